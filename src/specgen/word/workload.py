"""Whether a file's tracked changes are too many to be read in bounded time.

What a person tracks is a few marks a paragraph. A file with tens of thousands of marks in one place was made to keep a
program busy, or is of no use to a reader; it is refused before the work begins.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.ooxml import w
from specgen.word.package import Package, parsed
from specgen.word.story_text import story_parts

MOST_MARKS: Final = 40_000
"""Revision marks of one file; a revision has one or two."""
MOST_WORK: Final = 40_000_000
"""Marks times the elements that stand beside them, summed over all places; a mark is looked up among its neighbours."""
MOST_ROWS_TIMES_MARKS: Final = 2_000_000
_MARKS: Final = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "trPrChange", "tcPrChange", "cellIns", "cellDel"))


def too_many_marks(package: Package) -> Problem | None:
    """The problem that the file holds too many tracked changes, or None."""
    marks = work = 0
    for name in story_parts(package):
        root, _ = parsed(package, name)
        if root is None:
            continue
        holders: Counter[etree._Element] = Counter()
        in_rows = 0
        for mark in root.iter(*_MARKS):
            parent = mark.getparent()
            if parent is not None:
                holders[parent] += 1
            in_rows += next(mark.iterancestors(w("tr")), None) is not None
        marks += sum(holders.values())
        work += sum(count * len(parent) for parent, count in holders.items())
        rows = sum(1 for _ in root.iter(w("tr"))) if in_rows else 0
        if marks > MOST_MARKS or work > MOST_WORK or rows * in_rows > MOST_ROWS_TIMES_MARKS:
            return Problem(
                "too-many-revisions", "the part holds too many tracked changes to be read", Location(package.file, part=name),
                cure="accept or reject in Word what is agreed, and review the rest",
            )
    return None
