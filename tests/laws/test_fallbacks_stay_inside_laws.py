"""Law: whatever is written for others to read says nothing of fallbacks, of their ranks or of who may agree them."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from tests.review.conftest import ROOT
from tests.review.negotiating import tracked

from specgen.cli.main import run

BASE = "shared-decision-making/specification/local-terms"
ROLE = "head of contracts of Exampleshire"
SECRETS = (ROLE, "local-terms-longer", "fallback", "may_agree", "INTERNAL")
TRACKED = ("--author", "Ada Shah", "--date", "2026-05-04")
EFFECTIVE = ("--effective", "2026-10-01", "--since", "issued")
SUCCESSOR = ("--party", "X9A01", "--name", "Coast Board", "--ods", "X9Z", "--transfer-scheme", "the Scheme")


@pytest.fixture
def organisation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An organisation with a contract and an approved fallback of one of its clauses."""
    for name in ("community-respiratory", "approvals.csv", "specgen.yaml", "contract.schema.json"):
        copy = shutil.copytree if (ROOT / "examples" / name).is_dir() else shutil.copy
        copy(ROOT / "examples" / name, tmp_path / name)
    settings = tmp_path / "specgen.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}library: library\n", "utf-8")
    longer = tmp_path / "library" / f"{BASE}-longer"
    longer.mkdir(parents=True)
    (tmp_path / "library" / "library.yaml").write_text("schema: 1\npublisher: Exampleshire\n", "utf-8")
    newest = max((ROOT / "clauses" / BASE).glob("[0-9].md"))
    (longer / "1.md").write_text(newest.read_text("utf-8").replace("28", "60"), "utf-8")
    asked = (ROOT / "clauses" / BASE / "clause.yaml").read_text("utf-8")
    (longer / "clause.yaml").write_text(f"{asked}fallback_of: {BASE}\nrank: 2\nmay_agree: {ROLE}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    approved = ("--by", "R. Example", "--role", "solicitor", "--on", "2026-02-01", "--evidence", "a minute")
    assert run(["clauses", "approve", f"{BASE}-longer@1", *approved]) == 0
    return tmp_path


def said_in(path: Path) -> str:
    """All that a file says: its name, and every part of it and their names where it is an archive."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return f"{path.name}\n{data.decode('utf-8', 'ignore')}"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = (archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
        return "\n".join((path.name, archive.comment.decode("utf-8", "ignore"), *archive.namelist(), *parts))


def test_no_file_of_any_kind_that_leaves_says_anything_of_fallbacks(
    organisation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = organisation / "community-respiratory" / "contract.yaml"
    shutil.copy(ROOT / "docs" / "respiratory-specification.docx", "host.docx")
    assert run(["build", str(contract), "-o", "issued"]) == 0
    assert run(["insert", str(contract), "host.docx", "-o", "inserted.docx", *TRACKED]) == 0
    clause = ("--clause", "co-production/specification/national@1")
    assert run(["insert", "host.docx", "-o", "clause.docx", *clause, *TRACKED]) == 0
    for name in ("duties.xlsx", "duties.ics", "duties.docx"):
        assert run(["duties", str(contract), "--for", "provider", "--on", "2026-10-01", "-o", name]) == 0
    assert run(["publish", "-o", "page.html"]) == 0
    contract.write_text(contract.read_text("utf-8").replace("sdm_sample_size: 100", "sdm_sample_size: 120"), "utf-8")
    run(["vary", str(contract), *EFFECTIVE, "--plan", "-o", "plan.xlsx"])
    assert run(["vary", str(contract), *EFFECTIVE, "-o", "varied", *TRACKED]) == 0
    assert run(["intentions", str(contract), *EFFECTIVE, "-o", "letters"]) == 0
    assert run(["succeed", str(contract), *SUCCESSOR, "--effective", "2027-04-01", "-o", "notices"]) == 0
    (sent,) = Path("issued").glob("*/*2A*.docx")
    Path("back").mkdir()
    back = Path("back") / "returned.docx"
    back.write_bytes(tracked(tracked(sent.read_bytes(), "28 days", "60 days"), "28th day", "60th day", number=9050))
    run(["review", "back", "--issued", "issued", "-o", "worklist.xlsx"])
    assert ROLE in said_in(next(Path("worklist - packs").iterdir())), "the report for us alone proposes it"
    capsys.readouterr()
    leaving = [
        path
        for path in organisation.rglob("*")
        if path.is_file() and path.suffix in (".docx", ".xlsx", ".ics", ".html", ".json", ".csv", ".txt")
        if path.name not in ("approvals.csv", "contract.schema.json") and "internal" not in path.name
        if "worklist - packs" not in path.parts
    ]
    kinds = {"issued", "varied", "letters", "notices", "inserted.docx", "clause.docx", "duties.docx", "duties.xlsx",
             "duties.ics", "page.html", "plan.xlsx", "worklist.xlsx"}  # fmt: skip
    assert kinds <= {path.relative_to(organisation).parts[0] for path in leaving}
    told = {path.name: [word for word in SECRETS if word in said_in(path)] for path in leaving}
    assert {name: words for name, words in told.items() if words} == {}
