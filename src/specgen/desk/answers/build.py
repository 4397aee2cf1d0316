"""The page on which documents are built: said first, then done, and done only as it was said.

It is the same run as `specgen build` makes, over the file as it is saved.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict, replace
from starlette.responses import Response

from specgen.desk.folder import DeskFolder, HeldFile, OutsideError
from specgen.desk.opened import Desk, PageAsked
from specgen.issue.disk import alone_in
from specgen.issue.portfolio.portfolio import Ended, Previewed, ReadyPrecedents, build_all, open_batch
from specgen.issue.records import folded
from specgen.issue.sources import FilesError
from specgen.locked import LockedError
from specgen.problems import Location, Problem
from specgen.yamlfile import is_own_file


def build_page(desk: Desk, asked: PageAsked) -> Response:
    given = {**asked.query, **asked.form}
    held = desk.held(asked.name())
    out = given.get("out", "") or USUAL_FOLDER
    draft = given.get("draft") == "yes"
    plan = asked.form.get("plan")
    opened = False
    try:
        made = desk.ready.of(desk.folder.contract_path(held.name)).made
        run = desk_build(desk.folder, held.name, out, made, draft=draft, plan=plan)
    except OutsideError as fault:
        return _page(desk, held, out, draft, BuildRun(None), f"{out}: {fault}", None, False, 400)
    done = run.ended if plan is not None and not run.problems and run.ended and not run.ended.failed else None
    if done is not None and run.folder is not None and run.folder.is_dir():
        opened = desk.open_folder(run.folder)
    message = run.problems[0].message if run.problems else ""
    return _page(desk, held, out, draft, run, message, done, opened, 409 if plan is not None and run.problems else 200)


def _page(
    desk: Desk,
    held: HeldFile,
    out: str,
    draft: bool,
    run: BuildRun,
    message: str,
    done: object,
    opened: bool,
    status: int,
) -> Response:
    return desk.html(
        "build",
        status,
        tab="build",
        name=held.name,
        figures=is_own_file(held.data),
        folder=str(desk.folder.root),
        out=out,
        draft=draft,
        ended=run.ended,
        plan=run.plan,
        writes=run.writes,
        done=done,
        opened=opened,
        message=message,
    )


USUAL_FOLDER: Final = "documents"


class BuildRun(Struct, frozen=True):
    """What would be done or was done for a contract. `plan` is a hash by which the doing is held against what was said;
    `writes` whether anything would be written; `problems` are those for which there is no run."""

    ended: Ended | None
    plan: str = ""
    writes: bool = False
    folder: Path | None = None
    problems: tuple[Problem, ...] = ()


def desk_build(
    folder: DeskFolder, name: str, out: str, ready: ReadyPrecedents, *, draft: bool, plan: str | None = None
) -> BuildRun:
    """What a build would do; with the hash of what was said it is done, or refused because it would not be that.

    Raises OutsideError and OSError.
    """
    file, target = folder.contract_path(name), folder.path(out)
    if target.exists() and not target.is_dir():
        raise OutsideError("this is the name of a file; name a folder for the documents")
    try:
        batch = open_batch([file], target, draft=draft, ready=ready)
    except FilesError as fault:
        return BuildRun(None, problems=(Problem("cannot-read-or-write", str(fault), Location(name)),))
    if batch.refused:
        return BuildRun(None, problems=batch.problems)
    ended = next(iter(build_all(batch, doing="plan")))
    said = _digest(ended)
    if plan is None:
        return BuildRun(_seen_from(ended, file, name), said, _writes(ended), _pack_folder(ended))
    if plan != said:
        changed = Problem(
            "plan-differs",
            "something changed since it was said what would be done, so nothing was written",
            Location(name),
            cure="look at what would be done now",
        )
        return BuildRun(_seen_from(ended, file, name), said, _writes(ended), _pack_folder(ended), (changed,))
    if not _writes(ended):
        return BuildRun(_seen_from(ended, file, name), said, False, _pack_folder(ended))
    expected = {folded(Path(ended.folder).name): Previewed(ended.documents, ended.failed)}
    try:
        with alone_in(target, "specgen desk"):
            done = next(iter(build_all(batch, doing="write", expected=expected)))
    except LockedError as fault:
        busy = Problem(
            "folder-in-use",
            f"another run is writing into the folder at this moment: {fault}",
            Location(out),
            cure="wait until it has ended and build again; nothing was written",
        )
        return BuildRun(_seen_from(ended, file, name), said, True, _pack_folder(ended), (busy,))
    return BuildRun(_seen_from(done, file, name), said, bool(done.written), _pack_folder(done))


def _digest(ended: Ended) -> str:
    told = {"folder": ended.folder, "documents": [asdict(document) for document in ended.documents]}
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode("utf-8")).hexdigest()


def _writes(ended: Ended) -> bool:
    return any(document.writes for document in ended.documents)


def _pack_folder(ended: Ended) -> Path | None:
    return Path(ended.folder) if ended.folder else None


def _seen_from(ended: Ended, file: Path, name: str) -> Ended:
    """The run with the file named as the desk names it."""
    return replace(
        ended,
        problems=tuple(
            replace(problem, location=replace(problem.location, file=name))
            if problem.location.file == str(file)
            else problem
            for problem in ended.problems
        ),
    )
