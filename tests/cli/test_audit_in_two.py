"""`audit` by two workers says what it says by one."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from specgen.cli.main import run
from specgen.cli.output import MOST_WORKERS
from specgen.shared_work import MOST


def test_two_workers_say_of_a_folder_what_one_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(10):
        document = docx.Document()
        document.add_heading("3.2 Service description/care pathway", 2)
        document.add_paragraph(f"Clinic {number} offers social prescribing and shared decision making by XX.")
        document.save(str(tmp_path / f"{number:02}.docx"))
    (tmp_path / "torn.docx").write_bytes(b"PK torn")
    said = []
    for workers in ("1", "2"):
        assert run(["audit", str(tmp_path), "--workers", workers, "--format", "json"]) == 1
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1]
    assert len(said[1]["documents"]) == 10


def test_no_more_workers_can_be_asked_for_than_windows_waits_for() -> None:
    assert MOST_WORKERS == MOST
