"""How results are printed: problems as text or JSON, tables, counts; and the options that commands share."""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

import click
from click.decorators import FC
from msgspec.structs import replace

from specgen import exit_codes
from specgen.plainfile import NO_FILE, read_plain
from specgen.problems import (
    Location,
    Problem,
    did_you_mean,
    has_errors,
    in_reading_order,
    number_of,
    render_text,
    to_json,
)
from specgen.shipped import with_pages

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=with_pages("json is for programs; its shape is in docs/reference/commands.md."),
)


def print_problems(problems: Iterable[Problem], *, err: bool = True) -> None:
    """Every problem once, in reading order, to standard error unless told otherwise; colour only on a terminal and
    never alone."""
    said: list[str] = []
    for problem in in_reading_order(problems):
        mark = f"{problem.severity}:"
        head, *rest = map(visible, with_pages(render_text(_named_on_one_line(problem))).split("\n"))
        said += (head.replace(mark, click.style(mark, fg=COLOURS[problem.severity], bold=True), 1), *rest)
    if said:
        click.echo("\n".join(said), err=err)


def _named_on_one_line(problem: Problem) -> Problem:
    where = problem.location
    return (
        problem
        if visible(where.file) == where.file
        else replace(problem, location=replace(where, file=visible(where.file)))
    )


number = number_of


def counted(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`."""
    listed = list(dict.fromkeys(problems))
    errors = sum(problem.severity == "error" for problem in listed)
    warnings = sum(problem.severity == "warning" for problem in listed)
    return f"{number(errors, 'error')}, {number(warnings, 'warning')}"


def exit_code(problems: Iterable[Problem]) -> int:
    """Whether all is done, or the user's files have errors."""
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE


def files_counted(contracts: int, of_figures: int) -> str:
    """`1 contract and 9 documents with figures`: the files of a run by what they are of."""
    said = [number(contracts, "contract")] if contracts or not of_figures else []
    return " and ".join([*said, *([f"{number(of_figures, 'document')} with figures"] if of_figures else [])])


def print_json(value: dict[str, Any]) -> None:
    """One JSON document to standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def problems_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    return [to_json(problem) for problem in in_reading_order(problems)]


def refused_with(problems: list[Problem], form: str, said: str) -> int:
    """Say why nothing was done, and that it was not; the exit code."""
    if form == "json":
        print_json({"problems": problems_json(problems)})
    else:
        print_problems(problems)
        click.echo(said, err=True)
    return exit_codes.PROBLEMS


def visible(text: str) -> str:
    """The text on one line, without characters that would move a terminal's cursor: the name of a file may hold any."""
    return text if text.isprintable() else _CONTROL.sub("\ufffd", text)


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their longest cell, headings first."""
    rows = [tuple(visible(cell) for cell in row) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    for row in (headings, tuple("-" * width for width in widths), *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


# How far a run is, on one line of the terminal, while it lasts. It is shown to people only, and is in no output.

_EVERY: Final = 0.1
"""Seconds between two writings of the line."""
_SURE_AFTER: Final = 2.0
"""Seconds after which the time left can be told."""


class Progress:
    """The line “120 of 500 contracts, about 2 minutes left” on standard error; `noun` is what is counted.

    Nothing is written unless that is a terminal and `shown`. `clear` takes the line away before something else is
    printed."""

    def __init__(
        self, total: int, noun: str = "contracts", *, shown: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total, self._noun, self._clock = total, noun, clock
        self._shown = shown and total > 1 and sys.stderr is not None and sys.stderr.isatty()
        self._start = self._last = clock()
        self._first: float | None = None
        self._done = self._width = 0

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._first is None:
            self._first = self._clock()
        self.show()

    def show(self) -> None:
        """Write the line, unless it was written just now."""
        now = self._clock()
        if not self._shown or (self._width and now - self._last < _EVERY):
            return
        line = in_words(
            self._done,
            self._total,
            now - (self._start if self._done < 2 or self._first is None else self._first),
            now - self._start,
            self._noun,
        )
        self._last = now
        click.echo("\r" + line.ljust(self._width), nl=False, err=True)
        self._width = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            click.echo("\r" + " " * self._width + "\r", nl=False, err=True)
            self._width = 0


def in_words(done: int, total: int, working: float, since: float, noun: str = "contracts") -> str:
    """The line. `working` are the seconds since the first was done (making ready is not counted), `since` those since
    the start."""
    line = f"{done:,} of {total:,} {noun}"
    if done < 2 or done >= total or since < _SURE_AFTER:
        return line
    left = working / (done - 1) * (total - done)
    return f"{line}, {_duration(left)} left"


def _duration(seconds: float) -> str:
    if seconds < 55:
        whole = max(5, round(seconds / 5) * 5)
        return f"about {whole} seconds"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"about {minutes} minute{'' if minutes == 1 else 's'}"
    return f"about {round(minutes / 60)} hours"


# A path as it is to be typed after a command, so that what is printed can be pasted.

STANDS_FOR_THE_PATH: Final = "FILE"
"""What is printed in the place of a path that no quotation marks make safe."""
_PLAIN_ON_WINDOWS: Final = re.compile(r"[\w.:\\/+-]+", re.ASCII)
_EXPANDED_ON_WINDOWS: Final = frozenset('%$`[*?"“”„')
"""What PowerShell, the command prompt or click's own expansion of names reads within quotation marks too."""


def shell_word(path: Path, *, windows: bool = os.name == "nt") -> str | None:
    """The path in the words of every usual shell of the system; None when there is none that all of them read alike.

    POSIX shells take everything within single quotation marks as it stands (fish all but a backslash). Of Windows, the
    command prompt and PowerShell have only double ones in common, and within those each still expands something."""
    text = str(path)
    if not text.isprintable():
        return None  # a line break, or what a terminal would obey or could not show
    if text[0] in ("-~" if windows else "-="):
        text = (
            f".{chr(92) if windows else '/'}{text}"  # else it would be an option, somebody's home, or for zsh a command
        )
    if not windows:
        return None if "\\" in text else shlex.quote(text)
    if _EXPANDED_ON_WINDOWS & set(text):
        return None
    return text if _PLAIN_ON_WINDOWS.fullmatch(text) else f'"{text}"'


def path_in_words(path: Path) -> tuple[str, str]:
    """The word for the path, and what is to be said of it; "" where it is the path."""
    word = shell_word(path)
    if word is not None:
        return word, ""
    return (
        STANDS_FOR_THE_PATH,
        f"{STANDS_FOR_THE_PATH} stands for the path of the file, which has characters that a shell or a "
        f"terminal may read in another way.",
    )


def next_steps(
    file: Path, first: str, fault_with: str, last: str, *, plan: bool = False, beside: Path | None = None
) -> str:
    """That a file to start from is written, with one beside it, and what to do with it."""
    named, remark = path_in_words(file)
    return "\n".join(
        [
            f"Written: {visible(str(file))}",
            *([f"         {visible(str(beside))}"] if beside is not None else []),
            "\nWhat to do next:",
            f"  1. {first}",
            f"  2. Have it checked; every fault is named with its {fault_with}:",
            f"       specgen check {named}",
            f"  3. {last}:",
            *([f"       specgen build {named} -o documents --plan"] if plan else []),
            f"       specgen build {named} -o documents",
            *([f"     {remark}"] if remark else []),
        ]
    )


def refuse_overwriting(file: Path, cure: str = "name another file, or move it away first") -> None:
    """A click.UsageError when what is to be written would take the place of what is there."""
    if file.exists() or file.is_symlink():
        raise click.UsageError(f"{file} is there already and is not overwritten; {cure}")


def put_file(file: Path, data: bytes) -> None:
    """Write the file, and the folder for it where there is none."""
    from specgen.writing import Disk

    disk = Disk()
    disk.make_folder(file.parent)
    disk.put(file, data)


ANOTHER_FOLDER: Final = "name another folder, or move the file away first"

# A file or folder that the command line names and that has to be there: what is said when it is not.


class GivenPath(click.Path):
    """The type of an argument or option whose file or folder must exist; the value is a Path. With `new` the folder may
    be one that is to be made, where the one above is there and holds nothing of a name like it."""

    def __init__(self, *, file_okay: bool = True, dir_okay: bool = True, new: bool = False) -> None:
        self.new = new
        super().__init__(exists=not new, file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(value)
        try:
            there = path.exists()
            odd = there and not (path.is_file() or path.is_dir())
        except (OSError, ValueError):  # a name that no file can have: click says so
            there, odd = True, False
        if not there and not (self.new and path.parent.is_dir() and not _meant(path, _names_in(path.parent))):
            raise click.UsageError(not_there(path), ctx)
        if odd:
            raise OSError(errno.EINVAL, NO_FILE, str(path))
        return super().convert(value, param, ctx)


class NewFile(click.Path):
    """The type of an option that names a file to write, whose name has one of the endings; the value is a Path."""

    def __init__(self, *endings: str) -> None:
        self.endings = endings
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(value)
        if path.suffix.lower() not in self.endings:
            endings = " or ".join(filter(None, (", ".join(self.endings[:-1]), self.endings[-1])))
            raise click.UsageError(f"the name of the file to write ends in {endings}, and “{path.name}” does not", ctx)
        return super().convert(value, param, ctx)


def not_there(path: Path) -> str:
    """Which part of the path is missing, in which folder, what lies there that may be meant, and what else to
    look at."""
    missing = path
    while missing.parent != missing and not missing.parent.exists():
        missing = missing.parent
    folder = missing.parent
    where = "the folder of this window" if folder == Path() else f"“{folder}”"
    said = f"“{path}” is not there: {where} holds no “{missing.name}”."
    if not folder.is_dir():
        return f"“{path}” is not there: “{folder}” is a file, not a folder."
    names = _names_in(folder)
    if spaced := next((name for name in names if name.startswith(f"{missing.name} ")), ""):
        return f'{said} A name with spaces goes in double quotes: "{folder / spaced}".'
    if near := _meant(missing, names) or next(
        (f"{name}/{path.name}" for name in names if (folder / name / path.name).exists()), ""
    ):
        return f"{said} Did you mean “{folder / near}”?"
    return f"{said} Correct the name, or go to the folder where the file lies first" + (
        f" (this window is in {Path.cwd()})." if folder == Path() else "."
    )


def _meant(missing: Path, names: list[str]) -> str:
    """The nearest name; of a file the part before its ending decides, since endings are alike by nature."""
    if not missing.suffix:
        return did_you_mean(missing.name, names)
    by_stem = {Path(name).stem: name for name in names if Path(name).suffix}
    return by_stem.get(did_you_mean(missing.stem, by_stem), "")


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))
    except OSError:
        return []


MOST_WORKERS: Final = 61
"""Windows waits for no more processes at a time."""

workers_option = click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    metavar="N",
    help="How many processes share the work. Default: one for each core, and one alone for fewer than 100 "
    "contracts to build or check, 40 to vary, or 40 documents. It changes no document.",
)


def written_day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """An option's value as a date; a click.BadParameter when it is not written as 2026-04-01."""
    if value is None:
        return None
    try:
        if len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass  # said below, with the same words as for a date of another length
    raise click.BadParameter(f"“{value}” is not a date; write it as 2026-04-01")


def today() -> date:
    """The day of the run. By it is refused what is still to come; no document and no list says it."""
    return date.today()


def date_option(*names: str, help: str, required: bool = False) -> Callable[[FC], FC]:
    """An option whose value is a date."""
    return click.option(*names, callback=written_day, metavar="DATE", help=help, required=required)


def writes_option(
    kind: click.ParamType[Any, Any],
    help: str,
    *,
    name: str = "out",
    metavar: str | None = None,
    multiple: bool = False,
    required: bool = True,
) -> Callable[[FC], FC]:
    """`-o`, the file or folder to write."""
    return click.option(
        "-o", "--out", name, type=kind, help=help, metavar=metavar, multiple=multiple, required=required
    )


def hide_under_option(told: str) -> Callable[[FC], FC]:
    """`--hide-under`, the number under which counts are hidden."""
    return click.option(
        "--hide-under",
        "least",
        type=click.IntRange(0, 1_000),
        default=0,
        metavar="N",
        help=f"{told} Default: hide none.",
    )


# Which contracts a command line names.

base_option = click.option(
    "--base",
    type=GivenPath(dir_okay=False),
    metavar="FILE",
    help="For a register: a contract file that supplies what a row leaves out.",
)
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def as_usage(work: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs) -> _Made:
    """What `work` answers; what it refuses is a wrong command line."""
    from specgen.issue.sources import FilesError

    try:
        return work(*given, **named)
    except FilesError as fault:
        raise click.UsageError(str(fault)) from fault


_DAY = "The date that stands on the tracked changes, such as 2026-04-01."


def out_option(shown: str, told: str) -> Callable[[FC], FC]:
    """`-o`, the Word file to write."""
    return click.option(
        "-o",
        "--out",
        required=True,
        type=NewFile(".docx"),
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
    from specgen.writing import Disk

    for path, data in new if not problems else ():
        Disk().put(path, data)
    return problems


def put_report(
    path: Path, data: bytes, cure: str = "give the report another name, or move the old one away"
) -> list[Problem]:
    """Write the report; why it is not written, where another file has its name."""
    if path.exists() and read_plain(path) != data:
        message = "there is a file of this name already, and it is kept"
        return [Problem("report-exists", message, Location(str(path)), cure=cure)]
    from specgen.writing import Disk

    Disk().put(path, data)
    return []
