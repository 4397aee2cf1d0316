"""An improvement item that only the Commissioners carry out."""

import pytest
from tests.checks.contracts import breaches, contract, shipped, with_clause

from specgen.checks.plans import improvement_by_commissioners as rule

TEXT = contract(after="improvement:\n  - personalised-care/ours")
OURS = "personalised-care/improvement/ours"


def test_an_item_by_the_commissioners_alone_breaks_the_rule() -> None:
    library = with_clause(OURS, "The Commissioners must publish a list.", fields={"by": "Commissioners"})
    assert breaches(rule, TEXT, library) == [("improvement-by-commissioners", "error", "- personalised-care/ours")]


@pytest.mark.parametrize("by", ["Provider", "Provider and Commissioners"])
def test_an_item_in_which_the_provider_has_a_part_keeps_the_rule(by: str) -> None:
    assert breaches(rule, TEXT, with_clause(OURS, "Words.", fields={"by": by})) == []


def test_every_shipped_item_keeps_the_rule() -> None:
    items = [
        clause.id.replace("/improvement/", "/")
        for clause in shipped().clauses.values()
        if clause.place == "improvement"
    ]
    assert len(items) > 10
    assert breaches(rule, contract(after=f"improvement: [{', '.join(items)}]")) == []
