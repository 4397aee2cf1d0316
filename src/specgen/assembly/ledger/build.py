"""The ledger of a pack: one row for each duty that a reading finds in the chosen clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from msgspec.structs import replace

from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.days import bank_holidays
from specgen.assembly.ledger.met import MetDuty, met_duties
from specgen.assembly.ledger.model import Ledger, LedgerRow, Paragraph
from specgen.assembly.ledger.once import NamedDuties, ReadingOnce, once
from specgen.assembly.ledger.when import Reckoner
from specgen.assembly.pack import Document, Pack
from specgen.assembly.paragraphs import printed_number
from specgen.library.duties.model import DutyReading, DutyWords
from specgen.library.duties.read import read_vocabulary
from specgen.library.duties.sentences import sentences_of
from specgen.library.duties.verify import reading_of

_KEPT = "ledger"


def ledger_of(pack: Pack) -> Ledger:
    """The pack's ledger, worked out once for all rules and documents."""
    if _KEPT not in pack.kept:
        pack.kept[_KEPT] = _ledger(pack)
    return cast(Ledger, pack.kept[_KEPT])


def read_vocabulary_of(pack: Pack) -> DutyWords:
    """The words that the pack's readings use, with the families of their acts."""
    return read_vocabulary(pack.library.vocabulary)[0]


def _ledger(pack: Pack) -> Ledger:
    read: list[tuple[ChosenClause, ReadingOnce]] = []
    without: list[str] = []
    for clause in pack.chosen:
        reading = reading_of(clause.version, pack.library)
        if reading is not None:
            read.append((clause, once(clause.clause, clause.version, reading)))
        elif clause.version.name not in without and any(entry.binds for entry in sentences_of(clause.version)):
            without.append(clause.version.name)
    found, elsewhere = NamedDuties(read, from_elsewhere=False), NamedDuties(read, from_elsewhere=True)
    met = _met(read, elsewhere)
    places = _places(pack)
    holidays = bank_holidays(pack.library.bank_holidays)
    rows: list[LedgerRow] = []
    for clause, reading_once in read:
        reckoner = Reckoner(pack.contract, clause, holidays, found, elsewhere, places)
        rows += _rows(clause, reading_once, reckoner, met, places)
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
) -> Iterator[LedgerRow]:
    document = places.get((clause.id, clause.service))
    paragraphs: dict[str, Paragraph] = {}
    for each in reading.rows:
        entry = each.row.reading
        if entry.basis is not None and _local_terms(entry, clause.service, reckoner.elsewhere):
            continue
        timing = reckoner.timing(entry)
        if entry.sentence not in paragraphs:
            paragraphs[entry.sentence] = _paragraph(clause, entry.sentence if each.row.sentence else None, document)
        row = replace(
            each.row,
            service=clause.service,
            part=timing.part,
            when=timing.words,
            paragraph=paragraphs[entry.sentence],
            days=timing.days,
            starts=timing.starts,
            also=tuple(met.get((each.named, clause.service), ())) if each.first else (),
        )
        yield _filled(row, reckoner) if each.holes else row


def _filled(row: LedgerRow, reckoner: Reckoner) -> LedgerRow:
    """The row with the contract's values in its texts."""
    filled = reckoner.filled
    return replace(
        row,
        through=filled(row.through),
        group=filled(row.group),
        much=filled(row.much),
        to=filled(row.to),
        condition=filled(row.condition),
        evidence=filled(row.evidence),
        sentence=filled(row.sentence),
    )


def _paragraph(clause: ChosenClause, sentence: str | None, document: Document | None) -> Paragraph:
    """Where the sentence stands on paper: numbered items have the number that they are printed with."""
    schedule = ""
    if document is not None:
        schedule = f"Schedule {document.schedule.letter}" if document.schedule is not None else document.type.title
    number = printed_number(clause, sentence, document) if sentence is not None else ""
    return Paragraph(schedule, clause.version.title, number, document.file_name if document is not None else "")
