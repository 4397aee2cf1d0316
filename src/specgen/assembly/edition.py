"""Editions of the NHS Standard Contract as data: letters, titles and columns of schedules, and what of it was verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from specgen.problems import Location, Problem
from specgen.yamlfile import decode, parse_yaml, plain

GENERAL = "general"
"""The mark of a fact that nobody has verified against a published form."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something an edition file says. `verified` is read-in-handbook, read-in-form or general (not verified)."""

    name: str
    text: str
    verified: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule as one edition and form has it. `columns` are column key → heading; empty where it has no table."""

    key: str
    letter: str
    title: str
    fact: Fact
    columns: Mapping[str, str]
    columns_fact: Fact | None

    @property
    def heading(self) -> str:
        """`Schedule 2A: Service Specifications`."""
        return f"Schedule {self.letter}: {self.title}"


@dataclass(frozen=True, slots=True)
class SpecificationHeading:
    """A heading of the model service specification."""

    number: str
    title: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Edition:
    """One contract year and form."""

    edition: str
    form: str
    known_from: str
    schedules: Mapping[str, Schedule]
    absent: Mapping[str, str]
    headings: tuple[SpecificationHeading, ...]
    terms: Mapping[str, Fact]
    file: str

    @property
    def name(self) -> str:
        return f"{self.edition} {self.form}"

    def facts(self) -> dict[str, Fact]:
        """Every fact of the edition by its name."""
        found = [schedule.fact for schedule in self.schedules.values()]
        found += [schedule.columns_fact for schedule in self.schedules.values() if schedule.columns_fact]
        found += [heading.fact for heading in self.headings]
        found += list(self.terms.values())
        return {fact.name: fact for fact in found}


def read_editions(folder: Path) -> tuple[tuple[Edition, ...], list[Problem]]:
    """Every edition file of `folder`, oldest edition first, and their faults."""
    editions: list[Edition] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        text, faults = decode(path.read_bytes(), str(path))
        document, more = parse_yaml(text, str(path))
        faults += more
        given = plain(document.root)
        if faults or not isinstance(given, dict):
            problems += faults or [Problem("edition-file", "the file holds no names with values", Location(str(path)))]
            continue
        try:
            editions.append(_edition(given, str(path)))
        except (KeyError, TypeError, AttributeError) as fault:
            problems.append(Problem("edition-file", f"the edition file lacks or misuses {fault}", Location(str(path))))
    return tuple(editions), problems


def _edition(given: Mapping[str, object], file: str) -> Edition:
    return Edition(
        edition=str(given["edition"]),
        form=str(given["form"]),
        known_from=str(given["known_from"]),
        schedules={key: _schedule(key, entry) for key, entry in _entries(given["schedules"]).items()},
        absent={key: str(reason) for key, reason in _entries(given.get("absent") or {}).items()},
        headings=_headings(_rows(given.get("specification_headings") or [])),
        terms={
            key: Fact(str(entry["fact"]), str(entry["text"]), str(entry["verified"]), str(entry.get("note") or ""))
            for key, entry in _entries(given.get("terms") or {}).items()
            if isinstance(entry, dict)
        },
        file=file,
    )


def _headings(rows: list[dict[str, object]]) -> tuple[SpecificationHeading, ...]:
    """The headings; one fact may stand for several of them, and then says so instead of naming the last."""
    names = [str(row["fact"]) for row in rows]
    return tuple(
        SpecificationHeading(
            str(row["number"]), str(row["title"]),
            Fact(str(row["fact"]),
                 f"{row['number']} {row['title']}" if names.count(str(row["fact"])) == 1 else "the headings of the model specification",
                 str(row["verified"])),
        )
        for row in rows
    )


def _schedule(key: str, entry: object) -> Schedule:
    given = _entries(entry)
    note = str(given.get("note") or "")
    columns = {name: str(title) for name, title in _entries(given.get("columns") or {}).items()}
    columns_fact = Fact(str(given["columns_fact"]), f"the columns of the table in Schedule {given['letter']}", str(given["columns_verified"])) if columns else None
    fact = Fact(str(given["fact"]), f"Schedule {given['letter']}: {given['title']}", str(given["verified"]), note)
    return Schedule(key, str(given["letter"]), str(given["title"]), fact, columns, columns_fact)


def _entries(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("a list of names with values")
    return value


def _rows(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise TypeError("a list")
    return [_entries(entry) for entry in value]
