"""A component with wording and no measure."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.measures import component_without_measure as rule


def test_wording_without_a_measure_breaks_the_rule() -> None:
    text = contract("specification:\n  - shared-decision-making")
    assert breaches(rule, text) == [("component-without-measure", "warning", "- shared-decision-making")]


def test_the_measures_to_choose_from_are_named() -> None:
    text = contract("specification: [social-prescribing]")
    assert (
        problems_of(rule, text)[0].cure
        == "choose one under quality: social-prescribing/referrals-made, social-prescribing/uptake"
    )


def test_one_measure_of_the_component_is_enough() -> None:
    assert not breaches(
        rule, contract("specification: [shared-decision-making]\nquality: [shared-decision-making/sdm-q9]")
    )


def test_a_measure_of_another_component_does_not_count() -> None:
    assert (
        len(breaches(rule, contract("specification: [shared-decision-making]\nquality: [social-prescribing/uptake]")))
        == 1
    )


@pytest.mark.parametrize("name", ["enabling-choice", "co-production", "personalised-care"])
def test_a_component_for_which_the_handbook_gives_no_metric_needs_none(name: str) -> None:
    assert breaches(rule, contract(f"specification: [{name}]")) == []
