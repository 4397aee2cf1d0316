"""What a form prints round the clauses: its lines in order, with the names that a clause's own values fill.

Where no issued file is at hand, this is what the text beside a clause (its threshold, its date) is held against: the
template's own words with the record's values in them. A name that the record does not give stands for any words.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from specgen.assembly.document_type import DocumentType
from specgen.library.model import PLACES
from specgen.plainfile import read_plain
from specgen.review.findings import Expected, as_read
from specgen.review.frame import FrameLine, SeenLine, sign
from specgen.review.issued import Basis, fits
from specgen.word.document.lines import Line
from specgen.word.document.looks import read_page_looks
from specgen.word.document.stories import read_sides
from specgen.word.package.package import Package, read_package

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


# The frame that a form prints round the clauses, from the template and the record's values.
#
# For a document whose issued file is not at hand: only the lines that belong to a clause are known, and of those only
# what the clause's own values fill.


def frame_of_form(form: FormLines, clauses: Sequence[Expected], seen: Sequence[SeenLine]) -> tuple[FrameLine, ...]:
    """The frame that a form prints for the clauses: only what belongs to a clause.

    Of two loops in different branches of one condition, the one that fits what is seen is taken.
    """
    chosen: dict[tuple[str, int], tuple[int, tuple[FrameLine, ...]]] = {}
    order: list[tuple[str, int]] = []
    texts = {each.text for each in seen}
    for number, loop in enumerate(form.loops):
        lines = tuple(_loop_lines(loop, clauses, number))
        key = (loop.place, loop.arm[0]) if loop.arm else ("", -number - 1)
        fitting = sum(1 if _stands(line, texts) else -1 for line in lines[:400])
        if loop.arm is not None and key in chosen and not _same_arm(form, number, key):
            if fitting > chosen[key][0]:
                chosen[key] = fitting, lines
        else:
            key = key if key not in chosen else (f"{key[0]}{number}", key[1])
            chosen[key] = fitting, lines
            order.append(key)
    return tuple(line for key in order for line in chosen[key][1])


def _stands(line: FrameLine, texts: set[str]) -> bool:
    return (
        line.literals[0] in texts
        if len(line.literals) == 1
        else any(fits(line.literals, text) is not None for text in texts)
    )


def _same_arm(form: FormLines, number: int, key: tuple[str, int]) -> bool:
    """Whether an earlier loop of this condition stands in the same branch, so that both are printed."""
    arm = form.loops[number].arm
    return any(loop.arm == arm and loop.place == key[0] for loop in form.loops[:number])


def ordered_by_form(form: FormLines, clauses: Sequence[Expected]) -> list[int]:
    """The indexes of the clauses in the order in which the form prints their wording."""
    found: list[int] = []
    for loop in form.loops:
        if any(isinstance(piece, Slot) and piece.name == "wording" for line in loop.lines for piece in line.pieces):
            found += [index for index in _of_place(loop, clauses) if index not in found]
    return [*found, *(index for index in range(len(clauses)) if index not in found)]


def _of_place(loop: ItemLoop, clauses: Sequence[Expected]) -> list[int]:
    indexes = [index for index, clause in enumerate(clauses) if clause.place == loop.place]
    if not loop.grouped:
        return indexes
    components = list(dict.fromkeys(clauses[index].id.split("/")[0] for index in indexes))
    return sorted(indexes, key=lambda index: components.index(clauses[index].id.split("/")[0]))


def _loop_lines(loop: ItemLoop, clauses: Sequence[Expected], printing: int) -> list[FrameLine]:
    made: list[FrameLine] = []
    for index in _of_place(loop, clauses):
        for number, line in enumerate(loop.lines):
            found = _frame_line(line, index, clauses[index])
            made += (
                [dataclasses.replace(found, printing=printing, pattern=printing * 10_000 + number)]
                if found is not None
                else []
            )
    return made


def _frame_line(line: FormLine, index: int, clause: Expected) -> FrameLine | None:
    literals, field = [""], ""
    told: list[str] = []
    for piece in line.pieces:
        if isinstance(piece, str):
            literals[-1] += piece
        elif piece.name == "wording" and piece.whole:
            return None
        elif piece.name == "wording":
            literals[-1] += sign(index)
        elif piece.name == "title":
            literals[-1] += clause.title
            told.append(clause.title)
        elif piece.name in clause.fields:
            literals[-1] += as_read(clause.fields[piece.name])
            field = piece.name
            told.append(as_read(clause.fields[piece.name]))
        else:
            literals.append("")
    if not any(literal.strip() for literal in literals) and len(literals) == 1:
        return None
    return FrameLine(tuple(literals), index, field, line.optional, told=tuple(told), cell=line.cell)


def form_of(
    basis: Basis, types: Iterable[DocumentType]
) -> tuple[FormLines | None, str, Package | None, frozenset[str] | None]:
    """The lines of the template that the document was made of, what to say where it cannot be relied on, the template,
    and how its lists count. Raises OSError."""
    if basis.file is not None or basis.relied.kind == "nothing":
        return None, "", None, None
    missing = (
        "words outside the clauses, their headings and the cells beside them, because the issued file was not "
        "given (--issued)"
    )
    held = (
        "whether the words outside the clauses are those that were issued: they were held against the record inside "
        "the document, which is a claim of whoever sends it"
    )
    kind = next((each for each in types if each.key == basis.type), None)
    if kind is None:
        return None, held if basis.beside else missing, None, None
    data = read_plain(kind.template)
    if basis.form_sha256 is not None and hashlib.sha256(data).hexdigest() != basis.form_sha256:
        other = f"{missing}, and the template “{kind.key}” is not the one that the document was made of"
        return None, held if basis.beside else other, None, None
    package, _ = read_package(data, kind.template.name)
    sides = read_sides(package)[0] if package is not None else None
    if package is None or sides is None:
        return None, held if basis.beside else missing, None, None
    return (
        read_form_lines(sides.after.main.lines),
        held
        if basis.beside
        else f"words outside the clauses, except those of the template “{kind.key}” and of the clauses' own "
        f"values, because the issued file was not given (--issued)",
        package,
        frozenset(line.sign for story in (sides.after.main, *sides.after.others) for line in story.lines)
        | read_page_looks(package).signs_with_words(),
    )
