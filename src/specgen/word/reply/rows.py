"""Rows of tables answered: those that they put in without tracking, struck under our name, and one that they took out,
put in again as a row of ours beside theirs.

Source: ECMA-376 part 1, 17.13.5.16 and 17.13.5.12 (rows put in and taken out), 17.4.82 (trPr).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.document.revisions import revision_marks
from specgen.word.insert.tracked import Tracking, declared
from specgen.word.package.ooxml import W, outer_xml, parse_xml, w
from specgen.word.package.spans import SpannedPart, Splice
from specgen.word.reply.letters import struck
from specgen.word.reply.proposals import RANGES

_Element = etree._Element

_PLAIN: Final = {w("delText"): w("t"), w("delInstrText"): w("instrText")}


class RowsAt(Struct, frozen=True):
    """Whole rows of a table that nobody tracked and that were not issued, by their numbers among the rows of the part;
    all of a table that was not. `paragraph` is the first in them."""

    part: str
    rows: tuple[int, ...]
    paragraph: int


def fault_of_rows(rows: Sequence[_Element]) -> str:
    """Why these rows cannot be struck; "" when they can."""
    for row in rows:
        if next(row.iter(w("tbl"), w("txbxContent")), None) is not None:
            return "a table or a text box stands inside the row; answer it in Word"
        if revision_marks(row):
            return "tracked changes stand in the row too; answer it in Word"
    return ""


def strike_row(part: SpannedPart, row: _Element, tracking: Tracking) -> Iterator[Splice]:
    """The row with all its words as our deletion: some programs leave a row whose own mark alone is struck."""
    mark = f"<{tracking.mark('del')}/>"
    properties = row.find(w("trPr"))
    if properties is None:
        before = row.find(w("tblPrEx"))
        at = part.end(before) if before is not None else part.start_tag(row)[1]
        yield Splice(at, at, declared([f"<w:trPr>{mark}</w:trPr>"], row))
    elif part.is_empty_tag(properties):
        yield Splice(part.start(properties), part.end(properties), declared([f"<w:trPr>{mark}</w:trPr>"], row))
    else:
        at = part.end_tag(properties)
        yield Splice(at, at, declared([mark], row))
    for run in row.iter(w("r")):
        if run.find(w("commentReference")) is None:
            xml = struck(part.text(run), run.prefix, tracking)
            yield Splice(part.start(run), part.end(run), declared([xml], run))


def row_again(row: _Element, tracking: Tracking) -> str:
    """The row whose words are struck as a row of ours that is put in after it."""
    made = deepcopy(row)
    for each in list(made.iter(*RANGES, w("commentReference"), w("del"))):
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
    for text in made.iter(*_PLAIN):
        text.tag = _PLAIN[str(text.tag)]
    for identity in list(made.iter(w("id"))):
        # A control's id is its own in the whole document.
        holder = identity.getparent()
        if holder is not None and holder.tag == w("sdtPr"):
            holder.remove(identity)
    return outer_xml(made, row.getroottree().getroot().nsmap)


def _mark(tracking: Tracking) -> _Element:
    return parse_xml(f'<w:p xmlns:w="{W}"><{tracking.mark("ins")}/></w:p>'.encode())[0]
