"""A spreadsheet as rows of cells, each cell the text that a person sees in it: what CSV and XLSX files are read
into."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

import msgspec
from msgspec import Struct

CellKind = Literal["text", "number", "day", "fault"]


class Cell(Struct, frozen=True, gc=False):
    """What a cell holds, without spaces at its ends.

    A `number` is one that nothing marks as a date; a `day` is written 2026-09-30; a `fault` shows an error (#REF!) or
    a formula whose value is not stored, and its text says which. `shown` is what a person sees of a number whose
    format adds words or fixes decimals (“4 hours a week”, 1.10), or "": what stands in `text`.
    """

    text: str
    kind: CellKind = "text"
    shown: str = ""
    page: str = ""
    """All that a person sees of a number or a day, whatever its format makes of it; "" where that is what stands in
    `text`, `?` where nobody can say."""

    def __reduce__(self) -> tuple[type[Cell], tuple[object, ...]]:
        return Cell, (self.text, self.kind, self.shown, self.page)

    @property
    def seen(self) -> str:
        return self.shown or self.text

    @property
    def is_text(self) -> bool:
        """Whether it is nothing but its text."""
        return self.kind == "text" and not self.shown and not self.page


NOT_STORED: Final = Cell("the formula’s value is not stored", "fault")
"""A formula that no program has calculated yet: its saved value is absent, empty, or a 0 that stands in for one."""


_ERROR: Final = re.compile(
    r"#(?:REF|NAME|VALUE|DIV/0|N/A|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|ERROR|EXTERNAL|GETTING_DATA)"
    r"[!?]?|Err:\d{3}|Loading\.\.\.|#{3,}"
)
"""What Excel, LibreOffice and Google Sheets show in place of a value, `####` where the column was too narrow for it."""


def shows_an_error(text: str) -> bool:
    """Whether a text is what a program shows in place of a value. It is none itself, however it came to be a text: by
    Paste Values, or in a CSV file, into which Excel writes what is shown."""
    return text[:1] in ("#", "E", "L") and bool(_ERROR.fullmatch(text))


def text_cell(text: str) -> Cell:
    """A cell of that text; a fault where the text shows an error."""
    return Cell(text, "fault" if shows_an_error(text) else "text")


_RAISED: Final = str.maketrans("0123456789abc", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜ")


def raised(text: str) -> str:
    """Figures that stand above the line, as a person sees them: the mark of a footnote is no part of a name."""
    return text.translate(_RAISED) if len(text) <= 3 else text


class Row(Struct, frozen=True, gc=False):
    """A row that is not blank: its number as the spreadsheet program counts it, and its cells from column A. Of a
    register of thousands all rows are held, so that a cell which is nothing but its text is held as that text."""

    number: int
    _held: tuple[Cell | str | None, ...]

    @classmethod
    def of(cls, number: int, cells: Iterable[Cell | None]) -> Row:
        """The row of that number with those cells."""
        return cls(number, tuple([cell.text if cell is not None and cell.is_text else cell for cell in cells]))

    @property
    def cells(self) -> tuple[Cell | None, ...]:
        return tuple([Cell(held) if type(held) is str else held for held in self._held])  # type: ignore[misc]

    @property
    def width(self) -> int:
        """How many columns it reaches over."""
        return len(self._held)

    def cell(self, index: int) -> Cell | None:
        held = self._held[index] if index < len(self._held) else None
        return Cell(held) if isinstance(held, str) else held


class Merged(Struct, frozen=True):
    """A merged range: first and last row, as the program counts them, and first and last column from 0."""

    top: int
    bottom: int
    left: int
    right: int


class RowLooks(Struct, frozen=True):
    """How rows look, as far as a person would take them for none: the numbers of those that are hidden by hand or by
    a filter, and for those with cells struck through the columns of these cells, from 0."""

    hidden: frozenset[int] = frozenset()
    filtered: frozenset[int] = frozenset()
    struck: Mapping[int, tuple[int, ...]] = msgspec.field(default_factory=dict)
    totals: frozenset[int] = frozenset()
    """Rows of totals that belong to a table of the workbook (18.5.1.2, totalsRowCount)."""
    remarks: tuple[str, ...] = ()
    """Cells that have a note or comment of somebody, such as C2 (18.7.3)."""
    columns: frozenset[int] = frozenset()
    """Columns that are hidden, from 0."""
    unseen: Mapping[int, tuple[int, ...]] = msgspec.field(default_factory=dict)
    """Rows with cells of which letters cannot be seen, for their colour or size, and the columns of these."""
    moving: Mapping[int, tuple[int, ...]] = msgspec.field(default_factory=dict)
    """Rows with cells whose formulas give another value another day, and the columns of these."""
    ruled: tuple[str, ...] = ()
    """Ranges in which conditional formatting may strike letters through or hide them (18.3.1.18)."""


_MOVES: Final = re.compile(
    r"\b(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY|WEBSERVICE)\(|\[\d+\][^!\[\]]*!|\[[^\[\]]+\.xls\w*\]|'file:[^']*'#",
    re.IGNORECASE,
)
"""In a formula: a function of the day or of chance, or another workbook, as XLSX or OpenDocument writes it."""
_LONGEST_READ: Final = 8192


def moves(formula: str) -> bool:
    """Whether the formula gives another value another day."""
    return _MOVES.search(formula[:_LONGEST_READ]) is not None


PLAIN: Final = RowLooks()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `since_1904`: days are counted from 1904, as old Excel for the Macintosh does; None where the file
    cannot say, as in CSV."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Merged, ...] = ()
    since_1904: bool | None = None
    looks: RowLooks = PLAIN
    by_number: dict[int, Row] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.by_number.update((row.number, row) for row in self.rows)


# A 0 that a formula has saved may stand in for a value that no program has calculated. It is none where the formula is
# so plain that it can be reckoned here and does come to 0.

_TERM: Final = r"(?:SUM\([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7}\)|[A-Z]{1,3}\d{1,7}|\d{1,15}(?:\.\d{1,9})?)"
_PLAIN_FORMULA: Final = re.compile(rf"[-+]?{_TERM}(?:[-+*]{_TERM})*")
_PRODUCT: Final = re.compile(rf"([-+]?)({_TERM}(?:\*{_TERM})*)")
_LONGEST_FORMULA: Final = 200
_MOST_ADDED: Final = 1_000
_BLANK: Final = Decimal(0)
"""What an empty cell adds to a sum; a formula that points to it alone lacks its fact."""


def true_zeros(rows: Sequence[Row], formulas: Mapping[tuple[int, int], str]) -> set[tuple[int, int]]:
    """Of the cells whose formulas (as XLSX or OpenDocument write them) have saved a 0, those that come to 0."""
    by_number = {row.number: row for row in rows} if formulas else {}

    def number_at(name: str) -> Decimal | None:
        letters_, figures = name.rstrip("0123456789"), name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        at = int(figures), column_of(letters_)
        row = by_number.get(at[0])
        cell = row.cell(at[1]) if row is not None else None
        if at in formulas:
            return None  # a 0 that is itself in doubt proves nothing
        return _BLANK if cell is None else Decimal(cell.text) if cell.kind == "number" else None

    return {at for at, formula in formulas.items() if _comes_to_zero(formula, number_at)}


def _comes_to_zero(formula: str, number_at: Callable[[str], Decimal | None]) -> bool:
    bare = re.sub(r"^(?:[A-Z]+:)?=", "", formula.upper()[: _LONGEST_FORMULA + 1])
    bare = re.sub(r"\[\.|[\]$\s]", "", bare).replace(":.", ":")
    if len(bare) > _LONGEST_FORMULA or not _PLAIN_FORMULA.fullmatch(bare):
        return False
    total = Decimal(0)
    for sign, product in _PRODUCT.findall(bare):
        value = Decimal(-1 if sign == "-" else 1)
        for term in product.split("*"):
            found = [Decimal(term)] if term[0].isdigit() else [number_at(name) for name in _cells_of(term)]
            if not found or None in found or (len(found) == 1 and found[0] is _BLANK):
                return False
            value *= sum((each for each in found if each is not None), Decimal(0))
        total += value
    return total == 0


def _cells_of(term: str) -> list[str]:
    """The cells of a reference, or of SUM over a part of one column; none where they are too many."""
    if not term.startswith("SUM("):
        return [term]
    (left, top), (right, bottom) = re.findall(r"([A-Z]+)(\d+)", term[3:])
    first, last = sorted((int(top), int(bottom)))
    many = left != right or last - first >= _MOST_ADDED
    return [] if many else [f"{left}{number}" for number in range(first, last + 1)]


def column_of(letters_: str) -> int:
    """A column's place from 0 by its letters."""
    column = 0
    for letter in letters_:
        column = column * 26 + ord(letter) - 64
    return column - 1


def number_text(value: float) -> str:
    """A number as Excel shows it without a format: 1 for 1.0, at most 15 digits. Infinite values give ""."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def day_of_number(number: float, since_1904: bool) -> datetime | None:
    """The day and time that Excel's number means (ECMA-376 part 1, 18.17.4.1); None when it means none.

    Counting from 1900, number 60 is 29 February 1900, a day that never was.
    """
    if since_1904:
        start = datetime(1904, 1, 1)
    elif 1 <= number < 60:
        start = datetime(1899, 12, 31)
    elif number >= 61:
        start = datetime(1899, 12, 30)
    else:
        return None
    try:
        return start + timedelta(seconds=round(number * 86_400))
    except (OverflowError, ValueError):
        return None
