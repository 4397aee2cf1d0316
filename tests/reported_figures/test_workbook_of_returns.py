"""The workbook in which a Provider reports: what it carries, what is protected, and that it is read again."""

import io
import re
import zipfile
from datetime import date

import docx
import xlsxwriter
from tests.reported_figures.returned import Given, asked, held, outcome
from tests.reported_figures.test_held_against_the_contract import Q1, of, plans

from specgen.contract.register.spreadsheet import open_workbook
from specgen.reported_figures.asked import AskedRow
from specgen.reported_figures.hold import hold
from specgen.reported_figures.page import returns_document, returns_html
from specgen.reported_figures.read import read_returns
from specgen.reported_figures.report import returns_report
from specgen.reported_figures.shown import shown
from specgen.reported_figures.workbook import HEADINGS, returns_workbook, rows_of_year

YEAR = rows_of_year(asked(), date(2026, 4, 1))


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode("utf-8")


def test_it_has_a_row_for_each_measure_period_and_commissioner_of_the_year() -> None:
    book, problems = open_workbook(returns_workbook(asked(), YEAR), "returns.xlsx")
    assert book is not None and problems == []
    sheet, _ = book.sheet("Returns")
    assert sheet is not None
    cells = [[cell.text if cell else "" for cell in row.cells] for row in sheet.rows]
    assert cells[0] == [heading.text for heading in HEADINGS]
    assert [row[0] for row in cells[1:]] == [row.id for row in YEAR]
    assert {row[15] for row in cells[1:]} == {asked().record}
    assert {row[1] for row in cells[1:]} == {"T-1"}
    assert len({row.id for row in asked().rows}) == len(asked().rows)
    # Plans agreed: four quarters for all and each of two Commissioners.
    assert sum(row[5] == plans().title for row in cells[1:]) == 12


def test_the_first_and_the_last_contract_year_that_there_are_ask_for_nothing_of_another() -> None:
    assert rows_of_year(asked(), date.max) == rows_of_year(asked(), date.min) == ()
    assert rows_of_year(asked(), date(2027, 3, 31)) == YEAR


def test_headings_and_words_are_protected_and_what_is_filled_in_is_not() -> None:
    data = returns_workbook(asked(), YEAR)
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<sheetProtection" in sheet
    formats = part(data, "xl/styles.xml").partition("<cellXfs")[2].partition("</cellXfs>")[0].split("<xf ")[1:]
    open_styles = {str(index) for index, each in enumerate(formats) if 'locked="0"' in each}
    row = next(index for index, each in enumerate(YEAR, 2) if each.id == plans().id)
    styles = dict(re.findall(rf'<c r="([A-Z]+){row}" s="(\d+)"', sheet))
    assert {column for column, style in styles.items() if style in open_styles} == {"J", "L", "M", "N", "O"}
    assert '"provisional,final,restated"' in sheet


def test_the_same_contract_gives_the_same_bytes() -> None:
    assert returns_workbook(asked(), YEAR) == returns_workbook(asked(), YEAR)


def test_a_blank_workbook_reports_nothing() -> None:
    found, problems = read_returns(returns_workbook(asked(), YEAR), "returns.xlsx", {"T-1": asked()})
    assert (found.rows, found.faulty, problems) == ((), frozenset(), [])


def filled(
    row: AskedRow,
    numerator: object,
    denominator: object,
    *,
    struck: bool = False,
    hidden: bool = False,
    copy: str = "",
    above: int = 0,
) -> bytes:
    """The workbook with one row filled in, as a spreadsheet program saves it; `copy` names a second sheet with the
    headings, and `above` is how many rows somebody put above them."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("Returns")
    sheet.write_row(above, 0, [heading.text for heading in HEADINGS])
    if copy:
        book.add_worksheet(copy).write_row(0, 0, [heading.text for heading in HEADINGS])
    day = book.add_format({"num_format": "d mmmm yyyy"})
    line = book.add_format({"font_strikeout": True})
    for index, text in enumerate(Given(row, status="final").cells(asked().record)):
        if HEADINGS[index].text in ("From", "To"):
            sheet.write_datetime(1, index, date.fromisoformat(text), day)
        elif text:
            sheet.write_string(1, index, text)
    for index, value in ((9, numerator), (11, denominator)):
        if isinstance(value, str):
            sheet.write_formula(1, index, value, None, "")
        elif value is not None:
            sheet.write_number(1, index, value, line if struck else None)
    if hidden:
        sheet.set_row(1, None, None, {"hidden": True})
    book.close()
    return made.getvalue()


def test_days_and_numbers_of_a_spreadsheet_program_are_read() -> None:
    found, problems = read_returns(filled(plans(), 120, 150), "returns.xlsx", {"T-1": asked()})
    whole, more = hold(found, [asked()], date(2026, 9, 1))
    assert (problems + more, outcome(whole, plans())) == ([], "met")


def test_a_formula_without_a_value_is_named_by_its_cell() -> None:
    found, problems = read_returns(filled(plans(), "=A1+1", 150), "returns.xlsx", {"T-1": asked()})
    assert [(each.slug, each.location.cell) for each in problems] == [("no-value", "J2 (Numerator)")]
    assert (found.rows, found.faulty) == ((), frozenset({plans().id}))


def test_a_figure_that_is_struck_through_is_not_counted() -> None:
    found, problems = read_returns(filled(plans(), 120, 150, struck=True), "returns.xlsx", {"T-1": asked()})
    assert [each.slug for each in problems] == ["struck-through", "struck-through"]
    assert found.rows == ()


def test_a_row_that_is_hidden_is_counted_and_said() -> None:
    data = filled(plans(), 120, 150, hidden=True)
    found, problems = read_returns(data, "returns.xlsx", {"T-1": asked()})
    assert [(each.slug, each.severity) for each in problems] == [("hidden-row", "warning")]
    assert len(found.rows) == 1


def test_a_second_sheet_of_returns_is_said_not_to_be_read() -> None:
    data = filled(plans(), 120, 150, copy="Quarter 2")
    found, problems = read_returns(data, "returns.xlsx", {"T-1": asked()})
    assert [(each.slug, each.location.sheet, each.severity) for each in problems] == [
        ("sheet-not-read", "Quarter 2", "warning")
    ]
    assert len(found.rows) == 1


def test_headings_that_were_moved_down_are_said_to_stand_there() -> None:
    found, problems = read_returns(filled(plans(), 120, 150, above=2), "returns.xlsx", {"T-1": asked()})
    assert [each.message for each in problems] == ["the headings stand in row 3; no row of the file can be told"]
    assert found.rows == ()


def test_no_id_of_a_row_looks_like_a_number() -> None:
    assert all(re.fullmatch(r"r[0-9a-f]{11}", row.id) for row in asked().rows)


def test_a_workbook_without_the_sheet_is_said_to_have_none() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    book.add_worksheet("Sheet1")
    book.close()
    _, problems = read_returns(made.getvalue(), "returns.xlsx", {})
    assert [each.slug for each in problems] == ["no-returns"]


def test_0_is_a_number_and_no_missing_return() -> None:
    referrals = of("referrals-made", Q1)
    whole, problems = held(Given(referrals, 0))
    assert (problems, outcome(whole, referrals)) == ([], "reported")


def test_the_trajectory_of_a_measure_is_shown_period_by_period() -> None:
    rows = [of("plans-agreed", last) for last in (Q1, "2026-09-30", "2026-12-31")]
    whole, problems = held(
        Given(rows[0], 60, 100), Given(rows[1], 0, 0), Given(rows[2], 90, 120, "provisional"), on="2027-01-31"
    )
    assert problems == []
    book, _ = open_workbook(returns_report(shown(whole)), "reported.xlsx")
    assert book is not None
    sheet, _ = book.sheet("Trajectory")
    assert sheet is not None and len(sheet.rows) == 2
    cells = [[cell.text if cell else "" for cell in row.cells] for row in sheet.rows]
    assert cells[0][7:] == ["To 30 June 2026", "To 30 September 2026", "To 31 December 2026"]
    assert cells[1][7:] == ["60.0%", "no cases", "75.0%, provisional"]


def test_the_document_and_the_page_for_a_browser_say_what_came_and_what_did_not() -> None:
    whole, _ = held(Given(plans(), 119, 150, note="<b>late</b>"), on="2026-09-01")
    found = shown(whole)
    data, problems = returns_document(found)
    assert data is not None and problems == []
    document = docx.Document(io.BytesIO(data))
    row = [cell.text for cell in document.tables[0].rows[1].cells]
    assert row[3] == "119 of 150 (79.3%)" and row[5] == "below threshold by 0.7 percentage points"
    assert "Note: <b>late</b>" in row[6]
    words = [paragraph.text for paragraph in document.paragraphs]
    assert any(line.startswith("Missing: ") and "Referrals to social prescribing" in line for line in words)
    page = returns_html(found).decode("utf-8")
    assert "&lt;b&gt;late&lt;/b&gt;" in page and "<b>" not in page


def test_neither_of_them_holds_a_hidden_count() -> None:
    whole, _ = held(Given(plans(), 3, 91775, note="91775 people"), on="2026-09-01")
    found = shown(whole, 5)
    data, _ = returns_document(found)
    assert data is not None
    parts = zipfile.ZipFile(io.BytesIO(data))
    for text in (*(parts.read(name) for name in parts.namelist()), returns_html(found)):
        assert b"91775" not in text and b"91,775" not in text
