"""Registers as people keep them: in OpenDocument, over printed pages, with legends, and with cells that show something
else than they hold."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.registers import (
    KINDS,
    ROW,
    base_of,
    contract_of,
    csv_of,
    entries,
    opened,
    problems_of,
    sheet_of,
    with_part,
    workbook,
)

from specgen.contract.register.across import look_alikes
from specgen.contract.register.opendocument import open_document
from specgen.contract.register.register import Register, open_register
from specgen.contract.register.sheet import Cell, Row, true_zeros
from specgen.problems import Problem

NOTHING = dict.fromkeys(ROW)
TWO = ({"Reference": "X9-501"}, {"Reference": "X9-502"})
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def cell(text: object, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>" if text is not None else BLANK


BLANK = "<table:table-cell/>"


def ods(rows: list[list[str]], *, styles: str = "", table: str = "", rows_said: dict[int, str] | None = None) -> bytes:
    """An OpenDocument spreadsheet of these cells; `rows_said` are attributes of rows by their number from 0."""
    body = "".join(
        f"<table:table-row {(rows_said or {}).get(number, '')}>{''.join(row)}</table:table-row>"
        for number, row in enumerate(rows)
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {NAMES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Contracts" {table}><table:table-column/>{body}'
        f'<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        f'table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body>'
        f"</office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return made.getvalue()


def ods_of(*changes: Mapping[str, object], swap: dict[str, str] | None = None, **options: Any) -> bytes:
    """A register in OpenDocument; `swap` gives the XML of the first contract's cells by their headings."""
    sheet = sheet_of(*changes)
    rows = [[cell(value) for value in row] for row in sheet]
    for heading, xml in (swap or {}).items():
        rows[1][[str(each) for each in sheet[0]].index(heading)] = xml
    return ods(rows, **options)


def told(register: Register) -> list[Problem]:
    found = register.entries(lambda name: "it is not there", None)
    return [*register.problems, *(problem for entry in found for problem in entry.problems)]


def read_ods(data: bytes) -> Register:
    return open_register(data, "register.ods", KINDS)


def test_an_opendocument_register_gives_the_contracts_that_a_workbook_gives() -> None:
    (entry,) = entries(read_ods(ods_of({"Title": "Podiatry"})))
    assert entry.contract is not None
    assert entry.contract.content == contract_of({"Contracts": sheet_of({"Title": "Podiatry"})}).content


@pytest.mark.parametrize(
    ("xml", "title", "slugs"),
    [
        (cell("4 hours", 'office:value-type="float" office:value="4"'), "4 hours", []),
        (cell("1.10", 'office:value-type="float" office:value="1.1"'), "1.10", []),
        (cell("EST-0014", 'office:value-type="float" office:value="14"'), "EST-0014", []),
        (cell("1.3 hours", 'office:value-type="float" office:value="1.25"'), "1.25", ["not-as-shown"]),
        (cell("4k", 'office:value-type="float" office:value="4000"'), "4000", ["not-as-shown"]),
        (cell("", 'office:value-type="float" office:value="5"'), "5", ["not-as-shown"]),
        (cell("", 'office:value-type="string" office:string-value="Feet"'), "Feet", ["not-as-shown"]),
        ('<table:table-cell office:value-type="float" office:value="5"/>', "5", []),
        (cell("12,000", 'office:value-type="float" office:value="12000"'), "12000", []),
        (cell("5", 'office:value-type="float" office:value="4.6"'), "4.6", ["not-as-shown"]),
        (cell("95%", 'office:value-type="percentage" office:value="0.945"'), "94.5%", ["not-as-shown"]),
        (cell("94.5%", 'office:value-type="percentage" office:value="0.945"'), "94.5%", []),
        (cell("01/02/26", 'office:value-type="date" office:date-value="2026-02-01"'), "2026-02-01", ["date-in-text"]),
        (cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'), None, ["cell-error"]),
        ('<table:table-cell office:value-type="string"><text:p>One<text:s text:c="2"/>two</text:p></table:table-cell>',
         "One  two", []),
        ('<table:table-cell office:value-type="string"><office:annotation><text:p>why</text:p></office:annotation>'
         "<text:p>Podiatry</text:p></table:table-cell>", "Podiatry", []),
        (cell("#REF!", 'table:formula="of:=A9" office:value-type="string" calcext:value-type="error"'), None,
         ["cell-error"]),
        (cell("", 'table:formula="of:=A9"'), None, ["cell-error"]),
        (cell("0", 'table:formula="of:=A9" office:value-type="float" office:value="0"'), None, ["cell-error"]),
        (cell("Podiatry", 'table:formula="of:=A9" office:value-type="string"'), "Podiatry", []),
        ('<table:table-cell office:value-type="string" office:string-value="Podiatry"/>', "Podiatry", []),
    ],
)  # fmt: skip
def test_an_opendocument_cell_is_read_by_what_it_holds_and_what_it_shows(
    xml: str, title: str | None, slugs: list[str]
) -> None:
    register = read_ods(ods_of({}, swap={"Title": xml}))
    found = list(register.entries(lambda name: "it is not there", None))
    assert [each.slug for each in found[0].problems if each.slug != "missing-value"] == slugs
    contract = found[0].contract
    assert (contract.content.contract.title if contract is not None else None) == title


def test_rows_of_an_opendocument_register_that_are_hidden_filtered_or_struck_are_told() -> None:
    struck = (
        '<style:style style:name="gone" style:family="table-cell"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
    )
    data = ods_of(
        *TWO,
        {"Reference": "X9-503"},
        swap={"Reference": cell("X9-501", 'office:value-type="string" table:style-name="gone"')},
        styles=struck,
        rows_said={2: 'table:visibility="filter"', 3: 'table:visibility="collapse"'},
    )
    found = {problem.slug: problem.location.line for problem in read_ods(data).problems}
    assert found == {"rows-struck-through": 2, "rows-filtered-out": 3, "rows-hidden": 4}


def second_column(said: str) -> Callable[[bytes], bytes]:
    """The content with attributes of the second column."""
    beside = f"<table:table-column/><table:table-column {said}/>".encode()
    return lambda xml: xml.replace(b"<table:table-column/>", beside)


def test_hidden_columns_and_white_letters_of_an_opendocument_register_are_told() -> None:
    white = style("white", '<style:text-properties fo:color="#ffffff"/>')
    dark = style("dark", '<style:table-cell-properties fo:background-color="#003087"/>', parent="white")
    for named, columns, wanted in (
        ("white", "", {"cells-unseen"}),
        ("dark", "", set()),
        ("", 'table:visibility="collapse"', {"columns-hidden"}),
        ("", 'table:visibility="visible"', set()),
    ):
        said = f'office:value-type="string" table:style-name="{named}"'
        data = ods_of({"Title": "Podiatry"}, swap={"Title": cell("Podiatry", said)}, styles=white + dark)
        data = with_part(data, "content.xml", second_column(columns))
        assert {problem.slug for problem in read_ods(data).problems} == wanted


@pytest.mark.parametrize(
    ("look", "ruled"),
    [
        ('<style:text-properties fo:color="#ffffff"/>', True),
        ('<style:text-properties style:text-line-through-style="solid"/>', True),
        ('<style:text-properties fo:font-size="1pt"/>', True),
        ('<style:table-cell-properties fo:background-color="#ffc7ce"/>', False),
    ],
)
def test_conditional_formatting_of_an_opendocument_register_that_may_hide_is_noted(look: str, *, ruled: bool) -> None:
    data = ods_of({"Title": "Podiatry"}, styles=style("Late_5f_1", look).replace(" style:f", SHOWN + " style:f"))
    rule = (
        '<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="Contracts.A2:'
        'Contracts.K9"><calcext:condition calcext:apply-style-name="Late_1" calcext:value="=1"/>'
        "</calcext:conditional-format></calcext:conditional-formats></table:table>"
    )
    problems = read_ods(with_part(data, "content.xml", lambda part: part.replace(b"</table:table>", rule.encode())))
    assert [(each.slug, each.severity) for each in problems.problems] == [("looks-by-rule", "note")] * ruled


SHOWN = ' style:display-name="Late_1"'


@pytest.mark.parametrize(
    ("family", "size", "slug"),
    [
        ("table-column", 'style:column-width="0.01in"', "columns-hidden"),
        ("table-column", 'style:column-width="2cm"', ""),
        ("table-row", 'style:row-height="0.2mm"', "rows-hidden"),
        ("table-row", 'style:row-height="4.5mm"', ""),
    ],
)
def test_a_row_or_column_of_no_size_of_an_opendocument_register_is_hidden(family: str, size: str, slug: str) -> None:
    styles = style("thin", f"<style:{family}-properties {size}/>", family=family)
    rows = {1: 'table:style-name="thin"'} if family == "table-row" else {}
    data = ods_of({"Title": "Podiatry"}, styles=styles, rows_said=rows)
    if family == "table-column":
        data = with_part(data, "content.xml", second_column('table:style-name="thin"'))
    assert [problem.slug for problem in read_ods(data).problems] == ([slug] if slug else [])


@pytest.mark.parametrize(
    ("look", "seen"),
    [('fo:color="#ffffff"', False), ('fo:font-size="1pt"', False), ('fo:color="#c00000" fo:font-size="8pt"', True)],
)
def test_words_within_an_opendocument_cell_that_cannot_be_seen_are_told(look: str, *, seen: bool) -> None:
    styles = style("run", f"<style:text-properties {look}/>", family="text")
    words = cell('Podiatry <text:span text:style-name="run">north</text:span>')
    data = ods_of({"Title": "Podiatry"}, swap={"Title": words}, styles=styles)
    assert [problem.slug for problem in read_ods(data).problems] == ([] if seen else ["cells-unseen"])


def style(name: str, inside: str = "", *, parent: str = "", family: str = "table-cell") -> str:
    above = f'style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}" {above}>{inside}</style:style>'


LINE = '<style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/>'
NO_LINE = '<style:text-properties style:text-line-through-style="none" style:text-line-through-type="none"/>'


@pytest.mark.parametrize(
    ("styles", "columns", "row", "named", "struck"),
    [
        (style("gone", LINE) + style("mine", parent="gone"), "", "", "mine", True),
        (style("gone", LINE) + style("mine", parent="gone") + style("own", parent="mine"), "", "", "own", True),
        (style("gone", LINE) + style("mine", NO_LINE, parent="gone"), "", "", "mine", False),
        (style("gone", LINE), "gone", "", "", True),
        (style("gone", LINE) + style("live", NO_LINE), "gone", "", "live", False),
        (style("gone", LINE) + style("live", NO_LINE), "gone", "live", "", False),
        (style("gone", LINE), "", "gone", "", True),
        (style("gone", LINE, family="text"), "", "", "gone", False),
        (style("one", parent="two") + style("two", parent="one"), "", "", "one", False),
        ("", "", "", "of the other part", True),
    ],
)
def test_a_line_through_an_opendocument_cell_is_seen_by_whatever_style_it_comes(
    styles: str, columns: str, row: str, named: str, struck: bool
) -> None:
    said = f'table:style-name="{named}"' if named else ""
    data = ods_of(
        {"Title": "Podiatry"}, swap={"Title": cell("Podiatry", f'office:value-type="string" {said}')}, styles=styles,
        rows_said={1: f'table:default-cell-style-name="{row}"' if row else ""},
    )  # fmt: skip
    data = with_part(
        data,
        "content.xml",
        lambda xml: xml.replace(
            b"<table:table-column/>",
            f'<table:table-column/><table:table-column table:default-cell-style-name="{columns}"/>'.encode(),
        ),
    )
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMES}><office:styles>{style('of the other part', LINE)}</office:styles>"
            "</office:document-styles>",
        )
    found = {problem.slug for problem in read_ods(made.getvalue()).problems}
    assert found <= {"cell-struck-through", "rows-struck-through"} and bool(found) is struck


def test_a_hidden_opendocument_sheet_is_passed_over_and_said() -> None:
    style = (
        '<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    register = read_ods(ods_of({}, styles=style, table='table:style-name="away"'))
    assert not register.contracts and "sheet-hidden" in {problem.slug for problem in register.problems}


def test_cells_and_rows_that_are_written_once_and_repeated_count_each_time() -> None:
    two = ods([[cell("a", 'office:value-type="string" table:number-columns-repeated="3"'), cell("b")]], rows_said={
        0: 'table:number-rows-repeated="2"'
    })  # fmt: skip
    book, problems = open_document(two, "x.ods")
    assert book is not None, problems
    sheet, _ = book.sheet("Contracts")
    assert sheet is not None
    assert [(row.number, [each.text if each else "" for each in row.cells]) for row in sheet.rows] == [
        (1, ["a", "a", "a", "b"]),
        (2, ["a", "a", "a", "b"]),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"PK\3\4 no archive", workbook({"Contracts": sheet_of({})}),
        ods([[cell("x", 'office:value-type="string" table:number-columns-repeated="9999999"')]]),
        ods([[cell("x")]], rows_said={0: 'table:number-rows-repeated="9999999"'}),
        ods([[cell("&boom;")]]),
    ],
)  # fmt: skip
def test_what_is_no_opendocument_spreadsheet_or_too_large_is_refused_by_name(data: bytes) -> None:
    register = read_ods(data)
    assert not register.contracts
    assert [problem.location.file for problem in register.problems if problem.severity == "error"] == ["register.ods"]


def test_headings_that_stand_again_on_every_page_are_no_contract() -> None:
    again = {name: name for name in ROW}
    register = opened({"Contracts": sheet_of(TWO[0], again, TWO[1])})
    assert list(register.contracts) == ["X9-501", "X9-502"]
    assert [(problem.slug, problem.location.line) for problem in register.problems] == [("row-left-out", 3)]


@pytest.mark.parametrize(
    "rows",
    [
        ({"Reference": "Key:"}, {"Title": "Green = signed"}, {"Supplier": "Amber = with the provider"}),
        ({"Reference": "Legend"}, {"Reference": "Green", "Title": "Signed"}, {"Reference": "Amber", "Title": "Sent"}),
        ({"Reference": "Notes"}, {"Reference": 1, "Title": "Dates agreed"}, {"Reference": 2, "Title": "To confirm"}),
        ({"Title": "Podiatry is being recommissioned"},),
    ],
)
def test_a_legend_or_notes_below_the_table_build_nothing_and_are_named(rows: tuple[dict[str, object], ...]) -> None:
    register = opened({"Contracts": sheet_of(*TWO, *({**NOTHING, **row} for row in rows), {"Reference": "X9-509"})})
    assert list(register.contracts) == ["X9-501", "X9-502", "X9-509"] and not register.strays
    assert [problem.slug for problem in register.problems] == ["row-left-out"] * len(rows)


def formatted(value: object, code: str, column: int = 1) -> Callable[[Any, dict[str, Any]], None]:
    def fill(book: Any, sheets: dict[str, Any]) -> None:
        sheets["Contracts"].write(1, column, value, book.add_format({"num_format": code}))

    return fill


@pytest.mark.parametrize(
    ("value", "code", "title", "slugs"),
    [
        (0, '0;-0;"none"', "none", []), ("Manager", '"Senior "@', "Senior Manager", []),
        (4, ";;;", "4", ["not-as-shown"]),
        (5, '[>4]"many";"few"', "5", ["not-as-shown"]), (450000, '0,"k"', "450000", ["not-as-shown"]),
        (4.6, "0", "4.6", ["not-as-shown"]), (0.125, "0%", "12.5%", ["not-as-shown"]), (0.125, "0.0%", "12.5%", []),
        (12000, "#,##0", "12000", []), (1200, '"£"#,##0.00', "1200", []), (1.5, "[h]:mm", "1900-01-01 12:00:00",
         ["not-as-shown"]), (12345678901234567, "General", None, ["digits-lost"]), (123000000001, "General",
         "123000000001", []), ("Manager", ";;;", "Manager", ["not-as-shown"]),
    ],
)  # fmt: skip
def test_a_cell_that_shows_something_else_than_is_read_is_told(
    value: object, code: str, title: str | None, slugs: list[str]
) -> None:
    data = workbook({"Contracts": sheet_of({})}, formatted(value, code))
    (entry,) = open_register(data, "register.xlsx", KINDS).entries(lambda name: "it is not there", None)
    assert [problem.slug for problem in entry.problems] == slugs
    assert (entry.contract.content.contract.title if entry.contract is not None else None) == title


def test_a_sum_in_thousands_or_another_money_is_told() -> None:
    sheet = sheet_of({"Lifetime value": 450})

    def fill(book: Any, sheets: dict[str, Any]) -> None:
        column = [str(each) for each in sheet[0]].index("Lifetime value")
        sheets["Contracts"].write(1, column, 450, book.add_format({"num_format": '"£"0"k"'}))

    (entry,) = open_register(workbook({"Contracts": sheet}, fill), "r.xlsx", KINDS).entries(lambda name: "", None)
    assert [(problem.slug, "£450k" in problem.message) for problem in entry.problems] == [("not-as-shown", True)]


def csv_register(*expiries: str) -> Register:
    rows = sheet_of(*({"Reference": f"X9-{number}", "Expiry": day} for number, day in enumerate(expiries, 501)))
    return open_register(csv_of(rows), "register.csv", KINDS)


@pytest.mark.parametrize(
    ("expiries", "slugs"),
    [
        (["31/03/2029", "03/04/2029"], []), (["03/04/2029"], ["day-first"]), (["04/04/2029"], []),
        (["3 April 2029", "2029-04-03"], []),
        (["03/31/2029", "03/04/2029"], ["day-or-month-first", "wrong-value"]), (["03/31/2029"], ["wrong-value"]),
    ],
)  # fmt: skip
def test_a_day_in_figures_that_can_be_read_two_ways_is_never_read_in_silence(
    expiries: list[str], slugs: list[str]
) -> None:
    assert [problem.slug for problem in told(csv_register(*expiries))] == slugs


@pytest.mark.parametrize("written", ["1.23E+11", "9.9e+15", "1E+10"])
def test_a_reference_that_a_spreadsheet_shortened_is_refused_once(written: str) -> None:
    register = open_register(csv_of(sheet_of({"Reference": written})), "register.csv", KINDS)
    assert [problem.slug for problem in told(register)] == ["digits-lost"]


@pytest.mark.parametrize("other", ["X9-5O1", "X9-50l", "X9-50I", "X9 -501", "X9- 501", "X9-5o1"])
def test_references_that_differ_by_a_letter_for_a_figure_or_a_space_look_alike(other: str) -> None:
    assert look_alikes(["X9-501", other, "X9-777"]) == {"X9-501": other, other: "X9-501"}
    assert look_alikes(["501", "501.0", "501.5"]) == {"501": "501.0", "501.0": "501"}


@pytest.mark.slow
@given(st.lists(st.text(alphabet="XAB-0123456789", min_size=1, max_size=8), unique_by=str.casefold, max_size=6))
def test_references_of_plain_letters_and_figures_never_look_alike(references: list[str]) -> None:
    assert look_alikes(references) == {}


@pytest.mark.parametrize(
    ("one", "two"),
    [("Quillmere Care Limited", "Quillmere Care Ltd"), ("Quillmere Care Ltd.", "QUILLMERE CARE LIMITED"),
     ("Fellside & Dale plc", "The Fellside and Dale Public Limited Company")],
)  # fmt: skip
def test_a_party_is_the_same_however_its_form_is_shortened(one: str, two: str) -> None:
    rows = sheet_of(
        {"Reference": "X9-501", "Supplier": one, "Supplier ODS code": "X9F11"},
        {"Reference": "X9-502", "Supplier": two, "Supplier ODS code": "X9F12"},
    )
    assert "party-with-two-codes" in {problem.slug for problem in opened({"Contracts": rows}).problems}


def test_a_cell_that_shows_an_error_is_not_called_blank() -> None:
    rows = sheet_of({"Title": "#REF!"})
    data = workbook(
        {"Contracts": rows}, lambda book, sheets: sheets["Contracts"].write_formula(1, 1, "=A9", None, "#REF!")
    )
    register = open_register(data, "register.xlsx", KINDS)
    (entry,) = register.entries(lambda name: "", base_of("contract:\n  title: Of the base\n"))
    assert [problem.slug for problem in entry.problems] == ["cell-error"]


@pytest.mark.parametrize("written", ["#N/A", "#REF!", "#DIV/0!", "#SPILL!", "Err:502", "Loading...", "########"])
@pytest.mark.parametrize("ending", ["xlsx", "csv", "ods"])
def test_an_error_that_became_a_text_is_no_value(written: str, ending: str) -> None:
    """By Paste Values, in a CSV file, or since a column was too narrow for its days."""
    data = {
        "xlsx": lambda: workbook({"Contracts": sheet_of({"Title": written})}),
        "csv": lambda: csv_of(sheet_of({"Title": written})),
        "ods": lambda: ods_of({"Title": written}),
    }[ending]()
    problems = told(open_register(data, f"register.{ending}", KINDS))
    assert [problem.slug for problem in problems if problem.severity == "error"][:1] == ["cell-error"]


@pytest.mark.parametrize("title", ["#1 Podiatry", "Error handling", "Loading bay", "Ward #NUM", "##"])
def test_words_that_only_begin_like_an_error_are_a_value(title: str) -> None:
    assert contract_of({"Contracts": sheet_of({"Title": title})}).content.contract.title == title


def test_a_share_that_its_format_gives_the_sign_is_no_other_than_is_read() -> None:
    data = workbook({"Contracts": sheet_of({"value pcsp_agreed_target": None})}, formatted(85, '0"%"', 11))
    assert told(open_register(data, "register.xlsx", KINDS)) == []


@pytest.mark.parametrize("sign", ["–", "’", "“", "£", "é", "€", "\ufffd"])
def test_a_sign_that_was_read_in_the_wrong_encoding_is_no_value(sign: str) -> None:
    """As when Excel opens a CSV file of UTF-8 by a double click, and somebody saves the workbook."""
    read = sign.encode().decode("cp1252") if sign != "\ufffd" else sign
    for title in (f"Podiatry {read} adults", f"Podiatry {read}’s adults"):
        register = opened({"Contracts": sheet_of({"Title": title})})
        assert "garbled-text" in {problem.slug for problem in told(register)}


@pytest.mark.parametrize(
    "title", ["Podiatry – adults", "Château Å", "Côte d’Azur", "â", "Âge d’or", "São Tomé", "Â’r teulu", "Å“"]
)
def test_a_letter_with_an_accent_is_a_letter(title: str) -> None:
    register = opened({"Contracts": sheet_of({"Title": title})})
    assert ("garbled-text" in {problem.slug for problem in told(register)}) is (title == "Å“")


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("Start date (dd/mm/yyyy)", True), ("Start (DD-MMM-YY) *", True), ("Start (required)", True),
        ("Start (yyyy-mm-dd)", True), ("Start (provisional)", False), ("Start (of procurement)", False),
    ],
)  # fmt: skip
def test_a_remark_in_a_heading_on_how_to_fill_it_in_changes_no_meaning(heading: str, known: bool) -> None:
    rows = sheet_of({})
    rows[0][rows[0].index("Start")] = heading
    assert ({problem.slug for problem in opened({"Contracts": rows}).problems} == set()) is known


@pytest.mark.parametrize("written", ["8E123", "1E05"])
def test_a_code_that_looks_like_a_number_in_scientific_form_is_read_as_it_stands(written: str) -> None:
    register = open_register(csv_of(sheet_of({"Title": written})), "register.csv", KINDS)
    assert [problem.slug for problem in told(register)] == []
    (entry,) = entries(register)
    assert entry.contract is not None and entry.contract.content.contract.title == written


def test_words_of_a_shape_that_stands_in_a_cell_are_none_of_the_cells() -> None:
    drawn = "".join(f"<draw:{each}><text:p>words</text:p></draw:{each}>" for each in ("line", "rect", "g", "caption"))
    xml = f'<table:table-cell office:value-type="string">{drawn}<text:p>Podiatry</text:p></table:table-cell>'
    (entry,) = entries(read_ods(ods_of({"Title": "x"}, swap={"Title": xml})))
    assert entry.contract is not None and entry.contract.content.contract.title == "Podiatry"


def test_merged_cells_that_cover_more_rows_than_a_sheet_has_are_refused() -> None:
    tall = '<table:table-cell table:number-rows-spanned="50000"><text:p>a</text:p></table:table-cell>'
    document, problems = open_document(ods([[tall]] * 11), "register.ods")
    assert document is None and [problem.slug for problem in problems] == ["hostile-file"]


def test_a_workbook_of_the_strict_kind_is_read_like_any_other() -> None:
    """Excel's “Strict Open XML Spreadsheet” has other namespaces, and days as the type `d` (18.18.11)."""
    data = workbook({"Contracts": sheet_of({"Title": "Podiatry", "Start": None})})
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        data = with_part(
            data,
            part,
            lambda xml: xml.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            ),
        )
    day = rb'\1<c r="D2" t="d"><v>2026-04-01T00:00:00.000</v></c>'
    data = with_part(data, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb'(<c r="C2".*?</c>)', day, xml))
    (entry,) = entries(open_register(data, "register.xlsx", KINDS))
    assert entry.contract is not None, entry.problems
    assert entry.contract.content.contract.term.start.isoformat() == "2026-04-01"


PAIR = ({"Reference": "X9-501"}, {"Reference": "X9-502", "Supplier": "Quillmere Trust", "Supplier ODS code": "RYY"})


def below_two(**cells: object) -> list[tuple[str, int | None]]:
    """Slug and row of all that is said of two contracts and a row below them, which builds nothing."""
    rows = [*sheet_of(*PAIR), [cells.get(str(name).replace(" ", "_")) for name in sheet_of(*PAIR)[0]]]
    register = opened({"Contracts": rows})
    assert list(register.contracts) == ["X9-501", "X9-502"] and not register.strays
    return [(problem.slug, problem.location.line) for problem in register.problems if problem.location.line == 4]


@pytest.mark.parametrize(
    "cells",
    [
        {"Reference": 2, "Expiry": "2029-03-31"},
        {"Reference": 2, "Start": date(2026, 4, 1), "Expiry": date(2029, 3, 31)},
        {"Start": date(2026, 4, 1), "Expiry": date(2029, 3, 31)},
        {"Title": "2 contracts", "Expiry": "2029-03-31"},
        {"Title": "Total value of contracts"},
        {"Supplier": 2, "Commissioner": "Total"},
        {"Reference": "Approved:", "Title": "Director of Finance", "Start": date(2026, 3, 1)},
        {"Reference": "Prepared by", "Title": "Contracts Officer"},
        {"Reference": "Signed off by", "Title": "Head of Contracts"},
    ],
)
def test_counts_sums_and_signatures_below_the_table_build_nothing_and_are_named(cells: dict[str, object]) -> None:
    assert below_two(**cells) == [("row-left-out", 4)]


def test_the_row_of_totals_of_a_table_is_known_by_the_table_whatever_it_holds() -> None:
    def table(book: Any, sheets: dict[str, Any]) -> None:
        sheets["Contracts"].add_table(
            0,
            0,
            3,
            2,
            {"total_row": True, "columns": [{"header": each} for each in ("Reference", "Title", "Supplier")]},
        )

    rows = [["Reference", "Title", "Supplier"], ["X9-501", "North", "One Ltd"], ["X9-502", "South", "Two Ltd"],
            ["X9-2", "Both", "Two in all"]]  # fmt: skip
    register = open_register(workbook({"Contracts": rows}, table), "register.xlsx", KINDS)
    assert list(register.contracts) == ["X9-501", "X9-502"]
    assert [(each.slug, each.location.line) for each in register.problems] == [("row-left-out", 4)]


@pytest.mark.parametrize(
    ("code", "day", "heading", "told"),
    [
        ("mmm-yy", date(2029, 3, 1), "Expiry", True), ("mmm-yy", date(2029, 3, 31), "Expiry", False),
        ("mmmm yyyy", date(2026, 4, 1), "Start", False), ("mmm-yy", date(2026, 4, 15), "Start", True),
        ("d-mmm", date(2026, 4, 1), "Start", True), ("dd mmm", date(2029, 3, 31), "Expiry", True),
        ("yyyy", date(2026, 4, 1), "Start", True), ("dd/mm/yyyy", date(2026, 4, 1), "Start", False),
        ("dddd d mmmm yyyy", date(2026, 4, 1), "Start", False), ("[$-809]d mmm yy", date(2026, 4, 1), "Start", False),
        ("mm/dd/yyyy", date(2026, 4, 1), "Start", True), ("[$-409]m/d/yy", date(2029, 3, 4), "Expiry", True),
        ("mm/dd/yyyy", date(2029, 3, 31), "Expiry", False), ("mm-dd-yy", date(2029, 3, 3), "Expiry", False),
        ("mmmm d, yyyy", date(2029, 3, 4), "Expiry", False),
    ],
)  # fmt: skip
def test_a_day_of_which_a_part_is_not_shown_is_told_where_that_part_may_be_another(
    code: str, day: date, heading: str, told: bool
) -> None:
    rows = sheet_of({})
    at = rows[0].index(heading)

    def change(book: Any, sheets: dict[str, Any]) -> None:
        sheets["Contracts"].write_datetime(1, at, datetime(day.year, day.month, day.day),
                                           book.add_format({"num_format": code}))  # fmt: skip

    register = open_register(workbook({"Contracts": rows}, change), "register.xlsx", KINDS)
    (entry,) = register.entries(lambda name: "", None)
    assert [problem.slug for problem in entry.problems] == ["not-as-shown"] * told


def test_a_day_of_an_opendocument_register_that_reads_as_another_is_told() -> None:
    days = {"03/04/2029": ["not-as-shown"], "04/03/2029": [], "03/31/2029": []}
    for looks, slugs in days.items():
        held = "2029-03-31" if "31" in looks else "2029-03-04"
        shown = cell(looks, f'office:value-type="date" office:date-value="{held}"')
        assert [problem.slug for problem in told(read_ods(ods_of({}, swap={"Expiry": shown})))] == slugs


@pytest.mark.parametrize(("looks", "half"), [("Mar 29", True), ("31 Mar", True), ("31 Mar 29", False), ("2029", True)])
def test_a_day_of_an_opendocument_register_of_which_a_part_is_not_shown_is_told(looks: str, half: bool) -> None:
    day = "2029-03-31" if "31" in looks else "2029-03-01"
    shown = cell(looks, f'office:value-type="date" office:date-value="{day}"')
    assert [problem.slug for problem in told(read_ods(ods_of({}, swap={"Expiry": shown})))] == ["not-as-shown"] * half


@pytest.mark.parametrize("heading", ["Title", "Supplier", "Service"])
def test_a_0_where_words_belong_is_what_a_formula_gives_that_points_to_an_empty_cell(heading: str) -> None:
    assert ("cell-error", "the cell holds 0 where") in {
        (each.slug, each.message[:22]) for each in problems_of({"Contracts": sheet_of({heading: 0})})
    }


@pytest.mark.parametrize("answer", [True, False, "TRUE", "FALSE"])
@pytest.mark.parametrize("heading", ["Title", "Supplier", "Local policies"])
def test_what_a_comparison_gives_is_no_words(heading: str, answer: object) -> None:
    (fault,) = [each for each in problems_of({"Contracts": sheet_of({heading: answer})}) if each.slug == "cell-error"]
    assert fault.message.startswith(f"the cell holds {str(answer).upper()} where")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Smith &amp; Sons podiatry", "&amp;"),
        ("Children&#39;s podiatry", "&#39;"),
        ("Podiatry_x000D_ and foot", "_x000D_"),
        ("Podiatry<br>and foot", "<br>"),
        ('Podiatry <span class="x">north</span>', '<span class="x">'),
        ("'Podiatry north", "'"),
        ("'Early help' podiatry", ""),
        ("Podiatry <i and >b", ""),
        ("R&D; foot & ankle", ""),
        ("Foot_x2 clinic", ""),
        ("Under <18 service", ""),
    ],
)
def test_a_sign_that_an_export_wrote_for_another_is_told(title: str, told: str) -> None:
    found = problems_of({"Contracts": sheet_of({"Title": title})})
    assert [each.message.split("“")[1].split("”")[0] for each in found] == ([told] if told else [])


def test_a_0_is_a_sum_and_a_number_like_any_other() -> None:
    assert problems_of({"Contracts": sheet_of({"Lifetime value": 0, "Draft version": 0})}) == []


def test_a_raised_figure_is_read_raised_and_the_mark_of_a_footnote_at_a_name_is_told() -> None:
    def raise_one(book: Any, sheets: dict[str, Any]) -> None:
        above = book.add_format({"font_script": 1})
        sheets["Contracts"].write_rich_string(1, 5, "Harbour Community Health Trust", above, "1", book.add_format())

    data = workbook({"Contracts": sheet_of({})}, raise_one)
    (entry,) = open_register(data, "register.xlsx", KINDS).entries(lambda name: "", None)
    assert entry.contract is not None and entry.contract.content.provider is not None
    assert entry.contract.content.provider.name == "Harbour Community Health Trust¹"
    assert [problem.slug for problem in entry.problems] == ["footnote-mark"]


@pytest.mark.parametrize(
    ("supplier", "told"),
    [
        ("Harbour Trust*", True),
        ("Harbour Trust 24*", True),
        ("Harbour Trust (HCHT) †", True),
        ("Harbour Trust 2", False),
        ("Studio 9 km²", False),
    ],
)
def test_the_mark_of_a_footnote_is_told_and_a_figure_or_a_unit_is_none(supplier: str, told: bool) -> None:
    found = problems_of({"Contracts": sheet_of({"Supplier": supplier})})
    assert [problem.slug for problem in found] == ["footnote-mark"] * told


def test_the_0_of_a_formula_that_libreoffice_saved_may_be_another_programs_stand_in() -> None:
    def formula(book: Any, sheets: dict[str, Any]) -> None:
        sheets["Contracts"].write_formula(1, 1, '="Podiatry"&""')

    data = workbook({"Contracts": sheet_of({})}, formula)
    quiet = with_part(data, "xl/workbook.xml", lambda xml: xml.replace(b' fullCalcOnLoad="1"', b""))
    saved = with_part(quiet, "docProps/app.xml", lambda xml: xml.replace(b"Microsoft Excel", b"LibreOffice/7.4.7.2$x"))
    (entry,) = open_register(saved, "register.xlsx", KINDS).entries(lambda name: "", None)
    assert [problem.message for problem in entry.problems if problem.slug == "cell-error"] == [
        "the cell shows an error: the formula’s value is not stored"
    ]


def test_a_row_of_no_height_is_hidden() -> None:
    data = workbook({"Contracts": sheet_of(*PAIR)}, lambda book, sheets: sheets["Contracts"].set_row(2, 0.75))
    assert [each.slug for each in open_register(data, "register.xlsx", KINDS).problems] == ["rows-hidden"]


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        (b"X9-502,01/04/2026,Quillmere, Reed and Co,Podiatry,", True),
        (b'X9-502,01/04/2026, "Quillmere, Reed and Co",Podiatry,', False),
        (b'X9-502,01/04/2026,"Quillmere, Reed and Co",Podiatry,', False),
        (b"X9-502,01/04/2026,Quillmere,Podiatry", False),
    ],
)
def test_a_separator_inside_a_text_that_moves_the_cells_behind_it_is_refused(line: bytes, refused: bool) -> None:
    head = b"Reference,Start,Supplier,Title,Extension\r\nX9-501,01/04/2026,Westmarsh,Falls,\r\n"
    register = open_register(head + line + b"\r\n", "register.csv", KINDS)
    assert [(each.slug, each.location.line) for each in register.problems if each.severity == "error"] == (
        [("csv-syntax", 3)] if refused else []
    )


def test_rows_that_all_end_in_a_separator_are_read_and_so_is_a_file_put_behind_another() -> None:
    one = "Reference,Title\r\nX9-501,Falls,\r\nX9-502,Podiatry,\r\n".encode("utf-8-sig")
    register = open_register(
        one + "Reference,Title,\r\nX9-503,Diabetes,\r\n".encode("utf-8-sig"), "register.csv", KINDS
    )
    assert list(register.contracts) == ["X9-501", "X9-502", "X9-503"]
    assert [each.slug for each in register.problems] == ["row-left-out"]


@pytest.mark.parametrize(
    "row",
    [
        ["Total", None, 2, None], [None, None, "2 services", None], ["Note: owners as at March"],
        ["Reference", "Service number", "Service", "Cohort"], ["Prepared by", None, "Contracts Officer", None],
    ],
)  # fmt: skip
def test_a_total_a_count_or_a_note_on_the_sheet_of_services_is_named_and_keeps_no_contract_waiting(
    row: list[object],
) -> None:
    services: list[list[object]] = [
        ["Reference", "Service number", "Service", "Cohort"],
        ["X9-501", "01", "Falls", "adults"],
        row,
    ]
    register = opened({"Contracts": sheet_of({"Reference": "X9-501", "Service": None}), "Services": services})
    assert list(register.contracts) == ["X9-501"] and not register.strays and not register.awaited
    assert [(each.slug, each.location.line) for each in register.problems] == [("row-left-out", 3)]


def test_a_row_of_services_that_may_be_meant_for_a_contract_keeps_it_waiting() -> None:
    services: list[list[object]] = [
        ["Reference", "Service"],
        ["X9-501", "Falls"],
        [None, "Keyhole surgery"],
        ["X9-510", "Total care"],
    ]
    register = opened({"Contracts": sheet_of({"Reference": "X9-501", "Service": None}), "Services": services})
    assert len(register.strays) == 2 and register.awaited


@pytest.mark.parametrize(
    ("reference", "kept"), [("e.g. X9-000", False), ("Example", False), ("EXAMPLE-001", True), ("EG-7", True)]
)
def test_a_row_that_shows_how_the_others_are_filled_in_builds_nothing(reference: str, kept: bool) -> None:
    register = opened({"Contracts": sheet_of({"Reference": reference}, *PAIR)})
    assert (reference in register.contracts) == kept
    assert [each.slug for each in register.problems] == ([] if kept else ["row-left-out"])


FORMULAS = [
    ("B2-C2", True), ("$B$2-C2", True), ("B2+C2-20", True), ("B2*0", True), ("SUM(B2:B4)-15", True),
    ("SUM(D2:D4)", True), ("B2-B3", False), ("D2", False), ("E2", False), ("B2-C2+E2", False),
    ("VLOOKUP(A2,B:C,2,0)", False), ("Other!B2", False), ("IF(B2=C2,0,1)", False), ("SUM(B2:C3)", False),
    ("B2/0", False), ("B2-C2)", False), ("A2-A2", False), ("", False),
]  # fmt: skip
"""B2 and C2 are 10, B3 is 5, D2 is blank, A2 a text, E2 a 0 that is in doubt itself."""


@pytest.mark.parametrize(("formula", "sure"), FORMULAS)
def test_a_0_that_a_plain_formula_comes_to_is_one_and_any_other_may_stand_in(formula: str, sure: bool) -> None:
    number = [Cell(text, "number") for text in ("10", "10", "5", "0")]
    rows = [Row(2, (Cell("a"), number[0], number[1], None, number[3])), Row(3, (Cell("b"), number[2]))]
    doubted = {(2, 5): formula, (2, 4): "Sheet2!A1"}
    assert true_zeros(rows, doubted) == ({(2, 5)} if sure else set())
    spreadsheet = "of:=" + re.sub(r"(\$?[A-Z]\$?\d)", r"[.\1]", formula).replace("]:[", ":")
    assert true_zeros(rows, {**doubted, (2, 5): spreadsheet}) == ({(2, 5)} if sure else set())


@pytest.mark.parametrize(("other", "known"), [("450000", True), ("450001", False)])
def test_a_difference_of_two_sums_in_an_opendocument_register_may_be_0(other: str, known: bool) -> None:
    zero = cell("£0", 'table:formula="of:=[.L2]-[.M2]" office:value-type="float" office:value="0"')
    swap = {"Lifetime value": zero, "#before": cell("450000", 'office:value-type="float" office:value="450000"'),
            "#after": cell(other, f'office:value-type="float" office:value="{other}"')}  # fmt: skip
    data = ods_of({"#before": "1", "#after": "1", "Lifetime value": "1"}, swap=swap)
    found = [problem.slug for problem in told(read_ods(data))]
    assert ("cell-error" in found) != known


@pytest.mark.parametrize(("said", "hidden"), [('table:display="false"', True), ("", False)])
def test_rows_of_an_opendocument_group_that_is_folded_up_are_hidden(said: str, hidden: bool) -> None:
    data = with_part(
        ods_of(*PAIR),
        "content.xml",
        lambda xml: xml.replace(b"<table:table-row >", f"<table:table-row-group {said}><table:table-row >".encode(), 2)
        .replace(f"<table:table-row-group {said}>".encode(), b"", 1)
        .replace(b'<table:table-row table:number-rows-repeated="1048000">', b"</table:table-row-group>"
                 b'<table:table-row table:number-rows-repeated="1048000">'),
    )  # fmt: skip
    register = read_ods(data)
    assert [each.slug for each in register.problems] == ["rows-hidden"] * hidden and len(register.contracts) == 2


def test_notes_at_cells_are_not_read_and_a_note_names_the_cells() -> None:
    def remark(book: Any, sheets: dict[str, Any]) -> None:
        sheets["Contracts"].write_comment("C2", "until further notice")

    (said,) = open_register(workbook({"Contracts": sheet_of({})}, remark), "register.xlsx", KINDS).problems
    assert (said.slug, said.severity, "C2" in said.message) == ("cell-notes", "note", True)
    noted = cell("a").replace("<text:p>", "<office:annotation><text:p>now</text:p></office:annotation><text:p>")
    assert [each.slug for each in told(read_ods(ods_of({}, swap={"Title": noted})))] == ["cell-notes"]


def test_the_nearest_merged_heading_is_the_group_under_a_merged_title_whatever_their_order() -> None:
    headings, values = map(list, zip(*ROW.items(), strict=True))
    at = headings.index("Supplier")
    second: list[object] = [None] * len(headings)
    second[at : at + 3] = ["Name", "Kind", "ODS code"]
    first = [None if at < column < at + 3 else heading for column, heading in enumerate(headings)]

    def merge(_: Any, sheets: dict[str, Any]) -> None:
        for column in (*range(at), *range(at + 3, len(headings))):
            sheets["Contracts"].merge_range(1, column, 2, column, headings[column])
        sheets["Contracts"].merge_range(1, at, 1, at + 2, "Supplier")
        sheets["Contracts"].merge_range(0, 0, 0, len(headings) - 1, "Register of 2026/27")

    data = workbook({"Contracts": [["Register of 2026/27"], first, second, values]}, merge)
    (entry,) = entries(open_register(data, "register.xlsx", KINDS))
    assert entry.contract is not None and entry.contract.content.provider.name == ROW["Supplier"]
