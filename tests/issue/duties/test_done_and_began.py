"""What a contract file records as time goes by: duties that were met, and the day on which services began."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from tests.checks.contracts import breaches, contract, pack_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.assembly.ledger.build import ledger_of, moved_days, moved_words
from specgen.assembly.pack import Pack
from specgen.checks.dates import date_outside_term
from specgen.checks.duties import duty_cannot_be_kept
from specgen.contract.read import read_contract
from specgen.issue.duties.said import said_of, service_commencement
from specgen.issue.duties.sheets import calendar_bytes, duties_workbook
from specgen.issue.duties.watched import watch

OURS = own_clause(
    "co-production/specification/ours",
    "1. The Provider must give a plan by {{ a_date }}.\n2. It must give a map before the plan.\n"
    "3. It must report each Quarter.\n4. It must keep it.",
    """
    - {sentence: "1", opens: The Provider must give, mode: duty, actor: Provider, act: give, object: plan,
       when: {by: "{{ a_date }}"}}
    - {sentence: "2", opens: It must give, mode: duty, actor: Provider, act: give, object: map,
       when: {before: "#1", at_least: two months}}
    - {sentence: "3", opens: It must report, mode: duty, actor: Provider, act: report, object: count of people,
       when: {every: Quarter, within: one month}, reported: in the period}
    - {sentence: "4", opens: It must keep, mode: standing, actor: Provider, act: have, object: statement}
    """,
    {"a_date": "date"},
)
FIRST, SECOND = "co-production/ours#1", "co-production/ours#2"


def text_of(particulars: str = "", a_date: str = "2026-05-10", service: str = "", second: str = "") -> str:
    return contract(
        f"number: '01'\n{service}\nspecification: [co-production/ours]\nvalues:\n  a_date: {a_date}",
        particulars=f"date: 2026-03-20\n{particulars}",
        after=second,
    )


def pack(particulars: str = "", a_date: str = "2026-05-10", service: str = "", second: str = "") -> Pack:
    return pack_of(text_of(particulars, a_date, service, second), library_of(OURS))


SECOND_SERVICE = (
    "  - name: Second service\n    number: '02'\n    specification: [co-production/ours]\n"
    "    values: {a_date: 2026-05-10}"
)


@pytest.mark.parametrize(
    "written",
    [
        f'done: ["{FIRST}: 2026-05-04"]',
        f"done:\n  {FIRST}: 2026-05-04",
        f"done:\n  - {FIRST}: 4 May 2026",
        'done: ["co-production/specification/ours@1#1: 04/05/2026"]',
    ],
)
def test_a_duty_is_said_to_be_met_by_its_clause_and_sentence(written: str) -> None:
    assert [row.done for row in ledger_of(pack(written)).rows] == [date(2026, 5, 4), None, None, None]


def test_of_two_services_one_may_have_met_it() -> None:
    rows = ledger_of(pack(f'done: ["{FIRST} in 02: 2026-05-04"]', second=SECOND_SERVICE)).rows
    assert [(row.service, row.done) for row in rows if row.object == "plan"] == [(0, None), (1, date(2026, 5, 4))]


def test_lists_say_when_it_was_done_and_whether_late_and_look_ahead_to_it_no_more() -> None:
    before = watch(pack(), date(2026, 5, 6))
    assert "plan" in {due.row.object for due in before.due_soon()}
    done = watch(pack(f'done: ["{FIRST}: 2026-05-11"]'), date(2026, 5, 6))
    assert "plan" not in {due.row.object for due in done.due_soon()}
    (due,) = (due for due in done.due() if due.row.object == "plan")
    assert said_of(due, done) == "done on 11 May 2026, late"


def test_a_calendar_keeps_the_event_says_so_and_reminds_nobody() -> None:
    reminded = calendar_bytes([watch(pack())]).decode()
    told = calendar_bytes([watch(pack(f'done: ["{FIRST}: 2026-05-04"]'))]).decode()
    assert told.count("BEGIN:VEVENT") == reminded.count("BEGIN:VEVENT")
    assert told.count("BEGIN:VALARM") == reminded.count("BEGIN:VALARM") - 1
    assert "Done on 4 May 2026." in told


def test_what_was_done_in_mobilisation_is_told_no_more() -> None:
    early = breaches(duty_cannot_be_kept, text_of(), library_of(OURS))
    assert [severity for _, severity, _ in early] == ["error"]  # the map was due on 10 March 2026
    told = text_of(f'done: ["{SECOND}: 2026-03-09"]')
    assert breaches(duty_cannot_be_kept, told, library_of(OURS)) == []


def test_a_day_before_the_contract_on_which_all_that_was_due_was_done_is_told_no_more() -> None:
    assert breaches(date_outside_term, text_of(a_date="2026-03-10"), library_of(OURS)) != []
    done = text_of(f'done: ["{FIRST}: 2026-03-09", "{SECOND}: 2026-01-09"]', "2026-03-10")
    assert breaches(date_outside_term, done, library_of(OURS)) == []


# The day on which services began.

MONTH = "1 month from Service Commencement Date"


def test_the_day_is_expected_until_the_actual_one_is_recorded() -> None:
    assert "expected until the actual day is recorded" in service_commencement(watch(pack()))
    given = pack("service_commencement_date: 2026-04-08")
    assert service_commencement(watch(given)) == "8 April 2026 (expected until the actual day is recorded)"
    began = pack("service_commencement_date: 2026-04-08\nbegan_on: 2026-04-14")
    assert service_commencement(watch(began)) == "14 April 2026 (the actual day; 8 April 2026 was expected)"


def test_recording_it_lists_every_day_that_moves_and_no_other() -> None:
    assert moved_days(pack(a_date=MONTH)) == ()
    found = [(moved.row.object, moved_words(moved)) for moved in moved_days(pack("began_on: 2026-04-14", MONTH))]
    assert found == [
        ("plan", "1 May 2026 is now 14 May 2026"),
        ("map", "1 March 2026 is now 14 March 2026"),
    ]
    assert moved_days(pack("began_on: 2026-04-14")) == ()  # a day that the contract gives stays
    assert moved_days(pack("began_on: 2026-04-01", MONTH)) == ()


def test_a_service_that_began_on_another_day_moves_its_own_days_alone() -> None:
    second = SECOND_SERVICE.replace("{a_date: 2026-05-10}", f"{{a_date: {MONTH}}}")
    found = moved_days(pack(a_date=MONTH, service="began_on: 2026-04-20", second=second))
    assert {(moved.row.service, moved.row.object) for moved in found} == {(0, "plan"), (0, "map")}


def test_the_workbook_has_a_page_of_moved_days_where_there_are_some() -> None:
    def pages(particulars: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(duties_workbook([watch(pack(particulars, MONTH))]))) as archive:
            return archive.read("xl/workbook.xml")

    assert b"Moved days" in pages("began_on: 2026-04-14")
    assert b"Moved days" not in pages("")


@pytest.mark.parametrize(("particulars", "service"), [("began_on: 2029-04-01", ""), ("", "began_on: 2030-01-01")])
def test_a_day_after_the_end_is_a_problem_at_its_line(particulars: str, service: str) -> None:
    text = text_of(particulars, service=service)
    _, problems = read_contract(text.encode(), "contract.yaml")
    (problem,) = problems
    assert problem.slug == "began-after-the-end"
    assert "began_on" in text.split("\n")[(problem.location.line or 0) - 1]


@pytest.mark.parametrize(("target", "said"), [("180", True), ("90 in 2026/27; 180 in 2027/28; 190 in 2028/29", False)])
def test_a_number_for_a_whole_year_is_called_one_on_the_day_of_a_short_year(target: str, said: bool) -> None:
    text = contract(
        f"quality: [social-prescribing/referrals-made]\nvalues:\n  sp_referrals_target: {target}",
    ).replace("start: 2026-04-01", "start: 2026-10-01")
    watched = watch(pack_of(text), date(2026, 10, 1))
    first, second, _ = [said_of(due, watched) for due in watched.due()]
    assert ("the number is for a whole Contract Year" in first, "whole" in second) == (said, False)
