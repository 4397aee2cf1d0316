"""Quantities as contracts write them: numbers, shares, sums of money and intervals of time.

One reader for what stands in a contract file and for what stands in a cell of a register.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

from specgen.contract.dates import add_time
from specgen.problems import in_a_row

Form = Literal["full-length", "shorter", "grant"]
"""The forms of agreement; what each has is in the edition files."""


class Situations(tuple[str, ...]):
    """Numbers of clinical situations in the handbook's Appendix 1, as written."""

    __slots__ = ()


_NUMBER: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,12}(?:\.[0-9]{1,4})?")
_SHARE_SIGN: Final = re.compile(r" ?(?:%|per ?cent)$", re.IGNORECASE)
_FRACTION: Final = re.compile(r"0?\.[0-9]+|1(?:\.0+)?")
"""Numbers that are shares as much as percentages."""
_POINTED: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
"""Numbers whose points may part thousands, as 1.250."""
_MONEY: Final = re.compile(
    r"(?:£ ?)?(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,12})?)"
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


def looks_like_thousands(text: str) -> bool:
    """Whether a number of people is written as 1.250, by which half of Europe means 1,250, and the rest one."""
    return _POINTED.fullmatch(text.strip()) is not None


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


_LESS: Final = re.compile(r"(?P<first>£ ?)?[-\u2010-\u2012\u2212] ?(?P<rest>.+)|(?P<before>£ ?)?\((?P<within>.+)\)")
"""A minus sign before a sum or after the pound sign, whatever dash a program makes of it; or accountants' brackets."""


def read_change(text: str) -> Decimal | None:
    """The pounds by which a sum rises, or falls where there is a minus sign: `£120,000`, `-£1,800,000`, `(£5)`."""
    less = _LESS.fullmatch(text.strip())
    if less is None:
        return read_money(text)
    amount = read_money(f"{less['first'] or less['before'] or ''}{less['rest'] or less['within']}")
    return -amount if amount is not None else None


def pounds(amount: Decimal) -> str:
    """`£1,250,000`, with pence only where there are any; less than nothing with a minus sign before."""
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.2f}".removesuffix(".00")


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
    r"(?:(?P<count>[0-9]{1,3}(?:\.[0-9]{1,2})?|[a-z]+) )?"
    r"(?P<unit>(?:(?:working|business|calendar|clear|operational|contract) )?"
    r"(?:minute|hour|day|week|fortnight|month|quarter|year))s?",
    re.IGNORECASE,
)
_SHORT_UNITS: Final = re.compile(r"(?<![a-z])(?P<unit>hr|min|wk|mth|yr)(?P<s>s?)\.?$", re.IGNORECASE)
_IN_FULL: Final = {"hr": "hour", "min": "minute", "wk": "week", "mth": "month", "yr": "year"}
_STUCK: Final = re.compile(r"^([0-9]+)(?=[a-z])", re.IGNORECASE)
_SO_MANY_LY: Final = re.compile(r"(?P<count>[0-9]{1,3}|[a-z]+)[ -](?P<unit>hour|week|month|year)ly", re.IGNORECASE)
"""Short forms as notes have them: `48hrs`, `6 wks`; `3-monthly`."""
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
    "half yearly": "6 months",
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
    text = " ".join(text.split()).removesuffix(".")
    text = _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text
    text = f"2 {text[6:]}" if text[:6].casefold() == "other " else text
    text = _HOW_OFTEN.get(text.casefold(), _STUCK.sub(r"\1 ", text))
    text = _SHORT_UNITS.sub(lambda short: _IN_FULL[short["unit"].casefold()] + short["s"], text)
    text = _SO_MANY_LY.sub(r"\g<count> \g<unit>s", text) if text.endswith("ly") else text
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


_PERIOD: Final = re.compile(
    r"(?:(?:Q(?:uarter)? ?(?P<quarter>[1-4]),?(?: of)? )?(?P<first>[12][0-9]{3}) ?[/-] ?(?P<second>[0-9]{2}|[0-9]{4})"
    r"(?:,? Q(?:uarter)? ?(?P<after>[1-4]))?)",
    re.IGNORECASE,
)
"""A Contract Year, or a Quarter of one: `2026/27`, `Q1 2026/27`, `2026/27 Q1`, `Quarter 1 of 2026/27`."""
_FIGURE: Final = re.compile(
    r"(?P<figure>[^ ].*?) (?:in|by|for|during)(?: the (?:end of )?(?:the )?(?:Contract Year|year|Quarter)(?: of)?)? "
    r"(?P<period>.+)",
    re.IGNORECASE,
)
_BASELINE: Final = re.compile(
    r"(?:(?P<falls>falling|rising) )?(?:(?:from|against) )?(?:a |the )?baseline(?: of|:)? (?P<said>.+)", re.IGNORECASE
)
_HOLD: Final = re.compile(r"(?:hold|held)(?::|,? because) *(?P<reason>.*)", re.IGNORECASE | re.DOTALL)
_HOLD_BEGINS: Final = re.compile(r"(?:^|;|,) *(?:hold|held)(?::|,? because)", re.IGNORECASE)
_NEXT_FIGURE: Final = re.compile(
    r"\s*;\s*(?:and )?|,? and (?=[0-9£])|, (?=(?:[0-9]|£|from |against |baseline|falling|rising|hold|held))",
    re.IGNORECASE,
)
"""Between two figures of a trajectory: a semicolon, or as a list of words has them."""
_IN_BRACKETS: Final = re.compile(r"(\S+) \(([^();]*[0-9])\)")
_LAST_IN_BRACKETS: Final = re.compile(r"(\S+) \(([^();]*[0-9]); (.*)\)$", re.DOTALL)
"""A figure with its period in brackets, and the last one with what is said of all."""
_THOUSANDS: Final = re.compile(r"(?<=[0-9]), (?=[0-9])")
MOST_FIGURES: Final = 100
"""Figures of one trajectory: twenty-five years of Quarters."""


class TrajectoryPeriod(Struct, frozen=True, order=True):
    """A Contract Year by the year in which it begins, or one of its Quarters; `quarter` is 0 for the whole year."""

    year: int
    quarter: int = 0

    def days(self) -> tuple[date, date]:
        """Its first and its last day: a Contract Year runs from 1 April to 31 March."""
        first = add_time(date(self.year, 4, 1), 3 * max(self.quarter - 1, 0), "month")
        return first, add_time(first, 3 if self.quarter else 12, "month") - timedelta(days=1)

    def __str__(self) -> str:
        """`2026/27` or `Q1 2026/27`."""
        named = f"{self.year}/{(self.year + 1) % 100:02d}"
        return f"Q{self.quarter} {named}" if self.quarter else named


class TrajectoryFigures(Struct, frozen=True):
    """What is to be reached, one figure for each Contract Year or Quarter, in the order of time.

    `figures` are all shares (`percent`) or all numbers. `baseline` is what there was before, `baseline_period` when, in
    the words of the contract. `falls` says that less is better. `hold` is the reason why a figure may stay or move the
    other way; "" where none is given.
    """

    figures: tuple[tuple[TrajectoryPeriod, Decimal], ...]
    percent: bool = False
    baseline: Decimal | None = None
    baseline_period: str = ""
    falls: bool = False
    hold: str = ""

    @property
    def periods(self) -> tuple[TrajectoryPeriod, ...]:
        return tuple(period for period, _ in self.figures)

    def written(self, amount: Decimal) -> str:
        return f"{amount:,f}{'%' if self.percent else ''}"

    def series(self, between: str = "; ") -> str:
        """`60 in 2026/27; 110 in 2027/28`."""
        return between.join(f"{self.written(amount)} in {period}" for period, amount in self.figures)

    def __str__(self) -> str:
        """As it is printed, and as it is read again: `60 in 2026/27; 110 in 2027/28; from a baseline of 42 in
        2025/26`."""
        return "; ".join([self.series(), *self._of_all()])

    def before_words(self) -> str:
        """As it reads on before the words for what is counted: `60 (2026/27) and 110 (2027/28; from a baseline of 42)`
        people."""
        said = [f"{self.written(amount)} ({period})" for period, amount in self.figures]
        if of_all := self._of_all():
            said[-1] = f"{said[-1].removesuffix(')')}; {'; '.join(of_all)})"
        return in_a_row(said)

    def _of_all(self) -> list[str]:
        pieces = []
        if self.baseline is not None:
            since = f" in {self.baseline_period}" if self.baseline_period else ""
            way = "falling from" if self.falls else "from"
            pieces.append(f"{way} a baseline of {self.written(self.baseline)}{since}")
        elif self.falls:
            pieces.append("falling")
        return [*pieces, f"held because {self.hold}"] if self.hold else pieces


def read_period(text: str) -> TrajectoryPeriod | None:
    """The Contract Year or Quarter that `2026/27`, `2026-27`, `2026/2027` or `Q2 2026/27` names; None when it is none,
    or when its two years do not follow each other."""
    found = _PERIOD.fullmatch(" ".join(text.split()))
    if found is None or (found["quarter"] and found["after"]):
        return None
    year, second = int(found["first"]), found["second"]
    if int(second) != (year + 1 if len(second) == 4 else (year + 1) % 100):
        return None
    return TrajectoryPeriod(year, int(found["quarter"] or found["after"] or 0))


@lru_cache(maxsize=1024)  # each is asked for by several rules
def read_trajectory(text: str) -> TrajectoryFigures | str:
    """The trajectory that `60 in 2026/27; 110 in 2027/28; from a baseline of 42 in 2025/26` says, or what is wrong with
    it, in words.

    The same is read of a contract file, where it may be a mapping or a list (`trajectory_text`), of a cell and of the
    desk's table."""
    whole = _without_brackets(" ".join(text.split()))
    figures: dict[TrajectoryPeriod, tuple[Decimal, bool]] = {}
    baseline: tuple[Decimal, bool] | None = None
    since, falls, hold = "", False, ""
    at = 0
    while at < len(whole):
        if (held := _HOLD.match(whole, at)) is not None:
            hold, at = held["reason"].strip(), len(whole)
            if not hold:
                return "“hold” is given without a reason"
            continue
        gap = _NEXT_FIGURE.search(whole, at)
        piece = whole[at : gap.start() if gap is not None else len(whole)].strip()
        at = gap.end() if gap is not None else len(whole)
        if not piece:
            continue
        if (before := _BASELINE.fullmatch(piece)) is not None:
            if baseline is not None:
                return "the baseline is given twice"
            said, _, since = before["said"].partition(" in ")
            baseline, falls = _figure_said(said), falls or (before["falls"] or "").casefold() == "falling"
            if baseline is None:
                return f"“{said}” is not a number, and the baseline needs one"
        elif piece.casefold() in ("falling", "rising"):
            falls = piece.casefold() == "falling"
        else:
            fault = _add_figure(piece, figures)
            if fault:
                return fault
    if not figures:
        return "no figure is given"
    return _whole(figures, baseline, since.strip(), falls, hold)


def _without_brackets(text: str) -> str:
    """The text with the periods in brackets written as `in 2026/27`; the reason of a hold is left as it is."""
    found = _HOLD_BEGINS.search(text)
    figures, reason = (text[: found.start()], text[found.start() :]) if found is not None else (text, "")
    if reason and figures.count("(") > figures.count(")"):
        figures, reason = f"{figures.rstrip('; ')})", reason.removesuffix(")")
    figures = _LAST_IN_BRACKETS.sub(r"\1 in \2; \3", _IN_BRACKETS.sub(r"\1 in \2", figures))
    return "; ".join(filter(None, (figures.rstrip("; "), reason.lstrip("; "))))


def _add_figure(piece: str, figures: dict[TrajectoryPeriod, tuple[Decimal, bool]]) -> str:
    found = _FIGURE.fullmatch(piece)
    period = read_period(found["period"]) if found is not None else None
    if found is None or period is None:
        return f"“{piece}” is not a figure for a Contract Year or Quarter"
    amount = _figure_said(found["figure"])
    if amount is None:
        return f"“{found['figure']}” ({period}) is not a number"
    if period in figures:
        return f"{period} is given twice"
    if len(figures) == MOST_FIGURES:
        return f"more than {MOST_FIGURES} figures are given"
    figures[period] = amount
    return ""


def _whole(
    figures: dict[TrajectoryPeriod, tuple[Decimal, bool]],
    baseline: tuple[Decimal, bool] | None,
    since: str,
    falls: bool,
    hold: str,
) -> TrajectoryFigures | str:
    ordered = sorted(figures)
    shares = {percent for _, percent in figures.values()}
    if len(shares) > 1:
        return "some figures are shares and some are numbers"
    percent = shares.pop()
    if baseline is not None and baseline[1] != percent:
        return f"the baseline is a {'number' if percent else 'share'}, and the figures are not"
    if len({period.quarter > 0 for period in ordered}) > 1:
        return "some figures are for a Contract Year and some for a Quarter"
    return TrajectoryFigures(
        tuple((period, figures[period][0]) for period in ordered),
        percent,
        baseline[0] if baseline is not None else None,
        since,
        falls,
        hold,
    )


def _figure_said(text: str) -> tuple[Decimal, bool] | None:
    """A number, and whether it is a share: `1,250`, `85%`."""
    text = _THOUSANDS.sub(",", text.strip())
    if _SHARE_SIGN.search(text):
        share = read_share(text)
        return (share, True) if share is not None else None
    number = read_number(text)
    return (number, False) if number is not None else None


def trajectory_text(parts: Iterable[tuple[str, str]]) -> str:
    """The one text of a trajectory that is written name by name: each period with its figure, `baseline`, `direction`
    and `hold`. What these say is for `read_trajectory` to judge."""
    figures: list[str] = []
    ends: dict[str, str] = {}
    for name, said in parts:
        if name in TRAJECTORY_WORDS:
            ends[name] = said
        else:
            figures.append(f"{said} in {name}")
    way = ends.get("direction", "")
    if way:
        figures.append(way)
    if "baseline" in ends:
        figures.append(f"from a baseline of {ends['baseline']}")
    if "hold" in ends:
        figures.append(f"held because {ends['hold']}")
    return "; ".join(figures)


TRAJECTORY_WORDS: Final = ("baseline", "direction", "hold")
"""What a trajectory may say beside its periods."""
