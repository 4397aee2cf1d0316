"""The reply to what came back: each kind of change with each decision, in words, and what is refused."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace
from tests.review.answering import (
    THEIRS,
    answered,
    as_sent,
    commented_words,
    comments_of,
    dele,
    ins,
    main_part,
    package_of,
    par,
    reply_to,
    report,
    row,
    run,
    table,
    texts,
    theirs_alone,
    units_of,
)
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element, control, edited, text_with
from tests.word.making import docx_bytes

from specgen.contract.register.formats import shown_by
from specgen.excel import Page, workbook_bytes
from specgen.review.answer.sheet import decision_note, decision_pages, read_decisions
from specgen.review.answer.units import content_of
from specgen.word.document.lines import Line
from specgen.word.document.resolve import resolve_part
from specgen.word.document.stories import read_sides
from specgen.word.package.ooxml import MC, parse_xml, w
from specgen.word.package.package import write_package
from specgen.word.reply.comments import SpotAt
from specgen.word.reply.letters import WordsAt
from specgen.word.reply.proposals import Proposal
from specgen.word.reply.prove import prove_reply
from specgen.word.reply.write import Answer, write_reply

HEAD = par(run("Terms"), style="Heading1")
LAST = par(run("The end."))
REPLACED = HEAD + par(run("Pay within "), dele("30"), ins("60"), run(" days.")) + LAST
PUT_IN = HEAD + par(run("Pay within 30 days"), ins(" or later"), run(".")) + LAST
TAKEN_OUT = HEAD + par(run("Pay within 30 days"), dele(" at the latest"), run(".")) + LAST
NEW_PARAGRAPH = HEAD + par(run("Pay.")) + par(ins("No interest is due."), mark="ins") + LAST
OLD_PARAGRAPH = HEAD + par(run("Pay.")) + par(dele("Interest is due."), mark="del", style="ListNumber") + LAST
ISSUED = {
    REPLACED: HEAD + par(run("Pay within 30 days.")) + LAST,
    PUT_IN: HEAD + par(run("Pay within 30 days.")) + LAST,
    TAKEN_OUT: HEAD + par(run("Pay within 30 days at the latest.")) + LAST,
    NEW_PARAGRAPH: HEAD + par(run("Pay.")) + LAST,
    OLD_PARAGRAPH: HEAD + par(run("Pay.")) + par(run("Interest is due."), style="ListNumber") + LAST,
}
TRACKED = [
    (REPLACED, "60", "accept", "", ["Pay within 60 days."]),
    (REPLACED, "60", "reject", "", ["Pay within 30 days."]),
    (REPLACED, "60", "counter", "45", ["Pay within 45 days."]),
    (REPLACED, "60", "ask", "Why?", ["Pay within 60 days."]),
    (PUT_IN, "or later", "accept", "", ["Pay within 30 days or later."]),
    (PUT_IN, "or later", "reject", "", ["Pay within 30 days."]),
    (PUT_IN, "or later", "counter", "of each invoice & “note”", ["Pay within 30 days of each invoice & “note”."]),
    (TAKEN_OUT, "at the latest", "accept", "", ["Pay within 30 days."]),
    (TAKEN_OUT, "at the latest", "reject", "", ["Pay within 30 days at the latest."]),
    (TAKEN_OUT, "at the latest", "counter", "if due", ["Pay within 30 days if due."]),
    (NEW_PARAGRAPH, "No interest", "accept", "", ["Pay.", "No interest is due."]),
    (NEW_PARAGRAPH, "No interest", "reject", "", ["Pay."]),
    (NEW_PARAGRAPH, "No interest", "counter", "Interest is due.", ["Pay.", "Interest is due."]),
    (OLD_PARAGRAPH, "Interest is due", "accept", "", ["Pay."]),
    (OLD_PARAGRAPH, "Interest is due", "reject", "", ["Pay.", "Interest is due."]),
]
SILENT = [
    ("Pay within 60 days.", "reject", "", "Pay within 30 days."),
    ("Pay within 60 days.", "counter", "45", "Pay within 45 days."),
    ("Pay within 60 days.", "accept", "", "Pay within 60 days."),
    ("Pay within 60 days.", "ask", "Why?", "Pay within 60 days."),
    ("Pay within 30 days if asked.", "reject", "", "Pay within 30 days."),
    ("Pay within days.", "reject", "", "Pay within 30 days."),
    ("Pay within days.", "accept", "", "Pay within days."),
    ("within 30 days.", "reject", "", "Pay within 30 days."),
]


@pytest.mark.parametrize(("body", "words", "verdict", "said", "wanted"), TRACKED)
def test_a_tracked_change_is_answered_and_stays_theirs(
    tmp_path: Path, body: str, words: str, verdict: str, said: str, wanted: list[str]
) -> None:
    sent, reply, problems = answered(tmp_path, ISSUED[body], body, {words: (verdict, said)})
    assert reply is not None, problems
    assert texts(main_part(reply.data)) == ["Terms", *wanted, "The end."]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(sent))
    assert reply.clean is not None and texts(main_part(reply.clean)) == ["Terms", *wanted, "The end."]
    assert (b"<w:ins" in main_part(reply.clean) or b"<w:del" in main_part(reply.clean)) == (verdict == "ask")


@pytest.mark.parametrize(("line", "verdict", "said", "wanted"), SILENT)
def test_a_change_that_nobody_tracked_is_tracked_back_or_stands_with_a_comment(
    tmp_path: Path, line: str, verdict: str, said: str, wanted: str
) -> None:
    issued, returned = HEAD + par(run("Pay within 30 days.")) + LAST, HEAD + par(run(line)) + LAST
    data, reply, problems = answered(tmp_path, issued, returned, {"": (verdict, said)})
    assert reply is not None, problems
    assert texts(main_part(reply.data)) == ["Terms", wanted, "The end."]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))
    assert bool(comments_of(reply.data)) == (verdict in ("accept", "ask"))


def test_a_paragraph_put_in_without_tracking_is_struck_when_it_is_refused(tmp_path: Path) -> None:
    issued, returned = HEAD + LAST, HEAD + par(run("No interest is due.")) + LAST
    sent, reply, problems = answered(tmp_path, issued, returned, {"No interest": ("reject", "")})
    assert reply is not None, problems
    assert texts(main_part(reply.data)) == ["Terms", "The end."]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(sent))


def test_what_is_accepted_is_theirs_to_the_byte_with_a_comment_of_ours_round_it(tmp_path: Path) -> None:
    sent, reply, _ = answered(tmp_path, ISSUED[REPLACED], REPLACED, {"60": ("accept", "")})
    assert reply is not None
    assert comments_of(reply.data) == [("Ada Shah", "Agreed, subject to contract")]
    assert commented_words(reply.data) == "3060"
    for theirs in (dele("30"), ins("60")):
        assert theirs.encode() in main_part(reply.data) and theirs.encode() in main_part(sent)


def test_our_deletion_stands_inside_their_insertion_and_our_insertion_after_their_deletion(tmp_path: Path) -> None:
    _, reply, _ = answered(tmp_path, ISSUED[REPLACED], REPLACED, {"60": ("reject", "")})
    assert reply is not None
    xml = main_part(reply.data).decode()
    ours = 'w:author="Ada Shah" w:date="2026-05-11T00:00:00Z">'
    assert dele("30") + '<w:ins w:id="' in xml
    assert xml.index(dele("30")) < xml.index(f'{ours}<w:r><w:t xml:space="preserve">30') < xml.index('<w:ins w:id="1"')
    assert f'{ours}<w:r><w:delText xml:space="preserve">60</w:delText></w:r></w:del></w:ins>' in xml


def test_where_nothing_is_decided_the_reply_is_their_file_to_the_byte(tmp_path: Path) -> None:
    sent, reply, _ = answered(tmp_path, ISSUED[REPLACED], REPLACED, {})
    assert reply is not None and reply.data == sent
    assert [unit.told.removed for unit in reply.undecided] == ["30"]


def test_new_words_look_like_those_whose_place_they_take(tmp_path: Path) -> None:
    issued = HEAD + par(run("Pay "), run("within 30", "<w:b/>"), run(" days.")) + LAST
    returned = issued.replace("within 30", "within 60")
    _, reply, problems = answered(tmp_path, issued, returned, {"60": ("reject", "")})
    assert reply is not None, problems
    assert (
        '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">30</w:t></w:r></w:ins>' in main_part(reply.data).decode()
    )


REFUSED = [
    ("maybe", "", "decision-unknown", "column G (Decision)"),
    ("acept", "", "decision-unknown", "did you mean “accept”"),
    ("counter", "", "decision-without-words", "column H (Words)"),
    ("ask", "", "decision-without-words", "a question without words"),
    ("", "45", "decision-missing", "row 2"),
    ("reject", "45", "decision-with-words", "“reject” takes no words"),
    ("counter", "4\n5", "decision-with-lines", "one line"),
]


@pytest.mark.parametrize(("verdict", "words", "slug", "says"), REFUSED)
def test_a_decision_that_is_not_understood_is_named_by_its_cell(
    tmp_path: Path, verdict: str, words: str, slug: str, says: str
) -> None:
    _, reply, problems = answered(tmp_path, ISSUED[REPLACED], REPLACED, {"60": (verdict, words)})
    assert reply is None
    assert [problem.slug for problem in problems] == [slug]
    assert says in f"{problems[0].location}: {problems[0].message}"


def test_a_day_that_the_program_keeps_as_a_number_stands_in_the_reply_as_in_every_paper(tmp_path: Path) -> None:
    sheet, guide, kept = _report_pages(tmp_path)
    rows = [[*each] for each in sheet.rows]
    rows[0][6:8] = "counter", date(2026, 10, 31)
    decisions, problems = read_decisions(workbook_bytes([replace(sheet, rows=rows), guide, kept], "Report"), "r.xlsx")
    assert decisions is not None, problems
    assert [each.words for each in decisions.rows] == ["31 October 2026"]


@pytest.mark.parametrize(
    ("value", "number", "code", "shown"),
    [
        (1200, 164, "£#,##0", "£1,200"),
        (1200.5, 164, '_-"£"* #,##0.00_-', "£1,200.50"),
        (0.95, 9, None, "95%"),
        (0.945, 10, None, "94.50%"),
        (1234.6, 164, "£#,##0", "£1,235"),
        (12, 164, '0" working days"', "12 working days"),
        (30, 0, None, ""),
    ],
)
def test_a_number_among_the_words_is_read_as_its_cell_shows_it(
    value: float, number: int, code: str | None, shown: str
) -> None:
    assert shown_by(number, code, str(value), whole=True) == shown


def test_a_report_whose_sheet_of_decisions_was_renamed_is_told_by_its_name(tmp_path: Path) -> None:
    sheet, guide, kept = _report_pages(tmp_path)
    renamed = workbook_bytes([replace(sheet, name="Ours"), guide, kept], "Report")
    decisions, problems = read_decisions(renamed, "r.xlsx")
    assert decisions is None
    assert "no sheet “Decisions”" in problems[0].message


def _report_pages(folder: Path) -> tuple[Page, Page, Page]:
    returned = docx_bytes(REPLACED)
    (folder / "issued.docx").write_bytes(docx_bytes(ISSUED[REPLACED]))
    units = units_of(returned, folder / "issued.docx")
    return decision_pages(units, {"returned.docx": content_of(package_of(returned))})


# What programs do to such files: ids given twice, moves, comments on words that go, prefixes and encodings.


@pytest.mark.parametrize("typed", ["{}", " {} ", "nonbreaking", "capitals"])
def test_an_id_that_was_typed_again_names_the_same_change(tmp_path: Path, typed: str) -> None:
    file, data = tmp_path / "issued.docx", docx_bytes(par(run("Pay in 60 days.")))
    file.write_bytes(docx_bytes(par(run("Pay in 30 days."))))
    (unit,) = units_of(data, file)
    sheet, guide, kept = decision_pages([unit], {"returned.docx": content_of(package_of(data))})
    row = list(next(iter(sheet.rows)))
    row[0] = {"nonbreaking": unit.id.replace("-", "\u2011"), "capitals": unit.id.upper()}.get(
        typed, typed.format(unit.id)
    )
    row[6] = "reject"
    reply, problems = reply_to(data, workbook_bytes([replace(sheet, rows=[row]), guide, kept], "Report"))
    assert reply is not None, problems
    assert texts(main_part(reply.data)) == ["Pay in 30 days."]


def test_a_change_is_decided_by_where_it_stands_though_every_mark_has_one_id(tmp_path: Path) -> None:
    issued = HEAD + par(run("Pay within 30 days and 10 hours.")) + LAST
    returned = (
        HEAD
        + par(
            run("Pay within "),
            dele("30", 5),
            ins("60", 5),
            run(" days and "),
            dele("10", 5),
            ins("20", 5),
            run(" hours."),
        )
        + LAST
    )
    _, reply, problems = answered(tmp_path, issued, returned, {"60": ("reject", ""), "20": ("accept", "")})
    assert reply is not None, problems
    assert texts(main_part(reply.data)) == ["Terms", "Pay within 30 days and 20 hours.", "The end."]
    assert reply.clean is not None and b"<w:del" not in main_part(reply.clean)


def test_where_theirs_is_rejected_a_counter_leaves_our_whole_phrase_and_no_word_alone(tmp_path: Path) -> None:
    _, reply, _ = answered(tmp_path, ISSUED[PUT_IN], PUT_IN, {"or later": ("counter", "or sooner")})
    assert reply is not None
    xml = resolve_part(main_part(reply.data), lambda mark: "reject" if mark.author == "Ann Bell" else "accept")
    assert texts(xml) == ["Terms", "Pay within 30 days or sooner.", "The end."]


HALF_A_MOVE = par(f'<w:moveFrom w:id="21" {THEIRS}>{run("Pay.")}</w:moveFrom>', run("Stay."))


@pytest.mark.parametrize("verdict", ["accept", "counter"])
def test_half_a_move_is_named_and_never_half_done(tmp_path: Path, verdict: str) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay.Stay.")) + LAST))
    data = docx_bytes(HEAD + HALF_A_MOVE + LAST)
    units = units_of(data, file)
    (number,) = [number for number, unit in enumerate(units) if "move" in unit.told.kind]
    reply, problems = reply_to(data, report(data, units, {number: (verdict, "45" if verdict == "counter" else "")}))
    assert reply is None and [problem.slug for problem in problems] == ["cannot-answer-here"]
    assert "the other half of the move is not in the file" in problems[0].message


def test_a_comment_of_theirs_on_words_that_go_keeps_its_beginning_its_end_and_its_reference(tmp_path: Path) -> None:
    note = '<w:r><w:commentReference w:id="1"/></w:r>'
    begin, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    put_in = f'<w:ins w:id="3" {THEIRS}>{begin}{run("No interest.")}{end}{note}</w:ins>'
    said = f'<w:comment w:id="1" {THEIRS}><w:p>{run("New.")}</w:p></w:comment>'
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay. ")) + LAST))
    data = docx_bytes(HEAD + par(run("Pay. "), put_in) + LAST, comments=said)
    units = units_of(data, file)
    reply, problems = reply_to(data, report(data, units, {0: ("reject", "")}))
    assert reply is not None and reply.clean is not None, problems
    for made in (reply.data, reply.clean):
        xml = main_part(made)
        assert all(xml.count(each.encode()) == 1 for each in (begin, end, '<w:commentReference w:id="1"/>')), xml
        assert texts(xml) == ["Terms", "Pay. ", "The end."]
        assert comments_of(made) == [("Ann Bell", "New.")]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))


def test_our_comments_come_after_theirs_with_ids_that_nobody_has(tmp_path: Path) -> None:
    said = f'<w:comment w:id="41" {THEIRS}><w:p>{run("Why?")}</w:p></w:comment>'
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(ISSUED[REPLACED]))
    data = docx_bytes(REPLACED, comments=said)
    reply, problems = reply_to(data, report(data, units_of(data, file), {0: ("ask", "Which <days> & nights?")}))
    assert reply is not None, problems
    assert comments_of(reply.data) == [("Ann Bell", "Why?"), ("Ada Shah", "Which <days> & nights?")]
    ids = re.findall(rb'<w:comment w:id="([0-9]+)"', package_of(reply.data).part("word/comments.xml"))
    assert len(set(ids)) == 2 and int(ids[1]) > 41


def test_a_tampered_report_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay within 30 days.")) + LAST))
    data = docx_bytes(HEAD + par(run("Pay within 60 days.")) + LAST)
    (unit,) = units_of(data, file)
    assert isinstance(unit.where, WordsAt)
    other = replace(unit, where=replace(unit.where, issued="90"))
    reply, problems = reply_to(data, report(data, [other], {0: ("reject", "")}))
    assert reply is None and problems[0].slug == "decision-unknown"


def test_words_in_a_hyperlink_and_in_a_control_are_answered_there(tmp_path: Path) -> None:
    def body(words: str) -> str:
        link = f'<w:hyperlink w:anchor="a">{run(words)}</w:hyperlink>'
        control = f'<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr><w:sdtContent>{run(words)}</w:sdtContent></w:sdt>'
        return HEAD + par(run("See "), link, run(".")) + par(run("Or "), control, run(".")) + LAST

    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(body("30 days")))
    data = docx_bytes(body("60 days"))
    units = units_of(data, file)
    assert len(units) == 2
    for decided in ({0: ("reject", ""), 1: ("reject", "")}, {0: ("accept", ""), 1: ("ask", "Why?")}):
        reply, problems = reply_to(data, report(data, units, decided))
        assert reply is not None, problems
        assert as_sent(main_part(reply.data)) == as_sent(main_part(data))


def test_words_in_whose_place_older_programs_show_others_are_answered_in_word_and_the_report_says_so(
    tmp_path: Path,
) -> None:
    choice, fallback = "<w:t>60</w:t>", "<w:t>30</w:t>"
    both = (
        f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:zz="urn:zz" Requires="zz">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(ISSUED[REPLACED]))
    data = docx_bytes(HEAD + par(run("Pay within "), both, run(" days.")) + LAST)
    notes = [decision_note(unit) for unit in units_of(data, file)]
    assert any("older programs show other words" in note for note in notes)


def test_a_part_with_another_prefix_or_in_utf_16_is_answered_too(tmp_path: Path) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(ISSUED[REPLACED]))
    sent = package_of(docx_bytes(REPLACED))
    xml = sent.part(sent.main).decode()
    other = re.sub(r"(</?|\s)w:", r"\1x:", xml).replace("xmlns:w=", "xmlns:x=")
    wide = ('<?xml version="1.0" encoding="UTF-16"?>' + xml).encode("utf-16")
    for part in (other.encode(), wide):
        data = write_package(sent, {sent.main: part})
        for verdict, words, wanted in (("reject", "", "30"), ("counter", "45", "45"), ("accept", "", "60")):
            reply, problems = reply_to(data, report(data, units_of(data, file), {0: (verdict, words)}))
            assert reply is not None, problems
            assert texts(main_part(reply.data))[1] == f"Pay within {wanted} days."


def test_the_judge_names_a_reply_that_breaks_the_law() -> None:
    sent, answers = (
        package_of(docx_bytes(REPLACED)),
        [Answer("t-1", "reject", Proposal("word/document.xml", (0, 1), (2,)))],
    )
    written = write_reply(sent, answers, "Ada Shah", "2026-05-11T00:00:00Z")
    reply = package_of(written.data)
    assert prove_reply(sent, answers, reply, written) == []
    xml = main_part(written.data)
    for old, new in ((b"Pay within", b"Paid within"), (b">30</w:t>", b">31</w:t>"), (b"The end.", b"The End.")):
        assert old in xml
        broken = package_of(write_package(reply, {reply.main: xml.replace(old, new)}))
        assert {problem.slug for problem in prove_reply(sent, answers, broken, written)} == {"answer-not-proved"}


@pytest.mark.parametrize("gone", [(1,), (2,), (1, 2), (5, 6), (17,), (3, 9, 10)])
def test_paragraphs_taken_out_of_a_clause_without_tracking_are_put_in_again_in_their_form(
    pack: IssuedPack, gone: tuple[int, ...]
) -> None:
    tag = next(each.tag for each in pack.clauses("2A").clauses if each.id.endswith("making/specification/local-terms"))

    def take_out(root: etree._Element) -> None:
        clause = control(root, tag)
        for paragraph in [list(clause.iter(w("p")))[number] for number in gone]:
            holder = paragraph.getparent()
            assert holder is not None
            holder.remove(paragraph)

    sent = edited(pack.data("2A"), take_out)
    units = units_of(sent, pack.file("2A"), pack.library)
    assert len(units) == len(gone)
    reply, problems = reply_to(sent, report(sent, units, dict.fromkeys(range(len(units)), ("reject", ""))))
    assert reply is not None, problems
    assert as_sent(main_part(reply.data)) == as_sent(main_part(sent))
    accepted = resolve_part(main_part(reply.data), lambda mark: "accept")
    wanted = [(line.text, line.kind, line.label) for line in lines_of(pack.data("2A"))]
    made = write_package(package_of(reply.data), {"word/document.xml": accepted})
    assert [(line.text, line.kind, line.label) for line in lines_of(made)] == wanted


def lines_of(data: bytes) -> tuple[Line, ...]:
    sides, problems = read_sides(package_of(data))
    assert sides is not None, problems
    return sides.after.main.lines


ROW = row(par(run("Plans agreed")), par(run("80%")))
CONTROL = '<w:sdt><w:sdtPr><w:tag w:val="x"/><w:id w:val="77"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
ROWS = [
    (row(par(ins("Cost")), par(ins("£5")), mark="ins"), "", "Cost", ["Cost", "£5"]),
    (row(par(ins("Cost"), mark="ins"), par(), mark="ins"), "", "Cost", ["Cost", ""]),
    (row(par(dele("Cost")), par(dele("£5")), mark="del"), row(par(run("Cost")), par(run("£5"))), "Cost", []),
    (
        row(par(CONTROL.format(dele("Cost"))), par(dele("£5"), mark="del"), mark="del"),
        row(par(CONTROL.format(run("Cost"))), par(run("£5"))),
        "Cost",
        [],
    ),
]


@pytest.mark.parametrize("verdict", ["accept", "reject", "ask"])
@pytest.mark.parametrize(("theirs", "ours", "words", "wanted"), ROWS)
def test_a_row_of_a_table_is_answered_as_one(
    tmp_path: Path, theirs: str, ours: str, words: str, wanted: list[str], verdict: str
) -> None:
    issued, returned = HEAD + table(ROW, ours) + LAST, HEAD + table(ROW, theirs) + LAST
    said = "Why?" if verdict == "ask" else ""
    sent, reply, problems = answered(tmp_path, issued, returned, {words: (verdict, said)})
    assert reply is not None, problems
    assert as_sent(main_part(reply.data)) == as_sent(main_part(sent))
    before = texts(main_part(docx_bytes(issued)))
    assert texts(main_part(reply.data)) == (
        before if verdict == "reject" else ["Terms", "Plans agreed", "80%", *wanted, "The end."]
    )
    assert reply.clean is not None and texts(main_part(reply.clean)) == texts(main_part(reply.data))
    assert bool(comments_of(reply.data)) == (verdict != "reject")


@pytest.mark.parametrize(
    "theirs",
    [
        table(ROW, row(par(ins("Cost"), ins("", 11)), par(ins("", 12)), mark="ins")),
        table(ROW) + par(ins("Cost"), ins("", 11), dele("", 12), mark="ins"),
    ],
)
def test_a_tracked_change_of_nothing_is_not_left_in_the_file_as_decided(tmp_path: Path, theirs: str) -> None:
    issued, returned = HEAD + table(ROW) + LAST, HEAD + theirs + LAST
    _, reply, problems = answered(tmp_path, issued, returned, {"Cost": ("accept", "")})
    assert reply is not None and reply.clean is not None, problems
    assert b"<w:ins" not in main_part(reply.clean) and b"<w:del" not in main_part(reply.clean)


def test_words_in_a_cell_are_answered_like_any_others(tmp_path: Path) -> None:
    issued = HEAD + table(ROW, ROW.replace("Plans agreed", "Staff trained")) + LAST
    changed = ROW.replace("80%", "60%").replace("Plans agreed", "Staff trained")
    returned = HEAD + table(row(par(run("Plans agreed")), par(dele("80"), ins("70"), run("%"))), changed) + LAST
    _, reply, problems = answered(tmp_path, issued, returned, {"70": ("reject", ""), "60": ("counter", "75%")})
    assert reply is not None, problems
    assert texts(main_part(reply.data)) == ["Terms", "Plans agreed", "80%", "Staff trained", "75%", "The end."]


ONLY_ASKED = [
    par(f'<w:del w:id="3" {THEIRS}><w:ins w:id="4" {THEIRS}>{run("B")}</w:ins></w:del>', run("Pay.")),
    HALF_A_MOVE,
]


@pytest.mark.parametrize("verdict", ["ask", "reject"])
@pytest.mark.parametrize("theirs", ONLY_ASKED)
def test_what_no_mark_of_ours_can_answer_is_asked_about_or_refused_in_a_comment(
    tmp_path: Path, theirs: str, verdict: str
) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay.")) + LAST))
    data = docx_bytes(HEAD + theirs + LAST)
    units = [unit for unit in units_of(data, file) if unit.id.startswith("t-")]
    assert units and all(
        unit.refusal("accept") and unit.refusal("counter") and not unit.refusal("ask") for unit in units
    )
    decision = verdict, "Why?" if verdict == "ask" else ""
    reply, problems = reply_to(data, report(data, units, dict.fromkeys(range(len(units)), decision)))
    assert reply is not None and reply.clean is not None, problems
    said = {"ask": "Why?", "reject": "Not agreed: this tracked change is to be rejected; it is to be as it was issued."}
    for file_of_ours in (reply.data, reply.clean):
        assert comments_of(file_of_ours) == [("Ada Shah", said[verdict])] * len(units)
    assert {unit.id for unit in reply.open} == {unit.id for unit in units}, "theirs still stands in the clean file"
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))
    assert next(iter(parse_xml(main_part(reply.data)).iter(w("pPr"))), None) is not None
    for properties in parse_xml(main_part(reply.data)).iter(w("pPr")):
        holder = properties.getparent()
        assert holder is not None and holder.index(properties) == 0


# What was changed without a word that could be struck or put in again: places, numbers, fields and looks.

ONE, TWO, THREE = (
    row(par(run(words)), par(run(figure))) for words, figure in (("Calls", "9"), ("Visits", "8"), ("Ends", "7"))
)
LEAD = par(run("The rates that follow apply to each year of the contract."))
FOOT = par(run("They are reviewed every year with the Provider."))
FIELD_MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
NINE = (
    FIELD_MARK.format("begin")
    + "<w:r><w:instrText>= 4+5</w:instrText></w:r>"
    + FIELD_MARK.format("separate")
    + run("9")
)
ROW_ELSEWHERE = LEAD + table(ONE, TWO, THREE) + FOOT, LEAD + table(TWO, THREE, ONE) + FOOT
PLACES = {
    "a paragraph split": (
        LEAD + par(run("The rates rise. They never fall.")) + FOOT,
        LEAD + par(run("The rates rise.")) + par(run("They never fall.")) + FOOT,
    ),
    "words hidden": (
        LEAD + FOOT,
        LEAD + par(run("They are reviewed every year "), run("with the Provider.", "<w:vanish/>")),
    ),
    "a field": (
        LEAD + par(run("Rate: "), run("9")) + FOOT,
        LEAD + par(run("Rate: "), NINE + FIELD_MARK.format("end")) + FOOT,
    ),
}


@pytest.mark.parametrize("verdict", ["accept", "reject", "ask"])
@pytest.mark.parametrize("kind", PLACES)
def test_what_has_no_words_to_strike_is_answered_by_a_comment_at_its_place(
    tmp_path: Path, kind: str, verdict: str
) -> None:
    issued = tmp_path / "issued.docx"
    issued.write_bytes(docx_bytes(PLACES[kind][0]))
    data = docx_bytes(PLACES[kind][1])
    units = units_of(data, issued)
    decided = {at: (verdict, "Why?" if verdict == "ask" else "") for at, _ in enumerate(units)}
    made, problems = reply_to(data, report(data, units, decided))
    assert made is not None, problems
    assert units and len(comments_of(made.data)) == len(units)
    assert {who for who, _ in comments_of(made.data)} == {"Ada Shah"}
    begins = {
        "accept": "Agreed, subject to contract",
        "reject": "Not agreed; it is to be as it was issued",
        "ask": "Why?",
    }
    assert all(said.startswith(begins[verdict]) for _, said in comments_of(made.data))
    assert [each.id for each in made.by_comment] == [each.id for each in made.decided if verdict == "reject"]
    assert as_sent(main_part(made.data)) == as_sent(main_part(data))


def test_other_words_cannot_take_a_place(tmp_path: Path) -> None:
    issued = tmp_path / "issued.docx"
    issued.write_bytes(docx_bytes(ROW_ELSEWHERE[0]))
    data = docx_bytes(ROW_ELSEWHERE[1])
    made, problems = reply_to(data, report(data, units_of(data, issued), {0: ("counter", "twelve")}))
    assert made is None and [each.slug for each in problems] == ["cannot-answer-here"]


@pytest.mark.parametrize("verdict", ["accept", "reject", "ask"])
def test_a_paragraph_whose_form_is_gone_with_it_is_answered_by_a_comment_where_it_stood(
    pack: IssuedPack, verdict: str
) -> None:
    def without_items(root: Element) -> None:
        items = [
            next(text_with(root, words).iterancestors(w("p")))
            for words in ("the health professional as an expert", "the individual as an expert")
        ]
        for item in items:
            holder = item.getparent()
            assert holder is not None
            holder.remove(item)

    data = edited(pack.data("2A"), without_items)
    units = units_of(data, pack.file("2A"), pack.library)
    assert [each.told.kind for each in units] == ["paragraph taken out"] * 2
    words = "Why?" if verdict == "ask" else ""
    made, problems = reply_to(data, report(data, units, {0: (verdict, words), 1: (verdict, words)}))
    assert made is not None, problems
    said = [words for _, words in comments_of(made.data)]
    assert len(said) == 2 and (verdict != "reject" or "the health professional as an expert" in said[0])


def test_a_silent_change_in_the_only_header_is_refused_in_the_file_and_takes_no_comment(pack: IssuedPack) -> None:
    package = package_of(pack.data("4C"))
    header = next(name for name in package.names if name.startswith("word/header"))
    returned = write_package(package, {header: package.part(header).replace(b"Schedule 4C", b"Schedule 4D")})
    units = units_of(returned, pack.file("4C"))
    (unit,) = units
    assert unit.refusal("accept") and unit.refusal("ask") and not unit.refusal("reject")
    reply, problems = reply_to(returned, report(returned, units, {0: ("reject", "")}))
    assert reply is not None, problems
    made = package_of(reply.data).part(header)
    assert b"w:delText" in made and made != package.part(header)
    assert reply.clean is not None
    assert b"Schedule 4C" in b"".join(re.findall(rb"<w:t[^>]*>([^<]*)", package_of(reply.clean).part(header)))


OPEN_ISSUED = HEAD + par(run("Northbrook NHS Trust must reply within 30 days, at the latest.")) + LAST
OPEN = {
    "a silent figure": "Northbrook NHS Trust must reply within 60 days, at the latest.",
    "a silent name": "Northbrook NHS Foundation Trust must reply within 30 days, at the latest.",
    "a silent verb": "Northbrook NHS Trust should reply within 30 days, at the latest.",
}
OPEN_RETURNED = {
    **{name: HEAD + par(run(words)) + LAST for name, words in OPEN.items()},
    "a tracked insertion": HEAD
    + par(run("Northbrook NHS Trust must reply within 30 days"), ins(" or so"), run(", at the latest."))
    + LAST,
    "a tracked deletion": HEAD
    + par(run("Northbrook NHS Trust must reply within 30 days"), dele(", at the latest"), run("."))
    + LAST,
}


@pytest.mark.parametrize("verdict", ["", "ask", "accept", "reject", "counter"])
@pytest.mark.parametrize("change", OPEN_RETURNED)
def test_in_the_clean_file_no_change_that_nobody_agreed_stands_as_settled_words(
    tmp_path: Path, change: str, verdict: str
) -> None:
    issued, returned = OPEN_ISSUED, OPEN_RETURNED[change]
    # A second silent change, which is refused, so that something is decided in each file.
    issued, returned = issued + par(run("Pay once a year.")), returned + par(run("Pay twice a year."))
    words = {"ask": "Why this?", "counter": "other words"}.get(verdict, "")
    (tmp_path / "issued.docx").write_bytes(docx_bytes(issued))
    sent = docx_bytes(returned)
    units = units_of(sent, tmp_path / "issued.docx")
    (at,) = [number for number, unit in enumerate(units) if unit.told.removed != "once"]
    given = {at: (verdict, words), 1 - at: ("reject", "")}
    reply, problems = reply_to(sent, report(sent, units, {row: each for row, each in given.items() if each[0]}))
    assert reply is not None and reply.clean is not None, problems
    xml, said = main_part(reply.clean), [words for _, words in comments_of(reply.clean)]
    line = texts(xml)[1]
    assert texts(xml)[3] == "Pay once a year.", "what is decided is resolved"
    tracked = b"<w:ins" in xml or b"<w:del" in xml
    if verdict in ("", "ask"):
        assert [unit.id for unit in reply.open] == [units[at].id] and tracked
        if change in OPEN:
            assert line == "Northbrook NHS Trust must reply within 30 days, at the latest."
            assert texts(theirs_alone(xml))[1] == OPEN[change], "theirs stand there against the issued words"
            assert said == ["Why this?"] if verdict else said[0].startswith("Open: not agreed. This was")
        else:
            assert said == (["Why this?"] if verdict else [])
        return
    assert not reply.open and not tracked and not said
    wanted = {"accept": texts(main_part(sent))[1], "reject": texts(docx_main(issued))[1]}
    assert line == wanted[verdict] if verdict in wanted else "other words" in line


def docx_main(body: str) -> bytes:
    return main_part(docx_bytes(body))


def test_a_silent_change_that_cannot_be_tracked_has_our_comment_in_the_clean_file(tmp_path: Path) -> None:
    issued = HEAD + par(run("Pay within 30 days, by cheque.")) + par(run("Pay once.")) + LAST
    # Among words that they struck with tracking there is no place for ours.
    silent = par(run("Pay within "), dele("60"), ins("90"), run(" days, by cheque."))
    returned = HEAD + silent + par(run("Pay twice.")) + LAST
    _, reply, problems = answered(tmp_path, issued, returned, {"twice": ("reject", "")})
    assert reply is not None and reply.clean is not None, problems
    open_silent = [unit for unit in reply.open if unit.told.by == "not tracked"]
    assert [type(unit.where) for unit in open_silent] == [SpotAt]
    (said,) = [words for _, words in comments_of(reply.clean)]
    assert said == "Open: not agreed. This was changed without tracking: words changed: “30” → “60”"
