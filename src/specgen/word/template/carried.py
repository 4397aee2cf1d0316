"""What a template's package gives to every document: its page edges, what its author may not see in it, a place for the
record, and properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.word.package.archive import pack
from specgen.word.package.ooxml import CONTENT_TYPES, CUSTOM_XML, DECLARATION, RELATIONSHIPS, R, parse_xml, w
from specgen.word.package.package import (
    CONTENT_TYPES_PART,
    RECORD_NAMESPACE,
    Package,
    relationships,
    relationships_part,
)
from specgen.word.package.properties import CORE_RELATIONSHIP, CORE_TYPE, EMPTY_CORE

# Which header and footer stand on which pages: Word has others for a section's first page and for even pages.
#
# Source: ECMA-376 part 1, 17.10 (headers and footers; what a section does not say it takes from the one before).

_REFERENCES: Final = (w("headerReference"), w("footerReference"))
_NAMES: Final = {"default": "the pages", "first": "the first page", "even": "the even pages"}
_OFF: Final = ("0", "false", "off")


class PageEdges(Struct, frozen=True):
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


class RecordPlace(Struct, frozen=True):
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


def with_core(package: Package) -> tuple[Package, str]:
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
