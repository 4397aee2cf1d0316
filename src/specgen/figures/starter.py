"""A file to start from, made of what a type declares: every field and table with what it is for and an example.

It builds as it stands where the examples that the type gives meet its conditions; a test holds the shipped types to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from specgen.figures.model import OwnFileType, RecordColumn, RecordTable
from specgen.figures.values import KINDS_IN_WORDS

_PLAIN: Final = re.compile(r"[A-Za-z0-9£][A-Za-z0-9 £%.,/;()’'-]*")
_WIDTH: Final = 118


def starter(kind: OwnFileType, items: Sequence[Mapping[str, str]] = ()) -> str:
    """The text of the file. With `items`, actions of contracts by their parts, the tables that can be are made of
    them."""
    return "\n".join(_lines(kind, items)) + "\n"


def _lines(kind: OwnFileType, items: Sequence[Mapping[str, str]]) -> Iterator[str]:
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


def _table(table: RecordTable, items: Sequence[Mapping[str, str]]) -> Iterator[str]:
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


def _rows_of(table: RecordTable, items: Sequence[Mapping[str, str]]) -> Sequence[Mapping[str, str]]:
    """A row for each item, each once; what else a row must give is there to be filled in."""
    found: dict[tuple[str, ...], Mapping[str, str]] = {}
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
