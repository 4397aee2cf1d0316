"""A figure or a letter of another script in a text of the contract file."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.words import sign_of_another_script as rule


@pytest.mark.parametrize("text", ["Choice policy ٣", "Choice policy ３", "Ch\u043eice policy", "\u0391ccess policy"])
def test_a_sign_of_another_script_is_told_at_its_line(text: str) -> None:
    assert breaches(rule, contract(particulars=f"local_policies:\n  - {text}")) == [(rule.slug, "warning", f"- {text}")]


@pytest.mark.parametrize("text", ["Polisi’r dŵr", "β-blockers", "5 µg", "Выбор", "10² metres", "½ hour", "中文", "①"])
def test_other_languages_and_signs_that_nobody_mistakes_keep_the_rule(text: str) -> None:
    assert breaches(rule, contract(particulars=f"local_policies:\n  - {text}")) == []
