"""Which row of a sheet holds the headings, and which column each of them means.

A register that people keep has a title above its table, groups of columns under merged headings, and headings in plain
English. A heading that means nothing known is a problem with the nearest one that does: a misspelt column must not be
passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from msgspec import Struct

from specgen.contract.columns import COLUMNS, PASSED_OVER, Column, Role
from specgen.contract.model import ColumnForm as Form
from specgen.contract.model import Declared
from specgen.contract.register.sheet import PLAIN, Cell, Merged, Row, RowLooks, Sheet
from specgen.excel import letters
from specgen.problems import Location, Problem, did_you_mean

HEADINGS_WITHIN: Final = 20
"""Rows in which the headings are looked for."""
MOST_MERGED_HEADINGS: Final = 300

_VALUE: Final = re.compile(r"(service )?(value|text|list|situations?)s?[ :.]+([a-z][a-z0-9_]*)", re.IGNORECASE)
_SECTION: Final = re.compile(
    r"(service )?(?:(text|list|situations?) )?(?:section|whole_specification|whole "
    r"specification)[ .]+([0-9]+(?:\.[0-9]+)*|insert)",
    re.IGNORECASE,
)


_HINT: Final = re.compile(
    r"\s*\((?:d{1,4}[ /.-]m{1,4}[ /.-]y{2,4}|y{4}-m{1,2}-d{1,2}|gbp|in pounds|required|mandatory|optional|if (?:any"
    r"|known|applicable)|full(?: legal)? name|drop ?down)\)[\s*]*$",
    re.IGNORECASE,
)
"""A remark on how a column is filled in, which says nothing of what it means: `Start (dd/mm/yyyy)`."""


class PlacedColumn(Struct, frozen=True):
    """A column of a user's sheet: where it stands, how it is called in messages, and what it means."""

    index: int
    label: str
    column: Column


class Table(Struct, frozen=True):
    """A sheet whose headings are known: its columns, and its rows below them that are not blank."""

    file: str
    sheet: str
    role: Role
    placed: tuple[PlacedColumn, ...]
    rows: tuple[Row, ...]
    since_1904: bool | None
    looks: RowLooks = PLAIN

    def key(self, row: Row, name: str) -> tuple[str, Location]:
        """What the row has in the key column of that name ("" when there is none), and the cell's place."""
        for placed in self.placed:
            if placed.column.name == name:
                cell = row.cell(placed.index)
                return (cell.seen if cell is not None and cell.kind != "fault" else ""), self.place(row, placed)
        return "", self.place(row)

    def place(self, row: Row, placed: PlacedColumn | None = None) -> Location:
        return Location(self.file, row.number, sheet=self.sheet, cell=placed.label if placed else None)


def folded(heading: str) -> str:
    """A heading without capitals, signs and doubled spaces, so that `Start-Date *` is `start date`."""
    return " ".join(re.sub(r"[^\w]|_", " ", re.sub("['’]", "", heading.casefold())).split())


@cache
def _known(role: Role) -> Mapping[str, Column]:
    """Folded heading → column. A column's own name and heading come before the further headings of another."""
    found: dict[str, Column] = {}
    for column in COLUMNS[role]:
        found.setdefault(folded(column.name), column)
        found.setdefault(folded(column.heading), column)
    for column in COLUMNS[role]:
        for other in column.also:
            found.setdefault(folded(other), column)
    if role == "contracts":
        for column in COLUMNS[role]:
            found.setdefault(folded(f"contract.{column.name}"), column)
    return found


def meant(heading: str, role: Role, kinds: Mapping[str, str]) -> Column | None:
    """The column that a heading means, or None. `kinds` is placeholder → its kind in the clause library."""
    written = " ".join(heading.split())
    if role != "entries" and (value := _value_column(written, role, kinds)) is not None:
        return value
    return _known(role).get(folded(written)) or _known(role).get(folded(_HINT.sub("", written)))


def _meant_below(group: str, heading: str, role: Role, kinds: Mapping[str, str]) -> Column | None:
    """The column that a heading means below a merged one: `Name` below `Supplier` is the supplier's name."""
    return (meant(f"{group} {heading}", role, kinds) if group else None) or meant(heading, role, kinds)


def _value_column(written: str, role: Role, kinds: Mapping[str, str]) -> Column | None:
    """`value NAME`, read as the placeholder's kind says; `text`, `list` or `situations NAME`, read as they say;
    `section 3.1`."""
    sort, inner = "value", "values"
    match = _VALUE.fullmatch(written)
    if match is not None:
        sort, name = match[2].lower(), match[3]
        if kinds and name not in kinds:
            return None
    elif role in ("contracts", "services") and (match := _SECTION.fullmatch(written)) is not None:
        sort, name, inner = (match[2] or "text").lower(), match[3], "whole_specification"
    else:
        return None
    if (match[1] or inner == "whole_specification") and role not in ("contracts", "services"):
        return None
    of_service = role == "contracts" and bool(match[1] or inner == "whole_specification")
    form: Form = "text"
    if sort in ("list", "situation", "situations") or (sort == "value" and kinds.get(name) == "list"):
        form = "list"
    elif sort == "value" and kinds.get(name) == "date":
        form = "date"
    elif sort == "value" and kinds.get(name) == "percentage":
        form = "percentage"
    end = ("situations",) if sort.startswith("situation") else ()
    path = (*(("service",) if of_service else ()), inner, name, *end)
    heading = f"{'service ' if of_service else ''}{sort} {'section ' if inner != 'values' else ''}{name}"
    return Column(heading, heading, form, path, Declared("", "", ""))


def read_table(sheet: Sheet, file: str, role: Role, kinds: Mapping[str, str]) -> tuple[Table | None, list[Problem]]:
    """The sheet's table, and every fault of its headings; None when it has no usable ones."""
    merged = _merged_headings(sheet)
    top = _row_of_headings(sheet, merged, role, kinds)
    if top is None:
        message = (
            f"no row of the sheet has the heading “{COLUMNS[role][0].heading}”, by which rows and "
            f"contracts are told apart"
        )
        cure = (
            "name the column with the contract’s reference “Reference”; docs/reference/register.md lists the headings"
        )
        return None, [Problem("no-headings", message, Location(file, sheet=sheet.name), cure=cure)]
    placed: list[PlacedColumn] = []
    problems: list[Problem] = []
    below = tuple(row for row in sheet.rows if row.number > top.number)
    seen: dict[str, PlacedColumn] = {}
    for index in range(max((row.width for row in (top, *below)), default=0)):
        heading, group = _heading(sheet, merged, top, index)
        here = Location(file, top.number, sheet=sheet.name, cell=_label(index, heading))
        if not heading:
            filled = next((row for row in below if row.cell(index) is not None), None)
            if filled is not None:
                message = f"the column {letters(index)} has no heading, and row {filled.number} fills it"
                cure = "give it one, or empty the column"
                problems.append(Problem("column-without-heading", message, here, cure=cure))
            continue
        column = _meant_below(group, heading, role, kinds)
        if column is None:
            problems += _unknown(heading, role, kinds, here)
        elif (other := seen.get(column.name)) is not None:
            message = f"the columns {other.label} and {_label(index, heading)} mean the same, “{column.name}”"
            problems.append(Problem("repeated-column", message, here, cure="delete one, or begin its heading with #"))
        else:
            seen[column.name] = PlacedColumn(index, _label(index, heading), column)
            placed.append(seen[column.name])
    problems += _rows_above(sheet, top, placed, file)
    rows = _filled_down(below, sheet.merged, top.number)
    return Table(file, sheet.name, role, tuple(placed), rows, sheet.since_1904, sheet.looks), problems


def _label(index: int, heading: str) -> str:
    """`D (Supplier)`: the letter finds the column, the heading says which it is."""
    return f"{letters(index)} ({' '.join(heading.split())[:60]})" if heading else letters(index)


def _row_of_headings(sheet: Sheet, merged: tuple[Merged, ...], role: Role, kinds: Mapping[str, str]) -> Row | None:
    """The row near the top with the most headings that are known, the reference among them."""
    best: tuple[int, Row] | None = None
    above = 0
    for row in sheet.rows[:HEADINGS_WITHIN]:
        width = max(row.width, above, 1 + max((each.right for each in merged), default=-1))
        headings = [_heading(sheet, merged, row, index) for index in range(width)]
        above = row.width
        found = {
            column.name
            for heading, group in headings
            if heading and (column := _meant_below(group, heading, role, kinds))
        }
        if "reference" in found and (best is None or len(found) > best[0]):
            best = (len(found), row)
    return best[1] if best else None


def _merged_headings(sheet: Sheet) -> tuple[Merged, ...]:
    """The merged ranges that may belong to headings."""
    last = sheet.rows[:HEADINGS_WITHIN][-1].number if sheet.rows else 0
    above = sorted((each for each in sheet.merged if each.top <= last), key=lambda each: each.top)
    return tuple(above[:MOST_MERGED_HEADINGS])


def _heading(sheet: Sheet, ranges: tuple[Merged, ...], row: Row, index: int) -> tuple[str, str]:
    """The heading of a column in that row, and the merged heading above it, if one spans several columns."""
    cell = row.cell(index)
    heading = cell.text if cell is not None else ""
    group = ""
    above = sheet.by_number.get(row.number - 1)
    spread = [each for each in ranges if each.top == each.bottom == row.number - 1 and each.left < each.right]
    if not heading and above is not None and spread and not any(each.left <= index <= each.right for each in spread):
        held = above.cell(index)  # beside a group whose own headings stand in a row of their own
        heading = held.text if held is not None and meant(held.text, "contracts", {}) is not None else ""
    for merged in ranges:
        if not merged.left <= index <= merged.right or merged.top > row.number:
            continue
        first = sheet.by_number.get(merged.top)
        over = first.cell(merged.left) if first is not None else None
        if over is None:
            continue
        if merged.bottom >= row.number and merged.left == merged.right:
            heading = heading or over.text  # a heading that goes down over two rows
        elif merged.bottom < row.number and merged.right > merged.left:
            group = over.text
    return heading, group


def _unknown(heading: str, role: Role, kinds: Mapping[str, str], where: Location) -> list[Problem]:
    """A heading that begins with # is the user's own; one that registers often have is passed over with a note."""
    if heading.startswith("#"):
        return []
    if folded(heading) in PASSED_OVER:
        message = f"the column “{heading}” has no place in a contract file and is not read"
        cure = "begin its heading with # and nothing is said of it"
        return [Problem("column-not-used", message, where, severity="note", cure=cure)]
    known = [column.heading for column in COLUMNS[role]] + [other for column in COLUMNS[role] for other in column.also]
    names: Iterable[str] = [f"value {name}" for name in kinds] if _VALUE.fullmatch(" ".join(heading.split())) else known
    message = f"“{heading}” is not a column of a register"
    cure = (
        "correct the heading; or begin it with # if the column is for your own use. "
        "docs/reference/register.md lists the headings"
    )
    return [
        Problem("unknown-column", message, where, suggestion=did_you_mean(heading, names), excerpt=heading, cure=cure)
    ]


def _rows_above(sheet: Sheet, top: Row, placed: list[PlacedColumn], file: str) -> list[Problem]:
    """Rows above the headings that look like contracts: the headings were sorted into the table."""
    problems = []
    reference = next((each.index for each in placed if each.column.name == "reference"), 0)
    for row in sheet.rows:
        if row.number >= top.number:
            break
        filled = sum(row.cell(each.index) is not None for each in placed)
        cell = row.cell(reference)
        heading = cell is not None and _known("contracts").get(folded(cell.text)) is not None  # headings over two rows
        if cell is not None and not heading and filled >= max(3, (len(placed) + 1) // 2):
            message = f"row {row.number} stands above the headings, which are in row {top.number}"
            cure = "move the headings to the top of the table"
            problems.append(
                Problem("row-above-headings", message, Location(file, row.number, sheet=sheet.name), cure=cure)
            )
    return problems


def _filled_down(rows: tuple[Row, ...], merged: tuple[Merged, ...], top: int) -> tuple[Row, ...]:
    """The rows with what a merged cell shows in each row that it covers, and without what some programs leave beneath
    it."""
    shown: dict[int, dict[int, Cell | None]] = {}
    by_number = {row.number: row for row in rows}
    for each in merged:
        if each.top <= top or not rows:
            continue
        first = by_number.get(each.top)
        cell = first.cell(each.left) if first is not None else None
        for number in range(each.top, min(each.bottom, rows[-1].number) + 1):
            if (row := by_number.get(number)) is not None:
                here = shown.setdefault(number, {})
                here.update(dict.fromkeys(range(each.left + 1, min(each.right + 1, row.width))))
                here[each.left] = cell
    return tuple(_with_cells(row, shown[row.number]) if row.number in shown else row for row in rows)


def _with_cells(row: Row, shown: Mapping[int, Cell | None]) -> Row:
    width = max(row.width, max(shown) + 1)
    return Row.of(row.number, (shown[index] if index in shown else row.cell(index) for index in range(width)))
