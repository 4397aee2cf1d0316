"""People with a legal right to a budget, and no wording on budgets."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.contradictions import RIGHTS
from specgen.checks.contradictions import legal_right_without_budgets as rule

SLUG = "legal-right-without-budgets"


@pytest.mark.parametrize("group", RIGHTS)
def test_each_group_with_a_right_is_a_warning_where_budgets_are_not_spoken_of(group: str) -> None:
    text = contract(f"cohort_includes:\n  - {group}\nspecification: [enabling-choice]")
    assert breaches(rule, text) == [(SLUG, "warning", f"- {group}")]


def test_with_wording_on_budgets_nothing_is_said() -> None:
    text = contract("cohort_includes: [wheelchair services]\nspecification: [personal-health-budgets]")
    assert breaches(rule, text) == []


def test_section_117_with_two_authorities_and_budgets_keeps_the_rule() -> None:
    council = "  - {name: Northbrook Council, ods_code: 999, role: associate, kind: local authority}\nprovider:\n"
    text = contract("cohort_includes: [section 117 aftercare]\nspecification: [personal-health-budgets]")
    assert breaches(rule, text.replace("provider:\n", council)) == []


def test_groups_without_a_right_keep_the_rule() -> None:
    assert breaches(rule, contract("cohort_includes: [dementia]\nspecification: [enabling-choice]")) == []
