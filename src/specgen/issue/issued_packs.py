"""The packs that were issued, found below a folder by the records beside their documents, and how far a record holds.

A record is a claim about documents that people may have edited, moved or deleted since; so each document is held
against the content hash that its record gives.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from specgen.issue.disk import disk_problem
from specgen.issue.pack_record import LARGEST, RECORD_FILE, IssuedDocument, IssueRecord, read_issue_record
from specgen.issue.record import DocumentRecord, read_document_record
from specgen.problems import Problem
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
        name = folder.relative_to(root).as_posix()
        try:
            data = _beginning(folder / RECORD_FILE, LARGEST + 1)
        except OSError as fault:
            problems.append(disk_problem(fault, folder / RECORD_FILE))
            continue
        record, faults = read_issue_record(data, f"{name}/{RECORD_FILE}")
        problems += faults
        if record is not None:
            packs.append(IssuedPack(folder, name, record))
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
