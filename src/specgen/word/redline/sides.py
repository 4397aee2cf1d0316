"""One of the two documents that are compared: its parts, its relationships, and its looks as values that can be
compared; and what Word works out or takes from data in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Final

from lxml import etree
from msgspec import Struct, field

from specgen.problems import Location, Problem
from specgen.word.document.fillins import field_kind, read_bound_words, settled_code
from specgen.word.document.revisions import story_parts
from specgen.word.document.signs import PRINTING, printed
from specgen.word.document.style_forms import StyleForm, form_of, properties_of
from specgen.word.package.ooxml import R, w
from specgen.word.package.package import Package, Relationship, read_package, relationships, write_package
from specgen.wording.sequences import common_row

_Element = etree._Element

_VAL: Final = w("val")
_RUN_LEAVE: Final = frozenset({w("rStyle")})
NOTE_KINDS: Final = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
RELATED: Final = f"{{{R}}}"


class Looks(Struct):
    """Numbers that stand for looks; both sides share one, so that equal numbers are equal looks. 0 is no look at
    all."""

    numbers: dict[StyleForm, int] = field(default_factory=lambda: {(None, ()): 0})

    def number(self, form: StyleForm) -> int:
        """The number of the look `form`."""
        return self.numbers.setdefault(form, len(self.numbers))


class Side(Struct):
    """OLD or NEW. `style` says what a style id of this side is called in the redline; OLD's ids stay as they are."""

    package: Package
    looks: Looks
    style: Callable[[str | None, str], str | None]
    theme: Mapping[str, str] | None = None
    """What references to the theme stand for; None while both documents have the same theme."""
    renames: bool = False
    """Whether some style of this side is called something else in the redline."""
    roots: dict[str, _Element] = field(default_factory=dict)
    manners: dict[tuple[object, ...], StyleForm] = field(default_factory=dict)
    """What the properties of paragraphs come to, by what is written in them."""
    _links: dict[str, dict[str, Relationship]] = field(default_factory=dict)
    _memory: dict[tuple[object, ...], int] = field(default_factory=dict)
    _notes: dict[str, dict[str | None, _Element]] = field(default_factory=dict)

    def root(self, part: str) -> _Element:
        """The root of the part, parsed once. Raises etree.XMLSyntaxError when it is not well-formed."""
        if part not in self.roots:
            self.roots[part] = self.package.root(part)
        return self.roots[part]

    def add(self, part: str, root: _Element, model: str) -> None:
        """Take in a part that the package does not hold; its relationships are those of `model` ("" is none)."""
        self.roots[part] = root
        self._links[part] = dict(self.links(model)) if model else {}

    @property
    def body(self) -> _Element | None:
        """The body of the main document."""
        return self.root(self.package.main).find(w("body"))

    def related(self, ending: str) -> str | None:
        """The part to which the main document has a relationship of a type that ends with `ending`, or None."""
        for each in self.links(self.package.main).values():
            if each.type.endswith(f"/{ending}") and not each.external and each.target in self.package.entries:
                return each.target
        return None

    def links(self, part: str) -> dict[str, Relationship]:
        """The relationships of the part by id."""
        if part not in self._links:
            self._links[part] = {each.id: each for each in relationships(self.package, part)}
        return self._links[part]

    def target(self, part: str, identity: str) -> str:
        """What a relationship of `part` leads to: an address, or the fingerprint of a part; "" when there is none."""
        link = self.links(part).get(identity)
        if link is None or link.external or link.target not in self.package.entries:
            return link.target if link is not None else ""
        return self.package.whole_digest(link.target)

    def look(self, properties: _Element | None) -> int:
        """The number of the look that run properties give, the character style included."""
        if properties is None or not len(properties):
            return 0
        key = tuple((child.tag, *child.attrib.items(), len(child)) for child in properties)
        known = self._memory.get(key)
        if known is None or any(map(len, properties)):
            style = properties.find(w("rStyle"))
            named = self.style(style.get(_VAL), "character") if style is not None else None
            known = self.looks.number((named, properties_of(properties, _RUN_LEAVE, self.theme)))
            self._memory[key] = known
        return known

    def note(self, reference: _Element) -> _Element | None:
        """The footnote or endnote that a reference leads to."""
        part = self.related(NOTE_KINDS[reference.tag])
        if part is None:
            return None
        if part not in self._notes:
            self._notes[part] = {each.get(w("id")): each for each in reversed(self.root(part))}
        return self._notes[part].get(reference.get(w("id")))

    def whole_form(self, element: _Element, part: str) -> StyleForm:
        """The element as it stands, with what its relationships lead to; for what is compared only as a whole."""
        links = tuple(
            self.target(part, str(value))
            for each in element.iter()
            for key, value in each.attrib.items()
            if str(key).startswith(RELATED)
        )
        return (_without_links(form_of(element, self.theme)), links)


def _without_links(form: StyleForm) -> StyleForm:
    """The form without relationship ids, which differ from one document to the next."""
    tag, attributes, *rest = form
    if isinstance(attributes, tuple):
        attributes = tuple(pair for pair in attributes if not str(pair[0]).startswith(RELATED))
    if not rest:
        return (tag, attributes)
    children = rest[0] if isinstance(rest[0], tuple) else ()
    return (tag, attributes, tuple(_without_links(child) for child in children), rest[1])


# What Word works out or takes from data: the results of fields as in NEW, and controls that print something else.
#
# Source: ECMA-376 part 1, 17.16.5 and 17.16.18 (fields), 17.5.2.6 (dataBinding).

_TAKEN_OVER: Final = frozenset({"contents", "page", "reference"})
"""Results that are left as in NEW: nobody typed them, and Word works them out again."""
_STYLE_TAGS: Final = (w("pStyle"), w("rStyle"))
_NOT_COPIED: Final = (
    *(w(name) for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference")),
    *(w(name) for name in ("permStart", "permEnd", "footnoteReference", "endnoteReference", "numPr", "sectPr")),
    *(w(name) for name in ("drawing", "pict", "object", "sdt", "tbl", "altChunk")),
)
"""What has a name, a number or a part of its own, and is never taken over with a result."""
_MOST_TOLD: Final = 5


class _FieldMarks(Struct):
    """A field: its code and the runs of its marks, or the one simple field. `around` is the field it stands in."""

    begin: _Element
    around: _FieldMarks | None
    code: str = ""
    separate: _Element | None = None
    end: _Element | None = None
    taken: bool = False

    def within_taken(self) -> bool:
        """Whether a field round it was taken over whole."""
        return self.around is not None and (self.around.taken or self.around.within_taken())


def with_results_of(old: Package, new: Package) -> tuple[Package, list[Problem]]:
    """OLD with the results of contents lists, page numbers and references as NEW has them, and what that was."""
    changed: dict[str, bytes] = {}
    told: list[str] = []
    for part in story_parts(old):
        other = new.main if part == old.main else part
        if other not in new.entries or not all(_has_fields(data) for data in (old.part(part), new.part(other))):
            continue
        roots = old.root(part), new.root(other)
        styles = _style_names(old), _style_names(new)
        found = list(_take_over(_fields(roots[0]), _fields(roots[1]), styles))
        if found:
            told += found
            changed[part] = etree.tostring(roots[0], xml_declaration=True, encoding="UTF-8", standalone=True)
        else:
            old.keep(part, roots[0])
        new.keep(other, roots[1])
    package, problems = read_package(write_package(old, changed), old.file) if changed else (old, [])
    if not changed or package is None:
        return old, problems
    count = f"{len(told):,} result{'' if len(told) == 1 else 's'} of fields"
    shown = "; ".join(told[:_MOST_TOLD]) + (f"; {len(told) - _MOST_TOLD:,} more" if len(told) > _MOST_TOLD else "")
    message = f"{count} that Word works out (contents lists, page numbers, references) stand as in NEW, untracked: "
    cure = "bring the fields up to date in Word (Ctrl+A, F9) before the document is signed"
    return package, [Problem("field-results-as-in-new", message + shown, Location(new.file), "warning", cure)]


_REFERS: Final = re.compile(r"\s*(?:REF|PAGEREF|NOTEREF)\s+(\w+)", re.IGNORECASE)
_NAMED: Final = re.compile(rb"REF\s+(\w+)", re.IGNORECASE)


def with_names_of(old: Package, new: Package) -> Package:
    """OLD with NEW's names for the bookmarks that fields refer to, where they stand round the same words.

    The redline has NEW's references and OLD's bookmarks, which are not tracked: each must find its paragraph whether
    changes are accepted or rejected.
    """
    changed: dict[str, bytes] = {}
    for part in story_parts(old):
        other = new.main if part == old.main else part
        if other not in new.entries or not any(b"instr" in data for data in (old.part(part), new.part(other))):
            continue
        if set(_NAMED.findall(old.part(part))) == set(_NAMED.findall(new.part(other))):
            continue
        root = old.tree(part)
        if names := _other_names(root, new.tree(other)):
            changed[part] = _renamed(root, names)
    package, _ = read_package(write_package(old, changed), old.file) if changed else (old, [])
    return package or old


def _other_names(old: _Element, new: _Element) -> dict[str, str]:
    """The bookmarks of OLD that have another name in NEW: round the same words, which no other has."""
    names = _referred_to(old), _referred_to(new)
    olds, news = (
        {words: name for name, words in own.items() if name not in others and count[words] == 1}
        for own, others, count in zip(names, names[::-1], map(Counter, map(dict.values, names)), strict=True)
    )
    return {olds[words]: news[words] for words in olds if words and words in news}


def _renamed(old: _Element, names: Mapping[str, str]) -> bytes:
    root = deepcopy(old)
    for tag, key in ((w("bookmarkStart"), w("name")), (w("hyperlink"), w("anchor"))):
        for element in root.iter(tag):
            if element.get(key) in names:
                element.set(key, names[element.get(key, "")])
    for element in root.iter(w("instrText"), w("fldSimple")):
        code = (element.text or "") if element.tag == w("instrText") else element.get(w("instr"), "")
        found = _REFERS.match(code)
        if found is None or found[1] not in names:
            continue
        code = f"{code[: found.start(1)]}{names[found[1]]}{code[found.end(1) :]}"
        if element.tag == w("instrText"):
            element.text = code
        else:
            element.set(w("instr"), code)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def led_elsewhere(old: _Element, new: _Element) -> dict[str, tuple[str, str]]:
    """The bookmarks that fields of both refer to and that stand in another paragraph now, each with the words of the
    paragraph where it stood, which still stands, and of the one where it stands: what the reference shows, it shows
    until the fields are brought up to date. One that is gone is no matter: Word then prints that it is."""
    then, now = _referred_to(old), _referred_to(new)
    moved = {name: (then[name], now[name]) for name in then.keys() & now.keys() if then[name] != now[name]}
    there = {_letters(each) for each in new.iter(w("p"))} if moved else set()
    return {name: pair for name, pair in sorted(moved.items()) if pair[0] in there}


def _referred_to(root: _Element) -> dict[str, str]:
    """The bookmarks that fields of the part refer to, each with the words of the paragraph that it begins in."""
    codes = [element.text or element.get(w("instr")) or "" for element in root.iter(w("instrText"), w("fldSimple"))]
    names = {found[1] for code in codes if (found := _REFERS.match(code))}
    words: dict[str, str] = {}
    for start in root.iter(w("bookmarkStart")) if names else ():
        name = start.get(w("name"), "")
        paragraph = next(start.iterancestors(w("p")), None)
        if name in names and paragraph is not None:
            words[name] = _letters(paragraph)
    return words


def _letters(paragraph: _Element) -> str:
    return " ".join("".join(each.text or "" for each in paragraph.iter(w("t"))).split())


def _has_fields(data: bytes) -> bool:
    return b"fldChar" in data or b"fldSimple" in data


def _take_over(
    olds: list[_FieldMarks], news: list[_FieldMarks], styles: tuple[Mapping[str, str], Mapping[str, str]]
) -> Iterator[str]:
    """Give OLD's fields the results of NEW's; what each was and is, in words."""
    for one, two in common_row([settled_code(each.code) for each in olds], [settled_code(each.code) for each in news]):
        old, new = olds[one], news[two]
        kind = field_kind(old.code)
        if kind not in _TAKEN_OVER or old.within_taken():
            continue
        for parts in (_inner(old), _inner(new)), (_paragraphs(old), _paragraphs(new)):
            # Whole paragraphs that a reference repeats are words of the document: they are tracked.
            if parts[0] and kind != "contents" and parts[0][1] and parts[0][1][0].tag == w("p"):
                continue
            if not parts[0] or not parts[1] or parts[0][0] is None or parts[1][0] is None:
                continue
            before, after = _words(parts[0]), _words(parts[1])
            if kind == "contents" and not _lists_what_is_there(parts[1]):
                continue
            if before != after and _can_stand(parts[0], parts[1], styles):
                _replace(parts[0], parts[1])
                old.taken = True
                yield "the contents list" if kind == "contents" else f"“{before}” is “{after}” now"
            break


def _fields(root: _Element) -> list[_FieldMarks]:
    """The fields of a part in the order in which they begin."""
    found: list[_FieldMarks] = []
    opened: list[_FieldMarks] = []
    for event, element in etree.iterwalk(
        root, events=("start", "end"), tag=(w("fldChar"), w("instrText"), w("fldSimple"))
    ):
        run = element.getparent()
        around = opened[-1] if opened else None
        kind = element.get(w("fldCharType"))
        if element.tag == w("fldSimple"):
            if event == "start":
                opened.append(_FieldMarks(element, around, element.get(w("instr"), ""), element, element))
                found.append(opened[-1])
            else:
                # A field that is never ended inside it is none.
                while opened and opened.pop().begin is not element:
                    pass
        elif event == "end" or run is None:
            continue
        elif kind == "begin":
            opened.append(_FieldMarks(run, around))
            found.append(opened[-1])
        elif around is None or around.begin.tag == w("fldSimple"):
            continue
        elif element.tag == w("instrText") and around.separate is None:
            around.code += element.text or ""
        elif kind == "separate":
            around.separate = run
        elif kind == "end":
            around.end = run
            opened.pop()
    return found


_Stretch = tuple[_Element | None, list[_Element], _Element | None]
"""What holds a row of elements (None where they cannot be replaced), the elements, and what stands after them."""


def _inner(marks: _FieldMarks) -> _Stretch:
    """What stands between a field's marks in one line: its holder, the elements, and the mark after them."""
    if marks.separate is None or marks.end is None:
        return None, [], None
    if marks.separate is marks.begin and marks.begin.tag == w("fldSimple"):
        return marks.begin, list(marks.begin), None
    holder = marks.separate.getparent()
    if holder is None or marks.separate is marks.end or marks.end.getparent() is not holder:
        return None, [], None
    if any(_words_in(run) for run in (marks.separate, marks.end)):
        return None, [], None
    return holder, list(holder)[holder.index(marks.separate) + 1 : holder.index(marks.end)], marks.end


def _paragraphs(marks: _FieldMarks) -> _Stretch:
    """The whole paragraphs of a field that nothing else stands in: their holder, themselves, and what is after them."""
    ends = [next(run.iterancestors(w("p")), None) for run in (marks.begin, marks.end) if run is not None]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or marks.separate is None or marks.end is None:
        return None, [], None
    holder = ends[0].getparent()
    if holder is None or ends[1].getparent() is not holder:
        return None, [], None
    before, after = ends[0].iter(w("r")), reversed(list(ends[1].iter(w("r"))))
    for runs, stop in ((before, marks.begin), (after, marks.end)):
        for run in runs:
            if run is stop:
                break
            if _words_in(run):
                return None, [], None
    first, last = holder.index(ends[0]), holder.index(ends[1])
    following = holder[last + 1] if last + 1 < len(holder) else None
    return holder, list(holder)[first : last + 1], following


def _lists_what_is_there(stretch: _Stretch) -> bool:
    """Whether a contents list says nothing but what stands elsewhere in its part: nobody can hide words in it."""
    own = {each for element in stretch[1] for each in element.iter(w("p"))}
    root = stretch[1][0].getroottree().getroot() if stretch[1] else None
    if root is None:
        return True
    elsewhere = "\n".join("".join(_words_in(each).split()) for each in root.iter(w("p")) if each not in own)
    return all(
        piece.strip().isdigit() or "".join(piece.split()) in elsewhere
        for line in _words(stretch).splitlines()
        for piece in line.split("\t")
        if any(letter.isalpha() for letter in piece)
    )


def _words_in(element: _Element) -> str:
    return "".join(printed(each) for each in element.iter(*PRINTING))


def _words(stretch: _Stretch) -> str:
    return "\n".join(_words_in(each) for each in stretch[1])


def _can_stand(
    old: _Stretch,
    new: _Stretch,
    styles: tuple[Mapping[str, str], Mapping[str, str]],
) -> bool:
    """Whether NEW's elements say in OLD what they say in NEW, and nothing that belongs to OLD alone is lost."""
    if any(next(each.iter(*_NOT_COPIED), None) is not None for each in (*old[1], *new[1])):
        return False
    for each in new[1]:
        for inner in each.iter():
            if any(str(key).startswith(RELATED) for key in inner.attrib):
                return False
            if inner.tag in _STYLE_TAGS:
                name = inner.get(_VAL, "")
                if name not in styles[0] or styles[0][name] != styles[1].get(name):
                    return False
    return True


def _replace(
    old: _Stretch,
    new: _Stretch,
) -> None:
    holder, elements, following = old
    assert holder is not None
    for each in elements:
        holder.remove(each)
    at = holder.index(following) if following is not None else len(holder)
    holder[at:at] = [deepcopy(each) for each in new[1]]


def _style_names(package: Package) -> Mapping[str, str]:
    for each in relationships(package, package.main):
        if each.type.endswith("/styles") and not each.external and each.target in package.entries:
            root = package.tree(each.target)
            return {
                style.get(w("styleId"), ""): name.get(_VAL, "")
                for style in root.iterchildren(w("style"))
                for name in style.iterchildren(w("name"))
            }
    return {}


def bound_words_told(packages: Sequence[Package]) -> list[Problem]:
    """A warning for each control in whose place Word prints other words, from data kept in the file, than stand there:
    of OLD and NEW, and where neither has one of the redline, which keeps OLD's data."""
    for group in (packages[:2], packages[2:]):
        told = [problem for package in group for problem in _bound_words(package)]
        if told:
            return told
    return []


def _bound_words(package: Package) -> Iterator[Problem]:
    for part in story_parts(package):
        if b"ataBinding" not in package.part(part):
            continue
        for each in read_bound_words(package, package.tree(part)):
            if each.differs and each.printed.strip():
                name = f" “{each.name}”" if each.name else ""
                yield Problem(
                    "bound-words-differ",
                    f"the content control{name} says “{each.printed}”, and Word prints “{each.shows}” in its place "
                    f"when the file is opened: it is bound to data kept in the file ({each.path})",
                    Location(package.file, part=part, paragraph=each.printed[:80]),
                    "warning",
                    "remove the control and keep its words (right-click, Remove Content Control), or bring the data up "
                    "to date",
                )
