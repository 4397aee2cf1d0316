"""The changes of one clause or line: those without tracking, from words; those with tracking, from revisions."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.values import Printed
from specgen.problems import cut
from specgen.review.sorts import SORT_WORDS, Sort, qualified, sort_of, touches_value, weight_of
from specgen.word.document.lines import Line
from specgen.word.document.revisions import OF_LOOK, RevisedWords, Revision
from specgen.word.reply.rows import MissingRow, RowsAgain
from specgen.wording.difference import BlockDifference, Stretch, compare
from specgen.wording.sequences import reshaped
from specgen.wording.wording import Block, Blocks, Run


class ChangePlace(Struct, frozen=True):
    """Where a change stands in the file that came back, for those who answer it there.

    A tracked one has its marks, by their number among those of the part; a silent one its paragraphs and its letters
    from `start` to `end` of their words without the tracked changes. `whole` says that it is the whole paragraph.
    """

    part: str
    marks: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()
    start: int = 0
    end: int = 0
    whole: bool = False
    before: int = 0
    """How many letters of the paragraph stand before the line that was compared."""
    beside: Literal["", "after", "before"] = ""
    """Of a paragraph that is gone: on which side of `paragraphs` it stood; `start` orders those of one place."""
    like: int = 0
    """Of a paragraph that is gone: one of its clause that has the same form; 0 where none is known."""
    likes: tuple[int, ...] = ()
    """Of a whole clause that is gone: the same for each of its paragraphs."""
    control: tuple[str, ...] = ()
    """Of a whole clause that is gone: the title and the tag of its control and the name of its bookmark, where neither
    stands elsewhere in the file."""
    out_of: int = 0
    """Of a whole clause that is gone: how many controls, which end at that paragraph or begin there, it stood outside
    of."""
    spot: bool = False
    """Whether only a comment can answer it there: no words stand in the place of others."""
    rows: tuple[int, ...] = ()
    """The rows of a table that were put in with it, by their numbers among those of the part."""
    holder: int = 0
    """Of what a control or form field holds beside its words: its number among those of the part, from 1."""
    held: str = ""
    """What it held."""
    row: MissingRow | None = None
    """Of a row that is gone: itself, with where it stood."""
    again: RowsAgain | None = None
    """Of rows that no words in their cells bring back: all of them, and the issued ones; they are decided as one."""


def spot_of(part: str, paragraphs: Sequence[int]) -> ChangePlace | None:
    """The paragraph at which a comment can answer a change of place, look or number; None where none is known."""
    return ChangePlace(part, (), tuple(paragraphs[:1]), spot=True) if paragraphs and paragraphs[0] else None


class LinePlace(Struct, frozen=True):
    """The paragraphs of a part whose words a line is, and how many of their letters stand before it."""

    part: str
    paragraphs: tuple[int, ...]
    before: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    With tracking it is one revision as the file gives it: `kind`, `author`, `date` (as written in the file). Without
    tracking it is a difference between what was issued and what the file says when every tracked change is rejected; it
    has no author. `where` is `wording`, a field's name, or `beside the wording`; `before` and `after` are the whole
    paragraph. `detail` says what of the look changed.
    """

    tracked: bool
    kind: str
    removed: str
    added: str
    sort: Sort
    where: str = "wording"
    author: str = ""
    date: str = ""
    before: str = ""
    after: str = ""
    detail: str = ""
    place: ChangePlace | None = field(default=None, compare=False)
    """Where it can be answered; None where it stands at no one place."""
    number: str = field(default="", compare=False)
    """The number that is printed before its paragraph in the file; "" where none is, or none is known."""
    id: str = field(default="", compare=False)
    """Its id in this file, once it has been given one (`answer/units.py`)."""


def change_of_line(
    kind: str, line: Line, sort: Sort, where: str = "wording", *, removed: str = "", added: str = "", detail: str = ""
) -> Change:
    """What changed, without tracking, in how a line is printed, its words the same: only a comment can answer it."""
    place = spot_of(line.part, line.numbers)
    return Change(False, kind, removed, added, sort, where, "", "", line.text, line.text, detail, place)


def change_of_words(kind: str, old: str, new: str, where: str, field: str = "") -> Change:
    """Whole lines that came, went or were replaced without tracking."""
    return Change(False, kind, old, new, sort_of(old, new, field=field), where, before=old, after=new)


def typed_number(change: Change, numbers: Mapping[str, str]) -> Change:
    """The change; of the number that a list printed before the line and that now stands among its words, which many
    programs make of it, a look: what is read is the same. `numbers` are those that were printed, by their line."""
    number = numbers.get(change.before, "").strip()
    if not number or change.removed or change.added.strip() != number or not change.after.startswith(change.added):
        return change
    kind, detail = "a number that is typed now", "the list printed it before"
    return dataclasses.replace(change, kind=kind, sort="look", detail=detail)


CLAUSE_DELETED: Final = "clause deleted"
"""The kind of the change of a clause whose words are all gone and that nobody tracked."""
CLAUSE_MOVED: Final = "clause moved"
LINES_MOVED: Final = "stands elsewhere"
"""The kind of the change of place that a clause has which stands elsewhere and that nobody tracked."""


def weight(change: Change) -> tuple[int, bool]:
    """The place of the change among others."""
    return weight_of(SORT_WORDS[change.sort], change.kind)


def by_weight(changes: Iterable[Change]) -> list[Change]:
    """The changes with those that matter first; those of one class stay in their order."""
    return sorted(changes, key=weight)


_MOST_LINES: Final = 400
_MOST_LETTERS: Final = 60_000
"""A clause with more lines or letters than these is not compared word by word but shown as replaced."""
_PUT_IN: Final = frozenset({"insertion", "move to", "row inserted", "cell inserted"})
_TAKEN_OUT: Final = frozenset({"deletion", "move from", "row deleted", "cell deleted"})
_END_OF_PARAGRAPH: Final = "the paragraph's end"
"""How `word.revisions` marks a revision of a paragraph's end; its words are revisions of their own."""
_OF_WORDS: Final = frozenset({"insertion", "deletion", "move from", "move to"})
Veiled = tuple[tuple[str, str], ...]
"""Words that cannot be read on the page, each with the reason."""
SAME_LETTERS: Final = "the same letters, written as other characters"


def blocks_of(lines: Iterable[str]) -> Blocks:
    """The lines as paragraphs of one run each, for the word-level difference."""
    return tuple(Block("paragraph", (Run(line),)) for line in lines)


def difference(old: Sequence[str], new: Sequence[str]) -> tuple[BlockDifference, ...]:
    """The word-level difference of the lines; what is too long to compare word by word is replaced as a whole."""
    if max(len(old), len(new)) > _MOST_LINES or sum(map(len, old)) + sum(map(len, new)) > _MOST_LETTERS:
        gone = (BlockDifference(block, None, (Stretch("removed", block.inlines),)) for block in blocks_of(old))
        come = (BlockDifference(None, block, (Stretch("added", block.inlines),)) for block in blocks_of(new))
        return (*gone, *come)
    return compare(blocks_of(old), blocks_of(new))


def silent_changes(
    old: Sequence[str],
    new: Sequence[str],
    values: Iterable[Printed] = (),
    *,
    where: str = "wording",
    field: str = "",
    places: Sequence[LinePlace] = (),
) -> tuple[Change, ...]:
    """What differs between the lines as issued and as they are without the tracked changes; empty only if they are
    equal. `places` are those of the new lines, where they are known."""
    if tuple(old) == tuple(new):
        return ()
    known = tuple(values)
    found: list[Change] = []
    for each in reversed(reshaped(old, new)):
        was, is_ = old[each.old : each.old + each.olds], new[each.new : each.new + each.news]
        place = places[each.new] if len(places) == len(new) else None
        spot = spot_of(place.part, place.paragraphs) if place is not None else None
        found.insert(0, dataclasses.replace(change_of_pieces(was, is_, where), place=spot))
        held = tuple(places[each.new : each.new + 1]) * each.olds
        places = [*places[: each.new], *held, *places[each.new + each.news :]] if len(places) == len(new) else ()
        new = [*new[: each.new], *was, *new[each.new + each.news :]]
    at = 0
    blocks = difference(old, new)
    if len(old) == len(new) == 1 and len(blocks) == 2:
        # One line in the place of another is that line changed, however little they share: 9 made 8 in a cell.
        one, two = blocks_of(old)[0], blocks_of(new)[0]
        stretches = Stretch("removed", one.inlines), Stretch("added", two.inlines)
        blocks = (BlockDifference(one, two, stretches),)
    for number, block in enumerate(blocks):
        known_places = len(places) == len(new)
        place = places[at] if block.new is not None and known_places else None
        if block.new is None and known_places and places:
            # Several that are gone at one place stood there in this order.
            place = replace(places[max(at - 1, 0)], before=number)
        at += block.new is not None
        if not block.same:
            found += _of_block(block, known, where, field, place, at)
    assert found, "lines that differ must show a difference"
    # Where nothing stays in its place, nothing moved against it.
    return tuple(_moved_within(found)) if any(block.old and block.new for block in blocks) else tuple(found)


def change_of_pieces(old: Sequence[str], new: Sequence[str], where: str) -> Change:
    """A paragraph that was split, or several that were joined, with no word changed."""
    split = len(old) == 1
    kind = "paragraph split" if split else "paragraphs joined"
    count = max(len(old), len(new))
    one = cut(old[0] if split else new[0])
    detail = f"“{one}” {'is' if split else 'was'} {count} paragraphs{' now' if split else ''}, word for word"
    return Change(False, kind, "", "", "place", where, before="\n".join(old), after="\n".join(new), detail=detail)


_WHOLE: Final = frozenset({"paragraph taken out", "paragraph put in"})
MOVED_AWAY: Final = "paragraph moved away from here"
MOVED_HERE: Final = "paragraph moved to here"
"""The kinds of the two halves of a paragraph that was moved, where each has a row of its own."""


def _moved_within(changes: Sequence[Change]) -> Iterator[Change]:
    """The changes; a paragraph that is taken out at one place and put in word for word at another is moved. What it
    stands under may give it another meaning, so it keeps the class of its words."""
    gone = Counter(each.before for each in changes if each.kind == "paragraph taken out")
    both = gone & Counter(each.after for each in changes if each.kind == "paragraph put in")
    left = {"paragraph taken out": Counter(both), "paragraph put in": both}
    for each in changes:
        words = each.before or each.after
        if each.kind in _WHOLE and left[each.kind][words]:
            left[each.kind][words] -= 1
            each = dataclasses.replace(each, kind=MOVED_AWAY if each.kind == "paragraph taken out" else MOVED_HERE)
        yield each


def _of_block(
    block: BlockDifference, values: Sequence[Printed], where: str, field: str, place: LinePlace | None, follows: int
) -> Iterator[Change]:
    """The changes of one line; `follows` counts the new lines down to it."""
    before, after = block.old.text if block.old else "", block.new.text if block.new else ""
    if block.old is None or block.new is None:
        kind = "paragraph put in" if block.old is None else "paragraph taken out"
        change = change_of_words(kind, before, after, where, field)
        if block.new is None and place is not None:
            side: Literal["after", "before"] = "after" if follows else "before"
            yield dataclasses.replace(
                change, place=ChangePlace(place.part, (), place.paragraphs, place.before, beside=side)
            )
        else:
            yield dataclasses.replace(change, place=_placed(place, 0, len(after), whole=True))
        return
    at = now = 0
    removed, added = "", ""
    for stretch in (*block.stretches, None):
        if stretch is not None and stretch.mark == "removed":
            removed += stretch.text
        elif stretch is not None and stretch.mark == "added":
            added += stretch.text
        else:
            if removed or added:
                inside = touches_value(before, at, at + len(removed), values)
                sort = sort_of(
                    _with_edges(before, at, removed, removed),
                    _with_edges(before, at, removed, added),
                    field=field,
                    inside_value=inside,
                    around=(before[:at], before[at + len(removed) :]),
                )
                kind = "words changed" if removed and added else "words taken out" if removed else "words put in"
                spot = _placed(place, now, now + len(added))
                detail = SAME_LETTERS if sort == "look" else ""
                if added and not removed.strip(_BETWEEN) and not inside:
                    sort, detail = _behind(before[:at], added, values, sort, detail)
                yield Change(False, kind, removed, added, sort, where, "", "", before, after, detail, spot)
            at += len(removed) + (len(stretch.text) if stretch is not None else 0)
            now += len(added) + (len(stretch.text) if stretch is not None else 0)
            removed = added = ""


_BETWEEN: Final = " .,;:"


def _behind(line: str, added: str, values: Sequence[Printed], sort: Sort, detail: str) -> tuple[Sort, str]:
    """The class and the detail of words that are put in at the end of `line`: behind a value they are named with it,
    and where they say what may take its place, it is changed as much as by another figure."""
    value, otherwise = qualified(line, added, values)
    if not value or sort not in ("wording", "wording and value"):
        return sort, detail
    return "wording and value" if otherwise else sort, f"put in directly behind “{cut(value, _SHOWN)}”"


_SHOWN: Final = 60


def _placed(line: LinePlace | None, start: int, end: int, *, whole: bool = False) -> ChangePlace | None:
    """The letters from `start` to `end` of the line as a place in the file."""
    if line is None:
        return None
    at = line.before
    return ChangePlace(line.part, (), line.paragraphs, at + start, at + end, whole and not at, at)


def _with_edges(line: str, at: int, removed: str, words: str) -> str:
    """`words` in the place of `removed` with the rest of the words that they touch."""
    left = line[:at].split(" ")[-1][-200:]
    right = line[at + len(removed) :].split(" ")[0][:200]
    return f"{left}{words}{right}"


def tracked_change(
    revision: Revision,
    revised: Mapping[tuple[int, str], RevisedWords],
    values: Iterable[Printed] = (),
    *,
    where: str = "wording",
    field: str = "",
    veiled: Veiled = (),
) -> Change:
    """The revision as a change, with its class by the words that stand there before and after. `veiled` are words of
    its paragraph that cannot be read once the tracked changes are accepted: a look that hides them takes them out."""
    place = revision.place
    words = next(
        (found for identity in revision.ids if (found := revised.get((place.paragraph, identity))) is not None), None
    )

    def change(removed: str, added: str, sort: Sort, detail: str) -> Change:
        who, when = revision.author, revision.date
        marks = ChangePlace(place.part, revision.marks, (place.paragraph,))
        return Change(
            True, revision.kind, removed, added, sort, where, who, when, place.before, place.after, detail, marks
        )

    if revision.detail == _END_OF_PARAGRAPH:
        return change("", "", "punctuation", _ended(revision.words))
    if revision.kind in OF_LOOK and (hides := [each for each in veiled if _of_it(revision, each[0])]):
        gone = " … ".join(text for text, _ in hides)
        reasons = ", ".join(dict.fromkeys(reason for _, reason in hides))
        hidden = f"cannot be read on the page once it is accepted: {reasons}"
        return change(gone, "", sort_of(gone, "", field=field), hidden)
    removed = revision.words if revision.kind in _TAKEN_OUT else ""
    added = revision.words if revision.kind in _PUT_IN else ""
    detail = revision.detail or ("" if removed or added else revision.words)
    if revision.put_in_by is not None:
        put, struck = revision.put_in_by or "an author without a name", revision.author or "an author without a name"
        detail = f"{put} put it in and {struck if struck != put else 'then'} struck it: {NEVER_ISSUED}"
    known = tuple(values)
    sort = _sort(revision, words, known, field)
    if added and not detail and words is not None and words.start == words.end:
        sort, detail = _behind(place.before[: words.start], added, known, sort, detail)
    return change(removed, added, sort, detail)


NEVER_ISSUED: Final = "it was never issued"
"""Ends what is told of words that one author put in and that were struck again."""


def _ended(words: str) -> str:
    return f"the end of the paragraph “{cut(words)}”" if words else "the end of an empty paragraph"


MOVED: Final = "moved"
"""The kind of the change that is both halves of what was moved with tracking, its words on both sides."""
_HALVES: Final = {"move to": "move from", "insertion": "deletion", "row inserted": "row deleted"}
_FEWEST_MOVED: Final = 5
_FEWEST_ELSEWHERE: Final = 3
"""Words within a paragraph that are taken out here and put in there are a move where they are as many, and those of a
whole paragraph in another clause."""


def rows_as_one(changes: Sequence[Change], rows: Mapping[int, int]) -> list[Change | None]:
    """The changes; a row of a table that was put in or taken out with tracking is one, with its cells' words. `rows`
    gives the mark of the row for each mark in it that says no more (`tables.marks_of_rows`); None stands
    for its cells."""
    at_row = {
        mark: at
        for at, each in enumerate(changes)
        if each.tracked and each.kind in ("row inserted", "row deleted")
        for mark in _marks_of(each)
    }
    found: list[Change | None] = list(changes)
    cells: dict[int, set[int]] = {}
    for at, each in enumerate(changes):
        rows_of = {at_row.get(rows.get(mark, -1)) for mark in _marks_of(each)}
        row = rows_of.pop() if len(rows_of) == 1 else None
        if row is not None and row != at and each.tracked:
            cells.setdefault(row, set()).update(_marks_of(each))
            found[at] = None
    for row, marks in cells.items():
        whole = changes[row]
        if whole.place is not None:
            place = replace(whole.place, marks=tuple(sorted({*whole.place.marks, *marks})))
            found[row] = dataclasses.replace(whole, place=place)
    return found


def moves_as_one(
    changes: Sequence[Change], was_after: Mapping[int, str], is_after: Mapping[int, str]
) -> list[Change | None]:
    """Each change, with what was moved with tracking as one, where it stands now, and None for what goes into it: both
    halves of a move, and the same words of one author taken out here and put in there. The two mappings say after what
    each paragraph stood and stands."""
    found: list[Change | None] = list(changes)
    taken: dict[tuple[str, str, str], list[int]] = {}
    for at, each in enumerate(changes):
        if each.tracked and each.place is not None and each.removed.strip() and not each.added:
            taken.setdefault((each.kind, each.author, each.removed.strip()), []).append(at)
    for at, each in enumerate(changes):
        words, half = each.added.strip(), _HALVES.get(each.kind, "")
        row = taken.get((half, each.author, words), [])
        if not row or each.place is None or each.removed or not _is_move(changes[row[0]], each):
            continue
        first = row.pop(0)
        went = changes[first].place
        assert went is not None
        ends = [end for end, other in enumerate(found) if other is not None and _ends(other, words, each)]
        marks = {*went.marks, *each.place.marks, *(mark for end in ends for mark in _marks_of(changes[end]))}
        came, goes = (
            f"after “{cut(known[place.paragraphs[0]])}”" if known.get(place.paragraphs[0]) else "the beginning"
            for known, place in ((was_after, went), (is_after, each.place))
        )
        place, said = replace(each.place, marks=tuple(sorted(marks))), f"from {came} to {goes}"
        found[at] = dataclasses.replace(
            each, kind=MOVED, removed=words, added=words, sort="place", detail=said, place=place
        )
        for gone in (first, *ends):
            found[gone] = None
    return found


def moves_between(
    rows: Sequence[tuple[str, Change]], was_after: Mapping[int, str], is_after: Mapping[int, str]
) -> list[Change | None]:
    """The changes of a part, each with the clause that it stands in, in words: a paragraph that is taken out of one and
    put into another word for word, by one author or without tracking, says in both where its other half is. With
    tracking both have the marks of both, so that they are answered as one, and None stands for its ends."""
    found: list[Change | None] = [change for _, change in rows]
    taken: dict[tuple[bool, str, str], list[int]] = {}
    for at, (_, each) in enumerate(rows):
        if each.removed and not each.added and each.before.strip() == each.removed.strip():
            for words in each.removed.split("\n") if each.kind == CLAUSE_DELETED else [each.removed]:
                taken.setdefault((each.tracked, each.author, words.strip()), []).append(at)
    for at, (owner, come) in enumerate(rows):
        words = come.added.strip()
        row = taken.get((come.tracked, come.author, words), [])
        first = next((other for other in row if rows[other][0] != owner), None)
        if first is None or come.removed or come.after.strip() != words or len(words.split()) < _FEWEST_ELSEWHERE:
            continue
        row.remove(first)
        source, gone = rows[first]
        halves = {first, at}
        if come.tracked:
            ended = [n for n, (named, each) in enumerate(rows) if named in (source, owner) and _ends(each, words, come)]
            halves |= {*ended}
            found = [None if number in ended else each for number, each in enumerate(found)]
        marks = tuple(sorted(mark for half in halves for mark in _marks_of(rows[half][1])))
        for half, other, said, known in (
            (first, come, f"to {owner}", is_after),
            (at, gone, f"from {source}", was_after),
        ):
            change, place = rows[half][1], other.place
            near = known.get(place.paragraphs[0], "") if place and place.paragraphs and not place.beside else ""
            found[half] = dataclasses.replace(
                change,
                kind=change.kind if change.kind == CLAUSE_DELETED else MOVED_AWAY if half == first else MOVED_HERE,
                detail=f"moved {said}" + (f", after “{cut(near)}”" if near else ""),
                place=replace(change.place, marks=marks) if change.tracked and change.place else change.place,
            )
    return found


def _marks_of(change: Change) -> tuple[int, ...]:
    return change.place.marks if change.place is not None else ()


def _ends(change: Change, words: str, half: Change) -> bool:
    """Whether it is the end of the paragraph of these words, put in or taken out by who moved the words."""
    return change.author == half.author and change.detail == _ended(words) and not change.removed + change.added


def _is_move(gone: Change, come: Change) -> bool:
    """Whether words that were taken out and put in again are more than a word or a figure used twice."""
    whole = gone.before.strip() == gone.removed.strip() and come.after.strip() == come.added.strip()
    return come.kind == "move to" or whole or len(come.added.split()) >= _FEWEST_MOVED


def _sort(revision: Revision, words: RevisedWords | None, values: Sequence[Printed], field: str) -> Sort:
    if revision.kind in OF_LOOK:
        return "look"
    if revision.kind in _OF_WORDS and words is not None and words.old != words.new:
        inside = touches_value(revision.place.before, words.start, words.end, values)
        line = revision.place.before
        around = line[: words.start], line[words.end :]
        return sort_of(words.old, words.new, field=field, inside_value=inside, around=around)
    return sort_of(revision.words, "", field=field)


def _of_it(revision: Revision, words: str) -> bool:
    """Whether the words are among those whose look the revision changes; one of a whole paragraph changes all."""
    return not revision.words or words.strip() in revision.words or revision.words.strip() in words
