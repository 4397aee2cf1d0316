"""Clauses into an existing specification: where they go, how they look, and that nothing else moves."""

from __future__ import annotations

from tests.issue.inserting import (
    TITLE,
    accepted,
    assert_only_added,
    block,
    canonical,
    clause,
    controls,
    heading,
    inserted,
    item,
    main,
    paragraph,
    parts,
    refusal,
    rejected,
    revision_ids,
    specification,
    stretches,
    style_of,
    value,
)
from tests.word.labels import labels
from tests.word.making import docx_bytes, p

from specgen.word.document.resolve import accept_all, reject_all


def test_a_clause_goes_to_the_end_of_its_section_and_before_the_next_heading() -> None:
    host = specification(p("The service sees people at home."), p("It runs all year."))
    made = inserted(host, clause("Plans are made together."))
    assert accepted(made.data) == [
        "3 Scope", TITLE, "The service sees people at home.", "It runs all year.", "Our terms", ("Plans are made "
            "together."), "3.3 Population covered", "Adults of the area.",
    ]  # fmt: skip
    (place,) = made.places
    assert (place.section, place.heading, place.after, place.clauses) == (
        "3.2",
        TITLE,
        "It runs all year.",
        ("co-production/specification/terms@1",),
    )


def test_every_byte_outside_the_insertion_is_as_it_was() -> None:
    host = specification(p("The service sees people at home."))
    made = inserted(host, clause("Plans are made together."))
    (stretch,) = assert_only_added(host, made.data)
    assert "customXmlInsRangeStart" in stretch[:30] and "Plans are made together." in stretch


def test_rejecting_all_gives_back_the_very_elements_and_leaves_no_control() -> None:
    host = specification(p("The service sees people at home."))
    made = inserted(host, clause(block("one", "bullet"), block("two", "number"), "Plans are made together."))
    assert canonical(reject_all(main(made.data))) == canonical(main(host))


def test_accepting_all_gives_the_host_and_exactly_the_clause_in_its_control() -> None:
    made = inserted(specification(p("The service sees people at home.")), clause("Plans are made together."))
    (control,) = controls(accept_all(main(made.data)))
    tag, title = value(control, "sdtPr/tag"), value(control, "sdtPr/alias")
    assert title == "Our terms"
    assert (
        tag.split(":")[:1] + tag.split(":")[2:3] == ["specgen", "1"] and len(tag) <= 64 and len(tag.split(":")[3]) == 12
    )


def test_the_measures_go_under_5_1_and_the_wording_under_3_2_in_one_run() -> None:
    host = specification(
        p("The service sees people at home."),
        after=heading("5 Applicable quality requirements and CQUIN goals", 1)
        + heading("5.1 Applicable Quality Requirements (See Schedule 4A-D)")
        + p("Nine of ten calls are answered.")
        + heading("5.2 Applicable CQUIN goals"),
    )
    made = inserted(
        host, clause("Plans are made together."), clause("80% of plans are agreed.", name="measure", place="quality")
    )
    words = accepted(made.data)
    assert words[words.index("Nine of ten calls are answered.") + 1] == "80% of plans are agreed."
    assert words[words.index("The service sees people at home.") + 1] == "Our terms"
    assert len(assert_only_added(host, made.data, 2)) == 2


def test_new_ids_are_above_those_of_the_host_in_any_part() -> None:
    comment = (
        '<w:comment w:id="7000" w:author="B" w:date="2026-01-01T00:00:00Z"><w:p><w:r><w:t>Why?</w:t></w:r></w:p>'
        "</w:comment>"
    )
    body = (
        f'{heading(TITLE)}<w:p><w:ins w:id="5000" w:author="B" w:date="2026-01-01T00:00:00Z"><w:r><w:t>New '
        f"words.</w:t></w:r></w:ins></w:p>{heading('3.3 Population covered')}"
    )
    made = inserted(docx_bytes(body, comments=comment), clause("Plans are made together."))
    assert [each for each in revision_ids(main(made.data)) if each != 5000] and min(
        each for each in revision_ids(main(made.data)) if each != 5000
    ) > 7000
    assert len(set(revision_ids(main(made.data)))) == len(revision_ids(main(made.data)))


def test_without_tracking_only_the_clause_comes_in() -> None:
    host = specification(p("The service sees people at home."))
    made = inserted(host, clause("Plans are made together."), plain=True)
    (stretch,) = assert_only_added(host, made.data)
    assert "w:ins" not in stretch and "RangeStart" not in stretch
    assert rejected(made.data) == accepted(made.data)


def test_body_text_has_the_look_of_the_sections_own_text() -> None:
    neighbour = p(
        "The service sees people at home, at work and by telephone.",
        '<w:pStyle w:val="BodyText"/><w:spacing w:after="200"/>',
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="22"/>',
    )
    made = inserted(specification(neighbour), clause("Plans are made together."))
    new = paragraph(accept_all(main(made.data)), "Plans are made together.")
    assert style_of(new) == "BodyText" and value(new, "pPr/spacing", "after") == "200"
    assert [value(new, "r/rPr/rFonts", "ascii"), value(new, "r/rPr/sz")] == ["Arial", "22"]


def test_a_clause_has_a_heading_one_level_below_the_sections() -> None:
    made = inserted(specification(p("Words.")), clause("Plans are made together."))
    assert style_of(paragraph(main(made.data), "Our terms")) == "Heading3"


def test_what_comes_in_declares_no_names_of_our_own() -> None:
    host = specification(p("Words.", '<w:jc w:val="both"/><w:keepLines/>', "<w:i/>"), item("assessment", 1))
    for plain in (False, True):
        made = inserted(host, clause("Plans are made:", block("together", "number")), plain=plain)
        (stretch,) = stretches(main(host), main(made.data), 1)
        assert "xmlns" not in stretch and stretch.count("specgen") == stretch.count('w:tag w:val="specgen:') == 1


def test_a_place_after_a_paragraph_whose_end_somebody_strikes_is_refused_by_name() -> None:
    struck = '<w:rPr><w:del w:id="9" w:author="B" w:date="2026-01-01T00:00:00Z"/></w:rPr>'
    problem = refusal(specification(p("Words."), p("These words go on in the next line.", struck)))
    assert problem.slug == "place-struck" and "the end of the paragraph before the place" in problem.message


def test_the_second_run_gives_the_same_bytes() -> None:
    made = inserted(specification(p("Words.")), clause("Plans are made together."))
    again = inserted(made.data, clause("Plans are made together."))
    assert again.data == made.data and again.standing == ("co-production/specification/terms@1",)


def test_lists_start_at_one_and_the_hosts_go_on_as_they_did() -> None:
    host = specification(
        item("assessment", 1), item("treatment", 1), after=heading("3.3 Population covered") + item("review", 1)
    )
    made = inserted(
        host,
        clause(
            "Plans are made:",
            block("together", "number"),
            block("in writing", "number"),
            "They are kept:",
            block("safe", "number"),
        ),
    )
    assert {text: label for label, text in labels(made.data) if label} == {
        "assessment": "1.",
        "treatment": "2.",
        "review": "3.",
        "together": "1.",
        "in writing": "2.",
        "safe": "1.",
    }
    assert {name for name, data in parts(made.data).items() if parts(host)[name] != data} == {
        "word/document.xml",
        "word/numbering.xml",
    }
