"""The frame that a form prints round the clauses, from the template and the record's values.

For a document whose issued file is not at hand: only the lines that belong to a clause are known, and of those only what
the clause's own values fill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from specgen.review.claims import fits
from specgen.review.findings import Expected, as_read
from specgen.review.form_lines import FormLine, FormLines, ItemLoop, Slot
from specgen.review.frame import FrameLine, SeenLine, sign


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
    return line.literals[0] in texts if len(line.literals) == 1 else any(fits(line.literals, text) is not None for text in texts)


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
            made += [replace(found, printing=printing, pattern=printing * 10_000 + number)] if found is not None else []
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
    return FrameLine(tuple(literals), index, field, line.optional, told=tuple(told))
