"""What a type of documents with figures declares: fields, tables of records, figures and conditions.

Every form is one of a closed list over named columns: there are no expressions, and nothing here can run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct, field

from specgen.figures.values import Kind
from specgen.problems import Severity

FigureForm = Literal[
    "sum", "difference", "product", "ratio", "share", "count", "months", "first_of", "least", "greatest", "standing",
    "which",
]  # fmt: skip
TEXT_FORMS: Final = ("standing", "which")
"""Forms of figures that make a word."""
ConditionForm = Literal[
    "equal", "at_least", "at_most", "between", "one_of", "rises", "falls", "in_order", "in_table", "apart",
    "distinct", "named_when", "without_words", "own_words", "whole_sentences", "terms_defined", "named_there",
    "same_texts", "one_spelling",
]  # fmt: skip


_NOT_IN_A_SHEET: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_SHEET: Final = 31


def sheet_title(title: str) -> str:
    """The title as the name of a sheet, which holds 31 characters and not all signs (ECMA-376 part 1, 18.2.19): one
    spelling for whoever writes a workbook and whoever reads it."""
    return " ".join(title.translate(_NOT_IN_A_SHEET).split())[:_LONGEST_SHEET].strip(" '")


class Where(Struct, frozen=True):
    """The rows in which `column` holds one of `words`; with `filled`, those in which it holds anything, or nothing.

    With `same_as` they are those in which it holds what that column of the figure's own row holds."""

    column: str
    words: tuple[str, ...] = ()
    filled: bool | None = None
    same_as: str = ""


class Operand(Struct, frozen=True):
    """What a form works with: a field, a figure or a table's column by its name, or a number that the type states
    (`literal`)."""

    name: str
    table: str = ""
    literal: str = ""


class Formula(Struct, frozen=True):
    """A figure's form with its operands. `column` is what a sum goes down; `where` which rows count: those for which
    all of them hold."""

    form: FigureForm
    operands: tuple[Operand, ...] = ()
    column: Operand | None = None
    where: tuple[Where, ...] = ()
    words: tuple[str, ...] = ()


class FromReturns(Struct, frozen=True):
    """That a column holds what came back: `file` is the field that names the saved result of `specgen returns read`,
    `measure` the column that says which contract and measure."""

    file: str
    measure: str


class RecordColumn(Struct, frozen=True):
    """A field, or a column of a table. `formula` is that of a computed column; `only_when` says in which rows the
    column's value may stand at all: elsewhere it is taken out before anything else sees it."""

    name: str
    title: str
    kind: Kind
    required: bool = True
    says: str = ""
    options: tuple[str, ...] = ()
    of: str = ""
    places: int = 0
    formula: Formula | None = None
    only_when: Where | None = None
    example: str | tuple[str, ...] = ""
    from_returns: FromReturns | None = None


class RecordTable(Struct, frozen=True):
    """A table of records. `key` is the column that names a row."""

    name: str
    title: str
    key: str
    columns: Mapping[str, RecordColumn]
    required: bool = True
    says: str = ""
    example: tuple[Mapping[str, str], ...] = ()
    items: Mapping[str, str] = field(default_factory=dict)
    """Column → what of a contract's action, milestone or obligation stands there in a file to start from."""


class Figure(Struct, frozen=True):
    """A figure of the document as a whole."""

    name: str
    title: str
    kind: Kind
    places: int
    formula: Formula


class Condition(Struct, frozen=True):
    """Something that holds of a sound document, with the sentence for one in which it does not. `holds` is said, as a
    note, where it does. `shows` are figures that are named with it."""

    name: str
    form: ConditionForm
    severity: Severity
    sentence: str
    cure: str = ""
    source: str = ""
    holds: str = ""
    shows: tuple[Operand, ...] = ()
    operands: tuple[Operand, ...] = ()
    others: tuple[Operand, ...] = ()
    where: Where | None = None
    words: tuple[str, ...] = ()
    rows_of: str = ""
    most: int = 0


class OwnFileType(Struct, frozen=True):
    """A type of documents of which each is made of a file of its own. `order` are the nodes of the computed figures,
    (table or "", name), each after what it rests on."""

    key: str
    title: str
    name: str
    place: int
    template: Path
    fields: Mapping[str, RecordColumn] = field(default_factory=dict)
    tables: Mapping[str, RecordTable] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    person_level: bool = False
    says: str = ""
    sha256: str = ""

    def entry(self, operand: Operand) -> RecordColumn | Figure | None:
        """What the operand names; None for a number and for nothing."""
        if operand.table:
            return self.tables[operand.table].columns.get(operand.name)
        return self.fields.get(operand.name) or self.figures.get(operand.name)

    def computed(self, operand: Operand) -> RecordColumn | Figure | None:
        """The figure or computed column that the operand names: what it is worth is what is printed."""
        entry = self.entry(operand)
        return entry if isinstance(entry, Figure) or (entry is not None and entry.formula is not None) else None

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that a file of the type may give, in the order in which it is declared."""
        return (*self.fields, *self.tables, *self.figures)
