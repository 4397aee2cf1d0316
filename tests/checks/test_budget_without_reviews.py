"""Personal health budgets without reviews."""

from tests.checks.contracts import breaches, contract, with_clause

from specgen.checks.components import budget_without_reviews as rule

GOVERNANCE = "specification:\n  - personal-health-budgets/governance"


def test_governance_without_the_process_asks_for_no_reviews() -> None:
    assert breaches(rule, contract(GOVERNANCE)) == [
        ("budget-without-reviews", "warning", "- personal-health-budgets/governance")
    ]


def test_the_process_holds_the_reviews() -> None:
    assert breaches(rule, contract("specification: [personal-health-budgets]")) == []


def test_the_report_on_reviews_keeps_the_rule() -> None:
    assert breaches(rule, contract(GOVERNANCE, after="reporting: [personal-health-budgets/reviews-on-time]")) == []


def test_a_review_and_three_months_must_stand_in_one_term() -> None:
    apart = with_clause(
        "personal-health-budgets/specification/ours",
        "1. The panel meets every three months.\n2. Each budget is reviewed yearly.",
    )
    together = with_clause(
        "personal-health-budgets/specification/ours",
        "The Provider must review each budget within 3 months of its start.",
    )
    text = contract("specification: [personal-health-budgets/ours]")
    assert len(breaches(rule, text, apart)) == 1
    assert breaches(rule, text, together) == []
