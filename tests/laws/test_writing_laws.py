"""Laws of writing a pack: killed at any moment, and whatever a person did in between, nothing is lost or half there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.issue.apply import Applied, apply
from specgen.issue.disk import TEMPORARY, Disk, look
from specgen.issue.pack_record import RECORD_FILE, IssueRecord, read_issue_record
from specgen.issue.plan import Finished, judge

Finish = Callable[[str, str], Finished]
Docx = Callable[..., bytes]

NAMES = ("A.docx", "B.docx", "C.docx")
DEEDS = st.sampled_from(["leave", "edit", "delete", "edit the draft", "delete the draft", "put the draft in place"])
TEXTS = st.sampled_from(["one", "two", None])
"""What the pack says in a document; None where it has no such document."""


class Killed(BaseException):
    """The process ends here: nothing catches it, nothing is tidied up."""


class DyingDisk(Disk):
    """A disk whose n-th operation ends the run, a write of it half done; `fault` makes it a failure instead of a kill."""

    def __init__(self, operations: int, fault: type[BaseException] = Killed) -> None:
        super().__init__(durable=False)
        self.left = operations
        self.fault = fault

    def _tick(self) -> bool:
        self.left -= 1
        return self.left == 0

    def make_folder(self, folder: Path) -> None:
        if self._tick():
            raise self.fault
        super().make_folder(folder)

    def write(self, path: Path, data: bytes) -> None:
        if self._tick():
            super().write(path, data[: len(data) // 2])
            raise self.fault
        super().write(path, data)

    def rename(self, path: Path, target: Path) -> None:
        if self._tick():
            raise self.fault
        super().rename(path, target)

    def remove(self, path: Path) -> None:
        if self._tick():
            raise self.fault
        super().remove(path)


def build(folder: Path, record: IssueRecord, finished: list[Finished], disk: Disk) -> Applied:
    lying = look(folder, {each.issued.file.casefold(): (each.data, each.issued.content_hash) for each in finished})
    old, problems = read_issue_record(lying.record, RECORD_FILE) if lying.record is not None else (None, [])
    assert problems == []
    return apply(folder, judge(finished, record, old, lying.files), lying, disk)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}


def restore(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


@contextmanager
def new_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "A-1"


def do(folder: Path, name: str, deed: str, docx: Docx) -> None:
    """What a person does to a document, or to the draft beside it."""
    path = folder / name
    draft = folder / name.replace(".docx", " (new draft, not merged).docx")
    if deed == "edit":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(docx(f"{name} by hand"))
    elif deed == "delete":
        path.unlink(missing_ok=True)
    elif deed == "edit the draft" and draft.exists():
        draft.write_bytes(docx(f"{draft.name} by hand"))
    elif deed == "delete the draft":
        draft.unlink(missing_ok=True)
    elif deed == "put the draft in place" and draft.exists():
        draft.replace(path)


def pack_of(texts: list[str | None], finish: Finish) -> list[Finished]:
    return [finish(name, f"{name} {text}") for name, text in zip(NAMES, texts, strict=True) if text is not None]


RUNS = st.lists(st.tuples(st.lists(TEXTS, min_size=3, max_size=3), st.lists(DEEDS, min_size=3, max_size=3)), min_size=1, max_size=3)


@settings(max_examples=25, deadline=None)
@given(runs=RUNS, last=st.lists(TEXTS, min_size=3, max_size=3))
def test_killed_at_any_moment_no_file_is_half_and_the_next_run_ends_as_an_undisturbed_one(
    runs: list[tuple[list[str | None], list[str]]], last: list[str | None], docx: Docx, finished: Finish, empty: IssueRecord
) -> None:
    with new_folder() as folder:
        for texts, deeds in runs:
            build(folder, empty, pack_of(texts, finished), Disk(durable=False))
            for name, deed in zip(NAMES, deeds, strict=True):
                do(folder, name, deed, docx)
        start = snapshot(folder)
        wanted = pack_of(last, finished)
        build(folder, empty, wanted, Disk(durable=False))
        end = snapshot(folder)
        for fault in (Killed, OSError):
            for operations in range(1, 100):
                restore(folder, start)
                disk = DyingDisk(operations, fault)
                with suppress(Killed):
                    build(folder, empty, wanted, disk)
                if disk.left > 0:
                    break
                there = snapshot(folder)
                for name, data in there.items():
                    assert TEMPORARY.fullmatch(name) or name == RECORD_FILE or data in (start.get(name), end.get(name)), name
                if RECORD_FILE in there:
                    assert read_issue_record(there[RECORD_FILE], RECORD_FILE)[0] is not None
                build(folder, empty, wanted, Disk(durable=False))
                assert snapshot(folder) == end, f"{fault.__name__} at operation {operations}"


@settings(max_examples=50, deadline=None)
@given(runs=RUNS)
def test_nothing_that_a_person_wrote_is_ever_lost(
    runs: list[tuple[list[str | None], list[str]]], docx: Docx, finished: Finish, empty: IssueRecord
) -> None:
    by_hand = {name: docx(f"{name} by hand") for stem in "ABC" for name in (f"{stem}.docx", f"{stem} (new draft, not merged).docx")}
    with new_folder() as folder:
        for texts, deeds in runs:
            before = {name for name, data in snapshot(folder).items() if data == by_hand.get(name)}
            build(folder, empty, pack_of(texts, finished), Disk(durable=False))
            after = {name for name, data in snapshot(folder).items() if data == by_hand.get(name)}
            assert before <= after
            for name, deed in zip(NAMES, deeds, strict=True):
                do(folder, name, deed, docx)


@settings(max_examples=50, deadline=None)
@given(runs=RUNS, last=st.lists(TEXTS, min_size=3, max_size=3))
def test_a_second_run_with_the_same_contract_writes_nothing(
    runs: list[tuple[list[str | None], list[str]]], last: list[str | None], docx: Docx, finished: Finish, empty: IssueRecord
) -> None:
    with new_folder() as folder:
        for texts, deeds in runs:
            build(folder, empty, pack_of(texts, finished), Disk(durable=False))
            for name, deed in zip(NAMES, deeds, strict=True):
                do(folder, name, deed, docx)
        build(folder, empty, pack_of(last, finished), Disk(durable=False))
        end = snapshot(folder)
        assert build(folder, empty, pack_of(last, finished), DyingDisk(1)) == Applied()
        assert snapshot(folder) == end


WRITER = """
import sys
from pathlib import Path
from specgen.issue.disk import Disk
disk, folder = Disk(durable=False), Path(sys.argv[1])
texts = [bytes([65 + n]) * 400_000 for n in range(8)]
print("writing", flush=True)
while True:
    for number, text in enumerate(texts):
        disk.put(folder / f"{number % 3}.docx", text)
"""


@pytest.mark.skipif(os.name == "nt", reason="a kill that nothing can catch is sent in another way on Windows")
def test_a_real_process_killed_while_it_writes_leaves_whole_files_only(tmp_path: Path) -> None:
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        while len([path for path in tmp_path.iterdir() if path.suffix == ".docx"]) < 3:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for path in tmp_path.iterdir():
            data = path.read_bytes()
            assert TEMPORARY.fullmatch(path.name) or (len(data) == 400_000 and len(set(data)) == 1), path.name
        assert look(tmp_path, {}).unfinished == tuple(sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"))
