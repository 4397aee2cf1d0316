"""A consent without a time, or without what holds when the time has passed."""

import pytest
from tests.checks.contracts import breaches, contract
from tests.checks.read_clauses import library_of, own_clause

from specgen.checks.duties import consent_without_end as rule


def found(further: str) -> list[str]:
    clause = own_clause(
        "co-production/specification/our-plan",
        "1. The Provider must give the Commissioner a plan that the Commissioner has approved.",
        f"""
        - sentence: "1"
          opens: The Provider must give
          mode: consent
          actor: Co-ordinating Commissioner
          act: approve
          object: plan
          {further}
        """,
    )
    text = contract("specification: [co-production/our-plan]")
    return [severity for _, severity, _ in breaches(rule, text, library_of(clause))]


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ("note: nothing is said", ["warning"]),
        ("when: {within: 28 days, after: request}", ["warning"]),
        ("when: {within: 28 days, after: request}\n          silence: it stands", []),
        ("when: {within: 28 days, after: request}\n          silence: review meeting", []),
        ("silence: it stands", ["warning"]),
    ],
)
def test_a_consent_has_a_time_and_says_what_then_holds(further: str, expected: list[str]) -> None:
    assert found(further) == expected


def test_the_cohort_proposal_of_shared_decision_making_stands_after_28_days() -> None:
    assert breaches(rule, contract("specification: [shared-decision-making/local-terms]")) == []


def test_a_clause_in_two_services_is_told_once() -> None:
    text = contract(
        "specification: [personal-health-budgets/delegation@1]",
        after="  - name: Second service\n    specification: [personal-health-budgets/delegation@1]",
    )
    assert len(breaches(rule, text)) == 1
