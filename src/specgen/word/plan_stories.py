"""Which stories of the two documents belong together: the bodies, and headers and footers by section and type.

A header cannot be put in or taken out by a revision. Where there is nothing above it to inherit, one that only one document
has is compared with an empty one: its words are put in or struck, and the empty header that is left prints nothing.
Source: ECMA-376 part 1, 17.6.17 (sections), 17.10.5 (header references and what a section inherits).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Final

from lxml import etree

from specgen.word.compare_side import Side
from specgen.word.draft import Draft, NewStory
from specgen.word.ooxml import R, w
from specgen.word.plan_redline import BlockPlan, plan_blocks
from specgen.word.read_blocks import read_blocks

_Element = etree._Element
StoryPlans = list[tuple[BlockPlan, tuple[str, str]]]
"""The plan of each story with the names of its parts in OLD and in NEW."""

_REFERENCES: Final = {w("headerReference"): "header", w("footerReference"): "footer"}
_ROOTS: Final = {"header": "hdr", "footer": "ftr"}
_PLACES: Final = {"default": "a ", "first": "a first-page ", "even": "an even-page "}
_ID: Final = f"{{{R}}}id"
Kind = tuple[str, str]
"""Header or footer, and the pages it is for: default, first or even."""


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
    for parts, roots in _header_pairs(draft, bodies[0], bodies[1]).items():
        plans.append((plan_blocks(*roots, sides, parts, notice), parts))
    return plans


def _notice(draft: Draft) -> Callable[[_Element, _Element], None]:
    path = f"{w('pPr')}/{w('numPr')}/{w('numId')}"

    def notice(old: _Element, new: _Element) -> None:
        one, two = old.find(path), new.find(path)
        if one is not None and two is not None:
            draft.lists.vote(one.get(w("val"), ""), two.get(w("val"), ""))

    return notice


def _end_alike(draft: Draft, old: _Element, new: _Element, mains: tuple[str, str]) -> None:
    """Give a body that ends with a table the empty paragraph with which Word ends it, if the other ends with one."""
    ends = [_ends_with_paragraph(body, side, part) for body, side, part in zip((old, new), (draft.old, draft.new), mains, strict=True)]
    if ends[0] != ends[1]:
        body = new if ends[0] else old
        section = body.find(w("sectPr"))
        body.insert(body.index(section) if section is not None else len(body), etree.Element(w("p")))


def _ends_with_paragraph(body: _Element, side: Side, part: str) -> bool:
    leaves = read_blocks(body, side, part).leaves
    return bool(leaves) and leaves[-1].kind == "paragraph"


def _header_pairs(draft: Draft, old: _Element, new: _Element) -> dict[tuple[str, str], tuple[_Element, _Element]]:
    """The headers and footers that belong together, by the names of their parts."""
    olds, news = _sections(draft.old, old), _sections(draft.new, new)
    if len(olds) != len(news) and not {len(olds), len(news)} <= {0, 1}:
        cure = "put the same section breaks into both documents"
        draft.refuse("section-differs", f"OLD has {len(olds)} sections and NEW has {len(news)}", draft.new.package.main, cure=cure)
        return {}
    pairs: dict[tuple[str, str], tuple[_Element, _Element]] = {}
    given: dict[str, str] = {}
    seen: tuple[set[Kind], set[Kind]] = (set(), set())
    for number in range(max(len(olds), len(news))):
        mine, theirs = (held[number][1] if number < len(held) else {} for held in (olds, news))
        for kind in dict.fromkeys((*mine, *theirs)):
            if kind in mine and kind in theirs:
                one, two = mine[kind], theirs[kind]
                if draft.new.package.digest(given.setdefault(one, two)) != draft.new.package.digest(two):
                    message = f"sections that share a {kind[0]} in OLD have different ones in NEW"
                    draft.refuse("header-differs", message, one, cure="unlink the sections' headers in OLD in Word, and compare again")
                pairs[one, given[one]] = draft.old.root(one), draft.new.root(given[one])
            elif kind in seen[0] or kind in seen[1] or not olds:
                where, name = ("OLD" if kind in mine else "NEW"), f"{_PLACES.get(kind[1], 'a ')}{kind[0]}"
                cure = f"put {name} into both documents, or take it out of both"
                draft.refuse("header-differs", f"only {where} has {name} in section {number + 1}", mine.get(kind) or theirs[kind], cure=cure)
            elif kind in mine and mine[kind] not in given:
                pairs[mine[kind], ""] = draft.old.root(mine[kind]), _empty(draft.old.root(mine[kind]))
            elif kind in theirs:
                fresh = _new_story(draft, olds[number][0], kind, theirs[kind])
                if fresh is not None:
                    pairs[fresh.part, theirs[kind]] = fresh.root, draft.new.root(theirs[kind])
        seen[0].update(mine)
        seen[1].update(theirs)
    return pairs


def _sections(side: Side, body: _Element) -> list[tuple[_Element, dict[Kind, str]]]:
    """The sections of the body with the parts of their own headers and footers."""
    found: list[tuple[_Element, dict[Kind, str]]] = []
    links = side.links(side.package.main)
    for section in body.iter(w("sectPr")):
        held: dict[Kind, str] = {}
        for reference in section:
            link = links.get(reference.get(_ID, "")) if reference.tag in _REFERENCES else None
            if link is not None and link.target in side.package.entries:
                held[_REFERENCES[reference.tag], reference.get(w("type"), "default")] = link.target
        found.append((section, held))
    return found


def _empty(root: _Element) -> _Element:
    """A story like `root` that says nothing: one empty paragraph, set like the last one there, without a number."""
    made = etree.Element(root.tag, nsmap={prefix: space for prefix, space in root.nsmap.items() if prefix})
    paragraph = etree.SubElement(made, w("p"))
    last = root.findall(w("p"))[-1:]
    own = last[0].find(w("pPr")) if last else None
    if own is not None:
        paragraph.append(deepcopy(own))
        for name in ("numPr", "sectPr"):
            for each in paragraph[0].findall(w(name)):
                paragraph[0].remove(each)
    return made


def _new_story(draft: Draft, section: _Element, kind: Kind, part: str) -> NewStory | None:
    """An empty header for OLD, to which NEW's words come; None when NEW's own says nothing."""
    theirs = draft.new.root(part)
    if next(theirs.iter(w("t"), w("drawing"), w("pict"), w("fldSimple"), w("instrText"), w("tab")), None) is None:
        return None
    folder = draft.old.package.main.rpartition("/")[0]
    taken = {*draft.old.package.entries, *draft.new_stories}
    number = 1
    while f"{folder}/{kind[0]}{number}.xml".lstrip("/") in taken:
        number += 1
    name = f"{folder}/{kind[0]}{number}.xml".lstrip("/")
    links = {*draft.old.links(draft.old.package.main), *(each.link for each in draft.new_stories.values())}
    place = 1
    while f"rIdNew{place}" in links:
        place += 1
    brought = draft.bring(_empty(theirs), part)
    spaces = {prefix: space for prefix, space in section.nsmap.items() if prefix}
    root = etree.Element(w(_ROOTS[kind[0]]), nsmap=spaces)
    root.extend(brought)
    made = NewStory(name, kind[0], f"rIdNew{place}", root)
    draft.new_stories[name] = made
    draft.old.roots[name] = root
    section.insert(0, etree.Element(w(f"{kind[0]}Reference"), {w("type"): kind[1], _ID: made.link}))
    draft.parts.add(draft.old.package.main)
    return made
