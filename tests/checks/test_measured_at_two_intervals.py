"""One measurement at two intervals."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.numbers import measured_at_two_intervals as rule

SLUG = "measured-at-two-intervals"


def told(interval: str, measure: str = "collaborate", tool: str = "the three-item CollaboRATE tool") -> list[str]:
    text = contract(
        f"specification: [shared-decision-making/local-terms]\nquality: [shared-decision-making/{measure}]\nvalues:\n"
        f"  sdm_tool: {tool}\n  sdm_measure_interval: {interval}"
    )
    return [line for _, _, line in breaches(rule, text)]


@pytest.mark.parametrize("interval", ["12 months", "6 months", "1 year", "four months", "annually"])
def test_a_longer_interval_than_that_of_the_measure_with_the_same_tool_is_told(interval: str) -> None:
    assert told(interval) == [f"sdm_measure_interval: {interval}"]


@pytest.mark.parametrize("interval", ["3 months", "quarterly", "1 quarter", "month", "two weeks", "13 weeks"])
def test_the_measures_own_interval_and_a_shorter_one_are_right(interval: str) -> None:
    assert told(interval) == []


def test_another_tool_than_the_measures_is_told_by_its_own_rule() -> None:
    assert told("12 months", tool="the SDM Q9 questionnaire") == []
    assert told("12 months", "sdm-q9", "the SDM Q9 questionnaire") == ["sdm_measure_interval: 12 months"]


def test_an_interval_without_a_measure_is_right() -> None:
    text = contract(
        "specification: [shared-decision-making/local-terms]\nvalues:\n  sdm_tool: the three-item CollaboRATE tool\n"
        "  sdm_measure_interval: 12 months"
    )
    assert breaches(rule, text) == []
