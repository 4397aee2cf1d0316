"""The folders of packs: which one a pack may be put into (one that is its own, and holds nothing of another contract or
occasion), and what lies in it."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, Union

from msgspec import Struct

from specgen.assembly.marks import file_stem
from specgen.contract.contract import Contract
from specgen.issue.disk import OnDisk, stamp_of
from specgen.issue.plan import facts_changed
from specgen.issue.records import RECORD_FILE, IssueRecord, folded
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, a_few
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.package.package import package_hash, read_package
from specgen.writing import TEMPORARY

if TYPE_CHECKING:
    from specgen.figures.own_file import OwnFile

PackSource = Union[Contract, "OwnFile"]
"""What a pack is made of: a contract, or a document with figures that has a file of its own."""

PERSON_LEVEL: Final = "person-level"
"""The name of the folders for what is about one person. No command goes into one on its way through a folder, so that
what lies there is in no record, list, summary or report."""


def at_person_level(path: Path) -> bool:
    """Whether the file lies in such a folder, or below one."""
    return PERSON_LEVEL in map(folded, path.absolute().parent.parts)


def gone_through(names: Iterable[str]) -> list[str]:
    """Those of a folder's folders that a way through it goes into, in their order: none that is hidden, and none for
    what is about one person."""
    return sorted(name for name in names if not name.startswith(".") and folded(name) != PERSON_LEVEL)


WITHDRAWN: Final = "withdrawn"
"""The word in a folder's name by which a person says that what lies there was never agreed."""


def is_withdrawn(folder: PurePath) -> bool:
    """Whether a folder, or one that it lies in, is called withdrawn."""
    return any(WITHDRAWN in re.findall(r"[^\W_]+", folded(name)) for name in folder.parts)


def named_for(folder: PurePath, pack: str) -> bool:
    """Whether the name of a pack stands in that of a folder or of the one it lies in: `X9-501 signed`, `X9-501/V1`."""
    name = rf"(?<![^\W_]){re.escape(folded(pack))}(?![^\W_])"
    return any(re.search(name, folded(each)) for each in (folder.name, folder.parent.name))


def packs_beside(root: Path, most: int = 5_000) -> tuple[tuple[Path, ...], bool]:
    """The folders with a record in those beside `root` and in itself, however deep, the nearest first; those that are
    called withdrawn are not gone into. Of more than `most` folders the rest is not looked at, and True says so."""
    waiting, found, looked = deque([root.resolve().parent]), [], 0
    while waiting and looked < most:
        folder, looked = waiting.popleft(), looked + 1
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        if any(entry.name == RECORD_FILE and not entry.is_dir(follow_symlinks=False) for entry in entries):
            found.append(folder)
        below = gone_through(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
        waiting += (folder / name for name in below if not is_withdrawn(PurePath(name)))
    return tuple(found), bool(waiting)


def own_folder(own: OwnFile, *, person_level: bool) -> str:
    """The folder of the document in the folder for documents."""
    stem = file_stem(own.reference)
    return f"{PERSON_LEVEL}/{stem}" if person_level else stem


def unusable_folder(folder: Path, out: Path) -> Problem | None:
    """Why the pack's folder in `out` cannot be written into; None where it can."""
    if folder.is_symlink() or not folder.resolve().is_relative_to(out.resolve()):
        return Problem(
            "path-outside",
            "the pack's folder is a link to somewhere else",
            Location(folder.name),
            cure="replace the link by a folder, or build into another folder",
        )
    if folder.exists() and not folder.is_dir():
        return Problem(
            "in-the-way",
            "a file has the name that the pack's folder needs",
            Location(folder.name),
            cure="move it elsewhere, or build into another folder",
        )
    return None


def packs_left(out: Path, others: Iterable[str]) -> Problem | None:
    """That packs lie in `out` which are none of the run's: `others` is what lay there and no contract of it has."""
    left = [name for name in gone_through(others) if (out / name / RECORD_FILE).is_file()]
    if not left:
        return None
    return Problem(
        "pack-not-in-run",
        f"in the folder lie packs of contracts that are not in this run: {a_few(left, MOST_LEFT)}",
        Location(out.name),
        severity="note",
        cure="if a contract ended, was given up or has another reference now, move its old pack away; if its row or "
        "file was lost, put it back; if it is of another register, nothing need be done",
    )


MOST_LEFT: Final = 10
"""Packs that are none of a run's and are named."""


def same_folder(contract: PackSource, name: str) -> Problem:
    """That two contracts of a run would be written into one folder."""
    where = contract.place("contract", "reference")
    return contract.problem(
        "same-folder",
        f"another contract of this run would be written into the same folder “{name}”",
        where,
        cure="give each contract a reference of its own; capitals, and characters that a file name cannot hold, "
        "make no difference",
    )


def taken_by_another(contract: PackSource, new: IssueRecord, old: IssueRecord, name: str) -> Problem | None:
    """Why the pack with the record `new` must not take the place of the one whose record lies there; None where it
    may."""
    if old.contract.reference != contract.reference:
        return _folder_of_another(contract, old, name)
    return _folder_of_other_kind(new, old, name) or _used_before(contract, new, old, name)


def _folder_of_another(contract: PackSource, old: IssueRecord, name: str) -> Problem:
    where = contract.place("contract", "reference")
    return contract.problem(
        "same-folder",
        f"the folder “{name}” holds the pack of another contract, {old.contract.reference}",
        where,
        cure="build into another folder, or give the contract a reference of its own",
    )


def _used_before(contract: PackSource, new: IssueRecord, old: IssueRecord, name: str) -> Problem | None:
    """That the pack was made of another contract file, or has another Provider altogether: a copied file whose
    reference was forgotten, whose documents would take the place of the other contract's."""
    if old.occasion or new.occasion:
        return None
    was, now = old.contract, new.contract
    other_file = folded(old.inputs.contract.file) != folded(new.inputs.contract.file)
    provider = was.provider is not None and folded(was.provider) != folded(now.provider or "")
    other_party = provider and (
        old.facts is None
        or any(change.instrument == "novation" and change.key == "provider.name" for change in facts_changed(old, new))
    )
    if not (other_party if not other_file else provider or folded(was.title) != folded(now.title)):
        return None
    where = contract.place("contract", "reference")
    made = f"of another file, {old.inputs.contract.file}, " if other_file else ""
    return contract.problem(
        "reference-used-before",
        f"the reference {contract.reference} was used before: the pack in the folder “{name}” was made {made}for "
        f"“{was.title}”{_with(was.provider)}, and this {'contract' if now.provider else 'document'} is "
        f"“{now.title}”{_with(now.provider)}",
        where,
        cure="give this contract a reference of its own; if it is the same contract, build it into another folder, or "
        "move the old pack away first, so that what was issued is kept",
    )


def _with(provider: str | None) -> str:
    """The Provider in words; a document with figures has none."""
    if provider == "":
        return ""
    return f" with {provider or 'a Provider that its record does not name'}"


def _folder_of_other_kind(new: IssueRecord, old: IssueRecord, name: str) -> Problem | None:
    """A contract's pack, its variations, notices and letters lie in folders of their own: none may take another's
    place."""
    if old.occasion == new.occasion:
        return None
    held = old.occasion or "the issued documents of the contract"
    return Problem(
        "same-folder",
        f"the folder “{name}” holds {held}",
        Location(f"{name}/{RECORD_FILE}"),
        cure="write into another folder; each variation, notice or letter needs one of its own",
    )


class Lying(Struct, frozen=True):
    """What lies in a pack's folder: its files by folded name, the bytes of the record, and what a killed run left
    unfinished."""

    files: Mapping[str, OnDisk]
    record: bytes | None = None
    unfinished: tuple[str, ...] = ()


def look(folder: Path, fresh: Mapping[str, tuple[bytes, str]]) -> Lying:
    """What lies in `folder`; nothing, when it is not there.

    `fresh` is folded name → bytes and hash of the new document: a file of the same bytes need not be unpacked.
    """
    found: dict[str, OnDisk] = {}
    unfinished: list[str] = []
    record: bytes | None = None
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return Lying({})
    for entry in entries:
        name = folded(entry.name)
        regular = entry.is_file(follow_symlinks=False)
        if entry.name == RECORD_FILE:
            record = read_plain(Path(entry.path), LARGEST_ARCHIVE)
        elif TEMPORARY.fullmatch(entry.name) and regular:
            unfinished.append(entry.name)
        else:
            status = entry.stat(follow_symlinks=False)
            # A link is not ours: it is judged by nothing, so it is never replaced.
            document = regular and name.endswith(".docx") and status.st_size <= LARGEST_ARCHIVE
            hash_ = _hash(Path(entry.path), fresh.get(name)) if document else ""
            if name not in found or hash_:
                found[name] = OnDisk(
                    entry.name,
                    hash_,
                    stamp_of(status),
                    "link" if entry.is_symlink() else "folder" if entry.is_dir() else "file",
                )
    return Lying(found, record, tuple(unfinished))


def _hash(path: Path, fresh: tuple[bytes, str] | None) -> str:
    data = read_plain(path)
    if fresh is not None and fresh[0] == data:
        return fresh[1]
    package, _ = read_package(data, path.name)
    return package_hash(package) if package is not None else ""


def folders_of(out: Path) -> dict[str, str]:
    """The names in the folder `out` by folded name; none when it is not there yet."""
    try:
        return {folded(entry.name): entry.name for entry in os.scandir(out)}
    except FileNotFoundError:
        return {}
