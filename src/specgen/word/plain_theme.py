"""Fonts and colours that lean on a document's theme, said plainly: as they are in that document and in any other.

Source: ECMA-376 part 1, 20.1.6 (themes), 17.3.2.26 (fonts), 17.3.2.6 (colour), 17.18.97 (theme colours).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from specgen.word.ooxml import W, w

_Element = etree._Element

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPTS: Final = (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",)))
_OTHER_NAMES: Final = {
    "dk1": ("text1", "dark1"), "lt1": ("background1", "light1"), "dk2": ("text2", "dark2"), "lt2": ("background2", "light2"),
    "hlink": ("hyperlink",), "folHlink": ("followedHyperlink",),
}  # fmt: skip
_FONTS: Final = {w("asciiTheme"): w("ascii"), w("hAnsiTheme"): w("hAnsi"), w("eastAsiaTheme"): w("eastAsia"), w("cstheme"): w("cs")}
_COLOURS: Final = {
    w("themeColor"): (w("themeTint"), w("themeShade")),
    w("themeFill"): (w("themeFillTint"), w("themeFillShade")),
}
THEMED: Final = frozenset({*_FONTS, *_COLOURS, *(name for pair in _COLOURS.values() for name in pair)})
"""The attributes that refer to a theme."""


def read_theme(root: _Element | None) -> dict[str, str]:
    """The fonts and colours that a theme's references stand for, by reference; empty without a theme."""
    if root is None:
        return {}
    found: dict[str, str] = {}
    for kind in ("major", "minor"):
        for script, names in _SCRIPTS:
            font = root.find(f".//{_A}{kind}Font/{_A}{script}")
            for name in names:
                found[f"{kind}{name}"] = font.get("typeface", "") if font is not None else ""
    scheme = root.find(f".//{_A}clrScheme")
    for colour in scheme if scheme is not None else ():
        held = next((each.get("lastClr") or each.get("val") for each in colour), None) or ""
        name = etree.QName(colour).localname
        found.update(dict.fromkeys((name, *_OTHER_NAMES.get(name, ())), held.upper()))
    return found


def plain_attributes(element: _Element, theme: Mapping[str, str] | None) -> dict[str, str]:
    """The attributes of the element with its theme references made plain; as they are when `theme` is None.

    A tinted or shaded colour is taken from the value that Word writes beside the reference.
    """
    held = {str(key): str(value) for key, value in element.attrib.items()}
    if theme is None or not held.keys() & THEMED:
        return held
    for reference, slot in _FONTS.items():
        if reference in held:
            font = theme.get(held.pop(reference), "")
            if font:
                held[slot] = font
    for reference, changes in _COLOURS.items():
        if reference not in held:
            continue
        colour = theme.get(held.pop(reference), "")
        changed = [held.pop(name) for name in changes if name in held]
        slot = w("fill") if reference == w("themeFill") else w("val") if element.tag == w("color") else w("color")
        if colour and (not changed or held.get(slot, "auto") == "auto"):
            held[slot] = colour
    return held


def make_plain(root: _Element, theme: Mapping[str, str]) -> None:
    """Make every theme reference of WordprocessingML in the tree plain."""
    for element in root.iter(f"{{{W}}}*"):
        if any(str(key) in THEMED for key in element.attrib):
            plain = plain_attributes(element, theme)
            element.attrib.clear()
            for key, value in plain.items():
                element.set(key, value)
