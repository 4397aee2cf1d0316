"""The parts of a plain Word file that specgen writes for its own readers: A4, Arial 12, en-GB, page numbers, four list levels.

No template: a report is read and thrown away, or copied from. Source: ECMA-376 part 1, 17.7 (styles), 17.9 (numbering).
"""

from __future__ import annotations

from typing import Final

from specgen.word.ooxml import CONTENT_TYPES, CORE, DC, DCTERMS, DECLARATION, RELATIONSHIPS, XSI, R, W
from specgen.word.text import attribute_text, element_text, run_text

MAIN: Final = "word/document.xml"
NAMES: Final = f'xmlns:w="{W}" xmlns:r="{R}"'
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LIST_LEVELS: Final = 4
TEXT_WIDTH: Final = 9638
"""Twips between the margins of 20 mm."""


def _style(identity: str, name: str, inner: str = "", *, kind: str = "paragraph", based_on: str = "Normal", more: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{identity}"{more}><w:name w:val="{name}"/>{base}{inner}</w:style>'


def _heading(level: int, size: int, before: int) -> str:
    return _style(
        f"Heading{level}", f"heading {level}",
        f'<w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="120"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>',
    )


_DEFAULTS: Final = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="24"/><w:szCs w:val="24"/>'
    '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
)
_LINES: Final = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="595959"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
STYLES: Final = (
    f"{DECLARATION}<w:styles {NAMES}>{_DEFAULTS}"
    + _style("Normal", "Normal", "<w:qFormat/>", based_on="", more=' w:default="1"')
    + _style("DefaultParagraphFont", "Default Paragraph Font", kind="character", based_on="", more=' w:default="1"')
    + _style("TableNormal", "Normal Table", "<w:uiPriority w:val=\"99\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/>"
             "<w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>", kind="table", based_on="", more=' w:default="1"')
    + _style("Title", "Title", '<w:next w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:after="200"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr>')
    + _heading(1, 30, 360) + _heading(2, 26, 320) + _heading(3, 24, 200)
    + _style("Header", "header", '<w:pPr><w:spacing w:after="0"/></w:pPr>') + _style("Footer", "footer", '<w:pPr><w:spacing w:after="0"/></w:pPr>')
    + _style("TableText", "Table Text", '<w:pPr><w:spacing w:before="40" w:after="40"/></w:pPr>')
    + _style("TableHeading", "Table Heading", '<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr>', based_on="TableText")
    + _style("ListBullet", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    + _style("ListNumber", "List Number", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>')
    + _style("TableGrid", "Table Grid", f"<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders></w:tblPr>", kind="table", based_on="TableNormal")
    + "</w:styles>"
)  # fmt: skip


def _levels(style: str, forms: tuple[tuple[str, str], ...]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if level == 0 else "")
        + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{454 * (level + 1)}" w:hanging="454"/></w:pPr></w:lvl>'
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
    starts = "".join(f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(LIST_LEVELS))
    nums = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{starts}</w:num>' for number in range(3, 3 + lists))
    return (
        f'{DECLARATION}<w:numbering {NAMES}>{_ABSTRACTS}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>{nums}</w:numbering>'
    )


def _field(code: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


FOOTER: Final = (
    f'{DECLARATION}<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">Page </w:t></w:r>{_field("PAGE")}'
    f'<w:r><w:t xml:space="preserve"> of </w:t></w:r>{_field("NUMPAGES")}</w:p></w:ftr>'
)
SETTINGS: Final = (
    f'{DECLARATION}<w:settings {NAMES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-GB"/></w:settings>'
)
SECTION: Final = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)
_PARTS: Final = (("styles", "styles"), ("numbering", "numbering"), ("settings", "settings"), ("header1", "header"), ("footer1", "footer"))
PACKAGE: Final = {
    "[Content_Types].xml": (
        f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{MAIN}" ContentType="{_WORD}.document.main+xml"/>'
        + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in _PARTS)
        + '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" Type="{R}/officeDocument" Target="{MAIN}"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">'
        + "".join(f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{name}.xml"/>' for number, (name, kind) in enumerate(_PARTS, 1))
        + "</Relationships>"
    ),
}


def header(title: str) -> str:
    """The header with the document's title."""
    return f'{DECLARATION}<w:hdr {NAMES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t xml:space="preserve">{run_text(title)}</w:t></w:r></w:p></w:hdr>'


def core(title: str, subject: str) -> str:
    """The document's properties. No dates: the same inputs give the same file."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="{DC}" xmlns:dcterms="{DCTERMS}" xmlns:xsi="{XSI}">'
        f"<dc:title>{element_text(title)}</dc:title><dc:subject>{element_text(subject)}</dc:subject><dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def author_attributes(number: int, author: str, date: str) -> str:
    """The attributes of a revision mark; the date is left out where it is not one."""
    when = f' w:date="{attribute_text(date)}"' if date else ""
    return f'w:id="{number}" w:author="{attribute_text(author)}"{when}'
