"""The gate: broken documents of every kind that Word complains of, or silently reads otherwise, do not pass."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from tests.word.making import PROPERTIES, block, compiled, docx_bytes, issued, p, passage, table, text_box, zipped
from tests.word.test_package import parts_of

from specgen.problems import Problem
from specgen.word.package.archive import join, pack
from specgen.word.package.package import read_package, write_package
from specgen.word.package.properties import Properties
from specgen.word.template.compile import compile_template
from specgen.word.template.gate import check, check_package
from specgen.word.template.render import Rendered, render

BODY = (
    p("{{ a }}")
    + p("{{p w }}")
    + table((p("{{ a }}"), p("x")))
    + p("{%p for i in items %}")
    + p("{{p i }}")
    + p("{%p endfor %}")
    + p("end")
)
VALUES: dict[str, object] = {
    "a": "words",
    "w": passage(block("one"), block("two", "number"), number=1),
    "items": (passage(block("x"), number=2),),
}


def good() -> Rendered:
    return render(compiled(BODY), VALUES, PROPERTIES)


def spoiled(change: Callable[[bytes], bytes], part: str = "word/document.xml") -> list[Problem]:
    """What the gate says of a good document in which one part is changed before it is packed."""
    rendered = good()
    before = rendered.changed[part].opened()
    after = change(before)
    assert after != before
    packed = pack(part, after)
    package, _ = read_package(rendered.data, "x")
    assert package is not None
    return check(
        replace(rendered, changed={**rendered.changed, part: packed}, data=write_package(package, {part: packed}))
    )


def test_a_good_document_passes() -> None:
    assert check(good()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("</w:body>", "", "not well-formed"),
        ("words", "word", "text is not as it was to be written"),
        ("words", "words {{ left }}", "text is not as it was to be written"),
        ('<w:p><w:r><w:t xml:space="preserve">end</w:t></w:r></w:p>', "", "text is not as it was to be written"),
        ('<w:id w:val="100000002"/>', '<w:id w:val="100000001"/>', "two content controls have the id"),
        ('<w:id w:val="100000002"/>', '<w:id w:val="9999999999"/>', "not a number that Word holds"),
        ("sg_key2_1", "sg_key1_1", "two bookmarks have the name"),
        ("sg_key2_1", "SG_KEY1_1", "two bookmarks have the name"),
        ("sg_key2_1", "x" * 41, "bookmark’s name is empty or longer"),
        ("specgen:key2:1:abcdef012345", "x" * 65, "tag of a content control is longer"),
        ('<w:bookmarkEnd w:id="2"/>', "", "begun and not ended"),
        ('<w:bookmarkStart w:id="2" w:name="sg_key2_1"/>', "", "begun and not ended"),
        ('<w:bookmarkEnd w:id="2"/>', '<w:bookmarkEnd w:id="1"/>', "begun and not ended"),
        ('w:val="ListNumber"', 'w:val="NoStyle"', "paragraph style “NoStyle” does not exist"),
        ('<w:numId w:val="3"/>', '<w:numId w:val="77"/>', "the list 77 does not exist"),
        (
            ">x</w:t></w:r></w:p></w:tc>",
            ">x</w:t></w:r></w:p><w:tbl><w:tblGrid/><w:tr/></w:tbl></w:tc>",
            "cell does not end with a paragraph",
        ),
        ("</w:tc></w:tr>", "</w:tc></w:tr><w:tr/>", "row has no cells"),
        ('<w:gridCol w:w="2000"/>', "", "2 columns wide in a table of 1"),
        ("<w:sectPr/>", '<w:p><w:hyperlink r:id="rNone"/></w:p><w:sectPr/>', "relationship “rNone” does not exist"),
        (
            "<w:sectPr/>",
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p><w:sectPr/>',
            "field is begun and not ended",
        ),
        ("<w:sectPr/>", '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p><w:sectPr/>', "out of place"),
        (
            "<w:sectPr/>",
            '<w:p><w:r><w:footnoteReference w:id="3"/></w:r></w:p><w:sectPr/>',
            "footnote 3, which does not exist",
        ),
        ("<w:sectPr/>", '<w:p><w:commentRangeStart w:id="3"/></w:p><w:sectPr/>', "range is begun and not ended"),
        (
            "<w:sectPr/>",
            '<w:p><w:r><w:rPr><w:rStyle w:val="NoLook"/></w:rPr></w:r></w:p><w:sectPr/>',
            "character style “NoLook” does not exist",
        ),
        (
            "<w:tblGrid>",
            '<w:tblPr><w:tblStyle w:val="NoTable"/></w:tblPr><w:tblGrid>',
            "table style “NoTable” does not exist",
        ),
        ('<w:bookmarkStart w:id="2" ', '<w:bookmarkStart w:id="1" ', "id of a bookmark is there twice"),
        ("<w:sectPr/>", "<w:tr><w:tc><w:p/></w:tc></w:tr><w:sectPr/>", "row stands outside a table"),
        ("<w:sectPr/>", "<w:p><w:r><w:txbxContent/></w:r></w:p><w:sectPr/>", "txbxContent has no paragraph"),
    ],
)
def test_a_document_that_is_broken_in_one_way_does_not_pass(old: str, new: str, said: str) -> None:
    problems = spoiled(lambda found: found.replace(old.encode(), new.encode(), 1))
    assert any(said in problem.message for problem in problems), problems
    assert {problem.slug for problem in problems} == {"gate"}
    assert all(problem.severity == "error" and problem.location.part == "word/document.xml" for problem in problems)


def test_a_part_whose_packed_bytes_are_damaged_does_not_pass() -> None:
    """Every changed part is read back from the bytes that are in the file."""
    rendered = good()
    whole = rendered.changed["word/document.xml"]
    torn = replace(whole, packed=bytes(whole.packed[:-4]) + b"\0\0\0\0")
    data = rendered.data.replace(bytes(whole.packed), bytes(torn.packed))
    found = check(replace(rendered, data=data, changed={**rendered.changed, "word/document.xml": torn}))
    assert [problem.location.part for problem in found] == ["word/document.xml"]


def test_two_drawings_with_one_id_do_not_pass() -> None:
    box = text_box(p("b"))
    broken = docx_bytes(box + box)
    assert [problem.message for problem in check_package(broken, "x.docx")] == ["two drawings have the id 1"]


def test_properties_that_are_not_as_given_do_not_pass() -> None:
    problems = spoiled(lambda found: found.replace(b"A title", b"A tittle"), "docProps/core.xml")
    assert [problem.message for problem in problems] == ["the property “title” is not as it was to be written"]


def test_a_file_that_does_not_hold_the_part_as_it_was_checked_does_not_pass() -> None:
    rendered = good()
    other = render(compiled(BODY), {**VALUES, "a": "others"}, PROPERTIES)
    assert check(replace(rendered, data=other.data)) != []


def test_the_expected_text_is_not_taken_from_the_xml() -> None:
    """A writer that dropped a value would be found out: the text comes from the values by a way of its own."""
    rendered = good()
    assert rendered.texts["word/document.xml"] == "\nwords\none\ntwo\nwords\nx\nx\nend"
    assert check(replace(rendered, texts={"word/document.xml": "\nother"}))[0].message.startswith(
        "the text is not as it was"
    )


def test_a_tag_that_a_user_typed_passes_and_one_of_the_template_does_not() -> None:
    issued(p("{{ a }}"), {"a": "{{ x }} {% if %}"})
    assert spoiled(lambda found: found.replace(b">end<", b">{{ end }}<")) != []


def test_a_table_whose_rows_all_vanish_does_not_pass() -> None:
    body = table((p("{%tr for r in rows %}"),), (p("{{ r }}"),), (p("{%tr endfor %}"),))
    rendered = render(compiled(body + p("end")), {"rows": ()}, PROPERTIES)
    assert [problem.message for problem in check(rendered)] == ["a table has no rows"]


def test_a_file_from_disk_is_checked_part_by_part() -> None:
    assert check_package(good().data, "x.docx") == []
    assert check_package(b"no", "x.docx")[0].slug == "not-a-word-file"
    parts = parts_of(good().data)
    lost = zipped({name: found for name, found in parts.items() if name != "word/numbering.xml"})
    assert "word/numbering.xml, which does not exist" in check_package(lost, "x.docx")[0].message
    untyped = zipped({**parts, "word/media/image.xyz": b"x"})
    assert [problem.location.part for problem in check_package(untyped, "x.docx")] == ["word/media/image.xyz"]
    cut = zipped({**parts, "word/styles.xml": b"<w:styles"})
    assert check_package(cut, "x.docx")[0].location.part == "word/styles.xml"


def test_ids_are_compared_across_parts() -> None:
    control = '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>' + p("x") + "</w:sdtContent></w:sdt>"
    assert (
        "two content controls have the id 7" in check_package(docx_bytes(control, header1=control), "x.docx")[0].message
    )


def test_a_broken_template_is_stopped_when_it_is_compiled_not_at_each_document() -> None:
    body = p("{{ a }}")
    header = '<w:p><w:bookmarkStart w:id="1" w:name="open"/></w:p>'
    template, problems = compile_template(docx_bytes(body, header1=header), "t.docx")
    assert template is None
    assert [problem.location.part for problem in problems] == ["word/header1.xml"]


def test_a_document_joined_from_its_entries_opens_everywhere() -> None:
    rendered = good()
    with zipfile.ZipFile(io.BytesIO(rendered.data)) as archive:
        assert archive.testzip() is None
    assert join([]).startswith(b"PK\5\6")
    assert check(render(compiled(p("x")), {}, Properties(title="t"))) == []
