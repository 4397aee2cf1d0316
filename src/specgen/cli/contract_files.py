"""Which contracts a command line names; what cannot be built in one run is a wrong command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from specgen.cli.given_path import GivenPath
from specgen.issue import sources
from specgen.issue.sources import ENDINGS, FilesError, Readings, value_kinds
from specgen.library.model import Library
from specgen.library.organisation import Organisation
from specgen.problems import Problem

__all__ = ["ENDINGS", "Readings", "base_option", "contract_paths", "one_organisation", "open_readings", "value_kinds"]

base_option = click.option("--base", type=GivenPath(dir_okay=False), metavar="FILE",
                           help="For a register: a contract file that supplies what a row leaves out.")
_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


def as_usage(work: Callable[_Given, _Found], *given: _Given.args, **named: _Given.kwargs) -> _Found:
    """What `work` answers; what it refuses is a wrong command line."""
    try:
        return work(*given, **named)
    except FilesError as fault:
        raise click.UsageError(str(fault)) from fault


def one_organisation(paths: Iterable[Path]) -> Path:
    """A path whose organisation is that of all `paths`; two organisations in one run are a wrong command line."""
    return as_usage(sources.one_organisation, paths)


def contract_paths(paths: Iterable[Path], organisation: Organisation | None) -> list[Path]:
    """The contract files and registers that `paths` mean; a folder without any is a wrong command line."""
    return as_usage(sources.contract_paths, paths, organisation)


def open_readings(paths: Iterable[Path], base_file: Path | None, organisation: Organisation | None, library: Library) -> tuple[Readings, list[Problem]]:
    """The contracts that the command line names, and the faults of a base file, with which no row can be read."""
    return as_usage(sources.open_readings, paths, base_file, organisation, library)
