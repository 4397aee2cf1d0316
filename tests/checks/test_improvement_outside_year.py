"""An improvement item outside the contract year or the term."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of, with_clause

from specgen.checks.plans import improvement_outside_year as rule

SLUG = "improvement-outside-year"


def plan(day: str, particulars: str = "") -> str:
    after = f"improvement:\n  - shared-decision-making/trained-staff\nvalues:\n  sdm_training_date: {day}"
    return contract(after=after, particulars=particulars)


@pytest.mark.parametrize("day", ["2027-04-01", "2026-03-31", "Q1 2027/28", "13 months from Service Commencement Date"])
def test_a_day_outside_the_contract_year_is_an_error_at_the_value(day: str) -> None:
    assert breaches(rule, plan(day)) == [(SLUG, "error", f"sdm_training_date: {day}")]


@pytest.mark.parametrize("day", ["2026-04-01", "2027-03-31", "Q4 2026/27", "6 months from Service Commencement Date"])
def test_a_day_inside_keeps_the_rule(day: str) -> None:
    assert breaches(rule, plan(day)) == []


def test_the_message_names_the_year_and_the_term_that_the_day_misses() -> None:
    assert problems_of(rule, plan("2029-04-01"))[0].message == (
        "the improvement item shared-decision-making/improvement/trained-staff is due on 1 April 2029, "
        "outside the contract year 2026/27 (1 April 2026 to 31 March 2027) and outside the contract’s term (1 "
        "April 2026 to 31 March 2029)"
    )


def test_a_term_that_begins_in_the_year_is_held_to_its_first_day() -> None:
    text = plan("2026-06-30").replace("start: 2026-04-01", "start: 2026-10-01")
    assert [problem.message.partition("outside ")[2] for problem in problems_of(rule, text)] == [
        "the contract’s term (1 October 2026 to 31 March 2029)"
    ]


def test_a_missing_or_unreadable_date_is_left_to_those_who_report_it() -> None:
    assert breaches(rule, contract(after="improvement: [shared-decision-making/trained-staff]")) == []
    assert breaches(rule, plan("some time")) == []


def test_a_date_that_stands_in_the_clause_itself_is_judged_too() -> None:
    library = with_clause(
        "personalised-care/improvement/ours", "Words.", fields={"timescale": "2027-06-30", "by": "Provider"}
    )
    text = contract(after="improvement:\n  - personalised-care/ours")
    assert breaches(rule, text, library) == [(SLUG, "error", "- personalised-care/ours")]


def test_a_commissioners_own_day_outside_the_year_is_an_error_at_its_value() -> None:
    own = (
        "  - name: Eastmere Integrated Care Board\n    ods_code: QYY\n    role: associate\n    values:\n      "
        "sdm_training_date: 2027-12-31\n"
    )
    text = plan("2026-12-31").replace("provider:\n", f"{own}provider:\n")
    assert breaches(rule, text) == [(SLUG, "error", "sdm_training_date: 2027-12-31")]
    assert breaches(rule, text.replace("2027-12-31", "2027-03-31")) == []
