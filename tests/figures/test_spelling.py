"""Names that a document spells in two ways, and lists that are to say the same."""

import pytest

from specgen.figures.passages import spelt_twice


def pairs(*texts: str) -> list[tuple[str, str]]:
    return [(named, other) for _, named, other, _ in spelt_twice(texts)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shadow Multi-specialty Community Provider", "Shadow Multi-speciality Community Provider"),
        ("Northbrook Integrated Care Board", "Northbrooke Integrated Care Board"),
        ("Harbour Community Health Trust", "Harbor Community Health Trust"),
        ("Care Home Support Team", "Carehome Support Team"),
        ("Mid-Fellside Partnership Board", "Mid Fellside Partnership Board"),
        ("Board of Eastmere County Council", "Board of Eastmeer County Council"),
    ],
)
def test_a_name_with_another_letter_hyphen_or_space_is_told_at_the_rarer_spelling(one: str, other: str) -> None:
    assert pairs(f"The {one} leads.", f"Each month the {one} meets.", f"It reports to the {other}.") == [(other, one)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Fellside Team", "South Fellside Team"),
        ("Integrated Care Board", "Integrated Care Boards"),
        ("Northbrook Council", "Northbrook Council’s"),
        ("Service User", "Service Users"),
        ("Ward 11 Team", "Ward 12 Team"),
        ("Primary Care Network", "Primary Care Networks and Trusts"),
        ("East Care Hub", "West Care Hub"),
        ("Director of Nursing", "Director of Finance"),
    ],
)
def test_names_of_different_things_are_left_alone(one: str, other: str) -> None:
    assert pairs(f"The {one} leads.", f"It reports to the {other}.") == []


def test_each_pair_is_told_once_and_a_word_that_begins_a_sentence_is_no_part_of_a_name() -> None:
    assert pairs("A Harbour Health Trust. The Harbur Health Trust. Harbour Health Trust. Harbur Health Trust.") == [
        ("Harbur Health Trust", "Harbour Health Trust")
    ]
