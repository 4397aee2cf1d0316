"""What became of each clause: from its lines as issued, without the tracked changes and with them."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, Literal

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from specgen.problems import cut
from specgen.recognition.by_words import Stands, stands
from specgen.recognition.printed import Recognition, Segment, moved
from specgen.review.changes import (
    CLAUSE_DELETED,
    CLAUSE_MOVED,
    Change,
    ChangePlace,
    LinePlace,
    Veiled,
    by_weight,
    change_of_line,
    change_of_words,
    difference,
    silent_changes,
    spot_of,
    tracked_change,
    typed_number,
)
from specgen.review.comparison.gone import RowsGone
from specgen.review.comparison.rows import ROW_TAKEN_OUT
from specgen.review.findings import ClauseFinding, Expected, HowTracked, ListMark
from specgen.review.frame import FrameComparison, FrameDifference, FrameLine, spoken
from specgen.review.outside import BESIDE, WORDING, Owner, places_of_seen
from specgen.review.recorded import number_written
from specgen.review.shown import BOUND, FIELD
from specgen.review.sorts import NUMBER_CHANGED, joined, sort_of
from specgen.word.document.comments import Comment
from specgen.word.document.lines import Line, Story
from specgen.word.document.looks import END_HIDDEN, RunLook, hidden_in_sign, words_in_sign
from specgen.word.document.revisions import RevisedWords, Revision

# Changes that nobody tracked and that touch no word: how letters look, and words that can no longer be read on the
# page.

_MOST_SHOWN: Final = 200
_KINDS: Final = {
    "heading": "a heading",
    "paragraph": "a paragraph",
    "bullet": "a bulleted item",
    "number": "a numbered item",
}
_SWITCHED: Final = (
    ("bold", "bold"),
    ("italic", "italic"),
    ("underlined", "underlined"),
    ("capitals", "in capitals"),
    ("struck", "struck through"),
    ("hidden", "hidden"),
    ("pictures", "in a font of pictures"),
    ("turned", "right to left"),
)


def look_changes(old: Sequence[Line], new: Sequence[Line], where: str) -> Iterator[Change]:
    """How the letters of `new` look otherwise than those of `old`, one change for each way; nothing unless all their
    words are equal."""
    olds, news = ([line for line in lines if line.text.strip()] for lines in (old, new))
    if [line.text for line in olds] != [line.text for line in news]:
        return
    ways: dict[str, tuple[Line, list[str]]] = {}
    for one, two in zip(olds, news, strict=True):
        for way, words in _ways(one, two):
            ways.setdefault(way, (two, []))[1].append(words)
    for one, two in zip(olds, news, strict=True):
        yield from _label_changes(one, two, where)
    for way, (line, said) in ways.items():
        shown = cut(" … ".join(said), _MOST_SHOWN)
        yield change_of_line("look changed", line, "look", where, detail=f"{way}: “{shown}”")


def _label_changes(old: Line, new: Line, where: str) -> Iterator[Change]:
    """Words or figures that a list prints before a paragraph, and that it did not print there: a reader takes them for
    the paragraph's own. Another count of the same list is told as such."""
    if not _tells_label(old, new):
        return
    gone = old.label if words_in_sign(old.sign) != words_in_sign(new.sign) else ""
    yield _of_list(new, gone, new.label, where)


def _of_list(line: Line, removed: str, added: str, where: str) -> Change:
    sort = sort_of(removed, added, field="" if where in (WORDING, BESIDE) else where)
    detail = f"printed before “{cut(line.text)}”"
    return change_of_line(WORDS_OF_LIST, line, sort, where, removed=removed, added=added, detail=detail)


def _tells_label(old: Line, new: Line) -> bool:
    """Whether a list prints other words before the line than it did, or figures where it printed nothing."""
    return words_in_sign(old.sign) != words_in_sign(new.sign) or (not old.label and bool(figures_before(new)))


def figures_before(line: Line) -> str:
    """The number that a list prints before the line, "" for a mark alone, though it be a letter."""
    return "" if line.sign.startswith("bullet") or not _LABELS.search(line.label) else line.label.strip()


AS_ISSUED: Final = " as issued"
"""Ends the number that a paragraph had which is there no longer: the paragraphs after it may have taken it over."""


def numbers_as_issued(issued: Story | None) -> dict[str, str]:
    """The numbers that were printed in the issued document, by the words behind them where no others had the same."""
    found: dict[str, str] = {}
    for line in issued.lines if issued is not None else ():
        number, words = figures_before(line), line.text.strip()
        found[words] = f"{number}{AS_ISSUED}" if number and words not in found else ""
    return found


def words_of_list(lines: Iterable[Line], where: str, known: frozenset[str] | None) -> Iterator[Change]:
    """Words that a list prints before lines of which nothing says how they were numbered, or figures in the field of a
    clause. `known` are the ways of counting of the template that the document was made of, None where it is not at
    hand."""
    # A run of numbers has words of the template's own before a number above: Term %1, Term 3.2.%1.
    own = {words_in_sign(sign) for sign in known or ()}
    for line in lines:
        words = words_in_sign(line.sign)
        figures = figures_before(line) if where not in (WORDING, BESIDE, "outside the clauses") else ""
        if words not in own if words else figures and known is not None and line.sign not in known:
            yield _of_list(line, "", line.label or words, where)


WORDS_OF_LIST: Final = "words that a list puts before its items"
_LABELS: Final = re.compile(r"[^\W_]")


def unseen_changes(lines: Iterable[Line], issued: Iterable[Line], where: str) -> Iterator[Change]:
    """The words of `lines` that cannot be read on the page and that could be in the lines as issued."""
    known = {entry for line in issued for entry in line.unseen}
    for line in lines:
        for text, reason in line.unseen:
            if (text, reason) not in known:
                kind = "words that cannot be read on the page"
                yield change_of_line(kind, line, sort_of(text, ""), where, removed=text, detail=reason)


def looks_beside(printed: FrameLine | None, seen: Line, known: frozenset[str] | None = None) -> Iterator[Change]:
    """The same for a line outside the clauses; `printed` is what it stands for, if that is known, and `known` are the
    ways of counting of the template, if that is at hand."""
    where = "outside the clauses" if printed is None or printed.clause is None else printed.field or BESIDE
    issued = [printed.line] if printed is not None and printed.line is not None else []
    yield from unseen_changes([seen], issued, where)
    yield from raised_figures([seen], issued, where)
    yield from look_changes(issued, [seen], where)
    if not issued:
        yield from words_of_list([seen], where, known)


def raised_figures(lines: Iterable[Line], issued: Iterable[Line], where: str) -> Iterator[Change]:
    """Figures that are raised or lowered beside others in one number and were not issued so: 10² is not 102. Raised
    letters (1st, m²) are as they are written."""
    known = {figure for line in issued for figure in _raised(line)}
    for line in lines:
        for figure in _raised(line):
            if figure not in known:
                detail = f"some of its figures are raised or lowered: “{cut(line.text, _MOST_SHOWN)}”"
                yield change_of_line(
                    "a figure printed as another", line, "value", where, added=figure[0], detail=detail
                )


def _raised(line: Line) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each number with figures at two heights, and the height of each of its letters."""
    if len({look.raised for _, look in line.looks}) > 1:
        raised = [look.raised for count, look in line.looks for _ in range(count)]
        for found in _NUMBER.finditer(line.text):
            held = tuple(raised[found.start() : found.end()])
            if len(set(held)) > 1:
                yield found[0], held


_NUMBER: Final = re.compile(r"[0-9][0-9.,]*[0-9]")


NUMBER_OTHERWISE: Final = "its number is written otherwise"


def _ways(one: Line, two: Line) -> Iterator[tuple[str, str]]:
    """What differs, in words, with the words that it differs for."""
    unseen = hidden_in_sign(one.sign), hidden_in_sign(two.sign)
    if (one.kind, one.heading, one.level) != (two.kind, two.heading, two.level):
        if not _tells_label(one, two):
            yield f"was {_form(one)} and is {_form(two)}", two.text
    elif one.sign != two.sign and one.label != two.label and not _tells_label(one, two):
        yield NUMBER_OTHERWISE, f"{one.label or 'none'} made {two.label or 'none'}"
    if unseen[0] != unseen[1]:
        yield _hidden_now(*unseen), two.text
    ends = sorted({*accumulate(count for count, _ in one.looks), *accumulate(count for count, _ in two.looks)})
    found: list[tuple[tuple[str, ...], str]] = []
    at = 0
    for end in ends:
        words = two.text[at:end]
        looks = _look_at(one, at), _look_at(two, at)
        # Words that can no longer be read are told of as such.
        ways = tuple(_said(*looks)) if words.strip() and not looks[1].unseen else ()
        if found and found[-1][0] == ways:
            found[-1] = ways, found[-1][1] + words
        else:
            found.append((ways, words))
        at = end
    for each, words in found:
        for way in each:
            yield way, words.strip()


def _hidden_now(one: str, two: str) -> str:
    """What became of a number, or of a paragraph's end, that could be seen and cannot, or the other way."""
    if END_HIDDEN in two:
        return "its end is hidden, so that the next paragraph goes on in the same line"
    return f"its number can no longer be read ({two})" if two else f"what was hidden of it can be seen again ({one})"


def number_changes(issued: ReturnedSide, seen: ReturnedSide) -> dict[int, Change]:
    """Each line of what came back that is counted otherwise than it was issued, by its index.

    Where no line of the document came, went or changed, every line is held against its own; else those of each clause
    that has the words that were issued, but not its heading, which counts with what stands before it; nor a paragraph
    in a run of numbers (3.2.14) that counts on from the one before it, as it did. What else numbers differ in is a
    change of look."""
    olds, news = (
        [(at, line) for at, line in enumerate(side.story.lines) if line.text.strip()] for side in (issued, seen)
    )
    found = dict(_counted_otherwise(olds, news, headings=True))
    if [line.text for _, line in olds] == [line.text for _, line in news]:
        return found
    counted_on = [_counting_on(side.story.lines) for side in (issued, seen)]
    for index, segment in seen.recognition.segments.items():
        first = segment.start.line
        theirs = [(at, line) for at, line in enumerate(seen.whole_lines(index), first) if line.text.strip()]
        mine = [(at, line) for at, line in enumerate(issued.whole_lines(index)) if line.text.strip()]
        told = dict(_counted_otherwise(mine, theirs, headings=False))
        on = [
            id(line) in counted for counted, lines in zip(counted_on, (mine, theirs), strict=True) for _, line in lines
        ]
        moved_on = {at for (at, _), was, is_ in zip(theirs, on, on[len(mine) :], strict=False) if was and is_}
        found.update((at, change) for at, change in told.items() if at not in moved_on)
    return found


def moved_on(issued: Story, seen: Story, told: Iterable[Change]) -> list[tuple[str, str, str]]:
    """The lines whose words are as issued and that count otherwise, since others came in, went or were moved: the
    words, the number as issued and the one that is printed now. Those that are `told` as changes are left out."""
    known = {change.after for change in told}
    mine, theirs = ({line.text: line for line in story.lines} for story in (issued, seen))
    counts = [Counter(line.text for line in story.lines) for story in (issued, seen)]
    return [
        (text.strip(), mine[text].label.strip(), line.label.strip())
        for text, line in theirs.items()
        if all(count[text] == 1 for count in counts)
        and mine[text].sign == line.sign
        and not line.sign.startswith("bullet")
        and mine[text].label.strip() != line.label.strip() != ""
        and mine[text].label.strip()
        and text not in known
    ]


def _counting_on(lines: Iterable[Line]) -> frozenset[int]:
    """The lines (by identity) whose number in a run is one more than that of the line before them in it."""
    before: dict[str, int] = {}
    found: set[int] = set()
    for line in lines:
        if run := _IN_RUN.fullmatch(line.label.strip()):
            number = int(run["number"])
            if before.get(run["below"], 0) + 1 == number:
                found.add(id(line))
            before[run["below"]] = number
    return frozenset(found)


_IN_RUN: Final = re.compile(r"(?P<below>(?:[0-9A-Za-z]{1,4}\.){1,4})(?P<number>[0-9]{1,5})")
"""A number below others, as 3.2.14."""


def _counted_otherwise(
    olds: Sequence[tuple[int, Line]], news: Sequence[tuple[int, Line]], *, headings: bool
) -> Iterator[tuple[int, Change]]:
    if [line.text for _, line in olds] != [line.text for _, line in news]:
        return
    for (_, one), (number, two) in zip(olds, news, strict=True):
        if (
            one.label != two.label
            and one.sign == two.sign
            and not two.sign.startswith("bullet")
            and (headings or not two.heading)
        ):
            yield number, change_of_line(NUMBER_CHANGED, two, "value", removed=one.label, added=two.label)


def _look_at(line: Line, at: int) -> RunLook:
    for count, look in line.looks:
        if at < count:
            return look
        at -= count
    return RunLook()


def _said(one: RunLook, two: RunLook) -> Iterator[str]:
    for name, said in _SWITCHED:
        if getattr(one, name) != getattr(two, name):
            yield f"made {said}" if getattr(two, name) else f"no longer {said}"
    if one.raised != two.raised:
        yield "raised or lowered" if two.raised else "no longer raised or lowered"
    if one.size != two.size:
        yield f"size {one.size / 2:g} made {two.size / 2:g} points"
    if one.colour != two.colour:
        yield f"colour {one.colour or 'black'} made {two.colour or 'black'}"
    if one.background != two.background:
        yield f"background {one.background or 'none'} made {two.background or 'none'}"


def _form(line: Line) -> str:
    if line.heading:
        return f"a heading of level {line.heading}"
    return _KINDS[line.kind] + (f" of level {line.level + 1}" if line.kind in ("bullet", "number") else "")


class ReturnedSide(Struct, frozen=True):
    """One side of the returned document: its main story and what was recognised in it."""

    story: Story
    recognition: Recognition

    def lines(self, index: int) -> tuple[str, ...]:
        """The clause's words; empty when it is not there."""
        segment = self.recognition.segments.get(index)
        return segment.lines(self.story) if segment is not None else ()

    def places(self, index: int) -> tuple[LinePlace, ...]:
        """Where each of `lines` stands in the file."""
        segment = self.recognition.segments.get(index)
        if segment is None:
            return ()
        found: list[LinePlace] = []
        start, end = segment.start, segment.end
        for number, line in enumerate(self.story.lines[start.line : end.line + 1], start.line):
            before = start.at if number == start.line and not segment.whole else 0
            said = line.text[before : end.at if number == end.line and not segment.whole else None]
            if said.strip() and not (segment.whole and line.box):
                found.append(LinePlace(self.story.part, line.numbers, before))
        return tuple(found)

    def clause_lines(self, index: int) -> Sequence[Line]:
        """The lines with only the clause's own words, and what of these cannot be read."""
        segment = self.recognition.segments.get(index)
        if segment is None or segment.whole:
            return [line for line in self.whole_lines(index) if not line.box]
        return [
            replace(line, text=text)
            for line, text in zip(self.whole_lines(index), segment.texts(self.story), strict=True)
        ]

    def whole_lines(self, index: int) -> Sequence[Line]:
        """The story's lines that the clause stands in."""
        segment = self.recognition.segments.get(index)
        return self.story.lines[segment.start.line : segment.end.line + 1] if segment is not None else ()


class Material(Struct, frozen=True):
    """All that is known of the returned document, for judging one clause after another.

    `issued` is the issued file where there is one; `older` the same without its own tracked changes. `order` are the
    clauses as they were printed, `revisions` and `comments` those that belong to a clause, by its index.
    """

    before: ReturnedSide
    after: ReturnedSide
    order: Sequence[int]
    frame: FrameComparison
    revisions: Mapping[int, Sequence[tuple[Revision, Owner]]]
    revised: Mapping[tuple[int, str], RevisedWords]
    comments: Mapping[int, Sequence[Comment]]
    issued: ReturnedSide | None = None
    older: ReturnedSide | None = None
    copies: Mapping[int, Sequence[Segment]] = field(default_factory=dict)
    """Further printings of a clause among the lines that were put in without tracking, by its index."""
    alike: Sequence[FrameDifference] = ()
    """Lines beside the clauses that stand for a printed one, whatever their words: their looks may differ."""
    shown: Mapping[int, Sequence[Change]] = field(default_factory=dict)
    """What Word shows in the place of words of a clause, by its index."""
    counted: frozenset[str] | None = None
    """How the lists of the template count, where it is at hand and no issued file is."""
    veiled: Mapping[int, Veiled] = field(default_factory=dict)
    """Words that cannot be read once the tracked changes are accepted, by the number of their paragraph."""
    written: frozenset[tuple[str, str]] | None = None
    """How the lists of the template write their numbers, where it is at hand and no issued file is."""
    gone: RowsGone | None = None
    """The rows of the issued file that are gone; None where there is no such file."""


def clause_findings(clauses: Sequence[Expected], material: Material) -> tuple[ClauseFinding, ...]:
    """What became of each clause, in the order in which they were printed."""
    before, after = material.before.recognition.order(), material.after.recognition.order()
    silently = moved(before, material.order)
    tracked = moved(after, before)
    return tuple(
        _finding(
            index,
            clauses[index],
            material,
            "without tracking" if index in silently else "with tracking" if index in tracked else "",
            _places(index, clauses, (material.order, before) if index in silently else (before, after)),
        )
        for index in material.order
    )


def _places(index: int, clauses: Sequence[Expected], orders: tuple[Sequence[int], Sequence[int]]) -> str:
    """After which clause it stood and stands, for one that was moved."""
    there = frozenset(orders[0]) & frozenset(orders[1])
    if index not in there:
        return ""
    said = []
    for order in orders:
        row = [each for each in order if each in there]
        at = row.index(index)
        said.append(f"after “{clauses[row[at - 1]].title}”" if at else "first")
    return f"It stood {said[0]} and stands {said[1]}."


def _finding(index: int, expected: Expected, material: Material, move: HowTracked, places: str) -> ClauseFinding:
    rejected, theirs = material.before.lines(index), material.after.lines(index)
    changes = [
        *_silent(index, expected, rejected, material),
        *_tracked(index, expected, rejected, theirs, material),
        *_copied(index, expected, material),
        *material.shown.get(index, ()),
    ]
    deleted: HowTracked = ""
    if expected.lines and not theirs:
        deleted = "with tracking" if rejected else "without tracking"
    if move == "without tracking" and not deleted:
        lines = material.before.whole_lines(index)
        spot = spot_of(lines[0].part, lines[0].numbers) if lines else None
        changes.append(Change(False, CLAUSE_MOVED, "", "", "place", detail=places, place=spot))
    segment = material.after.recognition.segments.get(index) or material.before.recognition.segments.get(index)
    remarks = (expected.remark,) if expected.remark else ()
    if move == "with tracking" and not deleted and places:
        remarks = (*remarks, places)
    if count := len(material.copies.get(index, ())):
        times = "twice" if count == 1 else f"{count + 1} times"
        remarks = (*remarks, f"It stands {times} in what came back; each printing is held against the issued words.")
    return ClauseFinding(
        expected,
        segment.found if segment is not None else None,
        rejected,
        theirs,
        tuple(by_weight(changes)),
        tuple(material.comments.get(index, ())),
        deleted,
        move if not deleted else "",
        remarks,
        _stands(expected, material.after.clause_lines(index)),
        (
            _marks(material.issued, index, expected.lines),
            _marks(material.before, index, rejected),
            _marks(material.after, index, theirs),
        ),
    )


def _marks(side: ReturnedSide | None, index: int, said: Sequence[str]) -> tuple[ListMark, ...]:
    """What stands before each line of the clause on this side; () where its lines are not those that are `said`."""
    lines = [line for line in side.clause_lines(index) if line.text.strip()] if side is not None else []
    if len(lines) != len(said):
        return ()
    return tuple(ListMark(line.kind, line.level, figures_before(line)) for line in lines)


def _stands(expected: Expected, lines: Sequence[Line]) -> Stands:
    blocks = expected.wording or (expected.blocks if expected.inline else expected.blocks[1:])
    return stands(blocks, lines, alone=expected.inline and len(blocks) == 1)


def _silent(index: int, expected: Expected, rejected: tuple[str, ...], material: Material) -> Iterator[Change]:
    values = tuple(expected.values.values())
    older = material.older.lines(index) if material.older is not None else ()
    if expected.proposed and not rejected:
        rejected = material.after.lines(index) or expected.lines
    if rejected != expected.lines and (not older or rejected != older):
        if not rejected and not material.after.lines(index):
            yield _deleted(index, expected, material)
        else:
            places = material.before.places(index) if rejected == material.before.lines(index) else ()
            sides = [side for side in (material.issued, material.older) if side is not None]
            numbers = {line.text: line.label for side in sides for line in side.whole_lines(index)}
            for change in silent_changes(expected.lines, rejected, values, places=places):
                yield typed_number(_with_form(change, expected, material.before.whole_lines(index)), numbers)
    yield from _looks(index, expected, rejected, material)
    for moved_on in material.frame.rearranged:
        if moved_on.printed[0].clause == index:
            yield moved_on.change(moved_on.printed[0].field or BESIDE)
    lost: dict[etree._Element, list[FrameLine]] = {}
    for each in material.frame.differences:
        if each.printed is None or each.printed.clause != index:
            continue
        line = each.printed.line if each.seen is None else None
        if line is not None and material.gone is not None and (row := material.gone.row_of(line)) is not None:
            lost.setdefault(row, []).append(each.printed)
            continue
        printed, seen = each.printed, each.seen
        field = printed.field
        old, new = spoken(printed.text), spoken(seen.text) if seen is not None else ""
        if seen is not None and len(printed.literals) == 1:
            numbers = {old: printed.line.label} if printed.line is not None else {}
            for change in silent_changes(
                (old,), (new,), values, where=field or BESIDE, field=field, places=places_of_seen(seen)
            ):
                # A cell that was emptied is a place, and the line that stood there is gone all the same.
                yield typed_number(change if new else dataclasses.replace(change, kind="line taken out"), numbers)
        else:
            kind = "line changed" if seen is not None else "line taken out"
            change = change_of_words(kind, old, new, field or BESIDE, field)
            stood = material.gone.in_cell(line) if material.gone is not None and line is not None else None
            yield dataclasses.replace(change, place=stood)
    for row, held in lost.items():
        assert material.gone is not None
        words, field = material.gone.words(row), next((each.field for each in held if each.field), "")
        sort = joined(sort_of(spoken(each.text), "", field=each.field) for each in held) or "wording"
        change = Change(False, ROW_TAKEN_OUT, words, "", sort, field or BESIDE, before=words)
        yield dataclasses.replace(change, place=material.gone.place(row))


def _deleted(index: int, expected: Expected, material: Material) -> Change:
    """A clause of which nothing is left; where it stood in a row that is gone with it, all of that row."""
    change = change_of_words(CLAUSE_DELETED, "\n".join(expected.lines), "", WORDING)
    change = dataclasses.replace(change, detail=_left_of(index, material))
    place, gone = _where_it_stood(index, expected, material), material.gone
    lines = material.issued.whole_lines(index) if material.issued is not None and gone is not None else ()
    if lines and lines[0].cell is not None and gone is not None:
        row = gone.row_of(lines[0])
        if row is not None:
            words = gone.words(row)
            told = change_of_words(CLAUSE_DELETED, words, "", WORDING)
            return dataclasses.replace(told, detail=change.detail, place=gone.place(row))
        if words := gone.more_gone(lines[0], expected.lines):
            return dataclasses.replace(change_of_words(CLAUSE_DELETED, words, "", WORDING), detail=change.detail)
        place = gone.in_cell(lines[0]) if [line.text for line in lines] == [*expected.lines] else None
    return dataclasses.replace(change, place=place)


def _left_of(index: int, material: Material) -> str:
    """What stays, in a table, of a clause whose words are gone: nothing else says that it is of no clause now."""
    owners = material.frame.owners
    left = [owners[at] for at in sorted(owners) if owners[at].clause == index and owners[at].cell is not None]
    if not left:
        return ""
    return f"lines of it stay in another table, from “{cut(spoken(left[0].text))}” to “{cut(spoken(left[-1].text))}”"


def _where_it_stood(index: int, expected: Expected, material: Material) -> ChangePlace | None:
    """Where the paragraphs of a clause that is gone stood, and for each one that has its form and stays; None where
    that is not known for all of them. A number has its form in the list that it counted on in."""
    issued = material.issued
    segment = issued.recognition.segments.get(index) if issued is not None else None
    if issued is None or segment is None or not segment.whole or expected.inline:
        return None
    was, first, last = issued.story.lines, segment.start.line, segment.end.line
    own = [line for line in was[first : last + 1] if line.text.strip()]
    if tuple(line.text for line in own) != expected.lines or any("\n" in line.text for line in own):
        return None
    times, now = Counter(line.text for line in was), Counter(line.text for line in material.before.story.lines)
    stays = {
        line.text: line.numbers[0]
        for line in material.before.story.lines
        if now[line.text] == times[line.text] == 1 and len(line.numbers) == 1 and line.cell is None and not line.box
    }
    likes: list[int] = []
    others = [*reversed(was[:first]), *was[last + 1 :]]
    for line in own:
        alike = (each for each in others if each.text in stays and _printed_form(each) == _printed_form(line))
        like = next(alike, None)
        if like is None or (line.count is not None and (line.level or not _counts_on(line, was[:first], own))):
            return None
        likes.append(stays[like.text])
    sides: tuple[tuple[int, Literal["after", "before"]], ...] = ((first - 1, "after"), (last + 1, "before"))
    for at, side in sides:
        if 0 <= at < len(was) and was[at].text in stays:
            number = stays[was[at].text]
            place = ChangePlace(was[at].part, (), (number,), beside=side, like=likes[0], likes=tuple(likes))
            gone = material.gone
            if gone is not None and (named := gone.control(expected.tag, expected.bookmark)):
                place = replace(place, control=named, out_of=gone.out_of(expected.tag, was[at]))
            return place
    return None


def _printed_form(line: Line) -> tuple[object, ...]:
    return line.style, line.heading, line.kind, line.level, line.sign


def _counts_on(line: Line, before: Sequence[Line], own: Sequence[Line]) -> bool:
    """Whether the line's list runs through from what stands before the clause, so that one there is of its list."""
    mine = next(each for each in own if _printed_form(each) == _printed_form(line))
    earlier = next((each for each in reversed(before) if _printed_form(each) == _printed_form(line)), None)
    return earlier is not None and earlier.count is not None and mine.count == earlier.count + 1


def _with_form(change: Change, expected: Expected, lines: Sequence[Line]) -> Change:
    """The change; of a paragraph that is gone, with one of its clause that has the form in which it was issued."""
    if change.place is None or not change.place.beside:
        return change
    block = next((block for block in expected.blocks if block.text == change.before), None)
    like = next(
        (
            line.numbers[0]
            for line in lines
            if block is not None
            and (line.kind, line.level) == (block.kind, block.level)
            and len(line.numbers) == 1
            and not line.box
        ),
        0,
    )
    return dataclasses.replace(change, place=replace(change.place, like=like))


def _copied(index: int, expected: Expected, material: Material) -> Iterator[Change]:
    """Each further printing of the clause, and how its words differ from those that were issued."""
    for number, segment in enumerate(material.copies.get(index, ()), 2):
        lines = segment.lines(material.before.story)
        where = f"printing {number}"
        told = tuple(silent_changes(expected.lines, lines, tuple(expected.values.values()), where=where))
        said = "with other words" if told else "word for word"
        detail = f"{said}, found by its {segment.found}: “{lines[0][:80]}”"
        yield Change(False, "clause printed again", "", "", "wording", where, after="\n".join(lines), detail=detail)
        yield from told


def _looks(index: int, expected: Expected, rejected: tuple[str, ...], material: Material) -> Iterator[Change]:
    """Letters that cannot be read on the page or look otherwise, fields, and bound controls, that nobody tracked and
    that were not issued."""
    known = [side.whole_lines(index) for side in (material.issued, material.older) if side is not None]
    lines = material.before.whole_lines(index)
    issued = [line for held in known for line in held]
    yield from unseen_changes(lines, issued, WORDING)
    yield from raised_figures(lines, issued, WORDING)
    if known and rejected == expected.lines:
        yield from min((list(look_changes(held, lines, WORDING)) for held in known), key=len)
    else:
        signs = frozenset(line.sign for line in issued) | (material.counted or frozenset())
        yield from words_of_list(lines, WORDING, signs)
    for line in lines if not known else ():
        if hidden := hidden_in_sign(line.sign):
            yield change_of_line("a number or paragraph's end that cannot be seen", line, "look", detail=hidden)
    if material.written is not None:
        odd = [line for line in lines if (own := number_written(line)) is not None and own not in material.written]
        if odd:
            detail = f"{NUMBER_OTHERWISE}: “{cut(' … '.join(line.label.strip() for line in odd), _MOST_SHOWN)}”"
            yield change_of_line("look changed", odd[0], "look", detail=detail)
    codes = {code for held in known for line in held for code in line.fields}
    for line in lines:
        for code in line.fields:
            if code.startswith("unfinished: ") and code not in codes:
                yield change_of_line(FIELD, line, "look", detail=code)
    segment = material.before.recognition.segments.get(index)
    for control in material.before.story.controls:
        if control.bound and segment is not None and segment.start.line <= control.start.line <= segment.end.line:
            yield Change(False, BOUND, "", "", "look", detail=control.title or control.tag)
    for each in material.alike:
        if each.printed is not None and each.printed.clause == index and each.seen is not None:
            yield from looks_beside(each.printed, each.seen.line, material.counted)


def _tracked(
    index: int, expected: Expected, rejected: tuple[str, ...], theirs: tuple[str, ...], material: Material
) -> Iterator[Change]:
    values = tuple(expected.values.values())
    own = material.revisions.get(index, ())
    for revision, owner in own:
        veiled = material.veiled.get(revision.place.paragraph, ())
        yield tracked_change(revision, material.revised, values, where=owner.where, field=owner.field, veiled=veiled)
    if rejected != theirs and not own:
        # A mark outside the clause can reach into it, such as one on a table or on the paragraph before.
        for block in difference(rejected, theirs):
            if not block.same:
                old, new = block.old.text if block.old else "", block.new.text if block.new else ""
                kind = "changed by a tracked change that stands outside the clause"
                yield dataclasses.replace(change_of_words(kind, old, new, WORDING), tracked=True)
