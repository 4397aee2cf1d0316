"""Cells of a table that another one covers, as where cells below each other were merged: no page shows their words.

Source: ECMA-376 part 1, 17.4.84 (vMerge), and part 4, 14.3.1 (hMerge).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from lxml import etree
from msgspec.structs import replace

from specgen.problems import cut
from specgen.review.changes import Change, spot_of
from specgen.review.comparison.cells import cells_of, words_of
from specgen.review.findings import ClauseFinding, OutsideChange
from specgen.review.sorts import sort_of
from specgen.word.document.inline import rows_of
from specgen.word.package.ooxml import w


def covered_paragraphs(root: etree._Element) -> dict[int, int]:
    """The paragraphs in cells that another covers, each with the first in that other, by their numbers."""
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(w("p")), 1)}
    found: dict[int, int] = {}
    for cell, over in _covered(root).items():
        first = numbers.get(next(over.iter(w("p")), over), 0)
        for paragraph in cell.iter(w("p")):
            # What covers a cell may stand in a table within one that is covered too.
            found.setdefault(numbers[paragraph], found.get(first, first))
    return found


def cells_merged(
    roots: tuple[etree._Element, etree._Element], pairs: Mapping[etree._Element, etree._Element], part: str
) -> Iterator[OutsideChange]:
    """Cells of rows that stay which are covered now and were not, each in the class of the words that stood in it:
    what they are said of is another thing. `pairs` are the rows that stay."""
    was, now = map(_covered, roots)
    numbers = {paragraph: number for number, paragraph in enumerate(roots[1].iter(w("p")), 1)} if now else {}
    for old, new in pairs.items() if now else ():
        before = {at: cell for at, _, cell in cells_of(old)}
        for at, _, cell in cells_of(new):
            if cell in now and at in before and before[at] not in was:
                over = now[cell]
                lost, words = words_of(before[at]), words_of(over)
                said = " and ".join(f"“{cut(each)}”" for each in (words, lost) if each)
                detail = f"the cell of {said} covers what was a cell of its own" if lost or words else "empty cells"
                place = spot_of(part, [numbers[each] for each in over.iter(w("p"))])
                sort = sort_of(lost, "") if lost else "place"
                change = Change(False, CELLS_JOINED, "", "", sort, "outside the clauses", detail=detail, place=place)
                yield OutsideChange(change, part)


CELLS_JOINED: Final = "cells joined"


def _covered(root: etree._Element) -> dict[etree._Element, etree._Element]:
    """The cells that others cover, each with the one that does."""
    found: dict[etree._Element, etree._Element] = {}
    for table in root.iter(w("tbl")):
        tops: dict[int, etree._Element] = {}
        for row in rows_of(table):
            left: etree._Element | None = None
            for at, _, cell in cells_of(row):
                over = tops.get(at) if _goes_on(cell, "vMerge") else left if _goes_on(cell, "hMerge") else None
                if over is not None:
                    found[cell] = over
                tops[at] = left = over if over is not None else cell
    return found


def _goes_on(cell: etree._Element, name: str) -> bool:
    merged = cell.find(f"{w('tcPr')}/{w(name)}")
    return merged is not None and merged.get(w("val"), "continue") == "continue"


def answered_in_sight(change: Change, covered: Mapping[int, int], part: str) -> Change:
    """The change; where words would go into a cell that is covered, a comment at what covers it answers it."""
    place = change.place
    if change.tracked or place is None or place.part != part or place.row or place.rows or place.again:
        return change
    first = next((covered[number] for number in place.paragraphs if number in covered), 0)
    if not first or (change.added and not change.removed and not place.spot):
        return change
    return dataclasses.replace(change, place=spot_of(part, (first,)))


def all_in_sight(
    clauses: tuple[ClauseFinding, ...], outside: tuple[OutsideChange, ...], root: etree._Element, part: str
) -> tuple[tuple[ClauseFinding, ...], tuple[OutsideChange, ...]]:
    """The same over all changes of the review."""
    covered = covered_paragraphs(root)
    if not covered:
        return clauses, outside
    answered = partial(answered_in_sight, covered=covered, part=part)
    return (
        tuple(replace(each, changes=tuple(map(answered, each.changes))) for each in clauses),
        tuple(replace(each, change=answered(each.change)) for each in outside),
    )
