"""What paragraphs, rows, cells and tables do to the words in them so that nobody reads them on the page.

Only what no author does to words that are meant to be read: the rest of a layout is not judged.
Source: ECMA-376 part 1, 17.3.1.33 (lines), 17.3.1.12 (indents), 17.3.1.11 (frames), 17.4.81 and 17.4.82 (rows), 17.4.85 (merged cells).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from specgen.word.colours import ground_colour
from specgen.word.ooxml import w, whole_number

_Element = etree._Element

_OFF: Final = frozenset({"0", "false", "off"})
_LOW: Final = 80
"""Twentieths of a point; a line or row of four points and less is not meant to be read."""
_LEFT_OF_PAGE: Final = -5_000
_BEYOND_PAGE: Final = 22_000
"""Twentieths of a point; the widest page that anybody signs is 16,838 high or wide."""
_PLACES: Final = (("ind", ("left", "start", "right", "end", "firstLine")), ("framePr", ("x", "y")), ("tblpPr", ("tblpX", "tblpY")), ("tblInd", ("w",)))
_PARAGRAPH: Final = ("spacing", "ind", "framePr")


class ParagraphHiding:
    """How the paragraphs of one document hide their words and what they paint behind them, styles and defaults taken together."""

    def __init__(self, styles: _Element | None, theme: Mapping[str, str]) -> None:
        self._theme = theme
        self._styles: dict[str, _Element] = {}
        self._default = ""
        for style in styles.iterchildren(w("style")) if styles is not None else ():
            self._styles.setdefault(style.get(w("styleId"), ""), style)
            if style.get(w("type")) == "paragraph" and style.get(w("default"), "0") not in _OFF:
                self._default = style.get(w("styleId"), "")
        self._document = styles.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}") if styles is not None else None
        self._of_style: dict[str, tuple[str, str]] = {}

    def of(self, properties: _Element | None) -> tuple[str, str]:
        """Why nothing in a paragraph with these properties can be read ("" when it can), and the colour behind its letters ("" for none)."""
        named = properties.find(w("pStyle")) if properties is not None else None
        identity = named.get(w("val"), "") if named is not None else self._default
        if properties is None or all(properties.find(w(name)) is None for name in (*_PARAGRAPH, "shd")):
            if identity not in self._of_style:
                self._of_style[identity] = self._made(identity, None)
            return self._of_style[identity]
        return self._made(identity, properties)

    def _made(self, identity: str, properties: _Element | None) -> tuple[str, str]:
        chain: list[_Element] = []
        while identity in self._styles and self._styles[identity] not in chain:
            chain.append(self._styles[identity])
            parent = chain[-1].find(w("basedOn"))
            identity = parent.get(w("val"), "") if parent is not None else ""
        layers = [self._document, *(style.find(w("pPr")) for style in reversed(chain)), properties]
        held: dict[str, dict[str, str]] = {}
        ground = ""
        for layer in layers:
            for child in layer if layer is not None else ():
                if child.tag == w("shd"):
                    ground = ground_colour(child, self._theme)
                elif isinstance(child.tag, str):
                    held.setdefault(child.tag, {}).update((str(key), str(value)) for key, value in child.attrib.items())
        return _veil(held), ground


def _veil(held: Mapping[str, Mapping[str, str]]) -> str:
    spacing, frame = held.get(w("spacing"), {}), held.get(w("framePr"), {})
    line, rule = spacing.get(w("line")), spacing.get(w("lineRule"), "auto")
    if line is not None and rule != "atLeast" and whole_number(line, 240) <= _LOW:
        return "lines too low to read"
    if _small(frame.get(w("w"))) or (_small(frame.get(w("h"))) and frame.get(w("hRule")) == "exact"):
        return "in a frame too small to read"
    return _outside_page(held)


def _outside_page(held: Mapping[str, Mapping[str, str]]) -> str:
    for name, attributes in _PLACES:
        for attribute in attributes:
            if not _LEFT_OF_PAGE < whole_number(held.get(w(name), {}).get(w(attribute))) < _BEYOND_PAGE:
                return "moved off the page"
    return ""


def _small(said: str | None) -> bool:
    return 0 < whole_number(said) <= _LOW


def table_veil(element: _Element) -> str:
    """Why nothing in the table, row or cell can be read on the page; "" when it can."""
    if element.tag == w("tbl"):
        properties = element.find(w("tblPr"))
        return _outside_page({child.tag: {str(key): str(value) for key, value in child.attrib.items()} for child in properties}) if properties is not None else ""
    if element.tag == w("tr"):
        return _row_veil(element.find(w("trPr")))
    properties = element.find(w("tcPr"))
    merges: Iterable[_Element | None] = (properties.find(w(name)) for name in ("vMerge", "hMerge")) if properties is not None else ()
    if any(merge is not None and merge.get(w("val"), "continue") == "continue" for merge in merges):
        return "in a cell that is merged into another"
    return ""


def _row_veil(properties: _Element | None) -> str:
    if properties is None:
        return ""
    hidden, height = properties.find(w("hidden")), properties.find(w("trHeight"))
    if hidden is not None and hidden.get(w("val"), "1") not in _OFF:
        return "in a hidden row"
    if height is not None and height.get(w("hRule")) == "exact" and whole_number(height.get(w("val")), 240) <= _LOW:
        return "in a row too low to read"
    return ""


def cell_ground(cell: _Element, theme: Mapping[str, str]) -> str:
    """The colour that the cell itself paints behind its words, "" for none."""
    return ground_colour(cell.find(f"{w('tcPr')}/{w('shd')}"), theme)
