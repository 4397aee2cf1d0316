"""`specgen build --save-plan` and `specgen apply`: what was previewed is done, exactly that, or refused by name."""

from __future__ import annotations

import os
from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.contract_files import as_usage
from specgen.cli.given_path import GivenPath
from specgen.cli.output import counted, format_option, print_json, print_problems, problems_json, visible
from specgen.cli.run_batch import report, run_batch
from specgen.cli.shell_word import in_words
from specgen.cli.shown_run import refused
from specgen.cli.workers import Workers, workers_option
from specgen.issue.batch import Batch, open_batch
from specgen.issue.disk import Disk
from specgen.issue.saved_plan import (
    LARGEST,
    SavedPlan,
    changed_since,
    expected_of,
    inputs_now,
    plan_bytes,
    read_plan,
    saved_plan,
)
from specgen.problems import Location, Problem, has_errors


@click.command()
@click.argument("file", type=GivenPath(dir_okay=False), metavar="PLAN.json")
@workers_option
@format_option
def apply(file: Path, workers: int | None, form: str) -> int:
    """Do what a plan says that “specgen build … --save-plan PLAN.json” saved, and nothing else.

    If a contract, the register, its base, a clause, an approval, an edition, a template, a document that lies there or
    specgen itself changed since, each is named and nothing is written. A run that was stopped is gone on with by the
    same command.

    \b
    Example:
      specgen build register.xlsx -o documents --save-plan renewals.json
      specgen apply renewals.json
    """
    with file.open("rb") as opened:
        plan, problems = read_plan(opened.read(LARGEST + 1), str(file))
    if plan is None:
        return _nothing_done(problems, form)
    folder = file.absolute().parent
    files = tuple(_from_here(folder, name) for name in plan.build)
    if gone := [Problem("plan-outdated", "is gone since the plan was made", Location(name), cure="make the plan anew and look at it; nothing was written")
                for name, path in zip(plan.build, files, strict=True) if not path.exists()]:
        return _nothing_done(gone, form)
    base = _from_here(folder, plan.base) if plan.base is not None else None
    if base is not None and not base.is_file():
        return _nothing_done([Problem("plan-outdated", "is gone since the plan was made", Location(str(plan.base)), cure="make the plan anew and look at it; nothing was written")], form)
    with Workers(workers, files) as ready:
        batch = as_usage(open_batch, files, _from_here(folder, plan.out), base, draft=plan.draft)
        if changed := changed_since(plan, batch, folder):
            return _nothing_done(changed, form)
        if batch.refused:
            return refused(batch, form)
        return report(run_batch(batch, files, doing="write", form=form, workers=ready, expected=expected_of(plan)), doing="write")


def _from_here(folder: Path, name: str) -> Path:
    """A path of the plan, as it is seen from the current folder."""
    whole = os.path.normpath(folder / name)
    try:
        seen = os.path.relpath(whole)
    except ValueError:  # another drive of Windows
        return Path(whole)
    return Path(whole if seen.startswith("..") else seen)


def _nothing_done(problems: list[Problem], form: str) -> int:
    if form == "json":
        print_json({"contracts": [], "problems": problems_json(problems)})
    else:
        print_problems(problems)
        click.echo(f"Nothing was written. {counted(problems)}.")
    return exit_codes.PROBLEMS


def refuse_overwriting(file: Path) -> None:
    """Only an earlier plan may be written over."""
    if file.suffix.lower() != ".json":
        raise click.UsageError(f"{file.name} does not end in .json; call the plan something like plan.json")
    if not file.exists() and not file.is_symlink():
        return
    if file.is_file():
        with file.open("rb") as opened:
            if read_plan(opened.read(LARGEST + 1), str(file))[0] is not None:
                return
    raise click.UsageError(f"{file} is there already and is not a plan; it is not overwritten. Name another file")


def save_plan(batch: Batch, files: tuple[Path, ...], base: Path | None, file: Path, *, form: str, workers: Workers) -> int:
    """Plan, show the plan, and keep it in `file`; not when an input changed meanwhile or the run was stopped."""
    folder = file.absolute().parent
    before = inputs_now(batch, folder)
    ran = run_batch(batch, files, doing="save plan", form=form, workers=workers)
    if not ran.shown.ended_early:
        if before != inputs_now(batch, folder):
            ran.shown.take([Problem("changed-meanwhile", "an input changed while the plan was made, so it is not saved", Location(str(file)), cure="run the command again")])
        else:
            _put(file, saved_plan(batch, files, base, before, ran.planned, folder))
    code = report(ran, doing="save plan")
    if form == "text" and not ran.shown.ended_early and not has_errors(ran.shown.problems):
        named, remark = in_words(file)
        click.echo(f"The plan is in {visible(str(file))}. To do exactly this: specgen apply {named}{f' ({remark[:-1]})' if remark else ''}")
    return code


def _put(file: Path, plan: SavedPlan) -> None:
    disk = Disk()
    disk.make_folder(file.parent)
    disk.put(file, plan_bytes(plan))
