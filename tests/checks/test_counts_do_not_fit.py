"""Two numbers of the same people in two schedules."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.numbers import counts_do_not_fit as rule

SLUG = "counts-do-not-fit"
REFERRALS = "quality: [social-prescribing/referrals-made]"
PEOPLE = "development: [social-prescribing/people]\nvalues:\n  sp_people_by_year: {plan}\n"
BUDGETS = (
    "development: [personal-health-budgets/budgets-by-year, personalised-care-and-support-planning/people]\n"
    "improvement: [personal-health-budgets/testing-period]\n"
    "values:\n  phb_test_number: {test}\n  phb_test_date: {day}\n  phb_budgets_by_year: {budgets}\n"
    "  pcsp_people_by_year: {plans}\n"
)
LICENCES = "quality: [supported-self-management/pam-licences]\nvalues: {{ssm_licence_trajectory: '{licences}'}}"


def referrals(target: str, plan: str) -> list[tuple[str, str, str]]:
    return breaches(
        rule, contract(f"{REFERRALS}\nvalues: {{sp_referrals_target: '{target}'}}", after=PEOPLE.format(plan=plan))
    )


def budgets(test: str = "12", budgets: str = "120 in 2026/27", plans: str = "200 in 2026/27") -> list[str]:
    text = contract("", after=BUDGETS.format(test=test, day="2027-02-28", budgets=budgets, plans=plans))
    return [line for _, _, line in breaches(rule, text)]


@pytest.mark.parametrize("target", ["2000", "2,000", "2000 in 2026/27; 2200 in 2027/28", "561"])
def test_referrals_that_are_many_for_each_person_of_the_plan_are_told(target: str) -> None:
    found = referrals(target, "140 in 2026/27; 180 in 2027/28")
    assert found == [(SLUG, "warning", f"values: {{sp_referrals_target: '{target}'}}")]


@pytest.mark.parametrize(
    ("target", "plan"),
    [
        ("200", "140 in 2026/27; 180 in 2027/28"),
        ("560", "140 in 2026/27"),
        ("200 in 2026/27; 260 in 2027/28", "150 in 2026/27; 190 in 2027/28"),
        ("2000 in 2028/29", "140 in 2026/27"),
        ("500 in Q1 2026/27; 600 in Q2 2026/27", "140 in 2026/27"),
    ],
)
def test_referrals_that_people_may_well_need_are_right(target: str, plan: str) -> None:
    assert referrals(target, plan) == []


def test_one_commissioners_own_referrals_are_held_against_the_plan_of_the_whole() -> None:
    text = contract(f"{REFERRALS}\nvalues: {{sp_referrals_target: '200'}}", after=PEOPLE.format(plan="140 in 2026/27"))
    own = "values: {sp_referrals_target: 60}"
    party = f"  - {{name: Eastmere Integrated Care Board, ods_code: QYY, role: associate, {own}}}\nprovider:\n"
    assert breaches(rule, text.replace("provider:\n", party)) == []
    many = text.replace("provider:\n", party.replace("60", "6000")).replace("'200'", "'6200'")
    assert len(breaches(rule, many)) == 1


@pytest.mark.parametrize(
    ("people", "told"), [("5 in 2026/27", True), ("15 in 2026/27", False), ("5 in 2027/28", False)]
)
def test_one_commissioners_own_referrals_are_held_against_its_own_people(people: str, told: bool) -> None:
    text = contract(f"{REFERRALS}\nvalues: {{sp_referrals_target: '200'}}", after=PEOPLE.format(plan="140 in 2026/27"))
    own = f"values: {{sp_referrals_target: 60, sp_people_by_year: {people}}}"
    party = f"  - {{name: Eastmere Integrated Care Board, ods_code: QYY, role: associate, {own}}}\nprovider:\n"
    found = problems_of(rule, text.replace("provider:\n", party))
    assert len(found) == told
    if found:
        assert "“sp_referrals_target” of Eastmere Integrated Care Board is 60 referrals in 2026/27" in found[0].message
        assert "and “sp_people_by_year” of Eastmere Integrated Care Board 5 people" in found[0].message


@pytest.mark.parametrize(("budgets", "told"), [("120", False), ("121", True)])
@pytest.mark.parametrize("computed", [True, False])
def test_a_sum_that_is_computed_from_each_commissioners_own_is_held_as_one_that_is_written(
    budgets: str, told: bool, computed: bool
) -> None:
    """70 and 50 people with a plan come to 120, and a budget stands on a plan."""
    written = "" if computed else "\n  pcsp_people_by_year: 120 in 2026/27"
    text = contract(
        "",
        after="development: [personal-health-budgets/budgets-by-year, "
        "personalised-care-and-support-planning/people]\n"
        f"values:\n  phb_budgets_by_year: {budgets} in 2026/27{written}\n",
    )
    own = "\n    values: {{pcsp_people_by_year: {number} in 2026/27}}".format
    party = f"  - name: Eastmere Board\n    ods_code: QYY\n    role: associate{own(number=50)}\nprovider:\n"
    text = text.replace("    ods_code: QXX", f"    ods_code: QXX{own(number=70)}").replace("provider:\n", party)
    assert breaches(rule, text) == [(SLUG, "warning", f"phb_budgets_by_year: {budgets} in 2026/27")] * told


def test_a_test_of_budgets_with_more_people_than_are_to_have_one_is_told() -> None:
    assert budgets(test="500") == ["phb_test_number: 500"]


@pytest.mark.parametrize("test", ["12", "120", "240"])
def test_a_test_of_budgets_of_which_some_people_take_none_is_right(test: str) -> None:
    assert budgets(test=test) == []


def test_a_test_in_a_year_without_a_plan_is_right() -> None:
    assert budgets(test="500", budgets="120 in 2027/28", plans="200 in 2027/28") == []


def test_more_budgets_than_people_with_a_plan_are_told() -> None:
    assert budgets(budgets="120 in 2026/27; 410 in 2027/28", plans="200 in 2026/27; 400 in 2027/28") == [
        "phb_budgets_by_year: 120 in 2026/27; 410 in 2027/28"
    ]
    assert budgets(budgets="120 in 2026/27; 410 in 2027/28", plans="120 in 2026/27; 410 in 2027/28") == []


def test_the_budgets_of_several_groups_are_added_up() -> None:
    entry = "{{clause: personal-health-budgets/budgets-by-year, values: {{phb_budgets_by_year: {}}}}}"
    two = f"development: [{entry.format('15 in 2026/27')}, {entry.format('20 in 2026/27')}]"
    text = contract(
        "",
        after=f"{two}\nimprovement: [personal-health-budgets/testing-period]\nvalues: {{phb_test_number: 60, "
        "phb_test_date: 2027-02-28}",
    )
    assert breaches(rule, text) == []
    assert len(breaches(rule, text.replace("phb_test_number: 60", "phb_test_number: 71"))) == 1


def test_licences_are_held_against_the_people_who_are_supported() -> None:
    plan = "development: [supported-self-management/people]\nvalues: {ssm_people_by_year: 300 in 2026/27}"
    assert breaches(rule, contract(LICENCES.format(licences="9000"), after=plan)) != []
    assert breaches(rule, contract(LICENCES.format(licences="900"), after=plan)) == []


def test_the_message_names_both_values_and_where_the_other_stands() -> None:
    text = contract(f"{REFERRALS}\nvalues: {{sp_referrals_target: '2000'}}", after=PEOPLE.format(plan="140 in 2026/27"))
    line = text.split("\n").index("  sp_people_by_year: 140 in 2026/27") + 1
    (problem,) = problems_of(rule, text)
    assert problem.message == (
        "“sp_referrals_target” is 2,000 referrals in 2026/27, and “sp_people_by_year” 140 people who are referred or "
        f"supported (line {line})"
    )


@pytest.mark.parametrize(
    ("target", "plan"),
    [
        ("60", "1400 in 2026/27"),
        ("10 in 2026/27; 2 in 2027/28", "12 in 2026/27; 3 in 2027/28"),
        ("10", "10 in 2026/27; 21 in 2027/28"),
    ],
)
def test_a_plan_of_more_people_than_there_are_referrals_is_told_at_the_plan(target: str, plan: str) -> None:
    assert referrals(target, plan) == [(SLUG, "warning", f"sp_people_by_year: {plan}")]


@pytest.mark.parametrize(
    ("target", "plan"),
    [
        ("12", "12 in 2026/27"),
        ("10", "10 in 2026/27; 20 in 2027/28"),  # whom the plan reached in the year before may be among them
        ("10 in 2027/28", "12 in 2026/27"),
    ],
)
def test_a_plan_of_as_many_people_as_referrals_is_right(target: str, plan: str) -> None:
    assert referrals(target, plan) == []


REFERRING = "specification: [social-prescribing/referral-local-terms]"


def test_the_referrals_of_all_services_are_added_up_and_a_service_without_a_number_leaves_them_open() -> None:
    def told(second: str) -> int:
        text = contract(
            f"{REFERRING}\n{REFERRALS}\nvalues: {{sp_referrals_target: '60'}}",
            after=f"  - name: Second service\n    {REFERRING}\n{second}{PEOPLE.format(plan='140 in 2026/27')}",
        )
        return len(breaches(rule, text))

    measured = f"    {REFERRALS}\n    values: {{sp_referrals_target: '%s'}}\n"
    assert (told(measured % 80), told(measured % 79), told("")) == (0, 1, 0)
