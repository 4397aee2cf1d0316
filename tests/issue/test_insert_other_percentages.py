"""A percentage that stands in a document in the words of a measure which is put in with another one."""

import pytest
from tests.issue.inserting import attempt, clause, heading, specification
from tests.word.making import p

PLANS = "Plans agreed by eligible people"
UPTAKE = "Social prescriptions taken up"


def told(sentence: str, title: str, threshold: str) -> list[str]:
    after = (
        heading("3.3 Population covered") + p(sentence) + heading("5.1 Applicable Quality Requirements") + p("Here.")
    )
    measure = clause(threshold, name="measure", place="quality", title=title)
    made, problems = attempt(specification(p("Text."), after=after), measure)
    assert made is not None, problems
    return [each.message for each in problems if each.slug == "another-percentage"]


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The provider will see adults. 60% of patients will have an agreed care plan.", PLANS),
        ("At least 60 per cent of eligible patients agree their plan with a nurse.", PLANS),
        ("60% of those referred to social prescribing take it up.", UPTAKE),
    ],
)
def test_another_percentage_in_the_words_of_the_measure_is_told(sentence: str, title: str) -> None:
    (message,) = told(sentence, title, "At least 80% of the Service Users counted")
    assert f"“{title}”, which is put in, says 80%" in message and "60" in message


@pytest.mark.parametrize(
    "sentence",
    [
        "80% of patients will have an agreed care plan.",  # the same
        "The baseline is 60% of patients with an agreed care plan.",
        "In 2025/26, 60% of eligible patients agreed their plan.",
        "95% of staff complete their training.",
        "60% of patients are seen within 18 weeks. Plans are agreed with eligible patients.",
        "Patients have an agreed plan.",
    ],
)
def test_the_same_percentage_a_baseline_and_one_of_other_things_are_left_alone(sentence: str) -> None:
    assert told(sentence, PLANS, "At least 80% of the Service Users counted") == []


def test_a_measure_without_a_percentage_and_wording_that_is_no_measure_tell_of_none() -> None:
    sentence = "60% of patients will have an agreed care plan."
    assert told(sentence, PLANS, "At least 80 plans") == []
    wording = clause("At least 80% of plans are agreed.", title=PLANS)
    _, problems = attempt(specification(p(sentence)), wording)
    assert [each.slug for each in problems if each.slug == "another-percentage"] == []
