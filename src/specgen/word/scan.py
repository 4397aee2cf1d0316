"""What the gate must know of one part, read from its parsed XML in a single pass.

Source: ECMA-376 part 1: 17.4 (tables), 17.5.2 (content controls), 17.13.6 (bookmarks), 17.16.18 (complex fields),
20.4.2.5 (drawing ids).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from lxml import etree

from specgen.word.ooxml import MC, WP, w, xpath
from specgen.word.plaintext import read_text

_P, _TC, _TR, _TBL, _SDT_PR, _FIELD = w("p"), w("tc"), w("tr"), w("tbl"), w("sdtPr"), w("fldChar")
_STYLES: Final = {w("rStyle"): "character", w("tblStyle"): "table"}
_PARAGRAPH_STYLES: Final = xpath("descendant::w:pStyle/@w:val")
_NUM_ID, _START, _END = w("numId"), w("bookmarkStart"), w("bookmarkEnd")
_DOC_PR, _FALLBACK, _TEXT_BOX = f"{{{WP}}}docPr", f"{{{MC}}}Fallback", w("txbxContent")
_COMMENT_START, _COMMENT_END, _COMMENT_REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")
_NOTE_REFERENCES: Final = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote", _COMMENT_REFERENCE: "comment"}
_SPANS: Final = (w("gridSpan"), w("gridBefore"), w("gridAfter"), w("customXml"))
_STORIES: Final = {w("hdr"), w("ftr"), w("footnote"), w("endnote"), w("comment")}
_NOTES: Final = {w("footnote"): "footnote", w("endnote"): "endnote", w("comment"): "comment"}
# As elements, w:id and w:tag are a content control's and nothing else's (17.5.2.18, 17.5.2.42).
_VAL, _ID, _NAME, _CONTROL_TAG = w("val"), w("id"), w("name"), w("tag")
_WANTED: Final = (
    _TBL, *_SPANS, _SDT_PR, _ID, _CONTROL_TAG, _FIELD, *_STYLES, _NUM_ID, _START, _END, _DOC_PR, _FALLBACK, _TEXT_BOX,
    _COMMENT_START, _COMMENT_END, *_NOTE_REFERENCES, *_STORIES,
)  # fmt: skip
_WRAPPERS: Final = frozenset(map(w, ("sdt", "sdtContent", "customXml", "smartTag", "ins", "del")))
_RANGES: Final = frozenset(map(w, ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "proofErr")))
_RELATED: Final = xpath("descendant-or-self::*/@r:*")
_ODD_ROWS: Final = xpath("descendant::w:tr[count(w:tc) != count(../w:tblGrid/w:gridCol) or not(w:tc)]")
_ALL_ROWS: Final = xpath("descendant::w:tr")


@dataclass(frozen=True, slots=True)
class Facts:
    """One part's ids, names and references, its text, and the sentences on what is broken within it."""

    part: str
    text: str
    faults: tuple[str, ...]
    controls: tuple[str, ...]
    control_tags: tuple[str, ...]
    bookmarks: tuple[tuple[str, str], ...]
    drawings: tuple[str, ...]
    notes: frozenset[tuple[str, str]]
    noted: frozenset[tuple[str, str]]
    nums: frozenset[str]
    styles: frozenset[tuple[str, str]]
    related: frozenset[str]


def scan(root: etree._Element, part: str) -> Facts:
    """The facts of the part whose parsed root is `root`."""
    found: dict[str, list[etree._Element]] = {tag: [] for tag in _WANTED}
    for each in root.iter(*_WANTED):
        found[each.tag].append(each)
    # In mc:Fallback the same things stand again for old programs, with the same ids: Word reads one or the other.
    again = frozenset(inner for each in found[_FALLBACK] for inner in each.iter())
    once = (lambda tag: [each for each in found[tag] if each not in again]) if again else found.__getitem__
    notes = [(kind, each.get(_ID, "")) for tag, kind in _NOTES.items() for each in found[tag]]
    return Facts(
        part,
        read_text(root),
        tuple(chain(_tables(root, found), _stories(found), _fields(found[_FIELD]), _paired(found, once), _repeated("note or comment", notes))),
        tuple(each.get(_VAL, "") for each in once(_ID)),
        tuple(each.get(_VAL, "") for each in found[_CONTROL_TAG]),
        tuple((each.get(_ID, ""), each.get(_NAME, "")) for each in once(_START)),
        tuple(each.get("id", "") for each in once(_DOC_PR)),
        frozenset(notes),
        frozenset((kind, each.get(_ID, "")) for tag, kind in _NOTE_REFERENCES.items() for each in found[tag]),
        frozenset(each.get(_VAL, "") for each in found[_NUM_ID]),
        frozenset(
            [*(("paragraph", style) for style in set(_PARAGRAPH_STYLES(root))), *((kind, each.get(_VAL, "")) for tag, kind in _STYLES.items() for each in found[tag])]
        ),
        frozenset(_RELATED(root)),
    )


def _repeated(what: str, ids: list[tuple[str, str]]) -> Iterator[str]:
    if len(set(ids)) < len(ids):
        yield f"the id of a {what} is there twice"


def _tables(root: etree._Element, found: dict[str, list[etree._Element]]) -> Iterator[str]:
    """Faults of tables. What is plain is passed over at C speed; only the rest is looked at more closely."""
    if not found[_TBL]:
        return
    spanned = any(found[tag] for tag in _SPANS) or any(_holds_cells(each) for each in found[_SDT_PR])
    for cell in [each for each in root.iter(_TC) if not len(each) or each[-1].tag != _P]:
        last = len(cell) - 1
        while last >= 0 and cell[last].tag in _RANGES:
            last -= 1
        if last < 0 or cell[last].tag != _P:
            yield "a table cell does not end with a paragraph"
    for table in found[_TBL]:
        if table.find(_TR) is None and not any(each.tag == _TR for each in _within(table)):
            yield "a table has no rows"
    for row in (_ALL_ROWS if spanned else _ODD_ROWS)(root):
        grid = next(row.iterancestors(_TBL)).find(w("tblGrid"))
        columns = len(grid.findall(w("gridCol"))) if grid is not None else 0
        spans = _spans(row)
        if not spans:
            yield "a table row has no cells"
        elif sum(spans) != columns:
            yield f"a table row is {sum(spans)} columns wide in a table of {columns}"


def _holds_cells(properties: etree._Element) -> bool:
    control = properties.getparent()
    parent = control.getparent() if control is not None else None
    return parent is not None and parent.tag == _TR


def _within(element: etree._Element) -> Iterator[etree._Element]:
    """The children, those inside wrappers (content controls, tracked rows) too."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _within(child)
        else:
            yield child


def _spans(row: etree._Element) -> list[int]:
    """How many grid columns each cell of the row takes, skipped columns before and after included."""
    spans: list[int] = []
    skipped = 0
    for child in _within(row):
        if child.tag == _TC:
            properties = child.find(w("tcPr"))
            span = properties.find(w("gridSpan")) if properties is not None else None
            spans.append(_count(span, 1))
        elif child.tag == w("trPr"):
            skipped = _count(child.find(w("gridBefore")), 0) + _count(child.find(w("gridAfter")), 0)
    if spans:
        spans.append(skipped)
    return spans


def _count(element: etree._Element | None, otherwise: int) -> int:
    text = element.get(_VAL, "") if element is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _stories(found: dict[str, list[etree._Element]]) -> Iterator[str]:
    for tag in (_TEXT_BOX, *_STORIES):
        for each in found[tag]:
            if not any(child.tag in (_P, _TBL) or child.tag in _WRAPPERS for child in each):
                yield f"a w:{etree.QName(each).localname} has no paragraph"


def _fields(marks: list[etree._Element]) -> Iterator[str]:
    """Every complex field begun is ended, with at most one separator between."""
    separated: list[bool] = []
    for mark in marks:
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            separated.append(False)
        elif not separated or (kind == "separate" and separated[-1]):
            yield f"a field has a “{kind}” mark out of place"
            return
        elif kind == "separate":
            separated[-1] = True
        else:
            separated.pop()
    if separated:
        yield "a field is begun and not ended"


def _paired(found: dict[str, list[etree._Element]], once: Callable[[str], list[etree._Element]]) -> Iterator[str]:
    for what, begins, ends in (("bookmark", once(_START), once(_END)), ("comment’s range", found[_COMMENT_START], found[_COMMENT_END])):
        started = [each.get(_ID, "") for each in begins]
        ended = [each.get(_ID, "") for each in ends]
        if len(set(started)) < len(started):
            yield f"the id of a {what} is there twice"
        if sorted(started) != sorted(ended):
            odd = sorted(set(started).symmetric_difference(ended))
            yield f"a {what} is begun and not ended, or ended and not begun (id {', '.join(odd[:5])})"


