"""`check` by two workers says what it says by one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from specgen.cli.main import run

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_two_workers_say_of_a_folder_what_one_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(EXAMPLES / "link-worker-service", tmp_path / "a")
    shutil.copytree(EXAMPLES / "link-worker-service", tmp_path / "b")  # the same reference, so the same folder
    shutil.copytree(EXAMPLES / "harbour-grant", tmp_path / "c")
    (tmp_path / "d.yaml").write_text("contract: {reference: NBB-1}\n", encoding="utf-8")
    said = []
    for workers in ("1", "2"):
        assert run(["check", str(tmp_path), "--workers", workers, "--on", "2027-04-01", "--format", "json"]) == 1
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1]
    assert {"same-folder", "missing-field"} & {problem["slug"] for problem in said[1]["problems"]}


def test_two_workers_say_of_a_register_and_its_base_what_one_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(EXAMPLES / "variation", tmp_path / "variation")
    base = tmp_path / "variation" / "contract.yaml"
    base.write_text(base.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    said = []
    for workers in ("1", "2"):
        register = ["check", str(tmp_path / "variation" / "changes.csv"), "--base", str(base)]
        code = run([*register, "--workers", workers, "--format", "json"])
        said.append((code, json.loads(capsys.readouterr().out)))
    assert said[0] == said[1]
