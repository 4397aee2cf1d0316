"""A baseline that is no figure as it is printed."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.measures import baseline_without_figure as rule

SLUG = "baseline-without-figure"


def plans(baseline: str) -> str:
    return contract(
        "quality: [personalised-care-and-support-planning/plans-agreed]\nvalues:\n"
        f"  pcsp_agreed_target: 80\n  pcsp_agreed_baseline: {baseline}"
    )


@pytest.mark.parametrize("baseline", ["yes", "no", "80", "0", "1.10", '"yes"', "2025/26", "in 2025-26"])
def test_a_baseline_of_a_share_that_says_no_share_is_told_where_it_stands(baseline: str) -> None:
    assert breaches(rule, plans(baseline)) == [(SLUG, "warning", f"pcsp_agreed_baseline: {baseline}")]


@pytest.mark.parametrize(
    "baseline",
    [
        "42%",
        "42% in 2025/26",
        "80 in 2025/26",
        "none in 2025/26",
        "Not measured before",
        "60 of 100",
        "0.42 in 2025/26",
    ],
)
def test_a_baseline_that_says_what_it_is_keeps_the_rule(baseline: str) -> None:
    assert breaches(rule, plans(baseline)) == []


@pytest.mark.parametrize(
    ("baseline", "told"), [("85", False), ("85 in 2025/26", False), ("yes", True), ("2025/26", True)]
)
def test_a_number_of_people_is_a_number_beside_a_trajectory(baseline: str, told: bool) -> None:
    text = contract(
        "quality: [supported-self-management/health-coaching]\nvalues:\n  ssm_coaching_target: 80\n"
        f"  ssm_coaching_trajectory: 200\n  ssm_coaching_baseline: {baseline}"
    )
    assert breaches(rule, text) == [(SLUG, "warning", f"ssm_coaching_baseline: {baseline}")] * told
