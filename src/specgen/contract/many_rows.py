"""Rows by the hundred thousand put into a workbook that has one sample row on each sheet, in a tenth of the time.

XlsxWriter makes the workbook: styles, widths, headings, filters, and a sample row of a cell in the look of texts and one in that of numbers. Here the
sample gives way to the rows, as they are packed, so that no sheet is held in memory as a whole.

Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.3.1.73 (rows), 22.9.2.19 (the escape `_x000D_`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

from specgen.contract.sheet import letters

SHEETS: Final = "xl/worksheets/sheet{}.xml"
_SAMPLE: Final = re.compile(rb'<row r="2"[^>]*>.*?</row>', re.DOTALL)
_STYLE: Final = re.compile(rb'<c r="([AB])2" s="([0-9]+)"')
_DIMENSION: Final = re.compile(rb'<dimension ref="[^"]*"/>')
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)

Cell = str | int | None


def with_rows(workbook: bytes, pages: Sequence[Sequence[Sequence[Cell]]]) -> bytes:
    """The workbook with the rows of each sheet, in the order of its sheets, in the place of the sample rows.

    A sheet without rows has no sample. Raises ValueError when a sheet that has rows lacks its sample.
    """
    made = io.BytesIO()
    rows = {SHEETS.format(number): page for number, page in enumerate(pages, 1) if page}
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in given.infolist():
            named = zipfile.ZipInfo(entry.filename, _FIRST_DAY)
            named.compress_type = zipfile.ZIP_DEFLATED
            data = given.read(entry)
            with written.open(named, "w") as part:
                part.writelines(_sheet(data, rows[entry.filename]) if entry.filename in rows else [data])
    return made.getvalue()


def _sheet(data: bytes, rows: Sequence[Sequence[Cell]]) -> Iterator[bytes]:
    sample = _SAMPLE.search(data)
    styles = {column: style.decode("ascii") for column, style in _STYLE.findall(sample[0])} if sample is not None else {}
    if sample is None or b"A" not in styles:
        raise ValueError("the sheet has no sample row")
    width = max(map(len, rows))
    dimension = f'<dimension ref="A1:{letters(width - 1)}{len(rows) + 1}"/>'.encode("ascii")
    yield _DIMENSION.sub(dimension, data[: sample.start()], count=1)
    names = [letters(column) for column in range(width)]
    yield from _packed(_row(number, row, names, styles[b"A"], styles.get(b"B", styles[b"A"])) for number, row in enumerate(rows, 2))
    yield data[sample.end() :]


def _packed(pieces: Iterable[str]) -> Iterator[bytes]:
    """Pieces large enough that packing each costs nothing."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > 2**17:
            yield "".join(held).encode("utf-8")
            held, size = [], 0
    yield "".join(held).encode("utf-8")


def _row(number: int, row: Sequence[Cell], names: Sequence[str], text: str, count: str) -> str:
    cells = [f'<row r="{number}">']
    for name, value in zip(names, row, strict=False):
        if isinstance(value, int):
            cells.append(f'<c r="{name}{number}" s="{count}"><v>{value}</v></c>')
        elif value:
            cells.append(f'<c r="{name}{number}" s="{text}" t="inlineStr"><is>{_text(value)}</is></c>')
    cells.append("</row>")
    return "".join(cells)


@lru_cache(maxsize=2048)
def _text(value: str) -> str:
    safe = escape(_CONTROL.sub(_as_code, _ESCAPED.sub("_x005F_", value)))
    return f"<t>{safe}</t>" if value == value.strip() else f'<t xml:space="preserve">{safe}</t>'


def _as_code(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"
