"""Which row of a sheet holds the headings, and which column each of them means.

A register that people keep has a title above its table, groups of columns under merged headings, and headings in plain
English. A heading that means nothing known is a problem with the nearest one that does: a misspelt column must not be
passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.columns import COLUMNS, PASSED_OVER, Column, Role
from specgen.contract.model import ColumnForm as Form
from specgen.contract.model import Declared
from specgen.contract.quantities import pounds, read_money
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


_SCALE: Final = {"k": "thousands of pounds", "m": "millions of pounds"}
_UNIT: Final = re.compile(
    r"(?P<base>\w.{2,80}?)[\s(\[,:/–-]+(?:in |value in )?(?P<sign>£ ?|gbp ?)?"
    r"(?:(?P<k>k|['’]?000['’]?s?|thousands?)|(?P<m>m|mn|mill|millions?|['’]?000[, ]?000['’]?s?)"
    r"|(?P<time>day|week|month|year)s?)(?: of pounds| gbp)?[)\]\s.*]*",
    re.IGNORECASE,
)
"""What a heading says of the numbers below it: `Contract value £k`, `Lifetime value (£000)`, `Extension (months)`."""
_SCALE_SAID: Final = re.compile(
    r"£ ?['’]?(?:000['’]?s?\b|k\b|m\b|[mb]n\b|(?:thou|mi|bi)[a-z]+\b)|\bin (?:thousands|[mb]illions)\b", re.IGNORECASE
)
"""By which a title above the headings says that all sums are in thousands."""
_OTHER_SIGN: Final = re.compile(r"[%€$¥]|\b(?:eur|usd|euros?|dollars?|per ?cent(?:age)?)\b", re.IGNORECASE)
_OF_A_PERIOD: Final = re.compile(
    r"\b(?:annual(?:ly|i[sz]ed)?|yearly|monthly|quarterly|weekly|per (?:year|annum|month|quarter|week)|p\.? ?a\b|a year"
    r"|each year|in[- ]year|full[- ]year|year \d|(?:20)?\d\d[/-]\d\d|fy ?\d+)",
    re.IGNORECASE,
)
_SUM: Final = re.compile(r"\b(?:value|sum|cost|price|spend|budget|amount|worth)s?\b", re.IGNORECASE)


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
    """The column that a heading means, or None. `kinds` is placeholder → its kind in the clause library.

    A unit in the heading of a sum or of a length of time is the column's; a sign that its values cannot have, such as a
    percentage of a sum, makes it none."""
    written = " ".join(heading.split())
    found = _meant_as_written(written, role, kinds)
    unit = _UNIT.fullmatch(written) if found is None else None
    if unit is not None and (base := _meant_as_written(unit["base"].strip(" (["), role, kinds)) is not None:
        scale = "k" if unit["k"] else "m" if unit["m"] else ""
        if scale and base.is_money:
            return replace(base, unit=scale)
        if unit["time"] and (base.kind == "interval" or base.path[-1] == "extension"):
            return replace(base, unit=f" {unit['time'].casefold()}s")
    sign = _OTHER_SIGN.search(written)
    return None if sign and found and not (found.form == "percentage" and sign[0] == "%") else found


def _meant_as_written(written: str, role: Role, kinds: Mapping[str, str]) -> Column | None:
    if role != "entries" and (value := _value_column(_PERCENT.sub("", written), role, kinds)) is not None:
        return value
    return _known(role).get(folded(written)) or _known(role).get(folded(_HINT.sub("", written)))


_PERCENT: Final = re.compile(r"\s*[(\[]?%[)\]]?$")


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
    kind = kinds.get(name, "") if sort == "value" else ""
    return Column(heading, heading, form, path, Declared("", "", ""), kind=kind)


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
            if (filled := _filled_below(sheet, top, index)) is not None:
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
            problems += _unit_told(column, here)
    if "lifetime_value" in seen:  # beside which a sum of another time may well stand
        problems = [replace(each, severity="note") if each.slug == "column-not-used" else each for each in problems]
    problems += _rows_above(sheet, top, placed, file)
    problems += _unit_above(sheet, top, placed, file)
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
        known = held is not None and meant(held.text, "contracts", {}) is not None
        heading = held.text if held is not None and (known or _filled_below(sheet, row, index)) else ""
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


def _filled_below(sheet: Sheet, top: Row, index: int) -> Row | None:
    """The first row below that has something in the column."""
    return next((row for row in sheet.rows if row.number > top.number and row.cell(index) is not None), None)


def _unknown(heading: str, role: Role, kinds: Mapping[str, str], where: Location) -> list[Problem]:
    """A heading that begins with # is the user's own; one that registers often have is passed over with a note."""
    if heading.startswith("#"):
        return []
    unit, sign = _UNIT.fullmatch(heading.strip()), _OTHER_SIGN.search(heading) or _SCALE_SAID.search(heading)
    if {folded(heading), folded(unit["base"]) if unit is not None else ""} & PASSED_OVER:
        message = f"the column “{heading}” has no place in a contract file and is not read"
        cure = "begin its heading with # and nothing is said of it"
        return [Problem("column-not-used", message, where, severity="note", cure=cure)]
    if _OF_A_PERIOD.search(heading) and _SUM.search(heading):
        message = f"“{heading}” is a sum for a part of the term, which has no place in a contract file, and is not read"
        cure = (
            "give what the contract is worth over its whole life in a column “Lifetime value”; begin this heading with "
            "# and nothing is said of it"
        )
        return [Problem("column-not-used", message, where, severity="warning", excerpt=heading, cure=cure)]
    message = f"“{heading}” is not a column of a register"
    cure = (
        "correct the heading; or begin it with # if the column is for your own use. "
        "docs/reference/register.md lists the headings"
    )
    suggestion = ""
    if unit is not None or sign is not None:
        said = sign[0] if sign is not None else "this unit"
        cure = (
            f"nothing is read in {said} below such a heading: sums are in pounds, £000 or £m, and lengths of time in "
            "words, such as 24 months; write the cells so, under the column’s own heading, or begin the heading with # "
            "if it is for your own use"
        )
    elif _VALUE.fullmatch(" ".join(heading.split())):
        suggestion = did_you_mean(heading, [f"value {name}" for name in kinds])
    else:
        suggestion = _misspelt(heading, role)
    return [Problem("unknown-column", message, where, suggestion=suggestion, excerpt=heading, cure=cure)]


def _misspelt(heading: str, role: Role) -> str:
    """The heading that is misspelt here, "" where none is: one with other words, such as “Notice date” beside “End
    date”, means another thing, and would be read as this one."""
    from difflib import SequenceMatcher  # loaded where a heading is not known: few registers have one

    def likeness(one: str, other: str) -> float:
        return SequenceMatcher(None, one, other, autojunk=False).ratio()

    words = folded(heading[:100]).split()
    near: list[tuple[float, str]] = []
    for column in COLUMNS[role]:
        for name in (column.heading, *column.also):
            others = folded(name).split()
            alike = likeness("".join(words), "".join(others))
            each = len(words) == len(others) and all(
                map(lambda one, other: likeness(one, other) >= 0.75, words, others)
            )
            if each or alike >= 0.93:
                near.append((alike, name))
    return max(near, default=(0, ""), key=lambda found: found[0])[1]


def _unit_told(column: Column, where: Location) -> Iterator[Problem]:
    """A note of the unit in which a column is read."""
    if column.unit:
        how = (
            f"for example, 480 as {pounds(read_money(f'480{column.unit}') or Decimal(0))}"
            if column.is_money
            else f"for example, 12 as 12{column.unit}"
        )
        said = _SCALE.get(column.unit, column.unit.strip())
        message = f"bare numbers of this column are read in {said}, as its heading says: {how}"
        yield Problem("unit-of-heading", message, where, severity="note", cure="nothing need be done if that is meant")


def _unit_above(sheet: Sheet, top: Row, placed: list[PlacedColumn], file: str) -> Iterator[Problem]:
    """A title above the headings, or a cell below one, that says in which unit the sums are, where the column's heading
    does not say it."""
    sums = [each for each in placed if each.column.is_money and not each.column.unit and "£" not in each.label]
    above = ((row, index) for row in sheet.rows if row.number < top.number for index in range(row.width))
    below = ((row, each.index) for row in sheet.rows if 0 < row.number - top.number < 3 for each in sums)
    for row, index in (*above, *below):
        cell = row.cell(index)
        said = _SCALE_SAID.search(cell.text) if cell is not None else None
        if not sums or cell is None or said is None or (row.number > top.number and re.search("[1-9]", cell.text)):
            continue
        where = Location(file, top.number, sheet=sheet.name, cell=sums[0].label)
        message = (
            f"“{said[0]}” stands in the cell {letters(index)}{row.number}, and the sums of {sums[0].label} would be "
            "read in pounds"
        )
        cure = f"write the unit into the heading too, such as “{sums[0].column.heading} (£000)” or “(£)”"
        yield Problem("unit-above-headings", message, where, excerpt=said[0], cure=cure)
        return


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
