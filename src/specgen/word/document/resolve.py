"""Accepting and rejecting tracked changes, by the standard and nothing else.

This module shares no code with what writes a redline: it is the judge of it. It works on the tree of one part.
Source: ECMA-376 part 1, 17.13.5; docs/word/revisions.md says what each mark means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal

from lxml import etree
from msgspec import Struct

from specgen.word.package.ooxml import detach, local_name, parse_xml, w

# What follows from a paragraph mark that is gone: joining paragraphs, and tidying what has become empty.
#
# Part of the resolver (see resolve.py); shares no code with what writes a redline.
# Source: ECMA-376 part 1, 17.13.5.15 and 17.13.5.20 (the mark is the revision, its words join the next paragraph),
# 17.4.65 (a cell ends with a paragraph).

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
_STORIES: Final = frozenset(
    w(name) for name in ("body", "tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent", "docPartBody")
)
_SHELLS: Final = frozenset(
    w(name) for name in ("hyperlink", "fldSimple", "smartTag", "ins", "del", "moveFrom", "moveTo", "bdo", "dir")
)
_PROPERTIES: Final = frozenset(w(name) for name in ("rPr", "pPr", "trPr", "tcPr", "numPr", "tblPrEx"))


def join_paragraphs(gone: list[_Element]) -> None:
    """Join each paragraph of `gone` (in document order), whose mark is gone, with the paragraph after it.

    From the last to the first, so that a row of them is joined in one pass. The paragraph after it keeps its own
    properties. The end of a content control stops no joining: to Word it is a place in the text. A paragraph without
    one after it stays if it has words, and goes otherwise; but one that ends its story goes only if the block before it
    is a paragraph, which then ends the story (so Word writes an end that it put in).
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
        elif all(child.tag in _TRANSPARENT for child in content) and (
            _follows_paragraph(paragraph) or not _ends_story(paragraph, beyond)
        ):
            replace_by(paragraph, content)
            if content:
                beyond[content[0]] = following
        elif following is None and not all(child.tag in _TRANSPARENT for child in content):
            _join_beyond_control(paragraph, content)


def _join_beyond_control(paragraph: _Element, content: list[_Element]) -> None:
    """Join the words of a control's last paragraph with the paragraph that follows the control, if one does.

    A control that held no other block then stands round these words inside the paragraph (17.5.2.31 in place of
    17.5.2.29); one that holds others takes the joined paragraph in, since no control ends within a paragraph that it
    does not begin in."""
    outermost, following = paragraph, None
    between: list[_Element] = []
    while following is None:
        holder = outermost.getparent()
        control = holder.getparent() if holder is not None and holder.tag == w("sdtContent") else None
        if control is None:
            return
        outermost = control
        between, following = _next_block(control, {})
    if following.tag != w("p"):
        return
    inside, place = content, paragraph
    while place is not outermost and _is_only_block(place):
        control = next(place.iterancestors(w("sdt")))
        replace_by(place, inside)
        inside, place = [control], control
    if place is not outermost:
        place.addprevious(following)
    at = 1 if len(following) and following[0].tag == w("pPr") else 0
    following[at:at] = [*inside, *between]
    if place is paragraph:
        detach(paragraph)


def replace_by(element: _Element, others: Iterable[_Element]) -> None:
    """Put `others` in the place of `element`, without counting its siblings (there may be thousands)."""
    parent = element.getparent()
    if parent is not None:
        for other in others:
            element.addprevious(other)
        parent.remove(element)


def _next_block(
    paragraph: _Element, beyond: Mapping[_Element, _Element | None]
) -> tuple[list[_Element], _Element | None]:
    """The range marks after the paragraph and the block after them.

    `beyond` knows what follows the marks that a paragraph has left, where that is no paragraph: a row of them is passed
    once."""
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
    """Remove the hyperlinks, fields and tags that resolving has emptied; `removed_from` are what runs were taken out
    of."""
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
        if len(properties):
            continue
        parent = properties.getparent()
        if parent is not None and not parent.tag.endswith("Change"):
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


Resolution = Literal["accept", "reject", "keep"]

_PUT_IN: Final = frozenset({"ins", "moveTo", "cellIns"})
_TAKEN_OUT: Final = frozenset({"del", "moveFrom", "cellDel"})
_DEL, _DEL_TEXT, _STRIKING = w("del"), w("delText"), (w("del"), w("moveFrom"))
_MARKS: Final = frozenset(w(name) for name in (*_PUT_IN, *_TAKEN_OUT, "cellMerge"))
_PROPERTY_CHANGES: Final = {
    "rPrChange": "rPr", "pPrChange": "pPr", "sectPrChange": "sectPr", "tblPrChange": "tblPr",
    "tblPrExChange": "tblPrEx", "tblGridChange": "tblGrid", "trPrChange": "trPr", "tcPrChange": "tcPr",
}  # fmt: skip
# What a change mark does not cover, and what therefore stays when the change is rejected (see the schema of each).
_NOT_COVERED: Final = {
    "rPrChange": frozenset({"ins", "del", "moveFrom", "moveTo"}),
    "pPrChange": frozenset({"rPr", "sectPr"}),
    "sectPrChange": frozenset({"headerReference", "footerReference"}),
    "trPrChange": frozenset({"ins", "del"}),
    "tcPrChange": frozenset({"cellIns", "cellDel", "cellMerge"}),
}
_RANGES: Final = ("customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo")
_RANGE_KIND: Final = {
    "customXmlIns": "ins",
    "customXmlDel": "del",
    "customXmlMoveFrom": "moveFrom",
    "customXmlMoveTo": "moveTo",
}
_MOVE_MARKS: Final = ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd")
_MERGES: Final = {"rest": "restart", "cont": "continue"}
_MARKERS: Final = frozenset(
    w(name)
    for name in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd", *_MOVE_MARKS,
        *(f"{kind}Range{side}" for kind in _RANGES for side in ("Start", "End")),
    )
)  # fmt: skip


_ALL_MARKS: Final = (
    *_MARKS,
    *(w(name) for name in (*_PROPERTY_CHANGES, "numberingChange", *_MOVE_MARKS)),
    *(w(f"{kind}Range{side}") for kind in _RANGES for side in _SIDES),
)


class RevisionMark(Struct, frozen=True):
    """One revision mark: `kind` is its element's name; `place` what it stands on (run, paragraph, row, cell, control,
    …)."""

    kind: str
    place: str
    id: str
    author: str
    date: str


Decide = Callable[[RevisionMark], Resolution] | Resolution
"""What becomes of a mark; or the one verdict for all, for which none need be described."""


def accept_all(xml: bytes) -> bytes:
    """The part with every tracked change accepted. Raises etree.XMLSyntaxError when it is not well-formed."""
    return resolve_part(xml, "accept")


def reject_all(xml: bytes) -> bytes:
    """The part with every tracked change rejected. Raises etree.XMLSyntaxError when it is not well-formed."""
    return resolve_part(xml, "reject")


def resolve_part(xml: bytes, decide: Decide) -> bytes:
    """The part with each tracked change accepted, rejected or kept as `decide` says; the same bytes if there is
    none."""
    root = parse_xml(xml)
    if not resolve_tree(root, decide):
        return xml
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def holds_changes(root: _Element) -> bool:
    """Whether there is anything in the tree that `resolve_tree` would resolve."""
    return next(root.iter(*_ALL_MARKS), None) is not None


def resolve_tree(root: _Element, decide: Decide) -> bool:
    """Resolve the tracked changes below `root` in place; whether there was any."""
    changed = _resolve_controls(root, decide)
    changed |= _resolve_properties(root, decide)
    gone: list[_Element] = []
    removed_from: list[_Element] = []
    lost: set[_Element] = set()
    for element in list(root.iter(*_MARKS)):
        if element in lost:
            continue
        kind = local_name(element)
        place = _place(element, kind)
        verdict = _verdict(decide, element, kind, place)
        if verdict == "keep":
            continue
        changed = True
        stays = (verdict == "accept") == (kind in _PUT_IN)
        if place == "run":
            if stays:
                _unwrap(element)
            else:
                removed_from.append(_remove_content(element, lost))
        elif place == "paragraph":
            paragraph = _climb(element, "p")
            detach(element)
            if not stays and paragraph is not None:
                gone.append(paragraph)
        else:
            _resolve_structure(element, kind, place, verdict, lost if not stays else None)
    changed |= _drop_move_marks(root, decide)
    if changed:
        # What is empty first: a paragraph before a table that goes joins the one after it, and one that holds nothing
        # goes.
        tidy_shells(removed_from)
        tidy_tables(root)
        _drop_bookmarks_of(gone, root)
        join_paragraphs(gone)
        tidy(root)
    return changed


_PLACES: Final = {"trPr": "row", "numPr": "numbering", "ctrlPr": "mathematics"}
"""What a mark stands on, by the name of what it stands in."""


def _place(element: _Element, kind: str) -> str:
    """What the mark stands on."""
    if kind.startswith("cell"):
        return "cell"
    parent = element.getparent()
    if parent is None:
        return "run"
    if (holder := local_name(parent)) == "rPr":
        outer = parent.getparent()
        return "paragraph" if outer is not None and outer.tag == w("pPr") else "run properties"
    return _PLACES.get(holder, "run")


def _verdict(decide: Decide, element: _Element, kind: str, place: str) -> Resolution:
    if not callable(decide):
        return decide
    told = (element.get(w(name), "") for name in ("id", "author", "date"))
    return decide(RevisionMark(kind, place, *told))


def _resolve_structure(
    element: _Element, kind: str, place: str, verdict: Resolution, lost: set[_Element] | None
) -> None:
    """A mark on a row, a cell, numbering, a run's properties or a mathematical control character. The marks in what
    goes are `lost`, which is None where it stays."""
    holder = _climb(element, {"row": "tr", "cell": "tc", "numbering": "numPr", "run properties": "r"}.get(place, ""))
    if kind == "cellMerge":
        _resolve_merge(element, verdict)
    elif place == "mathematics":
        _unwrap(element)
    elif lost is None or holder is None:
        detach(element)
    else:
        lost.update(holder.iter(*_MARKS))
        detach(holder)


def _resolve_merge(element: _Element, verdict: Resolution) -> None:
    """A tracked vertical merge: the cell takes the merge that the mark gives for the verdict (17.13.5.3)."""
    cell = element.getparent()
    assert cell is not None
    wanted = element.get(w("vMerge" if verdict == "accept" else "vMergeOrig"))
    for old in cell.findall(w("vMerge")):
        cell.remove(old)
    if wanted is not None:
        merge = etree.Element(w("vMerge"))
        merge.set(w("val"), _MERGES.get(wanted, wanted))
        cell.replace(element, merge)
        # Word reads the schema's order: the merge stands before the borders.
        before = ("tcW", "gridSpan", "hMerge", "cnfStyle")
        cell.insert(sum(child.tag in {w(name) for name in before} for child in cell), merge)
    else:
        cell.remove(element)


def _resolve_properties(root: _Element, decide: Decide) -> bool:
    changed = False
    for change in list(root.iter(*(w(name) for name in _PROPERTY_CHANGES))):
        kind = local_name(change)
        holder = change.getparent()
        verdict = _verdict(decide, change, kind, "formatting")
        if verdict == "keep" or holder is None:
            continue
        changed = True
        holder.remove(change)
        if verdict == "reject":
            _restore(holder, change.find(w(_PROPERTY_CHANGES[kind])), _NOT_COVERED.get(kind, frozenset()))
    for change in list(root.iter(w("numberingChange"))):
        if _verdict(decide, change, "numberingChange", "numbering") != "keep":
            changed = True
            detach(change)
    return changed


def _restore(holder: _Element, old: _Element | None, stay: frozenset[str]) -> None:
    """Give `holder` the old properties back; what no change mark covers stays where the schema wants it."""
    kept = [child for child in holder if local_name(child) in stay]
    changes = [child for child in holder if local_name(child).endswith("Change")]
    restored = list(old) if old is not None else []
    # The schema has run marks and header references first; everything else that stays comes last.
    leads = holder.tag in (w("rPr"), w("sectPr"))
    holder[:] = [*kept, *restored, *changes] if leads else [*restored, *kept, *changes]


def _resolve_controls(root: _Element, decide: Decide) -> bool:
    """Content controls and custom XML elements whose start lies in a tracked range (17.13.5.4 to 17.13.5.11)."""
    tags = {w(f"{kind}RangeStart"): kind for kind in _RANGES}
    ends = {w(f"{kind}RangeEnd"): kind for kind in _RANGES}
    if next(root.iter(*tags, *ends), None) is None:
        return False
    open_ranges: dict[tuple[str, str], Resolution] = {}
    removing: set[tuple[str, str]] = set()
    emptied: list[_Element] = []
    spent: list[_Element] = []
    for element in root.iter(*tags, *ends, w("sdt"), w("customXml"), w("smartTag")):
        identity = element.get(w("id"), "")
        if element.tag in tags:
            kind = tags[element.tag]
            verdict = _verdict(decide, element, _RANGE_KIND[kind], "control")
            open_ranges[kind, identity] = verdict
            if verdict != "keep":
                spent.append(element)
                if (verdict == "accept") != (_RANGE_KIND[kind] in _PUT_IN):
                    removing.add((kind, identity))
        elif element.tag in ends:
            # An end without a start is ill-formed; dropping it is what the standard allows.
            removing.discard((ends[element.tag], identity))
            if open_ranges.pop((ends[element.tag], identity), "accept") != "keep":
                spent.append(element)
        elif removing:
            emptied.append(element)
    for element in emptied:
        if element.getparent() is not None:
            _unwrap_control(element)
    for element in spent:
        detach(element)
    return bool(spent)


def _unwrap_control(element: _Element) -> None:
    content = element.find(w("sdtContent")) if element.tag == w("sdt") else element
    for child in list(element):
        if child is not content and element.tag == w("sdt"):
            element.remove(child)
    if element.tag != w("sdt"):
        for properties in element.findall(w("customXmlPr")) + element.findall(w("smartTagPr")):
            element.remove(properties)
    if content is not None and content is not element:
        _unwrap(content)
    _unwrap(element)


def _drop_bookmarks_of(gone: Iterable[_Element], root: _Element) -> None:
    """Take out the bookmarks that begin and end in paragraphs of `gone` of which nothing is left, as programs do with
    all that a bookmark holds (17.13.6)."""
    emptied = {each for each in gone if all(child.tag in _TRANSPARENT or child.tag == w("pPr") for child in each)}
    starts = {each.get(w("id")): each for paragraph in emptied for each in paragraph.iter(w("bookmarkStart"))}
    ends = {each.get(w("id")): each for paragraph in emptied for each in paragraph.iter(w("bookmarkEnd"))}
    if not starts.keys() & ends.keys():
        return
    paragraphs = list(root.iter(w("p")))
    order = {paragraph: number for number, paragraph in enumerate(paragraphs)}
    for identity in starts.keys() & ends.keys():
        first, last = (order[each.getparent()] for each in (starts[identity], ends[identity]))  # type: ignore[index]
        if all(each in emptied for each in paragraphs[first : last + 1]):
            detach(starts[identity])
            detach(ends[identity])


def _drop_move_marks(root: _Element, decide: Decide) -> bool:
    changed = False
    kept: set[str] = set()
    for element in list(root.iter(*(w(name) for name in _MOVE_MARKS))):
        kind = local_name(element)
        identity = element.get(w("id"), "")
        if kind.endswith("Start") and _verdict(decide, element, kind.removesuffix("RangeStart"), "range") == "keep":
            kept.add(identity)
        if identity not in kept:
            changed = True
            detach(element)
    return changed


def _unwrap(element: _Element) -> None:
    """Put the children of `element` in its place; struck words become plain ones again."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tag in _STRIKING and next(element.iterancestors(_DEL), None) is None:
        for struck in element.iter(_DEL_TEXT, w("delInstrText")):
            if next(struck.iterancestors(_DEL), element) is element:
                struck.tag = w("t" if struck.tag == _DEL_TEXT else "instrText")
    replace_by(element, list(element))


def _remove_content(element: _Element, lost: set[_Element]) -> _Element:
    """Remove `element` with what is in it, whose marks are `lost`, but leave range marks whose other half lies outside;
    return the parent."""
    parent = element.getparent()
    assert parent is not None
    inside: dict[tuple[str, str], list[_Element]] = {}
    # A deletion holds few elements, and to be asked for a score of names takes longer than to look at them all.
    for marker in element.iter():
        if marker.tag in _MARKERS:
            name = local_name(marker).removesuffix("Start").removesuffix("End")
            inside.setdefault((name, marker.get(w("id"), "")), []).append(marker)
        elif marker.tag in _MARKS:
            lost.add(marker)
    replace_by(element, [markers[0] for markers in inside.values() if len(markers) == 1])
    return parent


def _climb(element: _Element, name: str) -> _Element | None:
    return next(element.iterancestors(w(name)), None) if name else None
