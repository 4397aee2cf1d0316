"""National wording without its lead-in and local terms."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of, shipped, with_clause

from specgen.checks.specification import national_wording_alone as rule

NATIONAL_SETS = [
    "shared-decision-making",
    "personalised-care-and-support-planning",
    "social-prescribing",
    "co-production",
]


def test_quoted_wording_without_its_company_breaks_the_rule() -> None:
    text = contract("specification:\n  - co-production/national")
    assert breaches(rule, text) == [("national-wording-alone", "warning", "- co-production/national")]


def test_what_is_missing_is_named() -> None:
    text = contract("specification: [co-production/lead-in, co-production/national]")
    assert "without co-production/local-terms;" in problems_of(rule, text)[0].message


@pytest.mark.parametrize("name", NATIONAL_SETS)
def test_a_whole_set_keeps_the_rule(name: str) -> None:
    assert breaches(rule, contract(f"specification: [{name}]")) == []


def test_every_quoted_specification_clause_of_the_library_is_in_one_of_those_sets() -> None:
    quoted = {
        clause.id
        for clause in shipped().clauses.values()
        if clause.place == "specification" and clause.versions[0].origin == "national"
    }
    assert (
        quoted == {member for name, members in shipped().sets() if name in NATIONAL_SETS for member in members} & quoted
    )
    assert len(quoted) == 4


def test_a_quoted_clause_in_no_set_needs_some_drafted_clause_of_its_component() -> None:
    library = with_clause("co-production/specification/other-quotation", "Quoted.", origin="national")
    alone = contract("specification:\n  - co-production/other-quotation")
    assert breaches(rule, alone, library) == [("national-wording-alone", "warning", "- co-production/other-quotation")]
    assert not breaches(
        rule, contract("specification: [co-production/other-quotation, co-production/local-terms]"), library
    )


def test_an_organisations_own_local_terms_stand_for_those_they_are_based_on() -> None:
    library = with_clause(
        "co-production/specification/our-terms", "Ours.", based_on="co-production/specification/local-terms@1"
    )
    text = contract("specification: [co-production/lead-in, co-production/national, co-production/our-terms]")
    assert breaches(rule, text, library) == []


def test_a_grant_agreement_has_its_own_terms_beside_the_national_wording() -> None:
    assert not breaches(
        rule,
        contract("specification: [grant-personalised-care, co-production/national, grant-co-production]", form="grant"),
    )
    assert (
        len(breaches(rule, contract("specification: [grant-personalised-care, co-production/national]", form="grant")))
        == 1
    )
