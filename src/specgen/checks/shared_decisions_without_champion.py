"""Shared decision making without a champion's post or a protocol

The model wording on shared decision making promises a named clinical champion and a written protocol, and names neither a post nor a date. The rule looks for a service that has that wording and no other wording on shared decision making that speaks of both.

To mend it: choose the set `shared-decision-making`, whose local terms name the champion's post and the protocol's date.

Breaks it:

    specification:
      - shared-decision-making/national
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import serves_as, service_name, services, wording
from specgen.problems import Problem, Severity
from specgen.wording import plain_text

SLUG = "shared-decisions-without-champion"
SEVERITY: Severity = "error"
SECTION = "2.2.4"

DECISIONS = "shared-decision-making"
NATIONAL = "shared-decision-making/specification/national"
NEEDED = {"champion": "a clinical champion’s post", "protocol": "a written protocol’s date"}
"""The word by which other wording is known to speak of each, and what it is to give."""

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each service whose national wording stands without one of the two."""
    for service in services(pack):
        clauses = wording(pack, service, DECISIONS)
        national = [clause for clause in clauses if serves_as(clause, NATIONAL)]
        if not national:
            continue
        others = " ".join(plain_text(clause.blocks) for clause in clauses if clause not in national).casefold()
        missing = [what for word, what in NEEDED.items() if word not in others]
        if missing:
            yield _BREACH.at(
                pack, national[0].path,
                f"the wording on shared decision making of {service_name(pack, service)} does not give {' or '.join(missing)}",
                f"add “{DECISIONS}/local-terms” under specification",
            )
