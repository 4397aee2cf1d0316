"""A CSV file as a sheet of cells, every one text. Source: RFC 4180, and what Excel writes and reads."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from specgen.contract.sheet import Cell, Row, Sheet
from specgen.contract.workbook import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from specgen.problems import Location, Problem

LARGEST_FILE: Final = 64 * 2**20
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
        return refused("not-utf-8", "the file is not saved as UTF-8 text", "in Excel choose Save As, “CSV UTF-8 (Comma delimited)”", data.count(b"\n", 0, fault.start) + 1)
    if text.count("\n") > MOST_LINES or text.count("\r") > MOST_LINES or max(map(text.count, _SEPARATORS)) > MOST_FIELDS:
        return refused("file-too-large", f"the file has more than {MOST_LINES:,} lines or {MOST_FIELDS:,} fields, blank ones counted", _TOO_LARGE)
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
                return refused("file-too-large", f"the file has more than {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns or {MOST_CELLS:,} cells", _TOO_LARGE, number)
            if any(cell is not None and len(cell.text) > LONGEST_CELL for cell in cells):
                return refused("file-too-large", f"a cell holds more than {LONGEST_CELL:,} letters", "shorten it; a quotation mark that is opened and not closed is the usual cause", number)
            rows.append(Row(number, tuple(cells)))
    except csv.Error as fault:
        return refused("csv-syntax", f"the file cannot be read from here on: {fault}", "check for a quotation mark that is opened and not closed", number + 1)
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
