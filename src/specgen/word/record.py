"""The place of the record inside a document: a custom XML part that Word keeps and shows nowhere.

Source: ECMA-376 part 1, 15.2.5 and 15.2.6 (custom XML data storage and its properties), 22.5. Word keeps such a part
through editing and saving, and finds it by the id in its properties part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from specgen.word.ooxml import CONTENT_TYPES, CUSTOM_XML, DECLARATION, RELATIONSHIPS, R, parse_xml
from specgen.word.package import CONTENT_TYPES_PART, RECORD_NAMESPACE, Package, relationships_part

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
            own: with_relationship(package.part(own) if own in package.entries else None, f"{R}/customXml", f"{up}{item}"),
            CONTENT_TYPES_PART: with_content_types(package.part(CONTENT_TYPES_PART), {properties: _PROPERTIES_TYPE}, {"xml": "application/xml"}),
            properties: (
                f'{DECLARATION}<ds:datastoreItem ds:itemID="{STORE_ITEM}" xmlns:ds="{CUSTOM_XML}">'
                f'<ds:schemaRefs><ds:schemaRef ds:uri="{RECORD_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
            ).encode(),
            relationships_part(item): with_relationship(None, f"{R}/customXmlProps", f"itemProps{number}.xml"),
        },
    )


def with_relationship(found: bytes | None, kind: str, target: str) -> bytes:
    """The relationships part `found` (None: a new one) with one more at the end."""
    root = parse_xml(found) if found is not None else etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS})  # type: ignore[dict-item]
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
            root.insert(0, root.makeelement(f"{{{CONTENT_TYPES}}}Default", {"Extension": extension, "ContentType": kind}))
    for name, kind in parts.items():
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": kind})
    return DECLARATION.encode() + etree.tostring(root, encoding="utf-8")
