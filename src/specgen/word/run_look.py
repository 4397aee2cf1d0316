"""How letters look on the page, styles and the document's defaults taken together, as far as a reader must know.

Only what every program keeps when it saves: not the font's name, not languages, not spacing.
Source: ECMA-376 part 1, 17.3.2 (run properties), 17.7.2 and 17.7.3 (inheritance; what a style turns on, another turns off).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from lxml import etree

from specgen.word.ooxml import w, whole_number

_Element = etree._Element

_VAL: Final = w("val")
_OFF: Final = frozenset({"0", "false", "off"})
_TOGGLES: Final = {w(name): name for name in ("b", "i", "caps", "smallCaps", "strike", "vanish")}
_SWITCHES: Final = {w(name): name for name in ("dstrike", "specVanish")}
_VALUES: Final = {w(name): name for name in ("u", "color", "highlight", "sz", "vertAlign")}
_FILL: Final = w("shd")
_FONTS: Final = w("rFonts")
_PICTURE_FONTS: Final = frozenset({"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "zapf dingbats", "marlett"})
_SMALLEST: Final = 8
"""Half-points; words of four points and less are not meant to be read."""
_PALE: Final = 0xF0
_NONE: Final = frozenset({"", "none", "auto", "nil", "clear", "baseline"})
_NAMED: Final = {
    "black": "000000", "white": "FFFFFF", "yellow": "FFFF00", "red": "FF0000", "green": "00FF00", "blue": "0000FF", "cyan": "00FFFF", "magenta": "FF00FF",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000",
    "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_Held = dict[str, str]


class RunLook(NamedTuple):
    """The look of some letters. `size` is in half-points; a colour is six hexadecimal digits, "" where the page's own counts."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    hidden: bool = False
    capitals: bool = False
    raised: str = ""
    colour: str = ""
    background: str = ""
    size: int = 20
    pictures: bool = False
    """Whether the letters stand for the pictures of a symbol font."""

    @property
    def unseen(self) -> str:
        """Why the letters cannot be read on the page; "" when they can."""
        if self.hidden:
            return "hidden"
        if self.struck:
            return "struck through"
        if _pale(self.colour) and (not self.background or _pale(self.background)):
            return "white letters"
        if self.colour and self.colour == self.background:
            return "letters of the colour of what is behind them"
        if self.size <= _SMALLEST:
            return "letters too small to read"
        return "letters of a font of pictures" if self.pictures else ""


PLAIN: Final = RunLook()
"""Letters of which nothing is said."""


class RunLooks:
    """The looks of one document's letters, by the styles part's root (None: there is none)."""

    def __init__(self, styles: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._default = ""
        for style in styles.iterchildren(w("style")) if styles is not None else ():
            self._styles.setdefault(style.get(w("styleId"), ""), style)
            if style.get(w("type")) == "paragraph" and style.get(w("default"), "0") not in _OFF:
                self._default = style.get(w("styleId"), "")
        own = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}") if styles is not None else None
        self._document = _held(own if own is not None else ())
        self._of_style: dict[str, _Held] = {}
        self._known: dict[object, RunLook] = {}

    def of(self, paragraph: _Element | None, run: _Element | None) -> RunLook:
        """The look of a run with the properties `run` in a paragraph with the properties `paragraph`."""
        style = paragraph.find(w("pStyle")) if paragraph is not None else None
        named = style.get(_VAL, "") if style is not None else ""
        key = (named, *((child.tag, *child.attrib.items()) for child in run)) if run is not None else (named,)
        if key not in self._known:
            self._known[key] = self._made(named, run)
        return self._known[key]

    def _made(self, named: str, run: _Element | None) -> RunLook:
        held = dict(self._document)
        held.update(self._style(named if named in self._styles else self._default))
        own = _held(run if run is not None else ())
        character = run.find(w("rStyle")) if run is not None else None
        for name, value in self._style(character.get(_VAL, "") if character is not None else "").items():
            # What both styles turn on is off again.
            both = name in _TOGGLES.values() and held.get(name) == value == "1"
            held[name] = "0" if both else value
        held.update(own)
        on = {name for name, value in held.items() if value == "1"}
        fill = held.get("highlight", "") or held.get("fill", "")
        return RunLook(
            bold="b" in on, italic="i" in on, underlined=held.get("u", "") not in _NONE, struck=bool({"strike", "dstrike"} & on),
            hidden=bool({"vanish", "specVanish"} & on), capitals=bool({"caps", "smallCaps"} & on), raised=held.get("vertAlign", ""),
            colour=held.get("color", ""), background=fill, size=whole_number(held.get("sz"), 20), pictures=held.get("font", "") in _PICTURE_FONTS,
        )

    def _style(self, identity: str) -> _Held:
        if identity not in self._of_style:
            chain: list[_Element] = []
            at = identity
            while at in self._styles and self._styles[at] not in chain:
                chain.append(self._styles[at])
                parent = chain[-1].find(w("basedOn"))
                at = parent.get(_VAL, "") if parent is not None else ""
            held: _Held = {}
            for style in reversed(chain):
                held.update(_held(style.find(w("rPr")) if style.find(w("rPr")) is not None else ()))
            self._of_style[identity] = held
        return self._of_style[identity]


def _held(properties: Iterable[_Element] | None) -> _Held:
    held: _Held = {}
    for child in properties if properties is not None else ():
        tag = child.tag
        value = child.get(_VAL, "")
        if tag in _TOGGLES or tag in _SWITCHES:
            held[_TOGGLES.get(tag) or _SWITCHES[tag]] = "0" if value in _OFF else "1"
        elif tag == _FILL:
            held["fill"] = _colour(child.get(w("fill"), ""))
        elif tag == _FONTS:
            held["font"] = (child.get(w("ascii")) or child.get(w("hAnsi")) or "").casefold()
        elif tag in _VALUES:
            name = _VALUES[tag]
            held[name] = _colour(value) if name in ("color", "highlight") else "" if value in _NONE else value
    return held


def _colour(said: str) -> str:
    """Six hexadecimal digits; "" for none, and for black, which is what a page's own letters are."""
    said = _NAMED.get(said, said).upper()
    return "" if said.casefold() in _NONE or said == "000000" else said


def _pale(colour: str) -> bool:
    return len(colour) == 6 and all(_hexadecimal(colour[at : at + 2]) >= _PALE for at in (0, 2, 4))


def _hexadecimal(digits: str) -> int:
    return int(digits, 16) if all(each in "0123456789ABCDEF" for each in digits) and digits.isascii() else 0
