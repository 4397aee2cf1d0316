"""Options to extend as contracts word them: the latest day of the notice is right, or the option is not read. A day
that is plausible and wrong would let a right lapse, or make a notice that extends nothing."""

from datetime import date

import pytest
from tests.checks.contracts import shipped

from specgen.assembly.ledger.days import BankHolidays, latest_notice
from specgen.contract.dates import option_of

END = date(2029, 3, 31)
HOLIDAYS = BankHolidays(shipped().bank_holidays)

READ = [
    ("The Commissioners may extend by up to two further periods of 12 months, on 6 months' notice", "2028-09-30"),
    ("The Commissioners may extend by two further periods of up to 12 months each on 3 months' notice", "2028-12-31"),
    ("By up to 12 months, by 6 months' written notice", "2028-09-30"),
    ("By up to 12 months on 2 months' notice, no later than 31 December 2028", "2028-12-31"),
    ("By up to 12 months on 6 months' notice, no later than 31 December 2028", "2028-09-30"),
    ("By up to 12 months on three months notice given before 1 March 2028", "2028-02-29"),
    ("The Commissioner may extend by up to 12 months by written notice on or before 30 June 2028", "2028-06-30"),
    ("The Commissioner may extend by up to 12 months by written notice by no later than 30 June 2028", "2028-06-30"),
    ("The Commissioner may extend by up to 12 months, by giving 3 months' notice and by 30 June 2028", "2028-06-30"),
    ("The Commissioner may extend the term by up to 12 months by notice no later than 31/12/2028", "2028-12-31"),
    ("The Commissioner may extend by up to 24 months by notice at least 3 months before the Expiry Date", "2028-12-31"),
    ("The Commissioner may extend by up to 12 months by notice given 12 weeks before expiry", "2029-01-06"),
    ("The Commissioner may, at the Commissioner's sole discretion, extend by a year on 3 months' notice", "2028-12-31"),
    ("The Commissioner may extend once only, by up to 12 months, on 3 months' notice", "2028-12-31"),
    ("The Commissioner may extend by up to 12 months on giving a minimum of three months' notice", "2028-12-31"),
    ("The Commissioner may extend by up to 12 months on 3 calendar months' notice", "2028-12-31"),
    ("NHS Northbeck and Brindle ICB may extend the contract by up to 12 months on 3 months' notice", "2028-12-31"),
    ("May be extended to 31 March 2030 on three months’ notice", "2028-12-31"),
    ("The Commissioner may by notice in writing extend the Term by a period of 12 months", None),
    ("The Commissioner may by notice extend the Term by up to 12 months from the Expiry Date", None),
    ("The Commissioner may extend by up to 12 months on notice given at any time before the Expiry Date", None),
]  # fmt: skip
NOT_READ = """
By up to 12 months on 3 months' notice, given not earlier than 1 March 2028
By up to 12 months on 3 months' notice, for service 02 only
By up to 12 months, on not less than 3 nor more than 6 months' notice
By up to 12 months on 3 months' notice expiring on 31 December 2028
By up to 12 months on 3 months' notice, from the third year
By up to 12 months on 3 months' notice; the second year at a reduced price
By up to 12 months on 30 Business Days' notice
By up to two years on 6 months' notice in the first year and 3 months' notice after that
The Commissioner may extend by up to 24 months by notice given at least 3 months before the Service Review Date
The Commissioner may extend by up to 24 months by notice given at least 3 months before 1 March 2028
The Commissioner may extend by up to 12 months on 3 months' notice before the end of the extension period
The Commissioner may extend by up to 12 months on 3 months' notice, subject to performance
The Commissioner may extend by up to 12 months on 3 months' notice, with the Provider's consent
The Commissioner may by notice extend the Term by at least 6 months
The Commissioner may extend the term by a minimum of 12 months on three months' notice
The Commissioner may extend by 12 months prior to the Expiry Date
The Commissioner may by notice extend the term by 31 March 2030
The Commissioner may extend by up to 12 months by notice received by the Provider by 30 June 2028
The Commissioner may extend by up to 12 months by giving notice of the extension of 12 months
The Commissioner may extend by up to 12 months on notice no later than the end of June 2028
The Commissioner may extend by up to 12 months on notice no later than Midsummer Day
The Commissioner may extend by up to 12 months on 6 months’ notice unless terminated earlier
The Commissioner may extend by up to 12 months, in whole or in part, on 3 months' notice
The Commissioner may extend for the North locality by up to 12 months on 3 months' notice
The Commissioner may extend by up to 12 months on 3 months' notice served by recorded delivery
Up to 12 months on 3 months' notice, to 31 December 2029
May be extended to 31 March 2030 on three months’ notice, but only until 30 June 2029
The Commissioner may extend to 31 March 2030, and to 31 March 2031 after that, on 3 months' notice
The Commissioner may extend by up to 12 months on notice given at any time after 1 April 2028
The Commissioner may extend by up to 12 months on a quarter's notice
The Commissioner may extend by up to 12 months. The notice period is three months
The Commissioner may extend by 12 months or until 31 March 2030, whichever is the earlier, on 3 months' notice
The Commissioner may extend by up to 12 months on 3 months' notice, twice
The Commissioner may extend by up to 12 months on 3 months' notice on no more than two occasions
The Commissioner may extend by two periods of 12 months, 24 months in total, on 3 months' notice
The Commissioner may extend by up to 12 months on 3 months' notice. This option lapses on 31 December 2027
The Commissioner may extend by up to 12 months on notice of 6 months from the Service Review Date
"""


def latest(words: str) -> str | None:
    day = latest_notice(END, option_of(words), HOLIDAYS)
    return day.day.isoformat() if day is not None else None


@pytest.mark.parametrize(("words", "day"), READ)
def test_an_option_of_which_every_word_is_read_has_the_latest_day_that_its_words_give(
    words: str, day: str | None
) -> None:
    assert (latest(words), option_of(words).doubt) == (day, "")


@pytest.mark.parametrize("words", NOT_READ.strip().splitlines())
def test_an_option_with_a_word_that_is_not_read_has_no_latest_day_and_makes_no_notice(words: str) -> None:
    assert latest(words) is None
    assert option_of(words).doubt


@pytest.mark.parametrize(
    "more",
    [
        "for service 02 only", "not before 1 April 2028", "not earlier than 1 March 2028", "no sooner than May 2028",
        "but not in 2028", "within the first two years", "following consultation", "save for the North locality",
        "except in a financial year that has begun", "excluding the weekend service", "at the price of 2028/29",
        "having regard to Schedule 2A", "under clause 7.3", "in accordance with Regulation 13", "as set out below",
        "pro rata", "lapsing on 1 July 2028", "effective on the next Quarter", "or 31 May 2028",
        "whichever comes first",
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", [words for words, day in READ if day is not None])
def test_what_is_added_to_an_option_and_not_read_takes_its_latest_day_and_its_notice(words: str, more: str) -> None:
    for added in (f"{words}, {more}", f"{words} {more}", f"{words}. {more}", f"{more}: {words}", f"{words} ({more})"):
        assert latest(added) is None, added
        assert option_of(added).doubt, added


def test_several_periods_are_each_used_whole_where_up_to_speaks_of_their_number() -> None:
    option = option_of("The Commissioner may extend by up to two further periods of 12 months, on 6 months' notice")
    assert option.unlike(END, date(2030, 3, 31)) is None
    assert option.unlike(END, date(2029, 9, 30)) is not None


def test_the_words_that_are_not_read_are_named() -> None:
    said = option_of("By up to 12 months on 3 months' notice, for service 02 only").doubt
    assert said == "also say “service 02 only”, which specgen does not read"
