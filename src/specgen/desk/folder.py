"""The folder that the desk was opened on: which contract files lie in it, and the only place that it writes to.

A name that a page sends is a claim. It is taken apart and held against the folder before anything is opened: nothing
above the folder, nothing hidden, and no link, wherever it leads.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Final

from msgspec import Struct

from specgen.assembly.marks import file_stem
from specgen.contract.read import LARGEST_READ
from specgen.issue.precedents import organisation_of
from specgen.issue.sources import ENDINGS, FilesError, contract_paths
from specgen.plainfile import read_plain
from specgen.writing import Disk
from specgen.yamlfile import Mapping, Scalar, decode, is_own_file, parse_yaml

LONGEST_NAME: Final = 400
_NOT_IN_NAMES: Final = frozenset('\\:*?"<>|')


class OutsideError(ValueError):
    """A name that does not lie in the desk's folder, or leads out of it; the text says why."""


class MeanwhileError(ValueError):
    """The file on the disk is not the one that was read: somebody else wrote it."""


class HeldFile(Struct, frozen=True):
    """A file as it was read; `name` is seen from the desk's folder, with / between its parts."""

    name: str
    data: bytes
    sha256: str


class ListedContract(Struct, frozen=True):
    """A contract file of the list: its name, and what it says of itself, "" where it says nothing that can be read.

    Of a document with figures `provider` is its type."""

    name: str
    reference: str = ""
    title: str = ""
    provider: str = ""
    status: str = ""


class DeskFolder:
    """Everything that the desk does on the disk, in one folder."""

    def __init__(self, root: Path, disk: Disk | None = None) -> None:
        self.root = root.resolve()
        self._disk = disk or Disk()
        self._writing = Lock()
        self._listed: dict[tuple[str, int, int], ListedContract] = {}

    def path(self, name: str) -> Path:
        """The path of a name that a page has sent. Raises OutsideError."""
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise OutsideError("this is not the name of a file in the folder")
        parts = name.split("/")
        if any(part in ("", ".", "..") or part.startswith(".") or _NOT_IN_NAMES & set(part) for part in parts):
            raise OutsideError("this name does not lie in the folder of the desk")
        found = self.root
        for part in parts:
            found = found / part
            if found.is_symlink() or _junction(found):
                raise OutsideError("this name is a link, and the desk follows none")
        if not _real(found).is_relative_to(self.root):
            raise OutsideError("this name does not lie in the folder of the desk")
        return found

    def contract_path(self, name: str) -> Path:
        """The path of a contract file. Raises OutsideError for what is none by its name."""
        if not name.lower().endswith(ENDINGS):
            raise OutsideError("a contract file ends in .yaml")
        return self.path(name)

    def read(self, name: str) -> HeldFile:
        """The contract file as it is now. Raises OutsideError and OSError."""
        data = read_plain(self.contract_path(name), LARGEST_READ)
        return HeldFile(name, data, hashlib.sha256(data).hexdigest())

    def save(self, name: str, data: bytes, known: str) -> HeldFile:
        """Write the contract file, whole or not at all, where it is still the one with the SHA-256 `known`.

        The same bytes are not written at all. Raises MeanwhileError, OutsideError and OSError.
        """
        with self._writing:
            path = self.contract_path(name)
            there = self.read(name)
            if there.sha256 != known:
                raise MeanwhileError("somebody else changed the file")
            if there.data != data:
                if not os.access(path, os.W_OK):
                    raise PermissionError(13, "the file is marked read-only", str(path))
                mode = path.stat().st_mode
                self._disk.put(path, data)
                path.chmod(mode & 0o7777)
            return HeldFile(name, data, hashlib.sha256(data).hexdigest())

    def create(self, name: str, data: bytes) -> HeldFile:
        """A new contract file. Raises FileExistsError where one of the name is there, OutsideError and OSError."""
        with self._writing:
            path = self.contract_path(name)
            self._disk.make_folder(path.parent)
            self._disk.write(path, data)
            return HeldFile(name, data, hashlib.sha256(data).hexdigest())

    def free_name(self, wished: str) -> str:
        """The name for a new contract's file: a folder of its own, with a number where that is taken."""
        stem = file_stem(wished).lstrip(".")[:80].strip(" .") or "contract"
        for count in range(1, 1000):
            folder = f"{stem}-{count}" if count > 1 else stem
            if not (self.root / folder).exists() and not (self.root / folder).is_symlink():
                return f"{folder}/contract.yaml"
        raise OutsideError("there are a thousand contracts of this name")

    def names(self) -> list[str]:
        """The contract files of the folder and those below it, links left out."""
        return self.names_and_left_out()[0]

    def names_and_left_out(self) -> tuple[list[str], int]:
        """The contract files, and how many more there are that the desk does not open: links, and names that not every
        computer can have."""
        try:
            files = contract_paths([self.root], organisation_of(self.root))
        except FilesError:
            return [], 0
        names = [name for file in files if (name := self._name_of(file))]
        return names, len(files) - len(names)

    def documents(self) -> list[str]:
        """The files of documents with figures in the folder and below it, those about one person and links left out."""
        try:
            files = contract_paths([self.root], organisation_of(self.root), own_files=True)
        except FilesError:
            return []
        contracts = set(self.names())
        return [name for file in files if (name := self._name_of(file)) and name not in contracts]

    def listed(self, names: list[str]) -> Iterator[ListedContract]:
        """What each contract file says of itself; read again only when it has changed."""
        for name in names:
            try:
                status = self.contract_path(name).stat()
                key = name, status.st_mtime_ns, status.st_size
                if key not in self._listed:
                    self._listed[key] = said_of_file(self.read(name))
                yield self._listed[key]
            except (OSError, OutsideError):
                yield ListedContract(name)

    def _name_of(self, file: Path) -> str:
        name = file.relative_to(self.root).as_posix()
        try:
            self.contract_path(name)
        except OutsideError:
            return ""
        return name


def said_of_file(held: HeldFile) -> ListedContract:
    """What a contract file says of itself, read without judging it."""
    text, _ = decode(held.data, held.name)
    root = parse_yaml(text, held.name)[0].root

    def at(*path: str) -> str:
        node = root
        for step in path:
            node = node.get(step) if isinstance(node, Mapping) else None
        return node.value if isinstance(node, Scalar) and not node.empty else ""

    if is_own_file(held.data):
        return ListedContract(held.name, at("reference"), at("title"), at("document"), at("status") or "draft")
    return ListedContract(
        held.name,
        at("contract", "reference"),
        at("contract", "title"),
        at("provider", "name"),
        at("contract", "status") or "draft",
    )


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return Path(path.anchor)


def _junction(path: Path) -> bool:
    """Whether Windows has a folder here that leads elsewhere without being a link."""
    judge = getattr(os.path, "isjunction", None)
    return bool(judge and judge(path))
