"""No Service Development and Improvement Plan

It is recommended that all providers have a Service Development and Improvement Plan (Schedule 6D) that sets out the key deliverables for personalised care within the year. The rule looks for a contract in a form that has the schedule, with nothing under `improvement`.

To mend it: choose items under `improvement`, or say `not_applicable:` with the reason.

Breaks it:

    improvement: []
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.without_plan import without_plan
from specgen.problems import Problem, Severity

SLUG = "no-improvement-plan"
SEVERITY: Severity = "warning"
SECTION = "4.2.3"

SCHEDULE = "improvement-plan"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """At most one problem."""
    yield from without_plan(pack, _BREACH, "improvement", SCHEDULE, "items")
