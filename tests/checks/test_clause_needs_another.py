"""A clause without one that it needs."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.contradictions import clause_needs_another as rule

SLUG = "clause-needs-another"


def test_delegation_without_the_process_is_a_warning() -> None:
    text = contract("specification:\n  - personal-health-budgets/delegation")
    assert breaches(rule, text) == [(SLUG, "warning", "- personal-health-budgets/delegation")]


def test_delegation_with_the_process_keeps_the_rule() -> None:
    text = contract("specification: [personal-health-budgets/process, personal-health-budgets/delegation]")
    assert breaches(rule, text) == []


@pytest.mark.parametrize(
    ("resting", "on"),
    [
        ("co-production/local-terms", "co-production/national"),
        ("personalised-care-and-support-planning/local-terms", "personalised-care-and-support-planning/national"),
        ("social-prescribing/referral-local-terms", "social-prescribing/referral-in"),
        ("shared-decision-making/lead-in", "shared-decision-making/national"),
    ],
)
def test_terms_on_a_quoted_text_need_that_text(resting: str, on: str) -> None:
    assert breaches(rule, contract(f"specification:\n  - {resting}")) == [(SLUG, "warning", f"- {resting}")]
    assert breaches(rule, contract(f"specification: [{resting}, {on}]")) == []
