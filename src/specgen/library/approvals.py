"""An organisation's approvals.csv: one line an approval or a withdrawal, append only, bound to a fingerprint."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from specgen.library.model import WITHDRAWN, Approval, Clause, ClauseVersion
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import decode

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

COLUMNS = ("clause", "version", "sha256", "approved_by", "role", "approved_on", "evidence", "note")


def read_approvals(data: bytes, file: str) -> tuple[tuple[Approval, ...], list[Problem]]:
    """The lines of approvals.csv in their order, and a problem for each that cannot be used."""
    text, problems = decode(data, file)
    if problems:
        return (), problems
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    approvals: list[Approval] = []
    try:
        for index, row in enumerate(reader):
            place = Location(file, reader.line_num, 1)
            if index == 0:
                if tuple(cell.strip() for cell in row) != COLUMNS:
                    problems.append(
                        Problem(
                            "approvals-heading",
                            "the first line does not name the columns of approvals.csv",
                            place,
                            cure=",".join(COLUMNS),
                        )
                    )
                    break
            elif any(cell.strip() for cell in row):
                approval, fault = _approval(row, place)
                if fault is not None:
                    problems.append(fault)
                elif approval is not None:
                    approvals.append(approval)
    except csv.Error as fault:
        problems.append(
            Problem(
                "approvals-csv", f"the file is not comma-separated text: {fault}", Location(file, reader.line_num, 1)
            )
        )
    return tuple(approvals), problems


def _approval(row: list[str], place: Location) -> tuple[Approval | None, Problem | None]:
    cells = [cell.strip() for cell in row]
    if len(cells) != len(COLUMNS):
        return None, Problem(
            "approvals-line",
            f"the line has {len(cells)} cells and needs {len(COLUMNS)}",
            place,
            excerpt=",".join(row),
            cure=",".join(COLUMNS),
        )
    given = dict(zip(COLUMNS, cells, strict=True))
    empty = [name for name in COLUMNS if name != "note" and not given[name]]
    day = _day(given["approved_on"])
    if day is None or not re.fullmatch(r"[1-9][0-9]{0,3}", given["version"]):
        return None, Problem(
            "approvals-line",
            "the version must be a whole number and approved_on a date such as 2026-04-01",
            place,
            excerpt=",".join(row),
        )
    if empty:
        return None, Problem("approvals-line", f"the line leaves out {', '.join(empty)}", place, excerpt=",".join(row))
    return Approval(
        given["clause"],
        int(given["version"]),
        given["sha256"].lower(),
        given["approved_by"],
        given["role"],
        day,
        given["evidence"],
        given["note"],
        place,
    ), None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written) else None
    except ValueError:
        return None


def approval_faults(approvals: tuple[Approval, ...], clauses: Mapping[str, Clause]) -> list[Problem]:
    """Approvals that do not fit the library: of a version that is not there, or whose file changed afterwards."""
    problems = []
    last = {(line.clause_id, line.version): line for line in approvals}
    for (clause_id, number), line in last.items():
        clause = clauses.get(clause_id)
        version = clause.version(number) if clause else None
        if version is None:
            problems.append(
                Problem(
                    "approval-without-version",
                    f"the approval names {clause_id}@{number}, which no library has",
                    line.location,
                    suggestion=did_you_mean(clause_id, clauses),
                    cure="correct the name, or put the version's file back",
                )
            )
        elif not line.withdrawn and version.fingerprint != line.sha256:
            problems.append(
                Problem(
                    "approved-version-changed",
                    f"{version.name} was changed after {line.approved_by} approved it on {line.approved_on}",
                    Location(version.file, 1, 1),
                    cure="put the approved file back; make the change as a new version",
                    excerpt=f"approved {line.sha256[:12]}, now {version.fingerprint[:12]}",
                )
            )
    return problems


def approval_of(
    version: ClauseVersion, approved_by: str, role: str, approved_on: date, evidence: str, note: str = ""
) -> Approval:
    """The line that approves these very bytes."""
    return Approval(
        version.clause_id,
        version.number,
        version.fingerprint,
        approved_by,
        role,
        approved_on,
        evidence,
        note,
        Location(),
    )


def withdrawal_of(
    approval: Approval, withdrawn_by: str, role: str, withdrawn_on: date, evidence: str, note: str = ""
) -> Approval:
    """The line that takes `approval` back, whatever has become of the version's file since."""
    note = f"{WITHDRAWN}: {note}" if note else WITHDRAWN
    return Approval(
        approval.clause_id,
        approval.version,
        approval.sha256,
        withdrawn_by,
        role,
        withdrawn_on,
        evidence,
        note,
        Location(),
    )


def last_line(approvals: tuple[Approval, ...], clause_id: str, number: int) -> Approval | None:
    """The last line about a version, which is the one that counts; None when there is none."""
    return next((line for line in reversed(approvals) if (line.clause_id, line.version) == (clause_id, number)), None)


def approval_refusals(approvals: tuple[Approval, ...], new: Approval) -> list[Problem]:
    """Why the line `new` must not be added: it says nothing new, or it would give one version two wordings."""
    name = f"{new.clause_id}@{new.version}"
    lines = [line for line in approvals if (line.clause_id, line.version) == (new.clause_id, new.version)]
    last = lines[-1] if lines else None
    if new.withdrawn:
        if last is None or last.withdrawn:
            return [
                Problem(
                    "approval-not-there",
                    f"{name} has no approval that could be withdrawn",
                    last.location if last else Location(),
                    cure=f"“specgen clauses log {new.clause_id}” shows its approvals",
                )
            ]
        return []
    if other := next((line for line in lines if not line.withdrawn and line.sha256 != new.sha256), None):
        return [
            Problem(
                "approved-version-changed",
                f"{name} was approved by {other.approved_by} on {other.approved_on} with other words",
                other.location,
                cure="put the approved file back, and save the new words as the next version",
                excerpt=f"approved {other.sha256[:12]}, now {new.sha256[:12]}",
            )
        ]
    in_force = lines[max((index + 1 for index, line in enumerate(lines) if line.withdrawn), default=0) :]
    if same := next((line for line in in_force if line.approved_by.casefold() == new.approved_by.casefold()), None):
        return [
            Problem(
                "already-approved",
                f"{name} is already approved by {same.approved_by}, on {same.approved_on}",
                same.location,
                cure="nothing need be done; a change of mind is a withdrawal",
            )
        ]
    return []


def csv_line(approval: Approval) -> str:
    """The line as it is appended to approvals.csv. A cell that a spreadsheet would read as a formula gets a leading
    quote."""
    out = io.StringIO()
    cells = (
        approval.clause_id,
        str(approval.version),
        approval.sha256,
        approval.approved_by,
        approval.role,
        approval.approved_on.isoformat(),
        approval.evidence,
        approval.note,
    )
    csv.writer(out, lineterminator="\n").writerow(
        "'" + cell if cell.startswith(_FORMULA_STARTS) else cell for cell in cells
    )
    return out.getvalue()


def append_approval(file: Path, approval: Approval) -> list[Problem]:
    """Add the line at the end of approvals.csv, in one write; the file is created with its heading when it is missing.

    What is there already is never rewritten. Nothing is written, and a problem returned, when the file cannot be read
    as it stands or the line would not be read back as it is meant. Raises OSError."""
    there = read_plain(file) if file.exists() else b""
    known, problems = read_approvals(there, str(file)) if there.strip() else ((), [])
    if problems:
        return problems
    ending = "\r\n" if b"\r\n" in there else "\n"
    heading = "" if there.strip() else ",".join(COLUMNS) + ending
    gap = ending if there and not there.endswith((b"\n", b"\r")) else ""
    added = (gap + heading + csv_line(approval).removesuffix("\n") + ending).encode("utf-8")
    after, problems = read_approvals(there + added, str(file))
    if problems or [csv_line(line) for line in after] != [csv_line(line) for line in (*known, approval)]:
        return problems or [
            Problem(
                "approvals-line",
                "the line could not be written so that it is read back the same",
                Location(str(file)),
                cure="use plain words in the name, the role, the evidence and the note",
            )
        ]
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if os.write(descriptor, added) != len(added):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return []
