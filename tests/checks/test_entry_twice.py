"""An entry that stands twice in a list of the contract file."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.words import entry_twice as rule

POLICIES = "local_policies:\n  - Choice policy, version 1\n  - {}"


@pytest.mark.parametrize(
    "entry", ["Choice policy, version 1", "choice policy,  version 1.", "CHOICE POLICY, VERSION 1"]
)
def test_an_entry_that_stands_above_already_is_asked_about_at_its_line(entry: str) -> None:
    assert breaches(rule, contract(particulars=POLICIES.format(entry))) == [(rule.slug, "warning", f"- {entry}")]


def test_lists_of_services_and_parties_are_looked_at_too() -> None:
    text = contract("premises: [Weir Lane, Harbour Street, Weir Lane]\nspecification: [enabling-choice]")
    assert len(breaches(rule, text)) == 1
    whom = "  sub_contractors:\n    - Quayside Imaging\n    - Quayside Imaging\n"
    assert len(breaches(rule, contract().replace("services:\n", f"{whom}services:\n"))) == 1


def test_other_entries_and_the_same_one_in_two_lists_keep_the_rule() -> None:
    assert breaches(rule, contract(particulars=POLICIES.format("Choice policy, version 2"))) == []
    both = contract("premises: [Weir Lane]", after="  - name: Second service\n    premises: [Weir Lane]")
    assert breaches(rule, both) == []


def test_a_word_that_stands_twice_in_a_text_is_told() -> None:
    text = contract("activity: 2,400 contacts in the the clinic\nspecification: [enabling-choice]")
    assert [problem.message for problem in problems_of(rule, text)] == ["“the the” stands in the text"]
