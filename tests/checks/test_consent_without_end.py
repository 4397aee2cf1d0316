"""A consent without a time, or without what holds when the time has passed."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of
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
        ("note: nothing is said", ["error"]),
        ("when: {within: 28 days, after: request}", ["error"]),
        ("when: {within: 28 days, after: request}\n          silence: it stands", []),
        ("when: {within: 28 days, after: request}\n          silence: review meeting", []),
        ("silence: it stands", ["error"]),
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


@pytest.mark.parametrize(
    "clause",
    [
        "personal-health-budgets/delegation",
        "personal-health-budgets/governance",
        "personal-health-budgets/process",
        "social-prescribing/link-worker-service",
    ],
)
def test_a_superseded_version_is_a_warning_that_names_the_one_that_says_it(clause: str) -> None:
    told = problems_of(rule, contract(f"specification: [{clause}@1]"))
    component, _, name = clause.partition("/")
    assert {problem.severity for problem in told} == {"warning"}
    assert all(f"{component}/specification/{name}@2" in problem.cure for problem in told)
    assert breaches(rule, contract(f"specification: [{clause}@2]")) == []
