"""Days that moved because services began on another day."""

from tests.checks.contracts import problems_of
from tests.checks.read_clauses import library_of
from tests.issue.duties.test_done_and_began import MONTH, OURS, text_of

from specgen.checks.dates import days_moved as rule


def test_check_says_what_moves_in_a_note() -> None:
    (note,) = problems_of(rule, text_of("began_on: 2026-04-14", MONTH), library_of(OURS))
    assert (note.severity, note.message) == (
        "note",
        "since services began: 2 days move: give: plan: 1 May 2026 is now 14 May 2026; "
        "give: map: 1 March 2026 is now 14 March 2026",
    )
    assert problems_of(rule, text_of("", MONTH), library_of(OURS)) == []
