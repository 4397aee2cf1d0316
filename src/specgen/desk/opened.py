"""One desk: its folder, what it has made ready, its pages; and what every answer of it begins with."""

from __future__ import annotations

import gc
import hashlib
import os
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from threading import Lock, RLock
from typing import Final

from msgspec import Struct, field
from starlette.responses import HTMLResponse, Response

from specgen.desk.asked.looked import Looked, look_at
from specgen.desk.folder import DeskFolder, HeldFile, OutsideError
from specgen.desk.pages import Pages
from specgen.issue.portfolio.portfolio import ReadyPrecedents, ready_precedents
from specgen.issue.precedents import Precedents, organisation_of
from specgen.issue.records import IssueRecord
from specgen.library.organisation import SETTINGS, OwnOrganisation, find_settings
from specgen.problems import Problem, has_errors
from specgen.shipped import shipped

_KEPT_FILES: Final = 24
"""Earlier bytes of files that are kept, by which is told what somebody else changed."""
_KEPT_LOOKS: Final = 6
"""Looks that are kept: the file as it is saved is looked at again with every letter that somebody types."""


class RefusedPageError(Exception):
    """A request that cannot be answered as it is; `lines` say why."""

    def __init__(self, status: int, heading: str, *lines: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(heading)
        self.status, self.heading, self.lines, self.problems = status, heading, lines, problems


class PageAsked(Struct, frozen=True):
    """A request: what its address and its form say."""

    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)

    def name(self) -> str:
        """The contract file that it is about."""
        return self.query.get("file", "")

    def number(self, name: str) -> int:
        given = self.query.get(name, "")
        return int(given) if given.isdecimal() and len(given) < 7 else 0


class AdoptedFile(Struct, frozen=True):
    """A contract file that was made of signed papers: how much was read, what was not read and why, and how its
    documents compare with what was signed."""

    held: HeldFile
    reference: str
    papers: int
    read: int
    clauses: int
    not_read: tuple[tuple[str, str], ...]
    compared: str


class Adopting:
    """The reading of the signed papers of one folder: how far it is, and what came of it so far. `fault` is the page
    that says why it broke off."""

    def __init__(self, folder: str, papers: tuple[Path, ...]) -> None:
        self.folder, self.papers = folder, papers
        self.done = 0
        self.said = ""
        self.ended = False
        self.fault: Response | None = None
        self.files: list[AdoptedFile] = []
        self.records: dict[str, IssueRecord] = {}
        self.left_out: list[tuple[str, str]] = []
        self.problems: list[Problem] = []

    def says(self, said: str) -> str:
        """Note what is done next."""
        self.said = said
        return said


class Desk:
    """One desk over one folder. `open_folder` shows a folder as the system does, and says whether it could. `today`
    tells the day, after which no approval counts."""

    def __init__(
        self,
        folder: DeskFolder,
        open_folder: Callable[[Path], bool] = lambda _: False,
        today: Callable[[], date | None] = lambda: None,
    ) -> None:
        self.folder = folder
        self.ready = KeptReady(today)
        self.pages = Pages()
        self.open_folder = open_folder
        self.adopting: Adopting | None = None
        self._looked: OrderedDict[tuple[str, str, int], Looked] = OrderedDict()
        self._earlier: OrderedDict[str, bytes] = OrderedDict()
        self._one_at_a_time = Lock()

    def make_ready(self) -> None:
        """Make ready what the first contract of the folder needs, before anybody asks for it."""
        self.pages.make_ready()
        try:
            for name in self.folder.names()[:1]:
                self.ready.of(self.folder.contract_path(name), fresh=False)
        except (OSError, OutsideError):
            return  # the page that needs it says why

    def held(self, name: str) -> HeldFile:
        """The contract file as it is, kept by its hash."""
        held = self.folder.read(name)
        self.keep(held)
        return held

    def keep(self, held: HeldFile) -> None:
        """Keep the bytes of a file by their hash."""
        self._earlier[held.sha256] = held.data
        self._earlier.move_to_end(held.sha256)
        while len(self._earlier) > _KEPT_FILES:
            self._earlier.popitem(last=False)

    def looked(self, name: str, data: bytes, *, fresh: bool) -> Looked:
        """A look at the bytes, as those of the contract file of that name."""
        ready = self.ready.of(self.folder.contract_path(name), fresh=fresh)
        if has_errors(ready.problems):
            raise RefusedPageError(
                200,
                "Something that all contracts share has a fault",
                "The clause library, the editions or the templates cannot be used as they are.",
                problems=tuple(problem for problem in ready.problems if problem.severity == "error"),
            )
        key = name, hashlib.sha256(data).hexdigest(), id(ready)
        found = self._looked.get(key)
        if found is None:
            self._looked[key] = found = look_at(data, name, ready.precedents)
            while len(self._looked) > _KEPT_LOOKS:
                self._looked.popitem(last=False)
        self._looked.move_to_end(key)
        return found

    def base(self, asked: PageAsked, now: HeldFile) -> HeldFile:
        """The file as it was when the page was opened; as it is now, where that is not known any more."""
        known = asked.form.get("known", "")
        if known == now.sha256:
            return now
        data = self._earlier.get(known)
        return HeldFile(now.name, data, known) if data is not None else HeldFile(now.name, now.data, "")

    def html(self, template: str, status: int = 200, **values: object) -> Response:
        """A page."""
        return HTMLResponse(self.pages.page(template, **values), status)

    def told(self, refused: RefusedPageError) -> Response:
        """The page that says why a request is refused."""
        return self.html(
            "told", refused.status, heading=refused.heading, lines=refused.lines, problems=refused.problems
        )

    def answer(self, work: Callable[[Desk, PageAsked], Response], asked: PageAsked) -> Response:
        """The answer of one page; what it is refused for is said on a page too."""
        try:
            with self._one_at_a_time:
                return work(self, asked)
        except RefusedPageError as refused:
            return self.told(refused)
        except OutsideError as fault:
            return self.told(
                RefusedPageError(404, "There is no such file", f"{str(fault)[:1].upper()}{str(fault)[1:]}.")
            )
        except FileNotFoundError:
            return self.told(
                RefusedPageError(404, "There is no such file", "The file is not in the folder of the desk.")
            )
        except OSError as fault:
            said = f"The file cannot be read or written: {fault.strerror or fault}."
            return self.told(RefusedPageError(503, "The disk does not answer", said))
        except Exception as fault:
            where = traceback.extract_tb(fault.__traceback__)[-1]
            said = f"{type(fault).__name__}: {fault} ({Path(where.filename).name}, line {where.lineno})"
            return self.told(
                RefusedPageError(
                    500,
                    "The desk met a fault of its own",
                    "Nothing was written after it, and what you saved is safe. Please report this line:",
                    said,
                )
            )


# Everything that the desk has made ready for the contracts of one organisation, kept while nobody changes it.


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

    def __init__(self, today: Callable[[], date | None]) -> None:
        self._today = today
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
            made = Ready(ready_precedents(file, self._today()), stamp)
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
