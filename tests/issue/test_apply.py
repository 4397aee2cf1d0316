"""Carrying out a plan on a real disk."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from specgen.issue.build import Applied, apply
from specgen.issue.disk import CANNOT_WRITE_SLUGS
from specgen.issue.folders import look
from specgen.issue.plan import Finished, Plan, judge
from specgen.issue.records import RECORD_FILE, IssueRecord, read_issue_record
from specgen.writing import Disk

Finish = Callable[[str, str], Finished]


def planned(folder: Path, record: IssueRecord, *finished: Finished) -> tuple[Plan, Callable[[Disk], Applied]]:
    """The plan for `finished` against what lies in `folder`, and how to carry it out."""
    fresh = {each.issued.file.casefold(): (each.data, each.issued.content_hash) for each in finished}
    lying = look(folder, fresh)
    old = None
    if lying.record is not None:
        old, problems = read_issue_record(lying.record, RECORD_FILE)
        assert problems == []
    plan = judge(finished, record, old, lying.files)
    return plan, lambda disk: apply(folder, plan, lying, disk)


def build(folder: Path, record: IssueRecord, *finished: Finished, durable: bool = False) -> Applied:
    return planned(folder, record, *finished)[1](Disk(durable=durable))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_first_run_makes_the_folder_and_writes_documents_and_record(
    tmp_path: Path, finished: Finish, empty: IssueRecord
) -> None:
    folder = tmp_path / "out" / "A-1"
    applied = build(folder, empty, finished("A.docx", "one"), finished("B.docx", "one"), durable=True)
    assert applied == Applied(("A.docx", "B.docx"))
    assert names(folder) == {"A.docx", "B.docx", RECORD_FILE}
    record, _ = read_issue_record((folder / RECORD_FILE).read_bytes(), RECORD_FILE)
    assert record is not None and not record.under_way


def test_a_second_run_with_nothing_new_touches_no_file(tmp_path: Path, finished: Finish, empty: IssueRecord) -> None:
    build(tmp_path, empty, finished("A.docx", "one"))
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert build(tmp_path, empty, finished("A.docx", "one")) == Applied()
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_a_file_saved_again_without_a_change_is_no_edit(
    tmp_path: Path, finished: Finish, empty: IssueRecord, docx: Callable[[str, int], bytes]
) -> None:
    build(tmp_path, empty, finished("A.docx", "one"))
    (tmp_path / "A.docx").write_bytes(docx("one", 1))
    os.utime(tmp_path / "A.docx", (1, 1))
    plan, _ = planned(tmp_path, empty, finished("A.docx", "two"))
    assert [verdict.kind for verdict in plan.verdicts] == ["changed"]


def test_an_edited_document_is_never_overwritten(
    tmp_path: Path, finished: Finish, empty: IssueRecord, docx: Callable[[str], bytes]
) -> None:
    build(tmp_path, empty, finished("A.docx", "one"))
    edited = docx("one, and a sentence of my own")
    (tmp_path / "A.docx").write_bytes(edited)
    for text in ("two", "three"):
        build(tmp_path, empty, finished("A.docx", text))
        assert (tmp_path / "A.docx").read_bytes() == edited
        assert (tmp_path / "A (new draft, not merged).docx").read_bytes() == docx(text)
    (tmp_path / "A (new draft, not merged).docx").write_bytes(docx("edited as well"))
    build(tmp_path, empty, finished("A.docx", "four"))
    assert (tmp_path / "A (new draft, not merged).docx").read_bytes() == docx("edited as well")
    assert (tmp_path / "A (new draft, not merged 2).docx").read_bytes() == docx("four")


@pytest.mark.parametrize(
    "content", [b"", b"PK\3\4 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 protected by a password"]
)
def test_a_file_that_cannot_be_judged_is_kept(
    tmp_path: Path, finished: Finish, empty: IssueRecord, content: bytes
) -> None:
    build(tmp_path, empty, finished("A.docx", "one"))
    (tmp_path / "A.docx").write_bytes(content)
    build(tmp_path, empty, finished("A.docx", "two"))
    assert (tmp_path / "A.docx").read_bytes() == content
    assert (tmp_path / "A (new draft, not merged).docx").is_file()


def test_a_link_or_a_folder_with_the_documents_name_is_kept(
    tmp_path: Path, finished: Finish, empty: IssueRecord, docx: Callable[[str], bytes]
) -> None:
    outside = tmp_path / "outside.docx"
    outside.write_bytes(docx("one"))
    folder = tmp_path / "A-1"
    folder.mkdir()
    (folder / "A.docx").symlink_to(outside)
    (folder / "B.docx").mkdir()
    applied = build(folder, empty, finished("A.docx", "one"), finished("B.docx", "one"))
    assert applied.written == ("A (new draft, not merged).docx", "B (new draft, not merged).docx")
    assert (folder / "A.docx").is_symlink() and outside.read_bytes() == docx("one")


def test_what_a_killed_run_left_unfinished_is_removed_and_nothing_else(
    tmp_path: Path, finished: Finish, empty: IssueRecord
) -> None:
    (tmp_path / ".specgen-99-1.tmp").write_bytes(b"half a docu")
    (tmp_path / ".specgen-notes.tmp").write_bytes(b"somebody's")
    build(tmp_path, empty, finished("A.docx", "one"))
    assert names(tmp_path) == {"A.docx", RECORD_FILE, ".specgen-notes.tmp"}


def test_nothing_of_a_pack_is_written_while_one_of_its_documents_is_read_only(
    tmp_path: Path, finished: Finish, empty: IssueRecord, docx: Callable[[str], bytes]
) -> None:
    build(tmp_path, empty, finished("A.docx", "one"), finished("B.docx", "one"))
    record = (tmp_path / RECORD_FILE).read_bytes()
    (tmp_path / "B.docx").chmod(stat.S_IREAD)
    applied = build(tmp_path, empty, finished("A.docx", "two"), finished("B.docx", "two"))
    assert [problem.slug for problem in applied.problems] == ["read-only-file"]
    assert applied.problems[0].location.file == "B.docx"
    assert (tmp_path / "A.docx").read_bytes() == docx("one")
    assert (tmp_path / RECORD_FILE).read_bytes() == record


class FullDisk(Disk):
    """A disk with room for so many files, the last of them half written."""

    def __init__(self, files: int) -> None:
        super().__init__(durable=False)
        self.room = files

    def write(self, path: Path, data: bytes) -> None:
        self.room -= 1
        if self.room <= 0:
            super().write(path, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        super().write(path, data)


def test_a_full_disk_leaves_whole_files_and_a_record_with_which_the_next_run_goes_on(
    tmp_path: Path, finished: Finish, empty: IssueRecord, docx: Callable[[str], bytes]
) -> None:
    build(tmp_path, empty, finished("A.docx", "one"), finished("B.docx", "one"))
    _, carry_out = planned(tmp_path, empty, finished("A.docx", "two"), finished("B.docx", "two"))
    applied = carry_out(FullDisk(3))
    assert applied.written == ("A.docx",)
    assert [problem.slug for problem in applied.problems] == ["disk-full"]
    assert {problem.slug for problem in applied.problems} <= CANNOT_WRITE_SLUGS
    assert names(tmp_path) == {"A.docx", "B.docx", RECORD_FILE}
    assert ((tmp_path / "A.docx").read_bytes(), (tmp_path / "B.docx").read_bytes()) == (docx("two"), docx("one"))
    assert build(tmp_path, empty, finished("A.docx", "two"), finished("B.docx", "two")) == Applied(("B.docx",))


class RefusingDisk(Disk):
    """A disk on which every file is waited for, and that takes half of the file with this text in it."""

    def __init__(self, text: bytes) -> None:
        super().__init__(durable=True)
        self.text = text

    def write(self, path: Path, data: bytes) -> None:
        super().write(path, data[: len(data) // 2] if data == self.text else data)
        if data == self.text:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))


def test_of_files_that_are_waited_for_together_none_that_is_half_written_gets_its_name(
    tmp_path: Path, finished: Finish, empty: IssueRecord, docx: Callable[[str], bytes]
) -> None:
    old, new = ([finished(f"{name}.docx", f"{text} {name}") for name in "ABCDE"] for text in ("one", "two"))
    build(tmp_path, empty, *old)
    _, carry_out = planned(tmp_path, empty, *new)
    applied = carry_out(RefusingDisk(docx("two C")))
    assert applied.written == ("A.docx", "B.docx")
    assert [(each.slug, each.location.file) for each in applied.problems] == [("disk-full", "C.docx")]
    said = {name: "two" if name in "AB" else "one" for name in "ABCDE"}
    assert all((tmp_path / f"{name}.docx").read_bytes() == docx(f"{text} {name}") for name, text in said.items())
    assert names(tmp_path) == {*(f"{name}.docx" for name in "ABCDE"), RECORD_FILE}
    assert build(tmp_path, empty, *new) == Applied(("C.docx", "D.docx", "E.docx"))


class LockedDisk(Disk):
    """A disk on which Word holds one file open, as Windows shows it."""

    def rename(self, path: Path, target: Path) -> None:
        if target.name == "B.docx":
            raise PermissionError(errno.EACCES, "Access is denied", str(target))
        super().rename(path, target)


def test_a_file_that_is_open_in_word_is_named_with_the_cure(
    tmp_path: Path, finished: Finish, empty: IssueRecord
) -> None:
    _, carry_out = planned(tmp_path, empty, finished("A.docx", "one"), finished("B.docx", "one"))
    applied = carry_out(LockedDisk(durable=False))
    (problem,) = applied.problems
    assert (problem.slug, problem.location.file) == ("file-in-use", "B.docx")
    assert "close it in Word" in problem.cure
    assert names(tmp_path) == {"A.docx", RECORD_FILE}


def test_a_document_edited_between_plan_and_writing_is_kept(
    tmp_path: Path, finished: Finish, empty: IssueRecord, docx: Callable[[str], bytes]
) -> None:
    build(tmp_path, empty, finished("A.docx", "one"))
    _, carry_out = planned(tmp_path, empty, finished("A.docx", "two"), finished("B.docx", "two"))
    (tmp_path / "A.docx").write_bytes(docx("saved in Word just now"))
    applied = carry_out(Disk(durable=False))
    assert [problem.slug for problem in applied.problems] == ["changed-meanwhile"]
    assert (tmp_path / "A.docx").read_bytes() == docx("saved in Word just now")


def test_a_name_that_another_system_composed_in_another_way_is_the_same_file(
    tmp_path: Path, finished: Finish, empty: IssueRecord, docx: Callable[[str], bytes]
) -> None:
    composed, decomposed = "Caf\u00e9.docx", "Cafe\u0301.docx"
    build(tmp_path, empty, finished(composed, "one"))
    (tmp_path / composed).rename(tmp_path / decomposed)
    (tmp_path / decomposed).write_bytes(docx("edited"))
    applied = build(tmp_path, empty, finished(composed, "two"))
    assert applied.written == ("Caf\u00e9 (new draft, not merged).docx",)
    assert (tmp_path / decomposed).read_bytes() == docx("edited")


def test_a_run_that_overlaps_with_another_stops(
    tmp_path: Path, finished: Finish, empty: IssueRecord, docx: Callable[[str], bytes]
) -> None:
    build(tmp_path, empty, finished("A.docx", "one"))
    _, carry_out = planned(tmp_path, empty, finished("A.docx", "two"))
    build(tmp_path, empty, finished("A.docx", "three"))
    assert [problem.slug for problem in carry_out(Disk(durable=False)).problems] == ["changed-meanwhile"]
    assert (tmp_path / "A.docx").read_bytes() == docx("three")
