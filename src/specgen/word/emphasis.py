"""Whether a run is bold or italic, and what else of its look carries meaning, its styles taken into account.

Source: ECMA-376 part 1, 17.7.2 (which style gives way to which), 17.7.3 (toggle properties), 17.3.2 (run properties).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from specgen.word.ooxml import w

_Element = etree._Element
_VAL: Final = w("val")
_OFF: Final = frozenset({"0", "false", "off"})
_TOGGLES: Final = ("b", "i", "caps", "smallCaps", "strike", "vanish", "outline", "shadow", "emboss", "imprint")
_SWITCHES: Final = ("dstrike", "webHidden")
_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "u": ("none",), "vertAlign": ("baseline",), "highlight": ("none",), "em": ("none",), "bdr": ("none", "nil"), "effect": ("none",),
}  # fmt: skip
"""Properties with a value, and the values that stand for nothing."""
_NAMES: Final[Mapping[str, str]] = {
    "caps": "all capitals", "smallCaps": "small capitals", "strike": "struck through", "dstrike": "struck through", "vanish": "hidden",
    "webHidden": "hidden", "outline": "outlined letters", "shadow": "shadowed letters", "emboss": "raised letters", "imprint": "sunk letters",
    "u": "underlined", "vertAlign": "raised or lowered", "highlight": "highlighted", "em": "emphasis marks", "bdr": "a border", "effect": "an effect",
}  # fmt: skip
_OTHER_LOOKS: Final = frozenset(w(name) for name in ("rFonts", "color", "sz", "spacing", "w", "kern", "position", "shd", "rStyle"))


@dataclass(frozen=True, slots=True)
class Emphasis:
    """The look of a run: what wording has (bold, italic), what it has not (`odd`, in plain words), and whether more is set."""

    bold: bool
    italic: bool
    odd: tuple[str, ...] = ()
    more: bool = False


class EmphasisReader:
    """Reads the look of runs with the styles of one document."""

    def __init__(self, styles: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._default = ""
        for style in styles.iterchildren(w("style")) if styles is not None else ():
            identity = style.get(w("styleId"), "")
            self._styles.setdefault(identity, style)
            if style.get(w("type"), "paragraph") == "paragraph" and style.get(w("default"), "0") not in _OFF:
                self._default = identity
        defaults = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}") if styles is not None else None
        self._defaults = _read(defaults)
        self._of_style: dict[str, dict[str, str]] = {}

    def of(self, paragraph_style: str, run: _Element) -> Emphasis:
        """The look of `run` in a paragraph of that style ("" is the default one)."""
        properties = run.find(w("rPr"))
        direct = _read(properties)
        character = properties.find(w("rStyle")) if properties is not None else None
        levels = [self._style(paragraph_style or self._default), self._style(character.get(_VAL, "") if character is not None else "")]
        found: dict[str, str] = {}
        for name in (*_TOGGLES, *_SWITCHES, *_VALUES):
            if name in direct:
                found[name] = direct[name]
            elif name in _TOGGLES:
                # 17.7.3: a toggle that is on in two levels of styles is off again; the defaults only ever turn it on.
                on = sum(bool(level.get(name)) for level in levels) % 2 == 1 or bool(self._defaults.get(name))
                found[name] = "1" if on else ""
            else:
                found[name] = next((level[name] for level in (levels[1], levels[0], self._defaults) if name in level), "")
        odd = tuple(dict.fromkeys(words for name, words in _NAMES.items() if found[name]))
        more = properties is not None and any(child.tag in _OTHER_LOOKS for child in properties)
        return Emphasis(bool(found["b"]), bool(found["i"]), odd, more)

    def _style(self, identity: str) -> dict[str, str]:
        if identity not in self._of_style:
            merged: dict[str, str] = {}
            for style in self._chain(identity):
                merged = {**_read(style.find(w("rPr"))), **merged}
            self._of_style[identity] = merged
        return self._of_style[identity]

    def _chain(self, identity: str) -> Iterator[_Element]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        while identity in self._styles and identity not in seen:
            seen.add(identity)
            yield self._styles[identity]
            parent = self._styles[identity].find(w("basedOn"))
            identity = parent.get(_VAL, "") if parent is not None else ""


def _read(properties: _Element | None) -> dict[str, str]:
    """The properties that carry meaning, each with "1", its value, or "" where it is turned off."""
    found: dict[str, str] = {}
    for name in (*_TOGGLES, *_SWITCHES):
        element = properties.find(w(name)) if properties is not None else None
        if element is not None:
            found[name] = "" if element.get(_VAL, "1") in _OFF else "1"
    for name, nothing in _VALUES.items():
        element = properties.find(w(name)) if properties is not None else None
        if element is not None:
            value = element.get(_VAL, "none" if name != "u" else "single")
            found[name] = "" if value in nothing else value
    return found
