"""Duties as a workbook: what falls due, whenever, always and may, for one contract or a whole portfolio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from specgen.assembly.ledger.model import LedgerPart, LedgerRow
from specgen.assembly.ledger.moved import moved_days, moved_words
from specgen.assembly.ledger.when import about_words, condition_words
from specgen.contract.dates import MONTHS, long_date
from specgen.excel import Heading, Out, Page, columns, workbook_bytes
from specgen.issue.duties.watched import READING_AID, SOON, Due, DutiesFor, Watched, later

_DUTY = ("Contract", "Provider", "Service", "Who owes it", "What", "To whom", "Where it stands", "Sentence", "Evidence")
_DUTY_WIDTHS = (16, 28, 24, 24, 36, 26, 40, 70, 40)
_PARTS: Sequence[tuple[LedgerPart, str, str]] = (
    ("whenever", "Whenever", "Upon what, and how soon"),
    ("always", "Always", "How"),
    ("may", "May", "When"),
    ("undated", "No date given", "When"),
)


def duties_workbook(contracts: Sequence[Watched], side: DutiesFor | None = None) -> bytes:
    """The workbook of all contracts, in their order."""
    pages = [
        Page("About", columns(("About this workbook", ""), (40, 90)), tuple(_about(contracts, side)), left=True),
        Page(
            f"Next {SOON} days",
            _day_first(columns(("Due", "Said of it", *_DUTY), (_DAY, 36, *_DUTY_WIDTHS))),
            [row for watched in contracts for row in _due_rows(watched, watched.due_soon())],
        ),
        Page(
            "Contract days",
            columns(
                ("Contract", "Provider", "What", "Day", "Said of it", *(() if side == "provider" else ("Owner",))),
                (16, 28, 44, 20, 60, *(() if side == "provider" else (36,))),
            ),
            [row for watched in contracts for row in _contract_days(watched, side)],
        ),
        Page(
            "Due",
            _day_first(columns(("Due", "Month", "Said of it", *_DUTY), (_DAY, 18, 36, *_DUTY_WIDTHS))),
            [
                (day, f"{MONTHS[due.day.day.month - 1]} {due.day.day.year}", said, *rest)
                for watched in contracts
                for due in watched.due()
                for day, said, *rest in _due_rows(watched, (due,))
            ],
        ),
    ]
    if any(moved_days(watched.pack) for watched in contracts):
        pages.append(
            Page(
                "Moved days",
                columns(("What moved", *_DUTY), (44, *_DUTY_WIDTHS)),
                [
                    (moved_words(moved), *_duty(watched, moved.row))
                    for watched in contracts
                    for moved in moved_days(watched.pack)
                ],
            )
        )
    for part, name, heading in _PARTS:
        rows = [(row, watched) for watched in contracts for row in watched.ledger.of(part)]
        if rows or part in ("whenever", "always"):
            pages.append(
                Page(
                    name,
                    columns((heading, "Condition", *_DUTY), (44, 36, *_DUTY_WIDTHS)),
                    [(row.when, condition_words(row.condition), *_duty(watched, row)) for row, watched in rows],
                )
            )
    return workbook_bytes(pages, f"Duties of {len(contracts)} contracts" if len(contracts) != 1 else "Duties")


_DAY = 19
"""Letters in which the longest day stands: a date that does not fit its column is shown as number signs."""


def _day_first(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings, the first of which is never made narrower than a day."""
    return (replace(headings[0], width=_DAY), *headings[1:])


def _about(contracts: Sequence[Watched], side: DutiesFor | None) -> Iterator[tuple[Out, ...]]:
    yield READING_AID, ""
    if side is not None:
        yield "For", "the Provider" if side == "provider" else "the Commissioner"
    for watched in contracts:
        yield f"{watched.reference}, on", watched.on
        yield "Service Commencement Date", service_commencement(watched)
        if watched.ledger.without:
            yield "Clauses without a reading, whose duties are not listed", ", ".join(watched.ledger.without)


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


def _contract_days(watched: Watched, side: DutiesFor | None) -> Iterator[tuple[Out, ...]]:
    for entry in watched.days_for(side):
        owner = () if side == "provider" else (watched.owner,)
        yield watched.reference, watched.provider, entry.what, entry.day, entry.said, *owner


def _due_rows(watched: Watched, due: Sequence[Due]) -> Iterator[tuple[Out, ...]]:
    for each in due:
        yield each.day.day, said_of(each, watched), *_duty(watched, each.row)


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
        if day.period
        else "",
        day.said,
        condition_words(due.row.condition),
    ]
    return "; ".join(filter(None, said))


def _duty(watched: Watched, row: LedgerRow) -> tuple[Out, ...]:
    contract = watched.pack.contract
    service = "" if row.service is None else contract.content.services[row.service].name
    return (
        watched.reference,
        watched.provider,
        service,
        who_words(row),
        what_words(row),
        row.to,
        str(row.paragraph),
        row.sentence,
        row.evidence,
    )


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
    return f"from {long_date(watched.on)} to {long_date(later(watched.on, SOON))}"
