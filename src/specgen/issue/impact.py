"""Which issued contracts hold a clause, in which version, and what another version would change in each.

What a record says is held against the library's fingerprint of that version, and the document against its record;
`relied_on` says in words what the answer rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from specgen.assembly.values import Printed
from specgen.issue.issued import FoundDocument, IssuedPack, IssuedState, find_document
from specgen.issue.records import RECORD_FILE, IssuedApproval, IssuedDocument
from specgen.library.model import Clause, ClauseVersion, Library
from specgen.library.verify import bases_of
from specgen.library.versions import VersionDifference, version_difference
from specgen.problems import Location, Problem


class NeededValue(Struct, frozen=True):
    """A placeholder that the other version has and the held one has not. `printed` is what the pack prints under that
    name in another clause, which the contract therefore gives already; None where it prints none."""

    name: str
    question: str
    example: str
    printed: Printed | None = None


class Holding(Struct, frozen=True):
    """A document that holds the clause.

    `vouched` says whether the library's version has the fingerprint that the record gives. `why` and `approval` are
    those of the day of issue; None where only the record inside the document was read, which has neither.
    """

    pack: IssuedPack
    document: IssuedDocument
    version: int
    fingerprint: str
    state: IssuedState
    vouched: bool
    relied_on: str
    why: str | None = None
    approval: IssuedApproval | None = None
    needs: tuple[NeededValue, ...] = ()


class HeldAdaptation(Struct, frozen=True):
    """A version of an adaptation that issued contracts hold, what it is based on, and the contracts' references."""

    version: ClauseVersion
    base: ClauseVersion
    references: tuple[str, ...]


class Impact(Struct, frozen=True):
    """The documents that hold the clause, the difference from each version held to `target`, and the adaptations of it
    that are held, which an upgrade does not change."""

    clause: Clause
    target: ClauseVersion
    holdings: tuple[Holding, ...]
    upgrades: Mapping[int, VersionDifference]
    adaptations: tuple[HeldAdaptation, ...] = ()

    def dropped(self, version: int) -> tuple[str, ...]:
        """The values that the target no longer asks for."""
        old = self.clause.version(version)
        return () if old is None else tuple(name for name in _asked(self.clause, old) if name not in self.target.names)


def impact_of(
    library: Library, clause: Clause, target: ClauseVersion, packs: Sequence[IssuedPack]
) -> tuple[Impact, list[Problem]]:
    """What changing to `target` would mean for `packs`, and a warning for every record that the library cannot vouch
    for."""
    holdings: list[Holding] = []
    doubts: list[Problem] = []
    for pack in packs:
        found, untold = _holdings(clause, target, pack)
        holdings += found
        doubts += untold
    versions = sorted({holding.version for holding in holdings})
    held = {number: version for number in versions if (version := clause.version(number)) is not None}
    upgrades = {
        number: version_difference(version, target) for number, version in held.items() if number != target.number
    }
    doubts += [_doubt(clause, holding) for holding in holdings if not holding.vouched]
    return Impact(clause, target, tuple(holdings), upgrades, _adaptations(library, clause, packs)), doubts


def _adaptations(library: Library, clause: Clause, packs: Iterable[IssuedPack]) -> tuple[HeldAdaptation, ...]:
    """By the packs' records; documents that the pack no longer has are left out."""
    held: dict[tuple[str, int], list[str]] = {}
    for pack in packs:
        for document in pack.record.documents:
            for each in () if document.left_over else document.clauses:
                held.setdefault((each.id, each.version), []).append(pack.record.contract.reference)
    return tuple(
        HeldAdaptation(version, base, tuple(dict.fromkeys(references)))
        for (clause_id, number), references in sorted(held.items())
        if (own := library.clauses.get(clause_id)) is not None and (version := own.version(number)) is not None
        for base in bases_of(library, version)
        if base.clause_id == clause.id
    )


_VersionsTold = dict[tuple[int, str], tuple[str | None, IssuedApproval | None]]
"""Version and fingerprint → why it was chosen and its approval, where that is recorded."""


def _holdings(clause: Clause, target: ClauseVersion, pack: IssuedPack) -> tuple[list[Holding], list[Problem]]:
    holdings: list[Holding] = []
    untold: list[Problem] = []
    for document in pack.record.documents:
        recorded = [each for each in document.clauses if each.id == clause.id]
        # Where a new draft was put beside an edited document, the pack's record tells of the draft.
        if not recorded and document.beside is None:
            continue
        found, _ = find_document(pack.folder, document)
        told: _VersionsTold = {(each.version, each.fingerprint): (each.why, each.approval) for each in recorded}
        relied = _relied_on_pack(found)
        if found.own is not None and found.state != "as issued":
            told = {
                (each.version, each.fingerprint): (None, None) for each in found.own.clauses if each.id == clause.id
            }
            relied = "the record inside the document, which was edited since it was issued"
        elif document.beside is not None and found.state != "as issued":
            untold.append(
                Problem(
                    "document-record",
                    f"nothing tells whether the document holds {clause.id}: it was edited since it was issued "
                    f"and has no record of its own, "
                    "and the record beside it is of the new draft",
                    Location(f"{pack.name}/{document.file}"),
                    severity="warning",
                    cure="read it; specgen audit recognises clauses by their words",
                )
            )
            continue
        for (version, fingerprint), (why, approval) in told.items():
            known = clause.version(version)
            vouched = known is not None and known.fingerprint == fingerprint
            holdings.append(
                Holding(
                    pack,
                    document,
                    version,
                    fingerprint,
                    found.state,
                    vouched,
                    f"{relied}; {_library_says(known, vouched)}",
                    why,
                    approval,
                    _needs(clause, known, target, pack),
                )
            )
    return holdings, untold


def _relied_on_pack(found: FoundDocument) -> str:
    return {
        "as issued": "the pack’s record; the document is still as it was issued",
        "edited by hand": "the pack’s record alone: the document was edited since it was issued and holds no record "
        "of its own",
        "not there": "the pack’s record alone: the document is not there",
        "not readable": "the pack’s record alone: the document cannot be read",
    }[found.state]


def _library_says(known: ClauseVersion | None, vouched: bool) -> str:
    if known is None:
        return "the library does not have this version"
    return f"the library’s file of this version is {'the same' if vouched else 'another one'}"


def _asked(clause: Clause, version: ClauseVersion) -> tuple[str, ...]:
    """The placeholders of the version that a contract has to give values to."""
    placeholders = clause.placeholders
    return tuple(name for name in version.names if not (placeholders[name].comes_from or placeholders[name].otherwise))


def _needs(
    clause: Clause, held: ClauseVersion | None, target: ClauseVersion, pack: IssuedPack
) -> tuple[NeededValue, ...]:
    before = frozenset(held.names) if held is not None else frozenset()
    printed = {
        name: value.printed
        for document in pack.record.documents
        if not document.left_over
        for each in document.clauses
        for name, value in each.values.items()
    }
    return tuple(
        NeededValue(name, clause.placeholders[name].question, clause.placeholders[name].example, printed.get(name))
        for name in _asked(clause, target)
        if name not in before
    )


def _doubt(clause: Clause, holding: Holding) -> Problem:
    name = f"{clause.id}@{holding.version}"
    where = Location(f"{holding.pack.name}/{RECORD_FILE}")
    if clause.version(holding.version) is None:
        return Problem(
            "clause-unknown",
            f"the record names {name}, which the library does not have",
            where,
            severity="warning",
            cure="use --in with the folder of the organisation whose clauses these are",
        )
    return Problem(
        "fingerprint-differs",
        f"{name} was issued from another file of this version than the library holds now, so its words may not be "
        "those that were issued",
        where,
        severity="warning",
        cure="find out whether the version's file was changed after it was issued (specgen clauses verify), or "
        "whether the record was",
    )
