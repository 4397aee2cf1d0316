"""Wording: parsing the small part of Markdown, and filling placeholders as text."""

import pytest

from specgen.wording.wording import Block, Placeholder, Run, fill, gap_text, parse_wording, plain_text


def test_paragraphs_lists_and_nesting_become_blocks() -> None:
    blocks, problems = parse_wording("One.\n\n- a\n    - b\n- c\n\n1. x\n2. y", "1.md")
    assert problems == []
    assert [(block.kind, block.level, block.text) for block in blocks] == [
        ("paragraph", 0, "One."),
        ("bullet", 0, "a"),
        ("bullet", 1, "b"),
        ("bullet", 0, "c"),
        ("number", 0, "x"),
        ("number", 0, "y"),
    ]


def test_bold_italic_and_placeholders_become_inlines() -> None:
    blocks, problems = parse_wording("The **Provider** must *not* use {{ sdm_cohort }}.", "1.md")
    assert problems == []
    assert blocks[0].inlines == (
        Run("The "),
        Run("Provider", bold=True),
        Run(" must "),
        Run("not", italic=True),
        Run(" use "),
        Placeholder("sdm_cohort"),
        Run("."),
    )


def test_a_backslash_makes_a_mark_plain() -> None:
    blocks, problems = parse_wording(r"2 \* 3 \{\{ x \}\}", "1.md")
    assert (plain_text(blocks), problems) == ("2 * 3 {{ x }}", [])


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ("# Heading", "not-wording"),
        ("> quote", "not-wording"),
        ("| a | b |", "not-wording"),
        ("a <b>c</b>", "not-wording"),
        ("[a](b)", "not-wording"),
        ("{% if x %}", "not-wording"),
        ("{{ Bad Name }}", "placeholder-form"),
        ("{{ open", "placeholder-form"),
        ("**never closed", "unclosed-emphasis"),
        ("  - two spaces", "list-indent"),
        ("        - too deep", "list-indent"),
    ],
)
def test_what_is_not_wording_is_refused_with_its_line(line: str, slug: str) -> None:
    _, problems = parse_wording(f"Fine.\n\n{line}", "1.md", first_line=8)
    assert [(p.slug, p.location.line) for p in problems] == [(slug, 10)]


@pytest.mark.parametrize(
    "text",
    ["1. a\n2. b\n3. c", "1. a\n1. b\n3. c", "1. a\n    1. x\n    2. y\n2. b\n    1. z", "1. a\n\nBetween.\n\n1. b"],
)
def test_items_numbered_as_they_are_printed_or_all_from_1_are_wording(text: str) -> None:
    assert parse_wording(text, "1.md")[1] == []


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("7. a", 1, "numbered 7, and 1 would"),
        ("1. a\n3. b", 2, "numbered 3, and 2 would"),
        ("1. a\n1. b\n2. c", 3, "numbered 2, and 3 would"),
        ("1. a\n\nBetween.\n\n2. b", 5, "numbered 2, and 1 would"),
        ("1. a\n- b\n2. c", 3, "numbered 2, and 1 would"),
    ],
)
def test_an_item_that_would_be_printed_with_another_number_is_refused(text: str, line: int, told: str) -> None:
    (problem,) = parse_wording(text, "1.md")[1]
    assert (problem.slug, problem.location.line) == ("list-number", line)
    assert told in problem.message


def test_a_paragraph_over_two_lines_is_refused_since_its_breaks_would_be_lost() -> None:
    _, problems = parse_wording("One\ntwo", "1.md")
    assert [(p.slug, p.location.line) for p in problems] == [("wrapped-line", 2)]


def test_a_value_is_text_even_when_it_looks_like_markup() -> None:
    blocks, _ = parse_wording("For {{ x }}.", "1.md")
    value = "**A & B** <i> {{ y }} {% z %} [Annex 1]"
    assert fill(blocks, {"x": value}) == (Block("paragraph", (Run("For "), Run(value), Run("."))),)


def test_a_list_value_fills_one_item_an_entry() -> None:
    blocks, _ = parse_wording("- {{ people }}", "1.md")
    assert [block.text for block in fill(blocks, {"people": ("a", "b")})] == ["a", "b"]


def test_a_missing_value_is_a_visible_gap() -> None:
    blocks, _ = parse_wording("By {{ x }}.", "1.md")
    assert fill(blocks, {})[0].inlines[1] == Run(gap_text("x"), gap=True)


@pytest.mark.parametrize(
    ("wording", "value", "printed"),
    [
        (
            "% of people with a plan ({{ x }} Target)",
            "80% (for Upland Council: 75%)",
            "% of people with a plan (80% Target; for Upland Council: 75%)",
        ),
        (
            "against agreed trajectory (aiming at a minimum of {{ x }} of agreed target) each year",
            "80% (for Upland Council: 75%; for Vale Board: 70%)",
            "against agreed trajectory (aiming at a minimum of 80% of agreed target; for Upland Council: 75%; for Vale "
            "Board: 70%) each year",
        ),
        (
            "plans ({{ x }} Target)",
            "60% in 2026/27; 70% in 2027/28 (for Upland Council: 50%)",
            "plans (60% in 2026/27; 70% in 2027/28 Target; for Upland Council: 50%)",
        ),
        # Outside brackets, without figures of single Commissioners, and in the words of a user all stays as it is.
        ("at least {{ x }} of them", "80% (for Upland Council: 75%)", "at least 80% (for Upland Council: 75%) of them"),
        (
            "people (of all) {{ x }} (new)",
            "80% (for Upland Council: 75%)",
            "people (of all) 80% (for Upland Council: 75%) (new)",
        ),
        ("plans ({{ x }} Target)", "80%", "plans (80% Target)"),
        (
            "the cohort ({{ x }}), all year",
            "adults (for example: aged 90)",
            "the cohort (adults (for example: aged 90)), all year",
        ),
        (
            "plans ({{ x }} (new) Target)",
            "80% (for Upland Council: 75%)",
            "plans (80% (for Upland Council: 75%) (new) Target)",
        ),
    ],
)
def test_figures_of_single_commissioners_open_no_brackets_within_brackets(
    wording: str, value: str, printed: str
) -> None:
    blocks, problems = parse_wording(wording, "1.md")
    assert (plain_text(fill(blocks, {"x": value})), problems) == (printed, [])
