"""Content controls of two documents laid over one comparison: which stay, which go, which come, each nested in the
others.

A control of OLD may span what is put in and a control of NEW what is taken out, for that is not there when the control
is. So a control whose properties changed is written as two, one in the other, round the same words."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, Literal

from lxml import etree
from msgspec import Struct

from specgen.word.package.ooxml import w

_Element = etree._Element

PairedItem = tuple[int | None, int | None]
"""One item of the comparison: its index in OLD (None when it is put in) and in NEW (None when it is taken out)."""
Fate = Literal["stays", "goes", "comes"]

# A control of these kinds may hold no other control (17.5.2: plain text, pictures and choices).
_SIMPLE: Final = frozenset(
    w(name) for name in ("text", "dropDownList", "comboBox", "date", "picture", "citation", "equation")
)


class SideControl(Struct):
    """A content control over the items `start` to `end` of its own side; equal keys do the same."""

    start: int
    end: int
    key: Hashable
    element: _Element

    @property
    def simple(self) -> bool:
        """Whether it may hold no other control."""
        properties = self.element.find(w("sdtPr"))
        return properties is not None and any(
            child.tag in _SIMPLE or child.tag.endswith("}checkbox")
            for child in properties
            if isinstance(child.tag, str)
        )


class Nest(Struct):
    """A control in the redline over the items `start` to `end` of the comparison.

    `old` and `new` are its places among its side's controls (None when it is not there): an outer one stands before an
    inner."""

    start: int
    end: int
    fate: Fate
    element: _Element
    old: int | None
    new: int | None
    simple: bool = False


def nest(
    items: Sequence[PairedItem],
    old: Sequence[SideControl],
    new: Sequence[SideControl],
    glued: tuple[int, str] | None = None,
    apart: bool = False,
) -> list[Nest] | tuple[int, int]:
    """The controls over `items`, outer before inner; or the stretch of items in which no match can be kept.

    `glued` is the first item of a row that is joined to the last one, and on which side ("old" or "new") the join
    shows: a control of that side that holds the first must hold all. `apart` lets no control stay."""
    spans = [_spans(items, controls, side) for side, controls in enumerate((old, new))]
    if glued is not None:
        side, controls = (0, old) if glued[1] == "old" else (1, new)
        held = items[glued[0]][side]
        for number, control in enumerate(controls):
            if held is not None and control.start <= held < control.end:
                spans[side][number] = (spans[side][number][0], len(items))
    nests: list[Nest] = []
    waiting = _Partners(items, new, spans[1])
    partners: set[int] = set()
    for number, control in enumerate(old):
        span = spans[0][number]
        partner = None if apart else waiting.take(control, span)
        if partner is None:
            nests.append(Nest(*span, "goes", control.element, number, None, control.simple))
        else:
            partners.add(partner)
            both = (span, spans[1][partner])
            start, end = min(each[0] for each in both), max(each[1] for each in both)
            nests.append(Nest(start, end, "stays", control.element, number, partner, control.simple))
    nests += [
        Nest(*spans[1][each], "comes", other.element, None, each, other.simple)
        for each, other in enumerate(new)
        if each not in partners
    ]
    clash = _untangle(items, nests, _enclosed(nests, old, new))
    return clash if clash is not None else _ordered(nests)


def _enclosed(nests: Sequence[Nest], old: Sequence[SideControl], new: Sequence[SideControl]) -> list[tuple[Nest, Nest]]:
    """The pairs (outer, inner) of controls of which one stands in the other on its own side."""
    pairs: list[tuple[Nest, Nest]] = []
    for controls, ranked in ((old, {each.old: each for each in nests}), (new, {each.new: each for each in nests})):
        around: list[int] = []
        for number, control in enumerate(controls):
            while around and controls[around[-1]].end < control.end:
                around.pop()
            while around and controls[around[-1]].end <= control.start:
                around.pop()
            if around:
                pairs.append((ranked[around[-1]], ranked[number]))
            around.append(number)
    return pairs


def _spans(items: Sequence[PairedItem], controls: Sequence[SideControl], side: int) -> list[tuple[int, int]]:
    at = {index: place for place, item in enumerate(items) if (index := item[side]) is not None}
    return [(at[control.start], at[control.end - 1] + 1) for control in controls]


class _Partners:
    """NEW's controls by what they do, each given once; OLD's ask in the order in which they begin."""

    def __init__(
        self, items: Sequence[PairedItem], new: Sequence[SideControl], spans: Sequence[tuple[int, int]]
    ) -> None:
        self._items, self._new, self._spans = items, new, spans
        self._waiting: dict[Hashable, list[int]] = {}
        for number, control in enumerate(new):
            self._waiting.setdefault(control.key, []).append(number)

    def take(self, control: SideControl, span: tuple[int, int]) -> int | None:
        """The control of NEW that can be one with `control`, or None."""
        waiting = self._waiting.get(control.key, [])
        while waiting and self._spans[waiting[0]][1] < span[0]:
            waiting.pop(0)  # it ends before this one begins, and so before all that ask later
        for place, number in enumerate(waiting):
            if self._spans[number][0] > span[1]:
                break
            if _one(self._items, control, self._new[number], span, self._spans[number]):
                return waiting.pop(place)
        return None


def _one(
    items: Sequence[PairedItem],
    old: SideControl,
    new: SideControl,
    old_span: tuple[int, int],
    new_span: tuple[int, int],
) -> bool:
    """Whether the two can be one control that stays: over both spans nothing belongs to one side's document but outside
    it."""
    start, end = min(old_span[0], new_span[0]), max(old_span[1], new_span[1])
    touching = old_span[0] <= new_span[1] and new_span[0] <= old_span[1]
    return touching and all(
        (i is None or old.start <= i < old.end) and (j is None or new.start <= j < new.end) for i, j in items[start:end]
    )


def _untangle(
    items: Sequence[PairedItem], nests: list[Nest], enclosed: Sequence[tuple[Nest, Nest]]
) -> tuple[int, int] | None:
    """Widen controls until each pair is nested or apart, and nested as on its own side; the stretch where that cannot
    be."""
    moved = True
    while moved:
        moved = False
        for outer, inner in enclosed:
            if inner.start < outer.start or outer.end < inner.end:
                if not (
                    _foreign(items[inner.start : outer.start], outer) and _foreign(items[outer.end : inner.end], outer)
                ):
                    return min(outer.start, inner.start), max(outer.end, inner.end)
                outer.start, outer.end, moved = min(outer.start, inner.start), max(outer.end, inner.end), True
        crossing = _first_crossing(nests)
        if crossing is None:
            continue
        one, two = crossing
        if _barred(one, two):
            return min(one.start, two.start), max(one.end, two.end)
        if _foreign(items[one.end : two.end], one):
            one.end = two.end
        elif _foreign(items[one.start : two.start], two):
            two.start = one.start
        else:
            return one.start, two.end
        moved = True
    return None


def _first_crossing(nests: Sequence[Nest]) -> tuple[Nest, Nest] | None:
    """The first two controls that overlap without one holding the other, or of which one may not hold the other."""
    open_now: list[Nest] = []
    for each in sorted(nests, key=lambda nest: (nest.start, -nest.end)):
        while open_now and open_now[-1].end <= each.start:
            open_now.pop()
        if open_now and open_now[-1].end < each.end:
            return open_now[-1], each
        for outer in open_now:
            if _barred(outer, each):
                return outer, each
        open_now.append(each)
    return None


def _foreign(items: Sequence[PairedItem], control: Nest) -> bool:
    """Whether the control may be widened over `items`: none of them is there when the control is."""
    side = {"goes": 0, "comes": 1}.get(control.fate)
    return not items or (side is not None and all(item[side] is None for item in items))


def _barred(one: Nest, two: Nest) -> bool:
    return {one.fate, two.fate} == {"goes", "comes"} and (one.simple or two.simple)


def _ordered(nests: list[Nest]) -> list[Nest]:
    """Outer before inner; of those with one span each side's own order, and what comes round what goes."""
    stays = sorted(
        (each.old, each.new) for each in nests if each.fate == "stays" and each.old is not None and each.new is not None
    )

    def depth(each: Nest) -> tuple[int, int, int]:
        # How many of the staying ones stand outside it on its own side.
        if each.new is None:
            return sum(old < (each.old or 0) for old, _ in stays), 1, each.old or 0
        outside = sum(new < each.new for _, new in stays)
        return (outside, 0, each.new) if each.old is None else (outside, 2, each.new)

    return sorted(nests, key=lambda each: (each.start, -each.end, *depth(each)))
