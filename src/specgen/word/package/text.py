"""A user's text as the inside of `w:t`: what they type, and nothing that it might mean elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

RUN_TEXT: Final = '<w:t xml:space="preserve">'
_BREAK: Final = f"</w:t><w:br/>{RUN_TEXT}"
_TAB: Final = f"</w:t><w:tab/>{RUN_TEXT}"
SPECIAL: Final = re.compile("[&<>\x00-\x1f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""What is written otherwise than it is typed, or not at all."""
_REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WRITTEN: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\t": _TAB,
    "\n": _BREAK,
    "\r": _BREAK,
    "\r\n": _BREAK,
    "\u2028": _BREAK,
    "\u2029": _BREAK,
}
_EACH: Final = re.compile("\r\n|[&<>\t\n\r\u2028\u2029]")
_PLAIN: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


class RefusedValue(ValueError):  # noqa: N818 - a refusal, told on as a problem
    """A value that cannot stand where a template puts it; `reason` says why in a user's words."""

    def __init__(self, reason: str, cure: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.cure = cure
        self.number = 0
        self.tag: object = None  # the template’s tag at which it was refused, told by who draws the template


@lru_cache(maxsize=16_384)
def is_plain(text: str) -> bool:
    """Whether the text is written as it is typed. Asked of the same words again and again: those of the library stand
    in every contract, and most of a contract's own in several documents."""
    return SPECIAL.search(text) is None


def run_text(text: str) -> str:
    """`text` for the inside of a `w:t` of a run: line breaks become w:br and tabs w:tab.

    Raises RefusedValue for characters that XML 1.0 cannot hold (its clause 2.2).
    """
    if is_plain(text):
        return text
    refuse_unwritable(text)
    return _EACH.sub(lambda found: _WRITTEN[found[0]], text)


def element_text(text: str) -> str:
    """`text` for the inside of an element that is no run: a property. Raises RefusedValue as run_text does."""
    refuse_unwritable(text)
    return re.sub("[&<>\r]", lambda found: _PLAIN[found[0]], text)


@lru_cache(maxsize=4096)
def attribute_text(text: str) -> str:
    """`text` for the inside of a double-quoted attribute. Raises RefusedValue as run_text does."""
    return element_text(text).replace('"', "&quot;").replace("\n", " ").replace("\t", " ").replace("&#13;", " ")


def refuse_unwritable(text: str) -> None:
    """Raise RefusedValue when `text` holds a character that no XML can hold."""
    found = _REFUSED.search(text)
    if found is not None:
        raise RefusedValue(
            f"it holds the character U+{ord(found[0]):04X}, which no Word file can hold",
            "delete the character and type the words again",
        )
