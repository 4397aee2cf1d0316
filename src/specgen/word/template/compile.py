"""A template compiled once: its parts with tags made ready to draw, all else packed as it is to be written.

What an author can write is in docs/word/templates.md. Everything that is wrong with a template is reported here, with
part and paragraph, before any value is seen; what no document changes is checked here and not again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Final

import jinja2
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup

from specgen.problems import Location, Problem, has_errors, in_reading_order
from specgen.word.package.archive import Entry, pack
from specgen.word.package.ooxml import (
    CONTENT_TYPES,
    CUSTOM_XML,
    DECLARATION,
    RELATIONSHIPS,
    R,
    W,
    parse_xml,
    w,
    whole_number,
)
from specgen.word.package.package import (
    CONTENT_TYPES_PART,
    RECORD_NAMESPACE,
    Package,
    parsed_apart,
    read_package,
    record_part,
    relationships,
    relationships_part,
)
from specgen.word.package.properties import CORE_RELATIONSHIP, CORE_TYPE, EMPTY_CORE
from specgen.word.package.text import SPECIAL, RefusedValue, element_text, run_text
from specgen.word.template import gate as plaintext
from specgen.word.template.blocks import TINY_PARAGRAPH, FirstIds, Numbering, Writer, read_numbering
from specgen.word.template.expressions import BLOCK, VARIABLE, InnerSource, NameUse, compile_source, environment, lint
from specgen.word.template.gate import Facts, PackageFacts, judge, package_faults, scan, standing_of, story_parts
from specgen.word.template.looks import Look, RunProperties, look_of, missing_styles, run_looks
from specgen.word.template.sheet import Stylesheet, read_stylesheet
from specgen.word.template.tags import (
    PrintedLook,
    Tag,
    check_places,
    clean,
    enclosing,
    find_property_tags,
    find_tags,
    literal_braces,
    mark_repeated_ids,
    place_of,
    standing,
    unpaired,
)
from specgen.wording.wording import Passage

# The inner templates: one that draws a part's XML and one that tells its text, and the values on their way into them.

WRITER: Final = "_writer"
"""The name under which a document's Writer travels; a template cannot say it, since its names begin with a letter."""

_MARK: Final = re.compile(r"\{([{%]) (\d+) [}%]\}")
_EMPTY_RUN: Final = '<w:r><w:t xml:space="preserve"></w:t></w:r>'
_MENDS: Final = (
    ("</w:tcPr></w:tc>", "</w:tcPr><w:p/></w:tc>"),
    ("<w:tc></w:tc>", "<w:tc><w:p/></w:tc>"),
    ("</w:tbl></w:tc>", f"</w:tbl>{TINY_PARAGRAPH}</w:tc>"),
    ("</w:sdt></w:tc>", f"</w:sdt>{TINY_PARAGRAPH}</w:tc>"),
    ("<w:txbxContent></w:txbxContent>", "<w:txbxContent><w:p/></w:txbxContent>"),
)
"""What an emptied cell or text box is given, since it must have a paragraph and a cell must end with one."""
_EDGE: Final = re.compile(rf"[{BLOCK[1]}{VARIABLE[1]}]</w:(?:tc|txbxContent|hdr|ftr|footnote|endnote|comment)>")
_EMPTIED: Final = re.compile(r"(<w:(hdr|ftr|footnote|endnote|comment)\b[^>]*[^/]>)(?=</w:\2>)")


@dataclass(frozen=True, slots=True)
class Part:
    """One part made ready: `draw` its XML, `tell` its text (None for properties), `lines` the tag on each line of
    `draw`."""

    name: str
    draw: jinja2.Template
    tell: jinja2.Template | None
    lines: Mapping[int, Tag]
    mends: bool
    """Whether a value or condition can leave a cell, box, header or note without the paragraph that it must have."""
    is_body: bool
    columns: bool
    """Whether a table's columns may be more or fewer than its grid says."""


def _written(xml: str) -> Markup:
    """XML that is ready, for Jinja to take as it is (Markup's own way asks first whether it is)."""
    return str.__new__(Markup, xml)


def _printing(value: object) -> str:
    """A value that is printed inside a line, as text. Raises RefusedValue for what is none."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or isinstance(value, jinja2.Undefined):
        raise RefusedValue(
            "there is no value for it", "put the words into {%p if … %} and {%p endif %}, or give a value"
        )
    raise RefusedValue(
        f"a value of the kind {type(value).__name__} cannot be printed inside a line", "print a text or a number"
    )


def _text(context: Context, value: object, number: int) -> Markup:
    if type(value) is str and SPECIAL.search(value) is None:
        return _written(value)  # run_text would give it back as it is
    try:
        if isinstance(value, Passage):
            writer: Writer = context[WRITER]
            place = writer.places[number]
            looks = writer.run_looks[number]
            return _written(f"</w:t></w:r>{writer.runs(value, looks, fallback=place.fallback)}{looks[0]}")
        return _written(run_text(_printing(value)))
    except RefusedValue as fault:
        fault.number = number
        raise


def _told(write: Callable[[Writer, Any, int], str]) -> Callable[[Context, Any, int], Markup]:
    def filtered(context: Context, value: Any, number: int) -> Markup:
        try:
            if value is None or isinstance(value, jinja2.Undefined):
                _printing(value)
            return _written(write(context[WRITER], value, number))
        except RefusedValue as fault:
            fault.number = number
            raise

    return filtered


def _plain(context: Context, value: object, number: int) -> Markup:
    try:
        return _written(element_text(_printing(value)))
    except RefusedValue as fault:
        fault.number = number
        raise


def _runs(writer: Writer, value: Any, number: int) -> str:
    return writer.runs(value, writer.run_looks[number], fallback=writer.places[number].fallback)


_DRAW: Final = environment(
    {
        "text": _text,
        "blocks": _told(lambda writer, value, number: writer.paragraphs(value, writer.looks[number])),
        "runs": _told(_runs),
        "rows": _told(lambda writer, value, number: writer.rows(value, writer.places[number])),
        "number": lambda context, sequence: _written(context[WRITER].next_id(sequence)),
    },
    escape=True,
)
_PROPERTY: Final = environment({"text": _plain, "number": lambda context, sequence: ""}, escape=True)
_TELL: Final = environment(
    {
        "text": lambda context, value, number: plaintext.inline_text(value),
        "blocks": lambda context, value, number: plaintext.paragraphs_text(value),
        "runs": lambda context, value, number: plaintext.inline_text(value),
        "rows": lambda context, value, number: plaintext.rows_text(value),
        "number": lambda context, sequence: "",
    },
    escape=False,
)


def story(
    name: str, root: etree._Element, tags: Mapping[int, Tag], counters: Mapping[int, str]
) -> tuple[Part | None, list[NameUse], list[Problem]]:
    """The inner templates of a part with paragraphs, whose tags stand in `root` by number."""
    # Imported here because it takes 0.2 s, which no command should spend that compiles nothing.
    from docxtpl import DocxTemplate

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
        return (
            None,
            [],
            [
                first.problem(
                    "tag-lost",
                    "the tag cannot be separated from what stands round it",
                    "type its paragraph again in one go",
                )
            ],
        )
    for piece in plaintext.template_text(root, dict(tags)):
        if isinstance(piece, Tag):
            tell.tag(piece)
        else:
            tell.literal(piece)
    drawn, names, problems = compile_source(draw, _DRAW)
    told, _, also = compile_source(tell, _TELL)
    if drawn is None or told is None:
        return None, names, problems or also
    body = root.tag == w("document")
    return (
        Part(
            name,
            drawn,
            told,
            draw.tags,
            bool(_EDGE.search(str(draw))),
            body,
            any(tag.statement and tag.scope == "tc" for tag in tags.values()),
        ),
        names,
        [],
    )


def property_part(name: str, xml: str, tags: Mapping[int, Tag]) -> tuple[Part | None, list[NameUse], list[Problem]]:
    """The inner template of a properties part, whose tags stand in `xml` by number."""
    draw = InnerSource()
    draw.literal(DECLARATION)
    position = 0
    for found in _MARK.finditer(xml):
        draw.literal(literal_braces(xml[position : found.start()]))
        draw.tag(tags[int(found[2])])
        position = found.end()
    draw.literal(literal_braces(xml[position:]))
    drawn, names, problems = compile_source(draw, _PROPERTY)
    return (Part(name, drawn, None, draw.tags, False, False, False) if drawn is not None else None), names, problems


def drawn(part: Part, values: dict[str, Any]) -> str:
    """The part's XML. Raises RefusedValue, its `tag` set to where the value was to stand."""
    try:
        xml = "".join(part.draw.root_render_func(part.draw.new_context(values, shared=True)))
    except RefusedValue as fault:
        fault.tag = next((tag for tag in part.lines.values() if tag.number == fault.number), None)
        raise
    except (jinja2.UndefinedError, TypeError) as fault:
        missing = isinstance(fault, jinja2.UndefinedError)
        reason = (
            "there is no value for a name in it"
            if missing
            else "values of two kinds are compared, or something is no list"
        )
        refused = RefusedValue(reason, "check the names, and compare like with like")
        refused.tag = _tag_at(part, fault.__traceback__)
        raise refused from fault
    if part.mends:
        for emptied, mended in _MENDS:
            xml = xml.replace(emptied, mended)
        if not part.is_body:
            xml = _EMPTIED.sub(r"\1<w:p/>", xml)
    return with_grids(xml) if part.columns else xml


def told(part: Part, values: dict[str, Any]) -> str:
    """The part's text as it is to be read. The values are those that `drawn` has passed."""
    assert part.tell is not None
    return "".join(part.tell.root_render_func(part.tell.new_context(values, shared=True)))


def _tag_at(part: Part, trace: TracebackType | None) -> Tag | None:
    """The tag whose compiled line raised: Jinja keeps which line of the source each line of its code is of."""
    found: Tag | None = None
    while trace is not None:
        if trace.tb_frame.f_globals.get("__jinja_template__") is not None or trace.tb_frame.f_code.co_name == "root":
            found = part.lines.get(part.draw.get_corresponding_lineno(trace.tb_lineno), found)
        trace = trace.tb_next
    return found


def with_grids(xml: str) -> str:
    """The part with every table's grid as wide as its widest row, the table's width kept (as docxtpl does it)."""
    root = etree.fromstring(xml.encode("utf-8"))
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
    return DECLARATION + etree.tostring(root, encoding="unicode")


# Which header and footer stand on which pages: Word has others for a section's first page and for even pages.
#
# Source: ECMA-376 part 1, 17.10 (headers and footers; what a section does not say it takes from the one before).

_REFERENCES: Final = (w("headerReference"), w("footerReference"))
_NAMES: Final = {"default": "the pages", "first": "the first page", "even": "the even pages"}
_OFF: Final = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class PageEdges:
    """The header and footer parts of one kind of page; `pages` says of which, for a reader."""

    pages: str
    parts: tuple[str, ...]


def page_edges(package: Package) -> tuple[PageEdges, ...]:
    """Every kind of page that the file has, section by section, with the parts at its edges; none when it has no
    section."""
    related = relationships(package, package.main)
    targets = {each.id: each.target for each in related}
    settings = next(
        (each.target for each in related if each.type.endswith("/settings") and each.target in package.entries), None
    )
    even = settings is not None and _is_on(parse_xml(package.part(settings)), "evenAndOddHeaders")
    sections = list(parse_xml(package.part(package.main)).iter(w("sectPr")))
    sections = [each for each in sections if each.getparent().tag != w("sectPrChange")]  # type: ignore[union-attr]
    standing: Mapping[tuple[str, str], str] = {}
    found: list[PageEdges] = []
    for number, section in enumerate(sections, 1):
        own = {
            (each.tag, each.get(w("type"), "default")): targets.get(each.get(f"{{{R}}}id", ""), "")
            for each in section
            if each.tag in _REFERENCES
        }
        standing = {**standing, **own}
        kinds = ("default", *(("first",) if _is_on(section, "titlePg") else ()), *(("even",) if even else ()))
        where = f" of section {number}" if len(sections) > 1 else ""
        found += [
            PageEdges(_NAMES[kind] + where, tuple(part for tag in _REFERENCES if (part := standing.get((tag, kind)))))
            for kind in kinds
        ]
    return tuple(found)


def _is_on(parent: etree._Element, name: str) -> bool:
    switch = parent.find(w(name))
    return switch is not None and switch.get(w("val"), "true") not in _OFF


# What a template carries into every document without its author seeing it: a caution for each, none stops a document.


def cautions(package: Package) -> list[Problem]:
    """Warnings about the package of a template, all of whose parts are known to be well-formed."""
    return list(_cautions(package))


def _cautions(package: Package) -> Iterator[Problem]:
    for each in relationships(package, package.main):
        if each.external or each.target not in package.entries:
            continue
        where = Location(package.file, part=each.target)
        if each.type.endswith("/settings"):
            root = parse_xml(package.part(each.target))
            update = root.find(w("updateFields"))
            if update is not None and update.get(w("val"), "true") not in ("0", "false", "off"):
                yield Problem(
                    "template-asks",
                    "Word will ask at every opening whether to update fields",
                    where,
                    "warning",
                    cure="update the fields in Word (Ctrl+A, F9), and set the template up anew without "
                    "“update fields on opening”",
                )
            for other in relationships(package, each.target):
                if other.type.endswith("/attachedTemplate") and other.external:
                    yield Problem(
                        "template-path",
                        "every document will name the template that this one was made from, with its folder",
                        where,
                        "warning",
                        cure="attach Normal.dotm instead (Developer, Document Template)",
                        excerpt=other.target,
                    )
        elif each.type.endswith("/comments") and parse_xml(package.part(each.target)).find(w("comment")) is not None:
            yield Problem("template-comments", "the template holds comments, which every document "
                "will carry", where, "warning",
                          cure="delete them (Review, Delete All Comments)")  # fmt: skip


# The place of the record inside a document: a custom XML part that Word keeps and shows nowhere.
#
# Source: ECMA-376 part 1, 15.2.5 and 15.2.6 (custom XML data storage and its properties), 22.5. Word keeps such a part
# through editing and saving, and finds it by the id in its properties part.

STORE_ITEM: Final = "{5B0E3F6A-8C1D-4E2B-9A57-3D1F6C0B7E21}"
_PROPERTIES_TYPE: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_ITEM: Final = re.compile(r"customxml/item(\d{1,6})\.xml")


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """The record's part, and the bytes of the parts that are new or changed because of it."""

    part: str
    parts: Mapping[str, bytes]


def record_place(package: Package) -> RecordPlace:
    """The next free custom XML item of the package, with its properties, relationships and content types."""
    taken = [int(found[1]) for name in package.names if (found := _ITEM.fullmatch(name.lower()))]
    number = max(taken, default=0) + 1
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    up = "../" * package.main.count("/")
    own = relationships_part(package.main)
    return RecordPlace(
        item,
        {
            own: with_relationship(
                package.part(own) if own in package.entries else None, f"{R}/customXml", f"{up}{item}"
            ),
            CONTENT_TYPES_PART: with_content_types(
                package.part(CONTENT_TYPES_PART), {properties: _PROPERTIES_TYPE}, {"xml": "application/xml"}
            ),
            properties: (
                f'{DECLARATION}<ds:datastoreItem ds:itemID="{STORE_ITEM}" xmlns:ds="{CUSTOM_XML}">'
                f'<ds:schemaRefs><ds:schemaRef ds:uri="{RECORD_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
            ).encode(),
            relationships_part(item): with_relationship(None, f"{R}/customXmlProps", f"itemProps{number}.xml"),
        },
    )


def with_relationship(found: bytes | None, kind: str, target: str) -> bytes:
    """The relationships part `found` (None: a new one) with one more at the end."""
    root = (
        parse_xml(found)
        if found is not None
        else etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS})  # type: ignore[dict-item]
    )
    known = {each.get("Id", "") for each in root}
    number = next(number for number in range(1, len(known) + 2) if f"rId{number}" not in known)
    etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", {"Id": f"rId{number}", "Type": kind, "Target": target})
    return DECLARATION.encode() + etree.tostring(root, encoding="utf-8")


def with_content_types(found: bytes, parts: Mapping[str, str], extensions: Mapping[str, str]) -> bytes:
    """The content types `found` with those of `parts`, and of `extensions` that have none yet."""
    root = parse_xml(found)
    known = {each.get("Extension", "").lower() for each in root}
    for extension, kind in extensions.items():
        if extension not in known:
            root.insert(
                0, root.makeelement(f"{{{CONTENT_TYPES}}}Default", {"Extension": extension, "ContentType": kind})
            )
    for name, kind in parts.items():
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": kind})
    return DECLARATION.encode() + etree.tostring(root, encoding="utf-8")


LARGEST_PART: Final = 20 * 2**20


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template. It is immutable from outside and renders any number of documents, one at a time."""

    file: str
    names: tuple[NameUse, ...]
    parts: tuple[Part, ...]
    places: Mapping[int, PrintedLook] = field(repr=False)
    looks: Mapping[int, Look] = field(repr=False)
    run_looks: Mapping[int, RunProperties] = field(repr=False)
    first: FirstIds
    numbering: Numbering | None = field(repr=False)
    core_part: str
    core: bytes = field(repr=False)
    record: RecordPlace = field(repr=False)
    standing: PackageFacts = field(repr=False)
    entries: Mapping[str, Entry] = field(repr=False)
    """Every part in the order it is written, those that a document replaces too."""
    recorded: Mapping[str, Entry] = field(repr=False)
    """The parts that are new or different in a document that carries its record, without the record itself."""
    digests: Mapping[str, str] = field(repr=False)
    recorded_digests: Mapping[str, str] = field(repr=False)
    edges: tuple[PageEdges, ...] = field(repr=False)
    words: Mapping[str, str] = field(repr=False)
    """part → its text as it lies there, with the tags in it."""


@dataclass(slots=True)
class _Compiling:
    """What is found as the parts go by."""

    package: Package
    sheet: Stylesheet
    problems: list[Problem] = field(default_factory=list)
    names: list[NameUse] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    places: dict[int, PrintedLook] = field(default_factory=dict)
    looks: dict[int, Look] = field(default_factory=dict)
    facts: list[Facts] = field(default_factory=list)
    """Of the parts that stay."""
    every: list[Facts] = field(default_factory=list)
    """Of all parts as they lie in the template."""
    next_tag: int = 1


def compile_template(data: bytes, file: str) -> tuple[Template | None, list[Problem]]:
    """The template in `data`, or None; and all that is wrong with it."""
    package, problems = read_package(data, file)
    if package is None:
        return None, problems
    package, core_part = _with_core(package)
    problems += package_faults(package)
    if problems:
        return None, problems
    if (record := record_part(package)) is not None:
        return None, [
            Problem(
                "template-issued",
                "the file is an issued document, not a template: it carries a record",
                Location(file, part=record),
            )
        ]
    sheet, problems = read_stylesheet(package)
    problems += cautions(package)
    work = _Compiling(package, sheet, problems)
    stories = story_parts(package)
    for name in package.names:
        if len(package.part(name)) > LARGEST_PART:
            work.problems.append(
                Problem(
                    "template-too-large",
                    f"the part is larger than {LARGEST_PART // 2**20} MiB",
                    Location(file, part=name),
                )
            )
        elif name in stories:
            _story(work, name)
        elif name.startswith("docProps/") and name.endswith(".xml"):
            _properties(work, name)
        elif name.endswith((".xml", ".rels")) and not name.startswith("customXml/"):
            _no_tags(work, name)
    standing = standing_of(package, sheet, tuple(work.facts))
    # Every part as it lies there, those with tags too: a template is itself a document that Word must read.
    work.problems += judge(
        replace(standing, facts=()), work.every, file, cure="open the template in Word, mend it, and save it again"
    )
    if has_errors(work.problems):
        return None, in_reading_order(work.problems)
    return _template(work, standing, core_part), in_reading_order(work.problems)


def _template(work: _Compiling, standing: PackageFacts, core_part: str) -> Template:
    package = work.package
    record = record_place(package)
    replaced = {part.name for part in work.parts} | {core_part}
    numbering = None
    if work.sheet.numbering is not None:
        lists = work.sheet.lists
        starts = {abstract: lists.starts(abstract) for abstract in lists.abstracts}
        numbering = read_numbering(work.sheet.numbering, package.part(work.sheet.numbering), starts)
    recorded = {name: pack(name, found) for name, found in record.parts.items()}
    return Template(
        file=package.file,
        names=tuple(work.names),
        parts=tuple(work.parts),
        places=work.places,
        looks=work.looks,
        run_looks={number: run_looks(place.run_properties) for number, place in work.places.items()},
        first=_first_ids(work.every, numbering.first if numbering else 1),
        numbering=numbering,
        core_part=core_part,
        core=package.part(core_part),
        record=record,
        standing=standing,
        entries=package.entries,
        recorded=recorded,
        digests={name: package.digest(name) for name in package.names if name not in replaced},
        recorded_digests={name: Package("", "", recorded).digest(name) for name in recorded},
        edges=page_edges(package),
        words={facts.part: facts.text for facts in work.every},
    )


def _story(work: _Compiling, name: str) -> None:
    file = work.package.file
    root, problems = parsed_apart(work.package, name)
    assert root is not None and not problems  # package_faults has read it
    facts = scan(root, name)
    work.every.append(facts)
    if root.nsmap.get("w") != W:
        if "{" in facts.text:
            work.problems.append(
                Problem(
                    "template-prefix",
                    "the part was not written by Word",
                    Location(file, part=name),
                    cure="open it in Word and save it again",
                )
            )
        work.facts.append(facts)
        return
    clean(root)
    tags, problems = find_tags(root, name, file, work.next_tag)
    problems += check_places(root, tags, name, file)
    problems += [problem for tag in tags for problem in lint(tag)]
    if not problems:
        problems += unpaired(root, tags)
    if not tags:
        work.facts.append(facts)
        work.problems += problems
        return
    counters, found = mark_repeated_ids(root, tags, name, file, work.next_tag + len(tags))
    work.next_tag += len(tags) + len(counters)
    work.problems += problems + found
    if has_errors(problems + found):
        return
    _note_places(work, root, tags)
    part, names, found = story(name, root, {tag.number: tag for tag in tags}, counters)
    work.problems += found
    work.names += names
    if part is not None:
        work.parts.append(part)


def _note_places(work: _Compiling, root: etree._Element, tags: Iterable[Tag]) -> None:
    where = standing(root)
    heading: int | None = None
    by_element = {element: number for number, element in where.items()}
    before: dict[int, int | None] = {}
    for each in root.iter(w("p"), w("t")):
        if each in by_element:
            before[by_element[each]] = heading
        elif each.tag == w("p"):
            heading = work.sheet.styles.heading(each.find(w("pPr"))) or heading
    for tag in tags:
        if tag.statement:
            continue
        place = work.places[tag.number] = place_of(tag, where[tag.number])
        if tag.scope == "p":
            paragraph = enclosing(where[tag.number], "p")
            own = work.sheet.styles.heading(paragraph.find(w("pPr")) if paragraph is not None else None)
            look = work.looks[tag.number] = look_of(place, own, before.get(tag.number), work.sheet)
            work.problems += missing_styles(tag, look)


def _properties(work: _Compiling, name: str) -> None:
    root = parse_xml(work.package.part(name))
    tags, problems = find_property_tags(root, name, work.package.file, work.next_tag)
    work.next_tag += len(tags)
    work.problems += problems + [problem for tag in tags for problem in lint(tag)]
    if tags and not has_errors(work.problems):
        part, names, found = property_part(
            name, etree.tostring(root, encoding="unicode"), {tag.number: tag for tag in tags}
        )
        work.problems += found
        work.names += names
        if part is not None:
            work.parts.append(part)


def _no_tags(work: _Compiling, name: str) -> None:
    root = parse_xml(work.package.part(name))
    everything = "".join(map(str, root.itertext())) + "\n".join(
        str(value) for each in root.iter(etree.Element) for value in each.attrib.values()
    )
    if "{{" in everything or "{%" in everything:
        where = Location(work.package.file, part=name)
        work.problems.append(
            Problem(
                "tag-out-of-place",
                "a tag stands in a part where no value can be filled in",
                where,
                cure="move it to the text",
            )
        )


def _first_ids(facts: Iterable[Facts], num: int) -> FirstIds:
    every = list(facts)

    def after(ids: Iterable[str]) -> int:
        return max((int(each) for each in ids if each.isascii() and each.isdigit() and len(each) < 10), default=0) + 1

    controls = {each for found in every for each in found.controls}
    # Word gives its own controls random ids, so the highest is of no use: the first stretch that is free is.
    first = next(
        base
        for base in range(100_000_001, 2**31, 10_000_000)
        if not any(base <= whole_number(each) < base + 10_000_000 for each in controls)
    )
    return FirstIds(
        sdt=first,
        bookmark=after(number for found in every for number, _ in found.bookmarks),
        drawing=after(each for found in every for each in found.drawings),
        num=num,
    )


def _with_core(package: Package) -> tuple[Package, str]:
    """The package with a core properties part: its own, or an empty one at the end."""
    own = next(
        (
            each.target
            for each in relationships(package)
            if each.type == CORE_RELATIONSHIP and each.target in package.entries
        ),
        None,
    )
    if own is not None:
        return package, own
    name = "docProps/core.xml" if "docProps/core.xml" not in package.entries else "docProps/coreProperties.xml"
    new = {
        CONTENT_TYPES_PART: with_content_types(package.part(CONTENT_TYPES_PART), {name: CORE_TYPE}, {}),
        "_rels/.rels": with_relationship(package.part("_rels/.rels"), CORE_RELATIONSHIP, name),
        name: EMPTY_CORE,
    }
    return Package(
        package.file, package.main, {**package.entries, **{each: pack(each, found) for each, found in new.items()}}
    ), name
