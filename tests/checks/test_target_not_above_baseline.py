"""A target that is not above its baseline, where the measure asks for an increase."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.measures import target_not_above_baseline as rule

SLUG = "target-not-above-baseline"


def measured(baseline: str, target: str) -> str:
    return contract(
        f"quality: [social-prescribing/referrals-made]\nvalues:\n  sp_referrals_baseline: {baseline}\n  "
        f"sp_referrals_target: {target}"
    )


@pytest.mark.parametrize(("baseline", "target"), [("120", "100"), ("120", "120"), ("1,200", "300")])
def test_a_target_at_or_below_the_baseline_is_a_warning_at_the_target(baseline: str, target: str) -> None:
    assert breaches(rule, measured(baseline, target)) == [(SLUG, "warning", f"sp_referrals_target: {target}")]


@pytest.mark.parametrize(("baseline", "target"), [("120", "121"), ("0", "10"), ("900", "1,000")])
def test_a_target_above_the_baseline_keeps_the_rule(baseline: str, target: str) -> None:
    assert breaches(rule, measured(baseline, target)) == []


def test_a_commissioners_own_numbers_are_compared_with_one_another() -> None:
    own = (
        "  - name: Eastmere Integrated Care Board\n    ods_code: QYY\n    role: associate\n    values:\n      "
        "sp_referrals_target: 60\n      sp_referrals_baseline: 70\n"
    )
    text = measured("120", "200").replace("provider:\n", f"{own}provider:\n")
    assert breaches(rule, text) == [(SLUG, "warning", "sp_referrals_target: 60")]
    assert breaches(rule, text.replace("baseline: 70", "baseline: 35")) == []


@pytest.mark.parametrize(
    "text",
    [
        contract("quality: [social-prescribing/referrals-made]"),
        measured("many", "100"),
        contract("quality: [social-prescribing/uptake]"),
    ],
)
def test_what_is_missing_or_no_number_is_left_to_those_who_report_it(text: str) -> None:
    assert breaches(rule, text) == []
