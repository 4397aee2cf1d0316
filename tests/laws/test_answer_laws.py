"""The law of an answer, over random documents and any set of decisions: rejecting all of ours gives what they sent,
and accepting everything gives what was decided.

`make_reply` proves itself; what is checked here is checked by the words of the paragraphs, worked out beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.review.answering import (
    OURS,
    THEIRS,
    as_sent,
    comments_of,
    dele,
    ins,
    main_part,
    par,
    reply_to,
    report,
    row,
    run,
    table,
    texts,
    theirs_alone,
    units_of,
)
from tests.word.making import docx_bytes

from specgen.review.words import NOBODY
from specgen.word.reply.proposals import VERDICTS

WORDS = ["the Provider", "must", "pay", "30", "days", "80%", "or", "by 1 May 2026", "care", "x"]
KINDS = ["same", "same", "ins", "del", "both", "silent", "gone", "come", "nested", "link", "look"]
ENDS = ["", "", "", "ins", "del"]
LOOKS = ["", "", "<w:b/>"]
COMMENT = f'<w:comment w:id="900" {THEIRS}>{par(run("Why?"))}</w:comment>'
COMMENTED = par(
    '<w:commentRangeStart w:id="900"/>',
    run("Preamble"),
    '<w:commentRangeEnd w:id="900"/><w:r><w:commentReference w:id="900"/></w:r>',
)
HYPERLINK = '<w:hyperlink w:anchor="a">{}</w:hyperlink>'

piece = st.tuples(st.sampled_from(KINDS), st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(LOOKS))
line = st.tuples(st.lists(piece, min_size=1, max_size=5), st.sampled_from(ENDS))


def written(kind: str, one: str, two: str, look: str, number: int) -> tuple[str, str]:
    """What was issued and what came back, of one piece."""
    words, other = f"{one} ", f"{two} "
    return {
        "same": (run(words, look), run(words, look)),
        "ins": ("", ins(words, number, look)),
        "del": (run(words, look), dele(words, number, look)),
        "both": (run(words, look), dele(words, number, look) + ins(other, number, look)),
        "silent": (run(words, look), run(other, look)),
        "gone": (run(words, look), ""),
        "come": ("", run(words, look)),
        "nested": ("", f'<w:ins w:id="{number}" {THEIRS}>{dele(words, number)}{run(other)}</w:ins>'),
        "look": (run(words), run(words, f'<w:i/><w:rPrChange w:id="{number}" {THEIRS}><w:rPr/></w:rPrChange>')),
        "link": (HYPERLINK.format(run(words)), HYPERLINK.format(ins(other, number) + dele(words, number))),
    }[kind]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answered")


def decide(folder: Path, issued: str, returned: str, data: st.DataObject) -> None:
    """Any decisions on all that changed, and the law held on what comes of them."""
    sent = docx_bytes(COMMENTED + returned, comments=COMMENT)
    (folder / "issued.docx").write_bytes(docx_bytes(par(run("Preamble")) + issued))
    units = units_of(sent, folder / "issued.docx")
    assert len({unit.id for unit in units}) == len(units)
    every = data.draw(st.sampled_from(["", "", *VERDICTS]))
    decided: dict[int, tuple[str, str]] = {}
    for number, unit in enumerate(units):
        may = [verdict for verdict in VERDICTS if not unit.refusal(verdict)]
        if unit.told.sort == "look only" and any(each.id.startswith("s-") for each in units):
            # Refused together with silent changes of the same line by its cell.
            may = [verdict for verdict in may if verdict != "reject"]
        verdict = every if every in may else data.draw(st.sampled_from(["", *may])) if not every else ""
        if verdict:
            words = data.draw(st.sampled_from(["other words", "45", "a & b"]))
            decided[number] = verdict, words if verdict in ("counter", "ask", "reply") else ""
    reply, problems = reply_to(sent, report(sent, units, decided))
    if reply is None and problems and {each.slug for each in problems} <= {"counter-does-not-read-on", "move-torn"}:
        return  # two counters beside each other say the same words, or half of a move was decided
    assert reply is not None, [f"{problem.location} {problem.message}" for problem in problems]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(sent))
    assert reply.clean is not None and texts(theirs_alone(main_part(reply.clean))) == texts(main_part(reply.data))
    silent = [unit for unit in reply.open if unit.told.by == NOBODY]
    said = [words for who, words in comments_of(reply.clean) if who == OURS]
    assert len(said) >= len(silent), "each silent change that nobody agreed has a comment of ours, or stands tracked"
    ours = sum(each.by_comment or each.verdict in ("accept", "ask", "reply") for each in reply.decided)
    assert len(comments_of(reply.data)) == 1 + ours
    refusals = [unit for number, unit in enumerate(units) if decided.get(number, ("",))[0] == "reject"]
    if len(refusals) == len(units) - 1 and not any(each.by_comment for each in reply.decided):
        assert "".join(texts(main_part(reply.data))) == "".join(texts(main_part((folder / "issued.docx").read_bytes())))


@settings(max_examples=120, deadline=None)
@given(lines=st.lists(line, min_size=1, max_size=4), data=st.data())
def test_any_set_of_decisions_keeps_the_law(folder: Path, lines: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
    issued, returned = par(run("Terms")), par(run("Terms"))
    for number, (pieces, end) in enumerate(lines):
        sides = [written(kind, one, two, look, number) for kind, one, two, look in pieces]
        was, now = "".join(a for a, _ in sides), "".join(b for _, b in sides)
        issued += "" if end == "ins" else par(was)
        returned += par(now, mark=end)
    last = par(run("The end."))
    decide(folder, issued + last, returned + last, data)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(st.sampled_from(["", "", "ins", "del"]), piece, piece), max_size=4), data=st.data())
def test_any_set_of_decisions_in_a_table_keeps_the_law(folder: Path, rows: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
    head = row(par(run("Measure")), par(run("Threshold")))
    sides = ["", ""]
    for number, (mark, *cells) in enumerate(rows):
        if mark:
            words = [par({"ins": ins, "del": dele}[mark](each[1], number), mark=mark) for each in cells]
            sides[0] += row(*(par(run(each[1])) for each in cells)) if mark == "del" else ""
            sides[1] += row(*words, mark=mark)
            continue
        pairs = [written(kind, one, two, look, number) for kind, one, two, look in cells]
        for side in (0, 1):
            sides[side] += row(*(par(pair[side]) for pair in pairs))
    issued, returned = (table(head, side) + par(run("The end.")) for side in sides)
    decide(folder, issued, returned, data)


@given(verdict=st.sampled_from(["accept", "counter"]))
def test_what_cannot_be_answered_is_refused_by_its_cell_and_nothing_is_written(folder: Path, verdict: str) -> None:
    issued, returned = (
        par(run("Pay.")),
        par(f'<w:del w:id="3" {THEIRS}><w:ins w:id="4" {THEIRS}>{run("B")}</w:ins></w:del>', run("Pay.")),
    )
    sent = docx_bytes(returned)
    (folder / "issued.docx").write_bytes(docx_bytes(issued))
    units = units_of(sent, folder / "issued.docx")
    reply, problems = reply_to(sent, report(sent, units, {0: (verdict, "why" if verdict == "counter" else "")}))
    assert reply is None
    assert [(problem.slug, problem.location.line) for problem in problems] == [("cannot-answer-here", 2)]
