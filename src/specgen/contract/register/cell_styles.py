"""What the styles of a workbook's cells say: their number formats, which strike letters through, and whose letters
nobody sees, for their colour or size. Source: ECMA-376 part 1, 18.8 (styles), 18.8.14 (conditional formatting), 18.8.19
(colour), 18.8.32 (pattern fill), 18.4.10 and 18.4.11."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from specgen.contract.register.parts import Parts

YES: Final = ("1", "true", "on")
_WHITE, _BLACK = "FFFFFF", "000000"
_INDEXED: Final = {"1": _WHITE, "9": _WHITE, "65": _WHITE, "0": _BLACK, "8": _BLACK, "64": _BLACK}
_THEME: Final = {"0": _WHITE, "1": _BLACK}
"""The colours of the shipped palette and themes that are white or black; of the others nothing is said here."""
_LIKE: Final = 32
"""How far two colours may be apart, of 255 in each part, that nobody tells apart as letter and ground."""


TOO_SMALL: Final = "too small"
"""Stands for the colour of letters of two points or less."""


class CellStyles(Struct, frozen=True):
    """Each cell style's number format (its id, and its code where the workbook gives one) and the colour of its ground,
    by the style's index; the indexes of styles that strike letters through, and of those whose letters cannot be seen;
    and the looks of conditional formatting that do either."""

    codes: tuple[tuple[int, str | None], ...] = ()
    struck: frozenset[int] = frozenset()
    unseen: frozenset[int] = frozenset()
    grounds: tuple[str, ...] = ()
    hiding: frozenset[int] = frozenset()


def whole(written: str | None) -> int:
    """The number in an attribute; 0 for what is none."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 8 else 0


def strikes(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether the element says that letters are struck through (18.4.10)."""
    return tag == "strike" and attributes.get("val", "1") in YES


def melts_into(letters: str, ground: str) -> bool:
    """Whether letters of this colour (RRGGBB) cannot be seen on that ground; never where one is not known."""
    if not letters or not ground or letters == TOO_SMALL:
        return letters == TOO_SMALL
    sides = ([int(colour[at : at + 2], 16) for at in (0, 2, 4)] for colour in (letters, ground))
    return all(abs(one - two) <= _LIKE for one, two in zip(*sides, strict=True))


def hex_colour(written: str) -> str:
    """RRGGBB of `#RRGGBB`, `RRGGBB` or `AARRGGBB`; "" for what is no colour."""
    digits = written.removeprefix("#").upper()[-6:]
    return digits if len(digits) == len(_WHITE) and not digits.strip("0123456789ABCDEF") else ""


def colour_of_run(tag: str, attributes: Mapping[str, str]) -> str:
    """What the properties of some letters of a cell say of their being seen: their colour, or that they are too small;
    "" for all else."""
    if tag == "sz":
        return TOO_SMALL if too_small(attributes.get("val", "")) else ""
    return _colour(attributes, "") if tag == "color" else ""


def too_small(points: str) -> bool:
    """Whether nobody reads letters of that size."""
    try:
        return 0 < float(points) <= 2
    except ValueError:
        return False


def _colour(attributes: Mapping[str, str], automatic: str) -> str:
    if "rgb" in attributes:
        return hex_colour(attributes["rgb"])
    if "theme" in attributes:
        return _THEME.get(attributes["theme"], "") if attributes.get("tint", "0").strip("-0.") == "" else ""
    return _INDEXED.get(attributes["indexed"], "") if "indexed" in attributes else automatic


def read_cell_styles(parts: Parts, name: str) -> CellStyles:
    """What the part of styles says. Raises RefusedError."""
    codes: dict[int, str] = {}
    cells: list[Mapping[str, str]] = []
    fonts: list[str] = []
    grounds: list[str] = []
    struck: set[int] = set()
    rules: list[dict[str, str]] = []
    inside = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if inside == "dxfs":
            _take_look(rules, tag, attributes)
        elif tag == "numFmt":
            codes[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag in ("fonts", "fills", "cellXfs", "dxfs"):
            inside = tag
        elif tag == "xf" and inside == "cellXfs":
            cells.append(attributes)
        elif inside == "fonts" and tag == "font":
            fonts.append(_BLACK)
        elif inside == "fonts" and tag == "color":
            fonts[-1] = _colour(attributes, _BLACK) if fonts[-1] != TOO_SMALL else TOO_SMALL
        elif inside == "fonts" and tag == "sz" and too_small(attributes.get("val", "")):
            fonts[-1] = TOO_SMALL
        elif inside == "fonts" and strikes(tag, attributes):
            struck.add(len(fonts) - 1)
        elif inside == "fills" and tag == "fill":
            grounds.append("")
        elif inside == "fills" and tag == "patternFill":
            grounds[-1] = {"none": _WHITE, "solid": _BLACK}.get(attributes.get("patternType", "none"), "")
        elif inside == "fills" and tag == "fgColor" and grounds[-1] == _BLACK:
            grounds[-1] = _colour(attributes, _BLACK)

    def end(tag: str) -> None:
        nonlocal inside
        inside = "" if tag == inside else inside

    parts.parse(name, start, end)
    looks = [(whole(each.get("fontId")), whole(each.get("fillId"))) for each in cells]
    return CellStyles(
        tuple((number, codes.get(number)) for number in (whole(each.get("numFmtId")) for each in cells)),
        frozenset(at for at, (font, _) in enumerate(looks) if font in struck),
        frozenset(
            at
            for at, (font, fill) in enumerate(looks)
            if font < len(fonts) and melts_into(fonts[font], grounds[fill] if fill < len(grounds) else _WHITE)
        ),
        tuple(grounds[fill] if fill < len(grounds) else _WHITE for _, fill in looks),
        frozenset(at for at, look in enumerate(rules) if _hides(look)),
    )


def _take_look(rules: list[dict[str, str]], tag: str, attributes: Mapping[str, str]) -> None:
    """Take up one element of the looks that conditional formatting gives."""
    if tag == "dxf":
        rules.append({})
    elif tag in ("font", "fill", "border"):
        rules[-1]["of"] = tag
    elif tag == "color" and rules[-1].get("of") == "font":
        rules[-1]["letters"] = _colour(attributes, "")
    elif tag == "bgColor":
        rules[-1]["ground"] = _colour(attributes, "")
    elif tag == "numFmt":
        rules[-1]["format"] = attributes.get("formatCode", "")
    elif strikes(tag, attributes):
        rules[-1]["struck"] = tag


def _hides(look: Mapping[str, str]) -> bool:
    """Whether a look strikes letters through, or lets nobody see them."""
    nothing = look.get("format", "-").strip('"; ') == ""
    return "struck" in look or nothing or melts_into(look.get("letters", ""), look.get("ground", _WHITE))
