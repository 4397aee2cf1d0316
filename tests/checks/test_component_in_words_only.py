"""A component that is named in words and has no clauses."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.contradictions import component_in_words_only as rule

SLUG = "component-in-words-only"


def named(words: str, more: str = "") -> list[tuple[str, str, str]]:
    return breaches(rule, contract(f"specification: [personalised-care{more}]\nvalues:\n  pc_components: [{words}]"))


@pytest.mark.parametrize(
    "words",
    [
        "personal health budgets held as direct payments",
        "PHBs",
        "a personal wheelchair budget",
        "Direct payments for equipment",
        "social prescribing",
        "an offer of a link worker",
        "the Patient Activation Measure",
        "use of PAM",
    ],
)
def test_budgets_social_prescribing_and_activation_in_words_are_a_warning(words: str) -> None:
    assert named(words) == [(SLUG, "warning", f"pc_components: [{words}]")]


@pytest.mark.parametrize("words", ["shared decision making", "choice", "a care plan", "a budget for travel"])
def test_other_words_keep_the_rule(words: str) -> None:
    assert named(words) == []


def test_a_component_with_its_clauses_may_be_named() -> None:
    assert named("personal health budgets", ", personal-health-budgets") == []
    assert named("social prescribing", ", social-prescribing") == []
    assert named("use of PAM", ", supported-self-management/patient-activation-referred") == []


def test_a_section_of_a_whole_specification_gets_a_note() -> None:
    text = contract('specification: [enabling-choice]\nwhole_specification:\n  "3.1": To offer personal health budgets')
    assert breaches(rule, text) == [(SLUG, "note", '"3.1": To offer personal health budgets')]
