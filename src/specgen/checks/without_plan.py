"""A schedule of plans with nothing under it, and no word why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.problems import Problem


def without_plan(pack: Pack, breach: Breach, place: Literal["development", "improvement"], schedule: str, entries: str) -> Iterator[Problem]:
    """The breach where the contract's form has the schedule and the contract has nothing at `place`; `entries` are what belongs there."""
    plan = getattr(pack.contract.content, place)
    found = pack.edition.schedules.get(schedule)
    if found is not None and not plan.chosen and plan.not_applicable is None:
        yield breach.at(
            pack, (place,), f"the contract has no {entries} for Schedule {found.letter} ({found.title})",
            f"choose {entries} under “{place}:”, or write “not_applicable:” below it with the reason",
        )
