"""Cells that say nothing of what belongs there, or point to another place: none is printed in silence."""

from __future__ import annotations

import pytest
from tests.contract.registers import entries, opened, problems_of, sheet_of

TEXTS = (
    "Extension",
    "Provider address",
    "Provider signatory",
    "Sub-contractors",
    "Local policies",
    "Information sharing agreement",
    "Cohort",
    "Charity number",
    "Company number",
)


@pytest.mark.parametrize("heading", ["Supplier", "Title", "Supplier ODS code", *TEXTS])
@pytest.mark.parametrize("said", ["as above", "Ditto", "See row 2", "same as above", "see tab 2", "See note 3", "“"])
def test_a_cell_that_points_to_another_place_is_refused(heading: str, said: str) -> None:
    (entry,) = entries(opened({"Contracts": sheet_of({heading: said})}))
    assert entry.contract is None
    assert [each.slug for each in entry.problems if each.severity == "error"][:1] == ["points-elsewhere"]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Extension", "None is given: the term ends as it is written"),
        ("Supplier", "Nil Desperandum Trust"),
        ("Title", "Same day emergency care"),
        ("Title", "No wrong door"),
        ("Provider address", "See Farm, 1 Quay Street"),
        ("Equality assessment", "Not applicable: the service is only renewed"),
        ("Supplier", "Yes Futures"),
        ("Activity", "-"),
        ("Draft version", "1"),
    ],
)
def test_words_that_only_begin_so_are_words_like_any_other(heading: str, said: str) -> None:
    assert problems_of({"Contracts": sheet_of({heading: said})}) == []


@pytest.mark.parametrize(
    ("supplier", "mark"),
    [
        ("Harbour Trust (see note 3)", "(see note 3)"),
        ("Harbour Trust [1]", "[1]"),
        ("Harbour Trust (Note a)", "(Note a)"),
        ("Harbour Trust (notes)", "(notes)"),
        ("Harbour Trust (North)", ""),
        ("Harbour Trust (Notehouse)", ""),
    ],
)
def test_a_note_in_brackets_behind_a_name_is_told_like_a_mark(supplier: str, mark: str) -> None:
    found = problems_of({"Contracts": sheet_of({"Supplier": supplier})})
    assert [each.message.split("“")[2].split("”")[0] for each in found] == ([mark] if mark else [])


def test_a_row_of_units_beneath_the_headings_builds_nothing_and_is_named() -> None:
    headings, first = sheet_of({})
    units = [None, None, "(year)", "(dd/mm/yyyy)", "(dd/mm/yyyy)", None, "[list]", "(ODS)", None, None, None]
    (problem,) = problems_of({"Contracts": [headings, units, first]})
    assert (problem.slug, "row 2, “(year)”" in problem.message) == ("row-left-out", True)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Harbour Trust; Vale Trust", False),  # the contract's own check tells of two names beside each other
        ("Vale Trust -> Harbour Trust", True),
        ("Vale Trust → Harbour Trust", True),
        ("Harbour Trust / Vale Trust", False),
        ("Harbour Trust?", True),
        ("Harbour Trust until 31/3/27", True),
        ("Harbour Trust (formerly Vale Trust)", False),
        ("Bath & North East Trust, T/A Harbour", False),
        ("Until Tomorrow Trust", False),
    ],
)
@pytest.mark.parametrize("heading", ["Supplier", "Commissioner"])
def test_a_cell_that_names_one_party_in_place_of_another_is_told(heading: str, name: str, told: bool) -> None:
    found = problems_of({"Contracts": sheet_of({heading: name})})
    assert [each.slug for each in found] == ["name-of-several"] * told
