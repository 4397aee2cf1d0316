"""The words at a tracked change, whole: what stood there and what would stand there.

Word marks letters, not words: “30” made “40” is a deletion of “3” and an insertion of “4”. To say what changed, the
neighbouring marks are read together and with the rest of the words that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from lxml import etree

from specgen.word.ooxml import w
from specgen.word.story_text import Piece, in_fallback, pieces

_LAST_PART: Final = re.compile(r"\S*\Z")
_FIRST_PART: Final = re.compile(r"\S*")
_LONGEST_PART: Final = 200
"""Letters of a word that are read on either side; what is longer is no word."""


@dataclass(frozen=True, slots=True)
class RevisedWords:
    """Words before and after the changes that touch each other, with the whole words at their edges.

    `start` and `end` are the letters of the paragraph as it was that are taken out; equal where something is only put in.
    """

    old: str
    new: str
    start: int
    end: int


def revised_words(root: etree._Element) -> Mapping[tuple[int, str], RevisedWords]:
    """(paragraph's number, id of the mark) → the words there, for every mark round words below `root`.

    Paragraphs are counted as `revisions.Places` counts them.
    """
    found: dict[tuple[int, str], RevisedWords] = {}
    for number, paragraph in enumerate(root.iter(w("p")), 1):
        if next(paragraph.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")), None) is None or in_fallback(paragraph):
            continue
        for ids, words in _of_paragraph([piece for piece in pieces(paragraph) if piece.text and not piece.code]):
            for identity in ids:
                found.setdefault((number, identity), words)
    return found


def _of_paragraph(read: list[Piece]) -> Iterator[tuple[set[str], RevisedWords]]:
    rows = [(marked, list(group)) for marked, group in groupby(read, key=lambda piece: bool(piece.marks))]
    position = 0
    for index, (marked, held) in enumerate(rows):
        old = "".join(piece.text for piece in held if piece.was)
        if marked:
            new = "".join(piece.text for piece in held if piece.will_be)
            left = _LAST_PART.search(_plain(rows, index - 1)[-_LONGEST_PART:])
            right = _FIRST_PART.match(_plain(rows, index + 1)[:_LONGEST_PART])
            before, after = (left[0] if left else ""), (right[0] if right else "")
            ids = {mark.get(w("id"), "") for piece in held for mark in piece.marks}
            yield ids, RevisedWords(f"{before}{old}{after}", f"{before}{new}{after}", position, position + len(old))
        position += len(old)


def _plain(rows: list[tuple[bool, list[Piece]]], index: int) -> str:
    return "".join(piece.text for piece in rows[index][1]) if 0 <= index < len(rows) else ""
