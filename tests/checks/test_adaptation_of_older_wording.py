"""An adaptation of wording of which a contract of that date takes a newer version."""

import dataclasses
from datetime import date

import pytest
from msgspec.structs import replace
from tests.checks.contracts import breaches, contract, problems_of, with_clause

from specgen.checks.agreement import adaptation_of_older_wording as rule
from specgen.library.model import Library

NATIONAL = "co-production/specification/national"
LOCAL = "co-production/specification/national-local"
CHOSEN = "specification:\n  - co-production/national-local"
TOLD = [("adaptation-of-older-wording", "warning", "- co-production/national-local")]


def library(renewed: str, based_on: int = 1) -> Library:
    """The shipped library, an adaptation, and a second version of what it is based on, in force from a day."""
    held = with_clause(LOCAL, "The Provider must co-produce.", based_on=f"{NATIONAL}@{based_on}")
    clause = held.clauses[NATIONAL]
    second = replace(clause.versions[0], number=2, effective_from=date.fromisoformat(renewed), fingerprint="2" * 64)
    versions = (*clause.versions, second)
    return dataclasses.replace(held, clauses={**held.clauses, NATIONAL: dataclasses.replace(clause, versions=versions)})


@pytest.mark.parametrize(("renewed", "expected"), [("2026-04-01", TOLD), ("2026-04-02", [])])
def test_an_adaptation_is_behind_once_a_contract_of_its_date_takes_the_newer_wording(
    renewed: str, expected: list[tuple[str, str, str]]
) -> None:
    assert breaches(rule, contract(CHOSEN), library(renewed)) == expected


def test_an_adaptation_of_the_newest_version_is_not_told() -> None:
    assert breaches(rule, contract(CHOSEN), library("2026-04-01", based_on=2)) == []


def test_what_it_is_based_on_and_how_to_read_what_changed_is_said() -> None:
    (problem,) = problems_of(rule, contract(CHOSEN), library("2026-04-01"))
    assert f"{LOCAL}@1 is based on {NATIONAL}@1, and {NATIONAL}@2 is newer" in problem.message
    assert f"specgen clauses diff {NATIONAL} 1 2" in problem.cure


def test_clauses_that_are_based_on_nothing_keep_the_rule() -> None:
    assert breaches(rule, contract("specification: [co-production]"), library("2026-04-01")) == []
