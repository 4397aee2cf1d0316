"""Where a section ends: known by outline, by what headings look like and by the numbers that are printed; where only a
number or the document's own end would say it, that is asked, and each answer is an option that can be copied."""

from __future__ import annotations

import io
import re
import shlex
import zipfile

import pytest
from tests.issue.inserting import TITLE, accepted, attempt, block, clause, heading, inserted, item
from tests.word.making import STYLES, docx_bytes, p, style, table

from specgen.problems import Problem

WORDS = clause("Plans are made together.")
BOLD = "<w:b/>"
LARGE = '<w:b/><w:sz w:val="40"/>'
UNDERLINED = '<w:u w:val="single"/>'
HOUSE = (
    style("Part", "Part Title", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
    + style("Section", "Section Title", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
    + style("Sub", "Sub Title", '<w:basedOn w:val="Section"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
    + style("Based", "Based Title", '<w:basedOn w:val="Section"/>')
    + style("PartName", "Name of Part", "<w:rPr><w:sz w:val='36'/></w:rPr>")
    + style("Name", "Name of Section")
    + style("SubName", "Name of Subsection")
    + style("TOC1", "toc 1")
)
PICTURE = '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>'
HEAD = '<w:pStyle w:val="Heading2"/>'
BULLET = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
COUNTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
BELOW = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
PAGE = '<w:r><w:br w:type="page"/></w:r>'
STOPS = '<w:tabs><w:tab w:val="left" w:pos="1261"/></w:tabs>'
LOW = '<w:outlineLvl w:val="3"/>'
LEVEL = '<w:outlineLvl w:val="1"/>'
LONG = "Who is it that comes to us, who is to see them first and what is told to each"
SENTENCE = "The team sees each person within ten working days and agrees with them what is done next."
PARTS = (
    p("PART 1: NEEDS", run=LARGE), p("1.1 Context", LEVEL, LARGE), p("Eastmere."), p("PART 2: SERVICE", run=LARGE),
    p("2.1 Aims", LEVEL, LARGE), p("To help."), p("PART 3: QUALITY", run=LARGE), p("3.1 Standards", LEVEL, LARGE),
    p("NICE."),
)  # fmt: skip


def named(text: str, identity: str) -> str:
    return p(text, f'<w:pStyle w:val="{identity}"/>')


def listed(text: str) -> str:
    """A bold item of the list of bullets."""
    return p(text, BULLET, BOLD)


def lettered(text: str, level: int) -> str:
    """A bold heading of that level in the outline, counted with letters by one list whatever its level."""
    return p(
        text, f'<w:pStyle w:val="Heading{level}"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>', BOLD
    )


def boxed(text: str) -> str:
    """A line in the style of a heading that holds nothing but a box with these words."""
    box = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{box}</v:textbox></v:shape>'
    return p("", HEAD).replace("</w:p>", f"<w:r><w:pict>{shape}</w:pict></w:r></w:p>")


def led(lead: str, rest: str, run: str = BOLD, properties: str = "") -> str:
    """A paragraph whose first words stand out."""
    words = f'<w:r><w:t xml:space="preserve">{rest}</w:t></w:r></w:p>'
    return p(lead, properties, run).replace("</w:p>", words)


def host_of(*blocks: str) -> bytes:
    return docx_bytes("".join(blocks), styles=STYLES + HOUSE)


def neighbours(data: bytes, text: str = "Our terms") -> tuple[str, str]:
    """The lines before the clause and after it, as they are accepted."""
    words = [each for each in accepted(inserted(data, WORDS).data) if each]
    at = words.index(text)
    return words[at - 1], [*words, ""][at + 2]


def bar(*cells: str, fill: str = "") -> str:
    made = table(tuple(cells))
    return made.replace("</w:tcPr>", f'<w:shd w:val="clear" w:fill="{fill}"/></w:tcPr>') if fill else made


SURE = {
    "names in brackets over a line to sign on": (
        heading(TITLE), p("LAST"), p("[job title]"), p("[name]"), p("_________________"), p("[signature]"),
    ),
    "outline levels of house styles": (
        named("Scope", "Part"), named("Aims", "Section"), p("To help."),
        named("Service description and care pathway", "Section"), named("Referral", "Sub"), p("LAST"),
        named("Who it is for", "Section"), p("Adults."), named("Paying", "Part"), p("In Schedule 3."),
    ),
    "an outline level that a style inherits": (
        named("Service description and care pathway", "Section"), p("LAST"), named("Who it is for", "Based"),
        p("Adults."),
    ),
    "an outline level of the paragraph's own": (
        p("Service description and care pathway", '<w:outlineLvl w:val="1"/>'), p("LAST"),
        p("Who it is for", '<w:outlineLvl w:val="1"/>'), p("Adults."),
    ),
    "a higher level": (
        named("Service description and care pathway", "Section"), p("LAST"), named("Paying", "Part"), p("Block."),
    ),
    "one house style without a level": (
        named("Aims", "Name"), p("To help."), named("Service description and care pathway", "Name"), p("LAST"),
        named("Who it is for", "Name"), p("Adults."),
    ),
    "two house styles, the other one above": (
        named("Needs", "PartName"), named("Local context", "Name"), p("Eastmere."), named("Scope", "PartName"),
        named("Service description and care pathway", "Name"), p("LAST"), named("Standards", "PartName"),
        named("National", "Name"), p("NICE."),
    ),
    "two house styles, the other one below": (
        named("Aims", "Name"), p("To help people."), named("First aim", "SubName"), p("To keep them well."),
        named("Service description and care pathway", "Name"), p("They come."), named("Referral", "SubName"),
        p("LAST"), named("Who it is for", "Name"), p("Adults."),
    ),
    "bold lines of which each has a size of its own": (
        p("Service description and care pathway", run=BOLD), p("They come."), p("LAST"),
        p("Our people", run=BOLD + '<w:sz w:val="30"/>'), p("Nurses are there."),
    ),
    "the next number before a bold line with a full stop": (
        p("9. Aims", run=BOLD), p("To help."), p("10. Service description and care pathway", run=BOLD), p("LAST"),
        p("11. Breaches and Disputes.", run=BOLD), p("They are told."), p("12. Payment", run=BOLD), p("Block."),
    ),
    "a heading whose words stand in the text too": (
        p("Service description and care pathway", run=BOLD), p("LAST"), p("Payment and prices", run=BOLD), p("Block."),
        p("Standards", run=BOLD), p("See"), p("Payment and prices"), p("for what is paid."),
    ),
    "a bar": (
        bar(p("3.1 Aims and objectives")), p("To help."), bar(p(TITLE)), p("They come."), p("LAST"),
        bar(p("3.3 Population covered")), p("Adults."),
    ),
    "a bar with the number in a cell of its own": (
        bar(p("3.2"), p("Service description/care pathway")), p("LAST"), bar(p("3.3"), p("Population covered")),
        p("Adults."),
    ),
    "shaded bars without numbers": (
        bar(p("Service description and care pathway"), fill="005EB8"), p("LAST"), bar(p("Our people"), fill="005EB8"),
        p("Nurses."),
    ),
    "a shaded note among shaded bars": (
        bar(p("Service description and care pathway"), fill="005EB8"), p("They come."),
        bar(p("Ring first"), fill="FFFFCC"), p("LAST"), bar(p("Our people"), fill="005EB8"), p("Nurses."),
    ),
    "a figure that looks like an earlier number": (
        heading(TITLE), p("They come."), p("2.5 hours a week"), p("LAST"), heading("3.3 Population covered"),
        p("Adults."),
    ),
    "a figure that can be no next number": (
        heading(TITLE), p("They come."), p("4.5 hours a week"), p("LAST"), heading("3.3 Population covered"),
        p("Adults."),
    ),
    "numbers of bold lines, without points": (
        p("3 Service description and care pathway", run=BOLD), p("LAST"), p("4 Our people", run=BOLD), p("Nurses."),
    ),
    "the document's end, under a heading of the outline": (heading("3 Scope", 1), heading(TITLE), p("LAST")),
    "bold lines as in the section before": (
        heading("3.1 Aims"), p("First aim", run=BOLD), p("To help."), heading(TITLE), p("Referral", run=BOLD),
        p("LAST"),
    ),
    "a sentence that has a level in the outline": (
        heading(TITLE), p(SENTENCE, LEVEL), p("to those who are not registered with a practice as well;", LEVEL),
        p("LAST"), heading("3.3 Population covered"), p("Adults."),
    ),
    "a sentence with a level under a bold line": (
        p("Aims", run=BOLD), p("To help."), p("Service description and care pathway", run=BOLD), p(SENTENCE, LEVEL),
        p("LAST"), p("Our people", run=BOLD), p("Nurses."),
    ),
    "a table of contents with its title": (
        p("Service description and care pathway", LEVEL), p("LAST"), p("Table of Contents", run=BOLD),
        p("1 Purpose\t4", '<w:pStyle w:val="TOC1"/>'), heading("1 Purpose", 1), p("To help."),
    ),
    "a line that gives the next heading its number": (
        p("Clause 1"), p("Service description and care pathway", run=BOLD), p("LAST"), p("Clause 2"),
        p("Our people", run=BOLD), p("Nurses."),
    ),
    "annexes after the last section": (
        heading(TITLE), p("They come."), p("LAST"), p("ANNEX I"), p("List of parties"), p("Eastmere."),
    ),
    "annexes that bold lines in capitals follow": (
        p("SERVICE DESCRIPTION AND CARE PATHWAY", LEVEL), p("LAST"), p("ANNEX I"), p("Parties"),
        p("LIST OF PARTIES", run=BOLD), p("Eastmere."),
    ),
    "signatures after the last section": (
        heading(TITLE), p("They come."), p("LAST"), p("Signed for the Provider"), p("Name: ________ Date: ________"),
    ),
    "the words that are signed": (
        p("Service description and care pathway", run=BOLD), p("They come."), p("LAST"),
        p("I have read the terms above and agree to all of them for as long as I work here."), p("Signature Date"),
    ),
    "an amount below the number of the heading": (
        p("7.2 Service description and care pathway", run=BOLD), p("They come."), p("2.5 Months for each"), p("LAST"),
        p("7.3 People", run=BOLD), p("Adults."),
    ),
    "a bold line whose colon is not bold": (
        p("Service description and care pathway", run=BOLD), p("They come."), p("LAST"), led("Visits at home", ":"),
        p("Nurses."),
    ),
    "a larger title without a level over the headings of the outline": (
        named("Scope", "PartName"), heading(TITLE), p("They come."), p("LAST"), named("People", "PartName"),
        p("Adults."),
    ),
    "headings of the outline under a larger title without a level": (
        named("Service description and care pathway", "PartName"), heading("Our model"), p("They come."),
        heading("Our team"), p("LAST"), named("People", "PartName"), p("Adults."),
    ),
    "a line with the letters of the heading, larger than the text, without its level": (
        p("Service description and care pathway", LEVEL, run=LARGE), p("They come."), p("LAST"), p("People", run=LARGE),
        p("Adults."),
    ),
    "a number of three parts that is the next, though its line does not slant": (
        p("3.2.1 Service description and care pathway", run="<w:i/>"), p("They come."), p("LAST"),
        p("3.2.2 Avoidance"), p("Adults."),
    ),
    "bold typed numbers before lines that end with a stop": (
        p("1) Aims.", run=BOLD), p("2) Service description and care pathway.", run=BOLD), p("They come."), p("LAST"),
        p("3) Access.", run=BOLD), p("Adults."),
    ),
    "a bold line that is printed as the heading is": (
        p("AIMS:", LEVEL, run=BOLD), p("To help."), p("SERVICE DESCRIPTION AND CARE PATHWAY:", LEVEL, run=BOLD),
        p("LAST"), p("RESPONSIBILITIES:", run=BOLD), p("Nurses."), p("PAYMENT:", LEVEL, run=BOLD), p("Block."),
    ),
    "a title under the line that numbers it": (
        p("SERVICE DESCRIPTION AND CARE PATHWAY", LEVEL, run=BOLD), p("OUR MODEL", run=BOLD), p("They come."),
        p("LAST"), p("PAYMENT", LEVEL, run=BOLD), p("Block."),
    ),
    "a bold number under a heading of the outline after such a series": (
        heading("Eastmere", 1), p("5.1 Clauses", run=BOLD), heading("Service description and care pathway", 3),
        p("LAST"), p("6.0 Exhibits", run=BOLD), p("Many."),
    ),
    "typed numbers that count on": (
        p("1. Aims:"), p("To help."), p("2. Service description and care pathway:"), p("2.5 hours a week"), p("LAST"),
        p("3. Our people:"), p("Nurses."),
    ),
    "a bold line as the one above a heading that is not bold": (
        p("NEEDS", run=BOLD), p("1. Service description and care pathway:"), p("They come."), p("LAST"),
        p("HARDWARE", run=BOLD), p("Beds."),
    ),
    "a larger bold line that stands again": (
        p("Needs", run=LARGE), p("Words."), p("Service description and care pathway", run=BOLD), p("LAST"),
        p("Standards", run=LARGE), p("NICE."),
    ),
    "the next bold number after a part without one": (
        p("1. Scope", run=BOLD), p("Words."), p("Service description and care pathway", run=BOLD), p("LAST"),
        p("2. Payment", run=BOLD), p("Block."),
    ),
    "bold numbers among which the heading stands": (
        p("1. Scope", run=BOLD), p("Words."), p("Service description and care pathway", LEVEL), p("They come."),
        p("LAST"), p("2. Payment", run=BOLD), p("Block."),
    ),
    "a number with nought at its end": (
        p("3.0 Service description and care pathway", run=BOLD), p("They come."), p("3.1 Referral", run=BOLD),
        p("LAST"), p("4.0 Our people", run=BOLD), p("Nurses."),
    ),
    "a low heading between lines in capitals": (
        p("SERVICE DESCRIPTION AND CARE PATHWAY:", run=BOLD), p("They come."),
        p("Referral", '<w:outlineLvl w:val="3"/>'), p("LAST"), p("PAYMENT:", run=BOLD), p("Block."),
    ),
    "a picture at the end of the document": (
        heading(TITLE), p("They come."), p("LAST"), p("").replace("</w:p>", PICTURE + "</w:p>"),
    ),
    "a glossary in bold at the back": (
        heading(TITLE), p("They come."), p("LAST"), p("Glossary", run=BOLD), p("“Plan” means a plan."),
    ),
    "a history of versions at the back of bold headings": (
        p(TITLE, run=BOLD), p("They come."), p("LAST"), p("Version history:", run=BOLD), p("1.0 is the first."),
    ),
    "references at the back, in Welsh": (
        heading(TITLE), p("They come."), p("LAST"), p("Cyfeiriadau", run=BOLD), p("NICE."),
    ),
    "words that lead paragraphs in, with typed numbers": (
        led("3.1 Aims. ", "To help."), led("3.2 Service description/care pathway. ", "They come."), p("LAST"),
        led("3.3 Population covered. ", "Adults."),
    ),
    "words that lead paragraphs in, without numbers": (
        led("Aims: ", "To help."), led("Service description/care pathway: ", "They come."), p("LAST"),
        led("Population covered: ", "Adults."),
    ),
    "underlined words that a dash parts from the others": (
        led("3.2 Service description", " – They come.", UNDERLINED), p("LAST"),
        led("3.3 Who it is for", " – Adults.", UNDERLINED),
    ),
    "a new line after bold words": (
        led("3.2 Service description", "</w:t><w:br/><w:t>They come."), p("LAST"),
        led("3.3 Who it is for", "</w:t><w:br/><w:t>Adults."),
    ),
    "words that lead paragraphs in, before a heading of the outline": (
        heading("3 Scope", 1), led("3.2 Service description. ", "They come."), p("LAST"), heading("4 Standards", 1),
    ),
    "bold words in the section that lead in nothing with a number": (
        led("3.2 Service description. ", "They come."), led("Note: ", "they may not."), p("LAST"),
        led("3.3 Population covered. ", "Adults."),
    ),
    "underlined headings, of which one is a single word": (
        p("Service description and care pathway", run=UNDERLINED), p("LAST"), p("Outcomes", run=UNDERLINED),
        p("Fewer falls."), p("Population covered", run=UNDERLINED), p("Adults."),
    ),
    "underlined words in long paragraphs that all have a level": (
        heading("Scope", 1), led("Service description. ", f"They come. {SENTENCE * 3}", UNDERLINED, LEVEL), p("LAST"),
        led("Who it is for. ", f"Adults. {SENTENCE * 3}", UNDERLINED, LEVEL),
    ),
    "a list in the section whose numbers lead their lines in": (
        p("2 Service description", run=BOLD), led("1. Referral. ", SENTENCE), led("2. Visit. ", SENTENCE),
        led("3. Plan. ", SENTENCE), p("LAST"), p("3 Our people", run=BOLD), p("Nurses."),
    ),
    "lines of spaces": (
        heading(TITLE), p("LAST"), p("  "), p(" "), heading("3.3 Population covered"), p("Adults."),
    ),
    "an empty line in the style of a heading, with tab stops of its own": (
        heading(TITLE), p("", HEAD + STOPS), p("They come."), p("LAST"),
        heading("3.3 Population covered"), p("Adults."),
    ),
    "an empty line with tab stops at the end of the section": (
        heading(TITLE), p("They come."), p("LAST"), p("", STOPS), heading("3.3 Population covered"), p("Adults."),
    ),
    "a line of tabs in the style of a heading": (
        heading(TITLE), p("", HEAD).replace("</w:p>", "<w:r><w:tab/></w:r></w:p>"),
        p("They come."), p("LAST"), heading("3.3 Population covered"), p("Adults."),
    ),
    "a page break in the style of a heading": (
        heading(TITLE), p("They come."), p("", HEAD).replace("</w:p>", PAGE + "</w:p>"),
        p("LAST"), heading("3.3 Population covered"), p("Adults."),
    ),
    "bold items of a list, under a bold title and an outline without a first level": (
        p("Plan of the service", run=BOLD), p("Service description and care pathway", LEVEL), listed("By letter:"),
        p("Within a week."), listed("By telephone:"), p("LAST"), p("Who it is for", LEVEL), p("Adults."),
    ),
    "lower headings of the outline that are not bold, among bold numbers": (
        p("4.1 Service description and care pathway", run=BOLD), p("They come."), heading("Referral", 4),
        p("By letter."), heading("Visit", 4), p("LAST"), p("4.2 Our people", run=BOLD), p("Nurses."),
    ),
    "underlined lines whose typed numbers count on": (
        p("7.1 Aims", run=UNDERLINED), p("To help."), p("7.2 Service description/care pathway:", run=UNDERLINED),
        p("They come."), p("LAST"), p("7.3 Our people", run=f'{UNDERLINED}<w:sz w:val="36"/>'), p("Nurses."),
    ),
    "bullets that stand in the style of the bold heading": (
        p("Service description and care pathway", HEAD, BOLD), p("They come.", HEAD + BULLET),
        p("LAST", HEAD + BULLET), p("Our people", HEAD, BOLD), p("Nurses."),
    ),
    "a table in whose second row the first level of the outline stands": (
        heading(TITLE), table((p("Number"), p("4")), (p("Name", LEVEL), p("LAST", LEVEL))),
        heading("3.3 Population covered"), p("Adults."),
    ),
    "letters of one list whose styles have other levels": (
        lettered("Aims", 2), p("To help."), lettered("Service description and care pathway", 2), p("They come."),
        p("LAST"), lettered("Our people", 3), p("Nurses."), heading("4 Standards", 1), p("NICE."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SURE)
def test_the_clause_goes_after_the_last_line_of_the_section(kind: str) -> None:
    blocks = SURE[kind]
    before, after = neighbours(host_of(*blocks))
    later = "".join(blocks).partition("LAST")[2]
    assert before == "LAST"
    assert ("".join(after.split()) in re.sub("<[^>]*>|\\s", "", later)) if after else "<w:t" not in later


def test_the_label_of_a_field_with_a_caption_in_bold_is_asked_about_where_the_field_is_short() -> None:
    label = p("Service description", run=BOLD) + p("What the service does for people", run=BOLD)
    made, problems = attempt(host_of(table((label, p("Visits."))), p()), WORDS)
    assert made is None and [each.slug for each in problems if each.severity == "error"] == ["end-not-sure"]
    assert '--after "line:Visits."' in options(problems)


def test_a_value_with_the_size_of_its_bold_label_is_no_heading() -> None:
    size = '<w:sz w:val="18"/>'
    label, value = p("Service description", run=BOLD + size), p("Visits", run=size)
    assert neighbours(host_of(table((label, value)), p(SENTENCE)))[0] == "Visits"


@pytest.mark.parametrize(
    "line",
    [
        led("The Provider", " must give the service description and see people."),
        led("Service description", " means what is said in Schedule 2A."),
        p("Definitions", run=BOLD) + led("Service description: ", "what is said in Schedule 2A."),
    ],
)
def test_bold_words_that_head_nothing_are_no_place(line: str) -> None:
    made, problems = attempt(host_of(line, p("Words."), heading("4 Standards")), WORDS)
    assert made is None and [each.slug for each in problems if each.severity == "error"] == ["no-place"]


DOUBTED = {
    "a large bold line under the last numbered heading, as under those before it": (
        p("1. Aims", run=BOLD), p("To help."), p("When: at once", run=LARGE), p("Daily."),
        p("2. Service description and care pathway", run=BOLD), p("They come."), p("When: in ten days", run=LARGE),
        p("Weekly."),
    ),
    "a line in capitals made as the one over the numbered headings": (
        p("NEEDS", run=BOLD), p("Eastmere."), p("Aims", COUNTED, BOLD), p("To help."),
        p("Service description and care pathway", COUNTED, BOLD), p("They come."), p("QUALITY", run=BOLD), p("NICE."),
        p("Annex A", HEAD), p("Forms."),
    ),
    "a bold line made as headings whose level is set by hand": (
        p("Service description and care pathway", LEVEL, BOLD), p("They come."), p("Our people", run=BOLD),
        p("Nurses."), p("Who it is for", LEVEL, BOLD), p("Adults."),
    ),
    "larger items of a list under a bold heading": (
        p("Aims", run=BOLD), p("To help."), p("Service description and care pathway", run=BOLD), p("They come."),
        p("Analysis", COUNTED, LARGE), p("Design", COUNTED, LARGE), p("Who it is for", run=BOLD), p("Adults."),
    ),
    "a later bold item of a list that began in the section": (
        p("Aims", run=BOLD), p("To help."), p("Service description and care pathway", run=BOLD),
        p("See the person.", COUNTED, BOLD), p("At home.", BELOW, BOLD), p("They come."),
        p("Second step", COUNTED, BOLD), p("Plan it."),
        p("Who it is for", run=BOLD), p("Adults."),
    ),
    "a heading of its level that reads as a sentence": (
        heading("Service description and care pathway", 2), p("They come."),
        heading("What nobody may do here and which rights each of us has.", 2), p("Nothing."),
        heading("Who it is for", 2), p("Adults."),
    ),
    "a bold line that ends with a full stop": (
        p("Aims", run=BOLD), p("To help."), p("Service description and care pathway", run=BOLD), p("They come."),
        p("Adding a person to the list.", run=BOLD), p("By letter."), p("Who it is for", run=BOLD), p("Adults."),
    ),
    "a bold line without a level that is nearly as large as the headings": (
        p("Service description and care pathway", HEAD, '<w:b/><w:sz w:val="54"/>'), p("They come."),
        p("Security", run='<w:b/><w:sz w:val="48"/>'), p("Locked."),
        p("Who it is for", HEAD, '<w:b/><w:sz w:val="54"/>'),
    ),
    "a bold line that names the annexes": (
        heading(TITLE), p("They come."), p("Appendices", run=BOLD), heading("4 Standards"), p("NICE."),
    ),
    "a large bold line before the next number of plain headings": (
        p("1. Aims"), p("To help."), p("Timeline: weekly", run=LARGE), p("2. Service description and care pathway"),
        p("They come."), p("Timeline: monthly", run=LARGE), p("3. Payment"), p("Block."),
    ),
    "a label and a name in the style of the headings": (
        p("Aims", '<w:pStyle w:val="Name"/>', BOLD), p(SENTENCE),
        p("Service description and care pathway", '<w:pStyle w:val="Name"/>', BOLD), p("They come."),
        led("Manager:", " Ann Bell", properties='<w:pStyle w:val="Name"/>'),
        p("Who it is for", '<w:pStyle w:val="Name"/>', BOLD), p("Adults.", f'<w:pStyle w:val="Name"/>{BULLET}'),
    ),
    "an underlined bold line over bold items of a list of bullets": (
        p("The pathway", run=BOLD + UNDERLINED), listed("Service description and care pathway"), p("They come."),
        p("Data and records", run=BOLD + UNDERLINED), listed("What is kept"), p("Notes."),
    ),
    "a bold line between the heading and its fellow": (
        p("Service pathway description", run=BOLD), p("They come."), p("Booking", run=BOLD), p("By letter."),
        p("Service pathway review", run=BOLD), p("Yearly."), p("Costs", run=BOLD), p("Block."),
    ),
    "a bold line with the letters of a heading of the outline": (
        p("Service description and care pathway", LEVEL, run=BOLD), p("They come."), p("People covered", run=BOLD),
        p("Adults."), p("Costs", LEVEL, run=BOLD),
    ),
    "only the document's end": (p("Service description and care pathway", run=BOLD), p("They come."), p("Adults.")),
    "a number alone": (p(TITLE), p("They come."), p("3.3 Our people and their work"), p("Nurses.")),
    "a typed number of the heading's make that is the next": (
        p("1. Service description and care pathway"), p("They come."), p("2. Our people and their work"), p("Nurses."),
        heading("Standards", 1), p("NICE."),
    ),
    "a number alone before a heading of the outline": (
        heading(TITLE), p("They come."), p("3.3 Our people and their work"), p("Nurses."), heading("4 Standards", 1),
    ),
    "bold lines that only this section has": (
        heading("3.1 Aims"), p("To help."), heading(TITLE), p("They come."), p("Our people", run=BOLD), p("Nurses."),
    ),
    "unshaded tables of one line": (
        bar(p("Service description and care pathway")), p("They come."), bar(p("Our people")), p("Nurses."),
    ),
    "house styles that never meet": (
        named("Aims", "Name"), p("To help people."), named("Service description and care pathway", "Name"),
        p("They come."), named("Our people", "SubName"), p("Nurses are there."), named("Who it is for", "Name"),
        p("Adults."),
    ),
    "numbers in bold where the heading has none": (
        p("Service description and care pathway", run=BOLD), p("They come."), p("1. Our people", run=BOLD),
        p("Nurses."), p("Standards", run=BOLD), p("NICE."),
    ),
    "lines that may be the document's own": (
        heading(TITLE), p("They come."), p("Created on: 1 January 2026"), p("Date for review: January 2027"),
    ),
    "bold numbers that go on inside the section": (
        heading("Eastmere", 1), p("Words."), p("1. Scope", run=BOLD), p("Words."),
        p("Service description and care pathway", LEVEL), p("They come."), p("2. Payment", run=BOLD), p("Block."),
    ),
    "a line like the headings between two of the model's": (
        p("Service description/care pathway", run=BOLD), p("They come."), p("Referral", run=BOLD), p("By letter."),
        p("Population covered", run=BOLD), p("Adults."),
    ),
    "words without a number that lead in a paragraph after it": (
        led("Service description/care pathway. ", "They are seen."), p("They come."), led("Note. ", "They may not."),
        led("Population covered. ", "Adults."),
    ),
    "a table of versions at the end": (
        heading(TITLE),
        p("They come."),
        table((p("Version"), p("Date"), p("Approved by")), (p("1"), p("May"), p("AB"))),
    ),
    "a line that recurs": (
        p("Aims", run=BOLD), p("To help."), p("Questions", run=BOLD), p("Why?"),
        p("Service description and care pathway", run=BOLD), p("They come."), p("Questions", run=BOLD), p("Who?"),
        p("Our people", run=BOLD), p("Nurses."),
    ),
    "a paragraph whose number goes on and leads it in": (
        p("2. Service description and care pathway", run=BOLD), p("They come."), led("3. People. ", "They meet."),
        p("4. Payment", run=BOLD), p("Block."),
    ),
    "an outline without a first level, under bold lines": (
        p("Part one of the whole", run=BOLD), p("Words."), p("Service description and care pathway", LEVEL),
        p("They come."), p("Part two of the whole", run=BOLD), p("Words."), p("Other things", LEVEL), p("Few."),
    ),
    "a bold line above an outline without a first level": (
        p("Service description and care pathway", run=BOLD), p("They come."), p("Referral", LEVEL), p("By letter."),
        p("Part two of the whole", run=BOLD), p("Words."),
    ),
    "whole paragraphs with the level of a heading": (
        p("Service description and care pathway", run=BOLD), p(f"{SENTENCE} {SENTENCE} {SENTENCE}", LOW),
        p("They come."), p("It may hold:", LOW), p("Words."),
    ),
    "a low heading under lines in capitals": (
        p("POLICY:", run=BOLD), p("Words."), p("Service description and care pathway", '<w:outlineLvl w:val="2"/>'),
        p("They come."), p("ENFORCEMENT:", run=BOLD), p("Nobody."),
    ),
    "a heading of the outline among bold numbers": (
        p("1. Service description and care pathway", run=BOLD), p("They come."), heading("Tasks", 1), p("Many."),
        p("2. Payment", run=BOLD), p("Block."),
    ),
    "letters of one list whose styles have other levels and are made otherwise": (
        lettered("Aims", 2), p("To help."), lettered("Service description and care pathway", 2), p("They come."),
        lettered("Our people", 3).replace(BOLD, ""), p("Nurses."), heading("4 Standards", 1), p("NICE."),
    ),
    "a bold line that counts on from a heading of the outline at its end": (
        heading("Service description and care pathway #1", 2), p("They come."), p("Our people #2", run=BOLD),
        p("Nurses."), heading("Payment #3", 2), p("Block."),
    ),
    "a bold line that counts on from a heading of the outline in its words": (
        heading("Service 1: Service description and care pathway", 2), p("They come."),
        p("Service 2: Our people", run=BOLD), p("Nurses."), heading("Service 3: Payment", 2), p("Block."),
    ),
    "a sentence that stands in the style of the bold heading": (
        p("Service description and care pathway", HEAD, BOLD), p("Aim: people are seen.", HEAD),
        p("They come."), p("Our people", HEAD, BOLD), p("Nurses."),
    ),
    "a heading without a number that recurs under those that are counted": (
        p("Service description and care pathway", HEAD + COUNTED), p("Features:", HEAD), p("They come."),
        p("Our people", HEAD + COUNTED), p("Features:", HEAD), p("Nurses."),
    ),
    "a number that stands between, in words that are not bold": (
        heading(TITLE), p("They come."), p("4. Standards"), p("NICE."), heading("4.1 National"), p("Words."),
    ),
    "a heading without a number after a number that comes next": (
        heading(TITLE), p("They come."), p("4. Standards"), p("NICE."), p("Payment", HEAD), p("Block."),
    ),
    "a bold line with the heading's number again, and the next one left out": (
        p("1. Service description and care pathway", run=BOLD), p("They come."), p("Our people", COUNTED, BOLD),
        p("Nurses."), p("3. Payment", run=BOLD), p("Block."),
    ),
    "a bold line whose number goes back": (
        p("6.0 Service description and care pathway", LEVEL, BOLD), p("They come."),
        p("5.1 Performance requirements", run=BOLD), p("Few."), p("7.0 Payment", LEVEL, BOLD), p("Block."),
    ),
    "a table with the level of a heading in the cells of its first row": (
        heading(TITLE), p("They come."), table((p("Category", LEVEL), p("Issue", LEVEL)), (p("Visits"), p("Few"))),
        heading("3.3 Population covered"), p("Adults."),
    ),
    "a bold heading with nothing under it": (
        p("Aims", run=BOLD), p("To help."), p("Service description and care pathway", run=BOLD),
        p("Referral", run=BOLD), p("They come."), p("Our people", run=BOLD), p("Nurses."),
    ),
    "a bold line as the heading but for its style": (
        p("Service description and care pathway", '<w:pStyle w:val="Name"/>', BOLD), p("They come."),
        p("Our people", run=BOLD), p("Nurses."), p("Payment", '<w:pStyle w:val="Name"/>', BOLD), p("Block."),
    ),
    "a bold item of a list under a heading of the outline": (
        p("2. Service description and care pathway", LEVEL), p("They come."), p("", COUNTED), p("", COUNTED),
        p("Our people", COUNTED, BOLD), p("Nurses."), p("3. Payment", LEVEL), p("Block."),
    ),
    "a bold line above the words that are signed": (
        heading(TITLE), p("They come."), p("Sign the group agreement", run=BOLD),
        p("By signing below all confirm the terms."), p("Signature"), p("Ann Bell"),
    ),
    "a bold line above the words that are signed, where other sections have bold lines": (
        heading("3.1 Aims"), p("First aim", run=BOLD), p("To help."), heading(TITLE), p("They come."),
        p("Sign the group agreement", run=BOLD), p("By signing below all confirm the terms."), p("Signature"),
        p("Ann Bell"),
    ),
    "a line of the heading's level that is long and leads words in": (
        heading(TITLE), p("They come."), p(f"{LONG}:", HEAD), p("Nurses."), heading("3.3 Population covered"),
    ),
    "a bold line of the same make that is too long for a heading": (
        p("Service description and care pathway", run=BOLD), p("They come."), p(f"{LONG}, is it so?", run=BOLD),
        p("Nurses."), p("Payment", run=BOLD), p("Block."),
    ),
    "a bold line with a full stop, as the heading has": (
        p("Service description and care pathway.", run=BOLD), p("They come."), p("Our people.", run=BOLD),
        p("Nurses."), p("Payment", run=BOLD), p("Block."),
    ),
    "a bold line that is underlined as well": (
        p("Service description and care pathway", run=BOLD), p("They come."), p("Scope", run=BOLD + UNDERLINED),
        p("All."), p("Payment", run=BOLD), p("Block."),
    ),
    "a larger line that is not bold": (
        p("Service description and care pathway", run=BOLD), p("They come."),
        p("Our people", run='<w:sz w:val="40"/>'), p("All."), p("Payment", run=BOLD), p("Block."),
    ),
    "a heading whose words stand in a box": (
        heading(TITLE), p("They come."), boxed("Our people"), p("Nurses."), heading("4 Standards", 1), p("NICE."),
    ),
}  # fmt: skip


def options(problems: list[Problem]) -> list[str]:
    return [each.cure for each in problems if each.slug == "may-be-meant"]


def test_a_part_without_a_level_does_not_end_unasked_at_the_first_heading_of_the_outline_below_it() -> None:
    made, problems = attempt(host_of(*PARTS), WORDS, after={"3.2": "PART 2: SERVICE"})
    assert made is None
    assert '--after "line:To help."' in options(problems)


def test_a_picture_in_the_style_of_a_heading_does_not_end_the_section_unasked() -> None:
    drawn = f"<w:p><w:pPr>{HEAD}</w:pPr>{PICTURE}</w:p>"
    made, problems = attempt(
        host_of(heading(TITLE), p("They come."), drawn, p("LAST"), heading("Who"), p("All.")), WORDS
    )
    assert made is None
    assert options(problems) == ['--after "line:They come."', '--after "line:LAST"']


def test_a_line_further_up_that_looks_weaker_than_the_heading_shows_no_end() -> None:
    """The title of the document is made as the parts of sections in capitals are."""
    host = host_of(
        p("Eastmere Hospice", run=BOLD), p("SERVICE DESCRIPTION AND CARE PATHWAY", run=BOLD), p("They come."),
        p("Our people", run=BOLD), p("Nurses."), p("WHO IT IS FOR", run=BOLD), p("Adults."),
    )  # fmt: skip
    made, problems = attempt(host, WORDS)
    assert made is None
    assert options(problems)[:2] == ['--after "line:They come."', '--after "line:Nurses."']


@pytest.mark.parametrize("kind", DOUBTED)
def test_an_end_that_rests_on_a_number_or_on_the_documents_end_is_asked(kind: str) -> None:
    host = host_of(*DOUBTED[kind])
    made, problems = attempt(host, WORDS)
    assert made is None and [each.slug for each in problems if each.severity == "error"] == ["end-not-sure"]
    offered = options(problems)
    assert '--after "line:They come."' in offered[:2] and len(offered) >= 2


@pytest.mark.parametrize("kind", DOUBTED)
def test_each_option_puts_the_clause_where_it_says(kind: str) -> None:
    host = host_of(*DOUBTED[kind])
    notes = [each for each in attempt(host, WORDS)[1] if each.slug == "may-be-meant"]
    for note in notes:
        name, said = shlex.split(note.cure)
        assert name == "--after"
        made, problems = attempt(host, WORDS, after={"3.2": said})
        assert made is not None, problems
        words = [each for each in accepted(made.data) if each]
        at = words.index("Our terms")
        assert words[at - 1] in note.message
        assert (words[at + 2] if at + 2 < len(words) else "at the very end") in note.message
        (place,) = made.places
        assert place.line_before.endswith(words[at - 1])


def test_of_lines_that_differ_by_a_sign_the_heading_with_that_sign_is_meant() -> None:
    host = docx_bytes(
        p("1. Mobile devices") + heading("Mobile devices:") + p("They are locked.") + heading("3.3 Population covered")
    )
    (place,) = inserted(host, WORDS, after={"3.2": "Mobile devices:"}).places
    assert place.line_before == "They are locked."
    both = docx_bytes(
        p("Phase 2 – Good", run=BOLD)
        + p("They say so.")
        + p("Phase 2: Good", run=BOLD)
        + p("It is.")
        + heading("3.3 People")
    )
    (place,) = inserted(both, WORDS, after={"3.2": "Phase 2 – Good"}).places
    assert (place.line_before, place.line_after) == ("They say so.", "Phase 2: Good")
    assert options(attempt(both, WORDS, after={"3.2": "phase 2 good"})[1])


def test_lines_that_read_alike_are_told_apart_by_their_turn() -> None:
    one = heading("Service A", 1) + heading(TITLE) + p("By letter.") + heading("3.3 Population covered")
    host = docx_bytes(one + one.replace("Service A", "Service B").replace("letter", "telephone"))
    offered = options(attempt(host, WORDS)[1])
    assert offered == [
        '--after "3.2 Service description/care pathway#1"',
        '--after "3.2 Service description/care pathway#2"',
    ]
    made = inserted(host, WORDS, after={"3.2": shlex.split(offered[1])[1]})
    assert made.places[0].line_before == "By telephone."


@pytest.mark.parametrize(
    "words",
    [
        "“Ring us” – it’s free",
        'They say "come" and pay $5 for 100% of `it`!',
        "A very long line " * 12,
        "Ends with #2",
        "line: of care",
        "3.2=the number",
        "-o is no option",
    ],
)
def test_an_option_is_words_that_no_shell_reads_as_its_own(words: str) -> None:
    host = docx_bytes(
        p("Service description and care pathway", run=BOLD)
        + p(words.replace('"', "&quot;").replace("<", "&lt;"))
        + p("A very long line that is another one.")
    )
    first = options(attempt(host, WORDS)[1])[0]
    assert not set(first[len('--after "') : -1]) & set('"$`\\!%“”')
    assert len(first) < 120


def test_both_sections_asked_at_once_say_which_is_meant() -> None:
    host = docx_bytes(
        p("Service description and care pathway", run=BOLD)
        + p("They come.")
        + heading("5.1 Applicable Quality Requirements")
        + p("Calls.")
    )
    measure = clause("80% of plans are agreed.", name="measure", place="quality")
    offered = options(attempt(docx_bytes(p("Service description and care pathway", run=BOLD)), WORDS, measure)[1])
    assert offered and all(each.startswith(('--after "3.2=', '--after "5.1=')) for each in offered)
    assert attempt(host, WORDS, measure)[0] is not None


def test_a_line_across_the_page_between_two_sections_stays_over_the_next() -> None:
    shape = (
        '<v:rect xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" o:hr="t"/>'
    )
    rule = f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    made = inserted(host_of(heading(TITLE), p("LAST"), rule, heading("3.3 Population covered"), p("Adults.")), WORDS)
    written = zipfile.ZipFile(io.BytesIO(made.data)).read("word/document.xml")
    assert written.index(b"LAST") < written.index(b"Our terms") < written.index(b"o:hr") < written.index(b"3.3 Pop")


def test_wording_and_measures_may_go_to_the_end_of_one_section() -> None:
    host = host_of(
        p("Scope", run=BOLD), p("They come."), p("LAST"), p("Costs", run=BOLD), p("Block."),
        p("Team", run=BOLD), p("All."),
    )  # fmt: skip
    wording = clause(block("Our terms", "heading"), "Plans are made.")
    measure = clause(block("Visits", "heading"), "Visits are counted.", name="visits", place="quality", title="Visits")
    made, problems = attempt(host, wording, measure, after={"3.2": "Scope", "5.1": "Scope"})
    assert made is not None, problems
    words = [each for each in accepted(made.data) if each]
    assert words[words.index("LAST") + 1] == "Our terms" and words[words.index("Costs") - 1] == "Visits are counted."


def test_a_line_of_text_is_the_very_place() -> None:
    host = docx_bytes(
        heading(TITLE)
        + p("It starts with a referral to the team, which answers within two days.")
        + p("It ends with a letter.")
        + heading("3.3 Population covered")
    )
    made = inserted(host, WORDS, after={"3.2": "It starts with a referral to the team, which answers within two days."})
    (place,) = made.places
    assert (place.line_before, place.line_after, place.under) == (
        "It starts with a referral to the team, which answers within two days.",
        "It ends with a letter.",
        TITLE,
    )


def test_a_line_that_leads_a_list_in_is_asked_about() -> None:
    led_in = p("We agree to each of the things that follow.")
    host = docx_bytes(heading(TITLE) + led_in + p("Be on time.", BULLET) + p("Ask others.", BULLET) + p("They come."))
    made, problems = attempt(host, WORDS, after={"3.2": "We agree to each of the things that follow."})
    assert made is None and problems[0].slug == "end-not-sure"
    assert [each.partition("line:")[2][:7] for each in options(problems)] == ["We agre", "Ask oth"]
    made = inserted(host, WORDS, after={"3.2": "line:Ask others."})
    assert made.places[0].line_before == "Ask others."


def test_an_item_of_a_list_may_be_called_content() -> None:
    host = docx_bytes(heading(TITLE) + p("Content:", COUNTED, BOLD) + p("Figures.") + p("Method:", COUNTED, BOLD))
    made, problems = attempt(host, WORDS, after={"3.2": "Content:"})
    assert "only in the table of contents" not in "".join(each.message for each in problems)
    assert made is not None and made.places[0].line_before == "Figures.", problems


def test_the_bold_first_row_of_a_table_is_not_the_heading_that_is_told() -> None:
    bold = table((p("Practice", run=BOLD), p("Notes", run=BOLD)), (p("Plans are kept."), p("Yes.")))
    under = p("Service description and care pathway", run=BOLD)
    made = inserted(docx_bytes(under + bold + p("Our people", run=BOLD) + p("Nurses.")), WORDS)
    assert (made.places[0].under, made.places[0].line_before) == ("Service description and care pathway", "Yes.")
    made = inserted(docx_bytes(heading(TITLE) + bold + heading("3.3 Population covered")), WORDS)
    assert (made.places[0].under, made.places[0].line_before) == (TITLE, "Yes.")


def test_the_head_of_a_column_is_no_heading_of_the_cell_beside_it() -> None:
    heads = (p("Deliverable", run=BOLD) + p(""), p("Delivery date", run=BOLD))
    host = docx_bytes(table(heads, (p("A plan."), p("In May."))) + p("Words."))
    made, problems = attempt(host, WORDS, after={"3.2": "Deliverable"})
    assert made is None and problems[0].slug == "end-not-sure"
    assert '--after "table:In May."' in options(problems)


def test_parts_with_bold_numbers_that_run_through_them_keep_theirs() -> None:
    host = host_of(
        heading("Part A", 1), p("1. Aims", run=BOLD), p("To help."),
        p("Service description and care pathway", '<w:outlineLvl w:val="0"/>'), p("2. Referral", run=BOLD),
        p("By letter."), p("3. Discharge", run=BOLD), p("LAST"), heading("Part C", 1), p("4. Payment", run=BOLD),
    )  # fmt: skip
    assert neighbours(host) == ("LAST", "Part C")


def test_a_page_number_in_a_sentence_makes_no_contents_of_it() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF plans </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    line = p("See the plans on page ").replace("</w:p>", f"{field}<w:r><w:t>, and LAST</w:t></w:r></w:p>")
    host = docx_bytes(heading(TITLE) + p("They come.") + line + p("LAST") + heading("3.3 Population covered"))
    assert neighbours(host)[0] == "LAST"


def test_a_table_of_contents_that_is_typed_without_pages_is_no_place() -> None:
    names = ("Aims", "People andaccess", "Team", "Costs")
    contents = p("Contents") + "".join(p(name.replace("dac", "d ac")) for name in names)
    body = "".join(heading(name) + p(f"About {name}.") for name in names)
    for said in ("Team", "People and access"):  # a space may have been lost in the heading
        made, problems = attempt(docx_bytes(contents + body), WORDS, after={"3.2": said})
        assert made is not None, problems
        words = [each for each in accepted(made.data) if each]
        assert words[words.index("Our terms") - 1] in ("About Team.", "About People andaccess.")


def test_what_stands_only_in_the_contents_is_said_to() -> None:
    contents = p("Our model", '<w:pStyle w:val="TOC1"/>')
    host = docx_bytes(contents + heading("Aims") + p("Words."), styles=STYLES + style("TOC1", "toc 1"))
    made, problems = attempt(host, WORDS, after={"3.2": "Our model"})
    assert made is None and "only in the table of contents" in problems[0].message


def test_a_heading_in_a_table_is_none_of_the_contents_though_it_has_their_style() -> None:
    rows = [table((named("Our model", "TOC1"),), (p("Name"), p("Help"))), table((p("Our team"),), (p("Who"), p("Ann")))]
    host = docx_bytes(rows[0] + p("") + rows[1] + p("Words."), styles=STYLES + style("TOC1", "toc 1"))
    _, problems = attempt(host, WORDS, after={"3.2": "Our model"})
    assert "table of contents" not in "".join(each.message for each in problems)


LIST = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum '
    'w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl '
    'w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def counted_heading(text: str) -> str:
    return p(text, '<w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')


def test_where_the_style_of_subheadings_counts_in_the_same_list_the_clauses_take_no_number() -> None:
    styles = STYLES.replace(
        '<w:name w:val="heading 2"/><w:pPr>',
        '<w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
    )
    host = docx_bytes(
        counted_heading("Introduction")
        + counted_heading("Service description and care pathway")
        + item("People are seen at home.", 1, 1)
        + counted_heading("Population covered")
        + item("Adults.", 1, 1),
        styles=styles,
        numbering=LIST,
    )
    made, problems = attempt(host, WORDS)
    assert made is not None, problems
    (note,) = [each for each in problems if each.slug == "not-numbered"]
    assert "“3.” before “Population covered” would become “4.”" in note.message and "--renumber" in note.cure
    (place,) = made.places
    assert (place.under, place.number) == ("2. Service description and care pathway", "2")
    assert (place.line_before, place.line_after) == ("2.1 People are seen at home.", "3. Population covered")


def test_numbers_of_later_lines_move_on_where_that_is_asked_for() -> None:
    host = docx_bytes(
        heading(TITLE)
        + item("The team sees people at home.", 1)
        + heading("3.3 Population covered")
        + item("Adults of the area.", 1),
        numbering=LIST,
    )
    kept, problems = attempt(host, WORDS)
    assert kept is not None and not kept.moved
    assert [each.slug for each in problems] == ["not-numbered"]
    made, problems = attempt(host, WORDS, renumber=True)
    assert made is not None and problems == []
    assert made.moved == (("Adults of the area.", "2.", "3."),)


SENTENCES = [
    "Signed consent is obtained at the first visit.", "Signed plans are filed", "The plan carries a signature, dated.",
    "Signatures on plans may be electronic.", "Signed off by the team lead each month.",
    "Sign-off of each plan is by the team lead.", "Agreed by both, the plan is kept.",
    "This agreement is signed with each person.", "The end of the document is for notes.",
    "Llofnodir pob cynllun gan y person.", "Dros y ffôn y gwneir apwyntiadau.",
    "Agreed and accepted referrals are seen in ten days.", "The number to call: ______",
]  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_about_signing_ends_no_section(sentence: str) -> None:
    data = host_of(heading(TITLE), p("They come."), p(sentence), p("Copies go to the person."))
    assert neighbours(data) == ("Copies go to the person.", "")


@pytest.mark.parametrize(
    "line",
    [
        "Signed:", "SIGNED by Ann Bell", "Signed for and on behalf of the Provider", "Signature", "Signature page",
        "Authorised signature", "Provider signature: ______", "Agreed and accepted by the parties",
        "In witness whereof the parties have signed this agreement.", "Signed by ____________.",
        "AS WITNESS the hands of the parties", "Authorised signatory: ____", "Sign-off", "Agreed by:", "Signatories",
        "Duly authorised for and on behalf of the Provider", "DocuSigned by:", "/s/ Ann Bell",
        "This agreement has been entered into on the date stated at the beginning of it.",
        "END OF DOCUMENT", "- End of specification -", "Page 4 of 4",
        "Llofnodwyd gan:", "Llofnod", "Llofnodion", "Llofnodwyd dros ac ar ran y Darparwr:",
        "Dros ac ar ran y Comisiynydd",
    ],
)  # fmt: skip
def test_a_place_to_sign_ends_the_section(line: str) -> None:
    assert neighbours(host_of(heading(TITLE), p("LAST"), p(line), p("Ann Bell"))) == ("LAST", line)


@pytest.mark.parametrize("line", ["Acceptance", "Acceptance of this specification", "Approval", "Llofnodion"])
def test_the_line_that_heads_the_signatures_goes_with_them(line: str) -> None:
    under = (p(line, run=BOLD), p("Signed: ____"), p("Name:"))
    assert neighbours(host_of(heading(TITLE), p("LAST"), *under)) == ("LAST", line)


COUNTED_BY_NAME = host_of(
    *(
        p(f"{text}", run=run)
        for number, title in enumerate(("OBJECT", "RENT", "FORCE MAJEURE", "LAW"), 1)
        for text, run in ((f"Pasal {number}", BOLD), (title, BOLD), (f"Words of {number}.", ""))
    )
)


def test_headings_with_the_signs_of_a_plain_file_end_at_the_next_with_as_many_or_fewer() -> None:
    lines = ("##Scope", "All.", "### Who", "Adults.", "#### Age", "Over 18.", "### Where", "Here.", "## Pay", "Block.")
    host = host_of(*map(p, lines))
    for said, last in (("##Scope", "Here."), ("### Who", "Over 18."), ("#### Age", "Over 18."), ("### Where", "Here.")):
        words = [each for each in accepted(inserted(host, WORDS, after={"3.2": said}).data) if each]
        assert words[words.index("Our terms") - 1] == last, said


@pytest.mark.parametrize("said", ["Pasal 2", "RENT"])
def test_a_bold_name_with_a_number_and_the_title_under_it_end_at_the_next_of_that_name(said: str) -> None:
    made = inserted(COUNTED_BY_NAME, WORDS, after={"3.2": said})
    words = [each for each in accepted(made.data) if each]
    at = words.index("Our terms")
    assert (words[at - 1], words[words.index("Pasal 3") - 1]) == ("Words of 2.", "Plans are made together.")


@pytest.mark.parametrize("line", ["Acceptance", "AUTHORIZATION", "Approval", "Sign off"])
@pytest.mark.parametrize(
    "signing",
    [(p("Signature"), p("Ann Bell")), (p("Date: 3 May 2026"), p("Provider printed name: Ann Bell"), p("Signature:"))],
)
def test_signatures_under_a_heading_of_signing_may_be_its_own_and_are_asked_about(
    line: str, signing: tuple[str, ...]
) -> None:
    host = host_of(p("Scope", run=BOLD), p("All."), p(line, run=BOLD), p("Both sides agree below."), *signing)
    made, problems = attempt(host, WORDS, after={"3.2": line})
    assert made is None
    assert [each.slug for each in problems if each.severity == "error"] == ["end-not-sure"]


@pytest.mark.parametrize("line", ["Annex A", "Atodiad A", "ATODLEN 1: Prisiau", "Appendix 2"])
@pytest.mark.parametrize("bold", [True, False])
def test_an_annex_ends_the_section_in_english_and_in_welsh_or_is_asked_about(line: str, bold: bool) -> None:
    host = host_of(heading(TITLE), p("LAST"), p(line, run=BOLD) if bold else p(line), p("Words of the annex."))
    made, problems = attempt(host, WORDS)
    if bold:
        assert made is not None and neighbours(host) == ("LAST", line)
    else:
        assert [each.slug for each in problems if each.severity == "error"] == ["end-not-sure"]


@pytest.mark.parametrize(
    "lines",
    [
        (p("Version 1.0, 1 April 2026"),),
        (p("Discharge", run=BOLD), p("Signed: ____")),
        (p("Enw:"), p("Dyddiad:")),
        (p("Signed by the Provider and the Commissioner."), p("Ann Bell")),
        (p("Schedule", run=BOLD), p("Visits are weekly.")),
        (p("Schedule: visits", run=BOLD), p("Visits are weekly.")),
    ],
)
def test_a_line_that_may_close_the_document_or_belong_to_the_section_is_asked_about(lines: tuple[str, ...]) -> None:
    made, problems = attempt(host_of(heading(TITLE), p("They come."), *lines), WORDS)
    assert made is None
    assert [each.slug for each in problems if each.severity == "error"] != []


def test_a_level_that_the_style_of_all_text_has_makes_no_line_a_heading() -> None:
    text = '<w:name w:val="Normal"/>'
    levelled = (STYLES + HOUSE).replace(text, f'{text}<w:pPr><w:outlineLvl w:val="0"/></w:pPr>', 1)
    assert levelled != STYLES + HOUSE
    body = (
        heading(TITLE)
        + p("They come.")
        + p("Adults")
        + table((p("Who"), p("Nurses")))
        + heading("3.3 Population covered")
    )
    assert neighbours(docx_bytes(body, styles=levelled)) == ("Nurses", "3.3 Population covered")


@pytest.mark.parametrize("second", [False, True])
def test_a_sentence_that_the_list_counts_on_under_a_bold_heading_is_its_text(second: bool) -> None:
    text = p("They come to us and are seen by a nurse within two days.", COUNTED)
    more = p("Who they are is written down on the day on which they come.", COUNTED) if second else ""
    blocks = (p("Service description and care pathway", COUNTED, BOLD), text, more, p("Our people", COUNTED, BOLD))
    host = host_of(p("Needs", COUNTED, BOLD), p("Eastmere."), *blocks, p("Nurses."))
    if second:
        assert [each.slug for each in attempt(host, WORDS)[1] if each.severity == "error"] == ["end-not-sure"]
    else:
        assert neighbours(host)[1] == "Our people"


@pytest.mark.parametrize(
    "following",
    [
        led("5. Our people.", " Nurses and helpers come to each of them at home, as each asks."),
        led("5. OUR PEOPLE AND PLACES.", " Nurses and helpers come to each of them at home, as each asks."),
    ],
)
def test_the_next_number_before_words_as_bold_as_the_heading_ends_its_section(following: str) -> None:
    before = p("3. Needs", run=BOLD) + p("Eastmere.")
    after = led("6. Payment.", " The commissioner pays the provider each month in equal parts, as agreed.")
    host = host_of(before, p("4. Service description and care pathway.", run=BOLD), p("They come."), following, after)
    assert neighbours(host)[0] == "They come."


def test_the_next_letter_before_a_bold_line_ends_the_section_though_its_letters_are_smaller() -> None:
    large = '<w:b/><w:sz w:val="24"/>'
    blocks = (p("B. Needs", run=large), p("Eastmere."), p("C. Service description and care pathway", run=large))
    below = (p("They come."), p("D. Aims of the people who come to us", run=BOLD), p("Help."), p("E. Money", run=large))
    assert neighbours(host_of(*blocks, *below, p("Block."))) == ("They come.", "D. Aims of the people who come to us")


def test_a_bold_list_with_the_same_letters_under_a_lettered_heading_does_not_end_its_section() -> None:
    items = [p(f"{letter}. The {letter.lower()} of them", run=BOLD) for letter in "ABCD"]
    host = host_of(p("C. Service description and care pathway", run=BOLD), *items, p("They come."))
    made, problems = attempt(host, WORDS)
    assert made is None
    assert [each.slug for each in problems if each.severity == "error"] == ["end-not-sure"]


def test_a_bold_line_over_the_next_list_ends_the_last_of_the_headings_in_a_list() -> None:
    lists = [p(text, COUNTED) + p(f"{text} is what they ask for.") for text in ("AT HOME:", "IN TOWN:")]
    own = p("SERVICE DESCRIPTION AND CARE PATHWAY:", COUNTED) + p("They come.")
    above = p("Where we work", run=BOLD) + p("We work wherever the people who come to us want to be seen.")
    host = host_of(above, *lists, own, p("Who we are", run=BOLD), p("We are nurses and helpers of this town."))
    assert neighbours(host) == ("They come.", "Who we are")


@pytest.mark.parametrize("line", ["12.30 pm – 2.30pm (prayer and lunch)", "9.15 Uhr Beginn", "10.30 a.m. to noon"])
def test_a_time_of_day_is_no_number_of_a_section(line: str) -> None:
    blocks = (p("Needs", run=BOLD), p("Eastmere.", COUNTED), p("Service description and care pathway", run=BOLD))
    host = host_of(*blocks, p(line, BULLET), p("Our people", run=BOLD), p("Nurses."))
    assert neighbours(host) == (line, "Our people")


@pytest.mark.parametrize(("following", "sure"), [("3.4 Payment", True), ("3.3 Payment", False), ("4 Payment", False)])
def test_the_number_that_is_missing_between_two_headings_of_the_outline_ends_the_section(
    following: str, sure: bool
) -> None:
    host = host_of(heading(TITLE), p("They come."), p("3.3 Our people"), p("Nurses."), heading(following), p("Block."))
    made, problems = attempt(host, WORDS)
    if sure:
        assert made is not None and neighbours(host) == ("They come.", "3.3 Our people")
    else:
        assert made is None and [each.slug for each in problems if each.severity == "error"] == ["end-not-sure"]
