"""Values that nothing asks for, blank ones too, and values of a base file that no contract made on it needs."""

from __future__ import annotations

from textwrap import indent

import pytest
from tests.assembly.small_library import TERMS, clause, contract, library, version
from tests.contract.registers import base_of, csv_of, sheet_of
from tests.work import calls

from specgen.assembly.choices import BaseValues
from specgen.assembly.choose import choose
from specgen.contract.register.register import open_register
from specgen.problems import Problem

KNOWN = library(clause(TERMS, version(TERMS, 1, "The {{ sdm_post }} leads by {{ sdm_date }}.")))
CHOSEN = "specification:\n  - shared-decision-making/terms"
GIVEN = "values:\n  sdm_post: Head of nursing\n  sdm_date: 2026-09-30\n"


def unused(service: str, after: str = "") -> list[tuple[str, int | None, str]]:
    found = [problem for problem in choose(contract(service, after), KNOWN)[1] if problem.slug == "unused-value"]
    return sorted((problem.message, problem.location.line, problem.suggestion) for problem in found)


def test_a_blank_value_whose_name_no_clause_knows_is_reported_like_a_filled_one() -> None:
    assert unused(f"{CHOSEN}\nvalues:\n  other:\n  sdm_psot: ~") == [
        ("the value “other” is not used: no clause asks for it", 16, ""),
        ("the value “sdm_psot” is not used: no clause asks for it", 17, "sdm_post"),
    ]


def test_a_value_without_a_name_is_reported() -> None:
    assert unused(f"{CHOSEN}\n{GIVEN}", 'values:\n  "": x\n') == [
        ("the value “” is not used: no clause asks for it", 19, "")
    ]


def test_a_blank_value_under_a_choice_of_its_own_and_under_a_commissioner_is_reported_too() -> None:
    assert [
        message
        for message, _, _ in unused(
            "specification:\n  - {clause: shared-decision-making/terms, values: {sdm_psot: }}\n" + GIVEN
        )
    ] == ["the value “sdm_psot” is not used: no clause asks for it"]


def test_a_blank_value_whose_name_is_known_counts_as_left_out() -> None:
    assert unused("values:\n  sdm_post:\n") == []


@pytest.mark.parametrize(
    ("choice", "told", "idle"),
    [
        ("shared-decision-making/later", "version-not-in-force", ["sdm_share", "sdm_txt"]),
        ("shared-decision-making/terms@7", "clause-version", ["sdm_share", "sdm_txt"]),
        ("shared-decision-making/tems", "clause-unknown", ["sdm_txt"]),  # nobody knows what it would have asked for
        ("shared-decision-making/terms", "clause-not-approved", ["sdm_share", "sdm_txt"]),
        ("shared-decision-making/measure", "clause-not-approved", ["sdm_post", "sdm_date", "sdm_txt"]),
    ],
)
def test_the_values_of_a_choice_that_is_at_fault_are_not_told_beside_it(
    choice: str, told: str, idle: list[str]
) -> None:
    later, measure = (TERMS.replace("terms", name) for name in ("later", "measure"))
    wording = "The {{ sdm_post }} leads by {{ sdm_date }}."
    known = library(
        clause(TERMS, version(TERMS, 1, wording)),
        clause(later, version(later, 1, wording, effective_from="2090-04-01")),
        clause(measure, version(measure, 1, "At least {{ sdm_share }}.")),
    )
    given = f"specification:\n  - {choice}\n{GIVEN}  sdm_share: 80\n  sdm_txt: x\n"
    first, *others = choose(contract(given), known)[1]
    assert first.slug == told
    assert sorted(problem.message.split("”")[0].removeprefix("the value “") for problem in others) == sorted(idle)


def test_a_value_that_two_clauses_need_is_missing_once_and_both_are_named() -> None:
    other = TERMS.replace("terms", "more")
    known = library(
        clause(TERMS, version(TERMS, 1, "The {{ sdm_post }} leads.")),
        clause(other, version(other, 1, "The {{ sdm_post }} reports.")),
        sets={"both": (TERMS, other)},
    )
    missing = [
        problem for problem in choose(contract("specification: [both]"), known)[1] if problem.slug == "missing-value"
    ]
    assert [problem.message for problem in missing] == [
        f"the value “sdm_post” is missing; {TERMS} and {other} need it: Which post leads?"
    ]


# --- a base of a register -------------------------------------------------------------------------------------------

BASE = f"""\
services:
  - cohort: people with COPD
    {CHOSEN.replace(chr(10), chr(10) + "    ")}
    values:
      sdm_post: Head of nursing
      sdm_share: 80
values:
  sdm_date: 2026-09-30
  sdm_text: some words
"""
EVERY = library(
    clause(TERMS, version(TERMS, 1, "The {{ sdm_post }} leads by {{ sdm_date }}.")),
    clause(
        "shared-decision-making/development/share",
        version("shared-decision-making/development/share", 1, "{{ sdm_share }} say {{ sdm_text }}."),
    ),
)


def of_base(*rows: dict[str, object]) -> list[Problem]:
    register = open_register(csv_of(sheet_of(*rows)), "register.csv", {})
    base, values = base_of(BASE), BaseValues(EVERY)
    for entry in register.entries(lambda name: "it is not there", base):
        assert entry.contract is not None and entry.base is base, entry.problems
        values.note(entry.contract, entry.base)
    return values.unneeded([base])


def test_a_value_of_a_base_that_no_contract_needs_is_a_warning_at_its_line_said_once() -> None:
    found = of_base({}, {"Reference": "NBB-2026-015"})
    assert [
        (problem.severity, problem.message, problem.location.file, problem.location.line, problem.excerpt)
        for problem in found
    ] == [
        ("warning", "no contract made on this base needs the value “sdm_share”", "base.yaml", 7, "sdm_share: 80"),
        (
            "warning",
            "no contract made on this base needs the value “sdm_text”",
            "base.yaml",
            10,
            "sdm_text: some words",
        ),
    ]


def test_a_value_of_a_base_that_one_of_many_contracts_needs_is_not_mentioned() -> None:
    assert of_base({}, {"Reference": "NBB-2026-015", "Development": "shared-decision-making/share"}) == []


POSTS = library(
    clause(TERMS, version(TERMS, 1, "The {{ sdm_post }} leads by {{ sdm_date }}.")),
    clause(
        "shared-decision-making/development/share",
        version("shared-decision-making/development/share", 1, "{{ sdm_post }} says {{ sdm_share }}."),
    ),
)


@pytest.mark.parametrize("elsewhere", [{}, {"Development": "shared-decision-making/share", "value sdm_share": "80"}])
def test_a_value_of_a_row_is_never_passed_over_in_silence_for_one_of_the_base_that_stands_nearer(
    elsewhere: dict[str, object],
) -> None:
    """Not even where another clause of the contract uses what the row says."""
    register = open_register(csv_of(sheet_of({"value sdm_post": "Matron", **elsewhere})), "register.csv", {})
    (entry,) = register.entries(lambda name: "it is not there", base_of(BASE))
    assert entry.contract is not None, entry.problems
    problems = choose(entry.contract, POSTS)[1]
    (found,) = (each for each in problems if each.slug == "unused-value" and "sdm_post" in each.message)
    assert found.severity == "error" and found.location.cell is not None
    assert "“Matron”, is not used in the clauses of" in found.message
    assert "“Head of nursing” stands nearer to the clause (base.yaml, line 6)" in found.message


def test_a_row_that_says_the_same_as_its_base_is_passed_over_without_a_word() -> None:
    row = {"value sdm_post": "Head of nursing", "Development": "shared-decision-making/share", "value sdm_share": "80"}
    register = open_register(csv_of(sheet_of(row)), "register.csv", {})
    (entry,) = register.entries(lambda name: "it is not there", base_of(BASE))
    assert entry.contract is not None, entry.problems
    problems = choose(entry.contract, POSTS)[1]
    assert not [each for each in problems if each.slug == "unused-value" and "sdm_post" in each.message]


def test_twice_as_many_services_with_values_are_twice_the_work() -> None:
    made: list[int] = []
    for count in (1, 40, 80):
        own = indent(f"{CHOSEN}\n{GIVEN}", "    ")
        others = "\n".join(f"  - name: Service {number}\n    cohort: adults\n{own}" for number in range(1, count))
        given = contract(f"{CHOSEN}\n{GIVEN}", others)
        made.append(calls(lambda: choose(given, KNOWN)))  # noqa: B023
    least, some, many = made
    assert many - least < 2.2 * (some - least)
