"""A cell's text as a value of the contract file: what Excel does to dates, lists and codes undone, and nothing guessed.

The result is a tree as `yamlfile` makes it of a file, so that the contract file's own model judges both.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from msgspec import Struct, field

from specgen.contract.columns import SUMS, Column
from specgen.contract.dates import long_date, parse_day, reached
from specgen.contract.kinds import WAS_GARBLED, garbled, without_marks
from specgen.contract.quantities import looks_like_fraction, pounds, read_money, read_number
from specgen.contract.register.formats import MONTH_FIRST, UNKNOWN, says_the_same
from specgen.contract.register.headings import PlacedColumn, Table
from specgen.contract.register.sheet import NOT_STORED, Cell, Row, day_of_number
from specgen.problems import Location, Problem
from specgen.yamlfile import FORBIDDEN, Mapping, Node, Path, Scalar, Sequence

_EXCEL_DAY: Final = re.compile(r"[2-7][0-9]{4}(\.[0-9]+)?")
"""Numbers by which Excel knows the days from October 1954 to January 2119; 2026 is a year that somebody typed."""


class Branch(Struct):
    """A mapping while it is built. `place` is its row."""

    place: Location
    entries: dict[str, Branch | Node] = field(default_factory=dict)

    def put(self, path: Path, value: Node) -> bool:
        """Give the value at `path`; False when there is one already, or the way leads through one."""
        here = self
        for step in path[:-1]:
            below = here.entries.setdefault(str(step), Branch(self.place))
            if not isinstance(below, Branch):
                return False
            here = below
        return here.entries.setdefault(str(path[-1]), value) is value

    def frozen(self) -> Mapping:
        return Mapping(
            tuple(
                (Scalar(name, value.place), value.frozen() if isinstance(value, Branch) else value)
                for name, value in self.entries.items()
            ),
            self.place,
        )


class RowRead(Struct):
    """A row's values by their paths, the places of columns that it leaves blank, and what its cells hold."""

    values: Branch
    blanks: list[tuple[Path, Location]]
    cells: dict[Location, str]
    problems: list[Problem]


def read_row(table: Table, row: Row) -> RowRead:
    """Every value of the row, but those of key columns other than a contract's reference."""
    read = RowRead(Branch(table.place(row)), [], {}, [])
    for placed in table.placed:
        column = placed.column
        place = table.place(row, placed)
        cell = row.cell(placed.index)
        if column.form == "key" and not (table.role == "contracts" and column.name == "reference"):
            if cell is not None and cell.kind == "fault":  # else a row whose base cannot be told would get another's
                read.problems.append(error_shown(cell, place))
            continue
        value = None
        if cell is not None:
            read.cells[place] = cell.seen
            value, faults = cell_value(cell, column, place, table.since_1904)
            read.problems += faults
        if value is None:
            read.blanks.append((column.path, place))
        elif not read.values.put(column.path, value):
            message = f"{placed.label} and another column of this row give the same value"
            cure = "fill in one of them"
            read.problems.append(Problem("given-twice", message, place, excerpt=value.place.cell or "", cure=cure))
    return read


def cell_value(
    cell: Cell, column: Column, place: Location, since_1904: bool | None
) -> tuple[Node | None, list[Problem]]:
    """What the cell says in that column, and every problem of it."""
    if cell.kind == "fault":
        return None, [error_shown(cell, place)]
    if odd := FORBIDDEN.search(cell.text):
        message = f"the character U+{ord(odd.group()):04X} cannot stand in a Word document"
        cure = "delete it; it often comes with text pasted from another program"
        return None, [Problem("control-character", message, place, cure=cure)]
    if was := garbled(cell.text):
        message = f"the text holds “{was}”, {WAS_GARBLED}"
        cure = "type the cell again, or import the file that it came from once more, as UTF-8"
        return None, [Problem("garbled-text", message, place, excerpt=cell.text[:200], cure=cure)]
    if cell.seen in _OF_A_FORMULA and column.form in ("text", "list", "code", "key") and _holds_words(column):
        message = (
            f"the cell holds {cell.seen} where “{column.heading}” belongs: so does a formula that "
            f"{_OF_A_FORMULA[cell.seen]}"
        )
        return None, [Problem("cell-error", message, place, cure="type what is meant, or empty the cell")]
    if column.form in ("text", "list", "code") and not column.choices and points_elsewhere(cell.seen):
        message = f"“{cell.seen}” points to another place and would be printed so: what stands there is not read"
        cure = f"write in this cell what “{column.heading}” is"
        return None, [Problem("points-elsewhere", message, place, cure=cure, excerpt=cell.text[:200])]
    if digits := _digits_lost(cell, column):
        return Scalar(digits, place, quoted=True), [_digits_are_lost(digits, column, place)]
    if column.form == "list":
        entries = entries_of(cell.seen)
        unlike = _seen_otherwise(cell, cell.seen, place)
        odd_look = [unlike] if unlike else []
        if len(entries) > 1 and (two := next((entry for entry in entries if len(entries_of(entry)) > 1), None)):
            odd_look = [*odd_look, _two_separators(two, column, place)]
        held = Sequence(tuple(Scalar(entry, place, quoted=True) for entry in entries), place) if entries else None
        return held, odd_look
    # A sum is read as the cell holds it, and so is what Excel's formats are for: days, percentages and codes.
    text = cell.seen if column.form in ("text", "key") and not column.is_money else cell.text
    problems: list[Problem] = []
    if column.form in ("day", "date"):
        text, problems = _day_text(cell, place, since_1904)
        if cell.kind == "day" and (half := _half_shown(cell, column, place)):
            problems = [*problems, half]
    elif spoiled := _spoiled(cell, column, place):
        problems = [spoiled]
    elif unlike := _seen_otherwise(cell, _with_its_sign(text, cell, column), place):
        problems = [unlike]
    elif sign := _OF_AN_EXPORT.search(text):
        problems = [_sign_of_an_export(sign[0], place, text)]
    elif column.heading in _NAMES and (sign := _OF_SEVERAL.search(text)):
        problems = [_several_names(sign[0].strip(), column, place, text)]
    if not problems and _holds_words(column) and (mark := _FOOTNOTE.search(text)):
        problems = [_mark_of_a_footnote(mark[mark.lastindex or 1], column, place, text)]
    if column.unit and read_number(re.sub("^£ ?", "", text)) is not None:
        text = f"{text}{column.unit}"
        if column.is_money and (sum_read := read_money(text)) is not None and sum_read >= _HARDLY_IN_THOUSANDS:
            problems = [*problems, _of_many_millions(cell.seen, pounds(sum_read), column, place)]
    text = next((choice for choice in column.choices if choice.casefold() == text.casefold()), text)
    return Scalar(text, place, quoted=True), problems


_HARDLY_IN_THOUSANDS: Final = 100_000_000
"""Pounds: a sum that is as great, once it is read in the unit of its heading, was probably typed in pounds."""


def _of_many_millions(seen: str, said: str, column: Column, place: Location) -> Problem:
    message = f"“{seen}” below a heading with a unit is read as {said}"
    cure = f"write the sum in the unit of the heading; if {said} is meant, nothing need be done"
    return Problem("unit-of-heading", message, place, severity="warning", cure=cure, excerpt=seen)


_OF_A_FORMULA: Final = {"0": "points to an empty cell", "TRUE": "compares two cells", "FALSE": "compares two cells"}
_OF_AN_EXPORT: Final = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|pound|#\d{2,5});|_x[0-9A-F]{4}_|^'(?=[^']*$)"
    r"|</?(?:b|i|u|p|br|em|strong|span|div|font)(?: [a-z-]+=[^<>]{0,80})? ?/?>"
)


_NAMES: Final = ("Provider", "Commissioner")


_OF_SEVERAL: Final = re.compile(r"->|→|\?$|\b(?:until|from) \d", re.IGNORECASE)
"""In a party's name: one in the place of another, or a doubt. Two beside each other are told of every contract."""


def _several_names(sign: str, column: Column, place: Location, text: str) -> Problem:
    message = f"“{column.heading}” holds “{sign}”: one party is named there, and the whole cell is printed as its name"
    cure = "write the one legal name; further Commissioners have rows on the sheet “Commissioners”"
    return Problem("name-of-several", message, place, severity="warning", cure=cure, excerpt=text[:200])


def _sign_of_an_export(sign: str, place: Location, text: str) -> Problem:
    message = (
        f"the text holds “{sign}”, which programs write for another sign when they export; it is read as it stands"
    )
    cure = "type the sign that is meant"
    return Problem("sign-of-an-export", message, place, severity="warning", cure=cure, excerpt=text[:200])


_FOOTNOTE: Final = re.compile(
    r"(?:(?!\b[cdkm]?m)[^\W\d_]{2}|[.)”’])\s?([*†‡§¹²³⁰⁴-⁹ᵃᵇᶜ]{1,3})$|\d\s?([*†‡]{1,3})$"
    r"|\s?([(\[](?:see )?(?:foot)?notes?(?: [\w ]{1,12})?[)\]]|\[\d{1,2}\])$",
    re.IGNORECASE,
)
_ELSEWHERE: Final = re.compile(
    r"(?:the )?(?:same )?as (?:above|below|before|previous(?:ly)?|(?:row|line|contract) ?\d+)|same|ditto|do\.|[\"“”″〃]"
    r"|(?:please )?see (?:above|below|comments?|(?:foot)?notes?|(?:row|line|tab|sheet|cell|column)\b).{0,60}",
    re.IGNORECASE,
)


def points_elsewhere(text: str) -> bool:
    """Whether all that a cell says is that its words stand in another one: “as above”, “see row 2”."""
    return _ELSEWHERE.fullmatch(text.strip()) is not None


def _mark_of_a_footnote(mark: str, column: Column, place: Location, text: str) -> Problem:
    message = f"“{column.heading}” ends in “{mark}”, which looks like the mark of a footnote and is read as part of it"
    cure = "delete the mark; what the footnote says is not read"
    return Problem("footnote-mark", message, place, severity="warning", cure=cure, excerpt=text[:200])


def _holds_words(column: Column) -> bool:
    """Whether what stands in the column is never the number 0: neither a sum, a count, nor a value of a clause."""
    last = column.path[-1]
    return (
        not {"values", "whole_specification"} & set(column.path)
        and not column.choices
        and last not in (*SUMS, "number", "draft_version", "activity", "done", "confirmed")
    )


def _with_its_sign(text: str, cell: Cell, column: Column) -> str:
    """What is read of a cell in a column of percentages, where 85 shown as “85%” is that."""
    return f"{text}%" if column.form == "percentage" and cell.page.endswith("%") and not text.endswith("%") else text


_SCIENTIFIC: Final = re.compile(r"-?\d(?:\.\d+)?[eE]\+?\d{2,3}")
_AS_EXCEL_WRITES_IT: Final = re.compile(r"-?\d(?:\.\d+[eE]\+?|[eE]\+)\d{2,3}")
"""In a text, where 8E123 may be a code."""


def _digits_lost(cell: Cell, column: Column) -> str:
    """A number in scientific form where a name, a code or a text belongs: what a spreadsheet makes of more digits than
    it shows or keeps; "" for any other."""
    if column.form not in ("text", "key", "code", "list") or column.is_money:
        return ""
    form = _SCIENTIFIC if cell.kind == "number" else _AS_EXCEL_WRITES_IT
    return cell.seen if form.fullmatch(cell.seen) else ""


def _digits_are_lost(written: str, column: Column, place: Location) -> Problem:
    message = (
        f"“{column.heading}” is the number {written}: a spreadsheet shortened one of many digits, and those that it "
        f"left out are lost"
    )
    cure = "format the column as Text, type the whole of it again and save"
    return Problem("digits-lost", message, place, cure=cure, excerpt=written)


def _seen_otherwise(cell: Cell, text: str, place: Location) -> Problem | None:
    """A warning where a person sees something else in the cell than what is read."""
    if not cell.page or (cell.page not in (UNKNOWN, "a time") and says_the_same(cell.page, text)):
        return None
    if cell.kind == "day" and cell.page != UNKNOWN:
        seen = parse_day(cell.page)
        if seen is None or seen.isoformat() == text:
            return None
    message = {
        UNKNOWN: f"the format of this cell may show something else than “{text}”, which is read",
        "a time": f"the cell holds a time of day or a length of time, and “{text}” is read",
    }.get(cell.page, f"the cell shows “{cell.page}”, and “{text}” is read")
    return Problem(
        "not-as-shown",
        message,
        place,
        severity="warning",
        cure="format the column as Text and type what is meant",
        excerpt=text[:200],
    )


def error_shown(cell: Cell, place: Location) -> Problem:
    """That a cell shows an error, or a formula whose value is not stored."""
    if cell.text == NOT_STORED.text:
        cure = (
            "open the file in Excel, save it and try again, or type the value in place of the formula: a program "
            "that does not calculate saved the file"
        )
        return Problem("cell-error", f"the cell shows an error: {cell.text}", place, cure=cure)
    message = f"the cell shows an error: {cell.text}"
    return Problem("cell-error", message, place, cure="correct the formula, or type the value in its place")


def _spoiled(cell: Cell, column: Column, place: Location) -> Problem | None:
    """A warning of what Excel may have made of what somebody typed; nobody can tell from the cell alone."""
    text = cell.text
    if column.form == "code" and cell.kind == "number":
        message = (
            f"Excel holds “{column.heading}” as the number {text}; zeros at its beginning, or an E in it, would be lost"
        )
        cure = "format the column as Text and type the code again if it is another; if not, put an apostrophe before it"
        return Problem("code-held-as-number", message, place, severity="warning", cure=cure, excerpt=text)
    if column.form == "percentage" and looks_like_fraction(text):
        message = (
            f"{text} is read as {text}%, and a cell in which Excel shows {float(text) * 100:g}% holds {text} as well"
        )
        cure = "format the column as a percentage, or write the number with its sign %"
        return Problem("fraction-as-percentage", message, place, severity="warning", cure=cure, excerpt=text)
    if cell.kind == "day":
        message = (
            f"Excel holds the day {text} here, where a text belongs: it makes days of what looks like one, "
            f"such as 1-2 or 3/4"
        )
        cure = "format the column as Text and type the words again"
        return Problem("date-in-text", message, place, severity="warning", cure=cure, excerpt=text)
    return None


def entries_of(text: str) -> tuple[str, ...]:
    """The entries of a list in one cell: one a line; in a cell of one line, between semicolons that do not stand in
    brackets. Marks that are typed before them are left out."""
    lines = [line for line in text.split("\n") if line.strip()]
    pieces = lines if len(lines) > 1 else _between_semicolons(text)
    return without_marks(tuple(bare for piece in pieces if (bare := piece.strip())))


_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def _between_semicolons(text: str) -> list[str]:
    """The pieces of the text between semicolons that do not stand in brackets."""
    bare = _BRACKETED.sub(lambda found: " " * len(found[0]), text)
    ends = [found.start() for found in re.finditer(";", bare)]
    return [text[at:end] for at, end in zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True)]


def _two_separators(entry: str, column: Column, place: Location) -> Problem:
    message = f"“{column.heading}” has an entry a line, and “{entry[:80]}” holds a semicolon; it is read as one entry"
    cure = "put each entry on a line of its own; if the semicolon is part of the entry, nothing need be done"
    return Problem("entries-on-one-line", message, place, severity="warning", cure=cure, excerpt=entry[:200])


def _day_text(cell: Cell, place: Location, since_1904: bool | None) -> tuple[str, list[Problem]]:
    """A day as 2026-09-30 where the cell holds one in Excel's ways or the register's; else the text as it is."""
    text = cell.text
    if (cell.kind == "number" or since_1904 is None) and _EXCEL_DAY.fullmatch(text):
        moment = day_of_number(float(text), bool(since_1904))
        if moment is None:
            return text, []
        day = moment.date().isoformat()
        message = f"{text} is taken for Excel’s number of the day {day}"
        cure = "format the column as a date, also before you save the file as CSV"
        return day, [Problem("number-as-day", message, place, severity="warning", cure=cure, excerpt=text)]
    found = parse_day(text)
    return (found.isoformat() if found and text != long_date(found) else text), []


def _half_shown(cell: Cell, column: Column, place: Location) -> Problem | None:
    """A warning where a person sees a month alone, or a day without its year: Excel gives what somebody types as 31/3
    the year in which it is typed, and March 2028 its first day, which is no day on which a contract ends."""
    day = parse_day(cell.text)
    left_out = cell.page
    if day is not None and (seen := _seen_day(cell.page, day)) not in (None, day):
        message = f"the cell shows the month before the day, which reads as {long_date(seen)}; {long_date(day)} is read"
        cure = "format the column as a date with the day first, see which day is meant, and correct it"
        return Problem("not-as-shown", message, place, severity="warning", cure=cure, excerpt=cell.text)
    if day is not None and cell.page not in ("", *_PARTS_OF_DAY):
        groups = re.findall(r"\d+|[^\W\d_]{3,}", cell.page)
        years = {str(day.year), f"{day.year % 100:02}"}
        left_out = {1: "the month", 2: "the day" if years & set(groups) else "the year"}.get(len(groups), "")
    if day is None or left_out not in _PARTS_OF_DAY:
        return None
    if left_out == "the day":
        first, last = day.day == 1, day.month != reached(day, 1, "day").month
        if last or (first and not _ENDS.search(".".join(map(str, column.path)))):
            return None
    message = f"the cell does not show {left_out} of {long_date(day)}, which is read"
    cure = "type the whole day, such as 31 March 2029, and format the column so that it is shown"
    return Problem("not-as-shown", message, place, severity="warning", cure=cure, excerpt=cell.text)


def _seen_day(page: str, day: date) -> date | None:
    """The day that a reader in Britain takes the cell to show; None where it can be taken for no other."""
    if page == MONTH_FIRST:
        return date(day.year, day.day, day.month) if day.day <= 12 else None
    return parse_day(page)


_PARTS_OF_DAY: Final = ("the day", "the month", "the year")
_ENDS: Final = re.compile(r"\b(?:end|values)\b")
"""Columns of days that end something: the last day of a month is meant where only the month is shown."""


def placed_at(table: Table, name: str) -> PlacedColumn | None:
    """Where the table has the column of that name."""
    return next((placed for placed in table.placed if placed.column.name == name), None)


# Lists that do not fit into a cell: on the sheet of entries each entry has a row, under the list's place in the file.

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
            match = re.fullmatch(r"([0-9.]*[0-9]|insert)(\.situations)?", rest)
            return (*steps, match[1], *(("situations",) if match[2] else ())) if match else None
    return tuple(steps) or None


def written_path(path: Path) -> str:
    """The path as the sheet of entries has it."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def put_long_lists(
    table: Table, rows: list[Row], root: Mapping, cells: dict[Location, str]
) -> tuple[Mapping, list[Problem]]:
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
            problems.append(
                _fault(written, where)
                if path is None
                else Problem("missing-value", "“Entry” is missing", place, cure="write the entry, or delete the row")
            )
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
    message = f"“{written}” is no list of the contract, or another cell gives it already"
    cure = (
        "write the list’s place in the contract file, such as services.1.premises; services, Commissioners "
        "and items are counted from 1"
    )
    return Problem("unknown-field", message, where, excerpt=written, cure=cure)


def with_list(node: Node, path: Path, new: Sequence, file: str) -> Mapping | None:
    """The tree with `new` at `path`; None when the path leads nowhere, or when the register gives a value there
    already."""
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
    return None if put is None else Sequence((*items.items[:index], put, *items.items[index + 1 :]), items.place)
