"""Information governance left open."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.agreement import information_governance_open as rule

BOTH = "dpia: DPIA 12 of 3 March 2026\nsharing_agreement: Northbrook agreement, tier 2"


@pytest.mark.parametrize(
    "name",
    ["personalised-care-and-support-planning", "social-prescribing", "link-worker-service", "personal-health-budgets"],
)
def test_a_component_that_shares_information_needs_both_documents(name: str) -> None:
    found = breaches(rule, contract(f"specification: [{name}]"))
    assert found == [("information-governance-open", "warning", "contract:")] * 2


def test_the_one_that_is_missing_is_named() -> None:
    text = contract("specification: [social-prescribing]", particulars="dpia: DPIA 12 of 3 March 2026")
    assert [problem.message for problem in problems_of(rule, text)] == [
        (
            "the contract names no information sharing agreement, and has wording on: Social prescribing and "
            "community-based support"
        )
    ]


def test_both_documents_keep_the_rule() -> None:
    assert breaches(rule, contract("specification: [personal-health-budgets]", particulars=BOTH)) == []


def test_other_components_need_neither() -> None:
    assert breaches(rule, contract("specification: [shared-decision-making, enabling-choice]")) == []
