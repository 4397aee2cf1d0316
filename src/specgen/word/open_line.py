"""A line that is being read: its pieces so far, how they look, and the fields that are open in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from specgen.word.lines import LineLook
from specgen.word.run_look import PLAIN, RunLook


@dataclass(slots=True)
class OpenField:
    """A field that is open: how many pieces stand before it, its code so far, and whether what it shows has begun."""

    first: int
    code: list[str] = field(default_factory=list)
    shows: bool = False


@dataclass(slots=True)
class OpenLine:
    """A line that is being read."""

    index: int
    look: LineLook
    cell: tuple[int, int, int] | None
    box: bool
    properties: etree._Element | None = None
    pieces: list[str] = field(default_factory=list)
    looks: list[RunLook] = field(default_factory=list)
    """The look of each piece, where looks are read."""
    length: int = 0
    numbers: dict[int, None] = field(default_factory=dict)
    unseen: list[tuple[str, str]] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    running: list[OpenField] = field(default_factory=list)
    hidden: str = ""
    look_now: RunLook = PLAIN
    veil: str = ""
    """Why nothing in the paragraph can be read, whatever its letters look like."""
    ground: str = ""
    """The colour that the paragraph or its cell paints behind its letters."""
    label: str = ""
    sign: str = ""


def spans(line: OpenLine) -> tuple[tuple[int, RunLook], ...]:
    """How the letters of the line look, each look with the number of letters it holds for."""
    found: list[tuple[int, RunLook]] = []
    for piece, look in zip(line.pieces, line.looks, strict=True):
        if found and found[-1][1] == look:
            found[-1] = found[-1][0] + len(piece), look
        elif piece:
            found.append((len(piece), look))
    return tuple(found)
