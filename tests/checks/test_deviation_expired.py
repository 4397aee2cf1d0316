"""A local deviation whose last day has passed."""

import dataclasses
from datetime import date

import pytest
from msgspec.structs import replace
from tests.checks.contracts import breaches, contract, pack_of, problems_of, with_clause

from specgen.checks.agreement import deviation_expired as rule
from specgen.checks.agreement import deviations_expired_on
from specgen.library.model import Library

LOCAL = "co-production/specification/national-local"
CHOSEN = "specification:\n  - co-production/national-local"


def library(until: str, change: str = "Shorter for small providers.") -> Library:
    """The shipped library with an adaptation that holds until a day."""
    held = with_clause(LOCAL, "The Provider must co-produce.", based_on="co-production/specification/national@1")
    clause = held.clauses[LOCAL]
    version = replace(clause.versions[0], deviation_until=date.fromisoformat(until), change=change)
    return dataclasses.replace(held, clauses={**held.clauses, LOCAL: dataclasses.replace(clause, versions=(version,))})


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-03-31", [("deviation-expired", "warning", "- co-production/national-local")]),
        ("2026-04-01", []),
        ("2027-09-30", []),
    ],
)
def test_a_deviation_is_judged_by_the_contracts_date(until: str, expected: list[tuple[str, str, str]]) -> None:
    assert breaches(rule, contract(CHOSEN), library(until)) == expected


def test_the_contracts_own_date_wins_over_the_first_day_of_its_term() -> None:
    assert (
        len(
            breaches(
                rule, contract(CHOSEN, particulars="date: 2028-01-05\nin_year_notice: given"), library("2027-09-30")
            )
        )
        == 1
    )


def test_what_it_deviates_from_why_and_until_when_is_said() -> None:
    (problem,) = problems_of(rule, contract(CHOSEN), library("2026-03-31"))
    for words in (
        f"{LOCAL}@1",
        "co-production/specification/national@1",
        "31 March 2026",
        "1 April 2026",
        "Shorter for small providers",
    ):
        assert words in problem.message


def test_another_day_finds_what_has_passed_by_then_and_says_nothing_twice() -> None:
    pack = pack_of(contract(CHOSEN), library("2027-09-30"))
    assert [problem.slug for problem in deviations_expired_on(pack, date(2027, 10, 1))] == ["deviation-expired"]
    assert list(deviations_expired_on(pack, date(2027, 9, 30))) == []
    past = pack_of(contract(CHOSEN), library("2026-03-31"))
    assert list(deviations_expired_on(past, date(2030, 1, 1))) == [], "the contract's own date says it already"


def test_a_clause_that_deviates_from_nothing_keeps_the_rule() -> None:
    assert breaches(rule, contract("specification: [co-production]")) == []
