"""The page for the next Review Meeting: one page a contract, of what fell due, what the Commissioner owes, what comes.

It is made of readings, so it says that the contract's words prevail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from specgen.assembly.ledger.when import about_words
from specgen.contract.dates import long_date
from specgen.issue.duties.sheets import said_of, what_words
from specgen.issue.duties.watched import READING_AID, SOON, Due, DutiesFor, Watched, later
from specgen.problems import Problem
from specgen.review.reports.forms import ReportForm, drawn, open_form

MOST_ROWS: Final = 4
"""Rows of a table, so that a contract keeps to its page; what is more is counted."""
_PROVIDERS: Final = ("Provider", "Recipient")


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A duty on its day: when, what, and where it stands."""

    day: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class MeetingTable:
    """Duties under a heading. `more` says how many are left out; "" when none is."""

    heading: str
    nothing: str
    rows: tuple[MeetingRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class MeetingContract:
    """One contract's page. `facts` are its parties and days; `more` says that another contract follows."""

    heading: str
    facts: tuple[str, ...]
    tables: tuple[MeetingTable, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class MeetingPage:
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
    since, until = earlier(watched.on, SOON), later(watched.on, SOON)
    past = [due for due in watched.due() if since <= due.day.latest < watched.on]
    owed = [due for due in watched.due() if since <= due.day.latest <= until and not _by_provider(due)]
    soon = [due for due in watched.due_soon() if _by_provider(due)]
    return MeetingContract(
        f"{watched.reference}: {contract.content.contract.title}",
        (
            f"Provider: {watched.provider}",
            f"Co-ordinating Commissioner: {contract.co_ordinating.name}",
            f"Day: {long_date(watched.on)}",
            *owner,
            *days,
        ),
        (
            _table(
                f"Due from {long_date(since)}: to be shown at the meeting",
                [due for due in past if _by_provider(due)],
                watched,
            ),
            _table("What the Commissioner owes", owed, watched),
            _table(f"Next {SOON} days, to {long_date(until)}", soon, watched),
        ),
        more,
    )


def earlier(day: date, days: int) -> date:
    """The day so many days earlier; the first day that there is, before it."""
    return date.fromordinal(max(day.toordinal() - days, 1))


def _by_provider(due: Due) -> bool:
    return due.row.who in _PROVIDERS


_LONGEST: Final = 100


def _in_short(due: Due, watched: Watched) -> str:
    """What is due in a line or two; that it is past is said by the table that it stands in."""
    words = what_words(due.row)
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"
    told = ("past on ", about_words(due.day))  # by the table and by the row's day
    said = "; ".join(part for part in said_of(due, watched).split("; ") if not part.startswith(told))
    return f"{words} ({said})" if said and len(said) <= _LONGEST else words


def _table(heading: str, dues: Sequence[Due], watched: Watched) -> MeetingTable:
    shown = dues[:MOST_ROWS]
    left = len(dues) - len(shown)
    return MeetingTable(
        heading,
        "" if dues else "Nothing.",
        tuple(MeetingRow(about_words(due.day), _in_short(due, watched), str(due.row.paragraph)) for due in shown),
        f"{left} more; the workbook of duties lists {'it' if left == 1 else 'them'}." if left else "",
    )
