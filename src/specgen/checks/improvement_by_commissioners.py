"""An improvement item that only the Commissioners carry out

The Service Development and Improvement Plan records action that the Provider takes, or that the parties take jointly. The rule looks at the field `by` of each item.

To mend it: make the action the Provider's or a joint one, or put it into Schedule 8, which also holds what the Commissioners do.

Breaks it: an item of an organisation's own library with `by: Commissioners`.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.problems import Problem, Severity

SLUG = "improvement-by-commissioners"
SEVERITY: Severity = "error"
SECTION = "4.2.3"

FIELD = "by"
PROVIDER = "Provider"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each item in whose action the Provider has no part."""
    for item in pack.at("improvement"):
        by = item.fields.get(FIELD, "")
        if PROVIDER not in by:
            yield _BREACH.at(
                pack, item.path, f"the improvement item {item.id} is to be carried out by “{by}”, without the Provider",
                "choose an item that the Provider carries out, alone or jointly; put the Commissioners’ own actions under system",
            )
