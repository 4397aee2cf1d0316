"""The common part of two sequences, in time that grows with their length and not with its square.

Ends that are equal are taken off first; then what occurs exactly once in each is matched in order (the anchors); only
what lies between two anchors is compared in full.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from rapidfuzz.distance import LCSseq

DIRECT: Final = 1_000_000
"""The greatest product of two lengths that is compared in full at once: about 1 ms, and 1 MB for the way back."""
GREATEST: Final = 400_000_000
"""Between two anchors more than this is not compared: it would take 50 MB and half a second, for text without a
likeness."""

Pair = tuple[int, int]


def common_pairs(old: Sequence[int], new: Sequence[int]) -> list[Pair]:
    """Pairs of indexes whose items are equal, rising on both sides; as many as can be, near enough."""
    pairs: list[Pair] = []
    waiting = [(0, len(old), 0, len(new), True)]
    while waiting:
        i, a, j, b, split = waiting.pop()
        while i < a and j < b and old[i] == new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        while i < a and j < b and old[a - 1] == new[b - 1]:
            a, b = a - 1, b - 1
            pairs.append((a, b))
        if i == a or j == b:
            continue
        anchors = _anchors(old, new, (i, a), (j, b)) if split and (a - i) * (b - j) > DIRECT else []
        if anchors:
            for (x, y), (u, v) in zip([(i - 1, j - 1), *anchors], [*anchors, (a, b)], strict=True):
                waiting.append((x + 1, u, y + 1, v, (u - x, v - y) != (a - i, b - j)))
            pairs.extend(anchors)
        elif (a - i) * (b - j) <= GREATEST:
            for op in LCSseq.opcodes(old[i:a], new[j:b]):
                if op.tag == "equal":
                    pairs.extend(
                        (i + op.src_start + each, j + op.dest_start + each) for each in range(op.src_end - op.src_start)
                    )
    return sorted(pairs)


def _anchors(old: Sequence[int], new: Sequence[int], olds: Pair, news: Pair) -> list[Pair]:
    """The longest rising row of items that occur once on each side."""
    once_old = Counter(old[slice(*olds)])
    once_new = Counter(new[slice(*news)])
    where = {new[index]: index for index in range(*news) if once_new[new[index]] == 1}
    candidates = [
        (index, where[old[index]]) for index in range(*olds) if once_old[old[index]] == 1 and old[index] in where
    ]
    return rising(candidates)


def rising(candidates: Sequence[Pair]) -> list[Pair]:
    """The longest part of `candidates` (already rising in the first index) that rises in the second index too."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = [-1] * len(candidates)
    for number, (_, second) in enumerate(candidates):
        place = bisect_left(tails, second)
        before[number] = at[place - 1] if place else -1
        if place == len(tails):
            tails.append(second)
            at.append(number)
        else:
            tails[place], at[place] = second, number
    chosen: list[Pair] = []
    number = at[-1] if at else -1
    while number >= 0:
        chosen.append(candidates[number])
        number = before[number]
    return chosen[::-1]


def heaviest(candidates: Sequence[tuple[int, int, float]]) -> list[Pair]:
    """The part of `candidates` (first, second, weight) that rises in both indexes and weighs most, each index used
    once."""
    if not candidates:
        return []
    ordered = sorted(candidates, key=lambda each: (each[0], -each[1]))
    size = max(each[1] for each in ordered) + 1
    # A Fenwick tree of the best row that ends at or before a second index.
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    before: list[int] = []
    for number, (_, second, weight) in enumerate(ordered):
        found = (0.0, -1)
        index = second
        while index > 0:
            found = max(found, best[index])
            index -= index & -index
        before.append(found[1])
        mine = (found[0] + weight, number)
        index = second + 1
        while index <= size:
            best[index] = max(best[index], mine)
            index += index & -index
    top = (0.0, -1)
    index = size
    while index > 0:
        top = max(top, best[index])
        index -= index & -index
    chosen: list[Pair] = []
    number = top[1]
    while number >= 0:
        chosen.append(ordered[number][:2])
        number = before[number]
    return chosen[::-1]


# The longest row that two sequences have in common, within bounds: a hostile file must not fill the memory.

LARGEST_PRODUCT: Final = 400_000_000
"""Entries of one row times those of the other that are compared: fifty megabytes of bits."""
_MOST_RESHAPED: Final = 40_000
"""Lines that differ on one side times those on the other that are held against each other piece by piece."""


def common_row(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The indexes of a longest common row of the two, in order.

    Beyond the bound only what is equal at the start and at the end counts, so that nothing is called equal that is not.
    """
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-end - 1] == new[-end - 1]:
        end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    middle: list[tuple[int, int]] = []
    if before and after and len(before) * len(after) <= LARGEST_PRODUCT:
        numbers: dict[Hashable, int] = {}
        rows = [[numbers.setdefault(key, len(numbers)) for key in side] for side in (before, after)]
        middle = [
            (start + step.src_start + n, start + step.dest_start + n)
            for step in LCSseq.opcodes(*rows)
            if step.tag == "equal"
            for n in range(step.src_end - step.src_start)
        ]
    tail = [(len(old) - number, len(new) - number) for number in range(end, 0, -1)]
    return [*((number, number) for number in range(start)), *middle, *tail]


def share_in_common(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of the two texts' words that are in both, in order, from 0 to 1."""
    before, after = (" ".join(lines).split() for lines in (old, new))
    if not before and not after:
        return 1.0
    return 2 * len(common_row(before, after)) / (len(before) + len(after))


# What stands in both of two sequences and only elsewhere, or only in other pieces.


class Displaced(Struct, frozen=True):
    """`length` entries that stand together in both sequences, from `old` in the one and from `new` in the other, and
    not in the order of the rest."""

    old: int
    new: int
    length: int


def displaced(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    groups: Sequence[Hashable],
    within: Sequence[Hashable] = (),
) -> list[Displaced]:
    """The groups of `new` that stand whole in `old` at another place, in the order of `new`.

    `groups` says of each entry of `new` what it belongs to; entries that follow each other in one group, such as the
    cells of a row, move together or not at all. `within` says what it is a part of, such as a table: what stood
    beside things of another one did not only change its place, but what it is said of."""
    runs: list[tuple[int, tuple[Hashable, ...]]] = []
    for at, group in enumerate(groups):
        if at and group == groups[at - 1]:
            runs[-1] = runs[-1][0], (*runs[-1][1], new[at])
        else:
            runs.append((at, (new[at],)))
    wanted: dict[Hashable, set[tuple[Hashable, ...]]] = {}
    for _, run in runs:
        wanted.setdefault(run[0], set()).add(run)
    olds: list[tuple[int, tuple[Hashable, ...]]] = []
    at = 0
    while at < len(old):
        fitting = [run for run in wanted.get(old[at], ()) if tuple(old[at : at + len(run)]) == run]
        whole = max(fitting, key=len, default=(old[at],))
        # What is no whole group here can be none of another place either.
        olds.append((at, whole if fitting else ()))
        at += len(whole)
    pairs = common_row([run or at for at, run in olds], [run for _, run in runs])
    kept = {b for _, b in pairs}
    left: dict[Hashable, list[int]] = {}
    for number in sorted({*range(len(olds))} - {a for a, _ in pairs}, reverse=True):
        if olds[number][1]:
            left.setdefault(olds[number][1], []).append(number)
    found: list[Displaced] = []
    for number, (at, run) in enumerate(runs):
        if number in kept or not left.get(run):
            continue
        was = left[run].pop()
        if within:
            place = bisect_left(pairs, (was, -1))
            beside = [within[runs[b][0]] for _, b in pairs[max(place - 1, 0) : place + 1]]
            if within[at] not in beside:
                continue
        found.append(Displaced(olds[was][0], at, len(run)))
    return found


class Reshaped(Struct, frozen=True):
    """Lines that say the same in other pieces: `olds` lines from `old` on are `news` lines from `new` on."""

    old: int
    new: int
    olds: int
    news: int


def reshaped(old: Sequence[str], new: Sequence[str]) -> list[Reshaped]:
    """Where one line was split or several were joined and no word changed, in order.

    A word or a number that is parted or put together is another word, and none of it."""
    found: list[Reshaped] = []
    start = end = 0
    for a, b in (*common_row(old, new), (len(old), len(new))):
        if (a - start) * (b - end) <= _MOST_RESHAPED:
            found += _reshaped_between(old, new, (start, a), (end, b))
        start, end = a + 1, b + 1
    return found


def _reshaped_between(old: Sequence[str], new: Sequence[str], olds: Pair, news: Pair) -> Iterator[Reshaped]:
    (at, end), (first, last) = olds, news
    while at < end:
        made = None
        for other in range(first, last):
            if pieces := _pieces(old[at], new[other:last]):
                made = Reshaped(at, other, 1, pieces)
            elif pieces := _pieces(new[other], old[at:end]):
                made = Reshaped(at, other, pieces, 1)
            if made is not None:
                yield made
                first = other + made.news
                break
        at += made.olds if made is not None else 1


def _pieces(whole: str, parts: Sequence[str]) -> int:
    """How many of `parts`, from the first on, are the whole one with nothing but space between them; 0 where they are
    not, or one alone is."""
    whole, at = whole.strip(), 0
    for count, part in enumerate(map(str.strip, parts), 1):
        after = at
        while after < len(whole) and whole[after].isspace():
            after += 1
        if not part or not whole.startswith(part, after):
            return 0
        if at == after > 0 and not (whole[at - 1] in ".;:!?)" and part[0].isalpha()):
            return 0
        at = after + len(part)
        if at == len(whole):
            return count if count > 1 else 0
    return 0
