"""Writes the file that came back and the report with decisions that docs/answering.md shows, the same bytes each time.

The file issued is docs/respiratory-specification.docx. Run by hand after a change: python tools/make_answer_example.py
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from lxml import etree
from msgspec.structs import replace

from specgen.library.model import Library
from specgen.review.answer.sheet import decision_pages
from specgen.review.answer.units import content_of, identified
from specgen.review.comparison.review import review_document
from specgen.review.reports.excel import excel_report
from specgen.word.package.ooxml import w
from specgen.word.package.package import read_package, write_package

DOCS = Path(__file__).resolve().parents[1] / "docs"
ISSUED = DOCS / "respiratory-specification.docx"
FOLDER = DOCS / "answering"
BY = {w("author"): "Bea Lane, Weir Lane Health", w("date"): "2026-05-04T09:30:00Z"}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TRACKED = (
    ("ten working days of referral", "fifteen working days of referral"),
    ("every day", "on Mondays"),
    ("Every person leaves", "Each person leaves"),
)
SILENT = (
    ("About 4,100", "About 3,200"),
    ("Nine out of ten", "Eight out of ten"),
    ("after six months", "after twelve months"),
)
DECIDED = {
    "fifteen working": ("reject", ""),
    "Mondays": ("counter", "on each Operational Day"),
    "Each": ("accept", ""),
    "Eight": ("reject", ""),
    "twelve": ("ask", "Which of the three steps is this?"),
}


def _run_with(root: etree._Element, words: str) -> etree._Element:
    text = next(text for text in root.iter(w("t")) if re.search(rf"\b{re.escape(words)}", text.text or ""))
    run = text.getparent()
    assert run is not None
    return run


def track(root: etree._Element, old: str, new: str, number: int) -> None:
    """The first `old` replaced by `new` as Word tracks it."""
    run = _run_with(root, old)
    said = "".join(text.text or "" for text in run.iter(w("t")))
    at = said.index(old)
    pieces: list[etree._Element] = []
    for words, kind in ((said[:at], ""), (old, "del"), (new, "ins"), (said[at + len(old) :], "")):
        if not words:
            continue
        made = deepcopy(run)
        for child in [child for child in made if child.tag != w("rPr")]:
            made.remove(child)
        written = etree.SubElement(made, w("delText" if kind == "del" else "t"), {SPACE: "preserve"})
        written.text = words
        if kind:
            mark = etree.Element(w(kind), {w("id"): str(number + (kind == "ins")), **BY})
            mark.append(made)
            made = mark
        pieces.append(made)
    holder = run.getparent()
    assert holder is not None
    place = holder.index(run)
    holder[place : place + 1] = pieces


def change(data: bytes, edit: Callable[[etree._Element], None]) -> bytes:
    """The file with its main part changed."""
    package, _ = read_package(data, "a file")
    assert package is not None
    root = package.root(package.main)
    edit(root)
    return write_package(
        package, {package.main: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    )


def returned() -> bytes:
    """What came back: three changes with tracking, three without."""

    def edit(root: etree._Element) -> None:
        for number, (old, new) in enumerate(TRACKED):
            track(root, old, new, 9001 + 2 * number)
        for old, new in SILENT:
            for text in root.iter(w("t")):
                if old in (text.text or ""):
                    text.text = (text.text or "").replace(old, new, 1)

    return change(ISSUED.read_bytes(), edit)


def decided(data: bytes) -> bytes:
    """The report on it with decisions typed into its sheet."""
    review, problems = review_document(data, "returned.docx", Library(), (), ISSUED)
    package, _ = read_package(data, "returned.docx")
    assert review is not None and package is not None, problems
    review, units = identified(review, package)
    sheet, *others = decision_pages(units, {"returned.docx": content_of(package)})
    rows = [[*row] for row in sheet.rows]
    for row in rows:
        for words, decision in DECIDED.items():
            if words in f"{row[4]} {row[5]}":
                row[6:8] = decision
    return excel_report(review, [replace(sheet, rows=rows), *others])


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "returned.docx").write_bytes(returned())
    (FOLDER / "decisions.xlsx").write_bytes(decided(returned()))
