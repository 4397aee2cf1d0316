"""The forms of figures in a `type.yaml`: what a figure is made of, and which rows count for it, held against what the
file declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast, get_args

from specgen.figures.model import Figure, FigureForm, Formula, Operand, RecordColumn, RecordTable, Where
from specgen.figures.values import NUMERIC, UnreadableError, literal_kind, stated
from specgen.problems import Problem, did_you_mean
from specgen.yamlfile import Path as KeyPath
from specgen.yamlfile import YamlDocument

_LITERAL: Final = re.compile(r"£?[0-9][0-9,.]*%?")
_FORMS: Final[tuple[str, ...]] = get_args(FigureForm)
_OPERANDS: Final[Mapping[str, tuple[int, int]]] = {
    "sum": (1, 20),
    "difference": (2, 20),
    "product": (2, 20),
    "ratio": (2, 2),
    "share": (2, 2),
    "months": (2, 2),
    "first_of": (2, 20),
    "least": (2, 20),
    "greatest": (2, 20),
    "standing": (2, 2),
}
"""How few and how many operands a form takes."""
_ADDED: Final = ("sum", "difference", "product", "ratio", "share", "first_of", "least", "greatest")
"""Forms of numbers alone."""
_ALIKE: Final = ("sum", "difference", "first_of", "least", "greatest")
"""Forms whose figure is of the kind of what it is made of."""
SHARES_APART: Final = "make shares of shares (“kind: share”), and write the sign of a share, such as 100%"


_MONEY_APART: Final = "put money with money (“kind: money”, £ before a sum), and other numbers with other numbers"


def _unit(kind: str) -> str:
    return kind if kind in ("money", "share") else "number"


class FormulaReading:
    """A type.yaml under way: what it declares so far, its faults, and the readers of its figures' forms."""

    def __init__(self, document: YamlDocument, given: Mapping[str, Any]) -> None:
        self.document, self.given = document, given
        self.problems: list[Problem] = []
        self.fields: dict[str, RecordColumn] = {}
        self.tables: dict[str, RecordTable] = {}
        self.figures: dict[str, Figure] = {}

    def fault(self, path: KeyPath, message: str, suggestion: str = "", cure: str = "") -> None:
        place = self.document.place(path)
        self.problems.append(self.document.problem("type-file", message, place, cure=cure, suggestion=suggestion))

    def _formula(self, said: Any, path: KeyPath, table: str, skip: tuple[str, ...] = ()) -> Formula | None:
        given = self._mapping(said, path)
        forms = [name for name in given if name not in (*skip, "words")]
        if len(forms) != 1 or forms[0] not in _FORMS:
            self._one_form(forms, _FORMS, "figure", path)
            return None
        form = cast(FigureForm, forms[0])
        inner = given[form]
        at: KeyPath = (*path, form)
        words = self._words(given.get("words"))
        if form == "count":
            return self._count(self._mapping(inner, at), at, table)
        if form == "which":
            of = self._mapping(inner, at)
            self._known(of, ("column", "words"), at)
            column = self._operand(of.get("column"), (*at, "column"), table)
            words = self._words(of.get("words"))
            if len(words) != 2:
                self.fault((*at, "words"), "“which” takes two words: where the column is given, and where it is not")
            return Formula(form, (column,), words=words) if column is not None else None
        if form == "sum" and isinstance(inner, dict):
            self._known(inner, ("column", "where"), at)
            column = self._operand(inner.get("column"), (*at, "column"), table)
            if column is None:
                return None
            if not column.table:
                self.fault((*at, "column"), f"“{column.name}” is no column of a table; write table.column")
                return None
            if self._kind_of(column) != "number":
                self.fault((*at, "column"), f"“{column.name}” is no column of numbers")
            wheres = self._wheres(inner.get("where"), (*at, "where"), column.table, table)
            return Formula(form, column=column, where=wheres)
        operands = self._operands(inner, at, table)
        kinds = {self._kind_of(operand) for operand in operands}
        if form in _ADDED and kinds - {"number"}:
            self.fault(at, f"“{form}” is of numbers alone")
        if (form == "months" and kinds - {"date"}) or (form == "standing" and (len(kinds) > 1 or "words" in kinds)):
            self.fault(at, f"“{form}” is of {'dates' if form == 'months' else 'two numbers or two dates'}")
        few, most = _OPERANDS[form]
        if not few <= len(operands) <= most:
            self.fault(
                at, f"“{form}” takes {few if few == most else f'{few} to {most}'} names, and has {len(operands)}"
            )
        if form == "standing" and len(words) != 3:
            self.fault(
                path, "“standing” takes three words: below, equal, above", cure="add “words: [behind, on, ahead]”"
            )
        return Formula(form, operands, words=words)

    def _one_form(self, given: Sequence[str], known: Sequence[str], of: str, path: KeyPath) -> None:
        """What is wrong with the forms of a figure or condition, which has one of those that are known."""
        odd = next((name for name in given if name not in known), "")
        message = f"“{odd}” is not a form of {of}" if odd else f"a {of} has one form"
        cure = f"use one of: {', '.join(known)}"
        self.fault((*path, odd) if odd else path, message, did_you_mean(odd, known), cure)

    def _count(self, given: Mapping[str, Any], path: KeyPath, own: str) -> Formula | None:
        self._known(given, ("table", "where"), path)
        table = str(given.get("table") or "")
        if table not in self.tables:
            self.fault((*path, "table"), f"there is no table “{table}”", did_you_mean(table, self.tables))
            return None
        wheres = self._wheres(given.get("where"), (*path, "where"), table, own)
        return Formula("count", column=Operand("", table), where=wheres)

    def _wheres(self, said: Any, path: KeyPath, table: str, own: str) -> tuple[Where, ...]:
        """The rows of `table` that count for a figure, which is one of the rows of the table `own`, or ""."""
        found: list[Where] = []
        for number, each in enumerate(said if isinstance(said, list) else [] if said is None else [said]):
            at = (*path, number) if isinstance(said, list) else path
            where = self._where(each, at, own=own)
            if where is None:
                continue
            if where.column not in self.tables[table].columns:
                self._no_column((*at, "column"), table, where.column)
            if where.same_as and where.same_as not in self.tables[own].columns:
                self._no_column((*at, "same_as"), own, where.same_as)
            self._words_there(where, self.tables[table].columns.get(where.column), at)
            found.append(where)
        return tuple(found)

    def _words_there(self, where: Where, column: RecordColumn | Figure | None, path: KeyPath) -> None:
        """A choice is never another word than its own: no row would count, and nobody would be told."""
        options = column.options if isinstance(column, RecordColumn) else ()
        known = {word.casefold() for word in options}
        if odd := next((word for word in where.words if known and word.casefold() not in known), ""):
            near, cure = did_you_mean(odd, options), f"its words are: {', '.join(options)}"
            self.fault((*path, "is"), f"“{where.column}” is never “{odd}”", near, cure)

    def _operands(self, said: Any, path: KeyPath, table: str = "") -> tuple[Operand, ...]:
        listed = said if isinstance(said, list) else [said]
        made = (self._operand(each, (*path, number), table) for number, each in enumerate(listed))
        return tuple(each for each in made if each is not None)

    def _operand(self, said: Any, path: KeyPath, table: str = "") -> Operand | None:
        name = str(said if said is not None else "")
        if _LITERAL.fullmatch(name):
            try:
                stated(name)
            except UnreadableError as fault:
                self.fault(path, f"“{name}” {fault}")
                return None
            return Operand(name, literal=name)
        of, dot, column = name.partition(".")
        if dot:
            if of not in self.tables:
                self.fault(path, f"there is no table “{of}”", did_you_mean(of, self.tables))
                return None
            if column not in self.tables[of].columns:
                self._no_column(path, of, column)
                return None
            return Operand(column, of)
        if table and name in self.tables[table].columns:
            return Operand(name, table)
        known = (*self.fields, *self.figures, *(self.tables[table].columns if table else ()))
        if name not in self.fields and name not in self.figures:
            message = f"“{name}” is neither a field, a figure nor a number" if name else "a name is missing here"
            self.fault(path, message, did_you_mean(name, known), "a column is written table.column")
            return None
        return Operand(name)

    def _where(self, said: Any, path: KeyPath, own: str = "") -> Where | None:
        if said is None:
            return None
        given = self._mapping(said, path)
        self._known(given, ("column", "is", "filled", *(["same_as"] if own else [])), path)
        words, filled, same_as = self._words(given.get("is")), given.get("filled"), str(given.get("same_as") or "")
        if (
            not isinstance(given.get("column"), str)
            or [bool(words), filled is not None, bool(same_as)].count(True) != 1
        ):
            self.fault(path, "“column:” and one of “is:”, “filled:” and, in a column, “same_as:” belong here")
            return None
        known = None if filled is None else self._flag(given, "filled", path, otherwise=True)
        return Where(given["column"], words, known, same_as if own else "")

    def _kind_of(self, operand: Operand) -> str:
        """`number`, `date` or `words`: what the operand can be compared with."""
        if operand.literal:
            return "number"
        of = self._entry_of(operand)
        kind = of.kind if of is not None else "text"
        return "number" if kind in NUMERIC else "date" if kind == "date" else "words"

    def _unit_of(self, operand: Operand) -> str:
        """`money`, `share` or `number`: what a number is a number of."""
        if operand.literal:
            return literal_kind(operand.literal)
        of = self._entry_of(operand)
        return _unit(of.kind) if of is not None else "number"

    def _entry_of(self, operand: Operand) -> RecordColumn | Figure | None:
        if operand.table:
            return self.tables[operand.table].columns.get(operand.name)
        return self.fields.get(operand.name) or self.figures.get(operand.name)

    def _units(self, operands: Iterable[Operand]) -> set[str]:
        """What the numbers are numbers of; one that the type states without a sign is as well one of pounds."""
        listed = list(operands)
        found = {self._unit_of(operand) for operand in listed}
        stated = all(operand.literal for operand in listed if self._unit_of(operand) == "number")
        return found - {"number"} if stated and "money" in found else found

    def _units_fit(self, kind: str, formula: Formula, path: KeyPath) -> None:
        """A share is added to shares alone, and money to money: 5% and £5 make nothing, nor do £5 and 5 people."""
        form = formula.form
        if form in ("count", "months"):
            if _unit(kind) != "number":
                self.fault(path, f"“{form}” makes a number, and no “{kind}”", cure="write “kind: count”")
            return
        if kind not in NUMERIC:
            return
        parts = [formula.column] if formula.column is not None else list(formula.operands)
        units = self._units(parts)
        money = [self._unit_of(part) == "money" for part in parts]
        if form in _ALIKE:
            if ("share" in units and units != {"share"}) or (_unit(kind) == "share") != (units == {"share"}):
                self.fault(path, f"“{form}” of shares and of other numbers make nothing", cure=SHARES_APART)
            elif len(units) > 1:
                self.fault(path, f"“{form}” of money and of other numbers make nothing", cure=_MONEY_APART)
            elif units and _unit(kind) not in units:
                made = "money" if units == {"money"} else "no money"
                self.fault(path, f"“{form}” of this is {made}, and no “{kind}”", cure=_MONEY_APART)
        elif (form == "product" and sum(money) > 1) or (form in ("ratio", "share") and money == [False, True]):
            self.fault(path, f"“{form}” of these is no number of anything", cure=_MONEY_APART)
        elif form == "share" and money == [True, False]:
            self.fault(path, "“share” is of money and money, or of two other numbers", cure=_MONEY_APART)
        elif form == "product" and any(money) and _unit(kind) != "money":
            self.fault(path, f"“{form}” of this is money, and no “{kind}”", cure="write “kind: money”")
        elif form in ("product", "ratio") and any(money) == all(money) and _unit(kind) == "money":
            self.fault(path, f"“{form}” of this is no money", cure="write “kind: number”")

    def _mapping(self, said: Any, path: KeyPath) -> dict[str, Any]:
        if said is None:
            return {}
        if not isinstance(said, dict):
            self.fault(path, f"“{path[-1]}” must hold names with values")
            return {}
        return said

    def _known(self, given: Mapping[str, Any], known: Sequence[str], path: KeyPath) -> None:
        for name in given:
            if name not in known:
                near = did_you_mean(name, known)
                self.fault((*path, name), f"“{name}” does not belong here", near, f"use: {', '.join(known)}")

    def _no_column(self, path: KeyPath, table: str, column: str) -> None:
        known = self.tables[table].columns if table in self.tables else {}
        message, cure = f"the table “{table}” has no column “{column}”", f"its columns are: {', '.join(known)}"
        self.fault(path, message, did_you_mean(column, known), cure)

    def _words(self, said: Any) -> tuple[str, ...]:
        if said is None:
            return ()
        return tuple(map(str, said)) if isinstance(said, list) else (str(said),)

    def _flag(self, given: Mapping[str, Any], name: str, path: KeyPath, *, otherwise: bool) -> bool:
        said = given.get(name)
        if said is None:
            return otherwise
        if said not in ("yes", "no", "true", "false"):
            self.fault((*path, name), f"“{name}” is yes or no, not “{said}”")
        return said in ("yes", "true")
