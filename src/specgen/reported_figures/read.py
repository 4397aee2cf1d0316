"""Workbooks of returns as they come back: every row that can be counted, and by its cell each that cannot.

A faulty row keeps no other from being read, and nothing is counted from it. No message repeats a figure: a count may be
of so few people that it is shown to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Final

from msgspec import Struct

from specgen.contract.dates import long_date, parse_day
from specgen.contract.quantities import looks_like_thousands, read_money, read_number
from specgen.contract.register.commas import read_csv
from specgen.contract.register.sheet import Cell, Row, Sheet
from specgen.contract.register.spreadsheet import open_workbook
from specgen.excel import letters
from specgen.problems import Location, Problem, Severity, did_you_mean, has_errors
from specgen.reported_figures.asked import AskedPack, AskedRow
from specgen.reported_figures.workbook import (
    ALL,
    COMMISSIONER,
    CONTRACT,
    DENOMINATOR,
    FROM,
    GUIDE,
    HEADINGS,
    MEASURE,
    NOTE,
    NUMERATOR,
    RECORD,
    REPORTED_ON,
    ROW,
    SERVICE,
    SHEET,
    STATUS,
    STATUSES,
    TO,
    ReturnStatus,
    measure_words,
    service_words,
)

ENDINGS: Final = (".xlsx", ".csv")
_NEEDED: Final = (ROW, CONTRACT, FROM, TO, NUMERATOR, DENOMINATOR)
"""Headings without which no row says what it is of."""
_LONGEST_NOTE: Final = 2_000


class ReportedRow(Struct, frozen=True):
    """A figure as a Provider reported it. `denominator` is None for a count; `numerator` None where only a note
    stands. `status` is "" where none is given."""

    row: str
    file: str
    number: int
    numerator: Decimal | None
    denominator: Decimal | None
    status: ReturnStatus | str
    on: date | None
    note: str


class ReadReturns(Struct, frozen=True):
    """What files hold: rows that can be counted, and the ids of those that cannot, of packs that are known."""

    rows: tuple[ReportedRow, ...] = ()
    faulty: frozenset[str] = frozenset()


def read_returns(data: bytes, file: str, packs: Mapping[str, AskedPack]) -> tuple[ReadReturns, list[Problem]]:
    """The returns of one file. `packs` are the issued contracts by their reference."""
    sheet, problems = _sheet(data, file)
    if sheet is None:
        return ReadReturns(), problems
    columns, faults = _columns(sheet, file)
    problems += faults
    if any(name not in columns for name in _NEEDED):
        return ReadReturns(), problems
    reading = _RowsRead(file, sheet, columns, packs)
    for row in sheet.rows:
        if row.number > 1:
            reading.take(row)
    reading.twice()
    faulty = reading.faulty
    return ReadReturns(tuple(row for row in reading.rows if row.row not in faulty), frozenset(faulty)), [
        *problems,
        *reading.problems,
    ]


def _sheet(data: bytes, file: str) -> tuple[Sheet | None, list[Problem]]:
    if PurePath(file).suffix.lower() == ".csv":
        return read_csv(data, file)
    book, problems = open_workbook(data, file)
    if book is None:
        return None, problems
    if SHEET not in book.names:
        return None, [
            Problem(
                "no-returns",
                f"the workbook has no sheet “{SHEET}”",
                Location(file),
                cure="give the workbook that “specgen returns new” wrote, its sheets named as they were",
                suggestion=did_you_mean(SHEET, list(book.names)),
            )
        ]
    sheet, problems = book.sheet(SHEET)
    for name in book.names:
        other = book.sheet(name)[0] if name not in (SHEET, GUIDE) else None
        head = other.by_number.get(1) if other is not None else None
        written = {cell.text for cell in (head.cells if head is not None else ()) if cell is not None}
        if written.issuperset(_NEEDED):
            said = f"the sheet has the headings of returns, and only the sheet “{SHEET}” is read"
            cure = f"put its rows into the sheet “{SHEET}”, or take the sheet out"
            problems = [*problems, Problem("sheet-not-read", said, Location(file, sheet=name), "warning", cure)]
    return sheet, problems


def _columns(sheet: Sheet, file: str) -> tuple[dict[str, int], list[Problem]]:
    """Heading → column, and a problem for each heading that is not as it was."""
    head = sheet.by_number.get(1)
    written = [cell.text if cell is not None else "" for cell in (head.cells if head is not None else ())]
    wanted = [heading.text for heading in HEADINGS]
    found: dict[str, int] = {}
    problems: list[Problem] = []
    lower = next((row.number for row in sheet.rows if {cell.text for cell in row.cells if cell} >= set(_NEEDED)), 1)
    if lower > 1:
        said = f"the headings stand in row {lower}; no row of the file can be told"
        cure = "take out the rows above them, so that they are in row 1"
        return found, [_altered(file, sheet, 0, said, cure)]
    for at, text in enumerate(written):
        if text in found:
            problems.append(_altered(file, sheet, at, f"the heading “{text}” stands there twice", "rename one of them"))
        elif text in wanted:
            found[text] = at
    for at, text in enumerate(wanted):
        if text in found:
            continue
        stands = written[at] if at < len(written) and written[at] not in wanted else ""
        said = f"the heading “{text}” now reads “{stands[:60]}”" if stands else f"the heading “{text}” is gone"
        problems.append(
            _altered(
                file,
                sheet,
                at,
                f"{said}{'; no row of the file can be told' if text in _NEEDED else '; the column is not read'}",
                f"write “{text}” there again",
            )
        )
    return found, problems


def _altered(file: str, sheet: Sheet, at: int, message: str, cure: str) -> Problem:
    where = Location(file, line=1, sheet=sheet.name, cell=f"{letters(at)}1")
    return Problem("heading-altered", message, where, cure=cure)


class _RowsRead:
    """One sheet as its rows go by."""

    def __init__(self, file: str, sheet: Sheet, columns: Mapping[str, int], packs: Mapping[str, AskedPack]) -> None:
        self.rows: list[ReportedRow] = []
        self.faulty: set[str] = set()
        self.problems: list[Problem] = []
        self._file, self._sheet, self._columns, self._packs = file, sheet, columns, packs
        self._of_other_record: set[str] = set()

    def take(self, row: Row) -> None:
        """One row: counted, faulty or blank."""
        if not any(self._filled(row, name) for name in (NUMERATOR, DENOMINATOR, STATUS, REPORTED_ON, NOTE)):
            return
        asked = self._asked(row)
        if asked is None:
            return
        typed = self._filled(row, NUMERATOR) or self._own_denominator(row, asked)
        others = any(self._filled(row, name) for name in (STATUS, REPORTED_ON, NOTE))
        if not (typed or others):
            return  # what the workbook itself says in it is no figure
        before = len(self.problems)
        self._of_another(row, asked)
        self._looks(row)
        numerator, denominator = self._count(row, NUMERATOR, asked), self._denominator(row, asked)
        status, day = self._status(row), self._day(row)
        if asked.kind == "share" and not has_errors(self.problems[before:]):
            self._together(row, numerator, denominator)
        if has_errors(self.problems[before:]):
            self.faulty.add(asked.id)
            return
        if row.number in self._sheet.looks.hidden | self._sheet.looks.filtered:
            message = "the row is hidden in the workbook; its figure is counted"
            cure = "unhide it, and clear the cells if it is not meant"
            self._say(row.number, NUMERATOR, "hidden-row", message, cure, "warning")
        note = self._text(row, NOTE)[:_LONGEST_NOTE]
        self.rows.append(ReportedRow(asked.id, self._file, row.number, numerator, denominator, status, day, note))

    def twice(self) -> None:
        """A row that stands there twice is faulty, whichever of the two is meant."""
        first: dict[str, ReportedRow] = {}
        for row in self.rows:
            if row.row in first:
                self.faulty.add(row.row)
                message = f"the figure of this period stands in row {first[row.row].number} too; neither is counted"
                self._say(row.number, ROW, "period-twice", message, "keep one of the two rows")
            first.setdefault(row.row, row)

    def _cell(self, row: Row, name: str) -> Cell | None:
        return row.cell(self._columns[name]) if name in self._columns else None

    def _text(self, row: Row, name: str) -> str:
        cell = self._cell(row, name)
        return " ".join(cell.text.split()) if cell is not None else ""

    def _filled(self, row: Row, name: str) -> bool:
        return bool(self._text(row, name))

    def _where(self, number: int, name: str) -> Location:
        column = letters(self._columns[name]) if name in self._columns else name
        return Location(self._file, line=number, sheet=self._sheet.name, cell=f"{column}{number} ({name})")

    def _say(self, number: int, name: str, slug: str, message: str, cure: str, severity: Severity = "error") -> None:
        self.problems.append(Problem(slug, message, self._where(number, name), severity, cure))

    def _asked(self, row: Row) -> AskedRow | None:
        """The figure that the row is of; None, with what is wrong, for one that no issued contract asks for."""
        reference = self._text(row, CONTRACT)
        pack = self._packs.get(reference)
        if pack is None:
            message = "the row names no contract; nothing is counted from it"
            if reference:
                message = f"“{reference[:60]}” is no contract that was issued in the folder of --issued"
            cure = "give the folder in which the contract’s documents were issued, or take the row out"
            self._say(row.number, CONTRACT, "row-of-another-pack", message, cure)
            return None
        record = self._text(row, RECORD)
        asked = pack.by_id.get(self._text(row, ROW))
        if asked is None:
            known = "is made from another record of the contract, and " if record not in ("", pack.record) else ""
            cure = (
                "write the workbook anew with “specgen returns new”, and take over the figures of rows with the same "
                "words and the same days (From and To)"
            )
            message = f"the row {known}is none that the contract now asks for"
            self._say(row.number, ROW, "row-of-another-pack", message, cure)
            return None
        # A copy may have lost the record; what a row is of, its id and its words say.
        if record not in ("", pack.record) and reference not in self._of_other_record:
            self._of_other_record.add(reference)
            message = (
                "the workbook was made from another record of the contract; each row that is still asked for is read"
            )
            cure = "write the workbook anew with “specgen returns new”, so that it asks for what is now issued"
            self._say(row.number, RECORD, "another-record", message, cure, "warning")
        return asked

    def _of_another(self, row: Row, asked: AskedRow) -> None:
        """The row's protected words, where they are not those of the figure that its id names."""
        words = {SERVICE: service_words(asked), COMMISSIONER: asked.party or ALL, MEASURE: measure_words(asked)}
        for name, wanted in words.items():
            if name in self._columns and not _same(self._text(row, name), wanted):
                message = f"the row’s id is of “{wanted}”, and other words stand here; nothing is counted from it"
                self._say(
                    row.number, name, "row-altered", message, f"write “{wanted}” here again, or copy the row anew"
                )
        for name, day in ((FROM, asked.first), (TO, asked.last)):
            cell = self._cell(row, name)
            if cell is None or parse_day(cell.text) != day:
                message = f"the row’s id is of a period with {long_date(day)} here; nothing is counted from it"
                cure = f"write {long_date(day)} here again; a figure of another period has a row of its own"
                self._say(row.number, name, "row-altered", message, cure)

    def _looks(self, row: Row) -> None:
        """A figure that is struck through is none that anybody stands by."""
        struck = self._sheet.looks.struck.get(row.number, ())
        for name in (NUMERATOR, DENOMINATOR):
            if name in self._columns and self._columns[name] in struck and self._filled(row, name):
                message = "the figure is struck through; nothing is counted from the row"
                self._say(row.number, name, "struck-through", message, "take the line away, or clear the cell")

    def _count(self, row: Row, name: str, asked: AskedRow) -> Decimal | None:
        cell = self._cell(row, name)
        if cell is None:
            return None
        if cell.kind == "fault":
            self._say(row.number, name, "no-value", f"the cell has no value: {cell.text}", "type the number itself")
            return None
        if asked.kind == "amount":
            amount = read_money(cell.text)
            if amount is None:
                self._say(row.number, name, "not-an-amount", "this is no amount of pounds", "write it as 1250.00")
            return amount
        number = read_number(cell.text) if cell.kind != "day" else None
        if number is None or number != number.to_integral_value() or looks_like_thousands(cell.text):
            cure = "write how many there are, without words and signs; a share is worked out from the two numbers"
            self._say(row.number, name, "not-a-count", "this is no whole number, 0 or more", cure)
        return number

    def _denominator(self, row: Row, asked: AskedRow) -> Decimal | None:
        if asked.kind == "share":
            return self._count(row, DENOMINATOR, asked)
        if not self._own_denominator(row, asked):
            return asked.whole
        if asked.whole is not None:
            message = "the denominator is not the share of the trajectory that the contract gives"
            cure = "write the workbook’s own number here again"
            self._say(row.number, DENOMINATOR, "denominator-altered", message, cure)
        elif asked.kind == "trajectory":
            message = "the contract gives no share of the trajectory for this row; its denominator is not used"
            self._say(row.number, DENOMINATOR, "denominator-not-used", message, "clear the cell", "warning")
        else:
            message = "the figure is a count and has no denominator"
            self._say(row.number, DENOMINATOR, "denominator-altered", message, "clear the cell")
        return asked.whole

    def _own_denominator(self, row: Row, asked: AskedRow) -> bool:
        """Whether a denominator stands there that is not the workbook's own."""
        cell = self._cell(row, DENOMINATOR)
        if cell is None or not cell.text.strip():
            return False
        return asked.whole is None or (cell.kind != "fault" and read_number(cell.text) != asked.whole)

    def _status(self, row: Row) -> str:
        said = self._text(row, STATUS).casefold()
        if said and said not in STATUSES:
            # A number may be a count that was typed into the wrong cell.
            message = f"“{said[:40]}” is no status" if said.isalpha() else "this is no status"
            cure = f"choose {', '.join(STATUSES[:-1])} or {STATUSES[-1]}"
            self._say(row.number, STATUS, "status-unknown", message, cure)
        return said

    def _day(self, row: Row) -> date | None:
        cell = self._cell(row, REPORTED_ON)
        if cell is None or not cell.text.strip():
            return None
        day = parse_day(cell.text)
        if day is None:
            self._say(row.number, REPORTED_ON, "not-a-day", "this is no day", "write it as 2026-07-20 or 20/07/2026")
        return day

    def _together(self, row: Row, numerator: Decimal | None, denominator: Decimal | None) -> None:
        """What is wrong with the two numbers of a share side by side."""
        if numerator is None or denominator is None:
            if numerator is not denominator:
                lacking, there = (NUMERATOR, DENOMINATOR) if numerator is None else (DENOMINATOR, NUMERATOR)
                said = f"there is a {there.casefold()} and no {lacking.casefold()}"
                self._say(row.number, lacking, "number-missing", said, "write both, or clear both")
        elif denominator == 0 and numerator > 0:
            message = "the denominator is 0 and the numerator is not"
            cure = "correct one of them; 0 of 0 says that there were no cases"
            self._say(row.number, DENOMINATOR, "denominator-0", message, cure)
        elif denominator < numerator:
            message = "the denominator is below the numerator, which is counted among it"
            self._say(row.number, DENOMINATOR, "denominator-below-numerator", message, "correct one of them")


def _same(written: str, wanted: str) -> bool:
    return " ".join(written.split()) == " ".join(wanted.split())


def joined(read: Sequence[ReadReturns]) -> ReadReturns:
    """The returns of several files."""
    return ReadReturns(
        tuple(row for each in read for row in each.rows), frozenset(name for each in read for name in each.faulty)
    )
