"""The progress report as a document, a workbook and a page for a browser."""

import io
import re
import zipfile
from itertools import cycle
from pathlib import Path

import docx
from msgspec.structs import replace
from tests.progress.portfolio import contract_of, portfolio, report_of, text_of, with_change

from specgen.contract.register.spreadsheet import open_workbook
from specgen.progress.page import progress_document, progress_html
from specgen.progress.words import board_summary
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
    words = [cell.text for row in document.tables[2].rows for cell in row.cells]
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
    data, problems = progress_document(report)
    assert data is not None and problems == []


def test_the_commitments_are_word_for_word() -> None:
    source = Path(__file__).with_name("commitments.txt").read_text(encoding="utf-8").split("\n")
    said = [f"{each.number}. {each.words}" for each in report_of([]).yardstick.commitments]
    assert said == [line for line in source if line]


def test_the_first_page_gives_each_key_action_in_a_row() -> None:
    data, _ = progress_document(report_of(portfolio()))
    assert data is not None
    rows = [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(data)).tables[0].rows]
    assert rows[0] == ["No.", "Key action", "Measure", "Contracts", "Services", "Target", "Status", "Missing"]
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 11)]
    assert rows[1][3:] == ["8 of 8 (100%)", "9 of 9 (100%)", "100%", "target met", "none"]
    assert rows[2][3:] == [
        "5 of 8 (63%)",
        "5 of 9 (56%)",
        "none stated",
        "half or more",
        "NBB-2026-031\nNBB-2026-040\nNBB-2026-051",
    ]
    assert rows[8][3:7] == ["1 of 8 (13%)", "–", "none stated", "under half; 3 not applicable"]


def test_a_target_that_is_missed_is_below_and_asks_for_a_decision() -> None:
    without = with_change("podiatry-services", lambda text: text.replace("      - enabling-choice\n", ""))
    summary = board_summary(report_of(without))
    assert summary.rows[3].status == "below target, 1 contract and 1 service short"
    assert summary.rows[3].missing == "NBB-2026-051"
    assert summary.decisions[0] == "Below the target: key action 4. By when do the missing get the wording?"


def test_the_summary_says_no_more_of_five_hundred_contracts_than_fits_on_a_page() -> None:
    held = [
        replace(contract, reference=f"NHS-NORTHBROOK-AND-EASTMERE-2026-{number:04d}-REVISED")
        for number, contract in zip(range(500), cycle(portfolio()), strict=False)
    ]
    for portfolio_of in ([], held[:1], held[:12], held):
        summary = board_summary(report_of(portfolio_of))
        assert len(summary.rows) == 10
        assert all(len(line) <= 24 for row in summary.rows for line in row.missing.split("\n"))
        assert max(row.missing.count("\n") for row in summary.rows) <= 2
        assert max(len(row.status) for row in summary.rows) <= 45
        assert len(summary.decisions) <= 5 and len(summary.limits) <= 6
        assert max(map(len, (*summary.decisions, *summary.limits))) <= 100


def test_the_page_the_workbook_and_the_document_begin_with_the_same_summary() -> None:
    report = report_of(portfolio())
    summary = board_summary(report)
    page = progress_html(report).decode("utf-8")
    book, _ = open_workbook(progress_workbook(report), "report.xlsx")
    assert book is not None
    sheet, _ = book.sheet("Summary")
    assert sheet is not None
    cells = {cell.text for row in sheet.rows for cell in row.cells if cell}
    data, _ = progress_document(report)
    assert data is not None
    document = docx.Document(io.BytesIO(data))
    words = {paragraph.text for table in document.tables[:2] for row in table.rows for cell in row.cells
             for paragraph in cell.paragraphs}  # fmt: skip
    for said in (*summary.decisions, *summary.limits, *(row.status for row in summary.rows)):
        assert said in page and said in cells and said in words
    assert page.index("Summary for the board") < page.index("What the report is of")
