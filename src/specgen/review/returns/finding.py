"""What was issued and what came back, as two folders hold them: each file with what it can be known by.

A returned file is known by the record inside it, else by its header, else by its words. Names say nothing: they are
changed by whoever saves a file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.issue.disk import disk_problem
from specgen.issue.folders import gone_through
from specgen.issue.records import RECORD_FILE, read_issue_record
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.review.issued import own_record, read_bounded
from specgen.word.document.inline import text_before
from specgen.word.document.revisions import story_parts
from specgen.word.package.bounds import read_document
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, package_hash, parsed

_WORD: Final = (".docx", ".docm")
_LARGEST_RECORD: Final = 64 * 2**20
DocumentKey = tuple[str, str, str]
"""The contract's reference, the type of the document, and its service."""


class Known(Struct, frozen=True):
    """What a file can be known by: its hash, the record inside it, the words of its header, and its lines, each as a
    number that stands for its words. Header and lines are empty where they were not read."""

    content: str
    key: DocumentKey | None
    header: tuple[str, ...] = ()
    lines: frozenset[int] = frozenset()


class SentFile(Struct, frozen=True):
    """A document that was issued. `name` is its path from the folder of what was issued; `basis` the file that a review
    is held against: itself, or the record of its pack where it is not there."""

    name: str
    pack: str
    reference: str
    basis: Path
    key: DocumentKey | None = None
    content: str = ""
    internal: bool = False
    """Whether it never went out, so that nobody misses it."""
    there: bool = True


class BackFile(Struct, frozen=True):
    """A file that came back. `name` is its path from the folder; `known` is None where it cannot be read."""

    name: str
    path: Path
    known: Known | None
    problems: tuple[Problem, ...] = ()


def sent_files(root: Path, internal: frozenset[str]) -> tuple[list[SentFile], list[Problem]]:
    """Every document that was issued below `root`: those that a record names, and other Word files that lie there.
    `internal` are the types of documents that never go out. Raises OSError where a folder cannot be listed."""
    found: list[SentFile] = []
    problems: list[Problem] = []
    for folder, names in _folders(root):
        pack = folder.relative_to(root).as_posix()
        told: set[str] = set()
        reference = ""
        if RECORD_FILE in names:
            try:
                data = read_plain(folder / RECORD_FILE, _LARGEST_RECORD)
            except OSError as fault:
                problems.append(disk_problem(fault, folder / RECORD_FILE))
                continue
            record, faults = read_issue_record(data, f"{pack}/{RECORD_FILE}")
            problems += faults
            if record is not None:
                reference = record.contract.reference
                for each in record.documents:
                    told.add(each.file)
                    if each.left_over:
                        continue
                    there = each.file in names
                    found.append(
                        SentFile(
                            _joined(pack, each.file),
                            pack,
                            reference,
                            folder / (each.file if there else RECORD_FILE),
                            (reference, each.type, each.service),
                            each.content_hash,
                            each.type in internal,
                            there,
                        )
                    )
        for name in sorted(names):
            if _is_word(name) and name not in told:
                found.append(SentFile(_joined(pack, name), pack, reference, folder / name))
    return found, problems


def back_files(root: Path) -> Iterator[BackFile]:
    """Every file that came back, in the order of names; one that is no Word file says so. Raises OSError where a folder
    cannot be listed."""
    for folder, names in _folders(root):
        for name in sorted(names):
            if name.startswith((".", "~$")) or name == RECORD_FILE:
                continue
            path = folder / name
            said = _joined(folder.relative_to(root).as_posix(), name)
            if not _is_word(name):
                problem = Problem(
                    "not-a-word-file",
                    "the file is no Word document (.docx), and is not read",
                    Location(said),
                    cure="ask for it as a Word file, or compare it by eye",
                )
                yield BackFile(said, path, None, (problem,))
                continue
            try:
                data = read_bounded(path)
            except OSError as fault:
                yield BackFile(said, path, None, (disk_problem(fault, path),))
                continue
            package, problems = read_document(data, said, macros=True)
            known = known_by(package, words=False) if package is not None else None
            yield BackFile(said, path, known, tuple(problems))


def known_by(package: Package, *, words: bool) -> Known:
    """What the file can be known by; its words only where it is asked for them, or has no record."""
    record, _ = own_record(package)
    key = (record.reference, record.type, record.service) if record is not None else None
    if record is not None and not words:
        return Known(package_hash(package), key)
    header: list[str] = []
    lines: set[int] = set()
    for part in story_parts(package):
        root, _ = parsed(package, part)
        name = part.rpartition("/")[2]
        if root is None or not (part == package.main or name.startswith("header")):
            continue
        said = [text for each in root.iter(w("p")) if (text := _words(each))]
        if part == package.main:
            lines.update(map(_number, said))
        else:
            header += said
    return Known(package_hash(package), key, tuple(sorted(set(header))), frozenset(lines))


def known_words(path: Path, name: str) -> Known | None:
    """The same of a file on the disk, its words among it; None where it cannot be read."""
    try:
        package, _ = read_document(read_bounded(path), name, macros=True)
    except OSError:
        return None
    return known_by(package, words=True) if package is not None else None


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _words(paragraph: etree._Element) -> str:
    return " ".join(text_before(paragraph).split())


def _folders(root: Path) -> Iterator[tuple[Path, list[str]]]:
    """Every folder below `root` with the names of its files; hidden ones are passed over, links are not followed."""

    def refuse(fault: OSError) -> None:
        raise fault

    for place, folders, names in os.walk(root, onerror=refuse):
        folders[:] = gone_through(folders)
        yield Path(place), [name for name in names if not Path(place, name).is_symlink()]


def _is_word(name: str) -> bool:
    return name.lower().endswith(_WORD) and not name.startswith(("~$", "."))


def _joined(folder: str, name: str) -> str:
    return name if folder in ("", ".") else f"{folder}/{name}"
