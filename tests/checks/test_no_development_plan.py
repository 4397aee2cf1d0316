"""No development plan for personalised care."""

from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.plans import no_development_plan as rule

SLUG = "no-development-plan"


def test_an_empty_list_breaks_the_rule_at_its_line() -> None:
    assert breaches(rule, contract(after="development: []")) == [(SLUG, "warning", "development: []")]


def test_a_contract_without_the_name_is_told_which_schedule_is_meant() -> None:
    assert [problem.message for problem in problems_of(rule, contract())] == [
        "the contract has no actions for Schedule 2M (Development Plan for Personalised Care)"
    ]


def test_an_action_or_a_reason_keeps_the_rule() -> None:
    assert breaches(rule, contract(after="development: [personalised-care/ambition]")) == []
    assert breaches(rule, contract(after="development: {not_applicable: held in another contract}")) == []


def test_a_form_without_the_schedule_keeps_the_rule() -> None:
    assert breaches(rule, contract(form="shorter")) == []
