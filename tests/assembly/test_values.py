"""Values as they are printed, by the kind of their placeholder, and what is said of those that do not fit."""

from __future__ import annotations

import pytest

from specgen.assembly.values import Value, ValueFault, convert, doubts, with_own_values
from specgen.library.model import DeclaredPlaceholder, PlaceholderKind


def placeholder(kind: PlaceholderKind, options: tuple[str, ...] = ()) -> DeclaredPlaceholder:
    return DeclaredPlaceholder("name", kind, "Which?", "this one", options)


def fault(kind: PlaceholderKind, given: object, options: tuple[str, ...] = ()) -> tuple[str, str]:
    found = convert(given, placeholder(kind, options), None, {})
    assert isinstance(found, ValueFault)
    return found.message, found.suggestion


@pytest.mark.parametrize(
    ("kind", "given", "printed"),
    [
        ("text", "any words, {{ x }} & <b>", "any words, {{ x }} & <b>"),
        ("post", "Head of nursing", "Head of nursing"),
        ("percentage", "80", "80%"),
        ("percentage", "80%", "80%"),
        ("percentage", "80 %", "80%"),
        ("percentage", "2.5", "2.5%"),
        ("percentage", "0", "0%"),
        ("number", "1200", "1,200"),
        ("number", "1,200", "1,200"),
        ("number", "12.5", "12.5"),
        ("number", "1000000", "1,000,000"),
        ("interval", "3 months", "3 months"),
        ("interval", "10 working days", "10 working days"),
        ("interval", "month", "month"),
        ("interval", "Two weeks", "two weeks"),
        ("interval", "1 months", "1 month"),
        ("interval", "10 Operational Days", "10 Operational Days"),
        ("interval", "10 operational days", "10 Operational Days"),
        ("interval", "48 hours", "48 hours"),
        ("interval", "monthly", "month"),
        ("interval", "quarterly", "quarter"),
        ("interval", "fortnightly", "2 weeks"),
        ("interval", "every 3 months", "3 months"),
        ("percentage", "80 per cent", "80%"),
        ("count", "1,200", "1,200"),
        ("money", "£1.2m", "£1,200,000"),
        ("money", "1250.50", "£1,250.50"),
        ("post", "the Lead Podiatrist", "Lead Podiatrist"),
        ("post", "Our Head of nursing.", "Head of nursing"),
        ("post", "Macmillan Nurse", "Macmillan Nurse"),
        ("post", "Lead Nurse at St Mary's", "Lead Nurse at St Mary's"),
        ("choice", "The Second", "the second"),
    ],
)
def test_a_value_is_printed_by_its_kind(kind: PlaceholderKind, given: str, printed: str) -> None:
    options = ("the first", "the second") if kind == "choice" else ()
    assert convert(given, placeholder(kind, options), None, {}) == Value(printed)


def test_a_list_is_an_entry_each_and_a_single_text_a_list_of_one() -> None:
    assert convert(("one", "two"), placeholder("list"), None, {}) == Value(("one", "two"))
    assert convert("one", placeholder("list"), None, {}) == Value(("one",))


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("percentage", "101", "“101” is not a percentage"),
        ("percentage", "-1", "“-1” is not a percentage"),
        ("percentage", "most", "“most” is not a percentage"),
        ("percentage", "80-90", "“80-90” is not a percentage"),
        ("percentage", "1e1", "“1e1” is not a percentage"),
        ("number", "about 40", "“about 40” is not a number"),
        ("number", "1,2", "“1,2” is not a number"),
        ("number", "²", "“²” is not a number"),
        ("interval", "regularly", "“regularly” is not an interval"),
        ("interval", "3 months or so", "“3 months or so” is not an interval"),
        ("date", "soon", "“soon” is not a date"),
        ("text", ("a", "b"), "“name” takes one value, not a list"),
        ("number", "9" * 5000, f"“{'9' * 5000}” is not a number"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(kind: PlaceholderKind, given: object, message: str) -> None:
    assert fault(kind, given)[0] == message


def test_a_choice_that_is_not_offered_suggests_the_nearest() -> None:
    assert fault("choice", "the secnd", ("the first", "the second")) == (
        "“the secnd” is not one of the choices",
        "the second",
    )


def test_own_values_stand_beside_the_common_one() -> None:
    own = (("Upland Council", Value("75%")), ("Vale Board", Value("70%")))
    assert with_own_values(Value("80%"), own).printed == "80% (for Upland Council: 75%; for Vale Board: 70%)"
    assert with_own_values(Value(("a",)), (("Upland Council", Value(("b", "c"))),)).printed == (
        "a",
        "b (for Upland Council)",
        "c (for Upland Council)",
    )
    assert with_own_values(Value("80%"), ()) == Value("80%")


def doubted(kind: PlaceholderKind, given: object, question: str = "How many plans are read?") -> list[str]:
    """The kinds of doubt about the value."""
    asked = DeclaredPlaceholder("name", kind, question, "this one")
    value = convert(given, asked, None, {})
    assert isinstance(value, Value)
    return [slug for slug, _, _ in doubts(given, value, asked)]


@pytest.mark.parametrize(
    ("given", "slugs"),
    [
        ("35.5", ["part-of-a-thing"]),
        ("35.0", []),
        ("35", []),
        ("0.5", ["part-of-a-thing"]),
        ("0.0", ["nothing-asked-for"]),
        ("1.200", ["part-of-a-thing"]),
        ("1.000", ["part-of-a-thing"]),
        ("1,000", []),
    ],
)
def test_what_is_counted_has_no_parts(given: str, slugs: list[str]) -> None:
    assert doubted("number", given) == slugs


@pytest.mark.parametrize(
    ("given", "slugs"),
    [
        ("200.5 in 2026/27; 300 in 2027/28", ["part-of-a-thing"]),
        ("200.0 in 2026/27; 300 in 2027/28", []),
        ("200 in 2026/27; 300 in 2027/28; from a baseline of 150.5 in 2025/26", []),
    ],
)
def test_nor_has_a_figure_of_a_trajectory(given: str, slugs: list[str]) -> None:
    assert doubted("trajectory", given) == slugs


def test_whole_time_equivalents_and_scores_have_parts() -> None:
    assert doubted("number", "2.5", "How many link workers, as whole-time equivalents, are in post?") == []
    assert doubted("number", "12.5", "From which score does an answer count?") == []


def test_an_entry_that_stands_twice_in_a_list_is_told() -> None:
    assert doubted("list", ("the clinic", "the day", "The clinic.")) == ["listed-twice"]
    assert doubted("list", ("the clinic", "the day")) == []


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (("1. the clinic", "2. the day"), True),
        (("the clinic", "– the day"), True),
        (("a) the clinic", "b) the day"), True),
        (("the clinic", "the day – and the hour"), False),
        (("2. the clinic", "the day"), False),
    ],
)
def test_a_mark_that_is_typed_before_an_entry_is_told(entries: tuple[str, ...], told: bool) -> None:
    assert doubted("list", entries) == (["typed-list"] if told else [])
