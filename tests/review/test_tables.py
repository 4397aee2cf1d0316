"""Tables whose words stand as issued in other shapes: lines with tabs, tables split, cells under other headings."""

from __future__ import annotations

from copy import deepcopy

import pytest
from tests.review.answering import units_of
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element, edited, text_with
from tests.review.test_places import told

from specgen.word.package.ooxml import parse_xml, w
from specgen.word.reply.letters import WordsAt

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made_text(root: Element, mark: str) -> None:
    """Each table as Word's “Convert to text” leaves it: a row a line, `mark` between two cells, or a line a cell."""
    for table in list(root.iter(w("tbl"))):
        lines: list[Element] = []
        for row in table.iter(w("tr")):
            first = True
            for cell in row.iter(w("tc")):
                for number, paragraph in enumerate(cell.iter(w("p"))):
                    if number or first or not mark:
                        lines.append(paragraph)
                    else:
                        lines[-1].append(parse_xml(f"<w:r {NAMES}><w:{mark}/></w:r>".encode()))
                        lines[-1].extend([child for child in paragraph if child.tag != w("pPr")])
                    first = False
        for line in lines:
            table.addprevious(line)
        holder = table.getparent()
        assert holder is not None
        holder.remove(table)


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize("kind", ["4C", "6A"])
def test_a_table_made_lines_parted_by_tabs_is_told_once(pack: IssuedPack, kind: str, against: bool) -> None:
    data = edited(pack.data(kind), lambda root: made_text(root, "tab"))
    found = pack.review(data, pack.file(kind) if against else None)
    assert [(each.kind, each.sort) for each in told(found)] == [("a table made text", "place")]
    assert not found.as_issued


@pytest.mark.parametrize("against", [False, True])
def test_a_figure_changed_in_a_table_made_lines_parted_by_tabs_is_the_first_of_two_changes(
    pack: IssuedPack, against: bool
) -> None:
    def edit(root: Element) -> None:
        made_text(root, "tab")
        text = text_with(root, "60%")
        text.text = (text.text or "").replace("60%", "66%")

    found = pack.review(edited(pack.data("4C"), edit), pack.file("4C") if against else None)
    figure, table = told(found)
    assert (figure.removed, figure.added, figure.sort) == ("60%", "66%", "value")
    assert table.kind == "a table made text"


def test_a_table_made_paragraphs_is_told(pack: IssuedPack) -> None:
    data = edited(pack.data("6A"), lambda root: made_text(root, ""))
    assert {each.kind for each in told(pack.review(data, pack.file("6A")))} == {"a table made text"}


def split(root: Element) -> None:
    """The first table as two, an empty paragraph between them."""
    table = next(root.iter(w("tbl")))
    rows = [each for each in table if each.tag in (w("tr"), w("sdt"))]
    second = parse_xml(f"<w:tbl {NAMES}/>".encode())
    second.extend([deepcopy(each) for each in table if each.tag in (w("tblPr"), w("tblGrid"))])
    second.extend(rows[len(rows) // 2 :])
    table.addnext(second)
    table.addnext(parse_xml(f"<w:p {NAMES}/>".encode()))


def test_a_table_split_in_two_is_told_and_a_figure_further_down_at_its_own_clause(pack: IssuedPack) -> None:
    clause = next(each for each in reversed(pack.clauses("4C").clauses) if "%" in each.fields.get("baseline", ""))
    baseline = clause.fields["baseline"]

    def edit(root: Element) -> None:
        split(root)
        text = text_with(root, baseline)
        text.text = "1%"

    assert [each.kind for each in told(pack.review(edited(pack.data("4C"), split), pack.file("4C")))] == [
        "a table split"
    ]
    found = pack.review(edited(pack.data("4C"), edit), pack.file("4C"))
    changed = [each for each in found.clauses if each.changes]
    assert [each.expected.id for each in changed] == [clause.id]
    assert {each.where for each in changed[0].changes} == {"baseline"}
    assert [each.change.kind for each in found.outside] == ["a table split"]


def with_free_column(root: Element, row: int, how: str) -> None:
    """The first table with a free column at its end; the row with that number begins one column further right."""
    table = next(root.iter(w("tbl")))
    for number, each in enumerate(table.iter(w("tr"))):
        if how == "an empty cell":
            cell = parse_xml(f"<w:tc {NAMES}><w:tcPr/><w:p/></w:tc>".encode())
            last = list(each.iter(w("tc")))
            (last[0].addprevious if number == row else last[-1].addnext)(cell)
        else:
            properties = each.find(w("trPr"))
            if properties is None:
                properties = parse_xml(f"<w:trPr {NAMES}/>".encode())
                each.insert(0, properties)
            name = "gridBefore" if number == row else "gridAfter"
            properties.insert(0, parse_xml(f'<w:{name} {NAMES} w:val="1"/>'.encode()))


@pytest.mark.parametrize("how", ["an empty cell", "a place left free"])
def test_a_row_whose_cells_stand_under_the_headings_of_other_columns_is_told_with_its_figures(
    pack: IssuedPack, how: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    issued = tmp_path_factory.mktemp("free") / "issued.docx"
    issued.write_bytes(edited(pack.data("6A"), lambda root: with_free_column(root, -1, how)))
    found = pack.review(edited(pack.data("6A"), lambda root: with_free_column(root, 2, how)), issued)
    (change,) = told(found)
    assert change.kind == "under another heading" and change.sort == "wording and value"
    assert "stood under “Reporting Requirement” and stands under “Reporting Period”" in change.detail
    assert not told(pack.review(issued.read_bytes(), issued))


def test_a_column_put_in_before_all_others_moves_no_cell_under_another_heading(pack: IssuedPack) -> None:
    def edit(root: Element) -> None:
        for row in next(root.iter(w("tbl"))).iter(w("tr")):
            next(row.iter(w("tc"))).addprevious(parse_xml(f"<w:tc {NAMES}><w:tcPr/><w:p/></w:tc>".encode()))

    assert not told(pack.review(edited(pack.data("6A"), edit), pack.file("6A")))


def test_a_column_that_is_gone_is_told_cell_for_cell_and_no_row_is_said_to_be_gone(pack: IssuedPack) -> None:
    def edit(root: Element) -> None:
        for row in next(root.iter(w("tbl"))).iter(w("tr")):
            cell = list(row.iter(w("tc")))[1]
            row.remove(cell)

    found = told(pack.review(edited(pack.data("4C"), edit), pack.file("4C")))
    assert {each.kind for each in found} == {"line taken out", "text taken out"}
    assert sum(each.where == "threshold" for each in found) == len(pack.clauses("4C").clauses)


@pytest.mark.parametrize(("kind", "columns"), [("6D", (1, 3)), ("6D", (1, 2))])
def test_two_columns_that_were_exchanged_are_told_as_that_at_each_of_their_cells(
    pack: IssuedPack, kind: str, columns: tuple[int, int]
) -> None:
    def edit(root: Element) -> None:
        for row in list(next(root.iter(w("tbl"))).iter(w("tr")))[1:]:
            one, other = (list(row.iter(w("tc")))[at] for at in columns)
            words = [list(each.iter(w("p"))) for each in (one, other)]
            for cell, held in ((one, words[1]), (other, words[0])):
                cell.extend(held)

    found = told(pack.review(edited(pack.data(kind), edit), pack.file(kind)))
    assert {each.kind for each in found} == {"columns exchanged"}
    assert all("two columns of the table are exchanged in " in each.detail for each in found)


def test_two_cells_of_one_row_that_were_exchanged_are_no_columns(pack: IssuedPack) -> None:
    def edit(root: Element) -> None:
        one, *_, other = list(list(next(root.iter(w("tbl"))).iter(w("tr")))[1].iter(w("tc")))[1:]
        words = [list(each.iter(w("p"))) for each in (one, other)]
        one.extend(words[1])
        other.extend(words[0])

    found = told(pack.review(edited(pack.data("6D"), edit), pack.file("6D")))
    assert found and "columns exchanged" not in [each.kind for each in found]


def test_an_empty_cell_put_before_others_in_a_row_is_told_without_the_issued_file(pack: IssuedPack) -> None:
    def edit(root: Element) -> None:
        rows = list(next(root.iter(w("tbl"))).iter(w("tr")))
        list(rows[2].iter(w("tc")))[1].addprevious(parse_xml(f"<w:tc {NAMES}><w:tcPr/><w:p/></w:tc>".encode()))

    (change,) = told(pack.review(edited(pack.data("4C"), edit)))
    assert (change.kind, change.sort) == ("an empty cell put in", "wording and value")
    assert "agreed pl…” stands under “Method of Measurement”" in change.detail
    assert not told(pack.review(pack.data("4C")))


@pytest.mark.parametrize(
    ("kind", "label"),
    [("2M", "Co-production:"), ("2M", "Key action:"), ("6A", "Content:"), ("6D", "Steps:"), ("6D", "Evidence:")],
)
def test_no_paragraph_of_exchanged_columns_is_told_as_two_changes(pack: IssuedPack, kind: str, label: str) -> None:
    def edit(root: Element) -> None:
        text_with(root, label).text = "Something else"
        for row in root.iter(w("tr")):
            cells = row.findall(w("tc"))
            if len(cells) > 1:
                cells[0].addprevious(cells[1])

    units = units_of(edited(pack.data(kind), edit), pack.file(kind))
    at = [(unit.where.paragraph, unit.where.start) for unit in units if isinstance(unit.where, WordsAt)]
    assert len(at) == len(set(at))
    assert sum(unit.told.added.count("Something else") for unit in units) == 1
