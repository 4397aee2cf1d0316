"""The library's clauses in a signed paper: which version, how like it, under which place and for which service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from specgen.adopt.facts import FactPath, Read
from specgen.adopt.papers import Paper, folded
from specgen.adopt.values import ClauseValues, read_values
from specgen.library.model import ClauseVersion, Library
from specgen.recognition.alignment import ReadLine
from specgen.recognition.by_words import ClauseThere, WordIndex, find_clauses, owned_lines
from specgen.recognition.marks import named_by_marks
from specgen.word.document.lines import Line

OF_SERVICES = ("specification", "quality")
_BESIDE: Final = 10
"""Lines after a clause of one paragraph in which its fields may stand."""


@dataclass(frozen=True, slots=True)
class ClauseRead:
    """A clause that was recognised. `service` is the number of its service, "" for the contract as a whole, and None
    where nothing tells which; `share` of its words stand there."""

    version: ClauseVersion
    service: str | None
    share: float
    word_for_word: bool
    place: str
    values: ClauseValues
    paper: Paper

    @property
    def schedule(self) -> str:
        return self.version.clause_id.split("/")[1]

    @property
    def likeness(self) -> str:
        if self.word_for_word:
            return "word for word"
        return f"{int(self.share * 100)}% of its words, the wording differs"


@dataclass(frozen=True, slots=True)
class PaperRead:
    """What was recognised in a paper: its clauses, and the lines that belong to none of them."""

    clauses: tuple[ClauseRead, ...]
    others: tuple[Line, ...]


def clauses_in(
    paper: Paper, index: WordIndex[ClauseVersion], library: Library, services: Mapping[FactPath, Read]
) -> PaperRead:
    """Every clause in the paper in reading order."""
    if paper.is_note:
        return PaperRead((), ())
    lines = paper.lines
    claimed = tuple(
        named.version
        for named in named_by_marks(paper.story, library)
        if named.version.fingerprint == named.fingerprint
    )
    found = find_clauses(index, lines, claimed)
    owned = owned_lines(found, lines)
    own_service = _own_service(paper, services)
    reads = []
    for there in found:
        own = [lines[place].line for place in range(there.first, there.last + 1)]
        beside = _beside(there, lines, owned)
        version = there.key
        for service in _services(version, own[0], lines, own_service, services):
            reads.append(
                ClauseRead(
                    version,
                    service,
                    there.share,
                    there.word_for_word,
                    paper.place(own[0]),
                    read_values(version, own, beside),
                    paper,
                )
            )
    others = tuple(line.line for place, line in enumerate(lines) if place not in owned)
    return PaperRead(tuple(reads), others)


def _own_service(paper: Paper, services: Mapping[FactPath, Read]) -> str | None:
    """The number of the service that the whole paper is about."""
    numbers = {
        path[1]
        for path, read in services.items()
        if path[0] == "services" and path[-1] == "number" and read.place.startswith(f"{paper.file}, ")
    }
    return next(iter(numbers)) if len(numbers) == 1 else None


def _beside(
    there: ClauseThere[ClauseVersion], lines: Sequence[ReadLine], owned: Mapping[int, ClauseThere[ClauseVersion]]
) -> list[Line]:
    """The lines in which a clause's fields may stand: its row of a table, or the lines after it."""
    first = lines[there.first].line
    if first.cell is not None:
        return [
            line.line
            for place, line in enumerate(lines)
            if line.line.cell is not None and line.line.cell[:2] == first.cell[:2] and owned.get(place) is not there
        ]
    if not there.wanted.inline:
        return []
    after = []
    for place in range(there.last + 1, min(there.last + 1 + _BESIDE, len(lines))):
        if place in owned or lines[place].line.heading:
            break
        after.append(lines[place].line)
    return after


def _services(
    version: ClauseVersion,
    line: Line,
    lines: Sequence[ReadLine],
    own: str | None,
    services: Mapping[FactPath, Read],
) -> Iterable[str | None]:
    """The services that the clause is for: that of the paper, else those that its row names."""
    if version.clause_id.split("/")[1] not in OF_SERVICES:
        return [""]
    if own is not None:
        return [own]
    named: list[str | None] = []
    if line.cell is not None:
        row = line.cell[:2]
        for text in (each.line.text for each in lines if each.line.cell is not None and each.line.cell[:2] == row):
            named += [number for number in _named_in(text, services) if number not in named]
    return named or [None]


def _named_in(text: str, services: Mapping[FactPath, Read]) -> list[str]:
    """The services that a cell names by number and name, or by name alone."""
    names = {path[1]: read.value for path, read in services.items() if path[0] == "services" and path[-1] == "name"}
    found = []
    for part in re.split(r";\s*|\n", text):
        for number, name in names.items():
            if folded(part) in (folded(f"{number} {name}"), folded(name)):
                found.append(number)
    return found
