"""`specgen adopt`: a folder of signed papers becomes contract files, a register and a list of what is missing."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
import python_calamine
from tests.adopt.papers_of import EXAMPLES, example, with_words

from specgen import exit_codes
from specgen.cli.main import run


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """Two contracts, one in a folder of its own and one beside a paper that is none."""
    folder = tmp_path / "signed"
    for name in ("podiatry-services", "link-worker-service"):
        (folder / name).mkdir(parents=True)
        for file, data in example(name).items():
            (folder / name / file).write_bytes(data)
    (folder / "notes.docx").write_bytes(b"no Word file")
    return folder


def adopt(*words: str) -> int:
    return run(["adopt", *words, "--in", str(EXAMPLES)])


def test_a_folder_becomes_contract_files_a_register_and_a_list_of_what_is_missing(
    signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "adopted"
    assert adopt(str(signed), "-o", str(out)) == exit_codes.PROBLEMS  # one file is no Word file
    printed = capsys.readouterr()
    assert "2 contracts adopted from 9 papers" in printed.out and "notes.docx" in printed.err
    assert "4 of 4 papers say the same" in printed.out
    folders = sorted(path.name for path in out.iterdir() if path.is_dir())
    assert len(folders) == 2
    for name in folders:
        assert run(["check", str(out / name / "contract.yaml")]) == exit_codes.DONE
        assert (out / name / "contract.schema.json").exists()
    sheets = {
        name: python_calamine.CalamineWorkbook.from_path(str(out / "adopted.xlsx")).get_sheet_by_name(name).to_python()
        for name in ("Contracts", "Missing", "Clauses", "Left aside")
    }
    assert [row[0] for row in sheets["Contracts"][1:]] == folders
    assert [row[1] for row in sheets["Missing"][1:]] == ["development: the reason", "improvement: the reason"]
    assert {row[3] for row in sheets["Clauses"][1:]} == {"word for word"}
    assert [Path(str(row[0])).name for row in sheets["Left aside"][1:]] == ["notes.docx"]
    assert run(["check", str(out / "register.xlsx")]) == exit_codes.DONE


def test_what_was_understood_otherwise_is_shown_in_the_signed_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (file,) = (name for name in example("community-respiratory") if "insert" in name)
    signed = tmp_path / file
    signed.write_bytes(with_words(example("community-respiratory")[file], "within 28 days", "within three weeks"))
    before = signed.read_bytes()
    words = [str(signed), "-o", str(tmp_path / "out"), "--author", "Ada Shah", "--date", "2026-05-04"]
    assert adopt(*words) == exit_codes.DONE
    printed = capsys.readouterr().out
    assert "1 of them changed" in printed and "not read: contract, edition" in printed
    (folder,) = (tmp_path / "out").iterdir()
    assert (folder / "understood" / file).exists() and signed.read_bytes() == before
    text = (folder / "contract.yaml").read_text(encoding="utf-8")
    assert re.search(
        r"local-terms@2  # 9\d% of its words, the wording differs: paper 1, paragraph 1 under “Shared", text
    )
    assert str(tmp_path) not in text


def test_two_records_that_lie_beside_the_papers_of_one_contract_are_both_named_and_neither_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = (EXAMPLES / "podiatry-services" / "contract.yaml").read_text(encoding="utf-8")
    for folder, began in (("first", "2026-04-14"), ("second", "2026-04-21")):
        text = written.replace("  edition:", f"  began_on: {began}\n  edition:", 1)
        file = tmp_path / f"{folder}.yaml"
        file.write_text(text, encoding="utf-8")
        assert run(["build", str(file), "-o", str(tmp_path / "signed" / folder)]) == exit_codes.DONE
    capsys.readouterr()
    assert adopt(str(tmp_path / "signed"), "-o", str(tmp_path / "out")) == exit_codes.DONE
    printed = capsys.readouterr().out
    assert "not read: began_on, done, confirmed, reasons: the records of its issue say it differently" in printed
    assert "signed/first/" in printed and "signed/second/" in printed
    (file,) = (tmp_path / "out").glob("*/contract.yaml")
    assert "began_on:" not in file.read_text(encoding="utf-8")


def test_nothing_that_is_there_is_overwritten(signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "adopted"
    adopt(str(signed / "podiatry-services"), "-o", str(out))
    capsys.readouterr()
    assert adopt(str(signed / "podiatry-services"), "-o", str(out)) == exit_codes.WRONG_COMMAND
    assert "is there already and is not overwritten" in capsys.readouterr().err
    (folder,) = out.iterdir()
    before = (folder / "contract.yaml").read_bytes()
    (signed / "notes.docx").unlink()
    assert adopt(str(signed), "-o", str(out)) == exit_codes.DONE  # goes on where another run ended
    printed = capsys.readouterr().out
    assert f"({folder})" in printed and "is there already and is kept as it is" in printed
    assert (folder / "contract.yaml").read_bytes() == before
    sheet = python_calamine.CalamineWorkbook.from_path(str(out / "adopted.xlsx")).get_sheet_by_name("Contracts")
    assert len(sheet.to_python()) == 3


def test_a_folder_without_papers_and_half_a_stamp_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert adopt(str(tmp_path), "-o", str(tmp_path / "out")) == exit_codes.PROBLEMS
    assert "there is no paper of a contract to read" in capsys.readouterr().out
    assert adopt(str(tmp_path), "-o", str(tmp_path / "out"), "--author", "A") == exit_codes.WRONG_COMMAND
    assert "--author and --date go together" in capsys.readouterr().err


def test_a_paper_of_which_nothing_is_read_is_left_aside_and_no_contract(
    signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (signed / "notes.docx").unlink()
    memorandum = docx.Document()
    memorandum.add_paragraph("Memorandum of understanding")
    memorandum.add_paragraph("The partners work together from 1 April 2026.")
    (signed / "other").mkdir()
    memorandum.save(str(signed / "other" / "memorandum.docx"))
    assert adopt(str(signed), "-o", str(tmp_path / "adopted")) == exit_codes.DONE
    assert "2 contracts adopted from 10 papers" in capsys.readouterr().out
    assert len([path for path in (tmp_path / "adopted").iterdir() if path.is_dir()]) == 2
    left = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "adopted" / "adopted.xlsx"))
    (row,) = left.get_sheet_by_name("Left aside").to_python()[1:]
    assert "memorandum.docx" in str(row[0]) and "no reference, party, service or clause" in str(row[1])
    assert adopt(str(signed / "other"), "-o", str(tmp_path / "none")) == exit_codes.PROBLEMS
    printed = capsys.readouterr()
    assert "0 contracts adopted" in printed.out and "no reference, party, service or clause" in printed.err


def test_one_provider_with_two_codes_in_signed_papers_is_told_with_both_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, code in (("podiatry-services", b"X9A01"), ("link-worker-service", b"X9A07")):
        (tmp_path / "signed" / name).mkdir(parents=True)
        for file, data in example(name).items():
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = {entry: archive.read(entry).replace(b"X9A01", code) for entry in archive.namelist()}
            with zipfile.ZipFile(tmp_path / "signed" / name / file, "w") as archive:
                for entry, part in parts.items():
                    archive.writestr(entry, part)
    adopt(str(tmp_path / "signed"), "-o", str(tmp_path / "adopted"))
    found = " ".join(capsys.readouterr().err.split())
    assert "[party-with-two-codes]" in found
    assert re.search(r"Board” has the ODS code X9A0\d here and X9A0\d in \S+contract.yaml, line \d+", found)
