"""`specgen progress` and `specgen returns`."""

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from tests.cli.command_folder import CommandFolder

from specgen.cli.main import run
from specgen.contract.register.spreadsheet import open_workbook
from specgen.reported_figures.workbook import HEADINGS

PORTFOLIO = Path(__file__).parents[1] / "data" / "portfolio"
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandFolder:
    """A folder with the contract files of the portfolio."""
    shutil.copytree(PORTFOLIO, tmp_path / "contracts")
    return CommandFolder(tmp_path, monkeypatch, capsys)


def test_each_action_is_shown_with_its_measures_and_the_word_report_shades_its_cells(folder: CommandFolder) -> None:
    found = folder.run("progress", "contracts", "-o", "report.docx")
    assert (found.code, found.err) == (0, "")
    assert "On 10 July 2026: 8 contracts with 9 services; 1 grant agreement and 0 ended counted apart." in found.out
    assert re.search(r"2 +Contracts with a service that has shared decision making.* 5 of 8 \(63%\)", found.out)
    document = docx.Document(str(folder.folder / "report.docx"))
    words = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "5 of 9 (56%)" in words and "9 of 9 (100%)" in words
    xml = zipfile.ZipFile(folder.folder / "report.docx").read("word/document.xml").decode("utf-8")
    assert 'w:fill="7FADD8"' in xml and "w:drawing" not in xml


def test_a_report_that_is_there_already_is_kept_and_a_reference_twice_is_counted_once(folder: CommandFolder) -> None:
    shutil.copytree(folder.folder / "contracts" / "podiatry-services", folder.folder / "contracts" / "zz-copy")
    (folder.folder / "a.xlsx").write_bytes(b"mine")
    found = folder.run("progress", "contracts", "-o", "a.xlsx", "--format", "json")
    assert found.code == 1
    assert [each["slug"] for each in found.json["problems"]] == ["report-exists", "same-reference"]
    assert len(found.json["contracts"]) == 8
    assert (folder.folder / "a.xlsx").read_bytes() == b"mine"


def test_a_contract_that_could_not_be_read_is_said_on_the_first_page(folder: CommandFolder) -> None:
    (folder.folder / "contracts" / "wheelchair-services" / "contract.yaml").write_text("contract: {reference: 5}\n")
    assert folder.run("progress", "contracts", "-o", "report.html").code == 1
    page = (folder.folder / "report.html").read_text(encoding="utf-8")
    assert "7 contracts with 8 services; 1 further contract could not be counted;" in page
    left_out = folder.run("progress", "contracts", "--format", "json").json["left_out"]
    assert [Path(name).parent.name for name in left_out] == ["wheelchair-services"]


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ("{Q2 2026/27: 30, Q3 2026/27: 30}", "quarters-for-a-contract-year"),
        ("{2019/20: 30, 2026/27: 60}", "figures-of-other-years"),
    ],
)
def test_a_contract_whose_figures_check_refuses_is_named_and_counted_in_no_verdict(
    folder: CommandFolder, given: str, slug: str
) -> None:
    file = folder.folder / "contracts" / "community-mental-health" / "contract.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("ssm_coaching_trajectory: 60", f"ssm_coaching_trajectory: {given}"), encoding="utf-8")
    found = folder.run("progress", "contracts", "--format", "json")
    assert found.code == 1
    assert slug in [each["slug"] for each in found.json["problems"]]
    assert [Path(name).parent.name for name in found.json["left_out"]] == ["community-mental-health"]
    assert len(found.json["contracts"]) == 7


def test_a_register_gives_the_counts_of_its_contract_files(folder: CommandFolder) -> None:
    assert folder.run("register", "export", "contracts", "-o", "register.xlsx").code == 0
    files, rows = (folder.run("progress", given, "--format", "json").json for given in ("contracts", "register.xlsx"))
    assert files["actions"] == rows["actions"] and files["figures"] == rows["figures"]
    assert files["providers"] == rows["providers"]


def test_a_workbook_of_another_program_among_the_returns_is_named(folder: CommandFolder) -> None:
    assert folder.run("build", "contracts/community-respiratory/contract.yaml", "-o", "issued").code == 0
    (folder.folder / "returned").mkdir()
    for name in ("trust.ods", "old.xls", "notes.txt", "~$open.xlsx"):
        (folder.folder / "returned" / name).write_bytes(b"PK")
    found = folder.run("returns", "read", "returned", "--issued", "issued", "--format", "json")
    named = [Path(each["location"]["file"]).name for each in found.json["problems"] if each["slug"] == "not-read"]
    assert (found.code, named) == (1, ["old.xls", "trust.ods"])


def test_returns_need_what_was_issued(folder: CommandFolder) -> None:
    found = folder.run("progress", "contracts", "--returns", "contracts")
    assert found.code == 2 and "--issued" in found.err


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A contract of the examples, issued, and the workbook for its returns."""
    folder = tmp_path_factory.mktemp("issued")
    shutil.copytree(EXAMPLES / "link-worker-service", folder / "one")
    # A document with figures that lies among the contracts asks for no returns.
    memorandum = shutil.copy(EXAMPLES / "documents" / "provider-memorandum.yaml", folder)
    assert run(("build", str(folder / "one" / "contract.yaml"), str(memorandum), "-o", str(folder / "issued"))) == 0
    pack = folder / "issued" / "NBB-2026-040"
    assert run(("returns", "new", str(pack), "-o", str(folder / "returns.xlsx"))) == 0
    return folder


@pytest.fixture
def issued(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandFolder:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return CommandFolder(tmp_path, monkeypatch, capsys)


def as_csv(folder: CommandFolder, measure: str, **cells: str) -> None:
    """The workbook of returns saved as CSV, with cells of one measure's first row that is due filled in."""
    book, _ = open_workbook((folder.folder / "returns.xlsx").read_bytes(), "returns.xlsx")
    assert book is not None
    sheet, _ = book.sheet("Returns")
    assert sheet is not None
    rows = [[cell.text if cell else "" for cell in row.cells] for row in sheet.rows]
    heads = [heading.text for heading in HEADINGS]
    row = next(row for row in rows if row[5] == measure and row[14] == "")
    for name, value in cells.items():
        row[heads.index(name)] = value
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    (folder.folder / "returned").mkdir(exist_ok=True)
    (folder.folder / "returned" / "returns.csv").write_text(made.getvalue(), encoding="utf-8")


def test_what_a_provider_reports_comes_back_against_its_contract(issued: CommandFolder) -> None:
    as_csv(issued, "First conversation in time", Numerator="80", Denominator="100", Status="final")
    found = issued.run("returns", "read", "returned", "--issued", "issued", "-o", "report.xlsx")
    assert (found.code, found.err) == (0, "")
    assert "80.0%   below threshold by 10.0 percentage points" in found.out
    again = issued.run("progress", "one", "--issued", "issued", "--returns", "returned", "--format", "json")
    said = again.json
    assert said["issued"] == {"NBB-2026-040": "as issued"}
    line = next(each for each in said["reported"] if each["clause"] == "social-prescribing/quality/first-conversation")
    assert line["outcomes"] == {"below threshold": 1}
    assert line["latest"] == ["80 of 100 (80.0%), 1 final return, to 30 September 2026"]


def test_a_folder_without_returns_is_said(issued: CommandFolder) -> None:
    (issued.folder / "returned").mkdir()
    read = issued.run("returns", "read", "returned", "--issued", "issued")
    assert read.code == 0 and "no workbook of returns lies in the folder (.xlsx or .csv)" in read.err
    report = issued.run("progress", "one", "--issued", "issued", "--returns", "returned")
    assert report.code == 0 and "no workbook of returns lies in the folder (.xlsx or .csv)" in report.err


def test_a_saved_result_without_a_seal_is_counted_and_the_report_says_so(issued: CommandFolder) -> None:
    as_csv(issued, "First conversation in time", Numerator="80", Denominator="100", Status="final")
    assert issued.run("returns", "read", "returned", "--issued", "issued", "-o", "reported.json").code == 0
    saved = json.loads((issued.folder / "reported.json").read_text(encoding="utf-8"))
    del saved["sha256"]
    (issued.folder / "earlier.json").write_text(json.dumps(saved), encoding="utf-8")
    asked = ("progress", "one", "--issued", "issued", "--returns")
    whole, earlier = (issued.run(*asked, name, "--format", "json").json for name in ("reported.json", "earlier.json"))
    assert (whole["sealed"], earlier["sealed"]) == (True, False)
    assert whole["returns"] == earlier["returns"] and whole["reported"] == earlier["reported"]
    found = issued.run(*asked, "earlier.json", "-o", "report.html")
    assert found.code == 0 and "carries no seal" in found.err
    assert "carries no seal" in (issued.folder / "report.html").read_text(encoding="utf-8")


def test_hidden_counts_are_in_no_output(issued: CommandFolder) -> None:
    as_csv(issued, "First conversation in time", Numerator="3", Denominator="91775", Note="91775 were asked")
    options = ("returned", "--issued", "issued", "--hide-under", "5")
    found = issued.run("returns", "read", *options, "-o", "a.xlsx", "--format", "json")
    assert found.code == 0 and "91775" not in found.out and "hidden" in found.out
    also = issued.run("progress", "one", "--returns", *options, "-o", "b.docx", "--format", "json")
    assert also.code == 0 and "91775" not in also.out and "hidden" in also.out
    for name in ("a.xlsx", "b.docx"):
        parts = zipfile.ZipFile(issued.folder / name)
        assert not any(b"91775" in parts.read(part) or b"91,775" in parts.read(part) for part in parts.namelist())


def test_a_workbook_that_is_there_already_is_kept(issued: CommandFolder) -> None:
    (issued.folder / "returns.xlsx").write_bytes(b"filled in")
    found = issued.run("returns", "new", "issued", "-o", "returns.xlsx")
    assert found.code == 1 and (issued.folder / "returns.xlsx").read_bytes() == b"filled in"


def test_a_faulty_row_is_named_and_the_exit_code_says_so(issued: CommandFolder) -> None:
    as_csv(issued, "First conversation in time", Numerator="90", Denominator="80")
    found = issued.run("returns", "read", "returned/returns.csv", "--issued", "issued")
    assert found.code == 1
    assert re.search(r"column L\d+ \(Denominator\): error: the denominator is below the numerator", found.err)
    assert found.out.endswith("1 error, 0 warnings: nothing is counted from what they are about.\n")


def test_a_letter_of_intentions_says_how_the_latest_figures_stand(issued: CommandFolder) -> None:
    as_csv(issued, "First conversation in time", Numerator="80", Denominator="100", Status="final")
    file = issued.folder / "one" / "contract.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("sp_first_contact_target: 90", "sp_first_contact_target: 85"), encoding="utf-8")
    found = issued.run(
        "intentions", "one", "--effective", "2027-04-01", "--since", "issued", "--returns", "returned", "-o", "letters"
    )
    assert found.code == 0, found.err
    (letter,) = (issued.folder / "letters").rglob("*.docx")
    words = [paragraph.text for paragraph in docx.Document(str(letter)).paragraphs]
    said = next(
        line for line in words if line.startswith("First conversation in time (01 Harbour link worker service)")
    )
    assert said.endswith(
        "80.0% (80 of 100) from 1 July 2026 to 30 September 2026, below threshold by 10.0 percentage points"
    )


def test_figures_of_a_contract_that_the_report_is_not_of_are_named(issued: CommandFolder) -> None:
    as_csv(issued, "First conversation in time", Numerator="80", Denominator="100", Status="final")
    other = issued.folder / "other" / "contract.yaml"
    other.parent.mkdir()
    text = next((issued.folder / "one").glob("*.yaml")).read_text(encoding="utf-8")
    other.write_text(text.replace("NBB-2026-040", "NBB-2026-099"), encoding="utf-8")
    asked = ("--issued", "issued", "--returns", "returned")
    said = "figures came of 1 contract that the report is not of, and they are not counted: NBB-2026-040"
    assert said in issued.run("progress", "other", *asked).err
    assert "that the report is not of" not in issued.run("progress", "one", *asked).err
