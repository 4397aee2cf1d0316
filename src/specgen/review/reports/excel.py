"""The report in Excel: one sheet a kind of finding, every cell a text or a number, no formula whatever a file says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from specgen.excel import Out, Page, columns, hidden, workbook_bytes
from specgen.problems import in_reading_order
from specgen.review.findings import SORT_WORDS, Change, Review
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
from specgen.wording.folded import safe

_CUT: Final = " … (cut here; the report as JSON holds the whole)"
_CHANGE: Final = (
    "Tracked",
    "Kind",
    "Where",
    "Class",
    "Taken out",
    "Put in",
    "Look",
    "By whom",
    "Paragraph as it was",
    "Paragraph as it would be",
    "Id",
)


def excel_report(review: Review, to_decide: Iterable[Page] = (), *, banner: str = "") -> bytes:
    """The report as the bytes of an .xlsx file; the same review gives the same bytes. `to_decide` are the
    pages on which each change is decided, and `banner` stands at the head of every sheet of paper."""
    summary, *others = _pages(review)
    pages = (replace(page, banner=banner) for page in (summary, *to_decide, *others))
    return workbook_bytes(pages, f"Review of {review.file}", cut=_CUT)


def _pages(review: Review) -> Iterator[Page]:
    yield _page(
        "Summary",
        ("What", "Says"),
        [
            ("File", review.file),
            ("Contract", review.relied.reference),
            ("Result", verdict(review)),
            ("Changes without tracking", silent(review)),
            *(("Held against", said) for said in review.relied.says),
            *((key.capitalize(), count) for key, count in review.counts().items()),
        ],
        (28, 100),
    )
    yield _page(
        "Clauses",
        (
            "No.",
            "Clause",
            "Version",
            "Title",
            "What became of it",
            "Class of change",
            "Recognised by",
            "Held against",
            "Issued words",
            "Their words",
            "Notes",
        ),
        [
            (
                number,
                each.expected.id,
                each.expected.version,
                each.expected.title,
                each.summary,
                sorts(each),
                str(each.recognised) if each.recognised else "not found",
                vouched(each.expected),
                "\n".join(each.expected.lines),
                "\n".join(each.theirs),
                "\n".join(each.remarks),
            )
            for number, each in enumerate(review.clauses, 1)
        ],
        (6, 40, 8, 36, 24, 24, 18, 28, 70, 70, 40),
    )
    yield _page(
        "Changes",
        ("No.", "Clause", *_CHANGE),
        [
            (number, each.expected.name, *_change(change))
            for number, each in enumerate(review.clauses, 1)
            for change in each.changes
        ],
        (6, 40, 10, 22, 18, 26, 40, 40, 30, 28, 60, 60, 13),
    )
    yield _page(
        "Outside the clauses",
        ("Place", *_CHANGE),
        [(place_of(each), *_change(each.change)) for each in review.outside],
        (40, 10, 22, 18, 26, 40, 40, 30, 28, 60, 60, 13),
    )
    said = [(each.expected.name, each.comments) for each in review.clauses] + [("", review.comments)]
    yield _page(
        "Comments",
        ("Clause", "Reply", "By whom", "Date", "About", "Comment", "Settled"),
        [
            (
                name,
                {"": "no", "reply": "yes"}.get(reply, f"yes, {reply}"),
                comment.author,
                said_date(comment.date),
                visible(comment.about),
                visible(comment.words),
                "yes" if comment.settled else "no",
            )
            for name, comments in said
            for comment, reply in comment_lines(comments)
        ],
        (40, 8, 28, 24, 50, 70, 10),
    )
    yield _page(
        "Not looked at",
        ("What", "Says"),
        [
            *(("Not looked at", text) for text in review.not_looked_at),
            *(("Line that could not be compared", text) for text in review.uncompared),
            *(
                (problem.severity.capitalize(), f"{problem.message}. {problem.cure}".strip())
                for problem in in_reading_order(review.problems)
            ),
        ],
        (32, 120),
    )


def _page(name: str, headings: Sequence[str], rows: Sequence[Sequence[Out]], widths: Sequence[int]) -> Page:
    shown = [tuple(map(_shown, row)) for row in rows]
    return Page(name, columns(headings, widths), shown, frozen=0, left=True, draw=None if shown else hidden)


def _shown(value: Out) -> Out:
    return safe(value) if isinstance(value, str) else value


def _change(change: Change) -> tuple[Out, ...]:
    removed, added = both_visible(change.removed, change.added)
    return (
        "yes" if change.tracked else "no",
        change.kind,
        change.where.replace("_", " "),
        SORT_WORDS[change.sort],
        removed,
        added,
        change.detail,
        by_whom(change),
        visible(change.before),
        visible(change.after),
        change.id,
    )
