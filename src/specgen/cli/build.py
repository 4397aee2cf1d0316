"""`specgen build` and `specgen check`: contracts to documents, and contracts held against the rules.

What a check found is printed with errors first and whole, then of each kind of caution as much as helps. It goes to
standard output with the result, so that both can be kept in one file.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click
from msgspec.structs import replace

from specgen import exit_codes
from specgen.cli.output import (
    GivenPath,
    NewFile,
    as_usage,
    base_option,
    counted,
    date_option,
    exit_code,
    files_counted,
    format_option,
    print_json,
    print_problems,
    problems_json,
    put_file,
    today,
    visible,
    workers_option,
    writes_option,
)
from specgen.cli.output import (
    path_in_words as in_words,
)
from specgen.cli.run import MOST_OF_A_KIND, ShownRun, alone, plan_summary, refused, report, run_batch, wait_option
from specgen.contract.fields import contract_schema
from specgen.excel import intact
from specgen.issue.folders import at_person_level
from specgen.issue.portfolio.checked import check_all
from specgen.issue.portfolio.portfolio import BaseNeeds, Batch, open_batch
from specgen.issue.portfolio.saved_plan import (
    LARGEST,
    SavedPlan,
    changed_since,
    expected_of,
    inputs_now,
    plan_bytes,
    read_plan,
    saved_plan,
)
from specgen.issue.portfolio.summary import RunSummary
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors, in_reading_order
from specgen.shared_work import BrokenOffError, Workers

# `specgen build --save-plan` and `specgen apply`: what was previewed is done, exactly that, or refused by name.


@click.command()
@click.argument("file", type=GivenPath(dir_okay=False), metavar="PLAN.json")
@workers_option
@wait_option
@format_option
def apply(file: Path, workers: int | None, wait: bool, form: str) -> int:
    """Do what a plan says that “specgen build … --save-plan PLAN.json” saved, and nothing else.

    If a contract, the register, its base, a clause, an approval, an edition, a template, a document that lies there or
    specgen itself changed since, each is named and nothing is written. A run that was stopped is gone on with by the
    same command.

    \b
    Example:
      specgen build register.xlsx -o documents --save-plan renewals.json
      specgen apply renewals.json
    """
    plan, problems = read_plan(read_plain(file, LARGEST + 1), str(file))
    if plan is None:
        return _nothing_done(problems, form)
    folder = file.absolute().parent
    files = tuple(_from_here(folder, name) for name in plan.build)
    base = _from_here(folder, plan.base) if plan.base is not None else None
    there = [*zip(plan.build, map(Path.exists, files), strict=True)]
    there += [(str(plan.base), base.is_file())] if base is not None else []
    if gone := [
        Problem(
            "plan-outdated",
            "is gone since the plan was made",
            Location(name),
            cure="make the plan anew and look at it; nothing was written",
        )
        for name, found in there
        if not found
    ]:
        return _nothing_done(gone, form)
    with Workers(workers, files) as ready:
        batch = as_usage(open_batch, files, _from_here(folder, plan.out), base, draft=plan.draft, today=today())
        if changed := changed_since(plan, batch, folder):
            return _nothing_done(changed, form)
        if batch.refused:
            return refused(batch, form)
        return alone(
            Path(batch.work.out),
            form,
            lambda: report(
                run_batch(batch, files, doing="write", form=form, workers=ready, expected=expected_of(plan)),
                doing="write",
            ),
            wait=wait,
        )


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
    if not file.exists() and not file.is_symlink():
        return
    if file.is_file() and read_plan(read_plain(file, LARGEST + 1), str(file))[0] is not None:
        return
    raise click.UsageError(f"{file} is there already and is not a plan; it is not overwritten. Name another file")


def save_plan(
    batch: Batch,
    files: tuple[Path, ...],
    base: Path | None,
    file: Path,
    *,
    form: str,
    workers: Workers,
    book: Path | None = None,
) -> int:
    """Plan, show the plan, and keep it in `file`; not when an input changed meanwhile or the run was stopped."""
    folder = file.absolute().parent
    before = inputs_now(batch, folder)
    # The run says of each that it stands in no plan that is kept; its name and its reference stand in none either.
    about_one = any(at_person_level(each / "file") for each in files)
    summary = plan_summary(batch, files) if book is not None else None
    ran = run_batch(batch, files, doing="save plan", form=form, workers=workers, book=summary)
    if not ran.shown.ended_early:
        if before != inputs_now(batch, folder):
            ran.shown.take(
                [
                    Problem(
                        "changed-meanwhile",
                        "an input changed while the plan was made, so it is not saved",
                        Location(str(file)),
                        cure="run the command again",
                    )
                ]
            )
        elif not about_one:
            _put(file, saved_plan(batch, files, base, before, ran.planned, folder))
    code = report(ran, doing="save plan")
    if form == "text" and not about_one and not ran.shown.ended_early and not has_errors(ran.shown.problems):
        named, remark = in_words(file)
        click.echo(
            f"The plan is in {visible(str(file))}. To do exactly this: specgen apply "
            f"{named}{f' ({remark[:-1]})' if remark else ''}"
        )
    put_book(ran.shown, summary, book, form)
    return code


def _put(file: Path, plan: SavedPlan) -> None:
    put_file(file, plan_bytes(plan))


files_argument = click.argument("files", nargs=-1, required=True, type=GivenPath(), metavar="FILE...")


@click.command()
@files_argument
@writes_option(
    click.Path(path_type=Path),
    "The folder for the documents; each contract gets a folder in it. With --plan also a second time, FILE.xlsx: "
    "a workbook of the plan, to read and to send; alone, the plan is made against the folder that it lies in.",
    name="outs",
    multiple=True,
)
@base_option
@click.option(
    "--draft",
    is_flag=True,
    help="Build although values are missing: each gap is visible in the document and named here.",
)
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each document.")
@click.option(
    "--save-plan",
    "plan_file",
    type=NewFile(".json"),
    metavar="PLAN.json",
    help="As --plan, and keep the plan in a file: “specgen apply PLAN.json” does that and nothing else.",
)
@workers_option
@wait_option
@format_option
def build(
    files: tuple[Path, ...],
    outs: tuple[Path, ...],
    base: Path | None,
    draft: bool,
    plan: bool,
    plan_file: Path | None,
    workers: int | None,
    wait: bool,
    form: str,
) -> int:
    """Build the documents of contracts. FILE is a contract file, a folder of them, or a register: a workbook (.xlsx) or
    a .csv with a row for each contract.

    A contract with an error gets no document; the others are built. A document that somebody edited since it was
    issued is kept, and the new one is put beside it. For a folder or a register, specgen-summary.xlsx beside the
    documents says what became of each contract. Ctrl-C stops cleanly; the same command goes on.

    \b
    Examples:
      specgen build contract.yaml -o documents
      specgen build contracts -o documents --plan
      specgen build contracts -o documents --plan -o plan.xlsx
      specgen build register.xlsx --base standard.yaml -o documents
      specgen build register.xlsx -o documents --save-plan renewals.json
    """
    if plan_file is not None:
        refuse_overwriting(plan_file)
    out, book = folder_and_book(outs, planned=plan or plan_file is not None)
    with Workers(workers, files) as ready:
        batch = as_usage(open_batch, files, out, base, draft=draft, today=today())
        if batch.refused:
            return refused(batch, form)
        if plan_file is None and plan:
            return _planned(batch, files, book, form=form, workers=ready)
        if plan_file is None:
            return alone(
                out,
                form,
                lambda: report(run_batch(batch, files, doing="write", form=form, workers=ready), doing="write"),
                wait=wait,
            )
        return save_plan(batch, files, base, plan_file, form=form, workers=ready, book=book)


def folder_and_book(outs: tuple[Path, ...], *, planned: bool) -> tuple[Path, Path | None]:
    """The folder for the documents that -o names, and the workbook of a plan, if one is named."""
    books = [path for path in outs if path.suffix.lower() == ".xlsx" and not path.is_dir()]
    folders = [path for path in outs if path not in books]
    if len(books) > 1 or len(folders) > 1:
        raise click.UsageError("-o names one folder for the documents and, with --plan, one workbook")
    if books and not planned:
        raise click.UsageError(
            f"-o {books[0]} is a workbook, which is written of a plan: add --plan, or name a folder for the documents"
        )
    for path in folders:
        if path.exists() and not path.is_dir():
            raise click.BadParameter(f"Directory '{path}' is a file.", param_hint="'-o' / '--out'")
    if books:
        refuse_overwriting_book(books[0])
    return folders[0] if folders else books[0].parent, books[0] if books else None


def refuse_overwriting_book(file: Path) -> None:
    """Only an earlier plan that nobody touched may be written over."""
    if file.is_symlink() or (file.exists() and not (file.is_file() and intact(read_plain(file)))):
        raise click.UsageError(
            f"{file} is there already, and was edited or is no plan of specgen's; it is not overwritten. Name another "
            "file"
        )


def _planned(batch: Batch, files: tuple[Path, ...], book: Path | None, *, form: str, workers: Workers) -> int:
    """Plan and say it; with a workbook, if one is asked for."""
    summary = plan_summary(batch, files) if book is not None else None
    ran = run_batch(batch, files, doing="plan", form=form, workers=workers, book=summary)
    code = report(ran, doing="plan")
    put_book(ran.shown, summary, book, form)
    return code


def put_book(run: ShownRun, summary: RunSummary | None, book: Path | None, form: str) -> None:
    """Write the workbook of a plan, with what is wrong in all."""
    if summary is None or book is None or run.ended_early:
        return
    for problem in run.problems:
        summary.take(problem)
    put_file(book, summary.workbook())
    if form == "text":
        click.echo(f"The plan to read is in {visible(str(book))}.")


@click.command()
@files_argument
@base_option
@click.option("--draft", is_flag=True, help="Say of missing values only that they would be gaps.")
@date_option("--on", "day", help="Say also which local deviations will have ended by that day, such as 2027-04-01.")
@click.option("--all", "every", is_flag=True, help="Show each of many cautions of one kind, not what they come to.")
@workers_option
@format_option
def check(
    files: tuple[Path, ...],
    base: Path | None,
    draft: bool,
    day: date | None,
    every: bool,
    workers: int | None,
    form: str,
) -> int:
    """Hold contracts against the handbook and against everything a build needs. Writes nothing.

    Errors come first, each with its cure. All of it goes to standard output, so that “> found.txt” keeps it.

    \b
    Examples:
      specgen check contract.yaml
      specgen check contract.yaml --all > found.txt
      specgen check contracts --format json
    """
    with Workers(workers, files) as ready:
        batch = as_usage(open_batch, files, Path(), base, today=today())
        if batch.refused:
            return refused(batch, form, checking=True)
        readings, bases = batch.readings, BaseNeeds(batch)
        executor = ready.executor(len(batch))
        # A fault of the base is a fault of every contract: kept once, however many there are.
        found = dict.fromkeys([*batch.problems, *readings.register_problems])
        count = own = 0
        folders: dict[str, str] = {}
        words: dict[str, str] = {}
        places: dict[Location, Location] = {}
        try:
            for each in check_all(batch, executor, draft=draft, on=day):
                count += not each.own
                own += each.own
                bases.note(each)
                if each.clash is not None and folders.setdefault(each.folder, each.file) != each.file:
                    found[each.clash] = None
                found |= {_lean(problem, words, places): None for problem in each.problems if problem not in found}
            found |= dict.fromkeys(readings.base_problems if executor is None else bases.unneeded())
        except BrokenOffError as fault:
            found[fault.problem] = None
    if form == "json":
        print_json({"files": readings.files, "problems": problems_json(found)})
    else:
        print_found(found, each=every)
        click.echo(f"{files_counted(count, own)} checked: {counted(found)}.")
    return exit_code(found)


def _lean(problem: Problem, words: dict[str, str], places: dict[Location, Location]) -> Problem:
    """The problem with what it has in common with others held once: of thousands of contracts there are thousands."""
    return replace(
        problem,
        slug=words.setdefault(problem.slug, problem.slug),
        location=places.setdefault(problem.location, problem.location),
        cure=words.setdefault(problem.cure, problem.cure),
        excerpt=words.setdefault(problem.excerpt, problem.excerpt),
        source=words.setdefault(problem.source, problem.source),
    )


# `specgen schema`: what editors need to help with a contract file.


@click.command()
def schema() -> int:
    """Print the JSON Schema of the contract file.

    \b
    Example, to renew the schema beside a contract file after an upgrade:
      specgen schema > contract.schema.json
    """
    click.echo(contract_schema(), nl=False)
    return exit_codes.DONE


ROUTINE = {
    "clause-not-approved": (
        "clauses are not approved by your organisation",
        "have them approved; until then every page says DRAFT",
    ),
    "edition-not-verified": (
        "facts of the edition were not checked against the published form",
        "check them; then add the name of each under contract, confirmed",
    ),
}
"""What many cautions of one kind come to, where each says the same of another thing, and the cure of them all."""
MOST_LINES = 12
"""Lines that are named before only the first and the last are."""
EACH = "“specgen check --all” shows each"


def print_found(problems: Iterable[Problem], *, each: bool) -> None:
    """Print errors, then cautions; of many of one kind in one file only what they come to, unless `each` is wanted."""
    found = in_reading_order(problems)
    errors = [problem for problem in found if problem.severity == "error"]
    for part in (errors,) if each else still_to_write(errors):
        print_problems(part, err=False)
    cautions = [problem for problem in found if problem.severity != "error"]
    print_problems(cautions if each else together(cautions), err=False)


MOST_TO_WRITE = 10
"""Names without a value in one file that are told each with its question, which stands in the file above it too."""


def still_to_write(errors: Iterable[Problem]) -> tuple[list[Problem], list[Problem]]:
    """The errors, and apart from them the many names of one file that stand there with nothing behind them, as one
    problem that names each with its line."""
    others: list[Problem] = []
    by_file: dict[str, list[Problem]] = {}
    for problem in errors:
        empty = problem.slug == "missing-value" and "behind the colon" in problem.cure and problem.excerpt.endswith(":")
        (by_file.setdefault(problem.location.file, []) if empty else others).append(problem)
    many = []
    for file, found in by_file.items():
        if len(found) <= MOST_TO_WRITE:
            others += found
            continue
        named = ", ".join(f"{each.excerpt.strip('- :')} (line {each.location.line})" for each in found)
        said = f"{len(found)} names have no value yet: {named}; {EACH} with its question"
        many.append(Problem("missing-value", said, Location(file), cure="write each value behind its colon"))
    return in_reading_order(others), many


def together(cautions: Iterable[Problem]) -> Iterator[Problem]:
    """The cautions, where more than a few of one kind and file are one."""
    by_kind: dict[tuple[str, str], list[Problem]] = {}
    for problem in cautions:
        by_kind.setdefault((problem.location.file, problem.slug), []).append(problem)
    for (_, slug), found in by_kind.items():
        if len(found) <= MOST_OF_A_KIND:
            yield from found
        elif slug in ROUTINE:
            what, cure = ROUTINE[slug]
            yield replace(
                found[0],
                message=f"{len(found)} {what}{_where(found)}{_reasons(found)}; {EACH}",
                cure=cure,
                location=Location(found[0].location.file),
                excerpt="",
            )
        else:
            others = found[1:]
            yield replace(
                found[0], message=f"{found[0].message}; and {len(others)} more of this kind{_where(others)}; {EACH}"
            )


MOST_REASONS = 3
"""Reasons that are told of many cautions of one kind."""


def _reasons(found: Iterable[Problem]) -> str:
    """Why approvals that are there do not count, where the cautions say it, and of how many clauses each is true."""
    said = Counter(reason for each in found if (reason := each.message.partition(" by your organisation: ")[2]))
    told = "".join(f"; for {count} of them, {reason}" for reason, count in said.most_common(MOST_REASONS))
    return told + ("; and other reasons" if len(said) > MOST_REASONS else "")


def _where(found: list[Problem]) -> str:
    """In which lines or rows they are."""
    lines = sorted({problem.location.line for problem in found if problem.location.line is not None})
    if not lines:
        return ""
    word = "row" if found[0].location.sheet is not None else "line"
    if len(lines) == 1:
        return f" (in {word} {lines[0]})"
    if len(lines) > MOST_LINES:
        return f" ({word}s {lines[0]} to {lines[-1]})"
    return f" ({word}s {', '.join(map(str, lines[:-1]))} and {lines[-1]})"
