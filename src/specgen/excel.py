"""Pages of rows as the bytes of an XLSX file: the same pages give the same bytes, and no text becomes a formula.

Source: XlsxWriter's own documentation; ECMA-376 part 1, 18.3.1.33 (data validation: 255 characters for a list).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, Final
from xml.sax.saxutils import escape

import xlsxwriter

from specgen.wording.folded import safe

# Rows by the hundred thousand put into a workbook that has one sample row on each sheet, in a tenth of the time.
#
# XlsxWriter makes the workbook: styles, widths, headings, filters, and a sample row of a cell in the look of texts and
# one in that of numbers. Here the sample gives way to the rows, as they are packed, so that no sheet is held in memory
# as a whole.
#
# Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.3.1.73 (rows), 22.9.2.19 (the escape `_x000D_`).

SHEETS: Final = "xl/worksheets/sheet{}.xml"
_SAMPLE: Final = re.compile(rb'<row r="2"[^>]*>.*?</row>', re.DOTALL)
_STYLE: Final = re.compile(rb'<c r="([AB])2" s="([0-9]+)"')
_DIMENSION: Final = re.compile(rb'<dimension ref="[^"]*"/>')
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

Cell = str | int | None


def letters(index: int) -> str:
    """A column's letters from its index: 0 is A, 26 is AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found


def with_rows(workbook: bytes, pages: Sequence[Sequence[Sequence[Cell]]]) -> bytes:
    """The workbook with the rows of each sheet, in the order of its sheets, in the place of the sample rows.

    A sheet without rows has no sample. Raises ValueError when a sheet that has rows lacks its sample.
    """
    made = io.BytesIO()
    rows = {SHEETS.format(number): page for number, page in enumerate(pages, 1) if page}
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in given.infolist():
            named = zipfile.ZipInfo(entry.filename, _ZIP_EPOCH)
            named.compress_type = zipfile.ZIP_DEFLATED
            data = given.read(entry)
            with written.open(named, "w") as part:
                part.writelines(_sheet(data, rows[entry.filename]) if entry.filename in rows else [data])
    return made.getvalue()


def _sheet(data: bytes, rows: Sequence[Sequence[Cell]]) -> Iterator[bytes]:
    sample = _SAMPLE.search(data)
    styles = (
        {column: style.decode("ascii") for column, style in _STYLE.findall(sample[0])} if sample is not None else {}
    )
    if sample is None or b"A" not in styles:
        raise ValueError("the sheet has no sample row")
    width = max(map(len, rows))
    dimension = f'<dimension ref="A1:{letters(width - 1)}{len(rows) + 1}"/>'.encode("ascii")
    yield _DIMENSION.sub(dimension, data[: sample.start()], count=1)
    names = [letters(column) for column in range(width)]
    yield from _packed(
        _row(number, row, names, styles[b"A"], styles.get(b"B", styles[b"A"])) for number, row in enumerate(rows, 2)
    )
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


Out = str | int | date | Decimal | None
"""What a cell is given; a Decimal is an amount of pounds."""

LONGEST_CELL: Final = 32_000
"""Characters; Excel holds 32,767."""
LAST_ROW: Final = 5_001
"""How far down drop-downs and the format Text reach in a register that people will fill."""
MOST_ROWS: Final = 1_000_000
_CREATED: Final = datetime(2000, 1, 1)
_LONGEST_INLINE_LIST: Final = 255
_FIRST_DAY: Final = date(1900, 3, 1)
_CUT: Final = " … (cut here)"
_TOO_MANY: Final = "More rows than a sheet holds were left out"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a page: its heading, its width in characters, the values of its drop-down, whether it holds days."""

    text: str
    width: int = 24
    choices: tuple[str, ...] = ()
    day: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its name, its columns, its rows, and how many columns stay in view. `guide` names the sheet that says
    what may stand in its columns, and makes the page ready for more rows."""

    name: str
    headings: tuple[Heading, ...]
    rows: Iterable[tuple[Out, ...]]
    frozen: int = 1
    guide: str = ""


def workbook_bytes(pages: Iterable[Page], title: str, *, lean: bool = False) -> bytes:
    """The workbook. `lean` is for reports of many texts and whole numbers: no sheet is in memory as a whole, and none
    has drop-downs.

    A text that is too long for a cell is cut and says so: pages that must not lose anything keep their texts short.
    """
    if lean:
        return _report(pages, title)
    made = io.BytesIO()
    book = _book(made, title)
    formats = _Formats(book)
    lists = _Lists(book)
    for page in pages:
        _write(book.add_worksheet(page.name), page, formats, lists)
    lists.write(formats)
    book.close()
    return made.getvalue()


def _report(pages: Iterable[Page], title: str) -> bytes:
    made = io.BytesIO()
    book = _book(made, title)
    formats = _Formats(book)
    found = []
    for page in pages:
        rows = [tuple(_short(value) for value in row) for row in page.rows]
        if len(rows) > MOST_ROWS:
            rows[MOST_ROWS:] = [(_TOO_MANY,)]
        found.append(rows)
        sheet = book.add_worksheet(page.name)
        _head(sheet, page, formats, len(rows))
        if rows:
            sheet.write_blank(1, 0, None, formats.text)
            sheet.write_blank(1, 1, None, formats.number)
    book.close()
    return with_rows(made.getvalue(), found)


def _book(made: io.BytesIO, title: str) -> Any:
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": title[:255], "created": _CREATED})
    return book


def _short(value: Out) -> str | int | None:
    if isinstance(value, (date, Decimal)):
        raise TypeError("a report holds texts and whole numbers")
    return _cut(value) if isinstance(value, str) else value


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(_CUT)] + _CUT


class _Formats:
    """The formats of a workbook: headings, text, days and pounds."""

    def __init__(self, book: Any) -> None:
        plain = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 11}
        self.heading = book.add_format({**plain, "bold": True, "bg_color": "#D9E2F3", "bottom": 1})
        self.text = book.add_format({**plain, "num_format": "@"})
        self.day = book.add_format({**plain, "num_format": "d mmmm yyyy", "align": "left"})
        self.pounds = book.add_format({**plain, "num_format": "£#,##0.00"})
        self.number = book.add_format({**plain, "num_format": "0"})


class _Lists:
    """The drop-downs that are too long to stand in their own rule: they get a hidden sheet."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._long: list[tuple[str, ...]] = []

    def source(self, choices: tuple[str, ...]) -> Any:
        if len(",".join(choices)) <= _LONGEST_INLINE_LIST and not any("," in choice for choice in choices):
            return list(choices)
        if choices not in self._long:
            self._long.append(choices)
        column = xlsxwriter.utility.xl_col_to_name(self._long.index(choices), col_abs=True)
        return f"=Lists!{column}$1:{column}${len(choices)}"

    def write(self, formats: _Formats) -> None:
        if not self._long:
            return
        sheet = self._book.add_worksheet("Lists")
        sheet.hide()
        for column, choices in enumerate(self._long):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice, formats.text)


def _head(sheet: Any, page: Page, formats: _Formats, count: int) -> None:
    """The headings and widths of a page of so many rows."""
    for index, heading in enumerate(page.headings):
        sheet.set_column(
            index, index, heading.width, (formats.day if heading.day else formats.text) if page.guide else None
        )
    for index, heading in enumerate(page.headings):
        sheet.write_string(0, index, heading.text, formats.heading)
    sheet.freeze_panes(1, page.frozen)
    if page.headings:
        sheet.autofilter(0, 0, max(count, 1), len(page.headings) - 1)


def _write(sheet: Any, page: Page, formats: _Formats, lists: _Lists) -> None:
    rows = list(page.rows)
    _head(sheet, page, formats, len(rows))
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            sheet.write_string(count, 0, _TOO_MANY, formats.text)
            break
        for index, value in enumerate(row):
            _cell(sheet, count, index, value, formats)
    if page.guide:
        for index, heading in enumerate(page.headings):
            if heading.choices:
                sheet.data_validation(
                    1,
                    index,
                    LAST_ROW,
                    index,
                    {
                        "validate": "list",
                        "source": lists.source(heading.choices),
                        "error_type": "warning",
                        "error_title": "Not in the list",
                        "error_message": f"The sheet {page.guide} says what may stand here.",
                    },
                )


def _cell(sheet: Any, row: int, column: int, value: Out, formats: _Formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        if value >= _FIRST_DAY:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats.day)
        else:  # Excel knows no such day
            sheet.write_string(row, column, value.isoformat(), formats.text)
    elif isinstance(value, Decimal):
        if len(value.as_tuple().digits) <= 15:
            sheet.write_number(row, column, float(value), formats.pounds)
        else:
            sheet.write_string(row, column, str(value), formats.text)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats.number)
    else:
        sheet.write_string(row, column, _cut(value), formats.text)


# Reports in Excel: sheets of one look, every cell a text or a number, no formula whatever a file says, the same bytes
# each time.

PlainCell = str | int | float
"""A float is a share and is printed as a percentage."""

"""Letters of one cell; Excel holds 32,767."""
_MOST_ROWS: Final = 1_000_000
_REPORT_CREATED: Final = datetime(1980, 1, 1)


def new_book(made: io.BytesIO, title: str) -> Any:
    """A workbook that is written into `made` when it is closed."""
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": title[:255], "created": _REPORT_CREATED})
    return book


class Sheets:
    """Sheets with a frozen heading row, wrapped text, a filter, and pages that print.

    `frozen` columns stay in view; `cut` ends a text that no cell holds; `grouped` numbers have commas between
    thousands."""

    def __init__(self, book: Any, *, frozen: int = 0, cut: str = " … (cut here)", grouped: bool = False) -> None:
        self._book, self._frozen, self._cut = book, frozen, cut
        look = {"font_name": "Arial", "font_size": 12, "text_wrap": True, "valign": "top"}
        self._heading = book.add_format({**look, "bold": True, "bottom": 1})
        self._text = book.add_format(look)
        commas = {"num_format": "#,##0"} if grouped else {}
        self._numbers = {
            left: book.add_format({**look, **commas, **({"align": "left"} if left else {})}) for left in (False, True)
        }
        self._shares = {
            left: book.add_format({**look, "num_format": "0%", **({"align": "left"} if left else {})})
            for left in (False, True)
        }

    def add(
        self,
        name: str,
        headings: Sequence[str],
        rows: Iterable[Sequence[PlainCell]],
        widths: Sequence[int],
        *,
        left: bool = False,
    ) -> Any:
        """A sheet of these rows; `left` puts numbers where texts begin."""
        sheet = self._book.add_worksheet(name)
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self._heading)
        last = 0
        for last, row in enumerate(islice(rows, _MOST_ROWS), 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(last, column, self._fitting(cell), self._text)
                else:
                    sheet.write_number(
                        last, column, cell, (self._shares if isinstance(cell, float) else self._numbers)[left]
                    )
        sheet.freeze_panes(1, self._frozen)
        sheet.autofilter(0, 0, max(last, 1), len(headings) - 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&LPage &P of &N")
        return sheet

    def _fitting(self, text: str) -> str:
        text = safe(text)
        return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(self._cut)] + self._cut
