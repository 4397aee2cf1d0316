"""Writing a plain Word file from headings, paragraphs, lists, tables and redlines, the same bytes for the same content.

Every text is taken as text; characters that no Word file can hold are shown as the replacement character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from specgen.word.package.archive import join, pack
from specgen.word.package.ooxml import CONTENT_TYPES, CORE, DC, DCTERMS, DECLARATION, RELATIONSHIPS, XSI, R, W
from specgen.word.package.text import RUN_TEXT, attribute_text, element_text, run_text
from specgen.wording.folded import safe
from specgen.wording.wording import Block, Inline, Run

# The parts of a plain Word file that specgen writes for its own readers: A4, Arial 12, en-GB, page numbers, four list
# levels.
#
# No template: a report is read and thrown away, or copied from. Source: ECMA-376 part 1, 17.7 (styles), 17.9
# (numbering).

MAIN: Final = "word/document.xml"
NAMES: Final = f'xmlns:w="{W}" xmlns:r="{R}"'
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LIST_LEVELS: Final = 4
TEXT_WIDTH: Final = 9638
"""Twips between the margins of 20 mm."""


def _style(
    identity: str, name: str, inner: str = "", *, kind: str = "paragraph", based_on: str = "Normal", more: str = ""
) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{identity}"{more}><w:name w:val="{name}"/>{base}{inner}</w:style>'


def _heading(level: int, size: int, before: int) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>'
        f'<w:spacing w:before="{before}" w:after="120"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs '
        f'w:val="{size}"/></w:rPr>',
    )


_DEFAULTS: Final = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" '
    'w:cs="Arial"/><w:sz w:val="24"/><w:szCs w:val="24"/>'
    '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
)
_LINES: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="595959"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
STYLES: Final = (
    f"{DECLARATION}<w:styles {NAMES}>{_DEFAULTS}"
    + _style("Normal", "Normal", "<w:qFormat/>", based_on="", more=' w:default="1"')
    + _style("DefaultParagraphFont", "Default Paragraph Font", kind="character", based_on="", more=' w:default="1"')
    + _style("TableNormal", "Normal Table", "<w:uiPriority w:val=\"99\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>"
        "<w:tblCellMar>"
        "<w:left "
        "w:w=\"85\" w:type=\"dxa\"/>"
             "<w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar>"
                 "</w:tblPr>", kind="table", based_on="", more=' w:default="1"')
    + _style("Title", "Title", '<w:next w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:after="200"/></w:pPr>'
        '<w:rPr><w:b/>'
        '<w:bCs/><w:sz '
        'w:val="36"/><w:szCs w:val="36"/></w:rPr>')
    + _heading(1, 30, 360) + _heading(2, 26, 320) + _heading(3, 24, 200)
    + _style("Header", "header", '<w:pPr><w:spacing w:after="0"/>'
        '</w:pPr>') + _style("Footer", "footer", '<w:pPr><w:spacing '
        'w:after="0"/>'
        '</w:pPr>')
    + _style("TableText", "Table Text", '<w:pPr><w:spacing w:before="40" w:after="40"/></w:pPr>')
    + _style("TableHeading", "Table Heading", '<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/><w:bCs/>'
        '</w:rPr>', based_on="TableText")
    + _style("ListBullet", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    + _style("ListNumber", "List Number", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>')
    + _style("TableGrid", "Table Grid", f"<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders>"
        f"</w:tblPr>", kind="table", based_on="TableNormal")
    + "</w:styles>"
)  # fmt: skip


def _levels(style: str, forms: tuple[tuple[str, str], ...]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if level == 0 else "")
        + (
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{454 * (level + 1)}" '
            f'w:hanging="454"/></w:pPr></w:lvl>'
        )
        for level, (form, text) in enumerate(forms)
    )


_ABSTRACTS: Final = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + _levels("ListBullet", (("bullet", "•"), ("bullet", "–"), ("bullet", "•"), ("bullet", "–")))
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>'
    + _levels("ListNumber", (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"), ("decimal", "%4)")))
    + "</w:abstractNum>"
)


def numbering(lists: int) -> str:
    """The numbering part with the lists of the styles (1 and 2) and `lists` numbered lists that start anew (from 3)."""
    starts = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(LIST_LEVELS)
    )
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{starts}</w:num>' for number in range(3, 3 + lists)
    )
    return (
        f'{DECLARATION}<w:numbering {NAMES}>{_ABSTRACTS}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>{nums}</w:numbering>'
    )


def _field(code: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} '
        f"</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>'
    )


FOOTER: Final = (
    f'{DECLARATION}<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t '
    f'xml:space="preserve">Page </w:t></w:r>{_field("PAGE")}'
    f'<w:r><w:t xml:space="preserve"> of </w:t></w:r>{_field("NUMPAGES")}</w:p></w:ftr>'
)
SETTINGS: Final = (
    f'{DECLARATION}<w:settings {NAMES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-GB"/></w:settings>'
)
SECTION: Final = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
    'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)
_PARTS: Final = (
    ("styles", "styles"),
    ("numbering", "numbering"),
    ("settings", "settings"),
    ("header1", "header"),
    ("footer1", "footer"),
)
PACKAGE: Final = {
    "[Content_Types].xml": (
        f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{MAIN}" '
        f'ContentType="{_WORD}.document.main+xml"/>'
        + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in _PARTS)
        + (
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        )
    ),
    "_rels/.rels": (
        f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="{MAIN}"/>'
        '<Relationship Id="rId2" '
        'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{name}.xml"/>'
            for number, (name, kind) in enumerate(_PARTS, 1)
        )
        + "</Relationships>"
    ),
}


def header(title: str) -> str:
    """The header with the document's title."""
    return (
        f'{DECLARATION}<w:hdr {NAMES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t '
        f'xml:space="preserve">{run_text(title)}</w:t></w:r></w:p></w:hdr>'
    )


def core(title: str, subject: str) -> str:
    """The document's properties. No dates: the same inputs give the same file."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="{DC}" xmlns:dcterms="{DCTERMS}" '
        f'xmlns:xsi="{XSI}">'
        f"<dc:title>{element_text(title)}</dc:title><dc:subject>{element_text(subject)}</dc:subject>"
        f"<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def author_attributes(number: int, author: str, date: str) -> str:
    """The attributes of a revision mark; the date is left out where it is not one."""
    when = f' w:date="{attribute_text(date)}"' if date else ""
    return f'w:id="{number}" w:author="{attribute_text(author)}"{when}'


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
        written = [
            self._block(block, "".join(self._inline(part) for part in block.inlines), "", heading) for block in blocks
        ]
        if not written:
            return
        inner = "".join(written)
        if control is not None:
            self._controls += 1
            tag, title = (attribute_text(safe(text)[:64]) for text in control)
            inner = (
                f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="{tag}"/><w:id w:val="{self._controls}"/>'
                f"</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
            )
        self._body.append(inner)
        self._open.clear()

    def redline(self, blocks: Iterable[RedlineBlock], signature: Signature) -> None:
        """Wording with real tracked changes under the signature."""
        self._open.clear()
        for each in blocks:
            words = "".join(self._marked(mark, inlines, signature) for mark, inlines in each.stretches)
            self._body.append(self._block(each.block, words, self._paragraph_mark(each.mark, signature), 4))
        self._open.clear()

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[int], *, whole_rows: bool = False
    ) -> None:
        """A table with a repeated header row. A line end in a cell begins a new paragraph; `shares` divide the width.

        `whole_rows` keeps each row on one page.
        """
        self._open.clear()
        widths = [TEXT_WIDTH * share // sum(shares) for share in shares]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        top = self._row(headings, widths, "TableHeading", "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
        body = "".join(
            self._row(row, widths, "TableText", "<w:trPr><w:cantSplit/></w:trPr>" if whole_rows else "") for row in rows
        )
        self._body.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{top}{body}</w:tbl>"
        )
        self._body.append(_paragraph("", ""))

    def data(self) -> bytes:
        """The file's bytes."""
        document = f"{DECLARATION}<w:document {NAMES}><w:body>{''.join(self._body)}{SECTION}</w:body></w:document>"
        parts = {
            **PACKAGE,
            MAIN: document,
            "word/styles.xml": STYLES,
            "word/numbering.xml": numbering(self._lists),
            "word/settings.xml": SETTINGS,
            "word/header1.xml": header(self._title),
            "word/footer1.xml": FOOTER,
            "docProps/core.xml": core(self._title, self._subject),
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
        """A paragraph of wording; a numbered list starts anew where none is open: after a paragraph, or a bullet of its
        level or above."""
        if block.kind in ("bullet", "number"):
            del self._open[block.level + 1 :]
            self._open.extend([0] * (block.level + 1 - len(self._open)))
        if block.kind == "bullet":
            self._open[block.level] = 0
            return _paragraph(
                "ListBullet", words, f'<w:numPr><w:ilvl w:val="{block.level}"/><w:numId w:val="1"/></w:numPr>', mark
            )
        if block.kind == "number":
            if not self._open[block.level]:
                self._lists += 1
                self._open[block.level] = 2 + self._lists
            return _paragraph(
                "ListNumber",
                words,
                f'<w:numPr><w:ilvl w:val="{block.level}"/><w:numId w:val="{self._open[block.level]}"/></w:numPr>',
                mark,
            )
        self._open.clear()
        if block.kind == "heading" and heading <= 3:
            return _paragraph(f"Heading{heading}", words, "", mark)
        return _paragraph(
            "",
            words.replace("<w:r><w:t", "<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t") if block.kind == "heading" else words,
            "",
            mark,
        )

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


def _signed(number: int, signature: Signature) -> str:
    return author_attributes(number, safe(signature.author), signature.date if _DATE.fullmatch(signature.date) else "")


def _look(bold: bool, italic: bool) -> str:
    inner = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _paragraph(style: str, words: str, numbered: str = "", mark: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"{named}{numbered}{mark}"
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{words}</w:p>"
