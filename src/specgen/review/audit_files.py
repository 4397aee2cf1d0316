"""Auditing many files, one at a time: which files a folder holds for an audit, and one bad file that stops none of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.review.audit import Yardstick, audit_document
from specgen.review.audit_findings import Audit, DocumentAudit
from specgen.word.archive import LARGEST_ARCHIVE

READ: Final = (".docx", ".docm")
_OTHER_FORMS: Final = {
    ".doc": "the old .doc format", ".pdf": "PDF", ".rtf": "Rich Text", ".odt": "OpenDocument text", ".dot": "an old Word template", ".dotx": "a Word template",
    ".dotm": "a Word template with macros", ".wpd": "WordPerfect", ".pages": "Apple Pages",
}  # fmt: skip
_LOCK: Final = "~$"
_STUMBLES: Final = (ValueError, LookupError, ArithmeticError, RecursionError, etree.LxmlError)
"""What a file that no one foresaw may make the reading raise."""


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files of a run. `read` are those to be read, `not_read` documents in another form; the rest is only counted."""

    read: tuple[Path, ...]
    not_read: tuple[Problem, ...]
    passed_over: int = 0
    others: int = 0


@dataclass(slots=True)
class _Collecting:
    read: dict[Path, Path] = field(default_factory=dict)
    not_read: dict[Path, Problem] = field(default_factory=dict)
    passed_over: int = 0
    others: int = 0

    def take(self, file: Path, *, named: bool) -> None:
        ending = file.suffix.lower()
        if file.name.startswith(_LOCK):
            self.passed_over += 1
        elif ending in READ:
            self.read.setdefault(Path(os.path.realpath(file)), file)
        elif ending in _OTHER_FORMS:
            self.not_read[file] = Problem("not-read", f"{_OTHER_FORMS[ending]} is not read", Location(str(file)), severity="warning",
                                          cure="save it in Word as “Word Document (*.docx)” and run the audit again")
        elif named:
            self.not_read[file] = Problem("not-read", "the file is not a Word document (.docx)", Location(str(file)), severity="warning", cure="name Word files or folders of them")
        else:
            self.others += 1


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """The files themselves, and all below each folder in the order of their names, each once.

    Nothing hidden is looked at and no link to a folder is followed. A folder that cannot be listed is among those not read.
    """
    found = _Collecting()
    for path in paths:
        if not path.is_dir():
            found.take(path, named=True)
            continue
        for file in _below(path, found.not_read):
            found.take(file, named=False)
    return FoundFiles(tuple(found.read.values()), tuple(found.not_read.values()), found.passed_over, found.others)


def _below(folder: Path, faults: dict[Path, Problem]) -> Iterator[Path]:
    def failed(fault: OSError) -> None:
        place = Path(str(fault.filename))
        faults[place] = Problem("cannot-be-read", f"the folder cannot be read: {fault.strerror}", Location(str(place)), cure="ask for the right to read it")

    for place, folders, files in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(files) if not name.startswith("."))


def audit_files(files: FoundFiles, yardstick: Yardstick, told: Callable[[DocumentAudit], DocumentAudit] | None = None) -> Audit:
    """The audit of the files; each is read, held against the yardstick and let go before the next is opened.

    `told` may say more of a document, such as its provider from a register.
    """
    documents: list[DocumentAudit] = []
    not_read = list(files.not_read)
    for path in files.read:
        document, problems = _one(path, yardstick)
        not_read += problems
        if document is not None:
            documents.append(told(document) if told is not None else document)
    return Audit(tuple(documents), tuple(not_read), files.passed_over, files.others)


def _one(path: Path, yardstick: Yardstick) -> tuple[DocumentAudit | None, list[Problem]]:
    """One file's findings, or why it has none. Nothing that a file holds ends the run."""
    place = Location(str(path))
    try:
        if not path.is_file():
            return None, [Problem("cannot-be-read", "this is not an ordinary file", place)]
        with path.open("rb") as opened:
            data = opened.read(LARGEST_ARCHIVE + 1)
        return audit_document(data, str(path), yardstick)
    except PermissionError:
        return None, [Problem("cannot-be-read", "the file cannot be opened", place, cure="close it in Word, or ask for the right to read it")]
    except OSError as fault:
        return None, [Problem("cannot-be-read", f"the file cannot be read: {fault.strerror or fault}", place)]
    except _STUMBLES as fault:
        said = f"the file is made in a way that specgen did not foresee ({type(fault).__name__}: {str(fault)[:120]})"
        return None, [Problem("not-foreseen", said, place, cure="open it in Word, save it under a new name and run the audit again; and please report it with the file")]
