"""A Service Commencement Date that lies outside the contract's term."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.dates import commencement_outside_term as rule

SLUG = "commencement-outside-term"


def told(particulars: str, service: str = "") -> list[tuple[str, str]]:
    found = breaches(rule, contract(f"{service}\nspecification: [enabling-choice]", particulars=particulars))
    return [(severity, line) for _, severity, line in found]


@pytest.mark.parametrize("day", ["2025-07-01", "31/03/2026", "1 April 2029", "2062-04-01"])
def test_an_expected_day_outside_the_term_is_an_error(day: str) -> None:
    line = f"service_commencement_date: {day}"
    assert told(line) == [("error", line)]


@pytest.mark.parametrize("day", ["2026-04-01", "2026-07-01", "31 March 2029"])
def test_one_within_the_term_keeps_the_rule(day: str) -> None:
    assert told(f"service_commencement_date: {day}") == []


def test_a_contract_dated_after_its_last_day_is_an_error() -> None:
    assert told("date: 2029-04-01") == [("error", "date: 2029-04-01")]
    assert told("date: 2029-03-31") == []


def test_an_actual_day_before_the_first_is_asked_about_and_a_later_one_is_not() -> None:
    assert told("began_on: 2026-03-30") == [("warning", "began_on: 2026-03-30")]
    assert told("began_on: 2026-04-14") == []


def test_a_service_that_began_before_its_own_period_is_asked_about() -> None:
    period = "period: {start: 2026-10-01, end: 2029-03-31}"
    assert told("", f"{period}\nbegan_on: 2026-05-01") == [("warning", "began_on: 2026-05-01")]
    assert told("", f"{period}\nbegan_on: 2026-10-12") == []
    assert told("", "began_on: 2026-03-01") == [("warning", "began_on: 2026-03-01")]
