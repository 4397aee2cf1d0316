"""How long it takes to put clauses into a long specification: `figures()` makes one, inserts, and prints its own table.

The specification has 400 headings with a paragraph or list each, tables, and tracked changes of two authors in every
fourth paragraph; sixteen clauses go under 3.2 and eight measures under 5.1. The time is from the file's bytes to the
proved result's."""

from __future__ import annotations

import gc
import io
import statistics
import time

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.contract.read import read_contract
from specgen.issue.insertion.insert import Request, insert
from specgen.issue.insertion.plan import WantedClause, clauses_of_contract
from specgen.issue.precedents import Workplace
from specgen.library.read import read_library
from specgen.problems import has_errors
from specgen.shipped import shipped
from specgen.word.document.headings import model_headings

HEADINGS = 400
ROUNDS = 5
EXAMPLE = "community-respiratory"
_SENTENCE = (
    "the service sees each person referred by a practice within ten working days and agrees with them "
    "what is to be done and when it is looked at again"
)
_NAMED = {
    120: "3 Scope",
    121: "3.2 Service description/care pathway",
    125: "3.3 Population covered",
    300: "5.1 Applicable Quality Requirements",
    304: "5.2 Applicable CQUIN goals",
}


def specification() -> bytes:
    """The specification, about 180 pages."""
    document = docx.Document()
    for number in range(HEADINGS):
        title = _NAMED.get(number, f"Heading {number} of the service")
        document.add_heading(title, 2 if number in _NAMED else 3)
        for at in range(3):
            words = " ".join(_SENTENCE.split()[(number + at + step) % len(_SENTENCE.split())] for step in range(60))
            paragraph = document.add_paragraph(words, style="List Number" if (number + at) % 5 == 4 else None)
            if (number + at) % 4 == 0:
                _tracked(paragraph, 10 * number + at)
        if number % 20 == 10:
            table = document.add_table(rows=3, cols=3)
            for cell in table._cells:
                cell.text = "ten working days"
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _tracked(paragraph: Paragraph, number: int) -> None:
    for offset, (name, author) in enumerate((("w:ins", "A. Reviewer"), ("w:del", "B. Reviewer"))):
        mark = OxmlElement(name)
        for key, value in (
            ("w:id", str(2 * number + offset)),
            ("w:author", author),
            ("w:date", "2026-03-02T10:00:00Z"),
        ):
            mark.set(qn(key), value)
        run = paragraph.add_run(" More words.")._r
        if name == "w:del":
            for text in run.findall(qn("w:t")):
                text.tag = qn("w:delText")
        paragraph._p.append(mark)
        mark.append(run)


def _wanted() -> tuple[tuple[WantedClause, ...], dict[tuple[str, ...], str]]:
    library, _ = read_library(shipped("clauses"))
    editions, _ = read_editions(shipped("editions"))
    types, _ = read_document_types(shipped("templates"))
    file = shipped("examples") / EXAMPLE / "contract.yaml"
    contract, problems = read_contract(file.read_bytes(), str(file))
    assert contract is not None, problems
    wanted, problems = clauses_of_contract(contract, 0, Workplace(None, library, editions, types), "", "")
    assert wanted and not has_errors(problems)
    return wanted, dict(model_headings((each.number, each.title) for edition in editions for each in edition.headings))


def figures() -> dict[str, object]:
    """Seconds, the median of five rounds, the file in memory; once as proposed the first time, once with nothing
    to do."""
    data = specification()
    wanted, model = _wanted()
    request = Request(wanted, "Bench", "2026-04-01")
    taken: list[float] = []
    again: list[float] = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        made, problems = insert(data, "specification.docx", request, model)
        taken.append(time.perf_counter() - start)
        if made is None or len(made.places) != 2:
            raise SystemExit(f"nothing was inserted: {problems}")
        start = time.perf_counter()
        same, _ = insert(made.data, "specification.docx", request, model)
        again.append(time.perf_counter() - start)
        assert same is not None and same.data == made.data
    seconds = statistics.median(taken)
    print(
        f"\n{len(wanted)} clauses put into a specification of {HEADINGS} headings with tracked changes, "
        f"{len(data):,} bytes; median of {ROUNDS} rounds"
    )
    print(
        f"{'specgen insert, proved both ways':<44}{seconds:>12.2f} s (2 "
        f"allowed){statistics.median(again):>12.2f} s with nothing to do"
    )
    return {"insert_seconds_400_headings": round(seconds, 3)}


if __name__ == "__main__":
    figures()
