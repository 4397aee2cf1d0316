"""Moves, looks, and marks inside marks: answered in the file as any other change is, both halves of a move as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.review.answering import (
    OURS,
    THEIRS,
    answered,
    as_sent,
    commented_words,
    comments_of,
    dele,
    ins,
    main_part,
    par,
    reply_to,
    report,
    run,
    texts,
    units_of,
)
from tests.word.making import docx_bytes

from specgen.review.answer.sheet import decision_note
from specgen.word.document.resolve import Resolution, RevisionMark, resolve_part
from specgen.word.package.ooxml import parse_xml, w

HEAD, LAST = par(run("Terms"), style="Heading1"), par(run("The end."))
ISSUED = HEAD + par(run("Pay.")) + par(run("Stay.")) + LAST


def half(kind: str, words: str, *, name: str = "m", end: bool, number: int) -> str:
    """A paragraph that is moved from here or to here, with its end or without it."""
    mark = f'<w:pPr><w:rPr><w:{kind} w:id="{number}" {THEIRS}/></w:rPr></w:pPr>' if end else ""
    return (
        f'<w:p>{mark}<w:{kind}RangeStart w:id="{number + 1}" {THEIRS} w:name="{name}"/>'
        f'<w:{kind} w:id="{number + 2}" {THEIRS}>{run(words)}</w:{kind}><w:{kind}RangeEnd w:id="{number + 1}"/></w:p>'
    )


def moved(*, end: bool = True) -> str:
    return (
        HEAD
        + half("moveFrom", "Pay.", end=end, number=20)
        + par(run("Stay."))
        + half("moveTo", "Pay.", end=end, number=30)
        + LAST
    )


@pytest.mark.parametrize(
    ("verdict", "words", "wanted"),
    [
        ("accept", "", ["Terms", "Stay.", "Pay.", "The end."]),
        ("ask", "Why there?", ["Terms", "Stay.", "Pay.", "The end."]),
        ("reject", "", ["Terms", "Pay.", "Stay.", "The end."]),
        ("counter", "Pay monthly.", ["Terms", "Stay.", "Pay monthly.", "The end."]),
    ],
)
def test_a_move_is_one_change_whose_two_places_have_one_answer(
    tmp_path: Path, verdict: str, words: str, wanted: list[str]
) -> None:
    sent, reply, problems = answered(tmp_path, ISSUED, moved(), {"Pay.": (verdict, words)})
    assert reply is not None and reply.clean is not None, problems
    assert reply.undecided == ()
    assert texts(main_part(reply.data)) == texts(main_part(reply.clean)) == wanted
    assert as_sent(main_part(reply.data)) == as_sent(main_part(sent))
    if verdict in ("accept", "ask"):
        assert commented_words(reply.data) == "Pay." and len(comments_of(reply.data)) == 1
    if verdict != "ask":
        assert b"move" not in main_part(reply.clean), "a decided move leaves none of its four range marks"


def test_a_move_within_a_line_is_answered_too(tmp_path: Path) -> None:
    def part(kind: str, number: int) -> str:
        return (
            f'<w:{kind}RangeStart w:id="{number}" {THEIRS} w:name="m"/><w:{kind} w:id="{number + 1}" {THEIRS}>'
            f'{run("One. ")}</w:{kind}><w:{kind}RangeEnd w:id="{number}"/>'
        )

    line = par(part("moveFrom", 20), run("Two. "), part("moveTo", 22), run("Three."))
    issued = HEAD + par(run("One. Two. Three.")) + LAST
    for verdict, wanted in (("reject", "One. Two. Three."), ("accept", "Two. One. Three.")):
        _, reply, problems = answered(tmp_path, issued, HEAD + line + LAST, {"One.": (verdict, "")})
        assert reply is not None, problems
        assert texts(main_part(reply.data)) == ["Terms", wanted, "The end."]


def test_two_moves_side_by_side_are_two_changes(tmp_path: Path) -> None:
    returned = (
        HEAD
        + half("moveFrom", "Alpha.", name="a", end=True, number=20)
        + half("moveFrom", "Beta.", name="b", end=True, number=30)
        + par(run("Stay."))
        + half("moveTo", "Beta.", name="b", end=True, number=40)
        + half("moveTo", "Alpha.", name="a", end=True, number=50)
        + LAST
    )
    issued = HEAD + par(run("Alpha.")) + par(run("Beta.")) + par(run("Stay.")) + LAST
    sent, reply, problems = answered(tmp_path, issued, returned, {"Alpha.": ("reject", ""), "Beta.": ("accept", "")})
    assert reply is not None and reply.clean is not None, problems
    assert texts(main_part(reply.clean)) == ["Terms", "Alpha.", "Stay.", "Beta.", "The end."]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(sent))


NESTED = par(
    run("Pay "), f'<w:ins w:id="3" {THEIRS}>{run("all ")}{dele("fees ", 4)}{run("costs ")}</w:ins>', run("now.")
)


@pytest.mark.parametrize(
    ("verdict", "words", "wanted"),
    [
        ("accept", "", "Pay all costs now."),
        ("reject", "", "Pay now."),
        ("counter", "half ", "Pay half now."),
        ("ask", "Which?", "Pay all costs now."),
    ],
)
def test_words_put_in_and_partly_taken_out_again_are_one_change(
    tmp_path: Path, verdict: str, words: str, wanted: str
) -> None:
    issued = HEAD + par(run("Pay now.")) + LAST
    sent, reply, problems = answered(tmp_path, issued, HEAD + NESTED + LAST, {"costs": (verdict, words)})
    assert reply is not None and reply.clean is not None, problems
    assert texts(main_part(reply.data)) == texts(main_part(reply.clean)) == ["Terms", wanted, "The end."]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(sent))
    if verdict == "counter":
        xml = resolve_part(main_part(reply.data), lambda mark: "accept" if mark.author == OURS else "reject")
        assert texts(xml)[1] == "Pay half now.", "a counter stands beside their words, never inside them"


BOLD = (
    f'<w:r><w:rPr><w:b/><w:rPrChange w:id="3" {THEIRS}><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>Pay.</w:t></w:r>'
)
CENTRED = (
    f'<w:p><w:pPr><w:jc w:val="end"/><w:pPrChange w:id="3" {THEIRS}><w:pPr/></w:pPrChange></w:pPr>{run("Pay.")}</w:p>'
)


@pytest.mark.parametrize(("verdict", "looks"), [("accept", "b"), ("reject", "i"), ("ask", "b")])
def test_a_changed_look_of_words_is_answered(tmp_path: Path, verdict: str, looks: str) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay.", "<w:i/>")) + LAST))
    data = docx_bytes(HEAD + par(BOLD) + LAST)
    units = [unit for unit in units_of(data, file) if unit.id.startswith("t-")]
    assert len(units) == 1 and units[0].refusal("counter")
    reply, problems = reply_to(data, report(data, units, {0: (verdict, "Why?" if verdict == "ask" else "")}))
    assert reply is not None and reply.clean is not None, problems
    made = parse_xml(resolve_part(main_part(reply.data), lambda mark: "accept"))
    line = list(made.iter(w("p")))[1]
    assert [each.tag for run_ in line.iter(w("r")) if run_.find(w("t")) is not None for each in run_[0]] == [w(looks)]
    assert (b"rPrChange" in main_part(reply.clean)) == (verdict == "ask")
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))


def test_a_changed_look_of_a_paragraph_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay.")) + LAST))
    data = docx_bytes(HEAD + CENTRED + LAST)
    units = [unit for unit in units_of(data, file) if unit.id.startswith("t-")]
    reply, problems = reply_to(data, report(data, units, {0: ("accept", "")}))
    assert reply is not None and reply.clean is not None, problems
    assert comments_of(reply.data) == [("Ada Shah", "Agreed, subject to contract")]
    assert b"pPrChange" not in main_part(reply.clean) and b'w:val="end"' in main_part(reply.clean)


LOOKS = (
    '<w:pStyle w:val="Quiet"/>',
    "<w:keepNext/>",
    '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
    '<w:ind w:left="720"/>',
    '<w:jc w:val="end"/>',
)
"""Properties of a paragraph in the order of the schema (17.3.1.26)."""


@settings(max_examples=25, deadline=None)
@given(
    st.sets(st.sampled_from(LOOKS)),
    st.sets(st.sampled_from(LOOKS)),
    st.sampled_from(["", "<w:rPr><w:b/></w:rPr>", f'<w:rPr><w:ins w:id="9" {THEIRS}/></w:rPr>']),
)
def test_a_refused_look_of_a_paragraph_is_tracked_back_under_our_name(
    proposed: set[str], before: set[str], mark: str
) -> None:
    now, then = ("".join(each for each in LOOKS if each in held) for held in (proposed, before))
    change = f'<w:pPrChange w:id="3" {THEIRS}><w:pPr>{then}</w:pPr></w:pPrChange>'
    data = docx_bytes(HEAD + f"<w:p><w:pPr>{now}{mark}{change}</w:pPr>{run('Pay.')}</w:p>" + LAST)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "issued.docx"
        file.write_bytes(docx_bytes(HEAD + par(run("Pay.")) + LAST))
        units = [unit for unit in units_of(data, file) if unit.id.startswith("t-")]
    at = next(number for number, unit in enumerate(units) if unit.told.sort == "look only")
    reply, problems = reply_to(data, report(data, units, {at: ("reject", "")}))
    assert reply is not None, problems

    def look(data: bytes, verdict: Callable[[RevisionMark], Resolution]) -> list[str]:
        paragraph = list(parse_xml(resolve_part(main_part(data), verdict)).iter(w("p")))[1]
        held = paragraph.find(w("pPr"))
        return [etree.QName(each).localname for each in (held if held is not None else ()) if each.tag != w("rPr")]

    names = [[each[3:].split(" ")[0].split("/")[0].split(">")[0] for each in LOOKS if each in held]
             for held in (before, proposed)]  # fmt: skip
    assert look(reply.data, lambda revision: "accept") == names[0]
    assert look(reply.data, lambda revision: "reject" if revision.author == OURS else "accept") == names[1]
    (ours,) = parse_xml(main_part(reply.data)).iter(w("pPrChange"))
    assert ours.get(w("author")) == OURS and mark in main_part(reply.data).decode()


def test_a_look_of_a_page_is_refused_in_a_comment_alone_and_stays_as_they_proposed_it(tmp_path: Path) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay.")) + LAST))
    changed = f'<w:sectPrChange w:id="3" {THEIRS}><w:sectPr/></w:sectPrChange>'
    section = f"<w:p><w:pPr><w:sectPr>{changed}</w:sectPr></w:pPr></w:p>"
    data = docx_bytes(HEAD + par(run("Pay.")) + section + LAST)
    units = [unit for unit in units_of(data, file) if unit.id.startswith("t-")]
    at = next(number for number, unit in enumerate(units) if unit.told.sort == "look only")
    reply, problems = reply_to(data, report(data, units, {at: ("reject", "")}))
    assert reply is not None and [unit.id for unit in reply.by_comment] == [units[at].id], problems
    assert "one proposed look" in decision_note(units[at]) and changed.encode() in main_part(reply.data)
    assert [words.partition(":")[0] for _, words in comments_of(reply.data)] == ["Not agreed"]


@pytest.mark.parametrize(
    ("theirs", "words", "instead"),
    [
        (par(run("Pay "), dele("30"), ins("60"), run(" days.")), "60", "accept"),
        (par(run("Pay "), dele("30"), ins("60"), run(" days.")), "30", "reject"),
        (par(run("Pay 60 days.")), "60", "accept"),
        (par(run("Pay 60 days.")), "30", "reject"),
    ],
)
def test_a_counter_that_says_what_stands_there_already_is_refused_with_the_decision_that_says_so(
    tmp_path: Path, theirs: str, words: str, instead: str
) -> None:
    issued = HEAD + par(run("Pay 30 days.")) + LAST
    _, reply, problems = answered(tmp_path, issued, HEAD + theirs + LAST, {"60": ("counter", words)})
    assert reply is None
    assert [each.slug for each in problems] == ["counter-says-the-same"] and instead in (problems[0].cure or "")


@pytest.mark.parametrize(("gone", "come"), [("moveFrom", "moveTo"), ("del", "ins")])
def test_what_is_moved_with_tracking_is_one_row_of_place_from_where_to_where(
    tmp_path: Path, gone: str, come: str
) -> None:
    def half(kind: str, number: int) -> str:
        said = f'<w:{kind} w:id="{number}" {THEIRS}>{run("Pay within 30 days.")}</w:{kind}>'
        if kind in ("del", "moveFrom"):
            said = said.replace("<w:t", "<w:delText").replace("</w:t>", "</w:delText>") if kind == "del" else said
        return par(said, mark=kind)

    first, second = par(run("First.")), par(run("Second."))
    (tmp_path / "issued.docx").write_bytes(docx_bytes(first + par(run("Pay within 30 days.")) + second + LAST))
    sent = docx_bytes(first + half(gone, 5) + second + half(come, 7) + LAST)
    (unit,) = units_of(sent, tmp_path / "issued.docx")
    assert (unit.told.kind, unit.told.sort) == ("moved", "place only")
    assert unit.told.detail == "from after “First.” to after “Second.”"
    assert unit.told.removed == unit.told.added == "Pay within 30 days."
