"""A grant agreement without the clause that says what its words mean."""

from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.agreement import form_without_its_clause as rule

SLUG = "form-without-its-clause"


def test_a_grant_agreement_without_the_clause_on_its_words_breaks_the_rule() -> None:
    text = contract("specification: [grant-peer-support]", form="grant")
    assert breaches(rule, text) == [(SLUG, "error", "specification: [grant-peer-support]")]
    assert problems_of(rule, text)[0].cure == "add “personalised-care/grant-terms” under specification"


def test_one_service_with_it_is_enough_for_the_agreement() -> None:
    assert breaches(rule, contract("specification: [grant-personalised-care, grant-peer-support]", form="grant")) == []


def test_a_contract_needs_no_such_clause() -> None:
    assert breaches(rule, contract("specification: [co-production]")) == []
