"""A measure of something that the specification does not ask for

A measure shows whether the wording of a component is applied. The rule looks for a quality requirement whose component has no wording in the specification of the same service.

To mend it: add the component's wording to the specification, or take the measure out.

Breaks it:

    specification: [shared-decision-making]
    quality: [social-prescribing/uptake]
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import service_name, wording
from specgen.problems import Problem, Severity

SLUG = "measure-without-wording"
SEVERITY: Severity = "warning"
SECTION = "4.2.4"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each measure without wording."""
    for measure in pack.at("quality"):
        if measure.service is not None and not wording(pack, measure.service, measure.component):
            component = pack.library.component(measure.component)
            yield _BREACH.at(
                pack, measure.path,
                f"{measure.id} measures “{component.title if component else measure.component}”, on which {service_name(pack, measure.service)} has no wording",
                "add the component’s wording under specification, or take the measure out",
            )
