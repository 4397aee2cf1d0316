"""A run over contracts as the commands show it: each contract, the line of progress, Ctrl-C, the summary workbook, the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import click

from specgen.cli import exit_codes
from specgen.cli.outcomes import StateTally, Tally
from specgen.cli.output import counted, print_json, print_problems, problems_json
from specgen.cli.progress import Progress
from specgen.cli.workers import Stop
from specgen.issue.batch import Batch
from specgen.issue.disk import Disk
from specgen.issue.ended import Found
from specgen.issue.summary import RunSummary, put_summary
from specgen.problems import Problem, has_errors
from specgen.shipped import shipped

_Found = TypeVar("_Found", bound=Found)
_Done = TypeVar("_Done")
_Summary = TypeVar("_Summary", bound=RunSummary)


def of_many(batch: Batch, files: tuple[Path, ...]) -> bool:
    """Whether a folder or a register is named, rather than contract files one by one."""
    return batch.readings.has_register or any(path.is_dir() for path in files)


def summary_of(kind: type[_Summary], batch: Batch, files: tuple[Path, ...]) -> _Summary | None:
    """The summary for the contracts of a folder or a register; None where contract files are named one by one."""
    if not of_many(batch, files):
        return None
    organisation = batch.workplace.organisation
    return kind(*_folder_of_all(files), *([organisation.folder] if organisation is not None else []), shipped("clauses").parent)


def _folder_of_all(files: tuple[Path, ...]) -> Iterator[Path]:
    """The folder that all of the files lie in, as the user named it; none where some are named with the whole path and others not."""
    with suppress(ValueError):
        yield Path(os.path.commonpath([path if path.is_dir() else path.parent for path in files]))


class ShownRun:
    """One run. `problems` belong to no contract, those of its start first; `told` is what is said in JSON, list by list."""

    def __init__(self, batch: Batch, tally: Tally, *, form: str, summary: RunSummary | None = None) -> None:
        self.stop = Stop()
        self.progress = Progress(len(batch), shown=form == "text")
        self.problems: list[Problem] = []
        self.told: dict[str, list[dict[str, object]]] = {"contracts": []}
        self.broken = False
        self._batch, self._tally, self._form, self._summary = batch, tally, form, summary
        self._workbook: Path | None = None
        self._said = 0

    @property
    def out(self) -> Path:
        """The folder for the documents, as the user named it."""
        return Path(self._batch.work.out)

    @property
    def stopped(self) -> bool:
        """Whether Ctrl-C left something undone."""
        return self.stop.asked and not self._tally.complete(len(self._batch))

    @property
    def ended_early(self) -> bool:
        """Whether something was left undone, by Ctrl-C or because the run broke off."""
        return self.stopped or self.broken

    def begin(self) -> None:
        """Say what is wrong before any contract is looked at."""
        self.take((*self._batch.problems, *self._batch.readings.register_problems))
        self._said = len(self.problems)
        if self._form == "text":
            print_problems(self.problems)

    def take(self, problems: Iterable[Problem]) -> None:
        """Problems that belong to no contract."""
        found = list(problems)
        self.problems += found
        self._tally.take(found)

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """While the work is done Ctrl-C is a wish to stop; the line of progress goes when it ends."""
        try:
            with self.stop.listening():
                self.progress.show()  # all contracts may be read before the first is done
                yield
        finally:
            self.progress.clear()

    def tell(self, done: _Done, show: Callable[[_Done], None], as_json: Callable[[_Done], dict[str, object]], under: str = "contracts") -> None:
        """Say what became of a contract, or keep it for the JSON."""
        if self._form == "json":
            self.told[under].append(as_json(done))
        else:
            self.progress.clear()
            show(done)
        if under == "contracts":
            self.progress.step()
        else:
            self.progress.show()

    def sum_up(self, problems: Iterable[Problem]) -> None:
        """Take up what was found in all contracts together, and write the summary workbook of a run that has one."""
        self.take(problems)
        if self._summary is None:
            return
        for problem in self.problems:
            self._summary.take(problem)
        self._workbook, faults = put_summary(self.out, self._summary.workbook(), Disk())
        self.take(faults)

    def end(self, *, plan: bool, lines: Iterable[str] = (), stopped: bool = False) -> None:
        """Say how the run ended: what is wrong in all, the counts, `lines`, how far it came if it was stopped.

        `stopped` says that what came after the contracts was.
        """
        if self._form == "json":
            summary = {**self._tally.counts(), "stopped": self.ended_early or stopped, "workbook": str(self._workbook) if self._workbook else None}
            print_json({**self.told, "summary": summary, "problems": problems_json(self.problems)})
            return
        print_problems(self.problems[self._said :])
        for line in (*self._tally.lines(self.out, plan=plan), *lines, *self.how_far()):
            click.echo(line)
        if self._workbook is not None:
            click.echo(f"What became of each contract is in {self._workbook}.")

    def how_far(self) -> Iterator[str]:
        """How far a run came that ended early."""
        if self.ended_early:
            yield f"Stopped: {self._tally.how_far(len(self._batch))}, and nothing is half written. Run the same command again to go on."

    @property
    def exit_code(self) -> int:
        """Whether it was stopped, the disk refused, a contract has errors, or all is done."""
        if self.stopped:
            return exit_codes.INTERRUPTED
        if self.broken or self._tally.cannot_write or has_errors(self.problems):
            return exit_codes.CANNOT_READ_OR_WRITE
        return exit_codes.PROBLEMS if self._tally.severities["error"] else exit_codes.DONE


def go_through(
    run: ShownRun, found: Iterable[_Found], tally: StateTally, show: Callable[[_Found], None], as_json: Callable[[_Found], dict[str, object]],
    *, plan: bool, sum_up: Callable[[_Found], None] | None = None, under: Callable[[_Found], str] | None = None,
) -> None:
    """Carry out what was found, unless it is only planned; count it, say it, and hand it to the summary."""
    disk = Disk()
    with run.under_way():
        for one in found:
            done = one if plan else one.written(disk)
            tally.add_found(done)
            if sum_up is not None:
                sum_up(done)
            run.tell(done, show, as_json, under(done) if under is not None else "contracts")


def refused(batch: Batch, form: str) -> int:
    """A fault in what all contracts share: the library, a template, the base file, or the headings of a register."""
    shared = "the register or its headings have faults"
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
