"""What belongs to a section of an existing specification, and the place after it: in the body, in a cell, beside or
below one, or after a table that is nothing but the heading's bar.

Where nothing but a number, or the end of the document, says where the section ends, that is said with the places that
may be meant. Source: ECMA-376 part 1, 17.2.2 (body), 17.4 (tables), 17.5.2 (content controls), 17.6.17 (section
breaks); 17.3.1.20 (outline levels).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final, Literal

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from specgen.problems import in_one_line
from specgen.word.document.headings import typed_number
from specgen.word.insert.closing import closes, is_of_the_end, leads_in
from specgen.word.insert.ends import Ends, SectionJudge
from specgen.word.insert.host import Host, HostParagraph, ancestors_within, can_be_seen, names_contents
from specgen.word.package.ooxml import w

_Element = etree._Element

_VAL: Final = w("val")
_HR: Final = "{urn:schemas-microsoft-com:office:office}hr"
_HOLDERS: Final = frozenset({w("sdtContent"), w("customXml"), w("sdt")})
_MOVES: Final = frozenset({"moveFromRange", "moveToRange", "customXmlMoveFromRange", "customXmlMoveToRange"})
_RANGES: Final = _MOVES | {"bookmark", "commentRange", "perm", "customXmlInsRange", "customXmlDelRange"}
_ENDS: Final = frozenset(w(f"{name}End") for name in _RANGES)

_NAMED: Final = re.compile(
    r"(?:clause|article|section|part|chapter|annex|appendix|schedule|module)\W{1,2}(?:[0-9]{1,3}|[ivx]{1,5}|[a-z])\W{0,2}",
    re.IGNORECASE,
)
"""A line that gives the next one its number."""
_FEW: Final = 12
"""Lines of a section of which each may be offered as the last, and words of a heading that ends with a full stop."""


class BlockSpot(Struct, frozen=True):
    """A place between blocks: directly after the element `after`, which stands in `container` (body, cell or control).

    Where `after` is `container` itself, the place is at its beginning. `last` is the last block that can be seen before
    it, a paragraph or a table. `following` is whether a block follows in the same story, so that a paragraph put in
    there ends before it."""

    container: _Element
    after: _Element
    last: _Element
    following: bool


class EndChoice(Struct, frozen=True):
    """A place that may be meant: after the line, or after the table that the line ends."""

    line: HostParagraph
    table: bool = False
    before: HostParagraph | None = None


class SectionExtent(Struct, frozen=True):
    """A section: its heading, the paragraphs under it in the same story, the place after them, and the heading that
    ends it."""

    heading: HostParagraph
    members: tuple[HostParagraph, ...]
    spot: BlockSpot
    ended_by: HostParagraph | None
    struck_end: bool = False
    """Whether a tracked change takes out the last paragraph of the story, which stands after the place."""
    doubt: str = ""
    """Why it cannot be told where the section ends, in a half-sentence; "" where it can."""
    choices: tuple[EndChoice, ...] = ()
    """Where it may end, when that cannot be told."""


def section_of(host: Host, heading: HostParagraph) -> SectionExtent:
    """The extent of the section under `heading`."""
    story: _Element = heading.cell if heading.cell is not None else host.body
    blocks = list(_blocks(story))
    judge = SectionJudge(host, heading)
    first = blocks.index(heading.element)
    alone = heading.cell is not None and not heading.lead  # Words that a line leads in stand in that line.
    if alone and not any(can_be_seen(block) for block in blocks[first + 1 :]):
        # An empty line below the heading is where the form wants its words: such a cell is no bar.
        if _heads_columns(host, heading):
            return _which_cell(host, heading)
        bar = _bar_of(host, heading) if first == len(blocks) - 1 else None
        elsewhere = _beside_or_below(host, judge)
        if elsewhere is not None and not (bar is not None and _goes_on_after(bar, elsewhere)):
            return elsewhere
        if bar is not None:
            outer = next((each for each in bar.iterancestors(w("tc"))), host.body)
            blocks = list(_blocks(outer))
            return _extent(host, judge, outer, blocks, blocks.index(bar), in_bars=True)
        if first == len(blocks) - 1:
            return _which_cell(host, heading)
    if alone and (label := _is_label(host, heading, blocks[first + 1 :])):
        beside = _beside_or_below(host, judge) if label == "surely" else _which_cell(host, heading)
        if beside is not None:
            return beside
    return _extent(host, judge, story, blocks, first)


def _heads_columns(host: Host, heading: HostParagraph) -> bool:
    """Whether the heading is one of a row of bold words, each alone in its cell, with rows under them."""
    assert heading.cell is not None
    cells = _cells_beside(heading.cell)
    row = next(heading.cell.iterancestors(w("tr")))
    worded = [host.lines_in(cell) for cell in cells]
    alone = all(len(lines) == 1 and lines[0].bold and _is_short(lines[0]) for lines in worded)
    return len(cells) > 1 and alone and next(row.itersiblings(w("tr")), None) is not None


def _is_short(line: HostParagraph) -> bool:
    return line.may_head or (len(line.words) <= _FEW and not line.prose)


def _is_label(host: Host, heading: HostParagraph, below: Sequence[_Element]) -> Literal["", "perhaps", "surely"]:
    """Whether the heading and the short lines below it are the label of its row, whose words stand in the one cell to
    the right: a form's name of a field with what it means in a few words."""
    assert heading.cell is not None
    cells = _cells_beside(heading.cell)
    right = cells[cells.index(heading.cell) + 1 :]
    if len(right) != 1 or any(each.tag == w("tbl") for each in below):
        return ""
    lines = [line for each in below for line in host.lines_in(each)]
    words = host.lines_in(right[0])
    short = all(each.may_head and each.line.kind == "paragraph" and not each.level for each in lines)
    if not short:
        return ""
    longer = sum(len(each.text) for each in words) > sum(len(each.text) for each in lines)
    return "surely" if longer else "perhaps" if lines and any(each.bold for each in lines) else ""


def after_line(host: Host, line: HostParagraph, *, table: bool = False) -> SectionExtent:
    """The place directly after a line, or after the table that it stands in, as if a section ended there."""
    outer = next(line.element.iterancestors(w("tbl")), None) if table else None
    element = outer if outer is not None else line.element
    story = next(element.iterancestors(w("tc")), host.body)
    blocks = list(_blocks(story))
    at = blocks.index(element)
    seen = (each for each in blocks[at + 1 :] if can_be_seen(each))
    following = next((line for each in seen for line in host.lines_in(each)), None)
    heading = heading_above(host, line) or line
    members = tuple(host.by_element[block] for block in blocks[: at + 1] if block in host.by_element)
    begins = members.index(heading) + 1 if heading in members else 0
    return SectionExtent(heading, members[begins:], _spot(story, blocks, at), following)


def below_lead_in(host: Host, line: HostParagraph) -> SectionExtent:
    """The place after a line that is no heading; where it leads a list in, it may be meant with the list."""
    found = after_line(host, line)
    after = host.habits.seen[host.habits.places.get(line.element, len(host.habits.seen)) + 1 :]
    items = list(takewhile(lambda each: each.numbered is not None and each.cell is line.cell, after))
    if line.numbered is not None or not items:
        return found
    choices = (EndChoice(line, before=items[0]), EndChoice(items[-1], before=next(iter(after[len(items) :]), None)))
    return replace(found, doubt="it leads in the list below it", choices=choices)


def heading_above(host: Host, line: HostParagraph, *, itself: bool = True) -> HostParagraph | None:
    """The heading that the line itself is, or else the nearest before it."""
    return next(filter(stands_out, reversed(host.paragraphs[: host.paragraphs.index(line) + itself])), None)


def stands_out(line: HostParagraph) -> bool:
    """Whether the line looks like a heading: by its level, or short and in bold."""
    return not line.contents and not line.blank and (line.level > 0 or (line.may_head and line.bold))


def _extent(
    host: Host,
    judge: SectionJudge,
    story: _Element,
    blocks: Sequence[_Element],
    first: int,
    start: int | None = None,
    *,
    in_bars: bool = False,
) -> SectionExtent:
    """The extent from block `first` (or what follows the heading, from `start`) to the heading that ends it, or the
    story's end."""
    begin, inside = (first, first + 1) if start is None else (start, start)
    bar = blocks[first] if in_bars else None
    end, ended_by, doubts = _end(host, judge, blocks, begin, inside, bar=bar, in_body=story is host.body)
    members = tuple(host.by_element[block] for block in blocks[inside:end] if block in host.by_element)
    # A paragraph that a tracked change takes out cannot give its mark to what is put in at the end of the story.
    struck = end == len(blocks) and _is_struck(blocks[-1])
    last = _last_seen(blocks, begin, end, but_struck=end == len(blocks))
    if last is None and start is not None:
        properties = story.find(w("tcPr"))
        spot = BlockSpot(story, properties if properties is not None else story, story, True)
    else:
        spot = _spot(story, blocks, begin if last is None else last)
    struck = struck and last is not None and last + 1 < len(blocks)
    found = SectionExtent(judge.heading, members, spot, ended_by, struck)
    doubt = _doubt(judge, doubts, open_end=ended_by is None and story is host.body, members=members)
    if not doubt:
        return _unless_unfinished(host, found)
    places = {block: at for at, block in enumerate(blocks)}
    ends = [(at, head) for at, head, _ in doubts]
    ends += [(places[each.element], each) for each in members if judge.looks_like_a_head(each)]
    if not ends and len(members) <= _FEW:
        # None of its lines is surely another's heading: any may be the last.
        ends = [(places[each.element], each) for each in members if each.element is not blocks[begin]]
    ordered = sorted([*ends, (end, ended_by)], key=lambda each: each[0])
    choices = (_choice(host, blocks[max(begin, 0) : at], head) for at, head in ordered)
    found_choices = {(each.line, each.table): each for each in choices if each is not None}
    return replace(found, doubt=doubt, choices=tuple(found_choices.values()))


def _unless_unfinished(host: Host, found: SectionExtent) -> SectionExtent:
    """The extent, in doubt where its last line leads in what does not follow: clauses behind it would read as that."""
    line = host.by_element.get(found.spot.last)
    if line is None or line is found.heading:
        return found
    above = next((each for each in reversed(found.members[: found.members.index(line)]) if each.words), found.heading)
    doubt = f"its last line, “{shortened(line.shown)}”, "
    if leads_in(line):
        doubt += "is unfinished, and the clauses would read as what it leads in"
    elif _may_be_a_title(host, found, line):
        doubt += "may be the title of what follows"
    else:
        return found
    table = above.cell is not line.cell
    return replace(found, doubt=doubt, choices=(EndChoice(above, table, line), EndChoice(line, before=found.ended_by)))


def _may_be_a_title(host: Host, found: SectionExtent, line: HostParagraph) -> bool:
    """Whether the last line of a section could stand over the next: short, no item or end of a sentence, and apart from
    what is before it where headings look as the text does, or bold where they are bold items of a list."""
    if found.ended_by is None or found.heading.cell is not None or line.line.kind != "paragraph":
        return False
    may = line.may_head and line.cell is None and line.text[:1].isalnum() and line.text[-1:] not in ".:;,"
    if stands_out(found.heading):
        own = found.heading.first_letters.size
        listed = found.heading.bold and None not in (found.heading.numbered, found.ended_by.numbered)
        large = not found.heading.line.heading and line.first_letters.size >= own > host.body_size
        return may and line.bold and (listed or large)
    before = line.element.getprevious()
    apart = before is not None and before in host.by_element and host.by_element[before].blank
    return apart and may and line is not next((each for each in found.members if each.words), None)


_Doubts = list[tuple[int, HostParagraph, str]]
"""Blocks that may begin another section, with the line that says so and what alone makes it one."""


def _end(
    host: Host,
    judge: SectionJudge,
    blocks: Sequence[_Element],
    begin: int,
    inside: int,
    *,
    bar: _Element | None,
    in_body: bool,
) -> tuple[int, HostParagraph | None, _Doubts]:
    """The block with which another section begins, the heading that says so, and the blocks that may begin one before
    it. `bar` is the table that is the heading's bar."""
    end, ended_by = len(blocks), None
    doubts: _Doubts = []
    for at in range(inside, len(blocks)):
        head = _head_of(host, blocks[at], in_bars=bar is not None)
        if head is None:
            continue
        like = bar is not None and blocks[at].tag == w("tbl") and not head.level
        verdict = _like_bar(bar, blocks[at]) if bar is not None and like else judge.ends(head)
        if verdict == "yes" and blocks[at].tag == w("tbl") and _heads_row(blocks[at], host.lines_in(blocks[at])):
            verdict = "look"
        if verdict == "yes":
            end, ended_by = at, head
            break
        if verdict != "no":
            doubts.append((at, head, verdict))
    above = _last_seen(blocks, begin + 1, end) if ended_by is not None else None
    line = host.by_element.get(blocks[above]) if above is not None else None
    if above is not None and line is not None and ended_by is not None:
        # The title of a table of contents, or “Clause 11” alone above the heading that it gives its number.
        named = bar is None and _NAMED.fullmatch(line.text) is not None
        if names_contents(line) if ended_by.contents else named:
            end, ended_by = above, line
    lines = [(at, host.by_element[blocks[at]]) for at in range(inside, end) if blocks[at] in host.by_element]
    doubts += [(at, line, "number") for at, line in lines if judge.overlooks(line, ended_by)]
    open_end = ended_by is None or not ended_by.line.heading
    closing = _closing(host, judge, blocks, begin + 1) if open_end and in_body else None
    if closing is not None and closing[0] < end:
        at, line, sure = closing
        if sure:
            heads = judge.strange([each for _, each in lines]) if ended_by is None else []
            doubts += [(place, each, "look") for place, each in lines if each in heads]
            return at, line, [each for each in doubts if each[0] < at]
        if ended_by is None:
            doubts.append((at, line, "place"))
    return end, ended_by, doubts


def _last_seen(blocks: Sequence[_Element], begin: int, end: int, *, but_struck: bool = False) -> int | None:
    """The last of the blocks of which something can be seen, those left out that a tracked change takes out; a line
    across the page parts the section from the next and is of neither."""
    found = (at for at in range(end - 1, begin - 1, -1) if can_be_seen(blocks[at]) and not _is_rule(blocks[at]))
    return next((at for at in found if not (but_struck and _is_struck(blocks[at]))), None)


def _is_rule(block: _Element) -> bool:
    """Whether the paragraph is nothing but a line drawn across the page (part 4, 19.1.2.16)."""
    if block.tag != w("p") or any((each.text or "").strip() for each in block.iter(w("t"))):
        return False
    drawn = [each for shape in block.iter(w("pict")) for each in shape]
    return bool(drawn) and all(each.get(_HR) is not None for each in drawn)


def _closing(
    host: Host, judge: SectionJudge, blocks: Sequence[_Element], begin: int
) -> tuple[int, HostParagraph, bool] | None:
    """Where annexes or signatures begin that end the section with the document, and whether that is sure."""
    if judge.heading.cell is not None or is_of_the_end(judge.heading):
        return None
    lines = [(at, line) for at in range(begin, len(blocks)) for line in host.lines_in(blocks[at]) if line.text]
    found = closes(judge.heading, [line for _, line in lines])
    if found is None:
        return None
    at, line = lines[found[0]]
    return at, line, found[1]


def _doubt(
    judge: SectionJudge,
    doubts: Sequence[tuple[int, HostParagraph, str]],
    *,
    open_end: bool,
    members: Sequence[HostParagraph],
) -> str:
    if doubts:
        _, head, verdict = min(doubts, key=lambda each: each[0])
        if verdict == "place":
            return f"the lines from “{shortened(head.shown)}” on may be the document’s and not the section’s"
        return f"only its {verdict} would make “{shortened(head.shown)}” the beginning of another section"
    if open_end and not judge.goes_to_the_end(members):
        return "nothing after it is surely the heading of another section, so only the end of the document would end it"
    return ""


def _choice(host: Host, blocks: Sequence[_Element], before: HostParagraph | None) -> EndChoice | None:
    """The place after the last of the blocks that has words."""
    for block in reversed(blocks):
        lines = [each for each in host.lines_in(block) if each.words]
        if lines and can_be_seen(block):
            return EndChoice(lines[-1], block.tag == w("tbl"), before)
    return None


def shortened(text: str, longest: int = 90) -> str:
    """The words on one line, cut where they are many."""
    return in_one_line(text, longest)


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


def _beside_or_below(host: Host, judge: SectionJudge) -> SectionExtent | None:
    """For a heading alone in its cell: the cell to the right of it, or else the one below, if no other heading begins
    it."""
    cell = judge.heading.cell
    assert cell is not None
    right = _cells_beside(cell)
    beside = right[right.index(cell) + 1 :]
    row = next(cell.iterancestors(w("tr")))
    table = next(cell.iterancestors(w("tbl")))
    rows = [each for each in table.iter(w("tr")) if next(each.iterancestors(w("tbl"))) is table]
    # A number may have a column of its own, which is empty beside the words.
    left = right[: right.index(cell)]
    numbered = len(left) == 1 and not beside and _is_number(host.lines_in(left[0]))
    below: list[_Element] = []
    for other in rows[rows.index(row) + 1 :]:
        cells = [each for each in other.iter(w("tc")) if next(each.iterancestors(w("tr"))) is other]
        if len(cells) == 2 and numbered and not host.lines_in(cells[0]):
            cells = cells[1:]
        if len(cells) != 1 or _merged_on(cells[0]):
            break
        head = _first_line(host, cells[0])
        if head is not None and judge.ends(head) != "no":
            break
        below.append(cells[0])
    target = beside[0] if len(beside) == 1 else below[-1] if below and not beside else None
    if target is None or (beside and (first := _first_line(host, target)) is not None and first.level):
        return None
    blocks = list(_blocks(target))
    return _extent(host, judge, target, blocks, -1, start=0) if blocks else None


def _bar_of(host: Host, heading: HostParagraph) -> _Element | None:
    """The table of a heading's cell, where nothing else can be seen in it but numbers and other headings: the heading's
    bar, with what follows it."""
    assert heading.cell is not None
    table = next(heading.cell.iterancestors(w("tbl")))
    lines = host.lines_in(table)
    at = lines.index(heading)
    others = (each for each in lines[:at] if not (each.level or all(word.isdigit() for word in each.words)))
    return None if lines[at + 1 :] or any(others) else table


def _like_bar(bar: _Element, other: _Element) -> Ends:
    """Whether the other table is a bar of the same make, by its style and shading."""
    one, two = _make(bar), _make(other)
    return "no" if one != two else "yes" if any(one) else "look"


def _make(table: _Element) -> tuple[str, ...]:
    style, shade = table.find(f"{w('tblPr')}/{w('tblStyle')}"), next(table.iter(w("shd")), None)
    fill = shade.get(w("fill"), "auto") if shade is not None else "auto"
    return (style.get(_VAL, "") if style is not None else "", "" if fill == "auto" else fill)


def _goes_on_after(bar: _Element, elsewhere: SectionExtent) -> bool:
    """Whether words go on after the bar, so that the empty cell in it is no place of its own."""
    following = bar.getnext()
    while following is not None and following.tag == w("p") and not can_be_seen(following):
        following = following.getnext()
    return following is not None and following.tag == w("p") and not any(not each.blank for each in elsewhere.members)


def _head_of(host: Host, block: _Element, *, in_bars: bool = False) -> HostParagraph | None:
    """The paragraph that may end a section: the block itself, or the first that can be seen in a table; where headings
    stand in bars, the one line of a table too."""
    lines = host.lines_in(block)
    head = lines[0] if lines else None
    if head is None or block.tag == w("p"):
        return head
    if in_bars and len(list(block.iter(w("tr")))) == 1:
        # A number may have a cell of its own.
        worded = [each for each in lines if any(not word.isdigit() for word in each.words)]
        if len(worded) == 1 and worded[0].may_head:
            return worded[0]
    # A table that is one line with a number may be the bar of a heading.
    alone = len(lines) == 1 and head.may_head and bool(typed_number(head.text))
    return head if head.level or alone else None


def _heads_row(table: _Element, lines: Sequence[HostParagraph]) -> bool:
    """Whether several cells of the first row have words with a level in the outline: the heads of its columns."""
    row = next(table.iter(w("tr")))
    cells = {each.cell for each in lines if each.line.heading and not all(map(str.isdigit, each.words))}
    return len(cells & {*row.iter(w("tc"))}) > 1


def _first_line(host: Host, cell: _Element) -> HostParagraph | None:
    """The cell's first paragraph of which something can be seen, those of tables in it left out."""
    own = (host.by_element.get(each) for each in _blocks(cell))
    return next((each for each in own if each is not None and not each.blank), None)


def _is_number(lines: Sequence[HostParagraph]) -> bool:
    return len(lines) == 1 and bool(lines[0].words) and all(word.isdigit() for word in lines[0].words)


def _cells_beside(cell: _Element) -> list[_Element]:
    """The cells of the cell's own row, itself too."""
    row = next(cell.iterancestors(w("tr")))
    return [each for each in row.iter(w("tc")) if next(each.iterancestors(w("tr"))) is row]


def _which_cell(host: Host, heading: HostParagraph) -> SectionExtent:
    """A heading alone in a cell among several, of which any may hold its words."""
    assert heading.cell is not None
    choices = [EndChoice(heading)]
    for cell in _cells_beside(heading.cell):
        if cell is not heading.cell and (lines := host.lines_in(cell)):
            choices.append(EndChoice(lines[-1]))
    last = host.lines_in(next(heading.cell.iterancestors(w("tbl"))))[-1]
    return replace(
        after_line(host, heading),
        doubt="it stands alone in a cell of a table, and any other cell may hold what belongs to it",
        choices=(*choices, EndChoice(last, table=True)),
    )


def _merged_on(cell: _Element) -> bool:
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merge is not None and merge.get(_VAL, "continue") == "continue"


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
