"""The numbering part of one document: the template's own, with an instance for every list that starts anew.

Source: ECMA-376 part 1, 17.9.15 (w:num), 17.9.8 and 17.9.26 (lvlOverride, startOverride). An instance that shares an
abstract list with others goes on counting where they stopped; only an override of the start, on every level, makes it
begin again, in Word as in LibreOffice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from specgen.word.archive import Entry, pack
from specgen.word.ooxml import DECLARATION, parse_xml, w, whole_number
from specgen.word.text import attribute_text

_MOST_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class Numbering:
    """A template's numbering part, split where new instances go; `first` is the first free num id."""

    part: str
    first: int
    _head: str
    _tail: str
    _starts: Mapping[str, Mapping[int, int]]
    _made: dict[tuple[str, ...], tuple[Entry, bytes]] = field(default_factory=dict, repr=False, compare=False)

    def with_lists(self, lists: tuple[str, ...]) -> tuple[Entry, bytes]:
        """The part with an instance for each abstract list in `lists`, packed and plain.

        Documents of one template mostly have the same numbers of lists, so what was made is kept.
        """
        if lists not in self._made:
            if len(self._made) >= _MOST_KEPT:
                self._made.clear()
            found = (self._head + "".join(map(self._instance, range(self.first, self.first + len(lists)), lists)) + self._tail).encode("utf-8")
            self._made[lists] = pack(self.part, found), found
        return self._made[lists]

    def _instance(self, num: int, abstract: str) -> str:
        levels = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level, start in sorted(self._starts[abstract].items())
        )
        return f'<w:num w:numId="{num}"><w:abstractNumId w:val="{attribute_text(abstract)}"/>{levels}</w:num>'


def read_numbering(part: str, found: bytes, starts: Mapping[str, Mapping[int, int]]) -> Numbering:
    """The numbering part made ready. Raises etree.XMLSyntaxError."""
    root = parse_xml(found)
    ids = [whole_number(each.get(w("numId"))) for each in root.iter(w("num"))]
    slot = root.makeelement(w("num"), {w("numId"): "0"})
    last = root.find(w("numIdMacAtCleanup"))
    if last is not None:
        last.addprevious(slot)
    else:
        root.append(slot)
    text = etree.tostring(root, encoding="unicode")
    head, _, tail = text.partition('<w:num w:numId="0"/>')
    return Numbering(part, max(ids, default=0) + 1, DECLARATION + head, tail, starts)
