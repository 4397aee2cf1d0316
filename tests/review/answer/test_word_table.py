"""Decisions typed into the table of the report in Word: read as those of the workbook are."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from tests.review.answering import (
    comments_of,
    dele,
    ins,
    main_part,
    package_of,
    par,
    report,
    run,
    texts,
    units_of,
)
from tests.review.conftest import ROOT
from tests.word.making import docx_bytes

from specgen.library.model import Library
from specgen.review.answer.answer import make_reply
from specgen.review.answer.sheet import read_decisions
from specgen.review.answer.units import content_of, identified
from specgen.review.answer.word_table import read_word_decisions, rows_to_decide, with_kept
from specgen.review.comparison.review import review_document
from specgen.review.reports.review_page import word_report
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import write_package

ISSUED = par(run("Terms")) + par(run("Pay within 30 days.")) + par(run("No set-off."))
RETURNED = (
    par(run("Terms")) + par(run("Pay within "), dele("30"), ins("60"), run(" days.")) + par(run("No set-off applies."))
)


def made(folder: Path) -> tuple[bytes, bytes, bytes]:
    """What came back, and the reports of it in Word and in Excel with nothing decided."""
    file = folder / "issued.docx"
    file.write_bytes(docx_bytes(ISSUED))
    data = docx_bytes(RETURNED)
    review, problems = review_document(data, "returned.docx", Library(), (), file)
    assert review is not None, problems
    package = package_of(data)
    review, units = identified(review, package)
    report_, faults = word_report(review, Library(), None, rows_to_decide(units))
    assert report_ is not None, faults
    whole, faults = with_kept(report_, units, {"returned.docx": content_of(package)})
    assert whole is not None, faults
    return data, whole, report(data, units, {})


def test_a_report_that_could_not_be_read_again_is_not_written_and_said() -> None:
    long = "An author " * 200_000
    document = docx_bytes("".join(par(run(long)) for _ in range(3)))
    whole, faults = with_kept(document, (), {"returned.docx": "0" * 64})
    assert whole is None
    assert [(each.slug, ".xlsx" in each.cure) for each in faults] == [("file-too-large", True)]


def typed(data: bytes, cells: Mapping[tuple[int, int], str]) -> bytes:
    """The report with words typed into cells of its table of decisions, by row and column from 1."""
    package = package_of(data)
    root = parse_xml(package.part(package.main))
    (table,) = [each for each in root.iter(w("tbl")) if "Decision" in "".join(map(str, each.itertext()))]
    rows = list(table.iter(w("tr")))
    for (row, column), words in cells.items():
        cell = list(rows[row - 1].iter(w("tc")))[column - 1]
        paragraph = next(cell.iter(w("p")))
        for each in list(paragraph.iter(w("r"))):
            paragraph.remove(each)
        etree.SubElement(etree.SubElement(paragraph, w("r")), w("t")).text = words
    return write_package(package, {package.main: etree.tostring(root)})


def test_what_is_typed_into_the_table_in_word_makes_the_reply(tmp_path: Path) -> None:
    data, word, _ = made(tmp_path)
    filled = typed(word, {(2, 5): "Counter", (2, 6): "45", (3, 5): "accept"})
    decisions, problems = read_word_decisions(filled, "report.docx")
    assert decisions is not None, problems
    reply, problems = make_reply(data, package_of(data), decisions, "Ada Shah", "2026-05-11", clean=True)
    assert reply is not None, problems
    assert texts(main_part(reply.data)) == ["Terms", "Pay within 45 days.", "No set-off applies."]
    assert [author for author, _ in comments_of(reply.data)] == ["Ada Shah"]


def test_a_decision_that_was_crossed_out_is_none(tmp_path: Path) -> None:
    data, word, _ = made(tmp_path)
    package = package_of(typed(word, {(2, 5): "reject"}))
    struck = package.part(package.main).replace(
        b"<w:r><w:t>reject</w:t>", b"<w:r><w:rPr><w:strike/></w:rPr><w:t>reject</w:t>"
    )
    _, problems = read_word_decisions(write_package(package, {package.main: struck}), "report.docx")
    assert [(each.slug, each.message) for each in problems] == [
        ("decision-unreadable", "words here are struck through")
    ]
    excel = report(data, units_of(data, tmp_path / "issued.docx"), {0: ("reject", "")})
    again = BytesIO()
    with ZipFile(BytesIO(excel)) as before, ZipFile(again, "w") as after:
        for name in before.namelist():
            words = before.read(name)
            crossed = words.replace(b"<si><t>reject</t></si>", b"<si><r><rPr><strike/></rPr><t>reject</t></r></si>")
            after.writestr(name, crossed if name == "xl/sharedStrings.xml" else words)
    _, problems = read_decisions(again.getvalue(), "report.xlsx")
    assert [(each.slug, each.message) for each in problems] == [
        ("decision-unreadable", "words here are struck through")
    ]


@pytest.mark.parametrize("joined", [2, 3, 4])
def test_a_decision_in_a_row_with_joined_cells_is_not_passed_over(tmp_path: Path, joined: int) -> None:
    _, word, _ = made(tmp_path)
    package = package_of(typed(word, {(2, 5): "accept"}))
    root = parse_xml(package.part(package.main))
    (table,) = [each for each in root.iter(w("tbl")) if "Decision" in "".join(map(str, each.itertext()))]
    cells = list(list(table.iter(w("tr")))[1].iter(w("tc")))
    properties, gone = cells[joined - 1].find(w("tcPr")), cells[joined] if joined < 4 else cells[joined - 2]
    row = gone.getparent()
    assert properties is not None and row is not None
    etree.SubElement(properties, w("gridSpan")).set(w("val"), "2")
    row.remove(gone)
    decisions, problems = read_word_decisions(
        write_package(package, {package.main: etree.tostring(root)}), "report.docx"
    )
    assert decisions is not None and not decisions.rows
    assert [(each.slug, each.location.line) for each in problems] == [("decision-unreadable", 2)]


def test_both_reports_keep_the_same_of_every_change(tmp_path: Path) -> None:
    _, word, book = made(tmp_path)
    in_word, in_excel = read_word_decisions(word, "report.docx")[0], read_decisions(book, "report.xlsx")[0]
    assert in_word is not None and in_excel is not None
    assert in_word.rows == in_excel.rows == ()
    assert {name: text for name, text in in_excel.kept.items() if name != "Id"} == in_word.kept


@pytest.mark.parametrize(
    ("cells", "slug"),
    [
        ({(2, 5): "acept"}, "decision-unknown"),
        ({(2, 5): "counter"}, "decision-without-words"),
        ({(2, 6): "45"}, "decision-missing"),
        ({(3, 1): "t-0000000000", (3, 5): "reject"}, "decision-unknown"),
        ({(3, 5): "accept", (3, 6): "why"}, "decision-with-words"),
    ],
)
def test_what_is_not_understood_is_named_by_the_row_and_column_of_the_table(
    tmp_path: Path, cells: Mapping[tuple[int, int], str], slug: str
) -> None:
    data, word, _ = made(tmp_path)
    decisions, problems = read_word_decisions(typed(word, cells), "report.docx")
    if decisions is not None:
        _, more = make_reply(data, package_of(data), decisions, "Ada Shah", "2026-05-11", clean=False)
        problems += more
    assert [each.slug for each in problems] == [slug]
    row = next(iter(cells))[0]
    assert f"table of decisions, row {row}" in str(problems[0].location)


def test_a_word_file_that_is_no_report_is_refused() -> None:
    decisions, problems = read_word_decisions(docx_bytes(ISSUED), "letter.docx")
    assert decisions is None and [each.slug for each in problems] == ["no-decisions"]


def test_the_shipped_form_of_the_report_holds_the_table() -> None:
    data = (ROOT / "templates/reports/review/template.docx").read_bytes()
    assert "review.to_decide" in main_part(data).decode()
