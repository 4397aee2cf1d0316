"""An existing Word file read for what it holds: its words as they stand and as they would be, and what is open in it.

A file without tracked changes, as most are, is read once; one with them is read both ways by the resolver.
Source: ECMA-376 part 1, 17.3 (paragraphs and runs), 17.3.2.15 (highlight), 17.5.2.39 (a control that shows its prompt).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.lines import LineLook, LookOf, Story
from specgen.word.ooxml import w
from specgen.word.package import Package, content_types, parsed
from specgen.word.pending import Remarks, Tracked, pending_changes, pending_comments
from specgen.word.read_lines import STAMP, read_story, stamp_paragraphs
from specgen.word.read_stories import LARGEST_PART, Stories, read_sides
from specgen.word.story_text import in_fallback
from specgen.word.stylesheet import Stylesheet, read_stylesheet

_VAL: Final = w("val")
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS: Final = ("header", "footer", "footnotes", "endnotes")
_MARKING: Final = (b"highlight", b"showingPlcHdr", b"FFFF00", b"ffff00", b"\0")
"""One of these stands in every part in which words are made to stand out; the last in every part in UTF-16."""
_NO_HIGHLIGHT: Final = frozenset({"none", "white"})
_YELLOW: Final = "FFFF00"
_NOTHING: Final = frozenset({w("proofErr"), w("bookmarkStart"), w("bookmarkEnd")})

Emphasis = Literal["highlighted", "prompt of a control"]


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words that are made to stand out as a place to fill in; `paragraph` is counted from 1 in the main part."""

    kind: Emphasis
    words: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Existing:
    """The file as it stands (`before`) and as it would be if every tracked change were accepted (`after`).

    The two are the same object where nothing is tracked in the words.
    """

    before: Stories
    after: Stories
    tracked: Tracked
    comments: Remarks
    marked: tuple[MarkedWords, ...]


def read_existing(package: Package) -> tuple[Existing | None, list[Problem]]:
    """The file, or None when its main part cannot be read; with a problem for each part that cannot."""
    if len(package.part(package.main)) > LARGEST_PART:
        message = f"the text of the file is larger than {LARGEST_PART // 2**20} MiB and is not read"
        return None, [Problem("part-too-large", message, Location(package.file), cure="take pasted-in files out of the document, or split it")]
    tracked, problems = pending_changes(package)
    comments, faults = pending_comments(package)
    problems += faults
    root, faults = parsed(package, package.main)
    if root is None:
        return None, [*problems, *faults]
    marked: tuple[MarkedWords, ...] = ()
    if any(name in package.part(package.main) for name in _MARKING):
        stamp_paragraphs(root)
        marked = tuple(_marked(root))
    names = _story_names(package)
    if tracked.parts & {package.main, *names}:
        sides, faults = read_sides(package)
        problems += faults
        return (Existing(sides.before, sides.after, tracked, comments, marked) if sides is not None else None), problems
    sheet, _ = read_stylesheet(package)
    look_of = _heading_looks(sheet)
    others: list[Story] = []
    for name in names:
        if len(package.part(name)) <= LARGEST_PART:
            part, faults = parsed(package, name)
            problems += faults
            others += [read_story(part, name, look_of)] if part is not None else []
    stories = Stories(read_story(root, package.main, look_of), tuple(others))
    return Existing(stories, stories, tracked, comments, marked), problems


def _story_names(package: Package) -> list[str]:
    types = content_types(package)
    return [name for name in package.names if name != package.main and types.of(name).removeprefix(_WORD).removesuffix("+xml") in _KINDS]


def _heading_looks(sheet: Stylesheet) -> LookOf:
    """Which paragraphs are headings, by their style, those it is based on, or their own outline level."""
    default = next((each.id for each in sheet.styles.values() if each.kind == "paragraph" and each.name.casefold() == "normal"), "")
    known: dict[str, LineLook] = {}

    def of_style(identity: str) -> LineLook:
        if identity not in known:
            style, heading = sheet.styles.get(identity), 0
            name = style.name if style is not None else ""
            for _ in range(20):
                if style is None or heading:
                    break
                heading = sheet.heading_level(style.id) or 0
                style = sheet.styles.get(style.based_on)
            known[identity] = LineLook(name, heading, "heading" if heading else "paragraph")
        return known[identity]

    def look_of(properties: etree._Element | None) -> LineLook:
        named = properties.find(w("pStyle")) if properties is not None else None
        look = of_style(named.get(_VAL, "") if named is not None else default)
        outline = properties.find(w("outlineLvl")) if properties is not None else None
        level = outline.get(_VAL, "") if outline is not None else ""
        return LineLook(look.style, int(level) + 1, "heading") if level in tuple("012345678") else look

    return look_of


def _marked(root: etree._Element) -> Iterator[MarkedWords]:
    """The highlighted words and the prompts of controls that nobody filled in, in the order of the text."""
    runs = [run for each in root.iter(w("highlight"), w("shd")) if _stands_out(each) and (run := _run_of(each)) is not None]
    for number, group in groupby((run for run in runs if not in_fallback(run)), key=lambda run: run.get(STAMP, "0")):
        # Runs that follow one another are one fill-in, however Word has split them.
        words: list[str] = []
        last: etree._Element | None = None
        for run in group:
            said = "".join(text.text or "" for text in run.iter(w("t")))
            if last is not None and _run_before(run) is last and words:
                words[-1] += said
            else:
                words.append(said)
            last = run
        yield from (MarkedWords("highlighted", text.strip(), int(number)) for text in words if text.strip())
    for prompt in root.iter(w("showingPlcHdr")):
        control = next(prompt.iterancestors(w("sdt")), None)
        run = next(control.iter(w("r")), None) if control is not None else None
        if prompt.get(_VAL, "1") in ("0", "false", "off") or control is None or run is None or in_fallback(run):
            continue
        said = "".join(text.text or "" for text in control.iter(w("t"))).strip()
        if said:
            yield MarkedWords("prompt of a control", said[:200], int(run.get(STAMP, "0")))


def _run_before(run: etree._Element) -> etree._Element | None:
    before = run.getprevious()
    while before is not None and before.tag in _NOTHING:
        before = before.getprevious()
    return before


def _stands_out(look: etree._Element) -> bool:
    if look.tag == w("highlight"):
        return look.get(_VAL, "none") not in _NO_HIGHLIGHT
    return look.get(w("fill"), "").upper() == _YELLOW


def _run_of(look: etree._Element) -> etree._Element | None:
    """The run whose own look this is; None for a paragraph's mark, a style's, or one that is only recorded as the look before a change."""
    properties = look.getparent()
    run = properties.getparent() if properties is not None and properties.tag == w("rPr") else None
    return run if run is not None and run.tag == w("r") and run.find(w("t")) is not None else None
