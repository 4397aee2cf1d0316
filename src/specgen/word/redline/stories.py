"""Which sections of the two documents belong together, and which header and footer each must have in the redline.

A section break is a paragraph's mark: it comes and goes with the mark. Its headers and footers cannot be tracked, so
each section that stays has one story in which both documents' words are tracked, and a section whose neighbours come or
go names its own instead of leaning on the one above it. Source: ECMA-376 part 1, 17.6.17 (sections), 17.10.5 (header
references and what a section inherits)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import count
from typing import Final

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.signs import PRINTING
from specgen.word.package.ooxml import R, paragraph_property, w
from specgen.word.redline.blocks import Leaf, read_blocks
from specgen.word.redline.draft import Draft, NewStory
from specgen.word.redline.inline import MARKERS
from specgen.word.redline.plan import BlockPlan, plan_blocks
from specgen.word.redline.sides import Side

_Element = etree._Element
StoryKind = tuple[str, str]
"""Header or footer, and the pages it is for: default, first or even."""

REFERENCES: Final = {w("headerReference"): "header", w("footerReference"): "footer"}
_ROOTS: Final = {"header": "hdr", "footer": "ftr"}
_ID: Final = f"{{{R}}}id"
_PRINTS: Final = (*PRINTING, w("tbl"), w("pBdr"), w("shd"))
_NOT_EMPTY: Final = ("numPr", "sectPr", "pBdr", "shd")


class Section(Struct):
    """One section of a document: its properties, the parts of its own headers and footers, and those it has with what
    it inherits."""

    element: _Element
    own: dict[StoryKind, str]
    has: dict[StoryKind, str]


class StoryPairs(Struct):
    """The headers and footers that are compared: names of their parts in OLD and NEW, and their roots."""

    draft: Draft
    roots: dict[tuple[str, str], tuple[_Element, _Element]] = field(default_factory=dict)
    _given: dict[str, str] = field(default_factory=dict)
    """OLD's part → the fingerprint of what it is compared with; another partner needs a copy of the part."""
    _stands: dict[tuple[str, str], str] = field(default_factory=dict)
    """(OLD's part, fingerprint of NEW's) → the part of the redline in which both are."""
    _blank: dict[str, str] = field(default_factory=dict)

    def together(self, one: str | None, two: str | None, kind: StoryKind) -> str | None:
        """The part that holds `one` when every change is rejected and `two` when all are accepted; None says nothing on
        both sides."""
        draft = self.draft
        says = draft.new.package.digest(two) if two is not None else ""
        key = (one or "", says)
        if key in self._stands:
            return self._stands[key]
        if one is None:
            if two is None or not _says_something(draft.new.root(two)):
                return None
            part = self._fresh(draft.bring(_empty(draft.new.root(two)), two), kind)
        elif self._given.setdefault(one, says) == says:
            part = one
        else:
            part = self._copy(one, kind)
        theirs = draft.new.root(two) if two is not None else _empty(draft.old.root(part))
        self.roots[part, two or ""] = draft.old.root(part), theirs
        self._stands[key] = part
        return part

    def saying(self, two: str | None, kind: StoryKind) -> str | None:
        """A part that holds `two` when every change is accepted, for a section that is not there otherwise."""
        if two is not None:
            says = self.draft.new.package.digest(two)
            found = next((part for (_, said), part in self._stands.items() if said == says), None)
            if found is not None:
                return found
        return self.together(None, two, kind)

    def blank(self, kind: StoryKind, model: str) -> str:
        """A header that says nothing, for a section that must not show the one above it."""
        if kind[0] not in self._blank:
            self._blank[kind[0]] = self._fresh(_empty(self.draft.old.root(model)), kind)
        return self._blank[kind[0]]

    def link(self, part: str) -> str:
        """The id of the main document's relationship to the part."""
        if part in self.draft.new_stories:
            return self.draft.new_stories[part].link
        links = self.draft.old.links(self.draft.old.package.main)
        return next(identity for identity, each in links.items() if each.target == part and not each.external)

    def _fresh(self, content: Iterable[_Element], kind: StoryKind) -> str:
        spaces = {
            prefix: space for prefix, space in self.draft.old.root(self.draft.old.package.main).nsmap.items() if prefix
        }
        root = etree.Element(w(_ROOTS[kind[0]]), nsmap=spaces)
        root.extend(list(content))
        return self._put(root, kind, self.draft.old.package.main.rpartition("/")[0], "")

    def _copy(self, part: str, kind: StoryKind) -> str:
        return self._put(deepcopy(self.draft.old.root(part)), kind, part.rpartition("/")[0], part)

    def _put(self, root: _Element, kind: StoryKind, folder: str, model: str) -> str:
        draft = self.draft
        taken = {*draft.old.package.entries, *draft.new_stories}
        names = (f"{folder}/{kind[0]}{number}.xml".lstrip("/") for number in count(1))
        name = next(each for each in names if each not in taken)
        links = {*draft.old.links(draft.old.package.main), *(each.link for each in draft.new_stories.values())}
        link = next(each for each in (f"rIdNew{number}" for number in count(1)) if each not in links)
        draft.new_stories[name] = NewStory(name, kind[0], link, root, model)
        draft.old.add(name, root, model)
        return name


def plan_headers(
    draft: Draft, plan: BlockPlan, old: _Element, new: _Element
) -> dict[tuple[str, str], tuple[_Element, _Element]]:
    """Give every section of the redline its headers and footers; the pairs of them that are to be compared.

    References are put into OLD's sections where needed; those of sections that come in are left in `draft.references`.
    """
    if (
        old.find(w("sectPr")) is None
        and new.find(w("sectPr")) is not None
        and any(each.own for each in _sections(draft.new, new))
    ):
        etree.SubElement(old, w("sectPr"))
    pairs = StoryPairs(draft)
    olds = {each.element: each for each in _sections(draft.old, old)}
    news = {each.element: each for each in _sections(draft.new, new)}
    met = [
        (olds.get(one) if one is not None else None, news.get(two) if two is not None else None)
        for one, two in _in_order(plan, old, new)
    ]
    kinds = sorted({kind for each in (*olds.values(), *news.values()) for kind in each.has})
    wanted: list[dict[StoryKind, str | None]] = [{} for _ in met]
    # Sections that stay settle first what their stories are; those that come can then use them.
    for at, (one, two) in sorted(enumerate(met), key=lambda each: each[1][0] is None):
        for kind in kinds:
            if one is None:
                assert two is not None
                wanted[at][kind] = pairs.saying(two.has.get(kind), kind)
            elif two is None:
                wanted[at][kind] = one.has.get(kind)
            else:
                wanted[at][kind] = pairs.together(one.has.get(kind), two.has.get(kind), kind)
    _refer(draft, pairs, met, wanted)
    return pairs.roots


def _refer(
    draft: Draft,
    pairs: StoryPairs,
    met: Sequence[tuple[Section | None, Section | None]],
    wanted: Sequence[dict[StoryKind, str | None]],
) -> None:
    """Write a reference wherever a section would otherwise show another header, changes accepted or rejected."""
    above: tuple[dict[StoryKind, str | None], dict[StoryKind, str | None]] = ({}, {})
    for (one, two), parts in zip(met, wanted, strict=True):
        views = [view for view, section in zip(above, (one, two), strict=True) if section is not None]
        for kind, part in parts.items():
            own = one.own.get(kind) if one is not None else None
            if own != part or own is None:
                inherits = {view.get(kind) for view in views}
                if own is not None or inherits != {part}:
                    shown = (
                        part
                        if part is not None
                        else pairs.blank(kind, next(each for each in (own, *inherits) if each is not None))
                    )
                    _write_reference(draft, one, two, kind, pairs.link(shown))
                    part = shown
            for view in views:
                view[kind] = part


def _write_reference(draft: Draft, one: Section | None, two: Section | None, kind: StoryKind, link: str) -> None:
    if one is None:
        assert two is not None
        draft.references.setdefault(two.element, []).append((w(f"{kind[0]}Reference"), kind[1], link))
        return
    tag = w(f"{kind[0]}Reference")
    for each in [each for each in one.element.findall(tag) if each.get(w("type"), "default") == kind[1]]:
        one.element.remove(each)
    one.element.insert(0, etree.Element(tag, {w("type"): kind[1], _ID: link}))
    draft.parts.add(draft.old.package.main)


def _in_order(plan: BlockPlan, old: _Element, new: _Element) -> Iterator[tuple[_Element | None, _Element | None]]:
    """The sections of both documents in the redline's order; one of a pair is None where a section comes or goes."""
    # Most documents have one section and no break.
    inside = any(section.getparent() is not body for body in (old, new) for section in body.iter(w("sectPr")))
    for i, j in plan.items if inside else ():
        ones = _breaks(plan.old.leaves[i]) if i is not None else []
        twos = _breaks(plan.new.leaves[j]) if j is not None else []
        if len(ones) == len(twos):
            yield from zip(ones, twos, strict=True)
        else:
            yield from ((one, None) for one in ones)
            yield from ((None, two) for two in twos)
    ends = old.find(w("sectPr")), new.find(w("sectPr"))
    if ends != (None, None):
        yield ends


def _breaks(leaf: Leaf) -> list[_Element]:
    return [section for element in leaf.elements for section in element.iter(w("sectPr"))]


def _sections(side: Side, body: _Element) -> list[Section]:
    found: list[Section] = []
    links = side.links(side.package.main)
    has: dict[StoryKind, str] = {}
    for section in body.iter(w("sectPr")):
        own: dict[StoryKind, str] = {}
        for reference in section:
            link = links.get(reference.get(_ID, "")) if reference.tag in REFERENCES else None
            if link is not None and link.target in side.package.entries:
                own[REFERENCES[reference.tag], reference.get(w("type"), "default")] = link.target
        has = has | own
        found.append(Section(section, own, has))
    return found


def _empty(root: _Element) -> _Element:
    """A story like `root` that says nothing: one empty paragraph, set like the last one there, without a number or a
    line."""
    made = etree.Element(root.tag, nsmap={prefix: space for prefix, space in root.nsmap.items() if prefix})
    paragraph = etree.SubElement(made, w("p"))
    last = root.findall(w("p"))[-1:]
    own = last[0].find(w("pPr")) if last else None
    if own is not None:
        paragraph.append(deepcopy(own))
        for name in _NOT_EMPTY:
            for each in paragraph[0].findall(w(name)):
                paragraph[0].remove(each)
    return made


def _says_something(root: _Element) -> bool:
    return next(root.iter(*_PRINTS), None) is not None


# Which stories of the two documents belong together: the bodies, and the headers and footers of their sections.
#
# A header cannot be put in or taken out by a revision. One that only one document has is compared with an empty one:
# its words are put in or struck, and the empty header that is left prints nothing. Source: ECMA-376 part 1, 17.6.17
# (sections), 17.10.5 (header references and what a section inherits).

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
    def notice(old: _Element, new: _Element) -> None:
        one, two = _list_of(old), _list_of(new)
        if one is not None and two is not None:
            draft.lists.vote(one.get(w("val"), ""), two.get(w("val"), ""))

    return notice


def _list_of(paragraph: _Element) -> _Element | None:
    listed = paragraph_property(paragraph, w("numPr"))
    return None if listed is None else listed.find(w("numId"))


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
        return paragraph_property(last, w("sectPr")) is None
    leaves = read_blocks(story, side, part).leaves
    return (
        bool(leaves)
        and leaves[-1].kind == "paragraph"
        and paragraph_property(leaves[-1].elements[0], w("sectPr")) is None
    )
