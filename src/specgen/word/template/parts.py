"""The inner templates: one draws a part's XML, one tells its text; and the values on their way into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from lxml import etree
from msgspec import Struct

from specgen.kept import kept
from specgen.problems import Location, Problem
from specgen.word.package.archive import DEFLATER, Entry
from specgen.word.package.ooxml import DECLARATION, RefusedValue, W, element_text, is_plain, run_text, w, whole_number
from specgen.word.template import gate as plaintext
from specgen.word.template.blocks import TINY_PARAGRAPH, FirstIds, Numbering, Writer
from specgen.word.template.carried import PageEdges, RecordPlace
from specgen.word.template.facts import Facts
from specgen.word.template.gate import PackageFacts
from specgen.word.template.looks import Look, NumberLook, RunProperties
from specgen.word.template.pieces import (
    ABSENT,
    BLOCK,
    VARIABLE,
    Alternatives,
    Constant,
    DrawnValues,
    Filter,
    Filters,
    HeldAgainst,
    InnerTemplate,
    Joined,
    Loop,
    MisfitError,
    NameRead,
    NextNumber,
    NoValueError,
    PrintedTag,
    Way,
)
from specgen.word.template.tags import NameUse, PrintedLook, Tag, literal_braces
from specgen.wording.wording import Passage

WRITER: Final = "_writer"
"""The name under which a document's Writer travels; a template cannot say it, since its names begin with a letter."""

_MARK: Final = re.compile(r"\{([{%]) (\d+) [}%]\}")
_EMPTY_RUN: Final = '<w:r><w:t xml:space="preserve"></w:t></w:r>'
_MENDS: Final = (
    (b"</w:tcPr></w:tc>", b"</w:tcPr><w:p/></w:tc>"),
    (b"<w:tc></w:tc>", b"<w:tc><w:p/></w:tc>"),
    (b"</w:tbl></w:tc>", f"</w:tbl>{TINY_PARAGRAPH}</w:tc>".encode()),
    (b"</w:sdt></w:tc>", f"</w:sdt>{TINY_PARAGRAPH}</w:tc>".encode()),
    (b"<w:txbxContent></w:txbxContent>", b"<w:txbxContent><w:p/></w:txbxContent>"),
)
"""What an emptied cell or text box is given, since it must have a paragraph and a cell must end with one."""
_EDGE: Final = re.compile(rf"[{BLOCK[1]}{VARIABLE[1]}]</w:(?:tc|txbxContent|hdr|ftr|footnote|endnote|comment)>")
_EMPTIED: Final = re.compile(rb"(<w:(hdr|ftr|footnote|endnote|comment)\b[^>]*[^/]>)(?=</w:\2>)")


class Part(Struct, frozen=True):
    """One part made ready: `draw` its XML, `tell` its text (None for properties), `tags` all that stand in it."""

    name: str
    draw: InnerTemplate
    tell: InnerTemplate | None
    tags: tuple[Tag, ...]
    mends: bool
    """Whether a value or condition can leave a cell, box, header or note without the paragraph that it must have."""
    is_body: bool
    columns: bool
    """Whether a table's columns may be more or fewer than its grid says."""


class Template(Struct, frozen=True):
    """A compiled template. It is immutable from outside and renders any number of documents, one at a time."""

    file: str
    names: tuple[NameUse, ...]
    parts: tuple[Part, ...]
    places: Mapping[int, PrintedLook]
    looks: Mapping[int, Look]
    run_looks: Mapping[int, RunProperties]
    first: FirstIds
    numbering: Numbering | None
    core_part: str
    core: bytes
    record: RecordPlace
    standing: PackageFacts
    entries: Mapping[str, Entry]
    """Every part in the order it is written, those that a document replaces too."""
    recorded: Mapping[str, Entry]
    """The parts that are new or different in a document that carries its record, without the record itself."""
    digests: Mapping[str, str]
    recorded_digests: Mapping[str, str]
    edges: tuple[PageEdges, ...]
    words: Mapping[str, str]
    """part → its text as it lies there, with the tags in it."""


TEMPLATE_CLASSES: Final = (
    Template, NameUse, Tag, Location, Problem, Part, InnerTemplate, NameRead, Constant, HeldAgainst, Joined,
    PrintedTag, NextNumber, Loop, Way, Alternatives, PrintedLook, Look, NumberLook, FirstIds, Numbering, RecordPlace,
    PackageFacts, Facts, Entry, PageEdges,
)  # fmt: skip
"""Everything that a template is made of, for who keeps it."""


def open_template(data: bytes, file: str) -> tuple[Template | None, list[Problem]]:
    """The template in `data`, compiled now or in an earlier run; and all that is wrong with it."""

    def made() -> tuple[Template | None, list[Problem]]:
        # Imported where a template is not kept yet: it takes longer than most commands.
        from specgen.word.template.compile import compile_template

        return compile_template(data, file)

    return kept("template", (data, file.encode(), DEFLATER.encode()), TEMPLATE_CLASSES, made)


def _printing(value: object) -> str:
    """A value that is printed inside a line, as text. Raises RefusedValue for what is none."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or value is ABSENT:
        raise RefusedValue(
            "there is no value for it", "put the words into {%p if … %} and {%p endif %}, or give a value"
        )
    raise RefusedValue(
        f"a value of the kind {type(value).__name__} cannot be printed inside a line", "print a text or a number"
    )


def _text(values: DrawnValues, value: object, number: int) -> str:
    if type(value) is str and is_plain(value):
        return value  # run_text would give it back as it is
    try:
        if isinstance(value, Passage):
            writer: Writer = values[WRITER]
            place = writer.places[number]
            looks = writer.run_looks[number]
            return f"</w:t></w:r>{writer.runs(value, looks, fallback=place.fallback)}{looks[0]}"
        return run_text(_printing(value))
    except RefusedValue as fault:
        fault.number = number
        raise


def _told(write: Callable[[Writer, Any, int], str]) -> Filter:
    def filtered(values: DrawnValues, value: Any, number: int) -> str:
        try:
            if value is None or value is ABSENT:
                _printing(value)
            return write(values[WRITER], value, number)
        except RefusedValue as fault:
            fault.number = number
            raise

    return filtered


def _plain(values: DrawnValues, value: object, number: int) -> str:
    try:
        return element_text(_printing(value))
    except RefusedValue as fault:
        fault.number = number
        raise


def _runs(writer: Writer, value: Any, number: int) -> str:
    return writer.runs(value, writer.run_looks[number], fallback=writer.places[number].fallback)


_DRAW: Final = Filters(
    {
        "text": _text,
        "blocks": _told(lambda writer, value, number: writer.paragraphs(value, writer.looks[number])),
        "runs": _told(_runs),
        "rows": _told(lambda writer, value, number: writer.rows(value, writer.places[number])),
        "number": lambda values, sequence, _: values[WRITER].next_id(sequence),
    },
    is_plain,
    set(),
)
_PROPERTY: Final = Filters({"text": _plain}, is_plain, set())
_TELL: Final = Filters(
    {
        "text": lambda values, value, _: plaintext.inline_text(value),
        "blocks": lambda values, value, _: plaintext.paragraphs_text(value),
        "runs": lambda values, value, _: plaintext.inline_text(value),
        "rows": lambda values, value, _: plaintext.rows_text(value),
        "number": lambda values, sequence, _: "",
    },
    plaintext.is_one_line,
    set(),
)


def story(
    name: str, root: etree._Element, tags: Mapping[int, Tag], counters: Mapping[int, str]
) -> tuple[Part | None, list[NameUse], list[Problem]]:
    """The inner templates of a part with paragraphs, whose tags stand in `root` by number."""
    # Imported here because they take 0.2 s, which no command should spend that compiles nothing.
    from docxtpl import DocxTemplate

    from specgen.word.template.expressions import InnerSource, compile_source

    xml: str = DocxTemplate.patch_xml(None, etree.tostring(root, encoding="unicode"))
    draw, tell = InnerSource(), InnerSource()
    draw.literal(DECLARATION)
    position = 0
    for found in _MARK.finditer(xml):
        draw.literal(literal_braces(xml[position : found.start()]).replace(_EMPTY_RUN, ""))
        number = int(found[2])
        if number in counters:
            draw.counter(counters[number])
        else:
            draw.tag(tags[number])
        position = found.end()
    draw.literal(literal_braces(xml[position:]).replace(_EMPTY_RUN, ""))
    if list(draw.tags.values()) != list(tags.values()):
        first = next((tag for tag in tags.values() if tag not in draw.tags.values()), next(iter(tags.values())))
        said = "the tag cannot be separated from what stands round it"
        return None, [], [first.problem("tag-lost", said, "type its paragraph again in one go")]
    for piece in plaintext.template_text(root, dict(tags)):
        if isinstance(piece, Tag):
            tell.tag(piece)
        else:
            tell.literal(piece)
    drawn, names, problems = compile_source(draw)
    told, _, also = compile_source(tell)
    if drawn is None or told is None:
        return None, names, problems or also
    body = root.tag == w("document")
    return (
        Part(
            name,
            drawn,
            told,
            tuple(draw.tags.values()),
            bool(_EDGE.search(str(draw))),
            body,
            any(tag.statement and tag.scope == "tc" for tag in tags.values()),
        ),
        names,
        [],
    )


def property_part(name: str, xml: str, tags: Mapping[int, Tag]) -> tuple[Part | None, list[NameUse], list[Problem]]:
    """The inner template of a properties part, whose tags stand in `xml` by number."""
    from specgen.word.template.expressions import InnerSource, compile_source

    draw = InnerSource()
    draw.literal(DECLARATION)
    position = 0
    for found in _MARK.finditer(xml):
        draw.literal(literal_braces(xml[position : found.start()]))
        draw.tag(tags[int(found[2])])
        position = found.end()
    draw.literal(literal_braces(xml[position:]))
    drawn, names, problems = compile_source(draw)
    return (
        (Part(name, drawn, None, tuple(draw.tags.values()), False, False, False) if drawn is not None else None),
        names,
        problems,
    )


def drawn(part: Part, values: dict[str, Any]) -> bytes:
    """The part's XML. Raises RefusedValue, its `tag` set to where the value was to stand."""
    try:
        pieces = part.draw.draw(values, _DRAW if part.tell is not None else _PROPERTY)
    except RefusedValue as fault:
        fault.tag = _tag(part, fault.number)
        raise
    except NoValueError as fault:
        raise _refused(part, fault.number, "there is no value for a name in it") from fault
    except MisfitError as fault:
        raise _refused(part, fault.number, "values of two kinds are compared, or something is no list") from fault
    # Encoded piece by piece: one sign beyond Latin makes a whole text slow to join and to encode.
    xml = b"".join(map(str.encode, pieces))
    if part.mends:
        # Most parts have a paragraph at the end of each cell, and nothing to be mended.
        if b"<w:txbxContent></" in xml or xml.count(b"</w:tc>") != xml.count(b"</w:p></w:tc>"):
            for emptied, mended in _MENDS:
                xml = xml.replace(emptied, mended)
        if not part.is_body:
            xml = _EMPTIED.sub(rb"\1<w:p/>", xml)
    return with_grids(xml) if part.columns else xml


def told(part: Part, values: dict[str, Any]) -> str:
    """The part's text as it is to be read. The values are those that `drawn` has passed."""
    assert part.tell is not None
    return "".join(part.tell.draw(values, _TELL))


def _tag(part: Part, number: int) -> Tag | None:
    return next((tag for tag in part.tags if tag.number == number), None)


def _refused(part: Part, number: int, reason: str) -> RefusedValue:
    refused = RefusedValue(reason, "check the names, and compare like with like")
    refused.tag = _tag(part, number)
    return refused


def with_grids(xml: bytes) -> bytes:
    """The part with every table's grid as wide as its widest row, the table's width kept (as docxtpl does it)."""
    root = etree.fromstring(xml)
    for table in root.iter(w("tbl")):
        grid = table.find(w("tblGrid"))
        rows = table.findall(w("tr"))
        if grid is None or not rows:
            continue
        widest = max(sum(whole_number(span.get(w("val")), 1) if (span := cell.find(f"{{{W}}}tcPr/{{{W}}}"
            f"gridSpan")) is not None else 1
                         for cell in row.findall(w("tc"))) for row in rows)  # fmt: skip
        columns = grid.findall(w("gridCol"))
        if len(columns) != widest and widest:
            width = sum(whole_number(column.get(w("w"))) for column in columns)
            for column in columns:
                grid.remove(column)
            for _ in range(widest):
                etree.SubElement(grid, w("gridCol"), {w("w"): str(width // widest)})
    return DECLARATION.encode() + etree.tostring(root, encoding="unicode").encode()
