"""No Service Development and Improvement Plan."""

from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.plans import no_improvement_plan as rule

SLUG = "no-improvement-plan"


def test_an_empty_list_breaks_the_rule_at_its_line() -> None:
    assert breaches(rule, contract(after="improvement: []")) == [(SLUG, "warning", "improvement: []")]


def test_a_contract_without_the_name_is_told_which_schedule_is_meant() -> None:
    assert [problem.message for problem in problems_of(rule, contract())] == [
        "the contract has no items for Schedule 6D (Service Development and Improvement Plan)"
    ]


def test_an_item_or_a_reason_keeps_the_rule() -> None:
    assert breaches(rule, contract(after="improvement: [co-production/outputs]")) == []
    assert breaches(rule, contract(after="improvement: {not_applicable: held in another contract}")) == []


def test_a_form_without_the_schedule_keeps_the_rule() -> None:
    assert breaches(rule, contract(form="shorter")) == []
