"""What must hold of a library besides that each file can be read: dates, quotations, adaptations, approvals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from specgen.library.model import Approval, Clause, ClauseVersion, Library
from specgen.library.quoted import quotation_faults
from specgen.problems import Location, Problem, did_you_mean


def library_faults(library: Library, folders: Sequence[Path]) -> list[Problem]:
    """Every fault of the joined library that reading it does not find. `folders` are the libraries' folders."""
    problems = quotation_faults(library, folders)
    for clause in library.clauses.values():
        problems += _date_faults(library, clause)
        for version in clause.versions:
            problems += _adaptation_faults(library, version)
    problems += _approvals_of_two_wordings(library.approvals)
    return problems


def _date_faults(library: Library, clause: Clause) -> Iterator[Problem]:
    """Versions that are in force at the same time although one was meant to end or could never apply.

    A version without an end is ended by the next one. A withdrawn version counts no longer, and two that begin on one
    day are a fault only once both are approved: until then the older one is a draft that was replaced.
    """
    for version in clause.versions:
        if version.effective_to is not None and version.effective_to < version.effective_from:
            yield Problem("dates-reversed", f"{version.name} ends on {version.effective_to}, before it begins on {version.effective_from}", Location(version.file, 1, 1),
                          cure="correct the dates")
    counting = [version for version in clause.versions if not _withdrawn(library, version)]
    for earlier, later in combinations(counting, 2):
        ended = earlier.effective_to is not None and later.effective_from <= earlier.effective_to
        same_day = earlier.effective_from == later.effective_from and library.approval(earlier) is not None and library.approval(later) is not None
        if ended or same_day or later.effective_from < earlier.effective_from:
            until = f" to {earlier.effective_to}" if earlier.effective_to else ""
            yield Problem(
                "overlapping-dates", f"{later.name} is in force from {later.effective_from}, and {earlier.name} from {earlier.effective_from}{until}: their dates overlap",
                Location(later.file, 1, 1), cure="let the later version begin after the earlier one ends; one that is approved is withdrawn first",
            )


def _withdrawn(library: Library, version: ClauseVersion) -> bool:
    lines = [line for line in library.approvals if (line.clause_id, line.version) == (version.clause_id, version.number)]
    return bool(lines) and lines[-1].withdrawn


def _adaptation_faults(library: Library, version: ClauseVersion) -> Iterator[Problem]:
    place = Location(version.file, 1, 1)
    if version.based_on:
        clause_id, _, number = version.based_on.partition("@")
        base = library.clauses.get(clause_id)
        if clause_id == version.clause_id or base is None or not number.isdecimal() or base.version(int(number)) is None:
            yield Problem("based-on-unknown", f"{version.name} says that it is based on “{version.based_on}”, which is no version of another clause", place,
                          suggestion=did_you_mean(clause_id, library.clauses), cure="write the other clause’s id, @ and its version")
        if version.origin == "national":
            yield Problem("adaptation-origin", f"{version.name} is an adaptation and says that it is quoted", place, cure="give it the origin “drafted”")
    elif version.deviation_until is not None:
        yield Problem("deviation-without-base", f"{version.name} says until when its deviation holds, and not what it deviates from", place,
                      cure="add “based_on:” with the other clause’s id, @ and its version")


def _approvals_of_two_wordings(approvals: tuple[Approval, ...]) -> Iterator[Problem]:
    """A version that was approved with one wording and then, by a line added by hand, with another."""
    first: dict[tuple[str, int], Approval] = {}
    for line in approvals:
        known = first.setdefault((line.clause_id, line.version), line)
        if not line.withdrawn and not known.withdrawn and known.sha256 != line.sha256:
            yield Problem("approved-version-changed", f"{line.clause_id}@{line.version} was approved with other words by {known.approved_by} on {known.approved_on}", line.location,
                          cure="an approved version never changes: put the approved file back and make the change as a new version")
