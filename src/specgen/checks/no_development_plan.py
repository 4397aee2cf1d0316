"""No development plan for personalised care

Local arrangements for personalised care are set out in the Development Plan for Personalised Care (Schedule 2M), for all the Provider's services or for single pathways. The rule looks for a contract in a form that has the schedule, with nothing under `development`.

To mend it: choose actions under `development`, or say `not_applicable:` with the reason.

Breaks it:

    development: []
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.without_plan import without_plan
from specgen.problems import Problem, Severity

SLUG = "no-development-plan"
SEVERITY: Severity = "warning"
SECTION = "4.2.1"

SCHEDULE = "development-plan"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """At most one problem."""
    yield from without_plan(pack, _BREACH, "development", SCHEDULE, "actions")
