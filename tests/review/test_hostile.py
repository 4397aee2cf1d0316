"""Files made to mislead a reader or to keep a program busy: refused, or read for what they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from tests.review.conftest import touched
from tests.review.negotiating import control, edited, opened
from tests.word.redline.making import build

from specgen.library.model import Library
from specgen.review.comparison.review import review_document
from specgen.word.package.ooxml import w
from specgen.word.package.package import record_part, write_package
from specgen.wording.sequences import common_row

if TYPE_CHECKING:
    from tests.review.conftest import IssuedPack

END = "<w:p/><w:sectPr/>"
BY = 'w:author="A" w:date="2026-04-01T09:00:00Z"'


def refused(data: bytes) -> list[str]:
    found, problems = review_document(data, "theirs.docx", Library(), ())
    assert found is None
    return [problem.slug for problem in problems]


def test_what_is_no_word_file_is_refused() -> None:
    assert refused(b"no zip at all") and refused(b"")
    assert refused(b"PK\x03\x04" + bytes(200))


def test_a_body_nested_too_deep_is_refused() -> None:
    assert refused(build("<w:ins>" * 300 + "</w:ins>" * 300 + END)) == ["damaged-file"]


def test_an_entity_is_never_expanded() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE w:hdr [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><w:hdr/>'
    assert refused(build(END, header1=bomb)) == ["hostile-file"]


def test_a_field_that_never_ends_hides_nothing(pack: IssuedPack) -> None:
    def hide(root: etree._Element) -> None:
        paragraph = next(control(root, pack.clauses("2A").clauses[2].tag).iter(w("p")))
        begin = '<w:r xmlns:w="{0}"><w:fldChar w:fldCharType="{1}"/></w:r>'
        namespace = etree.QName(paragraph).namespace
        code = f'<w:r xmlns:w="{namespace}"><w:instrText> PAGE </w:instrText></w:r>'
        for number, xml in enumerate((begin.format(namespace, "begin"), code, begin.format(namespace, "separate"))):
            paragraph.insert(1 + number, etree.fromstring(xml))
        text = next(
            text for text in root.iter(w("t")) if (text.text or "").startswith(" The Provider must appoint its ")
        )
        text.text = str(text.text).replace("must", "may", 1)

    for issued in (None, pack.file("2A")):
        (clause,) = touched(pack.review(edited(pack.data("2A"), hide), issued))
        assert ("must", "may") in {(change.removed, change.added) for change in clause.changes}
        assert any(change.detail.startswith("PAGE, which shows") for change in clause.changes), (
            "and the field itself is told"
        )


def test_a_control_that_takes_its_words_from_elsewhere_is_told(pack: IssuedPack) -> None:
    def bind(root: etree._Element) -> None:
        properties = control(root, pack.clauses("2A").clauses[2].tag).find(w("sdtPr"))
        assert properties is not None
        etree.SubElement(properties, w("dataBinding"), {w("xpath"): "/x"})

    (clause,) = touched(pack.review(edited(pack.data("2A"), bind)))
    assert [change.kind for change in clause.changes] == [
        "a content control whose words come from elsewhere when the file is opened"
    ]


def test_words_in_a_text_box_over_a_clause_are_new_text(pack: IssuedPack) -> None:
    def cover(root: etree._Element) -> None:
        paragraph = next(control(root, pack.clauses("2A").clauses[2].tag).iter(w("p")))
        namespace = etree.QName(paragraph).namespace
        paragraph.append(
            etree.fromstring(
                f'<w:r xmlns:w="{namespace}"><w:pict><w:txbxContent><w:p><w:r><w:t>Not agreed.</w:t></w:r>'
                f"</w:p></w:txbxContent></w:pict></w:r>"
            )
        )

    found = pack.review(edited(pack.data("2A"), cover), pack.file("2A"))
    assert [each.change.added for each in found.outside] == ["Not agreed."]


def test_signs_of_no_character_do_not_end_the_review() -> None:
    body = "".join(f'<w:p><w:r><w:sym w:char="{char}"/></w:r></w:p>' for char in ("F0A8", "D800", "zz", "FFFFFFFF", ""))
    found, problems = review_document(build(body + END), "theirs.docx", Library(), ())
    assert found is not None, problems


def test_more_tracked_changes_in_one_place_than_anybody_makes_are_refused_before_the_work_begins() -> None:
    marks = "".join(f'<w:ins w:id="{number}" {BY}><w:r/></w:ins>' for number in range(7_000))
    assert refused(build(f"<w:p>{marks}</w:p>{END}")) == ["too-many-revisions"]
    row = f'<w:tr><w:trPr><w:ins w:id="1" {BY}/></w:trPr><w:tc><w:p/></w:tc></w:tr>'
    assert refused(build(f"<w:tbl><w:tblPr/><w:tblGrid/>{row * 1_500}</w:tbl>{END}")) == ["too-many-revisions"]


@pytest.mark.parametrize("size", [300])
def test_hundreds_of_tracked_rows_are_listed_each_once(size: int) -> None:
    row = (
        '<w:tr><w:trPr><w:ins w:id="{0}" {1}/></w:trPr><w:tc><w:p><w:ins w:id="{2}" {1}><w:r><w:t>x</w:t></w:r>'
        "</w:ins></w:p></w:tc></w:tr>"
    )
    rows = "".join(row.format(number, BY, number + size) for number in range(size))
    found, _ = review_document(build(f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>{END}"), "theirs.docx", Library(), ())
    assert found is not None and len(found.outside) == size


def test_a_clause_made_very_long_is_told_as_replaced_and_not_compared_word_by_word(pack: IssuedPack) -> None:
    def flood(root: etree._Element) -> None:
        text = next(text for text in root.iter(w("t")) if "must appoint its" in (text.text or ""))
        text.text = "word " * 40_000

    (clause,) = touched(pack.review(edited(pack.data("2A"), flood)))
    assert {change.kind for change in clause.changes} == {"paragraph taken out", "paragraph put in"}
    assert sum(len(change.added) for change in clause.changes) > 200_000, "nothing of it is left out"


def test_a_record_of_thousands_of_clauses_is_refused_and_said(pack: IssuedPack) -> None:
    package, _ = opened(pack.data("2A"))
    part = record_part(package)
    assert part is not None
    clause = b'<clause id="a/specification/b" version="1" fingerprint="0" tag="t" bookmark="b"></clause>'
    data = write_package(package, {part: package.part(part).replace(b"</record>", clause * 6_000 + b"</record>")})
    found = pack.review(data)
    assert found.relied.kind == "marks in the document"
    assert "document-record" in {problem.slug for problem in found.problems}


def test_rows_that_are_too_long_to_compare_are_equal_only_where_they_surely_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert common_row("abcdxyz", "abqdyz") == [(0, 0), (1, 1), (3, 3), (5, 4), (6, 5)]
    monkeypatch.setattr("specgen.wording.sequences.LARGEST_PRODUCT", 1)
    assert common_row("abcdxyz", "abqdyz") == [(0, 0), (1, 1), (5, 4), (6, 5)]
    assert common_row("", "a") == [] and common_row("aa", "a") == [(0, 0)]


def test_an_issued_file_that_cannot_be_read_is_a_problem(pack: IssuedPack, tmp_path: Path) -> None:
    for name, content in (("record.json", b"{}"), ("issued.docx", b"PK nonsense"), ("record2.json", b'{"schema": 99}')):
        (tmp_path / name).write_bytes(content)
        found, problems = review_document(pack.data("2A"), "returned.docx", pack.library, pack.types, tmp_path / name)
        assert found is None and problems, name
