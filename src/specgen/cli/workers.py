"""The processes that a run is spread over, and how it is stopped."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from types import FrameType
from typing import Final

import click

SMALL: Final = 100
"""Contracts below which one process is done before others are ready."""
MOST: Final = 61
"""Windows waits for no more processes at a time."""

workers_option = click.option("--workers", type=click.IntRange(1, MOST), metavar="N",
                              help="How many processes share the work. Default: one for each core, and one alone for fewer than 100 contracts. It changes no document.")


def workers_for(asked: int | None, contracts: int) -> int:
    """How many processes do the work of so many contracts."""
    if asked is not None:
        return min(asked, max(1, contracts))
    return 1 if contracts < SMALL else min(os.cpu_count() or 1, MOST)


@contextmanager
def pool(workers: int) -> Iterator[Executor | None]:
    """The executor; None for one worker, which is this process itself.

    Processes are begun anew (“spawn”), the only way that there is on Windows, everywhere: what works here works there.
    """
    if workers == 1:
        yield None
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_stopping_to_the_parent) as executor:
        # A Ctrl-C goes to every process of the terminal; one that is still starting would end on it.
        with _interrupts_ignored():
            for _ in range(workers):
                executor.submit(os.getpid)
        yield executor


def _leave_stopping_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    if not _in_main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
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

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take Ctrl-C as a wish to stop."""
        if not _in_main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, self._note)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
