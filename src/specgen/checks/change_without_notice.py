"""A change in the year without notice

Where a contract is amended in the year, the notice periods of the contract and its technical guidance apply. The rule looks for a contract whose `date` is after the first day of its term and that says nothing under `in_year_notice`.

To mend it: write under `in_year_notice` when and how notice was given.

Breaks it:

    contract:
      date: 2026-09-01
      term: {start: 2026-04-01, end: 2029-03-31}
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.contract.dates import long_date
from specgen.problems import Problem, Severity

SLUG = "change-without-notice"
SEVERITY: Severity = "warning"
SECTION = "4.1 (stage 3)"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """At most one problem."""
    whole = pack.contract.content.contract
    if whole.date is not None and whole.date > whole.term.start and whole.in_year_notice is None:
        yield _BREACH.at(
            pack, ("contract", "date"),
            f"the contract is dated {long_date(whole.date)}, after its term began on {long_date(whole.term.start)}, and no notice is recorded",
            "add “in_year_notice:” with when and how notice of the change was given",
        )
