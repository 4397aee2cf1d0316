"""A paragraph that somebody took out without tracking: where it stood, and the paragraph that is put in again for it.

It takes the form of one that stands beside it, since nothing of its own is left in the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.package.ooxml import attribute_text, outer_xml, w
from specgen.word.package.tracked import Tracking, range_marks
from specgen.word.reply.letters import put_in

_Element = etree._Element

_NOT_COPIED: Final = frozenset({w("rPr"), w("sectPr"), w("pPrChange")})
_PASSED: Final = frozenset(w(name) for name in ("bookmarkStart", "bookmarkEnd", "proofErr"))
_BOOKMARK: Final = re.compile(r"[A-Za-z_]\w{0,39}", re.ASCII)
_LONGEST_TAG: Final = 64
_MARKS: Final = frozenset(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange"))


class MissingParagraph(Struct, frozen=True):
    """A paragraph of a part that is gone: it stood `after` the paragraph `beside` or else before it, and had the form
    of the paragraph `like`; `issued` are its words, and `order` tells its place among others that are gone there.
    Of a whole clause `issued` has a line for each paragraph, and `likes` one that has its form; `control` are the title
    and the tag of its control and the name of its bookmark, () where it comes back without, and `out_of` says of how
    many controls round `beside` it stood outside."""

    part: str
    beside: int
    after: bool
    like: int
    order: int
    issued: str
    likes: tuple[int, ...] = ()
    control: tuple[str, ...] = ()
    out_of: int = 0

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
    return "" if not where.control or _is_free(beside, where) else "its control or its bookmark stands elsewhere"


def _is_free(beside: _Element, where: MissingParagraph) -> bool:
    """Whether its control and its bookmark have names that the file does not have, and can stand at the place."""
    root = beside.getroottree().getroot()
    taken = {each.get(w("val")) for each in root.iter(w("tag"))}
    taken |= {each.get(w("name")) for each in root.iter(w("bookmarkStart"))}
    _, tag, bookmark = where.control
    named = 0 < len(tag) <= _LONGEST_TAG and bool(_BOOKMARK.fullmatch(bookmark))
    return named and not taken & {tag, bookmark} and block_beside(beside, where) is not None


def block_beside(beside: _Element, where: MissingParagraph) -> _Element | None:
    """What it stands beside: that paragraph, or the control of `out_of` that ends with it or begins with it; None where
    none does."""
    block = beside
    for _ in range(where.out_of):
        content = block.getparent()
        sides = block.itersiblings(preceding=not where.after)
        if content is None or content.tag != w("sdtContent") or any(each.tag not in _PASSED for each in sides):
            return None
        block = next(content.iterancestors(w("sdt")))
    return block


def clause_again(where: MissingParagraph, paragraphs: Sequence[str], tracking: Tracking) -> str:
    """The paragraphs of ours that are put in, in their control and bookmark where it has them (17.13.5.6)."""
    if not where.control:
        return "".join(paragraphs)
    title, tag, bookmark = where.control
    identity = tracking.revision
    tracking.revision += 1
    starts, ends = range_marks(tracking, "Ins"), range_marks(tracking, "Ins")
    first, last = (
        f'<w:bookmarkStart w:id="{identity}" w:name="{bookmark}"/>',
        f'<w:bookmarkEnd w:id="{identity}"/></w:p>',
    )
    words = "".join(paragraphs).replace("</w:pPr>", f"</w:pPr>{first}", 1).removesuffix("</w:p>") + last
    named = f'<w:alias w:val="{attribute_text(title)}"/><w:tag w:val="{attribute_text(tag)}"/>'
    held = f"{starts[1]}{words}{ends[0]}"
    return f"{starts[0]}<w:sdt><w:sdtPr>{named}</w:sdtPr><w:sdtContent>{held}</w:sdtContent></w:sdt>{ends[1]}"


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
