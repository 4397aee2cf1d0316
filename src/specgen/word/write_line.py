"""One line of a paragraph written out: words, items and wholes that stay, go and come, as few runs and marks as can be.

Source: ECMA-376 part 1, 17.13.5.14, 17.13.5.18 (runs), 17.13.5.31 (run properties).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from lxml import etree

from specgen.word.compare_inline import Atom, Line
from specgen.word.compare_words import Op, Step
from specgen.word.draft import Draft
from specgen.word.nest_controls import Item, Nest
from specgen.word.ooxml import w
from specgen.word.write_controls import write_nested
from specgen.word.write_fields import write_out_fields
from specgen.word.write_marks import MarkKind

_Element = etree._Element

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class _Ink:
    """Something to be written: words, an item of a run, or whole elements; `old` is its former look if that changes."""

    status: Op
    text: str = ""
    elements: Sequence[_Element] = ()
    in_run: bool = True
    properties: _Element | None = None
    look: int = 0
    new: bool = False
    """Whether the properties are NEW's, to be brought in when the run is made."""
    old: _Element | None = None
    old_look: int = -1


def items_of(steps: Sequence[Step]) -> Iterator[Item]:
    """The steps atom by atom."""
    for step in steps:
        if step.op == "same":
            yield from ((step.old_from + each, step.new_from + each) for each in range(step.old_to - step.old_from))
        elif step.op == "del":
            yield from ((each, None) for each in range(step.old_from, step.old_to))
        else:
            yield from ((None, each) for each in range(step.new_from, step.new_to))


class LineWriter:
    """The writing of one line."""

    def __init__(self, draft: Draft, lines: tuple[Line, Line], parts: tuple[str, str]) -> None:
        self._draft = draft
        self._old, self._new = lines
        self._parts = parts
        self._markers: dict[int, list[_Element]] = {}
        for at, marker in self._old.markers:
            self._markers.setdefault(at, []).append(marker)

    def write(self, steps: Sequence[Step], nests: Sequence[Nest]) -> list[_Element] | None:
        """The children of the paragraph, or None when nothing is left to be tracked."""
        items = list(items_of(steps))
        inks = [list(self._ink(i, j)) for i, j in items]
        if not nests and not any(ink.status != "same" or ink.old_look >= 0 for held in inks for ink in held):
            return None
        last = [_Ink("same", elements=[marker], in_run=False) for marker in self._markers.get(len(self._old.atoms), ())]
        content = write_nested(self._draft, nests, lambda start, end: self._assembled(inks[start:end]), len(items), self._parts[1])
        return [*content, *self._assembled([last])]

    def _ink(self, i: int | None, j: int | None) -> Iterator[_Ink]:
        for marker in self._markers.get(i, ()) if i is not None else ():
            yield _Ink("same", elements=[marker], in_run=False)
        if i is not None and j is not None:
            yield from self._same(self._old.atoms[i], self._new.atoms[j])
        elif i is not None:
            yield from self._one(self._old.atoms[i], "del")
        elif j is not None:
            yield from self._one(self._new.atoms[j], "ins")

    def _one(self, atom: Atom, kind: MarkKind) -> Iterator[_Ink]:
        if atom.kind == "text":
            for piece in atom.pieces:
                yield _Ink(kind, piece.text, properties=piece.properties, look=piece.look, new=kind == "ins")
        elif atom.kind == "picture" and kind == "ins":
            self._draft.picture(atom.elements[0], self._parts[1], "".join(each.text for each in self._new.atoms))
        elif atom.kind == "whole":
            yield _Ink(kind, elements=self._whole(atom, kind), in_run=False)
        else:
            elements = atom.elements if kind == "del" else [self._draft.bring(atom.elements[0], self._parts[1])]
            yield _Ink(kind, elements=elements, properties=atom.properties, look=atom.look, new=kind == "ins")

    def _whole(self, atom: Atom, kind: MarkKind) -> list[_Element]:
        """The elements of a whole, written out as fields, and marked."""
        holder = etree.Element(w("sdtContent"))
        for element in atom.elements:
            holder.append(element if kind == "del" else deepcopy(element))
        if kind == "del":
            write_out_fields(holder, self._draft.old, self._parts[0])
        else:
            holder = self._draft.bring(holder, self._parts[1])
        return self._draft.stamp.content(list(holder), kind)

    def _same(self, old: Atom, new: Atom) -> Iterator[_Ink]:
        if old.kind == "text" and len(old.pieces) == len(new.pieces) == 1:
            one, two = old.pieces[0], new.pieces[0]
            yield self._relook(_Ink("same", one.text, (), True, one.properties, one.look), two.look, two.properties)
        elif old.kind == "whole":
            yield _Ink("same", elements=old.elements, in_run=False)
        elif old.kind != "text":
            yield self._relook(_Ink("same", elements=old.elements, properties=old.properties, look=old.look), new.look, new.properties)
        else:
            ones, twos = list(old.pieces), list(new.pieces)
            i = j = used_one = used_two = 0
            while i < len(ones) and j < len(twos):
                length = min(len(ones[i].text) - used_one, len(twos[j].text) - used_two)
                ink = _Ink("same", ones[i].text[used_one : used_one + length], properties=ones[i].properties, look=ones[i].look)
                yield self._relook(ink, twos[j].look, twos[j].properties)
                used_one, used_two = used_one + length, used_two + length
                if used_one == len(ones[i].text):
                    i, used_one = i + 1, 0
                if used_two == len(twos[j].text):
                    j, used_two = j + 1, 0

    @staticmethod
    def _relook(ink: _Ink, look: int, properties: _Element | None) -> _Ink:
        if ink.look != look:
            ink.old, ink.old_look = ink.properties, ink.look
            ink.properties, ink.look, ink.new = properties, look, True
        return ink

    def _assembled(self, inks: Sequence[Sequence[_Ink]]) -> list[_Element]:
        """Runs and marks for the inks: as few of each as can be."""
        made: list[_Element] = []
        flat = (ink for held in inks for ink in held)
        for (in_run, status), group in groupby(flat, key=_kind):
            if not in_run:
                made.extend(element for ink in group for element in ink.elements)
                continue
            runs = [self._run(list(alike)) for _, alike in groupby(group, key=lambda ink: (ink.look, ink.old_look))]
            made += runs if status == "same" else [self._draft.stamp.wrap(status, runs)]
        return made

    def _run(self, inks: Sequence[_Ink]) -> _Element:
        """One run for inks of one look."""
        run, first = etree.Element(w("r")), inks[0]
        if first.properties is not None and len(first.properties):
            run.append(self._draft.bring(first.properties, self._parts[1]) if first.new else deepcopy(first.properties))
        if first.old_look >= 0:
            properties = run.find(w("rPr"))
            if properties is None:
                properties = etree.SubElement(run, w("rPr"))
            self._draft.stamp.change(properties, first.old)
        said: list[str] = []
        for ink in inks:
            if ink.text:
                said.append(ink.text)
            for element in ink.elements:
                _say(run, said)
                run.append(element)
        _say(run, said)
        return run


def _kind(ink: _Ink) -> tuple[bool, Op]:
    """Equal for neighbours that are written together: words of one status, or elements of their own."""
    return ink.in_run, ink.status if ink.in_run else "same"


def _say(run: _Element, said: list[str]) -> None:
    """Write the words that are waiting as one text element."""
    text = "".join(said)
    said.clear()
    if text:
        element = etree.SubElement(run, w("t"))
        element.text = text
        if text != text.strip() or "  " in text or "\n" in text or "\t" in text:
            element.set(_SPACE, "preserve")
