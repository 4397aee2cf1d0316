"""What the commands share that write a Word file in a person's name: whose, of which day, where to; and that a file
which is there already is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.decorators import FC

from specgen.cli.output import written_day
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.writing import Disk

_DAY = "The date that stands on the tracked changes, such as 2026-04-01."


def out_option(shown: str, told: str) -> Callable[[FC], FC]:
    """`-o`, the Word file to write."""
    return click.option(
        "-o",
        "--out",
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar=shown,
        help=f"{told} A file that is there already is kept.",
    )


def author_option(told: str = "The name that stands on the tracked changes.") -> Callable[[FC], FC]:
    """`--author`, in whose name it is written."""
    return click.option("--author", required=True, help=told)


def day_option(told: str = _DAY) -> Callable[[FC], FC]:
    """`--date`, of which day it is written."""
    return click.option("--date", "day", required=True, callback=written_day, metavar="DATE", help=told)


def put_new(files: Iterable[tuple[Path, bytes]], called: str) -> list[Problem]:
    """Write the files; none of them, where another file has the name of one, which is told. A file that is there with
    the same bytes is left."""
    new = [(path, data) for path, data in files if not path.exists() or read_plain(path) != data]
    problems = [
        Problem(
            "file-exists",
            f"{path.name} is there already and differs",
            Location(str(path)),
            cure=f"give the {called} another name, or move that file away",
        )
        for path, _ in new
        if path.exists()
    ]
    for path, data in new if not problems else ():
        Disk().put(path, data)
    return problems
