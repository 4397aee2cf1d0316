"""The number that Word prints before a paragraph, computed from the numbering part.

Source: ECMA-376 part 1, 17.9 (numbering): 17.9.2 abstractNumId, 17.9.3 ilvl, 17.9.4 isLgl, 17.9.8 lvlOverride, 17.9.10
lvlRestart, 17.9.11 lvlText, 17.9.17 numFmt, 17.9.21 numStyleLink, 17.9.23 pStyle, 17.9.25 start, 17.9.26 startOverride,
17.9.27 styleLink, 17.9.28 suff; 17.3.1.19 (numPr). Instances of one abstract list share their counters; a list that
only points to a list style counts for itself, as Word does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.styles import Styles
from specgen.word.package.ooxml import MC, first_child, w, whole_number
from specgen.wording.wording import DEEPEST_LIST_LEVEL, BlockKind

_Element = etree._Element

_VAL, _STYLE, _LIST, _INSTANCE, _LEVEL = (w(name) for name in ("val", "pStyle", "numPr", "numId", "ilvl"))
_OFF: Final = frozenset({"0", "false", "off"})
_FOLLOWS: Final = {"space": " ", "nothing": ""}
_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_UNCOUNTED: Final = frozenset({"bullet", "none"})
DEEPEST: Final = 9
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Level(Struct, frozen=True):
    """One level of a list instance: its element, where it starts, and whether the instance itself says so.

    `form` is how it counts (17.18.59): decimal, bullet, none …; of a form of Word 2010's own, its sample of numbers.
    `legal` says that every number of its label is printed in plain figures (17.9.4); `prints` that anything is printed
    before its paragraphs, other than white space: if not, a reader sees no list."""

    element: _Element
    start: int
    overridden: bool
    form: str
    text: str
    legal: bool
    follow: str
    restart: str
    prints: bool

    def value(self, name: str, default: str = "") -> str:
        """The `w:val` of the level's child `name`."""
        return _said(self.element, name, default)

    @property
    def words(self) -> str:
        """The words that its label prints whatever the number, "" where it only counts or puts a mark there."""
        return self.text.strip() if _WORD.search(_PLACEHOLDER.sub(" ", self.text)) else ""


def _made_level(element: _Element, start: int, overridden: bool) -> Level:
    form, text, legal = _form(element), _said(element, "lvlText"), element.find(w("isLgl"))
    literal = _PLACEHOLDER.sub("", text) if form != "bullet" else text
    return Level(
        element,
        start,
        overridden,
        form,
        text,
        legal is not None and legal.get(_VAL, "1") not in _OFF,
        _FOLLOWS.get(_said(element, "suff", "tab"), "\t"),
        _said(element, "lvlRestart"),
        bool(literal.strip())
        or element.find(w("lvlPicBulletId")) is not None
        or (form not in _UNCOUNTED and _PLACEHOLDER.search(text) is not None),
    )


def _form(element: _Element) -> str:
    found = element.find(w("numFmt"))
    if found is None:
        # Word puts a form that older programs do not know beside one that they do.
        found = element.find(f"{{{MC}}}AlternateContent/{{{MC}}}Choice/{w('numFmt')}")
    if found is None:
        return "decimal"
    form = str(found.get(_VAL, "decimal"))
    return str(found.get(w("format"), form)) if form == "custom" else form


def _said(element: _Element, name: str, default: str = "") -> str:
    found = element.find(w(name))
    return default if found is None else str(found.get(_VAL, default))


class Label(Struct, frozen=True):
    """What is printed before a paragraph: its letters ("" for a picture, and where nothing is printed), and what stands
    between it and the words. `form` is how its own level counts, `count` how far it has counted."""

    text: str
    form: str
    count: int
    follow: str
    prints: bool


class NumberingPart:
    """The lists of a document: what each level of each instance is."""

    def __init__(self, root: _Element | None, styles: Styles | None = None) -> None:
        self._abstracts: dict[str, _Element] = {}
        self._instances: dict[str, _Element] = {}
        self._linked: dict[str, str] = {}
        for child in root if root is not None else ():
            if child.tag == w("abstractNum"):
                identity = child.get(w("abstractNumId"), "")
                self._abstracts[identity] = child
                link = child.find(w("styleLink"))
                if link is not None:
                    self._linked.setdefault(link.get(_VAL, ""), identity)
            elif child.tag == w("num"):
                self._instances[child.get(w("numId"), "")] = child
        self._styles = styles if styles is not None else Styles(None)
        self._levels: dict[tuple[str, int], Level | None] = {}
        self._bound: dict[str, dict[str, int]] = {}
        self._places: dict[str, tuple[str, int] | None] = {}
        self._written: dict[tuple[str | None, str | None, str | None], tuple[str, int] | None] = {}
        self._sequences: dict[str, str | None] = {}
        self._starts: dict[str, Mapping[int, int]] = {}

    @property
    def abstracts(self) -> frozenset[str]:
        """The ids of the abstract lists."""
        return frozenset(self._abstracts)

    @property
    def instances(self) -> frozenset[str]:
        """The ids of the numbering instances."""
        return frozenset(self._instances)

    def starts(self, abstract: str) -> Mapping[int, int]:
        """Level → the number it starts with, for the levels that the abstract list itself defines (17.9.25)."""
        if abstract not in self._starts:
            found: dict[int, int] = {}
            for level in self._abstracts[abstract].findall(w("lvl")):
                found.setdefault(_small(level.get(w("ilvl"))), _start(level))
            self._starts[abstract] = found
        return self._starts[abstract]

    def sequence(self, number: str) -> str | None:
        """The id of the abstract list whose counters the instance `number` shares; None when there is none."""
        if number not in self._sequences:
            instance = self._instances.get(number)
            link = instance.find(w("abstractNumId")) if instance is not None else None
            identity = link.get(_VAL, "") if link is not None else None
            self._sequences[number] = identity if identity in self._abstracts else None
        return self._sequences[number]

    def abstract(self, number: str) -> str | None:
        """The id of the abstract list that has the levels of the instance `number`, list styles followed; None when
        there is none."""
        identity = self.sequence(number)
        style = self._abstracts[identity].find(w("numStyleLink")) if identity is not None else None
        if identity is None or style is None:
            return identity
        named = style.get(_VAL, "")
        # 17.9.21: the list style names the instance that has the levels; 17.9.27: and that list names the style.
        of_style = self._styles.get(named, "numbering")
        given = of_style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}") if of_style is not None else None
        found = self.sequence(given.get(_VAL, "")) if given is not None else None
        return found or self._linked.get(named, identity)

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
        start = _start(element) if own_start is None else _whole(own_start, 1)
        return _made_level(element, start, own_start is not None)

    def depth_of_style(self, number: str, style: str) -> int | None:
        """The level of the instance that belongs to the paragraph style `style`, or None (17.9.23)."""
        if number not in self._bound:
            found: dict[str, int] = {}
            for depth in range(DEEPEST):
                level = self.level(number, depth)
                if level is not None and (named := level.value("pStyle")):
                    found.setdefault(named, depth)
            self._bound[number] = found
        return self._bound[number].get(style)

    def place(self, properties: _Element | None) -> tuple[str, int] | None:
        """(instance, level) of the list that a paragraph with these properties stands in, or None.

        The instance and the level are each the paragraph's own, else its style's, else of a style that it is based on
        (17.7.2, 17.9.3); a style stands for the level that is bound to it (17.3.1.19, 17.9.23)."""
        named = direct = number = level = None
        if properties is not None:
            named = first_child(properties, _STYLE)
            direct = next(properties.iterchildren(_LIST), None)
        if direct is not None:
            number = next(direct.iterchildren(_INSTANCE), None)
            level = next(direct.iterchildren(_LEVEL), None)
        # What is written decides, and a long list writes the same on every item: it is worked out once.
        written = (
            named.get(_VAL) if named is not None else None,
            number.get(_VAL, "") if number is not None else None,
            level.get(_VAL, "") if level is not None else None,
        )
        if written not in self._written:
            self._written[written] = self._place(*written)
        return self._written[written]

    def _place(self, named: str | None, number: str | None, level: str | None) -> tuple[str, int] | None:
        style = self._styles.known(named)
        if number is None and level is None:
            return self.place_of_style(style)
        given = self._styles.list_of(style)
        instance = number if number is not None else given.instance if given is not None else ""
        if level is not None:
            depth = _small(level)
        elif given is not None and instance == given.instance:
            depth = self._depth(instance, given.levels)
        else:
            depth = _small(given.said if given is not None else None)
        return (instance, depth) if self.level(instance, depth) is not None else None

    def place_of_style(self, style: str) -> tuple[str, int] | None:
        """(instance, level) of the list that the paragraph style puts its paragraphs in, or None."""
        if style not in self._places:
            self._places[style] = self._place_of_style(style)
        return self._places[style]

    def _place_of_style(self, style: str) -> tuple[str, int] | None:
        found = self.given_by_style(style)
        given, level = self._styles.list_of(style), self.level(*found) if found is not None else None
        if given is None or level is None:
            return None
        owner = level.value("pStyle")
        # A level that is bound to a style numbers no paragraph of another, as Word has it, unless that is based on it.
        other = self._styles.get(owner, "paragraph") is not None and all(owner != each for each, _ in given.levels)
        return None if other else found

    def given_by_style(self, style: str) -> tuple[str, int] | None:
        """(instance, level) that the paragraph style names, its own or inherited, whether or not it numbers by them."""
        given = self._styles.list_of(style)
        if given is None:
            return None
        depth = self._depth(given.instance, given.levels)
        return (given.instance, depth) if self.level(given.instance, depth) is not None else None

    def _depth(self, instance: str, levels: tuple[tuple[str, str | None], ...]) -> int:
        for style, said in levels:
            bound = self.depth_of_style(instance, style)
            if bound is not None or said is not None:
                return bound if bound is not None else _small(said)
        return 0


class Counters(Struct):
    """The numbers of one story, counted paragraph by paragraph. Every text box is a story of its own."""

    part: NumberingPart
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def next_label(self, number: str, depth: int) -> str | None:
        """The text of the label of the next paragraph of the instance at the level, or None when it has none."""
        label = self.next(number, depth)
        return label.text if label is not None else None

    def next(self, number: str, depth: int) -> Label | None:
        """The label of the next paragraph of the instance at the level, or None when there is no such level."""
        identity = self.part.sequence(number)
        level = self.part.level(number, depth) if 0 <= depth < DEEPEST else None
        if identity is None or level is None:
            return None
        counts = self._counts.setdefault(identity, [None] * DEEPEST)
        if level.overridden and number not in self._begun:
            # An instance begins anew once, at the level of its own paragraph; those above keep their count.
            counts[depth] = None
            self._begun.add(number)
        for each in range(depth):
            # A level that is used before those above it starts them, so that the next of them counts on.
            own = self.part.level(number, each)
            if counts[each] is None and own is not None:
                counts[each] = _start(own.element)
        current = counts[depth]
        counts[depth] = count = level.start if current is None else current + 1
        for deeper in range(depth + 1, DEEPEST):
            if counts[deeper] is None:
                continue
            own = self.part.level(number, deeper)
            after = own.restart if own is not None else ""
            # 0 means never; n means only after a paragraph of level n (counted from 1) or above.
            if after == "" or depth < whole_number(after):
                counts[deeper] = None
        return Label(self._text(number, depth, level, counts), level.form, count, level.follow, level.prints)

    def _text(self, number: str, depth: int, level: Level, counts: list[int | None]) -> str:
        template = level.text
        if level.form == "bullet":
            return template

        def said(found: re.Match[str]) -> str:
            each = int(found[1]) - 1
            own = self.part.level(number, each) if each <= depth else None
            if own is None:
                return ""  # 17.9.11: a number of a deeper level is passed over
            count = counts[each]
            legal = level.legal and own.form not in _UNCOUNTED
            return formatted(own.start if count is None else count, "decimal" if legal else own.form)

        return _PLACEHOLDER.sub(said, template)


def changed_labels(root: _Element, part: NumberingPart) -> dict[_Element, tuple[str, str]]:
    """What is printed before each paragraph whose look is changed as a tracked change, by that mark (`w:pPrChange`):
    as it was and as it will be, "" for nothing."""
    return {change: (old, new) for _, change, old, new in _labels(root, part, ("ins", "del")) if change is not None}


def labels_of_looks(root: _Element, part: NumberingPart) -> Iterator[tuple[_Element, str, str]]:
    """The paragraphs that stay, with what is printed before each once all words that came or went are accepted: in the
    looks as they were, and as they will be."""
    return ((paragraph, old, new) for paragraph, _, old, new in _labels(root, part, ("del", "del")))


def _labels(
    root: _Element, part: NumberingPart, uncounted: tuple[str, str]
) -> Iterator[tuple[_Element, _Element | None, str, str]]:
    """Every paragraph with the mark of its changed look, and what is printed before it, then and now; `uncounted` are
    the marks with which a paragraph is not there then, and not there now."""
    if next(root.iter(w("pPrChange")), None) is None:
        return
    stories: dict[_Element | None, tuple[Counters, Counters]] = {}
    for paragraph in root.iter(w("p")):
        if next(paragraph.iterancestors(f"{{{MC}}}Fallback"), None) is not None:
            continue
        box = next(paragraph.iterancestors(w("txbxContent")), None)
        before, after = stories.setdefault(box, (Counters(part), Counters(part)))
        properties = paragraph.find(w("pPr"))
        change = properties.find(w("pPrChange")) if properties is not None else None
        mark = properties.find(w("rPr")) if properties is not None else None
        was = change.find(w("pPr")) if change is not None else properties
        there = [mark is None or mark.find(w(name)) is None for name in uncounted]
        old = _printed(before, was) if there[0] else ""
        new = _printed(after, properties) if there[1] else ""
        yield paragraph, change, old, new


def _printed(counters: Counters, properties: _Element | None) -> str:
    place = counters.part.place(properties)
    return (counters.next_label(*place) or "").strip() if place is not None else ""


def formatted(number: int, form: str) -> str:
    """`number` as Word prints it in the number format `form` (17.18.59); an unknown format is named with the number."""
    maker = _FORMS.get(form)
    return maker(number) if maker is not None else f"{form}:{number}"


def _letters(number: int) -> str:
    # Word repeats the letter: 27 is aa, 28 is bb.
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def roman(number: int) -> str:
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


_UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def _cardinal_words(number: int) -> str:
    if not 0 <= number < 100:
        return str(number)
    tens, unit = divmod(number, 10)
    words = (_UNITS[number],) if number < 20 else (_TENS[tens - 2], *((_UNITS[unit],) if unit else ()))
    return "-".join(word.capitalize() for word in words)


def _ordinal_words(number: int) -> str:
    if not 0 < number < 100:
        return _ordinal(number)
    before, hyphen, last = _cardinal_words(number).rpartition("-")
    word = last.lower()
    made = _ORDINALS.get(word) or (f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th")
    return f"{before}{hyphen}{made.capitalize()}"


_CHICAGO: Final = "*†‡§"


def _with_noughts(width: int) -> Callable[[int], str]:
    return lambda number: f"{number:0{width}d}"


_FORMS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    # What Word 2010 added, which names itself by a sample (17.9.17, format).
    **{", ".join(f"{number:0{width}d}" for number in (1, 2, 3)) + ", ...": _with_noughts(width) for width in (3, 4, 5)},
    "cardinalText": _cardinal_words,
    "ordinalText": _ordinal_words,
    "hex": lambda number: f"{number:X}",
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "chicago": lambda number: _CHICAGO[(number - 1) % 4] * ((number - 1) // 4 + 1) if 0 < number <= 80 else str(number),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "ordinal": _ordinal,
    "bullet": lambda number: "",
    "none": lambda number: "",
}


def _at_depth(holder: _Element, name: str, depth: int) -> _Element | None:
    return next((each for each in holder.findall(w(name)) if each.get(w("ilvl")) == str(depth)), None)


def _start(level: _Element) -> int:
    """17.9.25: a level without w:start begins at nought."""
    start = level.find(w("start"))
    return _whole(start, 0 if start is None else 1)


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


class ListItem(Struct, frozen=True):
    """A paragraph's place in a list; `faults` are (kind of fault, what it is, cure), `note` what a reader must know."""

    kind: BlockKind
    level: int = 0
    faults: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


class ListReader:
    """Reads the items of one body in order, since numbers are counted."""

    def __init__(self, styles: _Element | None, numbering: _Element | None) -> None:
        self._styles = Styles(styles)
        self._numbering = NumberingPart(numbering, self._styles)
        self._counters = Counters(self._numbering)
        self._expected = [0] * (DEEPEST_LIST_LEVEL + 1)
        """What a clause would have counted at each level."""

    def next_item(self, properties: _Element | None, style: str, deepest: int) -> ListItem:
        """The next paragraph of the body; `deepest` is the deepest level that an item can have here."""
        number, written = self._numbering.place(properties) or ("", 0)
        label = self._counters.next(number, written)
        form = label.form if label is not None and label.prints else "none"
        if form == "none" or label is None:
            self._expected = [0] * (DEEPEST_LIST_LEVEL + 1)
            return ListItem("paragraph")
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
            return ListItem("bullet", level, faults)
        self._expected[level] += 1
        expected = self._label(number, written, level)
        if not faults and label.text != expected:
            faults = (
                (
                    "list-number",
                    f"an item numbered “{label.text}”, which the clause would number “{expected}”",
                    _RESTART,
                ),
            )
        note = (
            f"the item “{label.text}” is numbered with figures in the clause: a document's template decides the "
            f"kind of number"
            if form != "decimal"
            else ""
        )
        return ListItem("number", level, faults, note)

    def _nesting(self, written: int, style: str) -> int:
        """The nesting of an item; a style such as “List Bullet 2” is a list of its own, and a deeper item all the
        same."""
        name = self._styles.name(style).casefold() if style and written == 0 else ""
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
                label = label.replace(f"%{n + 1}", formatted(counted, each.form))
        return label
