"""Carrying out a plan: the record with old and new hashes, then the documents, then the record as it is to stay.

Killed at any moment, every file is whole, old or new, and the record knows both: the next run ends as this one would
have. docs/reference/issue-record.md tells the same for readers of the record.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from specgen.issue.disk import Disk, Lying, disk_problem, stamp_of
from specgen.issue.pack_record import RECORD_FILE, record_bytes
from specgen.issue.plan import Plan, Verdict
from specgen.problems import Location, Problem


@dataclass(frozen=True, slots=True)
class Applied:
    """The names of the documents that were written, and why others were not."""

    written: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def apply(folder: Path, plan: Plan, lying: Lying, disk: Disk) -> Applied:
    """Write the documents of `plan` into `folder`, and the record.

    `lying` is what the plan was made against. A pack in which nothing changed is not touched at all. When one of its
    documents cannot be replaced (open in Word, marked read-only), none of the pack is written.
    """
    final = record_bytes(plan.after)
    writing = [verdict for verdict in plan.verdicts if verdict.writes]
    path = folder
    written: list[str] = []
    try:
        for name in lying.unfinished:
            disk.remove(folder / name)
        if not writing and lying.record == final:
            return Applied()
        if refused := [problem for verdict in writing for problem in _refusals(folder, verdict)]:
            return Applied((), tuple(refused))
        disk.make_folder(folder)
        path = folder / RECORD_FILE
        if _record_there(path) != lying.record:
            return Applied((), (_meanwhile(path),))
        if writing:
            disk.put(path, record_bytes(plan.before))
            disk.settle(folder)
        for verdict in writing:
            path = folder / verdict.writes
            if fault := _changed_meanwhile(path, verdict):
                return Applied(tuple(written), (fault,))
            disk.put(path, verdict.data)
            written.append(verdict.writes)
        path = folder / RECORD_FILE
        disk.put(path, final)
        disk.settle(folder)
    except OSError as fault:
        return Applied(tuple(written), (disk_problem(fault, path),))
    return Applied(tuple(written))


def _refusals(folder: Path, verdict: Verdict) -> Iterator[Problem]:
    """Why the file that the verdict replaces would not let itself be replaced, asked before anything is written.

    Word holds its open files so that nobody else may write; a file that somebody marked read-only is meant to stay.
    """
    if verdict.replaces is None:
        return
    path = folder / verdict.replaces.name
    try:
        if not path.lstat().st_mode & stat.S_IWRITE:
            yield Problem("read-only-file", "the document is marked read-only", Location(path.name),
                          cure="take the mark away, or move the document elsewhere, and build again; nothing of this pack was written")
        else:
            path.open("r+b").close()
    except FileNotFoundError:
        return
    except OSError as fault:
        yield disk_problem(fault, path)


def _record_there(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _changed_meanwhile(path: Path, verdict: Verdict) -> Problem | None:
    try:
        there: tuple[int, ...] | None = stamp_of(path.lstat())
    except FileNotFoundError:
        there = None
    return None if there == (verdict.replaces.stamp if verdict.replaces else None) else _meanwhile(path)


def _meanwhile(path: Path) -> Problem:
    return Problem("changed-meanwhile", "somebody wrote the file, or another run did, while its new version was being made", Location(path.name),
                   cure="build again: everything is judged anew, and an edit is never overwritten")
