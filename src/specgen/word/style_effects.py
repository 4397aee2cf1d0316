"""What each style of a document does, its parents and the document's defaults taken together.

Used to tell whether two styles of two documents come to the same. Source: ECMA-376 part 1, 17.7.2 (inheritance), 17.7.5
(document defaults).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from lxml import etree

from specgen.word.ooxml import w
from specgen.word.plain_theme import plain_attributes

_Element = etree._Element
Form = tuple[object, ...]
"""A value that is equal for two elements that come to the same."""

_VAL: Final = w("val")
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
    attributes = tuple(sorted((key, value) for key, value in plain_attributes(element, theme).items() if not _is_unseen(key)))
    children = tuple(form_of(child, theme) for child in element if isinstance(child.tag, str) and child.tag not in NOT_LOOKS)
    text = (element.text or "") if not len(element) else ""
    return (element.tag, attributes, children, text) if text.strip() or children else (element.tag, attributes)


def properties_of(holder: _Element | None, leave: frozenset[str] = frozenset(), theme: Mapping[str, str] | None = None) -> Form:
    """The properties in `holder`, in one order, without those named in `leave`; () when there are none."""
    if holder is None:
        return ()
    return tuple(sorted(form_of(child, theme) for child in holder if isinstance(child.tag, str) and child.tag not in NOT_LOOKS and child.tag not in leave))


_UNWRITTEN: Final = {"paragraph": "normal", "table": "normal table"}
_NEUTRAL: Final = {
    **{("pPr", "spacing", name): "0" for name in ("before", "after", "beforeAutospacing", "afterAutospacing", "beforeLines", "afterLines")},
    ("pPr", "spacing", "line"): "240",
    ("pPr", "spacing", "lineRule"): "auto",
    **{("pPr", "ind", name): "0" for name in ("left", "right", "start", "end", "firstLine", "hanging")},
    ("pPr", "jc", "val"): "left",
    ("pPr", "outlineLvl", "val"): "9",
    **{("pPr", name, "on"): "0" for name in ("keepNext", "keepLines", "pageBreakBefore", "contextualSpacing", "suppressAutoHyphens", "bidi", "mirrorIndents")},
    **{("pPr", name, "on"): "1" for name in ("widowControl", "snapToGrid", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "overflowPunct", "kinsoku", "wordWrap")},
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
"""Properties by part (`rPr`, `pPr`, …), then by name, then by attribute; "on" is a switch, "children" what stands inside."""


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

    def has(self, identity: str | None) -> bool:
        """Whether the document defines the style; one that it does not define does nothing."""
        return identity in self._styles

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
        # A document without a default style has one all the same, which sets nothing.
        said = _NEW_NAME.sub("", name.get(_VAL, "") if name is not None else _UNWRITTEN.get(kind, "")).casefold()
        held: Laid = {}
        if kind == "paragraph":
            for part, defaults in self._document.items():
                lay(held, part, defaults, self._theme)
        for style in reversed(chain):
            for part in ("pPr", "rPr", "tblPr", "trPr", "tcPr"):
                lay(held, part, style.find(w(part)), self._theme)
            for conditional in style.findall(w("tblStylePr")):
                for part in ("pPr", "rPr", "tblPr", "trPr", "tcPr"):
                    lay(held, f"{conditional.get(w('type'))} {part}", conditional.find(w(part)), self._theme)
        flat = []
        for part, properties in sorted(held.items()):
            for tag, values in sorted(properties.items()):
                # What a character or table style leaves open comes from elsewhere, so there saying it does change something.
                told = {key: value for key, value in values.items() if kind != "paragraph" or value != neutral(part, tag, key)}
                if told or kind != "paragraph":
                    flat.append((part, tag, tuple(sorted(told.items(), key=lambda item: item[0]))))
        return (said, kind, tuple(flat))
