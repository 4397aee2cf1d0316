"""Workbooks that specgen writes: the same bytes each time, text that stays text, drop-downs, headings that stay in
view."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree
from tests.contract.test_register_holds_every_field import whole

from specgen.contract.columns import COLUMNS, EXPLANATION, SHEETS
from specgen.contract.register.spreadsheet import open_workbook
from specgen.contract.register.write import explanation_page, register_pages
from specgen.excel import LONGEST_CELL, Heading, Out, Page, workbook_bytes


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def shown(*values: Out, lean: bool = False) -> list[str]:
    page = Page("Page", tuple(Heading(f"H{number}") for number in range(len(values))), [values])
    book, problems = open_workbook(workbook_bytes([page], "Title", lean=lean), "book.xlsx")
    assert book is not None, problems
    sheet, _ = book.sheet("Page")
    assert sheet is not None
    return [cell.text if cell else "" for cell in sheet.rows[1].cells]


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "{=1}",
    '=HYPERLINK("http://x.example","x")',
    "http://x.example",
    "\t=1",
    "1,250",
    "01",
    "=cmd|' /C calc'!A0",
)


def test_no_text_becomes_a_formula_a_link_or_a_number() -> None:
    for lean in (False, True):
        page = Page("Page", tuple(Heading(text) for text in FORMULAS), [FORMULAS])
        sheet = parts(workbook_bytes([page], "=1+1", lean=lean))["xl/worksheets/sheet1.xml"]
        assert "<f>" not in sheet and "hyperlink" not in sheet
        assert set(re.findall(r'<c [^>]*t="(\w+)"', sheet)) <= {"s", "inlineStr"} and len(
            re.findall(r"<c ", sheet)
        ) == 2 * len(FORMULAS)
        assert shown(*FORMULAS, lean=lean) == [text.strip() for text in FORMULAS]


def test_days_amounts_and_counts_are_days_and_numbers() -> None:
    assert shown(
        date(2026, 4, 1), date(1066, 10, 14), Decimal("1250000.50"), Decimal("12345678901234567.89"), 3, None, "x"
    ) == ["2026-04-01", "1066-10-14", "1250000.5", "12345678901234567.89", "3", "", "x"]


def test_a_text_that_no_cell_holds_is_cut_and_says_so() -> None:
    (text,) = shown("x" * (LONGEST_CELL + 1))
    assert len(text) == LONGEST_CELL and text.endswith("(cut here)")


def test_the_same_pages_give_the_same_bytes() -> None:
    for lean in (False, True):
        first, second = (workbook_bytes([explanation_page()], "Title", lean=lean) for _ in range(2))
        assert first == second
        assert "1980-01-01" in parts(first)["docProps/core.xml"]


def test_a_register_has_its_sheets_drop_downs_and_headings_that_stay_in_view() -> None:
    found = parts(workbook_bytes(register_pages([], {}), "Register"))
    names = re.findall(r'<sheet name="([^"]+)"', found["xl/workbook.xml"])
    assert names == [*(names[0] for names in SHEETS.values()), EXPLANATION]
    contracts = found["xl/worksheets/sheet1.xml"]
    assert 'state="frozen"' in contracts and 'topLeftCell="C2"' in contracts and "<autoFilter" in contracts
    lists = re.findall("<formula1>(.*?)</formula1>", contracts)
    assert len(lists) == sum(
        bool(column.choices)
        for column in COLUMNS["contracts"]
        if not column.name.startswith(("service.", "commissioner."))
    )
    assert any("draft,for agreement,agreed" in entry for entry in lists)


def test_a_drop_down_that_is_too_long_for_its_rule_gets_a_hidden_sheet() -> None:
    choices = tuple(f"choice number {number}, with a comma" for number in range(40))
    found = parts(workbook_bytes([Page("Page", (Heading("A", choices=choices),), [], guide="Explanation")], "Title"))
    assert 'name="Lists"' in found["xl/workbook.xml"] and 'state="hidden"' in found["xl/workbook.xml"]
    assert "Lists!$A$1:$A$40" in found["xl/worksheets/sheet1.xml"]


def test_every_column_is_explained_with_its_form_and_an_example() -> None:
    rows = list(explanation_page().rows)
    explained = {(row[0], row[1]) for row in rows}
    assert {(SHEETS[role][0], column.heading) for role, columns in COLUMNS.items() for column in columns} <= explained
    assert all(row[3] for row in rows)
    assert all(row[4] for row in rows if row[2])


ODD = (
    "a & b < c > d",
    "two\nlines",
    "tab\there",
    "bell\x07",
    "carriage\rreturn",
    "_x000D_ as typed",
    "😀 £ “quoted”",
    'a "b"',
    "0",
    "x" * 40_000,
)


def test_a_report_holds_odd_texts_as_any_workbook_does() -> None:
    assert shown(*ODD, lean=True) == shown(*ODD)


@pytest.mark.slow
def test_a_report_of_many_rows_has_each_in_its_place_and_its_filter_over_all() -> None:
    rows = [(f"N-{number}", number, None if number % 2 else "x", f" {number}") for number in range(3_000)]
    empty = Page("Empty", (Heading("A"), Heading("B")), [])
    data = workbook_bytes([empty, Page("Rows", tuple(Heading(name) for name in "ABCD"), rows)], "Title", lean=True)
    book, problems = open_workbook(data, "book.xlsx")
    assert book is not None, problems
    sheet, _ = book.sheet("Rows")
    assert sheet is not None
    assert [tuple(cell.text if cell else None for cell in row.cells) for row in sheet.rows[1:]] == [
        (name, str(number), mark, str(number)) for name, number, mark, _ in rows
    ]
    written = parts(data)["xl/worksheets/sheet2.xml"]
    assert '<dimension ref="A1:D3001"/>' in written and '<autoFilter ref="A1:D3001"/>' in written
    assert len(written) > 2**17 and etree.fromstring(written.encode()) is not None


def test_a_register_is_no_wider_than_what_stands_in_it_so_that_it_goes_over_fewer_sheets_of_paper() -> None:
    content = whole(0)
    (contracts, *_) = register_pages([content], {})
    widths = {heading.text: heading.width for heading in contracts.headings}
    assert widths["Form"] == 11 and widths["Provider: why no ODS code"] < 20 and widths["Provider address"] == 51
    (empty, *_) = register_pages([], {})
    assert {heading.text: heading.width for heading in empty.headings}["Provider address"] == 60
