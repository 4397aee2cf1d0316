"""The few operations that change the disk.

Writing is beside and rename: a name is only ever given to whole bytes, so a kill at any moment leaves the old file or
the new one. Apart from what reads a pack's folder, so that a command that writes one file loads nothing else.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Final

TEMPORARY: Final = re.compile(r"\.specgen-\d+-\d+\.tmp")
"""The names of files that are being written: the process and a count, so that two runs never share one."""


_TOGETHER: Final = 7
"""Files beside the first that are waited for at the same time."""

_threads: list[threading.Thread] = []
"""They stay for the next pack: beginning seven of them costs as much as writing its files."""
_given: SimpleQueue[Callable[[], None]] = SimpleQueue()


def _serve() -> None:
    while True:
        with suppress(BaseException):  # whoever gave the work waits for it, and sees what became of it
            _given.get()()


def _together(others: int, work: Callable[[], None]) -> None:
    """Does the work in this thread and in so many others at the same time, until all have ended."""
    ended: SimpleQueue[None] = SimpleQueue()

    def also() -> None:
        try:
            work()
        finally:
            ended.put(None)

    _threads[:] = filter(threading.Thread.is_alive, _threads)
    while len(_threads) < others:
        _threads.append(threading.Thread(target=_serve, daemon=True))
        _threads[-1].start()
    for _ in range(others):
        _given.put(also)
    try:
        work()
    finally:  # a run that is broken off clears away what was written beside, and nobody may still be at it
        for _ in range(others):
            ended.get()


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
        for _ in self.put_in_turn([(path, data)]):
            pass

    def put_in_turn(self, files: Sequence[tuple[Path, bytes]]) -> Generator[Path, None, None]:
        """Put the files in place one after the other, each when its turn comes: the bytes of all are written beside
        them first. Raises OSError in the turn of one that cannot be put, and leaves what was there."""
        besides = [
            path.parent / f".specgen-{os.getpid()}-{number}.tmp"
            for number, (path, _) in enumerate(files, self._count + 1)
        ]
        self._count += len(files)
        faults = self._write_all(besides, [data for _, data in files])
        done = 0
        try:
            for fault, beside, (path, _) in zip(faults, besides, files, strict=True):
                if fault is not None:
                    raise fault
                self.rename(beside, path)
                done += 1
                yield path
        except (Exception, GeneratorExit):
            for beside in besides[done:]:
                with suppress(OSError):
                    self.remove(beside)
            raise

    def _write_all(self, paths: Sequence[Path], datas: Sequence[bytes]) -> Sequence[Exception | None]:
        """Write the files, those that are waited for together: the disk takes as long for one as for all. Answers why
        each is not whole, None where it is."""
        faults: list[Exception | None] = [OSError("the file was not written")] * len(paths)
        waiting = iter(range(len(paths)))

        def write_next() -> None:
            for at in waiting:
                try:
                    self.write(paths[at], datas[at])
                    faults[at] = None
                except Exception as fault:  # told in its turn
                    faults[at] = fault

        _together(min(len(paths) - 1, _TOGETHER) if self.durable else 0, write_next)
        return faults
