"""`specgen build` and `specgen check`: contracts to documents, and contracts held against the rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from specgen.checks import deviation_expired
from specgen.cli import exit_codes
from specgen.cli.clause_words import written_day
from specgen.cli.contract_files import Readings, base_option, one_organisation, open_readings
from specgen.cli.outcomes import Tally, outcome_json, print_outcome
from specgen.cli.output import counted, format_option, number, print_json, print_problems, problems_json
from specgen.cli.workplace import open_workplace
from specgen.issue.build import drafted, finish, prepare, write
from specgen.issue.disk import Disk
from specgen.issue.precedents import Precedents, open_precedents
from specgen.issue.summary import RunSummary, put_summary
from specgen.problems import Problem, has_errors

files_argument = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")


@click.command()
@files_argument
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder for the documents; each contract gets a folder in it.")
@base_option
@click.option("--draft", is_flag=True, help="Build although values are missing: each gap is visible in the document and named here.")
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each document.")
@format_option
def build(files: tuple[Path, ...], out: Path, base: Path | None, draft: bool, plan: bool, form: str) -> int:
    """Build the documents of contracts. FILE is a contract file, a folder of them, or a register: a workbook (.xlsx) or
    a .csv with a row for each contract.

    A contract with an error gets no document; the others are built. A document that somebody edited since it was
    issued is kept, and the new one is put beside it. For a folder or a register, specgen-summary.xlsx beside the
    documents says what became of each contract.

    \b
    Examples:
      specgen build contract.yaml -o documents
      specgen build contracts -o documents --plan
      specgen build register.xlsx --base standard.yaml -o documents
    """
    precedents, readings, problems = _opened(files, base)
    if has_errors(problems) or has_errors(readings.register_problems):
        return _refused(problems, readings, form)
    problems += readings.register_problems
    disk, tally = Disk(), Tally()
    tally.take(problems)
    several = readings.has_register or any(path.is_dir() for path in files)
    summary = RunSummary((files[0] if files[0].is_dir() else files[0].parent) if len(files) == 1 else None) if several and not plan else None
    ended: list[dict[str, object]] = []
    if form == "text":
        print_problems(problems)
    for outcome in prepare(readings, precedents, out, draft=draft):
        done = outcome if plan else write(outcome, disk)
        tally.add(done)
        if summary is not None:
            summary.add(done)
        if form == "json":
            ended.append(outcome_json(done))
        else:
            print_outcome(done)
    ending = readings.base_problems  # known now that all contracts were gone through
    written, faults = _summarised(summary, [*problems, *ending], out, disk) if summary is not None else (None, [])
    faults = [*ending, *faults]
    tally.take(faults)
    if form == "json":
        print_json({"contracts": ended, "summary": {"verdicts": dict(sorted(tally.kinds.items())), "written": tally.written, "failed": tally.failed,
                                                    "workbook": str(written) if written else None}, "problems": problems_json(problems + faults)})
    else:
        print_problems(faults)
        click.echo(tally.in_words(out, plan=plan))
        if written is not None:
            click.echo(f"What became of each contract is in {written}.")
    if tally.cannot_write or has_errors(faults):
        return exit_codes.CANNOT_READ_OR_WRITE
    return exit_codes.PROBLEMS if tally.severities["error"] else exit_codes.DONE


def _summarised(summary: RunSummary, problems: list[Problem], out: Path, disk: Disk) -> tuple[Path | None, list[Problem]]:
    for problem in problems:
        summary.take(problem)
    return put_summary(out, summary.workbook(), disk)


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
    precedents, readings, problems = _opened(files, base)
    if has_errors(problems) or has_errors(readings.register_problems):
        return _refused(problems, readings, form)
    found = [*problems, *readings.register_problems]
    count = 0
    for reading in readings:
        count += 1
        found += reading.problems
        if reading.contract is not None:
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


def _opened(files: tuple[Path, ...], base: Path | None) -> tuple[Precedents, Readings, list[Problem]]:
    workplace, problems = open_workplace(one_organisation(files))
    precedents, faults = open_precedents(workplace.library, workplace.editions, workplace.types)
    readings, more = open_readings(files, base, workplace.organisation, workplace.library)
    return precedents, readings, [*problems, *faults, *more]


def _refused(problems: list[Problem], readings: Readings, form: str) -> int:
    """A fault in what all contracts share: the library, a template, the base file, or the headings of a register."""
    shared = "the headings of the register have faults"
    if has_errors(problems):
        shared = "the clause library, the editions, the templates or the base file have faults"
    else:
        # The rows' own faults come out as well, so that all can be mended at once.
        problems = [*problems, *readings.register_problems, *(problem for reading in readings for problem in reading.problems)]
    if form == "json":
        print_json({"contracts": [], "problems": problems_json(problems)})
    else:
        print_problems(problems)
        click.echo(f"Nothing was built: {shared}. {counted(problems)}.")
    return exit_codes.PROBLEMS
