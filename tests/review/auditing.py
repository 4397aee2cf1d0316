"""Existing specifications made for the tests of the audit, and what the audit says of them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX

from specgen.assembly.edition import read_editions
from specgen.library.model import ClauseVersion, Library
from specgen.library.read import read_library
from specgen.review.audit.audit import Yardstick, audit_document, yardstick_of
from specgen.review.audit.findings import ComponentFinding, DocumentAudit, read_terms
from specgen.wording.wording import fill, placeholder_names

ROOT = Path(__file__).parents[2]
CO_PRODUCTION = "co-production/specification/national"
SHARED = "shared-decision-making/specification/national"
PLANS = "personalised-care-and-support-planning/quality/plans-agreed"
Printed = str | tuple[str, ...]


@cache
def library() -> Library:
    found, problems = read_library(ROOT / "clauses")
    assert problems == []
    return found


@cache
def yardstick() -> Yardstick:
    terms, problems = read_terms([ROOT / "clauses"], library().components)
    editions, faults = read_editions(ROOT / "editions")
    assert problems + faults == []
    return yardstick_of(library(), terms, [heading for edition in editions for heading in edition.headings])


def version_of(clause_id: str) -> ClauseVersion:
    return library().clauses[clause_id].versions[-1]


def printed(clause_id: str, values: Mapping[str, Printed] | None = None) -> list[str]:
    """The clause's paragraphs with values; a placeholder that is not given gets a value of its own."""
    version = version_of(clause_id)
    made: dict[str, Printed] = {name: f"value of {name}" for name in placeholder_names(version.blocks)}
    return [block.text for block in fill(version.blocks, {**made, **(values or {})})]


def saved(document: Document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def specification(*lines: str, head: Sequence[tuple[str, str]] = ()) -> bytes:
    """A Word file: a header table, then a paragraph a line; `# ` and `## ` begin headings, `[[` and `]]` highlighted
    words."""
    document = docx.Document()
    if head:
        table = document.add_table(rows=0, cols=2)
        for label, value in head:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, value
    for line in lines:
        if line.startswith("#"):
            marks, _, text = line.partition(" ")
            document.add_heading(text, len(marks))
            continue
        paragraph = document.add_paragraph()
        for number, piece in enumerate(line.replace("]]", "[[").split("[[")):
            run = paragraph.add_run(piece) if piece else None
            if number % 2 and run is not None:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return saved(document)


def audited(data: bytes, against: Yardstick | None = None) -> DocumentAudit:
    found, problems = audit_document(data, "specification.docx", against or yardstick())
    assert found is not None, problems
    return found


def component(found: DocumentAudit, name: str) -> ComponentFinding:
    return next(each for each in found.components if each.component == name)
