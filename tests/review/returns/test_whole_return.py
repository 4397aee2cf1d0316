"""A whole return: every file found among what was issued, whatever its name, and one worklist of all of it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.review.conftest import CONTRACT, IssuedPack
from tests.review.negotiating import (
    Element,
    edited,
    opened,
    silently,
    tracked,
    without_bookmarks,
    without_controls,
    without_record,
)

from specgen.cli.main import run
from specgen.word.package.ooxml import w
from specgen.word.package.package import record_part, write_package

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


def test_of_a_pack_of_which_nothing_came_back_the_worklist_alone_speaks(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    for kind in KINDS:
        (back / pack.file(kind).name).unlink()
    code, said = reviewed()
    assert code == 1 and {state for state, _ in states(said).values()} == {"missing"}
    assert not (back.parent / "worklist - packs").exists()


def test_a_document_of_which_two_were_issued_is_not_compared_on_a_guess(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    # Documents without the record of their pack, two of which say that they are the same one.
    (issued / "again").mkdir()
    other = silently(pack.data("2A"), "within 28 days", "within 60 days")
    (issued / "again" / pack.file("2A").name).write_bytes(other)
    returned = tracked(silently(pack.data("2A"), "within 28 days", "within 40 days"), "Clinical champion", "Lead")
    (back / pack.file("2A").name).write_bytes(without_record(returned))
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
    book = CalamineWorkbook.from_path(back.parent / "worklist - packs" / "NBB-2026-014.xlsx")
    notes = [row[-1] for row in book.get_sheet_by_name("Decisions").to_python()[1:]]
    assert notes == ["", ""], "a note stands only where something cannot be done"
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


def test_copies_of_one_returned_file_are_compared_once_and_nobody_is_asked_which_holds(
    pack: IssuedPack, back: Path, issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tracked(pack.data("2A"), "Clinical champion", "Clinical lead")
    for name in (pack.file("2A").name, "signed copy.docx"):
        (back / name).write_bytes(changed)
    shutil.copy(back / pack.file("4C").name, back / "z 4C again.docx")
    assert run(["review", str(back), "--issued", str(issued), "-o", str(back.parent / "w.xlsx")]) == 1
    said = capsys.readouterr().out
    assert "Came back more than once" not in said
    assert "Byte for byte another file that came back (2):" in said
    assert f"signed copy.docx: It is {pack.file('2A').name}, byte for byte, which was compared." in said
    assert "Changes: 1 a number" in said or "Changes: 1 wording" in said, "the change is counted once"


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


def test_a_copy_of_a_pack_counts_once_and_is_named(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    shutil.copytree(issued / pack.folder.name, issued / "Copy of it")
    code, said = reviewed()
    assert code == 0 and said["counts"] == {"untouched": len(KINDS)}
    assert [(each["slug"], each["severity"]) for each in said["problems"]] == [("copied-pack", "warning")]


def test_of_two_issues_of_one_document_the_record_says_which_came_back(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    (issued / "older").mkdir()
    name = pack.file("2A").name
    (issued / "older" / name).write_bytes(silently(pack.data("2A"), "within 28 days", "within 30 days"))
    (back / name).write_bytes(silently(pack.data("2A"), "within 28 days", "within 60 days"))
    _, said = reviewed()
    (mine,) = [each for each in said["files"] if each["file"] == name]
    assert (mine["state"], mine["issued"]) == ("changed", f"{pack.folder.name}/{name}")


def test_a_word_file_of_another_name_is_read_and_what_programs_leave_in_folders_is_passed_over(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    (back / pack.file("2A").name).rename(back / "signed.doc")
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "~$signed.doc", "._signed.doc"):
        (back / name).write_bytes(b"of a program")
    code, said = reviewed()
    assert code == 0 and states(said)["signed.doc"] == ("untouched", "record")
    assert len(said["files"]) == len(KINDS)


@pytest.mark.parametrize(
    ("end", "told"),
    [(".pdf", "a PDF or a picture"), (".doc", "another form"), (".odt", "another form"), (".zip", "an archive"),
     (".msg", "a message"), (".xlsx", "no Word document"), (".docx", "not a Word document")],
)  # fmt: skip
def test_a_file_that_is_not_read_is_named_with_the_document_that_it_may_be_by_its_name(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed, end: str, told: str
) -> None:
    name = pack.file("2M").name
    (back / name).unlink()
    (back / Path(name).with_suffix(end)).write_bytes(b"\xd0\xcf nothing of ours")
    code, said = reviewed()
    found = {each["state"]: each for each in said["files"]}
    assert code == 1 and told in found["not read"]["says"] and name in found["not read"]["says"]
    assert Path(name).stem + end in found["missing"]["says"]


def test_a_link_and_a_folder_that_cannot_be_listed_are_named_and_stop_nothing(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    (back / "link.docx").symlink_to(pack.file("2A"))
    (back / "closed").mkdir()
    scan = os.scandir

    def refusing(place: str) -> Any:
        if Path(place).name == "closed":
            raise PermissionError(13, "Permission denied", str(place))
        return scan(place)

    monkeypatch.setattr(os, "scandir", refusing)
    code, said = reviewed()
    assert code == 1 and said["counts"] == {"untouched": len(KINDS), "not read": 2}
    assert {states(said)[name][0] for name in ("link.docx", "closed")} == {"not read"}


def test_a_paper_that_never_goes_out_is_not_passed_over_when_it_comes_back(
    back: Path, issued: Path, reviewed: Reviewed, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(issued)
    assert run(["build", str(CONTRACT), "-o", str(issued)]) == 0
    capsys.readouterr()
    shutil.copy(next(issued.glob("*/*internal.docx")), back / "note.docx")
    code, said = reviewed()
    assert code == 1 and states(said)["note.docx"] == ("extra", "record")


def test_a_document_that_was_put_into_another_one_is_not_said_to_be_missing(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    (back / pack.file("4C").name).unlink()

    def put_in(root: Element) -> None:
        body = next(root.iter(w("body")))
        for each in next(opened(pack.data("4C"))[1].iter(w("body"))):
            if each.tag != w("sectPr"):
                body.insert(len(body) - 1, each)

    (back / pack.file("2A").name).write_bytes(edited(pack.data("2A"), put_in))
    code, said = reviewed()
    (within,) = [each for each in said["files"] if each["state"] == "within"]
    assert code == 1 and within["issued"].endswith(pack.file("4C").name) and pack.file("2A").name in within["says"]
    assert "missing" not in said["counts"]


def test_a_file_of_a_contract_that_was_not_issued_says_which(
    pack: IssuedPack, back: Path, issued: Path, reviewed: Reviewed
) -> None:
    package, _ = opened(pack.data("2A"))
    part = record_part(package)
    assert part is not None
    other = package.part(part).replace(b"NBB-2026-014", b"NBB-2026-099")
    relabelled = write_package(package, {part: other})
    (back / "relabelled.docx").write_bytes(relabelled)
    (back / "other.docx").write_bytes(silently(relabelled, "within 28 days", "within 60 days"))
    _, said = reviewed()
    found = {each["file"]: each for each in said["files"]}
    assert found["other.docx"]["state"] == "extra" and "NBB-2026-099" in found["other.docx"]["says"]
    assert found["relabelled.docx"]["state"] == "not read" and "NBB-2026-099" in found["relabelled.docx"]["says"]
