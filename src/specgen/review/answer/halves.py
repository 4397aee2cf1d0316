"""The two halves of words that were moved: each is a change, and both are to be decided alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from specgen.review.changes import MOVED_AWAY, MOVED_HERE
from specgen.review.words import NOBODY
from specgen.word.document.inline import text_after
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package

if TYPE_CHECKING:
    from specgen.review.answer.units import Told, Unit


def with_halves(units: Sequence[Unit], package: Package) -> list[Unit]:
    """The units, the two halves of each paragraph or part of one that was moved without tracking, or with it on one
    side alone, with the id of the other."""
    found = {unit.id: unit for unit in units}
    gone: dict[str, list[Unit]] = {}
    for unit in units:
        if words := _went_alone(unit.told, unit.told.removed, unit.told.added, _GOES):
            gone.setdefault(words, []).append(unit)
    told_once = _ToldOnce(package)
    for unit in units:
        if words := _went_alone(unit.told, unit.told.added, unit.told.removed, _COMES):
            many = len(words.split()) >= _FEWEST_MOVED
            alike = (said for said, held in gone.items() if held and _moved(said, words)) if len(gone) < _FEW else ()
            others = gone.get(words) or (gone.get(next(iter(alike), ""), []) if many else [])
            # Both halves with tracking are one row already, where they are a move.
            other = next((each for each in others if NOBODY in (each.told.by, unit.told.by)), None)
            moved = many or {MOVED_AWAY, MOVED_HERE} & {*unit.told.kind.split(", ")} or told_once.holds(words)
            if other is None or not moved:
                continue
            others.remove(other)
            found[unit.id], found[other.id] = replace(unit, half=other.id), replace(other, half=unit.id)
    return list(found.values())


class _ToldOnce:
    """What stands in the main part once and nowhere else: a few words that went at one place and came at another are
    moved, unless they are such as stand in many places."""

    def __init__(self, package: Package) -> None:
        self._package = package

    @cached_property
    def _said(self) -> str:
        return "\n".join(
            " ".join(text_after(each).split()) for each in self._package.tree(self._package.main).iter(w("p"))
        )

    def holds(self, words: str) -> bool:
        """Whether these words do."""
        said = re.escape(" ".join(words.split()))
        return len(re.findall(rf"(?<!\w){said}(?!\w)", self._said, re.IGNORECASE)) == 1


_GOES: Final = frozenset(
    {MOVED_AWAY, "deletion", "paragraph taken out", "text taken out", "words taken out", "words changed"}
)
_COMES: Final = frozenset({MOVED_HERE, "insertion", "paragraph put in", "new text", "words put in", "words changed"})
_FEWEST_MOVED: Final = 5
_ENDS: Final = " .,;:"
_FEW: Final = 100
"""Words that went are looked for among those that came, though they begin or end otherwise, where they are fewer."""
_MOST_OF: Final = 2 / 3


def _went_alone(told: Told, words: str, instead: str, kinds: frozenset[str]) -> str:
    """The words that went or came with none in their place, without the signs at their ends; "" where they did not."""
    own = kinds.intersection(told.kind.split(", "))
    return "" if not own or instead.strip(_ENDS) else words.strip(_ENDS).casefold()


def _moved(went: str, came: str) -> bool:
    """Whether most of the fewer words stand in a row on both sides: where parts of two sentences begin alike, a word at
    their ends is told of the one or of the other."""
    one, two = ([word.strip(_ENDS) for word in side.split()] for side in (went, came))
    least = max(_FEWEST_MOVED, _MOST_OF * min(len(one), len(two)))
    if len({*one} & {*two}) < _FEWEST_MOVED:
        return False
    return SequenceMatcher(None, one, two, autojunk=False).find_longest_match().size >= least
