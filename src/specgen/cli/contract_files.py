"""Which contract files a command line names: files, and folders of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from specgen.contract.read import read_contract
from specgen.issue.build import Reading
from specgen.library.organisation import SETTINGS, Organisation, find_settings

ENDINGS = (".yaml", ".yml")
LARGEST_READ = 8 * 2**20
"""Bytes read of one file; a larger one is refused by the reader, not read whole."""


def one_organisation(paths: Iterable[Path]) -> Path:
    """A path whose organisation is that of all `paths`; two organisations in one run are a wrong command line."""
    by_settings = {find_settings(path): path for path in paths}
    if len(by_settings) > 1:
        named = " and ".join(sorted(str(settings) if settings else "none" for settings in by_settings))
        raise click.UsageError(f"the files belong to different organisations ({named}); build each organisation's in a run of its own")
    return next(iter(by_settings.values()))


def contract_paths(paths: Iterable[Path], organisation: Organisation | None) -> list[Path]:
    """The contract files that `paths` mean: a file itself, and every YAML file below a folder.

    In a folder, the organisation's settings, library and templates are no contracts, nor is anything hidden. A folder
    without any contract is a wrong command line, since nothing would be built.
    """
    own = [folder.resolve() for folder in (organisation.library, organisation.templates) if folder] if organisation else []
    found: dict[Path, Path] = {}
    for path in paths:
        files = [path] if path.is_file() else [
            file for file in sorted(path.rglob("*"))
            if file.suffix.lower() in ENDINGS and file.is_file() and file.name != SETTINGS
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
            and not any(file.resolve().is_relative_to(folder) for folder in own)
        ]
        if not files:
            raise click.UsageError(f"{path} holds no contract files (files that end in .yaml)")
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values())


class Readings:
    """The contracts of the files, read anew each time they are gone through, so that a run holds one at a time."""

    def __init__(self, files: list[Path]) -> None:
        self.files = files

    def __iter__(self) -> Iterator[Reading]:
        for file in self.files:
            with file.open("rb") as opened:
                data = opened.read(LARGEST_READ)
            contract, problems = read_contract(data, str(file))
            yield Reading(str(file), contract, tuple(problems))
