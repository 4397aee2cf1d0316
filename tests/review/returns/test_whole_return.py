"""A whole return: every file found among what was issued, whatever its name, and one worklist of all of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.review.conftest import IssuedPack
from tests.review.negotiating import silently, tracked, without_bookmarks, without_controls, without_record

from specgen.cli.main import run

Reviewed = Callable[[], tuple[int, dict[str, Any]]]
KINDS = ("2A", "2M", "4C", "6A", "6D", "Schedule 8")


@pytest.fixture
def issued(pack: IssuedPack, tmp_path: Path) -> Path:
    shutil.copytree(pack.folder, tmp_path / "issued" / pack.folder.name)
    return tmp_path / "issued"


@pytest.fixture
def back(pack: IssuedPack, tmp_path: Path) -> Path:
    folder = tmp_path / "back"
    folder.mkdir()
    for kind in KINDS:
        (folder / pack.file(kind).name).write_bytes(pack.data(kind))
    return folder


@pytest.fixture
def reviewed(back: Path, issued: Path, capsys: pytest.CaptureFixture[str]) -> Reviewed:
    """The command over both folders: its exit code, and what it says of each file."""

    def review() -> tuple[int, dict[str, Any]]:
        out = back.parent / "worklist.xlsx"
        code = run(["review", str(back), "--issued", str(issued), "-o", str(out), "--format", "json"])
        said = json.loads(capsys.readouterr().out)
        assert out.exists()
        return code, said

    return review


def states(said: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        each["file"] or each["issued"].rpartition("/")[2]: (each["state"], each["found_by"]) for each in said["files"]
    }


def test_files_that_nobody_touched_are_so_and_the_command_ends_well(
    back: Path, issued: Path, reviewed: Reviewed
) -> None:
    code, said = reviewed()
    assert code == 0
    assert {state for state, _ in states(said).values()} == {"untouched"}
    assert not (back.parent / "worklist - packs").exists()


def test_a_file_is_found_by_its_record_its_header_or_its_words_whatever_its_name(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    for kind in ("2A", "4C", "6A"):
        (back / pack.file(kind).name).unlink()
    stripped = without_record(without_bookmarks(without_controls(pack.data("4C"))))
    (back / "signed.docx").write_bytes(silently(pack.data("2A"), "within 28 days", "within 60 days"))
    (back / "copy of copy.docx").write_bytes(tracked(stripped, "Threshold", "Target"))
    headless = without_record(without_controls(pack.data("6A")))
    (back / "x.docx").write_bytes(silently(headless, "Schedule 6A", "Schedule"))
    code, said = reviewed()
    found = states(said)
    assert code == 1
    assert found["signed.docx"] == ("changed", "record")
    assert found["copy of copy.docx"] == ("changed", "header")
    assert found["x.docx"][0] == "changed"


def test_what_is_missing_extra_or_cannot_be_read_is_named_and_stops_nothing(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    (back / pack.file("2M").name).unlink()
    (back / "broken.docx").write_bytes(b"no Word file")
    (back / "scan.pdf").write_bytes(b"%PDF-1.7")
    (back / "letter.docx").write_bytes((Path("docs") / "respiratory-specification.docx").read_bytes())
    code, said = reviewed()
    found = states(said)
    assert code == 1
    assert found[pack.file("2M").name][0] == "missing"
    assert [found[name][0] for name in ("broken.docx", "scan.pdf", "letter.docx")] == ["not read", "not read", "extra"]
    assert found[pack.file("2A").name][0] == "untouched"


def test_a_document_of_which_two_were_issued_is_not_compared_on_a_guess(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    shutil.copytree(issued / pack.folder.name, issued / "again")
    (back / pack.file("2A").name).write_bytes(tracked(pack.data("2A"), "Clinical champion", "Clinical lead"))
    code, said = reviewed()
    (mine,) = [each for each in said["files"] if each["file"] == pack.file("2A").name]
    assert code == 1
    assert mine["state"] == "not clear"
    assert [name.rpartition("/")[0] for name in mine["candidates"]] == [pack.folder.name, "again"]


def test_a_pack_that_changed_has_a_report_in_which_each_file_is_decided(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    for kind, old, new in (("2A", "The Provider must", "The Provider may"), ("4C", "80%", "88%")):
        (back / pack.file(kind).name).write_bytes(silently(pack.data(kind), old, new))
    _, said = reviewed()
    assert [path.name for path in (back.parent / "worklist - packs").iterdir()] == ["NBB-2026-014.xlsx"]
    assert said["classes"] == {"a number, date, name or threshold": 1, "wording": 1}


@pytest.mark.parametrize("inside", ["issued", "back", "same"])
def test_folders_that_lie_in_one_another_are_refused(
    back: Path, issued: Path, inside: str, capsys: pytest.CaptureFixture[str]
) -> None:
    one = {"issued": issued / "back", "back": back.parent, "same": issued}[inside]
    one.mkdir(exist_ok=True)
    assert run(["review", str(one), "--issued", str(issued), "-o", str(back.parent / "w.xlsx")]) == 2
    assert "keep the two apart" in capsys.readouterr().err
    assert not (back.parent / "w.xlsx").exists()


def test_a_worklist_and_reports_that_are_there_are_kept(
    back: Path, issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = back.parent / "w.xlsx"
    out.write_bytes(b"mine")
    assert run(["review", str(back), "--issued", str(issued), "-o", str(out)]) == 1
    assert out.read_bytes() == b"mine"
    assert "is kept" in capsys.readouterr().err


def test_a_document_that_came_back_in_two_files_is_told_on_the_screen_with_both(
    pack: IssuedPack, back: Path, issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (back / "signed copy.docx").write_bytes(tracked(pack.data("2A"), "Clinical champion", "Clinical lead"))
    assert run(["review", str(back), "--issued", str(issued), "-o", str(back.parent / "w.xlsx")]) == 1
    said = capsys.readouterr().out.partition("Came back more than once (1)")[2]
    assert f"{pack.file('2A').name}, signed copy.docx" in said


def test_two_workers_say_of_a_whole_return_what_one_says(
    pack: IssuedPack, back: Path, issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (back / pack.file("2A").name).write_bytes(silently(pack.data("2A"), "The Provider must", "The Provider may"))
    (back / "torn.docx").write_bytes(b"PK torn")
    said = []
    for workers in ("1", "2"):
        out = back.parent / f"by {workers}.xlsx"
        asked = ["review", str(back), "--issued", str(issued), "-o", str(out), "--workers", workers]
        assert run([*asked, "--format", "json"]) == 1
        said.append({**json.loads(capsys.readouterr().out), "written": ""})
    assert said[0] == said[1]
    reports = [next((back.parent / f"by {workers} - packs").iterdir()).read_bytes() for workers in ("1", "2")]
    assert reports[0] == reports[1]
