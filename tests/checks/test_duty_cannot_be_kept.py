"""A duty that falls due before anyone is bound by it."""

import dataclasses
from datetime import date

import pytest
from msgspec.structs import replace
from tests.checks.contracts import breaches, contract, pack_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.checks.duties import duty_cannot_be_kept as rule
from specgen.contract.dates import long_date

SLUG = "duty-cannot-be-kept"
PLAN = own_clause(
    "co-production/specification/our-plan",
    """
    1. The Provider must give the Service User a plan no later than {{ plan_date }}.
    2. The Provider must write the plan with people, starting at least two months before the plan is due.
    """,
    """
    - sentence: "1"
      opens: The Provider must give
      mode: duty
      actor: Provider
      act: give
      object: plan
      when: {by: "{{ plan_date }}"}
    - sentence: "2"
      opens: The Provider must write
      mode: duty
      actor: Provider
      act: write together
      object: plan
      when: {before: "#1", at_least: two months}
    """,
    {"plan_date": "date"},
)
LIBRARY = library_of(PLAN)
_VERSION = PLAN.versions[0]
PLAN_IN_MOBILISATION = dataclasses.replace(
    PLAN,
    versions=(
        replace(
            _VERSION,
            reading=_VERSION.reading.replace(b"act: write together", b"act: write together\n    mobilisation: yes"),
        ),
    ),
)


def found(plan_date: str, dated: str, mobilisation: bool = False) -> list[tuple[str, str]]:
    text = contract(
        "specification: [co-production/our-plan]",
        particulars=f"date: {dated}",
        after=f"values:\n  plan_date: {plan_date}",
    )
    library = library_of(PLAN_IN_MOBILISATION) if mobilisation else LIBRARY
    return [(severity, line) for _, severity, line in breaches(rule, text, library)]


@pytest.mark.parametrize("said", ["in_year_notice: given on 1 May 2026", ""])
def test_what_was_past_when_a_change_was_agreed_is_not_told_again(said: str) -> None:
    text = contract(
        "specification: [co-production/our-plan]",
        particulars=f"date: 2026-07-10\n{said}",
        after="values:\n  plan_date: 2026-08-31" + ("" if said else "\nvariation:\n  number: 1"),
    )
    assert list(breaches(rule, text, LIBRARY)) == []


@pytest.mark.parametrize(
    ("plan_date", "dated", "expected"),
    [
        ("2026-05-10", "2026-03-20", [("error", "plan_date: 2026-05-10")]),  # by 10 March: before both
        ("2026-05-31", "2026-03-20", [("error", "plan_date: 2026-05-31")]),  # by 31 March: before the service begins
        ("2026-03-31", "2025-12-20", [("error", "plan_date: 2026-03-31")]),  # all of it before the service begins
        ("2026-06-01", "2026-03-20", []),
        ("2026-09-30", "2026-07-10", []),  # a contract dated 10 July over a term from 1 April
        ("2026-08-31", "2026-07-10", [("warning", "plan_date: 2026-08-31")]),  # by 30 June: before the paper was signed
    ],
)
def test_a_time_counted_back_lies_after_the_day_from_which_the_wording_binds(
    plan_date: str, dated: str, expected: list[tuple[str, str]]
) -> None:
    assert found(plan_date, dated) == expected


def test_what_is_marked_as_mobilisation_may_be_earlier() -> None:
    assert found("2026-05-10", "2026-03-20", mobilisation=True) == []


def test_a_contract_file_may_mark_it_too() -> None:
    dated = '2026-03-20\ndone: ["co-production/our-plan#2: mobilisation"]'
    assert found("2026-05-31", dated) == []
    assert found("2026-05-31", dated.replace("#2", "#1")) == [("error", "plan_date: 2026-05-31")]


BEFORE = own_clause(
    "co-production/specification/our-plan",
    "The Provider must give a plan before {{ plan_date }}.",
    """
    - {sentence: "p1", opens: The Provider must give, mode: duty, actor: Provider, act: give, object: plan,
       when: {before: "{{ plan_date }}"}}
    """,
    {"plan_date": "date"},
)


@pytest.mark.parametrize(
    ("plan_date", "expected"),
    [("2026-03-20", ["error"]), ("2026-03-21", ["error"]), ("2026-04-01", ["error"]), ("2026-04-02", [])],
)
def test_before_a_day_leaves_the_day_itself_out(plan_date: str, expected: list[str]) -> None:
    text = contract(
        "specification: [co-production/our-plan]",
        particulars="date: 2026-03-20",
        after=f"values:\n  plan_date: {plan_date}",
    )
    told = list(rule.check(pack_of(text, library_of(BEFORE))))
    assert [problem.severity for problem in told] == expected
    for problem in told:  # the day that the contract names, and no other
        assert f"is due before {long_date(date.fromisoformat(plan_date))}" in problem.message
