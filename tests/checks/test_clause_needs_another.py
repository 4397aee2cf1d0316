"""A clause without one that it needs."""

from tests.checks.contracts import breaches, contract

from specgen.checks.contradictions import clause_needs_another as rule

SLUG = "clause-needs-another"


def test_delegation_without_the_process_is_a_warning() -> None:
    text = contract("specification:\n  - personal-health-budgets/delegation")
    assert breaches(rule, text) == [(SLUG, "warning", "- personal-health-budgets/delegation")]


def test_delegation_with_the_process_keeps_the_rule() -> None:
    text = contract("specification: [personal-health-budgets/process, personal-health-budgets/delegation]")
    assert breaches(rule, text) == []
