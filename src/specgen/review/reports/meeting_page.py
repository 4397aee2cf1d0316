"""The page for the next Review Meeting: one page a contract, of what fell due, what the Commissioner owes, what comes.

It is made of readings, so it says that the contract's words prevail.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from specgen.assembly.ledger.when import about_words, condition_words
from specgen.contract.dates import long_date, reached
from specgen.issue.duties.said import not_listed
from specgen.issue.duties.watched import READING_AID, SOON, Due, DutiesFor, Watched
from specgen.problems import Problem
from specgen.review.reports.forms import ReportForm, drawn, open_form

MOST_LINES: Final = 28
"""Lines of a page for the contract's heading and facts and the rows of the three tables together, so that a contract
keeps to its page; what is beyond them is said."""
_LEFT_OUT: Final = 5
"""Lines in which it is said what there was no room for."""
_HEADING, _FACT = 56, 84
"""Letters of a line of the heading, which is half as high again, and of the facts."""
_LINE: Final = 54
"""Letters of what is due in one line of a row."""
_PLACE: Final = 11
"""Letters of a line of the last column."""
_EACH: Final = 0.35
"""What a row takes beside its lines, in lines."""
_ROUNDED: Final = 0.001
_PROVIDERS: Final = ("Provider", "Recipient")


class MeetingRow(Struct, frozen=True):
    """A day and what is due on it under one schedule, each with its paragraph; `where` is the schedule, with the
    service where there are several."""

    day: str
    what: str
    where: str


class MeetingTable(Struct, frozen=True):
    """Duties under a heading. `place` is what the parts of the agreement are called, of which one stands in each row;
    `more` says what there was no room for; "" for nothing."""

    heading: str
    place: str
    nothing: str
    rows: tuple[MeetingRow, ...]
    more: str


class MeetingContract(Struct, frozen=True):
    """One contract's page. `facts` are its parties and days; `more` says that another contract follows."""

    heading: str
    facts: tuple[str, ...]
    tables: tuple[MeetingTable, ...]
    more: bool


class MeetingPage(Struct, frozen=True):
    """The pages of all contracts."""

    title: str
    aid: str
    contracts: tuple[MeetingContract, ...]


def meeting_report(
    contracts: Sequence[Watched], side: DutiesFor | None = None, form: ReportForm | None = None
) -> tuple[bytes | None, list[Problem]]:
    """The file's bytes, or the problems for which there is none. Without a `form` the shipped one is used."""
    problems: list[Problem] = []
    if form is None:
        form, problems = open_form("meeting", MeetingPage)
    if form is None:
        return None, problems
    page = meeting_page(contracts, side)
    data, faults = drawn(form, page, page.title, "Duties that fall due")
    return data, [*problems, *faults]


def meeting_page(contracts: Sequence[Watched], side: DutiesFor | None = None) -> MeetingPage:
    """The values of the page."""
    one = contracts[0].reference if len(contracts) == 1 else f"{len(contracts)} contracts"
    return MeetingPage(
        f"Review Meeting: {one}",
        READING_AID,
        tuple(_contract(watched, side, more=watched is not contracts[-1]) for watched in contracts),
    )


def _contract(watched: Watched, side: DutiesFor | None, *, more: bool) -> MeetingContract:
    contract = watched.pack.contract
    days = [f"{entry.what}: {long_date(entry.day) if entry.day else entry.said}" for entry in watched.days_for(side)]
    owner = [f"Owner: {watched.owner}"] if side != "provider" and watched.owner else []
    since, until = reached(watched.on, -SOON, "day"), reached(watched.on, SOON, "day")
    past = [due for due in watched.due() if since <= due.day.latest < watched.on]
    owed = [due for due in watched.due() if since <= due.day.latest <= until and not _by_provider(due)]
    soon = [due for due in watched.due_soon() if _by_provider(due)]
    tables = (
        (f"Due from {long_date(since)}: to be shown at the meeting", [due for due in past if _by_provider(due)]),
        (f"What the {watched.pack.edition.words.commissioner} owes", owed),
        (f"Next {SOON} days, to {long_date(until)}", soon),
    )
    entries = [[(about_words(due.day), _in_short(due), _schedule(due, watched)) for due in dues] for _, dues in tables]
    heading = f"{watched.reference}: {contract.content.contract.title}"
    facts = (
        "; ".join(watched.parties),
        "; ".join([f"Day: {long_date(watched.on)}", *owner, *days]),
        *filter(None, [not_listed([watched])]),
    )
    above = 1.5 * -(-len(heading) // _HEADING) + sum(-(-len(fact) // _FACT) for fact in facts)
    shown = _shown(entries, max(MOST_LINES - above, MOST_LINES / 2))
    return MeetingContract(
        heading,
        facts,
        tuple(
            _table(head, watched.pack.edition.words.schedule.capitalize(), of_table, count)
            for (head, _), of_table, count in zip(tables, entries, shown, strict=True)
        ),
        more,
    )


_Entry = tuple[str, str, str]
"""A day, what is due on it with its paragraph, and the schedule."""


def _shown(tables: Sequence[Sequence[_Entry]], room: float) -> list[int]:
    """How much of each table is shown: all where the page holds it, else what three tenths of it hold and, of what is
    left, as much as each needs in turn."""
    if sum(_height(_days(of_table)) for of_table in tables) <= room:
        return [len(of_table) for of_table in tables]
    room -= _LEFT_OUT
    shown = [_fitting(of_table, room * 0.3) for of_table in tables]
    for number, of_table in enumerate(tables):
        taken = sum(_height(_days(each[:count])) for each, count in zip(tables, shown, strict=True))
        shown[number] = _fitting(of_table, room - taken + _height(_days(of_table[: shown[number]])))
    return shown


def _fitting(entries: Sequence[_Entry], room: float) -> int:
    """As many as there is room for, day by day."""
    return next(count for count in range(len(entries), -1, -1) if _height(_days(entries[:count])) <= room + _ROUNDED)


def _table(heading: str, place: str, entries: Sequence[_Entry], shown: int) -> MeetingTable:
    """The first entries, and what is said of those beyond."""
    left = entries[shown:]
    more = ""
    if left:
        days = f"on {left[0][0]}" if left[0][0] == left[-1][0] else f"from {left[0][0]} to {left[-1][0]}"
        them = "it" if len(left) == 1 else "them"
        more = f"Left out here: {len(left)} due {days}; the workbook of duties lists {them}."
    return MeetingTable(heading, place, "" if entries else "Nothing.", tuple(_days(entries[:shown])), more)


def _days(entries: Sequence[_Entry]) -> list[MeetingRow]:
    """A row for each day and schedule."""
    found: dict[tuple[str, str], list[str]] = {}
    for day, what, where in entries:
        found.setdefault((day, where), []).append(what)
    return [MeetingRow(day, _together(whats), where) for (day, where), whats in found.items()]


def _together(whats: Sequence[str]) -> str:
    """What is due on one day, acts of one name together: `give: a map (2A 3.2.9), a plan (2A 3.2.11)`."""
    by_act: dict[str, list[str]] = {}
    for what in whats:
        act, mark, rest = what.partition(": ")
        by_act.setdefault(f"{act}{mark}", []).append(rest)
    return "; ".join(f"{act}{', '.join(things)}" for act, things in by_act.items())


def _height(rows: Sequence[MeetingRow]) -> float:
    """The lines that the rows take on the page."""
    return sum(max(-(-len(row.what) // _LINE), -(-len(row.where) // _PLACE)) + _EACH for row in rows)


def _schedule(due: Due, watched: Watched) -> str:
    """`2A`, or `2A (01)` where there are several services; of a document that is no schedule the last word."""
    row, contract = due.row, watched.pack.contract
    schedule = row.paragraph.schedule
    name = schedule.removeprefix("Schedule ") if schedule.startswith("Schedule ") else schedule.split(" ")[-1]
    several = row.service is not None and len(contract.content.services) > 1
    number = f" ({contract.service_number(row.service)})" if several and row.service is not None else ""
    return f"{name[:1].upper()}{name[1:]}{number}"


def _in_short(due: Due) -> str:
    """`give: pathway map (3.2.96)`; of a limit how far it goes, of a Commissioner's own its name, and the condition."""
    row = due.row
    said = [f"; {row.much}" if row.much and row.reading.mode == "limit" else ""]
    said += [
        f", {due.day.party}" if due.day.party else "",
        f" ({condition_words(row.condition)})" if row.condition else "",
    ]
    return f"{row.what}{''.join(said)}{f' ({row.paragraph.number})' if row.paragraph.number else ''}"


def _by_provider(due: Due) -> bool:
    return due.row.who in _PROVIDERS
