"""What only the sheet of contracts as a whole shows: rows that are no contract, references that look alike, rows that
are hidden or struck through, a variation that is given twice, and parties whose names and codes do not go together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache, partial
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from specgen.contract.columns import Role, heading_in
from specgen.excel import letters
from specgen.problems import Location, Problem, in_one_line
from specgen.wording.folded import as_seen

if TYPE_CHECKING:
    # Of contract files it is only asked about their parties, and nothing is loaded that reads sheets.
    from specgen.contract.register.headings import PlacedColumn, Table
    from specgen.contract.register.sheet import Row

# Rows that are no contract: totals, counts, legends and notes below or within the table.

_NAMING: Final = ("title", "provider.name", "service.name", "service.number")
_TELLING: Final = (*_NAMING, "term.start", "term.end")
"""Columns of which every contract's row fills one, where a register has them and its rows fill them."""

# Patterns are compiled when the first sheet is looked at: of contract files only the parties are asked about.

_TOTAL: Final = partial(
    re.compile,
    r"(?:(?:grand|sub|overall|sum|running) ?)?totals?|sum|counts?|average|mean|max(?:imum)?|min(?:imum)?",
    re.IGNORECASE,
)
_AROUND: Final = " :.-–—=*()"
_SIGNED: Final = partial(
    re.compile,
    r"(?:prepared|produced|approved|checked|reviewed|signed|authori[sz]ed|completed|submitted|compiled|updated|issued"
    r"|verified|exported|printed)(?: (?:by|on|off|off by|for))?|date|signature|total value(?: .*)?",
    re.IGNORECASE,
)
"""What stands in the column of references beside a name and a day at a table's foot."""
_OPENING: Final = partial(
    re.compile,
    r"(?:(?:(?:grand|sub|overall)[ -]?)?totals?|sum|counts?|average|number of|no\.? of|notes?|n\.?b\.?|legend|key"
    r"|sources?|colou?r code|rag|end of|prepared by|produced by|printed|last updated|updated|as at|see also|please"
    r"|definitions?|abbreviations?|footnotes?|disclaimer|version)\b(?![-/_]?\d)|n ?= ?\d"
    r"|\d+ (?:contracts?|rows?|records?|suppliers?|providers?|services?|items?)\b|[*†‡§#•].*\s",
    re.IGNORECASE,
)

_SUBTOTAL: Final = partial(
    re.compile, r".+ (?:total|sub-?total|count|average|sum|maximum|max|minimum|min)", re.IGNORECASE
)
"""What Excel’s Subtotal writes into the column by which it groups, in a row that holds nothing else but figures."""

_EXAMPLE: Final = partial(
    re.compile, r"(?:e\.g\.?|eg\b(?![-/_]?\d)|example\b(?![-/_]?\d)|for example\b|sample\b(?![-/_]?\d))", re.IGNORECASE
)
"""What begins the reference of a row that shows how the others are filled in."""

_HOW_TO: Final = partial(
    re.compile,
    r"mandatory|optional|required|(?:(?:free|short|long) )?text|string|dates?|numbers?|numeric|currency|codes?"
    r"|list|lookup|drop-?down|y(?:es)?/no?|[dmy]{2,4}[-/. ][dmy]{2,4}[-/. ][dmy]{2,4}|y{4}/y{2}|£|[-–—=_.*]+",
    re.IGNORECASE,
)
"""All of a cell in a row beneath the headings that says how each column is filled in, or of a line that was drawn."""
_UNIT: Final = partial(re.compile, r"[(\[][^()\[\]]*[)\]]")
"""All of a cell in a row of units beneath the headings."""
_LEGEND: Final = partial(
    re.compile, r"(?:legend|key|notes?|colou?r code|rag|abbreviations?|definitions?|footnotes?)\b", re.IGNORECASE
)
"""What begins a legend or notes, of which the rows below are part."""
_COUNT: Final = partial(re.compile, r"\d+ [^\W\d_]+", re.IGNORECASE)


def split_rows(table: Table, named: frozenset[str]) -> tuple[tuple[Row, ...], list[Problem]]:
    """The rows that may be contracts, and a warning for each that is none and is left out.

    A row is never left out whose reference another contract has (it is refused as a repetition), or rows of other
    sheets name (`named`).
    """
    again = [row for row in table.rows if _headings(table, row)]
    others = [row for row in table.rows if row not in again and _heads_another_table(table, row)]
    judged = [
        (row, table.key(row, "reference")[0], _told(table, row))
        for row in table.rows
        if row not in again and row not in others
    ]
    counted = Counter(reference for _, reference, _ in judged)
    sure = {reference for row, reference, told in judged if reference and told and not _total(reference, told)}
    shaped = Counter(_shape(reference) for reference in sure)
    names = any(_told(table, row, _NAMING) for row, reference, _ in judged if reference in sure)
    kept: list[Row] = []
    problems: list[Problem] = [_left_out(table, row, "the headings again") for row in again]
    problems += [_another_table(table, row) for row in others[:1]]
    most = max((_filled(row) for row, _, _ in judged), default=0)
    beneath = _beneath(judged, most)
    in_legend = False
    for row, reference, told in judged:
        shapes = (shaped - Counter([_shape(reference)] if counted[reference] == 1 and reference in sure else [])).keys()
        if names and _shape(reference) not in shapes and not _told(table, row, _NAMING):
            told = 0  # days alone tell no contract where the others have names
        name = _no_contract(table, row, reference, told, shapes)
        if row.number in table.looks.totals and not name and counted[reference] == 1:
            name = reference or "the table’s row of totals"
        name = name or (reference if row.number >= beneath else "")
        if name and (reference not in sure or counted[reference] == 1) and reference not in named:
            problems.append(_left_out(table, row, name))
            in_legend = in_legend or bool(_LEGEND().match(name.strip()))
        elif (
            (in_legend or (not reference and _filled(row) == 1))
            and _filled(row) <= 2 < most
            and counted[reference] == (1 if reference else counted[""])
            and reference not in named
            and not any(cell is not None and cell.kind == "fault" for cell in row.cells)
        ):
            problems.append(_left_out(table, row, next(cell.text for cell in row.cells if cell is not None)))
        else:
            kept.append(row)
            in_legend = False
    return tuple(kept), problems


def _beneath(judged: list[tuple[Row, str, int]], most: int) -> int:
    """The number of the first row of what stands below the contracts to the end of the sheet: a legend, another table,
    lines to sign. Such rows fill two cells where contracts fill five or more, and their references are of no form that
    the contracts' have; one alone counts only below a blank row."""
    sparse = list(takewhile(lambda each: _filled(each[0]) <= 2, reversed(judged)))
    above = {_shape(reference) for _, reference, _ in judged[: len(judged) - len(sparse)]}
    found: list[int] = []
    for row, reference, _ in sparse if above and most > 4 else ():
        if (
            _shape(reference) in above
            or _coded(reference)
            or (reference.isdecimal() and any(map(str.isdecimal, above)))
        ):
            break
        found.append(row.number)
    last = judged[-len(found) - 1][0].number if 0 < len(found) < len(judged) else 0
    return found[-1] if len(found) > 1 or (found and found[-1] > last + 1) else 2**31


def _coded(reference: str) -> bool:
    """Whether the reference has letters and figures and no blank."""
    return bool(re.search(r"\d", reference) and re.search(r"[^\W\d_]", reference) and not re.search(r"\s", reference))


def no_further_row(table: Table, row: Row) -> Problem | None:
    """The warning that a row of a further sheet, which names no contract, is a total, a count or a note; None where it
    may be meant for a contract."""
    reference = table.key(row, "reference")[0]
    words = [cell.text for cell in row.cells if cell is not None and re.search(r"[^\W\d_]", cell.text)]
    if any(cell is not None and cell.kind == "fault" for cell in row.cells) or not words:
        return None
    none = _labels(reference) if reference else all(map(_labels, words))
    return _left_out(table, row, words[0]) if none or _headings(table, row) else None


def _filled(row: Row) -> int:
    return sum(cell is not None for cell in row.cells)


def _headings(table: Table, row: Row) -> bool:
    """Whether the row says its columns' headings again, as on every page of a printed register."""
    said = [(cell.text, placed) for placed in table.placed if (cell := row.cell(placed.index)) is not None]
    return len(said) > 1 and all(
        as_seen(text).casefold()
        in {as_seen(name).casefold() for name in (placed.column.heading, heading_in(table.place(row, placed)))}
        for text, placed in said
    )


def _heads_another_table(table: Table, row: Row) -> bool:
    """Whether the row holds the headings of a further table, with other columns than those above it."""
    from specgen.contract.register.headings import meant

    said = [cell.text for cell in row.cells if cell is not None]
    first = meant(table.key(row, "reference")[0], table.role, {})
    if first is None or not all(cell[:1].isalpha() for cell in said):
        return False
    return len(said) > (1 if first.name == "reference" else 2)


def _another_table(table: Table, row: Row) -> Problem:
    said = ", ".join(f"“{in_one_line(cell.text, 40)}”" for cell in row.cells[:20] if cell is not None)
    message = f"row {row.number} holds the headings of another table ({said}): what is below would be read as contracts"
    cure = "move that table to a sheet of its own"
    return Problem("another-table", message, table.key(row, "reference")[1], cure=cure)


def _told(table: Table, row: Row, columns: tuple[str, ...] = _TELLING) -> int:
    """How many of the columns that tell one contract from another the row fills, unless with a count or a total."""
    found = 0
    for placed in table.placed:
        if placed.column.name in columns and (cell := row.cell(placed.index)) is not None:
            counted = _TOTAL().fullmatch(cell.text.strip(_AROUND)) or _COUNT().fullmatch(cell.text.strip())
            found += not (counted or (cell.text.isdecimal() and placed.column.name.endswith(("name", "title"))))
    return found


def _total(reference: str, told: int) -> bool:
    """Whether the reference is the word of a line of totals; such a line may hold the first start and last expiry."""
    return bool(_TOTAL().fullmatch(reference.strip(_AROUND))) and told < 3


def _labels(text: str) -> bool:
    """Whether a cell begins as a line of totals, a note or a legend does, and not as a contract does."""
    bare = text.strip(_AROUND)
    text = text.strip()
    return bool(
        _TOTAL().fullmatch(bare) or _SIGNED().fullmatch(bare) or _OPENING().match(text) or _UNIT().fullmatch(text)
    )


def _no_contract(table: Table, row: Row, reference: str, told: int, shapes: Set[str]) -> str:
    """The words by which a row that is no contract is named; "" when it may be one."""
    placed = next((each for each in table.placed if each.column.name == "reference"), None)
    held = row.cell(placed.index) if placed is not None else None
    if held is not None and held.kind == "fault":
        return ""
    given = [cell.text.strip() for cell in row.cells if cell is not None]
    if reference and (all(map(_UNIT().fullmatch, given)) or all(map(_HOW_TO().fullmatch, given)) or _in_order(given)):
        return reference
    if not reference:
        sound = [cell for cell in row.cells if cell is not None and cell.kind != "fault"]
        words = [cell.text for cell in sound if cell.kind == "text" and re.search(r"[^\W\d_]", cell.text)]
        if words:  # “Total value” may stand in the column of titles
            if len(words) == 1 and _SUBTOTAL().fullmatch(words[0].strip()):
                return words[0]
            return words[0] if all(map(_labels, words)) or (not told and _labels(words[0])) else ""
        return sound[0].text if sound and not told else ""
    if _total(reference, told):
        return reference
    if shapes and _shape(reference) not in shapes and _EXAMPLE().match(reference):
        return reference
    if told < 3 and shapes and _shape(reference) not in shapes and _SIGNED().fullmatch(reference.strip(_AROUND)):
        return reference
    if told:
        return ""
    if _labels(reference):
        return reference
    if not shapes or _shape(reference) in shapes:
        return ""  # no other row says how a contract of this register is told, or it is told like them
    return "" if _coded(reference) else reference


def _in_order(given: list[str]) -> bool:
    """Whether the cells number the columns: 1, 2, 3 or A, B, C."""
    return len(given) > 2 and given in (
        [str(number) for number in range(1, len(given) + 1)],
        [letters(number) for number in range(len(given))],
    )


def _shape(reference: str) -> str:
    """`X9-501` as `a9-9`: letters and digits by their kind alone; of a bare number its length."""
    if reference.isdecimal():
        return str(len(reference))
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", reference))


def _left_out(table: Table, row: Row, name: str) -> Problem:
    where, short = table.key(row, "reference")[1], in_one_line(name)
    message = f"row {row.number}, “{short}”, is taken for no contract (a total, a count or a note) and is left out"
    cure = (
        "nothing need be done if it is none; if it is one, give it a reference like the others’, and its title, "
        "supplier or dates"
    )
    return Problem("row-left-out", message, where, severity="warning", excerpt=short, cure=cure)


# Rows that a person would take for none: hidden, filtered out or struck through. They are read like any other.

_MOST_RUNS: Final = 20
_UNSEEN_CURE: Final = (
    "nothing need be done if these rows are meant to count; if not, delete them, or move them to a sheet that is not "
    "read"
)


def rows_looking_like_none(table: Table) -> Iterator[Problem]:
    """A warning for the rows that are hidden, one for those filtered out, and one for those struck through; and a note
    of cells that have notes of their own."""
    looks = table.looks
    if looks.remarks:
        many = f" and {len(looks.remarks) - _MOST_RUNS:,} more" if len(looks.remarks) > _MOST_RUNS else ""
        message = f"notes or comments at cells are not read: {', '.join(looks.remarks[:_MOST_RUNS])}{many}"
        cure = "nothing need be done if they change nothing; what holds goes into the cells themselves"
        yield Problem("cell-notes", message, Location(table.file, sheet=table.sheet), "note", cure=cure)
    if looks.ruled:
        message = (
            f"conditional formatting may strike through or hide what is read: {', '.join(looks.ruled[:_MOST_RUNS])}"
        )
        cure = "nothing need be done if it says nothing of the contracts; delete rows that are not meant to count"
        yield Problem("looks-by-rule", message, Location(table.file, sheet=table.sheet), "note", cure=cure)
    yield from _zeros_lost(table)
    for numbers, slug, how, seen in (
        (looks.hidden, "rows-hidden", "hidden", "unhide the rows to see them. "),
        (looks.filtered, "rows-filtered-out", "filtered out", "clear the filter to see them. "),
    ):
        rows = [row for row in table.rows if row.number in numbers]
        if rows:
            yield _unseen(table, rows, slug, f"{how} and {_are(rows)} read like any other", seen)
    whole = [row for row in table.rows if _struck_whole(table, row)]
    if whole:
        yield _unseen(
            table,
            whole,
            "rows-struck-through",
            f"struck through and {_are(whole)} read like any other",
            "",
        )
    yield from _columns_looking_like_none(table)
    told = {row.number for row in whole}
    for row in table.rows:
        if row.number in looks.struck and row.number not in told:
            for placed in table.placed:
                if placed.index in looks.struck[row.number] and (cell := row.cell(placed.index)) is not None:
                    yield Problem(
                        "cell-struck-through",
                        f"words of “{placed.column.heading}” are struck through here, and are read like any other",
                        table.place(row, placed),
                        severity="warning",
                        excerpt=" ".join(cell.seen.split())[:200],
                        cure="delete what does not hold any more, or take the line through it away",
                    )


def _zeros_lost(table: Table) -> Iterator[Problem]:
    """A warning for each reference in figures that is shorter than those which begin with 0, all of one length."""
    figures = [row for row in table.rows if table.role == "contracts" and table.key(row, "reference")[0].isdecimal()]
    begun = [reference for row in figures if (reference := table.key(row, "reference")[0]).startswith("0")]
    for row in figures if len({len(each) for each in begun}) == 1 else ():
        reference, where = table.key(row, "reference")
        if len(reference) < len(begun[0]):
            message = (
                f"“{reference}” is shorter than references that begin with 0, such as “{begun[0]}”: a spreadsheet "
            )
            message += "leaves out zeros at the beginning of a number"
            cure = (
                "type the zeros again, with the cell formatted as text; or, if none are missing, nothing need be done"
            )
            yield Problem("code-held-as-number", message, where, "warning", excerpt=reference, cure=cure)


def _columns_looking_like_none(table: Table) -> Iterator[Problem]:
    """A warning for the columns that are hidden, and one for each column with letters in the colour of their cells."""
    looks = table.looks
    filled = [placed for placed in table.placed if any(row.cell(placed.index) is not None for row in table.rows)]
    if hidden := [placed for placed in filled if placed.index in looks.columns]:
        one = len(hidden) == 1
        named = ", ".join(f"{letters(placed.index)} (“{placed.column.heading}”)" for placed in hidden)
        yield Problem(
            "columns-hidden",
            f"{'1 column' if one else f'{len(hidden):,} columns'} of the sheet, {named}, {'is' if one else 'are'} "
            "hidden and read like any other",
            table.place(table.rows[0], hidden[0]),
            severity="warning",
            cure=f"unhide {'it' if one else 'them'} to see what is read; delete what is not meant to count",
        )
    for placed in filled:
        for held, slug, said, cure in (
            (
                looks.unseen,
                "cells-unseen",
                "letters of “{}” have the colour of their cells or are too small in {}: nobody sees them, and they are "
                "read like any other",
                "give the letters another colour or size, or delete what is not meant to count",
            ),
            (
                looks.moving,
                "values-that-move",
                "“{}” is worked out of the day, of chance or of another workbook in {}: what was saved last is read, "
                "and another day it is another",
                "type the value, or paste it as a value, before contracts are built of it",
            ),
        ):
            rows = [row for row in table.rows if placed.index in held.get(row.number, ()) and row.cell(placed.index)]
            if rows:
                runs = _runs([row.number for row in rows])
                where = ", ".join(runs[:_MOST_RUNS]) + (" and others" if len(runs) > _MOST_RUNS else "")
                where, cell = f"row{'' if len(rows) == 1 else 's'} {where}", rows[0].cell(placed.index)
                excerpt = " ".join(cell.seen.split())[:200] if cell is not None else ""
                message, place = said.format(placed.column.heading, where), table.place(rows[0], placed)
                yield Problem(slug, message, place, severity="warning", excerpt=excerpt, cure=cure)


def _struck_whole(table: Table, row: Row) -> bool:
    """Whether the row's reference, or everything else that it gives, is struck through."""
    struck = table.looks.struck.get(row.number, ())
    if not struck:
        return False
    given = {placed.index: placed.column.name for placed in table.placed if row.cell(placed.index) is not None}
    others = {index for index, name in given.items() if name != "reference"}
    return any(given.get(index) == "reference" for index in struck) or (bool(others) and others <= set(struck))


def _are(rows: list[Row]) -> str:
    return "is" if len(rows) == 1 else "are"


def _unseen(table: Table, rows: list[Row], slug: str, what: str, seen: str) -> Problem:
    numbers = [row.number for row in rows]
    named = [reference for row in rows if (reference := table.key(row, "reference")[0])]
    runs = _runs(numbers)
    said = ", ".join(runs[:_MOST_RUNS]) + (" and others" if len(runs) > _MOST_RUNS else "")
    count = f"1 row of the sheet, row {said}," if len(rows) == 1 else f"{len(rows):,} rows of the sheet, rows {said},"
    return Problem(
        slug,
        f"{count} {_are(rows)} {what}",
        table.key(rows[0], "reference")[1],
        severity="warning",
        excerpt=", ".join(dict.fromkeys(named[:10])),
        cure=seen + _UNSEEN_CURE,
    )


def _runs(numbers: list[int]) -> list[str]:
    """`3`, `5–9`: the numbers, those that follow each other as one run."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ["–".join(map(str, run)) for run in runs]


# References that differ only by what nobody sees.


def look_alikes(references: Iterable[str]) -> dict[str, str]:
    """Reference → another that cannot be told from it by eye."""
    groups: dict[str, list[str]] = {}
    for reference in references:
        # A soft hyphen is shown by some programs and not by others.
        for written in {reference, reference.replace("\u00ad", "-")}:
            groups.setdefault(_at_a_glance(written), []).append(reference)
    found: dict[str, str] = {}
    for group in groups.values():
        for one in group:
            other = next((each for each in group if each.casefold() != one.casefold()), None)
            if other is not None:
                found[one] = other
    return found


_GLANCE: Final = str.maketrans("ilo", "110")


def _at_a_glance(reference: str) -> str:
    """The reference without what is overlooked: spaces, capitals, and an O for a 0 or an I or l for a 1 beside
    figures."""
    bare = re.sub(r"\s+", "", as_seen(reference).casefold())
    bare = re.sub(r"^(\d+)\.0+$", r"\1", bare)  # a list of figures with blanks among them is saved so by programs
    return re.sub(
        r"(?<=\d)[ilo]+(?![^\W\d_])|(?<![^\W\d_])[ilo]+(?=\d)", lambda found: found[0].translate(_GLANCE), bare
    )


def unlike(reference: str, other: str) -> str:
    """Which characters make two look-alikes different: `U+2011 (non-breaking hyphen)`."""
    if reference.isascii() and other.isascii() and len(reference) == len(other):
        pairs = [(one, two) for one, two in zip(reference, other, strict=True) if one.casefold() != two.casefold()]
        if pairs and all(" " not in pair for pair in pairs):
            return ", ".join(f"“{one}” for “{two}”" for one, two in pairs[:3])
    odd = [each for each in dict.fromkeys(reference) if each not in other and (not each.isascii() or each == " ")]
    odd += [each for each in dict.fromkeys(other) if each not in reference and (not each.isascii() or each == " ")]
    named = [f"U+{ord(each):04X} ({unicodedata.name(each, 'a control character').lower()})" for each in odd[:3]]
    return ", ".join(named) or "spaces"


# A variation: one reference is one variation, and one variation says one thing.

_SERVICE_NAMES: Final = ("service.number", "service.name")


def variations_given_twice(table: Table, rows: list[Row], reference: str) -> dict[int, Problem]:
    """Row → the refusal of a variation whose reference another row of the same contract has, with other content.

    Rows that name different services are services of one contract: of them only what both give of the contract itself
    is held against each other, and a blank cell says nothing.
    """
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if named := _variation(table, row, reference):
            groups.setdefault(as_seen(named).casefold(), []).append(row)
    found: dict[int, Problem] = {}
    for group in groups.values():
        first = group[0]
        for row in group[1:]:
            if unlike_at := _first_unlike(table, first, row):
                found.setdefault(first.number, _given_twice(table, first, row, unlike_at, reference))
                found[row.number] = _given_twice(table, row, first, unlike_at, reference)
    return found


def _variation(table: Table, row: Row, reference: str) -> str:
    """The variation's reference: its own, else the contract's, -V and the number."""
    number = table.key(row, "variation.number")[0]
    return table.key(row, "variation.reference")[0] or (f"{reference}-V{number}" if number else "")


def _first_unlike(table: Table, first: Row, other: Row) -> PlacedColumn | None:
    """The first column in which the two rows say different things, how the variation is named left aside."""
    services = [
        as_seen(" ".join(table.key(row, name)[0] for name in _SERVICE_NAMES)).casefold() for row in (first, other)
    ]
    several = all(services) and services[0] != services[1]
    for placed in table.placed:
        if placed.column.name in ("variation.reference", "variation.number"):
            continue
        one, two = (row.cell(placed.index) for row in (first, other))
        if several and (placed.column.path[0] == "service" or one is None or two is None):
            continue
        if (one.seen if one is not None else "") != (two.seen if two is not None else ""):
            return placed
    return None


def _given_twice(table: Table, row: Row, other: Row, unlike_at: PlacedColumn, reference: str) -> Problem:
    named = _variation(table, row, reference)
    said = [" ".join(cell.seen.split())[:60] if (cell := each.cell(unlike_at.index)) else "" for each in (row, other)]
    here, there = (f"“{each}”" if each else "nothing" for each in said)
    return Problem(
        "variation-given-twice",
        f"the variation “{named}” of {reference} stands in row {other.number} as well, with other content: "
        f"{unlike_at.label} says {here} in row {row.number} and {there} in row {other.number}",
        table.place(row, unlike_at),
        excerpt=said[0],
        cure="keep one of the rows if they are one variation, or give the second variation a reference of its own and "
        "put it into a register of its own: a register holds one variation of a contract at a time",
    )


# Days in figures: 03/04/2029 is read day first, and whoever wrote 03/31/2029 writes the month first.

_DAY_IN_FIGURES: Final = partial(re.compile, r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})")


def days_read_two_ways(tables: Iterable[Table]) -> Iterator[Problem]:
    """An error in each column in which a day says that months come first while others can be read both ways; a warning
    where days of a register can be read both ways and no day of it decides."""
    open_days: list[tuple[Location, str]] = []
    decided = False
    for table in tables:
        for placed in table.placed:
            if placed.column.form not in ("day", "date"):
                continue
            found = [
                (table.place(row, placed), cell.text, int(parts[1]), int(parts[2]))
                for row in table.rows
                if (cell := row.cell(placed.index)) is not None
                and cell.kind == "text"
                and (parts := _DAY_IN_FIGURES().fullmatch(cell.text))
            ]
            either = [(where, text) for where, text, one, two in found if one <= 12 and two <= 12 and one != two]
            months_first = [(where, text) for where, text, one, two in found if one <= 12 < two <= 31]
            decided = decided or any(one > 12 >= two for _, _, one, two in found)
            open_days += either
            if either and months_first:
                (where, text), (other, other_text) = months_first[0], either[0]
                more = f" and {len(either) - 1:,} more" if len(either) > 1 else ""
                message = (
                    f"“{text}” can only have its month first, so that nobody can tell what “{other_text}” in row "
                    f"{other.line} means{more}"
                )
                cure = "write the days of the column as 2026-09-30 or 30 September 2026"
                yield Problem("day-or-month-first", message, where, excerpt=text, cure=cure)
                decided = True
    if open_days and not decided:
        where, text = open_days[0]
        more = f", and {len(open_days) - 1:,} more" if len(open_days) > 1 else ""
        message = (
            f"“{text}” could have its day or its month first, and no day of the register shows which{more}; the day is "
            f"taken to come first"
        )
        cure = "nothing need be done if the day comes first; if not, write the days as 2026-09-30"
        yield Problem("day-first", message, where, severity="warning", excerpt=text, cure=cure)


# Parties: across a register one name has one code, and one code one name.

_PARTIES: Final[tuple[tuple[Role, str, str], ...]] = (
    ("contracts", "provider.name", "provider.ods_code"),
    ("contracts", "commissioner.name", "commissioner.ods_code"),
    ("commissioners", "name", "ods_code"),
)
"""The sheets that name parties, with the columns of their names and codes."""


class NamedParty(Struct, frozen=True):
    """What a contract, or a row of a register, says of a party: its name or its code, and where."""

    text: str
    place: Location


def parties_named(tables: Mapping[Role, Table]) -> Iterator[tuple[NamedParty, NamedParty]]:
    """Each party's name and code, row by row."""
    for role, name, code in _PARTIES:
        table = tables.get(role)
        for row in table.rows if table is not None else ():
            assert table is not None
            yield NamedParty(*table.key(row, name)), NamedParty(*table.key(row, code))


def unlike_parties(parties: Iterable[tuple[NamedParty, NamedParty]]) -> list[Problem]:
    """A warning for each party that is given several codes, for each code of several parties, and for each two names
    that are nearly one and have codes of their own; once for all places."""
    codes: dict[str, dict[str, list[NamedParty]]] = {}
    names: dict[str, dict[str, list[NamedParty]]] = {}
    first: dict[str, tuple[NamedParty, NamedParty]] = {}
    for called, coded in parties:
        if called.text and coded.text:
            own, its = _called(called.text), coded.text.casefold()
            first.setdefault(own, (called, coded))
            codes.setdefault(own, {}).setdefault(its, []).append(coded)
            names.setdefault(its, {}).setdefault(own, []).append(called)
    found = [
        _party_fault("party-with-two-codes", f"“{first[own][0].text}” has the ODS code {others}", here)
        for own, given in codes.items()
        for here, others in _told_apart(given, "{}", "{}")
    ]
    found += [
        _party_fault("code-with-two-names", f"the ODS code {first[one][1].text} belongs to {others}", here)
        for given in names.values()
        for one in [next(iter(given))]
        for here, others in _told_apart(given, "“{}”", "to “{}”")
    ]
    known: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for own, (called, coded) in first.items():
        keys = _but_one_word(own)
        near = {
            name
            for key, word in keys.items()
            for its, names_with_it in known.get(key, {}).items()
            if word == its or (len(keys) > 1 and _nearly_one_word(word, its))
            for name in names_with_it
        }
        told = [each for name, each in first.items() if name in near] if near else []
        alike = [each for each in told if each[1].text.casefold() != coded.text.casefold()]
        for key, word in keys.items():
            known.setdefault(key, {}).setdefault(word, []).append(own)
        if alike:
            others = " and of ".join(f"“{each.text}” ({its.text}) in {_row_of(each, called)}" for each, its in alike)
            message = f"“{called.text}” ({coded.text}) is nearly the name of {others}, and the codes differ"
            found.append(_party_fault("parties-alike", message, called))
    return found


_MOST_ROWS: Final = 5


def _told_apart(given: Mapping[str, list[NamedParty]], second: str, other: str) -> Iterator[tuple[NamedParty, str]]:
    """Where the second of several texts first stands, and the words on all of them; nothing where there is one."""
    (_, whole), *rest = given.items()
    if not rest:
        return
    here = rest[0][1][0]
    places = "rows" if here.place.sheet is not None else "places"
    more = f", in {len(rest[0][1])} {places}," if len(rest[0][1]) > 1 else ""
    all_others = [each[0] for each in (whole, *(given_too for _, given_too in rest[1:]))]
    others = [f"{other.format(each.text)} in {_row_of(each, here)}" for each in all_others]
    many = f" and {len(others) - _MOST_ROWS} more" if len(others) > _MOST_ROWS else ""
    yield here, f"{second.format(here.text)} here{more} and {' and '.join(others[:_MOST_ROWS])}{many}"


def _but_one_word(name: str) -> dict[tuple[str, ...], str]:
    """The words of a name without each of them in turn, and the one that is left out: two names that are nearly one
    share such words."""
    words = [word for word in name.split() if word not in _LEFT_OUT]
    return {(*words[:at], "", *words[at + 1 :]): word for at, word in enumerate(words)}


def _nearly_one_word(word: str, other: str) -> bool:
    """Whether one of two words is the other but for a slip, or a form of it: “Comunity” for “Community”, “Healthcare”
    for “Health”."""
    if len(word) < 5 or len(other) < 5:
        return False
    shorter, longer = sorted((word, other), key=len)
    return longer.startswith(shorter) or _one_slip(shorter, longer)


_LEFT_OUT: Final = frozenset({"nhs", "foundation", "the", "of", "and"})


def _one_slip(shorter: str, longer: str) -> bool:
    """Whether one letter more, or another letter after the first, or two letters changed about, makes the one word the
    other."""
    at = next((at for at, (one, two) in enumerate(zip(shorter, longer, strict=False)) if one != two), len(shorter))
    if len(shorter) < len(longer):
        return len(longer) - len(shorter) == 1 and shorter[at:] == longer[at + 1 :]
    swapped = shorter[at : at + 2] == longer[at : at + 2][::-1] and shorter[at + 2 :] == longer[at + 2 :]
    return at > 0 and (swapped or shorter[at + 1 :] == longer[at + 1 :])


def _row_of(other: NamedParty, here: NamedParty) -> str:
    place = other.place
    if place.sheet is None:
        return f"{place.file}, line {place.line}"
    return f"row {place.line}" if place.sheet == here.place.sheet else f"row {place.line} of the sheet “{place.sheet}”"


_FORMS: Final = (("limited", "ltd"), ("public limited company", "plc"), ("and", "&"), ("incorporated", "inc"))


@lru_cache(maxsize=1_000)  # a party stands in many rows
def _called(name: str) -> str:
    """A party's name in the way that two spellings of it share: `Ltd` is Limited, `&` is and, and full stops, commas
    and “The” at the beginning say nothing."""
    words = re.sub(r"[.,()’']", "", as_seen(name).casefold()).replace("&", " & ")
    said = " ".join(words.split()).removeprefix("the ")
    for whole, short in _FORMS:
        said = re.sub(rf"(?<!\S){re.escape(short)}(?!\S)", whole, said)
    return said


def _party_fault(slug: str, message: str, at: NamedParty) -> Problem:
    return Problem(
        slug,
        message,
        at.place,
        severity="warning",
        excerpt=at.text,
        cure="one of them is probably wrong: look the organisation up in the Organisation Data Service and write its "
        "name and code in the same way everywhere; if they are two bodies, nothing need be done",
    )
