"""An XLSX file as sheets of cells. Read here rather than by python-calamine: docs/decisions says why.

Source: ECMA-376 part 1, 18.2 (workbook), 18.3.1 (worksheets), 18.4 (shared strings), 18.8 (styles), 22.9.2.19 (the
escape `_x000D_`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.contract.register.cell_styles import (
    YES,
    CellStyles,
    colour_of_run,
    melts_into,
    read_cell_styles,
    strikes,
    whole,
)
from specgen.contract.register.formats import (
    UNKNOWN,
    NumberFormat,
    left_out_of_day,
    page_of,
    shown_by,
    sort_of_format,
    text_by,
)
from specgen.contract.register.parts import TOO_LARGE_CURE, Parts, RefusedError
from specgen.contract.register.sheet import (
    NOT_STORED,
    Cell,
    Merged,
    Row,
    RowLooks,
    Sheet,
    column_of,
    day_of_number,
    moves,
    number_text,
    raised,
    text_cell,
    true_zeros,
)
from specgen.problems import Location, Problem


def shown_number(written: str, sort: NumberFormat, since_1904: bool) -> Cell:
    """A number of the file as a cell: a day, `80%`, `007`, or the number itself."""
    try:
        value = float(written)
    except ValueError:
        return Cell(written, "fault")
    if sort == "date" and 0 < value < 1:
        return Cell((datetime(1900, 1, 1) + timedelta(seconds=round(value * 86_400))).time().isoformat())
    if sort == "date" and (moment := day_of_number(value, since_1904)) is not None:
        if moment.time() == moment.min.time():
            return Cell(moment.date().isoformat(), "day")
        return Cell(moment.isoformat(" "))
    if sort == "percentage":
        return Cell(f"{_hundredfold(value)}%")
    text = number_text(value)
    if isinstance(sort, int) and text.isdigit():
        return Cell(text.zfill(sort))
    return Cell(text, "number") if text else Cell(written, "fault")


def _hundredfold(value: float) -> str:
    """0.8 as 80 and 0.125 as 12.5, without what binary fractions add."""
    try:
        return f"{(Decimal(number_text(value)) * 100).normalize():f}"
    except InvalidOperation:
        return number_text(value)


MOST_COLUMNS: Final = 1_000
MOST_ROWS: Final = 50_000
MOST_CELLS: Final = 1_000_000
"""Cells that hold something; 5,000 contracts of 100 columns have half of it."""
MOST_CELL_MARKS: Final = 2_000_000
"""Cells that the file mentions, most of them for their colour alone."""
MOST_MERGED_ROWS: Final = 500_000
"""Rows that merged ranges cover, counted for each; ranges that lie over each other are no spreadsheet program's work.
"""
MOST_LETTERS: Final = 64_000_000
LONGEST_CELL: Final = 100_000
"""Letters; Excel's own limit is 32,767."""

MOST_REMARKS: Final = 1_000
"""Notes at cells of one sheet that are counted."""
_MOST_FILTERS: Final = 100
"""Filters of one sheet that are looked at; each table of it has one."""
_MOST_ALIKE: Final = 2_000
"""Cells of which further ones that are the same are made no second time."""

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class Workbook(Struct):
    """An open workbook. Sheets are read when they are asked for; one file's limits hold over all of them."""

    file: str
    names: tuple[str, ...]
    parts: Parts
    targets: Mapping[str, str]
    since_1904: bool
    calculates_on_load: bool = False
    """Whether what formulas have saved is a stand-in until the workbook is opened (18.2.2, calcPr)."""
    hidden: tuple[str, ...] = ()
    """Sheets that nobody sees who opens the workbook (18.18.68, hidden and veryHidden), in their order."""
    strings: list[str] = field(default_factory=list)
    formats: list[NumberFormat] = field(default_factory=list)
    styles: CellStyles = CellStyles()
    struck_strings: frozenset[int] = frozenset()
    """Shared strings, by their index, of which some letters are struck through."""
    coloured_strings: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """The colours of letters of shared strings that have their own, or that they are too small to be seen."""
    as_seen: bool = False
    """Whether its numbers are read as words, with the money and percentages that their formats show."""

    def sheet(self, name: str) -> tuple[Sheet | None, list[Problem]]:
        """The sheet of that name, or why it cannot be read."""
        try:
            reader = _SheetReader(self)
            self.parts.parse(self.targets[name], reader.start, reader.end, reader.letters.append)
            self._read_beside(name, reader)
            return Sheet(name, reader.finished(), tuple(reader.merged), self.since_1904, reader.looks()), []
        except RefusedError as fault:
            return None, [_problem(fault, Location(self.file, sheet=name))]

    def _read_beside(self, name: str, reader: _SheetReader) -> None:
        """What the sheet's tables (18.5.1.2) say of its rows: those with a filter set, and their rows of totals; and
        the cells that have notes (18.7.3)."""
        range_ = ""

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal range_
            if tag == "table":
                last = rows_of(attributes.get("ref", ""))[1]
                reader.totals |= set(range(last - min(whole(attributes.get("totalsRowCount")), 9) + 1, last + 1))
            elif tag == "autoFilter":
                range_ = attributes.get("ref", "")
            elif tag == "filterColumn":
                reader.filters.add(rows_of(range_))
            elif tag == "comment" and len(reader.remarks) < MOST_REMARKS:
                reader.remarks.append(attributes.get("ref", "")[:10])

        for kind, target in self.parts.related(self.targets[name]).values():
            if kind in ("table", "comments") and self.parts.has(target):
                self.parts.parse(target, start)


def rows_of(reference: str) -> tuple[int, int]:
    """The first and last row of a range such as A1:K40; (0, -1) for what is none."""
    first, _, last = reference.partition(":")
    corners = [_REFERENCE.fullmatch(corner) for corner in (first, last or first)]
    rows = [int(corner[2]) for corner in corners if corner]
    return (min(rows), max(rows)) if len(rows) == 2 else (0, -1)


def open_workbook(data: bytes, file: str, *, as_seen: bool = False) -> tuple[Workbook | None, list[Problem]]:
    """The workbook in `data`, or why it is refused. `as_seen` says that its numbers are read as words, with the money
    and percentages that their formats show."""
    try:
        parts = Parts(data)
        main = next(
            (target for kind, target in parts.related("").values() if kind == "officeDocument"), "xl/workbook.xml"
        )
        if main.casefold().endswith(".bin") or not parts.has(main):
            raise RefusedError(
                "not-a-workbook",
                "the file is not an Excel workbook (.xlsx)",
                "save it in Excel as “Excel Workbook (*.xlsx)”",
            )
        listed = _listed_sheets(parts, main)
        listed.calculates_on_load |= _program(parts).startswith(_KEEPS_STAND_INS)
        related = parts.related(main)
        targets = {
            name: related[key][1] for name, key in listed.sheets if key in related and related[key][0] == "worksheet"
        }
        hidden = tuple(name for name in targets if name in listed.hidden)
        book = Workbook(file, tuple(targets), parts, targets, listed.since_1904, listed.calculates_on_load, hidden)
        book.as_seen = as_seen
        for kind, target in related.values():
            if kind == "sharedStrings":
                book.strings, book.struck_strings, book.coloured_strings = _shared_strings(parts, target)
            elif kind == "styles":
                book.styles = read_cell_styles(parts, target)
                sorts = {each: sort_of_format(*each) for each in set(book.styles.codes)}
                book.formats = [sorts[each] for each in book.styles.codes]
        return book, []
    except RefusedError as fault:
        return None, [_problem(fault, Location(file))]


def sheet_names(data: bytes) -> tuple[str, ...]:
    """The names of the workbook's sheets in their order, told without reading what they hold; none of what is no
    workbook."""
    try:
        parts = Parts(data)
        related = parts.related("").values()
        main = next((target for kind, target in related if kind == "officeDocument"), "xl/workbook.xml")
        return tuple(name for name, _ in _listed_sheets(parts, main).sheets) if parts.has(main) else ()
    except RefusedError:
        return ()


def _problem(fault: RefusedError, where: Location) -> Problem:
    return Problem(fault.slug, str(fault), where, cure=fault.cure)


class _Listed(Struct):
    """What the workbook's own part says: name and relationship of every sheet, which of them are hidden, whether days
    are counted from 1904, and whether formulas wait to be calculated."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    since_1904: bool = False
    calculates_on_load: bool = False


def _listed_sheets(parts: Parts, main: str) -> _Listed:
    found = _Listed()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            called = attributes.get("name", "")
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            found.sheets.append((called, key))
            if attributes.get("state", "visible") != "visible":
                found.hidden.add(called)
        elif name == "workbookPr":
            found.since_1904 = attributes.get("date1904", "0") in YES
        elif name == "calcPr":
            found.calculates_on_load = waits_for_calculation(attributes)

    parts.parse(main, start)
    return found


_KEEPS_STAND_INS: Final = ("LibreOffice", "OpenOffice", "Collabora")
"""Programs that save the 0 which another program wrote for a formula's value, and do not say that it waits."""


def _program(parts: Parts) -> str:
    """The program that saved the workbook (part 1, 22.2.2.1, Application); "" where it does not say."""
    found: list[str] = []
    inside = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside
        inside = name == "Application"

    part = next((target for kind, target in parts.related("").values() if kind == "extended-properties"), "")
    if part and parts.has(part):
        parts.parse(part, start, None, lambda piece: found.append(piece) if inside else None)
    return "".join(found)


def waits_for_calculation(attributes: Mapping[str, str]) -> bool:
    """Whether the attributes of calcPr (18.2.2) or sheetCalcPr (18.3.1.79) say that saved values are none yet."""
    completed = attributes.get("calcCompleted", "1") in YES
    return attributes.get("fullCalcOnLoad", "0") in YES or not completed


def _shared_strings(parts: Parts, name: str) -> tuple[list[str], frozenset[int], dict[int, frozenset[str]]]:
    """The workbook's texts, which of them are struck through, in whole or in part, and the colours of their letters."""
    struck: set[int] = set()
    coloured: dict[int, frozenset[str]] = {}
    strings: list[str] = []
    letters: list[str] = []
    reading = phonetic = above = False
    total = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal reading, phonetic, above
        if tag == "rPh":
            phonetic = True
        elif tag in ("r", "si"):
            above = False
        elif tag == "vertAlign":
            above = attributes.get("val") == "superscript"
        elif tag == "t":
            reading = not phonetic
        elif strikes(tag, attributes):
            struck.add(len(strings))
        elif found := colour_of_run(tag, attributes):
            coloured[len(strings)] = coloured.get(len(strings), frozenset()) | {found}

    def text(piece: str) -> None:
        if reading:
            letters.append(raised(piece) if above else piece)

    def end(tag: str) -> None:
        nonlocal reading, phonetic, total
        if tag == "t":
            reading = False
        elif tag == "rPh":
            phonetic = False
        elif tag == "si":
            whole = _unescaped("".join(letters))
            total += len(whole)
            _refuse_long(len(whole), total)
            strings.append(whole.strip())
            letters.clear()

    parts.parse(name, start, end, text)
    return strings, frozenset(struck), coloured


def _refuse_long(letters: int, total: int) -> None:
    if letters > LONGEST_CELL:
        raise RefusedError(
            "file-too-large",
            f"a cell holds more than {LONGEST_CELL:,} letters",
            "shorten it, or put it into several rows",
        )
    if total > MOST_LETTERS:
        raise RefusedError("file-too-large", f"the cells hold more than {MOST_LETTERS:,} letters", TOO_LARGE_CURE)


def _unescaped(text: str) -> str:
    """The text with `_x000D_` and its like as the characters they stand for; a pair of halves as the one character."""
    if "_x" not in text:
        return text
    whole = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _less_than(least: float, written: str) -> bool:
    """Whether a row (18.3.1.73) or column (18.3.1.13) shows nothing: below two points there is no line of letters,
    below half a letter's width none of them."""
    try:
        return float(written) < least
    except ValueError:
        return False


def _stands_in(value: str) -> bool:
    """Whether a formula's saved value is what programs that do not calculate write in place of one: 0."""
    try:
        return float(value) == 0
    except ValueError:
        return False


class _SheetReader:
    """Takes the events of a worksheet's part and keeps the rows that hold something."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.rows: list[Row] = []
        self.merged: list[Merged] = []
        self.letters: list[str] = []
        self._row = 0
        self._cells: dict[int, Cell] = {}
        self._alike: dict[Cell, Cell] = {}
        """Cells that stand in many rows, such as a Provider's name, are held once."""
        self._column = -1
        self._type = self._style = ""
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = self._phonetic = self._inside = False
        self._marks = self._kept = self._total = self._covered = 0
        self._stand_ins: dict[tuple[int, int], str] = {}
        self._formula_text = self._shared = ""
        self._shared_moving: set[str] = set()
        self._moving: dict[int, list[int]] = {}
        self._calculates_on_load = book.calculates_on_load
        self.hidden: set[int] = set()
        self.filters: set[tuple[int, int]] = set()
        self.totals: set[int] = set()
        self.remarks: list[str] = []
        self._struck: dict[int, list[int]] = {}
        self._unseen: dict[int, list[int]] = {}
        self._columns_hidden: set[int] = set()
        self._range = ""
        self._run_colours: set[str] = set()
        self.ruled: list[str] = []
        self._run_struck = self._row_hidden = self._above = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._marks += 1
            if self._marks > MOST_CELL_MARKS:
                raise RefusedError(
                    "file-too-large", f"the sheet mentions more than {MOST_CELL_MARKS:,} cells", TOO_LARGE_CURE
                )
            self._column = self._column_of(attributes.get("r"))
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value, self._formula, self._inside, self._formula_text = None, False, True, ""
            self._inline.clear()
            self._run_colours.clear()
            self._run_struck = self._above = False
        elif tag == "row":
            self._row = whole(attributes.get("r")) or self._row + 1
            self._column = -1
            self._row_hidden = attributes.get("hidden", "0") in YES or _less_than(2, attributes.get("ht", ""))
        elif self._inside and strikes(tag, attributes):
            self._run_struck = True
        elif self._inside and tag in ("r", "vertAlign"):
            self._above = attributes.get("val") == "superscript"
        elif self._inside and (found := colour_of_run(tag, attributes)):
            self._run_colours.add(found)
        elif tag == "col" and (attributes.get("hidden", "0") in YES or _less_than(0.5, attributes.get("width", ""))):
            first, last = (whole(attributes.get(name)) for name in ("min", "max"))
            self._columns_hidden |= set(range(first - 1, min(last, MOST_COLUMNS)))
        elif tag in ("autoFilter", "conditionalFormatting"):
            self._range = attributes.get("ref", "") or attributes.get("sqref", "")
        elif tag == "filterColumn":
            self.filters.add(rows_of(self._range))
        elif tag == "cfRule" and whole(attributes.get("dxfId", "99999999")) in self.book.styles.hiding:
            self.ruled.append(self._range[:60])
        elif tag == "f":
            self._formula, self._shared = self._inside, attributes.get("si", "")
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "sheetCalcPr":
            self._calculates_on_load |= waits_for_calculation(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        self.letters.clear()

    def end(self, tag: str) -> None:
        if tag == "v":
            self._value = "".join(self.letters)
        elif tag == "f":
            self._formula_text = "".join(self.letters)
        elif tag == "t" and self._inside and not self._phonetic:
            self._inline += map(raised, self.letters) if self._above else self.letters
        elif tag == "c":
            self._inside = False
            cell = self._cell()
            if cell is not None and cell.text:
                self._keep(cell)
                if self._is_struck():
                    self._struck.setdefault(self._row, []).append(self._column)
                if self._is_unseen():
                    self._unseen.setdefault(self._row, []).append(self._column)
                if self._formula and self._moves():
                    self._moving.setdefault(self._row, []).append(self._column)
                if self._formula and cell.kind != "fault" and _stands_in(self._value or cell.text):
                    self._stand_ins[self._row, self._column] = self._formula_text
        elif tag == "row":
            self._end_row()
        elif tag == "rPh":
            self._phonetic = False
        self.letters.clear()

    def _column_of(self, reference: str | None) -> int:
        match = _REFERENCE.fullmatch(reference or "") or _REFERENCE.fullmatch((reference or "").upper())
        if match is None:
            return self._column + 1
        return column_of(match[1])

    def _moves(self) -> bool:
        """Whether the cell's formula gives another value another day; of a shared one (18.3.1.40) the first cell alone
        has the words."""
        found = moves(self._formula_text)
        if found and self._shared:
            self._shared_moving.add(self._shared)
        return found or (not self._formula_text and self._shared in self._shared_moving)

    def _is_struck(self) -> bool:
        """Whether letters of the cell are struck through: by its style, in its own text or in the shared one."""
        if self._run_struck or whole(self._style) in self.book.styles.struck:
            return True
        return bool(self.book.struck_strings) and self._type == "s" and whole(self._value) in self.book.struck_strings

    def _is_unseen(self) -> bool:
        """Whether letters of the cell cannot be seen: by its style, in its own text or in the shared one."""
        style, styles = whole(self._style), self.book.styles
        if style in styles.unseen:
            return True
        shared = self.book.coloured_strings.get(whole(self._value), ()) if self._type == "s" else ()
        ground = styles.grounds[style] if style < len(styles.grounds) else ""
        return any(melts_into(colour, ground) for colour in (*shared, *self._run_colours))

    def looks(self) -> RowLooks:
        """How the rows look that a person would take for none, once the whole part is read."""
        filters = sorted(self.filters)[:_MOST_FILTERS]
        filtered = {row for row in self.hidden if any(first < row <= last for first, last in filters)}
        struck, unseen, moving = (
            {row: tuple(columns) for row, columns in held.items()}
            for held in (self._struck, self._unseen, self._moving)
        )
        shown, columns = frozenset(self.hidden - filtered), frozenset(self._columns_hidden)
        totals, remarks = frozenset(self.totals), tuple(self.remarks)
        ruled = tuple(dict.fromkeys(self.ruled))
        return RowLooks(shown, frozenset(filtered), struck, totals, remarks, columns, unseen, moving, ruled)

    def finished(self) -> tuple[Row, ...]:
        """The rows, once the whole part is read: that formulas wait may be said behind them."""
        if not self._calculates_on_load or not self._stand_ins:
            return tuple(self.rows)
        waiting: dict[int, set[int]] = {}
        for number, column in self._stand_ins.keys() - true_zeros(self.rows, self._stand_ins):
            waiting.setdefault(number, set()).add(column)
        return tuple(
            Row.of(
                row.number,
                (NOT_STORED if column in waiting[row.number] else cell for column, cell in enumerate(row.cells)),
            )
            if row.number in waiting
            else row
            for row in self.rows
        )

    def _cell(self) -> Cell | None:
        value = self._value
        if self._type == "inlineStr":
            text = _unescaped("".join(self._inline)).strip()
            return NOT_STORED if self._formula and not text else self._words(text)
        if self._type == "str" and value is not None:  # a formula may give no text, and saves that
            return self._words(_unescaped(value).strip())
        if value is None or not value.strip():
            return NOT_STORED if self._formula else None
        if self._type == "s":
            written = value.strip()
            index = int(written) if written.isascii() and written.isdigit() and len(written) < 8 else -1
            if not 0 <= index < len(self.book.strings):
                raise RefusedError(
                    "damaged-file",
                    "a cell points to a text that is not there",
                    "open the file in Excel and save it again",
                )
            return self._words(self.book.strings[index])
        if self._type == "b":
            return self._words("TRUE" if value.strip() == "1" else "FALSE")
        if self._type == "e":
            return Cell(value.strip()[:20], "fault")
        if self._type == "d":
            day, _, time = value.strip().partition("T")
            return Cell(day, "day") if not time.strip("0:.Z") else self._words(f"{day} {time}")
        index = whole(self._style)
        sort: NumberFormat = self.book.formats[index] if index < len(self.book.formats) else "plain"
        cell = shown_number(value.strip()[:40], sort, self.book.since_1904)
        if cell.kind == "fault" or index >= len(self.book.styles.codes):
            return cell
        code = self.book.styles.codes[index]
        if sort == "date":
            return replace(cell, page=left_out_of_day(*code) if cell.kind == "day" else "a time")
        if code == (0, None):
            return cell
        written = number_text(float(value))
        shown, page = shown_by(*code, written, whole=self.book.as_seen), page_of(*code, written)
        return Cell(cell.text, cell.kind, shown if shown != cell.text else "", page if page != cell.text else "")

    def _words(self, text: str) -> Cell:
        if text and self._style and (code := self._code()) is not None and (seen := text_by(code, text)):
            return Cell(text, "text", "" if seen == UNKNOWN else seen, seen)
        return text_cell(text)

    def _code(self) -> str | None:
        """The number format of the cell's style, where the workbook gives its code."""
        index = whole(self._style)
        return self.book.styles.codes[index][1] if index < len(self.book.styles.codes) else None

    def _keep(self, cell: Cell) -> None:
        self._kept += 1
        self._total += len(cell.text)
        if self._kept > MOST_CELLS:
            raise RefusedError(
                "file-too-large", f"more than {MOST_CELLS:,} cells of the sheet are filled", TOO_LARGE_CURE
            )
        _refuse_long(len(cell.text), self._total)
        if self._column >= MOST_COLUMNS:
            raise RefusedError(
                "file-too-large",
                f"a cell right of the {MOST_COLUMNS:,}th column is filled (row {self._row})",
                "delete what stands there, or move it",
            )
        self._cells[self._column] = self._alike.get(cell, cell)
        if len(self._alike) < _MOST_ALIKE:
            self._alike[cell] = self._cells[self._column]

    def _end_row(self) -> None:
        if not self._cells:
            return
        if len(self.rows) >= MOST_ROWS:
            raise RefusedError("file-too-large", f"the sheet has more than {MOST_ROWS:,} rows", TOO_LARGE_CURE)
        last = max(self._cells)
        self._kept += last // 8  # a row that is empty but for a far cell costs room as well
        if self._row_hidden:
            self.hidden.add(self._row)
        self.rows.append(Row.of(self._row, map(self._cells.get, range(last + 1))))
        self._cells = {}

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = [_REFERENCE.fullmatch(corner) for corner in (first, last)]
        if corners[0] and corners[1]:
            columns = [self._column_of(corner[0]) for corner in corners if corner]
            rows = [int(corner[2]) for corner in corners if corner]
            self._covered += min(max(rows) - min(rows), MOST_ROWS) + 1
            if self._covered > MOST_MERGED_ROWS:
                raise RefusedError("hostile-file", "the sheet merges more cells than it can hold", TOO_LARGE_CURE)
            self.merged.append(Merged(min(rows), max(rows), min(columns), max(columns)))
