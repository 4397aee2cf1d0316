"""A paragraph that somebody took out without tracking: where it stood, and the paragraph that is put in again for it.

It takes the form of one that stands beside it, since nothing of its own is left in the file.
"""

from __future__ import annotations

from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.package.ooxml import outer_xml, w
from specgen.word.package.tracked import Tracking
from specgen.word.reply.letters import put_in

_Element = etree._Element

_NOT_COPIED: Final = frozenset({w("rPr"), w("sectPr"), w("pPrChange")})
_MARKS: Final = frozenset(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange"))


class MissingParagraph(Struct, frozen=True):
    """A paragraph of a part that is gone: it stood `after` the paragraph `beside` or else before it, and had the form
    of the paragraph `like`; `issued` are its words, and `order` tells its place among others that are gone there.
    Of a whole clause `issued` has a line for each paragraph, and `likes` one that has its form."""

    part: str
    beside: int
    after: bool
    like: int
    order: int
    issued: str
    likes: tuple[int, ...] = ()

    def paragraphs(self, words: str) -> list[tuple[int, str]]:
        """Each paragraph that is put in again: the one whose form it takes, and its words."""
        return list(zip(self.likes, words.split("\n"), strict=True)) if self.likes else [(self.like, words)]


def fault_of_missing(beside: _Element, like: _Element | None, where: MissingParagraph) -> str:
    """Why the paragraph cannot be put in again beside that one; "" when it can."""
    if like is None:
        return "no paragraph of its clause has the form that it had; answer it in Word"
    if next(beside.iterancestors(w("txbxContent")), None) is not None:
        return "it stood in a text box; answer it in Word"
    ends = beside.find(f"{w('pPr')}/{w('rPr')}")
    if any(child.tag in _MARKS for child in (ends if ends is not None else ())):
        return "tracked changes stand beside it; answer it in Word"
    if where.after and beside.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return "a section of the document ends there; answer it in Word"
    return ""


def paragraph_again(like: _Element, words: str, tracking: Tracking) -> str:
    """The words as a paragraph of ours that is put in, in the form of `like`."""
    mark = f"<w:rPr><{tracking.mark('ins')}/></w:rPr>"
    return f"<w:p><w:pPr>{form_of_paragraph(like)}{mark}</w:pPr>{put_in(words, '', tracking)}</w:p>"


def form_of_paragraph(like: _Element) -> str:
    """The paragraph's properties as another takes them over: its style, its list, its indents."""
    properties = like.find(w("pPr"))
    return "".join(
        outer_xml(child)
        for child in (properties if properties is not None else ())
        if isinstance(child.tag, str) and child.tag not in _NOT_COPIED
    )
