"""How processor time grows with what a command is given: contracts, paragraphs, clauses, each with its exponent.

The exponent is taken between the two largest, each less what the smallest takes, which is nearly all start.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bench.against import NOW, run, scratch
from bench.redline_bench import pair

PARAGRAPHS: Final = (100, 1_000, 10_000)
CLAUSES: Final = (10, 100, 1_000)
_WORDS: Final = 25
_LIBRARY: Final = """schema: 1
publisher: Bench Board
sources:
  local-policy: {title: Policy of an invented board, publisher: Bench Board, version: "3", date: May 2026}
components:
  - id: co-production
    title: Co-production
    section: "2.8"
    sets: {}
"""
_VERSION: Final = """---
title: Named person {number}
origin: drafted
source: {{document: local-policy, section: "4"}}
effective_from: 2026-04-01
change: First version.
---
Named person. The Provider must tell each Service User of list {number} the name of the person to ask.
"""


def line(what: str, taken: Mapping[int, float]) -> str:
    """The line of one kind of work: what it took by how much it was given, and the exponent."""
    least, *_, less, most = sorted(taken)
    grown = [taken[each] - taken[least] for each in (less, most)]
    exponent = f"{math.log(grown[1] / grown[0]) / math.log(most / less):.2f}" if min(grown) > 0 else "not known"
    return f"{what}: {', '.join(f'{each:,}: {taken[each]:.1f} s' for each in sorted(taken))}; exponent {exponent}"


def redlined() -> dict[int, float]:
    """A proved redline of so many paragraphs, a third of them edited."""
    found: dict[int, float] = {}
    with scratch() as folder:
        for count in PARAGRAPHS:
            sides = [folder / f"{count} {name}.docx" for name in ("old", "new")]
            for side, data in zip(sides, pair(count, _WORDS), strict=True):
                side.write_bytes(data)
            stamp = ("--author", "Bench", "--date", "2026-04-01")
            command = ["redline", *map(str, sides), "-o", str(folder / f"{count}.docx"), *stamp]
            found[count] = run(NOW, command, codes=(0,)).cpu
    return found


def read_first() -> dict[int, float]:
    """`clauses list` of a library with so many clauses more than the shipped one, the first time that it is read."""
    found: dict[int, float] = {}
    run(NOW, ["clauses", "list"], codes=(0,))  # so that the modules are compiled and the shipped clauses known
    with scratch() as folder:
        for count in CLAUSES:
            organisation = folder / str(count)
            for number in range(count):
                _write_clause(organisation / "library" / "co-production" / "specification" / f"named-{number}", number)
            (organisation / "library" / "library.yaml").write_text(_LIBRARY, encoding="utf-8", newline="\n")
            settings = "organisation: Bench Board\nlibrary: library\n"
            (organisation / "specgen.yaml").write_text(settings, encoding="utf-8", newline="\n")
            found[count] = run(NOW, ["clauses", "list", "--in", str(organisation)], codes=(0,)).cpu
    return found


def _write_clause(folder: Path, number: int) -> None:
    folder.mkdir(parents=True)
    (folder / "clause.yaml").write_text("owner: Bench editor\n", encoding="utf-8", newline="\n")
    (folder / "1.md").write_text(_VERSION.format(number=number), encoding="utf-8", newline="\n")


def figures() -> dict[str, object]:
    """Prints the lines of paragraphs and clauses; they are no ratios."""
    print(line("\nredline of paragraphs", redlined()))
    print(line("reading of clauses", read_first()))
    return {}


if __name__ == "__main__":
    figures()
