"""The longest row that two sequences have in common, within bounds: a hostile file must not fill the memory."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from rapidfuzz.distance import LCSseq

LARGEST_PRODUCT: Final = 400_000_000
"""Entries of one row times those of the other that are compared: fifty megabytes of bits."""


def common_row(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The indexes of a longest common row of the two, in order.

    Beyond the bound only what is equal at the start and at the end counts, so that nothing is called equal that is not.
    """
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-end - 1] == new[-end - 1]:
        end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    middle: list[tuple[int, int]] = []
    if before and after and len(before) * len(after) <= LARGEST_PRODUCT:
        numbers: dict[Hashable, int] = {}
        rows = [[numbers.setdefault(key, len(numbers)) for key in side] for side in (before, after)]
        middle = [
            (start + step.src_start + n, start + step.dest_start + n)
            for step in LCSseq.opcodes(*rows) if step.tag == "equal" for n in range(step.src_end - step.src_start)
        ]
    tail = [(len(old) - number, len(new) - number) for number in range(end, 0, -1)]
    return [*((number, number) for number in range(start)), *middle, *tail]


def share_in_common(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of the two texts' words that are in both, in order, from 0 to 1."""
    before, after = (" ".join(lines).split() for lines in (old, new))
    if not before and not after:
        return 1.0
    return 2 * len(common_row(before, after)) / (len(before) + len(after))
