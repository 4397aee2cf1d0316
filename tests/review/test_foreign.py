"""Word files that specgen never made: every tracked change and comment, with the text as it was and as it would be."""

from __future__ import annotations

from typing import Any

from tests.word.redline.making import build

from specgen.library.model import Library
from specgen.review.comparison.review import review_document
from specgen.review.findings import OutsideChange, Review

BY = 'w:author="Ann Bell" w:date="2026-04-01T09:00:00Z"'
THEN = 'w:author="Cy Dunn" w:date="2026-04-02T09:00:00Z"'
END = "<w:p/><w:sectPr/>"


def r(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def review(body: str, **stories: Any) -> Review:
    found, problems = review_document(build(body + END, **stories), "theirs.docx", Library(), ())
    assert found is not None, problems
    assert (found.relied.kind, found.clauses, found.as_issued) == ("nothing", (), False)
    return found


def said(found: Review) -> list[tuple[str, str, str, str, str]]:
    return [
        (each.change.kind, each.change.removed, each.change.added, each.change.author, each.change.sort)
        for each in found.outside
    ]


def sides(each: OutsideChange) -> tuple[str, str]:
    return each.change.before, each.change.after


def test_what_one_put_in_and_another_took_out_is_neither_before_nor_after() -> None:
    nested = (
        f'<w:ins w:id="1" {BY}>{r("in ")}<w:del w:id="2" {THEN}>{r("forty ", "delText")}</w:del>{r("five ")}</w:ins>'
    )
    found = review(f"<w:p>{r('pay ')}{nested}{r('days')}</w:p>")
    assert said(found) == [
        ("insertion", "", "in forty five ", "Ann Bell", "wording and value"),
        ("deletion", "forty ", "", "Cy Dunn", "wording and value"),
    ]
    assert sides(found.outside[0]) == ("pay days", "pay in five days")


def test_figures_that_are_marked_letter_by_letter_are_read_whole() -> None:
    found = review(
        f'<w:p>{r("within ")}<w:del w:id="1" {BY}>{r("3", "delText")}</w:del><w:ins w:id="2" {BY}>'
        f"{r('4')}</w:ins>{r('0 days')}</w:p>"
    )
    assert [(kind, sort) for kind, _, _, _, sort in said(found)] == [("deletion", "value"), ("insertion", "value")]


def test_a_comma_put_in_is_punctuation_and_a_letter_is_not() -> None:
    found = review(
        f'<w:p>{r("the plan")}<w:ins w:id="1" {BY}>{r(",")}</w:ins>{r(" agreed")}</w:p><w:p>'
        f'{r("the plan")}<w:ins w:id="2" {BY}>{r("s")}</w:ins>{r(" agreed")}</w:p>'
    )
    assert [sort for *_, sort in said(found)] == ["wording", "punctuation"], "what matters first"


def test_the_end_of_a_paragraph_is_a_change_of_its_own() -> None:
    found = review(f'<w:p><w:pPr><w:rPr><w:del w:id="1" {BY}/></w:rPr></w:pPr>{r("One ")}</w:p><w:p>{r("two")}</w:p>')
    (only,) = found.outside
    assert (only.change.kind, only.change.sort, only.change.detail) == (
        "paragraph deleted",
        "punctuation",
        "the end of the paragraph “One ”",
    )


def test_rows_moves_and_looks_are_read() -> None:
    row = (
        f'<w:tr><w:trPr><w:ins w:id="1" {BY}/></w:trPr><w:tc><w:p><w:ins w:id="2" {BY}>{r("80%")}</w:ins></w:p>'
        f"</w:tc></w:tr>"
    )
    look = (
        f'<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id="3" {BY}><w:rPr/></w:rPrChange></w:rPr><w:t>loud</w:t></w:r></w:p>'
    )
    away, here = (
        f'<w:moveFrom w:id="5" {BY}>{r("The plan.")}</w:moveFrom>',
        f'<w:moveTo w:id="7" {BY}>{r("The plan.")}</w:moveTo>',
    )
    found = review(f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl><w:p>{away}</w:p>{look}<w:p>{here}</w:p>")
    assert [(kind, removed, added) for kind, removed, added, *_ in said(found)] == [
        ("row inserted", "", "80%"),
        ("moved", "The plan.", "The plan."),
        ("formatting", "", ""),
    ]
    assert found.outside[2].change.detail == "letters: bold: no → yes"


def test_every_part_is_read_and_named() -> None:
    held = f'<w:p><w:ins w:id="1" {BY}>{r("x")}</w:ins></w:p>'
    found = review(held, header1=held, footnotes=f'<w:footnote w:id="1">{held}</w:footnote>')
    assert [each.part for each in found.outside] == ["word/document.xml", "word/header1.xml", "word/footnotes.xml"]


def test_comments_come_with_their_replies() -> None:
    body = (
        f'<w:p><w:commentRangeStart w:id="1"/>{r("80%")}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference '
        f'w:id="1"/></w:r></w:p>'
    )
    found = review(body, comments=f'<w:comment w:id="1" w:author="Ann Bell"><w:p>{r("Too high?")}</w:p></w:comment>')
    assert [(comment.author, comment.about, comment.words) for comment in found.comments] == [
        ("Ann Bell", "80%", "Too high?")
    ]
    assert found.outside == ()


def test_what_was_not_read_is_said() -> None:
    body = (
        '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="x"/><w:p>'
        "<w:r><w:drawing/></w:r></w:p>"
    )
    box = f"<w:p><w:r><w:pict><w:txbxContent><w:p>{r('in a box')}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    not_looked_at = " ".join(review(body + box).not_looked_at)
    for words in ("pictures: 1", "whole documents put in by reference: 1", "text boxes", "how words look"):
        assert words in not_looked_at
