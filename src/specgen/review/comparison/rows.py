"""Rows of tables that were put in or taken out, each told as one."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import Final

from lxml import etree
from msgspec.structs import replace

from specgen.review.changes import Change, ChangePlace
from specgen.review.comparison.cells import (
    RowsInWords,
    columns_of,
    shared_by,
    words_of,
)
from specgen.review.comparison.gone import RowsGone
from specgen.review.findings import OutsideChange
from specgen.review.frame import (
    FrameComparison,
    FrameDifference,
    RowsInBoth,
    spoken,
)
from specgen.review.outside import Neighbour
from specgen.review.sorts import joined, sort_of
from specgen.word.document.inline import rows_of
from specgen.word.document.revisions import revision_marks
from specgen.word.package.ooxml import w
from specgen.wording.sequences import common_row


def with_rows_put_in(
    found: Iterable[OutsideChange], roots: tuple[etree._Element, etree._Element], part: str
) -> Iterator[OutsideChange]:
    """The changes; new text that is all of a row of a table which was put in, or of a table, with the rows: it is no
    text in a row that was issued. What stands in a new column takes a comment alone. A row that was put in without
    words is told too: whoever holds the file may fill it in."""
    held = list(found)
    come = {
        number
        for each in held
        if each.change.place is not None and each.change.place.whole and not each.change.removed
        for number in each.change.place.paragraphs
    }
    rows, empty = _rows_put_in(roots, come)
    cells = _cells_put_in(roots, come - rows.keys())
    placed: list[OutsideChange] = []
    for each in held:
        place = each.change.place
        if place is not None and place.whole and place.paragraphs:
            own = rows.get(place.paragraphs[0], ())
            new = replace(place, rows=own) if own else place
            if place.paragraphs[0] in cells:
                new = replace(place, whole=False, spot=True)
            each = replace(each, change=dataclasses.replace(each.change, place=new))
        placed.append(each)
    yield from _each_row_once(placed, roots[1])
    for row, paragraph in empty.items():
        detail = "it holds no words, and could be filled in"
        place = ChangePlace(part, (), (paragraph,), whole=True, rows=(row,))
        change = Change(
            False, "an empty row put in", "", "", "place", "outside the clauses", detail=detail, place=place
        )
        yield OutsideChange(change, part)


def _each_row_once(found: Sequence[OutsideChange], now: etree._Element) -> Iterator[OutsideChange]:
    """The changes; those of rows that were put in together are one."""
    together: dict[tuple[int, ...], list[OutsideChange]] = {}
    for each in found:
        if each.change.place is not None and each.change.place.rows:
            together.setdefault(each.change.place.rows, []).append(each)
    says = RowsInWords(now) if together else None
    for each in found:
        place = each.change.place
        held = together.pop(place.rows, []) if place is not None and place.rows else [each]
        if place is None or not place.rows or says is None:
            yield each
        elif held:
            lines = [
                (number, one.change.added)
                for one in held
                if one.change.place
                for number in one.change.place.paragraphs[:1]
            ]
            kind = ROW_PUT_IN if len(place.rows) == 1 else TABLE_PUT_IN
            words, sort = says.of(lines), joined(one.change.sort for one in held) or each.change.sort
            yield replace(each, change=dataclasses.replace(each.change, kind=kind, added=words, after=words, sort=sort))


ROW_PUT_IN: Final = "a row of a table put in"
TABLE_PUT_IN: Final = "a table put in"
ROW_TAKEN_OUT: Final = "a row of a table taken out"
"""The kinds of what is read and decided as a whole: a figure says nothing without its row."""


def rows_in_both(
    roots: tuple[etree._Element, etree._Element], pairs: Mapping[etree._Element, etree._Element]
) -> RowsInBoth:
    """The rows that stay, by the paragraphs in them."""
    of_rows = ({was: at for at, was in enumerate(pairs, 1)}, {now: at for at, now in enumerate(pairs.values(), 1)})
    found: list[dict[int, int]] = []
    for root, known in zip(roots, of_rows, strict=True):
        holders = enumerate((next(each.iterancestors(w("tr")), None) for each in root.iter(w("p"))), 1)
        found.append({number: known[row] for number, row in holders if row in known})
    return RowsInBoth(*found)


def rows_taken_out(
    compared: FrameComparison, was: etree._Element, beside: Neighbour, part: str, gone: RowsGone
) -> tuple[tuple[FrameDifference, ...], list[OutsideChange]]:
    """The differences without the rows that belong to no clause and of which nothing is left, and these rows, each
    once. `was` is the issued file."""
    left = {each.cell[:2] for each in compared.owners.values() if each.cell is not None}
    rows: dict[tuple[int, int], list[FrameDifference]] = {}
    for each in compared.differences:
        printed = each.printed if each.seen is None else None
        if printed is None or printed.clause is not None or printed.line is None or printed.line.cell is None:
            continue
        if printed.line.cell[:2] not in left and printed.line.numbers:
            rows.setdefault(printed.line.cell[:2], []).append(each)
    # One line alone may be the words of a cell; a row with one cell of words is known by its place.
    rows = {row: held for row, held in rows.items() if len(held) > 1 or _is_gone(held[0], gone)}
    if not rows:
        return compared.differences, []
    says = RowsInWords(was)
    stays = sorted(
        (printed.line.numbers[0], index)
        for index, printed in compared.owners.items()
        if printed.line is not None and printed.line.numbers
    )
    found: list[OutsideChange] = []
    for held in rows.values():
        lines = [each.printed.line for each in held if each.printed is not None and each.printed.line is not None]
        words = says.of([(line.numbers[0], spoken(line.text)) for line in lines])
        before = bisect_left(stays, (lines[0].numbers[0], 0))
        sort = joined(sort_of(spoken(line.text), "") for line in lines) or "wording"
        row = gone.row_of(lines[0])
        place = gone.place(row) if row is not None else None
        change = Change(False, ROW_TAKEN_OUT, words, "", sort, "outside the clauses", before=words, place=place)
        found.append(OutsideChange(change, part, beside.said(stays[before - 1][1]) if before else ""))
    went = {id(each) for held in rows.values() for each in held}
    return tuple(each for each in compared.differences if id(each) not in went), found


def _is_gone(held: FrameDifference, gone: RowsGone) -> bool:
    line = held.printed.line if held.printed is not None else None
    row = gone.row_of(line) if line is not None else None
    return row is not None and gone.place(row) is not None


def marks_of_rows(root: etree._Element) -> dict[int, int]:
    """Each mark in a row that was put in or taken out with tracking, of the same author and kind as the row's own, with
    that of the row, by their numbers among the marks of the part (ECMA-376 part 1, 17.13.5.16 and 17.13.5.12)."""
    numbers = {mark: number for number, mark in enumerate(revision_marks(root))}
    found: dict[int, int] = {}
    for row in root.iter(w("tr")) if numbers else ():
        properties = row.find(w("trPr"))
        own = [each for each in (properties if properties is not None else ()) if each.tag in (w("ins"), w("del"))]
        for each in row.iter(own[0].tag) if len(own) == 1 else ():
            if each.get(w("author")) == own[0].get(w("author")) and each in numbers:
                found[numbers[each]] = numbers[own[0]]
    return found


def _rows_put_in(
    roots: tuple[etree._Element, etree._Element], come: Set[int]
) -> tuple[dict[int, tuple[int, ...]], dict[int, int]]:
    """The paragraphs in rows that were put in, each with the rows that came with it, and the rows without words, each
    with its first paragraph. Rows that were issued empty may have been filled in."""
    was, now = roots
    numbers = {paragraph: number for number, paragraph in enumerate(now.iter(w("p")), 1)}
    order = {row: number for number, row in enumerate(now.iter(w("tr")), 1)}
    old = [[words_of(row) for row in rows_of(table)] for table in was.iter(w("tbl"))]
    found: dict[int, tuple[int, ...]] = {}
    without: dict[int, int] = {}
    for place, table in enumerate(now.iter(w("tbl"))):
        rows = rows_of(table)
        texts = [words_of(row) for row in rows]
        said = [[numbers[each] for each in row.iter(w("p")) if words_of(each)] for row in rows]
        mine = [at for at, held in enumerate(said) if held and come >= set(held)]
        # Of two that have as much of it the one at its place: tables often begin with the same headings.
        near = sorted(range(len(old)), key=lambda each: abs(each - place))
        like = max((old[each] for each in near), key=lambda words: shared_by(words, texts), default=[])
        if not shared_by(like, texts):
            # A table that was issued empty may have been filled in.
            new = range(len(rows)) if mine and len(mine) == sum(map(bool, said)) and all(map(any, old)) else ()
            found |= {number: tuple(order[row] for row in rows) for at in new for number in said[at]}
            continue
        # A row of which every word is new stands for none that was issued, though it says the same as one that is gone.
        stays = [f"\0{at}" if at in mine else words for at, words in enumerate(texts)]
        pairs = [(-1, -1), *common_row(like, stays), (len(like), len(texts))]
        for (was_above, above), (was_below, below) in pairwise(pairs):
            between = [at for at in mine if above < at < below]
            empty = like[was_above + 1 : was_below].count("")
            found |= {number: (order[rows[at]],) for at in between[empty:] for number in said[at]}
            bare = [at for at in range(above + 1, below) if not texts[at] and not revision_marks(rows[at])]
            stay = sum(bool(texts[at]) and at not in between[empty:] for at in range(above + 1, below))
            for at in bare[max(0, was_below - was_above - 1 - stay) :]:
                without[order[rows[at]]] = numbers[next(rows[at].iter(w("p")))]
    return found, without


def _cells_put_in(roots: tuple[etree._Element, etree._Element], come: Set[int]) -> set[int]:
    """Those of the paragraphs that stand in a table with more columns than it was issued with."""
    was, now = roots
    old = [([words_of(cell) for cell in table.iter(w("tc"))], columns_of(table)) for table in was.iter(w("tbl"))]
    numbers = {paragraph: number for number, paragraph in enumerate(now.iter(w("p")), 1)}
    found: set[int] = set()
    for table in now.iter(w("tbl")):
        mine = come & {numbers[each] for each in table.iter(w("p"))}
        words = [words_of(cell) for cell in table.iter(w("tc"))] if mine else []
        like, width = max(old, key=lambda each: shared_by(each[0], words), default=((), 0))
        if mine and shared_by(like, words) and columns_of(table) > width:
            found |= mine
    return found
