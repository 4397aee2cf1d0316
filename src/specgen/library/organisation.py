"""An organisation's own folder: specgen.yaml names its library, templates and approvals; found upwards from a file."""

from __future__ import annotations

import dataclasses
import errno
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from time import sleep
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.kept import everything, kept, seal_of
from specgen.library.approvals import approval_faults, lock_file, read_approvals
from specgen.library.chain import head_faults, read_head
from specgen.library.model import (
    ONE_PERSON,
    Approval,
    ApprovalRules,
    Clause,
    ClauseVersion,
    Component,
    DatedTerm,
    DeclaredPlaceholder,
    Fallback,
    Library,
    Note,
    Situation,
    Source,
    SourceDocument,
)
from specgen.library.read import read_library
from specgen.library.shapes import LINE, Names, kind_faults
from specgen.locked import RUN_FILE, is_held
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, did_you_mean, has_errors
from specgen.wording.wording import Block, Placeholder, Reference, Run
from specgen.yamlfile import YamlDocument, decode, parse_yaml, plain

SETTINGS = "specgen.yaml"
MISNAMED = (f"{SETTINGS}.txt", "specgen.yml", "specgen.yml.txt")
PATHS = ("library", "templates", "approvals", "editions")
RULES = ("approval_lasts", "approvals_needed")
KEYS = ("organisation", *PATHS, *RULES)


class OwnOrganisation(Struct, frozen=True):
    """What specgen.yaml says. Paths are inside its folder; None where it names none."""

    name: str
    folder: Path
    library: Path | None = None
    templates: Path | None = None
    approvals: Path | None = None
    editions: Path | None = None
    rules: ApprovalRules = ONE_PERSON


def find_settings(start: Path) -> Path | None:
    """The specgen.yaml nearest above `start` (a file or a folder), or None.

    A link that leads nowhere, or a folder of that name, is found too: `read_organisation` says what is wrong with it.
    """
    whole = start.absolute()
    return next((found for folder in (whole, *whole.parents) if _lies(found := folder / SETTINGS)), None)


def _lies(path: Path) -> bool:
    """Whether anything lies there, be it a link to nothing. Raises OSError where that cannot be seen."""
    try:
        path.lstat()
    except OSError as fault:
        if fault.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return False
        raise
    return True


def misnamed_settings(start: Path) -> list[Problem]:
    """A warning of a settings file under a name that is not looked for, such as a text editor gives it; for when none
    was found."""
    whole = start.absolute()
    found = next(
        (there for folder in (whole, *whole.parents) for name in MISNAMED if (there := folder / name).is_file()), None
    )
    return (
        []
        if found is None
        else [
            Problem(
                "settings-name",
                f"the settings of an organisation are read from a file named {SETTINGS}, and this one has another name",
                Location(str(found)),
                severity="warning",
                cure=f"rename it to {SETTINGS}; in Notepad choose “All files” when saving, else it adds .txt",
            )
        ]
    )


def read_organisation(settings: Path) -> tuple[OwnOrganisation | None, list[Problem]]:
    """The organisation that a specgen.yaml describes, and its faults."""
    if not settings.is_file():
        return None, [_no_settings(settings)]
    text, problems = decode(read_plain(settings), str(settings))
    document, faults = parse_yaml(text, str(settings))
    problems += faults
    given = plain(document.root)
    if problems or not isinstance(given, dict):
        return None, problems or [
            Problem(
                "settings",
                "the file holds no names with values",
                Location(str(settings)),
                cure="begin with “organisation:” and its name",
            )
        ]
    problems += _unknown_keys(given, document)
    problems += kind_faults(document, Names(optional=dict.fromkeys(KEYS, LINE)), "settings")
    paths: dict[str, Path] = {}
    for key in PATHS:
        if isinstance(given.get(key), str):
            path, fault = _path_of(key, str(given[key]), settings.parent, document.place((key,)))
            problems += [fault] if fault is not None else []
            if path is not None:
                paths[key] = path
    name = given.get("organisation")
    if name is None:
        cure = "add “organisation:” and its name"
        problems.append(Problem("settings", "the organisation has no name", Location(str(settings), 1, 1), cure=cure))
    if not isinstance(name, str):
        return None, problems
    rules, faults = _rules(given, document)
    library, templates, approvals, editions = (paths.get(key) for key in PATHS)
    found = OwnOrganisation(name, settings.parent, library, templates, approvals, editions, rules)
    return found, [*problems, *faults]


def _rules(given: Mapping[str, object], document: YamlDocument) -> tuple[ApprovalRules, list[Problem]]:
    """What is asked of an approval."""
    problems: list[Problem] = []
    lasts, needed = (str(given.get(key) or "").strip() for key in RULES)
    found = re.fullmatch(r"([1-9][0-9]{0,2}) (months?|years?)", lasts)
    if lasts and found is None:
        problems.append(
            _wrong_rule(RULES[0], lasts, "how long an approval lasts, such as 24 months or 2 years", document)
        )
    if needed and needed not in ("1", "2", "3"):
        problems.append(_wrong_rule(RULES[1], needed, "how many people approve a version: 1, 2 or 3", document))
        needed = ""
    months = int(found[1]) * (12 if found[2].startswith("year") else 1) if found is not None else 0
    return ApprovalRules(months, int(needed or 1)), problems


def _wrong_rule(key: str, said: str, what: str, document: YamlDocument) -> Problem:
    place = document.place((key,))
    return document.problem("settings", f"“{key}”: “{said[:40]}” does not say {what}", place, cure=f"write {what}")


def _no_settings(settings: Path) -> Problem:
    """Why what lies under the settings' name is no file."""
    what = (
        "a folder"
        if settings.is_dir()
        else "a link to a file that is not there"
        if settings.is_symlink()
        else "no file"
    )
    message = f"{SETTINGS} is {what}, so your organisation’s library, templates and approvals cannot be found"
    cure = f"put your organisation’s {SETTINGS} in its place, or take it away if no organisation is meant"
    return Problem("settings", message, Location(str(settings)), cure=cure)


def _unknown_keys(given: Mapping[str, object], document: YamlDocument) -> list[Problem]:
    problems = []
    for key in given:
        if key not in KEYS:
            place = document.place((key,))
            message = f"“{key}” does not belong in {SETTINGS}"
            cure = f"use: {', '.join(KEYS)}"
            problems.append(
                document.problem("unknown-key", message, place, suggestion=did_you_mean(key, KEYS), cure=cure)
            )
    return problems


def _path_of(key: str, given: str, folder: Path, place: Location) -> tuple[Path | None, Problem | None]:
    """The file or folder that `key` names, or what is wrong with it; `folder` is the organisation's."""
    try:
        path = (folder / given).resolve()
        path.stat()
    except FileNotFoundError:
        pass  # said below, where it matters
    except (OSError, RuntimeError):  # a link that leads to itself, or a name that no file can have
        return None, Problem(
            "path-missing", f"“{given}” cannot be opened", place, cure="name a file or folder beside specgen.yaml"
        )
    if not path.is_relative_to(folder.resolve()):
        message = f"“{given}” lies outside the organisation's folder"
        return None, Problem("path-outside", message, place, cure="name a file or folder beside specgen.yaml")
    creates = key == "approvals" and path.parent.is_dir()  # the first approval creates its file
    if not path.exists() and not creates:
        return None, Problem("path-missing", f"“{given}” does not exist", place, cure="create it or correct the name")
    if path.is_dir() == (key == "approvals") and path.exists():
        kinds = ("folder", "file") if path.is_dir() else ("file", "folder")
        message = f"“{given}” is a {kinds[0]}, and “{key}” names a {kinds[1]}"
        return None, Problem("path-kind", message, place, cure=f"name the {kinds[1]}")
    return path, None


def load_library(
    shipped: Path, organisation: OwnOrganisation | None, today: date | None = None
) -> tuple[Library, list[Problem]]:
    """The shipped library joined with the organisation's, and its approvals, of which those of a day after `today` do
    not count; with every fault of both."""
    library, problems = _library(shipped, None)
    if organisation is None:
        return library, problems
    whole, faults = _with_own(library, organisation, shipped)
    if has_errors(faults):
        # A run that imports or approves writes several files: what was read between two of them is read again.
        _until_written(organisation)
        whole, faults = _with_own(library, organisation, shipped)
    return dataclasses.replace(whole, rules=organisation.rules, today=today), [*problems, *faults]


def _with_own(library: Library, organisation: OwnOrganisation, shipped: Path) -> tuple[Library, list[Problem]]:
    """The shipped library joined with what the organisation's files hold now, and the faults of these."""
    problems: list[Problem] = []
    if organisation.library is not None:
        own, problems = _library(organisation.library, library, shipped)
        library, faults = joined(library, own)
        problems = [*problems, *faults]
    if organisation.approvals is not None:
        approvals, faults = _approvals_in(organisation.approvals)
        problems = [*problems, *faults, *approval_faults(approvals, library.clauses)]
        library = dataclasses.replace(library, approvals=approvals)
    return library, problems


_PAUSE: Final = 0.05
"""Seconds between two looks whether a run that writes has ended."""
_PAUSES: Final = 100
"""Looks, after which the files are taken as they lie: the other run may be stopped."""


def _until_written(organisation: OwnOrganisation) -> None:
    """Wait while another run adds to the organisation's library or approvals."""
    own, approvals = organisation.library, organisation.approvals
    locks = [*([own / RUN_FILE] if own else []), *([lock_file(approvals)] if approvals else [])]
    for _ in range(_PAUSES):
        if not any(map(is_held, locks)):
            return
        sleep(_PAUSE)


_KEPT = (
    Library, Clause, ClauseVersion, DeclaredPlaceholder, Source, SourceDocument, Component, Note, Fallback, Situation,
    DatedTerm, Block, Run, Placeholder, Reference, Location, Problem,
)  # fmt: skip


def _library(folder: Path, beside: Library | None, *others: Path) -> tuple[Library, list[Problem]]:
    """The library in `folder` beside the one of `others`, read again only where a file of them is another."""
    try:
        files = everything(folder, *others)
    except OSError:
        return read_library(folder, beside)  # which tells what cannot be read
    library, problems = kept("library", files, _KEPT, lambda: read_library(folder, beside))
    return dataclasses.replace(library, seal=seal_of(files)), problems


def _approvals_in(file: Path) -> tuple[tuple[Approval, ...], list[Problem]]:
    """The lines of the organisation's approvals, none where it has no file yet; and whether the list is whole."""
    approvals, problems = read_approvals(read_plain(file), str(file)) if file.exists() else ((), [])
    if any(problem.slug in ("approvals-heading", "approvals-csv", "not-utf-8") for problem in problems):
        return approvals, problems
    return approvals, [*problems, *head_faults(approvals, read_head(file), file)]


def joined(library: Library, own: Library) -> tuple[Library, list[Problem]]:
    """Two libraries as one. The same clause and version with other content is an error; sets add to a component's."""
    problems: list[Problem] = []
    clauses = dict(library.clauses)
    for clause in own.clauses.values():
        there = clauses.get(clause.id)
        if there is None:
            clauses[clause.id] = clause
            continue
        versions = {version.number: version for version in there.versions}
        for version in clause.versions:
            known = versions.setdefault(version.number, version)
            if known.fingerprint != version.fingerprint:
                message = f"{version.name} has other content in {known.file}"
                cure = "give your wording a version number or a name of its own"
                problems.append(Problem("clause-in-two-libraries", message, Location(version.file, 1, 1), cure=cure))
        merged = {**there.placeholders, **clause.placeholders}
        other = any(there.placeholders.get(name) != entry for name, entry in clause.placeholders.items())
        clauses[clause.id] = dataclasses.replace(
            there,
            versions=tuple(versions[number] for number in sorted(versions)),
            placeholders=merged,
            location=clause.location if other else there.location,
        )
    components = []
    extra = {component.id: component for component in own.components}
    for component in library.components:
        mine = extra.pop(component.id, None)
        components.append(
            component
            if mine is None
            else replace(component, sets={**component.sets, **mine.sets}, notes=(*component.notes, *mine.notes))
        )
    return dataclasses.replace(
        library,
        clauses=clauses,
        components=(*components, *extra.values()),
        sources={**library.sources, **own.sources},
        dated_terms=(*library.dated_terms, *own.dated_terms),
        bank_holidays=tuple(sorted({*library.bank_holidays, *own.bank_holidays})),
        vocabulary=(*library.vocabulary, *own.vocabulary),
        seal=own.seal,
    ), problems
