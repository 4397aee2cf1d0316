"""The word-level difference: whole words, whole dates, no scattered words, nothing hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.wording.difference import BlockDifference, Stretch, compare, compare_words, compared_words
from specgen.wording.wording import Block, Placeholder, Run, parse_wording

MARKS = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def shown(stretches: tuple[Stretch, ...]) -> str:
    return "".join(MARKS[stretch.mark].format(stretch.text) for stretch in stretches)


def words_of(old: str, new: str) -> str:
    return shown(compare_words(Block("paragraph", (Run(old),)), Block("paragraph", (Run(new),))))


def blocks_of(old: str, new: str) -> tuple[BlockDifference, ...]:
    return compare(parse_wording(old, "1.md")[0], parse_wording(new, "2.md")[0])


def test_a_changed_word_is_shown_between_the_words_that_stay() -> None:
    assert (
        words_of("The Provider must train Staff.", "The Provider must coach Staff.")
        == "The Provider must [-train-]{+coach+} Staff."
    )


def test_words_put_in_and_taken_out_leave_the_rest_untouched() -> None:
    assert (
        words_of("The Provider must report.", "The Provider must, each quarter, report.")
        == "The Provider must{+, each quarter,+} report."
    )
    assert words_of("must train all Staff", "must train Staff") == "must train[- all-] Staff"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "by 30 September 2026 at the latest",
            "by 3 September 2026 at the latest",
            "by [-30 September 2026-]{+3 September 2026+} at the latest",
        ),
        ("at least 80% of Staff", "at least 85% of Staff", "at least [-80%-]{+85%+} of Staff"),
        ("a value of £1,250.50 in all", "a value of £1,260.50 in all", "a value of [-£1,250.50-]{+£1,260.50+} in all"),
        ("from 2026-04-01 on", "from 2027-04-01 on", "from [-2026-04-01-]{+2027-04-01+} on"),
        ("in 2025/26 only", "in 2026/27 only", "in [-2025/26-]{+2026/27+} only"),
        ("the co-ordinating one", "the coordinating one", "the [-co-ordinating-]{+coordinating+} one"),
    ],
)
def test_numbers_dates_and_joined_words_are_changed_as_a_whole(old: str, new: str, expected: str) -> None:
    assert words_of(old, new) == expected


def test_a_short_match_between_longer_changes_is_given_up() -> None:
    old = "In every clinic of the service, clinicians listen to patients before a decision is made."
    new = "In every clinic of the service, professionals have to ask before a decision is made."
    assert (
        words_of(old, new)
        == "In every clinic of the service, [-clinicians listen to patients-]{+professionals have to ask+} "
        "before a decision is made."
    )


def test_a_rewritten_sentence_is_replaced_as_a_whole_and_its_neighbours_stay() -> None:
    old = (
        "The plan is kept. Staff can provide valuable insight into where there are opportunities or barriers. It "
        "is shared."
    )
    new = (
        "The plan is kept. Every year the Provider must ask Staff where the barriers to using the plan are and "
        "report what it finds. It is shared."
    )
    assert words_of(old, new) == (
        "The plan is kept. [-Staff can provide valuable insight into where there are opportunities or barriers.-]"
        "{+Every year the Provider must ask Staff where the barriers to using the plan are and report what it "
        "finds.+} It is shared."
    )


def test_a_sentence_that_is_put_in_begins_where_the_sentence_begins() -> None:
    assert (
        words_of("Ask first. The plan is shared.", "Ask first. The plan is kept. The plan is shared.")
        == "Ask first.{+ The plan is kept.+} The plan is shared."
    )
    assert (
        words_of("Ask first. The plan is kept. The plan is shared.", "Ask first. The plan is shared.")
        == "Ask first.[- The plan is kept.-] The plan is shared."
    )


def test_a_change_of_white_space_is_not_hidden() -> None:
    assert words_of("two  spaces ", "two spaces") == "two[-  -]{+ +}spaces[- -]"


def test_a_word_made_bold_is_kept_with_another_look() -> None:
    old, new = (
        Block("paragraph", (Run("The plan is shared."),)),
        Block("paragraph", (Run("The "), Run("plan", bold=True), Run(" is shared."))),
    )
    assert compare_words(old, new) == (
        Stretch("kept", (Run("The "),)),
        Stretch("kept", (Run("plan", bold=True),), (Run("plan"),)),
        Stretch("kept", (Run(" is shared."),)),
    )


def test_a_placeholder_is_one_word_and_not_the_text_that_looks_like_it() -> None:
    old, new = Block("paragraph", (Run("by {{ x }}"),)), Block("paragraph", (Run("by "), Placeholder("x")))
    assert compare_words(old, new)[0] == Stretch("kept", (Run("by "),))
    assert compare_words(old, new)[-1] == Stretch("added", (Placeholder("x"),))


def test_blocks_that_stay_are_the_same_and_new_ones_stand_between_them() -> None:
    found = blocks_of("One stays.\n\nTwo stays.", "One stays.\n\nSomething else comes in.\n\nTwo stays.")
    assert [(entry.same, entry.old is None) for entry in found] == [(True, False), (False, True), (True, False)]


def test_blocks_too_unlike_are_not_compared_word_by_word() -> None:
    found = blocks_of("Staff are trained in coaching.", "Each person owns a sharable plan of care.")
    assert [(entry.old is not None, entry.new is not None) for entry in found] == [(True, False), (False, True)]


def test_a_paragraph_made_a_list_item_differs_although_its_words_are_kept() -> None:
    (only,) = blocks_of("The plan is shared.", "- The plan is shared.")
    assert not only.same
    assert [stretch.mark for stretch in only.stretches] == ["kept"]


INLINES = st.lists(
    st.one_of(
        st.builds(
            Run,
            st.text(alphabet="ab A1.;:\n\u00a0", max_size=6),
            st.booleans(),
            st.booleans(),
            st.booleans(),
            st.sampled_from(["", "mark"]),
        ),
        st.builds(Placeholder, st.sampled_from(["who", "when"]), st.booleans()),
    ),
    max_size=6,
)


@pytest.mark.slow
@given(INLINES)
def test_equal_blocks_come_to_the_same_as_word_by_word(inlines: list[Run | Placeholder]) -> None:
    block = Block("paragraph", tuple(inlines))
    assert compare_words(block, block) == compared_words(block, block)
