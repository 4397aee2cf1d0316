"""How the lines round the clauses differ from what was printed there."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rapidfuzz import fuzz

from specgen.review.claims import fits
from specgen.review.frame import FrameLine, SeenLine
from specgen.review.rows import common_row

_LEAST_LIKE: Final = 30.0
_MOST_PAIRED: Final = 60
_MOST_FITTED: Final = 2_000_000
"""Lines times patterns that are tried; beyond it the lines count as not as printed."""


@dataclass(frozen=True, slots=True)
class FrameDifference:
    """A line that is not as it was printed: changed, taken out (`seen` is None) or put in (`printed` is None)."""

    printed: FrameLine | None
    seen: SeenLine | None


def in_order_of(frame: Sequence[FrameLine], order: Sequence[int]) -> tuple[FrameLine, ...]:
    """The frame with the lines of each clause where `order` has the clause, so that a move is not many changes."""
    rank = {index: number for number, index in enumerate(order)}
    made: list[FrameLine] = []
    for ours, group in groupby(frame, key=lambda line: (line.clause is not None, line.printing)):
        lines = list(group)
        if not ours[0]:
            made += lines
            continue
        runs = [list(run) for _, run in groupby(lines, key=lambda line: line.clause)]
        ranks: list[int] = []
        for run in runs:
            ranks.append(rank.get(run[0].clause if run[0].clause is not None else -1, ranks[-1] if ranks else -1))
        made += [line for at in sorted(range(len(runs)), key=lambda number: ranks[number]) for line in runs[at]]
    return tuple(made)


@dataclass(frozen=True, slots=True)
class FrameComparison:
    """What differs, and for every seen line that is as printed, or stands for a printed one, its frame line."""

    differences: tuple[FrameDifference, ...]
    owners: Mapping[int, FrameLine]


def compare_frame(frame: Sequence[FrameLine], seen: Sequence[SeenLine], order: Sequence[int], deleted: frozenset[int]) -> FrameComparison:
    """The frame against what is seen. Lines of a clause in `deleted` that are not there went with it."""
    there = tuple(line for line in frame if line.clause not in deleted)
    candidates: dict[tuple[FrameLine, ...], None] = dict.fromkeys((tuple(frame), there, in_order_of(frame, order), in_order_of(there, order)))
    compared = [(lines, _as_printed(lines, seen)) for lines in candidates]
    # What explains the most of what is seen and leaves the least of what was printed.
    lines, pairs = max(compared, key=lambda each: 2 * len(each[1]) - len(each[0]))
    owners: dict[int, FrameLine] = {seen[b].index: lines[a] for a, b in pairs}
    found: list[FrameDifference] = []
    i = j = 0
    for a, b in (*pairs, (len(lines), len(seen))):
        gone = [line for line in lines[i:a] if line.clause not in deleted]
        for printed, other in _paired(gone, seen[j:b]):
            if printed is not None and other is None and printed.optional:
                continue
            if printed is not None and other is not None:
                owners[other.index] = printed
            found.append(FrameDifference(printed, other))
        i, j = a + 1, b + 1
    return FrameComparison(tuple(found), owners)


def _as_printed(frame: Sequence[FrameLine], seen: Sequence[SeenLine]) -> list[tuple[int, int]]:
    """Pairs of indexes of lines that are as printed, in order: those without gaps first, then between them the others."""
    exact = common_row([line.literals[0] if len(line.literals) == 1 else number for number, line in enumerate(frame)], [line.text for line in seen])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    for a, b in (*exact, (len(frame), len(seen))):
        pairs += [(i + x, j + y) for x, y in _fitting(frame[i:a], seen[j:b])]
        pairs += [(a, b)] if a < len(frame) else []
        i, j = a + 1, b + 1
    return _with_gaps_next(pairs, frame, seen)


def _with_gaps_next(pairs: list[tuple[int, int]], frame: Sequence[FrameLine], seen: Sequence[SeenLine]) -> list[tuple[int, int]]:
    """The pairs with each line that fits many words next to the one before it, as far as it fits there.

    As many seen lines are left between as printed ones are missing there: a changed period must not be taken for the free
    words of the cell after it, nor the heading of the next table for them.
    """
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
        return [(number, number) for number, line in enumerate(frame) if fits(line.literals, seen[number].text) is not None]
    patterns = sorted({line.literals for line in frame if len(line.literals) > 1}, key=lambda literals: (-sum(map(len, literals)), literals))
    if len(patterns) * len(seen) > _MOST_FITTED:
        return []
    got: list[Hashable] = [next((literals for literals in patterns if fits(literals, line.text) is not None), number) for number, line in enumerate(seen)]
    return common_row([line.literals for line in frame], got)


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
            pairs += [(None, each) for each in come[start : -number]]
            pairs.append((printed, come[-number]))
            start = -number + 1
        else:
            pairs.append((printed, None))
    return [*pairs, *((None, each) for each in come[start:])]
