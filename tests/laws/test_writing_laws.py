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

from specgen.issue.build import Applied, apply
from specgen.issue.folders import look
from specgen.issue.plan import Finished, judge
from specgen.issue.records import RECORD_FILE, IssueRecord, read_issue_record, record_bytes
from specgen.writing import TEMPORARY, Disk

Finish = Callable[[str, str], Finished]
Docx = Callable[..., bytes]

NAMES = ("A.docx", "B.docx", "C.docx")
DEEDS = st.sampled_from(["leave", "edit", "delete", "edit the draft", "delete the draft", "put the draft in place"])
TEXTS = st.sampled_from(["one", "two", None])
"""What the pack says in a document; None where it has no such document."""


class Killed(BaseException):
    """The process ends here: nothing catches it, nothing is tidied up."""


class DyingDisk(Disk):
    """A disk whose n-th operation ends the run, a write of it half done; `fault` makes it a failure instead of a
    kill."""

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


def do_all(folder: Path, deeds: list[str], docx: Docx) -> None:
    for name, deed in zip(NAMES, deeds, strict=True):
        do(folder, name, deed, docx)


RUNS = st.lists(
    st.tuples(st.lists(TEXTS, min_size=3, max_size=3), st.lists(DEEDS, min_size=3, max_size=3)), min_size=1, max_size=3
)


@settings(max_examples=25, deadline=None)
@given(runs=RUNS, last=st.lists(TEXTS, min_size=3, max_size=3))
def test_killed_at_any_moment_no_file_is_half_and_the_next_run_ends_as_an_undisturbed_one(
    runs: list[tuple[list[str | None], list[str]]],
    last: list[str | None],
    docx: Docx,
    finished: Finish,
    empty: IssueRecord,
) -> None:
    with new_folder() as folder:
        for texts, deeds in runs:
            build(folder, empty, pack_of(texts, finished), Disk(durable=False))
            do_all(folder, deeds, docx)
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
                    assert (
                        TEMPORARY.fullmatch(name) or name == RECORD_FILE or data in (start.get(name), end.get(name))
                    ), name
                if RECORD_FILE in there:
                    assert read_issue_record(there[RECORD_FILE], RECORD_FILE)[0] is not None
                build(folder, empty, wanted, Disk(durable=False))
                assert snapshot(folder) == end, f"{fault.__name__} at operation {operations}"


@settings(max_examples=50, deadline=None)
@given(runs=RUNS)
def test_nothing_that_a_person_wrote_is_ever_lost(
    runs: list[tuple[list[str | None], list[str]]], docx: Docx, finished: Finish, empty: IssueRecord
) -> None:
    by_hand = {
        name: docx(f"{name} by hand")
        for stem in "ABC"
        for name in (f"{stem}.docx", f"{stem} (new draft, not merged).docx")
    }
    with new_folder() as folder:
        for texts, deeds in runs:
            before = {name for name, data in snapshot(folder).items() if data == by_hand.get(name)}
            build(folder, empty, pack_of(texts, finished), Disk(durable=False))
            after = {name for name, data in snapshot(folder).items() if data == by_hand.get(name)}
            assert before <= after
            do_all(folder, deeds, docx)


@settings(max_examples=50, deadline=None)
@given(runs=RUNS, last=st.lists(TEXTS, min_size=3, max_size=3))
def test_a_second_run_with_the_same_contract_writes_nothing(
    runs: list[tuple[list[str | None], list[str]]],
    last: list[str | None],
    docx: Docx,
    finished: Finish,
    empty: IssueRecord,
) -> None:
    with new_folder() as folder:
        for texts, deeds in runs:
            build(folder, empty, pack_of(texts, finished), Disk(durable=False))
            do_all(folder, deeds, docx)
        build(folder, empty, pack_of(last, finished), Disk(durable=False))
        end = snapshot(folder)
        assert build(folder, empty, pack_of(last, finished), DyingDisk(1)) == Applied()
        assert snapshot(folder) == end


WRITER = """
import sys
from msgspec.structs import replace
from pathlib import Path
from specgen.issue.build import apply
from specgen.issue.disk import Disk
from specgen.issue.folders import look
from specgen.issue.records import IssuedDocument, read_issue_record
from specgen.issue.plan import Finished, judge
folder, seed = Path(sys.argv[1]), Path(sys.argv[2])
record, _ = read_issue_record((seed / "record.json").read_bytes(), "record.json")
packs = {}
for path in sorted(seed.glob("*.docx")):
    hash_, text, name = path.name.split("_")
    issued = IssuedDocument(
        clauses=(), content_hash=hash_, file=name, schedule="2A", service="", title=name, type="insert"
    )
    packs.setdefault(text, []).append(Finished(issued, path.read_bytes()))
disk = Disk(durable=False)
print("writing", flush=True)
while True:
    for finished in packs.values():
        lying = look(folder, {each.issued.file.casefold(): (each.data, each.issued.content_hash) for each in finished})
        old = read_issue_record(lying.record, "record.json")[0] if lying.record is not None else None
        assert apply(folder, judge(finished, record, old, lying.files), lying, disk).problems == ()
"""


@pytest.mark.skipif(os.name == "nt", reason="a kill that nothing can catch is sent in another way on Windows")
def test_a_real_process_killed_while_it_writes_leaves_whole_files_and_the_next_run_ends_as_an_undisturbed_one(
    tmp_path: Path, finished: Finish, empty: IssueRecord
) -> None:
    folder, seed = tmp_path / "A-1", tmp_path / "seed"
    seed.mkdir()
    (seed / "record.json").write_bytes(record_bytes(empty))
    packs = {
        text: [finished(f"{number}.docx", f"{number} {text} " * 5000) for number in range(6)] for text in ("one", "two")
    }
    for text, pack in packs.items():
        for each in pack:
            (seed / f"{each.issued.content_hash}_{text}_{each.issued.file}").write_bytes(each.data)
    build(tmp_path / "undisturbed", empty, packs["two"], Disk(durable=False))
    for _ in range(6):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(seed)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        while not folder.is_dir() or len(list(folder.iterdir())) < 4:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for name, data in snapshot(folder).items():
            whole = {each.data for pack in packs.values() for each in pack if each.issued.file == name}
            assert TEMPORARY.fullmatch(name) or name == RECORD_FILE or data in whole, name
        assert build(folder, empty, packs["two"], Disk(durable=False)).problems == ()
        assert snapshot(folder) == snapshot(tmp_path / "undisturbed")
