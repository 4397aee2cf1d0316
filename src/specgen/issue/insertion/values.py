"""What a clause that stands in a document by its words alone says otherwise than is asked for: its values, each beside
the one that stands there."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Final

from specgen.wording.folded import fold
from specgen.wording.wording import Block, Run, references_in

_ALIKE: Final = 0.5
"""From which share of their words in common two lines are the same line with other values."""


def other_values(near: Sequence[str], own: int, blocks: Sequence[Block], open_blocks: Sequence[Block]) -> list[str]:
    """The lines `blocks` of a clause that do not stand among the lines `near` it, of which the first `own` are the
    clause's: what stands there and what is asked for, or that one of them has no counterpart. A paragraph with a
    reference is passed over, since its number is the document's own; `open_blocks` are the clause's paragraphs with
    their references open."""
    referring = [_own_words(block) for block in open_blocks if any(True for _ in references_in((block,)))]
    asked = [block.text for block in blocks if block.kind != "heading" and not _refers(block.text, referring)]
    there = [fold(line) for line in near]
    free = {
        place: line
        for place, line in enumerate(near)
        if line.strip() and not _refers(line, referring) and not any(fold(each) in there[place] for each in asked)
    }
    told: list[str] = []
    for line in asked:
        if any(_value(line) in text for text in there):
            continue
        likest, place = max(((_share(other, line), place) for place, other in free.items()), default=(0.0, -1))
        if likest < _ALIKE:
            told.append(f"“{line}” is asked for and does not stand there")
        else:
            told.append(_apart(free.pop(place), line))
    values = [_value(line) for line in asked]
    heads = {fold(block.text) for block in blocks if block.kind == "heading"}
    return told + [
        f"“{line}” stands there and is not asked for"
        for place, line in free.items()
        if place < own and there[place] not in heads and not any(value in there[place] for value in values)
    ]


def _value(line: str) -> str:
    """What a line says, without the name before it, which a table has in a cell of its own."""
    _, colon, value = line.partition(": ")
    return fold(value if colon else line)


def _own_words(block: Block) -> str:
    return max([part.text for part in block.inlines if isinstance(part, Run)], key=len, default="")


def _refers(line: str, referring: Sequence[str]) -> bool:
    return any(words in line for words in referring if words)


def _share(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _apart(there: str, asked: str) -> str:
    """Where two lines differ, by whole words, and after which."""
    one, other = there.split(), asked.split()
    before = _alike(one, other)
    after = _alike(one[before:][::-1], other[before:][::-1])
    stands, wanted = (" ".join(words[before : len(words) - after]) for words in (one, other))
    where = " ".join(other[max(before - 4, 0) : before])
    return f"“{stands}” stands there and “{wanted}” is asked for{f', after “{where}”' if where else ''}"


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two lines begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
