"""Columns of the shipped documents with figures are wide enough: no heading breaks within a word, no amount in two."""

import io
import re

import docx
import pytest
from docx.oxml.ns import qn

from specgen.figures.read_type import own_file_types, type_in
from specgen.shipped import shipped

TEMPLATES = shipped("templates")
POINTS, MARGINS = 11, 10.8
LONGEST = {"money": "£1,186,450.50", "date": "September", "count": "186,450", "share": "100.00%"}
"""What a column of a kind holds at most in one piece."""


def wide(word: str) -> float:
    """Points of a word in Arial bold, whose narrow letters are half of its wide ones."""
    return (
        sum(
            0.28 if sign in "ijl,.;:'" else 0.4 if sign in "frt-" else 0.72 if sign.isupper() else 0.56 for sign in word
        )
        * POINTS
    )


@pytest.mark.parametrize("key", own_file_types(TEMPLATES))
def test_every_heading_and_amount_fits_its_column(key: str) -> None:
    kind, _ = type_in(TEMPLATES, key)
    assert kind is not None
    broken = []
    document = docx.Document(io.BytesIO(kind.template.read_bytes()))
    for cell in document.element.body.iter(qn("w:tc")):
        words = "".join(text.text or "" for text in cell.iter(qn("w:t")))
        found = re.fullmatch(r"\{\{ heading\.(\w+)\.(\w+) \}\}", words)
        if found is None:
            continue
        column = kind.tables[found[1]].columns[found[2]]
        room = int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) / 20 - MARGINS
        pieces = [*column.title.split(), LONGEST.get(column.kind, "")]
        broken += [(words, piece, round(wide(piece)), round(room)) for piece in pieces if wide(piece) > room]
    assert broken == []
