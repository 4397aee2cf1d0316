"""The one writer of Excel: what every page has, whoever asks for it."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from specgen.excel import Heading, Out, Page, columns, on_paper, workbook_bytes

NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
SOURCE = Path(__file__).parents[1] / "src" / "specgen"
PAGES = (
    Page("Contracts", columns(("Reference", "Count"), (20, 8)), [("A-1", 3), ("=1+1", 12_000)]),
    Page("Empty", columns(("Reference",), (20,)), []),
    Page(
        "To fill", (Heading("Kind", 20, ("a", "b")), Heading("Day", 14, day=True)), [("a", None)], guide="Explanation"
    ),
)


def parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")}


def sheets(data: bytes) -> list[etree._Element]:
    found = parts(data)
    return [found[name] for name in sorted(found) if name.startswith("xl/worksheets/sheet")]


@pytest.mark.parametrize("lean", [False, True])
def test_every_page_prints_on_a4_across_one_sheet_with_its_headings_on_each(lean: bool) -> None:
    data = workbook_bytes(PAGES, "Title", lean=lean)
    for sheet in sheets(data):
        setup = sheet.find("s:pageSetup", NS)
        assert setup is not None
        assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")
        fit = sheet.find("s:sheetPr/s:pageSetUpPr", NS)
        assert fit is not None and fit.get("fitToPage") == "1"
        assert sheet.findtext("s:headerFooter/s:oddFooter", "", NS) == "&L&A&RPage &P of &N"
    titles = [
        (each.get("localSheetId"), each.text)
        for each in parts(data)["xl/workbook.xml"].iterfind("s:definedNames/s:definedName", NS)
        if each.get("name") == "_xlnm.Print_Titles"
    ]
    assert titles == [("0", "Contracts!$1:$1"), ("1", "Empty!$1:$1"), ("2", "'To fill'!$1:$1")]


@pytest.mark.parametrize(
    ("widths", "printed"),
    [
        ((6, 40, 36, 70), [6, 40, 36, 70]),
        ((12, 112, 88, 62), [12, 70, 56, 41]),
        ((8, 400, 8), [8, 164, 8]),
        ((60, *[18] * 40), [28, *[14] * 40]),
    ],
    ids=["what fits stays", "wide ones shrink together", "one very wide", "too many columns for one sheet"],
)
def test_a_page_that_is_read_is_no_wider_than_paper_can_show(widths: tuple[int, ...], printed: list[int]) -> None:
    assert on_paper(widths) == printed
    assert [each.width for each in columns(["A"] * len(widths), widths)] == printed


@pytest.mark.parametrize("lean", [False, True])
def test_no_text_becomes_a_formula_and_the_same_pages_give_the_same_bytes(lean: bool) -> None:
    data = workbook_bytes(PAGES, "Title", lean=lean)
    assert data == workbook_bytes(PAGES, "Title", lean=lean)
    assert all(sheet.find(".//s:f", NS) is None for sheet in sheets(data))
    assert b"=1+1" in b"".join(etree.tostring(part) for part in parts(data).values())


def look_of(value: Out, *, left: bool, grouped: bool) -> tuple[str, str]:
    """The format of numbers of the only cell of a page, and on which side its value stands."""
    page = Page("One", columns(("What",), (20,)), [(value,)], left=left, grouped=grouped)
    found = parts(workbook_bytes([page], "Title"))
    cell = found["xl/worksheets/sheet1.xml"].find("s:sheetData/s:row[@r='2']/s:c", NS)
    styles = found["xl/styles.xml"]
    assert cell is not None
    look = styles.findall("s:cellXfs/s:xf", NS)[int(cell.get("s", "0"))]
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in styles.iterfind("s:numFmts/s:numFmt", NS)}
    named = look.get("numFmtId", "")
    alignment = look.find("s:alignment", NS)
    return own.get(named, named), alignment.get("horizontal", "") if alignment is not None else ""


@pytest.mark.parametrize(
    ("value", "left", "grouped", "expected"),
    [
        ("words", False, False, ("0", "")),  # 0 is General, 1 is “0” (ECMA-376 part 1, 18.8.30)
        (12_000, False, False, ("1", "")),
        (12_000, False, True, ("#,##0", "")),
        (12_000, True, False, ("1", "left")),
        (0.5, False, False, ("0%", "")),
        (date(2026, 4, 1), False, False, ("d mmmm yyyy", "left")),
        (Decimal("1200.50"), False, False, ("£#,##0.00", "")),
    ],
)
def test_each_kind_of_value_has_its_own_look(value: Out, left: bool, grouped: bool, expected: tuple[str, str]) -> None:
    assert look_of(value, left=left, grouped=grouped) == expected


def test_nothing_but_this_writer_uses_the_library_that_writes_workbooks() -> None:
    modules = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in SOURCE.rglob("*.py")}
    assert [name for name, text in modules.items() if "import xlsxwriter" in text] == ["excel.py"]


def heights(data: bytes, number: int = 1) -> dict[str, tuple[str, str]]:
    """Row → its height and whether it says that somebody chose it, of a sheet."""
    rows = sheets(data)[number - 1].iterfind(".//s:row", NS)
    return {row.get("r", ""): (row.get("ht", ""), row.get("customHeight", "")) for row in rows}


@pytest.mark.parametrize("lean", [False, True])
def test_a_row_is_as_high_as_its_longest_text_and_grows_when_more_is_typed(lean: bool) -> None:
    words = "six words of a long sentence "
    page = Page(
        "Texts",
        columns(("What", "Says"), (20, 20)),
        [("short", "short"), ("short", words * 4), ("a\nb\nc", "short"), ("short", "x" * 64)],
    )
    found = heights(workbook_bytes([page], "Title", lean=lean))
    assert found["2"][0] == "" and found["5"][0] == "47.25", "one line; a word of three lines is broken where they end"
    assert float(found["3"][0]) >= 5 * 15.75 and found["4"][0] == "47.25"
    assert {custom for _, custom in found.values()} == {""}


@pytest.mark.parametrize("lean", [False, True])
def test_one_text_is_as_high_as_each_column_and_row_that_it_stands_in_makes_it(lean: bool) -> None:
    words = "six words of a long sentence"
    rows: list[tuple[Out, ...]] = [("", words), (words, ""), ("", words), (None, 1)]
    found = heights(workbook_bytes([Page("Texts", columns(("What", "Says"), (10, 40)), rows)], "Title", lean=lean))
    assert [found[row][0] for row in "2345"] == ["", "47.25", "", ""]


def test_no_row_is_higher_than_excel_lets_it_be() -> None:
    page = Page("Texts", columns(("What",), (10,)), [("many words " * 2_000,)])
    assert 408 < float(heights(workbook_bytes([page], "Title"))["2"][0]) < 409.5


def test_what_is_too_wide_for_a_sheet_of_paper_goes_over_several_with_its_first_columns() -> None:
    wide = Page("Wide", tuple(Heading(f"Column {number}", 24) for number in range(30)), [], frozen=2)
    data = workbook_bytes([wide], "Title")
    setup = sheets(data)[0].find("s:pageSetup", NS)
    assert setup is not None and setup.get("fitToWidth") == "3" and setup.get("fitToHeight") == "0"
    titles = parts(data)["xl/workbook.xml"].findtext(".//s:definedName[@name='_xlnm.Print_Titles']", namespaces=NS)
    assert titles == "Wide!$A:$B,Wide!$1:$1"
