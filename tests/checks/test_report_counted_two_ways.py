"""One thing that is reported on two bases, or at two intervals."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.checks.duties import report_counted_two_ways as rule
from specgen.library.model import Clause


def report(name: str, counted: str, place: str, every: str = "month", within: str = "14 days") -> Clause:
    when = f"when: {{every: {every}, within: {within}}}" if place == "specification" else ""
    listed = {"frequency": "Every month", "due": "Within 14 days of the end of each reporting period"}
    return own_clause(
        f"co-production/{place}/{name}",
        "The Provider must report the number of people.",
        f"""
        - sentence: "p1"
          opens: The Provider must
          mode: duty
          actor: Provider
          act: report
          object: count of people
          reported: {counted}
          {when}
        """,
        None,
        **(listed if place == "reporting" else {}),
    )


def found(one: str, other: str) -> list[tuple[str, str, str]]:
    text = contract("specification: [co-production/one]", after="reporting: [co-production/other]")
    return breaches(rule, text, library_of(report("one", one, "specification"), report("other", other, "reporting")))


def test_one_thing_counted_in_the_period_and_on_its_last_day_is_told() -> None:
    assert found("in the period", "on the last day of the period") == [
        ("report-counted-two-ways", "warning", "reporting: [co-production/other]")
    ]


def test_one_thing_counted_in_one_way_is_one_report() -> None:
    assert found("in the period", "in the period") == []


@pytest.mark.parametrize(
    ("every", "within", "told"), [("month", "14 days", 0), ("month", "15 days", 1), ("Quarter", "14 days", 1)]
)
def test_one_thing_that_is_reported_at_two_intervals_or_times_is_told(every: str, within: str, told: int) -> None:
    text = contract("specification: [co-production/one]", after="reporting: [co-production/other]")
    asked = report("one", "in the period", "specification", every, within)
    assert len(breaches(rule, text, library_of(asked, report("other", "in the period", "reporting")))) == told


LINK_WORKERS = """values: {pc_report_interval: 3 months, pc_report_due: 15 days}
reporting:
  - clause: social-prescribing/link-worker-service
    values: {pc_report_interval: 1 month, pc_report_due: 5 working days}
"""


def test_the_work_of_link_workers_every_month_and_every_three_months_is_told_with_both_places() -> None:
    (told,) = problems_of(rule, contract("specification: [link-worker-service]", after=LINK_WORKERS))
    assert "every 3 months, within 15 days of their end (Schedule 2A" in told.message
    assert "every month, within 5 working days of its end (Schedule 6A" in told.message
    alike = LINK_WORKERS.replace("1 month", "3 months").replace("5 working days", "15 days")
    assert problems_of(rule, contract("specification: [link-worker-service]", after=alike)) == []
