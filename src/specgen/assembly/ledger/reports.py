"""Every report that the contract's other schedules ask for, as Schedule 6A lists it: once, with basis and first day.

A report of Schedule 6A itself that another schedule asks for too, counted in the same way, is one report: the schedule
says by what it is also required, and there is no further row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.ledger.model import LedgerRow
from specgen.assembly.pack import Pack
from specgen.contract.dates import long_date

LISTED_IN = "reporting"
"""The place whose clauses are reports of Schedule 6A itself."""


@dataclass(frozen=True, slots=True)
class FurtherReport:
    """A report that another schedule asks for. `paragraphs` are where it does; `number` counts on from the schedule's
    own reports."""

    number: int
    title: str
    wording: str
    basis: str
    period: str
    first: str
    to: str
    required_by: str


@dataclass(frozen=True, slots=True)
class CitedReport:
    """A report of the schedule itself, by its title, that another schedule asks for as well."""

    title: str
    required_by: str


def further_reports(pack: Pack) -> tuple[FurtherReport, ...]:
    """Every report of another schedule that Schedule 6A does not hold itself, in the order of the contract."""
    rows = ledger_of(pack).rows
    own = [row for row in rows if _listed(row)]
    together: dict[tuple[str, ...], list[LedgerRow]] = {}
    for row in rows:
        if row.reading.reported and not _listed(row) and not any(_one_report(row, other) for other in own):
            # Two services with one report, counted and due alike, have one row.
            together.setdefault((row.object, row.reading.reported, row.when, row.sentence, _first(row)), []).append(row)
    count = sum(1 for clause in pack.chosen if clause.place == LISTED_IN)
    return tuple(
        FurtherReport(
            number=count + number,
            title=f"{found[0].object[:1].upper()}{found[0].object[1:]}",
            wording=found[0].sentence,
            basis=f"Counted {found[0].reading.reported}"
            if not found[0].reading.reported.startswith("an account")
            else "An account in words",
            period=_period(found[0]),
            first=_first(found[0]),
            to=found[0].to,
            required_by=f"As required by {_paragraphs(pack, found)}; not a further report",
        )
        for number, found in enumerate(together.values(), 1)
    )


def cited_reports(pack: Pack) -> tuple[CitedReport, ...]:
    """The schedule's own reports that another schedule asks for as well."""
    return tuple(_cited(pack))


def _cited(pack: Pack) -> Iterator[CitedReport]:
    rows = ledger_of(pack).rows
    for own in rows:
        if not _listed(own):
            continue
        others = [row for row in rows if row.reading.reported and not _listed(row) and _one_report(row, own)]
        if others:
            said = f"also required by {_paragraphs(pack, others)}; not a further report"
            yield CitedReport(own.paragraph.heading, said)


def _listed(row: LedgerRow) -> bool:
    return row.clause_id.split("/")[1] == LISTED_IN


def _one_report(row: LedgerRow, own: LedgerRow) -> bool:
    return bool(own.reading.reported) and (row.object, row.reading.reported) == (own.object, own.reading.reported)


def _period(row: LedgerRow) -> str:
    """When it is due, as a sentence begins. The schedule has numbers of its own, so that a paragraph beside the one
    that asks for the report is said to be of the same terms."""
    when = re.sub(r"what (paragraph \d\S*) asks for", r"what \1 of the same terms asks for", row.when)
    return f"{when[:1].upper()}{when[1:]}"


def _first(row: LedgerRow) -> str:
    """The first day on which it is due; where it follows an event, that it has none."""
    if not row.days:
        return "On each such occasion"
    first = row.days[0]
    return f"First due {'before' if first.before else 'on'} {long_date(first.day)}"


def _paragraphs(pack: Pack, rows: list[LedgerRow]) -> str:
    """`paragraph 6 of “Personalised care” in Schedule 2A (services 01 and 02)`."""
    heads: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        services = heads.setdefault((row.paragraph.number, row.paragraph.heading, row.paragraph.schedule), [])
        if row.service is not None:
            services.append(pack.contract.service_number(row.service))
    several = len(pack.contract.content.services) > 1
    said = []
    for (number, heading, schedule), services in heads.items():
        where = f"paragraph {number} of “{heading}”" if number else f"“{heading}”"
        named = f" in {schedule}" if schedule else ""
        whose = f" (service{'s' * (len(services) > 1)} {_series(services)})" if several and services else ""
        said.append(f"{where}{named}{whose}")
    return _series(said)


def _series(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
