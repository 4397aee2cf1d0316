"""Runs the commands that the documentation shows and puts their real output beside them.

A block that begins with ```console holds lines “$ specgen …”, each followed by what it prints; “$ cd FOLDER” goes there
for the rest of the page. A line that is only “…” stands for any number of lines. Every page starts in a fresh folder
that holds a copy of examples/ and docs/, as the folder of the README does: what a page shows can be typed there as it
stands.

Renew the pages after a change: python tools/shown_commands.py
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def documentation() -> list[Path]:
    """Every page that may show commands."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def shown(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with the output shown under it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def run_command(command: str, folder: Path) -> str:
    """What the command prints when it is run in `folder`, both streams in their order, with forward slashes."""
    from specgen.cli.main import run

    words = shlex.split(command)
    if words[0] != "specgen":
        raise ValueError(f"the documentation shows a command other than specgen: {command}")
    out = io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            run(words[1:])
    finally:
        os.chdir(before)
    lines = out.getvalue().replace(str(folder) + os.sep, "").replace("\\", "/").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def fits(shown_output: str, real_output: str) -> bool:
    """Whether the output shown is the real one, where a line “…” stands for any lines."""
    pattern = "".join(
        r"(?:.*\n)*" if line == "…\n" else re.escape(line) for line in shown_output.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, real_output) is not None


def put_in_place(shown_output: str, real_output: str) -> str:
    """The real output. Lines that the one shown leaves out stay out where all that changed are figures."""
    lines = shown_output.splitlines(keepends=True)
    pattern = "".join(
        r"(?:.*\n)*" if line == "…\n" else f"({re.sub('[0-9]+', '[0-9]+', re.escape(line))})" for line in lines
    )
    found = re.fullmatch(pattern, real_output)
    if found is None:
        return real_output
    real = iter(found.groups())
    return "".join(line if line == "…\n" else next(real) for line in lines)


def checked_page(page: Path, folder: Path, on_difference: Callable[[str, str, str], None]) -> str:
    """The page with its commands run in `folder`; a difference is told and the real output put in its place."""

    here = folder

    def renewed(match: re.Match[str]) -> str:
        nonlocal here
        parts = []
        for command, output in shown(match[1]):
            if command.startswith("cd "):
                here = (here / command.removeprefix("cd ")).resolve(strict=True)
                parts.append(f"$ {command}\n")
                continue
            real = run_command(command, here)
            if not fits(output, real):
                on_difference(command, output, real)
                output = put_in_place(output, real)
            parts.append(f"$ {command}\n{output}")
        return "```console\n" + "".join(parts) + "```"

    return BLOCK.sub(renewed, page.read_text(encoding="utf-8"))


def workspace(folder: Path) -> Path:
    """`folder` with a copy of the examples and of docs/ in it."""
    for name in ("examples", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def _say(page: str, command: str, *_: object) -> None:
    print(f"{page}: {command}")


def main() -> None:
    for page in documentation():
        with tempfile.TemporaryDirectory() as name:
            text = checked_page(page, workspace(Path(name).resolve()), partial(_say, page.name))
        page.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
