"""Which list and level a paragraph counts at, and what is printed: style × direct × link × override, one answer a row.

Each row names its clause of ECMA-376 part 1. LibreOffice prints every row too, where it is installed; where it is known
to print something else, the row says so and why Word does not.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.word.redline.making import build

from specgen.word.document.numbering import Counters, NumberingPart
from specgen.word.document.styles import Styles
from specgen.word.package.ooxml import W, parse_xml, w

SOFFICE = shutil.which("soffice")


def style(identity: str, numbering: str = "", based: str = "", more: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}" {more}><w:name w:val="{identity}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f"<w:pPr><w:numPr>{numbering}</w:numPr></w:pPr>" if numbering else "")
        + "</w:style>"
    )


def level(depth: int, text: str, form: str = "decimal", start: str = "1", more: str = "") -> str:
    starts = f'<w:start w:val="{start}"/>' if start else ""
    return (
        f'<w:lvl w:ilvl="{depth}">{starts}<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
    )


def bound(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def kind(*levels: str, identity: int = 0, link: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{identity}"><w:multiLevelType w:val="multilevel"/>{link}'
        f"{''.join(levels)}</w:abstractNum>"
    )


def num(identity: int, of: int = 0, overrides: str = "") -> str:
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def override(depth: int, start: int | None = None, inner: str = "") -> str:
    said = f'<w:startOverride w:val="{start}"/>' if start is not None else ""
    return f'<w:lvlOverride w:ilvl="{depth}">{said}{inner}</w:lvlOverride>'


def p(named: str = "", numbering: str = "") -> str:
    pstyle = f'<w:pStyle w:val="{named}"/>' if named else ""
    return f"<w:pPr>{pstyle}{f'<w:numPr>{numbering}</w:numPr>' if numbering else ''}</w:pPr>"


def ilvl(depth: int) -> str:
    return f'<w:ilvl w:val="{depth}"/>'


def numid(identity: int) -> str:
    return f'<w:numId w:val="{identity}"/>'


def items(*places: tuple[int, int]) -> tuple[str, ...]:
    """Items without a style, each by its level and instance."""
    return tuple(p("", ilvl(depth) + numid(number)) for depth, number in places)


@dataclass(frozen=True)
class Row:
    what: str
    clause: str
    styles: str
    lists: str
    paragraphs: tuple[str, ...]
    printed: tuple[str, ...]
    judge: tuple[str, ...] | None = None
    """What LibreOffice prints where that differs."""
    because: str = ""
    judged: bool = True


OUTLINE = kind(level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3")) + num(1)
TIED = (
    kind(
        level(0, "%1", more=bound("H1")),
        level(1, "%1.%2", more=bound("H2")),
        level(2, "%1.%2.%3", more=bound("H3")),
    )
    + num(1)
    + num(2)
)
H1 = style("H1", numid(1))
CHAIN = H1 + style("H2", ilvl(1), "H1") + style("H3", ilvl(2), "H2")
FREE = kind(level(0, "%1."), level(1, "(%2)", "lowerLetter")) + num(1)

ROWS = [
    Row(
        "styles that name their level and inherit the list",
        "17.7.2, 17.9.3",
        CHAIN,
        OUTLINE,
        (p("H1"), p("H2"), p("H3"), p("H2"), p("H1"), p("H2")),
        ("1", "1.1", "1.1.1", "1.2", "2", "2.1"),
    ),
    Row(
        "the same where each level is tied to its style",
        "17.9.23",
        CHAIN,
        TIED,
        (p("H1"), p("H2"), p("H3"), p("H2")),
        ("1", "1.1", "1.1.1", "1.2"),
    ),
    Row(
        "the tie alone says the level: the styles name none",
        "17.3.1.19, 17.9.23",
        H1 + style("H2", "", "H1") + style("H3", "", "H2"),
        TIED,
        (p("H1"), p("H2"), p("H3"), p("H2")),
        ("1", "1.1", "1.1.1", "1.2"),
        judge=("1", "2", "3", "4"),
        because="LibreOffice 7.4 does not read which level is tied to a style",
    ),
    Row(
        "the tie comes before the level that the style names",
        "17.3.1.19: ilvl in a paragraph style is ignored in favour of pStyle",
        H1 + style("H2", numid(1) + ilvl(2)),
        TIED,
        (p("H1"), p("H2"), p("H2")),
        ("1", "1.1", "1.2"),
        judge=("1", "1.1.1", "1.1.2"),
        because="LibreOffice 7.4 does not read which level is tied to a style",
    ),
    Row(
        "a style based on a heading that says nothing of lists counts as that heading",
        "17.7.2",
        CHAIN + style("Own", "", "H2"),
        OUTLINE,
        (p("H1"), p("Own"), p("H2")),
        ("1", "1.1", "1.2"),
    ),
    Row(
        "the same where the levels are tied",
        "17.7.2, 17.9.23",
        CHAIN + style("Own", "", "H2"),
        TIED,
        (p("H1"), p("Own"), p("H2")),
        ("1", "1.1", "1.2"),
    ),
    Row(
        "a level that belongs to another style numbers nothing that comes by a style, and counts nothing",
        "17.9.23, measured in Word (docx4j, numbering-label-ilvl0)",
        H1 + style("Other", numid(1)),
        TIED,
        (p("H1"), p("Other"), p("H1")),
        ("1", "", "2"),
        judge=("1", "2", "3"),
        because="LibreOffice 7.4 does not read which level is tied to a style",
    ),
    Row(
        "what a paragraph says itself is numbered whatever style the level belongs to",
        "17.9.23, measured in Word (docx4j, numbering-label-ilvl0)",
        H1 + style("Other"),
        TIED,
        (p("H1"), p("Other", ilvl(0) + numid(1)), p("H1")),
        ("1", "2", "3"),
    ),
    Row(
        "a level tied to a style that is not there is tied to none",
        "17.9.23",
        style("Other", numid(1)),
        TIED,
        (p("Other"), p("Other")),
        ("1", "2"),
    ),
    Row(
        "the paragraph's own level in its style's list",
        "17.3.1.19, 17.9.3",
        CHAIN,
        OUTLINE,
        (p("H1"), p("H1", ilvl(1)), p("H2", ilvl(2)), p("H1")),
        ("1", "1.1", "1.1.1", "2"),
    ),
    Row(
        "the paragraph's own list at the level that its style names",
        "17.7.2: the list and the level are inherited each for itself",
        CHAIN,
        OUTLINE + num(2),
        (p("H1"), p("H2", numid(2)), p("H2")),
        ("1", "1.1", "1.2"),
    ),
    Row(
        "no list at all by number nought, in the paragraph and in a style",
        "17.9.18",
        CHAIN + style("Not", numid(0), "H2"),
        OUTLINE,
        (p("H1"), p("H2", numid(0)), p("H2", ilvl(1) + numid(0)), p("Not"), p("H2")),
        ("1", "", "", "", "1.1"),
    ),
    Row(
        "a style based on one without a list takes it up again",
        "17.7.2",
        CHAIN + style("Not", numid(0), "H2") + style("Again", numid(1), "Not"),
        OUTLINE,
        (p("H1"), p("Again"), p("H2")),
        ("1", "1.1", "1.2"),
    ),
    Row(
        "the default style's list counts for a paragraph that names no style, and for one whose style is not there",
        "17.7.4.17, 17.3.1.27; measured in Word (docx4j, numbering-default-style-numbered)",
        style("D", numid(1), more='w:default="1"') + style("Free"),
        OUTLINE,
        (p(), p("Gone"), p("Free"), p()),
        ("1", "2", "", "3"),
        judge=("1", "", "", "2"),
        because="LibreOffice gives a paragraph of a style that is not there no style at all",
    ),
    Row(
        "a style based on itself, and a ring of styles",
        "17.7.4.3",
        style("A", ilvl(1), "B") + style("B", numid(1), "A") + style("C", numid(1), "C"),
        OUTLINE,
        (p("C"), p("A"), p("C")),
        ("1", "1.1", "2"),
        judged=False,
        because="LibreOffice 7.4 never comes back from a ring of styles",
    ),
    Row(
        "a parent of another type is none",
        "17.7.4.3",
        '<w:style w:type="character" w:styleId="Ch"><w:name w:val="Ch"/></w:style>' + H1 + style("X", ilvl(1), "Ch"),
        OUTLINE,
        (p("H1"), p("X"), p("H1")),
        ("1", "", "2"),
    ),
    Row(
        "a level that comes before those above it starts them",
        "17.9.25",
        CHAIN,
        OUTLINE,
        (p("H2"), p("H1"), p("H2"), p("H3")),
        ("1.1", "2", "2.1", "2.1.1"),
    ),
    Row(
        "two levels down before anything else",
        "17.9.25",
        CHAIN,
        OUTLINE,
        (p("H3"), p("H2"), p("H1"), p("H3")),
        ("1.1.1", "1.2", "2", "2.1.1"),
    ),
    Row(
        "a level without a start begins at nought",
        "17.9.25",
        "",
        kind(level(0, "%1.", start="")) + num(1),
        (p("", ilvl(0) + numid(1)), p("", ilvl(0) + numid(1))),
        ("0.", "1."),
    ),
    Row(
        "levels that start elsewhere",
        "17.9.25",
        "",
        kind(level(0, "%1.", start="5"), level(1, "%1.%2", start="3")) + num(1),
        (p("", ilvl(0) + numid(1)), p("", ilvl(1) + numid(1)), p("", ilvl(0) + numid(1)), p("", ilvl(1) + numid(1))),
        ("5.", "5.3", "6.", "6.3"),
    ),
    Row(
        "two instances of one list go on with each other",
        "17.9.15; measured in Word (docx4j, numbering-shared-abstract)",
        "",
        OUTLINE + num(2),
        tuple(p("", ilvl(0) + numid(each)) for each in (1, 1, 2, 2, 1, 2)),
        ("1", "2", "3", "4", "5", "6"),
    ),
    Row(
        "an instance that says where it starts begins there, once",
        "17.9.26",
        "",
        OUTLINE + num(2, overrides=override(0, 7)),
        tuple(p("", ilvl(0) + numid(each)) for each in (1, 1, 2, 2, 1, 2)),
        ("1", "2", "7", "8", "9", "10"),
    ),
    Row(
        "a deeper item leaves the count above it, which the instance begins anew with an item of that level",
        "17.9.26",
        "",
        OUTLINE + num(2, overrides=override(0, 7)),
        items((0, 1), (0, 1), (1, 2), (0, 2), (1, 2)),
        ("1", "2", "2.1", "7", "7.1"),
    ),
    Row(
        "the same at the second level",
        "17.9.26",
        "",
        OUTLINE + num(2, overrides=override(1, 71)),
        items((0, 1), (1, 1), (1, 1), (2, 2), (1, 2), (2, 2)),
        ("1", "1.1", "1.2", "1.2.1", "1.71", "1.71.1"),
    ),
    Row(
        "an instance that begins every level anew does so once, with its first item",
        "17.9.26; Open XML PowerTools, ListItemRetriever, has it so as well",
        "",
        OUTLINE + num(2, overrides=override(0, 1) + override(1, 1) + override(2, 1)),
        items((0, 1), (0, 1), (1, 1), (1, 2), (2, 2), (0, 2), (1, 2), (1, 2), (0, 1)),
        ("1", "2", "2.1", "2.1", "2.1.1", "3", "3.1", "3.2", "4"),
    ),
    Row(
        "a level above that has not begun begins as the list says, whatever the instance does",
        "17.9.26; Open XML PowerTools, ListItemRetriever, has it so as well",
        "",
        OUTLINE + num(2, overrides=override(0, 7)),
        items((1, 2), (0, 2), (1, 2)),
        ("1.1", "7", "7.1"),
    ),
    Row(
        "a level that begins again after one above begins as the instance says",
        "17.9.26 (“whenever it is restarted”)",
        "",
        OUTLINE + num(2, overrides=override(1, 5)),
        items((0, 1), (1, 1), (0, 2), (1, 2), (1, 1), (0, 1), (1, 2), (1, 1)),
        ("1", "1.1", "2", "2.5", "2.6", "3", "3.5", "3.6"),
        judge=("1", "1.1", "2", "2.5", "2.6", "3", "3.1", "3.2"),
        because="LibreOffice takes the instance's start once",
    ),
    Row(
        "an instance with a level of its own prints that level, and counts on",
        "17.9.8",
        "",
        OUTLINE + num(2, overrides=override(0, inner=level(0, "Part %1", "upperRoman"))),
        tuple(p("", ilvl(0) + numid(each)) for each in (1, 2, 2, 1)),
        ("1", "Part II", "Part III", "4"),
    ),
    Row(
        "a level that never begins again",
        "17.9.10; measured in Word (docx4j, numbering-lvlrestart)",
        "",
        kind(level(0, "%1."), level(1, "%1.%2."), level(2, "%1.%2.%3.", more='<w:lvlRestart w:val="0"/>')) + num(1),
        tuple(p("", ilvl(each) + numid(1)) for each in (0, 1, 2, 2, 1, 2, 0, 2)),
        ("1.", "1.1.", "1.1.1.", "1.1.2.", "1.2.", "1.2.3.", "2.", "2.1.4."),
        judge=("1.", "1.1.", "1.1.1.", "1.1.2.", "1.2.", "1.2.1.", "2.", "2.1.1."),
        because="LibreOffice does not read lvlRestart",
    ),
    Row(
        "a level that begins again after the first level alone",
        "17.9.10; measured in Word (docx4j, numbering-lvlrestart)",
        "",
        kind(level(0, "%1."), level(1, "%1.%2."), level(2, "%1.%2.%3.", more='<w:lvlRestart w:val="1"/>')) + num(1),
        tuple(p("", ilvl(each) + numid(1)) for each in (0, 1, 2, 2, 1, 2, 0, 2)),
        ("1.", "1.1.", "1.1.1.", "1.1.2.", "1.2.", "1.2.3.", "2.", "2.1.1."),
        judge=("1.", "1.1.", "1.1.1.", "1.1.2.", "1.2.", "1.2.1.", "2.", "2.1.1."),
        because="LibreOffice does not read lvlRestart",
    ),
    Row(
        "legal numbers in plain figures, unless it is turned off",
        "17.9.4",
        "",
        kind(
            level(0, "Article %1", "upperRoman"),
            level(1, "%1.%2", more="<w:isLgl/>"),
            level(2, "%1.%2.%3", more='<w:isLgl w:val="0"/>'),
        )
        + num(1),
        tuple(p("", ilvl(each) + numid(1)) for each in (0, 0, 1, 2)),
        ("Article I", "Article II", "2.1", "II.1.1"),
        judge=("Article I", "Article II", "II.1", "II.1.1"),
        because="LibreOffice 7.4 does not read isLgl",
    ),
    Row(
        "a number of a deeper level is passed over",
        "17.9.11",
        "",
        kind(level(0, "%1.%2."), level(1, "%2)")) + num(1),
        (p("", ilvl(0) + numid(1)), p("", ilvl(1) + numid(1))),
        ("1..", "1)"),
        judge=("1.%2%.", "1)"),
        because="LibreOffice prints its sign for it",
    ),
    Row(
        "words of the label, with and without a number",
        "17.9.11, 17.9.17",
        "",
        kind(level(0, "Schedule %1 –", "upperLetter"), level(1, "Optional:", "none")) + num(1),
        tuple(p("", ilvl(each) + numid(1)) for each in (0, 1, 0)),
        ("Schedule A –", "Optional:", "Schedule B –"),
    ),
    Row(
        "a level that prints nothing counts all the same",
        "17.9.17, 17.18.59",
        "",
        kind(level(0, "", "none"), level(1, "%2."), level(2, "%2.%3")) + num(1),
        tuple(p("", ilvl(each) + numid(1)) for each in (0, 1, 1, 2, 0, 2, 1)),
        ("", "1.", "2.", "2.1", "", "1.1", "2."),
    ),
    Row(
        "a level whose number is not printed lends it to those below",
        "17.9.11",
        "",
        kind(level(0, ""), level(1, "%1.%2")) + num(1),
        tuple(p("", ilvl(each) + numid(1)) for each in (0, 1, 0, 1)),
        ("", "1.1", "", "2.1"),
    ),
    Row(
        "a list that points to a list style has its levels, and counts for itself",
        "17.9.21, 17.9.27; measured in Word (docx4j, numbering-numstylelink-separate)",
        f'<w:style w:type="numbering" w:styleId="Ls"><w:name w:val="Ls"/><w:pPr><w:numPr>{numid(1)}</w:numPr></w:pPr>'
        "</w:style>",
        kind(level(0, "%1."), link='<w:styleLink w:val="Ls"/>')
        + kind(identity=1, link='<w:numStyleLink w:val="Ls"/>')
        + num(1)
        + num(2, 1),
        tuple(p("", ilvl(0) + numid(each)) for each in (1, 1, 1, 2, 2, 2, 1, 1)),
        ("1.", "2.", "3.", "1.", "2.", "3.", "4.", "5."),
        judge=("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."),
        because="LibreOffice makes one list of the two",
    ),
    Row(
        "the list style alone says where the levels are",
        "17.9.21",
        f'<w:style w:type="numbering" w:styleId="Ls"><w:name w:val="Ls"/><w:pPr><w:numPr>{numid(1)}</w:numPr></w:pPr>'
        "</w:style>",
        kind(level(0, "%1)")) + kind(identity=1, link='<w:numStyleLink w:val="Ls"/>') + num(1) + num(2, 1),
        tuple(p("", ilvl(0) + numid(2)) for _ in range(2)),
        ("1)", "2)"),
    ),
    Row(
        "a list that is not there, a level that is not there",
        "17.9.2",
        "",
        FREE,
        (p("", ilvl(0) + numid(9)), p("", ilvl(5) + numid(1)), p("", ilvl(0) + numid(1))),
        ("", "", "1."),
        judge=("", "1.", "2."),
        because="LibreOffice makes up the levels that a list lacks",
    ),
    Row(
        "forms of numbers",
        "17.18.59",
        "",
        "".join(
            kind(level(0, "%1", form, "12"), identity=each)
            for each, form in enumerate(("decimalZero", "upperRoman", "lowerLetter", "ordinal", "ordinalText"))
        )
        + "".join(num(each + 1, each) for each in range(5)),
        tuple(p("", ilvl(0) + numid(each)) for each in range(1, 6)),
        ("12", "XII", "l", "12th", "Twelfth"),
    ),
]


def printed(row: Row) -> tuple[str, ...]:
    names = f'xmlns:w="{W}"'
    styles = Styles(parse_xml(f"<w:styles {names}>{row.styles}</w:styles>".encode()))
    numbering = NumberingPart(parse_xml(f"<w:numbering {names}>{row.lists}</w:numbering>".encode()), styles)
    counters = Counters(numbering)
    found = []
    for each in row.paragraphs:
        place = numbering.place(parse_xml(f"<w:p {names}>{each}</w:p>".encode()).find(w("pPr")))
        found.append((counters.next_label(*place) or "") if place is not None else "")
    return tuple(found)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_what_is_printed(row: Row) -> None:
    assert printed(row) == row.printed, row.clause


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice, the second judge of printed numbers, is not installed")
def test_libreoffice_prints_the_same_but_where_it_is_known_not_to(tmp_path: Path) -> None:
    """All rows in one start of LibreOffice; each paragraph's words are “§” and its place in the row."""
    rows = {f"row{number}": row for number, row in enumerate(ROWS) if row.judged}
    for name, row in rows.items():
        body = "".join(
            f"<w:p>{properties}<w:r><w:t>§{each}</w:t></w:r></w:p>" for each, properties in enumerate(row.paragraphs)
        )
        default = "" if 'w:default="1"' in row.styles else style("Normal", more='w:default="1"')
        (tmp_path / f"{name}.docx").write_bytes(build(body, styles=default + row.styles, numbering=row.lists))
    out = tmp_path / "out"
    subprocess.run(
        [
            *(str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "txt:Text", "--outdir", str(out)),
            *sorted(str(each) for each in tmp_path.glob("row*.docx")),
        ],
        check=True,
        capture_output=True,
    )
    differing = {}
    for name, row in rows.items():
        lines = (out / f"{name}.txt").read_text("utf-8-sig").splitlines()
        found = tuple(re.sub(r"\s*§\d+$", "", line).strip() for line in lines if "§" in line)
        if found != (row.judge or row.printed):
            differing[row.what] = found
    assert differing == {}
