"""What a ledger holds, as frozen values in the field's words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from specgen.assembly.ledger.days import DayPeriod
from specgen.contract.contract import Contract
from specgen.library.duties.model import DutyReading

LedgerPart = Literal["dated", "undated", "whenever", "always", "may"]

_ALLOWS = re.compile(r"(?:no|not|none|never|only|at most|at least|up to|within|unless|except)\b", re.IGNORECASE)
"""How much that says what remains allowed, and so does not read on after “must not”."""

THE_OTHERS = "the other Commissioners"
"""For whom a day is that stands beside those of single Commissioners."""


class Paragraph(Struct, frozen=True):
    """Where a duty stands: the schedule as the edition letters it, the heading of its terms and the number below it.

    `document` is the file of the pack that prints it; `also` are paragraphs elsewhere that ask for the same."""

    schedule: str
    heading: str
    number: str
    document: str = ""
    also: tuple[Paragraph, ...] = ()

    def __str__(self) -> str:
        own = ", ".join(filter(None, [self.schedule, self.heading, self.number]))
        return "; also ".join([own, *map(str, self.also)])


class DueDay(Struct, frozen=True):
    """One time that a duty falls due: the latest day, about that day, or for which period it is.

    `party` is the Commissioner for whom the contract gives a day of its own. `said` is what else must be known of it.
    `before` is of a day that the wording itself excludes: due before it. The day named in the contract is then listed,
    and none that stands nowhere.
    """

    day: date
    about: bool = False
    period: DayPeriod | None = None
    party: str = ""
    said: str = ""
    number: int = 1
    before: bool = False

    @property
    def own(self) -> bool:
        """Whether it is the day of a single Commissioner."""
        return self.party not in ("", THE_OTHERS)

    @property
    def latest(self) -> date:
        """The last day on which it is still done in time, which rules compare and no list prints."""
        return self.day - timedelta(days=1) if self.before and self.day > date.min else self.day


class LedgerRow(Struct, frozen=True):
    """A duty of the pack: what its reading says, filled with the contract's values, and every day on which it is due.

    `key` is `clause@version#sentence` and, where a sentence has several duties, which of them; `service` the index of
    the service. `also` are quoted sentences that it meets, `parts` the sentences that are part of it; `done` the day on
    which the contract file says that it was met, `mobilisation` whether it may be due before the services begin;
    `dayless` are those whose days cannot be told where others have some; `yearly` names the values that are one number
    for each whole Contract Year.
    """

    key: str
    reading: DutyReading
    service: int | None
    part: LedgerPart
    clause_id: str
    version: int
    component: str
    who: str
    through: str
    act: str
    object: str
    group: str
    much: str
    to: str
    when: str
    condition: str
    evidence: str
    sentence: str
    paragraph: Paragraph
    days: tuple[DueDay, ...] = ()
    starts: date | None = None
    also: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    done: date | None = None
    mobilisation: bool = False
    dayless: tuple[str, ...] = ()
    yearly: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What is done, in a few words of the vocabulary; of a limit that it is one, so that none reads as a thing to
        do."""
        done = f"{self.act}: {self.object}" if self.object else self.act
        if self.reading.mode != "limit":
            return done
        return f"must not {done}" if self._forbids else f"limit: {done}"

    @property
    def _forbids(self) -> bool:
        """Whether the sentence forbids the act itself: `must not refer`. What says how far an act may go is a limit,
        and an act that is itself a restraint (`leave out`) is asked for."""
        allowed = _ALLOWS.match(self.much) is not None
        forbidden = re.search(
            rf"\b(?:must|may|shall|will|should)(?: not|n[’']t) (?:\w+ )?{re.escape(self.act)}\b", self.sentence
        )
        return bool(self.act) and forbidden is not None and not allowed


class Ledger(Struct, frozen=True):
    """Every duty of a contract, in the order of its documents. `without` are versions that have no reading."""

    contract: Contract
    rows: tuple[LedgerRow, ...]
    without: tuple[str, ...]

    def of(self, part: LedgerPart) -> tuple[LedgerRow, ...]:
        """The rows of one part."""
        return tuple(row for row in self.rows if row.part == part)
