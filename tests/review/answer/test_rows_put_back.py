"""Rows of tables, and measures in them, that somebody took out without tracking, refused: they stand again where they
stood, as tracked insertions of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.review.answering import (
    THEIRS,
    as_sent,
    main_part,
    package_of,
    par,
    reply_to,
    report,
    run,
    table,
    texts,
    theirs_alone,
    units_of,
)
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element, edited, text_with
from tests.word.making import docx_bytes

from specgen.review.answer.answer import Reply
from specgen.review.answer.sheet import decision_note
from specgen.review.answer.units import Unit, id_of
from specgen.word.document.resolve import resolve_part
from specgen.word.package.ooxml import W, canonical, parse_xml, w
from specgen.word.reply.rows import MissingRow


def refused(pack: IssuedPack, kind: str, data: bytes) -> tuple[Sequence[Unit], Reply]:
    units = units_of(data, pack.file(kind))
    reply, problems = reply_to(data, report(data, units, dict.fromkeys(range(len(units)), ("reject", ""))))
    assert reply is not None, problems
    return units, reply


def without_rows(root: Element, table: int, rows: Sequence[int]) -> None:
    held = list(list(root.iter(w("tbl")))[table].iter(w("tr")))
    for number in rows:
        held[number].getparent().remove(held[number])  # type: ignore[union-attr]


def taken_out(root: Element, words: str) -> None:
    """All words of the paragraph that holds these."""
    paragraph = next(text_with(root, words).iterancestors(w("p")))
    for text in paragraph.iter(w("t")):
        text.text = ""


@pytest.mark.parametrize(
    ("kind", "table", "rows"),
    [("4C", 0, [1]), ("4C", 0, [2, 3]), ("4C", 0, [8]), ("4C", 0, [1, 2, 3, 4, 5, 6, 7]), ("4C", 3, [2, 4, 6]),
     ("6A", 0, [1]), ("6A", 1, [2, 3]), ("6D", 0, [1, 3, 5]), ("2M", 0, [1]), ("2M", 1, [1])],
)  # fmt: skip
def test_rows_that_were_silently_taken_out_are_put_in_again_as_tracked_rows_where_they_stood(
    pack: IssuedPack, kind: str, table: int, rows: list[int]
) -> None:
    data = edited(pack.data(kind), lambda root: without_rows(root, table, rows))
    units, reply = refused(pack, kind, data)
    assert reply.by_comment == ()
    assert len(units) == len(rows)
    assert texts(main_part(reply.data)) == texts(main_part(pack.data(kind)))
    assert reply.clean is not None and texts(main_part(reply.clean)) == texts(main_part(pack.data(kind)))
    assert theirs_alone(main_part(reply.data)) == resolve_part(main_part(data), lambda mark: "keep")
    ours = [
        row for row in parse_xml(main_part(reply.data)).iter(w("tr")) if row.find(f"{w('trPr')}/{w('ins')}") is not None
    ]
    assert len(ours) == len(rows)
    for row in ours:
        assert all(run.getparent().tag == w("ins") for run in row.iter(w("r")))  # type: ignore[union-attr]
        assert all(paragraph.find(f"{w('pPr')}/{w('rPr')}/{w('ins')}") is not None for paragraph in row.iter(w("p")))


def test_a_clause_that_went_with_its_row_is_told_with_its_threshold(pack: IssuedPack) -> None:
    data = edited(pack.data("4C"), lambda root: without_rows(root, 0, [1]))
    (unit,) = units_of(data, pack.file("4C"))
    assert unit.told.kind == "clause deleted"
    assert "Three-item CollaboRATE | Threshold: At least 60%" in unit.told.removed
    assert unit.refusal("counter") == "a row has no one place for other words"


@pytest.mark.parametrize("words", ["Three-item CollaboRATE", "Involvement in decisions: Co", "At least 60%"])
def test_words_of_a_cell_that_was_emptied_are_put_in_again_there(pack: IssuedPack, words: str) -> None:
    data = edited(pack.data("4C"), lambda root: taken_out(root, words))
    _, reply = refused(pack, "4C", data)
    assert reply.by_comment == ()
    assert texts(main_part(reply.data)) == texts(main_part(pack.data("4C")))
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))


@pytest.mark.parametrize("words", ["Three-item CollaboRATE", "Involvement in decisions: Co"])
def test_a_paragraph_of_a_cell_that_is_gone_is_put_in_again_beside_the_other_one(pack: IssuedPack, words: str) -> None:
    def edit(root: Element) -> None:
        paragraph = next(text_with(root, words).iterancestors(w("p")))
        paragraph.getparent().remove(paragraph)  # type: ignore[union-attr]

    _, reply = refused(pack, "4C", edited(pack.data("4C"), edit))
    assert reply.by_comment == ()
    assert texts(main_part(reply.data)) == texts(main_part(pack.data("4C")))


def test_words_of_a_clause_that_are_gone_from_above_another_line_of_their_cell_come_back_above_it(
    pack: IssuedPack,
) -> None:
    def edit(root: Element) -> None:
        paragraph = next(text_with(root, "The Provider must give general practice").iterancestors(w("p")))
        paragraph.getparent().remove(paragraph)  # type: ignore[union-attr]

    units, reply = refused(pack, "8", edited(pack.data("8"), edit))
    assert [(unit.told.kind, unit.told.added) for unit in units] == [("clause deleted", "")]
    assert reply.by_comment == ()
    assert texts(main_part(reply.data)) == texts(main_part(pack.data("8")))


def body_of(data: bytes) -> bytes:
    """The main part when all is accepted, without ids and without what nobody sees."""
    root = parse_xml(resolve_part(main_part(data), "accept"))
    for each in list(root.iter(w("r"), w("id"), w("rPr"), w("pPr"), w("trPr"))):
        said = any(text.text for text in each.iter(w("t"))) or any(one.tag not in (w("t"), w("rPr")) for one in each)
        parent = each.getparent()
        if parent is not None and (each.tag == w("id") or not said):
            parent.remove(each)
    for each in root.iter(w("bookmarkStart"), w("bookmarkEnd")):
        del each.attrib[w("id")]
    return canonical(root)


def test_the_rows_of_a_table_that_is_gone_come_back_in_one_where_it_stood(pack: IssuedPack) -> None:
    def edit(root: Element) -> None:
        table = next(root.iter(w("tbl")))
        table.getparent().remove(table)  # type: ignore[union-attr]

    data = edited(pack.data("2M"), edit)
    units, reply = refused(pack, "2M", data)
    assert reply.by_comment == () and len(units) == 3
    assert body_of(reply.data) == body_of(pack.data("2M"))
    assert reply.clean is not None and body_of(reply.clean) == body_of(pack.data("2M"))
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))


@pytest.mark.parametrize("kind", ["4C", "6D", "6A"])
def test_a_row_comes_back_with_the_look_the_controls_and_the_bookmarks_that_it_was_issued_with(
    pack: IssuedPack, kind: str
) -> None:
    data = edited(pack.data(kind), lambda root: without_rows(root, 0, [1, 2]))
    _, reply = refused(pack, kind, data)
    assert body_of(reply.data) == body_of(pack.data(kind))


def test_a_row_refused_beside_an_accepted_one_and_one_with_a_question_keeps_the_law(pack: IssuedPack) -> None:
    data = edited(pack.data("4C"), lambda root: without_rows(root, 0, [2, 3, 4]))
    units = units_of(data, pack.file("4C"))
    rows = dict(zip(range(3), [("accept", ""), ("reject", ""), ("ask", "Why?")], strict=True))
    reply, problems = reply_to(data, report(data, units, rows))
    assert reply is not None, problems
    assert len(texts(main_part(reply.data))) == len(texts(main_part(data))) + 6
    assert "row deleted" in "".join(
        text.text or "" for text in parse_xml(package_of(reply.data).part("word/comments.xml")).iter(w("t"))
    )


def test_a_row_comes_back_behind_the_one_that_they_struck_with_tracking_and_that_is_refused_too(
    pack: IssuedPack,
) -> None:
    mark = 'w:author="Ann Bell" w:date="2026-05-04T09:30:00Z"'

    def edit(root: Element) -> None:
        rows = list(next(root.iter(w("tbl"))).iter(w("tr")))
        rows[3].getparent().remove(rows[3])  # type: ignore[union-attr]
        properties = rows[2].find(w("trPr"))
        assert properties is not None
        properties.append(parse_xml(f'<w:p xmlns:w="{W}"><w:del w:id="900" {mark}/></w:p>'.encode())[0])
        for number, each in enumerate(list(rows[2].iter(w("r")))):
            struck = parse_xml(f'<w:p xmlns:w="{W}"><w:del w:id="{901 + number}" {mark}/></w:p>'.encode())[0]
            each.addprevious(struck)
            struck.append(each)
            for text in each.iter(w("t")):
                text.tag = w("delText")

    _, reply = refused(pack, "4C", edited(pack.data("4C"), edit))
    assert reply.by_comment == ()
    assert texts(main_part(reply.data)) == texts(main_part(pack.data("4C")))


WORDS_PUT = ["Something else altogether", "At least 20% of the answers", "1 January 2029"]


def edited_between(root: Element, table: int, gone: Sequence[int], row: int, cell: int, words: str) -> None:
    """These rows gone, and the last words of a cell of the one with that number made others."""
    held = list(list(root.iter(w("tbl")))[table].iter(w("tr")))
    cells = list(held[row].iter(w("tc")))
    text = [each for each in cells[cell % len(cells)].iter(w("t")) if (each.text or "").strip()][-1]
    text.text = words
    without_rows(root, table, gone)


def keeps_the_law(pack: IssuedPack, kind: str, table: int, gone: Sequence[int], row: int, cell: int, put: str) -> None:
    issued = parse_xml(main_part(pack.data(kind)))
    data = edited(pack.data(kind), lambda root: edited_between(root, table, gone, row, cell, put))
    units, reply = refused(pack, kind, data)
    told = " ".join(" ".join(unit.told.removed for unit in units).split())
    left = texts(main_part(data))
    rows = list(list(issued.iter(w("tbl")))[table].iter(w("tr")))
    for paragraph in (each for number in gone for each in rows[number].iter(w("p"))):
        said = "".join(text.text or "" for text in paragraph.iter(w("t")))
        assert said in left or " ".join(said.split()) in told
    assert reply.by_comment == ()
    assert texts(main_part(reply.data)) == texts(main_part(pack.data(kind)))
    assert reply.clean is not None and texts(main_part(reply.clean)) == texts(main_part(pack.data(kind)))
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))


@pytest.mark.parametrize(
    ("kind", "table", "gone", "row", "cell", "put"),
    [
        ("4C", 1, [2, 4], 3, 1, "Something else counted"),
        ("4C", 1, [4], 3, 1, "Something else counted"),
        ("4C", 1, [4, 6], 5, 1, "Changed instrument"),
        ("4C", 1, [2], 3, 0, "Top"),
        ("4C", 0, [1, 2], 3, 1, "At least 20% of the answers"),
        ("4C", 0, [1, 3], 2, 1, "At least 70% of the Service Users counted"),
        ("6D", 0, [1, 2], 3, 1, "30 September 2027"),
        ("6D", 0, [2], 3, 1, "30 September 2027"),
        ("6A", 1, [5, 6], 7, 1, "Every 6 months"),
        ("6A", 0, [2], 3, 3, "To: nobody"),
    ],
)
def test_rows_gone_beside_one_whose_words_were_changed_are_told_whole_and_come_back_in_the_issued_order(
    pack: IssuedPack, kind: str, table: int, gone: list[int], row: int, cell: int, put: str
) -> None:
    keeps_the_law(pack, kind, table, gone, row, cell, put)


@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_any_rows_gone_beside_any_changed_cell_come_back_in_the_issued_order(
    pack: IssuedPack, data: st.DataObject
) -> None:
    kind, table = data.draw(st.sampled_from([("4C", 0), ("4C", 1), ("6A", 0), ("6A", 1), ("6D", 0)]))
    count = len(list(list(parse_xml(main_part(pack.data(kind))).iter(w("tbl")))[table].iter(w("tr"))))
    gone = sorted(data.draw(st.sets(st.integers(1, count - 1), min_size=1, max_size=min(3, count - 2))))
    row = data.draw(st.sampled_from([each for each in range(1, count) if each not in gone]))
    keeps_the_law(pack, kind, table, gone, row, data.draw(st.integers(0, 3)), data.draw(st.sampled_from(WORDS_PUT)))


@pytest.mark.parametrize(("kind", "table"), [("4C", 1), ("6D", 0), ("6A", 0), ("6A", 1)])
def test_rows_exchanged_where_the_headings_are_gone_leave_no_empty_row_when_they_are_refused(
    pack: IssuedPack, kind: str, table: int
) -> None:
    def edit(root: Element) -> None:
        rows = list(list(root.iter(w("tbl")))[table].iter(w("tr")))
        rows[-2].addprevious(rows[-1])
        without_rows(root, table, [0])

    data = edited(pack.data(kind), edit)
    _, reply = refused(pack, kind, data)
    issued = texts(main_part(pack.data(kind)))
    assert reply.clean is not None
    for said in (texts(main_part(reply.data)), texts(main_part(reply.clean))):
        assert said.count("") == issued.count("")
        assert said == issued or reply.by_comment


def test_a_row_comes_back_inside_a_control_that_holds_the_rows_round_it(pack: IssuedPack) -> None:
    def edit(root: Element) -> None:
        rows = list(next(root.iter(w("tbl"))).iter(w("tr")))
        control = parse_xml(f'<w:sdt xmlns:w="{W}"><w:sdtPr/><w:sdtContent/></w:sdt>'.encode())
        rows[1].addprevious(control)
        control[1].extend(rows[1:])
        control[1].remove(rows[3])

    data = edited(pack.data("6D"), edit)
    _, reply = refused(pack, "6D", data)
    assert reply.by_comment == ()
    assert texts(main_part(reply.data)) == texts(main_part(pack.data("6D")))
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))


def test_a_row_in_a_form_that_repeats_its_rows_is_answered_by_a_comment(pack: IssuedPack) -> None:
    space = "http://schemas.microsoft.com/office/word/2012/wordml"

    def edit(root: Element) -> None:
        rows = list(next(root.iter(w("tbl"))).iter(w("tr")))
        control = parse_xml(
            f'<w:sdt xmlns:w="{W}" xmlns:w15="{space}"><w:sdtPr><w15:repeatingSection/></w:sdtPr><w:sdtContent/>'
            "</w:sdt>".encode()
        )
        rows[1].addprevious(control)
        control[1].extend(rows[1:])
        control[1].remove(rows[3])

    _, reply = refused(pack, "6D", edited(pack.data("6D"), edit))
    assert len(reply.by_comment) == 1


@pytest.mark.parametrize("row", [1, 3])
def test_a_table_in_a_cell_beside_a_row_that_is_gone_is_not_taken_for_it(pack: IssuedPack, row: int) -> None:
    def edit(root: Element) -> None:
        rows = list(next(root.iter(w("tbl"))).iter(w("tr")))
        cells = "".join(
            f"<w:tc><w:p><w:r><w:t>{each}</w:t></w:r></w:p></w:tc>" for each in ("Stage", "Lead", "May", "A")
        )
        inner = f'<w:tbl xmlns:w="{W}"><w:tblPr/><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>'
        next(next(rows[row].iter(w("tc"))).iter(w("p"))).addprevious(parse_xml(inner.encode()))
        without_rows(root, 0, [2])

    _, reply = refused(pack, "6D", edited(pack.data("6D"), edit))
    assert reply.by_comment == ()
    assert texts(main_part(reply.data)) == texts(main_part(pack.data("6D")))


def test_a_row_put_in_at_another_place_than_it_was_issued_at_is_not_proved(pack: IssuedPack) -> None:
    data = edited(pack.data("6D"), lambda root: without_rows(root, 0, [2]))
    (unit,) = units_of(data, pack.file("6D"))
    assert isinstance(unit.where, MissingRow)
    wrong = replace(unit, where=replace(unit.where, beside=unit.where.beside + 1))
    reply, problems = reply_to(data, report(data, [replace(wrong, id=id_of(wrong))], {0: ("reject", "")}))
    assert reply is None
    assert ["does not stand where it was issued" in each.message for each in problems] == [True]


BEFORE, AFTER = par(run("The Provider sends these reports.")), par(run("Nothing else is due under this schedule."))
HEADS = "<w:trPr><w:tblHeader/></w:trPr>"


def cell(words: str, form: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{form}</w:tcPr>{par(run(words)) if words else par()}</w:tc>'


def cells(*held: str, form: str = "") -> str:
    return f"<w:tr>{form}{''.join(each if each.startswith('<') else cell(each) for each in held)}</w:tr>"


HEAD = cells("Report", "Date due", form=HEADS)
REPORTS = [
    cells(f"Report {name} on the service", f"{day} June 2026")
    for day, name in enumerate(("alpha", "bravo", "delta"), 1)
]
PART = cells(cell("Part A: reports of the year", '<w:gridSpan w:val="2"/>'))
BEGINS, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
MERGED = [
    cells(cell("Respiratory services", BEGINS), "First report of the three"),
    cells(cell("", GOES_ON), "Second report of the three"),
    cells(cell("", GOES_ON), "Third report of the three"),
]
LAST = cells("Report echo on the service", "9 June 2026")


def refused_alone(folder: Path, issued: str, returned: str) -> tuple[Reply, bytes]:
    """The reply in which everything is refused, and the body as issued."""
    file, data = folder / "issued.docx", docx_bytes(returned)
    file.write_bytes(docx_bytes(issued))
    units = units_of(data, file)
    reply, problems = reply_to(data, report(data, units, dict.fromkeys(range(len(units)), ("reject", ""))))
    assert reply is not None, problems
    return reply, body_of(file.read_bytes())


@pytest.mark.parametrize(
    ("issued", "returned"),
    [
        ([HEAD, *REPORTS], REPORTS),
        ([HEAD, PART, *REPORTS], [HEAD, *REPORTS]),
        ([HEAD, REPORTS[0], PART, *REPORTS[1:]], [HEAD, *REPORTS]),
        ([HEAD, *MERGED, *REPORTS], [HEAD, *MERGED[1:], *REPORTS]),
        ([HEAD, *MERGED, *REPORTS], [HEAD, MERGED[0], MERGED[2], *REPORTS]),
        ([HEAD, *MERGED, *REPORTS], [HEAD, *MERGED[:2], *REPORTS]),
        ([HEAD, *MERGED, *REPORTS], [HEAD, *MERGED, *REPORTS[1:]]),
    ],
)
def test_headings_and_rows_with_merged_cells_come_back_as_they_were_issued(
    tmp_path: Path, issued: list[str], returned: list[str]
) -> None:
    reply, wanted = refused_alone(tmp_path, BEFORE + table(*issued) + AFTER, BEFORE + table(*returned) + AFTER)
    assert reply.by_comment == () and body_of(reply.data) == wanted


def test_a_row_whose_merged_cell_begins_in_a_row_that_is_gone_too_is_answered_by_a_comment(tmp_path: Path) -> None:
    reply, _ = refused_alone(
        tmp_path, BEFORE + table(HEAD, *MERGED, *REPORTS) + AFTER, BEFORE + table(HEAD, *REPORTS) + AFTER
    )
    assert [unit.told.removed.partition(" report")[0] for unit in reply.by_comment] == ["Second", "Third"]


@pytest.mark.parametrize(
    ("issued", "returned"),
    [
        (BEFORE + table(HEAD, *REPORTS) + AFTER, BEFORE + AFTER),
        (BEFORE + par() + table(HEAD, *REPORTS) + par() + AFTER, BEFORE + par() + par() + AFTER),
        (BEFORE + table(HEAD, *REPORTS) + par(), BEFORE + par()),
        (BEFORE + table(HEAD, *REPORTS) + AFTER + table(HEAD, LAST), BEFORE + AFTER + table(HEAD, LAST)),
    ],
)
def test_a_whole_table_comes_back_between_the_lines_that_it_was_issued_between(
    tmp_path: Path, issued: str, returned: str
) -> None:
    reply, wanted = refused_alone(tmp_path, issued, returned)
    assert reply.by_comment == () and body_of(reply.data) == wanted


POSTS = table(cells("Post", "Name"), cells("Lead post", "Ann"), cells("Deputy", "Bea"))
BESIDE = (table(HEAD, *REPORTS), POSTS, table(cells("For us", "For you"), cells("Signed", "Sealed")))


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_table_that_stood_beside_others_comes_back_between_them(tmp_path: Path, gone: int) -> None:
    left = "".join(each for number, each in enumerate(BESIDE) if number != gone)
    reply, wanted = refused_alone(tmp_path, BEFORE + "".join(BESIDE) + AFTER, BEFORE + left + AFTER)
    assert reply.by_comment == () and body_of(reply.data) == wanted
    assert reply.clean is not None and body_of(reply.clean) == wanted


def test_tables_that_stood_beside_each_other_are_put_back_into_no_place_that_is_not_certain(tmp_path: Path) -> None:
    reply, _ = refused_alone(tmp_path, BEFORE + "".join(BESIDE) + AFTER, BEFORE + BESIDE[0] + AFTER)
    assert len(reply.by_comment) == 5


def test_a_row_that_went_into_another_table_with_the_same_headings_is_a_row_of_each(tmp_path: Path) -> None:
    reply, wanted = refused_alone(
        tmp_path,
        BEFORE + table(HEAD, *REPORTS) + AFTER + table(HEAD, LAST),
        BEFORE + table(HEAD, *REPORTS[1:]) + AFTER + table(HEAD, REPORTS[0], LAST),
    )
    assert reply.by_comment == () and body_of(reply.data) == wanted


def test_a_row_says_what_it_will_lack_where_its_control_stands_elsewhere(tmp_path: Path) -> None:
    control = '<w:sdt><w:sdtPr><w:tag w:val="due"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    held = cells(
        f"<w:tc><w:tcPr/>{control.format(par(run('Report golf on the service')))}{par()}</w:tc>", "8 June 2026"
    )
    issued = docx_bytes(BEFORE + table(HEAD, *REPORTS, held) + AFTER)
    returned = docx_bytes(BEFORE + table(HEAD, *REPORTS) + control.format(AFTER))
    (tmp_path / "issued.docx").write_bytes(issued)
    notes = [decision_note(unit) for unit in units_of(returned, tmp_path / "issued.docx")]
    assert [each for each in notes if "comes back without its control" in each]


def test_a_row_in_a_report_that_holds_more_than_was_issued_is_not_put_in(pack: IssuedPack) -> None:
    data = edited(pack.data("6D"), lambda root: without_rows(root, 0, [2]))
    (unit,) = units_of(data, pack.file("6D"))
    assert isinstance(unit.where, MissingRow)
    for old, new in (("<w:r>", "<w:r><w:drawing/>"), ("</w:t>", " or not</w:t>"), ("<w:rPr>", "<w:rPr><w:vanish/>")):
        wrong = replace(unit, where=replace(unit.where, row=unit.where.row.replace(old, new, 1)))
        reply, _ = reply_to(data, report(data, [replace(wrong, id=id_of(wrong))], {0: ("reject", "")}))
        assert reply is None


@pytest.mark.parametrize(
    ("issued", "returned"),
    [
        ([HEAD, *REPORTS, PART, LAST], [HEAD, REPORTS[1], REPORTS[0], LAST]),
        ([HEAD, *REPORTS, LAST], [HEAD, LAST, REPORTS[0]]),
        ([HEAD, PART, *REPORTS], [HEAD, REPORTS[2], REPORTS[0], REPORTS[1]]),
    ],
)
def test_a_row_that_is_gone_beside_rows_that_were_moved_comes_back_in_order_or_by_a_comment(
    tmp_path: Path, issued: list[str], returned: list[str]
) -> None:
    file, data = tmp_path / "issued.docx", docx_bytes(BEFORE + table(*returned) + AFTER)
    file.write_bytes(docx_bytes(BEFORE + table(*issued) + AFTER))
    units = units_of(data, file)
    gone = [at for at, unit in enumerate(units) if unit.told.kind == "a row of a table taken out"]
    assert gone
    for at in gone:
        reply, problems = reply_to(data, report(data, units, {at: ("reject", "")}))
        assert reply is not None, problems


def test_a_table_comes_back_under_a_heading_whose_words_one_of_its_cells_says_too(tmp_path: Path) -> None:
    heading = par(run("Report"))
    reply, wanted = refused_alone(tmp_path, BEFORE + heading + table(HEAD, *REPORTS) + AFTER, BEFORE + heading + AFTER)
    assert reply.by_comment == () and body_of(reply.data) == wanted


ROWS = [HEAD, PART, *REPORTS, *MERGED, LAST]


@given(
    stay=st.sets(st.integers(0, len(ROWS) - 1)),
    other=st.lists(st.integers(0, len(ROWS) - 1), min_size=1, max_size=4, unique=True),
)
@settings(max_examples=25, deadline=None)
def test_whatever_rows_and_tables_are_gone_each_comes_back_as_issued_or_is_told(
    tmp_path_factory: pytest.TempPathFactory, stay: set[int], other: list[int]
) -> None:
    second = table(HEAD, *(ROWS[at] for at in sorted(other) if ROWS[at] not in (HEAD, *MERGED[1:])), LAST)
    left = [ROWS[at] for at in sorted(stay)]
    issued = BEFORE + table(*ROWS) + AFTER + second
    reply, wanted = refused_alone(
        tmp_path_factory.mktemp("rows"), issued, BEFORE + (table(*left) if left else "") + AFTER + second
    )
    assert reply.by_comment or body_of(reply.data) == wanted
    told = " ".join(unit.told.removed for unit in (*reply.by_comment, *reply.undecided))
    for line in Counter(texts(main_part(docx_bytes(issued)))) - Counter(texts(main_part(reply.data))):
        assert not line or " ".join(line.split()) in told


@pytest.mark.parametrize("how", ["emptied", "taken out", "changed"])
def test_a_line_of_a_clause_whose_measure_is_gone_is_told_where_its_own_table_stays(pack: IssuedPack, how: str) -> None:
    def edit(root: Element) -> None:
        row = next(text_with(root, "Every Service User in the cohort who faced").iterancestors(w("tr")))
        if how == "emptied":
            taken_out(root, "Every Service User in the cohort who faced")
        elif how == "changed":
            text_with(root, "Every Service User in the cohort who faced").text = "Ten people"
        else:
            row.getparent().remove(row)  # type: ignore[union-attr]
        without_rows(root, 0, [1])

    data = edited(pack.data("4C"), edit)
    units, reply = refused(pack, "4C", data)
    assert len(units) == 2 and reply.by_comment == ()
    assert texts(main_part(reply.data)) == texts(main_part(pack.data("4C")))
    assert reply.clean is not None and texts(main_part(reply.clean)) == texts(main_part(pack.data("4C")))


def test_what_is_said_of_a_row_that_they_struck_and_that_is_refused_stands_in_the_row_that_stays(
    pack: IssuedPack,
) -> None:
    def edit(root: Element) -> None:
        row = next(root.iter(w("tr")))
        cells = row.findall(w("tc"))
        cells[1].addprevious(cells[2])
        properties = row.find(w("trPr"))
        assert properties is not None
        properties.append(parse_xml(f'<w:p xmlns:w="{W}"><w:del w:id="900" {THEIRS}/></w:p>'.encode())[0])
        for number, each in enumerate(list(row.iter(w("r")))):
            struck = parse_xml(f'<w:p xmlns:w="{W}"><w:del w:id="{901 + number}" {THEIRS}/></w:p>'.encode())[0]
            each.addprevious(struck)
            struck.append(each)
            for text in each.iter(w("t")):
                text.tag = w("delText")

    data = edited(pack.data("2M"), edit)
    _, reply = refused(pack, "2M", data)
    assert len(reply.by_comment) == 2 and reply.clean is not None
    for stands in (resolve_part(main_part(reply.data), "accept"), main_part(reply.clean)):
        assert len(list(next(parse_xml(stands).iter(w("tr"))).iter(w("commentReference")))) == 2
    assert theirs_alone(main_part(reply.data)) == resolve_part(main_part(data), lambda mark: "keep")
