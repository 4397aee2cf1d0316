"""The figures that `specgen redline` says of what it wrote, counted again by lxml alone from the file that it wrote."""

from __future__ import annotations

import copy
import json
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from lxml import etree

from specgen.cli.main import run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
INK = {
    f"{W}{name}"
    for name in (
        *("t", "delText", "tab", "br", "sym", "softHyphen", "noBreakHyphen", "instrText", "delInstrText"),
        *("drawing", "pict", "object", "footnoteReference", "endnoteReference"),
    )
}
ROUND_WORDS = {f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"}
OF_LOOK = {f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr")}
CONTROL_ROUND = {f"{W}customXml{name}RangeStart" for name in ("Ins", "Del")}
AUTHOR = ["--author", "Ada Shah", "--date", "2026-05-04"]


def counted_by_hand(path: Path) -> Counter[str]:
    """How many changes of words and of look stand in the file: what an eye that follows the marks would count.

    In a paragraph, words under one kind of mark that no other words part are one change; a paragraph's end, a row and a
    cell are one each (ECMA-376 part 1, 17.13.5)."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(archive.read(name))
                for paragraph in root.iter(f"{W}p"):
                    marks = [mark for mark, _ in groupby(mark_round(each, paragraph) for each in ink_of(paragraph))]
                    found["words"] += sum(bool(mark) for mark in marks)
                for each in root.iter():
                    holder = each.getparent()
                    around = holder.tag if holder is not None else ""
                    found["words"] += each.tag in ROUND_WORDS and (around in (f"{W}rPr", f"{W}trPr"))
                    found["words"] += each.tag in (f"{W}cellIns", f"{W}cellDel")
                    after = each.getnext()
                    control = after is not None and after.tag == f"{W}sdt" and each.tag in CONTROL_ROUND
                    inside = [*after.iter(*INK)] if control and after is not None else []
                    stays = any(not mark_round(ink, root) for ink in inside)
                    found["look"] += each.tag in OF_LOOK or stays
    return +found


def ink_of(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Whatever of the paragraph leaves ink on the page, without what paragraphs in boxes within it hold."""
    for each in paragraph.iter(*INK):
        empty = each.tag in (f"{W}t", f"{W}delText") and not each.text
        stop = next(each.iterancestors(f"{W}tabs"), None) is not None
        if next(each.iterancestors(f"{W}p")) is paragraph and not empty and not stop:
            yield each


def mark_round(ink: etree._Element, paragraph: etree._Element) -> str:
    for up in ink.iterancestors():
        if up is paragraph:
            break
        if up.tag in ROUND_WORDS:
            return str(up.tag)
    return ""


def long_document(path: Path) -> Path:
    document = docx.Document()
    for section in range(1, 4):
        document.add_heading(f"{section} Section of the specification", 1)
        for item in range(1, 5):
            document.add_paragraph(f"Item {section}.{item}: the Provider must reply to each person within {item} days.")
        table = document.add_table(rows=3, cols=3)
        for number, cell in enumerate(table._cells):
            cell.text = f"Cell {section}-{number} of the table"
    document.sections[0].header.paragraphs[0].text = "DRAFT of the specification"
    document.save(str(path))
    return path


def words_changed(document: docx.document.Document, draw: random.Random) -> None:
    paragraph = draw.choice(document.paragraphs)
    paragraph.text = paragraph.text.replace("must", "may").replace("of", "in") + draw.choice(["", " At most 7."])


def paragraph_put_in(document: docx.document.Document, draw: random.Random) -> None:
    draw.choice(document.paragraphs).insert_paragraph_before("A new paragraph with five words more.")


def paragraph_taken_out(document: docx.document.Document, draw: random.Random) -> None:
    document.element.body.remove(draw.choice(document.paragraphs)._p)


def row_put_in(document: docx.document.Document, draw: random.Random) -> None:
    row = draw.choice(document.tables).rows[1]._tr
    row.addnext(copy.deepcopy(row))


def row_taken_out(document: docx.document.Document, draw: random.Random) -> None:
    table = draw.choice(document.tables)
    table._tbl.remove(table.rows[-1]._tr)


def cell_changed(document: docx.document.Document, draw: random.Random) -> None:
    draw.choice(draw.choice(document.tables)._cells).text = "80% of people"


def made_bold(document: docx.document.Document, draw: random.Random) -> None:
    for each in draw.choice(document.paragraphs).runs:
        each.bold = True
        each.font.size = Pt(16)


def another_style(document: docx.document.Document, draw: random.Random) -> None:
    draw.choice(document.paragraphs).style = "List Bullet"


def header_changed(document: docx.document.Document, draw: random.Random) -> None:
    document.sections[0].header.paragraphs[0].text = "Agreed specification, second draft"


def paragraph_moved(document: docx.document.Document, draw: random.Random) -> None:
    one, two = draw.sample(document.paragraphs, 2)
    two._p.addnext(one._p)


EDITS: list[Callable[[docx.document.Document, random.Random], None]] = [
    words_changed, paragraph_put_in, paragraph_taken_out, row_put_in, row_taken_out, cell_changed, made_bold,
    another_style, header_changed, paragraph_moved,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("words_only", [[], ["--words-only"]])
def test_the_changes_that_the_command_says_are_those_that_stand_in_the_file(
    seed: int, words_only: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw = random.Random(seed)
    old, new, out = long_document(tmp_path / "old.docx"), tmp_path / "new.docx", tmp_path / "redline.docx"
    document = docx.Document(str(old))
    for edit in draw.sample(EDITS, draw.randint(1, 7)):
        edit(document, draw)
    document.save(str(new))
    assert run(["redline", str(old), str(new), "-o", str(out), *AUTHOR, *words_only, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    seen = counted_by_hand(out)
    assert (said["of_words"], said["of_look"]) == (seen["words"], seen["look"])
    assert said["revisions"] == said["of_words"] + said["of_look"]


def test_two_words_exchanged_in_one_paragraph_are_four_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, out = (tmp_path / name for name in ("old.docx", "new.docx", "redline.docx"))
    for path, text in ((old, "It must reply within 5 days."), (new, "It may reply within 10 days.")):
        document = docx.Document()
        document.add_paragraph(text)
        document.save(str(path))
    assert run(["redline", str(old), str(new), "-o", str(out), *AUTHOR]) == 0
    assert "4 tracked changes from old.docx to new.docx: 4 of words, 0 of look" in capsys.readouterr().out
    assert counted_by_hand(out) == Counter(words=4)


SECTION = "<w:sectPr><w:type w:val='continuous'/></w:sectPr>"


def paragraphs(path: Path, *held: tuple[str, str]) -> Path:
    """A document of paragraphs, each with its words and what stands in its properties."""
    document = docx.Document()
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for words, properties in held:
        run = f"<w:r><w:t>{words}</w:t></w:r>" if words else ""
        document.element.body.insert(
            len(document.element.body) - 1,
            etree.fromstring(f"<w:p {names}><w:pPr>{properties}</w:pPr>{run}</w:p>"),
        )
    document.save(str(path))
    return path


ONE, TWO, BREAK, EMPTY = ("It must reply.", ""), ("It may ask.", ""), ("", SECTION), ("", "")


@pytest.mark.parametrize(
    ("old", "new", "of_words"),
    [
        ((ONE, BREAK, TWO), (("It must reply.", SECTION), TWO), 0),
        ((("It must reply.", SECTION), TWO), (ONE, BREAK, TWO), 0),
        ((ONE, TWO), (ONE, BREAK, TWO), 0),
        ((ONE, BREAK, TWO), (ONE, TWO), 0),
        ((ONE, BREAK, TWO, BREAK, ONE), (("It must reply.", SECTION), ("It may ask.", SECTION), ONE), 0),
        ((ONE, TWO), (ONE, BREAK, ("New words.", ""), TWO), 3),
        ((ONE, BREAK, TWO), (("It may reply.", SECTION), TWO), 2),
        ((ONE, TWO), (("It must reply.It may ask.", ""),), 3),
        ((ONE, TWO), (ONE, EMPTY, TWO), 1),
    ],
)
def test_a_section_break_that_comes_goes_or_stands_in_another_paragraph_is_no_change_of_words(
    old: tuple[tuple[str, str], ...],
    new: tuple[tuple[str, str], ...],
    of_words: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, two = paragraphs(tmp_path / "old.docx", *old), paragraphs(tmp_path / "new.docx", *new)
    assert run(["redline", str(one), str(two), "-o", str(tmp_path / "r.docx"), *AUTHOR, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["of_words"] == of_words


def with_runs(path: Path, *runs: str, row: str = "") -> Path:
    """A document of one paragraph of these runs, and a table whose last row is of these."""
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "It stays."
    if row:
        table._tbl.append(etree.fromstring(f"<w:tr {names}><w:tc><w:tcPr/><w:p>{row}</w:p></w:tc></w:tr>"))
    document.element.body.insert(0, etree.fromstring(f"<w:p {names}>{''.join(runs)}</w:p>"))
    document.save(str(path))
    return path


@pytest.mark.parametrize("sign", ["tab", "ptab", "br", "cr", "softHyphen", "noBreakHyphen"])
@pytest.mark.parametrize("words_only", [[], ["--words-only"]])
def test_a_sign_that_comes_between_words_is_a_change_of_words(
    sign: str, words_only: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = with_runs(tmp_path / "old.docx", "<w:r><w:t>At least 65 of them</w:t></w:r>")
    new = with_runs(tmp_path / "new.docx", f"<w:r><w:t>At least 6</w:t><w:{sign}/><w:t>5 of them</w:t></w:r>")
    out = tmp_path / "r.docx"
    assert run(["redline", str(old), str(new), "-o", str(out), *AUTHOR, *words_only, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["of_words"] > 0 and said["of_look"] == 0


def test_empty_runs_of_a_row_that_goes_are_no_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty, words = "<w:r><w:t></w:t></w:r>", "<w:r><w:t>It goes.</w:t></w:r>"
    held = f"{empty}<w:sdt><w:sdtPr/><w:sdtContent>{words}</w:sdtContent></w:sdt>{empty}"
    plain = "<w:r><w:t>Words.</w:t></w:r>"
    old, new, out = with_runs(tmp_path / "old.docx", plain, row=held), tmp_path / "new.docx", tmp_path / "r.docx"
    with_runs(new, plain)
    assert run(["redline", str(old), str(new), "-o", str(out), *AUTHOR, "--format", "json"]) == 0
    said, seen = json.loads(capsys.readouterr().out), counted_by_hand(out)
    assert (said["of_words"], said["of_look"]) == (seen["words"], seen["look"])


def with_rows(path: Path, *rows: str) -> Path:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    held = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>"
    document.element.body.insert(0, etree.fromstring(f"<w:tbl {names}><w:tblPr/>{grid}{held}</w:tbl>"))
    document.save(str(path))
    return path


def cell(words: str) -> str:
    return f"<w:tc><w:tcPr/><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize("words_only", [[], ["--words-only"]])
def test_a_row_that_begins_under_another_heading_is_a_change_of_words(
    words_only: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads, figures = cell("2026/27") + cell("2027/28") + cell("2028/29"), cell("60%") + cell("65%")
    old, new = (
        with_rows(tmp_path / f"{name}.docx", heads, f'<w:trPr><w:{name} w:val="1"/></w:trPr>{figures}')
        for name in ("gridAfter", "gridBefore")
    )
    out = tmp_path / "r.docx"
    assert run(["redline", str(old), str(new), "-o", str(out), *AUTHOR, *words_only, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["of_words"], said["of_look"]) == (1, 0)


def test_a_row_that_comes_with_controls_round_its_cells_brings_no_change_of_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def held(words: str) -> str:
        control = f"<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>{words}</w:t></w:r></w:sdtContent></w:sdt>"
        return f"<w:tc><w:tcPr/><w:p>{control}</w:p></w:tc>"

    old = with_rows(tmp_path / "old.docx", held("Link workers") + held("100"), held("Total") + held("100"))
    rows = held("Link workers") + held("100"), held("Coaching") + held("20"), held("Total") + held("120")
    new, out = with_rows(tmp_path / "new.docx", *rows), tmp_path / "r.docx"
    assert run(["redline", str(old), str(new), "-o", str(out), *AUTHOR, "--format", "json"]) == 0
    said, seen = json.loads(capsys.readouterr().out), counted_by_hand(out)
    assert said["of_look"] == seen["look"] == 0 and said["of_words"] == seen["words"]


def body_of(path: Path, xml: str) -> Path:
    """A document whose body begins with these blocks."""
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    for number, block in enumerate(etree.fromstring(f"<w:body {names}>{xml}</w:body>")):
        document.element.body.insert(number, block)
    document.save(str(path))
    return path


def run_of(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def field(code: str, shows: str, *, ends: bool = True, form: str = "") -> str:
    marks = [f'<w:fldChar w:fldCharType="begin">{form}</w:fldChar>', f"<w:instrText> {code} </w:instrText>"]
    marks += ['<w:fldChar w:fldCharType="separate"/>', f"<w:t>{shows}</w:t>"]
    return "".join(map(run_of, marks)) + (FIELD_END if ends else "")


FIELD_END = run_of('<w:fldChar w:fldCharType="end"/>')
WORKED_OUT = '<w:ffData><w:textInput><w:type w:val="calculated"/></w:textInput></w:ffData>'
AFTER = f"<w:p>{run_of('<w:t>It must reply.</w:t>')}</w:p>"


def line(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def typed(words: str) -> str:
    return run_of(f'<w:t xml:space="preserve">{words}</w:t>')


@pytest.mark.parametrize(
    ("old", "new", "of_words"),
    [
        (line(typed("At most 5 days")), line(field('FILLIN ""', "At most 5 days")), 0),
        (line(typed("At most 5 days")), line(field("FORMTEXT", "At most 5 days")), 0),
        (line(typed("5 days")) + AFTER, line(field("FORMTEXT", "5 days", ends=False)) + line(FIELD_END) + AFTER, 0),
        (line(typed("See ") + field("REF a", "3.2")), line(typed("See 3.2")), 0),
        (line(typed("See ") + field("REF a", "3.2")), line(typed("See ") + field('HYPERLINK \\l "a"', "3.2")), 0),
        (line(field("NUMPAGES", "1")), line(field("NUMPAGES \\* ARABIC", "8")), 0),
        (line(typed("3.2") + run_of("<w:tab/>") + typed("Terms")), line(typed("3.2 Terms")), 0),
        (line(typed("At most 5 days")), line(field("FORMTEXT", "At most 6 days")), 2),
        (line(typed("At most 5 days")), line(field("FORMTEXT", "At most 5 days", form=WORKED_OUT)), 2),
        (line(typed("At most 5 days")), line(field("DOCPROPERTY Days", "At most 5 days")), 2),
        (line(typed("See ") + field("REF a", "3.2")), line(typed("See 3.3")), 2),
        (line(field("REF a", "3.2")), line(field("REF b", "3.2")), 2),
        (line(typed("3") + run_of("<w:tab/>") + typed("2 days")), line(typed("32 days")), 2),
    ],
)
@pytest.mark.parametrize("words_only", [[], ["--words-only"]])
def test_what_another_program_writes_in_other_signs_that_read_the_same_is_no_change_of_words(
    old: str, new: str, of_words: int, words_only: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = body_of(tmp_path / "old.docx", old), body_of(tmp_path / "new.docx", new)
    given = ["redline", str(one), str(two), "-o", str(tmp_path / "r.docx"), *AUTHOR, *words_only, "--format", "json"]
    assert run(given) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["of_words"] == of_words
    assert not words_only or said["revisions"] == of_words


def test_titles_of_tables_that_another_program_prints_and_headers_that_it_loses_are_named_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = '<w:tbl><w:tblPr><w:tblCaption w:val="Measures"/></w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>'
    table = f"{named}<w:tr><w:tc>{AFTER}</w:tc></w:tr></w:tbl>"
    old, new = body_of(tmp_path / "old.docx", table), body_of(tmp_path / "new.docx", line(typed("Measures")) + table)
    document = docx.Document(str(old))
    document.sections[0].header.paragraphs[0].text = "Schedule 4C"
    document.save(str(old))
    assert run(["redline", str(old), str(new), "-o", str(tmp_path / "r.docx"), *AUTHOR]) == 0
    said = capsys.readouterr().out
    assert "1 line put in only prints the title that a table below has (“Measures”)" in said
    assert "NEW has no headers: “Schedule 4C” is taken out" in said and "footers" not in said


@pytest.mark.parametrize("words_only", [[], ["--words-only"]])
def test_headers_that_no_page_refers_to_any_more_are_taken_out_though_their_part_lies_in_the_file(
    words_only: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = long_document(tmp_path / "old.docx"), tmp_path / "new.docx"
    document = docx.Document(str(old))
    for each in list(document.element.body.iter(f"{W}headerReference")):
        each.getparent().remove(each)
    document.save(str(new))
    assert run(["redline", str(old), str(new), "-o", str(tmp_path / "r.docx"), *AUTHOR, *words_only]) == 0
    assert "NEW has no headers: “DRAFT of the specification” is taken out" in capsys.readouterr().out


BOUND = (
    '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/n:coreProperties[1]/n:category[1]" w:prefixMappings="xmlns:n='
    "'http://schemas.openxmlformats.org/package/2006/metadata/core-properties'\" "
    'w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/></w:sdtPr><w:sdtContent>'
)


@pytest.mark.parametrize("words_only", [[], ["--words-only"]])
def test_data_in_whose_place_word_prints_other_words_are_not_said_to_be_proved(
    words_only: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = body_of(tmp_path / "old.docx", line(typed("At most ") + typed("60%")))
    new = body_of(tmp_path / "new.docx", line(typed("At most ") + BOUND + typed("60%") + "</w:sdtContent></w:sdt>"))
    document = docx.Document(str(new))
    document.core_properties.category = "6%"
    document.save(str(new))
    assert run(["redline", str(old), str(new), "-o", str(tmp_path / "r.docx"), *AUTHOR, *words_only]) == 1
    said = capsys.readouterr()
    assert "Word prints “6%” in its place" in said.out + said.err
    assert "proved both ways, except 1 thing named above" in said.out
