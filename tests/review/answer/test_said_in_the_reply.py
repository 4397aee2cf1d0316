"""What no mark of ours can answer is said in the reply, threads are whole in the clean file, and what would mislead is
refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.review.answering import (
    THEIRS,
    answered,
    as_sent,
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
    units_of,
)
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element, clause_deleted, control, edited
from tests.word.making import docx_bytes

from specgen.review.answer.units import Unit
from specgen.review.findings import Expected
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import write_package

HEAD, LAST = par(run("Terms"), style="Heading1"), par(run("The end."))
BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{}</w:txbxContent>'
    "</v:textbox></v:shape></w:pict></w:r>"
)


def only(units: tuple[Unit, ...], verdict: str, words: str = "") -> dict[int, tuple[str, str]]:
    return dict.fromkeys(range(len(units)), (verdict, words))


def without_clause(pack: IssuedPack, *, placed: bool) -> tuple[Expected, bytes]:
    """Schedule 2A with a clause of several lines gone; where nothing says where it stood, its neighbours changed."""
    review = pack.review(pack.data("2A"), pack.file("2A"))
    clause = next(each.expected for each in review.clauses[1:] if each.expected.tag and len(each.expected.lines) > 2)
    data = clause_deleted(pack.data("2A"), clause.tag, tracking=False)
    if not placed:
        held = pack.clauses("2A").clauses
        at = next(number for number, each in enumerate(held) if each.tag == clause.tag)
        for near in (held[at - 1], held[at + 1]):
            data = silently_at_its_ends(data, near.tag)
    return clause, data


def silently_at_its_ends(data: bytes, tag: str) -> bytes:
    """The file with a word more at the beginning and at the end of this clause."""

    def edit(root: Element) -> None:
        said = [each for each in control(root, tag).iter(w("p")) if next(each.iter(w("t")), None) is not None]
        for each in (said[0], said[-1]):
            text = [*each.iter(w("t"))][-1]
            text.text = f"{text.text} Indeed."

    return edited(data, edit)


@pytest.mark.parametrize("verdict", ["reject", "ask"])
def test_a_clause_that_was_taken_out_is_refused_or_asked_about_in_the_reply_with_all_its_words(
    pack: IssuedPack, verdict: str
) -> None:
    clause, data = without_clause(pack, placed=verdict == "ask")
    units = [each for each in units_of(data, pack.file("2A"), pack.library) if each.told.kind == "clause deleted"]
    assert len(units) == 1
    made, problems = reply_to(
        data, report(data, units, only(tuple(units), verdict, "Why?" if verdict == "ask" else ""))
    )
    assert made is not None and made.clean is not None, problems
    begins = {
        "reject": "Not agreed: this was taken out without tracking; it is to stand as it was issued",
        "ask": "Why?",
    }
    for file in (made.data, made.clean):
        ((who, said),) = comments_of(file)
        assert who == "Ada Shah" and said.startswith(begins[verdict])
        assert all(line in said for line in clause.lines), "nothing of it is cut"
    assert [unit.id for unit in made.open] == [units[0].id]
    first = package_of(made.data).part("word/document.xml").index(b"<w:commentReference")
    assert first > package_of(made.data).part("word/document.xml").index(b"<w:sdt"), "not at the head of the document"


def test_our_comment_has_a_paragraph_for_each_of_the_lines_that_it_quotes(pack: IssuedPack) -> None:
    clause, data = without_clause(pack, placed=False)
    units = tuple(each for each in units_of(data, pack.file("2A"), pack.library) if each.told.kind == "clause deleted")
    made, _ = reply_to(data, report(data, units, only(units, "reject")))
    assert made is not None
    comments = parse_xml(package_of(made.data).part("word/comments.xml"))
    assert len(list(comments.iter(w("p")))) == len(clause.lines)


def test_what_changed_in_a_header_or_a_text_box_is_refused_in_a_comment_that_says_where(pack: IssuedPack) -> None:
    package = package_of(pack.data("4C"))
    header = next(name for name in package.names if name.startswith("word/header"))
    emptied = package.part(header).replace(b"DRAFT", b"").replace(b"not for signature", b"")
    data = write_package(package, {header: emptied})
    units = units_of(data, pack.file("4C"), pack.library)
    assert units and all(not unit.refusal("reject") for unit in units)
    made, problems = reply_to(data, report(data, units, only(units, "reject")))
    assert made is not None, problems
    spoken = [unit for unit in units if unit.id in {each.id for each in made.by_comment}]
    assert len(comments_of(made.data)) == len(spoken)
    assert all("header, " in said for _, said in comments_of(made.data))


@pytest.mark.parametrize("inside", [par(run("Close it at any time.")), par(ins("Close it at any time."))])
def test_words_in_a_text_box_are_refused_at_the_paragraph_that_holds_it(tmp_path: Path, inside: str) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay.")) + LAST))
    data = docx_bytes(HEAD + par(run("Pay."), BOX.format(inside)) + LAST)
    units = units_of(data, file)
    (at,) = [number for number, unit in enumerate(units) if "Close it" in unit.told.added]
    made, problems = reply_to(data, report(data, units, {at: ("reject", "")}))
    assert made is not None, problems
    ((_, said),) = comments_of(made.data)
    assert "it is to come out again" in said and "Close it at any time." in said
    paragraph = next(
        each for each in parse_xml(main_part(made.data)).iter(w("p")) if "Pay." in "".join(map(str, each.itertext()))
    )
    assert paragraph.find(f"{w('r')}/{w('commentReference')}") is not None
    assert [unit.id for unit in made.by_comment] == [units[at].id]
    assert as_sent(main_part(made.data)) == as_sent(main_part(data))


def test_a_row_of_a_table_that_was_put_in_is_one_decision_in_the_order_of_its_cells(tmp_path: Path) -> None:
    head, one = (row(par(run(a)), par(run(b))) for a, b in (("Measure", "Threshold"), ("Plans", "80%")))
    new = row(par(run("Calls are answered within an hour")), par(run("70%")))
    _, reply, problems = answered(
        tmp_path, table(head, one) + LAST, table(head, one, new) + LAST, {"70%": ("reject", "")}
    )
    assert reply is not None and reply.clean is not None, problems
    assert len(reply.decided) == 1
    assert not reply.open and texts(main_part(reply.clean)) == ["Measure", "Threshold", "Plans", "80%", "The end."]
    assert main_part(reply.clean).count(b"<w:tr>") == 2
    file = tmp_path / "issued.docx"
    (unit,) = units_of(docx_bytes(table(head, one, new) + LAST), file)
    assert unit.told.added == "Measure: Calls are answered within an hour | Threshold: 70%"
    assert unit.told.kind == "a row of a table put in"


@pytest.mark.parametrize("verdict", ["accept", "ask"])
def test_a_row_that_was_put_in_stands_with_our_comment_where_it_is_not_refused(tmp_path: Path, verdict: str) -> None:
    head, one = (row(par(run(a)), par(run(b))) for a, b in (("Measure", "Threshold"), ("Plans", "80%")))
    new = row(par(run("Calls")), par(run("70%")))
    decision = verdict, "Why?" if verdict == "ask" else ""
    data, reply, problems = answered(tmp_path, table(head, one) + LAST, table(head, one, new) + LAST, {"70%": decision})
    assert reply is not None and reply.clean is not None, problems
    said = {"accept": "Agreed, subject to contract. This change was made without tracking.", "ask": "Why?"}
    assert comments_of(reply.data) == [("Ada Shah", said[verdict])]
    assert as_sent(main_part(reply.data)) == as_sent(main_part(data))
    assert (b"<w:del " in main_part(reply.clean)) == (verdict == "ask"), "what is open is tracked there"


def test_the_clean_file_keeps_whole_threads_and_tells_those_that_nobody_resolved(tmp_path: Path) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay.")) + LAST))
    asked = (
        '<w:commentRangeStart w:id="5"/>' + run("Pay.") + '<w:commentRangeEnd w:id="5"/>'
        '<w:r><w:commentReference w:id="5"/></w:r>'
    )
    data = docx_bytes(
        HEAD + par(asked) + LAST, comments=f'<w:comment w:id="5" {THEIRS}>{par(run("When?"))}</w:comment>'
    )
    units = units_of(data, file)
    for decided in ({0: ("reply", "At once.")}, {}):
        made, problems = reply_to(data, report(data, units, decided))
        assert made is not None and made.clean is not None, problems
        assert [unit.id for unit in made.threads] == [units[0].id]
        assert comments_of(made.clean) == comments_of(made.data)


@pytest.mark.parametrize("name", ["Ann Bell", "ann  bell"])
def test_a_name_that_stands_on_their_changes_is_refused_for_ours(tmp_path: Path, name: str) -> None:
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay 30.")) + LAST))
    data = docx_bytes(HEAD + par(run("Pay "), dele("30"), ins("60"), run(".")) + LAST)
    units = units_of(data, file)
    made, problems = reply_to(data, report(data, units, only(units, "reject")), author=name)
    assert made is None and [each.slug for each in problems] == ["author-is-theirs"]
    assert f"“{name}, round 2”" in problems[0].cure


COUNTERS = [
    (par(run("Pay at least "), dele("30"), ins("60"), run(" pounds.")), "at least 45", "“at least at least”"),
    (par(run("Pay at least 60 pounds.")), "at least 45", "“at least at least”"),
    (par(run("Pay at least 60 pounds.")), "45 pounds", "“pounds pounds”"),
    (par(run("Pay at least 60 pounds.")), "45", ""),
    (par(run("Pay at least 60 pounds.")), "the the 45", "“the the …”"),
    (par(run("Pay at least 60 pounds.")), "45 of of", "“of of”"),
    (par(run("Pay at least 60")), "at least at least 45", "“at least at least”"),
    (par(run("Pay 60 pounds.")), "at least at least 45", "“at least at least”"),
    (par(run("Pay at least 60 pounds.")), "45.", "“45. pounds.”"),
    (par(run("Pay at least 60 pounds.")), "45,", ""),
]


@pytest.mark.parametrize(("theirs", "words", "fault"), COUNTERS)
def test_a_counter_that_says_again_what_stands_beside_it_is_refused_by_its_cell(
    tmp_path: Path, theirs: str, words: str, fault: str
) -> None:
    issued = HEAD + par(run("Pay at least 30 pounds.")) + LAST
    _, reply, problems = answered(tmp_path, issued, HEAD + theirs + LAST, {"60": ("counter", words)})
    if not fault:
        assert reply is not None, problems
        return
    assert reply is None and [each.slug for each in problems] == ["counter-does-not-read-on"]
    assert fault in problems[0].message and "column H (Words)" in str(problems[0].location)


def test_a_tracked_change_of_words_that_come_from_data_is_not_taken_for_settled(tmp_path: Path) -> None:
    binding = '<w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{{1}}"/></w:sdtPr>'
    bound = "<w:sdt>" + binding + "<w:sdtContent>{}</w:sdtContent></w:sdt>"
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run("Pay "), bound.format(run("30"))) + LAST))
    data = docx_bytes(HEAD + par(run("Pay "), bound.format(dele("30") + ins("60"))) + LAST)
    units = units_of(data, file)
    (at,) = [number for number, unit in enumerate(units) if "60" in unit.told.added and unit.id.startswith("t-")]
    assert "come from elsewhere" in units[at].refusal("accept")
    made, problems = reply_to(data, report(data, units, {at: ("reject", "")}))
    assert made is not None and units[at].id in {unit.id for unit in made.open}, problems


@pytest.mark.parametrize(
    ("away", "here", "torn"),
    [("accept", "accept", False), ("reject", "reject", False), ("accept", "reject", True), ("reject", "accept", True)],
)
def test_a_paragraph_taken_out_with_tracking_and_put_in_elsewhere_without_it_is_decided_alike(
    tmp_path: Path, away: str, here: str, *, torn: bool
) -> None:
    words = "The Provider must pay interest at once."
    file = tmp_path / "issued.docx"
    file.write_bytes(docx_bytes(HEAD + par(run(words)) + par(run("Pay.")) + LAST))
    data = docx_bytes(HEAD + par(dele(words), mark="del") + par(run("Pay.")) + par(run(words)) + LAST)
    units = units_of(data, file)
    given = {at: (away if unit.told.removed else here, "") for at, unit in enumerate(units)}
    made, problems = reply_to(data, report(data, units, given))
    assert len(units) == 2 and (made is None) == torn, problems
    assert [each.slug for each in problems] == (["move-torn"] if torn else [])
