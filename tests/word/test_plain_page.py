"""Pages that the tool writes for people: reports, and versions of a clause as a redline."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.word.labels import labels

from specgen.cli.clause_words import list_marks
from specgen.word.report import PlainPage, RedlineBlock, Signature
from specgen.wording.wording import Block, BlockKind, Run


def numbers(blocks: tuple[Block, ...]) -> list[int]:
    """The number of each numbered block as `specgen clauses show` counts it; 0 for other blocks."""
    return [int(mark.strip()[:-1]) if mark.strip().endswith(".") else 0 for mark in list_marks(blocks)]


def printed(data: bytes) -> list[int]:
    """The number that Word prints before each block, whatever its form; 0 for bullets and paragraphs."""
    found = []
    for label, text in labels(data):
        if text.startswith("item"):
            plain = label.strip("().")
            romans = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
            level = int(text.removeprefix("item"))
            found.append(
                int(plain)
                if plain.isdigit()
                else 0
                if not plain.isalpha()
                else romans[plain]
                if level == 2
                else ord(plain) - 96
            )
    return found


def block(kind: BlockKind, level: int) -> Block:
    return Block(kind, (Run(f"item{level}"),), level)


@st.composite
def wordings(draw: st.DrawFn) -> tuple[Block, ...]:
    """Paragraphs, bullets and numbers, each at most one level below the one before it."""
    made: list[Block] = []
    for kind in draw(st.lists(st.sampled_from(("number", "number", "bullet", "paragraph")), min_size=1, max_size=8)):
        deepest = made[-1].level + 1 if made and made[-1].kind != "paragraph" else 0
        made.append(
            block("paragraph", 0)
            if kind == "paragraph"
            else block("number" if kind == "number" else "bullet", draw(st.integers(0, min(deepest, 2))))
        )
    return tuple(made)


@settings(max_examples=60, deadline=None)
@given(wordings())
def test_lists_in_a_page_are_numbered_as_the_clause_is(blocks: tuple[Block, ...]) -> None:
    page = PlainPage("Page")
    page.blocks(blocks)
    page.paragraph("Between.")
    page.redline([RedlineBlock(each, "kept", (("kept", each.inlines),)) for each in blocks], Signature("Ann Bell"))
    assert printed(page.data()) == [*numbers(blocks), *numbers(blocks)]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((("number", 0), ("bullet", 0), ("number", 0)), [1, 0, 1]),
        ((("number", 0), ("bullet", 1), ("number", 0)), [1, 0, 2]),
        ((("bullet", 0), ("number", 1), ("bullet", 0), ("number", 1)), [0, 1, 0, 1]),
    ],
)
def test_a_bullet_ends_the_numbers_of_its_level_and_below(
    kinds: tuple[tuple[BlockKind, int], ...], expected: list[int]
) -> None:
    page = PlainPage("Page")
    page.blocks([block(kind, level) for kind, level in kinds])
    assert printed(page.data()) == expected
