"""A file or folder that the command line names and that has to be there: what is said when it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from specgen.problems import did_you_mean


class GivenPath(click.Path):
    """The type of an argument or option whose file or folder must exist; the value is a Path."""

    def __init__(self, *, file_okay: bool = True, dir_okay: bool = True) -> None:
        super().__init__(exists=True, file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(value)
        try:
            there = path.exists()
        except (OSError, ValueError):  # a name that no file can have: click says so
            there = True
        if not there:
            raise click.UsageError(not_there(path), ctx)
        return super().convert(value, param, ctx)


def not_there(path: Path) -> str:
    """Which part of the path is missing, in which folder, what lies there that may be meant, and what else to look at."""
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
        return f"{said} A name with spaces goes in double quotes: \"{folder / spaced}\"."
    if near := _meant(missing, names) or next((f"{name}/{path.name}" for name in names if (folder / name / path.name).exists()), ""):
        return f"{said} Did you mean “{folder / near}”?"
    return f"{said} Correct the name, or go to the folder where the file lies first" + (f" (this window is in {Path.cwd()})." if folder == Path() else ".")


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
