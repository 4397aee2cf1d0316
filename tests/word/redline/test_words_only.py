"""A redline of words alone: what only looks otherwise is no change, and the words are proved line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.word.making import STYLES, docx_bytes, p, table

from specgen.cli.main import run
from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.document.revisions import OF_LOOK, read_revisions
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import read_package
from specgen.word.proof.same_words import of_same_words
from specgen.word.redline.redline import redline

OTHER = STYLES.replace('w:styleId="BodyText"', 'w:styleId="P12"').replace('w:styleId="Heading1"', 'w:styleId="H1"')


def body(style: str, heading: str, threshold: str, *, look: str = "", more: str = "") -> str:
    return (
        p("Terms", f'<w:pStyle w:val="{heading}"/>', look)
        + p(f"At least {threshold} of people have a plan.", f'<w:pStyle w:val="{style}"/>', look)
        + table((p("Measure", run=look), p("Threshold")), (p("Plans"), p(threshold, run=look)))
        + more
        + p("The end.")
    )


def made(old: str, new: str, *, styles: str = STYLES) -> tuple[bytes | None, list[str]]:
    data, problems = redline(
        docx_bytes(old),
        docx_bytes(new, styles=styles),
        "Ada Shah",
        "2026-05-04",
        old_name="old.docx",
        new_name="new.docx",
        words_only=True,
    )
    return data, [each.slug for each in problems]


def texts(xml: bytes) -> list[str]:
    return ["".join(text.text or "" for text in each.iter(w("t"))) for each in parse_xml(xml).iter(w("p"))]


def main_part(data: bytes) -> bytes:
    package, problems = read_package(data, "redline.docx")
    assert package is not None, problems
    return package.part(package.main)


OLD = body("BodyText", "Heading1", "80%")
BOOKMARK = '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>'
LISTED = '<w:numPr><w:numId w:val="1"/></w:numPr><w:jc w:val="end"/>'
WRAPPED = '<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'


@pytest.mark.parametrize(
    "new",
    [
        body("P12", "H1", "80%", look='<w:rFonts w:ascii="Arial"/><w:sz w:val="40"/>'),
        body("Unknown", "Unknown", "80%"),
        WRAPPED.format(body("P12", "H1", "80%")),
        body("P12", "H1", "80%").replace("<w:p>", f"<w:p>{BOOKMARK}", 1),
    ],
    ids=["fonts and style ids", "styles lost", "controls", "bookmarks"],
)  # fmt: skip
def test_a_file_that_only_looks_otherwise_has_no_change_of_words(new: str) -> None:
    data, problems = made(OLD, new, styles=OTHER)
    assert data is not None, problems
    package, _ = read_package(data, "redline.docx")
    assert package is not None and read_revisions(package)[0] == [] and problems == []


@pytest.mark.parametrize(
    ("new", "slug"),
    [
        (body("P12", "H1", "80%").replace('<w:pStyle w:val="P12"/>', LISTED), "numbers-not-compared"),
        *(
            (body("BodyText", "Heading1", "80%", look=look), "unseen-not-compared")
            for look in ("<w:vanish/>", '<w:color w:val="FFFFFF"/>', "<w:strike/>", '<w:sz w:val="2"/>')
        ),
        (
            OLD.replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>"),
            "unseen-not-compared",
        ),
    ],
    ids=["numbers", "hidden", "white", "struck", "one point", "a hidden row"],
)
def test_what_is_printed_otherwise_though_no_word_differs_is_named(new: str, slug: str) -> None:
    data, problems = made(OLD, new, styles=OTHER if slug.startswith("numbers") else STYLES)
    assert data is not None and problems == [slug]


def test_words_that_both_documents_hide_are_no_matter() -> None:
    hidden = body("BodyText", "Heading1", "80%", look="<w:vanish/>")
    data, problems = made(hidden, hidden.replace("The end.", "The very end."))
    assert data is not None and problems == []


def page_number(shows: str, look: str) -> str:
    signs = ['<w:fldChar w:fldCharType="begin"/>', "<w:instrText> PAGE </w:instrText>"]
    signs += ['<w:fldChar w:fldCharType="separate"/>', f"<w:t>{shows}</w:t>", '<w:fldChar w:fldCharType="end"/>']
    return f"<w:p>{''.join(f'<w:r><w:rPr>{look}</w:rPr>{each}</w:r>' for each in signs)}</w:p>"


def test_the_look_inside_a_field_is_no_change_of_words() -> None:
    data, problems = made(OLD + page_number("3", ""), OLD + page_number("8", "<w:b/>"))
    assert data is not None, problems
    package, _ = read_package(data, "redline.docx")
    assert package is not None and read_revisions(package)[0] == []


@pytest.mark.parametrize("words_only", [True, False])
def test_a_page_number_that_another_program_wrote_again_is_no_change_of_words(words_only: bool) -> None:
    old = page_number("3", "").replace(" PAGE ", r" PAGE  \* MERGEFORMAT ")
    data, problems = redline(
        docx_bytes(OLD + old),
        docx_bytes(OLD + page_number("8", "<w:b/>")),
        "Ada Shah",
        "2026-05-04",
        old_name="old.docx",
        new_name="new.docx",
        words_only=words_only,
    )
    assert data is not None, problems
    package, _ = read_package(data, "redline.docx")
    assert package is not None
    of_words = [each for each in read_revisions(package)[0] if each.kind not in OF_LOOK]
    assert len(of_words) == (0 if words_only else of_same_words(package))


@pytest.mark.parametrize(("ends", "changes"), [("The end.", 0), ("The very end.", 1)])
def test_a_section_break_that_moves_out_of_a_paragraph_of_its_own_is_no_change_of_words(
    ends: str, changes: int
) -> None:
    section = '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>'
    one = OLD + p("", section) + p("Signatures") + p("", section) + p("Annex")
    two = OLD.replace(p("The end."), p(ends, section)) + p("Signatures", section) + p("Annex")
    data, problems = made(one, two)
    assert data is not None, problems
    package, _ = read_package(data, "redline.docx")
    assert package is not None and len(read_revisions(package)[0]) == changes and problems == []
    assert texts(reject_all(main_part(data))) == texts(main_part(docx_bytes(one)))


def test_one_digit_among_other_looks_is_the_only_change() -> None:
    data, problems = made(OLD, body("P12", "H1", "60%", look="<w:b/>"), styles=OTHER)
    assert data is not None, problems
    package, _ = read_package(data, "redline.docx")
    assert package is not None
    found = {(each.kind, each.words) for each in read_revisions(package)[0]}
    assert {kind for kind, _ in found} == {"insertion", "deletion"} and all("0%" in words for _, words in found)
    xml = main_part(data)
    assert texts(reject_all(xml)) == texts(main_part(docx_bytes(OLD)))
    assert texts(accept_all(xml)) == texts(main_part(docx_bytes(body("P12", "H1", "60%"))))


def test_a_paragraph_and_a_row_that_came_in_are_put_in_in_the_style_of_that_name() -> None:
    new = body("P12", "H1", "80%", more=p("It is new.", '<w:pStyle w:val="P12"/>'))
    new = new.replace("</w:tr></w:tbl>", "</w:tr><w:tr><w:tc><w:p/></w:tc><w:tc>" + p("90%") + "</w:tc></w:tr></w:tbl>")
    data, problems = made(OLD, new, styles=OTHER)
    assert data is not None, problems
    xml = main_part(data)
    assert b'<w:pStyle w:val="BodyText"/><w:rPr><w:ins ' in xml and b"P12" not in xml
    assert [each for each in texts(accept_all(xml)) if each] == [
        each for each in texts(main_part(docx_bytes(new))) if each
    ]
    assert texts(reject_all(xml)) == texts(main_part(docx_bytes(OLD)))


def test_the_result_line_tells_words_and_look_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in (
        ("old.docx", docx_bytes(OLD)),
        ("new.docx", docx_bytes(body("BodyText", "Heading1", "60%", look="<w:b/>"))),
    ):
        (tmp_path / name).write_bytes(data)
    given = [
        "redline",
        str(tmp_path / "old.docx"),
        str(tmp_path / "new.docx"),
        "--author",
        "Ada",
        "--date",
        "2026-05-04",
    ]
    assert run([*given, "-o", str(tmp_path / "whole.docx")]) == 0
    assert "of words, " in (whole := capsys.readouterr().out) and " 0 of look" not in whole and "of look" in whole
    assert run([*given, "--words-only", "-o", str(tmp_path / "words.docx")]) == 0
    assert "4 of words, look left out" in capsys.readouterr().out
