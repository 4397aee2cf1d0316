"""Problems: their places, order, rendering and suggestions."""

from specgen.problems import Location, Problem, did_you_mean, has_errors, in_reading_order, render_text, to_json


def test_a_place_in_a_text_file_is_file_line_and_column() -> None:
    assert str(Location("contract.yaml", 3, 7)) == "contract.yaml:3:7"


def test_a_place_in_a_spreadsheet_is_sheet_row_and_column() -> None:
    assert (
        str(Location("register.xlsx", 12, sheet="Contracts", cell="Start"))
        == "register.xlsx, sheet Contracts, row 12, column Start"
    )


def test_a_place_in_a_word_file_is_the_part_and_the_paragraphs_own_text() -> None:
    place = Location("template.docx", part="word/header1.xml", paragraph="Draft  version\n{{ verson }}")
    assert str(place) == "template.docx, word/header1.xml, paragraph “Draft version {{ verson }}”"


def test_a_problem_is_printed_with_excerpt_suggestion_cure_and_source() -> None:
    problem = Problem(
        "unknown-key",
        "“titel” is not a name that belongs here",
        Location("c.yaml", 3, 3),
        cure="use “title”",
        excerpt="titel: X",
        suggestion="title",
        source="Handbook 2.1, 4.2.4",
    )
    assert render_text(problem) == (
        "c.yaml:3:3: error: “titel” is not a name that belongs here [unknown-key]\n"
        "    | titel: X\n"
        "    Did you mean “title”?\n"
        "    To fix this: use “title”\n"
        "    Source: Handbook 2.1, 4.2.4"
    )


def test_json_leaves_out_what_is_empty() -> None:
    assert to_json(Problem("gap", "a gap", Location("c.yaml", 1))) == {
        "slug": "gap",
        "severity": "error",
        "message": "a gap",
        "location": {"file": "c.yaml", "line": 1},
    }


def test_problems_come_in_the_order_of_file_and_line_and_each_once() -> None:
    late = Problem("b", "late", Location("c.yaml", 9, 1))
    early = Problem("a", "early", Location("c.yaml", 2, 4), severity="warning")
    assert in_reading_order([late, early, late]) == [early, late]


def test_warnings_alone_are_no_errors() -> None:
    assert not has_errors([Problem("a", "caution", severity="warning")])
    assert has_errors([Problem("a", "caution", severity="warning"), Problem("b", "wrong")])


def test_the_nearest_known_word_is_suggested_and_nothing_when_none_is_near() -> None:
    assert did_you_mean("lifetime-valu", ["title", "lifetime_value"]) == "lifetime_value"
    assert did_you_mean("zzz", ["title", "lifetime_value"]) == ""
