"""A notice of extension in two lengths, or longer than the term."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.numbers import notice_cannot_be_kept as rule

SLUG = "notice-cannot-be-kept"


def told(words: str, particulars: str = "", end: str = "2029-03-31") -> list[tuple[str, str]]:
    text = contract("", particulars=particulars).replace("2029-03-31}", f'{end}, extension: "{words}"}}')
    return [(slug, severity) for slug, severity, _ in breaches(rule, text)]


@pytest.mark.parametrize(
    "words",
    [
        "The Commissioner may extend by up to two years, on six months’ written notice; notice must be given not less "
        "than twelve months before the last day",
        "By one year, on 6 months’ notice. Notice is given 12 months before the end",
        "May be extended by two years on three months’ written notice, notice of not less than one year",
    ],
)
def test_one_option_with_two_lengths_of_notice_is_told(words: str) -> None:
    assert told(words) == [(SLUG, "warning")]


@pytest.mark.parametrize(
    "words",
    [
        "The Co-ordinating Commissioner may extend the term once, by up to two years, on six months’ written notice",
        "By up to two years, on not less than six months’ notice",
        "By a year, on not less than six and not more than twelve months’ notice",
        "By a year, on not less than 6 months’ and not more than 12 months’ notice",
        "By a year on twelve months’ notice and by a second year on six months’ notice",
        "By a year, on six months’ notice; the Provider may decline on three months’ notice",
        "By a year, on 12 months’ notice of the intention to extend, confirmed by six months’ notice",
        "By a year, on six months’ notice; the contract may be terminated on twelve months’ notice",
        "By a year, on six months’ (26 weeks’) notice, that is 26 weeks’ notice",
        "One year, on 3 months’ notice, given 13 weeks before the end",
        "two years",
        "none",
        "The term may not be extended",
        "By up to two years; notice is given by 30 September 2028",
    ],
)
def test_one_length_a_range_two_options_and_two_parties_are_right(words: str) -> None:
    assert told(words) == []


def test_a_notice_longer_than_the_term_is_told() -> None:
    words = "The Commissioner may extend the term by one year, on eighteen months’ written notice"
    assert told(words, end="2027-03-31") == [(SLUG, "warning")]
    assert told(words, end="2027-10-31") == []
    assert told(words, end="2029-03-31") == []
    assert told("By a year; notice is to be given by 31 December 2025") == [(SLUG, "warning")]


def test_a_notice_that_can_be_given_between_agreement_and_the_first_day_is_right() -> None:
    words = "The Commissioner may extend the term by one year, on eighteen months’ written notice"
    assert told(words, "date: 2025-06-30", end="2027-03-31") == []


def test_a_contract_that_is_signed_late_is_not_troubled() -> None:
    assert told("By a year, on nine months’ notice", "date: 2026-07-10", end="2027-03-31") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("By 24 months to 31 March 2030, on 6 months' notice", True),
        ("By up to 24 months (to 31 March 2032), on 6 months' notice", True),
        ("By 12 months on notice by 30 June 2029", True),
        ("By 24 months to 31 March 2031, on 6 months' notice", False),
        ("By up to 24 months on 6 months' notice. No extension may go beyond 31 March 2030", False),
        ("Up to 31 March 2031, on 6 months' notice", False),
    ],
)
def test_a_length_and_a_last_day_that_contradict_each_other_are_told(words: str, told: bool) -> None:
    given = "term: {start: 2026-04-01, end: 2029-03-31"
    text = contract().replace(given, f'{given}, extension: "{words}"')
    assert text != contract()
    assert len(breaches(rule, text)) == told
