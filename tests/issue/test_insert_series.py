"""Where a section ends among headings that count on, and where a reader would not say it: each place is told or asked
about, on small documents."""

from __future__ import annotations

import pytest
from tests.issue.inserting import accepted, attempt, clause, heading, inserted, item, parts
from tests.word.making import STYLES, docx_bytes, p, style

WORDS = clause("Plans are made together.")
BOLD = "<w:b/>"
SENTENCE = "The team sees each person within ten working days and agrees with them what is done next."
OTHER = style(
    "Title1", "Title One", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr>'
) + style("Title2", "Title Two", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:sz w:val="26"/></w:rPr>')


def bold(text: str, colour: str = "") -> str:
    return p(text, run=BOLD + (f'<w:color w:val="{colour}"/>' if colour else ""))


def large(text: str, marks: str = "") -> str:
    return p(text, run=f'{BOLD}<w:sz w:val="28"/>{marks}')


def counted(text: str) -> str:
    """A bold item of the list of numbers."""
    return p(text, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', BOLD)


def bullet(text: str) -> str:
    return p(text, '<w:pStyle w:val="ListBullet"/>')


def boxed(
    text: str, wrap: str = '<w10:wrap xmlns:w10="urn:schemas-microsoft-com:office:word" type="topAndBottom"/>'
) -> str:
    """A paragraph of nothing but a box with one bold line, beside which no text stands."""
    box = f"<v:textbox><w:txbxContent>{bold(text)}</w:txbxContent></v:textbox>"
    return (
        f'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">{box}{wrap}</v:shape></w:pict></w:r></w:p>'
    )


def host_of(*blocks: str) -> bytes:
    return docx_bytes("".join(blocks), styles=STYLES + OTHER)


TOLD = {
    "the phases of a plan have bold steps under them": (
        "Phase 1: set-up", "LAST", "Phase 2: service",
        (
            bold("Phase 1: set-up"), bold("Step A"), p(SENTENCE), bold("Output"), p("LAST"), bold("Phase 2: service"),
            bold("Step B"), p(SENTENCE), bold("Phase 3: review"), p(SENTENCE),
        ),
    ),
    "headings that begin with one label have words in common": (
        "FR: 04 Search records", "LAST", "FR: 04 Call a nurse",
        (
            bold("FR: 03 Keep records"), p(SENTENCE), bold("FR: 04 Search records"), p("LAST"),
            bold("FR: 04 Call a nurse"), p(SENTENCE), bold("FR: 04 Search old records"), p(SENTENCE),
        ),
    ),
    "one heading is black and the next of so dark a grey that no reader sees it": (
        "Constraints", "LAST", "Assumptions",
        (bold("Scope"), p(SENTENCE), bold("Constraints"), p("LAST"), bold("Assumptions", "374151"), p(SENTENCE)),
    ),
    "the last item of a bold list stands before a line made as the one over the list": (
        "Review", "LAST", "Staff",
        (
            bold("Aims"), counted("Find people"), p(SENTENCE), counted("Train people"), p(SENTENCE), counted("Review"),
            p("LAST"), bold("Staff"), p(SENTENCE),
        ),
    ),
    "the number of the heading is the list's and the next one is typed": (
        "Charges", "LAST", "2. Payment",
        (counted("Charges"), p("LAST"), bold("2. Payment"), p(SENTENCE), bold("3. Records"), p(SENTENCE)),
    ),
    "a heading of the outline is followed by a typed bold one with the next number": (
        "Timing", "LAST", "2. Scope",
        (
            p("Timing", '<w:pStyle w:val="Heading2"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', BOLD),
            p("LAST"), p("2. Scope", run=BOLD), p(SENTENCE),
        ),
    ),
    "the last of three bold headings has nothing but a sentence and a list": (
        "Dress code", "LAST", "",
        (
            bold("Hours"), p(SENTENCE), bold("Leave"), p(SENTENCE), bold("Dress code"), p(SENTENCE), item("FIRST", 2),
            item("LAST", 2),
        ),
    ),
    "a heading without a number stands among numbered ones": (
        "Out of scope", "LAST", "2. Staff",
        (
            bold("A specification"), bold("1. Scope"), p(SENTENCE), bold("Out of scope"), p("LAST"), bold("2. Staff"),
            p(SENTENCE),
        ),
    ),
    "headings that look as the text does have Roman numbers": (
        "IV. Conditions:", SENTENCE, "V. Submission",
        (p("III. Goals"), p(SENTENCE), p("IV. Conditions:"), p(SENTENCE), p("V. Submission"), p(SENTENCE)),
    ),
    "the words stand in a list of small letters and as a heading of the outline": (
        "Usage data", "LAST", "Cookies",
        (
            heading("Personal data"), p(SENTENCE), p("Usage data", '<w:pStyle w:val="BodyText"/>'),
            heading("Usage data"), p("LAST"), heading("Cookies"), p(SENTENCE),
        ),
    ),
    "a clause is named “Content”": (
        "CONTENT", "LAST", "TERM",
        (bold("SERVICES"), p(SENTENCE), bold("CONTENT"), p(SENTENCE), p("LAST"), bold("TERM"), p(SENTENCE)),
    ),
    "a bullet of the overview names what has a bold heading later": (
        "Plan the visits", "LAST", "See people",
        (
            heading("Overview"), bullet("Plan the visits"), bullet("See people often"), p(SENTENCE),
            bold("Plan the visits"), p("LAST"), bold("See people"), p(SENTENCE),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TOLD)
def test_the_end_that_a_reader_sees_is_taken_where(kind: str) -> None:
    after, last, following, blocks = TOLD[kind]
    words = [each for each in accepted(inserted(host_of(*blocks), WORDS, after={"3.2": after}).data) if each]
    at = words.index("Our terms")
    assert (words[at - 1], [*words, ""][at + 2]) == (last, following)


ASKED = {
    "a title stands over the next of headings that look as the text does": (
        "Section 3: Confirmation",
        (
            p("Section 2: Extension"), p(SENTENCE), p(), p("Section 3: Confirmation"), p(SENTENCE), p(),
            p("Policy on Leave (excerpt)"), p(), p("Section 4: Annual leave"), p(SENTENCE),
        ),
        "Policy on Leave (excerpt)",
    ),
    "a heading of the same level has another style and smaller letters": (
        "Description",
        (
            p("Aims", '<w:pStyle w:val="Title1"/>'), p(SENTENCE), p("Description", '<w:pStyle w:val="Title1"/>'),
            p("Platform", '<w:pStyle w:val="Title2"/>'), p(SENTENCE), p("Risks", '<w:pStyle w:val="Title1"/>'),
            p(SENTENCE),
        ),
        "Platform",
    ),
    "the next heading stands in a box": (
        "Roles", (bold("Scope"), p(SENTENCE), bold("Roles"), p(SENTENCE), boxed("H. Resources"), p(SENTENCE)),
        "H. Resources",
    ),
    "a bold line stands directly over the next item of a bold list": (
        "Train people",
        (
            bold("Aims"), counted("Find people"), p(SENTENCE), counted("Train people"), p(SENTENCE), bold("Staff"),
            counted("The manager"), p(SENTENCE),
        ),
        "Staff",
    ),
    "a bold line as large stands directly over the underlined heading that would end the section": (
        "Landscape",
        (
            large("Aims", "<w:u w:val='single'/>"), p(SENTENCE), large("Landscape", "<w:u w:val='single'/>"),
            p(SENTENCE), large("Description"), large("Goals", "<w:u w:val='single'/>"), p(SENTENCE),
        ),
        "Description",
    ),
    "a sentence stands apart at the end of the document": (
        "Assumptions",
        (
            bold("Aims"), p(SENTENCE), bold("Scope"), p(SENTENCE), bold("Assumptions"), p(SENTENCE), p(), p(SENTENCE),
        ),
        "only the end of the document",
    ),
    "a sentence follows the list with which the document would end": (
        "Assumptions",
        (
            bold("Aims"), p(SENTENCE), bold("Scope"), p(SENTENCE), bold("Assumptions"), item("People come", 2),
            p(SENTENCE),
        ),
        "only the end of the document",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ASKED)
def test_a_place_that_a_reader_would_not_be_sure_of_is_asked_about_where(kind: str) -> None:
    after, blocks, said = ASKED[kind]
    made, problems = attempt(host_of(*blocks), WORDS, after={"3.2": after})
    (fault,) = [each for each in problems if each.severity == "error"]
    assert made is None and fault.slug == "end-not-sure" and said in fault.message


def test_a_numbered_heading_in_capitals_with_a_full_stop_is_that_of_its_clauses() -> None:
    """The place was directly under it, before its own clauses."""
    clauses = (p('1.1. "Person" means whoever is seen by the team that works under this contract.'), p("LAST"))
    data = host_of(p("1. DEFINITIONS."), *clauses, p("2. SERVICES."), p("2.1. The team works daily."))
    words = [each for each in accepted(inserted(data, WORDS, after={"3.2": "1. DEFINITIONS."}).data) if each]
    at = words.index("Our terms")
    assert (words[at - 1], words[at + 2]) == ("LAST", "2. SERVICES.")


def test_of_a_line_with_a_colon_and_items_without_one_the_very_words_are_meant() -> None:
    blocks = (
        bold("Components"), item("Diary", 2), item("Records", 2), p(SENTENCE), p("Diary:"), item("See it", 2),
        item("Change it", 2), p("Records:"), item("Keep them", 2),
    )  # fmt: skip
    _, problems = attempt(host_of(*blocks), WORDS, after={"3.2": "Diary:"})
    assert "several-places" not in [each.slug for each in problems]


def test_a_box_beside_which_text_may_stand_heads_nothing() -> None:
    picture = boxed("Web server", "")
    data = host_of(
        bold("Parts"), p(SENTENCE), bold("Design"), p("FIRST"), picture, p("LAST"), bold("Risks"), p(SENTENCE)
    )
    words = [each for each in accepted(inserted(data, WORDS, after={"3.2": "Design"}).data) if each]
    assert words[words.index("Our terms") - 1] == "LAST"


def test_the_heading_that_is_put_in_under_a_bold_line_does_not_stand_beside_the_title_in_the_outline() -> None:
    """It had the first level, and a table of contents of the document would have named it beside the title."""
    data = host_of(
        heading("Privacy policy", 1), bold("1. What we keep"), p(SENTENCE), bold("2. Who sees it"), p(SENTENCE)
    )
    made = inserted(data, WORDS, after={"3.2": "1. What we keep"}, plain=True)
    written = parts(made.data)["word/document.xml"].decode()
    put_in = written[written.index("<w:sdtContent>") :]
    assert '<w:outlineLvl w:val="2"/>' in put_in and '<w:outlineLvl w:val="0"/>' not in put_in
