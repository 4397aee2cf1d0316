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
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "vanish",
        "webHidden",
        "rtl",
        "cs",
        "specVanish",
        "oMath",
        "snapToGrid",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "widowControl",
        "suppressLineNumbers",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "bidi",
        "adjustRightInd",
        "contextualSpacing",
        "mirrorIndents",
        "suppressOverlap",
        "cantSplit",
        "tblHeader",
        "hidden",
        "noWrap",
        "tcFitText",
        "hideMark",
        "bidiVisual",
        "titlePg",
        "formProt",
        "noEndnote",
        "rtlGutter",
    )
)
NOT_LOOKS: Final = frozenset(
    w(name)
    for name in (
        "lang",
        "noProof",
        "cnfStyle",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "tblGridChange",
        "trPrChange",
        "tcPrChange",
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "proofErr",
        "lastRenderedPageBreak",
    )
)
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
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "contextualSpacing",
            "suppressAutoHyphens",
            "bidi",
            "mirrorIndents",
        )
    },
    **{
        ("pPr", name, "on"): "1"
        for name in (
            "widowControl",
            "snapToGrid",
            "autoSpaceDE",
            "autoSpaceDN",
            "adjustRightInd",
            "overflowPunct",
            "kinsoku",
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
}
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
