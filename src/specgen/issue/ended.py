"""What became of one contract, small enough to be sent from a worker: no pack, no clause, no byte of a document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from specgen.issue.build import Outcome
from specgen.issue.disk import CANNOT_WRITE_SLUGS, Disk
from specgen.issue.plan import Kind, Verdict
from specgen.issue.unchanged import Unchanged
from specgen.problems import Problem, has_errors


@dataclass(frozen=True, slots=True)
class EndedDocument:
    """What became of one document, as a `Verdict` tells it; `sha256` is that of the file that is written, "" for none."""

    kind: Kind
    file: str
    writes: str = ""
    changes: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a saved plan rests on: name → SHA-256 of what lies in the pack's folder under the names that the plan is
    about ("" for what is no file), and the SHA-256 of the record while the plan is carried out and when it is done."""

    lying: tuple[tuple[str, str], ...]
    record_before: str
    record_after: str


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one contract of a run.

    `file` says where it stands, `own_file` is the name of the file that its problems are in; `folder` is the pack's, as
    the user named it, "" when there is none. `draft` is None when there is no pack. `base` is the base file that a row is
    made on, and `base_needs` names what it needs of the values there; `read` is False for a row that cannot be used.
    """

    file: str
    reference: str = ""
    title: str = ""
    provider: str = ""
    own_file: str = ""
    folder: str = ""
    draft: bool | None = None
    documents: tuple[EndedDocument, ...] = ()
    written: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    basis: Basis | None = None
    base: str = ""
    base_needs: tuple[str, ...] = ()
    read: bool = True

    @property
    def failed(self) -> bool:
        """Whether an error kept any of the contract's documents from being written."""
        return has_errors(self.problems)

    @property
    def cannot_write(self) -> bool:
        """Whether the disk, rather than what a user wrote, was the reason."""
        return any(problem.slug in CANNOT_WRITE_SLUGS for problem in self.problems)


class Found(Protocol):
    """What comes of one contract, or of one letter: its outcome, as of a build, and what becomes of it in a word or two."""

    @property
    def outcome(self) -> Outcome: ...

    @property
    def state(self) -> str: ...

    def written(self, disk: Disk) -> Self:
        """What has become of it when its plan is carried out."""
        ...


def ended(outcome: Outcome, out: str = "") -> Ended:
    """What became of the contract. `out` is the folder for the documents as the user named it."""
    contract, folder = outcome.contract, outcome.folder
    return Ended(
        file=outcome.file,
        reference=outcome.reference,
        title=contract.content.contract.title if contract is not None else "",
        provider=contract.content.provider.name if contract is not None else "",
        own_file=contract.file if contract is not None else outcome.file,
        folder="" if folder is None else str(Path(out) / folder.name) if out else str(folder),
        draft=outcome.pack.draft if outcome.pack is not None else None,
        documents=tuple(_document(verdict) for verdict in outcome.verdicts),
        written=outcome.written,
        problems=outcome.problems,
    )


def _document(verdict: Verdict) -> EndedDocument:
    return EndedDocument(
        verdict.kind, verdict.file, verdict.writes, tuple(map(str, verdict.changes)), hashlib.sha256(verdict.data).hexdigest() if verdict.writes else "",
    )


def ended_unchanged(file: str, own_file: str, base: str, folder: str, pack: Unchanged) -> Ended:
    """What became of a contract of whose pack nothing changed."""
    return Ended(
        file=file, reference=pack.reference, title=pack.title, provider=pack.provider, own_file=own_file, folder=folder, draft=pack.draft,
        documents=tuple(EndedDocument("unchanged", name) for name in pack.documents), problems=pack.cautions,
        base=base, base_needs=pack.base_needs,
    )
