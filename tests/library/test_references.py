"""References in wording: where they may stand, and to what."""

from __future__ import annotations

import dataclasses

import pytest
from tests.checks.contracts import shipped
from tests.checks.read_clauses import own_clause

from specgen.library.duties.verify import reading_faults
from specgen.library.verify import library_faults
from specgen.library.version_file import PLACE_FIELDS, read_version

READING = '- {sentence: "1", opens: The Provider must, mode: duty, actor: Provider, act: give, object: map}'
SEE = "{{ see: co-production/specification/local-terms#1 }}"


def faults(clause_id: str, wording: str, **fields: str) -> list[str]:
    given = {**dict.fromkeys(PLACE_FIELDS[clause_id.split("/")[1]], "something"), **fields}
    front = ["title: Ours", "origin: drafted", 'source: {document: handbook-2.1, section: "4.2"}']
    front += [
        "effective_from: 2019-04-01",
        "change: First version.",
        *(f'{name}: "{is_}"' for name, is_ in given.items()),
    ]
    data = "\n".join(["---", *front, "---", wording, ""])
    return [problem.slug for problem in read_version(data.encode(), "1.md", clause_id, 1)[1]]


@pytest.mark.parametrize(
    ("clause_id", "wording", "fields", "expected"),
    [
        ("co-production/specification/ours", f"1. The Provider must follow {SEE}.", {}, []),
        ("co-production/system/ours", f"The Provider must follow {SEE}.", {}, ["reference-place"]),
        ("co-production/system/ours", "The Provider must do it.", {"date": SEE}, ["reference-place"]),
    ],
)
def test_a_reference_stands_in_the_wording_of_a_specification(
    clause_id: str, wording: str, fields: dict[str, str], expected: list[str]
) -> None:
    assert faults(clause_id, wording, **fields) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("local-terms", []), ("local-term", ["co-production/specification/local-terms"])]
)
def test_a_reference_to_a_clause_that_the_library_lacks_is_told_with_the_likely_one(
    name: str, expected: list[str]
) -> None:
    wording = f"1. The Provider must follow {{{{ see: co-production/specification/{name}#1 }}}}."
    ours = own_clause("co-production/specification/ours", wording, READING)
    library = dataclasses.replace(shipped(), clauses={**shipped().clauses, ours.id: ours})
    told = [problem for problem in library_faults(library, []) if problem.slug == "reference-unknown"]
    assert [problem.suggestion for problem in told] == expected


@pytest.mark.parametrize(("sentence", "told"), [("1", 0), ("p1", 0), ("99", 1)])
def test_a_reference_to_a_sentence_that_no_version_has_is_told(sentence: str, told: int) -> None:
    there = own_clause("co-production/specification/there", "Some words.\n\n1. The Provider must act.", READING)
    wording = f"1. The Provider must follow {{{{ see: co-production/specification/there#{sentence} }}}}."
    ours = own_clause("co-production/specification/ours", wording, READING)
    library = dataclasses.replace(shipped(), clauses={**shipped().clauses, ours.id: ours, there.id: there})
    found = [problem for problem in reading_faults(library) if problem.slug == "reference-unknown"]
    assert len(found) == told
