"""The lines round the clauses: what was printed there, and how what came back differs from it.

A clause's threshold or date may stand in a cell beside its wording, or pages later. A line of the frame knows the
clause and the field that it prints, so that a changed digit there is reported in the right clause."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from dataclasses import field as attribute
from itertools import groupby
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from specgen.problems import cut
from specgen.recognition.printed import Recognition
from specgen.review.changes import LINES_MOVED, Change, change_of_pieces, spot_of
from specgen.review.findings import Expected
from specgen.review.issued import fits
from specgen.review.sorts import joined, sort_of
from specgen.word.document.lines import Line, Story
from specgen.wording.sequences import common_row, displaced, reshaped

_NUMBER: Final = re.compile(r"[0-9]{1,4}[.)]?\s+")
_SIGN: Final = re.compile("\ufffc[0-9]+\ufffc")


SIGN: Final = "\ufffc"
"""Begins and ends what stands for wording within a line."""


def sign(clause: int) -> str:
    """What stands for the wording of the clause with that index where it is printed within a line."""
    return f"\ufffc{clause}\ufffc"


def spoken(text: str) -> str:
    """A frame line's text for people: wording within it in a word."""
    return _SIGN.sub("[wording]", text)


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A line as it was printed: its words, with gaps where nothing says what stood there (one literal: no gap).

    `clause` is the index of the clause it prints something of, or None; `field` the field, "" for the title or a label.
    """

    literals: tuple[str, ...]
    clause: int | None = None
    field: str = ""
    optional: bool = False
    printing: int = 0
    """Which of the loops or tables it belongs to: lines of one clause in one of them stay together when it is moved."""
    pattern: int = -1
    """Which line of the form it is made by; -1 where there is no form."""
    told: tuple[str, ...] = ()
    """What of the clause it prints: its title, its fields."""
    line: Line | None = attribute(default=None, compare=False)
    """The line of the issued file; None where there is none."""
    cell: tuple[int, int, int] | None = attribute(default=None, compare=False)
    """The cell of the issued file, or of the form, that it was printed in."""

    @property
    def text(self) -> str:
        """The words, a gap as an ellipsis."""
        return "…".join(self.literals)


class SeenLine(Struct, frozen=True):
    """A line outside the clauses as it came back; wording that stands within it is one sign."""

    text: str
    line: Line
    index: int


def seen_lines(story: Story, recognition: Recognition) -> tuple[SeenLine, ...]:
    """The story's lines outside the clauses, empty ones left out."""
    own: set[int] = set()
    within: dict[int, list[tuple[int, int, int]]] = {}
    for index, segment in recognition.segments.items():
        if segment.whole:
            own.update(
                number
                for number in range(segment.start.line, segment.end.line + 1)
                if number < len(story.lines) and not story.lines[number].box
            )
        elif segment.start.line == segment.end.line:
            within.setdefault(segment.start.line, []).append((segment.start.at, segment.end.at, index))
        else:
            own.update(range(segment.start.line, segment.end.line + 1))
    found: list[SeenLine] = []
    for number, line in enumerate(story.lines):
        if number in own:
            continue
        text = line.text
        for start, end, index in sorted(within.get(number, ()), reverse=True):
            text = f"{text[:start]}{sign(index)}{text[end:]}"
        if text.strip():
            found.append(SeenLine(text, line, number))
    return tuple(found)


def empty_cells(story: Story) -> tuple[SeenLine, ...]:
    """The cells of the story's tables that hold one paragraph without words."""
    return tuple(
        SeenLine("", line, number)
        for number, line in enumerate(story.lines)
        if line.cell is not None and not line.text.strip()
    )


def frame_of_issued(story: Story, recognition: Recognition, clauses: Sequence[Expected]) -> tuple[FrameLine, ...]:
    """The frame of the file as it went out: every line outside the clauses, with the clause it prints something of."""
    rows: dict[tuple[int, int], set[int]] = {}
    holders: dict[int, int] = {}
    for index, segment in recognition.segments.items():
        holders[segment.start.line] = index
        if segment.start.line < len(story.lines) and (cell := story.lines[segment.start.line].cell) is not None:
            rows.setdefault(cell[:2], set()).add(index)
    printed = _PrintedWhere(clauses)
    found: list[FrameLine] = []
    for seen in seen_lines(story, recognition):
        row = rows.get(seen.line.cell[:2], set()) if seen.line.cell else set()
        here = next(iter(row)) if len(row) == 1 else holders.get(seen.index)
        owner, name = printed.place(seen, here)
        found.append(
            FrameLine(
                (seen.text,),
                owner,
                name,
                printing=seen.line.cell[0] if seen.line.cell else 0,
                line=seen.line,
                cell=seen.line.cell,
            )
        )
    return tuple(found)


class _PrintedWhere:
    """Which clause a line of an issued file prints something of, as the lines go by."""

    def __init__(self, clauses: Sequence[Expected]) -> None:
        self._titles: dict[str, list[int]] = {}
        self._fields: dict[str, list[tuple[int, str]]] = {}
        for index, clause in enumerate(clauses):
            self._titles.setdefault(clause.title, []).append(index)
            for name, text in clause.fields.items():
                self._fields.setdefault(text, []).append((index, name))
        self._section: int | None = None
        self._headed: dict[str, int] = {}
        self._last: int | None = None

    def place(self, seen: SeenLine, here: int | None) -> tuple[int | None, str]:
        """The clause and field of the line; `here` is the clause whose wording stands in its line or row."""
        text = seen.text
        if here is not None:
            self._last = here
        elif seen.line.heading:
            self._section = self._headed_by(text)
            self._last = None
        known: list[tuple[int, str]] = [
            *self._fields.get(text, ()),
            *(self._fields.get(text.partition(": ")[2], ()) if ": " in text else ()),
        ]
        for owner in (here, self._section, self._last):
            for index, name in known:
                if owner is not None and index == owner:
                    return owner, name
        if len({index for index, _ in known}) == 1 and here is None:
            return known[0]
        return (here if here is not None else self._section), ""

    def _headed_by(self, heading: str) -> int | None:
        """The clause whose title the heading gives, with a number before it or more words after it.

        Of several clauses with one title, the next in order.
        """
        words = _NUMBER.sub("", heading, count=1)
        fitting = [
            title
            for title in self._titles
            if title and words.startswith(title) and not words[len(title) :][:1].isalnum()
        ]
        if not fitting:
            return None
        title = max(fitting, key=len)
        turn = self._headed.get(title, 0)
        self._headed[title] = turn + 1
        return self._titles[title][min(turn, len(self._titles[title]) - 1)]


# How the lines round the clauses differ from what was printed there.

_LEAST_LIKE: Final = 30.0
_MOST_PAIRED: Final = 60
_MOST_FITTED: Final = 2_000_000
"""Lines times patterns that are tried; beyond it the lines count as not as printed."""


class FrameDifference(Struct, frozen=True):
    """A line that is not as it was printed: changed, taken out (`seen` is None) or put in (`printed` is None)."""

    printed: FrameLine | None
    seen: SeenLine | None


def in_order_of(frame: Sequence[FrameLine], order: Sequence[int], only: int | None = None) -> tuple[FrameLine, ...]:
    """The frame with the lines of each clause where `order` has the clause, so that a move is not many changes; `only`
    says in which printing."""
    rank = {index: number for number, index in enumerate(order)}
    made: list[FrameLine] = []
    for ours, group in groupby(frame, key=lambda line: (line.clause is not None, line.printing)):
        lines = list(group)
        if not ours[0] or only not in (None, ours[1]):
            made += lines
            continue
        runs = [list(run) for _, run in groupby(lines, key=lambda line: line.clause)]
        ranks: list[int] = []
        for run in runs:
            ranks.append(rank.get(run[0].clause if run[0].clause is not None else -1, ranks[-1] if ranks else -1))
        made += [line for at in sorted(range(len(runs)), key=lambda number: ranks[number]) for line in runs[at]]
    return tuple(made)


class Rearranged(Struct, frozen=True):
    """Lines that say what was printed and stand elsewhere, or in other pieces."""

    printed: tuple[FrameLine, ...]
    seen: tuple[SeenLine, ...]
    after: str = ""
    """The line that they stand after now."""
    under_another: bool = False
    """Whether they stand among the lines of another clause than they were printed for."""

    def change(self, where: str) -> Change:
        """What was changed, as the review tells it: no word; what a clause says is told in the class of its words where
        another says it now."""
        old, new = [spoken(each.text) for each in self.printed], [spoken(each.text) for each in self.seen]
        told = change_of_pieces(old, new, where) if len(old) != len(new) else moved_lines(new, self.after, where)
        if self.under_another:
            told = with_another_clause(told, spoken(self.after))
        return dataclasses.replace(told, place=spot_of(self.seen[0].line.part, self.seen[0].line.numbers))


def moved_lines(lines: Sequence[str], after: str, where: str) -> Change:
    """Lines that stand elsewhere, word for word."""
    words = "\n".join(lines)
    said = f"“{cut(lines[0])}”" + (f" with {len(lines) - 1} more in its row" if len(lines) > 1 else "")
    place = f"stands after “{cut(spoken(after))}”" if after else "stands first"
    return Change(False, LINES_MOVED, "", "", "place", where, before=words, after=words, detail=f"{said} {place}")


def with_another_clause(told: Change, after: str) -> Change:
    """The move of lines that another clause says now: in the class of their words, which are told whole."""
    sort = joined(sort_of(words, "") for words in told.before.split("\n"))
    detail = f"stands with another clause, after “{after}”"
    return dataclasses.replace(told, sort=sort or told.sort, removed=told.before, detail=detail)


class FrameComparison(Struct, frozen=True):
    """What differs, and for every seen line that is as printed, or stands for a printed one, its frame line.
    `rearranged` differ in their place alone; `tables` are those that stand in the place of another."""

    differences: tuple[FrameDifference, ...]
    owners: Mapping[int, FrameLine]
    rearranged: tuple[Rearranged, ...] = ()
    tables: tuple[TableElsewhere, ...] = ()


class TableElsewhere(Struct, frozen=True):
    """A table that stands where another one was printed: the headings that it stood and stands under, and its lines."""

    stood: str
    stands: str
    seen: tuple[SeenLine, ...]


_SAME_TABLE: Final = 0.6
"""Of the lines that one table alone holds this share must stand in the one that it is now."""


def _exchanged(
    frame: Sequence[FrameLine], seen: Sequence[SeenLine]
) -> tuple[tuple[FrameLine, ...], tuple[TableElsewhere, ...]]:
    """The frame with its tables where they stand now, and those that stand in the place of another: each is known by
    the lines that it alone holds."""
    slots = [list(run) for _, run in groupby(frame, key=lambda each: table_of(each.line))]
    olds = [at for at, run in enumerate(slots) if table_of(run[0].line) is not None]
    news: dict[int, list[SeenLine]] = {}
    for each in seen:
        if each.line.cell is not None:
            news.setdefault(each.line.cell[0], []).append(each)
    held = Counter(text for at in olds for text in {line.text for line in slots[at]})
    where = {text: at for at in olds for text in (line.text for line in slots[at]) if held[text] == 1}
    own = Counter(where.values())
    now: dict[int, int] = {}
    for table, lines in news.items():
        shared = Counter(where[text] for text in {line.text for line in lines} if text in where)
        at, count = max(shared.items(), key=lambda each: each[1], default=(0, 0))
        if count and count >= _SAME_TABLE * own[at]:
            now.setdefault(at, table)
    order = sorted(now)
    stand = sorted(now, key=lambda at: news[now[at]][0].index)
    if order == stand:
        return tuple(frame), ()
    made = list(slots)
    told: list[TableElsewhere] = []
    for slot, at in zip(order, stand, strict=True):
        made[slot] = [_in_another_table(line, now[at]) for line in slots[at]]
        if slot != at and not any(SIGN in line.text for line in slots[at]):
            stood = next((x.text for run in reversed(slots[:at]) for x in reversed(run) if _heads(x.line)), "")
            first = news[now[at]][0].index
            stands = next((x.text for x in reversed(seen) if x.index < first and _heads(x.line)), "")
            told.append(TableElsewhere(stood, stands, tuple(news[now[at]])))
    return tuple(line for run in made for line in run), tuple(told)


def table_of(line: Line | None) -> int | None:
    """The number of the table that the line stands in; None for none."""
    return line.cell[0] if line is not None and line.cell is not None else None


def _heads(line: Line | None) -> bool:
    return line is not None and bool(line.heading) and line.cell is None


def _in_another_table(each: FrameLine, table: int) -> FrameLine:
    """The line as one of the table with that number."""
    assert each.line is not None and each.line.cell is not None
    cell = (table, *each.line.cell[1:])
    return dataclasses.replace(each, line=replace(each.line, cell=cell), cell=cell, printing=table)


class RowsInBoth(Struct, frozen=True):
    """The rows of tables that stand in what was issued and in what came back, by the paragraphs in them on either
    side: a number for each, from 1."""

    issued: Mapping[int, int]
    now: Mapping[int, int]

    def issued_in(self, line: Line | None) -> int:
        """The row that the line was issued in; 0 where it is in none, or in one that is gone."""
        return self.issued.get(line.numbers[0], 0) if line is not None and line.numbers else 0

    def stands_in(self, seen: SeenLine) -> int:
        """The row that the line stands in; 0 where it is in none, or in one that came."""
        return self.now.get(seen.line.numbers[0], 0) if seen.line.numbers else 0


NO_ROWS: Final = RowsInBoth({}, {})


def compare_frame(
    frame: Sequence[FrameLine],
    seen: Sequence[SeenLine],
    order: Sequence[int],
    deleted: frozenset[int],
    empty: Sequence[SeenLine] = (),
    went: Set[int] = frozenset(),
    rows: RowsInBoth = NO_ROWS,
) -> FrameComparison:
    """The frame against what is seen. Lines of a clause in `deleted` that are not there went with it. `empty` are cells
    without words: one that was emptied is told at its place. `went` are paragraphs in rows that are surely gone: no
    line that is left stands for theirs. A line in a row that is in both stands for one of that row alone."""
    if went:
        rest = [line for line in frame if line.line is None or went.isdisjoint(line.line.numbers)]
        held = {id(line) for line in rest}
        without = compare_frame(rest, seen, order, deleted, empty, rows=rows)
        is_told = _told_though(deleted, without.owners.values())
        taken = [line for line in frame if id(line) not in held and is_told(line)]
        return replace(without, differences=(*without.differences, *(FrameDifference(each, None) for each in taken)))
    lines, pairs, tables, rows = _best_explained(frame, seen, order, deleted, rows)
    rearranged: list[Rearranged] = []
    whole = seen
    if len(pairs) < min(len(lines), len(seen)):
        rearranged = _elsewhere(lines, seen)
        went = {id(line) for each in rearranged for line in each.printed}
        came = {id(line) for each in rearranged for line in each.seen}
        lines, seen = (
            tuple(line for line in lines if id(line) not in went),
            [line for line in seen if id(line) not in came],
        )
        pairs = _as_printed(lines, seen, rows, _tables_alike(lines, seen, rows))
    owners: dict[int, FrameLine] = {seen[b].index: lines[a] for a, b in pairs}
    gaps: list[tuple[list[FrameLine], list[SeenLine]]] = []
    stays = _told_though(deleted, owners.values())
    i = j = 0
    for a, b in (*pairs, (len(lines), len(seen))):
        gone, come = list(filter(stays, lines[i:a])), seen[j:b]
        shapes = _in_other_pieces(gone, come)
        rearranged += shapes
        went = {id(line) for each in shapes for line in (*each.printed, *each.seen)}
        gaps.append(([line for line in gone if id(line) not in went], [line for line in come if id(line) not in went]))
        i, j = a + 1, b + 1
    shaped = {id(line) for each in rearranged for line in each.seen}
    cells = _Cells([(lines[a], seen[b]) for a, b in pairs], [*seen, *empty], shaped)
    found = [
        FrameDifference(printed, other)
        for printed, other in _of_gaps(gaps, cells, rows)
        if printed is None or other is not None or not printed.optional
    ]
    owners |= {each.seen.index: each.printed for each in found if each.seen is not None and each.printed is not None}
    left = _stand_though(frame, deleted, found, whole)
    rearranged = _under_others([*rearranged, *left.values()], whole, owners)
    for each in rearranged:
        owners |= {line.index: each.printed[min(at, len(each.printed) - 1)] for at, line in enumerate(each.seen)}
    return FrameComparison(tuple(each for each in found if id(each) not in left), owners, tuple(rearranged), tables)


def _best_explained(
    frame: Sequence[FrameLine],
    seen: Sequence[SeenLine],
    order: Sequence[int],
    deleted: frozenset[int],
    rows: RowsInBoth,
) -> tuple[tuple[FrameLine, ...], list[tuple[int, int]], tuple[TableElsewhere, ...], RowsInBoth]:
    """The frame's lines in the order, with or without those of `deleted`, that explains the most of what is seen and
    leaves the least of what was printed; which lines are as printed, the tables that were exchanged, and the rows that
    stand in both. A table that stands in the place of another has none of its rows."""
    there = tuple(line for line in frame if line.clause not in deleted)
    candidates: dict[tuple[FrameLine, ...], None] = dict.fromkeys(
        (tuple(frame), there, in_order_of(frame, order), in_order_of(there, order))
    )
    compared = [(lines, _as_printed(lines, seen, rows)) for lines in candidates]
    exchanged: dict[tuple[FrameLine, ...], tuple[TableElsewhere, ...]] = {}
    if not any(len(pairs) == len(lines) for lines, pairs in compared):
        exchanged = {
            lines: tables for each in candidates for lines, tables in [_exchanged(each, seen)] if lines != each
        }
        compared += [(lines, _as_printed(lines, seen, NO_ROWS)) for lines in exchanged]
    lines, pairs = max(compared, key=_explained)
    tables = exchanged.get(lines, ())
    rows = NO_ROWS if lines in exchanged else rows
    if len(candidates) > 1 and len(pairs) < len(lines):
        # Of a clause that stands elsewhere the rows may have moved, and the tables further down not.
        for printing in dict.fromkeys(line.printing for line in lines):
            mixed = in_order_of(lines, order, printing), in_order_of(lines, range(len(frame)), printing)
            compared = [(lines, pairs), *((each, _as_printed(each, seen, rows)) for each in mixed)]
            lines, pairs = max(compared, key=_explained)
    return lines, pairs, tables, rows


def _of_gaps(
    gaps: Sequence[tuple[list[FrameLine], list[SeenLine]]], cells: _Cells, rows: RowsInBoth
) -> Iterator[tuple[FrameLine | None, SeenLine | None]]:
    """Which line that came stands for which that is gone, gap by gap. The line of its cell may stand in another gap,
    and is told once."""
    same = {id(line): other for gone, _ in gaps for line in gone if (other := cells.now(line)) is not None}
    told = {id(other) for other in same.values()}
    for gone, come in gaps:
        yield from ((line, same[id(line)]) for line in gone if id(line) in same)
        left = [line for line in come if id(line) not in told]
        yield from _paired_by_row([line for line in gone if id(line) not in same], left, rows)


def _stand_though(
    frame: Iterable[FrameLine], deleted: Set[int], found: Iterable[FrameDifference], seen: Sequence[SeenLine]
) -> dict[int, Rearranged]:
    """Of the differences those that would be new, and are a line beside a clause in `deleted` that stands elsewhere:
    it did not go with the clause."""
    went: dict[str, list[FrameLine]] = {}
    for line in frame:
        if line.clause in deleted and len(line.literals) == 1:
            went.setdefault(line.text, []).append(line)
    told = {id(each.printed) for each in found}
    before = {each.index: at - 1 for at, each in enumerate(seen)}
    stand: dict[int, Rearranged] = {}
    for each in found:
        come = each.seen if each.printed is None else None
        held = [line for line in went.get(come.text, ()) if id(line) not in told] if come is not None else []
        if come is not None and held:
            told.add(id(held[0]))
            at = before.get(come.index, -1)
            stand[id(each)] = Rearranged((held[0],), (come,), seen[at].text if at >= 0 else "")
    return stand


def _told_though(deleted: frozenset[int], stand: Iterable[FrameLine]) -> Callable[[FrameLine], bool]:
    """Whether a line that is gone is told: one of a clause in `deleted` went with it, but not out of a table in which
    others of that clause `stand`, as where its measure is gone from one schedule's table and its method is not."""
    tables = {(each.clause, each.cell[0]) for each in stand if each.cell is not None}
    return lambda line: (
        line.clause not in deleted
        or (SIGN not in line.text and line.cell is not None and (line.clause, line.cell[0]) in tables)
    )


def _under_others(
    rearranged: Iterable[Rearranged], seen: Iterable[SeenLine], owners: Mapping[int, FrameLine]
) -> list[Rearranged]:
    """The same, each with whether it stands among the lines of another clause: below one of its lines, or its words."""
    went = {line.index for each in rearranged for line in each.seen}
    clause: int | None = None
    under: dict[int, int | None] = {}
    for line in seen:
        if line.index in went:
            under[line.index] = clause
        elif (owner := owners.get(line.index)) is not None:
            clause = owner.clause
    return [
        replace(each, under_another=under.get(each.seen[0].index) not in (None, each.printed[0].clause))
        if each.printed[0].clause is not None and each.printed[0].line is not None
        else each
        for each in rearranged
    ]


class _Cells:
    """What stands now in the cell that a line was printed in, by the rows whose other cells are as printed; `known` are
    lines that stand for something else."""

    def __init__(self, pairs: Sequence[tuple[FrameLine, SeenLine]], seen: Sequence[SeenLine], known: Set[int]) -> None:
        self._rows = {
            printed.line.cell[:2]: other.line.cell[:2]
            for printed, other in pairs
            if printed.line is not None and printed.line.cell is not None and other.line.cell is not None
        }
        self._lines: dict[tuple[int, int, int], list[SeenLine]] = {}
        for each in seen if self._rows else ():
            if each.line.cell is not None:
                self._lines.setdefault(each.line.cell, []).append(each)
        known = known | {id(other) for _, other in pairs}
        self._lines = {cell: held for cell, held in self._lines.items() if len(held) == 1 and id(held[0]) not in known}

    def now(self, printed: FrameLine) -> SeenLine | None:
        """The one line of its cell, which stands for nothing else; each is given once."""
        cell = printed.line.cell if printed.line is not None else None
        row = self._rows.get(cell[:2]) if cell is not None else None
        held = self._lines.pop((*row, cell[2]), []) if cell is not None and row is not None else []
        return held[0] if held else None


def _explained(compared: tuple[tuple[FrameLine, ...], list[tuple[int, int]]]) -> int:
    lines, pairs = compared
    return 2 * len(pairs) - len(lines)


def _elsewhere(lines: Sequence[FrameLine], seen: Sequence[SeenLine]) -> list[Rearranged]:
    """The rows and paragraphs that stand word for word at another place than they were printed at."""
    old: list[Hashable] = [line.literals[0] if len(line.literals) == 1 else at for at, line in enumerate(lines)]
    found: list[Rearranged] = []
    for each in displaced(old, [line.text for line in seen], [row_of(line) for line in seen], parts_of(seen)):
        printed, stands = lines[each.old : each.old + each.length], seen[each.new : each.new + each.length]
        found.append(Rearranged(tuple(printed), tuple(stands), seen[each.new - 1].text if each.new else ""))
    return found


def row_of(seen: SeenLine) -> Hashable:
    """What moves with the line: the cells of its row; nothing with a line of the text."""
    return seen.line.cell[:2] if seen.line.cell is not None else seen.index


def parts_of(seen: Iterable[SeenLine]) -> list[Hashable]:
    """What each line is said under: its table, or the heading or lead-in before it. A line that moves from under one to
    another says something else there."""
    found: list[Hashable] = []
    under = -1
    for each in seen:
        if each.line.cell is not None:
            found.append(("table", each.line.cell[0]))
        elif each.line.heading or each.text.rstrip().endswith(":"):
            under = each.index
            found.append(("leads", under))
        else:
            found.append(under)
    return found


def _in_other_pieces(gone: Sequence[FrameLine], come: Sequence[SeenLine]) -> list[Rearranged]:
    """Lines of one cell, or of the text, that were split or joined."""
    found: list[Rearranged] = []
    if not gone or not come or len(gone) == len(come) == 1:
        return found
    for each in reshaped([line.text for line in gone], [line.text for line in come]):
        printed, seen = gone[each.old : each.old + each.olds], come[each.new : each.new + each.news]
        cells = {line.line.cell if line.line is not None else id(line) for line in printed}
        if len(cells) == len({line.line.cell for line in seen}) == 1:
            found.append(Rearranged(tuple(printed), tuple(seen)))
    return found


def _tables_alike(lines: Sequence[FrameLine], seen: Sequence[SeenLine], rows: RowsInBoth) -> Mapping[int, int]:
    """The tables that have the same cells as were issued, by the number that each was issued with: what stands in one
    of their cells is what was printed there. Each is the one that holds most of its lines."""
    shared: dict[int, Counter[int]] = {}
    for a, b in _as_printed(lines, seen, rows):
        was, now = table_of(lines[a].line), table_of(seen[b].line)
        if was is not None and now is not None:
            shared.setdefault(was, Counter())[now] += 1
    cells: tuple[dict[int, list[object]], dict[int, list[object]]] = ({}, {})
    issued = [line.line for line in lines if line.line is not None]
    for held, side in zip(cells, (issued, [each.line for each in seen]), strict=True):
        for line in side:
            if line.cell is not None:
                held.setdefault(line.cell[0], []).append(line.cell[1:])
    goes = {was: held.most_common(1)[0][0] for was, held in shared.items()}
    return {was: now for was, now in goes.items() if cells[0][was] == cells[1][now]}


def _as_printed(
    frame: Sequence[FrameLine],
    seen: Sequence[SeenLine],
    rows: RowsInBoth,
    alike: Mapping[int, int] = MappingProxyType({}),
) -> list[tuple[int, int]]:
    """Pairs of indexes of lines that are as printed, in order: those without gaps first, then between them the
    others. In the tables that are `alike` only what stands in the same cell is."""
    same = set(alike.values())

    def key(text: str, line: Line | None, row: int, tables: Mapping[int, int]) -> Hashable:
        cell = line.cell if line is not None else None
        return (text, tables[cell[0]], cell[1:]) if cell is not None and cell[0] in tables else (text, row)

    exact = common_row(
        [
            key(line.literals[0], line.line, rows.issued_in(line.line), alike) if len(line.literals) == 1 else number
            for number, line in enumerate(frame)
        ],
        [key(line.text, line.line, rows.stands_in(line), dict(zip(same, same, strict=True))) for line in seen],
    )
    pairs: list[tuple[int, int]] = []
    i = j = 0
    for a, b in (*exact, (len(frame), len(seen))):
        pairs += [(i + x, j + y) for x, y in _fitting(frame[i:a], seen[j:b])]
        pairs += [(a, b)] if a < len(frame) else []
        i, j = a + 1, b + 1
    return _with_gaps_next(pairs, frame, seen)


def _with_gaps_next(
    pairs: list[tuple[int, int]], frame: Sequence[FrameLine], seen: Sequence[SeenLine]
) -> list[tuple[int, int]]:
    """The pairs with each line that fits many words next to the one before it, as far as it fits there.

    As many seen lines are left between as printed ones are missing there: a changed period must not be taken for the
    free words of the cell after it, nor the heading of the next table for them."""
    placed: list[tuple[int, int]] = []
    last = (-1, -1)
    for number, (a, b) in enumerate(pairs):
        if len(frame[a].literals) > 1:
            end = pairs[number + 1][1] if number + 1 < len(pairs) else len(seen)
            wanted = last[1] + (a - last[0])
            if last[1] < wanted < end and fits(frame[a].literals, seen[wanted].text) is not None:
                b = wanted
        placed.append((a, b))
        last = a, b
    return placed


def _fitting(frame: Sequence[FrameLine], seen: Sequence[SeenLine]) -> list[tuple[int, int]]:
    """Pairs of lines with gaps and lines that fit them: one for one where there are as many, else a longest row."""
    if len(frame) == len(seen):
        return [
            (number, number) for number, line in enumerate(frame) if fits(line.literals, seen[number].text) is not None
        ]
    patterns = sorted(
        {line.literals for line in frame if len(line.literals) > 1},
        key=lambda literals: (-sum(map(len, literals)), literals),
    )
    if len(patterns) * len(seen) > _MOST_FITTED:
        return []
    got: list[Hashable] = [
        next((literals for literals in patterns if fits(literals, line.text) is not None), number)
        for number, line in enumerate(seen)
    ]
    return common_row([line.literals for line in frame], got)


def _paired_by_row(
    gone: Sequence[FrameLine], come: Sequence[SeenLine], rows: RowsInBoth
) -> Iterator[tuple[FrameLine | None, SeenLine | None]]:
    """The same as `_paired`, a row that is in both with itself."""
    olds: dict[int, list[FrameLine]] = {}
    news: dict[int, list[SeenLine]] = {}
    for printed in gone:
        olds.setdefault(rows.issued_in(printed.line), []).append(printed)
    for each in come:
        news.setdefault(rows.stands_in(each), []).append(each)
    for row in dict.fromkeys([*olds, *news]):
        yield from _paired(olds.get(row, ()), news.get(row, ()))


def _paired(gone: Sequence[FrameLine], come: Sequence[SeenLine]) -> list[tuple[FrameLine | None, SeenLine | None]]:
    """Which line that came stands for which that is gone, in order; the rest are put in or taken out."""
    if len(gone) == len(come):
        return list(zip(gone, come, strict=True))
    pairs: list[tuple[FrameLine | None, SeenLine | None]] = []
    start = 0
    for printed in gone:
        window = range(start, min(len(come), start + _MOST_PAIRED))
        scored = [(fuzz.ratio(printed.text, come[number].text), -number) for number in window]
        score, number = max(scored, default=(0.0, 0))
        if score >= _LEAST_LIKE:
            pairs += [(None, each) for each in come[start:-number]]
            pairs.append((printed, come[-number]))
            start = -number + 1
        else:
            pairs.append((printed, None))
    return [*pairs, *((None, each) for each in come[start:])]
