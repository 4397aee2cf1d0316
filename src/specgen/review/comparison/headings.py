"""Cells that stand under the headings of other columns than they were printed under, and cells joined or split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree
from rapidfuzz import fuzz

from specgen.problems import cut
from specgen.review.changes import change_of_line
from specgen.review.comparison.cells import (
    ColumnHeading,
    cells_of,
    heading_over,
    headings_of,
    words_of,
)
from specgen.review.comparison.covered import CELLS_JOINED
from specgen.review.findings import OutsideChange
from specgen.review.frame import (
    FrameComparison,
    FrameLine,
    SeenLine,
    spoken,
    table_of,
)
from specgen.review.issued import fits
from specgen.review.outside import Neighbour
from specgen.review.sorts import Sort, joined, sort_of
from specgen.word.document.inline import rows_of, text_before
from specgen.word.document.lines import Line
from specgen.word.package.ooxml import w

_STILL_LIKE: Final = 60.0
"""How alike a line must be to what it stands for, of 100, for its cell to be told by it."""


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
        (now, CELLS_JOINED, "of cells beside each other now stand in one"),
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
    was, now = map(headings_of, roots)
    went = {id(line) for each in compared.rearranged for line in each.seen}
    heads = {
        number: head
        for each in seen
        if (head := compared.owners.get(each.index)) is not None and head.line is not None
        for number in each.line.numbers
    }
    own: dict[int | None, set[int]] = {}
    for line in (printed.line for printed in compared.owners.values()):
        if line is not None and (over := heading_over(was, line)) is not None:
            own.setdefault(table_of(line), set()).add(over.number)
    rows: dict[tuple[int, int], list[tuple[SeenLine, Sort, str]]] = {}
    for each in seen:
        printed, cell = compared.owners.get(each.index), each.line.cell
        if printed is None or printed.line is None or cell is None or id(each) in went:
            continue
        stood, stands = heading_over(was, printed.line), heading_over(now, each.line)
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


def rows_wider_than_their_headings(root: etree._Element, lines: Sequence[Line], part: str) -> Iterator[OutsideChange]:
    """Rows of a table that have more cells than it has headings, where most have as many: an empty cell was put in, and
    what stands behind it stands under the heading of something else. For files of which the issued one is not at
    hand."""
    told = {number: line for line in lines for number in line.numbers}
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(w("p")), 1)}
    headings = headings_of(root)
    for table in root.iter(w("tbl")):
        widths = [max((at + span for at, span, _ in cells_of(row)), default=0) for row in rows_of(table)]
        usual, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
        if 2 * times <= len(widths) or widths[0] != usual:
            continue
        for row in (row for row, width in zip(rows_of(table), widths, strict=True) if width > usual):
            cells = [list(cell.iter(w("p"))) for _, _, cell in cells_of(row)]
            empty = next((at for at, held in enumerate(cells) if not any(map(words_of, held))), None)
            after = [each for held in cells[empty:] for each in held if words_of(each)] if empty is not None else []
            line = told.get(numbers[after[0]]) if after else None
            if line is None:
                continue
            over = headings.get(numbers[after[0]], ColumnHeading()).words
            said = f"“{cut(spoken(line.text))}” stands under {f'“{cut(over)}”' if over else 'no heading'} behind it"
            detail = f"its row has more cells than the table has headings; {said}"
            sort = joined(sort_of(text_before(each), "") for each in after) or "place"
            yield OutsideChange(
                change_of_line("an empty cell put in", line, sort, "outside the clauses", detail=detail), part
            )
