"""Everything that the desk has made ready for the contracts of one organisation, kept while nobody changes it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from threading import RLock

from msgspec import Struct

from specgen.issue.portfolio.portfolio import ReadyPrecedents, ready_precedents
from specgen.issue.precedents import Precedents, organisation_of
from specgen.library.organisation import SETTINGS, OwnOrganisation, find_settings
from specgen.problems import Problem
from specgen.shipped import shipped

FileStamps = frozenset[tuple[str, int, int]]


class Ready(Struct, frozen=True):
    """The library, editions, types and compiled templates, and how their files lay before they were read."""

    made: ReadyPrecedents
    stamp: FileStamps

    @property
    def precedents(self) -> Precedents:
        return self.made.precedents

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Faults in any of them."""
        return self.made.problems


class KeptReady:
    """What is ready, by the organisation's settings. Made anew when a file of it was changed."""

    def __init__(self) -> None:
        self._kept: dict[Path | None, Ready] = {}
        self._making = RLock()

    def of(self, file: Path, *, fresh: bool = True) -> Ready:
        """What is ready for the contract file. `fresh` looks whether anything changed, which takes a few
        milliseconds; between two letters that somebody types nothing does."""
        settings = find_settings(file)
        with self._making:
            known = self._kept.get(settings)
            if known is not None and not fresh:
                return known
            stamp = stamp_of(organisation_of(file))
            if known is not None and known.stamp == stamp:
                return known
            made = Ready(ready_precedents(file), stamp)
            self._kept[settings] = made
            # None of it becomes garbage: it need not be gone through with every letter that somebody types.
            gc.collect()
            gc.freeze()
            return made


def stamp_of(organisation: OwnOrganisation | None) -> FileStamps:
    """Name, time and size of every file that documents are drafted from."""
    return frozenset(_stamps(organisation))


def _stamps(organisation: OwnOrganisation | None) -> Iterator[tuple[str, int, int]]:
    folders = [shipped(name) for name in ("clauses", "editions", "templates")]
    if organisation is not None:
        folders += [
            folder
            for folder in (organisation.library, organisation.templates, organisation.editions)
            if folder is not None
        ]
        for file in (organisation.folder / SETTINGS, organisation.approvals):
            if file is not None and file.is_file():
                status = file.stat()
                yield str(file), status.st_mtime_ns, status.st_size
    for folder in folders:
        todo = [str(folder)]
        while todo:
            with os.scandir(todo.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        todo.append(entry.path)
                    else:
                        status = entry.stat()
                        yield entry.path, status.st_mtime_ns, status.st_size
