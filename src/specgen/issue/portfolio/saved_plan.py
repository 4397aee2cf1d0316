"""A plan that was saved, to be carried out later exactly as it was looked at. docs/reference/saved-plan.md describes
it.

Every input stands in it with its hash, and every document with the hash of the file that is to be written. Nothing of a
plan file is ever written anywhere: what is done is worked out anew and held against it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from msgspec import Struct

from specgen import __version__
from specgen.issue.plan import VerdictKind
from specgen.issue.portfolio.portfolio import Batch, Ended, EndedDocument, Previewed, lying
from specgen.issue.portfolio.unchanged import file_digests, workplace_inputs
from specgen.issue.records import NOT_READ, RECORD_FILE, NotAsWrittenError, as_written, folded, json_bytes, read_json
from specgen.issue.sources import OpenOwnRegister, OpenRegister
from specgen.problems import Location, Problem
from specgen.program import program_digest

SCHEMA: Final = 1
LARGEST: Final = 256 * 2**20
"""Bytes of a plan that are read; one of 5,000 contracts has a tenth of it."""


class SavedDocument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to become of one document. `writes` and `sha256` are "" when nothing is written."""

    changes: tuple[str, ...]
    file: str
    sha256: str
    verdict: VerdictKind
    writes: str


class SavedContract(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to become of one contract. `failed`: it had an error, and nothing is written for it. `lying` is name →
    SHA-256 of what lay in its folder under the names that the plan is about."""

    documents: tuple[SavedDocument, ...]
    failed: bool
    folder: str
    lying: Mapping[str, str]
    record_after: str
    record_before: str
    reference: str
    where: str


class SavedPlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The plan of a run. Paths are seen from the folder of the plan file, with forward slashes.

    `files` are the contract files, registers and base files, `inputs` the clauses, editions, templates, settings and
    approvals, each with its SHA-256 (hex); `program` is the hash of specgen itself.
    """

    base: str | None
    build: tuple[str, ...]
    contracts: tuple[SavedContract, ...]
    draft: bool
    files: Mapping[str, str]
    inputs: Mapping[str, str]
    out: str
    program: str
    schema: int = SCHEMA
    specgen: str = __version__
    what: Literal["specgen plan"] = "specgen plan"


class InputsNow(Struct, frozen=True):
    """The inputs of a run as they are at this moment: contract files, registers and bases; and everything else."""

    files: Mapping[str, str]
    workplace: Mapping[str, str]


def inputs_now(batch: Batch, folder: Path) -> InputsNow:
    """The inputs of the run by their names seen from `folder`. Raises OSError."""
    cwd = Path(batch.work.cwd)
    return InputsNow(
        file_digests((seen_from(folder, cwd, path), cwd / path) for path in _files(batch)),
        workplace_inputs(batch.workplace.organisation),
    )


def _files(batch: Batch) -> Iterator[Path]:
    for source in batch.readings.sources:
        if isinstance(source, OpenOwnRegister):
            yield Path(source.own.file)
            continue
        if not isinstance(source, OpenRegister):
            yield source
            continue
        yield Path(source.register.file)
        if source.base_file:
            yield Path(source.base_file)
        for name in source.register.bases_named():
            yield source.bases.path(name)


def seen_from(folder: Path, cwd: Path, path: Path) -> str:
    """The path from `folder`, with forward slashes; the whole path where there is no way, as between drives of
    Windows."""
    whole = os.path.abspath(cwd / path)  # noqa: PTH100 - resolve() would follow links, which may be put elsewhere
    try:
        return Path(os.path.relpath(whole, folder)).as_posix()
    except ValueError:
        return Path(whole).as_posix()


def saved_contract(ended: Ended) -> SavedContract:
    """The entry of a contract that was planned."""
    basis = ended.basis
    return SavedContract(
        documents=tuple(
            SavedDocument(
                changes=document.changes,
                file=document.file,
                sha256=document.sha256,
                verdict=document.kind,
                writes=document.writes,
            )
            for document in ended.documents
        ),
        failed=ended.failed,
        folder=Path(ended.folder).name,
        lying=dict(basis.lying) if basis else {},
        record_after=basis.record_after if basis else "",
        record_before=basis.record_before if basis else "",
        reference=ended.reference,
        where=ended.file.replace("\\", "/"),
    )


def saved_plan(
    batch: Batch,
    named: Iterable[Path],
    base: Path | None,
    inputs: InputsNow,
    contracts: Iterable[SavedContract],
    folder: Path,
) -> SavedPlan:
    """The plan for a file in `folder`; `named` are the files as the user named them."""
    cwd = Path(batch.work.cwd)
    return SavedPlan(
        base=seen_from(folder, cwd, base) if base is not None else None,
        build=tuple(seen_from(folder, cwd, path) for path in named),
        contracts=tuple(contracts),
        draft=batch.work.draft,
        files=dict(sorted(inputs.files.items())),
        inputs=dict(sorted(inputs.workplace.items())),
        out=seen_from(folder, cwd, Path(batch.work.out)),
        program=program_digest(),
    )


def plan_bytes(plan: SavedPlan) -> bytes:
    """The plan as JSON: names sorted, indented by one, UTF-8, LF; the same plan gives the same bytes."""
    return json_bytes(plan)


def read_plan(data: bytes, file: str) -> tuple[SavedPlan | None, list[Problem]]:
    """The plan in `data`, or why it cannot be used. What is not known is refused, so that nothing is taken for
    understood."""
    if len(data) > LARGEST:
        return None, [_unusable(file, f"it is larger than {LARGEST // 2**20} MiB")]
    try:
        given: Any = read_json(data)
    except ValueError:
        return None, [_unusable(file, NOT_READ)]
    if not isinstance(given, dict) or given.get("what") != "specgen plan":
        return None, [_unusable(file, "it is not a plan of specgen")]
    if given.get("schema") != SCHEMA:
        return None, [
            _unusable(
                file,
                f"it is of version {str(given.get('schema'))[:20]}, which this specgen does not know",
            )
        ]
    try:
        plan = as_written(given, SavedPlan)
    except NotAsWrittenError as fault:
        return None, [_unusable(file, str(fault))]
    paths = (*plan.build, plan.out, plan.base or "")
    odd = [name for name in paths if "\0" in name] + [
        name for contract in plan.contracts for name in _names(contract) if not _is_plain(name)
    ]
    if odd or not plan.build:
        return None, [_unusable(file, f"“{odd[0][:80]}” is not the name of a file" if odd else "it names no contracts")]
    return plan, []


def _names(contract: SavedContract) -> Iterator[str]:
    yield from (name for name in (contract.folder, *contract.lying) if name)
    for document in contract.documents:
        yield document.file
        if document.writes:
            yield document.writes


def _is_plain(name: str) -> bool:
    return bool(name) and name not in (".", "..") and not set(name) & set("/\\:\0\n")


def _unusable(file: str, reason: str) -> Problem:
    return Problem(
        "plan-file",
        f"the plan cannot be used: {reason}",
        Location(file),
        cure="make it anew with “specgen build … --save-plan”",
    )


def expected_of(plan: SavedPlan) -> dict[str, Previewed]:
    """Folded name of a pack's folder → what the plan says of it."""
    return {
        folded(contract.folder): Previewed(
            tuple(
                EndedDocument(document.verdict, document.file, document.writes, document.changes, document.sha256)
                for document in contract.documents
            ),
            contract.failed,
        )
        for contract in plan.contracts
        if contract.folder
    }


def changed_since(plan: SavedPlan, batch: Batch, folder: Path) -> list[Problem]:
    """Every input that is not as it was when the plan was made, by name, the documents lying there included.

    A document or record that the plan itself would write counts as it was, so that a run which was stopped can be begun
    again. Raises OSError.
    """
    found: list[Problem] = []
    if plan.program != program_digest():
        found.append(
            Problem(
                "plan-outdated",
                f"the plan was made by another specgen ({plan.specgen[:40]}; this is {__version__})",
                cure=_CURE,
            )
        )
    now = inputs_now(batch, folder)
    found += _differences({**plan.files, **plan.inputs}, {**now.files, **now.workplace})
    out = Path(batch.work.cwd, batch.work.out)
    for contract in plan.contracts:
        if contract.folder:
            found += _documents_differ(contract, out / contract.folder)
    return found


_CURE: Final = "make the plan anew and look at it; nothing was written"


def _differences(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Problem]:
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            yield _outdated(name, then.get(name), now.get(name))


def _outdated(name: str, then: str | None, now: str | None) -> Problem:
    what = (
        "is new since the plan was made"
        if then is None
        else "is gone since the plan was made"
        if now is None
        else "was changed since the plan was made"
    )
    return Problem("plan-outdated", what, Location(name), cure=_CURE)


def _documents_differ(contract: SavedContract, folder: Path) -> Iterator[Problem]:
    written = {document.writes: document.sha256 for document in contract.documents if document.writes}
    names = {*contract.lying, *(name for name in _names(contract) if name != contract.folder)}
    now = dict(lying(folder, names))
    for name in sorted(names | {RECORD_FILE}):
        there = now.get(name)
        if there == contract.lying.get(name) or (there is not None and there == written.get(name)):
            continue
        if name == RECORD_FILE and there in (contract.record_before, contract.record_after):
            continue
        yield _outdated(f"{contract.folder}/{name}", contract.lying.get(name), there)
