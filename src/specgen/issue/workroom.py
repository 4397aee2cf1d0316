"""One contract after another, from waiting to ended: what a worker does, in this process or in another.

A worker is told everything with its work, and keeps nothing but what it made ready: clauses, editions, types and
compiled templates, once for all pieces of a run.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Final, Literal

from specgen.assembly.pack import folder_name
from specgen.assembly.unused_values import BaseValues, values_given
from specgen.contract.read import Contract
from specgen.issue.build import Outcome, Reading, prepared, same_folder, unusable, write
from specgen.issue.cautions import Places
from specgen.issue.disk import Disk
from specgen.issue.ended import Basis, Ended, ended, ended_unchanged
from specgen.issue.expected import Expected, basis_of, refusal
from specgen.issue.inputs import digest_of, program_digest, workplace_inputs
from specgen.issue.pack_record import folded
from specgen.issue.plan import Plan
from specgen.issue.precedents import Precedents, open_precedents
from specgen.issue.sources import unreadable
from specgen.issue.unchanged import unchanged, with_seal
from specgen.issue.waiting import RegisterHead, Shelf, Waiting, in_fixed_order
from specgen.issue.workplace import open_workplace, organisation_of
from specgen.library.organisation import Organisation
from specgen.problems import Location, Problem

Doing = Literal["plan", "save plan", "write"]


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker must know of a run. `start` is a path by which the organisation is found; paths are as the user named
    them, seen from the folder `cwd`. `inputs` is the hash of the program and of everything the organisation's documents
    are drafted from, by which a worker sees that it has the same."""

    cwd: str
    start: str
    out: str
    draft: bool
    inputs: str
    heads: tuple[RegisterHead, ...] = ()
    durable: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """One contract of a piece of work; `expected` is what a saved plan says of it."""

    waiting: Waiting
    expected: Expected | None = None


class ElsewhereError(RuntimeError):
    """A worker has another specgen, or finds other clauses, editions, templates or approvals, than the run began with."""


@dataclass(frozen=True)
class Workroom:
    """Everything that a worker has made ready for a run."""

    work: Work
    shelf: Shelf
    opened: Callable[[], Precedents]

    @cached_property
    def precedents(self) -> Precedents:
        """Made ready when the first document is to be made: of packs that are unchanged none is."""
        return self.opened()

    @property
    def out(self) -> Path:
        return Path(self.work.cwd, self.work.out)

    @cached_property
    def base_values(self) -> BaseValues:
        return BaseValues(self.precedents.library)

    def do(self, task: Task, doing: Doing, disk: Disk) -> tuple[Ended, ...]:
        """What becomes of one waiting contract; several answers only for rows that repeat a reference."""
        waiting = task.waiting
        try:
            data = self.shelf.data(waiting)
        except OSError as fault:
            return (ended(unusable(unreadable(fault, waiting.file), self.precedents)),)
        key = ""
        if waiting.folder and not waiting.clash and waiting.refused is None:
            key = _key(self.work, self.shelf.key(waiting, data))
            if (task.expected is None or task.expected.nothing) and (found := self._unchanged(waiting, key, doing)) is not None:
                return (found,)
        return tuple(self._ended(task, reading, key, doing, disk) for reading in self.shelf.read(waiting, data))

    def _needs(self, waiting: Waiting, contract: Contract) -> tuple[str, ...] | None:
        """The values that the contract needs of its base's; None when it has no base."""
        base = self.shelf.base(waiting)
        return tuple(sorted(self.base_values.needs(contract) & values_given(base))) if base is not None else None

    def _unchanged(self, waiting: Waiting, key: str, doing: Doing) -> Ended | None:
        found = unchanged(self.out / waiting.folder, key, self._places(waiting))
        if found is None:
            return None
        file, folder = waiting.file, str(Path(self.work.out) / waiting.folder)
        if waiting.rows is not None:
            table = self.shelf.register(waiting).tables["contracts"]
            file = str(table.place(waiting.rows.at("contracts")[0]))
        done = ended_unchanged(file, waiting.file, self.shelf.base_file(waiting), folder, found)
        if doing != "save plan":
            return done
        return replace(done, basis=basis_of(self.out / waiting.folder, found.documents, found.record_sha256, found.record_sha256))

    def _ended(self, task: Task, reading: Reading, key: str, doing: Doing, disk: Disk) -> Ended:
        if reading.contract is None:
            return replace(ended(unusable(reading, self.precedents)), read=task.waiting.register < 0)
        needs = self._needs(task.waiting, reading.contract)
        done = self._done(task, reading, reading.contract, key, needs, doing, disk)
        return done if needs is None else replace(done, base=self.shelf.base_file(task.waiting), base_needs=needs)

    def _done(self, task: Task, reading: Reading, contract: Contract, key: str, needs: tuple[str, ...] | None, doing: Doing, disk: Disk) -> Ended:
        waiting = task.waiting
        name = folder_name(contract)
        if waiting.clash:
            return ended(Outcome(reading.file, contract, problems=(*reading.problems, same_folder(contract, name))))
        if folded(name) != folded(waiting.folder):
            return ended(Outcome(reading.file, contract, problems=(_meanwhile(contract),)))
        places = self._places(waiting)

        def sealed(plan: Plan, problems: tuple[Problem, ...]) -> Plan:
            return with_seal(plan, key, problems, replace(places, documents=frozenset(verdict.file for verdict in plan.verdicts)), needs)

        outcome = prepared(reading, contract, self.precedents, self.out, waiting.folder, draft=self.work.draft, sealed=sealed)
        if task.expected is not None and (fault := refusal(outcome, task.expected)) is not None:
            return ended(replace(outcome, plan=None, problems=(*outcome.problems, fault)), self.work.out)
        if doing == "write":
            return ended(write(outcome, disk), self.work.out)
        found = ended(outcome, self.work.out)
        return replace(found, basis=_basis(outcome)) if doing == "save plan" else found

    def _places(self, waiting: Waiting) -> Places:
        rows: dict[str, Sequence[int]] = {}
        if waiting.rows is not None:
            register = self.shelf.register(waiting)
            for role in waiting.rows.rows:
                rows[register.tables[role].sheet] = [row.number for row in in_fixed_order(register, role, waiting.rows)]
        return Places(waiting.file, self.shelf.base_file(waiting), frozenset(), rows)


def _key(work: Work, contract: str) -> str:
    return digest_of({"inputs": work.inputs, "draft": str(work.draft), "contract": contract})


def _basis(outcome: Outcome) -> Basis | None:
    if outcome.plan is None or outcome.folder is None:
        return None
    return basis_of(outcome.folder, (), "", "", outcome.plan)


def _meanwhile(contract: Contract) -> Problem:
    return Problem("changed-meanwhile", "the contract was given another reference while the run was under way", Location(contract.file), cure="run the command again")


_KEPT: Final = 2
_rooms: dict[str, Workroom] = {}
_opening = Lock()


def keep(sent: bytes, room: Workroom) -> None:
    """Let `carry_out` in this process use what has been made ready already."""
    _put(hashlib.sha256(sent).hexdigest(), room)


def carry_out(sent: bytes, doing: Doing, tasks: Sequence[Task]) -> tuple[tuple[Ended, ...], ...]:
    """What becomes of some contracts of a run. `sent` is the run's `Work`, pickled once for all pieces.

    Runs in any process or thread: what is made ready is kept for the pieces that follow. Raises ElsewhereError when this
    process would not make the same documents as the one that began the run.
    """
    room = _room(sent)
    disk = Disk(durable=room.work.durable)
    return tuple(room.do(task, doing, disk) for task in tasks)


def _room(sent: bytes) -> Workroom:
    name = hashlib.sha256(sent).hexdigest()
    with _opening:
        if name not in _rooms:
            work = pickle.loads(sent)
            if not isinstance(work, Work):
                raise TypeError("no work")
            if inputs_digest(organisation_of(Path(work.cwd, work.start))) != work.inputs:
                raise ElsewhereError("a worker has another specgen, or finds other clauses, editions, templates or approvals, than the run began with")
            _put(name, Workroom(work, Shelf(work.heads, Path(work.cwd)), partial(_precedents, work)))
        return _rooms[name]


def _precedents(work: Work) -> Precedents:
    with _opening:
        workplace, _ = open_workplace(Path(work.cwd, work.start))
        return open_precedents(workplace.library, workplace.editions, workplace.types)[0]


def _put(name: str, room: Workroom) -> None:
    _rooms[name] = room
    while len(_rooms) > _KEPT:
        del _rooms[next(iter(_rooms))]


def inputs_digest(organisation: Organisation | None) -> str:
    """The hash of the program and of everything that documents are drafted from."""
    return digest_of({"program": program_digest(), **workplace_inputs(organisation)})

