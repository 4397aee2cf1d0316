"""A Word draft read as wording: what is carried, and that everything else is named and nothing lost."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

from specgen.problems import Problem
from specgen.word.draft.read import DraftWording, read_wording
from specgen.word.package.package import read_package
from specgen.wording.wording import Placeholder, Run

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def read(document: Document) -> tuple[DraftWording | None, list[Problem]]:
    held = io.BytesIO()
    document.save(held)
    package, problems = read_package(held.getvalue(), "draft.docx")
    assert package is not None, problems
    return read_wording(package)


def draft(*paragraphs: str, heading: str = "") -> Document:
    document = docx.Document()
    if heading:
        document.add_heading(heading, 1)
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def with_xml(xml: str) -> Document:
    """A draft with one sentence, and some XML put into its paragraph."""
    document = draft("The plan is shared.")
    document.paragraphs[0]._p.append(parse_xml(xml))
    return document


def carried(document: Document) -> DraftWording:
    found, problems = read(document)
    assert found is not None, problems
    return found


def slugs(document: Document) -> set[str]:
    found, problems = read(document)
    assert (found is None) == any(problem.severity == "error" for problem in problems)
    return {problem.slug for problem in problems}


# --- what is carried ------------------------------------------------------------------------------------------------


def test_the_first_heading_is_the_title_and_the_paragraphs_are_the_wording() -> None:
    found = carried(draft("One.", "", "Two.", heading="Our terms"))
    assert (found.title, [(block.kind, block.text) for block in found.blocks]) == (
        "Our terms",
        [("paragraph", "One."), ("paragraph", "Two.")],
    )


def test_word_lists_become_items_with_their_nesting() -> None:
    document = draft()
    for text, style in (
        ("a", "List Bullet"),
        ("b", "List Bullet 2"),
        ("c", "List Bullet"),
        ("x", "List Number"),
        ("y", "List Number"),
    ):
        document.add_paragraph(text, style=style)
    assert [(block.kind, block.level, block.text) for block in carried(document).blocks] == [
        ("bullet", 0, "a"),
        ("bullet", 1, "b"),
        ("bullet", 0, "c"),
        ("number", 0, "x"),
        ("number", 0, "y"),
    ]


def test_bold_and_italic_are_read_from_runs_and_from_styles() -> None:
    document = draft()
    paragraph = document.add_paragraph()
    paragraph.add_run("one ").bold = True
    paragraph.add_run("two ").italic = True
    paragraph.add_run("three ", style="Strong")
    strong = paragraph.add_run("four", style="Strong")
    strong.bold = False
    assert carried(document).blocks[0].inlines == (
        Run("one ", bold=True),
        Run("two ", italic=True),
        Run("three ", bold=True),
        Run("four"),
    )


def test_a_style_that_is_bold_twice_over_is_not_bold() -> None:
    document = draft()
    document.styles["Normal"].font.bold = True
    document.add_paragraph().add_run("plain", style="Strong")
    document.add_paragraph().add_run("bold")
    assert [block.inlines for block in carried(document).blocks] == [(Run("plain"),), (Run("bold", bold=True),)]


def test_placeholders_are_named_after_what_stands_in_their_brackets() -> None:
    found = carried(draft("By [number of people] people and {{ sdm_cohort }}, [Café lead's post]."))
    assert found.blocks[0].inlines == (
        Run("By "),
        Placeholder("number_of_people"),
        Run(" people and "),
        Placeholder("sdm_cohort"),
        Run(", "),
        Placeholder("cafe_lead_s_post"),
        Run("."),
    )
    assert found.placeholders["number_of_people"] == "number of people"


def test_a_placeholder_that_word_split_over_runs_is_one_placeholder() -> None:
    document = draft()
    paragraph = document.add_paragraph("By [")
    for piece in ("number", " of ", "people] x"):
        paragraph.add_run(piece)
    assert carried(document).blocks[0].inlines == (Run("By "), Placeholder("number_of_people"), Run(" x"))


def test_signs_that_word_writes_as_elements_are_kept_as_letters() -> None:
    assert (
        carried(with_xml(f"<w:r {W}><w:noBreakHyphen/><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>")).blocks[0].text
        == "The plan is shared.\u2011a\tb"
    )


def test_controls_and_bookmarks_are_looked_through() -> None:
    document = with_xml(
        f'<w:sdt {W}><w:sdtPr><w:tag w:val="x"/></w:sdtPr><w:sdtContent><w:r><w:t xml:space="preserve"> '
        f"More.</w:t></w:r></w:sdtContent></w:sdt>"
    )
    document.paragraphs[0]._p.insert(0, parse_xml(f'<w:bookmarkStart {W} w:id="1" w:name="b"/>'))
    assert carried(document).blocks[0].text == "The plan is shared. More."


def test_characters_of_any_kind_arrive_as_typed() -> None:
    text = "“A & B” <c> é 🙂 \u00a0x *y* \\ }z{ £5–6"
    assert carried(draft(text)).blocks[0].inlines == (Run(text),)


def test_the_numbers_of_a_nested_list_are_the_ones_that_the_clause_prints() -> None:
    document = draft()
    for text, style in (("a", "List Number"), ("b", "List Number")):
        document.add_paragraph(text, style=style)
    document.add_paragraph("between")
    document.add_paragraph("c", style="List Number")
    found, problems = read(document)
    assert found is None
    assert [
        (problem.slug, "numbered “3.”, which the clause would number “1.”" in problem.message) for problem in problems
    ] == [("draft-list-number", True)]


# --- what is refused, by name ---------------------------------------------------------------------------------------


def test_a_tracked_change_is_refused_with_its_words_and_author() -> None:
    document = with_xml(
        f'<w:ins {W} w:id="1" w:author="Cy Brown" w:date="2026-01-01T00:00:00Z"><w:r><w:t '
        f'xml:space="preserve"> At once.</w:t></w:r></w:ins>'
    )
    found, problems = read(document)
    assert found is None
    assert "insertion by Cy Brown): “ At once.”" in problems[0].message
    assert problems[0].location.paragraph == "The plan is shared. At once."


def test_a_comment_is_refused_with_its_words() -> None:
    document = draft("The plan is shared.")
    if not hasattr(document, "add_comment"):
        pytest.skip("this python-docx writes no comments")
    document.add_comment(document.paragraphs[0].runs, text="Is it?", author="Cy Brown")
    found, problems = read(document)
    assert found is None
    assert "a comment by Cy Brown is not settled: “Is it?”" in problems[0].message


@pytest.mark.parametrize(
    ("xml", "slug"),
    [
        (f"<w:r {W}><w:br/><w:t>x</w:t></w:r>", "draft-line-break"),
        (f'<w:r {W}><w:br w:type="page"/></w:r>', "draft-line-break"),
        (f'<w:hyperlink {W} w:anchor="x"><w:r><w:t>x</w:t></w:r></w:hyperlink>', "draft-link"),
        (f'<w:fldSimple {W} w:instr="DATE"><w:r><w:t>x</w:t></w:r></w:fldSimple>', "draft-field"),
        (f'<w:r {W}><w:fldChar w:fldCharType="begin"/></w:r>', "draft-field"),
        (f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>', "draft-footnote"),
        (f'<w:r {W}><w:endnoteReference w:id="2"/></w:r>', "draft-endnote"),
        (f"<w:r {W}><w:drawing/></w:r>", "draft-picture"),
        (f"<w:r {W}><w:pict/></w:r>", "draft-picture"),
        (f"<w:r {W} {MC}><mc:AlternateContent><mc:Choice Requires='w'/></mc:AlternateContent></w:r>", "draft-picture"),
        (f"<w:r {W}><w:object/></w:r>", "draft-embedded-file"),
        (f'<w:r {W}><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "draft-symbol"),
        (f"<m:oMath {W} {M}><m:r><m:t>x</m:t></m:r></m:oMath>", "draft-equation"),
        (f"<w:r {W}><w:ruby/></w:r>", "draft-unknown-part"),
        (f"<w:r {W}><w:rPr><w:u w:val='single'/></w:rPr><w:t>x</w:t></w:r>", "draft-look"),
        (f"<w:r {W}><w:rPr><w:strike/></w:rPr><w:t>x</w:t></w:r>", "draft-look"),
        (f"<w:r {W}><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>x</w:t></w:r>", "draft-look"),
        (f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>", "draft-look"),
        (f"<w:r {W}><w:rPr><w:highlight w:val='yellow'/></w:rPr><w:t>x</w:t></w:r>", "draft-look"),
        (f"<w:r {W}><w:rPr><w:caps/></w:rPr><w:t>x</w:t></w:r>", "draft-look"),
        (
            f"<w:sdt {W}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r>"
            f"</w:sdtContent></w:sdt>",
            "draft-empty-control",
        ),
    ],
)
def test_what_wording_cannot_carry_is_refused_with_the_paragraph(xml: str, slug: str) -> None:
    found, problems = read(with_xml(xml))
    assert found is None
    assert [problem.slug for problem in problems if problem.severity == "error"] == [slug]
    place = problems[0].location
    assert (place.part, (place.paragraph or "").startswith("The plan is shared.")) == ("word/document.xml", True)


def a_table(document: Document) -> None:
    document.add_table(1, 1).cell(0, 0).text = "in a cell"


def a_heading_below(document: Document) -> None:
    document.add_heading("Part two", 2)


def a_section(document: Document) -> None:
    document.add_section()
    document.add_paragraph("after it")


def a_typed_list(document: Document) -> None:
    document.add_paragraph("1. typed by hand")


def a_level_missed_out(document: Document) -> None:
    document.add_paragraph("a", style="List Bullet 3")


@pytest.mark.parametrize(
    ("put", "slug"),
    [
        (a_table, "draft-table"),
        (a_heading_below, "draft-heading"),
        (a_section, "draft-section-break"),
        (a_typed_list, "draft-typed-list"),
        (a_level_missed_out, "draft-list-level"),
    ],
)
def test_blocks_that_wording_cannot_carry_are_refused(put: Callable[[Document], None], slug: str) -> None:
    document = draft("The plan is shared.")
    put(document)
    assert slug in slugs(document)


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ("<w:color w:val='FFFFFF'/>", "white letters"),
        ("<w:color w:val='FF0000'/><w:highlight w:val='red'/>", "letters of the colour of what is behind them"),
        ("<w:sz w:val='2'/>", "letters too small to read"),
        ("<w:w w:val='1'/>", "letters pressed together"),
        ("<w:spacing w:val='-200'/>", "letters pressed together"),
        ("<w:position w:val='-600'/>", "letters moved off their line"),
        ("<w:rFonts w:ascii='Wingdings'/>", "letters of a font of pictures"),
        ("<w:vanish/>", "hidden"),
    ],
)
def test_words_that_nobody_can_read_are_refused_with_the_reason(look: str, said: str) -> None:
    found, problems = read(with_xml(f"<w:r {W}><w:rPr>{look}</w:rPr><w:t>not</w:t></w:r>"))
    assert found is None
    errors = [problem for problem in problems if problem.severity == "error"]
    assert {problem.slug for problem in errors} == {"draft-look"}
    assert any(f"{said}: “not”" in problem.message for problem in errors)


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("<w:ind w:left='-9000'/>", "moved off the page"),
        ("<w:spacing w:line='20' w:lineRule='exact'/>", "lines too low to read"),
    ],
)
def test_paragraphs_that_nobody_can_read_are_refused_with_the_reason(layout: str, said: str) -> None:
    document = draft("The plan is shared.", "It is free.")
    document.paragraphs[1]._p.get_or_add_pPr().extend(parse_xml(f"<w:pPr {W}>{layout}</w:pPr>".encode()))
    _, problems = read(document)
    assert [said in problem.message for problem in problems if problem.severity == "error"] == [True]


@pytest.mark.parametrize(
    ("form", "text", "words"),
    [
        ("none", "Optional:", "Optional:"),
        ("decimal", "Schedule %1", "Schedule %1"),
        ("bullet", "Note", "Note"),
        ("decimal", "%1.", ""),
        ("bullet", "o", ""),
    ],
)
def test_words_that_a_list_prints_are_refused_and_not_lost(form: str, text: str, words: str) -> None:
    document = draft("The plan is shared.")
    document.add_paragraph("It is free.", style="List Number")
    for level in document.part.numbering_part.element.iter(f"{{{NAMESPACE}}}lvl"):
        level.find(f"{{{NAMESPACE}}}numFmt").set(f"{{{NAMESPACE}}}val", form)
        level.find(f"{{{NAMESPACE}}}lvlText").set(f"{{{NAMESPACE}}}val", text)
    found, problems = read(document)
    errors = [problem.message for problem in problems if problem.severity == "error"]
    assert (found is None) is bool(words)
    assert all(f"“{words}”" in message for message in errors) and bool(errors) is bool(words)


@pytest.mark.parametrize("text", ["[", "by [a", "a] b", "{{ x", "x }}", "[]", "[?!]", "[a [b] c]"])
def test_a_placeholder_that_is_not_whole_is_refused(text: str) -> None:
    assert slugs(draft(text)) == {"draft-placeholder"}


def test_a_placeholder_that_is_partly_bold_is_refused() -> None:
    document = draft()
    paragraph: Paragraph = document.add_paragraph("[number ")
    paragraph.add_run("of people]").bold = True
    assert slugs(document) == {"draft-placeholder"}


def test_two_placeholders_that_would_share_a_name_are_refused() -> None:
    long = "the number of people with lived experience "
    assert slugs(draft(f"[{long}who attend]", f"[{long}who are asked]")) == {"draft-placeholder"}


def test_a_draft_without_words_is_refused() -> None:
    assert slugs(draft(heading="Only a heading")) == {"no-wording"}


def test_a_header_is_named_and_does_not_stop_the_import() -> None:
    document = draft("The plan is shared.")
    document.sections[0].header.paragraphs[0].text = "Draft 3, confidential"
    found, problems = read(document)
    assert found is not None
    assert [(problem.severity, problem.location.paragraph) for problem in problems] == [
        ("note", "Draft 3, confidential")
    ]


def test_fonts_and_colours_are_said_to_be_left_behind() -> None:
    found, problems = read(with_xml(f"<w:r {W}><w:rPr><w:color w:val='FF0000'/></w:rPr><w:t>x</w:t></w:r>"))
    assert found is not None
    assert [problem.slug for problem in problems] == ["draft-looks"]


def test_a_draft_that_is_far_too_long_is_refused_at_once() -> None:
    assert slugs(draft("x" * 100_001)) == {"draft-too-long"}


def test_a_hostile_number_of_faults_is_said_in_a_bounded_time() -> None:
    document = draft()
    for number in range(300):
        document.add_paragraph(f"[ {number}")
    assert slugs(document) == {"draft-placeholder"}


# --- what nobody sees, what a list prints, marks that were typed, and gaps --------------------------------------------


def run_with(look: str, words: str = "not") -> str:
    return f'<w:r {W}><w:rPr>{look}</w:rPr><w:t xml:space="preserve"> {words}</w:t></w:r>'


@pytest.mark.parametrize(
    "look",
    [
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="FEFEFE"/>',
        '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>',
        '<w:sz w:val="2"/>',
        '<w:w w:val="1"/>',
        '<w:spacing w:val="-400"/>',
        '<w:position w:val="-2000"/>',
    ],
)
def test_words_that_nobody_can_read_are_refused_whatever_hides_them(look: str) -> None:
    found, problems = read(with_xml(run_with(look)))
    assert found is None
    assert [(each.slug, "“not”" in each.message) for each in problems if each.severity == "error"] == [
        ("draft-look", True)
    ]


@pytest.mark.parametrize("look", ['<w:color w:val="FFFFFF"/>', "<w:vanish/>", "<w:strike/>"])
def test_words_of_the_heading_that_nobody_can_read_are_refused(look: str) -> None:
    document = draft("The plan is shared.", heading="Our terms")
    document.paragraphs[0]._p.append(parse_xml(run_with(look)))
    assert "draft-unseen" in slugs(document)


def test_a_paragraph_that_is_off_the_page_or_has_no_height_is_refused() -> None:
    for layout in ('<w:ind w:left="40000"/>', '<w:spacing w:line="2" w:lineRule="exact"/>'):
        document = draft("The plan is shared.", "Not.")
        document.paragraphs[1]._p.get_or_add_pPr().append(parse_xml(layout.replace(" w:", f" {W} w:", 1)))
        assert "draft-look" in slugs(document), layout


@pytest.mark.parametrize("letter", ["\u200b", "\u202e", "\u2060", "\ufeff", "\u2028"])
def test_a_character_that_cannot_be_seen_is_refused_with_its_number(letter: str) -> None:
    found, problems = read(draft(f"The Provider must{letter} act."))
    assert found is None
    assert f"U+{ord(letter):04X}" in problems[0].message and problems[0].slug == "draft-unseen"


@pytest.mark.parametrize(
    "run",
    [
        run_with('<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>', "\uf0b3"),
        run_with('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>', "l"),
        run_with("", "\uf0b3"),
    ],
)
def test_letters_of_a_symbol_font_are_refused(run: str) -> None:
    assert slugs(with_xml(run)) & {"draft-symbol", "draft-look"}


LABELLED = """<w:abstractNum {W} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>
<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>"""


@pytest.mark.parametrize(
    ("form", "text", "refused"),
    [
        ("none", "Optional:", True),
        ("decimal", "Except %1:", True),
        ("decimal", "4.%1", True),
        ("bullet", "NB", True),
        ("bullet", "N.B.", True),
        ("upperLetter", "A%1", True),
        ("decimal", "%1%", True),
        ("decimal", "£%1", True),
        ("none", "", False),
        ("decimal", "%1.", False),
        ("decimal", "(%1)", False),
        ("bullet", "o", False),
        ("bullet", "\uf0b7", False),
        ("bullet", "•", False),
    ],
)
def test_what_a_list_prints_before_its_items_is_kept_or_named(form: str, text: str, refused: bool) -> None:
    document = draft("The Provider must hold a yearly event.")
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LABELLED.format(W=W, form=form, text=text)))
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    place = f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
    document.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(place))
    assert ("draft-list-label" in slugs(document)) is refused


@pytest.mark.parametrize(
    "mark",
    [
        "1. ",
        "1) ",
        "(1) ",
        "(a) ",
        "(a)",
        "a. ",
        "a) ",
        "A. ",
        "(iv) ",
        "iv. ",
        "IV) ",
        "(aa) ",
        "1.1 ",
        "1.1.2 ",
        "4.2.",
        "- ",
        "– ",
        "—",
        "• ",
        "· ",
        "▪ ",
        "○ ",
        "* ",
        "☐ ",
        "✓ ",
        "1.1.2\u00a0",
        "1a. ",
        "3A. ",
        "3B) ",
        "(3A) ",
        "1(a) ",
        "1(A) ",
        "1(b)(ii) ",
        "① ",
        "⒈ ",
        "→ ",
        "1\t",
        "a\t",
        "1.1\t",
        "(1.1) ",
        "ⅲ ",
        "Ⅳ ",
        "β) ",
    ],
)
def test_a_mark_that_was_typed_at_the_start_of_a_paragraph_is_named(mark: str) -> None:
    end = " " if mark == "4.2." else ""
    assert "draft-typed-list" in slugs(draft("The Provider must:", f"{mark}{end}Share the plan."))


@pytest.mark.parametrize("mark", ["[a] ", "[B] ", "[3A] ", "[iv] "])
def test_a_mark_of_a_list_in_square_brackets_is_no_placeholder(mark: str) -> None:
    assert "draft-placeholder" in slugs(draft("The Provider must:", f"{mark}Share the plan."))
    assert carried(draft("[x] people share the plan.")).placeholders == {"x": "x"}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        *((f"{one}1{two} ", f"{one}2{two} ") for one in ("Step ", "No. ", "Clause ", "Art. ", "Para ") for two in ".:"),
        *(
            ("#1 ", "#2 "),
            ("1.a ", "1.b "),
            ("a.1 ", "a.2 "),
            ("3A ", "3B "),
            ("A.1 ", "A.2 "),
            ("1.A ", "1.B "),
            ("+ ", "+ "),
            ("x ", "x "),
        ),
        *(
            ("1.1 ", "1.2 "),
            ("o ", "o "),
            ("§ ", "§ "),
            ("1: ", "2: "),
            ("1/ ", "2/ "),
            ("1 – ", "2 – "),
            ("a – ", "b – "),
            ("A. ", "B. "),
        ),
    ],
)
def test_a_mark_that_could_be_words_is_one_where_two_paragraphs_begin_with_it(one: str, two: str) -> None:
    found, problems = read(draft("The Provider must:", f"{one}share the plan;", f"{two}keep it."))
    assert found is None
    assert [each.slug for each in problems] == ["draft-typed-list", "draft-typed-list"]
    assert read(draft("The Provider must:", f"{one}share the plan."))[0] is not None


def test_words_that_theme_white_or_an_indent_takes_off_the_page_are_refused_without_a_theme() -> None:
    white = draft("The Provider must share it.")
    white.paragraphs[0].runs[0]._r.get_or_add_rPr().append(
        parse_xml(f'<w:color {W} w:val="000000" w:themeColor="background1"/>')
    )
    away = draft("The Provider must share it.")
    away.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(f'<w:ind {W} w:left="20000"/>'))
    for document in (white, away):
        assert "draft-look" in slugs(document)


@pytest.mark.parametrize(
    "text",
    [
        "1.5 hours a week are set aside.",
        "e.g. a plan",
        "A plan is shared.",
        "No. 5 applies.",
        "24 people",
        "I am told.",
    ],
)
def test_words_that_only_look_like_a_typed_mark_are_wording(text: str) -> None:
    assert carried(draft(text)).blocks[0].text == text


@pytest.mark.parametrize(
    "gap",
    [
        "____",
        "__",
        "......",
        ". . . . .",
        "……",
        "…",
        "XX",
        "XXX",
        "X%",
        "£X",
        "xx",
        "«name of the lead»",
        "{number}",
        "<<name>>",
        "TBC",
        "Please select",
        "Select…",
        "tbc",
        "???",
        "DN: check",
        "☐",
        "N/A",
        "DD/MM/YYYY",
        "dd/mm/yy",
        "00/00/0000",
        "20XX",
        "20xx",
        "###",
        "@@",
        "%DATE%",
        "$PROVIDER NAME$",
        "$name",
        "*insert number*",
        "●●",
        "■■■",
        "Choose an item.",
        "Click or tap here to enter text.",
        "Drafting note: check",
        "Lorem ipsum",
        "_ _ _",
        "~~~~",
        "(●)",
        "(?)",
        "…%",
        "#name#",
        "(DN check with legal)",
        "£…",
        "(…)",
        "( )",
        "t.b.c.",
        "Error! Reference source not found.",
        "£XXk",
        "£Xm",
        "€X",
        "$X",
        "•••",
        "· · ·",
        "202X",
        "2027/2X",
        "X April",
        "0X April",
        "1:X",
        "HH:MM",
        "｛name｝",
        "£0,000",
    ],
)
def test_a_gap_that_is_not_written_as_a_placeholder_is_named(gap: str) -> None:
    found, problems = read(draft(f"At least {gap} of people."))
    assert found is None
    assert "draft-gap" in {each.slug for each in problems}
    assert any(gap.split(" ")[0] in each.message for each in problems)


@pytest.mark.parametrize(
    "text",
    [
        "1.5x the baseline",
        "the price in £ per person",
        "the plan -- if any -- is shared",
        "£0 to £500 from 00:00",
        "and so on… until then",
        "It is to be agreed with the Service User.",
        "Annex X applies.",
        "a 50% share",
    ],
)
def test_words_that_only_look_like_a_gap_are_wording(text: str) -> None:
    assert carried(draft(text)).blocks[0].text == text


@pytest.mark.parametrize(
    "text", ["within _ days", "within - - days", "within .. days", "at least ..% of them", "£ a year"]
)
def test_signs_where_a_number_stands_are_a_gap(text: str) -> None:
    assert slugs(draft(f"The Provider must act {text}.")) == {"draft-gap"}


def test_other_spellings_of_a_gap_are_named_and_their_lookalikes_are_wording() -> None:
    """One document for all of them, since each takes a while to make."""
    gaps = ["<number>", "<name of the lead>", "dd Month yyyy", "x days", "N people", "(x) patients", "NN%", "#", "●"]
    gaps += ["$days$", "%%days%%", "^^^", "Month YYYY", "Qx", "from X to Y", "item x.x", "/ /2027", "-/-/2027", "“…”"]
    gaps += [
        "＿＿",
        "﹍﹍",
        "‗‗‗",
        "‒‒‒‒",
        "――",
        "․․․․",
        "⋯",
        "▁▁▁",
        "⟨date⟩",
        "⟦amount⟧",
        "【 】",
        "［ ］",
        "...",
        "- %",
    ]
    gaps += ["  %", "*** Post", "NNN days", "£N", "Xth", "within ?", "by Appendix ?", "Q?", "%amount%", "$AMOUNT"]
    for some in (gaps[:10], gaps[10:20], gaps[20:30], gaps[30:]):
        texts = [f"At least {gap} of them." for gap in some]
        _, problems = read(draft(*texts))
        assert list(dict.fromkeys(each.location.paragraph for each in problems if each.slug == "draft-gap")) == texts
    perhaps = ["Yes / No.", "Select one: here.", "The (name of the tool) is used.", "Stage XXX.", "Part XX applies."]
    found, problems = read(draft(*perhaps))
    assert found is not None and [each.location.paragraph for each in problems] == perhaps
    alike = [
        "HbA1c <58 and >30",
        "weeks 1/2/2027 to 3/2/2027",
        "an X-ray in 3 days",
        "item #3 applies",
        "a 24/7 service",
    ]
    alike += [
        "paragraphs (ix) and (x) apply",
        "2026/27 and 2027/28",
        "n = 30 people",
        "Part 2/3",
        "https://example.org/a",
    ]
    alike += ["Is it safe? The Provider asks.", "a range – 5% – applies", "Grade 4* clinics", "PAY - 5% more", "5 %"]
    alike += ["the sum --- all of it --- is paid", "Section N applies.", "The threshold is £0 to £500.", "5 * 4"]
    alike += ["Error! The test says so.", "a (… b) rule", "Dr T. B. Carr"]
    alike += ["“etc.”", "vitamin K 2 weeks", "under 18s or those <25kg/m² > 2 weeks", "Q1 2027", "day x-ray"]
    assert [block.text for block in carried(draft(*alike)).blocks] == alike


def test_a_letter_of_another_alphabet_in_a_word_is_named_and_a_greek_sign_is_not() -> None:
    _, problems = read(draft("by 30 \u0410pril", "a \u0440lan", "the Tru\u0455t"))
    assert [(each.slug, "U+04" in each.message) for each in problems] == [("draft-other-letter", True)] * 3
    assert carried(draft("50 μg a day, the Δ of HbA1c, β-blockers and Ω")).blocks


def test_letters_and_figures_of_other_forms_are_named_and_so_are_signs_that_strike_or_hide() -> None:
    odd = ["m\u0251y", "\uff4d\uff55\uff53\uff54", "\U0001d426ust", "\u13aada", "\u0578o later", "\u1d0dust"]
    odd += ["within \uff13\uff10 days", "within \u0663\u0660 days"]
    _, problems = read(draft(*odd))
    assert [each.slug for each in problems] == ["draft-other-letter"] * len(odd)
    _, problems = read(draft("m\u0336u\u0336st", "m\u0332ust", "a \ufffc b", "a \ufffd b", "a\ufff9b", "a\u17b4"))
    assert [each.slug.removeprefix("draft-") for each in problems] == ["look", "look", "lost", "lost", *["unseen"] * 2]
    text = "Siân Groß, Łukasz, naïve, 30², 5º, ½, ™, café, the kΩ and µg"
    assert carried(draft(text)).blocks[0].text == text


def test_the_words_of_a_control_that_nobody_filled_in_are_refused_round_a_paragraph_too() -> None:
    document = draft("The plan is shared.")
    inner = "<w:sdtContent><w:p><w:r><w:t>Enter the number of people</w:t></w:r></w:p></w:sdtContent>"
    control = f"<w:sdt {W}><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{inner}</w:sdt>"
    document.element.body.insert(1, parse_xml(control))
    assert slugs(document) == {"draft-empty-control"}


def test_one_name_that_says_nothing_is_told_where_several_places_have_it() -> None:
    found, problems = read(
        draft("See [number] people within [number] days of [name of the lead] or [name of the lead].")
    )
    assert found is not None and [each.slug for each in problems] == ["draft-one-name"]
    assert "“[number]” stands 2 times" in problems[0].message
    assert slugs(draft("See [x] people within [x] days.")) == {"draft-one-name"}
    assert slugs(draft("See [x] people within [n] days.")) == set()


@pytest.mark.parametrize(("between", "said"), [("      ", "6 spaces"), ("\u00a0" * 4, "4 spaces"), ("\t\t", "2 tabs")])
def test_room_that_was_left_for_a_pen_is_a_gap(between: str, said: str) -> None:
    found, problems = read(draft(f"At least{between}of people."))
    assert found is None and [said in each.message for each in problems if each.slug == "draft-gap"] == [True]


@pytest.mark.parametrize(
    "gap",
    [
        "£0.00",
        "XYZ Trust",
        "Anytown clinics",
        "A. N. Other",
        "(date)",
        "(enter date)",
        "(state the post)",
        "to be confirmed",
        "to be inserted",
        "enter the date here",
        "*delete as appropriate",
        "must/may",
    ],
)
def test_words_that_may_be_a_gap_are_named_and_kept(gap: str) -> None:
    found, problems = read(draft(f"The Provider shows {gap}. People are told."))
    assert found is not None and gap in found.blocks[0].text
    assert [(each.slug, each.severity) for each in problems] == [("draft-gap-words", "warning")]


@pytest.mark.parametrize("text", ["It is to be agreed with the Service User.", "a letter (dated 5 May 2026)", "and/or"])
def test_words_that_are_no_gap_are_not_named_as_one(text: str) -> None:
    assert not slugs(draft(text))


@pytest.mark.parametrize(
    "text",
    ["as they say [sic] here", "(“must”) [emphasis added] here", "see note [12].", "[3, 4] say so", "“[T]he plan”"],
)
def test_square_brackets_that_nobody_fills_in_are_no_placeholder(text: str) -> None:
    found, problems = read(draft(text))
    assert found is None
    assert [each.slug for each in problems] == ["draft-placeholder"] and "round brackets" in problems[0].cure


@pytest.mark.parametrize(
    "said",
    [
        *("Delete as appropriate", "delete if not required", "insert", "Insert here", "if applicable", "optional"),
        *("to be confirmed", "TBC", "drafting note: ask finance", "Note to drafter: check", "select one", "not used"),
        *("Optional: carers only", "to be agreed with the Provider", "DN: which policy?", "complete as appropriate"),
    ],
)
def test_an_instruction_to_whoever_drafts_is_no_placeholder(said: str) -> None:
    found, problems = read(draft(f"The Provider must ask 20 carers. [{said}]"))
    assert found is None
    assert [each.slug for each in problems] == ["draft-placeholder"] and "instruction to" in problems[0].message


@pytest.mark.parametrize(
    "said",
    [
        *("insert date", "select date", "number of optional sessions", "name of the Provider, if applicable"),
        *("date to be agreed", "note", "policy on deletion", "insertion point", "notes kept by the Provider"),
    ],
)
def test_a_gap_that_says_what_belongs_there_stays_a_placeholder(said: str) -> None:
    found, problems = read(draft(f"The Provider must give [{said}] to carers."))
    assert found is not None and not [each for each in problems if each.slug == "draft-placeholder"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("£ per carer", "% per carer"),
        ("number < 5", "number > 5"),
        ("date – start", "date + start"),
        ("Trust’s name", "Trusts name"),
    ],
)
def test_two_gaps_whose_texts_differ_in_a_sign_are_not_made_one(one: str, other: str) -> None:
    found, problems = read(draft(f"The Provider pays [{one}] and [{other}]."))
    assert found is None and "would both be called" in problems[0].message


def test_two_gaps_that_differ_in_capitals_and_spaces_are_one() -> None:
    found, problems = read(draft("The Provider pays [£ per carer] and [£  Per carer] and {{ per_carer_total }}."))
    assert found is not None and problems == [] and sorted(found.placeholders) == ["per_carer", "per_carer_total"]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("as paragraph 3.2 above says", "paragraph 3.2"),
        ("under clause 7(b), carers", "clause 7(b)"),
        ("as section 4 below says", "section 4 below"),
        ("as Schedule 2A says", ""),
        ("under section 117 of the Mental Health Act 1983", ""),
        ("under clause 7 of the General Conditions", ""),
        ("each paragraph of the plan, 3 pages", ""),
    ],
)
def test_a_typed_number_of_a_paragraph_is_noted(text: str, typed: str) -> None:
    found, problems = read(draft(f"The Provider must do it {text}."))
    assert found is not None
    assert [(each.slug, each.severity) for each in problems] == ([("draft-typed-number", "note")] if typed else [])
    assert not typed or f"“{typed}”" in problems[0].message


def test_a_bold_lead_stays_bold() -> None:
    document = draft()
    paragraph = document.add_paragraph()
    paragraph.add_run("Measurement. ").bold = True
    paragraph.add_run("The Provider must measure it.")
    assert carried(document).blocks[0].inlines == (
        Run("Measurement. ", bold=True),
        Run("The Provider must measure it."),
    )
