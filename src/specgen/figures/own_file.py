"""A file whose first key is `document:`, as it was written: its type by name, its reference, the place of every value.

It is read before any type is known, so that a run knows which folder its document goes to.

One to start from is made of what a type declares: every field and table with what it is for and an example. It builds
as it stands where the examples that the type gives meet its conditions; a test holds the shipped types to it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from typing import Final

from msgspec import Struct, field

from specgen.figures.model import OwnFileType, RecordColumn, RecordTable
from specgen.figures.read_type import FIRST_KEY, HEAD
from specgen.figures.values import KINDS_IN_WORDS, UnreadableError, read_value
from specgen.problems import Location, Problem, WrittenByUsers
from specgen.yamlfile import FORBIDDEN, Mapping, Node, Scalar, decode, parse_yaml

STATUSES: Final = ("draft", "final")
_LONGEST: Final = 200


class OwnFile(Struct, WrittenByUsers, frozen=True):
    """One such file, or what a workbook says of one document. `cells` is what a workbook's cells hold."""

    file: str
    kind: str
    reference: str
    title: str
    draft: bool
    version: str
    root: Mapping
    lines: tuple[str, ...] = ()
    sha256: str = ""
    cells: MappingOf[Location, str] = field(default_factory=dict)

    def place(self, *path: str | int) -> Location:
        """Where the value at `path` stands; the nearest place above it when it is not there."""
        steps = path[1:] if path[:1] == ("contract",) else path
        node: Node = self.root
        place = node.place
        for step in steps:
            if isinstance(node, Mapping):
                found = next(((key, value) for key, value in node.entries if key.value == step), None)
                if found is None:
                    break
                place, node = found[0].place, found[1]
            elif isinstance(node, Scalar):
                break
            elif isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = node.place
        return place

    def excerpt(self, place: Location) -> str:
        """What the user wrote at `place`."""
        if place in self.cells:
            return self.cells[place]
        if place.line is None or place.sheet is not None or not 0 < place.line <= len(self.lines):
            return ""
        return self.lines[place.line - 1].strip()[:200]

    def fault(self, slug: str, message: str, cure: str, *path: str | int, suggestion: str = "") -> Problem:
        """A fault at `path`."""
        place = self.place(*path)
        return self.problem(slug, message, place, cure=cure, suggestion=suggestion)


def read_own_file(data: bytes, file: str) -> tuple[OwnFile | None, list[Problem]]:
    """The file's head, and what is wrong with it; None when it cannot be used."""
    text, problems = decode(data, file)
    if problems:
        return None, problems
    document, problems = parse_yaml(text, file)
    if not isinstance(document.root, Mapping):
        return None, problems or [Problem("wrong-value", "the file holds no names with values", Location(file, 1, 1))]
    found, faults = own_file_of(document.root, file, document.lines, hashlib.sha256(data).hexdigest())
    return (None if problems else found), [*problems, *faults]


def own_file_of(
    root: Mapping,
    file: str,
    lines: tuple[str, ...],
    sha256: str,
    cells: MappingOf[Location, str] | None = None,
) -> tuple[OwnFile | None, list[Problem]]:
    """The document that the tree says, and what is wrong with its head."""
    head: dict[str, str] = {}
    known: dict[str, Node] = {key.value: value for key, value in root.entries}
    bare = OwnFile(file, "", "", "", True, "", root, lines, sha256, cells or {})
    problems: list[Problem] = []
    for name in HEAD:
        node = known.get(name)
        if node is None or (isinstance(node, Scalar) and (node.empty or not node.value.strip())):
            if name in (FIRST_KEY, "reference"):
                problems.append(
                    bare.fault("missing-value", f"“{name}” is missing", f"add “{name}:” with its value", name)
                )
            continue
        if (
            not isinstance(node, Scalar)
            or "\n" in node.value.strip()
            or len(node.value) > _LONGEST
            or FORBIDDEN.search(node.value)
        ):
            problems.append(
                bare.fault(
                    "wrong-value", f"“{name}” is not one line of at most {_LONGEST} characters", "shorten it", name
                )
            )
            continue
        head[name] = node.value.strip()
    status = head.get("status", "draft")
    if status not in STATUSES:
        problems.append(
            bare.fault(
                "not-one-of",
                f"“{status}” is not a value that “status” can have",
                f"use one of: {', '.join(STATUSES)}",
                "status",
            )
        )
    if problems:
        return None, problems
    return OwnFile(
        file,
        head[FIRST_KEY],
        head["reference"],
        head.get("title", ""),
        status == "draft",
        head.get("version", "0.1"),
        root,
        lines,
        sha256,
        cells or {},
    ), []


def is_identifier(text: str) -> bool:
    """Whether the text is an identifier that names nobody."""
    try:
        read_value("identifier", text, Location())
    except UnreadableError:
        return False
    return True


_PLAIN: Final = re.compile(r"[A-Za-z0-9£][A-Za-z0-9 £%.,/;()’'-]*")
_WIDTH: Final = 118


def starter(kind: OwnFileType, items: Sequence[MappingOf[str, str]] = ()) -> str:
    """The text of the file. With `items`, actions of contracts by their parts, the tables that can be are made of
    them."""
    return "\n".join(_lines(kind, items)) + "\n"


def _lines(kind: OwnFileType, items: Sequence[MappingOf[str, str]]) -> Iterator[str]:
    yield f"# {kind.title}. It builds as it stands; everything in it is invented, for you to replace."
    if kind.says:
        yield from _note(kind.says)
    if kind.person_level:
        yield from _note(
            "It is about one person: keep the file in a folder called person-level, name nobody in it, and give the "
            "person an identifier of your own as the reference."
        )
    yield from _note("Totals and other figures are computed. One that you type is held against what the rows make.")
    yield ""
    yield f"document: {kind.key}"
    yield "reference: EXAMPLE-001"
    yield f"title: {_quoted(kind.title)}"
    yield "status: draft                       # draft, then: final"
    yield 'version: "0.1"'
    yield ""
    for column in kind.fields.values():
        yield from _field(column)
    for table in kind.tables.values():
        yield ""
        yield from _table(table, items)
    figures = [f"{name} ({figure.title})" for name, figure in kind.figures.items()]
    if figures:
        yield ""
        yield from _note(f"Computed of the above: {'; '.join(figures)}")


def _field(column: RecordColumn) -> Iterator[str]:
    yield from _note(_said(column))
    given = column.example
    if not given:
        yield f"# {column.name}:"
    elif isinstance(given, tuple) or column.kind == "texts":
        yield f"{column.name}:"
        yield from (f"  - {_quoted(each)}" for each in ((given,) if isinstance(given, str) else given))
    else:
        yield f"{column.name}: {_quoted(given)}"


def _table(table: RecordTable, items: Sequence[MappingOf[str, str]]) -> Iterator[str]:
    yield from _note(f"{table.title}{f': {table.says}' if table.says else ''}. A row has:")
    for column in table.columns.values():
        if column.formula is None:
            yield from _note(f"  {column.name}: {_said(column)}")
    rows = _rows_of(table, items) if items and table.items else table.example
    if not rows:
        yield f"# {table.name}:"
        return
    yield f"{table.name}:"
    for row in rows:
        before = "  - "
        for name, given in row.items():
            yield f"{before}{name}: {_quoted(given)}" if given else f"{before}{name}:"
            before = "    "


def _rows_of(table: RecordTable, items: Sequence[MappingOf[str, str]]) -> Sequence[MappingOf[str, str]]:
    """A row for each item, each once; what else a row must give is there to be filled in."""
    found: dict[tuple[str, ...], MappingOf[str, str]] = {}
    for item in items:
        row = {
            name: item.get(table.items.get(name, ""), "")
            for name, column in table.columns.items()
            if name in table.items or (column.required and column.formula is None)
        }
        found.setdefault(tuple(row.values()), row)
    return tuple(found.values())


def _said(column: RecordColumn) -> str:
    """What belongs there: its title, what the type says of it, its kind, and whether it may be left out."""
    kind = f"one of {', '.join(column.options)}" if column.options else KINDS_IN_WORDS[column.kind]
    parts = [column.title, column.says, "" if column.kind == "text" else kind]
    when = column.only_when
    if when is not None:
        parts.append(
            f"only where {when.column} is {' or '.join(when.words) or ('given' if when.filled else 'not given')}"
        )
    elif not column.required:
        parts.append("may be left out")
    return ". ".join(part[0].upper() + part[1:] for part in parts if part)


def _note(text: str) -> Iterator[str]:
    line = "# " + " " * (len(text) - len(text.lstrip()))
    begun = False
    for word in text.split():
        if begun and len(line) + len(word) + 1 > _WIDTH:
            yield line
            line, begun = "#   ", False
        line += f" {word}" if begun else word
        begun = True
    yield line


def _quoted(text: str) -> str:
    """The text as YAML reads it back: in double quotes unless it is as plain as can be."""
    plain = _PLAIN.fullmatch(text) and ": " not in text and not text.endswith((":", " "))
    return text if plain and text.casefold() not in ("null", "~") else json.dumps(text, ensure_ascii=False)
