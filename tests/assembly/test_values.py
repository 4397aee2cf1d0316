"""Values as they are printed, by the kind of their placeholder, and what is said of those that do not fit."""

from __future__ import annotations

import pytest

from specgen.assembly.values import (
    GAP_MARKS,
    Value,
    ValueFault,
    convert,
    doubts,
    gap_left_by_a_person,
    gap_mark,
    none_mark,
    with_own_values,
)
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


@pytest.mark.parametrize(
    "text",
    [
        "ENTER COHORT TYPE",
        "X%",
        "at least X %",
        "[date]",
        "TBC",
        "TO BE CONFIRMED",
        "LIST THOSE PEOPLE",
        "at least XX%",
        "£XXX",
        "INSERT NAME",
        "TBA",
        "____",
        "???",
    ],
)
def test_what_looks_like_a_gap_is_known(text: str) -> None:
    assert GAP_MARKS.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "people who enter the ward",
        "80%",
        "MAX%",
        "RAX 5%",
        "list those people",
        "PAM®",
        "[]",
        "TBCs",
        "ENTERAL feeding",
    ],
)
def test_ordinary_words_are_no_gap(text: str) -> None:
    assert not GAP_MARKS.search(text)


def test_own_values_stand_beside_the_common_one() -> None:
    own = (("Upland Council", Value("75%")), ("Vale Board", Value("70%")))
    assert with_own_values(Value("80%"), own).printed == "80% (for Upland Council: 75%; for Vale Board: 70%)"
    assert with_own_values(Value(("a",)), (("Upland Council", Value(("b", "c"))),)).printed == (
        "a",
        "b (for Upland Council)",
        "c (for Upland Council)",
    )
    assert with_own_values(Value("80%"), ()) == Value("80%")


@pytest.mark.parametrize(
    "text",
    """
tbc|T.B.C.|To be confirmed|to be agreed.|to be agreed locally|To be confirmed by finance|to be inserted by the Trust|?
|the method is to be agreed|Details to follow|further details to be provided|text to follow|to come|Awaiting|not known
|see attached|as per above|refer to above|as service 01|As last year|see Schedule X|as agreed|under review|date tbc
|XXXX XXXX|yyy|{insert}|●|blank|draft|WIP|enter text here|to be agreed by 1 May|awaited from finance
|(to be named)|to be chosen|as per last year’s contract|Provider to confirm|The Council to advise.|finance to fill in
|Provider to confirm dates|ICB to provide figures.|vacant|Post vacant.|currently vacant|"|〃|ditto|-"-|null|see notes
|X hours a week|at least X working days|Y people|within X Operational Days|N hours a week|nn hours|?? hours a week
|… hours a week|hours to be agreed|yet to be agreed|not agreed yet|please insert|Please confirm|(insert hours)
|Enter hours
|ask finance|check with the contracts team|See job plan|As per JD|same as last year|T B C|hh:mm|xyz|asdf|test|No one yet
|<four> hours a week|«hours»|DRAFT: four hours|Note: check with the Medical Director
|four hours a week (subject to confirmation)|Vacant (recruiting)|Lead Nurse (vacant)|post currently vacant|Lead – vacant
""".replace("\n", "").split("|"),
)
def test_a_text_that_says_only_that_it_is_open_is_a_gap(text: str) -> None:
    assert gap_mark(text) is not None


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("one joint statement kept by the XXX", "XXX"),
        ("one joint statement (tbc)", "tbc"),
        ("one joint statement, DN: check with Jo", "DN: "),
        ("one joint statement, to be confirmed", ", to be confirmed"),
        ("at least xx per cent", "xx per cent"),
        ("from dd/mm/yyyy", "dd/mm/yyyy"),
        ("the panel (name?)", "(name?)"),
        ("six hours a week (?)", "(?)"),
        ("about XX contacts a year", "XX"),
        ("on up to xx months’ notice", "xx"),
        ("in Phase X of the plan", "Phase X"),
        ("NN contacts a year", "NN contacts"),
        ("for «Provider_Name»", "«Provider_Name»"),
        ("for «insert the name»", "«insert the name»"),
        ("Activity: Click or tap here to enter text.", "Click or tap here to enter"),
        ("Lot: Choose an item.", "Choose an item"),
        ("see Error! Reference source not found.", "Error! Reference"),
        ("about #N/A contacts", "#N/A"),
        ("£#REF! a year", "#REF!"),
        ("for ${provider}", "${provider}"),
        ("contacts &amp; visits", "&amp;"),
        ("monthly / quarterly (delete as appropriate)", "delete as appropriate"),
        ("other (please specify)", "(please specify)"),
    ],
)
def test_a_mark_within_a_text_is_a_gap(text: str, mark: str) -> None:
    assert gap_mark(text) == mark


@pytest.mark.parametrize(
    "text",
    """
to be agreed by the Parties in writing|to be agreed with each Service User at the first appointment|a question?
|to be completed by a person who has not met them|to be written by the Service User|to be decided by the Service User
|As set out in Schedule 6D|see people at home|awaiting an operation|data awaited by the panel each month
|Not measured before; the first Contract Year’s result is the baseline|as agreed with the Service User|draft plans
|to come to a group|complete a form|adults with TB|the date is set with the person|will follow the pathway|Ward XX
|a one-page profile (what matters to me?)|the parties to the agreement|a nurse to advise them on food
|Provider to supply equipment|Trust to complete assessments
|Commissioner to provide interpreters|the parties to provide data|ICB to advise patients
|the Provider to which they are referred|the vacant shop in Fish Street|Generation-X people|Malcolm X house
|none in 2025/26|Outstanding|DN: district nurse|the DN – or the GP – visits
|BMI < 30 and > 25|eGFR <60 ml per minute|how treatment is to be agreed|subject to the Service User’s agreement
|a vacant possession order|the test of understanding|Note: bring a list of medicines|draft a plan with them
|check with the Service User each time|ask the Provider of the other service for a place|see the job coach
|changes have to be agreed|each plan needs to be confirmed.|people who ask to be advised|adults of Gen Z people
|draft-free weeks|aged <eighteen and >ten|people who enter hospital|what each of N of 1 trials shows
|Vacant Homes Officer|the leaflet «Bien choisir»|people with an XX chromosome|a 46,XX karyotype|XXL socks
|Insert and removal of splints|R&D; and A&E;|choose an item of equipment|item #4 of the list|adults, carers, etc.
|see the policy on choice, version 3|add a stop here and there for them|Generation X|Chapter XX of the code
|any extension is subject to contract review meetings|a patient to confirm the day with the clinic
""".replace("\n", "").split("|"),
)
def test_a_text_that_says_something_is_no_gap(text: str) -> None:
    assert gap_mark(text) is None


@pytest.mark.parametrize("sign", ["%", "£", "+/-", "—", "•"])
def test_signs_alone_are_a_gap_where_a_person_wrote_them(sign: str) -> None:
    assert gap_left_by_a_person(sign) == sign
    assert gap_left_by_a_person(f"1{sign}") is None


@pytest.mark.parametrize("text", ["none", "N/A", "Not required.", "no", "none applicable", "none at present"])
def test_a_text_that_says_that_there_is_nothing_is_told_apart(text: str) -> None:
    assert gap_mark(text) is None
    assert none_mark(text) == text


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
