"""One redline of three states of a clause: as issued, as changed without tracking, and as changed with tracking on top.

Accepting all gives the third, rejecting all the first. What was put in without tracking and struck with it is a
deletion inside an insertion, as Word writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from specgen.review.findings import difference
from specgen.wording.difference import Mark
from specgen.wording.wording import Block, Blocks, Redlined, RedlinedBlock, RedlinedWords, Run, Signature


class StepBlock(Struct, frozen=True):
    """A paragraph in one step from old to new: its form on each side, None where it is not, and its words with their
    fate."""

    old: Block | None
    new: Block | None
    words: tuple[tuple[Mark, str], ...]


def steps(old: Blocks, new: Blocks) -> list[StepBlock]:
    """The two wordings paragraph by paragraph: kept, taken out and put in."""
    found: list[StepBlock] = []
    i = j = 0
    for each in difference([block.text for block in old], [block.text for block in new]):
        found.append(
            StepBlock(
                old[i] if each.old is not None else None,
                new[j] if each.new is not None else None,
                tuple((stretch.mark, stretch.text) for stretch in each.stretches),
            )
        )
        i, j = i + (each.old is not None), j + (each.new is not None)
    return found


def clause_redline(issued: Blocks, between: Blocks, theirs: Blocks, first: Signature, second: Signature) -> Redlined:
    """The redline from `issued` over `between` to `theirs`; the `first` signed what led to `between`, the `second` the
    rest."""
    return Redlined(tuple(_joined(steps(issued, between), steps(between, theirs), first, second)))


def _joined(
    one: Sequence[StepBlock], two: Sequence[StepBlock], first: Signature, second: Signature
) -> Iterator[RedlinedBlock]:
    later = iter(two)
    for step in one:
        if step.new is None:
            assert step.old is not None
            yield RedlinedBlock(step.old, tuple(_merged(step.words, (), first, second)), struck=first)
            continue
        for each in later:
            if each.old is None:  # put in before the paragraph that `step` led to
                yield _put_in(each, second)
                continue
            yield RedlinedBlock(
                each.new or each.old,
                tuple(_merged(step.words, each.words, first, second)),
                put_in=first if step.old is None else None,
                struck=second if each.new is None else None,
            )
            break
    yield from (_put_in(each, second) for each in later)


def _put_in(step: StepBlock, signature: Signature) -> RedlinedBlock:
    assert step.new is not None
    words = tuple(RedlinedWords((Run(text),), put_in=signature) for _, text in step.words)
    return RedlinedBlock(step.new, words, put_in=signature)


def _merged(
    one: Sequence[tuple[Mark, str]], two: Sequence[tuple[Mark, str]], first: Signature, second: Signature
) -> Iterator[RedlinedWords]:
    """The words of both steps in one row. What the first keeps or puts in is what the second keeps or strikes."""
    before, after = list(reversed(one)), list(reversed(two))
    while before or after:
        if before and before[-1][0] == "removed":
            yield RedlinedWords((Run(before.pop()[1]),), struck=first)
        elif after and after[-1][0] == "added":
            yield RedlinedWords((Run(after.pop()[1]),), put_in=second)
        else:
            (mark, text), (fate, other) = before.pop(), after.pop()
            length = min(len(text), len(other))
            if length < len(text):
                before.append((mark, text[length:]))
            if length < len(other):
                after.append((fate, other[length:]))
            yield RedlinedWords(
                (Run(text[:length]),), first if mark == "added" else None, second if fate == "removed" else None
            )
