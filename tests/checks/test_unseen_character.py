"""A character in a text of the contract file that nobody sees."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.words import unseen_character as rule


@pytest.mark.parametrize("character", ["\u00ad", "\u200b", "\u200e", "\u202e", "\u2060", "\u2066", "\ufeff"])
@pytest.mark.parametrize("before", ["Choice policy, ver", "Choice policy"])
def test_a_character_that_nobody_sees_is_told_at_its_line(before: str, character: str) -> None:
    entry = f"{before}{character}sion 1"
    assert breaches(rule, contract(particulars=f"local_policies:\n  - {entry}")) == [
        (rule.slug, "warning", f"- {entry}")
    ]


@pytest.mark.parametrize(
    "text", ["Choice policy", "Polisi’r dewis", "a\u00a0b", "👩\u200d⚕️ clinic", "e\u0301clair", "中文"]
)
def test_what_is_seen_or_joins_what_is_seen_keeps_the_rule(text: str) -> None:
    assert breaches(rule, contract(particulars=f"local_policies:\n  - {text}")) == []
