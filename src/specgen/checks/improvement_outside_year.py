"""An improvement item outside the contract year or the term

The Service Development and Improvement Plan sets out the key deliverables within the year. The rule compares the date of each item, where it names a day, with the contract year of the edition (1 April to 31 March) and with the contract's term.

To mend it: give a date within the year; put a longer action into Schedule 2M.

Breaks it (edition 2026/27):

    improvement:
      - shared-decision-making/trained-staff
    values:
      sdm_training_date: 2027-09-30
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.contract.dates import contract_year, long_date, parse_date_term
from specgen.problems import Location, Problem, Severity
from specgen.wording import placeholder_names

SLUG = "improvement-outside-year"
SEVERITY: Severity = "error"
SECTION = "4.2.3"

FIELD = "timescale"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each item whose day lies outside the year, the term or both."""
    term = pack.contract.content.contract.term
    year = contract_year(pack.edition.edition)
    periods = [("the contract’s term", term.start, term.end)]
    if year is not None:
        periods.insert(0, (f"the contract year {pack.edition.edition}", *year))
    for item in pack.at("improvement"):
        for day, where in _days(pack, item):
            outside = [f"{name} ({long_date(start)} to {long_date(end)})" for name, start, end in periods if not start <= day <= end]
            if outside:
                yield _BREACH.at(
                    pack, where, f"the improvement item {item.id} is due on {long_date(day)}, outside {' and outside '.join(outside)}",
                    "give a date within the contract year and the contract’s own term, or put the action into the development plan (Schedule 2M)",
                )


def _days(pack: Pack, item: ChosenClause) -> Iterator[tuple[date, Location]]:
    """The days that the item's timescale names, each with the place of its value."""
    choice = pack.contract.place(*item.path)
    names = list(placeholder_names(item.version.fields.get(FIELD, ())))
    for name in names:
        if (day := item.days.get(name)) is not None:
            yield day, item.origins.get(name, choice)
        yield from _own_days(pack, name)
    written = None if names else parse_date_term(item.fields.get(FIELD, ""), pack.contract.commencement)
    if written is not None and written.day is not None:
        yield written.day, choice


def _own_days(pack: Pack, name: str) -> Iterator[tuple[date, Location]]:
    """The days that differ for single Commissioners: each is printed beside the others'."""
    for index, party in enumerate(pack.contract.content.commissioners):
        term = parse_date_term(str(party.values[name]), pack.contract.commencement) if name in party.values else None
        if term is not None and term.day is not None:
            yield term.day, pack.contract.place("commissioners", index, "values", name)
