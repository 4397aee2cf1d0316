"""The Patient Activation Measure for people it does not suit."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.components import unsuitable_activation_measure as rule

SLUG = "unsuitable-activation-measure"
PAM = """
specification: [supported-self-management/patient-activation-delivered]
values:
  ssm_instrument: the Patient Activation Measure (PAM®)
"""


@pytest.mark.parametrize(
    "group", ["severe and enduring mental illness", "dementia", "learning disability", "reading age under 12"]
)
def test_a_declared_group_is_an_error_at_its_line(group: str) -> None:
    text = contract(
        f"cohort_includes:\n  - continuing healthcare\n  - {group}\nquality: [supported-self-management/pam-licences]"
    )
    assert breaches(rule, text) == [(SLUG, "error", f"- {group}")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("cohort: adults with severe and enduring mental illness", "severe and enduring mental"),
        ("cohort: adults with serious mental illness", "serious mental"),
        ("cohort: people with Dementia and their carers", "Dementia"),
        ("population: adults with learning disabilities", "learning disabilit"),
        ("population: people with a reading age of nine", "reading age"),
    ],
)
def test_words_that_name_a_group_are_a_warning_at_their_line(line: str, words: str) -> None:
    text = contract(f"{line}{PAM}")
    assert breaches(rule, text) == [(SLUG, "warning", line)]
    assert f"has the words “{words}”" in problems_of(rule, text)[0].message


def test_one_group_is_said_once() -> None:
    text = contract(f"cohort: people with dementia\npopulation: people with dementia\ncohort_includes: [dementia]{PAM}")
    assert breaches(rule, text) == [(SLUG, "error", "cohort_includes: [dementia]")]


@pytest.mark.parametrize(
    "instrument",
    [
        "the long term condition patient reported impact measure (PRIM)",
        "a self-efficacy scale for people with long term conditions",
    ],
)
def test_another_instrument_keeps_the_rule(instrument: str) -> None:
    text = contract("cohort_includes: [dementia]" + PAM.replace("the Patient Activation Measure (PAM®)", instrument))
    assert breaches(rule, text) == []


def test_a_group_that_the_exceptions_leave_out_keeps_the_rule() -> None:
    left_out = "  ssm_activation_exceptions: [are in the last weeks of life, have dementia]\n"
    assert breaches(rule, contract(f"cohort_includes: [dementia]{PAM}{left_out}")) == []
    assert len(breaches(rule, contract(f"cohort_includes: [learning disability]{PAM}{left_out}"))) == 1


@pytest.mark.parametrize(
    "cohort", ["adults with type 2 diabetes", "people with anxiety or low mood", "children who are learning to read"]
)
def test_other_cohorts_keep_the_rule(cohort: str) -> None:
    assert breaches(rule, contract(f"cohort: {cohort}{PAM}")) == []


def test_a_service_that_does_not_use_the_measure_keeps_the_rule() -> None:
    text = contract(
        "cohort_includes: [dementia]\nspecification: [shared-decision-making]\nquality: "
        "[supported-self-management/health-coaching]"
    )
    assert breaches(rule, text) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ssm_conditions: dementia or memory loss", "dementia"),
        ("ssm_activation_criteria: [newly diagnosed, have a learning disability]", "learning disabilit"),
    ],
)
def test_a_group_that_the_measure_is_offered_to_is_a_warning_at_its_value(line: str, words: str) -> None:
    text = contract(f"{PAM}  {line}\n")
    assert breaches(rule, text) == [(SLUG, "warning", line)]
    assert f"names in the words “{words}”" in problems_of(rule, text)[0].message
    assert not breaches(
        rule,
        text.replace(
            "the Patient Activation Measure (PAM®)", "a self-efficacy scale for people with long term conditions"
        ),
    )
