"""A variation, held against regulation 13 of the Provider Selection Regime."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from specgen.assembly.pack import Pack
from specgen.checks.rule import REGIME, Breach, rule
from specgen.contract.particulars import Variation
from specgen.contract.quantities import pounds
from specgen.problems import in_a_row

NOT_UNDER_IT = "not under the Provider Selection Regime"
RULE = (
    "a change that the authority decides on must not make the contract materially different in character, and "
    "its value together with earlier changes must stay below £500,000 or under 25% of the lifetime value of the "
    "original contract"
)


@rule("variation-not-recorded", "warning", REGIME)
def variation_not_recorded(pack: Pack) -> Iterator[Breach]:
    """A variation without its particulars under the Provider Selection Regime

    Regulation 13 allows a contract to be changed without a new award on certain grounds: the change was provided for in
    the contract; the provider changes by succession; external factors bring it about; or the authority decides on it,
    and then it must not make the contract materially different in character and its value, together with that of
    earlier changes, must stay below £500,000 or under 25% of the original contract's lifetime value. The rule looks,
    where the contract file has the part `variation` or a variation is being written, for what is not recorded: the
    award route, the ground, the value of this change and of earlier ones, and the contract's lifetime value. It also
    says when what is recorded does not fit together. It does not say whether a change is allowed.

    To fix this: write what is missing under `contract` and `variation`; a value of 0 is written as 0.

    Breaks it:

        variation:
          ground: decision of the authority
    """
    # What is missing, in one problem; and what does not fit together.
    own = pack.contract.content.variation
    if own is None or pack.contract.content.contract.form == "grant":
        return
    route = pack.contract.content.contract.award_route
    if route == NOT_UNDER_IT:
        if own.ground is not None:
            yield Breach(
                ("variation", "ground"),
                "a ground of regulation 13 is given, and the contract’s award route says that the Provider "
                "Selection Regime does not apply to it",
                "correct “award_route:” under contract, or take “ground:” out",
            )
        return
    if missing := tuple(_missing(pack, own)):
        yield Breach(
            ("variation",),
            f"the variation does not record {in_a_row(missing)}"
            + (f"; regulation 13 asks: {RULE}" if own.ground in (None, _BY_DECISION) else ""),
            "add what is missing under contract and variation; write 0 for a value that is nothing",
        )
    if own.number == 1 and own.earlier_value:
        yield Breach(
            ("variation", "earlier_value"),
            "this is said to be the contract’s first variation, and earlier changes have a value",
            "correct “number:” or “earlier_value:” under variation",
        )


_BY_DECISION: Final = "decision of the authority"
"""The one ground for which regulation 13 has limits of value."""


def _missing(pack: Pack, own: Variation) -> Iterator[str]:
    whole = pack.contract.content.contract
    found = {
        "the award route": whole.award_route,
        "the ground": own.ground,
        "the value of this change": own.value,
        "the value of earlier changes": own.earlier_value,
        "the contract’s lifetime value": whole.lifetime_value,
    }
    yield from (name for name, value in found.items() if value is None)


LIMIT: Final = Decimal(500_000)
"""Pounds."""
SHARE: Final = Decimal("0.25")


@rule("variation-beyond-limits", "warning", REGIME)
def variation_beyond_limits(pack: Pack) -> Iterator[Breach]:
    """A variation whose recorded value is beyond both limits of regulation 13

    Where a change rests on the authority's own decision, regulation 13 of the Provider Selection Regime asks that it
    does not make the contract materially different in character, and that its value, together with that of earlier
    changes, stays below £500,000 or under 25% of the lifetime value of the original contract. The rule adds the two
    recorded values and holds the sum, a rise or a fall, against both limits. The lifetime value is the one that the
    contract has with the change, so what it was at first is that value less the sum. It looks only at figures: whether
    a change alters the character of a contract, and whether it is allowed, is for people to judge.

    To fix this: check the figures, and take advice on the ground that is relied on.

    Breaks it:

        contract:
          lifetime_value: £2,550,000
        variation:
          ground: decision of the authority
          value: £400,000
          earlier_value: £150,000
    """
    # At most one problem; none while a figure is missing, which another rule reports.
    own, whole = pack.contract.content.variation, pack.contract.content.contract
    if own is None or own.ground != _BY_DECISION or whole.award_route == NOT_UNDER_IT:
        return
    if own.value is None or own.earlier_value is None or whole.lifetime_value is None:
        return
    total = own.value + own.earlier_value
    original = whole.lifetime_value - total
    if abs(total) >= LIMIT and abs(total) >= original * SHARE:
        yield Breach(
            ("variation", "value"),
            f"this change and earlier ones come to {pounds(total)}, which is neither below {pounds(LIMIT)} "
            f"nor under 25% of the {pounds(original)} that is the lifetime value of {pounds(whole.lifetime_value)} "
            f"without them; regulation 13 asks: {RULE}",
            "check the figures and the ground that is relied on; whether the change is allowed is for you to judge",
        )


_SUMMED: Final = {
    (False, False): "this change and earlier ones come to",
    (False, True): "the value of earlier changes is not recorded, and this change alone comes to",
    (True, False): "the value of this change is not recorded, and earlier ones alone come to",
}
"""What a sum is of, by whether the value of this change, and that of earlier ones, is missing."""


@rule("variation-notice-due", "warning", REGIME)
def variation_notice_due(pack: Pack) -> Iterator[Breach]:
    """A variation from which a notice falls due

    Under regulation 13 of the Provider Selection Regime a notice of the change is due when its value, together with
    that of earlier changes, is £500,000 or more. The rule adds the two recorded values and looks for `notice` under
    `variation`.

    To fix this: publish the notice, and write its reference and date under `notice`, or where it is planned.

    Breaks it:

        variation:
          value: £420,000
          earlier_value: £90,000
    """
    # At most one problem.
    own = pack.contract.content.variation
    if own is None or own.notice is not None or pack.contract.content.contract.award_route == NOT_UNDER_IT:
        return
    total = (own.value or Decimal(0)) + (own.earlier_value or Decimal(0))
    if abs(total) >= LIMIT:
        yield Breach(
            ("variation", "value"),
            f"{_SUMMED[own.value is None, own.earlier_value is None]} {pounds(total)}: from {pounds(LIMIT)} a notice "
            "of the change is due, and none is recorded",
            "publish the notice, and add “notice:” under variation with its reference and date",
        )
