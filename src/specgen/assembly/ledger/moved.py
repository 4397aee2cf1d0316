"""Which days of a contract move when it is recorded on what day its services began."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import zip_longest

from msgspec import Struct

from specgen.assembly.choose import choose
from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.ledger.model import DueDay, LedgerRow
from specgen.assembly.ledger.when import about_words
from specgen.assembly.pack import Pack


class MovedDay(Struct, frozen=True):
    """A day that moved because services began on another day than was expected; None where there is none any more."""

    row: LedgerRow
    was: DueDay | None
    is_: DueDay | None


def moved_days(pack: Pack) -> tuple[MovedDay, ...]:
    """Every day of the ledger that is another one since it was recorded when services began."""
    if not pack.contract.began:
        return ()
    if _MOVED not in pack.kept:
        pack.kept[_MOVED] = tuple(_moved(pack))
    found: tuple[MovedDay, ...] = pack.kept[_MOVED]
    return found


_MOVED = "moved days"


def _moved(pack: Pack) -> Iterator[MovedDay]:
    expected = pack.contract.expected
    before = ledger_of(dataclasses.replace(pack, contract=expected, chosen=choose(expected, pack.library)[0]))
    then = {(row.key, row.service): row for row in before.rows}
    for row in ledger_of(pack).rows:
        was = then.get((row.key, row.service))
        for one, other in zip_longest(was.days if was is not None else (), row.days):
            days = (one.day if one is not None else None, other.day if other is not None else None)
            if days[0] != days[1]:
                yield MovedDay(row, one, other)


def moved_words(moved: MovedDay) -> str:
    """`1 May 2026 is now 14 May 2026`."""
    if moved.is_ is None:
        return f"{about_words(moved.was)} falls away" if moved.was is not None else ""
    return f"{about_words(moved.was)} is now {about_words(moved.is_)}" if moved.was else f"now {about_words(moved.is_)}"
