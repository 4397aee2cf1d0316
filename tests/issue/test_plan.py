"""What becomes of each document, judged by content hashes against the record of the last run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from specgen.issue.disk import OnDisk
from specgen.issue.plan import Finished, Plan, judge
from specgen.issue.records import Beside, IssuedDocument, IssueRecord

Finish = Callable[[str, str], Finished]
BESIDE = "A (new draft, not merged).docx"


def lying(**files: str) -> dict[str, OnDisk]:
    """Files by stem, with their hashes."""
    return {f"{stem}.docx".casefold(): OnDisk(f"{stem}.docx", hash_) for stem, hash_ in files.items()}


def recorded(empty: IssueRecord, *documents: IssuedDocument) -> IssueRecord:
    return replace(empty, documents=documents)


def one(plan: Plan) -> tuple[str, str]:
    """The kind of the only verdict, and what it writes."""
    (verdict,) = plan.verdicts
    return verdict.kind, verdict.writes


def test_a_document_that_is_not_there_is_new(finished: Finish, empty: IssueRecord) -> None:
    plan = judge([finished("A.docx", "one")], empty, None, {})
    assert one(plan) == ("new", "A.docx")
    assert plan.before.documents[0].previous_content_hash == ""
    assert plan.after.documents[0].previous_content_hash is None


def test_a_verdict_tells_the_hash_of_what_is_written_also_beside(finished: Finish, empty: IssueRecord) -> None:
    plans = [judge([finished("A.docx", "new")], empty, None, there) for there in ({}, lying(A="edited"))]
    verdicts = [verdict for plan in plans for verdict in plan.verdicts]
    assert [verdict.kind for verdict in verdicts] == ["new", "in the way"]
    assert all(verdict.sha256 == hashlib.sha256(verdict.data).hexdigest() for verdict in verdicts)


def test_a_document_of_the_same_content_is_unchanged_whatever_the_record_says(
    finished: Finish, empty: IssueRecord
) -> None:
    document = finished("A.docx", "one")
    there = lying(A=document.issued.content_hash)
    for old in (None, empty, recorded(empty, replace(document.issued, content_hash="another"))):
        assert one(judge([document], empty, old, there)) == ("unchanged", "")


def test_a_document_as_it_was_issued_is_replaced_and_both_hashes_stand_in_the_record_meanwhile(
    finished: Finish, empty: IssueRecord
) -> None:
    was, now = finished("A.docx", "one"), finished("A.docx", "two")
    plan = judge([now], empty, recorded(empty, was.issued), lying(A=was.issued.content_hash))
    assert one(plan) == ("changed", "A.docx")
    before, after = plan.before.documents[0], plan.after.documents[0]
    assert (before.content_hash, before.previous_content_hash) == (now.issued.content_hash, was.issued.content_hash)
    assert (after.content_hash, after.previous_content_hash) == (now.issued.content_hash, None)


def test_of_a_run_that_did_not_end_no_change_is_told_that_nobody_made(finished: Finish, empty: IssueRecord) -> None:
    now = finished("A.docx", "one")
    old = recorded(empty, replace(now.issued, previous_content_hash=""))
    (verdict,) = judge([now], empty, old, {}).verdicts
    assert (verdict.kind, verdict.changes) == ("new", ())


def test_the_old_hash_of_a_run_that_did_not_end_counts_as_issued(finished: Finish, empty: IssueRecord) -> None:
    now = finished("A.docx", "three")
    old = recorded(empty, replace(now.issued, content_hash="second", previous_content_hash="first"))
    assert one(judge([now], empty, old, lying(A="first"))) == ("changed", "A.docx")
    assert one(judge([now], empty, old, lying(A="second"))) == ("changed", "A.docx")
    assert one(judge([now], empty, old, lying(A="zeroth"))) == ("edited by hand", BESIDE)


def test_an_edited_document_is_kept_and_the_new_draft_put_beside_it(finished: Finish, empty: IssueRecord) -> None:
    was, now = finished("A.docx", "one"), finished("A.docx", "two")
    plan = judge([now], empty, recorded(empty, was.issued), lying(A="by hand"))
    assert one(plan) == ("edited by hand", BESIDE)
    after = plan.after.documents[0]
    assert (after.content_hash, after.beside) == (
        was.issued.content_hash,
        Beside(content_hash=now.issued.content_hash, file=BESIDE),
    )


def test_an_edited_document_stays_alone_while_nothing_new_is_to_be_said(finished: Finish, empty: IssueRecord) -> None:
    document = finished("A.docx", "one")
    assert one(judge([document], empty, recorded(empty, document.issued), lying(A="by hand"))) == ("edited by hand", "")


def test_a_draft_beside_that_was_dealt_with_does_not_come_back(finished: Finish, empty: IssueRecord) -> None:
    now = finished("A.docx", "two")
    old = recorded(
        empty,
        replace(now.issued, content_hash="first", beside=Beside(content_hash=now.issued.content_hash, file=BESIDE)),
    )
    assert one(judge([now], empty, old, lying(A="merged by hand"))) == ("edited by hand", "")


def test_a_draft_beside_is_written_again_when_nobody_can_tell_whether_it_was_written(
    finished: Finish, empty: IssueRecord
) -> None:
    now = finished("A.docx", "two")
    beside = Beside(content_hash=now.issued.content_hash, file=BESIDE, previous_content_hash="")
    old = recorded(empty, replace(now.issued, content_hash="first", beside=beside))
    assert one(judge([now], empty, old, lying(A="by hand"))) == ("edited by hand", BESIDE)


def test_a_newer_draft_takes_the_place_of_the_one_beside(finished: Finish, empty: IssueRecord) -> None:
    now = finished("A.docx", "three")
    old = recorded(empty, replace(now.issued, content_hash="first", beside=Beside(content_hash="second", file=BESIDE)))
    plan = judge([now], empty, old, {**lying(A="by hand"), BESIDE.casefold(): OnDisk(BESIDE, "second")})
    assert one(plan) == ("edited by hand", BESIDE)


def test_an_edited_draft_beside_is_kept_too_and_the_next_gets_a_number(finished: Finish, empty: IssueRecord) -> None:
    now = finished("A.docx", "three")
    old = recorded(empty, replace(now.issued, content_hash="first", beside=Beside(content_hash="second", file=BESIDE)))
    plan = judge([now], empty, old, {**lying(A="by hand"), BESIDE.casefold(): OnDisk(BESIDE, "also by hand")})
    assert one(plan) == ("edited by hand", "A (new draft, not merged 2).docx")


def test_the_draft_put_in_the_place_of_the_edited_document_is_ours(finished: Finish, empty: IssueRecord) -> None:
    now = finished("A.docx", "three")
    old = recorded(empty, replace(now.issued, content_hash="first", beside=Beside(content_hash="second", file=BESIDE)))
    assert one(judge([now], empty, old, lying(A="second"))) == ("changed", "A.docx")


def test_a_draft_beside_a_document_that_is_up_to_date_is_remembered_until_it_is_edited_or_gone(
    finished: Finish, empty: IssueRecord
) -> None:
    now = finished("A.docx", "two")
    there = lying(A=now.issued.content_hash)
    beside = Beside(content_hash="second", file=BESIDE)
    old = recorded(empty, replace(now.issued, beside=beside))

    def remembered(files: Mapping[str, OnDisk]) -> Beside | None:
        return judge([now], empty, old, files).after.documents[0].beside

    assert remembered({**there, BESIDE.casefold(): OnDisk(BESIDE, "second")}) == beside
    assert remembered({**there, BESIDE.casefold(): OnDisk(BESIDE, "by hand")}) is None
    assert remembered(there) is None


def test_a_file_that_no_record_knows_is_in_the_way_and_kept(finished: Finish, empty: IssueRecord) -> None:
    plan = judge([finished("A.docx", "one")], empty, None, lying(A="somebody's"))
    assert one(plan) == ("in the way", BESIDE)
    assert plan.after.documents[0].content_hash == ""
    again = judge([finished("A.docx", "two")], empty, plan.after, lying(A="somebody's"))
    assert one(again) == ("in the way", BESIDE)


def test_a_folder_or_a_link_where_a_document_was_issued_is_in_the_way_and_not_an_edition_of_it(
    finished: Finish, empty: IssueRecord
) -> None:
    was, now = finished("A.docx", "one"), finished("A.docx", "two")
    for what in ("folder", "link"):
        there = {"a.docx": OnDisk("A.docx", "", what=what)}
        (verdict,) = judge([now], empty, recorded(empty, was.issued), there).verdicts
        assert (verdict.kind, verdict.writes, verdict.kept) == ("in the way", BESIDE, what)


def test_a_document_whose_place_a_folder_took_is_put_beside_it_though_nothing_changed(
    finished: Finish, empty: IssueRecord
) -> None:
    document = finished("A.docx", "one")
    there = {"a.docx": OnDisk("A.docx", "", what="folder")}
    plan = judge([document], empty, recorded(empty, document.issued), there)
    assert one(plan) == ("in the way", BESIDE)
    again = {**there, BESIDE.casefold(): OnDisk(BESIDE, document.issued.content_hash)}
    assert one(judge([document], empty, plan.after, again)) == ("in the way", "")
    assert one(judge([document], empty, plan.after, there)) == ("in the way", BESIDE)
    assert one(judge([document], empty, plan.after, {})) == ("new", "A.docx")


def test_a_document_edited_in_the_same_way_as_the_pack_is_unchanged(finished: Finish, empty: IssueRecord) -> None:
    was, now = finished("A.docx", "one"), finished("A.docx", "two")
    assert one(judge([now], empty, recorded(empty, was.issued), lying(A=now.issued.content_hash))) == ("unchanged", "")


def test_a_document_that_the_pack_no_longer_has_is_reported_and_kept_for_as_long_as_it_is_there(
    finished: Finish, empty: IssueRecord
) -> None:
    gone = finished("B.docx", "one").issued
    plan = judge([], empty, recorded(empty, gone), lying(B="by hand or not"))
    assert one(plan) == ("left over", "")
    assert plan.after.documents == (replace(gone, left_over=True),)
    assert judge([], empty, plan.after, {}).after.documents == ()


def test_a_name_that_differs_only_in_capitals_is_the_same_file(finished: Finish, empty: IssueRecord) -> None:
    was, now = finished("A.docx", "one"), finished("A.docx", "two")
    there = {"a.docx": OnDisk("a.DOCX", was.issued.content_hash)}
    assert one(judge([now], empty, recorded(empty, was.issued), there)) == ("changed", "a.DOCX")


def test_a_draft_beside_never_takes_the_name_of_another_document_of_the_pack(
    finished: Finish, empty: IssueRecord
) -> None:
    plan = judge([finished("A.docx", "one"), finished(BESIDE, "its own")], empty, None, lying(A="somebody's"))
    assert [verdict.writes for verdict in plan.verdicts] == ["A (new draft, not merged 2).docx", BESIDE]
