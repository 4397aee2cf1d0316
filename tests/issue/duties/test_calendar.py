"""Duties as a calendar file, read by a small reader of RFC 5545 of the test's own."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from tests.checks.contracts import contract, pack_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.assembly.ledger.when import about_words
from specgen.issue.duties.said import said_of
from specgen.issue.duties.sheets import calendar_bytes, duties_workbook
from specgen.issue.duties.watched import DutiesFor, Watched, watch
from specgen.review.reports.meeting_page import meeting_page

Event = dict[str, str]


def events(data: bytes) -> list[Event]:
    """The events of a calendar: name with its parameters → value, unfolded and unescaped."""
    text = data.decode("utf-8")
    assert text.endswith("END:VCALENDAR\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode("utf-8")) <= 75 for line in text.split("\r\n"))
    found: list[Event] = []
    open_parts: list[str] = []
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_parts.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert open_parts.pop() == value
        elif open_parts == ["VCALENDAR", "VEVENT"]:
            assert name not in found[-1], "a property of an event stands once"
            found[-1][name] = re.sub(r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], value)
    assert open_parts == []
    return found


CLAUSE = own_clause(
    "co-production/specification/ours",
    "1. The Provider must give a plan, with {{ a_word }}, by {{ a_date }}.\n2. It must report each Quarter.\n"
    "3. It must answer a request.",
    """
    - {sentence: "1", opens: The Provider must give, mode: duty, actor: Provider, act: give, object: plan,
       when: {by: "{{ a_date }}"}}
    - {sentence: "2", opens: It must report, mode: duty, actor: Provider, act: report, object: count of people,
       when: {every: Quarter, within: one month}, reported: in the period}
    - {sentence: "3", opens: It must answer, mode: duty, actor: Provider, act: give, object: statement,
       when: {within: 7 days, after: request}}
    """,
    {"a_date": "date", "a_word": "text"},
)


def watched(day: str = "2026-09-30", word: str = "care", *, on: date | None = None, end: str = "2026-12-31") -> Watched:
    text = contract(
        "review_date: 2026-11-30\nspecification: [co-production/ours]",
        particulars="date: 2026-03-20",
        after=f"values:\n  a_date: {day}\n  a_word: '{word}'",
    )
    return watch(pack_of(text.replace("2029-03-31", end), library_of(CLAUSE)), on)


def calendar(found: Watched, side: DutiesFor | None = None) -> list[Event]:
    return events(calendar_bytes([found], side))


def test_every_dated_duty_is_an_event_of_a_whole_day_and_what_follows_an_event_is_none() -> None:
    found = calendar(watched())
    assert [(event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) for event in found] == [
        ("20260730", "20260731"),  # the first Quarter's report
        ("20260930", "20261001"),
        ("20261030", "20261031"),
        ("20270131", "20270201"),  # a report on the last Quarter, after the end
        ("20261231", "20270101"),  # expiry
        ("20261130", "20261201"),  # review
    ]
    assert not any("statement" in event["SUMMARY"] for event in found)


def test_the_stamp_is_the_contracts_date_and_every_event_says_that_it_is_no_notice() -> None:
    for event in calendar(watched()):
        assert event["DTSTAMP"] == "20260320T000000Z"
        assert event["DESCRIPTION"].endswith("Reading aid. The contract’s words prevail; this is no notice.")


def test_a_deadline_that_moves_keeps_its_name_and_has_a_higher_number() -> None:
    before, after = calendar(watched()), calendar(watched("2026-10-15", on=date(2026, 5, 1)))
    assert [event["UID"] for event in before] == [
        after_event["UID"] for event in before for after_event in after if after_event["UID"] == event["UID"]
    ]
    assert int(after[0]["SEQUENCE"]) > int(before[0]["SEQUENCE"])


def test_no_two_events_have_one_name_and_the_same_contract_gives_the_same_bytes() -> None:
    names = [event["UID"] for event in calendar(watched())]
    assert len(names) == len(set(names))
    assert calendar_bytes([watched()]) == calendar_bytes([watched()])


def test_a_providers_calendar_leaves_out_the_expiry() -> None:
    said = [event["SUMMARY"] for event in calendar(watched(), "provider")]
    assert not any("Expiry" in words for words in said)
    assert any("Review of" in words for words in said)


@pytest.mark.parametrize(
    "word",
    ["a; b, c\\d", "x" * 400, "ü" * 100, "𝄞" * 60, "BEGIN:VEVENT", "END:VCALENDAR", "\\n", "{{ a_date }}"],
)
def test_whatever_a_user_writes_stays_text(word: str) -> None:
    found = next(event for event in calendar(watched(word=word)) if "plan" in event["SUMMARY"])
    assert f"with {word}, by" in found["DESCRIPTION"]
    assert len(calendar(watched(word=word))) == 6


def test_the_last_day_that_there_is_gives_no_event_and_no_fault() -> None:
    found = watched(end="9999-12-31")
    assert all(event["DTSTART;VALUE=DATE"] != "99991231" for event in calendar(found))


def test_reminders_are_in_whole_days_before_the_start() -> None:
    text = calendar_bytes([watched()]).decode()
    assert set(re.findall(r"TRIGGER[^\r]*", text)) == {"TRIGGER:-P14D"}


def test_what_falls_due_soon_is_counted_from_the_day_and_includes_its_ends() -> None:
    found = watched(on=date(2026, 7, 30))
    assert [due.day.day.isoformat() for due in found.due_soon()] == ["2026-07-30", "2026-09-30"]
    assert watched(on=date(2026, 7, 30) - timedelta(days=90)).due_soon()[-1].day.day == date(2026, 7, 30)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("may extend the term once, on six months’ written notice", "2026-06-30"),
        ("may extend by up to two years on not less than 3 months' prior written notice", "2026-09-30"),
        ("may extend, with at least 20 days’ notice", "2026-12-11"),
        ("may by notice in writing given not later than six months before the last day extend it", "2026-06-30"),
        ("may extend the term once, by up to two years", None),
        ("may extend by two years if both agree", None),
        ("may extend by a year on six months’ notice, no later than 31 May 2026", "2026-05-31"),
        ("may extend by a year on six months’ notice, for service 01 only", None),
    ],
)
def test_the_latest_day_for_a_notice_is_worked_out_where_the_right_to_extend_gives_a_time(
    words: str, expected: str | None
) -> None:
    text = contract("", particulars="date: 2026-03-20").replace("2029-03-31}", f'2026-12-31, extension: "{words}"}}')
    (entry,) = (day for day in watch(pack_of(text)).days if day.what.startswith("Latest day"))
    assert (entry.day.isoformat() if entry.day else None) == expected
    assert words in entry.said
    assert ("not used up by an earlier extension" in entry.said) == (expected is not None)
    assert ("specgen does not read" in entry.said) == ("only" in words or "agree" in words)


def test_a_right_to_extend_that_is_mostly_not_read_is_printed_once() -> None:
    words = "If all goes well, the ICB can carry on for one further period, by telling the Provider before the last day"
    text = contract("", particulars="date: 2026-03-20").replace("2029-03-31}", f'2026-12-31, extension: "{words}"}}')
    (entry,) = (day for day in watch(pack_of(text)).days if day.what.startswith("Latest day"))
    assert entry.said == f"not worked out, as specgen does not read the words of the right to extend: {words}"


BEFORE = own_clause(
    "co-production/specification/ours",
    "The Provider must give a plan before {{ a_date }}.",
    """
    - {sentence: "p1", opens: The Provider must give, mode: duty, actor: Provider, act: give, object: plan,
       when: {before: "{{ a_date }}"}}
    """,
    {"a_date": "date"},
)


def test_a_day_that_the_wording_excludes_is_named_as_the_contract_names_it_and_is_past_when_it_comes() -> None:
    text = contract("specification: [co-production/ours]", after="values:\n  a_date: 2026-09-30")
    found = watch(pack_of(text, library_of(BEFORE)), date(2026, 9, 30))
    (event,) = (event for event in calendar(found) if "plan" in event["SUMMARY"])
    assert event["DTSTART;VALUE=DATE"] == "20260930"
    assert event["SUMMARY"].endswith("before this day: Provider: give: plan")
    assert found.due_soon() == ()
    (due,) = found.due()
    assert about_words(due.day) == "before 30 September 2026"
    assert said_of(due, found) == "past on 30 September 2026; before 30 September 2026"


LIMIT = own_clause(
    "co-production/specification/ours",
    "The Provider must, by {{ a_date }}, give no more than three plans to a person.",
    """
    - {sentence: "p1", opens: "The Provider must", mode: limit, actor: Provider, act: give, object: plan,
       much: no more than three, when: {by: "{{ a_date }}"}, if: where the person agrees}
    """,
    {"a_date": "date"},
)


def test_a_limit_with_a_day_says_that_it_is_one_in_the_calendar_the_workbook_and_the_meeting_page() -> None:
    text = contract("specification: [co-production/ours]", after="values:\n  a_date: 2026-09-30")
    found = watch(pack_of(text, library_of(LIMIT)), date(2026, 9, 1))
    (event,) = (event for event in calendar(found) if "plan" in event["SUMMARY"])
    assert event["SUMMARY"].endswith("Provider: limit: give: plan")
    assert "\nCondition: where the person agrees\n" in event["DESCRIPTION"]
    (page,) = meeting_page([found]).contracts
    assert [row.what for row in page.tables[2].rows] == [
        "limit: give: plan; no more than three (where the person agrees)"
    ]
    with zipfile.ZipFile(io.BytesIO(duties_workbook([found]))) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert "limit: give: plan; no more than three" in words and ">give: plan" not in words
