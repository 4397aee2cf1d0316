"""Reports in Excel: sheets of one look, every cell a text or a number, no formula whatever a file says, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

import xlsxwriter

from specgen.word.plain_page import safe

Cell = str | int | float
"""A float is a share and is printed as a percentage."""

LONGEST_CELL: Final = 32_000
"""Letters of one cell; Excel holds 32,767."""
_MOST_ROWS: Final = 1_000_000
_CREATED: Final = datetime(1980, 1, 1)


def new_book(made: io.BytesIO, title: str) -> Any:
    """A workbook that is written into `made` when it is closed."""
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": title[:255], "created": _CREATED})
    return book


class Sheets:
    """Sheets with a frozen heading row, wrapped text, a filter, and pages that print.

    `frozen` columns stay in view; `cut` ends a text that no cell holds; `grouped` numbers have commas between thousands.
    """

    def __init__(self, book: Any, *, frozen: int = 0, cut: str = " … (cut here)", grouped: bool = False) -> None:
        self._book, self._frozen, self._cut = book, frozen, cut
        look = {"font_name": "Arial", "font_size": 12, "text_wrap": True, "valign": "top"}
        self._heading = book.add_format({**look, "bold": True, "bottom": 1})
        self._text = book.add_format(look)
        commas = {"num_format": "#,##0"} if grouped else {}
        self._numbers = {left: book.add_format({**look, **commas, **({"align": "left"} if left else {})}) for left in (False, True)}
        self._shares = {left: book.add_format({**look, "num_format": "0%", **({"align": "left"} if left else {})}) for left in (False, True)}

    def add(self, name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int], *, left: bool = False) -> Any:
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
                    sheet.write_number(last, column, cell, (self._shares if isinstance(cell, float) else self._numbers)[left])
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
