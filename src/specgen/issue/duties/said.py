"""What a duty and its day come to in words, the same on a screen, in a workbook and in a calendar."""

from __future__ import annotations

from collections.abc import Iterable

from specgen.assembly.ledger.model import LedgerRow
from specgen.assembly.ledger.when import about_words, condition_words
from specgen.contract.dates import long_date, reached
from specgen.issue.duties.watched import SOON, Due, Watched


def service_commencement(watched: Watched) -> str:
    """Which day times are counted from: the contract's, and that of each service with days of its own."""
    contract = watched.pack.contract
    own = [
        f"{service.name}: {long_date(contract.start_of(index))}"
        + (f" (the actual day; {long_date(contract.expected_start(index))} was expected)" if service.began_on else "")
        for index, service in enumerate(contract.content.services)
        if contract.start_of(index) != contract.commencement or service.began_on
    ]
    whole = contract.content.contract
    if whole.began_on is not None:
        whose = f" (the actual day; {long_date(contract.expected_start())} was expected)"
    else:
        first = "" if whole.service_commencement_date is not None else "the first day of the term; "
        whose = f" ({first}expected until the actual day is recorded)"
    return "; ".join([f"{long_date(contract.commencement)}{whose}", *own])


def said_of(due: Due, watched: Watched) -> str:
    """What else must be known of the day: that it is about right, for which period, for whom, that it is past."""
    day = due.day
    past = f"past on {long_date(watched.on)}" if day.latest < watched.on else ""
    late = ", late" if due.row.done is not None and due.row.done > day.latest else ""
    said = [
        f"done on {long_date(due.row.done)}{late}" if due.row.done else past,
        about_words(day) if day.about or day.before else "",
        f"for {day.party}" if day.party else "",
        f"for the {'short ' if day.period.short else ''}period {long_date(day.period.first)} to "
        f"{long_date(day.period.last)}"
        f"{', and the number is for a whole Contract Year' * bool(day.period.short and due.row.yearly)}"
        if day.period
        else "",
        day.said,
        condition_words(due.row.condition),
    ]
    return "; ".join(filter(None, said))


def who_words(row: LedgerRow) -> str:
    """`Provider, through its clinical lead`."""
    return f"{row.who}, through {row.through}" if row.through else row.who


def what_words(row: LedgerRow) -> str:
    """What is done, with whom and how much."""
    group = f" ({row.group})" if row.group else ""
    much = f"; {row.much}" if row.much else ""
    return f"{row.what}{group}{much}"


def soon_words(watched: Watched) -> str:
    """`from 1 April 2026 to 30 June 2026`."""
    until = reached(watched.on, SOON, "day")
    return f"from {long_date(watched.on)} to {long_date(until)}"


def not_listed(contracts: Iterable[Watched]) -> str:
    """`1 clause without a reading, whose duties are not listed: foot-care/home-checks@1`; "" where each has one."""
    without = sorted({name for watched in contracts for name in watched.ledger.without})
    if not without:
        return ""
    clauses = "1 clause" if len(without) == 1 else f"{len(without)} clauses"
    return f"{clauses} without a reading, whose duties are not listed: {', '.join(without)}"
