"""A template compiled once: its parts with tags made ready to draw, all else packed as it is to be written.

What an author can write is in docs/word/templates.md. Everything that is wrong with a template is reported here, with
part and paragraph, before any value is seen; what no document changes is checked here and not again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from specgen.problems import Location, Problem, has_errors, in_reading_order
from specgen.word.package.archive import pack
from specgen.word.package.ooxml import W, parse_xml, w, whole_number
from specgen.word.package.package import Package, parsed_apart, read_package, record_part
from specgen.word.template.blocks import FirstIds, read_numbering
from specgen.word.template.carried import cautions, page_edges, record_place, with_core
from specgen.word.template.expressions import lint
from specgen.word.template.facts import Facts, scan
from specgen.word.template.gate import PackageFacts, judge, package_faults, standing_of, story_parts
from specgen.word.template.looks import Look, look_of, missing_styles, run_looks
from specgen.word.template.parts import Part, Template, property_part, story
from specgen.word.template.sheet import Stylesheet, read_stylesheet
from specgen.word.template.tags import (
    NameUse,
    PrintedLook,
    Tag,
    check_places,
    clean,
    enclosing,
    find_property_tags,
    find_tags,
    mark_repeated_ids,
    place_of,
    standing,
    unpaired,
)

LARGEST_PART: Final = 20 * 2**20


class _Compiling(Struct):
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
    package, core_part = with_core(package)
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
        replace(standing, facts=()), work.every, file, cure="open the template in Word, put it right, and save it again"
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
