"""Lists that do not fit into a cell: on the sheet of entries each entry has a row, under the list's place in the file."""

from __future__ import annotations

import re

from specgen.contract.cells import cell_value, error_shown, placed_at
from specgen.contract.headings import Table
from specgen.contract.sheet import Row
from specgen.problems import Location, Problem
from specgen.yamlfile import Mapping, Node, Path, Scalar, Sequence

_LISTS = ("services", "commissioners", "specification", "quality", "development", "improvement", "system", "reporting")
"""Fields of the contract file whose entries a path counts, from 1."""


def field_path(written: str) -> Path | None:
    """`services.1.values.sp_people` as a path of names and indexes; None when it is none."""
    steps: list[str | int] = []
    rest = written
    while rest:
        step, _, rest = rest.partition(".")
        if not step:
            return None
        if steps and steps[-1] in _LISTS and step.isascii() and step.isdigit():
            if not 1 <= len(step) <= 6 or int(step) < 1:
                return None
            steps.append(int(step) - 1)
        else:
            steps.append(step)
        if step == "whole_specification" and rest:
            # Headings have numbers with dots: 3.1
            match = re.fullmatch(r"([0-9.]*[0-9])(\.situations)?", rest)
            return (*steps, match[1], *(("situations",) if match[2] else ())) if match else None
    return tuple(steps) or None


def written_path(path: Path) -> str:
    """The path as the sheet of entries has it."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def put_long_lists(table: Table, rows: list[Row], root: Mapping, cells: dict[Location, str]) -> tuple[Mapping, list[Problem]]:
    """The tree with the lists that the rows give, and every fault of theirs. `cells` takes up what the cells hold."""
    problems: list[Problem] = []
    lists: dict[Path, list[Scalar]] = {}
    wheres: dict[Path, Location] = {}
    entry, named = placed_at(table, "entry"), placed_at(table, "field")
    for row in rows:
        written, where = table.key(row, "field")
        if named is not None and (shown := row.cell(named.index)) is not None and shown.kind == "fault":
            problems.append(error_shown(shown, where))
            continue
        path = field_path(written)
        place = table.place(row, entry)
        cell = row.cell(entry.index) if entry is not None else None
        if path is None or entry is None or cell is None:
            problems.append(_fault(written, where) if path is None else Problem("missing-value", "“Entry” is missing", place, cure="write the entry, or delete the row"))
            continue
        cells[place] = cell.text
        value, faults = cell_value(cell, entry.column, place, table.since_1904)
        problems += faults
        if isinstance(value, Scalar):
            lists.setdefault(path, []).append(value)
            wheres.setdefault(path, where)
    for path, entries in lists.items():
        put = with_list(root, path, Sequence(tuple(entries), entries[0].place), table.file)
        if put is None:
            problems.append(_fault(written_path(path), wheres[path]))
        else:
            root = put
    return root, problems


def _fault(written: str, where: Location) -> Problem:
    return Problem("unknown-field", f"“{written}” is no list of the contract, or another cell gives it already", where, excerpt=written,
                   cure="write the list’s place in the contract file, such as services.1.premises; services, Commissioners and items are counted from 1")


def with_list(node: Node, path: Path, new: Sequence, file: str) -> Mapping | None:
    """The tree with `new` at `path`; None when the path leads nowhere, or when the register gives a value there already."""
    step, rest = path[0], path[1:]
    if not isinstance(node, Mapping) or isinstance(step, int):
        return None
    old = node.get(step)
    if not rest:
        if old is not None and old.place.file == file:
            return None
        put: Node | None = new
    elif isinstance(old, Sequence) and isinstance(rest[0], int):
        put = _with_item(old, rest[0], rest[1:], new, file)
    elif isinstance(rest[0], int) or not (old is None or isinstance(old, Mapping)):
        put = None
    else:
        put = with_list(old or Mapping((), new.place), rest, new, file)
    if put is None:
        return None
    entries = [(key, put if key.value == step else value) for key, value in node.entries]
    return Mapping(tuple(entries if old is not None else [*entries, (Scalar(step, new.place), put)]), node.place)


def _with_item(items: Sequence, index: int, rest: Path, new: Sequence, file: str) -> Sequence | None:
    if index >= len(items.items) or not rest:
        return None
    item = items.items[index]
    if isinstance(item, Scalar):  # a clause by its name alone
        item = Mapping(((Scalar("clause", item.place), item),), item.place)
    put = with_list(item, rest, new, file)
    return None if put is None else Sequence((*items.items[:index], put, *items.items[index + 1:]), items.place)
