"""Returns held against the contract: for each figure that is asked for, what came and how it stands to the threshold.

A threshold that is not met is “below threshold”, by how much, and never a breach: what follows from it, the contract
says. 0 of 0 is no case and not 0%. A period that has not ended is not due; a return that is missing is no failed
measure. Nothing is counted from a faulty row, and nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.dates import long_date
from specgen.problems import Location, Problem, Severity
from specgen.reported_figures.asked import AskedPack, AskedRow, year_of
from specgen.reported_figures.read import ReadReturns, ReportedRow
from specgen.reported_figures.workbook import NUMERATOR, REPORTED_ON, SHEET, STANDING, STATUS, STATUSES

FigureOutcome = Literal[
    "met",
    "below threshold",
    "above threshold",
    "no cases",
    "too few answers",
    "reported",
    "so far",
    "not due",
    "missing",
    "not counted",
    "hidden",
]
OUTCOMES: tuple[FigureOutcome, ...] = get_args(FigureOutcome)


class HeldFigure(Struct, frozen=True):
    """A figure that is asked for, with what came. `versions` are all its returns, the earliest first; the last one
    counts. `summed` is of one that is the sum of the Commissioners' rows. `by` is how far it is from the threshold, in
    percentage points or as a number."""

    asked: AskedRow
    outcome: FigureOutcome
    versions: tuple[ReportedRow, ...] = ()
    summed: bool = False
    by: Decimal | None = None
    said: str = ""

    @property
    def current(self) -> ReportedRow | None:
        return self.versions[-1] if self.versions else None

    @property
    def counts(self) -> bool:
        """Whether its numbers may be added to others."""
        return bool(self.versions) and self.outcome not in ("not due", "not counted")


class YearFigure(Struct, frozen=True):
    """The count of a Contract Year, from its quarters, or a share, which has a `whole`. `total` is None where a quarter
    that is due is missing or is not counted; `provisional` says that one of them is, or does not say that it is
    final."""

    asked: AskedRow
    year: int
    quarters: tuple[HeldFigure, ...]
    total: Decimal | None
    provisional: bool
    outcome: FigureOutcome
    by: Decimal | None = None
    said: str = ""
    whole: Decimal | None = None


class HeldReturns(Struct, frozen=True):
    """Everything that was asked for on a day. `figures` are in the order of the contracts."""

    on: date
    packs: tuple[AskedPack, ...]
    figures: tuple[HeldFigure, ...]
    years: tuple[YearFigure, ...]


def latest_day(read: ReadReturns, packs: Iterable[AskedPack]) -> date:
    """The latest day that the returns give; where they give none, the end of the latest period that has a figure, and
    without any the first day of the contracts' periods."""
    rows = {row.id: row for pack in packs for row in pack.rows}
    reported = [
        row.on
        for row in read.rows
        if row.on is not None and (row.row not in rows or not _long_after(row.on, rows[row.row].last))
    ]
    if reported:
        return max(reported)
    given = [rows[row.row].last for row in read.rows if row.row in rows]
    return max(given, default=min((row.first for row in rows.values()), default=date.min))


_LONG_AFTER: Final = 730
"""Days after the end of a period from which the day of its return is more likely a slip."""


def _long_after(day: date, last: date) -> bool:
    return (day - last).days > _LONG_AFTER


def hold(read: ReadReturns, packs: Sequence[AskedPack], on: date | None = None) -> tuple[HeldReturns, list[Problem]]:
    """The returns against what the contracts ask for, and what is wrong between rows."""
    day = on or latest_day(read, packs)
    problems: list[Problem] = []
    faulty = set(read.faulty)
    unclear: set[str] = set()
    versions = _versions(read, packs, day, faulty, unclear, problems)
    figures: list[HeldFigure] = []
    years: list[YearFigure] = []
    for pack in sorted(packs, key=lambda pack: (pack.reference, pack.folder)):
        held = [
            _first_look(
                row,
                versions.get(row.id, ()) if row.id not in unclear else (),
                row.id in faulty | unclear,
                day,
                problems,
            )
            for row in pack.rows
        ]
        held = _families(held, problems)
        _siblings(held, problems)
        _falls(held, problems)
        held = [_judged(each) for each in held]
        figures += held
        years += _years(held)
    return HeldReturns(
        day, tuple(sorted(packs, key=lambda pack: pack.reference)), tuple(figures), tuple(years)
    ), problems


def _versions(
    read: ReadReturns,
    packs: Sequence[AskedPack],
    day: date,
    faulty: set[str],
    unclear: set[str],
    problems: list[Problem],
) -> Mapping[str, tuple[ReportedRow, ...]]:
    """Every row's returns in their order: by the day of the return, then provisional, final, restated. `faulty` takes
    up rows of which one return cannot be counted, `unclear` those of which it cannot be told which counts."""
    asked = {row.id: row for pack in packs for row in pack.rows}
    found: dict[str, list[ReportedRow]] = {}
    blank: list[ReportedRow] = []
    for row in read.rows:
        if row.numerator is None:
            blank.append(row)
            continue
        last = asked[row.row].last
        if row.on is not None and row.on < last:
            message = "the return is of a day before the period ends; nothing is counted from the row"
            cure = "correct the day of the return, or report the period once it has ended"
            problems.append(_at(row, REPORTED_ON, "reported-early", message, cure))
            faulty.add(row.row)
            continue
        if row.on is not None and _long_after(row.on, last):
            message = (
                "the return is of a day more than two years after its period; it is counted, and the report is of "
                "no later day for it"
            )
            cure = "correct the day of the return, if it is a slip"
            problems.append(_at(row, REPORTED_ON, "reported-long-after", message, cure, "warning"))
        elif row.on is not None and row.on > day:
            message = f"the return is of a day after {long_date(day)}, the day of the report; it is counted"
            cure = "give --on a later day, or take the return out"
            problems.append(_at(row, REPORTED_ON, "reported-after-the-day", message, cure, "warning"))
        found.setdefault(row.row, []).append(row)
    for row in blank:
        if row.status and row.row in found:
            message = f"a {row.status} return of the figure gives no number; the return that gives one counts"
            cure = "write the number, or clear the status"
            problems.append(_at(row, NUMERATOR, "number-missing", message, cure, "warning"))
    return {name: tuple(_in_order(rows, unclear, problems)) for name, rows in found.items()}


def _in_order(rows: Iterable[ReportedRow], unclear: set[str], problems: list[Problem]) -> list[ReportedRow]:
    """The returns of one figure in their order, of two that say one thing of one day and status the first. Where one
    has no day, their statuses tell which is later, and two of one status cannot be told."""
    listed = list(rows)
    dated = all(row.on is not None for row in listed)
    kept: list[ReportedRow] = []
    for row in sorted(listed, key=_by_day if dated else _by_status):
        last = kept[-1] if kept else None
        told = last is None or last.status != row.status or (last.on != row.on and last.on is not None)
        if last is None or told:
            kept.append(row)
        elif (last.numerator, last.denominator) != (row.numerator, row.denominator):
            alike = "of the same day and status" if last.on == row.on else "of the same status and without a day"
            message = (
                f"another return of the figure, {alike}, says something else "
                f"({last.file}, row {last.number}); neither is counted"
            )
            cure = "give each return its day, or take one of them out"
            problems.append(_at(row, NUMERATOR, "which-is-later", message, cure))
            unclear.add(row.row)
    first = max(kept, key=_rank)
    if _rank(kept[-1]) < _rank(first) and first.status in STANDING:
        status = kept[-1].status
        message = (
            f"{f'a {status} return' if status else 'a return without a status'} is later than one that is "
            f"{first.status}; the later one counts, {f'as {status}' if status else 'without a status'}"
        )
        cure = "correct the status or the day of the return, or take it out"
        problems.append(_at(kept[-1], STATUS, "provisional-after-final", message, cure, "warning"))
    return kept


def _rank(row: ReportedRow) -> int:
    return STATUSES.index(row.status) if row.status in STATUSES else -1


def _by_day(row: ReportedRow) -> tuple[date, int, str, int]:
    return row.on or date.min, _rank(row), row.file, row.number


def _by_status(row: ReportedRow) -> tuple[int, date, str, int]:
    return _rank(row), row.on or date.min, row.file, row.number


def _at(row: ReportedRow, name: str, slug: str, message: str, cure: str, severity: Severity = "error") -> Problem:
    where = Location(row.file, line=row.number, sheet=SHEET, cell=name)
    return Problem(slug, message, where, severity, cure)


def _first_look(
    row: AskedRow, versions: tuple[ReportedRow, ...], faulty: bool, day: date, problems: list[Problem]
) -> HeldFigure:
    """What came for the figure, before its number is looked at."""
    if row.last > day:
        if versions:
            message = f"the figure is of a period that has not ended on {long_date(day)}; it is not counted"
            cure = "give --on the day of the report, or leave the row blank until the period has ended"
            problems.append(_at(versions[-1], NUMERATOR, "not-due", message, cure, "warning"))
        return HeldFigure(row, "not due")
    if versions:
        return HeldFigure(row, "reported", versions, said="another return of it is faulty" if faulty else "")
    if faulty:
        return HeldFigure(row, "not counted", said="the row is faulty")
    if row.due is not None and day <= row.due:
        return HeldFigure(row, "not due", said=f"due by {long_date(row.due)}")
    return HeldFigure(row, "missing")


def _families(held: Sequence[HeldFigure], problems: list[Problem]) -> list[HeldFigure]:
    """The rows of single Commissioners beside the row of all: they add up to it, or none of them is counted."""
    together: dict[tuple[object, ...], list[int]] = {}
    for index, each in enumerate(held):
        together.setdefault(each.asked.family, []).append(index)
    found = list(held)
    for places in together.values():
        parts = [index for index in places if held[index].asked.party]
        whole = next((index for index in places if not held[index].asked.party), None)
        if not parts or whole is None:
            continue
        given = [index for index in parts if held[index].outcome == "reported"]
        if not given:
            continue
        numerator, denominator = added([row for index in given if (row := held[index].current) is not None])
        total = held[whole]
        if total.outcome == "reported" and total.current is not None:
            complete = len(given) == len(parts)
            if _adds_up(total.current, total.asked, numerator, denominator, complete):
                continue
            message = "the rows of the single Commissioners do not add up to the row of all; none of them is counted"
            cure = "correct the row that is wrong: each Service User is counted for one Commissioner"
            problems.append(_at(total.current, NUMERATOR, "commissioners-do-not-add-up", message, cure))
            for index in (*given, whole):
                found[index] = HeldFigure(
                    held[index].asked, "not counted", said="the Commissioners’ rows do not add up"
                )
        elif total.outcome == "missing" and len(given) == len(parts):
            statuses = {row.status for index in given if (row := held[index].current) is not None}
            days = [row.on for index in given if (row := held[index].current) is not None and row.on is not None]
            first = held[given[0]].current
            if len(statuses) == 1 and first is not None:
                row = replace(
                    first, row=total.asked.id, numerator=numerator, denominator=denominator, note="",
                    on=max(days, default=None),
                )  # fmt: skip
                found[whole] = HeldFigure(total.asked, "reported", (row,), summed=True)
            else:
                found[whole] = replace(total, said="the Commissioners’ rows are of several statuses and are not added")
    return found


def added(rows: Sequence[ReportedRow]) -> tuple[Decimal, Decimal | None]:
    numerator = sum((row.numerator for row in rows if row.numerator is not None), Decimal(0))
    denominators = [row.denominator for row in rows if row.denominator is not None]
    return numerator, sum(denominators, Decimal(0)) if denominators else None


def _adds_up(
    whole: ReportedRow, asked: AskedRow, numerator: Decimal, denominator: Decimal | None, complete: bool
) -> bool:
    """Whether parts add up to the whole; of some of them, whether they are no more than it."""
    pairs: list[tuple[Decimal | None, Decimal | None]] = [(whole.numerator, numerator)]
    if asked.kind == "share":
        pairs.append((whole.denominator, denominator))
    return all(total is None or part is None or (part == total if complete else part <= total) for total, part in pairs)


def _siblings(held: Sequence[HeldFigure], problems: list[Problem]) -> None:
    """Figures of one report that are counted of the same people, with different numbers of them."""
    first: dict[tuple[object, ...], ReportedRow] = {}
    for each in held:
        row = each.current
        if each.outcome != "reported" or each.asked.kind != "share" or not each.asked.figure or row is None:
            continue
        other = first.setdefault(sibling_key(each.asked), row)
        if other.denominator != row.denominator and (other.file, other.status) == (row.file, row.status):
            message = f"the denominator is of the same people as that of row {other.number}, and another number"
            cure = "make them the same, or say in the note why they differ"
            problems.append(_at(row, NUMERATOR, "denominators-differ", message, cure, "warning"))


def _falls(held: Sequence[HeldFigure], problems: list[Problem]) -> None:
    """Cumulative figures that are less than one before them, as they are when a quarter is reported alone."""
    before: dict[tuple[object, ...], tuple[Decimal | None, AskedRow]] = {}
    for each in held:
        row, asked = each.current, each.asked
        # What a saved result holds was told when it was read, and its hidden numbers are stood in for.
        if not asked.cumulative or each.outcome != "reported" or row is None or not row.number:
            continue
        # Of a share it is the number of all: those of them that are counted may change.
        count = row.denominator if asked.kind == "share" else row.numerator
        most, other = before.get((*asked.measure_key, asked.first), (None, asked))
        if count is not None and most is not None and count < most:
            message = (
                f"the number counts from {long_date(asked.first)}, as that to {long_date(other.last)} does, and "
                "is less than it"
            )
            cure = f"write how many there were from {long_date(asked.first)} to {long_date(asked.last)}, all together"
            problems.append(_at(row, NUMERATOR, "cumulative-falls", message, cure, "warning"))
        before[(*asked.measure_key, asked.first)] = count, asked


def sibling_key(asked: AskedRow) -> tuple[object, ...]:
    """What figures of one report have in common that are counted of the same people."""
    return asked.reference, asked.clause, asked.service, asked.party, asked.first, asked.last, asked.denominator


def whole_of(asked: AskedRow, row: ReportedRow) -> Decimal | None:
    """Of how many a return is: of a trajectory what the contract expects, whatever stands in the row."""
    return asked.whole if asked.kind == "trajectory" else row.denominator


def _judged(held: HeldFigure) -> HeldFigure:
    """The figure against its threshold."""
    row, asked = held.current, held.asked
    if held.outcome != "reported" or row is None or row.numerator is None:
        return held
    outcome, by, said = _stands(asked, row.numerator, whole_of(asked, row))
    return replace(held, outcome=outcome, by=by, said=held.said or said if outcome == "reported" else said or held.said)


def _stands(asked: AskedRow, numerator: Decimal, whole: Decimal | None) -> tuple[FigureOutcome, Decimal | None, str]:
    """How a number of so many stands to the threshold, how far it is off, and what is said of it."""
    if asked.kind == "share" and whole == 0:
        return "no cases", None, ""
    if asked.bound is None or asked.kind in ("count", "amount") or whole is None or whole == 0:
        return "reported", None, asked.note
    if asked.answers is not None and whole < asked.answers:
        return "too few answers", None, "reported, and does not count against the threshold"
    # Compared without a division, so that no rounding decides.
    reached = numerator * 100 - asked.bound * whole
    outcome, by = _against(reached, numerator * 100 / whole - asked.bound, asked.most)
    return outcome, by, ""


def _against(reached: Decimal, by: Decimal, most: bool) -> tuple[FigureOutcome, Decimal | None]:
    """How a figure stands that is so much above its threshold, and by how much it is off."""
    if most:
        return ("above threshold", by) if reached > 0 else ("met", None)
    return ("below threshold", -by) if reached < 0 else ("met", None)


_DIFFER: Final = "the thresholds of its quarters differ"
_PROVISIONAL: Final = "a quarter is provisional or gives no status, and the year is judged once all are final"


def _years(held: Sequence[HeldFigure]) -> Iterator[YearFigure]:
    """The counts of Contract Years, and the shares of those whose quarters are all in."""
    together: dict[tuple[object, ...], list[HeldFigure]] = {}
    for each in held:
        if each.asked.over_year or each.asked.adds:
            together.setdefault((*each.asked.measure_key, year_of(each.asked.last)), []).append(each)
    for quarters in together.values():
        due = [each for each in quarters if each.outcome != "not due"]
        if not due:
            continue
        asked, year = quarters[-1].asked, year_of(quarters[-1].asked.last)
        rows = [row for each in due if (row := each.current) is not None and row.numerator is not None]
        total = added(rows)[0]
        found = YearFigure(asked, year, tuple(due), total, any(row.status not in STANDING for row in rows), "reported")
        if asked.adds:
            if len(rows) == len(quarters):
                yield _share_of_year(found, rows)
        elif len(rows) < len(due):
            missing = len(due) - len(rows)
            are = "is" if missing == 1 else "are"
            said = f"{missing} of {len(due)} quarters that are due {are} missing or not counted"
            yield replace(found, total=None, outcome="missing", said=said)
        elif len(due) < len(quarters):
            yield replace(found, outcome="so far", said=f"{len(due)} of {len(quarters)} quarters")
        elif found.provisional:
            yield replace(found, outcome="so far", said=_PROVISIONAL)
        elif _thresholds_differ(found):
            yield replace(found, said=_DIFFER)
        elif asked.bound is None:
            yield replace(found, said=asked.note)
        else:
            by = total - asked.bound
            outcome, off = _against(by, by, asked.most)
            yield replace(found, outcome=outcome, by=off)


def _thresholds_differ(year: YearFigure) -> bool:
    return len({each.asked.bound for each in year.quarters}) > 1


def _share_of_year(found: YearFigure, rows: Sequence[ReportedRow]) -> YearFigure:
    """The share of a Contract Year whose quarters are all in."""
    asked = found.asked
    numerator, whole = added(rows)
    found = replace(found, total=numerator, whole=whole)
    if found.provisional:
        return replace(found, outcome="so far", said=_PROVISIONAL)
    if _thresholds_differ(found):
        return replace(found, said=_DIFFER)
    outcome, by, said = _stands(asked, numerator, whole)
    return replace(found, outcome=outcome, by=by, said=said)
