"""A Word document read within bounds: what no person's document holds is refused by name before any work begins.

The archive bounds bytes and parts; here stand the bounds of what the parts say: elements, paragraphs, styles and what
they are based on, depth, and notes that lead to notes; and that a part is what its relationship says. Every command
that is given a Word file reads it through `read_document`. Source: ECMA-376 part 1, 11.3 (parts and the roots that
they have), 17.7.4.3 (basedOn), 17.11 (notes).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple, cast

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.package.ooxml import R, parse_xml, w, xpath
from specgen.word.package.package import (
    ContentTypes,
    Package,
    content_types,
    is_xml,
    not_well_formed,
    parsed,
    read_package,
    read_relationships,
    relationships,
)

LARGEST_PART: Final = 32 * 2**20
"""Bytes of XML of one part that are read; a contract of five hundred pages has a tenth of it."""
MOST_ELEMENTS: Final = 400_000
"""Elements of all stories together. A page of running text has about a hundred, one of tables about a thousand."""
MOST_ATTRIBUTES: Final = 750_000
"""Attributes of all stories together: a document has about as many as elements, and each takes as much memory (an
insertion about one kilobyte)."""
MOST_PARAGRAPHS: Final = 12_000
"""Paragraphs of all stories together; a contract of five hundred pages has about ten thousand, and an insertion into
as many list items as this takes some seven seconds."""
MOST_LETTERS: Final = 3_000_000
"""Letters of all stories together; five hundred pages have about half as many."""
LARGEST_PARAGRAPH: Final = 50_000
"""Elements of one paragraph; a page of words, each with a look of its own, has about four thousand."""
MOST_AT_ONE: Final = 500
"""Attributes of one element; the one with the most that the standard knows has some thirty. Writing an element in its
canonical form takes the square of their number."""
MOST_STORIES: Final = 1_000
"""Headers, footers and other parts with words; a document of a hundred sections has at most six hundred."""
MOST_STYLES: Final = 5_000
"""Word itself keeps at most 4,079 styles in a document of the old format, and some ten thousand in one of the new."""
LONGEST_CHAIN: Final = 100
"""Styles each based on the next; people's documents have at most ten."""
DEEPEST: Final = 120
"""Elements in each other; a text box in a table in a control in a table has about thirty."""
LONGEST_NOTES: Final = 5
"""Notes each referred to by the one before; Word itself writes none."""

_VAL: Final = w("val")
_ID: Final = w("id")
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_ROOTS: Final[Mapping[str, str]] = {
    "": w("document"),
    "header": w("hdr"),
    "footer": w("ftr"),
    "footnotes": w("footnotes"),
    "endnotes": w("endnotes"),
    "comments": w("comments"),
    "styles": w("styles"),
    "numbering": w("numbering"),
    "settings": w("settings"),
    "theme": "{http://schemas.openxmlformats.org/drawingml/2006/main}theme",
}
"""Kind of relationship, or "" for the main part → the root that its part has (11.3)."""
_EDGES: Final = {w("headerReference"): "header", w("footerReference"): "footer"}
_NOTES: Final = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_BLOCKS: Final = frozenset(w(name) for name in ("p", "tbl", "sdt", "customXml", "altChunk"))
_MOST_SAID: Final = 5
_OFTEN_THE_SAME: Final = frozenset({"styles", "numbering", "settings", "theme"})
"""Kinds of part that documents of one form have in common, and that nobody changes who reads."""
_SMALL: Final = 2**19
"""Bytes of such a part that is kept for the next document."""
_AGAIN: Final = "open the file in Word and save it again; if Word reports an error too, ask for the file again"
_SPLIT: Final = "split the document, or take out what is not needed"


def _figure(expression: str) -> Callable[[etree._Element], float]:
    return cast("Callable[[etree._Element], float]", xpath(expression))


_PARAGRAPHS: Final = _figure("count(//w:p)")
_LONGEST: Final = cast("Callable[..., bool]", xpath("boolean(//w:p[count(.//*) > $most])"))
_LADEN: Final = cast("Callable[..., bool]", xpath("boolean(//*[count(@*) > $most])"))
_LONG_TAG: Final = re.compile(rb"<[^<]{2500}")
"""What every element with so many attributes begins with, and almost no other: each takes five bytes at least."""
_TOO_DEEP: Final = _figure(f"boolean({'/*' * (DEEPEST + 1)})")


def read_document(data: bytes, file: str, *, macros: bool = False) -> tuple[Package | None, list[Problem]]:
    """The package in `data`, or the problems for which the document is refused: those of `read_package` and those of
    its parts."""
    package, problems = read_package(data, file, macros=macros)
    if package is None:
        return None, problems
    faults = list(faults_of(package))
    return (None, faults) if faults else (package, problems)


def faults_of(package: Package) -> Iterator[Problem]:
    """Why the document is refused; nothing when it is read.

    The parts' roots stay with the package for their first reader, so that this costs no parsing."""
    place = Location(package.file)
    if broken := _broken_links(package):
        yield broken
        return
    types = content_types(package)
    kinds = _kinds(package, types)
    if len(kinds) > MOST_STORIES:
        said = f"the document holds more than {MOST_STORIES:,} headers, footers and other parts with words"
        yield Problem("too-many-parts", said, place, cure=_SPLIT)
        return
    elements = attributes = paragraphs = 0
    roots: dict[str, etree._Element] = {}
    for name, kind in kinds.items():
        if kind and not is_xml(name, types):
            yield _another_kind(package, name, kind)
            continue
        found = package.part(name)
        if len(found) > LARGEST_PART:
            said = f"the part is larger than {LARGEST_PART // 2**20} MiB"
            yield Problem("part-too-large", said, Location(package.file, part=name), cure=_SPLIT)
            return
        often = kind in _OFTEN_THE_SAME and len(found) <= _SMALL
        signs, named = (_signs_once if often else _signs)(found)
        elements += signs // 2
        if elements > MOST_ELEMENTS:
            said = f"the document holds more than {MOST_ELEMENTS:,} elements of text and tables"
            yield Problem("too-many-elements", said, place, cure=_SPLIT)
            return
        attributes += named
        if attributes > MOST_ATTRIBUTES:
            said = f"the document holds more than {MOST_ATTRIBUTES:,} attributes"
            yield Problem("too-many-attributes", said, place, cure=_SPLIT)
            return
        try:
            part = (_measured_once if often else _measured)(found, signs)
        except etree.XMLSyntaxError as fault:
            yield not_well_formed(package, name, fault)
            continue
        if part.fault is not None:
            slug, said, cure = part.fault
            yield Problem(slug, said, Location(package.file, part=name), cure=cure)
            return
        if part.root.tag != _ROOTS[kind]:
            yield _another_kind(package, name, kind)
        paragraphs += part.paragraphs
        roots[name] = part.root
    if paragraphs > MOST_PARAGRAPHS:
        said = f"the document holds more than {MOST_PARAGRAPHS:,} paragraphs: it has {paragraphs:,}"
        yield Problem("too-many-paragraphs", said, place, cure=_SPLIT)
        return
    letters = _letters(roots.values()) if sum(len(package.part(name)) for name in roots) > MOST_LETTERS else 0
    if letters > MOST_LETTERS:
        said = f"the document holds more than {MOST_LETTERS:,} letters: it has {letters:,}"
        yield Problem("too-many-letters", said, place, cure=_SPLIT)
        return
    yield from _edge_faults(package, roots)
    for name, kind in kinds.items():
        if kind == "styles" and name in roots:
            yield from _style_faults(package, name, roots[name])
    yield from _note_faults(package, kinds, roots)
    for name, root in roots.items():
        package.keep(name, root, shared=kinds[name] in _OFTEN_THE_SAME)


def _broken_links(package: Package) -> Problem | None:
    """The first part of relationships that is no XML."""
    for name in package.names:
        if name.endswith(".rels"):
            try:
                read_relationships(package.part(name), _source_of(name))
            except etree.XMLSyntaxError as fault:
                return not_well_formed(package, name, fault)
    return None


class _MeasuredPart(NamedTuple):
    """A part's root, how many paragraphs it holds, and why it is refused as it stands (slug, reason, cure)."""

    root: etree._Element
    paragraphs: int
    fault: tuple[str, str, str] | None


def _measured(data: bytes, signs: int) -> _MeasuredPart:
    """The part read and measured. Raises etree.XMLSyntaxError."""
    root = parse_xml(data)
    fault = None
    if _TOO_DEEP(root):
        fault = "nested-too-deep", f"the part nests elements more than {DEEPEST} deep, which no document needs", _AGAIN
    elif signs > LARGEST_PARAGRAPH and _LONGEST(root, most=LARGEST_PARAGRAPH):
        fault = "paragraph-too-large", f"one paragraph holds more than {LARGEST_PARAGRAPH:,} elements", _SPLIT
    elif _LONG_TAG.search(data) and _LADEN(root, most=MOST_AT_ONE):
        said = f"one element carries more than {MOST_AT_ONE:,} attributes, which no document needs"
        fault = "too-many-attributes", said, _AGAIN
    return _MeasuredPart(root, int(_PARAGRAPHS(root)), fault)


def _letters(roots: Iterable[etree._Element]) -> int:
    """What the parts hold of text, without the spaces between elements that some programs write."""
    return sum(len(text) for root in roots for text in root.itertext() if not text.isspace())


def _signs(data: bytes) -> tuple[int, int]:
    """The signs of which every element has one at least, and almost all two; and those of which every attribute has
    one."""
    return data.count(b"<"), data.count(b"=")


_measured_once = lru_cache(maxsize=8)(_measured)
_signs_once = lru_cache(maxsize=8)(_signs)
"""Of parts that many documents have byte for byte, such as the styles of a form."""


def unended_cells(package: Package) -> list[Problem]:
    """The cells that do not end with a paragraph, as every cell does (17.4.65); Word mends them when it saves.

    Such a file is read; but resolving its changes mends it too, so that nothing written into it can be proved."""
    found: list[Problem] = []
    for name in _kinds(package, content_types(package)):
        root, _ = parsed(package, name)
        for cell in root.iter(w("tc")) if root is not None else ():
            last = _last_block(cell)
            if last is None or last.tag != w("p"):
                words = " ".join("".join(text.text or "" for text in cell.iter(w("t"))).split())[:80]
                what = "a table" if last is not None and last.tag == w("tbl") else "no paragraph"
                found.append(
                    Problem(
                        "cell-without-end",
                        f"a cell ends with {what} and has no paragraph after it, as every cell must (ECMA-376-1, "
                        "17.4.65), so nothing can be tracked in the file and proved",
                        Location(package.file, part=name, paragraph=words),
                        cure="open the file in Word and save it again: Word puts the paragraph there",
                    )
                )
                if len(found) == _MOST_SAID:
                    return found
    return found


def _last_block(cell: etree._Element) -> etree._Element | None:
    """The last block of a cell, within the controls that it may end with."""
    holder: etree._Element | None = cell
    last: etree._Element | None = None
    while holder is not None:
        last = next((each for each in reversed(holder) if each.tag in _BLOCKS), None)
        holder = last if last is not None and last.tag == w("customXml") else None
        if last is not None and last.tag == w("sdt"):
            holder = last.find(w("sdtContent"))
    return last


def _source_of(links: str) -> str:
    """The part whose relationships the part `links` holds."""
    folder, _, name = links.removesuffix(".rels").rpartition("_rels/")
    return f"{folder}{name}"


def _kinds(package: Package, types: ContentTypes) -> dict[str, str]:
    """The parts that readers go through, each with the kind that its relationship or content type says; "" for the
    main part."""
    found = {package.main: ""}
    for each in relationships(package, package.main):
        kind = each.type.rpartition("/")[2]
        if kind and kind in _ROOTS and not each.external and each.target in package.entries:
            found.setdefault(each.target, kind)
    for name in package.names:
        kind = types.of(name).removeprefix(_WORD).removesuffix("+xml")
        if kind and kind in _ROOTS:
            found.setdefault(name, kind)
    return found


def _another_kind(package: Package, name: str, kind: str) -> Problem:
    return Problem(
        "part-of-another-kind",
        f"the document has {name} as its {kind or 'text'}, and that is none",
        Location(package.file, part=name),
        cure=_AGAIN,
    )


def _edge_faults(package: Package, roots: Mapping[str, etree._Element]) -> Iterator[Problem]:
    """A header or footer that a section refers to and whose relationship leads to something else (17.10.5)."""
    links = {each.id: each for each in relationships(package, package.main)}
    for reference in roots[package.main].iter(*_EDGES) if package.main in roots else ():
        kind = _EDGES[reference.tag]
        link = links.get(reference.get(f"{{{R}}}id", ""))
        if link is not None and not link.type.endswith(f"/{kind}"):
            said = f"a section refers to {link.target} as its {kind}, and that is none"
            yield Problem("part-of-another-kind", said, Location(package.file, part=package.main), cure=_AGAIN)
            return


def _style_faults(package: Package, name: str, root: etree._Element) -> Iterator[Problem]:
    data = package.part(name)
    count, longest = _styles_once(data) if len(data) <= _SMALL else _styles_and_longest(root)
    place = Location(package.file, part=name)
    if count > MOST_STYLES:
        said = f"the document holds more than {MOST_STYLES:,} styles: it has {count:,}"
        yield Problem("too-many-styles", said, place, cure="paste its text into a new document")
    elif longest > LONGEST_CHAIN:
        said = f"more than {LONGEST_CHAIN} styles are each based on the next"
        yield Problem("too-many-styles", said, place, cure="base those styles on “Normal”")


@lru_cache(maxsize=8)
def _styles_once(data: bytes) -> tuple[int, int]:
    return _styles_and_longest(_measured_once(data, _signs_once(data)[0]).root)


def _styles_and_longest(root: etree._Element) -> tuple[int, int]:
    """How many styles there are, and how many are each based on the next."""
    based: dict[str, str] = {}
    count = 0
    for style in root.iterchildren(w("style")):
        count += 1
        on = style.find(w("basedOn"))
        based.setdefault(style.get(w("styleId"), ""), on.get(_VAL, "") if on is not None else "")
    return count, _longest(based)


def _longest(based: Mapping[str, str]) -> int:
    """How many styles the longest chain has; a ring ends where it began."""
    lengths: dict[str, int] = {}
    for first in based:
        chain: list[str] = []
        step = first
        while step in based and step not in lengths:
            lengths[step] = 0  # so that a ring ends here
            chain.append(step)
            step = based[step]
        length = lengths.get(step, 0)
        for each in reversed(chain):
            length += 1
            lengths[each] = length
    return max(lengths.values(), default=0)


def _note_faults(package: Package, kinds: Mapping[str, str], roots: Mapping[str, etree._Element]) -> Iterator[Problem]:
    """Notes that lead to themselves, or to more notes one after the other than anybody writes."""
    leads: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, kind in kinds.items():
        if kind in _NOTES.values() and name in roots:
            for note in roots[name]:
                if isinstance(note.tag, str) and (referred := _referred(note)):
                    leads[kind, note.get(_ID, "")] = referred
    ring = _ring(leads)
    if ring is not None:
        kind, identity = ring
        said = "refers to itself, alone or through others" if identity else ""
        yield Problem(
            "note-in-itself",
            f"a {kind.removesuffix('s')} {said}",
            Location(package.file, part=next(name for name, each in kinds.items() if each == kind)),
            cure="take the mark of the note out of the note in Word, and save the file again",
        )


def _referred(note: etree._Element) -> list[tuple[str, str]]:
    return [(_NOTES[each.tag], each.get(_ID, "")) for each in note.iter(*_NOTES)]


def _ring(leads: Mapping[tuple[str, str], Iterable[tuple[str, str]]]) -> tuple[str, str] | None:
    """A note that leads to itself, or further than `LONGEST_NOTES`; None when there is none."""
    level = dict.fromkeys(leads, 1)
    for _ in range(LONGEST_NOTES):
        level = {target: 1 for note in level for target in leads.get(note, ()) if target in leads}
        if not level:
            return None
    return next(iter(level))
