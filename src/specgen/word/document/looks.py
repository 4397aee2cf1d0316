"""How letters look on the page, styles and the document's defaults taken together, as far as a reader must know.

Only what every program keeps when it saves: not the font's name, not languages, not spacing, unless they hide the
words. Source: ECMA-376 part 1, 17.3.2 (run properties), 17.7.2 and 17.7.3 (inheritance; what a style turns on, another
turns off); MS-DOCX 2.6.1 (the fill of letters in Word 2010)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from specgen.word.document.numbering import DEEPEST, Counters, Level, NumberingPart
from specgen.word.document.style_forms import (
    NO_COLOUR,
    contrast,
    ground_colour,
    highlight_colour,
    letter_colour,
    melts,
    plain_attributes,
    read_theme,
)
from specgen.word.document.styles import Held, RunStyles, Styles, TableStyle, cell_conditions
from specgen.word.package.ooxml import first_child, w, whole_number
from specgen.word.package.package import Package, parsed, relationships

_Element = etree._Element
_VAL: Final = w("val")
_OFF: Final = frozenset({"0", "false", "off"})
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TOGGLES: Final = {w(name): name for name in ("b", "i", "caps", "smallCaps", "strike", "vanish")}
_SWITCHES: Final = {w(name): name for name in ("dstrike", "specVanish", "rtl", "cs")}
_VALUES: Final = {w(name): name for name in ("u", "sz", "szCs", "vertAlign", "w", "spacing", "position", "fitText")}
_FONTS: Final = w("rFonts")
_PICTURE_FONTS: Final = frozenset(
    {"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "zapf dingbats", "marlett"}
)
_SMALLEST: Final = 8
"""Half-points; words of four points and less are not meant to be read."""
_NARROWEST: Final = 20
"""Hundredths of the letters' own width."""
_CLOSEST: Final = -80
"""Twentieths of a point between letters; what people press together is a tenth of it."""
_FARTHEST: Final = 400
"""Half-points above or below the line."""
_PALE: Final = 1.25
"""The contrast with white below which letters are called white."""
_THIN: Final = 90_000
"""Thousandths of a hundredth: ink that lets this much through."""
_SCHEME: Final = {"bg1": "background1", "bg2": "background2", "tx1": "text1", "tx2": "text2"}


class RunLook(NamedTuple):
    """The look of some letters. `size` is in half-points; a colour is six hexadecimal digits, "" where the page's own
    counts."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    hidden: bool = False
    capitals: bool = False
    raised: str = ""
    colour: str = ""
    background: str = ""
    size: int = 20
    pictures: bool = False
    """Whether the letters stand for the pictures of a symbol font."""
    turned: bool = False
    """Whether the letters run from right to left, so that figures may stand in another order."""
    crushed: str = ""
    """How the letters are squeezed, moved or thinned so that they cannot be read; "" when they are not."""
    own_colour: bool = False
    """Whether a black is said, and not left to suit what is behind the letters."""
    painted: bool = False
    """Whether what is behind the letters is a highlighter's colour."""
    ground: str = ""
    """The colour that a paragraph or a cell paints behind its letters, "" for none."""

    @property
    def unseen(self) -> str:
        """Why the letters cannot be read on the page; "" when they can."""
        return _unseen(self)


@lru_cache(maxsize=1_000)
def _unseen(look: RunLook) -> str:
    """Kept, since a document has few looks and many runs."""
    if look.hidden:
        return "hidden"
    if look.struck:
        return "struck through"
    behind = look.background or look.ground
    letters = look.colour or ("000000" if look.own_colour else "")
    if melts(letters, behind, painted=look.painted):
        if letters and contrast(letters, "FFFFFF") < _PALE and (not behind or contrast(behind, "FFFFFF") < _PALE):
            return "white letters"
        return "letters of the colour of what is behind them"
    if look.size <= _SMALLEST:
        return "letters too small to read"
    return look.crushed or ("letters of a font of pictures" if look.pictures else "")


PLAIN: Final = RunLook()
"""Letters of which nothing is said."""


def style_named(properties: _Element | None) -> str | None:
    """The style that a paragraph's properties name, or None."""
    style = first_child(properties, _STYLE) if properties is not None else None
    return style.get(_VAL) if style is not None else None


class RunLooks:
    """The looks of one document's letters, by its styles (None: there are none) and its theme's fonts and colours."""

    def __init__(self, styles: Styles | None = None, theme: Mapping[str, str] | None = None) -> None:
        self._theme = theme or {}
        self._styles = styles if styles is not None else Styles(None)
        self._runs = RunStyles(self._styles, self._held)
        self._known: dict[object, RunLook] = {}

    def of(self, paragraph: _Element | None, run: _Element | None, table: TableStyle | None = None) -> RunLook:
        """The look of a run with the properties `run` in a paragraph with the properties `paragraph`, in a table of the
        style `table`."""
        return self.of_style(style_named(paragraph), run, table)

    def of_style(self, named: str | None, run: _Element | None, table: TableStyle | None = None) -> RunLook:
        """The look of a run with the properties `run` in a paragraph of the style `named`."""
        key = (named, table, *(_written(child) for child in run)) if run is not None else (named, table)
        if key not in self._known:
            self._known[key] = _look(self._runs.of(named, run, table))
        return self._known[key]

    def table_of(self, table: _Element) -> TableStyle:
        """The style of a table."""
        named = table.find(f"{w('tblPr')}/{w('tblStyle')}")
        return TableStyle(self._styles.known(named.get(_VAL) if named is not None else None, "table"))

    def cell_of(self, table: TableStyle, cell: _Element, row: int, column: int) -> TableStyle:
        """The style of a cell of that table, by its row and column counted from 1."""
        if not self._runs.is_conditional(table.identity):
            return table
        return table._replace(conditions=cell_conditions(cell, row, column))

    def around(self, paragraph: _Element) -> TableStyle | None:
        """The style of the table's cell that a paragraph stands in, or None."""
        cell = next(paragraph.iterancestors(w("tc")), None)
        table = next(cell.iterancestors(w("tbl")), None) if cell is not None else None
        row = cell.getparent() if cell is not None else None
        if cell is None or table is None or row is None:
            return None
        style = self.table_of(table)
        if not self._runs.is_conditional(style.identity):
            return style
        before = [sum(1 for _ in each.itersiblings(each.tag, preceding=True)) for each in (row, cell)]
        return self.cell_of(style, cell, before[0] + 1, before[1] + 1)

    def _held(self, properties: Iterable[_Element] | None) -> Held:
        held: Held = {}
        for child in properties if properties is not None else ():
            tag = child.tag
            value = child.get(_VAL, "")
            if tag in _TOGGLES or tag in _SWITCHES:
                held[_TOGGLES.get(tag) or _SWITCHES[tag]] = "" if value in _OFF else "1"
            elif tag in _VALUES:
                held[_VALUES[tag]] = "" if value in NO_COLOUR else value
            elif tag == w("color"):
                held["color"] = letter_colour(child, self._theme)
            elif tag == w("highlight"):
                held["highlight"] = highlight_colour(value)
            elif tag == w("shd"):
                held["fill"] = ground_colour(child, self._theme)
            elif tag == _FONTS:
                said = plain_attributes(child, self._theme)
                named = {"font": said.get(w("ascii")) or said.get(w("hAnsi")) or "", "csfont": said.get(w("cs"), "")}
                held.update({name: font.casefold() for name, font in named.items() if font})
            elif tag == f"{_W14}textFill":
                held["ink"] = self._ink(child)
        return held

    def _ink(self, fill: _Element) -> str:
        """The colour that Word 2010's fill gives letters: six digits, "none", or "" where it gives no plain colour."""
        if fill.find(f"{_W14}noFill") is not None:
            return "none"
        for child in fill.iterfind(f"{_W14}solidFill/*"):
            alpha = child.find(f"{_W14}alpha")
            if alpha is not None and whole_number(alpha.get(f"{_W14}val")) >= _THIN:
                return "none"
            said = child.get(f"{_W14}val", "")
            return highlight_colour(
                self._theme.get(_SCHEME.get(said, said), "") if child.tag == f"{_W14}schemeClr" else said
            )
        return ""


def _look(held: Held) -> RunLook:
    on = {name for name, value in held.items() if value == "1"}
    # Letters of a script that runs from right to left, or that is called complex, take their own font and size.
    complex_script = bool({"rtl", "cs"} & on)
    colour = held.get("color", "")
    size = whole_number(held.get("szCs" if complex_script else "sz"), 20)
    return RunLook(
        bold="b" in on,
        italic="i" in on,
        underlined=held.get("u", "") not in NO_COLOUR,
        struck=bool({"strike", "dstrike"} & on),
        hidden=bool({"vanish", "specVanish"} & on),
        capitals=bool({"caps", "smallCaps"} & on),
        raised=held.get("vertAlign", "") or ("moved" if whole_number(held.get("position")) else ""),
        # Black is what letters are that choose their colour.
        colour="" if colour == "000000" else colour,
        background=held.get("highlight", "") or held.get("fill", ""),
        size=size,
        pictures=held.get("csfont" if complex_script else "font", "") in _PICTURE_FONTS,
        turned="rtl" in on,
        crushed=_crushed(held),
        own_colour=bool(colour),
        painted=bool(held.get("highlight")),
    )


def _crushed(held: Held) -> str:
    ink = held.get("ink", "")
    if ink == "none" or (
        len(ink) == 6 and melts(ink, held.get("highlight", "") or held.get("fill", ""), painted=False)
    ):
        return "letters without ink"
    narrow = 0 < whole_number(held.get("w")) <= _NARROWEST or 0 < whole_number(held.get("fitText")) <= -_CLOSEST
    if narrow or whole_number(held.get("spacing")) <= _CLOSEST:
        return "letters pressed together"
    return "letters moved off their line" if abs(whole_number(held.get("position"))) >= _FARTHEST else ""


def _written(element: _Element) -> object:
    return (
        (element.tag, *element.attrib.items(), etree.tostring(element))
        if len(element)
        else (element.tag, *element.attrib.items())
    )


# What paragraphs, rows, cells and tables do to the words in them so that nobody reads them on the page.
#
# Only what no author does to words that are meant to be read: the rest of a layout is not judged.
# Source: ECMA-376 part 1, 17.3.1.33 (lines), 17.3.1.12 (indents), 17.3.1.11 (frames), 17.4.81 and 17.4.82 (rows),
# 17.4.85 (merged cells).


_LOW: Final = 80
"""Twentieths of a point; a line or row of four points and less is not meant to be read."""
_UNITS: Final = {"mm": 56.7, "cm": 567.0, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}
_MEASURE: Final = re.compile(r"(-?[0-9]{1,7}(?:\.[0-9]{1,7})?)(mm|cm|in|pt|pc|pi)")
_CHARACTER: Final = 2.4
"""Twentieths of a point that a hundredth of a character is wide, in letters of twelve points."""
_OVERHANG: Final = 2_000
"""How far a table may stand out to the left of the page: its first cell need not hold any words."""
_NUM_PR: Final = w("numPr")
_STYLE: Final = w("pStyle")
_OWN: Final = frozenset(w(name) for name in ("spacing", "ind", "framePr", "shd"))
"""What a paragraph may say of itself that hides its words or paints behind them."""
_ALSO: Final = {
    w(f"{new}{kind}"): w(f"{old}{kind}") for new, old in (("start", "left"), ("end", "right")) for kind in ("", "Chars")
}
"""The newer names of indents (17.3.1.12), which mean the same in a line that runs from left to right."""
_EITHER: Final = tuple((w(one), w(other)) for one, other in (("firstLine", "hanging"), ("hanging", "firstLine")))


class PageSize(NamedTuple):
    """The page of a section, in twentieths of a point: ECMA-376 part 1, 17.6.13 (pgSz) and 17.6.11 (pgMar)."""

    width: int = 22_000
    height: int = 22_000
    left: int = 0
    right: int = 0
    known: bool = False
    """Whether a section says so; else the widest page that anybody signs, without margins, and a bit."""


ANY_PAGE: Final = PageSize()


def page_sizes(root: _Element | None) -> list[PageSize]:
    """The page of each section of a main part, in order; one that says nothing of its size may be any."""
    found: list[PageSize] = []
    for section in root.iter(w("sectPr")) if root is not None else ():
        above = section.getparent()
        if above is not None and above.tag == w("sectPrChange"):
            continue
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        if size is None:
            found.append(ANY_PAGE)
            continue
        left, right = ((_twips(margins.get(w(side))) if margins is not None else 0) for side in ("left", "right"))
        found.append(
            PageSize(_twips(size.get(w("w"))) or 22_000, _twips(size.get(w("h"))) or 22_000, left, right, True)
        )
    return found


def _twips(said: str | None) -> int:
    """The measure in twentieths of a point, in whatever unit it is written (17.18.87)."""
    written = _MEASURE.fullmatch(said) if said is not None else None
    return round(float(written[1]) * _UNITS[written[2]]) if written else whole_number(said)


class ParagraphHiding:
    """How the paragraphs of one document hide their words and what they paint behind them, styles and defaults taken
    together."""

    def __init__(self, styles: Styles | None, theme: Mapping[str, str], numbering: NumberingPart | None = None) -> None:
        self._theme = theme
        self._styles = styles if styles is not None else Styles(None)
        self._numbering = numbering
        self._known: dict[object, tuple[str, str]] = {}

    def of(self, properties: _Element | None, page: PageSize = ANY_PAGE) -> tuple[str, str]:
        """Why nothing in a paragraph with these properties can be read ("" when it can), and the colour behind its
        letters ("" for none)."""
        named, own, listed = None, False, False
        for child in reversed(properties) if properties is not None else ():
            if child.tag == _STYLE:
                named = child.get(_VAL)  # read backwards, so that the first one counts
            own, listed = own or child.tag in _OWN, listed or child.tag == _NUM_PR
        if own:
            return self._made(self._styles.known(named), properties, page)
        # The list that a style names goes with the style.
        key = named, page, self._numbering.place(properties) if self._numbering is not None and listed else None
        if key not in self._known:
            self._known[key] = self._made(self._styles.known(named), properties, page)
        return self._known[key]

    def _made(self, identity: str, properties: _Element | None, page: PageSize) -> tuple[str, str]:
        chain = [style.find(w("pPr")) for style in reversed(self._styles.chain(identity))]
        place = self._numbering.place(properties) if self._numbering is not None else None
        level = self._numbering.level(*place) if place is not None and self._numbering is not None else None
        of_list = level.element.find(w("pPr")) if level is not None else None
        own = properties is not None and properties.find(_NUM_PR) is not None
        # The indents of a list that the style names come before the style's own, of one that the paragraph names after.
        layers = [self._styles.document("pPr"), *((*chain, of_list) if own else (of_list, *chain)), properties]
        held: dict[str, dict[str, str]] = {}
        ground = ""
        for layer in layers:
            for child in layer if layer is not None else ():
                if child.tag == w("shd"):
                    ground = ground_colour(child, self._theme)
                elif isinstance(child.tag, str):
                    known = held.setdefault(child.tag, {})
                    for one, other in _EITHER:
                        # The one that is said last counts; in one place a hanging line does.
                        if child.get(one) is not None:
                            known.pop(other, None)
                    known.update((_ALSO.get(str(key), str(key)), str(value)) for key, value in child.attrib.items())
        return _veil(held, page), ground


def _veil(held: Mapping[str, Mapping[str, str]], page: PageSize) -> str:
    spacing, frame = held.get(w("spacing"), {}), held.get(w("framePr"), {})
    line, rule = spacing.get(w("line")), spacing.get(w("lineRule"), "auto")
    if line is not None and rule != "atLeast" and whole_number(line, 240) <= _LOW:
        return "lines too low to read"
    if _small(frame.get(w("w"))) or (_small(frame.get(w("h"))) and frame.get(w("hRule")) == "exact"):
        return "in a frame too small to read"
    if (rule != "auto" and _twips(line) >= page.height) or _twips(spacing.get(w("before"))) >= page.height:
        return "moved off the page"
    return _indented_away(held.get(w("ind"), {}), page) or _placed_away(held, page)


def _indented_away(indents: Mapping[str, str], page: PageSize) -> str:
    """Whether the lines begin or end beyond the edge of the page, or have no room left on it."""

    def said(name: str) -> int:
        characters = whole_number(indents.get(w(f"{name}Chars")))
        return round(characters * _CHARACTER) if characters else _twips(indents.get(w(name)))

    left, right, hanging = said("left"), said("right"), said("hanging")
    first = left - hanging if hanging else left + said("firstLine")
    least, most = (-page.left, page.width - page.left) if page.known else (-5_000, page.width)
    if not all(least <= start < most for start in (left, first)):
        return "moved off the page"
    if (page.known and -right > page.right) or (not page.known and not -5_000 < right < page.width):
        return "moved off the page"
    return "no width left on the page to read" if page.known and left + right >= most - page.right else ""


_FRAMES: Final = (
    ("framePr", "x", "y", "hAnchor", "vAnchor"),
    ("tblpPr", "tblpX", "tblpY", "horzAnchor", "vertAnchor"),
)


def _placed_away(held: Mapping[str, Mapping[str, str]], page: PageSize) -> str:
    """Whether a frame or a table stands beyond the edge of the page."""
    for name, across, down, beside, under in _FRAMES:
        said = held.get(w(name), {})
        x, y = _twips(said.get(w(across))), _twips(said.get(w(down)))
        start = 0 if said.get(w(beside)) == "page" else page.left
        width = _twips(said.get(w("w"))) or 5_000
        top = page.height if said.get(w(under)) == "page" else page.height - 1_000
        if not -width < x + start < page.width or not -5_000 < y < top:
            return "moved off the page"
    across_table = _twips(held.get(w("tblInd"), {}).get(w("w")))
    least, most = (-page.left - _OVERHANG, page.width - page.left) if page.known else (-5_000, page.width)
    return "" if least < across_table < most else "moved off the page"


def _small(said: str | None) -> bool:
    return 0 < whole_number(said) <= _LOW


def table_veil(element: _Element, page: PageSize = ANY_PAGE) -> str:
    """Why nothing in the table, row or cell can be read on the page; "" when it can."""
    if element.tag == w("tbl"):
        properties = element.find(w("tblPr"))
        return (
            _placed_away(
                {child.tag: {str(key): str(value) for key, value in child.attrib.items()} for child in properties}, page
            )
            if properties is not None
            else ""
        )
    if element.tag == w("tr"):
        return _row_veil(element.find(w("trPr")))
    properties = element.find(w("tcPr"))
    merges: Iterable[_Element | None] = (
        (properties.find(w(name)) for name in ("vMerge", "hMerge")) if properties is not None else ()
    )
    if any(merge is not None and merge.get(w("val"), "continue") == "continue" for merge in merges):
        return "in a cell that is merged into another"
    return _narrow(element, properties)


def _narrow(cell: _Element, properties: _Element | None) -> str:
    """Whether the cell has no room for a letter, in a table whose columns do not grow with their words (17.4.52)."""
    width = properties.find(w("tcW")) if properties is not None else None
    if width is None or width.get(w("type"), "dxa") != "dxa" or not 0 < whole_number(width.get(w("w"))) <= _LOW:
        return ""
    table = next(cell.iterancestors(w("tbl")), None)
    layout = table.find(f"{w('tblPr')}/{w('tblLayout')}") if table is not None else None
    fixed = layout is not None and layout.get(w("type")) == "fixed"
    return "in a column too narrow to read" if fixed else ""


def _row_veil(properties: _Element | None) -> str:
    if properties is None:
        return ""
    hidden, height = properties.find(w("hidden")), properties.find(w("trHeight"))
    if hidden is not None and hidden.get(w("val"), "1") not in _OFF:
        return "in a hidden row"
    if height is not None and height.get(w("hRule")) == "exact" and whole_number(height.get(w("val")), 240) <= _LOW:
        return "in a row too low to read"
    return ""


def cell_ground(cell: _Element, theme: Mapping[str, str]) -> str:
    """The colour that the cell itself paints behind its words, "" for none."""
    return ground_colour(cell.find(f"{w('tcPr')}/{w('shd')}"), theme)


# What one document makes of its letters, paragraphs, cells and list numbers on the page: its styles, lists and theme
# read once.


_MAPPED: Final = (("bg1", "background1"), ("t1", "text1"), ("bg2", "background2"), ("t2", "text2"))
_NUMBER: Final = re.compile(r"%[1-9]")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


class PageLooks:
    """The looks of one document. Without styles, lists and theme: what each run and paragraph says of itself."""

    def __init__(
        self, styles: _Element | None = None, numbering: _Element | None = None, theme: dict[str, str] | None = None
    ) -> None:
        self.theme = theme or {}
        self.styles = Styles(styles)
        self.letters = RunLooks(self.styles, self.theme)
        self.numbering = NumberingPart(numbering, self.styles)
        self.paragraphs = ParagraphHiding(self.styles, self.theme, self.numbering)
        self._signs: dict[tuple[str, int], str] = {}

    def sign(self, place: tuple[str, int], level: Level) -> str:
        """How a list's level makes its numbers, without counting: the same for two levels whose numbers look and read
        alike."""
        if place not in self._signs:
            form, text = level.form, level.value("lvlText")
            if not level.prints:
                self._signs[place] = ""
                return ""
            # Programs change a bullet's picture for another; words before an item are another thing.
            text = text if form != "bullet" or _WORD.search(text) else ""
            unseen = self.letters.of(None, level.element.find(w("rPr"))).unseen if text and form != "none" else ""
            self._signs[place] = f"{form}\n{text}\n{unseen}"
        return self._signs[place]

    def signs_with_words(self) -> frozenset[str]:
        """How its lists make numbers that have words in them, whether anything is numbered by them or not."""
        places = [(number, depth) for number in self.numbering.instances for depth in range(DEEPEST)]
        levels = [(place, level) for place in places if (level := self.numbering.level(*place)) is not None]
        return frozenset(sign for place, level in levels if words_in_sign(sign := self.sign(place, level)))


END_HIDDEN: Final = "the paragraph's end is hidden"


class Numbers:
    """The list numbers of one story, counted from its first paragraph to its last."""

    def __init__(self, looks: PageLooks) -> None:
        self._looks = looks
        self._counters = [Counters(looks.numbering)]

    def next(self, properties: _Element | None) -> tuple[str, str, int | None]:
        """The number that is printed before the next paragraph, and how it is made; "" for both without one. And its
        place in the count of its list, None in no list that counts."""
        looks, counters = self._looks, self._counters[-1]
        place = looks.numbering.place(properties)
        level = looks.numbering.level(*place) if place is not None else None
        label = counters.next(*place) if place is not None else None
        # The end of a paragraph that is hidden lets the next one go on in the same line.
        mark = properties.find(w("rPr")) if properties is not None else None
        end = END_HIDDEN if mark is not None and looks.letters.of(properties, mark).hidden else ""
        sign = looks.sign(place, level) if place is not None and level is not None else ""
        if not sign:
            return "", f"\n\n{end}" if end else "", None
        count = label.count if label is not None and label.form != "bullet" else None
        return (
            label.text if label is not None else "",
            f"{sign}{'; ' if end and sign[-1:] != chr(10) else ''}{end}",
            count,
        )

    def enter_box(self) -> None:
        """A text box begins: its lists count for themselves, and those around it go on after it."""
        self._counters.append(Counters(self._looks.numbering))

    def leave_box(self) -> None:
        """The text box ends."""
        self._counters.pop()


def words_in_sign(sign: str) -> str:
    """The words that a list puts before its items, "" where it only counts them or puts a mark there."""
    return " ".join(_WORD.findall(_NUMBER.sub(" ", sign.split("\n")[1]))) if sign else ""


def hidden_in_sign(sign: str) -> str:
    """Why a list's numbers cannot be read on the page, or what else of a paragraph's end cannot be seen; "" when all
    can."""
    return sign.split("\n")[2] if sign else ""


def read_page_looks(package: Package) -> PageLooks:
    """The looks of the document; a part that is missing or broken says nothing."""
    related = {
        each.type.rpartition("/")[2]: each.target
        for each in relationships(package, package.main)
        if each.target in package.entries
    }
    roots = {
        kind: parsed(package, related[kind])[0] if kind in related else None
        for kind in ("styles", "numbering", "theme", "settings")
    }
    theme = read_theme(roots["theme"])
    settings = roots["settings"]
    mapping = settings.find(w("clrSchemeMapping")) if settings is not None else None
    if mapping is not None:
        swapped = {name: theme[said] for short, name in _MAPPED if (said := mapping.get(w(short), "")) in theme}
        theme.update(swapped)
    return PageLooks(roots["styles"], roots["numbering"], theme)
