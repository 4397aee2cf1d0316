"""One thing that is reported on two bases."""

from tests.checks.contracts import breaches, contract
from tests.checks.read_clauses import library_of, own_clause

from specgen.checks.duties import report_counted_two_ways as rule
from specgen.library.model import Clause


def report(name: str, counted: str, place: str) -> Clause:
    when = "when: {every: month, within: 14 days}" if place == "specification" else ""
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
