"""Which lines of a document are most like a clause that has lost every mark.

Each line of the clause is looked for among the free lines; a row of them that lies close together is the clause. The
figure that is reported is the share of words that the clause and the row have in common, in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from specgen.review.rows import share_in_common

LEAST: Final = 0.5
"""A row of lines with a smaller share of words in common is not taken for the clause."""
_LINE_CUTOFF: Final = 60.0
_LONGEST_LINE: Final = 20_000
_ROUNDS: Final = 8
"""How often clauses that want the same lines look again."""
_MOST_COMPARISONS: Final = 400_000
"""Lines of clauses times free lines; a document beyond it is not searched, and its clauses count as not found."""


@dataclass(frozen=True, slots=True)
class Match:
    """The row of lines from `first` to `last`, and the share of words in common, from 0 to 1."""

    first: int
    last: int
    share: float


def most_like(clauses: Mapping[int, Sequence[str]], free: Sequence[str | None]) -> dict[int, Match]:
    """For each clause the row of free lines that is most like it, where one is like enough; no line is given twice.

    `free` holds the document's lines, None for one that cannot be the clause's. The best match is given first.
    """
    choices = {number: line for number, line in enumerate(free) if line is not None and line.strip() and len(line) <= _LONGEST_LINE}
    if not clauses or not choices or sum(map(len, clauses.values())) * len(choices) > _MOST_COMPARISONS:
        return {}
    given: dict[int, Match] = {}
    waiting = dict(clauses)
    for _ in range(_ROUNDS):
        found = {index: match for index, lines in waiting.items() if (match := _best(lines, choices, free)) is not None}
        if not found:
            break
        # Several may want the same lines (one clause printed for two services): the likest gets them, the rest look again.
        taken: set[int] = set()
        for index, match in sorted(found.items(), key=lambda entry: (-entry[1].share, entry[0])):
            row = set(range(match.first, match.last + 1))
            if not row & taken:
                taken |= row
                given[index] = match
                del waiting[index]
        waiting = {index: lines for index, lines in waiting.items() if index in found}
        choices = {number: line for number, line in choices.items() if number not in taken}
        free = [None if number in taken else line for number, line in enumerate(free)]
    return given


def _best(lines: Sequence[str], choices: Mapping[int, str], free: Sequence[str | None]) -> Match | None:
    spoken = [line for line in lines if line.strip()]
    hits = {hit: line for line in spoken if (hit := _nearest(line, choices)) is not None}
    best: Match | None = None
    for row in _rows(sorted(hits), len(lines), free):
        first, last = _extended(row, [line for line in spoken if line not in {hits.get(number) for number in range(row[0], row[1] + 1)}], choices)
        share = share_in_common(lines, [text for number in range(first, last + 1) if (text := free[number]) is not None])
        if best is None or share > best.share:
            best = Match(first, last, share)
    return best if best is not None and best.share >= LEAST else None


def _nearest(line: str, choices: Mapping[int, str]) -> int | None:
    found = process.extractOne(line, choices, scorer=fuzz.ratio, score_cutoff=_LINE_CUTOFF)
    return int(found[2]) if found is not None else None


def _extended(row: tuple[int, int], missing: list[str], choices: Mapping[int, str]) -> tuple[int, int]:
    """The row with the lines next to it that the clause has too, but that were found elsewhere first: many clauses share some."""
    first, last = row
    for step in (1, -1):
        at = last + 1 if step == 1 else first - 1
        while missing and at in choices:
            found = process.extractOne(choices[at], missing, scorer=fuzz.ratio, score_cutoff=_LINE_CUTOFF)
            if found is None:
                break
            missing.pop(found[2])
            first, last = min(first, at), max(last, at)
            at += step
    return first, last


def _rows(hits: Sequence[int], length: int, free: Sequence[str | None]) -> list[tuple[int, int]]:
    """Rows of hits that lie close together; a row does not go past a line that is not free."""
    rows: list[tuple[int, int]] = []
    for hit in hits:
        last = rows[-1] if rows else None
        near = last is not None and hit - last[1] <= 3 and hit - last[0] < 2 * length and all(free[between] is not None for between in range(last[1], hit))
        if last is not None and near:
            rows[-1] = (last[0], hit)
        else:
            rows.append((hit, hit))
    return rows
