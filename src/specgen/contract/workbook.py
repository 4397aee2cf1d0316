"""An XLSX file as sheets of cells. Read here rather than by python-calamine: docs/decisions says why.

Source: ECMA-376 part 1, 18.2 (workbook), 18.3.1 (worksheets), 18.4 (shared strings), 18.8 (styles), 22.9.2.19 (the
escape `_x000D_`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from specgen.contract.number_formats import Sort, shown_number, sort_of_format
from specgen.contract.sheet import Cell, Merged, Row, Sheet
from specgen.contract.workbook_parts import TOO_LARGE_CURE, Parts, RefusedError
from specgen.problems import Location, Problem

MOST_COLUMNS: Final = 1_000
MOST_ROWS: Final = 50_000
MOST_CELLS: Final = 1_000_000
"""Cells that hold something; 5,000 contracts of 100 columns have half of it."""
MOST_CELL_MARKS: Final = 2_000_000
"""Cells that the file mentions, most of them for their colour alone."""
MOST_MERGED_ROWS: Final = 500_000
"""Rows that merged ranges cover, counted for each; ranges that lie over each other are no spreadsheet program's work."""
MOST_LETTERS: Final = 64_000_000
LONGEST_CELL: Final = 100_000
"""Letters; Excel's own limit is 32,767."""

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass(slots=True)
class Workbook:
    """An open workbook. Sheets are read when they are asked for; one file's limits hold over all of them."""

    file: str
    names: tuple[str, ...]
    parts: Parts
    targets: Mapping[str, str]
    since_1904: bool
    strings: list[str] = field(default_factory=list)
    formats: list[Sort] = field(default_factory=list)

    def sheet(self, name: str) -> tuple[Sheet | None, list[Problem]]:
        """The sheet of that name, or why it cannot be read."""
        try:
            reader = _SheetReader(self)
            self.parts.parse(self.targets[name], reader.start, reader.end, reader.letters.append)
            return Sheet(name, tuple(reader.rows), tuple(reader.merged), self.since_1904), []
        except RefusedError as fault:
            return None, [_problem(fault, Location(self.file, sheet=name))]


def open_workbook(data: bytes, file: str) -> tuple[Workbook | None, list[Problem]]:
    """The workbook in `data`, or why it is refused."""
    try:
        parts = Parts(data)
        main = next((target for kind, target in parts.related("").values() if kind == "officeDocument"), "xl/workbook.xml")
        if main.casefold().endswith(".bin") or not parts.has(main):
            raise RefusedError("not-a-workbook", "the file is not an Excel workbook (.xlsx)", "save it in Excel as “Excel Workbook (*.xlsx)”")
        sheets, since_1904 = _listed_sheets(parts, main)
        related = parts.related(main)
        targets = {name: related[key][1] for name, key in sheets if key in related and related[key][0] == "worksheet"}
        book = Workbook(file, tuple(targets), parts, targets, since_1904)
        for kind, target in related.values():
            if kind == "sharedStrings":
                book.strings = _shared_strings(parts, target)
            elif kind == "styles":
                book.formats = _cell_formats(parts, target)
        return book, []
    except RefusedError as fault:
        return None, [_problem(fault, Location(file))]


def _problem(fault: RefusedError, where: Location) -> Problem:
    return Problem(fault.slug, str(fault), where, cure=fault.cure)


def _listed_sheets(parts: Parts, main: str) -> tuple[list[tuple[str, str]], bool]:
    """Name and relationship of every sheet, and whether days are counted from 1904."""
    found: list[tuple[str, str]] = []
    since_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904
        if name == "sheet":
            found.append((attributes.get("name", ""), next((value for key, value in attributes.items() if key.endswith(":id")), "")))
        elif name == "workbookPr":
            since_1904 = attributes.get("date1904", "0") in ("1", "true", "on")

    parts.parse(main, start)
    return found, since_1904


def _shared_strings(parts: Parts, name: str) -> list[str]:
    strings: list[str] = []
    letters: list[str] = []
    reading = phonetic = False
    total = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal reading, phonetic
        if tag == "rPh":
            phonetic = True
        elif tag == "t":
            reading = not phonetic

    def text(piece: str) -> None:
        if reading:
            letters.append(piece)

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
    return strings


def _refuse_long(letters: int, total: int) -> None:
    if letters > LONGEST_CELL:
        raise RefusedError("file-too-large", f"a cell holds more than {LONGEST_CELL:,} letters", "shorten it, or put it into several rows")
    if total > MOST_LETTERS:
        raise RefusedError("file-too-large", f"the cells hold more than {MOST_LETTERS:,} letters", TOO_LARGE_CURE)


def _unescaped(text: str) -> str:
    """The text with `_x000D_` and its like as the characters they stand for; a pair of halves as the one character."""
    if "_x" not in text:
        return text
    whole = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _cell_formats(parts: Parts, name: str) -> list[Sort]:
    """What each cell style makes of a number, by the style's index."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag == "numFmt":
            codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            numbers.append(_whole(attributes.get("numFmtId")))

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    parts.parse(name, start, end)
    sorts = {number: sort_of_format(number, codes.get(number)) for number in set(numbers)}
    return [sorts[number] for number in numbers]


def _whole(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 8 else 0


class _SheetReader:
    """Takes the events of a worksheet's part and keeps the rows that hold something."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.rows: list[Row] = []
        self.merged: list[Merged] = []
        self.letters: list[str] = []
        self._row = 0
        self._cells: dict[int, Cell] = {}
        self._column = -1
        self._type = self._style = ""
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = self._phonetic = self._inside = False
        self._marks = self._kept = self._total = self._covered = 0
        self._known: dict[tuple[str, str], Cell] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._marks += 1
            if self._marks > MOST_CELL_MARKS:
                raise RefusedError("file-too-large", f"the sheet mentions more than {MOST_CELL_MARKS:,} cells", TOO_LARGE_CURE)
            self._column = self._column_of(attributes.get("r"))
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value, self._formula, self._inside = None, False, True
            self._inline.clear()
        elif tag == "row":
            self._row = _whole(attributes.get("r")) or self._row + 1
            self._column = -1
        elif tag == "f":
            self._formula = self._inside
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        self.letters.clear()

    def end(self, tag: str) -> None:
        if tag == "v":
            self._value = "".join(self.letters)
        elif tag == "t" and self._inside and not self._phonetic:
            self._inline += self.letters
        elif tag == "c":
            self._inside = False
            cell = self._cell()
            if cell is not None and cell.text:
                self._keep(cell)
        elif tag == "row":
            self._end_row()
        elif tag == "rPh":
            self._phonetic = False
        self.letters.clear()

    def _column_of(self, reference: str | None) -> int:
        match = _REFERENCE.fullmatch(reference or "")
        if match is None:
            return self._column + 1
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - 64
        return column - 1

    def _cell(self) -> Cell | None:
        value = self._value
        if self._type == "inlineStr":
            return self._same(_unescaped("".join(self._inline)).strip())
        if value is None:
            return Cell("the formula’s value is not stored", "fault") if self._formula else None
        if self._type == "s":
            index = _whole(value.strip())
            if index >= len(self.book.strings):
                raise RefusedError("damaged-file", "a cell points to a text that is not there", "open the file in Excel and save it again")
            return self._same(self.book.strings[index])
        if self._type == "str":
            return self._same(_unescaped(value).strip())
        if self._type == "b":
            return self._same("TRUE" if value.strip() == "1" else "FALSE")
        if self._type == "e":
            return Cell(value.strip()[:20] or "#ERROR", "fault")
        if self._type == "d":
            day, _, time = value.strip().partition("T")
            return Cell(day, "day") if not time.strip("0:.Z") else self._same(f"{day} {time}")
        index = _whole(self._style)
        sort: Sort = self.book.formats[index] if index < len(self.book.formats) else "plain"
        return shown_number(value.strip()[:40], sort, self.book.since_1904) if value.strip() else None

    def _same(self, text: str) -> Cell:
        """One Cell for one text: the words of a register come again and again."""
        return self._known.setdefault((text, "text"), Cell(text))

    def _keep(self, cell: Cell) -> None:
        self._kept += 1
        self._total += len(cell.text)
        if self._kept > MOST_CELLS:
            raise RefusedError("file-too-large", f"more than {MOST_CELLS:,} cells of the sheet are filled", TOO_LARGE_CURE)
        _refuse_long(len(cell.text), self._total)
        if self._column >= MOST_COLUMNS:
            raise RefusedError("file-too-large", f"a cell right of the {MOST_COLUMNS:,}th column is filled (row {self._row})", "delete what stands there, or move it")
        self._cells[self._column] = cell

    def _end_row(self) -> None:
        if not self._cells:
            return
        if len(self.rows) >= MOST_ROWS:
            raise RefusedError("file-too-large", f"the sheet has more than {MOST_ROWS:,} rows", TOO_LARGE_CURE)
        last = max(self._cells)
        self._kept += last // 8  # a row that is empty but for a far cell costs room as well
        self.rows.append(Row(self._row, tuple(self._cells.get(column) for column in range(last + 1))))
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
