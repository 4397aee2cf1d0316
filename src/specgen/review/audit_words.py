"""Words as the audit compares them: letter by letter, but without what Word changes of its own accord.

White space, the shape of quotation marks, dashes and dots, zero-width letters and footnote marks are no words. Everything
else is, capitals and punctuation too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from specgen.word.folded import fold as fold
from specgen.word.folded import words_of as words_of
from specgen.word.lines import Line
from specgen.wording import Block, Placeholder

_TYPED_MARK: Final = re.compile(r"(?:\(?(?:[0-9]{1,3}|[A-Za-z]|[ivx]{1,5})[.)]|[0-9]{1,3}(?:\.[0-9]{1,3}){1,4}[.)]?|[•●▪◦‣∙·*\uf0b7\uf0a7-])\s+")
"""A list's number or sign that somebody typed, which no clause has."""
_TOKEN: Final = re.compile(r"\d+(?:[.,/:]\d+)*|\w+(?:['-]\w+)*|[^\w\s]")
_GAP: Final = "\ue000"
"""Stands for a placeholder while a block's words are folded."""

Token = str | None
"""A word or a sign of a clause; None is a placeholder, which stands for any words of one paragraph, or none."""
LIST: Final = "\ue001"
"""The token that stands for a list's placeholder: for any words of any number of paragraphs."""
BREAK: Final = "\n"
"""The token between the paragraphs of a document; a clause has none, since its paragraphs may be run together."""


def without_mark(folded: str) -> str:
    """The folded text without a list's number or sign that was typed before it."""
    mark = _TYPED_MARK.match(folded)
    return folded[mark.end() :] if mark else folded


def tokens_of(folded: str) -> list[str]:
    """The words and signs that are compared."""
    return _TOKEN.findall(folded)


def is_word(token: str) -> bool:
    """Whether the token is a word or number, not a sign."""
    return token[0].isalnum() or token[0] == "_"


@dataclass(slots=True)
class ReadLine:
    """A line of a document that has words. `index` is its number in its story; `bare` its text without a typed list mark."""

    index: int
    line: Line
    text: str
    bare: str
    words: tuple[str, ...]


def read_lines(lines: Iterable[Line]) -> list[ReadLine]:
    """The lines that have words; those of text boxes come last, since they stand beside the others."""
    ordinary: list[ReadLine] = []
    boxes: list[ReadLine] = []
    for index, line in enumerate(lines):
        text = fold(_seen(line) if line.unseen else line.text)
        if text:
            (boxes if line.box else ordinary).append(ReadLine(index, line, text, without_mark(text), tuple(words_of(text))))
    return ordinary + boxes


def _seen(line: Line) -> str:
    """The words that can be read on the page: those that are hidden, struck through, white or tiny hold nobody."""
    text = line.text
    for words, _ in line.unseen:
        text = text.replace(words, "", 1)
    return text


class Pattern:
    """One paragraph of a clause: its own words in order, with any words (or none) where a placeholder stands."""

    def __init__(self, block: Block) -> None:
        written = "".join(_GAP if isinstance(part, Placeholder) else part.text.replace(_GAP, "") for part in block.inlines)
        literals = fold(written).split(_GAP)
        self._literals = [literal.strip() for literal in literals]
        self._spaced = [(literal.startswith(" "), literal.endswith(" ")) for literal in literals]

    @property
    def literals(self) -> Sequence[str]:
        """The paragraph's own words, cut at its placeholders."""
        return self._literals

    def tokens(self) -> Iterator[Token]:
        """Its words and signs, None for each placeholder; a placeholder alone is that of a list."""
        if not any(self._literals):
            yield LIST
            return
        for number, literal in enumerate(self._literals):
            if number:
                yield None
            yield from tokens_of(literal)

    def fits(self, text: str) -> bool:
        """Whether the whole of the folded `text` is this paragraph with some values. In time linear in `text`."""
        first, last = self._literals[0], self._literals[-1]
        if len(self._literals) == 1:
            return text == first
        at, end = len(first), len(text) - len(last)
        if end < at or not text.startswith(first) or not text.endswith(last):
            return False
        if (self._spaced[0][1] and at < len(text) and text[at] != " ") or (self._spaced[-1][0] and end > 0 and text[end - 1] != " "):
            return False
        return self._between(text, at, end)

    def stands_in(self, text: str) -> bool:
        """Whether the paragraph stands somewhere in the folded `text`, whole words at its edges."""
        first = self._literals[0]
        start = text.find(first)
        while start != -1:
            at = start + len(first)
            if len(self._literals) == 1:
                if _edge(text, start) and _edge(text, at):
                    return True
            elif _edge(text, start) and not (self._spaced[0][1] and at < len(text) and text[at] != " "):
                # The first such place is the best one: whatever follows a later place follows this one too.
                return self._rest(text, at)
            start = text.find(first, start + 1) if first else -1
        return False

    def _rest(self, text: str, at: int) -> bool:
        last = self._literals[-1]
        end = text.rfind(last)
        while end >= at:
            if _edge(text, end + len(last)) and not (self._spaced[-1][0] and end > 0 and text[end - 1] != " "):
                return self._between(text, at, end)
            end = text.rfind(last, 0, end + len(last) - 1) if last else -1
        return False

    def _between(self, text: str, at: int, end: int) -> bool:
        for literal, (before, after) in zip(self._literals[1:-1], self._spaced[1:-1], strict=True):
            found = text.find(literal, at, end)
            while found != -1 and not _apart(text, found, len(literal), before, after):
                found = text.find(literal, found + 1, end) if literal else -1
            if found == -1:
                return False
            at = found + len(literal)
        return True


def _apart(text: str, start: int, length: int, before: bool, after: bool) -> bool:
    """Whether the literal stands apart from the values beside it where a space belongs there."""
    stop = start + length
    return (not before or start == 0 or text[start - 1] == " ") and (not after or stop >= len(text) or text[stop] == " ")


def _edge(text: str, at: int) -> bool:
    """Whether no word goes over the place between two letters."""
    return at in (0, len(text)) or not (text[at - 1].isalnum() and text[at].isalnum())
