"""The rows of one contract, on all sheets of a register and in its base, joined to the tree that a contract file has.

Nearest wins: a row of a further sheet, then the contract's own row, then the base. docs/reference/register.md says the
rules as a user needs them. A blank cell for which the base's value goes in is told where that value can be the truth
of one contract alone: a register that has a column for the supplier, and leaves it blank in one row, would else give
that row the base's supplier without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from specgen import yamlfile as tree
from specgen.contract.base import (
    Base,
    handed_down,
    merged,
    merged_party,
    own_reference,
    parts_at,
    same,
    text_at,
    without,
    without_its_own,
)
from specgen.contract.columns import SCHEDULES, TAKEN_SLUG, Role, heading_in, heading_of
from specgen.contract.register.cells import Branch, RowRead, put_long_lists, read_row
from specgen.contract.register.headings import Table
from specgen.contract.register.sheet import Row
from specgen.problems import Location, Problem, did_you_mean, in_a_row, in_one_line
from specgen.yamlfile import Path

_OF_SERVICE = SCHEDULES[:2]


class ContractRows(Struct):
    """The rows that belong to one reference: the first of the sheet of contracts, and the further ones, which most
    contracts have none of, by the kind of their sheet."""

    first: Row
    further: dict[Role, list[Row]] | None = None

    def add(self, role: Role, row: Row) -> None:
        self.further = self.further or {}
        self.further.setdefault(role, []).append(row)

    @property
    def roles(self) -> set[Role]:
        """The kinds of sheets that it has rows on."""
        return {"contracts", *(self.further or ())}

    def at(self, role: Role) -> list[Row]:
        further = self.further.get(role, []) if self.further is not None else []
        return [self.first, *further] if role == "contracts" else further


class ContractTree(Struct):
    """The joined values; the places of blank cells by what they would give; what the cells hold; every problem so
    far."""

    root: tree.Mapping
    blanks: dict[Path, Location]
    cells: dict[Location, str]
    problems: list[Problem]


class _Service(Struct):
    """A service while it is joined: what its rows give, what it takes from the base, and its blank cells."""

    over: Branch
    under: tree.Mapping | None
    blanks: list[tuple[Path, Location]]

    def joined(self) -> tree.Mapping:
        return merged(self.under, self.over.frozen()) if self.under is not None else self.over.frozen()


def names_a_service(table: Table, row: Row) -> bool:
    """Whether a row of the sheet of contracts is a service of its contract: it gives the service's number or name."""
    return any(
        row.cell(placed.index) is not None
        for placed in table.placed
        if placed.column.name in ("service.number", "service.name")
    )


def disagreements(table: Table, rows: list[Row]) -> list[Problem]:
    """Where several rows of one contract, each a service of it, say different things of the contract itself."""
    problems = []
    for placed in table.placed:
        if placed.column.path[0] == "service":
            continue
        said = [(row, cell.text) for row in rows if (cell := row.cell(placed.index)) is not None]
        for row, text in said[1:]:
            if text != said[0][1]:
                message = (
                    f"this row and row {said[0][0].number} are services of one contract, but give "
                    f"different values for “{placed.column.heading}”"
                )
                cure = (
                    "make the two the same, or give the contracts references of their own; a value that "
                    "differs by service goes into a column “service value …”"
                )
                problems.append(Problem("rows-disagree", message, table.place(row, placed), excerpt=text, cure=cure))
    return problems


def contract_tree(tables: Mapping[Role, Table], of: ContractRows, base: Base | None) -> ContractTree:
    """The contract that the rows give, with every problem of its cells and of how the rows fit together."""
    main = [read_row(tables["contracts"], row) for row in of.at("contracts")]
    own = base is not None and same(own_reference(base), tables["contracts"].key(of.first, "reference")[0])
    kept: list[tuple[Path, Location]] = []
    if base is not None and not own:
        base, kept = without_its_own(base)
    found = ContractTree(tree.Mapping((), main[0].values.place), {}, {}, [])
    head = Branch(main[0].values.place)
    for read in main:
        _take(read, found)
        for name, value in read.values.entries.items():
            if name not in ("service", "commissioner"):
                _join(head, name, value)
    services = _services(tables, of, main, base, found)
    _add_items(tables, of, services, head, found)
    entries = dict(_entries(merged(base.root, head.frozen()) if base is not None else head.frozen()))
    commissioners = _commissioners(tables, of, main, base, found)
    if commissioners:
        entries["commissioners"] = tree.Sequence(tuple(commissioners), commissioners[0].place)
    provider, under = head.entries.get("provider"), base.root.get("provider") if base is not None else None
    if isinstance(provider, Branch):
        entries["provider"] = merged_party(under if isinstance(under, tree.Mapping) else None, provider.frozen())
    others = _other_parties(entries, base.root) if base is not None and not own else {}
    if services:
        joined = [service.joined() for service in services]
        if base is not None:
            joined = [_without_leads(service, index, others, base.file, kept) for index, service in enumerate(joined)]
        entries["services"] = tree.Sequence(tuple(joined), joined[0].place)
    place = main[0].values.place
    found.root = tree.Mapping(tuple((tree.Scalar(name, value.place), value) for name, value in entries.items()), place)
    for index, service in enumerate(services):
        for path, where in service.blanks:
            found.blanks.setdefault(("services", index, *path), where)
    if of.at("entries"):
        found.root, faults = put_long_lists(
            tables["entries"], _in_position(tables["entries"], of.at("entries"), found), found.root, found.cells
        )
        found.problems += faults
    if base is not None:
        found.problems += [*taken_from_base(found, base.file, own=own, another_party=bool(others))]
        found.problems += _kept_in_base(kept, base, "".join(f" or {each}" for each in others.values()))
    return found


def _other_parties(entries: Mapping[str, tree.Node], base: tree.Mapping) -> dict[str, str]:
    """Field of a service → the base's party whose post it names, for each party that is another one here."""
    pairs = (
        ("provider_lead", "Provider", entries.get("provider"), base.get("provider")),
        (
            "commissioner_lead",
            "Commissioner",
            _leading(entries.get("commissioners")),
            _leading(base.get("commissioners")),
        ),
    )
    return {
        field: party
        for field, party, mine, under in pairs
        if isinstance(mine, tree.Mapping)
        and isinstance(under, tree.Mapping)
        and text_at(mine, "name")
        and text_at(under, "name")
        and not any(
            text_at(mine, name) and same(text_at(mine, name), text_at(under, name)) for name in ("name", "ods_code")
        )
    }


def _leading(parties: tree.Node | None) -> tree.Node | None:
    """The co-ordinating one of a list of Commissioners."""
    listed = parties.items if isinstance(parties, tree.Sequence) else ()
    return next(
        (one for one in listed if isinstance(one, tree.Mapping) and text_at(one, "role") in ("", "co-ordinating")), None
    )


def _without_leads(
    service: tree.Mapping,
    index: int,
    others: Iterable[str],
    base_file: str,
    kept: list[tuple[Path, Location]],
) -> tree.Mapping:
    """The service without the base's posts of parties that are others here."""
    taken = [
        name
        for name in others
        if (post := service.get(name)) is not None and post.place.file == base_file and post.place.sheet is None
    ]
    kept += [(("services", index, name), post.place) for name in taken if (post := service.get(name)) is not None]
    return without(service, *taken)


def _entries(part: tree.Mapping) -> Iterable[tuple[str, tree.Node]]:
    return ((key.value, value) for key, value in part.entries)


def _take(read: RowRead, found: ContractTree) -> None:
    """What is kept of a row whatever becomes of its values."""
    found.cells.update(read.cells)
    found.problems += read.problems
    for path, where in read.blanks:
        if path[0] not in ("service", "commissioner"):
            found.blanks.setdefault(path, where)


def _join(head: Branch, name: str, value: Branch | tree.Node) -> None:
    """Take over what a further row of the contract gives; where both give a value, they agree."""
    mine = head.entries.setdefault(name, value)
    if mine is not value and isinstance(mine, Branch) and isinstance(value, Branch):
        for inner, below in value.entries.items():
            _join(mine, inner, below)


def _below(read: RowRead, name: str) -> tuple[Branch | None, list[tuple[Path, Location]]]:
    """What a row of contracts gives of its service or of the co-ordinating Commissioner, and its blank cells."""
    branch = read.values.entries.get(name)
    return branch if isinstance(branch, Branch) else None, [
        (path[1:], where) for path, where in read.blanks if path[0] == name
    ]


def _services(
    tables: Mapping[Role, Table], of: ContractRows, main: list[RowRead], base: Base | None, found: ContractTree
) -> list[_Service]:
    """The services in their order: those of rows that name one, else the base's with what the contract's row gives."""
    own, default = [], Branch(main[0].values.place)
    spare: list[tuple[Path, Location]] = []
    for row, read in zip(of.at("contracts"), main, strict=True):
        branch, blanks = _below(read, "service")
        if names_a_service(tables["contracts"], row):
            own.append(_Service(branch or Branch(read.values.place), None, blanks))
        elif branch is not None:
            default, spare = branch, blanks
        else:
            spare = blanks
    if table := tables.get("services"):
        for row in _in_position(table, of.at("services"), found):
            read = read_row(table, row)
            found.cells.update(read.cells)
            found.problems += read.problems
            own.append(_Service(_over_default(read.values, default), None, [*read.blanks, *spare]))
    under = parts_at(base.root if base is not None else None, "services")
    if not own:
        if not under:
            return [_Service(default, None, spare)] if default.entries else []
        return [_Service(_over_default(Branch(default.place), default), service, spare) for service in under]
    own = _by_number(own) if not _has_positions(tables, of) else own
    for service in own:
        service.under = _pattern(service.over, under, alone=len(own) == 1)
    return own


def _over_default(over: Branch, default: Branch) -> Branch:
    """A service's row with what the contract's own row says of all its services."""
    for name, value in default.entries.items():
        if isinstance(value, Branch):
            below = over.entries.setdefault(name, Branch(value.place))
            if isinstance(below, Branch):
                _over_default(below, value)
        else:
            over.entries.setdefault(name, value)
    return over


def _pattern(over: Branch, under: Sequence[tree.Mapping], *, alone: bool) -> tree.Mapping | None:
    """The base's service of the same number or name, or its only one, of which several services take no number."""
    mine = over.frozen()
    for name in ("number", "name"):
        if text := text_at(mine, name):
            match = next((service for service in under if same(text_at(service, name), text)), None)
            if match is not None:
                return match
    if len(under) != 1:
        return None
    return under[0] if alone else without(under[0], "number")


def _has_positions(tables: Mapping[Role, Table], of: ContractRows) -> bool:
    table = tables.get("services")
    return table is not None and any(table.key(row, "position")[0] for row in of.at("services"))


def _by_number(services: list[_Service]) -> list[_Service]:
    """The services by their numbers if every one has one, so that the order of rows does not matter; else as they
    stand."""
    numbers = [text_at(service.over.frozen(), "number") for service in services]
    if not all(numbers):
        return services
    keyed = [
        ([int(part) if place % 2 else part for place, part in enumerate(re.split("([0-9]+)", number))], index)
        for index, number in enumerate(numbers)
    ]
    return [services[index] for _, index in sorted(keyed)]


def _in_position(table: Table, rows: list[Row], found: ContractTree) -> list[Row]:
    """The rows by their column “Position”; those without one after the others, as they stand."""
    keyed = []
    for row in rows:
        written, where = table.key(row, "position")
        if written and not (written.isascii() and written.isdigit() and len(written) < 7):
            message = f"“{written}” is not a position; it is a whole number"
            cure = "write 1 for the first row, 2 for the second"
            found.problems.append(Problem("wrong-value", message, where, excerpt=written, cure=cure))
        keyed.append((int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 10**7, row))
    return [row for _, row in sorted(keyed, key=lambda each: each[0])]


def _commissioners(
    tables: Mapping[Role, Table], of: ContractRows, main: list[RowRead], base: Base | None, found: ContractTree
) -> list[tree.Mapping]:
    """The Commissioners: those of their sheet, else the base's; the contract's own row says who is co-ordinating."""
    under = parts_at(base.root if base is not None else None, "commissioners")
    leading: Branch | None = None
    for read in main:
        branch, blanks = _below(read, "commissioner")
        if branch is not None:
            leading = leading or Branch(branch.place)
            for name, value in branch.entries.items():
                _join(leading, name, value)
        for path, where in blanks:
            found.blanks.setdefault(("commissioners", 0, *path), where)
    listed: list[tree.Mapping] = []
    if table := tables.get("commissioners"):
        for row in _in_position(table, of.at("commissioners"), found):
            read = read_row(table, row)
            found.cells.update(read.cells)
            found.problems += read.problems
            for path, where in read.blanks:
                found.blanks.setdefault(("commissioners", len(listed), *path), where)
            mine = read.values.frozen()
            listed.append(
                merged_party(
                    next((party for party in under if same(text_at(party, "name"), text_at(mine, "name"))), None), mine
                )
            )
    if leading is None:
        return listed or list(under)
    parties = listed or list(under)
    first = next(
        (index for index, party in enumerate(parties) if text_at(party, "role") in ("", "co-ordinating")), None
    )
    if first is None:
        return [leading.frozen(), *parties]
    if listed:
        parties[first] = merged_party(leading.frozen(), parties[first])
    else:
        parties[first] = merged_party(parties[first], leading.frozen())
    return parties


def _add_items(
    tables: Mapping[Role, Table], of: ContractRows, services: list[_Service], head: Branch, found: ContractTree
) -> None:
    """Put the rows of the sheet of items into the lists of their services and schedules, after what those cells
    hold."""
    table = tables.get("items")
    for row in _in_position(table, of.at("items"), found) if table else ():
        assert table is not None
        read = read_row(table, row)
        found.cells.update(read.cells)
        found.problems += read.problems
        place, where = _schedule(table, row)
        if place not in SCHEDULES:
            message = f"“{place}” is not a list of the contract file"
            cure = f"use one of: {', '.join(SCHEDULES)}"
            found.problems.append(
                Problem(
                    "not-one-of", message, where, suggestion=did_you_mean(place, SCHEDULES), cure=cure, excerpt=place
                )
            )
            continue
        target = head
        if place in _OF_SERVICE:
            written, where = table.key(row, "service")
            service = _service_called(services, written)
            if service is None:
                found.problems.append(
                    Problem(
                        "unknown-service",
                        f"the contract has no service “{written}”"
                        if written
                        else "the contract has several services, and the row names none",
                        where,
                        cure="write the service’s number or name",
                        excerpt=written,
                    )
                )
                continue
            target = service.over
        held = target.entries.get(place)
        if isinstance(held, (Branch, tree.Scalar, tree.Mapping)):
            message = f"“{place}” is said not to apply, and this row gives an item of it"
            found.problems.append(Problem("given-twice", message, where, cure="keep one of the two"))
            continue
        item = read.values.frozen()
        target.entries[place] = tree.Sequence(
            (*(held.items if held is not None else ()), item), held.place if held is not None else item.place
        )


def _schedule(table: Table, row: Row) -> tuple[str, Location]:
    """The list that an item belongs to. On a sheet called Milestones that has no such column, it is the improvement
    plan."""
    written, where = table.key(row, "schedule")
    named = any(placed.column.name == "schedule" for placed in table.placed)
    return (
        "improvement" if not named and table.sheet.casefold().startswith("milestone") else written.casefold()
    ), where


def _service_called(services: list[_Service], written: str) -> _Service | None:
    if not written:
        return services[0] if len(services) == 1 else None
    joined = [service.joined() for service in services]
    numbers = [text_at(whole, "number") or f"{index:02d}" for index, whole in enumerate(joined, 1)]
    names = [text_at(whole, "name") for whole in joined]
    match = next(
        (index for called in (numbers, names) for index, each in enumerate(called) if same(each, written)), None
    )
    return services[match] if match is not None else None


def taken_from_base(found: ContractTree, base_file: str, *, own: bool, another_party: bool) -> Iterator[Problem]:
    """A warning for each fact of one contract that came from the base: at the blank cell that it fills, once a cell, or
    in the base where the register has no column for it. Of the base's `own` contract only the cells are told."""
    # A cell that shows an error is not blank, and the error says more.
    told = {problem.location for problem in found.problems if problem.severity == "error"}
    for path, where in found.blanks.items():
        given = _at(found.root, path)
        if where in told or given is None or given.place.file != base_file or given.place.sheet is not None:
            continue
        shown = _shown(given)
        if not shown or handed_down(path, shown, another_party=another_party) in ("shared", "with its party"):
            continue
        told.add(where)
        heading = heading_in(where) or str(path[-1])
        message = f"“{heading}” is blank in this row, and the base’s “{shown}” goes in"
        cure = "fill in the cell; or, if every contract shares what the base says, delete the column"
        yield Problem(TAKEN_SLUG, message, where, severity="warning", excerpt=_shown(given, 200), cure=cure)
    for path, given in () if own else _from_base(found.root, (), base_file):
        shown = _shown(given)
        how = handed_down(path, shown, another_party=another_party)
        if not shown or path in found.blanks or how not in ("told", "kept"):
            continue
        heading = heading_of(path) or str(path[-1])
        message = f"“{heading}” has no column in the register, and the base’s “{shown}” goes in"
        cure = f"give the register a column “{heading}”, and fill it in for each contract"
        yield Problem(TAKEN_SLUG, message, given.place, severity="warning", excerpt=_shown(given, 200), cure=cure)


def _from_base(node: tree.Node, path: Path, base_file: str) -> Iterator[tuple[Path, tree.Node]]:
    """Every value and list of the tree that the base gave, with its path."""
    if isinstance(node, tree.Mapping):
        for key, value in node.entries:
            yield from _from_base(value, (*path, key.value), base_file)
    elif isinstance(node, tree.Sequence) and any(isinstance(item, tree.Mapping) for item in node.items):
        for index, item in enumerate(node.items):
            yield from _from_base(item, (*path, index), base_file)
    elif node.place.file == base_file and node.place.sheet is None:
        yield path, node


def _kept_in_base(kept: Sequence[tuple[Path, Location]], base: Base, parties: str) -> Iterator[Problem]:
    """A note of what the base keeps for its own contract or its own parties."""
    if not kept:
        return
    headings = [f"“{heading_of(path) if len(path) > 1 else 'variation'}”" for path, _ in kept]
    message = f"the base keeps for its own contract{parties}: {in_a_row(list(dict.fromkeys(headings)))}"
    cure = "give the row what is its own; nothing need be done where it has none"
    yield Problem("kept-in-base", message, kept[0][1], severity="note", cure=cure)


def _at(node: tree.Node | None, path: Path) -> tree.Node | None:
    for step in path:
        if isinstance(step, int):
            node = node.items[step] if isinstance(node, tree.Sequence) and step < len(node.items) else None
        else:
            node = node.get(step) if isinstance(node, tree.Mapping) else None
    return node


def _shown(node: tree.Node, longest: int = 60) -> str:
    """The value in one short line; "" for what is empty, or holds names with values."""
    if isinstance(node, tree.Sequence):
        return next((_shown(item, longest) for item in node.items), "")
    if not isinstance(node, tree.Scalar) or node.empty:
        return ""
    return in_one_line(node.value, longest)
