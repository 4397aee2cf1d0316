"""What a version's reading says in every pack alike, worked out once a run and not once a contract."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.model import LedgerRow, Paragraph
from specgen.library.duties.model import DutyReading, VersionReading
from specgen.library.duties.sentences import carried, sentences_of
from specgen.library.model import Clause, ClauseVersion

_NOWHERE = Paragraph("", "", "")
ROWLESS = ("part", "status")
"""Modes of what is no duty by itself."""


class RowOnce(Struct, frozen=True):
    """A duty of a reading: its row as far as no contract changes it, the sentence it is of as `clause-id#sentence`, and
    whether it is the first of that sentence. `holes` says whether any text of the row takes a value."""

    row: LedgerRow
    named: str
    first: bool
    holes: bool


class ReadingOnce(Struct, frozen=True):
    """A reading in its clause. `by_sentence` gives the first duty of each sentence, by the numbers of the version;
    `by_first_number` by those of the clause's first version, as references of other clauses count."""

    reading: VersionReading
    rows: tuple[RowOnce, ...]
    by_sentence: Mapping[str, DutyReading]
    by_first_number: Mapping[str, DutyReading]
    met: tuple[DutyReading, ...]
    """Sentences that local terms may meet."""


_KEPT: dict[ClauseVersion, ReadingOnce] = {}


def once(clause: Clause, version: ClauseVersion, reading: VersionReading) -> ReadingOnce:
    """What holds of the reading wherever the version is chosen."""
    kept = _KEPT.get(version)
    if kept is None or kept.reading is not reading:
        _KEPT[version] = kept = _once(clause, version, reading)
    return kept


def _once(clause: Clause, version: ClauseVersion, reading: VersionReading) -> ReadingOnce:
    words = {sentence.id: sentence.text for sentence in sentences_of(version)}
    parts: dict[str, tuple[str, ...]] = {}
    for entry in reading.readings:
        if entry.mode == "part":
            parts[entry.of] = (*parts.get(entry.of, ()), entry.sentence)
    seen: dict[str, int] = {}
    rows: list[RowOnce] = []
    by_sentence: dict[str, DutyReading] = {}
    for entry in reading.readings:
        seen[entry.sentence] = number = seen.get(entry.sentence, 0) + 1
        if entry.mode in ROWLESS:
            continue
        by_sentence.setdefault(entry.sentence, entry)
        key = f"{version.name}#{entry.sentence}"
        said = words.get(entry.sentence, "")
        row = LedgerRow(
            key=key if number == 1 else f"{key}({number})",
            reading=entry,
            service=None,
            part="always",
            clause_id=clause.id,
            version=version.number,
            component=clause.component,
            who=entry.actor or "",
            through=entry.through,
            act=entry.act,
            object=entry.object,
            group=entry.scope.group,
            much=entry.much,
            to=", ".join(entry.to),
            when="",
            condition=entry.condition,
            evidence=entry.evidence,
            sentence=said,
            paragraph=_NOWHERE,
            parts=parts.get(entry.sentence, ()),
            mobilisation=entry.mobilisation,
        )
        texts = (row.through, row.group, row.much, row.to, row.condition, row.evidence, row.sentence)
        rows.append(RowOnce(row, f"{clause.id}#{entry.sentence}", number == 1, any("{{" in text for text in texts)))
    # Sentence of the version → the same one in the clause's first version.
    first = {carried(clause, each.id, version): each.id for each in sentences_of(clause.versions[0])}
    by_first_number: dict[str, DutyReading] = {}
    for sentence, entry in by_sentence.items():
        if sentence in first:
            by_first_number.setdefault(first[sentence], entry)
    met = tuple(entry for entry in reading.readings if entry.basis is not None)
    return ReadingOnce(reading, tuple(rows), by_sentence, by_first_number, met)


class NamedDuties:
    """The duties of a pack by sentence and service, as one names another: the first one that is read there, of the
    same service, or of any where none is asked for."""

    __slots__ = ("_by_clause", "_from_elsewhere")

    def __init__(self, read: list[tuple[ChosenClause, ReadingOnce]], *, from_elsewhere: bool) -> None:
        """`from_elsewhere`: for references of other clauses, which count by the clause's first version."""
        self._from_elsewhere = from_elsewhere
        self._by_clause: dict[tuple[str, int | None], list[tuple[ChosenClause, ReadingOnce]]] = {}
        for clause, reading in read:
            for service in {clause.service, None}:
                self._by_clause.setdefault((clause.id, service), []).append((clause, reading))

    def get(self, named: str, service: int | None) -> tuple[ChosenClause, DutyReading] | None:
        """The clause and the duty that `clause-id#sentence` names; None where there is none."""
        clause_id, _, sentence = named.partition("#")
        for clause, reading in self._by_clause.get((clause_id, service), ()):
            entry = (reading.by_first_number if self._from_elsewhere else reading.by_sentence).get(sentence)
            if entry is not None:
                return clause, entry
        return None
