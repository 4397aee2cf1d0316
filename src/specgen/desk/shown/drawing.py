"""A document of the pack as Word would hold it, drawn in memory and read by the one Word model: lines with their
numbers, the letters that values stand for, and the gaps.

The bytes are those that a build writes. Nothing here decides what a document says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.pack import Document
from specgen.contract.dates import parse_day
from specgen.desk.asked.looked import Looked
from specgen.desk.asked.questions import questions_of
from specgen.desk.shown.marks import MarkedLine, ValueSpan, marked_lines
from specgen.issue.build import finished_document
from specgen.problems import Problem
from specgen.word.document.fillins import read_fill_ins
from specgen.word.document.lines import Line
from specgen.word.document.stories import Stories, read_existing, read_sides
from specgen.word.package.package import Package, parsed, read_package
from specgen.wording.wording import gap_text
from specgen.yamlfile import Path

GAP: Final = re.compile(r"\[TO BE COMPLETED: [^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]")
"""What a draft shows where a value is missing (`wording.gap_text`)."""

Region = Literal["header", "body", "footer", "notes"]


class ShownPiece(Struct, frozen=True):
    """Letters of one look. `path` is the value of the file that they stand for, () for none; `gap` says that they stand
    for one that is missing; `counted` says what Word counts and puts in their place on each page."""

    text: str
    path: Path = ()
    gap: bool = False
    bold: bool = False
    italic: bool = False
    counted: str = ""


class ShownLine(Struct, frozen=True):
    """A paragraph: its number as text, its pieces, and what kind of line it is. `cell` is (table, row, column)."""

    label: str
    pieces: tuple[ShownPiece, ...]
    kind: str
    heading: int = 0
    level: int = 0
    cell: tuple[int, int, int] | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class ShownStory(Struct, frozen=True):
    """The body of a document, one of its headers or footers, or its notes."""

    region: Region
    lines: tuple[ShownLine, ...]


class ShownDocument(Struct, frozen=True):
    """A document of the pack. `problems` are what the gate found; with an error among them there are no stories.

    `odd` says of tick boxes, choices and dates that they print another thing than they hold."""

    file: str
    title: str
    stories: tuple[ShownStory, ...]
    problems: tuple[Problem, ...] = ()
    odd: tuple[str, ...] = ()

    @property
    def gaps(self) -> int:
        """How many gaps stand in the body."""
        return sum(
            piece.gap
            for story in self.stories
            if story.region == "body"
            for line in story.lines
            for piece in line.pieces
        )


def drawn_document(looked: Looked, document: Document) -> ShownDocument:
    """The document as a draft of it would be."""
    assert looked.pack is not None
    problems = looked.problems
    done, faults = finished_document(looked.pack, document, problems, looked.precedents)
    if done is None:
        return ShownDocument(document.file_name, document.title, (), tuple(faults))
    form = looked.precedents.forms[document.type.key]
    told = marked_lines(looked, document, problems, form)
    shown, odd = read_shown(done.data, document.file_name, told)
    names = {question.path: question.asks for group in questions_of(looked) for question in group.every()}
    shown = tuple(replace(story, lines=tuple(_asked(story.lines, names))) for story in shown)
    if not looked.usable:
        shown = tuple(replace(story, lines=tuple(_with_gaps(looked, story.lines, names))) for story in shown)
    return ShownDocument(document.file_name, document.title, shown, tuple(faults), odd)


def _asked(lines: tuple[ShownLine, ...], names: Mapping[Path, str]) -> Iterator[ShownLine]:
    """The lines without marks that lead to no question."""
    for line in lines:
        if any(piece.path and piece.path not in names for piece in line.pieces):
            pieces = (piece if piece.path in names else replace(piece, path=()) for piece in line.pieces)
            yield replace(line, pieces=tuple(pieces))
        else:
            yield line


_STAND_IN_DAY: Final = re.compile(r"31 March 2999")
"""The day that stands for one which is not given (`contract.read.STAND_INS`)."""


def _with_gaps(looked: Looked, lines: tuple[ShownLine, ...], names: Mapping[Path, str]) -> Iterator[ShownLine]:
    """The lines of a contract that cannot be built yet: what was stood in for is a gap, and no words of the file."""
    for line in lines:
        pieces = []
        for piece in line.pieces:
            if piece.path and piece.path[-1] == "no_ods_code" and looked.node(piece.path) is None:
                pieces.append(replace(piece, text=gap_text("ODS code"), gap=True))
            elif piece.path and piece.path in looked.mended:
                asks = names.get(piece.path, str(piece.path[-1]).replace("_", " "))
                pieces.append(replace(piece, text=gap_text(asks), gap=True))
            else:
                pieces.append(replace(piece, text=_STAND_IN_DAY.sub(gap_text("a date"), piece.text)))
        yield replace(line, pieces=tuple(pieces))


def read_shown(
    data: bytes, file: str, told: Mapping[str, tuple[MarkedLine, ...]]
) -> tuple[tuple[ShownStory, ...], tuple[str, ...]]:
    """The stories of a Word file as they are when every change is accepted, and what its boxes say otherwise than they
    hold. `told` are the lines of each part with their marks."""
    package, _ = read_package(data, file)
    sides, _ = read_sides(package) if package is not None else (None, [])
    if package is None or sides is None:
        return (), ()
    return tuple(_stories(sides.after, told, _prompts(package))), tuple(_odd(package))


def _prompts(package: Package) -> Mapping[int, tuple[str, ...]]:
    """Paragraph of the main part → the prompts of controls in it that nobody filled in: each is a gap."""
    if b"showingPlcHdr" not in package.part(package.main):
        return {}
    existing, _ = read_existing(package)
    found: dict[int, tuple[str, ...]] = {}
    for marked in existing.marked if existing is not None else ():
        if marked.kind == "prompt of a control":
            found[marked.paragraph] = (*found.get(marked.paragraph, ()), marked.words)
    return found


def _odd(package: Package) -> Iterator[str]:
    """Tick boxes, choices and dates whose state is another than the sign or the words that stand for it."""
    root = parsed(package, package.main)[0]
    for each in read_fill_ins(root) if root is not None else ():
        held = parse_day(each.state) if each.kind == "date" and each.state else None
        other_day = held is not None and bool(each.printed) and parse_day(each.printed) != held
        if each.contradicts or other_day:
            named = f" “{each.name}”" if each.name else ""
            yield f"The {each.kind}{named} prints “{each.printed}” and holds “{each.state}”; Word may show either."


def _stories(
    stories: Stories, told: Mapping[str, tuple[MarkedLine, ...]], prompts: Mapping[int, tuple[str, ...]]
) -> Iterator[ShownStory]:
    def shown(region: Region, part: str, lines: Iterable[Line]) -> ShownStory:
        open_ = prompts if region == "body" else {}
        return ShownStory(region, tuple(shown_lines(tuple(lines), told.get(part, ()), open_)))

    edges = {kind: {edge.part for edge in pages} for kind, pages in stories.shown.items()}
    for story in stories.others:
        if story.part in edges.get("header", ()):
            yield shown("header", story.part, story.lines)
    yield shown("body", stories.main.part, stories.main.lines)
    for story in stories.others:
        if story.part in edges.get("footer", ()):
            yield shown("footer", story.part, story.lines)
    for story in stories.others:
        if "note" in story.part and story.lines:
            yield shown("notes", story.part, story.lines)


def shown_lines(
    lines: tuple[Line, ...], told: tuple[MarkedLine, ...], prompts: Mapping[int, tuple[str, ...]]
) -> Iterator[ShownLine]:
    """The lines, with the marks of those that are told in the same words in the same order."""
    at = 0
    for line in lines:
        spans: tuple[ValueSpan, ...] = ()
        # What is told and not there (or the other way round) is passed over: the next line that is alike goes on.
        for ahead in range(at, min(at + 8, len(told))):
            if told[ahead].text == line.text:
                spans, at = told[ahead].spans, ahead + 1
                break
        yield ShownLine(
            line.label,
            tuple(_pieces(line, spans, [words for number in line.numbers for words in prompts.get(number, ())])),
            line.kind,
            line.heading,
            line.level,
            line.cell,
        )


_COUNTED: Final = {
    "PAGE": "page number",
    "NUMPAGES": "number of pages",
    "SECTIONPAGES": "number of pages of this section",
}
"""The field's name → what Word counts for it on each page (ECMA-376 part 1, 17.16.5)."""
_STANDS_FOR_IT: Final = len("{page}")


def _codes(line: Line) -> Iterator[tuple[int, str]]:
    """The names of the fields whose numbers Word counts, without their switches."""
    for at, code in line.counted:
        yield at, re.split(r"[^A-Za-z]", code.strip(), maxsplit=1)[0]


def _pieces(line: Line, spans: tuple[ValueSpan, ...], prompts: list[str]) -> Iterator[ShownPiece]:
    """The line cut where its look or what it stands for changes."""
    text = line.text
    counted = {at: _COUNTED[code.upper()] for at, code in _codes(line) if code.upper() in _COUNTED}
    gaps = [found.span() for found in GAP.finditer(text)] if "[TO BE COMPLETED: " in text else []
    for words in prompts:
        start = text.find(words)
        gaps += [(start, start + len(words))] if start >= 0 else []
    looks: list[tuple[int, int, bool, bool]] = []
    at = 0
    for count, look in line.looks:
        looks.append((at, at + count, look.bold, look.italic))
        at += count
    cuts = {0, len(text), *counted, *(at + _STANDS_FOR_IT for at in counted)}
    for span in spans:
        cuts |= {span.start, span.end}
    for start, end in gaps:
        cuts |= {start, end}
    for start, end, *_ in looks:
        cuts |= {start, end}
    places = sorted(cut for cut in cuts if 0 <= cut <= len(text) and not any(start < cut < end for start, end in gaps))
    for start, end in pairwise(places):
        gap = next(((first, last) for first, last in gaps if first <= start < last), None)
        within = gap or (start, end)
        path = next((span.path for span in spans if span.start < within[1] and span.end > within[0]), ())
        bold, italic = next(
            ((bold, italic) for first, last, bold, italic in looks if first <= start < last), (False, False)
        )
        yield ShownPiece(text[start:end], path, gap is not None, bold, italic, counted.get(start, ""))
