"""`specgen build` and `specgen check`: contracts to documents, and contracts held against the rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from specgen.assembly.pack import folder_name
from specgen.checks import deviation_expired
from specgen.cli import exit_codes
from specgen.cli.apply import refuse_overwriting, save_plan
from specgen.cli.clause_words import written_day
from specgen.cli.contract_files import as_usage, base_option
from specgen.cli.given_path import GivenPath
from specgen.cli.output import counted, format_option, number, print_json, print_problems, problems_json
from specgen.cli.run_batch import report, run_batch
from specgen.cli.shown_run import refused
from specgen.cli.workers import Workers, workers_option
from specgen.issue.batch import open_batch
from specgen.issue.build import drafted, finish, same_folder
from specgen.issue.further_faults import further_faults
from specgen.issue.pack_record import folded
from specgen.issue.workroom import Doing
from specgen.problems import has_errors

files_argument = click.argument("files", nargs=-1, required=True, type=GivenPath(), metavar="FILE...")


@click.command()
@files_argument
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder for the documents; each contract gets a folder in it.")
@base_option
@click.option("--draft", is_flag=True, help="Build although values are missing: each gap is visible in the document and named here.")
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each document.")
@click.option("--save-plan", "plan_file", type=click.Path(dir_okay=False, path_type=Path), metavar="PLAN.json",
              help="As --plan, and keep the plan in a file: “specgen apply PLAN.json” does that and nothing else.")
@workers_option
@format_option
def build(files: tuple[Path, ...], out: Path, base: Path | None, draft: bool, plan: bool, plan_file: Path | None, workers: int | None, form: str) -> int:
    """Build the documents of contracts. FILE is a contract file, a folder of them, or a register: a workbook (.xlsx) or
    a .csv with a row for each contract.

    A contract with an error gets no document; the others are built. A document that somebody edited since it was
    issued is kept, and the new one is put beside it. For a folder or a register, specgen-summary.xlsx beside the
    documents says what became of each contract. Ctrl-C stops cleanly; the same command goes on.

    \b
    Examples:
      specgen build contract.yaml -o documents
      specgen build contracts -o documents --plan
      specgen build register.xlsx --base standard.yaml -o documents
      specgen build register.xlsx -o documents --save-plan renewals.json
    """
    if plan_file is not None:
        refuse_overwriting(plan_file)
    with Workers(workers, files) as ready:
        batch = as_usage(open_batch, files, out, base, draft=draft)
        if batch.refused:
            return refused(batch, form)
        if plan_file is None:
            doing: Doing = "plan" if plan else "write"
            return report(run_batch(batch, files, doing=doing, form=form, workers=ready), doing=doing)
        return save_plan(batch, files, base, plan_file, form=form, workers=ready)


@click.command()
@files_argument
@base_option
@click.option("--draft", is_flag=True, help="Say of missing values only that they would be gaps.")
@click.option("--on", "day", callback=written_day, metavar="DATE", help="Say also which local deviations will have ended by that day, such as 2027-04-01.")
@format_option
def check(files: tuple[Path, ...], base: Path | None, draft: bool, day: date | None, form: str) -> int:
    """Hold contracts against the handbook and against everything a build needs. Writes nothing.

    \b
    Examples:
      specgen check contract.yaml
      specgen check contracts --format json
    """
    batch = as_usage(open_batch, files, Path(), base)
    if batch.refused:
        return refused(batch, form)
    precedents, readings = batch.precedents, batch.readings
    found = [*batch.problems, *readings.register_problems]
    count = 0
    folders: dict[str, str] = {}
    for reading in readings:
        count += 1
        found += reading.problems
        if reading.contract is None:
            found += further_faults(reading.sound, reading.problems, precedents)
        else:
            name = folder_name(reading.contract)
            if folders.setdefault(folded(name), reading.file) != reading.file:
                found.append(same_folder(reading.contract, name))
            pack, faults = drafted(reading.contract, precedents, draft=draft)
            found += faults
            if pack is not None and not has_errors(faults):
                found += finish(pack, faults, precedents)[1]
            if pack is not None and day is not None:
                found += deviation_expired.check_on(pack, day)
    found += readings.base_problems
    if form == "json":
        print_json({"files": readings.files, "problems": problems_json(found)})
    else:
        print_problems(found)
        click.echo(f"{number(count, 'contract')} checked: {counted(found)}.")
    return exit_codes.PROBLEMS if has_errors(found) else exit_codes.DONE
