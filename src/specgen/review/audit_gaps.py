"""Gaps that were left open in an existing document: prompts, X%, brackets, highlighted fill-ins, a form's own guidance.

The handbook's gaps are prompts in capitals and X% (2.2.4, 2.3.5); the national form marks its fill-ins with square
brackets and highlight, and its guidance tells the author what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from specgen.assembly.values import GAP_MARKS
from specgen.word.lines import Line
from specgen.word.read_existing import MarkedWords

GapKind = Literal["prompt in capitals", "X%", "square brackets", "to be confirmed", "blank to fill in", "highlighted", "empty control", "template guidance"]

_READING: Final = frozenset({"[note]", "[picture]"})
"""What the reading puts where a footnote's mark or a picture stands."""
_NO_GAP: Final = re.compile(r"\[(?:[0-9][0-9,;:.\s–-]*|®|sic|\.\.\.|…)\]", re.IGNORECASE)
_MORE_MARKS: Final = re.compile(
    r"\[[\s●•….*_-]{0,40}\]|\b(?:ENTER|INSERT|SPECIFY)(?: [A-Z]{2,}){1,8}|(?<![A-Za-z0-9])X{1,4} ?%|£ ?X{1,6}\b|\bX{3,8}\b|_{3,}|\?{3,}|\bTBA\b|\bTBD\b"
)
_GUIDANCE: Final = re.compile(
    r"\binsert (?:text|details?|here|name|date)\b[^.\n]{0,60}|\bfor local (?:determination|agreement)\b|\bor state not applicable\b|\bdelete (?:as|where|if) (?:appropriate|applicable|not)\b"
    r"|\bnon-mandatory model template\b|\bmay retain the structure below\b|\bmandatory headings?\b|\boptional headings?\b|\ball subheadings\b"
    r"|\bclick (?:or tap )?here to enter\b|\bguidance (?:note )?for (?:commissioners|completion|authors?)\b|\bto be (?:completed|populated|inserted) by\b"
    r"|\bplease (?:insert|complete|state|specify|delete)\b|\bthis (?:section|schedule) should (?:be|set|describe|include|state)\b",
    re.IGNORECASE,
)
_MARK_HINT: Final = re.compile(r"[\[_?]|[A-Z]{3}|X ?%|£ ?X")
_GUIDANCE_HINTS: Final = ("insert", "for local", "or state not", "delete ", "mandatory", "retain the structure", "optional heading", "all subheadings", "here to enter", "guidance",
                          "to be completed", "to be populated", "please ", "should be", "should set", "should describe", "should include", "should state")
"""Each of the guidance's forms has one of these in it, which is told at a tenth of the time."""
_MOST_BRACKETS: Final = 1_000
_LONGEST: Final = 20_000
"""Letters that are looked at of a line with more brackets than any writer makes."""
MOST_KEPT: Final = 300
"""Gaps of one document that are told one by one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap left open. `mark` is what shows it, `line` the number of its line in the main text, -1 elsewhere; `part` the part of the file."""

    kind: GapKind
    mark: str
    paragraph: str
    part: str
    line: int


def gaps_in(lines: Sequence[Line], part: str, *, numbered: bool) -> Iterator[Gap]:
    """The gaps of a story in the order of its lines, each mark of a line once; `numbered` for the main story."""
    for number, line in enumerate(lines):
        text = line.text if line.text.count("[") <= _MOST_BRACKETS else line.text[:_LONGEST]
        for kind, mark in dict.fromkeys(_marks(text)):
            yield Gap(kind, " ".join(mark.split())[:100], _shortened(line.text), part, number if numbered else -1)


def _marks(text: str) -> Iterator[tuple[GapKind, str]]:
    spans: list[tuple[int, int]] = []
    patterns = (GAP_MARKS, _MORE_MARKS) if _MARK_HINT.search(text) is not None else ()
    lower = text.lower()
    for pattern in (*patterns, _GUIDANCE) if any(hint in lower for hint in _GUIDANCE_HINTS) else patterns:
        for found in pattern.finditer(text):
            mark = found.group()
            if mark in _READING or _NO_GAP.fullmatch(mark) or any(start < found.end() and found.start() < end for start, end in spans):
                continue
            spans.append(found.span())
            yield ("template guidance" if pattern is _GUIDANCE else _kind(mark)), mark


def _kind(mark: str) -> GapKind:
    if mark.startswith("["):
        return "square brackets"
    if mark.startswith(("TB", "TO BE")):
        return "to be confirmed"
    if mark.startswith(("_", "?")):
        return "blank to fill in"
    return "X%" if mark.strip("£ ").startswith("X") else "prompt in capitals"


def gaps_that_stand_out(marked: Sequence[MarkedWords], lines: Sequence[Line], part: str) -> Iterator[Gap]:
    """Highlighted words and the prompts of empty controls, each with the line that it stands on."""
    places = {number: place for place, line in enumerate(lines) for number in line.numbers}
    for each in marked:
        place = places.get(each.paragraph, -1)
        paragraph = lines[place].text if place >= 0 else each.words
        yield Gap("highlighted" if each.kind == "highlighted" else "empty control", " ".join(each.words.split())[:100], _shortened(paragraph), part, place)


def _shortened(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= 240 else folded[:239] + "…"
