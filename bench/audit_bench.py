"""How fast existing specifications are audited: `figures()` makes documents, audits them and prints its own table.

The documents are made here, each of other words: of three, one holds clauses of the library word for word, one the same
clauses changed, one only speaks of them; every fourth has tracked changes. Each is about twelve pages long.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from specgen.assembly.edition import read_editions
from specgen.library.model import ClauseVersion, Library
from specgen.library.read import read_library
from specgen.review.audit.audit import Yardstick, audit_files, find_files, yardstick_of
from specgen.review.audit.findings import read_terms
from specgen.shipped import shipped
from specgen.wording.wording import fill, placeholder_names

DOCUMENTS = 36
ROUNDS = 3
PARAGRAPHS = 170
_WORDS = [
    "service",
    "assessment",
    "appointment",
    "clinic",
    "pathway",
    "patient",
    "carer",
    "referral",
    "triage",
    "nurse",
    "therapist",
    "community",
    "review",
    "discharge",
    "record",
    "outcome",
    "practice",
    "network",
    "hospital",
    "weekly",
    "rota",
    "telephone",
    "urgent",
    "routine",
    "domiciliary",
    "equipment",
    "interpreter",
    "safeguarding",
    "audit",
]
_HEADINGS = (
    "1 Population Needs",
    "2 Outcomes",
    "3 Scope",
    "3.1 Aims and objectives of service",
    "3.2 Service description/care pathway",
    "4 Applicable Service Standards",
    "5 Applicable Quality Requirements and CQUIN goals",
    "5.1 Applicable Quality Requirements",
    "6 Location of Provider Premises",
)
_SETS = ("shared-decision-making", "personalised-care-and-support-planning", "co-production", "enabling-choice")


def yardstick() -> Yardstick:
    library, _ = read_library(shipped("clauses"))
    terms, _ = read_terms([shipped("clauses")], library.components)
    editions, _ = read_editions(shipped("editions"))
    return yardstick_of(library, terms, (heading for edition in editions for heading in edition.headings))


def printed(version: ClauseVersion, number: int, changed: int) -> list[str]:
    """The version's paragraphs with values; with `changed`, every so many words another."""
    values: dict[str, str | tuple[str, ...]] = {
        name: (f"value {number} of {name}", f"another {number}") for name in placeholder_names(version.blocks)
    }
    texts = [block.text for block in fill(version.blocks, values)]
    if not changed:
        return texts
    return [
        " ".join(f"{word}s" if at % changed == changed - 1 else word for at, word in enumerate(text.split()))
        for text in texts
    ]


def made(path: Path, library: Library, number: int) -> None:
    """One document of about twelve pages."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for label, value in (
        ("Service Specification No.", f"{number:02}"),
        ("Service", f"Service {number}"),
        ("Provider Lead", f"Lead post, Invented Trust {number % 5}"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    for at in range(PARAGRAPHS):
        if at % (PARAGRAPHS // len(_HEADINGS)) == 0 and at // (PARAGRAPHS // len(_HEADINGS)) < len(_HEADINGS):
            heading = _HEADINGS[at // (PARAGRAPHS // len(_HEADINGS))]
            document.add_heading(heading, heading.count(".") + 1)
            if heading.startswith("3.2"):
                for name in _SETS:
                    wording(document, library, name, number)
        words = [_WORDS[(at * 7 + step * step + number) % len(_WORDS)] for step in range(40)]
        paragraph = document.add_paragraph(" ".join(words).capitalize() + ".")
        if number % 4 == 0 and at % 10 == 0:
            tracked(paragraph, at)
    document.save(str(path))


def wording(document: docx.document.Document, library: Library, name: str, number: int) -> None:
    if number % 3 == 2:
        document.add_paragraph(f"Staff know about {name.replace('-', ' ')} and the service takes part in it.")
        return
    for clause_id in dict(library.sets())[name]:
        version = library.clauses[clause_id].versions[-1]
        document.add_heading(version.title, 3)
        for text in printed(version, number, 25 if number % 3 else 0):
            document.add_paragraph(text)


def tracked(paragraph: Paragraph, number: int) -> None:
    mark = OxmlElement("w:ins")
    for name, value in (("w:id", str(number)), ("w:author", "A. Reviewer"), ("w:date", "2026-03-02T10:00:00Z")):
        mark.set(qn(name), value)
    run = paragraph.add_run(" More words.")._r
    paragraph._p.append(mark)
    mark.append(run)


def figures() -> dict[str, object]:
    """Documents a second, the median of three rounds over the same documents on disk; the index of clauses is made
    once."""
    held_against = yardstick()
    with tempfile.TemporaryDirectory(prefix="specgen-audit-bench-") as folder:
        for number in range(DOCUMENTS):
            made(Path(folder, f"specification {number:03}.docx"), held_against.library, number)
        files = find_files([Path(folder)])
        size = sum(path.stat().st_size for path in files.read)
        taken: list[float] = []
        for _ in range(ROUNDS):
            gc.collect()
            start = time.perf_counter()
            audit = audit_files(files, held_against)
            taken.append(time.perf_counter() - start)
    assert len(audit.documents) == DOCUMENTS and not audit.not_read
    coverages = [
        component.coverage
        for document in audit.documents
        for component in document.components
        if component.component in _SETS
    ]
    assert {coverage: coverages.count(coverage) for coverage in dict.fromkeys(coverages)} == {
        "word for word": DOCUMENTS // 3 * len(_SETS),
        "changed": DOCUMENTS // 3 * len(_SETS),
        "only mentioned": DOCUMENTS // 3 * len(_SETS),
    }
    seconds = statistics.median(taken)
    print(f"\n{DOCUMENTS} made specifications audited, {size:,} bytes; median of {ROUNDS} rounds")
    print(
        f"{'specgen audit':<44}{1000 * seconds / DOCUMENTS:>12.2f} ms a document{DOCUMENTS / seconds:>14.1f} "
        f"documents/s"
    )
    return {"audit_documents_per_second": round(DOCUMENTS / seconds, 1)}


if __name__ == "__main__":
    figures()
