"""`type.yaml` of a type whose documents are made of files of their own: read, and every fault named.

Unknown names, forms and columns, figures that rest on themselves, and conditions about nothing are refused here, before
a document is seen. docs/figures.md describes the file for whoever writes one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast, get_args

from specgen.assembly.document_type import OWN_FILE, TYPE_FILE
from specgen.figures.model import (
    Condition,
    ConditionForm,
    Figure,
    FigureForm,
    Formula,
    FromReturns,
    Operand,
    OwnFileType,
    RecordColumn,
    RecordTable,
    Where,
    sheet_title,
)
from specgen.figures.values import KINDS_IN_WORDS, NUMERIC, Kind, UnreadableError, read_value
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, Severity, did_you_mean
from specgen.yamlfile import Path as KeyPath
from specgen.yamlfile import YamlDocument, decode, parse_yaml, plain

FIRST_KEY: Final = "document"
HEAD: Final = ("document", "reference", "title", "status", "version")
"""The names that every file of every such type has."""
LAST: Final = 500

_KEYS: Final = (
    "title",
    "when",
    "name",
    "order",
    "person_level",
    "says",
    "fields",
    "tables",
    "figures",
    "conditions",
)
_ENTRY_KEYS: Final = (
    "title",
    "kind",
    "required",
    "says",
    "words",
    "of",
    "places",
    "figure",
    "only_when",
    "example",
    "from_returns",
)
_TABLE_KEYS: Final = ("title", "key", "required", "says", "columns", "example", "items")
ITEM: Final = ("label", "schedule", "title", "owner", "due", "evidence", "contract", "measures")
"""What there is of an action, a milestone or an obligation of a contract: `label` is such as NBB-2026-003 6D 2."""
_CONDITION_KEYS: Final = ("severity", "sentence", "cure", "source", "holds", "shows", "where", "if_rows")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CONDITION_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LITERAL: Final = re.compile(r"£?[0-9][0-9,.]*%?")
_FORMS: Final[tuple[str, ...]] = get_args(FigureForm)
_CONDITIONS: Final[tuple[str, ...]] = get_args(ConditionForm)
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
_COMPARED: Final[Mapping[str, tuple[str, ...]]] = {
    "at_least": ("number", "date"),
    "at_most": ("number", "date"),
    "between": ("number", "date"),
    "in_order": ("date",),
    "rises": ("number",),
    "falls": ("number",),
}
"""What the operands of a condition must be, so that one can be more than another."""
_OF_SEVERAL: Final = ("in_table", "apart", "whole_sentences", "terms_defined", "named_there", "one_spelling")
"""Conditions that look at columns of several tables."""
_ADDED: Final = ("sum", "difference", "product", "ratio", "share", "first_of", "least", "greatest")
"""Forms of numbers alone."""
_TEXT_FORMS: Final = ("standing", "which")


def own_file_types(folder: Path) -> tuple[str, ...]:
    """The names of the types of that kind in `folder`, whether they are sound or not. Raises OSError."""
    return tuple(
        path.parent.name for path in sorted(folder.glob(f"*/{TYPE_FILE}")) if OWN_FILE.search(read_plain(path))
    )


def type_in(folder: Path, key: str) -> tuple[OwnFileType | None, list[Problem]]:
    """The type of that name in `folder`, and its faults. Raises OSError."""
    path = folder / key / TYPE_FILE
    return read_own_file_type(read_plain(path), str(path), key, path.with_name("template.docx"))


def read_own_file_type(data: bytes, file: str, key: str, template: Path) -> tuple[OwnFileType | None, list[Problem]]:
    """The type that the bytes declare; None when it has a fault."""
    text, problems = decode(data, file)
    document, faults = parse_yaml(text, file)
    problems += faults
    given = plain(document.root)
    if problems or not isinstance(given, dict):
        return None, problems or [Problem("type-file", "the file holds no names with values", Location(file))]
    reading = _TypeReading(document, given)
    kind = reading.whole(key, template, hashlib.sha256(data).hexdigest())
    return (None, reading.problems) if reading.problems else (kind, [])


class _TypeReading:
    """One type.yaml under way."""

    def __init__(self, document: YamlDocument, given: Mapping[str, Any]) -> None:
        self.document, self.given = document, given
        self.problems: list[Problem] = []
        self.fields: dict[str, RecordColumn] = {}
        self.tables: dict[str, RecordTable] = {}
        self.figures: dict[str, Figure] = {}

    def fault(self, path: KeyPath, message: str, suggestion: str = "", cure: str = "") -> None:
        place = self.document.place(path)
        self.problems.append(
            Problem("type-file", message, place, cure=cure, suggestion=suggestion, excerpt=self.document.excerpt(place))
        )

    def whole(self, key: str, template: Path, sha256: str) -> OwnFileType | None:
        given = self.given
        self._known(given, _KEYS, ())
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
            self.fault((), f"the folder name “{key}” has other characters than small letters, digits and hyphens")
        for name in ("title", "name"):
            if not isinstance(given.get(name), str):
                self.fault((name,), f"“{name}” is missing", cure=f"add “{name}:” with words")
        if not template.is_file():
            self.fault((), "there is no template.docx beside type.yaml", cure="save the Word template under that name")
        order = str(given.get("order") or LAST)
        if not (order.isascii() and order.isdigit() and len(order) < 7):
            self.fault(("order",), f"“{order}” is not a whole number")
            order = "0"
        self._declared()
        conditions = tuple(self._conditions())
        resting = self._order()
        if self.problems:
            return None
        return OwnFileType(
            key,
            str(given["title"]),
            str(given["name"]),
            int(order),
            template,
            self.fields,
            self.tables,
            self.figures,
            conditions,
            resting,
            self._flag(given, "person_level", (), otherwise=False),
            str(given.get("says") or ""),
            sha256,
        )

    # What is declared: names first, so that every form can be held against all of them.

    def _declared(self) -> None:
        fields = self._mapping(self.given.get("fields"), ("fields",))
        tables = self._mapping(self.given.get("tables"), ("tables",))
        figures = self._mapping(self.given.get("figures"), ("figures",))
        seen: dict[str, str] = dict.fromkeys(HEAD, "every file")
        for where, group in (("fields", fields), ("tables", tables), ("figures", figures)):
            for name in group:
                self._name(name, (where, name))
                if name in seen:
                    self.fault((where, name), f"“{name}” is a name that {seen[name]} has already")
                seen.setdefault(name, where)
        for name, said in fields.items():
            entry = self._entry(name, said, ("fields", name))
            if entry is not None:
                self.fields[name] = entry
                if entry.only_when is not None or entry.formula is not None:
                    self.fault(("fields", name), "“only_when” and “figure” belong to columns of tables")
        columns: dict[str, Mapping[str, Any]] = {}
        for name, said in tables.items():
            columns[name] = self._table(name, said)
            self._titled_once(self.tables[name].columns, ("tables", name, "columns"))
        self._titled_once(self.fields, ("fields",))
        self._titled_once(self.tables, ("tables",))
        for name, said in figures.items():
            self._figure_shell(name, said)
        # Formulas last: they name columns and figures that may be declared below them.
        for name, of in columns.items():
            self._column_formulas(name, of)
        for name, said in figures.items():
            if name in self.figures:
                formula = self._formula(said, ("figures", name), "", skip=("title", "kind", "places"))
                if formula is not None:
                    shell = self.figures[name]
                    self._kind_of_form(shell.kind, formula, ("figures", name))
                    self.figures[name] = Figure(name, shell.title, shell.kind, shell.places, formula)

    def _titled_once(self, group: Mapping[str, RecordColumn] | Mapping[str, RecordTable], path: KeyPath) -> None:
        """In a workbook columns and sheets are told apart by their titles."""
        seen: dict[str, str] = {}
        for name, of in group.items():
            title = sheet_title(of.title).casefold() if path == ("tables",) else of.title.casefold()
            if seen.setdefault(title, name) != name:
                self.fault(
                    (*path, name), f"“{of.title}” is the title of “{seen[title]}” as well", cure="give it its own"
                )

    def _table(self, name: str, said: Any) -> Mapping[str, Any]:
        path: KeyPath = ("tables", name)
        given = self._mapping(said, path)
        self._known(given, _TABLE_KEYS, path)
        columns = self._mapping(given.get("columns"), (*path, "columns"))
        found: dict[str, RecordColumn] = {}
        for column, of in columns.items():
            self._name(column, (*path, "columns", column))
            entry = self._entry(column, of, (*path, "columns", column))
            if entry is not None:
                found[column] = entry
        if not columns:
            self.fault(path, f"the table “{name}” has no columns", cure="add “columns:” with at least one")
        key = str(given.get("key") or next(iter(columns), ""))
        if columns and key not in columns:
            self.fault((*path, "key"), f"the table has no column “{key}”", did_you_mean(key, columns))
        self.tables[name] = RecordTable(
            name,
            str(given.get("title") or name),
            key,
            found,
            self._flag(given, "required", path, otherwise=True),
            str(given.get("says") or ""),
            tuple(self._example_rows(given.get("example"), (*path, "example"), columns)),
            self._items(given.get("items"), (*path, "items"), columns),
        )
        return columns

    def _items(self, said: Any, path: KeyPath, columns: Iterable[str]) -> Mapping[str, str]:
        given = self._mapping(said, path)
        self._known(given, tuple(columns), path)
        for name, of in given.items():
            if of not in ITEM:
                self.fault(
                    (*path, name),
                    f"“{of}” is nothing of an item",
                    did_you_mean(str(of), ITEM),
                    f"use: {', '.join(ITEM)}",
                )
        return {name: str(of) for name, of in given.items()}

    def _example_rows(self, said: Any, path: KeyPath, columns: Iterable[str]) -> Iterator[Mapping[str, str]]:
        for number, row in enumerate(said if isinstance(said, list) else [] if said is None else [said]):
            given = self._mapping(row, (*path, number))
            self._known(given, tuple(columns), (*path, number))
            yield {name: str(value) for name, value in given.items() if value is not None}

    def _entry(self, name: str, said: Any, path: KeyPath) -> RecordColumn | None:
        given = self._mapping(said, path)
        self._known(given, _ENTRY_KEYS, path)
        kind = str(given.get("kind") or "text")
        if kind not in KINDS_IN_WORDS:
            self.fault(
                (*path, "kind"),
                f"“{kind}” is not a kind of value",
                did_you_mean(kind, KINDS_IN_WORDS),
                f"use one of: {', '.join(KINDS_IN_WORDS)}",
            )
            return None
        words = self._words(given.get("words"))
        if (kind == "choice") != bool(words):
            self.fault(
                (*path, "words"), "a choice needs “words:”, the list of those that may stand there; nothing else"
            )
        of = str(given.get("of") or "")
        if (kind == "reference") != bool(of):
            self.fault((*path, "of"), "a reference needs “of:”, the name of a table; nothing else does")
        example = given.get("example")
        return RecordColumn(
            name,
            str(given.get("title") or name),
            cast(Kind, kind),
            self._flag(given, "required", path, otherwise=True),
            str(given.get("says") or ""),
            words,
            of,
            self._places(given, kind, path),
            None,
            self._where(given.get("only_when"), (*path, "only_when")),
            tuple(map(str, example)) if isinstance(example, list) else str(example or ""),
            self._from_returns(given.get("from_returns"), path),
        )

    def _from_returns(self, said: Any, path: KeyPath) -> FromReturns | None:
        if said is None:
            return None
        given = self._mapping(said, (*path, "from_returns"))
        self._known(given, ("file", "measure"), (*path, "from_returns"))
        if path[:1] != ("tables",) or not given.get("file") or not given.get("measure"):
            cure = "write {file: a field, measure: a column of the same table}"
            self.fault((*path, "from_returns"), "“from_returns” needs a field and a column of a table", cure=cure)
            return None
        return FromReturns(str(given["file"]), str(given["measure"]))

    def _places(self, given: Mapping[str, Any], kind: str, path: KeyPath) -> int:
        said = str(given.get("places") or {"money": 2, "share": 1, "number": 2}.get(kind, 0))
        if not re.fullmatch(r"-?[0-9]", said):
            self.fault((*path, "places"), f"“{said}” is not a number of places from -9 to 9")
            return 0
        return int(said)

    def _figure_shell(self, name: str, said: Any) -> None:
        path: KeyPath = ("figures", name)
        given = self._mapping(said, path)
        kind = str(given.get("kind") or "number")
        if kind not in (*NUMERIC, "text"):
            self.fault(
                (*path, "kind"), f"a figure cannot be a “{kind}”", cure=f"use one of: {', '.join(NUMERIC)}, text"
            )
            return
        shell = Formula("sum")
        self.figures[name] = Figure(
            name, str(given.get("title") or name), cast(Kind, kind), self._places(given, kind, path), shell
        )

    def _column_formulas(self, table: str, columns: Mapping[str, Any]) -> None:
        for column, said in columns.items():
            path: KeyPath = ("tables", table, "columns", column)
            entry = self.tables[table].columns.get(column)
            given = said.get("figure") if isinstance(said, dict) else None
            if entry is None:
                continue
            source = entry.from_returns
            if source is not None and source.measure not in columns:
                self._no_column((*path, "from_returns"), table, source.measure)
            if source is not None and source.file not in self.fields:
                near = did_you_mean(source.file, self.fields)
                self.fault((*path, "from_returns"), f"there is no field “{source.file}”", near)
            if entry.only_when is not None and entry.only_when.column not in columns:
                self._no_column((*path, "only_when"), table, entry.only_when.column)
            if entry.kind == "reference" and entry.of not in self.tables:
                self.fault((*path, "of"), f"there is no table “{entry.of}”", did_you_mean(entry.of, self.tables))
            if given is None:
                continue
            formula = self._formula(given, (*path, "figure"), table)
            if formula is not None:
                self._kind_of_form(entry.kind, formula, path)
                made = RecordColumn(
                    entry.name,
                    entry.title,
                    entry.kind,
                    required=entry.required,
                    says=entry.says,
                    places=entry.places,
                    formula=formula,
                    only_when=entry.only_when,
                )
                self.tables[table] = _with_column(self.tables[table], made)

    def _kind_of_form(self, kind: str, formula: Formula, path: KeyPath) -> None:
        if (formula.form in _TEXT_FORMS) != (kind == "text"):
            self.fault(path, f"a figure of the form “{formula.form}” cannot be of the kind “{kind}”")

    def _formula(self, said: Any, path: KeyPath, table: str, skip: tuple[str, ...] = ()) -> Formula | None:
        given = self._mapping(said, path)
        forms = [name for name in given if name not in (*skip, "words")]
        if len(forms) != 1 or forms[0] not in _FORMS:
            odd = next((name for name in forms if name not in _FORMS), "")
            self.fault(
                (*path, odd) if odd else path,
                f"“{odd}” is not a form of figure" if odd else "a figure has one form",
                did_you_mean(odd, _FORMS),
                f"use one of: {', '.join(_FORMS)}",
            )
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
            found.append(where)
        return tuple(found)

    def _operands(self, said: Any, path: KeyPath, table: str = "") -> tuple[Operand, ...]:
        listed = said if isinstance(said, list) else [said]
        made = (self._operand(each, (*path, number), table) for number, each in enumerate(listed))
        return tuple(each for each in made if each is not None)

    def _operand(self, said: Any, path: KeyPath, table: str = "") -> Operand | None:
        name = str(said if said is not None else "")
        if _LITERAL.fullmatch(name):
            kind: Kind = "money" if name[0] == "£" else "share" if name[-1] == "%" else "number"
            try:
                read_value(kind, name, Location())
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
            self.fault(
                path,
                f"“{name}” is neither a field, a figure nor a number" if name else "a name is missing here",
                did_you_mean(name, known),
                "a column is written table.column",
            )
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

    # Conditions.

    def _conditions(self) -> Iterator[Condition]:
        for name, said in self._mapping(self.given.get("conditions"), ("conditions",)).items():
            path: KeyPath = ("conditions", name)
            if not _CONDITION_NAME.fullmatch(name):
                self.fault(path, f"“{name}” is not a name of small letters, digits and hyphens")
            given = self._mapping(said, path)
            forms = [key for key in given if key not in _CONDITION_KEYS]
            if len(forms) != 1 or forms[0] not in _CONDITIONS:
                odd = next((key for key in forms if key not in _CONDITIONS), "")
                self.fault(
                    (*path, odd) if odd else path,
                    f"“{odd}” is not a form of condition" if odd else "a condition has one form",
                    did_you_mean(odd, _CONDITIONS),
                    f"use one of: {', '.join(_CONDITIONS)}",
                )
                continue
            severity = str(given.get("severity") or "error")
            if severity not in get_args(Severity):
                self.fault((*path, "severity"), f"“{severity}” is not a severity", cure="use error, warning or note")
                continue
            if not isinstance(given.get("sentence"), str):
                self.fault(path, "the condition has no sentence", cure="add “sentence:”, said where it does not hold")
                continue
            made = self._condition(name, cast(ConditionForm, forms[0]), given, path, cast(Severity, severity))
            if made is not None:
                yield made

    def _condition(
        self, name: str, form: ConditionForm, given: Mapping[str, Any], path: KeyPath, severity: Severity
    ) -> Condition | None:
        inner, at = given[form], (*path, form)
        words: tuple[str, ...] = ()
        others: tuple[Operand, ...] = ()
        most = 0
        named = inner if isinstance(inner, dict) else {}

        def only(*keys: str) -> None:
            if not isinstance(inner, dict):
                self.fault(at, f"“{form}” holds: {', '.join(keys)}")
            self._known(named, keys, at)

        if form in ("equal", "in_order", "whole_sentences", "one_spelling"):
            operands = self._operands(inner, at)
        elif form in ("at_least", "at_most"):
            only("value", "bound")
            operands = self._operands([named.get("value"), named.get("bound")], at)
        elif form == "between":
            only("value", "low", "high")
            operands = self._operands([named.get("value"), named.get("low"), named.get("high")], at)
        elif form in ("one_of", "without_words"):
            only("value", "words")
            operands, words = self._operands(named.get("value"), at), self._words(named.get("words"))
            if not words:
                self.fault(at, f"“{form}” needs “words:”")
        elif form in ("rises", "falls"):
            only("column", "by")
            operands = self._operands([named.get("column"), named.get("by")], at)
        elif form in ("in_table", "apart"):
            only("rows", "of")
            operands, others = self._operands(named.get("rows"), at), self._operands(named.get("of"), at)
        elif form == "distinct" or form == "named_when":
            operands = self._operands(inner, at)
        elif form == "same_texts":
            only("texts", "as")
            operands, others = self._operands(named.get("texts"), at), self._operands(named.get("as"), at)
            if len(operands) != 1 or len(others) != 1:
                self.fault(at, "“same_texts” holds one list against one other", cure="write {texts: a, as: t.c}")
                return None
        elif form == "own_words":
            only("column", "words")
            operands = self._operands(named.get("column"), at)
            most = _whole(named.get("words"), 12)
        elif form == "terms_defined":
            only("texts", "terms")
            operands, others = self._operands(named.get("texts"), at), self._operands(named.get("terms"), at)
        else:
            only("texts", "word", "of")
            operands, others = self._operands(named.get("texts"), at), self._operands(named.get("of"), at)
            words = self._words(named.get("word"))
        self._kinds_fit(form, operands, at)
        tables = {operand.table for operand in operands if operand.table}
        if form not in _OF_SEVERAL and len(tables) > 1:
            self.fault(at, f"the columns are of several tables: {', '.join(sorted(tables))}; a condition is about one")
        where = self._where(given.get("where"), (*path, "where"))
        if where is not None:
            known = set(self.tables[next(iter(tables))].columns) if tables else {*self.fields, *self.figures}
            if where.column not in known:
                self.fault(
                    (*path, "where", "column"),
                    f"there is no “{where.column}” for the condition to look at",
                    did_you_mean(where.column, known),
                )
        rows_of = str(given.get("if_rows") or "")
        if rows_of and rows_of not in self.tables:
            self.fault((*path, "if_rows"), f"there is no table “{rows_of}”", did_you_mean(rows_of, self.tables))
        shows = self._operands(given.get("shows") or [], (*path, "shows"))
        return Condition(
            name,
            form,
            severity,
            " ".join(str(given["sentence"]).split()),
            " ".join(str(given.get("cure") or "").split()),
            " ".join(str(given.get("source") or "").split()),
            " ".join(str(given.get("holds") or "").split()),
            shows,
            operands,
            others,
            where,
            words,
            rows_of,
            most,
        )

    def _kind_of(self, operand: Operand) -> str:
        """`number`, `date` or `words`: what the operand can be compared with."""
        if operand.literal:
            return "number"
        of: RecordColumn | Figure | None
        if operand.table:
            of = self.tables[operand.table].columns.get(operand.name)
        else:
            of = self.fields.get(operand.name) or self.figures.get(operand.name)
        kind = of.kind if of is not None else "text"
        return "number" if kind in NUMERIC else "date" if kind == "date" else "words"

    def _kinds_fit(self, form: str, operands: Sequence[Operand], path: KeyPath) -> None:
        """Numbers are compared with numbers, and dates with dates; words are no more and no less than each other."""
        wanted = _COMPARED.get(form)
        kinds = [self._kind_of(operand) for operand in operands]
        if wanted is None or not kinds:
            return
        if form == "rises" or form == "falls":
            if kinds[0] != "number" or kinds[-1] not in ("number", "date"):
                self.fault(path, f"“{form}” takes a column of numbers, and one of dates or numbers to go by")
            return
        if len(set(kinds)) > 1 or kinds[0] not in wanted:
            named = " and ".join(f"{operand.name} ({kind})" for operand, kind in zip(operands, kinds, strict=True))
            self.fault(path, f"“{form}” cannot compare {named}", cure=f"it takes {' or '.join(wanted)} alone")

    # The order of the figures.

    def _order(self) -> tuple[tuple[str, str], ...]:
        resting: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
        for table in self.tables.values():
            for column in table.columns.values():
                if column.formula is not None:
                    resting[table.name, column.name] = self._rests_on(column.formula, table.name)
        for figure in self.figures.values():
            resting["", figure.name] = self._rests_on(figure.formula, "")
        done: list[tuple[str, str]] = []
        left = dict(resting)
        while left:
            free = [node for node, on in left.items() if not any(other in left for other in on)]
            if not free:
                names = ", ".join(_said(node) for node in _circle(left))
                first = next(iter(_circle(left)))
                path: KeyPath = ("tables", first[0], "columns", first[1]) if first[0] else ("figures", first[1])
                self.fault(path, f"figures rest on one another in a circle: {names}", cure="take one of them out of it")
                return ()
            done += free
            for node in free:
                del left[node]
        return tuple(done)

    def _rests_on(self, formula: Formula, table: str) -> tuple[tuple[str, str], ...]:
        found = [(operand.table, operand.name) for operand in formula.operands if not operand.literal]
        if formula.column is not None:
            found.append((formula.column.table, formula.column.name))
            found += [(formula.column.table, where.column) for where in formula.where]
            found += [(table, where.same_as) for where in formula.where if where.same_as]
        return tuple(dict.fromkeys(found))

    # Small readers.

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
                self.fault(
                    (*path, name),
                    f"“{name}” does not belong here",
                    did_you_mean(name, known),
                    f"use: {', '.join(known)}",
                )

    def _name(self, name: str, path: KeyPath) -> None:
        if not _NAME.fullmatch(name):
            self.fault(
                path, f"“{name}” is not a name of small letters, digits and underscores that begins with a letter"
            )

    def _no_column(self, path: KeyPath, table: str, column: str) -> None:
        known = self.tables[table].columns if table in self.tables else {}
        self.fault(
            path,
            f"the table “{table}” has no column “{column}”",
            did_you_mean(column, known),
            f"its columns are: {', '.join(known)}",
        )

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


def _with_column(table: RecordTable, column: RecordColumn) -> RecordTable:
    return RecordTable(
        table.name,
        table.title,
        table.key,
        {**table.columns, column.name: column},
        table.required,
        table.says,
        table.example,
        table.items,
    )


def _whole(said: Any, otherwise: int) -> int:
    text = str(said or "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 4 else otherwise


def _circle(left: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]) -> tuple[tuple[str, str], ...]:
    """The nodes of one circle among those that are left: every one of them rests on another that is left."""
    node = next(iter(left))
    seen: list[tuple[str, str]] = []
    while node not in seen:
        seen.append(node)
        node = next(other for other in left[node] if other in left)
    return tuple(seen[seen.index(node) :])


def _said(node: tuple[str, str]) -> str:
    return f"{node[0]}.{node[1]}" if node[0] else node[1]
