"""One value of a contract file changed: its lines change and no others, and what is read is what was typed."""

from __future__ import annotations

from typing import Any

import pytest

from specgen.contract.edit.change import AddTo, Edit, Put, TakeOut, edited
from specgen.contract.edit.writing import Given, Habits, Noted, block_lines
from specgen.problems import Problem
from specgen.yamlfile import decode, parse_yaml, plain

ODD = """\
# A note at the top.
contract:
    reference:   'A-1'      # keep me
    title: "Home \\"care\\""
    term: {start: 2026-04-01, end: "2027-03-31"}   # one line
    # draft_version: "0.5"
    award_route: >-   # folded
        direct award
        process A

    dpia: |
        first
          second

        last
services:
- name: One   # the first
  # about the cohort
  cohort:
  specification: []
  values:
    sdm_points:
    - a   # note a
    # between
    - "b"
    - 'c: d'
    sdm_text:
      words on
      two lines  # end
-   number: "02"
    name: Two
    quality: [one, "two, three" , four]

unknown: {x: [1, 2]}
# the end
"""


def changed(text: str, *edits: Edit) -> str:
    out, problems = edited(text.encode(), edits, "contract.yaml")
    assert out is not None, problems
    return out.decode()


def refused(text: str, *edits: Edit) -> list[Problem]:
    out, problems = edited(text.encode(), edits, "contract.yaml")
    assert out is None
    return problems


def says(text: str, *path: str | int) -> Any:
    document, problems = parse_yaml(decode(text.encode(), "")[0], "")
    assert problems == []
    node: Any = plain(document.root)
    for step in path:
        node = node[step]
    return node


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came, where everything before and behind them is the same."""
    old, new = before.split("\n"), after.split("\n")
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return old, new


@pytest.mark.parametrize(
    ("path", "value", "went", "came"),
    [
        (
            ("contract", "reference"),
            "it's B",
            ["    reference:   'A-1'      # keep me"],
            ["    reference:   'it''s B'      # keep me"],
        ),
        (("contract", "title"), "Plain", ['    title: "Home \\"care\\""'], ['    title: "Plain"']),
        (
            ("contract", "term", "start"),
            "2026-05-01",
            ['    term: {start: 2026-04-01, end: "2027-03-31"}   # one line'],
            ['    term: {start: 2026-05-01, end: "2027-03-31"}   # one line'],
        ),
        (
            ("contract", "award_route"),
            "most suitable provider process",
            ["        direct award", "        process A"],
            ["        most suitable provider process"],
        ),
        (
            ("contract", "dpia"),
            "one\n  two",
            ["        first", "          second", "", "        last"],
            ["        one", "          two"],
        ),
        (("services", 0, "cohort"), "NO", ["  cohort:"], ['  cohort: "NO"']),
        (("services", 0, "cohort"), "0123", ["  cohort:"], ['  cohort: "0123"']),
        (("services", 0, "cohort"), "# leading", ["  cohort:"], ['  cohort: "# leading"']),
        (("services", 0, "cohort"), "at: home", ["  cohort:"], ['  cohort: "at: home"']),
        (("services", 0, "cohort"), "two\nlines", ["  cohort:"], ["  cohort: |-", "    two", "    lines"]),
        (
            ("services", 0, "values", "sdm_text"),
            "one line",
            ["      words on", "      two lines  # end"],
            ["      one line  # end"],
        ),
        (("services", 0, "values", "sdm_points", 0), "A", ["    - a   # note a"], ["    - A   # note a"]),
        (
            ("services", 0, "values", "sdm_points"),
            ["a", "new", "b", "c: d"],
            [],
            ["    - new"],
        ),
        (
            ("services", 1, "quality", 1),
            "x] y",
            ['    quality: [one, "two, three" , four]'],
            ['    quality: [one, "x] y" , four]'],
        ),
        (("services", 0, "specification"), ["a", "b"], ["  specification: []"], ["  specification:", "  - a", "  - b"]),
        (
            ("contract", "reference"),
            None,
            ["    reference:   'A-1'      # keep me"],
            ["    reference:         # keep me"],
        ),
        (("services", 0, "values", "sdm_points"), [], None, None),
    ],
)
def test_a_value_changes_only_its_own_lines(
    path: tuple[str | int, ...], value: Given, went: list[str] | None, came: list[str] | None
) -> None:
    after = changed(ODD, Put(path, value))
    said = says(after, *path)
    assert (said.rstrip("\n") if isinstance(said, str) else said) == value
    if went is not None:
        assert difference(ODD, after) == (went, came)


def test_a_list_with_one_entry_less_keeps_the_notes_of_the_others() -> None:
    after = changed(ODD, Put(("services", 0, "values", "sdm_points"), ["a", "c: d"]))
    assert difference(ODD, after) == (['    - "b"'], [])


def test_a_missing_name_finds_its_place_among_the_others_and_brings_the_parts_above_it() -> None:
    text = "contract:\n   reference: A\n   edition: 2026/27\nprovider:\n"
    after = changed(
        text,
        Put(("contract", "title"), "T"),
        Put(("provider", "name"), "P"),
        Put(("commissioners", 0, "name"), "C"),
        Put(("contract", "term", "start"), "2026-04-01"),
    )
    assert after == (
        'contract:\n   reference: A\n   title: T\n   edition: 2026/27\n   term:\n      start: "2026-04-01"\n'
        "commissioners:\n  - name: C\nprovider:\n   name: P\n"
    )


def test_a_name_that_goes_takes_its_lines_and_no_note_with_it() -> None:
    assert difference(ODD, changed(ODD, TakeOut(("contract", "dpia")))) == (
        ["    dpia: |", "        first", "          second", "", "        last"],
        [],
    )
    assert difference(ODD, changed(ODD, TakeOut(("services", 0, "name")))) == (
        ["- name: One   # the first"],
        ["-    # the first"],
    )
    assert difference(ODD, changed(ODD, TakeOut(("services", 1, "number")))) == (
        ['-   number: "02"', "    name: Two"],
        ["-   name: Two"],
    )
    assert difference(ODD, changed(ODD, TakeOut(("contract", "term", "start"))))[1] == [
        '    term: {end: "2027-03-31"}   # one line'
    ]
    assert changed("a:\n  b: 1\n", TakeOut(("a", "b"))) == "a:\n"
    assert changed("a:\n- b: 1\n- c\n", TakeOut(("a", 0, "b")), TakeOut(("a", 1))) == "a:\n-\n"
    assert changed("a:  # x\n- b: 1\n", TakeOut(("a", 0))) == "a: []  # x\n"
    assert changed("a: 1\n", TakeOut(("b",))) == "a: 1\n"


def test_an_entry_can_be_added_to_a_list_of_parts() -> None:
    after = changed(ODD, AddTo(("services",), {"name": "Three", "specification": ["x"], "values": {"k": "v: w"}}))
    assert difference(ODD, after)[0] == []
    assert difference(ODD, after)[1] == [
        "- name: Three",
        "  specification:",
        "  - x",
        "  values:",
        '      k: "v: w"',
    ]


@pytest.mark.parametrize("data", [ODD.encode().replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + ODD.encode(), ODD.encode()])
def test_line_ends_and_a_byte_order_mark_stay(data: bytes) -> None:
    out, problems = edited(data, [Put(("contract", "dpia"), "a\nb"), Put(("provider", "name"), "P")], "c.yaml")
    assert problems == [] and out is not None
    assert out.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
    assert (out.count(b"\r\n") == out.count(b"\n")) == (b"\r\n" in data)
    assert edited(data, [Put(("contract", "reference"), " A-1\r\n")], "c.yaml") == (data, [])


def test_a_file_without_a_line_end_at_its_end_can_grow_and_shrink() -> None:
    assert changed("a: 1\nb: 2", Put(("c",), "3")) == "a: 1\nb: 2\nc: 3"
    assert changed("a: 1\nb: 2", TakeOut(("b",))) == "a: 1"
    assert changed("", Put(("contract", "title"), "T")) == "contract:\n  title: T\n"
    assert changed("# only a note", Put(("contract", "title"), "T")) == "# only a note\ncontract:\n  title: T\n"


@pytest.mark.parametrize(
    ("text", "slug"),
    [("a: &x 1\nb: *x\n", "yaml-anchor"), ("a: !!str 1\n", "yaml-tag"), ("a: [1\n", "yaml-syntax"), ("- x\n", None)],
)
def test_what_cannot_be_edited_is_said_and_nothing_comes_out(text: str, slug: str | None) -> None:
    (problem,) = refused(text, Put(("contract", "title"), "T"))
    assert problem.slug == (slug or "edit-by-hand")
    assert problem.location.line and problem.cure


def test_a_character_that_no_document_can_hold_is_refused() -> None:
    (problem,) = refused(ODD, Put(("contract", "title"), "a\x07b"))
    assert (problem.slug, problem.location.line) == ("edit-by-hand", 4)


def test_a_name_that_looks_like_a_number_or_an_answer_is_quoted() -> None:
    names: Given = {"3.1": "x", "no": "y", "5": "z", "plain": "w"}
    assert block_lines(names, 0, Habits()) == ['"3.1": x', '"no": y', '"5": z', "plain: w"]


def test_notes_are_written_as_comments_and_cannot_become_names() -> None:
    lines = block_lines(
        {"a": Noted(None, ("What?\nb: 1",), "page 3"), "b": [Noted("x", (), "p. 4\rc: 2")]}, 0, Habits()
    )
    assert lines == ["# What? b: 1", "a:  # page 3", "b:", "  - x  # p. 4 c: 2"]
