"""How letters look on the page, styles and the document's defaults taken together, as far as a reader must know.

Only what every program keeps when it saves: not the font's name, not languages, not spacing, unless they hide the words.
Source: ECMA-376 part 1, 17.3.2 (run properties), 17.7.2 and 17.7.3 (inheritance; what a style turns on, another turns off);
MS-DOCX 2.6.1 (the fill of letters in Word 2010).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from lxml import etree

from specgen.word.colours import NO_COLOUR, contrast, ground_colour, highlight_colour, letter_colour, melts
from specgen.word.ooxml import w, whole_number
from specgen.word.plain_theme import plain_attributes

_Element = etree._Element

_VAL: Final = w("val")
_OFF: Final = frozenset({"0", "false", "off"})
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TOGGLES: Final = {w(name): name for name in ("b", "i", "caps", "smallCaps", "strike", "vanish")}
_SWITCHES: Final = {w(name): name for name in ("dstrike", "specVanish", "rtl", "cs")}
_VALUES: Final = {w(name): name for name in ("u", "sz", "szCs", "vertAlign", "w", "spacing", "position", "fitText")}
_FONTS: Final = w("rFonts")
_PICTURE_FONTS: Final = frozenset({"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "zapf dingbats", "marlett"})
_SMALLEST: Final = 8
"""Half-points; words of four points and less are not meant to be read."""
_NARROWEST: Final = 20
"""Hundredths of the letters' own width."""
_CLOSEST: Final = -80
"""Twentieths of a point between letters; what people press together is a tenth of it."""
_FARTHEST: Final = 400
"""Half-points above or below the line."""
_PALE: Final = 1.25
"""The contrast with white below which letters are called white."""
_THIN: Final = 90_000
"""Thousandths of a hundredth: ink that lets this much through."""
_SCHEME: Final = {"bg1": "background1", "bg2": "background2", "tx1": "text1", "tx2": "text2"}
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
    turned: bool = False
    """Whether the letters run from right to left, so that figures may stand in another order."""
    crushed: str = ""
    """How the letters are squeezed, moved or thinned so that they cannot be read; "" when they are not."""
    own_colour: bool = False
    """Whether a black is said, and not left to suit what is behind the letters."""
    painted: bool = False
    """Whether what is behind the letters is a highlighter's colour."""
    ground: str = ""
    """The colour that a paragraph or a cell paints behind its letters, "" for none."""

    @property
    def unseen(self) -> str:
        """Why the letters cannot be read on the page; "" when they can."""
        if self.hidden:
            return "hidden"
        if self.struck:
            return "struck through"
        behind = self.background or self.ground
        letters = self.colour or ("000000" if self.own_colour else "")
        if melts(letters, behind, painted=self.painted):
            if letters and contrast(letters, "FFFFFF") < _PALE and (not behind or contrast(behind, "FFFFFF") < _PALE):
                return "white letters"
            return "letters of the colour of what is behind them"
        if self.size <= _SMALLEST:
            return "letters too small to read"
        return self.crushed or ("letters of a font of pictures" if self.pictures else "")


PLAIN: Final = RunLook()
"""Letters of which nothing is said."""


class RunLooks:
    """The looks of one document's letters, by the styles part's root (None: there is none) and its theme's fonts and colours."""

    def __init__(self, styles: _Element | None, theme: Mapping[str, str] | None = None) -> None:
        self._theme = theme or {}
        self._styles: dict[str, _Element] = {}
        self._default = ""
        for style in styles.iterchildren(w("style")) if styles is not None else ():
            self._styles.setdefault(style.get(w("styleId"), ""), style)
            if style.get(w("type")) == "paragraph" and style.get(w("default"), "0") not in _OFF:
                self._default = style.get(w("styleId"), "")
        own = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}") if styles is not None else None
        self._document = self._held(own if own is not None else ())
        self._of_style: dict[str, _Held] = {}
        self._known: dict[object, RunLook] = {}

    def of(self, paragraph: _Element | None, run: _Element | None, table: str = "") -> RunLook:
        """The look of a run with the properties `run` in a paragraph with the properties `paragraph`, in a table of the style `table`."""
        style = paragraph.find(w("pStyle")) if paragraph is not None else None
        named = style.get(_VAL, "") if style is not None else ""
        key = (named, table, *(_written(child) for child in run)) if run is not None else (named, table)
        if key not in self._known:
            self._known[key] = self._made(named, run, table)
        return self._known[key]

    def _made(self, named: str, run: _Element | None, table: str) -> RunLook:
        held = dict(self._document)
        if table:
            held.update(self._style(table))
        held.update(self._style(named if named in self._styles else self._default))
        own = self._held(run if run is not None else ())
        character = run.find(w("rStyle")) if run is not None else None
        for name, value in self._style(character.get(_VAL, "") if character is not None else "").items():
            # What both styles turn on is off again.
            both = name in _TOGGLES.values() and held.get(name) == value == "1"
            held[name] = "0" if both else value
        held.update(own)
        return _look(held)

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
                held.update(self._held(style.find(w("rPr"))))
                # What only some rows or columns of a table's style hide is hidden somewhere in the table.
                held.update({name: "1" for part in style.iterchildren(w("tblStylePr")) for name, value in self._held(part.find(w("rPr"))).items() if name == "vanish" and value == "1"})
            self._of_style[identity] = held
        return self._of_style[identity]

    def _held(self, properties: Iterable[_Element] | None) -> _Held:
        held: _Held = {}
        for child in properties if properties is not None else ():
            tag = child.tag
            value = child.get(_VAL, "")
            if tag in _TOGGLES or tag in _SWITCHES:
                held[_TOGGLES.get(tag) or _SWITCHES[tag]] = "0" if value in _OFF else "1"
            elif tag in _VALUES:
                held[_VALUES[tag]] = "" if value in NO_COLOUR else value
            elif tag == w("color"):
                held["color"] = letter_colour(child, self._theme)
            elif tag == w("highlight"):
                held["highlight"] = highlight_colour(value)
            elif tag == w("shd"):
                held["fill"] = ground_colour(child, self._theme)
            elif tag == _FONTS:
                said = plain_attributes(child, self._theme)
                named = {"font": said.get(w("ascii")) or said.get(w("hAnsi")) or "", "csfont": said.get(w("cs"), "")}
                held.update({name: font.casefold() for name, font in named.items() if font})
            elif tag == f"{_W14}textFill":
                held["ink"] = self._ink(child)
        return held

    def _ink(self, fill: _Element) -> str:
        """The colour that Word 2010's fill gives letters: six digits, "none", or "" where it gives no plain colour."""
        if fill.find(f"{_W14}noFill") is not None:
            return "none"
        for child in fill.iterfind(f"{_W14}solidFill/*"):
            alpha = child.find(f"{_W14}alpha")
            if alpha is not None and whole_number(alpha.get(f"{_W14}val")) >= _THIN:
                return "none"
            said = child.get(f"{_W14}val", "")
            return highlight_colour(self._theme.get(_SCHEME.get(said, said), "") if child.tag == f"{_W14}schemeClr" else said)
        return ""


def _look(held: _Held) -> RunLook:
    on = {name for name, value in held.items() if value == "1"}
    # Letters of a script that runs from right to left, or that is called complex, take their own font and size.
    complex_script = bool({"rtl", "cs"} & on)
    colour = held.get("color", "")
    size = whole_number(held.get("szCs" if complex_script else "sz"), 20)
    return RunLook(
        bold="b" in on, italic="i" in on, underlined=held.get("u", "") not in NO_COLOUR, struck=bool({"strike", "dstrike"} & on),
        hidden=bool({"vanish", "specVanish"} & on), capitals=bool({"caps", "smallCaps"} & on), raised=held.get("vertAlign", ""),
        # Black is what letters are that choose their colour.
        colour="" if colour == "000000" else colour, background=held.get("highlight", "") or held.get("fill", ""), size=size,
        pictures=held.get("csfont" if complex_script else "font", "") in _PICTURE_FONTS, turned="rtl" in on, crushed=_crushed(held),
        own_colour=bool(colour), painted=bool(held.get("highlight")),
    )


def _crushed(held: _Held) -> str:
    ink = held.get("ink", "")
    if ink == "none" or (len(ink) == 6 and melts(ink, held.get("highlight", "") or held.get("fill", ""), painted=False)):
        return "letters without ink"
    narrow = 0 < whole_number(held.get("w")) <= _NARROWEST or 0 < whole_number(held.get("fitText")) <= -_CLOSEST
    if narrow or whole_number(held.get("spacing")) <= _CLOSEST:
        return "letters pressed together"
    return "letters moved off their line" if abs(whole_number(held.get("position"))) >= _FARTHEST else ""


def _written(element: _Element) -> object:
    return (element.tag, *element.attrib.items(), etree.tostring(element)) if len(element) else (element.tag, *element.attrib.items())
