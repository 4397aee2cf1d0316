"""What only a register as a whole shows: rows that are no contract, look-alike references, parties with two codes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from tests.contract.registers import KINDS, ROW, Rows, entries, opened, sheet_of, with_part, workbook

from specgen.contract.register.register import Register, open_register

NOTHING = dict.fromkeys(ROW)
TWO = ({"Reference": "X9-501"}, {"Reference": "X9-502"})


def below(**cells: object) -> Register:
    """Two contracts, and below them a row that holds these cells alone."""
    return opened({"Contracts": sheet_of(*TWO, {**NOTHING, **cells})})


@pytest.mark.parametrize(
    "reference",
    [
        "TOTAL",
        "Total:",
        "Totals",
        "GRAND TOTAL",
        "Grand total (2 contracts)",
        "Sub-total",
        "Sum",
        "Count",
        "2 contracts",
        "Contracts: 2",
        "Number of contracts",
        2,
        "Notes",
        "Note: values are for the whole life",
        "* awaiting signature",
        "Red = expires within three months",
        "Legend",
        "Key",
        "Source: finance ledger",
        "Last updated 4 May 2026",
        "End of register",
        "—",
    ],
)
def test_a_row_that_is_no_contract_is_named_and_left_out(reference: object) -> None:
    register = below(Reference=reference)
    assert list(register.contracts) == ["X9-501", "X9-502"] and not register.strays
    (problem,) = register.problems
    assert (problem.slug, problem.severity, problem.location.line) == ("row-left-out", "warning", 4)
    assert str(reference) in problem.message


@pytest.mark.parametrize(
    "cells",
    [
        {"Reference": "TOTAL", "Title": "2 contracts"},
        {"Reference": "TOTAL", "Title": 2, "Supplier": 2},
        {"Reference": "TOTAL", "Start": "2026-04-01", "Expiry": "2029-03-31"},
        {"Title": "Total"},
        {"Title": "Total", "Supplier ODS code": "2"},
    ],
)
def test_a_line_of_totals_may_hold_counts_and_dates_and_its_word_in_another_column(cells: dict[str, object]) -> None:
    register = below(**cells)
    assert list(register.contracts) == ["X9-501", "X9-502"] and not register.strays
    assert [(problem.slug, problem.location.line) for problem in register.problems] == [("row-left-out", 4)]


@pytest.mark.parametrize(
    ("rows", "left_out"),
    [
        ([["Supplier", "Contact"], ["Quillmere Care", "Ann Lee"], ["Fellside Trust", "Bo Roe"]], 3),
        ([["Code", "Meaning"], ["R", "Renew"], ["E", "Exit"]], 3),
        ([["Red", "Expires within 6 months"], ["Amber", "Expires within 12 months"]], 2),
        ([["Signed", "............"], ["Dated", "............"]], 2),
        ([[], ["Podiatry", "Ann Lee"]], 1),
        ([["Podiatry", "Podiatry"]], 0),  # one row straight below may be a contract
        ([["X9-503", "Podiatry"], ["X9-504", "Rheumatology"]], 0),  # as the others are called
        ([["GRANT-7", "Podiatry"], ["GRANT-8", "Rheumatology"]], 0),
        ([["Red", "Podiatry"], ["X9-503", "Rheumatology"]], 0),  # contracts go on below it
        ([["Red", "Podiatry", "2026/27", "2026-04-01"], ["Amber", "Rheumatology", "2026/27", "2026-04-01"]], 0),
    ],
)
def test_what_stands_below_the_contracts_to_the_end_of_the_sheet_is_named_and_builds_nothing(
    rows: list[list[object]], left_out: int
) -> None:
    table = sheet_of({"Reference": "X9-501"}, {"Reference": "X9-502"})
    register = opened({"Contracts": [*table, *rows]})
    assert len(register.contracts) == 2 + len([row for row in rows if row]) - left_out
    assert [problem.slug for problem in register.problems] == ["row-left-out"] * left_out


def test_a_register_of_few_columns_keeps_every_row_that_has_a_title() -> None:
    rows = [["Reference", "Title"], ["X9-501", "Podiatry"], ["Dermatology", "Dermatology"], ["Rheum", "Rheumatology"]]
    register = opened({"Contracts": rows})
    assert len(register.contracts) == 3


@pytest.mark.parametrize(
    "cells",
    [
        {"Reference": "X9-503"},
        {"Reference": "GRANT-7"},
        {"Reference": "KEY-01"},
        {"Reference": "TOTAL-3"},
        {"Reference": "Note-14"},
        {"Reference": "Total Mobile", "Title": "Total Mobile", "Supplier": "Total Mobile Limited"},
        {"Reference": "Podiatry", "Title": "Podiatry"},
        {"Reference": "Key", "Title": "Key workers", "Supplier": "Quillmere Care Limited"},
    ],
)
def test_a_row_that_may_be_a_contract_is_never_left_out(cells: dict[str, object]) -> None:
    register = below(**cells)
    assert list(register.contracts) == ["X9-501", "X9-502", cells["Reference"]] and not register.problems


def test_a_register_of_references_alone_keeps_every_row_but_the_total() -> None:
    register = opened({"Contracts": [["Reference"], ["podiatry north"], ["Falls"], ["7"], ["Total"]]})
    assert list(register.contracts) == ["podiatry north", "Falls", "7"]


def test_a_row_that_further_sheets_name_is_a_contract() -> None:
    sheets: dict[str, Rows] = {
        "Contracts": sheet_of(*TWO, {**NOTHING, "Reference": "Falls"}),
        "Services": [["Reference", "Service"], ["Falls", "Falls clinic"]],
    }
    assert list(opened(sheets).contracts) == ["X9-501", "X9-502", "Falls"]


@pytest.mark.parametrize(
    "other",
    [
        "EST\u20111",
        "EST\u20101",
        "EST\u20131",
        "EST\u22121",
        "EST\uff0d1",
        "EST\u00ad1",
        "EST-\u00ad1",
        "EST\u200b-1",
        "EST-1\u200d",
        "\ufeffEST-1",
        "\u2060EST-1",
        "\u200eEST-1",
        "E\u0405T-1",
        "\u0415ST-1",
        "\u0395ST-1",
        "EST-\uff11",
        "ＥＳＴ-1",
        "est\u20111",
    ],
)
def test_references_that_look_alike_are_refused_at_both_rows(other: str) -> None:
    found = entries(opened({"Contracts": sheet_of({"Reference": "EST-1"}, {"Reference": other}, {"Reference": "N-3"})}))
    assert [entry.contract is not None for entry in found] == [False, False, True]
    assert [(entry.problems[0].slug, entry.problems[0].location.line) for entry in found[:2]] == [
        ("look-alike-reference", 2),
        ("look-alike-reference", 3),
    ]
    assert "U+" in found[0].problems[0].message


@pytest.mark.parametrize("other", ["EST-2", "EST1", "EST_1", "EST/1", "EST-11", "EST-1a", "ÉST-1", "EST-I"])
def test_references_that_can_be_told_apart_stay(other: str) -> None:
    found = entries(opened({"Contracts": sheet_of({"Reference": "EST-1"}, {"Reference": other})}))
    assert [entry.contract is not None for entry in found] == [True, True]


@pytest.mark.parametrize(
    ("second", "slug", "cell"),
    [
        ({"Supplier ODS code": "RYY"}, "party-with-two-codes", "H (Supplier ODS code)"),
        (
            {"Supplier": "HARBOUR  community health trust", "Supplier ODS code": "RYY"},
            "party-with-two-codes",
            "H (Supplier ODS code)",
        ),
        ({"Supplier": "Upland Trust"}, "code-with-two-names", "F (Supplier)"),
        ({"Commissioner ODS code": "QYY"}, "party-with-two-codes", "J (Commissioner ODS code)"),
        ({"Commissioner": "Upland Integrated Care Board"}, "code-with-two-names", "I (Commissioner)"),
    ],
)
def test_a_party_with_two_codes_and_a_code_with_two_names_are_told_at_the_row(
    second: dict[str, object], slug: str, cell: str
) -> None:
    (problem,) = opened({"Contracts": sheet_of({}, {"Reference": "N-2", **second})}).problems
    assert (problem.slug, problem.severity, problem.location.line, problem.location.cell) == (slug, "warning", 3, cell)
    assert "row 2" in problem.message


@pytest.mark.parametrize(
    "second",
    [
        {"Supplier": "harbour community HEALTH trust", "Supplier ODS code": "rxx"},
        {"Supplier": "Upland Trust", "Supplier ODS code": "RYY"},
        {"Supplier ODS code": None},
        {"Supplier": None},
    ],
)
def test_parties_that_agree_or_say_nothing_are_not_told(second: dict[str, object]) -> None:
    assert not opened({"Contracts": sheet_of({}, {"Reference": "N-2", **second})}).problems


def parties(*rows: tuple[str, str]) -> list[tuple[str, int | None, str]]:
    """What is told of suppliers with these names and codes, from row 2 on."""
    made = [
        {"Reference": f"N-{number}", "Supplier": name, "Supplier ODS code": code}
        for number, (name, code) in enumerate(rows, 1)
    ]
    return [(each.slug, each.location.line, each.message) for each in opened({"Contracts": sheet_of(*made)}).problems]


HEALTH = "Northbrook Community Health NHS Foundation Trust"


@pytest.mark.parametrize(
    "other",
    [
        "Northbrook Community Healthcare NHS Foundation Trust",
        "Northbrook Comunity Health NHS Foundation Trust",
        "Northbrook Community Health NHS Trust",
        "Northborok Community Health NHS Foundation Trust",
    ],
)
def test_names_that_are_nearly_one_with_codes_of_their_own_are_told_once(other: str) -> None:
    ((slug, line, message),) = parties((HEALTH, "X9T01"), (other, "X9T11"), (HEALTH, "X9T01"), (other, "X9T11"))
    assert (slug, line) == ("parties-alike", 3)
    assert message == f"“{other}” (X9T11) is nearly the name of “{HEALTH}” (X9T01) in row 2, and the codes differ"


def test_several_names_that_are_nearly_one_are_told_in_the_order_of_their_rows() -> None:
    slips = ["Northbrook Comunity Health Wing", "Northbrok Community Health Wing", "Northbrook Community Heatlh Wing"]
    whole = "Northbrook Community Health Wing"
    told = parties(*((name, f"X9T0{number}") for number, name in enumerate([*slips, whole], 1)))
    ((_, line, message),) = told
    assert line == 5
    assert message.split("of ", 1)[1] == (
        f"“{slips[0]}” (X9T01) in row 2 and of “{slips[1]}” (X9T02) in row 3 and of “{slips[2]}” (X9T03) in row 4, "
        "and the codes differ"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hill Care Limited", "Mill Care Limited"),
        ("Northbrook Council", "Southbrook Council"),
        ("Coastal Health Group East", "Coastal Health Group West"),
        ("Care Homes 1 Limited", "Care Homes 2 Limited"),
        (HEALTH, "Northbrook Mental Health NHS Foundation Trust"),
        (HEALTH, "Northbrook Community Dental NHS Foundation Trust"),
        ("Northbrook Hospice", "Northbrook Hospital"),
    ],
)
def test_names_of_two_bodies_are_right(one: str, other: str) -> None:
    assert parties((one, "X9T01"), (other, "X9T11")) == []


def test_one_code_of_alike_names_and_one_name_with_several_codes_are_told_once_for_all_rows() -> None:
    other = "Northbrook Community Healthcare NHS Foundation Trust"
    ((slug, line, message),) = parties((HEALTH, "X9T01"), *[(other, "X9T01")] * 3)
    assert (slug, line) == ("code-with-two-names", 3)
    assert f"“{other}” here, in 3 rows, and to “{HEALTH}” in row 2" in message
    ((slug, line, message),) = parties((HEALTH, "X9T01"), (HEALTH, "X9T02"), (HEALTH, "X9T03"), (HEALTH, "X9T02"))
    assert (slug, line) == ("party-with-two-codes", 3)
    assert "X9T02 here, in 2 rows, and X9T01 in row 2 and X9T03 in row 4" in message


# --- rows that a person would take for none -------------------------------------------------------------------------

FIVE = tuple({"Reference": f"X9-50{number}"} for number in range(1, 6))


def looking(change: Callable[[Any, Any], None]) -> Register:
    """Five contracts in rows 2 to 6, and what `change` does to the workbook and its sheet."""
    return open_register(
        workbook({"Contracts": sheet_of(*FIVE)}, lambda book, added: change(book, added["Contracts"])),
        "register.xlsx",
        KINDS,
    )


def unseen(register: Register) -> list[tuple[str, int | None, str]]:
    """Slug, row and excerpt of the problems; all of them are warnings, and no row is left out."""
    assert len(register.contracts) == 5 and {problem.severity for problem in register.problems} <= {"warning"}
    return [(problem.slug, problem.location.line, problem.excerpt) for problem in register.problems]


def hide_rows(*numbers: int, **options: Any) -> Callable[[Any, Any], None]:
    def change(_: Any, sheet: Any) -> None:
        for number in numbers:
            sheet.set_row(number - 1, None, None, {"hidden": True, **options})

    return change


def test_hidden_rows_are_named_and_counted_and_are_read() -> None:
    register = looking(hide_rows(3, 4, 6))
    assert unseen(register) == [("rows-hidden", 3, "X9-502, X9-503, X9-505")]
    assert register.problems[0].message == ("3 rows of the sheet, rows 3–4, 6, are hidden and are read like any other")


def test_rows_of_a_folded_outline_and_rows_without_height_are_hidden() -> None:
    assert unseen(looking(hide_rows(3, level=1))) == [("rows-hidden", 3, "X9-502")]
    assert unseen(looking(lambda _, sheet: sheet.set_row(2, 0))) == [("rows-hidden", 3, "X9-502")]


def test_rows_that_a_filter_leaves_out_are_told_as_that_and_others_as_hidden() -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.autofilter(0, 0, 4, 10)
        sheet.filter_column(0, "x == X9-501")
        hide_rows(3, 4, 6)(book, sheet)

    register = looking(change)
    assert unseen(register) == [("rows-hidden", 6, "X9-505"), ("rows-filtered-out", 3, "X9-502, X9-503")]
    assert "2 rows of the sheet, rows 3–4," in register.problems[1].message


def test_a_row_that_the_filter_of_a_table_leaves_out_is_told_as_that() -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.add_table(0, 0, 5, 10, {"columns": [{"header": heading} for heading in ROW]})
        hide_rows(4)(book, sheet)

    data = workbook({"Contracts": sheet_of(*FIVE)}, lambda book, added: change(book, added["Contracts"]))
    filtered = with_part(
        data,
        "xl/tables/table1.xml",
        lambda part: part.replace(
            b'<autoFilter ref="A1:K6"/>',
            b'<autoFilter ref="A1:K6"><filterColumn colId="0"><filters/></filterColumn></autoFilter>',
        ),
    )
    assert unseen(open_register(data, "register.xlsx", KINDS)) == [("rows-hidden", 4, "X9-503")]
    assert unseen(open_register(filtered, "register.xlsx", KINDS)) == [("rows-filtered-out", 4, "X9-503")]


def test_a_filter_that_is_not_set_and_a_hidden_row_of_headings_are_not_told() -> None:
    assert unseen(looking(lambda _, sheet: sheet.autofilter(0, 0, 5, 10))) == []
    assert unseen(looking(hide_rows(1, 20))) == []


def strike_row(number: int, columns: Iterable[int]) -> Callable[[Any, Any], None]:
    def change(book: Any, sheet: Any) -> None:
        through = book.add_format({"font_strikeout": True})
        for column in columns:
            sheet.write(number - 1, column, list({**ROW, **FIVE[number - 2]}.values())[column], through)

    return change


@pytest.mark.parametrize("columns", [range(len(ROW)), [0], range(1, len(ROW))])
def test_a_contract_that_is_struck_through_is_named(columns: Iterable[int]) -> None:
    register = looking(strike_row(4, columns))
    assert unseen(register) == [("rows-struck-through", 4, "X9-503")]
    assert register.problems[0].message == ("1 row of the sheet, row 4, is struck through and is read like any other")


def test_a_cell_that_is_struck_through_is_named_at_its_column() -> None:
    register = looking(strike_row(4, [4]))
    assert unseen(register) == [("cell-struck-through", 4, "2029-03-31")]
    assert register.problems[0].location.cell == "E (Expiry)"


@pytest.mark.parametrize("inline", [False, True])
def test_a_cell_of_which_some_words_are_struck_through_is_named(inline: bool) -> None:
    def change(book: Any, sheet: Any) -> None:
        through = book.add_format({"font_strikeout": True})
        sheet.write_rich_string(3, 1, through, "Podiatry ", book.add_format({"bold": True}), "Foot care")

    data = workbook({"Contracts": sheet_of(*FIVE)}, lambda book, added: change(book, added["Contracts"]))
    if inline:
        runs = (
            b'<c r="B4" t="inlineStr"><is><r><rPr><strike/></rPr><t xml:space="preserve">Podiatry </t></r>'
            b"<r><t>Foot care</t></r></is></c>"
        )
        data = with_part(
            data, "xl/worksheets/sheet1.xml", lambda part: re.sub(rb'<c r="B4"[^>]*>.*?</c>', runs, part, count=1)
        )
    assert unseen(open_register(data, "register.xlsx", KINDS)) == [("cell-struck-through", 4, "Podiatry Foot care")]


@pytest.mark.parametrize("how", [{"hidden": True}, {"hidden": True, "level": 1}, None])
def test_hidden_columns_are_told_once_and_are_read(how: dict[str, Any] | None) -> None:
    def change(_: Any, sheet: Any) -> None:
        for column in (1, 4, 30):
            sheet.set_column(column, column, 0 if how is None else 12, None, how or {})

    register = looking(change)
    assert unseen(register) == [("columns-hidden", 2, "")]
    headings = list(ROW)
    assert register.problems[0].message == (
        f"2 columns of the sheet, B (“{headings[1]}”), E (“{headings[4]}”), are hidden and read like any other"
    )
    assert unseen(looking(lambda _, sheet: sheet.set_column(2, 2, 3))) == [], "a narrow column is seen"
    assert unseen(looking(lambda _, sheet: sheet.set_column(2, 2, 0.1))) == [("columns-hidden", 2, "")]


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ({"font_color": "#FFFFFF"}, True),
        ({"font_color": "#FAFAFA"}, True),
        ({"font_color": "#FFFFFF", "bg_color": "#FFFFFF"}, True),
        ({"font_color": "#FFF2CC", "bg_color": "#FFF2CC"}, True),
        ({"bg_color": "#000000"}, True),
        ({"font_color": "#FFFFFF", "bg_color": "#003087"}, False),
        ({"font_color": "#BFBFBF"}, False),
        ({"bg_color": "#FFFF00"}, False),
        ({"font_color": "#FFFFFF", "pattern": 4}, False),
        ({"font_size": 1}, True),
        ({"font_size": 6}, False),
    ],
)
def test_letters_in_the_colour_of_their_cells_are_told_once_a_column(look: dict[str, Any], *, told: bool) -> None:
    def change(book: Any, sheet: Any) -> None:
        for row in (3, 4, 6):
            values = list({**ROW, **FIVE[row - 2]}.values())
            sheet.write(row - 1, 1, values[1], book.add_format(look))

    register = looking(change)
    assert [(slug, row) for slug, row, _ in unseen(register)] == ([("cells-unseen", 3)] if told else [])
    if told:
        heading = list(ROW)[1]
        assert register.problems[0].message.startswith(
            f"letters of “{heading}” have the colour of their cells or are too small in rows 3–4, 6: nobody sees them"
        )


@pytest.mark.parametrize(
    ("colour", "told"),
    [('theme="0"', True), ('indexed="9"', True), ('theme="0" tint="-0.5"', False), ('theme="4"', False)],
)
def test_white_by_a_theme_or_a_palette_is_white_too(colour: str, *, told: bool) -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.write(3, 1, "Podiatry", book.add_format({"font_color": "#FEFEFE"}))

    data = workbook({"Contracts": sheet_of(*FIVE)}, lambda book, added: change(book, added["Contracts"]))
    held = with_part(data, "xl/styles.xml", lambda part: part.replace(b'rgb="FFFEFEFE"', colour.encode()))
    found = unseen(open_register(held, "register.xlsx", KINDS))
    assert [slug for slug, _, _ in found] == (["cells-unseen"] if told else [])


def test_a_strike_that_is_switched_off_is_none() -> None:
    data = workbook({"Contracts": sheet_of(*FIVE)}, lambda book, added: strike_row(4, [0])(book, added["Contracts"]))
    off = with_part(data, "xl/styles.xml", lambda part: part.replace(b"<strike/>", b'<strike val="0"/>'))
    assert b"<strike/>" in zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml")
    assert unseen(open_register(off, "register.xlsx", KINDS)) == []


def test_a_struck_row_of_a_further_sheet_is_named() -> None:
    def change(book: Any, added: dict[str, Any]) -> None:
        added["Services"].write(1, 0, "NBB-2026-014", book.add_format({"font_strikeout": True}))

    sheets: dict[str, Any] = {
        "Contracts": sheet_of({}),
        "Services": [["Reference", "Service"], ["NBB-2026-014", "Podiatry"]],
    }
    (problem,) = open_register(workbook(sheets, change), "register.xlsx", KINDS).problems
    assert (problem.slug, problem.location.sheet, problem.location.line) == ("rows-struck-through", "Services", 2)


# --- a variation that is given twice --------------------------------------------------------------------------------

V1 = {"Variation reference": "V1", "Service": None, "Title": "Community services"}
PODIATRY = {**V1, "Service": "Podiatry"}


def told(first: Mapping[str, object], second: Mapping[str, object]) -> list[tuple[str, int | None, str | None]]:
    """Slug, row and column of the errors of two rows of one contract."""
    return [
        (problem.slug, problem.location.line, problem.location.cell)
        for entry in entries(opened({"Contracts": sheet_of(first, second)}))
        for problem in entry.problems
        if problem.severity == "error"
    ]


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        (V1, {**V1, "Title": "Community services 2"}, "B (Title)"),
        (V1, {**V1, "Expiry": None}, "E (Expiry)"),
        (V1, {**V1, "Variation reference": "v1", "Expiry": "2030-03-31"}, "E (Expiry)"),
        (V1, {**V1, "Variation reference": "V\u200b1", "Title": "x"}, "B (Title)"),
        (PODIATRY, {**PODIATRY, "Expiry": "2030-03-31"}, "E (Expiry)"),
        (PODIATRY, {**PODIATRY, "Premises": "Hill Street"}, "M (Premises)"),
        (PODIATRY, {**PODIATRY, "Service": "Falls clinic", "Title": "x"}, "B (Title)"),
        (
            {"Variation number": 2, "Variation reference": None, "Service": None},
            {"Variation reference": "NBB-2026-014-V2", "Service": None, "Title": "x"},
            "B (Title)",
        ),
    ],
)
def test_one_variation_with_two_contents_is_refused_at_both_rows(
    first: dict[str, object], second: dict[str, object], column: str
) -> None:
    assert told(first, second) == [
        ("variation-given-twice", 2, column),
        ("variation-given-twice", 3, column),
    ]


def test_the_refusal_names_sheet_both_rows_and_what_each_says() -> None:
    register = opened({"Contracts": sheet_of(V1, {**V1, "Expiry": "2030-03-31"})})
    first, second = (entry.problems[0] for entry in entries(register))
    assert first.location.sheet == "Contracts" and "row 3" in first.message and "row 2" in second.message
    assert "“2029-03-31”" in first.message and "“2030-03-31”" in first.message
    assert all(entry.contract is None for entry in entries(register))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PODIATRY, {**PODIATRY, "Service": "Falls clinic"}),
        (PODIATRY, {**PODIATRY, "Service": "Falls clinic", "Premises": "Hill Street", "Expiry": None}),
        (PODIATRY, {**PODIATRY, "Reference": "NBB-2026-015", "Title": "Another contract"}),
    ],
)
def test_services_of_one_variation_and_variations_of_two_contracts_are_not_refused(
    first: dict[str, object], second: dict[str, object]
) -> None:
    assert "variation-given-twice" not in [slug for slug, _, _ in told(first, second)]


def test_two_rows_that_say_the_same_or_name_two_variations_stay_a_repetition() -> None:
    assert {slug for slug, _, _ in told(V1, V1)} == {"repeated-reference"}
    assert {slug for slug, _, _ in told(V1, {**V1, "Variation reference": "V2"})} == {"repeated-reference"}


# --- sheets that nobody sees ----------------------------------------------------------------------------------------


def hidden(names: dict[str, bool], rows: dict[str, Any]) -> Register:
    """The sheets, those named hidden: True for very hidden."""

    def hide(_: Any, added: dict[str, Any]) -> None:
        for name, very in names.items():
            added[name].very_hidden() if very else added[name].hide()
        next(sheet for name, sheet in added.items() if name not in names).activate()

    return open_register(workbook(rows, hide), "register.xlsx", KINDS)


@pytest.mark.parametrize("very", [False, True])
@pytest.mark.parametrize("name", ["Last year", "Contracts", "Register"])
def test_a_hidden_sheet_is_passed_over_and_said(name: str, very: bool) -> None:
    register = hidden(
        {name: very}, {name: sheet_of({"Reference": "OLD-1"}), "This year": sheet_of({"Reference": "EST-1"})}
    )
    assert list(register.contracts) == ["EST-1"]
    assert [(problem.slug, problem.location.sheet) for problem in register.problems] == [("sheet-hidden", name)]


def test_rows_of_a_hidden_further_sheet_are_in_no_contract_and_a_warning_says_so() -> None:
    register = hidden(
        {"Services": False},
        {"Contracts": sheet_of({}), "Services": [["Reference", "Service"], ["NBB-2026-014", "Podiatry"]]},
    )
    assert [(problem.slug, problem.severity) for problem in register.problems] == [("sheet-hidden", "warning")]
    (entry,) = entries(register)
    assert entry.contract is not None
    assert [service.name for service in entry.contract.content.services] == ["Community respiratory service"]


def test_a_workbook_whose_only_sheet_of_contracts_is_hidden_is_refused() -> None:
    register = hidden({"Contracts": False}, {"Contracts": sheet_of({}), "Explanation": [["x"]]})
    assert [problem.slug for problem in register.problems if problem.severity == "error"] == ["no-headings"]


def test_two_sheets_that_may_each_be_the_sheet_of_contracts_are_an_error() -> None:
    register = opened({"2025": sheet_of({"Reference": "OLD-1"}), "2026": sheet_of({})})
    errors = [problem for problem in register.problems if problem.severity == "error"]
    assert [(problem.slug, problem.location.sheet) for problem in errors] == [("repeated-sheet", "2026")]


def test_a_cover_sheet_before_the_contracts_is_passed_over_with_a_note() -> None:
    register = opened({"Cover": [["Our contracts"], ["April 2026"]], "Podiatry": sheet_of({})})
    assert list(register.contracts) == ["NBB-2026-014"]
    assert [(problem.slug, problem.severity, problem.location.sheet) for problem in register.problems] == [
        ("sheet-not-read", "note", "Cover")
    ]


def test_a_party_on_another_sheet_or_in_another_part_is_held_to_its_code_too() -> None:
    further = [["Reference", "Commissioner", "Commissioner ODS code", "Role"]]
    further += [["NBB-2026-014", "Northbrook Integrated Care Board", "QZZ", "co-ordinating"]]
    (problem,) = opened({"Contracts": sheet_of({}), "Commissioners": further}).problems
    assert problem.slug == "party-with-two-codes" and "row 2 of the sheet “Contracts”" in problem.message
    (problem,) = opened({"Contracts": sheet_of({"Commissioner ODS code": "RXX"})}).problems
    assert problem.slug == "code-with-two-names"
    council = {"Commissioner": "Fellside Council", "Commissioner ODS code": "X9C"}
    rows = sheet_of(council, {"Reference": "X9-2", "Supplier": "Fellside Council", "Supplier ODS code": "X9C"})
    assert not opened({"Contracts": rows}).problems


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ({"font_color": "#FFFFFF"}, True),
        ({"font_size": 1}, True),
        ({"font_color": "#C00000", "font_size": 8}, False),
    ],
)
@pytest.mark.parametrize("inline", [False, True])
def test_words_within_a_cell_that_cannot_be_seen_are_told(look: dict[str, Any], *, told: bool, inline: bool) -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.write_rich_string(3, 1, "Podiatry ", book.add_format(look), "north ", "east")

    made = workbook({"Contracts": sheet_of(*FIVE)}, lambda book, sheets: change(book, sheets["Contracts"]))
    if inline:
        made = inline_strings(made)
    register = open_register(made, "register.xlsx", KINDS)
    assert [(each.slug, each.location.line) for each in register.problems] == ([("cells-unseen", 4)] if told else [])


def inline_strings(data: bytes) -> bytes:
    """The workbook with every shared text written into its cell, as other programs do."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        shared = re.findall(r"<si>(.*?)</si>", archive.read("xl/sharedStrings.xml").decode(), re.DOTALL)
    return with_part(
        data,
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub(
            r' t="s"><v>(\d+)</v>',
            lambda found: f' t="inlineStr"><is>{shared[int(found[1])]}</is>',
            part.decode(),
        ).encode(),
    )


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ({"font_strikeout": True}, True),
        ({"font_color": "#FFFFFF"}, True),
        ({"num_format": ";;;"}, True),
        ({"font_color": "#FFFFFF", "bg_color": "#C00000"}, False),
        ({"bg_color": "#FFC7CE", "font_color": "#9C0006"}, False),
        ({"border": 1, "border_color": "#FFFFFF"}, False),
    ],
)
def test_conditional_formatting_that_may_hide_what_is_read_is_noted(look: dict[str, Any], *, told: bool) -> None:
    def change(book: Any, sheet: Any) -> None:
        rule = {"type": "formula", "criteria": '=$D2<"2027"', "format": book.add_format(look)}
        sheet.conditional_format("A2:K6", rule)

    register = looking(change)
    said = [(each.slug, each.severity, each.message.rpartition(": ")[2]) for each in register.problems]
    assert said == ([("looks-by-rule", "note", "A2:K6")] if told else [])


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Reference": "N=2"}, "N=2"),
        ({"Reference": "X9-501 Count", "Title": 1}, "X9-501 Count"),
        ({"Reference": "Grand Count", "Title": 2}, "Grand Count"),
        ({"Reference": "Number of contracts", "Title": 2}, "Number of contracts"),
        ({"Supplier": "Harbour Community Health Trust Total", "Start": 2}, "Harbour Community Health Trust Total"),
    ],
)
def test_a_count_of_a_register_or_of_a_group_of_it_builds_nothing(cells: dict[str, object], told: str) -> None:
    register = below(**cells)
    assert list(register.contracts) == ["X9-501", "X9-502"] and not register.strays
    assert [(each.slug, each.excerpt) for each in register.problems] == [("row-left-out", told)]


@pytest.mark.parametrize(
    "cells",
    [
        [f"({number})" for number in range(1, len(ROW) + 1)],
        list(range(1, len(ROW) + 1)),
        list("ABCDEFGHIJK"),
        ["Mandatory", "Mandatory", "Optional"],
        ["Text", "Free text", "yyyy/yy", "dd/mm/yyyy", "dd/mm/yyyy", "Text", "List", "Code", "Text", "Code", "Text"],
        ["---"] * len(ROW),
    ],
)
def test_a_row_that_numbers_or_explains_the_columns_builds_nothing(cells: list[object]) -> None:
    rows: Rows = [list(ROW), cells, *sheet_of(*TWO)[1:]]
    register = opened({"Contracts": rows})
    assert list(register.contracts) == ["X9-501", "X9-502"] and not register.strays
    assert [(each.slug, each.location.line) for each in register.problems] == [("row-left-out", 2)]


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        (["Reference", "Extended to"], True),
        (["Supplier", "Contact", "Telephone"], True),
        (["Reference", "Title", "Start", "Expiry", "Provider"], True),
        (list(ROW), False),
        (["Services"], False),
        (["Reviewed", "by the head of contracts"], False),
    ],
)
def test_a_further_table_below_the_contracts_is_refused_and_their_own_headings_again_are_not(
    cells: list[object], *, refused: bool
) -> None:
    rows: Rows = [*sheet_of(*TWO), cells, ["X9-503", *ROW.values()][: len(cells)]]
    problems = opened({"Contracts": rows}).problems
    assert [(each.location.line) for each in problems if each.slug == "another-table"] == ([4] if refused else [])


@pytest.mark.parametrize(
    ("references", "told"),
    [
        (("0012", 7, "0013"), ["7"]),
        (("0012", "0007"), []),
        (("12", "7"), []),
        (("0012", "12345"), []),
        (("X9-0012", "X9-7"), []),
    ],
)
def test_a_reference_that_lost_its_zeros_is_told_beside_those_that_have_them(
    references: tuple[object, ...], told: list[str]
) -> None:
    register = opened({"Contracts": sheet_of(*({"Reference": each} for each in references))})
    assert [each.excerpt for each in register.problems] == told
    assert all(each.slug == "code-held-as-number" for each in register.problems)
