"""A register or contract file outside the organisation's folder: issued again it is a draft, and why is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from specgen.cli.main import run
from specgen.contract.register.spreadsheet import open_workbook

ROOT = Path(__file__).parents[2]
AGREED = "organisation/variation/contract.yaml"
"""A contract that is agreed, each of whose clauses is approved."""


@pytest.fixture
def issued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with an organisation in it, and beside that what was issued from inside."""
    shutil.copytree(ROOT / "examples", tmp_path / "organisation")
    monkeypatch.chdir(tmp_path)
    assert run(["build", AGREED, "-o", "issued"]) == 0
    assert run(["register", "export", AGREED, "-o", "outside.xlsx"]) == 0
    shutil.copy("outside.xlsx", "organisation/inside.xlsx")
    capsys.readouterr()
    return tmp_path


def test_a_register_outside_is_told_once_with_the_folder_in_which_the_packs_organisation_was(
    issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "outside.xlsx", "-o", "issued", "--plan"]) == 0
    said = capsys.readouterr()
    assert said.err.count("no specgen.yaml lies in") == 1
    assert f"no specgen.yaml lies in “{issued}” or above it, so no approvals were read" in said.err
    assert "what lies in “issued” was issued from inside “organisation”" in said.err
    assert "put the contract file or register into “organisation”" in said.err
    assert said.out.count("DRAFT") == 1
    assert "DRAFT           now stands on every page, because 5 clauses are not approved, since" in said.out


def test_the_plans_workbook_and_its_json_say_why_pages_become_drafts(
    issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "outside.xlsx", "-o", "issued", "--plan", "-o", "plan.xlsx", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [problem["slug"] for problem in told["problems"]] == ["outside-organisation"]
    why = told["contracts"][0]["why_draft"]
    assert why.startswith("5 clauses are not approved, since no approvals were read")
    book, _ = open_workbook(Path("plan.xlsx").read_bytes(), "plan.xlsx")
    assert book is not None
    sheet, _ = book.sheet("From and to")
    assert sheet is not None
    rows = [[cell.text if cell else "" for cell in row.cells] for row in sheet.rows]
    drafts = [row[3:] for row in rows if "DRAFT" in row[3] or "DRAFT" in row[4]]
    assert drafts == [["DRAFT", f"DRAFT on every page, because {why}", "no", "yes"]]


def test_a_register_inside_says_nothing_of_it(issued: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "organisation/inside.xlsx", "-o", "issued", "--plan"]) == 0
    said = capsys.readouterr()
    assert "DRAFT" not in said.out and "outside-organisation" not in said.err


def test_what_was_issued_without_approvals_may_lie_beside_a_file_outside(
    issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "outside.xlsx", "-o", "drafts"]) == 0
    assert run(["build", "outside.xlsx", "-o", "drafts"]) == 0
    assert "outside-organisation" not in capsys.readouterr().err


def test_a_folder_of_the_organisation_that_is_not_found_is_asked_for_in_words(
    issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.move("organisation", "elsewhere/deep/organisation")
    assert run(["build", "outside.xlsx", "-o", "issued", "--plan"]) == 0
    said = capsys.readouterr().err
    assert "was issued from inside an organisation's folder" in said
    assert "put the contract file or register into your organisation's folder, the one with specgen.yaml" in said


def test_a_contract_that_is_no_longer_agreed_or_is_again_says_so_once(
    issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(AGREED)
    agreed = file.read_text(encoding="utf-8")
    file.write_text(agreed.replace("status: agreed", "status: for agreement"), encoding="utf-8")
    assert run(["build", AGREED, "-o", "issued"]) == 0
    told = capsys.readouterr().out
    assert "now stands on every page, because its status is “for agreement” (make it “agreed” when it is)" in told
    assert told.count("DRAFT") == 1
    file.write_text(agreed, encoding="utf-8")
    assert run(["build", AGREED, "-o", "issued", "--plan", "-o", "plan.xlsx"]) == 0
    book, _ = open_workbook(Path("plan.xlsx").read_bytes(), "plan.xlsx")
    assert book is not None
    sheet, _ = book.sheet("From and to")
    assert sheet is not None
    rows = [[cell.text if cell else "" for cell in row.cells] for row in sheet.rows]
    (draft,) = [row[4:] for row in rows if row[3] == "DRAFT"]
    assert draft[0].startswith("DRAFT no longer stands on the pages, because its status is “agreed”")
    assert draft[1:] == ["yes", "no"]
    assert not [row for row in rows if row[3] == "fact of the contract" and row[4] == "DRAFT on every page"]
    capsys.readouterr()
    assert run(["build", AGREED, "-o", "issued"]) == 0
    told = capsys.readouterr().out
    assert "no longer stands on the pages, because its status is “agreed”, every clause is approved" in told
    assert told.count("DRAFT") == 1


def test_a_variation_and_its_workbook_say_why_they_are_drafts(issued: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy("organisation/variation/changes.csv", "changes.csv")
    command = ["vary", "changes.csv", "--base", AGREED, "--effective", "2026-10-01", "--since", "issued", "-o", "var"]
    assert run([*command, "--plan", "-o", "plan.xlsx"]) == 0
    said = capsys.readouterr()
    assert "was issued from inside “organisation”" in said.err
    assert said.out.count("  DRAFT on every page, because ") == 1
    book, _ = open_workbook(Path("plan.xlsx").read_bytes(), "plan.xlsx")
    assert book is not None
    sheet, _ = book.sheet("Changes")
    assert sheet is not None
    assert sum("DRAFT on every page, because" in cell.text for row in sheet.rows for cell in row.cells if cell) == 1


def test_the_first_build_says_in_one_line_why_its_pages_are_drafts(
    issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "outside.xlsx", "-o", "first", "-o", "plan.xlsx", "--plan"]) == 0
    said = capsys.readouterr().out
    assert said.count("DRAFT") == 1
    assert "DRAFT           stands on every page, because 5 clauses are not approved, since no approvals were" in said
    book, _ = open_workbook(Path("plan.xlsx").read_bytes(), "plan.xlsx")
    assert book is not None
    sheet, _ = book.sheet("From and to")
    assert sheet is None or not any("DRAFT" in cell.text for row in sheet.rows for cell in row.cells if cell)


SUCCEEDED = ["--party", "X9A01", "--name", "NHS Coast Board", "--ods", "X9Z01", "--transfer-scheme", "the Scheme"]


@pytest.mark.parametrize("status", ["agreed", "draft"])
def test_a_notice_is_a_draft_by_the_contracts_status_alone_and_no_approvals_are_asked_for(
    issued: Path, capsys: pytest.CaptureFixture[str], status: str
) -> None:
    file = Path("outside.yaml")
    file.write_text(Path(AGREED).read_text(encoding="utf-8").replace("status: agreed", f"status: {status}"), "utf-8")
    assert (
        run(["succeed", str(file), *SUCCEEDED, "--effective", "2026-10-01", "-o", "notices", "--since", "issued"]) == 0
    )
    told = capsys.readouterr()
    assert "outside-organisation" not in told.err
    wanted = "DRAFT           stands on the notice, because its status is “draft” (make it “agreed” when it is)\n"
    assert told.out.count("DRAFT") == (status == "draft") == told.out.count(wanted)
    varied = ["--variations", "variations", "--since", "issued", "--plan"]
    assert run(["succeed", str(file), *SUCCEEDED, "--effective", "2026-10-01", "-o", "others", *varied]) == 0
    assert "every document that prints a clause says DRAFT" in capsys.readouterr().err
