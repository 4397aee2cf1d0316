"""Where each element of a part begins and ends in its bytes, so that a part can be changed and every other byte kept.

Nothing is parsed and written back: the bytes are spliced. A part in UTF-16 is spliced as its letters and given back in
the same encoding. Source: XML 1.0, 2.1 and 3.1 (tags), 4.3.3 (encodings).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final
from xml.parsers import expat

from lxml import etree
from msgspec import Struct

from specgen.word.package.ooxml import parse_xml

_Element = etree._Element

_START_TAG: Final = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")


class Splice(Struct, frozen=True):
    """`new` (XML text) in place of the bytes from `start` to `end` of a part; an insertion where the two are equal."""

    start: int
    end: int
    new: str


class SpannedPart:
    """A part with its parsed root and the place of every element in its bytes.

    All places are in the part's letters as UTF-8; for a part in UTF-8 these are its own bytes. They are looked for when
    the first of them is asked for: nothing may be put into the tree or taken out of it before.
    """

    def __init__(self, data: bytes, root: _Element | None = None) -> None:
        """`root` is that of the same bytes, where they were parsed before. Raises etree.XMLSyntaxError when the part is
        not well-formed."""
        self.root = parse_xml(data) if root is None else root
        self._encoding = _wide_encoding(data)
        self.data = data.decode(self._encoding).encode("utf-8") if self._encoding else data
        self._ascii = (
            not self._encoding and re.match(rb"<\?xml[^>]*encoding=[\"'](?:us-)?ascii", data, re.IGNORECASE) is not None
        )

    @cached_property
    def _offsets(self) -> tuple[Sequence[int], Sequence[int]]:
        return _offsets(self.data)

    @cached_property
    def _ordinals(self) -> dict[_Element, int]:
        return {element: at for at, element in enumerate(self.root.iter(etree.Element))}

    def start(self, element: _Element) -> int:
        """Where the element's start tag begins."""
        return self._offsets[0][self._ordinals[element]]

    def start_tag(self, element: _Element) -> tuple[int, int]:
        """Where the element's start tag begins and ends."""
        begin = self.start(element)
        found = _START_TAG.match(self.data, begin)
        assert found is not None
        return begin, found.end()

    def is_empty_tag(self, element: _Element) -> bool:
        """Whether the element is written as one tag, `<w:p/>`."""
        end = self.start_tag(element)[1]
        return self.data[end - 2 : end - 1] == b"/"

    def end_tag(self, element: _Element) -> int:
        """Where the element's end tag begins; for an element of one tag, where that ends."""
        return (
            self._offsets[1][self._ordinals[element]] if not self.is_empty_tag(element) else self.start_tag(element)[1]
        )

    def end(self, element: _Element) -> int:
        """Where the element ends."""
        if self.is_empty_tag(element):
            return self.start_tag(element)[1]
        return self.data.index(b">", self.end_tag(element)) + 1

    def text(self, element: _Element) -> str:
        """The element as it is written."""
        return self.data[self.start(element) : self.end(element)].decode("utf-8")

    def spliced(self, splices: Iterable[Splice]) -> bytes:
        """The part with the splices made, every other byte as it was. Splices that meet keep their order."""
        pieces: list[bytes] = []
        at = 0
        for each in sorted(splices, key=lambda splice: (splice.start, splice.end)):
            if each.start < at:
                raise ValueError("two changes of a part overlap")
            pieces += (self.data[at : each.start], self._written(each.new))
            at = each.end
        made = b"".join((*pieces, self.data[at:]))
        return made.decode("utf-8").encode(self._encoding) if self._encoding else made

    def _written(self, text: str) -> bytes:
        return text.encode("ascii", "xmlcharrefreplace") if self._ascii else text.encode("utf-8")


def _wide_encoding(data: bytes) -> str:
    """The encoding of a part in UTF-16, byte order told; "" for any other."""
    if data[:2] == b"\xff\xfe" or data[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if data[:2] == b"\xfe\xff" or data[:1] == b"\0" else ""


def _offsets(data: bytes) -> tuple[Sequence[int], Sequence[int]]:
    """Where each element begins, and where its end tag begins, in the order of the start tags."""
    # The parser reads UTF-8 whatever the declaration says: a part in UTF-16 was made UTF-8 before.
    parser = expat.ParserCreate("utf-8")
    starts: list[int] = []
    ends: list[int] = []
    opened: list[int] = []

    def begin(_name: str, _attributes: object) -> None:
        opened.append(len(starts))
        starts.append(parser.CurrentByteIndex)
        ends.append(0)

    def finish(_name: str) -> None:
        ends[opened.pop()] = parser.CurrentByteIndex

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.Parse(data, True)
    return starts, ends
