"""The report in Excel: one sheet a kind of finding, every cell a text or a number, no formula whatever a file says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from specgen.excel import Out, Page, hidden, page_by_column, page_of, workbook_bytes
from specgen.problems import in_reading_order
from specgen.review.changes import Change, weight
from specgen.review.findings import Review
from specgen.review.sorts import SORT_WORDS
from specgen.review.words import (
    both_visible,
    by_whom,
    comment_lines,
    place_of,
    said_date,
    silent,
    sorts,
    verdict,
    visible,
    vouched,
)

_CUT: Final = " … (cut here; “--format json” gives the whole)"
_CHANGE: Final[tuple[tuple[str, int, Callable[[object, object, Change], Out]], ...]] = (
    ("Tracked", 10, lambda number, of, change: "yes" if change.tracked else "no"),
    ("Kind", 22, lambda number, of, change: change.kind),
    ("Where", 18, lambda number, of, change: change.where.replace("_", " ")),
    ("Class", 26, lambda number, of, change: SORT_WORDS[change.sort]),
    ("Taken out", 40, lambda number, of, change: both_visible(change.removed, change.added)[0]),
    ("Put in", 40, lambda number, of, change: both_visible(change.removed, change.added)[1]),
    ("Look", 30, lambda number, of, change: change.detail),
    ("By whom", 28, lambda number, of, change: by_whom(change)),
    ("Paragraph as it was", 60, lambda number, of, change: visible(change.before)),
    ("Paragraph as it would be", 60, lambda number, of, change: visible(change.after)),
    ("Id", 13, lambda number, of, change: change.id),
)


def excel_report(review: Review, to_decide: Iterable[Page] = (), *, banner: str = "") -> bytes:
    """The report as the bytes of an .xlsx file; the same review gives the same bytes. `to_decide` are the
    pages on which each change is decided, and `banner` stands at the head of every sheet of paper."""
    summary, *others = _pages(review)
    pages = (replace(page, banner=banner) for page in (summary, *to_decide, *others))
    return workbook_bytes(pages, f"Review of {review.file}", cut=_CUT)


def _pages(review: Review) -> Iterator[Page]:
    for page in _sheets(review):
        rows = list(page.rows)
        yield replace(page, rows=rows, frozen=0, left=True, draw=None if rows else hidden)


def _sheets(review: Review) -> Iterator[Page]:
    numbered = tuple(enumerate(review.clauses, 1))
    said: list[tuple[str, Out]] = [
        ("File", review.file),
        ("Contract", review.relied.reference),
        ("Result", verdict(review)),
        ("Changes without tracking", silent(review)),
        *(("Held against", said) for said in review.relied.says),
        *((key.capitalize(), count) for key, count in review.counts().items()),
    ]
    yield page_of("Summary", ("What", "Says"), said, (28, 100))
    yield page_by_column(
        "Clauses",
        (
            ("No.", 6, lambda number, each: number),
            ("Clause", 40, lambda number, each: each.expected.id),
            ("Version", 8, lambda number, each: each.expected.version),
            ("Title", 36, lambda number, each: each.expected.title),
            ("What became of it", 24, lambda number, each: each.summary),
            ("Class of change", 24, lambda number, each: sorts(each)),
            ("Recognised by", 18, lambda number, each: str(each.recognised) if each.recognised else "not found"),
            ("Held against", 28, lambda number, each: vouched(each.expected)),
            ("Issued words", 70, lambda number, each: "\n".join(each.expected.lines)),
            ("Their words", 70, lambda number, each: "\n".join(each.theirs)),
            ("Notes", 40, lambda number, each: "\n".join(each.remarks)),
        ),
        numbered,
    )
    yield page_by_column(
        "Changes",
        (
            ("No.", 6, lambda number, each, change: number),
            ("Clause", 40, lambda number, each, change: each.expected.name),
            *_CHANGE,
        ),
        sorted(
            ((number, each, change) for number, each in numbered for change in each.changes),
            key=lambda row: weight(row[2]),
        ),
    )
    yield page_by_column(
        "Outside the clauses",
        (("Place", 40, lambda number, each, change: place_of(each)), *_CHANGE),
        ((0, each, each.change) for each in review.outside),
    )
    about = [*((each.expected.name, each.comments) for each in review.clauses), ("", review.comments)]
    yield page_by_column(
        "Comments",
        (
            ("Clause", 40, lambda name, comment, reply: name),
            ("Reply", 8, lambda name, comment, reply: {"": "no", "reply": "yes"}.get(reply, f"yes, {reply}")),
            ("By whom", 28, lambda name, comment, reply: comment.author),
            ("Date", 24, lambda name, comment, reply: said_date(comment.date)),
            ("About", 50, lambda name, comment, reply: visible(comment.about)),
            ("Comment", 70, lambda name, comment, reply: visible(comment.words)),
            ("Settled", 10, lambda name, comment, reply: "yes" if comment.settled else "no"),
        ),
        ((name, comment, reply) for name, comments in about for comment, reply in comment_lines(comments)),
    )
    unseen = [
        *(("Not looked at", text) for text in review.not_looked_at),
        *(("Line that could not be compared", text) for text in review.uncompared),
        *(
            (problem.severity.capitalize(), f"{problem.message}. {problem.cure}".strip())
            for problem in in_reading_order(review.problems)
        ),
    ]
    yield page_of("Not looked at", ("What", "Says"), unseen, (32, 120))
