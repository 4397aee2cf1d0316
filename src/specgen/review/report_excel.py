"""The report in Excel: one sheet a kind of finding, every cell a text or a number, no formula whatever a file says."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter

from specgen.problems import in_reading_order
from specgen.review.findings import SORT_WORDS, Change, Review
from specgen.review.report_words import (
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
from specgen.word.plain_page import safe

LONGEST_CELL: Final = 32_000
"""Letters of one cell; Excel holds 32,767."""
_CUT: Final = " … (cut here; the report as JSON holds the whole)"
_CREATED: Final = datetime(1980, 1, 1)
Cell = str | int
_CHANGE: Final = ("Tracked", "Kind", "Where", "Class", "Taken out", "Put in", "Look", "By whom", "Paragraph as it was", "Paragraph as it would be")


def excel_report(review: Review) -> bytes:
    """The report as the bytes of an .xlsx file; the same review gives the same bytes."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": f"Review of {safe(review.file)}"[:255], "created": _CREATED})
    sheets = _Sheets(book)
    sheets.add("Summary", ("What", "Says"), [
        ("File", review.file), ("Contract", review.relied.reference), ("Result", verdict(review)), ("Changes without tracking", silent(review)),
        *(("Held against", said) for said in review.relied.says), *((key.capitalize(), count) for key, count in review.counts().items()),
    ], (28, 100))
    sheets.add("Clauses", ("No.", "Clause", "Version", "Title", "What became of it", "Class of change", "Recognised by", "Held against", "Issued words", "Their words", "Notes"), [
        (number, each.expected.id, each.expected.version, each.expected.title, each.summary, sorts(each), str(each.recognised) if each.recognised else "not found",
         vouched(each.expected), "\n".join(each.expected.lines), "\n".join(each.theirs), "\n".join(each.remarks))
        for number, each in enumerate(review.clauses, 1)
    ], (6, 40, 8, 36, 24, 24, 18, 28, 70, 70, 40))
    sheets.add("Changes", ("No.", "Clause", *_CHANGE), [
        (number, each.expected.name, *_change(change)) for number, each in enumerate(review.clauses, 1) for change in each.changes
    ], (6, 40, 10, 22, 18, 26, 40, 40, 30, 28, 60, 60))
    sheets.add("Outside the clauses", ("Place", *_CHANGE), [(place_of(each), *_change(each.change)) for each in review.outside], (40, 10, 22, 18, 26, 40, 40, 30, 28, 60, 60))
    said = [(each.expected.name, each.comments) for each in review.clauses] + [("", review.comments)]
    sheets.add("Comments", ("Clause", "Reply", "By whom", "Date", "About", "Comment", "Settled"), [
        (name, "yes" if reply else "no", comment.author, said_date(comment.date), visible(comment.about), visible(comment.words), "yes" if comment.settled else "no")
        for name, comments in said for comment, reply in comment_lines(comments)
    ], (40, 8, 28, 24, 50, 70, 10))
    sheets.add("Not looked at", ("What", "Says"), [
        *(("Not looked at", text) for text in review.not_looked_at), *(("Line that could not be compared", text) for text in review.uncompared),
        *((problem.severity.capitalize(), f"{problem.message}. {problem.cure}".strip()) for problem in in_reading_order(review.problems)),
    ], (32, 120))
    book.close()
    return made.getvalue()


def _change(change: Change) -> tuple[Cell, ...]:
    return (
        "yes" if change.tracked else "no", change.kind, change.where.replace("_", " "), SORT_WORDS[change.sort], visible(change.removed), visible(change.added), change.detail,
        by_whom(change), visible(change.before), visible(change.after),
    )


class _Sheets:
    """Sheets of one look: a frozen heading row, wrapped text, a filter."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._heading = book.add_format({"bold": True, "font_name": "Arial", "font_size": 12, "text_wrap": True, "valign": "top", "bottom": 1})
        self._text = book.add_format({"font_name": "Arial", "font_size": 12, "text_wrap": True, "valign": "top"})

    def add(self, name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> None:
        sheet = self._book.add_worksheet(name)
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self._heading)
        last = 0
        for last, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(last, column, _cell(cell), self._text)
                else:
                    sheet.write_number(last, column, cell, self._text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(headings) - 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&LPage &P of &N")


def _cell(text: str) -> str:
    text = safe(text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(_CUT)] + _CUT
