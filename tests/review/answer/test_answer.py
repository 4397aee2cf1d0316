"""The reply to what came back: each kind of change with each decision, in words, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.review.answering import (
    answered,
    as_sent,
    commented_words,
    comments_of,
    dele,
    ins,
    main_part,
    par,
    run,
    texts,
)

HEAD = par(run("Terms"), style="Heading1")
LAST = par(run("The end."))
REPLACED = HEAD + par(run("Pay within "), dele("30"), ins("60"), run(" days.")) + LAST
PUT_IN = HEAD + par(run("Pay within 30 days"), ins(" or later"), run(".")) + LAST
TAKEN_OUT = HEAD + par(run("Pay within 30 days"), dele(" at the latest"), run(".")) + LAST
NEW_PARAGRAPH = HEAD + par(run("Pay.")) + par(ins("No interest is due."), mark="ins") + LAST
OLD_PARAGRAPH = HEAD + par(run("Pay.")) + par(dele("Interest is due."), mark="del", style="ListNumber") + LAST
ISSUED = {
    REPLACED: HEAD + par(run("Pay within 30 days.")) + LAST,
    PUT_IN: HEAD + par(run("Pay within 30 days.")) + LAST,
    TAKEN_OUT: HEAD + par(run("Pay within 30 days at the latest.")) + LAST,
    NEW_PARAGRAPH: HEAD + par(run("Pay.")) + LAST,
    OLD_PARAGRAPH: HEAD + par(run("Pay.")) + par(run("Interest is due."), style="ListNumber") + LAST,
}
TRACKED = [
    (REPLACED, "60", "accept", "", ["Pay within 60 days."]),
    (REPLACED, "60", "reject", "", ["Pay within 30 days."]),
    (REPLACED, "60", "counter", "45", ["Pay within 45 days."]),
    (REPLACED, "60", "ask", "Why?", ["Pay within 60 days."]),
    (PUT_IN, "or later", "accept", "", ["Pay within 30 days or later."]),
    (PUT_IN, "or later", "reject", "", ["Pay within 30 days."]),
    (PUT_IN, "or later", "counter", "of each invoice & “note”", ["Pay within 30 daysof each invoice & “note”."]),
    (TAKEN_OUT, "at the latest", "accept", "", ["Pay within 30 days."]),
    (TAKEN_OUT, "at the latest", "reject", "", ["Pay within 30 days at the latest."]),
    (TAKEN_OUT, "at the latest", "counter", "if due", ["Pay within 30 daysif due."]),
    (NEW_PARAGRAPH, "No interest", "accept", "", ["Pay.", "No interest is due."]),
    (NEW_PARAGRAPH, "No interest", "reject", "", ["Pay."]),
    (NEW_PARAGRAPH, "No interest", "counter", "Interest is due.", ["Pay.", "Interest is due."]),
    (OLD_PARAGRAPH, "Interest is due", "accept", "", ["Pay."]),
    (OLD_PARAGRAPH, "Interest is due", "reject", "", ["Pay.", "Interest is due."]),
]
SILENT = [
    ("Pay within 60 days.", "reject", "", "Pay within 30 days."),
    ("Pay within 60 days.", "counter", "45", "Pay within 45 days."),
    ("Pay within 60 days.", "accept", "", "Pay within 60 days."),
    ("Pay within 60 days.", "ask", "Why?", "Pay within 60 days."),
    ("Pay within 30 days if asked.", "reject", "", "Pay within 30 days."),
    ("Pay within days.", "reject", "", "Pay within 30 days."),
    ("Pay within days.", "accept", "", "Pay within days."),
    ("within 30 days.", "reject", "", "Pay within 30 days."),
]


@pytest.mark.parametrize(("body", "words", "verdict", "said", "wanted"), TRACKED)
def test_a_tracked_change_is_answered_and_stays_theirs(
    tmp_path: Path, body: str, words: str, verdict: str, said: str, wanted: list[str]
) -> None:
    sent, reply, problems = answered(tmp_path, ISSUED[body], body, {words: (verdict, said)})
    assert reply is not None, problems
    assert texts(main_part(reply.data)) == ["Terms", *wanted, "The end."]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(sent))
    assert reply.clean is not None and texts(main_part(reply.clean)) == ["Terms", *wanted, "The end."]
    assert (b"<w:ins" in main_part(reply.clean) or b"<w:del" in main_part(reply.clean)) == (verdict == "ask")


@pytest.mark.parametrize(("line", "verdict", "said", "wanted"), SILENT)
def test_a_change_that_nobody_tracked_is_tracked_back_or_stands_with_a_comment(
    tmp_path: Path, line: str, verdict: str, said: str, wanted: str
) -> None:
    issued, returned = HEAD + par(run("Pay within 30 days.")) + LAST, HEAD + par(run(line)) + LAST
    data, reply, problems = answered(tmp_path, issued, returned, {"": (verdict, said)})
    assert reply is not None, problems
    assert texts(main_part(reply.data)) == ["Terms", wanted, "The end."]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))
    assert bool(comments_of(reply.data)) == (verdict in ("accept", "ask"))


def test_a_paragraph_put_in_without_tracking_is_struck_when_it_is_refused(tmp_path: Path) -> None:
    issued, returned = HEAD + LAST, HEAD + par(run("No interest is due.")) + LAST
    sent, reply, problems = answered(tmp_path, issued, returned, {"No interest": ("reject", "")})
    assert reply is not None, problems
    assert texts(main_part(reply.data)) == ["Terms", "The end."]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(sent))


def test_what_is_accepted_is_theirs_to_the_byte_with_a_comment_of_ours_round_it(tmp_path: Path) -> None:
    sent, reply, _ = answered(tmp_path, ISSUED[REPLACED], REPLACED, {"60": ("accept", "")})
    assert reply is not None
    assert comments_of(reply.data) == [("Ada Shah", "Agreed, subject to contract")]
    assert commented_words(reply.data) == "3060"
    for theirs in (dele("30"), ins("60")):
        assert theirs.encode() in main_part(reply.data) and theirs.encode() in main_part(sent)


def test_our_deletion_stands_inside_their_insertion_and_our_insertion_after_their_deletion(tmp_path: Path) -> None:
    _, reply, _ = answered(tmp_path, ISSUED[REPLACED], REPLACED, {"60": ("reject", "")})
    assert reply is not None
    xml = main_part(reply.data).decode()
    ours = 'w:author="Ada Shah" w:date="2026-05-11T00:00:00Z">'
    assert dele("30") + '<w:ins w:id="' in xml
    assert xml.index(dele("30")) < xml.index(f'{ours}<w:r><w:t xml:space="preserve">30') < xml.index('<w:ins w:id="1"')
    assert f'{ours}<w:r><w:delText xml:space="preserve">60</w:delText></w:r></w:del></w:ins>' in xml


def test_where_nothing_is_decided_the_reply_is_their_file_to_the_byte(tmp_path: Path) -> None:
    sent, reply, _ = answered(tmp_path, ISSUED[REPLACED], REPLACED, {})
    assert reply is not None and reply.data == sent
    assert [unit.told.removed for unit in reply.undecided] == ["30"]


def test_new_words_look_like_those_whose_place_they_take(tmp_path: Path) -> None:
    issued = HEAD + par(run("Pay "), run("within 30", "<w:b/>"), run(" days.")) + LAST
    returned = issued.replace("within 30", "within 60")
    _, reply, problems = answered(tmp_path, issued, returned, {"60": ("reject", "")})
    assert reply is not None, problems
    assert (
        '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">30</w:t></w:r></w:ins>' in main_part(reply.data).decode()
    )


REFUSED = [
    ("maybe", "", "decision-unknown", "column G (Decision)"),
    ("acept", "", "decision-unknown", "did you mean “accept”"),
    ("counter", "", "decision-without-words", "column H (Words)"),
    ("ask", "", "decision-without-words", "a question without words"),
    ("", "45", "decision-missing", "row 2"),
    ("reject", "45", "decision-with-words", "“reject” takes no words"),
    ("counter", "4\n5", "decision-with-lines", "one line"),
]


@pytest.mark.parametrize(("verdict", "words", "slug", "says"), REFUSED)
def test_a_decision_that_is_not_understood_is_named_by_its_cell(
    tmp_path: Path, verdict: str, words: str, slug: str, says: str
) -> None:
    _, reply, problems = answered(tmp_path, ISSUED[REPLACED], REPLACED, {"60": (verdict, words)})
    assert reply is None
    assert [problem.slug for problem in problems] == [slug]
    assert says in f"{problems[0].location}: {problems[0].message}"
