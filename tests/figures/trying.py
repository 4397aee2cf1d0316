"""Small types and files, read and judged, for the tests of documents with figures."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from specgen.figures.conditions import judged
from specgen.figures.document import FiguredDocument, read_document
from specgen.figures.model import OwnFileType
from specgen.figures.own_file import read_own_file
from specgen.figures.read_type import read_own_file_type
from specgen.problems import Problem

TEMPLATE = Path(__file__).parents[2] / "templates" / "change-note" / "template.docx"
"""Any file that is there: a type is not read without one."""
HEAD = "title: Try\nwhen: own-file\nname: Try\n"


def type_of(said: str, head: str = HEAD) -> tuple[OwnFileType | None, list[Problem]]:
    """The type that the words declare, without its head."""
    return read_own_file_type((head + dedent(said)).encode(), "try/type.yaml", "try", TEMPLATE)


def sound_type(said: str, head: str = HEAD) -> OwnFileType:
    kind, problems = type_of(said, head)
    assert kind is not None, [problem.message for problem in problems]
    return kind


def document_of(kind: OwnFileType, said: str, reference: str = "T-1") -> tuple[FiguredDocument | None, list[Problem]]:
    """The document that the words say, without its first two lines, with everything that is wrong with it."""
    own, problems = read_own_file(f"document: try\nreference: {reference}\n{dedent(said)}".encode(), "try.yaml")
    assert own is not None, [problem.message for problem in problems]
    document, found = read_document(own, kind)
    return document, [*problems, *found, *(judged(document) if document is not None else [])]


def figures_of(kind: OwnFileType, said: str) -> dict[str, str]:
    """The figures of a document without faults, as they print."""
    document, problems = document_of(kind, said)
    assert document is not None and not [each for each in problems if each.severity == "error"], problems
    return {name: value.printed for name, value in document.figures.items()}
