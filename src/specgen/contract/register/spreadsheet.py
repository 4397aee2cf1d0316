"""An XLSX file as sheets of cells. Read here rather than by python-calamine: docs/decisions says why.

Source: ECMA-376 part 1, 18.2 (workbook), 18.3.1 (worksheets), 18.4 (shared strings), 18.8 (styles), 22.9.2.19 (the
escape `_x000D_`).
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any, Final, Literal
from xml.parsers import expat

from specgen.contract.register.sheet import Cell, Merged, Row, Sheet, day_of_number, number_text
from specgen.problems import Location, Problem

# The parts of an XLSX file, read as a stream and within bounds, whatever a hostile file claims.
#
# Nothing is unpacked as a whole: each part runs through expat in pieces, and a limit that is passed ends the reading.
# A document type declaration, the way to XML entities, is refused. Source: ECMA-376 part 2 (packages).

LARGEST_FILE: Final = 64 * 2**20
MOST_ENTRIES: Final = 5_000
LARGEST_UNPACKED: Final = 256 * 2**20
"""Bytes of all parts that are read; a register of 5,000 contracts has a tenth of it."""
LONGEST_PIECE: Final = 2**20
"""Bytes of XML that may stand without the parser getting on; a cell holds 32,767 letters."""
DEEPEST: Final = 60
_PIECE: Final = 2**18
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    struct.error,
    ValueError,
    EOFError,
    OSError,
    zlib.error,
)

OnStart = Callable[[str, dict[str, str]], None]
OnEnd = Callable[[str], None]
OnText = Callable[[str], None]


class RefusedError(Exception):
    """The file is refused: `slug` names the kind, the text says why, `cure` how to mend it."""

    def __init__(self, slug: str, message: str, cure: str) -> None:
        super().__init__(message)
        self.slug = slug
        self.cure = cure


TOO_LARGE_CURE: Final = "copy the table into a new workbook, or split the register into several"
DAMAGED_CURE: Final = "open the file in Excel, save it as “Excel Workbook (*.xlsx)” and try again"


class Parts:
    """The parts of one workbook, by name. Raises RefusedError for everything that is not a workbook within bounds."""

    def __init__(self, found: bytes) -> None:
        if len(found) > LARGEST_FILE:
            raise RefusedError("file-too-large", f"the file is larger than {LARGEST_FILE // 2**20} MiB", TOO_LARGE_CURE)
        if found.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            raise RefusedError(
                "encrypted-or-old-file",
                "the file is protected by a password, or is in the old .xls format",
                "open it in Excel, take the password off, and save it as “Excel Workbook (*.xlsx)”",
            )
        if found.count(b"PK\1\2") > MOST_ENTRIES:
            raise RefusedError("file-too-large", f"the file holds more than {MOST_ENTRIES:,} parts", TOO_LARGE_CURE)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(found))
            listed = self._archive.infolist()
        except _UNREADABLE as fault:
            raise RefusedError(
                "not-a-workbook", "the file is not an Excel workbook (.xlsx), or it is damaged", DAMAGED_CURE
            ) from fault
        # Some programs write backslashes into the names (APPNOTE 4.4.17 has none); Excel reads them as slashes.
        self._listed = {each.filename.replace("\\", "/").casefold().lstrip("/"): each for each in listed}
        if len(self._listed) < len(listed):
            raise RefusedError("damaged-file", "the file holds a part twice", DAMAGED_CURE)
        if any(each.flag_bits & 0x41 for each in listed):
            raise RefusedError(
                "encrypted-or-old-file",
                "the file is protected by a password",
                "take the password off in Excel and save again",
            )
        self._left = LARGEST_UNPACKED

    def has(self, name: str) -> bool:
        return name.casefold() in self._listed

    def parse(self, name: str, start: OnStart, end: OnEnd | None = None, text: OnText | None = None) -> None:
        """Run the part through the handlers, names without prefixes. Raises RefusedError."""
        entry = self._listed.get(name.casefold())
        if entry is None:
            raise RefusedError("damaged-file", f"the file lacks its part {name[:80]}", DAMAGED_CURE)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedError(
                "damaged-file", f"the part {name[:80]} is packed in a way that Excel does not read", DAMAGED_CURE
            )
        parser = _parser(start, end, text)
        fed = 0
        try:
            with self._archive.open(entry) as opened:
                while piece := opened.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise RefusedError(
                            "file-too-large",
                            f"the file unpacks to more than {LARGEST_UNPACKED // 2**20} MiB",
                            TOO_LARGE_CURE,
                        )
                    parser.Parse(piece, False)
                    fed += len(piece)
                    # A single endless name or value would be read again from its beginning with every piece.
                    if fed - parser.CurrentByteIndex > LONGEST_PIECE:
                        raise RefusedError(
                            "hostile-file",
                            f"the part {name[:80]} holds a single value of more than {LONGEST_PIECE // 2**20} MiB",
                            DAMAGED_CURE,
                        )
            parser.Parse(b"", True)
        except expat.ExpatError as fault:
            raise RefusedError("damaged-file", f"the part {name[:80]} is damaged ({fault})", DAMAGED_CURE) from fault
        except _UNREADABLE as fault:
            raise RefusedError("damaged-file", f"the part {name[:80]} cannot be unpacked", DAMAGED_CURE) from fault

    def related(self, source: str) -> dict[str, tuple[str, str]]:
        """The parts that `source` ("" for the package) points to: id → type and name."""
        folder, _, file = source.rpartition("/")
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                whole = (
                    target.lstrip("/")
                    if target.startswith("/")
                    else posixpath.normpath(f"{folder}/{target}").lstrip("/")
                )
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], whole)

        part = f"{folder}/_rels/{file}.rels".lstrip("/")
        if self.has(part):
            self.parse(part, start)
        return found


def _parser(start: OnStart, end: OnEnd | None, text: OnText | None) -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def refuse(*_: object) -> None:
        raise RefusedError(
            "hostile-file",
            "the file declares XML entities, which no spreadsheet program writes",
            "do not use this file; ask where it came from",
        )

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise RefusedError("hostile-file", f"the file nests more than {DEEPEST} levels", DAMAGED_CURE)
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name.rpartition(":")[2] if ":" in name else name)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    if text is not None:
        parser.CharacterDataHandler = text
    return parser


# What a number format of a workbook says of a cell's number: a date, a percentage, leading zeros, or nothing.
#
# Source: ECMA-376 part 1, 18.8.30 (number formats) and 18.8.10 (cell formats).

NumberFormat = Literal["plain", "date", "percentage"] | int
"""An int is the number of digits that leading zeros fill up."""

_BUILT_IN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_BUILT_IN_PERCENTAGES: Final = frozenset({9, 10})
_SILENT: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""What of a format is not a code: quoted text, escaped characters, colours and conditions (but not elapsed hours)."""


def sort_of_format(number: int, code: str | None) -> NumberFormat:
    """What the format with that id, and with that code if the workbook gives one, makes of a number."""
    if code is None:
        return "date" if number in _BUILT_IN_DATES else "percentage" if number in _BUILT_IN_PERCENTAGES else "plain"
    bare = _SILENT.sub("", code[:1000]).split(";")[0]
    if "%" in bare:
        return "percentage"
    if re.fullmatch(r"0{2,}", bare):
        return len(bare)
    return "date" if bare.casefold() != "general" and re.search(r"[dmyhs]", bare, re.IGNORECASE) else "plain"


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
    formats: list[NumberFormat] = field(default_factory=list)

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
        main = next(
            (target for kind, target in parts.related("").values() if kind == "officeDocument"), "xl/workbook.xml"
        )
        if main.casefold().endswith(".bin") or not parts.has(main):
            raise RefusedError(
                "not-a-workbook",
                "the file is not an Excel workbook (.xlsx)",
                "save it in Excel as “Excel Workbook (*.xlsx)”",
            )
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
            found.append(
                (
                    attributes.get("name", ""),
                    next((value for key, value in attributes.items() if key.endswith(":id")), ""),
                )
            )
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


def _cell_formats(parts: Parts, name: str) -> list[NumberFormat]:
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
                raise RefusedError(
                    "file-too-large", f"the sheet mentions more than {MOST_CELL_MARKS:,} cells", TOO_LARGE_CURE
                )
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
                raise RefusedError(
                    "damaged-file",
                    "a cell points to a text that is not there",
                    "open the file in Excel and save it again",
                )
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
        sort: NumberFormat = self.book.formats[index] if index < len(self.book.formats) else "plain"
        return shown_number(value.strip()[:40], sort, self.book.since_1904) if value.strip() else None

    def _same(self, text: str) -> Cell:
        """One Cell for one text: the words of a register come again and again."""
        return self._known.setdefault((text, "text"), Cell(text))

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


# A CSV file as a sheet of cells, every one text. Source: RFC 4180, and what Excel writes and reads.

MOST_LINES: Final = 1_048_576
"""Rows of Excel's own sheets, blank ones among them."""
MOST_FIELDS: Final = 20_000_000
"""Fields of the whole file, blank ones among them."""
_SEPARATORS: Final = ",;\t"
_SAID: Final = re.compile(r"sep=([,;\t])", re.IGNORECASE)
_TOO_LARGE: Final = "split the register into several"


def read_csv(data: bytes, file: str) -> tuple[Sheet | None, list[Problem]]:
    """The one sheet of the file, named as Excel names it: by the file. Rows are counted as Excel counts them."""
    name = PurePath(file).stem

    def refused(slug: str, message: str, cure: str, row: int | None = None) -> tuple[None, list[Problem]]:
        return None, [Problem(slug, message, Location(file, row, sheet=name), cure=cure)]

    if len(data) > LARGEST_FILE:
        return refused("file-too-large", f"the file is larger than {LARGEST_FILE // 2**20} MiB", _TOO_LARGE)
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as fault:
        return refused(
            "not-utf-8",
            "the file is not saved as UTF-8 text",
            "in Excel choose Save As, “CSV UTF-8 (Comma delimited)”",
            data.count(b"\n", 0, fault.start) + 1,
        )
    if (
        text.count("\n") > MOST_LINES
        or text.count("\r") > MOST_LINES
        or max(map(text.count, _SEPARATORS)) > MOST_FIELDS
    ):
        return refused(
            "file-too-large",
            f"the file has more than {MOST_LINES:,} lines or {MOST_FIELDS:,} fields, blank ones counted",
            _TOO_LARGE,
        )
    rows: list[Row] = []
    known: dict[str, Cell] = {}
    filled = 0
    number = 0
    try:
        for number, fields in enumerate(_fields(text), 1):
            cells = [known.setdefault(held, Cell(held)) if (held := written.strip()) else None for written in fields]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            filled += len(cells)
            if len(rows) >= MOST_ROWS or len(cells) > MOST_COLUMNS or filled > MOST_CELLS:
                return refused(
                    "file-too-large",
                    f"the file has more than {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns or {MOST_CELLS:,} cells",
                    _TOO_LARGE,
                    number,
                )
            if any(cell is not None and len(cell.text) > LONGEST_CELL for cell in cells):
                return refused(
                    "file-too-large",
                    f"a cell holds more than {LONGEST_CELL:,} letters",
                    "shorten it; a quotation mark that is opened and not closed is the usual cause",
                    number,
                )
            rows.append(Row(number, tuple(cells)))
    except csv.Error as fault:
        return refused(
            "csv-syntax",
            f"the file cannot be read from here on: {fault}",
            "check for a quotation mark that is opened and not closed",
            number + 1,
        )
    return Sheet(name, tuple(rows)), []


def _fields(text: str) -> Iterator[list[str]]:
    """The records. The separator is what a first line “sep=;” says, else what stands oftenest in the first line.

    A first line that says it is no row of the table, but Excel counts it as none either.
    """
    first = text.partition("\n")[0].rstrip("\r")
    said = _SAID.fullmatch(first)
    bare = re.sub(r'"[^"]*"', "", first)
    separator = said[1] if said else max(_SEPARATORS, key=bare.count)
    lines = io.StringIO(text.partition("\n")[2] if said else text, newline="")
    csv.field_size_limit(LARGEST_FILE)
    yield from csv.reader(lines, delimiter=separator, strict=True)
