"""An interval that is longer than the term, or shorter than anybody means."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.dates import interval_out_of_proportion as rule

SDM = "specification: [shared-decision-making/local-terms]\nvalues:\n  sdm_measure_interval: "
REPORT = (
    "specification: [supported-self-management/health-coaching-delivered]\nvalues:\n"
    "  pc_report_interval: {}\n  pc_report_due: {}"
)


@pytest.mark.parametrize("interval", ["10 years", "37 months", "100 years", "4 Contract Years", "hour", "30 minutes"])
def test_an_interval_that_the_term_does_not_hold_is_asked_about_at_its_value(interval: str) -> None:
    assert breaches(rule, contract(f"{SDM}{interval}")) == [(rule.slug, "warning", f"sdm_measure_interval: {interval}")]


@pytest.mark.parametrize("interval", ["3 months", "fortnight", "day", "12 months", "3 years", "156 weeks", "Quarter"])
def test_an_interval_within_the_term_keeps_the_rule(interval: str) -> None:
    assert breaches(rule, contract(f"{SDM}{interval}")) == []


def test_a_service_with_days_of_its_own_is_what_the_interval_is_held_against() -> None:
    period = "period: {start: 2026-04-01, end: 2027-03-31}\n"
    assert len(breaches(rule, contract(f"{period}{SDM}18 months"))) == 1
    assert breaches(rule, contract(f"{period}{SDM}12 months")) == []


@pytest.mark.parametrize(
    ("period", "due", "told"),
    [
        ("3 months", "3 years", ["pc_report_due: 3 years"]),
        ("3 months", "4 months", ["pc_report_due: 4 months"]),
        ("4 years", "20 days", ["pc_report_interval: 4 years"]),
        ("3 months", "20 days", []),
        ("3 months", "3 months", []),
        ("month", "6 weeks", []),  # once the figures of others are in
        ("12 months", "6 months", []),
        ("3 months", "15 Operational Days", []),
    ],
)
def test_a_report_falls_due_before_the_next_period_is_over(period: str, due: str, told: list[str]) -> None:
    assert [line for _, _, line in breaches(rule, contract(REPORT.format(period, due)))] == told


@pytest.mark.parametrize(("interval", "number"), [("2 years", 1), ("3 years", 1), ("18 months", 0), ("48 hours", 0)])
def test_a_time_after_an_event_is_not_years(interval: str, number: int) -> None:
    text = contract(f"specification: [personal-health-budgets]\nvalues: {{phb_plan_interval: {interval}}}")
    assert len(breaches(rule, text)) == number


@pytest.mark.parametrize(("interval", "number"), [("80 years", 1), ("5 years", 0), ("28 days", 0)])
def test_an_interval_of_no_listed_duty_is_not_longer_than_any_contract(interval: str, number: int) -> None:
    text = contract(
        "specification: [personal-health-budgets/wheelchair-budgets]\n"
        f"values: {{phb_wheelchair_budget_period: {interval}}}"
    )
    assert len(breaches(rule, text)) == number


@pytest.mark.parametrize(("interval", "number"), [("12 years", 1), ("6 hours", 1), ("2 months", 0)])
def test_an_interval_of_a_single_commissioner_is_looked_at_where_it_stands(interval: str, number: int) -> None:
    values = f"values: {{sp_liaison_interval: {interval}}}"
    own = f"  - name: Harbour Council\n    no_ods_code: a council\n    role: associate\n    {values}\n"
    text = contract("specification: [social-prescribing]\nvalues: {sp_liaison_interval: 3 months}")
    found = breaches(rule, text.replace("provider:\n", f"{own}provider:\n"))
    assert [line for _, _, line in found] == [values] * number
