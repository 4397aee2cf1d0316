"""Two columns of a table whose words were exchanged: one decision, whatever stands in their cells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.review.answering import (
    as_sent,
    comments_of,
    main_part,
    par,
    reply_to,
    report,
    row,
    run,
    table,
    texts,
    theirs_alone,
    units_of,
)
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element, edited
from tests.word.making import docx_bytes

from specgen.review.answer.answer import Reply
from specgen.review.answer.sheet import decision_note
from specgen.review.answer.units import Unit, kept, units_kept
from specgen.review.comparison.rows_apart import COLUMNS_EXCHANGED
from specgen.word.document.resolve import resolve_part
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import read_package
from specgen.word.reply.letters import WordsAt


def columns_exchanged(root: Element, number: int, one: int, other: int) -> None:
    for each in list(list(root.iter(w("tbl")))[number].iter(w("tr")))[1:]:
        cells = each.findall(w("tc"))
        places = [*cells[:one], cells[other], *cells[one + 1 : other], cells[one], *cells[other + 1 :]]
        each.extend(places)


def decided(pack: IssuedPack, kind: str, verdict: str, *where: int) -> tuple[bytes, Unit, Reply]:
    data = edited(pack.data(kind), lambda root: columns_exchanged(root, *where))
    (unit,) = units_of(data, pack.file(kind))
    reply, problems = reply_to(data, report(data, [unit], {0: (verdict, "Why?" if verdict == "ask" else "")}))
    assert reply is not None, problems
    return data, unit, reply


PLAIN = [("4C", 0, 1, 2), ("4C", 0, 2, 4), ("4C", 1, 0, 1), ("6A", 0, 1, 2), ("6D", 0, 1, 3)]


@pytest.mark.parametrize(("kind", "table", "one", "other"), PLAIN)
def test_exchanged_columns_are_one_decision_and_refused_they_stand_as_issued(
    pack: IssuedPack, kind: str, table: int, one: int, other: int
) -> None:
    data, unit, reply = decided(pack, kind, "reject", table, one, other)
    assert unit.told.kind == COLUMNS_EXCHANGED and unit.refusal("counter") == "a row has no one place for other words"
    assert texts(main_part(reply.data)) == texts(main_part(pack.data(kind)))
    assert reply.clean is not None and texts(main_part(reply.clean)) == texts(main_part(pack.data(kind)))
    assert theirs_alone(main_part(reply.data)) == resolve_part(main_part(data), lambda mark: "keep")
    assert len(reply.decided) == 1 and reply.by_comment == () and comments_of(reply.data) == []


@pytest.mark.parametrize("verdict", ["accept", "ask"])
def test_exchanged_columns_that_are_accepted_or_asked_about_have_one_comment(pack: IssuedPack, verdict: str) -> None:
    data, _, reply = decided(pack, "6D", verdict, 0, 1, 3)
    assert len(comments_of(reply.data)) == 1
    assert texts(main_part(reply.data)) == texts(main_part(data))


@pytest.mark.parametrize(
    ("kind", "table", "one", "other"), [("4C", 0, 0, 1), ("6A", 0, 2, 3), ("6A", 1, 1, 2)], ids=str
)
def test_columns_with_cells_of_more_than_a_line_are_one_decision_and_refused_they_stand_as_issued(
    pack: IssuedPack, kind: str, table: int, one: int, other: int
) -> None:
    data, unit, reply = decided(pack, kind, "reject", table, one, other)
    assert unit.told.kind.startswith(COLUMNS_EXCHANGED) and reply.by_comment == () and comments_of(reply.data) == []
    assert texts(main_part(reply.data)) == texts(main_part(pack.data(kind)))
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))


def test_exchanged_columns_are_read_again_from_what_a_report_keeps(pack: IssuedPack) -> None:
    data, unit, _ = decided(pack, "6D", "reject", 0, 1, 3)
    package, _ = read_package(data, "returned.docx")
    assert package is not None
    (again,) = units_kept({unit.id: kept(unit)}, package)
    assert (again.id, again.takes, again.told) == (unit.id, unit.takes, unit.told)


def test_a_report_of_before_that_keeps_columns_says_to_make_it_anew(pack: IssuedPack) -> None:
    data, unit, _ = decided(pack, "6D", "reject", 0, 1, 3)
    package, _ = read_package(data, "returned.docx")
    assert package is not None
    old = json.loads(kept(unit))
    old["columns"] = [[1, 0, 4, "from"], [2, 0, 4, "to"]]
    del old["again"]
    (again,) = units_kept({unit.id: json.dumps(old)}, package)
    assert again.where is None and "make the report anew" in again.fault


@pytest.mark.parametrize(("kind", "table", "one", "other"), [("4C", 0, 0, 1), ("6A", 0, 1, 2), ("6D", 0, 1, 3)])
def test_rows_that_are_put_in_again_keep_their_controls_and_their_bookmarks(
    pack: IssuedPack, kind: str, table: int, one: int, other: int
) -> None:
    _, unit, reply = decided(pack, kind, "reject", table, one, other)
    assert reply.clean is not None and "without" not in decision_note(unit)
    issued = named(main_part(pack.data(kind)))
    assert named(main_part(reply.clean)) == issued and len(issued) > 2


def named(xml: bytes) -> list[str]:
    """Each control and bookmark in order, by its tag or its name."""
    found = parse_xml(xml).iter(w("tag"), w("bookmarkStart"))
    return [each.get(w("val"), each.get(w("name"), "")) for each in found]


def columns_turned(root: Element) -> None:
    """Three columns that went round: the words of the last of them stand in the first."""
    for each in list(next(root.iter(w("tbl"))).iter(w("tr")))[1:]:
        cells = each.findall(w("tc"))
        each.extend([cells[2], *cells[:2], *cells[3:]])


def test_three_columns_that_went_round_are_refused_as_rows_and_stand_as_issued(pack: IssuedPack) -> None:
    data = edited(pack.data("6D"), columns_turned)
    units = units_of(data, pack.file("6D"))
    reply, problems = reply_to(data, report(data, units, {at: ("reject", "") for at, _ in enumerate(units)}))
    assert reply is not None and reply.clean is not None, problems
    assert reply.by_comment == () and texts(main_part(reply.clean)) == texts(main_part(pack.data("6D")))


def test_words_that_were_changed_in_rows_otherwise_as_issued_are_decided_each_alone(pack: IssuedPack) -> None:
    def reworded(root: Element) -> None:
        for each, day in zip(list(next(root.iter(w("tbl"))).iter(w("tr")))[1:4], ("1", "2", "3"), strict=True):
            *_, text = each.iter(w("t"))
            text.text = f"{text.text} or {day} January 2031"

    data = edited(pack.data("6D"), reworded)
    units = units_of(data, pack.file("6D"))
    assert len(units) == 3 and {type(each.where) for each in units} == {WordsAt}


def test_rows_longer_than_a_cell_of_a_report_holds_come_back_as_issued(tmp_path: Path) -> None:
    held = ["".join(f"Term {number} of part {part} to the end. " for number in range(150)) for part in "abcdefgh"]
    rows = [row(par(run(f"Part {at}")), par(run(words)), par(run(f"Note {at}"))) for at, words in enumerate(held)]
    turned = [row(par(run(words)), par(run(f"Part {at}")), par(run(f"Note {at}"))) for at, words in enumerate(held)]
    issued, data = docx_bytes(table(*rows)), docx_bytes(table(*turned))
    (tmp_path / "issued.docx").write_bytes(issued)
    (unit,) = units_of(data, tmp_path / "issued.docx")
    assert len(kept(unit)) > 32_767
    reply, problems = reply_to(data, report(data, [unit], {0: ("reject", "")}))
    assert reply is not None and reply.clean is not None, problems
    assert texts(main_part(reply.clean)) == texts(main_part(issued))
