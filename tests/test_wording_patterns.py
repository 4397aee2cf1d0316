"""Patterns that are compiled when they are first used."""

import re

import pytest

from specgen.wording.patterns import when_used


def test_a_pattern_that_is_compiled_when_it_is_used_finds_what_a_compiled_one_finds() -> None:
    said, text = r"(?P<who>provider) must", "The PROVIDER must, and a Provider must."
    late, known = when_used(said, re.IGNORECASE), re.compile(said, re.IGNORECASE)
    for _ in range(2):  # the second time by what is kept of the first
        assert [each.span("who") for each in late.finditer(text)] == [each.span("who") for each in known.finditer(text)]
        assert late.sub("x", text) == known.sub("x", text)
    assert late.fullmatch(text) is None


def test_a_pattern_with_a_fault_is_told_at_its_first_use() -> None:
    late = when_used("(")
    with pytest.raises(re.error):
        late.search("")
