"""A run over contracts as the commands show it: each contract, the line of progress, Ctrl-C, the summary workbook, the
end."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePath
from typing import Final, TypeVar

import click
from msgspec import Struct, field

from specgen import exit_codes
from specgen.assembly.marks import file_stem
from specgen.cli.output import Progress, counted, files_counted, number, print_json, print_problems, problems_json
from specgen.contract.facts import FactChange
from specgen.issue.disk import alone_in
from specgen.issue.folders import packs_left
from specgen.issue.plan import Verdict
from specgen.issue.portfolio.outside import outside_organisation
from specgen.issue.portfolio.portfolio import BaseNeeds, Batch, Doing, Ended, EndedDocument, Previewed, build_all
from specgen.issue.portfolio.saved_plan import SavedContract, saved_contract
from specgen.issue.portfolio.summary import PlanSummary, RunSummary, put_summary
from specgen.issue.records import folded
from specgen.locked import LockedError
from specgen.problems import Location, Problem, Severity, has_errors, in_a_row, in_reading_order
from specgen.shared_work import BrokenOffError, Stop, Workers
from specgen.shipped import shipped
from specgen.writing import Disk

# What became of each contract of a run, as text and as JSON, and the counts at its end.

MOST_OF_A_KIND = 3
"""Cautions of one kind that a build prints for a contract before it counts them; `check --all` prints all."""

OF_THE_FOLDER = frozenset({"edited-by-hand", "in-the-way", "left-over"})
"""Cautions about what lies where the documents go: `check` does not look there, so each is printed with its cure."""


class ErrorsTold:
    """The errors that a run has told, each with its contracts: what several contracts have from one base is said whole
    once, and at the end with all of them."""

    def __init__(self) -> None:
        self._of: dict[Problem, list[str]] = {}

    def take(self, outcome: Ended) -> Iterator[Problem]:
        """Take up the errors of a contract, and answer those that no contract before it had."""
        for problem in dict.fromkeys(each for each in outcome.problems if each.severity == "error"):
            contracts = self._of.setdefault(problem, [])
            contracts.append(outcome.reference or outcome.file)
            if len(contracts) == 1:
                yield problem

    def lines(self) -> Iterator[str]:
        """A line for each error of several contracts, with their references."""
        for problem, contracts in self._of.items():
            if len(contracts) > 1:
                more = len(contracts) - MOST_CONTRACTS
                named = [*contracts[:MOST_CONTRACTS], f"{more:,} more"] if more > 1 else contracts
                of = f"{number(len(contracts), 'contract')} ({in_a_row(named)})"
                yield f"The same error in {of}: {problem.location}: {problem.message} [{problem.slug}]"


MOST_CONTRACTS: Final = 8
"""Contracts that are named with an error that several have."""


class Tally:
    """The counts of a run: contracts, documents with figures among them, documents, what was written, faults."""

    def __init__(self) -> None:
        self.contracts = self.of_figures = self.failed = self.written = 0
        self.kinds: Counter[str] = Counter()
        self.severities: Counter[Severity] = Counter()
        self.cannot_write = False
        self.told = ErrorsTold()

    def add(self, outcome: Ended) -> None:
        self.contracts += 1
        self.of_figures += outcome.of_figures
        self.failed += outcome.failed
        self.written += len(outcome.written)
        self.kinds.update(document.kind for document in outcome.documents)
        self.cannot_write = self.cannot_write or outcome.cannot_write
        self.take(outcome.problems)

    def take(self, problems: Iterable[Problem]) -> None:
        self.severities.update(problem.severity for problem in dict.fromkeys(problems))

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {"verdicts": dict(sorted(self.kinds.items())), "written": self.written, "failed": self.failed}

    def lines(self, out: Path, *, plan: bool) -> Iterator[str]:
        """The last lines of a run."""
        parts = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.kinds.items())) or "none"
        failed = (
            f" {self.failed:,} of them {'has' if self.failed == 1 else 'have'} errors."
            if self.failed and self.of_figures and self.contracts > 1
            else f" {number(self.failed, 'contract')} {'has' if self.failed == 1 else 'have'} errors."
            if self.failed and self.contracts > 1
            else ""
        )
        yield (
            f"{files_counted(self.contracts - self.of_figures, self.of_figures)}, "
            f"{number(sum(self.kinds.values()), 'document')}{' in all' if self.of_figures else ''}: {parts}. "
            f"{self._written(out, plan)}{failed} {self._severities}"
        )

    def complete(self, total: int) -> bool:
        """Whether nothing is left to do of a run over `total` contracts."""
        return self.contracts >= total

    def how_far(self, total: int) -> str:
        """How far a run over `total` contracts came that ended early."""
        return f"{self.contracts:,} of {number(total, 'contract')} {'was' if self.contracts == 1 else 'were'} done"

    def _written(self, out: Path, plan: bool) -> str:
        return "Nothing was written." if plan else f"{number(self.written, 'document')} written to {out}."

    @property
    def _severities(self) -> str:
        return f"{number(self.severities['error'], 'error')}, {number(self.severities['warning'], 'warning')}."


def print_outcome(outcome: Ended, told: ErrorsTold) -> None:
    """The documents of a contract with what became of them; then errors in full, those that were `told` of another
    contract in a count, and warnings a line each."""
    lines = [f"{outcome.reference or 'not built'} ({outcome.file})"]
    lines += [f"  {'differs':<14}  {change}" for change in outcome.facts]
    if outcome.why_draft:
        lines.append(f"  {'DRAFT':<14}  {_draft_line(outcome)}")
    for document in outcome.documents:
        lines += [document_line(document), *(f"                    {change}" for change in outcome.told_of(document))]
    click.echo("\n".join(lines))
    if serious := print_cautions(outcome, told):
        click.echo(
            f"  No document of this contract was written: {serious}."
            if not outcome.written
            else f"  Not every document of this contract was written: {serious}."
        )


def _draft_line(outcome: Ended) -> str:
    """Why every page says DRAFT now, or no longer does: once for all documents of the contract."""
    said = "no longer stands on the pages"
    if outcome.draft:
        said = "now stands on every page" if outcome.draft_changed else "stands on every page"
    return f"{said}, because {outcome.why_draft}"


def document_line(document: EndedDocument | Verdict) -> str:
    """A document with what becomes of it, and the name under which it is put beside another."""
    beside = f"  ->  {document.writes}" if document.writes and document.writes != document.file else ""
    return f"  {document.kind:<14}  {document.file}{beside}"


def print_cautions(outcome: Ended, told: ErrorsTold) -> str:
    """Print the problems of a contract, errors in full but for those that were `told` of another, and cautions a line
    each; answer the count of errors, "" for none."""
    serious = list(dict.fromkeys(problem for problem in outcome.problems if problem.severity == "error"))
    new = list(told.take(outcome))
    print_problems(new)
    if again := len(serious) - len(new):
        click.echo(f"  error: {again} as told above of another contract; each is named at the end", err=True)
    cautions = [
        f"  {line}"
        for line in _cautions(
            (problem for problem in in_reading_order(outcome.problems) if problem.severity != "error"), outcome.own_file
        )
    ]
    if cautions:
        click.echo("\n".join(cautions), err=True)
    return number(len(serious), "error") if serious else ""


def _cautions(problems: Iterable[Problem], file: str) -> Iterator[str]:
    """A line for each caution; of many of one kind only the first, with their number. `file` need not be named
    again."""
    by_kind: dict[str, list[Problem]] = {}
    for problem in problems:
        by_kind.setdefault(problem.slug, []).append(problem)
    for kind, found in by_kind.items():
        if kind in OF_THE_FOLDER:
            yield from (
                f"{problem.severity}: {Path(problem.location.file).name}: {problem.message}; {problem.cure} [{kind}]"
                for problem in found
            )
            continue
        for problem in found if len(found) <= MOST_OF_A_KIND else found[:1]:
            place = place_in_words(problem.location, file)
            yield f"{problem.severity}: {f'{place}: ' if place else ''}{problem.message} [{kind}]"
        if len(found) > MOST_OF_A_KIND:
            yield f"{found[0].severity}: {len(found) - 1} more of this kind; “specgen check --all” shows each [{kind}]"


def place_in_words(where: Location, file: str) -> str:
    """Where something stands, for who reads of `file`: the file is named where it is another, such as a base."""
    of_file = "" if where.sheet is not None or where.file == file or not where.in_file else f"{where.file}, "
    return f"{of_file}{where.in_file}"


def outcome_json(outcome: Ended) -> dict[str, object]:
    """What became of a contract, for programs."""
    return {
        "file": outcome.file,
        "reference": outcome.reference or None,
        "folder": outcome.folder or None,
        "draft": outcome.draft,
        "why_draft": outcome.why_draft or None,
        "facts": facts_json(outcome.facts),
        "documents": [
            {
                "file": document.file,
                "verdict": document.kind,
                "writes": document.writes or None,
                "changes": list(document.changes),
            }
            for document in outcome.documents
        ],
        "written": list(outcome.written),
        "problems": problems_json(outcome.problems),
    }


def facts_json(changes: Iterable[FactChange]) -> list[dict[str, object]]:
    """Facts of a contract that differ, for programs."""
    return [
        {
            "field": change.key,
            "asked": change.label,
            "of": change.of or None,
            "from": change.before,
            "to": change.after,
            "instrument": change.instrument,
        }
        for change in changes
    ]


_Done = TypeVar("_Done")
_Summary = TypeVar("_Summary", bound=RunSummary)


def of_many(batch: Batch, files: tuple[Path, ...]) -> bool:
    """Whether a folder or a register is named, rather than contract files one by one."""
    return batch.readings.has_register or any(path.is_dir() for path in files)


def summary_of(kind: type[_Summary], batch: Batch, files: tuple[Path, ...]) -> _Summary | None:
    """The summary for the contracts of a folder or a register; None where contract files are named one by one."""
    if not of_many(batch, files):
        return None
    return kind(*named_from(batch, files))


def plan_summary(batch: Batch, files: tuple[Path, ...]) -> PlanSummary:
    """What takes up a plan for its workbook."""
    return PlanSummary(*named_from(batch, files))


def named_from(batch: Batch, files: tuple[Path, ...]) -> Iterator[Path]:
    """The folders from which files are named in a workbook."""
    organisation = batch.workplace.organisation
    yield from _folder_of_all(files)
    if organisation is not None:
        yield organisation.folder
    yield shipped("clauses").parent


def _folder_of_all(files: tuple[Path, ...]) -> Iterator[Path]:
    """The folder that all of the files lie in, as the user named it; none where some are named with the whole path and
    others not."""
    with suppress(ValueError):
        yield Path(os.path.commonpath([path if path.is_dir() else path.parent for path in files]))


class ShownRun:
    """One run. `problems` belong to no contract, those of its start first; `told` is what is said in JSON, list by
    list. `issued` is the folder of what was issued, where that is not the one that is written into."""

    def __init__(
        self, batch: Batch, tally: Tally, *, form: str, summary: RunSummary | None = None, issued: Path | None = None
    ) -> None:
        self.stop = Stop()
        self.progress = Progress(len(batch), shown=form == "text")
        self.problems: list[Problem] = []
        self.told: dict[str, list[dict[str, object]]] = {"contracts": []}
        self.broken = False
        self._batch, self._tally, self._form, self._summary = batch, tally, form, summary
        self._issued = issued
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
        outside = outside_organisation(self._batch, self._issued or self.out)
        self.take((*self._batch.problems, *self._batch.readings.register_problems, *outside))
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

    def tell(
        self,
        done: _Done,
        show: Callable[[_Done], None],
        as_json: Callable[[_Done], dict[str, object]],
        under: str = "contracts",
    ) -> None:
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
        """Say how the run ended: what is wrong in all, the counts, the errors of several contracts, `lines`, how far it
        came if it was stopped.

        `stopped` says that what came after the contracts was.
        """
        if self._form == "json":
            summary = {
                **self._tally.counts(),
                "stopped": self.ended_early or stopped,
                "workbook": str(self._workbook) if self._workbook else None,
            }
            print_json({**self.told, "summary": summary, "problems": problems_json(self.problems)})
            return
        print_problems(self.problems[self._said :])
        for line in (*self._tally.lines(self.out, plan=plan), *self._tally.told.lines(), *lines, *self.how_far()):
            click.echo(line)
        if self._workbook is not None:
            click.echo(f"What became of each contract is in {self._workbook}.")

    def how_far(self) -> Iterator[str]:
        """How far a run came that ended early."""
        if self.ended_early:
            yield (
                f"Stopped: {self._tally.how_far(len(self._batch))}, and nothing is half written. Run the same "
                f"command again to go on."
            )

    @property
    def exit_code(self) -> int:
        """Whether it was stopped, the disk refused, a contract has errors, or all is done."""
        if self.stopped:
            return exit_codes.INTERRUPTED
        if self.broken or self._tally.cannot_write or has_errors(self.problems):
            return exit_codes.CANNOT_READ_OR_WRITE
        return exit_codes.PROBLEMS if self._tally.severities["error"] else exit_codes.DONE


def refused(batch: Batch, form: str, *, checking: bool = False) -> int:
    """A fault in what all contracts share: the library, a template, the base file, or the headings of a register."""
    shared = "the register or its headings have faults"
    problems = list(batch.problems)
    if has_errors(problems):
        shared = "the clause library, the editions, the templates or the base file have faults"
    else:
        # The rows' own faults come out as well, so that all can be mended at once.
        problems = [
            *problems,
            *batch.readings.register_problems,
            *(problem for reading in batch.readings for problem in reading.problems),
        ]
    if form == "json":
        print_json({"contracts": [], "problems": problems_json(problems)})
    else:
        print_problems(problems, err=not checking)
        click.echo(f"Nothing was {'checked' if checking else 'built'}: {shared}. {counted(problems)}.")
    return exit_codes.PROBLEMS


def alone(out: Path, form: str, work: Callable[[], int], *, wait: bool = False) -> int:
    """The exit code of `work`, done while no other run writes into `out`; another one is refused by name, or waited
    for."""
    doing = f"specgen {click.get_current_context().info_name}"
    try:
        with alone_in(out, doing, partial(time.sleep, _PAUSE) if wait else None):
            return work()
    except LockedError as fault:
        problem = Problem(
            "folder-in-use",
            f"another run is writing into the folder at this moment{f': {fault}' if str(fault) else ''}",
            Location(str(out)),
            cure="wait until it has ended and run the command again, or say --wait; nothing was written",
        )
        if form == "json":
            print_json({"contracts": [], "problems": problems_json([problem])})
        else:
            print_problems([problem])
            click.echo("Nothing was written.")
        return exit_codes.CANNOT_READ_OR_WRITE


_PAUSE: Final = 0.5
"""Seconds between two looks whether another run has ended."""

wait_option = click.option(
    "--wait", is_flag=True, help="Where another run is writing into the folder, wait until it has ended."
)

# A build over contracts: the work is shared among workers, and shown as every run is.


class Ran(Struct):
    """What came of a run, and, if that was asked for, what was planned for each contract."""

    shown: ShownRun
    planned: list[SavedContract] = field(default_factory=list)


def run_batch(
    batch: Batch,
    files: tuple[Path, ...],
    *,
    doing: Doing,
    form: str,
    workers: Workers,
    expected: Mapping[str, Previewed] | None = None,
    book: PlanSummary | None = None,
) -> Ran:
    """Do the work, print what becomes of each contract, and write the summary workbook of a run over many. `book` takes
    up what is only planned."""
    tally, bases = Tally(), BaseNeeds(batch)
    summary = summary_of(RunSummary, batch, files) if doing == "write" else None
    run = ShownRun(batch, tally, form=form, summary=summary)
    ran = Ran(run)
    run.begin()
    faults: list[Problem] = []
    others = dict(batch.queue.known)  # of a run of thousands that lie nowhere yet it is empty
    try:
        with run.under_way():
            for done in build_all(
                batch,
                workers.executor(len(batch)),
                doing=doing,
                expected=expected,
                stopping=run.stop,
                meanwhile=run.progress.show,
            ):
                tally.add(done)
                bases.note(done)
                others.pop(folded(PurePath(done.folder).name or file_stem(done.reference)), None)
                if summary is not None and not done.person_level:
                    summary.add(done)
                if book is not None and not done.person_level:
                    book.add(done)
                if doing == "save plan":
                    ran.planned.append(saved_contract(done))
                run.tell(done, partial(print_outcome, told=tally.told), outcome_json)
    except BrokenOffError as fault:
        run.broken = True
        faults = [fault.problem]
    if not run.ended_early:
        left = packs_left(run.out, others.values()) if of_many(batch, files) else None
        faults = [*bases.unneeded(), *filter(None, (left,))]
    run.sum_up(faults)
    return ran


def report(ran: Ran, *, doing: Doing) -> int:
    """Print how the run ended, and answer its exit code."""
    ran.shown.end(plan=doing != "write")
    return ran.shown.exit_code
