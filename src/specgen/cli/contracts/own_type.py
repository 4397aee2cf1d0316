"""`specgen new --type`: a file to begin with for a document with figures."""

from __future__ import annotations

from pathlib import Path

import click

from specgen.cli import output as exit_codes
from specgen.cli.output import path_in_words as in_words
from specgen.cli.output import print_problems, visible
from specgen.figures.starter import starter
from specgen.issue.disk import Disk
from specgen.issue.folders import PERSON_LEVEL, at_person_level
from specgen.issue.precedents import OwnForms, organisation_of, template_folders
from specgen.problems import did_you_mean


def new_own(folder: Path, key: str) -> int:
    """Write a file to start from for a document with figures."""
    organisation = organisation_of(folder)
    forms = OwnForms(template_folders(organisation))
    kind, problems = forms.type(key)
    if kind is None and problems:
        print_problems(problems)
        return exit_codes.PROBLEMS
    if kind is None:
        near = did_you_mean(key, forms.names)
        raise click.UsageError(
            f"there is no type of documents with figures “{key}”{f'; did you mean “{near}”?' if near else ''} "
            f"There are: {', '.join(forms.names)}"
        )
    if kind.person_level and not at_person_level(folder / "file"):
        folder = folder / PERSON_LEVEL
    file = folder / f"{key}.yaml"
    if file.exists() or file.is_symlink():
        raise click.UsageError(
            f"{file} is there already and is not overwritten; name another folder, or move the file away first"
        )
    disk = Disk(durable=False)
    disk.make_folder(folder)
    disk.write(file, starter(kind).encode("utf-8"))
    named, remark = in_words(file)
    steps = [
        f"Written: {visible(str(file))}",
        "",
        "What to do next:",
        f"  1. Open {file.name} in a text editor and put your own words and figures in the place of the invented ones.",
        "  2. Have it checked; every fault is named with its line and how to mend it:",
        f"       specgen check {named}",
        "  3. Build the document:",
        f"       specgen build {named} -o documents",
        *([f"     {remark}"] if remark else []),
    ]
    click.echo("\n".join(steps))
    return exit_codes.DONE
