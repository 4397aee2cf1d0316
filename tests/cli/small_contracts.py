"""Small contracts of an invented portfolio, and commands run on them, for the tests of notices and letters."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from tests.cli.command_folder import CommandFolder

from specgen.word.package.package import read_package

ROOT = Path(__file__).parents[2]
NORTH, EAST = ("North Board", "X9N"), ("East Board", "X9E")
CLINIC = """\
contract:
  reference: {reference}
  title: {title}
  edition: 2026/27
  status: {status}
  term: {{start: 2026-04-01, end: 2029-03-31}}
commissioners:
{commissioners}
provider: {{name: "{provider}", ods_code: {code}, kind: NHS trust}}
services:
  - number: "01"
    name: Clinic {reference}
    legal_rights_to_choice: {{not_applicable: A community service without referrals to a consultant.}}
    specification: [enabling-choice]
    values:
      choice_responsible_post: {post}
      choice_ready_date: 2026-09-30
      choice_information_date: 2026-09-30
      choice_matters: [the clinic]
"""


@dataclass(frozen=True)
class Portfolio(CommandFolder):
    """A folder with contract files."""

    def contract(
        self,
        reference: str,
        *,
        commissioners: Sequence[tuple[str, str]] = (NORTH,),
        provider: tuple[str, str] = ("Hill Trust", "X9H"),
        title: str = "",
        post: str = "Head of clinic",
        status: str = "agreed",
        own: str = "",
    ) -> Path:
        parties = "\n".join(
            f'  - {{name: "{name}", ods_code: {code}, role: '
            f"{'associate' if place else 'co-ordinating'}{own if place else ''}}}"
            for place, (name, code) in enumerate(commissioners)
        )
        file = self.folder / "contracts" / f"{reference}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(
            CLINIC.format(
                reference=reference,
                title=title or f"Title of {reference}",
                status=status,
                commissioners=parties,
                provider=provider[0],
                code=provider[1],
                post=post,
            ),
            encoding="utf-8",
        )
        return file

    def issue(self) -> None:
        built = self.run("build", "contracts", "-o", "issued")
        assert built.code == 0, built.err

    def files(self, folder: str) -> dict[str, bytes]:
        """The files below a folder but for the summaries, which tell of the last run alone."""
        root = self.folder / folder
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and path.suffix != ".xlsx"
        }

    def documents(self, folder: str) -> dict[str, Path]:
        root = self.folder / folder
        return {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*.docx"))}


def portfolio_in(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portfolio:
    """A folder whose organisation has approved the clause that the contracts use."""
    for name in ("specgen.yaml", "approvals.csv"):
        shutil.copy(ROOT / "examples" / name, folder)
    return Portfolio(folder, monkeypatch, capsys)


def words_of(file: Path) -> str:
    """The words of a document's body, headers and tables, in one string."""
    opened = docx.Document(str(file))
    parts = [opened.element.body, *(section.header._element for section in opened.sections)]
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter() if text.tag.endswith("}t"))
        for part in parts
        for paragraph in part.iter()
        if paragraph.tag.endswith("}p")
    )


def every_part(file: Path) -> str:
    """Every XML part of a document as one text, so that nothing can hide in another part."""
    package, problems = read_package(file.read_bytes(), file.name)
    assert package is not None, problems
    return "\n".join(package.part(name).decode("utf-8", "replace") for name in package.names)


def edit(file: Path) -> None:
    opened = docx.Document(str(file))
    opened.paragraphs[0].add_run(" (seen)")
    opened.save(str(file))
