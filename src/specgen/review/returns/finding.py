"""What was issued and what came back, as two folders hold them: each file with what it can be known by.

A returned file is known by the record inside it, else by its header, else by its words. Names say nothing: they are
changed by whoever saves a file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.issue.disk import disk_problem
from specgen.issue.folders import gone_through
from specgen.issue.issued import copied_pack, own_named
from specgen.issue.records import RECORD_FILE, folded, read_issue_record
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.review.issued import own_record, read_bounded
from specgen.word.document.inline import text_before
from specgen.word.document.revisions import story_parts
from specgen.word.package.bounds import read_document
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, package_hash, parsed

_WORD: Final = (".docx", ".docm")
LARGEST_RECORD: Final = 64 * 2**20
DocumentKey = tuple[str, str, str]
"""The contract's reference, the type of the document, and its service."""


class Known(Struct, frozen=True):
    """What a file can be known by: its hash, the record inside it, the words of its header, and its lines, each as a
    number that stands for its words; `issued` is the hash that its record says it was issued with. Header and lines are
    empty where they were not read."""

    content: str
    key: DocumentKey | None
    header: tuple[str, ...] = ()
    lines: frozenset[int] = frozenset()
    issued: str = ""


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
    sha256: str = ""


def sent_files(root: Path, internal: frozenset[str]) -> tuple[list[SentFile], list[Problem]]:
    """Every document that was issued below `root`: those that a record names, and other Word files that lie there. A
    pack that is a copy of another counts once. `internal` are the types of documents that never go out. Raises OSError
    where `root` cannot be listed."""
    packs: list[tuple[str, str, str, list[SentFile]]] = []
    problems: list[Problem] = []
    for folder, names, odd in _folders(root):
        pack = folder.relative_to(root).as_posix()
        problems += [problem for _, problem in odd]
        told: set[str] = set()
        found: list[SentFile] = []
        reference = sealed = ""
        if RECORD_FILE in names:
            try:
                data = read_plain(folder / RECORD_FILE, LARGEST_RECORD)
            except OSError as fault:
                problems.append(disk_problem(fault, folder / RECORD_FILE))
                continue
            record, faults = read_issue_record(data, f"{pack}/{RECORD_FILE}")
            problems += faults
            if record is not None:
                reference, sealed = record.contract.reference, hashlib.sha256(data).hexdigest()
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
                found.append(_without_pack_record(folder / name, _joined(pack, name), pack, reference, internal))
        packs.append((pack, reference, sealed, found))
    return _each_once(packs, problems)


def _without_pack_record(path: Path, name: str, pack: str, reference: str, internal: frozenset[str]) -> SentFile:
    """A document that no record of a pack names, known by the record inside it."""
    try:
        package, _ = read_document(read_bounded(path), name, macros=True)
    except OSError:
        package = None
    known = known_by(package, words=False) if package is not None else None
    if known is None or known.key is None:
        return SentFile(name, pack, reference, path)
    return SentFile(name, pack, known.key[0], path, known.key, known.content, known.key[1] in internal)


def _each_once(
    packs: Sequence[tuple[str, str, str, list[SentFile]]], problems: list[Problem]
) -> tuple[list[SentFile], list[Problem]]:
    """The documents of the packs, without those of a pack that has the same record as another."""
    first: dict[tuple[str, str], str] = {}
    for pack, reference, sealed, _ in sorted(
        packs, key=lambda each: (not own_named(each[0].rpartition("/")[2], each[1]), each[0])
    ):
        if sealed and first.setdefault((reference, sealed), pack) != pack:
            problems.append(copied_pack(pack, first[reference, sealed], reference))
    held = [each for each in packs if not each[2] or first[each[1], each[2]] == each[0]]
    return [file for *_, found in held for file in found], problems


_OWN_OF_PROGRAMS: Final = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
"""Files that Windows and macOS put into folders for themselves, which nobody sends."""
_ANOTHER_FORM: Final = (
    ((".zip", ".7z", ".rar"), "an archive", "unpack it, and put what it holds into the folder"),
    (
        (".doc", ".dot", ".rtf", ".odt", ".ott", ".wpd", ".pages"),
        "a text document of another form than .docx",
        "ask for it as .docx, or open it in Word and save it as “Word Document (*.docx)”",
    ),
    ((".pdf", ".xps", ".tif", ".tiff", ".jpg", ".jpeg", ".png"), "a PDF or a picture", ""),
    ((".eml", ".msg", ".mht"), "a message", "save the documents that are attached to it into the folder"),
)


def back_files(root: Path) -> Iterator[BackFile]:
    """Every file that came back, in the order of names; one that cannot be read says so. Raises OSError where `root`
    cannot be listed."""
    for folder, names, odd in _folders(root):
        place = folder.relative_to(root).as_posix()
        for path, problem in odd:
            yield BackFile(path.relative_to(root).as_posix(), path, None, (problem,))
        for name in sorted(names):
            if name.startswith((".", "~$")) or name == RECORD_FILE or folded(name) in _OWN_OF_PROGRAMS:
                continue
            path, said = folder / name, _joined(place, name)
            try:
                data = read_bounded(path) if _is_word(name) or _begins_as_package(path) else None
            except OSError as fault:
                yield BackFile(said, path, None, (disk_problem(fault, path),))
                continue
            package, problems = read_document(data, said, macros=True) if data is not None else (None, [])
            if package is None and not _is_word(name):
                problems = [_another_form(said)]
            known = known_by(package, words=False) if package is not None else None
            whole = hashlib.sha256(data).hexdigest() if data is not None else ""
            yield BackFile(said, path, known, tuple(problems), whole)


def _begins_as_package(path: Path) -> bool:
    """Whether the file may be a Word file of another name. Raises OSError."""
    return read_plain(path, 4) == b"PK\x03\x04"


def _another_form(name: str) -> Problem:
    end = Path(name).suffix.lower()
    what, cure = next(
        ((what, cure) for ends, what, cure in _ANOTHER_FORM if end in ends), ("no Word document (.docx)", "")
    )
    return Problem(
        "not-a-word-file",
        f"the file is {what}, and is not read",
        Location(name),
        cure=cure or "ask for it as a Word file, or compare it by eye",
    )


def known_by(package: Package, *, words: bool) -> Known:
    """What the file can be known by; its words only where it is asked for them, or has no record."""
    record, _ = own_record(package)
    key = (record.reference, record.type, record.service) if record is not None else None
    issued = record.content_hash if record is not None else ""
    if record is not None and not words:
        return Known(package_hash(package), key, issued=issued)
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
    return Known(package_hash(package), key, tuple(sorted(set(header))), frozenset(lines), issued)


def known_words(path: Path, name: str) -> Known | None:
    """The same of a file on the disk, its words among it; None where it cannot be read."""
    try:
        package, _ = read_document(read_bounded(path), name, macros=True)
    except OSError:
        return None
    return known_by(package, words=True) if package is not None else None


def lines_of_file(path: Path, name: str) -> list[str]:
    """The lines of a Word file's text, each with its spaces as one; none where it cannot be read."""
    try:
        package, _ = read_document(read_bounded(path), name, macros=True)
    except OSError:
        return []
    root = parsed(package, package.main)[0] if package is not None else None
    return [text for each in root.iter(w("p")) if (text := _words(each))] if root is not None else []


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _words(paragraph: etree._Element) -> str:
    return " ".join(text_before(paragraph).split())


def _folders(root: Path) -> Iterator[tuple[Path, list[str], list[tuple[Path, Problem]]]]:
    """Every folder below `root` with the names of its files, and what cannot be gone into: links, which are not
    followed, and folders that cannot be listed. Hidden ones are passed over."""
    refused: list[OSError] = []
    for place, folders, names in os.walk(root, onerror=refused.append):
        here = Path(place)
        links = [name for name in (*folders, *names) if (here / name).is_symlink() and not name.startswith(".")]
        folders[:] = [name for name in gone_through(folders) if name not in links]
        yield (
            here,
            [name for name in names if not (here / name).is_symlink()],
            [(here / name, _link((here / name).relative_to(root).as_posix())) for name in sorted(links)],
        )
    for fault in refused:
        closed = Path(fault.filename or root)
        if closed == root:
            raise fault
        yield closed, [], [(closed, disk_problem(fault, closed))]


def _link(name: str) -> Problem:
    return Problem(
        "link-not-followed",
        "this is a link to another file or folder, and is not followed",
        Location(name),
        cure="put the file or folder itself in its place",
    )


def _is_word(name: str) -> bool:
    return name.lower().endswith(_WORD) and not name.startswith(("~$", "."))


def _joined(folder: str, name: str) -> str:
    return name if folder in ("", ".") else f"{folder}/{name}"
