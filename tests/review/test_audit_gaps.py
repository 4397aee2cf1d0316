"""Gaps that were left open in an existing document, and its comments."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from tests.review.auditing import audited, saved, specification

from specgen.review.audit.findings import gaps_in
from specgen.word.document.lines import Line


@pytest.mark.parametrize(("text", "kind", "mark"), [
    ("for the “ENTER COHORT TYPE” cohort", "prompt in capitals", "ENTER CO"),
    ("to LIST THOSE PEOPLE IN SERVICE WHO MAY BENEFIT", "prompt in capitals", "LIST THOSE"),
    ("at least X% of people", "X%", "X%"),
    ("up to £XX a year", "X%", "£XX"),
    ("the [name of service] service", "square brackets", "[name of service]"),
    ("by [ ] at the latest", "square brackets", "[ ]"),
    ("by [●]", "square brackets", "[●]"),
    ("the review date is TBC", "to be confirmed", "TBC"),
    ("signed: ________", "blank to fill in", "________"),
    ("Insert text locally as required or state Not Applicable", "template guidance", "Insert text locally as "
        "required or "
        "state Not "
        "Applicable"),
    ("All subheadings for local determination and agreement", "template guidance", "All subheadings"),
    ("the clinic in [[Northbrook]] is open", "highlighted", "Northbrook"),
])  # fmt: skip
def test_a_gap_is_found_with_its_kind_and_place(text: str, kind: str, mark: str) -> None:
    found = audited(specification("# 3.4 Thresholds", text))
    gap = found.gaps[0]
    assert gap.kind == kind
    assert gap.mark.startswith(mark)
    assert found.gap_places[0] == "3.4 Thresholds"
    assert gap.paragraph == text.replace("[[", "").replace("]]", "")


@pytest.mark.parametrize(
    "text",
    [
        "see reference [12]",
        "as shown [3, 4-6]",
        "the PAM[®] licence",
        "they said [sic] no",
        "COPD and NHS staff",
        "100% of people",
        "The XY clinic",
    ],
)
def test_what_is_no_gap_is_not_told(text: str) -> None:
    assert audited(specification(text)).gap_count == 0


def test_words_that_are_both_highlighted_and_in_brackets_are_one_gap() -> None:
    assert [gap.kind for gap in audited(specification("in [[[name of town]]]")).gaps] == ["square brackets"]


def test_highlight_that_word_has_split_over_runs_is_one_gap() -> None:
    assert [gap.mark for gap in audited(specification("in [[North]][[brook]] and [[Eastmere]] too")).gaps] == [
        "Northbrook",
        "Eastmere",
    ]


def test_the_prompt_of_an_empty_control_is_a_gap() -> None:
    document = docx.Document()
    document.add_heading("3.4 Thresholds", 1)
    document.add_paragraph()._p.append(
        parse_xml(
            f'<w:sdt xmlns:w="{document.element.nsmap["w"]}"><w:sdtPr><w:showingPlcHdr/></w:sdtPr>'
            f"<w:sdtContent><w:r><w:t>Choose an item.</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )
    found = audited(saved(document))
    assert [(gap.kind, gap.mark) for gap in found.gaps] == [("empty control", "Choose an item.")]
    assert found.gap_places == ("3.4 Thresholds",)


def test_gaps_in_headers_are_found() -> None:
    document = docx.Document()
    document.add_paragraph("Care.")
    document.sections[0].header.paragraphs[0].text = "Contract [reference]"
    found = audited(saved(document))
    assert [gap.mark for gap in found.gaps] == ["[reference]"]
    assert found.gap_places == ("header1",)


def test_a_footnotes_mark_and_a_picture_are_no_gaps() -> None:
    document = docx.Document()
    run = document.add_paragraph("Care").add_run()._r
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    run.append(reference)
    assert audited(saved(document)).gap_count == 0


def test_every_gap_is_counted_though_only_the_first_are_told() -> None:
    found = audited(specification(*(f"the [name {number}]" for number in range(320))))
    assert (found.gap_count, len(found.gaps), len(found.gap_places)) == (320, 300, 300)


def test_comments_are_counted_with_their_authors() -> None:
    document = docx.Document()
    run = document.add_paragraph("Care.").runs[0]
    document.add_comment(run, "Is this right?", author="Ada Shah")
    document.add_comment(run, "I think so.", author="Ben Ito")
    found = audited(saved(document))
    assert (found.comments.count, found.comments.settled, found.comments.authors) == (2, 0, ("Ada Shah", "Ben Ito"))


def test_guidance_is_found_on_its_line_among_many_whatever_capitals_it_has() -> None:
    lines = [
        Line(text, "word/document.xml") for text in ("A clinic.", "PLEASE STATE the hours", "B", "Delete if not used")
    ]
    assert [(gap.line, gap.mark) for gap in gaps_in(lines, "word/document.xml", numbered=True)] == [
        (1, "PLEASE STATE"),
        (3, "Delete if not"),
    ]
