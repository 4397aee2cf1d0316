"""No assessment of equality and health inequalities."""

from tests.checks.contracts import breaches, contract

from specgen.checks.agreement import no_equality_assessment as rule


def test_a_contract_that_names_none_breaks_the_rule() -> None:
    assert breaches(rule, contract()) == [("no-equality-assessment", "warning", "contract:")]


def test_an_assessment_keeps_the_rule() -> None:
    assert breaches(rule, contract(particulars="equality_assessment: Assessment of 2 February 2026")) == []


def test_the_action_that_promises_one_keeps_the_rule() -> None:
    assert breaches(rule, contract(after="development: [personalised-care/equality]")) == []
