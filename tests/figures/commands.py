"""The commands, run in this process."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass

from specgen.cli.main import run as run_specgen


@dataclass(frozen=True)
class Ran:
    """How a command ended, and all that it said."""

    exit_code: int
    output: str


def run(*arguments: str) -> Ran:
    """Run one command."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run_specgen(list(arguments))
    return Ran(code, said.getvalue())
