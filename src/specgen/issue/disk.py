"""The disk, for the whole of issuing: what lies in a pack's folder, and the few operations that change it.

Writing is beside and rename: a name is only ever given to whole bytes, so a kill at any moment leaves the old file or
the new one. Nothing outside the pack's folder is touched.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from specgen.issue.plan import OnDisk
from specgen.issue.records import RECORD_FILE, folded
from specgen.locked import locked
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.package.package import package_hash, read_package

TEMPORARY: Final = re.compile(r"\.specgen-\d+-\d+\.tmp")
"""The names of files that are being written: the process and a count, so that two runs never share one."""

CANNOT_WRITE_SLUGS: Final = frozenset({"file-in-use", "read-only-file", "disk-full", "cannot-read-or-write"})
"""Problems of the disk, not of what a user wrote."""

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Disk:
    """The operations that change the disk, one a method; a test puts a failing one in its place.

    `durable` waits until the bytes are on the disk itself, so that not even a power cut undoes what was said done.
    """

    def __init__(self, *, durable: bool = True) -> None:
        self.durable = durable
        self._count = 0

    def make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, path: Path, data: bytes) -> None:
        """Put `data` into a new file. Raises OSError, also when there is one."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if self.durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def rename(self, path: Path, target: Path) -> None:
        """Give the file at `path` the name `target`, in place of whatever has it."""
        os.replace(path, target)  # noqa: PTH105 - Path.replace costs twice as much and does the same

    def remove(self, path: Path) -> None:
        path.unlink()

    def settle(self, folder: Path) -> None:
        """Wait until the names in `folder` are on the disk; where a folder cannot be opened (Windows), nothing is to be
        done."""
        if not self.durable or os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def put(self, path: Path, data: bytes) -> None:
        """Put `data` in place under `path`: written beside it, then renamed. Raises OSError and leaves what was
        there."""
        self._count += 1
        beside = path.parent / f".specgen-{os.getpid()}-{self._count}.tmp"
        try:
            self.write(beside, data)
            self.rename(beside, path)
        except OSError:
            with suppress(OSError):
                self.remove(beside)
            raise


RUN_FILE: Final = ".specgen-run"
"""The file in the folder for documents that is there while a run writes into it."""


@contextmanager
def alone_in(out: Path, doing: str, wait: Callable[[], object] | None = None) -> Iterator[None]:
    """Be the only run that writes into the folder `out`; one that is made for it and stays empty is taken away again.

    Raises LockedError where another run is under way, unless `wait` is given, which is called until it has ended. Where
    no lock can be made (a folder that one may not write into), the run itself says what is wrong.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    with ExitStack() as held:
        with suppress(OSError):
            out.mkdir(parents=True, exist_ok=True)
            held.enter_context(locked(out / RUN_FILE, doing, wait))
        yield
    for folder in made:
        with suppress(OSError):
            folder.rmdir()


def stamp_of(found: os.stat_result) -> tuple[int, ...]:
    """What changes when a file is written or replaced, to notice that somebody did so in between."""
    return (found.st_mtime_ns, found.st_size, found.st_ino)


class Lying(Struct, frozen=True):
    """What lies in a pack's folder: its files by folded name, the bytes of the record, and what a killed run left
    unfinished."""

    files: Mapping[str, OnDisk]
    record: bytes | None = None
    unfinished: tuple[str, ...] = ()


def look(folder: Path, fresh: Mapping[str, tuple[bytes, str]]) -> Lying:
    """What lies in `folder`; nothing, when it is not there.

    `fresh` is folded name → bytes and hash of the new document: a file of the same bytes need not be unpacked.
    """
    found: dict[str, OnDisk] = {}
    unfinished: list[str] = []
    record: bytes | None = None
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return Lying({})
    for entry in entries:
        name = folded(entry.name)
        regular = entry.is_file(follow_symlinks=False)
        if entry.name == RECORD_FILE:
            record = _record_bytes(Path(entry.path))
        elif TEMPORARY.fullmatch(entry.name) and regular:
            unfinished.append(entry.name)
        else:
            status = entry.stat(follow_symlinks=False)
            # A link is not ours: it is judged by nothing, so it is never replaced.
            document = regular and name.endswith(".docx") and status.st_size <= LARGEST_ARCHIVE
            hash_ = _hash(Path(entry.path), fresh.get(name)) if document else ""
            if name not in found or hash_:
                found[name] = OnDisk(
                    entry.name,
                    hash_,
                    stamp_of(status),
                    "link" if entry.is_symlink() else "folder" if entry.is_dir() else "file",
                )
    return Lying(found, record, tuple(unfinished))


def unfinished_in(folder: Path) -> list[str]:
    """The names of files in `folder` that a killed run was writing; none when it is not there."""
    try:
        return sorted(
            entry.name
            for entry in os.scandir(folder)
            if TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
        )
    except FileNotFoundError:
        return []


def _record_bytes(path: Path) -> bytes:
    return read_plain(path, LARGEST_ARCHIVE)


def _hash(path: Path, fresh: tuple[bytes, str] | None) -> str:
    data = read_plain(path)
    if fresh is not None and fresh[0] == data:
        return fresh[1]
    package, _ = read_package(data, path.name)
    return package_hash(package) if package is not None else ""


def folders_of(out: Path) -> dict[str, str]:
    """The names in the folder `out` by folded name; none when it is not there yet."""
    try:
        return {folded(entry.name): entry.name for entry in os.scandir(out)}
    except FileNotFoundError:
        return {}


def disk_problem(fault: OSError, path: Path) -> Problem:
    """The problem that an operation on `path` failed, in the user's words."""
    where = Location(path.name)
    if fault.errno in _FULL:
        return Problem(
            "disk-full",
            "there is no room left on the disk",
            where,
            cure="make room, or choose another folder, and build again; nothing is half written",
        )
    if isinstance(fault, PermissionError):
        return Problem(
            "file-in-use",
            "the file or its folder cannot be written: it is open in another program, or you may not write there",
            where,
            cure="close it in Word (and in the preview of the file explorer) and build again",
        )
    return Problem(
        "cannot-read-or-write",
        f"the file cannot be read or written: {fault.strerror or fault}",
        where,
        cure="check the folder; a path of more than 250 characters, or a folder that is not reachable, is the "
        "usual cause",
    )
