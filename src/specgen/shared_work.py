"""Work that processes share: items go out in pieces, answers come back in the order of the items; Ctrl-C stops it
cleanly."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property, partial
from importlib import import_module
from itertools import islice, pairwise
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from specgen.problems import Problem
from specgen.program import program_digest

if TYPE_CHECKING:
    # What other processes need is loaded where there are any.
    from concurrent.futures import Executor, Future, ProcessPoolExecutor

Stopping = Callable[[], object]
"""Answers true once nothing more is to be begun; what has been begun is finished."""

Item = TypeVar("Item")
Answer = TypeVar("Answer")

PIECE: Final = 8
"""Items in a piece of work: enough that sending costs little, few enough that a stop is soon."""
IN_FLIGHT: Final = 32
"""Pieces that are sent and not answered yet; memory does not grow with the number of items."""
_WAIT: Final = 0.2
"""Seconds. With a limit, since Windows lets no Ctrl-C through while a thread waits without one."""


class BrokenOffError(RuntimeError):
    """A run was broken off by its workers. Every file is whole; a run begun again goes on."""

    slug = ""
    cure = ""

    @property
    def problem(self) -> Problem:
        """What is said of the run."""
        return Problem(self.slug, f"the run was broken off: {self}", cure=self.cure)


class WorkerDiedError(BrokenOffError):
    """A worker ended before it answered (killed, or out of memory)."""

    slug = "worker-died"
    cure = (
        "run the command again: it goes on where this one ended, and every file is whole. If it happens again, add "
        "“--workers 1”"
    )


class ElsewhereError(BrokenOffError):
    """A worker has another specgen, or finds other clauses, editions, templates or approvals, than the run began
    with."""

    slug = "worker-elsewhere"
    cure = "wait until nobody changes them, and run the command again; every file is whole"


def never() -> bool:
    """Nobody wishes to stop."""
    return False


def nothing() -> None:
    """Nothing is done while answers are waited for."""


def shared(
    executor: Executor | None,
    work: Callable[[Sequence[Item]], Iterable[Answer]],
    items: Iterable[Item],
    *,
    piece: int = PIECE,
    in_flight: int = IN_FLIGHT,
    stopping: Stopping = never,
    meanwhile: Callable[[], None] = nothing,
) -> Iterator[Answer]:
    """What `work` answers for each item, in their order; in this process, one by one, without an executor.

    `work` goes to the workers pickled. When `stopping` answers true, nothing more is begun, and what has been begun is
    finished and answered. `meanwhile` is called now and then while answers are waited for. Raises WorkerDiedError, and
    what `work` raises."""
    if executor is not None:
        yield from _elsewhere(executor, work, iter(items), piece, in_flight, stopping, meanwhile)
        return
    for item in items:
        if stopping():
            return
        yield from work([item])


def _elsewhere(
    executor: Executor,
    work: Callable[[Sequence[Item]], Iterable[Answer]],
    items: Iterator[Item],
    piece: int,
    in_flight: int,
    stopping: Stopping,
    meanwhile: Callable[[], None],
) -> Iterator[Answer]:
    from concurrent.futures import BrokenExecutor, wait

    waiting: deque[Future[Iterable[Answer]]] = deque()
    crew = executor if isinstance(executor, Crew) else None
    pieces = _pieces(items, piece, crew.processes if crew is not None else 0)
    try:
        while True:
            if stopping():
                _call_back(waiting)
            room = in_flight - len(waiting)
            if crew is not None:
                room = min(room, crew.room - sum(not each.done() for each in waiting))
            while room > 0 and not stopping() and (sent := next(pieces, None)):
                waiting.append(executor.submit(work, sent))
                room -= 1
            if waiting and waiting[0].done():
                yield from waiting.popleft().result()
            elif crew is not None and len(waiting) < in_flight and not stopping() and (own := next(pieces, None)):
                began = monotonic()
                waiting.append(_done_here(work, own))
                crew.done_here(len(own), monotonic() - began)
                meanwhile()
            elif not waiting:
                return
            elif not wait([waiting[0]], timeout=_WAIT).done:
                meanwhile()
    except BrokenExecutor as fault:
        raise WorkerDiedError(
            "a worker ended before it had done its contracts: it was killed, or the memory did not suffice"
        ) from fault
    finally:
        for future in waiting:
            future.cancel()


def _pieces(items: Iterator[Item], piece: int, sharers: int) -> Iterator[list[Item]]:
    """The items in pieces; where it is known how many share them, the last ones are smaller, so that all end
    together."""
    ahead: deque[Item] = deque()
    while True:
        ahead.extend(islice(items, max(1, 2 * sharers) * piece - len(ahead)))
        if not ahead:
            return
        size = min(piece, max(1, len(ahead) // (2 * sharers))) if sharers else piece
        yield [ahead.popleft() for _ in range(min(size, len(ahead)))]


def _done_here(work: Callable[[Sequence[Item]], Iterable[Answer]], piece: Sequence[Item]) -> Future[Iterable[Answer]]:
    """The piece, done in this process. What it raises comes in its turn."""
    from concurrent.futures import Future

    done: Future[Iterable[Answer]] = Future()
    try:
        done.set_result(list(work(piece)))
    except Exception as fault:
        done.set_exception(fault)
    return done


def _call_back(waiting: deque[Future[Iterable[Answer]]]) -> None:
    """Take back what has not been begun."""
    for future in list(waiting):
        if future.cancel():
            waiting.remove(future)


# The processes that share it.


class Crew:
    """Other processes, beside which this one works too: it has read what all contracts share, and would only wait.

    Used where an Executor is; it is none by its class, which takes long to load for a run that needs none. With `items`
    the others begin once it shows that so many would take this one longer than others take to start."""

    def __init__(self, processes: int, pool: Callable[[], ProcessPoolExecutor], items: int = 0) -> None:
        self.processes = processes
        self._new_pool, self._left = pool, items
        self._begun: list[Future[str]] = []
        if not items:
            self._begin()

    def _begin(self) -> None:
        # A Ctrl-C goes to every process of the terminal; one that is still starting would end on it.
        with _interrupts_go_to(signal.SIG_IGN):
            self._begun = self._begun or [self._pool.submit(program_digest) for _ in range(self.processes - 1)]

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        return self._new_pool()

    @property
    def room(self) -> int:
        """Pieces that may be under way: one in work and one at hand for each process that has started."""
        return 2 * sum(each.done() for each in self._begun)

    def done_here(self, items: int, seconds: float) -> None:
        """This process has done so many in that time."""
        self._left -= items
        if self._left * seconds > items * _STARTS:
            self._begin()

    def submit(self, work: Callable[..., Answer], /, *given: Any) -> Future[Answer]:
        self._begin()
        return self._pool.submit(work, *given)

    def shutdown(self) -> None:
        if self._begun:
            self._pool.shutdown(cancel_futures=True)


_STARTS: Final = 1.0
"""Seconds that another process takes to start."""
SMALL: Final = 100
"""Contracts below which one process is done before others are ready."""
WORTH_SHARING: Final = 40
"""Documents that are read and compared, each of which takes as long as several contracts, from which others help."""
LARGE_REGISTER: Final = 96 * 1024
"""Bytes; a workbook of that size has more than a hundred rows, whatever else is in it."""
MOST: Final = 61
"""Windows waits for no more processes at a time."""


def workers_for(asked: int | None, items: int, least: int = SMALL) -> int:
    """How many processes do the work of so many contracts or documents; one alone of fewer than `least`."""
    if asked is not None:
        return min(asked, max(1, items))
    return 1 if items < least else min(os.cpu_count() or 1, MOST)


def likely_many(files: Iterable[Path]) -> bool:
    """Whether the files hold so many contracts that other processes will be wanted, judged before any is read."""
    for path in files:
        if path.is_dir():
            if len(list(islice(path.rglob("*.y*ml"), SMALL))) == SMALL:
                return True
        elif path.suffix.lower() not in (".yaml", ".yml") and path.stat().st_size >= LARGE_REGISTER:
            return True
    return False


class Workers:
    """The processes of a run. They start while the parent still reads what all contracts share, where many are likely.

    Processes are begun anew (“spawn”), the only way that there is on Windows, everywhere: what works here works there.
    """

    def __init__(self, asked: int | None, files: Iterable[Path]) -> None:
        self._asked = asked
        self._crew: Crew | None = None
        if asked is None and likely_many(files):
            asked = workers_for(None, SMALL)
        if asked is not None and asked > 1:
            self._start(asked)

    def executor(self, items: int, least: int = SMALL) -> Executor | None:
        """The executor for so many contracts or documents; None for one worker, which is this process itself."""
        wanted = workers_for(self._asked, items, least)
        if wanted == 1:
            return None
        if self._crew is None:
            self._start(wanted, items if self._asked is None else 0)
        return cast("Executor", self._crew)

    def _start(self, workers: int, items: int = 0) -> None:
        loaded = [name for name in sys.modules if name.startswith("specgen.") and not name.startswith("specgen.cli")]
        self._crew = _early.pop(workers, None) or Crew(workers, partial(_begun, workers, loaded), items)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._crew is not None:
            self._crew.shutdown()


def _begun(workers: int, modules: Sequence[str]) -> ProcessPoolExecutor:
    """The other processes where so many share the work; they load the `modules` first."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    spawned = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers - 1, spawned, _begin_as_worker, (gc.get_threshold(), modules))


_early: dict[int, Crew] = {}
"""Processes that no run has taken yet."""


def begin_early(arguments: Sequence[str], module: str) -> None:
    """Begin the processes that the words of a command line ask for, or its files will, while this one still loads the
    command; they load `module`. Where the run wants others, nothing is lost but their start."""
    words = [word for each in arguments for word in (each.split("=", 1) if each.startswith("--") else [each])]
    pairs = [*pairwise(("", *words))]
    asked = [int(word) for option, word in pairs if option == "--workers" and word.isdecimal()]
    files = [Path(word) for option, word in pairs if not option.startswith("-") and os.path.exists(word)]  # noqa: PTH110
    many = max(asked) if asked else workers_for(None, SMALL) if likely_many(files) else 1
    if files and 1 < many <= MOST and many not in _early:
        _early[many] = Crew(many, partial(_begun, many, [module]))


def end_unused() -> None:
    """End the processes that began early and that no run took: its command line was wrong, or it wanted others."""
    while _early:
        _early.popitem()[1].shutdown()


def _begin_as_worker(rubbish: tuple[int, int, int], modules: Sequence[str]) -> None:
    """Looks for `rubbish` as seldom as the parent, and loads the `modules` while that still reads.

    Stopping is left to the parent; and where that is ended from outside, its workers end too: they would wait for work
    for ever, with all that they hold."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    gc.set_threshold(*rubbish)
    atexit.register(gc.freeze)
    for name in modules:
        import_module(name)


def _end_with_the_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # every file is written beside and renamed, so that none is half written


@contextmanager
def _interrupts_go_to(answer: Callable[[int, FrameType | None], None] | signal.Handlers) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, answer)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Stop:
    """Whether Ctrl-C was pressed. A second one ends the run at once; even then no file is half written."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def listening(self) -> AbstractContextManager[None]:
        """Take Ctrl-C as a wish to stop."""
        return _interrupts_go_to(self._note)
