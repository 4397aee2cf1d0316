"""YAML: scalars as written, places, and refusal of whatever is not a plain contract file."""

from collections.abc import Callable, Iterator

import pytest
import yaml

from specgen.problems import Location
from specgen.yamlfile import Mapping, decode, parse_yaml, places, plain


@pytest.mark.parametrize("written", ["no", "012", "1.10", "12:30", "1743465600", "on", "2026-04-01", "0x1F", "NaN"])
def test_a_scalar_stays_the_characters_of_the_file(written: str) -> None:
    document, problems = parse_yaml(f"value: {written}\n", "c.yaml")
    assert problems == []
    assert plain(document.root) == {"value": written}


@pytest.mark.parametrize("left_out", ["", "~", "null"])
def test_a_value_left_out_is_none_and_a_quoted_one_is_text(left_out: str) -> None:
    assert plain(parse_yaml(f"value: {left_out}\n", "c.yaml")[0].root) == {"value": None}
    assert plain(parse_yaml(f'value: "{left_out}"\n', "c.yaml")[0].root) == {"value": left_out}


def test_every_value_knows_its_line_and_column() -> None:
    document, _ = parse_yaml("a:\n  - b: 1\n    c: x\n", "c.yaml")
    found = dict(places(document.root))
    assert found["a", 0, "c"] == Location("c.yaml", 3, 5)
    assert document.place(("a", 0, "missing")) == Location("c.yaml", 2, 5)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("premises: Unit #4, Weir Lane\n", True),
        ("- Unit #4\n- Unit 5\n", True),
        ("a:\n  two lines\n  with #1\n", True),
        ("premises: Unit # the fourth\n", False),
        ("premises: Unit#4\n", False),
        ('premises: "Unit #4" #5\n', False),
        ("premises: |\n  Unit #4\n", False),
        ("a: 1 #---\n", False),
        ("#a\na: 1\n", False),
    ],
)
def test_words_that_would_be_lost_as_a_comment_are_refused(text: str, refused: bool) -> None:
    assert [problem.slug for problem in parse_yaml(text, "c.yaml")[1]] == ["text-after-hash"] * refused


def test_a_repeated_key_is_refused_with_both_lines() -> None:
    _, problems = parse_yaml("a: 1\nb: 2\na: 3\n", "c.yaml")
    assert [(p.slug, p.location.line, p.message) for p in problems] == [
        ("repeated-key", 3, "“a” is given twice; the first stands in line 1")
    ]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("[" * 50_000, "yaml-depth"),
        ("a: &x 1\nb: *x\n", "yaml-anchor"),
        ("a: !!python/object/apply:os.system [ls]\n", "yaml-tag"),
        ("a: 1\n---\nb: 2\n", "several-documents"),
        ("{[a]: 1}", "yaml-key"),
        ("a:\n\t- b\n", "yaml-syntax"),
        ('a: "open\n', "yaml-syntax"),
        ('a: "\\x07"\n', "control-character"),
        ("a: " + "x" * (3 * 1024 * 1024), "file-too-large"),
        pytest.param("\n".join(f"k{n}: 1" for n in range(60_000)), "file-too-large", marks=pytest.mark.slow),
    ],
)
def test_what_no_contract_needs_is_refused_by_name(text: str, slug: str) -> None:
    _, problems = parse_yaml(text, "c.yaml")
    assert slug in [problem.slug for problem in problems]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\n\tb: 2\n", 2, "the line begins with a Tab"),
        ("a: 1\nb: one: two\n", 2, "a colon followed by a space is not expected here"),
        ("a:\n  b: 1\n c: 2\n", 3, "this line does not begin in the same column as the names that it stands with"),
        ("a:\n  - one\n  two\nb: 1\n", 3, "this line is neither a name with its value nor an entry of a list"),
        ("a: 1\nb:2\nc: 3\n", 2, "this line is neither a name with its value nor an entry of a list"),
        ('a: 1\nb: "open\nc: 2\n', 2, "a quote is opened here and never closed"),
        ('a: 1\nb: "open" shut\n', 2, "words stand after a closed quote or bracket"),
        ("a: 1\nb: @home\n", 2, "a value cannot begin with “@”"),
        ("a: 1\nb: [here] and there\n", 2, "words stand after a closed quote or bracket"),
        ("a: [1\nb: 2\n", 1, "a bracket is opened here and never closed"),
        ("a: [1, , 2]\n", 1, "a value is expected here, since a bracket is open"),
        ("a: [\n", 2, "a value is expected here, since a bracket is open"),
    ],
)
def test_a_slip_of_the_keyboard_is_said_in_plain_words_in_the_line_where_it_was_made(
    text: str, line: int, said: str
) -> None:
    _, problems = parse_yaml(text, "c.yaml")
    assert [(p.location.line, p.message) for p in problems] == [(line, f"the file cannot be read from here on: {said}")]
    assert problems[0].cure


NESTED: dict[str, tuple[Callable[[int], str], tuple[int, int]]] = {
    "brackets in one line": (lambda n: "[" * n, (1, 25)),
    "brackets that are closed": (lambda n: "[" * n + "]" * n, (1, 25)),
    "a bracket a line": (lambda n: "[\n" * n, (25, 1)),
    "a bracket and a comment a line": (lambda n: "[ # more\n" * n, (25, 1)),
    "brackets in a value, after others": (lambda n: "a: é€😀\nb: " + "[" * n, (2, 27)),
    "braces": (lambda n: "{a: " * n + "x" + "}" * n, (1, 97)),
    "braces without names": (lambda n: "{" * n, (1, 25)),
    "braces and brackets by turns": (lambda n: '{"a":[' * (n // 2), (1, 73)),
    "brackets in a name": (lambda n: "? " + "[" * n, (1, 26)),
    "dashes in one line": (lambda n: "- " * n + "x", (1, 49)),
    "a dash a line": (lambda n: "".join(" " * level + "-\n" for level in range(n)), (25, 25)),
    "a name a line": (lambda n: "".join(" " * level + "a:\n" for level in range(n)), (25, 25)),
    "names of names": (lambda n: "? " * n + "x", (1, 49)),
}
"""A way to nest n deep → line and column of the twenty-fifth level."""


@pytest.mark.parametrize("depth", [26, 500, 1000, 1002, 1500])
@pytest.mark.parametrize("way", NESTED)
def test_what_is_nested_too_deep_is_refused_in_the_same_words_and_place_whether_the_parser_gives_up_before_us_or_not(
    way: str, depth: int
) -> None:
    """libyaml refuses more than 1,000 levels from 0.2.6 on (PyYAML 6.0.4), and it scans ahead of its answers."""
    make, place = NESTED[way]
    document, problems = parse_yaml(make(depth), "c.yaml")
    assert document.root is None
    assert [(p.slug, p.message, (p.location.line, p.location.column)) for p in problems] == [
        ("yaml-depth", "values are nested more than 24 deep", place)
    ]
    assert problems[0].cure.startswith("take levels out")


@pytest.mark.parametrize(
    "way", ["brackets that are closed", "braces", "dashes in one line", "a dash a line", "a name a line"]
)
def test_what_is_nested_as_deep_as_is_allowed_is_read(way: str) -> None:
    document, problems = parse_yaml(NESTED[way][0](24), "c.yaml")
    assert problems == [] and document.root is not None


def test_a_slip_before_what_is_nested_too_deep_is_the_one_that_is_told() -> None:
    _, problems = parse_yaml("a: 1\nb: &x 2\nc: " + "[" * 5000, "c.yaml")
    assert [(p.slug, p.location.line) for p in problems] == [("yaml-anchor", 2)]


def test_a_parser_that_gives_up_without_a_place_is_told_as_nested_too_deep_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(text: str, **given: object) -> Iterator[yaml.Event]:
        raise yaml.scanner.ScannerError("while increasing flow level", None, "exceeded maximum nesting depth", None)
        yield

    monkeypatch.setattr(yaml, "parse", refuse)
    _, problems = parse_yaml("a: 1\n", "c.yaml")
    assert [(p.slug, p.message, p.location) for p in problems] == [
        ("yaml-depth", "values are nested more than 24 deep", Location("c.yaml"))
    ]


def test_a_bill_of_laughs_is_refused_before_it_grows() -> None:
    text = "a: &a [x]\n" + "".join(f"{n}: &{n} [*a, *a]\n" for n in "bcdefgh")
    document, problems = parse_yaml(text, "c.yaml")
    assert document.root is None
    assert problems[0].slug == "yaml-anchor"


def test_text_that_is_not_utf_8_is_refused_with_its_line() -> None:
    _, problems = decode("title: café".encode("latin-1"), "c.yaml")
    assert [(p.slug, p.location.line) for p in problems] == [("not-utf-8", 1)]


def test_a_control_character_is_refused_with_line_and_column() -> None:
    _, problems = decode(b"a: 1\nb: x\x00y\n", "c.yaml")
    assert [(p.slug, p.location.line, p.location.column) for p in problems] == [("control-character", 2, 5)]


def test_windows_line_ends_and_a_byte_order_mark_are_read_as_plain_text() -> None:
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "c.yaml") == ("a: 1\nb: 2\n", [])


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("contract:\n\u00a0 title: x\n", 2, "the line begins with a space that YAML does not know (U+00A0)"),
        ("contract:\n  title: x\n\u00a0 date: y\n", 3, "the line begins with a space that YAML does not know (U+00A0)"),
        ("contract:\n  title: x\n \u00a0date: y\n", 3, "the line begins with a space that YAML does not know (U+00A0)"),
        ("contract:\n  title: x\n  \u2003date: y\n  form: z\n", 3, "(U+2003)"),
        (
            "contract:\n  title:\u00a0x\n  date: y\n",
            2,
            "after the colon or dash stands a space that YAML does not know (U+00A0)",
        ),
        ("a:\n  - x\n  -\u00a0y\n", 3, "after the colon or dash stands a space that YAML does not know (U+00A0)"),
        ("a:\n  - x\n\u200b  - y\nb: c\n", 3, "(U+200B)"),
    ],
)
def test_a_space_that_is_none_for_yaml_is_named_at_its_own_line(text: str, line: int, said: str) -> None:
    _, problems = parse_yaml(text, "c.yaml")
    assert [(problem.location.line, said in problem.message) for problem in problems] == [(line, True)], problems


def test_a_no_break_space_within_a_value_is_text() -> None:
    document, problems = parse_yaml("a: 5\u00a0mg\nb: |\n  \u00a0x\n", "c.yaml")
    assert problems == [] and isinstance(document.root, Mapping)
    assert [getattr(value, "value", "") for _, value in document.root.entries] == ["5\u00a0mg", "\u00a0x\n"]


def test_every_sign_that_no_document_or_no_line_can_hold_is_found_alone_among_words() -> None:
    odd = [*map(chr, range(0xD800)), *map(chr, range(0xE000, 0x10000)), "\U0001f600"]
    told = [sign for sign in odd if decode(f"name: “a{sign}b”".encode(), "a.yaml")[1]]
    refused = [0x85, 0x2028, 0x2029, 0xFFFE, 0xFFFF, *range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]
    assert told == [chr(sign) for sign in sorted(set(refused))]
