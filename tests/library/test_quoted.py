"""Quoted wording against its stored source: what counts as a word, and that any change of one is found."""

import dataclasses
from pathlib import Path

import pytest
from msgspec.structs import replace

from specgen.library.model import Clause, Library
from specgen.library.read import read_library
from specgen.library.verify import quotation_faults, quotations, words_alone
from specgen.wording.wording import Block, Run

CLAUSES = Path(__file__).parents[2] / "clauses"
LIBRARY, _ = read_library(CLAUSES)
QUOTED = [clause for clause in LIBRARY.clauses.values() if clause.versions[0].origin == "national"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- one  two\n\n1. three", "one two three"),
        ("PAM[®] licences²", "PAM® licences"),
        ("PAM® licences", "PAM® licences"),
        ("a [note] stays", "a [note] stays"),
        ("in 2 - 3 days", "in 2 - 3 days"),
    ],
)
def test_marks_of_lists_and_of_the_transcription_are_no_words(text: str, words: str) -> None:
    assert words_alone(text) == words


def test_model_wording_is_quoted_whole_and_measures_one_by_one() -> None:
    assert quotations("“One.\n\n- two”\n") == ("One. two",)
    assert quotations("- one\n- AND/OR\n- two\n") == ("one AND/OR two", "one", "two")


def test_every_quoted_clause_of_the_shipped_library_has_its_sources_words() -> None:
    assert len(QUOTED) > 20
    assert quotation_faults(LIBRARY, [CLAUSES]) == []


def altered(clause: Clause, position: int) -> Library:
    """A library of that clause alone, with one letter of one block changed."""
    version = clause.versions[0]
    block = version.blocks[position]
    first, *rest = block.inlines
    if not isinstance(first, Run):
        first, rest = Run("A "), [first, *rest]
    else:
        first = replace(first, text=("B" if first.text[0] == "A" else "A") + first.text[1:])
    blocks = (
        *version.blocks[:position],
        Block(block.kind, (first, *rest), block.level),
        *version.blocks[position + 1 :],
    )
    return Library(clauses={clause.id: dataclasses.replace(clause, versions=(replace(version, blocks=blocks),))})


@pytest.mark.parametrize("clause", QUOTED, ids=lambda clause: clause.id)
def test_one_changed_letter_in_any_paragraph_of_any_quotation_is_found(clause: Clause) -> None:
    for position in range(len(clause.versions[0].blocks)):
        assert [fault.slug for fault in quotation_faults(altered(clause, position), [CLAUSES])] == [
            "quoted-words-differ"
        ]


@pytest.mark.parametrize(
    "clause", [clause for clause in QUOTED if len(clause.versions[0].blocks) > 1], ids=lambda clause: clause.id
)
def test_a_paragraph_left_out_of_a_quotation_is_found(clause: Clause) -> None:
    version = replace(clause.versions[0], blocks=clause.versions[0].blocks[:-1])
    faults = quotation_faults(Library(clauses={clause.id: dataclasses.replace(clause, versions=(version,))}), [CLAUSES])
    assert [fault.slug for fault in faults] == ["quoted-words-differ"]


def test_a_source_that_leads_out_of_the_library_is_not_read(tmp_path: Path) -> None:
    clause = QUOTED[0]
    (tmp_path / "secret.txt").write_text("“One.”", encoding="utf-8")
    source = replace(clause.versions[0].source, document="..", sections=("../secret",))
    library = Library(
        clauses={clause.id: dataclasses.replace(clause, versions=(replace(clause.versions[0], source=source),))}
    )
    assert [fault.slug for fault in quotation_faults(library, [tmp_path / "clauses"])] == ["source-not-stored"]
