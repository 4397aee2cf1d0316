"""What is put into a host, written as XML: clauses in content controls, in the host's look, tracked or plain.

Source: ECMA-376 part 1, 17.13.5 (revisions), 17.5.2 (content controls); docs/word/insertion.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.word.document.inline import text_after
from specgen.word.document.revisions import story_parts
from specgen.word.insert.change import control_properties, written_runs
from specgen.word.insert.extent import BlockSpot, SectionExtent
from specgen.word.insert.host import Host
from specgen.word.insert.lists import OWN_NUMBERS, NewLists
from specgen.word.insert.look import NUMBERED, HostLook, InsertedNumbers, ParagraphLook, look_of_section
from specgen.word.package.ooxml import in_order, outer_xml, w
from specgen.word.package.package import Package, write_package
from specgen.word.package.spans import SpannedPart, Splice
from specgen.word.package.tracked import Tracking, declared, marked, range_marks
from specgen.word.template.blocks import OpenLists
from specgen.word.template.looks import NumberLook, RunProperties, run_looks
from specgen.wording.wording import Block, Passage

_Element = etree._Element

_SAVED: Final = re.compile(r"\s+\w+:rsid\w*=\"[0-9A-Fa-f]{1,8}\"")
_MARKS: Final = frozenset(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))
_NOT_OLD: Final = frozenset(w(name) for name in ("rPr", "sectPr", "pPrChange"))
_TINY: Final = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
TINY_PARAGRAPH: Final = f"<w:p><w:pPr>{_TINY}</w:pPr></w:p>"


class InsertionWriter:
    """Writes the clauses of one section, one after the other."""

    def __init__(self, look: HostLook, tracking: Tracking, lists: NewLists) -> None:
        self._look = look
        self._tracking = tracking
        self._lists = lists
        self._run_looks: dict[int, RunProperties] = {}

    def clause(self, passage: Passage) -> list[str]:
        """The clause's content control with the range marks round it, each a block. Raises RefusedValue."""
        inner = "".join(self.paragraphs(passage))
        return self.control(passage, inner)

    def control(self, passage: Passage, inner: str) -> list[str]:
        """`inner` in the clause's content control, which is tracked as put in."""
        properties = control_properties(self._tracking, passage.tag, passage.title)
        return (
            tracked_control(self._tracking, properties, inner)
            if self._tracking.tracked
            else [f"<w:sdt>{properties}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"]
        )

    def paragraphs(self, passage: Passage) -> Iterator[str]:
        """The clause's paragraphs."""
        open_lists = OpenLists()
        for number, block in enumerate(passage.blocks):
            look = self._look_of(block, passage.inline, open_lists)
            if passage.inline and number and block.kind == "paragraph":
                look = self._look.detail
            yield self.paragraph(block, look)

    def look_for(self, block: Block) -> ParagraphLook:
        """The look of a block that stands by itself; a list begins with it."""
        return self._look_of(block, False, OpenLists())

    def _look_of(self, block: Block, inline: bool, open_lists: OpenLists) -> ParagraphLook:
        look = self._look
        if block.kind == "bullet":
            open_lists.bullet(block.level)
            found = look.bullets[block.level]
            return found if found is not None else _listed(look.body).with_numbering(self._lists.bullets(), block.level)
        if block.kind == "number":
            numbers = [_number_look(each) for each in look.numbers]
            instance = open_lists.number(
                block.level, numbers[block.level], numbers[block.level - 1] if block.level else None, self._lists
            )
            found = look.numbers[block.level]
            return (found if found is not None else _listed(look.body)).with_numbering(
                instance, found.level if found is not None else block.level
            )
        open_lists.end()
        if block.kind == "heading":
            return look.heading
        return look.measure if inline else look.body

    def paragraph(self, block: Block, look: ParagraphLook) -> str:
        """One paragraph in the look."""
        if id(look.run) not in self._run_looks:
            self._run_looks[id(look.run)] = run_looks(look.run)
        runs = "".join(written_runs(block.inlines, self._run_looks[id(look.run)]))
        mark = "".join(xml for _, xml in in_order("rPr", look.run))
        if self._tracking.tracked:
            mark = f"<{self._tracking.mark('ins')}/>{mark}"
            runs = f"<{self._tracking.mark('ins')}>{runs}</w:ins>" if runs else ""
        properties = "".join(xml for _, xml in in_order("pPr", look.properties)) + (
            f"<w:rPr>{mark}</w:rPr>" if mark else ""
        )
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def tracked_control(tracking: Tracking, properties: str, inner: str) -> list[str]:
    """A control round `inner` whose start and end are each in a tracked range of what is inserted."""
    (begin, begun), (finish, finished) = range_marks(tracking, "Ins"), range_marks(tracking, "Ins")
    return [begin, f"<w:sdt>{properties}<w:sdtContent>{begun}{inner}{finish}</w:sdtContent></w:sdt>", finished]


def _listed(look: ParagraphLook) -> ParagraphLook:
    """The look without what a list gives itself: its own indents and numbers."""
    return ParagraphLook(tuple(each for each in look.properties if each[0] not in ("ind", "numPr", "tabs")), look.run)


def _number_look(look: ParagraphLook | None) -> NumberLook:
    return NumberLook("", "", look.list if look is not None and look.list is not None else OWN_NUMBERS)


class Placed(Struct, frozen=True):
    """The splices that put blocks at a spot. `mark_moved` says that the mark of the paragraph before became the
    inserted one, `endings` how many paragraphs were added to end the story."""

    splices: tuple[Splice, ...]
    mark_moved: bool = False
    endings: int = 0


def place_blocks(part: SpannedPart, spot: BlockSpot, blocks: Sequence[str], tracking: Tracking) -> Placed:
    """`blocks` at `spot`. Where no paragraph follows there, the preceding paragraph's mark becomes the inserted one."""
    last = spot.last
    section = last.find(f"{w('pPr')}/{w('sectPr')}") if last.tag == w("p") else None
    at = part.end(spot.after) if spot.after is not spot.container else part.start_tag(spot.container)[1]
    ends_story = not spot.following and last.tag == w("p") and last.getparent() is spot.container
    if (
        not spot.following
        and last.tag == w("tbl")
        and spot.container.tag == w("body")
        and last.getparent() is spot.container
    ):
        # Word ends such a body with an empty paragraph as soon as it opens it; written out, it takes what is put in
        # back on rejecting.
        return Placed((Splice(at, at, declared([*blocks, "<w:p/>"], spot.container)),))
    if section is None and not (ends_story and tracking.tracked):
        closing = [TINY_PARAGRAPH] if not spot.following and spot.container.tag == w("tc") else []
        return Placed((Splice(at, at, declared([*blocks, *closing], spot.container)),), endings=len(closing))
    end = _ending(part, last, section, tracking)
    return Placed(
        (*_opened(part, last, tracking), Splice(at, at, declared([*blocks, end], spot.container))),
        mark_moved=True,
        endings=1,
    )


def _ending(part: SpannedPart, last: _Element, section: _Element | None, tracking: Tracking) -> str:
    """The paragraph that takes over the mark of `last`: nothing is printed for it, and rejecting makes it `last`
    again. What stands in the mark with an id or an author goes over with it (see `_goes_over`)."""
    properties = last.find(w("pPr"))
    own = properties.find(w("rPr")) if properties is not None else None
    change = properties.find(w("pPrChange")) if properties is not None else None
    old = (
        "".join(outer_xml(child) for child in properties if child.tag not in _NOT_OLD) if properties is not None else ""
    )
    moved = f"{part.text(section) if section is not None else ''}"
    opening = f"<w:p{_saved_in(part, last)}>"
    if not tracking.tracked:
        kept = [child for child in own if child.tag != w("rPrChange")] if own is not None else []
        mark = f"<w:rPr>{''.join(outer_xml(child) for child in kept)}</w:rPr>" if kept else ""
        return f"{opening}<w:pPr>{_TINY}{mark}{moved}</w:pPr></w:p>"
    mark = outer_xml(own)
    if change is not None:
        return f"{opening}<w:pPr>{old}{mark}{moved}{outer_xml(change)}</w:pPr></w:p>"
    ours = f"<{tracking.mark('pPrChange')}><w:pPr>{old}</w:pPr></w:pPrChange>"
    return f"{opening}<w:pPr>{_TINY}{mark}{moved}{ours}</w:pPr></w:p>"


def _saved_in(part: SpannedPart, paragraph: _Element) -> str:
    """The attributes of the paragraph that say in which sessions it was saved, as they are written."""
    start, end = part.start_tag(paragraph)
    return "".join(_SAVED.findall(part.data[start:end].decode("utf-8")))


def _goes_over(last: _Element, *, tracked: bool) -> Iterator[_Element]:
    """What leaves the mark of `last` because the paragraph that ends has it now: whoever wrote it wrote it once.

    Without tracking the mark stays where it is, and only what says that it came in or goes (17.13.5.15, 17.13.5.20)
    goes over with the section break; its changes of look stay.
    """
    properties = last.find(w("pPr"))
    for child in properties if properties is not None else ():
        if child.tag == w("rPr"):
            yield from (each for each in child if each.tag in _MARKS or (tracked and each.tag == w("rPrChange")))
        elif tracked and child.tag == w("numPr"):
            yield from (each for each in child if each.tag in (w("ins"), w("del"), w("numberingChange")))
        elif child.tag == w("sectPr") or (tracked and child.tag == w("pPrChange")):
            yield child


def _opened(part: SpannedPart, last: _Element, tracking: Tracking) -> Iterator[Splice]:
    """The splices that make the mark of `last` the inserted one; what stood in it goes on to the paragraph that
    ends."""
    if tracking.tracked:
        yield from marked(part, last, f"<{tracking.mark('ins')}/>")
    for moved in _goes_over(last, tracked=tracking.tracked):
        yield Splice(part.start(moved), part.end(moved), "")


# Clauses put into a host: the parts that change, spliced; every other byte as it was. Proving it is another module's.
#
# Source: ECMA-376 part 1, 17.13.5 (revisions); docs/word/insertion.md.

LARGEST_ID: Final = 2**31 - 1
_ID: Final = re.compile(rb":id=[\"'](\d{1,12})(?=[\"'])")
_CONTROLS_FROM: Final = 100_000_001
_ROOM: Final = 1_000_000


class Addition(Struct, frozen=True):
    """Clauses that go to the end of a section."""

    extent: SectionExtent
    passages: tuple[Passage, ...]


class PutIn(Struct, frozen=True):
    """The result's bytes. `endings` are the tags of the clauses after which an empty paragraph may end the story;
    `marks_moved` the words of each paragraph whose mark became the inserted one."""

    data: bytes
    endings: tuple[str, ...]
    marks_moved: tuple[str, ...]


def tracking_of(host: Host, author: str, date: str) -> tuple[Tracking | None, list[Problem]]:
    """Ids above all of the host's. None where it has the highest that Word knows. `author` is "" for no tracking."""
    highest = max(
        (
            each
            for name in dict.fromkeys((host.package.main, *story_parts(host.package)))
            for each in _ids(host.package, name)
        ),
        default=0,
    )
    controls = {
        int(said)
        for each in host.part.root.iter(w("sdtPr"))
        if (found := each.find(w("id"))) is not None and (said := found.get(w("val"), "")[:11]).isdecimal()
    }
    first = max(controls, default=_CONTROLS_FROM - 1) + 1
    if first + _ROOM > LARGEST_ID:
        # Word draws the ids of controls by lot, so there is mostly no room above: the first free stretch below is as
        # good.
        taken = sorted(each for each in controls if each >= _CONTROLS_FROM)
        first = _CONTROLS_FROM
        for each in taken:
            if each >= first + _ROOM:
                break
            first = max(first, each + 1)
    if highest + _ROOM > LARGEST_ID or first + _ROOM > LARGEST_ID:
        return None, [
            Problem(
                "ids-used-up",
                "the file uses the highest numbers that Word knows for marks, so none above them is left",
                Location(host.package.file),
                cure="open it in Word and save it again, which numbers them anew",
            )
        ]
    return Tracking(author, date, highest + 1, first), []


def _ids(package: Package, name: str) -> list[int]:
    data = package.part(name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        data = data.decode(
            "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le" if data[1:2] == b"\0" else "utf-16-be",
            "replace",
        ).encode()
    return [int(each) for each in set(_ID.findall(data))]


def put_in(
    host: Host,
    additions: Sequence[Addition],
    splices: Sequence[Splice],
    tracking: Tracking,
    lists: NewLists,
    numbering: InsertedNumbers = NUMBERED,
) -> PutIn:
    """The host with the additions at the ends of their sections and the other splices made. Raises RefusedValue."""
    made: list[Splice] = list(splices)
    moved: list[str] = []
    endings: list[str] = []
    for addition in additions:
        writer = InsertionWriter(look_of_section(host, addition.extent, numbering), tracking, lists)
        blocks = [block for passage in addition.passages for block in writer.clause(passage)]
        spot = addition.extent.spot
        placed = place_blocks(host.part, spot, blocks, tracking)
        made += placed.splices
        # Where a tracked change takes the last paragraph out, its empty rest ends the story once that is accepted.
        ends = placed.endings or addition.extent.struck_end
        endings += [addition.passages[-1].tag] if ends else []
        moved += [text_after(spot.last)] if placed.mark_moved else []
    changed, added = lists.parts() if lists.any else ({}, {})
    data = write_package(host.package, {**changed, host.package.main: host.part.spliced(made)}, added)
    return PutIn(data, tuple(endings), tuple(moved))
