"""Finding printed clauses again: by content control, then bookmark, then heading, then words.

Other word processors drop content controls and their tags, and some drop bookmarks; docs/word/recognising-clauses.md
says what each keeps. The first sign that leads to the clause's words wins, and every clause says by which it was found.
A sign under which other words stand now comes last: it says where the clause was, and not that it stands there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, Protocol

from msgspec import Struct
from rapidfuzz import fuzz

from specgen.recognition.alignment import read_lines
from specgen.recognition.by_words import LEAST, ClauseThere, WordIndex, find_clauses, first_of, wording
from specgen.recognition.marks import TAG_PREFIX
from specgen.word.document.lines import Control, Line, Spot, Story
from specgen.wording.sequences import share_in_common
from specgen.wording.wording import Block, Run

FoundBy = Literal["content control", "bookmark", "heading", "likeness"]


class Sought(Protocol):
    """A clause as it was printed: `lines` are its words, the first of them its title unless it stands within a line."""

    @property
    def title(self) -> str: ...
    @property
    def tag(self) -> str: ...
    @property
    def bookmark(self) -> str: ...
    @property
    def inline(self) -> bool: ...
    @property
    def lines(self) -> tuple[str, ...]: ...


class Recognised(Struct, frozen=True):
    """How a clause was found. `likeness` is a share from 0 to 1, only where it was found by likeness."""

    how: FoundBy
    likeness: float | None = None

    def __str__(self) -> str:
        return self.how if self.likeness is None else f"likeness ({int(self.likeness * 100)}% of the words)"


_MOST_COMPARISONS: Final = 400_000
"""Short clauses times lines; in a document beyond it they are not looked for beside their titles."""
_LIKE_LETTERS: Final = 60.0
"""How alike the letters of a line beside the title must be, of 100: a clause of two words has too few to count."""
_MOST_EXCHANGED: Final = 2_500
"""Pairs of changed clauses; in a document with more nobody looks for marks that were exchanged."""
_NEAR: Final = 4
"""Lines from a title on in which the words of a short clause may stand."""
_HEADING: Final = Recognised("heading")
_NUMBERED: Final = re.compile(r"\s*(?:\(?[0-9]{1,3}(?:\.[0-9]{1,3}){0,5}[.)]?\s+)?")


class Segment(Struct, frozen=True):
    """Where a clause's words stand: from `start` to `end`; `whole` says that whole lines are its own."""

    start: Spot
    end: Spot
    whole: bool
    found: Recognised

    def texts(self, story: Story) -> tuple[str, ...]:
        """The words of each line from the first to the last."""
        return tuple(
            line.text[
                self.start.at if not self.whole and number == self.start.line else 0 : self.end.at
                if not self.whole and number == self.end.line
                else None
            ]
            for number, line in enumerate(story.lines[self.start.line : self.end.line + 1], self.start.line)
            if not (self.whole and line.box)
        )

    def lines(self, story: Story) -> tuple[str, ...]:
        """The words, line by line; empty lines are left out."""
        return tuple(text for text in self.texts(story) if text.strip())


class Recognition(Struct, frozen=True):
    """The clauses that were found, by their index; `exchanged` are those whose words have the mark of another
    one, with that one."""

    segments: Mapping[int, Segment]
    exchanged: Mapping[int, int] = {}

    def order(self) -> list[int]:
        """The clauses in the order in which they stand."""
        return sorted(self.segments, key=lambda index: (self.segments[index].start.line, self.segments[index].start.at))


def recognise(story: Story, sought: Sequence[Sought]) -> Recognition:
    """Where each clause of `sought` stands in the story; a clause that is nowhere has no segment."""
    search = _Search(story, sought)
    search.by_control()
    search.by_bookmark(LEAST)
    exchanged = search.put_right()
    search.by_heading(LEAST)
    search.by_neighbours()
    search.by_words()
    search.by_bookmark(0.0)
    search.by_heading(0.0)
    return Recognition(search.found, exchanged)


_FEWEST_WORDS_OF_COPY: Final = 8
"""A shorter clause may be said again by chance; its words are told as new text."""


def further_printings(
    story: Story, sought: Sequence[Sought], lines: Iterable[int], own: Mapping[int, Segment], *, inline: bool = True
) -> tuple[dict[int, list[Segment]], set[int]]:
    """The clauses that stand once more among these lines of the story, apart from where they stand by themselves
    (`own`), and the lines that they take.

    Looked for among lines that are new, so that words which were issued beside a clause are never called a copy of it;
    where that is not known, without those of one paragraph (`inline`), whose fields read like them."""
    long = {
        index: clause
        for index, clause in enumerate(sought)
        if len(" ".join(clause.lines).split()) >= _FEWEST_WORDS_OF_COPY and (inline or not clause.inline)
    }
    left = {number for number in lines if not story.lines[number].box}
    found: dict[int, list[Segment]] = {}
    taken: set[int] = set()
    for there, segment in _by_words(story, long, left):
        held = own.get(there.key)
        if held is not None and segment.start.line <= held.end.line and held.start.line <= segment.end.line:
            # The line of a clause in one paragraph is more than the clause, and moves with it.
            continue
        title = story.lines[segment.start.line]
        if _unnumbered(title.text) == _folded(sought[there.key].title) and (title.heading or sought[there.key].inline):
            segment = Segment(segment.start, segment.end, segment.whole, Recognised("heading"))
        found.setdefault(there.key, []).append(segment)
        taken.update(range(segment.start.line, segment.end.line + 1))
    return found, taken & left


def _by_words(story: Story, sought: Mapping[int, Sought], free: set[int]) -> list[tuple[ClauseThere[int], Segment]]:
    """Where the words of the clauses stand on the free lines, each with its segment, in the order of the lines."""
    if not sought or not free:
        return []
    index = WordIndex(
        wording(
            [Block("paragraph", (Run(line),)) for line in (clause.lines if clause.inline else clause.lines[1:])],
            number,
            # Two that were printed with the same words are one wording that stands in two places.
            "\n".join((clause.title, *clause.lines)),
            clause.title,
            alone=clause.inline and len(clause.lines) == 1,
        )
        for number, clause in sought.items()
    )
    lines = read_lines(story.lines)
    found: list[tuple[ClauseThere[int], Segment]] = []
    for there in find_clauses(index, lines, (), free):
        first, last = lines[first_of(there, lines)].index, lines[there.last].index
        ends = Spot(first, 0), Spot(last, len(story.lines[last].text))
        held = Segment(*ends, True, Recognised("likeness"))
        share = share_in_common(sought[there.key].lines, held.lines(story))
        found.append((there, Segment(*ends, True, Recognised("likeness", share))))
    return found


class _Search:
    def __init__(self, story: Story, sought: Sequence[Sought]) -> None:
        self._story = story
        self._lines = story.lines
        self._sought = sought
        self._taken = [False] * len(story.lines)
        """Lines that are a clause's own, or hold a clause."""
        self.found: dict[int, Segment] = {}

    def by_control(self) -> None:
        """By the tag; where a clause is printed more than once, by the bookmark inside, then in order.

        An empty control is what is left of a clause, and no clause.
        """
        controls = [
            control for control in self._story.controls if control.tag.startswith(TAG_PREFIX) and self._words(control)
        ]
        controls.sort(key=lambda control: (control.start.line, control.start.at))
        waiting: dict[str, list[int]] = {}
        for index, expected in enumerate(self._sought):
            waiting.setdefault(expected.tag, []).append(index)
        left: list[Control] = []
        for mine in (True, False):
            for control in controls if mine else left:
                wanted = [index for index in waiting.get(control.tag, ()) if index not in self.found]
                owner = next(
                    (index for index in wanted if not mine or self._holds(control, self._sought[index].bookmark)), None
                )
                if owner is not None:
                    self._take(owner, control.start, control.end, Recognised("content control"))
                elif mine:
                    left.append(control)

    def put_right(self) -> dict[int, int]:
        """Give clauses whose marks were exchanged the words that are theirs; each such clause, with the one whose mark
        stands on them. In a ring of them each is likest to the next one's words, and liker than to its own. Printings
        of one clause have one mark: what was exchanged between those are their values."""
        found = self.found
        odd = [
            index for index, segment in found.items() if segment.lines(self._story) != tuple(self._sought[index].lines)
        ]
        if len(odd) ** 2 > _MOST_EXCHANGED:
            return {}
        likest: dict[int, int] = {}
        for index in odd:
            mine = self._sought[index]
            shares = {
                other: share_in_common(mine.lines, found[other].lines(self._story))
                for other in odd
                if self._sought[other].inline is mine.inline and (other == index or self._sought[other].tag != mine.tag)
            }
            best = max(shares, key=lambda other: (shares[other], other == index))
            if best != index and shares[best] >= LEAST:
                likest[index] = best
        while set(likest) != set(likest.values()):
            likest = {index: at for index, at in likest.items() if at in likest and index in likest.values()}
        self.found |= {index: found[at] for index, at in likest.items()}
        return likest

    def by_bookmark(self, least: float) -> None:
        """By the bookmark, where the words in it share at least `least` with the clause: a program may have
        shrunk it."""
        for index, expected in self._missing():
            found = self._story.bookmarks.get(expected.bookmark)
            if found is None:
                continue
            start, end = found
            # A program may let a bookmark end at the start of the line after it.
            if end.line > start.line and end.at == 0:
                end = Spot(end.line - 1, len(self._lines[end.line - 1].text))
            if not expected.inline:
                start, end = Spot(start.line, 0), Spot(end.line, len(self._lines[end.line].text) if self._lines else 0)
            if any(self._taken[start.line : end.line + 1]) or not self._between(start, end).strip():
                continue
            segment = Segment(start, end, not expected.inline, Recognised("bookmark"))
            if self._like(expected, segment, least):
                self._take(index, start, end, segment.found)

    def by_heading(self, least: float) -> None:
        """By the title, where the words below or beside it share at least `least` with the clause."""
        headings: dict[str, list[int]] = {}
        beside: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            if self._taken[number] or line.box or not line.text.strip():
                continue
            words = _NUMBERED.sub("", line.text, count=1)
            if line.heading:
                headings.setdefault(_folded(words), []).append(number)
            else:
                beside.setdefault(_folded(words), []).append(number)
                if ". " in words:
                    beside.setdefault(_folded(words.partition(". ")[0]), []).append(number)
        for index, expected in self._missing():
            title = _folded(expected.title)
            for number in (beside if expected.inline else headings).get(title, ()) if title else ():
                if self._taken[number]:
                    continue
                end = self._end_of_section(number)
                spots = (
                    self._beside_title(number, title)
                    if expected.inline
                    else (Spot(number, 0), Spot(end, len(self._lines[end].text)))
                )
                if spots is not None and self._like(expected, Segment(*spots, not expected.inline, _HEADING), least):
                    self._take(index, *spots, _HEADING)
                    break

    def by_words(self) -> None:
        free = {number for number, line in enumerate(self._lines) if not (self._taken[number] or line.box)}
        for there, segment in _by_words(self._story, dict(self._missing()), free):
            owner = next((index for index in there.wanted.keys if index not in self.found), None)
            if owner is not None:
                self._take(owner, segment.start, segment.end, segment.found)

    def by_neighbours(self) -> None:
        """A short clause without any mark: its words beside its title, in the same line or row, or the line after."""
        missing = [(index, clause) for index, clause in self._missing() if clause.title and len(clause.lines) == 1]
        if not missing or len(missing) * len(self._lines) > _MOST_COMPARISONS:
            return
        for index, clause in missing:
            titles = [
                number
                for number, line in enumerate(self._lines)
                if _unnumbered(line.text).startswith(_folded(clause.title))
            ]
            ways = (self._words_near, self._changed_near)
            found = (spots for way in ways for number in titles if (spots := way(number, clause)) is not None)
            if (spots := next(found, None)) is not None:
                self._take(index, *spots, _HEADING)

    def _near(self, number: int) -> Iterable[int]:
        """The line of a title, and those after it that may hold the words of its clause."""
        title = self._lines[number]
        for at in range(number, min(number + _NEAR, len(self._lines))):
            line = self._lines[at]
            if at > number and (line.heading or line.box or ((line.cell or title.cell) and not _one_row(line, title))):
                return
            yield at

    def _after_title(self, at: int, number: int, clause: Sought) -> int:
        """The letters of the line that stand before the words: those of the title and what parts them."""
        text = self._lines[at].text
        if at != number:
            return 0
        after = text.casefold().find(clause.title.casefold()) + len(clause.title)
        return len(text) - len(text[after:].lstrip(" .:;–-\t\n"))

    def _words_near(self, number: int, clause: Sought) -> tuple[Spot, Spot] | None:
        """Where the clause's words stand whole in the line of its title or in the next line that is no heading."""
        for at in self._near(number):
            text = self._lines[at].text
            start = self._after_title(at, number, clause)
            if text.find(clause.lines[0], start) != -1 and not self._taken[at]:
                # Words that were typed beside it in its line are the clause's changes.
                return Spot(at, start), Spot(at, len(text))
            if at > number and text.strip():
                return None
        return None

    def _changed_near(self, number: int, clause: Sought) -> tuple[Spot, Spot] | None:
        """The same for words that were changed and are still alike, letter by letter."""
        for at in self._near(number):
            start, text = self._after_title(at, number, clause), self._lines[at].text
            if not self._taken[at] and fuzz.ratio(text[start:], clause.lines[0], score_cutoff=_LIKE_LETTERS):
                return Spot(at, start), Spot(at, len(text))
        return None

    def _like(self, clause: Sought, segment: Segment, least: float) -> bool:
        return not least or share_in_common(clause.lines, segment.lines(self._story)) >= least

    def _missing(self) -> list[tuple[int, Sought]]:
        return [(index, expected) for index, expected in enumerate(self._sought) if index not in self.found]

    def _take(self, index: int, start: Spot, end: Spot, found: Recognised) -> None:
        whole = not self._sought[index].inline
        self.found[index] = Segment(start, end, whole, found)
        if self._words_between(start, end):
            for number in range(start.line, min(end.line + 1, len(self._taken))):
                self._taken[number] = True

    def _holds(self, control: Control, bookmark: str) -> bool:
        found = self._story.bookmarks.get(bookmark)
        return found is not None and (control.start.line, control.start.at) <= (found[0].line, found[0].at) <= (
            control.end.line,
            control.end.at,
        )

    def _words(self, control: Control) -> bool:
        return self._words_between(control.start, control.end)

    def _words_between(self, start: Spot, end: Spot) -> bool:
        return bool(self._between(start, end).strip())

    def _between(self, start: Spot, end: Spot) -> str:
        if start.line >= len(self._lines):
            return ""
        if start.line == end.line:
            return self._lines[start.line].text[start.at : end.at]
        middle = "".join(line.text for line in self._lines[start.line + 1 : end.line])
        return self._lines[start.line].text[start.at :] + middle + self._lines[end.line].text[: end.at]

    def _end_of_section(self, number: int) -> int:
        """The last line of the section that begins with the heading on line `number`."""
        first = self._lines[number]
        last = number
        for following in range(number + 1, len(self._lines)):
            line = self._lines[following]
            if self._taken[following] or 0 < line.heading <= first.heading or line.cell != first.cell:
                break
            if line.text.strip():
                last = following
        return last

    def _beside_title(self, number: int, title: str) -> tuple[Spot, Spot] | None:
        """The wording after its title: in the same line after a full stop, or in the next line of the same cell."""
        line = self._lines[number]
        if _unnumbered(line.text) != title:
            numbered = _NUMBERED.match(line.text)
            begin = line.text.find(". ", numbered.end() if numbered else 0) + 2
            return Spot(number, begin), Spot(number, len(line.text))
        following = number + 1
        if (
            line.cell is None
            or following >= len(self._lines)
            or self._taken[following]
            or self._lines[following].cell != line.cell
        ):
            return None
        return Spot(following, 0), Spot(following, len(self._lines[following].text))


def moved(order: Sequence[int], expected: Iterable[int]) -> set[int]:
    """Those of `order` that stand elsewhere than `expected` has them: the fewest whose moving explains the order."""
    place = {index: number for number, index in enumerate(expected)}
    row = [index for index in order if index in place]
    ends: list[int] = []
    """For each length the index whose place ends a rising row of it and is the lowest."""
    before: dict[int, int | None] = {}
    for index in row:
        at = bisect_left(ends, place[index], key=place.__getitem__)
        before[index] = ends[at - 1] if at else None
        ends[at : at + 1] = [index]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return set(row) - kept


def _one_row(one: Line, two: Line) -> bool:
    return one.cell is not None and two.cell is not None and one.cell[:2] == two.cell[:2]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _unnumbered(text: str) -> str:
    """The words of a heading without the number that may stand before them."""
    return _folded(_NUMBERED.sub("", text, count=1))
