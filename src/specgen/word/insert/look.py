"""The host's own look for what is put into it: body text, headings, lists, as the neighbours have them.

What the section itself shows counts first, then the rest of the document, then the host's styles. Of a neighbour's look
goes over what is meant for every paragraph of its kind (style, fonts, spacing, indents), not what marks a single one
(bold words, highlights, page breaks). Source: ECMA-376 part 1, 17.3.1 and 17.3.2 (properties), 17.9 (numbering).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.document.headings import typed_number
from specgen.word.insert.extent import SectionExtent
from specgen.word.insert.host import Host, HostParagraph
from specgen.word.package.ooxml import attribute_text, in_order, outer_xml, w
from specgen.word.template.sheet import HEADING, LIST_BULLET, LIST_LEVELS, LIST_NUMBER
from specgen.word.template.tags import XmlProperties

_Element = etree._Element

_NOT_IN_TEXT: Final = frozenset({"framePr", "pageBreakBefore", "numPr", "outlineLvl", "divId", "cnfStyle", "keepNext"})
_NOT_SHARED: Final = frozenset(map(w, _NOT_IN_TEXT | {"rPr", "sectPr", "pPrChange"}))
_RUN_SHARED: Final = frozenset(
    w(name) for name in ("rFonts", "color", "spacing", "w", "kern", "sz", "szCs", "lang", "noProof")
)
_HEADING_RUN: Final = _RUN_SHARED | {w(name) for name in ("b", "bCs", "i", "iCs", "caps", "smallCaps", "u")}


class ParagraphLook(Struct, frozen=True):
    """The properties of a paragraph, by local name in the schema's order, and of its runs.

    `list` is the abstract list that a numbered item counts in ("" for one of the insertion's own), None outside lists.
    """

    properties: XmlProperties
    run: XmlProperties = ()
    list: str | None = None
    level: int = 0

    def with_numbering(self, instance: str, level: int) -> ParagraphLook:
        """The same in a list."""
        written = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{attribute_text(instance)}"/></w:numPr>'
        return ParagraphLook(
            in_order("pPr", (*self.properties, ("numPr", written))),
            self.run,
            self.list,
            level,
        )

    def unnumbered(self) -> ParagraphLook:
        """The same without the number that its style may give (17.9.18: list 0 is none)."""
        return self.with_numbering("0", 0)


class HostLook(Struct, frozen=True):
    """How each kind of block looks in a section. `bullets` and `numbers` are by level; None where the insertion brings
    a list.

    `measure` is the look of a paragraph that joins what the section ends with: an item of its list, or body text.
    """

    body: ParagraphLook
    heading: ParagraphLook
    bullets: tuple[ParagraphLook | None, ...]
    numbers: tuple[ParagraphLook | None, ...]
    measure: ParagraphLook
    detail: ParagraphLook
    """How lines look that stand under a measure."""


class InsertedNumbers(Struct, frozen=True):
    """What of an insertion is numbered as its neighbours are: paragraphs that go on with theirs, and headings."""

    paragraphs: bool = True
    headings: bool = True


NUMBERED: Final = InsertedNumbers()


def look_of_section(host: Host, extent: SectionExtent, numbering: InsertedNumbers = NUMBERED) -> HostLook:
    """The look at the end of the section."""
    join_numbering = numbering.paragraphs
    story = [each for each in extent.members if not each.blank]
    in_cell = extent.heading.cell is not None or any(each.cell is not None for each in story)
    elsewhere = [each for each in host.habits.seen if (each.cell is not None) == in_cell]
    body = _body_look(host, story, elsewhere, extent.heading)
    joined = _numbered_body(story) if join_numbering else None
    bullets, numbers = (
        tuple(_list_look(host, items, kind, depth, body) for depth in range(LIST_LEVELS))
        for kind in ("bullet", "number")
        for items in [[_items(host, among, kind) for among in (story, elsewhere)]]
    )
    heading = _heading_look(host, extent, story, elsewhere, body)
    return HostLook(
        joined or body,
        heading if numbering.headings else heading.unnumbered(),
        bullets,
        numbers,
        _measure_look(story, joined or body, body, join_numbering),
        body,
    )


def _body_look(
    host: Host, story: Sequence[HostParagraph], elsewhere: Sequence[HostParagraph], heading: HostParagraph
) -> ParagraphLook:
    """The look that most of the words have that are neither heading nor list."""
    for among in (story, elsewhere, host.habits.seen):
        plain = [each for each in among if _is_plain(each) and each is not heading]
        if plain:
            return _commonest(plain)
    return ParagraphLook(())


def _is_plain(paragraph: HostParagraph) -> bool:
    return not paragraph.level and paragraph.numbered is None and not paragraph.bold and not _is_short_label(paragraph)


def _is_short_label(paragraph: HostParagraph) -> bool:
    """Words in a table's cell that are no sentence: a label or a figure."""
    return paragraph.cell is not None and len(paragraph.words) < 6


def _commonest(paragraphs: Sequence[HostParagraph]) -> ParagraphLook:
    weights: Counter[XmlProperties] = Counter()
    for each in paragraphs:
        weights[shared_properties(each.element)] += len(each.text)
    properties = weights.most_common(1)[0][0]
    same = [each for each in paragraphs if shared_properties(each.element) == properties]
    return ParagraphLook(properties, _commonest_run(same))


def _commonest_run(paragraphs: Iterable[HostParagraph], shared: frozenset[str] = _RUN_SHARED) -> XmlProperties:
    weights: Counter[XmlProperties] = Counter()
    for each in paragraphs:
        for run in each.element.iter(w("r")):
            weights[_run_properties(run, shared)] += sum(len(text.text or "") for text in run.iter(w("t")))
    return weights.most_common(1)[0][0] if weights else ()


def _run_properties(run: _Element, shared: frozenset[str] = _RUN_SHARED) -> XmlProperties:
    properties = run.find(w("rPr"))
    children = properties if properties is not None else ()
    return in_order(
        "rPr", ((etree.QName(child).localname, outer_xml(child)) for child in children if child.tag in shared)
    )


def shared_properties(paragraph: _Element, leave: frozenset[str] = _NOT_SHARED) -> XmlProperties:
    """The paragraph's properties that are meant for its kind, as they are written."""
    properties = paragraph.find(w("pPr"))
    children = properties if properties is not None else ()
    return in_order(
        "pPr",
        (
            (etree.QName(child).localname, _numbering(child) if child.tag == w("numPr") else outer_xml(child))
            for child in children
            if isinstance(child.tag, str) and (child.tag not in leave or _takes_back(child))
        ),
    )


_TAKES_BACK: Final = {w("numPr"): "0", w("outlineLvl"): "9"}


def _takes_back(child: _Element) -> bool:
    """Whether the paragraph takes back what its style gives it: a number (17.9.18) or a level (17.3.1.20)."""
    said = child.find(w("numId")) if child.tag == w("numPr") else child
    return said is not None and said.get(w("val"), "") == _TAKES_BACK.get(child.tag)


def _numbered_body(story: Sequence[HostParagraph]) -> ParagraphLook | None:
    """The look of numbered paragraphs, where every paragraph of the section that is no heading or bullet has a
    number."""
    ordinary = [each for each in story if not each.level and each.line.kind != "bullet"]
    if not ordinary or any(each.numbered is None or each.line.kind != "number" for each in ordinary):
        return None
    depth = min(each.numbered[1] for each in ordinary if each.numbered is not None)
    return as_neighbour(
        next(each for each in reversed(ordinary) if each.numbered is not None and each.numbered[1] == depth)
    )


def as_neighbour(paragraph: HostParagraph) -> ParagraphLook:
    """The look of the paragraph with its list, so that numbers go on."""
    properties = shared_properties(paragraph.element, _NOT_SHARED - {w("numPr")})
    return ParagraphLook(
        properties, _commonest_run([paragraph]), None, paragraph.numbered[1] if paragraph.numbered else 0
    )


def _numbering(properties: _Element) -> str:
    """A paragraph's numbering without the marks of tracked changes."""
    inner = "".join(outer_xml(child) for child in properties if child.tag in (w("ilvl"), w("numId")))
    return f"<w:numPr>{inner}</w:numPr>"


def _measure_look(
    story: Sequence[HostParagraph], joined: ParagraphLook, body: ParagraphLook, join_numbering: bool
) -> ParagraphLook:
    ordinary = [each for each in story if not each.level]
    last = ordinary[-1] if ordinary else None
    if (
        last is not None
        and last.numbered is not None
        and last.line.kind in ("bullet", "number")
        and (last.line.kind == "bullet" or join_numbering)
    ):
        return as_neighbour(last)
    return joined if join_numbering else body


def _list_look(
    host: Host, items: Iterable[Sequence[HostParagraph]], kind: str, depth: int, body: ParagraphLook
) -> ParagraphLook | None:
    """An item of the host's own lists at `depth`: of the section, else of the document, else of its list styles.
    `items` are those of the section and those of the document, the last first."""
    for among in items:
        for each in among:
            if each.numbered is not None and each.numbered[1] == depth:
                return _item_look(host, each, depth)
        # Deeper levels of the same list, whose indents the list itself gives.
        deeper = [
            each
            for each in among
            if each.numbered is not None
            and depth > each.numbered[1] == 0
            and _goes_deeper(host, each.numbered[0], depth, kind)
        ]
        if deeper:
            found = _item_look(host, deeper[0], depth)
            return ParagraphLook(
                tuple(entry for entry in found.properties if entry[0] != "ind"), found.run, found.list, depth
            )
    styled = host.sheet.list_look(LIST_BULLET if kind == "bullet" else LIST_NUMBER, depth)
    if styled is None:
        return None
    look = ParagraphLook(
        (("pStyle", f'<w:pStyle w:val="{attribute_text(styled.style)}"/>'),), body.run, styled.abstract
    )
    if kind == "bullet":
        return look.with_numbering(styled.num, styled.level)
    return ParagraphLook(look.properties, look.run, styled.abstract, styled.level)


def _goes_deeper(host: Host, instance: str, depth: int, kind: str) -> bool:
    level = host.numbering.level(instance, depth)
    return (
        level is not None and bool(level.value("lvlText")) and (level.value("numFmt") == "bullet") == (kind == "bullet")
    )


def _items(host: Host, among: Sequence[HostParagraph], kind: str) -> list[HostParagraph]:
    return [each for each in reversed(among) if _is_item(host, each, kind)]


def _is_item(host: Host, paragraph: HostParagraph, kind: str) -> bool:
    """Whether it is an item of a plain list: of one that starts at the beginning, not a numbered clause or heading."""
    if paragraph.level or paragraph.numbered is None or paragraph.line.kind != kind:
        return False
    level = host.numbering.level(*paragraph.numbered)
    return level is not None and (kind == "bullet" or level.value("lvlText").count("%") == 1)


def _item_look(host: Host, paragraph: HostParagraph, depth: int) -> ParagraphLook:
    assert paragraph.numbered is not None
    look = ParagraphLook(
        shared_properties(paragraph.element),
        _commonest_run([paragraph]),
        host.numbering.abstract(paragraph.numbered[0]),
        depth,
    )
    return look.with_numbering(paragraph.numbered[0], depth) if paragraph.line.kind == "bullet" else look


def _heading_look(
    host: Host,
    extent: SectionExtent,
    story: Sequence[HostParagraph],
    elsewhere: Sequence[HostParagraph],
    body: ParagraphLook,
) -> ParagraphLook:
    """One level below the section's heading: a neighbour of that level, else the host's style for it, else body text in
    bold."""
    heading = extent.heading
    styled = heading.line.heading
    wanted = styled + 1 if styled else 0
    below = [each for each in story if _is_below(heading, each)]
    if below:
        return _like_heading(below[0])
    unused = not any(each.line.heading == wanted > 0 for each in elsewhere)
    if unused and (like := _heads_again(heading, story)):
        return _like_heading(like)
    if wanted and wanted <= 9:
        found = host.sheet.named(HEADING.format(wanted))
        if found is not None:
            return ParagraphLook((("pStyle", f'<w:pStyle w:val="{attribute_text(found)}"/>'),))
    if not styled:
        others = [
            each
            for each in elsewhere
            if each.may_head and each.bold and not each.line.heading and typed_number(each.text).count(".") == 2
        ]
        if others:
            return _like_heading(others[0])
    level = (wanted or (heading.level + 1 if heading.level else 3)) - 1  # Never beside the title of the document.
    again = heading.bold and not styled and shared_properties(heading.element) == body.properties
    bold = (("b", "<w:b/>"), ("bCs", "<w:bCs/>"), *((("i", "<w:i/>"), ("iCs", "<w:iCs/>")) if again else ()))
    properties = (
        *(each for each in body.properties if each[0] not in ("numPr", "outlineLvl", "keepNext")),
        ("keepNext", "<w:keepNext/>"),
        ("outlineLvl", f'<w:outlineLvl w:val="{min(max(level, 0), 8)}"/>'),
    )
    return ParagraphLook(in_order("pPr", properties), in_order("rPr", (*body.run, *bold)))


def _heads_again(heading: HostParagraph, story: Sequence[HostParagraph]) -> HostParagraph | None:
    """One of two or more short bold or underlined lines of one make that stand over text in the section."""
    made = [
        each
        for each, then in pairwise(story)
        if each.may_head and (each.bold or each.underlined) and not (then.bold or then.underlined or then.level)
        if not (each.level or each.lead or each.text.endswith(":")) and each.line.kind == "paragraph"
        if each.cell is heading.cell and then.cell is heading.cell
    ]
    alike = [each for each in made if (each.look, each.bold) == (made[-1].look, made[-1].bold)]
    return alike[0] if len(alike) > 1 else None


def _is_below(heading: HostParagraph, other: HostParagraph) -> bool:
    if heading.line.heading:
        return other.line.heading == heading.line.heading + 1
    return (
        not other.lead
        and other.may_head
        and other.bold
        and bool(other.level or not typed_number(other.text))
        and not other.line.heading
    )


def _like_heading(paragraph: HostParagraph) -> ParagraphLook:
    """The look of a heading, its numbering with it; a number that was typed is not made up."""
    properties = shared_properties(paragraph.element, _NOT_SHARED - {w("numPr"), w("outlineLvl"), w("keepNext")})
    return ParagraphLook(properties, _commonest_run([paragraph], _HEADING_RUN))
