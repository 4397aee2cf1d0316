"""The number that Word prints before a paragraph, computed from the numbering part.

Source: ECMA-376 part 1, 17.9 (numbering): 17.9.3 abstractNumId, 17.9.4 isLgl, 17.9.10 lvlRestart, 17.9.11 lvlText,
17.9.17 numFmt, 17.9.25 start, 17.9.26 startOverride. Instances of one abstract list share their counters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from specgen.word.document.styles import StyleEffects
from specgen.word.package.ooxml import w, whole_number
from specgen.wording.wording import DEEPEST_LIST_LEVEL, BlockKind

_Element = etree._Element

_VAL: Final = w("val")
DEEPEST: Final = 9
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list instance: its element, where it starts, and whether the instance itself says so."""

    element: _Element
    start: int
    overridden: bool

    def value(self, name: str, default: str = "") -> str:
        """The `w:val` of the level's child `name`."""
        found = self.element.find(w(name))
        return default if found is None else found.get(_VAL, default)


class NumberingPart:
    """The lists of a document: what each level of each instance is."""

    def __init__(self, root: _Element | None) -> None:
        self._abstracts: dict[str, _Element] = {}
        self._instances: dict[str, _Element] = {}
        self._linked: dict[str, str] = {}
        for child in root if root is not None else ():
            if child.tag == w("abstractNum"):
                identity = child.get(w("abstractNumId"), "")
                self._abstracts[identity] = child
                link = child.find(w("styleLink"))
                if link is not None:
                    self._linked[link.get(_VAL, "")] = identity
            elif child.tag == w("num"):
                self._instances[child.get(w("numId"), "")] = child
        self._levels: dict[tuple[str, int], Level | None] = {}

    def abstract(self, number: str) -> str | None:
        """The id of the abstract list of the instance `number`, list styles followed; None when there is none."""
        instance = self._instances.get(number)
        link = instance.find(w("abstractNumId")) if instance is not None else None
        identity = link.get(_VAL, "") if link is not None else None
        if identity is None or identity not in self._abstracts:
            return None
        style = self._abstracts[identity].find(w("numStyleLink"))
        return self._linked.get(style.get(_VAL, ""), identity) if style is not None else identity

    def level(self, number: str, depth: int) -> Level | None:
        """The level `depth` (from 0) of the instance `number`, or None when the document does not define it."""
        key = (number, depth)
        if key not in self._levels:
            self._levels[key] = self._read_level(number, depth)
        return self._levels[key]

    def _read_level(self, number: str, depth: int) -> Level | None:
        identity = self.abstract(number)
        if identity is None:
            return None
        element = _at_depth(self._abstracts[identity], "lvl", depth)
        override = _at_depth(self._instances[number], "lvlOverride", depth)
        own_start = None
        if override is not None:
            own_start = override.find(w("startOverride"))
            own = override.find(w("lvl"))
            element = own if own is not None else element
        if element is None:
            return None
        start = own_start if own_start is not None else element.find(w("start"))
        return Level(element, _whole(start, 0 if start is None else 1), own_start is not None)

    def depth_of_style(self, number: str, style: str) -> int | None:
        """The level of the instance that belongs to the paragraph style `style`, or None."""
        for depth in range(DEEPEST):
            level = self.level(number, depth)
            if level is not None and level.value("pStyle") == style:
                return depth
        return None


def list_place(
    properties: _Element | None, style: str | None, styles: StyleEffects, numbering: NumberingPart
) -> tuple[str, int] | None:
    """(instance, level) of the list that a paragraph with these properties and style stands in, or None."""
    direct = properties.find(w("numPr")) if properties is not None else None
    number = direct.find(w("numId")) if direct is not None else None
    level = direct.find(w("ilvl")) if direct is not None else None
    if number is not None:
        instance, depth = number.get(_VAL, ""), _small(level.get(_VAL) if level is not None else "0")
    elif (from_style := styles.numbering(style)) is not None:
        instance, said, owner = from_style
        own = numbering.depth_of_style(instance, owner)
        depth = _small(level.get(_VAL) if level is not None else said if own is None else str(own))
    else:
        return None
    return (instance, depth) if numbering.level(instance, depth) is not None else None


@dataclass(slots=True)
class Counters:
    """The numbers of one story, counted paragraph by paragraph."""

    part: NumberingPart
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next_label(self, number: str, depth: int) -> str | None:
        """The label of the next paragraph of the instance at the level, or None when it has none."""
        identity = self.part.abstract(number)
        level = self.part.level(number, depth) if 0 <= depth < DEEPEST else None
        if identity is None or level is None:
            return None
        counts = self._counts.setdefault(identity, [None] * DEEPEST)
        for each in range(depth + 1):
            own = self.part.level(number, each)
            if own is not None and own.overridden and (number, each) not in self._begun:
                counts[each] = None
            self._begun.add((number, each))
        current = counts[depth]
        counts[depth] = level.start if current is None else current + 1
        for deeper in range(depth + 1, DEEPEST):
            own = self.part.level(number, deeper)
            after = own.value("lvlRestart") if own is not None else ""
            # 0 means never; n means only after a paragraph of level n (counted from 1) or above.
            if after == "" or depth < whole_number(after):
                counts[deeper] = None
        return self._text(number, depth, level, counts)

    def _text(self, number: str, depth: int, level: Level, counts: list[int | None]) -> str:
        form = level.value("numFmt", "decimal")
        template = level.value("lvlText")
        if form in ("bullet", "none"):
            return template if form == "bullet" else ""
        legal = level.element.find(w("isLgl")) is not None
        for each in range(depth + 1):
            own = self.part.level(number, each)
            if own is None or f"%{each + 1}" not in template:
                continue
            count = counts[each]
            said = "decimal" if legal else own.value("numFmt", "decimal")
            template = template.replace(f"%{each + 1}", formatted(own.start if count is None else count, said))
        return template


def formatted(number: int, form: str) -> str:
    """`number` as Word prints it in the number format `form` (17.18.59); an unknown format is named with the number."""
    maker = _FORMS.get(form)
    return maker(number) if maker is not None else f"{form}:{number}"


def _letters(number: int) -> str:
    # Word repeats the letter: 27 is aa, 28 is bb.
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    said = ""
    for value, letters in _ROMAN:
        said += letters * (number // value)
        number %= value
    return said


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


_FORMS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": _ordinal,
    "bullet": lambda number: "",
    "none": lambda number: "",
}


def _at_depth(holder: _Element, name: str, depth: int) -> _Element | None:
    return next((each for each in holder.findall(w(name)) if each.get(w("ilvl")) == str(depth)), None)


def _whole(element: _Element | None, default: int) -> int:
    return whole_number(element.get(_VAL) if element is not None else None, default)


def _small(said: str | None) -> int:
    return int(said) if said is not None and said.isascii() and said.isdigit() and len(said) < 3 else 0


# Which paragraphs of a draft are list items, of which kind and level, and whether a clause would number them the same.
#
# Source: ECMA-376 part 1, 17.9 (numbering), 17.9.23 (a style's level is said by the list's level that is bound to it).

_RESTART: Final = (
    "let the list begin at its first number and run on (right-click the number, Restart or Continue Numbering)"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph's place in a list; `faults` are (kind of fault, what it is, cure), `note` what a reader must know."""

    kind: BlockKind
    level: int = 0
    faults: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


class ListReader:
    """Reads the items of one body in order, since numbers are counted."""

    def __init__(self, styles: _Element | None, numbering: _Element | None) -> None:
        self._effects = StyleEffects(styles, {})
        self._numbering = NumberingPart(numbering)
        self._counters = Counters(self._numbering)
        self._expected = [0] * (DEEPEST_LIST_LEVEL + 1)
        """What a clause would have counted at each level."""

    def next_item(self, properties: _Element | None, style: str, deepest: int) -> Item:
        """The next paragraph of the body; `deepest` is the deepest level that an item can have here."""
        number, written = self._numbered(properties, style)
        found = self._numbering.level(number, written) if number not in ("", "0") else None
        label = self._counters.next_label(number, written) if found is not None else None
        form = found.value("numFmt", "decimal") if found is not None else "none"
        if form == "none":
            self._expected = [0] * (DEEPEST_LIST_LEVEL + 1)
            return Item("paragraph")
        level = self._nesting(written, style)
        faults: tuple[tuple[str, str, str], ...] = ()
        if level > min(deepest, DEEPEST_LIST_LEVEL):
            faults = (
                (
                    "list-level",
                    f"a list item of level {level + 1} that no item of level {level} stands above",
                    f"use at most {DEEPEST_LIST_LEVEL + 1} levels, one below the other (Decrease Indent)",
                ),
            )
            level = min(deepest, DEEPEST_LIST_LEVEL)
        self._expected[level + 1 :] = [0] * (DEEPEST_LIST_LEVEL - level)
        if form == "bullet":
            self._expected[level] = 0
            return Item("bullet", level, faults)
        self._expected[level] += 1
        expected = self._label(number, written, level)
        if not faults and label != expected:
            faults = (
                ("list-number", f"an item numbered “{label}”, which the clause would number “{expected}”", _RESTART),
            )
        note = (
            f"the item “{label}” is numbered with figures in the clause: a document's template decides the "
            f"kind of number"
            if form != "decimal"
            else ""
        )
        return Item("number", level, faults, note)

    def _numbered(self, properties: _Element | None, style: str) -> tuple[str, int]:
        """The list and level that the paragraph's own numbering gives, else its style's; ("", 0) when neither does."""
        own = properties.find(w("numPr")) if properties is not None else None
        number, level = _value(own, "numId"), _value(own, "ilvl")
        if not number and (by_style := self._effects.numbering(style or None)) is not None:
            number = by_style[0]
            bound = self._numbering.depth_of_style(number, by_style[2])
            level = level or (str(bound) if bound is not None else by_style[1] or "")
        return number, int(level) if level.isascii() and level.isdigit() and len(level) < 3 else 0

    def _nesting(self, written: int, style: str) -> int:
        """The nesting of an item; a style such as “List Bullet 2” is a list of its own, and a deeper item all the
        same."""
        name = str(self._effects.form(style, "paragraph")[0]) if style and written == 0 else ""
        last = name.rpartition(" ")[2]
        return (
            int(last) - 1
            if name.startswith(("list bullet ", "list number ")) and len(last) == 1 and last in "23456789"
            else written
        )

    def _label(self, number: str, written: int, level: int) -> str:
        """The label as a clause would print it, in the draft's own form of numbers."""
        own = self._numbering.level(number, written)
        label = own.value("lvlText") if own is not None else ""
        for n in range(written + 1):
            each = self._numbering.level(number, n)
            counted = self._expected[level if n == written else min(n, DEEPEST_LIST_LEVEL)]
            if each is not None:
                label = label.replace(f"%{n + 1}", formatted(counted, each.value("numFmt", "decimal")))
        return label


def _value(properties: _Element | None, name: str) -> str:
    found = properties.find(w(name)) if properties is not None else None
    return found.get(_VAL, "") if found is not None else ""
