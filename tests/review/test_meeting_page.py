"""The page for the next Review Meeting: what fell due, what the Commissioner owes, what comes, one page a contract."""

import io
from datetime import date

import docx
import pytest
from tests.checks.contracts import contract, pack_of

from specgen.issue.duties.watched import DutiesFor, Watched, watch
from specgen.review.reports import meeting_page as meeting_page_module
from specgen.review.reports.meeting_page import MeetingContract, meeting_page, meeting_report

TEXT = contract(
    "commissioner_lead: Head of Commissioning\nreview_date: 2027-09-30\nspecification: [shared-decision-making]",
    after="values:\n  sdm_ready_date: 2026-09-30\n  sdm_training_date: 2027-03-31",
)


def watched(on: date) -> Watched:
    return watch(pack_of(TEXT), on)


def rows(on: date, side: DutiesFor | None = None) -> dict[str, list[str]]:
    (found,) = meeting_page([watched(on)], side).contracts
    return {
        table.heading.partition(",")[0].partition(":")[0]: [row.day for row in table.rows] for table in found.tables
    }


def test_what_is_past_stands_apart_from_what_comes_and_from_what_the_commissioner_owes() -> None:
    assert rows(date(2026, 10, 1)) == {
        "Due from 3 July 2026": ["30 September 2026"],
        "What the Commissioner owes": ["28 October 2026"],
        "Next 90 days": [],
    }
    assert rows(date(2026, 9, 30))["Next 90 days"] == ["30 September 2026"]


def test_a_day_has_one_row_with_everything_that_is_due_on_it_and_where_it_stands() -> None:
    (found,) = meeting_page([watched(date(2026, 10, 1))]).contracts
    (row,) = found.tables[0].rows
    assert row.what.startswith("appoint: clinical champion (3.2.8); propose: cohort proposal (3.2.10); give: ")
    assert row.where == "2A"
    assert [table.nothing for table in found.tables] == ["", "", "Nothing."]
    assert [table.more for table in found.tables] == ["", "", ""]


def entries(count: int, month: int = 6) -> list[tuple[str, str, str]]:
    return [(f"{number % 28 + 1} {month} 2026", f"give: thing {number} (3.2.{number})", "") for number in range(count)]


@pytest.mark.parametrize("counts", [(0, 0, 0), (3, 2, 1), (60, 10, 20), (0, 90, 0), (1, 1, 90), (200, 200, 200)])
@pytest.mark.parametrize("room", [14.0, 21.5])
def test_the_tables_keep_to_the_page_and_say_what_there_was_no_room_for(
    counts: tuple[int, int, int], room: float
) -> None:
    tables = [entries(count, month) for month, count in enumerate(counts, 4)]
    counts_shown = meeting_page_module._shown(tables, room)
    made = [
        meeting_page_module._table("Due", "Schedule", of_table, count)
        for of_table, count in zip(tables, counts_shown, strict=True)
    ]
    assert sum(meeting_page_module._height(table.rows) for table in made) <= room
    kept = room - meeting_page_module._LEFT_OUT
    for number, of_table in enumerate(tables):  # nothing more would fit
        more = [count + (number == other and count < len(of_table)) for other, count in enumerate(counts_shown)]
        rows = [meeting_page_module._days(each[:count]) for each, count in zip(tables, more, strict=True)]
        assert more == counts_shown or sum(map(meeting_page_module._height, rows)) > kept
    for of_table, table in zip(tables, made, strict=True):
        shown = sum(what.count("(3.2.") for what in (row.what for row in table.rows))
        left = len(of_table) - shown
        assert table.more.startswith(f"Left out here: {left} due ") if left else table.more == ""
        assert bool(shown) == bool(of_table)  # no table is crowded out


def said(found: MeetingContract) -> list[str]:
    return [fact for line in found.facts for fact in line.split("; ")]


def test_a_providers_page_leaves_out_the_expiry_and_the_owner() -> None:
    (ours,) = meeting_page([watched(date(2026, 10, 1))]).contracts
    (theirs,) = meeting_page([watched(date(2026, 10, 1))], "provider").contracts
    assert {"Expiry: 31 March 2029", "Owner: Head of Commissioning"} <= set(said(ours))
    assert {fact.partition(":")[0] for fact in said(ours)} - {fact.partition(":")[0] for fact in said(theirs)} == {
        "Expiry",
        "Owner",
    }


def test_the_file_says_that_it_is_no_notice_and_each_contract_begins_a_page() -> None:
    data, problems = meeting_report([watched(date(2026, 10, 1))] * 1 + [watched(date(2026, 11, 1))])
    assert problems == [] and data is not None
    document = docx.Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Reading aid. The contract’s words prevail; this is no notice." in texts
    assert len(document.sections) == 2
    assert len(document.tables) >= 3


def test_the_first_and_the_last_day_that_there_are_give_a_page() -> None:
    for day in (date.min, date.max):
        assert meeting_page([watched(day)]).contracts


def test_the_page_of_a_grant_names_grantor_and_recipient() -> None:
    values = "values: {sp_grant_ready_date: 2026-05-31, pc_grant_ready_date: 2026-06-30}"
    text = contract("specification: [grant-personalised-care, grant-community-support]", after=values, form="grant")
    page = meeting_page([watch(pack_of(text), date(2026, 5, 1))]).contracts[0]
    assert page.facts[0] == "Recipient: Harbour Community Health Trust; Grantor: Northbrook Integrated Care Board"
    assert [table.heading for table in page.tables][1] == "What the Grantor owes"
    assert {table.place for table in page.tables} == {"Document"}  # a grant agreement has no schedules
