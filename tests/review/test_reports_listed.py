"""A report that Schedule 6A lists because a paragraph asks for it, changed on the way back."""

from __future__ import annotations

from tests.review.conftest import IssuedPack
from tests.review.negotiating import edited

from specgen.assembly.marks import READING_PREFIX
from specgen.issue.records import read_issue_record
from specgen.word.package.ooxml import w


def test_its_row_stands_in_a_control_that_names_the_reading_and_the_record_knows_it(pack: IssuedPack) -> None:
    tags: list[str] = []
    edited(
        pack.data("6A"),
        lambda root: tags.extend(
            tag for each in root.iter(w("tag")) if (tag := each.get(w("val"), "")).startswith(READING_PREFIX)
        ),
    )
    record, problems = read_issue_record(pack.record.read_bytes(), pack.record.name)
    assert record is not None, problems
    (document,) = (each for each in record.documents if each.schedule == "6A")
    assert document.reports == tuple(tags)
    assert len(set(tags)) == len(tags) > 5
    clause = tags[0].split(":")
    assert len(clause) == 4 and clause[2].isdigit()


def test_a_change_in_it_is_told_with_the_report(pack: IssuedPack) -> None:
    said: list[str] = []

    def shorter(root) -> None:  # type: ignore[no-untyped-def]
        control = next(
            each for each in root.iter(w("sdt")) if READING_PREFIX in each.find(f".//{w('tag')}").get(w("val"))
        )
        said.append(control.find(f".//{w('alias')}").get(w("val")))
        text = control.find(f".//{w('t')}")
        text.text = text.text.replace("must", "may", 1)

    review = pack.review(edited(pack.data("6A"), shorter), pack.file("6A"))
    assert [change.near for change in review.outside] == [f"in the report “{said[0]}”"]
