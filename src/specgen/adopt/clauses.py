"""The library's clauses in a signed paper: which version, how like it, under which place and for which service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from specgen.adopt.facts import Read
from specgen.adopt.papers import Paper, folded
from specgen.adopt.values import ClauseValues, Entry, read_values
from specgen.library.model import ClauseVersion, Library
from specgen.recognition.alignment import ReadLine
from specgen.recognition.by_words import ClauseThere, WordIndex, find_clauses, owned_lines
from specgen.recognition.marks import named_by_marks
from specgen.word.document.lines import Line

OF_SERVICES = ("specification", "quality")
_BESIDE: Final = 10
"""Lines after a clause of one paragraph in which its fields may stand."""
_LONGEST_LABEL: Final = 60
_NUMBER: Final = re.compile(r"^\s*\d{1,3}[.)]\s+")


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
    paper: Paper, index: WordIndex[ClauseVersion], library: Library, facts: Iterable[Read], services: Mapping[str, str]
) -> PaperRead:
    """Every clause in the paper in reading order. `facts` are those of this paper, `services` the names of all services
    by their numbers."""
    if paper.is_note:
        return PaperRead((), ())
    lines = paper.lines
    claimed = tuple(
        named.version
        for named in named_by_marks(paper.story, library)
        if named.version.fingerprint == named.fingerprint
    )
    found = _once(find_clauses(index, lines, claimed))
    owned = owned_lines(found, lines)
    numbers = {read.path[1] for read in facts if read.path[0] == "services"}
    own_service = next(iter(numbers)) if len(numbers) == 1 else None
    reads = []
    for there in found:
        own = [lines[place].line for place in range(there.first, there.last + 1)]
        beside = _beside(there, lines, owned)
        for service in _services(there.key, beside, own_service, services):
            entries = [*beside, *_definitions(paper, there.key.title, service)]
            values = read_values(there.key, own, entries)
            place = paper.place(own[0])
            reads.append(ClauseRead(there.key, service, there.share, there.word_for_word, place, values, paper))
    others = tuple(line.line for place, line in enumerate(lines) if place not in owned)
    return PaperRead(tuple(reads), others)


def _once(found: Sequence[ClauseThere[ClauseVersion]]) -> list[ClauseThere[ClauseVersion]]:
    """The clauses without lines that are only like one that stands word for word in the same paper."""
    whole = {there.key.clause_id for there in found if there.word_for_word}
    return [there for there in found if there.word_for_word or there.key.clause_id not in whole]


def _beside(
    there: ClauseThere[ClauseVersion], lines: Sequence[ReadLine], owned: Mapping[int, ClauseThere[ClauseVersion]]
) -> list[Entry]:
    """The words in which a clause's fields may stand: its row of a table, or the lines after it."""
    first = lines[there.first].line
    found: list[Entry] = []
    if first.cell is not None:
        heads = {
            line.line.cell[2]: folded(line.line.text)
            for line in lines
            if line.line.cell is not None and line.line.cell[:2] == (first.cell[0], 1)
        }
        for place, line in enumerate(lines):
            cell = line.line.cell
            if cell is not None and cell[:2] == first.cell[:2] and owned.get(place) is not there:
                found += _entries(line.line, heads.get(cell[2], ""))
        return found
    if there.wanted.inline:
        for place in range(there.last + 1, min(there.last + 1 + _BESIDE, len(lines))):
            if place in owned or lines[place].line.heading:
                break
            found += _entries(lines[place].line, "")
    return found


def _entries(line: Line, head: str) -> Iterable[Entry]:
    label, colon, words = line.text.partition(": ")
    if colon and len(label) < _LONGEST_LABEL:
        yield Entry(folded(label), words.strip(), line)
    if head:
        yield Entry(head, line.text.strip(), line)


def _definitions(paper: Paper, title: str, service: str | None) -> list[Entry]:
    """The table that defines a measure, under the heading of its title and service."""
    wanted = {folded(title), folded(f"{title}, service {service}")}
    found: list[Entry] = []
    inside = False
    label = ""
    for line in paper.story.lines:
        if not line.text.strip():
            continue
        if line.cell is None:
            inside = folded(_NUMBER.sub("", line.text)) in wanted and bool(line.heading)
        elif inside and line.cell[2] == 1:
            label = folded(line.text)
        elif inside:
            found.append(Entry(label, line.text.strip(), line))
    return found


def _services(
    version: ClauseVersion, beside: Iterable[Entry], own: str | None, services: Mapping[str, str]
) -> list[str | None]:
    """The services that the clause is for: that of the paper, else those that its row names, else that of the only
    one."""
    if version.clause_id.split("/")[1] not in OF_SERVICES:
        return [""]
    if own is not None:
        return [own]
    named: list[str | None] = []
    for entry in beside:
        for part in re.split(r";\s*|\n", entry.text):
            for number, name in services.items():
                if folded(part) in (folded(f"{number} {name}"), folded(name)) and number not in named:
                    named.append(number)
    return named or [None]
