"""What belongs to a section of an existing specification, and the place after it: in the body, in a cell, beside or below one.

Source: ECMA-376 part 1, 17.2.2 (body), 17.4 (tables), 17.5.2 (content controls), 17.6.17 (section breaks).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from specgen.word.headings import typed_number
from specgen.word.host_document import Host, HostParagraph, ancestors_within
from specgen.word.ooxml import w

_Element = etree._Element

_VAL: Final = w("val")
_HOLDERS: Final = frozenset({w("sdtContent"), w("customXml"), w("sdt")})
_ENDS: Final = frozenset(w(name) for name in (
    "bookmarkEnd", "commentRangeEnd", "permEnd", "moveFromRangeEnd", "moveToRangeEnd", "customXmlInsRangeEnd", "customXmlDelRangeEnd", "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeEnd",
))  # fmt: skip
_SEEN: Final = (w("t"), w("delText"), w("sym"), w("drawing"), w("pict"), w("object"), w("fldChar"), w("fldSimple"), w("footnoteReference"), w("endnoteReference"), w("tab"))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place between blocks: directly after the element `after`, which stands in `container` (body, cell or control).

    Where `after` is `container` itself, the place is at its beginning.
    `last` is the last block that can be seen before it, a paragraph or a table. `following` is whether a block follows in
    the same story, so that a paragraph put in there ends before it.
    """

    container: _Element
    after: _Element
    last: _Element
    following: bool


@dataclass(frozen=True, slots=True)
class SectionExtent:
    """A section: its heading, the paragraphs under it in the same story, the place after them, and the heading that ends it."""

    heading: HostParagraph
    members: tuple[HostParagraph, ...]
    spot: Spot
    ended_by: HostParagraph | None
    struck_end: bool = False
    """Whether a tracked change takes out the last paragraph of the story, which stands after the place."""


def section_of(host: Host, heading: HostParagraph) -> SectionExtent:
    """The extent of the section under `heading`."""
    story: _Element = heading.cell if heading.cell is not None else host.body
    blocks = list(_blocks(story))
    by_element = {each.element: each for each in host.paragraphs}
    first = blocks.index(heading.element)
    if heading.cell is not None and not any(_can_be_seen(block) for block in blocks[first + 1 :]):
        elsewhere = _beside_or_below(host, heading, by_element)
        if elsewhere is not None:
            return elsewhere
    return _extent(host, heading, story, blocks, first, by_element)


def _extent(
    host: Host, heading: HostParagraph, story: _Element, blocks: Sequence[_Element], first: int, by_element: dict[_Element, HostParagraph], start: int | None = None
) -> SectionExtent:
    """The extent from block `first` (or what follows the heading, from `start`) to the heading that ends it, or the story's end."""
    end, ended_by = len(blocks), None
    for at in range(first + 1 if start is None else start, len(blocks)):
        head = _head_of(blocks[at], by_element)
        if head is not None and ends_section(host, heading, head):
            end, ended_by = at, head
            break
    begin = first if start is None else start
    members = tuple(by_element[block] for block in blocks[begin + (start is None) : end] if block in by_element)
    # A paragraph that a tracked change takes out cannot give its mark to what is put in at the end of the story.
    last = next((at for at in range(end - 1, begin - 1, -1) if _can_be_seen(blocks[at]) and not (end == len(blocks) and _is_struck(blocks[at]))), None)
    if last is None and start is not None:
        properties = story.find(w("tcPr"))
        spot = Spot(story, properties if properties is not None else story, story, True)
    else:
        spot = _spot(story, blocks, begin if last is None else last)
    return SectionExtent(heading, members, spot, ended_by, end == len(blocks) and last is not None and last + 1 < len(blocks) and _is_struck(blocks[-1]))


def _spot(story: _Element, blocks: Sequence[_Element], last: int) -> Spot:
    block = blocks[last]
    path = list(ancestors_within(block, story))
    container, after = story, path[-1]
    if last + 1 < len(blocks):
        beside = {id(each) for each in ancestors_within(blocks[last + 1], story)}
        for inner, outer in zip(path, [*path[1:], story], strict=True):
            if id(outer) in beside or outer is story:
                container, after = outer, inner
                break
    following = after.getnext()
    while following is not None and following.tag in _ENDS:
        after, following = following, following.getnext()
    return Spot(container, after, block, last + 1 < len(blocks))


def _beside_or_below(host: Host, heading: HostParagraph, by_element: dict[_Element, HostParagraph]) -> SectionExtent | None:
    """For a heading alone in its cell: the cell to the right of it, or else the one below, if no other heading begins it."""
    cell = heading.cell
    assert cell is not None
    row = next(cell.iterancestors(w("tr")))
    right = [each for each in row.iter(w("tc")) if next(each.iterancestors(w("tr"))) is row]
    beside = right[right.index(cell) + 1 :]
    table = next(cell.iterancestors(w("tbl")))
    rows = [each for each in table.iter(w("tr")) if next(each.iterancestors(w("tbl"))) is table]
    below: list[_Element] = []
    for other in rows[rows.index(row) + 1 :]:
        cells = [each for each in other.iter(w("tc")) if next(each.iterancestors(w("tr"))) is other]
        if len(cells) != 1 or _merged_on(cells[0]):
            break
        head = next((by_element[each] for each in _blocks(cells[0]) if each in by_element and not by_element[each].blank), None)
        if head is not None and (head.level or ends_section(host, heading, head)):
            break
        below.append(cells[0])
    target = beside[0] if len(beside) == 1 else below[-1] if below and not beside else None
    if target is None or (beside and _begins_with_heading(target, by_element)):
        return None
    blocks = list(_blocks(target))
    return _extent(host, heading, target, blocks, -1, by_element, start=0) if blocks else None


def _begins_with_heading(cell: _Element, by_element: dict[_Element, HostParagraph]) -> bool:
    head = next((by_element[each] for each in _blocks(cell) if each in by_element and not by_element[each].blank), None)
    return head is not None and head.level > 0


def _merged_on(cell: _Element) -> bool:
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merge is not None and merge.get(_VAL, "continue") == "continue"


def _head_of(block: _Element, by_element: dict[_Element, HostParagraph]) -> HostParagraph | None:
    """The paragraph that may end a section: the block itself, or the first that can be seen in a table."""
    if block.tag == w("p"):
        found = by_element.get(block)
        return found if found is not None and not found.blank else None
    head = next((by_element[each] for each in block.iter(w("p")) if each in by_element and not by_element[each].blank), None)
    return head if head is not None and head.level else None


def ends_section(host: Host, heading: HostParagraph, other: HostParagraph) -> bool:
    """Whether `other`, which comes after `heading`, begins another section of the same level or a higher one."""
    if other.contents:
        return False
    mine, its = _number(heading), _number(other)
    if mine and its and (other.level or _same_list(host, heading, other)):
        if its[: len(mine)] == mine and len(its) > len(mine):
            return False
        if its > mine:
            return True
    if heading.line.heading and other.line.heading:
        return other.line.heading <= heading.line.heading
    if other.line.heading:
        return True
    if other.level:
        return other.level <= (heading.level or 2)
    return not mine and not its and not heading.line.heading and heading.bold and other.bold and other.may_head and look(heading) == look(other)


def _number(heading: HostParagraph) -> tuple[int, ...]:
    said = typed_number(heading.text) or heading.number
    return tuple(int(each) for each in said.split(".")) if said else ()


def _same_list(host: Host, one: HostParagraph, two: HostParagraph) -> bool:
    if one.numbered is None or two.numbered is None:
        return False
    return host.numbering.abstract(one.numbered[0]) == host.numbering.abstract(two.numbered[0])


def look(paragraph: HostParagraph) -> tuple[str, ...]:
    """What a heading without a style looks like: its style, size, underlining and slant."""
    run = next((each for each in paragraph.element.iter(w("r")) if each.find(w("t")) is not None), None)
    properties = run.find(w("rPr")) if run is not None else None
    return (paragraph.line.style, *(_value(properties, name) for name in ("sz", "u", "i", "caps", "color")))


def _value(properties: _Element | None, name: str) -> str:
    found = properties.find(w(name)) if properties is not None else None
    return found.get(_VAL, "1") if found is not None else ""


def _blocks(holder: _Element) -> Iterator[_Element]:
    """The paragraphs and tables of a body or cell, those in content controls too, and what else stands there as a block."""
    for child in holder:
        if child.tag in _HOLDERS:
            yield from _blocks(child)
        elif child.tag in (w("p"), w("tbl"), w("altChunk"), w("subDoc")):
            yield child


def _is_struck(block: _Element) -> bool:
    """Whether a tracked change takes the paragraph out, its mark with its words."""
    return block.tag == w("p") and block.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is not None and next(block.iter(w("t")), None) is None


def _can_be_seen(block: _Element) -> bool:
    """Whether the block is more than an empty paragraph; a page break alone is none."""
    if block.tag != w("p"):
        return True
    if next(block.iter(*_SEEN), None) is not None:
        return True
    return any(each.get(w("type")) not in ("page", "column") for each in block.iter(w("br")))
