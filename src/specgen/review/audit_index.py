"""The library's clauses by their words: which rows of three words tell a clause from the others.

Made once for a run and used for any number of documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from specgen.library.model import ClauseVersion, Library
from specgen.review.audit_words import Pattern, ReadLine, Token, is_word, words_of

Shingle = tuple[str, str, str]
Hits = dict[int, list[Shingle]]

_FEWEST_WORDS: Final = 2
"""A clause with fewer words of its own cannot be told by its words."""
_FEWEST_TELLING: Final = 3
_MOST_OWNERS: Final = 8
"""Clauses that a row of three words may stand in and still tell them from others."""
_MOST_HITS: Final = 2_000
"""Lines with words of one clause that are looked at; a document with more was made to keep a program busy."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clause's words, and the versions that have exactly these, newest first.

    `rows` are its paragraphs between the placeholders of lists, each of which stands for any number of lines.
    """

    versions: tuple[ClauseVersion, ...]
    rows: tuple[tuple[Pattern, ...], ...]
    inline: bool
    shingles: frozenset[Shingle]
    tokens: tuple[Token, ...]
    word_count: int
    """Its own words, the placeholders left out, as they are looked for."""
    compared: int
    """The same as they are compared: a date or a word with a hyphen is one."""

    @property
    def clause_id(self) -> str:
        return self.versions[0].clause_id


class ClauseIndex:
    """The library's clauses by their words; made once, used for any number of documents."""

    def __init__(self, library: Library) -> None:
        grouped: dict[object, Wanted] = {}
        for clause in library.clauses.values():
            for version in reversed(clause.versions):
                wanted = _wanted(version)
                key = (clause.id, wanted.tokens, tuple(map(len, wanted.rows)))
                known = grouped.get(key)
                grouped[key] = wanted if known is None else replace(known, versions=(*known.versions, version))
        self.wanted = tuple(
            sorted((each for each in grouped.values() if each.word_count >= _FEWEST_WORDS), key=lambda each: (-each.word_count, each.clause_id, -each.versions[0].number))
        )
        owners: dict[Shingle, list[int]] = {}
        for number, each in enumerate(self.wanted):
            for shingle in each.shingles:
                owners.setdefault(shingle, []).append(number)
        # “The Provider must” tells nothing apart: what stands in many clauses is not looked for.
        self._owners = {shingle: held for shingle, held in owners.items() if len({self.wanted[number].clause_id for number in held}) <= _MOST_OWNERS}
        self._shingles = frozenset(self._owners)
        self.telling = tuple(len(each.shingles & self._shingles) for each in self.wanted)
        """For each clause how many of its rows of three words are looked for."""
        self.short = tuple(number for number, telling in enumerate(self.telling) if telling < _FEWEST_TELLING)
        """Clauses of which so few are that they are looked for on every line."""

    def hits(self, lines: Sequence[ReadLine]) -> dict[int, Hits]:
        """Clause → line → the rows of three words that both have."""
        found: dict[int, Hits] = {}
        owners = self._owners
        for place, line in enumerate(lines):
            for shingle in self._shingles.intersection(_shingles(line.words)):
                for number in owners[shingle]:
                    places = found.get(number)
                    if places is None:
                        places = found[number] = {}
                    if place in places:
                        places[place].append(shingle)
                    elif len(places) < _MOST_HITS:
                        places[place] = [shingle]
        return found


def _wanted(version: ClauseVersion) -> Wanted:
    rows: list[list[Pattern]] = [[]]
    tokens: list[Token] = []
    words = 0
    shingles: set[Shingle] = set()
    for block in version.blocks:
        pattern = Pattern(block)
        if not any(pattern.literals):
            rows.append([])
        else:
            rows[-1].append(pattern)
        for token in pattern.tokens():
            if token is not None or not tokens or tokens[-1] is not None:
                tokens.append(token)
        for literal in pattern.literals:
            said = words_of(literal)
            shingles.update(_shingles(said))
            words += len(said)
    inline = version.clause_id.split("/")[1] != "specification"
    compared = sum(token is not None and is_word(token) for token in tokens)
    return Wanted((version,), tuple(tuple(row) for row in rows if row), inline, frozenset(shingles), tuple(tokens), words, compared)


def _shingles(words: Sequence[str]) -> Iterator[Shingle]:
    return zip(words, words[1:], words[2:], strict=False)
