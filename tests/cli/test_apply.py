"""`specgen build --save-plan` and `specgen apply`: exactly what was looked at, or nothing, with the reason by name."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from tests.cli.portfolio import everything, organisation, register, row

from specgen.cli.main import run
from specgen.issue.portfolio.summary import SUMMARY_FILE

BUILD = ["build", "register.csv", "--base", "base.yaml", "-o", "out"]
SAVE = [*BUILD, "--save-plan", "plan.json"]


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)


@pytest.fixture
def portfolio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three small contracts in a register."""
    folder = tmp_path / "board"
    organisation(folder)
    register(folder, [row(1), row(2), row(3)])
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two portfolios: `first` has a plan for documents that are not there, `changed` one for built
    documents and a base that changed since."""
    whole = tmp_path_factory.mktemp("made")
    here = Path.cwd()
    for name in ("first", "changed"):
        organisation(whole / name)
        register(whole / name, [row(1), row(2), row(3)])
        os.chdir(whole / name)
        try:
            if name == "changed":
                assert run(BUILD) == 0
                rewrite("base.yaml", 'draft_version: "0.1"', 'draft_version: "0.2"')
            assert run(SAVE) == 0
        finally:
            os.chdir(here)
    return whole


@pytest.fixture
def first(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portfolio with a plan, of which nothing is built yet."""
    monkeypatch.chdir(shutil.copytree(made / "first", tmp_path / "board"))
    return tmp_path / "board"


@pytest.fixture
def changed(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portfolio that was built, with a plan by which every document changes."""
    monkeypatch.chdir(shutil.copytree(made / "changed", tmp_path / "board"))
    return tmp_path / "board"


def planned(file: str = "plan.json") -> Any:
    return json.loads(Path(file).read_text(encoding="utf-8"))


def edit(path: Path, words: str = "Added by hand.") -> None:
    document = docx.Document(str(path))
    document.add_paragraph(words)
    document.save(str(path))


def test_a_saved_plan_writes_nothing_but_itself_and_names_inputs_and_documents(
    portfolio: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(SAVE) == 0
    assert "The plan is in plan.json. To do exactly this: specgen apply plan.json" in capsys.readouterr().out
    assert not Path("out").exists()
    plan = planned()
    assert (plan["schema"], plan["what"], plan["build"], plan["out"], plan["base"]) == (
        1,
        "specgen plan",
        ["register.csv"],
        "out",
        "base.yaml",
    )
    assert set(plan["files"]) == {"register.csv", "base.yaml"}
    assert "organisation/approvals.csv" in plan["inputs"] and "shipped/clauses/library.yaml" in plan["inputs"]
    assert [
        (contract["reference"], contract["folder"], {document["verdict"] for document in contract["documents"]})
        for contract in plan["contracts"]
    ] == [(f"R-000{number}", f"R-000{number}", {"new"}) for number in (1, 2, 3)]


def test_a_saved_plan_done_is_what_a_build_does(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", "plan.json"]) == 0
    assert "documents written to out" in capsys.readouterr().out
    run([*BUILD[:-1], "other"])
    assert everything(Path("out")) == everything(Path("other"))
    assert len(everything(Path("out"))) > 9


def test_the_same_plan_has_the_same_bytes_and_takes_the_place_of_an_earlier_plan_only(
    first: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = Path("plan.json").read_bytes()
    assert run(SAVE) == 0
    assert Path("plan.json").read_bytes() == saved
    Path("notes.json").write_text("{}", encoding="utf-8")
    assert run([*BUILD, "--save-plan", "notes.json"]) == 2
    assert run([*BUILD, "--save-plan", "register.csv"]) == 2
    assert Path("notes.json").read_text(encoding="utf-8") == "{}"


def test_a_plan_is_done_again_without_writing_anything(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["apply", "plan.json"])
    before = everything(Path("out"))
    capsys.readouterr()
    assert run(["apply", "plan.json"]) == 0
    assert "0 documents written" in capsys.readouterr().out
    after = everything(Path("out"))
    assert {name for name in before if before[name] != after[name]} <= {SUMMARY_FILE}


def a_document() -> Path:
    return next(Path("out").rglob("*2A*.docx"))


def rewrite(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8", newline="\n")


CHANGES: list[tuple[str, Callable[[], object], str]] = [
    ("register", lambda: register(Path(), [row(1), row(2), row(3, title="Foot care")]), "register.csv"),
    ("row more", lambda: register(Path(), [row(1), row(2), row(3), row(4)]), "register.csv"),
    ("base", lambda: rewrite("base.yaml", "Head of podiatry", "Head of feet"), "base.yaml"),
    (
        "settings",
        lambda: rewrite("specgen.yaml", "organisation:", "# a note\norganisation:"),
        "organisation/specgen.yaml",
    ),
    (
        "approvals",
        lambda: Path("approvals.csv").write_bytes(Path("approvals.csv").read_bytes() + b"\n"),
        "organisation/approvals.csv",
    ),
    ("document edited", lambda: edit(a_document()), " - Schedule 2A - "),
    ("document gone", lambda: a_document().unlink(), " - Schedule 2A - "),
    (
        "record edited",
        lambda: rewrite("out/R-0001/specgen-record.json", '"draft": true', '"draft": false'),
        "R-0001/specgen-record.json",
    ),
    ("record gone", lambda: Path("out/R-0001/specgen-record.json").unlink(), "R-0001/specgen-record.json"),
    ("pack gone", lambda: shutil.rmtree("out/R-0002"), "R-0002/specgen-record.json"),
]


@pytest.mark.parametrize(
    ("change", "name"), [(change, name) for _, change, name in CHANGES], ids=[each[0] for each in CHANGES]
)
def test_a_plan_made_before_a_change_is_refused_by_name_before_anything_is_written(
    changed: Path, capsys: pytest.CaptureFixture[str], change: Callable[[], object], name: str
) -> None:
    change()
    before = everything(Path("out"))
    capsys.readouterr()
    assert run(["apply", "plan.json"]) == 1
    said = capsys.readouterr()
    assert name in said.err and "since the plan was made" in said.err
    assert "Nothing was written." in said.out
    assert everything(Path("out")) == before


def test_a_plan_of_another_specgen_is_refused(
    first: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("specgen.issue.portfolio.saved_plan.program_digest", lambda: "another")
    assert run(["apply", "plan.json"]) == 1
    assert "the plan was made by another specgen" in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_template_clause_or_edition_that_changed_is_named(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = planned()
    for name in (
        "shipped/templates/specification-insert/template.docx",
        "shipped/clauses/personalised-care/specification/generic/1.md",
    ):
        plan["inputs"][name] = "0" * 64
    edition = next(name for name in plan["inputs"] if name.startswith("shipped/editions/"))
    del plan["inputs"][edition]
    Path("plan.json").write_text(json.dumps(plan), encoding="utf-8")
    assert run(["apply", "plan.json"]) == 1
    said = capsys.readouterr().err
    assert "shipped/templates/specification-insert/template.docx: error: was changed since" in said
    assert "generic/1.md: error: was changed since" in said
    assert f"{edition}: error: is new since" in said


def test_a_new_contract_file_in_the_folder_is_refused(portfolio: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("contracts").mkdir()
    text = (
        Path("base.yaml")
        .read_text(encoding="utf-8")
        .replace("contract:\n", "contract:\n  reference: F-1\n  term: {start: 2026-04-01, end: 2027-03-31}\n")
    )
    Path("contracts/one.yaml").write_text(text, encoding="utf-8")
    assert run(["build", "contracts", "-o", "out", "--save-plan", "plan.json"]) == 0
    Path("contracts/two.yaml").write_text(text.replace("F-1", "F-2"), encoding="utf-8")
    assert run(["apply", "plan.json"]) == 1
    assert "contracts/two.yaml: error: is new since the plan was made" in capsys.readouterr().err
    Path("contracts/two.yaml").unlink()
    assert run(["apply", "plan.json"]) == 0
    assert [path.name for path in Path("out").glob("F-*")] == ["F-1"]


def test_what_the_plan_does_not_concern_may_change(changed: Path) -> None:
    Path("out/R-0001/notes.txt").write_text("mine", encoding="utf-8")
    Path("out/R-0001/~$cument.docx").write_bytes(b"a lock of Word")
    assert run(["apply", "plan.json"]) == 0
    assert Path("out/R-0001/notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_plan_keeps_what_was_edited_and_puts_the_new_one_beside(
    portfolio: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(BUILD)
    edited = a_document()
    edit(edited)
    kept = edited.read_bytes()
    rewrite("base.yaml", 'draft_version: "0.1"', 'draft_version: "0.2"')
    run(SAVE)
    assert run(["apply", "plan.json"]) == 0
    assert edited.read_bytes() == kept
    assert (edited.parent / f"{edited.stem} (new draft, not merged).docx").is_file()


def test_a_plan_moved_with_its_contracts_and_documents_is_still_good(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = first.parent / "elsewhere"
    monkeypatch.chdir(first.parent)
    first.rename(moved)
    assert run(["apply", "elsewhere/plan.json"]) == 0
    assert len(list((moved / "out").glob("R-*"))) == 3


def test_a_contract_with_an_error_stays_unbuilt_and_the_others_are_built(
    portfolio: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register(portfolio, [row(1), row(2, start="soon"), row(3)])
    assert run(SAVE) == 1
    assert [contract["failed"] for contract in planned()["contracts"]] == [False, True, False]
    assert run(["apply", "plan.json"]) == 1
    assert sorted(path.name for path in Path("out").iterdir()) == ["R-0001", "R-0003", SUMMARY_FILE]


def test_what_would_be_done_now_is_held_against_the_plan_for_each_document(
    first: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = planned()
    plan["contracts"][0]["documents"][0]["sha256"] = "0" * 64
    del plan["contracts"][1]["documents"][0]
    Path("plan.json").write_text(json.dumps(plan), encoding="utf-8")
    assert run(["apply", "plan.json"]) == 1
    said = capsys.readouterr().err
    assert said.count("something else would be done now than the plan says") == 2
    assert sorted(path.name for path in Path("out").iterdir()) == ["R-0003", SUMMARY_FILE]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda plan: plan.update(schema=2), "it is of version 2"),
        (lambda plan: plan.pop("what"), "it is not a plan of specgen"),
        (lambda plan: plan.update(more=1), "“more” is not as it was written"),
        (lambda plan: plan.update(build=[]), "it names no contracts"),
        (lambda plan: plan["contracts"][0].update(folder="../elsewhere"), "“../elsewhere” is not the name of a file"),
        (lambda plan: plan["contracts"][0]["documents"][0].update(writes="C:\\x.docx"), "is not the name of a file"),
        (lambda plan: plan["contracts"][0]["documents"][0].update(verdict="delete"), "is not as it was written"),
    ],
)
def test_a_plan_that_was_tampered_with_is_refused(
    first: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Any], object], reason: str
) -> None:
    plan = planned()
    change(plan)
    Path("plan.json").write_text(json.dumps(plan), encoding="utf-8")
    assert run(["apply", "plan.json"]) == 1
    assert reason in capsys.readouterr().err
    assert not Path("out").exists()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[]", b"null", b"{" * 10_000, b'{"what": NaN}'])
def test_what_is_no_plan_is_refused(portfolio: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    Path("plan.json").write_bytes(data)
    assert run(["apply", "plan.json"]) == 1
    assert "the plan cannot be used" in capsys.readouterr().err


def test_the_plan_and_its_doing_are_for_programs_too(portfolio: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*SAVE, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["summary"]["written"], set(said["summary"]["verdicts"])) == (0, {"new"})
    assert run(["apply", "plan.json", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["summary"]["written"] > 0
    register(portfolio, [row(1)])
    assert run(["apply", "plan.json", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["slug"] == "plan-outdated"
