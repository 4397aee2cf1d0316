"""The blocks of a container (a body, a cell, a header, a note) as leaves that can be compared, and the controls over
them.

Content controls are seen through: their paragraphs are leaves like all others. Source: ECMA-376 part 1, 17.2.2, 17.5.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.inline import texts_of
from specgen.word.document.style_forms import properties_of
from specgen.word.package.ooxml import canonical, paragraph_property, w
from specgen.word.redline.controls import PairedItem, SideControl
from specgen.word.redline.inline import CONTROL_LEAVE, MARKERS, field_depth
from specgen.word.redline.sides import NOTE_KINDS, Side
from specgen.wording.difference import LEAST_ALIKE, filled, likeness, most_alike, tokens_of
from specgen.wording.sequences import common_pairs

_Element = etree._Element
LeafKind = Literal["paragraph", "table", "row", "group", "other"]

_NOISE: Final = re.compile(
    rb' w:rsid\w*="[^"]*"| w14:(?:paraId|textId)="[^"]*"'
    rb"|<w:(?:proofErr|lastRenderedPageBreak|bookmarkStart|bookmarkEnd|commentRangeStart|commentRangeEnd"
    rb"|permStart|permEnd)\b[^>]*>"
    rb"</w:\w+>"
    rb"|<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:commentReference [^>]*></w:commentReference></w:r>"
    rb'|(?<=<w:sdtPr>)<w:id w:val="[^"]*"></w:id>'
)
_NOISE_HINTS: Final = (
    b" w:rsid",
    b" w14:",
    b"<w:proofErr",
    b"<w:last",
    b"<w:bookmark",
    b"<w:comment",
    b"<w:perm",
    b"<w:sdtPr>",
)
"""One of these is in all that `_NOISE` finds, and to look for them takes a part of the time."""
_RELATION: Final = re.compile(rb' (\w+:(?:id|embed|link|pict|dm|lo|qs|cs))="([^"]*)"')
_STYLE: Final = re.compile(rb'<w:([prt])(?:bl)?Style w:val="([^"]*)"')
_STYLE_KINDS: Final = {b"p": "paragraph", b"r": "character", b"t": "table"}


class Leaf(Struct):
    """One block that is compared: a paragraph, a table, the paragraphs of a field that runs over several, or another
    block."""

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
            written = b"".join(canonical(each) for each in self.elements)
            if any(hint in written for hint in _NOISE_HINTS):
                written = _NOISE.sub(b"", written)
            if b":id=" in written or b":embed=" in written or b":link=" in written:
                written = _RELATION.sub(self._related, written)
            self._raw = written
        return self._raw

    def _related(self, match: re.Match[bytes]) -> bytes:
        if match[1] == b"w:id":
            return match[0]
        return b" " + match[1] + b'="' + self.side.target(self.part, match[2].decode("utf-8")).encode("utf-8") + b'"'

    def same(self, other: Leaf) -> bool:
        """Whether the two blocks are the same bytes; those that say something else need not be written out for it."""
        return self.text == other.text and self.raw == other.raw

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
    """Whether the styles that two blocks of equal bytes name, or leave unnamed, and their themes are the same in both
    documents."""
    if new.side.theme is not None and b"heme" in new.raw:
        return False
    if not new.side.renames:
        return True
    if any(new.side.style(None, kind) is not None for kind in ("paragraph", "table")):
        return False
    named = ((match[1].decode("utf-8"), _STYLE_KINDS[match[0]]) for match in set(_STYLE.findall(new.raw)))
    return all(old.side.style(identity, kind) == new.side.style(identity, kind) for identity, kind in named)


class ContainerBlocks(Struct):
    """A container's blocks in order, the controls over them, and the range marks after the last."""

    container: _Element
    leaves: list[Leaf] = field(default_factory=list)
    controls: list[SideControl] = field(default_factory=list)
    after: list[_Element] = field(default_factory=list)


def read_blocks(container: _Element, side: Side, part: str) -> ContainerBlocks:
    """The blocks of `container`; controls are entered, and a field over several blocks makes them one."""
    blocks = ContainerBlocks(container)
    pending: list[_Element] = []
    _read(container, side, part, blocks, pending)
    blocks.after = pending
    return blocks


def _read(container: _Element, side: Side, part: str, blocks: ContainerBlocks, pending: list[_Element]) -> None:
    depth = 0
    group: list[_Element] = []
    for child in container:
        tag = child.tag
        if tag in (w("sectPr"), w("tcPr"), w("pPr"), w("sdtPr")) or not isinstance(tag, str):
            continue
        opened = field_depth(child) or 0
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


def _read_control(control: _Element, side: Side, part: str, blocks: ContainerBlocks, pending: list[_Element]) -> None:
    start, place = len(blocks.leaves), len(blocks.controls)
    content = control.find(w("sdtContent"))
    if content is not None:
        _read(content, side, part, blocks, pending)
    if len(blocks.leaves) == start:
        _add(blocks, Leaf("other", [control], side, part, ""), pending)
        return
    key = (properties_of(control.find(w("sdtPr")), CONTROL_LEAVE), properties_of(control.find(w("sdtEndPr"))))
    blocks.controls.insert(place, SideControl(start, len(blocks.leaves), key, control))


def _add(blocks: ContainerBlocks, leaf: Leaf, pending: list[_Element]) -> None:
    leaf.before = list(pending)
    pending.clear()
    blocks.leaves.append(leaf)


def text_of_block(block: _Element) -> str:
    """The block's words; a line for each paragraph in it, those of text boxes too."""
    return "\n".join(texts_of(block))


# Blocks of two containers (bodies, cells, headers, notes) aligned: which belong together, which go, which come.
#
# Content controls are seen through: their paragraphs are aligned with all others, and the controls are laid over the
# result (nest_controls.py). Source: ECMA-376 part 1, 17.2.2, 17.5.2.

LEAST_ALIKE_OF: Final[dict[LeafKind, float]] = {"table": 0.3, "row": 0.4}
"""Tables and rows are compared inside sooner than paragraphs: a cell that did not change is what a reader looks for."""
SAME_FIRST_CELL: Final = 0.6
"""The least likeness of two rows whose first cells say the same: it mostly names what the row is about."""


def align(old: Sequence[Leaf], new: Sequence[Leaf], pairable: Callable[[Leaf, Leaf], bool]) -> list[PairedItem]:
    """The blocks of both sides in one row: pairs that belong together, what goes before what comes at one place.

    Equal words are matched first, then the most alike of what is left between two matches, then empty paragraphs.
    `pairable` says whether two blocks that are not equal can be compared inside.
    """
    numbers: dict[object, int] = {}

    def key(leaf: Leaf) -> int:
        plain: object = (leaf.kind, leaf.text) if leaf.kind != "other" else leaf.raw
        return numbers.setdefault(plain, len(numbers))

    said_old = [number for number, leaf in enumerate(old) if leaf.text.strip() or leaf.kind != "paragraph"]
    said_new = [number for number, leaf in enumerate(new) if leaf.text.strip() or leaf.kind != "paragraph"]
    found = common_pairs([key(old[number]) for number in said_old], [key(new[number]) for number in said_new])
    pairs = [(said_old[i], said_new[j]) for i, j in found if _equal(old[said_old[i]], new[said_new[j]], pairable)]
    pairs = filled(pairs, len(old), len(new), lambda olds, news: _alike(old, new, olds, news, pairable))
    pairs = filled(pairs, len(old), len(new), lambda olds, news: _empty_pairs(old, new, olds, news))
    pairs = filled(pairs, len(old), len(new), lambda olds, news: _last_resort(old, new, olds, news, pairable))
    return laid_out(pairs, len(old), len(new))


def _equal(one: Leaf, two: Leaf, pairable: Callable[[Leaf, Leaf], bool]) -> bool:
    return pairable(one, two) or one.same(two)


def laid_out(pairs: Sequence[tuple[int, int]], old: int, new: int) -> list[PairedItem]:
    """The row of items for the `pairs`: between two of them first what goes, then what comes."""
    items: list[PairedItem] = []
    i = j = 0
    for a, b in [*pairs, (old, new)]:
        items.extend((each, None) for each in range(i, a))
        items.extend((None, each) for each in range(j, b))
        if a < old:
            items.append((a, b))
        i, j = a + 1, b + 1
    return items


def _alike(
    old: Sequence[Leaf], new: Sequence[Leaf], olds: range, news: range, pairable: Callable[[Leaf, Leaf], bool]
) -> list[tuple[int, int]]:
    """The pairs between two matches that are most alike, in order."""

    def alike(i: int, j: int) -> float:
        one, two = old[i], new[j]
        if one.kind != two.kind or not one.words or not two.words or not pairable(one, two):
            return 0.0
        least = LEAST_ALIKE_OF.get(one.kind, LEAST_ALIKE)
        named = one.kind == "row" and one.text.split("\t")[0].strip() == two.text.split("\t")[0].strip() != ""
        # Two lengths set a limit to the likeness, which costs nothing to see.
        if not named and 2 * min(len(one.words), len(two.words)) < least * (len(one.words) + len(two.words)):
            return 0.0
        share = max(likeness(one.words, two.words), SAME_FIRST_CELL if named else 0.0)
        return share if share >= least else 0.0

    return most_alike(lambda i: old[i].words, lambda j: new[j].words, olds, news, alike)


def _empty_pairs(old: Sequence[Leaf], new: Sequence[Leaf], olds: range, news: range) -> list[tuple[int, int]]:
    """Empty paragraphs at the ends of what is left between two matches."""
    pairs: list[tuple[int, int]] = []
    i, j = olds.start, news.start
    while i < olds.stop and j < news.stop and _blank(old[i]) and _blank(new[j]) and _breaks_alike(old[i], new[j]):
        pairs.append((i, j))
        i, j = i + 1, j + 1
    a, b = olds.stop, news.stop
    tail: list[tuple[int, int]] = []
    while a > i and b > j and _blank(old[a - 1]) and _blank(new[b - 1]) and _breaks_alike(old[a - 1], new[b - 1]):
        a, b = a - 1, b - 1
        tail.append((a, b))
    return [*pairs, *tail[::-1]]


def _blank(leaf: Leaf) -> bool:
    return leaf.kind == "paragraph" and not leaf.text.strip()


def _last_resort(
    old: Sequence[Leaf], new: Sequence[Leaf], olds: range, news: range, pairable: Callable[[Leaf, Leaf], bool]
) -> list[tuple[int, int]]:
    """One paragraph, row or table in the place of one other: its words are replaced in place, so that its number
    stays."""
    if len(olds) != 1 or len(news) != 1:
        return []
    one, two = old[olds.start], new[news.start]
    if one.kind in ("row", "table"):
        return [(olds.start, news.start)] if pairable(one, two) else []
    same_kind = one.kind == two.kind == "paragraph" and pairable(one, two) and _breaks_alike(one, two)
    return [(olds.start, news.start)] if same_kind and _manner(one) == _manner(two) else []


def _breaks_alike(one: Leaf, two: Leaf) -> bool:
    """Whether a section ends with both paragraphs, or with neither."""
    breaks = [paragraph_property(each.elements[0], w("sectPr")) for each in (one, two)]
    return (breaks[0] is None) == (breaks[1] is None)


def _manner(leaf: Leaf) -> tuple[object, ...]:
    """How a paragraph is set, its list's number apart."""
    properties = leaf.elements[0].find(w("pPr"))
    style = properties.find(w("pStyle")) if properties is not None else None
    name = leaf.side.style(style.get(w("val")) if style is not None else None, "paragraph")
    listed = properties is not None and properties.find(w("numPr")) is not None
    return (
        name,
        listed,
        properties_of(properties, frozenset({w("pStyle"), w("numPr"), w("rPr"), w("sectPr")}), leaf.side.theme),
    )
