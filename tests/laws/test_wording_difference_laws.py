"""Laws of the word-level difference, over random wordings."""

from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.wording.difference import Mark, compare, joined_runs
from specgen.wording.wording import Block, Blocks, Inline, Placeholder, Run

WORDS = st.sampled_from(
    [
        "plan",
        "the",
        "The",
        "Provider",
        "must",
        "30 September 2026",
        "80%",
        ".",
        ", ",
        "  ",
        " ",
        "é—",
        "\t",
        "a\u00a0b",
        "\ufffc",
    ]
)
RUNS = st.builds(
    lambda words, bold, italic: Run("".join(words), bold, italic),
    st.lists(WORDS, min_size=1, max_size=8),
    st.booleans(),
    st.booleans(),
)
INLINES = st.lists(RUNS | st.builds(Placeholder, st.sampled_from(["x", "y"])), max_size=4).map(tuple)
BLOCK = st.builds(Block, st.sampled_from(["paragraph", "bullet", "number"]), INLINES, st.integers(0, 2))
BLOCKS = st.lists(BLOCK, max_size=5).map(tuple)


def side(old: Blocks, new: Blocks, gone: Mark) -> list[tuple[Inline, ...]]:
    """The words of each block on one side, put together from the stretches."""
    return [
        joined_runs(
            part
            for stretch in found.stretches
            if stretch.mark != gone
            for part in (stretch.was if gone == "added" and stretch.was else stretch.inlines)
        )
        for found in compare(old, new)
        if (found.old if gone == "added" else found.new) is not None
    ]


@settings(max_examples=150, deadline=None)
@given(BLOCKS, BLOCKS)
def test_kept_and_removed_is_the_old_wording_and_kept_and_added_the_new(old: Blocks, new: Blocks) -> None:
    assert side(old, new, "added") == [joined_runs(block.inlines) for block in old]
    assert side(old, new, "removed") == [joined_runs(block.inlines) for block in new]
    assert [found.old for found in compare(old, new) if found.old] == list(old)
    assert [found.new for found in compare(old, new) if found.new] == list(new)


@settings(max_examples=50, deadline=None)
@given(BLOCKS)
def test_a_wording_compared_with_itself_is_kept_whole(blocks: Blocks) -> None:
    for found in compare(blocks, blocks):
        assert found.same
        assert {stretch.mark for stretch in found.stretches} <= {"kept"}
