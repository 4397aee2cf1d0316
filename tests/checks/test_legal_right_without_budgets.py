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


@pytest.mark.parametrize(
    "line",
    [
        "cohort: adults who are eligible for NHS continuing healthcare",
        "cohort: people with aftercare under section 117 of the Mental Health Act 1983",
        "population: children and young people with continuing care",
        "cohort: people who are known to the wheelchair service",
    ],
)
def test_a_group_with_a_right_is_known_by_the_words_of_the_cohort(line: str) -> None:
    text = contract(f"{line}\nspecification: [enabling-choice]")
    assert breaches(rule, text) == [(SLUG, "warning", line)]
    assert breaches(rule, text.replace("enabling-choice", "personal-health-budgets")) == []


@pytest.mark.parametrize(
    "line", ["cohort: adults who are not eligible for NHS continuing healthcare", "cohort: adults who use a wheelchair"]
)
def test_a_group_that_is_said_not_to_be_there_keeps_the_rule(line: str) -> None:
    assert breaches(rule, contract(f"{line}\nspecification: [enabling-choice]")) == []


@pytest.mark.parametrize(
    ("people", "number"),
    [("children eligible for an NHS wheelchair", 1), ("people who are eligible for a wheelchair", 1),
     ("adults who use a wheelchair", 0), ("people who need NHS wheelchair access", 0)],
)  # fmt: skip
def test_people_who_have_their_wheelchair_from_this_service_are_named_in_words(people: str, number: int) -> None:
    assert len(breaches(rule, contract(f"cohort: {people}\nspecification: [enabling-choice]"))) == number
