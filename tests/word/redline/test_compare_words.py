"""The comparison of two paragraphs, word by word."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from specgen.wording.difference import likeness, most_alike, steps_between, text_token, tokens_of


def shown(old: str, new: str, fast: str = "") -> str:
    """The comparison as text: [-struck-] and [+put in+]."""
    olds, news = ([replace(text_token(word), fast=word == fast) for word in tokens_of(text)] for text in (old, new))
    made = ""
    for step in steps_between(olds, news):
        struck, put_in = (
            "".join(str(token.key) for token in held)
            for held in (olds[step.old_from : step.old_to], news[step.new_from : step.new_to])
        )
        made += {"same": struck, "del": f"[-{struck}-]", "ins": f"[+{put_in}+]"}[step.op]
    return made


@pytest.mark.parametrize(
    ("old", "new", "made"),
    [
        ("offer 80% of people a plan", "offer 90% of people a plan", "offer [-80%-][+90%+] of people a plan"),
        ("The quick fox", "The fox", "The[- quick-] fox"),
        ("The fox", "The quick fox", "The[+ quick+] fox"),
        ("apples and pears", "oranges and plums", "[-apples and pears-][+oranges and plums+]"),
        ("a  b", "a b", "a[-  -][+ +]b"),
        ("", "all new", "[+all new+]"),
        ("all gone", "", "[-all gone-]"),
        ("same", "same", "same"),
        ("end of it.", "end of it, and more.", "end of it[+, and more+]."),
    ],
)
def test_a_comparison_reads_well(old: str, new: str, made: str) -> None:
    assert shown(old, new) == made


def test_scattered_matches_in_a_rewritten_sentence_are_given_up() -> None:
    old = (
        "The Commissioner will, after talking to the Provider, set the date of the review and tell the Provider of it."
    )
    new = (
        "Each review takes place on a date that the parties agree in writing, or failing that on the last day of "
        "the quarter."
    )
    assert shown(old, new).count("[") == 2


def test_a_match_that_must_not_move_is_kept_in_a_rewritten_sentence() -> None:
    assert (
        shown("alpha beta @ gamma delta", "one two @ three four", fast="@")
        == "[-alpha beta-][+one two+] @ [-gamma delta-][+three four+]"
    )


def test_of_two_texts_with_little_in_common_nothing_is_kept_but_what_must_not_move() -> None:
    assert shown("a b c d @ e", "x y c z @ q", fast="@") == "[-a b c d-][+x y c z+] @ [-e-][+q+]"


def test_likeness_is_one_for_the_same_and_nought_for_nothing_in_common() -> None:
    assert (likeness(["a", "b"], ["a", "b"]), likeness(["a"], ["b"]), likeness([], [])) == (1.0, 0.0, 1.0)
    assert likeness(["a", "b", "c", "d"], ["a", "b"]) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("by 30 September 2026.", ["by", " ", "30 September 2026", "."]),
        ("on 1st April", ["on", " ", "1st April"]),
        ("2026/27, 2026-09-30", ["2026/27", ",", " ", "2026-09-30"]),
        ("£1,250.50 or 80%", ["£1,250.50", " ", "or", " ", "80%"]),
        ("Commissioner’s co-production", ["Commissioner’s", " ", "co-production"]),
        ("clause 3.2.1(b)", ["clause", " ", "3.2.1", "(", "b", ")"]),
        ("e\u0301tude 👩‍🚀!", ["e\u0301tude", " ", "👩‍🚀", "!"]),
        ("may 2026ish", ["may", " ", "2026ish"]),
        ("Decide by May 2026", ["Decide", " ", "by", " ", "May 2026"]),
        ("Mayor and Junes", ["Mayor", " ", "and", " ", "Junes"]),
        ("April\u00a02026\t in", ["April\u00a02026", "\t", " ", "in"]),
        ("x 3rd of\u202fDecx", ["x", " ", "3rd", " ", "of", "\u202f", "Decx"]),
    ],
)
def test_words_numbers_and_dates_are_one_token_each(text: str, tokens: list[str]) -> None:
    assert tokens_of(text) == tokens


class Word(str):
    """A word whose place in a set hangs on `salt`, as that of every word does from one run of a program to the next."""

    __slots__ = ()
    salt = 0

    def __hash__(self) -> int:
        return hash((Word.salt, str(self))) if Word.salt % 2 else -hash((Word.salt, str(self)))


def test_which_paragraphs_belong_together_does_not_hang_on_the_order_of_a_set() -> None:
    found = []
    for salt in range(6):
        Word.salt = salt
        old = [[Word(f"only {number}")] for number in range(60)]
        # Each new paragraph has a word of eight old ones, and six are weighed.
        new = [[Word(f"only {(number * 7 + each) % 60}") for each in range(8)] for number in range(60)]
        found.append(most_alike(old.__getitem__, new.__getitem__, range(60), range(60), lambda i, j: 0.5))
    assert found[0]
    assert all(each == found[0] for each in found)
