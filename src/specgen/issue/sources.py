"""Where contracts come from: contract files, folders of them, and registers.

What a user names is kept as it was named, for messages; what is opened is that path seen from `cwd`, so that a worker
elsewhere opens the same file.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Named
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from specgen.assembly.choices import BaseValues
from specgen.contract.base import Base, parts_at, read_base, text_at
from specgen.contract.columns import LARGEST_REGISTER, REGISTER_ENDINGS
from specgen.contract.contract import Contract
from specgen.contract.read import LARGEST_READ as LARGEST_READ
from specgen.contract.read import SoundPart, read_with_sound_part
from specgen.library.model import Library
from specgen.library.organisation import SETTINGS, OwnOrganisation, find_settings
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.yamlfile import Mapping, is_own_file, parse_yaml

if TYPE_CHECKING:
    from specgen.contract.register.across import NamedParty
    from specgen.contract.register.register import Register
    from specgen.figures.own_file import OwnFile
    from specgen.figures.workbook import OwnRegister

ENDINGS = (".yaml", ".yml")
MISNAMED = tuple(f"{ending}.txt" for ending in ENDINGS)
OTHER_DOCUMENTS = (".docx", ".doc", ".docm", ".rtf", ".odt", ".pdf", ".xls", ".xlsb")
"""Endings of files that people have of their contracts and that no contract can be read from."""
LONGEST_HEAD = 64 * 2**10
"""Bytes within which the first key of a file stands, comments before it included."""


class FilesError(ValueError):
    """The files that a run names cannot be built in one run; the text says why."""


def one_organisation(paths: Iterable[Path]) -> Path:
    """A path whose organisation is that of all `paths`; two organisations in one run are a wrong command line."""
    by_settings: dict[Path | None, Path] = {}
    for path in paths:
        settings = find_settings(path)
        by_settings.setdefault(_real(settings) if settings is not None else None, path)
    if len(by_settings) > 1:
        named = " and ".join(sorted(str(settings) if settings else "none" for settings in by_settings))
        raise FilesError(
            f"the files belong to different organisations ({named}); build each organisation's in a run of its own"
        )
    return next(iter(by_settings.values()))


def contract_paths(
    paths: Iterable[Path], organisation: OwnOrganisation | None, *, own_files: bool = False
) -> list[Path]:
    """The contract files and registers that `paths` mean: a file itself, and every YAML file below a folder.

    In a folder, the organisation's settings, library, templates and editions are no contracts, nor is anything hidden.
    A folder without any contract is a wrong command line, since nothing would be built. Without `own_files` the work is
    about contracts: documents with figures are passed over in a folder, and refused where they are named."""
    own = (
        [folder.resolve() for folder in (organisation.library, organisation.templates, organisation.editions) if folder]
        if organisation
        else []
    )
    found: dict[Path, Path] = {}
    for path in paths:
        if path.suffix.lower() in OTHER_DOCUMENTS:
            raise FilesError(
                f"{path} is neither a contract file nor a register: a contract file ends in .yaml, a register "
                f"in {' or '.join(REGISTER_ENDINGS)}"
            )
        files = (
            [path]
            if _named_alone(path, own_files=own_files)
            else [
                file
                for file in _files_below(path)
                if file.suffix.lower() in ENDINGS
                and file.name != SETTINGS
                and not any(_real(file).is_relative_to(folder) for folder in own)
                and (own_files or not _is_own_file(file))
            ]
        )
        if not files:
            raise FilesError(f"{path} holds no contract files (files that end in .yaml)")
        for file in files:
            found.setdefault(_real(file), file)
    return list(found.values())


def _named_alone(path: Path, *, own_files: bool) -> bool:
    """Whether the path is no folder; a document with figures is refused where only contracts are asked for."""
    if path.is_dir():
        return False
    if not own_files and _is_own_file(path):
        raise FilesError(f"{path} is a document with figures and no contract; this command is about contracts")
    return True


def _is_own_file(file: Path) -> bool:
    if file.suffix.lower() not in ENDINGS:
        return False
    try:
        return is_own_file(beginning_of(file, LONGEST_HEAD))
    except OSError:
        return False  # what cannot be read is told as such where it is read


def _real(file: Path) -> Path:
    """The file that a link leads to; the link itself where it leads nowhere, to itself among them, which reading it
    will say."""
    try:
        return file.resolve()
    except (OSError, RuntimeError):
        return file.absolute()


def _files_below(folder: Path) -> list[Path]:
    """Every file below `folder` that is not hidden, and every link to a file that is gone: that one is to be reported.

    Raises OSError where a folder cannot be listed, since its contracts would be left out and nobody told.
    """

    def refuse(fault: OSError) -> None:
        raise fault

    from specgen.issue.folders import gone_through

    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = gone_through(folders)
        found += [Path(place, name) for name in names if not name.startswith(".")]
    return sorted(file for file in found if file.is_file() or not file.exists())


class Reading(Struct, frozen=True):
    """What came of reading one contract: a file, or a row of a register. `contract` is None when it cannot be used;
    `reference` is what a row says of itself even then, and `sound` what can still be judged of it. `own` is what was
    read in place of a contract: a document with figures, which has a file of its own."""

    file: str
    contract: Contract | None
    problems: tuple[Problem, ...] = ()
    reference: str = ""
    sound: SoundPart | None = None
    own: OwnFile | None = None


class OpenRegister(Struct, frozen=True):
    """A register with the base of its rows (parsed, and as it was named with its bytes), and where rows find bases of
    their own."""

    register: Register
    base: Base | None
    bases: BaseFiles
    base_file: str = ""
    base_data: bytes = b""


class BaseFiles:
    """The base files that rows name, in the register's folder or below it; each is read once."""

    def __init__(self, folder: Path, cwd: Path | None = None) -> None:
        self.folder = folder
        self._from = (cwd or Path()) / folder
        self._found: dict[str, Base | str] = {}
        self._digests: dict[str, str] = {}

    @property
    def read(self) -> tuple[Base, ...]:
        """The bases that rows have named so far."""
        return tuple(base for base in self._found.values() if isinstance(base, Base))

    def __call__(self, name: str) -> Base | str:
        if name not in self._found:
            self._found[name] = self._read(name)
        return self._found[name]

    def digest(self, name: str) -> str:
        """SHA-256 (hex) of the base file's bytes; "" when it cannot be used."""
        return self._digests.get(name, "") if not isinstance(self(name), str) else ""

    def path(self, name: str) -> Path:
        """The path by which a base file is called in messages."""
        return self.folder / name.replace("\\", "/")

    def _read(self, name: str) -> Base | str:
        try:
            path = (self._from / name.replace("\\", "/")).resolve()
            if not path.is_relative_to(self._from.resolve()):
                return "it lies outside the register’s folder"
            if not path.is_file():
                return "it is not there"
        except (OSError, RuntimeError, ValueError):  # a link that leads to itself, or a name that no file can have
            return "its name is not that of a file"
        data = beginning_of(path)
        self._digests[name] = hashlib.sha256(data).hexdigest()
        base, problems = read_base(data, str(self.path(name)))
        if base is None:
            first = problems[0]
            return f"{f'line {first.location.line}: ' if first.location.line else ''}{first.message}"
        return base


class OpenOwnRegister(Struct, frozen=True):
    """A workbook of documents with figures."""

    own: OwnRegister


class Readings:
    """The contracts of files and registers, read anew each time they are gone through, so that a run holds one at a
    time."""

    def __init__(self, sources: Sequence[Path | OpenRegister | OpenOwnRegister], library: Library) -> None:
        self.sources = sources
        self._library = library
        self._told: list[Problem] = []

    @property
    def files(self) -> list[str]:
        return [str(_file_of(source)) for source in self.sources]

    @property
    def has_register(self) -> bool:
        return any(not isinstance(source, Path) for source in self.sources)

    @property
    def register_problems(self) -> list[Problem]:
        """What is to be said of the registers as wholes; with an error among it, nothing of this run may be built."""
        return [
            problem
            for source in self.sources
            if isinstance(source, OpenRegister)
            for problem in source.register.problems
        ] + [
            problem for source in self.sources if isinstance(source, OpenOwnRegister) for problem in source.own.problems
        ]

    def __len__(self) -> int:
        return sum(
            1
            if isinstance(source, Path)
            else len(source.own.documents)
            if isinstance(source, OpenOwnRegister)
            else len(source.register)
            for source in self.sources
        )

    @property
    def base_problems(self) -> list[Problem]:
        """Values of base files that no contract needs: known once all contracts were gone through, and not while one
        cannot be read."""
        return list(self._told)

    def __iter__(self) -> Iterator[Reading]:
        usable, values = True, BaseValues(self._library)
        for source in self.sources:
            if isinstance(source, Path):
                yield _reading(source)
                continue
            if isinstance(source, OpenOwnRegister):
                yield from (Reading(source.own.file, None, own=own) for own in source.own.documents)
                continue
            for entry in source.register.entries(source.bases, source.base):
                usable = usable and entry.contract is not None
                if entry.contract is not None and entry.base is not None:
                    values.note(entry.contract, entry.base)
                yield Reading(entry.where, entry.contract, entry.problems, entry.reference, entry.sound)
        self._told = values.unneeded(self.bases()) if usable else []

    def bases(self) -> list[Base]:
        """The base files of registers, those included that rows have named so far."""
        registers = [source for source in self.sources if isinstance(source, OpenRegister)]
        found = [base for source in registers for base in (source.base, *source.bases.read) if base is not None]
        return list({base.file: base for base in found}.values())


def _file_of(source: Path | OpenRegister | OpenOwnRegister) -> str:
    if isinstance(source, Path):
        return str(source)
    return source.own.file if isinstance(source, OpenOwnRegister) else source.register.file


def _reading(file: Path) -> Reading:
    """The contract of a file. One that cannot be read is a problem of that contract alone; the others are built."""
    try:
        return reading_of(beginning_of(file), str(file))
    except OSError as fault:
        return unreadable(fault, str(file))


def reading_of(data: bytes, file: str) -> Reading:
    """The contract in the bytes of a file, or the document with figures."""
    if is_own_file(data):
        from specgen.figures.own_file import read_own_file

        own, problems = read_own_file(data, file)
        return Reading(file, None, tuple(problems), own=own)
    contract, problems, sound = read_with_sound_part(data, file)
    return Reading(file, contract, tuple(problems), sound=sound)


def unreadable(fault: OSError, file: str) -> Reading:
    """What is said of a contract file that cannot be read."""
    return Reading(
        file,
        None,
        (
            Problem(
                "cannot-read-or-write",
                f"the file cannot be read: {fault.strerror or fault}",
                Location(file),
                cure="see that it is there, that you may read it, and that no other program holds it",
            ),
        ),
    )


def open_readings(
    paths: Iterable[Path],
    base_file: Path | None,
    organisation: OwnOrganisation | None,
    library: Library,
    *,
    own_files: bool = False,
) -> tuple[Readings, list[Problem]]:
    """The contracts that the command line names, and the faults of a base file, with which no row can be read.

    With `own_files`, the documents with figures among them as well."""
    given = tuple(paths)
    listed = contract_paths(given, organisation, own_files=own_files)
    one_organisation((*given, *listed))  # a folder may hold another organisation's folder
    base_data = beginning_of(base_file) if base_file is not None else b""
    base, problems = read_base(base_data, str(base_file)) if base_file is not None else (None, [])
    kinds = value_kinds(library)
    sources: list[Path | OpenRegister | OpenOwnRegister] = []
    for path in listed:
        if path.suffix.lower() not in REGISTER_ENDINGS:
            sources.append(path)
            continue
        data = beginning_of(path, LARGEST_REGISTER + 1)
        if (own := _own_register(data, str(path))) is not None:
            if not own_files:
                raise FilesError(f"{path} is a workbook of documents with figures; this command is about contracts")
            sources.append(OpenOwnRegister(own))
            continue
        # What reads a register is loaded where there is one.
        from specgen.contract.register.register import open_register

        register = open_register(data, str(path), kinds)
        sources.append(OpenRegister(register, base, BaseFiles(path.parent), str(base_file or ""), base_data))
    readings = Readings(sources, library)
    if base_file is not None and not readings.has_register:
        raise FilesError("--base is for registers (.xlsx and .csv); a contract file says everything itself")
    return readings, [
        *problems,
        *_misnamed(given),
        *unlike_parties_of([file for file in sources if isinstance(file, Path)]),
    ]


_OF_PARTIES: Final = re.compile(r"^(?:commissioners|provider):.*(?:\n(?:[ \t#-].*)?(?=\r?\n|\Z))*\n?", re.MULTILINE)


def unlike_parties_of(files: Sequence[Path]) -> list[Problem]:
    """What a register tells of parties, of contract files: one name with two codes, one code with two names, and two
    names that are nearly one. Nothing of a file that cannot be read, which is told where it is."""
    if len(files) < 2:
        return []
    # What a register tells of all its rows is loaded where there are several files.
    from specgen.contract.register.across import unlike_parties

    return unlike_parties(each for file in files for each in _parties_of(file))


def _parties_of(file: Path) -> Iterator[tuple[NamedParty, NamedParty]]:
    """Each party's name and code in a contract file. The lines of the parties alone are parsed, under the numbers that
    they have: a run reads hundreds of files."""
    from specgen.contract.register.across import NamedParty

    try:
        text = beginning_of(file).decode("utf-8-sig", "replace")
    except OSError:
        return
    lines, at = "", 0
    for block in _OF_PARTIES.finditer(text):
        lines += "\n" * text.count("\n", at, block.start()) + block[0]
        at = block.end()
    root = parse_yaml(lines, str(file))[0].root
    if not isinstance(root, Mapping):
        return
    provider = root.get("provider")
    for party in (*parts_at(root, "commissioners"), *([provider] if isinstance(provider, Mapping) else ())):
        found = [(text_at(party, name), party.get(name)) for name in ("name", "ods_code")]
        called, coded = (NamedParty(said, node.place if node is not None else party.place) for said, node in found)
        yield called, coded


def _own_register(data: bytes, file: str) -> OwnRegister | None:
    """The workbook of documents with figures; None for what is none."""
    if not data.startswith(b"PK"):
        return None
    from specgen.figures.workbook import is_own_register, read_own_register

    return read_own_register(data, file) if is_own_register(data) else None


def _misnamed(paths: Iterable[Path]) -> list[Problem]:
    """Files of a folder that an editor saved with another ending: they would be passed over, and nobody told."""
    return [
        Problem(
            "file-name",
            "the file is not read: its name does not end in .yaml",
            Location(str(file)),
            severity="warning",
            cure="rename it so that it ends in .yaml; in Notepad choose “All files” when saving, else it adds .txt",
        )
        for path in paths
        if path.is_dir()
        for file in _files_below(path)
        if file.name.casefold().endswith(MISNAMED)
    ]


def value_kinds(library: Library) -> Named[str, str]:
    """Placeholder → its kind, for those that a contract gives values to."""
    return {
        name: placeholder.kind
        for clause in library.clauses.values()
        for name, placeholder in clause.placeholders.items()
        if not placeholder.comes_from
    }


def beginning_of(path: Path, most: int = LARGEST_READ) -> bytes:
    """The file's first bytes; more than `most` are never needed to refuse it."""
    return read_plain(path, most)
