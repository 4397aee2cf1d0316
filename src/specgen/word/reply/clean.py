"""A second file in which what was decided is resolved: no mark and no comment of ours is left, and none of theirs that
was decided; what is undecided stays as they sent it, and so does all else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy

from lxml import etree

from specgen.problems import Problem
from specgen.word.document.resolve import resolve_tree
from specgen.word.document.revisions import revision_marks
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import Package, write_package
from specgen.word.reply.proposals import Proposal
from specgen.word.reply.prove import as_decided, drop_comments, same_when_accepted
from specgen.word.reply.write import Answer, WrittenReply

_DECIDED = "decided"


def clean_copy(
    sent: Package, answers: Sequence[Answer], reply: Package, written: WrittenReply
) -> tuple[bytes | None, list[Problem]]:
    """The clean file, or the problems for which it is not what it is to be."""
    changed: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(each.where.part for each in answers):
        mine = [each for each in answers if each.where.part == name]
        theirs, root = parse_xml(sent.part(name)), parse_xml(reply.part(name))
        own = [mark for mark in revision_marks(root) if mark.get(w("id")) not in written.marks]
        for answer in mine:
            if isinstance(answer.where, Proposal) and answer.verdict != "ask":
                for number in answer.where.marks:
                    own[number].set(w("id"), _DECIDED)
        _move_anchors_out(root, lambda identity: identity == _DECIDED or identity in written.marks)
        resolve_tree(root, lambda mark: "accept" if mark.id == _DECIDED or mark.id in written.marks else "keep")
        drop_comments(root, written.comments)
        changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        problems += same_when_accepted(deepcopy(root), as_decided(theirs, mine), reply, name)
    return (None if problems else write_package(sent, changed)), problems


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
