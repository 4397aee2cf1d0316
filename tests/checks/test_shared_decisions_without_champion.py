"""Shared decision making without a champion's post or a protocol."""

from tests.checks.contracts import breaches, contract, problems_of, with_clause

from specgen.checks.components import shared_decisions_without_champion as rule

SLUG = "shared-decisions-without-champion"


def test_the_national_wording_on_its_own_breaks_the_rule() -> None:
    text = contract("specification:\n  - shared-decision-making/national")
    assert breaches(rule, text) == [(SLUG, "error", "- shared-decision-making/national")]


def test_the_lead_in_does_not_name_a_post() -> None:
    text = contract("specification: [shared-decision-making/lead-in, shared-decision-making/national]")
    assert len(breaches(rule, text)) == 1


def test_the_set_keeps_the_rule() -> None:
    assert breaches(rule, contract("specification: [shared-decision-making]")) == []


def test_own_terms_that_name_only_the_champion_still_lack_the_protocol() -> None:
    library = with_clause("shared-decision-making/specification/ours", "The Head of nursing is clinical champion.")
    text = contract("specification: [shared-decision-making/national, shared-decision-making/ours]")
    assert [problem.message for problem in problems_of(rule, text, library)] == [
        (
            "the wording on shared decision making of “Community respiratory service” does not give a written "
            "protocol’s date"
        )
    ]
