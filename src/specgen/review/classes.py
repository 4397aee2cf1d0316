"""What sort of change a change is: wording; a number, date, name or threshold; punctuation or spacing only.

docs/reference/review.md says the same to readers. Nothing is hidden by a class: it only orders what a person reads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from specgen.assembly.values import Printed
from specgen.review.findings import Sort

VALUE_FIELDS: Final = frozenset(
    {"threshold", "baseline", "period", "frequency", "date", "timescale", "due", "accountable", "owner", "by", "to", "key_action", "horizon"}
)
"""Fields beside the wording that hold nothing but a number, a date, an interval, a post or a threshold."""

_TOKEN: Final = re.compile(
    r"(?:(?<!\w)[-−])?[£$€]?\d+(?:[.,/:–-]\d+)*\w*%?"  # a number with its sign, currency, separators and unit
    r"|[<>≤≥=±~+%£$€°]"
    r"|[^\W\d_]+"
)
_SIGNS: Final = frozenset("<>≤≥=±~+%£$€°")
_VALUE_WORDS: Final = """
    nought zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half dozen
    first second third fourth fifth sixth once twice
    hour hours day days week weeks month months quarter quarters year years working calendar business daily weekly fortnightly monthly
    quarterly annually yearly percent cent per least most minimum maximum fewer less more above below exceed exceeds
    """

_NAMES_OF_TIME: Final = """
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """
"""With their capitals: “may” is a word that gives a discretion, and no month."""
_VALUES: Final = frozenset(_VALUE_WORDS.split())
_TIMES: Final = frozenset(_NAMES_OF_TIME.split())


def sort_of(old: str, new: str, *, field: str = "", inside_value: bool = False) -> Sort:
    """The class of a change from `old` to `new`, each given with the whole words at its edges.

    `field` is the name of the field that it stands in, "" for wording; `inside_value` says that it stands wholly inside a
    value that the contract filled in.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if _same_but_for_punctuation(before, after):
        return "punctuation"
    if field in VALUE_FIELDS or inside_value:
        return "value"
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    changed = [*gone, *come]
    values = sum(_is_value(word) for word in changed)
    if changed and values == len(changed):
        return "value"
    return "wording and value" if values else "wording"


def touches_value(line: str, start: int, end: int, values: Iterable[Printed]) -> bool:
    """Whether the letters from `start` to `end` of `line`, or the point between two, lie inside one of `values`."""
    for value in values:
        for text in (value,) if isinstance(value, str) else value:
            at = line.find(text) if text.strip() else -1
            while at != -1:
                if at <= start and end <= at + len(text) and (start < end or at < start < at + len(text)):
                    return True
                at = line.find(text, at + 1)
    return False


def joined(sorts: Iterable[Sort]) -> Sort | None:
    """The one class that says what all of `sorts` say together; None for none."""
    found = set(sorts)
    if not found:
        return None
    if "wording and value" in found or {"wording", "value"} <= found:
        return "wording and value"
    order: tuple[Sort, ...] = ("wording", "value", "punctuation", "look")
    return next(sort for sort in order if sort in found)


def _same_but_for_punctuation(old: list[str], new: list[str]) -> bool:
    """Whether only what stands between words differs: words may be joined or parted, numbers and signs may not."""

    def figures(words: list[str]) -> list[str]:
        return [word for word in words if _has_figure(word)]

    def letters(words: list[str]) -> str:
        return "".join("\0" if _has_figure(word) else word for word in words)

    return figures(old) == figures(new) and letters(old) == letters(new)


def _has_figure(word: str) -> bool:
    return word in _SIGNS or any(letter.isdigit() for letter in word)


def _is_value(word: str) -> bool:
    return _has_figure(word) or word in _TIMES or word.casefold() in _VALUES
