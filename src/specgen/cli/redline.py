"""`specgen redline`: two Word documents compared, what changed as native tracked changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import click

from specgen.cli import exit_codes
from specgen.cli.clause_words import written_day
from specgen.cli.given_path import GivenPath
from specgen.cli.output import counted, format_option, print_json, print_problems, problems_json
from specgen.issue.disk import Disk
from specgen.problems import Location, Problem, has_errors
from specgen.word.archive import LARGEST_ARCHIVE
from specgen.word.package import read_package
from specgen.word.redline import Existing, redline
from specgen.word.revisions import read_revisions


def _read(path: Path) -> bytes:
    """The file's bytes, one more than is allowed at most, so that the reader can refuse a larger one."""
    with path.open("rb") as file:
        return file.read(LARGEST_ARCHIVE + 1)


def _count(data: bytes, name: str) -> int:
    package, _ = read_package(data, name)
    return len(read_revisions(package)[0]) if package is not None else 0


@click.command("redline")
@click.argument("old", type=GivenPath(dir_okay=False), metavar="OLD.docx")
@click.argument("new", type=GivenPath(dir_okay=False), metavar="NEW.docx")
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.docx", help="The Word file to write. A file that is there already is kept.")
@click.option("--author", required=True, help="The name that stands on the tracked changes.")
@click.option("--date", "day", required=True, callback=written_day, metavar="DATE", help="The date that stands on the tracked changes, such as 2026-04-01.")
@click.option("--existing", type=click.Choice(get_args(Existing)), default="refuse", show_default=True,
              help="What to do with tracked changes that OLD or NEW already holds: refuse the file, or take them as accepted or rejected.")
@format_option
def redline_documents(old: Path, new: Path, out: Path, author: str, day: date, existing: Existing, form: str) -> int:
    """Compare two Word documents and write what changed from OLD to NEW as tracked changes.

    Before the file is put in place it is proved: accepting all gives NEW and rejecting all gives OLD. Where that
    cannot be shown, the part is named and nothing is written.

    \b
    Examples:
      specgen redline issued.docx returned.docx -o redline.docx --author "Ada Shah" --date 2026-05-04
      specgen redline old.docx new.docx -o redline.docx --author "Ada Shah" --date 2026-05-04 --existing accept
    """
    if out.suffix.lower() != ".docx":
        raise click.UsageError(f"a redline is a Word file: its name ends in .docx, and “{out.name}” does not")
    data, problems = redline(_read(old), _read(new), author, day.isoformat(), old_name=str(old), new_name=str(new), existing=existing)
    if data is not None and out.exists() and out.read_bytes() != data:
        problems.append(Problem("file-exists", f"{out.name} is there already and differs", Location(str(out)),
                                cure="give the redline another name, or move that file away"))
        data = None
    if data is not None and not out.exists():
        Disk().put(out, data)
    revisions = _count(data, out.name) if data is not None else 0
    if form == "json":
        print_json({"written": str(out) if data is not None else None, "revisions": revisions, "problems": problems_json(problems)})
    else:
        print_problems(problems)
        click.echo(f"{revisions:,} tracked changes from {old.name} to {new.name}; proved both ways. Written to {out}. {counted(problems)}."
                   if data is not None else f"Nothing was written: {counted(problems)}.")
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE
