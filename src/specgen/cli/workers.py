"""The processes that a run is spread over, and how it is stopped."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Final

import click

from specgen.issue.inputs import program_digest

SMALL: Final = 100
"""Contracts below which one process is done before others are ready."""
LARGE_REGISTER: Final = 96 * 1024
"""Bytes; a workbook of that size has more than a hundred rows, whatever else is in it."""
MOST: Final = 61
"""Windows waits for no more processes at a time."""

workers_option = click.option("--workers", type=click.IntRange(1, MOST), metavar="N",
                              help="How many processes share the work. Default: one for each core, and one alone for fewer than 100 contracts. It changes no document.")


def workers_for(asked: int | None, contracts: int) -> int:
    """How many processes do the work of so many contracts."""
    if asked is not None:
        return min(asked, max(1, contracts))
    return 1 if contracts < SMALL else min(os.cpu_count() or 1, MOST)


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
        self._pool: ProcessPoolExecutor | None = None
        if asked is None and likely_many(files):
            asked = workers_for(None, SMALL)
        if asked is not None and asked > 1:
            self._start(asked)

    def executor(self, contracts: int) -> Executor | None:
        """The executor for so many contracts; None for one worker, which is this process itself."""
        wanted = workers_for(self._asked, contracts)
        if wanted == 1:
            return None
        if self._pool is None:
            self._start(wanted)
        return self._pool

    def _start(self, workers: int) -> None:
        self._pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_stopping_to_the_parent)
        # A Ctrl-C goes to every process of the terminal; one that is still starting would end on it.
        with _interrupts_go_to(signal.SIG_IGN):
            for _ in range(workers):
                self._pool.submit(program_digest)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _leave_stopping_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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
