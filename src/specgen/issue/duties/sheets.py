"""Duties as a workbook: what falls due, whenever, always and may, for one contract or a whole portfolio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from specgen.assembly.ledger.model import LedgerPart, LedgerRow
from specgen.assembly.ledger.moved import moved_days, moved_words
from specgen.assembly.ledger.when import about_words, condition_words
from specgen.contract.dates import MONTHS, long_date
from specgen.excel import Out, Page, columns, workbook_bytes
from specgen.issue.duties.watched import READING_AID, SOON, Due, DutiesFor, Watched, later

_WHOSE = (("Contract", 16), ("Provider", 28))
_DUTY = (
    ("Service", 24), ("Who owes it", 24), ("What", 36), ("To whom", 26), ("Where it stands", 40)
)  # fmt: skip
_IN_FULL = (("Sentence", 110), ("Evidence", 60))
"""Columns that are read on the screen alone: with whole sentences few duties go on a sheet of paper. In a workbook of
one contract its reference and Provider stand at the head of the paper, and their columns at the end."""
_PARTS: Sequence[tuple[LedgerPart, str, str]] = (
    ("whenever", "Whenever", "Upon what, and how soon"),
    ("always", "Always", "How"),
    ("may", "May", "When"),
    ("undated", "No date given", "When"),
)


def duties_workbook(contracts: Sequence[Watched], side: DutiesFor | None = None) -> bytes:
    """The workbook of all contracts, in their order."""
    one = len(contracts) == 1
    pages = [
        Page("About", columns(("About this workbook", ""), (40, 90)), tuple(_about(contracts, side)), left=True),
        _page(
            f"Next {SOON} days",
            (("Due", _DAY), ("Said of it", 36)),
            [row for watched in contracts for row in _due_rows(watched, watched.due_soon(), one)],
            contracts,
        ),
        Page(
            "Contract days",
            columns(
                ("Contract", "Provider", "What", "Day", "Said of it", *(() if side == "provider" else ("Owner",))),
                (16, 28, 44, 20, 60, *(() if side == "provider" else (36,))),
            ),
            [row for watched in contracts for row in _contract_days(watched, side)],
        ),
        _page(
            "Due",
            (("Due", _DAY), ("Month", 18), ("Said of it", 36)),
            [
                (day, f"{MONTHS[due.day.day.month - 1]} {due.day.day.year}", said, *rest)
                for watched in contracts
                for due in watched.due()
                for day, said, *rest in _due_rows(watched, (due,), one)
            ],
            contracts,
        ),
    ]
    if any(moved_days(watched.pack) for watched in contracts):
        moved_rows = [
            (moved_words(moved), *_duty(watched, moved.row, one))
            for watched in contracts
            for moved in moved_days(watched.pack)
        ]
        pages.append(_page("Moved days", (("What moved", 44),), moved_rows, contracts))
    for part, name, heading in _PARTS:
        rows = [(row, watched) for watched in contracts for row in watched.ledger.of(part)]
        if rows or part in ("whenever", "always"):
            pages.append(
                _page(
                    name,
                    ((heading, 44), ("Condition", 36)),
                    [(row.when, condition_words(row.condition), *_duty(watched, row, one)) for row, watched in rows],
                    contracts,
                )
            )
    return workbook_bytes(pages, f"Duties of {len(contracts)} contracts" if not one else "Duties")


def _page(
    name: str, first: tuple[tuple[str, int], ...], rows: Sequence[tuple[Out, ...]], contracts: Sequence[Watched]
) -> Page:
    """A page of duties, which begins with columns of its own."""
    one = len(contracts) == 1
    every = (*first, *_DUTY, *_IN_FULL, *_WHOSE) if one else (*first, *_WHOSE, *_DUTY, *_IN_FULL)
    printed = len(every) - len(_IN_FULL) - len(_WHOSE) * one
    headings = columns([text for text, _ in every], [width for _, width in every], printed)
    if first[0][1] == _DAY:
        headings = (replace(headings[0], width=_DAY), *headings[1:])
    banner = f"{contracts[0].reference}, {contracts[0].provider}: {name}" if one else name
    return Page(name, headings, rows, printed=printed, banner=banner)


_DAY = 19
"""Letters in which the longest day stands: a date that does not fit its column is shown as number signs."""


def _about(contracts: Sequence[Watched], side: DutiesFor | None) -> Iterator[tuple[Out, ...]]:
    yield READING_AID, ""
    yield (
        "On paper",
        "Sentence and evidence stand on the screen alone; filter a sheet first, and what is left is printed.",
    )
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


def _due_rows(watched: Watched, due: Sequence[Due], one: bool) -> Iterator[tuple[Out, ...]]:
    for each in due:
        yield each.day.day, said_of(each, watched), *_duty(watched, each.row, one)


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


def _duty(watched: Watched, row: LedgerRow, one: bool) -> tuple[Out, ...]:
    contract = watched.pack.contract
    service = "" if row.service is None else contract.content.services[row.service].name
    whose = watched.reference, watched.provider
    told = service, who_words(row), what_words(row), row.to, str(row.paragraph), row.sentence, row.evidence
    return (*told, *whose) if one else (*whose, *told)


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
