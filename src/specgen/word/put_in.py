"""Clauses put into a host: the parts that change, spliced; every other byte as it was. Proving it is another module's.

Source: ECMA-376 part 1, 17.13.5 (revisions); docs/word/insertion.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.byte_spans import Splice
from specgen.word.host_document import Host
from specgen.word.host_look import look_of_section
from specgen.word.insertion import InsertionWriter, Tracking, place_blocks
from specgen.word.new_lists import NewLists
from specgen.word.ooxml import w
from specgen.word.package import Package, write_package
from specgen.word.section_extent import SectionExtent
from specgen.word.story_text import story_parts
from specgen.wording import Passage

LARGEST_ID: Final = 2**31 - 1
_ID: Final = re.compile(rb"(?<=:id=[\"'])\d{1,12}(?=[\"'])")
_CONTROLS_FROM: Final = 100_000_001
_ROOM: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Addition:
    """Clauses that go to the end of a section."""

    extent: SectionExtent
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class PutIn:
    """The result's bytes. `endings` are the tags of the clauses after which an empty paragraph may end the story; `marks_moved` the words of each
    paragraph whose mark became the inserted one."""

    data: bytes
    endings: tuple[str, ...]
    marks_moved: tuple[str, ...]


def tracking_of(host: Host, author: str, date: str) -> tuple[Tracking | None, list[Problem]]:
    """Ids above all of the host's. None where it has the highest that Word knows. `author` is "" for no tracking."""
    highest = max((each for name in dict.fromkeys((host.package.main, *story_parts(host.package))) for each in _ids(host.package, name)), default=0)
    controls = {int(said) for each in host.part.root.iter(w("sdtPr")) if (found := each.find(w("id"))) is not None and (said := found.get(w("val"), "")).isdigit()}
    first = max(controls, default=_CONTROLS_FROM - 1) + 1
    if first + _ROOM > LARGEST_ID:
        # Word draws the ids of controls by lot, so there is mostly no room above: the first free stretch below is as good.
        taken = sorted(each for each in controls if each >= _CONTROLS_FROM)
        first = _CONTROLS_FROM
        for each in taken:
            if each >= first + _ROOM:
                break
            first = max(first, each + 1)
    if highest + _ROOM > LARGEST_ID or first + _ROOM > LARGEST_ID:
        return None, [Problem("ids-used-up", "the file uses the highest numbers that Word knows for marks, so none above them is left", Location(host.package.file), cure="open it in Word and save it again, which numbers them anew")]
    return Tracking(author, date, highest + 1, first), []


def _ids(package: Package, name: str) -> list[int]:
    data = package.part(name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        data = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace").encode()
    return [int(each) for each in set(_ID.findall(data))]


def put_in(host: Host, additions: Sequence[Addition], splices: Sequence[Splice], tracking: Tracking, lists: NewLists, *, join_numbering: bool = True) -> PutIn:
    """The host with the additions at the ends of their sections and the other splices made. Raises RefusedValue."""
    made: list[Splice] = list(splices)
    moved: list[str] = []
    endings: list[str] = []
    for addition in additions:
        writer = InsertionWriter(look_of_section(host, addition.extent, join_numbering=join_numbering), tracking, lists)
        blocks = [block for passage in addition.passages for block in writer.clause(passage)]
        spot = addition.extent.spot
        placed = place_blocks(host.part, spot, blocks, tracking)
        made += placed.splices
        # Where a tracked change takes the last paragraph out, its empty rest ends the story once that is accepted.
        ends = placed.endings or addition.extent.struck_end
        endings += [addition.passages[-1].tag] if ends else []
        moved += [_words(spot.last)] if placed.mark_moved else []
    changed, added = lists.parts() if lists.any else ({}, {})
    data = write_package(host.package, {**changed, host.package.main: host.part.spliced(made)}, added)
    return PutIn(data, tuple(endings), tuple(moved))


def _words(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(w("t")))
