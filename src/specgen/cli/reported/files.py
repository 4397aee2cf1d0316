"""The files behind the figures that are reported: what is issued, and the workbooks that came."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Set
from datetime import date
from pathlib import Path
from typing import get_args

from specgen.contract.columns import LARGEST_REGISTER
from specgen.contract.dates import long_date
from specgen.contract.quantities import Form
from specgen.issue.folders import gone_through, packs_beside
from specgen.issue.issued import IssuedPack, find_issued_packs, pack_in
from specgen.issue.precedents import library_folders, open_workplace
from specgen.issue.records import RECORD_FILE
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.reported_figures.asked import AskedPack, asked_of
from specgen.reported_figures.forms import read_forms
from specgen.reported_figures.hold import hold
from specgen.reported_figures.in_force import in_force
from specgen.reported_figures.read import ENDINGS, ReadReturns, joined, read_returns
from specgen.reported_figures.saved import SavedResult, read_saved_result
from specgen.reported_figures.shown import ShownReturns, shown

_LOCK = "~$"
_OTHER_WORKBOOKS = (".ods", ".fods", ".xls", ".xlsm", ".xlsb", ".numbers")
"""Endings of workbooks that a Provider may send and that are not read: in a folder each is named."""
LARGEST_RESULT = 64 * 2**20


def open_asked(folder: Path) -> tuple[tuple[AskedPack, ...], list[Problem]]:
    """What every contract below the folder asks to be reported. Raises OSError."""
    workplace, problems = open_workplace(folder)
    forms, faults = read_forms(library_folders(workplace.organisation))
    problems += faults
    if has_errors(problems):
        return (), problems
    packs, faults = find_issued_packs(folder)
    problems += faults
    about = _packs_about(folder, {pack.record.contract.reference for pack in packs})
    found: dict[str, AskedPack] = {}
    for pack in packs:
        # A variation or a letter holds what changes and no contract of its own, and a document with figures is none.
        if pack.record.occasion or pack.record.contract.form not in get_args(Form):
            continue
        asked, faults = asked_of(pack, workplace.library, forms)
        problems += faults
        if asked is None:
            continue
        own = about.get(asked.reference, ())
        asked, faults = in_force(asked, pack, own, lambda each: asked_of(each, workplace.library, forms)[0])
        problems += faults
        other = found.setdefault(asked.reference, asked)
        if other is not asked:
            problems.append(
                Problem(
                    "same-reference",
                    f"the contract {asked.reference} was issued in {other.folder} too; this one is left out",
                    Location(f"{asked.folder}/specgen-record.json"),
                    cure="give the folder of one of them alone",
                )
            )
    return tuple(found.values()), problems


def _packs_about(folder: Path, references: Set[str]) -> Mapping[str, list[IssuedPack]]:
    """The packs of each contract that lie below the folder and beside it, its variations among them. Of a folder that
    is a pack itself, beside the one that it lies in."""
    found: dict[str, list[IssuedPack]] = {}
    root = folder.resolve()
    for each in packs_beside(root.parent if (root / RECORD_FILE).is_file() else root)[0]:
        pack, _ = pack_in(each, each.name)
        if pack is not None and pack.record.contract.reference in references:
            found.setdefault(pack.record.contract.reference, []).append(pack)
    return found


def read_all(
    paths: Iterable[Path], issued: Path, day: date | None, least: int
) -> tuple[ShownReturns | None, list[Problem]]:
    """Everything that the files report, held against what was issued. Raises OSError."""
    packs, problems = open_asked(issued)
    if not packs and has_errors(problems):
        return None, problems
    found, faults = read_against(paths, packs)
    held, more = hold(found, packs, day)
    return shown(held, least), [*problems, *faults, *more]


def read_saved_against(
    path: Path, packs: Iterable[AskedPack], day: date | None
) -> tuple[SavedResult | None, list[Problem]]:
    """A result that “specgen returns read” saved, where it is of these contracts and of the day. Raises OSError."""
    data = read_plain(path, LARGEST_RESULT + 1)
    if len(data) > LARGEST_RESULT:
        return None, [Problem("no-returns", "the file is too large for a saved result", Location(str(path)))]
    found, problems = read_saved_result(data, str(path), {pack.reference: pack for pack in packs})
    if found is None or day is None or day == found.on:
        return found, problems
    said = f"the saved result is of {long_date(found.on)}, and the report is asked for {long_date(day)}"
    cure = f"read the returns anew with --on {day.isoformat()}, or leave --on out"
    return None, [*problems, Problem("another-day", said, Location(str(path)), cure=cure)]


def read_against(paths: Iterable[Path], packs: Iterable[AskedPack]) -> tuple[ReadReturns, list[Problem]]:
    """The rows of the files that are of these contracts. Raises OSError."""
    problems: list[Problem] = []
    by_reference = {pack.reference: pack for pack in packs}
    read: list[ReadReturns] = []
    for path in _files(paths, problems):
        try:
            data = read_plain(path, LARGEST_REGISTER + 1)
        except OSError as fault:
            cure = "close it in Excel, or ask for the right to read it; the other files were read"
            said = f"the file cannot be read: {fault.strerror or fault}"
            problems.append(Problem("cannot-be-read", said, Location(str(path)), cure=cure))
            continue
        found, faults = read_returns(data, str(path), by_reference)
        read.append(found)
        problems += faults
    return joined(read), problems


def _not_read(file: Path) -> Problem:
    said = f"the file is no workbook of returns ({' or '.join(ENDINGS)}); nothing in it is counted"
    return Problem("not-read", said, Location(str(file)), cure="save it as an Excel workbook (.xlsx)")


def _files(paths: Iterable[Path], problems: list[Problem]) -> list[Path]:
    """The files themselves, and every workbook below a folder; what is of another kind is said where it is named."""
    found: dict[str, Path] = {}
    for path in paths:
        if not path.is_dir():
            if path.suffix.lower() in ENDINGS:
                found.setdefault(os.path.realpath(path), path)
            else:
                problems.append(_not_read(path))
            continue
        before = len(found)
        for place, folders, names in os.walk(path):
            folders[:] = gone_through(folders)
            for name in sorted(names):
                file = Path(place, name)
                if name.startswith((".", _LOCK)):
                    continue
                if file.suffix.lower() in ENDINGS:
                    found.setdefault(os.path.realpath(file), file)
                elif file.suffix.lower() in _OTHER_WORKBOOKS:
                    problems.append(_not_read(file))
        if len(found) == before:
            said = f"no workbook of returns lies in the folder ({' or '.join(ENDINGS)})"
            cure = "give the folder in which the workbooks are that came back"
            problems.append(Problem("no-returns", said, Location(str(path)), "warning", cure))
    return list(found.values())
