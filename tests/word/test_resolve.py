"""Specimens of every tracked change in the standard, and what accepting and rejecting makes of each."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from specgen.word.document.resolve import Resolution, RevisionMark, accept_all, reject_all, resolve_part
from specgen.word.package.ooxml import PREFIXES, parse_xml

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
BY = 'w:author="Ann Bell" w:date="2026-04-01T09:00:00Z"'


def part(body: str, root: str = "body") -> bytes:
    """A part that holds `body`; `@1` stands for the attributes of the revision with the id 1."""
    spelt = re.sub(r"@(\d+)", rf'w:id="\1" {BY}', body)
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
    inner = f"<w:body>{spelt}</w:body>" if root == "body" else spelt
    outer = "document" if root == "body" else root
    return f'<w:{outer} {names} xmlns:m="{M}">{inner}</w:{outer}>'.encode()


def canonical(xml: bytes) -> str:
    return etree.tostring(parse_xml(re.sub(rb">\s+<", b"><", xml)), method="c14n").decode()


def p(*runs: str, mark: str = "", pr: str = "") -> str:
    """A paragraph: plain strings become runs; `mark` stands in the mark's properties, `pr` before them."""
    properties = pr + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    held = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{held}</w:p>"


def r(text: str, pr: str = "", tag: str = "t") -> str:
    return f'<w:r>{f"<w:rPr>{pr}</w:rPr>" if pr else ""}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def ins(number: int, *inner: str) -> str:
    return f"<w:ins @{number}>{''.join(inner)}</w:ins>"


def gone(number: int, *words: str) -> str:
    return (
        f"<w:del @{number}>"
        f"{''.join(word if word.startswith('<') else r(word, tag='delText') for word in words)}</w:del>"
    )


def tc(*blocks: str, pr: str = "") -> str:
    return f"<w:tc>{f'<w:tcPr>{pr}</w:tcPr>' if pr else ''}{''.join(blocks)}</w:tc>"


def tr(*cells: str, pr: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{pr}</w:trPr>' if pr else ''}{''.join(cells)}</w:tr>"


def tbl(*rows: str, pr: str = "") -> str:
    return f"<w:tbl><w:tblPr>{pr}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def sdt(*inner: str, tag: str = "x") -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{"".join(inner)}</w:sdtContent></w:sdt>'


def block_control(tag: str, *inner: str) -> str:
    return sdt(*inner, tag=tag)


def tracked_sdt(kind: str, number: int, *inner: str) -> str:
    """A control whose start and whose end each lie in a range of `kind` (Ins or Del)."""
    start, end = f"<w:customXml{kind}RangeStart @{{}}/>", f'<w:customXml{kind}RangeEnd w:id="{{}}"/>'
    held = end.format(number) + "".join(inner) + start.format(number + 1)
    return start.format(number) + sdt(held) + end.format(number + 1)


BOLD, ITALIC = "<w:b/>", "<w:i/>"
STYLE = '<w:pStyle w:val="{}"/>'.format
INSERTED_MARK, DELETED_MARK = "<w:ins @90/>", "<w:del @91/>"
SPECIMENS = {
    # 17.13.5.18 and 17.13.5.14: run content
    "an inserted run": (p("Some ", ins(1, r("text"))), p("Some ", "text"), p("Some ")),
    "a deleted run": (p("Some ", gone(1, "text")), p("Some "), p("Some ", "text")),
    "a deleted field code": (
        p(gone(1, r(" PAGE ", tag="delInstrText"))),
        p(),
        p(r(" PAGE ", tag="instrText")),
    ),
    "a deletion inside an insertion": (p("A", ins(1, r("b"), gone(2, "c"))), p("A", "b"), p("A")),
    "an insertion inside a deletion": (p("A", gone(1, "b", ins(2, r("c", tag="delText")))), p("A"), p("A", "b")),
    "a deleted hyperlink": (
        p("A", f'<w:hyperlink w:anchor="x">{gone(1, "b")}</w:hyperlink>'),
        p("A"),
        p("A", f'<w:hyperlink w:anchor="x">{r("b")}</w:hyperlink>'),
    ),
    "an inserted run in a simple field": (
        p("A", f'<w:fldSimple w:instr="PAGE">{ins(1, r("b"))}</w:fldSimple>'),
        p("A", f'<w:fldSimple w:instr="PAGE">{r("b")}</w:fldSimple>'),
        p("A"),
    ),
    "a bookmark that begins in a deletion and ends outside": (
        p(
            f'<w:del @1><w:bookmarkStart w:id="5" w:name="n"/>{r("a", tag="delText")}</w:del>',
            "b",
            '<w:bookmarkEnd w:id="5"/>',
        ),
        p('<w:bookmarkStart w:id="5" w:name="n"/>', "b", '<w:bookmarkEnd w:id="5"/>'),
        p('<w:bookmarkStart w:id="5" w:name="n"/>', "a", "b", '<w:bookmarkEnd w:id="5"/>'),
    ),
    "a bookmark wholly in an insertion": (
        p("a", f'<w:ins @1><w:bookmarkStart w:id="5" w:name="n"/>{r("b")}<w:bookmarkEnd w:id="5"/></w:ins>'),
        p("a", '<w:bookmarkStart w:id="5" w:name="n"/>', "b", '<w:bookmarkEnd w:id="5"/>'),
        p("a"),
    ),
    "a comment on inserted words": (
        p(
            "a",
            '<w:commentRangeStart w:id="3"/>',
            ins(1, r("b"), '<w:r><w:commentReference w:id="3"/></w:r>'),
            '<w:commentRangeEnd w:id="3"/>',
        ),
        p(
            "a",
            '<w:commentRangeStart w:id="3"/>',
            "b",
            '<w:r><w:commentReference w:id="3"/></w:r>',
            '<w:commentRangeEnd w:id="3"/>',
        ),
        p("a"),
    ),
    # 17.13.5.15 and 17.13.5.20: paragraph marks
    "a deleted mark joins the words to the next paragraph, whose properties stay": (
        p("One ", mark=DELETED_MARK, pr=STYLE("Heading1")) + p("Two", pr=STYLE("Quote")),
        p("One ", "Two", pr=STYLE("Quote")),
        p("One ", pr=STYLE("Heading1")) + p("Two", pr=STYLE("Quote")),
    ),
    "an inserted mark": (
        p("One ", mark=INSERTED_MARK, pr=STYLE("Heading1")) + p("Two"),
        p("One ", pr=STYLE("Heading1")) + p("Two"),
        p("One ", "Two"),
    ),
    "a whole paragraph put in": (
        p("A") + p(ins(1, r("B")), mark=INSERTED_MARK) + p("C"),
        p("A") + p("B") + p("C"),
        p("A") + p("C"),
    ),
    "a whole list item taken out leaves no empty item": (
        p("A") + p(gone(1, "B"), mark=DELETED_MARK, pr='<w:numPr><w:numId w:val="1"/></w:numPr>') + p("C"),
        p("A") + p("C"),
        p("A") + p("B", pr='<w:numPr><w:numId w:val="1"/></w:numPr>') + p("C"),
    ),
    "three marks taken out in a row": (
        p("A", mark=DELETED_MARK) + p("B", mark=DELETED_MARK) + p("C", mark=DELETED_MARK) + p("D"),
        p("A", "B", "C", "D"),
        p("A") + p("B") + p("C") + p("D"),
    ),
    "a mark put in by one person and taken out by another": (
        p("A", mark="<w:ins @1/><w:del @2/>") + p("B"),
        p("A", "B"),
        p("A", "B"),
    ),
    ("words taken out but not their mark leave an empty paragraph"): (
        p("A") + p(gone(1, "B")),
        p("A") + p(),
        p("A") + p("B"),
    ),
    "an emptied paragraph before a table goes": (
        p(gone(1, "A"), mark=DELETED_MARK) + tbl(tr(tc(p("B")))) + p("C"),
        tbl(tr(tc(p("B")))) + p("C"),
        p("A") + tbl(tr(tc(p("B")))) + p("C"),
    ),
    "a paragraph before a table that held only a hyperlink goes": (
        p(f'<w:hyperlink w:anchor="x">{gone(1, "A")}</w:hyperlink>', mark=DELETED_MARK) + tbl(tr(tc(p("B")))) + p("C"),
        tbl(tr(tc(p("B")))) + p("C"),
        p(f'<w:hyperlink w:anchor="x">{r("A")}</w:hyperlink>') + tbl(tr(tc(p("B")))) + p("C"),
    ),
    "a paragraph with words before a table stays": (
        p("A", mark=DELETED_MARK) + tbl(tr(tc(p("B")))) + p("C"),
        p("A") + tbl(tr(tc(p("B")))) + p("C"),
        p("A") + tbl(tr(tc(p("B")))) + p("C"),
    ),
    "an end of a body that Word put in joins backwards": (
        p("A") + p(ins(1, r("B")), mark=INSERTED_MARK) + p(ins(1, r("C")), mark=INSERTED_MARK) + "<w:sectPr/>",
        p("A") + p("B") + p("C") + "<w:sectPr/>",
        p("A") + "<w:sectPr/>",
    ),
    "the last mark of a body stays when its paragraph has words": (
        p("A") + p("B", mark=DELETED_MARK) + "<w:sectPr/>",
        p("A") + p("B") + "<w:sectPr/>",
        p("A") + p("B") + "<w:sectPr/>",
    ),
    "a mark at the end of a control of one paragraph joins what follows the control": (
        block_control("t", p("One ", mark=DELETED_MARK, pr=STYLE("Heading1"))) + p("Two", pr=STYLE("Quote")),
        p(block_control("t", r("One ")), "Two", pr=STYLE("Quote")),
        block_control("t", p("One ", pr=STYLE("Heading1"))) + p("Two", pr=STYLE("Quote")),
    ),
    "a mark at the end of a control of several paragraphs takes the next one in": (
        block_control("t", p("A"), p("B", mark=DELETED_MARK)) + p("C") + p("D"),
        block_control("t", p("A"), p("B", "C")) + p("D"),
        block_control("t", p("A"), p("B")) + p("C") + p("D"),
    ),
    "a mark at the end of two controls joins what follows both": (
        block_control("t", p("A"), block_control("u", p("B", mark=DELETED_MARK))) + p("C"),
        block_control("t", p("A"), p(block_control("u", r("B")), "C")),
        block_control("t", p("A"), block_control("u", p("B"))) + p("C"),
    ),
    "marks at the ends of two controls in a row": (
        block_control("t", p("A", mark=DELETED_MARK)) + block_control("u", p("B", mark=DELETED_MARK)) + p("C"),
        p(block_control("t", r("A")), block_control("u", r("B")), "C"),
        block_control("t", p("A")) + block_control("u", p("B")) + p("C"),
    ),
    "a mark at the end of a control before a table cannot go": (
        block_control("t", p("A", mark=DELETED_MARK)) + tbl(tr(tc(p("B")))) + p("C"),
        block_control("t", p("A")) + tbl(tr(tc(p("B")))) + p("C"),
        block_control("t", p("A")) + tbl(tr(tc(p("B")))) + p("C"),
    ),
    "the only mark of a cell cannot go": (
        tbl(tr(tc(p(ins(1, r("B")), mark=INSERTED_MARK)))) + p(),
        tbl(tr(tc(p("B")))) + p(),
        tbl(tr(tc(p()))) + p(),
    ),
    "the last mark of a cell that follows a table cannot go": (
        tbl(tr(tc(tbl(tr(tc(p("A")))), p(gone(1, "B"), mark=DELETED_MARK)))) + p(),
        tbl(tr(tc(tbl(tr(tc(p("A")))), p()))) + p(),
        tbl(tr(tc(tbl(tr(tc(p("A")))), p("B")))) + p(),
    ),
    "the mark before the last one carries a last paragraph away": (
        p("A", mark=DELETED_MARK, pr=STYLE("X"))
        + p(gone(1, "B"), pr=f"{STYLE('X')}<w:pPrChange @2><w:pPr>{STYLE('Y')}</w:pPr></w:pPrChange>")
        + "<w:sectPr/>",
        p("A", pr=STYLE("X")) + "<w:sectPr/>",
        p("A", pr=STYLE("X")) + p("B", pr=STYLE("Y")) + "<w:sectPr/>",
    ),
    "a mark put in before a table that is put in": (
        p("A", mark=INSERTED_MARK) + tbl(tr(tc(p(ins(1, r("x")), mark=INSERTED_MARK)), pr="<w:ins @2/>")) + p("B"),
        p("A") + tbl(tr(tc(p("x")))) + p("B"),
        p("A", "B"),
    ),
    "a bookmark between two paragraphs stays between their words": (
        p("A", mark=DELETED_MARK) + '<w:bookmarkStart w:id="5" w:name="n"/>' + p("B", '<w:bookmarkEnd w:id="5"/>'),
        p("A", '<w:bookmarkStart w:id="5" w:name="n"/>', "B", '<w:bookmarkEnd w:id="5"/>'),
        p("A") + '<w:bookmarkStart w:id="5" w:name="n"/>' + p("B", '<w:bookmarkEnd w:id="5"/>'),
    ),
    # 17.13.5.12 and 17.13.5.16: rows; 17.13.5.1 to 17.13.5.3: cells
    "an inserted row": (
        tbl(tr(tc(p("A"))), tr(tc(p(ins(1, r("B")), mark=INSERTED_MARK)), pr="<w:ins @2/>")) + p(),
        tbl(tr(tc(p("A"))), tr(tc(p("B")))) + p(),
        tbl(tr(tc(p("A")))) + p(),
    ),
    "a deleted row whose words are not marked": (
        tbl(tr(tc(p("A"))), tr(tc(p("B")), pr="<w:cantSplit/><w:del @2/>")) + p(),
        tbl(tr(tc(p("A")))) + p(),
        tbl(tr(tc(p("A"))), tr(tc(p("B")), pr="<w:cantSplit/>")) + p(),
    ),
    "a table whose every row is deleted": (
        p("X") + tbl(tr(tc(p(gone(1, "A"), mark=DELETED_MARK)), pr="<w:del @2/>")) + p("Y"),
        p("X") + p("Y"),
        p("X") + tbl(tr(tc(p("A")))) + p("Y"),
    ),
    "an only table in a cell that goes leaves a paragraph": (
        tbl(tr(tc(tbl(tr(tc(p("A")), pr="<w:ins @2/>"))))) + p(),
        tbl(tr(tc(tbl(tr(tc(p("A")))), p()))) + p(),
        tbl(tr(tc(p()))) + p(),
    ),
    "an inserted cell": (
        tbl(tr(tc(p("A")), tc(p("B"), pr="<w:tcW/><w:cellIns @1/>"))) + p(),
        tbl(tr(tc(p("A")), tc(p("B"), pr="<w:tcW/>"))) + p(),
        tbl(tr(tc(p("A")))) + p(),
    ),
    "a deleted cell": (
        tbl(tr(tc(p("A")), tc(p("B"), pr="<w:cellDel @1/>"))) + p(),
        tbl(tr(tc(p("A")))) + p(),
        tbl(tr(tc(p("A")), tc(p("B")))) + p(),
    ),
    "a merged cell": (
        tbl(tr(tc(p("A"), pr='<w:tcW/><w:shd/><w:cellMerge @1 w:vMerge="cont" w:vMergeOrig="rest"/>'))) + p(),
        tbl(tr(tc(p("A"), pr='<w:tcW/><w:vMerge w:val="continue"/><w:shd/>'))) + p(),
        tbl(tr(tc(p("A"), pr='<w:tcW/><w:vMerge w:val="restart"/><w:shd/>'))) + p(),
    ),
    # 17.13.5.21 to 17.13.5.28: moves
    "a moved sentence": (
        p(
            '<w:moveFromRangeStart @1 w:name="m"/>',
            f"<w:moveFrom @2>{r('a')}</w:moveFrom>",
            '<w:moveFromRangeEnd w:id="1"/>',
            "b",
            '<w:moveToRangeStart @3 w:name="m"/>',
            f"<w:moveTo @4>{r('a')}</w:moveTo>",
            '<w:moveToRangeEnd w:id="3"/>',
        ),
        p("b", "a"),
        p("a", "b"),
    ),
    "a moved paragraph": (
        '<w:moveFromRangeStart @1 w:name="m"/>'
        + p(f"<w:moveFrom @2>{r('a')}</w:moveFrom>", mark="<w:moveFrom @3/>")
        + '<w:moveFromRangeEnd w:id="1"/>'
        + p("b")
        + '<w:moveToRangeStart @4 w:name="m"/>'
        + p(f"<w:moveTo @5>{r('a')}</w:moveTo>", mark="<w:moveTo @6/>")
        + '<w:moveToRangeEnd w:id="4"/>'
        + p("c"),
        p("b") + p("a") + p("c"),
        p("a") + p("b") + p("c"),
    ),
    # 17.13.5.29 to 17.13.5.37: properties
    "a look": (
        p(r("a", f"{BOLD}<w:rPrChange @1><w:rPr>{ITALIC}</w:rPr></w:rPrChange>")),
        p(r("a", BOLD)),
        p(r("a", ITALIC)),
    ),
    "a look where there was none": (
        p(r("a", f"{BOLD}<w:rPrChange @1><w:rPr/></w:rPrChange>")),
        p(r("a", BOLD)),
        p("a"),
    ),
    "the look of a mark that is itself put in": (
        p("A", mark=f"<w:ins @2/>{BOLD}<w:rPrChange @1><w:rPr>{ITALIC}</w:rPr></w:rPrChange>") + p("B"),
        p("A", mark=BOLD) + p("B"),
        p("A", "B"),
    ),
    "paragraph properties, under which the mark's look and the section stay": (
        p(
            "A",
            pr=f'{STYLE("X")}<w:rPr>{BOLD}</w:rPr><w:sectPr/><w:pPrChange @1><w:pPr><w:jc w:val="both"/></w:pPr>'
            f"</w:pPrChange>",
        )
        + p(),
        p("A", pr=f"{STYLE('X')}<w:rPr>{BOLD}</w:rPr><w:sectPr/>") + p(),
        p("A", pr=f'<w:jc w:val="both"/><w:rPr>{BOLD}</w:rPr><w:sectPr/>') + p(),
    ),
    "a section, under which the header stays": (
        p()
        + (
            '<w:sectPr><w:headerReference r:id="r1" w:type="default"/><w:pgSz w:w="2"/><w:sectPrChange @1>'
            '<w:sectPr><w:pgSz w:w="1"/></w:sectPr></w:sectPrChange></w:sectPr>'
        ),
        p() + '<w:sectPr><w:headerReference r:id="r1" w:type="default"/><w:pgSz w:w="2"/></w:sectPr>',
        p() + '<w:sectPr><w:headerReference r:id="r1" w:type="default"/><w:pgSz w:w="1"/></w:sectPr>',
    ),
    "a table's properties": (
        tbl(
            tr(tc(p())),
            pr="<w:tblStyle w:val='A'/><w:tblPrChange @1><w:tblPr><w:tblStyle w:val='B'/></w:tblPr></w:tblPrChange>",
        )
        + p(),
        tbl(tr(tc(p())), pr="<w:tblStyle w:val='A'/>") + p(),
        tbl(tr(tc(p())), pr="<w:tblStyle w:val='B'/>") + p(),
    ),
    "a row's properties, under which the row's mark stays": (
        tbl(
            tr(tc(p("a"))),
            tr(
                tc(p("b")),
                pr="<w:tblHeader/><w:ins @2/><w:trPrChange @1><w:trPr><w:cantSplit/></w:trPr></w:trPrChange>",
            ),
        )
        + p(),
        tbl(tr(tc(p("a"))), tr(tc(p("b")), pr="<w:tblHeader/>")) + p(),
        tbl(tr(tc(p("a")))) + p(),
    ),
    "a cell's properties": (
        tbl(tr(tc(p(), pr='<w:tcW w:w="2"/><w:tcPrChange @1><w:tcPr><w:tcW w:w="1"/></w:tcPr></w:tcPrChange>'))) + p(),
        tbl(tr(tc(p(), pr='<w:tcW w:w="2"/>'))) + p(),
        tbl(tr(tc(p(), pr='<w:tcW w:w="1"/>'))) + p(),
    ),
    "a table's grid and a row's exceptions": (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2"/><w:tblGridChange w:id="1"><w:tblGrid><w:gridCol '
        'w:w="1"/></w:tblGrid></w:tblGridChange></w:tblGrid>'
        "<w:tr><w:tblPrEx><w:jc/><w:tblPrExChange @2><w:tblPrEx/></w:tblPrExChange></w:tblPrEx><w:tc><w:p/>"
        "</w:tc></w:tr></w:tbl><w:p/>",
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2"/></w:tblGrid><w:tr><w:tblPrEx><w:jc/></w:tblPrEx>'
        "<w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>",
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>',
    ),
    "numbering put on a paragraph": (
        p("A", pr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins @1/></w:numPr>'),
        p("A", pr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
        p("A"),
    ),
    "an old number kept as text": (
        p("A", pr='<w:numPr><w:numId w:val="1"/><w:numberingChange @1 w:original="%1:1:0:."/></w:numPr>'),
        p("A", pr='<w:numPr><w:numId w:val="1"/></w:numPr>'),
        p("A", pr='<w:numPr><w:numId w:val="1"/></w:numPr>'),
    ),
    # 17.13.5.4 to 17.13.5.7: content controls
    "an inserted control round inserted words": (
        p("A", tracked_sdt("Ins", 1, ins(3, r("b")))),
        p("A", sdt(r("b"))),
        p("A"),
    ),
    "a deleted control whose words stay": (p("A", tracked_sdt("Del", 1, r("b"))), p("A", "b"), p("A", sdt(r("b")))),
    "an inserted control round a whole paragraph": (
        p("A") + tracked_sdt("Ins", 1, p(ins(3, r("b")), mark=INSERTED_MARK)) + p("C"),
        p("A") + sdt(p("b")) + p("C"),
        p("A") + p("C"),
    ),
    "a control changed for another round the same paragraph": (
        tracked_sdt("Ins", 1, tracked_sdt("Del", 3, p("b"))) + p("C"),
        sdt(p("b")) + p("C"),
        sdt(p("b")) + p("C"),
    ),
    "an untracked control whose words are all put in keeps an empty paragraph": (
        sdt(p(ins(1, r("b")), mark=INSERTED_MARK)) + p("C"),
        sdt(p("b")) + p("C"),
        sdt(p()) + p("C"),
    ),
    "the last paragraph of a control goes when the control keeps another": (
        sdt(p("a"), p(gone(1, "b"), mark=DELETED_MARK)) + p("C"),
        sdt(p("a")) + p("C"),
        sdt(p("a"), p("b")) + p("C"),
    ),
    # 17.13.5.13 and 17.13.5.17
    "a mathematical control character": (
        p("<m:oMath><m:f><m:fPr><m:ctrlPr><w:ins @1><w:rPr><w:b/></w:rPr></w:ins></m:ctrlPr></m:fPr></m:f></m:oMath>"),
        p("<m:oMath><m:f><m:fPr><m:ctrlPr><w:rPr><w:b/></w:rPr></m:ctrlPr></m:fPr></m:f></m:oMath>"),
        p("<m:oMath><m:f><m:fPr><m:ctrlPr><w:rPr><w:b/></w:rPr></m:ctrlPr></m:fPr></m:f></m:oMath>"),
    ),
}


@pytest.mark.parametrize("name", SPECIMENS)
def test_accepting_a_specimen_gives_what_the_standard_says(name: str) -> None:
    marked, accepted, _ = SPECIMENS[name]
    assert canonical(accept_all(part(marked))) == canonical(part(accepted))


@pytest.mark.parametrize("name", SPECIMENS)
def test_rejecting_a_specimen_gives_what_the_standard_says(name: str) -> None:
    marked, _, rejected = SPECIMENS[name]
    assert canonical(reject_all(part(marked))) == canonical(part(rejected))


@pytest.mark.parametrize("name", SPECIMENS)
def test_keeping_every_revision_leaves_the_bytes_as_they_were(name: str) -> None:
    marked = part(SPECIMENS[name][0])
    assert resolve_part(marked, lambda mark: "keep") == marked


def test_a_part_without_revisions_is_returned_byte_for_byte() -> None:
    xml = part(p("A") + '<w:p   w:rsidR="0001" ></w:p >')
    assert accept_all(xml) == xml
    assert reject_all(xml) == xml


def test_one_persons_revisions_are_resolved_and_the_others_kept() -> None:
    theirs = ins(2, r("theirs")).replace("@2", 'w:id="2" w:author="Cy Dunn" w:date="2026-04-02T00:00:00Z"')
    marked = part(p(ins(1, r("ours")), theirs, gone(3, "struck")))

    def reject_ours(mark: RevisionMark) -> Resolution:
        return "reject" if mark.author == "Ann Bell" else "keep"

    assert canonical(resolve_part(marked, reject_ours)) == canonical(part(p(theirs, "struck")))


def test_a_struck_word_inside_a_kept_deletion_stays_struck() -> None:
    marked = part(p(gone(1, "a", gone(2, "b"))))
    only_the_inner = resolve_part(marked, lambda mark: "reject" if mark.id == "2" else "keep")
    assert canonical(only_the_inner) == canonical(part(p(gone(1, "a", r("b", tag="delText")))))


def test_a_footnote_keeps_its_only_paragraph() -> None:
    note = '<w:footnote w:id="1">{}</w:footnote>'
    marked = part(note.format(p(ins(1, r("B")), mark=INSERTED_MARK)), root="footnotes")
    assert canonical(reject_all(marked)) == canonical(part(note.format(p()), root="footnotes"))


def test_ten_thousand_deleted_marks_are_joined_without_quadratic_work() -> None:
    marked = part(p("a", mark=DELETED_MARK) * 10_000 + p("b"))
    assert accept_all(marked).count(b"<w:p>") == 1
