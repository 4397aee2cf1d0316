"""A budget without a care plan."""

from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.components import budget_without_care_plan as rule


def test_budgets_without_planning_break_the_rule() -> None:
    text = contract("specification:\n  - personal-health-budgets")
    assert breaches(rule, text) == [("budget-without-care-plan", "error", "- personal-health-budgets")]
    assert problems_of(rule, text)[0].source == "Handbook 2.1, 2.3.2, 2.7.7"


def test_planning_in_another_service_does_not_help() -> None:
    other = "  - name: Pain service\n    specification: [personalised-care-and-support-planning]"
    assert len(breaches(rule, contract("specification: [personal-health-budgets]", after=other))) == 1


def test_budgets_with_planning_keep_the_rule() -> None:
    assert not breaches(
        rule, contract("specification: [personal-health-budgets, personalised-care-and-support-planning]")
    )
