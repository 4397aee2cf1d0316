"""Duties as a calendar file, which any calendar program reads.

Source: RFC 5545, 3.1 (lines of 75 octets at most, CRLF), 3.3.11 (escaped text), 3.6.1 (events; an all-day event ends on
the day after), 3.8.4.7 (UID), 3.8.7.2 (DTSTAMP) and 3.8.7.4 (SEQUENCE). A UID is made of the contract's reference, the
clause, the sentence and the occurrence, so that a later import moves the event and doubles none. Reminders are relative
to the start in whole days, which calendar programs agree on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from specgen.assembly.ledger.when import condition_words
from specgen.contract.dates import long_date
from specgen.issue.duties.watched import READING_AID, ContractDay, Due, DutiesFor, Watched

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
            lines += _duty(watched, due)
        for entry in watched.days_for(side):
            if entry.day is not None:
                lines += _contract_day(watched, entry, entry.day)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode("utf-8")


def _duty(watched: Watched, due: Due) -> Iterator[str]:
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
    who = f"{row.who} ({day.party})" if day.party else row.who
    # An event is on the day that the contract names; where the wording excludes that day, the event says so first.
    before = "before this day: " if day.before else ""
    summary = f"{watched.reference}: {before}{who}: {row.what}"
    words = "\n".join(filter(None, parts))
    yield from _event(watched, uid, day.day, summary, words, before=day.before, reminds=row.done is None)


def _contract_day(watched: Watched, entry: ContractDay, day: date) -> Iterator[str]:
    uid = _uid(watched.reference, "contract", entry.what, "", "", "")
    words = "\n".join(filter(None, [entry.said, READING_AID]))
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
