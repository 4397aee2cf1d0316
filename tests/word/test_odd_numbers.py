"""Numbers in a Word file that are none: no reader stops at them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.word.redline.making import build

from specgen.cli.main import run
from specgen.word.document.revisions import read_revisions
from specgen.word.package.ooxml import symbol, whole_number
from specgen.word.package.package import read_package
from specgen.word.redline.redline import redline

ODD = ["²", "٣", "", "-", "--5", "1e3", " 1", "9" * 5000, "99999999999", "0x1", "Ⅷ"]
BODY = (
    '<w:p><w:pPr><w:outlineLvl w:val="{0}"/><w:numPr><w:ilvl w:val="{0}"/><w:numId w:val="{0}"/></w:numPr></w:pPr>'
    '<w:bookmarkStart w:id="{0}" w:name="b"/><w:r><w:rPr><w:sz w:val="{0}"/></w:rPr><w:t>{1}</w:t><w:sym '
    'w:font="Symbol" w:char="{0}"/></w:r>'
    '<w:bookmarkEnd w:id="{0}"/><w:ins w:id="{0}" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r><w:t> '
    "more</w:t></w:r></w:ins></w:p>"
    '<w:sdt><w:sdtPr><w:id w:val="{0}"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>held</w:t></w:r></w:p>'
    "</w:sdtContent></w:sdt>"
    '<w:tbl><w:tblGrid><w:gridCol w:w="{0}"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{0}"/>'
    "</w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    '<w:p><w:r><w:footnoteReference w:id="{0}"/></w:r></w:p><w:sectPr><w:pgSz w:w="{0}"/></w:sectPr>'
)
NUMBERS = (
    '<w:abstractNum w:abstractNumId="{0}"><w:lvl w:ilvl="{0}"><w:start w:val="{0}"/><w:numFmt '
    'w:val="decimal"/><w:lvlRestart w:val="{0}"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/></w:num>'
)
STYLES = '<w:style w:type="paragraph" w:styleId="h" ><w:name w:val="heading {0}"/></w:style>'


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_number_counts_as_none(odd: str) -> None:
    assert whole_number(odd, 7) == 7


def test_numbers_and_symbols_are_read() -> None:
    assert (whole_number("12"), whole_number("-3"), whole_number(None, 4)) == (12, -3, 4)
    assert (symbol("F0B7"), symbol("fffd"), symbol("d800"), symbol(None), symbol("²"), symbol("F0B70")) == (
        "\uf0b7",
        *"\ufffd" * 5,
    )


@pytest.mark.parametrize("odd", ODD)
def test_a_file_full_of_them_is_compared_and_read(tmp_path: Path, odd: str) -> None:
    note = f'<w:footnote w:id="{odd}"><w:p/></w:footnote>'
    old, new = (
        build(BODY.format(odd, words), numbering=NUMBERS.format(odd), footnotes=note, styles=STYLES.format(odd))
        for words in ("one", "two")
    )
    made, problems = redline(old, new, "Ann", "2026-04-01", old_name="old.docx", new_name="new.docx", existing="accept")
    assert made is not None or problems
    package, _ = read_package(old, "old.docx")
    assert package is not None
    assert [each.words for each in read_revisions(package)[0]] == ["more"]
    (tmp_path / "old.docx").write_bytes(old)
    assert run(["review", str(tmp_path / "old.docx")]) in (0, 1)
