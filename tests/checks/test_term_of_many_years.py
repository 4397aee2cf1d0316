"""A term of very many years, as a slip of the pen makes one."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.dates import term_of_many_years as rule


@pytest.mark.parametrize(
    ("end", "number"), [("2029-03-31", 0), ("2041-03-31", 0), ("2062-03-31", 1), ("2126-03-31", 1), ("9999-12-31", 1)]
)
def test_a_term_of_more_than_fifteen_years_is_asked_about(end: str, number: int) -> None:
    text = contract("specification: [enabling-choice]").replace("end: 2029-03-31", f"end: {end}")
    assert [severity for _, severity, _ in breaches(rule, text)] == ["warning"] * number
