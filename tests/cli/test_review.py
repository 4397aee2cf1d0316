"""`specgen review` on the command line: exit codes, reports that are kept, and what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree
from tests.review.conftest import ROOT, IssuedPack
from tests.review.conftest import pack as pack
from tests.review.negotiating import clause_deleted, commented, edited, opened, silently, tracked, without_record

from specgen.cli.main import run
from specgen.word.package.ooxml import w
from specgen.word.package.package import write_package


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    return tmp_path / "returned.docx"


def review(returned: Path, *words: str) -> int:
    return run(["review", str(returned), "--in", str(ROOT / "examples"), *words])


def test_a_document_as_it_was_issued_ends_with_nought(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned.write_bytes(commented(pack.data("2A"), "Clinical champion", "Who?"))
    assert review(returned, "--issued", str(pack.file("2A"))) == 0
    assert review(returned, "--issued", str(pack.record)) == 0
    printed = capsys.readouterr().out
    assert "Every clause is as it was issued (24 clauses)." in printed
    assert "comment by Cy Dunn, 5 May 2026, 10:00 on “Clinical champion.”: Who?" in printed


def test_changes_end_with_one_and_are_printed_with_marks_that_need_no_colour(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned.write_bytes(
        tracked(silently(pack.data("2A"), "four hours", "two hours"), "Clinical champion", "Clinical lead")
    )
    assert review(returned, "--issued", str(pack.file("2A"))) == 1
    printed = capsys.readouterr().out
    assert "1 change WITHOUT tracking." in printed
    assert "By class: 1 a number, date, name or threshold; 1 wording." in printed
    where = "3. Shared decision making: local terms, paragraph"
    told = [
        f"words changed ({where} 3.2.9): … the clinical champion for [-four-] {{+two+}} hours a week to support "
        "shared …  [a number, date, name or threshold; not tracked]",
        f"deletion, insertion ({where} 3.2.8): [-Clinical champion-] {{+Clinical lead+}}. The Provider must "
        "appoint its …  [wording; Ann Bell, 4 May 2026, 09:30]",
    ]
    assert [printed.index(each) for each in told] == sorted(printed.index(each) for each in told)
    assert "\x1b" not in printed


def test_one_figure_stands_before_a_look_that_covers_the_document_which_is_one_line(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def enlarged(root: etree._Element) -> None:
        for each in root.iter(w("r")):
            look = each.find(w("rPr"))
            if look is None:
                look = etree.Element(w("rPr"))
                each.insert(0, look)
            for size in look.findall(w("sz")):
                look.remove(size)
            etree.SubElement(look, w("sz")).set(w("val"), "44")

    returned.write_bytes(edited(silently(pack.data("2A"), "four hours", "two hours"), enlarged))
    assert review(returned, "--issued", str(pack.file("2A"))) == 1
    printed = capsys.readouterr().out
    assert printed.index("[-four-] {+two+}") < printed.index("look changed")
    assert 0 < sum("look changed: size" in line for line in printed.splitlines()) <= 5


def test_words_and_values_are_never_shortened_on_the_screen(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = " ".join(f"word{number}" for number in range(200)) + " and 12 days"
    returned.write_bytes(silently(pack.data("2A"), "four hours", words))
    review(returned, "--issued", str(pack.file("2A")))
    assert words in capsys.readouterr().out


def test_json_is_one_document(pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    returned.write_bytes(clause_deleted(pack.data("2A"), pack.clauses("2A").clauses[0].tag, tracking=True))
    assert review(returned, "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["clauses"][0]["state"], found["clauses"][0]["deleted"]) == ("deleted", "with tracking")


def test_reports_are_written_and_never_over_another_file(
    pack: IssuedPack, returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned.write_bytes(tracked(pack.data("2A"), "Clinical champion", "Clinical lead"))
    report, sheet = tmp_path / "report.docx", tmp_path / "report.xlsx"
    assert review(returned, "-o", str(report)) == 1
    assert review(returned, "-o", str(sheet)) == 1
    assert {path.name for path in tmp_path.iterdir()} >= {"report.docx", "report.xlsx"}
    first = report.read_bytes()
    assert review(returned, "-o", str(report)) == 1 and report.read_bytes() == first, "the same report again is no harm"
    report.write_bytes(b"edited by hand")
    assert review(returned, "-o", str(report)) == 1
    assert "it is kept; nothing was written" in capsys.readouterr().err and report.read_bytes() == b"edited by hand"


@pytest.mark.parametrize(
    "words", [["-o", "report.pdf"], ["-o", "{returned}"], ["-o", "{returned}", "--issued", "{returned}"]]
)
def test_a_wrong_command_line_writes_nothing(
    pack: IssuedPack, returned: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    returned.write_bytes(pack.data("2A"))
    monkeypatch.chdir(returned.parent)
    before = returned.read_bytes()
    assert review(returned, *(word.format(returned=returned) for word in words)) == 2
    assert returned.read_bytes() == before and [path.name for path in returned.parent.iterdir()] == ["returned.docx"]


def test_a_file_that_cannot_be_reviewed_is_a_problem_with_its_reason(
    returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned.write_bytes(b"not a Word file")
    assert review(returned) == 1
    assert "Nothing was reviewed." in capsys.readouterr().err
    assert review(returned, "--format", "json") == 1
    assert json.loads(capsys.readouterr().out)["problems"]
    assert review(returned.parent / "missing.docx") == 2


def test_a_document_without_its_record_says_what_it_relied_on(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned.write_bytes(without_record(pack.data("2A")))
    assert review(returned) == 1
    printed = capsys.readouterr()
    assert "The tags and bookmarks in the returned document" in printed.out
    assert "beside-not-compared" in printed.err


def test_of_a_folder_of_what_was_issued_the_file_that_it_is_held_against_is_named(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issued = pack.file("2A")
    returned.write_bytes(silently(pack.data("2A"), "four hours", "two hours"))
    assert review(returned, "--issued", str(issued.parent)) == 1
    told = capsys.readouterr()
    assert f"Found in {issued.parent}, by the record inside what came back: {issued.name}." in told.out
    assert "[-four-] {+two+}" in told.out


def test_a_file_among_what_was_issued_is_not_held_against_itself(
    pack: IssuedPack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lonely = tmp_path / "sent" / "changed.docx"
    lonely.parent.mkdir()
    lonely.write_bytes(silently(pack.data("2A"), "four hours", "two hours"))
    assert review(lonely, "--issued", str(lonely.parent)) == 1
    told = capsys.readouterr()
    assert "it is none of the documents issued" in told.out + told.err
    assert "itself, which lies there, left out" in told.out + told.err


def test_a_word_that_a_list_puts_before_all_its_items_is_a_line_a_clause_and_stands_after_a_changed_word(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package, _ = opened(silently(pack.data("2A"), " must appoint", " may appoint"))
    part = "word/numbering.xml"
    lists = package.part(part).replace(b'w:lvlText w:val="3.2.%1"', b'w:lvlText w:val="Optional: 3.2.%1"')
    assert lists != package.part(part)
    returned.write_bytes(write_package(package, {part: lists}))
    assert review(returned, "--issued", str(pack.file("2A"))) == 1
    printed = capsys.readouterr().out
    told = [line for line in printed.splitlines() if "Optional: " in line]
    assert 0 < len(told) <= 24 and all("to Optional: 3.2." in line for line in told)
    wording = printed.partition("\nWording (")[2]
    assert wording.index("[-must-]") < wording.index("Optional: ")
