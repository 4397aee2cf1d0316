"""Contracts as the pages of a register: reading the workbook back gives the same contracts.

A value is put where it is read back unchanged: a list into one cell, one entry a line, if no entry has lines of its
own, else onto the sheet of entries; an item with values of its own onto the sheet of items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from specgen.contract.columns import COLUMNS, EXPLANATION, SCHEDULES, SHEETS, Column, Role
from specgen.contract.contract import Contract
from specgen.contract.fields import ContractFile
from specgen.contract.model import ContractPart, part_fields
from specgen.contract.quantities import Situations
from specgen.contract.register.cells import cell_value, written_path
from specgen.contract.register.headings import meant
from specgen.contract.register.register import Register, RegisterEntry, open_register
from specgen.contract.register.sheet import Cell
from specgen.contract.services import Choice, Choices, LegalRights
from specgen.excel import LONGEST_CELL, Heading, Out, Page, workbook_bytes
from specgen.problems import NOWHERE, Problem, a_few
from specgen.yamlfile import Path, plain

_Row = dict[str, Out]
"""Heading → what stands under it."""

_NOT_ON_CONTRACTS = ("service.", "commissioner.")
_WIDE = ("entry", "premises", "specification", "quality", "address", "population", "activity")
_ROLES: tuple[Role, ...] = ("contracts", "services", "commissioners", "items", "entries")


class _Filling:
    """Takes up contract after contract, each as rows of the five sheets."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.kinds = kinds
        self.rows: dict[Role, list[_Row]] = {role: [] for role in _ROLES}
        self.reference = self.service = ""

    def add(self, content: ContractFile) -> None:
        self.reference = content.contract.reference
        self._part("contracts", self._row("contracts"), content, (), ())
        for index, party in enumerate(content.commissioners):
            self._part("commissioners", self._row("commissioners", index), party, (), ("commissioners", index))
        for index, service in enumerate(content.services):
            self.service = service.number or f"{index + 1:02d}"
            self._part("services", self._row("services", index), service, (), ("services", index))
        self.service = ""

    def _row(self, role: Role, index: int | None = None) -> _Row:
        row: _Row = {"Reference": self.reference}
        if index is not None:
            row["Position"] = index + 1
        self.rows[role].append(row)
        return row

    def _part(self, role: Role, row: _Row, part: ContractPart, below: Path, path: Path) -> None:
        """Every field of the part, whose columns stand `below`, and of the parts within it. None is passed over, so
        that a field which is new in the model is written, or found to have no column."""
        for name in part_fields(type(part)):
            value, at, where = getattr(part, name), (*below, name), (*path, name)
            if name in ("commissioners", "services") and isinstance(part, ContractFile):
                continue
            if isinstance(value, LegalRights):
                self._put(role, row, at, "applies" if value.applies else None)
                self._put(role, row, (*at, "not_applicable"), value.not_applicable)
            elif isinstance(value, Choices):
                self._put(role, row, (*at, "not_applicable"), value.not_applicable)
                self._choices(role, row, name, value.chosen, where)
            elif name in SCHEDULES:
                self._choices(role, row, name, value, where)
            elif isinstance(value, ContractPart):
                self._part(role, row, value, at, where)
            elif isinstance(value, dict):
                self._values(role, row, value, where)
            elif isinstance(value, tuple):
                self._list(row, _column(role, at), value, where)
            else:
                self._put(role, row, at, value)

    def _put(self, role: Role, row: _Row, path: Path, value: object) -> None:
        if value is not None and value is not False:
            row[_column(role, path).heading] = (
                "yes" if value is True else value if isinstance(value, (date, Decimal)) else str(value)
            )

    def _list(self, row: _Row, column: Column, entries: Iterable[str], path: Path) -> None:
        listed = tuple(entries)
        text = "\n".join(listed)
        if not listed:
            return
        if survives(text, column, list(listed)):
            row[column.heading] = text
            return
        for index, entry in enumerate(listed):
            added = self._row("entries", index)
            added |= {"Field": written_path(path), "Entry": entry}

    def _choices(self, role: Role, row: _Row, place: str, chosen: tuple[Choice, ...], path: Path) -> None:
        column = _column(role, (place,))
        names = [choice.clause for choice in chosen]
        text = "\n".join(names)
        if not any(choice.values for choice in chosen) and (not names or survives(text, column, names)):
            row[column.heading] = text
            return
        for index, choice in enumerate(chosen):
            item = self._row("items", index)
            item |= {"Service": self.service, "Schedule": place, "Clause": choice.clause}
            self._values("items", item, choice.values, (*path, index, "values"))

    def _values(self, role: Role, row: _Row, values: Mapping[str, object], path: Path) -> None:
        """Values of placeholders, or texts of a whole specification's headings, each in a column of its own."""
        between = "section " if path[-1] == "whole_specification" else ""
        for name, value in values.items():
            named = f"{between}{name}"
            entries = [str(entry) for entry in value] if isinstance(value, tuple) else []
            expected: object = entries if isinstance(value, tuple) else value
            if isinstance(value, Situations):
                headings: tuple[str, ...] = (f"situations {named}",)
            elif isinstance(value, tuple):
                headings = (f"list {named}",) if between else (f"value {named}", f"list {named}")
            else:
                headings = (named,) if between else (f"value {named}", f"text {named}")
            text = "\n".join(entries) if isinstance(value, tuple) else str(value)
            heading = next(
                (
                    whole
                    for whole in headings
                    if (column := meant(whole, role, self.kinds)) and survives(text, column, expected)
                ),
                "",
            )
            if heading or not entries:
                row[heading or headings[-1]] = text
                continue
            end = ("situations",) if isinstance(value, Situations) else ()
            for index, entry in enumerate(entries):
                added = self._row("entries", index)
                added |= {"Field": written_path((*path, name, *end)), "Entry": entry}


def _column(role: Role, path: Path) -> Column:
    """The column of that kind of sheet whose value belongs at `path`."""
    return next(column for column in COLUMNS[role] if column.path == path)


def survives(text: str, column: Column, expected: object) -> bool:
    """Whether the text in a cell of that column is read back as `expected`."""
    if len(text) > LONGEST_CELL:
        return False
    node, problems = cell_value(Cell(text.strip()), column, NOWHERE, False)
    return not problems and plain(node) == expected


def register_pages(contracts: Iterable[ContractFile], kinds: Mapping[str, str]) -> tuple[Page, ...]:
    """The pages of a register that holds the contracts, its explanation last. `kinds` is placeholder → its kind."""
    filling = _Filling(kinds)
    for content in contracts:
        filling.add(content)
    pages = [_page(role, filling.rows[role]) for role in _ROLES]
    return (*pages, explanation_page())


def register_workbook(
    contracts: Iterable[Contract], kinds: Mapping[str, str], title: str
) -> tuple[bytes, list[Contract], list[Problem]]:
    """A register of the contracts, read back before anybody has it: the workbook, the contracts that are in it, and an
    error for each that no register holds as its file has it, and that is left out."""
    given = list(contracts)
    data = workbook_bytes(register_pages((contract.content for contract in given), kinds), title)
    register = open_register(data, "register.xlsx", kinds)
    found = {entry.reference: entry for entry in register.entries(lambda name: "")}
    faults = [_unlike(contract, found.get(contract.reference), register) for contract in given]
    if not any(faults):
        errors = [problem for problem in register.problems if problem.severity == "error" and given]
        return (data, [], errors) if errors else (data, given, [])
    held = [contract for contract, fault in zip(given, faults, strict=True) if fault is None]
    data, held, more = register_workbook(held, kinds, title)
    return data, held, [*filter(None, faults), *more]


def _unlike(contract: Contract, entry: RegisterEntry | None, register: Register) -> Problem | None:
    """What is not in the register as the contract's own file has it; None where all is."""
    if entry is not None and entry.contract is not None:
        paths = list(unlike_fields(contract.content, entry.contract.content))
        if not paths:
            return None
        why = a_few([f"“{written_path(path)}”" for path in paths])
    else:
        problems = entry.problems if entry is not None else register.problems
        why = next((problem.message for problem in problems if problem.severity == "error"), "its row is not found")
    return contract.problem(
        "register-cannot-hold",
        f"a register cannot hold this contract as its file has it: {why}",
        contract.place("contract", "reference"),
        cure="change what is named, or keep this contract in its own file; it is left out of the register",
    )


def unlike_fields(one: object, other: object, path: Path = ()) -> Iterator[Path]:
    """The paths at which two contracts' contents differ."""
    if isinstance(one, ContractPart) and type(one) is type(other):
        for name in part_fields(type(one)):
            yield from unlike_fields(getattr(one, name), getattr(other, name), (*path, name))
    elif isinstance(one, dict) and isinstance(other, dict):
        for name in {**one, **other}:
            yield from unlike_fields(one.get(name), other.get(name), (*path, name))
    elif _are_parts(one) and isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for index, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            yield from unlike_fields(mine, theirs, (*path, index))
    elif (one != other or type(one) is not type(other)) and not (other is None and _says_nothing(one)):
        yield path


def _are_parts(entries: object) -> bool:
    return isinstance(entries, tuple) and bool(entries) and isinstance(entries[0], ContractPart)


def _says_nothing(part: object) -> bool:
    """Whether a part of a contract file gives none of its fields."""
    return isinstance(part, ContractPart) and all(
        getattr(part, name) == field.default for name, field in part_fields(type(part)).items()
    )


def _page(role: Role, rows: list[_Row]) -> Page:
    """A sheet with every column of its kind, then those of values in the order of their names."""
    fixed = [
        column
        for column in COLUMNS[role]
        if not (role == "contracts" and (column.name.startswith(_NOT_ON_CONTRACTS) or column.name == "base"))
    ]
    headings = {
        column.heading: Heading(column.heading, _width(column), column.choices, column.form == "day")
        for column in fixed
    }
    for name in sorted({name for row in rows for name in row} - set(headings), key=_value_order):
        headings[name] = Heading(name, 30)
    listed = tuple(replace(heading, width=_on_paper(heading, rows)) for heading in headings.values())
    return Page(
        SHEETS[role][0],
        listed,
        [tuple(row.get(heading.text) for heading in listed) for row in rows],
        2 if role == "contracts" else 1,
        guide=EXPLANATION,
    )


def _on_paper(heading: Heading, rows: list[_Row]) -> int:
    """The column's width, no more than its texts and the words of its heading need: a register goes over as many sheets
    of paper as its columns are wide."""
    said = [heading.text.replace(" ", "\n"), *(str(row.get(heading.text) or "") for row in rows)]
    longest = max(len(line) for text in said for line in text.split("\n"))
    return min(heading.width, max(longest + _ROOM, _NARROWEST)) if rows else heading.width


_ROOM, _NARROWEST = 3, 11
"""Letters for the mark of a filter beside a heading, and those that a day takes."""


def _value_order(heading: str) -> tuple[bool, list[int], str, str]:
    """Sections by their numbers, then values by their names, whatever stands before the name."""
    begin, _, name = heading.rpartition(" ")
    section = begin.endswith("section")
    return not section, [int(part) for part in name.split(".") if part.isdecimal()] if section else [], name, begin


def _width(column: Column) -> int:
    name = column.name.rpartition(".")[2]
    return (
        60
        if name in _WIDE
        else 14
        if column.form in ("day", "code", "key")
        else 32
        if column.form in ("text", "list")
        else 20
    )


def explanation_page() -> Page:
    """What every column is for: its sheet, heading, field, form, an example, and the other headings that mean it."""
    headings = (
        Heading("Sheet", 16),
        Heading("Heading", 34),
        Heading("Name in a contract file", 34),
        Heading("What it says", 60),
        Heading("How it is written", 44),
        Heading("Must be given", 14),
        Heading("Example", 40),
        Heading("Other headings that mean the same", 60),
    )
    rows = [
        (
            SHEETS[role][0],
            column.heading,
            column.name,
            column.told.meaning,
            "; ".join(filter(None, (_form(column), f"one of: {', '.join(column.choices)}" if column.choices else ""))),
            "yes, here or in a base file" if column.needed else "no",
            column.told.example.removeprefix("- "),
            ", ".join(column.also),
        )
        for role in _ROLES
        for column in COLUMNS[role]
    ]
    # On paper without the other headings, so that no row goes over two sheets.
    return Page(EXPLANATION, headings, [*rows, *_FURTHER], 2, printed=len(headings) - 1)


def _form(column: Column) -> str:
    if column.form == "list":
        return "a list: each entry on a line of its own (Alt and Enter), or with semicolons between them"
    return (
        ""
        if column.choices
        else "a day, as 2026-09-30, 30 September 2026, 30/09/2026 or an Excel date"
        if column.form == "day"
        else column.told.form
    )


_FURTHER: tuple[tuple[str, ...], ...] = (
    (
        "Contracts, Services, Commissioners, Items",
        "value NAME",
        "values",
        "A value that the chosen clauses ask for; “specgen clauses show CLAUSE” lists their names. On the "
        "sheet of contracts it is the contract’s own.",
        "as the clause asks: text, a list, a date, a number",
        "no",
        "value sdm_champion_post",
        "text NAME and list NAME, read as text and as a list whatever the clause asks",
    ),
    (
        "Contracts",
        "service value NAME",
        "services, values",
        "A value of the row’s own service, or of all the contract’s services if the row names none.",
        "as the clause asks",
        "no",
        "service value sdm_cohort",
        "",
    ),
    (
        "Contracts, Services",
        "situations NAME",
        "values, situations",
        "Situations of the handbook’s Appendix 1, whose words are printed.",
        "a list of numbers",
        "no",
        "situations sdm_cohort",
        "",
    ),
    (
        "Contracts, Services",
        "section NUMBER",
        "whole_specification",
        "The text under a heading of the whole draft Service Specification; “list section NUMBER” prints bullets.",
        "text; a paragraph for each line",
        "no",
        "section 3.1",
        "",
    ),
    ("all", "# anything", "", "A column for your own use: it is not read.", "", "no", "# checked by", ""),
)
