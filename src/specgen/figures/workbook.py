"""Documents with figures as a workbook: a row for each document on the first sheet, and a sheet for each table.

Written of files and read back, it gives the same documents. Headings are the titles that the type gives; the names that
a file uses are taken as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.register.sheet import Row, Sheet
from specgen.contract.register.spreadsheet import open_workbook, sheet_names
from specgen.excel import Heading, Page
from specgen.figures.model import OwnFileType, RecordColumn, sheet_title
from specgen.figures.own_file import STATUSES, OwnFile, own_file_of
from specgen.figures.read_type import HEAD
from specgen.figures.values import KINDS_IN_WORDS
from specgen.problems import Location, Problem
from specgen.yamlfile import Mapping as YamlMapping
from specgen.yamlfile import Node, Scalar
from specgen.yamlfile import Sequence as YamlSequence

FIRST_SHEET: Final = "Document"
GUIDE: Final = "Explanation"
REFERENCE: Final = "Reference"
_HEADINGS: Final = tuple(name.capitalize() for name in HEAD)


class OwnRegister(Struct, frozen=True):
    """A workbook of documents: those that can be used, and what is wrong with it as a whole."""

    file: str
    documents: tuple[OwnFile, ...]
    problems: tuple[Problem, ...]

    def document(self, reference: str) -> OwnFile | None:
        """The document of that reference."""
        return next((own for own in self.documents if own.reference == reference), None)


def is_own_register(data: bytes) -> bool:
    """Whether the workbook is one of documents with figures, by the name of its first sheet."""
    return [name.casefold() for name in sheet_names(data)[:1]] == [FIRST_SHEET.casefold()]


def read_own_register(data: bytes, file: str) -> OwnRegister:
    """The documents of the workbook."""
    book, problems = open_workbook(data, file)
    if book is None:
        return OwnRegister(file, (), tuple(problems))
    sheets: list[Sheet] = []
    for name in book.names:
        if name.casefold() == GUIDE.casefold():
            continue
        sheet, faults = book.sheet(name)
        problems += faults
        if sheet is not None:
            problems += _unlike_others(sheet, file)
            sheets.append(sheet)
    if not sheets or not sheets[0].rows:
        return OwnRegister(
            file, (), (*problems, _fault("empty-file", "the workbook holds no document", Location(file)))
        )
    reading = _ReadingWorkbook(file)
    found = tuple(reading.documents(sheets))
    return OwnRegister(file, found, (*problems, *reading.problems))


def _unlike_others(sheet: Sheet, file: str) -> Iterator[Problem]:
    """Rows that a person would take for none, and that are read all the same."""
    numbers = {row.number for row in sheet.rows}
    for what, found in (
        ("hidden", sheet.looks.hidden | sheet.looks.filtered),
        ("struck through in part", frozenset(sheet.looks.struck)),
    ):
        if rows := sorted(found & numbers):
            yield Problem(
                "hidden-rows",
                f"{len(rows):,} rows are {what}, and are read like the others: {', '.join(map(str, rows[:10]))}",
                Location(file, rows[0], sheet=sheet.name),
                severity="warning",
                cure="delete those that should not count",
            )


def _fault(
    slug: str, message: str, place: Location, cure: str = "write one with “specgen register new --type TYPE”"
) -> Problem:
    return Problem(slug, message, place, cure=cure)


class _ReadingWorkbook:
    """One workbook under way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.cells: dict[Location, str] = {}

    def documents(self, sheets: Sequence[Sheet]) -> Iterator[OwnFile]:
        first, *others = sheets
        names = self._headings(first)
        seen: dict[str, list[tuple[Scalar, Node]]] = {}
        kinds: set[str] = set()
        for row in first.rows[1:]:
            entries = self._entries(first, row, names)
            said = {key.value.casefold(): value for key, value in entries}
            reference = said.get("reference")
            if reference is None:
                self._say("missing-value", "the row has no reference", first, row, REFERENCE, "give it one")
                continue
            if reference.value.casefold() in seen:
                said_twice = f"another row has the reference “{reference.value}”"
                cure = "give each document a reference of its own"
                self._say("repeated-reference", said_twice, first, row, REFERENCE, cure)
                continue
            if "document" in said:
                kinds.add(said["document"].value.casefold())
            seen[reference.value.casefold()] = [
                (replace(key, value=key.value.casefold()) if key.value.capitalize() in _HEADINGS else key, value)
                for key, value in entries
            ]
        if len(kinds) > 1:
            message = f"the rows are documents of several types: {', '.join(sorted(kinds))}"
            self._say("several-types", message, first, first.rows[0], "Document", "keep a workbook for each type")
            return
        for sheet in others:
            self._table(sheet, seen)
        for told in seen.values():
            root = YamlMapping(tuple(told), told[0][0].place)
            found, faults = own_file_of(root, self.file, (), _digest(root), self.cells)
            self.problems += faults
            if found is not None:
                yield found

    def _table(self, sheet: Sheet, seen: Mapping[str, list[tuple[Scalar, Node]]]) -> None:
        if not sheet.rows:
            return
        names = self._headings(sheet)
        if REFERENCE.casefold() not in {name.casefold() for name in names.values()}:
            message = f"the sheet “{sheet.name}” has no column “{REFERENCE}”"
            cure = f"add it: it says to which row of the sheet “{FIRST_SHEET}” each row belongs"
            self._say("no-reference", message, sheet, sheet.rows[0], REFERENCE, cure)
            return
        rows: dict[str, list[Node]] = {}
        for row in sheet.rows[1:]:
            entries = self._entries(sheet, row, names)
            own = next((value for key, value in entries if key.value.casefold() == REFERENCE.casefold()), None)
            if own is None or own.value.casefold() not in seen:
                said = f"the reference “{own.value}”, which no document has" if own is not None else "no reference"
                self._say("unknown-reference", f"the row has {said}", sheet, row, REFERENCE, "correct it")
                continue
            kept = tuple((key, value) for key, value in entries if key.value.casefold() != REFERENCE.casefold())
            place = Location(self.file, row.number, sheet=sheet.name)
            rows.setdefault(own.value.casefold(), []).append(YamlMapping(kept, place))
        top = Location(self.file, sheet.rows[0].number, sheet=sheet.name)
        for reference, found in rows.items():
            seen[reference].append((Scalar(sheet.name, top, quoted=True), YamlSequence(tuple(found), top)))

    def _headings(self, sheet: Sheet) -> dict[int, str]:
        found: dict[int, str] = {}
        for index, cell in enumerate(sheet.rows[0].cells):
            if cell is None or not cell.text:
                continue
            if cell.text.casefold() in {name.casefold() for name in found.values()}:
                message = f"the heading “{cell.text}” is there twice"
                self._say("repeated-heading", message, sheet, sheet.rows[0], cell.text, "keep one of the two")
                continue
            found[index] = " ".join(cell.text.split())
        return found

    def _entries(self, sheet: Sheet, row: Row, names: Mapping[int, str]) -> list[tuple[Scalar, Scalar]]:
        entries: list[tuple[Scalar, Scalar]] = []
        for index, cell in enumerate(row.cells):
            if cell is None or not cell.text:
                continue
            if index not in names:
                self._say("no-heading", f"“{cell.text[:40]}” stands below no heading", sheet, row, "", "give it one")
                continue
            name = names[index]
            place = Location(self.file, row.number, sheet=sheet.name, cell=name)
            if cell.kind == "fault":
                self._say("wrong-value", f"the cell shows a fault: {cell.text}", sheet, row, name, "correct it")
                continue
            text = cell.text  # as it is stored: a format may show fewer places
            self.cells[place] = text
            entries.append((Scalar(name, place, quoted=True), Scalar(text, place, quoted=True)))
        return entries

    def _say(self, slug: str, message: str, sheet: Sheet, row: Row, heading: str, cure: str) -> None:
        place = Location(self.file, row.number, sheet=sheet.name, cell=heading or None)
        self.problems.append(Problem(slug, message, place, cure=cure))


def _digest(root: YamlMapping) -> str:
    """SHA-256 (hex) of what the rows of a document say, wherever they stand."""
    return hashlib.sha256(json.dumps(_plain(root), ensure_ascii=True, sort_keys=True).encode("ascii")).hexdigest()


def _plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, YamlMapping):
        return {key.value: _plain(value) for key, value in node.entries}
    return sorted((_plain(item) for item in node.items), key=lambda each: json.dumps(each, sort_keys=True))


def own_register_pages(kind: OwnFileType, documents: Iterable[OwnFile]) -> tuple[Page, ...]:
    """The pages of a workbook of such documents: their rows, a sheet for each table, and what each column is for."""
    owns = list(documents)
    fields = list(kind.fields.values())
    headings = [*(Heading(name, 22) for name in _HEADINGS), *(_heading(column) for column in fields)]
    headings[0] = Heading(_HEADINGS[0], 22, (kind.key,))
    headings[3] = Heading(_HEADINGS[3], 12, STATUSES)
    first = []
    for own in owns:
        head = kind.key, own.reference, own.title, STATUSES[0 if own.draft else 1], own.version
        first.append((*head, *(_written(_of(own.root, column.name)) for column in fields)))
    pages = [Page(FIRST_SHEET, tuple(headings), first, frozen=2, guide=GUIDE)]
    for table in kind.tables.values():
        columns = [column for column in table.columns.values() if column.formula is None]
        rows = [
            (own.reference, *(_written(_of(item, column.name)) for column in columns))
            for own in owns
            for item in _items(_of(own.root, table.name))
        ]
        heads = Heading(REFERENCE, 22), *(_heading(column) for column in columns)
        pages.append(Page(sheet_title(table.title), heads, rows, guide=GUIDE))
    return (*pages, _guide(kind))


def _guide(kind: OwnFileType) -> Page:
    rows = [(FIRST_SHEET, column.title, _said(column)) for column in kind.fields.values()]
    rows += [
        (sheet_title(table.title), column.title, _said(column))
        for table in kind.tables.values()
        for column in table.columns.values()
        if column.formula is None
    ]
    return Page(GUIDE, (Heading("Sheet", 24), Heading("Column", 30), Heading("What belongs there", 80)), rows)


def _said(column: RecordColumn) -> str:
    parts = [column.says, "several lines in one cell are several entries" if column.kind == "texts" else ""]
    parts.append(f"one of: {', '.join(column.options)}" if column.options else KINDS_IN_WORDS[column.kind])
    parts.append("" if column.required and column.only_when is None else "may be left out")
    return "; ".join(filter(None, parts))


def _heading(column: RecordColumn) -> Heading:
    return Heading(column.title, max(16, min(len(column.title) + 4, 40)), column.options)


def _of(node: Node, name: str) -> Node | None:
    return node.get(name) if isinstance(node, YamlMapping) else None


def _items(node: Node | None) -> Sequence[Node]:
    return node.items if isinstance(node, YamlSequence) else ()


def _written(node: Node | None) -> str:
    """What stands in the cell: the words of the file as they are."""
    if isinstance(node, Scalar):
        return "" if node.empty else node.value
    return "\n".join(item.value for item in _items(node) if isinstance(item, Scalar))
