"""An agreed contract in which something is left open."""

import pytest
from tests.checks.contracts import breaches, contract, pack_of

from specgen.checks.agreement import agreed_but_open as rule

SLUG = "agreed-but-open"


def agreed(value: str, *, status: str = "agreed", more: str = "") -> str:
    return contract(
        f"specification: [enabling-choice/general]\n{more}values:\n  choice_responsible_post: {value}\n"
        "  choice_ready_date: 2026-10-31\n  choice_information_date: 2026-08-31\n  choice_matters: [the clinic]",
        particulars=f"status: {status}",
    )


@pytest.mark.parametrize(
    "gap", ["to be agreed", "TBC", "as above", "XXX", "N/A", "none", "insert post", "'DN: ask Jo'", "to follow"]
)
def test_an_open_gap_in_a_value_keeps_draft_and_is_named(gap: str) -> None:
    text = agreed(gap)
    assert breaches(rule, text) == [(SLUG, "warning", "status: agreed")]
    assert pack_of(text).open and pack_of(text).draft


def test_an_open_gap_in_a_text_does_too() -> None:
    assert breaches(rule, agreed("Access Manager", more="activity: TBC\n")) == [(SLUG, "warning", "status: agreed")]


def test_an_example_that_names_another_contract_does_too() -> None:
    text = agreed("Access Manager").replace(
        "Harbour Community Health Trust", "Example Community Health NHS Foundation Trust"
    )
    assert breaches(rule, text) == [(SLUG, "warning", "status: agreed")]


@pytest.mark.parametrize("status", ["draft", "for agreement"])
def test_before_it_is_agreed_a_contract_may_be_open(status: str) -> None:
    assert breaches(rule, agreed("TBC", status=status)) == []


def test_a_contract_without_gaps_keeps_the_rule() -> None:
    text = agreed("Access Manager")
    assert breaches(rule, text) == [] and pack_of(text).open == ()
