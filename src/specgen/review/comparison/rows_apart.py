"""Rows of a table that no words put back into their cells make what they were: whose cells were merged, split, put in
or taken out, whose columns were exchanged, that were moved or copied. Refused, they are struck and put in again whole.

Source: ECMA-376 part 1, 17.4.17 (gridSpan), 17.4.84 (vMerge), 17.13.5.12 and 17.13.5.16 (rows taken out and put in).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, permutations
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.problems import cut
from specgen.recognition.rows import TableRow
from specgen.review.changes import CLAUSE_MOVED, LINES_MOVED, Change, ChangePlace, spot_of
from specgen.review.comparison.cells import cells_of
from specgen.review.comparison.gone import RowsGone
from specgen.review.findings import OutsideChange
from specgen.review.sorts import sort_of
from specgen.word.document.inline import rows_of, text_after, text_before
from specgen.word.package.ooxml import w
from specgen.word.reply.rows import MissingRow, RowsAgain, RowsAt, fault_of_missing_row, fault_of_rows

COLUMNS_EXCHANGED: Final = "columns exchanged"
_TableRow = etree._Element
_RowsBetween = tuple[Sequence[_TableRow], Sequence[_TableRow]]
"""Rows that were issued at a place of a table, and those that stand there."""


class RowsApart(Struct, frozen=True):
    """Rows that are decided as one: where, the paragraphs in them by their numbers and those that they were moved past,
    those in columns that were exchanged with what is said of these, and the words that were issued in them."""

    where: RowsAgain
    paragraphs: frozenset[int]
    passed: frozenset[int]
    exchanged: frozenset[int]
    detail: str
    issued: frozenset[str]

    def told(self, change: Change) -> Change:
        """The change as one of theirs, decided with the others; any other change as it is."""
        if not self._holds(change):
            return change
        place = change.place
        at = place.paragraphs[0] if place is not None and place.row is None and place.paragraphs else 0
        named = self.detail and (at in self.exchanged or not at) and change.removed + change.added
        again = ChangePlace(self.where.part, (), (at or min(self.paragraphs),), again=self.where)
        kind, detail = (COLUMNS_EXCHANGED, self.detail) if named else (change.kind, change.detail)
        return dataclasses.replace(change, kind=kind, detail=detail, place=again)

    def _holds(self, change: Change) -> bool:
        """Whether it is silent and of their words: in one of their paragraphs or, where it stands nowhere, its own."""
        place = change.place
        if change.tracked or (place is not None and place.part != self.where.part):
            return False
        if place is None or place.beside:
            lines = [each.strip() for each in change.removed.split("\n")]
            return bool(change.removed) and not change.added and self.issued.issuperset(lines)
        if place.row is not None:
            return any((place.row.cells, place.row.order) == (each.cells, each.order) for each in self.where.issued)
        said = self.paragraphs | self.passed if change.kind in (CLAUSE_MOVED, LINES_MOVED) else self.paragraphs
        return bool(place.paragraphs) and said.issuperset(place.paragraphs)


def rows_apart(gone: RowsGone) -> Iterator[RowsApart]:
    """The rows of the tables that are in both files which cannot stand as they were issued otherwise."""
    pairs, numbers = gone.pairs, gone.numbers
    for was, now in _tables(pairs):
        old, new = rows_of(was), rows_of(now)
        exchanged = _exchanged([(each, pairs[each]) for each in old if each in pairs])
        plain = [each for each in old if each in pairs and gone.plain(each) and each not in exchanged]
        for region in _apart(old, _regions(old, new, pairs, plain), pairs):
            where = _again(region, gone)
            if where is not None:
                stand = [paragraph for _, news in region for row in news for paragraph in row.iter(w("p"))]
                olds = [row for held, _ in region for row in held]
                span = [*where.stand.rows, *(each.beside for each in where.issued)]
                past = [row for row in new if len(region) > 1 and min(span) <= gone.order[row] <= max(span)]
                columns = [each for row in olds for each in exchanged.get(row, ())]
                yield RowsApart(
                    where,
                    frozenset(numbers[each] for each in stand),
                    frozenset(numbers[each] for row in past for each in row.iter(w("p"))),
                    frozenset(numbers[each] for each in columns),
                    _said_of(olds, exchanged),
                    frozenset(text_before(each).strip() for row in olds for each in row.iter(w("p"))),
                )


def words_in_other_rows(gone: RowsGone, told: Iterable[Change]) -> Iterator[OutsideChange]:
    """The tables whose words stand in other rows than before and of which nothing was `told`, as where one row was made
    two: which words stand beside each other is part of what they say."""
    part, numbers = gone.part, gone.numbers
    known = {number for each in told if each.place and each.place.part == part for number in each.place.paragraphs}
    for was, now in _tables(gone.pairs):
        olds, news = _rows_otherwise(rows_of(was), rows_of(now))
        if not olds or not news or any(numbers[each] in known for each in now.iter(w("p"))):
            continue
        where = _again([(olds, news)], gone)
        first = numbers[next(news[0].iter(w("p")))]
        place = ChangePlace(part, (), (first,), again=where) if where is not None else spot_of(part, (first,))
        one, two = (" | ".join(f"“{cut(words)}”" for row in side if (words := _in_words(row))) for side in (olds, news))
        sort = sort_of(" ".join(map(_in_words, olds)), "")
        detail = f"the same words stand in other rows: {one} as issued, {two} now"
        yield OutsideChange(
            Change(False, "other rows", "", "", sort, "outside the clauses", detail=detail, place=place), part
        )


def _rows_otherwise(old: Sequence[_TableRow], new: Sequence[_TableRow]) -> _RowsBetween:
    """The rows of either side between the first and the last that differ, where all of them together say the same."""
    one, two = ([words for row in side if (words := _in_words(row))] for side in (old, new))
    if one == two or sorted(" ".join(one).split()) != sorted(" ".join(two).split()):
        return (), ()
    sides = [[row for row in side if _in_words(row)] for side in (old, new)]
    while _in_words(sides[0][0]) == _in_words(sides[1][0]):
        sides = [side[1:] for side in sides]
    while _in_words(sides[0][-1]) == _in_words(sides[1][-1]):
        sides = [side[:-1] for side in sides]
    return sides[0], sides[1]


def _in_words(row: _TableRow) -> str:
    return " ".join(" ".join(map(text_before, row.iter(w("p")))).split())


def _tables(pairs: Mapping[_TableRow, _TableRow]) -> Iterator[tuple[_TableRow, _TableRow]]:
    """The tables of which all that stays stands in one, and that one holds of no other."""
    ways = dict.fromkeys(tuple(next(row.iterancestors(w("tbl"))) for row in pair) for pair in pairs.items())
    for was, now in ways:
        if sum(way[0] is was or way[1] is now for way in ways) == 1:
            yield was, now


def _exchanged(pairs: Sequence[tuple[_TableRow, _TableRow]]) -> dict[_TableRow, list[_TableRow]]:
    """The issued rows of which words stand in another column than before, as in others those of the same column do;
    each with the paragraphs that stand in two columns which were exchanged."""
    columns: dict[tuple[int, int], dict[_TableRow, list[_TableRow]]] = {}
    for was, now in pairs:
        cells = [[list(cell.iter(w("p"))) for _, _, cell in cells_of(row)] for row in (was, now)]
        said = [["\n".join(map(text_before, held)).strip() for held in side] for side in cells]
        for one, other in permutations(range(len(said[0])), 2) if len(said[0]) == len(said[1]) else ():
            if said[0][one] and said[0][one] == said[1][other] not in (said[0][other], said[1][one]):
                both = one < other and said[1][one] == said[0][other]
                columns.setdefault((one, other), {})[was] = [*cells[1][one], *cells[1][other]] if both else []
                if both:
                    columns.setdefault((other, one), {})[was] = []
    found: dict[_TableRow, list[_TableRow]] = {}
    for held in columns.values():
        for row, paragraphs in held.items() if len(held) > 1 else ():
            found.setdefault(row, []).extend(paragraphs)
    return found


def _said_of(olds: Sequence[_TableRow], exchanged: Mapping[_TableRow, Sequence[_TableRow]]) -> str:
    """What is said of the rows whose columns are exchanged; "" where there are none."""
    held = [exchanged[row] for row in olds if exchanged.get(row)]
    if not held:
        return ""
    one, *others = [words for each in held[0] if (words := text_before(each))] or [""]
    return (
        f"the words of two columns of the table are exchanged in {len(held):,} of its rows, from "
        f"“{cut((others or [one])[-1])}” and “{cut(one)}” on"
    )


def _regions(
    old: Sequence[_TableRow], new: Sequence[_TableRow], pairs: Mapping[_TableRow, _TableRow], plain: Sequence[_TableRow]
) -> Iterator[_RowsBetween]:
    """What stands between the rows that are as they were but for words."""
    bounds = [(old.index(each), new.index(pairs[each])) for each in plain]
    for (a, b), (c, d) in pairwise([(-1, -1), *bounds, (len(old), len(new))]):
        if old[a + 1 : c] or new[b + 1 : d]:
            yield old[a + 1 : c], new[b + 1 : d]


def _apart(
    old: Sequence[_TableRow], regions: Iterable[_RowsBetween], pairs: Mapping[_TableRow, _TableRow]
) -> Iterator[list[_RowsBetween]]:
    """The regions that only whole rows bring back, those between which a row was moved as one. Of the others a row is
    put in, or taken out, by itself: one that stands nowhere else, or did not."""
    held = list(regions)
    known = {row: TableRow(row, text_after) for row in old}
    came = {row: TableRow(row, text_before) for _, news in held for row in news}

    def same(one: _TableRow, other: _TableRow) -> bool:
        was, now = known[one], came[other]
        return bool(was.words and was.words == now.words) or bool(was.marks & now.marks)

    left: list[_RowsBetween] = []
    for olds, news in held:
        if not any(row in pairs for row in olds):
            olds = [row for row in olds if any(same(row, each) for each in came)]
            news = [row for row in news if any(same(each, row) for each in old)]
        left += [(olds, news)] if olds or news else []
    moved = [
        region
        for region in left
        if any(
            same(a, b)
            for each in left
            if each is not region
            for x, y in ((region, each), (each, region))
            for a in x[0]
            for b in y[1]
        )
    ]
    # Of two rows that were exchanged each was moved past the other.
    for found in (moved, *([each] for each in left if each not in moved)):
        if any(news for _, news in found):
            yield found


def _again(regions: Sequence[_RowsBetween], gone: RowsGone) -> RowsAgain | None:
    """The rows struck and those put in again, if they can be."""
    stand = [row for _, news in regions for row in news]
    marks = frozenset(mark for row in stand for mark in TableRow(row, text_before).marks)
    missing: list[MissingRow] = []
    for olds, news in regions:
        for row in olds:
            place = gone.beside(row, news)
            made = gone.again(row, place, marks) if place is not None else None
            if place is None or made is None or fault_of_missing_row(gone.row_now(place.beside), made):
                return None
            missing.append(made)
    if fault_of_rows(stand):
        return None
    first = gone.numbers[next(stand[0].iter(w("p")))]
    return RowsAgain(RowsAt(gone.part, tuple(gone.order[row] for row in stand), first), tuple(missing))
