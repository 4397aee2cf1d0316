"""Quantities as contracts write them: numbers, shares, sums of money and intervals of time.

One reader for what stands in a contract file and for what stands in a cell of a register.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from msgspec import Struct

_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,4})?")
_SHARE_SIGN: Final = re.compile(r" ?(?:%|per ?cent)$", re.IGNORECASE)
_FRACTION: Final = re.compile(r"0?\.[0-9]+|1(?:\.0+)?")
"""Numbers that are shares as much as percentages."""
_MONEY: Final = re.compile(
    r"(?:£ ?)?(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
    r"(?P<unit> ?(?:thousand|million|billion|k|m|mn|bn))?",
    re.IGNORECASE,
)
_UNITS: Final = {"thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9}
"""The word or letters after a sum → by how many noughts it is greater."""


def read_number(text: str) -> Decimal | None:
    """`250`, `1,250` or `12.5`; None when it is no number. A comma stands before three digits or not at all."""
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def read_share(text: str) -> Decimal | None:
    """The percentage that `85`, `85%`, `85 %` or `85 per cent` says; None when it is none from 0 to 100."""
    number = read_number(_SHARE_SIGN.sub("", text.strip()))
    return number if number is not None and number <= 100 else None


def looks_like_fraction(text: str) -> bool:
    """Whether a percentage without its sign is a number such as 0.85 or 1, by which a spreadsheet means 85% or 100%."""
    return _FRACTION.fullmatch(text.strip()) is not None


def read_money(text: str) -> Decimal | None:
    """The pounds that `1250000`, `£1,250,000.00`, `£1.2m` or `£1.2 million` says; None when it is no such sum.

    A comma stands before three digits or not at all: elsewhere it may be meant as a decimal point. Nothing is smaller
    than a penny.
    """
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        return None
    unit = (found["unit"] or "").strip().casefold()
    amount = Decimal(found["number"].replace(",", ""))
    if not unit:
        return amount if len(found["number"].partition(".")[2]) <= 2 else None
    amount = Decimal(f"{amount.scaleb(_UNITS[unit]):f}")
    return amount if amount == round(amount, 2) else None


def pounds(amount: Decimal) -> str:
    """`£1,250,000`, with pence only where there are any."""
    return f"£{amount:,.2f}".removesuffix(".00")


_COUNTS: Final = re.compile(
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|eighteen|twenty|thirty"
)
_ZEROS: Final = ("zero", "no", "nought", "nil")
_KINDS_OF_TIME: Final = {
    "operational day": "Operational Day",
    "contract year": "Contract Year",
}
"""Units with their capitals where the contract defines them."""
_INTERVAL: Final = re.compile(
    r"(?:(?P<count>\d{1,3}(?:\.\d{1,2})?|[a-z]+) )?"
    r"(?P<unit>(?:(?:working|business|calendar|clear|operational|contract) )?"
    r"(?:minute|hour|day|week|fortnight|month|quarter|year))s?",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(r"(?:every|each|within|per|once (?:an?|every|each)|an?) (?=\S)", re.IGNORECASE)
"""Words that the wording has before an interval already."""
_HOW_OFTEN: Final = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "fortnightly": "2 weeks",
    "monthly": "month",
    "quarterly": "quarter",
    "annually": "year",
    "yearly": "year",
    "annual": "year",
    "two-monthly": "2 months",
    "three-monthly": "3 months",
    "six-monthly": "6 months",
    "half-yearly": "6 months",
}
"""How often, in a word → the interval that reads on after “every”."""


class Interval(Struct, frozen=True):
    """A length of time: `count` as it was written, empty where it was not, and the unit in the singular."""

    count: str
    unit: str

    @property
    def is_nothing(self) -> bool:
        """Whether no time at all is asked for: 0 months."""
        return self.count in _ZEROS or (self.count[:1].isdigit() and not float(self.count))

    @property
    def is_one(self) -> bool:
        return self.count in ("", "1", "one")

    def __str__(self) -> str:
        """`3 months`, `1 month`, or `month` where no number was written."""
        return f"{self.count} {self.unit}{'' if self.is_one else 's'}".strip()

    def after_every(self) -> str:
        """`month` and not `1 month`, as it reads on after “every” and “each”."""
        return self.unit if self.is_one else str(self)

    def counted(self) -> str:
        """`1 month` and not `month`, as it reads on after “within” and “a period of”."""
        return str(self) if self.count else f"1 {self.unit}"


def read_interval(text: str) -> Interval | None:
    """The interval that `3 months`, `10 Operational Days`, `48 hours`, `two weeks` or `monthly` says; None when it is
    none."""
    text = " ".join(text.split())
    text = _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text
    text = _HOW_OFTEN.get(text.casefold(), text)
    found = _INTERVAL.fullmatch(text)
    if found is None:
        return None
    count = (found["count"] or "").casefold()
    if count and not count[0].isdigit() and not _COUNTS.fullmatch(count) and count not in _ZEROS:
        return None
    unit = found["unit"]
    if " " in unit:
        unit = _KINDS_OF_TIME.get(unit.casefold(), unit.casefold())
    elif not (unit == "Quarter" and count):
        unit = unit.casefold()
    return Interval(count, unit)
