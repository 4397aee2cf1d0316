"""Templates and packages for the tests of this room, written part by part so that a test shows what it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import docx
from docx.document import Document
from lxml import etree

from specgen.problems import Problem, has_errors
from specgen.word.package.properties import Properties
from specgen.word.template.compile import compile_template
from specgen.word.template.gate import check, check_package
from specgen.word.template.parts import Template
from specgen.word.template.render import Rendered, render
from specgen.wording.wording import Block, BlockKind, Passage, Run

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'mc:Ignorable="w14"'
)
PROPERTIES = Properties(title="A title")

_FORMS = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"), ("decimal", "%4)"))


def _levels(style: str, number: bool) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form if number else "bullet"}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if level == 0 else "")
        + (
            f'<w:lvlText w:val="{text if number else "•"}"/><w:lvlJc w:val="left"/><w:pPr><w:ind '
            f'w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        )
        for level, (form, text) in enumerate(_FORMS)
    )


NUMBERING = (
    f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    f"{_levels('ListNumber', True)}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>'
    f"{_levels('ListBullet', False)}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/>'
    "</w:num></w:numbering>"
)


def style(identifier: str, name: str, inner: str = "", kind: str = "paragraph", more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{identifier}" {more}><w:name w:val="{name}"/>{inner}</w:style>'


STYLES = "".join(
    (
        style("Normal", "Normal", more='w:default="1"'),
        style("BodyText", "Body Text"),
        *(
            style(f"Heading{level}", f"heading {level}", f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>')
            for level in range(1, 5)
        ),
        style("ListNumber", "List Number", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        style("ListBullet", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'),
        style("DefaultParagraphFont", "Default Paragraph Font", kind="character", more='w:default="1"'),
        style("TableNormal", "Normal Table", kind="table", more='w:default="1"'),
    )
)
_KINDS = {
    "header1": "header",
    "footer1": "footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
}
_ROOTS = {"header1": "hdr", "footer1": "ftr", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments"}


def p(text: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of one run; `text` is XML text."""
    inner = f'<w:r>{f"<w:rPr>{run}</w:rPr>" if run else ""}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def split(*pieces: str) -> str:
    """A paragraph whose text Word has split over runs of changing looks."""
    runs = "".join(
        f"<w:r><w:rPr>{'<w:b/>' if n % 2 else '<w:i/>'}</w:rPr><w:t>{piece}</w:t></w:r>"
        for n, piece in enumerate(pieces)
    )
    return f"<w:p>{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table whose cells are given as block XML."""
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in rows[0])
    body = "".join(
        "<w:tr>"
        + "".join(f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


def text_box(inner: str) -> str:
    """A paragraph that holds a text box, as Word writes it: the same words for new programs and for old ones."""
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" '
        'distL="0" distR="0"><wp:extent cx="1" cy="1"/>'
        '<wp:docPr id="1" name="Box"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx><w:txbxContent>{inner}</w:txbxContent>'
        f"</wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"<w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p>"
    )


def docx_bytes(
    body: str,
    *,
    styles: str = STYLES,
    numbering: str = NUMBERING,
    core: str = "",
    parts: Mapping[str, str] | None = None,
    **stories: str,
) -> bytes:
    """A Word file: `stories` are header1, footer1, footnotes, endnotes and comments; `parts` any others by name."""
    related = [
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        *((_KINDS[name], f"{name}.xml") for name in stories),
    ]
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="r{kind}"/>'
        for name, kind in (("header1", "header"), ("footer1", "footer"))
        if name in stories
    )
    content = {
        "_rels/.rels": relationships([("officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}<w:sectPr>{references}</w:sectPr></w:body>"
        f"</w:document>",
        "word/_rels/document.xml.rels": relationships(related),
        "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
        "word/numbering.xml": numbering,
        **{
            f"word/{name}.xml": f"<w:{_ROOTS[name]} {NAMES}>{inner}</w:{_ROOTS[name]}>"
            for name, inner in stories.items()
        },
        **(parts or {}),
    }
    if core:
        content["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
        )
        content["_rels/.rels"] = content["_rels/.rels"].replace(
            "</Relationships>",
            '<Relationship Id="rcore" '
            'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/></Relationships>',
        )
    kinds = {
        "word/document.xml": f"{WORD}.document.main+xml",
        "word/styles.xml": f"{WORD}.styles+xml",
        "word/numbering.xml": f"{WORD}.numbering+xml",
    }
    kinds |= {f"word/{name}.xml": f"{WORD}.{_KINDS[name]}+xml" for name in stories}
    kinds |= {"docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml"} if core else {}
    types = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    content_types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{types}</Types>"
    )
    return zipped({"[Content_Types].xml": content_types, **content})


def relationships(targets: list[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>' for kind, target in targets
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a Word file: the same bytes at any time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, found in parts.items():
            archive.writestr(zipfile.ZipInfo(name), found, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def faults_of(body: str, **more: Any) -> list[Problem]:
    """What compiling a template with this body reports."""
    return compile_template(docx_bytes(body, **more), "template.docx")[1]


def compiled(body: str, **more: Any) -> Template:
    template, problems = compile_template(docx_bytes(body, **more), "template.docx")
    assert template is not None, problems
    assert not has_errors(problems)
    return template


def issued(
    body: str,
    values: Mapping[str, object],
    properties: Properties = PROPERTIES,
    record: Callable[[str, Mapping[str, str]], bytes] | None = None,
    **more: Any,
) -> Rendered:
    """The document of `values`, which the gate passes."""
    rendered = render(compiled(body, **more), values, properties, record)
    assert check(rendered) == []
    assert check_package(rendered.data, "out.docx") == []
    return rendered


def opened(rendered: Rendered) -> Document:
    return docx.Document(io.BytesIO(rendered.data))


def part_of(rendered: Rendered | bytes, name: str = "word/document.xml") -> etree._Element:
    """A part read back by another way than the product's."""
    data = rendered if isinstance(rendered, bytes) else rendered.data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def texts(rendered: Rendered, name: str = "word/document.xml") -> list[str]:
    """Each paragraph's text; line breaks as line feeds, tabs as tabs."""
    return [words(paragraph) for paragraph in part_of(rendered, name).iter(f"{{{W}}}p")]


def words(paragraph: etree._Element) -> str:
    out = []
    for run in paragraph.iter(f"{{{W}}}r"):
        if next(run.iterancestors(f"{{{W}}}p")) is not paragraph:
            continue
        for child in run:
            name = etree.QName(child).localname
            out.append({"t": child.text or "", "br": "\n", "tab": "\t"}.get(name, ""))
    return "".join(out)


def block(text: str, kind: BlockKind = "paragraph", level: int = 0) -> Block:
    return Block(kind, (Run(text),), level)


def passage(*blocks: Block, number: int = 1, inline: bool = False) -> Passage:
    return Passage(blocks, f"specgen:key{number}:1:abcdef012345", f"sg_key{number}_1", f"Clause {number}", inline)
