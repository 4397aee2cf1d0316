"""Whether a line of an existing specification begins another section, and what closes the document instead: annexes
and signatures.

Source: ECMA-376 part 1, 17.3.1.20 (outline levels), 17.9 (numbering).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from lxml import etree

from specgen.word.document.headings import typed_number
from specgen.word.insert.host import Host, HostParagraph
from specgen.word.package.ooxml import w

_Element = etree._Element

_VAL = w("val")

Ends = Literal["no", "yes", "number", "look"]
"""Whether a line begins another section: surely not, surely, or only by its number or its look."""


class SectionJudge:
    """Says of the lines after a heading whether they begin another section of its level or a higher one."""

    def __init__(self, host: Host, heading: HostParagraph) -> None:
        self.heading = heading
        self._host = host
        self._seen = [each for each in host.paragraphs if not each.blank and not each.contents]
        weights: Counter[str] = Counter()
        looks: Counter[tuple[str, ...]] = Counter()
        for each in self._seen:
            weights[each.line.style] += len(each.text) if not (each.line.heading or each.may_head) else 0
            looks[each.look] += len(each.text) if not each.line.heading else 0
        self._body = weights.most_common(1)[0][0] if weights else ""
        self._body_look = looks.most_common(1)[0][0] if looks else ()
        never = {each.line.style for each in self._seen if not each.may_head or each.line.kind in ("bullet", "number")}
        never |= {each.line.style for each in self._seen if each.element.find(f"{w('pPr')}/{w('pStyle')}") is None}
        self._head_styles = {each.line.style for each in self._seen if each.may_head} - never - {self._body, ""}

    def ends(self, other: HostParagraph) -> Ends:
        """The verdict on `other`, which comes after the heading."""
        heading = self.heading
        if other.contents:
            return "no"
        mine, its = _number(heading), _number(other)
        same_list = _same_list(self._host, heading, other)
        sure = self._is_sure(other)
        if mine and its and its[: len(mine)] == mine and len(its) > len(mine) and (other.level or same_list or sure):
            return "no"
        typed = bool(typed_number(heading.text) and typed_number(other.text))
        if heading.line.heading and other.line.heading:
            if other.line.heading <= heading.line.heading:
                return "yes"
            again = typed or (same_list and _depth(other) <= _depth(heading))
            return "yes" if again and its > mine and _follows(mine, its) else "no"
        if other.line.heading:
            return "yes" if not heading.level or other.line.heading <= heading.level else "look"
        if same_list and mine and its > mine and _depth(other) <= _depth(heading):
            return "yes"
        if mine and its and typed and (other.level or sure):
            if its > mine:
                return "yes" if sure else "number" if _follows(mine, its) else "no"
            if not sure:
                return "no"
        if other.level and (sure or not heading.line.heading):
            return ("yes" if sure else "number") if other.level <= (heading.level or 2) else "no"
        return "no" if heading.line.heading else self._by_look(other, mine, its)

    def _is_sure(self, other: HostParagraph) -> bool:
        """Whether more than a number says that the line is a heading: the model's words, or its look."""
        return (
            other.line.heading > 0
            or other.known
            or (
                other.may_head
                and (
                    other.bold
                    or other.line.style in self._head_styles
                    or other.look == self.heading.look != self._body_look
                )
            )
        )

    def _by_look(self, other: HostParagraph, mine: tuple[int, ...], its: tuple[int, ...]) -> Ends:
        heading = self.heading
        if not other.may_head:
            return "no"
        if heading.line.style in self._head_styles and other.line.style in self._head_styles:
            return "yes" if other.line.style == heading.line.style else self._of_style(other.line.style)
        if heading.bold and other.bold and heading.look == other.look and not mine:
            return "look" if its else "yes"
        return "no"

    def _of_style(self, style: str) -> Ends:
        """Whether lines in another house style stand above those in the heading's: they do where one comes just before
        such a heading, and not where one stands inside such a section, of those before this one."""
        own = self.heading.line.style
        styles = [each.line.style for each in self._seen]
        at = self._seen.index(self.heading) if self.heading in self._seen else 0
        above = any(pair == (style, own) for pair in pairwise(styles))
        begun = styles.index(own)
        below = any(each == style and following != own for each, following in pairwise(styles[begun : at + 1]))
        return "look" if above == below else "yes" if above else "no"

    def goes_to_the_end(self, members: Sequence[HostParagraph]) -> bool:
        """Whether the section surely goes on to the end of the document: its heading has a level in the outline, and
        short bold lines in it are such as stand in other sections too."""
        return self.heading.line.heading > 0 and not self._strange(members)

    def strangers(
        self, members: Sequence[HostParagraph], blocks: Sequence[_Element]
    ) -> list[tuple[int, HostParagraph | None]]:
        """Where the section may end for lines in it that look like headings and have no level."""
        return [(blocks.index(each.element), each) for each in self._strange(members)]

    def _strange(self, members: Sequence[HostParagraph]) -> list[HostParagraph]:
        found = [each for each in members if self._looks_like_a_head(each)]
        at = self._seen.index(self.heading) if self.heading in self._seen else 0
        before = self._seen[:at]
        begun = next((place for place, each in enumerate(before) if each.line.heading), len(before))
        return [] if any(self._looks_like_a_head(each) for each in before[begun:]) else found

    def _looks_like_a_head(self, line: HostParagraph) -> bool:
        return (
            not line.level
            and not line.blank
            and line.may_head
            and line.cell is self.heading.cell
            and (line.bold or line.line.style in self._head_styles)
        )


def _follows(mine: tuple[int, ...], its: tuple[int, ...]) -> bool:
    """Whether `its` is a number that may come next after the section `mine`: 3.3, 4, 4.1 after 3.2."""
    return any(
        its[: depth + 1] == (*mine[:depth], mine[depth] + 1) and all(each in (0, 1) for each in its[depth + 1 :])
        for depth in range(len(mine))
    )


def _depth(line: HostParagraph) -> int:
    return line.numbered[1] if line.numbered is not None else 0


def _number(heading: HostParagraph) -> tuple[int, ...]:
    said = typed_number(heading.text) or heading.number
    return tuple(int(each) for each in said.split(".")) if said else ()


def _same_list(host: Host, one: HostParagraph, two: HostParagraph) -> bool:
    if one.numbered is None or two.numbered is None:
        return False
    return host.numbering.abstract(one.numbered[0]) == host.numbering.abstract(two.numbered[0])
