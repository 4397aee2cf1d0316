"""A folder in which commands are run, and what they answer and print."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from specgen.cli.main import run


@dataclass(frozen=True)
class Outcome:
    """What a command answered and printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class CommandFolder:
    """A folder, and a way to run commands in it."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: str) -> Outcome:
        """Run `specgen` with these words in the folder."""
        self.monkeypatch.chdir(self.folder)
        self.capsys.readouterr()
        code = run(words)
        printed = self.capsys.readouterr()
        return Outcome(code, printed.out, printed.err)
