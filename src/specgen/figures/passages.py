"""What can be told of words: passages that two texts share, sentences that break off, abbreviations.

Cautions of a reader, not of a judge: each is said with the words that led to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

_WORD: Final = re.compile(r"[\w’'&-]+")
_ENDS: Final = (".", "!", "?", ":", ";", "”", "’", '"', ")", "…")
_BROKEN: Final = re.compile(
    r"\b(?:will|would|shall|should|must|may|can|could|to|of|the|a|an|and|or|by|with|from|for|in|on|at|is|are|has|have) "
    r"(?P<next>This|These|It|We|Our|They|Their|There|In addition|However)\b"
)
LONGEST_COMPARED: Final = 1_000_000
"""Letters of texts that are held against each other; whoever asks says that more are not."""
_SHORT: Final = 6
"""Words of a line that need not be a sentence: an item of a list, a name."""
_TERM: Final = re.compile(r"\b[A-Z][A-Z]{2,}s?\b")


def own_words(texts: Sequence[str], most: int) -> Iterator[tuple[int, int, str]]:
    """Pairs of texts that share `most` words in a row, each pair once: the first, the second, the words they share."""
    if sum(map(len, texts)) > LONGEST_COMPARED:
        return
    first: dict[tuple[str, ...], int] = {}
    told: set[tuple[int, int]] = set()
    for number, text in enumerate(texts):
        words = _WORD.findall(text)
        folded = [word.casefold() for word in words]
        for at in range(len(words) - most + 1):
            piece = tuple(folded[at : at + most])
            before = first.setdefault(piece, number)
            if before == number or (before, number) in told:
                continue
            told.add((before, number))
            yield before, number, " ".join(words[at : at + most])


def unfinished(text: str) -> str | None:
    """What shows that a sentence of the text breaks off; None where nothing does."""
    if (found := _BROKEN.search(text)) is not None:
        start = max(0, found.start() - 20)
        return f"a sentence breaks off before “{found['next']}” in “{text[start : found.end() + 15].strip()}”"
    last = text.rstrip()
    if len(_WORD.findall(last)) > _SHORT and not last.endswith(_ENDS):
        return f"the last sentence does not end: “…{last[-40:]}”"
    return None


def terms_used(text: str) -> tuple[str, ...]:
    """The abbreviations of three capitals or more in the text, in their order, each once."""
    return tuple(dict.fromkeys(_TERM.findall(text)))
