"""A run over many contracts, by whatever `concurrent.futures.Executor` it is handed.

`open_batch` reads what all contracts share; `build_all` sends them to the executor in small pieces, a bounded number at
a time, and answers what became of each in the order in which they were named. Neither the executor nor its size nor the
order in which it works changes a byte. docs/reference/programs.md shows both to whoever writes a program.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal, Protocol, Self

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.choices import BaseValues, values_given
from specgen.assembly.pack import folder_name, why_draft
from specgen.contract.contract import Contract
from specgen.contract.facts import FactChange
from specgen.issue.build import Outcome, prepared, unusable, write
from specgen.issue.disk import CANNOT_WRITE_SLUGS
from specgen.issue.folders import (
    PackSource,
    at_person_level,
    folders_of,
    named_for,
    own_folder,
    packs_beside,
    same_folder,
)
from specgen.issue.plan import DRAFT, InputChange, Plan, Verdict, VerdictKind
from specgen.issue.portfolio.agreed import newer_than_agreed, packs_in
from specgen.issue.portfolio.contents import PlannedContents, planned_contents
from specgen.issue.portfolio.unchanged import (
    Unchanged,
    unchanged,
    with_seal,
    workplace_inputs,
)
from specgen.issue.portfolio.waiting import Queue, RegisterHead, Waiting, WaitingContracts, in_fixed_order, open_queue
from specgen.issue.precedents import (
    Precedents,
    Workplace,
    open_precedents,
    open_workplace,
    organisation_of,
    template_folders,
)
from specgen.issue.records import RECORD_FILE, CautionFiles, folded, record_bytes
from specgen.issue.sources import Reading, Readings, one_organisation, open_readings, unreadable
from specgen.library.organisation import OwnOrganisation
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.program import digest_of, program_digest
from specgen.shared_work import IN_FLIGHT, Crew, ElsewhereError, Stopping, never, nothing, shared
from specgen.writing import Disk

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from specgen.figures.own_file import OwnFile

# What became of one contract, small enough to be sent from a worker: no pack, no clause, no byte of a document.


class EndedDocument(Struct, frozen=True):
    """What became of one document, as a `Verdict` tells it; `sha256` is that of the file that is written, "" for
    none; `told` are the changes that `changes` say in words."""

    kind: VerdictKind
    file: str
    writes: str = ""
    changes: tuple[str, ...] = ()
    sha256: str = ""
    told: tuple[InputChange, ...] = ()


class PlanBasis(Struct, frozen=True):
    """What a saved plan rests on: name → SHA-256 of what lies in the pack's folder under the names that the plan is
    about ("" for what is no file), and the SHA-256 of the record while the plan is carried out and when it is done."""

    lying: tuple[tuple[str, str], ...]
    record_before: str
    record_after: str


class Ended(Struct, frozen=True):
    """What became of one contract of a run.

    `file` says where it stands, `own_file` is the name of the file that its problems are in; `folder` is the pack's, as
    the user named it, "" when there is none. `draft` is None when there is no pack. `base` is the base file that a row
    is made on, and `base_needs` names what it needs of the values there; `read` is False for a row that cannot be used.
    `facts` are those of the contract that differ from the last record in the folder. What is at `person_level` is told
    to whoever runs the command, and listed nowhere. `why_draft` says why DRAFT stands on every page, or no longer does,
    where that is otherwise than it was or nothing was issued before. `contents` is what the contract says, of one that
    is only planned. `of_figures` says that it is no contract but a document with figures.
    """

    file: str
    reference: str = ""
    title: str = ""
    provider: str = ""
    own_file: str = ""
    folder: str = ""
    draft: bool | None = None
    documents: tuple[EndedDocument, ...] = ()
    written: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    basis: PlanBasis | None = None
    base: str = ""
    base_needs: tuple[str, ...] = ()
    read: bool = True
    facts: tuple[FactChange, ...] = ()
    person_level: bool = False
    why_draft: str = ""
    contents: PlannedContents | None = None
    of_figures: bool = False

    @property
    def draft_changed(self) -> bool:
        """Whether DRAFT came onto pages that were issued without it, or went."""
        return any(change.name == DRAFT for document in self.documents for change in document.told)

    @property
    def draft_line(self) -> str:
        """Why every page says DRAFT, or no longer does, for a reader."""
        said = DRAFT if self.draft else "DRAFT no longer stands on the pages"
        return f"{said}, because {self.why_draft}"

    def told_of(self, document: EndedDocument) -> Iterator[InputChange]:
        """What differs in a document beside what is told of the contract as a whole, once: its facts, and DRAFT."""
        known = {(fact.before, fact.after) for fact in self.facts}
        for change in document.told:
            of_contract = change.what == "contract" and (change.before, change.after) in known
            said = of_contract or (change.what in ("fact", "other") and bool(known))
            if not said and not (self.why_draft and change.name == DRAFT):
                yield change

    @property
    def failed(self) -> bool:
        """Whether an error kept any of the contract's documents from being written."""
        return has_errors(self.problems)

    @property
    def cannot_write(self) -> bool:
        """Whether the disk, rather than what a user wrote, was the reason."""
        return any(problem.slug in CANNOT_WRITE_SLUGS for problem in self.problems)


class Prepared(Protocol):
    """What comes of one contract, or of one letter: its outcome, as of a build, and what becomes of it in a word or
    two."""

    @property
    def outcome(self) -> Outcome: ...

    @property
    def state(self) -> str: ...

    def written(self, disk: Disk) -> Self:
        """What has become of it when its plan is carried out."""
        ...


def ended(outcome: Outcome, out: str = "") -> Ended:
    """What became of the contract. `out` is the folder for the documents as the user named it."""
    contract, folder = outcome.contract, outcome.folder
    source = contract or outcome.own
    own_title = outcome.own.title if outcome.own is not None else ""
    return Ended(
        file=outcome.file,
        reference=outcome.reference,
        title=contract.content.contract.title if contract is not None else own_title,
        provider=contract.content.provider.name if contract is not None else "",
        own_file=source.file if source is not None else outcome.file,
        folder="" if folder is None else str(Path(out) / outcome.place) if out else str(folder),
        draft=outcome.pack.draft if outcome.pack is not None else outcome.draft,
        person_level=outcome.person_level,
        of_figures=outcome.own is not None,
        documents=tuple(_document(verdict) for verdict in outcome.verdicts),
        written=outcome.written,
        problems=outcome.problems,
        facts=outcome.plan.facts if outcome.plan is not None else (),
        why_draft=why_draft(outcome.pack) if outcome.pack is not None and _draft_changes(outcome) else "",
    )


def _draft_changes(outcome: Outcome) -> bool:
    """Whether DRAFT comes onto the pages or goes, or stands on those of a variation or notice, or of a contract that
    was not issued before."""
    new = bool(outcome.verdicts) and all(verdict.kind == "new" for verdict in outcome.verdicts)
    of_occasion = outcome.plan is not None and bool(outcome.plan.after.occasion)
    if outcome.pack is not None and outcome.pack.draft and (new or of_occasion):
        return True
    return any(change.name == DRAFT for verdict in outcome.verdicts for change in verdict.changes)


def _document(verdict: Verdict) -> EndedDocument:
    return EndedDocument(
        verdict.kind,
        verdict.file,
        verdict.writes,
        tuple(map(str, verdict.changes)),
        verdict.sha256,
        verdict.changes,
    )


def ended_unchanged(file: str, own_file: str, base: str, folder: str, pack: Unchanged) -> Ended:
    """What became of a contract of whose pack nothing changed."""
    return Ended(
        file=file,
        reference=pack.reference,
        title=pack.title,
        provider=pack.provider,
        own_file=own_file,
        folder=folder,
        draft=pack.draft,
        documents=tuple(EndedDocument("unchanged", name) for name in pack.documents),
        problems=pack.cautions,
        base=base,
        base_needs=pack.base_needs,
        of_figures=pack.of_figures,
    )


# What a saved plan expects of one contract, and whether that is what would be done now.


class Previewed(Struct, frozen=True):
    """What was previewed for a contract: its documents, and whether it had errors, so that nothing is written for
    it."""

    documents: tuple[EndedDocument, ...]
    failed: bool = False

    @property
    def nothing(self) -> bool:
        """Whether every document is to stay as it is."""
        return not self.failed and all(document.kind == "unchanged" for document in self.documents)


def basis_of(folder: Path, files: Iterable[str], before: str, after: str, plan: Plan | None = None) -> PlanBasis:
    """What lies under the names that a plan is about, and the hashes of the records: those given, or the plan's."""
    if plan is not None:
        files = {name for verdict in plan.verdicts for name in (verdict.file, verdict.writes) if name}
        files |= {document.beside.file for document in plan.after.documents if document.beside is not None}
        before, after = (hashlib.sha256(record_bytes(record)).hexdigest() for record in (plan.before, plan.after))
    return PlanBasis(tuple(lying(folder, files)), before, after)


def lying(folder: Path, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 (hex) of what lies in the folder under those names or as its record, by name; what is not there
    is left out.

    "" is the hash of what is no plain file. Names are compared as Windows compares them. Raises OSError.
    """
    there = folders_of(folder)
    for name in sorted({*names, RECORD_FILE}):
        if (found := there.get(folded(name))) is None:
            continue
        path = folder / found
        plain = path.is_file() and not path.is_symlink()
        yield name, hashlib.sha256(read_plain(path)).hexdigest() if plain else ""


def refusal(outcome: Outcome, expected: Previewed) -> Problem | None:
    """Why what would be done now is not what was previewed; None when it is, or when a part of it has been done
    already."""
    where = Location(outcome.file)
    if outcome.failed or expected.failed:
        if outcome.failed and expected.failed:
            return None
        return Problem(
            "plan-differs",
            "the contract has errors that it had not when the plan was made"
            if outcome.failed
            else "the plan was made while the contract had errors",
            where,
            cure="make the plan anew and look at it; nothing of this contract was written",
        )
    wanted = {document.file: document for document in expected.documents}
    for verdict in outcome.verdicts:
        planned = wanted.pop(verdict.file, None)
        same = planned is not None and (verdict.writes, verdict.sha256) == (planned.writes, planned.sha256)
        done = planned is not None and not verdict.writes and planned.writes and _lies(outcome.folder, planned)
        if not same and not done:
            return _differs(verdict.file, where)
    return _differs(next(iter(wanted)), where) if wanted else None


def _lies(folder: Path | None, planned: EndedDocument) -> bool:
    return folder is not None and dict(lying(folder, (planned.writes,))).get(planned.writes) == planned.sha256


def _differs(file: str, where: Location) -> Problem:
    return Problem(
        "plan-differs",
        f"for “{file}” something else would be done now than the plan says",
        where,
        cure="make the plan anew and look at it; nothing of this contract was written",
    )


# One contract after another, from waiting to ended: what a worker does, in this process or in another.
#
# A worker is told everything with its work, and keeps nothing but what it made ready: clauses, editions, types and
# compiled templates, once for all pieces of a run.

Doing = Literal["plan", "save plan", "write"]


class Work(Struct, frozen=True):
    """What a worker must know of a run. `start` is a path by which the organisation is found; paths are as the user
    named them, seen from the folder `cwd`. `inputs` is the hash of the program and of everything the organisation's
    documents are drafted from, by which a worker sees that it has the same. `today` is the day of
    the run where an approval is still to come on it, and such a one does not count."""

    cwd: str
    start: str
    out: str
    draft: bool
    inputs: str
    heads: tuple[RegisterHead, ...] = ()
    durable: bool = True
    today: date | None = None


class Task(Struct, frozen=True):
    """One contract of a piece of work; `expected` is what a saved plan says of it."""

    waiting: Waiting
    expected: Previewed | None = None


@dataclass(frozen=True)
class Workroom:
    """Everything that a worker has made ready for a run."""

    work: Work
    shelf: WaitingContracts
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
            if (task.expected is None or task.expected.nothing) and (
                found := self._unchanged(waiting, key, doing)
            ) is not None:
                return (found,)
        return tuple(self._ended(task, reading, key, doing, disk) for reading in self.shelf.read(waiting, data))

    def needs(self, waiting: Waiting, contract: Contract) -> tuple[str, ...] | None:
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
        return replace(
            done, basis=basis_of(self.out / waiting.folder, found.documents, found.record_sha256, found.record_sha256)
        )

    def _ended(self, task: Task, reading: Reading, key: str, doing: Doing, disk: Disk) -> Ended:
        if reading.own is not None:
            return self._own(task, reading, reading.own, key, doing, disk)
        if reading.contract is None:
            return replace(ended(unusable(reading, self.precedents)), read=task.waiting.register < 0)
        needs = self.needs(task.waiting, reading.contract)
        done = self._done(task, reading, reading.contract, key, needs, doing, disk)
        return done if needs is None else replace(done, base=self.shelf.base_file(task.waiting), base_needs=needs)

    def _own(self, task: Task, reading: Reading, own: OwnFile, key: str, doing: Doing, disk: Disk) -> Ended:
        """What becomes of a document with figures."""
        from specgen.issue.own_document import no_saved_plan, prepared_own

        waiting = task.waiting
        person_level = at_person_level(self.shelf.seen(Path(waiting.file)))
        name = own_folder(own, person_level=person_level)
        if waiting.clash:
            return ended(Outcome(reading.file, own=own, problems=(*reading.problems, same_folder(own, name))))
        if folded(name) != folded(waiting.folder):
            return ended(Outcome(reading.file, own=own, problems=(_meanwhile(own),)))
        outcome = prepared_own(
            reading,
            own,
            self.precedents.own,
            self.out,
            waiting.folder,
            draft=self.work.draft,
            person_level=person_level,
            sealed=self._sealing(waiting, key, None),
        )
        if person_level and (doing == "save plan" or task.expected is not None):
            outcome = replace(outcome, plan=None, problems=(*outcome.problems, no_saved_plan(own)))
        return self._carried_out(task, outcome, doing, disk)

    def _done(
        self,
        task: Task,
        reading: Reading,
        contract: Contract,
        key: str,
        needs: tuple[str, ...] | None,
        doing: Doing,
        disk: Disk,
    ) -> Ended:
        waiting = task.waiting
        name = folder_name(contract)
        if waiting.clash:
            return ended(Outcome(reading.file, contract, problems=(*reading.problems, same_folder(contract, name))))
        if folded(name) != folded(waiting.folder):
            return ended(Outcome(reading.file, contract, problems=(_meanwhile(contract),)))
        sealed = self._sealing(waiting, key, needs)
        outcome = prepared(
            reading, contract, self.precedents, self.out, waiting.folder, draft=self.work.draft, sealed=sealed
        )
        return self._carried_out(task, self._beside_what_was_issued(outcome, waiting.folder), doing, disk)

    @cached_property
    def beside(self) -> tuple[Path, ...]:
        """Where packs lie in the run's folder and in those beside it."""
        return packs_beside(self.out)[0]

    def _beside_what_was_issued(self, outcome: Outcome, folder: str) -> Outcome:
        """The outcome with what it says otherwise than the contract's packs that lie there. Such a pack is never known
        as unchanged by its record alone, so that every run tells it."""
        pack, plan = outcome.pack, outcome.plan
        if pack is None or plan is None or pack.draft:
            return outcome
        own = (each for each in self.beside if named_for(each, folder))
        found = packs_in(own, pack.contract.reference)
        told = tuple(newer_than_agreed(pack, plan.after.documents, found))
        if not told:
            return outcome
        after = replace(plan.after, unchanged_while=None)
        return replace(outcome, plan=replace(plan, after=after), problems=(*outcome.problems, *told))

    def _sealing(
        self, waiting: Waiting, key: str, needs: tuple[str, ...] | None
    ) -> Callable[[Plan, tuple[Problem, ...]], Plan]:
        """What notes on a plan that it was made of these inputs."""
        places = self._places(waiting)

        def sealed(plan: Plan, problems: tuple[Problem, ...]) -> Plan:
            known = replace(places, documents=frozenset(verdict.file for verdict in plan.verdicts))
            return with_seal(plan, key, problems, known, needs)

        return sealed

    def _carried_out(self, task: Task, outcome: Outcome, doing: Doing, disk: Disk) -> Ended:
        if task.expected is not None and (fault := refusal(outcome, task.expected)) is not None:
            return ended(replace(outcome, plan=None, problems=(*outcome.problems, fault)), self.work.out)
        if doing == "write":
            return ended(write(outcome, disk), self.work.out)
        contents = planned_contents(outcome.pack) if outcome.pack is not None and outcome.plan is not None else None
        found = replace(ended(outcome, self.work.out), contents=contents)
        return replace(found, basis=_basis(outcome)) if doing == "save plan" else found

    def _places(self, waiting: Waiting) -> CautionFiles:
        rows: dict[str, Sequence[int]] = {}
        if waiting.rows is not None:
            register = self.shelf.register(waiting)
            for role in sorted(waiting.rows.roles):
                rows[register.tables[role].sheet] = [row.number for row in in_fixed_order(register, role, waiting.rows)]
        return CautionFiles(waiting.file, self.shelf.base_file(waiting), frozenset(), rows)


def _key(work: Work, contract: str) -> str:
    return digest_of({"inputs": work.inputs, "today": str(work.today), "draft": str(work.draft), "contract": contract})


def _basis(outcome: Outcome) -> PlanBasis | None:
    if outcome.plan is None or outcome.folder is None:
        return None
    return basis_of(outcome.folder, (), "", "", outcome.plan)


def _meanwhile(contract: PackSource) -> Problem:
    return Problem(
        "changed-meanwhile",
        "the contract was given another reference while the run was under way",
        Location(contract.file),
        cure="run the command again",
    )


_KEPT: Final = 2
_rooms: dict[str, Workroom] = {}
_opening = Lock()


def carry_out(sent: bytes, doing: Doing, tasks: Sequence[Task]) -> tuple[tuple[Ended, ...], ...]:
    """What becomes of some contracts of a run. `sent` is the run's `Work`, pickled once for all pieces.

    Runs in any process or thread: what is made ready is kept for the pieces that follow. Raises ElsewhereError when
    this process would not make the same documents as the one that began the run."""
    room = workroom(sent)
    disk = Disk(durable=room.work.durable)
    return tuple(room.do(task, doing, disk) for task in tasks)


def workroom(sent: bytes) -> Workroom:
    """What this process has made ready for the run. Raises ElsewhereError as `carry_out` does."""
    name = hashlib.sha256(sent).hexdigest()
    with _opening:
        if name not in _rooms:
            work = pickle.loads(sent)
            if not isinstance(work, Work):
                raise TypeError("no work")
            refuse_other_inputs(Path(work.cwd, work.start), work.inputs)
            _put(name, Workroom(work, WaitingContracts(work.heads, Path(work.cwd)), partial(_precedents, work)))
        return _rooms[name]


def _precedents(work: Work) -> Precedents:
    with _opening:
        workplace, _ = open_workplace(Path(work.cwd, work.start), work.today)
        folders = template_folders(workplace.organisation)
        return open_precedents(workplace.library, workplace.editions, workplace.types, folders)[0]


def _put(name: str, room: Workroom) -> None:
    _rooms[name] = room
    while len(_rooms) > _KEPT:
        del _rooms[next(iter(_rooms))]


def refuse_other_inputs(start: Path, inputs: str) -> None:
    """Raises ElsewhereError where a worker finds other inputs than those that the run began with."""
    if inputs_digest(organisation_of(start)) != inputs:
        raise ElsewhereError(
            "a worker has another specgen, or finds other clauses, editions, templates or approvals, than the run "
            "began with"
        )


def inputs_digest(organisation: OwnOrganisation | None) -> str:
    """The hash of the program and of everything that documents are drafted from."""
    return digest_of({"program": program_digest(), **workplace_inputs(organisation)})


class Batch(Struct, frozen=True):
    """The contracts of a run and what they share. With an error among `problems` or those of the readings, nothing may
    be built."""

    workplace: Workplace
    precedents: Precedents
    readings: Readings
    queue: Queue
    work: Work
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether something that all contracts share has an error."""
        return has_errors((*self.problems, *self.readings.register_problems))

    def __len__(self) -> int:
        """The number of contracts."""
        return len(self.queue)


class ReadyPrecedents(Struct, frozen=True):
    """What runs of one organisation share, and the hash of the files that it was read from, taken before they were."""

    inputs: str
    workplace: Workplace
    precedents: Precedents
    problems: tuple[Problem, ...]


def ready_precedents(start: Path, today: date | None = None) -> ReadyPrecedents:
    """Everything but the contracts, read for the organisation of the path `start` as on that day. Raises OSError."""
    # Before anything is read: of a file that is changed meanwhile no record may say that its new bytes were used.
    inputs = inputs_digest(organisation_of(start))
    workplace, problems = open_workplace(start, today)
    precedents, faults = open_precedents(
        workplace.library, workplace.editions, workplace.types, template_folders(workplace.organisation)
    )
    return ReadyPrecedents(inputs, workplace, precedents, (*problems, *faults))


def open_batch(
    files: Iterable[Path],
    out: Path,
    base: Path | None = None,
    *,
    draft: bool = False,
    durable: bool = True,
    own_files: bool = True,
    ready: ReadyPrecedents | None = None,
    today: date | None = None,
) -> Batch:
    """The run that builds `files` (contract files, folders of them, registers) into `out`. Nothing is written.

    Paths are seen from the current folder, now and by every worker. `durable` waits for the disk after each file.
    Without `own_files` the run is about contracts alone, and documents with figures are left out. `ready` is what a
    program has read already for the organisation of these files. Approvals of a day after `today` do not count. Raises
    FilesError for files that cannot be built in one run, and OSError."""
    given = tuple(files)
    start = one_organisation(given)
    ready = ready or ready_precedents(start, today)
    readings, more = open_readings(
        given, base, ready.workplace.organisation, ready.workplace.library, own_files=own_files
    )
    here = Path.cwd()
    queue = open_queue(readings, out, here)
    work = Work(
        str(here), str(start), str(out), draft, ready.inputs, queue.heads, durable, ready.workplace.library.awaits
    )
    return Batch(ready.workplace, ready.precedents, readings, queue, work, (*ready.problems, *more))


def build_all(
    batch: Batch,
    executor: Executor | None = None,
    *,
    doing: Doing = "write",
    expected: Mapping[str, Previewed] | None = None,
    in_flight: int = IN_FLIGHT,
    stopping: Stopping | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[Ended]:
    """What becomes of each contract, in the order in which they are named.

    Without an executor the work is done in this process. `doing` is "write", "plan" (nothing is written) or "save plan"
    (as well, and each answer has its basis). `expected` is the folded name of a pack's folder → what a saved plan says.
    When `stopping` answers true, nothing more is begun, and what has been begun is finished and answered. `meanwhile`
    is called now and then while answers are waited for. Raises WorkerDiedError, and ValueError for a batch that is
    refused."""
    if batch.refused:
        raise ValueError("the library, the templates, the base file or a register has an error")
    sent = sent_with(batch, executor)
    tasks = (Task(waiting, _expected(expected, waiting.folder)) for waiting in batch.queue)
    answers = shared(
        executor,
        partial(carry_out, sent, doing),
        tasks,
        in_flight=in_flight,
        stopping=stopping or never,
        meanwhile=meanwhile or nothing,
    )
    return chain.from_iterable(answers)


def sent_with(batch: Batch, executor: Executor | None) -> bytes:
    """The run's `Work` as it goes to workers. Where this process works too it uses what the batch has made ready."""
    sent = pickle.dumps(batch.work, protocol=5)
    if executor is None or isinstance(executor, Crew):
        _put(hashlib.sha256(sent).hexdigest(), Workroom(batch.work, batch.queue.shelf, lambda: batch.precedents))
    return sent


def _expected(expected: Mapping[str, Previewed] | None, folder: str) -> Previewed | None:
    return None if expected is None else expected.get(folded(folder), Previewed((), failed=True))


class HasBase(Protocol):
    """What is told of a contract's base, as `Ended` tells it."""

    @property
    def read(self) -> bool: ...

    @property
    def base(self) -> str: ...

    @property
    def base_needs(self) -> tuple[str, ...]: ...


class BaseNeeds:
    """Which values of base files no contract of a run needs: noted answer by answer, known at the end."""

    def __init__(self, batch: Batch) -> None:
        self._bases = batch.readings.bases
        self._values = BaseValues(batch.precedents.library)
        self._usable = True

    def note(self, ended: HasBase) -> None:
        """One contract has ended."""
        self._usable = self._usable and ended.read
        if ended.base:
            self._values.note_names(ended.base, ended.base_needs)

    def unneeded(self) -> list[Problem]:
        """A warning for each value that none needs; none while a contract cannot be read, which may need it."""
        return self._values.unneeded(self._bases()) if self._usable else []
