"""Which stories of the two documents belong together: the bodies, and the headers and footers of their sections.

A header cannot be put in or taken out by a revision. One that only one document has is compared with an empty one: its words
are put in or struck, and the empty header that is left prints nothing.
Source: ECMA-376 part 1, 17.6.17 (sections), 17.10.5 (header references and what a section inherits).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from specgen.word.compare_inline import MARKERS
from specgen.word.compare_side import Side
from specgen.word.draft import Draft
from specgen.word.ooxml import w
from specgen.word.plan_redline import BlockPlan, plan_blocks
from specgen.word.plan_sections import plan_headers
from specgen.word.read_blocks import read_blocks

_Element = etree._Element
StoryPlans = list[tuple[BlockPlan, tuple[str, str]]]
"""The plan of each story with the names of its parts in OLD and in NEW."""

_NO_BLOCK: Final = MARKERS | {w("sectPr")}


def plan_stories(draft: Draft) -> StoryPlans | None:
    """The plans of the body and of every header and footer; None if there is no body."""
    mains = draft.old.package.main, draft.new.package.main
    bodies = draft.old.body, draft.new.body
    if bodies[0] is None or bodies[1] is None:
        draft.refuse("damaged-file", "the document has no body", mains[0])
        return None
    _end_alike(draft, bodies[0], bodies[1], mains)
    notice, sides = _notice(draft), (draft.old, draft.new)
    plans = [(plan_blocks(bodies[0], bodies[1], sides, mains, notice), mains)]
    for parts, roots in plan_headers(draft, plans[0][0], bodies[0], bodies[1]).items():
        _end_alike(draft, *roots, parts)
        plans.append((plan_blocks(*roots, sides, parts, notice), parts))
    return plans


def _notice(draft: Draft) -> Callable[[_Element, _Element], None]:
    path = f"{w('pPr')}/{w('numPr')}/{w('numId')}"

    def notice(old: _Element, new: _Element) -> None:
        one, two = old.find(path), new.find(path)
        if one is not None and two is not None:
            draft.lists.vote(one.get(w("val"), ""), two.get(w("val"), ""))

    return notice


def _end_alike(draft: Draft, old: _Element, new: _Element, parts: tuple[str, str]) -> None:
    """Give a story that ends with a table or a section break the empty paragraph with which Word ends it.

    Both have it then, and what goes at the end has a mark to join.
    """
    for story, side, part in zip((old, new), (draft.old, draft.new), parts, strict=True):
        if not _ends_with_paragraph(story, side, part):
            section = story.find(w("sectPr"))
            story.insert(story.index(section) if section is not None else len(story), etree.Element(w("p")))


def _ends_with_paragraph(story: _Element, side: Side, part: str) -> bool:
    last = next((child for child in story.iterchildren(reversed=True) if child.tag not in _NO_BLOCK), None)
    if last is not None and last.tag == w("p"):
        return last.find(f"{w('pPr')}/{w('sectPr')}") is None
    leaves = read_blocks(story, side, part).leaves
    return bool(leaves) and leaves[-1].kind == "paragraph" and leaves[-1].elements[0].find(f"{w('pPr')}/{w('sectPr')}") is None
