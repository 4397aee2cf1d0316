"""What a form prints round the clauses: its lines in order, with the names that a clause's own values fill.

Where no issued file is at hand, this is what the text beside a clause (its threshold, its date) is held against: the
template's own words with the record's values in them. A name that the record does not give stands for any words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from specgen.library.model import PLACES
from specgen.word.document.lines import Line

_CONTROL: Final = re.compile(
    r"\s*\{%-?\s*(?:p|tr|tc|r)?\s+(?P<what>for|endfor|if|elif|else|endif)\b(?P<rest>.*?)-?%\}\s*"
)
_FOR: Final = re.compile(r"\s*(?P<name>\w+)\s+in\s+(?P<path>[\w.]+)\s*")
_INLINE: Final = re.compile(r"\{%.*%\}")
_NAME: Final = re.compile(r"\{\{(?P<kind>[pr]\s)?-?\s*(?P<said>.*?)\s*-?\}\}")


class FormLine(Struct, frozen=True):
    """A line of a form. `pieces` are words (str) and names (`Slot`); `optional` says that a condition may leave
    it out."""

    pieces: tuple[str | Slot, ...]
    style: str
    optional: bool = False
    cell: tuple[int, int, int] | None = None


class Slot(Struct, frozen=True):
    """Where a value goes: `name` is a clause's own (title, wording, a field), "" for any other; `whole` for whole
    paragraphs."""

    name: str = ""
    whole: bool = False


class ItemLoop(Struct, frozen=True):
    """The lines printed for each clause of a place. `grouped` says that the clauses are taken by component.

    `arm` is which branch of which condition it stands in: of two loops in different branches only one is printed.
    """

    place: str
    grouped: bool
    lines: tuple[FormLine, ...]
    arm: tuple[int, int] | None


class FormLines(Struct, frozen=True):
    """A form's loops over clauses, in order, and every other line that it can print."""

    loops: tuple[ItemLoop, ...]
    others: tuple[FormLine, ...]


class _Frame(Struct):
    """A tag that is open: a loop (its variable and what it goes over) or a condition (its number and branch)."""

    what: str
    name: str = ""
    path: tuple[str, ...] = ()
    number: int = 0
    branch: int = 0
    lines: list[FormLine] | None = None


def read_form_lines(lines: Iterable[Line]) -> FormLines:
    """The form in the lines of a template's main part. Tags that are not closed are taken as closed at the end."""
    loops: list[ItemLoop] = []
    others: list[FormLine] = []
    frames: list[_Frame] = []
    conditions = 0
    for line in lines:
        found = _CONTROL.fullmatch(line.text)
        if found is None:
            _add(line, frames, others)
        elif found["what"] == "for":
            frames.append(_loop(found["rest"], frames))
        elif found["what"] == "if":
            conditions += 1
            frames.append(_Frame("if", number=conditions))
        elif found["what"] in ("elif", "else") and frames and frames[-1].what == "if":
            frames[-1].branch += 1
        elif found["what"] in ("endfor", "endif") and frames:
            closed = frames.pop()
            if closed.lines:
                loops.append(_finished(closed, frames))
    return FormLines(tuple(loops), tuple(others))


def _loop(rest: str, frames: Sequence[_Frame]) -> _Frame:
    found = _FOR.fullmatch(rest)
    if found is None:
        return _Frame("for")
    path = tuple(found["path"].split("."))
    for frame in reversed(frames):
        if frame.name and frame.name == path[0]:
            path = (*frame.path, *path[1:])
            break
    items = _place(path) != ""
    return _Frame("for", found["name"], path, lines=[] if items else None)


def _place(path: tuple[str, ...]) -> str:
    """The place whose clauses a loop over `path` goes through; "" for a loop over something else."""
    if len(path) == 1 and path[0] in PLACES:
        return path[0]
    return path[1] if len(path) == 3 and path[0] == "groups" and path[2] == "entries" and path[1] in PLACES else ""


def _finished(frame: _Frame, outer: Sequence[_Frame]) -> ItemLoop:
    arm = next(((each.number, each.branch) for each in reversed(outer) if each.what == "if"), None)
    return ItemLoop(_place(frame.path), frame.path[0] == "groups", tuple(frame.lines or ()), arm)


def _add(line: Line, frames: Sequence[_Frame], others: list[FormLine]) -> None:
    if not line.text.strip():
        return
    at = next((number for number in range(len(frames) - 1, -1, -1) if frames[number].lines is not None), None)
    if at is None:
        others.append(FormLine(_pieces(line.text, ""), line.style, cell=line.cell))
        return
    inner = frames[at + 1 :]
    made = FormLine(_pieces(line.text, frames[at].name), line.style, optional=bool(inner), cell=line.cell)
    if any(frame.what == "for" for frame in inner):
        others.append(made)  # printed any number of times for each clause
    else:
        lines = frames[at].lines
        assert lines is not None
        lines.append(made)


def _pieces(text: str, item: str) -> tuple[str | Slot, ...]:
    text = _INLINE.sub("{{ }}", text)
    pieces: list[str | Slot] = []
    at = 0
    for found in _NAME.finditer(text):
        pieces.append(text[at : found.start()])
        said = found["said"].split(".")
        own = len(said) == 2 and said[0] == item and bool(item)
        pieces.append(Slot(said[1] if own else "", whole=(found["kind"] or "").strip() == "p"))
        at = found.end()
    pieces.append(text[at:])
    return tuple(piece for piece in pieces if piece != "")
