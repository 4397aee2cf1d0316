"""The laws of comparing sequences: what is paired is equal and rises, and as much is paired as can be."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from specgen.wording.difference import tokens_of
from specgen.wording.sequences import common_pairs, heaviest, rising

SMALL = st.lists(st.integers(0, 6), max_size=30)


@given(SMALL, SMALL)
def test_common_pairs_are_equal_rise_and_are_as_many_as_can_be(old: list[int], new: list[int]) -> None:
    pairs = common_pairs(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    assert len(pairs) == LCSseq.similarity(old, new)


@given(st.lists(st.integers(0, 500), min_size=1100, max_size=1300), st.integers(0, 1000))
def test_long_sequences_with_a_cut_are_still_paired_in_order(old: list[int], cut: int) -> None:
    new = [*old[cut : cut + 50], *old[:cut], *old[cut + 60 :]]
    pairs = common_pairs(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(st.lists(st.integers(0, 30), unique=True, max_size=20))
def test_the_longest_rising_row_rises(seconds: list[int]) -> None:
    chosen = rising(list(enumerate(seconds)))
    assert [second for _, second in chosen] == sorted(second for _, second in chosen)
    assert not seconds or chosen


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.floats(0.1, 5)), max_size=12))
def test_the_heaviest_row_rises_and_is_not_lighter_than_any_single_pair(
    candidates: list[tuple[int, int, float]],
) -> None:
    chosen = heaviest(candidates)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(chosen))
    weights = {(i, j): max(weight for a, b, weight in candidates if (a, b) == (i, j)) for i, j, _ in candidates}
    assert sum(weights[pair] for pair in chosen) >= max((weight for _, _, weight in candidates), default=0.0) - 1e-9


@given(st.text())
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens_of(text)) == text
