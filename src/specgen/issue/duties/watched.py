"""What a contract's duties and dates come to on a day: what falls due, what is past, and when it ends.

Nothing is worked out that the contract does not say: where the words of a right to extend give no time for the notice,
the list says so. What its file cannot say, whether that right was used, is known where the packs lie that were issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from specgen.assembly.ledger.build import MovedDay, met_duties, moved_days
from specgen.assembly.ledger.days import bank_holidays, latest_notice, where_not_operational
from specgen.assembly.ledger.model import DueDay, Ledger, LedgerRow
from specgen.assembly.ledger.reports import owed_once
from specgen.assembly.pack import Pack, each_once
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date, parse_date_term, reached
from specgen.contract.extension.model import UseOfOption
from specgen.contract.extension.option import option_of
from specgen.problems import Problem
from specgen.yamlfile import Path as KeyPath

READING_AID = "Reading aid. The contract’s words prevail; this is no notice."
"""What heads every list that is made of readings."""
SOON = 90
"""Days that a list looks ahead."""

_NOT_KNOWN: Final = UseOfOption(
    False, "if the right is not used up by an earlier extension, which a contract file does not tell"
)

DutiesFor = Literal["provider", "commissioner"]


class Due(Struct, frozen=True):
    """A duty on one of its days."""

    row: LedgerRow
    day: DueDay


class ContractDay(Struct, frozen=True):
    """A day of the contract that is nobody's duty: its expiry, a review, the last day of a notice, a deviation's end.

    `internal` are those that are the Commissioner's own.
    """

    what: str
    day: date | None
    said: str = ""
    internal: bool = False


class Watched(Struct, frozen=True):
    """One contract on a day."""

    pack: Pack
    ledger: Ledger
    on: date
    days: tuple[ContractDay, ...]
    owner: str

    @property
    def reference(self) -> str:
        return self.pack.contract.reference

    @property
    def provider(self) -> str:
        return self.pack.contract.content.provider.name

    @property
    def parties(self) -> tuple[str, str]:
        """The two parties, each called as the form calls it: `Recipient: …` and `Grantor: …` of a grant."""
        words = self.pack.edition.words
        co_ordinating = "Co-ordinating Commissioner" if words.commissioner == "Commissioner" else words.commissioner
        other = self.pack.contract.co_ordinating.name
        return f"{words.provider}: {self.provider}", f"{co_ordinating}: {other}"

    def due(self) -> tuple[Due, ...]:
        """Every duty on every day, in the order of the days."""
        found = [Due(row, day) for row in self.ledger.of("dated") for day in row.days]
        return tuple(sorted(found, key=lambda due: (due.day.day, not due.day.before, due.row.who != "Provider")))

    def moved(self) -> tuple[MovedDay, ...]:
        """Every day of a listed duty that is another one since it was recorded when services began."""
        listed = {(row.key, row.service) for row in self.ledger.rows}
        return tuple(moved for moved in moved_days(self.pack) if (moved.row.key, moved.row.service) in listed)

    def due_soon(self) -> tuple[Due, ...]:
        """What falls due from the day on, for as long as a list looks ahead, and was not met yet."""
        last = reached(self.on, SOON, "day")
        return tuple(due for due in self.due() if self.on <= due.day.latest <= last and not due.row.done)

    def days_for(self, side: DutiesFor | None) -> tuple[ContractDay, ...]:
        """The contract's days; a Provider's list leaves out what is the Commissioner's own."""
        return tuple(entry for entry in self.days if not (side == "provider" and entry.internal))


def watch(pack: Pack, on: date | None = None, use: UseOfOption | None = None) -> Watched:
    """The contract on a day; without one, on its own date. `use` is what is known of its option to extend."""
    leads = dict.fromkeys(service.commissioner_lead or "" for service in pack.contract.content.services)
    return Watched(
        pack,
        owed_once(pack),
        on or pack.contract.day,
        tuple(_days(pack, use or _NOT_KNOWN)),
        ", ".join(filter(None, leads)),
    )


def still_to_come(contract: Contract, on: date) -> Iterator[Problem]:
    """What the contract file records as done, or begun, on a day after the one from which a list looks ahead."""
    whole = contract.content.contract
    days: list[tuple[str, date, KeyPath]] = [
        (f"{entry.clause}#{entry.sentence} is said to be done", entry.day, ("contract", "done", entry.index))
        for entry in met_duties(contract)
        if not isinstance(entry, int) and entry.day is not None
    ]
    days += [("the Services are said to have begun", day, ("contract", "began_on")) for day in [whole.began_on] if day]
    days += [
        (f"“{service.name}” is said to have begun", service.began_on, ("services", index, "began_on"))
        for index, service in enumerate(contract.content.services)
        if service.began_on is not None
    ]
    for said, day, path in days:
        if day > on:
            yield contract.problem(
                "done-still-to-come",
                f"{said} on {long_date(day)}, which is still to come on {long_date(on)}, the day of the list",
                contract.place(*path),
                cure="correct the day, take the entry out, or list the duties of a later day with --on",
            )


def _days(pack: Pack, use: UseOfOption) -> Iterator[ContractDay]:
    contract = pack.contract
    whole = contract.content.contract
    yield ContractDay("Expiry", whole.term.end, internal=True)
    if whole.term.extension and not option_of(whole.term.extension).absent:
        yield _extension_notice(pack, whole.term.extension, whole.term.end, use)
    for index, service in enumerate(contract.content.services):
        start = contract.start_of(index)
        term = parse_date_term(service.review_date, start) if service.review_date else None
        if term is not None and term.day is not None:
            yield ContractDay(f"Review of {contract.service_number(index)} {service.name}", term.day)
        if service.period is not None and service.period.end != whole.term.end:
            yield ContractDay(f"Last day of {service.name}", service.period.end, internal=True)
    for clause in each_once(pack):
        if (until := clause.version.deviation_until) is not None:
            yield ContractDay(f"Local deviation ends: {clause.version.title}", until, clause.version.name, True)


def _extension_notice(pack: Pack, words: str, end: date, use: UseOfOption) -> ContractDay:
    """The latest day on which a notice that extends the term can be given, as far as the right to extend says it."""
    what = "Latest day for a notice that extends the term"
    option = option_of(words, pack.contract.named_commissioners, end)
    if use.spent:
        return ContractDay(what, None, f"{use.said}: {words}")
    holidays = bank_holidays(pack.library.bank_holidays)
    day = latest_notice(end, option, holidays)
    if day is None:
        unread = option.unread if len(option.unread) < len(words) / 2 else ""  # else it would stand twice in one line
        why = (
            f"not worked out, as the right to extend also says “{unread}”, which specgen does not read"
            if unread
            else "not worked out, as specgen does not read the words of the right to extend"
            if option.unread
            else f"not worked out, as the words on it {option.contradiction}"
            if option.contradiction
            else f"not worked out, as the right to extend goes to {long_date(option.until)} and no later day"
            if option.until is not None and option.until <= end
            else "the right to extend gives no one time for it"
        )
        return ContractDay(what, None, f"{why}: {words}")
    told = ("about" if day.about else "", where_not_operational(day, holidays), use.said, words)
    return ContractDay(what, day.day, "; ".join(filter(None, told)))
