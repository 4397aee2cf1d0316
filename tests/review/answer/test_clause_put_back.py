"""A clause that somebody took out without tracking, refused: it stands again as our tracked insertion."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.review.answering import main_part, package_of, reply_to, report, theirs_alone, units_of
from tests.review.conftest import IssuedPack
from tests.review.negotiating import clause_deleted

from specgen.review.answer.answer import Reply
from specgen.review.answer.units import Unit
from specgen.review.changes import CLAUSE_DELETED
from specgen.review.comparison.review import review_document
from specgen.word.document.resolve import resolve_part
from specgen.word.document.stories import read_sides
from specgen.word.package.ooxml import parse_xml, w


def lines(data: bytes) -> list[tuple[str, str]]:
    """What a reader sees: the number that is printed before each line, and its words."""
    sides, _ = read_sides(package_of(data))
    assert sides is not None
    return [(line.label, line.text) for line in sides.after.main.lines if line.text.strip()]


def refused(pack: IssuedPack, *ends: str) -> tuple[bytes, tuple[Unit, ...], Reply]:
    """The reply to Schedule 2A without the clauses whose ids end so, each of which is refused."""
    data = pack.data("2A")
    for end in ends:
        (tag,) = [each.tag for each in pack.clauses("2A").clauses if each.id.endswith(end)]
        data = clause_deleted(data, tag, tracking=False)
    units = units_of(data, pack.file("2A"))
    rows = {number: ("reject", "") for number, unit in enumerate(units) if unit.told.kind == CLAUSE_DELETED}
    assert len(rows) == len(ends)
    reply, problems = reply_to(data, report(data, units, rows))
    assert reply is not None, problems
    return data, units, reply


@pytest.mark.parametrize(
    "ends",
    [("shared-decision-making/specification/local-terms",), ("shared-decision-making/specification/national",),
     ("enabling-choice/specification/general",), ("co-production/specification/local-terms",),
     ("/health-coaching-referred", "social-prescribing/specification/referral-in")],
)  # fmt: skip
def test_a_clause_that_was_silently_taken_out_is_put_in_again_where_it_stood_with_its_numbers(
    pack: IssuedPack, ends: tuple[str, ...]
) -> None:
    data, _, reply = refused(pack, *ends)
    assert reply.by_comment == ()
    assert lines(reply.data) == lines(pack.data("2A"))
    assert reply.clean is not None and lines(reply.clean) == lines(pack.data("2A"))
    ours = parse_xml(main_part(reply.data))
    assert len(list(ours.iter(w("ins")))) > 2
    assert theirs_alone(main_part(reply.data)) == resolve_part(main_part(data), lambda mark: "keep")


def marks(xml: bytes) -> list[tuple[int, str, list[str]]]:
    """Each control and bookmark in order: how deep it stands, its name, and the words in it."""
    root = parse_xml(resolve_part(xml, "accept"))
    found: list[tuple[int, str, list[str]]] = []
    for each in root.iter(w("sdt"), w("bookmarkStart")):
        tag = each.find(f"{w('sdtPr')}/{w('tag')}")
        name = tag.get(w("val"), "") if tag is not None else each.get(w("name"), "")
        depth = sum(1 for _ in each.iterancestors())
        found.append((depth, name, [text.text or "" for text in each.iter(w("t"))]))
    return found


@pytest.mark.parametrize(
    "ends",
    [("decision-making/specification/local-terms",), ("/health-coaching-referred", "/specification/referral-in")],
)  # fmt: skip
def test_a_clause_that_is_put_in_again_has_its_control_and_its_bookmark_and_is_found_by_them(
    pack: IssuedPack, ends: tuple[str, ...]
) -> None:
    _, _, reply = refused(pack, *ends)
    issued = main_part(pack.data("2A"))
    assert [(depth, name) for depth, name, _ in marks(main_part(reply.data))] == [
        (depth, name) for depth, name, _ in marks(issued)
    ]
    assert reply.clean is not None
    said = ["".join(words) for _, _, words in marks(main_part(reply.clean))]
    assert said == ["".join(words) for _, _, words in marks(issued)]
    review, _ = review_document(reply.clean, "again.docx", pack.library, (), pack.file("2A"))
    assert review is not None
    assert [(each.kind, each.removed, each.added) for each in review.every_change() if each.sort != "look"] == []
    assert {str(each.recognised) for each in review.clauses} == {"content control"}


def test_a_clause_whose_neighbours_are_gone_too_is_refused_by_a_comment(pack: IssuedPack, tmp_path: Path) -> None:
    _, units, reply = refused(
        pack,
        "personalised-care-and-support-planning/specification/lead-in",
        "personalised-care-and-support-planning/specification/national",
        "personalised-care-and-support-planning/specification/local-terms",
    )
    # The first and the last stand beside words that are there; between them nothing says where the other stood.
    assert [unit.told.kind for unit in reply.by_comment] == [CLAUSE_DELETED]
    assert all(unit.refusal("counter") for unit in units if unit.told.kind == CLAUSE_DELETED)
