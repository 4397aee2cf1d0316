"""The word-level difference of two texts: which words are kept, taken out and put in. There is one in the house.

What a screen lists, what a redline tracks and what a review tells are all made of `steps_between`, over words that
`tokens_of` cuts. Words, numbers and dates are compared whole. Matches that are lost between changes are given up, so
that a rewritten sentence is shown as replaced and not as scattered words; a sentence that comes or goes is shown as
that sentence. Nothing is hidden: what is kept and taken out is the old text, what is kept and put in the new one, to
the character.

Which paragraphs of two texts belong together: equal ones first, then between two matches the most alike, in order. The
list on a screen and the tracked changes in a file both ask here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import LCSseq

from specgen.wording.patterns import when_used
from specgen.wording.sequences import Pair, common_pairs, heaviest
from specgen.wording.wording import Block, Blocks, Inline, Placeholder, Run

# Words.

_MONTH: Final = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_GAP: Final = "[ \u00a0\u202f]"
_JOINERS: Final = "\u0300-\u036f\u1ab0-\u1aff\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_WORD: Final = rf"[\w{_JOINERS}]+(?:['’‑-][\w{_JOINERS}]+)*"
_TOKEN: Final = when_used(
    # What most of a text is stands first: one space, words of plain letters, other spaces, and words that begin with
    # neither a figure nor a month's letter.
    rf" (?!\s)|[a-zBCEGHIKLP-RT-Z]++(?![\w{_JOINERS}'’‑-])|[^\S\t\n]+|(?![\dADFJMNOS]){_WORD}"
    r"|\{\{ \w+ \}\}"  # a placeholder as it is printed: {{ number_of_people }}
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:{_GAP}of)?{_GAP}{_MONTH}(?:{_GAP}\d{{4}})?(?!\w)"  # 30 September 2026, 1st of April
    rf"|{_MONTH}{_GAP}\d{{4}}(?!\w)"  # April 2026
    rf"|(?:[£$€]{_GAP}?)?\d+(?:[.,:/–-]\d+)*(?:{_GAP}?%|\w+)?(?!\w)"  # £1,250.50  80 %  2026/27  2026-09-30  1st  6D
    rf"|{_WORD}"  # whole words: Commissioner’s, co-production
    r"|[\t\n]"
    r"|[\U0001f1e6-\U0001f1ff]{2}"  # a flag is two letters
    rf"|.(?:[{_JOINERS}]|(?<=\u200d)\S)*",
    re.DOTALL,
)
"""What is never cut: a date, a number with its sign, separators and unit, a word, a stretch of spaces, or one other
character."""
_SENTENCE_ENDS: Final = frozenset(".!?:;")
_SENTENCE_KEPT: Final = 0.4
"""A sentence that keeps a smaller share of its words was rewritten."""
_ISLAND_WORDS: Final = 3
"""A longer row of kept words is never given up for the changes round it."""


class Token(Struct, frozen=True):
    """One thing that is compared: equal keys match.

    `letters` is how much of the text it is; a sign has none. Spaces never match on their own: they go with the words
    round them. A `fast` match is never given up.
    """

    key: Hashable
    letters: int
    space: bool = False
    fast: bool = False
    ends_sentence: bool = False


@lru_cache(maxsize=8_000)
def tokens_of(text: str) -> list[str]:
    """The tokens of `text`; joined they are `text`. Kept, since a paragraph is asked for when it is aligned and again
    when it is written; nobody changes the row."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=50_000)
def text_token(text: str) -> Token:
    """One of `tokens_of` as it is compared."""
    if text.isspace() and text not in "\t\n":
        return Token(text, 0, space=True)
    return Token(text, sum(map(str.isalnum, text)), ends_sentence=text in _SENTENCE_ENDS)


def count_words(text: str) -> int:
    """How many words a list of changes counts in a stretch of them; a placeholder is one."""
    return len(re.sub(r"\{\{ \w+ \}\}", "x", text).split())


# The comparison.

Op = Literal["same", "del", "ins"]


class Step(Struct, frozen=True):
    """A stretch of the comparison: old tokens `old_from:old_to`, new ones `new_from:new_to` (empty on one side if not
    same)."""

    op: Op
    old_from: int
    old_to: int
    new_from: int
    new_to: int


def steps_between(old: Sequence[Token], new: Sequence[Token]) -> list[Step]:
    """The steps from `old` to `new`, in order, deletions before insertions at one place."""
    old_at, new_at = ([index for index, token in enumerate(side) if not token.space] for side in (old, new))
    olds, news = [old[index] for index in old_at], [new[index] for index in new_at]
    kept = _kept_pairs(olds, news)
    return _steps(old, new, [(old_at[i], new_at[j]) for i, j in kept])


def restricted(old: Sequence[Token], new: Sequence[Token], steps: Sequence[Step], dropped: set[Pair]) -> list[Step]:
    """The steps without the matches in `dropped` (pairs of indexes)."""
    pairs = [
        (step.old_from + each, step.new_from + each)
        for step in steps
        if step.op == "same"
        for each in range(step.old_to - step.old_from)
        if not old[step.old_from + each].space and (step.old_from + each, step.new_from + each) not in dropped
    ]
    return _steps(old, new, pairs)


def _kept_pairs(old: Sequence[Token], new: Sequence[Token]) -> list[Pair]:
    """The indexes of the words that are shown as kept; spaces are left out of both rows."""
    numbers: dict[Hashable, int] = {}
    keys = [[numbers.setdefault(token.key, len(numbers)) for token in side] for side in (old, new)]
    pairs = common_pairs(*keys)
    if 2 * len(pairs) < LEAST_ALIKE * (len(old) + len(new)):
        return [pair for pair in pairs if old[pair[0]].fast]
    if len(pairs) == len(old) == len(new):
        return pairs
    pairs = _at_sentence_starts(pairs, old, new)
    sums = _Sums.of(old), _Sums.of(new)
    pairs = _without_islands(pairs, sums)
    kept = _without_rewritten_sentences(pairs, sums)
    return kept if len(kept) == len(pairs) else _without_islands(kept, sums)


def _at_sentence_starts(pairs: Sequence[Pair], old: Sequence[Token], new: Sequence[Token]) -> list[Pair]:
    """The pairs with a row that was only put in, or only taken out, moved to begin with a sentence where it can.

    “A. [The B. ]The C.” reads better than “A. The [B. The ]C.”, and says the same.
    """
    moved = [[i for i, _ in pairs], [j for _, j in pairs]]
    for index in range(1, len(pairs)):
        if moved[0][index] - moved[0][index - 1] == 1 == moved[1][index] - moved[1][index - 1]:
            continue
        for side, tokens in ((0, old), (1, new)):
            mine, other = moved[side], moved[1 - side]
            first, last = mine[index - 1] + 1, mine[index]
            if first == last or other[index - 1] + 1 != other[index]:
                continue
            back = _back_to_sentence(mine, other, index, tokens)
            for n in range(1, back + 1):
                mine[index - n] = last - n
            # “A[. The B]. The C.” is “A.[ The B.] The C.”
            if not back and tokens[first].ends_sentence and tokens[first].key == tokens[last].key:
                lengths = (len(old), len(new)) if side == 0 else (len(new), len(old))
                following = (mine[index + 1], other[index + 1]) if index + 1 < len(pairs) else lengths
                if following == (last + 1, other[index] + 1):
                    mine[index] = first
    return list(zip(*moved, strict=True))


def _back_to_sentence(mine: Sequence[int], other: Sequence[int], index: int, tokens: Sequence[Token]) -> int:
    """How many kept words before the row at `index` can stand after it instead, so that it begins with a sentence."""
    first, last = mine[index - 1] + 1, mine[index]
    back = 0
    while first - back > 0 and not tokens[first - back - 1].ends_sentence:
        back += 1
        if (
            back > index
            or (mine[index - back], other[index - back]) != (first - back, other[index] - back)
            or tokens[first - back].key != tokens[last - back].key
        ):
            return 0
    return back


class _Sums(Struct, frozen=True):
    """Of every token of a row how much lies before it: letters, words, ends of sentences, and matches that are never
    given up."""

    letters: Sequence[int]
    words: Sequence[int]
    ends: Sequence[int]
    fast: Sequence[int]

    @staticmethod
    def of(tokens: Sequence[Token]) -> _Sums:
        letters = [token.letters for token in tokens]
        return _Sums(
            list(accumulate(letters, initial=0)),
            list(accumulate([each > 0 for each in letters], initial=0)),
            list(accumulate([token.ends_sentence for token in tokens], initial=0)),
            list(accumulate([token.fast for token in tokens], initial=0)),
        )

    @property
    def length(self) -> int:
        """How many tokens there are."""
        return len(self.letters) - 1

    def words_of_sentences(self) -> list[int]:
        """The words of every sentence; the last has no end."""
        found: list[int] = []
        start = sentence = 0
        for index, number in enumerate(self.ends):
            if number > sentence:
                found.append(self.words[index - 1] - self.words[start])
                start, sentence = index, number
        return [*found, self.words[-1] - self.words[start]]


class _Island(Struct):
    """Matches in a row (`pairs`), or a change with the letters of both sides."""

    pairs: Sequence[Pair]
    out: int = 0
    put: int = 0
    letters: int = 0
    words: int = 0
    fast: bool = False


def _without_islands(pairs: Sequence[Pair], sums: tuple[_Sums, _Sums]) -> list[Pair]:
    """The pairs without the short rows that lie between longer changes, again and again."""
    kept: list[_Island] = []
    for row in _rows(pairs, *sums):
        kept.append(row)
        while len(kept) >= 3 and not kept[-1].pairs and _lost(*kept[-3:]):
            after, middle, before = kept.pop(), kept.pop(), kept.pop()
            kept.append(_Island([], before.out + middle.letters + after.out, before.put + middle.letters + after.put))
    return [pair for row in kept for pair in row.pairs]


def _lost(before: _Island, middle: _Island, after: _Island) -> bool:
    """Whether the row in the middle is given up: not where both changes only take out, or only put in."""
    least = min(max(before.out, before.put), max(after.out, after.put))
    return (
        not before.pairs
        and not middle.fast
        and middle.words <= _ISLAND_WORDS
        and middle.letters <= least
        and least > 0
        and before.out + after.out > 0
        and before.put + after.put > 0
    )


def _rows(pairs: Sequence[Pair], old: _Sums, new: _Sums) -> Iterator[_Island]:
    """Rows of matches and the changes between them, in order."""
    i = j = first = 0
    for number, (a, b) in enumerate([*pairs, (old.length, new.length)]):
        if a != i or b != j:
            if first < number:
                yield _row(pairs[first:number], old)
                first = number
            yield _Island([], old.letters[a] - old.letters[i], new.letters[b] - new.letters[j])
        i, j = a + 1, b + 1
    if first < len(pairs):
        yield _row(pairs[first:], old)


def _row(pairs: Sequence[Pair], old: _Sums) -> _Island:
    start, end = pairs[0][0], pairs[-1][0] + 1
    return _Island(
        pairs,
        letters=old.letters[end] - old.letters[start],
        words=old.words[end] - old.words[start],
        fast=old.fast[end] > old.fast[start],
    )


def _without_rewritten_sentences(pairs: Sequence[Pair], sums: tuple[_Sums, _Sums]) -> list[Pair]:
    """The pairs without those of a sentence that keeps a small share of the words of either side."""
    old, new = sums
    words_old, words_new = (each.words_of_sentences() for each in sums)
    kept: list[Pair] = []
    for sentence, group in groupby(pairs, key=lambda pair: new.ends[pair[1]]):
        members = list(group)
        shared = sum([old.words[i + 1] > old.words[i] for i, _ in members])
        theirs = {old.ends[i] for i, _ in members}
        least = min([words_new[sentence], *(words_old[other] for other in theirs)])
        if shared >= _SENTENCE_KEPT * least:
            kept += members
        else:
            kept += [pair for pair in members if old.fast[pair[0] + 1] > old.fast[pair[0]]]
    return kept


def _steps(old: Sequence[Token], new: Sequence[Token], pairs: Sequence[Pair]) -> list[Step]:
    """The steps for the matches `pairs`.

    Of what lies between two matches equal spaces at its edges stay, the rest is struck and put in. The space before the
    next word stays first: what comes or goes alone takes the space before it along.
    """
    steps: list[Step] = []
    # The stretch that is kept so far: where it began on both sides, and where it ends.
    start_old = start_new = i = j = 0

    def close() -> None:
        if start_old < i:
            steps.append(Step("same", start_old, i, start_new, j))

    for a, b in [*pairs, (len(old), len(new))]:
        tail = 0
        while i < a - tail and j < b - tail and _same_space(old[a - tail - 1], new[b - tail - 1]):
            tail += 1
        if i < a - tail or j < b - tail:
            while i < a - tail and j < b - tail and _same_space(old[i], new[j]):
                i, j = i + 1, j + 1
            close()
            if i < a - tail:
                steps.append(Step("del", i, a - tail, j, j))
            if j < b - tail:
                steps.append(Step("ins", a - tail, a - tail, j, b - tail))
            start_old, start_new = a - tail, b - tail
        i, j = a + 1, b + 1
    i, j = len(old), len(new)
    close()
    return steps


def _same_space(one: Token, two: Token) -> bool:
    return one.space and two.space and one.key == two.key


# The difference of two wordings, block by block.

Mark = Literal["kept", "removed", "added"]


class Stretch(Struct, frozen=True):
    """A row of words with one fate.

    Words that are kept with another look have their `inlines` as they look now, and as they looked in `was`.
    """

    mark: Mark
    inlines: tuple[Inline, ...]
    was: tuple[Inline, ...] = ()

    @property
    def text(self) -> str:
        """Its words; a placeholder stands as `{{ name }}`."""
        return Block("paragraph", self.inlines).text


class BlockDifference(Struct, frozen=True):
    """What became of one block. `old` is None for a block put in, `new` for one taken out.

    Words may all be kept and the block still differ: a paragraph made a list item, or an item moved a level.
    """

    old: Block | None
    new: Block | None
    stretches: tuple[Stretch, ...]

    @property
    def same(self) -> bool:
        """Whether the block is as it was, words, look, kind and level."""
        return self.old == self.new

    @property
    def moved(self) -> str:
        """How its kind or its level changed, in words; "" where neither did."""
        old, new = self.old, self.new
        if old is None or new is None or (old.kind, old.level) == (new.kind, new.level):
            return ""
        return " → ".join(
            f"{_KINDS[it.kind]}" + (f" of level {it.level + 1}" if it.kind in ("bullet", "number") else "")
            for it in (old, new)
        )


_KINDS: Final = {
    "bullet": "bulleted item",
    "number": "numbered item",
    "paragraph": "paragraph",
    "heading": "heading",
}


def compare(old: Blocks, new: Blocks) -> tuple[BlockDifference, ...]:
    """Every block of the two wordings in reading order; a block that is taken out comes before what is put in there."""
    found: list[BlockDifference] = []
    i = j = 0
    for a, b in (*_paired_blocks(old, new), (len(old), len(new))):
        found += [_alone(block, "removed") for block in old[i:a]]
        found += [_alone(block, "added") for block in new[j:b]]
        if a < len(old) and b < len(new):
            found.append(BlockDifference(old[a], new[b], compare_words(old[a], new[b])))
        i, j = a + 1, b + 1
    return tuple(found)


def compare_words(old: Block, new: Block) -> tuple[Stretch, ...]:
    """The words of two blocks that belong together, in reading order; where words change, the old come first."""
    if old.inlines == new.inlines:
        # Most blocks of two wordings are the same.
        same = joined_runs(Run(each.text, *_look(each)) if isinstance(each, Run) else each for each in new.inlines)
        return (Stretch("kept", same),) if same else ()
    return compared_words(old, new)


def compared_words(old: Block, new: Block) -> tuple[Stretch, ...]:
    """The same, word by word."""
    before, after = _atoms(old.inlines), _atoms(new.inlines)
    found: list[Stretch] = []
    for step in steps_between([token for token, _ in before], [token for token, _ in after]):
        olds, news = (
            joined_runs(part for _, parts in side for part in parts)
            for side in (before[step.old_from : step.old_to], after[step.new_from : step.new_to])
        )
        if step.op == "same":
            found += _kept(olds, news)
        else:
            found.append(Stretch("removed", olds) if step.op == "del" else Stretch("added", news))
    return tuple(found)


def _paired_blocks(old: Blocks, new: Blocks) -> list[Pair]:
    """The indexes of the blocks that belong together."""
    numbers: dict[str, int] = {}
    texts = [[block.text for block in side] for side in (old, new)]
    keys = [[numbers.setdefault(text, len(numbers)) for text in side] for side in texts]
    words: list[dict[int, list[str]]] = [{}, {}]

    def words_of(side: int, index: int) -> list[str]:
        if index not in words[side]:
            words[side][index] = [token for token in tokens_of(texts[side][index]) if not token.isspace()]
        return words[side][index]

    def alike(i: int, j: int) -> float:
        one, two = words_of(0, i), words_of(1, j)
        # Two lengths set a limit to the likeness, which costs nothing to see.
        if not one or not two or 2 * min(len(one), len(two)) < LEAST_ALIKE * (len(one) + len(two)):
            return 0.0
        share = likeness(one, two)
        return share if share >= LEAST_ALIKE else 0.0

    return filled(
        common_pairs(*keys),
        len(old),
        len(new),
        lambda olds, news: most_alike(lambda i: words_of(0, i), lambda j: words_of(1, j), olds, news, alike),
    )


def _alone(block: Block, mark: Mark) -> BlockDifference:
    stretches = (Stretch(mark, block.inlines),) if block.inlines else ()
    return BlockDifference(block, None, stretches) if mark == "removed" else BlockDifference(None, block, stretches)


def _atoms(inlines: Sequence[Inline]) -> list[tuple[Token, tuple[Inline, ...]]]:
    """The tokens of a block, each with its letters as they look; a placeholder is one."""
    made: list[tuple[Token, tuple[Inline, ...]]] = []
    for placeholder, parts in groupby(inlines, key=lambda part: isinstance(part, Placeholder)):
        if placeholder:
            for part in parts:
                # It weighs as much as its printed name, so that a file in which it is printed is compared alike.
                printed = text_token(Block("paragraph", (part,)).text)
                made.append((replace(printed, key=(Placeholder, printed.key)), (part,)))
            continue
        runs = [part for part in parts if isinstance(part, Run)]
        at = used = 0
        for text in tokens_of("".join(run.text for run in runs)):
            letters: list[Run] = []
            left = len(text)
            while left:
                taken = runs[at].text[used : used + left]
                letters += [Run(taken, *_look(runs[at]))] if taken else []
                left, used = left - len(taken), used + len(taken)
                if used == len(runs[at].text):
                    at, used = at + 1, 0
            made.append((text_token(text), tuple(letters)))
    return made


def _kept(old: Sequence[Inline], new: Sequence[Inline]) -> Iterator[Stretch]:
    """Words that are kept, apart where their look differs."""
    if tuple(old) == tuple(new):
        yield Stretch("kept", tuple(new))
        return
    pieces = zip(_letters(old), _letters(new), strict=True)
    for same, group in groupby(pieces, key=lambda pair: pair[0] == pair[1]):
        members = list(group)
        now = joined_runs(two for _, two in members)
        yield Stretch("kept", now, () if same else joined_runs(one for one, _ in members))


def _letters(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for part in inlines:
        if isinstance(part, Run):
            look = _look(part)
            yield from (Run(letter, *look) for letter in part.text)
        else:
            yield part


def joined_runs(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """The parts with neighbouring runs of one look made one run; empty runs are dropped."""
    joined: list[Inline] = []
    for look, row in groupby(
        (part for part in parts if not isinstance(part, Run) or part.text),
        key=lambda part: _look(part) if isinstance(part, Run) else None,
    ):
        held = list(row)
        if look is None or len(held) == 1:
            joined += held
        else:
            joined.append(Run("".join([part.text for part in held if isinstance(part, Run)]), *look))
    return tuple(joined)


def _look(run: Run) -> tuple[bool, bool, bool]:
    return run.bold, run.italic, run.gap


LEAST_ALIKE: Final = 0.4
"""Two paragraphs are compared word by word when at least this share of their words (both counted) is the same in order.
Below it the old is taken out and the new put in: a reader reads two whole sentences faster than one stitched together.
"""
MOST_CANDIDATES: Final = 6
"""How many old paragraphs are weighed for a new one: those that share the most of its rarer words."""
SMALL: Final = 400
"""Up to this product of two lengths every pair is weighed."""

WordRow = Sequence[Hashable]


def likeness(old: WordRow, new: WordRow) -> float:
    """How much of both rows of words is the same in order, from 0 to 1 (twice the common part over both lengths)."""
    whole = len(old) + len(new)
    if whole == 0:
        return 1.0
    # As numbers: rapidfuzz would compare hashes, and two words may share one.
    numbers: dict[Hashable, int] = {}
    rows = [[numbers.setdefault(word, len(numbers)) for word in side] for side in (old, new)]
    return 2 * LCSseq.similarity(*rows) / whole


def filled(pairs: Sequence[Pair], old: int, new: int, between: Callable[[range, range], Sequence[Pair]]) -> list[Pair]:
    """The pairs with those that `between` finds in each gap of both sides; `old` and `new` are the lengths."""
    made: list[Pair] = []
    i = j = 0
    for a, b in [*pairs, (old, new)]:
        if i < a and j < b:
            made.extend(between(range(i, a), range(j, b)))
        made.append((a, b))
        i, j = a + 1, b + 1
    return made[:-1]


def most_alike(
    old: Callable[[int], WordRow],
    new: Callable[[int], WordRow],
    olds: range,
    news: range,
    alike: Callable[[int, int], float],
) -> list[Pair]:
    """The pairs in a gap that are most alike, in order.

    `old` and `new` give a paragraph's words; `alike` how alike two are, 0 where they are not to be paired.
    """
    weighed: list[tuple[int, int, float]] = []
    for i, j in _candidates(old, new, olds, news):
        share = alike(i, j)
        if share > 0:
            # A long pair counts for more than a short one, and a better likeness for more than a passable one.
            weighed.append((i - olds.start, j - news.start, share * share * (len(old(i)) + len(new(j)))))
    return [(i + olds.start, j + news.start) for i, j in heaviest(weighed)]


def _candidates(old: Callable[[int], WordRow], new: Callable[[int], WordRow], olds: range, news: range) -> list[Pair]:
    if len(olds) * len(news) <= SMALL:
        return [(i, j) for i in olds for j in news]
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for i in olds:
        for word in dict.fromkeys(old(i)):
            holders[word].append(i)
    # In the order of the words: which of two that are as alike is weighed must not hang on a set.
    rare = min(max(8, len(olds) // 50), 30)
    found: list[Pair] = []
    for j in news:
        shared: Counter[int] = Counter()
        for word in dict.fromkeys(new(j)):
            if len(holders.get(word, ())) <= rare:
                shared.update(holders.get(word, ()))
        found.extend((i, j) for i, _ in shared.most_common(MOST_CANDIDATES))
    return found
