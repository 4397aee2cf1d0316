"""An existing file read both ways, with what is open in it and what stands out."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.word.making import STYLES, docx_bytes, p, text_box

from specgen.word.document.stories import Existing, MarkedWords, pending_changes, pending_comments, read_existing
from specgen.word.package.package import read_package

BY = 'w:author="Ada Shah" w:date="2026-03-02T10:00:00Z"'
OTHER = 'w:author="Ben Ito" w:date="2026-04-01T10:00:00Z"'


def existing(body: str, header1: str = "") -> Existing:
    package, problems = read_package(docx_bytes(body, header1=header1) if header1 else docx_bytes(body), "a.docx")
    assert package is not None, problems
    found, problems = read_existing(package)
    assert found is not None and problems == []
    return found


def texts(found: Existing) -> tuple[list[str], list[str]]:
    return [line.text for line in found.before.main.lines], [line.text for line in found.after.main.lines]


def test_a_file_without_tracked_changes_reads_one_way() -> None:
    found = existing(p("One") + p("Two"), header1=p("Above"))
    assert found.before is found.after
    assert texts(found)[0] == ["One", "Two"]
    assert [line.text for line in found.before.others[0].lines] == ["Above"]


def test_words_that_a_style_strikes_through_cannot_be_read_whether_anything_is_tracked_or_not() -> None:
    styles = f'{STYLES}<w:style w:type="character" w:styleId="Removed"><w:rPr><w:strike/></w:rPr></w:style>'
    proposed = f'<w:p><w:ins w:id="1" {BY}><w:r><w:t>more</w:t></w:r></w:ins></w:p>'
    for other in ("", proposed):
        body = p("Pay.") + p("In 30 days.", run='<w:rStyle w:val="Removed"/>') + other
        package, _ = read_package(docx_bytes(body, styles=styles), "a.docx")
        assert package is not None
        found, _ = read_existing(package)
        assert found is not None
        assert [line.unseen for line in found.after.main.lines][:2] == [(), (("In 30 days.", "struck through"),)]


def test_a_file_with_tracked_changes_reads_as_it_stands_and_as_it_would_be() -> None:
    found = existing(
        f'<w:p><w:r><w:t>One</w:t></w:r><w:ins w:id="1" {BY}><w:r><w:t xml:space="preserve"> more</w:t></w:r>'
        f'</w:ins><w:del w:id="2" {OTHER}><w:r><w:delText xml:space="preserve"> less</w:delText></w:r>'
        f"</w:del></w:p>"
    )
    assert texts(found) == (["One less"], ["One more"])
    assert (found.tracked.count, found.tracked.authors) == (2, ("Ada Shah", "Ben Ito"))
    assert (found.tracked.first, found.tracked.last) == ("2026-03-02", "2026-04-01")


def test_marks_that_touch_and_are_of_one_kind_and_author_are_one_change() -> None:
    run = "<w:r><w:t>a</w:t></w:r>"
    found = existing(
        f'<w:p><w:ins w:id="1" {BY}>{run}</w:ins><w:ins w:id="2" {BY}>{run}</w:ins><w:ins w:id="3" {OTHER}>'
        f"{run}</w:ins></w:p>"
    )
    assert found.tracked.count == 2


def test_tracked_changes_in_a_header_count() -> None:
    found = existing(p("One"), header1=f'<w:p><w:ins w:id="1" {BY}><w:r><w:t>new</w:t></w:r></w:ins></w:p>')
    assert found.tracked.parts == frozenset({"word/header1.xml"})
    assert [line.text for line in found.before.others[0].lines] == [""]


def test_formatting_and_rows_count_as_tracked_changes() -> None:
    package, _ = read_package(
        docx_bytes(
            f'<w:tbl><w:tr><w:trPr><w:ins w:id="1" {BY}/></w:trPr><w:tc>{p("One")}</w:tc></w:tr></w:tbl>'
            + p("Two", run=f'<w:rPrChange w:id="2" {BY}><w:rPr/></w:rPrChange>')
        ),
        "a.docx",
    )
    assert package is not None
    assert pending_changes(package)[0].count == 2


def test_highlighted_and_yellow_words_stand_out_and_those_recorded_as_an_earlier_look_do_not() -> None:
    found = existing(
        p("plain")
        + p("lit", run='<w:highlight w:val="yellow"/>')
        + p("shaded", run='<w:shd w:val="clear" w:fill="ffff00"/>')
        + p("off", run='<w:highlight w:val="none"/>')
        + p("was", run=f'<w:rPrChange w:id="2" {BY}><w:rPr><w:highlight w:val="yellow"/></w:rPr></w:rPrChange>')
    )
    assert found.marked == (MarkedWords("highlighted", "lit", 2), MarkedWords("highlighted", "shaded", 3))


def test_a_text_box_is_told_once() -> None:
    found = existing(text_box(p("boxed", run='<w:highlight w:val="yellow"/>')))
    assert [each.words for each in found.marked] == ["boxed"]


def test_a_file_in_utf_16_is_read_like_another() -> None:
    data = docx_bytes(
        f'<w:p><w:ins w:id="1" {BY}><w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t>new</w:t></w:r></w:ins></w:p>'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.decode().encode("utf-16") if name == "word/document.xml" else part)
    package, problems = read_package(held.getvalue(), "a.docx")
    assert package is not None, problems
    found, _ = read_existing(package)
    assert found is not None
    assert (found.tracked.count, [each.words for each in found.marked]) == (1, ["new"])


def test_resolved_comments_are_counted_apart() -> None:
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="Ada Shah"><w:p {w14} w14:paraId="0000000{number}"><w:r><w:t>'
        f"Why?</w:t></w:r></w:p></w:comment>"
        for number in (1, 2)
    )
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:commentEx '
        'w15:paraId="00000002" w15:done="1"/></w15:commentsEx>'
    )
    data = docx_bytes(
        p("One"),
        comments=comments,
        parts={
            "word/commentsExtended.xml": extended,
            "word/_rels/document.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                '<Relationship Id="r1" '
                'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" '
                'Target="comments.xml"/>'
                '<Relationship Id="r2" '
                'Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" '
                'Target="commentsExtended.xml"/></Relationships>'
            ),
        },
    )
    package, problems = read_package(data, "a.docx")
    assert package is not None, problems
    found, _ = pending_comments(package)
    assert (found.count, found.settled, found.authors) == (2, 1, ("Ada Shah",))


def test_a_part_that_is_too_large_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("specgen.word.document.stories.LARGEST_PART", 10)
    package, _ = read_package(docx_bytes(p("One")), "a.docx")
    assert package is not None
    found, problems = read_existing(package)
    assert found is None
    assert [problem.slug for problem in problems] == ["part-too-large"]
