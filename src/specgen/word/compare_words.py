"""Comparing two paragraphs word by word, so that a person can read what changed.

Works on plain sequences: what stands in a paragraph is made into atoms elsewhere (compare_inline.py).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz.distance import LCSseq

from specgen.word.sequences import common_pairs

_JOINERS: Final = "\u0300-\u036f\u1ab0-\u1aff\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_MONTH: Final = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
TOKEN: Final = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?(?!\w)"  # 30 September 2026
    rf"|{_MONTH} \d{{4}}(?!\w)"
    r"|[£$€]?\d+(?:[.,:/\-]\d+)*(?:%|(?:st|nd|rd|th)\b)?(?!\w)"  # £1,250.50, 80%, 2026/27, 2026-09-30
    rf"|[\w{_JOINERS}]+(?:['’\-][\w{_JOINERS}]+)*"  # whole words: Commissioner’s, co-production
    r"|\s+"
    r"|[\U0001f1e6-\U0001f1ff]{2}"  # a flag is two letters
    rf"|.(?:[{_JOINERS}]|(?<=\u200d)\S)*",
    re.DOTALL,
)
"""What is never cut: a date, a number with its sign and separators, a word, a stretch of spaces, or one other character."""

LEAST_ALIKE: Final = 0.5
"""Two paragraphs are compared word by word when at least half of their words (both counted) are the same in order.
Below that more is struck and put in than stays, and a reader reads two whole sentences faster than one stitched together."""
LEAST_KEPT: Final = 0.3
"""When giving up scattered matches leaves less than this part of a paragraph, the rest is given up too."""

Op = Literal["same", "del", "ins"]


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the comparison: old atoms `old_from:old_to`, new atoms `new_from:new_to` (empty on one side if not same)."""

    op: Op
    old_from: int
    old_to: int
    new_from: int
    new_to: int


@dataclass(frozen=True, slots=True)
class Token:
    """One atom for the comparison: equal keys match. `weight` is how much of the text it is; a fast one is never given up."""

    key: Hashable
    weight: int
    space: bool = False
    fast: bool = False


def tokens_of(text: str) -> list[str]:
    """The tokens of `text`; joined they are `text`."""
    return TOKEN.findall(text)


def likeness(old: Sequence[Hashable], new: Sequence[Hashable]) -> float:
    """How much of both sequences is the same in order, from 0 to 1 (twice the common part over both lengths)."""
    whole = len(old) + len(new)
    return 1.0 if whole == 0 else 2 * LCSseq.similarity(old, new) / whole


def compare(old: Sequence[Token], new: Sequence[Token], whole: bool = False) -> list[Step]:
    """The steps from `old` to `new`, in order, deletions before insertions at one place.

    `whole` gives up every match but the fast ones. Spaces never match on their own: they go with the words round them.
    """
    pairs = _matches(old, new)
    kept = [pair for pair in pairs if old[pair[0]].fast] if whole else _without_confetti(old, new, pairs)
    return _steps(old, new, kept)


def restricted(old: Sequence[Token], new: Sequence[Token], steps: list[Step], dropped: set[tuple[int, int]]) -> list[Step]:
    """The steps without the matches in `dropped` (pairs of indexes)."""
    pairs = [
        (step.old_from + each, step.new_from + each)
        for step in steps
        if step.op == "same"
        for each in range(step.old_to - step.old_from)
        if not old[step.old_from + each].space and (step.old_from + each, step.new_from + each) not in dropped
    ]
    return _steps(old, new, pairs)


def _matches(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[int, int]]:
    """The longest common sequence of what is no space, as pairs of indexes."""
    numbers: dict[Hashable, int] = {}
    old_at = [index for index, token in enumerate(old) if not token.space]
    new_at = [index for index, token in enumerate(new) if not token.space]
    old_keys = [numbers.setdefault(old[index].key, len(numbers)) for index in old_at]
    new_keys = [numbers.setdefault(new[index].key, len(numbers)) for index in new_at]
    return [(old_at[i], new_at[j]) for i, j in common_pairs(old_keys, new_keys)]


@dataclass(slots=True)
class _Stretch:
    """Matches in a row (`pairs`), or a change with its weights."""

    pairs: list[tuple[int, int]]
    out: int = 0
    put: int = 0
    weight: int = 0
    fast: bool = False


def _without_confetti(old: Sequence[Token], new: Sequence[Token], pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give up a stretch of matches that weighs no more than what changes on each side of it, again and again."""
    kept: list[_Stretch] = []
    for stretch in _stretches(old, new, pairs):
        kept.append(stretch)
        while len(kept) >= 3 and not kept[-1].pairs and _gives_up(kept[-3], kept[-2], kept[-1]):
            after, middle, before = kept.pop(), kept.pop(), kept.pop()
            kept.append(_Stretch([], before.out + middle.weight + after.out, before.put + middle.weight + after.put))
    weight = sum(stretch.weight for stretch in kept)
    most = max(sum(token.weight for token in old), sum(token.weight for token in new), 1)
    if weight < LEAST_KEPT * most and any(not stretch.pairs for stretch in kept):
        return [pair for stretch in kept for pair in stretch.pairs if old[pair[0]].fast]
    return [pair for stretch in kept for pair in stretch.pairs]


def _gives_up(before: _Stretch, middle: _Stretch, after: _Stretch) -> bool:
    if before.pairs or middle.fast:
        return False
    return middle.weight <= max(before.out, before.put) and middle.weight <= max(after.out, after.put)


def _stretches(old: Sequence[Token], new: Sequence[Token], pairs: list[tuple[int, int]]) -> list[_Stretch]:
    found: list[_Stretch] = []
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        out = sum(token.weight for token in old[i:a])
        put = sum(token.weight for token in new[j:b])
        if out or put:
            found.append(_Stretch([], out, put))
        if a < len(old):
            if not found or not found[-1].pairs:
                found.append(_Stretch([]))
            found[-1].pairs.append((a, b))
            found[-1].weight += old[a].weight
            found[-1].fast = found[-1].fast or old[a].fast
        i, j = a + 1, b + 1
    return found


def _steps(old: Sequence[Token], new: Sequence[Token], pairs: list[tuple[int, int]]) -> list[Step]:
    steps: list[Step] = []
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        _gap(steps, old, new, (i, a), (j, b))
        if a < len(old):
            _same(steps, a, b)
        i, j = a + 1, b + 1
    return steps


def _gap(steps: list[Step], old: Sequence[Token], new: Sequence[Token], olds: tuple[int, int], news: tuple[int, int]) -> None:
    """What lies between two matches: equal spaces at its edges stay, the rest is struck and put in."""
    (i, a), (j, b) = olds, news
    while i < a and j < b and old[i].space and new[j].space and old[i].key == new[j].key:
        _same(steps, i, j)
        i, j = i + 1, j + 1
    tail = 0
    while i < a - tail and j < b - tail and old[a - tail - 1].space and new[b - tail - 1].space and old[a - tail - 1].key == new[b - tail - 1].key:
        tail += 1
    if i < a - tail:
        steps.append(Step("del", i, a - tail, j, j))
    if j < b - tail:
        steps.append(Step("ins", a - tail, a - tail, j, b - tail))
    for each in range(tail):
        _same(steps, a - tail + each, b - tail + each)


def _same(steps: list[Step], i: int, j: int) -> None:
    last = steps[-1] if steps else None
    if last is not None and last.op == "same" and last.old_to == i and last.new_to == j:
        steps[-1] = Step("same", last.old_from, i + 1, last.new_from, j + 1)
    else:
        steps.append(Step("same", i, i + 1, j, j + 1))
