"""A budget process without the answers on governance."""

from tests.checks.contracts import breaches, contract, problems_of, with_clause

from specgen.checks.components import budget_without_governance as rule

SLUG = "budget-without-governance"


def test_the_process_on_its_own_breaks_the_rule() -> None:
    text = contract("specification:\n  - personal-health-budgets/process")
    assert breaches(rule, text) == [(SLUG, "error", "- personal-health-budgets/process")]


def test_delegation_needs_the_process_and_the_governance() -> None:
    text = contract("specification:\n  - personal-health-budgets/delegation")
    assert [problem.message for problem in problems_of(rule, text)] == [
        (
            "“Community respiratory service” has personal-health-budgets/specification/delegation without "
            "personal-health-budgets/process and personal-health-budgets/governance"
        )
    ]


def test_both_sets_keep_the_rule() -> None:
    for name in ("personal-health-budgets", "personal-health-budgets-with-delegation"):
        assert breaches(rule, contract(f"specification: [{name}]")) == []


def test_governance_terms_of_the_organisation_serve_as_well() -> None:
    library = with_clause(
        "personal-health-budgets/specification/ours",
        "Ours.",
        based_on="personal-health-budgets/specification/governance@1",
    )
    assert not breaches(
        rule, contract("specification: [personal-health-budgets/process, personal-health-budgets/ours]"), library
    )
