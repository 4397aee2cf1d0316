"""Finding the clauses again: by content control, then bookmark, then heading, then likeness.

Other word processors drop content controls and their tags, and some drop bookmarks; docs/word/recognising-clauses.md
says what each keeps. The first mark that leads to words wins, and every clause says by which it was found."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from specgen.review.findings import Expected, Recognised
from specgen.word.document.lines import Control, Line, Spot, Story
from specgen.wording.sequences import share_in_common

# Which lines of a document are most like a clause that has lost every mark.
#
# Each line of the clause is looked for among the free lines; a row of them that lies close together is the clause. The
# figure that is reported is the share of words that the clause and the row have in common, in order.

LEAST: Final = 0.5
"""A row of lines with a smaller share of words in common is not taken for the clause."""
_LINE_CUTOFF: Final = 60.0
_LONGEST_LINE: Final = 20_000
_ROUNDS: Final = 8
"""How often clauses that want the same lines look again."""
_MOST_COMPARISONS: Final = 400_000
"""Lines of clauses times free lines; a document beyond it is not searched, and its clauses count as not found."""


@dataclass(frozen=True, slots=True)
class Match:
    """The row of lines from `first` to `last`, and the share of words in common, from 0 to 1."""

    first: int
    last: int
    share: float


def most_like(
    clauses: Mapping[int, Sequence[str]], free: Sequence[str | None], least: float = LEAST
) -> dict[int, Match]:
    """For each clause the row of free lines that is most like it, where one is like enough; no line is given twice.

    `free` holds the document's lines, None for one that cannot be the clause's. The best match is given first.
    """
    choices = {
        number: line
        for number, line in enumerate(free)
        if line is not None and line.strip() and len(line) <= _LONGEST_LINE
    }
    if not clauses or not choices or sum(map(len, clauses.values())) * len(choices) > _MOST_COMPARISONS:
        return {}
    given: dict[int, Match] = {}
    waiting = dict(clauses)
    for _ in range(_ROUNDS):
        found = {
            index: match
            for index, lines in waiting.items()
            if (match := _best(lines, choices, free, least)) is not None
        }
        if not found:
            break
        # Several may want the same lines (one clause printed for two services): the likest gets them, the rest look
        # again.
        taken: set[int] = set()
        for index, match in sorted(found.items(), key=lambda entry: (-entry[1].share, entry[0])):
            row = set(range(match.first, match.last + 1))
            if not row & taken:
                taken |= row
                given[index] = match
                del waiting[index]
        waiting = {index: lines for index, lines in waiting.items() if index in found}
        choices = {number: line for number, line in choices.items() if number not in taken}
        free = [None if number in taken else line for number, line in enumerate(free)]
    return given


def _best(lines: Sequence[str], choices: Mapping[int, str], free: Sequence[str | None], least: float) -> Match | None:
    spoken = [line for line in lines if line.strip()]
    hits = {hit: line for line in spoken if (hit := _nearest(line, choices)) is not None}
    best: Match | None = None
    for row in _rows(sorted(hits), len(lines), free):
        first, last = _extended(
            row,
            [line for line in spoken if line not in {hits.get(number) for number in range(row[0], row[1] + 1)}],
            choices,
        )
        share = share_in_common(
            lines, [text for number in range(first, last + 1) if (text := free[number]) is not None]
        )
        if best is None or share > best.share:
            best = Match(first, last, share)
    return best if best is not None and best.share >= least else None


def _nearest(line: str, choices: Mapping[int, str]) -> int | None:
    found = process.extractOne(line, choices, scorer=fuzz.ratio, score_cutoff=_LINE_CUTOFF)
    return int(found[2]) if found is not None else None


def _extended(row: tuple[int, int], missing: list[str], choices: Mapping[int, str]) -> tuple[int, int]:
    """The row with the lines next to it that the clause has too, but that were found elsewhere first: many clauses
    share some."""
    first, last = row
    for step in (1, -1):
        at = last + 1 if step == 1 else first - 1
        while missing and at in choices:
            found = process.extractOne(choices[at], missing, scorer=fuzz.ratio, score_cutoff=_LINE_CUTOFF)
            if found is None:
                break
            missing.pop(found[2])
            first, last = min(first, at), max(last, at)
            at += step
    return first, last


def _rows(hits: Sequence[int], length: int, free: Sequence[str | None]) -> list[tuple[int, int]]:
    """Rows of hits that lie close together; a row does not go past a line that is not free."""
    rows: list[tuple[int, int]] = []
    for hit in hits:
        last = rows[-1] if rows else None
        near = (
            last is not None
            and hit - last[1] <= 3
            and hit - last[0] < 2 * length
            and all(free[between] is not None for between in range(last[1], hit))
        )
        if last is not None and near:
            rows[-1] = (last[0], hit)
        else:
            rows.append((hit, hit))
    return rows


TAG_PREFIX: Final = "specgen:"
BOOKMARK_PREFIX: Final = "sg_"
CERTAIN: Final = 0.6
"""The share of words in common from which a bookmark is believed before a heading is looked for."""
_NEAR: Final = 4
"""Lines from a title on in which the words of a short clause may stand."""
_NUMBERED: Final = re.compile(r"\s*(?:\(?[0-9]{1,3}(?:\.[0-9]{1,3}){0,5}[.)]?\s+)?")


@dataclass(frozen=True, slots=True)
class Segment:
    """Where a clause's words stand: from `start` to `end`; `whole` says that whole lines are its own."""

    start: Spot
    end: Spot
    whole: bool
    found: Recognised

    def lines(self, story: Story) -> tuple[str, ...]:
        """The words, line by line; empty lines are left out."""
        if self.whole:
            texts = [line.text for line in story.lines[self.start.line : self.end.line + 1] if not line.box]
        else:
            texts = [
                line.text[
                    self.start.at if number == self.start.line else 0 : self.end.at if number == self.end.line else None
                ]
                for number, line in enumerate(story.lines[self.start.line : self.end.line + 1], self.start.line)
            ]
        return tuple(text for text in texts if text.strip())


@dataclass(frozen=True, slots=True)
class Recognition:
    """The clauses that were found, by their index."""

    segments: Mapping[int, Segment]

    def order(self) -> list[int]:
        """The clauses in the order in which they stand."""
        return sorted(self.segments, key=lambda index: (self.segments[index].start.line, self.segments[index].start.at))


def recognise(story: Story, sought: Sequence[Expected]) -> Recognition:
    """Where each clause of `sought` stands in the story; a clause that is nowhere has no segment."""
    search = _Search(story, sought)
    search.by_control()
    search.by_bookmark(CERTAIN)
    search.by_heading()
    search.by_bookmark(0.0)
    search.by_neighbours()
    search.by_likeness()
    return Recognition(search.found)


_FEWEST_WORDS_OF_COPY: Final = 8
"""A shorter clause may be said again by chance; its words are told as new text."""
_MOST_COPIES: Final = 60
_AS_LIKE: Final = 0.02
"""Shares that differ by no more than this are looked for in one round."""


def further_printings(
    story: Story, sought: Sequence[Expected], lines: Iterable[int]
) -> tuple[dict[int, list[Segment]], set[int]]:
    """The clauses that stand once more among these lines of the story, and the lines that they take.

    Looked for among lines that are new, so that words which were issued beside a clause are never called a copy of it.
    """
    left = set(lines)
    found: dict[int, list[Segment]] = {}
    taken: set[int] = set()
    long = {
        index: clause
        for index, clause in enumerate(sought)
        if len(" ".join(clause.lines).split()) >= _FEWEST_WORDS_OF_COPY
    }
    for _ in range(_MOST_COPIES):
        free = [None if number not in left or line.box else line.text for number, line in enumerate(story.lines)]
        matches = most_like({index: clause.lines for index, clause in long.items()}, free, CERTAIN)
        if not matches:
            break
        # The likest first: a clause of nearly the same words must not take what is another's third printing.
        likest = max(match.share for match in matches.values())
        for index, match in matches.items():
            if match.share < likest - _AS_LIKE:
                continue
            held = set(range(match.first, match.last + 1)) & left
            end = Spot(match.last, len(story.lines[match.last].text))
            how = Recognised("likeness", match.share)
            title = story.lines[match.first]
            if _unnumbered(title.text) == _folded(sought[index].title) and (title.heading or sought[index].inline):
                how = Recognised("heading")
            found.setdefault(index, []).append(Segment(Spot(match.first, 0), end, True, how))
            taken |= held
            left -= held
        long = {index: clause for index, clause in long.items() if index in matches}
    for segments in found.values():
        segments.sort(key=lambda segment: segment.start.line)
    return found, taken


class _Search:
    def __init__(self, story: Story, sought: Sequence[Expected]) -> None:
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
            if least and share_in_common(expected.lines, segment.lines(self._story)) < least:
                continue
            self._take(index, start, end, segment.found)

    def by_heading(self) -> None:
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
                if not expected.inline:
                    end = self._end_of_section(number)
                    self._take(index, Spot(number, 0), Spot(end, len(self._lines[end].text)), Recognised("heading"))
                    break
                if (spots := self._beside_title(number, title)) is not None:
                    self._take(index, *spots, Recognised("heading"))
                    break

    def by_likeness(self) -> None:
        missing = dict(self._missing())
        free = [None if taken or line.box else line.text for line, taken in zip(self._lines, self._taken, strict=True)]
        for index, match in most_like({index: expected.lines for index, expected in missing.items()}, free).items():
            start, end = Spot(match.first, 0), Spot(match.last, len(self._lines[match.last].text))
            if not any(self._taken[match.first : match.last + 1]):
                self._take(index, start, end, Recognised("likeness", match.share))

    def by_neighbours(self) -> None:
        """A short clause without any mark: its words beside its title, in the same line or row, or in the line after.

        Its words must stand there whole, so that a clause of two words is never found by chance.
        """
        missing = [(index, clause) for index, clause in self._missing() if clause.title and len(clause.lines) == 1]
        if not missing or len(missing) * len(self._lines) > _MOST_COMPARISONS:
            return
        for index, clause in missing:
            spots = next(
                (
                    spots
                    for number, line in enumerate(self._lines)
                    if _unnumbered(line.text).startswith(_folded(clause.title))
                    and (spots := self._words_near(number, clause)) is not None
                ),
                None,
            )
            if spots is not None:
                self._take(index, *spots, Recognised("heading"))

    def _words_near(self, number: int, clause: Expected) -> tuple[Spot, Spot] | None:
        """Where the clause's words stand whole in the line of its title or in the next line that is no heading."""
        words, title = clause.lines[0], self._lines[number]
        for at in range(number, min(number + _NEAR, len(self._lines))):
            line = self._lines[at]
            if at > number and (line.heading or line.box or ((line.cell or title.cell) and not _one_row(line, title))):
                break
            after = line.text.casefold().find(clause.title.casefold()) + len(clause.title) if at == number else 0
            start = line.text.find(words, after)
            if start == -1 and at > number and line.text.strip():
                break
            if start != -1 and not self._taken[at]:
                # Words that were typed beside it in its line are the clause's changes.
                start = len(line.text) - len(line.text[after:].lstrip(" .:;–-\t\n")) if at == number else 0
                return Spot(at, start), Spot(at, len(line.text))
        return None

    def _missing(self) -> list[tuple[int, Expected]]:
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
