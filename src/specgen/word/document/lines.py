"""A story of a Word file as lines of words, and where its content controls and bookmarks stand.

A line is a paragraph without revisions: its tracked changes were resolved one way or the other. `read_lines.py` reads
them. Source: ECMA-376 part 1, 17.3 (paragraphs and runs), 17.5.2 (controls), 17.13.6 (bookmarks).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from lxml import etree

from specgen.word.document.looks import PLAIN, Numbers, PageLooks, RunLook, cell_ground, table_veil
from specgen.word.package.ooxml import MC, symbol, w

LineKind = Literal["heading", "paragraph", "bullet", "number"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place between two letters: the line's index in its story, and how many letters stand before it."""

    line: int
    at: int


@dataclass(frozen=True, slots=True)
class Line:
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


@dataclass(frozen=True, slots=True)
class Control:
    """A content control with where it begins and ends. `bound` says that its words come from elsewhere when it is
    opened."""

    tag: str
    title: str
    start: Spot
    end: Spot
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """The lines of one part with its marks. `unread` counts what was there and not read, by what it is."""

    part: str
    lines: tuple[Line, ...]
    controls: tuple[Control, ...] = ()
    bookmarks: Mapping[str, tuple[Spot, Spot]] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineLook:
    """What the paragraph's properties make of a line."""

    style: str = ""
    heading: int = 0
    kind: LineKind = "paragraph"
    level: int = 0


LookOf = Callable[[etree._Element | None], LineLook]
"""The look that a paragraph's properties (or their absence) stand for."""


# A line that is being read: its pieces so far, how they look, and the fields that are open in it.


@dataclass(slots=True)
class OpenField:
    """A field that is open: how many pieces stand before it, its code so far, and whether what it shows has begun."""

    first: int
    code: list[str] = field(default_factory=list)
    shows: bool = False


@dataclass(slots=True)
class OpenLine:
    """A line that is being read."""

    index: int
    look: LineLook
    cell: tuple[int, int, int] | None
    box: bool
    properties: etree._Element | None = None
    pieces: list[str] = field(default_factory=list)
    looks: list[RunLook] = field(default_factory=list)
    """The look of each piece, where looks are read."""
    length: int = 0
    numbers: dict[int, None] = field(default_factory=dict)
    unseen: list[tuple[str, str]] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    running: list[OpenField] = field(default_factory=list)
    hidden: str = ""
    look_now: RunLook = PLAIN
    veil: str = ""
    """Why nothing in the paragraph can be read, whatever its letters look like."""
    ground: str = ""
    """The colour that the paragraph or its cell paints behind its letters."""
    label: str = ""
    sign: str = ""


def spans(line: OpenLine) -> tuple[tuple[int, RunLook], ...]:
    """How the letters of the line look, each look with the number of letters it holds for."""
    found: list[tuple[int, RunLook]] = []
    for piece, look in zip(line.pieces, line.looks, strict=True):
        if found and found[-1][1] == look:
            found[-1] = found[-1][0] + len(piece), look
        elif piece:
            found.append((len(piece), look))
    return tuple(found)


# Which elements Word shows: of two alternatives the one that it understands, and nothing of what it does not know.
#
# Source: ECMA-376 part 3 (markup compatibility): 9.3 (alternate content), 7.2 (elements of unknown names are passed
# over).

_Element = etree._Element

ANOTHER_BRANCH: Final = "another branch"
"""Said of an alternative that stands aside for one before it."""
_UNKNOWN: Final = "elements that Word passes over with all that is in them"
_CHOICE: Final = f"{{{MC}}}Choice"
_FALLBACK: Final = f"{{{MC}}}Fallback"
_KNOWN: Final = re.compile(
    r"\{(?:http://schemas\.openxmlformats\.org/|urn:schemas-microsoft-com:(?:vml|office:)|http://"
    r"schemas\.microsoft\.com/office/)"
)
_OFFICE: Final = "http://schemas.microsoft.com/office/word/2010/"
_SURE: Final = frozenset(
    f"{_OFFICE}{name}" for name in ("wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas", "wordml")
)
"""What every Word since 2010 understands, so that of two alternatives it shows the first. Of all others both are read.
"""
_ART_WORDS: Final = "{urn:schemas-microsoft-com:vml}textpath"
_DRAWN_WORDS: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def passed_over(element: _Element) -> str:
    """Why Word shows nothing of the element, in words; "" when it does."""
    if element.tag in (_CHOICE, _FALLBACK):
        return ANOTHER_BRANCH if any(_is_sure(each) for each in element.itersiblings(_CHOICE, preceding=True)) else ""
    return "" if _KNOWN.match(element.tag) else _UNKNOWN


def _is_sure(choice: _Element) -> bool:
    prefixes = choice.get("Requires", "").split()
    return bool(prefixes) and all(choice.nsmap.get(prefix) in _SURE for prefix in prefixes)


def words_of_picture(picture: _Element) -> str:
    """The words that a picture is drawn of, such as a watermark's, after a colon; "" when there are none."""
    said = [each.get("string", "") for each in picture.iter(_ART_WORDS)] + [
        each.text or "" for each in picture.iter(_DRAWN_WORDS)
    ]
    return f": {' '.join(said)}" if any(said) else ""


# Reading a story of a Word file as lines of words, in one walk without recursion, whatever its nesting.
#
# Source: ECMA-376 part 1, 17.3 (paragraphs and runs), 17.5.2 (controls), 17.13.6 (bookmarks), 17.16 (fields).

STAMP: Final = "specgen-paragraph"
"""The attribute that keeps a paragraph's number in the file as it came, on the paragraph and on its runs.

It has no namespace, so that no declaration of one is copied with properties that are put into the file.
"""

_MATHS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VAL: Final = w("val")
_P, _R, _SDT, _SDT_PR, _TBL, _TR, _TC = (w(name) for name in ("p", "r", "sdt", "sdtPr", "tbl", "tr", "tc"))
_BOOKMARK_START, _BOOKMARK_END, _TXBX_CONTENT, _TAB, _BR, _SYM = (
    w(name) for name in ("bookmarkStart", "bookmarkEnd", "txbxContent", "tab", "br", "sym")
)
_FLD_SIMPLE, _FLD_CHAR, _INSTR_TEXT, _P_PR, _R_PR, _ID, _NAME = (
    w(name) for name in ("fldSimple", "fldChar", "instrText", "pPr", "rPr", "id", "name")
)
_WORDS: Final = frozenset({w("t"), f"{_MATHS}t"})
_NOT_ENTERED: Final = frozenset(
    {*(w(name) for name in ("pPr", "rPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid", "tblPrEx"))}
)
_SIGNS: Final = {
    w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad", w("ptab"): "\t",
    w("footnoteReference"): "[note]", w("endnoteReference"): "[note]", w("pgNum"): "{page}",
    **{w(f"{unit}{length}"): "[date]" for unit in ("day", "month", "year") for length in ("Short", "Long")},
    # An equation may show its letters in any order and place.
    f"{_MATHS}oMath": "[equation]",
}  # fmt: skip
_PICTURES: Final = {w("drawing"): "pictures", w("pict"): "pictures", w("object"): "embedded objects"}
_FOREIGN: Final = {
    w("altChunk"): "whole documents put in by reference",
    w("subDoc"): "documents linked as part of this one",
}
_FOREIGN_SIGN: Final = "[another document]"
_TURNS: Final = {w("bdo"): {"rtl": "\u202e", "ltr": "\u202d"}, w("dir"): {"rtl": "\u202b", "ltr": "\u202a"}}
"""Elements that turn the letters in them round, and the signs that do the same."""
_TURN_ENDS: Final = "\u202c"
_MATHS_SIGNS: Final = frozenset(f"{_MATHS}{name}" for name in ("begChr", "endChr", "sepChr", "chr"))
_PAGE_FIELD: Final = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_PAGE_NUMBER: Final = re.compile(r"[0-9ivxlcdmIVXLCDM]{0,8}")
_LINE_ENDS: Final = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n"})
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def stamp_paragraphs(root: etree._Element) -> None:
    """Write each paragraph's number on it and on its runs, in the order in which `revisions.Places` counts them."""
    numbers: list[str] = []
    count = 0
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=(w("p"), w("r"))):
        if element.tag == w("p"):
            if event == "start":
                count += 1
                numbers.append(str(count))
                element.set(STAMP, numbers[-1])
            else:
                numbers.pop()
        elif event == "start":
            # Outside every paragraph the attribute is somebody else's, if it is there.
            element.set(STAMP, numbers[-1] if numbers else "0")


def read_story(root: etree._Element, part: str, look_of: LookOf, looks: PageLooks | None = None) -> Story:
    """The lines and marks below `root`, in one walk without recursion; how letters look and are numbered only if
    `looks` is given."""
    reader = _Reader(part, look_of, looks)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            reader.leave(element)
        elif not reader.enter(element):
            walk.skip_subtree()
    return reader.story()


class _Reader:
    def __init__(self, part: str, look_of: LookOf, looks: PageLooks | None) -> None:
        self._part = part
        self._looks = looks if looks is not None else PageLooks()
        self._numbers = Numbers(looks) if looks is not None else None
        self._look_of = look_of
        self._lines: list[Line | None] = []
        self._open: list[OpenLine] = []
        self._tables: list[list[int]] = []
        self._around: list[tuple[str, str, str]] = []
        """Of the table, row and cell that are open: why nothing in it can be read, the colour behind its words, its
        table's style."""
        self._table_count = 0
        self._controls: list[tuple[str, str, Spot, bool]] = []
        self._finished: list[Control] = []
        self._names: dict[str, str] = {}
        self._starts: dict[str, Spot] = {}
        self._ends: dict[str, Spot] = {}
        self._boxes = 0
        self._unread: Counter[str] = Counter()

    def story(self) -> Story:
        lines = tuple(line for line in self._lines if line is not None)
        ranges = {name: (start, self._ends[name]) for name, start in self._starts.items() if name in self._ends}
        return Story(self._part, lines, tuple(self._finished), ranges, dict(self._unread))

    def enter(self, element: etree._Element) -> bool:
        """Take note of the element's beginning; whether to go into it."""
        tag = element.tag
        line = self._open[-1] if self._open else None
        if tag == _P:
            self._begin_line(element)
        elif tag == _R:
            if line is not None:
                self._number(line, element)
                line.look_now = self._looks.letters.of(
                    line.properties, element.find(_R_PR), self._around[-1][2] if self._around else ""
                )
                if line.ground:
                    line.look_now = line.look_now._replace(ground=line.ground)
                line.hidden = line.veil or line.look_now.unseen
        elif tag in _WORDS:
            text = element.text or ""
            # Without that attribute Word leaves out the white space at the ends.
            self._say(text if element.get(_XML_SPACE) == "preserve" else text.strip(" \t\r\n"))
        elif tag in _NOT_ENTERED:
            return False
        elif isinstance(tag, str) and (passed := passed_over(element)):
            self._unread.update([passed] if passed != ANOTHER_BRANCH else [])
            return False
        elif tag == _SDT_PR:
            self._describe_control(element)
            return False
        elif tag == _SDT:
            self._controls.append(("", "", self._start_spot(), False))
        elif tag == _BOOKMARK_START:
            self._names[element.get(_ID, "")] = element.get(_NAME, "")
            self._starts.setdefault(element.get(_NAME, ""), self._start_spot())
        elif tag == _BOOKMARK_END:
            if name := self._names.get(element.get(_ID, "")):
                self._ends[name] = self._end_spot()
        elif tag == _TBL:
            self._table_count += 1
            self._tables.append([self._table_count, 0, 0])
            self._go_into(element)
        elif tag == _TR:
            if self._tables:
                self._tables[-1][1:] = [self._tables[-1][1] + 1, 0]
            self._go_into(element)
        elif tag == _TC:
            if self._tables:
                self._tables[-1][2] += 1
            self._go_into(element)
        elif tag == _TXBX_CONTENT:
            self._boxes += 1
            if self._numbers is not None:
                self._numbers.enter_box()
        elif tag in _FOREIGN:
            self._unread[_FOREIGN[tag]] += 1
            if line is None:
                self._lines.append(Line(_FOREIGN_SIGN, self._part))
            else:
                self._say(_FOREIGN_SIGN)
        elif line is not None:
            return self._enter_inline(element, line)
        return True

    def _enter_inline(self, element: etree._Element, line: OpenLine) -> bool:
        tag = element.tag
        if tag in _SIGNS:
            self._say(_SIGNS[tag])
        elif tag in _TURNS:
            self._say(_TURNS[tag].get(element.get(_VAL, ""), ""))
        elif tag in _MATHS_SIGNS:
            self._say(element.get(f"{_MATHS}val", ""))
        elif tag == _TAB:
            self._say("\t")
        elif tag == _BR:
            # A page or column break is no word and no line of the words.
            self._say("" if element.get(w("type")) in ("page", "column") else "\n")
        elif tag == _SYM:
            self._say(symbol(element.get(w("char"))))
        elif tag in _PICTURES:
            if next(element.iter(w("txbxContent")), None) is not None:
                return True
            self._unread[_PICTURES[tag]] += 1
            self._say(f"[picture{words_of_picture(element)}]")
            return False
        elif tag == _FLD_SIMPLE:
            line.running.append(OpenField(len(line.pieces), [element.get(w("instr"), "")], True))
        elif tag == _FLD_CHAR:
            self._field_mark(element.get(w("fldCharType"), ""), line)
        elif tag == _INSTR_TEXT and line.running:
            line.running[-1].code.append(element.text or "")
        return True

    def leave(self, element: etree._Element) -> None:
        """Take note of the element's end."""
        tag = element.tag
        if tag == _P:
            self._end_line()
        elif tag == _SDT:
            name, title, start, bound = self._controls.pop()
            end = self._end_spot()
            self._finished.append(
                Control(name, title, start, max(start, end, key=lambda spot: (spot.line, spot.at)), bound)
            )
        elif tag in (_TBL, _TR, _TC):
            self._around.pop()
            if tag == _TBL:
                self._tables.pop()
        elif tag in _TURNS and self._open and element.get(_VAL, "") in _TURNS[tag]:
            self._say(_TURN_ENDS)
        elif tag == _TXBX_CONTENT:
            self._boxes -= 1
            if self._numbers is not None:
                self._numbers.leave_box()
        elif tag == _FLD_SIMPLE and self._open:
            self._field_mark("end", self._open[-1])

    def _begin_line(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(_P_PR)
        look = self._look_of(properties)
        table, row, column = self._tables[-1] if self._tables else (0, 0, 0)
        line = OpenLine(len(self._lines), look, (table, row, column) if table else None, self._boxes > 0, properties)
        veil, ground, _ = self._around[-1] if self._around else ("", "", "")
        line.veil, line.ground = self._looks.paragraphs.of(properties)
        line.veil, line.ground = veil or line.veil, line.ground or ground
        if self._numbers is not None:
            line.label, line.sign = self._numbers.next(properties)
        self._number(line, paragraph)
        self._lines.append(None)
        self._open.append(line)

    def _end_line(self) -> None:
        line = self._open.pop()
        for field_ in reversed(line.running):
            code = " ".join("".join(field_.code).split())
            # Its code may go on over the next lines and hide their words.
            line.fields.append(code if field_.shows else f"unfinished: {code}")
        look = line.look
        text = "".join(line.pieces).translate(_LINE_ENDS)
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
        )

    def _go_into(self, element: etree._Element) -> None:
        veil, ground, style = self._around[-1] if self._around else ("", "", "")
        if element.tag == _TBL:
            named = element.find(f"{w('tblPr')}/{w('tblStyle')}")
            style = named.get(_VAL, "") if named is not None else ""
        elif element.tag == _TC:
            ground = cell_ground(element, self._looks.theme) or ground
        self._around.append((veil or table_veil(element), ground, style))

    def _say(self, text: str) -> None:
        if not self._open or not text:
            return
        line = self._open[-1]
        line.pieces.append(text)
        line.looks.append(line.look_now)
        line.length += len(text)
        if line.hidden and text.strip():
            line.unseen.append((text, line.hidden))

    def _field_mark(self, kind: str, line: OpenLine) -> None:
        if kind == "begin":
            line.running.append(OpenField(len(line.pieces)))
        elif kind == "separate" and line.running and not line.running[-1].shows:
            self._drop(line, line.running[-1].first)
            line.running[-1].shows = True
        elif kind == "end" and line.running:
            field_ = line.running.pop()
            if not field_.shows:
                self._drop(line, field_.first)
            line.fields.append(" ".join("".join(field_.code).split()))
            shown = "".join(line.pieces[field_.first :])
            # Page numbers are counted anew by every program; they are no words of the document.
            if _PAGE_FIELD.match("".join(field_.code)) and _PAGE_NUMBER.fullmatch(shown):
                self._drop(line, field_.first)
                self._say("{page}")

    def _drop(self, line: OpenLine, first: int) -> None:
        """Leave out what was read from the piece `first` on: nobody sees words that stand in a field's code."""
        line.length -= sum(map(len, line.pieces[first:]))
        del line.pieces[first:], line.looks[first:]

    def _number(self, line: OpenLine, element: etree._Element) -> None:
        stamp = element.get(STAMP)
        if stamp is not None:
            line.numbers[int(stamp)] = None

    def _describe_control(self, properties: etree._Element) -> None:
        if not self._controls:
            return
        said = {
            name: found.get(_VAL, "") for name in ("tag", "alias") if (found := properties.find(w(name))) is not None
        }
        _, _, start, _ = self._controls[-1]
        bound = any(etree.QName(child).localname == "dataBinding" for child in properties if isinstance(child.tag, str))
        self._controls[-1] = (said.get("tag", ""), said.get("alias", ""), start, bound)

    def _start_spot(self) -> Spot:
        return Spot(self._open[-1].index, self._open[-1].length) if self._open else Spot(len(self._lines), 0)

    def _end_spot(self) -> Spot:
        if self._open:
            return Spot(self._open[-1].index, self._open[-1].length)
        last = len(self._lines) - 1
        line = self._lines[last] if last >= 0 else None
        return Spot(max(last, 0), len(line.text) if line is not None else 0)
