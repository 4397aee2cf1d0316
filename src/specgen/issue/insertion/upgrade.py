"""A clause that stands in a document, made what it is to be by tracked changes: words inside it, or taking it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from specgen.issue.insertion.plan import Changed
from specgen.problems import Location, Problem
from specgen.word.document.inline import LINE_ENDS
from specgen.word.insert.change import (
    CannotChangeError,
    WordChange,
    change_words,
    proposed_span,
    replace_control,
    retag,
    strike_control,
    strike_paragraph,
)
from specgen.word.insert.extent import BlockSpot, SectionExtent
from specgen.word.insert.host import Host, HostParagraph, Standing
from specgen.word.insert.lists import NewLists
from specgen.word.insert.look import ParagraphLook, as_neighbour, look_of_section
from specgen.word.insert.write import InsertionWriter
from specgen.word.package.ooxml import w
from specgen.word.package.spans import Splice
from specgen.word.package.tracked import Tracking, declared
from specgen.wording.difference import BlockDifference, compare
from specgen.wording.wording import Block, Inline, Run


class _Paragraphs(Struct):
    """The paragraphs of a standing clause and what is written into them."""

    host: Host
    standing: Standing
    tracking: Tracking
    lists: NewLists
    members: tuple[HostParagraph, ...]

    def written(self, at: int, target: Block) -> str:
        """A new paragraph like its nearest neighbour of the same kind, or like the section's text where it has none."""
        extent = SectionExtent(
            self.members[0],
            self.members,
            BlockSpot(self.standing.control, self.standing.control, self.standing.control, True),
            None,
        )
        writer = InsertionWriter(look_of_section(self.host, extent), self.tracking, self.lists)
        return writer.paragraph(target, _neighbour(self, at, target) or writer.look_for(target))


def upgrade(host: Host, changed: Changed, tracking: Tracking, lists: NewLists) -> list[Splice]:
    """The splices that propose the wanted clause inside the standing one. Raises CannotChangeError."""
    standing, passage = changed.standing, changed.wanted.passage
    part = host.part
    members = tuple(
        each for each in host.paragraphs if any(up is standing.control for up in each.element.iterancestors(w("sdt")))
    )
    if not members or len(members) != len(standing.lines) or standing.within:
        raise CannotChangeError("it does not stand in paragraphs of its own")
    told = _Paragraphs(host, standing, tracking, lists, members)
    if standing.pending:
        splices = retag(part, standing.control, passage.tag, passage.title)
    elif tracking.tracked:
        splices = replace_control(part, standing.control, passage.tag, passage.title, tracking)
    else:
        raise CannotChangeError("it can be changed only with tracking")
    old = tuple(_as_block(member, line) for member, line in zip(members, standing.lines, strict=True))
    new = tuple(
        Block(block.kind, (Run(one_break(block.text)),) if block.text else (), block.level) for block in passage.blocks
    )
    # What ends the control comes after what is put in at its end.
    return [*splices[:2], *_differences(told, compare(old, new), passage.blocks), *splices[2:]]


def take_out(host: Host, standing: Standing, tracking: Tracking) -> list[Splice]:
    """The splices that take the clause out. Raises CannotChangeError."""
    part = host.part
    if standing.pending:
        if standing.pending != tracking.author:
            raise CannotChangeError(
                f"it is only proposed, by {standing.pending}: reject that in Word, or run this with the same author"
            )
        span = proposed_span(part, standing.control)
        if span is None:
            raise CannotChangeError("it is only proposed, and other changes stand between: reject it in Word")
        return [Splice(*span, "")]
    content = standing.control.find(w("sdtContent"))
    if (
        content is None
        or standing.within
        or any(each.tag != w("p") and each.tag in (w("tbl"), w("sdt")) for each in content)
    ):
        raise CannotChangeError("it does not stand in paragraphs of its own")
    splices = strike_control(part, standing.control, tracking)
    for paragraph in content.iter(w("p")):
        splices += strike_paragraph(part, paragraph, tracking)
    return splices


def cannot(host: Host, name: str, fault: CannotChangeError) -> Problem:
    """The problem that a standing clause cannot be changed."""
    return Problem(
        "clause-unchangeable",
        f"{name} stands there and cannot be changed by tracked changes: {fault}",
        Location(host.package.file),
    )


def _as_block(member: HostParagraph, line: str) -> Block:
    kind = member.line.kind if not member.line.heading else "heading"
    return Block(
        kind,
        (Run(line),) if line else (),
        member.numbered[1] if kind in ("bullet", "number") and member.numbered is not None else 0,
    )


def one_break(text: str) -> str:
    """The text with one sign for every way of ending a line."""
    return text.replace("\r\n", "\n").translate(LINE_ENDS)


def _differences(
    told: _Paragraphs, differences: Sequence[BlockDifference], wanted: Sequence[Block]
) -> Iterator[Splice]:
    part = told.host.part
    old_at = new_at = 0
    content = told.standing.control.find(w("sdtContent"))
    assert content is not None
    for each in differences:
        member = told.members[old_at] if each.old is not None else None
        target = wanted[new_at] if each.new is not None else None
        if member is not None and target is not None and each.old is not None and _same_kind(each.old, target):
            if each.old.text != one_break(target.text):
                yield from change_words(
                    part,
                    member.element,
                    list(_word_changes(each, target)),
                    told.tracking,
                    heading=target.kind == "heading",
                )
        else:
            if member is not None:
                yield from strike_paragraph(part, member.element, told.tracking)
            if target is not None:
                # Before the paragraph that follows, or at the end of the control.
                following = old_at + (member is not None)
                last = told.members[-1].element
                at = part.start(told.members[following].element) if following < len(told.members) else part.end(last)
                yield Splice(at, at, declared([told.written(old_at, target)], content))
        old_at += each.old is not None
        new_at += each.new is not None


def _same_kind(old: Block, new: Block) -> bool:
    if old.kind == new.kind and old.level == new.level:
        return True
    # Where neighbours are numbered an ordinary paragraph was put in as one of them; a heading may be told by its look
    # alone.
    return (old.kind, new.kind) in (
        ("number", "paragraph"),
        ("paragraph", "heading"),
        ("number", "heading"),
        ("heading", "paragraph"),
    )


def _word_changes(difference: BlockDifference, target: Block) -> Iterator[WordChange]:
    at = 0
    letters = [
        Run(letter, part.bold, part.italic, part.gap)
        for part in target.inlines
        if isinstance(part, Run)
        for letter in one_break(part.text)
    ]
    for stretch in difference.stretches:
        size = len(stretch.text)
        if stretch.mark == "added":
            yield WordChange("added", words=tuple(_joined(letters[at : at + size])))
        else:
            yield WordChange("kept" if stretch.mark == "kept" else "removed", size)
        at += size if stretch.mark != "removed" else 0


def _joined(letters: Sequence[Run]) -> Iterator[Inline]:
    start = 0
    for end in range(1, len(letters) + 1):
        if end == len(letters) or (letters[end].bold, letters[end].italic, letters[end].gap) != (
            letters[start].bold,
            letters[start].italic,
            letters[start].gap,
        ):
            yield Run(
                "".join(each.text for each in letters[start:end]),
                letters[start].bold,
                letters[start].italic,
                letters[start].gap,
            )
            start = end


def _neighbour(told: _Paragraphs, at: int, target: Block) -> ParagraphLook | None:
    """The look of the nearest paragraph of the clause that is of the same kind."""
    near = sorted(range(len(told.members)), key=lambda place: (abs(place - at), place >= at))
    for place in near:
        member = told.members[place]
        if _as_block(member, "x").kind == target.kind and (
            target.kind not in ("bullet", "number")
            or (member.numbered is not None and member.numbered[1] == target.level)
        ):
            return as_neighbour(member)
    return None
