"""`specgen publish`: the page for everybody, and the one that tells which contracts hold what."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from specgen import exit_codes
from specgen.cli.main import run
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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "shelf.docx"], "its name ends in .html"),
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
