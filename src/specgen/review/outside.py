"""What changed outside the clauses: new text that belongs to none, and the lines round them."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise, zip_longest
from typing import Final

from msgspec import Struct

from specgen.assembly.marks import READING_PREFIX
from specgen.recognition.printed import Recognition
from specgen.review.changes import (
    Change,
    ChangePlace,
    LinePlace,
    Veiled,
    change_of_line,
    change_of_words,
    silent_changes,
    tracked_change,
    typed_number,
)
from specgen.review.findings import Expected, OutsideChange
from specgen.review.form import FormLines, Slot
from specgen.review.frame import FrameDifference, FrameLine, Rearranged, SeenLine, spoken
from specgen.review.issued import fits
from specgen.review.sorts import sort_of
from specgen.word.document.lines import Control, Line, Story
from specgen.word.document.revisions import RevisedWords, Revision
from specgen.word.document.stories import Stories
from specgen.word.package.package import Package, parsed, relationships
from specgen.wording.sequences import common_row

# Which clause a paragraph of the returned file belongs to, so that revisions and comments are told of the right one.

WORDING: Final = "wording"
BESIDE: Final = "beside the wording"


class Owner(Struct, frozen=True):
    """A clause's index, and what of it stands there: `wording`, a field's name, or `beside the wording`."""

    clause: int
    where: str

    @property
    def field(self) -> str:
        """The field's name, "" for wording and what stands beside it."""
        return "" if self.where in (WORDING, BESIDE) else self.where


def owners(
    sides: Iterable[tuple[Story, Recognition]], frame: Mapping[int, FrameLine], before: Story
) -> dict[int, Owner]:
    """Paragraph number of the main part → owner.

    `sides` are the story before and after the tracked changes with what was recognised there; `frame` is line of the
    story before → the frame line that it stands for."""
    found: dict[int, Owner] = {}
    both = list(sides)
    for story, recognition in both:
        for index, segment in recognition.segments.items():
            for line in story.lines[segment.start.line : segment.end.line + 1]:
                for number in line.numbers:
                    found.setdefault(number, Owner(index, WORDING))
    for at, printed in frame.items():
        if printed.clause is not None:
            for number in before.lines[at].numbers:
                found.setdefault(number, Owner(printed.clause, printed.field or BESIDE))
    for story, _ in both:
        _by_row(story, found)
    return found


def _by_row(story: Story, found: dict[int, Owner]) -> None:
    """What stands in a row with one clause and nothing of another belongs beside that clause."""
    rows: dict[tuple[int, int], set[int]] = {}
    for line in story.lines:
        if line.cell is not None:
            rows.setdefault(line.cell[:2], set()).update(
                found[number].clause for number in line.numbers if number in found
            )
    for line in story.lines:
        mine = rows[line.cell[:2]] if line.cell is not None else set()
        if len(mine) == 1:
            for number in line.numbers:
                found.setdefault(number, Owner(next(iter(mine)), BESIDE))


class Neighbour:
    """Beside which clause a line of a story stands, in words; or in which report that a paragraph asks for."""

    def __init__(self, recognition: Recognition, titles: Sequence[str], controls: Iterable[Control] = ()) -> None:
        self._reports = [each for each in controls if each.tag.startswith(READING_PREFIX)]
        order = recognition.order()
        self._starts = [recognition.segments[index].start.line for index in order]
        self._titles = [titles[index] for index in order]

    def said(self, line: int) -> str:
        """In the report that the line says; else after the last clause that begins at or before it."""
        for each in self._reports:
            if each.start.line <= line <= each.end.line:
                return f"in the report “{each.title}”"
        at = bisect_right(self._starts, line)
        if at:
            return f"after “{self._titles[at - 1]}”"
        return BEFORE_CLAUSES if self._titles else ""


NEW_TEXT: Final = "new text"
_OF_BLOCKS: Final = (
    "body text",
    *(f"list {kind}{depth}" for kind in ("bullet", "number") for depth in ("", " 2", " 3", " 4")),
)
"""The styles that whole paragraphs of a value may come in."""


def places_of_seen(seen: SeenLine) -> tuple[LinePlace, ...]:
    """The one place of the line in the file; none where wording stands within it, whose letters are not told."""
    return (LinePlace(seen.line.part, seen.line.numbers),) if seen.text == seen.line.text else ()


def rearranged_outside(found: Iterable[Rearranged], beside: Neighbour, part: str) -> Iterator[OutsideChange]:
    """Lines of the main text that no clause owns and that stand elsewhere or in other pieces."""
    for each in found:
        if each.printed[0].clause is None:
            yield OutsideChange(each.change("outside the clauses"), part, beside.said(each.seen[0].index))


def marks_exchanged(
    story: Story, recognition: Recognition, clauses: Sequence[Expected], part: str
) -> Iterator[OutsideChange]:
    """Clauses whose words have the marks of each other: not a word was changed, and a mark leads to another clause."""
    pairs = sorted(recognition.exchanged.items(), key=lambda each: recognition.segments[each[0]].start.line)
    if pairs:
        line = story.lines[recognition.segments[pairs[0][0]].start.line]
        said = "; ".join(f"that of “{clauses[at].title}” on “{clauses[index].title}”" for index, at in pairs)
        detail = f"marks of clauses stand on the words of others: {said}"
        change = change_of_line("marks exchanged", line, "look", "outside the clauses", detail=detail)
        yield OutsideChange(dataclasses.replace(change, before="", after=""), part)


BEFORE_CLAUSES: Final = "before the first clause"
_LABELLED: Final = re.compile(r"[^:]{1,60}: (.+)", re.DOTALL)


def facts_in(line: str, near: str) -> tuple[str, ...]:
    """What the contract filled in after the label of a line before the clauses: the parties, the reference, the
    title."""
    found = _LABELLED.fullmatch(line) if near == BEFORE_CLAUSES else None
    return (found[1],) if found is not None else ()


def silent_outside(differences: Iterable[FrameDifference], beside: Neighbour, part: str) -> Iterator[OutsideChange]:
    """Lines of the main text that no clause owns and that are not as issued, where the issued file says how they
    were."""
    for each in differences:
        printed, seen = each.printed, each.seen
        if printed is not None and printed.clause is not None:
            continue
        place = beside.said(seen.index) if seen is not None else ""
        old = spoken(printed.text) if printed is not None else ""
        new = spoken(seen.text) if seen is not None else ""
        if printed is not None and seen is not None:
            facts, places = facts_in(old, place), places_of_seen(seen)
            numbers = {old: printed.line.label} if printed.line is not None else {}
            for change in silent_changes((old,), (new,), facts, where="outside the clauses", places=places):
                change = change if new else dataclasses.replace(change, kind="text taken out")
                yield OutsideChange(typed_number(change, numbers), part, place)
        else:
            kind = NEW_TEXT if printed is None else "text taken out"
            change = change_of_words(kind, old, new, "outside the clauses")
            if seen is not None and places_of_seen(seen):
                change = dataclasses.replace(
                    change, place=ChangePlace(part, (), seen.line.numbers, 0, len(seen.line.text), whole=True)
                )
            yield OutsideChange(change, part, place)


def titles_in_print(
    found: Iterable[OutsideChange], lines: Sequence[Line], titles: frozenset[str]
) -> Iterator[OutsideChange]:
    """The changes; of a new line that only prints the title that the table below it was issued with, which some
    programs print and Word keeps for those who have it read aloud (17.4.62 tblCaption), a look."""
    above: set[tuple[int, ...]] = set()
    for line, below in reversed(list(pairwise(lines))):
        ends = below.cell is not None and (line.cell is None or line.cell[0] != below.cell[0])
        # A heading that says the same may stand between.
        if line.text in titles and (ends or (below.text == line.text and below.numbers in above)):
            above.add(line.numbers)
    for each in found:
        change, place = each.change, each.change.place
        if change.kind == NEW_TEXT and place is not None and place.paragraphs in above:
            detail = f"the title of a table, which Word does not print, in a line above it: “{change.added}”"
            change = dataclasses.replace(change, kind="a title printed", sort="look", detail=detail)
        yield OutsideChange(change, each.part, each.near)


_BETWEEN_LINES: Final = " / "


def other_stories(issued: Sequence[Stories], returned: Stories) -> Iterator[OutsideChange]:
    """Headers, footers and notes that are not as issued. `issued` are the stories that count as issued, the newest
    first.

    Programs number and repeat headers as they like, so what counts is which lines there are.
    """
    for kind, what in (
        ("header", "headers"),
        ("footer", "footers"),
        ("footnotes", "footnotes"),
        ("endnotes", "endnotes"),
    ):
        lost = list(_lost_on_pages(issued, returned, kind))
        for change in lost:
            yield OutsideChange(change, what)
        now = _lines_of(returned, kind)
        then = [_lines_of(stories, kind) for stories in issued]
        if now in then:
            continue
        pairs = common_row(then[0], now)
        gone = [line for number, line in enumerate(then[0]) if number not in {a for a, _ in pairs}]
        come = [line for number, line in enumerate(now) if number not in {b for _, b in pairs}]
        if len(gone) == len(come):
            for old, new in zip(gone, come, strict=True):
                places = _only_place(returned, kind, new)
                for change in silent_changes((old,), (new,), where="outside the clauses", places=places):
                    yield OutsideChange(change, what)
            continue
        told = {line for change in lost for line in change.removed.split(_BETWEEN_LINES)}
        for old in (line for line in gone if line not in told):
            yield OutsideChange(change_of_words("text taken out", old, "", "outside the clauses"), what)
        for new in come:
            yield OutsideChange(change_of_words(NEW_TEXT, "", new, "outside the clauses"), what)


_DRAWN: Final = (("/chart", "charts"), ("/diagramData", "diagrams"))
_WORDS_OF_DRAWINGS: Final = tuple(
    f"{{http://schemas.openxmlformats.org/drawingml/2006/{each}" for each in ("main}t", "chart}v")
)
"""Text of DrawingML, and the values of a chart (21.1.2.3.11, 21.2.2.223)."""


_MADE_UP: Final = re.compile(r"Series ?\d+|\d{1,2}")
"""What LibreOffice calls the rows and columns of a chart that name none, when it saves it."""


def words_of_drawings(issued: Package, returned: Package) -> Iterator[OutsideChange]:
    """Words and values of charts and diagrams that are not as issued. Programs number their parts and write their
    numbers as they like."""
    drawn = [(what, _drawn_words(issued, ending), _drawn_words(returned, ending)) for ending, what in _DRAWN]
    books = [[*_workbooks(package)] for package in (issued, returned)]
    # Some programs leave the workbook of a chart out; what the chart shows is held against what it showed all the same.
    workbooks = [("workbooks of charts", iter(books[0]), iter(books[1]))] if len(books[0]) == len(books[1]) else []
    for what, old_words, new_words in (*drawn, *workbooks):
        parts = [Counter(words) for words in (old_words, new_words)]
        then, now = ([*chain(*(one - two).elements())] for one, two in (parts, reversed(parts)))
        pairs = common_row(then, now)
        gone = [word for at, word in enumerate(then) if at not in {one for one, _ in pairs}]
        come = [word for at, word in enumerate(now) if at not in {two for _, two in pairs}]
        if not gone:
            come = [word for word in come if _MADE_UP.fullmatch(word) is None]
        sides = zip_longest(gone, come, fillvalue="")
        # What stands elsewhere among the values is another value there.
        for old, new in (row for one, two in sides for row in ([(one, two)] if one != two else [(one, ""), ("", two)])):
            kind = "words changed" if old and new else "words taken out" if old else "words put in"
            change = Change(False, kind, old, new, sort_of(old, new), "outside the clauses", before=old, after=new)
            yield OutsideChange(change, what)


def _drawn_words(package: Package, ending: str) -> Iterator[tuple[str, ...]]:
    """The words of each part, in their order."""
    for each in relationships(package, package.main):
        if each.type.endswith(ending) and each.target in package.entries:
            root, _ = parsed(package, each.target)
            said = ((word.text or "").strip() for word in (root.iter(*_WORDS_OF_DRAWINGS) if root is not None else ()))
            yield tuple(_plain_number(word) for word in said if word)


def _workbooks(package: Package) -> Iterator[tuple[str, ...]]:
    """The cells of the workbook that lies under each chart, as it shows them: Word draws the chart from it again when
    somebody edits its data."""
    charts = [each.target for each in relationships(package, package.main) if each.type.endswith("/chart")]
    if not charts:
        return
    # What reads workbooks is loaded where there is one.
    from specgen.contract.register.spreadsheet import open_workbook

    for each in chain.from_iterable(relationships(package, name) for name in charts if name in package.entries):
        if each.type.endswith("/package") and each.target in package.entries:
            book, _ = open_workbook(package.part(each.target), each.target, as_seen=True)
            sheets = (book.sheet(name)[0] for name in book.names) if book is not None else ()
            rows = chain.from_iterable(sheet.rows for sheet in sheets if sheet is not None)
            cells = (cell for row in rows for cell in row.cells if cell is not None and cell.seen.strip())
            yield tuple(_plain_number(cell.seen) for cell in cells)


def _plain_number(word: str) -> str:
    try:
        return f"{float(word):.12g}"
    except ValueError:
        return word


def other_pictures(issued: Package, returned: Package) -> Iterator[OutsideChange]:
    """The change that pictures are not those which were issued, byte for byte: what they show nobody can compare."""
    then, now = (
        {package.digest(name) for name in package.names if name.startswith("word/media/")}
        for package in (issued, returned)
    )
    if count := len(now - then):
        said = f"{count} {'is' if count == 1 else 'are'} not, byte for byte, among those that were issued; look at "
        detail = f"{said}{'it' if count == 1 else 'them'}"
        yield OutsideChange(Change(False, "picture changed", "", "", "look", detail=detail), "pictures")


def _only_place(stories: Stories, kind: str, text: str) -> tuple[LinePlace, ...]:
    """Where the line stands, if it stands in one place alone."""
    parts = _parts_of(stories, kind)
    found = [LinePlace(story.part, line.numbers) for story in parts for line in story.lines if line.text == text]
    return (found[0],) if len(found) == 1 else ()


def _lines_of(stories: Stories, kind: str) -> list[str]:
    """The lines of the parts of that kind, each once for headers and footers that some page shows."""
    parts = _parts_of(stories, kind)
    if kind in stories.shown:
        edges = {edge.part for edge in stories.shown[kind]}
        parts = [story for story in stories.others if story.part in edges]
    found = [line.text for story in parts for line in story.lines if line.text.strip()]
    return sorted(set(found)) if kind in ("header", "footer") else found


def _lost_on_pages(issued: Sequence[Stories], returned: Stories, kind: str) -> Iterator[Change]:
    """Words of a header or footer that some pages no longer show, with the pages: DRAFT may be one of them. Words that
    no page shows are told as taken out, with those that stand there instead, unless the pages show nothing now.

    Where the sections are not those that were issued, or nothing says which pages showed what, only pages that show
    nothing now are told.
    """
    now = _by_page(returned, kind)
    olds = [_by_page(stories, kind) or _on_all(now, stories, kind) for stories in issued]
    everywhere = {line for lines in now.values() for line in lines}
    lost: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for page, lines in now.items():
        gone = [
            tuple(line for line in old[page] if line not in lines and (not lines or line in everywhere))
            if set(old) == set(now)
            else tuple(_lines_of(issued[at], kind) if not lines else ())
            for at, old in enumerate(olds)
        ]
        if gone and all(gone):
            lost.setdefault(gone[0], []).append(page)
    sections = max((section for section, _ in now), default=0)
    for words, pages in lost.items():
        told = f"some pages show {'another' if any(now[page] for page in pages) else 'no'} {kind}"
        change = change_of_words(told, _BETWEEN_LINES.join(words), "", "outside the clauses")
        yield dataclasses.replace(change, detail=f"no longer on {pages_in_words(pages, sections)}")


def _by_page(stories: Stories, kind: str) -> dict[tuple[int, str], tuple[str, ...]]:
    """The lines that the pages of each kind in each section show."""
    said = {story.part: tuple(line.text for line in story.lines if line.text.strip()) for story in stories.others}
    return {(edge.section, edge.page): said.get(edge.part, ()) for edge in stories.shown.get(kind, ())}


def _on_all(pages: Iterable[tuple[int, str]], stories: Stories, kind: str) -> dict[tuple[int, str], tuple[str, ...]]:
    """The lines of the one header or footer: where nothing says which pages showed what, all of them showed it."""
    said = {tuple(line.text for line in story.lines) for story in _parts_of(stories, kind)}
    return dict.fromkeys(pages, said.pop()) if len(said) == 1 else {}


def _parts_of(stories: Stories, kind: str) -> list[Story]:
    return [story for story in stories.others if story.part.rpartition("/")[2].startswith(kind)]


def pages_in_words(pages: Sequence[tuple[int, str]], sections: int) -> str:
    """`the first page of section 2`, for pages given as section and kind of page."""
    by_section: dict[int, set[str]] = {}
    for section, page in pages:
        by_section.setdefault(section, set()).add(page)
    told: dict[str, list[int]] = {}
    for section, kinds in by_section.items():
        if kinds == {"first", "even", "odd"}:
            which = "every page"
        elif kinds == {"even", "odd"}:
            which = "every page but the first"
        else:
            which = " and ".join(
                {"first": "the first page", "even": "the even pages", "odd": "the odd pages"}[kind]
                for kind in ("first", "even", "odd")
                if kind in kinds
            )
        told.setdefault(which, []).append(section)
    return "; ".join(
        which
        if sections == 1 or (len(held) == sections and which.startswith("every page") and "but" not in which)
        else f"{which} of section{'s' if len(held) > 1 else ''} {', '.join(map(str, held))}"
        for which, held in told.items()
    )


def tracked_outside(
    revisions: Iterable[Revision],
    revised: Mapping[str, Mapping[tuple[int, str], RevisedWords]],
    places: Mapping[int, str],
    veiled: Mapping[str, Mapping[int, Veiled]],
) -> Iterator[OutsideChange]:
    """The revisions that belong to no clause. `revised` and `veiled` are by part; `places` says where a paragraph
    of the main part stands."""
    for revision in revisions:
        unread = veiled.get(revision.place.part, {}).get(revision.place.paragraph, ())
        near = places.get(revision.place.paragraph, "")
        change = tracked_change(
            revision,
            revised.get(revision.place.part, {}),
            facts_in(revision.place.before, near),
            where="outside the clauses",
            veiled=unread,
        )
        yield OutsideChange(change, revision.place.part, near)


class Unprinted:
    """Lines that came back and that belong to no clause, judged by what the form can print."""

    def __init__(self, form: FormLines | None) -> None:
        self._allowed: dict[str, list[tuple[str, ...]]] = {}
        for line in form.others if form is not None else ():
            literals = [""]
            for piece in line.pieces:
                if isinstance(piece, Slot):
                    literals.append("")
                else:
                    literals[-1] += piece
            whole = any(isinstance(piece, Slot) and piece.whole for piece in line.pieces)
            for style in {line.style.casefold(), *(_OF_BLOCKS if whole else ())}:
                self._allowed.setdefault(style, []).append(tuple(literals))
        self._known = form is not None

    def judge(self, seen: SeenLine, *, between: bool) -> str:
        """`as printed`, `not compared` (it may have been printed with other words), or `new text`.

        `between` says that the line stands between two clauses that the form prints one straight after the other.
        """
        if between:
            return NEW_TEXT
        if not self._known:
            return "not compared"
        allowed = self._allowed.get(seen.line.style.casefold(), [])
        if (seen.text,) in allowed:
            return "as printed"
        return "not compared" if any(fits(literals, seen.text) is not None for literals in allowed) else NEW_TEXT


def places_alone(form: FormLines | None) -> frozenset[str]:
    """The places whose clauses the form prints one straight after the other, with nothing between."""
    return (
        frozenset(
            loop.place
            for loop in form.loops
            if all(
                any(isinstance(piece, Slot) and piece.name == "wording" and piece.whole for piece in line.pieces)
                for line in loop.lines
            )
        )
        if form is not None
        else frozenset()
    )


def between_clauses(recognition: Recognition, clauses: Sequence[Expected], alone: frozenset[str]) -> set[int]:
    """The lines between two clauses of one place that is printed with nothing between."""
    found: set[int] = set()
    for a, b in pairwise(recognition.order()):
        if clauses[a].place == clauses[b].place and clauses[a].place in alone:
            found.update(range(recognition.segments[a].end.line + 1, recognition.segments[b].start.line))
    return found


def gaps_of(printed: FrameLine, seen: SeenLine) -> bool:
    """Whether the line holds words that nothing told: more than the number of an item."""
    told = fits(printed.literals, seen.text)
    return told is not None and any(not text.strip().isdigit() for text in told if text.strip())
