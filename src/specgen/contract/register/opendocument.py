"""An OpenDocument spreadsheet (.ods) as sheets of cells, read as a stream and within bounds.

What a cell holds stands in its attributes (`office:value`, `office:date-value`), its paragraphs say how it looks; where
the two say different things, the cell carries both. Rows and cells that are written once and repeated are counted out.
Source: OpenDocument 1.3 part 3, 9.1 (tables), 16.29 (styles), 19.385 (values), 19.634 (formulas).
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.contract.register.cell_styles import TOO_SMALL, hex_colour, melts_into, too_small
from specgen.contract.register.formats import UNKNOWN, adds_words
from specgen.contract.register.parts import TOO_LARGE_CURE, Parts, RefusedError
from specgen.contract.register.sheet import (
    NOT_STORED,
    Cell,
    Merged,
    Row,
    RowLooks,
    Sheet,
    moves,
    number_text,
    raised,
    shows_an_error,
    true_zeros,
)
from specgen.contract.register.spreadsheet import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_LETTERS,
    MOST_MERGED_ROWS,
    MOST_REMARKS,
    MOST_ROWS,
    shown_number,
)
from specgen.excel import letters
from specgen.problems import Location, Problem

CONTENT: Final = "content.xml"
STYLES: Final = "styles.xml"
_ASIDE: Final = frozenset(
    ("annotation", "frame", "custom-shape", "shapes", "line", "rect", "circle", "ellipse", "polyline", "polygon")
) | {"path", "connector", "caption", "measure", "g"}
"""Comments and drawings, whose words are none of the cell's."""
_ZERO: Final = Cell("0", "number")
_DEEPEST_STYLES: Final = 20
"""Parents of a style that are followed."""
_MOST_MARKS: Final = 2_000_000
"""Cells that the file writes out, most of them for their look alone."""


class OpenDocument(Struct, frozen=True):
    """A spreadsheet that was read: its sheets by name, in their order, and those that nobody sees who opens it."""

    file: str
    sheets: dict[str, Sheet]
    hidden: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets in their order."""
        return tuple(self.sheets)

    def sheet(self, name: str) -> tuple[Sheet | None, list[Problem]]:
        """The sheet of that name; never refused, since the whole file was read."""
        return self.sheets[name], []


def open_document(data: bytes, file: str) -> tuple[OpenDocument | None, list[Problem]]:
    """The spreadsheet in `data`, or why it is refused."""
    try:
        parts = Parts(data)
        if not parts.has(CONTENT):
            raise RefusedError(
                "not-a-workbook",
                "the file is no OpenDocument spreadsheet (.ods)",
                "save it in LibreOffice as “ODF Spreadsheet (.ods)”, or in Excel as “Excel Workbook (*.xlsx)”",
            )
        if _is_locked(parts):
            raise RefusedError(
                "encrypted-or-old-file",
                "the file is protected by a password",
                "take the password off in LibreOffice and save again",
            )
        reader = _ContentReader()
        if parts.has(STYLES):
            parts.parse(STYLES, reader.style)
        parts.parse(CONTENT, reader.start, reader.end, reader.text)
        return OpenDocument(file, reader.sheets, tuple(reader.hidden_sheets)), []
    except RefusedError as fault:
        said = "the file is no OpenDocument spreadsheet (.ods), or it is damaged"
        message = said if fault.slug == "not-a-workbook" and "xlsx" in str(fault) else str(fault)
        return None, [Problem(fault.slug, message, Location(file), cure=fault.cure)]


def _is_locked(parts: Parts) -> bool:
    found = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal found
        found = found or tag == "encryption-data"

    if parts.has("META-INF/manifest.xml"):
        parts.parse("META-INF/manifest.xml", start)
    return found


class _ContentReader(Struct):
    """Takes the events of content.xml and keeps the rows that hold something."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    hidden_sheets: list[str] = field(default_factory=list)
    _style: tuple[str, str] = ("", "")
    """Family and name of the style that is read."""
    _unseen_styles: set[str] = field(default_factory=set)
    _parents: dict[tuple[str, str], str] = field(default_factory=dict)
    _displayed: dict[str, str] = field(default_factory=dict)
    """The name of a style by that which people see, as conditional formatting names it."""
    _said: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """What a style says, by its family, its name and what of: `struck` (yes or ""), the colours of `letters` and
    `ground`."""
    _above: set[str] = field(default_factory=set)
    """Styles of letters that stand above the line."""
    _column_styles: list[str] = field(default_factory=list)
    """For each column the style of cells that name none."""
    _row_style: str = ""
    _tables: int = 0
    _name: str = ""
    _rows: list[Row] = field(default_factory=list)
    _merged: list[Merged] = field(default_factory=list)
    _hidden: set[int] = field(default_factory=set)
    _filtered: set[int] = field(default_factory=set)
    _struck: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _remarks: list[str] = field(default_factory=list)
    _zeros: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells whose formula has saved a 0, with the formula."""
    _number: int = 0
    _repeat: int = 1
    _seen: str = "visible"
    _groups: list[bool] = field(default_factory=list)
    """Whether each group of rows in which the reader stands is folded up (9.1.9)."""
    _cells: dict[int, Cell] = field(default_factory=dict)
    _struck_cells: list[int] = field(default_factory=list)
    _columns_hidden: set[int] = field(default_factory=set)
    _unseen_rows: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _unseen_cells: list[int] = field(default_factory=list)
    _moving: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _column: int = 0
    _attributes: dict[str, str] | None = None
    _covered: bool = False
    _paragraphs: list[str] = field(default_factory=list)
    _inside: bool = False
    _aside: int = 0
    """How many comments and drawings the reader stands in, whose words are none of the cell's."""
    _run_struck: bool = False
    _run_colours: frozenset[str] = frozenset()
    _range: str = ""
    _ruled: list[str] = field(default_factory=list)
    _run_above: bool = False
    _marks: int = 0
    _kept: int = 0
    _covering: int = 0
    _letters: int = 0

    def style(self, tag: str, attributes: dict[str, str]) -> None:
        """Takes up what a style says of letters and sheets; a parent's word holds where it says nothing."""
        if tag == "style":
            self._style = attributes.get("style:family", ""), attributes.get("style:name", "")
            self._displayed[attributes.get("style:display-name", "")] = self._style[1]
            if parent := attributes.get("style:parent-style-name"):
                self._parents[self._style] = parent
        elif tag == "table-properties" and attributes.get("table:display") == "false":
            self._unseen_styles.add(self._style[1])
        elif tag == "text-properties":
            if attributes.get("style:text-position", "").startswith("super"):
                self._above.add(self._style[1])
            said = [attributes.get(f"style:text-line-through-{each}") for each in ("style", "type")]
            if any(said):
                self._said[*self._style, "struck"] = "" if "none" in said else "yes"
            if colour := attributes.get("fo:color"):
                self._said[*self._style, "letters"] = colour
            if too_small(attributes.get("fo:font-size", "").removesuffix("pt")):
                self._said[*self._style, "letters"] = TOO_SMALL
        elif tag in ("table-column-properties", "table-row-properties"):
            size = attributes.get("style:column-width", attributes.get("style:row-height", ""))
            self._said[*self._style, "thin"] = "yes" if _is_thin(size) else ""
        elif tag == "table-cell-properties" and (ground := attributes.get("fo:background-color")):
            self._said[*self._style, "ground"] = ground

    def _of_style(self, family: str, name: str, what: str, otherwise: str = "") -> str:
        """What the style or the nearest parent that says something says."""
        for _ in range(_DEEPEST_STYLES):
            if not name or (family, name, what) in self._said:
                break
            name = self._parents.get((family, name), "")
        return self._said.get((family, name, what), otherwise)

    def _unseen(self, named: str, runs: frozenset[str] = frozenset()) -> bool:
        """Whether letters of a cell of the style, or of its `runs`, cannot be seen, for their colour or size."""
        ground = self._of_style("table-cell", named, "ground", "transparent")
        colours = {self._of_style("table-cell", named, "letters", "#000000"), *runs}
        under = hex_colour("#FFFFFF" if ground == "transparent" else ground)
        return any(melts_into(each if each == TOO_SMALL else hex_colour(each), under) for each in colours)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style" or tag.endswith("-properties"):
            self.style(tag, attributes)
        elif tag == "table":
            self._tables += 1
            if self._tables == 1:
                self._begin(attributes)
        elif self._tables != 1:
            return
        elif tag == "table-column":
            count = min(
                _count(attributes.get("table:number-columns-repeated")), MOST_COLUMNS - len(self._column_styles)
            )
            thin = self._of_style("table-column", attributes.get("table:style-name", ""), "thin")
            if thin or attributes.get("table:visibility", "visible") != "visible":
                self._columns_hidden |= set(range(len(self._column_styles), len(self._column_styles) + count))
            self._column_styles += [attributes.get("table:default-cell-style-name", "")] * count
        elif tag == "table-row-group":
            self._groups.append(attributes.get("table:display") == "false")
        elif tag == "table-row":
            self._row_style = attributes.get("table:default-cell-style-name", "")
            self._repeat = _count(attributes.get("table:number-rows-repeated"))
            folded = any(self._groups) or self._of_style("table-row", attributes.get("table:style-name", ""), "thin")
            self._seen = attributes.get("table:visibility", "collapse" if folded else "visible")
            self._cells, self._column, self._struck_cells, self._unseen_cells = {}, 0, [], []
        elif tag in ("table-cell", "covered-table-cell"):
            self._marks += 1
            if self._marks > _MOST_MARKS:
                raise RefusedError(
                    "file-too-large", f"the file mentions more than {_MOST_MARKS:,} cells", TOO_LARGE_CURE
                )
            self._attributes, self._covered = attributes, tag != "table-cell"
            self._paragraphs, self._run_struck, self._run_colours = [], False, frozenset()
        elif tag in _ASIDE:
            self._aside += 1
            if tag == "annotation" and self._attributes is not None and len(self._remarks) < MOST_REMARKS:
                self._remarks.append(f"{letters(self._column)}{self._number + 1}")
        elif self._attributes is not None and not self._aside:
            self._words(tag, attributes)
        elif tag == "conditional-format":
            self._range = attributes.get("calcext:target-range-address", "")[:60]
        elif tag == "condition" and (named := attributes.get("calcext:apply-style-name", "")):
            named = self._displayed.get(named, named)
            hides = bool(self._of_style("table-cell", named, "struck")) or self._unseen(named)
            self._ruled += [self._range] * hides

    def _words(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "p":
            self._paragraphs.append("")
            self._inside = True
        elif self._inside and tag in ("s", "tab", "line-break"):
            count = min(_count(attributes.get("text:c")), LONGEST_CELL)
            self._paragraphs[-1] += {"s": " " * count, "tab": "\t", "line-break": "\n"}[tag]
        elif tag == "span":
            self._run_above = attributes.get("text:style-name", "") in self._above
            self._run_struck |= bool(self._of_style("text", attributes.get("text:style-name", ""), "struck"))
            self._run_colours |= {self._of_style("text", attributes.get("text:style-name", ""), "letters")}

    def text(self, piece: str) -> None:
        if self._inside and not self._aside:
            self._paragraphs[-1] += raised(piece) if self._run_above else piece

    def end(self, tag: str) -> None:
        if tag == "table":
            if self._tables == 1:
                self._finish()
            self._tables -= 1
        elif self._tables != 1:
            return
        elif tag in _ASIDE:
            self._aside -= 1
        elif self._aside:
            return
        elif tag in ("p", "span"):
            self._inside &= tag == "span"
            self._run_above = False
        elif tag in ("table-cell", "covered-table-cell"):
            self._cell()
        elif tag == "table-row-group":
            self._groups.pop()
        elif tag == "table-row":
            self._row()

    def _begin(self, attributes: dict[str, str]) -> None:
        self._name = attributes.get("table:name", "")
        if attributes.get("table:style-name", "") in self._unseen_styles:
            self.hidden_sheets.append(self._name)
        self._rows, self._merged, self._number, self._column_styles = [], [], 0, []
        self._hidden, self._filtered, self._struck, self._zeros, self._remarks = set(), set(), {}, {}, []
        self._columns_hidden, self._unseen_rows, self._moving, self._ruled = set(), {}, {}, []

    def _finish(self) -> None:
        sure = true_zeros(self._rows, self._zeros)
        numbers = {number for number, _ in sure}
        self._rows = [
            Row.of(row.number, (_ZERO if (row.number, at) in sure else cell for at, cell in enumerate(row.cells)))
            if row.number in numbers
            else row
            for row in self._rows
        ]
        looks = RowLooks(
            frozenset(self._hidden),
            frozenset(self._filtered),
            dict(self._struck),
            remarks=tuple(self._remarks),
            columns=frozenset(self._columns_hidden),
            unseen=dict(self._unseen_rows),
            moving=dict(self._moving),
            ruled=tuple(dict.fromkeys(self._ruled)),
        )
        self.sheets[self._name] = Sheet(self._name, tuple(self._rows), tuple(self._merged), False, looks)

    def _cell(self) -> None:
        attributes = self._attributes or {}
        self._attributes = None
        repeat = _count(attributes.get("table:number-columns-repeated"))
        looks = "\n".join(self._paragraphs).strip()
        cell = None if self._covered else _read(attributes, looks)
        if cell is not None and cell.text and cell.kind != "fault" and self._paragraphs and not looks:
            cell = replace(cell, page=UNKNOWN)  # a paragraph without a word: the cell is shown empty
        wide, high = (_count(attributes.get(f"table:number-{each}-spanned")) for each in ("columns", "rows"))
        if wide * high > 1 and not self._covered and self._column < MOST_COLUMNS:
            top = self._number + 1
            bottom, right = min(top + high - 1, top + MOST_ROWS), min(self._column + wide, MOST_COLUMNS) - 1
            self._covering += bottom - top + 1
            if self._covering > MOST_MERGED_ROWS:
                raise RefusedError("hostile-file", "the sheet merges more cells than it can hold", TOO_LARGE_CURE)
            self._merged.append(Merged(top, bottom, self._column, right))
        if cell is NOT_STORED and attributes.get("office:value") and repeat == self._repeat == 1:
            self._zeros[self._number + 1, self._column] = attributes.get("table:formula", "")
        if cell is not None and cell.text:
            if self._column + repeat > MOST_COLUMNS:
                raise RefusedError(
                    "file-too-large",
                    f"a cell right of the {MOST_COLUMNS:,}th column is filled (row {self._number + 1})",
                    "delete what stands there, or move it",
                )
            if moves(attributes.get("table:formula", "")):
                self._moving[self._number + 1] = (*self._moving.get(self._number + 1, ()), self._column)
            own = attributes.get("table:style-name") or self._row_style
            for column in range(self._column, self._column + repeat):
                self._cells[column] = cell
                named = own or (self._column_styles[column] if column < len(self._column_styles) else "")
                if self._run_struck or self._of_style("table-cell", named, "struck"):
                    self._struck_cells.append(column)
                if self._unseen(named, self._run_colours):
                    self._unseen_cells.append(column)
        self._column += repeat

    def _row(self) -> None:
        first = self._number + 1
        self._number += self._repeat
        if not self._cells:
            return
        last = max(self._cells)
        self._kept += self._repeat * (len(self._cells) + last // 8)
        self._letters += self._repeat * sum(len(cell.text) for cell in self._cells.values())
        if self._repeat + len(self._rows) > MOST_ROWS or self._kept > MOST_CELLS or self._letters > MOST_LETTERS:
            raise RefusedError(
                "file-too-large",
                f"the sheets have more than {MOST_ROWS:,} rows, {MOST_CELLS:,} cells or {MOST_LETTERS:,} letters",
                TOO_LARGE_CURE,
            )
        if any(len(cell.text) > LONGEST_CELL for cell in self._cells.values()):
            raise RefusedError(
                "file-too-large",
                f"a cell holds more than {LONGEST_CELL:,} letters",
                "shorten it, or put it into several rows",
            )
        row = Row.of(first, map(self._cells.get, range(last + 1)))
        for number in range(first, first + self._repeat):
            self._rows.append(replace(row, number=number))
            if self._seen != "visible":
                (self._filtered if self._seen == "filter" else self._hidden).add(number)
            if self._struck_cells:
                self._struck[number] = tuple(self._struck_cells)
            if self._unseen_cells:
                self._unseen_rows[number] = tuple(self._unseen_cells)


def _is_thin(size: str) -> bool:
    """Whether a column or row of that size shows no letter."""
    units = {"in": 72.0, "cm": 28.35, "mm": 2.835, "pt": 1.0}
    try:
        return float(size[:-2]) * units.get(size[-2:], 99) < 2
    except ValueError:
        return False


def _count(said: str | None) -> int:
    return max(int(said), 1) if said and said.isascii() and said.isdigit() and len(said) < 9 else 1


def _read(attributes: dict[str, str], looks: str) -> Cell | None:
    """The cell with these attributes, whose paragraphs say `looks`."""
    formula = "table:formula" in attributes
    kind = attributes.get("office:value-type", "")
    if attributes.get("calcext:value-type") == "error" or shows_an_error(looks):
        return Cell(looks[:20] or "#VALUE!", "fault")
    if kind in ("float", "percentage", "currency"):
        value = attributes.get("office:value", "").strip()
        if not value:
            return NOT_STORED if formula else Cell(looks) if looks else None
        cell = shown_number(value[:40], "percentage" if kind == "percentage" else "plain", False)
        if cell.kind == "fault":
            return cell
        if formula and float(value) == 0:
            # A 0 that a program which does not calculate wrote for a value is kept by LibreOffice when it saves.
            return NOT_STORED
        shown = looks if kind == "float" and adds_words(looks, number_text(float(value))) else ""
        return Cell(cell.text, cell.kind, shown if shown != cell.text else "", looks)
    if kind == "date":
        day, _, time = attributes.get("office:date-value", "").strip().partition("T")
        if not day:
            return NOT_STORED if formula else Cell(looks) if looks else None
        return Cell(day, "day", "", looks) if not time.strip("0:.Z") else Cell(f"{day} {time}", "text", "", looks)
    if kind == "time":
        return Cell(looks, "text", "", "a time") if looks else NOT_STORED if formula else None
    if kind == "boolean":
        return Cell("TRUE" if attributes.get("office:boolean-value") == "true" else "FALSE")
    said = attributes.get("office:string-value", looks).strip()
    text = said if formula or not looks else looks  # some programs write the value and no paragraph
    if not text and formula and kind != "string":
        return NOT_STORED
    return Cell(text) if text else None
