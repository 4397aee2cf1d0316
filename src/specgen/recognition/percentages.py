"""A percentage in a document beside the words of a measure that says another one: told, and never decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

_PERCENTAGE: Final = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d+)?) ?(?:%|per ?cent\b)", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.;])\s+")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_SAYS_LITTLE: Final = frozenset(
    (
        "access",
        "first",
        "from",
        "have",
        "health",
        "item",
        "least",
        "people",
        "service",
        "taken",
        "time",
        "used",
        "user",
        "what",
        "with",
        "year",
    )
)
"""Words of a measure's title that stand beside many other percentages."""
_OF_BEFORE: Final = re.compile(r"\b(?:baselines?|currently|was|were|previous(?:ly)?|last year)\b|\b20\d\d[/-]", re.I)
"""What says that a percentage is one that was measured."""


class OtherPercentage(Struct, frozen=True):
    """A sentence with another percentage than the measure `title` gives, in its words."""

    title: str
    given: str
    sentence: str


def other_percentages(lines: Iterable[str], measures: Iterable[tuple[str, str]]) -> Iterator[OtherPercentage]:
    """The sentences of the lines that give another percentage in the words of a measure, of (title, words)."""
    sentences = [
        sentence
        for line in lines
        if "%" in line or "cent" in line
        for sentence in _SENTENCE.split(line.strip())
        if _PERCENTAGE.search(sentence) and not _OF_BEFORE.search(sentence)
    ]
    for title, measure in measures if sentences else ():
        asked, words = _percentages(measure), _stems(title)
        enough = len(words) if len(words) < 3 else -(-len(words) * 2 // 3)
        for sentence in sentences if asked and words else ():
            there = _percentages(sentence)
            if len(words & _stems(sentence)) >= enough and not there & asked:
                yield OtherPercentage(title, _listed(asked), sentence[:160])


def _percentages(text: str) -> frozenset[str]:
    return frozenset(found[1] for found in _PERCENTAGE.finditer(text))


def _listed(percentages: Iterable[str]) -> str:
    return ", ".join(f"{each}%" for each in sorted(percentages))


def _stems(text: str) -> frozenset[str]:
    """The words that say what is counted, by their first letters: prescription, prescribing."""
    words = (found[0].casefold() for found in _WORD.finditer(text))
    return frozenset(word.removesuffix("s")[:5] for word in words if word.removesuffix("s") not in _SAYS_LITTLE)
