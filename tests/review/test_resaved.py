"""Documents that LibreOffice has opened and saved: it drops tags, and the clauses are found all the same."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.review.conftest import touched
from tests.review.negotiating import silently, tracked

if TYPE_CHECKING:
    from tests.review.conftest import IssuedPack

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")


def resaved(data: bytes, folder: Path) -> bytes:
    """The file as LibreOffice saves it as Word."""
    (folder / "in").mkdir()
    (folder / "in" / "returned.docx").write_bytes(data)
    subprocess.run(
        [
            SOFFICE or "",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(folder),
            str(folder / "in" / "returned.docx"),
        ],
        check=True,
        capture_output=True,
    )
    return (folder / "returned.docx").read_bytes()


def test_a_specification_that_was_resaved_tells_of_the_same_changes(pack: IssuedPack, tmp_path: Path) -> None:
    data = resaved(
        tracked(silently(pack.data("2A"), "four hours", "two hours"), "Clinical champion", "Clinical lead"), tmp_path
    )
    for issued in (None, pack.file("2A"), pack.record):
        found = pack.review(data, issued)
        assert {clause.recognised.how for clause in found.clauses if clause.recognised} == {"bookmark"}
        (clause,) = touched(found)
        assert clause.expected.id == "shared-decision-making/specification/local-terms"
        assert [(change.tracked, change.removed, change.added, change.author) for change in clause.changes] == [
            (False, "four", "two", ""),
            (True, "Clinical champion", "", "Ann Bell"),
            (True, "", "Clinical lead", "Ann Bell"),
        ]
        assert found.outside == ()


def test_a_table_of_requirements_that_was_resaved_is_as_it_was_issued(pack: IssuedPack, tmp_path: Path) -> None:
    data = resaved(pack.data("4C"), tmp_path)
    for issued in (None, pack.file("4C"), pack.record):
        found = pack.review(data, issued)
        assert found.as_issued, (touched(found), found.outside, found.problems)
