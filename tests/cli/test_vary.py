"""`specgen vary`, as a user runs it."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.cli.command_folder import Outcome
from tests.cli.small_contracts import Portfolio, portfolio_in

from specgen.cli.main import run
from specgen.cli.reported.files import open_asked

ROOT = Path(__file__).parents[2]
FOLDER = "NBB-2026-060"
VARY = [
    "vary",
    "examples/variation/changes.csv",
    "--base",
    "examples/variation/contract.yaml",
    "--effective",
    "2026-10-01",
    "--since",
    "issued",
    "-o",
    "out",
]


@pytest.fixture
def issued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """The examples' folder, in which the contract of the variation and another are issued."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    assert run(["build", "examples/variation/contract.yaml", "examples/podiatry-services", "-o", "issued"]) == 0
    capsys.readouterr()
    return tmp_path / "issued"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def sheet(path: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()


def test_a_register_on_its_base_makes_the_pack(
    issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(VARY) == 0
    said = capsys.readouterr().out
    assert f"{FOLDER} (examples/variation/changes.csv, sheet changes, row 2): varied, variation {FOLDER}-V1" in said
    assert (
        "From “four hours a week” to “six hours a week”" in said
        and "1 varied, 0 without change, 0 not varied. 8 documents written to out." in said
    )
    assert len(names(tmp_path / "out" / FOLDER)) == 9


def test_planning_says_the_same_and_writes_nothing(
    issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*VARY, "--plan"]) == 0
    said = capsys.readouterr().out
    assert "1 varied" in said and "Nothing was written." in said and not (tmp_path / "out").exists()


def test_what_is_reported_is_held_to_what_was_agreed_for_its_quarter(issued: Path) -> None:
    """The threshold is 60% until the variation takes effect on 1 October 2026, and 70% since."""
    assert run(VARY) == 0

    packs, problems = open_asked(Path("issued"))

    (pack,) = (each for each in packs if each.reference == FOLDER)
    rows = [row for row in pack.rows if row.clause.endswith("/collaborate")][:4]
    assert [(row.last.isoformat(), str(row.bound)) for row in rows] == [
        ("2026-06-30", "60"),
        ("2026-09-30", "60"),
        ("2026-12-31", "70"),
        ("2027-03-31", "70"),
    ]
    assert problems == []
    Path("out").rename("out withdrawn")  # never agreed
    (pack,) = (each for each in open_asked(Path("issued"))[0] if each.reference == FOLDER)
    assert {str(row.bound) for row in pack.rows if row.clause.endswith("/collaborate")} == {"60"}


def test_json_tells_clauses_versions_and_values(issued: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*VARY, "--plan", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (contract,) = told["contracts"]
    assert (contract["state"], contract["variation"]) == ("varied", "NBB-2026-060-V1")
    clauses = {clause["clause"]: clause for clause in contract["revised"][0]["clauses"]}
    assert (
        clauses["co-production/specification/national"]["from_version"],
        clauses["co-production/specification/national"]["to_version"],
    ) == (None, 1)
    (value,) = clauses["shared-decision-making/specification/local-terms"]["values"]
    assert (value["name"], value["from"], value["to"]) == ("sdm_champion_time", "four hours a week", "six hours a week")
    assert told["summary"]["varied"] == 1 and told["summary"]["written"] == 0


def test_contracts_that_do_not_change_are_listed_and_many_are_summed_up_in_a_workbook(
    issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = tmp_path / "examples" / "variation" / "contract.yaml"
    text = contract.read_text(encoding="utf-8").replace("four hours", "five hours").replace("2,400,000", "2,436,000")
    contract.write_text(text, encoding="utf-8")
    assert (
        run(["vary", "examples", "--effective", "2026-10-01", "--since", "issued", "-o", "out"]) == 1
    )  # the others were never issued
    said = capsys.readouterr()
    assert (
        "No change, so no variation: NBB-2026-051." in said.out
        and "1 varied, 1 without change, 7 not varied" in said.out
    )
    assert "What became of each contract is in" in said.out
    workbook = tmp_path / "out" / "specgen-summary.xlsx"
    states = {row[0]: row[3] for row in sheet(workbook, "Contracts")[1:]}
    assert (states[FOLDER], states["NBB-2026-051"], states["NBB-2026-014"]) == ("varied", "no change", "not varied")
    changes = [row for row in sheet(workbook, "Changes")[1:] if row[0] == FOLDER]
    assert any(
        row[6:8] == ["four hours a week", "five hours a week"] and row[1] == "NBB-2026-060-V1" for row in changes
    )
    assert any(row[-1] == "not-issued" for row in sheet(workbook, "Problems"))
    with zipfile.ZipFile(workbook) as package:
        printed = package.read("xl/worksheets/sheet2.xml").decode()
        assert (
            '<definedName name="_xlnm.Print_Area" localSheetId="1">Changes!$A$1:$I$'
            in package.read("xl/workbook.xml").decode()
        )
    shown = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', printed)
    across = sum(float(width) * (min(int(last), 9) + 1 - int(first)) for first, last, width in shown if int(first) < 10)
    assert across < 190 and "fitToWidth" not in printed, "what is read prints across one A4, at 8 points"
    assert {path.name for path in (tmp_path / "out").iterdir()} == {FOLDER, "specgen-summary.xlsx"}


def test_a_contract_with_an_error_stops_nothing_else(
    issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "examples" / "podiatry-services" / "contract.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("  title:", "  titel:"), encoding="utf-8")
    assert run([*VARY[:1], "examples/podiatry-services", *VARY[1:]]) == 1
    said = capsys.readouterr()
    assert "1 varied, 0 without change, 1 not varied" in said.out and "titel" in said.err


def test_what_the_run_gives_stands_on_agreement_and_tracked_changes(issued: Path, tmp_path: Path) -> None:
    from specgen.word.document.revisions import read_revisions
    from specgen.word.package.package import read_package

    assert run([*VARY, "--author", "Ada Shah", "--date", "2026-08-03"]) == 0
    tracked = next((tmp_path / "out" / FOLDER).glob("*Schedule 2A*tracked changes.docx"))
    package, _ = read_package(tracked.read_bytes(), tracked.name)
    assert package is not None
    assert {(each.author, each.date[:10]) for each in read_revisions(package)[0]} == {("Ada Shah", "2026-08-03")}


def test_the_issued_folder_cannot_be_the_folder_of_the_variations(
    issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*VARY[:-1], "issued"]) == 2
    assert "name the same folder" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--effective", "1 October"], ["--since", "nowhere"]])
def test_a_day_that_is_none_and_a_folder_that_is_not_there_are_a_wrong_command_line(
    issued: Path, wrong: list[str]
) -> None:
    assert run([*VARY, *wrong]) == 2


def test_a_warning_of_the_selection_regime_says_its_words_and_stops_nothing(
    issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = tmp_path / "examples" / "variation" / "contract.yaml"
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text[: text.index("variation:\n")].replace("four hours", "five hours"), encoding="utf-8")
    assert run(["vary", str(contract), "--effective", "2026-10-01", "--since", "issued", "-o", "out"]) == 0
    said = capsys.readouterr()
    assert "materially different in character" in said.err and "[variation-not-recorded]" in said.err
    assert "varied, variation NBB-2026-060-V2026-10-01" in said.out


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portfolio:
    """Three contracts that were issued; of the folder of contract files one was taken out since."""
    found = portfolio_in(tmp_path, monkeypatch, capsys)
    for reference in ("A-1", "A-2", "A-3"):
        found.contract(reference)
    found.issue()
    (found.folder / "contracts" / "A-2.yaml").unlink()
    return found


def vary(three: Portfolio, *more: str, files: str = "contracts") -> Outcome:
    return three.run("vary", files, "--effective", "2027-04-01", "--since", "issued", "-o", "out", *more)


def test_contracts_that_were_issued_and_are_not_in_the_run_are_named_at_its_end_in_json_and_in_the_workbook(
    three: Portfolio,
) -> None:
    found = vary(three)
    assert found.code == 0, found.err
    assert "Issued, but not in this run: A-2." in found.out
    states = {row[0]: row[3] for row in sheet(three.folder / "out" / "specgen-summary.xlsx", "Contracts")[1:]}
    assert states == {"A-1": "no change", "A-2": "not in this run", "A-3": "no change"}
    assert vary(three, "--plan", "--format", "json").json["summary"]["not_in_run"] == ["A-2"]


def test_nothing_is_said_where_every_issued_contract_is_in_the_run_or_files_are_named_one_by_one(
    three: Portfolio,
) -> None:
    three.contract("A-2")
    assert "not in this run" not in vary(three).out
    assert vary(three, "--format", "json").json["summary"]["not_in_run"] == []
    one = vary(three, "--format", "json", files="contracts/A-1.yaml").json
    assert one["summary"]["not_in_run"] is None


def test_a_variation_that_lies_in_the_issued_folder_is_no_contract_that_was_forgotten(three: Portfolio) -> None:
    three.contract("A-1", post="Another lead")
    assert vary(three).code == 0
    (three.folder / "out" / "A-1").rename(three.folder / "issued" / "variation of A-1")
    assert "Issued, but not in this run: A-2." in vary(three).out


def test_a_contract_that_cannot_be_read_may_be_one_that_seems_forgotten_and_that_is_said(three: Portfolio) -> None:
    file = three.contract("A-2")
    file.write_text(file.read_text(encoding="utf-8").replace("  title:", "  titel:"), encoding="utf-8")
    found = vary(three)
    assert found.code == 1
    assert (
        "Issued, but not in this run: A-2; 1 contract of this run cannot be read, and may be among them." in found.out
    )


def test_a_record_that_cannot_be_used_is_a_warning_since_nobody_can_tell_whose_it_is(three: Portfolio) -> None:
    (three.folder / "issued" / "A-2" / "specgen-record.json").write_text("{", encoding="utf-8")
    found = vary(three)
    assert found.code == 0
    assert "not in this run" not in found.out
    assert "A-2/specgen-record.json" in found.err and "warning" in found.err
