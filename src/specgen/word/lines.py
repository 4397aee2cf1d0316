"""A story of a Word file as lines of words, and where its content controls and bookmarks stand.

A line is a paragraph without revisions: its tracked changes were resolved one way or the other. `read_lines.py` reads
them. Source: ECMA-376 part 1, 17.3 (paragraphs and runs), 17.5.2 (controls), 17.13.6 (bookmarks).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from specgen.word.run_look import RunLook

LineKind = Literal["heading", "paragraph", "bullet", "number"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place between two letters: the line's index in its story, and how many letters stand before it."""

    line: int
    at: int


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph's words. A line break is `\\n`, a tab `\\t`, a picture `[picture]`, a footnote's mark `[note]`.

    `numbers` are the paragraphs of the file as it came that the words stood in, counted from 1 in the part; `heading` is
    the level from 1, or 0; `cell` is (table, row, column), counted from 1; `box` says that the line stands in a text box;
    `unseen` are the words that are there and cannot be read on the page, each with the reason.
    """

    text: str
    part: str
    numbers: tuple[int, ...] = ()
    style: str = ""
    heading: int = 0
    kind: LineKind = "paragraph"
    level: int = 0
    cell: tuple[int, int, int] | None = None
    box: bool = False
    unseen: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()
    """The codes of the fields in it, whose words a program may replace."""
    looks: tuple[tuple[int, RunLook], ...] = ()
    """How the letters look, each look with the number of letters it holds for; () where looks were not read."""
    label: str = ""
    """The number that its list prints before it; "" without one, or where looks were not read."""
    sign: str = ""
    """How its list makes such numbers, so that two lines with one sign differ only in their place in the count."""


@dataclass(frozen=True, slots=True)
class Control:
    """A content control with where it begins and ends. `bound` says that its words come from elsewhere when it is opened."""

    tag: str
    title: str
    start: Spot
    end: Spot
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """The lines of one part with its marks. `unread` counts what was there and not read, by what it is."""

    part: str
    lines: tuple[Line, ...]
    controls: tuple[Control, ...] = ()
    bookmarks: Mapping[str, tuple[Spot, Spot]] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineLook:
    """What the paragraph's properties make of a line."""

    style: str = ""
    heading: int = 0
    kind: LineKind = "paragraph"
    level: int = 0


LookOf = Callable[[etree._Element | None], LineLook]
"""The look that a paragraph's properties (or their absence) stand for."""
