"""The reference of a contract file, found without reading the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from specgen.issue.portfolio.waiting import reference_in
from specgen.yamlfile import DEEPEST


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("contract:\n  title: A\n  reference: N-1\n", "N-1"),
        ("contract: {reference: ' N-1 '}\n", " N-1 "),
        ("provider: {reference: N-2}\ncontract: {x: [reference], reference: N-1}\n", "N-1"),
        ("reference: N-1\n", None),
        ("contract: [reference]\n", None),
        ("contract: &a {reference: *a}\n", None),
        ("", None),
        ("contract: {", None),
    ],
)
def test_the_reference_is_found_where_a_contract_file_has_it_and_nowhere_else(text: str, found: str | None) -> None:
    assert reference_in(text.encode()) == found


def test_a_file_that_nests_without_end_is_left_to_the_reader_of_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    ordinary = yaml.parse

    def counted(text: str, **given: Any) -> Iterator[Any]:
        for event in ordinary(text, **given):
            taken.append(event)
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    assert reference_in(b"contract:\n  title: " + b"[" * 10_000) is None
    assert len(taken) < DEEPEST + 10
