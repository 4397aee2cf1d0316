"""Words that stand elsewhere, or in other pieces: a change of place, and of no word."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.answering import par, row, run, table, units_of
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element, control, edited, text_with
from tests.word.making import docx_bytes

from specgen.review.changes import Change, silent_changes
from specgen.review.findings import Review
from specgen.word.package.ooxml import w
from specgen.wording.sequences import displaced, reshaped


def told(found: Review) -> list[Change]:
    return [*chain.from_iterable(each.changes for each in found.clauses), *(each.change for each in found.outside)]


def exchanged(one: Element, two: Element) -> None:
    """Each in the place of the other."""
    stand_in = etree_element()
    replaced(one, stand_in)
    replaced(two, one)
    replaced(stand_in, two)


def etree_element() -> Element:
    from lxml import etree

    return etree.Element("stand-in")


def replaced(old: Element, new: Element) -> None:
    holder = old.getparent()
    assert holder is not None
    holder.replace(old, new)


def rows(root: Element, table: int) -> list[Element]:
    return list(list(root.iter(w("tbl")))[table].iter(w("tr")))


def rows_exchanged(data: bytes, table: int, one: int, two: int) -> bytes:
    def edit(root: Element) -> None:
        held = rows(root, table)
        exchanged(held[one], held[two])

    return edited(data, edit)


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize(("one", "two", "moved"), [(1, 2, 1), (1, 8, 2), (4, 5, 1), (2, 6, 2)])
def test_two_requirements_that_changed_places_are_moved_and_nothing_else(
    pack: IssuedPack, against: bool, one: int, two: int, moved: int
) -> None:
    data = rows_exchanged(pack.data("4C"), 0, one, two)
    found = pack.review(data, pack.file("4C") if against else None)
    assert [each.moved for each in found.clauses if each.moved] == ["without tracking"] * moved
    assert found.by_class() == {"place": moved} and not found.as_issued
    assert [each.kind for each in told(found)] == ["clause moved"] * moved
    assert all("It stood " in each.detail for each in told(found))
    assert {each.state for each in found.clauses} == {"untouched"}


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize(("kind", "table", "one", "two"), [("4C", 1, 2, 3), ("4C", 3, 1, 4), ("6A", 1, 1, 2)])
def test_other_rows_that_changed_places_are_a_change_of_place_alone(
    pack: IssuedPack, against: bool, kind: str, table: int, one: int, two: int
) -> None:
    data = rows_exchanged(pack.data(kind), table, one, two)
    found = pack.review(data, pack.file(kind) if against else None)
    assert {each.sort for each in told(found)} == {"place"} and not found.as_issued
    assert all(not each.removed and not each.added and "stands" in each.detail for each in told(found))


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize("label", ["Baseline", "Accountable", "Numerator"])
def test_a_row_that_changed_places_with_one_of_another_table_is_said_of_something_else(
    pack: IssuedPack, against: bool, label: str
) -> None:
    def edit(root: Element) -> None:
        held = [each for each in root.iter(w("tr")) if "".join(map(str, each.itertext(w("t")))).startswith(label)]
        exchanged(held[0], held[-1])

    found = pack.review(edited(pack.data("4C"), edit), pack.file("4C") if against else None)
    assert {each.sort for each in told(found)} - {"place", "look"}, "the words of two measures were exchanged"


def lines_with(root: Element, start: str) -> list[Element]:
    return [each for each in root.iter(w("p")) if "".join(map(str, each.itertext(w("t")))).startswith(start)]


@pytest.mark.parametrize("against", [False, True])
def test_thresholds_that_changed_places_under_two_measures_are_figures_told_whole(
    pack: IssuedPack, against: bool
) -> None:
    def edit(root: Element) -> None:
        exchanged(*lines_with(root, "Threshold: ")[:2])

    found = pack.review(edited(pack.data("2A"), edit), pack.file("2A") if against else None)
    changes = told(found)
    assert len(changes) == 2 and all("value" in each.sort for each in changes)
    assert all(
        each.removed.startswith("Threshold: At least ") and "stands with another clause" in each.detail
        for each in changes
    )


@pytest.mark.parametrize("against", [False, True])
def test_wordings_that_changed_places_above_two_thresholds_are_no_copies_and_more_than_a_place(
    pack: IssuedPack, against: bool
) -> None:
    def edit(root: Element) -> None:
        exchanged(lines_with(root, "Involvement in creating")[0], lines_with(root, "Staff with access")[0])

    found = pack.review(edited(pack.data("2A"), edit), pack.file("2A") if against else None)
    assert not {"clause printed again", "words put in"} & {each.kind for each in told(found)}
    assert any("stands with another clause" in each.detail and each.sort != "place" for each in told(found))


@pytest.mark.parametrize("against", [False, True])
def test_a_line_that_moved_within_its_own_measure_is_a_change_of_place(pack: IssuedPack, against: bool) -> None:
    def edit(root: Element) -> None:
        exchanged(lines_with(root, "Threshold: ")[0], lines_with(root, "Period: ")[0])

    found = pack.review(edited(pack.data("2A"), edit), pack.file("2A") if against else None)
    assert {each.sort for each in told(found)} == {"place"}


def test_a_heading_that_is_gone_is_one_change_though_the_items_below_have_its_number(pack: IssuedPack) -> None:
    def edit(root: Element) -> None:
        (heading,) = lines_with(root, "3.2\t") or lines_with(root, "3.2")
        holder = heading.getparent()
        assert holder is not None
        holder.remove(heading)

    data = edited(pack.data("2A"), edit)
    assert [each.kind for each in told(pack.review(data, pack.file("2A")))] == ["text taken out"]
    kinds = [each.kind for each in told(pack.review(data))]
    assert kinds.count("number changed") == 1 and "text taken out" in kinds


def test_tables_that_changed_places_are_told_by_their_headings_and_a_figure_in_one_at_its_own_clause(
    pack: IssuedPack,
) -> None:
    def edit(root: Element) -> None:
        one, two = (next(text_with(root, words).iterancestors(w("tbl"))) for words in baselines)
        exchanged(one, two)
        figure = text_with(root, baselines[0])
        figure.text = baselines[0].replace(baselines[0].split("%")[0], "99", 1)

    clauses = [each for each in pack.clauses("4C").clauses if "%" in each.fields.get("baseline", "")][:2]
    baselines = [each.fields["baseline"] for each in clauses]
    found = pack.review(edited(pack.data("4C"), edit), pack.file("4C"))
    (figure,) = [change for each in found.clauses for change in each.changes]
    assert (figure.where, figure.sort, figure.added) == ("baseline", "value", "99%")
    tables = [each.change for each in found.outside]
    assert [each.kind for each in tables] == ["table stands elsewhere"] * 2
    for each, clause in zip(tables, reversed(clauses), strict=True):
        assert f". {clause.title}" in each.detail.partition("stands under")[0] and each.sort == "wording and value"


@pytest.mark.parametrize("against", [False, True])
def test_cells_whose_words_changed_places_say_something_else(pack: IssuedPack, against: bool) -> None:
    def edit(root: Element) -> None:
        row = next(
            each for each in root.iter(w("tr")) if "On each such occasion" in "".join(map(str, each.itertext(w("t"))))
        )
        cells = list(row.iter(w("tc")))
        exchanged(cells[1], cells[2])

    found = pack.review(edited(pack.data("6A"), edit), pack.file("6A") if against else None)
    assert not found.as_issued
    assert {each.sort for each in told(found)} & {"value", "wording and value", "wording"}


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize(
    ("kind", "row", "cells", "sort"),
    [
        ("4C", 1, (1, 2), "wording and value"),
        ("4C", 3, (3, 4), "wording and value"),
        ("2M", 2, (2, 3), "value"),
        ("6D", 1, (1, 2), "wording"),
    ],
)
def test_cells_that_were_joined_are_told_with_the_words_of_both(
    pack: IssuedPack, kind: str, row: int, cells: tuple[int, int], sort: str, against: bool
) -> None:
    def edit(root: Element) -> None:
        held = list(rows(root, 0)[row].iterchildren(w("tc")))
        one, two = (held[at] for at in cells)
        one.extend(two.findall(w("p")))
        rows(root, 0)[row].remove(two)
        properties = one.find(w("tcPr"))
        assert properties is not None
        properties.append(properties.makeelement(w("gridSpan"), {w("val"): "2"}))

    found = pack.review(edited(pack.data(kind), edit), pack.file(kind) if against else None)
    (change,) = [each for each in told(found) if each.kind == "cells joined"]
    # Under which heading of its column a date stands is part of what it says.
    assert change.sort == sort and not found.as_issued


def test_a_paragraph_of_a_cell_that_went_into_a_new_cell_beside_it_is_told(pack: IssuedPack) -> None:
    def edit(root: Element) -> None:
        cell = next(text_with(root, "To:").iterancestors(w("tc")))
        cell.addnext(deepcopy(cell))
        new = cell.getnext()
        assert new is not None
        for kept, left in ((cell, -1), (new, 0)):
            paragraphs = kept.findall(w("p"))
            kept.remove(paragraphs[left])

    found = pack.review(edited(pack.data("6A"), edit), pack.file("6A"))
    assert ("a cell split", "value") in [(each.kind, each.sort) for each in told(found)]


def test_two_cells_that_changed_places_are_told_as_what_each_says_now(tmp_path: Path) -> None:
    def body(*figures: str) -> str:
        rows = [row(par(run(words)), par(run(figure))) for words, figure in zip("ab", figures, strict=True)]
        return par(run("The rates.")) + table(*rows) + par()

    issued = tmp_path / "issued.docx"
    issued.write_bytes(docx_bytes(body("9", "8")))
    told = [each.told for each in units_of(docx_bytes(body("8", "9")), issued)]
    assert [(each.removed, each.added) for each in told] == [("9", "8"), ("8", "9")]


@pytest.mark.parametrize("against", [False, True])
def test_parties_whose_lines_changed_places_are_told(pack: IssuedPack, against: bool) -> None:
    def edit(root: Element) -> None:
        exchanged(*(next(text_with(root, words).iterancestors(w("p"))) for words in ("Commissioners:", "Provider:")))

    found = pack.review(edited(pack.data("2A"), edit), pack.file("2A") if against else None)
    assert [each.sort for each in told(found)] == ["place"]


def parted(paragraph: Element, at: str) -> None:
    """The paragraph split before the words, as by the return key."""
    text = text_with(paragraph, at)
    said = text.text or ""
    second = deepcopy(paragraph)
    run = text.getparent()
    assert run is not None
    place = list(paragraph.iter(w("r"))).index(run)
    for number, one in enumerate(list(paragraph.iter(w("r")))):
        if number > place:
            replaced_by_nothing(one)
    text.text = said[: said.index(at)].rstrip()
    for number, one in enumerate(list(second.iter(w("r")))):
        if number < place:
            replaced_by_nothing(one)
    text_with(second, at).text = said[said.index(at) :]
    for each in [*second.iter(w("bookmarkStart")), *second.iter(w("bookmarkEnd"))]:
        replaced_by_nothing(each)
    paragraph.addnext(second)


def replaced_by_nothing(each: Element) -> None:
    holder = each.getparent()
    assert holder is not None
    holder.remove(each)


@pytest.mark.parametrize("against", [False, True])
def test_a_clause_s_paragraph_split_in_two_is_a_change_of_place(pack: IssuedPack, against: bool) -> None:
    wanted = next(
        each for each in pack.clauses("2A").clauses if each.id.endswith("shared-decision-making/specification/national")
    )

    def edit(root: Element) -> None:
        clause = control(root, wanted.tag)
        parted(
            next(text_with(clause, "individuals and clinicians").iterancestors(w("p"))), "individuals and clinicians"
        )

    found = pack.review(edited(pack.data("2A"), edit), pack.file("2A") if against else None)
    (change,) = [each for each in told(found) if each.kind != "number changed"]
    assert (change.kind, change.sort) == ("paragraph split", "place") and "2 paragraphs now" in change.detail


SPLIT, JOINED = ("paragraph split", "place"), ("paragraphs joined", "place")
MOVED = [("paragraph moved to here", "value"), ("paragraph moved away from here", "value")]
SHAPES: list[tuple[str, list[str], list[str], list[tuple[str, str]]]] = [
    ("split", ["One two. Three four."], ["One two.", "Three four."], [SPLIT]),
    ("joined", ["One two.", "Three four."], ["One two. Three four."], [JOINED]),
    ("joined without a space", ["One two.", "Three four."], ["One two.Three four."], [JOINED]),
    ("split in three", ["A b. C d. E f."], ["A b.", "C d.", "E f."], [SPLIT]),
    ("split at a line break", ["A b.\nC d."], ["A b.", "C d."], [SPLIT]),
    ("both", ["A b. C d.", "E f.", "G h."], ["A b.", "C d.", "E f. G h."], [SPLIT, JOINED]),
    ("elsewhere", ["Lead in:", "one;", "two;", "three."], ["Lead in:", "two;", "one;", "three."], MOVED),
]


@pytest.mark.parametrize(("old", "new", "said"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES])
def test_where_no_word_changes_the_change_is_of_place(
    old: list[str], new: list[str], said: list[tuple[str, str]]
) -> None:
    assert sorted((each.kind, each.sort) for each in silent_changes(old, new)) == sorted(said)


WORDS_TOO: list[tuple[str, list[str], list[str]]] = [
    ("a number parted", ["Within 60 days of it."], ["Within 6", "0 days of it."]),
    ("a price parted", ["It costs £4,100 a year."], ["It costs £4", ",100 a year."]),
    ("a word parted", ["The specification stands."], ["The specific", "ation stands."]),
    ("numbers put together", ["No more than 5", "0 days."], ["No more than 50 days."]),
    ("a word left out", ["One two three. Four five."], ["One three.", "Four five."]),
    ("not put in", ["You must act. Stop then."], ["You must not act.", "Stop then."]),
    (
        "under another lead",
        ["You must:", "keep a record;", "You must not:", "charge a fee;"],
        ["You must:", "charge a fee;", "You must not:", "keep a record;"],
    ),
    ("the lead alone", ["One.", "You must not:", "a;", "b."], ["One.", "a;", "You must not:", "b."]),
    ("figures alone", ["60%", "of one,", "80%"], ["80%", "of one,", "60%"]),
]


@pytest.mark.parametrize(("old", "new"), [case[1:] for case in WORDS_TOO], ids=[case[0] for case in WORDS_TOO])
def test_where_a_word_or_a_number_changes_the_change_is_of_words(old: list[str], new: list[str]) -> None:
    assert any(each.sort not in ("place", "look") for each in silent_changes(old, new))


@pytest.mark.parametrize(("old", "new"), [("9", "8"), ("Yes", "No"), ("60%", "£4"), ("Agreed", "To be agreed by both")])
def test_one_line_in_the_place_of_another_is_changed_however_little_they_share(old: str, new: str) -> None:
    (change,) = silent_changes([old], [new])
    assert (change.kind, change.removed, change.added) == ("words changed", old, new) or change.kind == "words put in"


def test_one_paragraph_that_is_split_hides_no_figure_that_is_changed_in_the_next() -> None:
    found = silent_changes(
        ["One two. Three four.", "At least 60% of it."], ["One two.", "Three four.", "At least 66% of it."]
    )
    assert [(each.sort, each.added) for each in found] == [("place", ""), ("value", "66%")]


WORDS = st.lists(st.text("abc d.", max_size=8), max_size=6)


@given(WORDS, WORDS)
def test_what_is_called_reshaped_says_the_same_letters(old: list[str], new: list[str]) -> None:
    for each in reshaped(old, new):
        was, is_ = old[each.old : each.old + each.olds], new[each.new : each.new + each.news]
        assert "".join("".join(was).split()) == "".join("".join(is_).split()) and len(was) != len(is_)


@given(
    st.lists(st.integers(0, 3), max_size=8),
    st.lists(st.integers(0, 3), max_size=8),
    st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_what_is_called_displaced_stands_whole_on_both_sides(
    old: list[int], new: list[int], breaks: list[bool]
) -> None:
    groups = list(grouped(breaks, len(new)))
    for each in displaced(old, new, groups):
        assert old[each.old : each.old + each.length] == new[each.new : each.new + each.length]
        inside = groups[each.new : each.new + each.length]
        assert set(inside) == {inside[0]} and groups.count(inside[0]) == each.length


def grouped(breaks: list[bool], count: int) -> Iterator[int]:
    group = 0
    for at in range(count):
        group += breaks[at]
        yield group


def test_a_paragraph_that_now_stands_under_another_heading_or_lead_in_is_told_with_its_words(tmp_path: Path) -> None:
    may, must = par(run("The Provider may:")), par(run("The Provider must:"))
    one, two, three = (par(run(f"{words} the review.")) for words in ("attend", "chair", "write up"))
    issued = tmp_path / "issued.docx"
    issued.write_bytes(docx_bytes(must + one + two + may + three + par(run("End of list."))))
    other = docx_bytes(must + one + may + two + three + par(run("End of list.")))
    among = docx_bytes(must + two + one + may + three + par(run("End of list.")))
    assert {each.told.sort for each in units_of(other, issued)} == {"wording"}
    assert {each.told.sort for each in units_of(among, issued)} == {"place only"}


def cell_words(found: Element) -> str:
    return "\n".join("".join(text.text or "" for text in each.iter(w("t"))) for each in found.iter(w("p")))


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize("with_a_row_moved", [None, (1, 3), (2, 5)])
@pytest.mark.parametrize(
    ("one", "two", "row", "cell"),
    [(3, 7, 2, 1), (4, 5, 2, 1), (1, 2, 10, 1), (1, 8, 4, 1), (6, 1, 8, 1), (4, 5, 2, None), (2, 3, 4, None)],
)
def test_what_two_measures_say_of_themselves_changed_places_is_no_change_of_place_alone(
    pack: IssuedPack, against: bool, with_a_row_moved: tuple[int, int] | None, one: int, two: int, row: int, cell: int
) -> None:
    """A baseline, a denominator, a post: the rows of the tables `one` and `two`, or a cell of them."""
    swapped: list[str] = []

    def edit(root: Element) -> None:
        held = [rows(root, table)[row] for table in (one, two)]
        if cell is not None:
            held = [list(each.iter(w("tc")))[cell] for each in held]
        swapped.extend(map(cell_words, held))
        clauses = rows(root, 0)
        exchanged(*held)
        if with_a_row_moved is not None:
            exchanged(*(clauses[at] for at in with_a_row_moved))

    data = edited(pack.data("4C"), edit)
    said = [each for each in told(pack.review(data, pack.file("4C") if against else None)) if each.sort != "place"]
    for words in swapped:
        last = words.split("\n")[-1]
        assert any(last in f"{each.before} {each.after} {each.removed} {each.added}" for each in said), last
    assert said and all(each.sort in ("wording", "value", "wording and value") for each in said)


def tables_exchanged(data: bytes, one: int, two: int) -> bytes:
    def edit(root: Element) -> None:
        held = list(root.iter(w("tbl")))
        exchanged(held[one], held[two])

    return edited(data, edit)


@pytest.mark.parametrize("against", [False, True])
def test_a_whole_table_that_changed_places_is_told(pack: IssuedPack, against: bool) -> None:
    data = tables_exchanged(pack.data("4C"), 4, 5)
    found = pack.review(data, pack.file("4C") if against else None)
    assert told(found) and not found.as_issued


def test_a_heading_that_moved_while_the_clause_s_row_is_gone_stands_elsewhere_and_is_no_new_text(
    pack: IssuedPack,
) -> None:
    """Told as new, it would be struck where it is refused, and stand nowhere."""

    def edit(root: Element) -> None:
        tables = list(root.iter(w("tbl")))
        heading = tables[3].getprevious()
        assert heading is not None
        tables[2].addprevious(heading)
        tables[0].getparent().remove(tables[0])  # type: ignore[union-attr]

    data = edited(pack.data("4C"), edit)
    found = told(pack.review(data, pack.file("4C")))
    assert not [each.added for each in found if each.added]
    assert [each.kind for each in found].count("stands elsewhere") == 1
    assert all(unit.told.added == "" for unit in units_of(data, pack.file("4C")))
