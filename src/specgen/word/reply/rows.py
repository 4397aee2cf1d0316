"""A row of a table that they put in or took out: struck, or put in again as a row of ours beside it.

Source: ECMA-376 part 1, 17.13.5.16 and 17.13.5.12 (rows put in and taken out), 17.4.82 (trPr).
"""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from specgen.word.insert.tracked import Tracking
from specgen.word.package.ooxml import W, outer_xml, parse_xml, w

_Element = etree._Element

_ANCHORS: Final = tuple(
    w(name) for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd")
)
_PLAIN: Final = {w("delText"): w("t"), w("delInstrText"): w("instrText")}


def row_again(row: _Element, tracking: Tracking) -> str:
    """The row whose words are struck as a row of ours that is put in after it."""
    made = deepcopy(row)
    for each in list(made.iter(*_ANCHORS, w("commentReference"), w("del"))):
        holder = each.getparent()
        assert holder is not None
        if each.tag != w("del"):
            holder.remove(each)
        elif holder.tag == w("trPr") or holder.tag == w("rPr"):
            holder.replace(each, _mark(tracking))
        else:
            new = _mark(tracking)
            new.extend(list(each))
            holder.replace(each, new)
    for each in [each for each in made.iter(etree.Element) if str(each.tag).endswith("Change")]:
        holder = each.getparent()
        if holder is not None:
            holder.remove(each)
    for struck in made.iter(*_PLAIN):
        struck.tag = _PLAIN[str(struck.tag)]
    for identity in list(made.iter(w("id"))):
        # A control's id is its own in the whole document.
        holder = identity.getparent()
        if holder is not None and holder.tag == w("sdtPr"):
            holder.remove(identity)
    return outer_xml(made, row.getroottree().getroot().nsmap)


def _mark(tracking: Tracking) -> _Element:
    return parse_xml(f'<w:p xmlns:w="{W}"><{tracking.mark("ins")}/></w:p>'.encode())[0]
