"""What a paragraph of Word says has ONE answer, whoever asks: a row each, with the clause that the answer is from.

Clauses are of ECMA-376 part 1; part 3 is named where it is meant. Where the standard is silent the row says what Word
is documented to do, or what this house has settled.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from specgen.word.document.inline import text_after, text_before
from specgen.word.document.lines import LineLook, read_story
from specgen.word.document.revisions import RevisionPlaces, text_of
from specgen.word.document.signs import SIGNS
from specgen.word.document.stories import read_existing, read_sides
from specgen.word.insert.host import read_host, standing_controls
from specgen.word.package.ooxml import MC, R, W, w
from specgen.word.package.package import Package, read_package
from specgen.word.redline.blocks import text_of_block

_Element = etree._Element

NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:z="urn:nobody-knows"'
)
DATED = 'w:author="Ann" w:date="2026-04-01T00:00:00Z"'


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def said(text: str) -> str:
    return run(f'<w:t xml:space="preserve">{text}</w:t>')


def between(sign: str) -> str:
    return run(f"<w:t>a</w:t>{sign}<w:t>b</w:t>")


def field(code: str, shown: str) -> str:
    begin, separate, end = (run(f'<w:fldChar w:fldCharType="{each}"/>') for each in ("begin", "separate", "end"))
    return f"{begin}{run(f'<w:instrText>{code}</w:instrText>')}{separate}{shown}{end}"


def control(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


BOX = "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>"
DRAWN_BOX = (
    "<w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
    f"{BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
OLD_BOX = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"

ANSWERS: dict[str, tuple[str, str, str]] = {
    # name: (clause, the paragraph's content, what it says)
    # Letters.
    "plain words": ("17.3.3.31 t", run("<w:t>in ten days</w:t>"), "in ten days"),
    "a word cut into two runs": ("17.3.2.25 r", run("<w:t>ten</w:t>") + run("<w:t>th</w:t>"), "tenth"),
    "space kept": ("17.3.3.31 t, xml:space", said("not ") + said("less"), "not less"),
    "space trimmed": (
        "17.3.3.31 t: white space that is not marked as significant is removed",
        run("<w:t>not </w:t>") + run("<w:t>less</w:t>"),
        "notless",
    ),
    "trimmed on both sides": ("17.3.3.31 t", run("<w:t>\n a b \t</w:t>"), "a b"),
    "a no-break space is a letter": ("17.3.3.31 t", run("<w:t>\u00a0a</w:t>"), "\u00a0a"),
    "struck letters without a mark": (
        "17.3.3.7 delText: literal text which shall be displayed",
        run("<w:delText>still here</w:delText>"),
        "still here",
    ),
    # Hyphens, tabs and breaks.
    "noBreakHyphen": (
        "17.3.3.18: the hyphen's glyph, where no line is broken, which is U+2011",
        between("<w:noBreakHyphen/>"),
        "a\u2011b",
    ),
    "softHyphen": ("17.3.3.29: an optional hyphen, U+00AD", between("<w:softHyphen/>"), "a\u00adb"),
    "tab": ("17.3.3.32", between("<w:tab/>"), "a\tb"),
    "ptab": ("17.3.3.23", between('<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/>'), "a\tb"),
    "br": ("17.3.3.1: textWrapping unless it says otherwise", between("<w:br/>"), "a\nb"),
    "br of a line": ("17.3.3.1", between('<w:br w:type="textWrapping" w:clear="all"/>'), "a\nb"),
    "br of a page": ("17.3.3.1: the next page is no line of the words", between('<w:br w:type="page"/>'), "ab"),
    "br of a column": ("17.3.3.1", between('<w:br w:type="column"/>'), "ab"),
    "cr": ("17.3.3.4: as a break of no type", between("<w:cr/>"), "a\nb"),
    "a line separator among letters": ("Unicode 5.8; Word breaks the line", run("<w:t>a\u2028b</w:t>"), "a\nb"),
    "where a page ended": ("17.3.3.13 lastRenderedPageBreak: no content", between("<w:lastRenderedPageBreak/>"), "ab"),
    # Symbols.
    "sym of Symbol": ("17.3.3.30: the font's place", between('<w:sym w:font="Symbol" w:char="F0B3"/>'), "a≥b"),
    "sym without the shift": ("17.3.3.30: F000 may be added", between('<w:sym w:font="Symbol" w:char="00B3"/>'), "a≥b"),
    "sym of Wingdings": ("17.3.3.30", between('<w:sym w:font="Wingdings" w:char="F0FE"/>'), "a☑b"),
    "sym of Wingdings 2": ("17.3.3.30", between('<w:sym w:font="Wingdings 2" w:char="F0A3"/>'), "a□b"),
    "sym of a plain font": ("17.3.3.30", between('<w:sym w:font="Arial" w:char="0069"/>'), "aib"),
    "sym of a place nobody told": (
        "17.3.3.30; told by place and font, so that two never read the same",
        between('<w:sym w:font="Wingdings" w:char="F04A"/>'),
        "a[sign F04A of Wingdings]b",
    ),
    "the same place of another font": (
        "17.3.3.30",
        between('<w:sym w:font="Webdings" w:char="F04A"/>'),
        "a[sign F04A of Webdings]b",
    ),
    "sym of no number": ("17.3.3.30, ST_ShortHexNumber", between('<w:sym w:font="Symbol" w:char="x"/>'), "a\ufffdb"),
    "a symbol with its letter beside it": (
        "part 3, 9.3; MS-DOCX symEx",
        run(
            '<mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:font="Segoe UI Emoji" '
            'w16se:char="2705"/></mc:Choice><mc:Fallback><w:t>✅</w:t></mc:Fallback></mc:AlternateContent>'
        ),
        "✅",
    ),
    # Computed signs.
    "pgNum": ("17.3.3.22: the number of the page", between("<w:pgNum/>"), "a{page}b"),
    "dayLong": ("17.3.3.5: the day of the date", between("<w:dayLong/>"), "a[date]b"),
    "yearShort": ("17.3.3.34", between("<w:yearShort/>"), "a[date]b"),
    # Notes and comments.
    "footnote": ("17.11.14 footnoteReference", between('<w:footnoteReference w:id="2"/>'), "a[note]b"),
    "endnote": ("17.11.7 endnoteReference", between('<w:endnoteReference w:id="2"/>'), "a[note]b"),
    "a note's own number": ("17.11.13 footnoteRef: a number, as a list's label is", between("<w:footnoteRef/>"), "ab"),
    "a comment's anchor": ("17.13.4.5 commentReference: no content", between('<w:commentReference w:id="1"/>'), "ab"),
    "a comment's own sign": ("17.13.4.1 annotationRef", between("<w:annotationRef/>"), "ab"),
    # Fields.
    "field": ("17.16.18 fldChar: the result is shown", field("REF x", said("shown")), "shown"),
    "words in a field's code": (
        "17.16.18: what stands before the separator is code",
        run('<w:fldChar w:fldCharType="begin"/>')
        + run("<w:instrText>REF x</w:instrText>")
        + said("in code")
        + run('<w:fldChar w:fldCharType="separate"/>')
        + said("shown")
        + run('<w:fldChar w:fldCharType="end"/>'),
        "shown",
    ),
    "a field in a field's code": (
        "17.16.18: fields nest",
        run('<w:fldChar w:fldCharType="begin"/>')
        + run("<w:instrText>IF </w:instrText>")
        + field("MERGEFIELD a", said("1"))
        + run("<w:instrText>= 1 yes no</w:instrText>")
        + run('<w:fldChar w:fldCharType="separate"/>')
        + said("yes")
        + run('<w:fldChar w:fldCharType="end"/>'),
        "yes",
    ),
    "a field in what a field shows": ("17.16.18", field("HYPERLINK x", field("REF y", said("3.2"))), "3.2"),
    "a field without a result": (
        "17.16.18",
        said("a")
        + run('<w:fldChar w:fldCharType="begin"/>')
        + run("<w:instrText>XE x</w:instrText>")
        + run('<w:fldChar w:fldCharType="end"/>')
        + said("b"),
        "ab",
    ),
    "fldSimple": ("17.16.19", f'<w:fldSimple w:instr="REF x">{said("shown")}</w:fldSimple>', "shown"),
    "the page's number": ("17.16.5.41 PAGE: computed anew", field("PAGE", said("12")), "{page}"),
    "the pages in all, simple": ("17.16.5.38", f'<w:fldSimple w:instr="NUMPAGES">{said("9")}</w:fldSimple>', "{page}"),
    "a page field that says words": ("17.16.5.41", field("PAGE", said("no number")), "no number"),
    # Equations.
    "equation": ("22.1.2.77 oMath, 22.1.2.116 t", "<m:oMath><m:r><m:t>80%</m:t></m:r></m:oMath>", "[equation]80%"),
    "an equation of its own line": (
        "22.1.2.78 oMathPara",
        "<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>",
        "[equation]x",
    ),
    "brackets of an equation": (
        "22.1.2.24 d",
        '<m:oMath><m:d><m:dPr><m:begChr m:val="["/></m:dPr><m:e><m:r><m:t>x</m:t></m:r></m:e></m:d></m:oMath>',
        "[equation][x",
    ),
    # Alternatives, and what Word does not know.
    "of two alternatives the one Word knows": (
        "part 3, 9.3",
        run(
            '<mc:AlternateContent><mc:Choice Requires="wps"><w:t>choice</w:t></mc:Choice><mc:Fallback>'
            "<w:t>fallback</w:t></mc:Fallback></mc:AlternateContent>"
        ),
        "choice",
    ),
    "of two alternatives that hang on the Word": (
        "part 3, 9.3; both are read, since either may be seen",
        run(
            '<mc:AlternateContent><mc:Choice Requires="z"><w:t>one</w:t></mc:Choice><mc:Fallback>'
            "<w:t>two</w:t></mc:Fallback></mc:AlternateContent>"
        ),
        "onetwo",
    ),
    "an element that nobody knows": ("part 3, 7.2", said("a") + f"<z:x>{said('gone')}</z:x>" + said("b"), "ab"),
    # What stands round runs.
    "hyperlink": ("17.16.22", f'<w:hyperlink w:anchor="x">{said("leads on")}</w:hyperlink>', "leads on"),
    "smartTag": ("17.5.1.9", f'<w:smartTag w:element="date">{said("1 May")}</w:smartTag>', "1 May"),
    "customXml": ("17.5.1.3", f'<w:customXml w:element="x">{said("in it")}</w:customXml>', "in it"),
    "control": ("17.5.2.29 to .33 sdt", said("a ") + control(said("held")), "a held"),
    "a control in a control": ("17.5.2", control(control(said("held"))), "held"),
    "a control's prompt": ("17.5.2.39 showingPlcHdr: shown", control(said("Click"), "<w:showingPlcHdr/>"), "Click"),
    "bookmark": ("17.13.6", f'<w:bookmarkStart w:id="1" w:name="x"/>{said("a")}<w:bookmarkEnd w:id="1"/>', "a"),
    "proofErr": ("17.13.8.1", f'{said("a")}<w:proofErr w:type="spellStart"/>{said("b")}', "ab"),
    "ruby": (
        "17.3.3.25: both are shown; in plain text Word sets those above in brackets",
        run(f"<w:ruby><w:rt>{said('above')}</w:rt><w:rubyBase>{said('base')}</w:rubyBase></w:ruby>"),
        "base(above)",
    ),
    "letters turned round": (
        "17.3.2.3 bdo: as U+202E and U+202C",
        f'<w:bdo w:val="rtl">{said("03")}</w:bdo>',
        "\u202e03\u202c",
    ),
    # Pictures and text boxes.
    "drawing": ("17.3.3.9", between("<w:drawing><wp:inline/></w:drawing>"), "a[picture]b"),
    "a picture drawn of words": (
        "part 4, VML textpath",
        between('<w:pict><v:shape><v:textpath string="VOID"/></v:shape></w:pict>'),
        "a[picture: VOID]b",
    ),
    "object": ("17.3.3.19", between("<w:object/>"), "a[picture]b"),
    # Revisions, as they would be if accepted.
    "ins": ("17.13.5.18", said("a") + f'<w:ins w:id="1" {DATED}>{said("b")}</w:ins>', "ab"),
    "del": (
        "17.13.5.14",
        said("a") + f'<w:del w:id="1" {DATED}><w:r><w:delText>b</w:delText><w:tab/></w:r></w:del>',
        "a",
    ),
    "del in ins": (
        "17.13.5.14",
        f'<w:ins w:id="1" {DATED}>{said("a")}<w:del w:id="2" {DATED}>{run("<w:delText>b</w:delText>")}</w:del></w:ins>',
        "a",
    ),
    "moveFrom": ("17.13.5.22", said("a") + f'<w:moveFrom w:id="1" {DATED}>{said("b")}</w:moveFrom>', "a"),
    "moveTo": ("17.13.5.25", said("a") + f'<w:moveTo w:id="1" {DATED}>{said("b")}</w:moveTo>', "ab"),
}


def document(blocks: str) -> _Element:
    return etree.fromstring(f"<w:document {NAMES}><w:body>{blocks}</w:body></w:document>")


def packed(blocks: str) -> Package:
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
            'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            f'Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"<w:document {NAMES}><w:body>{blocks}<w:sectPr/></w:body></w:document>",
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    package, problems = read_package(held.getvalue(), "asked.docx")
    assert package is not None, problems
    return package


def by_lines(blocks: str) -> str:
    (line, *_) = read_story(document(blocks), "x", lambda properties: LineLook()).lines
    return line.text


def by_review(blocks: str) -> str:
    sides, _ = read_sides(packed(blocks))
    assert sides is not None
    return sides.after.main.lines[0].text


def by_audit(blocks: str) -> str:
    found, _ = read_existing(packed(blocks))
    assert found is not None
    return found.after.main.lines[0].text


def by_insert(blocks: str) -> str:
    return read_host(packed(blocks), {}).paragraphs[0].line.text


def by_insert_of_what_stands(blocks: str) -> str:
    (standing,) = standing_controls(read_host(packed(control(blocks, '<w:tag w:val="x"/>')), {}), "x")
    return standing.lines[0]


def by_revisions(blocks: str) -> str:
    root = document(blocks)
    paragraph = root.find(f".//{w('p')}")
    assert paragraph is not None
    return RevisionPlaces(root, "x").of(paragraph).after


def first_paragraph(reader: Callable[[_Element], str]) -> Callable[[str], str]:
    def read(blocks: str) -> str:
        paragraph = document(blocks).find(f".//{w('p')}")
        assert paragraph is not None
        return reader(paragraph)

    return read


READERS: dict[str, Callable[[str], str]] = {
    "the reading itself": first_paragraph(text_after),
    "lines": by_lines,
    "review": by_review,
    "audit": by_audit,
    "redline": first_paragraph(text_of_block),
    "insert": by_insert,
    "insert, of what stands there": by_insert_of_what_stands,
    "revisions": by_revisions,
    "comments and drafts": first_paragraph(lambda paragraph: text_of([paragraph])),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("row", ANSWERS)
def test_every_reader_says_the_same_of_a_paragraph(row: str, reader: str) -> None:
    _, content, answer = ANSWERS[row]
    assert READERS[reader](f"<w:p>{content}</w:p>") == answer


@pytest.mark.parametrize(
    ("content", "was"),
    [
        (said("a") + f'<w:ins w:id="1" {DATED}>{said("b")}</w:ins>', "a"),
        (said("a") + f'<w:del w:id="1" {DATED}><w:r><w:delText>b</w:delText><w:tab/></w:r></w:del>', "ab\t"),
        (said("a") + f'<w:moveFrom w:id="1" {DATED}>{said("b")}</w:moveFrom>', "ab"),
        (said("a") + f'<w:moveTo w:id="1" {DATED}>{said("b")}</w:moveTo>', "a"),
    ],
)
def test_what_a_paragraph_said_before_its_tracked_changes_has_one_answer_too(content: str, was: str) -> None:
    blocks = f"<w:p>{content}</w:p>"
    sides, _ = read_sides(packed(blocks))
    assert sides is not None
    assert (first_paragraph(text_before)(blocks), sides.before.main.lines[0].text) == (was, was)


@pytest.mark.parametrize("box", [DRAWN_BOX, OLD_BOX], ids=["drawn", "old"])
def test_a_text_box_is_no_word_of_its_paragraph_and_its_lines_are_lines_of_their_own(box: str) -> None:
    """17.17.1 txbxContent: the paragraphs of a box are a story beside the one that it is anchored in."""
    blocks = f"<w:p>{said('beside')}{run(box)}</w:p>"
    told = [(line.text, line.box) for line in read_story(document(blocks), "x", lambda look: LineLook()).lines]
    assert told == [("beside", False), ("in the box", True)]
    assert first_paragraph(text_after)(blocks) == "beside"
    assert first_paragraph(text_of_block)(blocks) == "beside\nin the box"


def test_the_two_spellings_of_one_text_box_are_one_box() -> None:
    """Part 3, 9.3: Word writes a box as a drawing, and for older programs once more in VML."""
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{DRAWN_BOX}</mc:Choice>'
        f"<mc:Fallback>{OLD_BOX}</mc:Fallback></mc:AlternateContent>"
    )
    blocks = f"<w:p>{run(both)}</w:p>"
    assert [line.text for line in read_story(document(blocks), "x", lambda look: LineLook()).lines] == [
        "",
        "in the box",
    ]
    assert first_paragraph(text_of_block)(blocks) == "\nin the box"


def test_every_sign_of_the_table_has_its_row() -> None:
    asked = set(re.findall(r"<(w|m):(\w+)", "".join(content for _, content, _ in ANSWERS.values())))
    spaces = {"w": W, "m": "http://schemas.openxmlformats.org/officeDocument/2006/math"}
    known = {f"{{{spaces[prefix]}}}{name}" for prefix, name in asked}
    dates = {w(f"{unit}{length}") for unit in ("day", "month", "year") for length in ("Short", "Long")}
    elsewhere = {
        *dates,
        w("altChunk"),
        w("subDoc"),
        w("contentPart"),
        w("separator"),
        w("continuationSeparator"),
        w("endnoteRef"),
        "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx",
    }
    assert set(SIGNS) - known - elsewhere == set()


@pytest.mark.parametrize(
    "name", [name for name, sign in SIGNS.items() if sign.kind in ("letter", "computed", "symbol") and name != w("sym")]
)
def test_what_a_sign_prints_is_said_in_one_module(name: str) -> None:
    """The judges and the gate read for themselves on purpose; nobody else names a sign to say what it prints."""
    source = Path(__file__).parents[3] / "src" / "specgen"
    judges = {
        "word/document/resolve.py",
        "word/proof/normal_form.py",
        "word/proof/prove.py",
        "word/reply/prove.py",
        "word/template/gate.py",
    }
    sign = name.rpartition("}")[2]
    naming = {
        module.relative_to(source).as_posix()
        for module in source.rglob("*.py")
        if re.search(rf'"{sign}"', module.read_text(encoding="utf-8"))
    }
    assert naming - judges <= {"word/document/signs.py", "word/document/inline.py"}
