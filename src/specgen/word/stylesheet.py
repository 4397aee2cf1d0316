"""A template's styles by name, and the lists that its list styles belong to.

Source: ECMA-376 part 1, 17.7 (styles) and 17.9 (numbering). Word writes the names of its own styles in English whatever
the language of the program, so names are safe to go by; ids are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.ooxml import w
from specgen.word.package import Package, parsed, relationships

BODY_TEXT: Final = "Body Text"
"""The style of ordinary paragraphs where the tag's own paragraph is a heading; without it the default style."""
LIST_BULLET: Final = "List Bullet"
LIST_NUMBER: Final = "List Number"
"""Item styles. Nested items use “List Bullet 2” to “List Bullet 4” where the template has them, else deeper levels of the
first style's own list."""
LIST_LEVELS: Final = 4
HEADING: Final = "heading {}"

_VAL: Final = w("val")
_Lists = tuple[dict[str, str], dict[str, Mapping[int, int]], dict[tuple[str, str], int]]


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its id, kind, name, the id of the style it is based on, and its own numbering (num, level)."""

    id: str
    kind: str
    name: str
    based_on: str
    num: str | None
    level: int


@dataclass(frozen=True, slots=True)
class ListLook:
    """How an item of one kind and depth is written: style, numbering instance of the style, abstract list, its level."""

    style: str
    num: str
    abstract: str
    level: int
    direct: bool
    """Whether the level must be said in the paragraph, since the style itself stands for another."""


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """The styles and lists of a package."""

    styles: Mapping[str, Style]
    nums: Mapping[str, str]
    """num id → abstract list id."""
    starts: Mapping[str, Mapping[int, int]]
    """abstract list id → level → the number it starts with, for the levels it defines."""
    levels: Mapping[tuple[str, str], int]
    """(abstract list id, paragraph style id) → the level that is bound to the style."""
    numbering: str | None
    """The name of the numbering part."""

    def named(self, name: str, kind: str = "paragraph") -> Style | None:
        """The style of that name; Word's own names are the same in any case."""
        return next((each for each in self.styles.values() if each.kind == kind and each.name.casefold() == name.casefold()), None)

    def heading_level(self, style: str) -> int | None:
        """The heading level that the paragraph style with this id stands for, 1 to 9, or None."""
        name = self.styles[style].name.casefold() if style in self.styles else ""
        digit = name.removeprefix("heading ")
        return int(digit) if name.startswith("heading ") and len(digit) == 1 and digit in "123456789" else None

    def list_look(self, name: str, depth: int) -> ListLook | None:
        """How an item at `depth` (from 0) of the list style `name` is written, or None when the template cannot."""
        own = self.named(name if depth == 0 else f"{name} {depth + 1}")
        found = self._numbering(own) if own else None
        if own and found:
            return ListLook(own.id, found[0], self.nums[found[0]], found[1], False)
        first = self.named(name)
        base = self._numbering(first) if first else None
        if first and base and depth and base[1] + depth in self.starts[self.nums[base[0]]]:
            return ListLook(first.id, base[0], self.nums[base[0]], base[1] + depth, True)
        return None

    def _numbering(self, style: Style) -> tuple[str, int] | None:
        """The num and level that a style gives, its own or of the styles it is based on.

        17.9.3: which level a style stands for is said by the list's level that is bound to it, not by the style.
        """
        giver: Style | None = style
        for _ in range(20):
            if giver is None or giver.num is not None:
                break
            giver = self.styles.get(giver.based_on)
        if giver is None or giver.num is None or self.nums.get(giver.num) not in self.starts:
            return None
        return giver.num, self.levels.get((self.nums[giver.num], style.id), giver.level)


def read_stylesheet(package: Package) -> tuple[Stylesheet, list[Problem]]:
    """The package's styles and lists, and a problem for a part that cannot be read."""
    targets = {each.type.rpartition("/")[2]: each.target for each in relationships(package, package.main) if not each.external}
    problems: list[Problem] = []
    styles: dict[str, Style] = {}
    lists: _Lists = {}, {}, {}
    styles_part, numbering_part = targets.get("styles"), targets.get("numbering")
    if styles_part is not None and styles_part in package.entries:
        root, found = parsed(package, styles_part)
        problems += found
        styles = {each.id: each for each in _styles(root)} if root is not None else {}
    else:
        problems.append(Problem("template-styles", "the template has no styles", Location(package.file), cure="open it in Word and save it again"))
    if numbering_part is not None and numbering_part in package.entries:
        root, found = parsed(package, numbering_part)
        problems += found
        if root is not None:
            lists = _lists(root, styles)
    return Stylesheet(styles, *lists, numbering_part if numbering_part in package.entries else None), problems


def _styles(root: etree._Element) -> Iterator[Style]:
    for each in root.iter(w("style")):
        name, based_on = each.find(w("name")), each.find(w("basedOn"))
        numbering = each.find(f"{w('pPr')}/{w('numPr')}")
        num = numbering.find(w("numId")) if numbering is not None else None
        level = numbering.find(w("ilvl")) if numbering is not None else None
        yield Style(
            each.get(w("styleId"), ""),
            each.get(w("type"), "paragraph"),
            name.get(_VAL, "") if name is not None else "",
            based_on.get(_VAL, "") if based_on is not None else "",
            num.get(_VAL) if num is not None else None,
            _number(level.get(_VAL) if level is not None else None, 0),
        )


def _lists(root: etree._Element, styles: Mapping[str, Style]) -> _Lists:
    starts: dict[str, Mapping[int, int]] = {}
    links: dict[str, str] = {}
    levels: dict[tuple[str, str], int] = {}
    for each in root.iter(w("abstractNum")):
        identifier = each.get(w("abstractNumId"), "")
        starts[identifier] = {_number(level.get(w("ilvl")), 0): _start(level) for level in each.iter(w("lvl"))}
        if (link := each.find(w("numStyleLink"))) is not None:
            links[identifier] = link.get(_VAL, "")
        for level in each.iter(w("lvl")):
            if (style := level.find(w("pStyle"))) is not None:
                levels[identifier, style.get(_VAL, "")] = _number(level.get(w("ilvl")), 0)
    nums: dict[str, str] = {}
    for each in root.iter(w("num")):
        abstract = each.find(w("abstractNumId"))
        nums[each.get(w("numId"), "")] = abstract.get(_VAL, "") if abstract is not None else ""
    for num, abstract_id in list(nums.items()):
        # 17.9.21: a list that only points to a numbering style has its levels in that style's list.
        linked = styles.get(links.get(abstract_id, ""))
        if linked is not None and linked.num in nums:
            nums[num] = nums[linked.num]
    return nums, starts, levels


def _start(level: etree._Element) -> int:
    """17.9.25: a level without w:start begins at nought."""
    start = level.find(w("start"))
    return _number(start.get(_VAL) if start is not None else None, 0)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
