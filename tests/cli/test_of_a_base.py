"""Registers whose base is another contract: what goes into the packs, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.cli.small_contracts import Portfolio, portfolio_in, words_of

RECORDS = """\
  done: ["enabling-choice/general#1: 2026-06-22"]
  in_year_notice: Given on 1 May 2026
  equality_assessment: EIA-060, completed on 2 March 2026
  dpia: DPIA-060, approved on 2 March 2026
"""
VARIATION = """\
variation:
  reference: BASE-1-V1
  reason: A second clinic opens in the autumn
  proposed_on: 2026-07-20
  agreed_on: 2026-09-14
  value: £36,000
"""
REGISTER = (
    "Reference,Title,Supplier,Supplier kind,Supplier ODS code\n"
    "N-1,Feet,Quay Trust,NHS trust,X9Q\n"
    "N-2,Legs,Moor Trust,NHS trust,X9M\n"
)


@pytest.fixture
def based(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portfolio:
    """A finished contract as the base of a register of two others, which were issued."""
    found = portfolio_in(tmp_path, monkeypatch, capsys)
    base = found.contract("BASE-1")
    text = base.read_text(encoding="utf-8").replace("contract:\n", f"contract:\n{RECORDS}", 1)
    text = text.replace("Clinic BASE-1", "Clinic")
    (tmp_path / "base.yaml").write_text(text + VARIATION, encoding="utf-8")
    (tmp_path / "list.csv").write_text(REGISTER, encoding="utf-8")
    return found


def changed(based: Portfolio, more: str = "") -> None:
    """A day of the base is another from now on, and the variation's own particulars stand in columns."""
    base = based.folder / "base.yaml"
    was = "choice_information_date: 2026-09-30"
    text = base.read_text(encoding="utf-8")
    assert was in text
    base.write_text(text.replace(was, "choice_information_date: 2027-09-30"), encoding="utf-8")
    if more:
        head, *rows = REGISTER.splitlines()
        lines = [f"{head},Variation reference", *(f"{row},{more}" for row in rows)]
        (based.folder / "list.csv").write_text("\n".join(lines), encoding="utf-8")


VARY = ("vary", "list.csv", "--base", "base.yaml", "--effective", "2027-04-01", "--since", "issued", "-o", "varied")


def test_nothing_of_the_bases_own_variation_is_printed_in_the_agreements_of_others(based: Portfolio) -> None:
    assert based.run("build", "list.csv", "--base", "base.yaml", "-o", "issued").code == 0
    changed(based)
    found = based.run(*VARY)
    assert found.code == 0, found.err
    agreements = [file for name, file in based.documents("varied").items() if "Variation agreement" in name]
    assert len(agreements) == 2
    for file in agreements:
        words = words_of(file)
        for of_the_base in ("BASE-1", "second clinic", "20 July 2026", "14 September 2026", "36,000", "1 May 2026"):
            assert of_the_base not in words, of_the_base
    assert "N-1-V2027-04-01" in words_of(agreements[0])


def test_two_packs_of_one_run_with_the_same_variation_reference_are_both_refused(based: Portfolio) -> None:
    assert based.run("build", "list.csv", "--base", "base.yaml", "-o", "issued").code == 0
    changed(based, more="V-1")
    found = based.run(*VARY)
    assert found.code == 1 and based.documents("varied") == {}
    assert "the variation reference “V-1” is also that of N-2 in this run" in found.err
    assert "the variation reference “V-1” is also that of N-1 in this run" in found.err
    assert based.run("check", "list.csv", "--base", "base.yaml").code == 0


def test_the_summary_lists_what_came_from_the_base_with_and_without_a_column(based: Portfolio) -> None:
    found = based.run("build", "list.csv", "--base", "base.yaml", "-o", "issued")
    assert found.code == 0, found.err
    book = CalamineWorkbook.from_path(based.folder / "issued" / "specgen-summary.xlsx")
    rows = [list(map(str, row)) for row in book.get_sheet_by_name("Taken from the base").to_python()]
    listed = {(row[0], row[2], row[3]) for row in rows[1:]}
    for fact in (
        ("Expiry", "2029-03-31"),
        ("Equality assessment", "EIA-060, completed on 2 March 2026"),
        ("Data protection impact assessment", "DPIA-060, approved on 2 March 2026"),
    ):
        assert {("N-1", *fact), ("N-2", *fact)} <= listed
    assert not any("Given on 1 May" in said for _, _, said in listed)


def test_no_duty_is_called_done_because_it_was_in_the_base(based: Portfolio) -> None:
    found = based.run("duties", "list.csv", "--base", "base.yaml", "--on", "2026-07-01")
    assert found.code == 0 and "done on" not in found.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "-o", "again"), "No document of this contract was written"),
        (("vary", "-o", "out", "--since", "issued", "--effective", "2027-04-01"), "No document of this variation was"),
        (
            ("intentions", "-o", "out", "--since", "issued", "--effective", "2027-04-01"),
            "This contract is in no",
        ),
    ],
)
def test_a_value_that_the_base_lacks_is_said_whole_once_and_at_the_end_with_the_contracts(
    based: Portfolio, words: tuple[str, ...], said: str
) -> None:
    based.run("build", "list.csv", "--base", "base.yaml", "-o", "issued")
    base = based.folder / "base.yaml"
    text = base.read_text(encoding="utf-8")
    (line,) = (each for each in text.splitlines(keepends=True) if "choice_information_date:" in each)
    base.write_text(text.replace(line, ""), encoding="utf-8")
    command, *more = words
    found = based.run(command, "list.csv", "--base", "base.yaml", *more)
    assert found.code == 1
    assert found.err.count("choice_information_date") == 2, "the message and its cure, of the first contract alone"
    assert "  error: 1 as told above of another contract; each is named at the end\n" in found.err
    assert "The same error in 2 contracts (N-1 and N-2): " in found.out
    assert found.out.count(said) == 2
