"""Two names, or a code, where the name of a party belongs."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.words import name_of_no_party as rule


def of_provider(name: str) -> str:
    text = contract("specification: [enabling-choice]")
    before = next(line for line in text[text.index("\nprovider:") :].splitlines() if line.startswith("  name: "))
    return text.replace(before, f'  name: "{name}"', 1)


@pytest.mark.parametrize(
    "name",
    [
        "Hill Care Limited; Dale NHS Trust",
        "Hill Care Limited / Dale NHS Trust",
        "Hill Care Limited | Dale Care",
        "Hill Care + Dale Care",
        "Hill Care Limited, Dale Care Limited",
        "Hill Care Ltd. and Dale Care Ltd.",
        "Hill NHS Foundation Trust & Dale NHS Trust",
        "Hill City Council/Dale County Council",
        "Hill Care Limited (lead), Dale Care CIC",
        "X9A01",
        "RXX",
        "NLO01",
        "A81001",
        "Hill Care Limited (RXX)",
        "RXX Hill Care Limited",
        "1. Hill Care Limited",
    ],
)
def test_two_names_or_a_code_in_the_place_of_a_name_are_told_at_its_line(name: str) -> None:
    assert breaches(rule, of_provider(name)) == [(rule.slug, "warning", f'name: "{name}"')]


@pytest.mark.parametrize(
    "name",
    [
        "Hill Care Limited",
        "Hill and Dale Care Limited",
        "Hill & Dale NHS Foundation Trust",
        "Kent and Medway NHS and Social Care Partnership Trust",
        "Hill Care Limited t/a Dale Care",
        "Hill Care Limited, trading as Dale Care Limited",
        "Hill Care Limited, a subsidiary of Dale Holdings plc",
        "Hill Council for Voluntary Service Limited",
        "Bath and North East Somerset, Swindon and Wiltshire Integrated Care Board",
        "The Trustees of Hill Hospice, Dale",
        "Hill Care Limited (Dale)",
        "Care4U Limited",
        "Mind",
        "Age UK",
        "MIND IN HILL",
    ],
)
def test_the_name_of_one_body_keeps_the_rule(name: str) -> None:
    assert breaches(rule, of_provider(name)) == []
