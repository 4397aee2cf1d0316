"""The disk, for the whole of issuing: what lies in a pack's folder, and who may write there.

The operations that change it are in `writing.py`. Nothing outside the pack's folder is touched.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from specgen.locked import RUN_FILE, LockedError, is_held, locked, words_of
from specgen.problems import Location, Problem
from specgen.writing import TEMPORARY as TEMPORARY
from specgen.writing import Disk as Disk

CANNOT_WRITE_SLUGS: Final = frozenset({"file-in-use", "read-only-file", "disk-full", "cannot-read-or-write"})
"""Problems of the disk, not of what a user wrote."""

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def alone_in(out: Path, doing: str, wait: Callable[[], object] | None = None) -> Iterator[None]:
    """Be the only run that writes into the folder `out`, or into one that it holds or that holds it; one that is made
    for it and stays empty is taken away again.

    Raises LockedError where another run is under way, unless `wait` is given, which is called until it has ended. Where
    no lock can be made (a folder that one may not write into), the run itself says what is wrong.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    with ExitStack() as held:
        with suppress(OSError):
            out.mkdir(parents=True, exist_ok=True)
            held.enter_context(_alone(out, doing, wait))
        yield
    for folder in made:
        with suppress(OSError):
            folder.rmdir()


def _alone(out: Path, doing: str, wait: Callable[[], object] | None) -> ExitStack:
    """The lock of `out`, taken. Each run takes its own before it looks at the other's, so that one of two sees it; it
    waits without its own, so that no two wait for each other."""
    while True:
        with ExitStack() as held:
            held.enter_context(locked(out / RUN_FILE, doing, wait))
            whole = out.resolve()
            inside = (Path(folder) for folder in os.scandir(whole) if folder.is_dir(follow_symlinks=False))
            other = next((each / RUN_FILE for each in (whole.parent, *inside) if is_held(each / RUN_FILE)), None)
            if other is None:
                return held.pop_all()
            if wait is None:
                raise LockedError(words_of(other))
        wait()


def stamp_of(found: os.stat_result) -> tuple[int, ...]:
    """What changes when a file is written or replaced, to notice that somebody did so in between."""
    return (found.st_mtime_ns, found.st_size, found.st_ino)


Lies = Literal["file", "folder", "link"]
"""What can have a document's name. Nobody makes a folder or a link by editing a document."""


class OnDisk(Struct, frozen=True):
    """What lies in the pack's folder under a name. `content_hash` is "" for what is not a Word file of a kind that can
    be judged.

    `stamp` tells whether the file was touched between the judging and the writing; it is never a reason for a verdict.
    """

    name: str
    content_hash: str
    stamp: tuple[int, ...] = ()
    what: Lies = "file"


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
