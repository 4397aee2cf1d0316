"""A Word file that came back, read whole: every story as it was before the tracked changes and as it would be after them.

Before is what rejecting every tracked change leaves, after what accepting every one makes. Both come from the resolver,
so nested insertions and deletions, paragraph marks, rows and moves are read as the standard says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.lines import LineKind, LineLook, LookOf, Story
from specgen.word.ooxml import w
from specgen.word.package import Package, content_types, parsed
from specgen.word.page_looks import PageLooks, read_page_looks
from specgen.word.read_lines import STAMP, read_story, stamp_paragraphs
from specgen.word.resolve import resolve_tree
from specgen.word.revisions import has_revisions
from specgen.word.shown_pages import shown_pages
from specgen.word.stylesheet import Stylesheet, read_stylesheet

LARGEST_PART: Final = 32 * 2**20
"""Bytes of XML of one part that are read; a contract of five hundred pages has a tenth of it."""

_VAL: Final = w("val")
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS: Final = ("header", "footer", "footnotes", "endnotes")
_CONTROL_STARTS: Final = frozenset(w(f"customXml{kind}RangeStart") for kind in ("Ins", "Del", "MoveFrom", "MoveTo"))
_TABLE_CHANGES: Final = frozenset(w(name) for name in ("tblPrChange", "tblGridChange", "tblPrExChange", "trPrChange", "tcPrChange", "cellIns", "cellDel", "cellMerge"))
_BLOCK_MARKS: Final = (w("ins"), w("del"), *sorted(_CONTROL_STARTS | _TABLE_CHANGES))


@dataclass(frozen=True, slots=True)
class Stories:
    """The main story first, then headers, footers, footnotes and endnotes by kind and name."""

    main: Story
    others: tuple[Story, ...] = ()
    shown: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The parts that pages show as `header` and as `footer`, with "" where some page shows none."""

    def every(self) -> Iterator[Story]:
        """The main story, then the others."""
        yield self.main
        yield from self.others


@dataclass(frozen=True, slots=True)
class Sides:
    """The document before and after its tracked changes."""

    before: Stories
    after: Stories
    unread: tuple[str, ...]
    """What is in the file and was not read, in words."""
    marked: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """(id, author, date) of a tracked row, table or control of the main story → the number of the first paragraph in it."""


def read_sides(package: Package) -> tuple[Sides | None, list[Problem]]:
    """Both sides of the file, or None when its main part cannot be read; and a problem for each part that cannot."""
    sheet, _ = read_stylesheet(package)
    look_of = looks_of(package, sheet)
    looks = read_page_looks(package)
    before: list[Story] = []
    after: list[Story] = []
    shown: Mapping[str, frozenset[str]] = {}
    marked: dict[tuple[str, str, str], int] = {}
    problems: list[Problem] = []
    for name in _story_names(package):
        if len(package.part(name)) > LARGEST_PART:
            problems.append(Problem("part-too-large", f"the part is larger than {LARGEST_PART // 2**20} MiB and is not read", Location(package.file, part=name),
                                    cure="take pictures and pasted-in files out of the document, or split it"))
            continue
        root, faults = parsed(package, name)
        problems += faults
        if root is not None:
            stamp_paragraphs(root)
            if name == package.main:
                marked = _marked(root)
                shown = shown_pages(package, root)
            one, other = _both(root, name, look_of, looks)
            before.append(one)
            after.append(other)
    if not before or before[0].part != package.main:
        return None, problems
    unread = tuple(_unread(package, after))
    return Sides(Stories(before[0], tuple(before[1:]), shown), Stories(after[0], tuple(after[1:]), shown), unread, marked), problems


def _both(root: etree._Element, name: str, look_of: LookOf, looks: PageLooks) -> tuple[Story, Story]:
    if not has_revisions(root):
        story = read_story(root, name, look_of, looks)
        return story, story
    other = deepcopy(root)
    resolve_tree(root, lambda mark: "reject")
    resolve_tree(other, lambda mark: "accept")
    return read_story(root, name, look_of, looks), read_story(other, name, look_of, looks)


def _marked(root: etree._Element) -> dict[tuple[str, str, str], int]:
    found: dict[tuple[str, str, str], int] = {}
    for element in root.iter(*_BLOCK_MARKS):
        holder = element.getparent()
        name = holder.tag if holder is not None else ""
        inside: etree._Element | None = None
        if name == w("trPr") or element.tag in _TABLE_CHANGES:
            inside = next(element.iterancestors(w("tr"), w("tbl")), None)
        elif element.tag in _CONTROL_STARTS:
            inside = element.getnext()
        paragraph = next(inside.iter(w("p")), None) if inside is not None else None
        if paragraph is not None:
            key = element.get(w("id"), ""), element.get(w("author"), ""), element.get(w("date"), "")
            found.setdefault(key, int(paragraph.get(STAMP, "0")))
    return found


def _story_names(package: Package) -> list[str]:
    types = content_types(package)
    found: list[tuple[int, str]] = [(-1, package.main)]
    for name in package.names:
        kind = types.of(name).removeprefix(_WORD).removesuffix("+xml")
        if kind in _KINDS and name != package.main:
            found.append((_KINDS.index(kind), name))
    return [name for _, name in sorted(found)]


def _bulleted_levels(package: Package, sheet: Stylesheet) -> frozenset[tuple[str, int]]:
    """(abstract list, level) of every level that is marked by a sign and not by a number."""
    root = parsed(package, sheet.numbering)[0] if sheet.numbering is not None else None
    found: set[tuple[str, int]] = set()
    for abstract in root.iter(w("abstractNum")) if root is not None else ():
        for level in abstract.iter(w("lvl")):
            form = level.find(w("numFmt"))
            if form is not None and form.get(_VAL) in ("bullet", "none"):
                found.add((abstract.get(w("abstractNumId"), ""), _small(level.get(w("ilvl")))))
    return frozenset(found)


def looks_of(package: Package, sheet: Stylesheet) -> LookOf:
    """What a paragraph's properties make of a line: its style's name, heading level, and whether it is a list's item."""
    return _looks(sheet, _bulleted_levels(package, sheet))


def _looks(sheet: Stylesheet, bulleted: frozenset[tuple[str, int]]) -> LookOf:
    """The function that says what a paragraph's properties make of a line; what a style stands for is worked out once."""
    default = next((each.id for each in sheet.styles.values() if each.kind == "paragraph" and each.name.casefold() == "normal"), "")
    known: dict[str, tuple[str, int, str | None, int]] = {}

    def of_style(identity: str) -> tuple[str, int, str | None, int]:
        if identity not in known:
            style = sheet.styles.get(identity)
            name, heading, num, level = style.name if style else "", 0, None, 0
            for _ in range(20):
                if style is None:
                    break
                heading = heading or sheet.heading_level(style.id) or 0
                if num is None and style.num is not None:
                    num, level = style.num, style.level
                style = sheet.styles.get(style.based_on)
            known[identity] = name, heading, num, level
        return known[identity]

    def look_of(properties: etree._Element | None) -> LineLook:
        named = properties.find(w("pStyle")) if properties is not None else None
        style, heading, num, level = of_style(named.get(_VAL, "") if named is not None else default)
        outline = properties.find(w("outlineLvl")) if properties is not None else None
        if outline is not None and _small(outline.get(_VAL)) < 9:
            heading = _small(outline.get(_VAL)) + 1
        own = properties.find(w("numPr")) if properties is not None else None
        if own is not None:
            instance, depth = own.find(w("numId")), own.find(w("ilvl"))
            num = instance.get(_VAL) if instance is not None else num
            level = _small(depth.get(_VAL)) if depth is not None else level
        listed = num is not None and num != "0" and num in sheet.nums
        kind: LineKind = "paragraph"
        if heading:
            kind = "heading"
        elif listed and num is not None:
            kind = "bullet" if (sheet.nums[num], level) in bulleted else "number"
        return LineLook(style, heading, kind, level if kind in ("bullet", "number") else 0)

    return look_of


def _small(said: str | None) -> int:
    return int(said) if said is not None and said.isascii() and said.isdigit() and len(said) < 3 else 0


def _unread(package: Package, stories: list[Story]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for story in stories:
        counts.update(story.unread)
    boxes = sum(line.box for story in stories for line in story.lines)
    for what, count in sorted(counts.items()):
        yield f"{what}: {count} in the document, of which only the place was read"
    if boxes:
        yield f"text boxes: the words of {boxes} paragraphs in them were read as text outside the clauses; where they stand on the page was not"
    folders = (
        ("word/embeddings/", "files embedded in the document"), ("word/charts/", "charts"), ("word/diagrams/", "diagrams"), ("word/glossary/", "building blocks kept in the file"),
    )  # fmt: skip
    for folder, what in folders:
        if count := sum(name.lower().startswith(folder) and not name.endswith(".rels") for name in package.names):
            yield f"{what}: {count} parts"
    if any("vbaproject" in name.lower() for name in package.names):
        yield "macros: the file holds some; they were not read and not run"
