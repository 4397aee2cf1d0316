"""A small portfolio for the tests of runs over many contracts: a register of small contracts, a base, an
organisation."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from tests.contract.registers import csv_of

ROOT = Path(__file__).parents[2]
HEADINGS = ["Reference", "Title", "Start", "Expiry"]
SMALL = """\
contract:
  edition: 2026/27
  title: Standard title
  draft_version: "0.1"
commissioners:
  - name: Northbrook Integrated Care Board
    ods_code: QXX
provider: {name: Harbour Community Health Trust, ods_code: RXX, kind: NHS trust}
services:
  - number: "01"
    name: Podiatry
    legal_rights_to_choice: {not_applicable: A community service without referrals to a consultant.}
    specification: [enabling-choice]
    values:
      choice_responsible_post: Head of podiatry
      choice_ready_date: 2026-09-30
      choice_information_date: 2026-09-30
      choice_matters: [the clinic]
"""
"""A base that gives two small documents a contract."""


def organisation(folder: Path) -> None:
    """The examples' organisation, and the base, in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("specgen.yaml", "approvals.csv"):
        shutil.copy(ROOT / "examples" / name, folder)
    (folder / "base.yaml").write_text(SMALL, encoding="utf-8", newline="\n")


def row(number: int, title: str = "Podiatry", start: str = "01/04/2026") -> list[object]:
    return [f"R-{number:04}", title, start, "31/03/2027"]


def register(folder: Path, rows: Iterable[list[object]], name: str = "register.csv") -> Path:
    """A register of these rows in `folder`."""
    path = folder / name
    path.write_bytes(csv_of([HEADINGS, *rows]))
    return path


def everything(out: Path) -> dict[str, bytes]:
    """Every file below `out` by its path."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
