"""The answers of a page's form as changes of the file's text. What was not changed on the page is not written.

A page sends every field that it shows; an answer that says what the file says is no change, whatever its quotes,
line ends or spaces round it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from specgen.assembly.pack import leaf_headings
from specgen.contract.edit.change import AddTo, Edit, Put, TakeOut, edited
from specgen.desk.asked.looked import Looked, written
from specgen.desk.asked.questions import Question, questions_of
from specgen.desk.asked.trajectories import cell_name, edits_of_mapping, line_given, line_of
from specgen.problems import Problem
from specgen.yamlfile import Mapping as Names
from specgen.yamlfile import Path

PREFIX = "v:"
"""What the name of a field with an answer begins with, so that no answer is taken for an order to the desk."""

FormAnswer = str | tuple[str, ...]


def changed_answers(looked: Looked, form: Mapping[str, str]) -> dict[Path, FormAnswer]:
    """Path → the new answer, "" or () where it was taken away, for what the form says otherwise than the file."""
    found: dict[Path, FormAnswer] = {}
    for group in questions_of(looked):
        for question in group.every():
            posted = _posted(question, form)
            if posted is None or question.kind == "kept" or question.path in found:
                continue
            answer = _answer(question, posted)
            if answer != _normal(question) and (answer := _as_typed(question, answer)) != _normal(question):
                found[question.path] = answer
    return found


def _posted(question: Question, form: Mapping[str, str]) -> str | None:
    """What the form says of the question; the fields of a trajectory's table as the line that they come to."""
    field = PREFIX + question.field
    if field in form or not any(cell_name(field, cell) in form for cell in question.cells):
        return form.get(field)
    line = line_of(question.cells, field, form)
    return question.given if line == line_of(question.cells, field, {}) and isinstance(question.given, str) else line


def _answer(question: Question, posted: str) -> FormAnswer:
    text = posted.replace("\r\n", "\n").replace("\r", "\n").strip()
    if question.kind != "list":
        return text
    entries = tuple(line.strip() for line in text.split("\n") if line.strip())
    # A list of one that the file gives as a text, and that still is one, stays a text.
    if isinstance(question.given, str) and len(entries) == 1:
        return entries[0]
    return entries or ("" if not isinstance(question.given, tuple) else ())


_OF_A_PASTE = (
    (re.compile("[\x0b\x0c\x85\u2028\u2029]"), "\n"),  # a line or page that Word ends
    (re.compile("\x1e"), "\u2011"),  # Word's own sign for a hyphen at which no line ends
    (re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]"), ""),  # a cell's end, an optional hyphen
)
"""What comes along with words that are copied out of another program, and what is meant by it."""
_BULLET = re.compile(
    r"^(?:[•·▪◦‣●○■□\uf0b7\uf0a7\uf0fc]\s*|(?:[-–—*o]|\d{1,2}[.)]|\(?[a-z]{1,3}[.)])[\t\u00a0]+)(?=\S)"
)
"""The mark of an entry of a list that is copied out of another program."""
_LISTED = re.compile(r"^(?:[-–—*]|\d{1,2}[.)])\s+(?=\S)")
"""What may be such a mark, and is where every entry has one."""


def _as_typed(question: Question, answer: FormAnswer) -> FormAnswer:
    """The answer without what a copy out of Word brings along; entries that the file has already stay as they are."""
    if question.kind != "list" and isinstance(answer, str):
        text = _without_signs(answer).strip()
        return text if question.kind == "text" else re.sub(r"\s*\n\s*", " ", text)
    kept = question.given if isinstance(question.given, tuple) else ()
    entries = (answer,) if isinstance(answer, str) else answer
    lines = [line for each in entries for line in ([each] if each in kept else _without_signs(each).split("\n"))]
    new = [line.strip() for line in lines if line not in kept]
    mark = _LISTED if len(new) > 1 and all(map(_LISTED.match, new)) else _BULLET
    found = (line if line in kept else mark.sub("", line.strip()) for line in lines)
    cleaned = tuple(line for line in found if line)
    return cleaned if isinstance(answer, tuple) or len(cleaned) > 1 else "".join(cleaned)


def _without_signs(text: str) -> str:
    for sign, meant in _OF_A_PASTE:
        text = sign.sub(meant, text)
    return text


def _normal(question: Question) -> FormAnswer:
    """What the file says, as a form would send it unchanged."""
    given = question.given
    if given is None:
        return ""
    if isinstance(given, tuple):
        return tuple(entry.replace("\r\n", "\n").replace("\r", "\n").strip() for entry in given if entry.strip())
    return given.replace("\r\n", "\n").replace("\r", "\n").strip()


def edits_of(looked: Looked, answers: Mapping[Path, FormAnswer]) -> Iterator[Edit]:
    """The changes of the file that the answers ask for."""
    emptied = _records_emptied(looked, answers)
    yield from map(TakeOut, emptied)
    for path, answer in answers.items():
        if path[:-1] in emptied:
            continue
        if path[-1] == "legal_rights_to_choice" and answer == "" and (*path, "not_applicable") in answers:
            continue  # the reason takes the place of the word
        node = looked.node(path)
        if answer not in ("", ()) and isinstance(node, Names) and isinstance(answer, str) and line_given(node):
            yield from edits_of_mapping(path, node, answer)
        elif answer not in ("", ()):
            yield Put(path, list(answer) if isinstance(answer, tuple) else answer)
        elif node is not None:
            yield TakeOut(path)


def _records_emptied(looked: Looked, answers: Mapping[Path, FormAnswer]) -> tuple[Path, ...]:
    """The records of Commissioners that say nothing more once the answers are written: they go as a whole."""
    found = []
    for record in dict.fromkeys(path[:-1] for path in answers if path[-2:-1] and path[-2] in RECORD_NAMES):
        node = looked.node(record)
        if isinstance(node, Names) and all(
            answers.get((*record, key.value), written(each)) in ("", None) for key, each in node.entries
        ):
            found.append(record)
    return tuple(found)


RECORD_NAMES = {"delegation": "holder", "section_75": "lead"}
"""A record of a Commissioner → what it says beside its reference."""


def room_for(looked: Looked, what: str) -> tuple[Edit, ...]:
    """The changes that make room for another Commissioner or service, or for the texts of a whole specification."""
    kind, _, number = what.partition("/")
    if kind == "commissioners":
        return (
            AddTo(
                ("commissioners",),
                {"name": None, "ods_code": None, "role": "associate", "kind": "integrated care board"},
            ),
        )
    if kind == "services":
        return (AddTo(("services",), {"name": None}),)
    index = int(number) if number.isdecimal() and len(number) < 7 else 0
    if kind in RECORD_NAMES:
        record: Path = ("commissioners", index, kind)
        if isinstance(looked.node(record), Names) or looked.node(record[:2]) is None:
            return ()
        return (Put(record, {"reference": None, RECORD_NAMES[kind]: None}),)
    path: Path = ("services", index, "whole_specification")
    if kind == "whole_specification" and looked.pack is not None and looked.node(path) is None:
        return (Put(path, dict.fromkeys(leaf_headings(looked.pack.edition))),)
    return ()


def with_answers(
    looked: Looked, answers: Mapping[Path, FormAnswer], room: tuple[Edit, ...] = ()
) -> tuple[bytes | None, list[Problem]]:
    """The file's bytes with the answers; the same bytes where there are none. None, with the reason, where a change is
    to be made by hand."""
    edits = (*edits_of(looked, answers), *room)
    return edited(looked.data, edits, looked.name) if edits else (looked.data, [])
