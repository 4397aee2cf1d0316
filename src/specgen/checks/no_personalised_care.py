"""A specification without personalised care

Every new or revised service specification gets at least a generic reference to personalised care. The rule looks for a service that chooses nothing under `specification`.

To mend it: choose the components that fit the service, or at least the set `personalised-care`.

Breaks it:

    services:
      - name: Community physiotherapy
        specification: []
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import service_name, services
from specgen.problems import Problem, Severity

SLUG = "no-personalised-care"
SEVERITY: Severity = "error"
SECTION = "4.2.4"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each service that chooses nothing; a name that no clause has is reported elsewhere."""
    for service in services(pack):
        if not pack.contract.content.services[service].specification:
            yield _BREACH.at(
                pack, ("services", service, "specification"), f"the specification of {service_name(pack, service)} has no wording on personalised care",
                "choose the components that fit it under specification, or at least “personalised-care”",
            )
