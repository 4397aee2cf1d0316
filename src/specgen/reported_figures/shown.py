"""What of the returns is shown: every figure as text, with small numbers hidden so that nothing gives them back.

A figure is hidden when its numerator, its denominator or the difference of the two is under the number that the user
sets (handbook 2.7.7: small numbers may name a person). It is then hidden whole: its numbers, its share, how it stands
to the threshold; and so is every return of the same figure, the row of all Commissioners of which it is a
part or that would give it back less the others, every figure of the same people in the same report or in another
measure of the contract (`MeasureForm.people`), the money spent on them, a cumulative figure whose increment is small,
and every sum that holds it. No note is shown, of whatever
figure: people write numbers into notes. What is shown therefore never
depends on a hidden number; a test changes hidden numbers and finds the same bytes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.trajectories import is_whole_year
from specgen.contract.dates import long_date
from specgen.reported_figures.asked import AskedPack, AskedRow, year_words
from specgen.reported_figures.hold import OUTCOMES, FigureOutcome, HeldFigure, HeldReturns, added, sibling_key, whole_of
from specgen.reported_figures.read import ReportedRow
from specgen.reported_figures.workbook import STANDING, measure_words, service_words

HIDDEN: Final = "hidden"
NO_STATUS: Final = "unstated"
"""The status of a return that gives none: it is added to no others."""
_TENTH: Final = Decimal("0.1")


class ShownVersion(Struct, frozen=True):
    """One return of a figure: its numbers as text, its share, its status and its day."""

    numerator: str
    denominator: str
    share: str
    status: str
    on: date | None
    file: str
    note: str


class ShownFigure(Struct, frozen=True):
    """A figure as it may be shown. `versions` are its returns, the earliest first; the last one counts."""

    asked: AskedRow
    outcome: FigureOutcome
    by: str
    said: str
    summed: bool
    versions: tuple[ShownVersion, ...]

    @property
    def current(self) -> ShownVersion | None:
        return self.versions[-1] if self.versions else None


class ShownYear(Struct, frozen=True):
    """A count or a share of a Contract Year as it may be shown."""

    asked: AskedRow
    year: str
    total: str
    provisional: bool
    outcome: FigureOutcome
    by: str
    said: str


class ShownTotal(Struct, frozen=True):
    """A figure over all contracts for one period and status: so many returns, and their sum."""

    clause: str
    title: str
    figure: str
    first: date
    last: date
    status: str
    returns: int
    numerator: str
    denominator: str
    share: str


class BaselineFound(Struct, frozen=True):
    """What a contract that follows may state as the baseline of a measure, from the latest return that is not
    provisional."""

    reference: str
    service: str
    party: str
    title: str
    first: date
    last: date
    value: str
    words: str


class ShownReturns(Struct, frozen=True):
    """Everything that may be shown. `least` is the number under which counts are hidden; 0 for none."""

    on: date
    least: int
    packs: tuple[AskedPack, ...]
    figures: tuple[ShownFigure, ...]
    years: tuple[ShownYear, ...]
    totals: tuple[ShownTotal, ...]
    baselines: tuple[BaselineFound, ...]

    @property
    def listed(self) -> tuple[ShownFigure, ...]:
        """The figures that have a row in every list: those that are due, and those of which something is said."""
        return tuple(each for each in self.figures if each.outcome != "not due" or each.said)

    def stands_for(self) -> Callable[[AskedRow], bool]:
        """Whether a row tells how its measure of a service stands: that of all Commissioners; where one of them is held
        to a threshold of its own, those of the single ones, and that of all only where it is held to one too."""
        asked = [each.asked for held in (self.figures, self.years) for each in held]
        judged = {(row.reference, *row.measure_key) for row in asked if row.bound is not None}
        apart = {key[:-1] for key in judged if key[-1]}

        def stands(row: AskedRow) -> bool:
            key = row.reference, *row.measure_key
            return key[:-1] in apart if row.party else key in judged or key[:-1] not in apart

        return stands


class RowCount(Struct, frozen=True):
    """So many rows of a list; `own` of them are of single Commissioners."""

    rows: int
    own: int

    def said(self, what: str) -> str:
        """`38 missing`, or `38 missing (10 of single Commissioners)`."""
        return f"{self.rows:,} {what}{f' ({self.own:,} of single Commissioners)' if self.own else ''}"


def outcome_counts(rows: Iterable[ShownFigure | ShownYear]) -> dict[FigureOutcome, RowCount]:
    """How many rows of a list have each outcome. Whatever says how many figures stand so says it from here, so that it
    is the number of rows which a reader counts in the list."""
    listed = list(rows)
    every = Counter(each.outcome for each in listed)
    own = Counter(each.outcome for each in listed if each.asked.party)
    return {outcome: RowCount(every[outcome], own[outcome]) for outcome in OUTCOMES if every[outcome]}


def counts_said(rows: Iterable[ShownFigure | ShownYear]) -> str:
    """`8 met (2 of single Commissioners), 29 missing`; "none" of an empty list."""
    return ", ".join(count.said(outcome) for outcome, count in outcome_counts(rows).items()) or "none"


def shown(held: HeldReturns, least: int = 0, already: frozenset[str] = frozenset()) -> ShownReturns:
    """The returns as they may be shown. `already` are the ids of figures that are hidden whatever their numbers."""
    hidden = _hidden(held.figures, least, already)
    return ShownReturns(
        held.on,
        least,
        held.packs,
        tuple(_figure(each, each.asked.id in hidden, notes=least < 1) for each in held.figures),
        tuple(_years(held, hidden)),
        tuple(_totals(held.figures, hidden)),
        tuple(_baselines(held, hidden)),
    )


def _hidden(figures: Sequence[HeldFigure], least: int, already: frozenset[str]) -> frozenset[str]:
    """The ids of the figures that are hidden."""
    if least < 1:
        return already
    parts = _parts(figures)
    rests = {whole.asked.id: tuple(_rests(whole, of)) for whole, of in parts}
    small = {each.asked.id for each in figures if any(_small(each.asked, row, least) for row in each.versions)}
    small |= {
        whole.asked.id for whole, _ in parts if any(_small(whole.asked, row, least) for row in rests[whole.asked.id])
    }
    # What was hidden already was hidden with all that gives it back, and its numbers are no longer known.
    found = _with_theirs(small - already, figures, parts)
    people = _same_people(figures)
    asked = {each.asked.id: each.asked for each in figures if each.versions}
    found |= {name for each in found & asked.keys() for name in _holding_it(asked[each], people)}
    found = _with_theirs(found | already, figures, parts)
    sequences = _sequences(figures)
    added = [step for each in sequences for step in _small_steps(each, already, rests, least, of_every=True)]
    found = _with_theirs(found.union(*(_holding_it(step, people) for step in added)), figures, parts)
    while small_steps := [step for each in sequences for step in _small_steps(each, found, rests, least)]:
        # What was added is a count of its own days, which other figures of those days would give back.
        found |= {name for step in small_steps for name in (step.id, *_holding_it(step, people))}
        found = _with_theirs(found, figures, parts)
    return frozenset(found)


def _sequences(figures: Sequence[HeldFigure]) -> list[list[HeldFigure]]:
    """The figures of one measure that count since the same day, one period after the other."""
    together: dict[tuple[object, ...], list[HeldFigure]] = {}
    for each in figures:
        if each.versions:
            asked = each.asked
            together.setdefault((asked.reference, asked.version, *asked.measure_key, asked.first), []).append(each)
    return [sorted(found, key=lambda each: each.asked.last) for found in together.values() if len(found) > 1]


def _small_steps(
    sequence: Sequence[HeldFigure],
    hidden: Set[str],
    rests: Mapping[str, Sequence[ReportedRow]],
    least: int,
    *,
    of_every: bool = False,
) -> Iterator[AskedRow]:
    """Cumulative figures that are less than `least` away from one before them that is shown, each with the days since
    then: what was added is a count as well, and so is what is added for Commissioners of whom no row came. `of_every`:
    away from one that is not shown either."""
    before: list[HeldFigure] = []
    for each in sequence:
        if each.asked.id in hidden:
            continue
        rows = [
            (one, replace(row, numerator=abs(_less(row.numerator, other.numerator)), denominator=_added(row, other)))
            for one in before
            for of, others in (
                (each.versions, one.versions),
                (rests.get(each.asked.id, ()), rests.get(one.asked.id, ())),
            )
            for row in of
            for other in others
        ]
        since = [one.asked.last for one, row in rows if _small(each.asked, row, least)]
        if since:
            yield replace(each.asked, first=max(since) + timedelta(days=1))
        if of_every or not since:
            before.append(each)


def _less(one: Decimal | None, other: Decimal | None) -> Decimal:
    return (one or Decimal(0)) - (other or Decimal(0))


def _added(row: ReportedRow, other: ReportedRow) -> Decimal | None:
    return None if row.denominator is None else abs(_less(row.denominator, other.denominator))


def _with_theirs(
    found: Iterable[str], figures: Sequence[HeldFigure], parts: Sequence[tuple[HeldFigure, list[HeldFigure]]]
) -> set[str]:
    """The figures, the rows of all of which one is a part, and those counted of the same people in one report."""
    theirs = set(found)
    siblings: dict[tuple[object, ...], set[str]] = {}
    for each in figures:
        if each.asked.kind == "share" and each.asked.figure:
            siblings.setdefault(sibling_key(each.asked), set()).add(each.asked.id)
    while True:
        more = {whole.asked.id for whole, of in parts if any(part.asked.id in theirs for part in of)}
        more |= {name for group in siblings.values() if not theirs.isdisjoint(group) for name in group}
        if more <= theirs:
            return theirs
        theirs |= more


def _parts(figures: Sequence[HeldFigure]) -> list[tuple[HeldFigure, list[HeldFigure]]]:
    """Each figure of all Commissioners with those of the single ones."""
    families: dict[tuple[object, ...], list[HeldFigure]] = {}
    for each in figures:
        families.setdefault(each.asked.family, []).append(each)
    return [
        (whole, parts)
        for family in families.values()
        if (parts := [each for each in family if each.asked.party])
        for whole in family
        if not whole.asked.party
    ]


def _rests(whole: HeldFigure, parts: Sequence[HeldFigure]) -> Iterator[ReportedRow]:
    """What the rows of single Commissioners leave of the row of all, where some of them are not there: it is the number
    of those that are not, whoever takes the one from the other. An earlier return of all is held against theirs of the
    same status."""
    for row in whole.versions:
        own = [part.current for part in parts] if row is whole.current else [_alike(part, row) for part in parts]
        there = [each for each in own if each is not None and each.numerator is not None]
        if not there or len(there) == len(parts) or row.numerator is None:
            continue
        numerator, denominator = added(there)
        left = row.denominator - (denominator or 0) if row.denominator is not None else None
        yield replace(row, numerator=row.numerator - numerator, denominator=left)


def _alike(part: HeldFigure, row: ReportedRow) -> ReportedRow | None:
    return next((each for each in reversed(part.versions) if each.status == row.status), None)


_People = Mapping[tuple[str, str], Sequence[AskedRow]]


def _same_people(figures: Sequence[HeldFigure]) -> _People:
    """A contract and those whom it counts → the figures of them, in the order of their days."""
    groups: dict[tuple[str, str], list[AskedRow]] = {}
    for each in figures:
        if each.versions:
            groups.setdefault((each.asked.reference, each.asked.people), []).append(each.asked)
    for group in groups.values():
        group.sort(key=_begins)
    return groups


_LONGEST: Final = timedelta(days=370)
"""No period is longer than a year."""


def _begins(row: AskedRow) -> date:
    return row.first


def _holding_it(one: AskedRow, people: _People) -> Iterator[str]:
    """The figures of other measures of the same people, of a time that holds the figure's or lies in it: the one less
    the other, or a quarter less its other months, would give a hidden number back. So would a cumulative figure less
    what other measures, or the other figures of its own, count of its periods; and money that is spent on a few people
    is theirs."""
    group = people.get((one.reference, one.people), ())
    first = one.first - _LONGEST if one.first > date.min + _LONGEST else date.min
    several = len({(row.clause, row.figure) for row in group if row.kind != "amount"}) > 1
    for other in group[bisect_left(group, first, key=_begins) : bisect_right(group, one.last, key=_begins)]:
        # A report on the whole contract holds each of its services, and the row of all each Commissioner.
        elsewhere = _differ(one.service, other.service) or _differ(one.party, other.party)
        within = (one.first <= other.first and other.last <= one.last) or (
            other.first <= one.first and one.last <= other.last
        )
        later = several and (other.cumulative or (one.cumulative and other.figure != one.figure))
        if (other.clause != one.clause or other.kind == "amount" or later) and within and not elsewhere:
            yield other.id


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _small(asked: AskedRow, row: ReportedRow, least: int) -> bool:
    if row.numerator is None or asked.kind == "amount":
        return False
    if row.numerator < least:
        return True
    if asked.kind != "share" or row.denominator is None:
        return False
    return row.denominator < least or row.denominator - row.numerator < least


def _figure(held: HeldFigure, hide: bool, *, notes: bool) -> ShownFigure:
    if hide and held.versions:
        return ShownFigure(
            held.asked,
            "hidden",
            "",
            "",
            False,
            tuple(ShownVersion(HIDDEN, HIDDEN, HIDDEN, row.status, row.on, row.file, "") for row in held.versions),
        )
    return ShownFigure(
        held.asked,
        held.outcome,
        _points(held.by),
        held.said,
        held.summed,
        tuple(
            ShownVersion(
                number_words(row.numerator, held.asked),
                number_words(whole_of(held.asked, row)),
                share_of(row.numerator, whole_of(held.asked, row)),
                row.status,
                row.on,
                row.file,
                row.note if notes else "",
            )
            for row in held.versions
        ),
    )


def stands_words(each: ShownFigure | ShownYear) -> str:
    """`below threshold by 12.5 percentage points`."""
    return f"{each.outcome} by {each.by}" if each.by else each.outcome


def counted_words(numerator: str, denominator: str, share: str) -> str:
    """`905 of 1,502 (60.3%)`; the number alone where it is of nothing."""
    return f"{numerator} of {denominator}{f' ({share})' if share else ''}" if denominator else numerator


def share_first(numerator: str, denominator: str, share: str, period: str = "") -> str:
    """`60.3% (905 of 1,502)`, with the period before the brackets; the number alone where it has no share."""
    counted = counted_words(numerator, denominator, "")
    return " ".join(filter(None, [share or counted, period, f"({counted})" if share else ""]))


def _period(asked: AskedRow) -> str:
    return f"from {long_date(asked.first)} to {long_date(asked.last)}"


def number_words(number: Decimal | None, asked: AskedRow | None = None) -> str:
    """`1,250`; of money `£1,250.00`."""
    if number is None:
        return ""
    return f"£{number:,.2f}" if asked is not None and asked.kind == "amount" else f"{number:,f}"


def share_of(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """`62.5%`, rounded half up to a tenth; "" of nothing."""
    if numerator is None or not denominator:
        return ""
    return f"{rounded(numerator * 100 / denominator):f}%"


def rounded(number: Decimal) -> Decimal:
    """Half up, to a tenth."""
    return number.quantize(_TENTH, rounding=ROUND_HALF_UP)


def _points(by: Decimal | None) -> str:
    """How far from the threshold: `12.5 percentage points`."""
    if by is None:
        return ""
    tenth = rounded(by)
    return f"{tenth:f} percentage points" if tenth else "less than 0.1 percentage points"


def _years(held: HeldReturns, hidden: frozenset[str]) -> Iterator[ShownYear]:
    for each in held.years:
        if any(quarter.asked.id in hidden for quarter in each.quarters):
            yield ShownYear(each.asked, year_words(each.year), HIDDEN, False, "hidden", "", "")
            continue
        yield ShownYear(
            each.asked,
            year_words(each.year),
            counted_words(number_words(each.total), number_words(each.whole), share_of(each.total, each.whole)),
            each.provisional,
            each.outcome,
            number_words(each.by) if each.whole is None else _points(each.by),
            each.said,
        )


def _totals(figures: Sequence[HeldFigure], hidden: frozenset[str]) -> Iterator[ShownTotal]:
    """Sums over contracts of the figures of all Commissioners, period by period, each status apart."""
    together: dict[tuple[str, str, date, date, str], list[HeldFigure]] = {}
    for each in figures:
        asked, row = each.asked, each.current
        if each.counts and not asked.party and row is not None:
            status = "final" if row.status in STANDING else row.status or NO_STATUS
            together.setdefault((asked.clause, asked.figure, asked.first, asked.last, status), []).append(each)
    for (clause, figure, first, last, status), held in sorted(together.items()):
        title = held[0].asked.title
        if any(each.asked.id in hidden for each in held):
            yield ShownTotal(clause, title, figure, first, last, status, len(held), HIDDEN, HIDDEN, HIDDEN)
            continue
        rows = [row for each in held if (row := each.current) is not None]
        numerator = added(rows)[0]
        denominators = [
            whole
            for each in held
            if (row := each.current) is not None and (whole := whole_of(each.asked, row)) is not None
        ]
        denominator = sum(denominators, Decimal(0)) if denominators else None
        yield ShownTotal(
            clause,
            title,
            figure,
            first,
            last,
            status,
            len(held),
            number_words(numerator, held[0].asked),
            number_words(denominator),
            share_of(numerator, denominator),
        )


def _baselines(held: HeldReturns, hidden: frozenset[str]) -> Iterator[BaselineFound]:
    """The latest return of each measure that has a baseline, or its latest whole Contract Year."""
    latest: dict[tuple[str, tuple[str, str, str, str]], HeldFigure] = {}
    for each in held.figures:
        row = each.current
        if not each.asked.baseline or each.asked.over_year or row is None or row.status not in STANDING:
            continue
        # That a hidden figure is of no cases is hidden too: it is the latest as any other would be.
        if each.counts and (each.outcome != "no cases" or each.asked.id in hidden):
            latest[each.asked.reference, each.asked.measure_key] = each
    for each in latest.values():
        row, asked = each.current, each.asked
        if asked.id in hidden or row is None:
            continue
        if asked.kind == "trajectory":  # what there was before is a number of people or things too
            words = _of_days(number_words(row.numerator), asked.first, asked.last)
        else:
            numbers = number_words(row.numerator), number_words(row.denominator)
            words = share_first(*numbers, share_of(row.numerator, row.denominator), _period(asked))
        yield _baseline(asked, asked.first, words)
    for year in held.years:
        asked = year.asked
        whole_year = year.outcome in ("met", "below threshold", "above threshold", "reported")
        if year.total is None or year.provisional or not whole_year or not asked.baseline:
            continue
        if not any(quarter.asked.id in hidden for quarter in year.quarters):
            first = year.quarters[0].asked.first
            number = number_words(year.total)
            if year.whole is not None:
                words = share_first(
                    number,
                    number_words(year.whole),
                    share_of(year.total, year.whole),
                    _period(replace(asked, first=first)),
                )
            else:
                words = number if is_whole_year(first, asked.last) else _of_days(number, first, asked.last)
            yield _baseline(asked, first, words)


def _baseline(asked: AskedRow, first: date, words: str) -> BaselineFound:
    return BaselineFound(
        asked.reference, asked.service, asked.party, asked.title, first, asked.last, asked.baseline, words
    )


def _of_days(number: str, first: date, last: date) -> str:
    """`160 from 1 April 2026 to 31 March 2027`; of less than a Contract Year with that said, since the clause that
    prints it speaks of a year."""
    part = "" if is_whole_year(first, last) else ", which is not a whole Contract Year"
    return f"{number} from {long_date(first)} to {long_date(last)}{part}"


def latest_by_contract(found: ShownReturns) -> dict[str, list[tuple[str, str]]]:
    """A contract's reference → each of its measures of which a return came, with how the latest stands, in words."""
    stands = found.stands_for()
    latest: dict[tuple[str, ...], ShownFigure] = {}
    for each in found.figures:
        if each.versions and not each.asked.over_year and (not each.asked.party or stands(each.asked)):
            latest[(each.asked.reference, *each.asked.measure_key)] = each
    said: dict[str, list[tuple[str, str]]] = {}
    for figure in latest.values():
        said.setdefault(figure.asked.reference, []).append((_named(figure.asked), _stands(figure)))
    for year in found.years:
        if year.total and (not year.asked.party or stands(year.asked)):
            of = f" ({year.said})" if year.said else ""
            words = "hidden" if year.outcome == "hidden" else f"{year.total}, {stands_words(year)}{of}"
            said.setdefault(year.asked.reference, []).append((_named(year.asked), f"{year.year}: {words}"))
    return said


def _named(asked: AskedRow) -> str:
    service = service_words(asked) if asked.service else ""
    whose = ", ".join(filter(None, [service, asked.party]))
    return f"{measure_words(asked)}{f' ({whose})' if whose else ''}"


def _stands(figure: ShownFigure) -> str:
    """`60.3% (905 of 1,502) from 1 July 2026 to 30 September 2026, below threshold by 19.7 percentage points`."""
    now = figure.current
    if figure.outcome == "hidden" or now is None:
        return f"{_period(figure.asked)}, not shown because the numbers are small"
    number = share_first(now.numerator, now.denominator, now.share)
    provisional = "" if now.status in STANDING else f", {now.status or NO_STATUS}"
    return f"{number} {_period(figure.asked)}{provisional}, {stands_words(figure)}"
