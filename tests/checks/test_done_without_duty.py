"""An entry of `done` that is of no duty of the contract."""

import pytest
from tests.checks.contracts import breaches
from tests.checks.read_clauses import library_of
from tests.issue.duties.test_done_and_began import FIRST, OURS, text_of

from specgen.checks.dates import done_without_duty as rule


@pytest.mark.parametrize(
    "entry",
    [
        "It was done",
        f"{FIRST}: soon",
        "co-production/ours#9: 2026-05-04",
        "co-production/theirs#1: 2026-05-04",
        f"{FIRST} in 07: 2026-05-04",
        "co-production/ours#3: 2026-05-04",  # comes each Quarter
        "co-production/ours#4: 2026-05-04",  # holds always
        f"{FIRST}: 1996-05-04",
        f"{FIRST}: 2062-05-04",
        "co-production/theirs: mobilisation",
        "co-production/ours: 2026-05-04",  # of which sentence?
    ],
)
def test_an_entry_that_is_of_no_duty_is_told_in_its_line(entry: str) -> None:
    found = breaches(rule, text_of(f'done:\n  - "{entry}"'), library_of(OURS))
    assert found == [("done-without-duty", "warning", f'- "{entry}"')]
    assert breaches(rule, text_of(f'done: ["{FIRST}: 2026-05-04"]'), library_of(OURS)) == []


def test_two_days_of_one_duty_are_told_and_one_day_said_twice_is_not() -> None:
    def found(day: str) -> list[tuple[str, str, str]]:
        entries = f'done:\n  - "{FIRST}: 2026-05-04"\n  - "{FIRST}: {day}"'
        return breaches(rule, text_of(entries), library_of(OURS))

    assert found("2026-06-04") == [("done-without-duty", "warning", f'- "{FIRST}: 2026-06-04"')]
    assert found("4 May 2026") == []


def test_a_last_account_may_be_given_within_three_months_after_the_end() -> None:
    def found(day: str, term: str = "end: 2029-03-31") -> int:
        text = text_of(f'done: ["{FIRST}: {day}"]', a_date="2029-05-31").replace("end: 2029-03-31", term)
        return len(breaches(rule, text, library_of(OURS)))

    assert found("2029-05-15") == 0
    assert found("2029-06-30") == 0
    assert found("2029-07-01") == 1
    assert found("2029-07-01", "end: 2029-03-31, extension: one year") == 0
