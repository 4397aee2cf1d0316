"""Dates of the personal health budget process in the wrong order."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.dates import budget_dates_out_of_order as rule

SLUG = "budget-dates-out-of-order"


def process(start: str, test: str, mapped: str) -> list[tuple[str, str, str]]:
    return breaches(
        rule,
        contract(
            "specification: [personal-health-budgets/process]\nvalues:\n"
            f"  phb_start_date: {start}\n  phb_test_date: {test}\n  phb_map_date: {mapped}"
        ),
    )


@pytest.mark.parametrize("test", ["2027-01-31", "2027-03-01", "28/02/2027"])
def test_a_testing_period_that_ends_before_it_begins_is_an_error(test: str) -> None:
    assert process("2027-03-01", test, "2027-02-01") == [(SLUG, "error", f"phb_test_date: {test}")]


def test_a_map_that_comes_after_the_offer_is_a_warning_and_the_offer_does_not_wait() -> None:
    assert process("2026-10-01", "2027-03-31", "2026-10-31") == [(SLUG, "warning", "phb_map_date: 2026-10-31")]


@pytest.mark.parametrize("mapped", ["2026-09-30", "2026-10-01"])
def test_dates_in_their_order_keep_the_rule(mapped: str) -> None:
    assert process("2026-10-01", "2027-03-31", mapped) == []


def test_without_a_start_nothing_is_said() -> None:
    text = contract("specification: [personal-health-budgets/process]\nvalues: {phb_test_date: 2027-01-31}")
    assert breaches(rule, text) == []


def test_a_commissioner_with_a_day_of_its_own_has_its_own_order() -> None:
    own = "provider:\n"
    text = contract(
        "specification: [personal-health-budgets/process]\nvalues:\n"
        "  phb_start_date: 2026-10-01\n  phb_test_date: 2027-03-31\n  phb_map_date: 2026-09-30"
    )
    council = "  - name: Harbour Council\n    no_ods_code: a council\n    role: associate\n    values: {{{}}}\n" + own
    assert breaches(rule, text.replace(own, council.format("phb_test_date: 2026-09-30"))) == [
        (SLUG, "error", "values: {phb_test_date: 2026-09-30}")
    ]
    assert breaches(rule, text.replace(own, council.format("phb_start_date: 2026-09-01"))) == [
        (SLUG, "warning", "phb_map_date: 2026-09-30")
    ]
    assert breaches(rule, text.replace(own, council.format("phb_test_date: 2027-01-31"))) == []
