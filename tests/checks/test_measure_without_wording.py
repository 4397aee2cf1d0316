"""A measure of something that the specification does not ask for."""

from tests.checks.contracts import breaches, contract

from specgen.checks.measures import measure_without_wording as rule


def test_a_measure_without_wording_breaks_the_rule() -> None:
    text = contract("specification: [shared-decision-making]\nquality:\n  - social-prescribing/uptake")
    assert breaches(rule, text) == [("measure-without-wording", "warning", "- social-prescribing/uptake")]


def test_wording_of_the_same_component_keeps_the_rule() -> None:
    assert breaches(rule, contract("specification: [social-prescribing]\nquality: [social-prescribing/uptake]")) == []
