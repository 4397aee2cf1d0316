"""Dates as contracts write them: days, quarters of the contract year, times from the Service Commencement Date."""

from __future__ import annotations

from datetime import date

import pytest

from specgen.contract.dates import DateTerm, add_time, contract_year, long_date, not_a_date, parse_date_term, parse_day
from specgen.contract.extension.option import last_possible_day, option_of

COMMENCEMENT = date(2026, 4, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2026-09-30",
        "30 September 2026",
        "30 september 2026",
        " 30  September 2026 ",
        "30th September 2026",
        "30 Sept 2026",
        "30-Sep-26",
        "30 September 26",
        "30/09/2026",
        "30.9.2026",
        "30-09-26",
        "2026-09-30 00:00:00",
        "2026-09-30T00:00:00Z",
        "30/09/2026 00:00",
        "30th of September 2026",
        "Wednesday 30 September 2026",
        "Wed, 30 Sept 2026",
        "the 30th September, 2026",
    ],
)
def test_every_form_of_a_day_is_read_the_day_first(written: str) -> None:
    assert parse_day(written) == date(2026, 9, 30)


@pytest.mark.parametrize(
    "written",
    [
        "31 June 2026",
        "Monday 30 September 2026",
        "29 February 2027",
        "30th of",
        "2026-13-01",
        "2026-02-29",
        "September 2026",
        "2026-9-30",
        "0000-01-01",
        "",
        "09/30/2026",
        "30/09",
        "30 Septober 2026",
    ],
)
def test_what_names_no_day_is_none(written: str) -> None:
    assert parse_day(written) is None


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2026-09-30", "30 September 2026"),
        ("1 May 2026", "1 May 2026"),
        ("Q1 2026/27", "30 June 2026"),
        ("Q2 2026/27", "30 September 2026"),
        ("Q1 26/27", "30 June 2026"),
        ("q4 2027-28", "31 March 2028"),
        ("Quarter 3 of 2026/2027", "31 December 2026"),
        ("2026/27 Q2", "30 September 2026"),
        ("end of May 2026", "31 May 2026"),
        ("the end of Feb 28", "29 February 2028"),
        ("Q3 2026/27", "31 December 2026"),
        ("q4 2026/27", "31 March 2027"),
        ("Q4 2099/00", "31 March 2100"),
    ],
)
def test_a_date_is_printed_as_its_day_and_a_quarter_as_its_last_day(written: str, printed: str) -> None:
    term = parse_date_term(written, None)
    assert term is not None and term.day is not None
    assert (term.printed, long_date(term.day)) == (printed, printed)


@pytest.mark.parametrize(
    ("written", "printed", "day"),
    [
        ("3 months from Service Commencement Date", "3 months from the Service Commencement Date", date(2026, 7, 1)),
        ("1 month after the service commencement date", "1 month from the Service Commencement Date", date(2026, 5, 1)),
        ("10 days from Service Commencement Date", "10 days from the Service Commencement Date", date(2026, 4, 11)),
        ("2 weeks from the Service Commencement Date", "2 weeks from the Service Commencement Date", date(2026, 4, 15)),
        ("six weeks of the Service Commencement Date", "6 weeks from the Service Commencement Date", date(2026, 5, 13)),
        ("1 year from Service Commencement Date", "1 year from the Service Commencement Date", date(2027, 4, 1)),
    ],
)
def test_a_time_from_commencement_is_printed_in_words_and_its_day_worked_out(
    written: str, printed: str, day: date
) -> None:
    assert parse_date_term(written, COMMENCEMENT) == DateTerm(printed, day)
    assert parse_date_term(written, None) == DateTerm(printed, None)


@pytest.mark.parametrize(
    "written",
    [
        "Q5 2026/27",
        "Q2 2026/28",
        "Q2 26/28",
        "Q2 2026/27 Q2",
        "end of Sorrow 2026",
        "end of May",
        "end of May 0000",
        "Q2 2026",
        "soon",
        "3 months from now",
        "Q4 9999/00",
        "Q1 0000/01",
        "3 fortnights from Service Commencement Date",
        "0 months from Service Commencement Date",
    ],
)
def test_what_is_no_date_term_is_none(written: str) -> None:
    assert parse_date_term(written, COMMENCEMENT) is None


def test_a_time_that_ends_beyond_the_year_9999_is_no_date() -> None:
    for unit in ("days", "weeks", "months", "years"):
        assert parse_date_term(f"999 {unit} from Service Commencement Date", date(9999, 12, 1)) is None


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28)),
        (date(2027, 1, 31), 13, "month", date(2028, 2, 29)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2026, 11, 30), 3, "month", date(2027, 2, 28)),
    ],
)
def test_a_month_that_is_shorter_gives_its_last_day(start: date, count: int, unit: str, end: date) -> None:
    assert add_time(start, count, unit) == end


def test_a_contract_year_runs_from_april_to_march() -> None:
    assert contract_year("2026/27") == (date(2026, 4, 1), date(2027, 3, 31))
    assert contract_year("2099/00") == (date(2099, 4, 1), date(2100, 3, 31))


@pytest.mark.parametrize("written", ["2026/28", "2026", "2026-27", "26/27", "9999/00", "0000/01", "a 2026/27"])
def test_what_is_no_contract_year_is_none(written: str) -> None:
    assert contract_year(written) is None


@pytest.mark.parametrize(
    ("words", "most", "notice"),
    [
        ("By up to two years, on six months’ notice", "2 years", "6 months"),
        ("One year. Notice: 90 days before the end", "1 year", "90 days"),
        ("May extend by 24 months. Notice must be given 26 weeks before expiry.", "24 months", "26 weeks"),
        ("up to two (2) years upon giving at least six (6) months' notice", "2 years", "6 months"),
        ("Two further periods of 12 months each, each on three months' notice", "None", "3 months"),
        ("12 months, twice", "None", "None"),
        ("2 x 12 months", "None", "None"),
        ("1 year + 1 year", "None", "None"),
        ("one year and one year", "None", "None"),
        ("up to 5 years in total, on three months' notice", "None", "3 months"),
        ("to a maximum term of five years", "None", "None"),
        ("up to two years, in steps of a year", "None", "None"),
        ("No option to extend; six months’ notice does not apply", "None", "None"),
        ("Not applicable", "None", "None"),
        ("No extension beyond 31 March 2031; up to two years on 3 months' notice", "2 years", "3 months"),
        ("May not be extended by more than two years, on six months’ notice", "2 years", "6 months"),
        ("On 6 months' notice of termination; may extend by 12 months on 3 months' notice", "12 months", "3 months"),
        ("half a year's notice", "None", "None"),
        ("six months’ notice for the first year, three months’ for the second", "None", "6 months"),
        ("by up to a year on 30 Operational Days’ notice", "1 year", "30 operational days"),
        ("on written notice no later than 30 September 2028, by up to two years", "2 years", "None"),
    ],
)  # fmt: skip
def test_an_option_to_extend_is_as_long_as_its_words_plainly_say(words: str, most: str, notice: str) -> None:
    """A length that is one of several, or that of the whole term, is not how much the term may grow."""
    option = option_of(words)
    assert (str(option.most), str(option.notice)) == (most, notice)


@pytest.mark.parametrize(
    "words",
    [
        "By up to two years on not less than 6 and not more than 12 months’ notice",
        "By up to two years on 6 to 12 months’ notice",
        "By up to two years on six or twelve months’ notice",
        "By up to two years on no more than 12 months’ notice",
        "By up to two years on 6-12 months’ notice",
    ],
)
def test_the_longest_time_of_notice_or_one_of_two_is_not_the_time_by_which_it_is_due(words: str) -> None:
    assert option_of(words).notice is None


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("May be extended to 31 March 2031 by notice given by 30 September 2028", date(2031, 3, 31)),
        ("may extend the term up to and including 31/03/2030 on three months’ notice", date(2030, 3, 31)),
        ("may extend to 31 March 2030, and then until 31 March 2031", date(2030, 3, 31)),
        ("may extend to 31 March 2030 and extend again until 31 March 2031", date(2031, 3, 31)),
        ("By up to two years", None),
    ],
)
def test_an_option_may_name_the_day_to_which_the_term_can_be_extended(words: str, until: date | None) -> None:
    assert option_of(words).until == until
    assert last_possible_day(date(2029, 3, 31), words) == (until or date(2031, 3, 31))


SCHEDULE_1C = (
    "As advertised to all prospective providers before the award of this Contract, the Commissioners may opt to extend "
    "the Contract Term by up to 24 months. If the Commissioners wish to exercise the option to extend the Contract "
    "Term, the Co-ordinating Commissioner must give written notice to the Provider no later than 6 months before the "
    "original Expiry Date. The option to extend the Contract Term may be exercised: only once, and only on or before "
    "the date referred to above; only by all Commissioners; and only in respect of all Services."
)


@pytest.mark.parametrize(
    "words",
    [
        SCHEDULE_1C,
        "By up to two years, on six months’ notice",
        "by up to 24 months, on not less than six months’ written notice to the Provider",
        "Up to 2 years on 3 months' notice",
        "By up to two years, on at least six months’ written notice from the Commissioners to the Provider",
        "Up to two years; notice by the Co-ordinating Commissioner to the Provider by 30 September 2028",
        "One year. Notice: 90 days before the end",
        "May be extended to 31 March 2031 by notice given by 30 September 2028",
        "May be extended by the Commissioners by up to two years",
        "Option to extend by up to two years",
        "Option for the Commissioner to extend for up to 24 months on three months' notice",
        "The Co-ordinating Commissioner may extend the term once, by up to two years",
        "The Commissioners may together extend the term by up to two years, on twelve months’ written notice",
        "The ICB may extend this Agreement by up to one year by giving the Provider three months' notice",
        "The Commissioner may, at its sole discretion, extend the Contract Term by up to 12 months",
        "The Commissioners have the right to extend the Contract for a period not exceeding two years",
        "The Commissioner shall have an option to extend by up to 12 months, which may be exercised once",
        "The Co-ordinating Commissioner is entitled to extend by up to a year on 30 Operational Days’ notice",
        "The Council reserves the right to extend for up to 12 months, subject to three months' notice",
        "The Commissioner may extend by up to two years, provided that it gives not less than six months’ notice",
        "The Commissioner may extend by up to 2 years on 6 months’ notice. No extension may go beyond 31 March 2031",
        "The Commissioners may extend the term by notice in writing for any period of up to 18 months",
        "The Commissioner can extend for a further 12 months on not less than 3 months’ notice",
        "Two further periods of 12 months each, each on three months' notice",
        "The Commissioner may extend by two periods of up to one year each, on six months’ notice",
        "On 6 months' notice of termination; may extend by 12 months on 3 months' notice",
        "The Commissioners may extend by up to two years, on six months’ notice to the Provider",
        "If the Commissioner wishes to extend by up to one year, it gives six months’ notice",
        "The Commissioner may by written notice extend the Term by up to two further years (the Extension Period)",
        "Commissioner has option to extend for up to 24 months (2 years) with 6 months notice",
        "Up to 12 months at the Commissioner’s discretion",
        "The contract includes an option to extend for up to 2 years",
        "The Commissioner may extend by up to two years on six months’ notice without the Provider’s consent",
        "The option, not yet exercised, is up to 2 years on notice",
        "The Funder may renew the grant for up to one year on two months’ notice",
    ],
)
def test_words_that_give_the_commissioners_the_right_to_extend_are_an_option(words: str) -> None:
    assert option_of(words).doubt == ""


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("The Commissioners may not extend the term beyond 31 March 2029", "forbid"),
        ("The Commissioner may not extend by more than one year", "forbid"),
        ("The Commissioners shall have no right to extend by notice", "no option"),
        ("The Commissioner cannot extend this Contract on notice", "forbid"),
        ("The Commissioner will not extend the term by notice", "forbid"),
        ("Neither party may extend the term by notice", "forbid"),
        ("No extension is permitted", "no option"),
        ("The Co-ordinating Commissioner had an option of one year, which was used in 2025", "was used"),
        (
            "The Commissioner may extend by up to two years on six months’ notice; this was exercised in May 2025",
            "used",
        ),
        ("The option to extend by one year on six months’ notice has been used once", "was used"),
        ("The option to extend by one year on notice has lapsed", "was used"),
        ("Option to extend by one year, already exercised", "was used"),
        ("Extended to 31 March 2031 by deed of 1 May 2025", "was used"),
        ("Option to extend by one year used on 3 April 2025", "was used"),
        ("The Commissioner waived its right to extend by up to a year on notice", "was used"),
        ("Formerly: up to two years, on six months’ notice", "was used"),
        ("The option to extend by one year on notice expired on 31 March 2026", "was used"),
        ("The Commissioner might extend by up to a year on notice", "do not say plainly"),
        ("The Commissioner intends to extend by up to a year on notice", "do not say plainly"),
        ("The Commissioner may extend by up to 1 year on notice. The Provider may decline", "another"),
        ("The Commissioner may extend by up to a year on notice save where a new award is made", "condition"),
        ("The term may be extended by up to one year by written agreement of the parties", "agreement"),
        ("By up to two years by mutual agreement, on six months’ notice", "agreement"),
        ("The Commissioner may extend by up to one year with the Provider's consent", "agreement"),
        ("The Commissioner may extend by a year on six months’ notice, if the Provider agrees", "agreement"),
        ("The Commissioner may extend by up to a year, such extension to be agreed with the Provider", "agreement"),
        ("The Commissioner may extend this Contract by up to a year by a variation under GC13", "agreement"),
        ("The Provider may extend the term by up to one year on six months’ notice", "another"),
        ("By up to one year, on six months’ notice from the Provider to the Commissioners", "another"),
        ("By up to one year, on notice from the Commissioners to the Provider and the Council", "also say"),
        ("The Provider shall have the right to extend by up to a year on notice", "another"),
        ("The parties may extend by up to two years, on six months’ notice", "another"),
        ("The Commissioner and the Provider may extend by up to two years on notice", "another"),
        ("Either party may extend by one year on three months’ notice", "another"),
        ("At the Provider’s option, up to two years on six months’ notice", "another"),
        ("Extension at the request of the Provider, up to 12 months, on notice", "another"),
        ("The Commissioner may extend by up to two years on notice, subject to satisfactory performance", "condition"),
        ("The Commissioner may extend by up to one year on notice if funding is confirmed", "condition"),
        ("The Commissioner may extend by a year on six months’ notice, provided the review is favourable", "condition"),
        ("The Commissioner may extend by up to a year only where all Quality Requirements are met", "condition"),
        ("The Commissioner may, unless the Provider objects, extend by a year on notice", "condition"),
        ("The Commissioner may request an extension of up to one year on six months’ notice", "do not say plainly"),
        ("The Commissioner may propose to extend by up to one year", "do not say plainly"),
        ("By up to two years", "do not say plainly"),
        ("1+1", "do not say plainly"),
        ("2 x 12 months", "do not say plainly"),
        ("Yes", "do not say plainly"),
        ("To be confirmed", "do not say plainly"),
        ("See the award report", "do not say plainly"),
        ("Two options of one year each, and one of six months, on notice", "by how much"),
        ("Two one-year options", "do not say plainly"),
        (
            "The Commissioner may extend by up to 12 months, in steps of not less than 6 months, on notice",
            "by how much",
        ),
        ("The Commissioner may extend the term on six months’ notice", "by how much"),
    ],
)
def test_words_that_do_not_plainly_give_the_commissioners_the_right_are_no_option_of_theirs(
    words: str, why: str
) -> None:
    assert why in option_of(words).doubt


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("by up to two years on notice", {"2029-04-01", "2030-03-31", "2031-03-31"}),
        ("The Commissioner may extend once, by exactly one year, on six months’ notice", {"2030-03-31"}),
        ("The Commissioner may extend for a further 12 months on notice", {"2030-03-31"}),
        ("two further periods of 12 months each, on notice", {"2030-03-31"}),
        ("two periods of up to 12 months each, on notice", {"2029-04-01", "2030-03-31"}),
        ("may be extended to 31 March 2031 on notice", {"2031-03-31"}),
        ("may be extended to no later than 31 March 2031 on notice", {"2029-04-01", "2030-03-31", "2031-03-31"}),
        (
            "The Commissioner may extend by up to three years on notice. No extension beyond 31 March 2030",
            {"2029-04-01", "2030-03-31"},
        ),
    ],
)
def test_an_option_is_used_as_far_and_as_whole_as_its_words_say(words: str, ends: set[str]) -> None:
    option, end = option_of(words), date(2029, 3, 31)
    assert option.doubt == ""
    days = [date(2029, 4, 1), date(2030, 3, 31), date(2031, 3, 31), date(2032, 4, 1)]
    assert {day.isoformat() for day in days if option.unlike(end, day) is None} == ends


def test_a_contract_that_cannot_be_extended_runs_no_longer_than_to_its_last_day() -> None:
    end = date(2029, 3, 31)
    assert last_possible_day(end, "No option to extend") == last_possible_day(end, "N/A") == end
    assert last_possible_day(end, "May be extended") == date(2039, 3, 31)


def test_a_day_with_the_wrong_day_of_the_week_is_told_with_the_right_one() -> None:
    assert not_a_date("Thu 1 April 2026") == "“Thu 1 April 2026” is not a date: 1 April 2026 is a Wednesday"
    assert not_a_date("Sunday,  the 5th of May 2026").endswith(": 5 May 2026 is a Tuesday")
    assert not_a_date("Monday soon") == "“Monday soon” is not a date"
    assert not_a_date("31 June 2026") == "“31 June 2026” is not a date"
    assert parse_day("Wednesday 1 April 2026") == date(2026, 4, 1)
