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
from typing import Literal

from rapidfuzz.distance import LCSseq

from specgen.wording import Block, Blocks, Inline, Placeholder, Run

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
"""Two blocks with a smaller share of words in common are not compared: the old is shown as removed, the new as added."""
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
        Stretch(mark, joined_runs(part for _, part in group)) for mark, group in groupby(marked, key=lambda entry: entry[0])
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
        atom for part in inlines for atom in ([part] if isinstance(part, Placeholder) else [Run(letter, *_look(part)) for letter in part.text])
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
        for step in LCSseq.opcodes(*_numbered(old, new)) if step.tag == "equal" for n in range(step.src_end - step.src_start)
    ]


def _numbered(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[list[int], list[int]]:
    """The same rows as numbers: rapidfuzz would compare hashes, and two words may share one."""
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in old], [numbers.setdefault(key, len(numbers)) for key in new]


def _islands(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The pairs in rows of neighbours."""
    rows: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if rows and rows[-1][-1] == (pair[0] - 1, pair[1] - 1):
            rows[-1].append(pair)
        else:
            rows.append([pair])
    return rows


def _without_islands(pairs: list[tuple[int, int]], old: Sequence[_Token], new: Sequence[_Token]) -> list[tuple[int, int]]:
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


def _at_sentence_starts(pairs: list[tuple[int, int]], old: Sequence[_Token], new: Sequence[_Token]) -> list[tuple[int, int]]:
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
                if back > index or (mine[index - back], other[index - back]) != (first - back, other[index] - back) or tokens[first - back].key != tokens[last - back].key:
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
