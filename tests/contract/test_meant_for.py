"""Rows of a register that belong to no contract keep the contract that they seem meant for from being made without
them."""

from __future__ import annotations

import pytest
from tests.contract.registers import Rows, csv_of, entries, opened, sheet_of

from specgen.contract.register.register import Meant, Register, open_register

HEADINGS = ["Reference", "Schedule", "Clause"]


def refused(register: Register) -> dict[str, list[str]]:
    """Reference → the kinds of its problems, of the entries of which nothing is made."""
    return {
        entry.reference: [problem.slug for problem in entry.problems]
        for entry in entries(register)
        if entry.contract is None
    }


@pytest.mark.parametrize("written", ["NBB-2026-0l4", "NBB 2026 14", "nbb2026014", "NBB-2026-0141"])
def test_a_contract_is_not_made_without_a_row_that_misspells_its_reference(written: str) -> None:
    register = opened(
        {
            "Contracts": sheet_of({}, {"Reference": "HCT-7"}),
            "Items": [HEADINGS, [written, "improvement", "co-production/outputs"]],
        }
    )
    assert refused(register) == {"NBB-2026-014": ["row-awaited"], written: ["unknown-reference"]}
    (first, other, _) = entries(register)
    assert (
        first.problems[0].message
        == f"nothing is made of NBB-2026-014: row 2 of the sheet “Items” seems meant for it, but says "
        f"“{written}”, which no contract has"
    )
    assert other.contract is not None


@pytest.mark.parametrize("written", ["XYZ-1", "NBB-2026-015", "HCT-77"])
def test_a_row_that_may_be_meant_for_none_or_for_several_stops_none(written: str) -> None:
    contracts = sheet_of({}, {"Reference": "NBB-2026-016"}, {"Reference": "HCT-71"}, {"Reference": "HCT-72"})
    register = opened({"Contracts": contracts, "Items": [HEADINGS, [written, "improvement", "co-production/outputs"]]})
    assert refused(register) == {written: ["unknown-reference"]}


def test_a_row_without_a_reference_on_a_further_sheet_keeps_the_contract_above_it_from_being_made() -> None:
    items: Rows = [
        HEADINGS,
        ["HCT-7", "improvement", "co-production/outputs"],
        [None, "improvement", "co-production/events"],
    ]
    register = opened({"Contracts": sheet_of({}, {"Reference": "HCT-7"}), "Items": items})
    assert refused(register) == {"HCT-7": ["row-awaited"], "": ["missing-value"]}


def test_a_service_without_a_reference_keeps_the_contract_above_it_from_being_made() -> None:
    rows = sheet_of(
        {}, {"Reference": None, "Title": None, "Service": "Pulmonary rehabilitation"}, {"Reference": "HCT-7"}
    )
    register = open_register(csv_of([[value or "" for value in row] for row in rows]), "register.csv", {})
    assert refused(register) == {"NBB-2026-014": ["row-awaited"], "": ["missing-value"]}
    assert (
        entries(register)[0].problems[0].message
        == "nothing is made of NBB-2026-014: row 3 of the sheet “register” seems meant for it, but has no reference"
    )


def test_another_contract_without_a_reference_stops_no_other() -> None:
    register = opened({"Contracts": sheet_of({}, {"Reference": None, "Title": "Wheelchair services"})})
    assert refused(register) == {"": ["missing-value"]}


def test_one_slip_alone_is_forgiven_in_a_short_reference() -> None:
    assert Meant(["HCT-7"]).named("HCT-8") == "HCT-7"
    assert Meant(["HCT-7"]).named("HCX-8") == ""


def test_references_that_differ_in_capitals_alone_are_not_told_apart_by_guessing() -> None:
    assert Meant(["ab-12345678", "AB-12345678"]).named("Ab-12345678") == ""
