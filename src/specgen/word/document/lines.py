"""A story of a Word file as lines of words, and where its content controls and bookmarks stand.

A line is a paragraph without revisions: its tracked changes were resolved one way or the other. `read_lines.py` reads
them. Source: ECMA-376 part 1, 17.3 (paragraphs and runs), 17.5.2 (controls), 17.13.6 (bookmarks).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final, Literal, cast

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.inline import (
    ANOTHER_BRANCH,
    LINE_ENDS,
    NOT_ENTERED,
    Item,
    passed_over,
    read_line,
    runs_of_words,
)
from specgen.word.document.looks import (
    ANY_PAGE,
    PLAIN,
    Numbers,
    PageLooks,
    PageSize,
    RunLook,
    cell_ground,
    page_sizes,
    style_named,
    table_veil,
)
from specgen.word.document.signs import SIGNS, UNREAD
from specgen.word.document.styles import TableStyle
from specgen.word.package.ooxml import first_child, w, xpath

LineKind = Literal["heading", "paragraph", "bullet", "number"]


class Spot(Struct, frozen=True):
    """A place between two letters: the line's index in its story, and how many letters stand before it."""

    line: int
    at: int


class Line(Struct, frozen=True):
    """A paragraph's words. A line break is `\\n`, a tab `\\t`, a picture `[picture]`, a footnote's mark `[note]`.

    `numbers` are the paragraphs of the file as it came that the words stood in, counted from 1 in the part; `heading`
    is the level from 1, or 0; `cell` is (table, row, column), counted from 1; `box` says that the line stands in a text
    box; `unseen` are the words that are there and cannot be read on the page, each with the reason."""

    text: str
    part: str
    numbers: tuple[int, ...] = ()
    style: str = ""
    heading: int = 0
    kind: LineKind = "paragraph"
    level: int = 0
    cell: tuple[int, int, int] | None = None
    box: bool = False
    unseen: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()
    """The codes of the fields in it, whose words a program may replace."""
    looks: tuple[tuple[int, RunLook], ...] = ()
    """How the letters look, each look with the number of letters it holds for; () where looks were not read."""
    label: str = ""
    """The number that its list prints before it; "" without one, or where looks were not read."""
    sign: str = ""
    """How its list makes such numbers, so that two lines with one sign differ only in their place in the count."""
    count: int | None = None
    """Its place in the count of its list; None in none that counts, or where looks were not read."""
    counted: tuple[tuple[int, str], ...] = ()
    """Where a number stands that Word counts anew, as letters before it, and the code of its field."""


class Control(Struct, frozen=True):
    """A content control with where it begins and ends. `bound` says that its words come from elsewhere when it is
    opened."""

    tag: str
    title: str
    start: Spot
    end: Spot
    bound: bool = False


class Story(Struct, frozen=True):
    """The lines of one part with its marks. `unread` counts what was there and not read, by what it is."""

    part: str
    lines: tuple[Line, ...]
    controls: tuple[Control, ...] = ()
    bookmarks: Mapping[str, tuple[Spot, Spot]] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)


class LineLook(Struct, frozen=True):
    """What the paragraph's properties make of a line."""

    style: str = ""
    heading: int = 0
    kind: LineKind = "paragraph"
    level: int = 0


LookOf = Callable[[etree._Element | None], LineLook]
"""The look that a paragraph's properties (or their absence) stand for."""


# A line that is being read: its pieces so far and how they look.


class OpenLine(Struct):
    """A line that is being read."""

    index: int
    look: LineLook
    cell: tuple[int, int, int] | None
    box: bool
    properties: etree._Element | None = None
    named: str | None = None
    """The style that the paragraph names."""
    run: etree._Element | None = None
    pieces: list[str] = field(default_factory=list)
    looks: list[RunLook] = field(default_factory=list)
    """The look of each piece, where looks are read."""
    length: int = 0
    numbers: dict[int, None] = field(default_factory=dict)
    unseen: list[tuple[str, str]] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    counted: list[tuple[int, str]] = field(default_factory=list)
    hidden: str = ""
    look_now: RunLook = PLAIN
    veil: str = ""
    """Why nothing in the paragraph can be read, whatever its letters look like."""
    ground: str = ""
    """The colour that the paragraph or its cell paints behind its letters."""
    label: str = ""
    sign: str = ""
    count: int | None = None


def spans(line: OpenLine) -> tuple[tuple[int, RunLook], ...]:
    """How the letters of the line look, each look with the number of letters it holds for."""
    found: list[tuple[int, RunLook]] = []
    for piece, look in zip(line.pieces, line.looks, strict=True):
        if found and found[-1][1] == look:
            found[-1] = found[-1][0] + len(piece), look
        elif piece:
            found.append((len(piece), look))
    return tuple(found)


# Reading a story of a Word file as lines of words: its blocks one after the other, each paragraph by `inline.py`.
#
# Source: ECMA-376 part 1, 17.2.2 (blocks), 17.4 (tables), 17.5.2 (controls), 17.13.6 (bookmarks).

STAMP: Final = "specgen-paragraph"
"""The attribute that keeps a paragraph's number in the file as it came, on the paragraph and on its runs.

It has no namespace, so that no declaration of one is copied with properties that are put into the file.
"""

_VAL: Final = w("val")
_P, _R, _SDT, _SDT_PR, _TBL, _TR, _TC = (w(name) for name in ("p", "r", "sdt", "sdtPr", "tbl", "tr", "tc"))
_BOOKMARK_START, _BOOKMARK_END, _TXBX_CONTENT = (w(name) for name in ("bookmarkStart", "bookmarkEnd", "txbxContent"))
_SECTION: Final = f"{w('pPr')}/{w('sectPr')}"
_P_STYLE: Final = w("pStyle")
_P_PR, _R_PR, _ID, _NAME = (w(name) for name in ("pPr", "rPr", "id", "name"))

_DEEPER_RUNS: Final = xpath("//w:r[not(parent::w:p)]")
_STAMPED: Final = cast("Callable[[etree._Element], bool]", etree.XPath(f"boolean(//@{STAMP})"))


def stamp_paragraphs(root: etree._Element) -> None:
    """Write each paragraph's number on it and on its runs, in the order in which `revisions.Places` counts them."""
    for count, paragraph in enumerate(root.iter(_P), 1):
        said = str(count)
        paragraph.set(STAMP, said)
        for run in paragraph.iterchildren(_R):
            run.set(STAMP, said)
    for run in _DEEPER_RUNS(root):
        holder = next(run.iterancestors(_P), None)
        # Outside every paragraph the attribute is somebody else's, if it is there.
        run.set(STAMP, holder.get(STAMP, "") if holder is not None else "0")


def read_story(
    root: etree._Element, part: str, look_of: LookOf, looks: PageLooks | None = None, *, numbered: bool = True
) -> Story:
    """The lines and marks below `root`, as they would be if every tracked change were accepted; how letters look by
    their styles, and if `numbered` the numbers of lists, only if `looks` is given."""
    reader = _Reader(part, look_of, looks, numbered=numbered)
    reader.read(root)
    return reader.story()


class _Reader:
    def __init__(self, part: str, look_of: LookOf, looks: PageLooks | None, *, numbered: bool) -> None:
        self._part = part
        self._looks = looks if looks is not None else PageLooks()
        self._numbers = Numbers(looks) if looks is not None and numbered else None
        self._look_of = look_of
        self._lines: list[Line | None] = []
        self._open: list[OpenLine] = []
        self._tables: list[list[int]] = []
        self._around: list[tuple[str, str, TableStyle | None]] = []
        """Of the table, row and cell that are open: why nothing in it can be read, the colour behind its words, its
        table's style."""
        self._table_count = 0
        self._controls: list[tuple[str, str, Spot, bool]] = []
        self._finished: list[Control] = []
        self._names: dict[str, str] = {}
        self._starts: dict[str, Spot] = {}
        self._ends: dict[str, Spot] = {}
        self._boxes = 0
        self._pages: list[PageSize] = []
        """The pages of the sections that are still to come, that of the present one first."""
        self._unread: Counter[str] = Counter()
        self._last_look, self._last_unseen = PLAIN, PLAIN.unseen
        """Most runs look like the one before."""
        self._stamped = False
        self._plain: dict[object, tuple[LineLook, str | None, tuple[str, str]]] = {}

    def story(self) -> Story:
        lines = tuple(line for line in self._lines if line is not None)
        ranges = {name: (start, self._ends[name]) for name, start in self._starts.items() if name in self._ends}
        return Story(self._part, lines, tuple(self._finished), ranges, dict(self._unread))

    def read(self, root: etree._Element) -> None:
        """Read the whole part, each paragraph on the page of its section."""
        self._pages = page_sizes(root)
        self._stamped = _STAMPED(root)
        self.blocks(root)

    def _page(self) -> PageSize:
        return self._pages[0] if self._pages else ANY_PAGE

    def blocks(self, holder: etree._Element) -> None:
        """Read the blocks in a body, a cell, a text box, or whatever stands round blocks. The parser lets nothing nest
        deeper than 256."""
        for child in holder:
            tag = child.tag
            if tag == _P:
                self._line(child)
            elif tag == _SDT:
                self._begin_control(child)
                self.blocks(child)
                self._end_control()
            elif tag in (_TBL, _TR, _TC):
                self._table(child)
            elif tag == _BOOKMARK_START:
                self._begin_bookmark(child)
            elif tag == _BOOKMARK_END:
                self._end_bookmark(child)
            elif tag == _TXBX_CONTENT:
                self._box(child)
            elif tag in NOT_ENTERED or not isinstance(tag, str):
                continue
            elif tag in SIGNS and SIGNS[tag].kind == "document":
                self._unread[UNREAD[tag]] += 1
                self._lines.append(Line(SIGNS[tag].prints, self._part))
            elif reason := passed_over(child):
                self._unread.update([reason] if reason != ANOTHER_BRANCH else [])
            elif len(child):
                self.blocks(child)

    def _line(self, paragraph: etree._Element) -> None:
        line = self._begin_line(paragraph)
        self._open.append(line)
        words = runs_of_words(paragraph)
        for run, text in words or ():
            if run is not line.run:
                self._begin_run(line, run)
            self._say(line, text)
        for item in read_line(paragraph) if words is None else ():
            if item.run is not None and item.run is not line.run:
                self._begin_run(line, item.run)
            if item.text:
                # What is struck as a tracked change, and what stands in a field's code, is not there to be read.
                if not item.aside and (not item.marks or item.will_be):
                    if item.kind == "field":
                        line.counted.append((line.length, item.said))
                    self._say(line, item.text)
                    if item.kind in ("picture", "document"):
                        self._unread[UNREAD[item.element.tag]] += 1
            else:
                self._mark(item, line)
        self._end_line()
        if len(self._pages) > 1 and paragraph.find(_SECTION) is not None:
            self._pages.pop(0)

    def _mark(self, item: Item, line: OpenLine) -> None:
        """Take note of an item that prints nothing."""
        kind, element = item.kind, item.element
        if kind == "field":
            line.fields.append(item.said)
        elif kind == "box":
            self._box(element)
        elif kind == "control":
            self._begin_control(element)
        elif kind == "control end":
            self._end_control()
        elif kind == "bookmark":
            self._begin_bookmark(element)
        elif kind == "bookmark end":
            self._end_bookmark(element)
        elif kind == "passed over" and item.said != ANOTHER_BRANCH:
            self._unread[item.said] += 1

    def _begin_run(self, line: OpenLine, run: etree._Element) -> None:
        line.run = run
        self._number(line, run)
        line.look_now = self._looks.letters.of_style(
            line.named, first_child(run, _R_PR), self._around[-1][2] if self._around else None
        )
        if line.ground:
            line.look_now = line.look_now._replace(ground=line.ground)
        if line.look_now is not self._last_look:
            self._last_look, self._last_unseen = line.look_now, line.look_now.unseen
        line.hidden = line.veil or self._last_unseen

    def _box(self, box: etree._Element) -> None:
        self._boxes += 1
        if self._numbers is not None:
            self._numbers.enter_box()
        self.blocks(box)
        if self._numbers is not None:
            self._numbers.leave_box()
        self._boxes -= 1

    def _table(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == _TBL:
            self._table_count += 1
            self._tables.append([self._table_count, 0, 0])
        elif self._tables and tag == _TR:
            self._tables[-1][1:] = [self._tables[-1][1] + 1, 0]
        elif self._tables:
            self._tables[-1][2] += 1
        self._go_into(element)
        self.blocks(element)
        self._around.pop()
        if tag == _TBL:
            self._tables.pop()

    def _begin_bookmark(self, element: etree._Element) -> None:
        name = element.get(_NAME, "")
        self._names[element.get(_ID, "")] = name
        self._starts.setdefault(name, self._start_spot())

    def _end_bookmark(self, element: etree._Element) -> None:
        if name := self._names.get(element.get(_ID, "")):
            self._ends[name] = self._end_spot()

    def _begin_control(self, control: etree._Element) -> None:
        properties = control.find(_SDT_PR)
        said: dict[str, str] = {}
        bound = False
        for child in properties if properties is not None else ():
            if child.tag in (w("tag"), w("alias")):
                said.setdefault(child.tag, child.get(_VAL, ""))
            elif isinstance(child.tag, str) and child.tag.endswith("}dataBinding"):
                bound = True
        self._controls.append((said.get(w("tag"), ""), said.get(w("alias"), ""), self._start_spot(), bound))

    def _end_control(self) -> None:
        name, title, start, bound = self._controls.pop()
        end = self._end_spot()
        self._finished.append(
            Control(name, title, start, max(start, end, key=lambda spot: (spot.line, spot.at)), bound)
        )

    def _begin_line(self, paragraph: etree._Element) -> OpenLine:
        properties = first_child(paragraph, _P_PR)
        look, named, own = self._made_of(properties, self._page() if not self._boxes else ANY_PAGE)
        table, row, column = self._tables[-1] if self._tables else (0, 0, 0)
        cell = (table, row, column) if table else None
        line = OpenLine(len(self._lines), look, cell, self._boxes > 0, properties, named)
        veil, ground, _ = self._around[-1] if self._around else ("", "", None)
        line.veil, line.ground = veil or own[0], own[1] or ground
        if self._numbers is not None:
            line.label, line.sign, line.count = self._numbers.next(properties)
        self._number(line, paragraph)
        self._lines.append(None)
        return line

    def _made_of(
        self, properties: etree._Element | None, page: PageSize
    ) -> tuple[LineLook, str | None, tuple[str, str]]:
        """The line's look, its style, and what hides its words or stands behind them; worked out once of paragraphs
        that say nothing but their style, as most do."""
        only = properties[0] if properties is not None and len(properties) == 1 else None
        if properties is not None and (only is None or only.tag != _P_STYLE):
            return self._look_of(properties), style_named(properties), self._looks.paragraphs.of(properties, page)
        key = only.get(_VAL) if only is not None else None, only is not None, page
        if key not in self._plain:
            self._plain[key] = (
                self._look_of(properties),
                style_named(properties),
                self._looks.paragraphs.of(properties, page),
            )
        return self._plain[key]

    def _end_line(self) -> None:
        line = self._open.pop()
        look = line.look
        text = "".join(line.pieces)
        if "\r" in text or not text.isascii():
            text = text.translate(LINE_ENDS)
        self._lines[line.index] = Line(
            text,
            self._part,
            tuple(line.numbers),
            look.style,
            look.heading,
            look.kind,
            look.level,
            line.cell,
            line.box,
            tuple(line.unseen),
            tuple(line.fields),
            spans(line) if self._numbers is not None else (),
            line.label,
            line.sign,
            line.count,
            tuple(line.counted),
        )

    def _go_into(self, element: etree._Element) -> None:
        veil, ground, style = self._around[-1] if self._around else ("", "", None)
        letters = self._looks.letters
        if element.tag == _TBL:
            style = letters.table_of(element)
        elif element.tag == _TC:
            ground = cell_ground(element, self._looks.theme) or ground
            if style is not None and self._tables:
                style = letters.cell_of(style, element, *self._tables[-1][1:])
        self._around.append((veil or table_veil(element, self._page()), ground, style))

    def _say(self, line: OpenLine, text: str) -> None:
        line.pieces.append(text)
        line.looks.append(line.look_now)
        line.length += len(text)
        if line.hidden and text.strip():
            line.unseen.append((text, line.hidden))

    def _number(self, line: OpenLine, element: etree._Element) -> None:
        stamp = element.get(STAMP) if self._stamped else None
        if stamp is not None:
            line.numbers[int(stamp)] = None

    def _start_spot(self) -> Spot:
        return Spot(self._open[-1].index, self._open[-1].length) if self._open else Spot(len(self._lines), 0)

    def _end_spot(self) -> Spot:
        if self._open:
            return Spot(self._open[-1].index, self._open[-1].length)
        last = len(self._lines) - 1
        line = self._lines[last] if last >= 0 else None
        return Spot(max(last, 0), len(line.text) if line is not None else 0)
