"""The program that docs/reference/programs.md shows runs as it stands."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_program_shown_builds_the_examples(tmp_path: Path) -> None:
    shown = re.search(
        r"```python\n(.*?)```", (ROOT / "docs" / "reference" / "programs.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert shown is not None
    for name in ("podiatry-services", "link-worker-service"):
        shutil.copytree(ROOT / "examples" / name, tmp_path / "examples" / name)
    (tmp_path / "program.py").write_text(shown[1], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["NBB-2026-040 done 4", "NBB-2026-051 done 5"]
    assert len(list((tmp_path / "documents").glob("*/*.docx"))) == 9
