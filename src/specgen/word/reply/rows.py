"""Rows of tables answered: those that they put in without tracking, struck under our name, and one that they took out,
put in again as a row of ours.

Source: ECMA-376 part 1, 17.13.5.16 and 17.13.5.12 (rows put in and taken out), 17.4.82 (trPr), 17.4.70 (tcPr).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.document.inline import text_after
from specgen.word.document.revisions import revision_marks
from specgen.word.package.ooxml import W, outer_xml, parse_xml, w, whole_number
from specgen.word.package.spans import SpannedPart, Splice
from specgen.word.package.tracked import Tracking, declared
from specgen.word.reply.issued_rows import is_row_as_issued
from specgen.word.reply.letters import struck
from specgen.word.reply.proposals import RANGES

_Element = etree._Element

_PLAIN: Final = {w("delText"): w("t"), w("delInstrText"): w("instrText")}


_REPEATS: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}repeatingSection"


class RowsAt(Struct, frozen=True):
    """Whole rows of a table that nobody tracked and that were not issued, by their numbers among the rows of the part;
    all of a table that was not. `paragraph` is the first in them."""

    part: str
    rows: tuple[int, ...]
    paragraph: int


class MissingRow(Struct, frozen=True):
    """A row of a table that is gone: it stood `after` the row `beside` or else before it, by its number among the rows
    of the part; `row` is it as it can stand there, and `lacks` what it lacks then. `cells` are the words of each of its
    cells, a line for each paragraph, and `order` tells its place among others that are gone there. `paragraph` stands
    in the row `beside`; `issued` is the row in words, and `around` what the rows above and below it were known by.

    Where all of its table is gone, `table` is that without its rows, `beside` the paragraph which that stood after, and
    `between` the words above and below it."""

    part: str
    beside: int
    after: bool
    row: str
    cells: tuple[str, ...]
    order: int
    paragraph: int
    issued: str
    around: tuple[str, str] = ("", "")
    lacks: tuple[str, ...] = ()
    table: str = ""
    between: tuple[str, str] = ("", "")

    def made(self) -> _Element:
        """The row as a plain one."""
        return _parsed(self.row)

    def made_table(self) -> _Element:
        """Its table without rows."""
        return _parsed(self.table)


class RowsAgain(Struct, frozen=True):
    """Rows of a table that are answered as one: those that `stand`, and the `issued` ones in whose place they do."""

    stand: RowsAt
    issued: tuple[MissingRow, ...]

    @property
    def part(self) -> str:
        """The part that they stand in."""
        return self.stand.part


def _parsed(xml: str) -> _Element:
    return parse_xml(f'<w:body xmlns:w="{W}">{xml}</w:body>'.encode())[0]


def fault_of_missing_row(beside: _Element, where: MissingRow) -> str:
    """Why the row cannot be put in again beside that one, or after that paragraph; "" when it can."""
    if next(beside.iterancestors(w("txbxContent")), None) is not None:
        return "it stood in a text box; answer it in Word"
    if any(
        each.tag == _REPEATS
        for control in beside.iterancestors(w("sdt"))
        for each in control.iterfind("w:sdtPr/*", {"w": W})
    ):
        return "it stood in a part of a form that repeats its rows; answer it in Word"
    row = where.made()
    said = ["\n".join(map(text_after, cell.iter(w("p")))) for cell in row.iter(w("tc"))]
    if not is_row_as_issued(row) or said != [*where.cells]:
        return "the report does not say the row as it was issued; answer it in Word"
    if where.table:
        found = beside.tag == w("p") and block_of(beside).tag in (w("p"), w("tbl"))
        return "" if found and _is_bare(where.made_table()) else "its place is not found"
    below = next(beside.itersiblings(w("tr")), None) if where.after else beside
    if below is not None and _merged(below, "continue") - _merged(row):
        return "cells beside it are merged with those below them; answer it in Word"
    return ""


def _is_bare(table: _Element) -> bool:
    names = [each.tag for each in table]
    return table.tag == w("tbl") and names == [w("tblPr"), w("tblGrid")]


def _merged(row: _Element, *kinds: str) -> set[int]:
    """The columns in which a cell of the row is merged with those above or below it, in one of these ways (17.4.84)."""
    found: set[int] = set()
    at = 0
    for cell in row.iter(w("tc")):
        span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
        merged = cell.find(f"{w('tcPr')}/{w('vMerge')}")
        if merged is not None and (not kinds or merged.get(w("val"), "continue") in kinds):
            found.add(at)
        at += max(1, whole_number(span.get(w("val")))) if span is not None else 1
    return found


def whole_row(row: _Element) -> _Element:
    """The row with the controls round it that hold no other row."""
    while (parent := row.getparent()) is not None and parent.tag != w("tbl") and _alone(parent):
        row = parent
    return row


def block_of(paragraph: _Element) -> _Element:
    """What the paragraph stands in as a block of the text itself: the table that it is in, or itself."""
    while (parent := paragraph.getparent()) is not None and parent.tag != w("body"):
        paragraph = parent
    return paragraph


def _alone(holder: _Element) -> bool:
    """Whether a control round rows holds one alone, apart from those of tables in it."""
    depth = sum(1 for _ in holder.iterancestors(w("tbl")))
    return sum(1 for row in holder.iter(w("tr")) if sum(1 for _ in row.iterancestors(w("tbl"))) == depth) == 1


def missing_row(where: MissingRow, tracking: Tracking) -> str:
    """The row that is gone as one of ours that is put in."""
    row = where.made()
    properties = row.find(w("trPr"))
    assert properties is not None
    properties.append(_mark(tracking))
    named: dict[str, str] = {}
    for each in list(row.iter(w("p"), w("r"), w("bookmarkStart"), w("bookmarkEnd"))):
        if each.tag == w("p"):
            etree.SubElement(each[0], w("rPr")).append(_mark(tracking))
        elif each.tag == w("r"):
            new = _mark(tracking)
            each.addprevious(new)
            new.append(each)
        else:
            if each.tag == w("bookmarkStart"):
                named[each.get(w("id"), "")] = str(tracking.revision)
                tracking.revision += 1
            each.set(w("id"), named[each.get(w("id"), "")])
    return outer_xml(row, {"w": W})


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


def row_again(row: _Element, said: Iterable[str], tracking: Tracking) -> str:
    """The row whose words are struck as a row of ours that is put in after it, with what comments of ours say at each
    of its paragraphs."""
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
    for paragraph, comment in zip(made.iter(w("p")), said, strict=True):
        paragraph.extend(list(_parsed(f"<w:p>{comment}</w:p>")))
    return outer_xml(made, row.getroottree().getroot().nsmap)


def _mark(tracking: Tracking) -> _Element:
    return parse_xml(f'<w:p xmlns:w="{W}"><{tracking.mark("ins")}/></w:p>'.encode())[0]
