"""What was issued: packs by the records beside their documents, each document as it lies there now, and how far a
record holds.

A record is a claim about documents that people may have edited, moved or deleted since; so each document is held
against the content hash that its record gives.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from specgen.assembly.marks import file_stem
from specgen.assembly.pack import folder_name
from specgen.assembly.values import Printed
from specgen.contract.read import Contract
from specgen.issue.disk import disk_problem, folders_of
from specgen.issue.document_record import DocumentRecord, RecordedClause, read_document_record
from specgen.issue.records import (
    LARGEST,
    RECORD_FILE,
    IssuedApproval,
    IssuedClause,
    IssuedDocument,
    IssuedSource,
    IssuedValue,
    IssueRecord,
    folded,
    read_issue_record,
)
from specgen.library.model import Clause, ClauseVersion
from specgen.library.versions import VersionDifference, version_difference
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.package.package import Package, package_hash, read_package, record_part

IssuedState = Literal["as issued", "edited by hand", "not there", "not readable"]


@dataclass(frozen=True, slots=True)
class IssuedPack:
    """A pack that was issued. `name` is its folder's path from the folder that was searched, with forward slashes."""

    folder: Path
    name: str
    record: IssueRecord
    sha256: str
    """Of the record's bytes, in hex."""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """An issued document as it lies there now: its bytes (None where there are none to read), and what they are, where
    they can be read as a Word file; `own` is the record inside it."""

    state: IssuedState
    data: bytes | None = None
    package: Package | None = None
    own: DocumentRecord | None = None

    @property
    def edited(self) -> bool:
        """Whether other bytes lie there than were issued."""
        return self.data is not None and self.state != "as issued"


def find_issued_packs(root: Path) -> tuple[tuple[IssuedPack, ...], list[Problem]]:
    """Every pack below `root` by its folder's name, and a problem for each record that cannot be used.

    Hidden folders are passed over and links are not followed. Raises OSError where a folder cannot be listed, since its
    packs would be left out and nobody told.
    """

    def refuse(fault: OSError) -> None:
        raise fault

    packs: list[IssuedPack] = []
    problems: list[Problem] = []
    for place, folders, names in os.walk(root, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if RECORD_FILE not in names:
            continue
        folder = Path(place)
        pack, faults = _pack_in(folder, folder.relative_to(root).as_posix())
        problems += faults
        packs += [pack] if pack is not None else []
    return tuple(packs), problems


def _pack_in(folder: Path, name: str) -> tuple[IssuedPack | None, list[Problem]]:
    """The pack of a folder that has a record."""
    try:
        return _pack_read(folder, name)
    except OSError as fault:
        return None, [replace(disk_problem(fault, folder / RECORD_FILE), location=Location(f"{name}/{RECORD_FILE}"))]


def _pack_read(folder: Path, name: str) -> tuple[IssuedPack | None, list[Problem]]:
    """The same. Raises OSError where the record cannot be read."""
    data = _beginning(folder / RECORD_FILE, LARGEST + 1)
    record, faults = read_issue_record(data, f"{name}/{RECORD_FILE}")
    return IssuedPack(folder, name, record, hashlib.sha256(data).hexdigest()) if record is not None else None, faults


def pack_of(contract: Contract, since: Path, known: Mapping[str, str]) -> tuple[IssuedPack | None, list[Problem]]:
    """The contract's pack in the folder of what was issued, or why it cannot be used. `known` are the folder's
    names."""
    name = known.get(folded(folder_name(contract)))
    where = contract.place("contract", "reference")
    none = Problem(
        "not-issued",
        f"nothing that was issued for {contract.reference} is in {since.name or since}, so there is nothing to vary",
        where,
        excerpt=contract.excerpt(where),
        cure="name the folder that the contract was built into; a contract that was never issued is built, not varied",
    )
    if name is None and folded(RECORD_FILE) not in known:
        return None, [none]
    folder = since / name if name is not None else since  # the pack's own folder may be named as well
    try:
        pack, faults = _pack_read(folder, folder.name)
    except (FileNotFoundError, NotADirectoryError):
        return None, [none]
    except OSError as fault:
        return None, [disk_problem(fault, folder / RECORD_FILE)]
    if pack is None:
        return None, faults
    refused = _not_the_contract(pack, contract)
    if refused is not None:
        return None, [refused]
    documents = tuple(_as_it_went_out(folder, document) for document in pack.record.documents)
    return replace(pack, record=replace(pack.record, documents=documents)), faults


def _not_the_contract(pack: IssuedPack, contract: Contract) -> Problem | None:
    """Why the pack is not what was issued for the whole contract; None where it is."""
    record, here = pack.record, Location(f"{pack.name}/{RECORD_FILE}")
    if record.contract.reference != contract.reference:
        return Problem(
            "not-issued",
            f"the folder “{pack.name}” holds what was issued for another contract, {record.contract.reference}",
            here,
            cure="name the folder that the contract was built into",
        )
    if record.occasion:
        return Problem(
            "not-issued",
            f"the folder “{pack.name}” holds {record.occasion}, not the whole contract",
            here,
            cure="name the folder with the whole contract; after a variation is signed, build the contract as "
            "varied into a folder of its own",
        )
    if record.under_way:
        return Problem(
            "not-issued",
            "the run that wrote these documents did not end, so nobody can tell what was issued",
            here,
            cure="build the contract again as it was issued",
        )
    return None


def _as_it_went_out(folder: Path, issued: IssuedDocument) -> IssuedDocument:
    """The entry with the clauses of the document that stands under its name.

    Where a new draft was put beside a document that somebody had edited, the entry tells the draft's clauses; those of
    the document that went out are in the record inside it.
    """
    inside = find_document(folder, issued)[0].own if issued.beside is not None else None
    return issued if inside is None else replace(issued, clauses=tuple(_as_issued(clause) for clause in inside.clauses))


def _as_issued(clause: RecordedClause) -> IssuedClause:
    return IssuedClause(
        bookmark=clause.bookmark,
        fingerprint=clause.fingerprint,
        id=clause.id,
        origin="",
        source=IssuedSource(document="", sections=()),
        tag=clause.tag,
        values={name: IssuedValue(printed=printed, written_at="") for name, printed in clause.values.items()},
        version=clause.version,
        why="",
    )


def packs_of_others(since: Path, references: Iterable[str]) -> tuple[tuple[IssuedPack, ...], list[Problem]]:
    """The contracts that were issued into the folder `since` beside those of the `references`, by the names of their
    folders.

    They are looked for where a build puts them: in the folders of `since`, and in itself. Variations, notices and
    letters that lie there are no contracts. A record that cannot be used is a warning, since nobody can tell whose it
    is."""
    known = {folded(file_stem(reference)) for reference in references}
    packs: list[IssuedPack] = []
    problems: list[Problem] = []
    for name in (".", *sorted(name for key, name in folders_of(since).items() if key not in known)):
        folder = since / name
        if not (folder / RECORD_FILE).is_file():
            continue
        pack, faults = _pack_in(folder, name)
        problems += (replace(fault, severity="warning") for fault in faults)
        if (
            pack is not None
            and not pack.record.occasion
            and folded(file_stem(pack.record.contract.reference)) not in known
        ):
            packs.append(pack)
    return tuple(packs), problems


def find_document(folder: Path, document: IssuedDocument) -> tuple[FoundDocument, list[Problem]]:
    """What became of the document since it was issued into `folder`, and why it cannot be read, where it cannot."""
    path = folder / document.file
    try:
        data = _beginning(path, LARGEST_ARCHIVE + 1)
    except FileNotFoundError:
        return FoundDocument("not there"), []
    except OSError as fault:
        return FoundDocument("not readable"), [disk_problem(fault, path)]
    package, faults = read_package(data, f"{folder.name}/{document.file}")
    if package is None:
        return FoundDocument("not readable", data), faults
    part = record_part(package)
    own = read_document_record(package.part(part), document.file)[0] if part is not None else None
    placed = {document.content_hash, document.previous_content_hash}
    return FoundDocument(
        "as issued" if package_hash(package) in placed else "edited by hand", data, package, own
    ), faults


def _beginning(path: Path, most: int) -> bytes:
    return read_plain(path, most)


# Which issued contracts hold a clause, in which version, and what another version would change in each.
#
# What a record says is held against the library's fingerprint of that version, and the document against its record;
# `relied_on` says in words what the answer rests on.


@dataclass(frozen=True, slots=True)
class NeededValue:
    """A placeholder that the other version has and the held one has not. `printed` is what the pack prints under that
    name in another clause, which the contract therefore gives already; None where it prints none."""

    name: str
    question: str
    example: str
    printed: Printed | None = None


@dataclass(frozen=True, slots=True)
class Holding:
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


@dataclass(frozen=True, slots=True)
class Impact:
    """The documents that hold the clause, and the difference from each version held to `target`."""

    clause: Clause
    target: ClauseVersion
    holdings: tuple[Holding, ...]
    upgrades: Mapping[int, VersionDifference]

    def dropped(self, version: int) -> tuple[str, ...]:
        """The values that the target no longer asks for."""
        old = self.clause.version(version)
        return () if old is None else tuple(name for name in _asked(self.clause, old) if name not in self.target.names)


def impact_of(clause: Clause, target: ClauseVersion, packs: Iterable[IssuedPack]) -> tuple[Impact, list[Problem]]:
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
    return Impact(clause, target, tuple(holdings), upgrades), doubts


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
        "as issued": "the pack’s record; the document has the content hash that it gives",
        "edited by hand": "the pack’s record alone: the document was edited since it was issued and holds no record "
        "of its own",
        "not there": "the pack’s record alone: the document is not there",
        "not readable": "the pack’s record alone: the document cannot be read",
    }[found.state]


def _library_says(known: ClauseVersion | None, vouched: bool) -> str:
    if known is None:
        return "the library does not have this version"
    return (
        "the library’s version has the same fingerprint" if vouched else "the library’s version has another fingerprint"
    )


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
        f"the record gives another fingerprint for {name} than the library’s file has, so its words may not "
        f"be those that were issued",
        where,
        severity="warning",
        cure="find out whether the version's file was changed after it was issued (specgen clauses verify), or "
        "whether the record was",
    )
