"""A whole return reviewed by several processes: each opens the clause library for itself, once for a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from specgen.issue.precedents import Workplace, open_workplace
from specgen.review.returns.pairing import Pairing
from specgen.review.returns.returns import ReturnedFile, reviewed_pair
from specgen.shared_work import ElsewhereError, shared

if TYPE_CHECKING:
    from concurrent.futures import Executor

PairsReviewed = Callable[[Iterable[Pairing]], Iterable[ReturnedFile]]
"""What became of each pair, in their order."""


def reviewed_here(workplace: Workplace) -> PairsReviewed:
    """How this process reviews files, one after the other."""
    return lambda pairs: (reviewed_pair(pair, workplace.library, workplace.types) for pair in pairs)


def reviewed_by(executor: Executor, start: Path, workplace: Workplace) -> PairsReviewed:
    """How the executor's processes review files; `start` is where the organisation is found.

    Raises ElsewhereError where one of them finds another library, and WorkerDiedError."""
    work = partial(_reviewed, start, workplace.library.seal)
    return lambda pairs: shared(executor, work, pairs)


def _reviewed(start: Path, seal: str, pairs: Sequence[Pairing]) -> list[ReturnedFile]:
    workplace = _workplace(start)
    if workplace.library.seal != seal:
        raise ElsewhereError("a worker finds other clauses than the run began with")
    return list(reviewed_here(workplace)(pairs))


@lru_cache(maxsize=1)
def _workplace(start: Path) -> Workplace:
    return open_workplace(start)[0]
