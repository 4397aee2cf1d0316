"""A Word file that came back, read whole: every story as it was before the tracked changes and as it would be after
them.

Before is what rejecting every tracked change leaves, after what accepting every one makes. Both come from the resolver,
so nested insertions and deletions, paragraph marks, rows and moves are read as the standard says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from itertools import groupby
from typing import Final, Literal

from lxml import etree
from msgspec import Struct, field

from specgen.problems import Location, Problem
from specgen.word.document.inline import line_text, read_line, texts_of
from specgen.word.document.lines import STAMP, LineKind, LineLook, LookOf, Story, read_story, stamp_paragraphs
from specgen.word.document.looks import PageLooks, read_page_looks
from specgen.word.document.numbering import NumberingPart
from specgen.word.document.resolve import resolve_tree
from specgen.word.document.revisions import REVISION_MARKS, has_revisions, in_fallback, may_hold_marks, story_parts
from specgen.word.document.styles import Styles
from specgen.word.package.ooxml import R, w
from specgen.word.package.package import Package, content_types, parsed, related, relationships

# Which headers and footers the pages of a document show: a part that lies in the file and that no page shows says
# nothing.
#
# Source: ECMA-376 part 1, 17.10 (headers and footers): 17.10.1 evenAndOddHeaders, 17.10.5 headerReference, 17.10.6
# titlePg.

_Element = etree._Element

_PAGE_EDGES: Final = {w("headerReference"): "header", w("footerReference"): "footer"}
_OFF: Final = frozenset({"0", "false", "off"})


class PageEdge(Struct, frozen=True):
    """What the pages of one kind in one section show at their top, or at their foot: a part, or "" for nothing."""

    section: int
    """Counted from 1."""
    page: Literal["first", "even", "odd"]
    part: str


def shown_pages(package: Package, root: _Element) -> Mapping[str, tuple[PageEdge, ...]]:
    """What each page shows as `header` and as `footer`, by the main part's `root`: three kinds of page a section,
    whether or not they differ."""
    targets = {each.id: each.target for each in relationships(package, package.main) if each.target in package.entries}
    both_sides = _even_pages(package)
    shown: dict[str, list[PageEdge]] = {"header": [], "footer": []}
    held: dict[tuple[str, str], str] = {}
    number = 0
    for section in root.iter(w("sectPr")):
        above = section.getparent()
        if above is not None and above.tag == w("sectPrChange"):
            continue
        number += 1
        for reference in section.iterchildren(*_PAGE_EDGES):
            held[_PAGE_EDGES[reference.tag], reference.get(w("type"), "default")] = targets.get(
                reference.get(f"{{{R}}}id", ""), ""
            )
        first = "first" if _is_on(section.find(w("titlePg"))) else "default"
        even = "even" if both_sides else "default"
        for kind, edges in shown.items():
            edges += [
                PageEdge(number, "first", held.get((kind, first), "")),
                PageEdge(number, "even", held.get((kind, even), "")),
                PageEdge(number, "odd", held.get((kind, "default"), "")),
            ]
    return {kind: tuple(edges) for kind, edges in shown.items()}


def _even_pages(package: Package) -> bool:
    name = next(
        (
            each.target
            for each in relationships(package, package.main)
            if each.type.endswith("/settings") and each.target in package.entries
        ),
        None,
    )
    settings = parsed(package, name)[0] if name is not None else None
    return settings is not None and _is_on(settings.find(w("evenAndOddHeaders")))


def _is_on(switch: _Element | None) -> bool:
    return switch is not None and switch.get(w("val"), "1") not in _OFF


LARGEST_PART: Final = 32 * 2**20
"""Bytes of XML of one part that are read; a contract of five hundred pages has a tenth of it."""

_VAL: Final = w("val")
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS: Final = ("header", "footer", "footnotes", "endnotes")
_CONTROL_STARTS: Final = frozenset(w(f"customXml{kind}RangeStart") for kind in ("Ins", "Del", "MoveFrom", "MoveTo"))
_TABLE_CHANGES: Final = frozenset(
    w(name)
    for name in (
        "tblPrChange", "tblGridChange", "tblPrExChange", "trPrChange", "tcPrChange", "cellIns", "cellDel",
        "cellMerge",
    )
)  # fmt: skip
_BLOCK_MARKS: Final = (w("ins"), w("del"), *sorted(_CONTROL_STARTS | _TABLE_CHANGES))


class Stories(Struct, frozen=True):
    """The main story first, then headers, footers, footnotes and endnotes by kind and name."""

    main: Story
    others: tuple[Story, ...] = ()
    shown: Mapping[str, tuple[PageEdge, ...]] = field(default_factory=dict)
    """What pages show as `header` and as `footer`; empty where that is not known."""

    def every(self) -> Iterator[Story]:
        """The main story, then the others."""
        yield self.main
        yield from self.others


class Sides(Struct, frozen=True):
    """The document before and after its tracked changes."""

    before: Stories
    after: Stories
    unread: tuple[str, ...]
    """What is in the file and was not read, in words."""
    marked: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """(id, author, date) of a tracked row, table or control of the main story → the number of the first paragraph in
    it."""


def read_sides(package: Package) -> tuple[Sides | None, list[Problem]]:
    """Both sides of the file, or None when its main part cannot be read; and a problem for each part that cannot."""
    looks = read_page_looks(package)
    look_of = line_looks(looks.styles, looks.numbering)
    before: list[Story] = []
    after: list[Story] = []
    shown: Mapping[str, tuple[PageEdge, ...]] = {}
    marked: dict[tuple[str, str, str], int] = {}
    problems: list[Problem] = []
    for name in _story_names(package):
        if len(package.part(name)) > LARGEST_PART:
            problems.append(
                Problem(
                    "part-too-large",
                    f"the part is larger than {LARGEST_PART // 2**20} MiB and is not read",
                    Location(package.file, part=name),
                    cure="take pictures and pasted-in files out of the document, or split it",
                )
            )
            continue
        root, faults = parsed(package, name)
        problems += faults
        if root is not None:
            root = deepcopy(root)
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
    return Sides(
        Stories(before[0], tuple(before[1:]), shown), Stories(after[0], tuple(after[1:]), shown), unread, marked
    ), problems


def _both(root: etree._Element, name: str, look_of: LookOf, looks: PageLooks) -> tuple[Story, Story]:
    if not has_revisions(root):
        story = read_story(root, name, look_of, looks)
        return story, story
    other = deepcopy(root)
    resolve_tree(root, "reject")
    resolve_tree(other, "accept")
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


_STYLE: Final = w("pStyle")
_OWN_LOOK: Final = (w("numPr"), w("outlineLvl"))
"""What a paragraph may say of itself that makes another line of it than its style does."""


def line_looks(styles: Styles, numbering: NumberingPart) -> LookOf:
    """The function that says what a paragraph's properties make of a line."""

    def look_made(properties: etree._Element | None) -> LineLook:
        heading = styles.heading(properties)
        place = numbering.place(properties) if not heading else None
        level = numbering.level(*place) if place is not None else None
        kind: LineKind = "heading" if heading else "paragraph"
        # A list that prints nothing is none to a reader.
        if level is not None and level.prints:
            kind = "bullet" if level.form in ("bullet", "none") else "number"
        depth = place[1] if place is not None and kind in ("bullet", "number") else 0
        return LineLook(_style_name(styles, properties), heading, kind, depth)

    return _once_a_style(look_made, _OWN_LOOK)


def _once_a_style(made: LookOf, own: Collection[str]) -> LookOf:
    """`made`, asked once for each style, but for paragraphs that say something of their own."""
    known: dict[str | None, LineLook] = {}

    def look_of(properties: etree._Element | None) -> LineLook:
        style = None
        for child in reversed(properties) if properties is not None else ():
            if child.tag == _STYLE:
                style = child.get(_VAL)  # read backwards, so that the first one counts
            elif child.tag in own:
                return made(properties)
        if style not in known:
            known[style] = made(properties)
        return known[style]

    return look_of


def _style_name(styles: Styles, properties: etree._Element | None) -> str:
    named = properties.find(w("pStyle")) if properties is not None else None
    return styles.name(named.get(_VAL) if named is not None else None)


def _unread(package: Package, stories: list[Story]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for story in stories:
        counts.update(story.unread)
    boxes = sum(line.box for story in stories for line in story.lines)
    for what, count in sorted(counts.items()):
        yield f"{what}: {count} in the document, of which only the place was read"
    if boxes:
        yield (
            f"text boxes: the words of {boxes} paragraphs in them were read as text outside the clauses; where "
            f"they stand on the page was not"
        )
    folders = (
        ("word/embeddings/", "files embedded in the document"),
        ("word/charts/", "charts"),
        ("word/diagrams/", "diagrams"),
        ("word/glossary/", "building blocks kept in the file"),
    )
    for folder, what in folders:
        if count := sum(name.lower().startswith(folder) and not name.endswith(".rels") for name in package.names):
            yield f"{what}: {count} parts"
    if any("vbaproject" in name.lower() for name in package.names):
        yield "macros: the file holds some; they were not read and not run"


# What is still open in a file: its tracked changes and comments, counted in one walk however many there are.
#
# `revisions.py` and `comments.py` say what each one is and where it stands; this only counts them, in time that grows
# with the file alone. Source: ECMA-376 part 1, 17.13.4 and 17.13.5; “resolved” is Word's extension (MS-DOCX 2.7).


_W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
_MOST_AUTHORS: Final = 20


class Tracked(Struct, frozen=True):
    """The pending tracked changes. `authors` are the first twenty by name; `first` and `last` dates as written in the
    file."""

    count: int = 0
    authors: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    parts: frozenset[str] = frozenset()
    """The parts of the file that hold any."""


class Remarks(Struct, frozen=True):
    """The comments, replies among them. `settled` are those that Word shows as resolved."""

    count: int = 0
    settled: int = 0
    authors: tuple[str, ...] = ()


def pending_changes(package: Package) -> tuple[Tracked, list[Problem]]:
    """The tracked changes of every part, and a problem for each part that cannot be read.

    Marks that touch each other and have one kind, author and date are one change, as Word shows them.
    """
    count = 0
    authors: set[str] = set()
    dates: set[str] = set()
    parts: set[str] = set()
    problems: list[Problem] = []
    for name in story_parts(package):
        if not may_hold_marks(package.part(name)):
            continue
        root, faults = parsed(package, name)
        problems += faults
        for mark in root.iter(*REVISION_MARKS) if root is not None else ():
            if _continues(mark) or in_fallback(mark):
                continue
            count += 1
            parts.add(name)
            authors.add(mark.get(w("author"), ""))
            if date := mark.get(w("date"), ""):
                dates.add(date[:10])
    return Tracked(count, _named(authors), min(dates, default=""), max(dates, default=""), frozenset(parts)), problems


def _continues(mark: _Element) -> bool:
    before = mark.getprevious()
    return (
        before is not None
        and before.tag == mark.tag
        and before.get(w("author")) == mark.get(w("author"))
        and before.get(w("date")) == mark.get(w("date"))
    )


def pending_comments(package: Package) -> tuple[Remarks, list[Problem]]:
    """The comments of the document, and the problem that they cannot be read."""
    root, problems = _related(package, "comments")
    if root is None:
        return Remarks(), problems
    extended, _ = _related(package, "commentsExtended")  # a part that cannot be read only costs what is settled
    done = {
        each.get(f"{{{_W15}}}paraId", "")
        for each in (extended if extended is not None else ())
        if each.get(f"{{{_W15}}}done") in ("1", "true")
    }
    written = root.findall(w("comment"))
    settled = (
        sum(
            any(paragraph.get(f"{{{_W14}}}paraId", "") in done for paragraph in each.iterchildren(w("p")))
            for each in written
        )
        if done
        else 0
    )
    return Remarks(len(written), settled, _named(each.get(w("author"), "") for each in written)), problems


def _related(package: Package, kind: str) -> tuple[_Element | None, list[Problem]]:
    part = related(package, kind)
    return parsed(package, part) if part is not None else (None, [])


def _named(authors: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({author for author in authors if author})[:_MOST_AUTHORS])


# An existing Word file read for what it holds: its words as they stand and as they would be, and what is open in it.
#
# A file without tracked changes, as most are, is read once; one with them is read both ways by the resolver.
# Source: ECMA-376 part 1, 17.3 (paragraphs and runs), 17.3.2.15 (highlight), 17.5.2.39 (a control that shows its
# prompt).

_MARKING: Final = (b"highlight", b"showingPlcHdr", b"FFFF00", b"ffff00", b"\0")
"""One of these stands in every part in which words are made to stand out; the last in every part in UTF-16."""
_NO_HIGHLIGHT: Final = frozenset({"none", "white"})
_YELLOW: Final = "FFFF00"
_NOTHING: Final = frozenset({w("proofErr"), w("bookmarkStart"), w("bookmarkEnd")})

Notable = Literal["highlighted", "prompt of a control"]


class MarkedWords(Struct, frozen=True):
    """Words that are made to stand out as a place to fill in; `paragraph` is counted from 1 in the main part."""

    kind: Notable
    words: str
    paragraph: int


class Existing(Struct, frozen=True):
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
        return None, [
            Problem(
                "part-too-large",
                message,
                Location(package.file),
                cure="take pasted-in files out of the document, or split it",
            )
        ]
    tracked, problems = pending_changes(package)
    comments, faults = pending_comments(package)
    problems += faults
    root, faults = parsed(package, package.main)
    if root is None:
        return None, [*problems, *faults]
    marked: tuple[MarkedWords, ...] = ()
    if any(name in package.part(package.main) for name in _MARKING):
        root = deepcopy(root)
        stamp_paragraphs(root)
        marked = tuple(_marked_words(root))
    names = _existing_story_names(package)
    if tracked.parts & {package.main, *names}:
        sides, faults = read_sides(package)
        problems += faults
        return (Existing(sides.before, sides.after, tracked, comments, marked) if sides is not None else None), problems
    looks = read_page_looks(package)
    look_of = _heading_looks(looks.styles)
    others: list[Story] = []
    for name in names:
        if len(package.part(name)) <= LARGEST_PART:
            part, faults = parsed(package, name)
            problems += faults
            others += [read_story(part, name, look_of, looks, numbered=False)] if part is not None else []
    stories = Stories(read_story(root, package.main, look_of, looks, numbered=False), tuple(others))
    return Existing(stories, stories, tracked, comments, marked), problems


def _existing_story_names(package: Package) -> list[str]:
    types = content_types(package)
    return [
        name
        for name in package.names
        if name != package.main and types.of(name).removeprefix(_WORD).removesuffix("+xml") in _KINDS
    ]


def _heading_looks(styles: Styles) -> LookOf:
    """Which paragraphs are headings, by their style, those it is based on, or their own outline level."""

    def look_made(properties: etree._Element | None) -> LineLook:
        heading = styles.heading(properties)
        return LineLook(_style_name(styles, properties), heading, "heading" if heading else "paragraph")

    return _once_a_style(look_made, (w("outlineLvl"),))


def _marked_words(root: etree._Element) -> Iterator[MarkedWords]:
    """The highlighted words and the prompts of controls that nobody filled in, in the order of the text."""
    runs = [
        run for each in root.iter(w("highlight"), w("shd")) if _stands_out(each) and (run := _run_of(each)) is not None
    ]
    for number, group in groupby((run for run in runs if not in_fallback(run)), key=lambda run: run.get(STAMP, "0")):
        # Runs that follow one another are one fill-in, however Word has split them.
        words: list[str] = []
        last: etree._Element | None = None
        for run in group:
            said = line_text(read_line(run))
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
        said = (" ".join(texts_of(control)) or line_text(read_line(control))).strip()
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
    """The run whose own look this is; None for a paragraph's mark, a style's, or one that is only recorded as the look
    before a change."""
    properties = look.getparent()
    run = properties.getparent() if properties is not None and properties.tag == w("rPr") else None
    return run if run is not None and run.tag == w("r") and run.find(w("t")) is not None else None


# Whether a file's tracked changes are too many to be read in bounded time.
#
# What a person tracks is a few marks a paragraph. A file with tens of thousands of marks in one place was made to keep
# a program busy, or is of no use to a reader; it is refused before the work begins.

MOST_MARKS: Final = 40_000
"""Revision marks of one file; a revision has one or two."""
MOST_WORK: Final = 40_000_000
"""Marks times the elements that stand beside them, summed over all places; a mark is looked up among its neighbours."""
MOST_ROWS_TIMES_MARKS: Final = 2_000_000
_REVISION_MARKS: Final = tuple(
    w(name)
    for name in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "trPrChange", "tcPrChange", "cellIns",
        "cellDel",
    )
)  # fmt: skip


def too_many_marks(package: Package) -> Problem | None:
    """The problem that the file holds too many tracked changes, or None."""
    marks = work = 0
    for name in story_parts(package):
        root, _ = parsed(package, name)
        if root is None:
            continue
        holders: Counter[etree._Element] = Counter()
        in_rows = 0
        for mark in root.iter(*_REVISION_MARKS):
            parent = mark.getparent()
            if parent is not None:
                holders[parent] += 1
            in_rows += next(mark.iterancestors(w("tr")), None) is not None
        marks += sum(holders.values())
        work += sum(count * len(parent) for parent, count in holders.items())
        rows = sum(1 for _ in root.iter(w("tr"))) if in_rows else 0
        if marks > MOST_MARKS or work > MOST_WORK or rows * in_rows > MOST_ROWS_TIMES_MARKS:
            return Problem(
                "too-many-revisions",
                "the part holds too many tracked changes to be read",
                Location(package.file, part=name),
                cure="accept or reject in Word what is agreed, and review the rest",
            )
    return None
