"""A measure goes into 5.1 of the specification and into the quality requirements."""

import pytest
from msgspec.structs import replace
from tests.checks.contracts import ROOT, TYPES, breaches, contract, document_type, problems_of

from specgen.assembly.document_type import DocumentType, read_document_types
from specgen.checks.measures import measure_in_one_place as rule

TEXT = contract("specification: [social-prescribing]\nquality:\n  - social-prescribing/uptake")
SPECIFICATION, QUALITY = TYPES[:2]


def test_both_documents_keep_the_rule() -> None:
    assert breaches(rule, TEXT) == []


@pytest.mark.parametrize(
    ("types", "missing"),
    [
        ((SPECIFICATION,), "the quality requirements"),
        ((QUALITY,), "section 5.1 of the service specification"),
        ((), "section 5.1 of the service specification or in the quality requirements"),
        ((QUALITY, replace(SPECIFICATION, prints=("specification",))), "section 5.1 of the service specification"),
        ((QUALITY, replace(SPECIFICATION, audience="commissioner")), "section 5.1 of the service specification"),
    ],
)
def test_a_place_that_no_document_prints_breaks_the_rule(types: tuple[DocumentType, ...], missing: str) -> None:
    assert breaches(rule, TEXT, types=types) == [("measure-in-one-place", "error", "- social-prescribing/uptake")]
    assert problems_of(rule, TEXT, types=types)[0].message.endswith(f"of “Community respiratory service” in {missing}")


def test_a_note_without_a_schedule_is_neither_place() -> None:
    note = document_type("note", "", ("quality", "specification"))
    assert len(breaches(rule, TEXT, types=(note,))) == 1


def test_the_shipped_document_types_print_every_measure_in_both_places() -> None:
    types, problems = read_document_types(ROOT / "templates")
    assert problems == []
    assert breaches(rule, TEXT, types=types) == []
