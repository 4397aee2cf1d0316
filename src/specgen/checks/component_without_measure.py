"""A component without a measure

Where a component's wording goes into a specification, a measure of successful application is recommended. The rule looks at each component that a service has wording on, if the library quotes national metrics for it, and asks for at least one quality requirement of that component in the same service.

To mend it: choose one of the component's measures under `quality`. A measure is recommended where it suits the weight of personalised care in the contract; a warning does not stop the documents.

Breaks it:

    specification:
      - shared-decision-making
    quality: []
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import service_name, services, short_name, wording
from specgen.problems import Problem, Severity

SLUG = "component-without-measure"
SEVERITY: Severity = "warning"
SECTION = "4.2.4"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each service and component with wording, metrics in the library, and no measure."""
    for component in pack.library.components:
        metrics = [
            clause.id for clause in pack.library.clauses.values()
            if clause.component == component.id and clause.place == "quality" and any(version.origin == "national" for version in clause.versions)
        ]
        if not metrics:
            continue
        for service in services(pack):
            clauses = wording(pack, service, component.id)
            measured = any(clause.component == component.id for clause in pack.at("quality", service))
            if clauses and not measured:
                yield _BREACH.at(
                    pack, clauses[0].path,
                    f"{service_name(pack, service)} has wording on “{component.title}” and no measure of it",
                    f"choose one under quality: {', '.join(map(short_name, metrics))}",
                )
