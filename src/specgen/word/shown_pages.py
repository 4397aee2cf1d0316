"""Which headers and footers the pages of a document show: a part that lies in the file and that no page shows says nothing.

Source: ECMA-376 part 1, 17.10 (headers and footers): 17.10.1 evenAndOddHeaders, 17.10.5 headerReference, 17.10.6 titlePg.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from specgen.word.ooxml import R, w
from specgen.word.package import Package, parsed, relationships

_Element = etree._Element

_KINDS: Final = {w("headerReference"): "header", w("footerReference"): "footer"}
_OFF: Final = frozenset({"0", "false", "off"})


def shown_pages(package: Package, root: _Element) -> Mapping[str, frozenset[str]]:
    """The parts that pages show as `header` and as `footer`, by the main part's `root`; "" among them for pages that show none."""
    targets = {each.id: each.target for each in relationships(package, package.main) if each.target in package.entries}
    both_sides = _even_pages(package)
    shown: dict[str, set[str]] = {"header": set(), "footer": set()}
    held: dict[tuple[str, str], str] = {}
    for section in root.iter(w("sectPr")):
        above = section.getparent()
        if above is not None and above.tag == w("sectPrChange"):
            continue
        for reference in section.iterchildren(*_KINDS):
            held[_KINDS[reference.tag], reference.get(w("type"), "default")] = targets.get(reference.get(f"{{{R}}}id", ""), "")
        pages = ["default", *(["first"] if _is_on(section.find(w("titlePg"))) else []), *(["even"] if both_sides else [])]
        for kind, parts in shown.items():
            parts.update(held.get((kind, page), "") for page in pages)
    return {kind: frozenset(parts) for kind, parts in shown.items()}


def _even_pages(package: Package) -> bool:
    name = next((each.target for each in relationships(package, package.main) if each.type.endswith("/settings") and each.target in package.entries), None)
    settings = parsed(package, name)[0] if name is not None else None
    return settings is not None and _is_on(settings.find(w("evenAndOddHeaders")))


def _is_on(switch: _Element | None) -> bool:
    return switch is not None and switch.get(w("val"), "1") not in _OFF
