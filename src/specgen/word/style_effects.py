"""What each style of a document does, its parents and the document's defaults taken together.

Used to tell whether two styles of two documents come to the same. Source: ECMA-376 part 1, 17.7.2 (inheritance), 17.7.5
(document defaults), 20.1.6 (theme).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from lxml import etree

from specgen.word.ooxml import w

_Element = etree._Element
Form = tuple[object, ...]
"""A value that is equal for two elements that come to the same."""

_VAL: Final = w("val")
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ON: Final = frozenset({"1", "true", "on"})
_OFF: Final = {"0": "0", "false": "0", "off": "0"}
_SWITCHES: Final = frozenset(
    w(name)
    for name in (
        "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "vanish",
        "webHidden", "rtl", "cs", "specVanish", "oMath", "snapToGrid", "keepNext", "keepLines", "pageBreakBefore", "widowControl",
        "suppressLineNumbers", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
        "autoSpaceDN", "bidi", "adjustRightInd", "contextualSpacing", "mirrorIndents", "suppressOverlap", "cantSplit", "tblHeader",
        "hidden", "noWrap", "tcFitText", "hideMark", "bidiVisual", "titlePg", "formProt", "noEndnote", "rtlGutter",
    )
)  # fmt: skip
NOT_LOOKS: Final = frozenset(
    w(name)
    for name in (
        "lang", "noProof", "cnfStyle", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange",
        "trPrChange", "tcPrChange", "ins", "del", "moveFrom", "moveTo", "proofErr", "lastRenderedPageBreak",
    )
)  # fmt: skip
"""What is neither words nor look: languages, spelling, cached formatting, and the marks of revisions."""
_UNSEEN_ATTRIBUTES: Final = re.compile(r"\{[^}]*\}(rsid\w*|paraId|textId|durableId|nsid|tmpl)$")
_NEW_NAME: Final = re.compile(r" \(new(?: \d+)?\)$")


@lru_cache(maxsize=4096)
def _is_unseen(attribute: str) -> bool:
    """Whether the attribute is neither words nor look: ids that Word gives to what it saves."""
    return _UNSEEN_ATTRIBUTES.search(attribute) is not None


def form_of(element: _Element, theme: Mapping[str, str] | None = None) -> Form:
    """The element as a value: name, attributes and children, with switches and theme references made plain."""
    if element.tag in _SWITCHES:
        said = element.get(_VAL, "1")
        return (element.tag, _OFF.get(said, "1" if said in _ON else said))
    attributes = tuple(
        sorted((str(key), _themed(str(value), theme)) for key, value in element.attrib.items() if not _is_unseen(str(key)))
    )
    children = tuple(form_of(child, theme) for child in element if isinstance(child.tag, str) and child.tag not in NOT_LOOKS)
    text = (element.text or "") if not len(element) else ""
    return (element.tag, attributes, children, text) if text.strip() or children else (element.tag, attributes)


def properties_of(holder: _Element | None, leave: frozenset[str] = frozenset(), theme: Mapping[str, str] | None = None) -> Form:
    """The properties in `holder`, in one order, without those named in `leave`; () when there are none."""
    if holder is None:
        return ()
    return tuple(sorted(form_of(child, theme) for child in holder if isinstance(child.tag, str) and child.tag not in NOT_LOOKS and child.tag not in leave))


def _themed(value: str, theme: Mapping[str, str] | None) -> str:
    return theme.get(value, value) if theme else value


def read_theme(root: _Element | None) -> dict[str, str]:
    """The fonts and colours that a theme's references stand for, by reference; empty without a theme."""
    if root is None:
        return {}
    found: dict[str, str] = {}
    for kind in ("major", "minor"):
        for script, names in (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
            font = root.find(f".//{_A}{kind}Font/{_A}{script}")
            for name in names:
                found[f"{kind}{name}"] = f"theme font {font.get('typeface', '') if font is not None else ''}"
    scheme = root.find(f".//{_A}clrScheme")
    for colour in scheme if scheme is not None else ():
        held = next((each.get("lastClr") or each.get("val") for each in colour), None)
        found[etree.QName(colour).localname] = f"theme colour {held}"
    # The names that documents use for the first four (17.18.97).
    for name, plain in (("text1", "dk1"), ("dark1", "dk1"), ("background1", "lt1"), ("light1", "lt1"), ("text2", "dk2"), ("dark2", "dk2"), ("background2", "lt2"), ("light2", "lt2"), ("hyperlink", "hlink"), ("followedHyperlink", "folHlink")):  # fmt: skip
        if plain in found:
            found[name] = found[plain]
    return found


class StyleEffects:
    """The styles of one document and what each comes to."""

    def __init__(self, root: _Element | None, theme: Mapping[str, str]) -> None:
        self._theme = theme
        self._styles: dict[str, _Element] = {}
        self._defaults: dict[str, str] = {}
        for style in root.iterchildren(w("style")) if root is not None else ():
            identity = style.get(w("styleId"), "")
            self._styles.setdefault(identity, style)
            if style.get(w("default")) in _ON:
                self._defaults[style.get(w("type"), "paragraph")] = identity
        self._document = {
            name: root.find(f"{w('docDefaults')}/{w(name + 'Default')}/{w(name)}") if root is not None else None for name in ("rPr", "pPr")
        }
        self._forms: dict[tuple[str, str], Form] = {}
        self._lists: dict[str, tuple[str, str | None, str] | None] = {}

    def form(self, identity: str | None, kind: str) -> Form:
        """What the style `identity` (None: the default one) of `kind` (paragraph, character, table) comes to, with its name."""
        wanted = identity if identity in self._styles else self._defaults.get(kind, "")
        key = (wanted, kind)
        if key not in self._forms:
            self._forms[key] = self._made(wanted, kind)
        return self._forms[key]

    def numbering(self, identity: str | None) -> tuple[str, str | None, str] | None:
        """The numbering that a paragraph style gives: (instance, level or None, the style that says so), or None."""
        wanted = identity if identity in self._styles else self._defaults.get("paragraph", "")
        if wanted not in self._lists:
            self._lists[wanted] = self._read_numbering(wanted)
        return self._lists[wanted]

    def _read_numbering(self, identity: str) -> tuple[str, str | None, str] | None:
        for style in self._chain(identity):
            found = style.find(f"{w('pPr')}/{w('numPr')}")
            number = found.find(w("numId")) if found is not None else None
            if found is not None and number is not None:
                level = found.find(w("ilvl"))
                return number.get(_VAL, ""), level.get(_VAL) if level is not None else None, style.get(w("styleId"), "")
        return None

    def default(self, kind: str) -> str:
        """The id of the default style of `kind`, or ""."""
        return self._defaults.get(kind, "")

    def _chain(self, identity: str) -> list[_Element]:
        chain: list[_Element] = []
        while identity in self._styles and self._styles[identity] not in chain:
            chain.append(self._styles[identity])
            parent = chain[-1].find(w("basedOn"))
            identity = parent.get(_VAL, "") if parent is not None else ""
        return chain

    def _made(self, identity: str, kind: str) -> Form:
        chain = self._chain(identity)
        name = chain[0].find(w("name")) if chain else None
        said = _NEW_NAME.sub("", name.get(_VAL, "") if name is not None else "").casefold()
        held: dict[str, dict[str, dict[str, object]]] = {}
        if kind == "paragraph":
            for part, defaults in self._document.items():
                self._lay(held, part, defaults)
        for style in reversed(chain):
            for part in ("pPr", "rPr", "tblPr", "trPr", "tcPr"):
                self._lay(held, part, style.find(w(part)))
            for conditional in style.findall(w("tblStylePr")):
                for part in ("pPr", "rPr", "tblPr", "trPr", "tcPr"):
                    self._lay(held, f"{conditional.get(w('type'))} {part}", conditional.find(w(part)))
        flat = tuple(
            (part, tuple(sorted((tag, tuple(sorted(values.items(), key=lambda item: item[0]))) for tag, values in properties.items())))
            for part, properties in sorted(held.items())
            if properties
        )
        return (said, kind, flat)

    def _lay(self, held: dict[str, dict[str, dict[str, object]]], part: str, properties: _Element | None) -> None:
        """Lay the properties over those of the parents: attribute by attribute, as Word inherits them."""
        for child in properties if properties is not None else ():
            if not isinstance(child.tag, str) or child.tag in NOT_LOOKS or child.tag == w("numPr"):
                continue
            form = form_of(child, self._theme)
            laid = held.setdefault(part, {}).setdefault(child.tag, {})
            if isinstance(form[1], str):
                laid["on"] = form[1]
                continue
            for key, value in child.attrib.items():
                if not _is_unseen(str(key)):
                    laid[str(key)] = _themed(str(value), self._theme)
            if len(child):
                laid["children"] = form[2] if len(form) > 2 else ()


