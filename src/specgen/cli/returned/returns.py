"""`specgen review FOLDER`: a whole return, pack by pack, with one worklist."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import to_builtins

from specgen import exit_codes
from specgen.assembly.marks import file_stem
from specgen.cli.output import Progress, number, print_json, print_problems, problems_json, refused_with, visible
from specgen.issue.precedents import Workplace
from specgen.issue.records import folded
from specgen.problems import Location, Problem, has_errors
from specgen.review.returns.across import in_sentences
from specgen.review.returns.returns import (
    FINE,
    STATE_WORDS,
    FileState,
    ReturnedFile,
    came_twice,
    find_return,
    otherwise_in,
    packs_reviewed,
    reviewed_by,
    reviewed_here,
)
from specgen.review.returns.worklist import Worklist, pack_report
from specgen.shared_work import WORTH_SHARING, BrokenOffError, Workers
from specgen.writing import Disk

_SHOWN = 40
"""Files of one kind that a screen names; the worklist names all."""
_NAMED: tuple[FileState, ...] = ("not read", "not clear", "within", "missing", "extra", "copy")


def review_return(
    folder: Path,
    issued: Path,
    out: Path,
    workplace: Workplace,
    problems: list[Problem],
    form: str,
    *,
    start: Path,
    workers: int | None,
) -> int:
    """Review every file of the folder and write the worklist, with a report for each pack that changed beside it.

    `start` is where the organisation is found, for the workers that review too."""
    reports = out.with_name(f"{out.stem} - packs")
    if there := [path for path in (out, reports) if path.exists()]:
        problem = Problem(
            "file-exists",
            "there is something of this name already, and it is kept; nothing was reviewed",
            Location(str(there[0])),
            cure="give another name, or move the old one away",
        )
        return refused_with([*problems, problem], form, "Nothing was reviewed.")
    found = find_return(folder, issued, workplace.types)
    problems += found.problems
    if not found.sent:
        problem = Problem(
            "nothing-issued",
            "no issued document lies there",
            Location(str(issued)),
            cure="name the folder that the packs were built into",
        )
        return refused_with([*problems, problem], form, "Nothing was reviewed.")
    disk = Disk()
    worklist = Worklist()
    progress = Progress(len(found.back), "files", shown=form != "json")
    taken: set[str] = set()
    try:
        with Workers(workers, ()) as ready:
            executor = ready.executor(len(found.pairs), WORTH_SHARING) if workplace.library.seal else None
            reviewed = reviewed_by(executor, start, workplace) if executor is not None else reviewed_here(workplace)
            for pack, files in packs_reviewed(found, reviewed, progress.step):
                report = ""
                otherwise = otherwise_in(pack, files, found.sent, workplace.library) if pack else []
                if pack and any(each.units or each.state not in (*FINE, "missing") for each in files):
                    name = _free_name(pack, files, taken)
                    report = f"{reports.name}/{name}"
                    disk.make_folder(reports)
                    disk.put(reports / name, pack_report(pack, files, otherwise))
                worklist.add(pack, files, report, otherwise)
    except BrokenOffError as fault:
        progress.clear()
        return refused_with([*problems, fault.problem], form, "Nothing was reviewed.")
    progress.clear()
    disk.put(out, worklist.workbook())
    done = not set(worklist.counts()) - FINE and not has_errors(problems)
    if form == "json":
        print_json(_json(worklist, out, problems))
    else:
        _print(worklist, out, problems)
    return exit_codes.DONE if done else exit_codes.PROBLEMS


def _free_name(pack: str, files: list[ReturnedFile], taken: set[str]) -> str:
    """A name for the report of the pack that no other has: its contract's, else its folder's."""
    reference = next((each.reference for each in files if each.reference), "") or pack
    stem, number_ = file_stem(reference) or "pack", 1
    while folded(name := f"{stem}.xlsx" if number_ == 1 else f"{stem} ({number_}).xlsx") in taken:
        number_ += 1
    taken.add(folded(name))
    return name


def _print(worklist: Worklist, out: Path, problems: list[Problem]) -> None:
    print_problems(problems)
    came = sum(bool(each.file) for each in worklist.files)
    click.secho(f"{number(len(worklist.packs), 'pack')}, {number(came, 'file')} that came back.", bold=True)
    for state, count in worklist.counts().items():
        click.echo(f"  {count:,} {STATE_WORDS[state]}")
    if classes := worklist.by_class():
        click.secho(f"Changes: {'; '.join(f'{count:,} {sort}' for sort, count in classes.items())}.", bold=True)
    if worklist.otherwise:
        told = in_sentences(worklist.otherwise)
        places = f", in {len(worklist.otherwise):,} places" if len(worklist.otherwise) > len(told) else ""
        click.secho(
            f"\nChanged in one place, and otherwise in another that said the same ({len(told):,}{places}):", bold=True
        )
        for said in told:
            click.echo(f"  {visible(said)}")
    for state in _NAMED:
        named = [each for each in worklist.files if each.state == state]
        if named:
            click.secho(f"\n{STATE_WORDS[state].capitalize()} ({len(named):,}):", bold=True)
        for each in named[:_SHOWN]:
            said = f": {visible(each.says)}" if each.says else ""
            click.echo(f"  {visible(each.file or each.sent)}{said}")
        if len(named) > _SHOWN:
            click.echo(f"  … and {len(named) - _SHOWN:,} more; the worklist names all")
    _print_twice(worklist)
    click.echo(f"\nThe worklist is in {out}")


def _print_twice(worklist: Worklist) -> None:
    twice = came_twice(worklist.files)
    if twice:
        click.secho(f"\nCame back more than once ({len(twice):,}); ask which file holds:", bold=True)
    for sent, files in list(twice.items())[:_SHOWN]:
        click.echo(f"  {visible(sent)}: {visible(', '.join(files))}")
    if len(twice) > _SHOWN:
        click.echo(f"  … and {len(twice) - _SHOWN:,} more; the worklist names all")


def _json(worklist: Worklist, out: Path, problems: list[Problem]) -> dict[str, object]:
    return {
        "schema": 1,
        "written": str(out),
        "packs": len(worklist.packs),
        "counts": dict(worklist.counts()),
        "classes": worklist.by_class(),
        "otherwise": [to_builtins(each) for each in worklist.otherwise],
        "files": [
            {
                "state": each.state,
                "file": each.file,
                "issued": each.sent,
                "pack": each.pack,
                "contract": each.reference,
                "found_by": each.how,
                "says": each.says,
                "candidates": list(each.candidates),
                "by_class": {str(sort): count for sort, count in each.classes.items()},
                "problems": problems_json(each.problems),
            }
            for each in worklist.files
        ],
        "problems": problems_json(problems),
    }
