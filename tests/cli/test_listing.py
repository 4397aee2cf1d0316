"""`specgen types` and `specgen editions`, with an organisation's own beside the shipped ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from specgen.cli.main import run
from specgen.shipped import shipped

EDITION = "2026-27-full-length.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of an organisation that has an edition file of its own, copied from the shipped one, and a contract."""
    (tmp_path / "editions").mkdir()
    shutil.copy(shipped("editions") / EDITION, tmp_path / "editions" / EDITION)
    (tmp_path / "specgen.yaml").write_text(
        "organisation: Northbrook\neditions: editions\n", encoding="utf-8", newline="\n"
    )
    shutil.copytree(shipped("examples") / "community-respiratory", tmp_path / "contract")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def test_an_organisations_edition_file_is_used_instead_of_the_shipped_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(folder / "editions" / EDITION, 'letter: "6D"', 'letter: "6E"')
    assert run(["build", "contract/contract.yaml", "-o", "out"]) == 0
    assert "Schedule 6E - Service development" in capsys.readouterr().out


def test_a_new_edition_needs_a_file_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(folder / "editions" / EDITION, "edition: 2026/27", "edition: 2031/32")
    changed(folder / "contract" / "contract.yaml", "edition: 2026/27", "edition: 2031/32")
    run(["check", "contract/contract.yaml"])
    assert "edition-unknown" not in capsys.readouterr().out
    run(["editions", "--format", "json"])
    editions = json.loads(capsys.readouterr().out)["editions"]
    assert [(entry["edition"], Path(entry["file"]).parent) for entry in editions][-1] == (
        "2031/32",
        folder / "editions",
    )


def test_a_fault_in_an_organisations_edition_file_is_reported_and_nothing_is_built(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(folder / "editions" / EDITION, 'letter: "6D"', "letter: [6D]")
    assert run(["build", "contract/contract.yaml", "-o", "out"]) == 1
    assert "“letter” must be text, not a list [edition-file]" in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_a_folder_of_contracts_may_hold_the_organisations_editions(folder: Path) -> None:
    assert run(["check", str(folder)]) == 0


def test_a_type_for_a_schedule_that_no_edition_knows_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "templates").mkdir()
    changed(folder / "specgen.yaml", "editions: editions\n", "templates: templates\n")
    shutil.copytree(shipped("templates") / "system-plan", folder / "templates" / "system-plan")
    changed(folder / "templates" / "system-plan" / "type.yaml", "schedule: system-plan", "schedule: sistem-plan")
    assert run(["types"]) == 1
    assert "Did you mean “system-plan”?" in capsys.readouterr().err


def test_the_situations_of_appendix_1_are_listed_with_their_numbers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["clauses", "situations", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)["situations"]
    assert {"number": "4", "area": "MSK", "situation": "Management of knee pain"} in listed
    assert sum(entry["number"].startswith("EBI") for entry in listed) == 17


def test_types_are_listed_with_the_folders_of_their_templates(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["types"]) == 0
    assert f"Templates: {shipped('templates')}" in capsys.readouterr().out
