"""An address or a number where a post belongs."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.contradictions import contact_instead_of_post as rule

SLUG = "contact-instead-of-post"
CONTACTS = [
    "alex.reed@fellside.example",
    "Head of podiatry (alex@fellside.example)",
    "01632 960123",
    "+44 1632 960 123",
    "Lead Nurse, tel 960123",
    "Head of nursing ext. 4471",
    "www.fellside.example",
    "alex.reed (at) fellside.example",
    "alex at fellside dot example",
    "fellside.example/podiatry",
    "0300.123.4567",
    "Head of podiatry, 12 Mill Lane",
    "Head of podiatry, FE1 2AB",
]
POSTS = [
    "Macmillan Nurse",
    "Lead Nurse at St Mary's",
    "Head of podiatry",
    "Band 7 occupational therapist",
    "Deputy Director, South Place",
    "Ward 12 Manager",
    "Lead at St. Mary's",
    "Lead for 0-19 services",
    "Head of 24/7 crisis services",
    "Service lead (0.25 - 0.50 whole-time)",
    "Service lead from 01.04.2026",
]


@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize("field", ["commissioner_lead", "provider_lead"])
def test_a_contact_as_a_services_lead_is_an_error(field: str, contact: str) -> None:
    assert breaches(rule, contract(f"{field}: {contact}")) == [(SLUG, "error", f"{field}: {contact}")]


@pytest.mark.parametrize("post", POSTS)
def test_a_post_keeps_the_rule(post: str) -> None:
    assert breaches(rule, contract(f"provider_lead: {post}\ncommissioner_lead: {post}")) == []


def test_the_signatories_of_both_sides_are_looked_at() -> None:
    text = contract("specification: [enabling-choice]")
    both = text.replace("ods_code: QXX", "ods_code: QXX\n    signatory: a@b.example").replace(
        "ods_code: RXX", "ods_code: RXX\n  signatory: 01632 960123"
    )
    assert sorted(breaches(rule, both)) == [
        (SLUG, "error", "signatory: 01632 960123"),
        (SLUG, "error", "signatory: a@b.example"),
    ]
