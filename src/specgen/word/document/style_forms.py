"""What each style of a document comes to, as a value that can be compared with that of another document.

Fonts and colours that lean on a document's theme are said plainly: as they are in that document and in any other.
Source: ECMA-376 part 1, 20.1.6 (themes), 17.3.2.26 (fonts), 17.3.2.6 (colour), 17.18.97 (theme colours), 17.7.2
(inheritance), 17.7.5 (document defaults).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from lxml import etree

from specgen.word.document.styles import StyleList, Styles
from specgen.word.package.ooxml import W, w

_Element = etree._Element
_VAL: Final = w("val")
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPTS: Final = (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",)))
_OTHER_NAMES: Final = {
    "dk1": ("text1", "dark1"),
    "lt1": ("background1", "light1"),
    "dk2": ("text2", "dark2"),
    "lt2": ("background2", "light2"),
    "hlink": ("hyperlink",),
    "folHlink": ("followedHyperlink",),
}
_FONTS: Final = {
    w("asciiTheme"): w("ascii"),
    w("hAnsiTheme"): w("hAnsi"),
    w("eastAsiaTheme"): w("eastAsia"),
    w("cstheme"): w("cs"),
}
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


StyleForm = tuple[object, ...]
"""A value that is equal for two elements that come to the same."""

_ON: Final = frozenset({"1", "true", "on"})
_OFF: Final = {"0": "0", "false": "0", "off": "0"}
_SWITCHES: Final = frozenset(
    w(name)
    for name in (
        "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint",
        "vanish", "webHidden", "rtl", "cs", "specVanish", "oMath", "snapToGrid", "keepNext", "keepLines",
        "pageBreakBefore", "widowControl", "suppressLineNumbers", "suppressAutoHyphens", "kinsoku", "wordWrap",
        "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "contextualSpacing",
        "mirrorIndents", "suppressOverlap", "cantSplit", "tblHeader", "hidden", "noWrap", "tcFitText", "hideMark",
        "bidiVisual", "titlePg", "formProt", "noEndnote", "rtlGutter",
    )
)  # fmt: skip
NOT_LOOKS: Final = frozenset(
    w(name)
    for name in (
        "lang", "noProof", "cnfStyle", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange",
        "tblGridChange", "trPrChange", "tcPrChange", "ins", "del", "moveFrom", "moveTo", "proofErr",
        "lastRenderedPageBreak",
    )
)  # fmt: skip
"""What is neither words nor look: languages, spelling, cached formatting, and the marks of revisions."""
_UNSEEN_ATTRIBUTES: Final = re.compile(r"\{[^}]*\}(rsid\w*|paraId|textId|durableId|nsid|tmpl)$")
_NEW_NAME: Final = re.compile(r" \(new(?: \d+)?\)$")


@lru_cache(maxsize=4096)
def _is_unseen(attribute: str) -> bool:
    """Whether the attribute is neither words nor look: ids that Word gives to what it saves."""
    return _UNSEEN_ATTRIBUTES.search(attribute) is not None


def form_of(element: _Element, theme: Mapping[str, str] | None = None) -> StyleForm:
    """The element as a value: name, attributes and children, with switches and theme references made plain."""
    if element.tag in _SWITCHES:
        said = element.get(_VAL, "1")
        return (element.tag, _OFF.get(said, "1" if said in _ON else said))
    attributes = tuple(
        sorted((key, value) for key, value in plain_attributes(element, theme).items() if not _is_unseen(key))
    )
    children = tuple(
        form_of(child, theme) for child in element if isinstance(child.tag, str) and child.tag not in NOT_LOOKS
    )
    text = (element.text or "") if not len(element) else ""
    return (element.tag, attributes, children, text) if text.strip() or children else (element.tag, attributes)


def properties_of(
    holder: _Element | None, leave: frozenset[str] = frozenset(), theme: Mapping[str, str] | None = None
) -> StyleForm:
    """The properties in `holder`, in one order, without those named in `leave`; () when there are none."""
    if holder is None:
        return ()
    return tuple(
        sorted(
            form_of(child, theme)
            for child in holder
            if isinstance(child.tag, str) and child.tag not in NOT_LOOKS and child.tag not in leave
        )
    )


_UNWRITTEN: Final = {"paragraph": "normal", "table": "normal table"}
_NEUTRAL: Final = {
    **{
        ("pPr", "spacing", name): "0"
        for name in ("before", "after", "beforeAutospacing", "afterAutospacing", "beforeLines", "afterLines")
    },
    ("pPr", "spacing", "line"): "240",
    ("pPr", "spacing", "lineRule"): "auto",
    **{("pPr", "ind", name): "0" for name in ("left", "right", "start", "end", "firstLine", "hanging")},
    ("pPr", "jc", "val"): "left",
    ("pPr", "outlineLvl", "val"): "9",
    **{
        ("pPr", name, "on"): "0"
        for name in (
            "keepNext", "keepLines", "pageBreakBefore", "contextualSpacing", "suppressAutoHyphens", "bidi",
            "mirrorIndents",
        )
    },
    **{
        ("pPr", name, "on"): "1"
        for name in (
            "widowControl", "snapToGrid", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "overflowPunct", "kinsoku",
            "wordWrap",
        )
    },
    **{("rPr", name, "val"): "20" for name in ("sz", "szCs")},
    **{("rPr", "rFonts", name): "Times New Roman" for name in ("ascii", "hAnsi", "eastAsia", "cs")},
    **{("rPr", name, "val"): "0" for name in ("kern", "spacing", "position")},
    ("rPr", "color", "val"): "auto",
    ("rPr", "u", "val"): "none",
    ("rPr", "ligatures", "val"): "none",
    **{("rPr", name, "on"): "0" for name in ("b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "vanish", "rtl")},
    ("rPr", "snapToGrid", "on"): "1",
}  # fmt: skip
"""What a paragraph looks like when nothing says otherwise (part, property, attribute): saying it changes nothing."""


def neutral(part: str, tag: str, attribute: str) -> str | None:
    """The value that an attribute has when no style and no default sets it, or None when that is not a plain value."""
    return _NEUTRAL.get((part, tag.rpartition("}")[2], attribute.rpartition("}")[2]))


Laid = dict[str, dict[str, dict[str, object]]]
"""Properties by part (`rPr`, `pPr`, …), then by name, then by attribute; "on" is a switch, "children" what stands
inside."""


def lay(held: Laid, part: str, properties: _Element | None, theme: Mapping[str, str] | None) -> None:
    """Lay the properties over those of the parents: attribute by attribute, as Word inherits them."""
    for child in properties if properties is not None else ():
        if not isinstance(child.tag, str) or child.tag in NOT_LOOKS or child.tag == w("numPr"):
            continue
        form = form_of(child, theme)
        laid = held.setdefault(part, {}).setdefault(child.tag, {})
        if isinstance(form[1], str):
            laid["on"] = form[1]
            continue
        laid.update((key, value) for key, value in plain_attributes(child, theme).items() if not _is_unseen(key))
        if len(child):
            laid["children"] = form[2] if len(form) > 2 else ()


class StyleEffects:
    """What each style of one document comes to."""

    def __init__(self, root: _Element | None, theme: Mapping[str, str]) -> None:
        self._theme = theme
        self.styles = Styles(root)
        self._forms: dict[tuple[str, str], StyleForm] = {}

    def form(self, identity: str | None, kind: str) -> StyleForm:
        """What the style `identity` (None: the default one) of `kind` (paragraph, character, table) comes to, with its
        name."""
        key = (self.styles.known(identity, kind), kind)
        if key not in self._forms:
            self._forms[key] = self._made(*key)
        return self._forms[key]

    def numbering(self, identity: str | None) -> StyleList | None:
        """The list that a paragraph style gives, or None."""
        return self.styles.list_of(identity)

    def has(self, identity: str | None) -> bool:
        """Whether the document defines the style; one that it does not define does nothing."""
        return identity in self.styles

    def default(self, kind: str) -> str:
        """The id of the default style of `kind`, or ""."""
        return self.styles.default(kind)

    def _made(self, identity: str, kind: str) -> StyleForm:
        chain = self.styles.chain(identity, kind)
        name = chain[0].find(w("name")) if chain else None
        # A document without a default style has one all the same, which sets nothing.
        said = _NEW_NAME.sub("", name.get(_VAL, "") if name is not None else _UNWRITTEN.get(kind, "")).casefold()
        held: Laid = {}
        if kind == "paragraph":
            for part in ("rPr", "pPr"):
                lay(held, part, self.styles.document(part), self._theme)
        for style in reversed(chain):
            for part in ("pPr", "rPr", "tblPr", "trPr", "tcPr"):
                lay(held, part, style.find(w(part)), self._theme)
            for conditional in style.findall(w("tblStylePr")):
                for part in ("pPr", "rPr", "tblPr", "trPr", "tcPr"):
                    lay(held, f"{conditional.get(w('type'))} {part}", conditional.find(w(part)), self._theme)
        flat = []
        for part, properties in sorted(held.items()):
            for tag, values in sorted(properties.items()):
                # What a character or table style leaves open comes from elsewhere, so there saying it does change
                # something.
                told = {
                    key: value
                    for key, value in values.items()
                    if kind != "paragraph" or value != neutral(part, tag, key)
                }
                if told or kind != "paragraph":
                    flat.append((part, tag, tuple(sorted(told.items(), key=lambda item: item[0]))))
        return (said, kind, tuple(flat))


# Colours as a reader sees them: theme references followed, patterns filled in, and whether letters stand out from what
# is behind them.
#
# Source: ECMA-376 part 1, 17.3.2.6 (colour), 17.3.2.32 (shading), 17.3.2.15 (highlight), 17.18.97 (theme colours); WCAG
# 2.1 (contrast).

NO_COLOUR: Final = frozenset({"", "none", "auto", "nil", "clear", "baseline"})
_NAMED: Final = {
    "black": "000000",
    "white": "FFFFFF",
    "yellow": "FFFF00",
    "red": "FF0000",
    "green": "00FF00",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}
_PAGE: Final = "FFFFFF"
_WITHOUT_THEME: Final = {"background1": "FFFFFF", "light1": "FFFFFF", "text1": "000000", "dark1": "000000"}
"""Paper and ink as a theme that is not there would have them."""
_LEAST_CONTRAST: Final = 1.4
"""Light grey on white has 1.8; nobody reads words below this without looking for them."""
_FAR: Final = 40
"""How far a tinted theme colour may be from the one written beside it, out of 255, before the written one is not
believed."""
_DENSE: Final = 50


def letter_colour(element: _Element, theme: Mapping[str, str]) -> str:
    """Six hexadecimal digits for `w:color`; "" for one that is chosen to suit what is behind it."""
    return _digits(_themed(element, theme, "val", "theme"))


def ground_colour(shading: _Element | None, theme: Mapping[str, str]) -> str:
    """Six hexadecimal digits for what `w:shd` paints behind letters, "" for nothing. A dense pattern counts as its
    foreground."""
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

    Letters that choose their colour suit a shading, but not the black of a highlighter (`painted`), which is how people
    black words out."""
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
    colour = _digits(theme.get(named, "") or _WITHOUT_THEME.get(named, ""))
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
