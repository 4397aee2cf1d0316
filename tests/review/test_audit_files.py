"""Auditing many files: which are read, and that no file ends the run or is passed over unsaid."""

from __future__ import annotations

import gc
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.review.auditing import CO_PRODUCTION, printed, specification, version_of, yardstick
from tests.word.making import docx_bytes, p, zipped

from specgen.review.audit.audit import audit_document, audit_files, find_files
from specgen.review.audit.findings import Audit
from specgen.wording.wording import Placeholder

CARE = specification("Care.")


def run(*paths: Path) -> Audit:
    return audit_files(find_files(paths), yardstick())


def put(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_word_files_below_a_folder_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    put(tmp_path, b__two_dot_docx=CARE, a_dot_DOCX=CARE, b__one_dot_docm=CARE, notes_dot_txt=b"no")
    found = run(tmp_path)
    assert [Path(each.file).name for each in found.documents] == ["a.DOCX", "one.docm", "two.docx"]
    assert found.others == 1


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, a_dot_docx=CARE)
    assert len(run(tmp_path, tmp_path / "a.docx").documents) == 1


def test_lock_files_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, a_dot_docx=CARE)
    (tmp_path / "~$a.docx").write_bytes(b"Ada Shah")
    (tmp_path / ".hidden.docx").write_bytes(b"")
    found = run(tmp_path)
    assert (len(found.documents), found.not_read, found.passed_over) == (1, (), 1)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("old.doc", "the old .doc format is not read"),
        ("scan.PDF", "PDF is not read"),
        ("form.dotx", "a Word template is not read"),
    ],
)
def test_documents_in_other_forms_are_named_as_not_read(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / name).write_bytes(b"anything")
    (problem,) = run(tmp_path).not_read
    assert (problem.message, problem.severity, problem.location.file) == (reason, "warning", str(tmp_path / name))


def test_a_file_of_another_kind_that_is_named_is_said_not_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "sheet.xlsx").write_bytes(b"")
    assert [problem.message for problem in run(tmp_path / "sheet.xlsx").not_read] == [
        "the file is not a Word document (.docx)"
    ]


BOMB = '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><w:document/>'
BAD = {
    "nothing.docx": (b"", "not-a-word-file"),
    "no-zip.docx": (b"no zip at all", "not-a-word-file"),
    "cut-off.docx": (CARE[: len(CARE) // 2], "damaged-file"),
    "old-or-encrypted.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted-or-old-file"),
    "entities.docx": (docx_bytes(p("Care."), parts={"word/document.xml": BOMB}), "hostile-file"),
    "not-well-formed.docx": (docx_bytes("<w:p>"), "damaged-file"),
    "too-deep.docx": (docx_bytes("<w:ins>" * 400 + "</w:ins>" * 400), "damaged-file"),
    "path.docx": (zipped({"../evil.xml": "<a/>"}), "hostile-file"),
    "bomb.docx": (zipped({"word/document.xml": b" " * 300_000_000}), "file-too-large"),
    "spreadsheet.docx": (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}), "not-a-word-file"),
    "empty.docx": (docx_bytes(""), "no-words"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_is_listed_with_the_reason_and_ends_nothing(tmp_path: Path, name: str) -> None:
    data, slug = BAD[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz.docx").write_bytes(CARE)
    found = run(tmp_path)
    assert [Path(each.file).name for each in found.documents] == ["zz.docx"]
    assert [(problem.slug, Path(problem.location.file).name) for problem in found.not_read] == [(slug, name)]


def test_a_file_that_makes_the_reading_stumble_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, a_dot_docx=CARE, b_dot_docx=CARE)

    def stumbling(data: bytes, file: str, against: object) -> object:
        if file.endswith("a.docx"):
            raise ValueError("something odd")
        return audit_document(data, file, yardstick())

    monkeypatch.setattr("specgen.review.audit.audit.audit_document", stumbling)
    found = run(tmp_path)
    assert len(found.documents) == 1
    assert [(problem.slug, problem.severity) for problem in found.not_read] == [("not-foreseen", "error")]
    assert "ValueError: something odd" in found.not_read[0].message


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the rights of a file are not kept from this user")
def test_a_file_without_the_right_to_read_it_is_listed(tmp_path: Path) -> None:
    put(tmp_path, a_dot_docx=CARE)
    (tmp_path / "a.docx").chmod(0)
    assert [problem.slug for problem in run(tmp_path).not_read] == ["cannot-be-read"]


def test_a_name_that_leads_nowhere_is_listed(tmp_path: Path) -> None:
    try:
        (tmp_path / "a.docx").symlink_to(tmp_path / "gone.docx")
    except OSError:
        pytest.skip("links need rights that this user has not")
    assert [problem.slug for problem in run(tmp_path).not_read] == ["cannot-be-read"]


def repeated(count: int) -> Callable[[str], str]:
    return lambda text: p(text.replace("&", "&amp;")) * count


MANY_WAYS: dict[str, str] = {
    "the clause's first line twenty thousand times": "".join(map(repeated(20_000), printed(CO_PRODUCTION)[:1])),
    "every line of the clause two thousand times in turn": "".join(p(line) for line in printed(CO_PRODUCTION)) * 2_000,
    "a line of a million letters": p("Co-production " * 70_000),
    "a million brackets": p("[" * 1_000_000),
    "the words of a clause in one paragraph over and over": p(" ".join(printed(CO_PRODUCTION)) * 400),
    "ten thousand headings": "".join(p("5.1 Applicable Quality Requirements") for _ in range(10_000)),
    "tracked rows": "<w:tbl>"
    + "<w:tr><w:trPr><w:ins w:id='1' w:author='A'/></w:trPr><w:tc><w:p/></w:tc></w:tr>" * 5_000
    + "</w:tbl>"
    + p("Care."),
    "thousands of highlights": p("Care", run='<w:highlight w:val="yellow"/>') * 5_000,
}


@pytest.mark.parametrize("what", MANY_WAYS)
def test_a_file_made_to_keep_the_program_busy_comes_to_an_end(tmp_path: Path, what: str) -> None:
    (tmp_path / "busy.docx").write_bytes(docx_bytes(MANY_WAYS[what]))
    found = run(tmp_path)
    assert len(found.documents) + len(found.not_read) == 1


def test_a_symbol_that_is_no_letter_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(
        docx_bytes('<w:p><w:ins w:id="1" w:author="A"><w:r><w:sym w:char="ZZZZ"/><w:t>Care.</w:t></w:r></w:ins></w:p>')
    )
    assert len(run(tmp_path).documents) == 1


def test_memory_is_bounded_by_the_largest_file_not_by_their_number(tmp_path: Path) -> None:
    words = "".join(p(f"Paragraph {number} of a specification, with some words in it.") for number in range(1_500))
    data = docx_bytes(words)

    def peak(folder: Path, count: int) -> int:
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}.docx").write_bytes(data)
        files, against = find_files([folder]), yardstick()
        gc.collect()
        tracemalloc.start()
        audit_files(files, against)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    one = peak(tmp_path / "one", 1)
    assert peak(tmp_path / "four", 4) < 1.5 * one


def test_every_clause_of_the_library_is_found_where_it_stands() -> None:
    lines: list[str] = []
    for clause_id in yardstick().library.clauses:
        values = {
            part.name: "80%"
            for block in version_of(clause_id).blocks
            for part in block.inlines
            if isinstance(part, Placeholder)
        }
        lines += [f"# Under {clause_id}", *printed(clause_id, values)]
    found, _ = audit_document(specification(*lines), "a.docx", yardstick())
    assert found is not None
    there = [each for component in found.components for each in (*component.clauses, *component.measures)]
    assert {(each.under.removeprefix("Under "), each.how) for each in there} == {
        (each.clause_id, "word for word") for each in there
    }
    assert sorted(each.clause_id for each in there) == sorted(yardstick().library.clauses)


@pytest.mark.parametrize(
    "first",
    [
        "Drafting note: Community podiatry",
        "Schedule 6D: Service Development and Improvement Plan",
        "Schedule 2M: Development Plan for Personalised Care",
        "Schedule 8: System plan",
    ],
)
def test_papers_that_are_no_specifications_lower_no_share_and_are_named(tmp_path: Path, first: str) -> None:
    put(tmp_path, a_dot_docx=CARE, b_dot_docx=specification(first, "Nothing of it."))
    found = run(tmp_path)
    assert ([Path(each.file).name for each in found.documents], found.not_read) == (["a.docx"], ())
    (left,) = found.left_out
    assert (left.slug, left.severity) == ("no-specification", "note") and first in left.message


@pytest.mark.parametrize("first", ["Schedule 2: The Services, A. Service Specifications", "Schedule 2A", "Podiatry"])
def test_a_specification_is_never_left_out_by_its_first_lines(tmp_path: Path, first: str) -> None:
    put(tmp_path, a_dot_docx=specification(first, "Schedule 6D holds the plan."))
    assert len(run(tmp_path).documents) == 1


@pytest.mark.parametrize(
    "code", ["(ODS code X9A01)", "(no ODS code: applied for)", "(without an ODS code)", "ODS X9A01"]
)
def test_a_providers_name_ends_before_what_is_said_of_its_code(tmp_path: Path, code: str) -> None:
    put(tmp_path, a_dot_docx=specification(f"Provider: Quillmere Connections {code}", "Care."))
    assert run(tmp_path).documents[0].provider == "Quillmere Connections"
