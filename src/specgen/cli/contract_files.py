"""Which contracts a command line names: contract files, folders of them, and registers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from specgen.assembly.unused_values import BaseValues
from specgen.contract.base import Base, read_base
from specgen.contract.read import read_contract
from specgen.contract.register import ENDINGS as REGISTER_ENDINGS
from specgen.contract.register import Register, open_register
from specgen.contract.workbook_parts import LARGEST_FILE
from specgen.issue.build import Reading
from specgen.library.model import Library
from specgen.library.organisation import SETTINGS, Organisation, find_settings
from specgen.problems import Location, Problem

ENDINGS = (".yaml", ".yml")
LARGEST_READ = 8 * 2**20
"""Bytes read of one contract file; a larger one is refused by the reader, not read whole."""

base_option = click.option("--base", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
                           help="For a register: a contract file that supplies what a row leaves out.")


def one_organisation(paths: Iterable[Path]) -> Path:
    """A path whose organisation is that of all `paths`; two organisations in one run are a wrong command line."""
    by_settings = {find_settings(path): path for path in paths}
    if len(by_settings) > 1:
        named = " and ".join(sorted(str(settings) if settings else "none" for settings in by_settings))
        raise click.UsageError(f"the files belong to different organisations ({named}); build each organisation's in a run of its own")
    return next(iter(by_settings.values()))


def contract_paths(paths: Iterable[Path], organisation: Organisation | None) -> list[Path]:
    """The contract files and registers that `paths` mean: a file itself, and every YAML file below a folder.

    In a folder, the organisation's settings, library, templates and editions are no contracts, nor is anything hidden. A folder
    without any contract is a wrong command line, since nothing would be built.
    """
    own = [folder.resolve() for folder in (organisation.library, organisation.templates, organisation.editions) if folder] if organisation else []
    found: dict[Path, Path] = {}
    for path in paths:
        files = [path] if path.is_file() else [
            file for file in _files_below(path)
            if file.suffix.lower() in ENDINGS and file.name != SETTINGS and not any(file.resolve().is_relative_to(folder) for folder in own)
        ]
        if not files:
            raise click.UsageError(f"{path} holds no contract files (files that end in .yaml)")
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _files_below(folder: Path) -> list[Path]:
    """Every file below `folder` that is not hidden, and every link to a file that is gone: that one is to be reported.

    Raises OSError where a folder cannot be listed, since its contracts would be left out and nobody told.
    """
    def refuse(fault: OSError) -> None:
        raise fault

    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in names if not name.startswith(".")]
    return sorted(file for file in found if file.is_file() or not file.exists())


@dataclass(frozen=True, slots=True)
class OpenRegister:
    """A register with the base of its rows, and where rows find bases of their own."""

    register: Register
    base: Base | None
    bases: BaseFiles


class BaseFiles:
    """The base files that rows name, in the register's folder or below it; each is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, Base | str] = {}

    @property
    def read(self) -> tuple[Base, ...]:
        """The bases that rows have named so far."""
        return tuple(base for base in self._found.values() if isinstance(base, Base))

    def __call__(self, name: str) -> Base | str:
        if name not in self._found:
            self._found[name] = self._read(name)
        return self._found[name]

    def _read(self, name: str) -> Base | str:
        try:
            path = (self._folder / name.replace("\\", "/")).resolve()
            if not path.is_relative_to(self._folder.resolve()):
                return "it lies outside the register’s folder"
            if not path.is_file():
                return "it is not there"
        except (OSError, ValueError):
            return "its name is not that of a file"
        base, problems = read_base(_beginning(path), str(self._folder / name.replace("\\", "/")))
        if base is None:
            first = problems[0]
            return f"{f'line {first.location.line}: ' if first.location.line else ''}{first.message}"
        return base


class Readings:
    """The contracts of files and registers, read anew each time they are gone through, so that a run holds one at a time."""

    def __init__(self, sources: Sequence[Path | OpenRegister], library: Library) -> None:
        self.sources = sources
        self._values = BaseValues(library)
        self._told: list[Problem] = []

    @property
    def files(self) -> list[str]:
        return [str(source) if isinstance(source, Path) else source.register.file for source in self.sources]

    @property
    def has_register(self) -> bool:
        return any(isinstance(source, OpenRegister) for source in self.sources)

    @property
    def register_problems(self) -> list[Problem]:
        """What is to be said of the registers as wholes; with an error among it, nothing of this run may be built."""
        return [problem for source in self.sources if isinstance(source, OpenRegister) for problem in source.register.problems]

    @property
    def base_problems(self) -> list[Problem]:
        """Values of base files that no contract needs: known once all contracts were gone through, and not while one cannot be read."""
        return list(self._told)

    def __iter__(self) -> Iterator[Reading]:
        usable = True
        for source in self.sources:
            if isinstance(source, Path):
                yield _reading(source)
                continue
            for entry in source.register.entries(source.bases, source.base):
                usable = usable and entry.contract is not None
                if entry.contract is not None and entry.base is not None:
                    self._values.note(entry.contract, entry.base)
                yield Reading(entry.where, entry.contract, entry.problems, entry.reference)
        self._told = self._values.unneeded(self._bases()) if usable else []

    def _bases(self) -> list[Base]:
        registers = [source for source in self.sources if isinstance(source, OpenRegister)]
        found = [base for source in registers for base in (source.base, *source.bases.read) if base is not None]
        return list({base.file: base for base in found}.values())


def _reading(file: Path) -> Reading:
    """The contract of a file. One that cannot be read is a problem of that contract alone; the others are built."""
    try:
        contract, problems = read_contract(_beginning(file), str(file))
    except OSError as fault:
        contract, problems = None, [Problem("cannot-read-or-write", f"the file cannot be read: {fault.strerror or fault}", Location(str(file)),
                                            cure="see that it is there, that you may read it, and that no other program holds it")]
    return Reading(str(file), contract, tuple(problems))


def open_readings(paths: Iterable[Path], base_file: Path | None, organisation: Organisation | None, library: Library) -> tuple[Readings, list[Problem]]:
    """The contracts that the command line names, and the faults of a base file, with which no row can be read."""
    given = tuple(paths)
    listed = contract_paths(given, organisation)
    one_organisation((*given, *listed))  # a folder may hold another organisation's folder
    base, problems = read_base(_beginning(base_file), str(base_file)) if base_file is not None else (None, [])
    kinds = value_kinds(library)
    sources = [
        OpenRegister(open_register(_beginning(path, LARGEST_FILE + 1), str(path), kinds), base, BaseFiles(path.parent)) if path.suffix.lower() in REGISTER_ENDINGS else path
        for path in listed
    ]
    readings = Readings(sources, library)
    if base_file is not None and not readings.has_register:
        raise click.UsageError("--base is for registers (.xlsx and .csv); a contract file says everything itself")
    return readings, problems


def value_kinds(library: Library) -> Mapping[str, str]:
    """Placeholder → its kind, for those that a contract gives values to."""
    return {name: placeholder.kind for clause in library.clauses.values() for name, placeholder in clause.placeholders.items() if not placeholder.comes_from}


def _beginning(path: Path, most: int = LARGEST_READ) -> bytes:
    with path.open("rb") as opened:
        return opened.read(most)
