"""A time from which no day can be counted."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.dates import time_without_day as rule

REPORT = (
    "specification: [supported-self-management/health-coaching-delivered]\nvalues:\n"
    "  pc_report_interval: {}\n  pc_report_due: {}"
)


@pytest.mark.parametrize(
    ("period", "due", "told"),
    [
        ("3 months", "1.5 months", "pc_report_due: 1.5 months"),
        ("1.5 months", "20 days", "pc_report_interval: 1.5 months"),
        ("3 months", "48 hours", "pc_report_due: 48 hours"),
        ("3 months", "2.5 weeks", "pc_report_due: 2.5 weeks"),
    ],
)
def test_a_time_in_parts_is_named_where_it_stands(period: str, due: str, told: str) -> None:
    assert breaches(rule, contract(REPORT.format(period, due))) == [(rule.slug, "warning", told)]


@pytest.mark.parametrize("due", ["20 days", "one month", "1 calendar month", "10 Operational Days", "2 weeks"])
def test_a_whole_time_keeps_the_rule(due: str) -> None:
    assert breaches(rule, contract(REPORT.format("3 months", due))) == []


def test_hours_after_an_event_are_told_in_words_and_keep_the_rule() -> None:
    text = contract("specification: [personal-health-budgets]\nvalues: {phb_plan_interval: 48 hours}")
    assert breaches(rule, text) == []


def test_parts_of_a_month_after_an_event_are_named_too() -> None:
    text = contract("specification: [personal-health-budgets]\nvalues: {phb_plan_interval: 1.5 months}")
    assert len(breaches(rule, text)) == 1


def test_a_time_of_one_commissioner_alone_is_named_at_that_commissioner() -> None:
    text = contract(REPORT.format("3 months", "20 days")).replace(
        "    ods_code: QXX",
        "    ods_code: QXX\n    role: co-ordinating\n  - name: Eastmere Integrated Care Board\n    ods_code: QYY\n"
        "    role: associate\n    values:\n      pc_report_due: 1.5 months",
    )
    assert breaches(rule, text) == [(rule.slug, "warning", "pc_report_due: 1.5 months")]
