"""What a baseline states: its figures, in digits or in words, and the times that it is of."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from specgen.contract.dates import MONTHS, parse_day
from specgen.contract.quantities import TrajectoryFigures, looks_like_fraction, read_number, read_period, read_share

_ABOUT = "(?:about |approximately |some )?"
_FRACTION_FIRST = re.compile(rf"{_ABOUT}(0?\.\d{{1,4}})(?= (?:in|at|on|from|by)\b)", re.IGNORECASE)
"""A share as a sheet holds it, before words: `0.95 in November 2025`."""
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NUMBERS = {word: number for number, word in enumerate((*_ONES, "ten"), 1)} | {
    word: 10 * number for number, word in enumerate((*_TENS, "hundred"), 2)
}
_IN_WORDS = rf"(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<ones>{'|'.join(_ONES)}))?|(?P<few>{'|'.join(_ONES)}|ten)"
_SHARE_IN_WORDS = re.compile(
    rf"(?<!point )(?<!hundred and )\b(?:{_IN_WORDS})(?= per ?cent\b)"
    r"|\b(?P<part>half|a third|two thirds|a quarter|three quarters)\b(?= (?:of|in|at|on)\b)",
    re.IGNORECASE,
)
_COUNT_IN_WORDS = re.compile(
    rf"^(?:{_IN_WORDS})(?P<part>)(?= (?:in|at|on|people|referrals|places|licences|budgets|plans)\b)", re.IGNORECASE
)
_PARTS = {"half": 50, "a third": 33, "two thirds": 67, "a quarter": 25, "three quarters": 75}
_NUMBER = rf"\d{{1,3}}|{'|'.join(_ONES)}|ten|hundred"
_IN_EVERY = re.compile(rf"\b(?P<part>{_NUMBER}) (?:in|out of)(?: every| a)? (?P<of>{_NUMBER})\b", re.IGNORECASE)
"""So many in so many: `nine in ten`, `3 out of 4`."""
_YEAR_NEXT = re.compile(rf"{_ABOUT}(\d{{1,3}}(?:\.\d+)?) (?:in|at|on|for) (?=\d{{4}}\b|Q[1-4]\b)", re.IGNORECASE)
"""A share without its sign, before the year in which it was measured: `95 in 2025/26`."""
_PERCENTAGES = re.compile(r"(\d{1,3}(?:\.\d+)?) ?(?:%|per ?cent\b|pc\b)", re.IGNORECASE)
_SO_MANY = r"(\d{1,3}(?:,\d{3})+|\d{1,6})"
_SO_MANY_OF = re.compile(
    rf"{_ABOUT}{_SO_MANY} (?:people |plans |persons |patients )?(?:out )?of (?:the )?{_SO_MANY}\b", re.IGNORECASE
)
_COUNTED = re.compile(rf"{_ABOUT}(\d{{1,3}}(?:,\d{{3}})+|\d+)(?! ?(?:%|per ?cent)|[\d/.,:-]*\d)", re.IGNORECASE)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.casefold()]


def _share_of(found: re.Match[str]) -> str:
    part, whole = _number(found["part"]), _number(found["of"])
    return f"{part * 100 / whole:.4g}%" if 0 < whole <= 1000 and part <= whole else found.group()


def _in_figures(found: re.Match[str]) -> str:
    """`95` of “ninety-five” before “per cent”, `50%` of “half of”."""
    if found["part"]:
        return f"{_PARTS[found['part'].casefold()]}%"
    return str(sum(_number(found[name]) for name in ("tens", "ones", "few") if found[name]))


def is_another_baseline(found: TrajectoryFigures, said: object) -> bool:
    """Whether the trajectory's own baseline is none of what the measure's baseline states."""
    base = found.baseline
    if base is None or said is None:
        return False
    shares = [Decimal(each) for each in _PERCENTAGES.findall(str(said))] if found.percent else []
    figures = shares or [each for each in [stated(str(said), percent=found.percent)] if each is not None]
    # So many of so many make a share that is rounded.
    margin = Decimal("0.5") if found.percent and not shares else Decimal(0)
    return bool(figures) and all(abs(each - base) > margin for each in figures)


def stated(said: str, *, percent: bool) -> Decimal | None:
    """The figure that a baseline states, the least of several percentages; None where it states none."""
    if not percent:
        found = _COUNTED.match(_COUNT_IN_WORDS.sub(_in_figures, said))
        return read_number(found[1]) if found else None
    if (bare := read_share(said)) is not None:
        return bare * 100 if looks_like_fraction(said) and bare < 1 else bare
    if (fraction := _FRACTION_FIRST.match(said)) is not None:
        return Decimal(fraction[1]) * 100
    if (bare_before := _YEAR_NEXT.match(said)) is not None and Decimal(bare_before[1]) <= 100:
        return Decimal(bare_before[1])
    said = _IN_EVERY.sub(_share_of, _SHARE_IN_WORDS.sub(_in_figures, said))
    if shares := [Decimal(each) for each in _PERCENTAGES.findall(said)]:
        return min(shares)
    part, whole = (read_number(each) for each in found.groups()) if (found := _SO_MANY_OF.match(said)) else (None, None)
    return part * 100 / whole if part is not None and whole and part <= whole else None


_TIME_NAMED = re.compile(
    # Neither where “before” stands nor within what it stands before: “before 1 April 2026”, “until Q1 2026/27”.
    r"(?<!before )(?<!until )(?<!\d )\b"
    rf"(?:(?:Q[1-4] )?20\d\d ?[/-] ?\d\d|(?:\d{{1,2}} )?(?:{'|'.join(MONTHS)}) 20\d\d)\b"
)
"""Times of which a baseline may be; not those before which nothing was measured."""
_NO_FIGURE = re.compile(
    r"\b(?:not|never|nothing|none|no|first)\b[^.;]*\b"
    r"(?:measured|counted|collected|recorded|asked|surveyed|figure|baseline|data)\b",
    re.IGNORECASE,
)
"""What a baseline says of which there is no figure yet: “not measured before; first measured in 2027/28”."""


@lru_cache(maxsize=512)
def first_time_named(said: str) -> tuple[str, date | None]:
    """The time that a baseline names first, and the earliest day on which one of its times begins; None where it names
    none, or says that there was no figure."""
    if _NO_FIGURE.search(said) and not re.search(r"\d", _TIME_NAMED.sub("", said)):
        return "", None
    named = _TIME_NAMED.findall(said)
    return next(iter(named), ""), min((day for day in map(_begins, named) if day is not None), default=None)


def _begins(named: str) -> date | None:
    """The first day of a Contract Year, a Quarter, a month, or the day itself."""
    period = read_period(named)
    if period is not None:
        return period.days()[0]
    return parse_day(named) or parse_day(f"1 {named}")
