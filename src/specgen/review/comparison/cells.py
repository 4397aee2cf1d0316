"""The cells of a table: under which heading each stands, and the rows in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.document.inline import rows_of
from specgen.word.document.lines import Line
from specgen.word.package.ooxml import w, whole_number


class ColumnHeading(Struct, frozen=True):
    """The first paragraph of the heading over a cell, by its number, and its words; 0 and none over a free column."""

    number: int = 0
    words: str = ""


def heading_over(columns: Mapping[int, ColumnHeading], line: Line) -> ColumnHeading | None:
    """The heading over the line; None where it stands in no table that has headings, or is one itself."""
    return columns.get(line.numbers[0]) if line.numbers else None


def headings_of(root: etree._Element) -> dict[int, ColumnHeading]:
    """The heading over each paragraph in a table, by the paragraph's number: that of the first row in which two cells
    or more have words, over the column that the paragraph's cell begins in; merged and empty cells count as the columns
    that they take (17.4.17 gridSpan)."""
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(w("p")), 1)}
    found: dict[int, ColumnHeading] = {}
    for table in root.iter(w("tbl")):
        heads: dict[int, ColumnHeading] = {}
        for row in table.iter(w("tr")):
            if next(row.iterancestors(w("tbl"))) is not table:
                continue
            cells = list(cells_of(row))
            if len(heads) < 2:
                told = {
                    column: ColumnHeading(numbers[first], words)
                    for at, span, cell in cells
                    if (first := next(filter(words_of, cell.iter(w("p"))), None)) is not None
                    and (words := words_of(cell))
                    for column in range(at, at + span)
                }
                heads = told if len({each.number for each in told.values()}) > 1 else {}
                continue
            for at, _, cell in cells:
                for paragraph in cell.iter(w("p")):
                    if next(paragraph.iterancestors(w("tc"))) is cell:
                        found[numbers[paragraph]] = heads.get(at, ColumnHeading())
    return found


class RowsInWords:
    """Rows in words: cell after cell, each after the heading of its column."""

    def __init__(self, root: etree._Element) -> None:
        self._paragraphs = list(root.iter(w("p")))
        self._headings = headings_of(root)

    def of(self, lines: Iterable[tuple[int, str]]) -> str:
        """The lines, each with the number of its paragraph, a row of the table a line."""
        rows: dict[etree._Element | None, dict[etree._Element | None, list[tuple[int, str]]]] = {}
        for number, words in sorted(lines):
            row, cell = (next(self._paragraphs[number - 1].iterancestors(w(name)), None) for name in ("tr", "tc"))
            rows.setdefault(row, {}).setdefault(cell, []).append((number, words))
        return "\n".join(" | ".join(map(self._cell, cells.values())) for cells in rows.values())

    def _cell(self, lines: Sequence[tuple[int, str]]) -> str:
        heading = self._headings.get(lines[0][0], ColumnHeading()).words
        words = " / ".join(words for _, words in lines)
        return f"{heading}: {words}" if heading else words


def columns_of(table: etree._Element) -> int:
    return max((at + span for row in rows_of(table) for at, span, _ in cells_of(row)), default=0)


def shared_by(one: Sequence[str], two: Sequence[str]) -> int:
    return (Counter(filter(None, one)) & Counter(filter(None, two))).total()


def cells_of(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """The row's own cells, each with the column of the table's grid that it begins in and how many it takes."""
    before = row.find(f"{w('trPr')}/{w('gridBefore')}")
    at = whole_number(before.get(w("val"))) if before is not None else 0
    for cell in row.iter(w("tc")):
        if next(cell.iterancestors(w("tr"))) is row:
            span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
            width = max(1, whole_number(span.get(w("val")))) if span is not None else 1
            yield at, min(width, _MOST_COLUMNS), cell
            at += width


_MOST_COLUMNS: Final = 63
"""Columns that a table of Word can have."""


def words_of(element: etree._Element) -> str:
    return " ".join("".join(text.text or "" for text in element.iter(w("t"))).split())
