"""Where clauses stand in a document that was written: read again from its own bytes, by its outline and the numbers it
prints, whatever was planned.

Source: ECMA-376 part 1, 17.3.1.20 (outline levels), 17.9 (numbering).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from specgen.word.document.headings import typed_number
from specgen.word.insert.extent import shortened
from specgen.word.insert.host import Host, HostParagraph, is_counted_under, is_text_of, tagged_controls
from specgen.word.insert.makes import counted
from specgen.word.package.ooxml import w

_UNRANKED: Final = 90
"""The rank of a heading that neither the outline nor a number gives one; body text is below every heading."""
_BODY: Final = 99
_HIGH: Final = 2
"""The rank of lines in capital letters where they are the headings."""


class Whereabouts(Struct, frozen=True):
    """The heading under which clauses stand, with the number that is printed before it, the lines before and after
    them, and all headings above, the nearest first."""

    under: str
    number: str
    before: str
    after: str
    above: tuple[str, ...]


def whereabouts(written: Host, tags: Sequence[str], like: HostParagraph) -> Whereabouts | None:
    """Where the clauses with these tags, which stand one after the other, stand; None if one of them does not.

    Headings are the lines with an outline level, the model's words or bold ones, and those made as `like` is."""
    written = (written.by_leads or written) if like.lead else written
    alike = [each for each in tagged_controls(written) if each[0].partition(":")[0] == tags[0].partition(":")[0]]
    controls = [control for tag, control in alike if tag in tags]
    inside = {paragraph for control in controls for paragraph in control.iter(w("p"))}
    ours = {at for at, each in enumerate(written.paragraphs) if each.element in inside}
    if len({tag for tag, _ in alike}.intersection(tags)) != len(set(tags)) or not ours:
        return None
    # What was put in beside them heads none of them, unless it is the very heading that was named.
    put_in = {paragraph for _, control in alike for paragraph in control.iter(w("p"))}
    first, last = min(ours), max(ours)
    lines = [(at, each) for at, each in enumerate(written.paragraphs) if each.text and at not in ours]
    cell = written.paragraphs[first].cell
    # What is bold in a table's cell heads nothing outside the table, unless headings stand in tables here.
    before = [each for at, each in lines if at < first and (each.element not in put_in or each.words == like.words)]
    heads = before if like.cell is not None else [each for each in before if _may_stand_over(written, each, cell, like)]
    above = list(_headings_above(heads, like))
    ours_first = written.paragraphs[first]
    own = ours_first.line.heading or _BODY
    over = [each for each in above if each.words == like.words or not _is_beside(each, ours_first)]
    higher = (each for each in over if _rank(each, like) < own or not each.line.heading)
    # Where even body text has the highest level, the nearest heading is the one.
    under = next(higher, above[0] if above else None)
    return Whereabouts(
        shortened(under.lead, 120) if under is not None and under.lead else printed(under) if under is not None else "",
        _number(under) if under is not None else "",
        next((printed(each) for at, each in reversed(lines) if at < first), ""),
        next((printed(each) for at, each in lines if at > last), ""),
        tuple(printed(each) for each in above),
    )


def _is_beside(line: HostParagraph, ours: HostParagraph) -> bool:
    """Whether a heading without a level and the one that is put in are of one make, so that the second ends the
    first."""
    if line.line.heading or ours.line.heading or not ours.may_head:
        return False
    makes = [(each.bold, each.look, each.numbered and each.numbered[1], bool(_number(each))) for each in (line, ours)]
    return makes[0] == makes[1]


def _may_stand_over(written: Host, line: HostParagraph, cell: object, like: HostParagraph) -> bool:
    if line.cell is None or line.cell is cell or line.words == like.words:
        return True
    # A line of the outline heads what follows its table where the table begins with it, as it would end a section.
    table = next(line.cell.iterancestors(w("tbl")))
    return line.line.heading > 0 and written.lines_in(table)[0] is line


def printed(line: HostParagraph) -> str:
    """The line as it is read on the page: with the number or bullet that is printed before its words, cut where it is
    long."""
    label = f"{line.label} " if line.label and line.number else ""
    return shortened(f"{label}{line.line.text.strip()}", 120)


def _headings_above(lines: Sequence[HostParagraph], like: HostParagraph) -> Iterator[HostParagraph]:
    """The headings whose sections reach the end of the lines, the nearest first: each ranks higher than those below."""
    lowest, below, looks = _BODY, "", set[tuple[str, ...]]()
    for each in reversed(lines):
        rank, number = _rank(each, like), _number(each)
        if rank == _BODY:
            continue
        # Where whole paragraphs have a level, the number alone says which stands above which: 4 is above 4.7.
        parted = bool(number) and below.startswith(f"{number.removesuffix('.0')}.")
        # Lines without a number may be made as the numbered ones are under which they stand.
        parted = parted or (rank == _UNRANKED == lowest and bool(number) and not below)
        # What stands between “Phase 2” and “Phase 3” may be made as they are.
        parted = parted or (rank == lowest and each.words == like.words and counted(like) is not None)
        if rank < lowest or parted or (rank == _UNRANKED == lowest and each.look not in looks):
            yield each
            looks.add(each.look)
            lowest, below = min(rank, lowest), number


def _number(line: HostParagraph) -> str:
    return typed_number(line.text) or line.number


def _rank(line: HostParagraph, like: HostParagraph) -> int:
    """How high the line stands in the outline, from 1; above `_BODY` only what is surely a heading."""
    if line.contents or line.blank or not line.text or is_text_of(line, like):
        return _BODY
    if line.line.heading and (like.prose or not line.prose):
        return line.line.heading + is_counted_under(line, like)
    alike = like.capitals and line.capitals and line.may_head and line.look == like.look
    if alike and not like.level and line.first_letters.bold == like.first_letters.bold:
        return _HIGH
    if line.known or (line.may_head and line.bold) or _is_made_like(line, like):
        return (line.told_level if line.words == like.words else line.level) or _UNRANKED
    return _BODY


def _is_made_like(line: HostParagraph, like: HostParagraph) -> bool:
    """Whether the line is of the make of the heading, which need be no heading by its outline or look."""
    if line.words == like.words:
        return True
    if not line.may_head or line.bold != like.bold or line.line.style != like.line.style:
        return False
    if like.numbered is not None:
        return line.numbered is not None and line.numbered[1] <= like.numbered[1]
    dots = typed_number(like.text).count(".")
    return bool(typed_number(like.text) and typed_number(line.text)) and typed_number(line.text).count(".") <= dots


def labels_moved(host: Host, written: Host, tags: Sequence[str]) -> list[tuple[str, str, str]]:
    """The lines of the host before which another number is printed now: (words, old, new)."""
    controls = [control for tag, control in tagged_controls(written) if tag in tags]
    theirs = [
        each
        for each in written.paragraphs
        if not any(up is control for control in controls for up in each.element.iterancestors(w("sdt")))
    ]
    return [
        (one.line.text.strip(), one.label, two.label)
        for one, two in zip(host.paragraphs, theirs, strict=False)
        if one.label != two.label and one.text == two.text
    ]
