"""An edition of another year than that in which the contract is let."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.dates import edition_of_another_year as rule

SLUG = "edition-of-another-year"


def of(edition: str, particulars: str = "") -> list[tuple[str, str, str]]:
    return breaches(rule, contract("specification: [enabling-choice]", particulars=particulars, edition=edition))


@pytest.mark.parametrize("edition", ["2019/20", "2021/22"])
def test_an_edition_of_years_before_is_a_warning_at_the_edition(edition: str) -> None:
    assert of(edition, "date: 2026-03-20") == [(SLUG, "warning", f"edition: {edition}")]


@pytest.mark.parametrize("particulars", ["", "date: 2026-03-20", "date: 2026-07-10", "date: 2025-11-01"])
def test_the_edition_of_the_first_year_or_of_the_date_keeps_the_rule(particulars: str) -> None:
    assert of("2026/27", particulars) == []
