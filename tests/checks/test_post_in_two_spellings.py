"""One post in two spellings."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.words import post_in_two_spellings as rule

SLUG = "post-in-two-spellings"


def text(lead: str, post: str, field: str = "provider_lead") -> str:
    return contract(
        f'{field}: "{lead}"', after=f'development: [co-production/policy]\nvalues:\n  cop_lead_post: "{post}"'
    )


@pytest.mark.parametrize(
    ("lead", "post"),
    [
        ("Assoc. Director, Community Services", "Associate Director of Community Services"),
        ("Lead Nurse, LTC", "Lead Nurse for Long-Term Conditions"),
        ("PHB Manager", "Personal Health Budgets Manager"),
        ("Dep. Dir. of Nursing", "Deputy Director of Nursing"),
        ("Head of Patient & Public Involvement", "Head of Patient and Public Involvement"),
        ("Care co-ordinator, lung team", "Care coordinator for the lung team"),
        ("Snr Dietitian", "Senior dietitian"),
    ],
)
def test_short_forms_signs_and_letters_for_words_of_one_post_are_told(lead: str, post: str) -> None:
    assert breaches(rule, text(lead, post)) == [(SLUG, "warning", f'cop_lead_post: "{post}"')]


@pytest.mark.parametrize(
    ("lead", "post"),
    [
        ("Director of Nursing", "Director of Nursing"),
        ("Director of Nursing", "director of nursing"),
        ("Lead Nurse for Long-Term Conditions", "Lead nurse for long term conditions"),
        ("Director of Nursing", "Deputy Director of Nursing"),
        ("Director of Nursing", "Director of Nursing and Quality"),
        ("Lead Nurse", "Nurse Lead"),
        ("Head of Community Nursing", "Head of Community Services"),
        ("IT Manager", "Intermediate care Manager"),
        ("PHB Adviser", "Personal Wheelchair Budgets Adviser"),
        ("Chief Executive", "Chief Executive Officer"),
        ("Clinic lead 1", "Clinic lead 2"),
        ("GP lead", "Lead GP"),
    ],
)
def test_one_spelling_and_other_posts_are_right(lead: str, post: str) -> None:
    assert breaches(rule, text(lead, post)) == []


def test_posts_of_two_sides_are_two_posts() -> None:
    assert breaches(rule, text("Lead Nurse, LTC", "Lead Nurse for Long-Term Conditions", "commissioner_lead")) == []


def test_the_message_names_both_spellings_and_where_the_first_stands() -> None:
    made = text("PHB Manager", "Personal Health Budgets Manager")
    line = made.split("\n").index('    provider_lead: "PHB Manager"') + 1
    (problem,) = problems_of(rule, made)
    assert f"and “PHB Manager” (line {line})" in problem.message
