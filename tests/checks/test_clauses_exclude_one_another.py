"""Two clauses that exclude each other, for the same people."""

import pytest
from tests.checks.contracts import breaches, contract, shipped

from specgen.checks.contradictions import clauses_exclude_one_another as rule

SLUG = "clauses-exclude-one-another"
PAIRS = sorted(
    {tuple(sorted((clause.id, other))) for clause in shipped().clauses.values() for other in clause.excludes}
)


def test_every_exclusion_of_the_library_is_said_by_both_clauses() -> None:
    assert PAIRS
    for one, other in PAIRS:
        assert other in shipped().clauses[one].excludes and one in shipped().clauses[other].excludes


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_each_pair_in_one_service_is_a_warning_at_the_second(one: str, other: str) -> None:
    place = one.split("/")[1]
    text = contract(f"{place}:\n  - {one}\n  - {other}")
    assert breaches(rule, text) == [(SLUG, "warning", f"- {other}")]


PEER = "supported-self-management/peer-support"


def test_delivered_to_some_and_referred_for_others_is_left_alone() -> None:
    text = contract(
        f"specification:\n  - clause: {PEER}-delivered\n    values: {{ssm_peer_criteria: [people under 25]}}\n"
        f"  - clause: {PEER}-referred\n    values: {{ssm_peer_criteria: [people of 25 and over]}}"
    )
    assert breaches(rule, text) == []


def test_the_same_groups_of_people_written_twice_are_the_same_people() -> None:
    text = contract(
        f"specification:\n  - clause: {PEER}-delivered\n    values: {{ssm_peer_criteria: [people under 25]}}\n"
        f"  - clause: {PEER}-referred\n    values: {{ssm_peer_criteria: [people under 25]}}"
    )
    assert [slug for slug, _, _ in breaches(rule, text)] == [SLUG]


def test_two_services_may_differ() -> None:
    text = contract(f"specification: [{PEER}-delivered]") + (
        f"  - name: Wheelchair service\n    specification: [{PEER}-referred]\n"
    )
    assert breaches(rule, text) == []


@pytest.mark.parametrize(
    ("own", "number"),
    [
        ("personalised-care/satisfaction, values: {pc_report_interval: 6 months}", 1),
        ("personalised-care/satisfaction, values: {pc_report_interval: 3 months}", 1),
        ("personalised-care/satisfaction, values: {pc_report_format: Interviews with ten people}", 0),
    ],
)
def test_one_clause_twice_differs_in_words_and_not_in_an_interval_alone(own: str, number: int) -> None:
    chosen = f"reporting: [personalised-care/satisfaction, {{clause: {own}}}]\n"
    values = "values: {pc_report_interval: 3 months, pc_report_due: 20 days, pc_report_format: A spreadsheet}"
    found = breaches(rule, contract("specification: [enabling-choice]", after=chosen + values))
    assert [severity for _, severity, _ in found] == ["warning"] * number
