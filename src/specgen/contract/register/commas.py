"""A CSV file as a sheet of cells, every one text. Source: RFC 4180, and what Excel, LibreOffice and Google Sheets
write and read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Final

from specgen.contract.columns import LARGEST_REGISTER
from specgen.contract.register.headings import HEADINGS_WITHIN, meant
from specgen.contract.register.parts import RefusedError
from specgen.contract.register.sheet import Cell, Row, Sheet, text_cell
from specgen.contract.register.spreadsheet import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from specgen.problems import Location, Problem

MOST_LINES: Final = 1_048_576
"""Rows of Excel's own sheets, blank ones among them."""
MOST_FIELDS: Final = 20_000_000
"""Fields of the whole file, blank ones among them."""
_SEPARATORS: Final = ",;\t|"
_SAID: Final = re.compile(r"sep=([,;\t|])", re.IGNORECASE)
_LINE_END: Final = re.compile("\r\n|\r|\n")
_AS_TEXT: Final = re.compile(r'="((?:[^"]|"")*)"')
"""How Excel and others write a text that would be taken for a number or a day: `="007"`."""
_FORMULA: Final = re.compile(r"=\s*[^\s=]")
_TOO_LARGE: Final = "split the register into several"


class RefusedRowError(RefusedError):
    """The file is refused for what stands in a row, if one can be named."""

    def __init__(self, slug: str, message: str, cure: str, row: int | None = None) -> None:
        super().__init__(slug, message, cure)
        self.row = row


def read_csv(data: bytes, file: str) -> tuple[Sheet | None, list[Problem]]:
    """The one sheet of the file, named as Excel names it: by the file. Rows are counted as Excel counts them."""
    name = PurePath(file).stem
    try:
        return Sheet(name, _rows(_text(data))), []
    except RefusedRowError as fault:
        return None, [Problem(fault.slug, str(fault), Location(file, fault.row, sheet=name), cure=fault.cure)]


def _text(data: bytes) -> str:
    if len(data) > LARGEST_REGISTER:
        raise RefusedRowError("file-too-large", f"the file is larger than {LARGEST_REGISTER // 2**20} MiB", _TOO_LARGE)
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        # Of a text in UTF-16 that does not begin with its mark, every other sign is none.
        at = 0 if text.count("\0") >= len(text) // 4 > 0 else -1
    except UnicodeDecodeError as fault:
        at = fault.start
    if at >= 0:
        cure = "in Excel choose Save As, “CSV UTF-8 (Comma delimited)”"
        raise RefusedRowError("not-utf-8", "the file is not saved as UTF-8 text", cure, data.count(b"\n", 0, at) + 1)
    if max(map(text.count, "\r\n")) > MOST_LINES or max(map(text.count, _SEPARATORS)) > MOST_FIELDS:
        many = f"{MOST_LINES:,} lines or {MOST_FIELDS:,} fields, blank ones counted"
        raise RefusedRowError("file-too-large", f"the file has more than {many}", _TOO_LARGE)
    return text.replace("\ufeff", "")  # the mark of each file, where several were put behind each other


def _rows(text: str) -> tuple[Row, ...]:
    rows: list[Row] = []
    known: dict[str, Cell] = {}
    widths: dict[int, int] = {}
    best = (0, 0, 0)
    filled = 0
    number = 0
    try:
        for number, fields in enumerate(_fields(text), 1):
            cells = [known.setdefault(held, _cell(held)) if (held := written.strip()) else None for written in fields]
            cells = [cell if cell is not None and cell.text else None for cell in cells]
            widths[number] = len(fields)
            if len(rows) < HEADINGS_WITHIN:
                best = max(best, (_headings_in(fields), len(fields), -number))
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            filled += len(cells)
            if len(rows) >= MOST_ROWS or len(cells) > MOST_COLUMNS or filled > MOST_CELLS:
                many = f"{MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns or {MOST_CELLS:,} cells"
                raise RefusedRowError("file-too-large", f"the file has more than {many}", _TOO_LARGE, number)
            if any(cell is not None and len(cell.text) > LONGEST_CELL for cell in cells):
                cure = "shorten it; a quotation mark that is opened and not closed is the usual cause"
                raise RefusedRowError(
                    "file-too-large", f"a cell holds more than {LONGEST_CELL:,} letters", cure, number
                )
            rows.append(Row.of(number, cells))
    except csv.Error as fault:
        cure = "check for a quotation mark that is opened and not closed"
        raise RefusedRowError(
            "csv-syntax", f"the file cannot be read from here on: {fault}", cure, number + 1
        ) from fault
    if (moved := _moved_row(rows, widths, best)) is not None:
        raise RefusedRowError(
            "csv-syntax",
            f"row {moved} has {widths[moved]} cells, and the headings have {best[1]}: a separator inside a text moves "
            "what stands behind it into the next columns",
            "put the text with the separator into quotation marks, directly behind the separator before it; saving the "
            "file in a spreadsheet program does so. If the row only ends in separators too many, delete those",
            moved,
        )
    return tuple(rows)


def _moved_row(rows: Sequence[Row], widths: Mapping[int, int], best: tuple[int, int, int]) -> int | None:
    """The first row below the headings that has more cells than they; none where all rows end in a separator. `best`
    is how many headings are known, how many there are, and the row of them with its sign turned."""
    known, wide, top = best
    below = [row.number for row in rows if row.number > -top]
    ends_alike = len(below) > 1 and len({widths[at] for at in below}) == 1
    return next((at for at in below if widths[at] > wide), None) if known and not ends_alike else None


def _headings_in(record: list[str]) -> int:
    """How many headings of a sheet of contracts the record has, if the reference is one of them."""
    found = {column.name for each in record if (column := meant(each, "contracts", {})) is not None}
    return len(found) if "reference" in found else 0


def _cell(written: str) -> Cell:
    """The cell as a spreadsheet program shows it: `="EST-1"` is EST-1. Of any other formula the file has no value."""
    if text := _AS_TEXT.fullmatch(written):
        return text_cell(text[1].replace('""', '"').strip())
    if _FORMULA.match(written):
        return Cell(f"the formula {written[:60]} has no value in a CSV file", "fault")
    return text_cell(written)


def _fields(text: str) -> Iterator[list[str]]:
    """The records. A first line “sep=;” says the separator; it is no row of the table, and Excel counts it as none
    either."""
    end = _LINE_END.search(text)
    said = _SAID.fullmatch(text[: end.start()] if end else text)
    csv.field_size_limit(LARGEST_REGISTER)
    if said:
        text = text[end.end() :] if end else ""
    return _records(text, said[1] if said else _separator(text))


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)


def _separator(text: str) -> str:
    """The separator by which a line near the top gives the most headings; where none does, the one that stands oftenest
    in the first line that has any. A title above the table may hold commas of its own."""
    scores: dict[str, int] = {}
    for separator in _SEPARATORS:
        scores[separator] = 0
        try:
            for record in islice(_records(text, separator), HEADINGS_WITHIN):
                scores[separator] = max(scores[separator], _headings_in(record))
        except csv.Error:
            continue
    best = max(scores.values())
    likely = [separator for separator in _SEPARATORS if scores[separator] == best]
    lines = (re.sub(r'"[^"]*"', "", line) for line in islice(_LINE_END.split(text[:100_000]), HEADINGS_WITHIN))
    counted = next(
        (counts for line in lines if any(counts := [line.count(separator) for separator in likely])), [0] * len(likely)
    )
    return likely[counted.index(max(counted))]
