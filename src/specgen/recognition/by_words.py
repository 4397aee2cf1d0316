"""Which clauses stand in a document, by their words alone: word for word, or changed and how much.

A clause is found by the rows of three words that it shares with the document, then held against the lines there.
Placeholders stand for any words. No line is counted for two clauses, and of two that are alike the likest gets its
lines first. Every command asks here: insert and audit with the library's versions, review with clauses as printed."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Final, Generic, Literal, NamedTuple, TypeVar

from msgspec import Struct

from specgen.library.model import ClauseVersion
from specgen.recognition.alignment import (
    BREAK,
    Amount,
    Gram,
    Pattern,
    ReadLine,
    RowsOfFour,
    TextWithin,
    WordKey,
    changed_amount,
    grams_of,
    is_word,
    most_kept,
    read_lines,
)
from specgen.word.document.lines import Line
from specgen.wording.folded import fold, words_of
from specgen.wording.wording import Block

# Wordings by their words: which rows of three words tell one from the others.
#
# Made once for a run and used for any number of documents.

Key = TypeVar("Key")
"""What a wording is known by: a version of the library, or the place of a printed clause in a row."""
Shingle = tuple[str, str, str]

_FEWEST_WORDS: Final = 2
"""A clause with fewer words of its own cannot be told by its words."""
_FEWEST_TELLING: Final = 3
_MOST_OWNERS: Final = 8
"""Clauses that a row of three words may stand in and still tell them from others."""
_MOST_LINES: Final = 4_000
"""Lines that are remembered from one document to the next."""
_MOST_HITS: Final = 2_000
"""Lines with words of one clause that are looked at; a document with more was made to keep a program busy."""


@dataclass(frozen=True)
class Wanted(Generic[Key]):
    """A clause's words, and what is known by exactly these: versions, newest first, or printings in their order.

    `rows` are its paragraphs between the placeholders of lists, each of which stands for any number of lines; `family`
    is the same for the versions of one clause. What is asked of few clauses of a library, of those that may stand in a
    document, is worked out when it is.
    """

    keys: tuple[Key, ...]
    family: str
    title: str
    rows: tuple[tuple[Pattern, ...], ...]
    inline: bool
    shingles: frozenset[Shingle]
    word_count: int
    """Its own words, the placeholders left out, as they are looked for."""
    letters: str
    """The letters of these words in a row: the same wherever the words and signs that are compared are the same."""
    patterns: tuple[Pattern, ...] = field(compare=False, repr=False)

    @cached_property
    def tokens(self) -> tuple[WordKey, ...]:
        """Its words and signs as they are compared, of placeholders side by side one."""
        tokens: list[WordKey] = []
        for token in chain.from_iterable(pattern.tokens() for pattern in self.patterns):
            if token is not None or not tokens or tokens[-1] is not None:
                tokens.append(token)
        return tuple(tokens)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often it has each word, as it is compared: a date or a word with a hyphen is one."""
        return Counter(token for token in self.tokens if token is not None and is_word(token))

    @cached_property
    def compared(self) -> int:
        """The number of these words."""
        return self.counts.total()

    def sure_words(self) -> Iterator[str]:
        """Words that stand wherever the clause stands word for word, each in one line."""
        rows = (self.rows[0][:1],) if self.inline else self.rows
        return (literal for row in rows for pattern in row for literal in pattern.literals)


class WordIndex(Generic[Key]):
    """Wordings by their words; made once, used for any number of documents."""

    def __init__(self, wordings: Iterable[Wanted[Key]]) -> None:
        grouped: list[Wanted[Key]] = []
        alike: dict[object, list[int]] = {}
        for each in wordings:
            numbers = alike.setdefault((each.family, each.letters, tuple(map(len, each.rows))), [])
            number = next((number for number in numbers if grouped[number].tokens == each.tokens), None)
            if number is None:
                numbers.append(len(grouped))
                grouped.append(each)
            else:
                grouped[number] = dataclasses.replace(grouped[number], keys=(*grouped[number].keys, *each.keys))
        # Of one clause the newest wording comes first: that is the order in which they were given.
        self.wanted = tuple(
            sorted(
                (each for each in grouped if each.word_count >= _FEWEST_WORDS),
                key=lambda each: (-each.word_count, each.family),
            )
        )
        owners: dict[Shingle, list[int]] = {}
        for number, each in enumerate(self.wanted):
            for shingle in each.shingles:
                owners.setdefault(shingle, []).append(number)
        # “The Provider must” tells nothing apart: what stands in many clauses is not looked for.
        self._owners = {
            shingle: held
            for shingle, held in owners.items()
            if len(held) <= _MOST_OWNERS or len({self.wanted[number].family for number in held}) <= _MOST_OWNERS
        }
        self._shingles = frozenset(self._owners)
        self._known: dict[tuple[str, ...], tuple[frozenset[Shingle], tuple[int, ...]]] = {}
        """Of lines that were looked at: documents of one form have many in common, and each has before its changes most
        that it has after them."""
        self.changes: dict[tuple[int, tuple[str, ...]], tuple[Amount, int, int]] = {}
        """By the clause's number and a text the least change between them, as `changed_amount` tells it: most of what a
        document has before its changes it has after them."""
        in_many = frozenset(owners.keys() - self._owners.keys())
        self.telling = tuple(len(each.shingles) - len(each.shingles & in_many) for each in self.wanted)
        """For each clause how many of its rows of three words are looked for."""
        self._grams: frozenset[Gram] | None = None
        self.short = tuple(number for number, telling in enumerate(self.telling) if telling < _FEWEST_TELLING)
        """Clauses of which so few are that they are looked for on every line."""

    @property
    def grams(self) -> frozenset[Gram]:
        """The rows of four words by which the clauses can be held fast to a text; made when they are first asked
        for."""
        if self._grams is None:
            self._grams = grams_of(each.tokens for each in self.wanted)
        return self._grams

    def own(self, number: int) -> frozenset[Shingle]:
        """The clause's rows of three words that stand in no other clause."""
        family = self.wanted[number].family
        return frozenset(
            shingle
            for shingle in self.wanted[number].shingles & self._owners.keys()
            if all(self.wanted[owner].family == family for owner in self._owners[shingle])
        )

    def hits(self, lines: Sequence[ReadLine]) -> Hits[Key]:
        """Which lines have rows of three words of which clause."""
        if len(self._known) > _MOST_LINES:
            self._known.clear()
            self.changes.clear()
        on_lines: list[frozenset[Shingle]] = []
        places: dict[int, list[int]] = {}
        owners = self._owners.__getitem__
        for place, line in enumerate(lines):
            known = self._known.get(line.words)
            if known is None:
                shared = self._shingles.intersection(_shingles(line.words))
                known = shared, tuple(set(chain.from_iterable(map(owners, shared))))
                self._known[line.words] = known
            on_lines.append(known[0])
            for number in known[1]:
                held = places.setdefault(number, [])
                if len(held) < _MOST_HITS:
                    held.append(place)
        most = Counter(chain.from_iterable(map(owners, frozenset().union(*on_lines))))
        return Hits(on_lines, places, most, self.wanted)


class Hits(Generic[Key]):
    """The rows of three words that a document shares with clauses: `places` are the lines of each clause, by its
    number, and `most` how many of its rows stand anywhere."""

    def __init__(
        self,
        on_lines: Sequence[frozenset[Shingle]],
        places: Mapping[int, Sequence[int]],
        most: Mapping[int, int],
        wanted: Sequence[Wanted[Key]],
    ) -> None:
        self._on_lines, self.places, self._most, self._wanted = on_lines, places, most, wanted

    def on_line(self, number: int, place: int) -> frozenset[Shingle]:
        """The clause's rows of three words that stand on this line."""
        return self._on_lines[place] & self._wanted[number].shingles

    def shared(self, number: int, places: Sequence[int]) -> int:
        """How many of the clause's rows of three words stand on these lines."""
        if len(places) == len(self.places[number]) < _MOST_HITS:
            return self._most[number]
        there: frozenset[Shingle] = frozenset().union(*map(self._on_lines.__getitem__, places))
        return len(self._wanted[number].shingles & there)


def version_index(versions: Iterable[ClauseVersion]) -> WordIndex[ClauseVersion]:
    """These versions of clauses, the newest of each first, the values of each open."""
    return WordIndex(
        wording(
            version.blocks,
            version,
            version.clause_id,
            version.title,
            alone=version.clause_id.split("/")[1] != "specification",
        )
        for version in versions
    )


def wording(blocks: Iterable[Block], key: Key, family: str, title: str, *, alone: bool) -> Wanted[Key]:
    """The wording of these blocks; `alone` says that it is one paragraph, which may stand within a line."""
    rows: list[list[Pattern]] = [[]]
    patterns = tuple(map(Pattern, blocks))
    words: list[str] = []
    shingles: set[Shingle] = set()
    for pattern in patterns:
        if not any(pattern.literals):
            rows.append([])
        else:
            rows[-1].append(pattern)
        for literal in pattern.literals:
            said = words_of(literal)
            shingles.update(_shingles(said))
            words += said
    return Wanted(
        (key,),
        family,
        title,
        tuple(tuple(row) for row in rows if row),
        alone,
        frozenset(shingles),
        len(words),
        "".join(words),
        patterns,
    )


def _shingles(words: Sequence[str]) -> Iterator[Shingle]:
    return zip(words, words[1:], words[2:], strict=False)


LEAST: Final = 0.6
"""The share of words in common from which lines are a clause.

Measured on the shipped library, each wording held against every other as printed: what is alike above it is a sibling
of the same component, which is looked for too and gets its own lines first; other clauses of several paragraphs stay
below it."""
LEAST_ALONE: Final = 0.7
"""The share for a clause of one paragraph: a sentence of the same kind is soon half the same."""
_OPENING: Final = 8
"""Letters by which lines are looked up that may begin with a paragraph's own words."""
_SENTENCE_ENDS: Final = frozenset(".!?:;")
_FEWEST_WITHIN: Final = 5
"""A clause of fewer words is looked for alone in its line, or after its title: within other words they may be
anybody's."""
_LIKELY: Final = 0.15
"""The share of a clause's rows of three words below which it is not looked for."""
_MOST_ITEMS: Final = 200
"""Lines that a placeholder of a list may stand for."""
_MOST_APART: Final = 12
"""Lines between two that belong to one changed clause."""
_BESIDE: Final = 3
"""Lines before and after those with words of the clause that may be its own, all of their words changed."""
MOST_FOUND: Final = 1_000
"""Clauses that are told of one document; more than that is no specification."""
_MOST_STEPS: Final = 600
_MOST_CUTS: Final = 200
"""Second printings that are looked for in one document; more of them were made to keep a program busy."""


class ClauseThere(Struct, Generic[Key], frozen=True):
    """A clause found on the lines from `first` to `last`. `share` is the share of words in common, from 0 to 1."""

    wanted: Wanted[Key]
    key: Key
    first: int
    last: int
    amount: Amount
    share: float

    @property
    def word_for_word(self) -> bool:
        return self.amount.none


def find_clauses(
    index: WordIndex[Key],
    lines: Sequence[ReadLine],
    claimed: Collection[Key] = (),
    free: Collection[int] | None = None,
) -> list[ClauseThere[Key]]:
    """The clauses on the lines, in their order.

    `claimed` are those that marks in the document name; they decide only between versions with the same words. `free`
    are the lines, by their number in the story, that may be a clause's; None for all."""
    search = _ClauseSearch(index, lines, claimed, free)
    search.word_for_word()
    search.changed()
    return sorted(search.found, key=lambda each: (each.first, each.wanted.family))


class _Likely(NamedTuple):
    """Lines on which a changed clause may stand, with the words of those from `begins` to `stops`; `share` is how alike
    it is at most."""

    first: int
    last: int
    begins: int
    stops: int
    text: list[str]
    starts: set[int]
    ends: set[int]
    share: float


class _ClauseSearch(Generic[Key]):
    def __init__(
        self,
        index: WordIndex[Key],
        lines: Sequence[ReadLine],
        claimed: Collection[Key],
        free: Collection[int] | None,
    ) -> None:
        self._index = index
        self._lines = lines
        self._claimed = claimed
        self._free = [free is None or line.index in free for line in lines]
        self._words = "\n".join([line.text for line in lines])
        """All of the document's words; no paragraph of a clause goes over the end of a line."""
        self._hits = index.hits(lines)
        self._likely = [
            number for number, places in self._hits.places.items() if self._share(number, places) >= _LIKELY
        ]
        """Those of whose rows of three words enough stand in the document to be looked for."""
        self._openings: dict[str, list[int]] = {}
        self._longer: list[tuple[int, int]] = []
        """Rows of lines that several clauses may stand on, each by its first line and its last."""
        self._rows: dict[int, tuple[RowsOfFour, list[int]]] = {}
        """Of such a row its rows of four words, and where its lines begin in them; by its first line."""
        self._cuts = 0
        self.found: list[ClauseThere[Key]] = []

    def word_for_word(self) -> None:
        """Every clause that stands there unchanged, the longest first."""
        for number in sorted({*self._likely, *self._index.short}):
            wanted = self._index.wanted[number]
            # A short clause is looked for on every line, and stands on few.
            if number in self._index.short and not all(map(self._words.__contains__, wanted.sure_words())):
                continue
            if wanted.inline:
                self._inline(number, wanted)
                continue
            first = wanted.rows[0][0]
            end = -1
            for place in self._beginning_with(first.literals[0]):
                line = self._lines[place]
                if (
                    place > end
                    and self._free[place]
                    and (first.fits(line.text) or first.fits(line.bare))
                    and (last := self._end_of_match(wanted, place)) is not None
                ):
                    self._take(wanted, place, last, Amount())
                    end = last

    def _beginning_with(self, words: str) -> Sequence[int]:
        """The lines that may begin with these words."""
        if len(words) < _OPENING:
            return range(len(self._lines))
        if not self._openings:
            for place, line in enumerate(self._lines):
                for opening in {line.text[:_OPENING], line.bare[:_OPENING]}:
                    self._openings.setdefault(opening, []).append(place)
        return self._openings.get(words[:_OPENING], ())

    def _inline(self, number: int, wanted: Wanted[Key]) -> None:
        pattern, title = wanted.rows[0][0], fold(wanted.title)
        for place in range(len(self._lines)) if number in self._index.short else self._hits.places[number]:
            line = self._lines[place]
            if self._free[place] and (
                pattern.stands_in(line.text) if wanted.word_count >= _FEWEST_WITHIN else _alone(pattern, title, line)
            ):
                self._take(wanted, place, place, Amount())

    def _end_of_match(self, wanted: Wanted[Key], start: int) -> int | None:
        """The last line of the clause if it stands there from line `start` on."""
        place = start
        for number, row in enumerate(wanted.rows):
            # Between two rows stand the items of a list, which are values.
            last = place if number == 0 else min(place + _MOST_ITEMS, len(self._lines) - len(row))
            while place <= last and not self._row_fits(row, place):
                if not self._free[place]:
                    return None
                place += 1
            if place > last:
                return None
            place += len(row)
        return place - 1

    def _row_fits(self, row: Sequence[Pattern], start: int) -> bool:
        if start + len(row) > len(self._lines):
            return False
        for place, pattern in enumerate(row, start):
            line = self._lines[place]
            if not self._free[place] or not (
                pattern.fits(line.text) or (line.bare is not line.text and pattern.fits(line.bare))
            ):
                return False
        return True

    def changed(self) -> None:
        """Every clause that stands there changed; the likest is given its lines first."""
        waiting: dict[int, _Likely | ClauseThere[Key]] = {}
        for number in self._likely:
            self._wait(waiting, number)
        self._longer = _joined([(each.begins, each.stops) for each in waiting.values() if isinstance(each, _Likely)])
        for _ in range(_MOST_STEPS):
            found = self._likest(waiting)
            if found is None or len(self.found) >= MOST_FOUND:
                return
            number, there = found
            if all(self._free[there.first : there.last + 1]):
                self._take(there.wanted, there.first, there.last, there.amount)
            # Its lines are another clause's by now, or its own: it is looked for on the rest.
            self._wait(waiting, number)

    def _wait(self, waiting: dict[int, _Likely | ClauseThere[Key]], number: int) -> None:
        """Let the clause wait with the free lines that are most like it, if any are likely."""
        likely = self._likeliest(number)
        if likely is not None:
            waiting[number] = likely
        else:
            waiting.pop(number, None)

    def _likest(self, waiting: dict[int, _Likely | ClauseThere[Key]]) -> tuple[int, ClauseThere[Key]] | None:
        """The clause that is most like its lines, with its number; only those that could be it are held against
        theirs."""
        while waiting:
            number = min(waiting, key=lambda each: (-waiting[each].share, each))
            likely = waiting[number]
            if not isinstance(likely, _Likely):
                return number, likely
            gone = not all(self._free[likely.first : likely.last + 1])
            there = None if gone and not self._may_be_on_free_lines(number) else self._there(number, likely)
            if there is not None:
                waiting[number] = there
            else:
                del waiting[number]
        return None

    def _may_be_on_free_lines(self, number: int) -> bool:
        """Whether enough of it is left to be looked for: fewer lines are free with each clause that is found."""
        return self._share(number, [place for place in self._hits.places[number] if self._free[place]]) >= _LIKELY

    def _likeliest(self, number: int) -> _Likely | None:
        """Where on the free lines the clause may be, by its rows of three words, and how alike it is at most."""
        wanted = self._index.wanted[number]
        clusters = self._clusters(wanted, [place for place in self._hits.places[number] if self._free[place]])
        shared = [self._share(number, row) for row in clusters]
        share = max(shared, default=0.0)
        if share < _LIKELY:
            return None
        likeliest = clusters[shared.index(share)]
        return self._likely_on(wanted, likeliest[0], likeliest[-1])

    def _likely_on(self, wanted: Wanted[Key], first: int, last: int) -> _Likely | None:
        begins, stops = (first, first) if wanted.inline else (self._reach(first, -1), self._reach(last, 1))
        text, starts, ends = self._sentences(first) if wanted.inline else self._paragraphs(begins, stops)
        most = _share_kept(wanted, Amount(removed=wanted.compared - most_kept(wanted.counts, text)))
        return _Likely(first, last, begins, stops, text, starts, ends, most) if most >= _least(wanted) else None

    def _there(self, number: int, likely: _Likely) -> ClauseThere[Key] | None:
        """The clause on these lines, if it is like enough. Where its words come again, as in a second printing of it,
        it may be the likest on the lines up to there, or on those from there on."""
        wanted = self._index.wanted[number]
        there = self._held_against(number, likely)
        if (cut := self._repeats(number, likely)) is not None:
            for first, last in ((likely.first, cut - 1), (cut, likely.last)):
                part = self._likely_on(wanted, first, last)
                other = self._there(number, part) if part is not None else None
                if other is not None and (there is None or other.share > there.share):
                    there = other
        return there

    def _repeats(self, number: int, likely: _Likely) -> int | None:
        """The first line all of whose rows of three words of the clause stand on lines before it."""
        wanted = self._index.wanted[number]
        places = [place for place in self._hits.places[number] if likely.first <= place <= likely.last]
        if wanted.inline or self._cuts >= _MOST_CUTS or len(places) <= sum(map(len, wanted.rows)):
            return None
        seen: set[Shingle] = set()
        for place in places:
            rows = self._hits.on_line(number, place)
            if len(rows) >= _FEWEST_TELLING and rows <= seen:
                self._cuts += 1
                return place
            seen |= rows
        return None

    def _held_against(self, number: int, likely: _Likely) -> ClauseThere[Key] | None:
        """The clause as it stands on these lines, if it is like enough."""
        wanted = self._index.wanted[number]
        # Where a clause may begin and end is told by the text: breaks in it, or the ends of its sentences.
        known, words = self._index.changes, (number, tuple(likely.text))
        if words not in known:
            within = self._within(likely.begins, likely.stops)
            known[words] = changed_amount(wanted.tokens, likely.text, likely.starts, likely.ends, within)
        amount, begins, stops = known[words]
        share = _share_kept(wanted, amount)
        if share < _least(wanted):
            return None
        first, last = likely.first, likely.last
        if not wanted.inline:
            # Other lines near by that have a few of its words are not its own.
            lines = sorted(likely.starts)
            first = max(first, likely.begins + bisect_right(lines, begins) - 1)
            last = max(first, min(last, likely.begins + bisect_left(lines, stops) - 1))
        elif (own := self._index.own(number)) and not own & self._hits.on_line(number, first):
            # “people with a personalised care and support plan” alone is none of the measures of such people.
            return None
        return ClauseThere(wanted, self._key(wanted), first, last, amount, share)

    def _within(self, begins: int, stops: int) -> TextWithin | None:
        """Where these lines stand in a longer row of lines that clauses are held against; None where in none."""
        at = bisect_right(self._longer, begins, key=lambda each: each[0]) - 1
        if at < 0 or self._longer[at][1] < stops:
            return None
        first, last = self._longer[at]
        if first not in self._rows:
            text, starts, _ = self._paragraphs(first, last)
            self._rows[first] = RowsOfFour(text, self._index.grams), sorted(starts)
        rows, offsets = self._rows[first]
        return TextWithin(rows, offsets[begins - first])

    def _paragraphs(self, first: int, last: int) -> tuple[list[str], set[int], set[int]]:
        """The words of these lines, and where a clause may begin and end in them: whole lines before and after may be
        its own too."""
        text: list[str] = []
        starts, ends = set(), set()
        for place in range(first, last + 1):
            starts.add(len(text))
            text += self._lines[place].tokens
            ends.add(len(text))
            text.append(BREAK)
        return text, starts, ends

    def _sentences(self, place: int) -> tuple[list[str], set[int], set[int]]:
        """The words of a line, of which whole sentences may be something else's, and where those begin and end."""
        text = self._lines[place].tokens
        between = {at for at, token in enumerate(text, 1) if token in _SENTENCE_ENDS}
        return text, {0, *between}, {len(text), *between}

    def _clusters(self, wanted: Wanted[Key], places: Sequence[int]) -> list[list[int]]:
        """The lines with words of the clause in rows that lie close together; an inline clause has one line."""
        rows: list[list[int]] = []
        longest = 4 * sum(map(len, wanted.rows)) + 60
        for place in places:
            row = rows[-1] if rows else None
            near = (
                row is not None
                and not wanted.inline
                and place - row[-1] <= _MOST_APART
                and place - row[0] < longest
                and all(self._free[row[-1] : place])
            )
            if row is not None and near:
                row.append(place)
            else:
                rows.append([place])
        return rows

    def _reach(self, place: int, step: int) -> int:
        """The place of the farthest line beside it that may still be the clause's."""
        for _ in range(_BESIDE):
            following = place + step
            if not 0 <= following < len(self._lines) or not self._free[following]:
                break
            place = following
        return place

    def _share(self, number: int, places: Sequence[int]) -> float:
        """The share of the clause's rows of three words that stand on these lines."""
        return self._hits.shared(number, places) / max(self._index.telling[number], 1)

    def _take(self, wanted: Wanted[Key], first: int, last: int, amount: Amount) -> None:
        there = ClauseThere(wanted, self._key(wanted), first, last, amount, _share_kept(wanted, amount))
        self.found.append(there)
        for place in range(first_of(there, self._lines), last + 1):
            self._free[place] = False

    def _key(self, wanted: Wanted[Key]) -> Key:
        return next((key for key in wanted.keys if key in self._claimed), wanted.keys[0])


def _alone(pattern: Pattern, title: str, line: ReadLine) -> bool:
    """Whether the line is the clause alone, or after its title."""
    rest = line.bare.removeprefix(title) if title else line.bare
    return any(map(pattern.fits, (line.text, line.bare, rest.lstrip(" .:;-"))))


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that have a line in common made one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def _least(wanted: Wanted[Key]) -> float:
    return LEAST_ALONE if wanted.inline else LEAST


def _share_kept(wanted: Wanted[Key], amount: Amount) -> float:
    """The share of words in common, twice those over all of both."""
    common = wanted.compared - amount.removed
    return 2 * common / max(2 * common + amount.removed + amount.added, 1)


def first_of(there: ClauseThere[Key], lines: Sequence[ReadLine]) -> int:
    """The first line of the clause, or of its own heading above it."""
    above = lines[there.first - 1] if there.first else None
    return (
        there.first - 1 if above is not None and fold(there.wanted.title) in (above.text, above.bare) else there.first
    )


def owned_lines(found: Iterable[ClauseThere[Key]], lines: Sequence[ReadLine]) -> Mapping[int, ClauseThere[Key]]:
    """Line → the clause that it belongs to; a clause's heading belongs to it."""
    return {place: each for each in found for place in range(first_of(each, lines), each.last + 1)}


Stands = Literal["word for word", "changed", "other words", "absent"]
"""What became of a clause's own words, whatever its values are: the same for every command that asks. “other words”:
a mark, a bookmark or a heading says where the clause was, and what stands there now is not the clause."""


def stands(blocks: Iterable[Block], lines: Sequence[Line], *, alone: bool) -> Stands:
    """Whether the wording of these blocks stands on the lines that a sign says are its own."""
    read = read_lines(lines)
    if not read:
        return "absent"
    index = WordIndex([wording(blocks, 0, "", "", alone=alone)])
    if not index.wanted:
        return "changed"
    there = next(iter(find_clauses(index, read)), None)
    if there is None:
        return "other words"
    return "word for word" if there.word_for_word else "changed"
