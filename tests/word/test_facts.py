"""What is read between the words of a drawn part is what its tree tells, of whole parts and of broken ones."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import islice

import pytest
from lxml import etree
from tests.word.making import NAMES, PROPERTIES, block, compiled, p, passage, table

from specgen.word.package.ooxml import DECLARATION, parse_xml, w
from specgen.word.template import facts
from specgen.word.template.facts import Facts, read_facts, scan
from specgen.word.template.render import render
from specgen.wording.wording import Block, Run

PART = "word/document.xml"
BODY = (
    p("{{ a }}", run="<w:b/>")
    + p("{{p w }}")
    + "<w:bookmarkStart w:id='7' w:name='Whole'/>"
    + table((p("{{ a }}"), p("x")), (p("y"), p("{{ a }} and {{ inline }}")))
    + "<w:bookmarkEnd w:id='7'/>"
    + p("{%p for i in items %}")
    + p("{{p i }}")
    + p("{%p endfor %}")
    + '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr><w:hyperlink w:anchor="x"><w:r>'
    "<w:tab/></w:r></w:hyperlink></w:p>"
)
VALUES: dict[str, object] = {
    "a": "words & “<more>”\nnext\tlast",
    "w": passage(
        block("one"), Block("number", (Run("two "), Run("3.1", to="sg_key1_1"), Run("bold", bold=True)), 0), number=1
    ),
    "inline": passage(block("in a line"), number=3, inline=True),
    "items": (passage(block("x"), number=2), passage(block("y", "bullet"), number=4)),
}


MORE = (
    '<w:p><w:commentRangeStart w:id="1"/><w:r><w:rPr><w:rStyle w:val="Look"/></w:rPr><w:t xml:space="preserve">m</w:t>'
    '<w:cr/><w:footnoteReference w:id="2"/><w:endnoteReference w:id="3"/></w:r><w:commentRangeEnd w:id="1"/><w:r>'
    '<w:commentReference w:id="1"/><w:drawing><wp:docPr id="1" name="n"/></w:drawing></w:r></w:p>'
    '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tr><w:tc><w:p><w:hyperlink r:id="rId9"/></w:p></w:tc></w:tr>'
    "</w:tbl>"
)
"""What is in templates, and refers to what the one above has not."""


def drawn() -> bytes:
    found = render(compiled(BODY), VALUES, PROPERTIES).changed[PART].opened()
    return found.replace(b"</w:hyperlink></w:p>", b"</w:hyperlink></w:p>" + MORE.encode(), 1)


def told(read: object, data: bytes) -> Facts | None:
    """What `read` says of the part; None where it says that the part is not well-formed."""
    try:
        return read(data)  # type: ignore[operator,no-any-return]
    except etree.XMLSyntaxError:
        return None


def by_tree(data: bytes) -> Facts:
    return scan(parse_xml(data), PART)


def changed(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The part with each of its elements once left out, once put in twice, once opened up, once put after the next."""
    count = sum(1 for _ in parse_xml(data).iter())
    for number in range(1, count):
        for kind in ("out", "twice", "opened", "later", "into"):
            root = parse_xml(data)
            each = next(islice(root.iter(), number, None))
            parent = each.getparent()
            assert parent is not None
            after = each.getnext()
            if kind == "twice":
                each.addnext(deepcopy(each))
            elif kind == "opened":
                for child in reversed(list(each)):
                    each.addnext(child)
            elif kind == "later" and after is not None:
                after.addnext(each)
            elif kind == "into" and after is not None:
                after.insert(0, each)
            if kind in ("out", "opened"):
                parent.remove(each)
            yield f"{etree.QName(each).localname} {kind}", DECLARATION.encode() + etree.tostring(root, encoding="utf-8")


def test_a_drawn_part_is_read_without_its_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    data = drawn()
    expected = by_tree(data)

    def no_tree(_root: etree._Element, part: str) -> Facts:
        assert part != PART, "the tree was asked"
        return expected

    assert expected.text.startswith("\nwords & “<more>”\vnext\tlast\n") and expected.bookmarks
    read_facts(data, PART)  # what the outline holds is kept
    monkeypatch.setattr(facts, "scan", no_tree)
    assert read_facts(data, PART) == expected


def test_every_part_with_one_element_changed_reads_as_its_tree_does() -> None:
    """What a fault does to a part is seen by both: elements lost, doubled, opened up, out of place."""
    odd = [name for name, data in changed(drawn()) if told(lambda data: read_facts(data, PART), data) != by_tree(data)]
    assert odd == []


FIRST = '<w:p><w:r><w:t xml:space="preserve">one</w:t></w:r></w:p>'


@pytest.mark.parametrize(
    "body",
    [
        FIRST + "<!-- <w:p> -->",
        FIRST + "<!---->",
        FIRST + "<?note?>",
        FIRST.replace("one", "<![CDATA[<w:p>]]>"),
        FIRST.replace("one", "&#60;w:p&#x3e;&amp;&quot;&apos;"),
        FIRST.replace("one", "a\r\nb"),
        FIRST.replace("one", "a&#13;b"),
        FIRST.replace('"', "'"),
        FIRST.replace("<w:p>", "<w:p\n>"),
        FIRST + "<w:p><w:pPr><w:pStyle w:val='A&amp;\tB'/></w:pPr></w:p>",
        FIRST.replace("<w:t ", "<w:tab/><w:t "),
        FIRST.replace("</w:t>", "</w:t><w:br/>") + FIRST.replace("<w:r>", "<w:r><w:cr/>"),
        FIRST.replace("<w:r>", "").replace("</w:r>", ""),
        "<w:r><w:t xml:space='preserve'>two</w:t></w:r>" + FIRST,
        FIRST.replace("<w:p>", "<w:p><w:ins w:id='1' w:author='A'>").replace("</w:p>", "</w:ins></w:p>"),
        FIRST.replace("</w:r>", f"<w:txbxContent>{FIRST}</w:txbxContent></w:r>"),
        FIRST.replace("</w:r>", f"<mc:AlternateContent><mc:Fallback>{FIRST}</mc:Fallback></mc:AlternateContent></w:r>"),
        FIRST + '<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
        + FIRST + "</w:tc></w:tr></w:tbl>",
        FIRST + "<x:p xmlns:x='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>",
        FIRST + "<p xmlns='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>",
        FIRST + "<unknown:p/>",
        FIRST + "<w:p unknown:id='1'/>",
        FIRST + "<w:p w:id='1' w:id='2'/>",
        FIRST + "<w:sdt><w:sdtPr><w:alias w:val='a'></w:alias><w:id w:val='1'></w:id></w:sdtPr></w:sdt>",
        FIRST + "<w:p><w:r><wp:docPr id='1' name='n'><a:hlinkClick r:id='rId5'/></wp:docPr></w:r></w:p>",
        FIRST + "<w:p><w:bookmarkStart w:id='1' w:name='xmlns'/></w:p>",
        FIRST + "<w:p><w:hyperlink r:id='rId1'><w:r><w:tab/></w:r></w:hyperlink></w:p>",
        FIRST + "<w:p>",
        "",
    ],
)  # fmt: skip
def test_what_no_template_draws_reads_as_its_tree_does(body: str) -> None:
    data = f"{DECLARATION}<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()
    assert told(lambda data: read_facts(data, PART), data) == told(by_tree, data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('xmlns:w14="', 'xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="'),
        ('xmlns:w14="', 'xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="'),
        ("wordprocessingml/2006/main", "wordprocessingml/2006/other"),
        (DECLARATION, '<?xml version="1.0" encoding="UTF-8"?>'),
        ("w:", "word:"),
    ],
)
def test_names_that_are_declared_otherwise_read_as_the_tree_does(old: str, new: str) -> None:
    whole = f"{DECLARATION}<w:document {NAMES}><w:body>{FIRST}<x:p/></w:body></w:document>"
    for text in (whole.replace("<x:p/>", ""), whole):
        data = text.replace(old, new).replace("xmlns:word:", "xmlns:word").encode()
        assert told(lambda data: read_facts(data, PART), data) == told(by_tree, data)


def test_a_paragraph_without_words_is_one() -> None:
    data = f"{DECLARATION}<w:document {NAMES}><w:body><w:p/>{FIRST}<w:p/></w:body></w:document>".encode()
    assert read_facts(data, PART).text == "\n\none\n" and parse_xml(data).find(f".//{w('p')}") is not None
