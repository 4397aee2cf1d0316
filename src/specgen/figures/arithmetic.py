"""Figures worked out: exact fractions, rounded half up once, each at its own stated places.

A total is made of what its parts print, so that it never differs from the rows that a reader adds up: `sum` and
`difference` take their parts as they are printed. `product`, `ratio` and `share` take them as they are, unrounded.
A figure of which a part is not given is not known; it is never taken for nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Final, get_args

from msgspec import Struct, field

from specgen.figures.model import TEXT_FORMS, Figure, FigureForm, Formula, Operand, OwnFileType, RecordColumn, Where
from specgen.figures.values import NUMERIC, FiguredValue, Kind, folded, print_number, printed_worth, stated

NumberCells = dict[str, list[dict[str, FiguredValue]]]
"""Table → its rows → their cells by column."""
LARGEST: Final = Fraction(10) ** 30
"""No figure of a document is as large; products of products are."""


class NotKnown(Struct, frozen=True):
    """Why a figure cannot be worked out though all that it is made of is given."""

    table: str
    name: str
    row: int
    slug: str
    why: str
    cure: str


class Worked(Struct):
    """What came of the figures: those of the document, and why others are not known. Computed cells were put into the
    rows."""

    figures: dict[str, FiguredValue] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    faults: list[NotKnown] = field(default_factory=list)


class _MissingError(Exception):
    """A part is not given."""


class _ApartError(Exception):
    """A part does not apply to the row."""


class _FaultError(Exception):
    """A part is given, and nothing can be made of it."""

    def __init__(self, slug: str, why: str, cure: str) -> None:
        super().__init__(why)
        self.slug, self.why, self.cure = slug, why, cure


def worked_out(
    kind: OwnFileType,
    fields: Mapping[str, FiguredValue],
    cells: NumberCells,
    left_out: Mapping[str, Sequence[frozenset[str]]],
) -> Worked:
    """Every figure of the document; computed cells are put into `cells`. `left_out` is table → for each row the columns
    that do not apply to it."""
    working = _Working(kind, fields, cells, {name: [set(row) for row in rows] for name, rows in left_out.items()})
    for table, name in kind.order:
        if table:
            working.column(table, kind.tables[table].columns[name])
        else:
            working.figure(kind.figures[name])
    return working.worked


class _Working:
    def __init__(
        self,
        kind: OwnFileType,
        fields: Mapping[str, FiguredValue],
        cells: NumberCells,
        left_out: Mapping[str, list[set[str]]],
    ) -> None:
        self.kind, self.fields, self.cells, self.left_out = kind, fields, cells, left_out
        self.worked = Worked()
        self.grouped: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[int]]] = {}

    def column(self, table: str, entry: RecordColumn) -> None:
        assert entry.formula is not None
        for index, row in enumerate(self.cells[table]):
            if entry.name in self.left_out[table][index]:
                continue
            try:
                row[entry.name] = self._made(entry.formula, entry.kind, entry.places, table, index)
            except _MissingError:
                continue
            except _ApartError:
                self.left_out[table][index].add(entry.name)
            except _FaultError as fault:
                self.worked.faults.append(NotKnown(table, entry.name, index + 1, fault.slug, fault.why, fault.cure))

    def figure(self, figure: Figure) -> None:
        try:
            self.worked.figures[figure.name] = self._made(figure.formula, figure.kind, figure.places, "", 0)
        except (_MissingError, _ApartError) as missing:
            self.worked.unknown[figure.name] = str(missing)
        except _FaultError as fault:
            self.worked.unknown[figure.name] = fault.why
            self.worked.faults.append(NotKnown("", figure.name, 0, fault.slug, fault.why, fault.cure))

    def _made(self, formula: Formula, kind: Kind, places: int, table: str, index: int) -> FiguredValue:
        if formula.form == "which":
            given = self._found(formula.operands[0], table, index) is not None
            return FiguredValue(formula.words[0] if given else formula.words[1])
        if formula.form == "standing":
            actual, expected = (self._place(operand, table, index) for operand in formula.operands)
            return FiguredValue(formula.words[0 if actual < expected else 1 if actual == expected else 2])
        number = _FORMS[formula.form](self, formula, table, index)
        if abs(number) > LARGEST or number.denominator > LARGEST:
            raise _FaultError("too-large", "the figure is too large", "correct the values that it is made of")
        return FiguredValue(print_number(kind, number, places), number)

    def _found(self, operand: Operand, table: str, index: int) -> FiguredValue | None:
        if operand.literal:
            return stated(operand.literal)
        if operand.table:
            if operand.table == table:
                if operand.name in self.left_out[table][index]:
                    raise _ApartError
                return self.cells[table][index].get(operand.name)
            raise _FaultError(
                "type-file", f"“{operand.table}.{operand.name}” is a column, not one figure", "take its sum"
            )
        return self.fields.get(operand.name) or self.worked.figures.get(operand.name)

    def _value(self, operand: Operand, table: str, index: int) -> FiguredValue:
        found = self._found(operand, table, index)
        if found is None:
            raise _MissingError(f"{self._title(operand)} is not given")
        return found

    def _title(self, operand: Operand) -> str:
        entry = self.kind.entry(operand)
        return f"“{entry.title}”" if entry is not None else operand.name

    def _number(self, operand: Operand, table: str, index: int) -> Fraction:
        found = self._value(operand, table, index)
        if found.number is None:
            raise _FaultError("wrong-value", f"{self._title(operand)} is not a number", "correct the type")
        return found.number

    def _place(self, operand: Operand, table: str, index: int) -> Fraction:
        """The operand as it stands among others: a number as it is printed, a date by its last day."""
        found = self._value(operand, table, index)
        if found.days is not None:
            return Fraction(found.days.last.toordinal())
        return self._printed(operand, table, index)

    def _printed(self, operand: Operand, table: str, index: int) -> Fraction:
        """The operand as the document prints it."""
        number = self._number(operand, table, index)
        entry = self.kind.computed(operand)
        return printed_worth(entry.kind, number, entry.places) if entry is not None else number

    def _rows(self, formula: Formula, table: str, index: int) -> Iterator[tuple[int, Mapping[str, FiguredValue]]]:
        """The rows that the figure counts, with their numbers; they may be those of the figure's own row alone."""
        assert formula.column is not None
        rows = self.cells[formula.column.table]
        joined = [where for where in formula.where if where.same_as]
        if joined:
            own = self.cells[table][index]
            key = tuple(_folded(own.get(where.same_as)) for where in joined)
            numbers = self._groups(formula, joined).get(key, []) if all(key) else []
        else:
            numbers = range(len(rows))
        for number in numbers:
            if all(applies(where, rows[number]) for where in formula.where if not where.same_as):
                yield number, rows[number]

    def _groups(self, formula: Formula, joined: Sequence[Where]) -> Mapping[tuple[str, ...], Sequence[int]]:
        """The numbers of a table's rows by what they hold in the columns by which they are joined to other rows."""
        assert formula.column is not None
        name = formula.column.table, tuple(where.column for where in joined)
        if name not in self.grouped:
            found = self.grouped[name] = {}
            for number, row in enumerate(self.cells[formula.column.table]):
                found.setdefault(tuple(_folded(row.get(column)) for column in name[1]), []).append(number)
        return self.grouped[name]

    # The forms.

    def _sum(self, formula: Formula, table: str, index: int) -> Fraction:
        if formula.column is None:
            parts = self._applying(formula.operands, table, index)
            if not parts:
                raise _ApartError
            return sum(parts, Fraction())
        of, name = formula.column.table, formula.column.name
        entry = self.kind.tables[of].columns[name]
        if entry.kind not in NUMERIC:
            raise _FaultError("wrong-value", f"“{entry.title}” is not a number", "correct the type")
        parts = []
        missing = 0
        for number, row in self._rows(formula, table, index):
            if name in self.left_out[of][number]:
                continue
            found = row.get(name)
            if found is None or found.number is None:
                missing += 1
                continue
            parts.append(
                printed_worth(entry.kind, found.number, entry.places) if entry.formula is not None else found.number
            )
        if missing:
            rows = "1 row does" if missing == 1 else f"{missing:,} rows do"
            raise _MissingError(f"{rows} not give “{entry.title}” in the table “{self.kind.tables[of].title}”")
        return _total(parts)

    def _difference(self, formula: Formula, table: str, index: int) -> Fraction:
        first = self._printed(formula.operands[0], table, index)
        return first - sum(self._applying(formula.operands[1:], table, index), Fraction())

    def _applying(self, operands: Sequence[Operand], table: str, index: int) -> list[Fraction]:
        """The operands as they are printed, without those that do not apply to the row."""
        found = []
        for operand in operands:
            try:
                found.append(self._printed(operand, table, index))
            except _ApartError:
                continue
        return found

    def _product(self, formula: Formula, table: str, index: int) -> Fraction:
        found = Fraction(1)
        for operand in formula.operands:
            found *= self._number(operand, table, index)
        return found

    def _ratio(self, formula: Formula, table: str, index: int) -> Fraction:
        part, whole = (self._number(operand, table, index) for operand in formula.operands)
        if whole == 0:
            raise _FaultError(
                "division-by-zero",
                f"it is divided by {self._title(formula.operands[1])}, which is 0",
                "correct that value, or leave out what is measured by it",
            )
        return part / whole

    _share = _ratio

    def _count(self, formula: Formula, table: str, index: int) -> Fraction:
        assert formula.column is not None
        return Fraction(sum(1 for _ in self._rows(formula, table, index)))

    def _months(self, formula: Formula, table: str, index: int) -> Fraction:
        start, end = (self._value(operand, table, index) for operand in formula.operands)
        if start.days is None or end.days is None:
            raise _FaultError("wrong-value", "months are counted between dates", "correct the type")
        first, after = start.days.first, end.days.last
        if after < first:
            raise _FaultError("dates-not-in-order", f"{end.printed} lies before {start.printed}", "correct the dates")
        # The day after the last belongs to the next month when the last is a month's last day.
        day = after + timedelta(days=1) if after.toordinal() < 3_652_059 else after
        return Fraction((day.year - first.year) * 12 + day.month - first.month - (day.day < first.day))

    def _first_of(self, formula: Formula, table: str, index: int) -> Fraction:
        for operand in formula.operands:
            found = self._found(operand, table, index)
            if found is not None and found.number is not None:
                return found.number
        raise _MissingError(f"none of {', '.join(map(self._title, formula.operands))} is given")

    def _least(self, formula: Formula, table: str, index: int) -> Fraction:
        return min(self._number(operand, table, index) for operand in formula.operands)

    def _greatest(self, formula: Formula, table: str, index: int) -> Fraction:
        return max(self._number(operand, table, index) for operand in formula.operands)


_FORMS: Final[Mapping[str, Callable[[_Working, Formula, str, int], Fraction]]] = {
    form: getattr(_Working, f"_{form}") for form in get_args(FigureForm) if form not in TEXT_FORMS
}
"""Each form of numbers is worked out by the method of its name."""


def _folded(value: FiguredValue | None) -> str:
    return folded(value.printed) if value is not None else ""


def applies(where: Where | None, cells: Mapping[str, FiguredValue]) -> bool:
    """Whether the cells of a row, or the fields of a document, are such as `where` says."""
    if where is None:
        return True
    found = cells.get(where.column)
    if where.filled is not None:
        return (found is not None and bool(found.printed)) == where.filled
    said = () if found is None else found.entries or (found.printed,)
    return any(word.casefold() == each.casefold() for word in where.words for each in said)


def _total(parts: Sequence[Fraction]) -> Fraction:
    """The sum; of ten thousand parts in one denominator, which they mostly have, ten times as fast."""
    scaled = [part * 10_000 for part in parts]
    if all(part.denominator == 1 for part in scaled):
        return Fraction(sum(part.numerator for part in scaled), 10_000)
    return sum(parts, Fraction())
