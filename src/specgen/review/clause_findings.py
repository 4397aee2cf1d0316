"""What became of each clause: from its lines as issued, without the tracked changes and with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from specgen.review.attribution import BESIDE, WORDING, Owner
from specgen.review.changes import difference, silent_changes, tracked_change
from specgen.review.classes import sort_of
from specgen.review.findings import Change, ClauseFinding, Expected, Tracking
from specgen.review.frame import spoken
from specgen.review.frame_compare import FrameDifference
from specgen.review.look_changes import look_changes, looks_beside, unseen_changes
from specgen.review.recognise import Recognition, moved
from specgen.word.comments import Comment
from specgen.word.lines import Line, Story
from specgen.word.page_looks import hidden_in_sign, words_in_sign
from specgen.word.revision_words import RevisedWords
from specgen.word.revisions import Revision

_HARMLESS: Final = re.compile(r"(?:FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|HYPERLINK)\b", re.IGNORECASE)
"""Fields whose words no program replaces; some programs make form fields of content controls."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the returned document: its main story and what was recognised in it."""

    story: Story
    recognition: Recognition

    def lines(self, index: int) -> tuple[str, ...]:
        """The clause's words; empty when it is not there."""
        segment = self.recognition.segments.get(index)
        return segment.lines(self.story) if segment is not None else ()

    def whole_lines(self, index: int) -> Sequence[Line]:
        """The story's lines that the clause stands in."""
        segment = self.recognition.segments.get(index)
        return self.story.lines[segment.start.line : segment.end.line + 1] if segment is not None else ()


@dataclass(frozen=True, slots=True)
class Material:
    """All that is known of the returned document, for judging one clause after another.

    `issued` is the issued file where there is one; `older` the same without its own tracked changes. `order` are the
    clauses as they were printed, `revisions` and `comments` those that belong to a clause, by its index.
    """

    before: Side
    after: Side
    order: Sequence[int]
    frame: Sequence[FrameDifference]
    revisions: Mapping[int, Sequence[tuple[Revision, Owner]]]
    revised: Mapping[tuple[int, str], RevisedWords]
    comments: Mapping[int, Sequence[Comment]]
    issued: Side | None = None
    older: Side | None = None
    alike: Sequence[FrameDifference] = ()
    """Lines beside the clauses that stand for a printed one, whatever their words: their looks may differ."""


def clause_findings(clauses: Sequence[Expected], material: Material) -> tuple[ClauseFinding, ...]:
    """What became of each clause, in the order in which they were printed."""
    before, after = material.before.recognition.order(), material.after.recognition.order()
    silently = moved(before, material.order)
    tracked = moved(after, before)
    return tuple(
        _finding(index, clauses[index], material, "without tracking" if index in silently else "with tracking" if index in tracked else "")
        for index in material.order
    )


def _finding(index: int, expected: Expected, material: Material, move: Tracking) -> ClauseFinding:
    rejected, theirs = material.before.lines(index), material.after.lines(index)
    changes = [*_silent(index, expected, rejected, material), *_tracked(index, expected, rejected, theirs, material)]
    deleted: Tracking = ""
    if expected.lines and not theirs:
        deleted = "with tracking" if rejected else "without tracking"
    segment = material.after.recognition.segments.get(index) or material.before.recognition.segments.get(index)
    remarks = (expected.remark,) if expected.remark else ()
    return ClauseFinding(
        expected, segment.found if segment is not None else None, rejected, theirs, tuple(changes), tuple(material.comments.get(index, ())),
        deleted, move if not deleted else "", remarks,
    )


def _silent(index: int, expected: Expected, rejected: tuple[str, ...], material: Material) -> Iterator[Change]:
    values = tuple(expected.values.values())
    older = material.older.lines(index) if material.older is not None else ()
    if expected.proposed and not rejected:
        rejected = material.after.lines(index) or expected.lines
    if rejected != expected.lines and (not older or rejected != older):
        if not rejected and not material.after.lines(index):
            words = "\n".join(expected.lines)
            yield Change(False, "clause deleted", words, "", sort_of(words, ""), before=words)
        else:
            yield from silent_changes(expected.lines, rejected, values)
    yield from _looks(index, expected, rejected, material)
    for each in material.frame:
        if each.printed is None or each.printed.clause != index:
            continue
        printed, seen = each.printed, each.seen
        field = printed.field
        old, new = spoken(printed.text), spoken(seen.text) if seen is not None else ""
        if seen is not None and len(printed.literals) == 1:
            yield from silent_changes((old,), (new,), values, where=field or BESIDE, field=field)
        else:
            kind = "line changed" if seen is not None else "line taken out"
            yield Change(False, kind, old, new, sort_of(old, new, field=field), field or BESIDE, before=old, after=new)


def _looks(index: int, expected: Expected, rejected: tuple[str, ...], material: Material) -> Iterator[Change]:
    """Letters that cannot be read on the page or look otherwise, fields, and bound controls, that nobody tracked and that were not issued."""
    known = [side.whole_lines(index) for side in (material.issued, material.older) if side is not None]
    lines = material.before.whole_lines(index)
    yield from unseen_changes(lines, (line for held in known for line in held), WORDING)
    if known and rejected == expected.lines:
        yield from min((list(look_changes(held, lines, WORDING)) for held in known), key=len)
    for line in lines if not known else ():
        if words := words_in_sign(line.sign):
            yield Change(False, "words that a list puts before its items", "", words, sort_of("", words), before=line.text, after=line.text, detail=line.label)
        if hidden := hidden_in_sign(line.sign):
            yield Change(False, "a number or paragraph's end that cannot be seen", "", "", "look", before=line.text, after=line.text, detail=hidden)
    codes = {code for held in known for line in held for code in line.fields}
    for line in lines:
        for code in line.fields:
            if code not in codes and not _HARMLESS.match(code):
                yield Change(False, "a field put in, whose words a program may replace", "", "", "look", before=line.text, after=line.text, detail=code)
    segment = material.before.recognition.segments.get(index)
    for control in material.before.story.controls:
        if control.bound and segment is not None and segment.start.line <= control.start.line <= segment.end.line:
            yield Change(False, "a content control whose words come from elsewhere when the file is opened", "", "", "look", detail=control.title or control.tag)
    for each in material.alike:
        if each.printed is not None and each.printed.clause == index and each.seen is not None:
            yield from looks_beside(each.printed, each.seen.line)


def _tracked(index: int, expected: Expected, rejected: tuple[str, ...], theirs: tuple[str, ...], material: Material) -> Iterator[Change]:
    values = tuple(expected.values.values())
    own = material.revisions.get(index, ())
    for revision, owner in own:
        yield tracked_change(revision, material.revised, values, where=owner.where, field=owner.field)
    if rejected != theirs and not own:
        # A mark outside the clause can reach into it, such as one on a table or on the paragraph before.
        for block in difference(rejected, theirs):
            if not block.same:
                old, new = block.old.text if block.old else "", block.new.text if block.new else ""
                yield Change(True, "changed by a tracked change that stands outside the clause", old, new, sort_of(old, new), before=old, after=new)
