"""Whether words are bold or hidden by styles: one answer a row, whoever asks.

Each row names its clause of ECMA-376 part 1; where Word reads it in a way of its own, what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from lxml import etree

from specgen.word.document.looks import ParagraphHiding, RunLooks
from specgen.word.document.style_forms import StyleEffects
from specgen.word.document.styles import Styles, TableStyle, cell_conditions
from specgen.word.draft.letters import EmphasisReader
from specgen.word.insert.host import _is_bold
from specgen.word.package.ooxml import W, parse_xml, w

BOLD, PLAIN, HIDDEN = "<w:b/>", '<w:b w:val="0"/>', "<w:vanish/>"


def styles(inner: str) -> etree._Element:
    return parse_xml(f'<w:styles xmlns:w="{W}">{inner}</w:styles>'.encode())


def style(identity: str, run: str = "", based: str = "", kind: str = 'w:type="paragraph"', more: str = "") -> str:
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style {kind} w:styleId="{identity}" {more}><w:name w:val="{identity}"/>{parent}'
        f"<w:rPr>{run}</w:rPr></w:style>"
    )


def character(identity: str, run: str, based: str = "", more: str = "") -> str:
    return style(identity, run, based, 'w:type="character"', more)


def defaults(run: str) -> str:
    return f"<w:docDefaults><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault></w:docDefaults>"


DEFAULT = 'w:default="1"'


@dataclass(frozen=True)
class Row:
    what: str
    clause: str
    styles: str
    bold: bool
    paragraph: str = ""
    character: str = ""
    direct: str = ""
    of_paragraph: bool = True
    """Whether the paragraph's style and the defaults say it all."""


ROWS = [
    Row("a style that is not there is the default", "17.3.1.27, 17.7.4.17", style("N", BOLD, more=DEFAULT), True, "No"),
    Row("the type left out means paragraph", "17.7.4.17", style("N", BOLD, kind="", more=DEFAULT), True),
    Row("the default one is marked true", "22.9.2.7", style("N", BOLD, more='w:default="true"'), True),
    Row("the default one is marked on", "22.9.2.7", style("N", BOLD, more='w:default="on"'), True),
    Row("a style marked 0 is no default one", "22.9.2.7", style("N", BOLD, more='w:default="0"'), False),
    Row(
        "of two default ones the last counts",
        "17.7.4.17",
        style("N", BOLD, more=DEFAULT) + style("M", more=DEFAULT),
        False,
    ),
    Row("of two with one id the first counts", "17.7.4.17", style("N", BOLD) + style("N"), True, "N"),
    Row("a character style is no paragraph's", "17.3.1.27", character("C", BOLD), False, "C"),
    Row("a paragraph style is no run's", "17.3.2.29", style("P", BOLD), False, character="P"),
    Row("a style linked to a character style lends it nothing", "17.7.4.6",
        style("P", BOLD) + character("L", "").replace("<w:rPr>", '<w:link w:val="P"/><w:rPr>'), False, character="L"),
    Row("the parent's is inherited", "17.7.4.3", style("A", BOLD) + style("B", based="A"), True, "B"),
    Row("the nearest counts: off over on", "17.7.1", style("A", BOLD) + style("B", PLAIN, "A"), False, "B"),
    Row("on over on in one chain is on", "17.7.3", style("A", BOLD) + style("B", BOLD, "A"), True, "B"),
    Row("a parent that is not there is none", "17.7.4.3", style("B", based="Gone"), False, "B"),
    Row("the default style is no parent", "17.7.4.3", style("N", BOLD, more=DEFAULT) + style("B"), False, "B"),
    Row("a parent of another type is none", "17.7.4.3", character("C", BOLD) + style("B", based="C"), False, "B"),
    Row("a style based on itself", "17.7.4.3", style("B", BOLD, "B"), True, "B"),
    Row("a ring of styles", "17.7.4.3", style("A", BOLD, "C") + style("B", based="A") + style("C", "", "B"), True, "B"),
    Row("the document's defaults", "17.7.5.1", defaults(BOLD), True),
    Row("defaults under a style that says nothing", "17.7.2", defaults(BOLD) + style("B"), True, "B"),
    Row(
        "a style alone turns the defaults off",
        "17.7.3 (several levels only; measured in Word, toggle-levels-docdefaults)",
        defaults(BOLD) + style("B", PLAIN),
        False,
        "B",
    ),
    Row("a character style is on", "17.3.2.29", character("C", BOLD), True, character="C"),
    Row("what two levels turn on is off", "17.7.3", style("P", BOLD) + character("C", BOLD), False, "P", "C"),
    Row(
        "off in one level leaves what the other turns on",
        "17.7.3 (measured in Word, toggle-levels)",
        style("P", BOLD) + character("C", PLAIN),
        True,
        "P",
        "C",
    ),
    Row(
        "two levels over defaults that are on",
        "17.7.3",
        defaults(BOLD) + style("P", BOLD) + character("C", BOLD),
        True,
        "P",
        "C",
    ),
    Row(
        "a character style that is silent is no level",
        "17.7.3 (measured in Word, toggle-levels-docdefaults)",
        defaults(BOLD) + style("P", PLAIN) + character("C", '<w:color w:val="FF0000"/>'),
        False,
        "P",
        "C",
    ),
    Row("the default character style", "17.7.4.17", character("D", BOLD, more=DEFAULT), True, of_paragraph=False),
    Row("direct off", "17.7.3", style("P", BOLD), False, "P", direct=PLAIN),
    Row("direct on over two levels", "17.7.3", style("P", BOLD) + character("C", BOLD), True, "P", "C", BOLD),
    Row("direct off by a word", "22.9.2.7", style("P", BOLD), False, "P", direct='<w:b w:val="off"/>'),
    Row("no styles at all", "17.7", "", False),
]  # fmt: skip


def paragraph_of(row: Row) -> etree._Element:
    named = f'<w:pStyle w:val="{row.paragraph}"/>' if row.paragraph else ""
    of_run = f'<w:rStyle w:val="{row.character}"/>' if row.character else ""
    run = f"<w:r><w:rPr>{of_run}{row.direct}</w:rPr><w:t>x</w:t></w:r>"
    return parse_xml(f'<w:p xmlns:w="{W}"><w:pPr>{named}</w:pPr>{run}</w:p>'.encode())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_everybody_says_the_same_of_bold_words(row: Row) -> None:
    root, paragraph = styles(row.styles), paragraph_of(row)
    run = paragraph.find(w("r"))
    assert run is not None
    letters = RunLooks(Styles(root))
    answers = {
        "import": EmphasisReader(root).of(row.paragraph, run).bold,
        "review": letters.of(paragraph.find(w("pPr")), run.find(w("rPr"))).bold,
        "insert": _is_bold(paragraph, letters),
    }
    if row.of_paragraph and not row.character and not row.direct:
        flat = StyleEffects(root, {}).form(row.paragraph or None, "paragraph")[2]
        assert isinstance(flat, tuple)
        answers["redline"] = any(part == "rPr" and tag == w("b") for part, tag, _ in flat)
    assert answers == dict.fromkeys(answers, row.bold), row.clause


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_hidden_words_follow_the_same_rules(row: Row) -> None:
    root = styles(row.styles.replace("<w:b/>", HIDDEN).replace("<w:b ", "<w:vanish "))
    paragraph = paragraph_of(row)
    run = paragraph.find(w("r"))
    assert run is not None
    direct = row.direct.replace("<w:b", "<w:vanish")
    properties = parse_xml(f'<w:rPr xmlns:w="{W}">{direct}</w:rPr>'.encode())
    if row.character:
        etree.SubElement(properties, w("rStyle")).set(w("val"), row.character)
    assert RunLooks(Styles(root)).of(paragraph.find(w("pPr")), properties).hidden is row.bold


TABLE = (
    style("T", PLAIN, kind='w:type="table"').replace(
        "</w:style>",
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
        '<w:tblStylePr w:type="lastCol"><w:rPr><w:b w:val="0"/></w:rPr></w:tblStylePr>'
        '<w:tblStylePr w:type="neCell"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
        '<w:tblStylePr w:type="band2Horz"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>',
    )
    + style("S", based="T", kind='w:type="table"')
    + character("C", BOLD)
)


def bold_cells(look: str, table: str = "S", of_run: str = "") -> list[str]:
    """The rows of a table of three by three, with a letter for each cell: b where its words are bold."""
    run = f"<w:r><w:rPr>{of_run}</w:rPr><w:t>x</w:t></w:r>"
    rows = f"<w:tr>{f'<w:tc><w:p>{run}</w:p></w:tc>' * 3}</w:tr>" * 3
    properties = f'<w:tblPr><w:tblStyle w:val="{table}"/>{look}</w:tblPr>'
    root = parse_xml(f'<w:body xmlns:w="{W}"><w:tbl>{properties}{rows}</w:tbl></w:body>'.encode())
    letters = RunLooks(Styles(styles(TABLE)))
    found = [_is_bold(paragraph, letters) for paragraph in root.iter(w("p"))]
    return ["".join("b" if bold else "." for bold in found[at : at + 3]) for at in (0, 3, 6)]


@pytest.mark.parametrize(
    ("look", "cells"),
    [
        ("", ["...", "...", "..."]),
        ('<w:tblLook w:val="0000"/>', ["...", "bbb", "..."]),
        ('<w:tblLook w:val="0600"/>', ["...", "...", "..."]),
        ('<w:tblLook w:val="0620"/>', ["bbb", "...", "..."]),
        ('<w:tblLook w:val="0720"/>', ["bbb", "...", "..."]),
        ('<w:tblLook w:val="0020"/>', ["bbb", "...", "bbb"]),
        ('<w:tblLook w:val="0120"/>', ["bbb", "...", "bb."]),
        ('<w:tblLook w:firstRow="1" w:noHBand="1"/>', ["bbb", "...", "..."]),
        ('<w:tblLook w:val="0020" w:firstRow="0" w:noHBand="1"/>', ["...", "...", "..."]),
    ],
)
def test_parts_of_a_table_are_bold_by_its_style(look: str, cells: list[str]) -> None:
    """17.7.6 (whole table, bands, first and last rows, first and last columns, corners, each over those before it),
    17.4.55 (tblLook)."""
    assert bold_cells(look) == cells


def test_a_character_style_takes_the_bold_of_a_tables_part_away() -> None:
    """17.7.3: the table's style is a level of its own."""
    assert bold_cells('<w:tblLook w:val="0620"/>', of_run='<w:rStyle w:val="C"/>') == ["...", "bbb", "bbb"]


def test_a_table_style_that_is_not_there_does_nothing() -> None:
    assert bold_cells('<w:tblLook w:val="0620"/>', "Gone") == ["...", "...", "..."]


def test_the_corner_belongs_to_its_row_and_column() -> None:
    rows = "<w:tr><w:tc/><w:tc/></w:tr>" * 2
    look = '<w:tblPr><w:tblLook w:val="07E0"/></w:tblPr>'
    table = parse_xml(f'<w:tbl xmlns:w="{W}">{look}{rows}</w:tbl>'.encode())
    last = list(table.iter(w("tc")))[-1]
    assert cell_conditions(last, 2, 2) == {"lastRow", "lastCol", "seCell"}


def test_twenty_thousand_styles_one_on_the_other_are_read() -> None:
    chain = "".join(
        style(f"S{each}", BOLD if not each else "", f"S{each - 1}" if each else "") for each in range(20_000)
    )
    known = Styles(styles(chain))
    assert len(known.chain("S19999")) == 20_000
    hiding = ParagraphHiding(known, {})
    assert hiding.of(None) == ("", "")
    assert RunLooks(known).of(parse_xml(f'<w:pPr xmlns:w="{W}"><w:pStyle w:val="S19999"/></w:pPr>'.encode()), None).bold


def test_a_table_is_asked_for_by_its_style() -> None:
    letters = RunLooks(Styles(styles(TABLE)))
    assert letters.of(None, None, TableStyle("T", frozenset({"firstRow"}))).bold


@pytest.mark.parametrize(
    ("inner", "paragraph", "level"),
    [
        ("", "", 0),
        ('<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 3"/></w:style>', "h", 3),
        ('<w:style w:type="paragraph" w:styleId="h"><w:name w:val="Heading 3"/></w:style>', "h", 3),
        ('<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 10"/></w:style>', "h", 0),
        ('<w:style w:styleId="h"><w:name w:val="Our part"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>', "h", 2),
        ('<w:style w:styleId="h"><w:name w:val="Body"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>', "h", 0),
        ('<w:style w:styleId="h"><w:name w:val="Odd"/><w:pPr><w:outlineLvl w:val="x"/></w:pPr></w:style>', "h", 0),
    ],
)
def test_the_heading_that_a_style_is(inner: str, paragraph: str, level: int) -> None:
    properties = parse_xml(f'<w:pPr xmlns:w="{W}"><w:pStyle w:val="{paragraph}"/></w:pPr>'.encode())
    assert Styles(styles(inner)).heading(properties) == level


OUTLINES = (
    style("H").replace('w:val="H"', 'w:val="heading 2"', 1)
    + style("TOC", based="H").replace("<w:rPr>", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr><w:rPr>')
    + style("Part").replace("<w:rPr>", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr>')
    + style("Sub", based="Part")
    + style("N", more=DEFAULT)
)


@pytest.mark.parametrize(
    ("named", "direct", "level"),
    [
        ("H", "", 2),
        ("TOC", "", 0),
        ("Part", "", 1),
        ("Sub", "", 1),
        ("Sub", "3", 4),
        ("Sub", "9", 0),
        ("N", "0", 1),
        ("Gone", "", 0),
        ("H", "9", 2),
        ("H", "4", 5),
        ("N", "12", 0),
    ],
)
def test_style_and_paragraph_together_say_the_level(named: str, direct: str, level: int) -> None:
    """17.3.1.20; Word's own heading styles stay headings (17.16.5.68)."""
    said = f'<w:outlineLvl w:val="{direct}"/>' if direct else ""
    properties = parse_xml(f'<w:pPr xmlns:w="{W}"><w:pStyle w:val="{named}"/>{said}</w:pPr>'.encode())
    assert Styles(styles(OUTLINES)).heading(properties) == level
