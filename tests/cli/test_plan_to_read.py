"""A plan to read and to send, and two runs that write into one folder."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.cli.test_vary_facts import CONTRACT, OPTION, POST, REFERENCE, VARY, write

from specgen.cli.main import run
from specgen.issue.disk import alone_in
from specgen.locked import RUN_FILE, LockedError, locked


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(CONTRACT)
    assert run(["build", "c.yaml", "-o", "issued"]) == 0
    write(CONTRACT, POST, ("2029-03-31", "2030-03-31"))
    return tmp_path


def sheet(path: str, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()


def test_a_plan_is_a_workbook_with_totals_and_every_fact_from_and_to(here: Path) -> None:
    assert run(["build", "c.yaml", "-o", "issued", "--plan", "-o", "plan.xlsx"]) == 0
    totals = {row[0]: row[1] for row in sheet("plan.xlsx", "Totals")[1:]}
    assert totals["contracts that would be built"] == 1 and totals["facts and values that differ"] >= 2
    rows = sheet("plan.xlsx", "From and to")[1:]
    assert [REFERENCE, "Expiry", "31 March 2029", "31 March 2030"] in [[row[0], *row[4:7]] for row in rows]
    assert any(row[5:7] == ["Access Manager", "Booking Manager"] for row in rows)
    assert not any("Booking" in path.name for path in Path("issued").rglob("*"))


REGISTER = "Reference,Title,Provider,Provider ODS code,Expiry,Provider kind\n"


def test_the_totals_of_a_plan_are_what_its_sheets_add_up_to_and_each_fact_counts_once(here: Path) -> None:
    write(CONTRACT.replace("  reference: X9-620\n", ""), file="base.yaml")
    kept, goes = "X9-1,Feet,A Trust,Y9A,31/03/2029,NHS trust\n", "X9-2,Hands,B Trust,Y9B,31/03/2029,NHS trust\n"
    plan = ["build", "r.csv", "--base", "base.yaml", "-o", "out"]
    write(REGISTER + kept + goes, file="r.csv")
    assert run(plan) == 0
    wrong = "X9-3,Eyes,C Trust,Y9C,soon,NHS trust\n"
    write(
        REGISTER + kept.replace("Feet", "Feet and ankles").replace("2029", "2030") + wrong + "Total,,,,,\n",
        file="r.csv",
    )
    assert run([*plan, "--plan", "-o", "plan.xlsx"]) == 1
    totals = {row[0]: row[1] for row in sheet("plan.xlsx", "Totals")[1:]}
    contracts, documents, problems = (sheet("plan.xlsx", name)[1:] for name in ("Contracts", "Documents", "Problems"))
    facts = sorted(row[4:7] for row in sheet("plan.xlsx", "From and to")[1:])
    assert facts == [["Expiry", "31 March 2029", "31 March 2030"], ["Title", "Feet", "Feet and ankles"]]
    assert totals == {
        "contracts that would be built": 1,
        "contracts that would not be built": 1,
        "contracts with DRAFT on every page": 1,
        "facts and values that differ": len(facts),
        **{f"documents {kind}": count for kind, count in Counter(row[2] for row in documents).items()},
        **{f"{severity}s": count for severity, count in Counter(row[1] for row in problems).items()},
    }
    assert [row[0] for row in contracts] == ["X9-1", "X9-3"]
    (left,) = (row for row in problems if row[10] == "pack-not-in-run")
    assert left[1] == "note" and left[2].endswith("not in this run: X9-2")


COUNCIL = """\
  - name: Fellside Council
    no_ods_code: applied for
    role: associate
    kind: local authority
    values: {pcsp_agreed_target: 70}
"""
MEASURE = """\
    quality: [personalised-care-and-support-planning/plans-agreed]
    values: {pcsp_agreed_target: 80, pcsp_agreed_baseline: 40% in 2025/26, pcsp_measure_owner: Head of Care}
"""
FEET = CONTRACT.replace("X9-620", "X9-1").replace("provider:", f"{COUNCIL}provider:").replace(
    "[enabling-choice]\n", f"[enabling-choice]\n{MEASURE}"
)  # fmt: skip
HANDS = CONTRACT.replace("X9-620", "X9-2").replace("Community podiatry", "Hand clinic").replace(
    "  date: 2026-03-20\n",
    "  date: 2026-03-20\n  status: agreed\n  lifetime_value: 1250000\n  service_commencement_date: 2026-07-01\n",
).replace(*OPTION)  # fmt: skip


def test_the_plan_of_a_first_build_says_what_a_reviewer_must_see_of_each_contract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("all").mkdir()
    for number, text in enumerate((FEET, HANDS)):
        write(text, file=f"all/{number}.yaml")
    assert run(["build", "all", "-o", "issued", "--plan", "-o", "plan.xlsx"]) == 0
    heads, *contracts = sheet("plan.xlsx", "What they say")
    feet, hands = (dict(zip(heads, row, strict=True)) for row in contracts)
    assert feet["Commissioners"] == (
        "NHS Fellside Board (X9F01), co-ordinating\nFellside Council (no ODS code: applied for), associate"
    )
    assert (feet["Provider"], feet["Starts"], feet["Ends"]) == (
        "Fellside Care Trust (X9F02)",
        "1 April 2026",
        "31 March 2029",
    )
    assert (feet["Right to extend"], feet["Lifetime value"]) == ("none", "not given")
    assert feet["Status, and why DRAFT"].startswith("draft; DRAFT on every page, because its status is “draft”")
    assert feet["Documents"] == "Schedules 2A, 2M, 4C, 6A and 6D, Drafting note"
    assert (hands["Services"], hands["Starts"]) == ("01 Hand clinic", "1 April 2026; services from 1 July 2026")
    assert (hands["Right to extend"], hands["Lifetime value"]) == (
        "By up to two years, on not less than six months’ notice",
        "£1,250,000",
    )
    heads, row = sheet("plan.xlsx", "Thresholds")
    assert dict(zip(heads, row, strict=True)) == {
        "Reference": "X9-1",
        "Provider": "Fellside Care Trust",
        "Service": "01 Community podiatry",
        "Measure": "Plans agreed by eligible people",
        "Threshold": "At least 80% (for Fellside Council: 70%) of the Service Users counted have an agreed plan",
        "Baseline": "40% in 2025/26",
    }


def test_a_plan_says_nothing_of_a_contract_that_would_not_be_built_and_a_change_only_where_it_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("all").mkdir()
    write(FEET, file="all/1.yaml")
    assert run(["build", "all", "-o", "issued"]) == 0
    write(FEET, ("40% in 2025/26", "47% in 2025/26"), file="all/1.yaml")
    write(FEET, ("X9-1", "X9-2"), (" pcsp_agreed_baseline: 40% in 2025/26,", ""), file="all/2.yaml")
    assert run(["build", "all", "-o", "issued", "--plan", "-o", "plan.xlsx"]) == 1
    assert [row[0] for row in sheet("plan.xlsx", "Contracts")[1:]] == ["X9-1", "X9-2"]
    assert [row[0] for row in sheet("plan.xlsx", "What they say")[1:]] == ["X9-1"]
    totals = {row[0]: row[1] for row in sheet("plan.xlsx", "Totals")[1:]}
    assert totals["contracts that would not be built"] == totals["contracts that would be built"] == 1
    assert totals["contracts with DRAFT on every page"] == 1
    changed = [row for row in sheet("plan.xlsx", "From and to")[1:] if "47% in 2025/26" in row]
    assert [("Schedule 4C" in row[2], "Schedule 2A" in row[2]) for row in changed] == [(True, False)]


@pytest.mark.parametrize("plan", [["--plan"], []])
def test_packs_of_other_contracts_are_named_only_where_a_whole_folder_or_register_is_named(
    here: Path, capsys: pytest.CaptureFixture[str], plan: list[str]
) -> None:
    Path("contracts").mkdir()
    write(CONTRACT, (REFERENCE, "X9-621"), file="contracts/d.yaml")
    for named, told in (("contracts", True), ("contracts/d.yaml", False)):
        assert run(["build", named, "-o", "issued", *plan]) == 0
        assert ("[pack-not-in-run]" in capsys.readouterr().err) == told


def test_the_old_pack_of_a_contract_with_another_reference_is_named_in_the_run_and_its_summary(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("contracts").mkdir()
    for reference in ("X9-621", "X9-622"):
        write(CONTRACT, (REFERENCE, reference), file="contracts/d.yaml")
        assert run(["build", "contracts", "-o", "again"]) == 0
    assert capsys.readouterr().err.count("not in this run: X9-621") == 1
    (left,) = (row for row in sheet("again/specgen-summary.xlsx", "Problems") if row[-1] == "pack-not-in-run")
    assert left[1] == "note"


def test_the_same_plan_may_be_made_again_and_a_workbook_of_somebody_else_stays(here: Path) -> None:
    plan = ["build", "c.yaml", "-o", "issued", "--plan", "-o", "plan.xlsx"]
    assert run(plan) == 0
    first = Path("plan.xlsx").read_bytes()
    assert run(plan) == 0 and Path("plan.xlsx").read_bytes() == first
    Path("plan.xlsx").write_bytes(first + b"edited")
    assert run(plan) == 2 and Path("plan.xlsx").read_bytes() == first + b"edited"


def test_alone_it_is_made_against_the_folder_that_it_lies_in(here: Path) -> None:
    assert run(["build", "c.yaml", "--plan", "-o", "issued/plan.xlsx"]) == 0
    assert any(row[4] == "Expiry" for row in sheet("issued/plan.xlsx", "From and to")[1:])


def test_it_goes_with_a_saved_plan_and_with_a_plan_of_variations(here: Path) -> None:
    assert run(["build", "c.yaml", "-o", "issued", "--save-plan", "plan.json", "-o", "plan.xlsx"]) == 0
    assert Path("plan.json").is_file() and Path("plan.xlsx").is_file()
    assert run([*VARY, "--plan", "-o", "variations.xlsx"]) == 0
    assert any(row[5] == "Expiry" for row in sheet("variations.xlsx", "Changes")[1:]) and not Path("out").exists()
    totals = {row[0]: row[1] for row in sheet("variations.xlsx", "Totals")[1:]}
    assert totals["contracts: varied"] == 1
    assert totals["changes"] == len(sheet("variations.xlsx", "Changes")) - 1
    assert totals["warnings"] == sum(row[1] == "warning" for row in sheet("variations.xlsx", "Problems"))


@pytest.mark.parametrize(
    "wrong", [["-o", "plan.xlsx"], ["-o", "issued", "-o", "other"], ["--plan", "-o", "a.xlsx", "-o", "b.xlsx"]]
)
def test_what_cannot_be_meant_is_a_wrong_command_line(here: Path, wrong: list[str]) -> None:
    assert run(["build", "c.yaml", *wrong]) == 2


# --- two runs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["build", "c.yaml", "-o", "issued"], [*VARY[:-1], "issued2"]])
def test_a_second_run_into_one_folder_is_refused_by_name(
    here: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    out = Path(command[-1])
    with alone_in(out, "specgen build"):
        before = sorted(path.name for path in out.iterdir())
        assert run(command) == 3
        said = capsys.readouterr()
        assert "[folder-in-use]" in said.err and "specgen build (process" in said.err
        assert sorted(path.name for path in out.iterdir()) == before
    assert run(command) == 0 and not (out / RUN_FILE).exists()


@pytest.mark.parametrize(("first", "second"), [("out", "out/X9"), ("out/X9", "out"), ("out/X9", "out/X9/../X9/new")])
def test_a_run_into_a_folder_that_holds_the_others_or_is_held_by_it_is_refused(
    tmp_path: Path, first: str, second: str
) -> None:
    (tmp_path / "out" / "X9").mkdir(parents=True)
    with alone_in(tmp_path / first, "specgen build"):
        with pytest.raises(LockedError, match="specgen build"), alone_in(tmp_path / second, "specgen vary"):
            pass
        with alone_in(tmp_path / "beside", "specgen vary"):
            pass
    with alone_in(tmp_path / second, "specgen vary"):
        pass
    assert not list(tmp_path.rglob(RUN_FILE))


def test_a_run_that_waits_for_one_in_an_inner_folder_holds_nothing_meanwhile(tmp_path: Path) -> None:
    inner = alone_in(tmp_path / "X9", "specgen build")
    inner.__enter__()
    waited: list[bool] = []

    def wait() -> None:
        waited.append((tmp_path / RUN_FILE).exists())
        inner.__exit__(None, None, None)

    with alone_in(tmp_path, "specgen vary", wait):
        assert waited == [False] and (tmp_path / RUN_FILE).exists()


def test_a_plan_is_made_while_another_run_writes(here: Path) -> None:
    with alone_in(Path("issued"), "specgen build"):
        assert run(["build", "c.yaml", "-o", "issued", "--plan"]) == 0


def test_who_is_asked_to_waits_until_the_other_has_ended(tmp_path: Path) -> None:
    held, told = threading.Event(), threading.Event()

    def other() -> None:
        with locked(tmp_path / "lock", "the other"):
            held.set()
            told.wait()

    thread = threading.Thread(target=other)
    thread.start()
    held.wait()
    with pytest.raises(LockedError, match="the other"), locked(tmp_path / "lock", "this one"):
        pass
    waited: list[int] = []

    def wait() -> None:
        waited.append(1)
        told.set()
        thread.join()

    with locked(tmp_path / "lock", "this one", wait):
        assert waited == [1]
    assert not (tmp_path / "lock").exists()


def test_a_folder_that_is_made_and_stays_empty_is_taken_away(tmp_path: Path) -> None:
    with alone_in(tmp_path / "a" / "b", "specgen build"):
        assert (tmp_path / "a" / "b" / RUN_FILE).is_file()
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_run_that_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / RUN_FILE).write_text('{"doing": "specgen build", "process": 1}', encoding="utf-8")
    with alone_in(tmp_path, "specgen build"):
        pass
    assert list(tmp_path.iterdir()) == []
