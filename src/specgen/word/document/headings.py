"""What is a heading in an existing specification, and of which level, whatever it looks like.

The national model is not mandatory, so a heading is known by its words first and its number second: a heading style, a
typed number, the words of the model in bold or in a cell of a table. Source: handbook 4.2.4; the model specification.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from specgen.wording.folded import fold, words_of

LONGEST_HEADING: Final = 120
MOST_HEADING_WORDS: Final = 14
NUMBER: Final = re.compile(
    r"(?:section\s+)?([0-9]{1,2}(?:\.[0-9]{1,2}){0,4})(?!\s?(?:[ap]\.?m\b|uhr\b))(?:[.):]?(?:\s|$)|[.)](?=[^\W\d_]))",
    re.IGNORECASE,
)
"""A typed number before a heading's words, and no time of day; its first group is the number itself."""
_SENTENCE: Final = (".", ";", ",", ":")

HeadingWords = tuple[str, ...]


def model_headings(headings: Iterable[tuple[str, str]]) -> Mapping[HeadingWords, str]:
    """The words of each heading of the model → its number, of (number, title)."""
    return {tuple(words_of(fold(title))): number for number, title in headings}


def typed_number(text: str) -> str:
    """The number that is typed before the words, or ""."""
    found = _number_before(text)
    return found[1] if found is not None else ""


def unnumbered(text: str, words: HeadingWords) -> HeadingWords:
    """The words of a line without the number that may be typed before them."""
    number = _number_before(text)
    return tuple(words_of(text[number.end() :])) if number is not None else words


def _number_before(text: str) -> re.Match[str] | None:
    # Nearly no line begins with a sign that a number may begin with.
    return NUMBER.match(text) if text[:1] in _BEGINS_NUMBER else None


_BEGINS_NUMBER: Final = frozenset("0123456789Ssſ")
"""With all that “s” is without regard to capitals."""


def heading_level(text: str, words: HeadingWords, styled: int, model: Mapping[HeadingWords, str]) -> int:
    """The level of a heading, from 1; 0 for any other line. `text` is folded; `styled` is the level of its style,
    or 0."""
    if len(text) > LONGEST_HEADING:
        return 0
    bare = unnumbered(text, words)
    if not bare:
        return 0
    typed = typed_number(text)
    alone = len(bare) == 1 and not styled and not typed  # “Outcomes” may head a column of a table
    if (number := model.get(bare)) is not None and not alone:
        return number.count(".") + 1
    if styled:
        return typed.count(".") + 1 if typed else styled
    if "." in typed and len(bare) <= MOST_HEADING_WORDS and not text.endswith(_SENTENCE):
        return typed.count(".") + 1
    return 0


def heads_quality_requirements(bare: HeadingWords) -> bool:
    """Whether the words of a heading are those of 5.1, with what may follow them (“See Schedule 4”)."""
    return bare[:3] in (("applicable", "quality", "requirements"), ("applicable", "quality", "requirement"))
