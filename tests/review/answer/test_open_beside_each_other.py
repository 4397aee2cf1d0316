"""Many changes that nobody tracked, marked in the clean file: as if one after the other, and in few trials."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log2
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.review.answer.answer import _beside_each_other

Way = list[Any]


def one_by_one(marked: Way, silent: Sequence[Sequence[Way]], stands: Any) -> Way | None:
    """Each in the first way in which it can stand beside those before it."""
    for ways in silent:
        found = next((way for way in ways if stands([*marked, *way])), None)
        if found is None:
            return None
        marked = [*marked, *found]
    return marked


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 40),
    st.lists(st.sets(st.tuples(st.integers(0, 39), st.integers(0, 2)), min_size=1, max_size=3), max_size=6),
)
def test_trying_many_at_once_marks_what_trying_one_by_one_marks(
    count: int, clashes: list[set[tuple[int, int]]]
) -> None:
    silent: list[list[Way]] = [[[(number, way)] for way in range(3)] for number in range(count)]

    def stands(marked: Way) -> bool:
        return not any(clash <= {*marked} for clash in clashes)

    def write(marked: Way) -> Any:
        return ("written", []) if stands(marked) else (None, ["they do not stand beside each other"])

    wanted = one_by_one([], silent, stands)
    marked, made, problems = _beside_each_other([], silent, write)
    assert (made is None) == (wanted is None) == bool(problems)
    assert wanted is None or marked == wanted


def test_of_three_hundred_changes_few_are_tried_alone() -> None:
    silent: list[list[Way]] = [[[(number, way)] for way in range(2)] for number in range(300)]
    trials = 0

    def write(marked: Way) -> Any:
        nonlocal trials
        trials += 1
        clash = {(100, 0), (101, 0)} <= {*marked} or (200, 0) in marked
        return (None, ["no"]) if clash else ("written", [])

    marked, made, _ = _beside_each_other([], silent, write)
    found: list[Any] = list(marked)
    assert made and [way for _, way in found].count(1) == 2
    assert trials <= 2 * 2 * ceil(log2(300)) + 3
