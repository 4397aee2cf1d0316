"""A document with figures as its template prints it: the names, their shape, and the marks of every figure.

Each cell of a table, and each figure that a template marks, stands in a content control of its own, so that what came
back changed is told by table, row and column.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from specgen.assembly.page import DRAFT_LABEL
from specgen.figures.document import FiguredDocument, RecordRow
from specgen.figures.model import OwnFileType, RecordColumn, RecordTable
from specgen.wording.wording import Block, Passage, Run

MOST_MARKED: Final = 2_000
"""Cells that stand in controls. In a document with more, none does: its lines are compared as lines, and a review of
tens of thousands of controls would take a reader's patience."""
VERSION: Final = 1
_GAP: Final = "[to be added: "


class MarkedFigure(Struct, frozen=True):
    """A figure in a control: its id, as `funding/it/amount`, what it is called, and the marks that it is found by."""

    id: str
    title: str
    fingerprint: str
    passage: Passage


def shape(kind: OwnFileType) -> dict[str, Any]:
    """The names that a template of the type may use, and what each is."""
    return {
        "document": {
            **dict.fromkeys(("title", "type", "label", "status", "version", "reference"), "text"),
            "draft": "flag",
        },
        "field": {name: _shape_of(entry) for name, entry in kind.fields.items()},
        "figure": dict.fromkeys(kind.figures, "text"),
        "marked": dict.fromkeys(kind.figures, "passage"),
        "called": {**dict.fromkeys((*kind.fields, *kind.tables, *kind.figures), "text")},
        "heading": {name: dict.fromkeys(table.columns, "text") for name, table in kind.tables.items()},
        "table": {name: [_shape_of_row(table)] for name, table in kind.tables.items()},
    }


def _shape_of(entry: RecordColumn) -> Any:
    return ["text"] if entry.kind == "texts" else "text"


def _shape_of_row(table: RecordTable) -> dict[str, Any]:
    return {
        "row": "text",
        **{name: _shape_of(entry) for name, entry in table.columns.items()},
        "marked": dict.fromkeys(table.columns, "passage"),
    }


def values(document: FiguredDocument, *, draft: bool) -> dict[str, object]:
    """What the template's names stand for."""
    kind, own = document.type, document.own
    marks = {each.id: each.passage for each in marked(document)}
    return {
        "document": {
            "title": document.title,
            "type": kind.title,
            "label": DRAFT_LABEL if draft else "",
            "draft": draft,
            "status": "Draft" if own.draft else "Final",
            "version": own.version,
            "reference": own.reference,
        },
        "field": {name: _field(entry, document) for name, entry in kind.fields.items()},
        "figure": {name: figure_text(document, name) for name in kind.figures},
        "marked": {name: marks.get(f"figures/{name}", figure_text(document, name)) for name in kind.figures},
        "called": {name: of.title for group in (kind.fields, kind.tables, kind.figures) for name, of in _items(group)},
        "heading": {
            name: {column: entry.title for column, entry in table.columns.items()}
            for name, table in kind.tables.items()
        },
        "table": {
            name: tuple(
                _row(document, table, row, key, marks)
                for row, key in zip(document.rows[name], row_keys(document, name), strict=True)
            )
            for name, table in kind.tables.items()
        },
    }


def _items(group: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    return group.items()


def _field(entry: RecordColumn, document: FiguredDocument) -> object:
    value = document.fields.get(entry.name)
    if entry.kind == "texts":
        return value.entries if value is not None else (gap(entry.title),) if entry.required else ()
    return value.printed if value is not None else gap(entry.title) if entry.required else ""


def _row(
    document: FiguredDocument, table: RecordTable, row: RecordRow, key: str, marks: Mapping[str, Passage]
) -> dict[str, object]:
    texts = {name: cell_text(row, entry) for name, entry in table.columns.items()}
    found: dict[str, object] = {"row": str(row.number), **texts}
    for name, entry in table.columns.items():
        if entry.kind == "texts":
            cell = row.cells.get(name)
            found[name] = cell.entries if cell is not None else ()
    found["marked"] = {name: marks.get(cell_id(table.name, key, name), text) for name, text in texts.items()}
    return found


def cell_text(row: RecordRow, entry: RecordColumn) -> str:
    """What stands in the cell: the value; a visible gap where one is missing; nothing where none applies."""
    value = row.cells.get(entry.name)
    if value is not None:
        return value.printed
    if entry.name in row.left_out or not entry.required:
        return ""
    return gap(entry.title)


def figure_text(document: FiguredDocument, name: str) -> str:
    """The figure, or a visible gap where it is not known."""
    value = document.figures.get(name)
    return value.printed if value is not None else gap(document.type.figures[name].title)


def gap(title: str) -> str:
    """What stands where something is missing."""
    return f"{_GAP}{title}]"


def row_keys(document: FiguredDocument, table: str) -> tuple[str, ...]:
    """For each row of the table what tells it apart wherever it stands: its key, and which of several of one key it
    is."""
    of = document.type.tables[table]
    seen: Counter[str] = Counter()
    found = []
    for row in document.rows[table]:
        cell = row.cells.get(of.key)
        said = " ".join((cell.printed if cell is not None else "").casefold().split())
        seen[said] += 1
        found.append(f"{said}#{seen[said]}" if seen[said] > 1 or not said else said)
    return tuple(found)


def cell_id(table: str, key: str, column: str) -> str:
    """The id of a cell: the same wherever its row stands."""
    return f"{table}/{key}/{column}"


def marked(document: FiguredDocument) -> tuple[MarkedFigure, ...]:
    """Every cell and figure that stands in a control, in the order of the type; none in a document of very many."""
    kind = document.type
    count = sum(len(rows) * len(kind.tables[name].columns) for name, rows in document.rows.items())
    if count + len(kind.figures) > MOST_MARKED:
        return ()
    found: list[MarkedFigure] = []
    for name, table in kind.tables.items():
        for row, key in zip(document.rows[name], row_keys(document, name), strict=True):
            called = row.cells[table.key].printed if table.key in row.cells else str(row.number)
            for column, entry in table.columns.items():
                if text := cell_text(row, entry):
                    title = f"{table.title}, {' '.join(called.split())[:60]}, {entry.title}"
                    found.append(_marked(cell_id(name, key, column), title, text))
    for name, figure in kind.figures.items():
        found.append(_marked(f"figures/{name}", figure.title, figure_text(document, name)))
    return tuple(found)


def _marked(id: str, title: str, text: str) -> MarkedFigure:
    fingerprint = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()
    passage = Passage(
        (Block("paragraph", (Run(text, gap=text.startswith(_GAP)),)),),
        f"specgen:f_{fingerprint[:16]}:{VERSION}:{fingerprint[:12]}",
        f"sg_f_{fingerprint[:16]}_{VERSION}_1",
        title[:64],
        inline=True,
    )
    return MarkedFigure(id, title, fingerprint, passage)


def facts(document: FiguredDocument) -> dict[str, str]:
    """Everything that the document says, as text under a name that does not depend on where a row stands."""
    found = {name: value.printed for name, value in document.fields.items()}
    found |= {name: value.printed for name, value in document.figures.items()}
    for table, rows in document.rows.items():
        for row, key in zip(rows, row_keys(document, table), strict=True):
            found |= {cell_id(table, key, name): value.printed for name, value in row.cells.items()}
    return dict(sorted(found.items()))
