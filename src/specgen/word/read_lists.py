"""Which paragraphs of a draft are list items, of which kind and level, and whether a clause would number them the same.

Source: ECMA-376 part 1, 17.9 (numbering), 17.9.23 (a style's level is said by the list's level that is bound to it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from specgen.word.ooxml import w
from specgen.word.printed_numbers import Counters, NumberingPart, formatted
from specgen.word.style_effects import StyleEffects
from specgen.wording import DEEPEST_LIST_LEVEL, BlockKind

_Element = etree._Element
_VAL: Final = w("val")
_RESTART: Final = "let the list begin at its first number and run on (right-click the number, Restart or Continue Numbering)"


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph's place in a list; `faults` are (kind of fault, what it is, cure), `note` what a reader must know."""

    kind: BlockKind
    level: int = 0
    faults: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


class ListReader:
    """Reads the items of one body in order, since numbers are counted."""

    def __init__(self, styles: _Element | None, numbering: _Element | None) -> None:
        self._effects = StyleEffects(styles, {})
        self._numbering = NumberingPart(numbering)
        self._counters = Counters(self._numbering)
        self._expected = [0] * (DEEPEST_LIST_LEVEL + 1)
        """What a clause would have counted at each level."""

    def next_item(self, properties: _Element | None, style: str, deepest: int) -> Item:
        """The next paragraph of the body; `deepest` is the deepest level that an item can have here."""
        number, written = self._numbered(properties, style)
        found = self._numbering.level(number, written) if number not in ("", "0") else None
        label = self._counters.next_label(number, written) if found is not None else None
        form = found.value("numFmt", "decimal") if found is not None else "none"
        if form == "none":
            self._expected = [0] * (DEEPEST_LIST_LEVEL + 1)
            return Item("paragraph")
        level = self._nesting(written, style)
        faults: tuple[tuple[str, str, str], ...] = ()
        if level > min(deepest, DEEPEST_LIST_LEVEL):
            faults = (("list-level", f"a list item of level {level + 1} that no item of level {level} stands above",
                       f"use at most {DEEPEST_LIST_LEVEL + 1} levels, one below the other (Decrease Indent)"),)
            level = min(deepest, DEEPEST_LIST_LEVEL)
        self._expected[level + 1 :] = [0] * (DEEPEST_LIST_LEVEL - level)
        if form == "bullet":
            self._expected[level] = 0
            return Item("bullet", level, faults)
        self._expected[level] += 1
        expected = self._label(number, written, level)
        if not faults and label != expected:
            faults = (("list-number", f"an item numbered “{label}”, which the clause would number “{expected}”", _RESTART),)
        note = f"the item “{label}” is numbered with figures in the clause: a document's template decides the kind of number" if form != "decimal" else ""
        return Item("number", level, faults, note)

    def _numbered(self, properties: _Element | None, style: str) -> tuple[str, int]:
        """The list and level that the paragraph's own numbering gives, else its style's; ("", 0) when neither does."""
        own = properties.find(w("numPr")) if properties is not None else None
        number, level = _value(own, "numId"), _value(own, "ilvl")
        if not number and (by_style := self._effects.numbering(style or None)) is not None:
            number = by_style[0]
            bound = self._numbering.depth_of_style(number, by_style[2])
            level = level or (str(bound) if bound is not None else by_style[1] or "")
        return number, int(level) if level.isascii() and level.isdigit() and len(level) < 3 else 0

    def _nesting(self, written: int, style: str) -> int:
        """The nesting of an item; a style such as “List Bullet 2” is a list of its own, and a deeper item all the same."""
        name = str(self._effects.form(style, "paragraph")[0]) if style and written == 0 else ""
        last = name.rpartition(" ")[2]
        return int(last) - 1 if name.startswith(("list bullet ", "list number ")) and len(last) == 1 and last in "23456789" else written

    def _label(self, number: str, written: int, level: int) -> str:
        """The label as a clause would print it, in the draft's own form of numbers."""
        own = self._numbering.level(number, written)
        label = own.value("lvlText") if own is not None else ""
        for n in range(written + 1):
            each = self._numbering.level(number, n)
            counted = self._expected[level if n == written else min(n, DEEPEST_LIST_LEVEL)]
            if each is not None:
                label = label.replace(f"%{n + 1}", formatted(counted, each.value("numFmt", "decimal")))
        return label


def _value(properties: _Element | None, name: str) -> str:
    found = properties.find(w(name)) if properties is not None else None
    return found.get(_VAL, "") if found is not None else ""
