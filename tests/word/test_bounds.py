"""What no person's document holds is refused by name, with the figure that it breaks, before any work begins."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from tests.word.redline.making import NUMBERING, OFFICE, STYLES, build

from specgen.problems import Problem
from specgen.word.package import bounds
from specgen.word.package.bounds import read_document, unended_cells
from specgen.word.package.ooxml import W, canonical, parse_xml
from specgen.word.redline.redline import redline

END = "<w:p/><w:sectPr/>"
NOTE = '<w:p><w:r><w:{0}Reference w:id="{1}"/></w:r></w:p>'


def refused(data: bytes) -> Problem:
    """The one problem for which the file is refused."""
    package, problems = read_document(data, "theirs.docx")
    assert package is None
    (problem,) = problems if len(problems) == 1 else pytest.fail(str(problems))
    assert problem.severity == "error" and problem.cure
    return problem


def with_part(data: bytes, name: str, found: bytes | None) -> bytes:
    """The file with one part replaced, or taken out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        if found is not None:
            new.writestr(name, found)
    return made.getvalue()


def chain(count: int) -> str:
    return STYLES + "".join(
        f'<w:style w:type="paragraph" w:styleId="c{n}"><w:name w:val="c{n}"/><w:basedOn w:val="c{n + 1}"/></w:style>'
        for n in range(count)
    )


def note(identity: int, *leads: tuple[str, int], kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{identity}">{"".join(NOTE.format(*lead) for lead in leads)}</w:{kind}>'


def attributes(count: int) -> str:
    return " ".join(f'w:a{n}="{n:020}"' for n in range(count))


@pytest.mark.parametrize(
    ("bound", "slug", "said", "make"),
    [
        (
            {"MOST_PARAGRAPHS": 50},
            "too-many-paragraphs",
            "more than 50 paragraphs: it has 52",
            lambda: build("<w:p/>" * 51 + END),
        ),
        (
            {"MOST_ELEMENTS": 200},
            "too-many-elements",
            "more than 200 elements",
            lambda: build(f"<w:p>{'<w:r><w:t>x</w:t></w:r>' * 100}</w:p>{END}"),
        ),
        (
            {"MOST_ATTRIBUTES": 1_000},
            "too-many-attributes",
            "the document holds more than 1,000 attributes",
            lambda: build(f"<w:p {attributes(490)}/>" * 3 + END),
        ),
        (
            {"LARGEST_PARAGRAPH": 150},
            "paragraph-too-large",
            "one paragraph holds more than 150 elements",
            lambda: build(f"<w:p/><w:p>{'<w:r><w:t>x</w:t></w:r>' * 100}</w:p>{END}"),
        ),
        (
            {"MOST_LETTERS": 2_000},
            "too-many-letters",
            "more than 2,000 letters: it has 3,000",
            lambda: build(f"<w:p><w:r><w:t>{'seen ' * 300}</w:t><w:t>{'soon ' * 300}</w:t></w:r></w:p>{END}"),
        ),
        (
            {},
            "too-many-attributes",
            "one element carries more than 500 attributes",
            lambda: build(f"<w:p {attributes(501)}/>{END}"),
        ),
        (
            {"MOST_STYLES": 20},
            "too-many-styles",
            "more than 20 styles: it has 26",
            lambda: build(END, styles=chain(21)),
        ),
        (
            {"LONGEST_CHAIN": 20},
            "too-many-styles",
            "more than 20 styles are each based",
            lambda: build(END, styles=chain(21)),
        ),
        (
            {"LARGEST_PART": 2**20},
            "part-too-large",
            "larger than 1 MiB",
            lambda: build(f"<w:p w:rsidR='{' '.join(map(str, range(200_000)))}'/>{END}"),
        ),
        (
            {"MOST_STORIES": 5},
            "too-many-parts",
            "more than 5 headers, footers",
            lambda: build(END, header1="", header2="", header3="", header4=""),
        ),
        (
            {},
            "nested-too-deep",
            "more than 120 deep",
            lambda: build("<w:ins>" * 130 + "</w:ins>" * 130 + END),
        ),
        ({}, "damaged-file", "more than 256 deep", lambda: build("<w:ins>" * 300 + "</w:ins>" * 300 + END)),
    ],
)  # fmt: skip
def test_a_bound_is_named_with_its_figure(
    monkeypatch: pytest.MonkeyPatch, bound: dict[str, int], slug: str, said: str, make: Callable[[], bytes]
) -> None:
    data = make()
    for name, figure in bound.items():
        assert getattr(bounds, name) > figure, "the real bound is wider"
        monkeypatch.setattr(bounds, name, figure)
    problem = refused(data)
    assert (problem.slug, said in problem.message) == (slug, True), problem


def test_long_attributes_long_paragraphs_and_spaces_between_elements_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_LETTERS", 3_000)
    data = build(f"<w:p {attributes(500)}><w:r>{' ' * 500}<w:t>{'seen ' * 580}</w:t></w:r></w:p>{END}")
    package, problems = read_document(data, "ours.docx")
    assert package is not None and problems == []


def test_what_people_write_is_within_the_bounds() -> None:
    assert bounds.MOST_PARAGRAPHS >= 12_000 and bounds.MOST_STYLES >= 5_000 and bounds.LONGEST_CHAIN >= 50
    held = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>" * 20 + "<w:p/></w:tc></w:tr></w:tbl>" * 20
    package, problems = read_document(build(held + "<w:p/>" * 2_000 + END, styles=chain(40)), "ours.docx")
    assert package is not None and problems == []


NOTES_IN_A_RING = {
    "itself": note(2, ("footnote", 2)),
    "another that leads back": note(2, ("footnote", 3)) + note(3, ("footnote", 2)),
    "a row of ten": "".join(note(n, ("footnote", n + 1)) for n in range(2, 12)) + note(12),
    "forty that double": "".join(note(n, ("footnote", n + 1), ("footnote", n + 1)) for n in range(2, 42)),
}


@pytest.mark.parametrize("notes", NOTES_IN_A_RING.values(), ids=NOTES_IN_A_RING.keys())
def test_a_footnote_that_refers_to_notes_without_end_is_refused(notes: str) -> None:
    problem = refused(build(NOTE.format("footnote", 2) + END, footnotes=notes))
    assert (problem.slug, "footnote" in problem.message, problem.location.part) == (
        "note-in-itself",
        True,
        "word/footnotes.xml",
    )


def test_a_footnote_and_an_endnote_that_refer_to_each_other_are_refused() -> None:
    data = build(
        NOTE.format("footnote", 2) + END,
        footnotes=note(2, ("endnote", 2)),
        endnotes=note(2, ("footnote", 2), kind="endnote"),
    )
    assert refused(data).slug == "note-in-itself"


def test_a_footnote_that_refers_to_one_other_is_read() -> None:
    data = build(NOTE.format("footnote", 2) + END, footnotes=note(2, ("footnote", 3)) + note(3))
    assert read_document(data, "theirs.docx")[0] is not None


STORIES = ("styles", "numbering", "settings", "footnotes", "endnotes", "comments", "header1", "footer1")


def plain() -> bytes:
    """A file that has every kind of part."""
    return build(END, settings="", footnotes="", endnotes="", comments="", header1="<w:p/>", footer1="<w:p/>")


@pytest.mark.parametrize("name", [*STORIES, "document"])
@pytest.mark.parametrize(
    ("found", "slug"),
    [
        (b"<w:broken", "damaged-file"),
        (b"", "damaged-file"),
        (b"<html/>", "part-of-another-kind"),
        (b"\x89PNG\r\n", "hostile-file"),
    ],
)
def test_a_part_that_is_not_what_it_is_named_is_refused_with_its_name(name: str, found: bytes, slug: str) -> None:
    problem = refused(with_part(plain(), f"word/{name}.xml", found))
    assert problem.slug == slug
    assert name in f"{problem.message} {problem.location.part}"


@pytest.mark.parametrize("name", STORIES)
def test_a_part_that_is_absent_is_none(name: str) -> None:
    package, problems = read_document(with_part(plain(), f"word/{name}.xml", None), "theirs.docx")
    assert package is not None and problems == []


@pytest.mark.parametrize("kind", ["header", "footer", "footnotes", "comments", "settings", "theme"])
def test_a_relationship_that_leads_to_an_image_is_refused_with_the_name_of_both(kind: str) -> None:
    data = build(END, numbering=NUMBERING)
    link = f'<Relationship Id="x" Type="{OFFICE}/{kind}" Target="media/image1.png"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rels = archive.read("word/_rels/document.xml.rels").decode().replace("</Relationships>", link)
    data = with_part(
        with_part(data, "word/_rels/document.xml.rels", rels.encode()), "word/media/image1.png", b"\x89PNG"
    )
    problem = refused(data)
    assert problem.slug == "part-of-another-kind" and kind in problem.message and "image1.png" in problem.message


def test_a_header_whose_relationship_is_an_image_is_refused() -> None:
    body = '<w:p/><w:sectPr><w:headerReference w:type="default" r:id="x"/></w:sectPr>'
    data = build(body)
    link = f'<Relationship Id="x" Type="{OFFICE}/image" Target="media/image1.png"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rels = archive.read("word/_rels/document.xml.rels").decode().replace("</Relationships>", link)
    data = with_part(
        with_part(data, "word/_rels/document.xml.rels", rels.encode()), "word/media/image1.png", b"\x89PNG"
    )
    problem = refused(data)
    assert (problem.slug, "image1.png as its header" in problem.message) == ("part-of-another-kind", True)


@pytest.mark.parametrize("found", [b"<Relationships", b""])
def test_relationships_that_are_no_xml_are_refused_with_the_name_of_their_part(found: bytes) -> None:
    problem = refused(with_part(build(END), "word/_rels/document.xml.rels", found))
    assert (problem.slug, problem.location.part) == ("damaged-file", "word/_rels/document.xml.rels")


def test_a_file_without_relationships_of_its_main_part_is_compared_and_gets_what_it_needs() -> None:
    bare = with_part(
        with_part(with_part(build("<w:p><w:r><w:t>one</w:t></w:r></w:p><w:sectPr/>"), "word/styles.xml", None),
                  "word/numbering.xml", None),
        "word/_rels/document.xml.rels",
        None,
    )  # fmt: skip
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>two</w:t></w:r></w:p>'
    )
    new = build(f"<w:p><w:r><w:t>one</w:t></w:r></w:p>{item}<w:sectPr/>")
    for old, other in ((bare, new), (new, bare), (bare, bare)):
        made, problems = redline(old, other, "A", "2026-05-04", old_name="old.docx", new_name="new.docx")
        assert made is not None, problems


def test_a_cell_that_ends_in_a_table_is_named_where_its_changes_cannot_be_proved() -> None:
    inner = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>in</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    body = (
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>"
        + inner
        + "{}</w:tc></w:tr></w:tbl>"
    )
    old, new = (build(body.format(words, "") + END) for words in ("once", "twice"))
    made, problems = redline(old, new, "A", "2026-05-04", old_name="old.docx", new_name="new.docx")
    assert made is None
    assert {(each.slug, each.location.file, each.location.paragraph) for each in problems} == {
        ("cell-without-end", "old.docx", "in"),
        ("cell-without-end", "new.docx", "in"),
    }
    assert all("17.4.65" in each.message and "ends with a table" in each.message for each in problems)
    mended = build(body.format("twice", "<w:p/>") + END)
    package, _ = read_document(mended, "mended.docx")
    assert package is not None and unended_cells(package) == []


def test_a_cell_that_ends_in_a_control_round_a_paragraph_is_whole() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    body = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{control}</w:tc></w:tr></w:tbl>{END}"
    package, _ = read_document(build(body), "ours.docx")
    assert package is not None and unended_cells(package) == []


def test_an_element_that_names_more_namespaces_than_the_canonical_form_takes_is_given_as_it_stands() -> None:
    many = " ".join(f'xmlns:a{n}="u{n}"' for n in range(50_000))
    element = parse_xml(f'<w:p xmlns:w="{W}" {many}><w:r/></w:p>'.encode())
    assert canonical(element).startswith(b"<w:p ")
