"""What became of each clause: every kind of change, in documents as they are issued, held against each kind of
basis."""

from __future__ import annotations

import dataclasses
import re
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from lxml import etree
from tests.review.conftest import touched
from tests.review.negotiating import (
    clause_deleted,
    clause_moved,
    commented,
    control,
    edited,
    insert_tracked,
    opened,
    paragraph_added,
    row_deleted,
    silently,
    tracked,
    without_bookmarks,
    without_controls,
    without_headings,
    without_record,
)

from specgen.issue.records import read_issue_record
from specgen.library.model import Approval
from specgen.problems import NOWHERE
from specgen.review.comparison.review import review_document
from specgen.review.issued import fits, own_record
from specgen.review.words import verdict
from specgen.word.package.ooxml import w
from specgen.word.package.package import record_part, write_package

if TYPE_CHECKING:
    from tests.review.conftest import IssuedPack

Against = Literal["file", "pack", "own record"]
AGAINST: tuple[Against, ...] = ("file", "pack", "own record")
KINDS = ("2A", "4C", "2M", "6D", "Schedule 8", "6A")


def basis(pack: IssuedPack, kind: str, against: Against) -> Path | None:
    return {"file": pack.file(kind), "pack": pack.record, "own record": None}[against]


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("kind", KINDS)
def test_a_document_that_nobody_touched_is_as_it_was_issued(pack: IssuedPack, kind: str, against: Against) -> None:
    found = pack.review(pack.data(kind), basis(pack, kind, against))
    assert found.as_issued, (touched(found), found.outside, found.problems)
    assert [clause.expected.id for clause in found.clauses] and {clause.state for clause in found.clauses} == {
        "untouched"
    }
    assert {clause.recognised.how for clause in found.clauses if clause.recognised} == {"content control"}
    assert {clause.expected.checked for clause in found.clauses} == {"library"}


@pytest.mark.parametrize("against", AGAINST)
def test_a_tracked_change_is_told_with_words_author_date_and_class(pack: IssuedPack, against: Against) -> None:
    data = tracked(pack.data("2A"), "Clinical champion", "Clinical lead")
    found = pack.review(data, basis(pack, "2A", against))
    (clause,) = touched(found)
    assert (clause.expected.id, clause.state) == (
        "shared-decision-making/specification/local-terms",
        "changed with tracking",
    )
    assert [(change.kind, change.removed, change.added, change.author, change.date) for change in clause.changes] == [
        ("deletion", "Clinical champion", "", "Ann Bell", "2026-05-04T09:30:00Z"),
        ("insertion", "", "Clinical lead", "Ann Bell", "2026-05-04T09:30:00Z"),
    ]
    assert {change.sort for change in clause.changes} == {"wording"}
    assert clause.rejected == clause.expected.lines
    assert clause.theirs[1].startswith("Clinical lead. The Provider must")
    assert not found.as_issued and found.outside == ()


@pytest.mark.parametrize("against", AGAINST)
def test_a_change_without_tracking_is_found_though_nothing_marks_it(pack: IssuedPack, against: Against) -> None:
    found = pack.review(silently(pack.data("2A"), "four hours", "two hours"), basis(pack, "2A", against))
    (clause,) = touched(found)
    (change,) = clause.changes
    assert clause.state == "changed without tracking"
    assert (change.tracked, change.removed, change.added, change.sort, change.author) == (
        False,
        "four",
        "two",
        "value",
        "",
    )


@pytest.mark.parametrize("against", AGAINST)
def test_both_in_one_clause_are_told_apart(pack: IssuedPack, against: Against) -> None:
    data = tracked(silently(pack.data("2A"), "four hours", "two hours"), "Clinical champion", "Clinical lead")
    (clause,) = touched(pack.review(data, basis(pack, "2A", against)))
    assert clause.state == "changed with and without tracking"
    assert [(change.tracked, change.removed or change.added) for change in clause.changes] == [
        (False, "four"),
        (True, "Clinical champion"),
        (True, "Clinical lead"),
    ]


@pytest.mark.parametrize("against", AGAINST)
def test_a_tracked_change_over_a_silent_one_does_not_hide_it(pack: IssuedPack, against: Against) -> None:
    data = tracked(silently(pack.data("2A"), "four hours", "two hours"), "two hours", "one hour")
    (clause,) = touched(pack.review(data, basis(pack, "2A", against)))
    assert [(change.tracked, change.removed, change.added) for change in clause.changes] == [
        (False, "four", "two"), (True, "two hours", ""), (True, "", "one hour"),
    ]  # fmt: skip


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("tracking", [True, False])
def test_a_deleted_clause_is_told_once_with_how(pack: IssuedPack, tracking: bool, against: Against) -> None:
    gone = pack.clauses("2A").clauses[2]
    found = pack.review(clause_deleted(pack.data("2A"), gone.tag, tracking=tracking), basis(pack, "2A", against))
    (clause,) = touched(found)
    assert (clause.expected.id, clause.state, clause.deleted) == (
        gone.id,
        "deleted",
        "with tracking" if tracking else "without tracking",
    )
    assert clause.theirs == () and {change.tracked for change in clause.changes} == {tracking}
    assert found.outside == ()


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("tracking", [True, False])
def test_a_deleted_row_takes_the_threshold_with_it(pack: IssuedPack, tracking: bool, against: Against) -> None:
    gone = pack.clauses("6D").clauses[1]
    found = pack.review(row_deleted(pack.data("6D"), gone.tag, tracking=tracking), basis(pack, "6D", against))
    (clause,) = touched(found)
    assert (clause.expected.id, clause.deleted) == (gone.id, "with tracking" if tracking else "without tracking")
    assert found.outside == ()
    if tracking:
        assert "row deleted" in {change.kind for change in clause.changes}


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("tracking", [True, False])
def test_a_moved_clause_keeps_its_words_and_is_told_as_moved(
    pack: IssuedPack, tracking: bool, against: Against
) -> None:
    clauses = pack.clauses("2A").clauses
    data = clause_moved(pack.data("2A"), clauses[2].tag, clauses[6].tag, tracking=tracking)
    found = pack.review(data, basis(pack, "2A", against))
    (clause,) = touched(found)
    assert (clause.expected.id, clause.state, clause.moved) == (
        clauses[2].id,
        "untouched",
        "with tracking" if tracking else "without tracking",
    )
    assert clause.theirs == clause.expected.lines
    assert not found.as_issued and found.outside == ()


@pytest.mark.parametrize("against", AGAINST)
def test_rows_that_change_places_are_moves_and_not_changed_thresholds(pack: IssuedPack, against: Against) -> None:
    first, second = (clause.tag for clause in pack.clauses("Schedule 8").clauses[:2])

    def swap(root: etree._Element) -> None:
        a, b = (next(control(root, tag).iterancestors(w("tr"))) for tag in (first, second))
        b.addnext(a)

    found = pack.review(edited(pack.data("Schedule 8"), swap), basis(pack, "Schedule 8", against))
    assert [clause.moved for clause in touched(found)] == ["without tracking"]
    assert [(each.kind, each.sort) for clause in found.clauses for each in clause.changes] == [
        ("clause moved", "place")
    ]


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("tracking", [True, False])
def test_new_text_that_belongs_to_no_clause_is_told_with_where_it_stands(
    pack: IssuedPack, tracking: bool, against: Against
) -> None:
    after = pack.clauses("2A").clauses[3]
    data = paragraph_added(pack.data("2A"), after.tag, "The Provider may stop within 90 days.", tracking=tracking)
    found = pack.review(data, basis(pack, "2A", against))
    assert touched(found) == []
    new = found.outside[0]
    assert (new.change.tracked, new.change.added, new.near) == (
        tracking,
        "The Provider may stop within 90 days.",
        f"after “{found.clauses[3].expected.title}”",
    )
    assert new.change.kind == ("insertion" if tracking else "new text")
    assert not found.as_issued


@pytest.mark.parametrize("against", AGAINST)
def test_a_comment_is_told_at_its_clause_and_changes_nothing(pack: IssuedPack, against: Against) -> None:
    found = pack.review(commented(pack.data("2A"), "Clinical champion", "Who is it?"), basis(pack, "2A", against))
    (clause,) = (clause for clause in found.clauses if clause.comments)
    (comment,) = clause.comments
    assert (comment.author, comment.words, comment.about) == ("Cy Dunn", "Who is it?", "Clinical champion.")
    assert found.as_issued


@pytest.mark.parametrize("against", AGAINST)
def test_a_threshold_in_its_own_cell_is_a_field_of_its_clause(pack: IssuedPack, against: Against) -> None:
    threshold = pack.clauses("4C").clauses[0].fields["threshold"]
    figure = next(part for part in threshold.split() if part.endswith("%"))
    found = pack.review(
        silently(pack.data("4C"), threshold, threshold.replace(figure, "6%", 1)), basis(pack, "4C", against)
    )
    (clause,) = touched(found)
    (change,) = clause.changes
    assert (clause.expected.id, change.where, change.removed, change.added, change.sort) == (
        pack.clauses("4C").clauses[0].id,
        "threshold",
        figure,
        "6%",
        "value",
    )


@pytest.mark.parametrize("against", AGAINST)
def test_thresholds_of_two_clauses_exchanged_are_found_in_both(pack: IssuedPack, against: Against) -> None:
    one, other = (pack.clauses("4C").clauses[index].fields["threshold"] for index in (0, 1))
    assert one != other

    def swap(root: etree._Element) -> None:
        texts = [text for text in root.iter(w("t")) if text.text in (one, other)][:2]
        texts[0].text, texts[1].text = texts[1].text, texts[0].text

    found = pack.review(edited(pack.data("4C"), swap), basis(pack, "4C", against))
    assert [{change.where for change in clause.changes} for clause in touched(found)] == [{"threshold"}, {"threshold"}]


def test_words_outside_the_clauses_are_compared_with_the_issued_file(pack: IssuedPack) -> None:
    found = pack.review(
        silently(pack.data("2A"), "Northbrook Community Health NHS", "Moorland Community Health NHS"), pack.file("2A")
    )
    assert touched(found) == []
    (changed,) = found.outside
    assert (changed.change.removed, changed.change.added) == ("Northbrook", "Moorland")
    without = pack.review(silently(pack.data("2A"), "Northbrook Community Health NHS", "Moorland Community Health NHS"))
    (changed,) = without.outside
    assert (changed.change.removed, changed.change.added) == ("Northbrook", "Moorland"), "the record holds the line"


def test_a_changed_header_is_found_against_the_issued_file(pack: IssuedPack) -> None:
    package, _ = opened(pack.data("2A"))
    header = next(name for name in package.names if name.startswith("word/header"))
    data = write_package(package, {header: package.part(header).replace(b"NBB-2026-014", b"NBB-2026-015")})
    (changed,) = pack.review(data, pack.file("2A")).outside
    assert (changed.part, changed.change.removed, changed.change.added) == ("headers", "NBB-2026-014", "NBB-2026-015")


@pytest.mark.parametrize(
    ("taken", "how"),
    [
        ((without_controls,), "bookmark"),
        ((without_controls, without_bookmarks), "heading"),
        ((without_controls, without_bookmarks, without_headings), "likeness"),
    ],
)
@pytest.mark.parametrize("against", AGAINST)
def test_a_clause_is_recognised_by_what_is_left_of_its_marks(
    pack: IssuedPack, taken: tuple[object, ...], how: str, against: Against
) -> None:
    data = pack.data("2A")
    for take in taken:
        data = take(data)  # type: ignore[operator]
    found = pack.review(silently(data, "four hours", "two hours"), basis(pack, "2A", against))
    blocks = [clause for clause in found.clauses if not clause.expected.inline]
    assert {clause.recognised.how for clause in blocks if clause.recognised} == {how}
    changed = next(
        clause for clause in blocks if clause.expected.id == "shared-decision-making/specification/local-terms"
    )
    assert ("four", "two") in {(change.removed, change.added) for change in changed.changes}
    if how == "likeness":
        figures = [clause.recognised.likeness for clause in blocks if clause.recognised]
        assert all(figure is not None and 0.9 < figure < 1 for figure in figures)
        assert {change.kind for clause in blocks for change in clause.changes} <= {
            "paragraph taken out",
            "words changed",
        }
    else:
        assert [clause.expected.id for clause in touched(found)] == [changed.expected.id]


def test_a_clause_without_marks_and_without_like_words_is_deleted_and_what_stands_there_is_new(
    pack: IssuedPack,
) -> None:
    tag = pack.clauses("2A").clauses[2].tag
    data = paragraph_added(
        clause_deleted(pack.data("2A"), tag, tracking=False),
        pack.clauses("2A").clauses[1].tag,
        "Something else altogether applies.",
        tracking=False,
    )
    found = pack.review(data, pack.file("2A"))
    assert [clause.deleted for clause in touched(found)] == ["without tracking"]
    assert [each.change.added for each in found.outside] == ["Something else altogether applies."]


@pytest.mark.parametrize("copies", [1, 2])
def test_a_clause_printed_again_is_called_that_and_each_printing_is_held_against_the_issued_words(
    pack: IssuedPack, copies: int
) -> None:
    tag = pack.clauses("2A").clauses[2].tag

    def copied(root: etree._Element) -> None:
        found = control(root, tag)
        for number in range(copies):
            again = etree.fromstring(etree.tostring(found))
            for each in list(again.iter(w("bookmarkStart"), w("bookmarkEnd"))):
                holder = each.getparent()
                assert holder is not None
                holder.remove(each)
            if number == 0:
                text = next(each for each in again.iter(w("t")) if "four hours" in (each.text or ""))
                text.text = (text.text or "").replace("four hours", "two hours")
            found.addnext(again)

    for issued in (None, pack.file("2A")):
        found = pack.review(edited(pack.data("2A"), copied), issued)
        (clause,) = touched(found)
        times = "twice" if copies == 1 else "3 times"
        assert clause.expected.tag == tag and clause.theirs == clause.expected.lines
        assert clause.remarks[-1].startswith(f"It stands {times} in what came back")
        again = [change for change in clause.changes if change.kind == "clause printed again"]
        said = sorted(change.detail.partition(",")[0] for change in again)
        assert said == ["with other words", "word for word"][:copies]
        assert [(each.removed, each.added) for each in clause.changes if each.removed] == [("four", "two")]
        assert found.outside == ()


@pytest.mark.parametrize(
    ("look", "reason"),
    [
        ("<w:vanish/>", "hidden"),
        ("<w:strike/>", "struck through"),
        ('<w:color w:val="FFFFFF"/>', "white letters"),
        ('<w:sz w:val="2"/>', "letters too small to read"),
    ],
)
def test_words_that_cannot_be_read_on_the_page_are_a_change_without_tracking(
    pack: IssuedPack, look: str, reason: str
) -> None:
    def hide(root: etree._Element) -> None:
        run = next(
            each
            for each in root.iter(w("r"))
            if "must appoint" in "".join(text.text or "" for text in each.iter(w("t")))
        )
        run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{etree.QName(run).namespace}">{look}</w:rPr>'))

    for issued in (None, pack.file("2A")):
        (clause,) = touched(pack.review(edited(pack.data("2A"), hide), issued))
        (change,) = clause.changes
        assert (change.tracked, change.detail) == (False, reason)
        assert "must appoint" in change.removed


def test_without_its_record_the_marks_lead_to_the_library_and_nothing_vouches_for_the_values(pack: IssuedPack) -> None:
    found = pack.review(silently(without_record(pack.data("2A")), "must appoint its", "may appoint its"))
    assert found.relied.kind == "marks in the document"
    (clause,) = touched(found)
    assert [(change.removed, change.added, change.sort) for change in clause.changes] == [("must", "may", "wording")]
    assert clause.expected.values["sdm_ready_date"] == "30 September 2026"
    assert "beside-not-compared" in {problem.slug for problem in found.problems}, (
        "the thresholds have nothing to be held against"
    )


def test_of_a_value_that_is_printed_often_the_printing_that_differs_is_told_though_it_is_the_first(
    pack: IssuedPack,
) -> None:
    found = pack.review(silently(without_record(pack.data("2A")), "30 September 2026", "20 September 2026"))
    (clause,) = touched(found)
    assert clause.expected.values["sdm_ready_date"] == "30 September 2026"
    assert [change.before.count("30 September 2026") for change in clause.changes] == [1]


@pytest.mark.parametrize("kind", ["2A", "2M", "4C", "6D", "Schedule 8"])
def test_of_a_packs_documents_the_one_that_came_back_is_found_though_its_record_is_gone(
    pack: IssuedPack, kind: str
) -> None:
    record, _ = read_issue_record(pack.record.read_bytes(), "record")
    assert record is not None
    found = pack.review(without_record(pack.data(kind)), pack.record)
    assert found.relied.title == next(each.title for each in record.documents if kind in each.file)
    assert found.as_issued and touched(found) == []


def test_what_only_the_documents_own_record_says_is_not_called_issued(pack: IssuedPack) -> None:
    """Whoever changes a value in the words and in the record alike is found only with the issued file."""
    data = pack.data("2A")
    package, _ = opened(data)
    part = record_part(package)
    assert part is not None
    forged = {name: package.part(name).replace(b"80%", b"10%") for name in (package.main, part)}
    assert forged[package.main] != package.part(package.main) and forged[part] != package.part(part)
    found = pack.review(write_package(package, forged))
    assert "as the record inside the document says" in verdict(found) and "--issued" in verdict(found)
    assert {
        change.removed
        for clause in touched(pack.review(write_package(package, forged), pack.file("2A")))
        for change in clause.changes
    } == {"80%"}


def test_without_any_mark_nothing_is_vouched_for(pack: IssuedPack) -> None:
    bare = without_record(without_bookmarks(without_controls(pack.data("2A"))))
    found = pack.review(bare)
    assert (found.relied.kind, found.as_issued) == ("words in the document", False)
    issued = [(clause.id, clause.version) for clause in pack.clauses("2A").clauses]
    assert sorted((each.expected.id, each.expected.version) for each in found.clauses) == sorted(issued)
    assert touched(found) == []
    assert pack.review(bare, pack.file("2A")).as_issued, "the issued file has all that is needed"


def record_changed(data: bytes, old: str, new: str) -> bytes:
    package, _ = opened(data)
    part = record_part(package)
    assert part is not None
    found = package.part(part).decode()
    assert old in found
    return write_package(package, {part: found.replace(old, new).encode()})


def test_a_forged_record_does_not_make_forged_words_approved(pack: IssuedPack) -> None:
    data = record_changed(
        silently(pack.data("2A"), "must appoint its", "may appoint its"), "must appoint its", "may appoint its"
    )
    found = pack.review(data)
    (clause,) = touched(found)
    assert [(change.removed, change.added) for change in clause.changes] == [("must", "may")]
    assert "record-differs" in {problem.slug for problem in found.problems}


def test_a_record_of_another_fingerprint_or_clause_is_not_vouched_for(pack: IssuedPack) -> None:
    clause = pack.clauses("2A").clauses[0]
    for old, new, slug in (
        (clause.fingerprint, "0" * 64, "fingerprint-differs"),
        (f'id="{clause.id}"', 'id="co-production/specification/nowhere"', "clause-unknown"),
    ):
        found = pack.review(record_changed(pack.data("2A"), old, new))
        assert slug in {problem.slug for problem in found.problems}
        assert (found.clauses[0].state, found.clauses[0].expected.checked, found.as_issued) == (
            "untouched",
            "no",
            False,
        )
        assert pack.review(record_changed(pack.data("2A"), old, new), pack.file("2A")).as_issued, (
            "the issued file vouches for it"
        )


def test_a_record_that_cannot_be_read_is_said_and_the_marks_are_used(pack: IssuedPack) -> None:
    found = pack.review(record_changed(pack.data("2A"), 'schema="3"', 'schema="99"'))
    assert found.relied.kind == "marks in the document"
    assert "document-record" in {problem.slug for problem in found.problems}


def test_the_file_beside_a_packs_record_counts_only_while_its_hash_is_the_records(
    pack: IssuedPack, tmp_path: Path
) -> None:
    edited_copy = tmp_path / pack.file("2A").name
    edited_copy.write_bytes(silently(pack.data("2A"), "four hours", "two hours"))
    (tmp_path / pack.record.name).write_bytes(pack.record.read_bytes())
    found = pack.review(edited_copy.read_bytes(), tmp_path / pack.record.name)
    (clause,) = touched(found)
    assert [(change.removed, change.added) for change in clause.changes] == [("four", "two")]
    assert any("does not lie beside it unchanged" in said for said in found.relied.says)


def test_an_issued_file_of_another_document_is_refused(pack: IssuedPack) -> None:
    found, problems = review_document(pack.data("2A"), "returned.docx", pack.library, pack.types, pack.file("6D"))
    assert found is None
    assert [problem.slug for problem in problems] == ["another-document"]


def test_what_we_had_tracked_ourselves_counts_as_issued_both_ways(pack: IssuedPack, tmp_path: Path) -> None:
    ours = tmp_path / "issued.docx"
    ours.write_bytes(tracked(pack.data("2A"), "Clinical champion", "Clinical lead", author="Our own"))
    still = pack.review(ours.read_bytes(), ours)
    assert {change.author for clause in touched(still) for change in clause.changes} == {"Our own"}, (
        "still open, and not silent"
    )
    accepted = pack.review(silently(pack.data("2A"), "Clinical champion", "Clinical lead"), ours)
    assert accepted.as_issued, "they accepted our change"


def without_line(data: bytes, words: str) -> bytes:
    """The document without the first paragraph that holds the words; a cell keeps an empty one."""

    def edit(root: etree._Element) -> None:
        paragraph = next(
            each for each in root.iter(w("p")) if words in "".join(text.text or "" for text in each.iter(w("t")))
        )
        for run in list(paragraph.iter(w("r"))):
            holder = run.getparent()
            assert holder is not None
            holder.remove(run)

    return edited(data, edit)


@pytest.mark.parametrize("against", AGAINST)
def test_a_threshold_that_was_taken_out_is_told_in_its_clause(pack: IssuedPack, against: Against) -> None:
    threshold = next(
        clause.fields["threshold"] for clause in pack.clauses("4C").clauses if clause.fields.get("threshold")
    )
    found = pack.review(without_line(pack.data("4C"), threshold), basis(pack, "4C", against))
    (clause,) = touched(found)
    assert [(change.kind, change.removed, change.where) for change in clause.changes] == [
        ("line taken out", threshold, "threshold")
    ]
    assert not found.as_issued


def test_a_line_of_no_clause_that_was_taken_out_is_told(pack: IssuedPack) -> None:
    _, root = opened(pack.data("2A"))
    title = next(
        "".join(text.text or "" for text in each.iter(w("t")))
        for each in root.iter(w("p"))
        if each.find(f"{w('pPr')}/{w('pStyle')}") is not None
    )
    found = pack.review(without_line(pack.data("2A"), title), pack.file("2A"))
    assert touched(found) == [] and [(each.change.kind, each.change.removed) for each in found.outside] == [
        ("text taken out", title)
    ]


def test_a_bookmark_that_shrank_does_not_cut_its_clause(pack: IssuedPack) -> None:
    clause = next(each for each in pack.clauses("2A").clauses if len(each.blocks) > 3)

    def shrink(root: etree._Element) -> None:
        start = next(each for each in root.iter(w("bookmarkStart")) if each.get(w("name")) == clause.bookmark)
        end = next(each for each in root.iter(w("bookmarkEnd")) if each.get(w("id")) == start.get(w("id")))
        last = next(end.iterancestors(w("p")))
        last.insert(1 if last.find(w("pPr")) is not None else 0, start)

    found = pack.review(edited(without_controls(pack.data("2A")), shrink), pack.file("2A"))
    assert touched(found) == []
    assert [str(each.recognised) for each in found.clauses if each.expected.bookmark == clause.bookmark] == ["heading"]


def test_a_tag_with_the_beginning_of_a_fingerprint_vouches_for_nothing(pack: IssuedPack) -> None:
    tag = pack.clauses("2A").clauses[2].tag

    def cut(root: etree._Element) -> None:
        found = control(root, tag).find(f"{w('sdtPr')}/{w('tag')}")
        assert found is not None
        found.set(w("val"), tag[:-8])

    found = pack.review(edited(without_record(without_bookmarks(pack.data("2A"))), cut))
    assert [clause.expected.checked for clause in found.clauses if tag.startswith(clause.expected.tag)] == ["no"]
    assert not found.as_issued


def test_the_same_letters_do_not_begin_and_end_a_line() -> None:
    assert fits(("At least 8", "80%"), "At least 80%") is None
    assert fits(("At least ", "%"), "At least 80%") == ("80",)
    assert fits(("At least 80%",), "At least 80%") == () and fits(("", ""), "") == ("",)


@pytest.mark.parametrize("against", ["file", "pack"])
def test_a_file_that_came_back_of_another_issue_is_not_compared(pack: IssuedPack, against: Against) -> None:
    earlier = record_changed(pack.data("2A"), f'sha256="{own_hash(pack.data("2A"))}"', f'sha256="{"0" * 64}"')
    earlier = record_changed(earlier, 'draft_version="', 'draft_version="0.9 of ')
    found, problems = review_document(earlier, "returned.docx", pack.library, pack.types, basis(pack, "2A", against))
    assert found is None
    (problem,) = problems
    assert problem.slug == "another-issue"
    assert "it went out with version 0.9 of" in problem.message


@pytest.mark.parametrize(
    ("name", "told"),
    [("R. Example", True), ("r.  example", True), ("R. Example, for the Provider", False), ("Ann Bell", False)],
)
def test_a_tracked_change_that_bears_the_name_of_who_approved_for_us_is_told(
    pack: IssuedPack, name: str, told: bool
) -> None:
    line = Approval("any/clause/at-all", 1, "", "R. Example", "solicitor", date(2026, 2, 1), "", "", NOWHERE)
    library = dataclasses.replace(pack.library, approvals=(line,))
    data = tracked(pack.data("2A"), "within 28 days", "within 60 days", author=name)
    found, _ = review_document(data, "returned.docx", library, pack.types, pack.file("2A"))
    assert found is not None
    said = [each for each in found.problems if each.slug == "tracked-under-our-name"]
    assert [each.severity for each in said] == ["warning"] * told
    assert all("2 tracked changes bear" in each.message for each in said)


def test_tracked_changes_without_a_date_are_told_and_those_that_we_issued_are_not(pack: IssuedPack) -> None:
    def undated(root: etree._Element) -> None:
        for mark in (*root.iter(w("ins")), *root.iter(w("del"))):
            mark.attrib.pop(w("date"))

    changed = edited(tracked(pack.data("2A"), "within 28 days", "within 60 days"), undated)
    (told,) = pack.review(changed, pack.file("2A")).problems
    assert told.slug == "tracked-without-date" and "2 tracked changes have no date: “within 28 days”" in told.message
    file = pack.folder.parent / "sent with marks.docx"
    file.write_bytes(changed)
    assert pack.review(changed, file).problems == ()
    file.unlink()


def own_hash(data: bytes) -> str:
    record, _ = own_record(opened(data)[0])
    assert record is not None
    return record.content_hash


@pytest.mark.parametrize("tracking", [True, False])
def test_numbers_that_move_on_because_an_item_came_in_are_one_warning(pack: IssuedPack, *, tracking: bool) -> None:
    def item_put_in(root: etree._Element) -> None:
        items = [each for each in root.iter(w("p")) if each.find(f"{w('pPr')}/{w('numPr')}") is not None]
        new = deepcopy(items[1])
        for run in [*new.iter(w("r"))][1:]:
            run.getparent().remove(run)  # type: ignore[union-attr]
        next(new.iter(w("t"))).text = "The Provider may charge for copies."
        if tracking:
            insert_tracked(new)
        items[1].addprevious(new)

    found = pack.review(edited(pack.data("2A"), item_put_in), pack.file("2A"))
    (told,) = [problem for problem in found.problems if problem.slug == "numbers-moved-on"]
    assert re.search(r"(\d+\.\d+\.)(\d+) “[^”]+” is \1(\d+) now", told.message)
    untouched = pack.review(pack.data("2A"), pack.file("2A"))
    assert [problem.slug for problem in untouched.problems if problem.slug == "numbers-moved-on"] == []
