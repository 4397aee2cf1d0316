"""Duties as a workbook: what falls due, whenever, always and may, for one contract or a whole portfolio; and as a
calendar file, which any calendar program reads.

Source of the calendar: RFC 5545, 3.1 (lines of 75 octets at most, CRLF), 3.3.11 (escaped text), 3.6.1 (events; an
all-day event ends on the day after), 3.8.4.7 (UID), 3.8.7.2 (DTSTAMP) and 3.8.7.4 (SEQUENCE). A UID is made of the
contract's reference, the clause, the sentence and the occurrence, so that a later import moves the event and doubles
none. Reminders are relative to the start in whole days, which calendar programs agree on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from specgen.assembly.ledger.build import moved_words
from specgen.assembly.ledger.model import LedgerPart, LedgerRow
from specgen.assembly.ledger.when import condition_words
from specgen.contract.dates import MONTHS, long_date
from specgen.excel import Out, Page, columns, workbook_bytes
from specgen.issue.duties.said import not_listed, said_of, service_commencement, what_words, who_words
from specgen.issue.duties.watched import READING_AID, SOON, ContractDay, Due, DutiesFor, Watched

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
    if any(watched.moved() for watched in contracts):
        moved_rows = [
            (moved_words(moved), *_duty(watched, moved.row, one)) for watched in contracts for moved in watched.moved()
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
        if left := not_listed([watched]):
            yield "Not listed", left


def _contract_days(watched: Watched, side: DutiesFor | None) -> Iterator[tuple[Out, ...]]:
    for entry in watched.days_for(side):
        owner = () if side == "provider" else (watched.owner,)
        yield watched.reference, watched.provider, entry.what, entry.day, entry.said, *owner


def _due_rows(watched: Watched, due: Sequence[Due], one: bool) -> Iterator[tuple[Out, ...]]:
    for each in due:
        yield each.day.day, said_of(each, watched), *_duty(watched, each.row, one)


def _duty(watched: Watched, row: LedgerRow, one: bool) -> tuple[Out, ...]:
    contract = watched.pack.contract
    service = "" if row.service is None else contract.content.services[row.service].name
    whose = watched.reference, watched.provider
    told = service, who_words(row), what_words(row), row.to, str(row.paragraph), row.sentence, row.evidence
    return (*told, *whose) if one else (*whose, *told)


REMINDER = "-P14D"
_LONGEST_LINE = 75
"""Octets, without the line's end."""
_DAY_ONE = date(2000, 1, 1)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def calendar_bytes(contracts: Iterable[Watched], side: DutiesFor | None = None) -> bytes:
    """The calendar of all contracts, a date of the contract and a duty's day each an event of its own."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//specgen//duties//EN",
        "CALSCALE:GREGORIAN",
    ]
    for watched in contracts:
        for due in watched.due():
            lines += _due_event(watched, due)
        for entry in watched.days_for(side):
            if entry.day is not None:
                lines += _contract_day(watched, entry, entry.day)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode("utf-8")


def _due_event(watched: Watched, due: Due) -> Iterator[str]:
    row, day = due.row, due.day
    about = "About this day. " if day.about else ""
    parts = [
        f"Done on {long_date(row.done)}." if row.done else "",
        row.sentence,
        f"When: {row.when}{f' ({day.said})' if day.said else ''}",
        f"Condition: {condition_words(row.condition)}" if row.condition else "",
        f"To: {row.to}" if row.to else "",
        f"Evidence: {row.evidence}" if row.evidence else "",
        f"{watched.reference}, {row.paragraph}",
        f"{about}{READING_AID}",
    ]
    sentence = row.key.partition("#")[2]
    uid = _uid(watched.reference, row.clause_id, sentence, str(row.service), day.party, str(day.number))
    who = f"{row.who} (for {day.party})" if day.party else row.who
    # An event is on the day that the contract names; where the wording excludes that day, the event says so first.
    before = "before this day: " if day.before else ""
    summary = f"{watched.reference}: {before}{who}: {row.what}"
    words = "\n".join(filter(None, parts))
    yield from _event(watched, uid, day.day, summary, words, before=day.before, reminds=row.done is None)


def _contract_day(watched: Watched, entry: ContractDay, day: date) -> Iterator[str]:
    uid = _uid(watched.reference, "contract", entry.what, "", "", "")
    words = "\n".join(filter(None, [entry.said, READING_AID, not_listed([watched])]))
    yield from _event(watched, uid, day, f"{watched.reference}: {entry.what}", words)


def _event(
    watched: Watched, uid: str, day: date, summary: str, description: str, *, before: bool = False, reminds: bool = True
) -> Iterator[str]:
    try:
        after = day + timedelta(days=1)
    except OverflowError:  # the last day that there is has none after it
        return
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{watched.pack.contract.day:%Y%m%d}T000000Z"
    # A deadline that moves comes with a later day of the list; programs keep the event with the higher number.
    yield f"SEQUENCE:{max((max(watched.on, watched.pack.contract.day) - _DAY_ONE).days, 0)}"
    yield f"DTSTART;VALUE=DATE:{_written(day)}"
    yield f"DTEND;VALUE=DATE:{_written(after)}"
    yield f"SUMMARY:{_escaped(summary)}"
    yield f"DESCRIPTION:{_escaped(description)}"
    yield "TRANSP:TRANSPARENT"
    if reminds:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:{REMINDER}"
        due = "before" if before else "on"
        yield f"DESCRIPTION:{_escaped(f'Due {due} {long_date(day)}: {summary}')}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _written(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _uid(*parts: str) -> str:
    """The same for the same contract, clause, sentence and occurrence, whatever the version of the clause."""
    return f"{hashlib.sha256(chr(31).join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@specgen"


def _escaped(text: str) -> str:
    plain = _CONTROL.sub(" ", text.encode("utf-8", "replace").decode("utf-8"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of 75 octets at most, each after the first with a space before it; no letter is cut."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode("utf-8"))
        if size + width > _LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += width
    yield piece
