"""Personal health budgets without reviews

A direct payment is reviewed after three months and then yearly as a minimum, and it is good practice to review every budget at that frequency. The rule looks for a service with wording on personal health budgets in which no such wording speaks of a review within three months, while the contract has no reporting item on reviews either.

To mend it: choose the clause *process*, which holds the reviews, or the reporting item `personal-health-budgets/reviews-on-time`.

Breaks it:

    specification:
      - personal-health-budgets/governance
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import first_serving, service_name, services, short_name, wording
from specgen.problems import Problem, Severity
from specgen.wording import Block

SLUG = "budget-without-reviews"
SEVERITY: Severity = "warning"
SECTION = "4.3.1"

BUDGETS = "personal-health-budgets"
PROCESS = "personal-health-budgets/specification/process"
REPORTING = "personal-health-budgets/reporting/reviews-on-time"

_THREE_MONTHS = re.compile(r"\b(?:three|3)[ -]months?\b", re.IGNORECASE)
_REVIEW = re.compile(r"\breview", re.IGNORECASE)
_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each service with budgets whose reviews nothing asks for."""
    if first_serving(pack.at("reporting"), REPORTING):
        return
    for service in services(pack):
        clauses = wording(pack, service, BUDGETS)
        if clauses and not any(_asks_for_reviews(block) for clause in clauses for block in clause.blocks):
            yield _BREACH.at(
                pack, clauses[0].path,
                f"no wording on personal health budgets of {service_name(pack, service)} asks for a review within three months, and no report on reviews is chosen",
                f"add “{short_name(PROCESS)}” under specification, or “{short_name(REPORTING)}” under reporting",
            )


def _asks_for_reviews(block: Block) -> bool:
    return bool(_REVIEW.search(block.text) and _THREE_MONTHS.search(block.text))
