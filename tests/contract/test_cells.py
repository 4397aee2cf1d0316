"""A cell's text as a value: days as Excel and people write them, lists, codes."""

from __future__ import annotations

import pytest

from specgen.contract.columns import COLUMNS
from specgen.contract.register.cells import cell_value, entries_of
from specgen.contract.register.headings import meant
from specgen.contract.register.sheet import Cell, CellKind, day_of_number, number_text
from specgen.excel import letters
from specgen.problems import Location
from specgen.yamlfile import plain

HERE = Location("register.xlsx", 2, sheet="Contracts", cell="D (Start)")
BY_NAME = {column.name: column for column in COLUMNS["contracts"]}


def read(text: str, column: str, kind: CellKind = "text", since_1904: bool | None = False) -> tuple[object, list[str]]:
    node, problems = cell_value(Cell(text, kind), BY_NAME[column], HERE, since_1904)
    assert all(problem.location == HERE and problem.cure for problem in problems)
    return plain(node), [problem.slug for problem in problems]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-01", "2026-04-01"),
        ("1 April 2026", "1 April 2026"),
        ("01/04/2026", "2026-04-01"),
        ("1/4/26", "2026-04-01"),
        ("1.4.2026", "2026-04-01"),
        ("31-03-2029", "2029-03-31"),
        ("01-Apr-26", "2026-04-01"),
        ("1 Sept 2026", "2026-09-01"),
        ("2026-04-01 00:00:00", "2026-04-01"),
        ("01/04/2026 00:00", "2026-04-01"),
        ("04/13/2026", "04/13/2026"),
        ("31/02/2026", "31/02/2026"),
        ("1-Xyz-26", "1-Xyz-26"),
        ("soon", "soon"),
        ("Q2 2026/27", "Q2 2026/27"),
        ("46113", "46113"),
    ],
)
def test_a_day_is_read_in_the_forms_of_registers_the_day_first(text: str, day: str) -> None:
    assert read(text, "term.start") == (day, [])


@pytest.mark.parametrize(
    ("since_1904", "number", "day"),
    [
        (False, "46113", "2026-04-01"),
        (True, "44651", "2026-04-01"),
        (False, "46113.25", "2026-04-01"),
        (False, "0", "0"),
        (False, "9999999", "9999999"),
        (False, "2026", "2026"),
        (False, "20000", "1954-10-03"),
    ],
)
def test_a_bare_number_in_a_column_of_days_is_excels_number_of_the_day_which_is_told(
    since_1904: bool, number: str, day: str
) -> None:
    told = ["number-as-day"] if day != number else []  # a person sees 46113
    assert read(number, "term.start", "number", since_1904) == (day, told)


def test_a_number_of_a_day_in_a_csv_file_is_taken_for_one_with_a_warning() -> None:
    assert read("46113", "term.start", since_1904=None) == ("2026-04-01", ["number-as-day"])
    assert read("2026", "term.start", since_1904=None) == ("2026", [])


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("one", ("one",)),
        ("one; two ;three", ("one", "two", "three")),
        ("one\ntwo; and three", ("one", "two; and three")),
        (" \n one \n\n two\n", ("one", "two")),
        ("• one\n• two", ("one", "two")),
        ("- one\n- two", ("one", "two")),
        (";", ()),
        ("-5; ‑6", ("-5", "‑6")),
        ("one, two", ("one, two",)),
        ("* one\n* two", ("one", "two")),
        ("– one\n— two", ("one", "two")),
        ("\uf0b7 one\n\uf0a7\ttwo", ("one", "two")),
        ("·\tone\no\ttwo", ("one", "two")),
        ("1. one\n2. two", ("one", "two")),
        ("(a) one; (b) two", ("one", "two")),
        ("i) one\nii) two\niii) three", ("one", "two", "three")),
        ("A. one\nB. two", ("one", "two")),
        ("1. one", ("1. one",)),
        ("2. one\n3. two", ("2. one", "3. two")),
        ("1. one\ntwo", ("1. one", "two")),
        ("1.5 hours\n2.5 hours", ("1.5 hours", "2.5 hours")),
        ("o one\np two", ("o one", "p two")),
        ("-5\n–6", ("-5", "–6")),
        ("a. m. clinic\np. m. clinic", ("a. m. clinic", "p. m. clinic")),
    ],
)
def test_a_list_in_a_cell_has_an_entry_a_line_or_between_semicolons(text: str, entries: tuple[str, ...]) -> None:
    assert entries_of(text) == entries
    assert read(text, "local_policies")[0] == (list(entries) or None)


@pytest.mark.parametrize(
    ("text", "entries", "told"),
    [
        ("referral;  surgery\n injection", ["referral;  surgery", "injection"], True),
        ("referral; surgery; injection", ["referral", "surgery", "injection"], False),
        ("referral; surgery\n", ["referral", "surgery"], False),
        ("referral;\nsurgery;\ninjection", ["referral;", "surgery;", "injection"], False),
        ("policy (2024; revised; 2025)\nsurgery", ["policy (2024; revised; 2025)", "surgery"], False),
        ("policy (2024; revised)\nsurgery (a); injection", ["policy (2024; revised)", "surgery (a); injection"], True),
        ("policy (2024; revised 2025); surgery", ["policy (2024; revised 2025)", "surgery"], False),
        ("one) referral; two) surgery", ["one) referral", "two) surgery"], False),
    ],
)
def test_a_list_with_two_kinds_of_mark_between_its_entries_is_told(text: str, entries: list[str], told: bool) -> None:
    assert read(text, "local_policies") == (entries, ["entries-on-one-line"] * told)


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("AGREED", "status", "agreed"),
        ("Applies", "service.legal_rights_to_choice", "applies"),
        ("TRUE", "service.link_worker_service", "TRUE"),
        ("nhs trust", "provider.kind", "NHS trust"),
    ],
)
def test_capitals_make_no_difference_in_a_closed_list(text: str, column: str, value: str) -> None:
    assert read(text, column) == (value, [])


def test_a_code_that_excel_holds_as_a_number_is_pointed_out() -> None:
    assert read("504", "provider.ods_code", "number") == ("504", ["code-held-as-number"])
    assert read("00L", "provider.ods_code") == ("00L", [])


def test_a_share_that_excel_does_not_show_as_a_percentage_is_pointed_out() -> None:
    share = meant("value pcsp_agreed_target", "contracts", {"pcsp_agreed_target": "percentage"})
    assert share is not None

    def slugs(text: str, kind: CellKind, since_1904: bool | None = False) -> list[str]:
        return [problem.slug for problem in cell_value(Cell(text, kind), share, HERE, since_1904)[1]]

    assert slugs("0.8", "number") == slugs("1", "number") == slugs("0.8", "text", None) == ["fraction-as-percentage"]
    assert slugs("80", "number") == slugs("1.5", "number") == slugs("0.8%", "text") == slugs("80%", "text", None) == []


def test_a_day_where_a_text_belongs_is_pointed_out() -> None:
    assert read("2026-02-01", "service.number", "day") == ("2026-02-01", ["date-in-text"])
    assert read("2026-02-01", "reference", "day") == ("2026-02-01", ["date-in-text"])
    assert read("2026-02-01", "service.review_date", "day") == ("2026-02-01", [])


def test_an_error_and_a_control_character_give_no_value() -> None:
    assert read("#REF!", "title", "fault") == (None, ["cell-error"])
    assert read("a\x0bb", "title") == (None, ["control-character"])


def test_excels_numbers_of_days() -> None:
    found = [day_of_number(number, False) for number in (1, 59, 60, 61)]
    assert [moment.date().isoformat() if moment else None for moment in found] == [
        "1900-01-01",
        "1900-02-28",
        None,
        "1900-03-01",
    ]
    day = day_of_number(46113, False)
    assert day is not None and day.date().isoformat() == "2026-04-01"


def test_columns_have_letters() -> None:
    assert [letters(index) for index in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_numbers_are_shown_as_excel_shows_them() -> None:
    assert [number_text(value) for value in (1.0, -0.0, 12.50, 0.1 + 0.2, 1e20, float("nan"), float("inf"))] == [
        "1",
        "0",
        "12.5",
        "0.3",
        "1e+20",
        "",
        "",
    ]
