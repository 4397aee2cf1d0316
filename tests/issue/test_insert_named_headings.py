"""A heading that a person names with its words: found as it is printed, and its section ends where a reader sees it."""

from __future__ import annotations

import pytest
from tests.issue.inserting import accepted, attempt, clause, heading, inserted, main, paragraph
from tests.word.making import NAMES, STYLES, docx_bytes, p, style, table

WORDS = clause("Plans are made together.")
BOLD = "<w:b/>"
UNDERLINED = '<w:u w:val="single"/>'
LONG = "of what the Provider holds about each person and with whom it may be shared under the law"


def numbering(form: str, text: str) -> str:
    """One list of one level, whose labels have the form and the text."""
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    return (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def listed(text: str, run: str = "", more: str = "") -> str:
    return p(text, f'{more}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', run)


def around(data: bytes, after: str) -> tuple[str, str]:
    """The lines before the clause and after it, as they are accepted."""
    words = [each for each in accepted(inserted(data, WORDS, after={"3.2": after}).data) if each]
    at = words.index("Our terms")
    return words[at - 1], [*words, ""][at + 2]


COUNTED_INSIDE = [
    ("2.2 Features", "2.3 Users", ("1. Booking", "2. Visits", "3. Plans", "4. Reviews")),
    ("2.2 Features", "2.3 Users", ("1 Booking", "2 Visits", "3 Plans")),
    ("2 Features", "3 Users", ("1) Booking", "2) Visits", "3) Plans")),
    ("1.1 Features", "1.2 Users", ("1. Booking", "2. Visits", "3. Plans")),
]


@pytest.mark.parametrize(("named", "following", "inner"), COUNTED_INSIDE)
def test_lower_headings_that_count_from_one_do_not_end_the_section_whose_number_they_pass(
    named: str, following: str, inner: tuple[str, ...]
) -> None:
    parts = "".join(heading(each, 3) + p(f"About {each}.") for each in inner)
    host = docx_bytes(heading(named) + parts + heading(following) + p("Adults."))
    assert around(host, named) == (f"About {inner[-1]}.", following)


@pytest.mark.parametrize("run", ["", BOLD])
def test_a_list_that_counts_past_the_number_of_its_section_does_not_end_it(run: str) -> None:
    inner = "".join(listed(each, run) + p(f"About {each}.") for each in ("Booking", "Visits", "Plans", "Reviews"))
    host = docx_bytes(
        heading("3 Features", 1) + inner + heading("4 Users", 1) + p("Adults."), numbering=numbering("decimal", "%1.")
    )
    assert around(host, "3 Features") == ("About Reviews.", "4 Users")


def test_a_heading_counted_under_another_ends_before_the_next_of_the_higher_ones() -> None:
    host = docx_bytes(
        heading("2.3 Users")
        + heading("1. Host", 3)
        + p("One.")
        + heading("2. Player", 3)
        + p("Many.")
        + heading("2.4 Place")
        + p("Here.")
        + heading("Rooms", 3)
    )
    assert around(host, "2. Player") == ("Many.", "2.4 Place")


def test_a_bold_number_that_does_not_follow_is_asked_about() -> None:
    host = docx_bytes(
        heading("6 Terms", 1)
        + p("6.1 Offers", run=BOLD)
        + p("Any.")
        + p("9.2 Experience", run=BOLD)
        + p("Much.")
        + p("6.3 Safety", run=BOLD)
        + p("First.")
        + heading("7 Payment", 1)
    )
    made, problems = attempt(host, WORDS, after={"3.2": "6 Terms"})
    assert made is None and [each.slug for each in problems if each.severity == "error"] == ["end-not-sure"]
    assert '--after "line:First."' in [each.cure for each in problems]


@pytest.mark.parametrize("label", ["Clause 7 –", "Section 7:", "Article VII.", "Schedule B -"])
def test_a_long_heading_that_is_named_with_its_number_is_one(label: str) -> None:
    long = f"{label} Optional [Note: this provision should only be included where both Parties have agreed to it.]"
    host = docx_bytes(heading("Clause 6") + p("They come.") + heading(long) + p("Others join.") + heading("Payment", 1))
    assert around(host, "Clause 6") == ("They come.", long)
    assert around(host, long) == ("Others join.", "Payment")


def test_a_lower_heading_with_the_next_number_still_ends_a_section_whose_parts_do_not_count() -> None:
    host = docx_bytes(heading("3.2 Care") + p("They come.") + heading("3.3 People", 3) + p("Nurses."))
    assert around(host, "3.2 Care") == ("They come.", "3.3 People")


@pytest.mark.parametrize(
    "other",
    [
        p("Specific requirements", run=BOLD),
        p("Specific requirements", run='<w:color w:val="000000"/>'),
        p("Specific requirements"),
    ],
    ids=["a bold line", "a line in black", "a line that looks the same"],
)
@pytest.mark.parametrize("black", ["", '<w:color w:val="000000"/>', '<w:color w:val="auto"/>'])
def test_the_end_is_asked_where_the_named_line_looks_as_the_text_does(other: str, black: str) -> None:
    host = docx_bytes(
        heading("Tasks", 1)
        + p("General requirements", run=black)
        + p("They come to see people at home.", run=black)
        + other
        + p("They write down what was agreed.", run=black)
        + heading("Payment", 1)
    )
    made, problems = attempt(host, WORDS, after={"3.2": "General requirements"})
    assert made is None and [each.slug for each in problems if each.severity == "error"] == ["end-not-sure"]
    assert '--after "line:They come to see people at home."' in [each.cure for each in problems]


@pytest.mark.parametrize("form", ["upperLetter", "lowerLetter", "upperRoman", "decimal"])
@pytest.mark.parametrize("second", [BOLD + UNDERLINED, UNDERLINED], ids=["bold too", "underlined alone"])
def test_a_bold_line_ends_before_the_next_of_the_listed_headings_over_it(form: str, second: str) -> None:
    host = docx_bytes(
        listed("Operations centre", BOLD + UNDERLINED)
        + p("It watches.")
        + p("Tools in use there:", run=BOLD)
        + p("Many.")
        + listed("Monitoring programme", second)
        + p("It counts.")
        + p("Tools in use here:", run=BOLD)
        + p("Few."),
        numbering=numbering(form, "%1."),
    )
    assert around(host, "Tools in use there:") == ("Many.", "Monitoring programme")


def test_items_of_a_list_that_goes_on_under_a_bold_line_belong_to_it() -> None:
    host = docx_bytes(
        p("Scope", run=BOLD)
        + listed("Adults in the area")
        + p("Aims", run=BOLD)
        + listed("Fewer falls")
        + listed("More walks")
        + p("Payment", run=BOLD),
        numbering=numbering("upperLetter", "%1."),
    )
    assert around(host, "Aims") == ("More walks", "Payment")


@pytest.mark.parametrize("named", ["4.1 Description", f"4.1 Description {LONG}"])
@pytest.mark.parametrize("run", ["", BOLD])
def test_a_line_with_a_typed_number_is_a_heading_however_long_it_is(named: str, run: str) -> None:
    host = docx_bytes(p(named) + p("They come.") + p(f"4.2 Rules {LONG}", run=run) + p("Many.") + heading("Payment", 1))
    made, problems = attempt(host, WORDS, after={"3.2": named})
    assert made is None and [each.slug for each in problems if each.severity == "error"] == ["end-not-sure"]
    assert next(each.cure for each in problems if each.slug == "may-be-meant") == '--after "line:They come."'


@pytest.mark.parametrize("run", ["", BOLD])
def test_a_long_line_with_a_typed_number_ends_where_an_outline_begins(run: str) -> None:
    named = f"4.1 Description {LONG}"
    host = docx_bytes(p(named, run=run) + p("They come.") + heading("Payment", 1) + p("Block."))
    assert around(host, named) == ("They come.", "Payment")


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        ("upperRoman", "%1.", "II. Rewards"),
        ("upperRoman", "%1.", "ii rewards"),
        ("upperLetter", "Appendix %1.", "Appendix B. Rewards"),
        ("upperLetter", "(%1)", "(B) Rewards"),
        ("decimal", "Article %1:", "Article 2: Rewards"),
        ("decimal", "%1.", "2. Rewards"),
        ("decimal", "%1.", "Rewards"),
    ],
)
def test_a_heading_is_found_by_its_words_with_the_label_that_is_printed_before_them(
    form: str, text: str, said: str
) -> None:
    level = '<w:pStyle w:val="Heading1"/>'
    host = docx_bytes(
        listed("Registration", more=level)
        + p("By post.")
        + listed("Rewards", more=level)
        + p("None.")
        + listed("Taxes", more=level),
        numbering=numbering(form, text),
    )
    assert around(host, said) == ("None.", "Taxes")


def test_a_heading_that_has_the_words_of_another_ones_label_comes_first() -> None:
    host = docx_bytes(
        heading("A Rewards") + p("Said.") + listed("Rewards", more='<w:pStyle w:val="Heading2"/>') + p("None."),
        numbering=numbering("upperLetter", "%1"),
    )
    assert around(host, "A Rewards")[0] == "Said."


@pytest.mark.parametrize("taken", ["number", "number of another author", "level"])
def test_words_put_in_take_back_what_their_neighbours_take_back_from_the_style(taken: str) -> None:
    """ECMA-376 part 1, 17.9.18 and 17.3.1.20: list 0 is none, and level 9 is that of the text."""
    counted = style(
        "Term",
        "Term",
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        if taken != "level"
        else '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>',
    )
    own = (
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
        if taken != "level"
        else '<w:outlineLvl w:val="9"/>'
    )
    if taken.endswith("author"):
        own = own.replace("</w:numPr>", '<w:ins w:id="7" w:author="B" w:date="2026-04-01T00:00:00Z"/></w:numPr>')
    sentence = "The Institution pays the fee that Schedule 3 says, within thirty days of the invoice."
    host = docx_bytes(
        heading("Payment", 1)
        + p(sentence, f'<w:pStyle w:val="Term"/>{own}')
        + heading("Ending", 1)
        + p("Either Party may end it.", '<w:pStyle w:val="Term"/>')
        + p("Notice is three months.", '<w:pStyle w:val="Term"/>'),
        styles=STYLES + counted,
    )
    made = inserted(host, WORDS, after={"3.2": "Payment"})
    written = paragraph(main(made.data), "Plans are made together.")
    assert not written.xpath("*/*[local-name() = 'numPr']/*[local-name() = 'ins']")
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    assert written.xpath("w:pPr/w:numPr/w:numId/@w:val | w:pPr/w:outlineLvl/@w:val", namespaces=names) == [
        "0" if taken != "level" else "9"
    ]


def counted(code: str, text: str, held: str = "", level: int = 2, before: str = "") -> str:
    """A line that begins with a field, which holds a result or none."""
    kinds = {"begin": f"<w:r><w:instrText> {code} </w:instrText></w:r>", "separate": f"<w:r><w:t>{held}</w:t></w:r>"}
    marks = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{inner}' for kind, inner in kinds.items())
    style_of = f'<w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>' if level else ""
    first = f'<w:r><w:t xml:space="preserve">{before}</w:t></w:r>' if before else ""
    return (
        f'<w:p>{style_of}{first}{marks}<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> {text}</w:t></w:r></w:p>'
    )


@pytest.mark.parametrize("code", ["AUTONUMLGL", "AUTONUM \\* Arabic", "LISTNUM LegalDefault \\l 2", "SEQ clause"])
@pytest.mark.parametrize("level", [2, 0])
def test_lines_that_a_field_numbers_are_told_since_what_is_put_in_has_no_number(code: str, level: int) -> None:
    lines = counted(code, "How people are seen", "", level) + p("Within six weeks.")
    under = heading("Our service") + lines + heading("Population covered") + p("Adults.")
    made, problems = attempt(
        docx_bytes(under), WORDS, after={"3.2": "Our service" if not level else "How people are seen"}
    )
    assert made is not None
    told = [each for each in problems if each.slug == "not-numbered"]
    assert [(each.severity, code.split()[0] in each.message) for each in told] == [("warning", True)]
    assert "How people are seen" in told[0].message


@pytest.mark.parametrize(
    "line",
    [
        counted("SEQ Table", "Visits", "1", 0, before="Table "),
        counted("SEQ annex \\h", "Visits", "", 0),
        counted("REF visits", "Visits", "3.4", 0),
        counted("LISTNUM", "plan", "", 0, before="The Provider must: "),
    ],
)
def test_a_field_that_numbers_no_line_is_not_told(line: str) -> None:
    host = docx_bytes(heading("Our service") + line + heading("Population covered") + p("Adults."))
    made, problems = attempt(host, WORDS, after={"3.2": "Our service"})
    assert made is not None and problems == []


def bold(text: str, size: int = 24) -> str:
    return p(text, run=f'{BOLD}<w:sz w:val="{size}"/>')


def test_a_section_of_bold_lines_ends_before_an_annex_in_larger_letters() -> None:
    host = bold("Appendix C – Forms", 32) + bold("A form") + p("Filled in.") + bold("Appendix D – Thanks", 32)
    assert around(docx_bytes(host + p("We thank all.") + bold("The clinic") + p("Ada.")), "A form") == (
        "Filled in.",
        "Appendix D – Thanks",
    )


def doubt_of(host: str, after: str) -> str:
    """The words for which it is asked where the section ends."""
    made, problems = attempt(docx_bytes(host), WORDS, after={"3.2": after})
    assert made is None
    return next(each.message for each in problems if each.slug == "end-not-sure")


def test_where_a_line_in_larger_bold_letters_follows_a_bold_heading_it_is_asked() -> None:
    host = bold("Privacy") + p("Kept safe.") + bold("Summary", 32) + p("Good.") + bold("Reviews") + p("Yearly.")
    assert "“Summary”" in doubt_of(host, "Privacy")


def test_plain_lines_with_a_colon_over_text_are_headings_beside_one_another() -> None:
    parts = [
        p(name) + p(f"They are told about {name.lower()} in a letter.") for name in ("Aims:", "Rooms:", "Payment:")
    ]
    assert around(docx_bytes("".join(parts)), "Rooms:") == ("They are told about rooms: in a letter.", "Payment:")


def test_a_line_with_a_colon_may_be_of_the_last_heading_that_counts() -> None:
    parts = [bold(f"Project {number}") + p("It is led by a nurse who knows the county.") for number in (1, 2, 3)]
    host = "".join(parts) + bold("Responsibilities:") + p("Many things are to be done by all.")
    assert "“Responsibilities:”" in doubt_of(host + bold("Declaration", 32) + p("All is true."), "Project 3")


def test_a_bold_line_whose_label_comes_again_may_head_a_part_of_the_section() -> None:
    parts = [
        bold(name) + p(f"About {name}.") + bold(f"Finding: {name} may fail") + p("Mend it.")
        for name in ("Backups", "Disposal", "Consent")
    ]
    assert "“Finding: Disposal may fail”" in doubt_of("".join(parts), "Disposal")


def test_a_line_of_a_typed_list_is_not_ended_by_the_list_alone_where_the_next_number_follows() -> None:
    lines = [p("Access:", run=BOLD), p("1. Physical controls (both)"), p("2. Rules for each system (mainly critical)")]
    lines += [p("3. Lists are kept."), p("Networks:", run=BOLD), p("1. Wired lines"), p("2. Radio")]
    assert "“2. Rules for each system (mainly critical)”" in doubt_of("".join(lines), "1. Physical controls (both)")


def test_the_title_of_a_typed_table_of_contents_is_no_place() -> None:
    listed = p("1 Scope, page 3") + p("2 Care, page 4") + heading("Scope") + p("All.")
    made, problems = attempt(
        docx_bytes(p("Table of Contents", run=BOLD) + listed), WORDS, after={"3.2": "Table of contents"}
    )
    assert made is None
    assert ["table of contents" in each.message for each in problems if each.slug == "no-place"] == [True]


def test_headings_whose_number_is_typed_without_a_space_count_as_well() -> None:
    steps = bold("1)Prepare the drive:") + p("Fetch it.") + bold("2)Start from it:") + p("Press it.")
    host = steps + bold("3) Install it:") + p("Choose it.") + bold("4)Finish:") + p("Done.")
    assert around(docx_bytes(host), "2)Start from it:") == ("Press it.", "3) Install it:")


def test_bold_lines_without_a_number_below_a_numbered_one_of_their_look_belong_to_it() -> None:
    steps = "".join(bold(f"Step {step}: act") + p(f"Do {step}.") for step in (1, 2, 3))
    host = bold("2. Kinds") + p("Two.") + bold("3. What is done") + steps + bold("4. Reports") + p("Each month.")
    assert around(docx_bytes(host), "3. What is done") == ("Do 3.", "4. Reports")


def test_a_heading_that_holds_a_picture_is_named_by_its_words() -> None:
    drawn = (
        '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:drawing/></w:r><w:r><w:t>The diagram</w:t></w:r></w:p>'
    )
    host = drawn + p("It is drawn.") + heading("Users") + p("Adults.")
    assert around(docx_bytes(host), "The diagram") == ("It is drawn.", "Users")


def test_a_heading_is_meant_and_not_the_cell_of_a_table_that_names_it() -> None:
    who = table((p("Section"), p("Author")), (p("Referral", run=BOLD), p("Ann Bell")))
    host = docx_bytes(
        heading("Referral") + p("By phone.") + heading("Visits") + p("Weekly.") + heading("Authors") + who
    )
    assert around(host, "Referral") == ("By phone.", "Visits")


def test_a_bar_that_reads_as_a_bold_line_elsewhere_is_still_asked_about() -> None:
    host = docx_bytes(p("Referral", run=BOLD) + p("By phone.") + table((p("Referral", run=BOLD),)) + p("By letter."))
    made, problems = attempt(host, WORDS, after={"3.2": "Referral"})
    assert made is None and [each.slug for each in problems if each.severity == "error"] == ["several-places"]


def test_a_list_of_the_headings_that_come_later_is_not_meant() -> None:
    names = ("Referral", "Visits", "Reviews")
    first = "".join(listed(each) for each in names)
    rest = "".join(p(each, run='<w:caps/><w:sz w:val="32"/>') + p(f"About {each.lower()}.") for each in names)
    host = docx_bytes(first + p("Read on.") + rest, numbering=numbering("decimal", "%1."))
    assert around(host, "Visits") == ("About visits.", "Reviews")


def test_typed_contents_are_no_headings_though_they_have_the_numbers() -> None:
    named = ("1.1 Purpose", "1.2 Referral", "1.3 Visits", "2 Reviews")
    contents = "".join(p(f"{each}\t{page}") for page, each in enumerate(named, 1))
    host = docx_bytes(contents + "".join(p(each) + p(f"About {each}.") for each in named))
    assert around(host, "1.2 Referral") == ("About 1.2 Referral.", "1.3 Visits")


def test_of_headings_that_differ_in_capitals_the_one_is_meant_that_is_written_so() -> None:
    titled = '<w:pStyle w:val="Led"/>'
    host = docx_bytes(
        p("Aims", titled) + p("To help.") + p("VISITS", run='<w:sz w:val="20"/>') + p("One.") + p("Visits", titled)
        + p("Two.") + p("Reviews", titled) + p("Three."),
        styles=STYLES + style("Led", "Led title", '<w:rPr><w:sz w:val="40"/></w:rPr>'),
    )  # fmt: skip
    assert around(host, "Visits") == ("Two.", "Reviews")


def test_the_next_number_of_the_outline_ends_a_section_whose_number_is_typed_though_the_outline_has_it_low() -> None:
    more = '<w:pStyle w:val="Heading3"/>'
    host = docx_bytes(
        listed("Aims", more=more) + p("1.1 Purpose", '<w:pStyle w:val="Sub"/>') + p("To help.")
        + p("1.2 Referral", '<w:pStyle w:val="Sub"/>') + p("By phone.") + listed("Visits", more=more) + p("Weekly."),
        styles=STYLES + style("Sub", "Sub title", "<w:rPr><w:i/></w:rPr>"), numbering=numbering("decimal", "%1."),
    )  # fmt: skip
    assert around(host, "1.2 Referral") == ("By phone.", "Visits")


def test_a_short_sentence_in_the_style_of_numbered_headings_belongs_to_the_section() -> None:
    host = docx_bytes(heading("4.3 Visits") + heading("They are as follows.") + p("Weekly.") + heading("4.4 Reviews"))
    assert around(host, "4.3 Visits") == ("Weekly.", "4.4 Reviews")


@pytest.mark.parametrize("words", ["Visits", "Visits: how often"])
def test_a_heading_whose_words_a_table_has_too_is_no_part_of_another_section(words: str) -> None:
    columns = table((p("Measure"), p("Visits", run=BOLD)), (p("Number"), p("12")))
    titled = "".join(p(each, run=BOLD) + p(f"About {each}.") for each in ("Referral", words, "Reviews"))
    assert around(docx_bytes(titled + columns), "Referral") == ("About Referral.", words)


def test_an_item_of_a_list_ends_where_the_list_goes_on_in_which_its_own_began() -> None:
    def two(text: str, num: int) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>', BOLD)

    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{level.format(form)}</w:abstractNum>'
        for at, form in enumerate(("upperRoman", "decimal"))
    ) + "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at - 1}"/></w:num>' for at in (1, 2))
    host = docx_bytes(
        two("Visits", 1) + two("Urgent", 2) + p("At once.") + two("Others", 2) + p("Weekly.") + two("Reviews", 1)
        + p("Yearly."),
        numbering=f"<w:numbering {NAMES}>{lists}</w:numbering>",
    )  # fmt: skip
    assert around(host, "Others") == ("Weekly.", "Reviews")


def test_a_bold_line_a_point_smaller_may_be_a_heading_beside_the_bold_one() -> None:
    assert "“Visits”" in doubt_of(bold("Referral", 24) + p("By phone.") + bold("Visits", 22) + p("Weekly."), "Referral")


def test_questions_after_a_bold_heading_that_is_none_may_be_asked_under_it() -> None:
    asked = bold("Who comes?") + p("Adults.") + bold("Who sees them?") + p("The team.")
    ends = bold("Reviews") + p("Yearly.")
    assert "“Who comes?”" in doubt_of(bold("Referral") + p("By phone.") + asked + ends, "Referral")
    host = docx_bytes(bold("Who comes?") + p("Adults.") + bold("Who sees them?") + p("The team.") + ends)
    assert around(host, "Who comes?") == ("Adults.", "Who sees them?")


@pytest.mark.parametrize("answer", ["Yes", ""])
def test_a_heading_is_meant_and_not_the_row_of_a_form_that_is_ticked_or_to_be_ticked(answer: str) -> None:
    ticked = table((p("Visits", run=BOLD), p(answer)), (p("Referral", run=BOLD), p("")))
    host = docx_bytes(heading("Visits") + p("Weekly.") + heading("Referral") + p("By phone.") + ticked + p("Ada"))
    assert around(host, "Visits") == ("Weekly.", "Referral")


@pytest.mark.parametrize("stop", ["", "."])
def test_a_heading_in_a_row_of_headings_in_two_languages_is_asked_about(stop: str) -> None:
    rows = [
        (p(f"{number}.\t{one}{stop}", run=BOLD) + p(""), p(f"{number}.\t{two}{stop}", run=BOLD) + p(""))
        for number, (one, two) in enumerate((("Term", "Cyfnod"), ("Visits", "Ymweliadau")), 1)
    ]
    said = (p("It lasts a year."), p("Blwyddyn."))
    made, problems = attempt(docx_bytes(table(rows[0], said, rows[1], said) + p("")), WORDS, after={"3.2": "Term"})
    assert made is None and [each.slug for each in problems if each.severity == "error"] == ["end-not-sure"]


def test_a_bold_line_ends_before_the_next_of_the_listed_headings_over_it_whatever_their_size() -> None:
    host = docx_bytes(
        listed("Costs", f'{BOLD}<w:sz w:val="28"/>') + bold("Once") + p("12.") + bold("Each year") + p("2.")
        + listed("Staff", BOLD) + p("Six."),
        numbering=numbering("lowerRoman", "%1."),
    )  # fmt: skip
    assert around(host, "Each year") == ("2.", "Staff")


def test_a_deeper_item_of_the_heading_s_own_list_belongs_to_it_though_the_outline_has_both_at_one_level() -> None:
    forms = (("decimal", "%1."), ("lowerLetter", "%2."))
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )
    numbers = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def one(text: str, level: int) -> str:
        return p(text, f'<w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')

    host = one("Scope", 0) + one("Aims", 1) + p("To help.") + one("Terms", 1) + p("None.") + one("Care", 0)
    assert around(docx_bytes(host, numbering=numbers), "Scope") == ("None.", "Care")
    assert around(docx_bytes(host, numbering=numbers), "Aims") == ("To help.", "Terms")


def test_a_bold_bullet_belongs_to_the_section_of_a_bold_heading_that_is_none() -> None:
    bullets = listed("Cover page") + listed("Annexes:", f'{BOLD}<w:sz w:val="24"/>') + p("Two pages.")
    host = docx_bytes(
        bold("Proposal") + bullets + bold("Sending") + p("By letter."), numbering=numbering("bullet", "•")
    )
    assert around(host, "Proposal") == ("Two pages.", "Sending")


def test_bold_lines_that_come_directly_under_those_in_capitals_again_and_again_stand_below_them() -> None:
    part = bold("Background") + p("Of old.") + bold("Aims") + p("To help.")
    host = bold("INTRODUCTION") + part + bold("AWARDS") + bold("Kinds") + p("Two.") + bold("REVIEW") + p("Yearly.")
    assert around(docx_bytes(host), "INTRODUCTION") == ("To help.", "AWARDS")
    assert "“Aims”" not in doubt_of(bold("INTRODUCTION") + part + bold("REVIEW") + p("Yearly."), "INTRODUCTION")
