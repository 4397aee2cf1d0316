"""Cells that were merged down or across: it is told, and refused they stand apart again, each with its words."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree
from tests.review.answer.test_all_refused import FOOT, HEAD, ONE, TWO, all_refused
from tests.review.answer.test_rows_and_figures import cells_of
from tests.review.answering import as_sent, package_of, par, row, run, table, units_of
from tests.word.making import docx_bytes

from specgen.review.answer.sheet import decision_note
from specgen.word.document.inline import text_after
from specgen.word.package.ooxml import parse_xml, w

THREE, FOUR = (
    row(par(run(words)), par(run("First due on " + day))) for words, day in (("Ends", "1 May"), ("Rest", "2 May"))
)
ISSUED = table(HEAD, ONE, TWO, THREE, FOUR)


def merged(which: str, words: str) -> str:
    """The table with its last two cells of the second column merged, or those of a row."""
    body = parse_xml(
        f'<w:body xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{ISSUED}</w:body>'.encode()
    )
    rows = list(body.iter(w("tr")))
    cells = [rows[1][-1], rows[2][-1]] if which == "vMerge" else list(rows[2])
    for cell, kind in zip(cells, ("restart", "continue"), strict=True):
        etree.SubElement(cell[0], w(which)).set(w("val"), kind)
    if words != "kept":
        held = next(cells[1].iter(w("p")))
        if words == "in the other":
            cells[0].append(deepcopy(held))
        for each in list(held):
            held.remove(each)
    return "".join(etree.tostring(each, encoding="unicode") for each in body)


def covered_words(data: bytes) -> list[str]:
    root = parse_xml(package_of(data).part("word/document.xml"))
    held = [each for each in root.iter(w("vMerge"), w("hMerge")) if each.get(w("val")) == "continue"]
    return [text_after(each) for merge in held for each in next(merge.iterancestors(w("tc"))).iter(w("p"))]


@pytest.mark.parametrize("words", ["gone", "in the other", "kept"])
@pytest.mark.parametrize("which", ["vMerge", "hMerge"])
def test_merged_cells_are_told_and_refused_they_stand_apart_again(tmp_path: Path, which: str, words: str) -> None:
    issued, returned = docx_bytes(ISSUED + FOOT), docx_bytes(merged(which, words) + FOOT)
    reply, file = all_refused(tmp_path, issued, returned)
    told = units_of(returned, file)
    (joined,) = [each for each in told if "cells joined" in each.told.kind]
    assert "8" in joined.told.detail and joined.told.sort != "place"
    assert "put in again as they were issued" in decision_note(joined)
    assert reply.clean is not None and reply.by_comment == ()
    assert covered_words(reply.clean) == [] and cells_of(reply.clean) == cells_of(issued)
    assert as_sent(package_of(reply.data).part("word/document.xml")) == as_sent(
        package_of(returned).part("word/document.xml")
    )


def test_a_row_that_is_put_back_below_merged_cells_is_no_part_of_them(tmp_path: Path) -> None:
    issued = docx_bytes(ISSUED + FOOT)
    returned = docx_bytes(merged("vMerge", "gone").replace(FOUR, "") + FOOT)
    assert b"2 May" not in package_of(returned).part("word/document.xml")
    reply, _ = all_refused(tmp_path, issued, returned)
    assert reply.clean is not None
    root = parse_xml(package_of(reply.clean).part("word/document.xml"))
    back = next(each for each in root.iter(w("tr")) if "2 May" in "".join(map(text_after, each.iter(w("p")))))
    assert next(back.iter(w("vMerge")), None) is None


def test_a_row_that_was_made_two_is_told_and_refused_it_is_one_again(tmp_path: Path) -> None:
    issued = docx_bytes(ISSUED + FOOT)
    apart = row(par(run("Ends")), par()) + row(par(), par(run("First due on 1 May")))
    returned = docx_bytes(ISSUED.replace(THREE, apart) + FOOT)
    (parted,) = units_of(returned, all_refused(tmp_path, issued, returned)[1])
    assert "stand in other rows" in parted.told.detail and "“Ends First due on 1 May” as issued" in parted.told.detail
    reply, _ = all_refused(tmp_path, issued, returned)
    assert reply.clean is not None and reply.by_comment == () and cells_of(reply.clean) == cells_of(issued)


def test_a_paragraph_that_was_split_beside_a_row_that_was_moved_is_told_where_it_stands(tmp_path: Path) -> None:
    two = row(par(run("Visits at home and at any")) + par(run("other place that is agreed")), par(run("8")))
    one = row(par(run("Visits at home and at any other place that is agreed")), par(run("8")))
    issued = docx_bytes(table(HEAD, ONE, one, THREE, FOUR) + FOOT)
    returned = docx_bytes(table(HEAD, two, THREE, ONE, FOUR) + FOOT)
    reply, _ = all_refused(tmp_path, issued, returned)
    assert reply.clean is not None
    assert cells_of(reply.clean) == cells_of(issued) or any(
        "Visits at home and at any other place" in each.told.removed for each in reply.by_comment
    )
