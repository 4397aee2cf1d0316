"""The desk's pages as HTML: server-side templates in which every text is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

from specgen import __version__
from specgen.contract.dates import long_date
from specgen.desk.asked.choosing import ReadClause, wording_pieces
from specgen.desk.asked.edits import PREFIX
from specgen.desk.asked.faults import is_open, open_count
from specgen.desk.asked.questions import field_name
from specgen.desk.shown.drawing import ShownLine, ShownStory
from specgen.problems import Problem, number_of
from specgen.shipped import with_pages
from specgen.wording.wording import list_marks

_HERE: Final = Path(__file__).parent
STATIC: Final = {
    "desk.css": ("text/css; charset=utf-8", _HERE / "static" / "desk.css"),
    "desk.svg": ("image/svg+xml", _HERE / "static" / "desk.svg"),
    "desk.js": ("text/javascript; charset=utf-8", _HERE / "static" / "desk.js"),
}
"""The only files that the desk serves as they are."""


class ShownRow(Struct, frozen=True):
    """A row of a table: its cells, each with its lines."""

    cells: tuple[tuple[ShownLine, ...], ...]


class ShownBlock(Struct, frozen=True):
    """A paragraph, or a table of rows."""

    line: ShownLine | None = None
    rows: tuple[ShownRow, ...] = ()


def blocks_of(story: ShownStory) -> Iterator[ShownBlock]:
    """The story's lines with those of each table together."""
    for table, found in groupby(story.lines, key=lambda line: line.cell[0] if line.cell else 0):
        if not table:
            yield from (ShownBlock(line) for line in found)
            continue
        rows = []
        for _, of_row in groupby(found, key=lambda line: line.cell[1] if line.cell else 0):
            cells = [
                tuple(of_cell) for _, of_cell in groupby(of_row, key=lambda line: line.cell[2] if line.cell else 0)
            ]
            rows.append(ShownRow(tuple(cells)))
        yield ShownBlock(rows=tuple(rows))


def counted(problems: tuple[Problem, ...] | list[Problem]) -> str:
    """`2 errors, 1 warning`, as the command says it."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = sum(problem.severity == "warning" for problem in problems)
    return f"{number_of(errors, 'error')}, {number_of(warnings, 'warning')}"


def by_place(clauses: tuple[ReadClause, ...]) -> list[tuple[str, list[ReadClause]]]:
    """The clauses under a heading for each component and place."""
    found = groupby(clauses, key=lambda each: f"{each.component}: {each.place}")
    return [(heading, list(each)) for heading, each in found]


def by_kind(problems: tuple[Problem, ...]) -> list[tuple[str, list[Problem]]]:
    """The problems with those of one kind together, errors first."""
    found: dict[str, list[Problem]] = {}
    for problem in sorted(problems, key=lambda each: ("error", "warning", "note").index(each.severity)):
        found.setdefault(problem.slug, []).append(problem)
    return list(found.items())


_MOST_KEPT: Final = 5_000


class Pages:
    """The templates, compiled once and kept."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, tuple[object, ...]], str] = {}
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(
            version=__version__,
            prefix=PREFIX,
            blocks_of=blocks_of,
            open_count=open_count,
            is_open=is_open,
            field_name=field_name,
            counted=counted,
            in_words=number_of,
            with_pages=with_pages,
            long_date=long_date,
            wording_pieces=wording_pieces,
            numbered=lambda blocks: zip(list_marks(blocks), blocks, strict=True),
        )
        self._environment.filters["groupby_place"] = by_place
        self._environment.filters["groupby_kind"] = by_kind

    def page(self, template: str, /, **values: object) -> str:
        """A whole page."""
        return self._environment.get_template(f"{template}.html").render(**values)

    def piece(self, name: str, macro: str, *values: object) -> str:
        """A part of a page, drawn by the macro that draws it in the whole page too."""
        module = self._environment.get_template(f"{name}.html").module
        return str(getattr(module, macro)(*values))

    def kept_piece(self, macro: str, value: tuple[object, ...]) -> str:
        """As `piece` of the common parts, of a value that is likely to come again with the next letter typed."""
        key = macro, value
        if key not in self._kept:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self.piece("parts", macro, value)
        return self._kept[key]

    def make_ready(self) -> None:
        """Compile every template, so that the first page waits for none."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)
