"""A term of very many years, as a slip of the pen makes one."""

import pytest
from tests.checks.contracts import breaches, contract, pack_of, shipped
from tests.checks.read_clauses import library_of
from tests.issue.duties.test_done_and_began import FIRST, OURS, text_of

from specgen.checks import check
from specgen.checks.dates import term_of_many_years as rule


@pytest.mark.parametrize(
    ("end", "number"), [("2029-03-31", 0), ("2041-03-31", 0), ("2062-03-31", 1), ("2126-03-31", 1), ("9999-12-31", 1)]
)
def test_a_term_of_more_than_fifteen_years_is_asked_about(end: str, number: int) -> None:
    text = contract("specification: [enabling-choice]").replace("end: 2029-03-31", f"end: {end}")
    assert [severity for _, severity, _ in breaches(rule, text)] == ["warning"] * number


@pytest.mark.parametrize(
    ("start", "end", "day"),
    [
        ("2026-04-01", "9999-12-31", "2026-09-30"),
        ("2026-04-01", "9999-12-31", "9999-12-31"),
        ("9999-04-01", "9999-12-31", "9999-04-01"),
        ("0001-01-01", "0001-12-31", "0001-01-01"),
        ("0001-01-01", "0001-12-31", "9999-12-31"),
    ],
)
@pytest.mark.parametrize("done", ["", "mobilisation", "2026-05-04", "9999-12-31"])
def test_a_term_without_an_end_is_checked_by_every_rule(start: str, end: str, day: str, done: str) -> None:
    text = text_of(f'done: ["{FIRST}: {done}"]' if done else "", a_date=day)
    plan = "development: [supported-self-management/people]\nvalues: {ssm_people_date: 9999-12-31}"
    for each, clauses in ((text, library_of(OURS)), (contract(after=plan), shipped())):
        given = each.replace("start: 2026-04-01, end: 2029-03-31", f"start: {start}, end: {end}")
        told = {problem.slug for problem in check(pack_of(given, clauses))}
        assert ("term-of-many-years" in told) == (start[:4] == "2026")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("The Commissioner may extend the term to 31 March 2028, on six months’ notice", 1),
        ("Extension until 31/03/2029", 1),
        ("The Commissioner may extend the term to 31 March 2031", 0),
        ("Up to 31 March 2028", 1),
        ("until 31/03/2029", 1),
        ("up to 31 March 2031", 0),
        ("The term may be extended on notice given prior to 30 September 2028", 0),
    ],
)
def test_an_extension_to_a_day_within_the_term_is_asked_about(words: str, number: int) -> None:
    text = contract("specification: [enabling-choice]").replace(
        "end: 2029-03-31", f'end: 2029-03-31, extension: "{words}"'
    )
    assert len(breaches(rule, text)) == number
