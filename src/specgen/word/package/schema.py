"""The order in which the schema has the properties of paragraphs and runs: Word refuses a file that has another.

Source: ECMA-376 part 1, 17.3.1.26 (CT_PPr), 17.3.2.28 (CT_RPr), 17.3.1.29 (CT_ParaRPr: what says that the mark came in
or goes stands before its look).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from lxml import etree

from specgen.word.package.ooxml import w

_Element = etree._Element

PropertiesName = Literal["pPr", "rPr"]

_NAMES: Final[dict[PropertiesName, str]] = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
        suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
        snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
        textboxTightWrap outlineLvl divId cnfStyle rPr sectPr""",
    "rPr": """ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss
        imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd
        fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath""",
}
_CHANGES: Final[dict[PropertiesName, str]] = {"pPr": "pPrChange", "rPr": "rPrChange"}
_PLACES: Final = {
    kind: {name: place for place, name in enumerate(names.split())} | {_CHANGES[kind]: len(names.split()) + 1}
    for kind, names in _NAMES.items()
}
# What the standard does not name (later versions of Word put theirs at the end) stands before the change alone.
_UNNAMED: Final = {kind: len(names.split()) for kind, names in _NAMES.items()}


def in_order(kind: PropertiesName, properties: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Properties as (local name, XML) in the order of the schema, each once: of two of a name the later one counts."""
    places, last = _PLACES[kind], _UNNAMED[kind]
    return tuple(sorted(dict(properties).items(), key=lambda each: places.get(each[0], last)))


def put_in_order(properties: _Element) -> None:
    """The children of a `w:pPr` or `w:rPr` in the order of the schema, those of one name as they stand."""
    kind: PropertiesName = "pPr" if properties.tag == w("pPr") else "rPr"
    places, last = _PLACES[kind], _UNNAMED[kind]
    names = {
        child: etree.QName(child).localname if child.tag == w(etree.QName(child).localname) else ""
        for child in properties
        if isinstance(child.tag, str)
    }
    properties[:] = sorted(properties, key=lambda child: places.get(names.get(child, ""), last))
