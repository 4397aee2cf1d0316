"""Characters that a reader takes for other ones, named where they stand: what changed has to be seen.

Source: Unicode Technical Standard 39 (confusables), Unicode Standard Annex 15 (compatibility decomposition).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

UNSEEN: Final = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\u034f\u115f\u1160\u3164\u180e\u2061\u2062\u2063\u2064"
)
"""Characters that print nothing, those that turn the direction of reading among them."""

_LIKE_LATIN: Final = frozenset(
    "АВСЕНІЈКМОРЅТХУаеіјорсухѕһԁԛԝүҮґӀӏ"  # Cyrillic
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυικτϲϹ"  # Greek
    "ՕՏՍոսցհգ"  # Armenian
)
_SCRIPTS: Final = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL", "COPTIC", "LISU")
_SCRIPT_NAMES: Final = {"FULLWIDTH": "full-width", "MATHEMATICAL": "mathematical letter"}
_WORD: Final = re.compile(r"[^\W_]+")
_OF_LATIN: Final = frozenset("ıȷſƖɑɡɩʟɪɴʀᴀᴄᴇᴋᴍᴏᴘᴛᴜᴠᴡᴢℓℯℊℴⅼⅽⅾⅿⅠⅤⅩⅬⅭⅮⅯⅰⅴⅹǀ")
"""Letters of the Latin script, and numbers made of them, that look like plain ones."""


def odd_letters(text: str) -> dict[int, str]:
    """The letters and digits that stand among Latin ones, or could be taken for them, and are none, by place, each with
    what it is.

    A word of another language is none: it holds letters that look like no Latin one.
    """
    if text.isascii():
        return {}
    found: dict[int, str] = {}
    for word in _WORD.finditer(text):
        odd = {at: named for at, letter in enumerate(word.group(), word.start()) if (named := _odd(letter))}
        mixed = any(letter.isascii() and letter.isalnum() for letter in word.group())
        alone = bool(odd) and all(text[at] in _LIKE_LATIN or _always(text[at]) for at in odd)
        if mixed or alone:
            found |= odd
    return found


def _odd(letter: str) -> str:
    """What a letter is that is no plain one of English; "" for a plain one, and for Latin letters with their marks."""
    if letter in _OF_LATIN:
        return unicodedata.name(letter, "").capitalize()
    if letter.isascii() or "\u00c0" <= letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff" or letter in "ªº²³¹¼½¾":
        return ""
    name = unicodedata.name(letter, "")
    script = next((script for script in _SCRIPTS if name.startswith(script)), "")
    if script:
        return _SCRIPT_NAMES.get(script, script.capitalize())
    if "LIGATURE" in name:
        return "two letters in one"
    if unicodedata.category(letter) == "Nd":
        return f"{name.partition(' DIGIT')[0].capitalize()} digit"
    return ""


def _always(letter: str) -> bool:
    """Whether a character is named even in a word of its own: what stands for plain letters or digits."""
    return (
        letter in _OF_LATIN
        or unicodedata.category(letter) == "Nd"
        or unicodedata.name(letter, "").startswith(("FULLWIDTH", "MATHEMATICAL", "LATIN SMALL LIGATURE"))
    )


_ONE: Final = {
    **dict.fromkeys("0OoОοΟ", "o"),
    **dict.fromkeys("1lIi|ІіΙǀӀӏıⅼ", "l"),
    **dict.fromkeys("-‐‑‒–—―−⁃﹘﹣－˗", "-"),
    **dict.fromkeys("'’‘‛ʹʼ`´′", "'"),
    **dict.fromkeys('"“”„″', '"'),
    **dict.fromkeys(" \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
    **dict.fromkeys(";\u037e；", ";"),
    **dict.fromkeys("․.。．", "."),
    **dict.fromkeys(",‚，", ","),
    **dict.fromkeys("/⁄∕⧸／", "/"),
    **dict.fromkeys("×xXхХχΧ✕", "x"),
}
_TWINS: Final = str.maketrans("АВЕЅЈКМНРСТУХаеѕјрсухԁԛԝһΑΒΕΖΗΚΜΝΡΤΥανɑɡ", "ABESJKMHPCTYxaesjpcyxdqwhABEZHKMNPTYavag")

_MARKS: Final = str.maketrans(
    {
        **{"ø": "o\u0338", "Ø": "O\u0338", "đ": "d\u0335", "Đ": "D\u0335", "ð": "d\u0335", "Ð": "D\u0335"},
        **{"ħ": "h\u0335", "Ħ": "H\u0335", "ŧ": "t\u0335", "Ŧ": "T\u0335", "ł": "l\u0335", "Ł": "L\u0335"},
        **{"\u0337": "\u0338", "\u0336": "\u0335", "\u0326": "\u0327", "\u02bc": "'"},
    }
)
"""Letters that Unicode does not take apart, as a letter and the mark that it looks like; marks that look alike."""


def _seen(letter: str) -> str:
    """The letter as an eye takes it in; "" for what prints nothing."""
    if letter in UNSEEN:
        return ""
    # A letter with its mark is one character or two, and looks the same.
    plain = letter if letter in _ONE else unicodedata.normalize("NFKD", letter)
    return "".join(_ONE.get(each, each.translate(_TWINS)) for each in plain).translate(_MARKS)


def told_apart(removed: str, added: str) -> tuple[dict[int, str], dict[int, str]]:
    """Where two texts that look alike differ: by place in each, what the character is. Nothing where they look
    different, so that their letters say what changed."""
    if not removed or not added or removed == added:
        return {}, {}
    one, two = ([(at, letter, _seen(letter)) for at, letter in enumerate(text)] for text in (removed, added))
    whole = [unicodedata.normalize("NFD", "".join(seen for _, _, seen in side)) for side in (one, two)]
    if whole[0] != whole[1]:
        return {}, {}
    ends = [_ends(side) for side in (one, two)]
    differing = {end for end in ends[0].keys() | ends[1].keys() if ends[0].get(end) != ends[1].get(end)}
    named = _named(one, differing), _named(two, differing)
    # Where a sign of another kind is the difference, the plain one in its place says nothing more.
    odd = any(not text[at].isascii() for text, places in zip((removed, added), named, strict=True) for at in places)
    return (
        {at: name for at, name in named[0].items() if not (odd and removed[at].isascii())},
        {at: name for at, name in named[1].items() if not (odd and added[at].isascii())},
    )


def _ends(side: list[tuple[int, str, str]]) -> dict[int, str]:
    """How many seen letters stand up to each character → the characters that end there."""
    found: dict[int, str] = {}
    count = 0
    for _, letter, seen in side:
        count += len(seen)
        # What prints nothing is named wherever it stands.
        if letter not in UNSEEN:
            found[count] = found.get(count, "") + letter
    return found


def _named(side: list[tuple[int, str, str]], differing: set[int]) -> dict[int, str]:
    def walk() -> Iterator[tuple[int, str]]:
        count = 0
        for at, letter, seen in side:
            count += len(seen)
            if count in differing and letter not in UNSEEN and letter not in " \t\n":
                yield at, character(letter)

    return dict(walk())


def character(letter: str) -> str:
    """A character by its name, for people: `letter O`, `digit 0`, `no-break hyphen`."""
    if letter.isascii() and letter.isalpha():
        return f"{'capital' if letter.isupper() else 'small'} letter {letter}"
    if letter.isascii() and letter.isdigit():
        return f"digit {letter}"
    return {
        "-": "hyphen",
        "\u00a0": "no-break space",
        "\u2011": "no-break hyphen",
        "\u2010": "another hyphen",
        "\u2013": "en dash",
        "\u2014": "em dash",
        "\u2212": "minus sign",
    }.get(letter, unicodedata.name(letter, "character").lower())
