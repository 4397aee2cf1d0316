"""Comments of theirs: answered in their thread, with the ids by which Word and others hold a thread together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree
from tests.review.answering import (
    OURS,
    THEIRS,
    as_sent,
    commented_words,
    comments_of,
    ins,
    main_part,
    package_of,
    par,
    reply_to,
    report,
    run,
    texts,
    units_of,
)
from tests.word.making import docx_bytes

from specgen.review.answer.units import Unit
from specgen.review.words import comment_lines
from specgen.word.document.comments import W14, W15, Comment, read_comments, threaded_as
from specgen.word.document.revisions import RevisionPlace
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.reply.comments import W16CID

HEAD, LAST = par(run("Terms")), par(run("The end."))
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:w14="{W14}" xmlns:w15="{W15}"'


def comment(number: int, words: str, paragraph: str = "", author: str = "Ann Bell") -> str:
    named = f' xmlns:w14="{W14}" w14:paraId="{paragraph}"' if paragraph else ""
    return (
        f'<w:comment w:id="{number}" w:author="{author}" w:date="2026-05-04T09:30:00Z"><w:p{named}>{run(words)}</w:p>'
        "</w:comment>"
    )


def on(words: str, *numbers: int) -> str:
    """The words with these comments on them."""
    begins = "".join(f'<w:commentRangeStart w:id="{each}"/>' for each in numbers)
    ends = "".join(
        f'<w:commentRangeEnd w:id="{each}"/><w:r><w:commentReference w:id="{each}"/></w:r>' for each in numbers
    )
    return par(run("Pay "), begins, run(words), ends, run(" now."))


def sent(body: str, comments: str, threads: str = "") -> bytes:
    """What came back; `threads` are the entries of commentsExtended."""
    extended = {"word/commentsExtended.xml": f"<w15:commentsEx {NAMES}>{threads}</w15:commentsEx>"} if threads else {}
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{TYPES}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{TYPES}/numbering" Target="numbering.xml"/>'
        f'<Relationship Id="r3" Type="{TYPES}/comments" Target="comments.xml"/>'
        '<Relationship Id="r4" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" '
        'Target="commentsExtended.xml"/></Relationships>'
    )
    parts = {**extended, "word/_rels/document.xml.rels": rels} if threads else {}
    return docx_bytes(HEAD + body + LAST, comments=comments, parts=parts)


def threads_of(data: bytes) -> list[Comment]:
    return read_comments(package_of(data))[0]


def issued(folder: Path, line: str = "Pay all fees now.") -> Path:
    file = folder / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run(line)) + LAST))
    return file


def replied(folder: Path, data: bytes, given: Sequence[tuple[int, str, str]]) -> tuple[bytes, list[Unit]]:
    """The reply where the comments, counted from 0, are answered so."""
    units = units_of(data, issued(folder))
    rows = {number: each for number, each in enumerate(units) if each.id.startswith("c-")}
    numbers = list(rows)
    filled = report(data, units, {numbers[at]: (verdict, words) for at, verdict, words in given})
    reply, problems = reply_to(data, filled)
    assert reply is not None, [each.message for each in problems]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))
    assert reply.clean is not None and comments_of(reply.clean) == comments_of(reply.data), "no half of a talk"
    return reply.data, list(rows.values())


def root_of(data: bytes, name: str) -> etree._Element:
    return parse_xml(package_of(data).part(f"word/{name}.xml"))


@pytest.mark.parametrize("paragraph", ["", "12345678"])
def test_a_reply_stands_in_their_thread_on_the_same_words(tmp_path: Path, paragraph: str) -> None:
    data = sent(on("all fees", 5), comment(5, "Which fees?", paragraph))
    made, units = replied(tmp_path, data, [(0, "reply", "Those of clause 4.")])
    assert units[0].told.added == "Which fees?" and units[0].told.detail == "about “all fees”"
    (thread,) = threads_of(made)
    assert (thread.author, thread.words, thread.about) == ("Ann Bell", "Which fees?", "all fees")
    assert [(each.author, each.words, each.about) for each in thread.replies] == [
        (OURS, "Those of clause 4.", "all fees")
    ]
    assert commented_words(made, 1) == "all fees"


def test_the_ids_of_a_reply_are_below_two_to_the_31_nobody_elses_and_named_in_both_parts(tmp_path: Path) -> None:
    # 8F000000 is what one program writes; LibreOffice then runs all comments together.
    data = sent(on("all fees", 5, 6), comment(5, "Which?", "7FFFFFFE") + comment(6, "All?", "8F000000"))
    made, _ = replied(tmp_path, data, [(0, "reply", "These."), (1, "reply", "Yes.")])
    paragraphs = [each.get(f"{{{W14}}}paraId", "") for each in root_of(made, "comments").iter(w("p"))]
    assert len(paragraphs) == len(set(paragraphs)) == 4 and paragraphs[:2] == ["7FFFFFFE", "8F000000"]
    durable = {
        each.get(f"{{{W16CID}}}paraId", ""): each.get(f"{{{W16CID}}}durableId", "")
        for each in root_of(made, "commentsIds")
    }
    assert sorted(durable) == sorted(paragraphs)
    assert all(int(each, 16) < 2**31 for each in (*paragraphs[2:], *durable.values()))
    extended = root_of(made, "commentsExtended")
    parents = {each.get(f"{{{W15}}}paraId"): each.get(f"{{{W15}}}paraIdParent") for each in extended}
    assert [parents[each] for each in paragraphs] == [None, None, "7FFFFFFE", "8F000000"]


def test_a_reply_to_a_reply_answers_the_comment_that_begins_the_thread(tmp_path: Path) -> None:
    entries = '<w15:commentEx w15:paraId="00000001" w15:done="0"/>'
    entries += '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/>'
    data = sent(on("all fees", 5, 6), comment(5, "Which?", "00000001") + comment(6, "And why?", "00000002"), entries)
    made, units = replied(tmp_path, data, [(0, "reply", "Those of clause 4.")])
    assert len(units) == 1 and units[0].told.added == "Which?\nAnn Bell: And why?"
    (thread,) = threads_of(made)
    assert [each.words for each in thread.replies] == ["And why?", "Those of clause 4."]


def test_a_thread_that_was_resolved_stays_so_and_what_came_after_is_called_that(tmp_path: Path) -> None:
    entries = '<w15:commentEx w15:paraId="00000001" w15:done="1"/>'
    entries += '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/>'
    data = sent(on("all fees", 5, 6), comment(5, "Which?", "00000001") + comment(6, "Wait.", "00000002"), entries)
    made, units = replied(tmp_path, data, [(0, "reply", "Seen.")])
    assert "resolved, and replied to after that" in units[0].told.detail
    (thread,) = threads_of(made)
    assert thread.settled
    assert [said for _, said in comment_lines([thread])] == ["", "reply after it was resolved", "reply"]


def test_a_comment_is_only_replied_to_and_a_change_never_is(tmp_path: Path) -> None:
    data = sent(on("all fees", 5).replace("</w:p>", f"{ins(' At once.')}</w:p>"), comment(5, "Which?"))
    units = units_of(data, issued(tmp_path))
    assert [each.told.kind for each in units] == ["insertion", "comment"]
    for number, verdict, words in ((1, "accept", ""), (1, "counter", "x"), (1, "ask", "x"), (0, "reply", "x")):
        reply, problems = reply_to(data, report(data, units, {number: (verdict, words)}))
        assert reply is None and [each.slug for each in problems] == ["cannot-answer-here"]
    reply, problems = reply_to(data, report(data, units, {1: ("reply", "")}))
    assert reply is None and [each.slug for each in problems] == ["decision-without-words"]


def test_a_change_may_be_refused_and_the_comment_on_it_answered_at_once(tmp_path: Path) -> None:
    inside = f'<w:commentRangeStart w:id="5"/>{run("No interest.")}<w:commentRangeEnd w:id="5"/>'
    inside += '<w:r><w:commentReference w:id="5"/></w:r>'
    data = sent(par(run("Pay. "), f'<w:ins w:id="3" {THEIRS}>{inside}</w:ins>'), comment(5, "Agreed on the phone."))
    units = units_of(data, issued(tmp_path, "Pay. "))
    reply, problems = reply_to(data, report(data, units, {0: ("reject", ""), 1: ("reply", "Not by us.")}))
    assert reply is not None and reply.clean is not None, problems
    assert texts(main_part(reply.data)) == texts(main_part(reply.clean)) == ["Terms", "Pay. ", "The end."]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))
    (thread,) = threads_of(reply.data)
    assert [each.words for each in thread.replies] == ["Not by us."]


def test_a_comment_that_names_no_place_or_not_one_alone_is_told_and_not_answered(tmp_path: Path) -> None:
    data = sent(on("all fees", 5), comment(5, "Which?") + comment(5, "Why?") + comment(8, "Nowhere."))
    units = [each for each in units_of(data, issued(tmp_path)) if each.told.kind == "comment"]
    assert len(units) == 3 and all(each.refusal("reply") for each in units)


def said(author: str, words: str, *replies: Comment, day: int = 4) -> Comment:
    return Comment("1", author, f"2026-05-0{day}T09:30:00Z", words, "", False, RevisionPlace("p"), replies)


def test_threads_that_a_program_took_apart_are_put_together_by_author_date_and_words() -> None:
    ours, theirs = said(OURS, "Because.", day=6), said("Ann Bell", "Why?")
    again = said("Ann Bell", "I see.", day=7)
    before = [said("Ann Bell", "Why?", ours, again), said("Ann Bell", "Other.")]
    # LibreOffice gives ids anew, in another order, and no parents.
    (other, thread) = threaded_as([said("Ann Bell", "Other."), again, ours, theirs], before)
    assert other.words == "Other." and other.replies == ()
    assert thread.words == "Why?" and [each.words for each in thread.replies] == ["Because.", "I see."]


def test_threads_that_are_whole_and_comments_that_are_new_stay_as_they_came() -> None:
    whole = [said("Ann Bell", "Why?", said(OURS, "Because.")), said("Ann Bell", "New.")]
    assert threaded_as(whole, [said("Ann Bell", "Why?", said(OURS, "Because."))]) == whole
    assert threaded_as(whole, []) == whole
