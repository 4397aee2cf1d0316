"""The word-level difference of two wordings: which words are kept, taken out and put in, block by block.

Words, numbers and dates are compared whole, and so is their look: a word made bold is a changed word. Matches that are
lost between changes are given up, so that a rewritten sentence is shown as replaced and not as scattered words. Nothing
is hidden: what is kept and taken out is the old block, what is kept and put in the new one, to the character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, Literal

from rapidfuzz.distance import LCSseq

from specgen.wording.sequences import common_pairs
from specgen.wording.wording import Block, Blocks, Inline, Placeholder, Run

Mark = Literal["kept", "removed", "added"]

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_TOKEN = re.compile(
    rf"\d{{1,2}} {_MONTH} \d{{4}}"  # a date is one word: a changed day is a changed date
    r"|[£$€]?\d+(?:[.,/:–-]\d+)*\w*%?"  # 1,250  2.2.4  2026-09-30  2026/27  £500,000  80%  6D
    r"|\w+(?:['’-]\w+)*%?"
    r"|\S"
)
_SENTENCE_END = re.compile(r"[.!?:;]")
_ALIKE = 0.4
"""Two blocks with a smaller share of words in common are not compared: the old is shown as removed, the new as added.
"""
_SENTENCE_KEPT = 0.4
"""A sentence that keeps a smaller share of its words was rewritten."""
_ISLAND_WORDS = 3
"""A longer row of kept words is never given up for the changes round it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A row of words with one fate."""

    mark: Mark
    inlines: tuple[Inline, ...]

    @property
    def text(self) -> str:
        """Its words; a placeholder stands as `{{ name }}`."""
        return Block("paragraph", self.inlines).text


@dataclass(frozen=True, slots=True)
class BlockDifference:
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


@dataclass(frozen=True, slots=True)
class _Token:
    """A word with the white space before it. `key` is what must be equal for two words to be the same."""

    key: Hashable
    space: tuple[Inline, ...]
    word: tuple[Inline, ...]
    letters: int
    ends_sentence: bool


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
    before, after = _tokens(old.inlines), _tokens(new.inlines)
    pairs = _kept_pairs(before, after)
    marked: list[tuple[Mark, Inline]] = []
    i = j = 0
    for a, b in pairs:
        removed = [part for token in before[i:a] for part in (*token.space, *token.word)]
        added = [part for token in after[j:b] for part in (*token.space, *token.word)]
        last, next_ = before[a], after[b]
        if last.space == next_.space:
            shared = _shared_start(removed, added) if removed and added else 0
            marked += [("kept", part) for part in removed[:shared]]
            marked += [("removed", part) for part in removed[shared:]] + [("added", part) for part in added[shared:]]
            marked += [("kept", part) for part in last.space]
        else:
            marked += [("removed", part) for part in (*removed, *last.space)]
            marked += [("added", part) for part in (*added, *next_.space)]
        marked += [("kept", part) for part in last.word]
        i, j = a + 1, b + 1
    return tuple(
        Stretch(mark, joined_runs(part for _, part in group))
        for mark, group in groupby(marked, key=lambda entry: entry[0])
    )


def joined_runs(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """The parts with neighbouring runs of one look made one run; empty runs are dropped."""
    joined: list[Inline] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, Run) and isinstance(last, Run) and _look(part) == _look(last):
            joined[-1] = Run(last.text + part.text, *_look(last))
        elif not isinstance(part, Run) or part.text:
            joined.append(part)
    return tuple(joined)


def _look(run: Run) -> tuple[bool, bool, bool]:
    return run.bold, run.italic, run.gap


def _alone(block: Block, mark: Mark) -> BlockDifference:
    stretches = (Stretch(mark, block.inlines),) if block.inlines else ()
    return BlockDifference(block, None, stretches) if mark == "removed" else BlockDifference(None, block, stretches)


def _tokens(inlines: Sequence[Inline]) -> list[_Token]:
    """The words of a block, and an empty last one that carries the white space at its end."""
    atoms: list[Inline] = [
        atom
        for part in inlines
        for atom in ([part] if isinstance(part, Placeholder) else [Run(letter, *_look(part)) for letter in part.text])
    ]
    text = "".join(atom.text if isinstance(atom, Run) else "\ufffc" for atom in atoms)
    tokens: list[_Token] = []
    position = 0
    for match in _TOKEN.finditer(text):
        space, word = joined_runs(atoms[position : match.start()]), joined_runs(atoms[match.start() : match.end()])
        letters = sum(letter.isalnum() or letter == "\ufffc" for letter in match.group())
        tokens.append(_Token(word, space, word, letters, _SENTENCE_END.fullmatch(match.group()) is not None))
        position = match.end()
    return [*tokens, _Token(None, joined_runs(atoms[position:]), (), 0, True)]


def _shared_start(removed: Sequence[Inline], added: Sequence[Inline]) -> int:
    """1 when both rows begin with the same white space, which is then kept."""
    first = removed[0]
    return int(first == added[0] and isinstance(first, Run) and first.text.isspace())


def _kept_pairs(old: Sequence[_Token], new: Sequence[_Token]) -> list[tuple[int, int]]:
    """The indexes of the words that are shown as kept, ending with the pair of the two ends."""
    pairs = _common([token.key for token in old[:-1]], [token.key for token in new[:-1]])
    pairs = _at_sentence_starts(pairs, old, new)
    pairs = _without_islands(pairs, old, new)
    pairs = _without_rewritten_sentences(pairs, old, new)
    return [*_without_islands(pairs, old, new), (len(old) - 1, len(new) - 1)]


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The indexes of a longest common row of the two."""
    return [
        (step.src_start + n, step.dest_start + n)
        for step in LCSseq.opcodes(*_numbered(old, new))
        if step.tag == "equal"
        for n in range(step.src_end - step.src_start)
    ]


def _numbered(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[list[int], list[int]]:
    """The same rows as numbers: rapidfuzz would compare hashes, and two words may share one."""
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in old], [
        numbers.setdefault(key, len(numbers)) for key in new
    ]


def _islands(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The pairs in rows of neighbours."""
    rows: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if rows and rows[-1][-1] == (pair[0] - 1, pair[1] - 1):
            rows[-1].append(pair)
        else:
            rows.append([pair])
    return rows


def _without_islands(
    pairs: list[tuple[int, int]], old: Sequence[_Token], new: Sequence[_Token]
) -> list[tuple[int, int]]:
    """The pairs without the short rows that lie between longer changes."""

    def letters(tokens: Sequence[_Token], start: int, end: int) -> int:
        return sum(token.letters for token in tokens[start:end])

    while True:
        rows = [[(-1, -1)], *_islands(pairs), [(len(old) - 1, len(new) - 1)]]
        gaps = [(letters(old, a[-1][0] + 1, b[0][0]), letters(new, a[-1][1] + 1, b[0][1])) for a, b in pairwise(rows)]
        lost = [
            index
            for index, row in enumerate(rows[1:-1])
            if sum(old[i].letters > 0 for i, _ in row) <= _ISLAND_WORDS
            and letters(old, row[0][0], row[-1][0] + 1) <= (least := min(max(gaps[index]), max(gaps[index + 1])))
            and least > 0
            and all(gaps[index][side] + gaps[index + 1][side] for side in (0, 1))
        ]
        if not lost:
            return pairs
        pairs = [pair for index, row in enumerate(rows[1:-1]) if index not in lost for pair in row]


def _without_rewritten_sentences(
    pairs: list[tuple[int, int]], old: Sequence[_Token], new: Sequence[_Token]
) -> list[tuple[int, int]]:
    """The pairs without those of a sentence that keeps a small share of the words of either side."""
    old_ends, new_ends = ([n for n, token in enumerate(side) if token.ends_sentence] for side in (old, new))

    def words(tokens: Sequence[_Token], ends: Sequence[int], sentence: int) -> int:
        start = ends[sentence - 1] + 1 if sentence else 0
        return sum(token.letters > 0 for token in tokens[start : ends[sentence]])

    kept: list[tuple[int, int]] = []
    for sentence, group in groupby(pairs, key=lambda pair: _sentence(new_ends, pair[1])):
        members = list(group)
        shared = sum(old[i].letters > 0 for i, _ in members)
        theirs = {_sentence(old_ends, i) for i, _ in members}
        least = min([words(new, new_ends, sentence), *(words(old, old_ends, other) for other in theirs)])
        if shared >= _SENTENCE_KEPT * least:
            kept += members
    return kept


def _sentence(ends: Sequence[int], index: int) -> int:
    return bisect_right(ends, index - 1)


def _at_sentence_starts(
    pairs: list[tuple[int, int]], old: Sequence[_Token], new: Sequence[_Token]
) -> list[tuple[int, int]]:
    """The pairs with a row that was only put in, or only taken out, moved to begin with a sentence where it can.

    “A. [The B. ]The C.” reads better than “A. The [B. The ]C.”, and says the same.
    """
    moved = [[i for i, _ in pairs], [j for _, j in pairs]]
    for index in range(1, len(pairs)):
        for side, tokens in ((0, old), (1, new)):
            mine, other = moved[side], moved[1 - side]
            first, last = mine[index - 1] + 1, mine[index]
            if first == last or other[index - 1] + 1 != other[index]:
                continue
            back = 0
            while not tokens[first - back - 1].ends_sentence:
                back += 1
                if (
                    back > index
                    or (mine[index - back], other[index - back]) != (first - back, other[index] - back)
                    or tokens[first - back].key != tokens[last - back].key
                ):
                    back = 0
                    break
                if first == back:
                    break
            for n in range(1, back + 1):
                mine[index - n] = last - n
    return list(zip(*moved, strict=True))


def _paired_blocks(old: Blocks, new: Blocks) -> list[tuple[int, int]]:
    """The indexes of the blocks that belong together: equal ones first, then between them the most alike, in order."""
    pairs: list[tuple[int, int]] = []
    i = j = 0
    for a, b in (*_common(old, new), (len(old), len(new))):
        pairs += [(i + x, j + y) for x, y in _most_alike(old[i:a], new[j:b])]
        pairs += [(a, b)] if a < len(old) and b < len(new) else []
        i, j = a + 1, b + 1
    return pairs


def _most_alike(old: Blocks, new: Blocks) -> list[tuple[int, int]]:
    """The pairing, in order, whose likenesses add up to the most; blocks that are too unlike are not paired."""
    if not old or not new:
        return []
    rows = [[token.key for token in _tokens(block.inlines)] for block in old]
    columns = [[token.key for token in _tokens(block.inlines)] for block in new]
    alike = [[_likeness(row, column) for column in columns] for row in rows]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for x in range(len(old) - 1, -1, -1):
        for y in range(len(new) - 1, -1, -1):
            together = best[x + 1][y + 1] + alike[x][y] if alike[x][y] >= _ALIKE else 0.0
            best[x][y] = max(best[x + 1][y], best[x][y + 1], together)
    pairs: list[tuple[int, int]] = []
    x = y = 0
    while x < len(old) and y < len(new):
        if alike[x][y] >= _ALIKE and best[x][y] == best[x + 1][y + 1] + alike[x][y]:
            pairs.append((x, y))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1
    return pairs


def _likeness(old: Sequence[Hashable], new: Sequence[Hashable]) -> float:
    """The share of the two blocks' words that are in both, in order, from 0 to 1; their empty ends do not count."""
    words = len(old) + len(new) - 2
    return 2 * (LCSseq.similarity(*_numbered(old, new)) - 1) / words if words else 1.0


# Comparing two paragraphs word by word, so that a person can read what changed.
#
# Works on plain sequences: what stands in a paragraph is made into atoms elsewhere (compare_inline.py).

_JOINERS: Final = "\u0300-\u036f\u1ab0-\u1aff\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
TOKEN: Final = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?(?!\w)"  # 30 September 2026
    rf"|{_MONTH} \d{{4}}(?!\w)"
    r"|[£$€]?\d+(?:[.,:/\-]\d+)*(?:%|(?:st|nd|rd|th)\b)?(?!\w)"  # £1,250.50, 80%, 2026/27, 2026-09-30
    rf"|[\w{_JOINERS}]+(?:['’\-][\w{_JOINERS}]+)*"  # whole words: Commissioner’s, co-production
    r"|\s+"
    r"|[\U0001f1e6-\U0001f1ff]{2}"  # a flag is two letters
    rf"|.(?:[{_JOINERS}]|(?<=\u200d)\S)*",
    re.DOTALL,
)
"""What is never cut: a date, a number with its sign and separators, a word, a stretch of spaces, or one other
character."""

LEAST_ALIKE: Final = 0.5
"""Two paragraphs are compared word by word when at least half of their words (both counted) are the same in order.
Below that more is struck and put in than stays, and a reader reads two whole sentences faster than one stitched
together."""
LEAST_KEPT: Final = 0.3
"""When giving up scattered matches leaves less than this part of a paragraph, the rest is given up too."""

Op = Literal["same", "del", "ins"]


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the comparison: old atoms `old_from:old_to`, new atoms `new_from:new_to` (empty on one side if not
    same)."""

    op: Op
    old_from: int
    old_to: int
    new_from: int
    new_to: int


@dataclass(frozen=True, slots=True)
class Token:
    """One atom for the comparison: equal keys match. `weight` is how much of the text it is; a fast one is never given
    up."""

    key: Hashable
    weight: int
    space: bool = False
    fast: bool = False


def tokens_of(text: str) -> list[str]:
    """The tokens of `text`; joined they are `text`."""
    return TOKEN.findall(text)


def likeness(old: Sequence[Hashable], new: Sequence[Hashable]) -> float:
    """How much of both sequences is the same in order, from 0 to 1 (twice the common part over both lengths)."""
    whole = len(old) + len(new)
    return 1.0 if whole == 0 else 2 * LCSseq.similarity(old, new) / whole


def steps_between(old: Sequence[Token], new: Sequence[Token], whole: bool = False) -> list[Step]:
    """The steps from `old` to `new`, in order, deletions before insertions at one place.

    `whole` gives up every match but the fast ones. Spaces never match on their own: they go with the words round them.
    """
    pairs = _matches(old, new)
    kept = [pair for pair in pairs if old[pair[0]].fast] if whole else _without_confetti(old, new, pairs)
    return _steps(old, new, kept)


def restricted(
    old: Sequence[Token], new: Sequence[Token], steps: list[Step], dropped: set[tuple[int, int]]
) -> list[Step]:
    """The steps without the matches in `dropped` (pairs of indexes)."""
    pairs = [
        (step.old_from + each, step.new_from + each)
        for step in steps
        if step.op == "same"
        for each in range(step.old_to - step.old_from)
        if not old[step.old_from + each].space and (step.old_from + each, step.new_from + each) not in dropped
    ]
    return _steps(old, new, pairs)


def _matches(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[int, int]]:
    """The longest common sequence of what is no space, as pairs of indexes."""
    numbers: dict[Hashable, int] = {}
    old_at = [index for index, token in enumerate(old) if not token.space]
    new_at = [index for index, token in enumerate(new) if not token.space]
    old_keys = [numbers.setdefault(old[index].key, len(numbers)) for index in old_at]
    new_keys = [numbers.setdefault(new[index].key, len(numbers)) for index in new_at]
    return [(old_at[i], new_at[j]) for i, j in common_pairs(old_keys, new_keys)]


@dataclass(slots=True)
class _Stretch:
    """Matches in a row (`pairs`), or a change with its weights."""

    pairs: list[tuple[int, int]]
    out: int = 0
    put: int = 0
    weight: int = 0
    fast: bool = False


def _without_confetti(
    old: Sequence[Token], new: Sequence[Token], pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Give up a stretch of matches that weighs no more than what changes on each side of it, again and again."""
    kept: list[_Stretch] = []
    for stretch in _stretches(old, new, pairs):
        kept.append(stretch)
        while len(kept) >= 3 and not kept[-1].pairs and _gives_up(kept[-3], kept[-2], kept[-1]):
            after, middle, before = kept.pop(), kept.pop(), kept.pop()
            kept.append(_Stretch([], before.out + middle.weight + after.out, before.put + middle.weight + after.put))
    weight = sum(stretch.weight for stretch in kept)
    most = max(sum(token.weight for token in old), sum(token.weight for token in new), 1)
    if weight < LEAST_KEPT * most and any(not stretch.pairs for stretch in kept):
        return [pair for stretch in kept for pair in stretch.pairs if old[pair[0]].fast]
    return [pair for stretch in kept for pair in stretch.pairs]


def _gives_up(before: _Stretch, middle: _Stretch, after: _Stretch) -> bool:
    if before.pairs or middle.fast:
        return False
    return middle.weight <= max(before.out, before.put) and middle.weight <= max(after.out, after.put)


def _stretches(old: Sequence[Token], new: Sequence[Token], pairs: list[tuple[int, int]]) -> list[_Stretch]:
    found: list[_Stretch] = []
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        out = sum(token.weight for token in old[i:a])
        put = sum(token.weight for token in new[j:b])
        if out or put:
            found.append(_Stretch([], out, put))
        if a < len(old):
            if not found or not found[-1].pairs:
                found.append(_Stretch([]))
            found[-1].pairs.append((a, b))
            found[-1].weight += old[a].weight
            found[-1].fast = found[-1].fast or old[a].fast
        i, j = a + 1, b + 1
    return found


def _steps(old: Sequence[Token], new: Sequence[Token], pairs: list[tuple[int, int]]) -> list[Step]:
    steps: list[Step] = []
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        _gap(steps, old, new, (i, a), (j, b))
        if a < len(old):
            _same(steps, a, b)
        i, j = a + 1, b + 1
    return steps


def _gap(
    steps: list[Step], old: Sequence[Token], new: Sequence[Token], olds: tuple[int, int], news: tuple[int, int]
) -> None:
    """What lies between two matches: equal spaces at its edges stay, the rest is struck and put in."""
    (i, a), (j, b) = olds, news
    while i < a and j < b and old[i].space and new[j].space and old[i].key == new[j].key:
        _same(steps, i, j)
        i, j = i + 1, j + 1
    tail = 0
    while (
        i < a - tail
        and j < b - tail
        and old[a - tail - 1].space
        and new[b - tail - 1].space
        and old[a - tail - 1].key == new[b - tail - 1].key
    ):
        tail += 1
    if i < a - tail:
        steps.append(Step("del", i, a - tail, j, j))
    if j < b - tail:
        steps.append(Step("ins", a - tail, a - tail, j, b - tail))
    for each in range(tail):
        _same(steps, a - tail + each, b - tail + each)


def _same(steps: list[Step], i: int, j: int) -> None:
    last = steps[-1] if steps else None
    if last is not None and last.op == "same" and last.old_to == i and last.new_to == j:
        steps[-1] = Step("same", last.old_from, i + 1, last.new_from, j + 1)
    else:
        steps.append(Step("same", i, i + 1, j, j + 1))
