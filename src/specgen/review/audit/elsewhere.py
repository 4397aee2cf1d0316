"""Specifications audited by several processes: each makes the yardstick ready for itself, once for a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from specgen.issue.precedents import Workplace, library_folders, open_workplace
from specgen.review.audit.audit import Audited, Yardstick, audit_file, yardstick_of
from specgen.review.audit.findings import read_terms
from specgen.shared_work import ElsewhereError, shared

if TYPE_CHECKING:
    from concurrent.futures import Executor


def opened_yardstick(workplace: Workplace) -> Yardstick:
    """What documents are held against in an organisation's workplace, whatever faults are in its lists of words."""
    terms, _ = read_terms(library_folders(workplace.organisation), workplace.library.components)
    return yardstick_of(
        workplace.library, terms, (heading for edition in workplace.editions for heading in edition.headings)
    )


def audited_by(
    executor: Executor, start: Path, yardstick: Yardstick, meanwhile: Callable[[], None]
) -> Callable[[Iterable[Path]], Iterable[Audited]]:
    """How the executor's processes audit files; `start` is where the organisation is found.

    Raises ElsewhereError where one of them finds another library, and WorkerDiedError."""
    work = partial(_audited, start, yardstick.library.seal)
    return lambda files: shared(executor, work, files, meanwhile=meanwhile)


def _audited(start: Path, seal: str, files: Sequence[Path]) -> list[Audited]:
    yardstick = _yardstick(start)
    if yardstick.library.seal != seal:
        raise ElsewhereError("a worker finds other clauses than the run began with")
    return [audit_file(file, yardstick) for file in files]


@lru_cache(maxsize=1)
def _yardstick(start: Path) -> Yardstick:
    return opened_yardstick(open_workplace(start)[0])
