"""`specgen duties` and `specgen clauses duties`."""

import re
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from tests.cli.command_folder import CommandFolder

ROOT = Path(__file__).parents[2]
AID = "Reading aid. The contract’s words prevail; this is no notice."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandFolder:
    """A folder with two contracts, each in a file of its own."""
    for name in ("community-respiratory", "podiatry-services"):
        (tmp_path / name).mkdir()
        shutil.copy(ROOT / "examples" / name / "contract.yaml", tmp_path / name)
    return CommandFolder(tmp_path, monkeypatch, capsys)


ONE = "community-respiratory/contract.yaml"


def test_one_contract_is_listed_whole_with_what_it_is_not(folder: CommandFolder) -> None:
    found = folder.run("duties", ONE)
    assert (found.code, found.err) == (0, "")
    assert found.out.split("\n")[1] == AID
    for part in (
        "Expiry: 31 March 2029",
        "Latest day for a notice that extends the term: 30 September 2028",
        "Provider: due on a day\n",
        "    30 September 2026: appoint: clinical champion",
        "Provider: whenever",
        "Provider: always",
        "Schedule 2A, Shared decision making: local terms, 3.2.8",
    ):
        assert part in found.out, part


def test_a_providers_list_leaves_out_expiry_deviations_and_the_owner(folder: CommandFolder) -> None:
    found = folder.run("duties", ONE, "--for", "provider")
    assert "Expiry" not in found.out and "Owner" not in found.out
    data = folder.run("duties", ONE, "--for", "provider", "--format", "json").json["contracts"][0]
    assert "owner" not in data
    assert not any(entry["what"] in ("Expiry",) or "deviation" in entry["what"] for entry in data["days"])


def test_without_a_day_the_contracts_own_date_is_taken_and_with_one_what_is_past_says_so(folder: CommandFolder) -> None:
    assert "past on" not in folder.run("duties", ONE).out
    found = folder.run("duties", ONE, "--on", "2026-12-01")
    assert "past on 1 December 2026" in found.out


def test_several_contracts_are_listed_by_what_falls_due_in_90_days(folder: CommandFolder) -> None:
    found = folder.run("duties", ".", "--on", "2026-08-01")
    assert found.code == 0
    assert AID in found.out and "Due within 90 days" in found.out
    assert "30 September 2026" in found.out and "31 March 2027" not in found.out.split("Days of each contract")[0]


def test_a_workbook_and_a_calendar_are_written_once_and_are_the_same_each_time(folder: CommandFolder) -> None:
    for name in ("a.xlsx", "b.xlsx", "a.ics", "b.ics"):
        found = folder.run("duties", ".", "-o", name, "--on", "2026-08-01")
        assert (found.code, found.err) == (0, "")
        assert f"Written to {name}." in found.out
    for ending in ("xlsx", "ics"):
        one, other = ((folder.folder / f"{name}.{ending}").read_bytes() for name in "ab")
        assert one == other
    with zipfile.ZipFile(folder.folder / "a.xlsx") as book:
        sheets = book.read("xl/workbook.xml").decode()
        for name in ("About", "Next 90 days", "Contract days", "Due", "Whenever", "Always"):
            assert f'name="{name}"' in sheets
        assert AID in book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("duties", ONE, "-o", "duties.pdf"), "ends in"),
        (("duties", ONE, "-o", "duties"), "ends in"),
        (("duties", ONE, "--on", "soon"), "is not a date"),
        (("duties", ONE, "--for", "council"), "council"),
        (("duties", "nothing-there.yaml"), "nothing-there.yaml"),
        (("duties",), "FILE"),
        (("duties", ONE, "--base", ONE), "--base is for registers"),
    ],
)
def test_a_wrong_command_line_is_said_and_nothing_is_written(
    folder: CommandFolder, words: tuple[str, ...], said: str
) -> None:
    found = folder.run(*words)
    assert found.code == 2
    assert said in found.err
    assert not (folder.folder / "duties.pdf").exists()


def test_a_file_that_is_there_is_kept(folder: CommandFolder) -> None:
    (folder.folder / "mine.ics").write_text("mine")
    found = folder.run("duties", ONE, "-o", "mine.ics")
    assert found.code == 2 and "is there already" in found.err
    assert (folder.folder / "mine.ics").read_text() == "mine"


def test_a_contract_with_an_error_is_said_and_the_others_are_listed(folder: CommandFolder) -> None:
    path = folder.folder / "podiatry-services" / "contract.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("edition:", "editoin:", 1), encoding="utf-8")
    found = folder.run("duties", ".", "--on", "2026-08-01")
    assert found.code == 1
    assert "NBB-2026-014" in found.out and "editoin" in found.out + found.err


def test_a_register_is_read_as_contract_files_are(folder: CommandFolder) -> None:
    assert folder.run("register", "new", "register.xlsx").code == 0
    found = folder.run("duties", "register.xlsx", "--format", "json")
    assert [each["reference"] for each in found.json["contracts"]]


def test_a_programs_list_has_every_duty_with_its_days_and_its_paragraph(folder: CommandFolder) -> None:
    data = folder.run("duties", ONE, "--format", "json").json
    assert data["problems"] == []
    (duty,) = (each for each in data["contracts"][0]["duties"] if each["object"] == "clinical champion")
    assert duty["id"] == "shared-decision-making/specification/local-terms@2#1"
    assert duty["days"] == [{"day": "2026-09-30"}]
    assert (duty["schedule"], duty["number"], duty["part"]) == ("Schedule 2A", "3.2.8", "dated")


def test_each_sentence_of_a_clause_stands_beside_its_reading(folder: CommandFolder) -> None:
    found = folder.run("clauses", "duties", "shared-decision-making/local-terms@1")
    assert found.code == 0
    assert "The wording prevails" in found.out
    assert "3  Cohort. The Provider must give" in found.out
    assert "silence:      what was proposed stands" in found.out
    data = folder.run("clauses", "duties", "shared-decision-making/local-terms@1", "--format", "json").json
    assert data["reading"] != data["wording"]
    assert [each["sentence"] for each in data["sentences"]] == [str(number) for number in range(1, 18)]


def test_a_form_of_a_reading_is_printed_for_a_clause(folder: CommandFolder) -> None:
    found = folder.run("clauses", "duties", "shared-decision-making/local-terms", "--form")
    assert found.code == 0
    assert found.out.startswith("schema: 1\nwording: ")


def test_no_entry_begins_with_a_stop_and_no_condition_has_two_first_words(folder: CommandFolder) -> None:
    path = folder.folder / "whole.yaml"
    shutil.copy(ROOT / "examples" / "two-services" / "contract.yaml", path)
    found = folder.run("duties", "whole.yaml").out
    lines = [line.strip() for line in found.split("\n")]
    assert "Provider: may\n" in found
    assert [line for line in lines if line.startswith((";", ","))] == []
    assert [
        line for line in lines if re.search(r"\bif (?:where|unless|within|if|when|for as|so far|with)\b", line)
    ] == []


def test_a_report_whose_wording_names_no_recipient_is_printed_without_an_empty_to(folder: CommandFolder) -> None:
    (folder.folder / "two").mkdir()
    shutil.copy(ROOT / "examples" / "two-services" / "contract.yaml", folder.folder / "two")
    assert folder.run("build", "two/contract.yaml", "-o", "pack").code in (0, 1)
    (listed,) = (folder.folder / "pack").rglob("*Schedule 6A*.docx")
    cells = [
        ["".join(text.text or "" for text in paragraph._p.iter(qn("w:t"))) for paragraph in cell.paragraphs]
        for table in docx.Document(str(listed)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert any("linked data set" in text for cell in cells for text in cell)  # it names no recipient
    assert [cell for cell in cells if any(text.strip() == "To:" for text in cell)] == []
    assert [cell for cell in cells if any(text.startswith("To: The Co-ordinating") for text in cell)] != []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('  done: ["choice/specification/x#1: 2026-06-22"]', "is said to be done on 22 June 2026"),
        ("  began_on: 2026-06-22", "the Services are said to have begun on 22 June 2026"),
    ],
)
def test_what_is_recorded_for_a_day_still_to_come_is_refused(folder: CommandFolder, written: str, said: str) -> None:
    file = folder.folder / ONE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("contract:\n", f"contract:\n{written}\n", 1), encoding="utf-8")
    found = folder.run("duties", ONE, "--on", "2026-05-01")
    assert found.code == 1 and "22 June 2026" not in found.out
    assert f"{said}, which is still to come on 1 May 2026" in found.err
    assert folder.run("duties", ONE, "--on", "2026-06-22").code == 0
