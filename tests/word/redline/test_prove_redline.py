"""The proof of a redline: what is true passes, and every way of being false is named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from tests.word.redline.making import STYLES, same_document

from specgen.problems import Problem
from specgen.word.package.package import Package, read_package
from specgen.word.proof.prove import prove
from specgen.word.redline.redline import redline

MakeDocx = Callable[..., bytes]
END = '<w:sectPr><w:pgSz w:w="11906"/></w:sectPr>'


def p(text: str, pr: str = "") -> str:
    return f'<w:p>{f"<w:pPr>{pr}</w:pPr>" if pr else ""}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


TABLE = (
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="9"/></w:tcPr>'
    + p("x")
    + "</w:tc></w:tr></w:tbl>"
)


def item(text: str, number: str) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')


def package(docx: bytes) -> Package:
    found, _ = read_package(docx, "redline.docx")
    assert found is not None
    return found


def with_part(docx: bytes, name: str, old: str, new: str) -> bytes:
    """The file with one stretch of one part changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as before, zipfile.ZipFile(held, "w") as after:
        for each in before.namelist():
            xml = before.read(each).decode("utf-8")
            if each == name:
                assert old in xml
                xml = xml.replace(old, new, 1)
            after.writestr(each, xml.encode("utf-8"))
    return held.getvalue()


def faults(old: bytes, new: bytes, spoilt: bytes) -> list[Problem]:
    return prove(package(old), package(new), package(spoilt))


def test_a_true_redline_is_proved(make_docx: MakeDocx) -> None:
    old, new = make_docx(p("One two") + END), make_docx(p("One three") + p("Four") + END)
    made, _ = redline(old, new, "Ann", "2026-04-01", old_name="old.docx", new_name="new.docx")
    assert made is not None
    assert faults(old, new, made) == []


@pytest.mark.parametrize(
    ("was", "spoilt", "says"),
    [
        (
            "<w:delText>two</w:delText>",
            "<w:delText>too</w:delText>",
            "rejecting every change does not give OLD; the difference is in words: “One two” and “One too”",
        ),
        (
            "<w:t>three</w:t>",
            "<w:t>tree</w:t>",
            "accepting every change does not give NEW; the difference is in words: “One three” and “One tree”",
        ),
        (
            "<w:t>One </w:t>",
            "<w:t>One</w:t>",
            "accepting every change does not give NEW; the difference is in words: “One three” and “Onethree”",
        ),
        (
            "<w:rPr><w:b/>",
            "<w:rPr><w:i/>",
            "accepting every change does not give NEW; the difference is in the look of words",
        ),
        (
            '<w:sectPr><w:pgSz w:w="11906"/>',
            '<w:sectPr><w:pgSz w:w="11905"/>',
            "accepting every change does not give NEW; the difference is in the page settings of a section: "
            "size or direction of the page",
        ),
    ],
)
def test_a_spoilt_redline_is_not_proved(make_docx: MakeDocx, was: str, spoilt: str, says: str) -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>loud</w:t></w:r></w:p>"
    old, new = make_docx(p("One two") + p("loud") + END), make_docx(p("One three") + bold + END)
    made, _ = redline(old, new, "Ann", "2026-04-01", old_name="old.docx", new_name="new.docx")
    assert made is not None
    plain = (
        with_part(made, "word/document.xml", '<w:t xml:space="preserve">One </w:t>', "<w:t>One </w:t>")
        if "One" in was
        else made
    )
    found = faults(old, new, with_part(plain, "word/document.xml", was, spoilt))
    assert says in [each.message for each in found]
    assert all(each.location.part == "word/document.xml" for each in found)


def test_a_list_that_prints_another_number_is_not_proved(make_docx: MakeDocx) -> None:
    body = item("First", "1") + item("Second", "1") + END
    old = make_docx(body)
    spoilt = with_part(old, "word/numbering.xml", '<w:start w:val="1"/>', '<w:start w:val="2"/>')
    found = faults(old, old, spoilt)
    assert found[0].location.paragraph == "First"
    assert "the number or bullet of a paragraph: “1.” and “2.”" in found[0].message


def test_a_style_that_means_something_else_is_not_proved(make_docx: MakeDocx) -> None:
    old = make_docx(p("A", '<w:pStyle w:val="Heading1"/>') + END)
    assert faults(old, old, with_part(old, "word/styles.xml", "<w:b/>", "<w:i/>"))


LINK = '<w:p><w:hyperlink r:id="L1" w:anchor="here" w:tooltip="Guide"><w:r><w:t>guide</w:t></w:r></w:hyperlink></w:p>'
STRONG = '<w:p><w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>loud</w:t></w:r></w:p>'
WITH_TABLE_STYLE = STYLES + (
    '<w:style w:type="table" w:styleId="T"><w:name w:val="Grid"/><w:tblPr><w:tblInd w:w="5"/></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
)


@pytest.mark.parametrize(
    ("body", "part", "was", "spoilt"),
    [
        (item("A", "1"), "word/numbering.xml", 'w:left="720"', 'w:left="7200"'),
        (item("A", "1"), "word/numbering.xml", "</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>"),
        (item("A", "1"), "word/numbering.xml", 'w:lvlText w:val="%1."', 'w:lvlText w:val="Not %1."'),
        (item("A", "2"), "word/numbering.xml", '"•"', '"Not"'),
        (LINK, "word/_rels/document.xml.rels", "https://example.org/a", "https://example.org/b"),
        (LINK, "word/document.xml", 'w:anchor="here"', 'w:anchor="there"'),
        (LINK, "word/document.xml", 'w:tooltip="Guide"', 'w:tooltip="Not the guide"'),
        (
            STRONG,
            "word/styles.xml",
            '<w:name w:val="Strong"/><w:rPr><w:b/></w:rPr>',
            '<w:name w:val="Strong"/><w:rPr><w:b/><w:vanish/></w:rPr>',
        ),
        (p("A"), "word/styles.xml", '<w:sz w:val="24"/>', '<w:sz w:val="2"/>'),
        (
            TABLE.replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="T"/></w:tblPr>'),
            "word/styles.xml",
            '<w:tblInd w:w="5"/>',
            '<w:tblInd w:w="500"/>',
        ),
        (
            TABLE.replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="T"/></w:tblPr>'),
            "word/styles.xml",
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/>',
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:vanish/>',
        ),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>', "word/document.xml", "F0FC", "F0FB"),
        ("<w:p><w:r><w:br/></w:r></w:p>", "word/document.xml", "<w:br/>", '<w:br w:type="page"/>'),
    ],
)
def test_what_looks_otherwise_is_not_proved_wherever_it_is_said(
    make_docx: MakeDocx, body: str, part: str, was: str, spoilt: str
) -> None:
    old = make_docx(body + END, links={"L1": "https://example.org/a"}, styles=WITH_TABLE_STYLE)
    assert faults(old, old, with_part(old, part, was, spoilt))
    assert faults(old, old, old) == []


def test_a_header_that_differs_is_not_proved(make_docx: MakeDocx) -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    old = make_docx(p("A") + section, header1=p("Draft"))
    found = faults(old, old, with_part(old, "word/header1.xml", "Draft", "Final"))
    assert {each.location.part for each in found} == {"word/header1.xml"}


def test_a_footnote_that_differs_is_not_proved(make_docx: MakeDocx) -> None:
    note = '<w:footnote w:id="1"><w:p><w:r><w:t>Why</w:t></w:r></w:p></w:footnote>'
    old = make_docx('<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>' + END, footnotes=note)
    assert faults(old, old, with_part(old, "word/footnotes.xml", "Why", "How"))


def test_ids_runs_and_spelling_marks_make_no_difference(make_docx: MakeDocx) -> None:
    one = make_docx(
        '<w:p w:rsidR="00A1"><w:r><w:t>One </w:t></w:r><w:r w:rsidR="00B2"><w:t>two</w:t></w:r></w:p>'.replace(
            "<w:t>One ", '<w:t xml:space="preserve">One '
        )
        + END
    )
    two = make_docx(
        (
            '<w:p><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t>One two</w:t>'
            "</w:r></w:p>"
        )
        + END
    )
    assert same_document(package(one), package(two))


def test_a_hyperlink_and_the_field_it_is_are_the_same(make_docx: MakeDocx) -> None:
    link = make_docx(
        '<w:p><w:hyperlink r:id="L1"><w:r><w:t>guide</w:t></w:r></w:hyperlink></w:p>' + END,
        links={"L1": "https://example.org/a"},
    )
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    code = '<w:r><w:instrText xml:space="preserve"> HYPERLINK  "https://example.org/a" </w:instrText></w:r>'
    written = make_docx(f"<w:p>{marks[0]}{code}{marks[1]}<w:r><w:t>guide</w:t></w:r>{marks[2]}</w:p>{END}")
    assert same_document(package(link), package(written))


@pytest.mark.parametrize(
    ("body", "was", "spoilt", "says"),
    [
        (p("A", '<w:pStyle w:val="Heading1"/>'), '<w:pStyle w:val="Heading1"/>', "", "the style of a paragraph"),
        (
            p("A", '<w:ind w:left="700"/><w:jc w:val="both"/>'),
            'w:left="700"',
            'w:left="800"',
            "the settings of a paragraph: indent",
        ),
        (p("A"), p("End"), "", "a paragraph, which only one of the two has"),
        (
            p("A", '<w:sectPr><w:pgMar w:top="1"/></w:sectPr>'),
            'w:top="1"',
            'w:top="2"',
            "the page settings of a section: margins",
        ),
        (
            p("A", '<w:sectPr><w:pgMar w:top="1"/></w:sectPr>'),
            '<w:sectPr><w:pgMar w:top="1"/></w:sectPr>',
            "",
            "the page settings of a section, of which only one of the two has any",
        ),
        (TABLE, '<w:tcW w:w="9"/>', '<w:tcW w:w="8"/>', "the settings of a cell: width"),
        (TABLE, '<w:gridCol w:w="9"/>', '<w:gridCol w:w="8"/>', "the widths of a table's columns"),
        (TABLE, TABLE, p("x"), "a table, where the redline has a paragraph"),
        ("<w:p><w:r><w:tab/></w:r></w:p>", "<w:tab/>", "<w:br/>", "a tab, a break or a sign"),
        ('<w:p><w:fldSimple w:instr="PAGE"/></w:p>', "PAGE", "DATE", "a field"),
        (
            '<w:sdt><w:sdtPr><w:tag w:val="a"/></w:sdtPr><w:sdtContent>' + p("A") + "</w:sdtContent></w:sdt>",
            'w:val="a"',
            'w:val="b"',
            "a content control",
        ),
    ],
)
def test_what_is_not_proved_is_named_in_plain_words(
    make_docx: MakeDocx, body: str, was: str, spoilt: str, says: str
) -> None:
    old = make_docx(body + p("End") + END)
    messages = [
        f"{each.message} {each.excerpt} {each.cure}"
        for each in faults(old, old, with_part(old, "word/document.xml", was, spoilt))
    ]
    assert any(f"the difference is in {says} " in message for message in messages), messages
    assert not any(sign in message for message in messages for sign in ("('", "{http", "w:"))


BOX = "<w:p>{}<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"


def boxed(words: str, inside: str) -> str:
    return BOX.format(f"<w:r><w:t>{words}</w:t></w:r>", inside)


def test_a_text_box_of_old_that_does_not_come_back_is_named(make_docx: MakeDocx) -> None:
    old, new = make_docx(boxed("One", "kept") + END), make_docx(boxed("Two", "kept") + END)
    made, _ = redline(old, new, "Ann", "2026-04-01", old_name="old.docx", new_name="new.docx")
    assert made is not None and faults(old, new, made) == []
    problems = faults(old, new, with_part(made, "word/document.xml", "kept", "lost"))
    (refused,) = (each for each in problems if each.severity == "error")
    assert "rejecting every change does not give OLD; the difference is in a text box" in refused.message


def test_a_text_box_of_new_that_no_change_brings_in_is_told_and_not_refused(make_docx: MakeDocx) -> None:
    old, new = make_docx(p("One") + END), make_docx(boxed("Two", "only here") + END)
    made, _ = redline(
        make_docx(p("One") + END), make_docx(p("Two") + END), "Ann", "2026-04-01", old_name="o", new_name="n"
    )
    assert made is not None
    told = faults(old, new, made)
    assert [(each.slug, each.severity) for each in told] == [("picture-not-compared", "warning")]
    assert "“only here” is NEW's alone" in told[0].message


def test_words_in_a_text_box_that_accepting_does_not_give_are_told(make_docx: MakeDocx) -> None:
    old, new = make_docx(boxed("One", "old words") + END), make_docx(boxed("One", "new words") + END)
    made, problems = redline(old, new, "Ann", "2026-04-01", old_name="old.docx", new_name="new.docx")
    assert made is not None and problems == [] and faults(old, new, made) == []
    spoiled = with_part(made, "word/document.xml", "<w:t>new", "<w:t>other")
    assert [each.slug for each in faults(old, new, spoiled)] == ["picture-not-compared"] * 2
