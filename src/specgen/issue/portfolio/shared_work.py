"""Work that processes share: items go out in pieces, answers come back in the order of the items."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from itertools import islice
from typing import Final, TypeVar

from specgen.issue.build import Stopping, never

Item = TypeVar("Item")
Answer = TypeVar("Answer")

PIECE: Final = 8
"""Items in a piece of work: enough that sending costs little, few enough that a stop is soon."""
IN_FLIGHT: Final = 32
"""Pieces that are sent and not answered yet; memory does not grow with the number of items."""
_WAIT: Final = 0.2
"""Seconds. With a limit, since Windows lets no Ctrl-C through while a thread waits without one."""


class WorkerDiedError(RuntimeError):
    """A worker ended before it answered (killed, or out of memory). Every file is whole; a run begun again goes on."""


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
    waiting: deque[Future[Iterable[Answer]]] = deque()
    try:
        while True:
            if stopping():
                _call_back(waiting)
            while len(waiting) < in_flight and not stopping() and (sent := list(islice(items, piece))):
                waiting.append(executor.submit(work, sent))
            if not waiting:
                return
            if not wait([waiting[0]], timeout=_WAIT).done:
                meanwhile()
                continue
            yield from waiting.popleft().result()
    except BrokenExecutor as fault:
        raise WorkerDiedError(
            "a worker ended before it had done its contracts: it was killed, or the memory did not suffice"
        ) from fault
    finally:
        for future in waiting:
            future.cancel()


def _call_back(waiting: deque[Future[Iterable[Answer]]]) -> None:
    """Take back what has not been begun."""
    for future in list(waiting):
        if future.cancel():
            waiting.remove(future)
