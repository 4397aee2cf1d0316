"""Dates as contracts write them: a day, a quarter of the contract year, or a time from the Service Commencement
Date."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from msgspec import Struct

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

FORMS = "2026-09-30, 30 September 2026, Q2 2026/27 or 3 months from Service Commencement Date"
"""The forms a date may take, for messages."""

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})(?: 00:00(?::00)?)?")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY_BEFORE = r"(?:(?P<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})\.?,? )"
_MONTH_NAMED = re.compile(
    rf"{_WEEKDAY_BEFORE}?(?:the )?"
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[ -](?P<month>[A-Za-z]{3,9})\.?,?[ -](?P<year>[0-9]{4}|[0-9]{2})",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"(?:(?:the )?end of )?Q(?:uarter )?([1-4]),? (?:of )?(?:20)?([0-9]{2}) ?[/-] ?(?:20)?([0-9]{2})"
    r"|(?:20)?([0-9]{2}) ?[/-] ?(?:20)?([0-9]{2}),? Q(?:uarter )?([1-4])",
    re.IGNORECASE,
)
_END_OF_MONTH = re.compile(r"(?:the )?end of ([A-Za-z]{3,9})\.? ([12][0-9]{3}|[0-9]{2})", re.IGNORECASE)
_NUMBERS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
NUMBER_WORDS: Final = {word: number for number, word in enumerate(_NUMBERS.split(" "), 1)}
_RELATIVE = re.compile(
    rf"([0-9]{{1,3}}|{_NUMBERS.replace(' ', '|')}) (day|week|month|year)s? (?:from|after|of) "
    r"(?:the )?Service Commencement Date",
    re.IGNORECASE,
)


class DateTerm(Struct, frozen=True):
    """A date for a document: `printed` is how it reads there; `day` the day meant, None while commencement is
    unknown."""

    printed: str
    day: date | None


def long_date(day: date) -> str:
    """`30 September 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def parse_day(text: str) -> date | None:
    """The day that `2026-09-30`, `30 September 2026`, `30/09/2026` or `30-Sep-26` names; None when it names none
    (31 June, 2026-13-01).

    One reader for a contract file and a register: the day stands first, as in Britain, and a year of two digits is of
    this century. A spreadsheet's midnight after the day is passed over, and a day of the week is to be the right one.
    """
    text = " ".join(text.split())
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(text):
        year, month, day = _year(match[3]), int(match[2]), int(match[1])
    elif match := _MONTH_NAMED.fullmatch(text):
        year, month, day = _year(match["year"]), _month(match["month"]), int(match["day"])
    else:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    weekday = match["weekday"] if match.re is _MONTH_NAMED else None
    return found if not weekday or WEEKDAYS[found.weekday()][:3] == weekday[:3].capitalize() else None


def not_a_date(text: str) -> str:
    """`“soon” is not a date`; of a day with the wrong day of the week also which one it is."""
    bare, found = re.subn(rf"\A{_WEEKDAY_BEFORE}", "", " ".join(text.split()), flags=re.IGNORECASE)
    day = parse_day(bare) if found else None
    is_one = f": {long_date(day)} is a {WEEKDAYS[day.weekday()]}" if day is not None else ""
    return f"“{text}” is not a date{is_one}"


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _month(written: str) -> int:
    """The month that a name, its first three letters or more, or `Sept` says; 0 when none."""
    short = written.casefold()
    return next((number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(short)), 0)


@lru_cache(maxsize=4096)  # many clauses have the same days, and so have many contracts
def parse_date_term(text: str, commencement: date | None) -> DateTerm | None:
    """The date that `text` means, or None when it is none.

    The last day of a quarter is printed, counted in contract years from 1 April. A time from the Service Commencement
    Date is printed in those words; its day is worked out from `commencement` for the checks only.
    """
    text = " ".join(text.split())
    if day := parse_day(text):
        return DateTerm(long_date(day), day)
    if match := _QUARTER.fullmatch(text):
        quarter, first, second = (match[1], match[2], match[3]) if match[1] else (match[6], match[4], match[5])
        year = contract_year(f"20{first}/{second}")
        if year is None:
            return None
        end = add_time(year[0], 3 * int(quarter), "month") - timedelta(days=1)
        return DateTerm(long_date(end), end)
    if (match := _END_OF_MONTH.fullmatch(text)) and (month := _month(match[1])):
        end = add_time(date(_year(match[2]), month, 1), 1, "month") - timedelta(days=1)
        return DateTerm(long_date(end), end)
    if match := _RELATIVE.fullmatch(text):
        count, unit = NUMBER_WORDS.get(match[1].lower()) or int(match[1]), match[2].lower()
        if count == 0:
            return None
        words = f"{count} {unit}{'' if count == 1 else 's'} from the Service Commencement Date"
        try:
            return DateTerm(words, add_time(commencement, count, unit) if commencement else None)
        except (ValueError, OverflowError):  # beyond the year 9999
            return None
    return None


@lru_cache(maxsize=1024)  # many rules count from the same days
def add_time(start: date, count: int, unit: str) -> date:
    """`start` and `count` days, weeks, months or years later; the last day of a shorter month.

    Raises ValueError or OverflowError beyond the year 9999.
    """
    if unit in ("day", "week"):
        return start + timedelta(days=count * (7 if unit == "week" else 1))
    months = start.month - 1 + count * (12 if unit == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def reached(start: date, count: int, unit: str) -> date:
    """As `add_time`; the first or the last day that there is, where it would lie beyond. A term without an end is often
    written to 31 December 9999."""
    try:
        return add_time(start, count, unit)
    except (ValueError, OverflowError):
        return date.max if count > 0 else date.min


def contract_year(edition: str) -> tuple[date, date] | None:
    """The first and last day of the contract year `2026/27`, or None when it is not one."""
    match = re.fullmatch(r"([1-9][0-9]{3})/([0-9]{2})", edition)
    if match is None or int(match[2]) != (int(match[1]) + 1) % 100 or match[1] == "9999":
        return None
    return date(int(match[1]), 4, 1), date(int(match[1]) + 1, 3, 31)
