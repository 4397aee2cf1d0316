"""Building small Word files for the tests of revisions and redlines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from specgen.word.document.style_forms import StyleForm
from specgen.word.package.package import Package
from specgen.word.proof.prove import tell

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:w14="{W14}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
  <w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>
"""
LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
    f'<w:pPr><w:ind w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
    for level, (form, text) in enumerate([("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%3.")])
)
NUMBERING = f"""
<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{LEVELS}</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
"""
KINDS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "theme": "theme",
    "comments": "comments",
    "header": "header",
    "footer": "footer",
    "commentsExtended": "commentsExtended",
}
ROOTS = {"header": "hdr", "footer": "ftr"}

MakeDocx = Callable[..., bytes]


def build(
    body: str,
    *,
    styles: str = STYLES,
    numbering: str = NUMBERING,
    links: Mapping[str, str] | None = None,
    **stories: str,
) -> bytes:
    """A Word file with `body` (without w:body) and other parts by kind (`header1`, `footnotes`, …: their inner XML).

    A part's relationship has the part's kind and number as its id; `links` are outer addresses by relationship id.
    """
    held = {"styles": styles, "numbering": numbering, **stories}
    parts: dict[str, str] = {}
    overrides, related = [], []
    for name, inner in held.items():
        kind = name.rstrip("0123456789")
        root = ROOTS.get(kind, kind)
        whole = inner if inner.startswith("<?xml") else f"<w:{root} {NAMES}>{inner}</w:{root}>"
        parts[f"word/{name}.xml"] = whole
        overrides.append(f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{KINDS[kind]}+xml"/>')
        related.append(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>')
    for identity, address in (links or {}).items():
        related.append(
            f'<Relationship Id="{identity}" Type="{OFFICE}/hyperlink" Target="{address}" TargetMode="External"/>'
        )
    parts["word/document.xml"] = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{MAIN}.document.main+xml"/>'
        f"{''.join(overrides)}</Types>"
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="d" Type="{OFFICE}/officeDocument" '
        f'Target="word/document.xml"/></Relationships>'
    )
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{package}/relationships">{"".join(related)}</Relationships>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml", *sorted(parts)):
            if name not in archive.namelist():
                archive.writestr(zipfile.ZipInfo(name), parts[name].encode("utf-8"), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def same_document(one: Package, two: Package) -> bool:
    """Whether two documents without tracked changes have the same words, styles, numbers and looks."""
    looks: dict[StyleForm, int] = {}
    first, second = ({key: told.forms for key, told in tell(each, None, looks).items()} for each in (one, two))
    return first == second
