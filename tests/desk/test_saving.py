"""Laws of saving: nothing changed writes nothing; one answer changes its own lines, and is read as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

import pytest
from tests.desk.conftest import EXAMPLES, ready_examples

from specgen.desk.answers.contract import as_text
from specgen.desk.asked.edits import PREFIX, changed_answers, with_answers
from specgen.desk.asked.looked import Looked, look_at, written
from specgen.desk.asked.questions import Question, questions_of
from specgen.desk.asked.trajectories import cell_name

NAMES = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/contract.yaml"))


def _indented(text: str) -> str:
    """Every level moved in by four spaces and not by two."""
    moved = re.sub(r"^( +)", lambda found: found[1] * 2, text, flags=re.MULTILINE)
    return re.sub(r"^( *)- ", r"\1-   ", moved, flags=re.MULTILINE)


MANNERS: Final[dict[str, Callable[[str], bytes]]] = {
    "as it is": lambda text: text.encode("utf-8"),
    "of Windows": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"),
    "with notes": lambda text: (
        re.sub(r"^( *[a-z_]+: \S.*)$", r"\1   # note: a", text, flags=re.MULTILINE).encode("utf-8")
        if '"' not in text and ">-" not in text
        else re.sub(r"^( *title: \S.*)$", r"\1   # note: a", text, flags=re.MULTILINE).encode("utf-8")
    ),
    "moved in": lambda text: _indented(text).encode("utf-8"),
    "quoted": lambda text: re.sub(
        r"^( *[a-z_]+_(?:post|cohort|time|tool): )([^\"'>|\n]+)$",
        lambda found: f"{found[1]}'{found[2].strip()}'",
        text,
        flags=re.MULTILINE,
    ).encode("utf-8"),
    "with a block of text": lambda text: re.sub(
        r"^( *)title: (\S.*)$", r"\1title: >-\n\1  \2", text, count=1, flags=re.MULTILINE
    ).encode("utf-8"),
    "without an end of line at its end": lambda text: text.rstrip("\n").encode("utf-8"),
}


def looked(data: bytes) -> Looked:
    return look_at(data, "contract.yaml", ready_examples().of(Path()).precedents)


def answered(found: Looked) -> list[Question]:
    return [question for group in questions_of(found) for question in group.every()]


def form_of_page(found: Looked) -> dict[str, str]:
    """The form as a browser sends it, with the line ends of one."""
    return {
        PREFIX + question.field: as_text(question.given).replace("\n", "\r\n")
        for question in answered(found)
        if question.kind not in ("kept", "trajectory")
    } | {
        PREFIX + cell_name(question.field, cell): cell.given for question in answered(found) for cell in question.cells
    }


SOME = ("podiatry-services/contract.yaml", "harbour-grant/contract.yaml")


@pytest.mark.parametrize(
    ("name", "manner"), [(name, manner) for manner in MANNERS for name in (NAMES if manner == "as it is" else SOME)]
)
def test_a_form_that_is_sent_as_it_came_changes_nothing(name: str, manner: str) -> None:
    data = MANNERS[manner]((EXAMPLES / name).read_text(encoding="utf-8"))
    found = looked(data)
    assert found.contract is not None
    assert changed_answers(found, form_of_page(found)) == {}
    assert with_answers(found, {})[0] == data


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_is_asked_for_twice_since_a_form_would_send_both(name: str) -> None:
    fields = [question.field for question in answered(looked((EXAMPLES / name).read_bytes()))]
    assert sorted(set(fields)) == sorted(fields)


NEW = {
    "line": "Another: text # with signs",
    "text": "First line\nsecond: line",
    "list": "one\ntwo: 2\n- three",
    "date": "2027-02-28",
    "day": "2027-02-28",
    "percentage": "77",
    "number": "777",
    "money": "£1,250,000.00",
    "interval": "7 weeks",
    "post": "Another Post",
}


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("name", ["musculoskeletal-outpatients/contract.yaml", "harbour-grant/contract.yaml"])
def test_an_answer_of_each_kind_changes_its_own_lines_and_is_read_as_typed(name: str, manner: str) -> None:
    data = MANNERS[manner]((EXAMPLES / name).read_text(encoding="utf-8"))
    found = looked(data)
    seen: set[str] = set()
    for question in answered(found):
        if question.kind not in NEW or question.kind in seen or not question.answered:
            continue
        seen.add(question.kind)
        typed = NEW[question.kind]
        answers = changed_answers(found, {PREFIX + question.field: typed.replace("\n", "\r\n")})
        assert set(answers) == {question.path}
        after, faults = with_answers(found, answers)
        assert after is not None, faults
        now = written(looked(after).node(question.path))
        assert now == (tuple(typed.split("\n")) if question.kind == "list" else typed)
        before, lines = data.splitlines(keepends=True), after.splitlines(keepends=True)
        changed = [
            step for step in SequenceMatcher(None, before, lines, autojunk=False).get_opcodes() if step[0] != "equal"
        ]
        assert len(changed) == 1, "one place of the file"
        given = question.given if isinstance(question.given, str) else "\n".join(question.given or ())
        assert changed[0][2] - changed[0][1] <= given.count("\n") + 2 + len(given) // 60
    assert len(seen) >= 5


@pytest.mark.parametrize(
    ("kind", "pasted", "meant"),
    [
        ("line", "Home\x0bCare", "Home Care"),  # a line that Word breaks by hand
        ("line", "Home\u2028Care\x07", "Home Care"),
        ("line", "\ufeffHome co\x1eproduction\x1f", "Home co\u2011production"),
        ("post", "Lead\x0bNurse\x00", "Lead Nurse"),
        ("text", "One.\x0bTwo.\x0cThree.", "One.\nTwo.\nThree."),
        ("list", "•\tthe GP\n·\u00a0\u00a0the council\n\no\ta\n\uf0b7 b", ("the GP", "the council", "a", "b")),
        ("list", "1.\tthe GP\n2)\tthe council\n(c)\tcarers", ("the GP", "the council", "carers")),
        ("list", "1. the GP\n2. the council", ("the GP", "the council")),
        ("list", "- the GP\n– the council", ("the GP", "the council")),
        ("list", "the GP\x0bthe council", ("the GP", "the council")),
        ("list", "the GP\n- the council", ("the GP", "- the council")),  # not every entry has one: it may be meant
        ("list", "24 hours a day\n2.5 visits", ("24 hours a day", "2.5 visits")),
        ("list", "o’clock\n–5 degrees", ("o’clock", "–5 degrees")),
    ],
)  # fmt: skip
def test_what_a_copy_out_of_word_brings_along_is_not_written(
    kind: str, pasted: str, meant: str | tuple[str, ...]
) -> None:
    found = looked((EXAMPLES / SOME[0]).read_bytes())
    question = next(each for each in answered(found) if each.kind == kind and each.answered)
    answers = changed_answers(found, {PREFIX + question.field: pasted.replace("\n", "\r\n")})
    assert answers == {question.path: meant}
    after, faults = with_answers(found, answers)
    assert after is not None, faults
    assert written(looked(after).node(question.path)) == meant


def test_an_entry_that_the_file_has_with_a_mark_keeps_it() -> None:
    text = (EXAMPLES / SOME[0]).read_text(encoding="utf-8")
    found = looked(text.encode())
    question = next(each for each in answered(found) if each.kind == "list" and each.answered)
    assert isinstance(question.given, tuple)
    first = question.given[0]
    data = text.replace(f"- {first}", f"- '• {first}'", 1).encode()
    marked = looked(data)
    field = PREFIX + question.field
    assert changed_answers(marked, {field: "\n".join((f"• {first}", *question.given[1:]))}) == {}
    answers = changed_answers(marked, {field: "\n".join((f"• {first}", *question.given[1:], "•\tanother"))})
    assert answers[question.path] == (f"• {first}", *question.given[1:], "another")


def test_an_answer_that_is_taken_away_and_given_again(tmp_path: Path) -> None:
    data = (EXAMPLES / "community-respiratory" / "contract.yaml").read_bytes()
    found = looked(data)
    (question,) = [each for each in answered(found) if each.field == "services/0/values/sdm_champion_time"]
    without, _ = with_answers(found, changed_answers(found, {PREFIX + question.field: "  "}))
    assert without is not None
    after = looked(without)
    assert written(after.node(question.path)) is None
    again, _ = with_answers(after, changed_answers(after, {PREFIX + question.field: as_text(question.given)}))
    assert again is not None
    assert written(looked(again).node(question.path)) == question.given
