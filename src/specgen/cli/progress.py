"""How far a run is, on one line of the terminal, while it lasts. It is shown to people only, and is in no output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

import click

_EVERY: Final = 0.1
"""Seconds between two writings of the line."""
_SURE_AFTER: Final = 2.0
"""Seconds after which the time left can be told."""


class Progress:
    """The line “120 of 500 contracts, about 2 minutes left” on standard error.

    Nothing is written unless that is a terminal and `shown`. `clear` takes the line away before something else is printed.
    """

    def __init__(self, total: int, *, shown: bool = True, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._clock = total, clock
        self._shown = shown and total > 1 and sys.stderr is not None and sys.stderr.isatty()
        self._start = self._last = clock()
        self._first: float | None = None
        self._done = self._width = 0

    def step(self) -> None:
        """One contract more is done."""
        self._done += 1
        if self._first is None:
            self._first = self._clock()
        self.show()

    def show(self) -> None:
        """Write the line, unless it was written just now."""
        now = self._clock()
        if not self._shown or (self._width and now - self._last < _EVERY):
            return
        line = in_words(self._done, self._total, now - (self._start if self._done < 2 or self._first is None else self._first), now - self._start)
        self._last = now
        click.echo("\r" + line.ljust(self._width), nl=False, err=True)
        self._width = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            click.echo("\r" + " " * self._width + "\r", nl=False, err=True)
            self._width = 0


def in_words(done: int, total: int, working: float, since: float) -> str:
    """The line. `working` are the seconds since the first was done (making ready is not counted), `since` those since the start."""
    line = f"{done:,} of {total:,} contracts"
    if done < 2 or done >= total or since < _SURE_AFTER:
        return line
    left = working / (done - 1) * (total - done)
    return f"{line}, {_duration(left)} left"


def _duration(seconds: float) -> str:
    if seconds < 55:
        whole = max(5, round(seconds / 5) * 5)
        return f"about {whole} seconds"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"about {minutes} minute{'' if minutes == 1 else 's'}"
    return f"about {round(minutes / 60)} hours"
