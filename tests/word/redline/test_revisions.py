"""Reading what somebody else changed: every kind of revision, and every comment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree
from tests.word.redline.making import build

from specgen.word.document.comments import Comment, read_comments
from specgen.word.document.revisions import RevisedWords, Revision, read_revisions, revised_words
from specgen.word.package.ooxml import W
from specgen.word.package.package import read_package

MakeDocx = Callable[..., bytes]
BY = 'w:author="Ann Bell" w:date="2026-04-01T09:00:00Z"'
END = "<w:p/><w:sectPr/>"


def run(text: str, tag: str = "t", pr: str = "") -> str:
    return f'<w:r>{pr}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def revisions(docx: bytes) -> list[Revision]:
    package, _ = read_package(docx, "in.docx")
    assert package is not None
    found, problems = read_revisions(package)
    assert problems == []
    return found


def comments(docx: bytes) -> list[Comment]:
    package, _ = read_package(docx, "in.docx")
    assert package is not None
    found, problems = read_comments(package)
    assert problems == []
    return found


def test_a_replaced_word_is_a_deletion_and_an_insertion_with_the_paragraph_before_and_after(
    make_docx: MakeDocx,
) -> None:
    body = (
        f'<w:p>{run("within ")}<w:del w:id="1" {BY}>{run("30", "delText")}</w:del><w:ins w:id="2" {BY}>'
        f"{run('45')}</w:ins>{run(' days')}</w:p>"
    )
    struck, put_in = revisions(make_docx(body + END))
    assert (struck.kind, struck.words, struck.author, struck.date) == (
        "deletion",
        "30",
        "Ann Bell",
        "2026-04-01T09:00:00Z",
    )
    assert (put_in.kind, put_in.words, put_in.ids) == ("insertion", "45", ("2",))
    assert (put_in.place.part, put_in.place.paragraph) == ("word/document.xml", 1)
    assert (put_in.place.before, put_in.place.after) == ("within 30 days", "within 45 days")


def test_neighbouring_marks_of_one_author_and_time_are_one_revision(make_docx: MakeDocx) -> None:
    body = f'<w:p><w:ins w:id="1" {BY}>{run("one ")}</w:ins><w:ins w:id="2" {BY}>{run("two")}</w:ins></w:p>'
    (only,) = revisions(make_docx(body + END))
    assert (only.words, only.ids) == ("one two", ("1", "2"))


def test_what_one_put_in_and_another_took_out_is_two_revisions(make_docx: MakeDocx) -> None:
    theirs = f'<w:del w:id="2" w:author="Cy Dunn">{run("two", "delText")}</w:del>'
    first, second = revisions(make_docx(f'<w:p><w:ins w:id="1" {BY}>{run("one ")}{theirs}</w:ins></w:p>' + END))
    assert (first.kind, first.author, first.words) == ("insertion", "Ann Bell", "one two")
    assert (second.kind, second.author, second.words) == ("deletion", "Cy Dunn", "two")
    assert (first.place.before, first.place.after) == ("", "one ")


def test_every_part_is_read_and_the_place_names_cell_and_controls(make_docx: MakeDocx) -> None:
    held = f'<w:p><w:ins w:id="1" {BY}>{run("x")}</w:ins></w:p>'
    control = f'<w:sdt><w:sdtPr><w:tag w:val="clause-a"/></w:sdtPr><w:sdtContent>{held}</w:sdtContent></w:sdt><w:p/>'
    table = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p/></w:tc><w:tc>{control}</w:tc></w:tr></w:tbl>"
    note = f'<w:footnote w:id="1">{held}</w:footnote>'
    found = revisions(make_docx(table + END, header1=held, footnotes=note))
    assert [each.place.part for each in found] == ["word/document.xml", "word/header1.xml", "word/footnotes.xml"]
    assert (found[0].place.cell, found[0].place.tags, found[0].place.paragraph) == ((1, 2), ("clause-a",), 2)


def test_the_words_in_an_inline_control_name_its_tag(make_docx: MakeDocx) -> None:
    body = (
        f'<w:p>{run("a ")}<w:sdt><w:sdtPr><w:tag w:val="t"/></w:sdtPr><w:sdtContent><w:ins w:id="1" {BY}>'
        f"{run('b')}</w:ins></w:sdtContent></w:sdt></w:p>"
    )
    assert revisions(make_docx(body + END))[0].place.tags == ("t",)


def test_marks_of_paragraphs_rows_cells_and_controls_are_named(make_docx: MakeDocx) -> None:
    paragraph = f'<w:p><w:pPr><w:rPr><w:del w:id="1" {BY}/></w:rPr></w:pPr>{run("gone")}</w:p>'
    row = (
        f'<w:tr><w:trPr><w:ins w:id="2" {BY}/></w:trPr><w:tc><w:p>{run("a")}</w:p></w:tc><w:tc><w:tcPr><w:cellDel '
        f'w:id="3" {BY}/></w:tcPr><w:p>{run("b")}</w:p></w:tc></w:tr>'
    )
    control = (
        f'<w:customXmlInsRangeStart w:id="4" {BY}/><w:sdt><w:sdtPr><w:alias w:val="Clause A"/></w:sdtPr>'
        f'<w:sdtContent><w:customXmlInsRangeEnd w:id="4"/>'
        f'<w:p/><w:customXmlInsRangeStart w:id="5" {BY}/></w:sdtContent></w:sdt><w:customXmlInsRangeEnd w:id="5"/>'
    )
    found = revisions(make_docx(f"{paragraph}<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>{control}{END}"))
    assert [(each.kind, each.words) for each in found] == [
        ("paragraph deleted", "gone"),
        ("row inserted", "a | b"),
        ("cell deleted", "b"),
        ("control inserted", "Clause A"),
    ]


def test_a_change_of_look_says_what_changed(make_docx: MakeDocx) -> None:
    pr = (
        f'<w:rPr><w:b/><w:sz w:val="28"/><w:rPrChange w:id="1" {BY}><w:rPr><w:sz w:val="24"/></w:rPr>'
        f"</w:rPrChange></w:rPr>"
    )
    (only,) = revisions(make_docx(f"<w:p>{run('loud', pr=pr)}</w:p>{END}"))
    assert (only.kind, only.words, only.detail) == ("formatting", "loud", "letters: size: 24 → 28; bold: no → yes")


def test_a_deleted_field_shows_its_code(make_docx: MakeDocx) -> None:
    (only,) = revisions(make_docx(f'<w:p><w:del w:id="1" {BY}>{run(" PAGE ", "delInstrText")}</w:del></w:p>{END}'))
    assert only.words == "{PAGE}"


def test_a_text_box_is_read_once_and_not_as_words_of_its_paragraph(make_docx: MakeDocx) -> None:
    inner = f'<w:txbxContent><w:p><w:ins w:id="1" {BY}>{run("boxed")}</w:ins></w:p></w:txbxContent>'
    box = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback>'
        f"</mc:AlternateContent>"
    )
    (only,) = revisions(make_docx(f"<w:p>{run('outer')}<w:r>{box}</w:r></w:p>{END}"))
    assert (only.words, only.place.after) == ("boxed", "boxed")


def test_comments_come_with_the_words_they_are_about_and_their_replies(make_docx: MakeDocx) -> None:
    def comment(number: int, author: str, words: str) -> str:
        return (
            f'<w:comment w:id="{number}" w:author="{author}" w:date="2026-04-01T09:00:00Z" w:initials="X"><w:p '
            f'w14:paraId="0000000{number}">{run(words)}</w:p></w:comment>'
        )

    body = (
        f'<w:p>{run("at least ")}<w:commentRangeStart w:id="1"/>{run("80%")}<w:commentRangeEnd w:id="1"/>'
        f'<w:r><w:commentReference w:id="1"/></w:r><w:r><w:commentReference w:id="2"/></w:r></w:p>'
    )
    threads = (
        '<?xml version="1.0"?><w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="00000001" w15:done="1"/><w15:commentEx w15:paraId="00000002" '
        'w15:paraIdParent="00000001" w15:done="0"/></w15:commentsEx>'
    )
    said = comment(1, "Ann Bell", "Too high?") + comment(2, "Cy Dunn", "Agreed.") + comment(3, "Ann Bell", "Nowhere")
    first, lost = comments(make_docx(body + END, comments=said, commentsExtended=threads))
    assert (first.author, first.words, first.about, first.settled) == ("Ann Bell", "Too high?", "80%", True)
    assert (first.place.part, first.place.paragraph) == ("word/document.xml", 1)
    assert [(reply.author, reply.words) for reply in first.replies] == [("Cy Dunn", "Agreed.")]
    assert (lost.words, lost.about, lost.place.paragraph) == ("Nowhere", "", 0)


def test_a_document_without_revisions_and_comments_has_none(make_docx: MakeDocx) -> None:
    assert revisions(make_docx(END)) == []
    assert comments(make_docx(END)) == []


def commented(*ids: str) -> str:
    return "".join(
        f'<w:p><w:commentRangeStart w:id="{each}"/>{run("x")}<w:commentRangeEnd w:id="{each}"/><w:r>'
        f'<w:commentReference w:id="{each}"/></w:r></w:p>'
        for each in ids
    )


def comment(identity: str, words: str, paragraph: str) -> str:
    return f'<w:comment w:id="{identity}" {BY}><w:p w14:paraId="{paragraph}">{run(words)}</w:p></w:comment>'


def test_of_two_comments_with_one_id_for_answers_neither_is_left_out(make_docx: MakeDocx) -> None:
    found = comments(
        make_docx(commented("0", "1") + END, comments=comment("0", "Not agreed.", "AA") + comment("1", "Agreed.", "AA"))
    )
    assert [each.words for each in found] == ["Not agreed.", "Agreed."]


def test_comments_that_answer_each_other_in_a_circle_are_all_there(make_docx: MakeDocx) -> None:
    circle = (
        '<?xml version="1.0"?><w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="AA" w15:paraIdParent="BB"/><w15:commentEx w15:paraId="BB" '
        'w15:paraIdParent="AA"/><w15:commentEx w15:paraId="CC" w15:paraIdParent="BB"/></w15:commentsEx>'
    )
    written = comment("0", "one", "AA") + comment("1", "two", "BB") + comment("2", "three", "CC")
    (found,) = comments(make_docx(commented("0", "1", "2") + END, comments=written, commentsExtended=circle))
    assert [found.words, *(each.words for each in found.replies)] == ["one", "two", "three"]


def test_letters_that_are_struck_and_put_in_are_read_with_the_rest_of_their_words() -> None:
    struck, put_in = f'<w:del w:id="1" {BY}>{run("3", "delText")}</w:del>', f'<w:ins w:id="2" {BY}>{run("4")}</w:ins>'
    root = etree.fromstring(
        f'<w:body xmlns:w="{W}"><w:p>{run("within ")}{struck}{put_in}{run("0 days of it")}</w:p></w:body>'
    )
    words = RevisedWords("30", "40", 7, 8)
    assert revised_words(root) == {(1, "1"): words, (1, "2"): words}


def test_a_comment_on_several_paragraphs_is_about_their_words_line_by_line(make_docx: MakeDocx) -> None:
    body = (
        f'<w:commentRangeStart w:id="0"/><w:p>{run("One")}</w:p><w:p>{run("Two")}</w:p><w:p>'
        f'<w:commentRangeEnd w:id="0"/>'
        f'<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    (found,) = comments(make_docx(body + END, comments=comment("0", "Why?", "AA")))
    assert found.about == "One\nTwo"


LISTED = (
    '<w:p><w:pPr>{style}<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>{change}</w:pPr>'
    "<w:r><w:t>item</w:t></w:r></w:p>"
)


def was(inner: str) -> str:
    return f'<w:pPrChange w:id="9" w:author="A" w:date="2026-05-04T00:00:00Z"><w:pPr>{inner}</w:pPr></w:pPrChange>'


def listed(depth: int, change: str = "", style: str = "") -> str:
    return LISTED.format(depth=depth, change=change, style=style)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (listed(0) + listed(0, was("")), "paragraph: printed number: none → “2.”"),
        (
            listed(0) + listed(1, was('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')),
            "paragraph: printed number: “2.” → “(a)”",
        ),
        (
            listed(0) + listed(0, was('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>')),
            "paragraph: printed number: “•” → “2.”",
        ),
        (
            listed(0, was('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>')),
            "paragraph: printed number: none → “1.”",
        ),
        (
            f"<w:p><w:pPr><w:pStyle w:val='Heading1'/>{was('')}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>",
            "paragraph: style: “Normal” → “heading 1”",
        ),
    ],
)
def test_numbers_and_names_of_styles_are_told_as_a_reader_sees_them(body: str, detail: str) -> None:
    package, _ = read_package(build(body), "a.docx")
    assert package is not None
    found, _ = read_revisions(package)
    assert [each.detail for each in found] == [detail]
