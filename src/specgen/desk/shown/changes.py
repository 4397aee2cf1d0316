"""A Word file with tracked changes as lines for the page: what is struck and what is put in, with words round each.

Every line keeps the number that is stored for it; where the changes give it another, both are shown. Nothing is
resolved, so that no word of either side is left out. Source: ECMA-376 part 1, 17.13.5.

What changed since a document was issued is shown so: what lies there against what would be made now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from specgen.desk.asked.looked import Looked
from specgen.issue.build import finished_document
from specgen.issue.issued import issued_places
from specgen.issue.records import folded
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, in_a_row
from specgen.word.document.inline import Item, read_line
from specgen.word.document.lines import Story
from specgen.word.document.stories import Stories, read_sides
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, parsed, read_package
from specgen.word.redline.redline import redline

ChangeSide = Literal["", "put in", "struck"]

_PUT_IN: Final = {w("ins"), w("moveTo")}
_STRUCK: Final = {w("del"), w("moveFrom")}
_P, _TR, _TR_PR, _P_PR, _R_PR = (w(name) for name in ("p", "tr", "trPr", "pPr", "rPr"))
_TBL, _TC = w("tbl"), w("tc")
_LOOKS: Final = (w("rPrChange"), w("pPrChange"))
AROUND: Final = 1
"""Unchanged lines that are shown before and after a changed one."""


class ChangedPiece(Struct, frozen=True):
    """Words that are on both sides, put in or struck."""

    text: str
    side: ChangeSide = ""


class ChangedLine(Struct, frozen=True):
    """A paragraph of both sides. `whole` says that the paragraph itself, or its row, is put in or struck; `was` is the
    number that it had, where that is another than `label`; `looks` that only its look changed somewhere."""

    label: str
    was: str
    pieces: tuple[ChangedPiece, ...]
    whole: ChangeSide = ""
    row: ChangeSide = ""
    looks: bool = False
    cell: tuple[int, int, int] | None = None
    """Table, row and column, counted from 1; None outside of tables."""
    refers: tuple[str, ...] = ()
    """References in it whose target has another number now: the stored number stays, and this is said beside it."""

    @property
    def changed(self) -> bool:
        return bool(
            self.refers
            or self.whole
            or self.row
            or self.looks
            or self.was != self.label
            or any(piece.side for piece in self.pieces)
        )


class ChangedStory(Struct, frozen=True):
    """A part of the document in the order of its page: `title` is what a reader calls it, `lines` its paragraphs."""

    title: str
    lines: tuple[ChangedLine, ...]

    @property
    def changed(self) -> bool:
        return any(line.changed for line in self.lines)


class ChangedDocument(Struct, frozen=True):
    """Every part of a document that is shown, the body first; `left_out` is what is in the file and not shown."""

    stories: tuple[ChangedStory, ...] = ()
    left_out: tuple[str, ...] = ()


def changed_document(data: bytes) -> ChangedDocument:
    """The body, the headers and footers and the notes with their changes. Nothing is there of a file that cannot be
    read."""
    package, _ = read_package(data, "")
    sides, problems = read_sides(package) if package is not None else (None, [])
    if package is None or sides is None:
        return ChangedDocument()
    found: list[ChangedStory] = []
    after = {story.part: story for story in sides.after.every()}
    for story in sides.before.every():
        root = parsed(package, story.part)[0]
        other = after.get(story.part)
        if root is None or other is None:
            continue
        lines = flagged(tuple(_lines(root, (_labels(story), _labels(other)))))
        found.append(ChangedStory(_title(story.part, sides.after, package.main), lines))
    left_out = (*sides.unread, *(f"{problem.location.part}: {problem.message}" for problem in problems))
    return ChangedDocument(tuple(found), (*left_out, *_not_shown(package)))


_KINDS: Final = {"header": "Header", "footer": "Footer", "footnotes": "Footnotes", "endnotes": "Endnotes"}
_PAGES: Final = {"first": "of the first page", "even": "of even pages", "default": "of other pages"}


def _title(part: str, stories: Stories, main: str) -> str:
    """`Body`, `Footnotes`, or `Header of the first page`, where the sections say which pages show it."""
    if part == main:
        return "Body"
    for kind, edges in stories.shown.items():
        if shown := [edge for edge in edges if edge.part == part]:
            pages = dict.fromkeys(_PAGES.get(edge.page, "") for edge in shown)
            return f"{_KINDS[kind]} {' and '.join(filter(None, pages))}".strip()
    name = part.rpartition("/")[2].lower()
    return next((words for kind, words in _KINDS.items() if name.startswith(kind)), part)


def _not_shown(package: Package) -> Iterator[str]:
    """Comments, which are read elsewhere, and the looks of styles and lists, which have no words."""
    if any(name.lower().endswith("comments.xml") for name in package.names):
        yield "comments: they are not shown here"


_REFERENCE: Final = re.compile(r"\b(?:paragraphs?|clauses?|sections?|see|under|of|in|and|or|to) (\d+(?:\.\d+)+)\b")
"""A number of several levels that is referred to; a single number may be anything."""


def flagged(lines: tuple[ChangedLine, ...]) -> tuple[ChangedLine, ...]:
    """The lines, with what is to be known of references in them to paragraphs whose number is another now."""
    moved = {line.was: line.label for line in lines if line.was and line.was != line.label}
    if not moved:
        return lines
    return tuple(
        replace(
            line,
            refers=tuple(
                f"{found[1]} has the number {moved[found[1]]} now"
                for found in _REFERENCE.finditer("".join(piece.text for piece in line.pieces if piece.side != "struck"))
                if found[1] in moved
            ),
        )
        for line in lines
    )


def _labels(story: Story) -> Mapping[int, str]:
    """The number of a paragraph in its part → its label."""
    return {number: line.label for line in reversed(story.lines) for number in line.numbers}


def _lines(root: etree._Element, labels: tuple[Mapping[int, str], Mapping[int, str]]) -> Iterator[ChangedLine]:
    before, after = labels
    cells = _cells(root)
    for number, paragraph in enumerate(root.iter(_P), 1):
        pieces = tuple(_pieces(read_line(paragraph)))
        whole = _side_of(paragraph.find(f"{_P_PR}/{_R_PR}"))
        row = next(paragraph.iterancestors(_TR), None)
        in_row = _side_of(row.find(_TR_PR)) if row is not None else ""
        looks = next(paragraph.iter(*_LOOKS), None) is not None
        was = before.get(number, "")
        now = after.get(number, was)
        yield ChangedLine(
            now or was,
            was if number in before and number in after else now or was,
            pieces,
            whole,
            in_row,
            looks,
            cells.get(paragraph),
        )


def _cells(root: etree._Element) -> dict[etree._Element, tuple[int, int, int]]:
    """Each paragraph of a table that stands in no other, with its table, row and column."""
    found: dict[etree._Element, tuple[int, int, int]] = {}
    outer = (table for table in root.iter(_TBL) if next(table.iterancestors(_TBL), None) is None)
    for number, table in enumerate(outer, 1):
        own = (row for row in table.iter(_TR) if next(row.iterancestors(_TBL), None) is table)
        for place, row in enumerate(own, 1):
            columns = (cell for cell in row.iter(_TC) if next(cell.iterancestors(_TR), None) is row)
            for column, cell in enumerate(columns, 1):
                found.update((paragraph, (number, place, column)) for paragraph in cell.iter(_P))
    return found


def _side_of(properties: etree._Element | None) -> ChangeSide:
    """Whether the properties say that what they belong to is put in or struck."""
    if properties is None:
        return ""
    tags = {child.tag for child in properties}
    return "struck" if tags & _STRUCK else "put in" if tags & _PUT_IN else ""


def _pieces(items: list[Item]) -> Iterator[ChangedPiece]:
    text = ""
    last: ChangeSide = ""
    for item in items:
        if not item.text or item.aside:
            continue
        side: ChangeSide = "struck" if not item.will_be else "put in" if not item.was else ""
        if side != last and text:
            yield ChangedPiece(text, last)
            text = ""
        last = side
        text += item.text
    if text:
        yield ChangedPiece(text, last)


def only_changed(lines: tuple[ChangedLine, ...]) -> Iterator[tuple[ChangedLine, ...]]:
    """The changed lines in groups, each with the unchanged lines next to it that hold words, and with its row."""
    shown = [line for line in lines if line.changed or any(piece.text.strip() for piece in line.pieces)]
    wanted = {
        near
        for index, line in enumerate(shown)
        if line.changed
        for near in range(max(index - AROUND, 0), min(index + AROUND + 1, len(shown)))
    }
    rows = {line.cell[:2] for line in shown if line.changed and line.cell is not None}
    wanted |= {index for index, line in enumerate(shown) if line.cell is not None and line.cell[:2] in rows}
    group: list[ChangedLine] = []
    for index, line in enumerate(shown):
        if index in wanted:
            group.append(line)
        elif group:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


AUTHOR = "specgen desk"
"""Who the changes are by in the comparison, which is shown and never written."""


class SinceIssue(Struct, frozen=True):
    """What became of one document since it was issued. `stories` hold the changes of its body, headers, footers and
    notes; none where it is the same. `left_out` is what is in the file and not shown."""

    file: str
    title: str
    state: str
    stories: tuple[ChangedStory, ...] = ()
    left_out: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def issued_folder(looked: Looked, root: Path) -> str:
    """The folder below `root` in which the contract's documents were issued; "" where there is none."""
    reference = looked.contract.reference if looked.contract is not None else ""
    found = issued_places(root).of(reference) if reference else ()
    return found[0].name if found else ""


def since_issue(looked: Looked, folder: Path) -> Iterator[SinceIssue]:
    """Each document of the pack against the one of its name in `folder`; and those that the pack no longer has."""
    if looked.pack is None or looked.contract is None:
        return
    lying = {folded(path.name): path for path in folder.iterdir() if path.suffix.lower() == ".docx"}
    for document in looked.pack.documents:
        there = lying.pop(folded(document.file_name), None)
        if there is None or there.is_symlink() or not there.is_file():
            yield SinceIssue(document.file_name, document.title, "new: it was not issued")
            continue
        done, faults = finished_document(looked.pack, document, looked.problems, looked.precedents)
        if done is None:
            yield SinceIssue(document.file_name, document.title, "it cannot be made now", problems=tuple(faults))
            continue
        yield _compared(looked, document.file_name, document.title, read_plain(there, LARGEST_ARCHIVE + 1), done.data)
    for path in sorted(lying.values()):
        yield SinceIssue(path.name, path.name, "the contract no longer has it, or it was put there by somebody else")


def _compared(looked: Looked, file: str, title: str, old: bytes, new: bytes) -> SinceIssue:
    assert looked.contract is not None
    if old == new:
        return SinceIssue(file, title, "unchanged")
    if len(old) > LARGEST_ARCHIVE:
        fault = Problem("file-too-large", "the document that lies there is too large to be compared", Location(file))
        return SinceIssue(file, title, "it cannot be compared", problems=(fault,))
    day = looked.contract.day.isoformat()
    data, problems = redline(old, new, AUTHOR, day, old_name=file, new_name=f"{file}, as it would be now")
    if data is None:
        return SinceIssue(file, title, "it cannot be compared", problems=tuple(problems))
    found = changed_document(data)
    changed = [story.title for story in found.stories if story.changed]
    if changed:
        return SinceIssue(
            file, title, f"changed: {in_a_row(changed).lower()}", found.stories, found.left_out, tuple(problems)
        )
    state = "no word of its body, headers, footers or notes changed"
    return SinceIssue(file, title, state, left_out=found.left_out, problems=tuple(problems))
