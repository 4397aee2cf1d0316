"""What is wrong, where, and how to fix it: one shape for every fault that a user can cause or must know of.

A stage of the house returns problems beside its value; it does not print and does not raise for a fault in a
user's file. Exceptions are for the disk and for bugs.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "note"]


class Location(Struct, frozen=True):
    """A place in a user's file. Lines and columns count from 1; every part but the file may be unknown.

    A text file uses `line` and `column`; a spreadsheet `sheet`, `line` (its row) and `cell` (its column heading or
    letter); a Word file `part` (the part's name in the package) and `paragraph` (the paragraph's own text).
    """

    file: str = ""
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    part: str | None = None
    paragraph: str | None = None

    def __reduce__(self) -> tuple[type[Location], tuple[object, ...]]:
        # Problems are sent between processes by the ten thousand; what dataclasses do by themselves takes three times
        # as long.
        return Location, (self.file, self.line, self.column, self.sheet, self.cell, self.part, self.paragraph)

    @property
    def in_file(self) -> str:
        """`sheet Contracts, row 5, column C (Supplier)` or `line 5`, as far as it is known; "" for a whole file."""
        row = f"{'line' if self.sheet is None else 'row'} {self.line}" if self.line is not None else ""
        sheet = f"sheet {self.sheet}" if self.sheet is not None else ""
        cell = f"column {self.cell}" if self.cell is not None else ""
        return ", ".join(filter(None, (sheet, row, cell)))

    def __str__(self) -> str:
        if self.sheet is not None:
            return f"{self.file}, {self.in_file}"
        if self.part is not None:
            paragraph = f", paragraph “{in_one_line(self.paragraph, 80)}”" if self.paragraph else ""
            return f"{self.file}, {self.part}{paragraph}"
        spot = "".join(f":{n}" for n in (self.line, self.column) if n is not None)
        return f"{self.file}{spot}"


NOWHERE = Location()


class Problem(Struct, frozen=True):
    """One fault or caution.

    `slug` names the kind for programs and for the documentation; `message` says what is wrong; `cure` how to fix it;
    `excerpt` shows the user's own text; `suggestion` is the nearest known word; `source` is the document and section
    that a rule comes from.
    """

    slug: str
    message: str
    location: Location = NOWHERE
    severity: Severity = "error"
    cure: str = ""
    excerpt: str = ""
    suggestion: str = ""
    source: str = ""

    def __reduce__(self) -> tuple[type[Problem], tuple[object, ...]]:
        return Problem, (
            self.slug,
            self.message,
            self.location,
            self.severity,
            self.cure,
            self.excerpt,
            self.suggestion,
            self.source,
        )


class WrittenByUsers:
    """A file that users write: what is wrong in it is told with the words that stand there."""

    __slots__ = ()

    @abstractmethod
    def excerpt(self, place: Location) -> str:
        """What the user wrote at `place`, in a line."""

    def problem(
        self,
        slug: str,
        message: str,
        where: Location,
        severity: Severity = "error",
        *,
        cure: str = "",
        suggestion: str = "",
        source: str = "",
    ) -> Problem:
        """A problem with what the user wrote at its place."""
        return Problem(slug, message, where, severity, cure, self.excerpt(where), suggestion, source)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of `problems` stops a document from being written."""
    return any(problem.severity == "error" for problem in problems)


def in_reading_order(problems: Iterable[Problem], *, folders: bool = True) -> list[Problem]:
    """The problems by file and position, each said once; errors before warnings before notes at one place.

    Without `folders`, files are ordered by their names alone: the folders they lie in differ from machine to machine.
    """
    rank = {"error": 0, "warning": 1, "note": 2}

    def key(problem: Problem) -> tuple[str, str, int, int, int, str, str]:
        where = problem.location
        return (
            where.file if folders else where.file.replace("\\", "/").rpartition("/")[2],
            where.sheet or where.part or "",
            where.line or 0,
            where.column or 0,
            rank[problem.severity],
            problem.slug,
            problem.message,
        )

    return sorted(dict.fromkeys(problems), key=key)


def a_few(names: Sequence[str], most: int = 5) -> str:
    """The first of the names, and how many more there are."""
    more = len(names) - most
    return f"{', '.join(names[:most])} and {more:,} more" if more > 1 else ", ".join(names)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word that `word` is most likely meant to be, or "" when none is near."""
    from difflib import get_close_matches  # loaded where a word is not known: few runs have one

    folded = {name.casefold().replace("_", "-"): name for name in known}
    near = get_close_matches(word.casefold().replace("_", "-"), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def render_text(problem: Problem) -> str:
    """The problem for a reader: place, severity, what is wrong; then the excerpt, the likely word and the cure."""
    place = str(problem.location)
    head = f"{place}: " if place else ""
    lines = [f"{head}{problem.severity}: {problem.message} [{problem.slug}]"]
    if problem.excerpt:
        lines.append(f"    | {in_one_line(problem.excerpt, 160)}")
    if problem.suggestion:
        lines.append(f"    Did you mean “{problem.suggestion}”?")
    if problem.cure:
        lines.append(f"    To fix this: {problem.cure}")
    if problem.source:
        lines.append(f"    Source: {problem.source}")
    return "\n".join(lines)


def to_json(problem: Problem) -> dict[str, object]:
    """The problem as plain values for `--format json`; empty parts are left out."""
    where = problem.location
    location = {
        name: value
        for name in ("file", "line", "column", "sheet", "cell", "part", "paragraph")
        if (value := getattr(where, name)) not in (None, "")
    }
    whole: dict[str, object] = {
        "slug": problem.slug,
        "severity": problem.severity,
        "message": problem.message,
        "location": location,
        "cure": problem.cure,
        "excerpt": problem.excerpt,
        "suggestion": problem.suggestion,
        "source": problem.source,
    }
    return {name: value for name, value in whole.items() if value not in ("", {})}


def cut(text: str, most: int = 60) -> str:
    """The text; its beginning with an ellipsis where it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def number_of(count: int, noun: str) -> str:
    """`1 document`, `2 documents`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def in_a_row(words: Sequence[str]) -> str:
    """`a, b and c`, for a sentence."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def in_one_line(text: str, most: int = 60) -> str:
    """The text on one line, cut where it is longer."""
    return cut(" ".join(text.split()), most)
