"""`specgen build` and `specgen check`: contract files to documents, and contract files held against the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from specgen.checks import deviation_expired
from specgen.cli import exit_codes
from specgen.cli.clause_words import written_day
from specgen.cli.contract_files import Readings, contract_paths, one_organisation
from specgen.cli.output import counted, format_option, number, print_json, print_problems, problems_json
from specgen.cli.workplace import open_workplace
from specgen.issue.build import Outcome, drafted, finish, prepare, write
from specgen.issue.disk import Disk
from specgen.issue.precedents import Precedents, open_precedents
from specgen.problems import Problem, has_errors, in_reading_order

MOST_OF_A_KIND = 3
"""Cautions of one kind that a build prints for a contract before it counts them; `check` prints all."""

files_argument = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")


@click.command()
@files_argument
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder for the documents; each contract gets a folder in it.")
@click.option("--draft", is_flag=True, help="Build although values are missing: each gap is visible in the document and named here.")
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each document.")
@format_option
def build(files: tuple[Path, ...], out: Path, draft: bool, plan: bool, form: str) -> int:
    """Build the documents of contracts. FILE is a contract file or a folder of them.

    A contract with an error gets no document; the others are built. A document that somebody edited since it was
    issued is kept, and the new one is put beside it.

    \b
    Examples:
      specgen build contract.yaml -o documents
      specgen build contracts -o documents --plan
      specgen build contract.yaml -o documents --draft
    """
    precedents, listed, problems = _opened(files)
    if has_errors(problems):
        return _refused(problems, form)
    disk = Disk()
    ended: list[dict[str, object]] = []
    kinds: Counter[str] = Counter()
    written, everything, cannot_write = 0, list(problems), False
    if form == "text":
        print_problems(problems)
    for outcome in prepare(Readings(listed), precedents, out, draft=draft):
        done = outcome if plan else write(outcome, disk)
        kinds.update(verdict.kind for verdict in done.verdicts)
        written += len(done.written)
        everything += done.problems
        cannot_write = cannot_write or done.cannot_write
        if form == "json":
            ended.append(_outcome_json(done))
        else:
            _print_outcome(done)
    summary = _summary(len(listed), kinds, written, everything, out, plan=plan)
    if form == "json":
        print_json({"contracts": ended, "summary": {"verdicts": dict(sorted(kinds.items())), "written": written}, "problems": problems_json(problems)})
    else:
        click.echo(summary)
    return exit_codes.CANNOT_READ_OR_WRITE if cannot_write else exit_codes.PROBLEMS if has_errors(everything) else exit_codes.DONE


@click.command()
@files_argument
@click.option("--draft", is_flag=True, help="Say of missing values only that they would be gaps.")
@click.option("--on", "day", callback=written_day, metavar="DATE", help="Say also which local deviations will have ended by that day, such as 2027-04-01.")
@format_option
def check(files: tuple[Path, ...], draft: bool, day: date | None, form: str) -> int:
    """Hold contracts against the handbook and against everything a build needs. Writes nothing.

    \b
    Examples:
      specgen check contract.yaml
      specgen check contracts --format json
    """
    precedents, listed, problems = _opened(files)
    if has_errors(problems):
        return _refused(problems, form)
    found = list(problems)
    for reading in Readings(listed):
        found += reading.problems
        if reading.contract is not None:
            pack, faults = drafted(reading.contract, precedents, draft=draft)
            found += faults
            if pack is not None and not has_errors(faults):
                found += finish(pack, faults, precedents)[1]
            if pack is not None and day is not None:
                found += deviation_expired.check_on(pack, day)
    if form == "json":
        print_json({"files": [str(file) for file in listed], "problems": problems_json(found)})
    else:
        print_problems(found)
        click.echo(f"{number(len(listed), 'contract')} checked: {counted(found)}.")
    return exit_codes.PROBLEMS if has_errors(found) else exit_codes.DONE


def _opened(files: tuple[Path, ...]) -> tuple[Precedents, list[Path], list[Problem]]:
    workplace, problems = open_workplace(one_organisation(files))
    precedents, faults = open_precedents(workplace.library, workplace.editions, workplace.types)
    return precedents, contract_paths(files, workplace.organisation), problems + faults


def _refused(problems: list[Problem], form: str) -> int:
    """A fault in the library or a template: no contract can be trusted to it."""
    if form == "json":
        print_json({"contracts": [], "problems": problems_json(problems)})
    else:
        print_problems(problems)
        click.echo(f"Nothing was built: the clause library, the editions or the templates have faults. {counted(problems)}.")
    return exit_codes.PROBLEMS


def _print_outcome(outcome: Outcome) -> None:
    """The documents of a contract with what became of them; then errors in full, and warnings a line each."""
    reference = outcome.contract.reference if outcome.contract else "not built"
    click.echo(f"{reference} ({outcome.file})")
    for verdict in outcome.verdicts:
        beside = f"  ->  {verdict.writes}" if verdict.writes and verdict.writes != verdict.file else ""
        click.echo(f"  {verdict.kind:<14}  {verdict.file}{beside}")
        for change in verdict.changes:
            click.echo(f"                    {change}")
    serious = [problem for problem in outcome.problems if problem.severity == "error"]
    print_problems(serious)
    for line in _cautions(problem for problem in in_reading_order(outcome.problems) if problem.severity != "error"):
        click.echo(f"  {line}", err=True)
    if serious:
        click.echo(f"  No document of this contract was written: {counted(serious)}." if not outcome.written
                   else f"  Not every document of this contract was written: {counted(serious)}.")


def _cautions(problems: Iterable[Problem]) -> Iterator[str]:
    """A line for each caution; of many of one kind only the first, with their number."""
    by_kind: dict[str, list[Problem]] = {}
    for problem in problems:
        by_kind.setdefault(problem.slug, []).append(problem)
    for kind, found in by_kind.items():
        for problem in found if len(found) <= MOST_OF_A_KIND else found[:1]:
            yield f"{problem.severity}: {_place(problem)}{problem.message} [{kind}]"
        if len(found) > MOST_OF_A_KIND:
            yield f"{found[0].severity}: {len(found) - 1} more of this kind; “specgen check” shows each [{kind}]"


def _place(problem: Problem) -> str:
    line = problem.location.line
    return f"line {line}: " if line is not None else ""


def _summary(contracts: int, kinds: Counter[str], written: int, problems: list[Problem], out: Path, *, plan: bool) -> str:
    parts = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items())) or "none"
    head = f"{number(contracts, 'contract')}, {number(sum(kinds.values()), 'document')}: {parts}."
    tail = "Nothing was written." if plan else f"{number(written, 'document')} written to {out}."
    return f"{head} {tail} {counted(problems)}."


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    return {
        "file": outcome.file,
        "reference": outcome.contract.reference if outcome.contract else None,
        "folder": str(outcome.folder) if outcome.folder else None,
        "draft": outcome.pack.draft if outcome.pack else None,
        "documents": [
            {"file": verdict.file, "verdict": verdict.kind, "writes": verdict.writes or None, "changes": [str(change) for change in verdict.changes]}
            for verdict in outcome.verdicts
        ],
        "written": list(outcome.written),
        "problems": problems_json(outcome.problems),
    }
