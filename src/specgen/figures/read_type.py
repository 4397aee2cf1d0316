"""`type.yaml` of a type whose documents are made of files of their own: read, and every fault named.

Unknown names, forms and columns, figures that rest on themselves, and conditions about nothing are refused here, before
a document is seen. docs/figures.md describes the file for whoever writes one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Final, NamedTuple, cast, get_args

from msgspec.structs import replace

from specgen.assembly.document_type import OWN_FILE, TYPE_FILE
from specgen.figures.model import (
    TEXT_FORMS,
    Condition,
    ConditionForm,
    Figure,
    Formula,
    FromReturns,
    Operand,
    OwnFileType,
    RecordColumn,
    RecordTable,
    Where,
    sheet_title,
)
from specgen.figures.read_formula import SHARES_APART, FormulaReading
from specgen.figures.values import KINDS_IN_WORDS, NUMERIC, Kind
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, Severity, did_you_mean
from specgen.yamlfile import Path as KeyPath
from specgen.yamlfile import decode, parse_yaml, plain

FIRST_KEY: Final = "document"
HEAD: Final = ("document", "reference", "title", "status", "version")
"""The names that every file of every such type has."""
LAST: Final = 500

_KEYS: Final = (
    "title", "when", "name", "order", "person_level", "says", "fields", "tables", "figures", "conditions",
)  # fmt: skip
_ENTRY_KEYS: Final = (
    "title", "kind", "required", "says", "words", "of", "places", "figure", "only_when", "example", "from_returns",
)  # fmt: skip
_TABLE_KEYS: Final = ("title", "key", "required", "says", "columns", "example", "items")
ITEM: Final = ("label", "schedule", "title", "owner", "due", "evidence", "contract", "measures")
"""What there is of an action, a milestone or an obligation of a contract: `label` is such as NBB-2026-003 6D 2."""
_CONDITION_KEYS: Final = ("severity", "sentence", "cure", "source", "holds", "shows", "where", "if_rows")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CONDITION_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CONDITIONS: Final[tuple[str, ...]] = get_args(ConditionForm)
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


class _ConditionHolds(NamedTuple):
    """What a condition of a form holds by names: all of them, those of what it looks at, of what that is held against,
    and of words."""

    keys: tuple[str, ...]
    operands: tuple[str, ...]
    others: str = ""
    words: str = ""


_HELD: Final[Mapping[str, _ConditionHolds]] = {
    "at_least": _ConditionHolds(("value", "bound"), ("value", "bound")),
    "at_most": _ConditionHolds(("value", "bound"), ("value", "bound")),
    "between": _ConditionHolds(("value", "low", "high"), ("value", "low", "high")),
    "one_of": _ConditionHolds(("value", "words"), ("value",), words="words"),
    "without_words": _ConditionHolds(("value", "words"), ("value",), words="words"),
    "rises": _ConditionHolds(("column", "by"), ("column", "by")),
    "falls": _ConditionHolds(("column", "by"), ("column", "by")),
    "in_table": _ConditionHolds(("rows", "of"), ("rows",), "of"),
    "apart": _ConditionHolds(("rows", "of"), ("rows",), "of"),
    "same_texts": _ConditionHolds(("texts", "as"), ("texts",), "as"),
    "own_words": _ConditionHolds(("column", "words"), ("column",)),
    "terms_defined": _ConditionHolds(("texts", "terms"), ("texts",), "terms"),
    "named_there": _ConditionHolds(("texts", "word", "of"), ("texts",), "of", "word"),
}
"""Forms of conditions that hold names with values; every other one holds what it looks at."""


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


class _TypeReading(FormulaReading):
    """One type.yaml under way."""

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
                near = did_you_mean(str(of), ITEM)
                self.fault((*path, name), f"“{of}” is nothing of an item", near, f"use: {', '.join(ITEM)}")
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
            near, cure = did_you_mean(kind, KINDS_IN_WORDS), f"use one of: {', '.join(KINDS_IN_WORDS)}"
            self.fault((*path, "kind"), f"“{kind}” is not a kind of value", near, cure)
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
            if entry.only_when is not None:
                self._applies_by(entry.only_when, table, columns, (*path, "only_when"))
            if entry.kind == "reference" and entry.of not in self.tables:
                self.fault((*path, "of"), f"there is no table “{entry.of}”", did_you_mean(entry.of, self.tables))
            if given is None:
                continue
            formula = self._formula(given, (*path, "figure"), table)
            if formula is not None:
                self._kind_of_form(entry.kind, formula, path)
                # What is worked out is asked of nobody.
                made = replace(entry, formula=formula, options=(), of="", example="", from_returns=None)
                of = self.tables[table]
                self.tables[table] = replace(of, columns={**of.columns, column: made})

    def _applies_by(self, where: Where, table: str, columns: Mapping[str, Any], path: KeyPath) -> None:
        """Whether a column applies hangs on what every row is given: by another it would never apply, unseen."""
        by = self.tables[table].columns.get(where.column)
        if by is None:
            self._no_column(path, table, where.column)
        elif by.only_when is not None or (columns[by.name] or {}).get("figure") is not None:
            self.fault(
                path,
                f"“{by.name}” is not given in every row, so that nothing can hang on it",
                cure="name a column that has neither “only_when” nor “figure”",
            )
        else:
            self._words_there(where, by, path)

    def _kind_of_form(self, kind: str, formula: Formula, path: KeyPath) -> None:
        if (formula.form in TEXT_FORMS) != (kind == "text"):
            self.fault(path, f"a figure of the form “{formula.form}” cannot be of the kind “{kind}”")
        self._units_fit(kind, formula, path)

    # Conditions.

    def _conditions(self) -> Iterator[Condition]:
        for name, said in self._mapping(self.given.get("conditions"), ("conditions",)).items():
            path: KeyPath = ("conditions", name)
            if not _CONDITION_NAME.fullmatch(name):
                self.fault(path, f"“{name}” is not a name of small letters, digits and hyphens")
            given = self._mapping(said, path)
            forms = [key for key in given if key not in _CONDITION_KEYS]
            if len(forms) != 1 or forms[0] not in _CONDITIONS:
                self._one_form(forms, _CONDITIONS, "condition", path)
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
        held = _HELD.get(form)
        others: tuple[Operand, ...] = ()
        words: tuple[str, ...] = ()
        if held is None:
            operands = self._operands(inner, at)
        else:
            named = inner if isinstance(inner, dict) else {}
            if not isinstance(inner, dict):
                self.fault(at, f"“{form}” holds: {', '.join(held.keys)}")
            self._known(named, held.keys, at)
            first, *rest = held.operands
            operands = self._operands([named.get(key) for key in held.operands] if rest else named.get(first), at)
            others = self._operands(named.get(held.others), at) if held.others else ()
            words = self._words(named.get(held.words)) if held.words else ()
        most = _whole(inner.get("words"), 12) if form == "own_words" and isinstance(inner, dict) else 0
        if form in ("one_of", "without_words") and not words:
            self.fault(at, f"“{form}” needs “words:”")
        if form == "same_texts" and (len(operands) != 1 or len(others) != 1):
            self.fault(at, "“same_texts” holds one list against one other", cure="write {texts: a, as: t.c}")
            return None
        self._kinds_fit(form, operands, at)
        tables = {operand.table for operand in operands if operand.table}
        of_first = self.tables[operands[0].table].columns.values() if len(tables) > 1 and operands[0].table else ()
        apart = tables - {operand.table for operand in operands[:1]} - {column.of for column in of_first}
        if form not in _OF_SEVERAL and len(tables) > 1 and (apart or form not in ("at_least", "at_most")):
            self.fault(at, f"the columns are of several tables: {', '.join(sorted(tables))}; a condition is about one")
        where = self._where(given.get("where"), (*path, "where"))
        if where is not None:
            known = set(self.tables[next(iter(tables))].columns) if tables else {*self.fields, *self.figures}
            if where.column not in known:
                message = f"there is no “{where.column}” for the condition to look at"
                self.fault((*path, "where", "column"), message, did_you_mean(where.column, known))
            in_table = self.tables[next(iter(tables))].columns if tables else self.fields
            self._words_there(where, in_table.get(where.column), (*path, "where"))
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

    def _kinds_fit(self, form: str, operands: Sequence[Operand], path: KeyPath) -> None:
        """Numbers are compared with numbers, and dates with dates; words are no more and no less than each other."""
        wanted = _COMPARED.get(form)
        kinds = [self._kind_of(operand) for operand in operands]
        if (wanted or form == "equal") and form not in ("rises", "falls"):
            units = self._units(of for of, kind in zip(operands, kinds, strict=True) if kind == "number")
            if len(units) > 1:
                one = "shares" if "share" in units else "money"
                cure = SHARES_APART if "share" in units else "write £ before a sum of money"
                self.fault(path, f"“{form}” cannot compare {one} with other numbers", cure=cure)
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
        sorting = TopologicalSorter({node: [other for other in on if other in resting] for node, on in resting.items()})
        try:
            return tuple(sorting.static_order())
        except CycleError as fault:
            circle = [node for node in resting if node in fault.args[1]]
            first = circle[0]
            path: KeyPath = ("tables", first[0], "columns", first[1]) if first[0] else ("figures", first[1])
            names = ", ".join(map(_said, circle))
            self.fault(path, f"figures rest on one another in a circle: {names}", cure="take one of them out of it")
            return ()

    def _rests_on(self, formula: Formula, table: str) -> tuple[tuple[str, str], ...]:
        found = [(operand.table, operand.name) for operand in formula.operands if not operand.literal]
        if formula.column is not None:
            found.append((formula.column.table, formula.column.name))
            found += [(formula.column.table, where.column) for where in formula.where]
            found += [(table, where.same_as) for where in formula.where if where.same_as]
        return tuple(dict.fromkeys(found))

    def _name(self, name: str, path: KeyPath) -> None:
        if not _NAME.fullmatch(name):
            self.fault(
                path, f"“{name}” is not a name of small letters, digits and underscores that begins with a letter"
            )


def _whole(said: Any, otherwise: int) -> int:
    text = str(said or "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 4 else otherwise


def _said(node: tuple[str, str]) -> str:
    return f"{node[0]}.{node[1]}" if node[0] else node[1]
