"""What was issued: packs by the records beside their documents, each document as it lies there now, and how far a
record holds.

A record is a claim about documents that people may have edited, moved or deleted since; so each document is held
against the content hash that its record gives.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.marks import file_stem
from specgen.assembly.pack import folder_name
from specgen.contract.contract import Contract
from specgen.contract.facts import END, OPTION, START
from specgen.issue.disk import disk_problem
from specgen.issue.document_record import DocumentRecord, RecordedClause, read_document_record
from specgen.issue.folders import folders_of, gone_through, is_withdrawn, named_for, packs_beside
from specgen.issue.records import (
    EXTENDED_SCHEMA,
    LARGEST,
    RECORD_FILE,
    IssuedClause,
    IssuedDocument,
    IssuedSource,
    IssuedValue,
    IssueRecord,
    folded,
    read_issue_record,
    read_json,
    record_beside,
)
from specgen.library.chain import heads_of
from specgen.library.model import Approval
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.package.package import Package, package_hash, read_package, record_part

IssuedState = Literal["as issued", "edited by hand", "not there", "not readable"]


class IssuedPack(Struct, frozen=True):
    """A pack that was issued. `name` is its folder's path from the folder that was searched, with forward slashes."""

    folder: Path
    name: str
    record: IssueRecord
    sha256: str
    """Of the record's bytes, in hex."""


class FoundDocument(Struct, frozen=True):
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
    """Every pack of a contract below `root` by its folder's name, and a problem for each record that cannot be used.

    Hidden folders are passed over and links are not followed. Raises OSError where a folder cannot be listed, since its
    packs would be left out and nobody told.
    """

    def refuse(fault: OSError) -> None:
        raise fault

    packs: list[IssuedPack] = []
    problems: list[Problem] = []
    for place, folders, names in os.walk(root, onerror=refuse):
        folders[:] = gone_through(folders)
        if RECORD_FILE not in names:
            continue
        folder = Path(place)
        pack, faults = pack_in(folder, folder.relative_to(root).as_posix())
        problems += faults
        # A document with figures is no contract, and no command that looks for contracts counts it.
        packs += [pack] if pack is not None and pack.record.figured is None else []
    return tuple(packs), problems


class IssuedPlace(Struct, frozen=True):
    """Where a pack lies: its folder, the folder's path from the one that was searched, the contract's reference, the
    SHA-256 (hex) of its record, and whether it is a variation, a notice or a letter."""

    folder: Path
    name: str
    reference: str
    sha256: str
    occasion: bool


class IssuedPlaces(Struct, frozen=True):
    """Every pack below a folder, whatever its own folder is called, found by its record; folders that hold Word
    documents and no record; folders whose record does not tell whose it is; what could not be read; and the packs in
    the folders `beside` the one that was searched."""

    places: tuple[IssuedPlace, ...] = ()
    without_record: tuple[str, ...] = ()
    unread: tuple[tuple[Path, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    beside: tuple[Path, ...] = ()

    def of(self, reference: str) -> tuple[IssuedPlace, ...]:
        """Where the contract's own pack lies, its copies among them."""
        return tuple(place for place in self.places if place.reference == reference and not place.occasion)


def issued_places(root: Path) -> IssuedPlaces:
    """Where the packs below `root` lie. Of a record only so much is read as tells whose it is; hidden folders are
    passed over and links are not followed."""
    places: list[IssuedPlace] = []
    bare: list[str] = []
    unread: list[tuple[Path, str]] = []
    problems: list[Problem] = []

    def told(fault: OSError) -> None:
        problems.append(replace(disk_problem(fault, Path(str(fault.filename or root))), severity="warning"))

    for place, folders, names in os.walk(root, onerror=told):
        folders[:] = gone_through(folders)
        folder = Path(place)
        name = folder.relative_to(root).as_posix()
        if RECORD_FILE not in names:
            if any(file.lower().endswith(".docx") and not file.startswith(("~$", ".")) for file in names):
                bare.append(name)
            continue
        try:
            data = _beginning(folder / RECORD_FILE, LARGEST + 1)
        except OSError as fault:
            told(fault)
            continue
        given = _whose(data)
        if given is None:
            unread.append((folder, name))
        else:
            places.append(IssuedPlace(folder, name, given[0], hashlib.sha256(data).hexdigest(), given[1]))
    beside, faults = _beside(root.resolve())
    return IssuedPlaces(tuple(places), tuple(bare), tuple(unread), (*problems, *faults), beside)


def _beside(root: Path) -> tuple[tuple[Path, ...], list[Problem]]:
    """The packs in the folders beside `root`, and a warning where there were too many to look at."""
    found, more = packs_beside(root)
    told = Problem(
        "folders-not-searched",
        f"so many folders lie beside “{root.name}” that not all were searched for later packs and variations of its "
        "contracts",
        Location(root.name),
        "warning",
        cure="keep what was issued and its variations in a folder that holds nothing else",
    )
    return tuple(folder for folder in found if root not in (folder, *folder.parents)), [told] if more else []


def _whose(data: bytes) -> tuple[str, bool] | None:
    """The contract that a record is about, and whether it is of an occasion; None for what cannot be told."""
    try:
        given = read_json(data) if len(data) <= LARGEST else None
        reference = given["contract"]["reference"] if given is not None else None
    except (ValueError, TypeError, KeyError):
        return None
    if not isinstance(reference, str) or not isinstance(given, dict):
        return None
    return reference, any(given.get(name) is not None for name in ("variation", "succession", "intentions", "figured"))


def without_copies(packs: Iterable[IssuedPack]) -> tuple[tuple[IssuedPack, ...], list[Problem]]:
    """The packs without those that have the same record as another, and a warning that names each of these.

    The one that lies in the folder of the contract's own name counts, else the first by name."""
    kept: dict[tuple[str, str], IssuedPack] = {}
    ordered = sorted(packs, key=lambda pack: (not own_named(pack.name, pack.record.contract.reference), pack.name))
    problems: list[Problem] = []
    for pack in ordered:
        first = kept.setdefault((pack.record.contract.reference, pack.sha256), pack)
        if first is not pack:
            problems.append(copied_pack(pack.name, first.name, pack.record.contract.reference))
    return tuple(sorted(kept.values(), key=lambda pack: pack.name)), problems


def copied_packs(places: IssuedPlaces) -> list[Problem]:
    """A warning for each pack that has the same record as another of the same contract."""
    problems: list[Problem] = []
    kept: dict[tuple[str, str], IssuedPlace] = {}
    for place in sorted(places.places, key=lambda each: (not own_named(each.name, each.reference), each.name)):
        first = kept.setdefault((place.reference, place.sha256), place)
        if first is not place and not place.occasion:
            problems.append(copied_pack(place.name, first.name, place.reference))
    return problems


def own_named(name: str, reference: str) -> bool:
    """Whether a folder has the contract's own name."""
    return folded(name) == folded(file_stem(reference))


def copied_pack(name: str, first: str, reference: str) -> Problem:
    """The warning that the pack `name` is a copy of `first`."""
    return Problem(
        "copied-pack",
        f"“{name}” has the same record as “{first}”: it is a copy of what was issued for {reference}, and counts once",
        Location(f"{name}/{RECORD_FILE}"),
        "warning",
        cure="nothing need be done; take the copy out of the folder if it is not needed there",
    )


def heads_lost(root: Path, approvals: Sequence[Approval]) -> list[Problem]:
    """A problem for each pack below `root` that was issued with approvals which the list no longer holds."""
    packs, problems = find_issued_packs(root)
    held = heads_of(approvals)
    return [
        *problems,
        *(
            Problem(
                "approvals-lost",
                f"what was issued for {pack.record.contract.reference} was issued with approvals up to "
                f"{pack.record.approvals_head[:12]}…, and the list no longer holds that line: lines were taken out or "
                "changed since",
                Location(f"{pack.name}/{RECORD_FILE}"),
                cure="put the list of approvals back from a copy that is whole; another person's copy is joined with "
                "“specgen clauses merge-approvals”",
            )
            for pack in packs
            if pack.record.approvals_head and pack.record.approvals_head not in held
        ),
    ]


def bare_folders(places: IssuedPlaces) -> list[Problem]:
    """A warning for each folder that holds Word documents and no record of what was issued."""
    return [
        Problem(
            "no-record",
            f"“{name}” holds Word documents and no record of what was issued, so they are not looked at",
            Location(name),
            "warning",
            cure=f"put {RECORD_FILE} back beside them; documents that were not issued by specgen can be read with "
            "“specgen audit” or “specgen review”",
        )
        for name in places.without_record
    ]


def pack_in(folder: Path, name: str) -> tuple[IssuedPack | None, list[Problem]]:
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


def pack_of(contract: Contract, since: Path, places: IssuedPlaces) -> tuple[IssuedPack | None, list[Problem]]:
    """The contract's pack below the folder of what was issued, by its record and whatever its folder is called; or why
    it cannot be used. Copies of it are named."""
    found, problems = _place_of(contract, since, places)
    if found is None:
        return None, problems
    try:
        pack, faults = _pack_read(found, found.name)
    except (FileNotFoundError, NotADirectoryError):
        return None, [*problems, _not_issued(contract, since, places)]
    except OSError as fault:
        return None, [*problems, disk_problem(fault, found / RECORD_FILE)]
    if pack is None:
        return None, [*problems, *faults]
    refused = _not_the_contract(pack, contract)
    if refused is not None:
        return None, [*problems, refused]
    documents = tuple(_as_it_went_out(found, document) for document in pack.record.documents)
    return replace(pack, record=replace(pack.record, documents=documents)), [*problems, *faults]


def changed_meanwhile(pack: IssuedPack) -> list[Problem]:
    """That another run wrote into the pack's folder since its record was read: what was read of its documents since
    then may be what that run wrote."""
    try:
        data = _beginning(pack.folder / RECORD_FILE, LARGEST + 1)
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() == pack.sha256:
        return []
    return [
        Problem(
            "issued-meanwhile",
            f"another run wrote into “{pack.name}” while it was read, so nobody can tell what this is changed from",
            Location(f"{pack.name}/{RECORD_FILE}"),
            cure="run the command again when the other run has ended",
        )
    ]


def with_first_end(record: IssueRecord, out: Path, name: str) -> IssueRecord:
    """The record of a contract's pack with the last day that its term had before it was extended under its option, by
    the older packs under this name in `out` and in the folders beside it: these need not lie there when it is used
    again. A folder that cannot be read is passed over."""
    facts = record.facts or {}
    words, end, began = facts.get(OPTION), facts.get(END), str(facts.get(START, ""))
    if record.occasion or not isinstance(words, str) or not isinstance(end, str):
        return record
    before = [
        day
        for pack in _records_beside(out, name)
        if pack is not None and pack.contract.reference == record.contract.reference and not pack.occasion
        if (was := pack.facts or {}).get(OPTION) == words
        if isinstance(day := pack.extended_from or was.get(END), str) and began <= day < end
    ]
    return replace(record, extended_from=min(before), schema=EXTENDED_SCHEMA) if before else record


def _records_beside(out: Path, name: str) -> Iterator[IssueRecord | None]:
    with suppress(OSError):
        for folder in (out, *out.resolve().parent.iterdir()):
            with suppress(OSError):
                yield None if is_withdrawn(PurePath(folder.name)) else record_beside(folder / name)[0]


class LaterPack(Struct, frozen=True):
    """A pack of a contract that was made after another one: the folder as its reader finds it, what it is in words, the
    day (ISO 8601) from which it holds, the variation's reference, and the SHA-256 (hex) of the contract file that it
    was `made_of`. `elsewhere` is a variation of another pack. `carried` is a notice of extension alone, to the last day
    that the other pack has: nothing of it is still to come."""

    name: str
    what: str
    day: str
    variation: str = ""
    elsewhere: bool = False
    made_of: str = ""
    carried: bool = False


def dated(record: IssueRecord) -> str:
    """The day (ISO 8601) on which the wording of a pack is chosen; "" where its record does not tell it."""
    facts = record.facts or {}
    day = facts.get("contract.date") or facts.get("contract.term.start") or ""
    return day if isinstance(day, str) else ""


def other_packs(pack: IssuedPack, since: Path, out: Path | None, places: IssuedPlaces) -> Iterator[IssuedPack]:
    """The other packs of the same contract: below the folder that was searched, and under the pack's name in the
    folders beside it, but for the one `out` that is written into, if one is, and for what is called withdrawn."""
    reference = pack.record.contract.reference
    beside = since.resolve().parent
    below = [
        place.folder
        for place in places.places
        if place.reference == reference and place.folder != pack.folder and not is_withdrawn(PurePath(place.name))
    ]
    for folder in (*below, *(each for each in places.beside if named_for(each, pack.folder.name))):
        written = out is not None and out.resolve() in folder.resolve().parents
        if written or not (folder / RECORD_FILE).is_file():
            continue
        name = os.path.relpath(folder.resolve(), beside).replace("\\", "/")
        found, _ = pack_in(folder, name)
        if found is not None and found.record.contract.reference == reference:
            yield found


def _is_notice(record: IssueRecord) -> bool:
    """Whether a pack is the notice under the option to extend alone, without an agreement."""
    types = {document.type for document in record.documents}
    return "extension-notice" in types and "variation-agreement" not in types


def what_it_is(record: IssueRecord) -> str:
    """What a pack of a contract is, in words."""
    made, kind = record.variation, "notice of extension" if _is_notice(record) else "variation"
    return f"the {kind} {made.reference}" if made is not None else "what was issued"


def later_packs(pack: IssuedPack, others: Iterable[IssuedPack]) -> Iterator[LaterPack]:
    """Those of a contract's other packs that were made of this one or after it, and variations of the others."""
    for name, record in ((other.name, other.record) for other in others):
        if (made := record.variation) is not None:
            other = made.since != pack.sha256
            what = f"{what_it_is(record)} of {'another' if other else 'this'} pack"
            ends = [(each.facts or {}).get(END) for each in (record, pack.record)]
            carried = _is_notice(record) and ends[0] is not None and ends[0] == ends[1]
            of_file = record.inputs.contract.sha256
            yield LaterPack(name, what, made.effective, made.reference, other, of_file, carried)
        elif not record.occasion and dated(record) > dated(pack.record) > "":
            yield LaterPack(name, "a later pack of this contract", dated(record))


def _place_of(contract: Contract, since: Path, places: IssuedPlaces) -> tuple[Path | None, list[Problem]]:
    """The folder of the contract's pack: its own by name where that has the record, else the one that has it."""
    known = folders_of(since)
    name = known.get(folded(folder_name(contract)))
    named = since / name if name is not None else since if folded(RECORD_FILE) in known else None
    own = {place.folder: place for place in places.of(contract.reference)}
    if named is not None and named not in own and (not own or _cannot_tell(named, places)):
        return named, []  # what is wrong with it is said when it is read
    if not own:
        return None, [_not_issued(contract, since, places)]
    chosen = own.get(named) if named is not None else None
    if chosen is None:
        chosen = next(iter(own.values()))
        if len({place.sha256 for place in own.values()}) > 1:
            return None, [_issued_twice(contract, tuple(own.values()))]
    return chosen.folder, [
        copied_pack(place.name, chosen.name, place.reference)
        if place.sha256 == chosen.sha256
        else _another_record(place, chosen)
        for place in own.values()
        if place is not chosen
    ]


def _cannot_tell(folder: Path, places: IssuedPlaces) -> bool:
    """Whether the folder has a record of which nobody can tell whose it is."""
    return (folder / RECORD_FILE).exists() and all(place.folder != folder for place in places.places)


def _not_issued(contract: Contract, since: Path, places: IssuedPlaces) -> Problem:
    where = contract.place("contract", "reference")
    bare = places.without_record
    beside = (
        f"; {len(bare)} {'folder' if len(bare) == 1 else 'folders'} there "
        f"{'holds' if len(bare) == 1 else 'hold'} Word documents without a record: {', '.join(bare[:_MOST_NAMED])}"
        if bare
        else ""
    )
    return contract.problem(
        "not-issued",
        f"nothing that was issued for {contract.reference} is in {since.name or since}, so there is nothing to vary"
        f"{beside}",
        where,
        cure="name the folder that the contract was built into; a contract that was never issued is built, not varied"
        + (f"; where {RECORD_FILE} was lost, put it back beside the documents" if bare else ""),
    )


_MOST_NAMED: Final = 5


def _issued_twice(contract: Contract, own: tuple[IssuedPlace, ...]) -> Problem:
    where = contract.place("contract", "reference")
    names = "; ".join(f"“{place.name}”" for place in own[:_MOST_NAMED])
    return contract.problem(
        "issued-twice",
        f"{len(own)} folders hold different records of what was issued for {contract.reference}, and none has the "
        f"contract's own name: {names}",
        where,
        cure=f"name the one that was issued with --since, or call its folder “{folder_name(contract)}”",
    )


def _another_record(place: IssuedPlace, chosen: IssuedPlace) -> Problem:
    return Problem(
        "another-record",
        f"“{place.name}” holds another record of what was issued for {place.reference} than “{chosen.name}”, which "
        "is compared since it has the contract's own name",
        Location(f"{place.name}/{RECORD_FILE}"),
        "warning",
        cure="see which of the two was issued; keep older ones in a folder that is not searched",
    )


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


def packs_of_others(places: IssuedPlaces, references: Iterable[str]) -> tuple[tuple[IssuedPack, ...], list[Problem]]:
    """The contracts that were issued beside those of the `references`, each once, by the names of their folders.

    Variations, notices and letters that lie there are no contracts. A record that cannot be used is a warning, since
    nobody can tell whose it is; so is a folder with documents and no record.
    """
    known = {folded(file_stem(reference)) for reference in references}
    packs: dict[str, IssuedPack] = {}
    problems: list[Problem] = list(places.problems)
    for place in places.places:
        if place.occasion or folded(file_stem(place.reference)) in known:
            continue
        pack, faults = pack_in(place.folder, place.name)
        problems += (replace(fault, severity="warning") for fault in faults)
        if pack is not None:
            packs.setdefault(pack.record.contract.reference, pack)
    for folder, name in places.unread:
        problems += (replace(fault, severity="warning") for fault in pack_in(folder, name)[1])
    return tuple(packs.values()), [*problems, *bare_folders(places)]


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
