"""The page for the next Review Meeting: what fell due, what the Commissioner owes, what comes, one page a contract."""

import io
from datetime import date

import docx
from tests.checks.contracts import contract, pack_of

from specgen.issue.duties.watched import DutiesFor, Watched, watch
from specgen.review.reports.meeting_page import MOST_ROWS, meeting_page, meeting_report

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
        "Due from 3 July 2026": ["30 September 2026"] * MOST_ROWS,
        "What the Commissioner owes": ["28 October 2026"],
        "Next 90 days": [],
    }
    assert rows(date(2026, 9, 30))["Next 90 days"] == ["30 September 2026"] * MOST_ROWS


def test_what_does_not_fit_on_the_page_is_counted() -> None:
    (found,) = meeting_page([watched(date(2026, 10, 1))]).contracts
    assert [table.more for table in found.tables] == ["1 more; the workbook of duties lists it.", "", ""]
    assert [table.nothing for table in found.tables] == ["", "", "Nothing."]


def test_a_providers_page_leaves_out_the_expiry_and_the_owner() -> None:
    (ours,) = meeting_page([watched(date(2026, 10, 1))]).contracts
    (theirs,) = meeting_page([watched(date(2026, 10, 1))], "provider").contracts
    assert "Expiry: 31 March 2029" in ours.facts and "Owner: Head of Commissioning" in ours.facts
    assert {fact.partition(":")[0] for fact in ours.facts} - {fact.partition(":")[0] for fact in theirs.facts} == {
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
