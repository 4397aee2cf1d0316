"""A variation from which a notice falls due

Under regulation 13 of the Provider Selection Regime a notice of the change is due when its value, together with that of earlier changes, is £500,000 or more. The rule adds the two recorded values and looks for `notice` under `variation`.

To mend it: publish the notice, and write its reference and date under `notice`, or where it is planned.

Breaks it:

    variation:
      value: £420,000
      earlier_value: £90,000
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from specgen.assembly.pack import Pack
from specgen.assembly.page_values import pounds
from specgen.checks.breach import REGIME, Breach
from specgen.checks.variation_beyond_limits import LIMIT
from specgen.checks.variation_not_recorded import NOT_UNDER_IT
from specgen.problems import Problem, Severity

SLUG = "variation-notice-due"
SEVERITY: Severity = "warning"
SECTION = REGIME

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """At most one problem."""
    own = pack.contract.content.variation
    if own is None or own.notice is not None or pack.contract.content.contract.award_route == NOT_UNDER_IT:
        return
    total = (own.value or Decimal(0)) + (own.earlier_value or Decimal(0))
    if total >= LIMIT:
        yield _BREACH.at(
            pack, ("variation", "value"), f"this change and earlier ones come to {pounds(total)}: from {pounds(LIMIT)} a notice of the change is due, and none is recorded",
            "publish the notice, and add “notice:” under variation with its reference and date",
        )
