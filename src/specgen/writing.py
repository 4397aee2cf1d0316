"""The few operations that change the disk.

Writing is beside and rename: a name is only ever given to whole bytes, so a kill at any moment leaves the old file or
the new one. Apart from what reads a pack's folder, so that a command that writes one file loads nothing else.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

TEMPORARY: Final = re.compile(r"\.specgen-\d+-\d+\.tmp")
"""The names of files that are being written: the process and a count, so that two runs never share one."""


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
