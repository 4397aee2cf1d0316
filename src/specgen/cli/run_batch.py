"""A run over contracts as the commands show it: each contract, the line of progress, the counts, the summary workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.outcomes import Tally, outcome_json, print_outcome
from specgen.cli.output import counted, number, print_json, print_problems, problems_json
from specgen.cli.progress import Progress
from specgen.cli.workers import Stop, Workers
from specgen.issue.batch import BaseNeeds, Batch, WorkerDiedError, build_all
from specgen.issue.disk import Disk
from specgen.issue.expected import Expected
from specgen.issue.saved_plan import SavedContract, saved_contract
from specgen.issue.summary import RunSummary, put_summary
from specgen.issue.workroom import Doing, ElsewhereError
from specgen.problems import Problem, has_errors


@dataclass(slots=True)
class Ran:
    """What came of a run: its counts, what was planned for each contract if that was asked for, and how it ended."""

    tally: Tally
    planned: list[SavedContract] = field(default_factory=list)
    ended: list[dict[str, object]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stopped: bool = False
    broken: bool = False
    workbook: Path | None = None


def run_batch(batch: Batch, files: tuple[Path, ...], *, doing: Doing, form: str, workers: Workers, expected: Mapping[str, Expected] | None = None) -> Ran:
    """Do the work, print what becomes of each contract, and write the summary workbook of a run over many."""
    ran = Ran(Tally(), problems=[*batch.problems, *batch.readings.register_problems])
    ran.tally.take(ran.problems)
    if form == "text":
        print_problems(ran.problems)
    several = batch.readings.has_register or any(path.is_dir() for path in files)
    summary = RunSummary((files[0] if files[0].is_dir() else files[0].parent) if len(files) == 1 else None) if several and doing == "write" else None
    bases = BaseNeeds(batch)
    stop, progress = Stop(), Progress(len(batch), shown=form == "text")
    try:
        with stop.listening():
            for done in build_all(batch, workers.executor(len(batch)), doing=doing, expected=expected, stopping=stop, meanwhile=progress.show):
                ran.tally.add(done)
                bases.note(done)
                if summary is not None:
                    summary.add(done)
                if doing == "save plan":
                    ran.planned.append(saved_contract(done))
                if form == "json":
                    ran.ended.append(outcome_json(done))
                else:
                    progress.clear()
                    print_outcome(done)
                progress.step()
    except (WorkerDiedError, ElsewhereError) as fault:
        ran.broken = True
        ran.problems.append(_of_workers(fault))
    progress.clear()
    ran.stopped = stop.asked and ran.tally.contracts < len(batch)
    if not ran.stopped and not ran.broken:
        ending = bases.unneeded()
        ran.problems += ending
        ran.tally.take(ending)
    if summary is not None:
        for problem in ran.problems:
            summary.take(problem)
        ran.workbook, faults = put_summary(Path(batch.work.cwd, batch.work.out), summary.workbook(), Disk())
        ran.problems += faults
        ran.tally.take(faults)
        ran.workbook = Path(batch.work.out) / ran.workbook.name if ran.workbook is not None else None
    return ran


def _of_workers(fault: Exception) -> Problem:
    if isinstance(fault, ElsewhereError):
        return Problem("worker-elsewhere", f"the run was broken off: {fault}", cure="wait until nobody changes them, and run the command again; every file is whole")
    return Problem("worker-died", f"the run was broken off: {fault}", cure="run the command again: it goes on where this one ended, and every file is whole. If it happens again, add “--workers 1”")


def report(ran: Ran, batch: Batch, *, doing: Doing, form: str) -> int:
    """Print how the run ended, and answer its exit code."""
    tally, total = ran.tally, len(batch)
    if form == "json":
        print_json({"contracts": ran.ended, "summary": {
            "verdicts": dict(sorted(tally.kinds.items())), "written": tally.written, "failed": tally.failed, "stopped": ran.stopped or ran.broken,
            "workbook": str(ran.workbook) if ran.workbook else None}, "problems": problems_json(ran.problems)})
    else:
        print_problems(ran.problems[len(batch.problems) + len(batch.readings.register_problems):])
        click.echo(tally.in_words(Path(batch.work.out), plan=doing != "write"))
        if ran.stopped or ran.broken:
            click.echo(f"Stopped: {tally.contracts:,} of {number(total, 'contract')} {'was' if tally.contracts == 1 else 'were'} done, and nothing is half written. Run the same command again to go on.")
        if ran.workbook is not None:
            click.echo(f"What became of each contract is in {ran.workbook}.")
    if ran.stopped:
        return exit_codes.INTERRUPTED
    if ran.broken or tally.cannot_write or has_errors(ran.problems):
        return exit_codes.CANNOT_READ_OR_WRITE
    return exit_codes.PROBLEMS if tally.severities["error"] else exit_codes.DONE


def refused(batch: Batch, form: str) -> int:
    """A fault in what all contracts share: the library, a template, the base file, or the headings of a register."""
    shared = "the headings of the register have faults"
    problems = list(batch.problems)
    if has_errors(problems):
        shared = "the clause library, the editions, the templates or the base file have faults"
    else:
        # The rows' own faults come out as well, so that all can be mended at once.
        problems = [*problems, *batch.readings.register_problems, *(problem for reading in batch.readings for problem in reading.problems)]
    if form == "json":
        print_json({"contracts": [], "problems": problems_json(problems)})
    else:
        print_problems(problems)
        click.echo(f"Nothing was built: {shared}. {counted(problems)}.")
    return exit_codes.PROBLEMS
