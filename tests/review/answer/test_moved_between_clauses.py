"""A paragraph that was moved from one clause to another: told as such in both, and never decided two ways."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.review.answering import comments_of, main_part, package_of, par, reply_to, report, run, texts
from tests.review.answering import units_of as units_of_file
from tests.review.negotiating import Element, control, delete_tracked, edited, insert_tracked
from tests.word.making import docx_bytes

from specgen.review.answer.units import Unit, identified
from specgen.review.changes import MOVED_AWAY, MOVED_HERE
from specgen.word.package.ooxml import w
from specgen.word.reply.comments import SpotAt

if TYPE_CHECKING:
    from tests.review.conftest import IssuedPack

FROM, TO = 5, 8
"""Which clauses of the specification the paragraph is moved between, counted from 0."""


def moved(pack: IssuedPack, *, tracking: bool, again: str = "") -> tuple[bytes, str]:
    """The specification with the last paragraph of one clause at the end of another, and its words; `again` puts other
    words there."""
    tags = [each.tag for each in pack.clauses("2A").clauses]
    said: list[str] = []

    def edit(root: Element) -> None:
        mine, other = (list(control(root, tags[at]).iter(w("p")))[-1] for at in (FROM, TO))
        copy = deepcopy(mine)
        said.append("".join(text.text or "" for text in mine.iter(w("t"))))
        for mark in [each for each in copy.iter() if str(each.tag).endswith(("bookmarkStart", "bookmarkEnd"))]:
            holder = mark.getparent()
            assert holder is not None
            holder.remove(mark)
        if again:
            runs = list(copy.iter(w("r")))
            for run in runs[1:]:
                copy.remove(run)
            next(runs[0].iter(w("t"))).text = again
        holder = other.getparent()
        assert holder is not None
        holder.insert(holder.index(other), copy)
        if tracking:
            insert_tracked(copy)
            delete_tracked(mine)
        else:
            gone = mine.getparent()
            assert gone is not None
            gone.remove(mine)

    return edited(pack.data("2A"), edit), said[0]


def units_of(pack: IssuedPack, data: bytes) -> tuple[Unit, ...]:
    return identified(pack.review(data, pack.file("2A")), package_of(data))[1]


def test_a_paragraph_moved_to_another_clause_without_tracking_names_its_other_half_in_both(pack: IssuedPack) -> None:
    data, words = moved(pack, tracking=False)
    found = pack.review(data, pack.file("2A"))
    titles = [each.expected.title for each in found.clauses]
    one, two = found.clauses[FROM], found.clauses[TO]
    (gone,), (come,) = (
        [each for each in clause.changes if words in each.removed + each.added] for clause in (one, two)
    )
    assert (gone.kind, come.kind) == (MOVED_AWAY, MOVED_HERE)
    assert gone.sort == come.sort != "place", "under another lead the same words bind otherwise"
    assert gone.detail.startswith(f"moved to clause {TO + 1}, “{titles[TO]}”, after “")
    assert come.detail.startswith(f"moved from clause {FROM + 1}, “{titles[FROM]}”")
    assert not one.as_issued and not two.as_issued
    halves = [each for each in units_of(pack, data) if words in each.told.removed + each.told.added]
    assert [each.half for each in halves] == [each.id for each in reversed(halves)]
    assert all(f"the other half is {each.half}" in each.detail for each in halves)


def test_a_paragraph_moved_to_another_clause_with_tracking_is_two_rows_and_one_decision(pack: IssuedPack) -> None:
    data, words = moved(pack, tracking=True)
    review, units = identified(pack.review(data, pack.file("2A")), package_of(data))
    one, two = review.clauses[FROM], review.clauses[TO]
    (gone,), (come,) = one.changes, two.changes
    assert (gone.kind, come.kind, gone.id) == (MOVED_AWAY, MOVED_HERE, come.id)
    assert f"moved to clause {TO + 1}" in gone.detail and f"moved from clause {FROM + 1}" in come.detail
    (unit,) = units
    assert unit.told.removed == unit.told.added == words
    for verdict, stands in (("accept", TO), ("reject", FROM)):
        reply, problems = reply_to(data, report(data, units, {0: (verdict, "")}))
        assert reply is not None and reply.clean is not None, problems
        again = pack.review(reply.clean, pack.file("2A"))
        assert [at for at in (FROM, TO) if words in again.clauses[at].theirs] == [stands]


@pytest.mark.parametrize(
    ("away", "here", "torn"),
    [
        ("reject", "reject", False),
        ("accept", "accept", False),
        ("", "accept", False),
        ("ask", "", False),
        ("reject", "", True),
        ("reject", "accept", True),
        ("accept", "reject", True),
        ("", "reject", True),
    ],
)
def test_no_decision_leaves_a_moved_paragraph_twice_or_nowhere(
    pack: IssuedPack, away: str, here: str, *, torn: bool
) -> None:
    data, words = moved(pack, tracking=False)
    units = units_of(pack, data)
    asked = {"ask": "Why?"}
    given = {
        number: (verdict, asked.get(verdict, ""))
        for number, unit in enumerate(units)
        if words in unit.told.removed + unit.told.added and (verdict := away if unit.told.kind == MOVED_AWAY else here)
    }
    reply, problems = reply_to(data, report(data, units, given))
    assert [each.slug for each in problems] == (["move-torn"] if torn else []), problems
    assert (reply is None) == torn
    if torn:
        assert problems[0].location.cell == "G (Decision)" and problems[0].location.line in {n + 2 for n in given}


def test_other_words_put_in_elsewhere_are_no_move(pack: IssuedPack) -> None:
    data, words = moved(pack, tracking=False, again="The Provider must tell the Commissioner by Friday.")
    found = pack.review(data, pack.file("2A"))
    kinds = {each.kind for clause in found.clauses for each in clause.changes if each.removed or each.added}
    assert not kinds & {MOVED_AWAY, MOVED_HERE} and "paragraph taken out" in kinds and words


PARTIES = "Commissioners: "


def with_the_parties_last(pack: IssuedPack) -> bytes:
    """The schedule with the line of the Commissioners below everything else: where it stood no mark of ours can be."""

    def edit(root: Element) -> None:
        line = next(each for each in root.iter(w("p")) if said_by(each).startswith(PARTIES))
        last = [each for each in root.iter(w("p")) if each.getparent() is line.getparent()][-1]
        last.addnext(line)

    return edited(pack.data("6D"), edit)


def said_by(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(w("t")))


@pytest.mark.parametrize("verdict", ["reject", "ask", ""])
def test_a_line_whose_old_place_takes_a_comment_alone_stands_where_they_put_it_until_it_is_agreed(
    pack: IssuedPack, verdict: str
) -> None:
    data = with_the_parties_last(pack)
    units = identified(pack.review(data, pack.file("6D")), package_of(data))[1]
    away, here = sorted(units, key=lambda each: len(each.told.added))
    assert away.half == here.id and isinstance(away.where, SpotAt) and not isinstance(here.where, SpotAt)
    given = dict.fromkeys(range(2), (verdict, "Why?" if verdict == "ask" else "")) if verdict else {}
    reply, problems = reply_to(data, report(data, units, given))
    assert reply is not None and reply.clean is not None, problems
    assert {each.id for each in reply.by_comment} == ({away.id, here.id} if verdict == "reject" else set())
    assert len(reply.open) == 2
    for file in filter(None, (reply.data, reply.clean)):
        assert [line.startswith(PARTIES) for line in texts(main_part(file))].count(True) == 1
        assert not any("decide both" in each or here.id in each for _, each in comments_of(file))
    assert any("it is to come out again" in each for _, each in comments_of(reply.clean)) == (verdict == "reject")


@pytest.mark.parametrize(
    ("issued", "returned"),
    [
        (["Calls are answered. Staff reply.", "We report."], ["Calls are answered.", "We report. Staff reply."]),
        (["It must, where safe, reply to each.", "We pay."], ["It must reply to each.", "We pay, where safe."]),
        (["Reply in 5 days of a call.", "Line two stays."], ["Reply of a call.", "Line two stays in 5 days."]),
    ],
    ids=str,
)
def test_a_few_words_that_were_moved_are_decided_alike(tmp_path: Path, issued: list[str], returned: list[str]) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes("".join(par(run(line)) for line in issued)))
    data = docx_bytes("".join(par(run(line)) for line in returned))
    one, two = units_of_file(data, file)
    assert (one.half, two.half) == (two.id, one.id)
    for verdicts in (("accept", "reject"), ("reject", "accept"), ("reject", ""), ("", "reject")):
        decided = {number: (verdict, "") for number, verdict in enumerate(verdicts) if verdict}
        reply, problems = reply_to(data, report(data, (one, two), decided))
        assert reply is None and [each.slug for each in problems] == ["move-torn"]
    reply, _ = reply_to(data, report(data, (one, two), {0: ("reject", ""), 1: ("reject", "")}))
    assert reply is not None and texts(main_part(reply.data)) == issued


def test_words_that_stand_in_many_places_are_not_moved_because_they_went_here_and_came_there(tmp_path: Path) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes("".join(map(par, map(run, ("Staff must reply.", "They help.", "It must be so."))))))
    data = docx_bytes("".join(map(par, map(run, ("Staff reply.", "They must help.", "It must be so.")))))
    one, two = units_of_file(data, file)
    assert (one.half, two.half) == ("", "")
    reply, problems = reply_to(data, report(data, (one, two), {0: ("accept", ""), 1: ("reject", "")}))
    assert reply is not None, problems
