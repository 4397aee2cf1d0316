"""WordprocessingML for the shipped templates: paragraphs and tables in named styles, and no direct formatting.

Lengths are twips (1/1440 inch). The order of elements is that of ECMA-376 Part 1, 17.3, 17.4 and 17.6.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT = f'xmlns:w="{W_NAMESPACE}" xmlns:r="{R_NAMESPACE}"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

A4 = (11906, 16838)
MARGIN_SIDE = 1134
PORTRAIT_WIDTH = A4[0] - 2 * MARGIN_SIDE
LANDSCAPE_WIDTH = A4[1] - 2 * MARGIN_SIDE

Cell = Sequence[str]
"""The paragraphs of a table cell."""


def run(text: str, style: str = "") -> str:
    """A run; `\\t` is a tab."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    pieces = re.split(r"(\t)", text)
    return "".join(
        f"<w:r>{look}<w:tab/></w:r>"
        if piece == "\t"
        else f'<w:r>{look}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for piece in pieces
        if piece
    )


def para(style: str, text: str = "", section: str = "") -> str:
    """A paragraph in the style of that id. Words between `**` are in the character style Strong.

    `section` is the w:sectPr of the section that the paragraph ends.
    """
    properties = (f'<w:pStyle w:val="{style}"/>' if style != "Normal" else "") + section
    runs = "".join(run(piece, "Strong" if index % 2 else "") for index, piece in enumerate(text.split("**")))
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def tag(text: str) -> str:
    """A paragraph that holds one statement and leaves nothing behind."""
    return para("TemplateTag", f"{{%p {text} %}}")


def when(test: str, *body: str, otherwise: Sequence[str] = ()) -> str:
    """Paragraphs and tables that stand there only when `test` holds."""
    return "".join((tag(f"if {test}"), *body, *((tag("else"), *otherwise) if otherwise else ()), tag("endif")))


def each(loop: str, *body: str) -> str:
    """Paragraphs and tables once for each: `item in quality`."""
    return "".join((tag(f"for {loop}"), *body, tag("endfor")))


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. It is as high as its text, or at least `height`; it stays on one page where a page can hold it."""

    cells: Sequence[Cell | CellTag | ShadedCell]
    header: bool = False
    height: int = 0


@dataclass(frozen=True, slots=True)
class RowTag:
    """A row that holds one statement and leaves nothing behind."""

    text: str


@dataclass(frozen=True, slots=True)
class CellTag:
    """A cell that holds one statement and leaves nothing behind. A loop goes `over` so many columns."""

    text: str
    over: int = 1


@dataclass(frozen=True, slots=True)
class ShadedCell:
    """A cell with a colour behind its paragraphs, six hexadecimal digits."""

    cell: Cell
    fill: str


def header_row(*titles: str) -> Row:
    """The marked header row, which Word repeats on each page."""
    return Row([[para("TableHeading", title)] for title in titles], header=True)


def label_rows(*pairs: tuple[str, str], alone: bool = False, kept: bool = True) -> list[Row | RowTag]:
    """Labels and values, a row each; where `kept`, on one page: each row but the last with the next.

    `alone` says that no header row stands above; the first row is then marked as one, for those who do not see the
    table."""
    last = len(pairs) - 1
    return [
        Row(
            [[para("TableLabelKept" if kept and number != last else "TableLabel", label)], [para("TableText", value)]],
            header=alone and number == 0,
        )
        for number, (label, value) in enumerate(pairs)
    ]


def table(caption: str, widths: Sequence[int], rows: Sequence[Row | RowTag], first_column: bool = False) -> str:
    """A table of fixed column widths in the style Contract Table. `caption` is its alternative text."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    # A label in the first cell means a table of labels alone, whose first row does not look like a header.
    first = rows[0].cells[0] if isinstance(rows[0], Row) else []
    shaded = not isinstance(first, CellTag | ShadedCell) and 'Heading"/>' in "".join(first)
    look = f"{0x600 + 0x20 * shaded + 0x80 * first_column:04X}"
    properties = (
        '<w:tblPr><w:tblStyle w:val="ContractTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{look}" w:firstRow="{int(shaded)}" w:lastRow="0" '
        f'w:firstColumn="{int(first_column)}" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(caption)}/></w:tblPr>'
    )
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(_row(row, widths) for row in rows)}</w:tbl>"


def widths(total: int, *shares: int) -> list[int]:
    """Column widths that share the text's width; the last takes what rounding leaves."""
    found = [total * share // sum(shares) for share in shares[:-1]]
    return [*found, total - sum(found)]


def text(words: str) -> str:
    """A paragraph of a table cell."""
    return para("TableText", words)


def or_not_recorded(name: str) -> str:
    """The value, or that none is recorded."""
    return f"{{% if {name} %}}{{{{ {name} }}}}{{% else %}}Not recorded{{% endif %}}"


def row_for_each(loop: str, caption: str, total: int, *columns: tuple[str, int, *tuple[str, ...]]) -> str:
    """A table with one row for each. A column is its title, its share of the width, and the paragraphs of its cell."""
    return table(
        caption,
        widths(total, *(share for _, share, *_ in columns)),
        [
            header_row(*(title for title, *_ in columns)),
            RowTag(f"for {loop}"),
            Row([cell for _, _, *cell in columns]),
            RowTag("endfor"),
        ],
    )


def _row(row: Row | RowTag, widths: Sequence[int]) -> str:
    if isinstance(row, RowTag):
        first = para("TemplateTag", f"{{%tr {row.text} %}}")
        cells: Sequence[Cell | CellTag | ShadedCell] = [[first], *([para("TemplateTag")] for _ in widths[1:])]
        marks = ""
    else:
        cells = row.cells
        height = f'<w:trHeight w:val="{row.height}"/>' if row.height else ""
        marks = f"<w:trPr><w:cantSplit/>{height}{'<w:tblHeader/>' if row.header else ''}</w:trPr>"
    # Cells within a loop or a choice are as wide as the column at which it begins.
    spans: list[int] = []
    column, within = 0, list[int]()
    for cell in cells:
        spans.append(min(column, len(widths) - 1))
        if isinstance(cell, CellTag):
            if cell.text.startswith(("for ", "if ")):
                within.append(cell.over)
                continue
            if not cell.text.startswith("end"):
                continue
            over = within.pop()
        else:
            over = 1
        column += 0 if within else over
    if column != len(widths):
        raise ValueError(f"a row has {column} cells where the table has {len(widths)} columns")
    return (
        "<w:tr>"
        + marks
        + "".join(_cell(cell, widths[span]) for cell, span in zip(cells, spans, strict=True))
        + "</w:tr>"
    )


def _cell(cell: Cell | CellTag | ShadedCell, width: int) -> str:
    shade = ""
    if isinstance(cell, CellTag):
        cell = [para("TemplateTag", f"{{%tc {cell.text} %}}")]
    elif isinstance(cell, ShadedCell):
        shade, cell = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>', cell.cell
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{"".join(cell)}</w:tc>'


def section(landscape: bool = False, next_page: bool = True, full: bool = False) -> str:
    """The w:sectPr of a section with the template's one header and footer; `full` for a page with more on it."""
    width, height = reversed(A4) if landscape else A4
    top, bottom = (964, 907) if full else (1814, 1304)
    orient = ' w:orient="landscape"' if landscape else ""
    kind = "" if next_page else '<w:type w:val="continuous"/>'
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        f'{kind}<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        f'<w:pgMar w:top="{top}" w:right="{MARGIN_SIDE}" w:bottom="{bottom}" w:left="{MARGIN_SIDE}" w:header="567" '
        f'w:footer="567" w:gutter="0"/>'
        "</w:sectPr>"
    )


def field(instruction: str, cached: str = "1") -> str:
    """A complex field (17.16.18) with the result that a reader without field support shows."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} '
        f"</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{cached}</w:t></w:r><w:r><w:fldChar '
        f'w:fldCharType="end"/></w:r>'
    )


def document(*body: str, landscape: bool = False) -> str:
    """The main part: the body and its last section."""
    return f"{DECLARATION}<w:document {ROOT}><w:body>{''.join(body)}{section(landscape)}</w:body></w:document>"


def header(*lines: str) -> str:
    """The header part, the same on every page."""
    return f"{DECLARATION}<w:hdr {ROOT}>{''.join(lines)}</w:hdr>"


def footer() -> str:
    """The footer part: Page X of Y."""
    return (
        f'{DECLARATION}<w:ftr {ROOT}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{run("Page ")}{field("PAGE")}'
        f"{run(' of ')}{field('NUMPAGES')}</w:p></w:ftr>"
    )
