"""Whether what is refused stands again as it was issued: the last word on an answer, whatever the review made of the
changes. The file in which all is refused is held against the issued one, paragraph by paragraph and cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, TypeVar

from lxml import etree
from msgspec import Struct

from specgen.problems import Location, Problem, cut
from specgen.review.answer.answer import WHOSE, Reply, all_refused
from specgen.review.answer.sheet import Decisions
from specgen.review.answer.units import COMMENT, Told
from specgen.review.changes import CLAUSE_MOVED
from specgen.word.document.inline import NOT_ENTERED, passed_over, rows_of, texts_of
from specgen.word.document.resolve import resolve_part
from specgen.word.document.revisions import story_parts
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import Package, read_package
from specgen.wording.sequences import common_row

_Block = tuple[str, ...]
"""A paragraph's words alone, or the words of a row's cells after a sign that it is a row."""
_Read = TypeVar("_Read", bound=Hashable)
_Gap = tuple[Sequence[_Block], Sequence[_Block]]
"""What was issued at a place, and what would stand there."""
_ROW: Final = "|"
_WORD: Final = re.compile(r"\w+")
_NUMBER: Final = re.compile(r"^[0-9]+[.)]\s+")
_QUOTED: Final = re.compile("“([^“”]+)”")
_OF_CELLS: Final = re.compile(r"\b(?:rows?|columns?|cells?|tables?)\b")
_LONGEST: Final = 160


def left_otherwise(data: bytes, package: Package, decisions: Decisions, issued: Package) -> list[Problem]:
    """A warning of each place that would not be as issued though every change in the report were refused, and that no
    change which cannot be refused, or is by a comment alone, tells of. Parts that the issued file has not, by their
    names, are not looked at."""
    reply = all_refused(data, package, decisions)
    file = read_package(reply.clean, package.file, macros=True)[0] if reply is not None and reply.clean else None
    if reply is None or file is None:
        message = "whether what is refused would be as it was issued cannot be shown: not all can be refused together"
        cure = "hold the reply against the issued file with specgen redline"
        return [Problem("left-otherwise", message, Location(package.file), "warning", cure)]
    told = _told_of(reply)
    there = set(story_parts(issued)) & set(story_parts(file))
    return [
        Problem(
            "left-otherwise",
            f"though every change were refused, this would not be as it was issued: {_said(was)} was issued, and "
            f"{_said(stands)} would stand there",
            Location(package.file),
            "warning",
            "put it right by hand in the reply and in the file as decided, or say in your letter that it is not agreed",
        )
        for part in sorted(there)
        for was, stands in told.untold([*_gaps(_blocks(issued, part), _blocks(file, part))])
    ]


class _ToldOpen(Struct, frozen=True):
    """What is said of the changes that stand though they are refused, or that cannot be: their words, the beginnings
    of lines that are told to stand elsewhere, and whether one is of the cells of a table, which may then be more or
    fewer."""

    words: frozenset[str]
    placed: tuple[str, ...]
    cells: bool

    def untold(self, gaps: Sequence[_Gap]) -> list[_Gap]:
        """The gaps in which something differs that is not told of. Where lines are told to stand elsewhere no word may
        be lost on the whole; elsewhere every cell must be told of."""
        placed = [gap for gap in gaps if self._moves(gap)]
        sides = zip(*placed, strict=True)
        old, new = (
            (_words_of(chain.from_iterable(chain.from_iterable(side))) for side in sides)
            if placed
            else (Counter[str](), Counter[str]())
        )
        whole = self._tells(old, new) if placed else True
        return [gap for gap in gaps if (not whole if gap in placed else not self._tells_cells(gap))]

    def _moves(self, gap: _Gap) -> bool:
        lines = [_NUMBER.sub("", line) for side in gap for block in side for cell in block for line in cell.split("\n")]
        return any(line.startswith(said) for said in self.placed for line in lines)

    def _tells(self, old: Counter[str], new: Counter[str]) -> bool:
        return ((old - new) + (new - old)).keys() <= self.words

    def _tells_cells(self, gap: _Gap) -> bool:
        was, stands = ([*chain.from_iterable(side)] for side in gap)
        for one, two in _gaps(was, stands):
            old, new = _words_of(one), _words_of(two)
            told = self._tells(old, new) if old != new else old.keys() <= self.words
            if not told or not (old or new or self.cells):
                return False
        return True


def _told_of(reply: Reply) -> _ToldOpen:
    told = [each.told for each in (*reply.by_comment, *reply.undecided) if each.told.kind != COMMENT]
    said = (words for each in told for words in (each.removed, each.added, each.detail))
    begin = chain.from_iterable((*_QUOTED.findall(each.detail), *_that_stand_elsewhere(each)) for each in told)
    placed = {_NUMBER.sub("", words.partition("[wording]")[0].removesuffix("…").strip()) for words in begin} - {""}
    return _ToldOpen(frozenset(_words_of(said)), tuple(placed), any(_OF_CELLS.search(each.kind) for each in told))


def _that_stand_elsewhere(told: Told) -> list[str]:
    """The lines that are told to stand elsewhere or in other pieces: a clause by its title alone."""
    if told.kind == CLAUSE_MOVED:
        return [told.place.partition("\n")[0]]
    return told.removed.split("\n") if told.detail.startswith("stands with") else []


def _words_of(lines: Iterable[str]) -> Counter[str]:
    return Counter(word for line in lines for word in _WORD.findall(line.casefold()))


def _gaps(was: Sequence[_Read], stands: Sequence[_Read]) -> Iterator[tuple[Sequence[_Read], Sequence[_Read]]]:
    """What differs between the two, gap by gap."""
    i = j = 0
    for a, b in (*common_row(was, stands), (len(was), len(stands))):
        if was[i:a] or stands[j:b]:
            yield was[i:a], stands[j:b]
        i, j = a + 1, b + 1


def _said(blocks: Sequence[_Block]) -> str:
    """The paragraphs and rows, cut."""
    said = [" | ".join(each[1:]) if each[0] == _ROW else each[0] for each in blocks]
    words = cut(" / ".join(said).replace("\n", " / "), _LONGEST) if said else ""
    return f"“{words}”" if words else "nothing"


def _blocks(package: Package, part: str) -> list[_Block]:
    """What the part says once what is ours is accepted and what is theirs rejected."""
    xml = resolve_part(package.part(part), lambda mark: "accept" if mark.author == WHOSE else "reject")
    return list(_said_in(parse_xml(xml)))


def _settled(line: str) -> str:
    return " ".join(line.split())


def _said_in(holder: etree._Element) -> Iterator[_Block]:
    for each in holder:
        if each.tag == w("p"):
            yield from ((words,) for line in texts_of(each) if (words := _settled(line)))
        elif each.tag == w("tbl"):
            for row in rows_of(each):
                cells = (cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row)
                yield (_ROW, *("\n".join(filter(None, map(_settled, texts_of(cell)))) for cell in cells))
        elif isinstance(each.tag, str) and each.tag not in NOT_ENTERED and not passed_over(each):
            yield from _said_in(each)
