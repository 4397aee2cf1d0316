"""Which paragraphs of two texts belong together: equal ones first, then between two matches the most alike, in order.

The list on a screen and the tracked changes in a file both ask here, so that a paragraph that one of them shows as
changed is not replaced in the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Final

from rapidfuzz.distance import LCSseq

from specgen.wording.sequences import Pair, heaviest

LEAST_ALIKE: Final = 0.4
"""Two paragraphs are compared word by word when at least this share of their words (both counted) is the same in order.
Below it the old is taken out and the new put in: a reader reads two whole sentences faster than one stitched together.
"""
MOST_CANDIDATES: Final = 6
"""How many old paragraphs are weighed for a new one: those that share the most of its rarer words."""
SMALL: Final = 400
"""Up to this product of two lengths every pair is weighed."""

WordRow = Sequence[Hashable]


def likeness(old: WordRow, new: WordRow) -> float:
    """How much of both rows of words is the same in order, from 0 to 1 (twice the common part over both lengths)."""
    whole = len(old) + len(new)
    if whole == 0:
        return 1.0
    # As numbers: rapidfuzz would compare hashes, and two words may share one.
    numbers: dict[Hashable, int] = {}
    rows = [[numbers.setdefault(word, len(numbers)) for word in side] for side in (old, new)]
    return 2 * LCSseq.similarity(*rows) / whole


def filled(pairs: Sequence[Pair], old: int, new: int, between: Callable[[range, range], Sequence[Pair]]) -> list[Pair]:
    """The pairs with those that `between` finds in each gap of both sides; `old` and `new` are the lengths."""
    made: list[Pair] = []
    i = j = 0
    for a, b in [*pairs, (old, new)]:
        if i < a and j < b:
            made.extend(between(range(i, a), range(j, b)))
        made.append((a, b))
        i, j = a + 1, b + 1
    return made[:-1]


def most_alike(
    old: Callable[[int], WordRow],
    new: Callable[[int], WordRow],
    olds: range,
    news: range,
    alike: Callable[[int, int], float],
) -> list[Pair]:
    """The pairs in a gap that are most alike, in order.

    `old` and `new` give a paragraph's words; `alike` how alike two are, 0 where they are not to be paired.
    """
    weighed: list[tuple[int, int, float]] = []
    for i, j in _candidates(old, new, olds, news):
        share = alike(i, j)
        if share > 0:
            # A long pair counts for more than a short one, and a better likeness for more than a passable one.
            weighed.append((i - olds.start, j - news.start, share * share * (len(old(i)) + len(new(j)))))
    return [(i + olds.start, j + news.start) for i, j in heaviest(weighed)]


def _candidates(old: Callable[[int], WordRow], new: Callable[[int], WordRow], olds: range, news: range) -> list[Pair]:
    if len(olds) * len(news) <= SMALL:
        return [(i, j) for i in olds for j in news]
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for i in olds:
        for word in dict.fromkeys(old(i)):
            holders[word].append(i)
    # In the order of the words: which of two that are as alike is weighed must not hang on a set.
    rare = min(max(8, len(olds) // 50), 30)
    found: list[Pair] = []
    for j in news:
        shared: Counter[int] = Counter()
        for word in dict.fromkeys(new(j)):
            if len(holders.get(word, ())) <= rare:
                shared.update(holders.get(word, ()))
        found.extend((i, j) for i, _ in shared.most_common(MOST_CANDIDATES))
    return found
