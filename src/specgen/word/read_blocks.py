"""The blocks of a container (a body, a cell, a header, a note) as leaves that can be compared, and the controls over them.

Content controls are seen through: their paragraphs are leaves like all others. Source: ECMA-376 part 1, 17.2.2, 17.5.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from lxml import etree

from specgen.word.compare_inline import CONTROL_LEAVE, MARKERS
from specgen.word.compare_side import NOTE_KINDS, Side
from specgen.word.compare_words import tokens_of
from specgen.word.nest_controls import Control
from specgen.word.ooxml import w
from specgen.word.style_effects import properties_of

_Element = etree._Element
LeafKind = Literal["paragraph", "table", "row", "group", "other"]

_NOISE: Final = re.compile(
    rb' w:rsid\w*="[^"]*"| w14:(?:paraId|textId)="[^"]*"'
    rb"|<w:(?:proofErr|lastRenderedPageBreak|bookmarkStart|bookmarkEnd|commentRangeStart|commentRangeEnd|permStart|permEnd)\b[^>]*></w:\w+>"
    rb"|<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:commentReference [^>]*></w:commentReference></w:r>"
    rb'|(?<=<w:sdtPr>)<w:id w:val="[^"]*"></w:id>'
)
_RELATION: Final = re.compile(rb' (\w+:(?:id|embed|link|pict|dm|lo|qs|cs))="([^"]*)"')
_STYLE: Final = re.compile(rb'<w:([prt])(?:bl)?Style w:val="([^"]*)"')
_STYLE_KINDS: Final = {b"p": "paragraph", b"r": "character", b"t": "table"}


@dataclass(slots=True)
class Leaf:
    """One block that is compared: a paragraph, a table, the paragraphs of a field that runs over several, or another block."""

    kind: LeafKind
    elements: list[_Element]
    side: Side
    part: str
    text: str
    before: list[_Element] = field(default_factory=list)
    """Range marks that stand between the blocks before it."""
    _raw: bytes | None = None
    _words: list[str] | None = None

    @property
    def raw(self) -> bytes:
        """The block's own bytes without what is neither words nor look: equal bytes need no comparison."""
        if self._raw is None:
            written = b"".join(etree.tostring(each, method="c14n", exclusive=True, with_tail=False) for each in self.elements)
            written = _NOISE.sub(b"", written)
            if b":id=" in written or b":embed=" in written or b":link=" in written:
                written = _RELATION.sub(self._related, written)
            self._raw = written
        return self._raw

    def _related(self, match: re.Match[bytes]) -> bytes:
        if match[1] == b"w:id":
            return match[0]
        return b" " + match[1] + b'="' + self.side.target(self.part, match[2].decode("utf-8")).encode("utf-8") + b'"'

    @property
    def words(self) -> list[str]:
        """The block's words and signs, without spaces."""
        if self._words is None:
            self._words = [token for token in tokens_of(self.text) if not token.isspace()]
        return self._words

    @property
    def notes(self) -> list[_Element]:
        """The footnote and endnote references in the block."""
        return [each for element in self.elements for each in element.iter(*NOTE_KINDS)]


def same_styles(old: Leaf, new: Leaf) -> bool:
    """Whether the styles that two blocks of equal bytes name, or leave unnamed, and their themes are the same in both documents."""
    if new.side.theme is not None and b"heme" in new.raw:
        return False
    if not new.side.renames:
        return True
    if any(new.side.style(None, kind) is not None for kind in ("paragraph", "table")):
        return False
    named = ((match[1].decode("utf-8"), _STYLE_KINDS[match[0]]) for match in set(_STYLE.findall(new.raw)))
    return all(old.side.style(identity, kind) == new.side.style(identity, kind) for identity, kind in named)


@dataclass(slots=True)
class Blocks:
    """A container's blocks in order, the controls over them, and the range marks after the last."""

    container: _Element
    leaves: list[Leaf] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    after: list[_Element] = field(default_factory=list)


def read_blocks(container: _Element, side: Side, part: str) -> Blocks:
    """The blocks of `container`; controls are entered, and a field over several blocks makes them one."""
    blocks = Blocks(container)
    pending: list[_Element] = []
    _read(container, side, part, blocks, pending)
    blocks.after = pending
    return blocks


def _read(container: _Element, side: Side, part: str, blocks: Blocks, pending: list[_Element]) -> None:
    depth = 0
    group: list[_Element] = []
    for child in container:
        tag = child.tag
        if tag in (w("sectPr"), w("tcPr"), w("pPr"), w("sdtPr")) or not isinstance(tag, str):
            continue
        opened = _open_fields(child)
        if depth or opened:
            # A field that begins here and ends in a later block: they are kept or replaced together.
            group.append(child)
            depth += opened
            if depth == 0:
                _add(blocks, Leaf("group", group, side, part, "\n".join(map(text_of_block, group))), pending)
                group = []
        elif tag in MARKERS or tag.endswith("RangeStart") or tag.endswith("RangeEnd"):
            pending.append(child)
        elif tag == w("p"):
            _add(blocks, Leaf("paragraph", [child], side, part, text_of_block(child)), pending)
        elif tag == w("tbl"):
            _add(blocks, Leaf("table", [child], side, part, text_of_block(child)), pending)
        elif tag == w("sdt"):
            _read_control(child, side, part, blocks, pending)
        elif tag != w("proofErr"):
            _add(blocks, Leaf("other", [child], side, part, text_of_block(child)), pending)
    if group:
        _add(blocks, Leaf("other", group, side, part, "\n".join(map(text_of_block, group))), pending)


def _read_control(control: _Element, side: Side, part: str, blocks: Blocks, pending: list[_Element]) -> None:
    start, place = len(blocks.leaves), len(blocks.controls)
    content = control.find(w("sdtContent"))
    if content is not None:
        _read(content, side, part, blocks, pending)
    if len(blocks.leaves) == start:
        _add(blocks, Leaf("other", [control], side, part, ""), pending)
        return
    key = (properties_of(control.find(w("sdtPr")), CONTROL_LEAVE), properties_of(control.find(w("sdtEndPr"))))
    blocks.controls.insert(place, Control(start, len(blocks.leaves), key, control))


def _add(blocks: Blocks, leaf: Leaf, pending: list[_Element]) -> None:
    leaf.before = list(pending)
    pending.clear()
    blocks.leaves.append(leaf)


def _open_fields(block: _Element) -> int:
    kinds = [mark.get(w("fldCharType")) for mark in block.iter(w("fldChar"))]
    return kinds.count("begin") - kinds.count("end") if kinds else 0


def text_of_block(block: _Element) -> str:
    """The block's words; a line for each paragraph of a table or another block."""
    if block.tag == w("p"):
        return "".join([each.text or "" for each in block.iter(w("t"))])
    return "\n".join([text_of_block(paragraph) for paragraph in block.iter(w("p"))])
