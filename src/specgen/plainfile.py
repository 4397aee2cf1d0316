"""The bytes of an ordinary file: never of a pipe, a device or a socket, which may have no end or never answer."""

from __future__ import annotations

import errno
import os
import stat
from io import FileIO
from pathlib import Path
from typing import Final

NO_FILE: Final = "this is a pipe or a device and no ordinary file; save what it gives as a file, and name that"
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_LEAST_ROOM: Final = 2**16


def read_plain(path: Path | str, most: int = -1) -> bytes:
    """The file's bytes, `most` of them at most where that is given. Raises OSError, which says what is no file."""
    refuse_odd(path, os.stat(path).st_mode)  # a device may do something when it is merely opened  # noqa: PTH116
    with FileIO(os.open(path, _FLAGS), "rb") as opened:
        found = os.fstat(opened.fileno())
        refuse_odd(path, found.st_mode)
        if most < 0:
            return opened.readall()
        # Room is made for what there is: `most` is many times that, and all of it would be asked of the system twice.
        room = max(found.st_size + 1, _LEAST_ROOM)
        pieces = []
        while most > 0 and (piece := opened.read(min(most, room))):
            pieces.append(piece)
            most -= len(piece)
        return b"".join(pieces)


def read_plain_text(path: Path) -> str:
    """The file's text, saved as UTF-8, with line ends as LF. Raises OSError and UnicodeDecodeError."""
    return read_plain(path).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def refuse_odd(path: Path | str, mode: int) -> None:
    """Raise OSError for what is no ordinary file by its `st_mode`."""
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "this is a folder and no file", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, NO_FILE, str(path))
