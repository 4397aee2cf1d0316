"""An improvement item that does not say how co-production is done

With few exceptions, every item of the Service Development and Improvement Plan makes reference to how co-production may be implemented. The rule looks at the field `co_production` of each item as it will be printed: nothing, “None” and the like are an error; “Not applicable …” may be one of the few exceptions and is a warning.

To mend it: say who takes part and in what.

Breaks it: an item of an organisation's own library with `co_production: None`.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.problems import Problem, Severity

SLUG = "improvement-without-co-production"
SEVERITY: Severity = "error"
SECTION = "2.8.2"

FIELD = "co_production"

NOTHING = ("", "-", "–", "none", "no", "nil", "n/a", "na", "nothing", "none planned", "not planned", "not needed", "not required", "tbc", "tba", "to be confirmed")
"""What stands in the field where nothing is said."""

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each item that says nothing of co-production, or that it does not apply."""
    for item in pack.at("improvement"):
        said = item.fields.get(FIELD, "").strip()
        if said.casefold().startswith("not applicable"):
            yield _BREACH.at(
                pack, item.path, f"the improvement item {item.id} says of co-production: “{said}”",
                "few items are exceptions; if this is one, nothing need be done", "warning",
            )
        elif said.casefold().rstrip(".") in NOTHING:
            yield _BREACH.at(
                pack, item.path, f"the improvement item {item.id} does not say how co-production is done",
                "say who takes part and in what, in the item’s field “co_production”",
            )
