"""Figures for Quarters, where the words around them are of the Contract Year."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of, shipped, with_clause

from specgen.assembly.seams import of_whole_years
from specgen.checks.plans import quarters_for_a_contract_year as rule
from specgen.library.model import DeclaredPlaceholder

SLUG = "quarters-for-a-contract-year"
QUARTERS = "{Q1 2026/27: 10, Q2 2026/27: 20}"
NUMBERS = sorted(
    (clause.id, name)
    for clause in shipped().clauses.values()
    for name, placeholder in clause.placeholders.items()
    if placeholder.kind == "trajectory"
)


def chosen(clause_id: str, name: str, figures: str) -> str:
    component, place, last = clause_id.split("/")
    value = f"values: {{{name}: {figures}}}"
    if place == "development":
        return contract(after=f"development: [{component}/development/{last}]\n{value}")
    return contract(f"{place}: [{component}/{last}]\n{value}")


@pytest.mark.parametrize(("clause_id", "name"), NUMBERS)
def test_a_number_by_quarter_is_refused_by_each_clause_that_speaks_of_the_contract_year(
    clause_id: str, name: str
) -> None:
    assert all(of_whole_years(version, name) for version in shipped().clauses[clause_id].versions)
    assert [each[:2] for each in breaches(rule, chosen(clause_id, name, QUARTERS))] == [(SLUG, "error")]
    for figures in ("{2026/27: 10, 2027/28: 20, 2028/29: 30}", "200"):
        assert breaches(rule, chosen(clause_id, name, figures)) == []


def test_a_figure_that_two_clauses_print_is_told_once_with_both() -> None:
    text = contract(
        "specification: [supported-self-management/health-coaching-delivered]\n"
        f"quality: [supported-self-management/health-coaching]\nvalues:\n  ssm_coaching_trajectory: {QUARTERS}"
    )
    (problem,) = problems_of(rule, text)
    assert "specification/health-coaching-delivered and supported-self-management/quality/health-coaching" in (
        problem.message
    )


def test_a_single_commissioners_figures_are_looked_at_too() -> None:
    text = contract("quality: [supported-self-management/health-coaching]")
    own = f"values: {{ssm_coaching_trajectory: {QUARTERS}}}"
    text = text.replace("    ods_code: QXX", f"    ods_code: QXX\n    {own}")
    assert breaches(rule, text) == [(SLUG, "error", own)]


def test_a_share_may_differ_from_quarter_to_quarter() -> None:
    share = "{Q1 2026/27: 60, Q2 2026/27: 70}"
    text = contract(
        f"quality: [personalised-care-and-support-planning/plans-agreed]\nvalues:\n  pcsp_agreed_target: {share}"
    )
    assert breaches(rule, text) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The Provider must keep {{ our_places }} places in each Contract Year.", True),
        ("The Provider must keep {{ our_places }} places.", False),
        ("The Provider must keep {{ our_places }} places in each Contract Year or, of a Quarter, in it.", False),
    ],
)
def test_wording_of_an_organisations_own_takes_quarters_where_it_names_them(words: str, told: bool) -> None:
    places = DeclaredPlaceholder("our_places", "trajectory", "How many places?", "200")
    library = with_clause("personalised-care/specification/our-places", words, placeholders={"our_places": places})
    text = contract(f"specification: [personalised-care/our-places]\nvalues:\n  our_places: {QUARTERS}")
    assert breaches(rule, text, library) == [(SLUG, "error", f"our_places: {QUARTERS}")] * told
