"""An improvement item that does not say how co-production is done."""

import pytest
from tests.checks.contracts import breaches, contract, shipped, with_clause

from specgen.checks.plans import improvement_without_co_production as rule
from specgen.library.model import DeclaredPlaceholder

TEXT = contract(after="improvement:\n  - personalised-care/ours")
OURS = "personalised-care/improvement/ours"
SLUG = "improvement-without-co-production"


@pytest.mark.parametrize("said", ["None", "none.", "N/A", "No", "nil", "-", "None planned", "TBC"])
def test_nothing_said_is_an_error(said: str) -> None:
    library = with_clause(OURS, "Words.", fields={"by": "Provider", "co_production": said})
    assert breaches(rule, TEXT, library) == [(SLUG, "error", "- personalised-care/ours")]


def test_nothing_said_through_a_value_is_an_error_too() -> None:
    library = with_clause(
        OURS,
        "Words.",
        fields={"co_production": "{{ cop_ours }}"},
        placeholders={"cop_ours": DeclaredPlaceholder("cop_ours")},
    )
    text = contract(after="improvement:\n  - personalised-care/ours\nvalues: {cop_ours: none}")
    assert breaches(rule, text, library) == [(SLUG, "error", "- personalised-care/ours")]


def test_one_of_the_few_exceptions_is_a_warning() -> None:
    library = with_clause(OURS, "Words.", fields={"co_production": "Not applicable: a change of supplier by law"})
    assert breaches(rule, TEXT, library) == [(SLUG, "warning", "- personalised-care/ours")]


@pytest.mark.parametrize(
    "said", ["None of it is done without the panel", "No decision is taken without the forum", "The panel writes it"]
)
def test_words_on_who_takes_part_keep_the_rule(said: str) -> None:
    assert breaches(rule, TEXT, with_clause(OURS, "Words.", fields={"co_production": said})) == []


def test_every_shipped_item_keeps_the_rule() -> None:
    items = [
        clause.id.replace("/improvement/", "/")
        for clause in shipped().clauses.values()
        if clause.place == "improvement"
    ]
    assert breaches(rule, contract(after=f"improvement: [{', '.join(items)}]")) == []
