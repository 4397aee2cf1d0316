"""A schedule that is cited and not there."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.contradictions import schedule_not_there as rule

SLUG = "schedule-not-there"
WITHOUT_REPORTS = "personalised-care-and-support-planning/lead-in"


@pytest.mark.parametrize("letter", ["2M", "6D", "8", "6A", "4C"])
def test_a_text_that_cites_a_schedule_with_nothing_in_it_is_a_warning(letter: str) -> None:
    text = contract(f"activity: As set out in Schedule {letter}\nspecification: [{WITHOUT_REPORTS}]")
    assert breaches(rule, text) == [(SLUG, "warning", f"activity: As set out in Schedule {letter}")]


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("see schedule 2M", "2M"),
        ("See Schedules 2M and 6D", "2M 6D"),
        ("See Schedules 2A, 2M and 8", "2M 8"),
        ("See Schedule 2 Part M", "2M"),
        ("See Sch. 6D", "6D"),
        ("See SCHEDULE 6D", "6D"),
    ],
)
def test_schedules_are_cited_in_other_words_too(words: str, letters: str) -> None:
    text = contract(f"activity: {words}\nspecification: [{WITHOUT_REPORTS}]")
    said = [problem.message.split()[1] for problem in problems_of(rule, text)]
    assert said == letters.split()


def test_a_schedule_that_is_declared_not_applicable_is_not_there() -> None:
    after = "improvement: {not_applicable: agreed for next year}"
    text = contract("activity: See Schedule 6D.\nspecification: [enabling-choice]", after=after)
    assert breaches(rule, text) == [(SLUG, "warning", "activity: See Schedule 6D.")]


def test_a_schedule_that_the_contract_has_keeps_the_rule() -> None:
    after = "improvement: [co-production/outputs]"
    assert breaches(rule, contract("activity: See Schedule 6D\nspecification: [enabling-choice]", after=after)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Schedule 2A",
        "Schedule 3B",
        "Schedule 2M of contract NBB-2026-014",
        "Schedule 8 to the Mental Health Act",
        "Schedule 6D of the host contract",
        "Schedules 2M and 6D of contract NBB-2026-014",
        "the schedule 6 weeks before",
    ],
)
def test_schedules_of_other_papers_and_those_that_are_not_ours_are_left_alone(words: str) -> None:
    assert breaches(rule, contract(f"activity: See {words}\nspecification: [enabling-choice]")) == []


def test_the_reason_why_a_schedule_does_not_apply_may_name_it() -> None:
    after = "development: {not_applicable: The actions are in Schedule 2M of another contract}\n"
    after += "system: {not_applicable: Nothing for Schedule 8}"
    assert breaches(rule, contract("specification: [enabling-choice]", after=after)) == []


@pytest.mark.parametrize("letter", ["2Q", "6K", "12", "2Z", "14", "5H"])
def test_a_letter_that_no_form_has_is_asked_about(letter: str) -> None:
    text = contract(f"activity: As set out in Schedule {letter}\nspecification: [enabling-choice]")
    assert [problem.message.split(",")[0] for problem in problems_of(rule, text)] == [
        f"Schedule {letter} is referred to"
    ]


def test_a_grant_agreement_has_no_schedules_whose_letters_could_be_wrong() -> None:
    text = contract("activity: See Schedule 2Q\nspecification: [grant-personalised-care]", form="grant")
    assert problems_of(rule, text) == []
