"""`specgen fill`: the names that the chosen clauses ask for, written into a contract file with their questions."""

from __future__ import annotations

from pathlib import Path

import click

from specgen.assembly.asking.asked import filled_in
from specgen.cli import output as exit_codes
from specgen.cli.output import GivenPath, counted, number, path_in_words, print_problems, visible
from specgen.issue.precedents import open_workplace
from specgen.library.model import Library
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.writing import Disk
from specgen.yamlfile import LARGEST_FILE

ENDINGS = (".yaml", ".yml")


@click.command()
@click.argument("files", nargs=-1, required=True, type=GivenPath(dir_okay=False), metavar="FILE...")
def fill(files: tuple[Path, ...]) -> int:
    """Write into contract files the names that their clauses ask for and that are missing, each with its question.

    Above each name stands its question as a note, behind it nothing: the value is yours to write. What the file holds
    stays as it is, letter for letter; a second run finds nothing to add.

    \b
    Examples:
      specgen fill contract.yaml
      specgen fill contracts/*.yaml
    """
    for file in files:
        if file.suffix.lower() not in ENDINGS:
            raise click.UsageError(f"{file} is no contract file; a contract file ends in .yaml or .yml")
    problems: list[Problem] = []
    for file in files:
        workplace, faults = open_workplace(file)
        problems += faults
        if not has_errors(faults):
            problems += _fill(file, workplace.library)
    if has_errors(problems):
        print_problems(problems)
        click.echo(f"{counted(problems)}.")
        return exit_codes.PROBLEMS
    return exit_codes.DONE


def _fill(file: Path, library: Library) -> list[Problem]:
    """Fill one file in and say so; what keeps it from being filled in."""
    before = read_plain(file, LARGEST_FILE + 1)
    after, names, problems = filled_in(before, str(file), library)
    if after is None:
        return problems
    shown = visible(str(file))
    if not names:
        click.echo(f"{shown}: nothing is missing that its clauses ask for; the file is as it was.")
        return []
    if read_plain(file, LARGEST_FILE + 1) != before:
        return [
            Problem(
                "changed-meanwhile",
                "somebody changed the file meanwhile; nothing was written",
                Location(str(file)),
                cure="run the command again",
            )
        ]
    Disk().put(file.resolve(), after)  # where the name is a link, the file that it leads to
    word, remark = path_in_words(file)
    click.echo(f"{shown}: {number(len(names), 'name')} written in, each with its question: {', '.join(names)}.")
    click.echo(f"Write the values behind the colons, then: specgen check {word}{f' ({remark[:-1]})' if remark else ''}")
    return []
