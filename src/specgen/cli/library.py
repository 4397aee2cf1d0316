"""`specgen library update`: a new national library comes in beside the old, shown before it is written."""

from __future__ import annotations

from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.clause_words import folder_option
from specgen.cli.given_path import GivenPath
from specgen.cli.output import counted, format_option, number, print_json, print_problems, problems_json
from specgen.cli.word_difference import difference_json, print_difference
from specgen.issue.disk import Disk
from specgen.issue.workplace import library_folders, open_workplace, own_library
from specgen.library.differences import VersionDifference, version_difference
from specgen.library.update import Arrival, LibraryUpdate, library_update
from specgen.problems import Location, Problem, has_errors


@click.group()
def library() -> None:
    """The clause library as a whole."""


@library.command("update")
@click.argument("incoming", metavar="FOLDER", type=GivenPath(file_okay=False))
@click.option("--apply", "apply_it", is_flag=True, help="Write the new versions into your organisation's library. Without it, they are only shown.")
@folder_option
@format_option
def update_library(incoming: Path, apply_it: bool, folder: Path, form: str) -> int:
    """Show what the clause library in FOLDER would bring, word by word; with --apply, bring it in.

    New versions and clauses come in beside what is there, into your organisation's library, as drafts that nobody has
    approved. A version that is there already never changes: a FOLDER that has other words for it is refused.

    \b
    Examples:
      specgen library update new-clauses
      specgen library update new-clauses --apply
    """
    workplace, problems = open_workplace(folder)
    own, blocking = own_library(workplace)
    if own is None or has_errors(problems):
        print_problems([*blocking, *problems])
        click.echo("Nothing was written.", err=True)
        return exit_codes.PROBLEMS
    update, faults = library_update(workplace.library, library_folders(workplace.organisation), own, incoming)
    refused = update is None or has_errors(faults)
    written = bool(apply_it and not refused and update is not None and update.files)
    if written and update is not None:
        faults += _written(own, update)
        refused = has_errors(faults)
    if form == "json":
        print_json({
            "arrivals": [{"name": arrival.version.name, "title": arrival.version.title, "before": arrival.before.name if arrival.before else None,
                          **({"difference": difference_json(_difference(arrival))} if arrival.before else {})} for arrival in (update.arrivals if update else ())],
            "known": update.known if update else 0, "written": written and not refused, "problems": problems_json(faults),
        })
    else:
        _print_update(update, faults, refused=refused, written=written)
    return exit_codes.PROBLEMS if refused else exit_codes.DONE


def _difference(arrival: Arrival) -> VersionDifference:
    return version_difference(arrival.before or arrival.version, arrival.version)


def _print_update(update: LibraryUpdate | None, faults: list[Problem], *, refused: bool, written: bool) -> None:
    arrivals = update.arrivals if update is not None else ()
    for arrival in arrivals:
        if arrival.before is None:
            click.echo(f"A new clause: {arrival.version.name}, “{arrival.version.title}” ({arrival.version.origin})\nChange: {arrival.version.change}\n")
            for block in arrival.version.blocks:
                click.echo(f"+ {block.text}")
        else:
            print_difference(_difference(arrival))
        click.echo()
    print_problems(faults)
    if refused:
        click.echo(f"Refused, and nothing was written: {counted(faults)}.")
        return
    new_clauses = sum(arrival.before is None for arrival in arrivals)
    click.echo(f"{number(len(arrivals), 'new version')}, of which {number(new_clauses, 'new clause')}; {number(update.known if update else 0, 'version')} known already.")
    if written:
        click.echo("Written to your organisation's library. Each is a draft until “specgen clauses approve” records an approval.")
    elif arrivals:
        click.echo("Nothing was written; the same command with --apply brings them in.")


def _written(own: Path, update: LibraryUpdate) -> list[Problem]:
    """Put the files in place, sources first and each clause's description before its versions. Raises OSError."""
    disk = Disk()
    for name, data in update.files.items():
        file = own.joinpath(*name.split("/"))
        if file.suffix == ".md" and file.exists():
            return [Problem("version-there", f"{name} appeared in your library meanwhile", Location(str(file)), cure="run the command again")]
        disk.make_folder(file.parent)
        disk.put(file, data)
    return []
