"""A measure of an intervention that the specification does not ask for."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.measures import measure_of_another_intervention as rule

SLUG = "measure-of-another-intervention"
SSM = "supported-self-management"


@pytest.mark.parametrize(
    ("clause", "measure"),
    [
        ("peer-support-delivered", "health-coaching"),
        ("peer-support-referred", "patient-education"),
        ("health-coaching-referred", "activation-increase"),
        ("patient-education-delivered", "pam-licences"),
        ("patient-activation-delivered", "health-coaching"),
    ],
)
def test_a_measure_of_another_intervention_is_a_warning(clause: str, measure: str) -> None:
    text = contract(f"specification: [{SSM}/{clause}]\nquality:\n  - {SSM}/{measure}")
    assert breaches(rule, text) == [(SLUG, "warning", f"- {SSM}/{measure}")]


@pytest.mark.parametrize(
    ("clause", "measure"),
    [
        ("health-coaching-delivered", "health-coaching"),
        ("health-coaching-referred", "health-coaching"),
        ("patient-education-delivered", "patient-education"),
        ("patient-activation-delivered", "activation-increase"),
        ("patient-activation-referred", "pam-licences"),
    ],
)
def test_a_measure_of_the_intervention_that_is_there_keeps_the_rule(clause: str, measure: str) -> None:
    assert breaches(rule, contract(f"specification: [{SSM}/{clause}]\nquality: [{SSM}/{measure}]")) == []


def with_instrument(instrument: str) -> list[tuple[str, str, str]]:
    return breaches(
        rule,
        contract(
            f"specification: [{SSM}/patient-activation-delivered]\nquality:\n  - {SSM}/activation-increase\n"
            f"values: {{ssm_instrument: {instrument}}}"
        ),
    )


def test_a_measure_of_pam_beside_another_instrument_is_a_warning() -> None:
    assert with_instrument("a self-efficacy scale for people with long term conditions") == [
        (SLUG, "warning", f"- {SSM}/activation-increase")
    ]
    assert with_instrument("the Patient Activation Measure (PAM®)") == []


def test_a_measure_without_any_clause_is_told_by_another_rule() -> None:
    assert breaches(rule, contract(f"quality: [{SSM}/health-coaching]")) == []
