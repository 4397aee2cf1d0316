"""A document with figures: the file's values by the columns of its type, every figure worked out, every fault named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.figures.arithmetic import NotKnown, NumberCells, applies, worked_out
from specgen.figures.model import Formula, OwnFileType, RecordColumn, RecordTable
from specgen.figures.own_file import OwnFile, by_its_names, is_identifier
from specgen.figures.passages import named_person
from specgen.figures.read_type import HEAD
from specgen.figures.returned import with_returned
from specgen.figures.values import (
    KINDS_IN_WORDS,
    NUMERIC,
    FiguredValue,
    UnreadableError,
    folded,
    names_one_person,
    printed_worth,
    read_figure,
    read_value,
    rounded,
)
from specgen.problems import Location, Problem, did_you_mean, in_one_line
from specgen.wording.gaps import gap_left_by_a_person, gap_mark
from specgen.yamlfile import FORBIDDEN, Node, Scalar, Sequence
from specgen.yamlfile import Mapping as YamlMapping

MOST_ROWS: Final = 10_000
LONGEST_TEXT: Final = 20_000
_TOTALS: Final = frozenset(
    ("total", "totals", "sub-total", "subtotal", "sub total", "grand total", "overall total", "sum", "all", "in all")
)
"""What the last line of a copied table is called."""
_A_TOTAL: Final = re.compile(r"\b(?:sub-?)?totals?\b|\bsums?\b|\boverall\b|\ball\b")
"""What it may be called as well, where its numbers are those of the others."""
_SUM: Final = re.compile(
    r"(?:£|\bGBP) ?[0-9][0-9,.]*|\b[0-9][0-9,.]* ?(?:pounds?|pence)\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|[a-z]+ty|hundred|thousand|million)"
    r" (?:pounds?|pence)\b",
    re.IGNORECASE,
)
_WORTH_TELLING: Final = 100
"""Pounds below which a whole number is too common to be told for a rounded amount: 12 is a number of months as well."""
_NUMBERS: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_BORN: Final = re.compile(r"\b(?:born|d\.?o\.?b|date of birth|day of birth)\b[^0-9]{0,20}[0-9]", re.IGNORECASE)


class RecordRow(Struct, frozen=True):
    """A row of a table: its cells by column, computed ones among them. `left_out` are the columns that do not apply to
    it, whose values were taken out."""

    number: int
    cells: Mapping[str, FiguredValue]
    place: Location
    left_out: frozenset[str] = frozenset()


class FiguredDocument(Struct, frozen=True):
    """The document: fields, rows and figures. A figure that cannot be told yet is in `unknown`, with why."""

    own: OwnFile
    type: OwnFileType
    fields: Mapping[str, FiguredValue]
    rows: Mapping[str, tuple[RecordRow, ...]]
    figures: Mapping[str, FiguredValue]
    unknown: Mapping[str, str]

    @property
    def reference(self) -> str:
        return self.own.reference

    @property
    def title(self) -> str:
        return self.own.title or self.type.title

    def named(self, table: str, row: RecordRow) -> str:
        """The row in words: `table “Funding”, row “IT”`."""
        of = self.type.tables[table]
        key = row.cells.get(of.key)
        named = f"“{in_one_line(key.printed)}”" if key is not None and key.printed else str(row.number)
        return f"table “{of.title}”, row {named}"

    def value(self, table: str, name: str, row: RecordRow | None = None) -> FiguredValue | None:
        """A field, a figure, or a cell of `row`."""
        if table:
            return row.cells.get(name) if row is not None else None
        return self.fields.get(name) or self.figures.get(name)


def read_document(own: OwnFile, kind: OwnFileType) -> tuple[FiguredDocument | None, list[Problem]]:
    """The document that the file says, and its faults; None when it cannot be worked out."""
    own, problems = with_returned(by_its_names(own, kind) if own.cells else own, kind)
    reading = _ReadingDocument(own, kind)
    return reading.document(), [*problems, *reading.problems]


class _ReadingDocument:
    """One file under way."""

    def __init__(self, own: OwnFile, kind: OwnFileType) -> None:
        self.own, self.kind = own, kind
        self.problems: list[Problem] = []
        self.typed: dict[tuple[str, str, int], FiguredValue] = {}
        self.hidden: list[tuple[str, int, str, FiguredValue]] = []

    def say(self, problem: Problem) -> None:
        self.problems.append(problem)

    def fault(self, slug: str, message: str, cure: str, *path: str | int, suggestion: str = "") -> None:
        self.say(self.own.fault(slug, message, cure, *path, suggestion=suggestion))

    def say_at(self, place: Location, slug: str, message: str, cure: str, suggestion: str = "") -> None:
        self.say(self.own.problem(slug, message, place, cure=cure, suggestion=suggestion))

    def document(self) -> FiguredDocument | None:
        own, kind = self.own, self.kind
        if kind.person_level and not is_identifier(own.reference):
            message = (
                f"the reference “{own.reference}” may name a person: a document about one person has an identifier "
                "of your own in its place"
            )
            self.fault("names-a-person", message, f"write {KINDS_IN_WORDS['identifier']}", "reference")
        known = {key.value: node for key, node in own.root.entries}
        for name in known:
            if name not in HEAD and name not in kind.names:
                known_names = *HEAD, *kind.names
                cure, near = f"use one of: {', '.join(known_names)}", did_you_mean(name, known_names)
                self.fault("unknown-key", f"“{name}” is not a name that belongs here", cure, name, suggestion=near)
        fields: dict[str, FiguredValue] = {}
        for name, entry in kind.fields.items():
            found = self._entry(entry, known.get(name), (name,), f"“{entry.title}”")
            if found is not None:
                fields[name] = found
        rows = {name: tuple(self._rows(table, known.get(name))) for name, table in kind.tables.items()}
        for name, figure in kind.figures.items():
            if name in known:
                entry = RecordColumn(name, figure.title, figure.kind, required=False)
                typed = self._entry(entry, known[name], (name,), f"“{figure.title}”", computed=True)
                if typed is not None:
                    self.typed["", name, 0] = typed
        if any(problem.severity == "error" and problem.slug != "missing-value" for problem in self.problems):
            return None
        self._references(rows)
        self._totals_among(rows)
        return self._worked(fields, rows)

    # Values.

    def _entry(
        self, entry: RecordColumn, node: Node | None, path: tuple[str | int, ...], named: str, *, computed: bool = False
    ) -> FiguredValue | None:
        if entry.kind == "texts":
            return self._texts(entry, node, path, named)
        if node is not None and not isinstance(node, Scalar):
            self.fault("wrong-value", f"{named} is one value, not a list or names", "write the value alone", *path)
            return None
        if node is None or node.empty or not node.value.strip():
            if entry.required:
                self._missing(entry, named, KINDS_IN_WORDS[entry.kind], path)
            return None
        return self._scalar(entry, node.value, path, named, computed=computed or entry.formula is not None)

    def _scalar(
        self, entry: RecordColumn, written: str, path: tuple[str | int, ...], named: str, *, computed: bool = False
    ) -> FiguredValue | None:
        if len(written) > LONGEST_TEXT:
            self.fault("too-long", f"{named} is longer than {LONGEST_TEXT:,} characters", "shorten it", *path)
            return None
        if (odd := FORBIDDEN.search(written)) is not None:
            message = f"{named}: the character U+{ord(odd.group()):04X} cannot stand in a Word document"
            cure = "delete it; it often comes with text pasted from another program"
            self.fault("control-character", message, cure, *path)
            return None
        try:
            found = (read_figure if computed else read_value)(entry.kind, written, self.own.place(*path), entry.options)
        except UnreadableError as fault:
            said = f"{named}: “{written.strip()[:60]}” {fault}"
            if entry.options:
                near = did_you_mean(written, entry.options)
                self.fault("not-one-of", said, f"use one of: {', '.join(entry.options)}", *path, suggestion=near)
            else:
                self.fault("wrong-value", said, f"write {KINDS_IN_WORDS[entry.kind]}", *path)
            return None
        if entry.kind in ("text", "texts") and (mark := _gap(found.printed)) is not None:
            said = f"{named} holds “{mark}”, which looks like a gap that was left open"
            problem = self.own.fault("gap-in-text", said, "complete it", *path)
            self.say(replace(problem, severity="warning") if self.own.draft else problem)
        return found

    def _missing(self, entry: RecordColumn, named: str, what: str, path: tuple[str | int, ...]) -> None:
        says = f": {entry.says}" if entry.says else ""
        joined = "and" if entry.kind == "texts" else "with"
        self.fault("missing-value", f"{named} is missing{says}", f"add “{entry.name}:” {joined} {what}", *path)

    def _texts(
        self, entry: RecordColumn, node: Node | None, path: tuple[str | int, ...], named: str
    ) -> FiguredValue | None:
        items = node.items if isinstance(node, Sequence) else (node,) if node is not None else ()
        if self.own.cells and isinstance(node, Scalar):
            # A cell holds several entries as several lines.
            items = tuple(replace(node, value=line) for line in node.value.split("\n"))
        entries: list[str] = []
        for number, item in enumerate(items):
            at = (*path, number) if isinstance(node, Sequence) else path
            if not isinstance(item, Scalar):
                self.fault("wrong-value", f"{named} is a list of words", "write one text a line", *at)
                continue
            if item.empty or not item.value.strip():
                continue
            found = self._scalar(entry, item.value, at, named)
            if found is not None:
                entries.append(found.printed)
        if not entries:
            if entry.required:
                self._missing(entry, named, "below it one text a line, each beginning with “- ”", path)
            return None
        return FiguredValue("; ".join(entries), entries=tuple(entries), place=self.own.place(*path))

    def _rows(self, table: RecordTable, node: Node | None) -> Iterator[RecordRow]:
        own, name = self.own, table.name
        items = node.items if isinstance(node, Sequence) else ()
        if node is not None and not isinstance(node, Sequence) and not (isinstance(node, Scalar) and node.empty):
            message, cure = f"“{table.title}” is a table: a list of rows", "put each row below it, beginning with “- ”"
            self.fault("wrong-value", message, cure, name)
            return
        if not items and table.required:
            message, cure = f"the table “{table.title}” has no row", f"add “{name}:” with a row for each record"
            self.fault("missing-value", message, cure, name)
        if len(items) > MOST_ROWS:
            message = f"the table “{table.title}” has {len(items):,} rows, and a table holds {MOST_ROWS:,} at most"
            self.fault("too-many-rows", message, "make two documents of it", name)
            return
        left_out = 0
        for index, item in enumerate(items):
            if not isinstance(item, YamlMapping):
                message = f"row {index + 1} of the table “{table.title}” is no list of columns with values"
                self.fault("wrong-value", message, f"write its columns: {', '.join(table.columns)}", name, index)
                continue
            before = len(self.hidden)
            yield self._row(table, item, index)
            left_out += len(self.hidden) > before
        if left_out:
            rows = "1 row" if left_out == 1 else f"{left_out:,} rows"
            message = f"what {rows} of the table “{table.title}” cannot hold is left out"
            self.say(replace(own.fault("left-out", message, "", name), severity="note", excerpt=""))

    def _row(self, table: RecordTable, item: YamlMapping, index: int) -> RecordRow:
        own, path = self.own, (table.name, index)
        given = {key.value: node for key, node in item.entries}
        key = given.get(table.key)
        said = key.value.strip() if isinstance(key, Scalar) and not key.empty else str(index + 1)
        for column in given:
            if column not in table.columns:
                message = f"the table “{table.title}” has no column “{column}”"
                cure, near = f"use one of: {', '.join(table.columns)}", did_you_mean(column, table.columns)
                self.fault("unknown-key", message, cure, *path, column, suggestion=near)
        cells: dict[str, FiguredValue] = {}
        choices = {name: entry for name, entry in table.columns.items() if entry.only_when is None}
        for name, entry in choices.items():
            found = self._cell(table, entry, given.get(name), path, said, index)
            if found is not None:
                cells[name] = found
        left_out: set[str] = set()
        for name, entry in table.columns.items():
            if entry.only_when is None:
                continue
            if applies(entry.only_when, cells):
                found = self._cell(table, entry, given.get(name), path, said, index)
                if found is not None:
                    cells[name] = found
                continue
            left_out.add(name)
            held = given.get(name)
            if isinstance(held, Scalar) and not held.empty:
                try:
                    taken = read_value(entry.kind, held.value, own.place(*path, name), entry.options)
                except UnreadableError:
                    continue
                self.hidden.append((table.name, index + 1, name, taken))
        return RecordRow(index + 1, cells, own.place(*path), frozenset(left_out))

    def _cell(
        self,
        table: RecordTable,
        entry: RecordColumn,
        node: Node | None,
        path: tuple[str | int, ...],
        said: str,
        index: int,
    ) -> FiguredValue | None:
        named = f"table “{table.title}”, row “{in_one_line(said)}”, column “{entry.title}”"
        asked = entry if entry.formula is None else replace(entry, required=False)
        found = self._entry(asked, node, (*path, entry.name), named)
        if entry.formula is not None:
            if found is not None:
                self.typed[table.name, entry.name, index + 1] = found
            return None
        return found

    def _references(self, rows: Mapping[str, tuple[RecordRow, ...]]) -> None:
        known = {of.name: self._rows_by_key(of, rows[of.name]) for of in self.kind.tables.values()}
        for table in self.kind.tables.values():
            for name, entry in table.columns.items():
                if entry.kind != "reference":
                    continue
                of = self.kind.tables[entry.of]
                for row in rows[table.name]:
                    cell = row.cells.get(name)
                    if cell is not None and folded(cell.printed) not in known[of.name]:
                        near = [found.cells[of.key].printed for found in known[of.name].values()]
                        message = (
                            f"table “{table.title}”, row {row.number}, column “{entry.title}”: “{cell.printed}” is "
                            f"no row of the table “{of.title}”"
                        )
                        cure = f"name one of its rows by “{of.columns[of.key].title}”"
                        suggestion = did_you_mean(cell.printed, near)
                        self.say_at(cell.place, "unknown-reference", message, cure, suggestion)

    def _rows_by_key(self, table: RecordTable, rows: tuple[RecordRow, ...]) -> Mapping[str, RecordRow]:
        """The rows by what names them. Two of one name are a fault where other tables name them: what belongs to one
        would count for both."""
        named = any(entry.of == table.name for of in self.kind.tables.values() for entry in of.columns.values())
        found: dict[str, RecordRow] = {}
        for row in rows:
            key = row.cells.get(table.key)
            if key is None or found.setdefault(folded(key.printed), row) is row or not named:
                continue
            message = (
                f"table “{table.title}”, row {row.number}: “{in_one_line(key.printed)}” is row "
                f"{found[folded(key.printed)].number} as well, and other tables name a row by it"
            )
            cure = f"make one row of the two, or give each its own “{table.columns[table.key].title}”"
            self.say_at(key.place, "row-twice", message, cure)
        return found

    def _totals_among(self, rows: Mapping[str, tuple[RecordRow, ...]]) -> None:
        """Rows that are totals of the others, as when a table was copied with its last line: they would count twice."""
        summed = {formula.column.table for formula in _formulas(self.kind) if formula.column is not None}
        for name in summed:
            table = self.kind.tables[name]
            for row in rows[name]:
                key = row.cells.get(table.key)
                said = folded(key.printed).strip(" :.") if key is not None else ""
                if key is not None and (
                    said in _TOTALS or (_A_TOTAL.search(said) and _sums_the_others(row, rows[name]))
                ):
                    message = (
                        f"table “{table.title}”, row {row.number} is called “{key.printed}”, and would be added up "
                        "with the rows that it is the total of"
                    )
                    cure = "leave it out: totals are computed; call it otherwise if it is no total"
                    self.say_at(key.place, "total-among-rows", message, cure)

    # Figures.

    def _worked(
        self, fields: Mapping[str, FiguredValue], rows: Mapping[str, tuple[RecordRow, ...]]
    ) -> FiguredDocument | None:
        cells: NumberCells = {name: [dict(row.cells) for row in of] for name, of in rows.items()}
        left_out = {name: [row.left_out for row in of] for name, of in rows.items()}
        worked = worked_out(self.kind, fields, cells, left_out)
        made = {
            name: tuple(replace(row, cells=found) for row, found in zip(of, cells[name], strict=True))
            for name, of in rows.items()
        }
        document = FiguredDocument(self.own, self.kind, fields, made, worked.figures, worked.unknown)
        for fault in worked.faults:
            self.say(self._of_figure(document, fault))
        self.problems += self._differing(document)
        self.problems += self._leaks(document)
        if self.kind.person_level:
            self.problems += _people_in(document)
        return document

    def _of_figure(self, document: FiguredDocument, fault: NotKnown) -> Problem:
        if fault.table:
            row = document.rows[fault.table][fault.row - 1]
            column = document.type.tables[fault.table].columns[fault.name].title
            return self.own.problem(
                fault.slug,
                f"{document.named(fault.table, row)}, column “{column}” cannot be worked out: {fault.why}",
                row.place,
                cure=fault.cure,
            )
        return self.own.fault(
            fault.slug,
            f"“{self.kind.figures[fault.name].title}” cannot be worked out: {fault.why}",
            fault.cure,
            fault.name,
        )

    def _differing(self, document: FiguredDocument) -> Iterator[Problem]:
        """Figures that were typed, held against what the rows make."""
        for (table, name, number), typed in self.typed.items():
            if table:
                row = document.rows[table][number - 1]
                of: RecordColumn = self.kind.tables[table].columns[name]
                found, named = row.cells.get(name), f"{document.named(table, row)}, column “{of.title}”"
                kind, places, unknown = of.kind, of.places, "the row does not give what it is made of"
            else:
                figure = self.kind.figures[name]
                found, named = document.figures.get(name), f"“{figure.title}”"
                kind, places, unknown = figure.kind, figure.places, document.unknown.get(name, "")
            if found is None:
                yield self.own.problem(
                    "total-not-checked",
                    f"{named}: {typed.printed} is typed, and cannot be checked: {unknown}",
                    typed.place,
                    severity="warning",
                    cure="complete the rows, or leave the figure out: it is computed",
                )
            elif not _agree(typed, found, kind, places):
                yield self.own.problem(
                    "total-differs",
                    f"{named}: the file says {typed.printed}, and it should be {found.printed}",
                    typed.place,
                    cure="correct the rows or the figure, or leave the figure out: it is computed",
                )

    def _leaks(self, document: FiguredDocument) -> Iterator[Problem]:
        """Amounts of rows that they do not apply to, told all the same in words somewhere else in the document."""
        for table, rows in document.rows.items():
            columns = self.kind.tables[table].columns
            for row in rows:
                if not any(columns[name].kind == "money" for name in row.left_out):
                    continue
                for name, value in row.cells.items():
                    if columns[name].kind in ("text", "texts") and (found := _SUM.search(value.printed)) is not None:
                        yield Problem(
                            "amount-left-out",
                            f"{document.named(table, row)}, column “{columns[name].title}” holds “{found.group()}”, "
                            "and the amounts of the row are left out of this document",
                            value.place,
                            cure="take the amount out of the words",
                        )
        if not self.hidden:
            return
        amounts = set(self._hidden_amounts(document))
        amounts |= {Fraction(whole) for each in amounts if each >= _WORTH_TELLING for whole in _whole_pounds(each)}
        for named, value in _texts_of(document):
            for found in _NUMBERS.finditer(value.printed):
                if _amount(found.group()) in amounts:
                    yield Problem(
                        "amount-left-out",
                        f"{named} holds “{found.group()}”, an amount of a row that is left out of this document",
                        value.place,
                        cure="take the amount out of the words",
                    )
                    break

    def _hidden_amounts(self, document: FiguredDocument) -> Iterator[Fraction]:
        """The sums of money that were taken out, and those that would have been worked out of them."""
        by_row: dict[tuple[str, int], dict[str, FiguredValue]] = {}
        for table, number, name, value in self.hidden:
            by_row.setdefault((table, number), {})[name] = value
        for (table, number), taken in by_row.items():
            row = document.rows[table][number - 1]
            columns = self.kind.tables[table].columns
            cells: NumberCells = {name: [] for name in self.kind.tables}
            cells[table] = [{**row.cells, **taken}]
            worked_out(self.kind, document.fields, cells, {name: [frozenset()] * len(of) for name, of in cells.items()})
            for name, value in cells[table][0].items():
                if name in row.left_out and columns[name].kind == "money" and value.number is not None:
                    yield value.number


def _people_in(document: FiguredDocument) -> Iterator[Problem]:
    """Words of a document about one person that name somebody."""
    told: set[str] = set()
    for named, value in _texts_of(document):
        if names_one_person(value.printed) or _BORN.search(value.printed):
            yield Problem(
                "names-a-person",
                f"{named} holds a number or a day of birth by which a person is known",
                value.place,
                cure="take it out: a document about one person has an identifier of your own alone",
            )
        elif (who := named_person(value.printed)) and who not in told:
            told.add(who)
            yield Problem(
                "names-a-person",
                f"{named} holds “{who}”, which may name a person: this document names nobody",
                value.place,
                "warning",
                "write who it is by a role, such as “personal assistant”; if it is the name of a body, nothing need be "
                "done",
            )


def _sums_the_others(row: RecordRow, rows: tuple[RecordRow, ...]) -> bool:
    """Whether a number of the row is the sum of those of the other rows, of which there are several."""
    for name, own in row.cells.items():
        others = [other.cells[name].number for other in rows if other is not row and name in other.cells]
        if own.number and len(others) > 1 and own.number == sum(filter(None, others), Fraction()):
            return True
    return False


def _formulas(kind: OwnFileType) -> Iterator[Formula]:
    """Every formula of the type, of columns and of figures."""
    for table in kind.tables.values():
        yield from (column.formula for column in table.columns.values() if column.formula is not None)
    yield from (figure.formula for figure in kind.figures.values())


_OPEN_MATTER = re.compile(r"\b(?:is|are) to be \w+ (?:by|before|in|at|on) ", re.IGNORECASE)
"""A report tells what is still to be done, and when or by whom: that leaves nothing open in the report."""


def _gap(text: str) -> str | None:
    lines = (line for line in text.split("\n") if _OPEN_MATTER.search(line) is None or gap_mark(line) != line)
    return next((mark for line in lines if (mark := gap_left_by_a_person(line)) is not None), None)


def _agree(typed: FiguredValue, found: FiguredValue, kind: str, places: int) -> bool:
    if kind in NUMERIC and typed.number is not None and found.number is not None:
        return typed.number == printed_worth(kind, found.number, places)
    return folded(typed.printed) == folded(found.printed)


def _amount(text: str) -> Fraction | None:
    try:
        return Fraction(Decimal(text.replace(",", "").rstrip(".")))
    except ArithmeticError:
        return None


def _whole_pounds(amount: Fraction) -> tuple[int, int]:
    """The amount without its pence, and half up: what is said of it in words."""
    return int(amount), int(rounded(amount, 0))


def _texts_of(document: FiguredDocument) -> Iterable[tuple[str, FiguredValue]]:
    """Every word of the document that is not a figure, with where it stands."""
    yield "“title”", FiguredValue(document.title, place=document.own.place("title"))
    for name, value in document.fields.items():
        if document.type.fields[name].kind in ("text", "texts"):
            yield f"“{document.type.fields[name].title}”", value
    for table, rows in document.rows.items():
        columns = document.type.tables[table].columns
        for row in rows:
            for name, value in row.cells.items():
                if columns[name].kind in ("text", "texts", "reference"):
                    yield f"{document.named(table, row)}, column “{columns[name].title}”", value
