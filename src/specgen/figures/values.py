"""Values of a document with figures: read from what a user wrote, kept exactly, printed once.

Amounts are fractions while they are worked with, so that nothing is rounded on the way; what is printed is a Decimal,
rounded half up at its stated places. One reader for a file and for a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from msgspec import Struct

from specgen.contract.dates import MONTHS, add_time, long_date, parse_day
from specgen.contract.quantities import looks_like_fraction, looks_like_thousands, pounds, read_money, read_number
from specgen.problems import Location

Kind = Literal["text", "texts", "money", "count", "number", "share", "date", "choice", "reference", "identifier"]

NUMERIC: Final = ("money", "count", "number", "share")
KINDS_IN_WORDS: Final[Mapping[str, str]] = {
    "text": "words",
    "texts": "a list of words",
    "money": "a sum such as £1,250.50, to the penny",
    "count": "a whole number such as 1,250",
    "number": "a number such as 1,250 or 12.5",
    "share": "a percentage such as 85%",
    "date": "a day such as 30 September 2026, or a month such as September 2026",
    "choice": "one of the words that the type allows",
    "reference": "a row of another table",
    "identifier": "an identifier of your own such as NBB-0042: digits, hyphens and slashes, with letters that spell no "
    "name (without a vowel, or a word such as CASE, PLAN or ICB), and no spaces; never a name, an NHS or National "
    "Insurance number or a day of birth",
}
MOST_DIGITS: Final = 15
"""Digits of a number that are read: a thousand times the budget of the whole service has fewer."""

_SIGN: Final = re.compile(r" ?(?:%|per ?cent)$", re.IGNORECASE)
_IDENTIFIER: Final = re.compile(r"(?=[^\s]*[0-9])[A-Za-z0-9][A-Za-z0-9/.-]{0,39}")
_MONTH: Final = re.compile(r"([A-Za-z]{3,9})\.? (\d{4})")


class Days(Struct, frozen=True):
    """The days that a date may mean: one, or those of a month."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class FiguredValue:
    """A value as it prints, with what it is worth: `number` of an amount, `days` of a date, `entries` of a list.

    `place` is where it was written."""

    printed: str
    number: Fraction | None = None
    days: Days | None = None
    entries: tuple[str, ...] = ()
    place: Location = field(default=Location(), compare=False)


class UnreadableError(ValueError):
    """What is written is not of the kind that belongs there."""


_BELOW: Final = re.compile("(?P<pounds>£?)[-\u2212\u2013] ?(?P<rest>.+)")


def read_figure(kind: Kind, written: str, place: Location, options: tuple[str, ...] = ()) -> FiguredValue:
    """A computed figure that somebody typed: one below nought is written as a document prints it, `-£95`. Raises
    UnreadableError."""
    below = _BELOW.fullmatch(written.strip()) if kind in NUMERIC else None
    if below is None:
        return read_value(kind, written, place, options)
    found = read_value(kind, f"{below['pounds']}{below['rest']}", place)
    assert found.number is not None
    return FiguredValue(f"-{found.printed}" if found.number else found.printed, -found.number, place=place)


def folded(text: str) -> str:
    """The words by which two texts are told to be one: without regard to capitals and spaces."""
    return " ".join(text.casefold().split())


def stated(literal: str) -> FiguredValue:
    """A number that a type states in the place of a name: `£5`, `100%`, `9`. Raises UnreadableError."""
    return read_value(literal_kind(literal), literal, Location())


def literal_kind(literal: str) -> Kind:
    return "money" if literal[0] == "£" else "share" if literal[-1] == "%" else "number"


def read_value(kind: Kind, written: str, place: Location, options: tuple[str, ...] = ()) -> FiguredValue:
    """The value that `written` says. Raises UnreadableError."""
    text = written.strip()
    if kind in NUMERIC and sum(map(str.isdigit, text)) > MOST_DIGITS:
        raise UnreadableError(f"has more than {MOST_DIGITS} digits")
    if kind == "choice":
        chosen = next((option for option in options if option.casefold() == text.casefold()), None)
        if chosen is None:
            raise UnreadableError("is not a word that belongs here")
        return FiguredValue(chosen, place=place)
    return _READERS[kind](text, place)


def _read_text(text: str, place: Location) -> FiguredValue:
    return FiguredValue(text, place=place)


def _read_money(text: str, place: Location) -> FiguredValue:
    amount = read_money(text)
    if amount is None:
        raise UnreadableError("is not a sum of money")
    return FiguredValue(print_number("money", Fraction(amount), 2), Fraction(amount), place=place)


def _read_count(text: str, place: Location) -> FiguredValue:
    if looks_like_thousands(text):
        raise UnreadableError("may be thousands or a fraction; write a comma before three digits, such as 1,250")
    number = read_number(text)
    if number is None or number != number.to_integral_value():
        raise UnreadableError("is not a whole number")
    return FiguredValue(print_number("count", Fraction(number), 0), Fraction(number), place=place)


def _read_number(text: str, place: Location) -> FiguredValue:
    number = read_number(text)
    if number is None:
        raise UnreadableError("is not a number")
    return FiguredValue(f"{number:,f}", Fraction(number), place=place)


def _read_share(text: str, place: Location) -> FiguredValue:
    number = read_number(_SIGN.sub("", text))
    if number is None:
        raise UnreadableError("is not a percentage")
    if not _SIGN.search(text) and looks_like_fraction(text):
        raise UnreadableError("may be a percentage or a fraction; write the sign, such as 85%")
    return FiguredValue(f"{number:,f}%", Fraction(number) / 100, place=place)


def _read_date(text: str, place: Location) -> FiguredValue:
    folded = " ".join(text.split())
    if (day := parse_day(folded)) is not None:
        return FiguredValue(long_date(day), days=Days(day, day), place=place)
    found = _MONTH.fullmatch(folded)
    month = next(
        (n for n, name in enumerate(MONTHS, 1) if found and name.casefold().startswith(found[1].casefold())), 0
    )
    if found is None or not month or found[2] in ("0000", "9999"):
        raise UnreadableError("is not a date")
    first = date(int(found[2]), month, 1)
    return FiguredValue(
        f"{MONTHS[month - 1]} {found[2]}", days=Days(first, add_time(first, 1, "month") - _A_DAY), place=place
    )


_A_DAY: Final = timedelta(days=1)


def _read_identifier(text: str, place: Location) -> FiguredValue:
    if (
        not _IDENTIFIER.fullmatch(text)
        or names_one_person(text)
        or _BORN.search(text)
        or _WHOLE_DATE.fullmatch(text)
        or _may_name(text)
    ):
        raise UnreadableError("is not an identifier")
    return FiguredValue(text, place=place)


def _may_name(text: str) -> bool:
    """Whether its letters may spell a name: SMITH-42, LEE/7, JaneSmith1, J-O-H-N-1. Safe are single letters, those
    without a vowel, as NBB, and the words that identifiers are made of."""
    own = [letters for letters in _LETTERS.findall(text) if letters.casefold() not in _NO_NAMES]
    return len(own) > _MOST_PREFIXES or any(len(each) > 1 and not _SAFE.fullmatch(each) for each in own)


_LETTERS: Final = re.compile("[A-Za-z]+")
_SAFE: Final = re.compile("[B-DF-HJ-NP-TV-XZ]{2,5}|[b-df-hj-np-tv-xz]{2,5}")
"""Letters of one height without a vowel, Y among the vowels."""
_MOST_PREFIXES: Final = 3
"""Runs of letters that are none of the words; more can spell anything."""
_NO_NAMES: Final = frozenset(
    ("adult", "asc", "budget", "care", "case", "chair", "child", "client", "draft", "ehc", "ex", "example", "file",
     "icb", "icp", "ics", "id", "ipb", "la", "no", "patient", "person", "plan", "record", "ref", "review", "service",
     "sheet", "sor", "statement", "test", "uid", "urn", "user", "wheelchair")
)  # fmt: skip
_NHS_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{3}[ /.-]?[0-9]{3}[ /.-]?[0-9]{4}(?![0-9])")
_INSURANCE: Final = re.compile(r"(?<![A-Z])[A-Z]{2}[ -]?(?:[0-9]{2}[ -]?){3}[A-D](?![A-Z0-9])", re.IGNORECASE)
_BORN: Final = re.compile(
    r"(?<![0-9])(?:(?:19[0-9]{2}|20[01][0-9])([/.-]?)[01][0-9]\1[0-3][0-9]"
    r"|[0-3]?[0-9]([/.-])[01]?[0-9]\2(?:19[0-9]{2}|20[01][0-9]))(?![0-9])"
)
"""A day that somebody may be born on; of years since, an identifier may well hold the day of a plan."""
_WHOLE_DATE: Final = re.compile(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}")
_ELEVEN: Final = 11


def names_one_person(text: str) -> bool:
    """Whether the text holds an NHS number, by its check digit (modulus 11: NHS Data Model and Dictionary, NHS
    NUMBER), or a National Insurance number."""
    for found in _NHS_NUMBER.finditer(text):
        digits = [int(sign) for sign in found[0] if sign.isdigit()]
        check = _ELEVEN - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % _ELEVEN
        if check % _ELEVEN == digits[-1]:
            return True
    return _INSURANCE.search(text) is not None


_READERS: Final[Mapping[str, Callable[[str, Location], FiguredValue]]] = {
    "text": _read_text,
    "texts": _read_text,
    "reference": _read_text,
    "money": _read_money,
    "count": _read_count,
    "number": _read_number,
    "share": _read_share,
    "date": _read_date,
    "identifier": _read_identifier,
}


def rounded(number: Fraction, places: int) -> Fraction:
    """The number half up at `places` behind the point; before it where `places` is below nought. A number below nought
    is rounded as the same number above it, so that what is taken from one and what is added to it agree."""
    scale = Fraction(10) ** places
    magnitude = abs(number) * scale
    whole = (2 * magnitude.numerator + magnitude.denominator) // (2 * magnitude.denominator)
    return Fraction(whole if number >= 0 else -whole) / scale


def as_decimal(number: Fraction, places: int) -> Decimal:
    """The rounded number as a Decimal with so many places. Built of digits, so that no setting of the decimal module
    can round it again."""
    found = rounded(number, places)
    shown = max(places, 0)
    digits = abs(found.numerator) * 10**shown // found.denominator
    return Decimal((int(found < 0), tuple(map(int, str(digits))), -shown))


def print_number(kind: str, number: Fraction, places: int) -> str:
    """The number as a document prints it: `£1,250.50`, `1,250`, `4.9%`."""
    if kind == "money":
        amount = as_decimal(number, places)
        return f"-{pounds(-amount)}" if amount < 0 else pounds(amount)
    if kind == "share":
        return f"{_without_noughts(f'{as_decimal(number * 100, places):,f}')}%"
    return f"{as_decimal(number, places):,f}"


def _without_noughts(text: str) -> str:
    """The number without the noughts behind its point where nothing else is there: 100% for 100.00%."""
    whole, _, rest = text.partition(".")
    return text if rest.strip("0") else whole


def printed_worth(kind: str, number: Fraction, places: int) -> Fraction:
    """The number that `print_number` shows."""
    return rounded(number * 100, places) / 100 if kind == "share" else rounded(number, places)
