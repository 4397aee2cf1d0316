"""Redlines of documents whose sections, page settings, headers and ends differ."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from tests.word.redline.making import NUMBERING, OFFICE, STYLES, build
from tests.word.redline.test_redline import END, body, header, made, p, package_of, part, resolved, table, texts

from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import relationships

Resolver = Callable[[bytes], bytes]
RELATED = f"{{{OFFICE}}}id"
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="h" Type="{OFFICE}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
    f"</Relationships>"
)


def with_part(docx: bytes, name: str, held: str) -> bytes:
    """The file with one more part."""
    written = io.BytesIO(docx)
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr(name, held)
    return written.getvalue()


def shown(docx: bytes, verdict: Resolver) -> list[tuple[str, str]]:
    """For every section the words of the header that it shows, with the page's width, when all is resolved so."""
    package = package_of(docx)
    links = {each.id: each.target for each in relationships(package, "word/document.xml")}
    found, words = [], ""
    for section in parse_xml(verdict(part(docx))).iter(w("sectPr")):
        for each in section.iterchildren(w("headerReference")):
            words = "|".join(texts(verdict(part(docx, links[each.get(RELATED, "")]))))
        size = section.find(w("pgSz"))
        found.append((words, size.get(w("w"), "") if size is not None else ""))
    return found


def sectioned(*sections: tuple[str, int, str]) -> bytes:
    """A document of sections: (words, width of the page, its own header's words or "" for none)."""
    made_of = ""
    headers: dict[str, str] = {}
    for number, (words, width, says) in enumerate(sections, 1):
        reference = f'<w:headerReference w:type="default" r:id="header{number}"/>' if says else ""
        headers |= {f"header{number}": p(says)} if says else {}
        section = f'<w:sectPr>{reference}<w:pgSz w:w="{width}"/></w:sectPr>'
        made_of += p(words) + section if number == len(sections) else p(words, pr=section)
    return build(made_of, styles=STYLES, numbering=NUMBERING, links={}, **headers)


ONE, TWO, THREE = (
    ("First of all this", 11906, "First"),
    ("Second comes that", 16838, ""),
    ("Third and last", 11906, "Third"),
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((TWO,), (ONE, TWO)),
        ((ONE, TWO), (TWO,)),
        ((ONE,), (ONE, TWO)),
        ((ONE, TWO), (ONE,)),
        ((ONE, TWO, THREE), (ONE, THREE)),
        ((ONE, THREE), (ONE, TWO, THREE)),
        ((ONE, TWO), (ONE, (*TWO[:2], "Its own"))),
        ((ONE, (*TWO[:2], "Its own")), (ONE, TWO)),
        ((ONE, TWO), ((*ONE[:2], ""), TWO)),
        (((*ONE[:2], ""), TWO), (ONE, TWO)),
        ((ONE, TWO), (ONE, ("Second comes that", 11000, ""))),
        ((ONE, TWO, THREE), (THREE, TWO, ONE)),
        ((ONE, TWO, TWO, THREE), ((*ONE[:2], "Another"), TWO)),
    ],
)
def test_sections_come_and_go_with_their_pages_and_headers(
    old: tuple[tuple[str, int, str], ...], new: tuple[tuple[str, int, str], ...]
) -> None:
    one, two = sectioned(*old), sectioned(*new)
    found = made(one, two)
    assert shown(found, reject_all) == shown(one, reject_all)
    assert shown(found, accept_all) == shown(two, accept_all)
    assert resolved(found) == (texts(part(one)), texts(part(two)))


def test_a_section_break_after_the_same_words_strikes_none_of_them() -> None:
    wide = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
    with_break, without = build(p("A") + p("B", pr=wide) + p("C") + END), build(p("A") + p("B") + p("C") + END)
    for old, new in ((with_break, without), (without, with_break)):
        found = made(old, new)
        assert "delText" not in body(found)
        assert resolved(found) == (["A", "B", "C"], ["A", "B", "C"])
        assert [part(old).count(b"sectPr>"), part(new).count(b"sectPr>")] == [
            verdict(part(found)).count(b"sectPr>") for verdict in (reject_all, accept_all)
        ]


def test_page_settings_are_tracked() -> None:
    wide = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
    assert '<sectPr><pgSz w="16838" h="11906"/><sectPrChange><sectPr>' in body(
        made(build(p("A") + END), build(p("A") + wide))
    )


def test_sections_that_part_from_a_shared_header_have_one_each_with_its_pictures_and_links() -> None:
    link = '<w:p><w:hyperlink r:id="h"><w:r><w:t>Shared</w:t></w:r></w:hyperlink></w:p>'
    old = build(p("One", pr=header("header", "header1")) + p("Two") + "<w:sectPr/>", header1=link)
    old = with_part(old, "word/_rels/header1.xml.rels", LINKS)
    new = build(
        p("One", pr=header("header", "header1")) + p("Two") + header("header", "header2"),
        header1=p("First"),
        header2=p("Second"),
    )
    found = made(old, new)
    assert part(found, "word/_rels/header2.xml.rels") == LINKS.encode()
    assert shown(found, reject_all) == [("Shared", ""), ("Shared", "")]
    assert shown(found, accept_all) == [("First", ""), ("Second", "")]


def test_a_document_that_ends_with_a_table_can_end_with_another() -> None:
    first, second = p("One") + table(("a", "b")), p("Two") + table(("c", "d"))
    for old, new in ((first + second, first), (first, first + second), (first, second), (first, p("None"))):
        found = made(build(old + END), build(new + END))
        assert [text for text in resolved(found)[1] if text] == texts(part(build(new + END)))


def test_a_table_that_has_lost_its_rows_is_none() -> None:
    gone = "<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>"
    with_it, without = build(p("One") + gone + p("Two") + END), build(p("One") + p("Three") + END)
    assert [text for text in resolved(made(with_it, without))[1] if text] == ["One", "Three"]
    assert [text for text in resolved(made(without, with_it))[1] if text] == ["One", "Two"]


def test_headers_that_say_nothing_are_alike_whatever_their_style() -> None:
    first = p("One", pr=header("header", "header1"))
    old = build(first + p("Two") + "<w:sectPr/>", header1=p("First"))
    silent = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p>'
    new = build(first + p("Two") + header("header", "header2"), header1=p("First"), header2=silent)
    assert shown(made(old, new), accept_all) == [("First", ""), ("", "")]
    assert shown(made(new, old), accept_all) == [("First", ""), ("First", "")]
