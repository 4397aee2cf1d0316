"""One tool in the specification and another in the measure."""

from tests.checks.contracts import breaches, contract

from specgen.checks.measures import other_tool as rule

CHOSEN = (
    "specification:\n  - shared-decision-making\nquality:\n  - shared-decision-making/{measure}\nvalues:\n  "
    "sdm_tool: {tool}"
)


def test_a_measure_of_another_tool_breaks_the_rule() -> None:
    text = contract(CHOSEN.format(measure="sdm-q9", tool="the three-item CollaboRATE tool"))
    assert breaches(rule, text) == [("other-tool", "warning", "- shared-decision-making/sdm-q9")]


def test_the_measure_of_the_tool_that_is_named_keeps_the_rule() -> None:
    assert breaches(rule, contract(CHOSEN.format(measure="collaborate", tool="the three-item CollaboRATE tool"))) == []
    assert breaches(rule, contract(CHOSEN.format(measure="sdm-q9", tool="the SDM Q9 questionnaire"))) == []
    assert not breaches(
        rule,
        contract(
            CHOSEN.format(
                measure="gp-patient-survey-updated", tool="the GP patient survey’s question on involvement in decisions"
            )
        ),
    )


def test_a_specification_without_a_measure_is_another_rules_matter() -> None:
    assert breaches(rule, contract("specification: [shared-decision-making]")) == []
