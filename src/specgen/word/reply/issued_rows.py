"""A row of a table that was issued and is gone, made ready to stand again in the file that came back: its words with
their look, its controls and bookmarks, in the form of a row that stays there, or else in its own.

Source: ECMA-376 part 1, 17.4.78 (tr), 17.4.66 (tc), 17.4.84 (vMerge), 17.5.2.29 (sdt), 17.13.6.2 (bookmarkStart).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from copy import deepcopy
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.document.inline import text_after
from specgen.word.document.styles import Styles
from specgen.word.package.ooxml import W, outer_xml, w

_Element = etree._Element

_OF_MARKS: Final = ("ins", "del", "moveFrom", "moveTo", "cnfStyle", "cellIns", "cellDel", "cellMerge")
_OF_ONE: Final = frozenset(w(name) for name in (*_OF_MARKS, "rPr", "sectPr", "numPr"))
"""What belongs to one row or paragraph alone, or means something else in another file."""
_OF_LOOK: Final = tuple(w(name) for name in ("b", "bCs", "i", "iCs", "vertAlign"))
"""What words take over of how they were issued, their style apart: nothing that could hide them."""
_KINDS: Final = tuple(w(name) for name in ("text", "richText", "comboBox", "dropDownList", "date"))
_OF_CONTROL: Final = (w("alias"), w("tag"), w("lock"), *_KINDS)
_GONE_INTO: Final = frozenset(w(name) for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple"))
_HELD: Final = frozenset(
    w(name)
    for name in ("tr", "trPr", "tc", "tcPr", "p", "pPr", "r", "rPr", "t", "rStyle", "sdt", "sdtPr", "sdtContent")
) | frozenset({*_OF_LOOK, *_OF_CONTROL, w("bookmarkStart"), w("bookmarkEnd")})
_PROPERTIES: Final = (w("trPr"), w("tcPr"), w("pPr"), w("tblPr"), w("tblGrid"), *_KINDS)
_MOST: Final = 12_000
"""Letters of a row that are kept beside its words: a cell of a workbook holds 32,767."""


class IssuedRow(Struct, frozen=True):
    """The row as it can stand in the file, and what it lacks of the one that was issued, in words."""

    xml: str
    lacks: tuple[str, ...] = ()


class RowsAsIssued:
    """Rows of the issued file as they can stand in the one that came back. `was` and `now` are the styles of the two,
    and `taken` says of the tag of a control or the name of a bookmark that it stands there already."""

    def __init__(self, was: Styles, now: Styles, taken: Collection[str]) -> None:
        self._was, self._taken = was, taken
        self._now = {
            (kind, now.name(identity, kind)): identity
            for style in now
            for kind in ("paragraph", "character", "table")
            if (identity := style.get(w("styleId"), "")) and now.get(identity, kind) is not None
        }
        self._lacks: dict[str, None] = {}
        self._gone: Collection[str] = ()
        self._names: dict[str, str] = {}

    def row(self, row: _Element, like: _Element | None, gone: Collection[str] = ()) -> IssuedRow | None:
        """The row in the form of `like`, a row that stays and has as many cells, or else in its own; None where its
        own cannot stand in the file. The controls and bookmarks with the tags and names that are `gone` are struck
        with what takes its place."""
        self._lacks.clear()
        self._gone = gone
        forms: list[_Element | None] = [*like.iter(w("tc"))] if like is not None else []
        if next(row.iter(w("numPr")), None) is not None and like is None:
            return None
        if any(each.getparent().tag != w("tr") for each in row.iter(w("tc"))):  # type: ignore[union-attr]
            self._lacks["a control round a cell"] = None
        made = etree.Element(w("tr"), nsmap={"w": W})
        made.append(self._properties(like if like is not None else row, "trPr", own=like is None))
        # Whether a row is a heading is its own, whatever the form.
        for each in made[0].findall(w("tblHeader")):
            made[0].remove(each)
        made[0].extend([deepcopy(each) for each in row.iterfind(f"{w('trPr')}/{w('tblHeader')}")])
        cells = list(row.iter(w("tc")))
        for cell, form in zip(cells, forms or [None] * len(cells), strict=True):
            made.append(self._cell(cell, form))
        xml = outer_xml(made, {"w": W})
        if len(xml) > _MOST:
            return self._bare(made)
        return IssuedRow(xml, tuple(self._lacks))

    def table(self, table: _Element) -> str:
        """The table with its properties and its columns, and without rows."""
        made = etree.Element(w("tbl"), nsmap={"w": W})
        for name in ("tblPr", "tblGrid"):
            made.append(self._properties(table, name, own=True))
        return outer_xml(made, {"w": W})

    def _bare(self, made: _Element) -> IssuedRow | None:
        """The same with nothing but its words in its cells."""
        for paragraph in made.iter(w("p")):
            _plain(paragraph, text_after(paragraph))
        xml = outer_xml(made, {"w": W})
        lacks = (*self._lacks, "its look, controls and bookmarks (it is too long for the report)")
        return IssuedRow(xml, lacks) if len(xml) <= _MOST else None

    def _properties(self, holder: _Element, name: str, *, own: bool) -> _Element:
        """Its properties as another takes them over; of the issued file (`own`) with the styles of the other."""
        made, found = etree.Element(w(name)), holder.find(w(name))
        for each in found if found is not None else ():
            tag = str(each.tag)
            if tag not in _OF_ONE and tag.startswith(f"{{{W}}}") and not tag.endswith("Change"):
                made.append(deepcopy(each))
        style = next(made.iter(w("pStyle"), w("tblStyle")), None) if own else None
        if style is not None:
            kind = "paragraph" if style.tag == w("pStyle") else "table"
            if there := self._style(style, kind):
                style.set(w("val"), there)
            else:
                made.remove(style)
                self._lacks["its style"] = None
        return made

    def _style(self, named: _Element, kind: str) -> str:
        """The id in the other file of the style with the name; "" where it has none."""
        return self._now.get((kind, self._was.name(named.get(w("val")), kind)), "")

    def _cell(self, cell: _Element, like: _Element | None) -> _Element:
        made = etree.Element(w("tc"))
        made.append(self._properties(like if like is not None else cell, "tcPr", own=like is None))
        forms = list(like.iter(w("p"))) if like is not None else []
        paragraphs = iter(enumerate(cell.iter(w("p"))))

        def block(paragraph: _Element) -> _Element:
            number, _ = next(paragraphs)
            return self._paragraph(paragraph, forms[min(number, len(forms) - 1)] if forms else None)

        made.extend(self._content(cell, w("p"), block))
        return made

    def _content(self, holder: _Element, tag: str, make: Callable[[_Element], _Element | None]) -> Iterator[_Element]:
        """What the holder has of these elements, with the controls and bookmarks round them."""
        for each in holder:
            if each.tag == tag:
                if (made := make(each)) is not None:
                    yield made
            elif each.tag == w("sdt"):
                content = each.find(w("sdtContent"))
                held = list(self._content(content, tag, make)) if content is not None else []
                yield from self._control(each, held)
            elif each.tag in (w("bookmarkStart"), w("bookmarkEnd")):
                yield from self._bookmark(each)
            elif each.tag in _GONE_INTO:
                if each.tag in (w("hyperlink"), w("fldSimple")):
                    self._lacks["a link" if each.tag == w("hyperlink") else "a field"] = None
                yield from self._content(each, tag, make)

    def _control(self, control: _Element, held: list[_Element]) -> Iterator[_Element]:
        properties = control.find(w("sdtPr"))
        own = [each for each in (properties if properties is not None else ()) if each.tag in _OF_CONTROL]
        tag = next((each.get(w("val"), "") for each in own if each.tag == w("tag")), "")
        if not own or (tag in self._taken and tag not in self._gone) or not held:
            self._lacks["its control"] = None
            yield from held
            return
        if properties is not None and any(each.tag not in (*_OF_CONTROL, w("id")) for each in properties):
            self._lacks["what kind its control is"] = None
        made = etree.Element(w("sdt"))
        etree.SubElement(made, w("sdtPr")).extend([deepcopy(each) for each in own])
        etree.SubElement(made, w("sdtContent")).extend(held)
        yield made

    def _bookmark(self, mark: _Element) -> Iterator[_Element]:
        identity, name = mark.get(w("id"), ""), mark.get(w("name"), "")
        if mark.tag == w("bookmarkStart"):
            ends = [
                each for each in mark.getroottree().getroot().iter(w("bookmarkEnd")) if each.get(w("id")) == identity
            ]
            row = next(mark.iterancestors(w("tr")))
            inside = len(ends) == 1 and row in ends[0].iterancestors(w("tr"))
            if name.startswith("_GoBack"):
                return
            if not inside or (name in self._taken and name not in self._gone):
                self._lacks["its bookmark"] = None
                return
            self._names[identity] = name
        if identity in self._names:
            made = etree.Element(mark.tag, {w("id"): identity})
            if mark.tag == w("bookmarkStart"):
                made.set(w("name"), name)
            else:
                del self._names[identity]
            yield made

    def _paragraph(self, paragraph: _Element, like: _Element | None) -> _Element:
        made = etree.Element(w("p"))
        if like is not None:
            # As its own list counts it there.
            form = self._properties(like, "pPr", own=False)
            number = like.find(f"{w('pPr')}/{w('numPr')}")
            if number is not None and number.find(w("ins")) is None:
                later = [each for each in form if each.tag not in _BEFORE_NUMBER]
                at = form.index(later[0]) if later else len(form)
                form.insert(at, deepcopy(number))
        else:
            form = self._properties(paragraph, "pPr", own=True)
        made.append(form)
        made.extend(self._content(paragraph, w("r"), self._run))
        if text_after(made) != text_after(paragraph):
            _plain(made, text_after(paragraph))
            self._lacks["the look of some words"] = None
        return made

    def _run(self, run: _Element) -> _Element | None:
        words = "".join(each.text or "" for each in run.iter(w("t")))
        if next(run.iter(w("fldChar"), w("instrText")), None) is not None:
            self._lacks["a field"] = None
        if not words:
            return None
        made, look = etree.Element(w("r")), run.find(w("rPr"))
        own = etree.SubElement(made, w("rPr"))
        style = look.find(w("rStyle")) if look is not None else None
        if style is not None:
            if there := self._style(style, "character"):
                etree.SubElement(own, w("rStyle"), {w("val"): there})
            else:
                # Words that stood out still do.
                chain = self._was.chain(style.get(w("val")), "character")
                bold = next((found for each in chain if (found := each.find(f"{w('rPr')}/{w('b')}")) is not None), None)
                own.extend([deepcopy(bold)] if bold is not None else [])
                self._lacks["the style of some words"] = None
        held = [each.tag for each in own]
        own.extend(
            [
                deepcopy(each)
                for each in (look if look is not None else ())
                if each.tag in _OF_LOOK and each.tag not in held
            ]
        )
        if not len(own):
            made.remove(own)
        text = etree.SubElement(made, w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        text.text = words
        return made


_BEFORE_NUMBER: Final = frozenset(
    w(name) for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)
"""What stands before the number among a paragraph's properties (17.3.1.26)."""


def _plain(paragraph: _Element, words: str) -> None:
    """The paragraph with nothing but the words."""
    for each in [each for each in paragraph if each.tag != w("pPr")]:
        paragraph.remove(each)
    if words:
        text = etree.SubElement(etree.SubElement(paragraph, w("r")), w("t"))
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = words


def is_row_as_issued(row: _Element) -> bool:
    """Whether the row is made of nothing but what `RowsAsIssued` makes: a report could say anything."""
    if row.tag != w("tr"):
        return False
    for each in row.iter(etree.Element):
        within = next((above for above in each.iterancestors(*_PROPERTIES)), None) is not None
        if each.tag not in _HELD and not (within and str(each.tag).startswith(f"{{{W}}}")):
            return False
    return next(row.iter(*(w(name) for name in _OF_MARKS), w("vanish"), w("hidden")), None) is None
