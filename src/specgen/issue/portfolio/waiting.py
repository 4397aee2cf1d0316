"""Contracts that wait to be read: a contract file's name, or the rows of one reference. Small, so that they can be
sent.

A run goes over its contracts as such before any of them is read: only their references are looked up, because no two
packs may share a folder, and that is to be known before the first document is written.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from specgen.assembly.marks import file_stem
from specgen.assembly.pack import folder_name
from specgen.contract.base import Base, read_base
from specgen.contract.columns import LARGEST_REGISTER, Role
from specgen.issue.folders import at_person_level, folders_of, own_folder
from specgen.issue.records import folded
from specgen.issue.sources import (
    BaseFiles,
    OpenOwnRegister,
    OpenRegister,
    Reading,
    Readings,
    beginning_of,
    reading_of,
    unreadable,
)
from specgen.yamlfile import DEEPEST, LARGEST_FILE, decode, is_own_file

if TYPE_CHECKING:
    # A contract file is read without the registers.
    from specgen.contract.register.register import Register, RegisterEntry
    from specgen.contract.register.rows import ContractRows
    from specgen.contract.register.sheet import Row
    from specgen.figures.own_file import OwnFile
    from specgen.figures.workbook import OwnRegister


class Waiting(Struct, frozen=True):
    """A contract that is to be read: a file, or the rows of one reference of a register (by its number in the run).

    `folder` is the name of its pack's folder, "" when there will be none; `clash` says that another contract of the run
    would have the same. `refused` is set for rows that belong to no contract. `own` says that `file` is a workbook of
    documents with figures, of which `reference` is one.
    """

    file: str
    register: int = -1
    reference: str = ""
    rows: ContractRows | None = None
    folder: str = ""
    clash: bool = False
    refused: Reading | None = None
    own: bool = False


class RegisterHead(Struct, frozen=True):
    """What is needed to read rows of a register: its headings, and its base as it was named and as its bytes.

    `named` are the base files that rows name, with their hashes: a worker that had the run of yesterday reads them
    anew."""

    register: Register
    base_file: str
    base_data: bytes
    named: tuple[tuple[str, str], ...] = ()


class WaitingContracts:
    """Where waiting contracts are taken from and read, seen from the folder `cwd`."""

    def __init__(self, heads: Sequence[RegisterHead], cwd: Path) -> None:
        self._cwd = cwd
        self._open = [_opened(head, cwd) for head in heads]
        self._digests = [_digest_of(head) for head in heads]
        self._workbook: tuple[str, OwnRegister] | None = None

    def seen(self, file: Path) -> Path:
        """The file, seen from the folder that the run was begun in."""
        return self._cwd / file

    def base_file(self, waiting: Waiting) -> str:
        """The name of the base file of the contract's rows, "" for none."""
        if waiting.rows is None:
            return ""
        held = self._open[waiting.register]
        named = held.register.base_named(waiting.rows)[0]
        return str(held.bases.path(named)) if named else held.base_file

    def base(self, waiting: Waiting) -> Base | None:
        """The base of the contract's rows, if it has one that can be used."""
        if waiting.rows is None:
            return None
        held = self._open[waiting.register]
        named = held.register.base_named(waiting.rows)[0]
        found = held.bases(named) if named else held.base
        return found if isinstance(found, Base) else None

    def data(self, waiting: Waiting) -> bytes:
        """The bytes of the contract file; none for rows. Raises OSError."""
        if waiting.own:
            return beginning_of(self._cwd / waiting.file, LARGEST_REGISTER + 1)
        return beginning_of(self._cwd / waiting.file) if waiting.rows is None and waiting.refused is None else b""

    def key(self, waiting: Waiting, data: bytes) -> str:
        """SHA-256 (hex) over all that the contract is read from, whatever rows of the register it stands in."""
        if waiting.own:
            own = self._own(waiting, data)
            return _hash(["own", PurePath(waiting.file).name, own.sha256 if own is not None else ""])
        if waiting.rows is None:
            return _hash(["file", PurePath(waiting.file).name, hashlib.sha256(data).hexdigest()])
        from specgen.contract.register.register import fingerprint
        from specgen.contract.register.rows import contract_tree

        held = self._open[waiting.register]
        register, rows = held.register, waiting.rows
        named = register.base_named(rows)[0]
        base = held.bases(named) if named else held.base
        written = {
            role: [cells_of(register, role, row) for row in in_fixed_order(register, role, rows)]
            for role in sorted(rows.roles)
        }
        # Of several rows of a sheet, which comes first may matter: what comes of their order is hashed, not the order.
        several = any(len(rows.at(role)) > 1 for role in rows.roles)
        joined = (
            fingerprint(contract_tree(register.tables, rows, base if isinstance(base, Base) else None).root)
            if several
            else ""
        )
        return _hash(
            [
                "rows",
                PurePath(waiting.file).name,
                self._digests[waiting.register],
                held.bases.digest(named) if named else "",
                written,
                joined,
            ]
        )

    def read(self, waiting: Waiting, data: bytes) -> Iterator[Reading]:
        """What comes of reading it: one contract, or a refusal of each row that repeats its reference."""
        if waiting.refused is not None:
            yield waiting.refused
            return
        if waiting.own:
            own = self._own(waiting, data)
            yield Reading(waiting.file, None, reference=waiting.reference, own=own)
            return
        if waiting.rows is None:
            yield reading_of(data, waiting.file)
            return
        held = self._open[waiting.register]
        for entry in held.register.entries_of(waiting.reference, waiting.rows, held.bases, held.base):
            yield reading_of_entry(entry)

    def _own(self, waiting: Waiting, data: bytes) -> OwnFile | None:
        """The document of the workbook, which is read once for all that it holds."""
        seal = hashlib.sha256(data).hexdigest()
        if self._workbook is None or self._workbook[0] != seal:
            from specgen.figures.workbook import read_own_register

            self._workbook = seal, read_own_register(data, waiting.file)
        return self._workbook[1].document(waiting.reference)

    def register(self, waiting: Waiting) -> Register:
        """The headings of the register that the rows are of."""
        return self._open[waiting.register].register


def reading_of_entry(entry: RegisterEntry) -> Reading:
    return Reading(entry.where, entry.contract, entry.problems, entry.reference, entry.sound)


def cells_of(register: Register, role: Role, row: Row) -> list[list[str] | None]:
    """What stands in those cells of the row that are read."""
    cells = [row.cell(placed.index) for placed in register.tables[role].placed]
    return [[cell.kind, cell.text] if cell is not None else None for cell in cells]


def in_fixed_order(register: Register, role: Role, rows: ContractRows) -> list[Row]:
    """The contract's rows of that sheet in an order that does not depend on where they stand."""
    listed = rows.at(role)
    return (
        listed
        if len(listed) < 2
        else sorted(listed, key=lambda row: (json.dumps(cells_of(register, role, row)), row.number))
    )


def _opened(head: RegisterHead, cwd: Path) -> OpenRegister:
    base = read_base(head.base_data, head.base_file)[0] if head.base_file else None
    return OpenRegister(
        head.register, base, BaseFiles(Path(head.register.file).parent, cwd), head.base_file, head.base_data
    )


def _digest_of(head: RegisterHead) -> str:
    """SHA-256 (hex) over the headings of the register and its base."""
    tables = {
        role: [
            table.sheet,
            table.since_1904,
            [
                [placed.label, placed.column.name, placed.column.form, list(map(str, placed.column.path))]
                for placed in table.placed
            ],
        ]
        for role, table in sorted(head.register.tables.items())
    }
    return _hash([tables, PurePath(head.base_file).name, hashlib.sha256(head.base_data).hexdigest()])


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, sort_keys=True).encode("ascii")).hexdigest()


class Queue(Struct, frozen=True):
    """All contracts of a run, in the order in which they are named; gone through as often as one likes."""

    readings: Readings
    out: Path
    shelf: WaitingContracts
    heads: tuple[RegisterHead, ...]
    clashes: frozenset[str] = frozenset()
    known: Mapping[str, str] = field(default_factory=dict)
    """Folded name → name of what lies in the folder for the documents."""

    def __len__(self) -> int:
        """The number of contracts, those included that turn out to be unusable."""
        return len(self.readings)

    def __iter__(self) -> Iterator[Waiting]:
        number = -1
        for source in self.readings.sources:
            if isinstance(source, Path):
                yield self._with_folder(Waiting(str(source)), self._folder_of_file(source))
                continue
            if isinstance(source, OpenOwnRegister):
                person_level = at_person_level(self.shelf.seen(Path(source.own.file)))
                for own in source.own.documents:
                    waiting = Waiting(source.own.file, reference=own.reference, own=True)
                    yield self._with_folder(waiting, own_folder(own, person_level=person_level))
                continue
            number += 1
            for reference, rows in source.register.contracts.items():
                if (refused := source.register.awaiting(reference)) is not None:
                    yield Waiting(source.register.file, number, reference, refused=reading_of_entry(refused))
                    continue
                yield self._with_folder(Waiting(source.register.file, number, reference, rows), file_stem(reference))
            for entry in source.register.stray_entries():
                yield Waiting(source.register.file, number, entry.reference, refused=reading_of_entry(entry))

    def _with_folder(self, waiting: Waiting, folder: str) -> Waiting:
        key = folded(folder)
        return replace(waiting, folder=self.known.get(key, folder) if folder else "", clash=key in self.clashes)

    def _folder_of_file(self, file: Path) -> str:
        try:
            data = self.shelf.data(Waiting(str(file)))
        except OSError:
            return ""
        if is_own_file(data):
            own = reading_of(data, str(file)).own
            return own_folder(own, person_level=at_person_level(self.shelf.seen(file))) if own is not None else ""
        reference = reference_in(data)
        if reference is not None:
            return file_stem(reference)
        contract = reading_of(data, str(file)).contract
        return folder_name(contract) if contract is not None else ""


def open_queue(readings: Readings, out: Path, cwd: Path) -> Queue:
    """The run's contracts, with those known whose packs would share a folder. Raises OSError when `out` cannot be
    listed."""
    heads = tuple(
        RegisterHead(
            source.register.heads(),
            source.base_file,
            source.base_data,
            tuple((name, source.bases.digest(name)) for name in source.register.bases_named()),
        )
        for source in readings.sources
        if isinstance(source, OpenRegister)
    )
    queue = Queue(readings, out, WaitingContracts(heads, cwd), heads, known=folders_of(cwd / out))
    counts = Counter(folded(waiting.folder) for waiting in queue if waiting.folder)
    doubtful = {key for key, count in counts.items() if count > 1}
    if not doubtful:
        return queue
    # Of contracts that cannot be used no folder is made: only those that can are in each other's way.
    usable: Counter[str] = Counter()
    for waiting in queue:
        if folded(waiting.folder) in doubtful:
            usable.update(
                folded(waiting.folder if reading.contract is None else folder_name(reading.contract))
                for reading in read_now(queue.shelf, waiting)
                if reading.contract is not None or reading.own is not None
            )
    return Queue(
        readings, out, queue.shelf, heads, frozenset(key for key, count in usable.items() if count > 1), queue.known
    )


def read_now(shelf: WaitingContracts, waiting: Waiting) -> list[Reading]:
    """The contract read, or the reason why it cannot be."""
    try:
        return list(shelf.read(waiting, shelf.data(waiting)))
    except OSError as fault:
        return [unreadable(fault, waiting.file)]


# The reference that a contract file gives, found without reading the rest of the file.
#
# A run must know the folders of all its packs before it writes the first of them, and need not read every contract
# twice for that.

_PATH = ("contract", "reference")


def reference_in(data: bytes) -> str | None:
    """The text under `contract`, `reference`; None when it is not found so easily, and the file is to be read as a
    whole.

    It says nothing of whether the rest of the file can be used.
    """
    if len(data) > LARGEST_FILE:
        return None
    text, problems = decode(data, "")
    if problems:
        return None
    try:
        return _found(text)
    except (yaml.YAMLError, UnicodeError, ValueError):
        return None


def _found(text: str) -> str | None:
    names: list[str | None] = []
    """For each mapping that is open, the name whose value is next; None where a name is next, or in a list."""
    lists = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if lists + len(names) > DEEPEST:
            return None  # the parser needs ever longer the deeper it comes
        if isinstance(event, yaml.ScalarEvent):
            if lists or not names:
                continue
            if names[-1] is None:
                names[-1] = event.value
            elif tuple(names) == _PATH:
                return str(event.value)
            else:
                names[-1] = None
        elif isinstance(event, yaml.MappingStartEvent):
            if lists or (names and names[-1] is None):
                lists += 1
            else:
                names.append(None)
        elif isinstance(event, yaml.SequenceStartEvent):
            lists += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            if lists:
                lists -= 1
                ended = lists == 0
            else:
                names.pop()
                ended = True
            if ended and names:
                names[-1] = None
        elif isinstance(event, yaml.AliasEvent):
            return None
    return None
