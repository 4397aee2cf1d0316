"""`specgen publish`: the page for everybody, and the one that tells which contracts hold what."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest
from msgspec.structs import replace

from specgen import exit_codes
from specgen.cli.main import run
from specgen.issue.issued import find_issued_packs
from specgen.issue.precedents import open_workplace
from specgen.shelf.gather import drawn_shelf, shelf_of
from specgen.shipped import shipped

NAME = "community-respiratory"


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example organisation with one contract, issued twice: as itself, and as a copy in a folder beside it."""
    folder = tmp_path_factory.mktemp("organisation")
    for name in ("specgen.yaml", "approvals.csv"):
        shutil.copy(shipped("examples") / name, folder / name)
    shutil.copytree(shipped("examples") / NAME, folder / NAME)
    assert run(["build", str(folder / NAME / "contract.yaml"), "-o", str(folder / "issued")]) == exit_codes.DONE
    (pack,) = (folder / "issued").glob("*/")
    shutil.copytree(pack, folder / "issued" / "copy")
    return folder


def test_the_page_for_everybody_is_written_with_its_size(
    organisation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "shelf.html"
    assert run(["publish", "-o", str(out), "--in", str(organisation)]) == exit_codes.DONE
    assert "136 clauses written to" in capsys.readouterr().out
    text = out.read_text(encoding="utf-8")
    assert "INTERNAL" not in text and "A. Example" not in text and "NBB-2026" not in text
    assert run(["publish", "-o", str(out), "--in", str(organisation)]) == exit_codes.DONE  # written anew


def test_the_internal_page_tells_which_contracts_hold_which_version_and_when_they_end(
    organisation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "inside.html"
    words = ["publish", "-o", str(out), "--in", str(organisation), "--internal", "--issued"]
    assert run([*words, str(organisation / "issued")]) == exit_codes.DONE
    printed = capsys.readouterr()
    assert "INTERNAL stands on every page" in printed.out and "[copied-pack]" in printed.err
    tree: Any = lxml.html.fromstring(out.read_text(encoding="utf-8"))
    coverage, expiry = tree.xpath("//section//table")[:2]
    assert len(coverage.xpath(".//tbody/tr")) == len(expiry.xpath(".//tbody/tr")) == 1
    assert "Community respiratory" in coverage.text_content()
    assert "31 March 2029" in expiry.text_content()
    held = tree.xpath("//article//table[.//th='Held by']")
    assert held and all("Community respiratory" in table.text_content() for table in held)


def test_what_a_variation_would_change_is_named_and_not_counted(organisation: Path) -> None:
    packs, _ = find_issued_packs(organisation / "issued")
    workplace, _ = open_workplace(organisation)
    pack = packs[0]
    varied = replace(pack, record=replace(pack.record, variation=SimpleNamespace(reference="V1")))
    text = drawn_shelf(shelf_of(workplace.library, internal=True, packs=[pack, varied])).decode()
    tree: Any = lxml.html.fromstring(text)
    coverage, expiry = tree.xpath("//section//table")[:2]
    assert len(coverage.xpath(".//tbody/tr")) == len(expiry.xpath(".//tbody/tr")) == 1
    assert f"whether it was signed: {pack.record.contract.reference}, the variation V1." in text
    assert "<td>the variation V1</td>" in text


def test_a_clause_that_the_library_has_not_any_more_is_named_with_its_contracts(organisation: Path) -> None:
    packs, _ = find_issued_packs(organisation / "issued")
    workplace, _ = open_workplace(organisation)
    held = {clause.id for document in packs[0].record.documents for clause in document.clauses}
    gone = min(held)
    library = dataclasses.replace(
        workplace.library, clauses={name: each for name, each in workplace.library.clauses.items() if name != gone}
    )
    text = drawn_shelf(shelf_of(library, internal=True, packs=packs)).decode()
    assert f"clauses that this library has not: {gone} ({packs[0].record.contract.reference})." in text


def test_an_internal_page_never_takes_the_place_of_one_for_everybody(
    organisation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clauses.html"
    words = ["publish", "-o", str(out), "--in", str(organisation)]
    assert run(words) == exit_codes.DONE
    sent = out.read_bytes()
    assert run([*words, "--internal"]) == exit_codes.PROBLEMS
    assert "is a page for everybody" in capsys.readouterr().err and out.read_bytes() == sent
    out.unlink()
    assert [run([*words, "--internal"]), run([*words, "--internal"]), run(words)] == [exit_codes.DONE] * 3


def test_where_approvals_lapse_the_day_must_be_said(
    organisation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(organisation / "approvals.csv", own / "approvals.csv")
    settings = (organisation / "specgen.yaml").read_text(encoding="utf-8")
    (own / "specgen.yaml").write_text(settings + "approval_lasts: 12 months\n", encoding="utf-8")
    words = ["publish", "-o", str(tmp_path / "clauses.html"), "--in", str(own)]
    assert run(words) == exit_codes.WRONG_COMMAND and not (tmp_path / "clauses.html").exists()
    assert "say --on with a day" in capsys.readouterr().err
    counts = []
    for day in ("2026-06-01", "2029-06-01"):
        assert run([*words, "--on", day]) == exit_codes.DONE
        counts.append((tmp_path / "clauses.html").read_text(encoding="utf-8").count(">Approved</span>"))
    assert counts[0] > 40 and counts[1] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "shelf.docx"], "ends in .html"),
        (["-o", "shelf.html", "--issued", "."], "say --internal too"),
    ],
)
def test_a_wrong_command_line_is_said(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["publish", *words]) == exit_codes.WRONG_COMMAND
    assert said in capsys.readouterr().err and list(tmp_path.iterdir()) == []


def test_a_page_that_is_not_ours_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = '<!DOCTYPE html>\n<html lang="en-GB"><p>theirs</p></html>'
    (tmp_path / "page.html").write_text(theirs, encoding="utf-8")
    assert run(["publish", "-o", str(tmp_path / "page.html")]) == exit_codes.PROBLEMS
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == theirs
    assert "is no shelf of ours" in capsys.readouterr().err
