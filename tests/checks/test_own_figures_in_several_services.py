"""Numbers that are written once, and that several services or several choices of one clause print."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.plans import own_figures_in_several_services as rule

SLUG = "own-figures-in-several-services"
QUALITY = "quality: [supported-self-management/health-coaching, personalised-care-and-support-planning/plans-agreed]"


def two_services(own: str, of_the_other: str = QUALITY) -> str:
    """A contract with two services, and a Commissioner with values of its own."""
    after = f"  - name: Pain service\n    {of_the_other}\nvalues: {{pcsp_agreed_target: 80}}"
    return contract(QUALITY, after=after).replace("    ods_code: QXX", f"    ods_code: QXX\n    values:\n      {own}")


@pytest.mark.parametrize(
    "given", ["ssm_coaching_trajectory: 40", "ssm_coaching_trajectory: {2026/27: 40, 2027/28: 95}"]
)
def test_a_number_that_two_services_print_is_asked_about(given: str) -> None:
    assert breaches(rule, two_services(given)) == [(SLUG, "warning", given)]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("pcsp_agreed_target: 70", QUALITY),  # a share is one of each service
        ("pcsp_agreed_target: {2026/27: 60, 2027/28: 70}", QUALITY),
        ("ssm_coaching_trajectory: 40", "quality: []"),  # one service alone prints it
    ],
)
def test_a_share_and_a_number_of_one_service_are_left_alone(own: str, other: str) -> None:
    assert breaches(rule, two_services(own, other)) == []


@pytest.mark.parametrize("given", ["40", "{2026/27: 40, 2027/28: 95}"])
def test_a_number_of_the_contract_that_two_services_print_is_asked_about(given: str) -> None:
    text = contract(
        QUALITY, after=f"  - name: Pain service\n    {QUALITY}\nvalues:\n  ssm_coaching_trajectory: {given}"
    )
    assert breaches(rule, text) == [(SLUG, "warning", f"ssm_coaching_trajectory: {given}")]


def test_a_share_and_a_date_of_the_contract_and_numbers_of_the_services_are_left_alone() -> None:
    own = "values: {ssm_coaching_trajectory: 40}"
    shared = "values: {pcsp_agreed_target: 80, ssm_ready_date: 2026-09-30}"
    after = f"  - name: Pain service\n    {QUALITY}\n    {own}\n{shared}"
    assert breaches(rule, contract(f"{QUALITY}\n{own}", after=after)) == []


BUDGETS = "personal-health-budgets/budgets-by-year"
FIGURES = "phb_budgets_by_year: {2026/27: 5, 2027/28: 6}"


def two_groups(of_each: str = "", of_all: str = "") -> str:
    """A contract whose plan has one clause for two groups of people, with values of each and of the contract."""
    choices = (f"{{clause: {BUDGETS}, values: {{phb_group_by_year: {group}{of_each}}}}}" for group in ("A", "B"))
    return contract(after=f"development: [{', '.join(choices)}]\nvalues:\n  phb_budgets_date: 2029-03-31\n  {of_all}")


def of_the_party(text: str) -> str:
    return text.replace("    ods_code: QXX", f"    ods_code: QXX\n    values:\n      {FIGURES}")


@pytest.mark.parametrize(
    "text", [of_the_party(two_groups()), two_groups(of_all=FIGURES), of_the_party(two_groups(f", {FIGURES}"))]
)
def test_a_number_that_two_choices_of_one_clause_print_is_asked_about(text: str) -> None:
    assert breaches(rule, text) == [(SLUG, "warning", FIGURES)]
    (problem,) = problems_of(rule, text)
    assert "each of the 2 choices of personal-health-budgets/development/budgets-by-year" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        two_groups(f", {FIGURES}"),  # each group has numbers of its own
        of_the_party(contract(after=f"development: [{BUDGETS}]")),  # one choice alone
    ],
)
def test_numbers_of_each_group_and_of_one_choice_are_left_alone(text: str) -> None:
    assert breaches(rule, text) == []


PLACES = "specification: [supported-self-management/peer-support-delivered]"


@pytest.mark.parametrize(
    ("terms", "given"),
    [
        (PLACES, "ssm_peer_places: 60"),
        ("specification: [social-prescribing/link-worker-service]", "sp_link_worker_number: 6"),
        ("quality: [social-prescribing/referrals-made]", "sp_referrals_baseline: 120"),
    ],
)
def test_places_posts_and_referrals_that_two_services_print_from_one_place_are_asked_about(
    terms: str, given: str
) -> None:
    text = contract(terms, after=f"  - name: Pain service\n    {terms}\nvalues:\n  {given}")
    assert breaches(rule, text) == [(SLUG, "warning", given)]
    (problem,) = problems_of(rule, text)
    assert "stands in full in each: it is owed, and added up, 2 times" in problem.message


@pytest.mark.parametrize(
    ("terms", "given", "other"),
    [
        (PLACES, "ssm_peer_places: 60", "values: {ssm_peer_places: 40}"),  # the other service has its own
        ("specification: [social-prescribing/link-worker-service]", "sp_caseload: 40", ""),  # a limit of each worker
        ("quality: [personalised-care-and-support-planning/annual-quality-check]", "pcsp_check_sample: 30", ""),
        ("quality: [shared-decision-making/sdm-q9]", "sdm_q9_score: 80", ""),
    ],
)
def test_places_of_each_service_and_limits_samples_and_scores_are_left_alone(
    terms: str, given: str, other: str
) -> None:
    text = contract(terms, after=f"  - name: Pain service\n    {terms}\n    {other}\nvalues:\n  {given}")
    assert breaches(rule, text) == []
