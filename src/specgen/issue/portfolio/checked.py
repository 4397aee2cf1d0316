"""Contracts held against the rules, one by one, by as many processes as there are; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.pack import folder_name
from specgen.checks.agreement import deviations_expired_on
from specgen.issue.build import drafted, finish, further_faults
from specgen.issue.folders import at_person_level, own_folder, same_folder
from specgen.issue.issued import IssuedPlaces, issued_places
from specgen.issue.plan import Finished
from specgen.issue.portfolio.agreed import newer_than_agreed
from specgen.issue.portfolio.portfolio import Batch, sent_with, workroom
from specgen.issue.portfolio.so_far import so_far
from specgen.issue.portfolio.waiting import Waiting, read_now
from specgen.issue.precedents import Precedents
from specgen.issue.records import folded
from specgen.issue.sources import Reading
from specgen.problems import Problem, has_errors
from specgen.shared_work import shared

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from specgen.figures.own_file import OwnFile


Searched = tuple[Path, IssuedPlaces]
"""A folder of what was issued, and where the packs in it and beside it lie."""


class CheckedContract(Struct, frozen=True):
    """What is wrong with one contract, or with one document with figures (`own`). `clash` is to be said where another
    before it has the same `folder`; `base`, `base_needs` and `read` are those of `Ended`."""

    file: str
    problems: tuple[Problem, ...]
    folder: str = ""
    clash: Problem | None = None
    base: str = ""
    base_needs: tuple[str, ...] = ()
    read: bool = True
    own: bool = False


def check_all(
    batch: Batch, executor: Executor | None, *, draft: bool, on: date | None, issued: Path | None = None
) -> Iterator[CheckedContract]:
    """What is wrong with each contract, in the order in which they are named. `on` asks also which local deviations
    will have ended by that day; `issued` is the folder of what was issued, where contracts are held against it."""
    since = (issued, issued_places(issued)) if issued is not None else None
    if executor is None:
        return (checked(reading, batch.precedents, draft=draft, on=on, since=since) for reading in batch.readings)
    return shared(executor, partial(_checked, sent_with(batch, executor), draft, on, since), batch.queue)


def _checked(
    sent: bytes, draft: bool, on: date | None, since: Searched | None, pieces: Sequence[Waiting]
) -> list[CheckedContract]:
    room = workroom(sent)
    return [
        replace(
            checked(reading, room.precedents, draft=draft, on=on, since=since),
            base=room.shelf.base_file(waiting) if reading.contract is not None else "",
            base_needs=(room.needs(waiting, reading.contract) or ()) if reading.contract is not None else (),
            read=reading.contract is not None or waiting.register < 0,
        )
        for waiting in pieces
        for reading in read_now(room.shelf, waiting)
    ]


def checked(
    reading: Reading,
    precedents: Precedents,
    *,
    draft: bool,
    on: date | None = None,
    since: Searched | None = None,
) -> CheckedContract:
    """What is wrong with a contract that was read, or that cannot be."""
    contract = reading.contract
    if reading.own is not None:
        return _checked_own(reading, reading.own, precedents, draft=draft)
    if contract is None:
        further = further_faults(reading.sound, reading.problems, precedents)
        return CheckedContract(reading.file, (*reading.problems, *further))
    found = [*reading.problems]
    pack, faults = drafted(contract, precedents, draft=draft)
    found += faults
    finished: tuple[Finished, ...] = ()
    if pack is not None and not has_errors(faults):
        finished, faults = finish(pack, faults, precedents)
        found += faults
    if pack is not None and on is not None:
        found += deviations_expired_on(pack, on)
    if since is not None:
        lying, faults = so_far(contract, *since, on)
        found += faults
        if pack is not None and lying is not None:
            found += newer_than_agreed(pack, [done.issued for done in finished], lying.packs)
    name = folder_name(contract)
    return CheckedContract(reading.file, tuple(found), folded(name), same_folder(contract, name))


def _checked_own(reading: Reading, own: OwnFile, precedents: Precedents, *, draft: bool) -> CheckedContract:
    """What is wrong with a document with figures."""
    from specgen.issue.own_document import finished_own, own_draft

    person_level = at_person_level(Path(own.file))
    made = own_draft(own, precedents.own, draft=draft, person_level=person_level)
    found = [*reading.problems, *made.problems]
    if made.document is not None and not has_errors(found):
        found += finished_own(made.document, made.problems, precedents.own)[1]
    name = own_folder(own, person_level=person_level)
    return CheckedContract(reading.file, tuple(found), folded(name), same_folder(own, name), own=True)
