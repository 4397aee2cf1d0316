"""What an issued contract asks to be reported: a row for each measure, period and Commissioner.

It is read from the record of what was issued (which clause in which version, with which values) and from those
versions in the library, never from the words of a document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.ledger.days import (
    BankHolidays,
    DayPeriod,
    ReckonedDay,
    bank_holidays,
    contract_years,
    moved,
    spans_named,
)
from specgen.assembly.seams import of_whole_years
from specgen.assembly.trajectories import is_of_all, not_of_a_cut_year, of_all_and_single
from specgen.contract.dates import parse_day
from specgen.contract.facts import FactText
from specgen.contract.quantities import TrajectoryFigures, read_number, read_share, read_trajectory
from specgen.issue.issued import IssuedPack
from specgen.issue.records import IssuedClause
from specgen.library.model import ClauseVersion, Library
from specgen.problems import Location, Problem
from specgen.reported_figures.forms import EVERY_QUARTER, EVERY_YEAR, FigureKind, MeasureFigure, MeasureForm
from specgen.wording.wording import fill, placeholder_names, plain_text

MOST_ROWS: Final = 20_000
"""Rows that one contract may ask for; fifty measures over twenty years of quarters for five Commissioners."""
_DUE: Final = "pc_report_due"
_OF_THEIR_OWN: Final = "Commissioners have thresholds of their own, and each row is held to its own"
_ONE_FOR_ALL: Final = "the contract states the number for all Commissioners together"
_NOT_SAID: Final = (
    "one Commissioner has a number of its own, and the contract’s words do not say whether the number beside it is of "
    "all together or of the others"
)
_NO_FIGURE: Final = "the contract gives no figure for this Contract Year"
_QUARTERS: Final = "the contract gives figures for Quarters, and its words are of the Contract Year"


class AskedRow(Struct, frozen=True):
    """A figure that is asked for. `id` names it in a workbook: the same for the same contract, clause version, figure,
    service, Commissioner and period.

    `party` is the Commissioner that it is for, "" for all together. `bound` is the threshold as a number (percent for
    shares), None where there is none to judge by; `most` says that it is not to be passed. `whole` is the denominator
    that the contract itself gives.

    `first` and `last` are the days that are counted, both included: those of the period or, where the figure is
    cumulative, those from the day on which the Contract Year began. The workbook asks for them, the figure is held to
    its threshold of them, and a later contract's baseline is of them."""

    id: str
    reference: str
    clause: str
    version: int
    schedule: str
    title: str
    figure: str
    kind: FigureKind
    service: str
    service_name: str
    party: str
    first: date
    last: date
    numerator: str
    denominator: str
    threshold: str
    bound: Decimal | None
    most: bool
    over_year: bool
    answers: Decimal | None
    whole: Decimal | None
    due: date | None
    note: str
    baseline: str
    """The value of a contract file that states the baseline; "" where the measure has none."""
    people: str
    """Whom it counts, as its form says (`MeasureForm.people`)."""
    cumulative: bool
    """Whether it takes up what was counted earlier in the Contract Year."""
    adds: bool
    """Whether it is a share whose quarters make that of the Contract Year."""

    @property
    def component(self) -> str:
        return self.clause.split("/")[0]

    @property
    def family(self) -> tuple[object, ...]:
        """What the row of all has in common with those of the single Commissioners."""
        return self.reference, self.clause, self.version, self.figure, self.service, self.first, self.last

    @property
    def measure_key(self) -> tuple[str, str, str, str]:
        """What is the same in every period: the figure of the measure, for a service and a Commissioner."""
        return self.clause, self.figure, self.service, self.party


class AskedPack(Struct, frozen=True):
    """What a contract asks for. `record` is the SHA-256 (hex) of its record,
    `contract_file` that of the contract file as it was issued; `without` are titles of measures that no
    form says how to return."""

    reference: str
    title: str
    provider: str
    record: str
    contract_file: str
    folder: str
    commissioners: tuple[str, ...]
    rows: tuple[AskedRow, ...]
    without: tuple[str, ...]
    by_id: Mapping[str, AskedRow]


class _Whose(Struct, frozen=True):
    """A service, or the contract as a whole, with the first and the last day of which an account is given, and the day
    on which it was expected to begin."""

    number: str
    name: str
    first: date
    last: date
    expected: date


def asked_of(
    pack: IssuedPack, library: Library, forms: Mapping[str, MeasureForm]
) -> tuple[AskedPack | None, list[Problem]]:
    """What the pack asks for, or why it cannot be told."""
    where = Location(f"{pack.name}/specgen-record.json")
    record = pack.record
    facts = record.facts
    start = _day(facts, "contract.term.start")
    end = _day(facts, "contract.term.end")
    if facts is None or start is None or end is None:
        message = "the record does not hold the contract’s term, so no period can be told"
        cure = "build the contract again with this version of specgen"
        return None, [Problem("no-facts", message, where, cure=cure)]
    services, whole = _services(facts, start, end)
    parties = _parties(facts)
    problems: list[Problem] = []
    rows: list[AskedRow] = []
    without: list[str] = []
    worded: dict[str, list[_Whose]] = {}
    for document in record.documents:
        for issued in document.clauses:
            component, place, _ = issued.id.split("/")
            if place == "specification" and not document.left_over and document.service in services:
                worded.setdefault(component, []).append(services[document.service])
    seen: set[tuple[str, str]] = set()
    holidays = bank_holidays(library.bank_holidays)
    for document in record.documents:
        if document.left_over:
            continue
        for issued in document.clauses:
            place = issued.id.split("/")[1]
            if place not in ("quality", "reporting") or (issued.id, document.service) in seen:
                continue
            # A measure stands in the specification of its service and, without it, in the schedule of all services.
            component = issued.id.partition("/")[0]
            whose = services.get(document.service) if place == "quality" else _of_those(whole, worded.get(component))
            if whose is None:
                continue
            seen.add((issued.id, document.service))
            version, fault = _version(issued, library, where)
            if version is None:
                problems += [fault] if fault is not None else []
                continue
            form = forms.get(issued.id)
            if form is None:
                without.append(version.title)
                continue
            schedule = _letter(pack, place) or document.schedule
            made = tuple(_Asking(pack, issued, version, form, whose, parties, schedule, holidays).rows())
            rows += made
            if not made:  # the contract gives no one interval
                without.append(version.title)
            if len(rows) > MOST_ROWS:
                message = f"the contract asks for more than {MOST_ROWS:,} figures over its term"
                return None, [Problem("too-many-rows", message, where, cure="check its first and last day")]
    return AskedPack(
        record.contract.reference,
        record.contract.title,
        record.contract.provider or str(facts.get("provider.name", "")),
        pack.sha256,
        record.inputs.contract.sha256,
        pack.name,
        tuple(name for name, _ in parties),
        tuple(rows),
        tuple(dict.fromkeys(without)),
        {row.id: row for row in rows},
    ), problems


def _letter(pack: IssuedPack, place: str) -> str:
    """The letter of the schedule that lists what is measured or reported."""
    kind = {"quality": "quality-requirements", "reporting": "reporting-requirements"}[place]
    return next((document.schedule for document in pack.record.documents if document.type == kind), "")


def _day(facts: Mapping[str, FactText] | None, name: str) -> date | None:
    found = facts.get(name) if facts is not None else None
    return parse_day(found) if isinstance(found, str) else None


def _services(facts: Mapping[str, FactText], start: date, end: date) -> tuple[dict[str, _Whose], _Whose]:
    """The services by their numbers, and the contract as a whole: from the days that `Contract.reports_from` and
    `Contract.ends` give of its file, the day on which each began before the one that was expected."""
    expected = _day(facts, "contract.service_commencement_date") or start
    began = _day(facts, "contract.began_on")
    found: dict[str, _Whose] = {}
    for index in range(1, 1_000):
        name = facts.get(f"services.{index}.name")
        if name is None:
            break
        number = str(facts.get(f"services.{index}.number", f"{index:02d}"))
        own, first, last = (
            _day(facts, f"services.{index}.{key}") for key in ("began_on", "period.start", "period.end")
        )
        begins = own or first or began or expected
        found[number] = _Whose(number, str(name), begins, last or end, first or expected)
    first = began or expected
    begins = max(first, min((each.first for each in found.values()), default=first))
    return found, _Whose("", "", begins, end, begins)


def _of_those(whole: _Whose, worded: Iterable[_Whose] | None) -> _Whose:
    """The contract as a whole, for a report of the services that have wording on its component: it begins with them."""
    if worded is None:
        return whole
    first = max(whole.first, min(each.first for each in worded))
    return replace(whole, first=first, expected=first)


def _parties(facts: Mapping[str, FactText]) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Each Commissioner's name, with the values that are its own; none where there is only one."""
    found: list[tuple[str, Mapping[str, str]]] = []
    for index in range(1, 1_000):
        name = facts.get(f"commissioners.{index}.name")
        if name is None:
            break
        before = f"commissioners.{index}.values."
        own = {key.removeprefix(before): str(value) for key, value in facts.items() if key.startswith(before)}
        found.append((str(name), own))
    return tuple(found) if len(found) > 1 else ()


def _version(issued: IssuedClause, library: Library, where: Location) -> tuple[ClauseVersion | None, Problem | None]:
    version = library.version(issued.id, issued.version)
    if version is not None and version.fingerprint == issued.fingerprint:
        return version, None
    return None, Problem(
        "clause-not-there",
        f"{issued.id}@{issued.version} is not in the library with the words that were issued; its figures are not "
        "asked for",
        where,
        severity="warning",
        cure="run the command beside the library that the contract was built with",
    )


class _Asking(Struct, frozen=True):
    """One measure or report of a pack, as its rows are made."""

    pack: IssuedPack
    issued: IssuedClause
    version: ClauseVersion
    form: MeasureForm
    whose: _Whose
    parties: Sequence[tuple[str, Mapping[str, str]]]
    schedule: str
    holidays: BankHolidays

    def rows(self) -> Iterator[AskedRow]:
        words = {name: self._words(name) for name in ("numerator", "denominator", "threshold")}
        spans = [(span, self._year(span)) for span in self._periods()]
        for figure in self.form.figures:
            for span, year in spans:
                for party, own in (("", {}), *self.parties):
                    yield self._row(figure, span, year, party, own, words)

    def _words(self, name: str) -> str:
        blocks = self.version.fields.get(name)
        if blocks is None:
            return ""
        return plain_text(fill(blocks, {key: each.printed for key, each in self.issued.values.items()}, {}))

    def _periods(self) -> Iterator[DayPeriod]:
        every = {EVERY_QUARTER: "Quarter", EVERY_YEAR: "Contract Year"}.get(self.form.every)
        return spans_named(self.whose.first, self.whose.last, every or self._text(self.form.every))

    def _year(self, span: DayPeriod) -> DayPeriod:
        """The Contract Year in which the period ends, as far as the service has it."""
        return next(year for year in contract_years(self.whose.first, self.whose.last) if span.last <= year.last)

    def _text(self, name: str) -> str:
        value = self.issued.values.get(name)
        return value.printed if value is not None and isinstance(value.printed, str) else ""

    def _written(self, name: str, own: Mapping[str, str]) -> str:
        """What the contract says of one Commissioner, without an own value what it says of all."""
        return of_all_and_single(own.get(name) or self._text(name))[0].strip()

    def _number(
        self, name: str, own: Mapping[str, str], span: DayPeriod | None = None, *, share: bool = False
    ) -> Decimal | None:
        """A number or share of the contract; of a trajectory that of the Contract Year in which the period lies."""
        written = self._written(name, own)
        one = read_share(written) if share else read_number(written)
        found = read_trajectory(written) if one is None and span is not None else ""
        if span is None or isinstance(found, str) or (found.percent and not share):
            return one
        return of_quarter(found, span) if share and found.figures[0][0].quarter else of_year(found, span)

    def _bound(
        self, figure: MeasureFigure, span: DayPeriod, year: DayPeriod, party: str, own: Mapping[str, str]
    ) -> tuple[Decimal | None, str]:
        """The threshold that a row is held to, and why there is none. Where Commissioners have shares of their own,
        each is held to its own, and the row of all to none; a share that the contract gives beside them is that of the
        others. A number for all together is what all of them owe, whoever of them has one of its own, and is no number
        for one."""
        if not figure.target:
            return None, figure.note
        share = figure.kind in ("share", "trajectory")
        names = {figure.target, figure.trajectory}
        if not party and share and any(figure.target in values for _, values in self.parties):
            return None, _OF_THEIR_OWN
        differ = any(names & values.keys() for _, values in self.parties)
        if party and not (names & own.keys() or (differ and share)):
            return None, self._whose_number(figure.target)
        if not party and not share and self._whose_number(figure.target) == _NOT_SAID:
            return None, _NOT_SAID
        written = self._written(figure.target, own)
        if figure.over_year and (unsaid := self._unsaid(figure.target, written, year)):
            return None, unsaid
        bound = self._number(figure.target, own, year if figure.over_year else span, share=share)
        return bound, _NO_FIGURE if bound is None and not figure.note else figure.note

    def _whose_number(self, name: str) -> str:
        """Why the number before the Commissioners' own is no number for one; or that nobody can tell whose it is."""
        return _ONE_FOR_ALL if is_of_all(self._text(name), [party for party, _ in self.parties]) else _NOT_SAID

    def _unsaid(self, name: str, written: str, year: DayPeriod, *, in_quarters: bool = False) -> str:
        """Why nothing on paper says how much of the number is owed in the Contract Year; "" where it is said."""
        found = read_trajectory(written)
        if (
            not isinstance(found, str)
            and not found.percent
            and found.periods[0].quarter
            and of_whole_years(self.version, name)
        ):
            return _QUARTERS
        return not_of_a_cut_year(written, year.first, year.last, self.whose.expected, in_quarters=in_quarters)

    def _expected(
        self, name: str, party: str, own: Mapping[str, str], span: DayPeriod, year: DayPeriod
    ) -> tuple[Decimal | None, str]:
        """What the trajectory expects by the end of the period, since the Contract Year began, or why that cannot be
        told: of its Quarters those that have ended, else as many quarters of the year's figure. A Commissioner's own,
        and that of all in the row of all."""
        whose = self._whose_number(name)
        if name not in own and (party or whose == _NOT_SAID):
            return None, whose
        written = self._written(name, own)
        if unsaid := self._unsaid(name, written, year, in_quarters=True):
            return None, unsaid
        found = read_trajectory(written)
        if not isinstance(found, str) and found.figures[0][0].quarter:
            expected = by_quarter(found, span)
        else:
            figure = self._number(name, own, span)
            expected = figure * quarters_ended(span.last) / 4 if figure is not None else None
        return expected, _NO_FIGURE if expected is None else ""

    def _row(
        self,
        figure: MeasureFigure,
        span: DayPeriod,
        year: DayPeriod,
        party: str,
        own: Mapping[str, str],
        words: Mapping[str, str],
    ) -> AskedRow:
        bound, note = self._bound(figure, span, year, party, own)
        whole = None
        if figure.kind == "trajectory":
            whole, lacking = self._expected(figure.trajectory, party, own, span, year)
            if lacking:
                bound, note = None, note or lacking
        baseline = list(placeholder_names(self.version.fields["baseline"])) if "baseline" in self.version.fields else []
        reference = self.pack.record.contract.reference
        first = year.first if figure.cumulative else span.first
        days = first.isoformat(), span.last.isoformat()
        key = reference, self.version.name, figure.id, self.whose.number, party, *days
        return AskedRow(
            id=row_id(key),
            reference=reference,
            clause=self.issued.id,
            version=self.version.number,
            schedule=self.schedule,
            title=self.version.title,
            figure=figure.id,
            kind=figure.kind,
            service=self.whose.number,
            service_name=self.whose.name,
            party=party,
            first=first,
            last=span.last,
            numerator=figure.numerator or words["numerator"],
            denominator="" if figure.kind in ("count", "amount") else figure.denominator or words["denominator"],
            threshold=words["threshold"] if figure.target or figure.note else "",
            bound=bound,
            most=figure.most,
            over_year=figure.over_year,
            answers=self._number(figure.answers, own) if figure.answers else None,
            whole=whole,
            due=self._due(span, own),
            note=note,
            baseline=baseline[0] if baseline and figure.id == "" else "",
            people=figure.people or self.form.people,
            cumulative=figure.cumulative,
            adds=figure.adds,
        )

    def _due(self, span: DayPeriod, own: Mapping[str, str]) -> date | None:
        """The day by which a report of the period is due, where the contract says how long after its end."""
        interval = self._written(_DUE, own) if _DUE in self.issued.values else ""
        found = moved(ReckonedDay(span.last), interval, self.holidays) if interval else None
        return found.day if found is not None else None


def of_year(found: TrajectoryFigures, year: DayPeriod) -> Decimal | None:
    """The trajectory's figure for the Contract Year in which the time ends; of one by Quarter, that of all that the
    time has."""
    own = {period.quarter: amount for period, amount in found.figures if period.year == year_of(year.last)}
    if found.figures[0][0].quarter:
        quarters = range(quarter_of(year.first), quarter_of(year.last) + 1)
        return None if found.percent or not own.keys() >= {*quarters} else sum(own.values(), Decimal(0))
    return own.get(0)


def of_quarter(found: TrajectoryFigures, span: DayPeriod) -> Decimal | None:
    """The share for the Quarter in which the period ends, where the period is no longer than that."""
    known = {(period.year, period.quarter): amount for period, amount in found.figures}
    return known.get((year_of(span.last), quarter_of(span.last))) if (span.last - span.first).days < 92 else None


def by_quarter(found: TrajectoryFigures, span: DayPeriod) -> Decimal | None:
    """What the Quarters of the Contract Year come to that have ended with the period, from the first that is given;
    None where one between is not given."""
    year, last = year_of(span.last), quarter_of(span.last)
    own = {period.quarter: amount for period, amount in found.figures if period.year == year and period.quarter <= last}
    if not own or len(own) < last - min(own) + 1:
        return None
    return sum(own.values(), Decimal(0))


def quarter_of(day: date) -> int:
    """The Quarter of the Contract Year in which the day lies, from 1 to 4."""
    return (day.month - 4) % 12 // 3 + 1


def quarters_ended(day: date) -> int:
    """How many Quarters of its Contract Year have ended with the day."""
    return quarter_of(day) - (quarter_of(day + timedelta(days=1)) == quarter_of(day))


def year_of(day: date) -> int:
    """The year in which the Contract Year of the day begins, on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def year_words(year: int) -> str:
    """`2026/27`."""
    return f"{year}/{(year + 1) % 100:02d}"


@lru_cache(maxsize=65536)
def row_id(key: tuple[str, ...]) -> str:
    """A letter and eleven hexadecimal digits by which a workbook names a row: no spreadsheet program takes it for a
    number such as 12e34."""
    return f"r{hashlib.sha256(chr(31).join(key).encode('utf-8', 'surrogatepass')).hexdigest()[:11]}"
