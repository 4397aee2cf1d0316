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
    only_baseline = text.replace("      sp_referrals_target: 60\n", "").replace("baseline: 70", "baseline: 220")
    assert breaches(rule, only_baseline) == [(SLUG, "warning", "sp_referrals_baseline: 220")]


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


def collaborate(baseline: str, target: str) -> str:
    return contract(
        "quality: [shared-decision-making/collaborate]\nvalues:\n"
        f"  sdm_collaborate_baseline: {baseline}\n  sdm_collaborate_target: {target}"
    )


@pytest.mark.parametrize(
    ("baseline", "target"),
    [
        ("42% in 2025/26", "40"),
        ("42% in 2025/26", "42%"),
        ("In 2025/26, 42 per cent", "40"),
        ("about 42 % at the survey of May 2025", "12"),
        ("42", "40"),
        ("0.42", "40"),
        ("42 pc", "40"),
        ("58% in 2023/24 and 61% in 2024/25", "55"),
        ("between 58% and 61%", "50"),
        ("61 of 140 people in 2025/26", "40"),
        ("122 out of 200", "60"),
        ("ninety-five per cent in 2025", "90"),
        ("about forty two percent", "40"),
        ("0.95 in November 2025", "90"),
        ("about half of them in 2025/26", "45"),
        ("nine in ten people in 2025/26", "85"),
        ("3 out of 4", "60"),
        ("four in every five", "70"),
        ("95 in 2025/26", "90"),
        ("two thirds in 2025/26", "60"),
    ],
)
def test_a_target_in_percent_is_held_against_the_one_percentage_of_its_baseline(baseline: str, target: str) -> None:
    assert breaches(rule, collaborate(baseline, target)) == [(SLUG, "warning", f"sdm_collaborate_target: {target}")]


@pytest.mark.parametrize(
    ("baseline", "target"),
    [
        ("42% in 2025/26", "43"),
        ("100% in 2025/26", "100"),
        ("none in 2025/26", "40"),
        ("Not measured before; the first quarter's result is the baseline", "40"),
        ("31% in Northbrook and 56% in Eastmere", "50"),
        ("61 of 140 people in 2025/26", "50"),
        ("between 58% and 61%", "60"),
        ("2 of the 3 quarters were not counted", "70"),
        ("0.42", "43"),
        ("forty-two per cent", "43"),
        ("twenty point five per cent", "4"),  # of words with a decimal nothing is worked out
        ("0.42 in 2025/26", "43"),
        ("half of them in 2025/26", "60"),
        ("three in four people", "80"),
        ("120 in 2025/26", "60"),
        ("counted in two of ten clinics in 2025/26", "60"),
        ("12 in May", "60"),
        ("2 of the 3 clinics, for half a year", "70"),
        ("0.5 whole-time staff counted 30%", "40"),
    ],
)
def test_a_target_that_is_held_at_100_or_is_above_the_least_figure_of_the_baseline_is_left_alone(
    baseline: str, target: str
) -> None:
    assert breaches(rule, collaborate(baseline, target)) == []


@pytest.mark.parametrize(
    ("baseline", "trajectory", "told"),
    [
        ("85 in 2025/26", "80", True),
        ("1,250 people in 2025/26", "1,200", True),
        ("Sixty-five in 2025/26", "60", True),
        ("ninety people in 2025/26", "90", True),
        ("sixty-five in 2025/26", "70", False),
        ("one in ten of those invited", "80", False),
        ("85 in 2025/26", "200", False),
        ("none in 2025/26", "200", False),
        ("2025/26: not counted", "200", False),
        ("85% of those invited", "80", False),
    ],
)
def test_a_trajectory_of_people_is_held_against_the_number_that_its_baseline_begins_with(
    baseline: str, trajectory: str, told: bool
) -> None:
    text = contract(
        "quality: [supported-self-management/health-coaching]\nvalues:\n"
        f"  ssm_coaching_baseline: '{baseline}'\n  ssm_coaching_trajectory: {trajectory}"
    )
    assert breaches(rule, text) == [(SLUG, "warning", f"ssm_coaching_trajectory: {trajectory}")] * told


def planned(target: str) -> str:
    return contract(f"quality: [social-prescribing/referrals-made]\nvalues:\n  sp_referrals_target: {target}")


@pytest.mark.parametrize(
    "target",
    [
        "{2026/27: 180, 2027/28: 180}",
        "{2026/27: 180, 2027/28: 170}",
        "{baseline: 200 in 2025/26, 2026/27: 180, 2027/28: 190}",
        "{direction: falling, 2026/27: 180, 2027/28: 190}",
        "{Q1 2026/27: 60, Q2 2026/27: 50}",
        "{Q1 2026/27: 60, Q2 2026/27: 60, Q1 2027/28: 60, Q2 2027/28: 60}",
    ],
)
def test_a_trajectory_that_does_not_improve_is_a_warning_at_it(target: str) -> None:
    assert breaches(rule, planned(target)) == [(SLUG, "warning", f"sp_referrals_target: {target}")]


@pytest.mark.parametrize(
    "target",
    [
        "{2026/27: 180, 2027/28: 190}",
        "{baseline: 100, 2026/27: 180, 2027/28: 180, hold: no more link workers can be had}",
        "{baseline: 200, direction: falling, 2026/27: 180, 2027/28: 170}",
        "{direction: falling, 2026/27: 9, 2027/28: 0, 2028/29: 0}",
        "{Q1 2026/27: 60, Q2 2026/27: 60, Q1 2027/28: 70, Q2 2027/28: 70}",
    ],
)
def test_a_trajectory_that_improves_or_says_why_not_keeps_the_rule(target: str) -> None:
    assert breaches(rule, planned(target)) == []


def test_a_trajectory_of_schedule_2m_is_held_against_the_year_before_too() -> None:
    text = contract(
        after="development: [social-prescribing/people]\nvalues:\n  sp_people_by_year: 9 in 2026/27; 8 in 2027/28"
    )
    assert breaches(rule, text) == [(SLUG, "warning", "sp_people_by_year: 9 in 2026/27; 8 in 2027/28")]


@pytest.mark.parametrize(("target", "trajectory", "told"), [("80", "200", ""), ("85", "86", ""), ("80", "85", "85")])
def test_a_share_of_a_trajectory_is_not_held_against_a_number_of_people(
    target: str, trajectory: str, told: str
) -> None:
    text = contract(
        "quality: [supported-self-management/health-coaching]\nvalues:\n  ssm_coaching_baseline: 85 in 2025/26\n"
        f"  ssm_coaching_target: {target}\n  ssm_coaching_trajectory: {trajectory}"
    )
    assert breaches(rule, text) == [(SLUG, "warning", f"ssm_coaching_trajectory: {told}")] * bool(told)
    by_year = text.replace(f"target: {target}", f"target: {{2026/27: {target}, 2027/28: 90, 2028/29: 91}}")
    assert breaches(rule, by_year) == [(SLUG, "warning", f"ssm_coaching_trajectory: {told}")] * bool(told)


def test_one_commissioners_number_is_not_held_against_the_baseline_of_all() -> None:
    own = (
        "  - name: Eastmere Integrated Care Board\n    ods_code: QYY\n    role: associate\n    values:\n      "
        "sp_referrals_target: 60\n      ssm_coaching_trajectory: 50\n"
    )
    text = contract(
        "quality: [social-prescribing/referrals-made, supported-self-management/health-coaching]\nvalues:\n"
        "  sp_referrals_baseline: 120\n  sp_referrals_target: 180\n  ssm_coaching_baseline: 85 in 2025/26\n"
        "  ssm_coaching_target: 80\n  ssm_coaching_trajectory: 200"
    ).replace("provider:\n", f"{own}provider:\n")
    assert breaches(rule, text) == []


@pytest.mark.parametrize(
    ("term", "target", "told"),
    [
        ("{start: 2026-10-01, end: 2029-03-31}", "{2026/27: 90, 2027/28: 180, 2028/29: 190}", False),
        ("{start: 2026-04-01, end: 2028-09-30}", "{2026/27: 170, 2027/28: 180, 2028/29: 95}", False),
        ("{start: 2026-10-01, end: 2029-03-31}", "{2026/27: 90, 2027/28: 110, 2028/29: 190}", True),
        ("{start: 2026-04-01, end: 2029-03-31}", "{2026/27: 90, 2027/28: 180, 2028/29: 190}", True),
    ],
)
def test_the_figure_of_a_year_that_the_term_cuts_is_held_against_no_whole_one(
    term: str, target: str, told: bool
) -> None:
    text = measured("120", target).replace("{start: 2026-04-01, end: 2029-03-31}", term)
    assert breaches(rule, text) == [(SLUG, "warning", f"sp_referrals_target: {target}")] * told
