"""A printed date that lies outside the contract's time."""

import re
from textwrap import indent

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.dates import date_outside_term as rule

SLUG = "date-outside-term"
DATED = "date: 2026-03-20"
TERMS = "specification: [shared-decision-making/local-terms]\nvalues:\n  sdm_ready_date: "


def in_2a(day: str, particulars: str = DATED, more: str = "") -> list[tuple[str, str, str]]:
    return breaches(rule, contract(f"{more}{TERMS}{day}", particulars=particulars))


@pytest.mark.parametrize("day", ["2020-01-01", "19 March 2026", "30/09/2025", "Q3 2025/26", "2029-07-02", "2033-07-01"])
def test_a_date_before_the_contract_or_long_after_its_end_is_an_error_at_its_value(day: str) -> None:
    assert in_2a(day) == [(SLUG, "error", f"sdm_ready_date: {day}")]


@pytest.mark.parametrize(
    "day", ["2026-04-01", "2026-10-31", "31/03/2029", "Q4 2028/29", "3 months from Service Commencement Date"]
)
def test_a_date_within_the_term_keeps_the_rule(day: str) -> None:
    assert in_2a(day) == []


@pytest.mark.parametrize(
    ("place", "clause", "name"),
    [
        ("development", "personalised-care/equality", "pc_equality_date"),
        ("development", "personalised-care/ambition", "pc_ambition_date"),
        ("system", "enabling-choice/executive-lead", "choice_executive_date"),
        ("improvement", "co-production/outputs", "cop_outputs_date"),
    ],
)
def test_the_dates_of_every_schedule_are_looked_at_those_of_the_commissioners_too(
    place: str, clause: str, name: str
) -> None:
    after = f"{place}: [{clause}]\nvalues:\n  {name}: 2016-09-30"
    found = breaches(rule, contract(particulars=DATED, after=after))
    # What lies outside the year of Schedule 6D is told by improvement-outside-year.
    assert found == ([] if place == "improvement" else [(SLUG, "error", f"{name}: 2016-09-30")])


def test_a_date_of_one_commissioner_is_looked_at() -> None:
    own = (
        "  - name: Eastmere Integrated Care Board\n    ods_code: QYY\n    role: associate\n    values:\n"
        "      sdm_ready_date: 2021-01-01\n"
    )
    text = contract(f"{TERMS}2026-10-31", particulars=DATED).replace("provider:\n", f"{own}provider:\n")
    assert breaches(rule, text) == [(SLUG, "error", "sdm_ready_date: 2021-01-01")]


def test_a_paper_that_is_signed_late_has_its_past_dates_listed() -> None:
    assert in_2a("2026-06-30", "date: 2026-07-10") == [(SLUG, "warning", "sdm_ready_date: 2026-06-30")]
    assert in_2a("2026-07-31", "date: 2026-07-10") == []


@pytest.mark.parametrize("said", ["in_year_notice: given on 1 May 2026", "variation:"])
@pytest.mark.parametrize("day", ["2026-06-30", "2020-01-01"])
def test_what_was_past_when_a_change_was_agreed_stood_before_and_is_not_told_again(said: str, day: str) -> None:
    notice = said if said != "variation:" else ""
    text = contract(f"{TERMS}{day}", particulars=f"date: 2026-07-10\n{notice}", after="")
    text += "variation:\n  number: 1\n" if not notice else ""
    assert breaches(rule, text) == ([] if day > "2026-04-01" else [(SLUG, "error", "sdm_ready_date: 2020-01-01")])


@pytest.mark.parametrize(
    "written",
    [
        "'date': 2026-07-10",
        '"date" : "10 July 2026"',
        "date:\n    2026-07-10",
        "date: >-\n    10 July 2026",
        "date: 2026-07-10\t# signed",
    ],
)
def test_however_the_contracts_own_date_is_written_it_is_its_own(written: str) -> None:
    assert in_2a("2026-06-30", written) == [(SLUG, "warning", "sdm_ready_date: 2026-06-30")]


def test_what_is_due_before_the_term_begins_is_an_error_unless_it_is_for_mobilisation() -> None:
    assert in_2a("2026-03-25") == [(SLUG, "error", "sdm_ready_date: 2026-03-25")]
    marked = "\n".join(f'  - "shared-decision-making/local-terms#{number}: mobilisation"' for number in range(1, 12))
    assert in_2a("2026-03-25", f"{DATED}\ndone:\n{marked}") == []


@pytest.mark.parametrize(
    ("day", "found"), [("2026-03-25", []), ("2025-04-01", []), ("2025-03-31", ["error"]), ("2020-03-25", ["error"])]
)
def test_a_whole_clause_may_be_for_mobilisation_in_one_entry_and_for_the_year_before(
    day: str, found: list[str]
) -> None:
    marked = 'done: ["shared-decision-making/local-terms: mobilisation"]'
    assert [severity for _, severity, _ in in_2a(day, f"date: 2025-03-01\n{marked}")] == found


def test_what_is_due_soon_after_the_end_is_only_asked_about() -> None:
    assert in_2a("2029-04-20") == [(SLUG, "warning", "sdm_ready_date: 2029-04-20")]


def test_a_term_that_may_be_extended_leaves_later_dates_a_question() -> None:
    text = contract(f"{TERMS}2030-06-30", particulars=DATED)
    text = text.replace("end: 2029-03-31}", "end: 2029-03-31, extension: by two years}")
    assert [severity for _, severity, _ in breaches(rule, text)] == ["warning"]


@pytest.mark.parametrize(
    ("extension", "day", "severity"),
    [
        ("by up to two years, on six months’ written notice", "2031-03-31", "warning"),
        ("by up to two years, on six months’ written notice", "2031-07-01", "error"),
        ("by 12 months", "2062-06-30", "error"),
        ("as the Parties agree", "2033-06-30", "warning"),
        ("as the Parties agree", "2062-06-30", "error"),
    ],
)
def test_no_extension_reaches_a_day_that_its_words_do_not_allow(extension: str, day: str, severity: str) -> None:
    text = contract(f"{TERMS}{day}", particulars=DATED).replace(
        "end: 2029-03-31}", f"end: 2029-03-31, extension: '{extension}'}}"
    )
    assert [found for _, found, _ in breaches(rule, text)] == [severity]


def test_a_service_with_days_of_its_own_is_held_against_them() -> None:
    period = "period: {start: 2026-10-01, end: 2028-03-31}\n"
    assert in_2a("2026-08-31", more=period) == [(SLUG, "error", "sdm_ready_date: 2026-08-31")]
    assert in_2a("2026-09-30", more=period) == [(SLUG, "error", "sdm_ready_date: 2026-09-30")]
    assert in_2a("2026-10-01", more=period) == []
    assert in_2a("2028-09-30", more=period) == [(SLUG, "warning", "sdm_ready_date: 2028-09-30")]
    assert in_2a("2026-10-31", more=period) == []
    assert in_2a("2020-10-31", more=period) == [(SLUG, "error", "sdm_ready_date: 2020-10-31")]


def test_what_a_late_service_owes_before_it_begins_may_be_for_mobilisation_and_all_of_it_has_to_be() -> None:
    period = "period: {start: 2026-10-01, end: 2029-03-31}\n"
    (told,) = problems_of(rule, contract(f"{period}{TERMS}2026-08-31", particulars=DATED))
    (whole,) = re.findall(r"“([^“”]+: mobilisation)”", told.cure)  # in the words in which the file marks it
    assert whole == "shared-decision-making/local-terms: mobilisation"
    marks = [whole.replace(":", f"#{number}:", 1) for number in (1, 2, 3, 5, 6, 8)]

    def marked(entries: list[str]) -> list[tuple[str, str, str]]:
        return in_2a("2026-08-31", "\n".join([DATED, "done:", *(f'  - "{each}"' for each in entries)]), period)

    assert marked([whole]) == []
    assert [severity for _, severity, _ in marked(marks[1:])] == ["error"]


def test_a_service_that_begins_on_the_commencement_date_of_the_contract_is_held_against_that() -> None:
    later = f"{DATED}\nservice_commencement_date: 2026-07-01"
    assert in_2a("2026-06-30", later) == [(SLUG, "error", "sdm_ready_date: 2026-06-30")]
    assert in_2a("2026-07-01", later) == []
    plan = "development: [personalised-care/equality]\nvalues: {pc_equality_date: 2026-05-29}"
    assert breaches(rule, contract(particulars=later, after=plan)) == []  # the whole contract's: it binds from 1 April


def test_a_day_that_passed_since_services_began_late_is_only_listed() -> None:
    late = f"{DATED}\nbegan_on: 2026-06-01"
    assert in_2a("2026-05-10", late) == [(SLUG, "warning", "sdm_ready_date: 2026-05-10")]
    assert in_2a("2026-03-10", late) == [(SLUG, "error", "sdm_ready_date: 2026-03-10")]


def test_of_two_services_with_two_starts_the_later_one_is_held_against_its_own() -> None:
    period = "    period: {start: 2026-10-01, end: 2029-03-31}\n    specification: [shared-decision-making/local-terms]"
    text = contract(f"{TERMS}2026-06-30", particulars=DATED)
    second = f"  - name: Wheelchair service\n{period}\n"
    shared = f"{text}{second}values: {{sdm_ready_date: 2026-07-31}}\n"
    assert breaches(rule, shared) == [(SLUG, "error", "values: {sdm_ready_date: 2026-07-31}")]
    assert breaches(rule, shared.replace("2026-07-31", "2026-10-31")) == []
    own = f"{text}{second}    values: {{sdm_ready_date: 2026-12-31}}\n"
    assert breaches(rule, own) == []
    counted = f"{text}{second}    values: {{sdm_ready_date: 3 months from Service Commencement Date}}\n"
    assert breaches(rule, counted) == []


@pytest.mark.parametrize(
    ("day", "severity"), [("2019-01-01", "error"), ("2030-09-30", "warning"), ("2029-05-01", "warning")]
)
def test_a_date_of_review_lies_within_the_term(day: str, severity: str) -> None:
    text = contract(f"review_date: {day}\nspecification: [enabling-choice]", particulars=DATED)
    assert breaches(rule, text) == [(SLUG, severity, f"review_date: {day}")]


def test_a_date_of_review_within_a_time_of_extension_is_a_warning() -> None:
    longer = "term:\n  start: 2026-04-01\n  end: 2029-03-31\n  extension: the Commissioner may extend by two years"
    text = contract("review_date: 2030-09-30\nspecification: [enabling-choice]")
    text = text.replace("  term: {start: 2026-04-01, end: 2029-03-31}", indent(longer, "  "))
    assert breaches(rule, text) == [(SLUG, "warning", "review_date: 2030-09-30")]


def test_the_year_of_a_baseline_is_history() -> None:
    text = contract(
        "quality: [shared-decision-making/collaborate]\nvalues: {sdm_collaborate_baseline: 42% on 31 March 2019}",
        particulars=DATED,
    )
    assert breaches(rule, text) == []


def test_a_review_before_a_commencement_that_lies_after_the_term_is_told_as_any_other() -> None:
    late = contract("review_date: 2029-06-30", particulars="service_commencement_date: 2030-01-01")
    assert breaches(rule, late) == [(SLUG, "error", "review_date: 2029-06-30")]
