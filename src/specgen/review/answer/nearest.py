"""Where our comment stands about what no mark of ours can answer: as near to it as a comment can stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from lxml import etree

from specgen.review.changes import Change
from specgen.review.findings import Review
from specgen.review.words import place_of, visible
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package
from specgen.word.reply.comments import SpotAt
from specgen.word.reply.proposals import no_comment

if TYPE_CHECKING:
    from specgen.review.answer.units import Told

_Element = etree._Element

_LONGEST: Final = 500
_LONGEST_AWAY: Final = 10_000
"""Letters of what changed in a comment at its place, and in one that stands elsewhere and must say all of it."""


def beside_clauses(review: Review, package: Package) -> Iterator[int]:
    """For each change, in the order of the clauses and then of what stands outside: the paragraph of the main part that
    its clause ends with or, where that is gone, the one before it; 0 where neither is known."""
    ends = _ends_of_marks(package.tree(package.main))
    last, after = 0, {}
    for each in review.clauses:
        last = ends.get(each.expected.tag) or ends.get(each.expected.bookmark) or last
        after[f"after “{each.expected.title}”"] = last
        yield from [last] * len(each.changes)
    for outside in review.outside:
        yield next((at for said, at in after.items() if place_of(outside).endswith(said)), 0)


def _ends_of_marks(root: _Element) -> dict[str, int]:
    """The last paragraph in each control, by its tag, and that in which each bookmark begins, by its name."""
    numbers = {each: number for number, each in enumerate(root.iter(w("p")), 1)}
    found: dict[str, int] = {}
    for control in root.iter(w("sdt")):
        tag = control.find(f"{w('sdtPr')}/{w('tag')}")
        inside = [numbers[each] for each in control.iter(w("p"))] or [
            numbers[each] for each in control.iterancestors(w("p"))
        ][:1]
        if tag is not None and inside:
            found.setdefault(tag.get(w("val"), ""), inside[-1])
    for mark in root.iter(w("bookmarkStart")):
        paragraph = next(mark.iterancestors(w("p")), None)
        if paragraph is not None:
            found.setdefault(mark.get(w("name"), ""), numbers[paragraph])
    found.pop("", None)
    return found


class Comments:
    """The paragraphs of the main part at which a comment can stand."""

    def __init__(self, package: Package) -> None:
        self._main = package.main
        self._paragraphs = list(package.tree(package.main).iter(w("p")))

    @cached_property
    def first(self) -> int:
        """The first of them, by its number; 0 where there is none."""
        return next((at for at in range(1, len(self._paragraphs) + 1) if self._takes(at)), 0)

    @cached_property
    def _numbers(self) -> Mapping[_Element, int]:
        return {each: number for number, each in enumerate(self._paragraphs, 1)}

    def _takes(self, number: int) -> bool:
        return 0 < number <= len(self._paragraphs) and not no_comment(self._paragraphs[number - 1], main=True)

    def about_change(self, change: Change, told: Told, clause: int) -> SpotAt | None:
        """Where a comment about the change can stand."""
        place = change.place
        own = (place.part, place.paragraphs[0]) if place is not None and place.paragraphs else ("", 0)
        return self.about(own, told, clause, tracked=change.tracked)

    def about(self, place: tuple[str, int], told: Told, clause: int = 0, *, tracked: bool) -> SpotAt | None:
        """Where a comment can stand about what is told of a paragraph of a part: at it, at the one that holds its text
        box, at its `clause`, or at the first of all; None where no paragraph takes one."""
        own = place[1] if place[0] == self._main else 0
        if 0 < own <= len(self._paragraphs) and not self._takes(own):
            above = (self._numbers[each] for each in self._paragraphs[own - 1].iterancestors(w("p")))
            clause = next((number for number in above if self._takes(number)), clause)
        paragraph = next((number for number in (own, clause, self.first) if self._takes(number)), 0)
        how: Literal["changed", "taken out", "put in"] = "changed"
        if bool(told.removed) != bool(told.added) and not told.detail:
            how = "taken out" if told.removed else "put in"
        note, away = note_of(told), paragraph != own
        if away:
            note = f"{told.place.replace(chr(10), ', ')}, {note_of(told, _LONGEST_AWAY)}"
        return SpotAt(self._main, paragraph, note, how, away, tracked) if paragraph else None


def note_of(change: Change | Told, longest: int = _LONGEST) -> str:
    """What was changed, for a comment at its place."""
    words = " → ".join(f"“{visible(side)}”" for side in (change.removed, change.added) if side)
    return f"{change.kind}: {'; '.join(filter(None, (words, change.detail)))}"[:longest]
