"""`specgen clauses redline`: two versions of a clause as tracked changes in Word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.clause_words import folder_option, written_day
from specgen.cli.clauses_versions import find_versions
from specgen.cli.output import number, print_problems
from specgen.issue.disk import Disk
from specgen.issue.workplace import open_workplace
from specgen.library.differences import version_difference
from specgen.problems import Location, Problem, has_errors
from specgen.review.version_redline import version_redline


@click.command("redline")
@click.argument("clause_id", metavar="ID")
@click.argument("v1")
@click.argument("v2")
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.docx", help="The Word file to write. A file that is there already is kept.")
@click.option("--author", required=True, help="The name that stands on the tracked changes.")
@click.option("--date", "day", required=True, callback=written_day, metavar="DATE", help="The date that stands on the tracked changes, such as 2026-04-01.")
@folder_option
def redline_versions(clause_id: str, v1: str, v2: str, out: Path, author: str, day: date, folder: Path) -> int:
    """Write a page for legal: versions V1 and V2 of clause ID, the reason, and the wording as tracked changes.

    V1 may also be “base”: the version of another clause that V2 is based on.

    \b
    Examples:
      specgen clauses redline co-production/specification/our-terms 1 2 -o redline.docx --author "Ada Shah" --date 2026-05-04
      specgen clauses redline shared-decision-making/quality/gp-patient-survey-updated base 1 -o redline.docx
          --author "Ada Shah" --date 2026-05-04
    """
    if out.suffix.lower() != ".docx":
        raise click.UsageError(f"a redline is a Word file: its name ends in .docx, and “{out.name}” does not")
    workplace, problems = open_workplace(folder)
    old, new = find_versions(workplace.library, clause_id, v1, v2)
    data, faults = version_redline(workplace.library, old, new, author, day.isoformat())
    problems += faults
    if data is not None and out.exists() and out.read_bytes() != data:
        problems.append(Problem("file-exists", f"{out.name} is there already and differs", Location(str(out)), cure="give the redline another name, or move that file away"))
    print_problems(problems)
    if data is None or any(problem.slug == "file-exists" for problem in problems):
        click.echo("Nothing was written.", err=True)
        return exit_codes.PROBLEMS
    if not out.exists():
        Disk().put(out, data)
    difference = version_difference(old, new)
    removed, added = difference.counts
    changes = f"{number(removed, 'word')} taken out, {added:,} put in" if difference.words_differ else "the words are the same"
    click.echo(f"From {old.name} to {new.name}: {changes}.\nWritten to {out}.")
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE
