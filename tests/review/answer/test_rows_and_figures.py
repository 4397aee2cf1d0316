"""Rows put in, taken out and exchanged, with figures changed beside them, in the tables of documents as issued: what
is refused stands again cell by cell, or is named."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import product
from random import Random

import pytest
from lxml import etree
from tests.review.answering import package_of, reply_to, report, units_of
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element
from tests.review.negotiating import edited as made_otherwise

from specgen.review.answer.answer import Reply
from specgen.review.answer.sheet import decision_note
from specgen.word.document.inline import rows_of, text_after
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.reply.rows import whole_row


def main_of(data: bytes) -> Element:
    return parse_xml(package_of(data).part("word/document.xml"))


def cells_of(data: bytes) -> list[list[list[str]]]:
    """The words of the tables, row by row and cell by cell; a cell that another covers counts as none."""
    return [
        [[" / ".join(map(text_after, cell.iter(w("p")))) for cell in row.iter(w("tc"))] for row in rows_of(table)]
        for table in main_of(data).iter(w("tbl"))
    ]


def say(cell: Element, words: str) -> None:
    first, *others = cell.iter(w("p"))
    for each in others:
        each.getparent().remove(each)  # type: ignore[union-attr]
    for each in [each for each in first if each.tag != w("pPr")]:
        first.remove(each)
    etree.SubElement(etree.SubElement(first, w("r")), w("t")).text = words


def row_like(row: Element, words: list[str]) -> Element:
    """A row as that one, without its controls and bookmarks, that says other words in its first cells."""
    made = deepcopy(row)
    for each in list(made.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        each.getparent().remove(each)  # type: ignore[union-attr]
    for control in list(made.iter(w("sdt"))):
        holder = control.getparent()
        assert holder is not None
        at = holder.index(control)
        holder[at : at + 1] = list(control.find(w("sdtContent")))  # type: ignore[arg-type]
    for cell, said in zip(made.iter(w("tc")), words, strict=False):
        say(cell, said)
    return made


def another_figure(chance: Random, table: Element) -> None:
    held = [
        each
        for each in table.iter(w("t"))
        if re.search(r"\d", each.text or "") and not re.match(r"\d+\.", each.text or "")
    ]
    if not held:
        return
    text = chance.choice(held)
    found = chance.choice(list(re.finditer(r"\d+", text.text or "")))
    words, figure = text.text or "", int(found[0]) + chance.choice([1, 7, 20])
    text.text = f"{words[: found.start()]}{figure}{words[found.end() :]}"


def edited(chance: Random, table: Element) -> None:
    """One or two rows put in, taken out or exchanged, and a figure or two changed."""
    for _ in range(chance.choice([1, 1, 2])):
        rows = rows_of(table)
        what = chance.choice(["in", "in", "out", "exchanged"])
        at = chance.randrange(1, len(rows))
        place = whole_row(rows[at])
        if what == "in":
            number = chance.randint(11, 99)
            place.addnext(row_like(rows[at], [f"{number}. Waiting times", f"At most {number} days"]))
        elif what == "out" and len(rows) > 3:
            place.getparent().remove(place)  # type: ignore[union-attr]
        elif what == "exchanged" and at > 1:
            whole_row(rows[at - 1]).addprevious(place)
    for _ in range(chance.choice([1, 1, 2])):
        another_figure(chance, table)


def all_refused(data: bytes, pack: IssuedPack, kind: str) -> Reply:
    units = units_of(data, pack.file(kind))
    assert units, "it is told"
    reply, problems = reply_to(data, report(data, units, dict.fromkeys(range(len(units)), ("reject", ""))))
    assert reply is not None and reply.clean is not None, problems
    return reply


DOCUMENTS = ("Schedule 4C", "Schedule 6A", "Schedule 6D", "Schedule 8")


@pytest.mark.parametrize(("kind", "seed"), [*product(DOCUMENTS, range(6))])
def test_rows_and_figures_that_are_refused_stand_again_cell_by_cell_or_are_named(
    pack: IssuedPack, kind: str, seed: int
) -> None:
    issued = pack.data(kind)
    chance = Random(f"{kind} {seed}")
    returned = made_otherwise(
        issued, lambda root: edited(chance, chance.choice([t for t in root.iter(w("tbl")) if len(rows_of(t)) > 1]))
    )
    reply = all_refused(returned, pack, kind)
    assert reply.clean is not None
    assert cells_of(reply.clean) == cells_of(issued) or reply.by_comment


@pytest.mark.parametrize("below", [-1, 3])
def test_a_row_put_in_is_told_as_one_though_a_figure_in_another_row_was_changed(pack: IssuedPack, below: int) -> None:
    def edit(root: Element) -> None:
        rows = rows_of(next(root.iter(w("tbl"))))
        figure = next(each for each in rows[3].iter(w("t")) if "85% of the answers" in (each.text or ""))
        figure.text = "At least 95% of the answers counted say yes"
        words = ["9. Waiting", "At most 18 weeks", "Counted"]
        whole_row(rows[below]).addnext(row_like(rows[below], words))

    returned = made_otherwise(pack.data("4C"), edit)
    found = units_of(returned, pack.file("4C"))
    assert sorted((each.told.kind, each.told.removed) for each in found) == [
        ("a row of a table put in", ""),
        ("words changed", "85%"),
    ]
    clean = all_refused(returned, pack, "4C").clean
    assert clean is not None and cells_of(clean) == cells_of(pack.data("4C"))


@pytest.mark.parametrize(("kind", "first"), [("4C", "2. Plans agreed"), ("6A", "2. ")])
def test_a_numbered_row_that_is_gone_says_that_those_below_it_count_on_without_it(
    pack: IssuedPack, kind: str, first: str
) -> None:
    def edit(root: Element) -> None:
        rows = [row for row in root.iter(w("tr")) if text_after(next(row.iter(w("p")))).startswith(first)]
        place = whole_row(rows[0])
        place.getparent().remove(place)  # type: ignore[union-attr]

    found = units_of(made_otherwise(pack.data(kind), edit), pack.file(kind))
    # The details of a measure are a table further down, which stays.
    stay = [each for each in found if "lines of it stay in another table" in each.told.detail]
    assert len(stay) == (kind == "4C")
    notes = [decision_note(each) for each in found]
    assert any("the numbers of the rows below it leave one out" in note for note in notes), notes
