"""Excel's habits, met; and workbooks that are made to do harm, refused before they do."""

from __future__ import annotations

import io
import pickle
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contract.registers import (
    KINDS,
    ROW,
    contract_of,
    entries,
    opened,
    problems_of,
    said,
    sheet_of,
    with_part,
    workbook,
)

from specgen.contract.register import parts as workbook_parts
from specgen.contract.register import spreadsheet as workbook_module
from specgen.contract.register.formats import sort_of_format
from specgen.contract.register.register import open_register
from specgen.contract.register.sheet import Cell, Row
from specgen.contract.register.spreadsheet import open_workbook
from specgen.excel import letters

SHEET = "xl/worksheets/sheet1.xml"


def cells(data: bytes, name: str = "Sheet1") -> dict[str, str]:
    """Reference → what the cell shows; a fault in square brackets."""
    book, problems = open_workbook(data, "book.xlsx")
    assert book is not None, problems
    sheet, problems = book.sheet(name)
    assert sheet is not None, problems
    return {
        f"{letters(column)}{row.number}": f"[{cell.text}]" if cell.kind == "fault" else cell.text
        for row in sheet.rows
        for column, cell in enumerate(row.cells)
        if cell is not None
    }


def written(*values: tuple[object, str | None], **options: Any) -> dict[str, str]:
    """One row of values, each with a number format."""

    def fill(book: Any, sheets: dict[str, Any]) -> None:
        for column, (value, code) in enumerate(values):
            style = book.add_format({"num_format": code}) if code else None
            if isinstance(value, datetime):
                sheets["Sheet1"].write_datetime(0, column, value, style)
            else:
                sheets["Sheet1"].write(0, column, value, style)

    return cells(workbook({"Sheet1": []}, fill, **options))


# --- habits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1.0, None, "1"),
        (0.1 + 0.2, None, "0.3"),
        (1250000, "£#,##0.00", "1250000"),
        (1e15, None, "1E+15"),
        (-2.50, None, "-2.5"),
        (0.8, "0%", "80%"),
        (0.125, "0.0%", "12.5%"),
        (1.1, "0%", "110%"),
        (12, "00000", "00012"),
        (5, '0" days"', "5"),
        (datetime(2026, 4, 1), "dd/mm/yyyy", "2026-04-01"),
        (datetime(2026, 4, 1), "d mmmm yyyy;@", "2026-04-01"),
        (46113, "[$-809]dd mmmm yyyy", "2026-04-01"),
        (46113, "m/d/yy", "2026-04-01"),
        (datetime(2026, 4, 1, 10, 30), "dd/mm/yyyy hh:mm", "2026-04-01 10:30:00"),
        (0.5, "hh:mm", "12:00:00"),
        (46113, '"due "0', "46113"),
        (46113, None, "46113"),
        (True, None, "TRUE"),
        ("  spaces \n", None, "spaces"),
        ("NO", None, "NO"),
        ("007", None, "007"),
        ("=1+1", None, "=1+1"),
        ("_x0041_", None, "_x0041_"),
        ("a\r\nb", None, "a\r\nb"),
        ("\U0001f600", None, "\U0001f600"),
    ],
)
def test_a_cell_is_read_as_it_is_seen(value: object, code: str | None, shown: str) -> None:
    assert written((value, code))["A1"].upper() == shown.upper()


def test_days_counted_from_1904_are_the_same_days() -> None:
    days = [(datetime(2026, 4, 1), "dd/mm/yyyy"), (datetime(1999, 12, 31), "dd/mm/yyyy")]
    assert (
        list(written(*days, date_1904=True).values()) == list(written(*days).values()) == ["2026-04-01", "1999-12-31"]
    )


@pytest.mark.parametrize(("options", "number"), [({}, 46113), ({"date_1904": True}, 46113 - 1462)])
def test_a_day_that_is_a_bare_number_is_read_by_the_workbooks_own_counting(
    options: dict[str, Any], number: int
) -> None:
    (entry,) = entries(opened({"Contracts": sheet_of({"Start": number})}, **options))
    assert entry.contract is not None and entry.contract.content.contract.term.start == date(2026, 4, 1)


def test_a_formula_gives_its_value_and_one_without_a_stored_value_or_with_an_error_is_a_problem() -> None:
    def formulas(_: Any, sheets: dict[str, Any]) -> None:
        sheets["Contracts"].write_formula(1, 1, '="Community "&"services"', None, "Community services")
        sheets["Contracts"].write_formula(1, 2, "=1/0", None, "#DIV/0!")

    data = with_part(
        workbook({"Contracts": sheet_of({})}, formulas),
        SHEET,
        lambda xml: re.sub(rb'(<c r="F2"[^>]*) t="s"><v>\d+</v>', rb"\1><f>A1</f>", xml),
    )
    shown = cells(data, "Contracts")
    assert (shown["B2"], shown["C2"], shown["F2"]) == (
        "Community services",
        "[#DIV/0!]",
        "[the formula’s value is not stored]",
    )


UNSAVED = "[the formula’s value is not stored]"
ON_LOAD = b'<calcPr calcId="124519" fullCalcOnLoad="1"/>'


@pytest.mark.parametrize(
    ("cell", "calculation", "shown"),
    [
        (b"<c r='A1'><f>B1</f></c>", b"", UNSAVED),
        (b"<c r='A1'><f>B1</f><v></v></c>", b"", UNSAVED),
        (b"<c r='A1'><f>B1</f><v/></c>", b"", UNSAVED),
        (b"<c r='A1'><f>B1</f><v> </v></c>", b"", UNSAVED),
        (b"<c r='A1' t='str'><f>B1</f></c>", b"", UNSAVED),
        (b"<c r='A1' t='s'><f>B1</f><v></v></c>", b"", UNSAVED),
        (b"<c r='A1' t='b'><f>B1</f><v/></c>", b"", UNSAVED),
        (b"<c r='A1' t='inlineStr'><f>B1</f><is/></c>", b"", UNSAVED),
        (b"<c r='A1'><f t='shared' si='0'/><v/></c>", b"", UNSAVED),
        (b"<c r='A1'><f>ABS(B1)</f><v>0</v></c>", ON_LOAD, UNSAVED),
        (b"<c r='A1'><f>B1</f><v>0.0</v></c>", ON_LOAD, UNSAVED),
        (b"<c r='A1' s='1'><f>B1</f><v>0</v></c>", ON_LOAD, UNSAVED),
        (b"<c r='A1' t='str'><f>B1</f><v>0</v></c>", ON_LOAD, UNSAVED),
        (b"<c r='A1' t='b'><f>B1</f><v>0</v></c>", ON_LOAD, UNSAVED),
        (b"<c r='A1'><f>ABS(B1)</f><v>0</v></c>", b"<calcPr fullCalcOnLoad='true'/>", UNSAVED),
        (b"<c r='A1'><f>ABS(B1)</f><v>0</v></c>", b"<calcPr calcCompleted='0'/>", UNSAVED),
        (b"<c r='A1'><f>ABS(B1)</f><v>0</v></c>", b"<calcPr calcId='191029'/>", "0"),
        (b"<c r='A1'><f>ABS(B1)</f><v>0</v></c>", b"", "0"),
        (b"<c r='A1'><f>B1</f><v>7</v></c>", ON_LOAD, "7"),
        (b"<c r='A1' t='str'><f>B1</f><v>Podiatry</v></c>", ON_LOAD, "Podiatry"),
        (b"<c r='A1'><v>0</v></c>", ON_LOAD, "0"),
        (b"<c r='A1' t='str'><f>IF(B1,B1,&quot;&quot;)</f><v></v></c>", b"", None),
        (b"<c r='A1' t='s'><v></v></c>", b"", None),
        (b"<c r='A1' t='b'><v/></c>", b"", None),
    ],
)
def test_a_formula_that_no_program_has_calculated_has_no_value_in_any_spelling(
    cell: bytes, calculation: bytes, shown: str | None
) -> None:
    data = with_part(
        workbook({"Sheet1": [["x", "text zero"]]}),
        SHEET,
        lambda xml: re.sub(rb'<c r="A1".*?</c>', cell, xml),
    )
    data = with_part(data, "xl/workbook.xml", lambda xml: re.sub(rb"<calcPr[^>]*/>", calculation, xml))
    assert cells(data).get("A1") == shown


def test_a_sheet_may_say_behind_its_rows_that_its_formulas_wait_to_be_calculated() -> None:
    def waiting(xml: bytes) -> bytes:
        formula = re.sub(rb'<c r="A1".*?</c>', b"<c r='A1'><f>ABS(B1)</f><v>0</v></c>", xml)
        return formula.replace(b"</sheetData>", b"</sheetData><sheetCalcPr fullCalcOnLoad='1'/>")

    data = with_part(workbook({"Sheet1": [["x", 0]]}), SHEET, waiting)
    data = with_part(data, "xl/workbook.xml", lambda xml: re.sub(rb"<calcPr[^>]*/>", b"", xml))
    assert cells(data) == {"A1": UNSAVED, "B1": "0"}


def test_every_formula_without_a_saved_value_is_an_error_at_its_own_cell() -> None:
    def formulas(_: Any, sheets: dict[str, Any]) -> None:
        for column in (1, 4):
            sheets["Contracts"].write_formula(1, column, "=Z9")

    (entry,) = entries(open_register(workbook({"Contracts": sheet_of({})}, formulas), "register.xlsx", KINDS))
    errors = [problem for problem in entry.problems if problem.slug == "cell-error"]
    assert [problem.location.cell for problem in errors] == ["B (Title)", "E (Expiry)"]
    assert entry.contract is None and all("Excel" in problem.cure for problem in errors)


def test_a_cell_that_shows_an_error_is_reported_and_never_taken_for_blank() -> None:
    sheets = sheet_of({"Title": "=NA()"})

    def formulas(_: Any, added: dict[str, Any]) -> None:
        added["Contracts"].write_formula(1, 1, "=NA()", None, "#N/A")

    (entry,) = entries(open_register(workbook({"Contracts": sheets}, formulas), "register.xlsx", KINDS))
    assert said(entry.problems[0]) == (
        "cell-error",
        "register.xlsx, sheet Contracts, row 2, column B (Title)",
        "the cell shows an error: #N/A",
    )


@pytest.mark.parametrize(
    ("sheet", "rows", "column"),
    [
        ("Contracts", sheet_of({"Base": "standard.yaml"}), "Base"),
        ("Services", [["Reference", "Position", "Service"], ["NBB-2026-014", 1, "Podiatry"]], "Position"),
        (
            "Items",
            [
                ["Reference", "Service", "Schedule", "Clause"],
                ["NBB-2026-014", "01", "quality", "shared-decision-making/collaborate"],
            ],
            "Service",
        ),
        (
            "Items",
            [
                ["Reference", "Service", "Schedule", "Clause"],
                ["NBB-2026-014", "01", "quality", "shared-decision-making/collaborate"],
            ],
            "Schedule",
        ),
        ("Entries", [["Reference", "Field", "Entry"], ["NBB-2026-014", "services.1.premises", "Weir Lane"]], "Field"),
        (
            "Entries",
            [["Reference", "Field", "Entry"], ["NBB-2026-014", "services.1.premises", "Weir Lane"]],
            "Reference",
        ),
    ],
)
def test_an_error_in_a_column_that_says_where_a_row_belongs_is_never_taken_for_blank(
    sheet: str, rows: list[list[object]], column: str
) -> None:
    def failed(_: Any, added: dict[str, Any]) -> None:
        added[sheet].write_formula(1, rows[0].index(column), "=VLOOKUP()", None, "#N/A")

    register = open_register(workbook({"Contracts": sheet_of({}), sheet: rows}, failed), "register.xlsx", KINDS)
    found = [problem for entry in entries(register) for problem in entry.problems if problem.slug == "cell-error"]
    assert [(problem.location.sheet, problem.location.line, problem.message) for problem in found] == [
        (sheet, 2, "the cell shows an error: #N/A")
    ]
    assert all(entry.contract is None for entry in entries(register)) or column == "Reference"


def test_blank_rows_titles_above_the_table_and_spaces_in_headings_do_no_harm() -> None:
    rows = sheet_of({}, {"Reference": "N-2"})
    rows[0] = [f" {heading} \n" for heading in rows[0]]
    register = opened({"Contracts": [["Our contracts, April 2026"], [], rows[0], [], rows[1], ["  "], rows[2]]})
    assert [(entry.contract is not None, entry.where) for entry in entries(register)] == [
        (True, "register.xlsx, sheet Contracts, row 5"),
        (True, "register.xlsx, sheet Contracts, row 7"),
    ]


@pytest.mark.parametrize("above", ["Reference", "Updated on 3 May"])
def test_headings_that_stand_a_row_above_those_of_a_group_belong_to_the_table(above: str) -> None:
    """“Supplier” spans three columns with headings in a row of their own; the others are not merged down."""
    headings = list(ROW)
    first = [None if name.startswith("Supplier") else name for name in headings]
    below = [name.removeprefix("Supplier").strip() or "Name" if name.startswith("Supplier") else None for name in ROW]
    if above != "Reference":  # a title above whole headings, with a remark beside it, gives no heading
        first, below = [None] * len(headings), [*headings]
    place = headings.index("Supplier")

    def merge(_: Any, sheets: dict[str, Any]) -> None:
        sheets["Contracts"].merge_range(0, place, 0, place + 2, "Supplier")
        if above != "Reference":
            sheets["Contracts"].write(0, len(headings), above)

    (entry,) = entries(open_register(workbook({"Contracts": [first, below, [*ROW.values()]]}, merge), "r.xlsx", KINDS))
    assert entry.contract is not None and entry.problems == ()
    provider = entry.contract.content.provider
    assert (provider.name, provider.ods_code, provider.kind) == ("Harbour Community Health Trust", "RXX", "NHS trust")


def test_merged_headings_name_the_columns_below_them() -> None:
    """“Reference” goes down over two rows; “Service” and “Supplier” each span two columns with headings of their
    own."""
    names = ["Reference", "Title", "Edition", "Commissioner", "Commissioner ODS code"]
    values: list[object] = [
        "N-1",
        "Community services",
        "2026/27",
        "Northbrook ICB",
        "QXX",
        "2026-04-01",
        "2029-03-31",
        "Harbour",
        "NHS trust",
        "RXX",
        "01",
        "Podiatry",
    ]
    rows: list[list[object]] = [
        [*names, *[None] * 7],
        [*[None] * 5, "Start", "Expiry", "Name", "Kind", "ODS code", "Number", "Name"],
        values,
    ]

    def merge(_: Any, sheets: dict[str, Any]) -> None:
        for column, name in enumerate(names):
            sheets["Contracts"].merge_range(0, column, 1, column, name)
        for first, last, name in ((5, 6, "Dates"), (7, 9, "Supplier"), (10, 11, "Service")):
            sheets["Contracts"].merge_range(0, first, 0, last, name)

    (entry,) = entries(open_register(workbook({"Contracts": rows}, merge), "register.xlsx", {}))
    assert entry.contract is not None, entry.problems
    content = entry.contract.content
    assert (content.provider.name, content.provider.ods_code, content.services[0].name, content.services[0].number) == (
        "Harbour",
        "RXX",
        "Podiatry",
        "01",
    )


def test_a_merged_reference_belongs_to_every_row_that_it_covers() -> None:
    rows = sheet_of({"Service": "One"}, {"Reference": None, "Service": "Two"})

    def merge(_: Any, sheets: dict[str, Any]) -> None:
        sheets["Contracts"].merge_range(1, 0, 2, 0, "N-1")

    (entry,) = entries(open_register(workbook({"Contracts": rows}, merge), "register.xlsx", {}))
    assert entry.contract is not None and [service.name for service in entry.contract.content.services] == [
        "One",
        "Two",
    ]


def test_what_lies_unseen_beneath_a_merged_cell_is_not_read() -> None:
    rows = sheet_of({"Title": "Seen", "Award route": "framework"}, {"Reference": "N-2", "Title": "Unseen"})
    column, last = rows[0].index("Title"), rows[0].index("Award route")
    rows[0].append("# mine")

    def merge(_: Any, added: dict[str, Any]) -> None:
        added["Contracts"].merge_range(1, column, 2, column, "Seen")
        added["Contracts"].merge_range(1, last - 1, 1, last, rows[1][last - 1])

    first, second = entries(open_register(workbook({"Contracts": rows}, merge), "register.xlsx", KINDS))
    assert first.contract is not None and second.contract is not None
    assert [each.content.contract.title for each in (first.contract, second.contract)] == ["Seen", "Seen"]
    assert first.contract.content.contract.award_route is None


def test_an_ods_code_keeps_its_zeros_and_one_that_excel_took_for_a_number_is_pointed_out() -> None:
    assert (
        contract_of({"Contracts": sheet_of({"Supplier ODS code": "00L", "Commissioner ODS code": "NO"})})
        .content.commissioners[0]
        .ods_code
        == "NO"
    )
    (entry,) = entries(opened({"Contracts": sheet_of({"Supplier ODS code": 504})}))
    assert entry.contract is not None and entry.contract.content.provider.ods_code == "504"
    assert [(problem.slug, problem.severity, problem.location.cell) for problem in entry.problems] == [
        ("code-held-as-number", "warning", "H (Supplier ODS code)")
    ]


@pytest.mark.slow
def test_columns_formatted_down_to_the_last_row_do_no_harm() -> None:
    def style(book: Any, sheets: dict[str, Any]) -> None:
        sheets["Sheet1"].write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    assert cells(workbook({"Sheet1": [["a", 1]]}, style)) == {"A1": "a", "B1": "1"}


@pytest.mark.parametrize(
    ("number", "code", "sort"),
    [
        (14, None, "date"),
        (22, None, "date"),
        (9, None, "percentage"),
        (0, None, "plain"),
        (164, "0.00%", "percentage"),
        (164, "yyyy-mm-dd", "date"),
        (164, "000", 3),
        (164, "General", "plain"),
        (164, '#,##0.00 "days"', "plain"),
        (164, "[Red]0", "plain"),
        (164, "[h]:mm", "date"),
        (164, "0;[Red]-0%", "plain"),
        (164, r"\d0", "plain"),
        (164, "@", "plain"),
    ],
)
def test_a_number_format_is_known_for_what_it_is(number: int, code: str | None, sort: object) -> None:
    assert sort_of_format(number, code) == sort


VALUES = st.one_of(
    st.text(
        st.characters(
            exclude_categories=["Cs"],
            exclude_characters="".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])),
        ),
        max_size=30,
    ),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False),
    st.booleans(),
    st.dates(date(1905, 1, 1), date(9999, 12, 31)),
)


@given(rows=st.lists(st.lists(VALUES, max_size=5), max_size=5), since_1904=st.booleans())
@settings(max_examples=40, deadline=None)
def test_python_calamine_reads_the_same_cells(rows: list[list[object]], since_1904: bool) -> None:
    data = workbook({"Sheet1": rows}, date_1904=since_1904)
    other = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    seen = {f"{letters(column)}{row}": value for row, line in enumerate(other, 1) for column, value in enumerate(line)}
    for place, shown in cells(data).items():
        value = seen[place]
        if isinstance(value, bool):
            assert shown == str(value).upper()
        elif isinstance(value, float):
            assert float(shown) == pytest.approx(value)
        else:
            assert shown == str(value).strip()
        del seen[place]
    assert [value for value in seen.values() if isinstance(value, str) and not value.strip()] == list(seen.values())


# --- harm -----------------------------------------------------------------------------------------------------------


def far_cell(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def entity(xml: bytes) -> bytes:
    lots = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    return xml.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY e0 "ha">' + lots + b"]>", 1).replace(
        b"<v>1</v>", b"<v>&e9;</v>"
    )


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        (entity, "hostile-file"),
        (lambda xml: xml.replace(b"?>", b'?><!DOCTYPE x SYSTEM "file:///etc/passwd">', 1), "hostile-file"),
        (far_cell, "file-too-large"),
        (lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b"<a>" * 500), "hostile-file"),
        (lambda xml: xml.replace(b"<sheetData>", b"<sheetData " + b"a" * 5_000_000 + b'="1">'), "hostile-file"),
        (
            lambda xml: xml.replace(b"<v>1</v>", b"<v>" + b"1" * 200_000 + b"</v>").replace(b"<c ", b'<c t="str" '),
            "file-too-large",
        ),
        (lambda xml: xml[:-20], "damaged-file"),
        (lambda xml: xml.replace(b"<v>1</v>", b"<v>7</v>").replace(b"<c ", b'<c t="s" '), "damaged-file"),
        (lambda xml: b"\xff\xfe" + xml, "damaged-file"),
        (
            lambda xml: xml.replace(
                b"</worksheet>", b"<mergeCells>" + b'<mergeCell ref="A1:A1048576"/>' * 50 + b"</mergeCells></worksheet>"
            ),
            "hostile-file",
        ),
    ],
)
def test_a_sheet_that_is_made_to_do_harm_is_refused(change: Callable[[bytes], bytes], slug: str) -> None:
    data = with_part(workbook({"Contracts": [[1]]}), SHEET, change)
    problems = opened_bytes(data)
    assert [problem.slug for problem in problems if problem.slug != "no-headings"] == [slug]
    assert all(problem.cure for problem in problems)


def opened_bytes(data: bytes) -> tuple[Any, ...]:
    return open_register(data, "register.xlsx", {}).problems


@pytest.mark.slow
def test_a_part_that_unpacks_to_more_than_is_read_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "LARGEST_UNPACKED", 2**20)
    bomb = with_part(
        workbook({"Contracts": [[1]]}),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", b"<row/>" * 2**20 + b"</sheetData>"),
    )
    assert len(bomb) < 2**16
    assert [problem.slug for problem in opened_bytes(bomb)] == ["file-too-large"]


def test_a_sheet_that_mentions_very_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "MOST_CELL_MARKS", 10_000)
    bomb = with_part(
        workbook({"Contracts": [[1]]}),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", b'<row><c r="A1"/></row>' * 10_001 + b"</sheetData>"),
    )
    assert [problem.slug for problem in opened_bytes(bomb)] == ["file-too-large"]


def test_a_size_that_the_archive_understates_is_found_out() -> None:
    data = bytearray(workbook({"Contracts": [[1]]}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        entry = archive.getinfo(SHEET)
    central = data.index(SHEET.encode(), data.index(b"PK\1\2")) - 46
    data[central + 24 : central + 28] = struct.pack("<L", entry.file_size // 2)
    assert [problem.slug for problem in opened_bytes(bytes(data))] == ["damaged-file"]


def test_an_archive_of_very_many_parts_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(workbook_parts.MOST_ENTRIES + 1):
            archive.writestr(f"{number}", b"")
    assert [problem.slug for problem in opened_bytes(made.getvalue())] == ["file-too-large"]


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"", "not-a-workbook"),
        (b"Reference,Title\n", "not-a-workbook"),
        (b"PK\3\4broken", "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted-or-old-file"),
        (bytes(65 * 2**20), "file-too-large"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_how_to_save_it(data: bytes, slug: str) -> None:
    (problem,) = opened_bytes(data)
    assert problem.slug == slug and problem.cure


@pytest.mark.slow
@given(position=st.integers(0, 10_000), data=st.binary(min_size=1, max_size=6), cut=st.integers(0, 40))
@settings(max_examples=80, deadline=None)
def test_no_damage_to_a_workbook_ends_the_program(position: int, data: bytes, cut: int) -> None:
    good = workbook({"Contracts": sheet_of({}), "Services": [["Reference", "Name"], ["NBB-2026-014", "x"]]})
    at = position * 7 % len(good)
    register = open_register(good[:at] + data + good[at + cut :], "register.xlsx", {})
    for entry in register.entries(lambda name: "no"):
        assert entry.contract is not None or entry.problems


def test_a_text_that_stands_in_several_cells_is_held_once_and_read_from_each() -> None:
    book, _ = open_workbook(workbook({"Sheet1": [["same", "same"], ["other", "same"]]}), "book.xlsx")
    assert book is not None
    sheet, _ = book.sheet("Sheet1")
    assert sheet is not None
    first, second = (row.cell(1) for row in sheet.rows)
    assert first == second == sheet.rows[0].cells[0] == Cell("same")
    assert first is not None and second is not None and first.text is second.text


def test_a_row_gives_back_the_cells_that_it_was_made_of_whatever_they_hold() -> None:
    cells = (Cell("a text"), None, Cell("2026-09-30", "day"), Cell("4", "number", "4 hours"), Cell("#REF!", "fault"))
    row = Row.of(7, cells)
    assert row.cells == cells and row.width == 5
    assert tuple(row.cell(column) for column in range(6)) == (*cells, None)
    assert pickle.loads(pickle.dumps(row)) == row


def test_problems_of_a_workbook_are_found_with_the_sheet() -> None:
    assert problems_of({"Contracts": sheet_of({"Start": "soon"})})[0].location.sheet == "Contracts"


@pytest.mark.parametrize(
    ("heading", "slug", "severity"), [("Notes", "column-not-used", "note"), ("Notez", "unknown-column", "error")]
)
def test_a_filled_column_whose_heading_stands_beside_a_merged_one_is_not_without_a_heading(
    heading: str, slug: str, severity: str
) -> None:
    """“Supplier” spans three columns with headings in a row of their own; “Notes” stands in the row of the merged
    one."""
    first = [None if name.startswith("Supplier") else name for name in ROW]
    below = [name.removeprefix("Supplier").strip() or "Name" if name.startswith("Supplier") else None for name in ROW]
    place = list(ROW).index("Supplier")

    def merge(_: Any, sheets: dict[str, Any]) -> None:
        sheets["Contracts"].merge_range(0, place, 0, place + 2, "Supplier")

    rows: list[list[object]] = [[*first, heading], [*below], [*ROW.values(), "see podiatry"]]
    register = open_register(workbook({"Contracts": rows}, merge), "r.xlsx", KINDS)
    assert [(each.slug, each.severity) for each in register.problems] == [(slug, severity)]
