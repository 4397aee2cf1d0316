"""An organisation's approvals.csv: one line an approval or a withdrawal, append only, bound to a fingerprint."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from specgen.library.chain import cells_of, chain_faults, chained, head_faults, head_file, head_text, read_head
from specgen.library.model import (
    ONE_PERSON,
    WITHDRAWN,
    Approval,
    ApprovalRules,
    Clause,
    ClauseVersion,
    asks_the_same,
    placeholder_hashes,
    question_hashes,
    second_fingerprint,
)
from specgen.library.version_file import fingerprint
from specgen.locked import LockedError, locked
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import decode

_RECKONED = re.compile(
    r"(?:(?=.*\d)(?:[\d\s.,/:%£$€+()-]|e(?=[+-]?\d)|[ap]m\b"
    r"|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z]))+|true|false)",
    re.IGNORECASE,
)
"""Words that a spreadsheet reads as a number, a day, a time or a truth, and saves otherwise: 007, 4 May 2026."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

COLUMNS = ("clause", "version", "sha256", "approved_by", "role", "approved_on", "evidence", "note")
FURTHER = ("scheme", "second", "placeholders", "questions", "reading", "merged_from", "chain")
"""Columns at the end, which lines and headings of before do not have."""


def read_approvals(data: bytes, file: str) -> tuple[tuple[Approval, ...], list[Problem]]:
    """The lines of approvals.csv in their order, and a problem for each that cannot be used or does not follow from the
    one before it."""
    text, problems = decode(data, file)
    if problems:
        return (), problems
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    approvals: list[Approval] = []
    try:
        for index, row in enumerate(reader):
            place = Location(file, reader.line_num, 1)
            if index == 0:
                if not _is_heading(tuple(cell.strip() for cell in row)):
                    message = "the first line does not name the columns of approvals.csv"
                    problems.append(Problem("approvals-heading", message, place, cure=_heading_cure(",".join(row))))
                    break
            elif any(cell.strip() for cell in row):
                approval, fault = _approval(row, place)
                if fault is not None:
                    problems.append(fault)
                elif approval is not None:
                    approvals.append(approval)
    except csv.Error as fault:
        message = f"the file is not comma-separated text: {fault}"
        problems.append(Problem("approvals-csv", message, Location(file, reader.line_num, 1)))
    return tuple(approvals), [*problems, *chain_faults(approvals)]


def _heading_cure(line: str) -> str:
    """How the first line is mended: a list that a program saved with semicolons or tabs is no list with commas."""
    columns = ",".join(COLUMNS)
    for name, parted in (("semicolons", ";"), ("tabs", "\t")):
        if _is_heading(tuple(cell.strip() for cell in line.split(parted))):
            return f"its columns are parted by {name}: put back the copy that is parted by commas ({columns})"
    return f"the first line is {columns}; give or put back a list that begins with it"


def _is_heading(cells: tuple[str, ...]) -> bool:
    """Whether the cells are the columns' names; those at the end may be left out, as they are in a list of before."""
    further = cells[len(COLUMNS) :]
    named = (*FURTHER, *[""] * len(further))
    return cells[: len(COLUMNS)] == COLUMNS and all(
        cell in ("", name) for cell, name in zip(further, named, strict=False)
    )


def _approval(row: list[str], place: Location) -> tuple[Approval | None, Problem | None]:
    cells = [cell.strip() for cell in row]
    further = cells[len(COLUMNS) :]
    if len(cells) < len(COLUMNS) or any(further[len(FURTHER) :]):
        message = f"the line has {len(cells)} cells and needs {len(COLUMNS)}"
        return None, Problem("approvals-line", message, place, excerpt=",".join(row), cure=",".join(COLUMNS))
    given = dict(zip(COLUMNS, cells, strict=False))
    more = dict(zip(FURTHER, (*further, *[""] * len(FURTHER)), strict=False))
    if fault := _further_fault(more, place, row):
        return None, fault
    empty = [name for name in COLUMNS if name != "note" and not given[name]]
    day = _day(given["approved_on"])
    if day is None or not re.fullmatch(r"[1-9][0-9]{0,3}", given["version"]):
        message = "the version must be a whole number and approved_on a date such as 2026-04-01"
        cure = "write them so; where a spreadsheet wrote the days with the month first, put back the copy of before"
        return None, Problem("approvals-line", message, place, excerpt=",".join(row), cure=cure)
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
        int(more["scheme"] or 1),
        more["second"].lower(),
        more["placeholders"],
        more["questions"],
        more["reading"].lower(),
        more["merged_from"].lower(),
        more["chain"].lower(),
    ), None


def _further_fault(more: Mapping[str, str], place: Location, row: list[str]) -> Problem | None:
    """Why the cells at the end of a line cannot be read."""
    hashes = (more[name].lower() for name in ("second", "reading", "merged_from", "chain"))
    if more["scheme"] not in ("", "1", "2"):
        message = f"the line is of scheme “{more['scheme'][:20]}”, which this version of specgen does not know"
    elif not all(re.fullmatch(r"(?:[0-9a-f]{64})?", found) for found in hashes):
        message = "a code at the end of the line does not have 64 letters and digits"
    elif more["scheme"] == "2" and not (more["second"] and more["chain"]):
        message = "the line is of scheme 2 and leaves out its second value or its place in the chain"
    else:
        return None
    cure = "put the line back as it was recorded; with a later specgen, use that one"
    return Problem("approvals-line", message, place, excerpt=",".join(row), cure=cure)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _day(written: str) -> date | None:
    """The day: as it is recorded, or as a spreadsheet in Britain shows and saves it, such as 04/05/2026 or 4-May-26. A
    line that is bound shows by its hash whether that is the day which was recorded."""
    try:
        written = re.sub(r"[ T]00:00(?::00)?$", "", written)
        if found := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2}|[A-Za-z]{3,9})[/.-]((?:20)?[0-9]{2})", written):
            month = found[2] if found[2].isdigit() else 1 + _MONTHS.index(found[2][:3].casefold())
            return date(2000 + int(found[3][-2:]), int(month), int(found[1]))
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
        elif not line.withdrawn and clause is not None and line.scheme > 1:
            problems += _of_placeholders(line, clause, version)
    return problems


def _of_placeholders(line: Approval, clause: Clause, version: ClauseVersion) -> list[Problem]:
    """That what the clause asks for is not what was approved."""
    if asks_the_same(line.placeholders, clause, version):
        return []
    changed = differing(line.placeholders, placeholder_hashes(clause, version))
    message = (
        f"{version.name} asks for something else than when {line.approved_by} approved it on {line.approved_on}: "
        f"the kind, options, source or bounds of {', '.join(changed)}"
    )
    cure = (
        "put clause.yaml back as it was approved; or withdraw the approval and have the version approved as it is now"
    )
    return [Problem("approved-placeholders-changed", message, clause.location, cure=cure)]


def differing(before: str, now: str) -> tuple[str, ...]:
    """The names of which the hashes differ, in the form `name=hash name=hash`."""
    was, found = (dict(entry.partition("=")[::2] for entry in text.split()) for text in (before, now))
    return tuple(name for name in sorted({*was, *found}) if was.get(name) != found.get(name))


def reading_fingerprint(version: ClauseVersion) -> str:
    """The fingerprint of the version's reading, "" where it has none."""
    return fingerprint(version.reading) if version.reading else ""


def question_faults(approvals: tuple[Approval, ...], clauses: Mapping[str, Clause]) -> list[Problem]:
    """A warning for each approved version that asks otherwise than when it was approved, and for each whose reading is
    another: neither makes the approval void."""
    problems = []
    last = {(line.clause_id, line.version): line for line in approvals}
    for (clause_id, number), line in last.items():
        clause = clauses.get(clause_id)
        version = clause.version(number) if clause else None
        if line.withdrawn or line.scheme < 2 or clause is None or version is None:
            continue
        if changed := differing(line.questions, question_hashes(clause, version)):
            message = (
                f"{version.name} asks in other words than when {line.approved_by} approved it on "
                f"{line.approved_on}: the question or the example of {', '.join(changed)}, or whether it is "
                "answered for each year; the approval holds"
            )
            cure = "see whether the question still asks for what was approved"
            problems.append(Problem("approved-questions-changed", message, clause.location, "warning", cure=cure))
        if line.reading != reading_fingerprint(version):
            what = "has a reading now" if not line.reading else "has another reading now"
            problems.append(
                Problem(
                    "approved-reading-changed",
                    f"{version.name} {what if version.reading else 'has no reading any longer'}, beside the words that "
                    f"{line.approved_by} approved on {line.approved_on}; the approval of the words holds",
                    Location(version.file, 1, 1),
                    "warning",
                    cure=f"read it beside the words (specgen clauses duties {version.name}); where they differ the "
                    "words prevail",
                )
            )
    return problems


def withdrawals_out_of_time(approvals: tuple[Approval, ...]) -> list[Problem]:
    """Each withdrawal that is dated before the approval which it takes back, and each approval that is dated before a
    withdrawal which stands above it."""
    problems = []
    standing: dict[tuple[str, int, bool], Approval] = {}
    for line in approvals:
        before = standing.get((line.clause_id, line.version, not line.withdrawn))
        if before is not None and line.approved_on < before.approved_on:
            problems.append(_too_early(line, before, line.location))
        standing[line.clause_id, line.version, line.withdrawn] = line
    return problems


def approvals_to_come(approvals: Sequence[Approval], today: date) -> list[Problem]:
    """Each approval that is dated after the day of the run: nobody has decided it yet."""
    return [
        Problem(
            "approval-to-come",
            f"the approval of {line.clause_id}@{line.version} by {line.approved_by} is dated {line.approved_on}, "
            f"which is still to come on {today}",
            line.location,
            cure="give the day on which it was decided; where the line is recorded already, put back the list of "
            "before it: until that day the version counts as not approved",
        )
        for line in approvals
        if line.to_come(today)
    ]


def _too_early(line: Approval, before: Approval, where: Location) -> Problem:
    """A line that is dated before the one of the other sort which it follows."""
    name = f"{line.clause_id}@{line.version}"
    if line.withdrawn:
        return Problem(
            "withdrawn-before-approved",
            f"the withdrawal of {name} is dated {line.approved_on}, before its approval by {before.approved_by} on "
            f"{before.approved_on}",
            where,
            cure="give the day on which the withdrawal was decided",
        )
    return Problem(
        "approved-before-withdrawn",
        f"the approval of {name} is dated {line.approved_on}, and {before.approved_by} withdrew it on "
        f"{before.approved_on}: a decision of before no longer holds",
        where,
        cure="give the day of a decision that was made since; if there is none, the version is not approved",
    )


def approval_of(
    version: ClauseVersion,
    approved_by: str,
    role: str,
    approved_on: date,
    evidence: str,
    note: str = "",
    clause: Clause | None = None,
) -> Approval:
    """The line that approves these very bytes; with its `clause`, the placeholders and the reading of today too
    (scheme 2)."""
    line = Approval(
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
    if clause is None:
        return line
    placeholders, reading = placeholder_hashes(clause, version), reading_fingerprint(version)
    return replace(
        line,
        scheme=2,
        second=second_fingerprint(version.fingerprint, placeholders, reading),
        placeholders=placeholders,
        questions=question_hashes(clause, version),
        reading=reading,
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


def approval_refusals(
    approvals: tuple[Approval, ...], new: Approval, rules: ApprovalRules = ONE_PERSON
) -> list[Problem]:
    """Why the line `new` must not be added: it says nothing new, or it would give one version two wordings. By `rules`
    under which an approval lapses, the same person may give it again on a later day."""
    name = f"{new.clause_id}@{new.version}"
    lines = [line for line in approvals if (line.clause_id, line.version) == (new.clause_id, new.version)]
    last = lines[-1] if lines else None
    if new.withdrawn:
        if last is None or last.withdrawn:
            message = f"{name} has no approval that could be withdrawn"
            cure = f"“specgen clauses log {new.clause_id}” shows its approvals"
            return [Problem("approval-not-there", message, last.location if last else Location(), cure=cure)]
        return [_too_early(new, last, last.location)] if new.approved_on < last.approved_on else []
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
    if last is not None and last.withdrawn and new.approved_on < last.approved_on:
        return [_too_early(new, last, last.location)]
    in_force = lines[max((index + 1 for index, line in enumerate(lines) if line.withdrawn), default=0) :]
    theirs = [line for line in in_force if line.person == new.person]
    if (same := theirs[-1] if theirs else None) and not (rules.months and new.approved_on > same.approved_on):
        message = f"{name} is already approved by {same.approved_by}, on {same.approved_on}"
        cure = "nothing need be done; a change of mind is a withdrawal"
        return [Problem("already-approved", message, same.location, cure=cure)]
    if rules.people > 1 and (alike := next((line for line in in_force if line.perhaps(new)), None)):
        message = f"{new.approved_by} and {alike.approved_by}, who approved {name} already, may be one person"
        cure = f"if they are one, withdraw this approval: your organisation asks for {rules.people} people"
        return [Problem("perhaps-one-person", message, alike.location, "warning", cure=cure)]
    return []


def csv_line(approval: Approval) -> str:
    """The line as it is appended to approvals.csv. Blanks at the ends of a cell are nobody's words; one that
    a spreadsheet would read as a formula, and a person's words that it would save anew as a number or a day, get a
    leading quote."""
    out = io.StringIO()
    cells = (*cells_of(approval), approval.chain) if approval.chain else cells_of(approval)[: len(COLUMNS)]
    csv.writer(out, lineterminator="\n").writerow(
        _as_words(cell.strip(), name) for cell, name in zip(cells, (*COLUMNS, *FURTHER), strict=False)
    )
    return out.getvalue()


def _as_words(cell: str, name: str) -> str:
    reckoned = name in ("approved_by", "role", "evidence", "note") and _RECKONED.fullmatch(cell)
    return f"'{cell}" if reckoned or cell.startswith(_FORMULA_STARTS) else cell


def append_approvals(file: Path, lines: Sequence[Approval], seen: int | None = None) -> list[Problem]:
    """Add the lines at the end of approvals.csv, all in one write, each bound to the one before it; the file is created
    with its heading when it is missing. Then the file beside it says where the list ends now.

    What is there already is never rewritten. Nothing is written, and a problem returned, when the file cannot be read
    as it stands, somebody else is adding to it or added to the lines that were `seen`, or a line would not be read back
    as it is meant. Raises OSError."""
    try:
        with locked(lock_file(file), f"adding to {file.name}"):
            return _appended(file, lines, seen)
    except LockedError:
        return [_in_use(file, "is adding to")]


def _in_use(file: Path, does: str) -> Problem:
    message = f"somebody else {does} {file.name} at this moment"
    return Problem("approvals-in-use", message, Location(str(file)), cure="run the command again")


def lock_file(approvals: Path) -> Path:
    """The file that is there while a run adds to the list."""
    return approvals.with_suffix(".lock")


def _appended(file: Path, lines: Sequence[Approval], seen: int | None) -> list[Problem]:
    there = read_plain(file) if file.exists() else b""
    known, problems = read_approvals(there, str(file)) if there.strip() else ((), [])
    problems += [fault for fault in head_faults(known, read_head(file), file) if fault.severity == "error"]
    if problems:
        return problems
    if seen is not None and len(known) != seen:
        return [_in_use(file, "added to")]
    new = list(known)
    for line in lines:
        # As it will be read back: a cell that would be taken for a formula has its quote by then.
        readable = _read_back(line)
        if readable is None:
            return [_not_written(file)]
        own = replace(readable, scheme=line.scheme, second=line.second, placeholders=line.placeholders)
        own = replace(own, questions=line.questions, reading=line.reading, merged_from=line.merged_from)
        new.append(chained(new, own))
    ending = "\r\n" if b"\r\n" in there else "\n"
    # The mark before it makes Excel read the names as they are written, and save them so.
    heading = "" if there.strip() else "\ufeff" + ",".join((*COLUMNS, *FURTHER)) + ending
    gap = ending if there and not there.endswith((b"\n", b"\r")) else ""
    text = "".join(csv_line(line).removesuffix("\n") + ending for line in new[len(known) :])
    added = (gap + heading + text).encode("utf-8")
    after, problems = read_approvals(there + added, str(file))
    if problems or [csv_line(line) for line in after] != [csv_line(line) for line in new]:
        return problems or [_not_written(file)]
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if os.write(descriptor, added) != len(added):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    head_file(file).write_text(head_text(new), encoding="utf-8", newline="\n")
    return []


def _read_back(line: Approval) -> Approval | None:
    try:
        return _approval(next(csv.reader(io.StringIO(csv_line(line), newline=""), strict=True)), Location())[0]
    except (csv.Error, StopIteration):
        return None


def _not_written(file: Path) -> Problem:
    message = "the line could not be written so that it is read back the same"
    cure = "use plain words in the name, the role, the evidence and the note"
    return Problem("approvals-line", message, Location(str(file)), cure=cure)
