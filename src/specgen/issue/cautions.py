"""The cautions of a contract as its pack's record keeps them: without rows, folders or anything else of one machine.

A caution that is about a row of a register says which of the contract's own rows of that sheet it is, so that a register
that is sorted anew gives the same record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from pydantic import ConfigDict

from specgen.problems import Location, Problem, Severity

Of = Literal["contract", "base", "document"]

_CLOSED: Final = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a caution points to: in the contract file or the register, in its base file, or in a document of the pack.

    `row` counts the contract's own rows of the sheet from 0, in the order of what they hold. Lines, columns, parts and
    paragraphs are those of `Location`.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    cell: str | None = None
    column: int | None = None
    document: str | None = None
    line: int | None = None
    of: Of | None = None
    paragraph: str | None = None
    part: str | None = None
    row: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """A warning or note of the contract when its pack was issued, as `Problem` describes it."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    cure: str | None = None
    excerpt: str | None = None
    message: str
    severity: Severity
    slug: str
    source: str | None = None
    suggestion: str | None = None
    where: Place


@dataclass(frozen=True, slots=True)
class Places:
    """The files that cautions of one contract may be about. `rows` is a sheet's name → the numbers of the contract's rows
    on it, in the order of what they hold."""

    contract: str
    base: str
    documents: frozenset[str]
    rows: Mapping[str, Sequence[int]]


def recorded(problems: Iterable[Problem], places: Places) -> tuple[Caution, ...] | None:
    """The problems for the record; None when one is about something that a record cannot name."""
    found = []
    for problem in problems:
        where = _place(problem.location, places)
        if where is None:
            return None
        found.append(Caution(
            cure=problem.cure or None, excerpt=problem.excerpt or None, message=problem.message, severity=problem.severity, slug=problem.slug,
            source=problem.source or None, suggestion=problem.suggestion or None, where=where,
        ))
    return tuple(found)


def _place(where: Location, places: Places) -> Place | None:
    of: Of | None = None
    document = None
    if where.file == places.contract:
        of = "contract"
    elif where.file and where.file == places.base:
        of = "base"
    elif where.file in places.documents:
        of, document = "document", where.file
    elif where.file:
        return None
    line, row = where.line, None
    if where.sheet is not None and where.line is not None:
        numbers = places.rows.get(where.sheet, ())
        if of != "contract" or where.line not in numbers:
            return None
        line, row = None, numbers.index(where.line)
    return Place(cell=where.cell, column=where.column, document=document, line=line, of=of, paragraph=where.paragraph, part=where.part, row=row, sheet=where.sheet)


def told(caution: Mapping[str, object], places: Places) -> Problem:
    """The problem that a caution records, at its place in the files of today. `caution` is as it stands in the record.

    Raises KeyError, TypeError, ValueError or IndexError when it is not of the shape that `recorded` gives.
    """
    where = caution["where"]
    if not isinstance(where, dict):
        raise TypeError("a caution without its place")
    line = where.get("line")
    if (row := where.get("row")) is not None:
        line = places.rows[where["sheet"]][row]
    file = {"contract": places.contract, "base": places.base, "document": where.get("document"), None: ""}[where.get("of")]
    severity = caution["severity"]
    if severity not in ("warning", "note"):
        raise ValueError("only warnings and notes are recorded")
    location = Location(str(file), line, where.get("column"), where.get("sheet"), where.get("cell"), where.get("part"), where.get("paragraph"))
    return Problem(
        str(caution["slug"]), str(caution["message"]), location, "warning" if severity == "warning" else "note", str(caution.get("cure", "")), str(caution.get("excerpt", "")),
        str(caution.get("suggestion", "")), str(caution.get("source", "")),
    )
