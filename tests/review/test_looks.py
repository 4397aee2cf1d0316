"""Changes that nobody tracked and that touch no letter: how words look, and which template they were printed by."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace
from tests.review.conftest import IssuedPack, touched
from tests.review.negotiating import Element, edited, opened, text_with

from specgen.review.comparison.review import review_document
from specgen.review.findings import Review
from specgen.word.document.stories import read_sides
from specgen.word.package.ooxml import W, parse_xml, w
from specgen.word.package.package import record_part, write_package

Edit = Callable[[Element], None]


def run_with(root: Element, words: str) -> Element:
    """The run that holds the words, and nothing else about them."""
    return next(each for each in root.iter(w("r")) if words in "".join(text.text or "" for text in each.iter(w("t"))))


def looking(words: str, look: str) -> Edit:
    """The edit that gives the run with the words one more property, in front of its own."""

    def edit(root: Element) -> None:
        run = run_with(root, words)
        properties = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        for each in etree.fromstring(f'<w:x xmlns:w="{W}">{look}</w:x>'):
            for old in properties.findall(each.tag):
                properties.remove(old)
            properties.append(each)

    return edit


def style_changed(data: bytes, style: str, properties: str) -> bytes:
    """The document with more run properties in one of its styles: no run and no paragraph changes."""
    package, _ = opened(data)
    styles = package.part("word/styles.xml").decode()
    start = styles.index(f'w:styleId="{style}"')
    end = styles.index("</w:style>", start)
    own = (
        re.sub(r"</w:rPr>", f"{properties}</w:rPr>", styles[start:end])
        if "<w:rPr>" in styles[start:end]
        else f"{styles[start:end]}<w:rPr>{properties}</w:rPr>"
    )
    return write_package(package, {"word/styles.xml": (styles[:start] + own + styles[end:]).encode()})


def styles_of(data: bytes, words: str) -> str:
    """The style of the paragraph with the words."""
    _, root = opened(data)
    paragraph = next(run_with(root, words).iterancestors(w("p")))
    found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return found.get(w("val"), "") if found is not None else "Normal"


@pytest.mark.parametrize(
    ("look", "detail"),
    [
        ("<w:b/>", "made bold"),
        ("<w:i/>", "made italic"),
        ('<w:u w:val="single"/>', "made underlined"),
        ('<w:sz w:val="18"/>', "made 9 points"),
        ('<w:color w:val="C0C0C0"/>', "made C0C0C0"),
        ('<w:highlight w:val="yellow"/>', "background none made FFFF00"),
        ('<w:vertAlign w:val="superscript"/>', "raised or lowered"),
        ('<w:position w:val="8"/>', "raised or lowered"),
    ],
)
def test_a_look_that_was_changed_without_tracking_is_told_as_look(pack: IssuedPack, look: str, detail: str) -> None:
    found = pack.review(edited(pack.data("2A"), looking("must appoint", look)), pack.file("2A"))
    (clause,) = touched(found)
    (change,) = clause.changes
    assert (change.tracked, change.sort, change.kind) == (False, "look", "look changed")
    assert detail in change.detail and "must appoint" in change.detail
    assert not found.as_issued


def test_an_item_that_was_made_a_paragraph_is_told(pack: IssuedPack) -> None:
    data = pack.data("2A")
    _, root = opened(data)
    item = next(each for each in root.iter(w("p")) if each.find(f"{w('pPr')}/{w('numPr')}") is not None)
    words = "".join(text.text or "" for text in item.iter(w("t")))

    def plain(root: Element) -> None:
        properties = next(run_with(root, words).iterancestors(w("p"))).find(w("pPr"))
        assert properties is not None
        for each in list(properties):
            properties.remove(each)

    found = pack.review(edited(data, plain), pack.file("2A"))
    details = [change.detail for clause in touched(found) for change in clause.changes]
    assert any("is a paragraph" in detail and words[:20] in detail for detail in details), details


def test_an_item_that_was_put_one_level_down_is_told(pack: IssuedPack) -> None:
    def deeper(root: Element) -> None:
        level = next(each for each in root.iter(w("ilvl")) if each.get(w("val")) == "0")
        level.set(w("val"), "1")

    details = [
        change.detail
        for clause in touched(pack.review(edited(pack.data("2A"), deeper), pack.file("2A")))
        for change in clause.changes
    ]
    assert any("item of level 1 and is a numbered item of level 2" in detail for detail in details), details


HIDING = [
    ("<w:vanish/>", "hidden"),
    ("<w:strike/>", "struck through"),
    ("<w:dstrike/>", "struck through"),
    ('<w:color w:val="FFFFFF"/>', "white letters"),
    ('<w:color w:val="FEFDFC"/>', "white letters"),
    ('<w:sz w:val="3"/>', "letters too small to read"),
    ('<w:color w:val="FF0000"/><w:highlight w:val="red"/>', "letters of the colour of what is behind them"),
    ('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>', "letters of a font of pictures"),
]


@pytest.mark.parametrize(("look", "reason"), HIDING)
@pytest.mark.parametrize("against", [False, True])
def test_words_hidden_by_their_style_are_found(pack: IssuedPack, look: str, reason: str, against: bool) -> None:
    data = style_changed(pack.data("2A"), styles_of(pack.data("2A"), "must appoint"), look)
    found = pack.review(data, pack.file("2A") if against else None)
    changes = [change for clause in touched(found) for change in clause.changes]
    assert any(
        change.detail == reason and "must appoint" in change.removed and not change.tracked for change in changes
    )
    assert not found.as_issued


@pytest.mark.parametrize(("look", "reason"), HIDING)
@pytest.mark.parametrize("against", [False, True])
def test_a_threshold_hidden_in_its_own_cell_is_found_in_its_clause(
    pack: IssuedPack, look: str, reason: str, against: bool
) -> None:
    threshold = next(
        clause.fields["threshold"] for clause in pack.clauses("4C").clauses if clause.fields.get("threshold")
    )
    found = pack.review(edited(pack.data("4C"), looking(threshold, look)), pack.file("4C") if against else None)
    changes = [change for clause in touched(found) for change in clause.changes]
    assert [(change.detail, change.removed, change.where) for change in changes] == [(reason, threshold, "threshold")]


def test_hidden_words_of_no_clause_are_found_in_the_body_and_in_headers(pack: IssuedPack) -> None:
    data = pack.data("2A")
    package, _ = opened(data)
    header = next(
        name for name in package.names if "header" in name and name.endswith(".xml") and b"<w:t" in package.part(name)
    )
    hidden = (
        package.part(header).replace(b"<w:rPr>", b"<w:rPr><w:vanish/>")
        if b"<w:rPr>" in package.part(header)
        else package.part(header).replace(b"<w:r>", b"<w:r><w:rPr><w:vanish/></w:rPr>")
    )
    for issued in (None, pack.file("2A")):
        found = pack.review(write_package(package, {header: hidden}), issued)
        assert ("hidden", header) in [(each.change.detail, each.part) for each in found.outside]


def test_white_letters_on_a_dark_ground_can_be_read(pack: IssuedPack) -> None:
    found = pack.review(
        edited(pack.data("2A"), looking("must appoint", '<w:color w:val="FFFFFF"/><w:highlight w:val="darkBlue"/>')),
        pack.file("2A"),
    )
    assert [change.kind for clause in touched(found) for change in clause.changes] == ["look changed", "look changed"]


def with_another_template(pack: IssuedPack, data: bytes, tmp_path: Path, *, change: bool) -> Review:
    """The review where the template at hand is not the one that the document was made of."""
    types = []
    for kind in pack.types:
        folder = tmp_path / kind.key
        folder.mkdir(parents=True)
        written = kind.template.read_bytes()
        if change:
            package, _ = opened(written)
            document = package.part("word/document.xml")
            written = write_package(
                package, {"word/document.xml": document.replace(b"Requirements<", b"What is asked for<")}
            )
        (folder / "template.docx").write_bytes(written)
        types.append(replace(kind, template=folder / "template.docx"))
    found, problems = review_document(data, "returned.docx", pack.library, types)
    assert found is not None, problems
    return found


def of_schema_two(data: bytes) -> bytes:
    """The document with a record as it was written before records held the lines beside the clauses."""
    package, _ = opened(data)
    part = record_part(package)
    assert part is not None
    older = re.sub(rb"<beside .*?</beside>\n", b"", package.part(part), flags=re.DOTALL)
    return write_package(package, {part: older.replace(b'schema="3"', b'schema="2"')})


def test_a_document_of_another_template_has_no_change_and_is_not_vouched_for(pack: IssuedPack, tmp_path: Path) -> None:
    found = with_another_template(pack, of_schema_two(pack.data("4C")), tmp_path, change=True)
    assert touched(found) == []
    assert "beside-not-compared" in {problem.slug for problem in found.problems}
    assert any("is not the one that the document was made of" in said for said in found.not_looked_at)
    assert not found.as_issued


def test_a_record_that_holds_the_lines_needs_no_template(pack: IssuedPack, tmp_path: Path) -> None:
    found = with_another_template(pack, pack.data("4C"), tmp_path, change=True)
    assert found.as_issued, (touched(found), found.outside, found.problems)
    assert any("held against the record inside the document" in said for said in found.not_looked_at)


def test_the_same_template_elsewhere_is_the_same_template(pack: IssuedPack, tmp_path: Path) -> None:
    assert with_another_template(pack, pack.data("4C"), tmp_path, change=False).as_issued


def test_a_record_of_the_first_schema_is_still_read_and_the_report_says_what_was_taken(pack: IssuedPack) -> None:
    package, _ = opened(pack.data("4C"))
    part = record_part(package)
    assert part is not None
    newer = opened(of_schema_two(pack.data("4C")))[0].part(part)
    older = re.sub(rb' template="[0-9a-f]{64}"', b"", newer.replace(b'schema="2"', b'schema="1"'))
    found = pack.review(write_package(package, {part: older}))
    assert found.as_issued
    assert any("does not name the template" in said for said in found.relied.says)


def with_typed_numbers(data: bytes, wrong: str = "", said: str = "") -> bytes:
    """The numbers and signs that lists print, typed as words, as copies and many programs make them; before the item
    that begins with `wrong` it is `said`."""
    package, root = opened(data)
    sides, _ = read_sides(package)
    assert sides is not None
    paragraphs = list(root.iter(w("p")))
    for line in sides.after.main.lines:
        paragraph = paragraphs[line.numbers[0] - 1]
        if line.kind in ("bullet", "number") and line.label:
            words = next(paragraph.iter(w("t")))
            words.text = f"{said if wrong and line.text.startswith(wrong) else line.label} {words.text}"
            for each in [*paragraph.iter(w("numPr")), *paragraph.iter(w("pStyle"))]:
                holder = each.getparent()
                assert holder is not None
                holder.remove(each)
    return write_package(package, {package.main: etree.tostring(root)})


def test_numbers_that_were_made_words_are_a_look_and_a_wrong_one_is_a_value(pack: IssuedPack) -> None:
    found = pack.review(with_typed_numbers(pack.data("2A")), pack.file("2A"))
    changes = [change for clause in touched(found) for change in clause.changes]
    assert {change.sort for change in changes} == {"look"}
    assert "a number that is typed now" in {change.kind for change in changes}
    found = pack.review(with_typed_numbers(pack.data("2A"), "Protocol.", "3.2.99"), pack.file("2A"))
    (value,) = [change for clause in touched(found) for change in clause.changes if change.sort != "look"]
    assert (value.sort, value.added.strip()) == ("value", "3.2.99")


@pytest.mark.parametrize("against", [False, True])
def test_a_figure_of_a_number_that_is_raised_is_told_among_the_values(pack: IssuedPack, against: bool) -> None:
    def edit(root: Element) -> None:
        text = text_with(root, "At least 60%")
        run = text.getparent()
        assert run is not None
        rest = deepcopy(run)
        look = parse_xml(f'<w:p xmlns:w="{W}"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:p>'.encode())[0]
        rest.insert(0, look)
        before, after = (text.text or "").split("60%")
        text.text = f"{before}6"
        rest[-1].text = f"0%{after}"
        run.addnext(rest)

    found = pack.review(edited(pack.data("4C"), edit), pack.file("4C") if against else None)
    first = next(change for each in found.clauses for change in each.changes)
    assert (first.kind, first.sort, first.added) == ("a figure printed as another", "value", "60")
