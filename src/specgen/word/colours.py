"""Colours as a reader sees them: theme references followed, patterns filled in, and whether letters stand out from what is behind them.

Source: ECMA-376 part 1, 17.3.2.6 (colour), 17.3.2.32 (shading), 17.3.2.15 (highlight), 17.18.97 (theme colours); WCAG 2.1 (contrast).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from specgen.word.ooxml import w

_Element = etree._Element

NO_COLOUR: Final = frozenset({"", "none", "auto", "nil", "clear", "baseline"})
_NAMED: Final = {
    "black": "000000", "white": "FFFFFF", "yellow": "FFFF00", "red": "FF0000", "green": "00FF00", "blue": "0000FF", "cyan": "00FFFF", "magenta": "FF00FF",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000",
    "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_PAGE: Final = "FFFFFF"
_LEAST_CONTRAST: Final = 1.4
"""Light grey on white has 1.8; nobody reads words below this without looking for them."""
_FAR: Final = 40
"""How far a tinted theme colour may be from the one written beside it, out of 255, before the written one is not believed."""
_DENSE: Final = 50


def letter_colour(element: _Element, theme: Mapping[str, str]) -> str:
    """Six hexadecimal digits for `w:color`; "" for one that is chosen to suit what is behind it."""
    return _digits(_themed(element, theme, "val", "theme"))


def ground_colour(shading: _Element | None, theme: Mapping[str, str]) -> str:
    """Six hexadecimal digits for what `w:shd` paints behind letters, "" for nothing. A dense pattern counts as its foreground."""
    if shading is None:
        return ""
    pattern = shading.get(w("val"), "clear")
    share = pattern.removeprefix("pct")
    if pattern == "solid" or (share != pattern and share.isascii() and share.isdigit() and int(share[:4]) >= _DENSE):
        return _digits(_themed(shading, theme, "color", "theme")) or "000000"
    return _digits(_themed(shading, theme, "fill", "themeFill"))


def highlight_colour(said: str) -> str:
    """Six hexadecimal digits for a highlight's name, "" for none."""
    return _digits(said)


def melts(letters: str, ground: str, *, painted: bool) -> bool:
    """Whether letters of that colour cannot be told from what is behind them; "" is the page's own.

    Letters that choose their colour suit a shading, but not the black of a highlighter (`painted`), which is how people black words out.
    """
    if not letters:
        return painted and ground == "000000"
    return contrast(letters, ground or _PAGE) < _LEAST_CONTRAST


def contrast(one: str, two: str) -> float:
    """The contrast of two colours of six hexadecimal digits, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:6], 16)


def _digits(said: str) -> str:
    said = _NAMED.get(said, said).upper()
    return said if len(said) == 6 and all(each in "0123456789ABCDEF" for each in said) else ""


def _themed(element: _Element, theme: Mapping[str, str], slot: str, reference: str) -> str:
    """The colour in the attribute `slot`, a theme reference beside it followed, which is what Word shows."""
    written = element.get(w(slot), "")
    named = element.get(w("themeColor" if reference == "theme" else reference), "")
    colour = _digits(theme.get(named, ""))
    if not colour:
        return written
    tint, shade = (element.get(w(f"{reference}{change}"), "") for change in ("Tint", "Shade"))
    if not tint and not shade:
        return colour
    made = list(_parts(colour))
    for said, target in ((tint, 255), (shade, 0)):
        if len(said) <= 2 and said and all(each in "0123456789abcdefABCDEF" for each in said):
            kept = int(said, 16) / 255
            made = [round(part * kept + target * (1 - kept)) for part in made]
    known = _digits(written)
    if known and all(abs(a - b) <= _FAR for a, b in zip(made, _parts(known), strict=True)):
        return known
    return "".join(f"{part:02X}" for part in made)
