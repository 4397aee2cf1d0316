"""Every command over every example, at another revision and in this tree: which bytes and which words differ?

Run by hand after work that is to change nothing: python tools/same_bytes.py REVISION

Both programs run in the same environment, each over its own clauses, editions, templates and examples. Records may
differ in the hash over the program itself. Exits with 1 where anything else differs.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEAL = re.compile(rb'"(?:unchanged_while|made_with)": "[0-9a-f]{64}"')
SIGNED = ("--author", "Ann Bell", "--date", "2026-05-04")
VARIED = ("examples/variation/changes.csv", "--base", "examples/variation/contract.yaml", "--effective", "2026-10-01")
PARTY = ("--party", "X9A01", "--name", "NHS Northbrook and Harbour", "--transfer-scheme", "the invented scheme")
MEASURE = "shared-decision-making/quality/gp-patient-survey-updated"
TERMS = "shared-decision-making/specification/local-terms"
NATIONAL = "shared-decision-making/specification/national"
RESPIRATORY = ("examples/community-respiratory/contract.yaml", "docs/respiratory-specification.docx")

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("build", "examples", "-o", "issued", "--workers", "1"),
    ("build", "examples", "-o", "issued", "--workers", "1"),
    ("vary", *VARIED, "--since", "issued", "-o", "varied"),
    ("intentions", *VARIED, "--since", "issued", "-o", "letters"),
    ("succeed", "examples", *PARTY, "--effective", "2027-04-01", "-o", "notices", "--register", "successors.xlsx"),
    ("check", "examples"),
    ("check", "docs/faulty-contract.yaml", "--format", "json"),
    ("check", "docs/contract-with-slips.yaml"),
    (
        "build",
        "examples/podiatry-services/register-with-slips.csv",
        "-o",
        "slips",
        "--base",
        "docs/unfinished-contract.yaml",
    ),
    ("register", "new", "register.xlsx"),
    ("register", "export", "examples", "-o", "all.xlsx"),
    ("build", "all.xlsx", "-o", "from-register", "--workers", "1", "--save-plan", "plan.json"),
    ("apply", "plan.json", "--workers", "1"),
    ("audit", "issued", "-o", "audit.xlsx"),
    ("audit", "docs", "--format", "json"),
    ("clauses", "list", "--sets"),
    ("clauses", "show", "shared-decision-making/local-terms"),
    ("clauses", "diff", MEASURE, "base", "1"),
    ("clauses", "redline", MEASURE, "base", "1", "-o", "clause.docx", *SIGNED),
    ("clauses", "verify"),
    ("clauses", "situations"),
    ("types",),
    ("editions",),
    ("schema",),
    ("impact", TERMS, "--issued", "issued"),
    ("insert", *RESPIRATORY, "-o", "inserted.docx", *SIGNED),
    ("insert", "inserted.docx", "-o", "removed.docx", "--remove", NATIONAL, *SIGNED),
    ("review", "inserted.docx", "--report", "inserted-review.xlsx"),
    ("new", "fresh"),
    ("--help",),
    ("build", "--help"),
)
MOST_REVIEWED = 14
MOST_REDLINED = 10


@dataclass(frozen=True)
class Outcome:
    """What a command said and how it ended."""

    command: tuple[str, ...]
    code: int
    said: str


def main(revision: str) -> int:
    """Prints what differs and how much was compared."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        before = _run_all(_unpacked(revision, folder / "before"), folder / "work")
        after = _run_all(ROOT, folder / "work")
    differing = [(one, other) for one, other in zip(before[0], after[0], strict=True) if one != other]
    for one, other in differing:
        print(f"differs: specgen {' '.join(one.command)} (exit code {one.code}, now {other.code})")
        for line in list(_first_difference(one.said, other.said)):
            print(f"    {line}")
    files = sorted(before[1].keys() | after[1].keys())
    changed = [file for file in files if before[1].get(file) != after[1].get(file)]
    for file in changed:
        print(f"differs: {file}")
    print(
        f"{len(before[0])} commands, {len(differing)} differ; {len(files)} files "
        f"({sum(file.endswith('.docx') for file in files)} Word documents), {len(changed)} differ"
    )
    return 1 if differing or changed else 0


def _unpacked(revision: str, folder: Path) -> Path:
    packed = subprocess.run(["git", "archive", revision], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _run_all(tree: Path, work: Path) -> tuple[list[Outcome], dict[str, bytes]]:
    """What every command says, and the files that are there afterwards, without the seal over the program."""
    shutil.rmtree(work, ignore_errors=True)
    for name in ("examples", "docs"):
        shutil.copytree(tree / name, work / name)
    said = [_run(tree, work, command) for command in COMMANDS]
    documents = sorted(path.relative_to(work).as_posix() for path in (work / "issued").rglob("*.docx"))
    said += [_run(tree, work, command) for command in _over(documents)]
    for name in ("examples", "docs"):
        shutil.rmtree(work / name)
    made = {path.relative_to(work).as_posix(): path for path in work.rglob("*") if path.is_file()}
    return said, {name: SEAL.sub(b"", path.read_bytes()) for name, path in made.items()}


def _over(documents: list[str]) -> Iterator[tuple[str, ...]]:
    for number, document in enumerate(documents[:MOST_REVIEWED]):
        yield "review", document, "--report", f"review-{number}.docx"
        yield "review", document, "--format", "json"
    for number, (old, new) in enumerate(pairwise(documents[: MOST_REDLINED + 1])):
        yield "redline", old, new, "-o", f"redline-{number}.docx", *SIGNED


def _run(tree: Path, work: Path, command: tuple[str, ...]) -> Outcome:
    start = f"import sys; sys.path.insert(0, {str(tree / 'src')!r}); from specgen.cli import main; main()"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-c", start, *command],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    # Some commands name the folder of their own templates.
    return Outcome(command, done.returncode, (done.stdout + done.stderr).replace(str(tree), "TREE"))


def _first_difference(old: str, new: str) -> Iterator[str]:
    one, other = old.splitlines(), new.splitlines()
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    yield f"- {one[at] if at < len(one) else '(nothing more)'}"
    yield f"+ {other[at] if at < len(other) else '(nothing more)'}"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: python {sys.argv[0]} REVISION")
    sys.exit(main(sys.argv[1]))
