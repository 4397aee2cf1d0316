"""A variation whose recorded value is beyond both limits of regulation 13."""

import pytest
from tests.checks.contracts import contract, pack_of

from specgen.checks.variation import variation_beyond_limits as rule


def said(
    value: int,
    earlier: int,
    lifetime: int = 2_000_000,
    ground: str = "decision of the authority",
    route: str = "competitive process",
) -> list[str]:
    pack = pack_of(
        contract(
            particulars=f"award_route: {route}\nlifetime_value: {lifetime}",
            after=f"variation: {{ground: {ground}, value: {value}, earlier_value: {earlier}}}",
        )
    )
    return [f"{problem.severity}: {problem.message}" for problem in rule.check(pack)]


def test_a_sum_beyond_both_limits_is_a_warning_with_the_words_of_the_rule() -> None:
    (message,) = said(400_000, 150_000, 2_550_000)
    assert (
        message.startswith("warning: ")
        and "£550,000" in message
        and "neither below £500,000 nor under 25% of the £2,000,000 that is the lifetime value of £2,550,000" in message
    )
    assert "materially different in character" in message and "not allowed" not in message


@pytest.mark.parametrize(
    ("value", "earlier", "lifetime"),
    [(499_999, 0, 1_000_000), (600_000, 0, 3_000_001), (100_000, 399_999, 100), (-600_000, 0, 1_800_001)],
)
def test_a_sum_within_either_limit_keeps_the_rule(value: int, earlier: int, lifetime: int) -> None:
    assert said(value, earlier, lifetime) == []


def test_both_limits_are_met_exactly_where_the_sum_reaches_them() -> None:
    assert len(said(500_000, 0, 2_500_000)) == len(said(-500_000, 0, 1_500_000)) == 1


def test_the_share_is_of_the_value_without_the_changes_and_not_of_the_one_with_them() -> None:
    (message,) = said(550_000, 0, 2_450_000)
    assert "nor under 25% of the £1,900,000 that is the lifetime value of £2,450,000 without them" in message


def test_a_fall_in_value_is_a_change_as_a_rise_is() -> None:
    (message,) = said(-1_800_000, 0, 600_000)
    assert "come to −£1,800,000" in message and "of the £2,400,000" in message


def test_another_ground_and_a_contract_outside_the_regime_keep_the_rule() -> None:
    assert said(900_000, 0, ground="external factors") == []
    assert said(900_000, 0, route="not under the Provider Selection Regime") == []


def test_a_missing_figure_is_left_to_the_rule_that_reports_it() -> None:
    assert not list(
        rule.check(pack_of(contract(after="variation: {ground: decision of the authority, value: 900000}")))
    )
