"""How much of a clause's words was changed: the least that must be taken out and put in, whatever its values are.

The clause is a row of words and signs in which a placeholder stands for any words or none: those of one paragraph, or
of any number where it is a list's. Rows of four words that stand once in both are held fast first; what lies between
them is compared in every way there is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain, compress, count, groupby, pairwise
from operator import lt, sub
from typing import Final, NamedTuple

from msgspec import Struct
from rapidfuzz.distance import LCSseq

from specgen.word.document.lines import Line
from specgen.wording.folded import fold as fold
from specgen.wording.folded import words_of as words_of
from specgen.wording.wording import Block, Placeholder, back_to_their_figure

# Words as the audit compares them: letter by letter, but without what Word changes of its own accord.
#
# White space, the shape of quotation marks, dashes and dots, zero-width letters and footnote marks are no words.
# Everything else is, capitals and punctuation too.

_TYPED_MARK: Final = re.compile(
    r"(?:\(?(?:[0-9]{1,3}|[A-Za-z]|[ivx]{1,5})[.)]|[0-9]{1,3}(?:\.[0-9]{1,3}){1,4}[.)]?|[•●▪◦‣∙·*\uf0b7\uf0a7-])\s+"
)
"""A list's number or sign that somebody typed, which no clause has."""
_TOKEN: Final = re.compile(r"\d+(?:[.,/:]\d+)*|\w+(?:['-]\w+)*|[^\w\s]")
_GAP: Final = "\ue000"
"""Stands for a placeholder while a block's words are folded."""

WordKey = str | None
"""A word or a sign of a clause; None is a placeholder, which stands for any words of one paragraph, or none."""
LIST: Final = "\ue001"
"""The token that stands for a list's placeholder: for any words of any number of paragraphs."""
BREAK: Final = "\n"
"""The token between the paragraphs of a document; a clause has none, since its paragraphs may be run together."""


def without_mark(folded: str) -> str:
    """The folded text without a list's number or sign that was typed before it."""
    mark = _TYPED_MARK.match(folded)
    return folded[mark.end() :] if mark else folded


def tokens_of(folded: str) -> list[str]:
    """The words and signs that are compared."""
    return _TOKEN.findall(folded)


def is_word(token: str) -> bool:
    """Whether the token is a word or number, not a sign."""
    return token[0].isalnum() or token[0] == "_"


@dataclass
class ReadLine:
    """A line of a document that has words. `index` is its number in its story; `bare` its text without a typed list
    mark."""

    index: int
    line: Line
    text: str
    bare: str
    words: tuple[str, ...]

    @cached_property
    def tokens(self) -> list[str]:
        """The words and signs of `bare` that are compared."""
        return _tokens_of_line(self.bare)


def read_lines(lines: Iterable[Line]) -> list[ReadLine]:
    """The lines that have words; those of text boxes come last, since they stand beside the others."""
    ordinary: list[ReadLine] = []
    boxes: list[ReadLine] = []
    for index, line in enumerate(lines):
        text = fold(_seen(line) if line.unseen else line.text)
        if text:
            (boxes if line.box else ordinary).append(ReadLine(index, line, text, *_bare_and_words(text)))
    return ordinary + boxes


@lru_cache(maxsize=2_000)
def _tokens_of_line(bare: str) -> list[str]:
    """Kept as below; nobody changes the row."""
    return tokens_of(bare)


@lru_cache(maxsize=2_000)
def _bare_and_words(folded: str) -> tuple[str, tuple[str, ...]]:
    """The text without a typed list mark, and its words; kept, since most lines are the same before and after a
    document's changes."""
    return without_mark(folded), tuple(words_of(folded))


def _seen(line: Line) -> str:
    """The words that can be read on the page: those that are hidden, struck through, white or tiny hold nobody."""
    text = line.text
    for words, _ in line.unseen:
        text = text.replace(words, "", 1)
    return text


class Pattern:
    """One paragraph of a clause: its own words in order, with any words (or none) where a placeholder stands."""

    def __init__(self, block: Block) -> None:
        written = "".join(
            _GAP if isinstance(part, Placeholder) else part.text.replace(_GAP, "") for part in block.inlines
        )
        literals = fold(written).split(_GAP)
        self._literals = [literal.strip() for literal in literals]
        self._spaced = [(literal.startswith(" "), literal.endswith(" ")) for literal in literals]

    @property
    def literals(self) -> Sequence[str]:
        """The paragraph's own words, cut at its placeholders."""
        return self._literals

    def tokens(self) -> Iterator[WordKey]:
        """Its words and signs, None for each placeholder; a placeholder alone is that of a list."""
        if not any(self._literals):
            yield LIST
            return
        for number, literal in enumerate(self._literals):
            if number:
                yield None
            yield from tokens_of(literal)

    def fits(self, text: str) -> bool:
        """Whether the whole of the folded `text` is this paragraph with some values. In time linear in `text`."""
        text = back_to_their_figure(self._literals, text, text)
        first, last = self._literals[0], self._literals[-1]
        if len(self._literals) == 1:
            return text == first
        at, end = len(first), len(text) - len(last)
        if end < at or not text.startswith(first) or not text.endswith(last):
            return False
        if (self._spaced[0][1] and at < len(text) and text[at] != " ") or (
            self._spaced[-1][0] and end > 0 and text[end - 1] != " "
        ):
            return False
        return self._between(text, at, end)

    def stands_in(self, text: str) -> bool:
        """Whether the paragraph stands somewhere in the folded `text`, whole words at its edges."""
        text = back_to_their_figure(self._literals, text, text)
        first = self._literals[0]
        start = text.find(first)
        while start != -1:
            at = start + len(first)
            if len(self._literals) == 1:
                if _edge(text, start) and _edge(text, at):
                    return True
            elif _edge(text, start) and not (self._spaced[0][1] and at < len(text) and text[at] != " "):
                # The first such place is the best one: whatever follows a later place follows this one too.
                return self._rest(text, at)
            start = text.find(first, start + 1) if first else -1
        return False

    def _rest(self, text: str, at: int) -> bool:
        last = self._literals[-1]
        end = text.rfind(last)
        while end >= at:
            if _edge(text, end + len(last)) and not (self._spaced[-1][0] and end > 0 and text[end - 1] != " "):
                return self._between(text, at, end)
            end = text.rfind(last, 0, end + len(last) - 1) if last else -1
        return False

    def _between(self, text: str, at: int, end: int) -> bool:
        for literal, (before, after) in zip(self._literals[1:-1], self._spaced[1:-1], strict=True):
            found = text.find(literal, at, end)
            while found != -1 and not _apart(text, found, len(literal), before, after):
                found = text.find(literal, found + 1, end) if literal else -1
            if found == -1:
                return False
            at = found + len(literal)
        return True


def _apart(text: str, start: int, length: int, before: bool, after: bool) -> bool:
    """Whether the literal stands apart from the values beside it where a space belongs there."""
    stop = start + length
    return (not before or start == 0 or text[start - 1] == " ") and (
        not after or stop >= len(text) or text[stop] == " "
    )


def _edge(text: str, at: int) -> bool:
    """Whether no word goes over the place between two letters."""
    return at in (0, len(text)) or not (text[at - 1].isalnum() and text[at].isalnum())


_GRAM: Final = 4
Gram = int
"""A row of four words, by its number: to be looked up, a number takes a third of the time that the words take."""
_NUMBERS: Final[dict[tuple[WordKey, ...], Gram]] = {}
"""The numbers of the rows that stand in clauses."""
_FRESH: Final = count()
_Pair = tuple[int, int]
"""A place in the clause and one in the text, whose words are held to be the same."""
_MOST_CELLS: Final = 150_000
"""Words of the clause times words of the document that are compared in every way; beyond it the longest common row
counts."""
_UNIT: Final = 1 << 44
_WORD: Final = 16 * _UNIT
_SIGN: Final = 17 * _UNIT
"""Of two ways that change as much, the one that changes fewer signs is likelier to be what somebody did."""
_REMOVED: Final = 1 << 22
_FIELD: Final = _REMOVED - 1
_NEVER: Final = 1 << 80
"""A cost is one number: what all tokens cost, then the words among them that were taken out, then those that were put
in."""


class Amount(Struct, frozen=True):
    """What was changed. `removed` and `added` are words; `signs` counts punctuation that was taken out or put in."""

    removed: int = 0
    added: int = 0
    signs: int = 0

    @property
    def none(self) -> bool:
        """Whether nothing was changed."""
        return not (self.removed or self.added or self.signs)


class RowsOfFour:
    """Where rows of four words stand in a text, those of `sought` alone; made once for all that is held against it."""

    def __init__(self, text: Sequence[str], sought: Container[Gram]) -> None:
        self.places = list(compress(count(), map(BREAK.__ne__, text)))
        """Where the words stand in the text, which has breaks besides."""
        rows = list(map(_NUMBERS.get, _rows([text[place] for place in self.places])))
        self._once: dict[Gram, int] = {}
        self._often: dict[Gram, list[int]] = {}
        for place, row in enumerate(rows):
            if row is None or row not in sought:
                continue
            before = self._once.setdefault(row, place)
            if before != place:
                self._often.setdefault(row, [before]).append(place)

    def once(self, grams: Mapping[Gram, int], first: int, last: int) -> list[_Pair]:
        """Of these rows those that stand once among the words from `first` on and before `last`, each with its place
        and the word that it begins with, in the order of their places."""
        last -= _GRAM
        there = zip(grams.values(), map(self._once.get, grams), strict=True)
        found = [(place, at) for place, at in there if at is not None and first <= at <= last]
        if often := self._often.keys() & grams.keys():
            places = {grams[gram] for gram in often}
            found = [pair for pair in found if pair[0] not in places]
            for gram in often:
                within = [at for at in self._often[gram] if first <= at <= last]
                if len(within) == 1:
                    found.append((grams[gram], within[0]))
            found.sort()
        return found


class TextWithin(NamedTuple):
    """Where a text stands in a longer one whose rows of four are known: it begins with that token."""

    rows: RowsOfFour
    first: int


def changed_amount(
    clause: Sequence[WordKey],
    text: Sequence[str],
    starts: Collection[int],
    ends: Collection[int],
    within: TextWithin | None = None,
) -> tuple[Amount, int, int]:
    """The least change that makes the clause of some stretch of `text`, which begins at one of `starts` and ends at one
    of `ends`; and two places between which that stretch lies.

    All count tokens before the place. What stands before and after the stretch counts for nothing.
    """
    held = _held_fast(clause, text, within)
    if not held:
        return _amount(_cost(clause, text, starts, ends)), 0, len(text)
    total = 0
    for (_, (i, j)), ((after_i, after_j), _) in pairwise(held):
        if after_i > i + 1 or after_j > j + 1:
            total += _between(clause[i + 1 : after_i], text[j + 1 : after_j])
    # What is the same right beside what is held fast is held fast too: no change is less.
    i, j = held[0][0]
    while i and j and clause[i - 1] == text[j - 1] and not _value(clause[i - 1]):
        i, j = i - 1, j - 1
    nearest = max((start for start in starts if start <= j), default=0)
    first = max(j - _far(i), 0)
    farthest = j - _worth(clause[:i], text[first:j][::-1], j - nearest)
    first = max((start for start in starts if first <= start <= farthest), default=first)
    total += _cost(clause[:i], text[first:j], {start - first for start in starts if first <= start <= j}, None)
    i, j = held[-1][1][0] + 1, held[-1][1][1] + 1
    while i < len(clause) and j < len(text) and clause[i] == text[j] and not _value(clause[i]):
        i, j = i + 1, j + 1
    nearest = min((end for end in ends if end >= j), default=len(text))
    last = j + _far(len(clause) - i + 1)
    last = min(last, j + _worth(clause[i:], text[j:last], nearest - j))
    total += _cost(clause[i:], text[j:last], None, {end - j for end in ends if j <= end <= last})
    return _amount(total), first, last


def most_kept(clause: Counter[str], text: Iterable[str]) -> int:
    """How many of the clause's words stand in the text in whatever order: at most so many are kept."""
    there = Counter(filter(clause.__contains__, text))
    return sum(map(min, there.values(), map(clause.__getitem__, there)))


def _worth(clause: Sequence[WordKey], text: Sequence[str], nearest: int) -> int:
    """How many words of the text, from what is held fast on, can be part of the least change.

    To take the rest of the clause out, and put in what lies up to the `nearest` edge, is one way. A stretch whose words
    cost more than that, though every word of the clause were among them, is none. A value may stand for any words."""
    if None in clause or LIST in clause:
        return len(text)
    rest = [token for token in clause if token is not None]
    costs = list(accumulate(map(_addition, text)))
    most = sum(map(_removal, rest)) + sum(map(_addition, rest)) + max(costs[:nearest], default=0)
    within = bisect_right(costs, most)
    return max(within, nearest) if within < len(costs) else len(text)


def _far(count: int) -> int:
    """How far from what is held fast the rest of the clause, of so many words, is looked for."""
    return 200 + 4 * count


def _amount(cost: int) -> Amount:
    removed, added = (cost % _UNIT) // _REMOVED, cost & _FIELD
    return Amount(removed, added, (cost - cost % _UNIT - (removed + added) * _WORD) // _SIGN)


def _value(token: WordKey) -> bool:
    return token is None or token == LIST


@lru_cache(maxsize=4_096)
def _removal(token: str) -> int:
    return _WORD + _REMOVED if is_word(token) else _SIGN


@lru_cache(maxsize=4_096)
def _addition(token: str) -> int:
    return _WORD + 1 if is_word(token) else _SIGN if token != BREAK else 0


def _held_fast(clause: Sequence[WordKey], text: Sequence[str], within: TextWithin | None) -> list[tuple[_Pair, _Pair]]:
    """Stretches that are held to be the same, each by its first and its last pair, in order in both."""
    mine = _grams(tuple(clause))
    rows, offset = within if within is not None else TextWithin(RowsOfFour(text, mine), 0)
    places = rows.places
    first, last = bisect_left(places, offset), bisect_left(places, offset + len(text))
    found: list[tuple[_Pair, _Pair]] = []
    last_i = last_j = -1
    for (i, j), (end_i, end_j) in _stretches(_rising(rows.once(mine, first, last))):
        # What the stretch before has held already is passed by.
        passed = max(last_i - i + 1, last_j - j + 1, 0)
        last_i, last_j = end_i + _GRAM - 1, end_j + _GRAM - 1
        found.append(((i + passed, places[j + passed] - offset), (last_i, places[last_j] - offset)))
    return found


def _stretches(pairs: Sequence[_Pair]) -> Iterator[tuple[_Pair, _Pair]]:
    """The first and the last of those that follow one another in both."""
    if not pairs:
        return
    one, other = zip(*pairs, strict=True)
    steps = zip(map(sub, one[1:], one), map(sub, other[1:], other), strict=True)
    ends = [0, *compress(count(1), map((1, 1).__ne__, steps)), len(pairs)]
    for first, after in pairwise(ends):
        yield pairs[first], pairs[after - 1]


def _rows(tokens: Sequence[WordKey]) -> Iterator[tuple[WordKey, ...]]:
    """The rows of four."""
    return zip(*(tokens[step:] for step in range(_GRAM)), strict=False)


@lru_cache(maxsize=2_000)
def _grams(tokens: tuple[WordKey, ...]) -> Mapping[Gram, int]:
    """The rows of four that stand there once, none over a placeholder, and where. Kept, since a clause is held against
    many documents."""
    rows = list(_rows(tokens))
    counts = Counter(rows)
    return {
        _NUMBERS.setdefault(row, next(_FRESH)): place
        for place, row in enumerate(rows)
        if counts[row] == 1 and None not in row and LIST not in row
    }


def grams_of(clauses: Iterable[tuple[WordKey, ...]]) -> frozenset[Gram]:
    """The rows of four words by which these clauses can be held fast."""
    return frozenset(chain.from_iterable(map(_grams, clauses)))


def _rising(pairs: Sequence[_Pair]) -> Sequence[_Pair]:
    """The longest row of the pairs, sorted by the first place, in which the second place rises as well."""
    others = [place for _, place in pairs]
    if all(map(lt, others, others[1:])):
        return pairs
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [index]
    row: list[_Pair] = []
    index = last[-1] if last else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def _between(clause: Sequence[WordKey], text: Sequence[str]) -> int:
    """The cost between two places that are held fast."""
    if not clause:
        return sum(map(_addition, text))
    if not text:
        return sum(_removal(token) for token in clause if token is not None and token != LIST)
    if len(clause) == 1 and (
        text[0] == text[-1] == BREAK if clause[0] == LIST else clause[0] is None and BREAK not in text
    ):
        return 0
    return _cost(clause, text, None, None)


def _cost(
    clause: Sequence[WordKey], text: Sequence[str], starts: Collection[int] | None, ends: Collection[int] | None
) -> int:
    """The least cost. `starts` None begins at the first word, `ends` None ends at the last."""
    if len(clause) * len(text) > _MOST_CELLS:
        return _rough_cost(clause, text, open_start=starts is not None, open_end=ends is not None)
    free = starts or ()
    if not clause and ends is None:
        return sum(map(_addition, text[max((start for start in free if start <= len(text)), default=0) :]))
    if not clause and starts is None:
        return sum(map(_addition, text[: min(ends, default=len(text))] if ends is not None else text))
    if None in clause or LIST in clause:
        return _cost_with_values(clause, text, starts, ends)
    return _cost_of_words([token for token in clause if token is not None], text, free, ends)


def _cost_of_words(
    clause: Sequence[str], text: Sequence[str], starts: Collection[int], ends: Collection[int] | None
) -> int:
    """The least cost where the clause has no placeholder: what all costs, less the most that is kept.

    What is kept of the words so far, by the place in the text that it ends before, only ever rises: the places where it
    does, and what it is from there on, are all that is held. A start in the text keeps what stands before it."""
    all_before = [0, *accumulate(map(_addition, text))]
    places = _places_of(text)
    columns = [0, *sorted(start for start in starts if 0 < start <= len(text))]
    kept = [all_before[column] for column in columns]
    for token in clause:
        worth = _removal(token) + _addition(token)
        # From the last on, so that no word of the clause is held twice.
        for place in places.get(token, ()):
            made = kept[bisect_right(columns, place) - 1] + worth
            at = bisect_right(columns, place + 1)
            if kept[at - 1] >= made:
                continue
            if columns[at - 1] == place + 1:
                at -= 1
            end = at
            while end < len(kept) and kept[end] <= made:
                end += 1
            columns[at:end] = [place + 1]
            kept[at:end] = [made]
    removed = sum(map(_removal, clause))

    def until(end: int) -> int:
        return removed + all_before[end] - kept[bisect_right(columns, end) - 1]

    last = len(text)
    return until(last) if ends is None else min((until(end) for end in ends if end <= last), default=until(last))


def _places_of(text: Sequence[str]) -> Mapping[str, list[int]]:
    """Where each word stands, the last place first."""
    places: dict[str, list[int]] = {}
    for place in range(len(text) - 1, -1, -1):
        places.setdefault(text[place], []).append(place)
    return places


def _cost_with_values(
    clause: Sequence[WordKey], text: Sequence[str], starts: Collection[int] | None, ends: Collection[int] | None
) -> int:
    """The least cost where the clause has placeholders: a row of costs, one for each place in the text, made anew with
    each word of the clause.

    A word that stands nowhere in the text costs as much at every place: it is counted once for the whole row."""
    free = starts or ()
    additions = list(map(_addition, text))
    row = [0]
    for place, addition in enumerate(additions, 1):
        row.append(0 if place in free else row[-1] + addition)
    places = _places_of(text)
    removed = 0
    for token in clause:
        if token == LIST:
            row = _past_list(row, text, additions, open_start=starts is not None, open_end=ends is not None)
        elif token is None:
            row = _past_value(row, text, additions)
        else:
            removed += _removal(token)
            _past_word(row, places.get(token, ()), _removal(token), additions)
    return removed + (row[-1] if ends is None else min((row[end] for end in ends if end < len(row)), default=row[-1]))


def _past_word(row: list[int], places: Sequence[int], removal: int, additions: Sequence[int]) -> None:
    """Make it the row of costs after one more word of the clause, which stands at these places, the last first; its
    removal is counted apart."""
    for place in places:
        cost = row[place] - removal
        at = place + 1
        # No place costs more than the one before it with the word between them put in.
        while cost < row[at]:
            row[at] = cost
            if at == len(additions):
                break
            cost += additions[at]
            at += 1


def _past_value(row: Sequence[int], text: Sequence[str], additions: Sequence[int]) -> list[int]:
    """The row of costs after a placeholder, whose value ends with its paragraph; words after the value are put in."""
    value = cost = row[0]
    made = [cost]
    for word, over, addition in zip(text, row[1:], additions, strict=True):
        if word == BREAK or over < value:
            value = over
        cost += addition
        if value < cost:
            cost = value
        made.append(cost)
    return made


def _past_list(
    row: Sequence[int], text: Sequence[str], additions: Sequence[int], *, open_start: bool, open_end: bool
) -> list[int]:
    """The row of costs after a list's placeholder, whose values are whole paragraphs."""
    value = row[0] if open_start else _NEVER
    cost = row[0]
    made = [cost]
    for place, (word, over, addition) in enumerate(zip(text, row[1:], additions, strict=True), 1):
        cost = min(over, cost + addition)
        if open_end if place == len(text) else text[place] == BREAK:
            cost = min(cost, value)
        if word == BREAK:
            value = min(value, over)
        made.append(cost)
    return made


def _rough_cost(clause: Sequence[WordKey], text: Sequence[str], *, open_start: bool, open_end: bool) -> int:
    """The cost by the longest common row of words; where placeholders stand, as many paragraphs are free, or all at an
    open end."""
    places = [place for place, token in enumerate(clause) if not _value(token)]
    total = 0
    i, j = -1, -1
    for at, place in [
        *((places[a], b) for a, b in _common([clause[place] for place in places], text)),
        (len(clause), len(text)),
    ]:
        gap, put_in = clause[i + 1 : at], text[j + 1 : place]
        total += sum(_removal(token) for token in gap if token is not None and token != LIST)
        if LIST not in gap and not (open_start and i < 0) and not (open_end and at == len(clause)):
            paragraphs = sorted(
                sum(map(_addition, group)) for is_break, group in groupby(put_in, key=BREAK.__eq__) if not is_break
            )
            total += sum(paragraphs[: max(len(paragraphs) - gap.count(None), 0)])
        i, j = at, place
    return total


def _common(one: Sequence[WordKey], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    numbers: dict[WordKey, int] = {}
    rows = [[numbers.setdefault(token, len(numbers)) for token in side] for side in (one, other)]
    for step in LCSseq.opcodes(*rows):
        if step.tag == "equal":
            yield from ((step.src_start + n, step.dest_start + n) for n in range(step.src_end - step.src_start))
