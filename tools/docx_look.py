"""The look of the shipped templates: styles, lists and settings. A user changes all of it in Word, by style name.

Arial, 12 point for text and 11 for tables, left aligned, British English; dark blue headings (#003087 on white,
contrast 12.6 to 1). Sizes are half points, lengths twips. Styles: ECMA-376 Part 1, 17.7; numbering: 17.9."""

from __future__ import annotations

from docx_markup import DECLARATION, W_NAMESPACE

BLUE = "003087"
GREY_TEXT = "425563"
INK = "212B32"
RULE = "768692"
PALE = "E8EDEE"

LEVELS = 4
STEP = 425


def _paragraph_style(
    style_id: str,
    name: str,
    paragraph: str = "",
    characters: str = "",
    based_on: str = "Normal",
    following: str = "",
    own: bool = False,
) -> str:
    custom = ' w:customStyle="1"' if own else ""
    after = f'<w:next w:val="{following}"/>' if following else ""
    ppr = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    rpr = f"<w:rPr>{characters}</w:rPr>" if characters else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn '
        f'w:val="{based_on}"/>{after}'
        f'<w:uiPriority w:val="1"/><w:qFormat/>{ppr}{rpr}</w:style>'
    )


def _spacing(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _size(half_points: int, color: str = "", bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    ink = f'<w:color w:val="{color}"/>' if color else ""
    return f'{weight}{ink}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _border(side: str, color: str, eighths: int = 4, space: int = 4) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{color}"/>'


def _heading(level: int, half_points: int, before: int, color: str = BLUE) -> str:
    # Numbers of headings are text from the edition's data; the tab after them lines up what follows.
    layout = (
        f'<w:keepNext/><w:keepLines/><w:tabs><w:tab w:val="left" w:pos="709"/></w:tabs>'
        f'{_spacing(before, 120)}<w:outlineLvl w:val="{level - 1}"/>'
    )
    return _paragraph_style(
        f"Heading{level}", f"heading {level}", layout, _size(half_points, color, bold=True), following="BodyText"
    )


def _list_styles(style_id: str, name: str, number: int) -> str:
    styles = []
    for level in range(LEVELS):
        suffix, depth = ("", "") if level == 0 else (str(level + 1), f'<w:ilvl w:val="{level}"/>')
        layout = f'<w:numPr>{depth}<w:numId w:val="{number}"/></w:numPr>{_spacing(0, 80)}'
        styles.append(_paragraph_style(f"{style_id}{suffix}", f"{name} {suffix}".strip(), layout))
    return "".join(styles)


_BOX = "".join(_border(side, INK, 12, 4) for side in ("top", "left", "bottom", "right"))

_OWN = "".join(
    (
        _paragraph_style("BodyTextKept", "Body Text Kept", "<w:keepNext/>", based_on="BodyText", own=True),
        _paragraph_style("DocumentFacts", "Document Facts", _spacing(0, 60), following="BodyText", own=True),
        _paragraph_style("TableText", "Table Text", _spacing(40, 40), _size(22), own=True),
        _paragraph_style(
            "TableHeading", "Table Heading", f"<w:keepNext/>{_spacing(60, 60)}", _size(22, BLUE, bold=True), own=True
        ),
        _paragraph_style("TableLabel", "Table Label", _spacing(40, 40), _size(22, bold=True), own=True),
        _paragraph_style("TableLabelKept", "Table Label Kept", "<w:keepNext/>", based_on="TableLabel", own=True),
        _paragraph_style("DocumentNote", "Document Note", _spacing(160, 140), following="BodyText", own=True),
        _paragraph_style(
            "SectionEnd",
            "Section End",
            '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
            _size(2),
            own=True,
        ),
        _paragraph_style(
            "RequirementList",
            "Requirement List",
            f'<w:keepNext/><w:numPr><w:numId w:val="3"/></w:numPr>{_spacing(160, 40)}',
            own=True,
        ),
        _paragraph_style("RequirementText", "Requirement Text", f'{_spacing(0, 40)}<w:ind w:left="{STEP}"/>', own=True),
        _paragraph_style(
            "DraftLabel",
            "Draft Label",
            f"<w:keepNext/><w:pBdr>{_BOX}</w:pBdr>{_spacing(0, 120)}"
            '<w:ind w:left="85" w:right="85"/><w:jc w:val="center"/>',
            _size(24, INK, bold=True),
            based_on="Header",
            own=True,
        ),
        _paragraph_style(
            "InternalNotice",
            "Internal Notice",
            f'<w:keepLines/><w:pBdr>{_BOX}</w:pBdr>{_spacing(120, 240)}<w:ind w:left="85" w:right="85"/>',
            _size(24, INK, bold=True),
            following="BodyText",
            own=True,
        ),
        _paragraph_style("TemplateTag", "Template Tag", _spacing(0, 0), _size(18, GREY_TEXT), own=True),
    )
)

_TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/>'
    '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="ContractTable"><w:name w:val="Contract Table"/>'
    '<w:basedOn w:val="TableNormal"/>'
    '<w:uiPriority w:val="2"/><w:qFormat/><w:pPr><w:spacing w:after="0"/></w:pPr><w:tblPr><w:tblBorders>'
    + "".join(_border(side, RULE, 4, 0) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    + f'</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:shd w:val="clear" '
    f'w:color="auto" w:fill="{PALE}"/></w:tcPr></w:tblStylePr>'
    f'<w:tblStylePr w:type="firstCol"><w:tblPr/><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/>'
    f"</w:tcPr></w:tblStylePr></w:style>"
)


ONE_PAGE = "".join(
    (
        _paragraph_style("OnePageText", "One Page Text", '<w:spacing w:before="10" w:after="10" w:line="240" '
            'w:lineRule="auto"/>', _size(18), own=True),
        _paragraph_style("OnePageHeading", "One Page Heading", "<w:keepNext/>", _size(18, BLUE, bold=True),
            based_on="OnePageText", own=True),
    )
)  # fmt: skip
"""Styles of a page that holds a whole report in small."""


KEPT_ROWS = _paragraph_style("TableTextKept", "Table Text Kept", "<w:keepNext/>", based_on="TableText", own=True)
"""The style of a row of a table that is followed by its total."""


def styles(more: str = "") -> str:
    """The part word/styles.xml, with `more` styles that one template alone uses."""
    return (
        f'{DECLARATION}<w:styles xmlns:w="{W_NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="24"/><w:szCs '
            'w:val="24"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
            '</w:docDefaults>'
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" '
            'w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:uiPriority '
            'w:val="0"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default '
            'Paragraph Font"/><w:uiPriority w:val="1"/>'
        "<w:semiHidden/><w:unhideWhenUsed/></w:style>"
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:uiPriority w:val="1"/>'
            '<w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority '
            'w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        + _paragraph_style("BodyText", "Body Text")
        + _paragraph_style("Title", "Title", f"<w:keepNext/><w:keepLines/>"
            f"{_spacing(0, 120)}", _size(40, BLUE, bold=True), following="Subtitle")
        + _paragraph_style("Subtitle", "Subtitle", f"<w:keepNext/><w:keepLines/>"
            f"{_spacing(0, 200)}", _size(28, GREY_TEXT), following="BodyText")
        + _heading(1, 32, 360) + _heading(2, 28, 280) + _heading(3, 24, 240) + _heading(4, 24, 200, GREY_TEXT)
        + _list_styles("ListBullet", "List Bullet", 1) + _list_styles("ListNumber", "List Number", 2)
        + _paragraph_style("Header", "header", _spacing(0, 120), _size(22, GREY_TEXT))
        + _paragraph_style("Footer", "footer", f'{_spacing(0, 0)}<w:jc w:val="right"/>', _size(22, GREY_TEXT))
        + _OWN + more + _TABLE_STYLE + "</w:styles>"
    )  # fmt: skip


_NUMBERS = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"), ("upperLetter", "(%4)"))
_BULLETS = "•–•–"


def _levels(kind: str, style_id: str, count: int = LEVELS) -> str:
    found = []
    for level in range(count):
        form, text = ("bullet", _BULLETS[level]) if kind == "bullet" else _NUMBERS[level]
        name = f'<w:pStyle w:val="{style_id}{level + 1 if level else ""}"/>'
        found.append(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{name}<w:lvlText '
            f'w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
        )
    return "".join(found)


def numbering() -> str:
    """The part word/numbering.xml: one list definition for bullets, one for numbers, one for requirements."""
    definitions = (("bullet", "ListBullet", LEVELS), ("number", "ListNumber", LEVELS), ("number", "RequirementList", 1))
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{_levels(kind, style, count)}</w:abstractNum>"
        for number, (kind, style, count) in enumerate(definitions, 1)
    )
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(1, len(definitions) + 1)
    )
    return f'{DECLARATION}<w:numbering xmlns:w="{W_NAMESPACE}">{abstract}{lists}</w:numbering>'


def settings() -> str:
    """The part word/settings.xml: Word 2013 and later, no automatic hyphens, nothing that asks at opening."""
    return (
        f'{DECLARATION}<w:settings xmlns:w="{W_NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table() -> str:
    """The part word/fontTable.xml: the one font, and what to use where it is missing."""
    return (
        f'{DECLARATION}<w:fonts xmlns:w="{W_NAMESPACE}"><w:font w:name="Arial"><w:panose1 '
        f'w:val="020B0604020202020204"/><w:charset w:val="00"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


_THEME_COLOURS = (
    ("dk1", "000000"),
    ("lt1", "FFFFFF"),
    ("dk2", BLUE),
    ("lt2", PALE),
    ("accent1", BLUE),
    ("accent2", "005EB8"),
    ("accent3", GREY_TEXT),
    ("accent4", RULE),
    ("accent5", "006747"),
    ("accent6", "7C2855"),
    ("hlink", "005EB8"),
    ("folHlink", "330072"),
)


def theme() -> str:
    """The part word/theme/theme1.xml: what Word offers under Design. No style here refers to it."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _THEME_COLOURS)
    font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'name="Contract"><a:themeElements>'
        f'<a:clrScheme name="Contract">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Contract"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f"</a:fontScheme>"
        f'<a:fmtScheme name="Contract"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>'
        f"{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        f"</a:fmtScheme></a:themeElements></a:theme>"
    )
