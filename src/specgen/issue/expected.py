"""What a saved plan expects of one contract, and whether that is what would be done now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from specgen.issue.build import Outcome
from specgen.issue.disk import folders_of
from specgen.issue.ended import Basis, EndedDocument
from specgen.issue.pack_record import RECORD_FILE, folded, record_bytes
from specgen.issue.plan import Plan
from specgen.problems import Location, Problem


@dataclass(frozen=True, slots=True)
class Expected:
    """What was previewed for a contract: its documents, and whether it had errors, so that nothing is written for it."""

    documents: tuple[EndedDocument, ...]
    failed: bool = False

    @property
    def nothing(self) -> bool:
        """Whether every document is to stay as it is."""
        return not self.failed and all(document.kind == "unchanged" for document in self.documents)


def basis_of(folder: Path, files: Iterable[str], before: str, after: str, plan: Plan | None = None) -> Basis:
    """What lies under the names that a plan is about, and the hashes of the records: those given, or the plan's."""
    if plan is not None:
        files = {name for verdict in plan.verdicts for name in (verdict.file, verdict.writes) if name}
        files |= {document.beside.file for document in plan.after.documents if document.beside is not None}
        before, after = (hashlib.sha256(record_bytes(record)).hexdigest() for record in (plan.before, plan.after))
    return Basis(tuple(lying(folder, files)), before, after)


def lying(folder: Path, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 (hex) of what lies in the folder under those names or as its record, by name; what is not there is left out.

    "" is the hash of what is no plain file. Names are compared as Windows compares them. Raises OSError.
    """
    there = folders_of(folder)
    for name in sorted({*names, RECORD_FILE}):
        if (found := there.get(folded(name))) is None:
            continue
        path = folder / found
        plain = path.is_file() and not path.is_symlink()
        yield name, hashlib.sha256(path.read_bytes()).hexdigest() if plain else ""


def refusal(outcome: Outcome, expected: Expected) -> Problem | None:
    """Why what would be done now is not what was previewed; None when it is, or when a part of it has been done already."""
    where = Location(outcome.file)
    if outcome.failed or expected.failed:
        if outcome.failed and expected.failed:
            return None
        return Problem("plan-differs", "the contract has errors that it had not when the plan was made" if outcome.failed else "the plan was made while the contract had errors", where,
                       cure="make the plan anew and look at it; nothing of this contract was written")
    wanted = {document.file: document for document in expected.documents}
    for verdict in outcome.verdicts:
        planned = wanted.pop(verdict.file, None)
        data = hashlib.sha256(verdict.data).hexdigest() if verdict.writes else ""
        same = planned is not None and (verdict.writes, data) == (planned.writes, planned.sha256)
        done = planned is not None and not verdict.writes and planned.writes and _lies(outcome.folder, planned)
        if not same and not done:
            return _differs(verdict.file, where)
    return _differs(next(iter(wanted)), where) if wanted else None


def _lies(folder: Path | None, planned: EndedDocument) -> bool:
    return folder is not None and dict(lying(folder, (planned.writes,))).get(planned.writes) == planned.sha256


def _differs(file: str, where: Location) -> Problem:
    return Problem("plan-differs", f"for “{file}” something else would be done now than the plan says", where,
                   cure="make the plan anew and look at it; nothing of this contract was written")
