"""How much of a clause's words was changed: the least that must be taken out and put in, whatever its values are.

The clause is a row of words and signs in which a placeholder stands for any words or none. Rows of four words that stand
once in both are held fast first; what lies between them is compared in every way there is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from rapidfuzz.distance import LCSseq

from specgen.review.audit_words import Token, is_word

_GRAM: Final = 4
_MOST_CELLS: Final = 150_000
"""Words of the clause times words of the document that are compared in every way; beyond it the longest common row counts."""
_ONE: Final = 1 << 48
_REMOVED: Final = 1 << 24
_FIELD: Final = _REMOVED - 1
"""A cost is one number: all tokens, then the words among them that were taken out, then those that were put in."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What was changed. `removed` and `added` are words; `signs` counts punctuation that was taken out or put in."""

    removed: int = 0
    added: int = 0
    signs: int = 0

    @property
    def none(self) -> bool:
        """Whether nothing was changed."""
        return not (self.removed or self.added or self.signs)


def changed_amount(clause: Sequence[Token], text: Sequence[str], starts: Collection[int], ends: Collection[int]) -> Amount:
    """The least change that makes the clause of some stretch of `text`, which begins at one of `starts` and ends at one of `ends`.

    Both count tokens before the place. What stands before and after the stretch counts for nothing.
    """
    anchors = _anchors(clause, text)
    if not anchors:
        return _amount(_cost(clause, text, starts, ends))
    i, j = anchors[0]
    first = max(j - _far(i), 0)
    total = _cost(clause[:i], text[first:j], {start - first for start in starts if start >= first}, None)
    for (i, j), (after_i, after_j) in pairwise(anchors):
        total += _between(clause[i + 1 : after_i], text[j + 1 : after_j])
    i, j = anchors[-1]
    last = j + 1 + _far(len(clause) - i)
    total += _cost(clause[i + 1 :], text[j + 1 : last], None, {end - j - 1 for end in ends if j < end <= last})
    return _amount(total)


def _far(count: int) -> int:
    """How far from what is held fast the rest of the clause, of so many words, is looked for."""
    return 200 + 4 * count


def _amount(cost: int) -> Amount:
    removed, added = (cost % _ONE) // _REMOVED, cost & _FIELD
    return Amount(removed, added, cost // _ONE - removed - added)


def _removal(token: str) -> int:
    return _ONE + _REMOVED if is_word(token) else _ONE


def _addition(token: str) -> int:
    return _ONE + 1 if is_word(token) else _ONE


def _anchors(clause: Sequence[Token], text: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places whose words are held to be the same, in order in both."""
    mine, theirs = _grams(clause), _grams(text)
    pairs = sorted((mine[gram], theirs[gram]) for gram in mine.keys() & theirs.keys())
    found: list[tuple[int, int]] = []
    for i, j in _rising(pairs):
        for step in range(_GRAM):
            if not found or (i + step > found[-1][0] and j + step > found[-1][1]):
                found.append((i + step, j + step))
    return found


def _grams(tokens: Sequence[Token]) -> dict[tuple[Token, ...], int]:
    """The rows of four that stand there once, none over a placeholder, and where."""
    rows = list(zip(*(tokens[step:] for step in range(_GRAM)), strict=False))
    counts = Counter(rows)
    return {row: place for place, row in enumerate(rows) if counts[row] == 1 and None not in row}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of the pairs, sorted by the first place, in which the second place rises as well."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [index]
    row: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def _between(clause: Sequence[Token], text: Sequence[str]) -> int:
    """The cost between two places that are held fast."""
    if not text:
        return sum(_removal(token) for token in clause if token is not None)
    if all(token is None for token in clause):
        return 0 if clause else sum(map(_addition, text))
    return _cost(clause, text, None, None)


def _cost(clause: Sequence[Token], text: Sequence[str], starts: Collection[int] | None, ends: Collection[int] | None) -> int:
    """The least cost. `starts` None begins at the first word, `ends` None ends at the last."""
    if len(clause) * len(text) > _MOST_CELLS:
        return _rough_cost(clause, text, open_start=starts is not None, open_end=ends is not None)
    additions = [_addition(token) for token in text]
    free = starts or ()
    row = [0]
    for place, addition in enumerate(additions, 1):
        row.append(0 if place in free else row[-1] + addition)
    for token in clause:
        if token is None:
            row = list(accumulate(row, min))
            continue
        removal = _removal(token)
        cost = row[0] + removal
        made = [cost]
        before = row[0]
        for word, over, addition in zip(text, row[1:], additions, strict=True):
            put_in = cost + addition
            cost = over + removal
            if put_in < cost:  # a call of min() would take most of the time there is
                cost = put_in
            if word == token and before < cost:
                cost = before
            made.append(cost)
            before = over
        row = made
    return row[-1] if ends is None else min((row[end] for end in ends if end < len(row)), default=row[-1])


def _rough_cost(clause: Sequence[Token], text: Sequence[str], *, open_start: bool, open_end: bool) -> int:
    """The cost by the longest common row of words; words put in where a placeholder stands, or at an open end, are free."""
    places = [place for place, token in enumerate(clause) if token is not None]
    kept = list(_common([clause[place] for place in places], text))
    total = 0
    i, j = -1, -1
    for at, place in [*((places[a], b) for a, b in kept), (len(clause), len(text))]:
        gap = clause[i + 1 : at]
        total += sum(_removal(token) for token in gap if token is not None)
        edge = (open_start and i < 0) or (open_end and at == len(clause))
        if None not in gap and not edge:
            total += sum(map(_addition, text[j + 1 : place]))
        i, j = at, place
    return total


def _common(one: Sequence[Token], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    numbers: dict[Token, int] = {}
    rows = [[numbers.setdefault(token, len(numbers)) for token in side] for side in (one, other)]
    for step in LCSseq.opcodes(*rows):
        if step.tag == "equal":
            yield from ((step.src_start + n, step.dest_start + n) for n in range(step.src_end - step.src_start))
