"""What follows from a paragraph mark that is gone: joining paragraphs, and tidying what has become empty.

Part of the resolver (see resolve.py); shares no code with what writes a redline.
Source: ECMA-376 part 1, 17.13.5.15 and 17.13.5.20 (the mark is the revision, its words join the next paragraph),
17.4.65 (a cell ends with a paragraph).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from specgen.word.ooxml import w

_Element = etree._Element

_SIDES: Final = ("Start", "End")
_TRANSPARENT: Final = frozenset(
    w(name)
    for name in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "proofErr",
        *(f"moveFromRange{side}" for side in _SIDES), *(f"moveToRange{side}" for side in _SIDES),
        *(f"customXml{kind}Range{side}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo") for side in _SIDES),
    )
)  # fmt: skip
_STORIES: Final = frozenset(w(name) for name in ("body", "tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent", "docPartBody"))
_SHELLS: Final = frozenset(w(name) for name in ("hyperlink", "fldSimple", "smartTag", "ins", "del", "moveFrom", "moveTo", "bdo", "dir"))
_PROPERTIES: Final = frozenset(w(name) for name in ("rPr", "pPr", "trPr", "tcPr", "numPr", "tblPrEx"))


def join_paragraphs(gone: list[_Element]) -> None:
    """Join each paragraph of `gone` (in document order), whose mark is gone, with the paragraph after it.

    From the last to the first, so that a row of them is joined in one pass. The paragraph after it keeps its own
    properties. A paragraph without one after it stays if it has words, and goes otherwise; but one that ends its story
    goes only if the block before it is a paragraph, which then ends the story (so Word writes an end that it put in).
    """
    beyond: dict[_Element, _Element | None] = {}
    for paragraph in reversed(gone):
        parent = paragraph.getparent()
        if parent is None:
            continue
        between, following = _next_block(paragraph, beyond)
        content = [child for child in paragraph if child.tag != w("pPr")]
        if following is not None and following.tag == w("p"):
            at = 1 if len(following) and following[0].tag == w("pPr") else 0
            following[at:at] = [*content, *between]
            parent.remove(paragraph)
        elif all(child.tag in _TRANSPARENT for child in content) and (_follows_paragraph(paragraph) or not _ends_story(paragraph, beyond)):
            replace_by(paragraph, content)
            if content:
                beyond[content[0]] = following


def replace_by(element: _Element, others: Iterable[_Element]) -> None:
    """Put `others` in the place of `element`, without counting its siblings (there may be thousands)."""
    parent = element.getparent()
    if parent is not None:
        for other in others:
            element.addprevious(other)
        parent.remove(element)


def _next_block(paragraph: _Element, beyond: Mapping[_Element, _Element | None]) -> tuple[list[_Element], _Element | None]:
    """The range marks after the paragraph and the block after them.

    `beyond` knows what follows the marks that a paragraph has left, where that is no paragraph: a row of them is passed once.
    """
    between: list[_Element] = []
    following = paragraph.getnext()
    while following is not None and following.tag in _TRANSPARENT:
        if following in beyond:
            return between, beyond[following]
        between.append(following)
        following = following.getnext()
    return between, following


def _follows_paragraph(paragraph: _Element) -> bool:
    before = paragraph.getprevious()
    while before is not None and before.tag in _TRANSPARENT:
        before = before.getprevious()
    return before is not None and before.tag == w("p")


def _ends_story(paragraph: _Element, beyond: Mapping[_Element, _Element | None]) -> bool:
    """Whether nothing follows the paragraph in its story, so that its mark cannot go."""
    block = paragraph
    while True:
        _, following = _next_block(block, beyond)
        if following is not None and following.tag != w("sectPr"):
            return False
        parent = block.getparent()
        if parent is None or parent.tag in _STORIES or (parent.tag == w("sdtContent") and _is_only_block(block)):
            return True
        block = parent


def _is_only_block(block: _Element) -> bool:
    parent = block.getparent()
    return parent is None or all(child is block or child.tag in _TRANSPARENT for child in parent)


def tidy_shells(removed_from: Iterable[_Element]) -> None:
    """Remove the hyperlinks, fields and tags that resolving has emptied; `removed_from` are what runs were taken out of."""
    for shell in removed_from:
        while shell.tag in _SHELLS and all(child.tag in _TRANSPARENT for child in shell):
            parent = shell.getparent()
            if parent is None:
                break
            replace_by(shell, list(shell))
            shell = parent


def tidy(root: _Element) -> None:
    """Remove bare properties, and the anchors of comments whose reference went."""
    for properties in reversed(list(root.iter(*_PROPERTIES))):
        parent = properties.getparent()
        if len(properties) == 0 and parent is not None and not parent.tag.endswith("Change"):
            parent.remove(properties)
    _tidy_comments(root)


def tidy_tables(root: _Element) -> None:
    """Remove rows without cells and tables without rows, and see that every cell ends with a paragraph."""
    for row in list(root.iter(w("tr"))):
        parent = row.getparent()
        if parent is not None and next(row.iter(w("tc")), None) is None:
            parent.remove(row)
    for control in list(root.iter(w("sdt"))):
        # A control round rows or cells that are all gone holds nothing that could stand there.
        parent, content = control.getparent(), control.find(w("sdtContent"))
        if parent is not None and parent.tag in (w("tbl"), w("tr")) and (content is None or len(content) == 0):
            parent.remove(control)
    for table in list(root.iter(w("tbl"))):
        parent = table.getparent()
        if parent is not None and next(table.iter(w("tr")), None) is None:
            parent.remove(table)
    for cell in root.iter(w("tc")):
        blocks = [child for child in cell if child.tag not in _TRANSPARENT]
        if not blocks or blocks[-1].tag in (w("tcPr"), w("tbl")):
            etree.SubElement(cell, w("p"))


def _tidy_comments(root: _Element) -> None:
    starts = list(root.iter(w("commentRangeStart")))
    if not starts:
        return
    referred = {reference.get(w("id")) for reference in root.iter(w("commentReference"))}
    for marker in [*starts, *root.iter(w("commentRangeEnd"))]:
        parent = marker.getparent()
        if parent is not None and marker.get(w("id")) not in referred:
            parent.remove(marker)
