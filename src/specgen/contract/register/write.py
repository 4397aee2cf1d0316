"""Contracts as the pages of a register: reading the workbook back gives the same contracts.

A value is put where it is read back unchanged: a list into one cell, one entry a line, if no entry has lines of its
own, else onto the sheet of entries; an item with values of its own onto the sheet of items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from specgen.contract.columns import COLUMNS, EXPLANATION, SCHEDULES, SHEETS, Column, Role
from specgen.contract.fields import ContractFile
from specgen.contract.quantities import Situations
from specgen.contract.register.cells import cell_value, written_path
from specgen.contract.register.headings import meant
from specgen.contract.register.sheet import Cell
from specgen.contract.services import Choice, LegalRights
from specgen.excel import LONGEST_CELL, Heading, Out, Page
from specgen.problems import NOWHERE
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
        self.reference = ""

    def add(self, content: ContractFile) -> None:
        self.reference = content.contract.reference
        row = self._row("contracts")
        self._fields("contracts", row, content.contract, ("contract",), ("contract",))
        self._fields("contracts", row, content.contract.term, ("contract", "term"), ("contract", "term"))
        self._fields("contracts", row, content.provider, ("provider",), ("provider",))
        self._values("contracts", row, content.values, ("values",))
        for place in SCHEDULES[2:]:
            chosen = getattr(content, place)
            self._put("contracts", row, (place, "not_applicable"), chosen.not_applicable)
            self._choices("contracts", row, place, chosen.chosen, (place,), "")
        for index, party in enumerate(content.commissioners):
            row = self._row("commissioners", index)
            self._fields("commissioners", row, party, (), ("commissioners", index))
            for name in ("section_75", "delegation"):
                if (part := getattr(party, name)) is not None:
                    self._fields("commissioners", row, part, (name,), ("commissioners", index, name))
            self._values("commissioners", row, party.values, ("commissioners", index, "values"))
        for index, service in enumerate(content.services):
            row = self._row("services", index)
            self._fields("services", row, service, (), ("services", index))
            if service.period is not None:
                self._fields("services", row, service.period, ("period",), ("services", index, "period"))
            for place in SCHEDULES[:2]:
                self._choices(
                    "services",
                    row,
                    place,
                    getattr(service, place),
                    ("services", index, place),
                    service.number or f"{index + 1:02d}",
                )
            self._values("services", row, service.values, ("services", index, "values"))
            if service.whole_specification is not None:
                self._values("services", row, service.whole_specification, ("services", index, "whole_specification"))

    def _row(self, role: Role, index: int | None = None) -> _Row:
        row: _Row = {"Reference": self.reference}
        if index is not None:
            row["Position"] = index + 1
        self.rows[role].append(row)
        return row

    def _fields(self, role: Role, row: _Row, part: object, below: Path, path: Path) -> None:
        """The part's own fields that have a column `below`."""
        for column in COLUMNS[role]:
            if (
                column.path[:-1] == below
                and column.name not in ("base", "position")
                and (column.form != "key" or role == "contracts")
            ):
                name = str(column.path[-1])
                value = getattr(part, name, None)
                if column.form == "list" and name not in SCHEDULES:
                    self._list(row, column, value or (), (*path, name))
                elif name == "legal_rights_to_choice" and isinstance(value, LegalRights):
                    self._put(role, row, (*below, name), "applies" if value.applies else None)
                    self._put(role, row, (*below, name, "not_applicable"), value.not_applicable)
                elif name not in SCHEDULES:
                    self._put(role, row, column.path, value)

    def _put(self, role: Role, row: _Row, path: Path, value: object) -> None:
        column = next(column for column in COLUMNS[role] if column.path == path)
        if value is not None and value is not False:
            row[column.heading] = (
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

    def _choices(self, role: Role, row: _Row, place: str, chosen: tuple[Choice, ...], path: Path, service: str) -> None:
        column = next(column for column in COLUMNS[role] if column.path == (place,))
        names = [choice.clause for choice in chosen]
        text = "\n".join(names)
        if not any(choice.values for choice in chosen) and (not names or survives(text, column, names)):
            row[column.heading] = text
            return
        for index, choice in enumerate(chosen):
            item = self._row("items", index)
            item |= {"Service": service, "Schedule": place, "Clause": choice.clause}
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
    listed = tuple(headings.values())
    return Page(
        SHEETS[role][0],
        listed,
        [tuple(row.get(heading.text) for heading in listed) for row in rows],
        2 if role == "contracts" else 1,
        guide=EXPLANATION,
    )


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
