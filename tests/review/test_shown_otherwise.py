"""What a page shows besides the words that stand in it: what lists print, what a field's state draws, what a tracked
look hides, and characters that are taken for others."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.review.conftest import IssuedPack, touched
from tests.review.negotiating import Element, edited, text_with

from specgen.review.changes import Change
from specgen.review.findings import Review
from specgen.review.sorts import sort_of
from specgen.review.words import both_visible, odd_letters, told_apart
from specgen.word.package.ooxml import W, w
from specgen.word.package.package import read_package, write_package

NAMES = f'xmlns:w="{W}"'
VALUE = "80%"


def element(xml: str) -> Element:
    return etree.fromstring(f"<x {NAMES}>{xml}</x>")[0]


def numbered(data: bytes, words: str, label: str) -> bytes:
    """The file with the first paragraph that holds `words` in a list that prints `label` before it."""
    package, _ = read_package(data, "issued.docx")
    assert package is not None
    numbering = package.part("word/numbering.xml").decode()
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{label}"/></w:lvl>'
    numbering = numbering.replace(
        "<w:num ", f'<w:abstractNum w:abstractNumId="77">{level}</w:abstractNum><w:num ', 1
    ).replace("</w:numbering>", '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num></w:numbering>')
    packed = write_package(package, {"word/numbering.xml": numbering.encode()})

    def listed(root: Element) -> None:
        paragraph = next(iter(text_with(root, words).iterancestors(w("p"))))
        properties = paragraph.find(w("pPr"))
        assert properties is not None
        for old in properties.findall(w("numPr")):
            properties.remove(old)
        properties.insert(1, element('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'))

    return edited(packed, listed)


def changes(found: Review) -> list[Change]:
    return [change for clause in found.clauses for change in clause.changes] + [each.change for each in found.outside]


@pytest.mark.parametrize("against", [True, False])
@pytest.mark.parametrize(
    ("kind", "words", "label", "sort"),
    [
        ("4C", "At least 80%", "Not:", "value"),
        ("4C", "At least 80%", "1%1", "value"),
        ("2A", "Northbrook Community", "and others:", "wording"),
        ("2A", "Service description", "Optional", "wording"),
    ],
)
def test_what_a_list_prints_before_a_paragraph_is_told_in_full(
    pack: IssuedPack, kind: str, words: str, label: str, sort: str, against: bool
) -> None:
    data = pack.data(kind)
    if words.encode() not in data and not _holds(data, words):
        pytest.skip("this pack prints other words there")
    found = pack.review(numbered(data, words, label), pack.file(kind) if against else None)
    (told,) = [each for each in changes(found) if each.kind == "words that a list puts before its items"]
    assert (told.removed, told.added, told.sort) == ("", label.replace("%1", "1"), sort)
    assert not found.as_issued


def _holds(data: bytes, words: str) -> bool:
    package, _ = read_package(data, "issued.docx")
    assert package is not None
    return words in package.part("word/document.xml").decode()


def test_a_list_that_only_counts_in_another_way_is_one_look_and_names_both_numbers(pack: IssuedPack) -> None:
    package, _ = read_package(pack.data("2A"), "issued.docx")
    assert package is not None
    other = package.part("word/numbering.xml").replace(
        b'<w:numFmt w:val="decimal"/>', b'<w:numFmt w:val="lowerRoman"/>'
    )
    found = pack.review(write_package(package, {"word/numbering.xml": other}), pack.file("2A"))
    told = [change for change in changes(found) if change.kind == "look changed"]
    assert told and {change.detail.partition(":")[0] for change in told} == {"its number is written otherwise"}
    assert all(" made " in change.detail for change in told)


@pytest.mark.parametrize("look", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>', "<w:strike/>"])
def test_a_tracked_look_that_hides_words_has_the_class_of_the_words(pack: IssuedPack, look: str) -> None:
    def veil(root: Element) -> None:
        run = next(iter(text_with(root, VALUE).iterancestors(w("r"))))
        old = run.find(w("rPr"))
        if old is not None:
            run.remove(old)
        run.insert(
            0,
            element(
                f'<w:rPr>{look}<w:rPrChange w:id="900" w:author="Ann Bell" w:date="2026-05-04T00:00:00Z"><w:rPr/>'
                f"</w:rPrChange></w:rPr>"
            ),
        )

    found = pack.review(edited(pack.data("2A"), veil), pack.file("2A"))
    (told,) = [change for clause in touched(found) for change in clause.changes]
    assert told.tracked and VALUE in told.removed and told.sort in ("value", "wording and value")
    assert told.detail.startswith("cannot be read on the page once it is accepted")


@pytest.mark.parametrize("against", [True, False])
def test_a_drop_down_shows_the_entry_that_is_chosen_whatever_stands_as_its_result(
    pack: IssuedPack, against: bool
) -> None:
    def choose(root: Element) -> None:
        text = text_with(root, VALUE)
        run = next(iter(text.iterancestors(w("r"))))
        said = text.text or ""
        begin = element(
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="d"/><w:ddList><w:result w:val="1"/>'
            f'<w:listEntry w:val="{said}"/><w:listEntry w:val="{said.replace(VALUE, "60%")}"/></w:ddList></w:ffData>'
            f"</w:fldChar></w:r>"
        )
        code = element("<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>")
        middle, end = (element(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>') for kind in ("separate", "end"))
        for each in (begin, code, middle):
            run.addprevious(each)
        run.addnext(end)

    found = pack.review(edited(pack.data("2A"), choose), pack.file("2A") if against else None)
    told = [each for each in changes(found) if each.kind == "a choice that is not the one the text shows"]
    assert [(VALUE in each.removed, "60%" in each.added) for each in told] == [(True, True)]


@pytest.mark.parametrize(
    ("held", "printed", "told"),
    [
        ("2027-08-31", "31 August 2026", True), ("2026-08-31", "31 August 2026", False),
        ("2026-05-04", "04/05/2026", False), ("2026-05-04", "5/4/2026", False), ("2026-05-04", "04/06/2026", True),
        ("2026-08-31", "the last day of August", False), ("", "31 August 2026", False),
    ],
)  # fmt: skip
def test_a_date_that_a_control_holds_is_held_against_its_words(
    pack: IssuedPack, held: str, printed: str, told: bool
) -> None:
    def date(root: Element) -> None:
        run = next(iter(text_with(root, VALUE).iterancestors(w("r"))))
        day = f' w:fullDate="{held}T00:00:00Z"' if held else ""
        control = element(
            f"<w:sdt><w:sdtPr><w:date{day}/></w:sdtPr><w:sdtContent><w:r><w:t>{printed}</w:t></w:r></w:sdtContent>"
            f"</w:sdt>"
        )
        run.addnext(control)

    found = pack.review(edited(pack.data("2A"), date), pack.file("2A"))
    said = [each for each in changes(found) if each.kind == "a choice that is not the one the text shows"]
    assert bool(said) is told


ALIKE = ["X9-501", "X9-5O1", "Х9-501", "X9‑501", "X9–501", "X9-50l", "X9-50I", "Ｘ9-501", "X9-\u200b501"]


@pytest.mark.parametrize(("one", "two"), list(combinations(ALIKE, 2)))
def test_two_texts_that_look_alike_are_told_apart_by_name(one: str, two: str) -> None:
    shown = both_visible(one, two)
    bare = [part.encode("ascii", "replace").decode() for part in shown]
    assert bare[0] != bare[1], shown


@pytest.mark.parametrize(
    "text", ["café", "Llŷn", "Ẅel", "½ day", "5 m²", "Größe", "Οδός", "日本", "£5–£6", "“may”", "fi"]
)
def test_letters_that_are_what_they_seem_have_no_name(text: str) -> None:
    assert odd_letters(text) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [("ﬁrst", "two letters in one"), ("৪0%", "Bengali digit"), ("５0%", "full-width"),
     ("pɑy", "Latin small letter alpha"), ("ⅼate", "Small roman numeral fifty"),
     ("mаy", "Cyrillic"), ("７", "full-width")],
)  # fmt: skip
def test_letters_that_are_taken_for_others_have_a_name(text: str, said: str) -> None:
    assert list(odd_letters(text).values()) == [said]


@given(st.text(alphabet="aоeO0l1I-‑– \u200bﬁfi5", max_size=12), st.text(alphabet="aоeO0l1I-‑– \u200bﬁfi5", max_size=12))
def test_naming_takes_no_letter_away_and_is_silent_where_the_letters_differ(one: str, two: str) -> None:
    named = told_apart(one, two)
    assert all(0 <= at < len(text) for text, places in zip((one, two), named, strict=True) for at in places)
    if (
        len(one) == len(two)
        and one.isascii()
        and two.isascii()
        and any(a != b and {a, b}.isdisjoint("0Oo1lI") for a, b in zip(one, two, strict=True))
    ):
        assert named == ({}, {})


@pytest.mark.parametrize("sign", list("\u202e\u202d\u2067\u200f"))
def test_a_character_that_turns_the_reading_is_no_punctuation(sign: str) -> None:
    assert sort_of("31 August 2026", f"{sign}31 August 2026") == "value"
    assert sort_of("may not", f"{sign}may not") == "wording"
    assert sort_of("may not", "may\u200b not") == "punctuation"


def test_a_column_without_room_for_a_letter_hides_its_words(pack: IssuedPack) -> None:
    def narrow(root: Element) -> None:
        cell = next(iter(text_with(root, "At least ").iterancestors(w("tc"))))
        width = cell.find(f"{w('tcPr')}/{w('tcW')}")
        assert width is not None
        width.set(w("w"), "1")

    found = pack.review(edited(pack.data("4C"), narrow), None)
    assert "in a column too narrow to read" in {each.detail for each in changes(found)}


COMPOSED = [
    ("café", "cafe\u0301", "look"),
    ("\u212bngström", "Ångström", "look"),
    ("q\u0323\u0307", "q\u0307\u0323", "look"),
    ("øre", "o\u0338re", "wording"),
    ("şi", "s\u0326i", "wording"),
    ("İzmir", "I\u0307zmir", "look"),
    ("5\u00a0%", "5 %", "punctuation"),
    ("ŵyl", "w\u0302yl", "look"),
]


@pytest.mark.parametrize(("one", "two", "sort"), COMPOSED)
def test_a_letter_and_the_letter_with_its_mark_apart_look_alike_and_are_named(one: str, two: str, sort: str) -> None:
    assert one != two and sort_of(one, two) == sort
    shown = both_visible(one, two)
    assert "[" in "".join(shown)
    # Without its marks the text could not be told from the other.
    assert shown[0].encode("ascii", "replace") != shown[1].encode("ascii", "replace")


@pytest.mark.parametrize(("one", "two"), [("café", "cafe"), ("Zoë", "Zoé"), ("må", "ma"), ("ø", "o")])
def test_another_accent_is_another_letter(one: str, two: str) -> None:
    assert sort_of(one, two) == "wording" and told_apart(one, two) == ({}, {})
