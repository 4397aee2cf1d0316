"""A space that YAML does not know, at the start of a line, is named at its own line."""

import pytest

from specgen.yamlfile import parse_yaml


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u202f", "\u200b"])
@pytest.mark.parametrize("before", ["", " ", "  "])
def test_a_pasted_space_before_a_name_is_said_at_its_line_and_not_at_a_later_one(space: str, before: str) -> None:
    text = f"contract:\n  title: A\n  term:\n{before}{space}  start: 2026-04-01\n    end: 2029-03-31\nprovider: B\n"
    document, problems = parse_yaml(text, "contract.yaml")
    if problems:
        assert [(fault.location.line, fault.location.column) for fault in problems] == [(4, len(before) + 1)]
        assert f"U+{ord(space):04X}" in problems[0].message
    else:
        assert document.root is not None


def test_a_space_of_that_kind_inside_a_value_is_left_alone() -> None:
    _, problems = parse_yaml("title: 10\u00a0days\nnote: |\n  one\n  \u00a0two\n", "contract.yaml")
    assert problems == []
