"""Words on one line as they are compared: without what Word changes of its own accord.

White space, the shape of quotation marks, dashes and dots, zero-width letters and footnote marks are no words.
Everything else is, capitals and punctuation too."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SAME: Final = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "…": "...",
        "\u00ad": None,
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
    }
)
JOINERS: Final = frozenset("\u200c\u200d")
"""They print nothing themselves and join or part the letters beside them, as names in Persian or Hindi need."""
UNSEEN: Final = (
    JOINERS
    | frozenset(
        "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063"
        "\u2064\u2066\u2067\u2068\u2069\u2800\u3164\ufeff\u17b4\u17b5\u180b\u180c\u180d\ufff9\ufffa\ufffb"
    )
    | frozenset(map(chr, range(0xE0001, 0xE0080)))
)
"""Characters that print nothing, those that turn the direction of reading among them."""
_OTHER_ALPHABET: Final = (
    "[\u0250-\u02af\u0400-\u0587\u10a0-\u10ff\u13a0-\u13fd\u1d00-\u1d2b\u2c80-\u2cff\ua4d0-\ua4ff"
    "\uab30-\uabbfΑΒΕΖΗΙΚΜΝΟΡΤΥΧο]"
)
OTHER_LETTER: Final = re.compile(
    rf"(?<=[A-Za-z]){_OTHER_ALPHABET}|{_OTHER_ALPHABET}(?=[A-Za-z])|[\uff21-\uff5a\U0001d400-\U0001d7cb]|(?![0-9])\d"
)
"""A letter of another alphabet within a Latin word, which looks like one of its own; a letter or figure of another
form, such as a full-width one."""
_FOOTNOTE: Final = "[note]"
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WORD: Final = re.compile(r"\w+")
_SIGNS: Final = {code: " " for code in range(128) if not _WORD.match(chr(code))}
"""What parts words, of ASCII's letters."""


_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹘﹣－˗"), "-")
_QUOTES: Final = {**dict.fromkeys(map(ord, "‘’‛′ʹʼ`´"), "'"), **dict.fromkeys(map(ord, "“”„″"), '"')}
_STROKES: Final = {**dict.fromkeys(map(ord, "⁄∕⧸"), "/"), **dict.fromkeys(map(ord, "․。"), ".")}
LATIN_TWINS: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХѴԌаеѕіјорсухѵԁԛԝһ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹοινα" + "ıӀɡɑ",
    "ABESIJKMHOPCTYXVGaesijopcyxvdqwh" + "ABEZHIKMNOPTYXCoiva" + "ilga",
)
"""Cyrillic and Greek letters that a reader takes for Latin ones (Unicode Technical Standard 39, confusables)."""


def as_seen(text: str) -> str:
    """A reference or a name as a reader sees it: two that look alike become the same. Capitals stay as they are."""
    if text.isascii() and text.isprintable():
        return " ".join(text.translate(_QUOTES).split())  # nothing else of what follows is in them
    # Hyphens first: what NFKC makes of the non-breaking one (U+2011) is another hyphen (U+2010).
    text = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    text = text.translate(_QUOTES).translate(_STROKES).translate(LATIN_TWINS)
    seen = (each for each in text if unicodedata.category(each) not in ("Cf", "Mn", "Me", "Cc") or each in "\t\n\r")
    return " ".join("".join(seen).replace("\u115f", "").replace("\u3164", "").split())


def fold(text: str) -> str:
    """The text on one line, with one space between words and one shape for each kind of sign."""
    if _FOOTNOTE in text:
        text = text.replace(_FOOTNOTE, "")
    if not text.isascii():
        text = text.translate(_SAME)
    elif text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text  # as most lines are; white space other than the space is not called printable
    return " ".join(text.split())


def words_of(folded: str) -> list[str]:
    """The words without signs and capitals, for finding where something may be."""
    said = folded.casefold()
    # Of plain English this is the same in half the time.
    return said.translate(_SIGNS).split() if said.isascii() else _WORD.findall(said)


def safe(text: str) -> str:
    """The text with characters that no Word file can hold shown as the replacement character."""
    return _UNWRITABLE.sub("\ufffd", text)
