"""Reading document types: a folder with type.yaml and template.docx."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen.assembly.document_type import DocumentType, read_document_types
from specgen.problems import Problem

GOOD = """\
title: Local quality requirements
schedule: quality-requirements
per: contract
prints: [quality]
when: chosen
audience: parties
name: Local quality requirements
order: 30
"""


def read(folder: Path, text: str, key: str = "quality", template: bool = True) -> tuple[tuple[DocumentType, ...], list[Problem]]:
    (folder / key).mkdir()
    (folder / key / "type.yaml").write_text(text, encoding="utf-8", newline="\n")
    if template:
        (folder / key / "template.docx").write_bytes(b"")
    return read_document_types(folder)


def test_a_type_is_read_with_its_template(tmp_path: Path) -> None:
    (kind,), problems = read(tmp_path, GOOD)
    assert problems == []
    assert (kind.key, kind.schedule, kind.prints, kind.order, kind.template) == (
        "quality", "quality-requirements", ("quality",), 30, tmp_path / "quality" / "template.docx")


def test_what_may_be_left_out_has_defaults(tmp_path: Path) -> None:
    (kind,), problems = read(tmp_path, "title: A note\nper: contract\nname: Note\n")
    assert problems == []
    assert (kind.schedule, kind.prints, kind.when, kind.audience, kind.order) == ("", (), "chosen", "parties", 100)


def test_types_come_in_their_order(tmp_path: Path) -> None:
    read(tmp_path, GOOD, "b")
    read(tmp_path, GOOD.replace("order: 30", "order: 5"), "c")
    assert [kind.key for kind in read(tmp_path, GOOD, "a")[0]] == ["c", "a", "b"]


@pytest.mark.parametrize(("old", "new", "line", "message", "suggestion"), [
    ("prints: [quality]", "prints: [qualty]", 4, "“qualty” is not a place that clauses have", "quality"),
    ("per: contract", "per: contrat", 3, "“contrat” is not a value that “per” can have", "contract"),
    ("when: chosen", "wen: chosen", 5, "“wen” does not belong in type.yaml", "when"),
    ("audience: parties", "audience: everybody", 6, "“everybody” is not a value that “audience” can have", ""),
    ("title: Local quality requirements\n", "", 1, "“title” is missing", ""),
])
def test_a_fault_in_a_type_is_reported_at_its_line(tmp_path: Path, old: str, new: str, line: int, message: str, suggestion: str) -> None:
    found, problems = read(tmp_path, GOOD.replace(old, new))
    assert found == ()
    assert [(problem.location.line, problem.message, problem.suggestion) for problem in problems] == [(line, message, suggestion)]


def test_a_type_without_its_template_is_a_problem(tmp_path: Path) -> None:
    assert [problem.message for problem in read(tmp_path, GOOD, template=False)[1]] == ["there is no template.docx beside type.yaml"]


@pytest.mark.parametrize("order", ["²", "9" * 5000, "first"])
def test_an_order_that_is_no_number_puts_the_type_last(tmp_path: Path, order: str) -> None:
    assert read(tmp_path, GOOD.replace("order: 30", f"order: {order}"))[0][0].order == 100


def test_one_place_may_be_written_without_brackets(tmp_path: Path) -> None:
    (kind,), problems = read(tmp_path, GOOD.replace("[quality]", "quality"))
    assert (kind.prints, problems) == (("quality",), [])
