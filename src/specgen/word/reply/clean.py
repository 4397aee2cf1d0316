"""A second file in which what was decided is resolved: no mark of theirs that was decided is left, and no mark and no
comment of ours but those at changes that are open, which nobody is to take for agreed words; so does all else of theirs
stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy

from lxml import etree

from specgen.problems import Problem
from specgen.word.document.fillins import holders_of_states
from specgen.word.document.resolve import resolve_tree
from specgen.word.document.revisions import revision_marks
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import Package, write_package
from specgen.word.reply.comments import SpotAt, with_comments
from specgen.word.reply.controls import controls_round, hold, settle
from specgen.word.reply.proposals import Proposal
from specgen.word.reply.prove import as_decided, drop_comments, marks_that_gave_way, not_as_decided, same_when_accepted
from specgen.word.reply.write import Answer, WrittenReply

_DECIDED = "decided"


def clean_copy(
    sent: Package, answers: Sequence[Answer], reply: Package, written: WrittenReply, author: str, date: str
) -> tuple[bytes | None, list[Problem]]:
    """The clean file, or the problems for which it is not what it is to be."""
    changed: dict[str, bytes] = {}
    problems: list[Problem] = []
    resolved = written.marks - written.open_marks
    for name in dict.fromkeys(each.where.part for each in answers):
        mine = [each for each in answers if each.where.part == name]
        theirs, root = parse_xml(sent.part(name)), parse_xml(reply.part(name))
        given_way = marks_that_gave_way(theirs, mine)
        left = [number for number, mark in enumerate(revision_marks(theirs)) if mark not in given_way]
        kept = [mark for mark in revision_marks(root) if mark.get(w("id")) not in written.marks]
        # What a reply puts in again may bring marks of theirs along, after those that they are copies of.
        own = dict(zip(left, kept, strict=False))
        for answer in mine:
            if isinstance(answer.where, Proposal) and not (answer.verdict == "ask" or answer.by_comment):
                decided = [own[number] for number in answer.where.marks if number in own]
                _name_ranges(root, decided)
                for mark in decided:
                    mark.set(w("id"), _DECIDED)
        for mark in filter(_holds_nothing, kept):
            mark.set(w("id"), _DECIDED)
        ours = [mark for mark in revision_marks(root) if mark.get(w("id")) in resolved | {_DECIDED}]
        touched = controls_round(ours)
        # What ours put in again has no state that they set.
        holders = [
            each
            for each in holders_of_states(root)
            if all(mark.get(w("id")) not in written.marks for mark in marks_round(each))
        ]
        _move_anchors_out(root, lambda identity: identity == _DECIDED or identity in resolved)
        resolve_tree(root, lambda mark: "accept" if mark.id == _DECIDED or mark.id in resolved else "keep")
        drop_comments(root, written.comments - written.open_marks)
        problems += same_when_accepted(deepcopy(root), as_decided(theirs, mine), reply, name)
        for control in touched:
            settle(control)
        for answer in mine:
            if (
                answer.resolves
                and isinstance(answer.where, SpotAt)
                and not hold(holders[answer.where.holder - 1], answer.where.held)
            ):
                problems.append(not_as_decided(reply, name))
        changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    replaced, added = with_comments(sent, written.open_comments, author, date)
    return (None if problems else write_package(sent, {**changed, **replaced}, added)), problems


def _holds_nothing(mark: etree._Element) -> bool:
    """Whether the mark holds empty runs alone: it is of no change that anybody could decide."""
    empty = (w("t"), w("delText"))
    return len(mark) > 0 and all(
        run.tag == w("r") and all(each.tag == w("rPr") or (each.tag in empty and not each.text) for each in run)
        for run in mark
    )


def marks_round(element: etree._Element) -> Iterator[etree._Element]:
    """The marks of insertions that the element stands in, those of its rows among them."""
    yield from element.iterancestors(w("ins"))
    for row in element.iterancestors(w("tr")):
        yield from row.iterfind(f"{w('trPr')}/{w('ins')}")


def _name_ranges(root: etree._Element, decided: Sequence[etree._Element]) -> None:
    """Mark the ranges of the moves that are decided, so that they go with them."""
    for side in ("From", "To"):
        for mark in decided:
            if mark.tag != w(f"move{side}"):
                continue
            ends = w(f"move{side}RangeStart"), w(f"move{side}RangeEnd")
            start = _range_of(mark, root, *ends)
            if start is not None:
                identity = start.get(w("id"), "")
                for each in list(root.iter(*ends)):
                    if each.get(w("id"), "") == identity:
                        each.set(w("id"), _DECIDED)


def _range_of(mark: etree._Element, root: etree._Element, start: str, end: str) -> etree._Element | None:
    """The start of the range that the mark stands in; for the end of a paragraph, which is written before what stands
    in it, the last one in that paragraph."""
    opened: list[etree._Element] = []
    for each in root.iter(start, end, mark.tag):
        if each is mark:
            break
        if each.tag == start:
            opened.append(each)
        elif each.tag == end:
            opened = [held for held in opened if held.get(w("id")) != each.get(w("id"))]
    return opened[-1] if opened else None


def _move_anchors_out(root: etree._Element, goes: Callable[[str], bool]) -> None:
    """Take the beginnings, ends and references of comments out of words that go, so that no comment loses one of the
    three."""
    for mark in list(root.iter(w("del"))):
        if not goes(mark.get(w("id"), "")):
            continue
        for each in list(mark.iter(w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))):
            run = next(each.iterancestors(w("r")), None)
            if run is None or all(child.tag in (w("rPr"), each.tag) for child in run):
                mark.addprevious(each if run is None else run)
