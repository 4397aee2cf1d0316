"""`specgen register` and `specgen build` of a register, as a user runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.contract.registers import csv_of, workbook

from specgen.cli.main import run
from specgen.contract.register.spreadsheet import open_workbook
from specgen.issue.portfolio.summary import SUMMARY_FILE

ROOT = Path(__file__).parents[2]
HEADINGS = ["Reference", "Title", "Start", "Expiry", "Base"]


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples' organisation and one of its contract files as a base."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for name in ("specgen.yaml", "approvals.csv"):
        shutil.copy(ROOT / "examples" / name, tmp_path)
    shutil.copy(ROOT / "examples" / "podiatry-services" / "contract.yaml", tmp_path / "base.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def register(*rows: list[object], name: str = "register.csv") -> str:
    Path(name).write_bytes(csv_of([HEADINGS, *rows]))
    return name


def row(reference: object, title: str = "Podiatry", start: str = "01/04/2026", base: str = "") -> list[object]:
    return [reference, title, start, "31/03/2027", base]


def documents(folder: str) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()
    }


def summary(folder: str, page: str) -> list[list[str]]:
    book, problems = open_workbook((Path(folder) / SUMMARY_FILE).read_bytes(), SUMMARY_FILE)
    assert book is not None, problems
    sheet, _ = book.sheet(page)
    assert sheet is not None
    return [[cell.text if cell else "" for cell in line.cells] for line in sheet.rows[1:]]


def test_a_new_register_builds_as_it_stands(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["register", "new", "mine/contracts.xlsx"]) == 0
    assert "specgen check mine/contracts.xlsx" in capsys.readouterr().out.replace("\\", "/")
    assert run(["build", "mine/contracts.xlsx", "-o", "out", "--plan"]) == 0
    said = capsys.readouterr()
    assert "2 contracts, 16 documents: 16 new." in said.out and "0 errors" in said.out


def test_nothing_that_is_there_is_overwritten(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("there.xlsx").write_bytes(b"mine")
    assert run(["register", "new", "there.xlsx"]) == 2
    assert run(["register", "export", "examples", "-o", "there.xlsx"]) == 2
    assert run(["register", "new", "there.csv"]) == 2
    assert Path("there.xlsx").read_bytes() == b"mine"
    assert "is not overwritten" in capsys.readouterr().err


def test_the_documents_of_an_exported_register_are_those_of_the_contract_files(workplace: Path) -> None:
    assert run(["register", "export", "examples", "-o", "all.xlsx"]) == 0
    assert run(["build", "all.xlsx", "-o", "a"]) == 0
    shutil.rmtree("examples/documents")  # documents with figures have workbooks of their own
    assert run(["build", "examples", "-o", "b"]) == 0
    one, other = documents("a"), documents("b")
    assert one.keys() == other.keys()
    assert {name for name in one if one[name] != other[name] and name.endswith(".docx")} == set()


@pytest.mark.parametrize("given", ["examples", "examples/variation", "examples/podiatry-services/contract.yaml"])
def test_a_plan_over_an_export_says_of_every_contract_that_nothing_differs(
    workplace: Path, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    shutil.rmtree("examples/documents")
    assert run(["build", given, "-o", "issued"]) == 0
    assert run(["register", "export", given, "-o", "all.xlsx"]) == 0
    capsys.readouterr()
    assert run(["build", "all.xlsx", "-o", "issued", "--plan", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["contracts"]
    assert len(told) == (9 if given == "examples" else 1)
    assert [change for it in told for change in it["facts"]] == []
    assert {document["verdict"] for it in told for document in it["documents"]} == {"unchanged"}


def test_an_export_leaves_out_what_cannot_be_used_and_says_so(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Path("examples/podiatry-services/contract.yaml")
    broken.write_text(broken.read_text(encoding="utf-8").replace("  title:", "  titel:"), encoding="utf-8")
    shutil.copytree("examples/two-services", "examples/again")
    assert run(["register", "export", "examples", "-o", "all.xlsx"]) == 1
    said = capsys.readouterr()
    assert "7 contracts written to all.xlsx. 3 contracts left out." in said.out
    assert "another of these contract files has the reference “NBB-2026-003”" in said.err and "“titel”" in said.err


def test_an_export_names_the_option_for_documents_with_figures(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "figures", "--type", "memorandum-of-understanding"]) == 0
    assert run(["register", "export", "figures", "-o", "r.xlsx"]) == 2
    assert "with --type and memorandum-of-understanding\n" in capsys.readouterr().err
    assert run(["register", "export", "figures/memorandum-of-understanding.yaml", "-o", "r.xlsx"]) == 2
    assert "with --type and memorandum-of-understanding\n" in capsys.readouterr().err
    assert run(["register", "export", "examples", "figures", "-o", "r.xlsx"]) == 2  # a folder without a contract
    shutil.move("figures", "examples")
    assert run(["register", "export", "examples", "-o", "r.xlsx"]) == 0
    assert "change-note or " in (told := capsys.readouterr().out) and " or memorandum-of-understanding or " in told


def test_an_export_goes_on_when_a_file_cannot_be_read(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        (workplace / "examples" / "gone.yaml").symlink_to("nowhere.yaml")
    except OSError:
        pytest.skip("links need a right of their own here")
    assert run(["register", "export", str(workplace / "examples"), "-o", "r.xlsx"]) == 1
    said = capsys.readouterr()
    assert "gone.yaml: error: the file cannot be read" in said.err and "1 contract left out." in said.out


def test_an_export_leaves_out_a_contract_with_a_value_that_no_column_could_hold(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workplace / "examples" / "podiatry-services" / "contract.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "  pc_reprot_interval: 3 months\n", encoding="utf-8", newline="\n")
    assert run(["register", "export", str(workplace / "examples"), "-o", "r.xlsx"]) == 1
    said = capsys.readouterr()
    assert (
        "the value “pc_reprot_interval” is not used: no clause asks for it" in said.err
        and "1 contract left out." in said.out
    )
    assert run(["check", "r.xlsx"]) == 0


def test_a_bad_row_stops_nothing_else_and_the_summary_says_what_became_of_each(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = register(row("R-1"), row("R-2", start="31/02/2026"), row("R-3"), row("R-4"), row("R-4"))
    assert run(["build", name, "--base", "base.yaml", "-o", "out"]) == 1
    said = capsys.readouterr()
    assert (
        "3 contracts have errors" in said.out
        and f"What became of each contract is in {Path('out') / SUMMARY_FILE}." in said.out
    )
    assert "register.csv, sheet register, row 3, column C (Start): error" in said.err
    assert sorted(path.name for path in Path("out").iterdir()) == ["R-1", "R-3", SUMMARY_FILE]
    assert [(line[0], line[3]) for line in summary("out", "Contracts")] == [
        ("R-1", "built"),
        ("R-2", "not built"),
        ("R-3", "built"),
        ("R-4", "not built"),
        ("R-4", "not built"),
    ]
    errors = [line for line in summary("out", "Problems") if line[1] == "error"]
    assert [(line[0], line[7], line[8], line[10]) for line in errors] == [
        ("R-2", "3", "C (Start)", "wrong-value"),
        ("R-4", "5", "A (Reference)", "repeated-reference"),
        ("R-4", "6", "A (Reference)", "repeated-reference"),
    ]


def test_a_contract_whose_reference_a_further_sheet_misspells_is_not_built_without_that_row(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [["Reference", "Schedule", "Clause"], ["R-l", "improvement", "co-production/outputs"]]
    Path("r.xlsx").write_bytes(workbook({"Contracts": [HEADINGS, row("R-1"), row("Q-7")], "Items": items}))
    assert run(["build", "r.xlsx", "--base", "base.yaml", "-o", "out"]) == 1
    assert (
        "nothing is made of R-1: row 2 of the sheet “Items” seems meant for it, but says “R-l”, which no contract has"
        in capsys.readouterr().err
    )
    assert sorted(path.name for path in Path("out").iterdir()) == ["Q-7", SUMMARY_FILE]


def test_shuffled_rows_give_the_same_bytes(workplace: Path) -> None:
    rows = [row("R-1"), row("R-2", title="Foot care"), row("R-3")]
    run(["build", register(*rows), "--base", "base.yaml", "-o", "a"])
    run(["build", register(*reversed(rows)), "--base", "base.yaml", "-o", "b"])
    one, other = documents("a"), documents("b")
    assert len(one) > 10
    # The summary alone says in which row of the register each contract stands.
    assert {name for name in one if one[name] != other.get(name)} == {SUMMARY_FILE}


def test_two_contracts_whose_packs_would_share_a_folder_are_refused_before_anything_is_written(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", register(row("R-1"), row("r-1")), "--base", "base.yaml", "-o", "out"]) == 1
    assert [path.name for path in Path("out").iterdir()] == [SUMMARY_FILE]
    assert "row 2, column A (Reference): error" in capsys.readouterr().err


def test_a_fault_in_the_headings_builds_nothing_and_all_faults_are_said(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("register.csv").write_bytes(csv_of([[*HEADINGS, "Lifetme value"], [*row("R-1", start="soon"), "3"]]))
    assert run(["build", "register.csv", "--base", "base.yaml", "-o", "out"]) == 1
    said = capsys.readouterr()
    assert "Nothing was built: the register or its headings have faults" in said.out
    assert "Did you mean “Lifetime value”?" in said.err and "“soon” is not a date" in said.err
    assert not Path("out").exists()


def test_rows_may_name_bases_below_the_registers_folder_only(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mine").mkdir()
    shutil.copy("base.yaml", "mine/base.yaml")
    Path("mine/broken.yaml").write_text("contract:\n  titel: x\n", encoding="utf-8")
    name = register(
        row("R-1", base="base.yaml"),
        row("R-2", base="../base.yaml"),
        row("R-3", base="none.yaml"),
        row("R-4", base="broken.yaml"),
        name="mine/register.csv",
    )
    assert run(["build", name, "-o", "out"]) == 1
    said = capsys.readouterr().err
    assert sorted(path.name for path in Path("out").iterdir()) == ["R-1", SUMMARY_FILE]
    for reason in (
        "it lies outside the register’s folder",
        "it is not there",
        "line 2: “titel” is not a name that belongs here",
    ):
        assert reason in said


def test_a_base_with_a_fault_is_reported_once_with_its_line(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("base.yaml").write_text("contract:\n  titel: x\n", encoding="utf-8")
    assert run(["check", register(row("R-1"), row("R-2")), "--base", "base.yaml"]) == 1
    said = capsys.readouterr()
    assert said.out.count("base.yaml:2:3: error: “titel”") == 1 and "Did you mean “title”?" in said.out


def test_a_base_without_a_register_is_a_wrong_command_line(workplace: Path) -> None:
    assert run(["build", "examples", "--base", "base.yaml", "-o", "out"]) == 2


def test_values_of_a_base_that_a_rows_clauses_do_not_ask_for_are_left_unused(workplace: Path) -> None:
    Path("register.csv").write_bytes(csv_of([[*HEADINGS, "Specification clauses"], [*row("R-1"), "enabling-choice"]]))
    assert run(["check", "register.csv", "--base", "base.yaml"]) == 0


def test_the_summary_is_for_programs_too_and_a_plan_writes_none(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = register(row("R-1"), row("R-2", start="soon"))
    assert run(["build", name, "--base", "base.yaml", "-o", "out", "--plan"]) == 1
    assert not Path("out").exists()
    capsys.readouterr()
    assert run(["build", name, "--base", "base.yaml", "-o", "out", "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["summary"]["failed"], Path(said["summary"]["workbook"]).name) == (1, SUMMARY_FILE)
    assert [(each["reference"], len(each["written"]) > 0) for each in said["contracts"]] == [
        ("R-1", True),
        ("R-2", False),
    ]
    (error,) = [each for each in said["contracts"][1]["problems"] if each["severity"] == "error"]
    assert error["location"] == {
        "file": name,
        "line": 3,
        "sheet": "register",
        "cell": "C (Start)",
    }


def test_a_single_contract_file_gets_no_summary(workplace: Path) -> None:
    assert run(["build", "examples/podiatry-services/contract.yaml", "-o", "out"]) == 0
    assert not (Path("out") / SUMMARY_FILE).exists()


def test_an_edited_summary_is_kept(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = register(row("R-1"))
    run(["build", name, "--base", "base.yaml", "-o", "out"])
    (Path("out") / SUMMARY_FILE).write_bytes(b"my notes")
    assert run(["build", name, "--base", "base.yaml", "-o", "out"]) == 0
    assert (Path("out") / SUMMARY_FILE).read_bytes() == b"my notes"
    assert (Path("out") / "specgen-summary (new).xlsx").is_file()
    assert "was edited since it was written" in capsys.readouterr().err


def test_a_hostile_workbook_is_refused_in_words(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert run(["build", "bad.xlsx", "-o", "out"]) == 1
    assert "take the password off" in capsys.readouterr().err


def test_a_workbook_with_a_sheet_of_services_is_checked(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("r.xlsx").write_bytes(
        workbook(
            {
                "Contracts": [HEADINGS, row("R-1")],
                "Services": [["Reference", "Service number", "Service"], ["R-1", "01", "Feet"], ["R-1", "01", "Legs"]],
            }
        )
    )
    assert run(["check", "r.xlsx", "--base", "base.yaml"]) == 1
    assert (
        "r.xlsx, sheet Services, row 3, column B (Service number): error: two services have the number 01"
        in capsys.readouterr().out
    )


def test_what_a_blank_cell_took_from_the_base_is_on_a_sheet_of_the_summary_and_stays_when_nothing_changed(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = register(row("R-1", title=""), row("R-2"))
    for _ in range(2):
        assert run(["build", name, "--base", "base.yaml", "-o", "out"]) == 0
        (taken,) = [fact for fact in summary("out", "Taken from the base") if fact[6]]
        assert (taken[0], taken[2], taken[5], taken[6], taken[7]) == ("R-1", "Title", "2", "B (Title)", name)
        assert taken[3] and taken[3] in Path("base.yaml").read_text(encoding="utf-8")
    assert "0 documents written to out" in capsys.readouterr().out


def test_hidden_and_struck_rows_are_told_by_check_and_stop_nothing(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(book: Any, added: dict[str, Any]) -> None:
        added["Contracts"].set_row(1, None, None, {"hidden": True})
        added["Contracts"].write(2, 0, "R-2", book.add_format({"font_strikeout": True}))

    Path("r.xlsx").write_bytes(workbook({"Contracts": [HEADINGS, row("R-1"), row("R-2")]}, change))
    assert run(["check", "r.xlsx", "--base", "base.yaml"]) == 0
    said = capsys.readouterr()
    told = said.out + said.err
    assert "1 row of the sheet, row 2, is hidden and is read like any other [rows-hidden]" in told
    assert "1 row of the sheet, row 3, is struck through and is read like any other [rows-struck-through]" in told
