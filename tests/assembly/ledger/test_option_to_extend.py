"""Options to extend as contracts word them: the latest day of the notice is right, or the option is not read. A day
that is plausible and wrong would let a right lapse, or make a notice that extends nothing."""

from datetime import date

import pytest
from tests.checks.contracts import shipped

from specgen.assembly.ledger.days import BankHolidays, latest_notice
from specgen.contract.extension.option import last_possible_day, option_of

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
    ("The Commissioner may extend by up to 12 months on one month's notice", "2029-02-28"),
    ("The Commissioner may extend by up to 12 months on a month’s notice", "2029-02-28"),
    ("The Commissioner may extend by up to 12 months on 1 month’s written notice", "2029-02-28"),
    ("The Commissioner may extend by up to 12 months on one year's notice", "2028-03-31"),
    ("The Commissioner may extend by up to 12 months on 3 month's notice", "2028-12-31"),
    ("The Commissioner may extend by up to 12 months on one week’s notice", "2029-03-24"),
    ("The Commissioner may extend to 31st March 2031 on one month’s notice", "2029-02-28"),
    ("The Commissioner may extend by up to 12 months on giving the Provider at least 3 months' notice", "2028-12-31"),
    ("The Commissioner may extend by 12 months on serving 3 months' written notice on the Provider", "2028-12-31"),
    ("The Commissioner may extend by 12 months on giving 3 months' notice in writing to the Provider", "2028-12-31"),
    ("The Commissioner must give written notice to that effect to the Provider no later than 3 months before the "
     "original Expiry Date to extend by up to 24 months", "2028-12-31"),
    ("The Co-ordinating Commissioner may, on behalf of all Commissioners, extend by a year on 3 months' notice",
     "2028-12-31"),
    ("Option to extend for up to a further 2 years, exercisable by the Commissioner on 6 months’ notice", "2028-09-30"),
    ("The Commissioner may extend for a maximum period of 24 months on 6 months' notice", "2028-09-30"),
    ("The Commissioner is given the right to extend by up to 12 months on 6 months' notice", "2028-09-30"),
    ("The term may be extended by up to 12 months on the Commissioner giving 6 months' notice", "2028-09-30"),
    ("Up to 12 months at the ICB's discretion on 6 months' notice", "2028-09-30"),
    ("The Commissioner may extend by a year by notifying the Provider in writing by 30 June 2028", "2028-06-30"),
    ("The initial term may be extended by the Commissioner by up to 12 months on 6 months' notice", "2028-09-30"),
    ("The Commissioner may extend the contract by up to 12 months by giving the Provider 3 "
     "months' notice before the expiry of the Initial Term", "2028-12-31"),
    ("The Commissioner may extend by up to 12 months if it gives 6 months' notice", "2028-09-30"),
    ("12 months, at Commissioner's discretion, with 6 months' notice", "2028-09-30"),
    ("The Commissioner may extend on the same terms by up to 12 months on 6 months' notice", "2028-09-30"),
    ("The Commissioner may extend by up to 12 months for all services on 6 months' notice", "2028-09-30"),
    ("The Commissioner may extend by up to 12 months; notice must be given by 30.09.2028", "2028-09-30"),
    ("The Commissioner may extend by up to 12 months; notice must be given by Friday 29 September 2028", "2028-09-29"),
    ("The Commissioner may extend the Contract Term by 24 months to 31 March 2031 on 6 months' notice", "2028-09-30"),
    ("The Commissioner may extend by up to 24 months (to 31 March 2031) on giving not less than 6 months' notice",
     "2028-09-30"),
    ("By 24 months to 31 March 2031, on 6 months' notice", "2028-09-30"),
    ("Up to 2 years (until 31 March 2031), at the Commissioner's discretion, on 12 months' notice", "2028-03-31"),
    ("The Commissioners may extend by up to 24 months in total on 6 months' notice", "2028-09-30"),
    ("The Commissioners may extend by any period up to 24 months in aggregate on 6 months' notice", "2028-09-30"),
    ("The Commissioner may extend by a year by notice given no later than 6 months before 31 March 2029", "2028-09-30"),
    ("The Commissioner may extend until 31 March 2031 by notice given 6 months before 31 March 2029", "2028-09-30"),
    ("The Commissioner may extend by a year by notice 6 months before the Expiry Date (31 March 2029)", "2028-09-30"),
    ("The term may be extended by the Commissioner for one further period of 12 months on three months' notice",
     "2028-12-31"),
    ("By up to 24 months. Notice of 6 months required.", "2028-09-30"),
    ("Yes – up to 24 months on 6 months' notice", "2028-09-30"),
    ("Yes, up to 31 March 2031, on 6 months' notice", "2028-09-30"),
    ("The Commissioners may extend by 24 (twenty-four) months on not less than 6 (six) months' notice", "2028-09-30"),
    ("The Commissioners may extend by 24 (twenty four) months on twenty-six (26) weeks' notice", "2028-09-30"),
    ("The Commissioners may extend by up to twenty-one months on 6 months' notice", "2028-09-30"),
    ("The Commissioners may extend up to and including 31 March 2031 on 6 months' notice", "2028-09-30"),
    ("The Commissioners may extend by up to 12 months provided that notice is served no fewer than 90 days prior to "
     "the Expiry Date", "2028-12-31"),
    ("Extendable by two years at the sole discretion of the Co-ordinating Commissioner on six months' notice",
     "2028-09-30"),
    ("The Commissioner may extend by 12 months, and must notify the Provider by 30 June 2028", "2028-06-30"),
    ("The Commissioner may extend by up to two further periods of 12 months (to 31 March 2031), on 6 months' notice",
     "2028-09-30"),
    ("By up to 12 (twelve) months on six (6) months' notice", "2028-09-30"),
    ("By up to 12 months on 6 months' notice in writing from the Commissioner to the Provider", "2028-09-30"),
    ("By up to 12 months on 6 months' notice by the Co-ordinating Commissioner to the Provider", "2028-09-30"),
    ("The contract term of 3 years may be extended by up to 2 years on 6 months' written notice", "2028-09-30"),
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
The term may be extended by the Provider by up to 24 months on six months’ written notice
The term may be extended by the Commissioner and the Provider together by up to 12 months on 6 months' notice
Option for the Provider to extend by up to 12 months on 3 months' notice
The contract may be extended by the Provider or the Commissioner by up to 12 months on 6 months' notice
Extension by the Provider by up to 12 months on 3 months' written notice
The option to extend by up to 12 months on 3 months' notice is with the Provider
The option to extend by up to 12 months on 3 months' notice is given to the Provider
This gives the Provider the option to extend by up to 12 months on 3 months' notice
The Provider shall be given an option to extend by up to 12 months on 3 months' notice
The grant may be renewed by the Recipient for up to 12 months on 3 months' notice
The Commissioner may extend by up to 12 months on 6 months' notice given by the Commissioner and by the Provider
The Commissioner may extend by up to 12 months on 6 months' notice to and from the Provider
By up to 12 months on 3 months' notice to the Commissioners
By up to 12 months on 3 months' notice given to the Co-ordinating Commissioner
By up to 12 months on giving the Commissioner 3 months' notice
By up to 12 months on 6 months' notice given to all Commissioners
By up to 12 months on 6 months' notice to it
By up to 12 months on 6 months' notice to the ICB
By up to 12 months on 6 months' notice to NHS Northbeck ICB
By up to 12 months on giving NHS Northbeck ICB 6 months' notice
By up to 12 months, the Commissioner to be given 6 months' notice
By up to 12 months; the Commissioner must be given 6 months' notice
The Commissioners must extend by up to 12 months on 6 months' notice
By up to 12 months on 6 months' notice; the Commissioners must give the extension
The contract must be extended by 12 months on 6 months' notice
The term extends by up to 12 months on 6 months' notice
They may together extend by up to 12 months on 6 months' notice
Up to 12 months on 6 months' notice to the Provider, at its option
By up to 12 months at their sole discretion, on 6 months' notice
The Commissioner may extend another contract by up to 12 months on 6 months' notice
Both may extend by up to 12 months on 6 months' notice
The Purchaser may extend by up to 12 months on 6 months' notice
The Board may extend by up to 12 months on 6 months' notice
The Commissioner may extend by up to 12 months on 6 months' notice also in any period of extension
The Commissioner may extend by up to 12 months. Not more than 6 months' notice must be given
The Commissioner may extend by up to 12 months on 3 months' notice. Not more than 6 months' notice must be given
The Commissioner may extend by up to 12 months on up to 6 months' written notice
The Commissioner may extend by up to 12 months on 6 months’ notice, 3 months’ notice in the original term
The Commissioner may extend by up to 12 months on 6 months’ notice, or 3 months’ notice
The Commissioner may extend to 31 March 2031 on 6 months’ notice, 3 months’ notice in the original term
The Commissioner may extend on one year's notice
The Commissioner may extend the Contract Term by 24 months to 31 March 2030 on 6 months' notice
The Commissioner may extend by up to 24 months (to 31 March 2032) on 6 months' notice
Option to extend to 31 March 2031 (12 months); notice by 30 September 2028
The Commissioner may extend by up to two further periods of 12 months (to 31 March 2032), on 6 months' notice
The Commissioner may extend by up to 12 months by notice by 30 September 2029
The Commissioners may extend to give five years in total on 6 months' notice
The Commissioners may extend by up to 24 months on 6 months' notice in total
The Commissioner may extend by up to 24 months in total or 12 months in each case on 6 months' notice
The Commissioner may extend by up to 12 months by notice given at least 6 months before 31 March 2028
The Commissioner may extend by up to 12 months by notice 6 months before 31 March 2029 or 31 March 2028
The Commissioner may extend until 31 March 2031 by notice given 6 months before 31 March 2031
The Commissioner may extend by up to 12 months (to 31 March 2030) and again (to 31 March 2031) on 6 months' notice
The Commissioner may extend by one period of 12 months or two periods of 6 months on 6 months' notice
Two 12-month extensions on 6 months' notice
Yes: the Provider may extend by up to 12 months on 3 months' notice
Yes
The Commissioner may extend by up to 12 months; notice must be given by Monday 29 September 2028
By up to 12 months on three (6) months' notice
By up to 12 months on 3 (written) months' notice
By 12 (two) months on 6 months' notice
By up to 12 months on 6 months' notice or by 31 December 2028
By up to 12 months by notice by 30 June 2028 or 6 months before the Expiry Date
The Commissioner may extend by 12 months, notice to be given in the 6 months before 31 March 2029
The Commissioner may extend by 12 months by notice given in the 6 months before the Expiry Date
"""


def latest(words: str) -> str | None:
    day = latest_notice(END, option_of(words, end=END), HOLIDAYS)
    return day.day.isoformat() if day is not None else None


@pytest.mark.parametrize(("words", "day"), READ)
def test_an_option_of_which_every_word_is_read_has_the_latest_day_that_its_words_give(
    words: str, day: str | None
) -> None:
    assert (latest(words), option_of(words, end=END).doubt) == (day, "")


@pytest.mark.parametrize("words", NOT_READ.strip().splitlines())
def test_an_option_with_a_word_that_is_not_read_has_no_latest_day_and_makes_no_notice(words: str) -> None:
    option = option_of(words, end=END)
    assert option.doubt
    # Where the words do not say how long the extension is, the time of the notice may still be plain.
    assert latest(words) is None or "by how much" in option.doubt


@pytest.mark.parametrize(
    "words",
    [
        "By up to 24 months on 6 months' notice (until 30 June 2028)",
        "The Commissioner may extend by 12 months on 3 months' notice to 30 June 2028",
        "The Commissioner may extend to 31 March 2029 on 6 months' notice",
        "By one extension of 12 months (until 30 September 2028 by notice of 6 months)",
    ],
)
def test_an_option_to_a_day_that_is_not_after_the_last_day_of_the_term_has_no_latest_day(words: str) -> None:
    assert latest(words) is None


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


@pytest.mark.parametrize(
    "more", ["by the Provider", "and the Provider", "or Provider", "with the Provider", "to the Commissioners"]
)
@pytest.mark.parametrize("words", [words for words, day in READ if day is not None])
def test_an_option_in_which_the_provider_has_a_part_or_the_commissioners_get_the_notice_is_not_read(
    words: str, more: str
) -> None:
    parts = words.split(" ")
    for at in range(len(parts) + 1):
        added = " ".join([*parts[:at], more, *parts[at:]])
        assert option_of(added).doubt, added
    theirs = words.replace("Commissioners", "Provider").replace("Commissioner", "Provider")
    assert theirs == words or option_of(theirs).doubt, theirs


@pytest.mark.parametrize(
    ("who", "commissioners", "theirs"),
    [
        ("NHS England", ("NHS Northbeck ICB",), False),
        ("NHS England", ("NHS England",), True),
        ("The Council", ("NHS Northbeck ICB",), False),
        ("The Council", ("NHS Northbeck ICB", "Northbeck City Council"), True),
        ("The Authority", ("NHS Northbeck ICB",), False),
        ("The Funder", ("NHS Northbeck ICB",), False),
        ("The Funder", ("NHS Northbeck ICB", "Funder"), True),
        ("The ICB", ("NHS Northbeck Integrated Care Board",), True),
        ("The ICBs", ("NHS Northbeck ICB", "NHS Brindle ICB"), True),
        ("NHS Northbeck ICB", ("NHS Northbeck Integrated Care Board",), True),
        ("NHS Northbeck and Brindle Integrated Care Board", ("NHS Northbeck and Brindle ICB",), True),
        ("NHS Brindle ICB", ("NHS Northbeck ICB",), False),
        ("NHS Brindle ICB", ("NHS Northbeck and Brindle ICB",), False),
        ("The Co-ordinating Commissioner", ("NHS Northbeck ICB",), True),
    ],
)
def test_the_option_of_a_body_that_is_no_commissioner_of_the_contract_is_not_read(
    who: str, commissioners: tuple[str, ...], theirs: bool
) -> None:
    option = option_of(f"{who} may extend the term by up to 12 months on 6 months' notice", commissioners)
    assert (not option.doubt) == theirs
    assert (latest_notice(END, option, HOLIDAYS) is not None) == theirs


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("By up to 24 months on 6 months' notice. No extension may go beyond 31 March 2030", date(2030, 3, 31)),
        ("By up to 12 months on 6 months' notice. No extension may go beyond 31 March 2031", date(2030, 3, 31)),
        ("The Commissioner may extend to 31 March 2031 on one month’s notice", date(2031, 3, 31)),
    ],
)
def test_the_last_day_that_is_possible_is_the_earlier_of_a_length_and_a_day(words: str, last: date) -> None:
    assert last_possible_day(END, words) == last


def test_of_several_periods_all_together_are_possible() -> None:
    words = "The Commissioner may extend by two further periods of 12 months each, on 6 months' notice"
    assert last_possible_day(END, words) == date(2031, 3, 31)
    assert last_possible_day(END, f"{words}; thereafter as the law allows") == date(2039, 3, 31)


@pytest.mark.parametrize(
    ("end", "months", "last"),
    [
        (date(2027, 3, 30), 6, date(2027, 9, 30)),  # a period of months ends on the same day of its month
        (date(2027, 1, 30), 1, date(2027, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
    ],
)
def test_an_extension_by_months_ends_on_the_day_on_which_the_term_did_or_with_the_month(
    end: date, months: int, last: date
) -> None:
    assert last_possible_day(end, f"The Commissioner may extend by {months} months on a week's notice") == last


def test_several_periods_are_each_used_whole_where_up_to_speaks_of_their_number() -> None:
    option = option_of("The Commissioner may extend by up to two further periods of 12 months, on 6 months' notice")
    assert option.unlike(END, date(2030, 3, 31)) is None
    assert option.unlike(END, date(2029, 9, 30)) is not None


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("By up to 12 months on 3 months' notice, for service 02 only", "“for service 02 only”"),
        ("By up to 24 months (i.e. to 31 March 2031) on 3 months' notice", "“i.e. to 31 March 2031”"),
        ("By 12 months; 3 months' notice required. See 2A", "“3 months' notice required” and “See 2A”"),
    ],
)  # fmt: skip
def test_the_part_of_the_sentence_that_is_not_read_is_named_whole(words: str, named: str) -> None:
    assert option_of(words).unread == named[1:-1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("By 24 months to 31 March 2030",
         "speak of 24 months and of 31 March 2030, and 24 months from 31 March 2029 go to 31 March 2031"),
        ("By up to two periods of 12 months (to 31 March 2030)",
         "speak of 12 months 2 times and of 31 March 2030, and 12 months 2 times from 31 March 2029 go to 31 March "
         "2031"),
        ("By 12 months by notice by 1 April 2029", "let the notice be given by 1 April 2029, after the last day of the "
         "term, 31 March 2029"),
        ("By 24 months to 31 March 2031", ""),
        ("By up to 24 months, and not beyond 31 March 2030", ""),
    ],
)  # fmt: skip
def test_a_length_and_a_last_day_that_are_not_the_same_are_told(words: str, told: str) -> None:
    assert option_of(f"The Commissioner may extend {words[0].lower()}{words[1:]}", end=END).contradiction == told


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("The Commissioner may extend by 24 months to 31 March 2030", date(2031, 3, 31)),
        ("By 12 months (to 31 March 2030) and again (to 31 March 2031)", date(2031, 3, 31)),
    ],
)
def test_where_it_is_not_known_which_day_is_meant_the_later_one_is_possible(words: str, last: date) -> None:
    assert last_possible_day(END, words) == last


@pytest.mark.parametrize(
    "piece", ["extend ", "notice ", "12 months ", "Commissioner may ", "x", "1 ", "to 1 May 2031 "]
)
def test_a_pasted_document_is_no_option_and_is_not_read(piece: str) -> None:
    words = piece * (20_000 // len(piece))
    option = option_of(words, end=END)
    assert "longer than 2,000 characters" in option.doubt
    assert latest(words) is None
