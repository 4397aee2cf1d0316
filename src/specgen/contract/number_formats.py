"""What a number format of a workbook says of a cell's number: a date, a percentage, leading zeros, or nothing.

Source: ECMA-376 part 1, 18.8.30 (number formats) and 18.8.10 (cell formats).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from specgen.contract.sheet import Cell, day_of_number, number_text

Sort = Literal["plain", "date", "percentage"] | int
"""An int is the number of digits that leading zeros fill up."""

_BUILT_IN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_BUILT_IN_PERCENTAGES: Final = frozenset({9, 10})
_SILENT: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""What of a format is not a code: quoted text, escaped characters, colours and conditions (but not elapsed hours)."""


def sort_of_format(number: int, code: str | None) -> Sort:
    """What the format with that id, and with that code if the workbook gives one, makes of a number."""
    if code is None:
        return "date" if number in _BUILT_IN_DATES else "percentage" if number in _BUILT_IN_PERCENTAGES else "plain"
    bare = _SILENT.sub("", code[:1000]).split(";")[0]
    if "%" in bare:
        return "percentage"
    if re.fullmatch(r"0{2,}", bare):
        return len(bare)
    return "date" if bare.casefold() != "general" and re.search(r"[dmyhs]", bare, re.IGNORECASE) else "plain"


def shown_number(written: str, sort: Sort, since_1904: bool) -> Cell:
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
