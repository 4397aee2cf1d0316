"""The problem that a rule reports: its slug and severity, the place in the contract file, and the source of the rule."""

from __future__ import annotations

from dataclasses import dataclass

from specgen.assembly.pack import Pack
from specgen.problems import Location, Problem, Severity

HANDBOOK = "Handbook 2.1"
REGIME = "Provider Selection Regime, regulation 13"
"""The source of the rules about a variation, which the handbook does not hold."""
OWN_RULE = "specgen’s own rule"
"""The source of a rule that no section of the handbook gives, such as how terms are drafted."""


@dataclass(frozen=True, slots=True)
class Breach:
    """What all problems of one rule have in common. `section` is empty for a rule that the handbook does not give."""

    slug: str
    severity: Severity
    section: str

    def at(
        self, pack: Pack, where: Location | tuple[str | int, ...], message: str, cure: str, severity: Severity | None = None
    ) -> Problem:
        """The problem at a place, or at a path of the contract file; `severity` where it differs from the rule's own."""
        place = where if isinstance(where, Location) else pack.contract.place(*where)
        return Problem(
            self.slug, message, place, severity or self.severity, cure=cure,
            excerpt=pack.contract.excerpt(place), source=rule_source(self.section),
        )


def rule_source(section: str) -> str:
    """`Handbook 2.1, 2.3.2`; the regulation; or that the rule is specgen's own."""
    if section == REGIME:
        return REGIME
    return f"{HANDBOOK}, {section}" if section else OWN_RULE
