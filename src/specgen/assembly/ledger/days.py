"""Days as the contract counts them.

The day of the event is excluded, so “within 28 days” of the 1st ends on the 29th. A month ends on the day that
corresponds or, where the month has none, on its last (the corresponding date rule: Dodds v Walker [1981] 1 WLR 1027).
An Operational Day is a day other than a Saturday, a Sunday or a bank holiday in England; bank holidays are known to the
end of a year that the data says, and beyond it the result is about right. A Contract Year ends on 31 March and a
Quarter with March, June, September and December; the first and the last may be short. What the contract form itself
says of these was not checked against each published edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from specgen.contract.dates import WEEKDAYS, add_time, long_date
from specgen.contract.extension.model import OptionToExtend
from specgen.contract.quantities import Interval, read_interval

MOST_PERIODS = 1_000
"""Periods of one duty that are listed; a hundred years of months, and no more."""
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30}
_WORKING = ("Operational Day", "working day", "business day")
_MONTHS = {
    "month": 1,
    "calendar month": 1,
    "quarter": 3,
    "Quarter": 3,
    "year": 12,
    "Contract Year": 12,
    "contract year": 12,
}
_DAYS = {"day": 1, "calendar day": 1, "week": 7, "calendar week": 7, "fortnight": 14}


class ReckonedDay(Struct, frozen=True):
    """A day; `about` where a bank holiday that is not yet known could move it."""

    day: date
    about: bool = False


class DayPeriod(Struct, frozen=True):
    """A period of a duty, both days included. `short` where the term cuts it."""

    first: date
    last: date
    short: bool = False


class BankHolidays(Struct, frozen=True, eq=False):
    """Bank holidays of England, known to the end of the year of the last one. `bank_holidays` gives one for a list."""

    days: tuple[date, ...] = ()

    @property
    def known_to(self) -> date | None:
        """The last day of which it is known whether it is a bank holiday."""
        return date(self.days[-1].year, 12, 31) if self.days else None

    def is_operational(self, day: date) -> bool:
        """Whether the day is an Operational Day, as far as is known."""
        return day.weekday() < 5 and day not in self.days


@lru_cache(maxsize=8)
def bank_holidays(days: tuple[date, ...]) -> BankHolidays:
    """The holidays of these days; the same ones for the same days, so that what is counted with them can be kept."""
    return BankHolidays(days)


@lru_cache(maxsize=1024)
def _interval(written: str) -> Interval | None:
    return read_interval(written)


def moved(day: ReckonedDay, written: str, holidays: BankHolidays, *, back: bool = False) -> ReckonedDay | None:
    """The day an interval such as `28 days`, `one month` or `10 Operational Days` after `day`, or `back` before it;
    None where the interval is none that days can tell (hours, half a month)."""
    interval = _interval(written)
    count = _count(interval) if interval is not None else None
    if interval is None or count is None:
        return None
    sign = -1 if back else 1
    try:
        if interval.unit in _WORKING:
            return _operational(day, count * sign, holidays)
        if interval.unit in _DAYS:
            return ReckonedDay(day.day + timedelta(days=count * sign * _DAYS[interval.unit]), day.about)
        if interval.unit in _MONTHS:
            return ReckonedDay(add_time(day.day, count * sign * _MONTHS[interval.unit], "month"), day.about)
    except (ValueError, OverflowError):  # beyond the year 9999
        return None
    return None


def latest_notice(end: date, option: OptionToExtend, holidays: BankHolidays) -> ReckonedDay | None:
    """The last day on which a notice under the option can be given, when the term ends on `end`; None where the words
    do not say it, say more than was understood, contradict themselves or extend to no later day. Of a time before the
    end and a day, the earlier one."""
    if option.unread or option.contradiction or (option.until is not None and option.until <= end):
        return None
    day = moved(ReckonedDay(end), str(option.notice), holidays, back=True) if option.notice is not None else None
    return ReckonedDay(option.by) if option.by is not None and (day is None or option.by <= day.day) else day


def where_not_operational(day: ReckonedDay, holidays: BankHolidays) -> str:
    """`Saturday 30 September 2028 is no Operational Day; the last one before it is 29 September 2028`; "" for an
    Operational Day."""
    before = day.day
    while not holidays.is_operational(before) and before > date.min:
        before -= timedelta(days=1)
    if before == day.day:
        return ""
    named = f"{WEEKDAYS[day.day.weekday()]} {long_date(day.day)}"
    return f"{named} is no Operational Day; the last one before it is {long_date(before)}"


def _count(interval: Interval) -> int | None:
    written = interval.count
    if not written:
        return 1
    return int(written) if written.isdigit() else _NUMBERS.get(written)


def _operational(day: ReckonedDay, count: int, holidays: BankHolidays) -> ReckonedDay:
    at, left = day.day, abs(count)
    step = timedelta(days=1 if count >= 0 else -1)
    while left:
        at += step
        left -= holidays.is_operational(at)
    known = holidays.known_to
    return ReckonedDay(at, day.about or known is None or max(at, day.day) > known)


def contract_years(first: date, last: date) -> Iterator[DayPeriod]:
    """The Contract Years of a term: each to 31 March, the first and the last cut to the term."""
    yield from _calendar(first, last, 12)


def quarters(first: date, last: date) -> Iterator[DayPeriod]:
    """The Quarters of a term, each to the end of June, September, December or March."""
    yield from _calendar(first, last, 3)


def months(first: date, last: date) -> Iterator[DayPeriod]:
    """The calendar months of a term."""
    yield from _calendar(first, last, 1)


@lru_cache(maxsize=64)  # asked for each measure of a contract
def _calendar(first: date, last: date, length: int) -> tuple[DayPeriod, ...]:
    return tuple(_following(first, last, length))


def _following(first: date, last: date, length: int) -> Iterator[DayPeriod]:
    """Periods of so many months that follow each other from 1 April, cut to the term."""
    back = (first.month - 4) % length
    start = add_time(date(first.year, first.month, 1), -back, "month")
    for number in range(MOST_PERIODS):
        try:
            begins = add_time(start, number * length, "month")
            ends = add_time(start, (number + 1) * length, "month") - timedelta(days=1)
        except (ValueError, OverflowError):
            return
        if begins > last:
            return
        yield DayPeriod(max(begins, first), min(ends, last), short=begins < first or ends > last)


def periods(first: date, last: date, written: str) -> Iterator[DayPeriod]:
    """Periods of an interval, counted from the first day of the term; the last one is cut to it.

    Each is counted from the first day and not from the one before, so that periods from a 31st stay at the months'
    ends.
    """
    interval = _interval(written)
    count = _count(interval) if interval is not None else None
    if interval is None or not count:
        return
    unit = interval.unit
    if unit not in _MONTHS and unit not in _DAYS:
        return
    for number in range(MOST_PERIODS):
        begins, ends = (_boundary(first, unit, count * n) for n in (number, number + 1))
        if begins is None or ends is None or begins > last:
            return
        ends -= timedelta(days=1)
        yield DayPeriod(begins, min(ends, last), short=ends > last)


def _boundary(first: date, unit: str, count: int) -> date | None:
    try:
        if unit in _DAYS:
            return first + timedelta(days=count * _DAYS[unit])
        return add_time(first, count * _MONTHS[unit], "month")
    except (ValueError, OverflowError):
        return None


def spans_named(first: date, last: date, period: str) -> Iterator[DayPeriod]:
    """The periods of the term by their name: a Contract Year, a Quarter or a month is that of the calendar, however
    the sentence says it (`every month`, `each period of 1 month`); any other is counted from the first day."""
    match period.removeprefix("1 ").removeprefix("one "):
        case "Contract Year":
            return contract_years(first, last)
        case "Quarter" | "quarter of the Contract Year" | "quarter":
            return quarters(first, last)
        case "month" | "calendar month":
            return months(first, last)
        case "year of the grant":
            return periods(first, last, "1 year")
    return periods(first, last, period)


def ends_of_periods(
    first: date, last: date, period: str, interval: str, holidays: BankHolidays
) -> Iterator[tuple[DayPeriod, ReckonedDay]]:
    """Every period of the term with the day that lies an interval after its end, or its end.

    `period` is a Contract Year, a Quarter, a month, a year of the grant or an interval.
    """
    for span in spans_named(first, last, period):
        due = moved(ReckonedDay(span.last), interval, holidays) if interval else ReckonedDay(span.last)
        if due is not None:
            yield span, due
