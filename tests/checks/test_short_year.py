"""A number for each Contract Year, in one that the term or the service's own days cut."""

import pytest
from tests.checks.contracts import breaches, contract, pack_of

from specgen.assembly.ledger.build import ledger_of
from specgen.checks import check
from specgen.checks.numbers import short_year as rule

SLUG = "short-year"
TERM = "term: {start: 2026-04-01, end: 2029-03-31}"
SAMPLE = "specification: [personalised-care-and-support-planning]\nvalues:\n  pcsp_check_sample: 40"
COACHING = "specification: [supported-self-management/health-coaching-delivered]\n"


@pytest.mark.parametrize(
    ("term", "told"),
    [
        (TERM, False),
        ("term: {start: 2026-10-01, end: 2029-03-31}", True),
        ("term: {start: 2026-04-01, end: 2028-09-30}", True),
        (f"{TERM}\n  service_commencement_date: 2026-06-01", True),
        (f"{TERM}\n  began_on: 2026-05-15", True),
    ],
)
def test_a_number_in_each_contract_year_is_told_where_one_of_them_is_short(term: str, told: bool) -> None:
    text = contract(SAMPLE).replace(TERM, term)
    assert breaches(rule, text) == [(SLUG, "warning", "pcsp_check_sample: 40")] * told


@pytest.mark.parametrize(
    "days",
    [
        "term: {start: 2026-04-07, end: 2029-03-31}",  # the Tuesday after Easter
        "term: {start: 2026-04-01, end: 2029-03-30}",
        f"{TERM}\n  began_on: 2026-04-20",
    ],
)
def test_a_year_that_lacks_some_days_only_is_a_whole_one_here(days: str) -> None:
    assert breaches(rule, contract(SAMPLE).replace(TERM, days)) == []


def test_the_days_of_a_service_are_its_own() -> None:
    text = contract(f"period: {{start: 2027-02-15, end: 2028-03-31}}\n{SAMPLE}")
    (problem,) = rule.check(pack_of(text))
    assert "15 February 2027 to 31 March 2027 has 45 days" in problem.message


def test_every_short_year_of_a_number_is_told() -> None:
    text = contract(SAMPLE).replace(TERM, "term: {start: 2026-09-01, end: 2027-08-31}")
    (problem,) = rule.check(pack_of(text))
    assert (
        "that of 1 September 2026 to 31 March 2027 has 212 days and that of 1 April 2027 to 31 August 2027 has 153 "
        "days; the whole is owed in each of them"
    ) in problem.message


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (
            "    period: {start: 2027-01-01, end: 2029-03-31}\n",
            "that of 1 October 2026 to 31 March 2027 (“Community respiratory service”) has 182 days and that of "
            "1 January 2027 to 31 March 2027 (“Second service”) has 90 days",
        ),
        ("", "that of 1 October 2026 to 31 March 2027 has 182 days; the whole is owed in it"),
    ],
)
def test_short_years_of_two_services_are_told_with_the_service_where_they_differ(own: str, said: str) -> None:
    terms = "specification: [personalised-care-and-support-planning]"
    second = f"  - name: Second service\n    {terms}\n{own}values:\n  pcsp_check_sample: 40"
    text = contract(terms, after=second).replace(TERM, "term: {start: 2026-10-01, end: 2029-03-31}")
    (problem,) = rule.check(pack_of(text))
    assert said in problem.message


@pytest.mark.parametrize(("places", "told"), [("200", True), ("{2026/27: 50, 2027/28: 200, 2028/29: 210}", False)])
def test_places_for_every_year_are_told_and_places_for_named_years_are_not(places: str, told: bool) -> None:
    text = contract(f"{COACHING}values:\n  ssm_coaching_trajectory: {places}").replace(
        "start: 2026-04-01", "start: 2027-01-01"
    )
    assert breaches(rule, text) == [(SLUG, "warning", f"ssm_coaching_trajectory: {places}")] * told


def test_a_share_is_one_in_a_short_year_too() -> None:
    text = contract("specification: [personal-health-budgets/governance]\nvalues:\n  phb_audit_share: 10")
    assert breaches(rule, text.replace("start: 2026-04-01", "start: 2027-01-01")) == []


def test_a_baseline_is_not_asked_for_again() -> None:
    text = contract("specification: [social-prescribing/referral-local-terms]\nvalues:\n  sp_referrals_baseline: 120")
    assert breaches(rule, text.replace("start: 2026-04-01", "start: 2027-01-01")) == []


def test_a_number_that_a_measure_has_too_is_told_with_the_measure() -> None:
    text = contract(
        f"{COACHING}quality: [supported-self-management/health-coaching]\nvalues:\n  ssm_coaching_trajectory: 200"
    )
    assert breaches(rule, text.replace("start: 2026-04-01", "start: 2027-01-01")) == []


def test_a_reason_accepts_the_whole_number() -> None:
    text = contract(SAMPLE, particulars='reasons: ["short-year: Forty plans are meant"]')
    found = check(pack_of(text.replace("start: 2026-04-01", "start: 2026-10-01")))
    assert [problem.severity for problem in found if problem.slug == SLUG] == ["note"]


def test_the_list_of_duties_knows_which_numbers_are_for_a_whole_year() -> None:
    rows = ledger_of(pack_of(contract(SAMPLE))).rows
    assert [row.object for row in rows if row.yearly] == ["sample of plans"]
