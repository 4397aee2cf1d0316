"""A run over many contracts, by whatever `concurrent.futures.Executor` it is handed.

`open_batch` reads what all contracts share; `build_all` sends them to the executor in small pieces, a bounded number at
a time, and answers what became of each in the order in which they were named. Neither the executor nor its size nor the
order in which it works changes a byte. docs/reference/programs.md shows both to whoever writes a program.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from specgen.assembly.unused_values import BaseValues
from specgen.issue.build import Stopping, never
from specgen.issue.ended import Ended
from specgen.issue.expected import Expected
from specgen.issue.pack_record import folded
from specgen.issue.precedents import Precedents, open_precedents
from specgen.issue.sources import Readings, one_organisation, open_readings
from specgen.issue.waiting import Queue, open_queue
from specgen.issue.workplace import Workplace, open_workplace, organisation_of
from specgen.issue.workroom import Doing, Task, Work, Workroom, carry_out, inputs_digest, keep
from specgen.problems import Problem, has_errors

PIECE: Final = 8
"""Contracts in a piece of work: enough that sending costs little, few enough that a stop is soon."""
IN_FLIGHT: Final = 32
"""Pieces that are sent and not answered yet; memory does not grow with the number of contracts."""


class WorkerDiedError(RuntimeError):
    """A worker ended before it answered (killed, or out of memory). Every file is whole; a run begun again goes on."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The contracts of a run and what they share. With an error among `problems` or those of the readings, nothing may be built."""

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


def open_batch(files: Iterable[Path], out: Path, base: Path | None = None, *, draft: bool = False, durable: bool = True) -> Batch:
    """The run that builds `files` (contract files, folders of them, registers) into `out`. Nothing is written.

    Paths are seen from the current folder, now and by every worker. `durable` waits for the disk after each file. Raises
    FilesError for files that cannot be built in one run, and OSError.
    """
    given = tuple(files)
    start = one_organisation(given)
    # Before anything is read: of a file that is changed meanwhile no record may say that its new bytes were used.
    inputs = inputs_digest(organisation_of(start))
    workplace, problems = open_workplace(start)
    precedents, faults = open_precedents(workplace.library, workplace.editions, workplace.types)
    readings, more = open_readings(given, base, workplace.organisation, workplace.library)
    here = Path.cwd()
    queue = open_queue(readings, out, here)
    work = Work(str(here), str(start), str(out), draft, inputs, queue.heads, durable)
    return Batch(workplace, precedents, readings, queue, work, (*problems, *faults, *more))


def build_all(
    batch: Batch, executor: Executor | None = None, *, doing: Doing = "write", expected: Mapping[str, Expected] | None = None,
    in_flight: int = IN_FLIGHT, stopping: Stopping | None = None, meanwhile: Callable[[], None] | None = None,
) -> Iterator[Ended]:
    """What becomes of each contract, in the order in which they are named.

    Without an executor the work is done in this process. `doing` is "write", "plan" (nothing is written) or "save plan"
    (as well, and each answer has its basis). `expected` is the folded name of a pack's folder → what a saved plan says. When
    `stopping` answers true, nothing more is begun, and what has been begun is finished and answered. `meanwhile` is called
    now and then while answers are waited for. Raises WorkerDiedError, and ValueError for a batch that is refused.
    """
    if batch.refused:
        raise ValueError("the library, the templates, the base file or a register has an error")
    sent = pickle.dumps(batch.work, protocol=5)
    tasks = (Task(waiting, _expected(expected, waiting.folder)) for waiting in batch.queue)
    if executor is None:
        keep(sent, Workroom(batch.work, batch.queue.shelf, lambda: batch.precedents))
        return _here(sent, doing, tasks, stopping or never)
    return _elsewhere(executor, sent, doing, tasks, in_flight, stopping or never, meanwhile or _nothing)


def _expected(expected: Mapping[str, Expected] | None, folder: str) -> Expected | None:
    return None if expected is None else expected.get(folded(folder), Expected((), failed=True))


def _nothing() -> None:
    return


def _here(sent: bytes, doing: Doing, tasks: Iterator[Task], stopping: Stopping) -> Iterator[Ended]:
    for task in tasks:
        if stopping():
            return
        for answers in carry_out(sent, doing, [task]):
            yield from answers


_Answers = tuple[tuple[Ended, ...], ...]


def _elsewhere(
    executor: Executor, sent: bytes, doing: Doing, tasks: Iterator[Task], in_flight: int, stopping: Stopping, meanwhile: Callable[[], None],
) -> Iterator[Ended]:
    waiting: deque[Future[_Answers]] = deque()
    try:
        while True:
            if stopping():
                _call_back(waiting)
            while len(waiting) < in_flight and not stopping() and (piece := list(islice(tasks, PIECE))):
                waiting.append(executor.submit(carry_out, sent, doing, piece))
            if not waiting:
                return
            if not wait([waiting[0]], timeout=_WAIT).done:
                meanwhile()
                continue
            for answers in waiting.popleft().result():
                yield from answers
    except BrokenExecutor as fault:
        raise WorkerDiedError("a worker ended before it had done its contracts: it was killed, or the memory did not suffice") from fault
    finally:
        for future in waiting:
            future.cancel()


def _call_back(waiting: deque[Future[_Answers]]) -> None:
    """Take back what has not been begun."""
    for future in list(waiting):
        if future.cancel():
            waiting.remove(future)


_WAIT: Final = 0.2
"""Seconds. With a limit, since Windows lets no Ctrl-C through while a thread waits without one."""


class BaseNeeds:
    """Which values of base files no contract of a run needs: noted answer by answer, known at the end."""

    def __init__(self, batch: Batch) -> None:
        self._bases = batch.readings.bases
        self._values = BaseValues(batch.precedents.library)
        self._usable = True

    def note(self, ended: Ended) -> None:
        """One contract has ended."""
        self._usable = self._usable and ended.read
        if ended.base:
            self._values.note_names(ended.base, ended.base_needs)

    def unneeded(self) -> list[Problem]:
        """A warning for each value that none needs; none while a contract cannot be read, which may need it."""
        return self._values.unneeded(self._bases()) if self._usable else []
