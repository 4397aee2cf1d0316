"""What is looked for in bytes before a part is parsed or a pattern is tried: it never passes by what it stands for."""

from __future__ import annotations

from typing import cast

import pytest

from specgen.word.document.revisions import REVISION_MARKS, may_hold_marks
from specgen.word.package.ooxml import W, parse_xml
from specgen.word.redline.blocks import Leaf
from specgen.word.redline.sides import Side

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


@pytest.mark.parametrize("tag", REVISION_MARKS)
@pytest.mark.parametrize("prefix", ["w:", "", "x:"])
def test_a_part_with_any_mark_of_a_change_is_parsed(tag: str, prefix: str) -> None:
    name = tag.rpartition("}")[2]
    assert may_hold_marks(f"<{prefix}p><{prefix}{name} {prefix}id='1'/></{prefix}p>".encode())


def test_a_part_with_words_alone_is_not_parsed_for_changes() -> None:
    assert not may_hold_marks(b"<w:p><w:r><w:t>Change the Range of cells, insert: delete</w:t></w:r></w:p>")


def leaf(inside: str, attributes: str = "") -> Leaf:
    paragraph = parse_xml(f'<w:p xmlns:w="{W}" xmlns:w14="{W14}"{attributes}>{inside}</w:p>'.encode())
    return Leaf("paragraph", [paragraph], cast("Side", None), "word/document.xml", "words")


PLAIN = "<w:r><w:t>words</w:t></w:r>"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (leaf(PLAIN, ' w:rsidR="00AB12CD"'), leaf(PLAIN)),
        (leaf(PLAIN, ' w14:paraId="1A2B3C4D"'), leaf(PLAIN, ' w14:paraId="1A2B3C4E"')),
        (leaf(PLAIN, ' w14:textId="77777777"'), leaf(PLAIN, ' w14:textId="77777778"')),
        (leaf(f'<w:proofErr w:type="spellStart"/>{PLAIN}'), leaf(PLAIN)),
        (leaf("<w:r><w:lastRenderedPageBreak/><w:t>words</w:t></w:r>"), leaf(PLAIN)),
        (leaf(f'<w:bookmarkStart w:id="1" w:name="a"/>{PLAIN}<w:bookmarkEnd w:id="1"/>'), leaf(PLAIN)),
        (leaf(f'<w:commentRangeStart w:id="1"/>{PLAIN}<w:commentRangeEnd w:id="1"/>'), leaf(PLAIN)),
        (leaf(f'<w:permStart w:id="1"/>{PLAIN}<w:permEnd w:id="1"/>'), leaf(PLAIN)),
        (leaf(f'{PLAIN}<w:r><w:commentReference w:id="1"/></w:r>'), leaf(PLAIN)),
        (leaf('<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr></w:sdt>'), leaf("<w:sdt><w:sdtPr></w:sdtPr></w:sdt>")),
    ],
)
def test_what_is_neither_words_nor_look_makes_no_difference(one: Leaf, other: Leaf) -> None:
    assert one.raw == other.raw


def test_a_look_makes_a_difference() -> None:
    assert leaf("<w:r><w:rPr><w:b/></w:rPr><w:t>words</w:t></w:r>").raw != leaf(PLAIN).raw
