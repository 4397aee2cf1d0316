"""Social prescribing without shared decision making

Social prescribing is less effective when it is delivered without a complementary approach to shared decision making. The rule looks for a service with wording on social prescribing, in which nothing speaks of shared decision making: it has no wording on that component, and the wording on social prescribing does not name it. (The link worker clause does: link workers are trained in it.)

To mend it: add shared decision making to the service's specification.

Breaks it:

    specification:
      - social-prescribing
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import service_name, services, wording
from specgen.problems import Problem, Severity
from specgen.wording import plain_text

SLUG = "social-prescribing-alone"
SEVERITY: Severity = "warning"
SECTION = "chapter 1"

PRESCRIBING = "social-prescribing"
DECISIONS = "shared-decision-making"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each service that has the one and not the other."""
    for service in services(pack):
        prescribing = wording(pack, service, PRESCRIBING)
        named = any("shared decision" in plain_text(clause.blocks).casefold() for clause in prescribing)
        if prescribing and not named and not wording(pack, service, DECISIONS):
            yield _BREACH.at(
                pack, prescribing[0].path,
                f"{service_name(pack, service)} has social prescribing and no wording on shared decision making",
                f"add “{DECISIONS}” under specification",
            )
