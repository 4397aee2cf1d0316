"""Writing a plain Word file from headings, paragraphs, lists, tables and redlines, the same bytes for the same content.

Every text is taken as text; characters that no Word file can hold are shown as the replacement character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from specgen.word.archive import join, pack
from specgen.word.ooxml import DECLARATION
from specgen.word.page_parts import (
    FOOTER,
    MAIN,
    NAMES,
    PACKAGE,
    SECTION,
    SETTINGS,
    STYLES,
    TEXT_WIDTH,
    author_attributes,
    core,
    header,
    numbering,
)
from specgen.word.text import RUN_TEXT, attribute_text, run_text
from specgen.wording import Block, Inline, Run

_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?")
MarkOf = Literal["kept", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who made a change, and when, as tracked changes say it; `date` is left out unless it is an ISO date and time."""

    author: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class RedlineBlock:
    """A paragraph of a redline: its form, the fate of the paragraph itself, and its words with the fate of each."""

    block: Block
    mark: MarkOf
    stretches: tuple[tuple[MarkOf, tuple[Inline, ...]], ...]


class PlainPage:
    """The body of one file under way."""

    def __init__(self, title: str, subject: str = "") -> None:
        self._title = safe(title)
        self._subject = safe(subject)
        self._body: list[str] = []
        self._lists = 0
        self._open: list[int] = []
        """The numbered list that is open at each level; 0 where none is."""
        self._marks = 0
        self._controls = 0

    def title(self, text: str) -> None:
        """The document's title on its first page."""
        self._add(_paragraph("Title", self._run(text)))

    def heading(self, text: str, level: int) -> None:
        self._add(_paragraph(f"Heading{level}", self._run(text)))

    def paragraph(self, text: str, label: str = "") -> None:
        """A paragraph; `label` stands before it in bold."""
        self._add(_paragraph("", (self._run(f"{label} ", bold=True) if label else "") + self._run(text)))

    def bullets(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._add(_paragraph("ListBullet", self._run(text)))

    def blocks(self, blocks: Iterable[Block], control: tuple[str, str] | None = None, heading: int = 4) -> None:
        """Wording as paragraphs and lists; `control` puts a content control (tag, title) round it.

        A heading within the wording is printed in bold, or as a heading of level `heading` if that is 3 or less.
        """
        self._open.clear()
        written = [self._block(block, "".join(self._inline(part) for part in block.inlines), "", heading) for block in blocks]
        if not written:
            return
        inner = "".join(written)
        if control is not None:
            self._controls += 1
            tag, title = (attribute_text(safe(text)[:64]) for text in control)
            inner = f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="{tag}"/><w:id w:val="{self._controls}"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'
        self._body.append(inner)
        self._open.clear()

    def redline(self, blocks: Iterable[RedlineBlock], signature: Signature) -> None:
        """Wording with real tracked changes under the signature."""
        self._open.clear()
        for each in blocks:
            words = "".join(self._marked(mark, inlines, signature) for mark, inlines in each.stretches)
            self._body.append(self._block(each.block, words, self._paragraph_mark(each.mark, signature), 4))
        self._open.clear()

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[int], *, whole_rows: bool = False) -> None:
        """A table with a repeated header row. A line end in a cell begins a new paragraph; `shares` divide the width.

        `whole_rows` keeps each row on one page.
        """
        self._open.clear()
        widths = [TEXT_WIDTH * share // sum(shares) for share in shares]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        top = self._row(headings, widths, "TableHeading", "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
        body = "".join(self._row(row, widths, "TableText", "<w:trPr><w:cantSplit/></w:trPr>" if whole_rows else "") for row in rows)
        self._body.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{top}{body}</w:tbl>"
        )
        self._body.append(_paragraph("", ""))

    def data(self) -> bytes:
        """The file's bytes."""
        document = f"{DECLARATION}<w:document {NAMES}><w:body>{''.join(self._body)}{SECTION}</w:body></w:document>"
        parts = {
            **PACKAGE, MAIN: document, "word/styles.xml": STYLES, "word/numbering.xml": numbering(self._lists), "word/settings.xml": SETTINGS,
            "word/header1.xml": header(self._title), "word/footer1.xml": FOOTER, "docProps/core.xml": core(self._title, self._subject),
        }
        return join([pack(name, text.encode("utf-8")) for name, text in parts.items()])

    def _add(self, paragraph: str) -> None:
        self._open.clear()
        self._body.append(paragraph)

    def _run(self, text: str, *, bold: bool = False, italic: bool = False) -> str:
        return f"<w:r>{_look(bold, italic)}{RUN_TEXT}{run_text(safe(text))}</w:t></w:r>" if text else ""

    def _inline(self, part: Inline) -> str:
        if isinstance(part, Run):
            return self._run(part.text, bold=part.bold, italic=part.italic)
        return self._run(f"{{{{ {part.name} }}}}", bold=part.bold, italic=part.italic)

    def _block(self, block: Block, words: str, mark: str, heading: int) -> str:
        """A paragraph of wording; a numbered list starts anew where none is open: after a paragraph, or a bullet of its level or above."""
        if block.kind in ("bullet", "number"):
            del self._open[block.level + 1 :]
            self._open.extend([0] * (block.level + 1 - len(self._open)))
        if block.kind == "bullet":
            self._open[block.level] = 0
            return _paragraph("ListBullet", words, f'<w:numPr><w:ilvl w:val="{block.level}"/><w:numId w:val="1"/></w:numPr>', mark)
        if block.kind == "number":
            if not self._open[block.level]:
                self._lists += 1
                self._open[block.level] = 2 + self._lists
            return _paragraph("ListNumber", words, f'<w:numPr><w:ilvl w:val="{block.level}"/><w:numId w:val="{self._open[block.level]}"/></w:numPr>', mark)
        self._open.clear()
        if block.kind == "heading" and heading <= 3:
            return _paragraph(f"Heading{heading}", words, "", mark)
        return _paragraph("", words.replace("<w:r><w:t", "<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t") if block.kind == "heading" else words, "", mark)

    def _marked(self, mark: MarkOf, inlines: Sequence[Inline], signature: Signature) -> str:
        runs = "".join(self._inline(part) for part in inlines)
        if mark == "kept" or not runs:
            return runs
        self._marks += 1
        attributes = _signed(self._marks, signature)
        if mark == "added":
            return f"<w:ins {attributes}>{runs}</w:ins>"
        struck = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        return f"<w:del {attributes}>{struck}</w:del>"

    def _paragraph_mark(self, mark: MarkOf, signature: Signature) -> str:
        if mark == "kept":
            return ""
        self._marks += 1
        return f"<w:rPr><w:{'ins' if mark == 'added' else 'del'} {_signed(self._marks, signature)}/></w:rPr>"

    def _row(self, cells: Sequence[str], widths: Sequence[int], style: str, properties: str) -> str:
        made = []
        for cell, width in zip(cells, widths, strict=True):
            paragraphs = "".join(_paragraph(style, self._run(line)) for line in (cell.split("\n") or [""]))
            made.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>')
        return f"<w:tr>{properties}{''.join(made)}</w:tr>"


def safe(text: str) -> str:
    """The text with characters that no Word file can hold shown as the replacement character."""
    return _UNWRITABLE.sub("\ufffd", text)


def _signed(number: int, signature: Signature) -> str:
    return author_attributes(number, safe(signature.author), signature.date if _DATE.fullmatch(signature.date) else "")


def _look(bold: bool, italic: bool) -> str:
    inner = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _paragraph(style: str, words: str, numbered: str = "", mark: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"{named}{numbered}{mark}"
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{words}</w:p>"
