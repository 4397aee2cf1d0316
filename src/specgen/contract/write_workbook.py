"""Pages of rows as the bytes of an XLSX file: the same pages give the same bytes, and no text becomes a formula.

Source: XlsxWriter's own documentation; ECMA-376 part 1, 18.3.1.33 (data validation: 255 characters for a list).
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from specgen.contract.columns import EXPLANATION
from specgen.contract.many_rows import with_rows

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
    """A sheet: its name, its columns, its rows, and how many columns stay in view. `fill` makes it ready for more rows."""

    name: str
    headings: tuple[Heading, ...]
    rows: Iterable[tuple[Out, ...]]
    frozen: int = 1
    fill: bool = False


def workbook_bytes(pages: Iterable[Page], title: str, *, lean: bool = False) -> bytes:
    """The workbook. `lean` is for reports of many texts and whole numbers: no sheet is in memory as a whole, and none has drop-downs.

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
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
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
        sheet.set_column(index, index, heading.width, (formats.day if heading.day else formats.text) if page.fill else None)
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
    if page.fill:
        for index, heading in enumerate(page.headings):
            if heading.choices:
                sheet.data_validation(1, index, LAST_ROW, index, {
                    "validate": "list", "source": lists.source(heading.choices), "error_type": "warning",
                    "error_title": "Not in the list", "error_message": f"The sheet {EXPLANATION} says what may stand here.",
                })


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
