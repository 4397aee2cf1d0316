"""Personal health budgets without care and support planning

A service whose specification has wording on personal health budgets must also have wording on personalised care and support planning: a budget cannot be given without the planning that it rests on.

To mend it: add personalised care and support planning to the service's specification, or take the budgets out.

Breaks it:

    specification:
      - personal-health-budgets
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import service_name, services, wording
from specgen.problems import Problem, Severity

SLUG = "budget-without-care-plan"
SEVERITY: Severity = "error"
SECTION = "2.3.2, 2.7.7"

BUDGETS = "personal-health-budgets"
PLANNING = "personalised-care-and-support-planning"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each service that has budgets and no planning."""
    for service in services(pack):
        budgets = wording(pack, service, BUDGETS)
        if budgets and not wording(pack, service, PLANNING):
            yield _BREACH.at(
                pack, budgets[0].path,
                f"{service_name(pack, service)} offers personal health budgets and has no wording on personalised care and support planning",
                f"add “{PLANNING}” under specification",
            )
