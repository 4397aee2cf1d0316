"""What sort of change a change is."""

from __future__ import annotations

import pytest

from specgen.review.findings import joined, sort_of, touches_value


@pytest.mark.parametrize(
    ("old", "new", "sort"),
    [
        ("30 days", "45 days", "value"),
        ("80%", "8%", "value"),
        ("£500,000", "£50,000", "value"),
        ("1.5", "15", "value"),
        ("≥80%", "≤80%", "value"),
        ("-5", "5", "value"),
        ("30 September 2026", "30 June 2026", "value"),
        ("three months", "six months", "value"),
        ("at least", "at most", "value"),
        ("10 working days", "10 days", "value"),
        ("must", "may", "wording"),
        ("May", "June", "value"),
        ("Provider", "provider", "wording"),
        ("must report within 30 days", "should consider it within 45 days", "wording and value"),
        ("plan", "plan,", "punctuation"),
        ("plan,", "plan", "punctuation"),
        ("co-production", "coproduction", "punctuation"),
        ("a  b", "a b", "punctuation"),
        ("“plan”", '"plan"', "punctuation"),
        ("(plan)", "plan", "punctuation"),
        ("", "new words", "wording"),
        ("words of old", "", "wording"),
        ("", "12", "value"),
        ("a b", "b a", "wording"),
    ],
)
def test_a_change_is_classed_by_the_words_that_differ(old: str, new: str, sort: str) -> None:
    assert sort_of(old, new) == sort


def test_every_change_of_a_threshold_is_one_of_a_threshold_but_punctuation_is_punctuation() -> None:
    assert sort_of("most people", "some people", field="threshold") == "value"
    assert sort_of("most people", "most people.", field="threshold") == "punctuation"
    assert sort_of("most people", "some people", field="method") == "wording and value"


def test_a_change_inside_a_name_that_the_contract_filled_in_is_one_of_a_name() -> None:
    line = "The Harbour Trust must tell the Harbour Trust."
    assert touches_value(line, 4, 11, ("Harbour Trust",))
    assert touches_value(line, 39, 39, ("Harbour Trust",))
    assert not touches_value(line, 18, 22, ("Harbour Trust",))
    assert not touches_value(line, 4, 4, ("Harbour Trust",)), "before the name is not inside it"
    assert touches_value("people with asthma", 12, 18, (("adults", "people with asthma"),))
    assert sort_of("Harbour", "Moorland", inside_value=True) == "value"


def test_the_class_of_a_clause_joins_those_of_its_changes() -> None:
    assert joined([]) is None
    assert joined(["punctuation", "look"]) == "punctuation"
    assert joined(["punctuation", "value"]) == "value"
    assert joined(["wording", "value"]) == "wording and value"
