"""What a person sees of a number whose format adds words to it or fixes its decimals: “4 hours a week”, 1.10.

Source: ECMA-376 part 1, 18.8.30 (number formats). Only plain patterns of digits are shown: a format that rounds,
scales, repeats or chooses by conditions gives nothing, and the number stays as the cell holds it.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import Final, Literal

_PIECES: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digits>(?i:General)|[0#?][0#?,]*(?:\.[0#?]*)?)|(?P<plain>.)",
    re.DOTALL,
)
_LITERAL: Final = " -+/()$£€:!^&'~{}<>=%"
"""Characters that a format shows without quotation marks (18.8.30)."""
_BUILT_IN: Final = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}


def shown_by(number: int, code: str | None, written: str, *, whole: bool = False) -> str:
    """The number as its format shows it; "" when the format adds nothing that a text needs, or is none of this kind.

    With `whole` all that a person sees is given, for cells that hold words: money, percentages and rounding too."""
    pattern = _BUILT_IN.get(number, "") if code is None else code[:1000]
    sections = _sections(pattern)
    try:
        value = Decimal(written)
    except InvalidOperation:
        return ""
    if not sections[0] or not value.is_finite() or abs(value) >= 10**15:
        return ""
    at = 2 if value == 0 and len(sections) > 2 else 1 if value < 0 and len(sections) > 1 else 0
    return _shown(sections[at], abs(value) if at == 1 else value, everything=whole)


UNKNOWN: Final = "?"
"""What a person sees where only the program knows: of a format that scales, chooses by conditions or shows nothing."""
_GENERAL: Final = frozenset({"", "general", "@", "0", "#", "#0"})


def page_of(number: int, code: str | None, written: str) -> str:
    """All that a person sees of the number, `UNKNOWN` where its format does what is not followed here, "" where it is
    shown as it is."""
    pattern = _BUILT_IN.get(number, "general" if number in (0, 49) else None) if code is None else code[:1000]
    if pattern is None:
        return UNKNOWN
    if pattern.strip().casefold() in _GENERAL - {"0", "#", "#0"}:
        return ""
    return shown_by(number, code, written, whole=True) or UNKNOWN


def text_by(code: str | None, text: str) -> str:
    """What a person sees of a text whose format puts words beside it (its fourth section, or the one with an @): "" for
    the text itself, `UNKNOWN` for nothing."""
    if code is None or ("@" not in code and code.count(";") < 3):
        return ""
    sections = _sections(code[:1000])
    section = sections[3] if len(sections) > 3 else next((each for each in sections if "@" in each), "@")
    if not section.strip():
        return UNKNOWN
    pieces = [
        text if match["plain"] == "@" else match[match.lastgroup] if match.lastgroup not in (None, "bracket") else ""
        for match in _PIECES.finditer(section)
    ]
    shown = "".join(pieces).strip()
    return "" if shown == text else shown


def adds_words(shown: str, plain: str) -> bool:
    """Whether what is shown of a number says more than the number: words beside it, or decimals that it is fixed to. A
    number that is shown rounded or in thousands is another one, and says less."""
    figures = re.findall(r"\d[\d,]*(?:\.\d+)?", shown)
    if any(each in shown for each in "£$€%") or not any(says_the_same(each, plain.lstrip("-")) for each in figures):
        return False
    return bool(re.search(r"[^\W\d_]", shown)) or (bool(re.fullmatch(r"-?\d+\.\d+", shown)) and shown != plain)


def says_the_same(shown: str, text: str) -> bool:
    """Whether two ways of writing a number mean the same: a pound sign, spaces and commas between figures are no
    difference."""
    one, two = (re.sub(r"[£,\s\u00a0]", "", each) for each in (shown, text))
    if one == two:
        return True
    try:
        return (one.endswith("%") == two.endswith("%")) and Decimal(one.rstrip("%")) == Decimal(two.rstrip("%"))
    except InvalidOperation:
        return False


def _sections(code: str) -> list[str]:
    """The format's sections, for positive and negative numbers, zero and text."""
    found, start, quoted, at = [], 0, False, 0
    while at < len(code):
        if code[at] == "\\" and not quoted:
            at += 1
        elif code[at] == '"':
            quoted = not quoted
        elif code[at] == ";" and not quoted:
            found.append(code[start:at])
            start = at + 1
        at += 1
    return [*found, code[start:]]


def _shown(section: str, value: Decimal, *, everything: bool = False) -> str:
    pieces: list[str] = []
    digits = 0
    words = percentage = decimals = money = False
    for match in _PIECES.finditer(section):
        kind, text = match.lastgroup, match[match.lastgroup] if match.lastgroup else ""
        if kind == "digits":
            digits += 1
            pieces.append("\0" + text)
        elif kind in ("quoted", "escaped") or (kind == "plain" and text in _LITERAL):
            percentage |= kind == "plain" and text == "%"
            words |= any(each.isalpha() for each in text)
            money |= any(each in "£$€" for each in text)
            pieces.append(text)
        elif kind == "currency":
            money |= bool(text)
            pieces.append(text)
        elif (
            kind == "bracket"
            and not re.fullmatch(r"(?i)black|blue|cyan|green|magenta|red|white|yellow|color ?\d+", text)
        ) or kind == "plain":
            return ""
    if not digits and words:
        return "".join(pieces).strip()
    if digits != 1:
        return ""
    pattern = next(piece[1:] for piece in pieces if piece.startswith("\0"))
    if pattern.casefold() == "general":
        text = f"{value.normalize():f}" if words else ""
        return "".join(text if piece.startswith("\0") else piece for piece in pieces).strip() if text else ""
    whole, _, places = pattern.partition(".")
    decimals = "0" in places
    if not (everything or words or (decimals and not percentage and not money)) or whole.endswith(","):
        return ""
    number = _digits(value * 100 if percentage else value, whole, places, rounding=everything)
    return "".join(number if piece.startswith("\0") else piece for piece in pieces).strip() if number else ""


def _digits(value: Decimal, whole: str, places: str, *, rounding: bool = False) -> str:
    """The digits by the pattern; "" when it would round the number, unless that is asked for."""
    rounded = value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    if rounded != value and not rounding:
        return ""
    before, _, after = f"{abs(rounded):f}".partition(".")
    before = before.zfill(whole.replace(",", "").count("0"))
    if "," in whole:
        before = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", before)
    while after and places[len(after) - 1] in "#?" and after.endswith("0"):
        after = after[:-1]
    return f"{'-' if value < 0 else ''}{before}{'.' if after else ''}{after}"


# What a number format of a workbook says of a cell's number: a date, a percentage, leading zeros, or nothing.
#
# Source: ECMA-376 part 1, 18.8.30 (number formats) and 18.8.10 (cell formats).

NumberFormat = Literal["plain", "date", "percentage"] | int
"""An int is the number of digits that leading zeros fill up."""

_BUILT_IN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_BUILT_IN_PERCENTAGES: Final = frozenset({9, 10})
_SILENT: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""What of a format is not a code: quoted text, escaped characters, colours and conditions (but not elapsed hours)."""


def sort_of_format(number: int, code: str | None) -> NumberFormat:
    """What the format with that id, and with that code if the workbook gives one, makes of a number."""
    if code is None:
        return "date" if number in _BUILT_IN_DATES else "percentage" if number in _BUILT_IN_PERCENTAGES else "plain"
    bare = _SILENT.sub("", code[:1000]).split(";")[0]
    if "%" in bare:
        return "percentage"
    if re.fullmatch(r"0{2,}", bare):
        return len(bare)
    return "date" if bare.casefold() != "general" and re.search(r"[dmyhs]", bare, re.IGNORECASE) else "plain"


MONTH_FIRST: Final = "the month before the day"


@cache
def left_out_of_day(number: int, code: str | None) -> str:
    """What a format of days does not show: “the day” (mmm-yy) or “the year” (d-mmm); `MONTH_FIRST` where it shows both
    in figures, the month before the day; else ""."""
    if code is None:
        return {16: "the year", 17: "the day"}.get(number, "")
    bare = _SILENT.sub("", code[:1000]).split(";")[0].casefold()
    if "m" not in bare and "y" not in bare:
        return ""  # a locale's own form, or the day of the week alone
    if "m" not in bare:
        return "the month"
    if number != 14 and re.search(r"(?<!m)mm?(?!m)\W+dd?(?!d)\W+[ye]", bare):  # 14 is shown as each computer is set
        return MONTH_FIRST
    return "" if "d" in bare and ("y" in bare or "e" in bare) else "the year" if "d" in bare else "the day"
