"""Contracts begun from signed Word papers of the desk's folder, as `specgen adopt` reads them: step by step, so that
the page says what is being read and the desk answers in between."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from specgen.adopt.adopt import NO_CONTRACT, Adopter, ContractPapers, compared_words, grouped
from specgen.adopt.papers import Paper, read_paper
from specgen.assembly.marks import file_stem
from specgen.desk.folder import DeskFolder, OutsideError
from specgen.desk.opened import AdoptedFile, Adopting, Desk, PageAsked, RefusedPageError
from specgen.issue.folders import gone_through
from specgen.issue.records import RECORD_FILE, record_beside
from specgen.plainfile import read_plain
from specgen.word.package.archive import LARGEST_ARCHIVE

MOST_PAPERS: Final = 60
"""Papers that are read at once; a portfolio is adopted by the command."""
MOST_FOLDERS: Final = 100


def folders_with_papers(folder: DeskFolder, references: Collection[str] = ()) -> list[tuple[str, int]]:
    """The folders that hold Word files which the desk did not build, each with how many; "." is the desk's own. Papers
    beside their record are such where no contract of the desk, all `references`, is the one that the record is of."""
    found: list[tuple[str, int]] = []
    for place, folders, names in os.walk(folder.root):
        here = Path(place)
        folders[:] = [name for name in gone_through(folders) if not (here / name).is_symlink()]
        papers = [name for name in names if name.lower().endswith(".docx") and not name.startswith((".", "~$"))]
        if papers and (RECORD_FILE not in names or _of_no_contract(here, references)):
            found.append((here.relative_to(folder.root).as_posix(), len(papers)))
        if len(found) == MOST_FOLDERS:
            break
    return found


def _of_no_contract(place: Path, references: Collection[str]) -> bool:
    """Whether the record there is of a contract as it was issued whole, and the desk has no file of it."""
    if place.name in map(file_stem, references):
        return False
    try:
        record, _ = record_beside(place)
    except OSError:
        return False
    if record is None or record.occasion or record.figured is not None:
        return False
    return record.contract.reference not in references


def adopting_begun(desk: Desk, name: str) -> Response:
    """The reading of the folder's papers, begun; where one is under way already, that one."""
    answer = RedirectResponse("/adopting", 303)
    if desk.adopting is None or desk.adopting.ended:
        place = desk.folder.root if name == "." else desk.folder.path(name)
        if not place.is_dir():
            raise OutsideError("this is no folder of the desk")
        desk.adopting = adopting = Adopting(name, _papers(place))
        answer.background = BackgroundTask(_to_its_end, desk, adopting)
    return answer


async def _to_its_end(desk: Desk, adopting: Adopting) -> None:
    """Read step by step; between two steps the desk answers whoever asks."""
    steps = steps_of(desk, adopting)

    def step(_: Desk, __: PageAsked) -> Response:
        adopting.ended = next(steps, None) is None
        return Response()

    while not adopting.ended:
        answer = await run_in_threadpool(desk.answer, step, PageAsked({}))
        if answer.status_code != 200:
            adopting.fault, adopting.ended = answer, True


def adopting_page(desk: Desk, asked: PageAsked) -> Response:
    """How far the reading is; at its end, what came of it."""
    adopting = desk.adopting
    if adopting is None:
        return RedirectResponse("/start", 303)
    if adopting.fault is not None and not adopting.files:
        return adopting.fault
    return desk.html("adopted" if adopting.ended else "adopting", found=adopting)


def steps_of(desk: Desk, adopting: Adopting) -> Iterator[str]:
    """What is done next, in words; it is done when the next one is asked for. Raises OutsideError and OSError."""
    yield adopting.says("The clause library is made ready.")
    ready = desk.ready.of(desk.folder.root / "contract.yaml")
    read: list[tuple[str, Paper]] = []
    for file in adopting.papers:
        yield adopting.says(f"Paper {adopting.done + 1} of {len(adopting.papers)} is read: {file.name}")
        paper, faults = read_paper(read_plain(file, LARGEST_ARCHIVE + 1), file.name)
        adopting.problems += faults
        read += [(file.parent.as_posix(), paper)] if paper is not None else []
        adopting.done += 1
    found = grouped(read)
    adopting.left_out += found.left_out
    if found.groups:
        yield adopting.says("The words of the clause library are listed, to find them in the papers.")
        adopter = Adopter(ready.precedents)
        record, faults = record_beside(adopting.papers[0].parent, RECORD_FILE)
        adopting.problems += faults
        adopting.records |= {RECORD_FILE: record} if record is not None else {}
        for number, group in enumerate(found.groups, 1):
            yield from _contract(desk, adopting, adopter, group, f"Contract {number} of {len(found.groups)}")


def _contract(desk: Desk, adopting: Adopting, adopter: Adopter, group: ContractPapers, which: str) -> Iterator[str]:
    yield adopting.says(f"{which} is put together: {group.name}")
    made = adopter.read(group, adopting.records)
    if not made.of_a_contract:
        adopting.left_out += [(paper.file, NO_CONTRACT) for paper in group.papers]
        return
    yield adopting.says(f"{which} is built again and held against what was signed: {group.name}")
    compared = compared_words(adopter.held_against(made))
    held = desk.folder.create(desk.folder.free_name(group.name), made.written.data)
    desk.keep(held)
    not_read = tuple((each.what, each.why) for each in made.written.not_read)
    counts = len(made.papers), made.written.read, len(made.clauses)
    adopting.files.append(AdoptedFile(held, made.reference, *counts, not_read, compared))


def _papers(place: Path) -> tuple[Path, ...]:
    papers = [
        file
        for file in sorted(place.iterdir())
        if file.suffix.lower() == ".docx" and not file.name.startswith((".", "~$"))
    ]
    if len(papers) > MOST_PAPERS:
        raise RefusedPageError(
            400,
            f"There are more than {MOST_PAPERS} papers in this folder",
            "The desk reads the papers of a few contracts at once. Move them into folders of their own, or have all of "
            "them read by the command “specgen adopt”, which lists them in a workbook and a register.",
        )
    return tuple(file for file in papers if file.is_file() and not file.is_symlink())
