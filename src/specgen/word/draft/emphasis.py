"""Whether a run is bold or italic, and what else of its look carries meaning, its styles taken into account.

Source: ECMA-376 part 1, 17.7.2 (which style gives way to which), 17.7.3 (toggle properties), 17.3.2 (run properties).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.document.looks import ANY_PAGE, PageSize, ParagraphHiding, RunLooks
from specgen.word.document.styles import Held, RunStyles, Styles
from specgen.word.package.ooxml import w

_Element = etree._Element
_VAL: Final = w("val")
_FALSE: Final = frozenset({"0", "false", "off"})
_TOGGLES: Final = ("b", "i", "caps", "smallCaps", "strike", "vanish", "outline", "shadow", "emboss", "imprint")
_UNTRACKED_SWITCHES: Final = ("dstrike", "webHidden")
_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "u": ("none",),
    "vertAlign": ("baseline",),
    "highlight": ("none",),
    "em": ("none",),
    "bdr": ("none", "nil"),
    "effect": ("none",),
}
"""Properties with a value, and the values that stand for nothing."""
_NAMES: Final[Mapping[str, str]] = {
    "caps": "all capitals",
    "smallCaps": "small capitals",
    "strike": "struck through",
    "dstrike": "struck through",
    "vanish": "hidden",
    "webHidden": "hidden",
    "outline": "outlined letters",
    "shadow": "shadowed letters",
    "emboss": "raised letters",
    "imprint": "sunk letters",
    "u": "underlined",
    "vertAlign": "raised or lowered",
    "highlight": "highlighted",
    "em": "emphasis marks",
    "bdr": "a border",
    "effect": "an effect",
}
_OTHER_LOOKS: Final = frozenset(
    w(name) for name in ("rFonts", "color", "sz", "spacing", "w", "kern", "position", "shd", "rStyle")
)


_SAID_ALONE: Final = frozenset({"hidden", "struck through"})


class Emphasis(Struct, frozen=True):
    """The look of a run: what wording has (bold, italic), what it has not (`odd`, in plain words), and whether more is
    set."""

    bold: bool
    italic: bool
    odd: tuple[str, ...] = ()
    more: bool = False


class EmphasisReader:
    """Reads the look of runs with the styles of one document and its theme's fonts and colours."""

    def __init__(self, styles: _Element | None, theme: Mapping[str, str] | None = None) -> None:
        known = Styles(styles)
        self._styles = RunStyles(known, _read)
        self._letters = RunLooks(known, theme)
        self._paragraphs = ParagraphHiding(known, theme or {})

    def of(self, paragraph_style: str, run: _Element, ground: str = "") -> Emphasis:
        """The look of `run` in a paragraph of that style ("" is the default one), which paints `ground` behind it."""
        properties = run.find(w("rPr"))
        found = self._styles.of(paragraph_style, properties)
        odd = [words for name, words in _NAMES.items() if found.get(name)]
        look = self._letters.of_style(paragraph_style, properties)._replace(ground=ground)
        if look.unseen and look.unseen not in odd:
            odd.append(look.unseen if look.unseen in _SAID_ALONE else f"in {look.unseen}")
        more = properties is not None and any(child.tag in _OTHER_LOOKS for child in properties)
        return Emphasis(bool(found.get("b")), bool(found.get("i")), tuple(dict.fromkeys(odd)), more)

    def around(self, paragraph: _Element | None, page: PageSize = ANY_PAGE) -> tuple[str, str]:
        """Why nothing in a paragraph with these properties can be read on the page, "" when it can, and what it paints
        behind its letters."""
        return self._paragraphs.of(paragraph, page)


def _read(properties: _Element | None) -> Held:
    """The properties that carry meaning, each with "1", its value, or "" where it is turned off."""
    found: Held = {}
    for name in (*_TOGGLES, *_UNTRACKED_SWITCHES):
        element = properties.find(w(name)) if properties is not None else None
        if element is not None:
            found[name] = "" if element.get(_VAL, "1") in _FALSE else "1"
    for name, nothing in _VALUES.items():
        element = properties.find(w(name)) if properties is not None else None
        if element is not None:
            value = element.get(_VAL, "none" if name != "u" else "single")
            found[name] = "" if value in nothing else value
    return found
