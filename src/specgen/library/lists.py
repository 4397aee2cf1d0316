"""The lists of a library: library.yaml, notes, clinical situations, dated terms and bank holidays. What cannot be used
is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from specgen.library.model import (
    DatedTerm,
    Note,
    Situation,
    SourceDocument,
)
from specgen.library.shapes import (
    LINE,
    LINES,
    NUMBER,
    EachName,
    ListOf,
    Names,
    OneOf,
    Written,
    part_faults,
    shape_faults,
)
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.yamlfile import (
    YamlDocument,
    plain,
    read_document,
)

LIBRARY_FILE = "library.yaml"
VOCABULARY_FILE = "vocabulary.yaml"
READING_ENDING = ".duties.yaml"
"""After the number of a version: its reading, such as `1.duties.yaml`."""
COMPONENT_ID = "(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*"
"""A component is also the name of a folder."""
SOURCE_NEEDS = {"title": LINE, "publisher": LINE, "version": LINE, "date": LINE}
SOURCE_MAY = {"approval_reference": LINE, "licence": LINES}
HEAD_SHAPE = Names(
    optional={
        "schema": OneOf(("1",)),
        "publisher": LINE,
        "sources": EachName(Names(SOURCE_NEEDS, SOURCE_MAY)),
        "components": ListOf(
            Names(
                {
                    "id": Written(pattern=COMPONENT_ID, says="a name of small letters, digits and hyphens"),
                    "title": LINE,
                },
                {"section": LINE, "page": NUMBER, "sets": EachName(ListOf(LINE))},
            )
        ),
    }
)
NOTE = Names({"heading": LINE, "text": LINES, "section": LINE})
SITUATION = Names({"number": LINE, "area": LINE, "conversation": LINE}, {"reads": LINE})
PROCEDURE = Names({"number": LINE, "procedure": LINE})
DATED_TERM = Names(
    {"term": LINE, "match": ListOf(LINE), "now": LINE, "since": LINE}, {"section": LINE, "known": LINE, "confirm": LINE}
)


class Head(Struct, frozen=True):
    """What library.yaml says. A component is as its file gives it; its sets are read when the clauses are known."""

    publisher: str = ""
    sources: Mapping[str, SourceDocument] = field(default_factory=dict)
    components: tuple[Mapping[str, object], ...] = ()


def read_head(folder: Path, problems: list[Problem]) -> Head:
    """library.yaml of the library in `folder`; its faults are added to `problems`."""
    file = folder / LIBRARY_FILE
    if not file.is_file():
        cure = "write one with “schema: 1” and “publisher:”"
        problems.append(Problem("library-file", f"the library has no {LIBRARY_FILE}", Location(str(file)), cure=cure))
        return Head()
    document = read_yaml(file, problems)
    if document is None:
        return Head()
    head = plain(document.root)
    if not isinstance(head, dict):
        message = f"{LIBRARY_FILE} holds no names with values"
        cure = "begin with “schema: 1” and “publisher:”"
        problems.append(Problem("library-file", message, Location(str(file), 1, 1), cure=cure))
        return Head()
    problems += shape_faults(document, HEAD_SHAPE, "library-file")
    sources = {
        key: SourceDocument(
            key, **{name: str(value) for name, value in as_dict(entry).items() if name in (*SOURCE_NEEDS, *SOURCE_MAY)}
        )
        for key, entry in as_dict(head.get("sources")).items()
        if all(as_dict(entry).get(name) for name in SOURCE_NEEDS)
    }
    components = [
        as_dict(entry)
        for entry in as_list(head.get("components"))
        if re.fullmatch(COMPONENT_ID, str(as_dict(entry).get("id"))) and as_dict(entry).get("title")
    ]
    return Head(str(head.get("publisher", "")), sources, tuple(components))


def read_notes(file: Path, problems: list[Problem]) -> Iterator[Note]:
    """A component's points for the internal drafting note; none when it has no such file."""
    for entry in _entries(file, NOTE, problems):
        yield Note(**said_in(entry))


def read_situations(folder: Path, problems: list[Problem]) -> Iterator[Situation]:
    """The clinical situations and the procedures of the handbook's Appendix 1."""
    file = folder / "situations.yaml"
    for entry in _entries(file, SITUATION, problems, "situations"):
        yield Situation(**said_in(entry))
    for entry in _entries(file, PROCEDURE, problems, "procedures"):
        yield Situation(f"EBI {entry['number']}", "Evidence based intervention programme", str(entry["procedure"]))


def read_dated_terms(folder: Path, problems: list[Problem]) -> Iterator[DatedTerm]:
    """The terms of the quoted wording that have dated."""
    for entry in _entries(folder / "dated-terms.yaml", DATED_TERM, problems):
        yield DatedTerm(**{name: said for name, said in said_in(entry).items() if name in DatedTerm.__struct_fields__})


BANK_HOLIDAY = Names({"day": Written(pattern=r"\d{4}-\d{2}-\d{2}", says="a day such as 2026-12-25"), "name": LINE})


def read_bank_holidays(folder: Path, problems: list[Problem]) -> Iterator[date]:
    """The bank holidays of England that the library knows."""
    file = folder / "bank-holidays.yaml"
    for entry in _entries(file, BANK_HOLIDAY, problems):
        try:
            yield date.fromisoformat(str(entry["day"]))
        except ValueError:
            message = f"“{entry['day']}” is no day of the calendar"
            problems.append(Problem("library-list", message, Location(str(file)), cure="correct the day"))


def read_yaml(file: Path, problems: list[Problem]) -> YamlDocument | None:
    """The YAML of `file`; None when its text cannot be read."""
    document, faults = read_document(read_plain(file), str(file))
    problems += faults
    return None if faults else document


def as_dict(value: object) -> dict[str, object]:
    """The value if it holds names with values, else nothing."""
    return value if isinstance(value, dict) else {}


def said_in(entry: Mapping[str, object]) -> dict[str, Any]:
    """What the names of an entry hold, as text, or as the texts of a list; a name without a value is left out."""
    return {
        name: tuple(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in entry.items()
        if value is not None
    }


def as_list(value: object) -> list[object]:
    """The value if it is a list, else nothing."""
    return value if isinstance(value, list) else []


def _entries(file: Path, shape: Names, problems: list[Problem], name: str = "") -> Iterator[dict[str, object]]:
    """The entries of a file's list, or of the list called `name` in it, that have all they need."""
    document = read_yaml(file, problems) if file.is_file() else None
    if document is None:
        return
    whole = plain(document.root)
    entries = as_dict(whole).get(name, []) if name else whole
    if not isinstance(entries, list):
        problems.append(
            Problem(
                "library-list",
                f"{file.name} is not a list" if not name else f"“{name}” is not a list",
                document.place((name,) if name else ()),
                cure="put each entry on its own line, beginning with “- ”",
            )
        )
        return
    for index, entry in enumerate(entries):
        if faults := part_faults(document, shape, "library-list", *((name, index) if name else (index,))):
            problems += faults
        else:
            yield as_dict(entry)
