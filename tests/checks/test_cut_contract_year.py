"""A number for every Contract Year, of a service that has one that is not whole."""

import pytest
from tests.checks.contracts import FILE, TYPES, breaches, contract, editions, problems_of, shipped

from specgen.assembly.pack import assemble
from specgen.checks.measures import cut_contract_year as rule
from specgen.checks.measures import target_not_above_baseline
from specgen.contract.read import read_contract

SLUG = "cut-contract-year"
TERM = "term: {start: 2026-04-01, end: 2029-03-31}"


def referrals(target: str = "180", service: str = "") -> str:
    return contract(
        f"quality: [social-prescribing/referrals-made]\n{service}values:\n  sp_referrals_baseline: 120\n"
        f"  sp_referrals_target: {target}"
    )


def coaching(trajectory: str) -> str:
    return contract(
        "quality: [supported-self-management/health-coaching]\nvalues:\n  ssm_coaching_target: 80\n"
        f"  ssm_coaching_trajectory: {trajectory}"
    ).replace(TERM, "term: {start: 2026-10-01, end: 2028-03-31}")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (TERM, TERM, False),
        (TERM, "term: {start: 2026-10-01, end: 2029-03-31}", True),
        (TERM, "term: {start: 2026-04-06, end: 2029-03-30}", False),
        (TERM, "term: {start: 2026-04-01, end: 2028-09-30}", True),
        (TERM, f"{TERM}\n  began_on: 2026-05-15", True),
        (TERM, f"{TERM}\n  service_commencement_date: 2026-06-01", True),
        (TERM, "term: {start: 2026-01-01, end: 2029-03-31}\n  service_commencement_date: 2026-04-01", False),
    ],
)
def test_one_number_for_every_year_is_told_where_the_term_or_the_first_day_cuts_a_year(
    one: str, other: str, told: bool
) -> None:
    text = referrals().replace(one, other)
    assert breaches(rule, text) == [(SLUG, "warning", "sp_referrals_target: 180")] * told


def test_a_service_with_a_period_of_its_own_has_a_short_year_of_its_own() -> None:
    text = referrals(service="period: {start: 2027-02-15, end: 2028-03-31}\n")
    assert breaches(rule, text) == [(SLUG, "warning", "sp_referrals_target: 180")]


@pytest.mark.parametrize(("target", "told"), [("{2026/27: 90, 2027/28: 180, 2028/29: 190}", False), ("180", True)])
def test_a_figure_for_the_short_year_itself_is_owed_in_it(target: str, told: bool) -> None:
    text = referrals(target).replace(TERM, "term: {start: 2026-10-01, end: 2029-03-31}")
    assert breaches(rule, text) == [(SLUG, "warning", f"sp_referrals_target: {target}")] * told


def test_a_figure_that_was_written_for_a_whole_year_is_none_for_the_year_of_a_later_beginning() -> None:
    text = referrals("{2026/27: 180, 2027/28: 190}").replace(TERM, f"{TERM}\n  began_on: 2026-05-15")
    assert breaches(rule, text) == [(SLUG, "warning", "sp_referrals_target: {2026/27: 180, 2027/28: 190}")]


@pytest.mark.parametrize(("cured", "end"), [("90 in 2026/27; 180 in 2027/28; 180 in 2028/29", "2029-03-31")])
def test_the_cure_that_is_named_breaks_no_other_rule(cured: str, end: str) -> None:
    def short(figures: str) -> str:
        return referrals(figures).replace(TERM, f"term: {{start: 2026-10-01, end: {end}}}")

    (told,) = problems_of(rule, short("180"))
    assert "“held because the number stays”" in told.cure
    assert breaches(target_not_above_baseline, short(cured))
    held = short(f"{cured}; held because the number stays")
    assert not breaches(target_not_above_baseline, held) and not breaches(rule, held)


@pytest.mark.parametrize(("target", "told"), [("200.5", True), ("1.200", True), ("1,200", False), ("200", False)])
def test_one_number_for_every_year_has_no_parts_and_no_point_for_a_comma(target: str, told: bool) -> None:
    read, _ = read_contract(referrals(f'"{target}"').encode(), FILE)
    assert read is not None
    _, problems = assemble(read, shipped(), editions(), TYPES)
    assert ("part-of-a-thing" in [each.slug for each in problems]) == told


@pytest.mark.parametrize("trajectory", ["200", "{2026/27: 100, 2027/28: 200}"])
def test_a_quarter_of_a_trajectory_for_each_quarter_does_not_come_to_the_whole_in_a_short_year(trajectory: str) -> None:
    (problem,) = problems_of(rule, coaching(trajectory))
    assert "does not come to the whole of it" in problem.message or "for a whole one" in problem.message
    assert problem.cure.startswith("agree in writing")  # no figure that the words take would mend it


def test_one_number_of_two_services_is_told_for_both_and_for_each_short_year_of_theirs() -> None:
    quality = "quality: [social-prescribing/referrals-made]"
    text = contract(quality, after="values: {sp_referrals_target: 180, sp_referrals_baseline: 120}")
    other = f"  - name: Pain service\n    period: {{start: 2027-01-11, end: 2028-06-30}}\n    {quality}\nvalues:"
    text = text.replace("values:", other).replace(TERM, "term: {start: 2026-10-01, end: 2028-09-30}")
    (problem,) = problems_of(rule, text)
    assert (
        "(“Community respiratory service”: 1 October 2026 to 31 March 2027 and 1 April 2028 to 30 September 2028; "
        "“Pain service”: 11 January 2027 to 31 March 2027 and 1 April 2028 to 30 June 2028): the number is for a whole"
    ) in problem.message
