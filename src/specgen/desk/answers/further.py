"""The further tabs of a contract: its duties with the page for the next meeting, and what changed since it was
issued."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from starlette.responses import Response

from specgen.assembly.ledger.model import LedgerPart, LedgerRow
from specgen.assembly.ledger.when import about_words, condition_words
from specgen.contract.dates import MONTHS, long_date, parse_day
from specgen.desk.answers.contract import heading_of
from specgen.desk.opened import Desk, PageAsked
from specgen.desk.shown.changes import ChangedLine, ChangedStory, issued_folder, only_changed, since_issue
from specgen.issue.duties.said import said_of, what_words, who_words
from specgen.issue.duties.watched import READING_AID, Due, Watched, still_to_come, watch
from specgen.review.reports.meeting_page import meeting_page

_PARTS: tuple[tuple[LedgerPart, str], ...] = (
    ("undated", "Due on a day that the contract does not give"),
    ("whenever", "Whenever something happens"),
    ("always", "Always"),
    ("may", "May"),
)


def duties_page(desk: Desk, asked: PageAsked) -> Response:
    """The ledger of the contract's duties, and the values of the page for the next Review Meeting."""
    held = desk.held(asked.name())
    looked = desk.looked(held.name, held.data, fresh=True)
    given = asked.query.get("day", "").strip()
    day = parse_day(given) if given else None
    pack = looked.pack if looked.usable else None
    ahead = list(still_to_come(pack.contract, day)) if pack is not None and day is not None else []
    watched = watch(pack, day) if pack is not None and not ahead else None
    return desk.html(
        "duties",
        tab="duties",
        name=held.name,
        heading=heading_of(looked),
        aid=READING_AID,
        given=given,
        wrong=bool(given) and day is None,
        ahead=ahead,
        on=long_date(watched.on) if watched is not None else "",
        meeting=meeting_page([watched]) if watched is not None else None,
        dated=list(_by_month(watched)) if watched is not None else [],
        parts=[(title, [_row(row) for row in watched.ledger.of(part)]) for part, title in _PARTS] if watched else [],
        without=watched.ledger.without if watched is not None else (),
    )


def _by_month(watched: Watched) -> list[tuple[str, list[tuple[str, str, str, str, str]]]]:
    def month(due: Due) -> tuple[int, int]:
        return due.day.day.year, due.day.day.month

    return [
        (
            f"{MONTHS[number - 1]} {year}",
            [
                (
                    about_words(each.day),
                    who_words(each.row),
                    what_words(each.row),
                    str(each.row.paragraph),
                    said_of(each, watched),
                )
                for each in found
            ],
        )
        for (year, number), found in groupby(watched.due(), key=month)
    ]


def _row(row: LedgerRow) -> tuple[str, str, str, str]:
    when = "; ".join(filter(None, (row.when, condition_words(row.condition))))
    return who_words(row), what_words(row), when, str(row.paragraph)


def _groups(story: ChangedStory, *, every: bool) -> list[tuple[ChangedLine, ...]]:
    return [story.lines] if every else list(only_changed(story.lines))


def blocks_of_changes(lines: tuple[ChangedLine, ...]) -> Iterator[ChangedLine | list[list[list[ChangedLine]]]]:
    """The lines, with those of each table as its rows of cells."""
    for table, found in groupby(lines, key=lambda line: line.cell[0] if line.cell else 0):
        if not table:
            yield from found
            continue
        rows = groupby(found, key=lambda line: line.cell[1] if line.cell else 0)
        yield [[list(cell) for _, cell in groupby(row, key=lambda line: line.cell)] for _, row in rows]


def since_page(desk: Desk, asked: PageAsked) -> Response:
    """What changed in each document since it was issued, as a redline."""
    held = desk.held(asked.name())
    looked = desk.looked(held.name, held.data, fresh=True)
    name = issued_folder(looked, desk.folder.root)
    every = asked.query.get("all") == "1"
    found = list(since_issue(looked, desk.folder.path(name))) if name and looked.usable else []
    return desk.html(
        "since",
        tab="since",
        name=held.name,
        heading=heading_of(looked),
        usable=looked.usable,
        folder=name,
        every=every,
        documents=[
            (
                each,
                [
                    (story.title, [list(blocks_of_changes(group)) for group in _groups(story, every=every)])
                    for story in each.stories
                    if every or story.changed
                ],
            )
            for each in found
        ],
    )
