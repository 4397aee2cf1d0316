"""The least change that makes a clause of a stretch of text, however little of the text is looked at."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from specgen.recognition import alignment
from specgen.recognition.alignment import BREAK, LIST, Amount, changed_amount, is_word, most_kept

WORDS = st.sampled_from(["the", "Provider", "must", "offer", "plans", ",", ".", "in", "each", "year"])
CLAUSES = st.lists(st.one_of(WORDS, WORDS, WORDS, st.sampled_from([None, LIST])), min_size=1, max_size=24)
TEXTS = st.lists(st.one_of(WORDS, WORDS, WORDS, WORDS, st.just(BREAK)), max_size=30)


def edges(text: list[str]) -> tuple[set[int], set[int]]:
    breaks = [place for place, token in enumerate(text) if token == BREAK]
    return {0, *(place + 1 for place in breaks)}, {len(text), *breaks}


@given(CLAUSES, TEXTS, TEXTS)
def test_what_is_left_out_of_sight_could_not_have_been_less(
    clause: list[str | None], before: list[str], after: list[str]
) -> None:
    text = [*before, *(token for token in clause if token not in (None, LIST)), *after]
    found = changed_amount(clause, text, *edges(text))
    seen = alignment._worth
    alignment._worth = lambda clause, text, nearest: len(text)
    try:
        assert changed_amount(clause, text, *edges(text)) == found
    finally:
        alignment._worth = seen


@given(CLAUSES, TEXTS)
def test_no_more_words_are_kept_than_stand_in_both(clause: list[str | None], text: list[str]) -> None:
    words = [token for token in clause if token is not None and is_word(token)]
    amount = changed_amount(clause, text, *edges(text))
    assert len(words) - amount.removed <= most_kept(Counter(words), text)


def test_a_clause_that_stands_there_whole_was_not_changed() -> None:
    clause = ["the", "Provider", "must", "offer", "plans", "in", "each", "year", "."]
    text = ["Heading", BREAK, *clause, BREAK, "the", "plans"]
    assert changed_amount(clause, text, *edges(text)) == Amount()
    text[4] = "may"
    assert changed_amount(clause, text, *edges(text)) == Amount(removed=1, added=1)
