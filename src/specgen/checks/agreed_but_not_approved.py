"""An agreed contract with a clause that is not approved

DRAFT leaves the pages only when every clause is approved, every value is there and the contract's status is “agreed”. The rule looks for that status while a chosen clause has no approval in force.

To mend it: have the clauses approved, or take the status back.

Breaks it:

    contract:
      status: agreed
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import each_once
from specgen.problems import Problem, Severity

SLUG = "agreed-but-not-approved"
SEVERITY: Severity = "warning"
SECTION = ""

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """At most one problem, which names every such clause."""
    waiting = [clause.version.name for clause in each_once(pack.chosen) if clause.approval is None]
    if waiting and pack.contract.content.contract.status == "agreed":
        yield _BREACH.at(
            pack, ("contract", "status"), f"the contract’s status is “agreed”, but not every clause is approved: {', '.join(waiting)}",
            "have them approved; until then DRAFT stays on every page",
        )
