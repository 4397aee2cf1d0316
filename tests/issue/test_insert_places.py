"""The place in a specification: found by words first and number second, after what stands there, or named and left
alone."""

from __future__ import annotations

import pytest
from lxml import etree
from tests.issue.inserting import (
    TITLE,
    accepted,
    assert_only_added,
    attempt,
    block,
    canonical,
    clause,
    heading,
    inserted,
    item,
    main,
    parts,
    refusal,
    rejected,
    specification,
    value,
)
from tests.word.making import STYLES, docx_bytes, p, table, text_box, zipped

from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.package.ooxml import w

WORDS = clause("Plans are made together.")
BOLD = "<w:b/>"


def bold(text: str) -> str:
    return p(text, run=BOLD)


def after_of(host: bytes, text: str = "Our terms") -> str:
    """The words of the paragraph before the clause."""
    found = [each for each in accepted(inserted(host, WORDS).data) if each]
    return found[found.index(text) - 1]


@pytest.mark.parametrize(
    "title",
    [
        TITLE, "3.2 SERVICE DESCRIPTION / CARE PATHWAY", "3.2. Service Description/Care Pathway(s)", ("Service "
            "description and "
            "care pathway"), ("3.2\tService "
            "description – care "
            "pathways"),
        "Section 3.2: Description of the service and care pathway", ("3.2 Service "
            "Description"), "3.4 Care pathways", ("3.2 Service "
            "description/care "
            "pathway "
            "(including "
            "referral)"),
    ],
)  # fmt: skip
def test_the_heading_is_known_in_its_usual_variants(title: str) -> None:
    host = docx_bytes(
        heading(title) + p("It starts with a referral.") + heading("3.3 Population covered") + p("Adults.")
    )
    assert after_of(host) == "It starts with a referral."


@pytest.mark.parametrize(
    "title", [p(TITLE), bold(TITLE), bold("Service description/care pathway"), p(TITLE, '<w:outlineLvl w:val="1"/>')]
)
def test_a_heading_need_have_no_heading_style(title: str) -> None:
    after = bold("3.3 Population covered") if "3.2" in title else bold("Population covered")
    host = docx_bytes(bold("Aims") + p("To help.") + title + p("It starts with a referral.") + after + p("Adults."))
    assert after_of(host) == "It starts with a referral."


def test_a_bold_heading_ends_before_the_next_bold_one_that_looks_like_it() -> None:
    host = docx_bytes(
        bold("Service description/care pathway") + p("It starts with a referral.") + bold("Staffing") + p("Nurses.")
    )
    assert after_of(host) == "It starts with a referral."


def test_subheadings_of_the_section_belong_to_it() -> None:
    host = specification(
        p("It starts with a referral."),
        heading("3.2.1 Referral", 3),
        p("By letter."),
        heading("Discharge", 3),
        p("By telephone."),
    )
    assert after_of(host) == "By telephone."


def test_a_heading_whose_number_comes_from_its_style_is_found_by_the_number() -> None:
    host = docx_bytes(
        numbered("Scope", 0)
        + numbered("Aims", 1)
        + numbered("How it works", 1)
        + p("It starts with a referral.")
        + numbered("Population", 1),
        numbering=OUTLINE,
    )
    made, problems = attempt(host, WORDS, after={"3.2": "How it works"})
    assert made is not None and not problems
    (problem,) = attempt(
        docx_bytes(
            numbered("Scope", 0)
            + numbered("A", 0)
            + numbered("Scope", 0)
            + numbered("Aims", 1)
            + numbered("How it works", 1)
            + p("Referral.")
            + numbered("Population", 1),
            numbering=OUTLINE,
        ),
        WORDS,
    )[1]
    assert (problem.severity, problem.slug) == ("warning", "place-by-number") and "How it works" in problem.message


def test_where_none_fits_the_headings_are_listed_and_nothing_is_written() -> None:
    made, problems = attempt(
        docx_bytes(heading("Our aims") + p("Words.") + heading("Our people") + p("Nurses.")), WORDS
    )
    assert made is None
    assert [(each.slug, each.severity, each.message) for each in problems] == [
        ("no-place", "error", "no heading reads like “3.2 Service description/care pathway”"),
        ("may-be-meant", "note", "“Our aims” comes first, and under it stands “Words.”"),
        ("may-be-meant", "note", "“Our people” comes after “Our aims”, and under it stands “Nurses.”"),
    ]


def test_where_several_fit_they_are_listed_with_what_is_around_them() -> None:
    one = heading("Service A", 1) + heading(TITLE) + p("By letter.")
    made, problems = attempt(
        docx_bytes(one + one.replace("Service A", "Service B").replace("letter", "telephone")), WORDS
    )
    assert made is None and problems[0].slug == "several-places"
    assert [each.message.partition(" comes ")[2] for each in problems[1:]] == [
        "after “Service A”, and under it stands “By letter.”",
        "after “Service B”, and under it stands “By telephone.”",
    ]


def test_after_decides_by_the_headings_own_words() -> None:
    host = docx_bytes(heading("Our model") + p("By letter.") + heading("Our people") + p("Nurses."))
    assert [text for text in accepted(inserted(host, WORDS, after={"3.2": "our MODEL"}).data) if text][:3] == [
        "Our model",
        "By letter.",
        "Our terms",
    ]
    assert refusal(host, WORDS, after={"3.2": "Our modell"}).suggestion == "Our model"


@pytest.mark.parametrize("space", ["  ", "\u00a0", " \u00a0 ", "\t", "\u2003", "\u202f"])
@pytest.mark.parametrize("said", ["Our model of care", "Our model  of care", "3.4 Our\u00a0model of care"])
def test_white_space_between_the_words_of_a_heading_tells_nothing_apart(space: str, said: str) -> None:
    typed = heading(space.join(("3.4", "Our", "model", "of", "care")))
    host = specification(after=typed + p("Words of the section.") + heading("3.5 Population"))
    found = accepted(inserted(host, WORDS, after={"3.2": said}).data)
    assert (
        found.index("Words of the section.") < found.index("Plans are made together.") < found.index("3.5 Population")
    )


def test_a_table_of_contents_is_no_heading() -> None:
    contents = (
        (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            "<w:sdtContent>"
        )
        + p(TITLE)
        + "</w:sdtContent></w:sdt>"
    )
    assert after_of(specification(p("It starts with a referral."), before=contents)) == "It starts with a referral."


def test_empty_lines_before_the_next_heading_stay_before_it() -> None:
    words = accepted(inserted(specification(p("It starts with a referral."), p(), p()), WORDS).data)
    assert words[words.index("Plans are made together.") + 1 :][:3] == ["", "", "3.3 Population covered"]


def test_a_page_break_before_the_next_heading_stays_before_it() -> None:
    words = accepted(
        inserted(
            specification(p("It starts with a referral."), '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'), WORDS
        ).data
    )
    assert words[words.index("It starts with a referral.") + 1] == "Our terms"


def test_a_section_without_words_gets_them_under_its_heading() -> None:
    assert after_of(specification()) == TITLE
    assert after_of(specification(p())) == TITLE


def test_after_a_table_at_the_end_of_the_section() -> None:
    host = specification(p("Times:"), table((p("Monday"), p("9 to 5"))))
    made = inserted(host, WORDS)
    assert canonical(reject_all(main(made.data))) == canonical(main(host))
    words = accepted(made.data)
    assert words.index("9 to 5") < words.index("Our terms") < words.index("3.3 Population covered")


def test_after_a_table_at_the_very_end_of_the_body() -> None:
    host = specification(p("Times:"), table((p("Monday"), p("9 to 5"))), after="")
    made = inserted(host, WORDS)
    assert len(assert_only_added(host, made.data)) == 1
    assert rejected(made.data) == [*rejected(host), ""] and accepted(made.data)[-3:] == [
        "Our terms",
        "Plans are made together.",
        "",
    ]


def in_cell(*blocks: str, following: str = "") -> bytes:
    return docx_bytes(
        p("Specification")
        + table(("".join(blocks),), *((each,) for each in ([following] if following else [])))
        + p("End")
    )


def test_a_heading_in_a_tables_cell_with_its_words_below_it() -> None:
    host = in_cell(
        bold("3.2 Service description/care pathway"),
        p("It starts with a referral to the team, which answers within two days."),
        bold("3.3 Population covered"),
        p("Adults."),
    )
    made = inserted(host, WORDS)
    assert len(assert_only_added(host, made.data)) == 1
    words = accepted(made.data)
    assert words.index("Plans are made together.") < words.index("3.3 Population covered")


def test_a_heading_alone_in_its_cell_with_the_words_in_the_cell_beside_it() -> None:
    host = docx_bytes(
        table(
            (bold("Service description/care pathway"), p("It starts with a referral to the team.") + p()),
            (bold("Population covered"), p("Adults.")),
        )
        + p("End")
    )
    assert after_of(host) == "It starts with a referral to the team."


def test_a_heading_with_what_it_means_below_it_in_a_forms_cell_has_its_words_in_the_cell_beside_it() -> None:
    host = docx_bytes(
        table(
            (
                p("Term", run=BOLD) + p("How long the contract runs"),
                p("Three years from the first day of the services."),
            ),
            (p(TITLE, run=BOLD) + p("What the service does"), p("People are seen within two weeks of a referral.")),
            (p("Price", run=BOLD) + p("What is paid"), p("As the finance schedule says for each year.")),
        )
        + p()
    )
    assert after_of(host) == "People are seen within two weeks of a referral."


def test_a_heading_with_sentences_below_it_in_its_cell_keeps_its_words_there() -> None:
    host = docx_bytes(
        table((p(TITLE, run=BOLD) + p("People are seen within two weeks of a referral, at home."), p("Note"))) + p()
    )
    assert after_of(host) == "People are seen within two weeks of a referral, at home."


def test_a_heading_alone_in_its_row_with_the_words_in_the_row_below() -> None:
    host = docx_bytes(
        table(
            (bold(TITLE),),
            (p("It starts with a referral to the team.") + p(),),
            (bold("3.3 Population covered"),),
            (p("Adults."),),
        )
        + p("End")
    )
    assert after_of(host) == "It starts with a referral to the team."


@pytest.mark.parametrize("number", [(), ("3.",)])
def test_a_heading_alone_in_its_row_has_the_rows_below_though_they_begin_with_a_lower_heading(
    number: tuple[str, ...],
) -> None:
    empty = [p() for _ in number]
    host = docx_bytes(
        table(
            (*map(p, number), bold("Scope")),
            (*empty, bold("3.1 Aims") + p("To help.") + bold("3.9 Other things") + p("LAST")),
            (*(p("4.") for _ in number), bold("Applicable Service Standards")),
            (*empty, p("NICE.")),
        )
        + p()
    )
    found = [each for each in accepted(inserted(host, WORDS, after={"3.2": "Scope"}).data) if each]
    assert found[found.index("Our terms") - 1] == "LAST"


def test_at_the_end_of_a_cell_the_mark_before_becomes_the_inserted_one_and_that_is_said() -> None:
    host = in_cell(bold(TITLE), p("It starts with a referral.", '<w:jc w:val="both"/>'))
    made, problems = attempt(host, WORDS)
    assert made is not None and [(each.slug, each.severity) for each in problems] == [("mark-moved", "note")]
    assert canonical(reject_all(main(made.data))) == canonical(main(host))
    assert [text for text in accepted(made.data) if text] == [
        "Specification",
        TITLE,
        "It starts with a referral.",
        "Our terms",
        "Plans are made together.",
        "End",
    ]


@pytest.mark.parametrize(
    "properties",
    ["", '<w:jc w:val="both"/>', '<w:pStyle w:val="ListNumber"/><w:rPr><w:i/></w:rPr>', "<w:rPr><w:b/></w:rPr>"],
)
def test_at_the_end_of_the_body_rejecting_gives_the_last_paragraph_back_as_it_was(properties: str) -> None:
    host = specification(p("It starts with a referral.", properties), after="")
    made = inserted(host, WORDS)
    assert canonical(reject_all(main(made.data))) == canonical(main(host))
    assert [text for text in accepted(made.data) if text][-3:] == [
        "It starts with a referral.",
        "Our terms",
        "Plans are made together.",
    ]


def test_before_a_section_break_the_clause_stays_on_its_side_of_it() -> None:
    broken = p("It starts with a referral.", '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>')
    host = specification(broken)
    made = inserted(host, WORDS)
    assert canonical(reject_all(main(made.data))) == canonical(main(host))
    page = accept_all(main(made.data))
    assert page.index(b"Plans are made together.") < page.index(b"w:pgSz") < page.index(b"3.3 Population")


def test_an_empty_paragraph_with_the_section_break_stays_as_it_is() -> None:
    host = specification(
        p("It starts with a referral."), p("", '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>')
    )
    made = inserted(host, WORDS)
    assert len(assert_only_added(host, made.data)) == 1


def test_a_control_round_the_sections_words_is_left_as_it_is() -> None:
    held = (
        f'<w:sdt><w:sdtPr><w:alias w:val="Theirs"/><w:lock w:val="sdtContentLocked"/></w:sdtPr><w:sdtContent>'
        f"{p('It starts with a referral.')}</w:sdtContent></w:sdt>"
    )
    host = specification(held)
    made = inserted(host, WORDS)
    (stretch,) = assert_only_added(host, made.data)
    assert held.encode() in main(made.data) and "Plans are made" in stretch


def test_inside_a_control_that_holds_the_whole_document() -> None:
    whole = (
        f'<w:sdt><w:sdtPr><w:alias w:val="Whole"/></w:sdtPr><w:sdtContent>'
        f"{heading(TITLE)}{p('It starts with a referral.')}{heading('3.3 Population covered')}</w:sdtContent></w:sdt>"
    )
    assert after_of(docx_bytes(whole + p("End"))) == "It starts with a referral."
    locked = whole.replace("</w:sdtPr>", '<w:lock w:val="contentLocked"/></w:sdtPr>')
    assert refusal(docx_bytes(locked + p("End"))).slug == "place-closed"
    grouped = whole.replace("</w:sdtPr>", "<w:group/></w:sdtPr>")
    assert refusal(docx_bytes(grouped + p("End"))).slug == "place-closed"


def test_inside_a_field_nothing_is_put() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT x.docx</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    host = docx_bytes(
        f"{heading(TITLE)}<w:p>{field}<w:r><w:t>Words.</w:t></w:r></w:p>"
        f'{heading("3.3 Population covered")}<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert refusal(host).slug == "place-closed"


def test_a_bookmark_that_ends_after_the_section_is_not_made_longer() -> None:
    marked = (
        '<w:bookmarkStart w:id="4" w:name="theirs"/>' + p("It starts with a referral.") + '<w:bookmarkEnd w:id="4"/>'
    )
    host = specification(marked)
    data = main(inserted(host, WORDS).data)
    assert data.index(b"bookmarkEnd") < data.index(b"Our terms")


def test_words_in_text_boxes_are_no_heading() -> None:
    host = docx_bytes(text_box(bold(TITLE)) + heading("Aims") + p("Words."))
    assert refusal(host).slug == "no-place"


def test_a_struck_heading_is_not_where_clauses_go() -> None:
    mark = '<w:del w:id="1" w:author="B" w:date="2026-01-01T00:00:00Z">'
    struck = (
        f'<w:p><w:pPr><w:pStyle w:val="Heading2"/><w:rPr>{mark[:-1]}/></w:rPr></w:pPr>{mark}<w:r><w:delText>'
        f"{TITLE}</w:delText></w:r></w:del></w:p>"
    )
    host = docx_bytes(
        struck
        + p("Old words.")
        + heading("Aims")
        + p("To help.")
        + heading(TITLE)
        + p("It starts with a referral.")
        + heading("3.3 Population covered")
    )
    assert after_of(host) == "It starts with a referral."


def test_bulleted_neighbours_of_a_measure_make_it_a_bullet() -> None:
    host = docx_bytes(
        heading("5.1 Applicable Quality Requirements")
        + item("Nine of ten calls.", 2)
        + heading("5.2 Applicable CQUIN goals")
    )
    made = inserted(host, clause("80% of plans are agreed.", place="quality"))
    (new,) = [
        each
        for each in accepted_paragraphs(made.data)
        if "80%" in "".join(text.text or "" for text in each.iter(w("t")))
    ]
    assert value(new, "pPr/numPr/numId") == "2"


def test_numbered_neighbours_are_gone_on_with_and_later_numbers_stay() -> None:
    host = docx_bytes(
        heading(TITLE)
        + numbered("The team sees people.", 1)
        + numbered("It keeps records.", 1)
        + heading("3.3 Population covered")
        + p("Adults."),
        numbering=OUTLINE,
    )
    made = inserted(host, WORDS)
    (new,) = [
        each
        for each in accepted_paragraphs(made.data)
        if "Plans are made" in "".join(text.text or "" for text in each.iter(w("t")))
    ]
    assert value(new, "pPr/numPr/numId") == "1"
    later = docx_bytes(
        heading(TITLE)
        + numbered("The team sees people.", 1)
        + heading("3.3 Population covered")
        + numbered("Adults of the area.", 1),
        numbering=OUTLINE,
    )
    made = inserted(later, WORDS)
    (new,) = [
        each
        for each in accepted_paragraphs(made.data)
        if "Plans are made" in "".join(text.text or "" for text in each.iter(w("t")))
    ]
    assert new.find(f".//{w('numId')}") is None
    assert rejected(made.data) == accepted(later)


def accepted_paragraphs(data: bytes) -> list[etree._Element]:
    return list(etree.fromstring(accept_all(main(data))).iter(w("p")))


def numbered(text: str, level: int) -> str:
    return item(text, 1, level)


OUTLINE = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum '
    'w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl><w:lvl '
    'w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
    '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2">'
    '<w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def test_a_host_without_a_numbering_part_gets_one_for_a_clause_with_a_list() -> None:
    bare = {name: data for name, data in parts(specification(p("Words."))).items() if name != "word/numbering.xml"}
    bare["[Content_Types].xml"] = bare["[Content_Types].xml"].replace(
        b'<Override PartName="/word/numbering.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>',
        b"",
    )
    bare["word/_rels/document.xml.rels"] = bare["word/_rels/document.xml.rels"].replace(
        b'<Relationship Id="rnumbering" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" '
        b'Target="numbering.xml"/>',
        b"",
    )
    bare["word/styles.xml"] = (
        bare["word/styles.xml"]
        .replace(b'<w:numPr><w:numId w:val="1"/></w:numPr>', b"")
        .replace(b'<w:numPr><w:numId w:val="2"/></w:numPr>', b"")
    )
    host = zipped(bare)
    made = inserted(host, clause(block("one", "bullet"), block("two", "number")))
    after = parts(made.data)
    assert list(after) == [*bare, "word/numbering.xml"]
    assert {name for name in bare if bare[name] != after[name]} == {
        "word/document.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
    }
    assert canonical(reject_all(main(made.data))) == canonical(main(host))


def test_a_long_bold_line_about_descriptions_and_pathways_is_no_heading() -> None:
    mention = bold("The description of each pathway is agreed with local practices and reviewed yearly")
    host = docx_bytes(
        mention + heading("3.2 How it works") + p("It starts with a referral.") + heading("3.3 Population covered")
    )
    assert after_of(host) == "It starts with a referral."


@pytest.mark.parametrize("kind", ["ins", "moveTo"])
def test_somebody_elses_mark_on_the_last_paragraph_is_there_once(kind: str) -> None:
    mark = f'<w:rPr><w:{kind} w:id="9" w:author="B" w:date="2026-01-01T00:00:00Z"/></w:rPr>'
    host = docx_bytes(heading(TITLE) + p("It starts with a referral.") + p("It ends with a letter.", mark))
    made = inserted(host, WORDS)
    theirs = [each for each in etree.fromstring(main(made.data)).iter(w(kind)) if each.get(w("author")) == "B"]
    assert len(theirs) == 1 and theirs[0].get(w("id")) == "9"
    assert [each for each in rejected(made.data) if each] == [each for each in rejected(host) if each]


def test_nested_items_of_a_host_without_lists_are_one_level_down_each() -> None:
    made = inserted(
        specification(p("Words.")),
        clause("Plans are made:", block("together", "number"), block("in writing", "number", 1)),
    )
    found = etree.fromstring(main(made.data))
    assert [each.get(w("val")) for each in found.iter(w("ilvl"))] == ["0", "1"]


def grid_of(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc><w:tcPr/>{p(text)}</w:tc>" for text in row) for row in rows)
    columns = "<w:gridCol/>" * len(rows[0])
    return f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{''.join(f'<w:tr>{each}</w:tr>' for each in cells)}</w:tbl>"


SECTIONS = heading("1 Background", 1) + p("Words.") + heading("2 How the service works", 1) + p("More words.")


@pytest.mark.parametrize(
    "names_it",
    [
        grid_of(("Service", "Podiatry"), ("Service description", "Podiatry for adults"), ("Commissioner", "The board")),
        grid_of(("Item", "Done"), ("Service description", "Yes"), ("Prices", "No")),
        grid_of(("Service description", "Unit", "Price"), ("Podiatry", "visit", "£30")),
        heading("Definitions", 1) + p("Service description", run="<w:b/>") + p("What Schedule 2A says."),
        heading("3 Quality", 1) + heading("3.1 Audits") + heading("3.2 Complaints") + p("Each is answered."),
    ],
    ids=["field", "checklist", "prices", "definition", "number"],
)
def test_what_only_names_the_section_or_has_its_number_is_no_place_for_it(names_it: str) -> None:
    assert refusal(docx_bytes(names_it + SECTIONS)).slug == "no-place"


def test_a_form_that_is_one_table_has_its_sections_in_cells() -> None:
    form = grid_of(("Aims", "To help."), ("Service description", "By letter."), ("Population covered", "Adults."))
    assert after_of(docx_bytes(form + SECTIONS)) == "By letter."


@pytest.mark.parametrize(
    "listed",
    [grid_of((TITLE, "4"), ("3.3 Population covered", "5")), grid_of(("1.1", "New", TITLE), ("1.2", "Less", "2"))],
)
def test_a_list_in_a_table_that_names_the_heading_is_none(listed: str) -> None:
    assert after_of(specification(p("By letter."), before=listed)) == "By letter."


def test_headings_in_welsh_are_found_by_their_words() -> None:
    host = docx_bytes(
        heading("Nodau") + p("a") + heading("Disgrifiad o'r gwasanaeth") + p("Drwy lythyr.") + heading("Poblogaeth")
    )
    assert after_of(host) == "Drwy lythyr."


@pytest.mark.parametrize("look", ["<w:vanish/>", "<w:strike/>", "<w:dstrike/>"])
def test_a_heading_that_nobody_sees_or_that_is_struck_through_is_none(look: str) -> None:
    gone = p(TITLE, '<w:pStyle w:val="Heading2"/>', look) + p("Guidance.")
    assert after_of(specification(p("By letter."), before=gone)) == "By letter."
    assert refusal(docx_bytes(gone + heading("3.3 Population covered"))).slug == "no-place"


@pytest.mark.parametrize("look", ["<w:vanish/>", "<w:strike/>"])
def test_a_heading_that_a_style_hides_or_strikes_through_is_none(look: str) -> None:
    styles = f'{STYLES}<w:style w:type="character" w:styleId="Removed"><w:rPr>{look}</w:rPr></w:style>'
    gone = p(TITLE, '<w:pStyle w:val="Heading2"/>', '<w:rStyle w:val="Removed"/>') + p("Guidance.")
    assert refusal(docx_bytes(gone + heading("3.3 Population covered"), styles=styles)).slug == "no-place"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("The quality requirements are in Schedule 4", "quality"),
        ("Data quality requirements", "quality"),
        ("See the service description and care pathway in Schedule 2A", "specification"),
    ],
)
def test_a_line_that_speaks_of_the_section_or_of_something_else_is_no_place_for_it(line: str, place: str) -> None:
    host = docx_bytes(heading("4 Reporting", 1) + p(line, run="<w:b/>") + p("Each month.") + heading("5 Prices", 1))
    assert refusal(host, clause("Words.", place=place)).slug == "no-place"
