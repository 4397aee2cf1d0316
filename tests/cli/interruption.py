"""A terminal to print to, and Ctrl-C pressed at a known moment, for the tests of runs over many contracts."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

from specgen.writing import Disk


class Terminal:
    """Standard error that is a terminal."""

    def __init__(self) -> None:
        self.written = ""

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        return

    def isatty(self) -> bool:
        return True


def interrupting(at: int) -> Callable[[Disk, Path, bytes], None]:
    """Ctrl-C is pressed while the file of that number is written: to be put in the place of `Disk.write`."""
    count = [0]
    real = Disk.write

    def write(self: Disk, path: Path, data: bytes) -> None:
        count[0] += 1
        if count[0] == at:
            signal.raise_signal(signal.SIGINT)
        real(self, path, data)

    return write
