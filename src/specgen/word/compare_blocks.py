"""Blocks of two containers (bodies, cells, headers, notes) aligned: which belong together, which go, which come.

Content controls are seen through: their paragraphs are aligned with all others, and the controls are laid over the result
(nest_controls.py). Source: ECMA-376 part 1, 17.2.2, 17.5.2.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from specgen.word.compare_words import LEAST_ALIKE, likeness
from specgen.word.nest_controls import Item
from specgen.word.ooxml import w
from specgen.word.read_blocks import Leaf, LeafKind
from specgen.word.sequences import common_pairs, heaviest
from specgen.word.style_effects import properties_of

MOST_CANDIDATES: Final = 6
"""How many old blocks are weighed for a new one: those that share the most of its rarer words."""
SMALL: Final = 400
"""Up to this product of two lengths every pair is weighed."""
LEAST_ALIKE_OF: Final[dict[LeafKind, float]] = {"table": 0.3, "row": 0.4}
"""Tables and rows are compared inside sooner than paragraphs: a cell that did not change is what a reader looks for."""
SAME_FIRST_CELL: Final = 0.6
"""The least likeness of two rows whose first cells say the same: it mostly names what the row is about."""


def align(old: Sequence[Leaf], new: Sequence[Leaf], pairable: Callable[[Leaf, Leaf], bool]) -> list[Item]:
    """The blocks of both sides in one row: pairs that belong together, what goes before what comes at one place.

    Equal words are matched first, then the most alike of what is left between two matches, then empty paragraphs.
    `pairable` says whether two blocks that are not equal can be compared inside.
    """
    numbers: dict[object, int] = {}

    def key(leaf: Leaf) -> int:
        plain: object = (leaf.kind, leaf.text) if leaf.kind != "other" else leaf.raw
        return numbers.setdefault(plain, len(numbers))

    said_old = [number for number, leaf in enumerate(old) if leaf.text.strip() or leaf.kind != "paragraph"]
    said_new = [number for number, leaf in enumerate(new) if leaf.text.strip() or leaf.kind != "paragraph"]
    found = common_pairs([key(old[number]) for number in said_old], [key(new[number]) for number in said_new])
    pairs = [(said_old[i], said_new[j]) for i, j in found if _equal(old[said_old[i]], new[said_new[j]], pairable)]
    pairs = _filled(pairs, len(old), len(new), lambda olds, news: _alike(old, new, olds, news, pairable))
    pairs = _filled(pairs, len(old), len(new), lambda olds, news: _empty_pairs(old, new, olds, news))
    pairs = _filled(pairs, len(old), len(new), lambda olds, news: _last_resort(old, new, olds, news, pairable))
    return laid_out(pairs, len(old), len(new))


def _equal(one: Leaf, two: Leaf, pairable: Callable[[Leaf, Leaf], bool]) -> bool:
    return pairable(one, two) or one.raw == two.raw


def laid_out(pairs: Sequence[tuple[int, int]], old: int, new: int) -> list[Item]:
    """The row of items for the `pairs`: between two of them first what goes, then what comes."""
    items: list[Item] = []
    i = j = 0
    for a, b in [*pairs, (old, new)]:
        items.extend((each, None) for each in range(i, a))
        items.extend((None, each) for each in range(j, b))
        if a < old:
            items.append((a, b))
        i, j = a + 1, b + 1
    return items


def _filled(
    pairs: list[tuple[int, int]], old: int, new: int, between: Callable[[range, range], list[tuple[int, int]]]
) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    i = j = 0
    for a, b in [*pairs, (old, new)]:
        if i < a and j < b:
            made.extend(between(range(i, a), range(j, b)))
        made.append((a, b))
        i, j = a + 1, b + 1
    return made[:-1]


def _alike(old: Sequence[Leaf], new: Sequence[Leaf], olds: range, news: range, pairable: Callable[[Leaf, Leaf], bool]) -> list[tuple[int, int]]:
    """The pairs between two matches that are most alike, in order."""
    weighed: list[tuple[int, int, float]] = []
    for i, j in _candidates(old, new, olds, news):
        one, two = old[i], new[j]
        if one.kind != two.kind or not one.words or not two.words or not pairable(one, two):
            continue
        least = LEAST_ALIKE_OF.get(one.kind, LEAST_ALIKE)
        named = one.kind == "row" and one.text.split("\t")[0].strip() == two.text.split("\t")[0].strip() != ""
        # Two lengths set a limit to the likeness, which costs nothing to see.
        if not named and 2 * min(len(one.words), len(two.words)) < least * (len(one.words) + len(two.words)):
            continue
        alike = max(likeness(one.words, two.words), SAME_FIRST_CELL if named else 0.0)
        if alike >= least:
            # A long pair counts for more than a short one, and a better likeness for more than a passable one.
            weighed.append((i - olds.start, j - news.start, alike * alike * (len(one.words) + len(two.words))))
    return [(i + olds.start, j + news.start) for i, j in heaviest(weighed)]


def _candidates(old: Sequence[Leaf], new: Sequence[Leaf], olds: range, news: range) -> list[tuple[int, int]]:
    if len(olds) * len(news) <= SMALL:
        return [(i, j) for i in olds for j in news]
    holders: dict[str, list[int]] = defaultdict(list)
    for i in olds:
        for word in set(old[i].words):
            holders[word].append(i)
    rare = min(max(8, len(olds) // 50), 30)
    found: list[tuple[int, int]] = []
    for j in news:
        shared: Counter[int] = Counter()
        for word in set(new[j].words):
            if len(holders.get(word, ())) <= rare:
                shared.update(holders.get(word, ()))
        found.extend((i, j) for i, _ in shared.most_common(MOST_CANDIDATES))
    return found


def _empty_pairs(old: Sequence[Leaf], new: Sequence[Leaf], olds: range, news: range) -> list[tuple[int, int]]:
    """Empty paragraphs at the ends of what is left between two matches."""
    pairs: list[tuple[int, int]] = []
    i, j = olds.start, news.start
    while i < olds.stop and j < news.stop and _blank(old[i]) and _blank(new[j]) and _breaks_alike(old[i], new[j]):
        pairs.append((i, j))
        i, j = i + 1, j + 1
    a, b = olds.stop, news.stop
    tail: list[tuple[int, int]] = []
    while a > i and b > j and _blank(old[a - 1]) and _blank(new[b - 1]) and _breaks_alike(old[a - 1], new[b - 1]):
        a, b = a - 1, b - 1
        tail.append((a, b))
    return [*pairs, *tail[::-1]]


def _blank(leaf: Leaf) -> bool:
    return leaf.kind == "paragraph" and not leaf.text.strip()


def _last_resort(old: Sequence[Leaf], new: Sequence[Leaf], olds: range, news: range, pairable: Callable[[Leaf, Leaf], bool]) -> list[tuple[int, int]]:
    """One paragraph, row or table in the place of one other: its words are replaced in place, so that its number stays."""
    if len(olds) != 1 or len(news) != 1:
        return []
    one, two = old[olds.start], new[news.start]
    if one.kind in ("row", "table"):
        return [(olds.start, news.start)] if pairable(one, two) else []
    same_kind = one.kind == two.kind == "paragraph" and pairable(one, two) and _breaks_alike(one, two)
    return [(olds.start, news.start)] if same_kind and _manner(one) == _manner(two) else []


def _breaks_alike(one: Leaf, two: Leaf) -> bool:
    """Whether a section ends with both paragraphs, or with neither."""
    path = f"{w('pPr')}/{w('sectPr')}"
    return (one.elements[0].find(path) is None) == (two.elements[0].find(path) is None)


def _manner(leaf: Leaf) -> tuple[object, ...]:
    """How a paragraph is set, its list's number apart."""
    properties = leaf.elements[0].find(w("pPr"))
    style = properties.find(w("pStyle")) if properties is not None else None
    name = leaf.side.style(style.get(w("val")) if style is not None else None, "paragraph")
    listed = properties is not None and properties.find(w("numPr")) is not None
    return (name, listed, properties_of(properties, frozenset({w("pStyle"), w("numPr"), w("rPr"), w("sectPr")}), leaf.side.theme))
