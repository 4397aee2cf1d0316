"""A document as values: equal for two documents that have the same words, styles, numbers and looks.

Made for proving a redline, apart from what writes one. What is left out (ids, languages, bookmarks, comments, pictures)
is listed in docs/word/revisions.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.numbering import Counters, NumberingPart
from specgen.word.document.style_forms import StyleEffects, StyleForm, form_of, properties_of
from specgen.word.package.ooxml import MC, R, canonical, first_child, w

_Element = etree._Element

_VAL: Final = w("val")
_NOTHING: Final = frozenset(
    w(name)
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "proofErr", "bookmarkStart", "bookmarkEnd", "commentRangeStart",
        "commentRangeEnd", "permStart", "permEnd", "lastRenderedPageBreak", "commentReference", "sectPr", "tblPr",
        "tblGrid", "trPr", "tcPr", "tblPrEx", "smartTagPr", "customXmlPr", "annotationRef",
    )
)  # fmt: skip
_TRANSPARENT: Final = frozenset(w(name) for name in ("smartTag", "customXml"))
_NOTES: Final = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_REFERENCES: Final = frozenset(w(name) for name in ("headerReference", "footerReference", "printerSettings"))
_PARAGRAPH_LEAVE: Final = frozenset(w(name) for name in ("pStyle", "numPr", "rPr", "sectPr"))
_RUN_LEAVE: Final = frozenset({w("rStyle")})
_TABLE_LEAVE: Final = frozenset({w("tblStyle")})
_LEVEL_LEAVE: Final = frozenset(w(name) for name in ("start", "lvlText", "pStyle", "lvlRestart", "isLgl"))
_CONTROL_LEAVE: Final = frozenset({w("id")})
_BARE: Final[StyleForm] = ("run", (), ())
_WORDS: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_ANCHOR, _BDO, _CUSTOM_MARK_FOLLOWS, _DIR = (w(name) for name in ("anchor", "bdo", "customMarkFollows", "dir"))
_FLD_CHAR, _FLD_CHAR_TYPE, _FLD_SIMPLE, _GRID_COL = (
    w(name) for name in ("fldChar", "fldCharType", "fldSimple", "gridCol")
)
_HYPERLINK, _ID, _INSTR, _INSTR_TEXT, _P = (w(name) for name in ("hyperlink", "id", "instr", "instrText", "p"))
_P_PR, _P_STYLE, _R = (w(name) for name in ("pPr", "pStyle", "r"))
_R_PR, _R_STYLE, _SDT, _SDT_CONTENT, _SDT_PR = (w(name) for name in ("rPr", "rStyle", "sdt", "sdtContent", "sdtPr"))
_SECT_PR, _T, _TBL = (w(name) for name in ("sectPr", "t", "tbl"))
_TBL_GRID, _TBL_PR, _TBL_PR_EX, _TBL_STYLE = (w(name) for name in ("tblGrid", "tblPr", "tblPrEx", "tblStyle"))
_TC, _TC_PR, _TGT_FRAME, _TOOLTIP = (w(name) for name in ("tc", "tcPr", "tgtFrame", "tooltip"))
_TR, _TR_PR = (w(name) for name in ("tr", "trPr"))


class Surroundings(Struct):
    """What the forms of a document's stories need beside the story itself."""

    styles: StyleEffects
    numbering: NumberingPart
    theme: Mapping[str, str]
    link: Callable[[str, str], str]
    """What a relationship id of a part leads to."""
    note: Callable[[str, str], _Element | None]
    """The footnote or endnote with an id."""
    content: Callable[[str, str], str]
    """What a relationship id of a part leads to, a part told by its content."""
    looks: dict[StyleForm, int]
    """Numbers that stand for looks, shared by all documents that are compared."""
    memory: dict[object, int] = field(default_factory=dict)
    """The numbers of looks that have been seen, by what is quick to compare."""


class StoryWalk:
    """The walk through one story (a body, a header, a note): its counters and the field it is in."""

    def __init__(self, around: Surroundings, part: str) -> None:
        self._around = around
        self._part = part
        self._counters = Counters(around.numbering)
        self._fields: list[list[str] | None] = []
        self._bare = self._look(_BARE)
        self._paragraphs = 0
        self.apart: list[StyleForm] = []
        """The text boxes, pictures and shapes that were passed, in their order."""

    def blocks(self, container: _Element) -> tuple[StyleForm, ...]:
        """The forms of the block-level content of `container`."""
        return tuple(form for child in container if isinstance(child.tag, str) for form in self._block(child))

    def _block(self, child: _Element) -> Iterator[StyleForm]:
        tag = child.tag
        if tag == _P:
            yield self._paragraph(child)
        elif tag == _TBL:
            # A table that has lost all its rows prints nothing and is none.
            if next(child.iter(_TR), None) is not None:
                yield self._table(child)
        elif tag == _SDT:
            content = child.find(_SDT_CONTENT)
            yield ("control", self._control(child), self.blocks(content) if content is not None else ())
        elif tag in _TRANSPARENT:
            yield from self.blocks(child)
        elif tag in PICTURES:
            self._picture(child, ())
        elif tag not in _NOTHING:
            yield ("other", self._whole(child))

    def _control(self, control: _Element) -> StyleForm:
        return properties_of(control.find(_SDT_PR), _CONTROL_LEAVE, self._around.theme)

    def _whole(self, element: _Element) -> StyleForm:
        """An element that is compared as it stands, with what its relationships lead to."""
        links = tuple(
            self._around.link(self._part, str(value))
            for each in element.iter()
            for key, value in each.attrib.items()
            if str(key).startswith(f"{{{R}}}")
        )
        return (form_of(element, self._around.theme), links)

    def _paragraph(self, paragraph: _Element) -> StyleForm:
        around = self._around
        self._paragraphs += 1
        properties = first_child(paragraph, _P_PR)
        if properties is None or not len(properties):
            plain = self._style_look(None, "paragraph"), self._number(None)
            return ("paragraph", *plain, (), self._bare, (), self._inline(paragraph))
        if len(properties) == 1 and properties[0].tag == _P_STYLE:
            styled = self._style_look(properties[0].get(_VAL), "paragraph"), self._number(properties)
            return ("paragraph", *styled, (), self._bare, (), self._inline(paragraph))
        held = {child.tag: child for child in reversed(properties)}
        style = held.get(_P_STYLE)
        return (
            "paragraph",
            self._style_look(style.get(_VAL) if style is not None else None, "paragraph"),
            self._number(properties),
            properties_of(properties, _PARAGRAPH_LEAVE, around.theme),
            self._run_look(held.get(_R_PR)),
            section_form(held.get(_SECT_PR), around.theme),
            self._inline(paragraph),
        )

    def _number(self, properties: _Element | None) -> StyleForm:
        """The printed label with the look of its level, or () where no list is seen."""
        around = self._around
        place = around.numbering.place(properties)
        if place is None:
            return ()
        instance, depth = place
        label = self._counters.next_label(instance, depth)
        found = around.numbering.level(instance, depth)
        if label is None or found is None:
            return ()
        key = (instance, depth)
        if key not in around.memory:
            around.memory[key] = self._look(("level", properties_of(found.element, _LEVEL_LEAVE, around.theme)))
        return (label, depth, around.memory[key])

    def _look(self, form: StyleForm) -> int:
        return self._around.looks.setdefault(form, len(self._around.looks))

    def _style_look(self, identity: str | None, kind: str) -> int:
        key = (kind, identity)
        if key not in self._around.memory:
            self._around.memory[key] = self._look(("style", self._around.styles.form(identity, kind)))
        return self._around.memory[key]

    def _run_look(self, properties: _Element | None) -> int:
        if properties is None or not len(properties):
            return self._bare
        written: object = tuple([(child.tag, *child.attrib.items()) for child in properties])
        if any(map(len, properties)):
            written = canonical(properties)
        if written not in self._around.memory:
            style = properties.find(_R_STYLE)
            named = (
                self._around.styles.form(style.get(_VAL), "character")
                if style is not None and self._around.styles.has(style.get(_VAL))
                else ()
            )
            form = ("run", named, properties_of(properties, _RUN_LEAVE, self._around.theme))
            self._around.memory[written] = self._look(form)
        return self._around.memory[written]

    def _inline(self, holder: _Element) -> tuple[StyleForm, ...]:
        made: list[StyleForm] = []
        self._collect(holder, made)
        return tuple(made)

    def _collect(self, holder: _Element, made: list[StyleForm]) -> None:
        for child in holder:
            tag = child.tag
            if tag == _R:
                self._run(child, made)
            elif tag in PICTURES:
                self._picture(child, made)
            elif tag in _NOTHING or not isinstance(tag, str):
                continue
            elif tag == _HYPERLINK:
                self._hyperlink(child, made)
            elif tag == _FLD_SIMPLE:
                made += (("field",), ("code", _field_code(child.get(_INSTR, ""))), ("shows",))
                self._collect(child, made)
                made.append(("field ends",))
            elif tag == _SDT:
                content = child.find(_SDT_CONTENT)
                made.append(("control", self._control(child), self._inline(content) if content is not None else ()))
            elif tag in _TRANSPARENT:
                self._collect(child, made)
            elif tag in (_DIR, _BDO):
                made.append((tag, child.get(_VAL), self._inline(child)))
            else:
                made.append(("other", self._whole(child)))

    def _hyperlink(self, link: _Element, made: list[StyleForm]) -> None:
        """A hyperlink in the form of the field that it is: address, place in it, tip, frame."""
        identity = link.get(f"{{{R}}}id")
        address = self._around.link(self._part, identity) if identity else ""
        switches = {"l": link.get(_ANCHOR, ""), "o": link.get(_TOOLTIP, ""), "t": link.get(_TGT_FRAME, "")}
        made += (("field",), ("code", ("HYPERLINK", address, *(switches[key] for key in "lot"))), ("shows",))
        self._collect(link, made)
        made.append(("field ends",))

    def _run(self, run: _Element, made: list[StyleForm]) -> None:
        look = -1
        for child in run:
            tag = child.tag
            if look < 0:
                alone = len(run) == 1  # most runs hold their words and nothing else
                look = self._run_look(child if tag == _R_PR else None if alone else next(run.iterchildren(_R_PR), None))
            if tag == _T:
                text = _text(child)
                if text and made and made[-1][0] == "text" and made[-1][2] == look:
                    made[-1] = ("text", f"{made[-1][1]}{text}", look)
                elif text:
                    made.append(("text", text, look))
            elif tag in _NOTHING:
                continue
            elif tag in PICTURES:
                self._picture(child, made)
            elif tag == _FLD_CHAR:
                self._field_mark(child.get(_FLD_CHAR_TYPE, ""), made)
            elif tag == _INSTR_TEXT:
                if self._fields and self._fields[-1] is not None:
                    self._fields[-1].append(child.text or "")
            elif tag in _NOTES:
                note = self._around.note(_NOTES[tag], child.get(_ID, ""))
                inner = StoryWalk(self._around, _NOTES[tag]).blocks(note) if note is not None else ()
                made.append(("note", _NOTES[tag], child.get(_CUSTOM_MARK_FOLLOWS), inner, look))
            elif isinstance(tag, str):
                made.append(("item", form_of(child), look))

    def _picture(self, held: _Element, made: Sequence[StyleForm]) -> None:
        letters = sum(len(str(form[1])) for form in made if form[0] == "text")
        self.apart += forms_apart(
            held,
            (self._paragraphs, letters),
            self._inside,
            lambda identity: self._around.content(self._part, identity),
        )

    def _inside(self, box: _Element) -> tuple[StyleForm, ...]:
        """What stands in a box, which is a story of its own; a box in it is told after its blocks."""
        story = StoryWalk(self._around, self._part)
        return (*story.blocks(box), *story.apart)

    def _field_mark(self, kind: str, made: list[StyleForm]) -> None:
        if self._fields and self._fields[-1] is not None:
            made.append(("code", _field_code("".join(self._fields[-1]))))
            self._fields[-1] = [] if kind == "begin" else None
        if kind == "begin":
            made.append(("field",))
            self._fields.append([])
        elif kind == "separate":
            made.append(("shows",))
        elif kind == "end":
            if self._fields:
                self._fields.pop()
            if not made or made[-1][0] != "code":
                made.append(("field ends",))
            else:
                # A field that shows nothing is the same with and without its separator.
                made += (("shows",), ("field ends",))

    def _table(self, table: _Element) -> StyleForm:
        around = self._around
        properties = table.find(_TBL_PR)
        style = properties.find(_TBL_STYLE) if properties is not None else None
        grid = table.find(_TBL_GRID)
        return (
            "table",
            self._style_look(style.get(_VAL) if style is not None else None, "table"),
            properties_of(properties, _TABLE_LEAVE, around.theme),
            tuple(form_of(column) for column in grid.iterchildren(_GRID_COL)) if grid is not None else (),
            self._table_parts(table),
        )

    def _table_parts(self, holder: _Element) -> tuple[StyleForm, ...]:
        """Rows of a table or cells of a row, with the controls round them."""
        made: list[StyleForm] = []
        for child in holder:
            if child.tag == _TR:
                row = (
                    properties_of(child.find(_TR_PR), theme=self._around.theme),
                    properties_of(child.find(_TBL_PR_EX), theme=self._around.theme),
                )
                made.append(("row", *row, self._table_parts(child)))
            elif child.tag == _TC:
                made.append(("cell", properties_of(child.find(_TC_PR), theme=self._around.theme), self.blocks(child)))
            elif child.tag == _SDT:
                content = child.find(_SDT_CONTENT)
                made.append(
                    ("control", self._control(child), self._table_parts(content) if content is not None else ())
                )
            elif child.tag in _TRANSPARENT:
                made.extend(self._table_parts(child))
        return tuple(made)


def section_form(section: _Element | None, theme: Mapping[str, str]) -> StyleForm:
    """The section's properties without its headers and footers; () without a section."""
    return () if section is None else ("section", *properties_of(section, _REFERENCES, theme))


def _text(element: _Element) -> str:
    """The words as Word reads them: without `xml:space="preserve"` the ends are trimmed."""
    text = element.text or ""
    bare = text.strip(" \t\r\n")
    kept = bare != text and element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if kept else bare


def _field_code(code: str) -> StyleForm:
    words = code.split()
    if not words or words[0].upper() != "HYPERLINK":
        return tuple(words)
    address, held = "", {"l": "", "o": "", "t": ""}
    said = iter(_WORDS.findall(code.split(None, 1)[1] if len(words) > 1 else ""))
    for quoted, bare in said:
        if bare[:1] == "\\" and bare[1:2] in ("l", "o", "t", "s"):
            value = next(said, ("", ""))
            held[bare[1]] = _unescaped(value[0] or value[1])
        elif bare[:1] != "\\":
            address = _unescaped(quoted or bare)
    return ("HYPERLINK", address, *(held[key] for key in "lot"))


def _unescaped(said: str) -> str:
    return re.sub(r"\\(.)", r"\1", said)


def text_of_form(form: object) -> str:
    """The words in a form, to show a person where two documents differ."""
    if not isinstance(form, tuple):
        return ""
    if len(form) == 3 and form[0] == "text":
        return str(form[1])
    return "".join(text_of_form(each) for each in form if isinstance(each, tuple))


# What stands apart from the lines of a document, as the judge sees it: its text boxes, pictures and shapes.
#
# Each is told by where it is anchored, by what stands in its boxes, and by what its links lead to; where it stands on
# the page and how large it is are left out. Source: ECMA-376 part 1, 17.3.3.9 (drawing), 17.3.3.19 (object), 17.17.1
# (txbxContent); part 3, 9.3.


PICTURES: Final = frozenset({w("drawing"), w("pict"), w("object"), f"{{{MC}}}AlternateContent"})
"""What a picture, a box or a shape stands in."""
_DRAWN: Final = (w("drawing"), w("pict"), w("object"))
_BOX: Final = w("txbxContent")
_FALLBACK: Final = f"{{{MC}}}Fallback"
_LINK: Final = f"{{{R}}}"
_TEXT: Final = w("t")


def forms_apart(
    held: _Element,
    place: tuple[int, int],
    inside: Callable[[_Element], tuple[StyleForm, ...]],
    leads_to: Callable[[str], str],
) -> Iterator[StyleForm]:
    """The form of each picture, box or shape in `held`, anchored at `place` (paragraph, letters before it).

    `inside` gives the forms of what stands in a box, `leads_to` what a relationship's id stands for. A box is told
    once; whether its copy for older programs says the same is told with it."""
    said: tuple[list[str], list[str]] = [], []
    for box in held.iter(_BOX):
        if not _within(box, held, {_BOX}):
            said[_within(box, held, {_FALLBACK})].append("".join(text.text or "" for text in box.iter(_TEXT)))
    alike = not said[1] or said[0] == said[1]
    for picture in held.iter(*_DRAWN):
        if not _within(picture, held, {*_DRAWN, _FALLBACK}):
            boxes = [box for box in picture.iter(_BOX) if not _within(box, picture, {_BOX, _FALLBACK})]
            yield ("apart", place, tuple(map(inside, boxes)), tuple(_links(picture, leads_to)), alike)


def _within(element: _Element, top: _Element, names: set[str]) -> bool:
    """Whether an element of one of the names lies between the element and `top`, or is `top`."""
    if element is top:
        return False
    for each in element.iterancestors():
        if each.tag in names:
            return True
        if each is top:
            return False
    return False


def _links(picture: _Element, leads_to: Callable[[str], str]) -> Iterator[str]:
    """What the picture's own links lead to; those of the words in its boxes are told with these."""
    for each in picture.iter(etree.Element):
        names = [name for name in each.attrib if str(name).startswith(_LINK)]
        if names and not _within(each, picture, {_BOX}):
            yield from (leads_to(str(each.attrib[name])) for name in names)
