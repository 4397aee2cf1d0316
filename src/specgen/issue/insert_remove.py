"""A clause that was put into a specification taken out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from specgen.issue.insert import Insertion
from specgen.problems import Location, Problem
from specgen.word.headings import Words


def remove(data: bytes, file: str, ids: Sequence[str], author: str, date: str, model: Mapping[Words, str]) -> tuple[Insertion | None, list[Problem]]:
    """The document with the clauses taken out as tracked deletions."""
    return None, [Problem("not-yet", "taking out is not built yet", Location(file))]
