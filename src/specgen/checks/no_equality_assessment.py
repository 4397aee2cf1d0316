"""No assessment of equality and health inequalities

All commissioners must assess their approaches to personalised care in regard to equality and health inequalities. The rule looks for a contract that names no `equality_assessment` and does not choose the development action that promises one by a date.

To mend it: name the assessment with its date, or choose `personalised-care/equality` under `development`.

Breaks it:

    contract: {…without equality_assessment…}
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import first_serving, short_name
from specgen.problems import Problem, Severity

SLUG = "no-equality-assessment"
SEVERITY: Severity = "warning"
SECTION = "3.2.5"

ACTION = "personalised-care/development/equality"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """At most one problem."""
    if pack.contract.content.contract.equality_assessment is None and first_serving(pack.at("development"), ACTION) is None:
        yield _BREACH.at(
            pack, ("contract", "equality_assessment"), "the contract names no assessment of equality and health inequalities",
            f"add “equality_assessment:” under contract with its title and date, or choose “{short_name(ACTION)}” under development",
        )
