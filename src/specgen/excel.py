"""Pages of rows as the bytes of an XLSX file: the one writer of registers, summaries, reports and worklists.

The same pages give the same bytes, no text becomes a formula whatever a file says, and every page prints on A4 with its
headings on each sheet of paper.

Source: XlsxWriter's own documentation; ECMA-376 part 1, 18.3.1.33 (data validation: 255 characters for a list),
18.3.1.63 (paper 9 is A4).
"""

from __future__ import annotations

import hashlib
import html
import io
import pickle
import re
import zipfile
import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, Final, TypeVarTuple

from msgspec import Struct

from specgen.wording.folded import safe

# Rows by the hundred thousand put into a workbook that has one sample row on each sheet, in a tenth of the time.
#
# XlsxWriter makes the workbook: styles, widths, headings, filters, and a sample row of a cell in the look of texts and
# one in that of numbers. Here the sample gives way to the rows, as they are packed, so that no sheet is held in memory
# as a whole.
#
# Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.3.1.73 (rows), 22.9.2.19 (the escape `_x000D_`).

SHEETS: Final = "xl/worksheets/sheet{}.xml"
_SAMPLE: Final = re.compile(rb'<row r="2"[^>]*>.*?</row>', re.DOTALL)
_STYLE: Final = re.compile(rb'<c r="([AB])2" s="([0-9]+)"')
_DIMENSION: Final = re.compile(rb'<dimension ref="[^"]*"/>')
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def letters(index: int) -> str:
    """A column's letters from its index: 0 is A, 26 is AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found


# How high a row is. Excel works that out for wrapped texts when it opens a file; LibreOffice 7.4 takes rows without a
# height for rows of one line, so that wrapped texts lie over each other on the screen and on paper. So each row says
# its height, and not that somebody chose it (`customHeight`): what is typed later still makes it grow.

_LINE: Final = 15.75
"""Points of a line of 12 point Arial."""
_HIGHEST: Final = 409.0
"""Points; no row is higher in Excel."""
_LETTERS: Final = 1.1
"""Letters of 12 point Arial in what the width of a column counts as one."""
_ROW_HEIGHT: Final = re.compile(rb'(<row [^>]*ht="[0-9.]+")(?: customHeight="1")')


def row_height(row: Sequence[object], widths: Sequence[int]) -> float:
    """Points for the row whose cells wrap in columns of these widths; 0 where every cell has one line."""
    return _height(
        max(
            [_lines(value, width) for value, width in zip(row, widths, strict=False) if isinstance(value, str)],
            default=1,
        )
    )


def _height(lines: int) -> float:
    return min(lines * _LINE, _HIGHEST) if lines > 1 else 0


def _lines(value: str, width: int) -> int:
    """How many lines the text takes in a column of the width."""
    whole = len(value) <= width * _LETTERS and "\n" not in value
    return 1 if whole else _wrapped(value, max(int(width * _LETTERS), 1))


@lru_cache(maxsize=1024)
def _wrapped(text: str, room: int) -> int:
    """How many lines the text takes; a word that is longer than a line is broken wherever the line ends."""
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        at = 0
        for word in paragraph.split():
            if at and at + 1 + len(word) > room:
                lines += 1
                at = 0
            at += len(word) + bool(at)
            lines, at = lines + (at - 1) // room, (at - 1) % room + 1
    return lines


def _grown(workbook: bytes) -> bytes:
    """The workbook without the sign that somebody chose the heights of its rows."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in given.infolist():
            named = zipfile.ZipInfo(entry.filename, _ZIP_EPOCH)
            named.compress_type = zipfile.ZIP_DEFLATED
            data = given.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                data = _ROW_HEIGHT.sub(rb"\1", data)
            written.writestr(named, data)
    return made.getvalue()


Short = Sequence[str | int | None]
"""A row of a report of texts and whole numbers."""


class PackedRows:
    """Rows of a report over thousands of contracts, in the order of the references; what has none comes last.

    Those of one contract stand together, in the order in which they came, and are packed by what they have in common
    with the first."""

    def __init__(self) -> None:
        self._like = b""
        self._packed = bytearray()
        self._references: list[str] = []
        self._ends = array("Q", [0])
        """Where the packed rows of each contract end, the beginning of the first before them."""
        self._count = 0

    def add(self, reference: str, rows: Sequence[Short]) -> None:
        """Take up rows of a contract."""
        if rows:
            data = pickle.dumps(rows, protocol=5)
            self._like = self._like or data
            packer = zlib.compressobj(1, zdict=self._like)
            self._packed += packer.compress(data) + packer.flush()
            self._references.append(reference)
            self._ends.append(len(self._packed))
            self._count += len(rows)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, row: object) -> bool:
        return row in tuple(self)

    def __iter__(self) -> Iterator[Short]:
        references = self._references
        ordered, without = sorted(range(len(references)), key=references.__getitem__), references.count("")
        for at in (*ordered[without:], *ordered[:without]):
            packed = self._packed[self._ends[at] : self._ends[at + 1]]
            yield from pickle.loads(zlib.decompressobj(zdict=self._like).decompress(packed))


def with_rows(workbook: bytes, pages: Sequence[Collection[Short]], widths: Sequence[Sequence[int]]) -> bytes:
    """The workbook with the rows of each sheet, in the order of its sheets, in the place of the sample rows. `widths`
    are those of the columns of each sheet, by which rows are as high as their texts. The file is sealed (`intact`).

    A sheet without rows has no sample. Raises ValueError when a sheet that has rows lacks its sample.
    """
    made = io.BytesIO()
    sheets = {
        SHEETS.format(number): (page, wide)
        for number, (page, wide) in enumerate(zip(pages, widths, strict=True), 1)
        if page
    }
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in given.infolist():
            named = zipfile.ZipInfo(entry.filename, _ZIP_EPOCH)
            named.compress_type = zipfile.ZIP_DEFLATED
            data = given.read(entry)
            with written.open(named, "w") as part:
                there = sheets.get(entry.filename)
                part.writelines(_sheet(data, *there) if there is not None else [data])
    return _sealed(made)


# Whether anybody wrote a workbook of rows anew: its zip has the hash of its own bytes in its comment, which no program
# keeps.

_SEAL: Final = b"specgen:"


def _sealed(made: io.BytesIO) -> bytes:
    """The archive with its seal, put on where it was made: of thousands of contracts it has many megabytes."""
    made.seek(-2, io.SEEK_END)
    made.write((len(_SEAL) + 64).to_bytes(2, "little"))
    with made.getbuffer() as written:
        digest = hashlib.sha256(written).hexdigest()
    made.write(_SEAL + digest.encode("ascii"))
    return made.getvalue()


def intact(data: bytes) -> bool:
    """Whether a workbook of rows has every byte that it was made with."""
    size = len(_SEAL) + 64
    return data[-size:-64] == _SEAL and hashlib.sha256(data[:-size]).hexdigest().encode("ascii") == data[-64:]


def _sheet(data: bytes, rows: Collection[Short], widths: Sequence[int]) -> Iterator[bytes]:
    sample = _SAMPLE.search(data)
    styles = (
        {column: style.decode("ascii") for column, style in _STYLE.findall(sample[0])} if sample is not None else {}
    )
    if sample is None or b"A" not in styles:
        raise ValueError("the sheet has no sample row")
    width = len(widths)
    dimension = f'<dimension ref="A1:{letters(width - 1)}{len(rows) + 1}"/>'.encode("ascii")
    yield _DIMENSION.sub(dimension, data[: sample.start()], count=1)
    names = [letters(column) for column in range(width)]
    columns = tuple(zip(names, widths, strict=True))
    yield from _packed(
        _row(number, row, columns, styles[b"A"], styles.get(b"B", styles[b"A"])) for number, row in enumerate(rows, 2)
    )
    yield data[sample.end() :]


def _packed(pieces: Iterable[str]) -> Iterator[bytes]:
    """Pieces large enough that packing each costs nothing."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > 2**17:
            yield "".join(held).encode("utf-8")
            held, size = [], 0
    yield "".join(held).encode("utf-8")


def _row(number: int, row: Short, columns: Sequence[tuple[str, int]], text: str, count: str) -> str:
    cells: list[str] = []
    most = 1
    for (name, width), value in zip(columns, row, strict=False):
        if isinstance(value, int):
            cells.append(f'<c r="{name}{number}" s="{count}"><v>{value}</v></c>')
        elif value:
            words, lines = _text(value, width)
            cells.append(f'<c r="{name}{number}" s="{text}" t="inlineStr"><is>{words}</is></c>')
            if lines > most:
                most = lines
    height = _height(most)
    return "".join((f'<row r="{number}" ht="{height:g}">' if height else f'<row r="{number}">', *cells, "</row>"))


@lru_cache(maxsize=2048)  # most rows say of one contract what others say of another
def _text(value: str, width: int) -> tuple[str, int]:
    """The text in XML, and its lines in a column of the width."""
    safe = html.escape(_CONTROL.sub(_as_code, _ESCAPED.sub("_x005F_", value)), quote=False)
    said = f"<t>{safe}</t>" if value == value.strip() else f'<t xml:space="preserve">{safe}</t>'
    return said, _lines(value, width)


def _as_code(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


Out = str | int | float | date | Decimal | None
"""What a cell is given; a Decimal is an amount of pounds, a float a share, printed as a percentage."""
RowItem = TypeVarTuple("RowItem")

LONGEST_CELL: Final = 32_000
"""Characters; Excel holds 32,767."""
LAST_ROW: Final = 5_001
"""How far down drop-downs and the format Text reach in a register that people will fill."""
MOST_ROWS: Final = 1_000_000
_CREATED: Final = datetime(1980, 1, 1)
_LONGEST_INLINE_LIST: Final = 255
_FIRST_DAY: Final = date(1900, 3, 1)
_CUT: Final = " … (cut here)"
_TOO_MANY: Final = "More rows than a sheet holds were left out"
_A4: Final = 9
_MARGIN: Final = 0.4
"""Inches at the left and right of a sheet of paper."""
_HEADING: Final = "heading"
_TYPED: Final = "@"
_NUMBER: Final = "0"
_GROUPED: Final = "#,##0"
_SHARE: Final = "0%"
_DAY: Final = "d mmmm yyyy"
POUNDS: Final = "£#,##0.00"


class Heading(Struct, frozen=True):
    """A column of a page: its heading, its width in characters, the values of its drop-down, whether it holds days."""

    text: str
    width: int = 24
    choices: tuple[str, ...] = ()
    day: bool = False


class Page(Struct, frozen=True):
    """A sheet: its name, its columns, its rows, and how many columns stay in view.

    `guide` names the sheet that says what may stand in its columns, and makes the page ready for more rows. `left` puts
    numbers where texts begin; `grouped` ones have commas between thousands. `draw` puts something beside the rows,
    given the workbook and the sheet. `banner` stands at the head of every sheet of paper. Of `printed` columns, 0 for
    all, the rest is for the screen alone."""

    name: str
    headings: tuple[Heading, ...]
    rows: Iterable[Sequence[Out]]
    frozen: int = 1
    guide: str = ""
    left: bool = False
    grouped: bool = False
    draw: Callable[[Any, Any], None] | None = None
    banner: str = ""
    printed: int = 0


def hidden(_: Any, sheet: Any) -> None:
    """As `draw`: the sheet is for programs, or has no rows, and is not printed."""
    sheet.hide()


_ON_PAPER: Final = 180
"""Letters across a sheet of A4 in landscape that can still be read: 8 points of 12, also where Calibri, in which widths
are measured, is not there and wider letters stand in for it."""
_ON_ONE_SHEET: Final = 260
"""Letters across from which a page goes over several sheets of paper, each with the columns that stay in view."""
_NARROW: Final = 12
"""A column of so many letters, or fewer, is never made narrower."""


def columns(texts: Sequence[str], widths: Sequence[int], printed: int = 0) -> tuple[Heading, ...]:
    """The headings of a page that is only read; those that are printed are no wider together than paper holds."""
    most = printed or len(widths)
    fitting = (*on_paper(widths[:most]), *widths[most:])
    return tuple(Heading(text, width) for text, width in zip(texts, fitting, strict=True))


def on_paper(widths: Sequence[int]) -> list[int]:
    """The widths, the wide ones made narrower until a page can be read on paper: cells wrap, and what is fitted to a
    page's width shrinks. A wide column keeps a third of what it is wider than a narrow one, however many there are."""
    spare = sum(max(width - _NARROW, 0) for width in widths)
    room = max(_ON_PAPER - sum(min(width, _NARROW) for width in widths), spare // 3)
    if spare <= room:
        return list(widths)
    return [min(width, _NARROW) + max(width - _NARROW, 0) * room // spare for width in widths]


def page_of(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Out]], widths: Sequence[int], **more: Any
) -> Page:
    """A page that is only read, of texts that any program can hold; `more` is what else a page is."""
    shown = (tuple(safe(value) if isinstance(value, str) else value for value in row) for row in rows)
    return Page(name, columns(headings, widths, more.get("printed", 0)), shown, **more)


def page_by_column(
    name: str,
    shown: Sequence[tuple[str, int, Callable[[*RowItem], Out]]],
    items: Iterable[tuple[*RowItem]],
    **more: Any,
) -> Page:
    """A page that is only read, a row an item; `zip` makes items of single values. Each column is said in one place,
    its heading, its width and what it says of an item, so that nothing can stand under the heading of another."""
    headings, widths, values = zip(*shown, strict=True)
    return page_of(name, headings, (tuple(value(*item) for value in values) for item in items), widths, **more)


def workbook_bytes(pages: Iterable[Page], title: str, *, lean: bool = False, cut: str = _CUT) -> bytes:
    """The workbook. `lean` is for reports of many texts and whole numbers: no sheet is in memory as a whole but those
    beside whose rows something is drawn, and none has drop-downs.

    A text that is too long for a cell ends with `cut`: pages that must not lose anything keep their texts short.
    """
    made = io.BytesIO()
    # Loaded where a workbook is written: lists on a screen read this module's columns and need no writer.
    import xlsxwriter

    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": safe(title)[:255], "created": _CREATED})
    writing = _Writing(book, cut)
    streamed = [writing.head_and_sample(page) if lean and page.draw is None else writing.whole(page) for page in pages]
    writing.write_lists()
    book.close()
    return with_rows(made.getvalue(), streamed, writing.widths) if lean else _grown(made.getvalue())


class _ShortRows:
    """Rows as they are written, each made when its turn comes; more than a sheet holds are left out."""

    def __init__(self, rows: Collection[Sequence[Out]], cut: str) -> None:
        self._rows, self._cut = rows, cut

    def __len__(self) -> int:
        return min(len(self._rows), MOST_ROWS + 1)

    def __contains__(self, row: object) -> bool:
        return row in tuple(self)

    def __iter__(self) -> Iterator[Short]:
        for row in islice(self._rows, MOST_ROWS):
            yield [
                value if type(value) is str and len(value) <= LONGEST_CELL else self._short(value)  # most are
                for value in row
            ]
        if len(self._rows) > MOST_ROWS:
            yield [_TOO_MANY]

    def _short(self, value: Out) -> str | int | None:
        if value is None or isinstance(value, int):
            return value
        if not isinstance(value, str):
            raise TypeError("a lean report holds texts and whole numbers")
        return _fitting(value, self._cut)


def _fitting(text: str, cut: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(cut)] + cut


class _Writing:
    """The pages as they come into one workbook, with what they share: formats, and drop-downs too long for their own
    rule, which get a hidden sheet."""

    def __init__(self, book: Any, cut: str) -> None:
        self._book, self._cut = book, cut
        self._made: dict[str, Any] = {}
        self._long: list[tuple[str, ...]] = []
        self.widths: list[tuple[int, ...]] = []
        """Those of the columns of each sheet, in the order of the sheets."""

    def whole(self, page: Page) -> Collection[Short]:
        """Write the page; nothing of it is left to be put in."""
        rows = list(islice(page.rows, MOST_ROWS + 1))
        sheet = self._head(page, len(rows))
        for count, row in enumerate(rows, 1):
            if count > MOST_ROWS:
                sheet.write_string(count, 0, _TOO_MANY, self._text(page))
                break
            for index, value in enumerate(row):
                self._cell(sheet, count, index, value, page)
            if height := row_height(row, self.widths[-1]):
                sheet.set_row(count, height)
        for index, heading in enumerate(page.headings if page.guide else ()):
            if heading.choices:
                sheet.data_validation(
                    1,
                    index,
                    LAST_ROW,
                    index,
                    {
                        "validate": "list",
                        "source": self._choices(heading.choices),
                        "error_type": "warning",
                        "error_title": "Not in the list",
                        "error_message": f"The sheet {page.guide} says what may stand here.",
                    },
                )
        if page.draw is not None:
            page.draw(self._book, sheet)
        return []

    def head_and_sample(self, page: Page) -> Collection[Short]:
        """Write the headings and a sample row, and answer the rows that take its place."""
        rows = _ShortRows(page.rows if isinstance(page.rows, Collection) else list(page.rows), self._cut)
        sheet = self._head(page, len(rows))
        if rows:
            sheet.write_blank(1, 0, None, self._text(page))
            sheet.write_blank(1, 1, None, self._number(page))
        return rows

    def _head(self, page: Page, count: int) -> Any:
        """A sheet with the headings and widths of a page of so many rows."""
        sheet = self._book.add_worksheet(page.name)
        widths = tuple(heading.width for heading in page.headings)
        self.widths.append(widths)
        if height := row_height([heading.text for heading in page.headings], widths):
            sheet.set_row(0, height)
        for index, heading in enumerate(page.headings):
            of_column = (self._look(_DAY) if heading.day else self._text(page)) if page.guide else None
            sheet.set_column(index, index, heading.width, of_column)
            sheet.write_string(0, index, heading.text, self._look(_HEADING))
        sheet.freeze_panes(1, page.frozen)
        if page.headings:
            sheet.autofilter(0, 0, max(count, 1), len(page.headings) - 1)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        on_paper = page.printed or len(widths)
        if page.printed:
            sheet.print_area(0, 0, max(count, 1), page.printed - 1)
        sheet.set_margins(left=_MARGIN, right=_MARGIN)
        sheet.hide_gridlines(0)  # on paper too, where rows of several lines run into one another
        across = max(-(-sum(widths[:on_paper]) // _ON_ONE_SHEET), 1)
        sheet.fit_to_pages(across, 0)
        sheet.repeat_rows(0)
        if across > 1 and page.frozen:
            sheet.repeat_columns(0, page.frozen - 1)
        sheet.set_footer("&L&A&RPage &P of &N")
        if page.banner:
            sheet.set_header(f"&C&B{page.banner.replace('&', '&&')}")
        return sheet

    def _cell(self, sheet: Any, row: int, column: int, value: Out, page: Page) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(row, column, _fitting(value, self._cut), self._text(page))
        elif isinstance(value, date):
            if value >= _FIRST_DAY:
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self._look(_DAY))
            else:  # Excel knows no such day
                sheet.write_string(row, column, value.isoformat(), self._text(page))
        elif isinstance(value, Decimal):
            if len(value.as_tuple().digits) <= 15:
                sheet.write_number(row, column, float(value), self._look(POUNDS))
            else:
                sheet.write_string(row, column, str(value), self._text(page))
        else:
            look = self._look(_SHARE, left=page.left) if isinstance(value, float) else self._number(page)
            sheet.write_number(row, column, value, look)

    def _text(self, page: Page) -> Any:
        """What is to be typed on stays text, whatever it looks like."""
        return self._look(_TYPED if page.guide else "")

    def _number(self, page: Page) -> Any:
        return self._look(_GROUPED if page.grouped else _NUMBER, left=page.left)

    def _look(self, number_format: str, *, left: bool = False) -> Any:
        """The look of cells with this format of numbers; those of days stand on the left."""
        key = f"{number_format}{' left' * left}"
        if key not in self._made:
            look: dict[str, object] = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 12}
            if number_format == _HEADING:
                look |= {"bold": True, "bg_color": "#D9E2F3", "bottom": 1}
            elif number_format:
                look["num_format"] = number_format
            if left or number_format == _DAY:
                look["align"] = "left"
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def _choices(self, choices: tuple[str, ...]) -> Any:
        if len(",".join(choices)) <= _LONGEST_INLINE_LIST and not any("," in choice for choice in choices):
            return list(choices)
        if choices not in self._long:
            self._long.append(choices)
        column = letters(self._long.index(choices))
        return f"=Lists!${column}$1:${column}${len(choices)}"

    def write_lists(self) -> None:
        """The hidden sheet of the drop-downs, if there is one that needs it."""
        if not self._long:
            return
        sheet = self._book.add_worksheet("Lists")
        sheet.hide()
        for column, choices in enumerate(self._long):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice, self._look(_TYPED))
