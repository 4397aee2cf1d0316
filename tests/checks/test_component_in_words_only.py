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
        "integrated personal commissioning",
        "personalised budgets",
        "third-party budgets",
        "wheelchair budgets",
        "community-based support",
    ],
)
def test_budgets_social_prescribing_and_activation_in_words_are_a_warning(words: str) -> None:
    assert named(words) == [(SLUG, "warning", f"pc_components: [{words}]")]


@pytest.mark.parametrize(
    "words", ["choice", "a care plan", "a budget for travel", "nothing on personal health budgets"]
)
def test_other_words_keep_the_rule(words: str) -> None:
    assert named(words.replace("nothing on", "all of this without")) == []


@pytest.mark.parametrize("words", ["shared decision making", "care and support planning", "peer support"])
def test_a_component_that_the_generic_clause_may_name_is_a_note(words: str) -> None:
    assert named(words) == [(SLUG, "note", f"pc_components: [{words}]")]


def test_a_component_with_its_clauses_may_be_named() -> None:
    assert named("personal health budgets", ", personal-health-budgets") == []
    assert named("social prescribing", ", social-prescribing") == []
    assert named("use of PAM", ", supported-self-management/patient-activation-referred") == []


@pytest.mark.parametrize(
    "line",
    [
        '"3.1": To offer personal health budgets',
        "cohort: people who hold a personal health budget",
        "activity: 40 direct payments a year",
    ],
)
def test_any_text_of_the_service_is_looked_at_for_budgets_and_activation(line: str) -> None:
    where = f"whole_specification:\n  {line}" if line[0] == '"' else line
    assert breaches(rule, contract(f"specification: [enabling-choice]\n{where}")) == [(SLUG, "warning", line)]


def test_a_value_of_another_clause_is_looked_at() -> None:
    text = contract("specification: [enabling-choice]", after="values:\n  choice_matters: [how a PHB is held]")
    assert breaches(rule, text) == [(SLUG, "warning", "choice_matters: [how a PHB is held]")]
    assert breaches(rule, text.replace("how a PHB is held", "the link worker who is met")) == []
