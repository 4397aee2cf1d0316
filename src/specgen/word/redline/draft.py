"""The redline while it is being written: both sides, the stamp, what stands for NEW's styles and lists, and what was
found.

Copies of NEW's content are made here, so that all that comes in is cleaned and named in one place.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Final

from lxml import etree
from msgspec import Struct, field

from specgen.problems import Location, Problem
from specgen.word.document.revisions import story_parts
from specgen.word.document.style_forms import make_plain
from specgen.word.package.ooxml import MC, XML, R, W, w, whole_number
from specgen.word.redline.inline import (
    CHOICE,
    DROPPED,
    MARKERS,
    NAMED_BY_NUMBER,
    PICTURES,
    SHAPE_TYPE,
    VML,
    BoxPair,
    needed_spaces,
    stands_alone,
    words_in_box,
)
from specgen.word.redline.lists import ListMap
from specgen.word.redline.marks import Stamp, write_out_fields
from specgen.word.redline.sides import NOTE_KINDS, RELATED, Side

_Element = etree._Element

_VAL: Final = w("val")
_STYLES: Final = {w("pStyle"): "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_LIST: Final = re.compile(rb'<w:numId w:val="([^"]*)"')
_PLAIN: Final = frozenset({W, R, XML, MC})
_LINKED: Final = frozenset(w(name) for name in ("headerReference", "footerReference", "printerSettings"))
_LINK: Final = f"{{{R}}}id"


class NewStory(Struct, frozen=True):
    """A header or footer that OLD did not have: the name of its part, its kind, the id of the link to it, and its root.

    `model` is the part of OLD that it is a copy of, whose relationships it has too; "" for none.
    """

    part: str
    kind: str
    link: str
    root: _Element
    model: str = ""


class Draft(Struct):
    """One redline in the making. `parts` are the names of OLD's parts that have changed."""

    old: Side
    new: Side
    stamp: Stamp
    lists: ListMap
    file: str
    problems: list[Problem] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    notes: list[tuple[_Element, _Element, str]] = field(default_factory=list)
    """Notes of OLD and NEW whose references belong together, with their kind."""
    new_notes: dict[str, list[_Element]] = field(default_factory=dict)
    """Notes that come in, by kind."""
    new_stories: dict[str, NewStory] = field(default_factory=dict)
    """Headers and footers that come in, by part."""
    references: dict[_Element, list[tuple[str, str, str]]] = field(default_factory=dict)
    """For a section of NEW that comes in, its headers and footers in the redline: element, pages, id of the link."""
    next_note: dict[str, int] = field(default_factory=dict)
    bookmarks: set[str] = field(default_factory=set)
    """Names of bookmarks that are taken."""
    controls: set[str] = field(default_factory=set)
    """Ids of controls that are taken."""
    boxes: list[BoxPair] = field(default_factory=list)
    """Contents of text boxes of OLD and NEW that belong together."""
    next_drawing: int = 0
    """The highest number of a drawing."""
    shapes: set[str] = field(default_factory=set)
    """Names of shapes of old programs that are taken."""
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)
    """What shapes of NEW say that they are of, by part and name, with its name in the redline, where it came in."""
    choices: list[tuple[_Element, list[str]]] = field(default_factory=list)
    """Alternatives that came in, with the namespaces that a program must know to show them."""
    namespaces: set[str] = field(default_factory=set)
    """Namespaces of what came in beyond the plain ones; the part must declare that older programs may ignore them."""

    def warn(self, slug: str, message: str, part: str, words: str = "", cure: str = "") -> None:
        """Note something that the redline leaves as it is in OLD."""
        self.problems.append(
            Problem(slug, message, Location(self.file, part=part, paragraph=words or None), "warning", cure)
        )

    def refuse(self, slug: str, message: str, part: str, words: str = "", cure: str = "") -> None:
        """Note something for which there can be no redline."""
        self.problems.append(
            Problem(slug, message, Location(self.file, part=part, paragraph=words or None), "error", cure)
        )

    def same_lists(self, raw: bytes) -> bool:
        """Whether every list that the bytes of a block name has the same id in the redline."""
        return all(
            self.lists.id_for(said) in (said, None) for said in map(bytes.decode, _LIST.findall(raw)) if said != "0"
        )

    def bring(self, element: _Element, part: str) -> _Element:
        """A copy of an element of NEW's `part`, cleaned, with the redline's names for styles, lists, notes and
        controls."""
        copy = deepcopy(element)
        copy.tail = None
        words = "".join([each.text or "" for each in element.iter(w("t"))])
        for picture in list(copy.iter(*PICTURES)):
            if (
                picture is not copy
                and next(picture.iterancestors(*PICTURES), None) is None
                and not self._can_come(picture, part)
            ):
                self.picture(picture, part, words)
                _remove(picture)
        for theirs, section in zip(list(element.iter(w("sectPr"))), list(copy.iter(w("sectPr"))), strict=True):
            for each in [each for each in section if each.tag in _LINKED]:
                section.remove(each)
            section[0:0] = [
                etree.Element(tag, {w("type"): pages, _LINK: link})
                for tag, pages, link in self.references.get(theirs, ())
            ]
        write_out_fields(copy, self.new, part)
        if self.new.theme is not None:
            make_plain(copy, self.new.theme)
        kept = self._bookmarks_of(copy)
        for each in list(copy.iter()):
            tag = each.tag
            if not isinstance(tag, str):
                continue
            for key in [key for key in each.attrib if "rsid" in str(key) or str(key).endswith(("}paraId", "}textId"))]:
                del each.attrib[key]
            if tag in MARKERS or tag in DROPPED:
                if each in kept:
                    each.set(w("id"), kept[each])
                else:
                    _remove(each)
            elif tag == w("commentReference"):
                run = each.getparent()
                _remove(run if run is not None and len(run) <= 2 else each)
            else:
                self._rename(each, part, words)
        self._name_default_styles(copy)
        return copy

    def _bookmarks_of(self, copy: _Element) -> dict[_Element, str]:
        """The marks of bookmarks that come in, with new ids: those with both ends in the copy and a name that is
        free."""
        ends = {each.get(w("id")): each for each in copy.iter(w("bookmarkEnd"))}
        kept: dict[_Element, str] = {}
        for start in copy.iter(w("bookmarkStart")):
            name, end = start.get(w("name"), "").casefold(), ends.get(start.get(w("id")))
            if end is not None and name not in self.bookmarks:
                self.bookmarks.add(name)
                kept[start] = kept[end] = self.stamp.id()
        return kept

    def bring_picture(self, element: _Element, part: str, words: str) -> _Element | None:
        """A copy of a text box or shape of NEW's `part`; None, and a warning, for what stands on other parts."""
        if self._can_come(element, part):
            return self.bring(element, part)
        self.picture(element, part, words)
        return None

    def _can_come(self, element: _Element, part: str) -> bool:
        choices = [needed_spaces(each, self.new.root(part)) for each in element.iter(CHOICE)]
        return stands_alone(element) and None not in choices

    def picture(self, element: _Element, part: str, words: str) -> None:
        """List a picture or text box of NEW that the redline cannot show."""
        inside = words_in_box(element)
        kind = f"a text box that says “{inside[:80]}”" if inside else "a picture, text box or embedded object"
        self.warn(
            "picture-not-compared",
            f"NEW has {kind} here, which the redline does not show",
            part,
            words,
            "put it in by hand after the changes are accepted",
        )

    def _rename(self, each: _Element, part: str, words: str) -> None:
        tag, holder = each.tag, each.getparent()
        if tag in _STYLES:
            identity = self.new.style(each.get(_VAL), _STYLES[tag])
            if identity is None:
                _remove(each)
            else:
                each.set(_VAL, identity)
        elif tag == w("numId"):
            mapped = self.lists.id_for(each.get(_VAL, "")) if each.get(_VAL) != "0" else "0"
            if mapped is not None:
                each.set(_VAL, mapped)
            elif holder is not None and holder.tag == w("numPr"):
                _remove(holder)
        elif tag in NOTE_KINDS:
            each.set(w("id"), self.bring_note(each))
        elif tag == NAMED_BY_NUMBER:
            self.next_drawing += 1
            each.set("id", str(self.next_drawing))
        elif tag.startswith(VML) and each.get("id"):
            self._name_shape(each, part)
        elif tag == CHOICE:
            self.choices.append((each, needed_spaces(each, self.new.root(part)) or []))
        elif tag == w("id") and holder is not None and holder.tag == w("sdtPr"):
            each.set(_VAL, self.control_id(each.get(_VAL, "")))
        elif tag not in _LINKED and any(str(key).startswith(RELATED) for key in each.attrib):
            name = etree.QName(each).localname
            self.refuse(
                "part-cannot-come-in",
                f"NEW has something here that stands on another part of its file ({name})",
                part,
                words,
                "take it out of NEW, make the redline, and put it in by hand",
            )
        for name in (tag, *each.attrib):
            space = str(name)[1:].partition("}")[0] if str(name).startswith("{") else ""
            if space and space not in _PLAIN:
                self.namespaces.add(space)

    def _name_shape(self, each: _Element, part: str) -> None:
        """Give a shape of old programs a name that no other has, and see that what it says it is of is there, once."""
        name = each.get("id", "")
        if each.tag == SHAPE_TYPE:
            # One of that name may stand in what goes: the new one is a copy of its own for what comes.
            if name in self.shapes:
                fresh = self._free_name(name)
                for shape in each.itersiblings():
                    if shape.get("type") == f"#{name}":
                        shape.set("type", f"#{fresh}")
                each.set("id", fresh)
                name = fresh
            self.shapes.add(name)
            return
        named = self._free_name(name)
        self.shapes.add(named)
        each.set("id", named)
        said = each.get("type", "").removeprefix("#")
        if said:
            each.set("type", f"#{self._kind_of_shape(each, said, part)}")

    def _kind_of_shape(self, shape: _Element, said: str, part: str) -> str:
        """The name of what a shape of NEW's `part` says that it is of, brought in before it where its part does not
        hold it: one in a header is none of the main text."""
        top = [shape, *shape.iterancestors()][-1]
        if any(each.get("id") == said for each in top.iter(SHAPE_TYPE)):
            return said
        if (part, said) in self.kinds:
            return self.kinds[part, said]
        if part == self.new.package.main and _kind(self.old.root(self.old.package.main), said) is not None:
            return said
        others = (name for name in story_parts(self.new.package) if name != part)
        held = (_kind_in(self.new, name, said) for name in (part, *others))
        known = next((each for each in held if each is not None), None)
        if known is None:
            return said
        brought = deepcopy(known)
        brought.tail = None
        self.kinds[part, said] = name = self._free_name(said)
        self.shapes.add(name)
        brought.set("id", name)
        shape.addprevious(brought)
        return name

    def _free_name(self, name: str) -> str:
        named, number = name, 1
        while named in self.shapes:
            named, number = f"{name}-{number}", number + 1
        return named

    def _name_default_styles(self, copy: _Element) -> None:
        """Give paragraphs and tables below `copy` that name no style NEW's default ones, if these have another name
        here."""
        for name, kind in (("p", "paragraph"), ("tbl", "table")):
            identity = self.new.style(None, kind)
            if identity is None:
                continue
            for each in copy.iter(w(name)):
                properties = each.find(w(f"{name}Pr"))
                if properties is None:
                    properties = etree.Element(w(f"{name}Pr"))
                    each.insert(0, properties)
                style = w("pStyle") if name == "p" else w("tblStyle")
                if properties.find(style) is None:
                    properties.insert(0, etree.Element(style, {_VAL: identity}))

    def bring_note(self, reference: _Element) -> str:
        """Bring in the note of a reference of NEW as inserted words; its id in the redline."""
        kind = NOTE_KINDS[reference.tag]
        note = self.new.note(reference)
        identity = str(self.next_note.get(kind, 1))
        self.next_note[kind] = int(identity) + 1
        part = self.new.related(kind) or ""
        if note is None:
            self.refuse("note-missing", "NEW refers to a note that it does not hold", part)
            return identity
        copy = self.bring(note, part)
        copy.set(w("id"), identity)
        for paragraph in copy.findall(w("p")):
            self.stamp.paragraph(paragraph, "ins", mark=False)
        self.new_notes.setdefault(kind, []).append(copy)
        return identity

    def control_id(self, wanted: str) -> str:
        """An id for a control that comes in: its own, or the next free one."""
        number = whole_number(wanted, 1)
        while str(number) in self.controls:
            number = number + 1 if number < 2**31 - 1 else 1
        self.controls.add(str(number))
        return str(number)


def _kind(root: _Element, name: str) -> _Element | None:
    return next((each for each in root.iter(SHAPE_TYPE) if each.get("id") == name), None)


def _kind_in(side: Side, part: str, name: str) -> _Element | None:
    return _kind(side.root(part), name) if part in side.package.entries else None


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
