"""A document that came back, answered as a test decides: from the review over the filled-in report to the reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from lxml import etree
from msgspec.structs import replace
from tests.review.conftest import ROOT
from tests.word.making import docx_bytes

from specgen.excel import workbook_bytes
from specgen.library.model import Library
from specgen.library.read import read_library
from specgen.problems import Problem
from specgen.review.answer.answer import Reply, make_reply
from specgen.review.answer.sheet import decision_pages, read_decisions
from specgen.review.answer.units import Unit, content_of, identified
from specgen.review.comparison.review import review_document
from specgen.word.document.inline import text_after, text_before
from specgen.word.document.resolve import resolve_part
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import Package, read_package

OURS = "Ada Shah"
THEIRS = 'w:author="Ann Bell" w:date="2026-05-04T09:30:00Z"'
Given = Mapping[str, tuple[str, str]]
"""Words that a change takes out or puts in → the decision on it with its words."""


def run(text: str, look: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def ins(text: str, number: int = 1, look: str = "") -> str:
    return f'<w:ins w:id="{number}" {THEIRS}>{run(text, look)}</w:ins>'


def dele(text: str, number: int = 2, look: str = "") -> str:
    struck = run(text, look).replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
    return f'<w:del w:id="{number}" {THEIRS}>{struck}</w:del>'


def par(*inner: str, mark: str = "", style: str = "") -> str:
    """A paragraph; `mark` is `ins` or `del` where they put in its end or took it out."""
    end = f'<w:rPr><w:{mark} w:id="7" {THEIRS}/></w:rPr>' if mark else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p>{f'<w:pPr>{named}{end}</w:pPr>' if named or end else ''}{''.join(inner)}</w:p>"


def row(*cells: str, mark: str = "") -> str:
    held = "".join(f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in cells)
    own = f'<w:trPr><w:{mark} w:id="9" {THEIRS}/></w:trPr>' if mark else ""
    return f"<w:tr>{own}{held}</w:tr>"


def table(*rows: str) -> str:
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{grid}{"".join(rows)}</w:tbl>'


@cache
def _library() -> Library:
    return read_library(ROOT / "clauses")[0]


def package_of(data: bytes) -> Package:
    package, problems = read_package(data, "returned.docx")
    assert package is not None, problems
    return package


def units_of(returned: bytes, issued: Path, library: Library | None = None) -> tuple[Unit, ...]:
    review, problems = review_document(returned, "returned.docx", library or _library(), (), issued)
    assert review is not None, problems
    return identified(review, package_of(returned))[1]


def report(returned: bytes, units: Sequence[Unit], decided: Mapping[int, tuple[str, str]]) -> bytes:
    """The report with decisions typed into its rows, which are counted from 0."""
    sheet, guide, kept = decision_pages(units, {"returned.docx": content_of(package_of(returned))})
    rows = [[*row] for row in sheet.rows]
    for number, (verdict, words) in decided.items():
        rows[number][6:8] = verdict, words
    return workbook_bytes([replace(sheet, rows=rows), guide, kept], "Report")


def reply_to(
    returned: bytes, filled: bytes, *, clean: bool = True, author: str = OURS
) -> tuple[Reply | None, list[Problem]]:
    decisions, problems = read_decisions(filled, "report.xlsx")
    if decisions is None:
        return None, problems
    reply, more = make_reply(returned, package_of(returned), decisions, author, "2026-05-11", clean=clean)
    return (None if problems else reply), [*problems, *more]


def rows_of(units: Sequence[Unit], given: Given) -> dict[int, tuple[str, str]]:
    """Which rows the decisions are typed into."""
    found: dict[int, tuple[str, str]] = {}
    for words, decision in given.items():
        (number,) = [at for at, each in enumerate(units) if words in f"{each.told.removed}|{each.told.added}"]
        found[number] = decision
    return found


def answered(folder: Path, issued: str, returned: str, given: Given) -> tuple[bytes, Reply | None, list[Problem]]:
    """What came back, and the reply to it; both files are given by the XML of their bodies."""
    file = folder / "issued.docx"
    file.write_bytes(docx_bytes(issued))
    data = docx_bytes(returned)
    units = units_of(data, file)
    return data, *reply_to(data, report(data, units, rows_of(units, given)))


# What a file says, each side in its own words.


def main_part(data: bytes) -> bytes:
    package = package_of(data)
    return package.part(package.main)


def texts(xml: bytes) -> list[str]:
    """The paragraphs' words when everything is accepted."""
    return _lines(resolve_part(xml, lambda mark: "accept"))


def as_sent(xml: bytes) -> list[tuple[str, str]]:
    """Each paragraph without ours: as it was and as it would be by what is theirs."""
    root = parse_xml(theirs_alone(xml))
    return [(text_before(each), text_after(each)) for each in root.iter(w("p"))]


def theirs_alone(xml: bytes) -> bytes:
    """The part with every tracked change of ours rejected."""
    return resolve_part(xml, lambda mark: "reject" if mark.author == OURS else "keep")


def _lines(xml: bytes) -> list[str]:
    return [text_after(each) for each in parse_xml(xml).iter(w("p"))]


def comments_of(data: bytes) -> list[tuple[str, str]]:
    """The comments: who says what."""
    package = package_of(data)
    if "word/comments.xml" not in package.entries:
        return []
    root = parse_xml(package.part("word/comments.xml"))
    return [
        (each.get(w("author"), ""), "".join(text.text or "" for text in each.iter(w("t"))))
        for each in root.iter(w("comment"))
    ]


def commented_words(data: bytes, number: int = 0) -> str:
    """The words that the comment with this place in the row of comments is about, struck ones among them."""
    root = parse_xml(main_part(data))
    start = list(root.iter(w("commentRangeStart")))[number]
    said: list[str] = []
    inside = False
    for each in root.iter(etree.Element):
        inside = inside or each is start
        if each.tag == w("commentRangeEnd") and each.get(w("id")) == start.get(w("id")):
            break
        if inside and each.tag in (w("t"), w("delText")):
            said.append(each.text or "")
    return "".join(said)
