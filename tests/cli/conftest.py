"""An invented organisation's folder, small and complete, for the tests of commands."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from tests.cli.command_folder import CommandFolder, Outcome

LIBRARY = """schema: 1
publisher: Northbridge Board
sources:
  local-policy: {title: Northbridge policy on personalised care, publisher: Northbridge Board,
                 version: "3", date: May 2026}
components:
  - id: co-production
    title: Co-production
    section: "2.8"
    sets: {}
"""
VERSION = """---
title: {title}
origin: drafted
source: {{document: local-policy, section: "4.1"}}
effective_from: {effective_from}
change: {change}
{more}---
{wording}
"""


@dataclass(frozen=True)
class OrganisationFolder(CommandFolder):
    """The folder, with a way to add clause versions and to run commands in it."""

    @property
    def approvals(self) -> Path:
        return self.folder / "approvals.csv"

    def version(
        self,
        number: int,
        wording: str,
        clause: str = "co-production/specification/our-terms",
        title: str = "Our terms",
        effective_from: str = "",
        change: str = "First version.",
        more: str = "",
        placeholders: str = "{}",
    ) -> Path:
        """Write version `number` of a clause and its clause.yaml."""
        place = self.folder / "library" / clause
        place.mkdir(parents=True, exist_ok=True)
        (place / "clause.yaml").write_text(
            f"owner: Head of contracts\nplaceholders: {placeholders}\n", encoding="utf-8"
        )
        file = place / f"{number}.md"
        file.write_text(
            VERSION.format(
                title=title,
                effective_from=effective_from or f"{2019 + number}-04-01",
                change=change,
                more=more,
                wording=wording,
            ),
            encoding="utf-8",
        )
        return file

    def approve(self, name: str, *more: str, by: str = "Ada Shah") -> Outcome:
        """Approve a version as an invented legal lead."""
        return self.run(
            "clauses",
            "approve",
            name,
            "--by",
            by,
            *shlex.split("--role 'Legal lead' --on 2026-05-04 --evidence 'Board minute 12'"),
            *more,
        )


@pytest.fixture
def organisation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> OrganisationFolder:
    monkeypatch.setattr("specgen.cli.clauses.approving.today", lambda: date(2031, 1, 1))
    folder = tmp_path / "northbridge"
    (folder / "library").mkdir(parents=True)
    (folder / "specgen.yaml").write_text(
        "organisation: Northbridge Board\nlibrary: library\napprovals: approvals.csv\n", encoding="utf-8"
    )
    (folder / "library" / "library.yaml").write_text(LIBRARY, encoding="utf-8")
    return OrganisationFolder(folder, monkeypatch, capsys)
