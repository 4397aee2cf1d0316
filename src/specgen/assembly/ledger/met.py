"""Duties that a contract file says were met, or are to be met before the services begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from specgen.assembly.ledger.model import LedgerRow
from specgen.contract.contract import Contract
from specgen.contract.dates import parse_day

_MET = re.compile(
    r"(?P<clause>[a-z0-9-]+(?:/[a-z]+)?/[a-z0-9-]+)(?:@\d+)?(?:#(?P<sentence>[^\s:]+(?::\d[^\s:]*)?))?"
    r"(?: in (?P<service>\S+))?\s*:\s*(?P<day>\S.*)"
)


MOBILISATION = ("mobilisation", "in mobilisation")
"""What stands in the place of the day where a duty is to be met before the services begin."""


class MetDuty(Struct, frozen=True):
    """An entry of `done`: the clause by its id with or without the place, the sentence, the number of the service or
    "" for each, and the day; none where it says `mobilisation`, that the duty is for the time before. With that, the
    sentence may be left out: the whole clause is meant."""

    index: int
    clause: str
    sentence: str
    service: str
    day: date | None

    def is_of(self, row: LedgerRow, contract: Contract) -> bool:
        """Whether the entry is about the duty."""
        component, _, name = row.clause_id.split("/")
        same = self.clause in (row.clause_id, f"{component}/{name}") and self.sentence in (
            "",
            row.key.partition("#")[2],
        )
        number = "" if row.service is None else contract.service_number(row.service)
        return same and self.service in ("", number)

    def meets(self, row: LedgerRow, contract: Contract) -> bool:
        """Whether the entry is about the duty, and says of it what can be said: that a whole clause is for
        mobilisation is said of what is due before the services begin."""
        days = (*(due.day for due in row.days), row.starts)
        early = any(day is not None and day < contract.binds_from(row.service) for day in days)
        return (
            can_be_met(row, in_mobilisation=self.day is None)
            and self.is_of(row, contract)
            and (early or bool(self.sentence))
        )


def met_duties(contract: Contract) -> Iterator[MetDuty | int]:
    """Every entry of `done`; of one that cannot be read its index."""
    for index, written in enumerate(contract.content.contract.done):
        found = _MET.fullmatch(written.strip())
        said = found["day"].strip() if found is not None else ""
        day = parse_day(said)
        mobilised = said.casefold() in MOBILISATION
        if found is None or not (mobilised or (day is not None and found["sentence"])):
            yield index
        else:
            yield MetDuty(index, found["clause"], found["sentence"] or "", found["service"] or "", day)


def can_be_met(row: LedgerRow, *, in_mobilisation: bool = False) -> bool:
    """Whether the duty is one that is done once, on a day of its own; one that holds from a day on can be begun in
    mobilisation, and is met on no day."""
    once = row.part == "dated" and row.reading.when.kind != "every"
    return once or (in_mobilisation and row.starts is not None)


def as_done(row: LedgerRow, contract: Contract) -> str:
    """The duty as an entry of `done` names it; with its service where the contract has several."""
    component, _, name = row.clause_id.split("/")
    several = row.service is not None and len(contract.content.services) > 1
    number = f" in {contract.service_number(row.service)}" if several and row.service is not None else ""
    return f"{component}/{name}#{row.key.partition('#')[2]}{number}"
