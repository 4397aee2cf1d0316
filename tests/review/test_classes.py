"""What sort of change a change is."""

from __future__ import annotations

import pytest
from tests.review.answering import ins
from tests.review.answering import run as plain
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element, edited, text_with

from specgen.review.sorts import joined, qualified, sort_of, touches_value
from specgen.review.words import visible
from specgen.word.package.ooxml import W, parse_xml


@pytest.mark.parametrize(
    ("old", "new", "sort"),
    [
        ("30 days", "45 days", "value"),
        ("80%", "8%", "value"),
        ("£500,000", "£50,000", "value"),
        ("1.5", "15", "value"),
        ("≥80%", "≤80%", "value"),
        ("-5", "5", "value"),
        ("30 September 2026", "30 June 2026", "value"),
        ("three months", "six months", "value"),
        ("at least", "at most", "value"),
        ("10 working days", "10 days", "value"),
        ("must", "may", "wording"),
        ("May", "June", "value"),
        ("Provider", "provider", "wording"),
        ("must report within 30 days", "should consider it within 45 days", "wording and value"),
        ("plan", "plan,", "punctuation"),
        ("plan,", "plan", "punctuation"),
        ("co-production", "coproduction", "punctuation"),
        ("a  b", "a b", "punctuation"),
        ("“plan”", '"plan"', "punctuation"),
        ("(plan)", "plan", "punctuation"),
        ("", "new words", "wording"),
        ("words of old", "", "wording"),
        ("", "12", "value"),
        ("a b", "b a", "wording"),
        ("has first explained", "has explained", "wording"),
        ("the second opinion", "the opinion", "wording"),
        ("once a plan is agreed", "a plan is agreed", "wording"),
        ("one plan is shared", "a plan is shared", "wording"),
        ("a joint working plan", "a joint plan", "wording"),
        ("and no more", "and no", "wording"),
        ("once a year", "twice a year", "value"),
        ("once a year", "a year", "value"),
        ("first quarter", "second quarter", "value"),
        ("first year", "year", "value"),
        ("one month", "month", "value"),
        ("10 working days", "10 calendar days", "value"),
        ("no more than 5", "no less than 5", "value"),
        ("½ day", "¼ day", "value"),
        ("80% × 2", "80%", "value"),
        ("at least 80%", "", "value"),
        ("at least 80%", "about 80%", "value"),
        ("At least 80%", "at least 80%", "wording"),
        ("at least 80%", "up to 80%", "value"),
        ("no later than 31 March", "around 31 March", "value"),
        ("no later than 31 March", "no earlier than 31 March", "value"),
        ("about the plan", "around the plan", "wording"),
        ("not less than 80%", "less than 80%", "wording"),
        ("☐", "☒", "choice"),
        ("☐ Yes", "☑ Yes", "choice"),
        ("☒", "", "choice"),
        ("■", "□", "choice"),
        ("\uf0a8", "\uf0fe", "choice"),
        ("☐ Yes", "☐ No", "wording"),
        ("☐ 30%", "☒ 40%", "value"),
        ("–", "-", "punctuation"),
        ("User’s", "Users’", "wording"),
        ("providers' plan", "provider's plan", "wording"),
        ("User’s", "User's", "punctuation"),
        ("User’s", "Users", "punctuation"),
        ("‘services’", "services", "punctuation"),
    ],
)
def test_a_change_is_classed_by_the_words_that_differ(old: str, new: str, sort: str) -> None:
    assert sort_of(old, new) == sort


@pytest.mark.parametrize(
    ("word", "before", "after", "sort"),
    [
        ("first", "The Provider has ", " explained the options.", "wording"),
        ("first", "The Provider reports in the ", " quarter.", "value"),
        ("once", "The Provider asks ", " the plan is agreed.", "wording"),
        ("once", "The Provider asks ", " each year.", "value"),
        ("one", "The Provider has ", " lead for choice.", "wording"),
        ("one", "The Provider has ", " month to answer.", "value"),
        ("working", "within 5 ", " days", "value"),
        ("working", "a ", " group meets", "wording"),
    ],
)
def test_a_word_that_may_be_a_number_is_one_beside_what_is_counted(
    word: str, before: str, after: str, sort: str
) -> None:
    assert sort_of(word, "", around=(before, after)) == sort


def test_every_change_of_a_threshold_is_one_of_a_threshold_but_punctuation_is_punctuation() -> None:
    assert sort_of("most people", "some people", field="threshold") == "value"
    assert sort_of("most people", "most people.", field="threshold") == "punctuation"
    assert sort_of("most people", "80% of people", field="method") == "wording and value"


def test_a_change_inside_a_name_that_the_contract_filled_in_is_one_of_a_name() -> None:
    line = "The Harbour Trust must tell the Harbour Trust."
    assert touches_value(line, 4, 11, ("Harbour Trust",))
    assert touches_value(line, 39, 39, ("Harbour Trust",))
    assert not touches_value(line, 18, 22, ("Harbour Trust",))
    assert not touches_value(line, 4, 4, ("Harbour Trust",)), "before the name is not inside it"
    assert touches_value("the Harbour Trust of care", 3, 12, ("Harbour Trust",)), "white space at its edge is nobody’s"
    assert touches_value("people with asthma", 12, 18, (("adults", "people with asthma"),))
    assert sort_of("Harbour", "Moorland", inside_value=True) == "value"


def test_the_class_of_a_clause_joins_those_of_its_changes() -> None:
    assert joined([]) is None
    assert joined(["punctuation", "look"]) == "punctuation"
    assert joined(["punctuation", "value"]) == "value"
    assert joined(["wording", "value"]) == "wording and value"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Enаbling", "Enа[Cyrillic, U+0430]bling"),
        ("Рrovider", "Р[Cyrillic, U+0420]rovider"),
        ("Οne", "Ο[Greek, U+039F]ne"),
        ("ехсерt", "е[Cyrillic, U+0435]х[Cyrillic, U+0445]с[Cyrillic, U+0441]е[Cyrillic, U+0435]р[Cyrillic, U+0440]t"),
        ("сор", "с[Cyrillic, U+0441]о[Cyrillic, U+043E]р[Cyrillic, U+0440]"),
        ("８0%", "８[full-width, U+FF18]0%"),
        ("Provider", "Provider"),
        ("Привет", "Привет"),
        ("café naïve", "café naïve"),
    ],
)
def test_a_letter_of_another_script_that_looks_like_a_latin_one_is_named(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("line", "put_in", "said", "otherwise"),
    [
        ("within 28 days", " or more as the Provider decides", "28 days", True),
        ("at least 80%", " (where practicable)", "80%", True),
        ("every 12 months", ", unless the Provider decides otherwise", "12 months", True),
        ("every 12 months", " in writing", "12 months", False),
        ("by the Harbour Trust", " or its agents", "Harbour Trust", True),
        ("within 10 Operational Days", " if it can", "10 Operational Days", True),
        ("The Provider must answer.", " Or else it asks.", "", True),
        ("the Staff", " or others", "", True),
        ("28", "0", "", False),
    ],
)
def test_words_put_in_behind_a_value_are_named_with_it(line: str, put_in: str, said: str, otherwise: bool) -> None:
    value, differs = qualified(line, put_in, ("Harbour Trust",))
    assert value == said
    assert not said or differs is otherwise


@pytest.mark.parametrize("tracked", [False, True])
def test_words_that_make_another_value_of_the_one_before_them_are_read_among_the_values(
    pack: IssuedPack, tracked: bool
) -> None:
    def edit(root: Element) -> None:
        text = text_with(root, "within 28 days")
        before, after = (text.text or "").split("within 28 days")
        words = " or more as the Provider decides"
        if not tracked:
            text.text = f"{before}within 28 days{words}{after}"
            return
        run = text.getparent()
        assert run is not None
        text.text = f"{before}within 28 days"
        for each in reversed((ins(words), plain(after))):
            run.addnext(parse_xml(f'<w:p xmlns:w="{W}">{each}</w:p>'.encode())[0])

    found = pack.review(edited(pack.data("2A"), edit), pack.file("2A"))
    (change,) = [change for each in found.clauses for change in each.changes]
    assert (change.sort, change.detail) == ("wording and value", "put in directly behind “28 days”")
