"""The ledger of a pack: one row for each duty that a reading finds in the chosen clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast

from msgspec.structs import replace

from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.days import bank_holidays
from specgen.assembly.ledger.met import MetDuty, can_be_met, met_duties
from specgen.assembly.ledger.model import Ledger, LedgerRow, Paragraph
from specgen.assembly.ledger.when import Reckoner
from specgen.assembly.pack import Document, Pack
from specgen.assembly.paragraphs import printed_number
from specgen.library.duties.model import DutyReading, DutyWords, VersionReading
from specgen.library.duties.sentences import Sentence, carried, sentences_of
from specgen.library.duties.verify import reading_of
from specgen.library.duties.vocabulary import read_vocabulary
from specgen.library.model import Clause, ClauseVersion

_KEPT = "ledger"
_Found = Mapping[tuple[str, int | None], tuple[ChosenClause, DutyReading]]
_ROWLESS = ("part", "status")


def ledger_of(pack: Pack) -> Ledger:
    """The pack's ledger, worked out once for all rules and documents."""
    if _KEPT not in pack.kept:
        pack.kept[_KEPT] = _ledger(pack)
    return cast(Ledger, pack.kept[_KEPT])


def read_vocabulary_of(pack: Pack) -> DutyWords:
    """The words that the pack's readings use, with the families of their acts."""
    return read_vocabulary(pack.library.vocabulary)[0]


def _ledger(pack: Pack) -> Ledger:
    read: list[tuple[ChosenClause, VersionReading]] = []
    without: list[str] = []
    for clause in pack.chosen:
        reading = reading_of(clause.version, pack.library)
        if reading is not None:
            read.append((clause, reading))
        elif clause.version.name not in without and any(entry.binds for entry in sentences_of(clause.version)):
            without.append(clause.version.name)
    found, elsewhere = _found(read)
    met = _met(read, elsewhere)
    places = _places(pack)
    holidays = bank_holidays(pack.library.bank_holidays)
    rows: list[LedgerRow] = []
    for clause, reading in read:
        reckoner = Reckoner(pack.contract, clause, holidays, found, elsewhere, places)
        rows += _rows(clause, reading, reckoner, met, places)
    done = [entry for entry in met_duties(pack.contract) if isinstance(entry, MetDuty)]
    return Ledger(pack.contract, tuple(_done(row, done, pack) for row in rows), tuple(without))


def _done(row: LedgerRow, done: list[MetDuty], pack: Pack) -> LedgerRow:
    day = next((entry.day for entry in done if entry.is_of(row, pack.contract) and can_be_met(row)), None)
    return replace(row, done=day) if day is not None else row


def _found(read: list[tuple[ChosenClause, VersionReading]]) -> tuple[_Found, _Found]:
    """Sentence and service → the first duty that is read there; by the numbers of the version itself, as its own
    references count, and by those of the clause's first version, as references of other clauses do."""
    found: dict[tuple[str, int | None], tuple[ChosenClause, DutyReading]] = {}
    elsewhere: dict[tuple[str, int | None], tuple[ChosenClause, DutyReading]] = {}
    for clause, reading in read:
        first = _first_numbers(clause.clause, clause.version)
        for entry in reading.readings:
            if entry.mode not in _ROWLESS:
                for service in (clause.service, None):
                    found.setdefault((f"{clause.id}#{entry.sentence}", service), (clause, entry))
                    if entry.sentence in first:
                        elsewhere.setdefault((f"{clause.id}#{first[entry.sentence]}", service), (clause, entry))
    return found, elsewhere


@cache
def _first_numbers(clause: Clause, version: ClauseVersion) -> Mapping[str | None, str]:
    """Sentence of the version → the same one in the clause's first version."""
    return {carried(clause, each.id, version): each.id for each in sentences_of(clause.versions[0])}


def _met(read: list[tuple[ChosenClause, VersionReading]], elsewhere: _Found) -> dict[tuple[str, int | None], list[str]]:
    """Local term and service → the quoted sentences that it meets. Those get no row of their own."""
    met: dict[tuple[str, int | None], list[str]] = {}
    for clause, reading in read:
        for entry in reading.readings:
            for local in _local_terms(entry, clause.service, elsewhere):
                said = met.setdefault((local, clause.service), [])
                if (quoted := f"{clause.version.title}, {entry.sentence}") not in said:
                    said.append(quoted)
    return met


def _local_terms(entry: DutyReading, service: int | None, elsewhere: _Found) -> list[str]:
    """The local terms that meet the sentence and that the service has, by the numbers of their own version."""
    if entry.basis is None:
        return []
    met_by = entry.basis.met_by
    there = [elsewhere[local, service] for local in met_by if (local, service) in elsewhere]
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
    reading: VersionReading,
    reckoner: Reckoner,
    met: Mapping[tuple[str, int | None], list[str]],
    places: Mapping[tuple[str, int | None], Document],
) -> Iterator[LedgerRow]:
    sentences = {sentence.id: sentence for sentence in sentences_of(clause.version)}
    document = places.get((clause.id, clause.service))
    parts: dict[str, tuple[str, ...]] = {}
    for entry in reading.readings:
        if entry.mode == "part":
            parts[entry.of] = (*parts.get(entry.of, ()), entry.sentence)
    seen: dict[str, int] = {}
    for entry in reading.readings:
        seen[entry.sentence] = number = seen.get(entry.sentence, 0) + 1
        if entry.mode in _ROWLESS or _local_terms(entry, clause.service, reckoner.elsewhere):
            continue
        sentence = sentences.get(entry.sentence)
        timing = reckoner.timing(entry)
        key = f"{clause.version.name}#{entry.sentence}"
        yield LedgerRow(
            key=key if number == 1 else f"{key}({number})",
            reading=entry,
            service=clause.service,
            part=timing.part,
            clause_id=clause.id,
            version=clause.version.number,
            component=clause.component,
            who=entry.actor or "",
            through=reckoner.filled(entry.through),
            act=entry.act,
            object=entry.object,
            group=reckoner.filled(entry.scope.group),
            much=reckoner.filled(entry.much),
            to=", ".join(map(reckoner.filled, entry.to)),
            when=timing.words,
            condition=reckoner.filled(entry.condition),
            evidence=reckoner.filled(entry.evidence),
            sentence=reckoner.filled(sentence.text) if sentence is not None else "",
            paragraph=_paragraph(clause, sentence, document),
            days=timing.days,
            starts=timing.starts,
            also=tuple(met.get((f"{clause.id}#{entry.sentence}", clause.service), ())) if number == 1 else (),
            parts=parts.get(entry.sentence, ()),
        )


def _paragraph(clause: ChosenClause, sentence: Sentence | None, document: Document | None) -> Paragraph:
    """Where the sentence stands on paper: numbered items have the number that they are printed with."""
    schedule = ""
    if document is not None:
        schedule = f"Schedule {document.schedule.letter}" if document.schedule is not None else document.type.title
    number = printed_number(clause, sentence.id, document) if sentence is not None else ""
    return Paragraph(schedule, clause.version.title, number, document.file_name if document is not None else "")
