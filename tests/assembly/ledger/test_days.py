"""Days as the contract counts them: intervals, Operational Days, and the periods of a term."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.checks.contracts import shipped

from specgen.assembly.ledger.days import (
    BankHolidays,
    ReckonedDay,
    contract_years,
    latest_notice,
    months,
    moved,
    periods,
    quarters,
    spans_named,
    where_not_operational,
)
from specgen.contract.extension.option import option_of

HOLIDAYS = BankHolidays(shipped().bank_holidays)


def after(day: str, interval: str, *, back: bool = False) -> tuple[str, bool] | None:
    found = moved(ReckonedDay(date.fromisoformat(day)), interval, HOLIDAYS, back=back)
    return (found.day.isoformat(), found.about) if found is not None else None


@pytest.mark.parametrize(
    ("day", "interval", "expected"),
    [
        ("2026-09-30", "28 days", "2026-10-28"),
        ("2026-09-30", "1 day", "2026-10-01"),
        ("2026-01-31", "one month", "2026-02-28"),
        ("2028-01-31", "one month", "2028-02-29"),
        ("2026-02-28", "one month", "2026-03-28"),
        ("2026-06-30", "three months", "2026-09-30"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2026-03-31", "1 quarter", "2026-06-30"),
        ("2026-09-30", "2 weeks", "2026-10-14"),
        ("2026-09-30", "a fortnight", "2026-10-14"),
        ("2026-09-30", "monthly", "2026-10-30"),
    ],
)
def test_the_day_of_the_event_is_excluded_and_a_month_ends_on_the_corresponding_day(
    day: str, interval: str, expected: str
) -> None:
    assert after(day, interval) == (expected, False)


@pytest.mark.parametrize(
    ("day", "interval", "expected"),
    [
        ("2026-09-30", "two months", "2026-07-30"),
        ("2026-03-31", "one month", "2026-02-28"),
        ("2026-04-01", "14 days", "2026-03-18"),
    ],
)
def test_a_time_before_a_day_is_counted_back(day: str, interval: str, expected: str) -> None:
    assert after(day, interval, back=True) == (expected, False)


@pytest.mark.parametrize(
    ("day", "interval", "expected", "about"),
    [
        ("2026-04-01", "10 Operational Days", "2026-04-17", False),  # Good Friday and Easter Monday lie between
        ("2026-12-23", "3 Operational Days", "2026-12-30", False),  # Christmas Day, and Boxing Day on the Monday
        ("2026-05-01", "1 working day", "2026-05-05", False),  # a Friday before the early May bank holiday
        ("2026-10-03", "1 Operational Day", "2026-10-05", False),  # from a Saturday
        ("2028-12-28", "5 Operational Days", "2029-01-04", True),  # beyond the bank holidays that are known
        ("2031-06-02", "5 business days", "2031-06-09", True),
    ],
)
def test_operational_days_leave_out_weekends_and_bank_holidays_and_are_about_right_beyond_what_is_known(
    day: str, interval: str, expected: str, about: bool
) -> None:
    assert after(day, interval) == (expected, about)


@pytest.mark.parametrize("interval", ["48 hours", "30 minutes", "1.5 months", "soon", "", "every now and then"])
def test_what_days_cannot_tell_gives_no_day(interval: str) -> None:
    assert after("2026-04-01", interval) is None


def test_the_end_of_time_gives_no_day() -> None:
    assert after("9999-12-31", "1 day") is None
    assert after("9999-12-01", "3 months") is None
    assert list(contract_years(date(9999, 1, 1), date(9999, 12, 31)))


def spans(found: object) -> list[tuple[str, str, bool]]:
    return [(each.first.isoformat(), each.last.isoformat(), each.short) for each in found]  # type: ignore[attr-defined]


def test_contract_years_end_on_31_march_and_a_short_first_and_last_one_say_so() -> None:
    assert spans(contract_years(date(2026, 7, 1), date(2028, 9, 30))) == [
        ("2026-07-01", "2027-03-31", True),
        ("2027-04-01", "2028-03-31", False),
        ("2028-04-01", "2028-09-30", True),
    ]


def test_quarters_and_months_are_those_of_the_calendar_cut_to_the_term() -> None:
    assert spans(quarters(date(2026, 5, 15), date(2026, 10, 31))) == [
        ("2026-05-15", "2026-06-30", True),
        ("2026-07-01", "2026-09-30", False),
        ("2026-10-01", "2026-10-31", True),
    ]
    assert spans(months(date(2026, 1, 31), date(2026, 3, 31))) == [
        ("2026-01-31", "2026-01-31", True),
        ("2026-02-01", "2026-02-28", False),
        ("2026-03-01", "2026-03-31", False),
    ]


def test_periods_from_a_31st_stay_at_the_ends_of_months() -> None:
    assert [last for _, last, _ in spans(periods(date(2026, 1, 31), date(2026, 6, 30), "month"))] == [
        "2026-02-27",
        "2026-03-30",
        "2026-04-29",
        "2026-05-30",
        "2026-06-29",
        "2026-06-30",
    ]


@given(
    first=st.dates(date(2019, 4, 1), date(2040, 1, 1)),
    days=st.integers(0, 4000),
    of=st.sampled_from(["years", "quarters", "months", "3 months", "2 weeks", "1 year", "10 days"]),
)
def test_the_periods_of_a_term_cover_each_of_its_days_once(first: date, days: int, of: str) -> None:
    last = first + timedelta(days=days)
    ways = {"years": contract_years, "quarters": quarters, "months": months}
    found = list(ways[of](first, last) if of in ways else periods(first, last, of))
    assert found[0].first == first and found[-1].last == last
    assert all(two.first == one.last + timedelta(days=1) for one, two in pairwise(found))
    assert all(span.first <= span.last for span in found)
    assert not any(span.short for span in found[1:-1])


# The bank holidays, by an oracle of the law's own words.


def first_monday(year: int, month: int) -> date:
    return next(day for n in range(1, 8) if (day := date(year, month, n)).weekday() == 0)


def last_monday(year: int, month: int) -> date:
    return next(day for n in range(31, 24, -1) if (day := date(year, month, n)).weekday() == 0)


MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
"""By proclamation: the 75th anniversary of the end of the war in Europe; the Platinum Jubilee."""


def test_the_bank_holidays_are_those_of_the_act_of_1971_and_the_proclamations_under_it() -> None:
    by_law: set[date] = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
    for year in range(2019, 2029):
        fixed = [first_monday(year, 5), last_monday(year, 5), last_monday(year, 8)]
        by_law |= {MOVED.get(day, day) for day in fixed}
        for month, day_of_month in ((1, 1), (12, 25), (12, 26)):
            day = date(year, month, day_of_month)
            while day.weekday() > 4 or day in by_law:
                day += timedelta(days=1)
            by_law.add(day)
    easter = {date(2019, 4, 21), date(2020, 4, 12), date(2021, 4, 4), date(2022, 4, 17), date(2023, 4, 9)}
    easter |= {date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16)}
    by_law |= {day - timedelta(days=2) for day in easter} | {day + timedelta(days=1) for day in easter}
    assert set(HOLIDAYS.days) == by_law
    assert HOLIDAYS.known_to == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("said", "also"),
    [("month", "1 month"), ("quarter", "1 quarter"), ("Quarter", "quarter of the Contract Year"),
     ("Contract Year", "1 Contract Year"), ("month", "one month")],
)  # fmt: skip
def test_one_period_is_the_same_however_the_sentence_says_it(said: str, also: str) -> None:
    """The ledger, Schedule 6A and the workbook of returns all take their periods from here."""
    first, last = date(2026, 5, 15), date(2028, 5, 14)
    assert list(spans_named(first, last, said)) == list(spans_named(first, last, also))
    assert next(spans_named(first, last, said)).last.day in (30, 31)
    assert next(spans_named(first, last, "3 months")).last == date(2026, 8, 14)


@pytest.mark.parametrize(
    ("words", "latest"),
    [
        ("By up to two years, on six months’ notice", "2028-09-30"),
        ("By up to two years, on written notice no later than 1 October 2028", "2028-10-01"),
        ("By notice given before 1 October 2028", "2028-09-30"),
        ("By up to a year on 30 Operational Days’ notice", "2029-02-19"),
        ("By up to a year", None),
        ("No option to extend; six months’ notice does not apply", None),
    ],
)
def test_the_latest_day_for_a_notice_is_the_one_that_the_words_give(words: str, latest: str | None) -> None:
    found = latest_notice(date(2029, 3, 31), option_of(words), HOLIDAYS)
    assert (found.day.isoformat() if found else None) == latest
    assert found is None or found.about == ("Operational" in words), "bank holidays of 2029 are not known"


@pytest.mark.parametrize(
    ("day", "before"),
    [("2028-09-30", "29 September 2028"), ("2028-12-26", "22 December 2028"), ("2028-12-22", None)],
)
def test_a_day_on_which_nobody_gives_a_notice_is_told_with_the_last_one_before_it(day: str, before: str | None) -> None:
    told = where_not_operational(ReckonedDay(date.fromisoformat(day)), HOLIDAYS)
    assert told.endswith(f"is no Operational Day; the last one before it is {before}") if before else told == ""
