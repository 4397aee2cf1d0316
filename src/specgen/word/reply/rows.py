"""Rows of tables answered: those that they put in without tracking, struck under our name, and one that they took out,
put in again as a row of ours.

Source: ECMA-376 part 1, 17.13.5.16 and 17.13.5.12 (rows put in and taken out), 17.4.82 (trPr), 17.4.70 (tcPr).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.document.revisions import revision_marks
from specgen.word.insert.tracked import Tracking, declared
from specgen.word.package.ooxml import W, canonical, outer_xml, parse_xml, w
from specgen.word.package.spans import SpannedPart, Splice
from specgen.word.reply.letters import put_in, struck
from specgen.word.reply.missing import form_of_paragraph
from specgen.word.reply.proposals import RANGES

_Element = etree._Element

_NOT_OF_ROW: Final = frozenset(w(name) for name in ("ins", "del", "trPrChange", "cnfStyle"))
_NOT_OF_CELL: Final = frozenset(w(name) for name in ("cellIns", "cellDel", "cellMerge", "tcPrChange", "cnfStyle"))
_OF_LOOK: Final = frozenset(w(name) for name in ("rStyle", "b", "bCs"))
"""What words in a cell take over of the look of others: nothing that could hide them."""
_PLAIN: Final = {w("delText"): w("t"), w("delInstrText"): w("instrText")}


_REPEATS: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}repeatingSection"


class RowsAt(Struct, frozen=True):
    """Whole rows of a table that nobody tracked and that were not issued, by their numbers among the rows of the part;
    all of a table that was not. `paragraph` is the first in them."""

    part: str
    rows: tuple[int, ...]
    paragraph: int


class MissingRow(Struct, frozen=True):
    """A row of a table that is gone: it stood `after` the row `beside` or else before it, and had the form of the row
    `like`, both by their numbers among the rows of the part; `cells` are the words of each of its cells, a line for
    each paragraph, and `order` tells its place among others that are gone there. `paragraph` stands in the row
    `beside`; `issued` is the row in words, and `around` what the rows above and below it were known by."""

    part: str
    beside: int
    after: bool
    like: int
    cells: tuple[str, ...]
    order: int
    paragraph: int
    issued: str
    around: tuple[str, str] = ("", "")


def fault_of_missing_row(beside: _Element, like: _Element, where: MissingRow) -> str:
    """Why the row cannot be put in again beside that one; "" when it can."""
    if next(beside.iterancestors(w("txbxContent")), None) is not None:
        return "it stood in a text box; answer it in Word"
    if any(
        each.tag == _REPEATS
        for control in beside.iterancestors(w("sdt"))
        for each in control.iterfind("w:sdtPr/*", {"w": W})
    ):
        return "it stood in a part of a form that repeats its rows; answer it in Word"
    if len(like.findall(f".//{w('tc')}")) != len(where.cells) or next(like.iter(w("tbl")), None) is not None:
        return "no row has the form that it had; answer it in Word"
    if any(
        next(row.iter(w("vMerge")), None) is not None for row in (beside, like, beside.getnext()) if row is not None
    ):
        return "cells beside it are merged with those below them; answer it in Word"
    return ""


def whole_row(row: _Element) -> _Element:
    """The row with the controls round it that hold no other row."""
    while (parent := row.getparent()) is not None and parent.tag != w("tbl") and _alone(parent):
        row = parent
    return row


def _alone(holder: _Element) -> bool:
    """Whether a control round rows holds one alone, apart from those of tables in it."""
    depth = sum(1 for _ in holder.iterancestors(w("tbl")))
    return sum(1 for row in holder.iter(w("tr")) if sum(1 for _ in row.iterancestors(w("tbl"))) == depth) == 1


def missing_row(like: _Element, where: MissingRow, tracking: Tracking) -> str:
    """The row that is gone as one of ours that is put in, in the form of `like`."""

    def held(element: _Element, name: str, left_out: frozenset[str]) -> str:
        properties = element.find(w(name))
        return (
            "".join(outer_xml(child) for child in properties if child.tag not in left_out)
            if properties is not None
            else ""
        )

    cells: list[str] = []
    for cell, words in zip(like.iter(w("tc")), where.cells, strict=True):
        own = held(cell, "tcPr", _NOT_OF_CELL)
        forms = list(cell.iter(w("p")))
        said: list[str] = []
        for number, line in enumerate(words.split("\n")):
            form = forms[min(number, len(forms) - 1)]
            look = "".join(outer_xml(child) for child in look_taken_over(form))
            mark = f"<w:rPr><{tracking.mark('ins')}/></w:rPr>"
            new = put_in(line, f"<w:rPr>{look}</w:rPr>" if look else "", tracking) if line else ""
            said.append(f"<w:p><w:pPr>{form_of_paragraph(form)}{mark}</w:pPr>{new}</w:p>")
        cells.append(f"<w:tc>{f'<w:tcPr>{own}</w:tcPr>' if own else ''}{''.join(said)}</w:tc>")
    row = f"{held(like, 'trPr', _NOT_OF_ROW)}<{tracking.mark('ins')}/>"
    return f"<w:tr><w:trPr>{row}</w:trPr>{''.join(cells)}</w:tr>"


def look_taken_over(paragraph: _Element) -> list[_Element]:
    """What words that are put in again take over of the look of the words of a paragraph: what all of these have."""
    looks = [
        [child for child in (properties if properties is not None else ()) if child.tag in _OF_LOOK]
        for run in paragraph.iter(w("r"))
        if any(text.text for text in run.iter(w("t"), w("delText")))
        for properties in (run.find(w("rPr")),)
    ]
    alike = len({tuple(map(canonical, look)) for look in looks}) == 1
    return looks[0] if alike else []


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
