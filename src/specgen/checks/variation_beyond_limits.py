"""A variation whose recorded value is beyond both limits of regulation 13

Where a change rests on the authority's own decision, regulation 13 of the Provider Selection Regime asks that it does not make the contract materially different in character, and that its value, together with that of earlier changes, stays below £500,000 or under 25% of the contract's lifetime value. The rule adds the two recorded values and holds the sum against both limits. It looks only at figures: whether a change alters the character of a contract, and whether it is allowed, is for people to judge.

To mend it: check the figures, and take advice on the ground that is relied on.

Breaks it:

    contract:
      lifetime_value: £2,000,000
    variation:
      ground: decision of the authority
      value: £400,000
      earlier_value: £150,000
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from specgen.assembly.pack import Pack
from specgen.assembly.page_values import pounds
from specgen.checks.breach import REGIME, Breach
from specgen.checks.variation_not_recorded import NOT_UNDER_IT, RULE
from specgen.problems import Problem, Severity

SLUG = "variation-beyond-limits"
SEVERITY: Severity = "warning"
SECTION = REGIME

LIMIT: Final = Decimal(500_000)
"""Pounds."""
SHARE: Final = Decimal("0.25")

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """At most one problem; none while a figure is missing, which another rule reports."""
    own, whole = pack.contract.content.variation, pack.contract.content.contract
    if own is None or own.ground != "decision of the authority" or whole.award_route == NOT_UNDER_IT:
        return
    if own.value is None or own.earlier_value is None or whole.lifetime_value is None:
        return
    total = own.value + own.earlier_value
    if total >= LIMIT and total >= whole.lifetime_value * SHARE:
        yield _BREACH.at(
            pack, ("variation", "value"),
            f"this change and earlier ones come to {pounds(total)}, which is neither below {pounds(LIMIT)} nor under 25% of the lifetime value of {pounds(whole.lifetime_value)}; regulation 13 asks: {RULE}",
            "check the figures and the ground that is relied on; whether the change is allowed is for you to judge",
        )
