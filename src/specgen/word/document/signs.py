"""THE table of what can stand in a line of a Word file: the name of each element, what it is and what it prints.

Whoever reads the words of a paragraph asks it (through `inline.py`), so that a new sign of Word is one row here.
Apart stay the judges: the resolver with its normal form, and the gate's own text. Source: ECMA-376 part 1, 17.3.3 (run
content), 17.11 (notes), 17.16 (fields), 22.1 (equations); the clause of each is named in the table that tests it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from lxml import etree
from msgspec import Struct

from specgen.word.package.ooxml import symbol, w

_Element = etree._Element

MATHS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_EXTENDED: Final = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"

SignKind = Literal[
    "letter", "tab", "break", "symbol", "note", "field", "computed", "equation", "picture", "document", "nothing"
]
"""`letter` is a sign that wording can hold as a letter; `computed` what Word works out anew; `nothing` what prints
nothing of its own."""


class Sign(Struct, frozen=True):
    """What an element in a line is, and what it prints; `prints` is "" where that hangs on the element (see
    `printed`)."""

    kind: SignKind
    prints: str = ""


SIGNS: Final[Mapping[str, Sign]] = MappingProxyType(
    {
        w("tab"): Sign("tab", "\t"),
        w("ptab"): Sign("tab", "\t"),
        w("br"): Sign("break"),
        w("cr"): Sign("break", "\n"),
        w("noBreakHyphen"): Sign("letter", "\u2011"),
        w("softHyphen"): Sign("letter", "\u00ad"),
        w("sym"): Sign("symbol"),
        f"{_EXTENDED}symEx": Sign("nothing"),  # stands beside a fallback in plain letters, which is read
        w("footnoteReference"): Sign("note", "[note]"),
        w("endnoteReference"): Sign("note", "[note]"),
        # The number of a note before its own words, and the lines above notes: no words of theirs.
        w("footnoteRef"): Sign("nothing"),
        w("endnoteRef"): Sign("nothing"),
        w("separator"): Sign("nothing"),
        w("continuationSeparator"): Sign("nothing"),
        w("annotationRef"): Sign("nothing"),
        w("commentReference"): Sign("nothing"),
        w("lastRenderedPageBreak"): Sign("nothing"),
        w("pgNum"): Sign("computed", "{page}"),
        **{
            w(f"{unit}{length}"): Sign("computed", "[date]")
            for unit in ("day", "month", "year")
            for length in ("Short", "Long")
        },
        w("fldChar"): Sign("field"),
        w("instrText"): Sign("field"),
        w("fldSimple"): Sign("field"),
        # An equation may show its letters in any order and place, so it is said that they are one's.
        f"{MATHS}oMath": Sign("equation", "[equation]"),
        w("drawing"): Sign("picture"),
        w("pict"): Sign("picture"),
        w("object"): Sign("picture"),
        w("contentPart"): Sign("picture"),
        w("subDoc"): Sign("document", "[another document]"),
        w("altChunk"): Sign("document", "[another document]"),
    }
)
"""The element's name → its sign. Words themselves are no signs; see `inline.py`."""

UNREAD: Final[Mapping[str, str]] = MappingProxyType(
    {
        w("drawing"): "pictures",
        w("pict"): "pictures",
        w("contentPart"): "pictures",
        w("object"): "embedded objects",
        w("altChunk"): "whole documents put in by reference",
        w("subDoc"): "documents linked as part of this one",
    }
)
"""What is not read beyond its place → what it is called when that is said."""

WORDS: Final = (w("t"), f"{MATHS}t", w("delText"))
"""The elements that hold letters."""
PRINTING: Final = (*WORDS, *(name for name, sign in SIGNS.items() if sign.kind != "nothing"))
"""What can be seen in a line, or stands for what can be: without any of them a paragraph is empty."""

_WHITE: Final = frozenset({"", " ", "\t", "\r", "\n"})
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_ART_WORDS: Final = "{urn:schemas-microsoft-com:vml}textpath"
_DRAWN_WORDS: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_NO_LINE: Final = frozenset({"page", "column"})


def letters(element: _Element) -> str:
    """The letters of a `w:t` or its like: without `xml:space="preserve"` Word leaves out the white space at the
    ends."""
    text = element.text or ""
    # Few have any at their ends, and the attribute is asked for only then.
    if text[:1] not in _WHITE and text[-1:] not in _WHITE:
        return text
    return text if element.get(_XML_SPACE) == "preserve" else text.strip(" \t\r\n")


def printed(element: _Element) -> str:
    """What an element in a run prints: its letters or its sign; "" for what prints nothing of its own."""
    sign = SIGNS.get(element.tag)
    if sign is None:
        return letters(element) if element.tag in WORDS else ""
    if sign.prints:
        return sign.prints
    if sign.kind == "break":
        # A page or column break is no word and no line of the words.
        return "" if element.get(w("type")) in _NO_LINE else "\n"
    if sign.kind == "symbol":
        return symbol_letter(element.get(w("font"), ""), element.get(w("char")))
    if sign.kind == "picture":
        return f"[picture{words_of_picture(element)}]"
    return ""


def words_of_picture(picture: _Element) -> str:
    """The words that a picture is drawn of, such as a watermark's, after a colon; "" when there are none."""
    said = [each.get("string", "") for each in picture.iter(_ART_WORDS)] + [
        each.text or "" for each in picture.iter(_DRAWN_WORDS)
    ]
    return f": {' '.join(said)}" if any(said) else ""


# Fonts of symbols: which letter each of their places shows. Source: the encoding that Adobe and Unicode publish for
# Symbol; of the others the places that contracts use (boxes, ticks, arrows, bullets, figures in rings).


def _row(first: int, shown: str) -> dict[int, str]:
    return {place: letter for place, letter in enumerate(shown, first) if letter != "\0"}


_SYMBOL: Final = {
    **_row(0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    **_row(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    **_row(0x60, "\0αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    **_row(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\0\0↵"),
    **_row(0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    **_row(0xE0, "◊〈®©™∑"),
    0xF1: "〉",
    0xF2: "∫",
}
_WINGDINGS: Final = {
    0x20: " ", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x76: "❖", 0x77: "◆", 0x78: "☒",
    0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑", **_row(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x20: " ", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "□", 0x30: "□",
    0x97: "•", 0xA3: "□",
}  # fmt: skip
_WEBDINGS: Final = {0x20: " ", 0x61: "✓", 0x63: "□", 0x67: "■", 0x72: "✗"}
_PLACES: Final[Mapping[str, Mapping[int, str]]] = MappingProxyType(
    {
        "symbol": _SYMBOL,
        "wingdings": _WINGDINGS,
        "wingdings 2": _WINGDINGS_2,
        "wingdings 3": {0x20: " "},
        "webdings": _WEBDINGS,
    }
)
_SHIFT: Final = 0xF000
_LONGEST_FONT: Final = 31
"""Letters of a font's name, which Windows allows no more of."""


def symbol_letter(font: str, char: str | None) -> str:
    """The letter that a `w:sym` shows: the font's own place, which may be written with F000 added to it.

    A place of a font of symbols whose letter is not known is told with the font, so that two of them never read the
    same. Source: ECMA-376 part 1, 17.3.3.30.
    """
    found = symbol(char)
    code = ord(found)
    shifted = _SHIFT <= code <= _SHIFT + 0xFF
    name = font.strip()[:_LONGEST_FONT]
    places = _PLACES.get(name.casefold())
    if places is not None and (shifted or code <= 0xFF):
        known = places.get(code & 0xFF)
        return known if known is not None else f"[sign {code:04X} of {name}]"
    return f"[sign {code:04X} of {name or 'no font'}]" if "\ue000" <= found <= "\uf8ff" else found
