"""A variation without its particulars under the Provider Selection Regime

Regulation 13 allows a contract to be changed without a new award on certain grounds: the change was provided for in the contract; the provider changes by succession; external factors bring it about; or the authority decides on it, and then it must not make the contract materially different in character and its value, together with that of earlier changes, must stay below £500,000 or under 25% of the contract's lifetime value. The rule looks, where the contract file has the part `variation` or a variation is being written, for what is not recorded: the award route, the ground, the value of this change and of earlier ones, and the contract's lifetime value. It also says when what is recorded does not fit together. It does not say whether a change is allowed.

To mend it: write what is missing under `contract` and `variation`; a value of 0 is written as 0.

Breaks it:

    variation:
      ground: decision of the authority
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import REGIME, Breach
from specgen.contract.model import Variation
from specgen.problems import Problem, Severity

SLUG = "variation-not-recorded"
SEVERITY: Severity = "warning"
SECTION = REGIME

_BREACH = Breach(SLUG, SEVERITY, SECTION)

NOT_UNDER_IT = "not under the Provider Selection Regime"
RULE = ("a change that the authority decides on must not make the contract materially different in character, and its value together with earlier changes "
        "must stay below £500,000 or under 25% of the contract’s lifetime value")


def check(pack: Pack) -> Iterator[Problem]:
    """What is missing, in one problem; and what does not fit together."""
    own = pack.contract.content.variation
    if own is None or pack.contract.content.contract.form == "grant":
        return
    route = pack.contract.content.contract.award_route
    if route == NOT_UNDER_IT:
        if own.ground is not None:
            yield _BREACH.at(pack, ("variation", "ground"), "a ground of regulation 13 is given, and the contract’s award route says that the Provider Selection Regime does not apply to it",
                             "correct “award_route:” under contract, or take “ground:” out")
        return
    if missing := tuple(_missing(pack, own)):
        yield _BREACH.at(pack, ("variation",), f"the variation does not record {_listed(missing)}; regulation 13 asks: {RULE}",
                         "add what is missing under contract and variation; write 0 for a value that is nothing")
    if own.number == 1 and own.earlier_value:
        yield _BREACH.at(pack, ("variation", "earlier_value"), "this is said to be the contract’s first variation, and earlier changes have a value",
                         "correct “number:” or “earlier_value:” under variation")


def _missing(pack: Pack, own: Variation) -> Iterator[str]:
    whole = pack.contract.content.contract
    found = {"the award route": whole.award_route, "the ground": own.ground, "the value of this change": own.value,
             "the value of earlier changes": own.earlier_value, "the contract’s lifetime value": whole.lifetime_value}
    yield from (name for name, value in found.items() if value is None)


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
