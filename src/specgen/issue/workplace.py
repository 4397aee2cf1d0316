"""Where a run finds its library, editions and document types: the shipped ones and the organisation's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from specgen.assembly.document_type import DocumentType, read_document_types, unknown_schedules
from specgen.assembly.edition import Edition, read_editions
from specgen.library.model import Library
from specgen.library.organisation import (
    SETTINGS,
    Organisation,
    find_settings,
    load_library,
    misnamed_settings,
    read_organisation,
)
from specgen.problems import Location, Problem
from specgen.shipped import shipped


@dataclass(frozen=True, slots=True)
class Workplace:
    """Everything but the contracts. `organisation` is None where no specgen.yaml was found."""

    organisation: Organisation | None
    library: Library
    editions: tuple[Edition, ...]
    types: tuple[DocumentType, ...]


def open_workplace(start: Path) -> tuple[Workplace, list[Problem]]:
    """The workplace of a contract file or folder, and every fault in its files."""
    problems: list[Problem] = []
    organisation = None
    settings = find_settings(start)
    if settings is None:
        problems += misnamed_settings(start)
    else:
        organisation, faults = read_organisation(settings)
        problems += faults
    library, faults = load_library(shipped("clauses"), organisation)
    problems += faults
    editions, faults = read_editions(shipped("editions"))
    problems += faults
    types, faults = read_document_types(shipped("templates"))
    problems += faults
    if organisation is not None and organisation.templates is not None:
        own, faults = read_document_types(organisation.templates)
        problems += faults
        # An organisation's own template of the same name is used instead of the shipped one.
        types = tuple(sorted({kind.key: kind for kind in (*types, *own)}.values(), key=lambda kind: (kind.order, kind.key)))
    if organisation is not None and organisation.editions is not None:
        corrected, faults = read_editions(organisation.editions)
        problems += faults
        # So is an organisation's own edition file, for the edition and form that it describes.
        editions = tuple(sorted({edition.name: edition for edition in (*editions, *corrected)}.values(), key=lambda edition: (edition.edition, edition.form)))
    problems += unknown_schedules(types, editions)
    return Workplace(organisation, library, editions, types), problems


def organisation_of(start: Path) -> Organisation | None:
    """The organisation of a contract file or folder, whatever faults it has."""
    settings = find_settings(start)
    return read_organisation(settings)[0] if settings is not None else None


def library_folders(organisation: Organisation | None) -> tuple[Path, ...]:
    """The folders of the libraries that are joined: the shipped one, and the organisation's if it has one."""
    own = organisation.library if organisation is not None else None
    return (shipped("clauses"),) if own is None else (shipped("clauses"), own)


def own_library(workplace: Workplace) -> tuple[Path | None, list[Problem]]:
    """The organisation's own library, the only one that commands write to; a problem where there is none."""
    missing = Problem("no-library", f"{SETTINGS} does not say where your library is", cure="create a folder for it and add the line “library:” with its name")
    return _own(workplace, lambda own: own.library, missing, "drafts go into your organisation's library", "library: clauses")


def own_approvals(workplace: Workplace) -> tuple[Path | None, list[Problem]]:
    """The organisation's approvals.csv, the only one that commands write to; a problem where there is none."""
    missing = Problem("no-approvals-file", f"{SETTINGS} does not say where approvals are kept", cure="add the line “approvals: approvals.csv”")
    return _own(workplace, lambda own: own.approvals, missing, "approvals belong to an organisation", "approvals: approvals.csv")


def _own(workplace: Workplace, named: Callable[[Organisation], Path | None], missing: Problem, why: str, line: str) -> tuple[Path | None, list[Problem]]:
    """What the organisation's settings have `named`; `missing` where they name none. `why` one is needed, and the `line` that names it."""
    organisation = workplace.organisation
    if organisation is None:
        return None, [Problem("no-organisation", f"{why}, and no usable {SETTINGS} was found here or above",
                              cure=f"run this in your organisation's folder, or name it with --in; “{SETTINGS}” there holds the lines “organisation: its name” and “{line}”")]
    path = named(organisation)
    return (path, []) if path is not None else (None, [replace(missing, location=Location(str(organisation.folder / SETTINGS), 1, 1))])
