"""Tables that stand elsewhere, that were made text or of text, and that were split or joined, their words apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final

from msgspec.structs import replace

from specgen.problems import cut
from specgen.review.changes import change_of_line
from specgen.review.findings import OutsideChange
from specgen.review.frame import (
    SIGN,
    FrameLine,
    SeenLine,
    TableElsewhere,
    spoken,
)
from specgen.review.issued import fits
from specgen.review.outside import Neighbour
from specgen.review.sorts import joined, sort_of


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
