"""The redline while it is being written: both sides, the stamp, what stands for NEW's styles and lists, and what was
found.

Copies of NEW's content are made here, so that all that comes in is cleaned and named in one place.
"""

from __future__ import annotations

import re
from copy import deepcopy
from functools import lru_cache
from typing import Final

from lxml import etree
from msgspec import Struct, field

from specgen.problems import Location, Problem
from specgen.word.document.revisions import story_parts
from specgen.word.document.style_forms import make_plain
from specgen.word.package.ooxml import (
    CONTENT_TYPES,
    MC,
    RELATIONSHIPS,
    XML,
    R,
    W,
    detach,
    local_name,
    parse_xml,
    w,
    whole_number,
)
from specgen.word.package.package import CONTENT_TYPES_PART, relationships_part, write_package
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
from specgen.word.redline.marks import FIELD_TAGS, Stamp, write_out_fields
from specgen.word.redline.sides import NOTE_KINDS, RELATED, Side

_Element = etree._Element

_VAL: Final = w("val")
_STYLES: Final = {w("pStyle"): "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_LIST: Final = re.compile(rb'<w:numId w:val="([^"]*)"')
_PLAIN: Final = frozenset({W, R, XML, MC})
_LINKED: Final = frozenset(w(name) for name in ("headerReference", "footerReference", "printerSettings"))
_LINK: Final = f"{{{R}}}id"
_T: Final = w("t")
_SECTION: Final = w("sectPr")
_BOOKMARK: Final = w("bookmarkStart")
_STYLED: Final = (w("p"), w("tbl"))


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
    manners: dict[tuple[object, ...] | None, list[_Element]] = field(default_factory=dict)
    """Properties of paragraphs of NEW that were brought in, by what is written in them."""
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
        # Most of what comes is a few properties: a look at the names in it spares a search for each of these.
        inside = {each.tag for each in copy.iter()}
        words = "".join([each.text or "" for each in element.iter(_T)]) if _T in inside else ""
        if not inside.isdisjoint(PICTURES):
            self._leave_pictures(copy, part, words)
        if _SECTION in inside:
            for theirs, section in zip(list(element.iter(_SECTION)), list(copy.iter(_SECTION)), strict=True):
                for each in [each for each in section if each.tag in _LINKED]:
                    section.remove(each)
                section[0:0] = [
                    etree.Element(tag, {w("type"): pages, _LINK: link})
                    for tag, pages, link in self.references.get(theirs, ())
                ]
        if not inside.isdisjoint(FIELD_TAGS):
            write_out_fields(copy, self.new, part)
        if self.new.theme is not None:
            make_plain(copy, self.new.theme)
        kept = self._bookmarks_of(copy) if _BOOKMARK in inside else {}
        for each in list(copy.iter()):
            tag = each.tag
            if not isinstance(tag, str):
                continue
            for key in filter(_names_a_saving, map(str, each.keys())):
                del each.attrib[key]
            if tag in MARKERS or tag in DROPPED:
                if each in kept:
                    each.set(w("id"), kept[each])
                else:
                    detach(each)
            elif tag == w("commentReference"):
                run = each.getparent()
                detach(run if run is not None and len(run) <= 2 else each)
            else:
                self._rename(each, part, words)
        if not inside.isdisjoint(_STYLED):
            self._name_default_styles(copy)
        return copy

    def _leave_pictures(self, copy: _Element, part: str, words: str) -> None:
        """Take out of the copy, and list, the pictures in it that cannot come."""
        for picture in list(copy.iter(*PICTURES)):
            if (
                picture is not copy
                and next(picture.iterancestors(*PICTURES), None) is None
                and not self._can_come(picture, part)
            ):
                self.picture(picture, part, words)
                detach(picture)

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
                detach(each)
            else:
                each.set(_VAL, identity)
        elif tag == w("numId"):
            mapped = self.lists.id_for(each.get(_VAL, "")) if each.get(_VAL) != "0" else "0"
            if mapped is not None:
                each.set(_VAL, mapped)
            elif holder is not None and holder.tag == w("numPr"):
                detach(holder)
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
            name = local_name(each)
            self.refuse(
                "part-cannot-come-in",
                f"NEW has something here that stands on another part of its file ({name})",
                part,
                words,
                "take it out of NEW, make the redline, and put it in by hand",
            )
        self.namespaces.update(filter(None, map(_own_space, (tag, *each.attrib))))

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


@lru_cache(maxsize=1_000)
def _names_a_saving(attribute: str) -> bool:
    """Whether the attribute is an id that Word gives to what it saves."""
    return "rsid" in attribute or attribute.endswith(("}paraId", "}textId"))


@lru_cache(maxsize=1_000)
def _own_space(name: str) -> str:
    """The namespace of an element or attribute, "" for none and for those that every document has."""
    space = name[1:].partition("}")[0] if name.startswith("{") else ""
    return "" if space in _PLAIN else space


def _kind(root: _Element, name: str) -> _Element | None:
    return next((each for each in root.iter(SHAPE_TYPE) if each.get("id") == name), None)


def _kind_in(side: Side, part: str, name: str) -> _Element | None:
    return _kind(side.root(part), name) if part in side.package.entries else None


# The parts of a redline put together: changed stories, styles and lists that came in, parts that OLD did not have.
#
# Source: ECMA-376 part 2 (relationships, content types) and part 3 (markup compatibility).

_IGNORABLE: Final = f"{{{MC}}}Ignorable"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SEPARATORS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_NO_LINKS: Final = f'<Relationships xmlns="{RELATIONSHIPS}"/>'.encode()
_AFTER_LISTS: Final = frozenset({w("numIdMacAtCleanup")})


def put_together(draft: Draft, styles: list[_Element]) -> bytes:
    """The redline's bytes: OLD's file with the parts that changed, and with those that came in."""
    changed = {name: draft.old.root(name) for name in draft.parts if name not in draft.new_stories}
    added = {name: (story.kind, story.root) for name, story in draft.new_stories.items()}
    if styles:
        root = _root_for(draft, "styles", changed, added)
        root.extend(styles)
    if draft.lists.new_kinds or draft.lists.new_lists:
        root = _root_for(draft, "numbering", changed, added)
        first = next((each for each in root if each.tag in (w("num"), *_AFTER_LISTS)), None)
        at = root.index(first) if first is not None else len(root)
        root[at:at] = draft.lists.new_kinds
        last = next((each for each in root if each.tag in _AFTER_LISTS), None)
        at = root.index(last) if last is not None else len(root)
        root[at:at] = draft.lists.new_lists
    for kind, notes in sorted(draft.new_notes.items()):
        root = _root_for(draft, kind, changed, added)
        if not len(root):
            root.extend(separators(draft.new, kind))
        root.extend(notes)
    for root in [*changed.values(), *(root for _, root in added.values())]:
        _declare(root, draft)
    _name_what_is_required(draft)
    replaced = {name: _written(root) for name, root in sorted(changed.items())}
    new_parts = {name: _written(root) for name, (_, root) in sorted(added.items())}
    for name, data in _linked(draft, added).items() if added else ():
        # The main part of a file may have had no relationships (ECMA-376 part 2, 9.3): then their part is new.
        (replaced if name in draft.old.package.entries else new_parts)[name] = data
    for name, story in sorted(draft.new_stories.items()):
        if story.model and (links := relationships_part(story.model)) in draft.old.package.entries:
            new_parts[relationships_part(name)] = draft.old.package.part(links)
    return write_package(draft.old.package, replaced, new_parts)


def _written(root: _Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _root_for(
    draft: Draft, kind: str, changed: dict[str, _Element], added: dict[str, tuple[str, _Element]]
) -> _Element:
    """The root of the part of this kind, which is then one that changes; a new part if OLD has none."""
    name = draft.old.related(kind)
    if name is not None:
        changed[name] = draft.old.root(name)
        return changed[name]
    folder = draft.old.package.main.rpartition("/")[0]
    name, number = f"{folder}/{kind}.xml".lstrip("/"), 1
    while name in draft.old.package.entries:
        name, number = f"{folder}/{kind}{number}.xml".lstrip("/"), number + 1
    known = next((each for each, (what, _) in added.items() if what == kind), None)
    if known is None:
        body = draft.old.root(draft.old.package.main)
        added[name] = (
            kind,
            etree.Element(w(kind), nsmap={prefix: space for prefix, space in body.nsmap.items() if prefix}),
        )
    return added[known or name][1]


def separators(side: Side, kind: str) -> list[_Element]:
    """The lines that Word draws above notes, which a part of notes begins with."""
    part = side.related(kind)
    notes = side.root(part) if part is not None else ()
    return [deepcopy(each) for each in notes if each.get(w("type")) in _SEPARATORS]


def _linked(draft: Draft, added: dict[str, tuple[str, _Element]]) -> dict[str, bytes]:
    """The relationships and content types of OLD with those of the added parts."""
    package = draft.old.package
    links_part = relationships_part(package.main)
    there = links_part in package.entries
    links = parse_xml(package.part(links_part) if there else _NO_LINKS)
    types = parse_xml(package.part(CONTENT_TYPES_PART))
    taken = {each.get("Id") for each in links}
    folder = package.main.rpartition("/")[0]
    for name, (kind, _) in sorted(added.items()):
        number = 1
        while f"rId{number}" in taken:
            number += 1
        identity = draft.new_stories[name].link if name in draft.new_stories else f"rId{number}"
        taken.add(identity)
        target = name.removeprefix(f"{folder}/") if name.startswith(f"{folder}/") else f"/{name}"
        etree.SubElement(
            links, f"{{{RELATIONSHIPS}}}Relationship", {"Id": identity, "Type": f"{R}/{kind}", "Target": target}
        )
        etree.SubElement(
            types, f"{{{CONTENT_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": f"{_TYPE}{kind}+xml"}
        )
    return {links_part: _written(links), CONTENT_TYPES_PART: _written(types)}


def _declare(root: _Element, draft: Draft) -> None:
    """Say of extensions that came in with NEW's content that older programs may ignore them, as NEW said."""
    if not draft.namespaces:
        return
    ignorable = {prefix: root.nsmap.get(prefix) for prefix in root.get(_IGNORABLE, "").split()}
    theirs = draft.new.root(draft.new.package.main)
    wanted = {
        prefix: space
        for prefix in theirs.get(_IGNORABLE, "").split()
        if (space := theirs.nsmap.get(prefix)) in draft.namespaces and space not in ignorable.values()
    }
    missing: dict[str, str] = {}
    for prefix, space in wanted.items():
        if space is None or not _occurs(root, space):
            continue
        mine = next((known for known, found in root.nsmap.items() if found == space and known), None)
        name, number = mine or prefix, 1
        while mine is None and name in root.nsmap:
            name, number = f"{prefix}n{number}", number + 1
        missing[name] = space
    if missing:
        etree.cleanup_namespaces(root, top_nsmap={**missing, "mc": MC}, keep_ns_prefixes=_named_prefixes(root))
        root.set(_IGNORABLE, " ".join([*ignorable, *sorted(missing)]))


def _name_what_is_required(draft: Draft) -> None:
    """Say of each alternative that came in, in the names that its part has for them, what a program must know to show
    it (part 3, 7.5: `Requires` names namespaces by their prefixes)."""
    theirs = {space: prefix for prefix, space in draft.new.root(draft.new.package.main).nsmap.items() if prefix}
    for choice, spaces in draft.choices:
        root = choice.getroottree().getroot()
        top: dict[str, str] = {}
        for space in spaces:
            if space not in {each for prefix, each in choice.nsmap.items() if prefix}:
                name = theirs.get(space, "ns")
                while name in (*root.nsmap, *top):
                    name = f"{name}n"
                top[name] = space
        if top:
            etree.cleanup_namespaces(root, top_nsmap=top, keep_ns_prefixes=[*_named_prefixes(root), *top])
        known = {space: prefix for prefix, space in choice.nsmap.items() if prefix}
        choice.set("Requires", " ".join(known[space] for space in spaces))


def _named_prefixes(root: _Element) -> list[str]:
    """The prefixes that the part declares, or that it names in values, where no parser looks for them."""
    named = [each.get("Requires", "") for each in root.iter(CHOICE)] + [root.get(_IGNORABLE, "")]
    return list(dict.fromkeys([*(prefix for prefix in root.nsmap if prefix), *" ".join(named).split()]))


def _occurs(root: _Element, space: str) -> bool:
    start = f"{{{space}}}"
    return any(
        str(each.tag).startswith(start) or any(str(key).startswith(start) for key in each.attrib)
        for each in root.iter()
    )
