"""The report of a review in Word, made for a negotiation: one page that says what changed and who must decide, then
clause by clause the redline between what was issued and theirs."""

from __future__ import annotations

from specgen.library.model import Library
from specgen.problems import Problem
from specgen.review.findings import Review
from specgen.review.reports.forms import ReportForm, drawn, open_form
from specgen.review.reports.review_page import DecisionRow, ReviewPage, review_page

SUBJECT = "What came back, held against what was issued"


def word_report(
    review: Review, library: Library, form: ReportForm | None = None, to_decide: tuple[DecisionRow, ...] = ()
) -> tuple[bytes | None, list[Problem]]:
    """The report as the bytes of a .docx file, or the problems for which there is none.

    The same review and form give the same bytes; without a `form` the shipped one is used. `library` has the versions
    with their placeholders; `to_decide` are the rows of its table of decisions."""
    problems: list[Problem] = []
    if form is None:
        form, problems = open_form("review", ReviewPage)
    if form is None:
        return None, problems
    page = review_page(review, library, to_decide)
    data, faults = drawn(form, page, page.title, SUBJECT)
    return data, [*problems, *faults]
