"""The least change that makes a clause of a stretch of text, however little of the text is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

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
    found = changed_amount(clause, text, *edges(text))[0]
    seen = alignment._worth
    alignment._worth = lambda clause, text, nearest: len(text)
    try:
        assert changed_amount(clause, text, *edges(text))[0] == found
    finally:
        alignment._worth = seen


@given(CLAUSES, TEXTS)
def test_no_more_words_are_kept_than_stand_in_both(clause: list[str | None], text: list[str]) -> None:
    words = [token for token in clause if token is not None and is_word(token)]
    amount = changed_amount(clause, text, *edges(text))[0]
    assert len(words) - amount.removed <= most_kept(Counter(words), text)


@given(CLAUSES, TEXTS)
def test_at_most_each_word_is_kept_as_often_as_it_stands_in_both(clause: list[str | None], text: list[str]) -> None:
    words = [token for token in clause if token is not None]
    assert most_kept(Counter(words), text) == sum(min(words.count(each), text.count(each)) for each in set(words))


def plain_cost(
    clause: list[str | None], text: list[str], starts: Collection[int] | None, ends: Collection[int] | None
) -> int:
    """The least cost by the whole table: what the clause up to each word costs to make of the text up to each."""
    additions = [alignment._addition(token) for token in text]
    row = [0]
    for place, addition in enumerate(additions, 1):
        row.append(0 if place in (starts or ()) else row[-1] + addition)
    for token in clause:
        if token == LIST:
            row = alignment._past_list(row, text, additions, open_start=starts is not None, open_end=ends is not None)
        else:
            row = plain_value(row, text, additions) if token is None else plain_word(row, token, text, additions)
    return row[-1] if ends is None else min((row[end] for end in ends if end < len(row)), default=row[-1])


def plain_word(row: list[int], token: str, text: list[str], additions: list[int]) -> list[int]:
    made = [row[0] + alignment._removal(token)]
    for place, (word, addition) in enumerate(zip(text, additions, strict=True)):
        ways = [made[-1] + addition, row[place + 1] + alignment._removal(token)]
        made.append(min([*ways, row[place]] if word == token else ways))
    return made


def plain_value(row: list[int], text: list[str], additions: list[int]) -> list[int]:
    made, value = [row[0]], row[0]
    for place, (word, addition) in enumerate(zip(text, additions, strict=True), 1):
        value = row[place] if word == BREAK else min(row[place], value)
        made.append(min(value, made[-1] + addition))
    return made


SIDES = st.sampled_from(["closed", "at the breaks", "at the breaks and elsewhere"])


def open_at(side: str, breaks: set[int], elsewhere: set[int]) -> set[int] | None:
    return None if side == "closed" else breaks if side == "at the breaks" else breaks | elsewhere


@given(st.one_of(CLAUSES, st.lists(WORDS, max_size=24)), TEXTS, SIDES, SIDES, st.sets(st.integers(0, 40), max_size=4))
def test_the_quick_way_finds_the_least_cost_that_the_whole_table_holds(
    clause: list[str | None], text: list[str], before: str, after: str, elsewhere: set[int]
) -> None:
    starts, ends = edges(text)
    places = open_at(before, starts, elsewhere), open_at(after, ends, elsewhere)
    assert alignment._cost(clause, text, *places) == plain_cost(clause, text, *places)


def test_a_clause_that_stands_there_whole_was_not_changed() -> None:
    clause = ["the", "Provider", "must", "offer", "plans", "in", "each", "year", "."]
    text = ["Heading", BREAK, *clause, BREAK, "the", "plans"]
    assert changed_amount(clause, text, *edges(text))[0] == Amount()
    text[4] = "may"
    assert changed_amount(clause, text, *edges(text))[0] == Amount(removed=1, added=1)
