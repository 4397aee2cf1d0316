"""Document defaults that differ: what NEW starts from, written into the styles that come in.

No revision can change the defaults of a document. Every paragraph of NEW has a style, and a style without a parent can say
what the defaults would have said; but a table's style lies between the two, so what it sets cannot be said that way.
Source: ECMA-376 part 1, 17.7.2 (the order in which styles apply), 17.7.5 (document defaults).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from specgen.word.ooxml import w
from specgen.word.style_effects import Form, Laid, lay, neutral

_Element = etree._Element

_PARTS: Final = ("pPr", "rPr")
_VAL: Final = w("val")
_ORDER: Final = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
        suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid
        spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl""",
    "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
        webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang""",
}
"""The schema's order of properties (17.3.1.26, 17.3.2.28), as far as defaults go."""


class DefaultsChange:
    """What NEW's document defaults set otherwise than OLD's, attribute by attribute."""

    def __init__(self, old: _Element | None, new: _Element | None, themes: tuple[Mapping[str, str], Mapping[str, str]]) -> None:
        held: list[Laid] = []
        for root, theme in zip((old, new), themes, strict=True):
            laid: Laid = {}
            for part in _PARTS:
                lay(laid, part, root.find(f"{w('docDefaults')}/{w(part + 'Default')}/{w(part)}") if root is not None else None, theme)
            held.append(laid)
        self._changes: dict[tuple[str, str, str], object] = {}
        for part in _PARTS:
            ones, twos = held[0].get(part, {}), held[1].get(part, {})
            for tag in sorted({*ones, *twos}):
                one, two = ones.get(tag, {}), twos.get(tag, {})
                for key in sorted({*one, *two}):
                    was, now = one.get(key, neutral(part, tag, key)), two.get(key, neutral(part, tag, key))
                    if was != now:
                        self._changes[part, tag, key] = now

    def cannot_be_laid(self, tables: Sequence[Form]) -> str | None:
        """What of the change cannot be written into styles, in a word or two; None when all of it can.

        `tables` are the table styles that NEW uses, as what they come to.
        """
        for (part, tag, key), value in self._changes.items():
            if not isinstance(value, str) or key == "children":
                return etree.QName(tag).localname
            if any(_sets(table, part, tag) for table in tables):
                return f"{etree.QName(tag).localname}, which a table style sets too"
        return None

    def lay_into(self, style: _Element) -> None:
        """Write the change into a style that has no parent, below the style's own properties."""
        for part in _PARTS:
            wanted: dict[str, dict[str, str]] = {}
            for (where, tag, key), value in self._changes.items():
                if where == part and isinstance(value, str):
                    wanted.setdefault(tag, {})[_VAL if key == "on" else key] = value
            if not wanted:
                continue
            properties = style.find(w(part))
            if properties is None:
                properties = etree.Element(w(part))
                style.insert(_place(style, part), properties)
            for tag, attributes in wanted.items():
                own = properties.find(tag)
                if own is None:
                    own = etree.SubElement(properties, tag)
                elif own.get(_VAL) is not None or not own.attrib:
                    continue
                for key, value in attributes.items():
                    if own.get(key) is None:
                        own.set(key, value)
            rank = {w(name): number for number, name in enumerate(_ORDER[part].split())}
            properties[:] = sorted(properties, key=lambda child: rank.get(child.tag, len(rank)))


def _sets(table: Form, part: str, tag: str) -> bool:
    """Whether a table style, or a condition of it, sets the property."""
    flat = table[2] if len(table) > 2 and isinstance(table[2], tuple) else ()
    return any(str(each[0]).endswith(part) and each[1] == tag for each in flat)


def _place(style: _Element, part: str) -> int:
    """Where the schema has a style's properties: after its name and the like, paragraphs before letters."""
    later = {"pPr": ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr"), "rPr": ("tblPr", "trPr", "tcPr", "tblStylePr")}[part]
    first = next((child for child in style if child.tag in {w(name) for name in later}), None)
    return style.index(first) if first is not None else len(style)
