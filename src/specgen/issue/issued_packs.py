"""The packs that were issued, found below a folder by the records beside their documents, and how far a record holds.

A record is a claim about documents that people may have edited, moved or deleted since; so each document is held
against the content hash that its record gives.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from specgen.assembly.marks import file_stem
from specgen.issue.disk import disk_problem, folders_of
from specgen.issue.pack_record import LARGEST, RECORD_FILE, IssuedDocument, IssueRecord, folded, read_issue_record
from specgen.issue.record import DocumentRecord, read_document_record
from specgen.problems import Location, Problem
from specgen.word.archive import LARGEST_ARCHIVE
from specgen.word.package import package_hash, read_package, record_part

State = Literal["as issued", "edited by hand", "not there", "not readable"]


@dataclass(frozen=True, slots=True)
class IssuedPack:
    """A pack that was issued. `name` is its folder's path from the folder that was searched, with forward slashes."""

    folder: Path
    name: str
    record: IssueRecord


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """An issued document as it lies there now; `own` is the record inside it, where there is one that can be read."""

    state: State
    own: DocumentRecord | None = None


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
        data = _beginning(folder / RECORD_FILE, LARGEST + 1)
    except OSError as fault:
        return None, [replace(disk_problem(fault, folder / RECORD_FILE), location=Location(f"{name}/{RECORD_FILE}"))]
    record, faults = read_issue_record(data, f"{name}/{RECORD_FILE}")
    return IssuedPack(folder, name, record) if record is not None else None, faults


def packs_of_others(since: Path, references: Iterable[str]) -> tuple[tuple[IssuedPack, ...], list[Problem]]:
    """The contracts that were issued into the folder `since` beside those of the `references`, by the names of their folders.

    They are looked for where a build puts them: in the folders of `since`, and in itself. Variations, notices and letters
    that lie there are no contracts. A record that cannot be used is a warning, since nobody can tell whose it is.
    """
    known = {folded(file_stem(reference)) for reference in references}
    packs: list[IssuedPack] = []
    problems: list[Problem] = []
    for name in (".", *sorted(name for key, name in folders_of(since).items() if key not in known)):
        folder = since / name
        if not (folder / RECORD_FILE).is_file():
            continue
        pack, faults = _pack_in(folder, name)
        problems += (replace(fault, severity="warning") for fault in faults)
        if pack is not None and not pack.record.occasion and folded(file_stem(pack.record.contract.reference)) not in known:
            packs.append(pack)
    return tuple(packs), problems


def find_document(pack: IssuedPack, document: IssuedDocument) -> FoundDocument:
    """What became of the document since it was issued."""
    try:
        data = _beginning(pack.folder / document.file, LARGEST_ARCHIVE + 1)
    except FileNotFoundError:
        return FoundDocument("not there")
    except OSError:
        return FoundDocument("not readable")
    package, _ = read_package(data, document.file)
    if package is None:
        return FoundDocument("not readable")
    part = record_part(package)
    own = read_document_record(package.part(part), document.file)[0] if part is not None else None
    placed = {document.content_hash, document.previous_content_hash}
    return FoundDocument("as issued" if package_hash(package) in placed else "edited by hand", own)


def _beginning(path: Path, most: int) -> bytes:
    with path.open("rb") as opened:
        return opened.read(most)
