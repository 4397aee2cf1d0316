"""Legal rights to choice, in every contract and every service."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of, with_clause

from specgen.checks.specification import legal_rights_to_choice as rule

APPLIES = "legal_rights_to_choice: applies\n"
DOES_NOT = "legal_rights_to_choice: {not_applicable: an urgent service}\n"
SLUG = "legal-rights-to-choice"


def test_a_service_without_the_general_clause_breaks_the_rule() -> None:
    text = contract(DOES_NOT + "specification: [personalised-care]")
    assert breaches(rule, text) == [(SLUG, "error", "specification: [personalised-care]")]


def test_a_service_that_does_not_answer_breaks_the_rule() -> None:
    text = contract("specification: [enabling-choice]")
    assert breaches(rule, text) == [(SLUG, "error", "- name: Community respiratory service")]


def test_rights_that_apply_need_the_operational_clause() -> None:
    text = contract(APPLIES + "specification: [enabling-choice]")
    assert breaches(rule, text) == [(SLUG, "error", "legal_rights_to_choice: applies")]


def test_the_operational_clause_needs_rights_that_apply() -> None:
    text = contract(DOES_NOT + "specification:\n  - enabling-choice-operational")
    assert breaches(rule, text) == [(SLUG, "error", "- enabling-choice-operational")]


@pytest.mark.parametrize(
    "service", [APPLIES + "specification: [enabling-choice-operational]", DOES_NOT + "specification: [enabling-choice]"]
)
def test_each_answer_with_its_own_set_keeps_the_rule(service: str) -> None:
    assert breaches(rule, contract(service)) == []


def test_an_adaptation_of_the_general_clause_serves_as_well() -> None:
    library = with_clause(
        "enabling-choice/specification/our-general", "Our words.", based_on="enabling-choice/specification/general@1"
    )
    assert breaches(rule, contract(DOES_NOT + "specification: [enabling-choice/our-general]"), library) == []


def test_every_service_is_asked_for_itself() -> None:
    second = (
        "  - name: Wheelchair service\n    specification: [personalised-care]\n    legal_rights_to_choice: "
        "{not_applicable: by referral of a team}"
    )
    found = problems_of(rule, contract(DOES_NOT + "specification: [enabling-choice]", after=second))
    assert [problem.message for problem in found] == ["“Wheelchair service” does not state the legal rights to choice"]
