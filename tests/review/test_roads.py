"""Which kind of program a document came back by, told by what is left of its marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree
from tests.review.conftest import IssuedPack
from tests.review.negotiating import edited, opened, silently, without_bookmarks, without_controls, without_record

from specgen.word.package.ooxml import w
from specgen.word.package.package import write_package

PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
Change = Callable[[bytes], bytes]


def with_field(code: str) -> Change:
    def change(data: bytes) -> bytes:
        def put(root: etree._Element) -> None:
            run = next(each for each in root.iter(w("r")) if each.find(w("t")) is not None)
            for kind in ("begin", code, "end"):
                new = etree.Element(w("r"))
                if kind == code:
                    etree.SubElement(new, w("instrText")).text = f" {code} "
                else:
                    etree.SubElement(new, w("fldChar"), {w("fldCharType"): kind})
                run.addprevious(new)

        return edited(data, put)

    return change


def saved_by(program: str) -> Change:
    def change(data: bytes) -> bytes:
        package, _ = opened(data)
        link = (
            b'<Relationship Id="rIdApp" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            b'extended-properties" Target="docProps/app.xml"/></Relationships>'
        )
        links = package.part("_rels/.rels").replace(b"</Relationships>", link)
        said = f'<Properties xmlns="{PROPERTIES}"><Application>{program}</Application></Properties>'
        return write_package(package, {"_rels/.rels": links}, {"docProps/app.xml": said.encode()})

    return change


def one_control_less(data: bytes) -> bytes:
    def take(root: etree._Element) -> None:
        tag = next(each for each in root.iter(w("tag")) if each.get(w("val"), "").startswith("specgen:"))
        holder = tag.getparent()
        assert holder is not None
        holder.remove(tag)

    return edited(data, take)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ((without_controls,), "as LibreOffice, saving it as .docx, leaves it"),
        ((without_controls, without_record), "as AbiWord, or LibreOffice by .odt or .doc, leaves it"),
        ((without_controls, without_record, with_field("FILLIN")), "came back as FILLIN fields"),
        ((without_controls, without_record, with_field("FORMTEXT")), "by way of .doc or .rtf"),
        ((without_controls, without_record, without_bookmarks), "All its marks are gone"),
        ((without_record,), "put into another file (docxcompose)"),
        ((one_control_less,), "1 are gone, as docxmlater"),
        ((saved_by("LibreOffice/7.4.7.2$Linux_X86_64"),), "It was saved by LibreOffice 7.4.7.2"),
    ],
)
def test_what_is_left_of_the_marks_names_the_kind_of_program(
    pack: IssuedPack, changes: tuple[Change, ...], says: str
) -> None:
    data = pack.data("2A")
    for change in changes:
        data = change(data)
    for issued in (None, pack.file("2A")):
        assert says in " ".join(pack.review(data, issued).relied.says)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data,
        lambda data: silently(data, "Clinical champion", "Clinical lead"),
        saved_by("Microsoft Office Word"),
    ],
)
def test_of_a_file_whose_marks_are_whole_nothing_is_said(pack: IssuedPack, change: Change) -> None:
    said = " ".join(pack.review(change(pack.data("2A"))).relied.says)
    assert "other-programs" not in said and "saved by" not in said


def test_a_bookmark_of_a_clause_that_is_gone_is_named_with_its_clause(pack: IssuedPack) -> None:
    def edit(root: etree._Element) -> None:
        start = next(each for each in root.iter(w("bookmarkStart")) if each.get(w("name"), "").startswith("sg_"))
        start.getparent().remove(start)  # type: ignore[union-attr]

    found = pack.review(edited(pack.data("2A"), edit), pack.file("2A"))
    (said,) = [each for each in found.relied.says if "bookmarks" in each]
    assert "1 is gone" in said and found.clauses[0].expected.title in said
    assert found.as_issued
