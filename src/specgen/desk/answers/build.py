"""The page on which documents are built: said first, then done."""

from __future__ import annotations

from starlette.responses import Response

from specgen.desk.building import USUAL_FOLDER, BuildRun, desk_build
from specgen.desk.folder import HeldFile, OutsideError
from specgen.desk.opened import Desk, PageAsked
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
