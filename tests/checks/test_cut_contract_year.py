"""A number for every Contract Year, of a service that has one that is not whole."""

from collections.abc import Callable

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


@pytest.mark.parametrize(
    ("target", "told"),
    [("{2026/27: 90, 2027/28: 180, 2028/29: 190}", False), ("180", True), ("{Q3 2026/27: 40, Q4 2026/27: 50}", False)],
)
def test_a_figure_for_the_short_year_itself_is_owed_in_it(target: str, told: bool) -> None:
    text = referrals(target).replace(TERM, "term: {start: 2026-10-01, end: 2029-03-31}")
    assert breaches(rule, text) == [(SLUG, "warning", f"sp_referrals_target: {target}")] * told


def test_a_figure_that_was_written_for_a_whole_year_is_none_for_the_year_of_a_later_beginning() -> None:
    text = referrals("{2026/27: 180, 2027/28: 190}").replace(TERM, f"{TERM}\n  began_on: 2026-05-15")
    assert breaches(rule, text) == [(SLUG, "warning", "sp_referrals_target: {2026/27: 180, 2027/28: 190}")]


@pytest.mark.parametrize(
    ("trajectory", "told"),
    [
        ("200", True),
        ("{2026/27: 100, 2027/28: 200}", True),  # a quarter of it, twice, is not the whole of it
        ("{Q3 2026/27: 40, Q4 2026/27: 50, Q1 2027/28: 50}", False),
    ],
)
def test_a_trajectory_that_is_counted_by_quarters_is_given_by_quarter(trajectory: str, told: bool) -> None:
    assert breaches(rule, coaching(trajectory)) == [(SLUG, "warning", f"ssm_coaching_trajectory: {trajectory}")] * told


@pytest.mark.parametrize(
    ("text", "cured", "end"),
    [
        (referrals, "90 in 2026/27; 180 in 2027/28; 180 in 2028/29", "2029-03-31"),
        (
            coaching,
            "50 in Q3 2026/27; 50 in Q4 2026/27; 50 in Q1 2027/28; 50 in Q2 2027/28; 50 in Q3 2027/28",
            "2028-03-31",
        ),
    ],
)
def test_the_cure_that_is_named_breaks_no_other_rule(text: Callable[[str], str], cured: str, end: str) -> None:
    def short(figures: str) -> str:
        return text(figures).replace(TERM, f"term: {{start: 2026-10-01, end: {end}}}")

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
