"""Sums of money in words, their parts, and what the contract is worth."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.numbers import sums_do_not_fit as rule

SLUG = "sums-do-not-fit"


def told(activity: str, worth: str = "£1,440,000") -> list[str]:
    """The term is of three years."""
    text = contract(f'activity: "{activity}"', particulars=f"lifetime_value: {worth}")
    return [severity for _, severity, _ in breaches(rule, text)]


@pytest.mark.parametrize(
    "activity",
    [
        "£200,000 block and £200,000 activity payments, £480,000 a year in all",
        "£200,000 block and £200,000 activity payments, £480,000 in total",
        "Block £200k, activity £200k and drugs £20k, together £480k",
        "A total of £480,000: £200,000 block and £200,000 activity payments",
        "£200,000 a year block and £200,000 a year activity payments, £480,000 a year in all",
        "£480,000 in all, of which £300,000 block and £200,000 activity payments",
        "4,000 contacts at £100 each, £480,000 a year",
        "About 4,000 contacts at £100 each come to £480,000",
        "1,000 first contacts at £200 each and 2,000 follow-up contacts at £100 each, £480,000 a year",
        "£800,000 a year",
        "£800,000 a year for each of the three years",
        "£800,000 per annum for 2 years",
        "£1.6m for the service",
    ],
)
def test_sums_that_do_not_come_to_the_total_or_are_more_than_the_contract_are_told(activity: str) -> None:
    assert told(activity) == ["warning"]


@pytest.mark.parametrize(
    "activity",
    [
        "£280,000 block and £200,000 activity payments, £480,000 a year in all",
        "£280,000 block and £200,000 activity payments, £480,000 a year in all, £1,440,000 over the three years",
        "£280,000 block and £200,000 activity payments a year, £1,440,000 in total over the three years",
        "£280,000 a year block and £200,000 a year activity, £480,000 a year in all",
        "£40,000 once and £480,000 a year",
        "£50,000 once and £100,000 a year, £350,000 in all",
        "£480,000 in all, of which £200,000 block and £200,000 activity payments",
        "£200,000 block, of which £50,000 is for drugs, and £280,000 activity payments, £480,000 in all",
        "£280,000 block and £200,000 activity payments",
        "Block £279,600 and activity £199,900, about £480,000 in all",
        "4,000 contacts at £120 each, £480,000 a year",
        "4,000 contacts at £120 each, £1,440,000 for the three years",
        "4,000 contacts at £100 each and £80,000 block, £480,000 a year",
        "80 contacts a week at £115 each, £478,400 a year",
        "4,000 contacts at £100 each, plus a block payment",
        "About 4,000 contacts at £100 or £120 each, £480,000 a year",
        "£480,000 a year for three years",
        "£480,000 a year",
        "£480k p.a., rising with the cost uplift factor",
        "Up to £800,000 a year",
        "Between £200,000 and £900,000 a year",
        "£700,000 in the first year and £740,000 in the last two",
        "£1,440,000 over the term",
        "Savings of £2,000,000 are expected in the system",
        "About 2,400 people on the caseload and 11,500 contacts in a full Contract Year",
        "Six groups a week, in 48 weeks of the year",
        "About 3,900 people registered, 620 new referrals and 410 budgets in a full Contract Year",
        "About 340 people on the caseload, 210 of them entitled to aftercare",
        "£40 a session in all clinics",
        "£12.50 an hour, in total 38,400 hours, £480,000",
        "£10 per contact",
        "£120 for a first and £60 for a follow-up contact",
        "£480,000 less a gain share of £20,000, £460,000 in all",
    ],
)
def test_sums_that_fit_each_other_or_say_nothing_of_a_total_are_right(activity: str) -> None:
    assert told(activity) == []


def test_a_sum_of_a_clause_is_held_against_what_the_contract_is_worth() -> None:
    after = "development: [personalised-care/funding-method]\nvalues: {pc_funding_sum: '£9,600,000'}"
    text = contract("", particulars="lifetime_value: £5,310,000", after=after)
    assert breaches(rule, text) == [(SLUG, "warning", "values: {pc_funding_sum: '£9,600,000'}")]
    (problem,) = problems_of(rule, text)
    line = text.split("\n").index("  lifetime_value: £5,310,000") + 1
    assert problem.message.endswith(f"£9,600,000, and the whole contract is worth £5,310,000 (line {line})")
    assert breaches(rule, text.replace("9,600,000", "96,000")) == []
    assert breaches(rule, text.replace("  lifetime_value: £5,310,000\n", "")) == []


def test_a_sum_a_year_is_counted_for_the_services_own_time() -> None:
    period = "period: {start: 2027-04-01, end: 2028-03-31}\nactivity: £800,000 a year"
    assert breaches(rule, contract(period, particulars="lifetime_value: £900,000")) == []
    assert breaches(rule, contract("activity: £800,000 a year", particulars="lifetime_value: £900,000")) != []
