"""Which header and footer stand on which pages: Word has others for a section's first page and for even pages.

Source: ECMA-376 part 1, 17.10 (headers and footers; what a section does not say it takes from the one before).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from specgen.word.ooxml import R, parse_xml, w
from specgen.word.package import Package, relationships

_REFERENCES: Final = (w("headerReference"), w("footerReference"))
_NAMES: Final = {"default": "the pages", "first": "the first page", "even": "the even pages"}
_OFF: Final = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class PageEdges:
    """The header and footer parts of one kind of page; `pages` says of which, for a reader."""

    pages: str
    parts: tuple[str, ...]


def page_edges(package: Package) -> tuple[PageEdges, ...]:
    """Every kind of page that the file has, section by section, with the parts at its edges; none when it has no section."""
    related = relationships(package, package.main)
    targets = {each.id: each.target for each in related}
    settings = next((each.target for each in related if each.type.endswith("/settings") and each.target in package.entries), None)
    even = settings is not None and _is_on(parse_xml(package.part(settings)), "evenAndOddHeaders")
    sections = list(parse_xml(package.part(package.main)).iter(w("sectPr")))
    sections = [each for each in sections if each.getparent().tag != w("sectPrChange")]  # type: ignore[union-attr]
    standing: Mapping[tuple[str, str], str] = {}
    found: list[PageEdges] = []
    for number, section in enumerate(sections, 1):
        own = {
            (each.tag, each.get(w("type"), "default")): targets.get(each.get(f"{{{R}}}id", ""), "")
            for each in section if each.tag in _REFERENCES
        }
        standing = {**standing, **own}
        kinds = ("default", *(("first",) if _is_on(section, "titlePg") else ()), *(("even",) if even else ()))
        where = f" of section {number}" if len(sections) > 1 else ""
        found += [PageEdges(_NAMES[kind] + where, tuple(part for tag in _REFERENCES if (part := standing.get((tag, kind))))) for kind in kinds]
    return tuple(found)


def _is_on(parent: etree._Element, name: str) -> bool:
    switch = parent.find(w(name))
    return switch is not None and switch.get(w("val"), "true") not in _OFF
