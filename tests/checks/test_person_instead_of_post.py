"""A person's name where a post belongs."""

import pytest
from tests.checks.contracts import breaches, contract, shipped

from specgen.checks.words import looks_like_a_person
from specgen.checks.words import person_instead_of_post as rule

SLUG = "person-instead-of-post"


@pytest.mark.parametrize(
    "name",
    [
        "Jane Carter",
        "Jane",
        "jane carter",
        "Lead Nurse (jane.carter)",
        "Dr Jane Carter",
        "Mr. Okafor",
        "Mary-Anne O’Neill",
        "Ana Maria Silva",
        "Head of nursing (Ms Lee)",
        "Élodie Brun",
        "Prof Sayeed",
        "Professor Sayeed",
        "mrs Sayeed",
        "Sister Reed",
        "Nurse Alex Reed",
        "Alex Reed, Lead Podiatrist",
        "Lead Podiatrist (Alex Reed)",
        "Head of Podiatry - Jane Carter",
    ],
)
def test_what_looks_like_a_name_is_a_warning_at_the_value(name: str) -> None:
    text = contract(f"specification: [personalised-care]\nvalues:\n  pc_provider_lead_post: {name}")
    assert breaches(rule, text) == [(SLUG, "warning", f"pc_provider_lead_post: {name}")]


@pytest.mark.parametrize(
    "post",
    [
        "Head of nursing",
        "Director of Nursing",
        "Chief Executive",
        "Caldicott Guardian",
        "Clinical Lead",
        "Ward Sister",
        "AHP LEAD",
        "Matron",
        "Senior personal health budgets adviser",
        "Clinical lead for respiratory medicine",
        "Band 7 Nurse",
        "Engagement Manager",
        "Nurse Endoscopist",
        "Matron Outpatients",
        "Matron, Rose Ward",
        "Podiatry Service Manager, North Fellside",
        "Lead Nurse (Queen Mary Hospital)",
        "Mary Seacole Nurse",
    ],
)
def test_a_post_keeps_the_rule(post: str) -> None:
    assert not breaches(
        rule, contract(f"specification: [personalised-care]\nvalues: {{pc_provider_lead_post: {post}}}")
    )


def test_the_leads_and_the_signatory_are_looked_at() -> None:
    text = contract("commissioner_lead: Jane Carter\nprovider_lead: Head of nursing").replace(
        "kind: NHS trust", "kind: NHS trust\n  signatory: Mr John Dale"
    )
    assert breaches(rule, text) == [
        (SLUG, "warning", "signatory: Mr John Dale"),
        (SLUG, "warning", "commissioner_lead: Jane Carter"),
    ]


def test_a_value_that_two_clauses_use_is_said_once() -> None:
    after = (
        "values:\n  pc_provider_lead_post: Jane Carter\ndevelopment: [personalised-care/cohort-method, "
        "personalised-care/evaluation]"
    )
    assert len(breaches(rule, contract("specification: [personalised-care]", after=after))) == 1


def test_text_that_is_not_a_post_may_be_a_name() -> None:
    assert breaches(rule, contract("cohort: Jane Carter\npremises: [Jane Carter Centre]")) == []


def test_the_examples_of_every_post_in_the_library_keep_the_rule() -> None:
    posts = {
        placeholder.example
        for clause in shipped().clauses.values()
        for placeholder in clause.placeholders.values()
        if placeholder.kind == "post"
    }
    assert len(posts) > 10
    assert [post for post in posts if looks_like_a_person(post)] == []


def test_the_body_that_leads_under_section_75_is_no_post() -> None:
    lead = "    section_75: {reference: S75-1, lead: Northbrook Council}\nprovider:\n"
    assert breaches(rule, contract().replace("provider:\n", lead, 1)) == []
