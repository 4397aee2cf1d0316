"""What `specgen insert` says where the specification and the rest of the contract would differ."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.issue.inserting import heading, specification
from tests.word.making import p

from specgen.cli.main import run
from specgen.shipped import shipped

EXAMPLE = shipped("examples") / "community-respiratory" / "contract.yaml"
SPECIFICATION = Path(__file__).parents[2] / "docs" / "respiratory-specification.docx"
TRACKED = ("--author", "Ada Shah", "--date", "2026-05-04")
MEASURE = "personalised-care-and-support-planning/quality/usefulness"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "spec.docx").write_bytes(SPECIFICATION.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    """What the run warns of, by the name of its message."""
    capsys.readouterr()
    assert run(["insert", *arguments, "--format", "json"]) == 0
    return {each["slug"]: each["message"] for each in json.loads(capsys.readouterr().out)["problems"]}


def test_numbers_that_the_list_of_reports_gives_and_the_document_does_not_have_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warned = said(capsys, str(EXAMPLE), "spec.docx", "-o", "out.docx", *TRACKED)["cited-otherwise"]
    assert re.search(r"“Shared decision making: local terms”: 3\.2\.24 is 17, 3\.2\.25 is 18; ", warned)


def test_numbers_are_named_again_where_all_stands_there_already(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = said(capsys, str(EXAMPLE), "spec.docx", "-o", "out.docx", *TRACKED)["cited-otherwise"]
    assert said(capsys, str(EXAMPLE), "out.docx", "-o", "again.docx", *TRACKED)["cited-otherwise"] == first


def test_a_single_clause_is_held_against_no_list_of_reports(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clause = "co-production/specification/lead-in"
    assert "cited-otherwise" not in said(capsys, "spec.docx", "-o", "out.docx", "--clause", clause, *TRACKED)


def test_a_clause_that_the_contract_does_not_choose_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = ("--set", "pcsp_useful_target=75")
    before = said(capsys, "spec.docx", "-o", "first.docx", "--clause", MEASURE, *values, "--plain")
    after = said(capsys, str(EXAMPLE), "first.docx", "-o", "second.docx", *TRACKED)
    assert "stands-unasked" not in before
    assert after["stands-unasked"] == f"{MEASURE} stands there, and the contract does not choose it: it is left"


def test_several_clauses_that_the_contract_does_not_choose_are_one_message(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = "co-production/specification/grant-quoted-text"
    said(capsys, "spec.docx", "-o", "first.docx", "--clause", MEASURE, "--set", "pcsp_useful_target=75", "--plain")
    said(capsys, "first.docx", "-o", "second.docx", "--clause", other, "--plain")
    after = said(capsys, str(EXAMPLE), "second.docx", "-o", "third.docx", *TRACKED)["stands-unasked"]
    assert MEASURE in after and other in after and after.endswith("does not choose them: they are left")


def test_another_clause_that_stands_there_is_nothing_to_say_of_a_single_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, str(EXAMPLE), "spec.docx", "-o", "first.docx", "--plain")
    clause = "co-production/specification/lead-in"
    assert "stands-unasked" not in said(capsys, "first.docx", "-o", "second.docx", "--clause", clause, *TRACKED)


@pytest.mark.parametrize(
    ("line", "differs"),
    [
        ("Period: 1 April 2026 to 31 March 2027", True),
        ("Contract term 01/04/2026 – 31/03/2027", True),
        ("Period: 1 April 2026 to 31 March 2029", False),
        ("Period: as in the Particulars", False),
        ("Periodical checks from 1 May 2026 to 1 June 2026", False),
    ],
)
def test_a_period_that_is_not_the_contracts_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], line: str, differs: bool
) -> None:
    after = (
        heading("3.3 Population covered") + p("Adults.") + heading("5.1 Applicable Quality Requirements") + p("None.")
    )
    before = p("Community respiratory service") + p(line)
    (folder / "host.docx").write_bytes(specification(p("Words of the section."), before=before, after=after))
    warned = said(capsys, str(EXAMPLE), "host.docx", "-o", "out.docx", *TRACKED)
    assert ("period-differs" in warned) is differs


@pytest.mark.parametrize(
    ("start", "line", "told"),
    [
        ("2026-04-15", "Adults.", True),
        ("2026-04-15", "A period of one month is a calendar month.", False),
        ("2026-04-01", "Adults.", False),
    ],
)
def test_what_a_month_is_where_the_service_begins_within_one_is_named_unless_the_document_says_it(
    folder: Path, capsys: pytest.CaptureFixture[str], start: str, line: str, told: bool
) -> None:
    written = EXAMPLE.read_text(encoding="utf-8")
    for old, new in (
        ("start: 2026-04-01", f"start: {start}"),
        ("report_interval: 3 months", "report_interval: 1 month"),
    ):
        assert written.count(old) == 1
        written = written.replace(old, new)
    (folder / "contract.yaml").write_text(written, encoding="utf-8")
    after = heading("3.3 Population covered") + p(line) + heading("5.1 Applicable Quality Requirements") + p("None.")
    before = p("Community respiratory service")
    (folder / "host.docx").write_bytes(specification(p("Words of the section."), before=before, after=after))
    warned = said(capsys, "contract.yaml", "host.docx", "-o", "out.docx", *TRACKED)
    assert ("month-not-said" in warned) is told
    assert not told or "counted from 15 April 2026 to 30 April 2026" in warned["month-not-said"]
