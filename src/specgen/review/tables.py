"""What became of tables outside the clauses, their words apart: other places and cells, and tables made text."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Final, Literal

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from specgen.problems import cut
from specgen.recognition.rows import between
from specgen.review.changes import Change, ChangePlace, change_of_line
from specgen.review.findings import OutsideChange
from specgen.review.frame import (
    SIGN,
    FrameComparison,
    FrameDifference,
    FrameLine,
    SeenLine,
    TableElsewhere,
    spoken,
    table_of,
)
from specgen.review.issued import fits
from specgen.review.outside import Neighbour
from specgen.review.sorts import Sort, joined, sort_of
from specgen.word.document.inline import known_by, neighbours, rows_of, sides_of, text_after, text_before
from specgen.word.document.lines import Line
from specgen.word.document.revisions import revision_marks
from specgen.word.package.ooxml import w, whole_number
from specgen.word.reply.issued_rows import RowsAsIssued
from specgen.word.reply.rows import MissingRow
from specgen.wording.sequences import common_row

_STILL_LIKE: Final = 60.0
"""How alike a line must be to what it stands for, of 100, for its cell to be told by it."""


def tables_elsewhere(tables: Iterable[TableElsewhere], beside: Neighbour, part: str) -> Iterator[OutsideChange]:
    """Tables that stand in the place of others: under another heading each of their words is said of something else."""
    for each in tables:
        words = [spoken(line.text) for line in each.seen]
        named = next((text for text in words if any(letter.isdigit() for letter in text)), words[0])
        sort = "place" if each.stood == each.stands else joined(sort_of(text, "") for text in words) or "place"
        detail = f"the table with “{cut(named)}” stood under “{cut(each.stood)}” and stands under “{cut(each.stands)}”"
        first = replace(each.seen[0].line, text="\n".join(words))
        change = change_of_line("table stands elsewhere", first, sort, "outside the clauses", detail=detail)
        yield OutsideChange(change, part, beside.said(each.seen[0].index))


def cells_apart(
    owners: Mapping[int, FrameLine], seen: Iterable[SeenLine], beside: Neighbour, part: str
) -> Iterator[OutsideChange]:
    """Cells of a row that were joined or split, whatever else changed in them. Under which heading of its column a
    threshold or a date stands is part of what it says, so it has the class of what went into another one."""
    now: dict[tuple[object, ...], dict[Hashable, list[SeenLine]]] = {}
    then: dict[tuple[object, ...], dict[Hashable, list[SeenLine]]] = {}
    for each in seen:
        printed = owners.get(each.index)
        if printed is None or printed.cell is None or each.line.cell is None:
            continue
        if fits(printed.literals, each.text) is None and fuzz.ratio(printed.text, each.text) < _STILL_LIKE:
            continue
        row = (printed.clause, printed.cell[:2], each.line.cell[:2])
        now.setdefault((*row, each.line.cell), {}).setdefault(printed.cell, []).append(each)
        then.setdefault((*row, printed.cell), {}).setdefault(each.line.cell, []).append(each)
    for cells, kind, said in (
        (now, "cells joined", "of cells beside each other now stand in one"),
        (then, "a cell split", "of one cell now stand in cells beside each other"),
    ):
        for stands in cells.values():
            if len(stands) > 1:
                lines = [held[0] for held in stands.values()]
                words = " and ".join(f"“{cut(spoken(line.text))}”" for line in lines)
                went = (sort_of(spoken(line.text), "", field=owners[line.index].field) for line in lines[1:])
                sort: Sort = joined(went) or "place"
                change = change_of_line(kind, lines[0].line, sort, "outside the clauses", detail=f"{words} {said}")
                yield OutsideChange(change, part, beside.said(lines[0].index))


def under_other_headings(
    roots: tuple[etree._Element, etree._Element],
    compared: FrameComparison,
    seen: Sequence[SeenLine],
    beside: Neighbour,
    part: str,
) -> Iterator[OutsideChange]:
    """Rows whose cells say what was printed and stand under the headings of other columns of their table, as where a
    row begins further right or an empty cell was put before them: a figure says something else there. `roots` are those
    of the issued file and of the one that came back."""
    was, now = map(_columns, roots)
    went = {id(line) for each in compared.rearranged for line in each.seen}
    heads = {
        number: head
        for each in seen
        if (head := compared.owners.get(each.index)) is not None and head.line is not None
        for number in each.line.numbers
    }
    own: dict[int | None, set[int]] = {}
    for line in (printed.line for printed in compared.owners.values()):
        if line is not None and (over := _over(was, line)) is not None:
            own.setdefault(table_of(line), set()).add(over.number)
    rows: dict[tuple[int, int], list[tuple[SeenLine, Sort, str]]] = {}
    for each in seen:
        printed, cell = compared.owners.get(each.index), each.line.cell
        if printed is None or printed.line is None or cell is None or id(each) in went:
            continue
        stood, stands = _over(was, printed.line), _over(now, each.line)
        if stood is None or stands is None or fits(printed.literals, each.text) is None:
            continue
        head = heads.get(stands.number)
        number = head.line.numbers[0] if head is not None and head.line is not None and head.line.numbers else 0
        if number in own.get(table_of(printed.line), ()):
            same = number == stood.number
        else:
            # Under a heading that is new, or that another table had, the words are not misread for that.
            same = stands.number > 0 or stood.number == 0
        if not same:
            old, new = (f"“{cut(heading.words)}”" if heading.words else "no heading" for heading in (stood, stands))
            said = f"“{cut(spoken(each.text))}” stood under {old} and stands under {new}"
            rows.setdefault(cell[:2], []).append((each, sort_of(spoken(each.text), "", field=printed.field), said))
    for held in rows.values():
        first = held[0][0]
        sort: Sort = joined(sort for _, sort, _ in held) or "place"
        detail = "; ".join(said for *_, said in held)
        change = change_of_line("under another heading", first.line, sort, "outside the clauses", detail=detail)
        yield OutsideChange(change, part, beside.said(first.index))


def exchanged_columns(differences: Iterable[FrameDifference]) -> dict[int, str]:
    """What is said at the first of two columns of a table whose words were exchanged in two rows or more, by the number
    of its first paragraph: each says under its heading what was said under the other."""
    rows: dict[tuple[int, int], list[tuple[FrameLine, SeenLine]]] = {}
    for each in differences:
        printed, seen = each.printed, each.seen
        if printed is not None and seen is not None and printed.cell and printed.cell == seen.line.cell:
            rows.setdefault(printed.cell[:2], []).append((printed, seen))
    columns: dict[tuple[int, int, int], list[tuple[FrameLine, SeenLine]]] = {}
    for held in rows.values():
        for at, (one, here) in enumerate(held):
            for other, there in held[at + 1 :]:
                crossed = one.text == there.text != other.text == here.text
                if crossed and one.cell is not None and other.cell is not None and here.line.numbers:
                    columns.setdefault((one.cell[0], one.cell[2], other.cell[2]), []).append((one, here))
    return {
        here.line.numbers[
            0
        ]: f"the words of two columns of the table are exchanged in {len(pairs):,} of its rows, from "
        f"“{cut(spoken(one.text))}” and “{cut(spoken(here.text))}” on; each cell is told by itself"
        for pairs in columns.values()
        if len(pairs) > 1
        for one, here in pairs[:1]
    }


def with_columns_exchanged(change: Change, said: Mapping[int, str]) -> Change:
    """The change; the first of those of exchanged columns says so."""
    place = change.place
    numbers = place.paragraphs[:1] if place is not None and not change.tracked and not place.spot else ()
    detail = said.get(numbers[0], "") if numbers and change.removed and change.added else ""
    return dataclasses.replace(change, kind=COLUMNS_EXCHANGED, detail=detail) if detail else change


COLUMNS_EXCHANGED: Final = "columns exchanged"


def rows_wider_than_their_headings(root: etree._Element, lines: Sequence[Line], part: str) -> Iterator[OutsideChange]:
    """Rows of a table that have more cells than it has headings, where most have as many: an empty cell was put in, and
    what stands behind it stands under the heading of something else. For files of which the issued one is not at
    hand."""
    told = {number: line for line in lines for number in line.numbers}
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(w("p")), 1)}
    headings = _columns(root)
    for table in root.iter(w("tbl")):
        widths = [max((at + span for at, span, _ in _cells(row)), default=0) for row in rows_of(table)]
        usual, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
        if 2 * times <= len(widths) or widths[0] != usual:
            continue
        for row in (row for row, width in zip(rows_of(table), widths, strict=True) if width > usual):
            cells = [list(cell.iter(w("p"))) for _, _, cell in _cells(row)]
            empty = next((at for at, held in enumerate(cells) if not any(map(_words, held))), None)
            after = [each for held in cells[empty:] for each in held if _words(each)] if empty is not None else []
            line = told.get(numbers[after[0]]) if after else None
            if line is None:
                continue
            over = headings.get(numbers[after[0]], _Heading()).words
            said = f"“{cut(spoken(line.text))}” stands under {f'“{cut(over)}”' if over else 'no heading'} behind it"
            detail = f"its row has more cells than the table has headings; {said}"
            sort = joined(sort_of(text_before(each), "") for each in after) or "place"
            yield OutsideChange(
                change_of_line("an empty cell put in", line, sort, "outside the clauses", detail=detail), part
            )


class _Heading(Struct, frozen=True):
    """The first paragraph of the heading over a cell, by its number, and its words; 0 and none over a free column."""

    number: int = 0
    words: str = ""


def _over(columns: Mapping[int, _Heading], line: Line) -> _Heading | None:
    """The heading over the line; None where it stands in no table that has headings, or is one itself."""
    return columns.get(line.numbers[0]) if line.numbers else None


def _columns(root: etree._Element) -> dict[int, _Heading]:
    """The heading over each paragraph in a table, by the paragraph's number: that of the first row in which two cells
    or more have words, over the column that the paragraph's cell begins in; merged and empty cells count as the columns
    that they take (17.4.17 gridSpan)."""
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(w("p")), 1)}
    found: dict[int, _Heading] = {}
    for table in root.iter(w("tbl")):
        heads: dict[int, _Heading] = {}
        for row in table.iter(w("tr")):
            if next(row.iterancestors(w("tbl"))) is not table:
                continue
            cells = list(_cells(row))
            if len(heads) < 2:
                told = {
                    column: _Heading(numbers[first], words)
                    for at, span, cell in cells
                    if (first := next(filter(_words, cell.iter(w("p"))), None)) is not None and (words := _words(cell))
                    for column in range(at, at + span)
                }
                heads = told if len({each.number for each in told.values()}) > 1 else {}
                continue
            for at, _, cell in cells:
                for paragraph in cell.iter(w("p")):
                    if next(paragraph.iterancestors(w("tc"))) is cell:
                        found[numbers[paragraph]] = heads.get(at, _Heading())
    return found


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
    says = _RowsInWords(now) if together else None
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


class RowsGone:
    """Where each row of the issued file stood of which nothing is left, and what was taken out of a cell of one that
    stays; `roots` are those of the issued file and of the one that came back, `pairs` its rows that stay, and `stay`
    the paragraphs of the issued file that something there stands for, each with the paragraph where that is;
    `as_issued` makes rows that can stand in it."""

    def __init__(
        self,
        roots: tuple[etree._Element, etree._Element],
        part: str,
        pairs: Mapping[etree._Element, etree._Element],
        stay: Mapping[int, int],
        as_issued: Callable[[], RowsAsIssued],
    ) -> None:
        self._roots, self._part, self._pairs, self._stay = roots, part, pairs, stay
        self._as_issued = as_issued

    @cached_property
    def _olds(self) -> list[etree._Element]:
        return list(self._roots[0].iter(w("p")))

    @cached_property
    def _news(self) -> list[etree._Element]:
        return list(self._roots[1].iter(w("p")))

    @cached_property
    def _numbers(self) -> dict[etree._Element, int]:
        return {each: number for number, each in enumerate(self._news, 1)}

    @cached_property
    def _order(self) -> dict[etree._Element, int]:
        return {row: number for number, row in enumerate(self._roots[1].iter(w("tr")), 1)}

    @cached_property
    def _home(self) -> dict[etree._Element, etree._Element]:
        """Which table each one was: headings alone are those of many."""
        shared: dict[etree._Element, Counter[etree._Element]] = {}
        for was, now in self._pairs.items():
            tables = [next(row.iterancestors(w("tbl"))) for row in (was, now)]
            shared.setdefault(tables[1], Counter())[tables[0]] += len(_words(was))
        return {now: held.most_common(1)[0][0] for now, held in shared.items()}

    def row_of(self, line: Line) -> etree._Element | None:
        """The row that the line of the issued file stood in, where that is gone."""
        row = next(self._olds[line.numbers[0] - 1].iterancestors(w("tr")), None) if line.numbers else None
        if row is None or row in self._pairs or any(number in self._stay for number, _ in self._said(row)):
            return None
        return row

    def words(self, row: etree._Element) -> str:
        """What is gone of the row in words: cell after cell, each after the heading of its column."""
        says = _RowsInWords(self._roots[0])
        return says.of(
            [
                (number, said)
                for number, each in self._said(row)
                if number not in self._stay and (said := text_after(each).strip())
            ]
        )

    def more_gone(self, line: Line, own: Sequence[str]) -> str:
        """What is gone, in words, of a row that stays in part and that the line stood in; "" where it is no more than
        the lines of its `own`."""
        row = next(self._olds[line.numbers[0] - 1].iterancestors(w("tr")), None) if line.numbers else None
        if row is None:
            return ""
        gone = [
            text for number, each in self._said(row) if number not in self._stay and (text := text_after(each).strip())
        ]
        return self.words(row) if Counter(gone) - Counter(each.strip() for each in own) else ""

    def _unsure(self, row: etree._Element) -> bool:
        """Whether what stands for the row's words is not what the row was paired with: nothing is put beside it."""
        held = {self._stay[number] for number, _ in self._said(row) if self._stay.get(number)}
        stands = {next(self._news[number - 1].iterancestors(w("tr")), None) for number in held}
        return bool(stands) and self._pairs.get(row) not in stands

    def _said(self, row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
        first = self._olds.index(next(row.iter(w("p")))) + 1
        return enumerate(row.iter(w("p")), first)

    def place(self, row: etree._Element) -> ChangePlace | None:
        """Where the row stood, and the row as it can stand there again; None where that is not known, or it held more
        than words."""
        own = rows_of(next(row.iterancestors(w("tbl"))))
        at = own.index(row) if row in own else -1
        more = next(row.iter(w("tbl"), w("drawing"), w("pict"), w("footnoteReference"), w("object")), None) is not None
        cells = [[text_after(each) for each in cell.iter(w("p"))] for cell in row.iter(w("tc"))]
        if at < 0 or more or any(_NOT_A_WORD & {*text} for cell in cells for text in cell):
            return None
        stands = self._stood(row, own, at)
        others = sorted((each for each in own if each in self._pairs), key=lambda each: abs(own.index(each) - at))
        others += [each for each in self._pairs if each not in own]
        like = next((each for each in others if _form_of_row(each) == _form_of_row(row) and self._plain(each)), None)
        made = self._as_issued().row(row, self._pairs[like] if like is not None else None) if stands else None
        if stands is None or made is None or self._torn(own, at):
            return None
        words = tuple("\n".join(texts) for texts in cells)
        known = neighbours(own, at)
        missing = replace(stands, row=made.xml, lacks=made.lacks, cells=words, order=at, around=known)
        return ChangePlace(self._part, (), (missing.paragraph,), row=missing)

    def _stood(self, row: etree._Element, own: Sequence[etree._Element], at: int) -> MissingRow | None:
        """Where the row stood: beside the nearest of its table that stays, or in the table that is gone with it."""
        table = next(row.iterancestors(w("tbl")))
        left = {each for each, now in self._pairs.items() if self._home[next(now.iterancestors(w("tbl")))] is table}
        above = next((each for each in reversed(own[:at]) if each in left), None)
        stays = above if above is not None else next((each for each in own[at + 1 :] if each in left), None)
        if stays is None:
            return self._table_stood(table) if not any(each in self._pairs for each in own) else None
        if not self._sure(own, at):
            return None
        beside, after = self._in_order(self._pairs[stays], above is not None, neighbours(own, at))
        if beside is None:
            return None
        paragraphs = [self._numbers[each] for each in beside.iter(w("p"))]
        return MissingRow(self._part, self._order[beside], after, "", (), at, paragraphs[-1 if after else 0], "")

    @cached_property
    def _known(self) -> dict[etree._Element, list[str]]:
        """What the rows of each table are known by."""
        return {table: list(map(known_by, rows_of(table))) for table in self._roots[1].iter(w("tbl"))}

    def _in_order(
        self, beside: etree._Element, after: bool, around: tuple[str, str]
    ) -> tuple[etree._Element | None, bool]:
        """That place or, where rows were moved, the nearest at which the row stands below all that it was issued below
        and above all that it was issued above; None where there is none."""
        table = next(beside.iterancestors(w("tbl")))
        rows, sets = rows_of(table), [frozenset(side.split()) for side in around]
        sides = sides_of(self._known[table], *sets)
        held = {each: len((sets[0] | sets[1]) & {*known}) for each, known in self._known.items()}
        if held[table] < max(held.values()):
            # Another table has more of the rows round it: nothing says that it is not that one.
            return None, after
        first = max((at + 1 for at, side in enumerate(sides) if side < 0), default=0)
        last = min((at for at, side in enumerate(sides) if side > 0), default=len(rows))
        if first > last:
            return None, after
        here = rows.index(beside) + after
        gap = min(max(here, first), last)
        return (beside, after) if gap == here else (rows[gap - 1], True) if gap else (rows[0], False)

    def _table_stood(self, table: etree._Element) -> MissingRow | None:
        """Where a table stood of which nothing is left: between the two lines that it was issued between."""
        holder = table.getparent()
        if holder is None or holder.tag != w("body"):
            return None
        sides = [
            next((each for each in table.itersiblings(preceding=before) if _line(each)), None)
            for before in (True, False)
        ]
        paragraphs = table.itersiblings(w("p"), preceding=True)
        empty = next((count for count, each in enumerate(paragraphs) if each is sides[0]), 0)
        above, below = (self._still(each) for each in sides)
        if above is None or (below is None and sides[1] is not None and sides[1].tag != w("sectPr")):
            return None
        between = [each for each in above.itersiblings() if below is None or each in below.itersiblings(preceding=True)]
        if any(_line(each) != "" for each in between if each.tag != w("sectPr")):
            return None
        gap = [above, *(each for each in between if each.tag == w("p"))]
        stands = gap[min(empty, len(gap) - 1)]
        said = text_after(above), text_after(below) if below is not None else ""
        number = self._numbers[stands]
        made = self._as_issued().table(table)
        return MissingRow(self._part, number, True, "", (), 0, number, "", table=made, between=said)

    def _still(self, line: etree._Element | None) -> etree._Element | None:
        """The one line of the body that says what this one alone said."""
        if line is None or line.tag != w("p"):
            return None
        said = text_after(line)
        old, new = (
            [each for each in held if each.getparent().tag == w("body") and text_after(each) == said]  # type: ignore[union-attr]
            for held in (self._olds, self._news)
        )
        return new[0] if len(old) == len(new) == 1 else None

    def _torn(self, own: Sequence[etree._Element], at: int) -> bool:
        """Whether a cell of the row goes on from one of a row that is gone from a table which stays."""
        goes_on = any(each.get(w("val"), "continue") == "continue" for each in own[at].iter(w("vMerge")))
        return goes_on and own[at - 1] not in self._pairs and any(each in self._pairs for each in own)

    def _plain(self, row: etree._Element) -> bool:
        """Whether the row still has the cells that it had, with no table in them."""
        now = self._pairs[row]
        return _count(now) == _count(row) and next(now.iter(w("tbl")), None) is None

    def _sure(self, own: Sequence[etree._Element], at: int) -> bool:
        """Whether every row between the nearest ones that stay, above and below, is accounted for."""
        first = next((each for each in range(at - 1, -1, -1) if own[each] in self._pairs), 0)
        last = next((each for each in range(at + 1, len(own)) if own[each] in self._pairs), len(own) - 1)
        held = between(own, at, self._pairs)
        return (
            held is not None
            and not any(map(self._unsure, own[first : last + 1]))
            and not any(each in self._came for each in held)
        )

    @cached_property
    def _came(self) -> frozenset[etree._Element]:
        return frozenset(self._pairs.values())

    def in_cell(self, line: Line) -> ChangePlace | None:
        """Where the words of the line stood in a cell that stays: the paragraph that was emptied, or the one beside
        that which is gone; None where that is not known."""
        mine = self._olds[line.numbers[0] - 1] if len(line.numbers) == 1 else None
        cell = next(mine.iterancestors(w("tc")), None) if mine is not None else None
        row = next(cell.iterancestors(w("tr"))) if cell is not None else None
        now = self._pairs.get(row) if row is not None else None
        if mine is None or cell is None or row is None or now is None or _NOT_A_WORD & {*line.text}:
            return None
        if _count(row) != _count(now):
            return None
        at = list(row.iter(w("tc"))).index(cell)
        olds, news = list(cell.iter(w("p"))), list(list(now.iter(w("tc")))[at].iter(w("p")))
        own = olds.index(mine)
        if len(olds) == len(news):
            empty = not text_after(news[own]) and not text_before(news[own])
            return ChangePlace(self._part, (), (self._numbers[news[own]],)) if empty else None
        said = {text_after(each): each for each in news}
        for others, side in ((reversed(olds[:own]), "after"), (olds[own + 1 :], "before")):
            for other in others:
                beside = said.get(text_after(other)) if _style(other) == _style(mine) else None
                if beside is not None:
                    number = self._numbers[beside]
                    after: Literal["after", "before"] = "after" if side == "after" else "before"
                    return ChangePlace(self._part, (), (number,), own, beside=after, like=number)
        return None


def _line(element: etree._Element) -> str:
    """The words of a paragraph; of anything else what it is."""
    if element.tag == w("p") and next(element.iter(w("drawing"), w("pict"), w("object")), None) is None:
        return text_after(element).strip()
    return "" if str(element.tag) in _PASSED else str(element.tag)


_PASSED: Final = frozenset(w(name) for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"))


def _count(row: etree._Element) -> int:
    return sum(1 for _ in row.iter(w("tc")))


_NOT_A_WORD: Final = frozenset("\t\n\ufffc")


def _form_of_row(row: etree._Element) -> tuple[object, ...]:
    """What its cells and the paragraphs in them are like, so that one can stand for another."""
    merged = f"{w('tcPr')}/{w('vMerge')}"
    return tuple(
        (span, [each.get(w("val"), "continue") for each in cell.iterfind(merged)], _style(next(cell.iter(w("p")))))
        for _, span, cell in _cells(row)
    )


def _style(paragraph: etree._Element) -> tuple[str, bool]:
    """The style of the paragraph, and whether a list counts it."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    numbered = paragraph.find(f"{w('pPr')}/{w('numPr')}") is not None
    return (style.get(w("val"), "") if style is not None else ""), numbered


ROW_PUT_IN: Final = "a row of a table put in"
TABLE_PUT_IN: Final = "a table put in"
ROW_TAKEN_OUT: Final = "a row of a table taken out"
"""The kinds of what is read and decided as a whole: a figure says nothing without its row."""


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
    says = _RowsInWords(was)
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


class _RowsInWords:
    """Rows in words: cell after cell, each after the heading of its column."""

    def __init__(self, root: etree._Element) -> None:
        self._paragraphs = list(root.iter(w("p")))
        self._headings = _columns(root)

    def of(self, lines: Iterable[tuple[int, str]]) -> str:
        """The lines, each with the number of its paragraph, a row of the table a line."""
        rows: dict[etree._Element | None, dict[etree._Element | None, list[tuple[int, str]]]] = {}
        for number, words in sorted(lines):
            row, cell = (next(self._paragraphs[number - 1].iterancestors(w(name)), None) for name in ("tr", "tc"))
            rows.setdefault(row, {}).setdefault(cell, []).append((number, words))
        return "\n".join(" | ".join(map(self._cell, cells.values())) for cells in rows.values())

    def _cell(self, lines: Sequence[tuple[int, str]]) -> str:
        heading = self._headings.get(lines[0][0], _Heading()).words
        words = " / ".join(words for _, words in lines)
        return f"{heading}: {words}" if heading else words


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
    old = [[_words(row) for row in rows_of(table)] for table in was.iter(w("tbl"))]
    found: dict[int, tuple[int, ...]] = {}
    without: dict[int, int] = {}
    for place, table in enumerate(now.iter(w("tbl"))):
        rows = rows_of(table)
        texts = [_words(row) for row in rows]
        said = [[numbers[each] for each in row.iter(w("p")) if _words(each)] for row in rows]
        mine = [at for at, held in enumerate(said) if held and come >= set(held)]
        # Of two that have as much of it the one at its place: tables often begin with the same headings.
        near = sorted(range(len(old)), key=lambda each: abs(each - place))
        like = max((old[each] for each in near), key=lambda words: _shared(words, texts), default=[])
        if not _shared(like, texts):
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
    old = [([_words(cell) for cell in table.iter(w("tc"))], _width(table)) for table in was.iter(w("tbl"))]
    numbers = {paragraph: number for number, paragraph in enumerate(now.iter(w("p")), 1)}
    found: set[int] = set()
    for table in now.iter(w("tbl")):
        mine = come & {numbers[each] for each in table.iter(w("p"))}
        words = [_words(cell) for cell in table.iter(w("tc"))] if mine else []
        like, width = max(old, key=lambda each: _shared(each[0], words), default=((), 0))
        if mine and _shared(like, words) and _width(table) > width:
            found |= mine
    return found


def _width(table: etree._Element) -> int:
    return max((at + span for row in rows_of(table) for at, span, _ in _cells(row)), default=0)


def _shared(one: Sequence[str], two: Sequence[str]) -> int:
    return (Counter(filter(None, one)) & Counter(filter(None, two))).total()


def _cells(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
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


def _words(element: etree._Element) -> str:
    return " ".join("".join(text.text or "" for text in element.iter(w("t"))).split())


def parted_at_tabs(seen: Sequence[SeenLine], said: Collection[str]) -> tuple[SeenLine, ...]:
    """The lines; one that holds what was printed apart, as where a table was made text (a row a line, a tab between two
    cells), is each of its cells. `said` are the lines that were printed."""
    found: list[SeenLine] = []
    for each in seen:
        cells = [cell.strip() for cell in each.text.split("\t") if cell.strip()]
        known = sum(cell in said or cell.startswith(SIGN) for cell in cells)
        apart = len(cells) > 1 and 2 * known >= len(cells) and each.line.cell is None and each.text not in said
        found += [replace(each, text=cell) for cell in cells] if apart else [each]
    return tuple(found)


def parted(seen: Iterable[SeenLine]) -> set[int]:
    """The lines of which only cells are compared, by their index."""
    return {index for index, held in Counter(each.index for each in seen).items() if held > 1}


def tables_remade(
    owners: Mapping[int, FrameLine], seen: Sequence[SeenLine], beside: Neighbour, part: str
) -> Iterator[OutsideChange]:
    """Tables that are text now, text that is a table, and tables that were split or joined, each once. A table is where
    most of its lines are: a row that went into another one is told by itself."""
    lines: dict[tuple[int | None, int | None], SeenLine] = {}
    count: Counter[tuple[int | None, int | None]] = Counter()
    several = parted(seen)
    for each in seen:
        printed = owners.get(each.index)
        if each.index in several:
            was: int | None = -1
        elif printed is None or printed.line is None or fits(printed.literals, each.text) is None:
            continue
        else:
            was = printed.cell[0] if printed.cell is not None else None
        way = was, each.line.cell[0] if each.line.cell is not None else None
        lines.setdefault(way, each)
        count[way] += 1
    home: dict[int | None, int | None] = {}
    goes: dict[int | None, int | None] = {}
    for (was, now), _ in count.most_common():
        home.setdefault(now, was)
        goes.setdefault(was, now)
    parts: dict[int | None, list[int]] = {}
    whole: dict[int | None, list[int]] = {}
    for ways, held in ((home, parts), (goes, whole)):
        for at, where in ways.items():
            if at is not None:
                held.setdefault(where, []).append(at)
    told: list[tuple[str, SeenLine]] = []
    for was, now in goes.items():
        if was is not None and now is None and (was == -1 or not several):
            told.append(("a table made text", lines[was, None]))
        elif was is not None and len(parts.get(was, ())) > 1:
            told.append(("a table split", max((lines[was, each] for each in parts[was]), key=_index)))
    for now, was in home.items():
        if now is not None and was is None:
            told.append(("text made a table", lines[None, now]))
        elif now is not None and len(whole.get(now, ())) > 1:
            told.append(("tables joined", max((lines[each, now] for each in whole[now]), key=_index)))
    for kind, first in told:
        detail = _REMADE[kind].format(cut(spoken(first.text)))
        change = change_of_line(kind, first.line, "place", "outside the clauses", detail=detail)
        yield OutsideChange(change, part, beside.said(first.index))


_index = attrgetter("index")
_REMADE: Final = {
    "a table made text": "the cells of a table stand in lines of the text now, from “{}” on, word for word where "
    "nothing else is told",
    "a table split": "a table is two now, from “{}” on",
    "text made a table": "lines of the text stand in a table now, from “{}” on",
    "tables joined": "two tables are one now, from “{}” on",
}
