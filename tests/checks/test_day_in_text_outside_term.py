"""A day in a text that lies outside the contract's time (1 April 2026 to 31 March 2029)."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.numbers import day_in_text_outside_term as rule

SLUG = "day-in-text-outside-term"


def told(text: str, more: str = "") -> list[str]:
    made = contract("specification: [enabling-choice]", particulars=f"equality_assessment: {text}\n{more}")
    return [severity for _, severity, _ in breaches(rule, made)]


@pytest.mark.parametrize(
    "text",
    [
        "EIA-2026-021, to be completed on 11 February 2030",
        "EIA-2026-021, to be completed in full by 11 February 2035",
        "EIA-2026-021, completed on 11 February 2206",
        "EIA-2026-021, approved 11 February 2062",
        "EIA-2026-021, will be signed by 2031-02-11",
        "EIA-2026-021, which the panel reads no later than 1 May 2036",
        "EIA-2026-021, to be completed by 30 June 2019",
    ],
)
def test_a_day_on_which_a_text_says_that_something_is_done_years_outside_is_told(text: str) -> None:
    assert told(text) == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "EIA-2026-021, completed on 11 February 2026",
        "EIA-2026-021, to be completed by 30 September 2026",
        "EIA-2019-003, completed on 11 February 2019",
        "EIA-2026-021, to be completed by 30 April 2029",
        "EIA-2026-021, valid until 30 April 2035",
        "EIA-2026-021, to be reviewed by 30 April 2035",
        "EIA-2026-021, to be renewed by 30 April 2035",
        "EIA under the Northbrook plan 2026 to 2040",
        "EIA-2026-021, part of the programme that runs from 1 April 2020 to 31 March 2040",
        "EIA-20300211, completed on 11 February 2026",
        "EIA-2026-021, completed before 1 April 2026",
        "EIA-2026-021",
    ],
)
def test_papers_of_other_years_are_right(text: str) -> None:
    assert told(text) == []


def test_the_time_of_an_extension_is_within_the_contracts_time() -> None:
    made = contract("", particulars="equality_assessment: EIA-2026-021, to be completed by 11 February 2030")
    longer = made.replace("2029-03-31}", '2029-03-31, extension: "by up to two years, on six months’ notice"}')
    assert breaches(rule, made) != [] and breaches(rule, longer) == []


def test_a_value_may_be_of_a_plan_of_the_whole_system() -> None:
    def of_steps(day: str) -> list[tuple[str, str, str]]:
        after = "improvement: [co-production/outputs]\nvalues: {pc_item_steps: 'a draft agreed by %s'}"
        return breaches(rule, contract("", after=after % day))

    assert of_steps("30 November 2026") == of_steps("30 November 2036") == []
    assert len(of_steps("30 November 2062")) == 1


def test_reasons_for_what_does_not_apply_may_name_later_contracts() -> None:
    after = "improvement: {not_applicable: The next contract is to be signed by 1 July 2031}"
    assert breaches(rule, contract("", after=after)) == []
