"""The place in an existing specification where a section's clauses go: after what already stands under its heading.

The heading is found by its words first and its number second; where none or several fit, all that may be meant are
named. Source: handbook 4.2.4; the model specification's 3.2 and 5.1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

from specgen.problems import Location, Problem, did_you_mean
from specgen.word.document.headings import heads_quality_requirements, typed_number, unnumbered
from specgen.word.document.signs import PRINTING
from specgen.word.insert.host import Host, HostParagraph, ancestors_within, related
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, relationships
from specgen.wording.folded import fold, words_of

# What belongs to a section of an existing specification, and the place after it: in the body, in a cell, beside or
# below one.
#
# Source: ECMA-376 part 1, 17.2.2 (body), 17.4 (tables), 17.5.2 (content controls), 17.6.17 (section breaks).

_Element = etree._Element

_VAL: Final = w("val")
_HOLDERS: Final = frozenset({w("sdtContent"), w("customXml"), w("sdt")})
_ENDS: Final = frozenset(
    w(name)
    for name in (
        "bookmarkEnd",
        "commentRangeEnd",
        "permEnd",
        "moveFromRangeEnd",
        "moveToRangeEnd",
        "customXmlInsRangeEnd",
        "customXmlDelRangeEnd",
        "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeEnd",
    )
)
_SEEN: Final = tuple(name for name in PRINTING if name != w("br"))


@dataclass(frozen=True, slots=True)
class BlockSpot:
    """A place between blocks: directly after the element `after`, which stands in `container` (body, cell or control).

    Where `after` is `container` itself, the place is at its beginning. `last` is the last block that can be seen before
    it, a paragraph or a table. `following` is whether a block follows in the same story, so that a paragraph put in
    there ends before it."""

    container: _Element
    after: _Element
    last: _Element
    following: bool


@dataclass(frozen=True, slots=True)
class SectionExtent:
    """A section: its heading, the paragraphs under it in the same story, the place after them, and the heading that
    ends it."""

    heading: HostParagraph
    members: tuple[HostParagraph, ...]
    spot: BlockSpot
    ended_by: HostParagraph | None
    struck_end: bool = False
    """Whether a tracked change takes out the last paragraph of the story, which stands after the place."""


def section_of(host: Host, heading: HostParagraph) -> SectionExtent:
    """The extent of the section under `heading`."""
    story: _Element = heading.cell if heading.cell is not None else host.body
    blocks = list(_blocks(story))
    by_element = {each.element: each for each in host.paragraphs}
    first = blocks.index(heading.element)
    if heading.cell is not None and not any(_can_be_seen(block) for block in blocks[first + 1 :]):
        elsewhere = _beside_or_below(host, heading, by_element)
        if elsewhere is not None:
            return elsewhere
    return _extent(host, heading, story, blocks, first, by_element)


def _extent(
    host: Host,
    heading: HostParagraph,
    story: _Element,
    blocks: Sequence[_Element],
    first: int,
    by_element: dict[_Element, HostParagraph],
    start: int | None = None,
) -> SectionExtent:
    """The extent from block `first` (or what follows the heading, from `start`) to the heading that ends it, or the
    story's end."""
    end, ended_by = len(blocks), None
    for at in range(first + 1 if start is None else start, len(blocks)):
        head = _head_of(blocks[at], by_element)
        if head is not None and ends_section(host, heading, head):
            end, ended_by = at, head
            break
    begin = first if start is None else start
    members = tuple(by_element[block] for block in blocks[begin + (start is None) : end] if block in by_element)
    # A paragraph that a tracked change takes out cannot give its mark to what is put in at the end of the story.
    last = next(
        (
            at
            for at in range(end - 1, begin - 1, -1)
            if _can_be_seen(blocks[at]) and not (end == len(blocks) and _is_struck(blocks[at]))
        ),
        None,
    )
    if last is None and start is not None:
        properties = story.find(w("tcPr"))
        spot = BlockSpot(story, properties if properties is not None else story, story, True)
    else:
        spot = _spot(story, blocks, begin if last is None else last)
    return SectionExtent(
        heading,
        members,
        spot,
        ended_by,
        end == len(blocks) and last is not None and last + 1 < len(blocks) and _is_struck(blocks[-1]),
    )


def _spot(story: _Element, blocks: Sequence[_Element], last: int) -> BlockSpot:
    block = blocks[last]
    path = list(ancestors_within(block, story))
    container, after = story, path[-1]
    if last + 1 < len(blocks):
        beside = {id(each) for each in ancestors_within(blocks[last + 1], story)}
        for inner, outer in zip(path, [*path[1:], story], strict=True):
            if id(outer) in beside or outer is story:
                container, after = outer, inner
                break
    following = after.getnext()
    while following is not None and following.tag in _ENDS:
        after, following = following, following.getnext()
    return BlockSpot(container, after, block, last + 1 < len(blocks))


def _beside_or_below(
    host: Host, heading: HostParagraph, by_element: dict[_Element, HostParagraph]
) -> SectionExtent | None:
    """For a heading alone in its cell: the cell to the right of it, or else the one below, if no other heading begins
    it."""
    cell = heading.cell
    assert cell is not None
    row = next(cell.iterancestors(w("tr")))
    right = [each for each in row.iter(w("tc")) if next(each.iterancestors(w("tr"))) is row]
    beside = right[right.index(cell) + 1 :]
    table = next(cell.iterancestors(w("tbl")))
    rows = [each for each in table.iter(w("tr")) if next(each.iterancestors(w("tbl"))) is table]
    below: list[_Element] = []
    for other in rows[rows.index(row) + 1 :]:
        cells = [each for each in other.iter(w("tc")) if next(each.iterancestors(w("tr"))) is other]
        if len(cells) != 1 or _merged_on(cells[0]):
            break
        head = next(
            (by_element[each] for each in _blocks(cells[0]) if each in by_element and not by_element[each].blank), None
        )
        if head is not None and (head.level or ends_section(host, heading, head)):
            break
        below.append(cells[0])
    target = beside[0] if len(beside) == 1 else below[-1] if below and not beside else None
    if target is None or (beside and _begins_with_heading(target, by_element)):
        return None
    blocks = list(_blocks(target))
    return _extent(host, heading, target, blocks, -1, by_element, start=0) if blocks else None


def _begins_with_heading(cell: _Element, by_element: dict[_Element, HostParagraph]) -> bool:
    head = next((by_element[each] for each in _blocks(cell) if each in by_element and not by_element[each].blank), None)
    return head is not None and head.level > 0


def _merged_on(cell: _Element) -> bool:
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merge is not None and merge.get(_VAL, "continue") == "continue"


def _head_of(block: _Element, by_element: dict[_Element, HostParagraph]) -> HostParagraph | None:
    """The paragraph that may end a section: the block itself, or the first that can be seen in a table."""
    if block.tag == w("p"):
        found = by_element.get(block)
        return found if found is not None and not found.blank else None
    head = next(
        (by_element[each] for each in block.iter(w("p")) if each in by_element and not by_element[each].blank), None
    )
    return head if head is not None and head.level else None


def ends_section(host: Host, heading: HostParagraph, other: HostParagraph) -> bool:
    """Whether `other`, which comes after `heading`, begins another section of the same level or a higher one."""
    if other.contents:
        return False
    mine, its = _number(heading), _number(other)
    if mine and its and (other.level or _same_list(host, heading, other)):
        if its[: len(mine)] == mine and len(its) > len(mine):
            return False
        if its > mine:
            return True
    if heading.line.heading and other.line.heading:
        return other.line.heading <= heading.line.heading
    if other.line.heading:
        return True
    if other.level:
        return other.level <= (heading.level or 2)
    return (
        not mine
        and not its
        and not heading.line.heading
        and heading.bold
        and other.bold
        and other.may_head
        and look(heading) == look(other)
    )


def _number(heading: HostParagraph) -> tuple[int, ...]:
    said = typed_number(heading.text) or heading.number
    return tuple(int(each) for each in said.split(".")) if said else ()


def _same_list(host: Host, one: HostParagraph, two: HostParagraph) -> bool:
    if one.numbered is None or two.numbered is None:
        return False
    return host.numbering.abstract(one.numbered[0]) == host.numbering.abstract(two.numbered[0])


def look(paragraph: HostParagraph) -> tuple[str, ...]:
    """What a heading without a style looks like: its style, size, underlining and slant."""
    run = next((each for each in paragraph.element.iter(w("r")) if each.find(w("t")) is not None), None)
    properties = run.find(w("rPr")) if run is not None else None
    return (paragraph.line.style, *(_value(properties, name) for name in ("sz", "u", "i", "caps", "color")))


def _value(properties: _Element | None, name: str) -> str:
    found = properties.find(w(name)) if properties is not None else None
    return found.get(_VAL, "1") if found is not None else ""


def _blocks(holder: _Element) -> Iterator[_Element]:
    """The paragraphs and tables of a body or cell, those in content controls too, and what else stands there as a
    block."""
    for child in holder:
        if child.tag in _HOLDERS:
            yield from _blocks(child)
        elif child.tag in (w("p"), w("tbl"), w("altChunk"), w("subDoc")):
            yield child


def _is_struck(block: _Element) -> bool:
    """Whether a tracked change takes the paragraph out, its mark with its words."""
    return (
        block.tag == w("p")
        and block.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is not None
        and next(block.iter(w("t")), None) is None
    )


def _can_be_seen(block: _Element) -> bool:
    """Whether the block is more than an empty paragraph; a page break alone is none."""
    if block.tag != w("p"):
        return True
    if next(block.iter(*_SEEN), None) is not None:
        return True
    return any(each.get(w("type")) not in ("page", "column") for each in block.iter(w("br")))


SectionNumber = Literal["3.2", "5.1"]
TITLES: Final[dict[SectionNumber, str]] = {
    "3.2": "3.2 Service description/care pathway",
    "5.1": "5.1 Applicable Quality Requirements",
}
MOST_LISTED: Final = 40
_SMALL: Final = frozenset({"and", "or", "of", "the", "s", "a", "for"})
_PLURALS: Final = {"services": "service", "descriptions": "description", "pathways": "pathway"}
_LONGEST_SHOWN: Final = 90


@dataclass(frozen=True, slots=True)
class Found:
    """A section's heading in the host; `remark` is what a person should check about how it was found."""

    heading: HostParagraph
    remark: str = ""


def find_heading(host: Host, section: SectionNumber, after: str = "") -> tuple[Found | None, list[Problem]]:
    """The heading of `section` in the host, or the one with the words `after`; None with a problem that lists what may
    be meant."""
    headings = [each for each in host.paragraphs if not each.contents and not each.blank]
    if after:
        return _told(host, headings, after)
    for way in _WAYS[section]:
        found = [each for each in headings if way(each)]
        if len(found) > 1:
            numbered = [each for each in found if number_of(each) == section]
            found = numbered if len(numbered) == 1 else found
        if len(found) == 1:
            return Found(found[0], "" if way is not _WAYS[section][-1] else f"found by its number {section} alone"), []
        if found:
            fault = Problem(
                "several-places",
                f"{len(found)} headings may be “{TITLES[section]}”",
                Location(host.package.file),
                cure=f"say which with --after, in its own words{_apart(found)}",
            )
            return None, [fault, *_candidates(host, found)]
    listed = [each for each in headings if each.level or (each.bold and each.may_head)]
    cure = (
        "say after which heading with --after “…”"
        if listed
        else "the file has no headings; give the words of the line after which it is to go with --after “…”"
    )
    return None, [
        Problem("no-place", f"no heading reads like “{TITLES[section]}”", Location(host.package.file), cure=cure),
        *_candidates(host, listed),
    ]


def _told(host: Host, headings: Sequence[HostParagraph], after: str) -> tuple[Found | None, list[Problem]]:
    wanted = tuple(words_of(fold(after)))
    bare = unnumbered(fold(after), wanted)
    found = [each for each in headings if wanted and each.words == wanted] or [
        each
        for each in headings
        if bare
        and unnumbered(each.text, each.words) == bare
        and (not typed_number(fold(after)) or number_of(each) in ("", typed_number(fold(after))))
    ]
    if len(found) > 1 and len(heads := [each for each in found if each.level or each.bold or each.number]) == 1:
        found = heads
    if len(found) == 1:
        return Found(found[0]), []
    if found:
        fault = Problem(
            "several-places",
            f"{len(found)} lines read “{after[:_LONGEST_SHOWN]}”",
            Location(host.package.file),
            cure="give its number too, or make the words of the one that is meant different in Word",
        )
        return None, [fault, *_candidates(host, found)]
    listed = [each for each in headings if each.level or (each.bold and each.may_head)]
    near = did_you_mean(after, [each.line.text.strip() for each in listed])
    fault = Problem(
        "no-place",
        f"no line reads “{after[:_LONGEST_SHOWN]}”",
        Location(host.package.file),
        cure="give the words of a heading as they stand",
        suggestion=near,
    )
    return None, [fault, *_candidates(host, listed)]


def number_of(heading: HostParagraph) -> str:
    """The number that stands before the heading's words, typed or printed by numbering; "" without one."""
    return typed_number(heading.text) or heading.number


def _apart(found: Iterable[HostParagraph]) -> str:
    texts = [each.words for each in found]
    return "" if len(set(texts)) == len(texts) else "; where they read alike, make one of them different in Word"


def _core(heading: HostParagraph) -> tuple[str, ...]:
    """The heading's words without its number, small words and plural endings."""
    return tuple(_PLURALS.get(word, word) for word in unnumbered(heading.text, heading.words) if word not in _SMALL)


def _stands_out(heading: HostParagraph) -> bool:
    return bool(heading.level or heading.bold or heading.number or (heading.cell is not None and heading.may_head))


def _description_and_pathway(heading: HostParagraph) -> bool:
    core = _core(heading)
    return sorted(core) in (["care", "description", "pathway", "service"], ["description", "pathway", "service"])


def _description_near(heading: HostParagraph) -> bool:
    core = _core(heading)
    return _stands_out(heading) and heading.may_head and {"description", "pathway"} <= set(core) and len(core) <= 8


def _description_or_pathway(heading: HostParagraph) -> bool:
    return _stands_out(heading) and sorted(_core(heading)) in (
        ["description", "service"],
        ["care", "pathway"],
        ["care", "pathway", "service"],
        ["pathway", "service"],
    )


def _quality_alone(heading: HostParagraph) -> bool:
    return (
        heading.may_head
        and heads_quality_requirements(unnumbered(heading.text, heading.words))
        and "cquin" not in heading.words
    )


def _quality_with_others(heading: HostParagraph) -> bool:
    return heading.may_head and heads_quality_requirements(unnumbered(heading.text, heading.words))


def _quality_near(heading: HostParagraph) -> bool:
    return (
        _stands_out(heading)
        and heading.may_head
        and "quality" in heading.words
        and bool({"requirements", "requirement"} & set(heading.words))
    )


def _by_number(section: SectionNumber) -> Callable[[HostParagraph], bool]:
    return lambda heading: (
        heading.may_head
        and number_of(heading) == section
        and (heading.level > 0 or heading.bold or heading.cell is not None or bool(heading.number))
    )


_WAYS: Final[dict[SectionNumber, tuple[Callable[[HostParagraph], bool], ...]]] = {
    "3.2": (_description_and_pathway, _description_near, _description_or_pathway, _by_number("3.2")),
    "5.1": (_quality_alone, _quality_with_others, _quality_near, _by_number("5.1")),
}


def _candidates(host: Host, found: Sequence[HostParagraph]) -> list[Problem]:
    """A note for each heading that may be meant: in its own words, with the heading above it and what stands
    under it."""
    notes = [
        Problem(
            "may-be-meant",
            f"“{_short(each.text)}” {_around(host, each)}",
            Location(host.package.file, line=host.paragraphs.index(each) + 1, part=host.package.main),
            severity="note",
        )
        for each in found[:MOST_LISTED]
    ]
    more = len(found) - MOST_LISTED
    return (
        notes
        if more <= 0
        else [
            *notes,
            Problem(
                "may-be-meant",
                f"and {more:,} headings more",
                Location(host.package.file, line=len(host.paragraphs) + 1, part=host.package.main),
                severity="note",
            ),
        ]
    )


def _around(host: Host, heading: HostParagraph) -> str:
    at = host.paragraphs.index(heading)
    above = next(
        (
            each
            for each in reversed(host.paragraphs[:at])
            if (each.level or (each.bold and each.may_head)) and not each.contents
        ),
        None,
    )
    below = next((each for each in section_of(host, heading).members if not each.blank), None)
    before = f"comes after “{_short(above.text)}”" if above is not None else "comes first"
    return (
        f"{before}{' in a table' if heading.cell is not None else ''}, "
        f"{f'and under it stands “{_short(below.text)}”' if below is not None else 'and nothing stands under it'}"
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


# Why something cannot be put into a document that is a sound Word file: signed, protected, or the place itself is
# closed.
#
# Source: ECMA-376 part 2, 12 (digital signatures); part 1, 17.15.1.29 (documentProtection), 17.15.1.93
# (writeProtection), 17.5.2.23 (lock), 17.5.2.6 (dataBinding), 17.16 (fields).


_OFF: Final = frozenset({"0", "false", "off"})
_LOCKS: Final = frozenset({"contentLocked", "sdtContentLocked"})
_BOUND: Final = frozenset(
    {"dataBinding", "text", "docPartObj", "bibliography", "citation", "date", "comboBox", "dropDownList", "picture"}
)


def closed_host(package: Package) -> list[Problem]:
    """Why nothing may be put into the document at all: it is signed or protected. Raises etree.XMLSyntaxError."""
    where = Location(package.file)
    if any("/digital-signature/" in each.type for each in relationships(package)) or any(
        name.lower().startswith("_xmlsignatures/") for name in package.names
    ):
        return [
            Problem(
                "signed-file",
                "the file is signed: any change makes the signature invalid",
                where,
                cure="take the signature off in Word (File, Info, View Signatures), or use the file as it was "
                "before it was signed",
            )
        ]
    settings = related(package, "settings")
    root = package.tree(settings) if settings is not None else None
    protection = root.find(w("documentProtection")) if root is not None else None
    if protection is not None and protection.get(w("enforcement"), "0") not in _OFF:
        kind = {
            "readOnly": "nothing may be changed",
            "comments": "only comments may be added",
            "forms": "only forms may be filled in",
            "trackedChanges": "changes must be tracked, and nobody may turn that off",
        }.get(protection.get(w("edit"), ""), "editing is restricted")
        return [
            Problem(
                "protected-file",
                f"the file is protected: {kind}",
                where,
                cure="take the protection off in Word (Review, Restrict Editing, Stop Protection), and protect it "
                "again afterwards",
            )
        ]
    write = root.find(w("writeProtection")) if root is not None else None
    if write is not None and any(etree.QName(str(name)).localname in ("hash", "hashValue") for name in write.attrib):
        return [
            Problem(
                "protected-file",
                "the file is protected: a password is needed to change it",
                where,
                cure="save it in Word without the password to modify (Save As, Tools, General Options)",
            )
        ]
    return []


def closed_place(host: Host, spot: BlockSpot, *, tracked: bool) -> list[Problem]:
    """Why nothing may be put at the spot: what stands there is locked, filled by Word, or the inside of a field."""
    where = Location(host.package.file, part=host.package.main)
    holders = [each for each in (spot.container, *spot.container.iterancestors()) if each.tag == w("sdt")]
    for control in holders:
        properties = control.find(w("sdtPr"))
        if properties is None:
            continue
        lock = properties.find(w("lock"))
        if (lock is not None and lock.get(_VAL) in _LOCKS) or properties.find(w("group")) is not None:
            return [
                Problem(
                    "place-closed",
                    "the place is in a content control that is locked against changes",
                    where,
                    cure="take the lock off in Word (Developer, Properties)",
                )
            ]
        if any(isinstance(child.tag, str) and etree.QName(child).localname in _BOUND for child in properties):
            return [
                Problem(
                    "place-closed",
                    "the place is in a content control whose words Word fills in itself",
                    where,
                    cure="choose another place with --after",
                )
            ]
    block = spot.last if spot.last.getparent() is spot.container else None
    if (
        tracked
        and not spot.following
        and spot.last is not spot.container
        and (block is None or (block.tag == w("tbl") and spot.container.tag == w("tc")))
    ):
        return [
            Problem(
                "place-closed",
                "the place is at the very end, after a content control or table that no paragraph follows, so "
                "no tracked change could be undone there",
                where,
                cure="open the file in Word, put an empty paragraph after it, and save",
            )
        ]
    if _in_field(host, spot):
        return [
            Problem(
                "place-closed",
                "the place is inside a field, whose words Word replaces when it updates it",
                where,
                cure="choose another place with --after, or make the field plain text in Word (Ctrl+Shift+F9)",
            )
        ]
    return []


def struck_end(host: Host, spot: BlockSpot) -> Problem | None:
    """The problem that a tracked change takes out the end of the paragraph before the place, or of the one that ends
    its cell or the body, or puts it in with a look of its own."""
    ending = next((each for each in reversed(spot.container) if each.tag == w("p")), None)
    for paragraph, what in (
        (spot.last, "the end of the paragraph before the place"),
        (ending, "the paragraph that ends the place"),
    ):
        mark = paragraph.find(f"{w('pPr')}/{w('rPr')}") if paragraph is not None and paragraph.tag == w("p") else None
        if mark is None:
            continue
        for change, slug, does in (("del", "place-struck", "takes out"), ("ins", "place-proposed", "puts in")):
            if mark.find(w(change)) is not None:
                return Problem(
                    slug,
                    f"a tracked change {does} {what}, and the clauses cannot be proved beside it",
                    Location(host.package.file, part=host.package.main),
                    cure="accept or reject that change in Word first, or choose another place with --after",
                )
    return None


def _in_field(host: Host, spot: BlockSpot) -> bool:
    story = next(
        (each for each in (spot.container, *spot.container.iterancestors()) if each.tag in (w("tc"), w("body"))),
        host.body,
    )
    marks = list(story.iter(w("fldChar")))
    if not marks:
        return False
    limit = host.part.end(spot.after) if spot.after is not spot.container else host.part.start_tag(spot.container)[1]
    kinds = [mark.get(w("fldCharType")) for mark in marks if host.part.start(mark) < limit]
    return kinds.count("begin") > kinds.count("end")
