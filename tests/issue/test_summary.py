"""The summary of a run: what it says, that text stays text, and that a person's file is never written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen.contract.register.spreadsheet import open_workbook
from specgen.excel import intact
from specgen.issue.build import Outcome
from specgen.issue.portfolio.portfolio import ended
from specgen.issue.portfolio.summary import SUMMARY_FILE, PlanSummary, RunSummary, put_summary
from specgen.problems import Location, Problem
from specgen.writing import Disk

FAULT = Problem(
    "wrong-value",
    "=1+1 is not a date",
    Location("/home/me/work/register.xlsx", 7, sheet="Contracts", cell="E (Expiry)"),
    cure="write a date",
    excerpt="=HYPERLINK(1)",
    suggestion="x",
)


def outcome(reference: str, *problems: Problem) -> Outcome:
    return Outcome("/home/me/work/register.xlsx, sheet Contracts, row 7", problems=problems, named=reference)


def pages(data: bytes) -> dict[str, list[list[str]]]:
    book, problems = open_workbook(data, SUMMARY_FILE)
    assert book is not None, problems
    found = {}
    for name in book.names:
        sheet, _ = book.sheet(name)
        assert sheet is not None
        found[name] = [[cell.text if cell else "" for cell in row.cells] for row in sheet.rows[1:]]
    return found


def summary(*outcomes: Outcome) -> bytes:
    made = RunSummary(Path("/home/me/work"))
    for each in outcomes:
        made.add(ended(each))
    return made.workbook()


def test_every_contract_and_problem_is_in_it_by_reference_and_no_path_of_the_machine() -> None:
    found = pages(summary(outcome("B-2", FAULT), outcome("", FAULT), outcome("A-1")))
    assert [(row[0], row[3]) for row in found["Contracts"]] == [
        ("A-1", "unchanged"),
        ("B-2", "not built"),
        ("", "not built"),
    ]
    assert found["Contracts"][1][-1] == "register.xlsx, sheet Contracts, row 7"
    assert found["Problems"][0] == [
        "B-2",
        "error",
        "=1+1 is not a date",
        "write a date",
        "x",
        "register.xlsx",
        "Contracts",
        "7",
        "E (Expiry)",
        "=HYPERLINK(1)",
        "wrong-value",
    ]


def test_facts_that_blank_cells_took_from_the_base_have_a_sheet_of_their_own() -> None:
    blank = Problem(
        "blank-taken-from-base",
        "“Supplier (main)” is blank in this row, and the base’s “Harbour” goes in",
        Location("/home/me/work/register.xlsx", 7, sheet="Contracts", cell="F (Supplier (main))"),
        severity="warning",
        excerpt="Harbour",
    )
    found = pages(summary(outcome("B-2", FAULT, blank), outcome("A-1", blank)))
    assert found["Taken from the base"] == [
        [reference, "", "Supplier (main)", "Harbour", "Contracts", "7", "F (Supplier (main))", "register.xlsx"]
        for reference in ("A-1", "B-2")
    ]
    assert "Taken from the base" not in pages(summary(outcome("B-2", FAULT)))


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("/home/me/work/north/contract.yaml", "north/contract.yaml"),
        ("/home/me/other/base.yaml", "base.yaml"),
        ("../other/base.yaml", "base.yaml"),
        ("C:\\Users\\Me\\base.yaml", "base.yaml"),
        ("/opt/specgen/templates/grant-insert/template.docx", "templates/grant-insert/template.docx"),
        ("north/contract.yaml", "north/contract.yaml"),
        ("\\\\server\\share\\base.yaml", "base.yaml"),
    ],
)
def test_a_file_is_named_from_a_known_folder_or_by_its_name_alone(file: str, named: str) -> None:
    made = RunSummary(Path("/home/me/work"), Path("/opt/specgen"))
    made.take(Problem("wrong-value", "wrong", Location(file, 1)))
    assert pages(made.workbook())["Problems"][0][5] == named


def test_the_order_of_contracts_changes_no_byte() -> None:
    outcomes = [outcome(f"N-{number}", FAULT) for number in range(5)]
    assert summary(*outcomes) == summary(*reversed(outcomes))


def test_a_summary_that_nobody_touched_is_replaced(tmp_path: Path) -> None:
    disk = Disk(durable=False)
    first, problems = put_summary(tmp_path / "out", summary(outcome("A-1")), disk)
    assert (first, problems) == (tmp_path / "out" / SUMMARY_FILE, [])
    newer = summary(outcome("A-2"))
    assert put_summary(tmp_path / "out", newer, disk) == (first, [])
    assert [path.read_bytes() for path in (tmp_path / "out").iterdir()] == [newer]


def test_what_a_run_left_that_was_killed_while_it_wrote_its_summary_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / ".specgen-12-1.tmp").write_bytes(b"half a summ")
    (tmp_path / ".specgen-notes.tmp").write_bytes(b"a person's")
    put_summary(tmp_path, summary(outcome("A-1")), Disk(durable=False))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".specgen-notes.tmp", SUMMARY_FILE]


def test_a_summary_that_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    data = summary(outcome("A-1"))
    put_summary(tmp_path, data, Disk(durable=False))
    before = (tmp_path / SUMMARY_FILE).stat().st_mtime_ns
    put_summary(tmp_path, data, Disk(durable=False))
    assert (tmp_path / SUMMARY_FILE).stat().st_mtime_ns == before


@pytest.mark.parametrize("held", [b"somebody's", b"", summary(outcome("A-1"))[:-1], summary(outcome("A-1")) + b" "])
def test_a_summary_that_somebody_edited_is_kept_and_the_new_one_put_beside_it(tmp_path: Path, held: bytes) -> None:
    (tmp_path / SUMMARY_FILE).write_bytes(held)
    new = summary(outcome("A-2"))
    for _ in range(2):
        path, problems = put_summary(tmp_path, new, Disk(durable=False))
        assert path == tmp_path / "specgen-summary (new).xlsx" and [problem.slug for problem in problems] == [
            "edited-by-hand"
        ]
    assert (tmp_path / SUMMARY_FILE).read_bytes() == held
    (tmp_path / "specgen-summary (new).xlsx").write_bytes(b"edited too")
    assert put_summary(tmp_path, new, Disk(durable=False))[0] == tmp_path / "specgen-summary (new 2).xlsx"


def test_a_link_or_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.xlsx").write_bytes(summary(outcome("A-1")))
    (tmp_path / SUMMARY_FILE).symlink_to(tmp_path / "elsewhere.xlsx")
    path, _ = put_summary(tmp_path, summary(outcome("A-2")), Disk(durable=False))
    assert path == tmp_path / "specgen-summary (new).xlsx"
    assert (tmp_path / "elsewhere.xlsx").read_bytes() == summary(outcome("A-1"))


def test_a_file_that_is_open_elsewhere_is_said_and_raises_nothing(tmp_path: Path) -> None:
    class Locked(Disk):
        def rename(self, path: Path, target: Path) -> None:
            raise PermissionError(13, "in use", str(target))

    path, (problem,) = put_summary(tmp_path, summary(outcome("A-1")), Locked(durable=False))
    assert path is None and problem.slug == "file-in-use"
    assert list(tmp_path.iterdir()) == []


def test_the_seal_holds_only_for_the_bytes_it_was_made_for() -> None:
    data = summary()
    assert intact(data)
    assert not any(intact(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]) for at in range(0, len(data), 97))


def test_what_two_services_say_of_one_base_counts_once_in_every_sheet() -> None:
    caution = Problem("short-year", "a year is short", Location("base.yaml", 7), severity="warning")
    made = PlanSummary(Path("/home/me/work"))
    made.add(ended(outcome("A-1", caution, caution)))
    found = pages(made.workbook())
    assert ["warnings", "1"] in found["Totals"]
    assert found["Contracts"][0][8] == "1" and len(found["Problems"]) == 1
