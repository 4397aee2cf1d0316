"""One run at a time: a lock on a file, which the system itself takes away when the process ends, however it ends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_LONGEST: Final = 500
RUN_FILE: Final = ".specgen-run"
"""The file in a folder that is there while a run writes into it."""


class LockedError(RuntimeError):
    """Somebody else holds the lock; the text says who, in that run's own words."""


@contextmanager
def locked(path: Path, doing: str, wait: Callable[[], object] | None = None) -> Iterator[None]:
    """Hold the lock of the file `path`, which is there only meanwhile. `doing` is what others are told.

    Where it is held, `wait` is called and the lock tried again; without it, LockedError is raised at once. Raises
    OSError where the file cannot be made.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if not _taken(descriptor):
                if wait is None:
                    raise LockedError(words_of(path))
                wait()
            elif _same(descriptor, path):
                break
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # held, or the other run took its file away between opening and locking
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps({"doing": doing, "process": os.getpid()}).encode("ascii").rjust(_OFFSET))
        yield
    finally:
        if os.name != "nt":
            with suppress(OSError):
                path.unlink()
        os.close(descriptor)
        if os.name == "nt":
            with suppress(OSError):
                path.unlink()


_OFFSET: Final = 64
"""Windows locks bytes against reading too: the words are padded, and the first byte, a blank, is the one locked."""


def _taken(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _same(descriptor: int, path: Path) -> bool:
    try:
        there, held = path.stat(), os.fstat(descriptor)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)


def is_held(path: Path) -> bool:
    """Whether another run holds the lock of the file `path` now; one that is not there is held by nobody."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _taken(descriptor)
    finally:
        os.close(descriptor)


def words_of(path: Path) -> str:
    """What the run that holds the lock said of itself; "" where it cannot be read."""
    try:
        with path.open("rb") as opened:
            opened.seek(1)
            given = json.loads(opened.read(_LONGEST))
        return f"{given['doing']} (process {given['process']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
