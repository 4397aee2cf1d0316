"""The sums of a variation, as a user runs `specgen vary`: the lifetime value, the value of the change, earlier ones."""

from __future__ import annotations

import itertools
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.cli.small_contracts import portfolio_in, words_of
from tests.cli.test_vary_facts import CONTRACT, POST, paper, vary, write

from specgen.cli.main import run

WORTH = ("  date: 2026-03-20", "  date: 2026-03-20\n  award_route: competitive process\n  lifetime_value: £{}")
LIMITS = {"variation-beyond-limits", "variation-notice-due"}
ABOUT_SUMS = {*LIMITS, "variation-value-differs", "earlier-changes-differ", "variation-not-recorded"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def worth(pounds: str, block: str = "", day: str = "2026-03-20") -> tuple[tuple[str, str], ...]:
    """Changes of the contract: its lifetime value, its part `variation` and its date."""
    dated = WORTH[1].format(pounds).replace("2026-03-20", day)
    part = f"variation: {{ground: decision of the authority, {block}}}\nvalues:" if block else "values:"
    return (WORTH[0], dated), ("\nvalues:", f"\n{part}")


def told(found: dict[str, object]) -> dict[str, str]:
    problems = found["problems"]
    assert isinstance(problems, list)
    return {each["slug"]: each["message"] for each in problems if each["slug"] in ABOUT_SUMS}


def built(*changes: tuple[str, str], out: str = "issued") -> None:
    write(CONTRACT, *changes)
    assert run(["build", "c.yaml", "-o", out]) == 0


@pytest.mark.parametrize(
    ("was", "now", "value", "slugs"),
    [
        ("1,900,000", "2,450,000", "550000", LIMITS),
        ("2,400,000", "2,700,000", "300000", set()),
        ("4,000,000", "4,600,000", "600000", {"variation-notice-due"}),
        ("2,400,000", "2,580,000", "80000", {"variation-value-differs"}),
        ("2,400,000", "2,400,000", "80000", {"variation-value-differs"}),
        ("2,400,000", "2,400,000", "0", set()),
        ("2,400,000", "600,000", "-1800000", LIMITS),
        ("2,400,000", "2,200,000", "-£200,000", set()),
        ("2,400,000", "2,200,000", "£200,000", {"variation-value-differs"}),
    ],
)
def test_a_change_is_held_against_what_the_contract_was_worth_before_it(
    here: Path, capsys: pytest.CaptureFixture[str], was: str, now: str, value: str, slugs: set[str]
) -> None:
    built(*worth(was))
    write(CONTRACT, *worth(now, f"number: 1, value: '{value}', earlier_value: 0"), POST)
    found = vary(capsys)
    assert found["state"] == "varied" and set(told(found)) == slugs


def test_a_fall_in_value_stands_in_the_agreement_with_its_sign(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built(*worth("2,400,000"))
    write(CONTRACT, *worth("600,000", "number: 1, value: -£1.8m, earlier_value: 0"), POST)
    vary(capsys)
    lines = paper("agreement").splitlines()
    after = dict(itertools.pairwise(lines))
    assert (after["Value of this change"], after["Both together"]) == ("−£1,800,000", "−£1,800,000")
    assert "Lifetime value: from “£2,400,000” to “£600,000”" in lines


FIRST = "number: 1, value: 300000, earlier_value: 0"


@pytest.mark.parametrize(
    ("block", "printed", "slugs"),
    [
        ("number: 2, value: 300000, earlier_value: 0", "£300,000", {"earlier-changes-differ", *LIMITS}),
        ("number: 2, value: 300000, earlier_value: 300000", "£600,000", LIMITS),
        ("number: 2, value: 300000", "£600,000", LIMITS),
        ("reference: X9-620-V2, value: 300000", "£600,000", LIMITS),
        ("number: 2, reason: More beds, value: 100000", "£400,000", {"variation-value-differs"}),
    ],
)
def test_earlier_changes_are_read_from_the_record_of_the_pack_that_is_varied(
    here: Path, capsys: pytest.CaptureFixture[str], block: str, printed: str, slugs: set[str]
) -> None:
    built(*worth("2,000,000", FIRST, "2026-09-01"))
    write(CONTRACT, *worth("2,300,000", block, "2026-09-01"), POST)
    found = told(vary(capsys))
    assert set(found) == slugs
    lines = paper("agreement").splitlines()
    assert lines[lines.index("Both together") + 1] == printed
    if "earlier-changes-differ" in slugs:
        assert "earlier changes come to £300,000, and “earlier_value:” says £0" in found["earlier-changes-differ"]
        assert "come to £600,000" in found["variation-notice-due"]


def test_the_particulars_of_this_variation_in_the_pack_that_is_varied_are_no_earlier_change(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built(*worth("2,000,000", FIRST))
    write(CONTRACT, *worth("2,300,000", FIRST), POST)
    assert told(vary(capsys)) == {}
    without = FIRST.replace("number: 1, ", "")
    built(*worth("2,000,000", without), out="again")
    write(CONTRACT, *worth("2,300,000", without), POST)
    assert told(vary(capsys, "--since", "again")) == {}


@pytest.mark.parametrize(
    ("now", "block", "slug"),
    [
        ("2580000", "value: 80000, earlier_value: 0", "variation-value-differs"),
        ("2400000", "value: 80000, earlier_value: 0", "variation-value-differs"),
        ("2700000", "number: 2, value: 300000, earlier_value: 0", "earlier-changes-differ"),
        ("2480000", "value: 80000, earlier_value: 0", ""),
    ],
)
@pytest.mark.parametrize("status", ["agreed", "draft"])
def test_no_agreement_for_signature_prints_sums_that_contradict_each_other(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    now: str,
    block: str,
    slug: str,
    status: str,
) -> None:
    clinics = portfolio_in(tmp_path, monkeypatch, capsys)

    def says(worth: str, part: str, post: str) -> None:
        text = clinics.contract("A-1", status=status, post=post).read_text(encoding="utf-8")
        text = text.replace("  term:", f"  date: 2026-09-01\n  lifetime_value: {worth}\n  term:")
        part = f"variation: {{{part}}}\n" if part else ""
        (tmp_path / "contracts" / "A-1.yaml").write_text(text + part, encoding="utf-8")

    earlier = "number: 1, value: 50000, earlier_value: 0" if slug == "earlier-changes-differ" else ""
    says("2400000", earlier, "Head of clinic")
    clinics.issue()
    says(now, block, "Head of Care")
    found = clinics.run("vary", "contracts", "--effective", "2026-10-01", "--since", "issued", "-o", "out")
    assert (f"[{slug}]" in found.err) == bool(slug)
    written = clinics.documents("out")
    assert bool(written) == (found.code == 0) == (not slug or status == "draft")
    if written:
        agreement = words_of(written["A-1/A-1 - Variation agreement.docx"])
        assert ("DRAFT" in agreement) == (status == "draft")


def sums_of_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], one: str, other: str
) -> tuple[list[Any], list[str]]:
    """The rows of the sheet Sums for two contracts that change so, and the formulas of the workbook."""
    clinics = portfolio_in(tmp_path, monkeypatch, capsys)

    def says(reference: str, worth: str, part: str, post: str) -> None:
        text = clinics.contract(reference, post=post).read_text(encoding="utf-8")
        text = text.replace("  term:", f"  lifetime_value: {worth}\n  term:")
        (tmp_path / "contracts" / f"{reference}.yaml").write_text(text + part, encoding="utf-8")

    for reference, worth in (("A-2", "2400000"), ("A-1", "1000000.50"), ("A-3", "5000000")):
        says(reference, worth, "", "Head of clinic")
    clinics.issue()
    says("A-2", "2480000", one, "Head of Care")
    says("A-1", "900000.50", other, "Head of Care")
    found = clinics.run("vary", "contracts", "--effective", "2026-10-01", "--since", "issued", "-o", "out")
    assert found.code == 0, found.err
    file = tmp_path / "out" / "specgen-summary.xlsx"
    _, *rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Sums").to_python()
    with zipfile.ZipFile(file) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    return rows, [formula for sheet in sheets for formula in re.findall("<f>(.*?)</f>", sheet)]


def test_the_workbook_of_a_run_adds_up_the_sums_of_its_variations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = "variation: {value: 80000, earlier_value: 0}\n", "variation: {value: -£100000, earlier_value: 20000}\n"
    rows, formulas = sums_of_run(tmp_path, monkeypatch, capsys, one, other)
    assert rows == [
        ["A-1", "A-1-V2026-10-01", 1000000.5, 900000.5, -100000, 20000, -80000],
        ["A-2", "A-2-V2026-10-01", 2400000, 2480000, 80000, 0, 80000],
        ["Total", "", 3400000.5, 3380000.5, -20000, 20000, 0],
    ]
    assert {"SUM(E2:E3)", "SUM(C2:C3)"} <= set(formulas)


def test_a_sum_that_is_not_recorded_is_no_nought_in_the_totals_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = "variation: {value: 80000}\n", "variation: {value: -£100000, earlier_value: 20000}\n"
    rows, formulas = sums_of_run(tmp_path, monkeypatch, capsys, one, other)
    assert rows == [
        ["A-1", "A-1-V2026-10-01", 1000000.5, 900000.5, -100000, 20000, -80000],
        ["A-2", "A-2-V2026-10-01", 2400000, 2480000, 80000, "Not recorded", "Not recorded"],
        ["Total", "", 3400000.5, 3380000.5, -20000, "Not known", "Not known"],
    ]
    assert "SUM(E2:E3)" in formulas
    assert any(each.startswith("IF(COUNT(F2:F3)") for each in formulas)


def test_what_came_before_a_later_variation_that_does_not_say_is_not_known(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built(*worth("2,300,000", "number: 2, value: 300000"))
    write(CONTRACT, *worth("2,600,000", "number: 3, value: 300000"), POST)
    assert "variation-not-recorded" in told(vary(capsys))
