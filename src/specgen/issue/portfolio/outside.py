"""A run over files that lie in no organisation's folder, while what was issued was issued from inside one.

Without an organisation no approvals are read, so every document with a clause says DRAFT: a register that was
exported into another folder is the commonest way there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from specgen.issue.portfolio.portfolio import Batch
from specgen.issue.records import LARGEST, RECORD_FILE, IssueRecord, read_issue_record
from specgen.library.approvals import read_approvals
from specgen.library.chain import heads_of
from specgen.library.model import Approval
from specgen.library.organisation import SETTINGS, find_settings, read_organisation
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem

_MOST_LOOKED_AT: Final = 100
"""Folders beside the files in which an organisation is looked for, and packs that are looked into."""


def outside_organisation(batch: Batch, issued: Path) -> list[Problem]:
    """A warning that the run reads no approvals, where the packs in the folder `issued` were issued with some."""
    if batch.workplace.organisation is not None:
        return []
    record = next(_issued_with_approvals(issued), None)
    if record is None:
        return []
    start = Path(batch.work.start)
    folder = start if start.is_dir() else start.parent
    home = _home_of(record, (issued, Path.cwd()), (folder, issued.absolute().parent, Path.cwd()))
    if home is not None and home.absolute().is_relative_to(Path.cwd()):
        home = home.absolute().relative_to(Path.cwd())
    whose = f"from inside “{home}”" if home is not None else "from inside an organisation's folder"
    message = (
        f"no {SETTINGS} lies in “{folder.absolute()}” or above it, so no approvals were read and every document "
        f"that prints a clause says DRAFT; what lies in “{issued}” was issued {whose}"
    )
    into = f"“{home}”" if home is not None else f"your organisation's folder, the one with {SETTINGS}, or below it"
    cure = f"put the contract file or register into {into} and run the command on it there"
    return [Problem("outside-organisation", message, Location(str(start)), "warning", cure=cure)]


def _issued_with_approvals(issued: Path) -> Iterator[IssueRecord]:
    """The records of the folder's packs that say who approved a clause."""
    for folder in (issued, *_folders_in(issued)):
        try:
            data = read_plain(folder / RECORD_FILE, LARGEST + 1)
        except OSError:
            continue
        record = read_issue_record(data, RECORD_FILE)[0] if b'"approv' in data else None
        if record is not None and (record.approvals_head or _approved(record)):
            yield record


def _folders_in(folder: Path) -> list[Path]:
    try:
        return list(islice((each for each in sorted(folder.iterdir()) if each.is_dir()), _MOST_LOOKED_AT))
    except OSError:
        return []


def _approved(record: IssueRecord) -> set[tuple[str, int, str]]:
    """Clause, version and who approved it, as the record has them."""
    clauses = (clause for document in record.documents for clause in document.clauses)
    return {(clause.id, clause.version, clause.approval.by) for clause in clauses if clause.approval is not None}


def _home_of(record: IssueRecord, below: tuple[Path, ...], beside: tuple[Path, ...]) -> Path | None:
    """The folder of the organisation whose approvals the record was issued with, looked for above the folders `below`
    and in the folders that lie `beside` the files; None where none is found there."""
    found = [settings.parent for path in below if (settings := find_settings(path)) is not None]
    found += [each for folder in beside for each in _folders_in(folder) if (each / SETTINGS).is_file()]
    return next((each for each in dict.fromkeys(found) if _issued_by(record, _approvals_of(each))), None)


def _approvals_of(folder: Path) -> tuple[Approval, ...]:
    try:
        organisation = read_organisation(folder / SETTINGS)[0]
        if organisation is None or organisation.approvals is None:
            return ()
        return read_approvals(read_plain(organisation.approvals), "")[0]
    except OSError:
        return ()


def _issued_by(record: IssueRecord, approvals: tuple[Approval, ...]) -> bool:
    if record.approvals_head is not None:
        return record.approvals_head in heads_of(approvals)
    held = {(line.clause_id, line.version, line.approved_by) for line in approvals}
    return bool(held & _approved(record))
