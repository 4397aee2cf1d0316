"""A register of contracts: a CSV or XLSX file whose rows are contracts. Read once; the contracts come one by one.

One bad row stops nothing else: it is read like the others, and its problems name sheet, row and column.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.contract.base import Base
from specgen.contract.columns import COLUMNS, SHEETS, UNREAD_SHEETS, Role
from specgen.contract.contract import Contract
from specgen.contract.read import SoundPart, faults_between_fields, validate_or_mend
from specgen.contract.register.across import (
    days_read_two_ways,
    look_alikes,
    no_further_row,
    parties_named,
    rows_looking_like_none,
    split_rows,
    unlike,
    unlike_parties,
    variations_given_twice,
)
from specgen.contract.register.cells import error_shown, placed_at
from specgen.contract.register.commas import read_csv
from specgen.contract.register.headings import Table, read_table
from specgen.contract.register.opendocument import OpenDocument, open_document
from specgen.contract.register.rows import ContractRows, ContractTree, contract_tree, disagreements, names_a_service
from specgen.contract.register.sheet import Row
from specgen.contract.register.spreadsheet import Workbook, open_workbook
from specgen.problems import Location, Problem, did_you_mean, has_errors
from specgen.yamlfile import Node, Path, excerpt_at, places, plain

# Rows that name no contract of their register: the contract that each is most likely meant for.
#
# Its pack would lack what the row says, so nothing is made of that contract until the row is mended.

_SHORT: Final = 8
"""Letters of a reference below which two slips of the pen would make it any other."""


class Meant:
    """The contracts of a register, looked up by what rows that belong to none say."""

    def __init__(self, references: Iterable[str]) -> None:
        self._folded: dict[str, list[str]] = {}
        for reference in references:
            self._folded.setdefault(_folded(reference), []).append(reference)
        self._known: dict[str, str] = {}

    def named(self, reference: str) -> str:
        """The one reference that is nearest, one or two slips of the pen away; "" when there is none, or several are as
        near."""
        if reference not in self._known:
            self._known[reference] = self._nearest(_folded(reference))
        return self._known[reference]

    def _nearest(self, folded: str) -> str:
        # Imported where a reference is not found, which most registers never come to.
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        slips = 1 if len(folded) < _SHORT else 2
        near = process.extract(folded, list(self._folded), scorer=Levenshtein.distance, score_cutoff=slips, limit=2)
        if not near or (len(near) > 1 and near[0][1] == near[1][1]):
            return ""
        found = self._folded[near[0][0]]
        return found[0] if len(found) == 1 else ""


def _folded(reference: str) -> str:
    return "".join(each for each in reference.casefold() if each.isalnum())


def carries_on(table: Table, row: Row, above: Row, *, main: bool) -> bool:
    """Whether a row without a reference seems to carry on the contract of the row above it.

    On the sheet of contracts (`main`) it does when it is another service and gives no other title and provider; on the
    other sheets always."""
    if not main:
        return True
    same = all(table.key(row, name)[0] in ("", table.key(above, name)[0]) for name in ("title", "provider.name"))
    return (
        same
        and names_a_service(table, row)
        and any(table.key(row, name)[0] != table.key(above, name)[0] for name in ("service.number", "service.name"))
    )


MOST_NAMED = 10
"""Rows that a message names."""

Bases = Callable[[str], Base | str]
"""The base file of that name, or why it cannot be used."""


class RegisterEntry(Struct, frozen=True):
    """What came of one row: its place in words, the contract, or None when it cannot be used, every problem, the base
    it is made on, and of a faulty contract what can still be judged."""

    where: str
    reference: str
    contract: Contract | None
    problems: tuple[Problem, ...] = ()
    base: Base | None = None
    sound: SoundPart | None = None


class Register(Struct, frozen=True):
    """An open register. With an error among `problems` its headings cannot be relied on, and nothing may be built of
    it."""

    file: str
    tables: Mapping[Role, Table]
    problems: tuple[Problem, ...]
    contracts: Mapping[str, ContractRows] = field(default_factory=dict)
    strays: tuple[tuple[Table, Row], ...] = ()
    awaited: Mapping[str, tuple[Table, Row]] = field(default_factory=dict)
    """Reference → the first row that belongs to no contract and seems meant for that one."""
    alike: Mapping[str, str] = field(default_factory=dict)
    """Reference → another that differs from it by nothing that a reader sees."""

    def __len__(self) -> int:
        return len(self.contracts) + len(self.strays)

    def entries(self, bases: Bases, base: Base | None = None) -> Iterator[RegisterEntry]:
        """The contracts in the order of their first rows, then the rows that belong to none.

        `base` is that of every row which names none of its own; `bases` finds those that rows name.
        """
        for reference, of in self.contracts.items():
            refused = self.awaiting(reference)
            yield from (refused,) if refused is not None else self.entries_of(reference, of, bases, base)
        yield from self.stray_entries()

    def stray_entries(self) -> Iterator[RegisterEntry]:
        """The rows that belong to no contract, each with its problem."""
        for table, row in self.strays:
            yield RegisterEntry(str(table.place(row)), table.key(row, "reference")[0], None, (_stray(table, row),))

    def awaiting(self, reference: str) -> RegisterEntry | None:
        """The refusal of a contract whose reference looks like another's, or for which a row seems meant that belongs
        to none; None when nothing stands in its way."""
        if reference in self.alike:
            return self._looks_like(reference, self.alike[reference])
        if reference not in self.awaited:
            return None
        table, row = self.awaited[reference]
        named, where = table.key(row, "reference")
        says = f"says “{named}”, which no contract has" if named else "has no reference"
        place = self.tables["contracts"].key(self.contracts[reference].at("contracts")[0], "reference")[1]
        message = (
            f"nothing is made of {reference}: row {row.number} of the sheet “{where.sheet}” seems "
            f"meant for it, but {says}"
        )
        cure = "correct the reference in that row, or delete the row"
        return RegisterEntry(
            str(place), reference, None, (Problem("row-awaited", message, place, excerpt=reference, cure=cure),)
        )

    def _looks_like(self, reference: str, other: str) -> RegisterEntry:
        place = self.tables["contracts"].key(self.contracts[reference].at("contracts")[0], "reference")[1]
        row = self.contracts[other].at("contracts")[0].number
        problem = Problem(
            "look-alike-reference",
            f"the reference “{reference}” looks like that of row {row} but differs by {unlike(reference, other)}",
            place,
            excerpt=reference,
            cure="type the reference again in both rows: the same for one contract, and one of its own for another",
        )
        return RegisterEntry(str(place), reference, None, (problem,))

    def heads(self) -> Register:
        """The register without its rows: what is needed to read a contract whose rows are given."""
        return Register(self.file, {role: replace(table, rows=()) for role, table in self.tables.items()}, ())

    def bases_named(self) -> tuple[str, ...]:
        """The names of the base files that rows name, sorted."""
        table = self.tables.get("contracts")
        return (
            tuple(sorted({name for row in table.rows if (name := table.key(row, "base")[0])}))
            if table is not None
            else ()
        )

    def base_named(self, of: ContractRows) -> tuple[str, Location]:
        """The base file that a contract's rows name, "" when they name none, and where."""
        table = self.tables["contracts"]
        return next(
            ((name, place) for row in of.at("contracts") for name, place in [table.key(row, "base")] if name),
            ("", Location(self.file)),
        )

    def entries_of(self, reference: str, of: ContractRows, bases: Bases, base: Base | None) -> Iterator[RegisterEntry]:
        """What comes of the rows of one reference: one contract, or a refusal of each row that repeats the
        reference."""
        table = self.tables["contracts"]
        rows = of.at("contracts")
        if len(rows) > 1 and (twice := variations_given_twice(table, rows, reference)):
            for row in rows:
                if row.number in twice:
                    yield RegisterEntry(str(table.place(row)), reference, None, (twice[row.number],))
            return
        if len(rows) > 1 and not all(names_a_service(table, row) for row in rows):
            for row in rows:
                others = _others(rows, row)
                place = table.key(row, "reference")[1]
                message = f"the reference “{reference}” stands in row {others} as well"
                cure = (
                    "give each contract a reference of its own; rows that are services of one "
                    "contract name their services"
                )
                yield RegisterEntry(
                    str(table.place(row)),
                    reference,
                    None,
                    (Problem("repeated-reference", message, place, excerpt=reference, cure=cure),),
                )
            return
        where = str(table.place(rows[0]))
        if len(rows) > 1 and (faults := disagreements(table, rows)):
            yield RegisterEntry(where, reference, None, tuple(faults))
            return
        named, place = self.base_named(of)
        if named:
            found = bases(named)
            if isinstance(found, str):
                message = f"the base file “{named}” cannot be used: {found}"
                cure = "correct the base file, or name another; it lies in the register’s folder or below it"
                yield RegisterEntry(
                    where, reference, None, (Problem("base-unusable", message, place, excerpt=named, cure=cure),)
                )
                return
            base = found
        contract, problems, sound = self._contract(of, base)
        yield RegisterEntry(where, reference, contract, tuple(problems), base, sound)

    def _contract(self, of: ContractRows, base: Base | None) -> tuple[Contract | None, list[Problem], SoundPart | None]:
        joined = contract_tree(self.tables, of, base)
        written = _WrittenInRows(self.file, joined, base.lines if base is not None else ())
        content, mended, faults = validate_or_mend(written)
        problems = [*joined.problems, *faults]
        if content is None:
            return None, problems, None
        contract = Contract(self.file, content, written.known, written.lines, fingerprint(joined.root), joined.cells)
        problems += faults_between_fields(contract, mended)
        return (None, problems, SoundPart(contract, mended)) if has_errors(problems) else (contract, problems, None)


class _WrittenInRows:
    """A contract's rows as something that a contract is read from."""

    def __init__(self, file: str, joined: ContractTree, lines: tuple[str, ...]) -> None:
        self.file = file
        self.root: Node | None = joined.root
        self.known: Mapping[Path, Location] = {**joined.blanks, **dict(places(joined.root))}
        self.lines = lines
        self._cells = joined.cells

    def place(self, path: Path) -> Location:
        return next(
            (found for length in range(len(path), -1, -1) if (found := self.known.get(path[:length]))),
            Location(self.file),
        )

    def excerpt(self, place: Location) -> str:
        if place.sheet is not None:
            return " ".join(self._cells.get(place, "").split())[:200]
        return excerpt_at(self.lines, (place.line or 0) - 1)


def fingerprint(root: Node) -> str:
    """SHA-256 (hex) of the values, whatever row and column they stand in."""
    return hashlib.sha256(
        json.dumps(plain(root), sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    ).hexdigest()


def open_register(data: bytes, file: str, kinds: Mapping[str, str]) -> Register:
    """The register in `data`. `kinds` is placeholder → its kind in the clause library, by which columns of values are
    read."""
    tables, problems = (_csv_tables if file.casefold().endswith(".csv") else _workbook_tables)(data, file, kinds)
    main = tables.get("contracts")
    if main is None:
        return Register(file, {}, tuple(problems))
    further = [table for role, table in tables.items() if role != "contracts"]
    kept, left_out = split_rows(
        main, frozenset(table.key(row, "reference")[0] for table in further for row in table.rows)
    )
    main = tables["contracts"] = replace(main, rows=kept)
    problems += left_out
    for table in tables.values():
        problems += rows_looking_like_none(table)
    problems += unlike_parties(parties_named(tables))
    problems += days_read_two_ways(tables.values())
    contracts: dict[str, ContractRows] = {}
    strays: list[tuple[Table, Row]] = []
    carried: dict[int, str] = {}
    for role in COLUMNS:
        above: tuple[str, Row] | None = None
        for row in tables[role].rows if role in tables else ():
            reference = tables[role].key(row, "reference")[0]
            if role != "contracts" and reference not in contracts and (none := no_further_row(tables[role], row)):
                problems.append(none)
            elif not reference or (role != "contracts" and reference not in contracts):
                if (
                    not reference
                    and above is not None
                    and carries_on(tables[role], row, above[1], main=role == "contracts")
                ):
                    carried[len(strays)] = above[0]
                strays.append((tables[role], row))
            else:
                if reference in contracts:
                    contracts[reference].add(role, row)
                else:
                    contracts[reference] = ContractRows(row)
                above = (reference, row)
    if not contracts and not has_errors(problems):
        message = "the register holds no contract"
        cure = "write one with “specgen register new FILE.xlsx” and change it"
        problems.append(Problem("empty-file", message, Location(file, sheet=main.sheet), cure=cure))
    awaited = _awaited(strays, carried, contracts)
    return Register(file, tables, tuple(problems), contracts, tuple(strays), awaited, look_alikes(contracts))


def _awaited(
    strays: list[tuple[Table, Row]], carried: Mapping[int, str], contracts: Mapping[str, ContractRows]
) -> dict[str, tuple[Table, Row]]:
    meant = Meant(contracts)
    awaited: dict[str, tuple[Table, Row]] = {}
    for at, (table, row) in enumerate(strays):
        named = table.key(row, "reference")[0]
        if reference := carried.get(at) or (meant.named(named) if named else ""):
            awaited.setdefault(reference, (table, row))
    return awaited


def _others(rows: list[Row], row: Row) -> str:
    """The numbers of the other rows, of many the first few."""
    numbers = [other.number for other in rows[: MOST_NAMED + 1] if other.number != row.number][:MOST_NAMED]
    more = len(rows) - 1 - len(numbers)
    return f"{', '.join(map(str, numbers))}{f' and {more:,} more' if more else ''}"


def _stray(table: Table, row: Row) -> Problem:
    reference, where = table.key(row, "reference")
    placed = placed_at(table, "reference")
    cell = row.cell(placed.index) if placed is not None else None
    if cell is not None and cell.kind == "fault":
        return error_shown(cell, where)
    if not reference:
        message = "“Reference” is missing, so that the row belongs to no contract"
        return Problem("missing-value", message, where, cure="give the contract’s reference, or empty the row")
    message = f"no contract of the register has the reference “{reference}”"
    cure = "correct the reference, or delete the row"
    return Problem("unknown-reference", message, where, excerpt=reference, cure=cure)


def _csv_tables(data: bytes, file: str, kinds: Mapping[str, str]) -> tuple[dict[Role, Table], list[Problem]]:
    sheet, problems = read_csv(data, file)
    if sheet is None:
        return {}, problems
    table, faults = read_table(sheet, file, "contracts", kinds)
    return ({"contracts": table} if table is not None else {}), problems + faults


def _workbook_tables(data: bytes, file: str, kinds: Mapping[str, str]) -> tuple[dict[Role, Table], list[Problem]]:
    book: Workbook | OpenDocument | None
    if file.casefold().endswith(".ods"):
        book, problems = open_document(data, file)
    else:
        book, problems = open_workbook(data, file)
    if book is None:
        return {}, problems
    roles, problems = _roles(book, kinds)
    tables: dict[Role, Table] = {}
    for role, name in roles.items():
        sheet, faults = book.sheet(name)
        problems += faults
        if sheet is None or (not sheet.rows and role != "contracts"):
            continue
        table, faults = read_table(sheet, file, role, kinds)
        problems += faults
        if table is not None:
            tables[role] = table
    return tables, problems


def _roles(book: Workbook | OpenDocument, kinds: Mapping[str, str]) -> tuple[dict[Role, str], list[Problem]]:
    """Which sheet that can be seen holds what. The contracts stand on the sheet of that name, or on the one that has
    their headings among those with no name of another kind, or on the first of these."""
    by_name: dict[str, Role] = {name.casefold(): role for role, names in SHEETS.items() for name in names}
    unread = {name.casefold() for name in UNREAD_SHEETS}
    roles: dict[Role, str] = {}
    problems: list[Problem] = []
    others: list[str] = []
    for name in book.names:
        if name in book.hidden:
            if name.strip().casefold() in unread:
                continue
            problems.append(_hidden_sheet(book, name, by_name.get(name.strip().casefold()) is not None))
            continue
        role = by_name.get(name.strip().casefold())
        if role is None:
            others += [] if name.strip().casefold() in unread else [name]
        elif role in roles:
            message = f"the sheets “{roles[role]}” and “{name}” hold the same kind of rows"
            cure = "put the rows onto one sheet"
            problems.append(Problem("repeated-sheet", message, Location(book.file, sheet=name), cure=cure))
        else:
            roles[role] = name
    if "contracts" not in roles:
        if not others:
            message = "the workbook has no sheet of contracts that can be seen"
            cure = "call the sheet with one row for each contract “Contracts”, and unhide it if it is hidden"
            problems.append(Problem("no-headings", message, Location(book.file), cure=cure))
            return {}, problems
        likely = [name for name in others if _looks_like_contracts(book, name, kinds)] if len(others) > 1 else []
        if len(likely) > 1:
            message = f"the sheets “{likely[0]}” and “{likely[1]}” may each be the sheet of contracts"
            cure = "call the one that holds the contracts “Contracts”; the other is then not read"
            problems.append(Problem("repeated-sheet", message, Location(book.file, sheet=likely[1]), cure=cure))
        roles["contracts"] = (likely or others)[0]
        others.remove(roles["contracts"])
        others = [name for name in others if name not in likely]
    for name in others:
        near = did_you_mean(name, [names[0] for names in SHEETS.values()])
        problems.append(
            Problem(
                "sheet-not-read",
                f"the sheet “{name}” is not read",
                Location(book.file, sheet=name),
                severity="error" if near else "note",
                suggestion=near,
                cure="call it by its right name, or by one that is not so like it"
                if near
                else "nothing need be done if it is for your own use",
            )
        )
    return roles, problems


def _hidden_sheet(book: Workbook | OpenDocument, name: str, known: bool) -> Problem:
    return Problem(
        "sheet-hidden",
        f"the sheet “{name}” is hidden and is not read" + (": nothing that stands on it is in any contract" * known),
        Location(book.file, sheet=name),
        severity="warning" if known else "note",
        cure="unhide it in Excel if its rows are meant to count; a sheet that Unhide does not list is very hidden and "
        "is shown by the Visual Basic editor only",
    )


def _looks_like_contracts(book: Workbook | OpenDocument, name: str, kinds: Mapping[str, str]) -> bool:
    """Whether a sheet of any name has the headings of contracts, the reference and one more, and a row below them."""
    sheet, _ = book.sheet(name)
    if sheet is None:
        return False
    table, _ = read_table(sheet, book.file, "contracts", kinds)
    return table is not None and len(table.placed) > 1 and any(table.key(row, "reference")[0] for row in table.rows)
