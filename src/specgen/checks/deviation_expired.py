"""A local deviation whose last day has passed

An adaptation of quoted wording may say until when its deviation holds (`deviation_until`). The rule looks for a chosen clause whose last day lies before the contract's date, or before the day that `specgen check --on` gives.

To mend it: choose the wording that the adaptation is based on, or have a new version of the adaptation approved with a later day.

Breaks it:

    contract:
      date: 2027-10-01
    services:
      - specification: [co-production/national-local]      # deviation_until: 2027-09-30
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import each_once
from specgen.contract.dates import long_date
from specgen.problems import Problem, Severity

SLUG = "deviation-expired"
SEVERITY: Severity = "warning"
SECTION = ""

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each version whose deviation has ended by the contract's date."""
    yield from _expired(pack, None, pack.contract.day)


def check_on(pack: Pack, day: date) -> Iterator[Problem]:
    """One problem for each version whose deviation has ended by `day`, though it had not by the contract's date."""
    yield from _expired(pack, pack.contract.day, day)


def _expired(pack: Pack, after: date | None, day: date) -> Iterator[Problem]:
    for clause in each_once(pack.chosen):
        until = clause.version.deviation_until
        if until is not None and until < day and (after is None or until >= after):
            reason = clause.version.change.rstrip(".")
            yield _BREACH.at(
                pack, clause.path,
                f"{clause.version.name} deviates from {clause.version.based_on or 'the model wording'} until {long_date(until)}, which has passed on {long_date(day)} (its reason: {reason})",
                f"choose {clause.version.based_on.partition('@')[0] or 'the model wording'}, or have a version with a later last day approved",
            )
