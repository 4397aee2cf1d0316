"""`vary` by two workers writes and says what it does by one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.portfolio import everything

from specgen.cli.main import run

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("plan", [False, True])
def test_two_workers_vary_a_folder_as_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], plan: bool
) -> None:
    for name in ("podiatry-services", "link-worker-service"):
        shutil.copytree(EXAMPLES / name, tmp_path / "contracts" / name)
    for name in ("specgen.yaml", "approvals.csv"):
        shutil.copy(EXAMPLES / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(["build", "contracts", "-o", "issued"]) == 0
    changed = tmp_path / "contracts" / "podiatry-services" / "contract.yaml"
    text = changed.read_text(encoding="utf-8")
    assert "Podiatry Service Manager" in text
    changed.write_text(text.replace("Podiatry Service Manager", "Lead Podiatrist"), encoding="utf-8")
    (tmp_path / "contracts" / "torn.yaml").write_text("contract: {reference: NBB-9}\n", encoding="utf-8")
    capsys.readouterr()
    said, made = [], []
    for workers in ("1", "2"):
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        asked = ["vary", "contracts", "--effective", "2026-10-01", "--since", "issued", "-o", "out"]
        code = run([*asked, *(["--plan"] if plan else []), "--workers", workers, "--format", "json"])
        said.append((code, json.loads(capsys.readouterr().out)))
        made.append(everything(tmp_path / "out") if not plan else {})
    assert said[0] == said[1]
    assert [name for name in made[0] if made[0][name] != made[1].get(name)] == []
    assert plan or any(name.endswith(".docx") for name in made[1])
