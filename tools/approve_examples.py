"""Writes examples/approvals.csv, the approvals of the invented organisation in examples/specgen.yaml.

Run by hand, after a clause that the examples approve has changed: python tools/approve_examples.py. It approves every
clause version that the agreed example uses, with the fingerprint that its file has now; and it holds one approval that
was withdrawn. A real list of approvals is never written anew like this: it is append only, and an approved version
never changes. The people, dates and minutes are invented.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from specgen.assembly.choose import choose
from specgen.contract.read import read_contract
from specgen.library.approvals import COLUMNS, csv_line
from specgen.library.model import WITHDRAWN, Approval, ClauseVersion, Library
from specgen.library.read import read_library
from specgen.problems import Location, has_errors, render_text

ROOT = Path(__file__).parents[1]
APPROVALS = ROOT / "examples" / "approvals.csv"
AGREED = ROOT / "examples" / "community-respiratory" / "contract.yaml"
"""The example whose clauses are all approved, so that DRAFT leaves its pages."""

WITHDRAWN_CLAUSE = "shared-decision-making/quality/gp-patient-survey"

CLINICAL = ("A. Example", "Clinical Director for Personalised Care (invented)")
CONTRACTS = ("B. Example", "Head of Contracting (invented)")


def approvals_text() -> str:
    """The whole file: the column names, an approval for each version in use, then the one that was withdrawn."""
    library, problems = read_library(ROOT / "clauses")
    if has_errors(problems):
        sys.exit("\n".join(render_text(problem) for problem in problems))
    lines = [_approval(version) for version in _in_use(library)]
    survey = library.clauses[WITHDRAWN_CLAUSE].versions[0]
    lines.append(_approval(survey))
    lines.append(
        _line(
            survey,
            CONTRACTS,
            date(2026, 3, 2),
            "Invented: Clauses Panel of 2 March 2026, item 3",
            f"{WITHDRAWN}: the survey in force numbers its questions otherwise",
        )
    )
    return ",".join(COLUMNS) + "\n" + "".join(csv_line(line) for line in lines)


def _in_use(library: Library) -> list[ClauseVersion]:
    """The versions that the agreed example uses, in the order of its file, each once."""
    contract, problems = read_contract(AGREED.read_bytes(), str(AGREED))
    if contract is None:
        sys.exit("\n".join(render_text(problem) for problem in problems))
    chosen, _ = choose(contract, library)
    return list({clause.version.name: clause.version for clause in chosen}.values())


def _approval(version: ClauseVersion) -> Approval:
    clinical = version.clause_id.split("/")[1] in ("specification", "quality")
    day, item = (date(2026, 2, 17), 4) if clinical else (date(2026, 2, 19), 2)
    panel = "Clinical Policy Group" if clinical else "Clauses Panel"
    return _line(
        version,
        CLINICAL if clinical else CONTRACTS,
        day,
        f"Invented: {panel} of {day.day} February 2026, item {item}",
        "",
    )


def _line(version: ClauseVersion, who: tuple[str, str], day: date, evidence: str, note: str) -> Approval:
    return Approval(version.clause_id, version.number, version.fingerprint, *who, day, evidence, note, Location())


if __name__ == "__main__":
    APPROVALS.write_text(approvals_text(), encoding="utf-8", newline="\n")
