"""The ledger of a pack: one row for each duty that a reading finds in the chosen clauses; which of them were
met; and which days move when it is recorded on what day the services began."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.choose import ChosenClause, choose
from specgen.assembly.ledger.days import bank_holidays
from specgen.assembly.ledger.model import DueDay, Ledger, LedgerRow, Paragraph
from specgen.assembly.ledger.when import (
    NamedDuties,
    ReadingOnce,
    Reckoner,
    RowOnce,
    TakenByTime,
    Timing,
    about_words,
    once,
    read_by_clause,
)
from specgen.assembly.pack import LISTED_IN, Document, Pack
from specgen.assembly.paragraphs import number_among, numbers_of
from specgen.contract.contract import Contract
from specgen.contract.dates import parse_day
from specgen.contract.quantities import read_trajectory
from specgen.kept import kept_with_it
from specgen.library.duties.model import DutyReading, DutyWords
from specgen.library.duties.read import read_vocabulary
from specgen.library.duties.sentences import sentences_of
from specgen.library.duties.verify import reading_of


def read_vocabulary_of(pack: Pack) -> DutyWords:
    """The words that the pack's readings use, with the families of their acts."""
    return read_vocabulary(pack.library.vocabulary)[0]


@kept_with_it
def clauses_by_name(pack: Pack) -> Mapping[tuple[str, int | None], ChosenClause]:
    """The chosen clauses by id and service, as rows name them; the first of several."""
    return {(clause.id, clause.service): clause for clause in reversed(pack.chosen)}


@kept_with_it
def ledger_of(pack: Pack) -> Ledger:
    """The pack's ledger, worked out once for all rules and documents."""
    read: list[tuple[ChosenClause, ReadingOnce]] = []
    without: list[str] = []
    for clause in pack.chosen:
        reading = reading_of(clause.version, pack.library)
        if reading is not None:
            read.append((clause, once(clause.clause, clause.version, reading)))
        elif clause.version.name not in without and any(entry.binds for entry in sentences_of(clause.version)):
            without.append(clause.version.name)
    by_clause = read_by_clause(read)
    found, elsewhere = NamedDuties(by_clause, from_elsewhere=False), NamedDuties(by_clause, from_elsewhere=True)
    met = _met(read, elsewhere)
    places = _places(pack)
    holidays = bank_holidays(pack.library.bank_holidays)
    rows: list[LedgerRow] = []
    apart = {party for clause in pack.chosen for theirs in clause.own.values() for party in theirs}
    parties = tuple(party.name for party in pack.contract.content.commissioners if party.name in apart)
    days: dict[tuple[int | None, tuple[int, ...]], tuple[object, ...]] = {}
    worded: dict[str, tuple[int, ...]] = {}
    for each in pack.chosen:
        if each.place == "specification" and each.service is not None:
            worded[each.component] = (*worded.get(each.component, ()), each.service)
    for clause, reading_once in read:
        of = worded.get(clause.component, ()) if clause.place == LISTED_IN else ()
        reckoner = Reckoner(pack.contract, clause, holidays, found, elsewhere, places, parties, of=of)
        if (clause.service, of) not in days:
            days[clause.service, of] = reckoner.days
        rows += _rows(clause, reading_once, reckoner, met, places, days[clause.service, of])
    done = [entry for entry in met_duties(pack.contract) if isinstance(entry, MetDuty)]
    if done:
        rows = [_done(row, done, pack) for row in rows]
    return Ledger(pack.contract, tuple(rows), tuple(without))


def _done(row: LedgerRow, done: list[MetDuty], pack: Pack) -> LedgerRow:
    said = max(
        (entry for entry in done if entry.meets(row, pack.contract)), key=lambda entry: bool(entry.day), default=None
    )
    return row if said is None else replace(row, done=said.day, mobilisation=row.mobilisation or said.day is None)


def _met(
    read: list[tuple[ChosenClause, ReadingOnce]], elsewhere: NamedDuties
) -> dict[tuple[str, int | None], list[str]]:
    """Local term and service → the quoted sentences that it meets. Those get no row of their own."""
    met: dict[tuple[str, int | None], list[str]] = {}
    for clause, reading in read:
        for entry in reading.met:
            for local in _local_terms(entry, clause.service, elsewhere):
                said = met.setdefault((local, clause.service), [])
                if (quoted := f"{clause.version.title}, {entry.sentence}") not in said:
                    said.append(quoted)
    return met


def _local_terms(entry: DutyReading, service: int | None, elsewhere: NamedDuties) -> list[str]:
    """The local terms that meet the sentence and that the service has, by the numbers of their own version."""
    if entry.basis is None:
        return []
    there = [found for local in entry.basis.met_by if (found := elsewhere.get(local, service)) is not None]
    return [f"{clause.id}#{found.sentence}" for clause, found in there]


def _places(pack: Pack) -> Mapping[tuple[str, int | None], Document]:
    """Clause and service → the document for both parties that prints it; of several the one that prints fewest places,
    so that a measure stands in its own schedule."""
    places: dict[tuple[str, int | None], Document] = {}
    for document in sorted(pack.documents, key=lambda document: len(document.type.prints)):
        if document.type.audience == "parties":
            for clause in document.clauses:
                places.setdefault((clause.id, clause.service), document)
    return places


def _rows(
    clause: ChosenClause,
    reading: ReadingOnce,
    reckoner: Reckoner,
    met: Mapping[tuple[str, int | None], list[str]],
    places: Mapping[tuple[str, int | None], Document],
    days: tuple[object, ...],
) -> Iterator[LedgerRow]:
    """The rows of a clause; `days` are those of the contract and of its service from which times may be counted."""
    service = clause.service
    paragraph = _paragraphs(clause, places.get((clause.id, service)))
    for each, filled in zip(reading.rows, _filled(clause, reading, reckoner, days), strict=True):
        entry = filled.reading
        if entry.basis is not None and _local_terms(entry, service, reckoner.elsewhere):
            continue
        row = filled if each.taken is not None else _timed(filled, reckoner.timing(entry))
        stands = paragraph(entry.sentence if row.sentence else "")
        also = met.get((each.named, service)) if each.first else None
        yield replace(row, paragraph=stands, also=tuple(also)) if also else replace(row, paragraph=stands)


_MOST_KEPT = 128
_MOST_FILLED = 16
"""The most that is kept of a reading: times of its duties, and its rows."""


def _filled(
    clause: ChosenClause, reading: ReadingOnce, reckoner: Reckoner, days: tuple[object, ...]
) -> tuple[LedgerRow, ...]:
    """The rows of a clause with its values, without what other clauses and documents say: the times that hang on other
    duties, and where each stands. Most clauses have what they take from a contract in others too, and it is kept by
    that."""
    if clause.own:
        return tuple(_with_values(each, reading, reckoner, days) for each in reading.rows)
    known = clause.service, days, reading.taken.of(clause)
    if (found := reading.filled.get(known)) is None:
        if len(reading.filled) >= _MOST_FILLED:
            reading.filled.clear()
        found = reading.filled[known] = tuple(_with_values(each, reading, reckoner, days) for each in reading.rows)
    return found


def _with_values(each: RowOnce, reading: ReadingOnce, reckoner: Reckoner, days: tuple[object, ...]) -> LedgerRow:
    row = replace(
        each.row,
        **{name: reckoner.joined(pieces) for name, pieces in each.holes},
        service=reckoner.clause.service,
        yearly=_yearly(each.yearly, reckoner.clause) if each.yearly else (),
    )
    return row if each.taken is None else _timed(row, _timing(each, each.taken, reading, reckoner, days))


def _timed(row: LedgerRow, timing: Timing) -> LedgerRow:
    return replace(
        row, part=timing.part, when=timing.words, days=timing.days, dayless=timing.dayless, starts=timing.starts
    )


def _timing(
    each: RowOnce, taken: TakenByTime, reading: ReadingOnce, reckoner: Reckoner, days: tuple[object, ...]
) -> Timing:
    """When the duty is due. Most are due as in other contracts: what a time takes from a contract is what it is kept
    by."""
    entry, clause = each.row.reading, reckoner.clause
    if clause.own:
        return reckoner.timing(entry)
    known = each.row.key, days, taken.of(clause)
    if (found := reading.times.get(known)) is None:
        if len(reading.times) >= _MOST_KEPT:
            reading.times.clear()
        found = reading.times[known] = reckoner.timing(entry)
    return found


def _yearly(names: tuple[str, ...], clause: ChosenClause) -> tuple[str, ...]:
    """Those of the values that are one number for each Contract Year; a figure that names its year, and a share, are
    none."""
    asked, printed = clause.clause.placeholders, clause.printed
    return tuple(
        name
        for name in names
        if name in printed
        and asked[name].kind in ("number", "count", "trajectory")
        and isinstance(read_trajectory(str(printed[name])), str)
    )


def _paragraphs(clause: ChosenClause, document: Document | None) -> Callable[[str], Paragraph]:
    """Where each sentence of the clause stands on paper: numbered items have the number that they are printed with."""
    schedule = file_name = ""
    if document is not None:
        schedule = f"Schedule {document.schedule.letter}" if document.schedule is not None else document.type.title
        file_name = document.file_name
    numbers = numbers_of(clause, document)
    known: dict[str, Paragraph] = {}

    def paragraph(sentence: str) -> Paragraph:
        number = number_among(numbers, sentence)
        if number not in known:
            known[number] = Paragraph(schedule, clause.version.title, number, file_name)
        return known[number]

    return paragraph


class MovedDay(Struct, frozen=True):
    """A day that moved because services began on another day than was expected; None where there is none any more."""

    row: LedgerRow
    was: DueDay | None
    is_: DueDay | None


@kept_with_it
def moved_days(pack: Pack) -> tuple[MovedDay, ...]:
    """Every day of the ledger that is another one since it was recorded when services began."""
    return tuple(_moved(pack)) if pack.contract.began else ()


def _moved(pack: Pack) -> Iterator[MovedDay]:
    expected = pack.contract.expected
    before = ledger_of(dataclasses.replace(pack, contract=expected, chosen=choose(expected, pack.library)[0]))
    then = {(row.key, row.service): row for row in before.rows}
    for row in ledger_of(pack).rows:
        was = then.get((row.key, row.service))
        for one, other in zip_longest(was.days if was is not None else (), row.days):
            days = (one.day if one is not None else None, other.day if other is not None else None)
            if days[0] != days[1]:
                yield MovedDay(row, one, other)


def moved_words(moved: MovedDay) -> str:
    """`1 May 2026 is now 14 May 2026`."""
    if moved.is_ is None:
        return f"{about_words(moved.was)} falls away" if moved.was is not None else ""
    return f"{about_words(moved.was)} is now {about_words(moved.is_)}" if moved.was else f"now {about_words(moved.is_)}"


_MET = re.compile(
    r"(?P<clause>[a-z0-9-]+(?:/[a-z]+)?/[a-z0-9-]+)(?:@\d+)?(?:#(?P<sentence>[^\s:]+(?::\d[^\s:]*)?))?"
    r"(?: in (?P<service>\S+))?\s*:\s*(?P<day>\S.*)"
)


MOBILISATION = ("mobilisation", "in mobilisation")
"""What stands in the place of the day where a duty is to be met before the services begin."""


class MetDuty(Struct, frozen=True):
    """An entry of `done`: the clause by its id with or without the place, the sentence, the number of the service or
    "" for each, and the day; none where it says `mobilisation`, that the duty is for the time before. With that, the
    sentence may be left out: the whole clause is meant."""

    index: int
    clause: str
    sentence: str
    service: str
    day: date | None

    def is_of(self, row: LedgerRow, contract: Contract) -> bool:
        """Whether the entry is about the duty."""
        component, _, name = row.clause_id.split("/")
        same = self.clause in (row.clause_id, f"{component}/{name}") and self.sentence in (
            "",
            row.key.partition("#")[2],
        )
        number = "" if row.service is None else contract.service_number(row.service)
        return same and self.service in ("", number)

    def meets(self, row: LedgerRow, contract: Contract) -> bool:
        """Whether the entry is about the duty, and says of it what can be said: that a whole clause is for
        mobilisation is said of what is due before the services begin."""
        days = (*(due.day for due in row.days), row.starts)
        early = any(day is not None and day < contract.binds_from(row.service) for day in days)
        return (
            can_be_met(row, in_mobilisation=self.day is None)
            and self.is_of(row, contract)
            and (early or bool(self.sentence))
        )


def met_duties(contract: Contract) -> Iterator[MetDuty | int]:
    """Every entry of `done`; of one that cannot be read its index."""
    for index, written in enumerate(contract.content.contract.done):
        found = _MET.fullmatch(written.strip())
        said = found["day"].strip() if found is not None else ""
        day = parse_day(said)
        mobilised = said.casefold() in MOBILISATION
        if found is None or not (mobilised or (day is not None and found["sentence"])):
            yield index
        else:
            yield MetDuty(index, found["clause"], found["sentence"] or "", found["service"] or "", day)


def can_be_met(row: LedgerRow, *, in_mobilisation: bool = False) -> bool:
    """Whether the duty is one that is done once, on a day of its own; one that holds from a day on can be begun in
    mobilisation, and is met on no day."""
    once = row.part == "dated" and row.reading.when.kind != "every"
    return once or (in_mobilisation and row.starts is not None)


def as_done(row: LedgerRow, contract: Contract) -> str:
    """The duty as an entry of `done` names it; with its service where the contract has several."""
    component, _, name = row.clause_id.split("/")
    several = row.service is not None and len(contract.content.services) > 1
    number = f" in {contract.service_number(row.service)}" if several and row.service is not None else ""
    return f"{component}/{name}#{row.key.partition('#')[2]}{number}"
