"""The library's clauses in a signed paper: which version, how like it, under which place and for which service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from specgen.adopt.facts import Read
from specgen.adopt.papers import LONGEST_LABEL, Paper, folded
from specgen.adopt.values import ClauseValues, LabelledWords, read_values
from specgen.library.model import ClauseVersion, Library
from specgen.recognition.alignment import ReadLine
from specgen.recognition.by_words import ClauseThere, WordIndex, find_clauses, first_of, owned_lines
from specgen.recognition.marks import named_by_marks
from specgen.word.document.lines import Line

OF_SERVICES = ("specification", "quality")
_BESIDE: Final = 10
"""Lines after a clause of one paragraph in which its fields may stand."""
LIKE_ENOUGH: Final = 0.9
"""The share of its words from which a clause without its title is taken for the clause; siblings are less alike."""
_NUMBER: Final = re.compile(r"^\s*\d{1,3}[.)]\s+")


class ClauseRead(Struct, frozen=True):
    """A clause that was recognised. `service` is the number of its service, "" for the contract as a whole, and None
    where nothing tells which; `share` of its words stand there."""

    version: ClauseVersion
    service: str | None
    share: float
    word_for_word: bool
    place: str
    values: ClauseValues
    paper: Paper
    titled: bool = True
    """Whether its title stands above its words, or beside them."""

    @property
    def sure(self) -> bool:
        """Whether it may be taken for the clause: its words stand there, or its title with words like them."""
        return self.word_for_word or self.titled or self.share >= LIKE_ENOUGH

    @property
    def schedule(self) -> str:
        return self.version.clause_id.split("/")[1]

    @property
    def likeness(self) -> str:
        if self.word_for_word:
            return "word for word"
        return f"{int(self.share * 100)}% of its words, the wording differs"


class PaperRead(Struct, frozen=True):
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
    schedules = schedules_of(paper)
    found = [
        there
        for there in _once(find_clauses(index, lines, claimed))
        if not schedules or there.key.clause_id.split("/")[1] in schedules
    ]
    owned = owned_lines(found, lines)
    numbers = {read.path[1] for read in facts if read.path[0] == "services"}
    only = next(iter(numbers)) if len(numbers) == 1 else None
    headings = _service_headings(paper, services) if only is None else {}
    reads = []
    for there in found:
        own = [lines[place].line for place in range(there.first, there.last + 1)]
        beside = _beside(there, lines, owned)
        above = [number for place, number in headings.items() if place <= lines[there.first].index]
        for service in _services(there.key, beside, only or (above[-1] if above else None), services):
            entries = [*beside, *_definitions(paper, there.key.title, service)]
            values = read_values(there.key, own, entries, paper.place)
            place = paper.place(own[0])
            titled = _titled(there, lines, beside)
            reads.append(ClauseRead(there.key, service, there.share, there.word_for_word, place, values, paper, titled))
    others = tuple(line.line for place, line in enumerate(lines) if place not in owned)
    return PaperRead(tuple(reads), others)


_SCHEDULE = re.compile(r"\bschedule (2a|2m|4[a-f]?|6a|6d|8)\b", re.IGNORECASE)
_PLACES_OF: Mapping[str, frozenset[str]] = {
    "2a": frozenset(OF_SERVICES),
    "2m": frozenset(["development"]),
    "4": frozenset(["quality"]),
    "6a": frozenset(["reporting"]),
    "6d": frozenset(["improvement"]),
    "8": frozenset(["system"]),
}
_HEAD = 4
"""Lines at the start in which a paper says which schedule it is."""


def schedules_of(paper: Paper) -> frozenset[str]:
    """The places whose clauses a paper holds that is one schedule by its first lines; none known for any other."""
    said = {
        found[1].lower()
        for line in [line for line in paper.story.lines if line.text.strip()][:_HEAD]
        for found in _SCHEDULE.finditer(line.text)
    }
    keys = {each if each in _PLACES_OF else each[:1] for each in said}
    return _PLACES_OF[keys.pop()] if len(keys) == 1 else frozenset()


def _service_headings(paper: Paper, services: Mapping[str, str]) -> dict[int, str]:
    """The headings of a paper under which a service's own terms stand, by the number of their line."""
    found = {}
    for place, line in enumerate(paper.story.lines):
        if line.cell is not None:
            continue
        words = folded(line.text.replace("\t", " "))
        for number, name in services.items():
            if words in (folded(f"{number} {name}"), folded(f"Service: {number} {name}")):
                found[place] = number
    return found


def _once(found: Sequence[ClauseThere[ClauseVersion]]) -> list[ClauseThere[ClauseVersion]]:
    """The clauses without lines that are only like one that stands word for word in the same paper."""
    whole = {there.key.clause_id for there in found if there.word_for_word}
    return [there for there in found if there.word_for_word or there.key.clause_id not in whole]


def _titled(there: ClauseThere[ClauseVersion], lines: Sequence[ReadLine], beside: Iterable[LabelledWords]) -> bool:
    """Whether the clause's title stands above its words, begins their line, or stands in their row."""
    title = folded(there.key.title)
    if first_of(there, lines) < there.first:
        return True
    own = folded(_NUMBER.sub("", lines[there.first].line.text))
    return own.startswith(title) or any(folded(_NUMBER.sub("", entry.text)) == title for entry in beside)


def _beside(
    there: ClauseThere[ClauseVersion], lines: Sequence[ReadLine], owned: Mapping[int, ClauseThere[ClauseVersion]]
) -> list[LabelledWords]:
    """The words in which a clause's fields may stand: its row of a table, or the lines after it."""
    first = lines[there.first].line
    found: list[LabelledWords] = []
    if first.cell is not None:
        table, row, _ = first.cell
        cells = [(line.line.cell, line.line.text) for line in lines if line.line.cell is not None]
        heads = {cell[2]: folded(text) for cell, text in cells if cell[:2] == (table, 1)}
        if heads.keys() != {cell[2] for cell, _ in cells if cell[:2] == (table, row)}:
            heads = {}  # Cells are joined or left out (17.4.17, 17.4.15): none surely stands under its own heading.
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


def _entries(line: Line, head: str) -> Iterable[LabelledWords]:
    label, colon, words = line.text.partition(": ")
    if colon and len(label) < LONGEST_LABEL:
        yield LabelledWords(folded(label), words.strip(), line)
    if head:
        yield LabelledWords(head, line.text.strip(), line)


def _definitions(paper: Paper, title: str, service: str | None) -> list[LabelledWords]:
    """The table that defines a measure, under the heading of its title and service."""
    wanted = {folded(title), folded(f"{title}, service {service}")}
    found: list[LabelledWords] = []
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
            found.append(LabelledWords(label, line.text.strip(), line))
    return found


def _services(
    version: ClauseVersion, beside: Iterable[LabelledWords], own: str | None, services: Mapping[str, str]
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
