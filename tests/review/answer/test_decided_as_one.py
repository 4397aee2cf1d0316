"""What a row of the decisions says: a row of a table, a move and words that were never issued are each told as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.review.answering import THEIRS, as_sent, dele, ins, main_part, par, reply_to, report, row, run, table, texts
from tests.review.answering import units_of as units_of_file
from tests.word.making import docx_bytes

from specgen.review.answer.sheet import ours_said, theirs_said
from specgen.review.answer.units import Unit

HEAD = row(par(run("Requirement")), par(run("Threshold")))
ONE = row(par(run("1. Calls are answered.")), par(run("90% in a month")))
TWO = row(par(run("2. Visits are made.")), par(run("80% in a month")))
THREE = row(par(run("3. Plans are sent.")), par(run("01")))


def units_of(folder: Path, issued: str, returned: str) -> tuple[Unit, ...]:
    file = folder / "issued.docx"
    file.write_bytes(docx_bytes(issued))
    return units_of_file(docx_bytes(returned), file)


def told(units: tuple[Unit, ...]) -> list[tuple[str, str, str]]:
    return [(each.told.kind, ours_said(each), theirs_said(each)) for each in units]


def test_a_row_put_in_is_one_decision_with_its_cells_in_order_under_their_headings(tmp_path: Path) -> None:
    units = units_of(tmp_path, table(HEAD, ONE, TWO), table(HEAD, ONE, TWO, THREE))
    assert told(units) == [("a row of a table put in", "", "Requirement: 3. Plans are sent. | Threshold: 01")]


def test_a_row_taken_out_is_one_decision_with_its_cells_in_order_under_their_headings(tmp_path: Path) -> None:
    units = units_of(tmp_path, table(HEAD, ONE, THREE, TWO), table(HEAD, ONE, TWO))
    assert told(units) == [("a row of a table taken out", "Requirement: 3. Plans are sent. | Threshold: 01", "")]
    assert "reject" in units[0].takes and "counter" not in units[0].takes


def test_a_row_put_in_with_tracking_and_one_taken_out_are_decided_apart_though_a_cell_is_alike(tmp_path: Path) -> None:
    struck, said = "2. Visits are made.", "3. Plans are sent."
    cell = "01 The whole service in each month"
    gone = row(par(dele(struck, 21), mark="del"), par(dele(cell, 22), mark="del"), mark="del")
    come = row(par(ins(said, 23), mark="ins"), par(ins(cell, 24), mark="ins"), mark="ins")
    issued = table(HEAD, ONE, row(par(run(struck)), par(run(cell))))
    units = units_of(tmp_path, issued, table(HEAD, ONE, gone, come))
    assert [(each.told.removed, each.told.added) for each in units] == [
        (f"{struck} | {cell}", ""),
        ("", f"{said} | {cell}"),
    ]


def test_a_row_moved_with_tracking_is_decided_as_one(tmp_path: Path) -> None:
    gone = row(par(dele("1. Calls are answered.", 21)), par(dele("90% in a month", 22)), mark="del")
    come = row(par(ins("1. Calls are answered.", 23)), par(ins("90% in a month", 24)), mark="ins")
    units = units_of(tmp_path, table(HEAD, ONE, TWO), table(HEAD, gone, TWO, come))
    assert [each.told.kind for each in units] == ["moved"]


@pytest.mark.parametrize(
    ("striker", "says"), [("Cy Dunn", "Ann Bell put it in and Cy Dunn struck it"), ("", "struck it")]
)
def test_words_that_one_put_in_and_another_struck_are_never_told_as_taken_out_of_ours(
    tmp_path: Path, striker: str, says: str
) -> None:
    words = dele(", if it can,", 5).replace(THEIRS, f'w:author="{striker}" w:date="2026-05-05T09:00:00Z"')
    both = f'<w:ins w:id="1" {THEIRS}>{run(" in time")}{words}</w:ins>'
    issued, returned = (par(run("The Provider reports"), each, run(" to us.")) for each in ("", both))
    [unit] = units_of(tmp_path, issued, returned)
    assert (unit.told.removed, ours_said(unit)) == ("", "")
    assert "it was never issued" in theirs_said(unit) and says in theirs_said(unit)


def test_an_emptied_cell_and_its_changed_neighbour_are_both_put_back(tmp_path: Path) -> None:
    def body(owner: str, day: str) -> str:
        dated = par(run(day)) if day else par()
        return table(HEAD, row(par(run("1. Calls are answered.")), par(run(owner)), dated), ONE)

    issued, returned = body("Head of Personalised Care", "31 May 2026"), body("TBC", "")
    units = units_of(tmp_path, issued, returned)
    assert sorted((each.told.removed, each.told.added) for each in units) == [
        ("31 May 2026", ""),
        ("Head of Personalised Care", "TBC"),
    ]
    data = docx_bytes(returned)
    reply, problems = reply_to(data, report(data, units, {0: ("reject", ""), 1: ("reject", "")}))
    assert reply is not None and reply.clean is not None, problems
    assert texts(main_part(reply.clean)) == [after for _, after in as_sent(main_part(docx_bytes(issued)))]
