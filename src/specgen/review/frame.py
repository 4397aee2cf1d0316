"""The lines round the clauses: what was printed there, and how what came back differs from it.

A clause's threshold or date may stand in a cell beside its wording, or pages later. A line of the frame knows the clause
and the field that it prints, so that a changed digit there is reported in the right clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Final

from specgen.review.findings import Expected
from specgen.review.recognise import Recognition
from specgen.word.lines import Line, Story

_NUMBER: Final = re.compile(r"[0-9]{1,4}[.)]?\s+")
_SIGN: Final = re.compile("\ufffc[0-9]+\ufffc")


SIGN: Final = "\ufffc"
"""Begins and ends what stands for wording within a line."""


def sign(clause: int) -> str:
    """What stands for the wording of the clause with that index where it is printed within a line."""
    return f"\ufffc{clause}\ufffc"


def spoken(text: str) -> str:
    """A frame line's text for people: wording within it in a word."""
    return _SIGN.sub("[wording]", text)


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A line as it was printed: its words, with gaps where nothing says what stood there (one literal: no gap).

    `clause` is the index of the clause it prints something of, or None; `field` the field, "" for the title or a label.
    """

    literals: tuple[str, ...]
    clause: int | None = None
    field: str = ""
    optional: bool = False
    printing: int = 0
    """Which of the loops or tables it belongs to: lines of one clause in one of them stay together when it is moved."""
    pattern: int = -1
    """Which line of the form it is made by; -1 where there is no form."""
    told: tuple[str, ...] = ()
    """What of the clause it prints: its title, its fields."""
    line: Line | None = attribute(default=None, compare=False)
    """The line of the issued file; None where there is none."""

    @property
    def text(self) -> str:
        """The words, a gap as an ellipsis."""
        return "…".join(self.literals)


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line outside the clauses as it came back; wording that stands within it is one sign."""

    text: str
    line: Line
    index: int


def seen_lines(story: Story, recognition: Recognition) -> tuple[SeenLine, ...]:
    """The story's lines outside the clauses, empty ones left out."""
    own: set[int] = set()
    within: dict[int, list[tuple[int, int, int]]] = {}
    for index, segment in recognition.segments.items():
        if segment.whole:
            own.update(number for number in range(segment.start.line, segment.end.line + 1) if number < len(story.lines) and not story.lines[number].box)
        elif segment.start.line == segment.end.line:
            within.setdefault(segment.start.line, []).append((segment.start.at, segment.end.at, index))
        else:
            own.update(range(segment.start.line, segment.end.line + 1))
    found: list[SeenLine] = []
    for number, line in enumerate(story.lines):
        if number in own:
            continue
        text = line.text
        for start, end, index in sorted(within.get(number, ()), reverse=True):
            text = f"{text[:start]}{sign(index)}{text[end:]}"
        if text.strip():
            found.append(SeenLine(text, line, number))
    return tuple(found)


def frame_of_issued(story: Story, recognition: Recognition, clauses: Sequence[Expected]) -> tuple[FrameLine, ...]:
    """The frame of the file as it went out: every line outside the clauses, with the clause it prints something of."""
    rows: dict[tuple[int, int], set[int]] = {}
    holders: dict[int, int] = {}
    for index, segment in recognition.segments.items():
        holders[segment.start.line] = index
        if segment.start.line < len(story.lines) and (cell := story.lines[segment.start.line].cell) is not None:
            rows.setdefault(cell[:2], set()).add(index)
    printed = _PrintedWhere(clauses)
    found: list[FrameLine] = []
    for seen in seen_lines(story, recognition):
        row = rows.get(seen.line.cell[:2], set()) if seen.line.cell else set()
        here = next(iter(row)) if len(row) == 1 else holders.get(seen.index)
        owner, name = printed.place(seen, here)
        found.append(FrameLine((seen.text,), owner, name, printing=seen.line.cell[0] if seen.line.cell else 0, line=seen.line))
    return tuple(found)


class _PrintedWhere:
    """Which clause a line of an issued file prints something of, as the lines go by."""

    def __init__(self, clauses: Sequence[Expected]) -> None:
        self._clauses = clauses
        self._titles: dict[str, list[int]] = {}
        self._fields: dict[str, list[tuple[int, str]]] = {}
        for index, clause in enumerate(clauses):
            self._titles.setdefault(clause.title, []).append(index)
            for name, text in clause.fields.items():
                self._fields.setdefault(text, []).append((index, name))
        self._section: int | None = None
        self._headed: dict[str, int] = {}
        self._last: int | None = None

    def place(self, seen: SeenLine, here: int | None) -> tuple[int | None, str]:
        """The clause and field of the line; `here` is the clause whose wording stands in its line or row."""
        text = seen.text
        if here is not None:
            self._last = here
        elif seen.line.heading:
            self._section = self._headed_by(text)
            self._last = None
        known: list[tuple[int, str]] = [*self._fields.get(text, ()), *(self._fields.get(text.partition(": ")[2], ()) if ": " in text else ())]
        for owner in (here, self._section, self._last):
            for index, name in known:
                if owner is not None and index == owner:
                    return owner, name
        if len({index for index, _ in known}) == 1 and here is None:
            return known[0]
        return (here if here is not None else self._section), ""

    def _headed_by(self, heading: str) -> int | None:
        """The clause whose title the heading gives, with a number before it or more words after it.

        Of several clauses with one title, the next in order.
        """
        words = _NUMBER.sub("", heading, count=1)
        fitting = [title for title in self._titles if title and words.startswith(title) and not words[len(title) :][:1].isalnum()]
        if not fitting:
            return None
        title = max(fitting, key=len)
        turn = self._headed.get(title, 0)
        self._headed[title] = turn + 1
        return self._titles[title][min(turn, len(self._titles[title]) - 1)]
