"""An organisation's approvals.csv: one line an approval or a withdrawal, append only, bound to a fingerprint."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from specgen.library.model import WITHDRAWN, Approval, Clause, ClauseVersion
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import decode

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
                    problems.append(Problem("approvals-heading", "the first line does not name the columns of approvals.csv", place, cure=",".join(COLUMNS)))
                    break
            elif any(cell.strip() for cell in row):
                approval, fault = _approval(row, place)
                if fault is not None:
                    problems.append(fault)
                elif approval is not None:
                    approvals.append(approval)
    except csv.Error as fault:
        problems.append(Problem("approvals-csv", f"the file is not comma-separated text: {fault}", Location(file, reader.line_num, 1)))
    return tuple(approvals), problems


def _approval(row: list[str], place: Location) -> tuple[Approval | None, Problem | None]:
    cells = [cell.strip() for cell in row]
    if len(cells) != len(COLUMNS):
        return None, Problem("approvals-line", f"the line has {len(cells)} cells and needs {len(COLUMNS)}", place, excerpt=",".join(row), cure=",".join(COLUMNS))
    given = dict(zip(COLUMNS, cells, strict=True))
    empty = [name for name in COLUMNS if name != "note" and not given[name]]
    try:
        day = date.fromisoformat(given["approved_on"])
        version = int(given["version"])
    except ValueError:
        return None, Problem("approvals-line", "the version must be a whole number and approved_on a date such as 2026-04-01", place, excerpt=",".join(row))
    if empty:
        return None, Problem("approvals-line", f"the line leaves out {', '.join(empty)}", place, excerpt=",".join(row))
    return Approval(given["clause"], version, given["sha256"].lower(), given["approved_by"], given["role"], day, given["evidence"], given["note"], place), None


def approval_faults(approvals: tuple[Approval, ...], clauses: Mapping[str, Clause]) -> list[Problem]:
    """Approvals that do not fit the library: of a version that is not there, or whose file changed afterwards."""
    problems = []
    last = {(line.clause_id, line.version): line for line in approvals}
    for (clause_id, number), line in last.items():
        clause = clauses.get(clause_id)
        version = clause.version(number) if clause else None
        if version is None:
            problems.append(Problem("approval-without-version", f"the approval names {clause_id}@{number}, which no library has", line.location,
                                    suggestion=did_you_mean(clause_id, clauses), cure="correct the name, or put the version's file back"))
        elif not line.withdrawn and version.fingerprint != line.sha256:
            problems.append(Problem("approved-version-changed", f"{version.name} was changed after {line.approved_by} approved it on {line.approved_on}",
                                    Location(version.file, 1, 1), cure="put the approved file back; make the change as a new version",
                                    excerpt=f"approved {line.sha256[:12]}, now {version.fingerprint[:12]}"))
    return problems


def approval_of(version: ClauseVersion, approved_by: str, role: str, approved_on: date, evidence: str, note: str = "", *, withdraw: bool = False) -> Approval:
    """The line that approves these very bytes, or takes the approval back."""
    line = Approval(version.clause_id, version.number, version.fingerprint, approved_by, role, approved_on, evidence, note, Location())
    return replace(line, note=f"{WITHDRAWN}: {note}" if note else WITHDRAWN) if withdraw else line


def csv_line(approval: Approval) -> str:
    """The line as it is appended to approvals.csv. A cell that a spreadsheet would read as a formula gets a leading quote."""
    out = io.StringIO()
    cells = (approval.clause_id, str(approval.version), approval.sha256, approval.approved_by, approval.role,
             approval.approved_on.isoformat(), approval.evidence, approval.note)
    csv.writer(out, lineterminator="\n").writerow("'" + cell if cell.startswith(("=", "+", "-", "@", "\t")) else cell for cell in cells)
    return out.getvalue()
