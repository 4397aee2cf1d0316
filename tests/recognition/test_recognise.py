"""Finding clauses again, in stories written line by line."""

from __future__ import annotations

import pytest

from specgen.recognition.printed import further_printings, moved, recognise
from specgen.review.findings import Expected
from specgen.word.document.lines import Control, Line, Spot, Story
from specgen.wording.wording import Block, Run


def clause(
    name: str, *words: str, inline: bool = False, tag: str = "", bookmark: str = "", title: str = ""
) -> Expected:
    heading = () if inline else (Block("heading", (Run(title or name),)),)
    return Expected(
        f"co-production/{'quality' if inline else 'specification'}/{name}",
        1,
        "f" * 64,
        title or name,
        tag or f"specgen:{name}:1:ffff",
        bookmark or f"sg_{name}_1_1",
        (*heading, *(Block("paragraph", (Run(text),)) for text in words)),
        inline,
    )


def story(
    *texts: str | Line, controls: tuple[Control, ...] = (), bookmarks: dict[str, tuple[Spot, Spot]] | None = None
) -> Story:
    return Story(
        "word/document.xml",
        tuple(text if isinstance(text, Line) else Line(text, "word/document.xml") for text in texts),
        controls,
        bookmarks or {},
    )


def heading(text: str, level: int = 2) -> Line:
    return Line(text, "word/document.xml", heading=level)


def cell(text: str, row: int, column: int = 1) -> Line:
    return Line(text, "word/document.xml", cell=(1, row, column))


def over(tag: str, first: int, last: int, story_: Story) -> Control:
    return Control(tag, "", Spot(first, 0), Spot(last, len(story_.lines[last].text)))


def how(found: Story, *sought: Expected) -> list[tuple[str, tuple[str, ...]] | None]:
    recognition = recognise(found, sought)
    segments = (recognition.segments.get(index) for index in range(len(sought)))
    return [None if segment is None else (str(segment.found), segment.lines(found)) for segment in segments]


def test_printings_of_one_clause_are_told_apart_by_the_bookmark_within() -> None:
    one, other = (
        clause("a", "x", inline=True, tag="specgen:a:1:f", bookmark="sg_a_1_1"),
        clause("a", "y", inline=True, tag="specgen:a:1:f", bookmark="sg_a_1_2"),
    )
    plain = story("y", "x")
    both = story(
        "y",
        "x",
        controls=(over("specgen:a:1:f", 0, 0, plain), over("specgen:a:1:f", 1, 1, plain)),
        bookmarks={"sg_a_1_2": (Spot(0, 0), Spot(0, 1)), "sg_a_1_1": (Spot(1, 0), Spot(1, 1))},
    )
    assert how(both, one, other) == [("content control", ("x",)), ("content control", ("y",))]


def test_without_bookmarks_printings_of_one_clause_are_taken_in_order() -> None:
    one, other = clause("a", "x", tag="specgen:a:1:f"), clause("a", "y", tag="specgen:a:1:f")
    plain = story("x", "y")
    found = story("x", "y", controls=(over("specgen:a:1:f", 0, 0, plain), over("specgen:a:1:f", 1, 1, plain)))
    assert how(found, one, other) == [("content control", ("x",)), ("content control", ("y",))]


def test_an_empty_control_is_not_the_clause_and_its_words_are_looked_for_elsewhere() -> None:
    found = story(
        "",
        heading("Our terms"),
        "The plan is shared.",
        controls=(Control("specgen:a:1:ffff", "", Spot(0, 0), Spot(0, 0)),),
    )
    assert how(found, clause("a", "The plan is shared.", title="Our terms")) == [
        ("heading", ("Our terms", "The plan is shared."))
    ]


def test_words_typed_after_a_bookmark_in_its_last_paragraph_belong_to_the_clause() -> None:
    found = story(
        heading("Our terms"),
        "The plan is shared. But not always.",
        "Next.",
        bookmarks={"sg_a_1_1": (Spot(0, 0), Spot(1, 19))},
    )
    assert how(found, clause("a", "The plan is shared.", title="Our terms")) == [
        ("bookmark", ("Our terms", "The plan is shared. But not always."))
    ]


def test_a_bookmark_that_ends_at_the_start_of_the_next_line_does_not_take_that_line() -> None:
    found = story(heading("Our terms"), "One.", "Next.", bookmarks={"sg_a_1_1": (Spot(0, 0), Spot(2, 0))})
    assert how(found, clause("a", "One.", title="Our terms")) == [("bookmark", ("Our terms", "One."))]


def test_a_section_ends_at_the_next_heading_of_its_level_or_another_clause() -> None:
    found = story(heading("1. Our terms"), "One.", heading("Below", 3), "Two.", heading("Other"), "Three.")
    assert how(found, clause("a", "One.", title="Our terms")) == [
        ("heading", ("1. Our terms", "One.", "Below", "Two."))
    ]


def test_wording_in_a_cell_is_found_under_its_title() -> None:
    found = story(
        cell("1. Plans agreed", 1),
        cell("At least 80% of plans.", 1),
        cell("80%", 1, 2),
        cell("2. Plans shared", 2),
        cell("All of them.", 2),
    )
    sought = (
        clause("b", "All of them.", inline=True, title="Plans shared"),
        clause("a", "80% of plans.", inline=True, title="Plans agreed"),
    )
    assert how(found, *sought) == [("heading", ("All of them.",)), ("heading", ("At least 80% of plans.",))]


def test_wording_after_its_title_in_one_line_is_found_there() -> None:
    found = story("Plans agreed. At least 80% of plans.")
    assert how(found, clause("a", "At least 80%.", inline=True, title="Plans agreed")) == [
        ("heading", ("At least 80% of plans.",))
    ]


def test_likeness_gives_its_figure_and_takes_the_lines_next_to_it_that_many_clauses_share() -> None:
    shared = "These terms supplement the Service Conditions and do not limit them."
    first = ("The Provider must appoint a lead for co-production within thirty days.", shared)
    second = ("The Provider must publish its plan for co-production each year.", shared)
    found = story("Before.", *first, *second, "After.")
    segments = recognise(
        found, [clause("a", *second, title="Not there"), clause("b", *first, title="Nor this")]
    ).segments
    assert [segments[index].lines(found) for index in (0, 1)] == [second, first]
    assert 0.9 < (segments[0].found.likeness or 0) < 1
    assert str(segments[0].found).startswith("likeness (9")


def test_words_that_are_too_unlike_are_not_the_clause() -> None:
    assert how(
        story("Something else altogether.", "And more of it."),
        clause("a", "The Provider must appoint a lead for co-production."),
    ) == [None]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("Involvement: CollaboRATE.Three-item CollaboRATE",), "Three-item CollaboRATE"),
        (("Involvement: CollaboRATE – Three-item CollaboRATE",), "Three-item CollaboRATE"),
        (("2. Involvement: CollaboRATE", "Three-item CollaboRATE"), "Three-item CollaboRATE"),
        (("Involvement: CollaboRATE: Three-item CollaboRATE, each quarter",), "Three-item CollaboRATE, each quarter"),
    ],
)
def test_a_short_clause_without_marks_is_found_beside_its_title(lines: tuple[str, ...], words: str) -> None:
    sought = clause("a", "Three-item CollaboRATE", inline=True, title="Involvement: CollaboRATE")
    found = how(story("Before.", *lines, "After."), sought)
    assert found[0] is not None and found[0][1] == (words,)


def test_a_short_clause_without_marks_is_found_in_the_row_of_its_title() -> None:
    sought = clause("a", "Three-item CollaboRATE", inline=True, title="Involvement")
    found = how(story(cell("Involvement", 1), cell("Three-item CollaboRATE", 1, 2), cell("60%", 1, 3)), sought)
    assert found[0] is not None and found[0][1] == ("Three-item CollaboRATE",)


def test_words_of_a_short_clause_elsewhere_are_not_the_clause() -> None:
    sought = clause("a", "Three-item CollaboRATE", inline=True, title="Involvement")
    assert how(story("The tool is the Three-item CollaboRATE of 2014, as others use it."), sought) == [None]


def test_further_printings_go_to_the_clause_that_they_are_most_like() -> None:
    words = "The Provider must meet each requirement of the text on {} no later than the date of the terms."
    one, two = clause("a", words.format("decisions")), clause("b", words.format("plans"))
    said = [line for each in (one, two, one, one) for line in each.lines]
    found = story(*said[:-1], said[-1].replace("must", "may"))
    printings, taken = further_printings(found, (one, two), range(4, 8), {})
    assert {index: [segment.start.line for segment in held] for index, held in printings.items()} == {0: [4, 6]}
    assert taken == {4, 5, 6, 7}


def test_the_fewest_clauses_count_as_moved() -> None:
    assert moved([0, 1, 2, 3], range(4)) == set()
    assert moved([1, 2, 3, 0], range(4)) == {0}
    assert moved([3, 0, 1, 2], range(4)) == {3}
    assert moved([0, 2, 3], range(4)) == set(), "a clause that is gone has not moved the others"
    assert len(moved([3, 2, 1, 0], range(4))) == 3
