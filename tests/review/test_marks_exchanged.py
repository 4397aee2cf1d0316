"""Marks that lead to the words of another clause: the words are what a reader sees, and they are as issued."""

from __future__ import annotations

import pytest
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element, edited
from tests.review.test_places import told

from specgen.word.package.ooxml import w


def exchange(root: Element, count: int, mark: str) -> None:
    """The marks of the first `count` clauses, each on the words of the next one."""
    if mark == "tag":
        held = [each for each in root.iter(w("tag")) if each.get(w("val"), "").startswith("specgen:")][:count]
        attribute = w("val")
    else:
        for control in [*root.iter(w("sdt"))]:
            for child in [child for content in control.iterchildren(w("sdtContent")) for child in content]:
                control.addprevious(child)
            holder = control.getparent()
            assert holder is not None
            holder.remove(control)
        held = [each for each in root.iter(w("bookmarkStart")) if each.get(w("name"), "").startswith("sg_")][:count]
        attribute = w("name")
    names = [each.get(attribute, "") for each in held]
    assert len(set(names)) == count
    for each, name in zip(held, names[1:] + names[:1], strict=True):
        each.set(attribute, name)


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize("mark", ["tag", "bookmark"])
@pytest.mark.parametrize(("kind", "count"), [("4C", 2), ("4C", 3), ("2A", 2)])
def test_marks_that_clauses_exchanged_are_one_change_and_no_word_is(
    pack: IssuedPack, kind: str, count: int, mark: str, against: bool
) -> None:
    data = edited(pack.data(kind), lambda root: exchange(root, count, mark))
    found = pack.review(data, pack.file(kind) if against else None)
    assert {each.state for each in found.clauses} == {"untouched"}
    # Bookmarks are looked at where no control is, and then only those on words that could be the clause's.
    if mark == "tag":
        (change,) = told(found)
        assert change.kind == "marks exchanged" and change.detail.count("that of “") == count
    else:
        assert {each.kind for each in told(found)} <= {"marks exchanged"}
