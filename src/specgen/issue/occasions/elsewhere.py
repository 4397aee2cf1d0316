"""Contracts varied by several processes: each makes clauses and templates ready for itself, once for a run."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from specgen.issue.build import NamedReading, Outcome
from specgen.issue.occasions.occasion import comes_of
from specgen.issue.occasions.terms import VariationTerms
from specgen.issue.occasions.variation import Variations, Varied
from specgen.issue.portfolio.portfolio import inputs_digest, ready_precedents
from specgen.issue.precedents import organisation_of
from specgen.library.model import Library
from specgen.shared_work import ElsewhereError, Stopping, shared
from specgen.writing import Disk

if TYPE_CHECKING:
    from concurrent.futures import Executor

PIECE = 4
"""Contracts in a piece of work: a contract that is varied takes as long as several that are built."""


class SentVariations(Struct, frozen=True):
    """What a worker must know of a run. `start` is a path by which the organisation is found; `inputs` is the hash by
    which a worker sees that it has the same clauses and templates; `write` carries out what comes of each contract."""

    start: Path
    inputs: str
    since: Path
    out: Path
    terms: VariationTerms
    draft: bool
    write: bool


def varied_by(
    executor: Executor, sent: SentVariations, library: Library, stopping: Stopping, meanwhile: Callable[[], None]
) -> Callable[[Iterable[NamedReading]], Iterable[Varied]]:
    """How the executor's processes vary contracts. Raises ElsewhereError and WorkerDiedError as it is gone through."""

    def varied(named: Iterable[NamedReading]) -> Iterable[Varied]:
        found = shared(executor, partial(_varied, sent), named, piece=PIECE, stopping=stopping, meanwhile=meanwhile)
        return (_with_library(each, library) for each in found)

    return varied


def _varied(sent: SentVariations, pieces: Sequence[NamedReading]) -> list[Varied]:
    variations = _opened(sent)
    disk = Disk()
    found = [comes_of(variations, named) for named in pieces]
    return [_with_library(each.written(disk) if sent.write else each, Library()) for each in found]


def _with_library(varied: Varied, library: Library) -> Varied:
    """The same with another library in its pack: every process has its own, and it is too large to be sent."""
    outcome: Outcome = varied.outcome
    if outcome.pack is None:
        return varied
    return replace(varied, outcome=replace(outcome, pack=dataclasses.replace(outcome.pack, library=library)))


@lru_cache(maxsize=1)
def _opened(sent: SentVariations) -> Variations:
    if inputs_digest(organisation_of(sent.start)) != sent.inputs:
        raise ElsewhereError(
            "a worker has another specgen, or finds other clauses, editions, templates or approvals, than the run "
            "began with"
        )
    return Variations(ready_precedents(sent.start).precedents, sent.since, sent.out, sent.terms, sent.draft)
