"""A build over contracts: the work is shared among workers, and shown as every run is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from specgen.cli.outcomes import Tally, outcome_json, print_outcome
from specgen.cli.shown_run import ShownRun, summary_of
from specgen.cli.workers import Workers
from specgen.issue.batch import BaseNeeds, Batch, WorkerDiedError, build_all
from specgen.issue.expected import Expected
from specgen.issue.saved_plan import SavedContract, saved_contract
from specgen.issue.summary import RunSummary
from specgen.issue.workroom import Doing, ElsewhereError
from specgen.problems import Problem


@dataclass(slots=True)
class Ran:
    """What came of a run, and, if that was asked for, what was planned for each contract."""

    shown: ShownRun
    planned: list[SavedContract] = field(default_factory=list)


def run_batch(batch: Batch, files: tuple[Path, ...], *, doing: Doing, form: str, workers: Workers, expected: Mapping[str, Expected] | None = None) -> Ran:
    """Do the work, print what becomes of each contract, and write the summary workbook of a run over many."""
    tally, bases = Tally(), BaseNeeds(batch)
    summary = summary_of(RunSummary, batch, files) if doing == "write" else None
    run = ShownRun(batch, tally, form=form, summary=summary)
    ran = Ran(run)
    run.begin()
    faults: list[Problem] = []
    try:
        with run.under_way():
            for done in build_all(batch, workers.executor(len(batch)), doing=doing, expected=expected, stopping=run.stop, meanwhile=run.progress.show):
                tally.add(done)
                bases.note(done)
                if summary is not None:
                    summary.add(done)
                if doing == "save plan":
                    ran.planned.append(saved_contract(done))
                run.tell(done, print_outcome, outcome_json)
    except (WorkerDiedError, ElsewhereError) as fault:
        run.broken = True
        faults = [_of_workers(fault)]
    run.sum_up(faults if run.ended_early else bases.unneeded())
    return ran


def _of_workers(fault: Exception) -> Problem:
    if isinstance(fault, ElsewhereError):
        return Problem("worker-elsewhere", f"the run was broken off: {fault}", cure="wait until nobody changes them, and run the command again; every file is whole")
    return Problem("worker-died", f"the run was broken off: {fault}", cure="run the command again: it goes on where this one ended, and every file is whole. If it happens again, add “--workers 1”")


def report(ran: Ran, *, doing: Doing) -> int:
    """Print how the run ended, and answer its exit code."""
    ran.shown.end(plan=doing != "write")
    return ran.shown.exit_code
