"""Writes docs/returns.csv: two quarters of invented returns for an example, as its Provider might send them.

Run by hand, after a change to the example's measures: python tools/make_returns_example.py
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from specgen.cli.main import run
from specgen.cli.reported.files import open_asked
from specgen.reported_figures.asked import AskedRow
from specgen.reported_figures.workbook import ALL, HEADINGS, measure_words, service_words

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "community-respiratory" / "contract.yaml"
RETURNS = ROOT / "docs" / "returns.csv"

# The clause and figure → for each period that ended: numerator, denominator, status, day of the return, note.
FIGURES: Mapping[tuple[str, str], Sequence[tuple[object, ...]]] = {
    ("plans-agreed", ""): [(612, 1480, "final", "2026-07-20", ""), (905, 1502, "final", "2026-10-20", "")],
    ("involvement", ""): [(118, 131, "final", "2026-07-20", ""), (140, 162, "provisional", "2026-10-20", "")],
    ("collaborate", ""): [
        (0, 0, "final", "2026-07-20", "The survey began in July"),
        (66, 98, "final", "2026-10-20", ""),
    ],
    ("trained-staff", ""): [(14, 45, "final", "2026-07-20", ""), (27, 46, "final", "2026-10-20", "")],
    ("referrals-made", ""): [(31, "", "final", "2026-07-20", ""), (52, "", "final", "2026-10-20", "")],
    ("uptake", ""): [(19, 27, "final", "2026-07-20", ""), (38, 49, "final", "2026-10-20", "")],
    ("activation-increase", ""): [("", "", "", "", ""), (3, 11, "final", "2026-10-20", "")],
    ("people-with-a-plan", ""): [(612, 2391, "final", "2026-07-20", ""), (905, 2420, "final", "2026-10-20", "")],
}


def returned() -> str:
    """The rows as CSV. The record is left blank: each build of the example has one of its own."""
    with tempfile.TemporaryDirectory() as folder:
        assert run(("build", str(EXAMPLE), "-o", folder)) == 0
        (pack,), problems = open_asked(Path(folder))
        assert problems == [], problems
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([heading.text for heading in HEADINGS])
    for (clause, figure), quarters in FIGURES.items():
        rows = [row for row in pack.rows if row.clause.endswith(f"/{clause}") and row.figure == figure]
        for row, (numerator, denominator, *rest) in zip(rows, quarters, strict=False):
            writer.writerow([*_words(row), numerator, row.denominator, denominator, *rest, ""])
    return made.getvalue()


def _words(row: AskedRow) -> list[str]:
    return [
        row.id,
        row.reference,
        service_words(row),
        row.party or ALL,
        row.schedule,
        measure_words(row),
        row.first.isoformat(),
        row.last.isoformat(),
        row.numerator,
    ]


if __name__ == "__main__":
    RETURNS.write_text(returned(), encoding="utf-8", newline="\n")
