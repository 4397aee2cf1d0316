"""Drafted wording that leaves open whether it binds."""

import pytest
from tests.checks.contracts import breaches, contract, everything, problems_of, with_clause

from specgen.checks.words import drafting_words as rule

TEXT = contract("specification:\n  - personalised-care/ours")
OURS = "personalised-care/specification/ours"


@pytest.mark.parametrize(
    "word",
    [
        "will",
        "shall",
        "should",
        "aims to",
        "and/or",
        "appropriate",
        "appropriately",
        "where possible",
        "regular",
        "regularly",
    ],
)
def test_a_word_that_leaves_it_open_is_a_warning(word: str) -> None:
    library = with_clause(OURS, f"The Provider {word} train Staff.")
    assert breaches(rule, TEXT, library) == [("drafting-words", "warning", "- personalised-care/ours")]


def test_all_words_of_a_clause_are_said_together_each_once() -> None:
    library = with_clause(OURS, "1. It will do so.\n2. It should do so and will do so.")
    assert "has “will”, “should”, which" in problems_of(rule, TEXT, library)[0].message


def test_a_field_is_drafted_wording_too() -> None:
    library = with_clause("personalised-care/improvement/ours", "Words.", fields={"benefit": "People will be well."})
    assert len(breaches(rule, contract(after="improvement: [personalised-care/ours]"), library)) == 1


@pytest.mark.parametrize(
    "wording",
    [
        "The Provider must train Staff by the date that “each provider should” names.",
        "The goodwill of an irregular shoulder.",
        "It may do so at the latest on 1 June.",
    ],
)
def test_quoted_words_and_parts_of_words_keep_the_rule(wording: str) -> None:
    assert breaches(rule, TEXT, with_clause(OURS, wording)) == []


def test_quoted_wording_keeps_its_own_words() -> None:
    assert breaches(rule, TEXT, with_clause(OURS, "The provider should ensure it.", origin="national")) == []


def test_the_shipped_drafted_wording_keeps_the_rule() -> None:
    assert breaches(rule, everything()) == []
