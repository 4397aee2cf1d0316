"""A contract begun from signed Word papers of the desk's folder, as `specgen adopt` reads them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from specgen.adopt.adopt import Adopted, adopt, grouped, held_against, numbered
from specgen.adopt.lists import compared_words
from specgen.adopt.papers import Paper, read_paper
from specgen.desk.folder import DeskFolder, HeldFile, OutsideError
from specgen.desk.ready import Ready
from specgen.issue.records import RECORD_FILE
from specgen.plainfile import read_plain
from specgen.problems import Problem
from specgen.recognition.by_words import version_index
from specgen.word.package.archive import LARGEST_ARCHIVE

MOST_PAPERS: Final = 60
"""Papers that are read at once; a portfolio is adopted by the command."""
MOST_FOLDERS: Final = 100


class AdoptedFile(Struct, frozen=True):
    """A contract file that was made of signed papers, and how its documents compare with what was signed."""

    held: HeldFile
    adopted: Adopted
    compared: str


class AdoptedPapers(Struct, frozen=True):
    """What came of the papers: the files, the papers that were left aside with the reason, and faults of papers."""

    files: tuple[AdoptedFile, ...]
    left_out: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


def folders_with_papers(folder: DeskFolder) -> list[tuple[str, int]]:
    """The folders that hold Word files which the desk did not build, each with how many; "." is the desk's own."""
    found: list[tuple[str, int]] = []
    for place, folders, names in os.walk(folder.root):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not (here / name).is_symlink())
        papers = [name for name in names if name.lower().endswith(".docx") and not name.startswith((".", "~$"))]
        if papers and RECORD_FILE not in names:
            found.append((here.relative_to(folder.root).as_posix(), len(papers)))
        if len(found) == MOST_FOLDERS:
            break
    return found


def adopted_papers(folder: DeskFolder, name: str, ready: Ready) -> AdoptedPapers:
    """A contract file for each contract whose papers lie in the folder. Raises OutsideError and OSError."""
    place = folder.root if name == "." else folder.path(name)
    if not place.is_dir():
        raise OutsideError("this is no folder of the desk")
    problems: list[Problem] = []
    read: list[tuple[str, Paper]] = []
    for file in _papers(place):
        paper, faults = read_paper(read_plain(file, LARGEST_ARCHIVE + 1), file.name)
        problems += faults
        read += [(place.as_posix(), paper)] if paper is not None else []
    found = grouped(read)
    library = ready.precedents.library
    headings = {each.number: each.title for edition in ready.precedents.editions for each in edition.headings}
    index = version_index(library.versions()) if found.groups else None
    files = []
    for group in found.groups:
        assert index is not None
        made = adopt(numbered(group.papers), index, library, headings)
        held = folder.create(folder.free_name(group.name), made.written.data)
        compared = compared_words(held_against(made.papers, made.written, ready.precedents))
        files.append(AdoptedFile(held, made, compared))
    return AdoptedPapers(tuple(files), tuple(found.left_out), tuple(problems))


def _papers(place: Path) -> Iterator[Path]:
    papers = [
        file
        for file in sorted(place.iterdir())
        if file.suffix.lower() == ".docx" and not file.name.startswith((".", "~$"))
    ]
    if len(papers) > MOST_PAPERS:
        raise OutsideError(f"there are more than {MOST_PAPERS} papers; “specgen adopt” reads a portfolio")
    yield from (file for file in papers if file.is_file() and not file.is_symlink())
