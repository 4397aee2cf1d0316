"""What is printed is read once more where a value meets the wording."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.assembly.small_library import TERMS, version

from specgen.assembly.seams import _read, _reads_on_plainly, as_it_reads, seams, what_does_not_read_on, wrong_inside


def told(wording: str, value: str, *, counts: bool = False) -> str | None:
    """What is said of `value` in the wording `… {{ sdm_text }} …`."""
    (place,) = seams(version(TERMS, 1, wording))["sdm_text"]
    return what_does_not_read_on([place], [value], {}, counts=counts)


@pytest.mark.parametrize(
    ("wording", "value"),
    [
        ("For people receiving {{ sdm_text }} services. It is a tool.", "End of Life Care Services."),
        ("For people receiving {{ sdm_text }} services. It is a tool.", "podiatry services"),
        ("For the {{ sdm_text }} cohort.", "COPD (moderate or severe"),
        ("For the {{ sdm_text }} cohort.", "COPD)"),
        ("For the {{ sdm_text }} cohort.", "“COPD"),
        ("The Provider must work with:\n\n- {{ sdm_text }}", "the hospital (its ward"),
        ("The Provider must work with:\n\n- {{ sdm_text }}", "and"),
        ("The Provider must work with {{ sdm_text }}.", "our the panel"),
        ("The Provider must work with {{ sdm_text }}.", "the panel; ; and carers"),
        ("The Provider must work with {{ sdm_text }}.", "the Panel Panel"),
        ("For the {{ sdm_text }} cohort.", "diabetic foot cohort"),
        ("The Provider must meet within {{ sdm_text }}.", "within a week"),
        ("The Provider must appoint its {{ sdm_text }} as champion.", "the Lead Podiatrist"),
        ("The Provider must appoint its {{ sdm_text }} as champion.", "provider's Lead Nurse"),
        ("The Provider must make its {{ sdm_text }} responsible.", "Wolds Community Health NHS Trust’s Lead Nurse"),
        ("The Provider must appoint the {{ sdm_text }} as champion.", "The Lead Podiatrist"),
        ("For the {{ sdm_text }} cohort.", "a diabetic foot"),
        ("It must release them for {{ sdm_text }}.", "six hours per week per week"),
        ("It must work with {{ sdm_text }}.", "the clinics in the clinics in Harbour"),
        ("The Provider must give {{ sdm_text }}, and report.", "one leaflet."),
        ("The Provider must do it in this way: {{ sdm_text }}.", "one statement."),
        ("The Provider must give {{ sdm_text }} to each person.", "one leaflet,"),
        ("The Provider must give {{ sdm_text }} to each person.", "a leaflet to to people"),
        ("The Provider must release the champion for {{ sdm_text }} to support it.", "1 hours a week"),
        ("The Provider must use a {{ sdm_text }} form.", "easy-read"),
        ("Groups that may benefit include people who:\n\n- {{ sdm_text }}", "people who are lonely"),
        ("The Provider must work with:\n\n- {{ sdm_text }}", "the hospital;"),
        ("The Provider must work with:\n\n- {{ sdm_text }}", "and the council"),
        ("The Provider must work with:\n\n- {{ sdm_text }}", "the hospital; and"),
        ("The Provider must give {{ sdm_text }} to each person.", "a leaflet for people people know"),
        ("The Provider must give {{ sdm_text }} to each person.", "a plan for the, and"),
        ("The Provider must work with {{ sdm_text }} each year.", "people with posture needs, and"),
        ("The Provider must work with {{ sdm_text }}.", "the teams who"),
        ("The Provider must work with:\n\n- {{ sdm_text }}", "the day and the"),
    ],
)
def test_a_value_that_does_not_read_on_is_told(wording: str, value: str) -> None:
    assert told(wording, value) is not None


@pytest.mark.parametrize(
    ("wording", "value"),
    [
        ("For people receiving {{ sdm_text }} services. It is a tool.", "End of Life Care"),
        ("For people receiving {{ sdm_text }} services.", "NHS continuing healthcare"),
        ("The Provider must appoint its {{ sdm_text }} as champion.", "Lead Podiatrist"),
        ("The Provider must appoint its {{ sdm_text }} as champion.", "Children’s Services Lead"),
        ("The Provider must write to the {{ sdm_text }}.", "Commissioner’s Head of Finance"),
        ("The Provider must ensure that {{ sdm_text }} takes part.", "the users’ panel"),
        ("The Provider must do it in this way: {{ sdm_text }}.", "one joint statement, with a single review"),
        ("The Provider must work with {{ sdm_text }}, and report.", "Harbour Care Ltd."),
        ("The Provider must use a {{ sdm_text }} form.", "paper"),
        (
            "The Provider must work with {{ sdm_text }}.",
            "people step by step by step, face to face to face and more and more",
        ),
        ("The Provider must work with:\n\n- {{ sdm_text }}", "the hospital, and the clinics near it"),
        ("The Provider must give {{ sdm_text }} to each person.", "what they had had before, very very briefly"),
        ("The Provider must use an {{ sdm_text }} form.", "easy-read"),
        ("{{ sdm_text }}", "46% in 2025/26."),
        ("People who:\n\n- {{ sdm_text }}", "are lonely or isolated"),
        ("It must do this: {{ sdm_text }}.", "a) visits (see section 3); b) calls (up to 6)"),
        ("It must do this: {{ sdm_text }}.", "1.) visits (to homes) 2.) calls"),
        ("The year is the year. {{ sdm_text }} is the cohort.", "Year one"),
        ("The Provider must work with {{ sdm_text }} each year.", "those whom the doctor stays with"),
        ("The options are {{ sdm_text }}.", "a 1 + 1 years option"),
    ],
)
def test_a_value_that_reads_on_is_left_alone(wording: str, value: str) -> None:
    assert told(wording, value) is None


@pytest.mark.parametrize(
    "after",
    [
        "link workers, as whole-time equivalents",
        "Service Users at one time",
        "plans in each year",
        "small or community-led organisations in each year",
        "sessions.",
    ],
)
def test_one_of_many_is_told_and_more_than_one_is_not(after: str) -> None:
    wording = f"The Provider must have {{{{ sdm_text }}}} {after}"
    assert told(wording, "1", counts=True) is not None
    assert told(wording, "2", counts=True) is None
    assert told(wording, "1.5", counts=True) is None


@pytest.mark.parametrize(
    "after", ["of them drawn at random.", "or more on the scale of 0 to 100.", "person with plans.", "."]
)
def test_one_that_names_no_plural_is_left_alone(after: str) -> None:
    assert told(f"At least {{{{ sdm_text }}}} {after}".replace(" .", "."), "1", counts=True) is None


@pytest.mark.parametrize(
    ("wording", "printed", "reads"),
    [
        ("It must meet every {{ sdm_text }}.", "1 month", "month"),
        ("It must meet at least every {{ sdm_text }}.", "one week", "week"),
        ("It must answer within {{ sdm_text }}.", "month", "1 month"),
        ("It must report within {{ sdm_text }} of each period of {{ sdm_text }}.", "quarter", "1 quarter"),
        ("It must meet every {{ sdm_text }}, and answer within {{ sdm_text }}.", "1 month", "1 month"),
        ("It must meet every {{ sdm_text }}.", "3 months", "3 months"),
    ],
)
def test_an_interval_of_one_is_printed_as_its_sentence_takes_it(wording: str, printed: str, reads: str) -> None:
    assert as_it_reads(version(TERMS, 1, wording), "sdm_text", printed) == reads


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("review review of plans", "review review"),
        ("plans of the care the care of people", "the care the care"),
        ("a plan for each person plan for each person", "plan for each person plan for each person"),
        ("care plan care review plan review", ""),  # words come again, and not in a row
        ("care planning for care planners", ""),
        ("each plan, each review and each offer", ""),
    ],
)
def test_words_that_stand_twice_in_a_row_are_told_however_many_they_are(text: str, twice: str) -> None:
    assert wrong_inside(text) == twice


WORDS = st.sampled_from(["the", "a", "an", "its", "care", "plan", "plans", "1", "weeks", "and", "who", "unit", "hour"])
SIGNS = st.sampled_from(["", "", "", "", ".", ",", ";", ":", " (", ")", "“"])
TEXTS = st.lists(st.tuples(WORDS, SIGNS), min_size=1, max_size=6).map(lambda said: " ".join(f"{a}{b}" for a, b in said))


@given(before=TEXTS, text=TEXTS, after=TEXTS, ends=st.booleans(), counts=st.booleans())
@example(before="use a", text="hour", after="care", ends=False, counts=False)
def test_whatever_is_told_of_a_value_in_its_sentence_is_looked_for(
    before: str, text: str, after: str, ends: bool, counts: bool
) -> None:
    before, after = f"{before} ", "" if ends else f" {after}"
    for alone in (True, False) if ends else (False,):
        assert not (_read(before, text, after, alone, counts) and _reads_on_plainly(before, text, after))


@pytest.mark.parametrize("text", ["care plan " * 20 + "review of care plans", "x" * 200 + " review of care plans"])
def test_the_last_words_of_a_long_value_are_its_last_words(text: str) -> None:
    assert what_does_not_read_on(
        seams(version(TERMS, 1, "It has {{ sdm_text }} plans."))["sdm_text"], [text], {}, counts=False
    )
