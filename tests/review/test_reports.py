"""The reports in Word, Excel and JSON: what a negotiator reads, and the same bytes each time."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.document import Document
from lxml import etree
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator
from python_calamine import CalamineWorkbook
from tests.review.negotiating import clause_deleted, commented, edited, paragraph_added, silently, tracked

from specgen.library.model import Approval
from specgen.problems import Location
from specgen.review.answer.units import identified
from specgen.review.changes import Change
from specgen.review.findings import ClauseFinding, Expected, ListMark, Relied, Review
from specgen.review.reports.excel import excel_report
from specgen.review.reports.json import review_json
from specgen.review.reports.review_page import THEIRS_TAG, WITHOUT, _redline, agreed_blocks, review_page, word_report
from specgen.review.words import said_date, visible
from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.document.stories import read_sides
from specgen.word.draft.read import read_wording
from specgen.word.package.ooxml import W, w
from specgen.word.package.package import read_package, write_package
from specgen.word.template.gate import check_package
from specgen.wording.wording import Block, Placeholder, Run

if TYPE_CHECKING:
    from tests.review.conftest import IssuedPack

# A report stands on no theme and no font table, and no rule of the schema asks for them.
_OPTIONAL = ("fontTable' is missing", "theme' is missing", "webSettings' is missing")


@pytest.fixture(scope="module")
def negotiated(pack: IssuedPack) -> Review:
    """A document to which much was done."""
    clauses = pack.clauses("2A").clauses
    data = tracked(pack.data("2A"), "Clinical champion", "Clinical lead")
    data = silently(data, "four hours", "two hours")
    data = clause_deleted(data, clauses[1].tag, tracking=False)
    data = paragraph_added(data, clauses[5].tag, '=HYPERLINK("http://x","pay within 90 days")', tracking=False)
    data = commented(data, "Template owner", "Who is this? <b>&amp;")
    package, _ = read_package(data, "returned.docx")
    assert package is not None
    return identified(pack.review(data, pack.file("2A")), package)[0]


def in_word(review: Review, pack: IssuedPack) -> bytes:
    """The report in Word, which the gate has passed."""
    data, problems = word_report(review, pack.library)
    assert data is not None and problems == []
    return data


@pytest.fixture(scope="module")
def written(negotiated: Review, pack: IssuedPack) -> bytes:
    return in_word(negotiated, pack)


@pytest.fixture(scope="module")
def report(written: bytes) -> Document:
    return docx.Document(io.BytesIO(written))


def test_the_report_in_word_begins_with_the_result_and_a_summary_of_every_clause(
    report: Document, negotiated: Review
) -> None:
    texts = [paragraph.text for paragraph in report.paragraphs]
    assert texts[0] == "Review of returned.docx"
    assert "Result: 2 of 24 clauses are not as they were issued; 1 change belongs to no clause." in texts
    assert "Attention: 3 changes without tracking. Look at these first." in texts
    summary = report.tables[1]
    assert [cell.text for cell in summary.rows[0].cells] == [
        "No.",
        "Clause",
        "What became of it",
        "Class of change",
        "Found by",
    ]
    assert len(summary.rows) == 1 + len(negotiated.clauses)
    assert [cell.text for cell in summary.rows[2].cells][2:] == [
        "Deleted without tracking",
        "Wording, and a number, date, name or threshold",
        "Not found",
    ]
    assert [cell.text for cell in summary.rows[1].cells][2:] == ["Untouched", "–", "Content control"]


def section_of(report: Document, title: str) -> list[str]:
    """The paragraphs under a heading of level 1, as far as the next."""
    texts = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in report.paragraphs]
    start = texts.index(("Heading 1", title)) + 1
    end = next((at for at, (style, _) in enumerate(texts[start:], start) if style == "Heading 1"), len(texts))
    return [text for _, text in texts[start:end]]


WHO = "“Who is this? <b>&amp;”"


def test_the_first_page_says_what_changed_by_class_and_clause_and_who_must_decide(report: Document) -> None:
    first = report.tables[0]
    rows = [[cell.text for cell in row.cells] for row in first.rows]
    number, sentence = rows[1][1].partition("\n")[2].split(": ")
    assert number == "3.2.9" and sentence.startswith("“The Provider must release the clinical champion for two hours")
    assert rows[-1] == ["Comment", "6. Personalised care and support planning: local terms", WHO, "Cy Dunn"]
    assert [[cell.partition("\n")[0] for cell in row] for row in rows[:-1]] == [
        ["Class", "Where", "What changed", "By whom"],
        [
            "A number, date, name or threshold",
            "3. Shared decision making: local terms",
            "“four” becomes “two”",
            "Not tracked",
        ],
        [
            "Wording, and a number, date, name or threshold",
            "2. Shared decision making: national wording",
            "Clause deleted: “Shared decision making: national wording / Shared decision …”",
            "Not tracked",
        ],
        [
            "Wording, and a number, date, name or threshold",
            "Main text, after “Personalised care and support planning: local terms”",
            '“=HYPERLINK("http://x","pay within 90 days")” put in',
            "Not tracked",
        ],
        [
            "Wording",
            "3. Shared decision making: local terms",
            "“Clinical champion” becomes “Clinical lead”",
            "Ann Bell, 4 May 2026, 09:30",
        ],
    ]
    assert section_of(report, "Who must decide")[:2] == [
        "Personalised care clause editor, who looks after the clause: clauses 2 and 3",
        "Whoever answers for the contract: outside the clauses",
    ]
    before = next(number for number, each in enumerate(report.paragraphs) if each.text == "What it was held against")
    properties = report.paragraphs[before - 1]._p.pPr
    assert properties is not None and properties.sectPr is not None, "the first page ends there"


def test_who_approved_a_clause_decides_about_it_and_only_then_its_words_are_called_approved(
    negotiated: Review, pack: IssuedPack
) -> None:
    finding = negotiated.clauses[2]
    version = pack.library.clauses[finding.expected.id].version(finding.expected.version)
    assert version is not None
    approval = Approval(
        version.clause_id,
        version.number,
        version.fingerprint,
        "R. Example",
        "Head of contracts",
        date(2026, 3, 2),
        "3",
        "",
        Location("approvals.csv"),
    )
    approving = dataclasses.replace(pack.library, approvals=(approval,))
    approved = replace(negotiated, clauses=(replace(finding, expected=replace(finding.expected, approved=True)),))
    for review, library, who, words in (
        (approved, approving, "R. Example, Head of contracts, who approved the words: clause 1", "approved words"),
        (approved, pack.library, "Personalised care clause editor, who looks after the clause: clause 1", ""),
        (
            replace(negotiated, clauses=(finding,)),
            approving,
            "Personalised care clause editor, who looks after the clause: clause 1",
            "the library's words (a version that your organisation has not approved)",
        ),
    ):
        page = review_page(review, library)
        assert f"{page.decide[0].who}: {page.decide[0].what}" == who
        assert words in page.clauses[0].redline_title


def test_no_report_calls_words_approved_that_the_organisations_list_does_not_approve(
    negotiated: Review, written: bytes, pack: IssuedPack
) -> None:
    for checked in ("library", "issued file", "no"):
        clauses = tuple(replace(each, expected=replace(each.expected, checked=checked)) for each in negotiated.clauses)
        review = replace(negotiated, clauses=clauses)
        xml = zipfile.ZipFile(io.BytesIO(in_word(review, pack))).read("word/document.xml").decode()
        texts = re.findall("<w:t[^>]*>([^<]*)", xml)
        book = CalamineWorkbook.from_filelike(io.BytesIO(excel_report(review)))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        texts += [str(cell) for rows in sheets for row in rows for cell in row]
        texts += [
            str(value) for clause in json.loads(json.dumps(review_json(review)))["clauses"] for value in clause.values()
        ]
        assert [text for text in texts if re.search("approved word|(?<!not )approved$", text, re.IGNORECASE)] == []


def test_nothing_is_printed_four_times(written: bytes) -> None:
    document = zipfile.ZipFile(io.BytesIO(written)).read("word/document.xml").decode()
    text = "".join(re.findall(r"<w:(?:t|delText)(?: [^>]*)?>([^<]*)|(?:</w:p>)", document))
    for word in ("Clinical lead", "two hours", "pay within 90 days", "suitable bearing in mind"):
        assert 1 <= text.count(word) < 4, word


def test_per_clause_stands_the_redline_from_the_words_it_is_held_against_to_theirs(report: Document) -> None:
    headings = [
        paragraph.text
        for paragraph in report.paragraphs
        if paragraph.style is not None and paragraph.style.name == "Heading 3"
    ]
    redline = "Redline: from the library's words (a version that your organisation has not approved) to theirs"
    assert headings[:4] == [redline, "Changes", redline, "Changes"]


def test_the_redline_in_the_report_is_real_tracked_changes_by_those_who_made_them(
    written: bytes, negotiated: Review
) -> None:
    document = zipfile.ZipFile(io.BytesIO(written)).read("word/document.xml")
    authors = set(re.findall(r'w:author="([^"]*)"', document.decode()))
    assert authors == {WITHOUT, "Ann Bell"}
    changed = negotiated.clauses[2]
    accepted, rejected = accept_all(document).decode(), reject_all(document).decode()
    assert (accepted.count(">lead</w:t>"), rejected.count(">lead</w:t>")) == (1, 0)
    assert (accepted.count(">champion</w:t>"), rejected.count(">champion</w:t>")) == (0, 1)
    assert "two hours" in changed.theirs[2] and "four hours" in changed.expected.lines[2]


def test_every_table_of_the_report_repeats_its_header_row_and_headings_go_down_step_by_step(report: Document) -> None:
    for table in report.tables:
        assert table.rows[0]._tr.trPr is not None and table.rows[0]._tr.trPr.find(w("tblHeader")) is not None
    levels = [
        int(name.split()[-1])
        for paragraph in report.paragraphs
        if paragraph.style is not None and (name := paragraph.style.name or "").startswith("Heading ")
    ]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def test_the_report_is_a4_arial_twelve_in_british_english_with_page_numbers(report: Document, written: bytes) -> None:
    section = report.sections[0]
    assert section.page_width is not None and section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    parts = {
        name: zipfile.ZipFile(io.BytesIO(written)).read(name).decode()
        for name in ("word/styles.xml", "word/footer1.xml")
    }
    assert (
        'w:ascii="Arial"' in parts["word/styles.xml"]
        and '<w:sz w:val="24"/>' in parts["word/styles.xml"]
        and 'w:val="en-GB"' in parts["word/styles.xml"]
    )
    assert "PAGE" in parts["word/footer1.xml"] and "NUMPAGES" in parts["word/footer1.xml"]


def test_changes_are_said_in_words_and_not_by_colour_alone(report: Document) -> None:
    changes = next(table for table in report.tables if table.rows[0].cells[0].text == "Change")
    assert [cell.text for cell in changes.rows[0].cells] == ["Change", "Taken out", "Put in", "Class", "By whom"]
    rows = [
        [cell.text for cell in row.cells]
        for table in report.tables
        if table.rows[0].cells[0].text == "Change"
        for row in table.rows[1:]
    ]
    assert rows and all(row[1] or row[2] for row in rows)
    assert not any(row[1:3] == ["four", "two"] for row in rows), "what the first page quotes is not listed again"


def test_the_report_is_valid_and_the_same_bytes_each_time(
    written: bytes, negotiated: Review, pack: IssuedPack, tmp_path: Path
) -> None:
    assert in_word(negotiated, pack) == written
    assert check_package(written, "report.docx") == []
    (tmp_path / "report.docx").write_bytes(written)
    errors = [str(error) for error in OpenXmlValidator().validate(tmp_path / "report.docx").errors]
    assert [error for error in errors if not error.rstrip(".").endswith(_OPTIONAL)] == []


def test_what_was_agreed_is_wording_with_its_placeholders_back(
    written: bytes, negotiated: Review, pack: IssuedPack
) -> None:
    finding = negotiated.clauses[2]
    clause = pack.library.clauses[finding.expected.id]
    version = clause.version(1)
    assert version is not None
    package, _ = read_package(written, "report.docx")
    assert package is not None
    read, problems = read_wording(package, f"{THEIRS_TAG}3")
    assert read is not None, problems
    assert read.title == "Shared decision making: local terms"
    assert {problem.severity for problem in problems} <= {"note"}
    assert (
        read.blocks[0].text
        == "Clinical lead. The Provider must appoint its {{ sdm_champion_post }} as clinical champion for shared "
        "decision making no later than {{ sdm_ready_date }}."
    )
    assert read.blocks[1].text.startswith(
        "Champion’s time. The Provider must release the clinical champion for two hours a week"
    )
    assert set(read.placeholders) == set(version.names) - {"sdm_champion_time"}, (
        "a value that was changed stays as typed"
    )
    untouched = negotiated.clauses[5]
    own = pack.library.clauses[untouched.expected.id].version(1)
    agreed = [replace(block, label="") for block in agreed_blocks(untouched, own)]
    assert own is not None and tuple(agreed[1:]) == own.blocks
    assert not any(isinstance(part, Placeholder) for block in agreed_blocks(finding, None) for part in block.inlines)


def test_the_report_in_excel_holds_text_and_no_formula_and_is_the_same_each_time(negotiated: Review) -> None:
    data = excel_report(negotiated)
    assert excel_report(negotiated) == data
    archive = zipfile.ZipFile(io.BytesIO(data))
    sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 6 and not any(b"<f>" in sheet or b"<f " in sheet or b"hyperlink" in sheet for sheet in sheets)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Summary", "Clauses", "Changes", "Outside the clauses", "Comments", "Not looked at"]
    outside = book.get_sheet_by_name("Outside the clauses").to_python()
    assert '=HYPERLINK("http://x","pay within 90 days")' in outside[1]
    clauses = book.get_sheet_by_name("Clauses").to_python()
    assert len(clauses) == 25 and clauses[2][4] == "deleted without tracking"
    assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_figure_stands_first_in_every_report_before_numbers_that_moved_and_looks(
    pack: IssuedPack,
) -> None:
    def edit(root: etree._Element) -> None:
        # Every line looks otherwise, and the first item of each list is gone from its list.
        for number, paragraph in enumerate(root.iter(w("p"))):
            for run in paragraph.iter(w("r")):
                run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W}"><w:b/></w:rPr>'))
            properties = paragraph.find(w("pPr"))
            place = properties.find(w("numPr")) if properties is not None else None
            if properties is not None and place is not None and number < 15:
                properties.remove(place)
        (figure,) = (text for text in root.iter(w("t")) if re.search(r"\b40\b", text.text or ""))
        figure.text = re.sub(r"\b40\b", "14", str(figure.text))

    changed = edited(pack.data("2A"), edit)
    package, _ = read_package(changed, "returned.docx")
    assert package is not None
    review, units = identified(pack.review(changed, pack.file("2A")), package)
    assert (units[0].told.removed, units[0].told.added) == ("40", "14")
    assert {each.told.sort for each in units[1:]} >= {"look only"}
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(excel_report(review))).get_sheet_by_name("Changes").to_python()
    assert "14" in map(str, sheet[1])


def test_a_sheet_without_rows_is_not_printed(negotiated: Review) -> None:
    archive = zipfile.ZipFile(io.BytesIO(excel_report(replace(negotiated, outside=()))))
    hidden = re.findall(r'<sheet name="([^"]*)"[^>]* state="hidden"', archive.read("xl/workbook.xml").decode())
    assert hidden == ["Outside the clauses"]


def test_the_first_page_says_who_must_decide_first_and_in_which_field_a_figure_was_changed(pack: IssuedPack) -> None:
    data = silently(pack.data("4C"), "At least 60%", "At least 30%")
    report = docx.Document(io.BytesIO(in_word(pack.review(data, pack.file("4C")), pack)))
    titles = [each.text for each in report.paragraphs if each.style is not None and each.style.name == "Heading 1"]
    assert titles[:2] == ["Who must decide", "What changed"]
    assert report.tables[0].rows[1].cells[1].text.partition("\n")[0].endswith(", threshold")


def test_one_date_that_was_changed_all_through_a_clause_is_one_row_of_the_first_page(pack: IssuedPack) -> None:
    def later(root: etree._Element) -> None:
        for text in root.iter(w("t")):
            text.text = (text.text or "").replace("30 September 2026", "31 October 2026")

    found = pack.review(edited(pack.data("2A"), later), pack.file("2A"))
    counts = [sum(change.sort == "value" for change in clause.changes) for clause in found.clauses]
    assert max(counts) > 2
    first = docx.Document(io.BytesIO(in_word(found, pack))).tables[0]
    said = "“30 September 2026” becomes “31 October 2026”"
    times = ["", ", twice", *(f", {count} times" for count in range(3, max(counts) + 1))]
    assert [row.cells[2].text for row in first.rows[1:]] == [f"{said}{times[count - 1]}" for count in counts if count]


def test_a_cell_that_excel_could_not_hold_is_cut_and_says_so(negotiated: Review) -> None:
    long = replace(negotiated.clauses[2], theirs=("x" * 60_000,))
    book = CalamineWorkbook.from_filelike(io.BytesIO(excel_report(replace(negotiated, clauses=(long,)))))
    cell = str(book.get_sheet_by_name("Clauses").to_python()[1][9])
    assert len(cell) == 32_000 and cell.endswith("(cut here; “--format json” gives the whole)")


def test_the_json_holds_everything_and_its_page_describes_every_field(negotiated: Review) -> None:
    found = json.loads(json.dumps(review_json(negotiated)))
    assert found["as_issued"] is False and found["schema"] == 1
    clause = found["clauses"][2]
    assert (clause["state"], clause["recognised_by"], clause["likeness"]) == (
        "changed with and without tracking",
        "content control",
        None,
    )
    assert clause["issued"] == list(negotiated.clauses[2].expected.lines) and clause["theirs"] == list(
        negotiated.clauses[2].theirs
    )
    assert found["clauses"][5]["comments"][0]["words"] == "Who is this? <b>&amp;"
    page = (Path(__file__).parents[2] / "docs" / "reference" / "review.md").read_text(encoding="utf-8")
    fields = {
        name
        for entry in (
            found,
            clause,
            clause["changes"][0],
            found["outside"][0],
            found["clauses"][5]["comments"][0],
            found["relied_on"],
            found["counts"],
        )
        for name in entry
    }
    assert [name for name in sorted(fields) if f"`{name}`" not in page] == []
    for sort in found["classes"]:
        assert f"`{sort}`" in page


def test_what_cannot_be_seen_is_given_a_name() -> None:
    assert (
        visible(" ") == "[space]"
        and visible("\u00a0") == "[no-break space]"
        and visible("\t\n") == "[tab] + [line break]"
    )
    assert visible("a\u200bb") == "a[U+200B]b" and visible("") == ""


def test_dates_are_said_as_people_write_them_and_odd_ones_as_they_stand() -> None:
    assert said_date("2026-04-01T09:05:00Z") == "1 April 2026, 09:05"
    assert said_date("2026-04-01") == "1 April 2026"
    assert said_date("yesterday") == "yesterday" and said_date("") == ""


def test_a_report_with_signs_that_no_word_file_can_hold_is_still_written(negotiated: Review, pack: IssuedPack) -> None:
    odd = Change(False, "words changed", "a\x00b", "\ufffe\ud800", "wording")
    clause = replace(negotiated.clauses[2], changes=(odd,))
    assert check_package(in_word(replace(negotiated, clauses=(clause,)), pack), "report.docx") == []


def test_their_words_of_one_clause_are_read_from_a_report_however_long_the_report_is(written: bytes) -> None:
    package, _ = read_package(written, "report.docx")
    assert package is not None
    more = ("<w:p><w:r><w:t>" + "words " * 500 + "</w:t></w:r></w:p>").encode() * 60
    long = write_package(
        package,
        {"word/document.xml": package.part("word/document.xml").replace(b"<w:sectPr>", more + b"<w:sectPr>", 1)},
    )
    package, _ = read_package(long, "report.docx")
    assert package is not None
    assert read_wording(package)[0] is None
    assert read_wording(package, f"{THEIRS_TAG}3")[0] is not None


def test_a_moved_item_has_in_the_report_the_list_mark_that_it_has_in_their_file() -> None:
    title = Block("heading", (Run("Terms"),))
    issued = (title, Block("bullet", (Run("shared decisions"),), 1), Block("number", (Run("Evidence."),)))
    lines = tuple(block.text for block in issued)
    theirs = (lines[0], lines[2], lines[1])
    marks = ListMark("heading", 0, ""), ListMark("bullet", 1, ""), ListMark("number", 0, "3.2.6")
    moved = (marks[0], marks[2], marks[1])
    expected = Expected("a/b/c", 1, "", "Terms", "", "", issued, inline=False)
    finding = ClauseFinding(expected, None, lines, theirs, marks=(marks, marks, moved))
    agreed = agreed_blocks(finding, None)
    assert [(block.kind, block.level) for block in agreed] == [("heading", 0), ("number", 0), ("bullet", 1)]
    redline = _redline(finding)
    assert redline is not None
    drawn = [
        (block.block.kind, "".join(run.text for words in block.words for run in words.inlines if isinstance(run, Run)))
        for block in redline.blocks
    ]
    assert ("paragraph", "3.2.6 Evidence.") in drawn and ("bullet", "shared decisions") in drawn
    assert all(kind != "number" for kind, _ in drawn), "no list of the report's own counts their items anew"


def test_their_words_as_wording_print_the_numbers_of_their_file_and_are_imported_as_a_list(pack: IssuedPack) -> None:
    title = Block("heading", (Run("Terms"),))
    issued = (title, *(Block("number", (Run(words),)) for words in ("Evidence.", "Records.", "Staff.")))
    lines = tuple(block.text for block in issued)
    theirs = (*lines[:2], "Records, kept.", lines[3])
    marks = tuple(ListMark("number" if label else "heading", 0, label) for label in ("", "3.2.6", "(c)", "iv."))
    expected = Expected("a/b/c", 1, "", "Terms", "", "", issued, inline=False)
    finding = ClauseFinding(expected, None, lines, theirs, marks=(marks, marks, marks))
    review = Review("returned.docx", Relied("nothing", ()), (finding,), (), (), (), ())
    package, _ = read_package(in_word(review, pack), "report.docx")
    assert package is not None
    sides, _ = read_sides(package)
    assert sides is not None
    story = sides.after.main
    control = next(each for each in story.controls if each.tag == f"{THEIRS_TAG}1")
    printed = [(line.label, line.text) for line in story.lines[control.start.line : control.end.line + 1]]
    assert printed[1:] == [("3.2.6", "Evidence."), ("(c)", "Records, kept."), ("iv.", "Staff.")]
    read, problems = read_wording(package, f"{THEIRS_TAG}1")
    assert read is not None, problems
    assert [(block.kind, block.text) for block in read.blocks] == [
        ("number", "Evidence."),
        ("number", "Records, kept."),
        ("number", "Staff."),
    ]
    worded = (*marks[:2], ListMark("number", 0, "Optional: 2"), marks[3])
    finding = ClauseFinding(expected, None, lines, theirs, marks=(marks, marks, worded))
    package, _ = read_package(in_word(replace(review, clauses=(finding,)), pack), "report.docx")
    assert package is not None
    read, problems = read_wording(package, f"{THEIRS_TAG}1")
    assert read is None and [each.slug for each in problems] == ["draft-list-label"], "no words are lost"
