"""A value is what stands between the clause's own words; where that can be read in two ways nothing is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.adopt.papers_of import workplace

from specgen.adopt.values import ClauseValues, LabelledWords, PrintedValue, TypedValue, between, read_values, typed
from specgen.library.model import DeclaredPlaceholder
from specgen.word.document.lines import Line
from specgen.wording.wording import parse_wording

VERSION = workplace().library.clauses["shared-decision-making/specification/local-terms"].versions[-1]


def block(text: str):  # type: ignore[no-untyped-def]
    (found,), problems = parse_wording(text, "x")
    assert problems == []
    return found


@pytest.mark.parametrize(
    ("wording", "text", "said"),
    [
        ("Use {{ a }} now", "Use the tool now", {"a": "the tool"}),
        ("{{ a }} of people", "70% of people", {"a": "70%"}),
        ("By {{ a }}, {{ b }} follow it", "By 1 May 2026, x, y follow it", None),
        ("By {{ a }}, {{ b }} follow it", "By 1 May 2026, x follow it", {"a": "1 May 2026", "b": "x"}),
        ("{{ a }} and {{ a }}", "x and x", {"a": "x"}),
        ("{{ a }} and {{ a }}", "x and y", None),
        ("Use {{ a }}", "Use ", None),
        ("Use {{ a }}", "Uses the tool", None),
        ("The person’s {{ a }}", "The person's plan", {"a": "plan"}),
        (
            "plans – ({{ a }} Target) each year",
            "plans - (80% Target; for B Council: 70%; for Vale Board: 60%) each year",
            {"a": "80% (for B Council: 70%; for Vale Board: 60%)"},
        ),
        ("plans ({{ a }} Target)", "plans (80% Target; for B Council)", None),
        ("plans ({{ a }} Target)", "plans (80% Target, agreed; for B Council: 70%)", None),
        ("Nothing", "Nothing", {}),
        ("Nothing", "Something", None),
    ],
)
def test_the_words_between_a_clauses_own_words(wording: str, text: str, said: dict[str, str] | None) -> None:
    assert between(block(wording), text) == said


def test_words_made_to_keep_a_reader_busy_are_read_to_their_end() -> None:
    wording = block("{{ a }} x {{ b }} x {{ c }} x {{ d }} x {{ e }} y")
    assert between(wording, " x " * 20_000) is None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20))
def test_what_is_read_is_what_stands_there_or_nothing(value: str) -> None:
    found = between(block("Use {{ a }} now, and again {{ a }}."), f"Use {value} now, and again {value}.")
    assert found in ({"a": value.strip()}, None)


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        ("percentage", ("80%",), "80"),
        ("date", ("30 September 2026",), "2026-09-30"),
        ("date", ("30 Sept 2026",), "2026-09-30"),
        ("date", ("Wednesday 30th September, 2026",), "2026-09-30"),
        ("date", ("30/09/2026",), "2026-09-30"),
        ("date", ("03/04/2026",), None),
        ("date", ("31 Sept 2026",), None),
        ("percentage", ("60 per cent",), "60"),
        ("percentage", ("60 %",), "60"),
        ("count", ("1250",), "1250"),
        ("count", ("1,25",), None),
        ("date", ("3 months from the Service Commencement Date",), "3 months from the Service Commencement Date"),
        ("number", ("1,250",), "1250"),
        ("interval", ("3 months",), "3 months"),
        ("list", ("one", "two"), ("one", "two")),
        ("choice", ("a tool",), "a tool"),
        ("choice", ("another",), None),
        ("text", ("words",), "words"),
        ("percentage", ("most",), None),
    ],
)
def test_a_value_is_written_so_that_it_prints_the_same(
    kind: str, words: tuple[str, ...], value: str | tuple[str, ...] | None
) -> None:
    placeholder = DeclaredPlaceholder("a", kind, options=("a tool",))  # type: ignore[arg-type]
    found = typed(PrintedValue(words, "p"), placeholder, VERSION, workplace().library, None, [])
    assert found == (TypedValue(value) if value is not None else None)


def test_what_differs_for_a_commissioner_is_taken_apart() -> None:
    names = ["NHS A Integrated Care Board", "B Council"]
    share = DeclaredPlaceholder("a", "percentage")
    printed = PrintedValue(("80% (for B Council: 70%)",), "p")
    found = typed(printed, share, VERSION, workplace().library, None, names)
    assert found == TypedValue("80", (("B Council", "70"),))
    listed = PrintedValue(("one", "two (for B Council)"), "p")
    found = typed(listed, replace(share, kind="list"), VERSION, workplace().library, None, names)
    assert found == TypedValue(("one",), (("B Council", ("two",)),))


def test_a_field_is_read_under_its_label_alone() -> None:
    version = workplace().library.clauses["shared-decision-making/improvement/trained-staff"].versions[-1]
    line = Line("31 March 2027", "word/document.xml")
    under = read_values(version, [], [LabelledWords("timescales", "31 March 2027", line)], lambda _: "p")
    assert under.found["sdm_training_date"].words == ("31 March 2027",)
    assert read_values(version, [], [LabelledWords("review", "31 March 2027", line)], lambda _: "p").found == {}


def test_two_places_that_differ_make_a_value_unsure() -> None:
    values = ClauseValues(lambda _: "p")
    values.add("a", PrintedValue(("x",), "p"))
    values.add("a", PrintedValue(("x ",), "q"))
    assert values.unsure == set()
    values.add("a", PrintedValue(("y",), "r"))
    assert values.unsure == {"a"}
