"""A personal health budget process without its governance

Once each part of the budget process is known, it is assessed for governance and risk: agreements, quality standards, audit, information governance, data system, incidents and the panel that oversees it. The rule looks for a service that has the clause *process* or *delegation* without the clause *governance*, which answers those questions. *Delegation* also needs *process*, whose terms it changes.

To mend it: choose the set `personal-health-budgets`, or `personal-health-budgets-with-delegation` where the Provider approves or pays.

Breaks it:

    specification:
      - personal-health-budgets/process
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import first_serving, service_name, services, short_name, wording
from specgen.problems import Problem, Severity

SLUG = "budget-without-governance"
SEVERITY: Severity = "error"
SECTION = "2.7.3, 2.7.5"

BUDGETS = "personal-health-budgets"
PROCESS = "personal-health-budgets/specification/process"
GOVERNANCE = "personal-health-budgets/specification/governance"
DELEGATION = "personal-health-budgets/specification/delegation"
NEEDS = {PROCESS: (GOVERNANCE,), DELEGATION: (PROCESS, GOVERNANCE)}

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each clause that stands without one it needs."""
    for service in services(pack):
        clauses = wording(pack, service, BUDGETS)
        for clause_id, needed in NEEDS.items():
            clause = first_serving(clauses, clause_id)
            missing = [short_name(other) for other in needed if first_serving(clauses, other) is None]
            if clause is not None and missing:
                yield _BREACH.at(
                    pack, clause.path,
                    f"{service_name(pack, service)} has {clause.id} without {' and '.join(missing)}",
                    f"add {' and '.join(f'“{name}”' for name in missing)} under specification",
                )
