"""`specgen build` and `specgen check`, as a user runs them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from specgen.cli.main import run
from specgen.word.package.package import package_hash, read_package

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "community-respiratory" / "contract.yaml"


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contract(workplace: Path) -> Path:
    return workplace / "examples" / "community-respiratory" / "contract.yaml"


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def documents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*.docx"))}


def test_a_contract_is_built_into_a_folder_of_its_reference(workplace: Path) -> None:
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 0
    names = sorted(documents(workplace / "out" / "NBB-2026-014"))
    assert any("Schedule 2A" in name for name in names)
    assert any("drafting note" in name.lower() for name in names)
    assert (workplace / "out" / "NBB-2026-014" / "specgen-record.json").is_file()


def test_a_second_run_writes_nothing(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", str(contract(workplace)), "-o", "out"])
    before = documents(workplace / "out")
    capsys.readouterr()
    assert run(["build", str(contract(workplace)), "-o", "out", "--format", "json"]) == 0
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert summary["written"] == 0
    assert set(summary["verdicts"]) == {"unchanged"}
    assert documents(workplace / "out") == before


def test_a_plan_writes_nothing_and_says_what_would_be(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(contract(workplace)), "-o", "out", "--plan"]) == 0
    assert not (workplace / "out").exists()
    assert "  new " in capsys.readouterr().out


def test_a_changed_value_is_named_with_its_clause(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", str(contract(workplace)), "-o", "out"])
    changed(contract(workplace), 'draft_version: "1.0"', 'draft_version: "1.1"')
    capsys.readouterr()
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 0
    said = capsys.readouterr().out
    assert "differs         Draft version: from “1.0” to “1.1”" in said
    assert said.count("1.1”") == 1, "what is true of all documents is said once"


def test_a_document_edited_by_hand_is_kept_and_the_new_one_put_beside_it(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    run(["build", str(contract(workplace)), "-o", "out"])
    edited = next(path for path in (workplace / "out").rglob("*2A*.docx"))
    word = docx.Document(str(edited))
    word.add_paragraph("Added by hand.")
    word.save(str(edited))
    kept = edited.read_bytes()
    changed(contract(workplace), 'draft_version: "1.0"', 'draft_version: "1.1"')
    capsys.readouterr()
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 0
    assert edited.read_bytes() == kept
    assert (edited.parent / f"{edited.stem} (new draft, not merged).docx").is_file()
    said = capsys.readouterr()
    assert "edited by hand" in said.out
    assert (
        f"warning: {edited.name}: the document was edited since it was issued: it is kept, and the new draft "
        f"is put beside it" in said.err
    )
    assert "take over by hand what is new, or put the draft in its place [edited-by-hand]" in said.err


def test_every_document_that_a_person_touched_is_named_however_many_there_are(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["build", str(contract(workplace)), "-o", "out"])
    issued = sorted((workplace / "out").rglob("*Schedule*.docx"))
    for path in issued:
        path.unlink()
        path.mkdir()
    capsys.readouterr()
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 0
    said = capsys.readouterr().err
    assert len(issued) == 6
    assert all(
        f"warning: {path.name}: a folder of this name is there that specgen did not write" in said for path in issued
    )
    assert "of this kind" not in said.split("[in-the-way]")[0]


def test_a_contract_with_an_error_gets_no_document_and_the_others_are_built(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(contract(workplace), "edition: 2026/27", "edition: 2026/72")
    assert run(["build", "examples", "-o", "out"]) == 1
    assert not (workplace / "out" / "NBB-2026-014").exists()
    assert len(list((workplace / "out").iterdir())) >= 5
    assert "Did you mean “2026/27”?" in capsys.readouterr().err


def test_every_fault_of_a_run_is_reported_at_once_with_line_and_column(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(contract(workplace), "  title:", "  titel:")
    changed(contract(workplace), "end: 2029-03-31", "end: 2029-02-31")
    assert run(["check", str(contract(workplace))]) == 1
    said = capsys.readouterr().out
    assert "“titel” is not a name that belongs here [unknown-key]" in said
    assert "Did you mean “title”?" in said
    assert "“2029-02-31” is not a date" in said


def a_value_line(path: Path) -> str:
    """The first line of the contract's values that is a plain post."""
    return next(
        line for line in path.read_text(encoding="utf-8").splitlines() if line.strip().startswith("sdm_champion_post:")
    )


def test_a_missing_value_stops_the_contract_and_with_draft_shows_a_gap(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    changed(contract(workplace), a_value_line(contract(workplace)), "")
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 1
    assert not (workplace / "out").exists()
    assert "the value “sdm_champion_post” is missing" in capsys.readouterr().err
    assert run(["build", str(contract(workplace)), "-o", "out", "--draft"]) == 0
    assert "the value “sdm_champion_post” is missing" in capsys.readouterr().err
    insert = next((workplace / "out").rglob("*2A*.docx"))
    text = "\n".join(
        paragraph.text
        for paragraph in docx.Document(str(insert)).element.body.iter()
        if hasattr(paragraph, "text") and paragraph.text
    )
    assert (
        "[TO BE COMPLETED: Which of the Provider's posts is the clinical champion for shared decision making?]" in text
    )


def test_check_writes_nothing(workplace: Path) -> None:
    before = sorted(path for path in workplace.rglob("*"))
    assert run(["check", "examples"]) == 0
    assert sorted(path for path in workplace.rglob("*")) == before


def test_an_approved_clause_whose_words_were_altered_stops_the_run(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(workplace / "examples" / "approvals.csv", ",1,", ",1,0")
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 1
    assert "approved-version-changed" in capsys.readouterr().err
    assert not (workplace / "out").exists()


def test_the_same_contract_gives_the_same_bytes_from_another_folder(workplace: Path) -> None:
    run(["build", str(contract(workplace)), "-o", "one"])
    shutil.copytree(workplace / "examples", workplace / "elsewhere" / "deeper")
    run(["build", str(workplace / "elsewhere" / "deeper" / "community-respiratory" / "contract.yaml"), "-o", "two"])
    assert documents(workplace / "one") == documents(workplace / "two")


def test_the_content_hash_in_the_record_is_that_of_the_file(workplace: Path) -> None:
    run(["build", str(contract(workplace)), "-o", "out"])
    record = json.loads((workplace / "out" / "NBB-2026-014" / "specgen-record.json").read_text(encoding="utf-8"))
    assert record["documents"]
    for entry in record["documents"]:
        package, problems = read_package(
            (workplace / "out" / "NBB-2026-014" / entry["file"]).read_bytes(), entry["file"]
        )
        assert package is not None, problems
        assert package_hash(package) == entry["content_hash"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["build", "nowhere.yaml", "-o", "out"], 2),
        (["build"], 2),
        (["bild"], 2),
        (["--help"], 0),
        (["--version"], 0),
        (["build", "--help"], 0),
        (["clauses", "show", "no-such-clause"], 2),
        (["editions", "1999/00"], 2),
        (["types"], 0),
        (["editions"], 0),
        (["clauses", "list"], 0),
    ],
)
def test_every_way_a_command_line_can_be_wrong_has_its_exit_code(workplace: Path, words: list[str], code: int) -> None:
    assert run(words) == code


@pytest.mark.skipif(
    os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="needs a folder that this user may not write to",
)
def test_a_folder_that_cannot_be_written_is_exit_code_3(workplace: Path) -> None:
    (workplace / "out").mkdir(mode=0o500)
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 3


def test_a_file_where_the_folder_should_be_is_not_overwritten(workplace: Path) -> None:
    (workplace / "out").mkdir()
    (workplace / "out" / "NBB-2026-014").write_text("mine", encoding="utf-8")
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 1
    assert (workplace / "out" / "NBB-2026-014").read_text(encoding="utf-8") == "mine"


def test_a_fault_of_its_own_is_exit_code_70_without_a_traceback(
    workplace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("specgen.issue.portfolio.portfolio.prepared", broken)
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 70
    said = capsys.readouterr().err
    assert "RuntimeError: unforeseen" in said
    assert "Traceback" not in said


def test_a_stop_with_ctrl_c_is_exit_code_130(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("specgen.issue.portfolio.portfolio.prepared", stopped)
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 130


def test_the_command_runs_as_a_process_of_its_own(workplace: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "specgen", "types"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0
    assert "drafting-note" in done.stdout


def test_the_summary_of_several_folders_is_the_same_wherever_they_lie_and_however_they_are_named(
    workplace: Path,
) -> None:
    folders = [workplace / "examples" / name for name in ("podiatry-services", "harbour-grant")]
    assert run(["build", *map(str, folders), "-o", "one"]) == 0
    assert run(["build", *(str(folder.relative_to(workplace)) for folder in folders), "-o", "two"]) == 0
    assert (workplace / "one" / "specgen-summary.xlsx").read_bytes() == (
        workplace / "two" / "specgen-summary.xlsx"
    ).read_bytes()


def test_a_folder_that_holds_another_organisations_folder_is_refused(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(workplace), "-o", "out"]) == 2
    assert "different organisations" in capsys.readouterr().err
    assert not (workplace / "out").exists()


def test_files_named_by_a_way_that_leads_up_and_down_again_belong_to_one_organisation(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workplace / "examples" / "community-respiratory")
    assert (
        run(["build", "contract.yaml", "../podiatry-services/contract.yaml", "-o", str(workplace / "out"), "--plan"])
        == 0
    )


def test_a_contract_file_that_cannot_be_read_is_reported_and_the_others_are_built(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workplace / "examples" / "gone.yaml").symlink_to(workplace / "nowhere.yaml")
    assert run(["build", str(workplace / "examples"), "-o", "out"]) == 3
    told = capsys.readouterr()
    assert "gone.yaml: error: the file cannot be read" in told.err
    assert (workplace / "out" / "NBB-2026-014").is_dir()


def test_a_folder_that_cannot_be_listed_stops_the_run_before_its_contracts_are_left_out(
    workplace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = os.scandir

    def refused(path: str) -> object:
        if str(path).endswith("wheelchair-services"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert run(["build", str(workplace / "examples"), "-o", "out"]) == 3
    assert "wheelchair-services: Permission denied" in capsys.readouterr().err
    assert not (workplace / "out").exists()


def test_a_reader_that_went_away_is_exit_code_3(workplace: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "specgen", "clauses", "list"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (3, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows names files in Unicode whatever its settings")
def test_a_system_that_cannot_name_a_file_is_told_how_to_mend_it(workplace: Path) -> None:
    changed(contract(workplace), "reference: NBB-2026-014", "reference: Cymru-é")
    done = subprocess.run(
        [sys.executable, "-m", "specgen", "build", str(contract(workplace)), "-o", "out"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    assert done.returncode == 3
    assert "set PYTHONUTF8=1" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_contract_file_whose_name_is_no_text_is_built(workplace: Path) -> None:
    odd = contract(workplace).with_name(os.fsdecode(b"caf\xe9.yaml"))
    contract(workplace).rename(odd)
    assert run(["build", str(odd), "-o", "out"]) == 0
    assert '"file": "caf?.yaml"' in (workplace / "out" / "NBB-2026-014" / "specgen-record.json").read_text(
        encoding="utf-8"
    )


def test_check_says_that_two_contracts_would_share_a_folder(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = workplace / "examples" / "podiatry-services" / "contract.yaml"
    changed(other, "reference: NBB-2026-051", "reference: nbb-2026-014")
    assert run(["check", str(contract(workplace)), str(other)]) == 1
    assert (
        "another contract of this run would be written into the same folder “nbb-2026-014” [same-folder]"
        in capsys.readouterr().out
    )


def test_a_number_of_the_whole_specification_that_the_model_lacks_is_reported_though_its_text_is_blank(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workplace / "examples" / "two-services" / "contract.yaml"
    changed(file, "    whole_specification:\n", '    whole_specification:\n      "3.9":\n')
    assert run(["check", str(file)]) == 1
    assert "the model specification has no section “3.9” [unknown-section]" in capsys.readouterr().out


def test_a_file_that_cannot_be_written_is_named_by_its_folder_and_not_by_the_name_it_is_written_under(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workplace / "taken").write_text("a file", encoding="utf-8", newline="\n")
    assert run(["audit", str(ROOT / "templates"), "-o", "taken/report.xlsx"]) == 3
    said = capsys.readouterr().err
    assert "cannot read or write: taken: " in said and ".tmp" not in said


def test_a_contract_file_that_notepad_named_txt_is_said_to_be_passed_over(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contract(workplace).rename(contract(workplace).with_name("contract.yaml.txt"))
    assert run(["check", "examples"]) == 0
    said = capsys.readouterr()
    assert "contract.yaml.txt: warning: the file is not read: its name does not end in .yaml [file-name]" in said.out


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_a_link_that_leads_to_itself_is_a_fault_of_that_file_alone(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workplace / "examples" / "a.yaml").symlink_to("a.yaml")
    assert run(["check", "examples"]) == 1
    assert "examples/a.yaml: error: the file cannot be read" in capsys.readouterr().out
    (workplace / "out").symlink_to("out")
    assert run(["build", str(contract(workplace)), "-o", "out"]) in (1, 2, 3)


def test_the_drafting_note_of_a_grant_agreement_names_no_schedule(workplace: Path) -> None:
    assert run(["build", str(workplace / "examples" / "harbour-grant"), "-o", "out"]) == 0
    (note,) = (workplace / "out").rglob("*Drafting note*.docx")
    labels = [row.cells[0].text for row in docx.Document(str(note)).tables[0].rows]
    assert "Local policies" in labels and "Reference" in labels and "Contract" not in labels


def test_what_a_report_looks_like_begins_with_a_capital_in_its_cell(workplace: Path) -> None:
    assert run(["build", str(contract(workplace)), "-o", "out"]) == 0
    (reports,) = (workplace / "out").rglob("*6A*.docx")
    cells = [cell.text for table in docx.Document(str(reports)).tables for row in table.rows for cell in row.cells]
    assert cells and all(text[:1].isupper() or text[:1].isdigit() for text in cells)


def test_a_baseline_that_was_not_measured_begins_with_a_capital_in_its_cell(workplace: Path) -> None:
    assert run(["build", str(workplace / "examples" / "link-worker-service"), "-o", "out"]) == 0
    (measures,) = (workplace / "out").rglob("*4C*.docx")
    rows = [[cell.text for cell in row.cells] for table in docx.Document(str(measures)).tables for row in table.rows]
    baselines = [row[1] for row in rows if row[0] == "Baseline"]
    assert baselines and all(text[:1].isupper() or text[:1].isdigit() for text in baselines)
