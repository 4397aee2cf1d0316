"""The sentences of a version, their ids, and which of them bind."""

from datetime import date

import pytest
from tests.checks.contracts import shipped

from specgen.library.duties.sentences import sentences_of
from specgen.library.model import ClauseVersion, Source
from specgen.wording.wording import parse_wording


def version(wording: str, *, origin: str = "drafted", place: str = "specification") -> ClauseVersion:
    blocks, problems = parse_wording(wording, "1.md")
    assert problems == []
    return ClauseVersion(
        f"co-production/{place}/ours",
        1,
        "Ours",
        origin,  # type: ignore[arg-type]
        Source("local", ("1",)),
        date(2026, 4, 1),
        None,
        "First version.",
        blocks,
        {},
        "0" * 64,
        "1.md",
    )


def ids(wording: str, **of: str) -> list[str]:
    return [sentence.id for sentence in sentences_of(version(wording, **of))]


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("One sentence.", ["p1"]),
        ("One sentence. And another.", ["p1.1", "p1.2"]),
        ("Intro.\n\n1. **Lead.** First.\n2. Second. Third.", ["p1", "1", "2.1", "2.2"]),
        ("1. Offer these:\n    - {{ one }}\n    - {{ two }}\n2. Next.", ["1", "2"]),
        ("People who:\n\n- {{ sp_people }}\n\nMore.", ["p1", "p2"]),
        ("Points.\n\n- first\n- second", ["p1", "b1", "b2"]),
        ("1. One.\n    1. Under one.\n    2. Under one too.\n2. Two.", ["1", "1-1", "1-2", "2"]),
        ("1. One.\n\nBetween.\n\n1. Again one.", ["1", "p1", "L2:1"]),
        ("The rate is 2.5% of it. It is paid (see above). “Quoted.” Then more.", ["p1.1", "p1.2", "p1.3", "p1.4"]),
    ],
)
def test_a_sentence_is_named_by_its_place(wording: str, expected: list[str]) -> None:
    assert ids(wording) == expected


def test_bulleted_items_below_a_colon_belong_to_the_sentence_above_them() -> None:
    (sentence,) = sentences_of(
        version("1. **Offer.** The Provider must offer these:\n    - {{ forms }}\n    - a place")
    )
    assert (sentence.heading, sentence.text) == ("Offer", "The Provider must offer these: {{ forms }}; a place")


@pytest.mark.parametrize(
    ("text", "origin", "binds"),
    [
        ("The Provider must write it down.", "drafted", True),
        ("The Provider must not wait.", "drafted", True),
        ("The Provider may approve a plan.", "drafted", True),
        ("The Commissioners may change it.", "drafted", True),
        ("A budget may be held in three ways.", "drafted", False),
        ("These terms supplement the Service Conditions.", "drafted", False),
        ("The provider will put a process in place.", "national", True),
        ("A template should be embedded.", "national", True),
        ("This may include people who are lonely.", "national", False),
        ("The Provider will do so in time.", "drafted", False),
    ],
)
def test_a_sentence_binds_by_must_by_a_partys_may_and_where_quoted_by_will_and_should(
    text: str, origin: str, binds: bool
) -> None:
    assert [sentence.binds for sentence in sentences_of(version(text, origin=origin))] == [binds]


@pytest.mark.parametrize("place", ["quality", "reporting"])
def test_a_measure_and_a_report_bind_by_their_wording_whatever_it_says(place: str) -> None:
    assert [sentence.binds for sentence in sentences_of(version("SDM Q9. More on it.", place=place))] == [True, False]


def test_no_two_sentences_of_a_shipped_version_have_one_id_and_none_is_empty() -> None:
    for clause in shipped().clauses.values():
        for each in clause.versions:
            found = [sentence.id for sentence in sentences_of(each)]
            assert len(found) == len(set(found)), each.name
            assert all(sentence.text.strip() for sentence in sentences_of(each)), each.name
