"""What a clause says of other clauses: which it excludes and needs, and what it is about."""

from pathlib import Path

import pytest

from specgen.library.read import read_library

WORDING = """---
title: Terms
origin: drafted
source: {document: none, section: "1"}
effective_from: 2019-04-01
change: First version.
---
The Provider must act.
"""


def library(folder: Path, **clauses: str) -> list[str]:
    """What is said of a library whose clauses have these lines besides their owner."""
    (folder / "library.yaml").write_text("schema: 1\npublisher: Us\n", encoding="utf-8")
    for name, lines in clauses.items():
        clause = folder / "self-management" / "specification" / name
        clause.mkdir(parents=True)
        (clause / "clause.yaml").write_text(f"owner: Clause editor\n{lines}\n", encoding="utf-8")
        (clause / "1.md").write_text(WORDING, encoding="utf-8")
    return [problem.message for problem in read_library(folder)[1] if problem.slug == "clause-relation"]


A, B = "self-management/specification/one", "self-management/specification/other"


def test_an_exclusion_that_both_clauses_say_is_sound(tmp_path: Path) -> None:
    assert library(tmp_path, one=f"excludes: [{B}]", other=f"excludes: {A}") == []


def test_an_exclusion_that_the_other_does_not_say_is_told(tmp_path: Path) -> None:
    assert library(tmp_path, one=f"excludes: [{B}]", other="") == [
        f"{A} excludes {B}, whose own clause.yaml does not say so"
    ]


def test_no_clause_needs_what_it_excludes(tmp_path: Path) -> None:
    assert library(tmp_path, one=f"excludes: [{B}]\nneeds: [{B}]", other=f"excludes: {A}") == [
        f"{A} both excludes and needs {B}"
    ]


@pytest.mark.parametrize("word", ["excludes", "needs"])
@pytest.mark.parametrize("named", ["self-management/specification/nowhere", A])
def test_a_clause_that_is_not_there_or_is_itself_is_told(tmp_path: Path, word: str, named: str) -> None:
    (said,) = library(tmp_path, one=f"{word}: [{named}]")
    assert f"{word} “{named}”" in said


@pytest.mark.parametrize("covers", ["[peer support]", "[another-component, peer support]", "[a, b, c]"])
def test_what_a_clause_is_about_is_its_component_and_a_word(tmp_path: Path, covers: str) -> None:
    assert len(library(tmp_path, one=f"covers: {covers}")) == 1


def test_what_a_clause_says_is_read(tmp_path: Path) -> None:
    assert library(tmp_path, one=f"covers: [self-management, peer support]\nneeds: {B}", other="") == []
    clause = read_library(tmp_path)[0].clauses[A]
    assert (clause.covers, clause.needs) == (("self-management", "peer support"), (B,))


def test_another_name_of_a_kind_bounds_and_the_answer_none_are_read(tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text("schema: 1\npublisher: Us\n", encoding="utf-8")
    folder = tmp_path / "self-management" / "specification" / "one"
    folder.mkdir(parents=True)
    (folder / "clause.yaml").write_text(
        "owner: Clause editor\nplaceholders:\n  x:\n    kind: share\n    question: How much?\n    example: 5\n"
        "    least: 1\n    most: 50\n    may_be_none: nobody is left out\n",
        encoding="utf-8",
    )
    (folder / "1.md").write_text(WORDING.replace("act", "give {{ x }}"), encoding="utf-8")
    found, problems = read_library(tmp_path)
    assert problems == []
    entry = found.clauses[A].placeholders["x"]
    assert (entry.kind, entry.least, entry.most, entry.may_be_none) == ("percentage", "1", "50", "nobody is left out")
