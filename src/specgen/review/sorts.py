"""The class of a change: wording; a number, date, name or threshold; punctuation or spacing only; and the others.

docs/reference/review.md says the same to readers. Nothing is hidden by a class: it only orders what a person reads."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from specgen.assembly.values import Printed

Sort = Literal["wording", "value", "wording and value", "choice", "punctuation", "place", "look"]

SORT_WORDS: Mapping[Sort, str] = {
    "wording": "wording",
    "value": "a number, date, name or threshold",
    "wording and value": "wording, and a number, date, name or threshold",
    "choice": "a box ticked or emptied",
    "punctuation": "punctuation or spacing only",
    "place": "place only",
    "look": "look only",
}
"""What each class of change is called in a report."""

IN_ORDER: Final[tuple[Sort, ...]] = (
    "value",
    "wording and value",
    "choice",
    "wording",
    "punctuation",
    "place",
    "look",
)
"""The classes as they are read: the change that matters comes first."""

NEVER_CUT: Final[frozenset[Sort]] = frozenset({"value", "wording and value", "choice", "wording"})
"""Words, values and ticks are never left out of a list, and never shortened."""


NUMBER_CHANGED: Final = "number changed"
"""The kind of a change of a printed number that follows from the count of its list."""
_WEIGHTS: Final = {said: IN_ORDER.index(sort) for sort, said in SORT_WORDS.items()}


def weight_of(said: str, kind: str) -> tuple[int, bool]:
    """By what changes are put in order, those that matter first: by the words for the class, and numbers last in
    theirs. One number that moves takes all that follow along, and would hide what else was changed."""
    return _WEIGHTS.get(said, len(_WEIGHTS)), NUMBER_CHANGED in kind


VALUE_FIELDS: Final = frozenset(
    {
        "threshold",
        "baseline",
        "period",
        "frequency",
        "date",
        "timescale",
        "due",
        "accountable",
        "owner",
        "by",
        "to",
        "key_action",
        "horizon",
    }
)
"""Fields beside the wording that hold nothing but a number, a date, an interval, a post or a threshold."""

_TOKEN: Final = re.compile(
    r"(?:(?<!\w)[-−])?[£$€]?\d+(?:[.,/:–-]\d+)*\w*%?"  # a number with its sign, currency, separators and unit
    r"|[<>≤≥=≠≈±~+×÷%£$€°]"
    r"|[^\W\d_]+"
)
_SIGNS: Final = frozenset("<>≤≥=≠≈±~+×÷%£$€°")
_BOXES: Final = frozenset("☐☑☒□■▢▣✓✔✗✘⬜⬛🗹🗷🗸\uf0a8\uf0fe\uf0fd\uf06f\uf078\uf0fc")
"""Boxes and ticks, those of the Wingdings font among them."""
_VALUE_WORDS: Final = """
    nought zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen
    hour hours day days week weeks month months quarters year years daily weekly
    fortnightly monthly quarterly annually yearly percent cent per minimum maximum
    """
_ORDINALS: Final = frozenset({"one", "first", "second", "third", "fourth", "fifth", "sixth", "half", "quarter"})
_NEAR_VALUES: Final = frozenset(
    {"once", "twice", "working", "calendar", "business", "least", "most", "fewer", "less", "more", "above", "below",
     "exceed", "exceeds"}
)  # fmt: skip
"""Words that are a number or a limit beside one (“first quarter”, “once a year”, “no more than 5”), or in the place of
another (“once” made “twice”), and plain words elsewhere (“has first explained”, “once a plan is agreed”)."""
_BEFORE_VALUES: Final = frozenset(
    {"later", "earlier", "about", "around", "approximately", "roughly", "nearly", "almost"}
)  # fmt: skip
"""Words that are a limit beside a number and nowhere else."""
_LIMIT: Final = re.compile(r"\b(?:at (?:least|most)|(?:no|not) (?:later|earlier|more|less|fewer) than|up to)\b")
"""A limit in words: all of them say as much as the figure that they stand before."""

_NAMES_OF_TIME: Final = """
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """
"""With their capitals: “may” is a word that gives a discretion, and no month."""
_VALUES: Final = frozenset(_VALUE_WORDS.split())
_TIMES: Final = frozenset(_NAMES_OF_TIME.split())


def sort_of(
    old: str, new: str, *, field: str = "", inside_value: bool = False, around: tuple[str, str] = ("", "")
) -> Sort:
    """The class of a change from `old` to `new`, each given with the whole words at its edges.

    `field` is the name of the field that it stands in, "" for wording; `inside_value` says that it stands wholly inside
    a value that the contract filled in; `around` is what stands before and after it in its paragraph."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if _one_text(old, new):
        return "look"
    if _turns(old) != _turns(new):
        # What is read from right to left is read as something else, though its letters are the same.
        return "value" if field in VALUE_FIELDS or inside_value or any(map(_is_value, before)) else "wording"
    if _same_but_for_punctuation(before, after) and not _others_possess(old, new):
        boxes = [[sign for sign in words if sign in _BOXES] for words in (old, new)]
        return "choice" if boxes[0] != boxes[1] else "punctuation"
    if field in VALUE_FIELDS or inside_value:
        return "value"
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    values = sum(_is_value(word) for word in (*gone, *come))
    for mine, other, side in ((gone, come, before), (come, gone, after)):
        for word in mine:
            if word.casefold() in _ORDINALS | _NEAR_VALUES:
                values += any(map(_may_be_value, other)) or _beside(word, side, around)
            elif word.casefold() in _BEFORE_VALUES:
                values += _beside(word, side, around)
            elif len(mine) > 1 and not _is_value(word) and word.casefold() not in map(str.casefold, other):
                # One word alone that comes or goes, such as “not”, is no other limit.
                values += _of_limit(word, side, around)
    if values == len(gone) + len(come) > 0:
        return "value"
    return "wording and value" if values else "wording"


def _one_text(old: str, new: str) -> bool:
    """Whether two texts are one for Unicode (Standard Annex 15): é as one character, or as e and its accent."""
    return old != new and unicodedata.normalize("NFC", old) == unicodedata.normalize("NFC", new)


_TURNING: Final = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200f\u061c")


def _turns(words: str) -> list[str]:
    """The characters that turn the direction in which the words are read."""
    return [letter for letter in words if letter in _TURNING] if not words.isascii() else []


def _beside(word: str, side: Sequence[str], around: tuple[str, str]) -> bool:
    """Whether a number stands next to the word, or what is counted by one: a day, a month, a per cent."""
    left, right = (_TOKEN.findall(words) for words in around)
    row = [*left, *side, *right]
    at = len(left) + side.index(word)
    reach = 1 if word.casefold() in _ORDINALS else 2
    return any(_is_value(near) or near == "quarter" for near in (*row[max(at - 1, 0) : at], *row[at + 1 :][:reach]))


def _of_limit(word: str, side: Sequence[str], around: tuple[str, str]) -> bool:
    """Whether the word is part of a limit in words before a value, as “at” in “at least 80%”."""
    left, right = (_TOKEN.findall(words) for words in around)
    row = " ".join([*left[-3:], *side, *right[:5]]).casefold()
    return any(
        word.casefold() in found[0].split() and any(map(_is_value, row[found.end() :].split()[:2]))
        for found in _LIMIT.finditer(row)
    )


def _may_be_value(word: str) -> bool:
    return _is_value(word) or word.casefold() in _ORDINALS | _NEAR_VALUES


def touches_value(line: str, start: int, end: int, values: Iterable[Printed]) -> bool:
    """Whether the letters from `start` to `end` of `line`, or the point between two, lie inside one of `values`. White
    space at their edges is nobody's."""
    words = line[start:end]
    if words.strip():
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    for value in values:
        for text in (value,) if isinstance(value, str) else value:
            at = line.find(text) if text.strip() else -1
            while at != -1:
                if at <= start and end <= at + len(text) and (start < end or at < start < at + len(text)):
                    return True
                at = line.find(text, at + 1)
    return False


_QUALIFIERS: Final = frozenset(
    {"or", "unless", "except", "excepting", "excluding", "save", "subject", "if", "where", "when", "provided", "but",
     "as", "until", "so", "other", "otherwise"}
)  # fmt: skip
"""Words with which those begin that say in which cases what stands before them does not hold, or what may take its
place."""


def qualified(line: str, put_in: str, values: Iterable[Printed]) -> tuple[str, bool]:
    """The value directly before words that are put in at the end of `line`, "" where none is, and whether they begin as
    what makes another value of it: “30 days” made “30 days or more as the Provider decides”."""
    words = put_in.lstrip(" ,;(").split()
    before = line.rstrip(" ,;(")
    if not words or (line == before and put_in[:1].isalnum()):
        return "", False
    texts = (text.strip() for value in values for text in ((value,) if isinstance(value, str) else value))
    value = max((text for text in texts if text and before.endswith(text)), key=len, default="")
    figure: list[str] = []
    for word in reversed(before.split()[-_LONGEST_FIGURE:] if not value else ()):
        bare = word.strip("(),;")
        if not (_is_value(bare) or (figure and bare.casefold() in {"operational", "working", "calendar"})):
            break
        figure.insert(0, bare)
    return value or " ".join(figure), words[0].casefold().strip(",;") in _QUALIFIERS


_LONGEST_FIGURE: Final = 5


def joined(sorts: Iterable[Sort]) -> Sort | None:
    """The one class that says what all of `sorts` say together; None for none."""
    found = set(sorts)
    if not found:
        return None
    if "wording and value" in found or {"wording", "value"} <= found:
        return "wording and value"
    return next(sort for sort in ("wording", "value", "choice", "punctuation", "place", "look") if sort in found)


def _same_but_for_punctuation(old: list[str], new: list[str]) -> bool:
    """Whether only what stands between words differs: words may be joined or parted, numbers and signs may not."""

    def figures(words: list[str]) -> list[str]:
        return [word for word in words if _has_figure(word)]

    def letters(words: list[str]) -> str:
        return "".join("\0" if _has_figure(word) else word for word in words)

    return figures(old) == figures(new) and letters(old) == letters(new)


_POSSESSORS: Final = re.compile(r"\w+(?:[’']s\b|(?<=s)[’'](?!\w))")


def _others_possess(old: str, new: str) -> bool:
    """Whether the one (“user’s”) has what the many had (“users’”), or the other way. An apostrophe that one side lacks
    is a slip, or was a quotation mark."""
    was, is_ = ([sign.replace("'", "’") for sign in _POSSESSORS.findall(words)] for words in (old, new))
    return was != is_ and bool(was) and bool(is_)


def _has_figure(word: str) -> bool:
    if word.isascii() and word.isalpha():
        return False
    return word in _SIGNS or any(letter.isnumeric() for letter in word)


def _is_value(word: str) -> bool:
    return _has_figure(word) or word in _TIMES or word.casefold() in _VALUES
