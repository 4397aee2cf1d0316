"""One tool in the specification and another in the measure

The local terms of shared decision making name the validated tool that the Provider uses; the quality requirement is about a tool too. The rule looks for a service whose specification names one tool while every measure of shared decision making that it has is about another: the Provider would be bound to two.

To mend it: choose the measure of the tool that is named, or name the tool that is measured.

Breaks it:

    quality:
      - shared-decision-making/sdm-q9
    values:
      sdm_tool: the three-item CollaboRATE tool
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import serves_as, service_name, services, short_name, wording
from specgen.problems import Problem, Severity

SLUG = "other-tool"
SEVERITY: Severity = "warning"
SECTION = "2.2.3, 2.2.5"

DECISIONS = "shared-decision-making"
TOOL = "sdm_tool"
MEASURES = {
    "CollaboRATE": f"{DECISIONS}/quality/collaborate",
    "SDM Q9": f"{DECISIONS}/quality/sdm-q9",
    "GP patient survey": f"{DECISIONS}/quality/gp-patient-survey",
}
"""What the name of a tool holds → the measure that is about it."""

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each service whose measures are all about another tool than the one that it names."""
    for service in services(pack):
        measures = [clause for clause in pack.at("quality", service) if clause.component == DECISIONS]
        named = next((str(clause.printed[TOOL]) for clause in wording(pack, service, DECISIONS) if TOOL in clause.printed), "")
        meant = next((measure for words, measure in MEASURES.items() if words in named), None)
        if measures and meant and not any(serves_as(clause, meant) for clause in measures):
            yield _BREACH.at(
                pack, measures[0].path,
                f"{service_name(pack, service)} names {named} in the specification and measures shared decision making with another",
                f"choose “{short_name(meant)}” here, or give “{TOOL}” the tool that is measured",
            )
