"""A gap left in a text of the contract file."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.words import gap_in_text as rule


@pytest.mark.parametrize(
    ("service", "particulars"),
    [
        ("cohort: people with ENTER CONDITION", ""),
        ("population: X% of adults", ""),
        ("activity: TBC", ""),
        ('review_date: Q4 2026/27\npremises:\n  - "[address]"', ""),
        ('whole_specification:\n  "1.1": Insert text locally', ""),
        ("legal_rights_to_choice:\n  not_applicable: ____", ""),
        ("", "dpia: To be confirmed TBC"),
        ("", "dpia: None"),
        ("", "sharing_agreement: details to follow"),
        ("cohort: adults with XXX", ""),
        ("cohort: N/A", ""),
        ("activity: see attached", ""),
        ("legal_rights_to_choice:\n  not_applicable: N/A", ""),
        ("", "local_policies:\n  - Choice policy [date]"),
        ("", "sharing_agreement: For local determination and agreement"),
        ("", "award_route: framework\nin_year_notice: given on ???"),
    ],
)
def test_a_mark_in_any_text_is_a_warning_at_its_line(service: str, particulars: str) -> None:
    marked = (service or particulars).split("\n")[-1].strip()
    assert breaches(rule, contract(service, particulars=particulars)) == [("gap-in-text", "warning", marked)]


def test_the_title_and_the_parties_are_looked_at() -> None:
    text = (
        contract()
        .replace("Community services", "Community services [to be agreed]")
        .replace("Harbour Community Health Trust", "ENTER PROVIDER")
    )
    assert [problem.location.line for problem in problems_of(rule, text)] == [3, 11]


def test_values_are_left_to_those_who_fill_them_in() -> None:
    text = contract(
        "specification: [personalised-care]\nvalues: {pc_provider_lead_post: TBC}", after="values: {pc_ready_date: X%}"
    )
    assert breaches(rule, text) == []


def test_plain_text_keeps_the_rule() -> None:
    assert not breaches(
        rule,
        contract("cohort: people with COPD (stage 2) who ENTER the service, 5% of adults\npremises: [1 Harbour Road]"),
    )


@pytest.mark.parametrize(
    ("words", "number"),
    [("EIA to be completed", 1), ("In progress", 1), ("To be put in place", 1), ("DPIA under way", 1),
     ("DPIA-2026-4, to be completed by 31 May 2026", 0), ("Approved in March; no action outstanding, DPIA-7", 0)],
)  # fmt: skip
def test_a_paper_that_is_promised_without_a_day_is_not_there(words: str, number: int) -> None:
    for paper in ("equality_assessment", "dpia", "sharing_agreement"):
        assert len(breaches(rule, contract(particulars=f"{paper}: {words}"))) == number


@pytest.mark.parametrize("value", ["0", "£0", "£0.00", "0.0"])
def test_a_contract_that_is_worth_nothing_over_its_life_is_asked_about(value: str) -> None:
    given = f"lifetime_value: {value}"
    assert breaches(rule, contract(particulars=given)) == [("gap-in-text", "warning", given)]


@pytest.mark.parametrize("particulars", ["", "lifetime_value: £1", "lifetime_value: £1.2m"])
def test_a_sum_or_none_at_all_is_not(particulars: str) -> None:
    assert breaches(rule, contract(particulars=particulars)) == []


def test_a_change_that_is_worth_nothing_is_written_as_nothing() -> None:
    own = "variation: {ground: decision of the authority, value: 0, earlier_value: £0}"
    assert breaches(rule, contract(particulars="lifetime_value: £2m", after=own)) == []
