"""Version files and clause.yaml made from values: reading gives back what went in, and a file by hand keeps its
lines."""

import pytest

from specgen.library.model import DeclaredPlaceholder
from specgen.library.version_file import read_version
from specgen.library.versions import clause_text, version_text, with_placeholders, wording_text
from specgen.problems import Location
from specgen.wording.wording import Block, Run, parse_wording
from specgen.wording.wording import Placeholder as Gap
from specgen.yamlfile import parse_yaml, plain

ODD = [
    "yes",
    "null",
    "~",
    "a: b # c",
    "[x]",
    "{x}",
    "2026",
    "1.10",
    "012",
    '“quoted” "too" \\',
    "- dash",
    "é 🙂",
    "#",
    "&a",
    "*b",
    "!c",
    "x\u2028y",
    "x\u00a0y",
    "ends with :",
    "%",
    "@",
    "it's",
]


@pytest.mark.parametrize("odd", ODD)
def test_a_value_that_yaml_could_mistake_is_read_back_as_text(odd: str) -> None:
    front = {
        "title": odd,
        "origin": "drafted",
        "source": {"document": odd, "section": [odd, "2.1"]},
        "effective_from": "2026-04-01",
        "change": odd,
    }
    version, problems = read_version(version_text(front, "One.").encode(), "1.md", "a/specification/b", 1)
    assert version is not None, problems
    assert (version.title, version.change, version.source.document, version.source.sections) == (
        odd,
        odd,
        odd,
        (odd, "2.1"),
    )


@pytest.mark.parametrize("odd", ODD)
def test_a_placeholder_is_read_back_as_it_was(odd: str) -> None:
    text = clause_text(odd, {"x": DeclaredPlaceholder("x", "choice", odd, odd, (odd, "b"), gap=odd)})
    assert plain(parse_yaml(text, "clause.yaml")[0].root) == {
        "owner": odd,
        "placeholders": {"x": {"kind": "choice", "question": odd, "example": odd, "options": [odd, "b"], "gap": odd}},
    }


def test_wording_is_written_with_its_lists_numbered_and_nested() -> None:
    text = "Lead-in:\n\n1. **One** {{ x }}.\n    - a *b*\n2. Two \\*.\n\nAfter.\n\n1. Again."
    blocks, problems = parse_wording(text, "1.md")
    assert problems == []
    assert wording_text(blocks, Location("1.md")) == (text, [])


@pytest.mark.parametrize("words", ["# x", "a <b> c", "{% x", "1. x", "two\nlines", " x", "[a](b)"])
def test_words_that_the_format_cannot_hold_are_a_problem_and_never_other_words(words: str) -> None:
    _, problems = wording_text(
        (Block("paragraph", (Run("Fine."),)), Block("paragraph", (Run(words),))), Location("draft.docx")
    )
    assert [(problem.slug, problem.location.paragraph) for problem in problems] == [("not-wording", words)]


def test_a_placeholder_beside_braces_stays_a_placeholder() -> None:
    blocks = (Block("paragraph", (Run("{"), Gap("x"), Run("} \\"))),)
    text, problems = wording_text(blocks, Location("1.md"))
    assert problems == []
    assert parse_wording(text, "1.md") == (blocks, [])


@pytest.mark.parametrize(
    "there",
    [
        "owner: Ada   # since May\nplaceholders: {}\n",
        "owner: Ada\nplaceholders:\n  a: {from: service.name}\n",
        "# first\nowner: Ada\nplaceholders:   # none yet\n",
    ],
)
def test_placeholders_are_added_at_the_end_and_the_rest_stays(there: str) -> None:
    new = {"x": DeclaredPlaceholder("x", "text", "What?", "this")}
    text, problems = with_placeholders(there, "clause.yaml", new)
    assert problems == []
    before, after = (plain(parse_yaml(each, "clause.yaml")[0].root) for each in (there, text))
    assert isinstance(before, dict) and isinstance(after, dict)
    assert after == {
        **before,
        "placeholders": {
            **(before["placeholders"] or {}),
            "x": {"kind": "text", "question": "What?", "example": "this"},
        },
    }
    assert all(line.split("{}")[0].rstrip() in text for line in there.splitlines())


@pytest.mark.parametrize(
    "there",
    [
        "placeholders: {a: {from: service.name}}\nowner: Ada\n",
        "placeholders:\n  a: {from: service.name}\nowner: Ada\n",
        "owner: Ada\n",
    ],
)
def test_a_file_that_cannot_be_added_to_safely_is_left_and_the_lines_are_said(there: str) -> None:
    text, problems = with_placeholders(there, "clause.yaml", {"x": DeclaredPlaceholder("x", "text", "What?", "this")})
    assert text == there
    assert [problem.slug for problem in problems] == ["clause-file"]
    assert "question: What?" in problems[0].excerpt
