"""The workbook in which a Provider reports: a row a measure and period, headings and words protected, drop-downs.

It carries the contract's reference, the hash of the record that it was made from and an id for each row, so that what
comes back is held against the right figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final, Literal

from specgen.contract.dates import long_date
from specgen.excel import Heading, Out, Page, workbook_bytes
from specgen.reported_figures.asked import AskedPack, AskedRow, year_of
from specgen.wording.folded import safe

SHEET: Final = "Returns"
GUIDE: Final = "How to fill in"
ReturnStatus = Literal["provisional", "final", "restated"]
STATUSES: Final[tuple[ReturnStatus, ...]] = ("provisional", "final", "restated")
STANDING: Final = ("final", "restated")
"""The statuses of figures that stand until they are restated."""

ROW, CONTRACT, SERVICE, COMMISSIONER = "Row", "Contract", "Service", "Commissioner"
SCHEDULE, MEASURE, FROM, TO = "Schedule", "Measure", "From", "To"
COUNTED, NUMERATOR, OF, DENOMINATOR = "What is counted", "Numerator", "Of what", "Denominator"
STATUS, REPORTED_ON, NOTE, RECORD = "Status", "Reported on", "Note", "Record"
HEADINGS: Final = (
    Heading(ROW, 14),
    Heading(CONTRACT, 14),
    Heading(SERVICE, 20),
    Heading(COMMISSIONER, 18),
    Heading(SCHEDULE, 8),
    Heading(MEASURE, 24),
    Heading(FROM, 16),
    Heading(TO, 16),
    Heading(COUNTED, 28),
    Heading(NUMERATOR, 12),
    Heading(OF, 28),
    Heading(DENOMINATOR, 13),
    Heading(STATUS, 13),
    Heading(REPORTED_ON, 16),
    Heading(NOTE, 20),
    Heading(RECORD, 10),
)
FILLED_IN: Final = (NUMERATOR, DENOMINATOR, STATUS, REPORTED_ON, NOTE)
ALL: Final = "all"
_COLUMN: Final = {heading.text: index for index, heading in enumerate(HEADINGS)}
_LARGEST: Final = 999_999_999


def returns_workbook(asked: AskedPack, rows: Sequence[AskedRow]) -> bytes:
    """The workbook of these rows of the contract, as bytes."""
    pages = (
        Page(
            SHEET,
            HEADINGS,
            [_row(row, asked) for row in rows],
            frozen=2,
            draw=partial(_made_ready, rows=rows),
            printed=len(HEADINGS) - 1,  # the record is for whoever reads the workbook back
        ),
        Page(GUIDE, (Heading("What", 26), Heading("Says", 100)), tuple(_guide(asked)), frozen=0, left=True),
    )
    return workbook_bytes(pages, f"Returns of contract {asked.reference}")


def service_words(row: AskedRow) -> str:
    """`01 Community diabetes service`; the whole contract for what belongs to no service."""
    return f"{row.service} {row.service_name}" if row.service else "whole contract"


def measure_words(row: AskedRow) -> str:
    """The measure's title, with the figure where it has several."""
    return f"{row.title}: {row.figure.replace('-', ' ')}" if row.figure else row.title


def _row(row: AskedRow, asked: AskedPack) -> tuple[Out, ...]:
    denominator: Out = None
    if row.whole is not None:
        denominator = int(row.whole) if row.whole == int(row.whole) else float(row.whole)
    return (
        row.id,
        row.reference,
        safe(service_words(row)),
        safe(row.party or ALL),
        row.schedule,
        safe(measure_words(row)),
        row.first,
        row.last,
        safe(_on_its_days(row.numerator, row)),
        None,
        safe(_on_its_days(row.denominator, row) if row.kind == "share" else row.denominator or "a count has none"),
        denominator if not isinstance(denominator, float) else f"{row.whole:f}",
        None,
        None,
        None,
        asked.record,
    )


def _on_its_days(words: str, row: AskedRow) -> str:
    """What is counted, with its days where these are not those of one period alone: the clause’s own words may say “in
    the period” of a number since the Contract Year began."""
    if not row.cumulative:
        return words
    return f"{words}. To be counted: {period_words(row.first, row.last)}, all since the Contract Year began"


def _guide(asked: AskedPack) -> Iterator[tuple[str, Out]]:
    yield "Contract", f"{asked.reference}: {asked.title}"
    yield "Provider", safe(asked.provider)
    yield "Made from the record", asked.record
    yield (
        "What to fill in",
        f"{', '.join(FILLED_IN[:-1])} and {NOTE}. Everything else is protected and is left as it is.",
    )
    yield (
        f"{FROM} and {TO}",
        "The first and the last day that are counted, both included: “the period” of the row’s words.",
    )
    if any(row.cumulative for row in asked.rows):
        said = (
            "A row that says “since the Contract Year began” counts all from that day on, and not only what came since "
            "the row before it."
        )
        yield "", said
    yield NUMERATOR, "A whole number of what the column before it says; of money pounds and pence. 0 is a number."
    yield DENOMINATOR, "A whole number, not less than the numerator. 0 of 0 says that there were no cases."
    yield STATUS, "provisional, final, or restated for one that takes the place of an earlier final return"
    yield REPORTED_ON, "The day of the return. A later return takes the place of an earlier one; both are kept."
    yield "A period", "is left blank until it has ended. A row left blank is a missing return, and no failed measure."
    if len(asked.commissioners) > 1:
        yield COMMISSIONER, "The rows of the single Commissioners add up to the row of all."
    yield "Small numbers", "are reported as they are. Whoever shows them to others hides them."
    for title in asked.without:
        yield "Not in this workbook", safe(f"{title}: is reported as the schedule says")


def _made_ready(book: Any, sheet: Any, rows: Sequence[AskedRow]) -> None:
    """Protects the sheet but for what is filled in, and gives each such column its rule."""
    look = {"font_name": "Arial", "font_size": 12, "valign": "top", "locked": False, "bg_color": "#FFF9E5", "border": 1}
    whole = book.add_format({**look, "num_format": "#,##0"})
    money = book.add_format({**look, "num_format": "£#,##0.00"})
    words = book.add_format({**look, "num_format": "@", "text_wrap": True})
    day = book.add_format({**look, "num_format": "d mmmm yyyy", "align": "left"})
    for number, row in enumerate(rows, 1):
        count = money if row.kind == "amount" else whole
        sheet.write_blank(number, _COLUMN[NUMERATOR], None, count)
        if row.kind == "share":
            sheet.write_blank(number, _COLUMN[DENOMINATOR], None, count)
        for name, format_ in ((STATUS, words), (REPORTED_ON, day), (NOTE, words)):
            sheet.write_blank(number, _COLUMN[name], None, format_)
    last = max(len(rows), 1)

    def rule(name: str, options: dict[str, object]) -> None:
        sheet.data_validation(1, _COLUMN[name], last, _COLUMN[name], {"ignore_blank": True, **options})

    number_rule: dict[str, object] = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": _LARGEST,
        "error_title": "A number",
        "error_message": "Write a number, 0 or more.",
    }
    rule(NUMERATOR, number_rule)
    rule(DENOMINATOR, number_rule)
    rule(
        STATUS,
        {
            "validate": "list",
            "source": list(STATUSES),
            "error_title": "Not in the list",
            "error_message": "Choose provisional, final or restated.",
        },
    )
    rule(
        REPORTED_ON,
        {
            "validate": "date",
            "criteria": ">=",
            "value": datetime(2000, 1, 1),
            "error_title": "A day",
            "error_message": "Write a day, such as 20/07/2026.",
        },
    )
    # Without a password: what is protected is protected from a slip, and whoever must may lift it.
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": False})


def rows_of_year(asked: AskedPack, day: date) -> tuple[AskedRow, ...]:
    """The rows whose periods end in the Contract Year of the day."""
    return tuple(row for row in asked.rows if year_of(row.last) == year_of(day))


def first_day(asked: AskedPack) -> date | None:
    """The last day of the first period; None where nothing is asked for."""
    return min((row.last for row in asked.rows), default=None)


def period_words(first: date, last: date) -> str:
    """`1 April 2026 to 30 June 2026`."""
    return f"{long_date(first)} to {long_date(last)}"
