"""The progress report as a document, a workbook and a page for a browser."""

import io
import re
import zipfile
from pathlib import Path

import docx
from tests.progress.portfolio import contract_of, portfolio, report_of, text_of

from specgen.contract.register.spreadsheet import open_workbook
from specgen.progress.page import progress_document, progress_html
from specgen.progress.workbook import progress_workbook


def test_the_same_contracts_give_the_same_bytes() -> None:
    report = report_of(portfolio())
    assert progress_document(report)[0] == progress_document(report)[0]
    assert progress_workbook(report) == progress_workbook(report)
    assert progress_html(report) == progress_html(report)


def test_the_workbook_has_charts_of_its_own_and_no_picture() -> None:
    data = progress_workbook(report_of(portfolio()))
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert sum(bool(re.fullmatch(r"xl/charts/chart\d+\.xml", name)) for name in names) == 3
    assert not any(name.startswith("xl/media") for name in names)
    book, _ = open_workbook(data, "report.xlsx")
    assert book is not None
    sheet, _ = book.sheet("Components by provider")
    assert sheet is not None
    assert [cell.text for cell in sheet.rows[4].cells if cell][:4] == [
        "Moorland Community Care NHS Trust",
        "1",
        "2",
        "1",
    ]


def test_every_row_of_the_document_has_the_columns_of_its_table() -> None:
    data, problems = progress_document(report_of(portfolio()))
    assert data is not None and problems == []
    document = docx.Document(io.BytesIO(data))
    for table in document.tables:
        grid = [column.width for column in table.columns]
        assert all([cell.width for cell in row.cells] == grid for row in table.rows)
    words = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert words == ["none", "under half", "half or more", "three quarters or more", "all"]


def test_what_a_chart_shows_are_the_cells_beside_it() -> None:
    parts = zipfile.ZipFile(io.BytesIO(progress_workbook(report_of(portfolio()))))
    charts = "".join(
        parts.read(name).decode("utf-8") for name in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)
    )
    for reference in (
        "Chart!$E$2:$E$11",
        "Chart!$H$2:$H$11",
        "Quarters!$G$2:$N$2",
        "'Components by provider'!$D$2:$D$7",
    ):
        assert f"<c:f>{reference}</c:f>" in charts


def test_a_users_text_is_text_in_the_browser() -> None:
    marked = text_of("podiatry-services").replace("reference: NBB-2026-051", 'reference: "<b>&1</b>"')
    page = progress_html(report_of([contract_of(marked)])).decode("utf-8")
    assert "&lt;b&gt;&amp;1&lt;/b&gt;" in page and "<b>" not in page


def test_a_portfolio_without_contracts_is_counted_as_none() -> None:
    report = report_of([])
    assert all(cell.of == 0 for progress in report.actions for cell in progress.cells)
    assert progress_html(report)


def test_the_commitments_are_word_for_word() -> None:
    source = Path(__file__).with_name("commitments.txt").read_text(encoding="utf-8").split("\n")
    said = [f"{each.number}. {each.words}" for each in report_of([]).yardstick.commitments]
    assert said == [line for line in source if line]
