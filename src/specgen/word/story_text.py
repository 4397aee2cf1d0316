"""The words of a paragraph with the tracked changes they stand in, for reading what somebody sent.

Source: ECMA-376 part 1, 17.3.2 and 17.3.3 (runs and their content), 17.13.5 (revisions).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from specgen.word.ooxml import W, symbol, w
from specgen.word.package import Package, content_types

_Element = etree._Element

MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_RUN_MARKS: Final = frozenset(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))
_NOT_ENTERED: Final = frozenset({w("pPr"), w("rPr"), w("sdtPr"), w("sdtEndPr"), w("txbxContent"), f"{{{MC}}}Fallback"})
_SIGNS: Final = {
    w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad", w("ptab"): "\t",
    w("footnoteReference"): "*", w("endnoteReference"): "*", w("drawing"): "\ufffc", w("pict"): "\ufffc", w("object"): "\ufffc",
}  # fmt: skip
_STORY_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_STORIES: Final = ("header", "footer", "footnotes", "endnotes", "comments", "document.glossary", "styles", "numbering")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph; `marks` are the revision elements round them, outermost first; `code` is a field's code."""

    text: str
    marks: tuple[_Element, ...] = ()
    code: bool = False

    @property
    def was(self) -> bool:
        """Whether the words are there when every change is rejected."""
        return not any(mark.tag in (w("ins"), w("moveTo")) for mark in self.marks)

    @property
    def will_be(self) -> bool:
        """Whether the words are there when every change is accepted."""
        return not any(mark.tag in (w("del"), w("moveFrom")) for mark in self.marks)


def pieces(paragraph: _Element, marks: tuple[_Element, ...] = ()) -> Iterator[Piece]:
    """The paragraph's words in order. Text boxes are stories of their own and are not entered."""
    for child in paragraph:
        tag = child.tag
        if tag in _NOT_ENTERED or not isinstance(tag, str):
            continue
        if tag in (w("t"), w("delText"), f"{{{M}}}t"):
            yield Piece(child.text or "", marks)
        elif tag in (w("instrText"), w("delInstrText")):
            yield Piece(child.text or "", marks, code=True)
        elif tag in _SIGNS:
            yield Piece(_SIGNS[tag], marks)
        elif tag == w("sym"):
            yield Piece(symbol(child.get(w("char"))), marks)
        elif tag in _RUN_MARKS:
            yield from pieces(child, (*marks, child))
        elif len(child):
            yield from pieces(child, marks)


def words(found: Iterable[Piece]) -> str:
    """The words of the pieces, field codes left out."""
    return "".join(piece.text for piece in found if not piece.code)


def text_before(paragraph: _Element) -> str:
    """The paragraph's words as they are when every change is rejected."""
    return words(piece for piece in pieces(paragraph) if piece.was)


def text_after(paragraph: _Element) -> str:
    """The paragraph's words as they are when every change is accepted."""
    return words(piece for piece in pieces(paragraph) if piece.will_be)


def text_of(blocks: Iterable[_Element]) -> str:
    """The words of all paragraphs in `blocks` as they would be, a line for each."""
    return "\n".join(text_after(paragraph) for block in blocks for paragraph in block.iter(w("p")) if not in_fallback(paragraph))


def in_fallback(element: _Element) -> bool:
    """Whether the element stands in the copy that is kept for older programs (markup compatibility, part 3)."""
    return next(element.iterancestors(f"{{{MC}}}Fallback"), None) is not None


def story_parts(package: Package) -> list[str]:
    """The parts that can hold tracked changes: the main document first, then by kind and name."""
    types = content_types(package)
    found: list[tuple[int, str]] = []
    for name in package.names:
        kind = types.of(name)
        if name == package.main:
            found.append((-1, name))
        elif kind.startswith(_STORY_TYPE):
            inner = kind[len(_STORY_TYPE) :].removesuffix("+xml").removesuffix(".main")
            if inner in _STORIES:
                found.append((_STORIES.index(inner), name))
    return [name for _, name in sorted(found)]


def is_word(element: _Element) -> bool:
    """Whether the element is of WordprocessingML (and no comment or processing instruction)."""
    return isinstance(element.tag, str) and element.tag.startswith(f"{{{W}}}")
